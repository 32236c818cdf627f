#ifndef STORE_SEALED_H
#define STORE_SEALED_H
/* The part of verify that looks into the secret store: every sealed fact and every credential must be what
 * the acts committed to, nothing else may lie there, and only what was lawfully erased may be gone. */
#include "store/erasures.h"
#include "store/rebuild.h"

struct sealed_check;

NODISCARD enum rc sealed_begin(struct ctx *cx, struct secrets *s, const struct erasures *e, struct report *r,
			       struct sealed_check **ret);
/* One row with its facts, in the journal's order; `sub` may be forgotten after it. */
NODISCARD enum rc sealed_row(struct sealed_check *k, struct ctx *sub, const struct journal_row *row, const struct js *facts);
NODISCARD enum rc sealed_end(struct sealed_check *k, struct ctx *cx);

#endif
