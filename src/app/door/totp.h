#ifndef APP_DOOR_TOTP_H
#define APP_DOOR_TOTP_H
/* One-time codes: RFC 6238 with SHA-1, steps of 30 s and six digits, which is what every authenticator knows. */
#include "base/arena.h"

enum { TOTP_STEP_MS = 30000, TOTP_SECRET_LEN = 32 /* letters of base32: 160 bits */ };

/* RFC 4648 base32, capitals, without padding.  False on a strange letter or on more than `max` bytes. */
bool base32_parse(struct sv s, uint8_t *out, size_t max, size_t *ret_n);
struct sv base32_text(struct arena *a, struct sv bytes);

struct sv totp_secret_new(struct arena *a);
/* "Bixue:LOGIN", as an authenticator reads it from the QR code. */
struct sv totp_address(struct arena *a, struct sv login, struct sv secret);
/* The step whose code this is, at most one away from now either way; -1 for none, and for a secret under 80 bits. */
int64_t totp_step(struct sv secret, struct sv code, int64_t now_ms);

#endif
