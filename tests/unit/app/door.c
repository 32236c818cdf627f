/* Signing in without a browser: one-time codes, passwords, and where a form may lead back to. */
#include "app/door/passwords.h"
#include "app/door/web.h"
#include "main/wiring.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64], keys[80];
	struct store *s;
	struct web *w;
	int64_t post, other;
};

static int64_t must(struct fixture *f, const char *act, int64_t subject, struct sv json)
{
	const char *why;
	int line, column;
	struct act_answer r;
	struct js *fields = js_parse(&f->a, json, &why, &line, &column);
	assert_non_null(fields);
	ctx_forget(&f->cx);
	f->cx.now = store_now(f->s);
	struct act_request rq = { .act = sv_of(act), .actor = { .via = VIA_SYSTEM }, .subject = subject, .fields = fields };
	assert_int_equal(store_act(&f->cx, f->s, &rq, &r), RC_OK);
	return r.subject;
}

#define J(...) arena_printf(&f->a, __VA_ARGS__)

static void open_web(struct fixture *f)
{
	struct web_options o = { .store = f->s };
	assert_int_equal(web_new(&f->cx, &o, &f->w), RC_OK);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	arena_init(&f->a, 512u << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	wire();
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-door-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->keys, sizeof(f->keys), "%s.keys", f->dir);
	struct store_options o = { .dir = f->dir, .keys_dir = f->keys, .nouns = &nouns, .may = person_may, .create = true };
	assert_true(instant_parse(SV("2023-04-03T09:00:00+08:00"), &o.simulated_from));
	assert_int_equal(store_open(&f->cx, &o, &f->s), RC_OK);
	must(f, "instance.init", 0, SV("{\"clock\":\"simulated\",\"name\":\"甲\"}"));
	int64_t county = must(f, "unit.add", 0, SV("{\"code\":\"1\",\"kind\":\"county\",\"name\":\"甲县\"}"));
	f->post = must(f, "person.add", 0, J("{\"login\":\"wang.kezhang\",\"title\":\"科长\",\"unit\":%lld}", (long long)county));
	f->other = must(f, "person.add", 0, J("{\"login\":\"李科员李科员李科\",\"title\":\"科员\",\"unit\":%lld}", (long long)county));
	open_web(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char cmd[200];
	web_free(f->w);
	store_close(f->s);
	snprintf(cmd, sizeof(cmd), "rm -rf %s %s", f->dir, f->keys);
	assert_int_equal(system(cmd), 0);
	arena_release(&f->a);
	free(f);
	return 0;
}

/* ---- base32, RFC 4648 chapter 10 ------------------------------------------------------------------------------- */

static void base32_is_that_of_the_rfc(void **state)
{
	const struct {
		struct sv plain, text;
	} said[] = { { SV(""), SV("") }, { SV("f"), SV("MY") }, { SV("fo"), SV("MZXQ") }, { SV("foo"), SV("MZXW6") },
		     { SV("foob"), SV("MZXW6YQ") }, { SV("fooba"), SV("MZXW6YTB") }, { SV("foobar"), SV("MZXW6YTBOI") },
		     { SV("12345678901234567890"), SV("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") } };
	const struct sv bad[] = { SV("mzxw6"), SV("MZX0"), SV("MZX1"), SV("MZX8"), SV("MZX9"), SV("MY======"), SV("MZ XW"),
					 SV("MZ\0XW"), SV("ＭＹ"), SV("MZ-XW") };
	struct fixture *f = *state;
	uint8_t out[64];
	size_t n;
	for (size_t i = 0; i < COUNT(said); i++) {
		struct sv t = base32_text(&f->a, said[i].plain);
		assert_true(sv_eq(t, said[i].text));
		assert_true(base32_parse(t, out, sizeof(out), &n));
		assert_true(sv_eq(sv_make((char *)out, n), said[i].plain));
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(base32_parse(bad[i], out, sizeof(out), &n));
	assert_true(base32_parse(SV("MZXW6YTBOI"), out, 6, &n));
	assert_false(base32_parse(SV("MZXW6YTBOI"), out, 5, &n));
}

/* ---- one-time codes, RFC 6238 appendix B ---------------------------------------------------------------------------- */

#define RFC_SECRET SV("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

static void codes_are_those_of_the_rfc(void **state)
{
	const struct {
		int64_t s;
		struct sv code; /* the last six of its eight digits */
	} said[] = { { 59, SV("287082") }, { 1111111109, SV("081804") }, { 1111111111, SV("050471") }, { 1234567890, SV("005924") },
		     { 2000000000, SV("279037") }, { INT64_C(20000000000), SV("353130") } };
	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		assert_int_equal(totp_step(RFC_SECRET, said[i].code, said[i].s * 1000), said[i].s / 30);
		assert_int_equal(totp_step(SV("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJA"), said[i].code, said[i].s * 1000), -1);
	}
}

static void a_clock_may_be_half_a_minute_off(void **state)
{
	(void)state;
	/* 287082 is the code of step 1: from 30.000 to 59.999 s. */
	assert_int_equal(totp_step(RFC_SECRET, SV("287082"), 0), 1);
	assert_int_equal(totp_step(RFC_SECRET, SV("287082"), 29999), 1);
	assert_int_equal(totp_step(RFC_SECRET, SV("287082"), 30000), 1);
	assert_int_equal(totp_step(RFC_SECRET, SV("287082"), 89999), 1);
	assert_int_equal(totp_step(RFC_SECRET, SV("287082"), 90000), -1);
	assert_int_equal(totp_step(RFC_SECRET, SV("050471"), 1111111111000 - 61000), -1);
}

static void what_is_no_code_is_refused(void **state)
{
	const struct sv bad[] = { SV(""), SV("28708"), SV("2870820"), SV("94287082"), SV(" 287082"), SV("28708O"), SV("２８７０８２"), SV("287 82") };
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(totp_step(RFC_SECRET, bad[i], 59000), -1);
	assert_int_equal(totp_step(RFC_SECRET, SV_NONE, 59000), -1);
	assert_int_equal(totp_step(SV("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"), SV("287082"), 59000), -1);
	/* HMAC fills short keys up with zeros: any number of A is the empty secret, whose code of step 1 everybody can
	 * work out. */
	for (size_t n = 0; n <= 16; n++)
		assert_int_equal(totp_step(sv_make("AAAAAAAAAAAAAAAA", n), SV("812658"), 30000), n < 16 ? -1 : 1);
}

static void a_new_secret_has_160_bits(void **state)
{
	struct fixture *f = *state;
	uint8_t out[64];
	size_t n;
	struct sv one = totp_secret_new(&f->a), two = totp_secret_new(&f->a);
	assert_int_equal(one.n, TOTP_SECRET_LEN);
	assert_true(base32_parse(one, out, sizeof(out), &n));
	assert_int_equal(n, 20);
	assert_false(sv_eq(one, two));
	assert_true(sv_is(totp_address(&f->a, SV("a.b-c_1"), RFC_SECRET),
			  "otpauth://totp/Bixue:a.b-c_1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bixue"));
	assert_true(sv_is(totp_address(&f->a, SV("李 &?"), RFC_SECRET),
			  "otpauth://totp/Bixue:%E6%9D%8E%20%26%3F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bixue"));
}

static bool takes(struct fixture *f, int64_t post, int64_t step)
{
	bool fresh = false;
	assert_int_equal(totp_use(f->w, &f->cx, post, step, &fresh), RC_OK);
	return fresh;
}

static void a_code_counts_once(void **state)
{
	struct fixture *f = *state;
	assert_true(takes(f, 7, 1000));
	assert_false(takes(f, 7, 1000));
	assert_false(takes(f, 7, 999)); /* the one before it, which nobody had used */
	assert_true(takes(f, 8, 1000));
	assert_true(takes(f, 7, 1001));
	assert_false(takes(f, 7, 1000));
	/* What was taken survives the program … */
	web_free(f->w);
	open_web(f);
	assert_false(takes(f, 7, 1001));
	/* … but a clock that was an hour ahead for a moment locks nobody out. */
	assert_true(takes(f, 7, 1121));
	assert_false(takes(f, 7, 1121));
	assert_false(takes(f, 7, 1119));
	assert_true(takes(f, 7, 1001));
	assert_int_equal(totp_begin(f->w, &f->cx, 7, 1000), RC_OK);
	assert_false(takes(f, 7, 1000));
	assert_true(takes(f, 7, 1001));
}

struct racer {
	struct fixture *f;
	pthread_t thread;
	struct sv link;      /* which is used up; else a code is */
	bool won;
};

static void *race(void *arg)
{
	struct racer *r = arg;
	struct arena a;
	struct ctx cx;
	arena_init(&a, 1 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (r->link.n)
		r->won = setup_take(r->f->w, &cx, r->link) == RC_OK;
	else if (totp_use(r->f->w, &cx, 9, 500, &r->won) != RC_OK)
		r->won = false;
	arena_release(&a);
	return NULL;
}

static int winners(struct fixture *f, struct sv link)
{
	struct racer r[8];
	int won = 0;
	for (size_t i = 0; i < COUNT(r); i++) {
		r[i] = (struct racer){ .f = f, .link = link };
		assert_int_equal(pthread_create(&r[i].thread, NULL, race, &r[i]), 0);
	}
	for (size_t i = 0; i < COUNT(r); i++) {
		pthread_join(r[i].thread, NULL);
		won += r[i].won;
	}
	return won;
}

static void of_many_at_once_one_wins(void **state)
{
	struct fixture *f = *state;
	const struct actor by = { .via = VIA_SYSTEM };
	struct sv link, other;
	int64_t post = 0, cause = 0;
	assert_int_equal(winners(f, SV("")), 1);
	assert_int_equal(setup_new(f->w, &f->cx, by, f->post, &link), RC_OK);
	assert_int_equal(setup_new(f->w, &f->cx, by, f->other, &other), RC_OK);
	assert_int_equal(setup_find(f->w, &f->cx, link, &post, &cause), RC_OK);
	assert_int_equal(post, f->post);
	assert_int_equal(winners(f, link), 1);
	assert_int_equal(setup_take(f->w, &f->cx, link), RC_NOT_FOUND);
	assert_int_equal(setup_find(f->w, &f->cx, link, &post, &cause), RC_NOT_FOUND);
	assert_int_equal(setup_find(f->w, &f->cx, other, &post, &cause), RC_OK);
	assert_int_equal(setup_find(f->w, &f->cx, SV("0123456789abcdef0123456789abcdef"), &post, &cause), RC_NOT_FOUND);
}

static void a_secret_is_shown_to_its_session_only(void **state)
{
	struct fixture *f = *state;
	struct sv one = token_new(&f->a), two = token_new(&f->a);
	assert_false(offer_find(f->w, &f->cx, one).p);
	offer_make(f->w, &f->cx, one);
	struct sv secret = offer_find(f->w, &f->cx, one);
	assert_int_equal(secret.n, TOTP_SECRET_LEN);
	assert_false(offer_find(f->w, &f->cx, two).p);
	offer_make(f->w, &f->cx, two);
	assert_false(sv_eq(secret, offer_find(f->w, &f->cx, two)));
	assert_true(sv_eq(secret, offer_find(f->w, &f->cx, one)));
	offer_make(f->w, &f->cx, one);
	assert_false(sv_eq(secret, offer_find(f->w, &f->cx, one)));
	offer_drop(f->w, one);
	assert_false(offer_find(f->w, &f->cx, one).p);
	assert_true(offer_find(f->w, &f->cx, two).p);
	for (int i = 0; i < OFFERS * 3; i++) /* more than there is room for: the oldest go */
		offer_make(f->w, &f->cx, token_new(&f->a));
	assert_false(offer_find(f->w, &f->cx, two).p);
}

/* ---- passwords ------------------------------------------------------------------------------------------------------ */

static const char *judged(struct fixture *f, struct sv login, struct sv password)
{
	ctx_forget(&f->cx);
	enum rc rc = password_fits(&f->cx, login, password);
	if (rc != RC_OK)
		assert_int_equal(rc, RC_INVALID);
	return rc == RC_OK ? "" : f->cx.faults->id;
}

static void a_password_is_judged(void **state)
{
	struct fixture *f = *state;
	struct sv login = SV("wang.kezhang");
	struct buf b = buf_new(&f->a, 4096);
	assert_string_equal(judged(f, login, SV_NONE), "in.short");
	assert_string_equal(judged(f, login, SV("1234567")), "in.short");
	assert_string_equal(judged(f, login, SV("秋天的")), "in.short"); /* nine bytes, three characters */
	assert_string_equal(judged(f, login, SV("秋天的高原上风很")), "");
	for (int i = 0; i < 200; i++)
		buf_puts(&b, "比");
	assert_string_equal(judged(f, login, buf_sv(&b)), "");
	buf_puts(&b, "比");
	assert_string_equal(judged(f, login, buf_sv(&b)), "in.short");
	assert_string_equal(judged(f, login, login), "in.login");
	assert_string_equal(judged(f, login, SV("Wang.KeZhang")), "in.login");
	assert_string_equal(judged(f, login, SV(" wang.kezhang ")), "in.login");
	assert_string_equal(judged(f, login, SV("wang.kezhang1")), "");
	assert_string_equal(judged(f, SV("李科员李科员李科"), SV("李科员李科员李科")), "in.login");
	assert_string_equal(judged(f, login, SV("12345678")), "in.common");
	assert_string_equal(judged(f, login, SV("88888888")), "in.common");
	assert_string_equal(judged(f, login, SV("Woaini1314")), "in.common");
	assert_string_equal(judged(f, login, SV("PASSWORD")), "in.common");
	assert_string_equal(judged(f, login, SV("12345679")), "");
	assert_string_equal(judged(f, SV_NONE, SV("a sentence of mine")), "");
}

/* What the credential of the post is now. */
static struct sv stamp_now(struct fixture *f, struct sv *totp)
{
	struct db *db;
	struct post p;
	struct sv hash;
	assert_int_equal(store_reader(&f->cx, f->s, &db), RC_OK);
	assert_int_equal(post_get(&f->cx, db, f->post, &p), RC_OK);
	db_close(db);
	assert_int_equal(credential_read(&f->cx, store_secrets(f->s), f->post, &hash, totp), RC_OK);
	if (hash.p)
		assert_true(sv_eq(credential_commitment(&f->a, hash, *totp), p.password));
	return p.password.p ? p.password : SV("");
}

static void password_and_codes_change_apart(void **state)
{
	struct fixture *f = *state;
	struct sv stamp, had, totp, ref, text;
	struct renewal early = { .stamp = SV(""), .codes = CODES_BEGIN, .secret = RFC_SECRET };
	assert_int_equal(credential_renew(f->w, &f->cx, f->post, &early, &stamp), RC_CONFLICT); /* codes without a password */
	assert_int_equal(set_password(f->w, &f->cx, f->post, SV("the first sentence"), SV_NONE), RC_OK);
	had = stamp_now(f, &totp);
	assert_false(totp.n);

	struct renewal begin = { .stamp = had, .codes = CODES_BEGIN, .secret = RFC_SECRET };
	assert_int_equal(credential_renew(f->w, &f->cx, f->post, &begin, &stamp), RC_OK);
	assert_true(sv_eq(stamp, stamp_now(f, &ref)));
	assert_false(sv_eq(stamp, had));
	assert_true(field_is_ref(ref));
	assert_int_equal(secret_get(&f->cx, store_secrets(f->s), ref, &text), RC_OK);
	assert_true(sv_eq(text, RFC_SECRET));

	/* A session of the password before that: somebody else was faster. */
	struct renewal late = { .stamp = had, .password = SV("the second sentence"), .codes = CODES_STAY };
	assert_int_equal(credential_renew(f->w, &f->cx, f->post, &late, &had), RC_CONFLICT);
	assert_true(sv_eq(stamp, stamp_now(f, &totp)));

	late.stamp = stamp;
	assert_int_equal(credential_renew(f->w, &f->cx, f->post, &late, &stamp), RC_OK);
	assert_true(sv_eq(stamp, stamp_now(f, &totp)));
	assert_true(sv_eq(totp, ref)); /* the codes went on */
	assert_int_equal(secret_get(&f->cx, store_secrets(f->s), ref, &text), RC_OK);

	/* A reset, whatever it was before: the codes end, and their secret is gone. */
	assert_int_equal(set_password(f->w, &f->cx, f->post, SV("the third sentence"), SV_NONE), RC_OK);
	stamp_now(f, &totp);
	assert_false(totp.n);
	assert_int_equal(secret_get(&f->cx, store_secrets(f->s), ref, &text), RC_NOT_FOUND);
	assert_int_equal(set_password(f->w, &f->cx, f->post, SV("Wang.Kezhang"), SV_NONE), RC_INVALID);
}

/* ---- the rest -------------------------------------------------------------------------------------------------------- */

static void a_form_leads_back_to_our_own_pages(void **state)
{
	const struct {
		struct sv back;
		bool own;
	} said[] = {
		{ SV("/"), true }, { SV("/m/0001?do=x&a=%2F%2Fb"), true }, { SV("/in?back=//evil"), true }, { SV("/单位/甲"), true },
		{ SV(""), false }, { SV("m/0001"), false }, { SV("//evil.example"), false }, { SV("///evil"), false }, { SV("/a//b"), false },
		{ SV("/\\evil.example"), false }, { SV("\\\\evil"), false }, { SV("/\t/evil.example"), false }, { SV("/a\tb"), false },
		{ SV("/\r\nSet-Cookie: a=b"), false }, { SV("/\n/evil"), false }, { SV("/\r/evil"), false }, { SV("/a b"), false },
		{ SV("/a\x7f"), false }, { SV("/a\0b"), false }, { SV("/\x01"), false }, { SV("https://evil.example/"), false },
		{ SV("javascript:alert(1)"), false }, { SV(" /m"), false }, { SV("/?a=\\"), false },
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < COUNT(said); i++) {
		struct http_pair pair = { SV("back"), said[i].back };
		struct http_request form = { .a = &f->a, .form = { .v = &pair, .n = 1 } }, query = { .a = &f->a, .query = { .v = &pair, .n = 1 } };
		struct visit v = { .rq = &form }, q = { .rq = &query };
		struct sv want = said[i].own ? said[i].back : SV("/else");
		if (!sv_eq(visit_back(&v, SV("/else")), want))
			print_error("back=%.*s\n", SV_ARG(said[i].back));
		assert_true(sv_eq(visit_back(&v, SV("/else")), want));
		assert_true(sv_eq(visit_back(&q, SV("/else")), want));
	}
	char *text = NEW(&f->a, char, 1002);
	memset(text, 'a', 1001);
	text[0] = '/';
	for (size_t n = 1000; n <= 1001; n++) {
		struct http_pair pair = { SV("back"), sv_make(text, n) };
		struct http_request rq = { .a = &f->a, .form = { .v = &pair, .n = 1 } };
		struct visit v = { .rq = &rq };
		assert_int_equal(visit_back(&v, SV("/")).n, n == 1000 ? 1000 : 1);
	}
}

/* Sessions may be lost; a start that fails because of them may not. */
static void another_versions_sessions_are_begun_anew(void **state)
{
	struct fixture *f = *state;
	struct session s, got;
	enum lang lang = LANG_EN;
	struct db *db;
	struct sv path = J("%s/volatile.db", f->dir);
	assert_int_equal(session_new(f->w, &f->cx, f->post, &s), RC_OK);
	web_free(f->w);
	open_web(f); /* the same version: they stay */
	assert_int_equal(session_find(f->w, &f->cx, s.token, &got, &lang), RC_OK);
	assert_int_equal(got.post, f->post);
	web_free(f->w);
	assert_int_equal(db_open(&f->cx, path.p, DB_WRITE, &db), RC_OK);
	assert_int_equal(db_exec(&f->cx, db, "DROP TABLE totp_used; CREATE TABLE older (a)"), RC_OK);
	db_close(db);
	open_web(f);
	assert_int_equal(session_find(f->w, &f->cx, s.token, &got, &lang), RC_OK);
	assert_int_equal(got.post, 0);
	assert_true(takes(f, 1, 1));
	web_free(f->w);
	FILE *garbage = fopen(path.p, "w");
	fputs("this is no database at all, but it lies where one should", garbage);
	fclose(garbage);
	open_web(f);
	assert_int_equal(session_new(f->w, &f->cx, f->post, &s), RC_OK);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(base32_is_that_of_the_rfc), T(codes_are_those_of_the_rfc), T(a_clock_may_be_half_a_minute_off),
		T(what_is_no_code_is_refused), T(a_new_secret_has_160_bits), T(a_code_counts_once), T(of_many_at_once_one_wins),
		T(a_secret_is_shown_to_its_session_only), T(a_password_is_judged), T(password_and_codes_change_apart),
		T(a_form_leads_back_to_our_own_pages), T(another_versions_sessions_are_begun_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
