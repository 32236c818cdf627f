/* The small reader under deadlines, quantities and cells: blanks of every kind, lists of words, numbers. */
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena a;

static int up(void **state)
{
	(void)state;
	arena_init(&a, 1 << 24);
	return 0;
}

static int down(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static void blanks(void **state)
{
	(void)state;
	/* Each kind of blank goes, but between two numbers one stays. */
	static const char *const kinds[] = { " ", "\t", "\r", "\n", "\v", "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\x80",
					     "\xE2\x80\x8F", "\xE2\x80\xAF", "\xE2\x81\xA0" };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct sv blank = sv_of(kinds[i]);
		assert_true(sv_is(words_clean(&a, arena_printf(&a, "甲%.*s乙", SV_ARG(blank))), "甲乙"));
		assert_true(sv_is(words_clean(&a, arena_printf(&a, "1%.*s2", SV_ARG(blank))), "1 2"));
		assert_true(sv_is(words_clean(&a, arena_printf(&a, "1%.*s甲", SV_ARG(blank))), "1甲"));
		assert_true(sv_is(words_clean(&a, arena_printf(&a, "甲%.*s2", SV_ARG(blank))), "甲2"));
		assert_true(sv_is(words_clean(&a, arena_printf(&a, ":%.*s/1%.*s/", SV_ARG(blank), SV_ARG(blank))), ":/1/"));
		assert_int_equal(words_clean(&a, blank).n, 0);
		assert_true(words_blank(words_clean(&a, blank)));
	}
	/* These are no blanks. */
	assert_true(sv_is(words_clean(&a, SV("甲\x08乙\x0E丙\xE2\x80\x90丁")), "甲\x08乙\x0E丙\xE2\x80\x90丁"));
	assert_true(sv_is(words_clean(&a, SV("a 1")), "a1"));
	assert_true(sv_is(words_clean(&a, SV("1 a")), "1a"));
}

static void lists(void **state)
{
	(void)state;
	struct sv s = SV("牵头单位：甲");
	size_t n = 99;
	assert_true(words_eat(&s, "主办  牵头 单位")); /* the first word that fits, not the longest */
	assert_true(sv_is(s, "单位：甲"));
	assert_false(words_eat(&s, "  "));
	assert_false(words_start(s, ""));
	assert_true(words_end(s, "乙 甲", &n));
	assert_int_equal(n, 3);
	assert_true(words_end(s, "甲", NULL));
	assert_false(words_end(s, "乙", &n));
	assert_true(words_in(s, "位："));
	assert_false(words_in(s, "丙"));
	assert_false(words_is(s, "单位 甲"));
	assert_true(words_is(s, "丙 单位：甲"));
}

static void whole_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t took;
		int v, digits;
	} rows[] = {
		{ "12件", 2, 12, 2 },	      { "007", 3, 7, 3 },	   { "999999999", 9, 999999999, 9 },
		{ "1234567890", 0, 0, 0 },    { "123456789/", 9, 123456789, 9 }, { "123456789:", 9, 123456789, 9 },
		{ "/1", 0, 0, 0 },	      { ":1", 0, 0, 0 },	   { "", 0, 0, 0 },
		{ "十", 3, 10, 0 },	      { "二十三件", 9, 23, 0 },	   { "一百零五", 12, 105, 0 },
		{ "二〇二三", 12, 2023, 4 },  { "廿五", 6, 25, 0 },	   { "卅", 3, 30, 0 },
		{ "甲", 0, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int v = -1, digits = -1;
		size_t took = number_take_int(sv_of(rows[i].text), &v, &digits);
		assert_int_equal(took, rows[i].took);
		if (took) {
			assert_int_equal(v, rows[i].v);
			assert_int_equal(digits, rows[i].digits);
		}
	}
	/* However many numerals stand in a row, what is taken has at most nine and does not run over. */
	int v, digits;
	assert_int_equal(number_take_int(SV("九九九九九九九九九九九九"), &v, &digits), 27);
	assert_int_equal(v, 999999999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(blanks, up, down),
		cmocka_unit_test_setup_teardown(lists, up, down),
		cmocka_unit_test_setup_teardown(whole_numbers, up, down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
