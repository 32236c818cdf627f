#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "stat/agreement.h"

#define assert_near(x, y, by) assert_true(fabs((x) - (y)) <= (by))

/* Points that every table of the distribution prints, and R's pchisq(lower.tail = FALSE). */
static void tails(void **state)
{
	(void)state;
	assert_near(chi2_tail(1, 3.841458820694124), 0.05, 1e-12);
	assert_near(chi2_tail(2, 5.991464547107979), 0.05, 1e-12);
	assert_near(chi2_tail(3, 7.814727903251179), 0.05, 1e-12);
	assert_near(chi2_tail(10, 18.307038053275146), 0.05, 1e-12);
	assert_near(chi2_tail(2000, 2000), 0.495794756, 1e-8); /* exp(-1000) alone would be nothing */
	assert_true(chi2_tail(4, 0) == 1 && chi2_tail(0, 3) == 1 && chi2_tail(5, -1) == 1);
	for (int df = 1; df < 40; df++)
		for (double x = 0.5; x < 80; x += 0.5) {
			assert_true(chi2_tail(df, x) <= chi2_tail(df, x - 0.5) + 1e-14);
			assert_true(chi2_tail(df, x) <= chi2_tail(df + 1, x) + 1e-14);
		}
}

static void concordance(void **state)
{
	(void)state;
	struct concordance c;
	assert_true(concordance_of((double[]){ 3, 6, 9 }, 3, 3, 0, &c));
	assert_near(c.w, 1, 1e-15);
	assert_true(c.df == 2 && c.s == 18);
	assert_near(c.chi2, 6, 1e-12);
	assert_near(c.p, exp(-3), 1e-12);
	assert_true(concordance_of((double[]){ 53, 47, 32 }, 3, 22, 24, &c));
	assert_near(c.w, 0.2532468, 1e-7);
	assert_near(c.p, 0.003805041, 1e-9);
	assert_false(concordance_of((double[]){ 3, 3 }, 2, 2, 12, &c)); /* both judges: a tie of two */
	assert_false(concordance_of((double[]){ 2 }, 1, 2, 0, &c));
	assert_false(concordance_of((double[]){ 0, 0 }, 2, 0, 0, &c));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(tails), cmocka_unit_test(concordance) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
