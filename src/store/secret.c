#include "store/secret.h"

#include "base/bug.h"
#include "store/datakey.sql.h"
#include "store/secret.sql.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

struct secrets {
	struct db *facts, *keys;
	const uint8_t *master;
	pthread_mutex_t lock;
};

static const struct table_def key_tables[] = {
	{ "data_key", TABLE_SECRET,
	  "CREATE TABLE data_key (ref @text PRIMARY KEY, nonce @blob NOT NULL, wrapped @blob NOT NULL) @end", "ref" },
};

enum { REF_LEN = 32, NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES, KEY = crypto_secretbox_KEYBYTES };

static enum rc open_one(struct ctx *cx, const char *dir, const char *name, bool create, const struct table_def *t,
			size_t n, struct db **ret)
{
	struct sv path = arena_printf(cx->a, "%s/%s", dir, name);
	TRY(db_open(cx, path.p, DB_WRITE, ret));
	return create ? db_create(cx, *ret, t, n) : RC_OK;
}

enum rc secrets_open(struct ctx *cx, const char *dir, struct signer *signer, bool create, struct secrets **ret)
{
	if (sodium_init() < 0)
		BUG("libsodium does not start");
	struct secrets *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	pthread_mutex_init(&s->lock, NULL);
	s->master = signer_master(signer);
	enum rc rc = open_one(cx, dir, "secret.db", create, secret_tables, secret_tables_n, &s->facts);
	if (rc == RC_OK)
		rc = open_one(cx, dir, "keys.db", create, key_tables, 1, &s->keys);
	if (rc != RC_OK) {
		secrets_close(s);
		return rc;
	}
	*ret = s;
	return RC_OK;
}

void secrets_close(struct secrets *s)
{
	if (!s)
		return;
	db_close(s->facts);
	db_close(s->keys);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

bool secret_is_ref(struct sv s)
{
	return s.n == 2 + REF_LEN + 1 + 64 && sv_starts(s, SV("s:")) && s.p[2 + REF_LEN] == ':';
}

static struct sv ref_part(struct sv ref)
{
	return sv_upto(sv_from(ref, 2), REF_LEN);
}

static struct sv seal(struct arena *a, const uint8_t *key, struct sv text, struct sv *ret_nonce)
{
	unsigned char *nonce = NEW(a, unsigned char, NONCE), *out = NEW(a, unsigned char, text.n + MAC);
	random_bytes(nonce, NONCE);
	if (crypto_secretbox_easy(out, (const unsigned char *)text.p, text.n, nonce, key) != 0)
		BUG("sealing failed");
	*ret_nonce = sv_make((char *)nonce, NONCE);
	return sv_make((char *)out, text.n + MAC);
}

static bool unseal(struct arena *a, const uint8_t *key, struct sv body, struct sv nonce, struct sv *ret)
{
	if (body.n < MAC || nonce.n != NONCE)
		return false;
	unsigned char *out = NEW(a, unsigned char, body.n - MAC + 1);
	if (crypto_secretbox_open_easy(out, (const unsigned char *)body.p, body.n, (const unsigned char *)nonce.p, key) != 0)
		return false;
	*ret = sv_make((char *)out, body.n - MAC);
	return true;
}

static enum rc put_locked(struct ctx *cx, struct secrets *s, struct sv text, struct sv *ret_ref)
{
	uint8_t id[REF_LEN / 2], key[KEY], salt[16];
	random_bytes(id, sizeof(id));
	random_bytes(key, sizeof(key));
	random_bytes(salt, sizeof(salt));
	struct sv ref = hex_text(cx->a, sv_make((char *)id, sizeof(id))), nonce, wrap_nonce;
	struct sv body = seal(cx->a, key, text, &nonce);
	struct sv wrapped = seal(cx->a, s->master, sv_make((char *)key, KEY), &wrap_nonce);
	explicit_bzero(key, sizeof(key));
	/* The key first: a fact without its key could never be read, a key without its fact harms nobody. */
	struct stmt *st = db_query(s->keys, &data_key_add);
	bind_sv(st, 1, ref);
	bind_blob(st, 2, wrap_nonce);
	bind_blob(st, 3, wrapped);
	TRY(db_run(cx, st));
	st = db_query(s->facts, &secret_add);
	bind_sv(st, 1, ref);
	bind_blob(st, 2, nonce);
	bind_blob(st, 3, body);
	bind_blob(st, 4, sv_make((char *)salt, sizeof(salt)));
	TRY(db_run(cx, st));
	struct digest d = HASH(HASH_SM3, sv_make((char *)salt, sizeof(salt)), text);
	*ret_ref = arena_printf(cx->a, "s:%.*s:%.*s", SV_ARG(ref), SV_ARG(hex_text(cx->a, digest_sv(&d))));
	return RC_OK;
}

enum rc secret_put(struct ctx *cx, struct secrets *s, struct sv text, struct sv *ret_ref)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = put_locked(cx, s, text, ret_ref);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static enum rc get_locked(struct ctx *cx, struct secrets *s, struct sv ref, struct sv *ret_text, struct sv *ret_salt)
{
	enum rc rc;
	struct sv nonce = SV_NONE, wrapped = SV_NONE, body = SV_NONE, body_nonce = SV_NONE, key;
	struct stmt *st = db_query(s->keys, &data_key_get);
	bind_sv(st, 1, ref_part(ref));
	while (db_step(cx, st, &rc)) {
		nonce = col_sv(st, 0, cx->a);
		wrapped = col_sv(st, 1, cx->a);
	}
	if (rc != RC_OK)
		return rc;
	st = db_query(s->facts, &secret_by_ref);
	bind_sv(st, 1, ref_part(ref));
	while (db_step(cx, st, &rc)) {
		body_nonce = col_sv(st, 0, cx->a);
		body = col_sv(st, 1, cx->a);
		*ret_salt = col_sv(st, 2, cx->a);
	}
	if (rc != RC_OK)
		return rc;
	if (!wrapped.p || !body.p)
		return fail(cx, RC_NOT_FOUND, "secret.gone", N_("This was erased."));
	if (!unseal(cx->a, s->master, wrapped, nonce, &key) || key.n != KEY ||
	    !unseal(cx->a, (const uint8_t *)key.p, body, body_nonce, ret_text))
		return fail(cx, RC_FAILED, "secret.broken",
			    N_("A sealed fact cannot be opened; is this the right master key?"));
	return RC_OK;
}

enum rc secret_get(struct ctx *cx, struct secrets *s, struct sv ref, struct sv *ret_text)
{
	struct sv salt;
	if (!secret_is_ref(ref))
		return fail(cx, RC_NOT_FOUND, "secret.ref", N_("This is not a sealed fact."));
	pthread_mutex_lock(&s->lock);
	enum rc rc = get_locked(cx, s, ref, ret_text, &salt);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc secret_check(struct ctx *cx, struct secrets *s, struct sv ref)
{
	struct sv text, salt = SV_NONE;
	pthread_mutex_lock(&s->lock);
	enum rc rc = get_locked(cx, s, ref, &text, &salt);
	pthread_mutex_unlock(&s->lock);
	if (rc != RC_OK)
		return rc;
	struct digest d = HASH(HASH_SM3, salt, text);
	if (!sv_eq(hex_text(cx->a, digest_sv(&d)), sv_from(ref, 2 + REF_LEN + 1)))
		return fail(cx, RC_CHECK, "secret.changed", N_("The sealed fact %.*s is not what was sealed."), SV_ARG(ref_part(ref)));
	return RC_OK;
}

enum rc secret_erase(struct ctx *cx, struct secrets *s, struct sv ref)
{
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->keys, &data_key_drop);
	bind_sv(st, 1, ref_part(ref));
	enum rc rc = db_run(cx, st);
	if (rc == RC_OK) {
		st = db_query(s->facts, &secret_drop);
		bind_sv(st, 1, ref_part(ref));
		rc = db_run(cx, st);
	}
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc credential_set(struct ctx *cx, struct secrets *s, int64_t post, struct sv password, struct sv totp)
{
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->facts, &credential_put);
	bind_int(st, 1, post);
	bind_sv(st, 2, password);
	bind_sv(st, 3, totp);
	enum rc rc = db_run(cx, st);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc credential_read(struct ctx *cx, struct secrets *s, int64_t post, struct sv *ret_password, struct sv *ret_totp)
{
	enum rc rc;
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->facts, &credential_get);
	bind_int(st, 1, post);
	*ret_password = *ret_totp = SV_NONE;
	while (db_step(cx, st, &rc)) {
		*ret_password = col_sv(st, 0, cx->a);
		*ret_totp = col_sv(st, 1, cx->a);
	}
	pthread_mutex_unlock(&s->lock);
	return rc;
}

struct sv credential_commitment(struct arena *a, struct sv password, struct sv totp)
{
	/* The argon2id string carries its own random salt. */
	struct digest d = HASH(HASH_SM3, password, SV("\n"), totp);
	return hex_text(a, digest_sv(&d));
}

struct sv password_hash(struct arena *a, struct sv password)
{
	char out[crypto_pwhash_STRBYTES];
	if (sodium_init() < 0 || crypto_pwhash_str(out, password.p, password.n, 2, 19u << 20) != 0)
		BUG("argon2id failed");
	return arena_sv(a, sv_of(out));
}

bool password_check(struct sv hash, struct sv password)
{
	char buf[crypto_pwhash_STRBYTES] = { 0 };
	if (!hash.p || hash.n >= sizeof(buf))
		return false;
	memcpy(buf, hash.p, hash.n);
	return crypto_pwhash_str_verify(buf, password.p ? password.p : "", password.n) == 0;
}

enum rc secrets_copy(struct ctx *cx, struct secrets *s, const char *dir)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = db_copy(cx, s->facts, arena_printf(cx->a, "%s/secret.db", dir).p);
	if (rc == RC_OK)
		rc = db_copy(cx, s->keys, arena_printf(cx->a, "%s/keys.db", dir).p);
	pthread_mutex_unlock(&s->lock);
	return rc;
}
