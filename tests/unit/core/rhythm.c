#include "core/rhythm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct day day(const char *s)
{
	struct day d;
	assert_true(day_parse(sv_of(s), &d));
	return d;
}

static void window_is(enum rhythm r, const char *since, const char *d, const char *from, const char *to)
{
	struct window w = rhythm_window(r, day(since), day(d));
	assert_int_equal(w.from.n, day(from).n);
	assert_int_equal(w.to.n, day(to).n);
}

static void windows(void **state)
{
	(void)state;
	window_is(RHYTHM_WEEK, "2023-06-01", "2023-06-04", "2023-05-29", "2023-06-04"); /* a Sunday ends its week */
	window_is(RHYTHM_WEEK, "2023-06-01", "2023-06-05", "2023-06-05", "2023-06-11");
	window_is(RHYTHM_FORTNIGHT, "2023-06-01", "2023-06-11", "2023-05-29", "2023-06-11");
	window_is(RHYTHM_FORTNIGHT, "2023-06-01", "2023-06-12", "2023-06-12", "2023-06-25");
	window_is(RHYTHM_MONTH, "2024-01-01", "2024-02-29", "2024-02-01", "2024-02-29");
	window_is(RHYTHM_QUARTER, "2023-01-01", "2023-06-04", "2023-04-01", "2023-06-30");
	window_is(RHYTHM_QUARTER, "2023-01-01", "2023-12-31", "2023-10-01", "2023-12-31");
}

static void missed_is(enum rhythm r, const char *since, const char *today, const char *const *held, size_t n, int missed, bool waits)
{
	struct day d[8];
	for (size_t i = 0; i < n; i++)
		d[i] = day(held[i]);
	struct rhythm_state s = rhythm_check(r, day(since), day(today), d, n);
	assert_int_equal(s.missed, missed);
	assert_int_equal(s.waits, waits);
}

static void missed(void **state)
{
	(void)state;
	static const char *const held[] = { "2023-02-10", "2023-04-20", "2023-05-02", "2023-08-30" };
	missed_is(RHYTHM_QUARTER, "2023-01-05", "2023-09-30", held, 4, 0, false);
	missed_is(RHYTHM_QUARTER, "2023-01-05", "2023-10-01", held, 4, 0, true);
	missed_is(RHYTHM_QUARTER, "2023-01-05", "2024-01-01", held, 4, 1, true); /* the fourth quarter passed without one */
	missed_is(RHYTHM_MONTH, "2023-01-05", "2023-06-01", held, 4, 2, true);	 /* January and March */
	missed_is(RHYTHM_MONTH, "2023-05-01", "2023-04-30", held, 4, 0, false);	 /* it has not begun */
	missed_is(RHYTHM_NONE, "2020-01-01", "2023-06-01", held, 0, 0, false);
	missed_is(RHYTHM_WEEK, "2023-05-29", "2023-06-19", held, 0, 3, true);
	struct day none;
	struct rhythm_state s = rhythm_check(RHYTHM_MONTH, day("2023-01-05"), day("2023-03-15"), &none, 0);
	assert_int_equal(s.first.from.n, day("2023-01-01").n);
	assert_int_equal(s.now.to.n, day("2023-03-31").n);
	assert_int_equal(rhythm_of(SV("quarterly")), RHYTHM_QUARTER);
	assert_int_equal(rhythm_of(SV("sometimes")), RHYTHM_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(windows), cmocka_unit_test(missed) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
