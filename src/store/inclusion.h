#ifndef STORE_INCLUSION_H
#define STORE_INCLUSION_H
/* That rows stand in the tree of a checkpoint, without the other rows: the digests of the subtrees that hold none of
 * them, from left to right.  Whoever has the leaves of the rows fills the rest in by RFC 6962's own recursion and comes
 * to the root (docs/formats/board-proof.md). */
#include "store/journal.h"

struct checkpoint {
	int64_t size;
	struct sv note, signature;
	struct digest root;
};

/* The first checkpoint kept that holds row `seq`, or, with `size`, the one of exactly that size; size 0 in `ret` when
 * there is none. */
NODISCARD enum rc checkpoint_over(struct ctx *cx, struct db *db, int64_t seq, int64_t size, struct checkpoint *ret);

/* `seqs` rising, each from 1 to c->size.  RC_CHECK when the journal does not give the checkpoint's root. */
NODISCARD enum rc journal_inclusion(struct ctx *cx, struct db *db, const struct checkpoint *c, const int64_t *seqs, size_t n,
				    struct digest **ret_nodes, size_t *ret_n);

#endif
