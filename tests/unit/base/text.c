/* String views, UTF-8 and growing buffers. */
#include "base/buf.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena a;

static void test_compare(void **st)
{
	(void)st;
	assert_true(sv_eq(SV(""), SV_NONE));
	assert_true(sv_eq(SV("a"), sv_make("abc", 1)));
	assert_false(sv_eq(SV("a"), SV("b")));
	assert_true(sv_is(SV("abc"), "abc"));
	assert_true(sv_is(SV_NONE, ""));
	assert_true(sv_cmp(SV("a"), SV("b")) < 0);
	assert_true(sv_cmp(SV("a"), SV("aa")) < 0);
	assert_true(sv_cmp(SV("b"), SV("aa")) > 0);
	assert_true(sv_cmp(SV("\x7f"), SV("\x80")) < 0); /* bytes, not signed characters */
	assert_int_equal(sv_cmp(SV_NONE, SV("")), 0);
	assert_true(sv_starts(SV("/64/128/"), SV("/64/")));
	assert_false(sv_starts(SV("/6"), SV("/64/")));
	assert_true(sv_starts(SV("x"), SV("")));
	assert_true(sv_ends(SV("a.csv"), SV(".csv")));
	assert_false(sv_ends(SV("csv"), SV(".csv")));
	assert_true(sv_ends(SV(".csv"), SV(".csv")));
	assert_false(sv_ends(SV("a.csv"), SV(".xls")));
	assert_false(sv_ends(SV("a.csv"), SV("v.csv.csv")));
	assert_true(sv_ends(SV("a"), SV("")));
	assert_true(sv_starts(SV("ab"), SV("ab")));
	assert_false(sv_starts(SV("ab"), SV("b")));
}

static void test_find(void **st)
{
	(void)st;
	assert_int_equal(sv_find(SV("abcabc"), SV("bc"), 0), 1);
	assert_int_equal(sv_find(SV("abcabc"), SV("bc"), 2), 4);
	assert_true(sv_find(SV("abcabc"), SV("bc"), 5) == SIZE_MAX);
	assert_true(sv_find(SV("ab"), SV("abc"), 0) == SIZE_MAX);
	assert_int_equal(sv_find(SV("axaab"), SV("aab"), 0), 2);
	assert_int_equal(sv_find(SV("xbab"), SV("ab"), 0), 2);
	assert_true(sv_find(SV("ax"), SV("ab"), 0) == SIZE_MAX);
	assert_true(sv_find(SV("b"), SV("a"), 0) == SIZE_MAX);
	assert_true(sv_find(SV("ab"), SV("a"), 99) == SIZE_MAX);
	assert_int_equal(sv_find(SV("ab"), SV(""), 2), 2);
	assert_true(sv_find(SV_NONE, SV("a"), 0) == SIZE_MAX);
	assert_true(sv_has(SV("a\0b"), SV("\0b")));
	assert_int_equal(sv_from(SV("abc"), 9).n, 0);
	assert_true(sv_is(sv_from(SV("abc"), 1), "bc"));
	assert_true(sv_is(sv_upto(SV("abc"), 2), "ab"));
	assert_true(sv_is(sv_upto(SV("abc"), 9), "abc"));
}

static void test_trim_and_split(void **st)
{
	(void)st;
	assert_true(sv_is(sv_trim(SV(" \t\r\n x y \v\f")), "x y"));
	assert_true(sv_is(sv_trim(SV("　 \u00a0\ufeff单位　\u00a0")), "单位"));
	assert_int_equal(sv_trim(SV("　　")).n, 0);
	assert_true(sv_is(sv_trim(SV("x　 　")), "x"));
	assert_int_equal(sv_trim(SV(" ")).n, 0);
	assert_int_equal(sv_trim(SV("")).n, 0);
	assert_true(sv_is(sv_trim(SV("\x80\x80")), "\x80\x80")); /* broken bytes are not space */
	struct sv s = SV("a,,b,"), part;
	static const char *const want[] = { "a", "", "b", "" };
	for (int i = 0; i < 4; i++) {
		assert_true(sv_split(&s, ',', &part));
		assert_true(sv_is(part, want[i]));
	}
	assert_false(sv_split(&s, ',', &part));
	s = SV("");
	assert_true(sv_split(&s, ',', &part));
	assert_int_equal(part.n, 0);
	assert_false(sv_split(&s, ',', &part));
	s = SV_NONE;
	assert_false(sv_split(&s, ',', &part));
}

static void test_int(void **st)
{
	(void)st;
	static const struct { const char *s; int64_t v; } good[] = {
		{ "0", 0 }, { "-0", 0 }, { "+7", 7 }, { "007", 7 }, { "9007199254740991", SV_INT_MAX }, { "-9007199254740991", -SV_INT_MAX },
	};
	static const char *const bad[] = { "", "-", "+", " 1", "1 ", "1.0", "0x1", "9007199254740992", "-9007199254740992", "9223372036854775808",
					   "99999999999999999999", "1e3", "１" };
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		int64_t v = 77;
		assert_true(sv_int(sv_of(good[i].s), &v));
		assert_int_equal(v, good[i].v);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int64_t v = 77;
		if (sv_int(sv_of(bad[i]), &v))
			fail_msg("\"%s\" is read", bad[i]);
		assert_int_equal(v, 77);
	}
}

/* Every code point there is, and every kind of broken sequence. */
static void test_utf8(void **st)
{
	(void)st;
	char t[4];
	for (int32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		size_t n = utf8_put(t, cp);
		assert_int_equal(n, cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);
		struct sv s = sv_make(t, n);
		assert_true(utf8_valid(s));
		for (size_t k = 1; k < n; k++)
			assert_false(utf8_valid(sv_make(t, k))); /* cut short */
		assert_int_equal(utf8_next(&s), cp);
		assert_int_equal(s.n, 0);
	}
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
					   "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
					   "\xfe", "\xff", "\xc3(", "\xe4\xb8(", "a\xe4" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(utf8_valid(sv_of(bad[i])));
	struct sv s = SV("\xff中\xe4\xb8");
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), 0x4E2D);
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), -1);
	assert_int_equal(utf8_next(&s), -1);
}

static void test_utf8_parts(void **st)
{
	(void)st;
	assert_int_equal(utf8_count(SV("岔河乡x😀")), 5);
	assert_true(sv_is(utf8_upto(SV("岔河乡"), 2), "岔河"));
	assert_true(sv_is(utf8_upto(SV("岔河乡"), 9), "岔河乡"));
	assert_int_equal(utf8_upto(SV("岔"), 0).n, 0);
	assert_int_equal(utf8_width(SV("岔a")), 3);
	assert_int_equal(utf8_width(SV("e\u0301")), 1);
	assert_int_equal(utf8_width(SV("（１）")), 6);
	assert_true(utf8_is_han(0x4E2D) && utf8_is_han(0x3007) && utf8_is_han(0x20000) && !utf8_is_han('a') && !utf8_is_han(0x3042));
	assert_true(sv_is(utf8_half(&a, SV("ＡＢ１２％（）　中。")), "AB12%() 中。"));
	assert_true(sv_is(utf8_half(&a, SV("")), ""));
	assert_true(sv_is(utf8_half(&a, SV("\xff")), "\xef\xbf\xbd"));
}

/* Both ends of every range, and what lies beside them. */
static void test_utf8_ranges(void **st)
{
	(void)st;
	static const struct { int32_t from, to; } wide[] = { { 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
							     { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x20000, 0x10FFFF } };
	static const struct { int32_t from, to; } han[] = { { 0x3007, 0x3007 }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xF900, 0xFAFF },
							    { 0x20000, 0x323AF } };
	char t[4];
	for (int32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		bool is_wide = false, is_han = false, none = (cp >= 0x300 && cp <= 0x36F) || cp == 0x200B || cp == 0xFEFF;
		for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
			is_wide |= cp >= wide[i].from && cp <= wide[i].to;
		for (size_t i = 0; i < sizeof(han) / sizeof(*han); i++)
			is_han |= cp >= han[i].from && cp <= han[i].to;
		assert_int_equal(utf8_width(sv_make(t, utf8_put(t, cp))), none ? 0 : is_wide ? 2 : 1);
		assert_int_equal(utf8_is_han(cp), is_han);
	}
	for (int32_t cp = 0x3000; cp <= 0xFFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		struct sv s = utf8_half(&a, sv_make(t, utf8_put(t, cp)));
		int32_t want = cp == 0x3000 ? ' ' : cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp;
		assert_int_equal(utf8_next(&s), want);
		assert_int_equal(s.n, 0);
	}
	/* A zero byte is a code point like another. */
	assert_int_equal(utf8_count(SV("a\0b")), 3);
	assert_int_equal(utf8_width(SV("a\0b")), 3);
	assert_true(sv_eq(utf8_half(&a, SV("Ａ\0b")), SV("A\0b")));
	/* Three broken bytes become three marks: the most that it can grow. */
	assert_int_equal(utf8_half(&a, SV("\xff\xff\xff")).n, 9);
}

static void test_buf(void **st)
{
	(void)st;
	struct buf b = buf_new(&a, 10);
	assert_int_equal(buf_sv(&b).n, 0);
	buf_puts(&b, "01234");
	buf_putc(&b, '5');
	buf_int(&b, -78);
	assert_false(b.over);
	assert_true(sv_is(buf_sv(&b), "012345-78"));
	buf_puts(&b, "xx"); /* one too many: nothing of it */
	assert_true(b.over);
	assert_true(sv_is(buf_sv(&b), "012345-78"));
	buf_put(&b, SV(""));
	buf_putc(&b, 'y');
	assert_true(sv_is(buf_sv(&b), "012345-78y"));
	buf_putc(&b, 'z');
	assert_int_equal(b.n, 10);
	/* Grown piece by piece, it holds exactly its largest size. */
	struct buf big = buf_new(&a, 100001);
	for (int i = 0; i < 100001; i++)
		buf_putc(&big, (char)('a' + i % 26));
	assert_false(big.over);
	assert_int_equal(big.n, 100001);
	for (int i = 0; i < 100001; i++)
		assert_int_equal(big.p[i], 'a' + i % 26);
	buf_putc(&big, 'x');
	assert_true(big.over);
	struct buf f = buf_new(&a, 100);
	buf_printf(&f, "%d-%s-%.*s", 5, "中", SV_ARG(SV("ab")));
	assert_true(sv_is(buf_sv(&f), "5-中-ab"));
	buf_int(&f, INT64_MIN);
	buf_int(&f, INT64_MAX);
	assert_true(sv_is(buf_sv(&f), "5-中-ab-92233720368547758089223372036854775807"));
	struct buf none = buf_new(&a, 0);
	buf_putc(&none, 'x');
	assert_true(none.over);
	assert_int_equal(none.n, 0);
}

static int setup(void **st)
{
	(void)st;
	arena_init(&a, 256 << 20);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare), cmocka_unit_test(test_find), cmocka_unit_test(test_trim_and_split), cmocka_unit_test(test_int),
		cmocka_unit_test(test_utf8), cmocka_unit_test(test_utf8_parts), cmocka_unit_test(test_utf8_ranges), cmocka_unit_test(test_buf),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
