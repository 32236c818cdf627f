/* Passwords, one-time codes, and the pages around them. */
#include "app/door/web.h"

#include "app/door/pages.tmpl.h"
#include "base/utf8.h"

/* RFC 4648 base32 without padding; false on a strange letter. */
static bool base32(struct sv s, uint8_t *out, size_t max, size_t *ret_n)
{
	uint32_t acc = 0;
	int bits = 0;
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int v = c >= 'A' && c <= 'Z' ? c - 'A' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
		if (v < 0)
			return false;
		acc = acc << 5 | (uint32_t)v;
		bits += 5;
		if (bits >= 8) {
			if (n == max)
				return false;
			out[n++] = (uint8_t)(acc >> (bits - 8));
			bits -= 8;
		}
	}
	*ret_n = n;
	return n >= 10;
}

/* RFC 6238 with 30 s steps and six digits, one step of drift either way. */
bool totp_check(struct sv secret, struct sv code, int64_t now_ms)
{
	uint8_t key[64], mac[20], counter[8];
	size_t n;
	bool ok = false;
	if (!base32(secret, key, sizeof(key), &n) || code.n != 6)
		return false;
	for (int64_t step = now_ms / 30000 - 1, last = step + 2; step <= last; step++) {
		for (int i = 0; i < 8; i++)
			counter[i] = (uint8_t)(step >> (56 - 8 * i));
		hmac_sha1(sv_make((char *)key, n), sv_make((char *)counter, 8), mac);
		int o = mac[19] & 15;
		uint32_t v = ((uint32_t)(mac[o] & 0x7F) << 24 | (uint32_t)mac[o + 1] << 16 | (uint32_t)mac[o + 2] << 8 | mac[o + 3]) % 1000000;
		char text[8];
		for (int i = 5; i >= 0; i--, v /= 10)
			text[i] = (char)('0' + v % 10);
		ok |= secret_eq(sv_make(text, 6), code);
	}
	return ok;
}

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
		ok = secret_get(&probe, store_secrets(w->o.store), totp, &secret) == RC_OK && totp_check(secret, code, machine_ms());
	}
	if (!ok)
		return fail(cx, RC_DENIED, "in.wrong", N_("Name, password or code is wrong. After ten wrong tries there is a pause of some minutes."));
	*ret_post = p.id;
	return RC_OK;
}

enum rc password_fits(struct ctx *cx, struct sv password)
{
	if (password.n < 8 || password.n > 200)
		return fail_at(cx, RC_INVALID, "password", "in.short", N_("A password has 8 to 200 characters."));
	return RC_OK;
}

/* One password at a time: the credential and the act that commits to it are two steps. */
static enum rc set_locked(struct web *w, struct ctx *cx, int64_t post, struct sv hash, struct sv totp_ref)
{
	struct js *f = js_obj(cx->a);
	struct act_answer r;
	TRY(credential_set(cx, store_secrets(w->o.store), post, hash, totp_ref));
	js_set_sv(cx->a, f, "commitment", credential_commitment(cx->a, hash, totp_ref));
	struct act_request rq = { .act = SV("person.set_password"), .actor = { .via = VIA_SYSTEM }, .subject = post, .fields = f };
	return store_act(cx, w->o.store, &rq, &r);
}

enum rc set_password(struct web *w, struct ctx *cx, int64_t post, struct sv password, struct sv totp_ref)
{
	TRY(password_fits(cx, password));
	struct sv hash = password_hash(cx->a, password);
	pthread_mutex_lock(&w->password_lock);
	enum rc rc = set_locked(w, cx, post, hash, totp_ref);
	pthread_mutex_unlock(&w->password_lock);
	return rc;
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
	int64_t post = 0, wait, now = machine_ms();
	struct sv key = arena_printf(rq->a, "%.*s|%.*s", SV_ARG(login), SV_ARG(rq->peer));
	enum rc rc;
	if (guard_origin(rq, w->o.origins, w->o.n_origins) == ORIGIN_CROSS)
		rc = fail(&v.cx, RC_DENIED, "in.origin", N_("This form came from another site; open the sign-in page again."));
	else if (!limit_ready(w->tries, key, now, &wait))
		rc = fail(&v.cx, RC_OFTEN, "in.often", N_("Too many wrong tries. Wait %lld minutes."), (long long)(wait / 60000 + 1));
	else
		rc = sign_in_check(w, &v.cx, v.db, login, visit_form_value(&v, "password"), sv_trim(visit_form_value(&v, "code")), &post);
	struct session s;
	if (rc == RC_OK)
		rc = session_new(w, &v.cx, post, &s);
	if (rc == RC_OK) {
		limit_forget(w->tries, key);
		reply_cookie(rp, rq, "bixue", s.token, &(struct http_cookie_opts){ .lax = true });
		visit_redirect(&v, back);
	} else {
		if (rc == RC_DENIED)
			(void)limit_take(w->tries, key, now, &wait);
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
	int64_t post;
	visit_open_public(&v, web, rq, rp);
	enum rc rc = setup_find(web, &v.cx, http_param(rq, "token"), &post);
	if (rc == RC_OK)
		show_setup(&v, 200, http_param(rq, "token"), post);
	else
		visit_fail(&v, rc);
	visit_close(&v);
}

void do_setup(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	int64_t post = 0;
	struct session s;
	visit_open_public(&v, web, rq, rp);
	enum rc rc = setup_find(web, &v.cx, http_param(rq, "token"), &post);
	if (rc != RC_OK) {
		visit_fail(&v, rc);
		visit_close(&v);
		return;
	}
	struct sv password = visit_form_value(&v, "password");
	if (!sv_eq(password, visit_form_value(&v, "again")))
		rc = fail_at(&v.cx, RC_INVALID, "again", "in.again", N_("The two passwords differ."));
	if (rc == RC_OK)
		rc = password_fits(&v.cx, password);
	if (rc == RC_OK)
		rc = setup_take(web, &v.cx, http_param(rq, "token"));
	if (rc == RC_OK)
		rc = set_password(web, &v.cx, post, password, SV_NONE);
	if (rc == RC_OK)
		rc = session_new(web, &v.cx, post, &s);
	if (rc == RC_OK) {
		reply_cookie(rp, rq, "bixue", s.token, &(struct http_cookie_opts){ .lax = true });
		visit_redirect(&v, SV("/"));
	} else {
		show_setup(&v, rc_http(rc), http_param(rq, "token"), post);
	}
	visit_close(&v);
}
