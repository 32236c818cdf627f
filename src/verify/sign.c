#include "verify/sign.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static EVP_PKEY *key_of(struct sv pem)
{
	BIO *b = pem.n && pem.n < 1 << 16 ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
	EVP_PKEY *k = b ? PEM_read_bio_PUBKEY(b, NULL, NULL, NULL) : NULL;
	BIO_free(b);
	if (k && !EVP_PKEY_is_a(k, "SM2")) {
		EVP_PKEY_free(k);
		k = NULL;
	}
	ERR_clear_error();
	return k;
}

bool vf_signed(struct sv key_pem, struct sv text, struct sv signature)
{
	EVP_PKEY *k = key_of(key_pem);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool ok = k && c && EVP_DigestVerifyInit(c, NULL, EVP_sm3(), NULL, k) == 1 &&
		  EVP_DigestVerify(c, (const unsigned char *)signature.p, signature.n, (const unsigned char *)text.p,
				   text.n) == 1;
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(k);
	ERR_clear_error();
	return ok;
}

bool vf_key_digest(struct sv key_pem, struct digest *ret)
{
	unsigned char *der = NULL;
	EVP_PKEY *k = key_of(key_pem);
	int n = k ? i2d_PUBKEY(k, &der) : -1;
	if (n > 0)
		*ret = HASH(HASH_SM3, sv_make((const char *)der, (size_t)n));
	OPENSSL_free(der);
	EVP_PKEY_free(k);
	ERR_clear_error();
	return n > 0;
}
