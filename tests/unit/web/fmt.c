#include "web/fmt.h"

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
	tr_install(catalogue);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&a);
	tr_install(NULL);
	return 0;
}

static void is(struct sv got, const char *want)
{
	assert_string_equal(arena_cstr(&a, got), want);
}

#define BOTH(fn, zh, en, ...)                              \
	do {                                               \
		is(fn(&a, LANG_ZH, __VA_ARGS__), zh);      \
		is(fn(&a, LANG_EN, __VA_ARGS__), en);      \
	} while (0)

static struct dec dec(const char *s)
{
	struct dec d = { 0 };
	assert_true(dec_parse(sv_of(s), &d));
	return d;
}

static void dates(void **state)
{
	(void)state;
	struct day d = day_of_civil(2026, 11, 1), today = day_of_civil(2026, 11, 21);
	BOTH(fmt_day_short, "11-01", "11-01", d, today);
	BOTH(fmt_day_short, "2025-12-31", "2025-12-31", day_of_civil(2025, 12, 31), today);
	BOTH(fmt_day_short, "2026-11-01", "2026-11-01", d, DAY_NONE);
	BOTH(fmt_day_long, "2026年11月1日", "1 November 2026", d);
	BOTH(fmt_day_desk, "11月21日 星期六", "Saturday 21 November", today);
	BOTH(fmt_day_desk, "11月1日 星期日", "Sunday 1 November", d);
	BOTH(fmt_month, "2026年1月", "January 2026", 2026, 1);
	BOTH(fmt_day_long, "", "", DAY_NONE);
	BOTH(fmt_day_desk, "", "", DAY_NONE);
	BOTH(fmt_due, "", "", DAY_NONE, today);
}

static void instants(void **state)
{
	(void)state;
	int64_t ms = instant_of_day(day_of_civil(2026, 11, 21)) + (9 * 60 + 5) * 60000 + 59999;
	BOTH(fmt_instant, "2026-11-21 09:05", "2026-11-21 09:05", ms);
	BOTH(fmt_instant_short, "11-21 09:05", "11-21 09:05", ms, day_of_civil(2026, 1, 1));
	BOTH(fmt_instant, "1969-12-31 23:59", "1969-12-31 23:59", instant_of_day(day_of_civil(1970, 1, 1)) - 1);
	BOTH(fmt_instant, "", "", 0);
}

static void spans(void **state)
{
	(void)state;
	struct day t = day_of_civil(2026, 3, 1);
	BOTH(fmt_due, "逾期 4 天", "4 days overdue", day_of_civil(2026, 2, 25), t);
	BOTH(fmt_due, "逾期 1 天", "1 day overdue", day_of_civil(2026, 2, 28), t);
	BOTH(fmt_due, "今天到期", "due today", t, t);
	BOTH(fmt_due, "还有 1 天", "1 day left", day_of_civil(2026, 3, 2), t);
	BOTH(fmt_due, "还有 31 天", "31 days left", day_of_civil(2026, 4, 1), t);
	BOTH(fmt_ago, "今天", "today", t, t);
	BOTH(fmt_ago, "昨天", "yesterday", day_of_civil(2026, 2, 28), t);
	BOTH(fmt_ago, "9 天前", "9 days ago", day_of_civil(2026, 2, 20), t);
	BOTH(fmt_ago, "03-02", "03-02", day_of_civil(2026, 3, 2), t);
}

static void money(void **state)
{
	(void)state;
	BOTH(fmt_money, "420.00 万元", "CNY 4.20 million", dec("4200000"));
	BOTH(fmt_money, "0.00 万元", "CNY 0.00", dec("0"));
	BOTH(fmt_money, "0.01 万元", "CNY 50.00", dec("50"));
	BOTH(fmt_money, "0.00 万元", "CNY 49.99", dec("49.99"));
	BOTH(fmt_money, "9999.99 万元", "CNY 100.00 million", dec("99999949.99"));
	/* What would be written as 10000.00 万元 is written as 亿元. */
	BOTH(fmt_money, "1.00 亿元", "CNY 100.00 million", dec("99999950"));
	BOTH(fmt_money, "1.00 亿元", "CNY 100.00 million", dec("100000000"));
	BOTH(fmt_money, "12.35 亿元", "CNY 1.23 billion", dec("1234500000"));
	BOTH(fmt_money, "-1.00 亿元", "CNY -100.00 million", dec("-100000000"));
	BOTH(fmt_money, "100.00 万元", "CNY 1.00 million", dec("999999.995"));
	BOTH(fmt_money, "90000.00 亿元", "CNY 9000.00 billion", dec("9000000000000"));
	BOTH(fmt_wan, "420.00", "420.00", dec("4200000"));
}

static void numbers(void **state)
{
	(void)state;
	BOTH(fmt_percent, "94.12%", "94.12%", dec("0.941176"));
	BOTH(fmt_percent, "112.35%", "112.35%", dec("1.1235"));
	BOTH(fmt_percent, "-0.01%", "-0.01%", dec("-0.00005"));
	BOTH(fmt_share, "94.12% (16/17)", "94.12% (16/17)", 16, 17);
	/* reference/ux.md 0.5: a county printed 72.9 */
	BOTH(fmt_share, "72.97% (162/222)", "72.97% (162/222)", 162, 222);
	BOTH(fmt_share, "—", "—", 0, 0);
	BOTH(fmt_score, "9.13", "9.13", dec("9.125"));
	BOTH(fmt_score, "-9.13", "-9.13", dec("-9.125"));
	BOTH(fmt_change, "+0.01", "+0.01", dec("0.005"));
	BOTH(fmt_change, "0.00", "0.00", dec("0.004999"));
	BOTH(fmt_change, "0.00", "0.00", dec("-0.004999"));
	BOTH(fmt_change, "-1.00", "-1.00", dec("-1"));
	BOTH(fmt_int, "1234", "1234", 1234);
	BOTH(fmt_int, "12\u2009345", "12\u2009345", 12345);
	BOTH(fmt_int, "-1\u2009234\u2009567", "-1\u2009234\u2009567", -1234567);
	BOTH(fmt_bytes, "999 B", "999 B", 999);
	BOTH(fmt_bytes, "1.0 kB", "1.0 kB", 1000);
	BOTH(fmt_bytes, "1.2 MB", "1.2 MB", 1234567);
}

static void places(void **state)
{
	(void)state;
	BOTH(fmt_place, "7", "7", 7, false);
	BOTH(fmt_place, "并列 7", "=7", 7, true);
	BOTH(fmt_ordinal, "第1名", "1st", 1, false);
	BOTH(fmt_ordinal, "并列第2名", "joint 2nd", 2, true);
	BOTH(fmt_ordinal, "第3名", "3rd", 3, false);
	BOTH(fmt_ordinal, "第11名", "11th", 11, false);
	BOTH(fmt_ordinal, "第12名", "12th", 12, false);
	BOTH(fmt_ordinal, "第22名", "22nd", 22, false);
	BOTH(fmt_ordinal, "第113名", "113th", 113, false);
	BOTH(fmt_ordinal, "第20名", "20th", 20, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(dates, setup, teardown),
		cmocka_unit_test_setup_teardown(instants, setup, teardown),
		cmocka_unit_test_setup_teardown(spans, setup, teardown),
		cmocka_unit_test_setup_teardown(money, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(places, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
