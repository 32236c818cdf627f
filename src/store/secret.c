#include "store/secret.h"

#include "base/bug.h"
#include "store/datakey.sql.h"
#include "store/secret.sql.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { KEPT_MAX = 64 };

struct secrets {
	char *dir;
	struct db *facts, *keys;
	const uint8_t *master;
	pthread_mutex_t lock;
	/* No longer pending; written with the next fact, since being late costs nothing. */
	char kept[KEPT_MAX][32];
	size_t n_kept;
};

enum { REF_LEN = 32, NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES, KEY = crypto_secretbox_KEYBYTES };

static enum rc open_one(struct ctx *cx, const char *dir, const char *name, enum db_mode mode, bool create,
			const struct table_def *t, size_t n, struct db **ret)
{
	struct sv path = arena_printf(cx->a, "%s/%s", dir, name);
	struct sv schema = SV("");
	TRY(db_open(cx, path.p, mode, ret));
	if (create)
		TRY(db_schema(cx, *ret, &schema));
	if (!create || schema.n) /* a making that was broken off behind it goes on */
		return RC_OK;
	TRY(db_begin(cx, *ret)); /* closing it undoes a half */
	TRY(db_create(cx, *ret, t, n));
	return db_commit(cx, *ret);
}

/* A folder made before facts could say the same: its facts say nothing, those to come do. */
static enum rc add_same(struct ctx *cx, struct db *db)
{
	static const char *const before = "ALTER TABLE secret RENAME TO secret_before";
	static const char *const after = "INSERT INTO secret SELECT ref, nonce, body, salt, NULL FROM secret_before; DROP TABLE secret_before";
	struct sv schema;
	TRY(db_schema(cx, db, &schema));
	if (sv_has(schema, SV("secret_same")))
		return RC_OK;
	TRY(db_begin(cx, db)); /* closing it undoes a half */
	TRY(db_exec(cx, db, before));
	TRY(db_create(cx, db, secret_tables, 1));
	TRY(db_exec(cx, db, after));
	return db_commit(cx, db);
}

static enum rc open_both(struct ctx *cx, const char *dir, struct signer *signer, enum db_mode mode, bool create,
			 struct secrets **ret)
{
	if (sodium_init() < 0)
		BUG("libsodium does not start");
	struct secrets *s = calloc(1, sizeof(*s));
	if (!s || !(s->dir = strdup(dir)))
		BUG("out of memory");
	pthread_mutex_init(&s->lock, NULL);
	s->master = signer_master(signer);
	enum rc rc = open_one(cx, dir, "secret.db", mode, create, secret_tables, secret_tables_n, &s->facts);
	if (rc == RC_OK)
		rc = mode == DB_WRITE ? add_same(cx, s->facts) : RC_OK;
	if (rc == RC_OK)
		rc = open_one(cx, dir, "keys.db", mode, create, datakey_tables, datakey_tables_n, &s->keys);
	if (rc != RC_OK) {
		secrets_close(s);
		return rc;
	}
	*ret = s;
	return RC_OK;
}

enum rc secrets_open(struct ctx *cx, const char *dir, struct signer *signer, bool create, struct secrets **ret)
{
	return open_both(cx, dir, signer, DB_WRITE, create, ret);
}

enum rc secrets_reader(struct ctx *cx, const char *dir, struct signer *signer, struct secrets **ret)
{
	return open_both(cx, dir, signer, DB_READ, false, ret);
}

static enum rc drop_pending(struct ctx *cx, struct secrets *s, struct sv ref)
{
	struct stmt *st = db_query(s->facts, &pending_drop);
	bind_sv(st, 1, ref);
	return db_run(cx, st);
}

/* Inside the caller's transaction. */
static enum rc write_kept(struct ctx *cx, struct secrets *s)
{
	for (size_t i = 0; i < s->n_kept; i++)
		TRY(drop_pending(cx, s, sv_make(s->kept[i], REF_LEN)));
	return RC_OK;
}

static enum rc flush_kept(struct ctx *cx, struct secrets *s)
{
	if (s->n_kept == 0)
		return RC_OK;
	TRY(db_begin(cx, s->facts));
	enum rc rc = write_kept(cx, s);
	if (rc == RC_OK)
		rc = db_commit(cx, s->facts);
	if (rc == RC_OK)
		s->n_kept = 0;
	else
		db_rollback(s->facts);
	return rc;
}

void secrets_close(struct secrets *s)
{
	if (!s)
		return;
	struct arena a;
	struct ctx cx;
	arena_init(&a, 1 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	(void)!flush_kept(&cx, s); /* else the next opening finds them in their acts */
	arena_release(&a);
	db_close(s->facts);
	db_close(s->keys);
	pthread_mutex_destroy(&s->lock);
	free(s->dir);
	free(s);
}

const char *secrets_dir(const struct secrets *s)
{
	return s->dir;
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

/* HMAC-SHA-256 under a key of its own: whoever has the file and not the master key can try no phone. */
static struct sv same_digest(struct arena *a, const uint8_t *master, struct sv same)
{
	unsigned char key[crypto_kdf_KEYBYTES], *out = NEW(a, unsigned char, crypto_auth_hmacsha256_BYTES);
	_Static_assert(crypto_kdf_KEYBYTES == MASTER_LEN && crypto_auth_hmacsha256_KEYBYTES == crypto_kdf_KEYBYTES, "one length of keys");
	if (crypto_kdf_derive_from_key(key, sizeof(key), 1, "saysame1", master) != 0 ||
	    crypto_auth_hmacsha256(out, (const unsigned char *)same.p, same.n, key) != 0)
		BUG("no digest of what a fact says");
	explicit_bzero(key, sizeof(key));
	return sv_make((char *)out, crypto_auth_hmacsha256_BYTES);
}

static enum rc put_fact(struct ctx *cx, struct secrets *s, struct sv ref, struct sv nonce, struct sv body, struct sv salt, struct sv same)
{
	struct stmt *st = db_query(s->facts, &secret_add);
	bind_sv(st, 1, ref);
	bind_blob(st, 2, nonce);
	bind_blob(st, 3, body);
	bind_blob(st, 4, salt);
	bind_blob(st, 5, same);
	TRY(db_run(cx, st));
	st = db_query(s->facts, &pending_add);
	bind_sv(st, 1, ref);
	TRY(db_run(cx, st));
	TRY(write_kept(cx, s));
	return db_commit(cx, s->facts);
}

static enum rc put_locked(struct ctx *cx, struct secrets *s, struct sv text, struct sv same, struct sv *ret_ref)
{
	uint8_t id[REF_LEN / 2], key[KEY], salt[16];
	random_bytes(id, sizeof(id));
	random_bytes(key, sizeof(key));
	random_bytes(salt, sizeof(salt));
	struct sv ref = hex_text(cx->a, sv_make((char *)id, sizeof(id))), nonce, wrap_nonce;
	struct sv body = seal(cx->a, key, text, &nonce);
	struct sv wrapped = seal(cx->a, s->master, sv_make((char *)key, KEY), &wrap_nonce);
	explicit_bzero(key, sizeof(key));
	if (same.n)
		same = same_digest(cx->a, s->master, same);
	else
		same = SV_NONE;
	/* The fact first, as pending: after a crash in between nothing is left of it but what the next opening
	 * clears away. */
	TRY(db_begin(cx, s->facts));
	enum rc rc = put_fact(cx, s, ref, nonce, body, sv_make((char *)salt, sizeof(salt)), same);
	if (rc != RC_OK) {
		db_rollback(s->facts);
		return rc;
	}
	s->n_kept = 0;
	struct stmt *st = db_query(s->keys, &data_key_add);
	bind_sv(st, 1, ref);
	bind_blob(st, 2, wrap_nonce);
	bind_blob(st, 3, wrapped);
	TRY(db_run(cx, st));
	struct digest d = HASH(HASH_SM3, sv_make((char *)salt, sizeof(salt)), same, text);
	*ret_ref = arena_printf(cx->a, "s:%.*s:%.*s", SV_ARG(ref), SV_ARG(hex_text(cx->a, digest_sv(&d))));
	return RC_OK;
}

void secret_keep(struct secrets *s, struct sv ref)
{
	struct arena a;
	struct ctx cx;
	pthread_mutex_lock(&s->lock);
	if (s->n_kept == KEPT_MAX) {
		arena_init(&a, 1 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		if (flush_kept(&cx, s) != RC_OK)
			s->n_kept = 0; /* the next opening finds them in their acts */
		arena_release(&a);
	}
	memcpy(s->kept[s->n_kept++], ref_part(ref).p, REF_LEN);
	pthread_mutex_unlock(&s->lock);
}

enum rc secret_put_same(struct ctx *cx, struct secrets *s, struct sv text, struct sv same, struct sv *ret_ref)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = put_locked(cx, s, text, same, ret_ref);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc secret_put(struct ctx *cx, struct secrets *s, struct sv text, struct sv *ret_ref)
{
	return secret_put_same(cx, s, text, SV_NONE, ret_ref);
}

static enum rc get_locked(struct ctx *cx, struct secrets *s, struct sv ref, struct sv *ret_text, struct sv *ret_salt, struct sv *ret_same)
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
		*ret_same = col_sv(st, 3, cx->a);
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
	struct sv salt, same;
	if (!field_is_ref(ref))
		return fail(cx, RC_NOT_FOUND, "secret.ref", N_("This is not a sealed fact."));
	pthread_mutex_lock(&s->lock);
	enum rc rc = get_locked(cx, s, ref, ret_text, &salt, &same);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc secret_check(struct ctx *cx, struct secrets *s, struct sv ref)
{
	struct sv text, salt = SV_NONE, same = SV_NONE;
	pthread_mutex_lock(&s->lock);
	enum rc rc = get_locked(cx, s, ref, &text, &salt, &same);
	pthread_mutex_unlock(&s->lock);
	if (rc != RC_OK)
		return rc;
	struct digest d = HASH(HASH_SM3, salt, same, text);
	if (!sv_eq(hex_text(cx->a, digest_sv(&d)), sv_from(ref, 2 + REF_LEN + 1)))
		return fail(cx, RC_CHECK, "secret.changed", N_("The sealed fact %.*s is not what was sealed."), SV_ARG(ref_part(ref)));
	return RC_OK;
}

static enum rc erase_locked(struct ctx *cx, struct secrets *s, struct sv ref)
{
	/* The key first: from here on nobody can read the fact. */
	struct stmt *st = db_query(s->keys, &data_key_drop);
	bind_sv(st, 1, ref_part(ref));
	TRY(db_run(cx, st));
	st = db_query(s->facts, &secret_drop);
	bind_sv(st, 1, ref_part(ref));
	TRY(db_run(cx, st));
	return drop_pending(cx, s, ref_part(ref));
}

enum rc secret_erase(struct ctx *cx, struct secrets *s, struct sv ref)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = erase_locked(cx, s, ref);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

/* ---- credentials ------------------------------------------------------------------------------------------ */

enum rc credential_set(struct ctx *cx, struct secrets *s, int64_t post, struct sv password, struct sv totp)
{
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->facts, &credential_add);
	bind_int(st, 1, post);
	struct sv commitment = credential_commitment(cx->a, password, totp);
	bind_sv(st, 2, commitment);
	bind_sv(st, 3, password);
	bind_sv(st, 4, totp);
	enum rc rc = db_run(cx, st);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static enum rc drop_credential(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment)
{
	struct stmt *st = db_query(s->facts, &credential_drop);
	bind_int(st, 1, post);
	bind_sv(st, 2, commitment);
	return db_run(cx, st);
}

enum { REPLACED_MAX = 16 };

/* Two passwords of one post may be on their way at once: the later act's is the one that stays. */
static enum rc settle_locked(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment, int64_t seq, struct sv *codes,
			     size_t *n_codes)
{
	enum rc rc;
	struct sv old[REPLACED_MAX];
	size_t n = 0;
	struct stmt *st = db_query(s->facts, &credential_settle);
	bind_int(st, 1, post);
	bind_sv(st, 2, commitment);
	bind_int(st, 3, seq);
	TRY(db_run(cx, st));
	st = db_query(s->facts, &credential_replaced);
	bind_int(st, 1, post);
	while (db_step(cx, st, &rc))
		if (n < REPLACED_MAX) {
			old[n] = col_sv(st, 0, cx->a);
			codes[n++] = col_sv(st, 1, cx->a);
		}
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = drop_credential(cx, s, post, old[i]);
	*n_codes = n;
	return rc == RC_OK ? db_commit(cx, s->facts) : rc;
}

/* The secret of one-time codes goes with the last credential that speaks of it. */
static enum rc erase_unused(struct ctx *cx, struct secrets *s, struct sv ref)
{
	enum rc rc;
	bool used = false;
	struct stmt *st = db_query(s->facts, &credential_codes);
	bind_sv(st, 1, ref);
	while (db_step(cx, st, &rc))
		used = col_int(st, 0) > 0;
	return rc == RC_OK && !used ? erase_locked(cx, s, ref) : rc;
}

enum rc credential_keep(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment, int64_t seq)
{
	struct sv codes[REPLACED_MAX], password = SV_NONE, totp = SV_NONE;
	size_t n = 0;
	pthread_mutex_lock(&s->lock);
	enum rc rc = db_begin(cx, s->facts);
	if (rc == RC_OK && (rc = settle_locked(cx, s, post, commitment, seq, codes, &n)) != RC_OK)
		db_rollback(s->facts);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (field_is_ref(codes[i]))
			rc = erase_unused(cx, s, codes[i]);
	pthread_mutex_unlock(&s->lock);
	if (rc == RC_OK)
		rc = credential_read(cx, s, post, &password, &totp);
	if (rc == RC_OK && field_is_ref(totp))
		secret_keep(s, totp);
	return rc;
}

enum rc credential_forget(struct ctx *cx, struct secrets *s, int64_t post, struct sv commitment)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = drop_credential(cx, s, post, commitment);
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

/* ---- for opening and verifying ------------------------------------------------------------------------------ */

static enum rc texts(struct ctx *cx, struct stmt *st, struct sv **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 64;
	struct sv *all = NEW(cx->a, struct sv, cap);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct sv *bigger = NEW(cx->a, struct sv, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		all[n++] = col_sv(st, 0, cx->a);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc secret_same(struct ctx *cx, struct secrets *s, struct sv ref, struct sv **ret, size_t *ret_n)
{
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->facts, &secret_saying_the_same);
	bind_sv(st, 1, ref_part(ref));
	enum rc rc = texts(cx, st, ret, ret_n);
	pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; rc == RC_OK && i < *ret_n; i++)
		(*ret)[i] = arena_printf(cx->a, "s:%.*s:", SV_ARG((*ret)[i]));
	return rc;
}

enum rc secrets_pending(struct ctx *cx, struct secrets *s, struct sv **ret, size_t *ret_n)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = texts(cx, db_query(s->facts, &pending_all), ret, ret_n);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc secrets_refs(struct ctx *cx, struct secrets *s, bool keys, struct sv **ret, size_t *ret_n)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = texts(cx, keys ? db_query(s->keys, &data_key_refs) : db_query(s->facts, &secret_refs), ret, ret_n);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc credentials_all(struct ctx *cx, struct secrets *s, struct credential **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 64;
	struct credential *all = NEW(cx->a, struct credential, cap);
	pthread_mutex_lock(&s->lock);
	struct stmt *st = db_query(s->facts, &credential_rows);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct credential *bigger = NEW(cx->a, struct credential, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		all[n++] = (struct credential){ col_int(st, 0), col_int(st, 4), col_sv(st, 1, cx->a), col_sv(st, 2, cx->a), col_sv(st, 3, cx->a) };
	}
	pthread_mutex_unlock(&s->lock);
	*ret = all;
	*ret_n = n;
	return rc;
}

static enum rc sound(struct ctx *cx, struct db *db, const char *name, const struct table_def *t, size_t n, struct sv *ret)
{
	struct db *model;
	struct sv have, want;
	enum rc rc = db_integrity(cx, db, ret);
	if (rc == RC_OK) {
		TRY(db_open(cx, "", DB_MEMORY, &model));
		rc = db_create(cx, model, t, n);
		if (rc == RC_OK)
			rc = db_schema(cx, model, &want);
		db_close(model);
		if (rc == RC_OK && (db_schema(cx, db, &have) != RC_OK || !sv_eq(have, want))) {
			*ret = SV("its tables are not the ones that were made");
			rc = RC_CHECK;
		}
	}
	if (rc != RC_OK)
		*ret = arena_printf(cx->a, "%s: %.*s", name, SV_ARG(*ret));
	return rc;
}

enum rc secrets_sound(struct ctx *cx, struct secrets *s, struct sv *ret)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = sound(cx, s->facts, "secret.db", secret_tables, secret_tables_n, ret);
	if (rc == RC_OK)
		rc = sound(cx, s->keys, "keys.db", datakey_tables, datakey_tables_n, ret);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

/* A copy is younger than the journal's copy beside it: all in it is pending until it is opened. */
static enum rc copy_facts(struct ctx *cx, struct secrets *s, const char *path)
{
	struct db *copy;
	TRY(db_copy(cx, s->facts, path));
	TRY(db_open(cx, path, DB_WRITE, &copy));
	enum rc rc = db_run(cx, db_query(copy, &pending_every_secret));
	if (rc == RC_OK)
		rc = db_run(cx, db_query(copy, &credential_all_pending));
	if (rc == RC_OK)
		rc = db_exec(cx, copy, "PRAGMA journal_mode=DELETE");
	db_close(copy);
	return rc;
}

enum rc secrets_copy(struct ctx *cx, struct secrets *s, const char *dir)
{
	pthread_mutex_lock(&s->lock);
	enum rc rc = copy_facts(cx, s, arena_printf(cx->a, "%s/secret.db", dir).p);
	if (rc == RC_OK)
		rc = db_copy(cx, s->keys, arena_printf(cx->a, "%s/keys.db", dir).p);
	pthread_mutex_unlock(&s->lock);
	return rc;
}
