/* Student's tail in integers against the same in floating point, which is the less exact of the two. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#undef fail

#include "core/score/tail.h"
#include "stat/dist.h"

static double asked(int64_t num, int64_t den, int df)
{
	return ldexp((double)student_tail(num, den, df), -TAIL_BITS);
}

static void against_floating_point(void **state)
{
	(void)state;
	for (int df = 1; df <= TAIL_DF_MAX; df++)
		for (int64_t num = 2000; num < 400000; num += num / 7) {
			double want = t_two_sided(sqrt((double)num / 1000), df), got = asked(num, 1000, df);
			if (fabs(got - want) > 1e-12)
				fprintf(stderr, "df %d t² %lld: %.17g, not %.17g\n", df, (long long)num, got, want);
			assert_true(fabs(got - want) <= 1e-12);
		}
}

/* Printed tables: Fisher & Yates. */
static void against_the_table(void **state)
{
	(void)state;
	static const struct {
		int df;
		int64_t t, p; /* thousandths; hundred-thousandths */
	} rows[] = { { 1, 12706, 5000 }, { 2, 4303, 5000 }, { 4, 4604, 1000 }, { 8, 2306, 5000 }, { 9, 3250, 1000 }, { 30, 2750, 1000 } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(fabs(asked(rows[i].t * rows[i].t, 1000000, rows[i].df) * 1e5 - (double)rows[i].p) < 3);
}

static void edges(void **state)
{
	(void)state;
	assert_true(student_tail(0, 0, 5) == TAIL_ONE && student_tail(0, 7, 5) == TAIL_ONE);
	assert_true(student_tail(7, 0, 5) == 0);
	assert_true(student_tail(1999, 1000, 5) == TAIL_ONE && student_tail(2000, 1000, 5) < TAIL_ONE);
	assert_true(student_tail(9, 1, 0) == TAIL_ONE);
	assert_true(student_tail(9, 1, 100000) == student_tail(9, 1, TAIL_DF_MAX));
	/* Their ratio alone matters, however large they are. */
	assert_true(student_tail((wide)9 << 100, (wide)1 << 100, 8) == student_tail(9, 1, 8));
	assert_true(student_tail((wide)1 << 126, 1, 8) == 0 || student_tail((wide)1 << 126, 1, 8) < 1000);
	for (int df = 1; df < TAIL_DF_MAX; df++)
		assert_true(student_tail(9, 1, df + 1) < student_tail(9, 1, df));
	for (wide n = 0; n < 1000; n++)
		assert_true(wide_root(n) * wide_root(n) <= n && (wide_root(n) + 1) * (wide_root(n) + 1) > n);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(against_floating_point), cmocka_unit_test(against_the_table),
					    cmocka_unit_test(edges) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
