#ifndef CORE_SCORE_RANKING_H
#define CORE_SCORE_RANKING_H
/* Places from keys, and who is inside a quota.  What is compared is what is published: each key rounded to its
 * precision, else two equal printed scores would stand apart without a visible reason.  The order of the input
 * never decides anything, except for RANK_ORDINAL, which is no board's kind. */
#include "core/score/score.h"

enum rank_kind {
	RANK_COMPETITION, /* 1 2 2 4 */
	RANK_MODIFIED,	  /* 1 3 3 4 */
	RANK_DENSE,	  /* 1 2 2 3 */
	RANK_ORDINAL,	  /* 1 2 3 4 */
	RANK_FRACTIONAL,  /* 1 2.5 2.5 4 */
};
struct rank_key {
	bool ascending; /* the smaller is ahead */
	int decimals;	/* as published, 0..6 */
};
struct rank_entry {
	struct sv name;		 /* for the trace; its position without one */
	const struct mark *keys; /* in the order of the chain; a later key that is missing stands behind every value */
	size_t n;
	/* made by rank_entries */
	bool unranked;	  /* without the first key: behind the others, without a place */
	struct dec place; /* 0 when unranked */
	int tie_group;	  /* 1, 2, … one number for all that are equal in every key; 0 when unranked */
	size_t tied;	  /* how many share it */
	int decided_by;	  /* the last key that had to be looked at, from 0: above 0 a tie was broken, or is left */
};
/* A row with more keys than the chain is compared by the chain's last key. */
struct rank_chain {
	const struct rank_key *keys;
	size_t n; /* at least 1 */
};
/* `ret_order` (n of them): positions in the input, best first. */
void rank_entries(struct arena *a, struct rank_entry *entries, size_t n, struct rank_chain chain, enum rank_kind kind,
		  struct trace *tr, size_t *ret_order);
/* −1, 0, 1 by the first `n_keys` keys of the chain. */
int rank_cmp(const struct rank_entry *a, const struct rank_entry *b, struct rank_chain chain, size_t n_keys);

/* n × rate, a share of 0..1: the excellent quota of a group.  False beyond an int64. */
enum quota_rounding { QUOTA_FLOOR, QUOTA_HALF_UP, QUOTA_CEIL };
bool quota_of(int64_t n, struct dec rate, enum quota_rounding how, int64_t *ret);
enum { QUOTA_SMALL = 5 }; /* groups below are better pooled (打捆) */

/* What happens to those equal at the cut. */
enum quota_ties {
	QUOTA_EXCLUDE,	/* equal in the first key: none of them */
	QUOTA_INCLUDE,	/* all of them */
	QUOTA_TIEBREAK, /* by the rest of the chain; who is equal in every key is left to a public draw */
};
enum quota_choice { QUOTA_OUT, QUOTA_IN, QUOTA_DRAW };
void select_quota(struct arena *a, struct rank_entry *entries, size_t n, struct rank_chain chain, size_t quota,
		  enum quota_ties ties, struct trace *tr, size_t *ret_order, enum quota_choice *ret);

#endif
