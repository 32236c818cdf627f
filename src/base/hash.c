#include "base/hash.h"

#include "base/bug.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>

static const EVP_MD *md_of(enum hash_alg alg)
{
	/* Fetching by name costs more than hashing a small act, so each is fetched once. */
	static _Atomic(EVP_MD *) sm3, sha256;
	_Atomic(EVP_MD *) *slot = alg == HASH_SM3 ? &sm3 : &sha256;
	EVP_MD *md = atomic_load(slot);
	if (!md) {
		md = EVP_MD_fetch(NULL, alg == HASH_SM3 ? "SM3" : "SHA256", NULL);
		if (!md)
			BUG("this OpenSSL has no %s", hash_name(alg));
		EVP_MD *none = NULL;
		if (!atomic_compare_exchange_strong(slot, &none, md)) {
			EVP_MD_free(md);
			md = none;
		}
	}
	return md;
}

const char *hash_name(enum hash_alg alg)
{
	return alg == HASH_SM3 ? "sm3" : "sha256";
}

/* One context a thread, freed with it. */
static pthread_key_t ctx_key;
static pthread_once_t ctx_once = PTHREAD_ONCE_INIT;

static void ctx_free(void *c)
{
	EVP_MD_CTX_free(c);
}

static void ctx_key_make(void)
{
	if (pthread_key_create(&ctx_key, ctx_free) != 0)
		BUG("no key for digests");
}

static EVP_MD_CTX *thread_ctx(void)
{
	pthread_once(&ctx_once, ctx_key_make);
	EVP_MD_CTX *c = pthread_getspecific(ctx_key);
	if (!c) {
		c = EVP_MD_CTX_new();
		if (!c || pthread_setspecific(ctx_key, c) != 0)
			BUG("out of memory");
	}
	return c;
}

struct digest hash_of(enum hash_alg alg, const struct sv *pieces, size_t n)
{
	struct digest d;
	EVP_MD_CTX *c = thread_ctx();
	int ok = EVP_DigestInit_ex2(c, md_of(alg), NULL);
	for (size_t i = 0; ok && i < n; i++)
		ok = EVP_DigestUpdate(c, pieces[i].p ? pieces[i].p : "", pieces[i].n);
	if (!ok || !EVP_DigestFinal_ex(c, d.b, NULL))
		BUG("%s failed", hash_name(alg));
	return d;
}

struct hash_stream {
	EVP_MD_CTX *c;
};

static void free_ctx(void *c)
{
	EVP_MD_CTX_free(c);
}

struct hash_stream *hash_start(struct arena *a, enum hash_alg alg)
{
	struct hash_stream *h = NEW(a, struct hash_stream, 1);
	h->c = EVP_MD_CTX_new();
	if (!h->c || !EVP_DigestInit_ex2(h->c, md_of(alg), NULL))
		BUG("%s failed", hash_name(alg));
	arena_defer(a, free_ctx, h->c);
	return h;
}

void hash_more(struct hash_stream *h, struct sv piece)
{
	if (!EVP_DigestUpdate(h->c, piece.p ? piece.p : "", piece.n))
		BUG("a digest failed");
}

struct digest hash_end(struct hash_stream *h)
{
	struct digest d;
	if (!EVP_DigestFinal_ex(h->c, d.b, NULL))
		BUG("a digest failed");
	return d;
}

struct sv hex_text(struct arena *a, struct sv bytes)
{
	static const char hex[] = "0123456789abcdef";
	char *p = NEW(a, char, bytes.n * 2 + 1);
	for (size_t i = 0; i < bytes.n; i++) {
		p[2 * i] = hex[(unsigned char)bytes.p[i] >> 4];
		p[2 * i + 1] = hex[bytes.p[i] & 15];
	}
	return sv_make(p, bytes.n * 2);
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	       c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_parse(struct sv s, uint8_t *ret, size_t n)
{
	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = nibble(s.p[2 * i]), lo = nibble(s.p[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		ret[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

bool secret_eq(struct sv a, struct sv b)
{
	unsigned char diff = a.n != b.n;
	for (size_t i = 0; i < a.n && i < b.n; i++)
		diff |= (unsigned char)(a.p[i] ^ b.p[i]);
	return diff == 0;
}

void hmac_sha1(struct sv key, struct sv data, uint8_t out[20])
{
	unsigned n = 20;
	if (!HMAC(EVP_sha1(), key.p, (int)key.n, (const unsigned char *)data.p, data.n, out, &n))
		BUG("HMAC failed");
}

void random_bytes(void *out, size_t n)
{
	for (size_t got = 0; got < n;) {
		ssize_t r = getrandom((char *)out + got, n - got, 0);
		if (r < 0)
			BUG("the system gives no random bytes");
		got += (size_t)r;
	}
}
