#include "web/out.h"

#include "web/po.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena a;

static int setup(void **state)
{
	(void)state;
	arena_init(&a, 1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&a);
	tr_install(NULL);
	return 0;
}

static struct out page(enum lang lang)
{
	return out_new(&a, 4096, lang);
}

static void is(struct sv got, const char *want)
{
	assert_string_equal(arena_cstr(&a, got), want);
}

static void escapes_text_and_values(void **state)
{
	(void)state;
	struct out o = page(LANG_EN);
	OUT_TEXT(&o, SV("<b>\"a\" & 'b'</b> 比学"));
	is(out_sv(&o), "&lt;b&gt;&#34;a&#34; &amp; &#39;b&#39;&lt;/b&gt; 比学");
	o = page(LANG_EN);
	OUT_ATTR(&o, sv_make("a\0b\x1b\n\t\x7f", 7));
	is(out_sv(&o), "ab\n\t\x7f");
	o = page(LANG_EN);
	OUT_TEXT(&o, SV_NONE);
	OUT_TEXT(&o, SV(""));
	assert_int_equal(out_sv(&o).n, 0);
}

static void writes_by_type(void **state)
{
	(void)state;
	struct out o = page(LANG_EN);
	OUT_TEXT(&o, INT64_MIN);
	OUT_TEXT(&o, SV(" "));
	OUT_TEXT(&o, UINT64_MAX);
	OUT_TEXT(&o, SV(" "));
	OUT_TEXT(&o, (size_t)0);
	OUT_TEXT(&o, SV(" "));
	OUT_TEXT(&o, (struct dec){ 9125000 });
	OUT_TEXT(&o, SV(" "));
	OUT_TEXT(&o, day_of_civil(2026, 11, 21));
	OUT_TEXT(&o, DAY_NONE);
	OUT_TEXT(&o, html_trusted(SV("<i>")));
	is(out_sv(&o), "-9223372036854775808 18446744073709551615 0 9.13 2026-11-21<i>");
}

static void encodes_addresses(void **state)
{
	(void)state;
	struct out o = page(LANG_EN);
	OUT_URL(&o, URL("/x?a=1&b=\"2\""));
	OUT_URL_PART(&o, SV("a/b ?#&%\"比-._~"));
	OUT_URL_PART(&o, 7);
	is(out_sv(&o), "/x?a=1&amp;b=&#34;2&#34;a%2Fb%20%3F%23%26%25%22%E6%AF%94-._~7");

	is(url_seg(&a, URL("/units"), SV("a b/c")).s, "/units/a%20b%2Fc");
	is(url_seg(&a, URL("/"), SV("..")).s, "/-");
	is(url_seg_int(&a, URL("/m/"), 623).s, "/m/623");
	is(url_arg(&a, URL("/x"), "q", SV("a&b")).s, "/x?q=a%26b");
	is(url_arg(&a, URL("/x?p=1#end"), "q", SV("")).s, "/x?p=1&q=#end");
	is(url_arg_int(&a, URL("#end"), "n", -1).s, "?n=-1#end");
}

static void refuses_schemes(void **state)
{
	(void)state;
	static const char *const good[] = { "/", "/x", "?a", "#a", "https://a.cn/", "HTTP://a", "mailto:a@b", "tel:1" };
	static const char *const bad[] = { "", "x", "//a.cn", "/\\a.cn", "\\/a", "javascript:1", "JavaScript:1", " /x", "/a\tb",
		"data:text/html,1", "\x01javascript:1", "java\nscript:1", "vbscript:1", "https:a" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		is(url_of(sv_of(good[i])).s, good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		is(url_of(sv_of(bad[i])).s, "#");
}

static void drops_what_is_too_much(void **state)
{
	(void)state;
	struct out o = out_new(&a, 10, LANG_EN);
	OUT_TEXT(&o, SV("12345678"));
	assert_false(o.b.over);
	OUT_TEXT(&o, SV("<"));
	assert_true(o.b.over);
	is(out_sv(&o), "12345678");
}

static const char *fake(enum lang lang, const char *msgid)
{
	if (lang == LANG_ZH && strcmp(msgid, "%s of %lld") == 0)
		return "共 %2$lld & %1$s";
	if (lang == LANG_ZH && strcmp(msgid, "%d days") == 0)
		return "%d 天";
	return msgid;
}

static void translates(void **state)
{
	(void)state;
	tr_install(fake);
	struct out o = page(LANG_ZH);
	out_tr(&o, "%s of %lld", "<a>", 3LL);
	is(out_sv(&o), "共 3 &amp; &lt;a&gt;");
	o = page(LANG_EN);
	out_trn(&o, 1, "%d day", "%d days", 1);
	out_trn(&o, 2, ", %d day", ", %d days", 2);
	is(out_sv(&o), "1 day, 2 days");
	o = page(LANG_ZH);
	out_trn(&o, 1, "%d day", "%d days", 1);
	out_msg(&o, "<none>");
	is(out_sv(&o), "1 天&lt;none&gt;");
}

static void has_a_catalogue(void **state)
{
	(void)state;
	assert_string_equal(catalogue(LANG_ZH, "Next page"), "下一页");
	assert_string_equal(catalogue(LANG_EN, "Next page"), "Next page");
	assert_string_equal(catalogue(LANG_ZH, "not there"), "not there");
	assert_string_equal(catalogue(LANG_ZH, ""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(escapes_text_and_values, setup, teardown),
		cmocka_unit_test_setup_teardown(writes_by_type, setup, teardown),
		cmocka_unit_test_setup_teardown(encodes_addresses, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses_schemes, setup, teardown),
		cmocka_unit_test_setup_teardown(drops_what_is_too_much, setup, teardown),
		cmocka_unit_test_setup_teardown(translates, setup, teardown),
		cmocka_unit_test_setup_teardown(has_a_catalogue, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
