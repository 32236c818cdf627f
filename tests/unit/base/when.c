#include "base/when.h"

#include <setjmp.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static struct arena a;

/* Every day of five centuries, more than the 400 years after which the calendar repeats, counted one by one. */
static void test_days(void **st)
{
	(void)st;
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int32_t n = -25567; /* 1900-01-01 */
	int weekday = 1;    /* a Monday */
	for (int y = 1900; y <= 2400; y++)
		for (int m = 1; m <= 12; m++) {
			bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
			int last = days[m - 1] + (m == 2 && leap);
			assert_int_equal(month_days(y, m), last);
			assert_false(day_valid(y, m, last + 1));
			assert_false(day_valid(y, m, 0));
			for (int d = 1; d <= last; d++, n++, weekday = weekday % 7 + 1) {
				assert_true(day_valid(y, m, d));
				struct day day = day_of_civil(y, m, d);
				struct civil c = civil_of_day(day);
				assert_int_equal(day.n, n);
				assert_true(c.year == y && c.month == m && c.day == d);
				assert_int_equal(day_weekday(day), weekday);
				assert_int_equal(day_of_instant(instant_of_day(day)).n, n);
				assert_int_equal(day_of_instant(instant_of_day(day) - 1).n, n - 1);
				assert_int_equal(day_of_instant(instant_of_day(day) + MS_PER_DAY - 1).n, n);
			}
		}
	assert_int_equal(day_of_civil(1970, 1, 1).n, 0);
	assert_int_equal(day_of_civil(2000, 2, 29).n, 11016);
	/* Midnight in China is 16:00 in Greenwich. */
	assert_int_equal(instant_of_day(day_of_civil(1970, 1, 1)), -8 * 3600 * 1000);
}

static void test_day_text(void **st)
{
	(void)st;
	static const char *const bad[] = { "", "2026-2-01", "2026-02-1", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
					   "20260101", "2026/01/01", "2026/01-01", "2026-01/01", "2026-01-01 ", " 2026-01-01", "2026-01-01T", "1899-12-31", "-026-01-01",
					   "2026-1a-01", "２０２６-01-01" };
	struct day d;
	assert_true(day_parse(SV("2024-02-29"), &d));
	assert_string_equal(day_text(&a, d).p, "2024-02-29");
	assert_true(day_parse(SV("9999-12-31"), &d));
	assert_string_equal(day_text(&a, d).p, "9999-12-31");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		d = (struct day){ 77 };
		if (day_parse(sv_of(bad[i]), &d))
			fail_msg("\"%s\" is read", bad[i]);
		assert_int_equal(d.n, 77);
	}
	assert_int_equal(day_text(&a, DAY_NONE).n, 0);
	assert_false(day_is(DAY_NONE));
	for (int32_t n = -25567; n < 84000; n += 7) {
		assert_true(day_parse(day_text(&a, (struct day){ n }), &d));
		assert_int_equal(d.n, n);
	}
}

static void test_instants(void **st)
{
	(void)st;
	static const struct { const char *s; int64_t ms; } good[] = {
		{ "1970-01-01T00:00:00Z", 0 }, { "1970-01-01T08:00:00+08:00", 0 }, { "1970-01-01T08:00:00.000+08:00", 0 },
		{ "1969-12-31T23:59:59.999Z", -1 }, { "2026-11-21T09:05:00.123+08:00", INT64_C(1795223100123) },
		{ "2026-11-21T09:05+08:00", INT64_C(1795223100000) }, { "2026-11-21 01:05Z", INT64_C(1795223100000) },
		{ "2026-11-20T19:35:00-05:30", INT64_C(1795223100000) }, { "2026-11-21T01:05:00.1Z", INT64_C(1795223100100) },
		{ "2026-11-21T01:05:00.1239999Z", INT64_C(1795223100123) },
	};
	static const char *const bad[] = { "", "2026-11-21", "2026-11-21T09:05:00", "2026-11-21T24:00:00Z", "2026-11-21T09:60:00Z",
					   "2026-11-21T09:05:61Z", "2026-11-21T9:05:00Z", "2026-11-21T09:05:00+8:00", "2026-11-21T09:05:00ZZ",
					   "2026-11-21t09:05:00Z", "2026-11-31T09:05:00Z", "2026-11-21T09:05:00+0800", "2026-11-21T09:05:0Z",
					   "2026-11-21T09:05:", "2026-11-21T09:05:00.", "2026-11-21T09:05:00.12" };
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		int64_t ms = 77;
		if (!instant_parse(sv_of(good[i].s), &ms))
			fail_msg("\"%s\" is not read", good[i].s);
		assert_int_equal(ms, good[i].ms);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int64_t ms = 77;
		if (instant_parse(sv_of(bad[i]), &ms))
			fail_msg("\"%s\" is read", bad[i]);
		assert_int_equal(ms, 77);
	}
	assert_string_equal(instant_text(&a, INT64_C(1795223100123)).p, "2026-11-21T09:05:00.123+08:00");
	assert_string_equal(instant_text(&a, -1).p, "1970-01-01T07:59:59.999+08:00");
	uint64_t seed = 1;
	for (int i = 0; i < 50000; i++) {
		int64_t ms, t;
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		ms = (int64_t)(seed >> 20) % INT64_C(7258118400000); /* up to 2199 */
		assert_true(instant_parse(instant_text(&a, ms), &t));
		assert_int_equal(t, ms);
		if (i % 1000 == 0)
			arena_reset(&a);
	}
}

static int setup(void **st)
{
	(void)st;
	arena_init(&a, 64 << 20);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_days), cmocka_unit_test(test_day_text), cmocka_unit_test(test_instants) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
