#ifndef VERIFY_SIGN_H
#define VERIFY_SIGN_H
#include "base/hash.h"

/* Is `signature` (DER) SM2 with SM3 over `text` by this public key?  Any unreadable key or signature is a no. */
bool vf_signed(struct sv key_pem, struct sv text, struct sv signature);
/* SM3 of the key's DER, by which people compare keys; false when it is no public key. */
bool vf_key_digest(struct sv key_pem, struct digest *ret);

#endif
