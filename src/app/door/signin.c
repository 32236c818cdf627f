/* Passwords, one-time codes, and the pages around them. */
#include "app/door/web.h"

#include "app/door/pages.tmpl.h"
#include "app/door/passwords.h"
#include "base/utf8.h"

enum rc sign_in_check(struct web *w, struct ctx *cx, struct db *db, struct sv login, struct sv password, struct sv code,
		      int64_t *ret_post)
{
	/* Any argon2id string of the same cost: checked when there is no such login, so that time tells nothing. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct ctx probe = *cx;
	ctx_forget(&probe);
	struct post p = { 0 };
	struct sv hash = SV_NONE, totp = SV_NONE;
	if (post_by_login(&probe, db, login, &p) == RC_OK)
		TRY(credential_read(cx, store_secrets(w->o.store), p.id, &hash, &totp));
	bool known = hash.p && p.password.p && sv_eq(credential_commitment(cx->a, hash, totp), p.password);
	bool ok = password_check(known ? hash : sv_of(nobody), password) && known && !p.disabled;
	if (ok && totp.n) {
		struct sv secret;
		int64_t step = secret_get(&probe, store_secrets(w->o.store), totp, &secret) == RC_OK ? totp_step(secret, code, machine_ms()) : -1;
		ok = false;
		if (step >= 0)
			TRY(totp_use(w, cx, p.id, step, &ok));
	}
	if (!ok)
		return fail(cx, RC_DENIED, "in.wrong", N_("Name, password or code is wrong. After ten wrong tries there is a pause of some minutes."));
	*ret_post = p.id;
	return RC_OK;
}

enum rc sign_in(struct visit *v, struct sv login, struct sv password, struct sv code, struct session *ret)
{
	struct web *w = v->web;
	struct sv key = arena_printf(v->cx.a, "%.*s|%.*s", SV_ARG(login), SV_ARG(v->rq->peer));
	int64_t wait, id;
	struct post p;
	/* Taken before the check and given back after it: of many that come at once no more than ten get through. */
	if (!limit_take(w->tries, key, machine_ms(), &wait))
		return fail(&v->cx, RC_OFTEN, "in.often", N_("Too many wrong tries. Wait %lld minutes."), (long long)(wait / 60000 + 1));
	TRY(sign_in_check(w, &v->cx, v->db, login, password, code, &id));
	limit_forget(w->tries, key);
	/* The stamp of the password that was checked, not of one that was set meanwhile. */
	TRY(post_get(&v->cx, v->db, id, &p));
	return session_open(w, &v->cx, id, p.password, ret);
}

static bool same_word(struct sv a, struct sv b)
{
	return a.n == b.n && a.n > 0 && http_ieq(a, b);
}

enum rc password_fits(struct ctx *cx, struct sv login, struct sv password)
{
	size_t n = utf8_count(password);
	if (n < 8 || n > 200)
		return fail_at(cx, RC_INVALID, "password", "in.short", N_("A password has 8 to 200 characters."));
	if (same_word(sv_trim(password), login))
		return fail_at(cx, RC_INVALID, "password", "in.login", N_("The password must not be the name that signs in."));
	if (password_common(sv_trim(password)))
		return fail_at(cx, RC_INVALID, "password", "in.common", N_("This password is one of those that everybody tries first; choose another one."));
	return RC_OK;
}

/* The post and its credential as they are now, not as some snapshot has them. */
static enum rc now_of(struct web *w, struct ctx *cx, int64_t post, struct post *p, struct sv *hash, struct sv *totp)
{
	struct db *db;
	TRY(store_reader(cx, w->o.store, &db));
	enum rc rc = post_get(cx, db, post, p);
	db_close(db);
	if (rc == RC_OK)
		rc = credential_read(cx, store_secrets(w->o.store), post, hash, totp);
	return rc;
}

/* The credential and the act that commits to it are two steps. */
static enum rc renew_locked(struct web *w, struct ctx *cx, int64_t post, const struct renewal *r, struct sv hash, struct sv *ret_stamp)
{
	struct secrets *secrets = store_secrets(w->o.store);
	struct js *f = js_obj(cx->a);
	struct act_answer answer;
	struct post p;
	struct sv old, totp;
	TRY(now_of(w, cx, post, &p, &old, &totp));
	bool lives = p.password.p && old.p && sv_eq(credential_commitment(cx->a, old, totp), p.password);
	if ((r->stamp.p && !sv_eq(r->stamp, p.password)) || ((!hash.p || r->codes == CODES_STAY) && !lives))
		return fail(cx, RC_CONFLICT, "in.changed", N_("The password was changed meanwhile. Sign in again."));
	if (!hash.p)
		hash = old;
	if (r->codes == CODES_END)
		totp = SV_NONE;
	if (r->codes == CODES_BEGIN)
		TRY(secret_put(cx, secrets, r->secret, &totp));
	TRY(credential_set(cx, secrets, post, hash, totp));
	*ret_stamp = credential_commitment(cx->a, hash, totp);
	js_set_sv(cx->a, f, "commitment", *ret_stamp);
	struct act_request rq = { .act = SV("person.set_password"), .actor = { .via = VIA_SYSTEM }, .subject = post,
				  .cause = r->cause, .fields = f };
	return store_act(cx, w->o.store, &rq, &answer);
}

enum rc credential_renew(struct web *w, struct ctx *cx, int64_t post, const struct renewal *r, struct sv *ret_stamp)
{
	struct sv hash = r->password.p ? password_hash(cx->a, r->password) : SV_NONE;
	pthread_mutex_lock(&w->password_lock);
	enum rc rc = renew_locked(w, cx, post, r, hash, ret_stamp);
	pthread_mutex_unlock(&w->password_lock);
	return rc;
}

enum rc set_password(struct web *w, struct ctx *cx, int64_t post, struct sv password, struct sv totp_ref)
{
	struct post p;
	struct sv hash, totp, stamp;
	TRY(now_of(w, cx, post, &p, &hash, &totp));
	TRY(password_fits(cx, p.login, password));
	struct renewal r = { .password = password, .codes = totp_ref.n ? CODES_STAY : CODES_END };
	return credential_renew(w, cx, post, &r, &stamp);
}

static void show_sign_in(struct visit *v, int status, struct sv login, struct sv back)
{
	struct sign_in_page p = { .frame = &v->frame, .form = { .action = URL("/in"), .csrf = SV("-") }, .faults = v->cx.faults,
				  .login = login, .back = back };
	v->frame.kind = FRAME_PLAIN;
	v->frame.title = TR(&v->out, N_("Sign in"));
	v->frame.error = v->cx.faults != NULL;
	sign_in_page(&v->out, &p);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

void page_sign_in(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	show_sign_in(&v, 200, SV(""), visit_back(&v, SV("/")));
	visit_close(&v);
}

void do_sign_in(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_public(&v, web, rq, rp);
	struct web *w = web;
	struct sv login = utf8_upto(sv_trim(visit_form_value(&v, "login")), 60), back = visit_back(&v, SV("/"));
	struct session s;
	enum rc rc;
	if (guard_origin(rq, w->o.origins, w->o.n_origins) == ORIGIN_CROSS)
		rc = fail(&v.cx, RC_DENIED, "in.origin", N_("This form came from another site; open the sign-in page again."));
	else
		rc = sign_in(&v, login, visit_form_value(&v, "password"), sv_trim(visit_form_value(&v, "code")), &s);
	if (rc == RC_OK) {
		visit_enter(&v, &s);
		visit_redirect(&v, back);
	} else {
		show_sign_in(&v, rc_http(rc), login, back);
	}
	visit_close(&v);
}

void do_sign_out(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		session_end(web, &v.cx, v.session.token);
		reply_cookie_drop(rp, rq, "bixue");
		visit_redirect(&v, SV("/in"));
	}
	visit_close(&v);
}

void do_prefs(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct sv large = visit_form_value(&v, "large"), lang = visit_form_value(&v, "lang");
		enum rc rc = session_prefer(web, &v.cx, v.session.token, large.p ? sv_is(large, "1") : v.session.large,
					    lang.p ? (sv_is(lang, "en") ? LANG_EN : LANG_ZH) : v.cx.lang);
		if (rc == RC_OK)
			visit_redirect(&v, visit_back(&v, SV("/")));
		else
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static void show_setup(struct visit *v, int status, struct sv token, int64_t post)
{
	struct sv label = SV("");
	if (post_label(&v->cx, v->db, post, &label) != RC_OK)
		label = SV("");
	struct post p = { 0 };
	if (post_get(&v->cx, v->db, post, &p) != RC_OK)
		p.login = SV("");
	struct setup_page page = { .frame = &v->frame, .faults = v->cx.faults, .post = label, .login = p.login,
				   .form = { .action = url_seg(v->cx.a, URL("/setup"), token), .csrf = SV("-") } };
	v->frame.kind = FRAME_PLAIN;
	v->frame.title = TR(&v->out, N_("Set your password"));
	v->frame.error = v->cx.faults != NULL;
	setup_page(&v->out, &page);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

void page_setup(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	int64_t post, cause;
	visit_open_public(&v, web, rq, rp);
	enum rc rc = setup_find(web, &v.cx, http_param(rq, "token"), &post, &cause);
	if (rc == RC_OK)
		show_setup(&v, 200, http_param(rq, "token"), post);
	else
		visit_fail(&v, rc);
	visit_close(&v);
}

void do_setup(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	int64_t post = 0, cause = 0;
	struct session s;
	visit_open_public(&v, web, rq, rp);
	enum rc rc = setup_find(web, &v.cx, http_param(rq, "token"), &post, &cause);
	if (rc != RC_OK) {
		visit_fail(&v, rc);
		visit_close(&v);
		return;
	}
	struct sv password = visit_form_value(&v, "password"), stamp;
	struct post p = { 0 };
	rc = post_get(&v.cx, v.db, post, &p);
	if (rc == RC_OK && !sv_eq(password, visit_form_value(&v, "again")))
		rc = fail_at(&v.cx, RC_INVALID, "again", "in.again", N_("The two passwords differ."));
	if (rc == RC_OK)
		rc = password_fits(&v.cx, p.login, password);
	if (rc == RC_OK)
		rc = setup_take(web, &v.cx, http_param(rq, "token"));
	/* Whoever lost the phone with the codes gets in again this way: they end. */
	if (rc == RC_OK)
		rc = credential_renew(web, &v.cx, post, &(struct renewal){ .password = password, .codes = CODES_END,
								 .cause = cause }, &stamp);
	if (rc == RC_OK)
		rc = session_open(web, &v.cx, post, stamp, &s);
	if (rc == RC_OK) {
		visit_enter(&v, &s);
		visit_redirect(&v, SV("/"));
	} else {
		show_setup(&v, rc_http(rc), http_param(rq, "token"), post);
	}
	visit_close(&v);
}
