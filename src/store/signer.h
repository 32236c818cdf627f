#ifndef STORE_SIGNER_H
#define STORE_SIGNER_H
/* The key that signs checkpoints (SM2 with SM3) and the master key that wraps the data keys of sealed
 * facts.  Both lie in a folder of their own, outside the data folder and the ordinary backup. */
#include "base/err.h"
#include "base/hash.h"

enum { MASTER_LEN = 32, SIGNATURE_MAX = 80 };

struct signer;

/* Makes the folder (mode 0700) and both keys where they are missing, when `create` is set. */
NODISCARD enum rc signer_open(struct ctx *cx, const char *keys_dir, bool create, struct signer **ret);
void signer_free(struct signer *s);
struct sv signer_sign(struct signer *s, struct arena *a, struct sv text);
bool signer_verify(struct signer *s, struct sv text, struct sv signature);
struct sv signer_public_pem(struct signer *s, struct arena *a);
const uint8_t *signer_master(const struct signer *s); /* MASTER_LEN bytes */
const char *signer_dir(const struct signer *s);

/* The note of the data folder's last checkpoint, kept beside the keys: a folder that was rolled back, or whose
 * last checkpoint was taken out, does not hold it.  SV("") when there is none. */
NODISCARD enum rc signer_remember(struct ctx *cx, struct signer *s, const char *data_dir, struct sv note);
NODISCARD enum rc signer_recall(struct ctx *cx, const struct signer *s, const char *data_dir, struct sv *ret_note);

#endif
