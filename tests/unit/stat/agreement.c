#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "stat/agreement.h"

#define assert_near(x, y, by) assert_true(fabs((x) - (y)) <= (by))

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
	const struct CMUnitTest tests[] = { cmocka_unit_test(concordance) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
