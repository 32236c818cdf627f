#include "store/signer.h"

#include "base/bug.h"
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct signer {
	char *dir;
	EVP_PKEY *key;
	uint8_t master[MASTER_LEN];
};

static struct sv path_of(struct arena *a, const char *dir, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name);
}

static enum rc cannot(struct ctx *cx, const char *path)
{
	return fail(cx, RC_FAILED, "keys.file", N_("The key file %s cannot be read or written: %s."), path, strerror(errno));
}

/* Opens for writing only if it does not exist: a key is never overwritten. */
static FILE *create_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd < 0 ? NULL : fdopen(fd, "wb");
}

static bool close_durably(FILE *f)
{
	bool ok = fflush(f) == 0 && fsync(fileno(f)) == 0;
	return fclose(f) == 0 && ok;
}

static enum rc open_sign_key(struct ctx *cx, const char *path, bool create, EVP_PKEY **ret)
{
	FILE *f = fopen(path, "rb");
	if (!f && create && errno == ENOENT) {
		EVP_PKEY *k = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
		if (!k)
			BUG("this OpenSSL has no SM2");
		f = create_file(path);
		bool ok = f && PEM_write_PrivateKey(f, k, NULL, NULL, 0, NULL, NULL);
		if (f)
			ok = close_durably(f) && ok;
		if (!ok) {
			int error = errno;
			if (f)
				unlink(path); /* half a key would stand in the way of the next try */
			errno = error;
			EVP_PKEY_free(k);
			return cannot(cx, path);
		}
		*ret = k;
		return RC_OK;
	}
	if (!f)
		return cannot(cx, path);
	*ret = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	fclose(f);
	if (!*ret)
		return fail(cx, RC_FAILED, "keys.broken", N_("%s is not a key file; restore it from its own backup."), path);
	return RC_OK;
}

static enum rc open_master(struct ctx *cx, const char *path, bool create, uint8_t *ret)
{
	FILE *f = fopen(path, "rb");
	if (!f && create && errno == ENOENT) {
		random_bytes(ret, MASTER_LEN);
		f = create_file(path);
		bool ok = f && fwrite(ret, 1, MASTER_LEN, f) == MASTER_LEN;
		if (f)
			ok = close_durably(f) && ok;
		if (f && !ok)
			unlink(path);
		return ok ? RC_OK : cannot(cx, path);
	}
	if (!f)
		return cannot(cx, path);
	bool ok = fread(ret, 1, MASTER_LEN, f) == MASTER_LEN;
	fclose(f);
	return ok ? RC_OK : fail(cx, RC_FAILED, "keys.broken", N_("%s is not a key file; restore it from its own backup."), path);
}

enum rc signer_open(struct ctx *cx, const char *dir, bool create, struct signer **ret)
{
	if (create && mkdir(dir, 0700) != 0 && errno != EEXIST)
		return cannot(cx, dir);
	struct signer *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	if (!(s->dir = strdup(dir)))
		BUG("out of memory");
	enum rc rc = open_sign_key(cx, path_of(cx->a, dir, "checkpoint.pem").p, create, &s->key);
	if (rc == RC_OK)
		rc = open_master(cx, path_of(cx->a, dir, "master.key").p, create, s->master);
	if (rc == RC_OK && create && !(disk_sync_folder(dir) && disk_sync_name(dir)))
		rc = cannot(cx, dir);
	if (rc != RC_OK) {
		signer_free(s);
		return rc;
	}
	*ret = s;
	return RC_OK;
}

void signer_free(struct signer *s)
{
	if (!s)
		return;
	EVP_PKEY_free(s->key);
	explicit_bzero(s->master, sizeof(s->master));
	free(s->dir);
	free(s);
}

const char *signer_dir(const struct signer *s)
{
	return s->dir;
}

/* By the folder's place: what was restored elsewhere begins anew. */
static struct sv last_path(struct ctx *cx, const struct signer *s, const char *data_dir)
{
	char *real = realpath(data_dir, NULL);
	struct digest d = HASH(HASH_SHA256, sv_of(real ? real : data_dir));
	free(real);
	struct sv name = arena_printf(cx->a, "last-checkpoint-%.*s", SV_ARG(hex_text(cx->a, sv_make((char *)d.b, 8))));
	return path_of(cx->a, s->dir, name.p);
}

enum rc signer_remember(struct ctx *cx, struct signer *s, const char *data_dir, struct sv note)
{
	struct sv path = last_path(cx, s, data_dir), beside = arena_printf(cx->a, "%.*s.new", SV_ARG(path));
	FILE *f = fopen(beside.p, "wbe");
	bool ok = f && fwrite(note.p, 1, note.n, f) == note.n;
	if (f)
		ok = close_durably(f) && ok;
	return ok && rename(beside.p, path.p) == 0 && disk_sync_folder(s->dir) ? RC_OK : cannot(cx, path.p);
}

enum rc signer_recall(struct ctx *cx, const struct signer *s, const char *data_dir, struct sv *ret_note)
{
	enum { NOTE_MAX = 4096 };
	struct sv path = last_path(cx, s, data_dir);
	*ret_note = SV("");
	FILE *f = fopen(path.p, "rbe");
	if (!f)
		return errno == ENOENT ? RC_OK : cannot(cx, path.p);
	char *p = NEW(cx->a, char, NOTE_MAX);
	size_t n = fread(p, 1, NOTE_MAX, f);
	bool ok = !ferror(f);
	fclose(f);
	if (!ok)
		return cannot(cx, path.p);
	*ret_note = sv_make(p, n);
	return RC_OK;
}

struct sv signer_sign(struct signer *s, struct arena *a, struct sv text)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char sig[SIGNATURE_MAX];
	size_t n = sizeof(sig);
	if (!c || EVP_DigestSignInit(c, NULL, EVP_sm3(), NULL, s->key) != 1 ||
	    EVP_DigestSign(c, sig, &n, (const unsigned char *)text.p, text.n) != 1)
		BUG("signing failed");
	EVP_MD_CTX_free(c);
	return arena_sv(a, sv_make((char *)sig, n));
}

bool signer_verify(struct signer *s, struct sv text, struct sv sig)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool ok = c && EVP_DigestVerifyInit(c, NULL, EVP_sm3(), NULL, s->key) == 1 &&
		  EVP_DigestVerify(c, (const unsigned char *)sig.p, sig.n, (const unsigned char *)text.p, text.n) == 1;
	EVP_MD_CTX_free(c);
	return ok;
}

struct sv signer_public_pem(struct signer *s, struct arena *a)
{
	BIO *b = BIO_new(BIO_s_mem());
	char *p;
	if (!b || !PEM_write_bio_PUBKEY(b, s->key))
		BUG("a public key cannot be written");
	long n = BIO_get_mem_data(b, &p);
	struct sv r = arena_sv(a, sv_make(p, (size_t)n));
	BIO_free(b);
	return r;
}

const uint8_t *signer_master(const struct signer *s)
{
	return s->master;
}
