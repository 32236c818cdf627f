#ifndef STORE_ERASURES_H
#define STORE_ERASURES_H
/* The list of what was lawfully erased, kept in the keys folder, outside of data and backup: a restore applies
 * it before it opens a store, so that what was erased stays erased.  One line each: "seq 17 LEAF" for the
 * payload of an act (the leaf tells it from another act that takes its number after a restore), "ref 3f…" for
 * a sealed fact. */
#include "store/store.h"

/* Does the list name this row, this sealed fact? */
struct erasures {
	struct sv list;
};
NODISCARD enum rc erasures_read(struct ctx *cx, const char *keys_dir, struct erasures *ret);
bool erasures_row(const struct erasures *e, struct arena *a, int64_t seq, const struct digest *leaf);
bool erasures_ref(const struct erasures *e, struct arena *a, struct sv ref); /* the 32 characters */

/* Destroys in the folder `dir`, which nobody has open, everything that the list names: payloads with their
 * salts, sealed facts with their keys.  `*ret_acts` counts payloads that were still there; the next opening
 * makes the tables anew. */
NODISCARD enum rc erasures_apply(struct ctx *cx, const char *dir, const char *keys_dir, int64_t *ret_acts);
/* Enters into the list what acts after `after` erased and a crash kept out of it. */
NODISCARD enum rc erasures_catch_up(struct ctx *cx, struct db *db, const char *keys_dir, int64_t after, int64_t *ret_added);

/* Erases one act's payload (and the sealed facts that it speaks of) by the act instance.erase, or one sealed
 * fact by instance.forget: first the act, then the list, then the thing itself; whatever crashes in between,
 * the next opening finishes it.  RC_CONFLICT when later acts rest on that payload. */
NODISCARD enum rc store_erase_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret);

#endif
