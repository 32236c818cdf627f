#include "http/router.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct http_router *router;

static void nothing(void *u, struct http_request *rq, struct http_reply *rp)
{
	(void)u, (void)rq, (void)rp;
}

static const struct http_route rows[] = {
	{ HTTP_GET, "/", 0, nothing, "home", NULL },
	{ HTTP_GET, "/matters", 0, nothing, "list", NULL },
	{ HTTP_POST, "/matters", 0, nothing, "add", NULL },
	{ HTTP_GET, "/matters/:no", 0, nothing, "matter", NULL },
	{ HTTP_GET, "/matters/new", 0, nothing, "new", NULL },
	{ HTTP_GET, "/matters/:id:int", 0, nothing, "by_id", NULL },
	{ HTTP_POST, "/matters/:no/upload", ROUTE_UPLOAD, nothing, "upload", NULL },
	{ HTTP_GET, "/days/:on:day", 0, nothing, "day", NULL },
	{ HTTP_GET, "/j/:code:code", ROUTE_NOCASE, nothing, "card", NULL },
	{ HTTP_GET, "/static/*path", 0, nothing, "static", NULL },
	{ HTTP_GET, "/static/:one", 0, nothing, "static1", NULL },
};

static int setup(void **st)
{
	(void)st;
	arena_init(&arena, 64 << 20);
	router = router_new(&arena, rows, sizeof(rows) / sizeof(*rows), NULL, NULL);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&arena);
	return 0;
}

static const char *find(enum http_method m, const char *target, struct http_request *rq, struct sv *allow)
{
	struct ctx cx;
	ctx_init(&cx, &arena, 0, LANG_EN);
	*rq = (struct http_request){ .a = &arena, .method = m };
	*allow = SV_NONE;
	assert_int_equal(request_target(&cx, rq, sv_of(target)), RC_OK);
	const struct http_route *r = router_find(router, rq, allow);
	assert_ptr_equal(r, rq->route);
	return r ? r->name : "";
}

static void test_find(void **st)
{
	(void)st;
	static const struct {
		enum http_method m;
		const char *target, *want, *allow;
	} c[] = {
		{ HTTP_GET, "/", "home", NULL }, { HTTP_HEAD, "/", "home", NULL }, { HTTP_GET, "/matters?x=1", "list", NULL },
		{ HTTP_GET, "/matters/", "list", NULL }, { HTTP_POST, "/matters", "add", NULL },
		{ HTTP_GET, "/matters/new", "new", NULL }, { HTTP_GET, "/matters/7", "by_id", NULL },
		{ HTTP_GET, "/matters/2026-7", "matter", NULL }, { HTTP_GET, "/matters/0", "matter", NULL },
		{ HTTP_GET, "/matters/+7", "matter", NULL }, { HTTP_GET, "/matters/99999999999999999", "matter", NULL },
		{ HTTP_GET, "/days/2026-11-21", "day", NULL }, { HTTP_GET, "/days/2026-02-30", "", "" },
		{ HTTP_GET, "/Matters", "", "" }, { HTTP_GET, "/J/7k3m9qxd", "card", NULL }, { HTTP_GET, "/j/7K-3", "", "" },
		{ HTTP_GET, "/static/a.css", "static1", NULL }, { HTTP_GET, "/static/a/b.css", "static", NULL },
		{ HTTP_GET, "/static", "", "" }, { HTTP_GET, "/none", "", "" },
		{ HTTP_DELETE, "/matters", "", "GET, HEAD, POST" }, { HTTP_GET, "/matters/7/upload", "", "POST" },
		{ HTTP_POST, "/matters/7", "", "GET, HEAD" },
	};
	for (size_t i = 0; i < sizeof(c) / sizeof(*c); i++) {
		struct http_request rq;
		struct sv allow;
		assert_string_equal(find(c[i].m, c[i].target, &rq, &allow), c[i].want);
		assert_true(c[i].allow ? sv_is(allow, c[i].allow) : allow.p == NULL);
	}
}

static void test_params(void **st)
{
	(void)st;
	struct http_request rq;
	struct sv allow;
	(void)find(HTTP_GET, "/matters/7", &rq, &allow);
	assert_int_equal(http_param_int(&rq, "id"), 7);
	assert_int_equal(rq.params, 1);
	(void)find(HTTP_GET, "/matters/%E7%9D%A3%E5%8A%9E-7", &rq, &allow);
	assert_true(sv_is(http_param(&rq, "no"), "督办-7"));
	(void)find(HTTP_GET, "/days/2026-11-21", &rq, &allow);
	assert_int_equal(http_param_day(&rq, "on").n, day_of_civil(2026, 11, 21).n);
	(void)find(HTTP_GET, "/J/7k3m9qxd", &rq, &allow);
	assert_true(sv_is(http_param(&rq, "code"), "7K3M9QXD"));
	(void)find(HTTP_GET, "/static/a/b.css", &rq, &allow);
	assert_true(sv_is(http_param(&rq, "path"), "a/b.css"));
	assert_string_equal(find(HTTP_POST, "/matters/7", &rq, &allow), "");
	assert_int_equal(rq.params, 0);
}

static void test_head(void **st)
{
	(void)st;
	const struct http_limits lim = { 10, 1000 };
	struct http_request rq;
	struct sv allow;
	(void)find(HTTP_POST, "/matters/7/upload", &rq, &allow);
	router_head(router, &rq, &lim);
	assert_int_equal(rq.body_max, 1000);
	(void)find(HTTP_POST, "/matters", &rq, &allow);
	router_head(router, &rq, &lim);
	assert_int_equal(rq.body_max, 10);
	(void)find(HTTP_POST, "/none", &rq, &allow);
	router_head(router, &rq, &lim);
	assert_int_equal(rq.body_max, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find), cmocka_unit_test(test_params), cmocka_unit_test(test_head),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
