#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "stat/composite.h"
#include "stat/rates.h"

enum { ROWS = 6, COLS = 4 };
static const double table[ROWS * COLS] = { 2, 1500, 20, 9, 2.5, 2700, 18, 5, 1.8, 2000, 21, 7, 2.2, 1800, 20, 5, 3, 900, 5, 6, 2, 2, 2, 2 };

static void near(double x, double y, double by)
{
	if (!(fabs(x - y) <= by))
		fail_msg("%.12g instead of %.12g", x, y);
}

/* Rows in another order give the same figures; so does another unit of measure, column by column. */
static void entropy_and_topsis_stay(void **state)
{
	(void)state;
	static const size_t turned[ROWS] = { 3, 0, 5, 1, 4, 2 };
	static const double unit[COLS] = { 1000, 0.01, 7, 1 }, w[COLS] = { 0.4, 0.3, 0.2, 0.1 };
	static const bool cost[COLS] = { false, true, false, false };
	double e[2][COLS], weights[2][COLS], other[ROWS * COLS], out[2][2 * COLS + 3 * ROWS];
	for (size_t r = 0; r < ROWS; r++)
		for (size_t c = 0; c < COLS; c++)
			other[r * COLS + c] = table[turned[r] * COLS + c] * unit[c];
	assert_true(stat_entropy_weights(table, ROWS, COLS, e[0], weights[0]));
	assert_true(stat_entropy_weights(other, ROWS, COLS, e[1], weights[1]));
	double sum = 0;
	for (size_t c = 0; c < COLS; c++) {
		near(e[0][c], e[1][c], 1e-12);
		near(weights[0][c], weights[1][c], 1e-12);
		sum += weights[0][c];
	}
	near(sum, 1, 1e-12);
	for (int i = 0; i < 2; i++) {
		double *o = out[i];
		struct topsis t = { o, o + COLS, o + 2 * COLS, o + 2 * COLS + ROWS, o + 2 * COLS + 2 * ROWS };
		stat_topsis(i ? other : table, ROWS, COLS, w, cost, &t);
	}
	for (size_t r = 0; r < ROWS; r++)
		near(out[1][2 * COLS + 2 * ROWS + r], out[0][2 * COLS + 2 * ROWS + turned[r]], 1e-12);
}

static void a_column_of_zeros(void **state)
{
	(void)state;
	static const double x[] = { 0, 1, 0, 2 }, w[] = { 0.5, 0.5 };
	static const bool cost[2] = { false, false };
	double o[2 + 2 + 6], e[2], weights[2];
	struct topsis t = { o, o + 2, o + 4, o + 6, o + 8 };
	stat_topsis(x, 2, 2, w, cost, &t);
	near(t.closeness[0], 0, 0);
	near(t.closeness[1], 1, 0);
	assert_false(stat_entropy_weights(x, 2, 2, e, weights));
}

static void means(void **state)
{
	(void)state;
	static const double x[] = { 2, 32, 8 }, w[] = { 1, 1, 1 }, same[] = { 5, 5 };
	double mean, sd, z[3];
	near(stat_geometric_mean(x, w, 3), 8, 1e-12);
	stat_z_scores(x, 3, false, &mean, &sd, z);
	near(mean, 14, 1e-12);
	near(sd, sqrt(252), 1e-12);
	near(z[0] + z[1] + z[2], 0, 1e-12);
	stat_z_scores(same, 2, true, &mean, &sd, z);
	near(z[0], 0, 0);
	near(sd, 0, 0);
	near(stat_log_between(100, 1, 10000), 0.5, 1e-12);
}

/* The interval of x is the mirror of that of n − x, lies within 0 and 1, and narrows as n grows. */
static void intervals(void **state)
{
	(void)state;
	double width = 2;
	for (int64_t n = 1; n < 200; n++)
		for (int64_t x = 0; x <= n; x++) {
			struct interval a = stat_wilson(x, n, 1.96), b = stat_wilson(n - x, n, 1.96);
			near(a.lo, 1 - b.hi, 1e-12);
			near(a.centre, 1 - b.centre, 1e-12);
			assert_true(a.lo >= 0 && a.lo <= a.centre && a.centre <= a.hi && a.hi <= 1);
			assert_true(a.lo <= (double)x / (double)n && a.hi >= (double)x / (double)n);
		}
	for (int64_t n = 10; n < 2000; n += 10) {
		struct interval a = stat_wilson(n / 10, n, 1.96);
		assert_true(a.hi - a.lo < width);
		width = a.hi - a.lo;
	}
}

/* Limits climb with p and close around the target as n grows; very many cases are no trouble. */
static void funnels(void **state)
{
	(void)state;
	static const double p[] = { 0.001, 0.025, 0.5, 0.975, 0.999 };
	double spread = 2;
	for (int64_t n = 5; n < 20000000; n = n * 3 + 1) {
		double last = -1, ends[2] = { 0 };
		for (size_t i = 0; i < 5; i++) {
			struct funnel f = stat_funnel_limit(n, 0.3, p[i]);
			assert_true(f.limit > last && f.below < p[i] && f.at >= p[i] - 1e-12);
			last = f.limit;
			if (i == 0 || i == 4)
				ends[i / 4] = f.limit;
		}
		assert_true(ends[1] - ends[0] < spread);
		spread = ends[1] - ends[0];
	}
	/* of very many, the limit is that of the normal distribution */
	near(stat_funnel_limit(1000000, 0.3, 0.975).limit, 0.3 + 1.959964 * sqrt(0.3 * 0.7 / 1e6), 1e-6);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(entropy_and_topsis_stay), cmocka_unit_test(a_column_of_zeros),
					    cmocka_unit_test(means), cmocka_unit_test(intervals),
					    cmocka_unit_test(funnels) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
