#ifndef STORE_ERASURES_H
#define STORE_ERASURES_H
/* The list of what was lawfully erased, kept in the keys folder, outside of data and backup: a restore applies
 * it before it opens a store, so that what was erased stays erased.  One line each: "seq 17" for the payload
 * of an act, "ref 3f…" for a sealed fact. */
#include "store/store.h"

/* Appends one line, durably. */
NODISCARD enum rc erasures_note(struct ctx *cx, const char *keys_dir, const char *kind, struct sv what);
/* Destroys in the (closed) folder `dir` everything that the list names: payloads with their salts, sealed
 * facts with their keys.  `*ret_acts` counts payloads that were still there: the tables must then be made
 * anew. */
NODISCARD enum rc erasures_apply(struct ctx *cx, const char *dir, const char *keys_dir, int64_t *ret_acts);

/* Erases one act's payload by the act instance.erase, or one sealed fact by instance.forget: first the act,
 * then the list, then the thing itself; whatever crashes in between, the next start finishes it. */
NODISCARD enum rc store_erase_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret);

#endif
