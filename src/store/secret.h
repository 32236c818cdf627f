#ifndef STORE_SECRET_H
#define STORE_SECRET_H
/* The secret store: personal and sealed facts, each encrypted under a data key of its own.  The data keys
 * lie in another file, wrapped by the master key, so that dropping one key erases one fact everywhere,
 * backups included.  Elsewhere a fact is only its reference "s:REF:COMMITMENT", where the commitment is
 * H(salt ‖ text): a changed fact is found, and nobody can guess a short one. */
#include "store/db.h"
#include "store/signer.h"

struct secrets;

NODISCARD enum rc secrets_open(struct ctx *cx, const char *dir, struct signer *signer, bool create, struct secrets **ret);
void secrets_close(struct secrets *s);

/* Durable when it returns.  Safe from several threads. */
NODISCARD enum rc secret_put(struct ctx *cx, struct secrets *s, struct sv text, struct sv *ret_ref);
NODISCARD enum rc secret_get(struct ctx *cx, struct secrets *s, struct sv ref, struct sv *ret_text);
NODISCARD enum rc secret_erase(struct ctx *cx, struct secrets *s, struct sv ref);
bool secret_is_ref(struct sv s);
/* RC_CHECK with a text when the fact is missing or is not what was committed to. */
NODISCARD enum rc secret_check(struct ctx *cx, struct secrets *s, struct sv ref);

/* Credentials.  `password` is the printable argon2id string; the commitment of both is what acts carry. */
NODISCARD enum rc credential_set(struct ctx *cx, struct secrets *s, int64_t post, struct sv password, struct sv totp);
NODISCARD enum rc credential_read(struct ctx *cx, struct secrets *s, int64_t post, struct sv *ret_password, struct sv *ret_totp);
struct sv credential_commitment(struct arena *a, struct sv password, struct sv totp);
struct sv password_hash(struct arena *a, struct sv password);   /* argon2id; takes tens of milliseconds */
bool password_check(struct sv hash, struct sv password);

/* The two files, for backup. */
NODISCARD enum rc secrets_copy(struct ctx *cx, struct secrets *s, const char *dir);

#endif
