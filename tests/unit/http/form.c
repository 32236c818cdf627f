#include "http/form.h"

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

static enum rc parse(struct sv s, struct http_fields *ret)
{
	ctx_forget(&cx);
	return form_parse(&cx, s, &FORM_QUERY, ret);
}

static void test_parse(void **st)
{
	(void)st;
	struct http_fields f = { 0 };
	struct sv v;
	size_t at = 0;
	assert_int_equal(parse(SV("a=1&b=x+y&a=%E7%BA%A2&&empty=&bare&c=a%3Db%26c=d"), &f), RC_OK);
	assert_int_equal(f.n, 6);
	assert_true(sv_is(fields_get(&f, "a"), "1"));
	assert_true(sv_is(fields_get(&f, "b"), "x y"));
	assert_true(sv_is(fields_get(&f, "c"), "a=b&c=d"));
	assert_true(fields_next(&f, "a", &at, &v) && sv_is(v, "1"));
	assert_true(fields_next(&f, "a", &at, &v) && sv_is(v, "红"));
	assert_false(fields_next(&f, "a", &at, &v));
	assert_false(fields_has(&f, "empty"));
	assert_false(fields_has(&f, "none"));
	assert_null(fields_get(&f, "none").p);
	assert_non_null(fields_get(&f, "bare").p);
	assert_int_equal(parse(SV(""), &f), RC_OK);
	assert_int_equal(f.n, 0);
	assert_int_equal(parse(SV("t=a%0D%0Ab%0Dc%0Ad"), &f), RC_OK);
	assert_true(sv_is(fields_get(&f, "t"), "a\nb\nc\nd"));
}

static void test_refusals(void **st)
{
	(void)st;
	static const char *const bad[] = {
		"a=%", "a=%1", "a=%g0", "%=1", "a=%ff", "a=%C0%80", "a=%ED%A0%80", "a=%00", "a%00=1", "a%0A=1", "a\xff=1",
		"a=\xe7\xba", "a=%E7%BA",
	};
	struct http_fields f = { .n = 99 };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(parse(sv_of(bad[i]), &f), RC_INVALID);
		assert_non_null(cx.faults);
		assert_int_equal(f.n, 99);
	}
	/* The fault stands at its field. */
	assert_int_equal(parse(SV("a=1&note=%ff"), &f), RC_INVALID);
	assert_string_equal(cx.faults->field, "note");
}

static void test_limits(void **st)
{
	(void)st;
	struct http_fields f;
	struct buf b = buf_new(&arena, 1 << 20);
	for (int i = 0; i < 128; i++)
		buf_puts(&b, "a=1&");
	assert_int_equal(parse(buf_sv(&b), &f), RC_OK);
	assert_int_equal(f.n, 128);
	buf_puts(&b, "a=1");
	assert_int_equal(parse(buf_sv(&b), &f), RC_LIMIT);
	struct buf v = buf_new(&arena, 1 << 20);
	buf_puts(&v, "a=");
	for (int i = 0; i < 4096; i++)
		buf_putc(&v, 'x');
	assert_int_equal(parse(buf_sv(&v), &f), RC_OK);
	buf_putc(&v, 'x');
	assert_int_equal(parse(buf_sv(&v), &f), RC_LIMIT);
	struct buf n = buf_new(&arena, 1 << 20);
	for (int i = 0; i < 129; i++)
		buf_putc(&n, 'x');
	assert_int_equal(parse(buf_sv(&n), &f), RC_LIMIT);
}

static void test_typed(void **st)
{
	(void)st;
	struct http_fields f;
	int64_t i = 0;
	struct day d = DAY_NONE;
	struct dec x = DEC(0);
	struct sv s;
	assert_int_equal(parse(SV("i=+42+&j=%EF%BC%94%EF%BC%92&k=4x&d=2026-11-21&e=2026-02-30&x=12.5&t=+%E7%BA%A2%E6%A6%9C+&w=+"),
			       &f), RC_OK);
	assert_int_equal(fields_int(&cx, &f, "i", 1, 42, &i), RC_OK);
	assert_int_equal(i, 42);
	i = 0;
	assert_int_equal(fields_int(&cx, &f, "j", 1, 42, &i), RC_OK); /* full-width digits */
	assert_int_equal(i, 42);
	assert_int_equal(fields_int(&cx, &f, "i", 1, 41, &i), RC_INVALID);
	assert_string_equal(cx.faults->field, "i");
	assert_int_equal(fields_int(&cx, &f, "k", 1, 42, &i), RC_INVALID);
	assert_int_equal(fields_int(&cx, &f, "none", 1, 42, &i), RC_INVALID);
	assert_int_equal(fields_day(&cx, &f, "d", &d), RC_OK);
	assert_int_equal(d.n, day_of_civil(2026, 11, 21).n);
	assert_int_equal(fields_day(&cx, &f, "e", &d), RC_INVALID);
	assert_int_equal(fields_dec(&cx, &f, "x", &x), RC_OK);
	assert_int_equal(x.u, 12500000);
	assert_int_equal(fields_text(&cx, &f, "t", 2, &s), RC_OK);
	assert_true(sv_is(s, "红榜"));
	assert_int_equal(fields_text(&cx, &f, "t", 1, &s), RC_INVALID);
	assert_int_equal(fields_text(&cx, &f, "w", 9, &s), RC_INVALID);
}

static void test_round_trip(void **st)
{
	(void)st;
	char all[256];
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	struct buf b = buf_new(&arena, 4096);
	struct sv back;
	form_encode(&b, sv_make(all, 256));
	assert_true(form_decode(&arena, buf_sv(&b), true, &back));
	assert_true(sv_eq(back, sv_make(all, 256)));
	assert_true(form_decode(&arena, SV("a+b"), false, &back));
	assert_true(sv_is(back, "a+b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse), cmocka_unit_test(test_refusals), cmocka_unit_test(test_limits),
		cmocka_unit_test(test_typed), cmocka_unit_test(test_round_trip),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
