#ifndef STORE_DOOR_H
#define STORE_DOOR_H
/* What every door does on the way in: names become ids.  JSON numbers and "#123" are ids; any other text
 * is what a person calls the thing, which its noun resolves. */
#include "store/act.h"

NODISCARD enum rc door_subject(struct ctx *cx, struct db *db, const struct noun *noun, struct sv name, int64_t *ret);
/* A copy of `in` in which the reference fields hold numbers.  All faults are noted. */
NODISCARD enum rc door_refs(struct ctx *cx, struct db *db, const struct registry *nouns, const struct field *def, size_t n,
			    const struct js *in, struct js **ret);

#endif
