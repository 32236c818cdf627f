#include "store/box_seal.h"

#include "base/bug.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

enum { KEY = 64 };

struct box_seal {
	EVP_CIPHER *siv;
	uint8_t key[KEY];
};

struct box_seal *box_seal_new(const struct signer *signer, int64_t id)
{
	static const char use[] = "bixue ballot box ";
	uint8_t text[sizeof(use) - 1 + 8];
	unsigned n = KEY;
	memcpy(text, use, sizeof(use) - 1);
	for (size_t i = 0; i < 8; i++)
		text[sizeof(use) - 1 + i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
	struct box_seal *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	if (!(s->siv = EVP_CIPHER_fetch(NULL, "AES-256-SIV", NULL)) || EVP_CIPHER_get_key_length(s->siv) != KEY)
		BUG("this OpenSSL has no AES-SIV");
	if (!HMAC(EVP_sha512(), signer_master(signer), MASTER_LEN, text, sizeof(text), s->key, &n) || n != KEY)
		BUG("no key of a ballot box");
	return s;
}

void box_seal_free(struct box_seal *s)
{
	if (!s)
		return;
	EVP_CIPHER_free(s->siv);
	explicit_bzero(s->key, sizeof(s->key));
	free(s);
}

void box_seal(const struct box_seal *s, struct sv bound, const uint8_t *in, size_t n, uint8_t *out)
{
	int got;
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (!c || EVP_EncryptInit_ex(c, s->siv, NULL, s->key, NULL) != 1 ||
	    EVP_EncryptUpdate(c, NULL, &got, (const uint8_t *)bound.p, (int)bound.n) != 1 ||
	    EVP_EncryptUpdate(c, out + BOX_TAG, &got, in, (int)n) != 1 || EVP_EncryptFinal_ex(c, out + BOX_TAG + n, &got) != 1 ||
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, BOX_TAG, out) != 1)
		BUG("sealing failed");
	EVP_CIPHER_CTX_free(c);
}

bool box_unseal(const struct box_seal *s, struct sv bound, const uint8_t *in, size_t n, uint8_t *out)
{
	int got;
	uint8_t tag[BOX_TAG];
	memcpy(tag, in, BOX_TAG);
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (!c || EVP_DecryptInit_ex(c, s->siv, NULL, s->key, NULL) != 1 ||
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, BOX_TAG, tag) != 1 ||
	    EVP_DecryptUpdate(c, NULL, &got, (const uint8_t *)bound.p, (int)bound.n) != 1)
		BUG("unsealing failed");
	bool ok = EVP_DecryptUpdate(c, out, &got, in + BOX_TAG, (int)(n - BOX_TAG)) == 1; /* this step compares the tag */
	EVP_CIPHER_CTX_free(c);
	return ok;
}
