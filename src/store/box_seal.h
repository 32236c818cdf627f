#ifndef STORE_BOX_SEAL_H
#define STORE_BOX_SEAL_H
/* Sealing for one ballot box, with AES-256-SIV (RFC 5297): the same text bound to the same thing gives the same bytes, which
 * the file of a box needs, and there is no nonce that could come twice.  The key follows from the master key and the event. */
#include "store/signer.h"

enum { BOX_TAG = 16 };

struct box_seal;

struct box_seal *box_seal_new(const struct signer *signer, int64_t id);
void box_seal_free(struct box_seal *s); /* NULL-safe */
/* `out` takes BOX_TAG bytes more than `n`, which is not 0. */
void box_seal(const struct box_seal *s, struct sv bound, const uint8_t *in, size_t n, uint8_t *out);
/* `n` with the tag; false where it was not sealed so, and then `out` holds nothing of use. */
bool box_unseal(const struct box_seal *s, struct sv bound, const uint8_t *in, size_t n, uint8_t *out);

#endif
