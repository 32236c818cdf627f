/* request, guard and reply: what needs no socket. */
#include "http/request.h"

#include "http/guard.h"
#include "http/reply.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct ctx cx;

static int setup(void **st)
{
	(void)st;
	arena_init(&arena, 64 << 20);
	ctx_init(&cx, &arena, 0, LANG_EN);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&arena);
	return 0;
}

static struct http_request with(const struct http_pair *h, size_t n)
{
	return (struct http_request){ .a = &arena, .headers = h, .header_count = n };
}
#define HEADERS(...) (struct http_pair[]){ __VA_ARGS__ }, sizeof((struct http_pair[]){ __VA_ARGS__ }) / sizeof(struct http_pair)

static void test_target(void **st)
{
	(void)st;
	struct http_request rq = with(NULL, 0);
	assert_int_equal(request_target(&cx, &rq, SV("/matters/%E7%BA%A2+a/?x=1&x=2")), RC_OK);
	assert_int_equal(rq.segs, 2);
	assert_true(sv_is(rq.seg[1], "红+a"));
	assert_true(sv_is(rq.path, "/matters/红+a/"));
	assert_int_equal(rq.query.n, 2);
	assert_int_equal(request_target(&cx, &rq, SV("/")), RC_OK);
	assert_int_equal(rq.segs, 0);
	static const char *const bad[] = {
		"", "x", "//", "/a//b", "/.", "/a/..", "/%2e%2e/a", "/a%2fb", "/a%5cb", "/a%00", "/a%0a", "/%ff", "/%",
		"/?a=%", "/1/2/3/4/5/6/7/8/9/a/b/c/d",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(request_target(&cx, &rq, sv_of(bad[i])), RC_INVALID);
}

static void test_cookies(void **st)
{
	(void)st;
	struct http_request rq = with(HEADERS({ SV("cookie"), SV("a=1; bb=2;c=; a2=3; d=x=y; e=1; e=2; f") }));
	assert_true(sv_is(http_cookie(&rq, "a"), "1"));
	assert_true(sv_is(http_cookie(&rq, "bb"), "2"));
	assert_true(sv_is(http_cookie(&rq, "d"), "x=y"));
	assert_non_null(http_cookie(&rq, "c").p);
	assert_null(http_cookie(&rq, "e").p); /* planted twice */
	assert_null(http_cookie(&rq, "f").p);
	assert_null(http_cookie(&rq, "g").p);
	struct http_reply rp;
	reply_init(&rp, &arena);
	reply_cookie(&rp, &rq, "s", SV("tok"), &(struct http_cookie_opts){ .max_age_s = 60 });
	assert_true(sv_is(rp.header[0].value, "s=tok; Path=/; HttpOnly; SameSite=Strict; Max-Age=60"));
	rq = with(HEADERS({ SV("Cookie"), SV("s=plain; __Host-s=real") }));
	assert_true(sv_is(request_cookie(&rq, "s"), "plain"));
	rq.secure = true;
	assert_true(sv_is(request_cookie(&rq, "s"), "real"));
	reply_cookie(&rp, &rq, "s", SV("t"), &(struct http_cookie_opts){ .lax = true });
	assert_true(sv_is(rp.header[1].value, "__Host-s=t; Path=/; HttpOnly; SameSite=Lax; Secure"));
	reply_cookie_drop(&rp, &rq, "s");
	assert_true(sv_ends(rp.header[2].value, SV("; Max-Age=0")));
	reply_cookie(&rp, &rq, "s", SV("a;b"), &(struct http_cookie_opts){ 0 });
	assert_true(rp.broken);
}

static void test_lang(void **st)
{
	(void)st;
	static const struct {
		const char *header;
		enum lang want;
	} c[] = {
		{ "", LANG_ZH }, { "fr", LANG_ZH }, { "en", LANG_EN }, { "en-US,en;q=0.9", LANG_EN },
		{ "zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH }, { "en;q=0.5,zh;q=0.9", LANG_ZH }, { "zh;q=0,en;q=0.1", LANG_EN },
		{ "EN-gb", LANG_EN }, { "enx", LANG_ZH }, { "en;q=9", LANG_ZH }, { "*,en;q=0.1", LANG_EN },
	};
	for (size_t i = 0; i < sizeof(c) / sizeof(*c); i++)
		assert_int_equal(http_lang(sv_of(c[i].header)), c[i].want);
}

static void test_peer(void **st)
{
	(void)st;
	const struct sv proxies[] = { SV("127.0.0.1"), SV("10.0.0.9") };
	static const struct {
		const char *direct, *forwarded, *want;
	} c[] = {
		{ "127.0.0.1", "1.2.3.4", "1.2.3.4" },
		{ "8.8.8.8", "1.2.3.4", "8.8.8.8" }, /* anyone can write the header */
		{ "127.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4" },
		{ "127.0.0.1", "1.2.3.4, 10.0.0.9", "1.2.3.4" },
		{ "::ffff:127.0.0.1", "2001:DB8::1", "2001:db8::1" },
		{ "127.0.0.1", "1.2.3.4, evil", "127.0.0.1" },
		{ "127.0.0.1", "", "127.0.0.1" },
		{ "", "1.2.3.4", "local" },
	};
	for (size_t i = 0; i < sizeof(c) / sizeof(*c); i++) {
		struct http_request rq = with(HEADERS({ SV("X-Forwarded-For"), sv_of(c[i].forwarded) },
						      { SV("X-Forwarded-Proto"), SV("https") }));
		request_peer(&rq, sv_of(c[i].direct), proxies, 2);
		assert_true(sv_is(rq.peer, c[i].want));
		assert_int_equal(rq.secure, strstr(c[i].direct, "127.0.0.1") != NULL);
	}
}

static void test_origin(void **st)
{
	(void)st;
	static const struct {
		const char *site, *origin;
		bool secure, own;
		enum origin want;
	} c[] = {
		{ NULL, NULL, false, false, ORIGIN_UNKNOWN },
		{ "same-origin", NULL, true, false, ORIGIN_SAME },
		{ "same-origin", "https://x:8", true, false, ORIGIN_SAME },
		{ "same-site", "https://x:8", true, false, ORIGIN_CROSS },
		{ "cross-site", NULL, true, false, ORIGIN_CROSS },
		{ "none", NULL, true, false, ORIGIN_CROSS },
		{ NULL, "http://x:8", false, false, ORIGIN_SAME },
		{ NULL, "https://x:8", false, false, ORIGIN_CROSS },
		{ NULL, "http://x:9", false, false, ORIGIN_CROSS },
		{ NULL, "http://x", false, false, ORIGIN_CROSS },
		{ NULL, "null", false, false, ORIGIN_CROSS },
		{ "same-origin", "null", false, false, ORIGIN_CROSS },
		{ NULL, "http://x:8.evil", false, false, ORIGIN_CROSS },
		{ NULL, "https://bixue.example", false, true, ORIGIN_SAME },
		{ NULL, "http://x:8", false, true, ORIGIN_CROSS },
	};
	const struct sv own[] = { SV("https://bixue.example") };
	for (size_t i = 0; i < sizeof(c) / sizeof(*c); i++) {
		struct http_pair h[3] = { { SV("Host"), SV("x:8") } };
		size_t n = 1;
		if (c[i].site)
			h[n++] = (struct http_pair){ SV("Sec-Fetch-Site"), sv_of(c[i].site) };
		if (c[i].origin)
			h[n++] = (struct http_pair){ SV("Origin"), sv_of(c[i].origin) };
		struct http_request rq = with(h, n);
		rq.secure = c[i].secure;
		assert_int_equal(guard_origin(&rq, own, c[i].own ? 1 : 0), c[i].want);
	}
	assert_true(guard_token(SV("abc"), SV("abc")));
	assert_false(guard_token(SV("abd"), SV("abc")));
	assert_false(guard_token(SV("ab"), SV("abc")));
	assert_false(guard_token(SV(""), SV("")));
	assert_false(guard_token(SV_NONE, SV_NONE));
}

static int guard(const char *method, const char *target, const struct http_pair *h, size_t n)
{
	const char *why = NULL;
	struct guard_head g = { sv_of(method), sv_of(target), SV("HTTP/1.1"), h, n };
	int status = guard_head(&g, &why);
	assert_int_equal(status != 0, why != NULL);
	return status;
}

static void test_guard(void **st)
{
	(void)st;
	struct http_pair host = { SV("Host"), SV("[::1]:8080") };
	assert_int_equal(guard("GET", "/a?b=%20~!$&'()*+,;=:@/?", HEADERS(host)), 0);
	assert_int_equal(guard("GET", "/", HEADERS(host, host)), 400);
	assert_int_equal(guard("GET", "/", NULL, 0), 400);
	assert_int_equal(guard("get", "/", HEADERS(host)), 501);
	assert_int_equal(guard("GET", "/\x7f", HEADERS(host)), 400);
	assert_int_equal(guard("GET", "/\xe7\xba\xa2", HEADERS(host)), 400);
	assert_int_equal(guard("GET", "/#a", HEADERS(host)), 400);
	assert_int_equal(guard("GET", "/", HEADERS(host, { SV("X"), SV("红\t") })), 0);
	assert_int_equal(guard("GET", "/", HEADERS(host, { SV("X"), SV("a\rb") })), 400);
	assert_int_equal(guard("GET", "/", HEADERS(host, { SV("Cookie"), SV("a") }, { SV("COOKIE"), SV("b") })), 400);
	assert_int_equal(guard("POST", "/", HEADERS(host, { SV("Content-Length"), SV("5") })), 0);
	assert_int_equal(guard("POST", "/", HEADERS(host, { SV("Content-Length"), SV("") })), 400);
	assert_int_equal(guard("POST", "/", HEADERS(host, { SV("Content-Length"), SV("9999999999999999") })), 400);
	assert_int_equal(guard("DELETE", "/", HEADERS(host, { SV("Content-Length"), SV("5") })), 400);
	assert_int_equal(guard("GET", "/", HEADERS(host, { SV("Content-Length"), SV("0") })), 0);
}

static void test_problem(void **st)
{
	(void)st;
	struct http_reply rp;
	reply_init(&rp, &arena);
	ctx_forget(&cx);
	(void)(fail_at)(&cx, RC_INVALID, "due", "matter.due", "%s", "the date has passed");
	enum rc rc = (fail)(&cx, RC_INVALID, "matter.lead", "%s", "a lead is missing");
	reply_problem(&rp, &cx, rc, 0);
	assert_int_equal(rp.status, 422);
	assert_string_equal(rp.type, "application/problem+json");
	assert_true(sv_is(buf_sv(&rp.body),
			  "{\"code\":\"invalid\",\"detail\":\"the date has passed\",\"faults\":[{\"field\":\"due\",\"id\":"
			  "\"matter.due\",\"text\":\"the date has passed\"},{\"field\":\"\",\"id\":\"matter.lead\",\"text\":"
			  "\"a lead is missing\"}],\"status\":422,\"title\":\"Please correct what was entered\","
			  "\"type\":\"urn:bixue:problem:invalid\"}"));
	ctx_forget(&cx);
}

static void test_reply(void **st)
{
	(void)st;
	static const char *const bad[] = { "//evil.example", "/\\evil", "http://evil", "", "/a\r\nb" };
	struct http_reply rp;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		reply_init(&rp, &arena);
		reply_redirect(&rp, sv_of(bad[i]));
		assert_true(rp.broken);
	}
	reply_init(&rp, &arena);
	reply_redirect(&rp, SV("/matters/7?saved=1"));
	assert_true(!rp.broken && rp.status == 303);
	assert_true(sv_is(reply_disposition(&arena, SV("a.pdf"), false), "inline; filename=\"a.pdf\""));
	assert_true(sv_is(reply_disposition(&arena, SV("a\"\r\n.pdf"), true),
			  "attachment; filename=\"a___.pdf\"; filename*=UTF-8''a%22%0D%0A.pdf"));
	struct http_request rq = with(HEADERS({ SV("Accept"), SV("text/html,application/json") }));
	assert_false(http_is_json(&rq));
	rq = with(HEADERS({ SV("Accept"), SV("application/json") }));
	assert_true(http_is_json(&rq));
	rq.secure = true;
	reply_init(&rp, &arena);
	reply_secure(&rp, &rq, true);
	assert_true(sv_is(rp.header[rp.headers - 1].name, "Strict-Transport-Security"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_target), cmocka_unit_test(test_cookies), cmocka_unit_test(test_lang),
		cmocka_unit_test(test_peer), cmocka_unit_test(test_origin), cmocka_unit_test(test_guard),
		cmocka_unit_test(test_problem), cmocka_unit_test(test_reply),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
