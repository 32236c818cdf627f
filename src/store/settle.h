#ifndef STORE_SETTLE_H
#define STORE_SETTLE_H
/* What was sealed for acts that a crash, a refusal or a backup's moment cut off: found and cleared away. */
#include "store/secret.h"

/* Looks up in the journal whatever the secret store holds as pending: what an act speaks of is kept, the rest
 * is erased.  Costs one pass over the payloads, newest first, and nothing when nothing is pending. */
NODISCARD enum rc settle_secrets(struct ctx *cx, struct db *db, struct secrets *s);

#endif
