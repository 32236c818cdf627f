#ifndef CORE_SCORE_SUPPRESS_H
#define CORE_SCORE_SUPPRESS_H
/* What of a secret ballot may be published: no group below k, nor any that can be computed from what is published.
 * A tree of counts (county, town, village) is published level by level; what is hidden of one parent must together
 * reach k; slices across the tree are held against everything published before (differencing) and its differences; what only
 * three or more overlapping sets would say together is not followed. */
#include "core/score/score.h"

enum sup_reason {
	SUP_SHOWN,
	SUP_EMPTY,	/* no ballot */
	SUP_SMALL,	/* fewer than k */
	SUP_COMPLEMENT, /* else a hidden sibling could be had by subtraction */
	SUP_PARENT,	/* what it is part of is hidden */
	SUP_DIFFERENCE, /* with something published it would give away fewer than k */
};
const char *sup_reason_name(enum sup_reason r);

enum { SUP_DERIVED = 4096 };

/* Bit i stands for the i-th leaf of the tree. */
struct sup_set {
	struct sv name;
	uint64_t *leaves;
	int64_t count;
};
struct sup_node {
	struct sup_set set;
	int parent; /* position; −1 the root.  Parents stand before their children */
	bool leaf;
	enum sup_reason reason;
	struct sv against; /* SUP_DIFFERENCE: what was published before */
};
struct sup {
	struct arena *a;
	int64_t k;
	size_t words;	      /* of a set */
	const int64_t *leaf;  /* counts */
	struct sup_set *known; /* published, or left over in a tree; room for all that comes */
	size_t n_known;
	struct sup_set *derived; /* differences of known sets; suppress_tree makes room for SUP_DERIVED of them */
	size_t n_derived, n_before; /* n_before: of the known, those published before the tree */
	struct trace *tr;
};
/* Decides over the tree, then notes what it publishes as known.  `known` holds what was published before. */
void suppress_tree(struct sup *s, struct sup_node *nodes, size_t n);
/* Decides over one slice more, and notes it as known when it is shown. */
enum sup_reason suppress_slice(struct sup *s, const struct sup_set *slice, struct sv *ret_against);

/* Unanimity would tell everyone's vote: from 95 % and up to 5 % a share is shown as just that. */
enum sup_share { SHARE_PLAIN, SHARE_MOST, SHARE_LEAST };
enum sup_share suppress_share(int64_t part, int64_t whole, struct dec *ret_percent); /* whole percent */

#endif
