#ifndef STORE_SECRET_H
#define STORE_SECRET_H
/* The secret store: personal and sealed facts, each encrypted under a data key of its own.  The data keys
 * lie in another file, wrapped by the master key, so that dropping one key erases one fact everywhere,
 * backups included.  Elsewhere a fact is only its reference "s:REF:COMMITMENT", where the commitment is
 * H(salt ‖ what it says the same as, if anything ‖ text): a changed fact is found, and nobody can guess a short one. */
#include "core/field.h"
#include "store/db.h"
#include "store/signer.h"

struct secrets;

NODISCARD enum rc secrets_open(struct ctx *cx, const char *dir, struct signer *signer, bool create, struct secrets **ret);
/* For looking at, beside the owner: nothing is written. */
NODISCARD enum rc secrets_reader(struct ctx *cx, const char *dir, struct signer *signer, struct secrets **ret);
void secrets_close(struct secrets *s);
const char *secrets_dir(const struct secrets *s);

/* Durable when it returns.  Safe from several threads.  Pending until secret_keep says that an act refers to
 * it: what is still pending at the next opening and stands in no act is erased then. */
NODISCARD enum rc secret_put(struct ctx *cx, struct secrets *s, struct sv text, struct sv *ret_ref);
/* `same` (SV_NONE for none) is what makes two texts one: of it a digest is kept beside the fact, under a key that the
 * master key gives, and nowhere else; it is erased with the fact. */
NODISCARD enum rc secret_put_same(struct ctx *cx, struct secrets *s, struct sv text, struct sv same, struct sv *ret_ref);
/* The other facts of which the same was said, as "s:REF:"; none where nothing was. */
NODISCARD enum rc secret_same(struct ctx *cx, struct secrets *s, struct sv ref, struct sv **ret, size_t *ret_n);
void secret_keep(struct secrets *s, struct sv ref);
NODISCARD enum rc secret_get(struct ctx *cx, struct secrets *s, struct sv ref, struct sv *ret_text);
NODISCARD enum rc secret_erase(struct ctx *cx, struct secrets *s, struct sv ref);
/* RC_CHECK with a text when the fact is missing or is not what was committed to. */
NODISCARD enum rc secret_check(struct ctx *cx, struct secrets *s, struct sv ref);

/* Credentials.  `password` is the printable argon2id string; the commitment of both is what acts carry.  A new
 * one stands beside the old one, and is not read, until its act is durable (credential_keep), so that a crash
 * between the two locks nobody out. */
NODISCARD enum rc credential_set(struct ctx *cx, struct secrets *s, int64_t post, struct sv password, struct sv totp);
NODISCARD enum rc credential_keep(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment, int64_t seq);
NODISCARD enum rc credential_forget(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment);
NODISCARD enum rc credential_read(struct ctx *cx, struct secrets *s, int64_t post, struct sv *ret_password, struct sv *ret_totp);
struct sv credential_commitment(struct arena *a, struct sv password, struct sv totp);
struct sv password_hash(struct arena *a, struct sv password);   /* argon2id; takes tens of milliseconds */
bool password_check(struct sv hash, struct sv password);

/* The references that were pending when the folder was last left; pending credentials have seq 0. */
NODISCARD enum rc secrets_pending(struct ctx *cx, struct secrets *s, struct sv **ret, size_t *ret_n);

/* For verify: what lies in the two files, in order. */
struct credential {
	int64_t post, seq;
	struct sv commitment, password, totp;
};
NODISCARD enum rc secrets_refs(struct ctx *cx, struct secrets *s, bool keys, struct sv **ret, size_t *ret_n);
NODISCARD enum rc credentials_all(struct ctx *cx, struct secrets *s, struct credential **ret, size_t *ret_n);
/* RC_CHECK when a page, a table or an index of one of the files does not hold together; `ret` says which. */
NODISCARD enum rc secrets_sound(struct ctx *cx, struct secrets *s, struct sv *ret);

/* The two files, for backup. */
NODISCARD enum rc secrets_copy(struct ctx *cx, struct secrets *s, const char *dir);

#endif
