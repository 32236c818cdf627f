#include "app/door/web.h"

#include "app/door/queries.sql.h"

#include <time.h>

/* Idle and absolute ends of a session. */
enum { IDLE_MS = 8 * 3600 * 1000, SETUP_MS = 24 * 3600 * 1000, OFFER_MS = 10 * 60 * 1000 };
static const int64_t whole_ms = INT64_C(7) * 24 * 3600 * 1000;

int64_t machine_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct digest token_digest(struct sv token)
{
	return HASH(HASH_SHA256, token);
}

struct sv token_new(struct arena *a)
{
	uint8_t b[16];
	random_bytes(b, sizeof(b));
	return hex_text(a, sv_make((char *)b, sizeof(b)));
}

/* Read anew: the password may have been set a moment ago, after the visitor's snapshot. */
static enum rc stamp_of(struct web *w, struct ctx *cx, int64_t post, struct sv *ret)
{
	struct db *db;
	struct post p;
	TRY(store_reader(cx, w->o.store, &db));
	enum rc rc = post_get(cx, db, post, &p);
	db_close(db);
	if (rc == RC_OK)
		*ret = sv_or_empty(p.password);
	return rc;
}

enum rc session_new(struct web *w, struct ctx *cx, int64_t post, struct session *ret)
{
	struct sv stamp;
	TRY(stamp_of(w, cx, post, &stamp));
	return session_open(w, cx, post, stamp, ret);
}

enum rc session_open(struct web *w, struct ctx *cx, int64_t post, struct sv stamp, struct session *ret)
{
	struct session s = { .token = token_new(cx->a), .post = post, .csrf = token_new(cx->a), .stamp = sv_or_empty(stamp) };
	struct digest d = token_digest(s.token);
	int64_t now = machine_ms();
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &session_sweep);
	bind_int(st, 1, now - IDLE_MS);
	bind_int(st, 2, now - whole_ms);
	enum rc rc = db_run(cx, st);
	if (rc == RC_OK) {
		st = db_query(w->memory, &session_put);
		bind_blob(st, 1, digest_sv(&d));
		bind_int(st, 2, post);
		bind_sv(st, 3, s.csrf);
		bind_int(st, 4, now);
		bind_sv(st, 5, s.stamp);
		rc = db_run(cx, st);
	}
	pthread_mutex_unlock(&w->memory_lock);
	if (rc == RC_OK)
		*ret = s;
	return rc;
}

static enum rc find_locked(struct web *w, struct ctx *cx, struct digest *d, struct session *s, enum lang *ret_lang)
{
	enum rc rc;
	int64_t now = machine_ms(), seen = 0, made = 0;
	struct stmt *st = db_query(w->memory, &session_get);
	bind_blob(st, 1, digest_sv(d));
	while (db_step(cx, st, &rc)) {
		s->post = col_int(st, 0);
		s->csrf = col_sv(st, 1, cx->a);
		s->large = col_int(st, 2) != 0;
		if (col_int(st, 3) >= 0)
			*ret_lang = col_int(st, 3) == LANG_EN ? LANG_EN : LANG_ZH;
		seen = col_int(st, 4);
		made = col_int(st, 5);
		s->stamp = col_sv(st, 6, cx->a);
	}
	if (rc != RC_OK || !s->post)
		return rc;
	if (now - seen > IDLE_MS || now - made > whole_ms) {
		s->post = 0;
		return RC_OK;
	}
	if (now - seen < 60000)
		return RC_OK;
	st = db_query(w->memory, &session_seen);
	bind_blob(st, 1, digest_sv(d));
	bind_int(st, 2, now);
	return db_run(cx, st);
}

enum rc session_find(struct web *w, struct ctx *cx, struct sv token, struct session *ret, enum lang *ret_lang)
{
	struct session s = { .token = token };
	*ret = s;
	if (token.n != 32)
		return RC_OK;
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	enum rc rc = find_locked(w, cx, &d, &s, ret_lang);
	pthread_mutex_unlock(&w->memory_lock);
	if (rc == RC_OK)
		*ret = s;
	return rc;
}

enum rc session_prefer(struct web *w, struct ctx *cx, struct sv token, bool large, enum lang lang)
{
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &session_prefs);
	bind_blob(st, 1, digest_sv(&d));
	bind_int(st, 2, large);
	bind_int(st, 3, lang);
	enum rc rc = db_run(cx, st);
	pthread_mutex_unlock(&w->memory_lock);
	return rc;
}

/* Ending what cannot be ended (a full disk) leaves a session that its idle time ends. */
void session_end(struct web *w, struct ctx *cx, struct sv token)
{
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &session_drop);
	bind_blob(st, 1, digest_sv(&d));
	(void)!db_run(cx, st);
	pthread_mutex_unlock(&w->memory_lock);
}

void session_end_post(struct web *w, struct ctx *cx, int64_t post)
{
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &session_drop_post);
	bind_int(st, 1, post);
	(void)!db_run(cx, st);
	pthread_mutex_unlock(&w->memory_lock);
}

enum rc setup_new(struct web *w, struct ctx *cx, struct actor actor, int64_t post, struct sv *ret_token)
{
	struct act_request rq = { .act = SV("person.start"), .actor = actor, .subject = post };
	struct act_answer made;
	struct sv token = token_new(cx->a);
	TRY(store_act(cx, w->o.store, &rq, &made));
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &setup_put);
	bind_blob(st, 1, digest_sv(&d));
	bind_int(st, 2, post);
	bind_int(st, 3, machine_ms() + SETUP_MS);
	bind_int(st, 4, made.seq);
	enum rc rc = db_run(cx, st);
	pthread_mutex_unlock(&w->memory_lock);
	if (rc == RC_OK)
		*ret_token = token;
	return rc;
}

/* A link was given to whoever held the post then, for what the post was then, and once: what came since ends it. */
static enum rc setup_stands(struct web *w, struct ctx *cx, int64_t post, int64_t cause, bool *ret)
{
	struct db *db;
	TRY(store_reader(cx, w->o.store, &db));
	struct stmt *st = db_query(db, &setup_over);
	enum rc rc;
	bind_int(st, 1, post);
	bind_int(st, 2, cause);
	*ret = false;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0) == 0;
	db_close(db);
	return rc;
}

enum rc setup_find(struct web *w, struct ctx *cx, struct sv token, int64_t *ret_post, int64_t *ret_cause)
{
	enum rc rc;
	bool found = false;
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &setup_get);
	bind_blob(st, 1, digest_sv(&d));
	while (db_step(cx, st, &rc))
		if (col_int(st, 1) > machine_ms()) {
			*ret_post = col_int(st, 0);
			*ret_cause = col_int(st, 2);
			found = true;
		}
	pthread_mutex_unlock(&w->memory_lock);
	if (rc == RC_OK && found)
		rc = setup_stands(w, cx, *ret_post, *ret_cause, &found);
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "setup.gone",
			    N_("This link was used or is older than a day. Ask the system administrator for a new one."));
	return rc;
}

enum rc setup_take(struct web *w, struct ctx *cx, struct sv token)
{
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, &setup_drop);
	bind_blob(st, 1, digest_sv(&d));
	enum rc rc = db_run(cx, st);
	bool taken = rc == RC_OK && db_changes(w->memory) == 1;
	pthread_mutex_unlock(&w->memory_lock);
	return rc != RC_OK || taken ? rc : fail(cx, RC_NOT_FOUND, "setup.gone",
		N_("This link was used or is older than a day. Ask the system administrator for a new one."));
}

/* ---- one-time codes ------------------------------------------------------------------------------------------ */

static enum rc used(struct web *w, struct ctx *cx, const struct query *q, int64_t post, int64_t step, bool *ret_new)
{
	pthread_mutex_lock(&w->memory_lock);
	struct stmt *st = db_query(w->memory, q);
	bind_int(st, 1, post);
	bind_int(st, 2, step);
	enum rc rc = db_run(cx, st);
	*ret_new = rc == RC_OK && db_changes(w->memory) == 1;
	pthread_mutex_unlock(&w->memory_lock);
	return rc;
}

enum rc totp_use(struct web *w, struct ctx *cx, int64_t post, int64_t step, bool *ret_new)
{
	return used(w, cx, &totp_take, post, step, ret_new);
}

enum rc totp_begin(struct web *w, struct ctx *cx, int64_t post, int64_t step)
{
	bool fresh;
	return used(w, cx, &totp_put, post, step, &fresh);
}

/* The slot of this session; with `make`, else an empty one or the oldest. */
static struct offer *slot_of(struct web *w, const struct digest *session, bool make)
{
	struct offer *oldest = w->offer;
	for (size_t i = 0; i < OFFERS; i++) {
		if (w->offer[i].no && digest_eq(&w->offer[i].session, session))
			return &w->offer[i];
		if (w->offer[i].no < oldest->no)
			oldest = &w->offer[i];
	}
	return make ? oldest : NULL;
}

void offer_make(struct web *w, struct ctx *cx, struct sv token)
{
	struct digest d = token_digest(token);
	struct sv secret = totp_secret_new(cx->a);
	pthread_mutex_lock(&w->memory_lock);
	struct offer *o = slot_of(w, &d, true);
	*o = (struct offer){ .session = d, .no = ++w->offers, .until = machine_ms() + OFFER_MS };
	memcpy(o->secret, secret.p, TOTP_SECRET_LEN);
	pthread_mutex_unlock(&w->memory_lock);
}

struct sv offer_find(struct web *w, struct ctx *cx, struct sv token)
{
	struct digest d = token_digest(token);
	struct sv secret = SV_NONE;
	pthread_mutex_lock(&w->memory_lock);
	const struct offer *o = slot_of(w, &d, false);
	if (o && o->until > machine_ms())
		secret = arena_sv(cx->a, sv_make(o->secret, TOTP_SECRET_LEN));
	pthread_mutex_unlock(&w->memory_lock);
	return secret;
}

void offer_drop(struct web *w, struct sv token)
{
	struct digest d = token_digest(token);
	pthread_mutex_lock(&w->memory_lock);
	struct offer *o = slot_of(w, &d, false);
	if (o)
		explicit_bzero(o, sizeof(*o));
	pthread_mutex_unlock(&w->memory_lock);
}
