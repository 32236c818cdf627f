#ifndef BASE_HASH_H
#define BASE_HASH_H
/* Digests of 32 bytes.  SM3 (GB/T 32905) is the default of the journal; SHA-256 serves browsers and
 * stored tokens. */
#include "base/arena.h"

enum { DIGEST_LEN = 32 };

struct digest {
	uint8_t b[DIGEST_LEN];
};

enum hash_alg { HASH_SM3, HASH_SHA256 };

/* The digest of the pieces one after the other. */
struct digest hash_of(enum hash_alg alg, const struct sv *pieces, size_t n);
#define HASH(alg, ...)                                                        \
	hash_of((alg), (const struct sv[]){ __VA_ARGS__ },                    \
		sizeof((const struct sv[]){ __VA_ARGS__ }) / sizeof(struct sv))

/* A digest over a stream: many pieces, one result. */
struct hash_stream;
struct hash_stream *hash_start(struct arena *a, enum hash_alg alg);
void hash_more(struct hash_stream *h, struct sv piece);
struct digest hash_end(struct hash_stream *h);

const char *hash_name(enum hash_alg alg); /* "sm3", "sha256" */

static inline struct sv digest_sv(const struct digest *d)
{
	return sv_make((const char *)d->b, DIGEST_LEN);
}
static inline bool digest_eq(const struct digest *a, const struct digest *b)
{
	return memcmp(a->b, b->b, DIGEST_LEN) == 0;
}
struct sv hex_text(struct arena *a, struct sv bytes);
/* False unless `s` is exactly n bytes in hexadecimal. */
bool hex_parse(struct sv s, uint8_t *ret, size_t n);

/* Equal in a time that does not depend on where they differ. */
bool secret_eq(struct sv a, struct sv b);
/* HMAC-SHA1/SHA-256 for TOTP and tokens; out is 20 or 32 bytes. */
void hmac_sha1(struct sv key, struct sv data, uint8_t out[20]);

/* Fresh random bytes from the system; aborts if it has none. */
void random_bytes(void *out, size_t n);

#endif
