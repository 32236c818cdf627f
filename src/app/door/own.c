/* What a post changes about its own signing in: the password, and the one-time codes. */
#include "app/door/web.h"

#include "app/door/pages.tmpl.h"
#include "web/qr.h"

/* Wrong tries of somebody who sits at another's open session. */
static enum rc take_try(struct visit *v, struct sv *ret_key)
{
	int64_t wait;
	*ret_key = arena_printf(v->cx.a, "own|%lld", (long long)v->session.post);
	if (!limit_take(v->web->tries, *ret_key, machine_ms(), &wait))
		return fail(&v->cx, RC_OFTEN, "in.often", N_("Too many wrong tries. Wait %lld minutes."), (long long)(wait / 60000 + 1));
	return RC_OK;
}

/* Is it the visitor who asks, and not somebody at the same desk? */
static enum rc known(struct visit *v, struct sv password, struct sv code, bool *ret)
{
	struct ctx probe = v->cx;
	struct sv key;
	int64_t post = 0;
	ctx_forget(&probe);
	TRY(take_try(v, &key));
	*ret = sign_in_check(v->web, &probe, v->db, v->post.login, password, code, &post) == RC_OK && post == v->session.post;
	if (*ret)
		limit_forget(v->web->tries, key);
	return RC_OK;
}

/* All sessions of the post end; this browser goes on with a new one. */
static enum rc renew(struct visit *v, struct renewal *r, struct session *ret)
{
	struct sv stamp;
	r->stamp = v->session.stamp;
	TRY(credential_renew(v->web, &v->cx, v->session.post, r, &stamp));
	session_end_post(v->web, &v->cx, v->session.post);
	return session_open(v->web, &v->cx, v->session.post, stamp, ret);
}

enum rc own_password(struct visit *v, struct session *ret)
{
	struct sv fresh = visit_form_value(v, "password");
	bool ok;
	TRY(password_fits(&v->cx, v->post.login, fresh));
	if (!sv_eq(fresh, visit_form_value(v, "again")))
		return fail_at(&v->cx, RC_INVALID, "again", "in.again", N_("The two passwords differ."));
	TRY(known(v, visit_form_value(v, "old"), sv_trim(visit_form_value(v, "code")), &ok));
	if (!ok)
		return fail_at(&v->cx, RC_INVALID, "old", "in.old",
			       N_("This is not the password until now, or the one-time code is wrong or was used already; each code works once."));
	return renew(v, &(struct renewal){ .password = fresh, .codes = CODES_STAY }, ret);
}

/* ---- /me/totp ------------------------------------------------------------------------------------------------ */

static struct sv in_fours(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, s.n * 2 + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (i && i % 4 == 0)
			buf_putc(&b, ' ');
		buf_putc(&b, s.p[i]);
	}
	return buf_sv(&b);
}

static enum rc codes_of(struct visit *v, struct sv *ret_ref)
{
	struct sv hash;
	*ret_ref = SV_NONE;
	return credential_read(&v->cx, store_secrets(web_store(v->web)), v->session.post, &hash, ret_ref);
}

static struct ui_notice done_notice(struct visit *v)
{
	struct sv done = visit_form_value(v, "done");
	struct ui_notice n = { .kind = NOTICE_DONE };
	if (sv_is(done, "on"))
		n.title = TR(&v->out, N_("From now on signing in takes a code. All other sessions of this post have ended."));
	if (sv_is(done, "off"))
		n.title = TR(&v->out, N_("The one-time codes are removed."));
	return n;
}

static enum rc show_totp(struct visit *v, int status)
{
	struct sv ref, secret = offer_find(v->web, &v->cx, v->session.token);
	struct totp_page p = { .frame = &v->frame, .faults = v->cx.faults, .done = done_notice(v) };
	TRY(codes_of(v, &ref));
	p.state = !v->post.password.p || !v->post.login.p ? TOTP_NEVER : ref.n ? TOTP_ON : secret.p ? TOTP_OFFERED : TOTP_OFF;
	p.form = visit_form(v, p.state == TOTP_ON ? URL("/me/totp/remove") : p.state == TOTP_OFFERED ? URL("/me/totp/confirm") : URL("/me/totp"), 0);
	if (p.state == TOTP_OFFERED) {
		p.secret = in_fours(v->cx.a, secret);
		p.qr = qr_svg(v->cx.a, totp_address(v->cx.a, v->post.login, secret));
	}
	v->frame.title = TR(&v->out, N_("One-time codes"));
	v->frame.error = v->cx.faults != NULL;
	totp_page(&v->out, &p);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
	return RC_OK;
}

static void answer(struct visit *v, enum rc rc, const struct session *s, struct sv to)
{
	if (rc == RC_OK) {
		if (s)
			visit_enter(v, s);
		visit_redirect(v, to);
	} else if (show_totp(v, rc_http(rc)) != RC_OK) {
		visit_fail(v, rc);
	}
}

void page_totp(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		enum rc rc = show_totp(&v, 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static enum rc begin_codes(struct visit *v)
{
	struct sv ref;
	TRY(codes_of(v, &ref));
	if (ref.n)
		return fail(&v->cx, RC_CONFLICT, "totp.on", N_("This post has one-time codes already; remove them first."));
	if (v->post.password.p)
		offer_make(v->web, &v->cx, v->session.token);
	return RC_OK;
}

void do_totp_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp))
		answer(&v, begin_codes(&v), NULL, SV("/me/totp"));
	visit_close(&v);
}

static enum rc confirm_codes(struct visit *v, struct session *ret)
{
	struct sv ref, secret = offer_find(v->web, &v->cx, v->session.token);
	bool ok;
	TRY(codes_of(v, &ref));
	if (ref.n)
		return fail(&v->cx, RC_CONFLICT, "totp.on", N_("This post has one-time codes already; remove them first."));
	if (!secret.p)
		return fail(&v->cx, RC_CONFLICT, "totp.late", N_("The secret was shown more than ten minutes ago; begin again and delete it from the authenticator."));
	int64_t step = totp_step(secret, sv_trim(visit_form_value(v, "code")), machine_ms());
	if (step < 0)
		return fail_at(&v->cx, RC_INVALID, "code", "totp.code", N_("This is not the code of this half minute. Look again; the phone's clock must be right."));
	TRY(known(v, visit_form_value(v, "password"), SV(""), &ok));
	if (!ok)
		return fail_at(&v->cx, RC_INVALID, "password", "totp.password", N_("This is not the password of this post."));
	TRY(totp_begin(v->web, &v->cx, v->session.post, step));
	TRY(renew(v, &(struct renewal){ .codes = CODES_BEGIN, .secret = secret }, ret));
	offer_drop(v->web, v->session.token);
	return RC_OK;
}

void do_totp_confirm(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct session s;
	if (visit_open_post(&v, web, rq, rp))
		answer(&v, confirm_codes(&v, &s), &s, SV("/me/totp?done=on"));
	visit_close(&v);
}

static enum rc end_codes(struct visit *v, struct session *ret)
{
	struct sv ref, secret, key;
	bool ok = false;
	TRY(codes_of(v, &ref));
	if (!ref.n)
		return fail(&v->cx, RC_CONFLICT, "totp.off", N_("This post has no one-time codes."));
	TRY(take_try(v, &key));
	TRY(secret_get(&v->cx, store_secrets(web_store(v->web)), ref, &secret));
	int64_t step = totp_step(secret, sv_trim(visit_form_value(v, "code")), machine_ms());
	if (step >= 0)
		TRY(totp_use(v->web, &v->cx, v->session.post, step, &ok));
	if (!ok)
		return fail_at(&v->cx, RC_INVALID, "code", "totp.again", N_("This code is wrong or was used already; wait for the next one."));
	limit_forget(v->web->tries, key);
	return renew(v, &(struct renewal){ .codes = CODES_END }, ret);
}

void do_totp_remove(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	struct session s;
	if (visit_open_post(&v, web, rq, rp))
		answer(&v, end_codes(&v, &s), &s, SV("/me/totp?done=off"));
	visit_close(&v);
}
