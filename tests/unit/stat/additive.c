#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stat/additive.h"
#include "stat/reliability.h"
#include "stat/rng.h"

enum { U = 12, J = 8 };

static void near(double got, double want)
{
	if (!(fabs(got - want) <= 1e-9 * (1 + fabs(want))))
		fail_msg("%.17g instead of %.17g", got, want);
}

/* Every judge leaves out about a third of the units; judges 0 and 1 see them all. */
static size_t panel(struct add_mark *marks, uint64_t seed, double shift, double scale, double noise)
{
	struct rng rng = rng_new(seed);
	size_t n = 0;
	for (int u = 0; u < U; u++)
		for (int j = 0; j < J; j++) {
			double e = rng_normal(&rng);
			if (j > 1 && rng_below(&rng, 3) == 0)
				continue;
			marks[n++] = (struct add_mark){ u, j, shift + scale * (80 + u * 1.5 - (j - 3.5) + noise * e) };
		}
	return n;
}

static void fit(struct arena *a, const struct add_mark *marks, size_t n, struct add_fit *ret)
{
	static const int whole[U] = { 0 };
	struct add_design d = { .marks = marks, .n = n, .units = U, .judges = J, .parts = 1, .unit_part = whole, .judge_part = whole };
	assert_true(additive_fit(a, &d, ret));
}

static void moves_with_the_scale(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64 << 20);
	struct add_mark marks[U * J], other[U * J], turned[U * J];
	struct add_fit f, g, h;
	size_t n = panel(marks, 3, 0, 1, 1);
	assert_int_equal(panel(other, 3, 1000, -2, 1), n);
	for (size_t i = 0; i < n; i++)
		turned[i] = marks[n - 1 - i];
	fit(&a, marks, n, &f);
	fit(&a, other, n, &g);
	fit(&a, turned, n, &h);
	for (int u = 0; u < U; u++) {
		near(g.adjusted[u], 1000 - 2 * f.adjusted[u]);
		near(h.adjusted[u], f.adjusted[u]);
		for (int v = 0; v < U; v++)
			near(f.cov[u * U + v], f.cov[v * U + u]);
	}
	double sum = 0;
	for (int j = 0; j < J; j++) {
		near(g.judge[j], -2 * f.judge[j]);
		near(g.judge_var[j], f.judge_var[j]);
		sum += f.judge[j];
	}
	near(sum, 0);
	near(g.sigma2, 4 * f.sigma2);
	near(h.rss, f.rss);
	assert_int_equal(f.df, (long)n - U - J + 1);
	arena_release(&a);
}

static void finds_what_was_put_in(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64 << 20);
	struct add_mark marks[U * J];
	struct add_fit f;
	size_t n = panel(marks, 9, 0, 1, 0);
	fit(&a, marks, n, &f);
	for (int u = 0; u < U; u++)
		near(f.adjusted[u], 80 + u * 1.5);
	for (int j = 0; j < J; j++)
		near(f.judge[j], 3.5 - j);
	assert_true(f.rss < 1e-18);
	arena_release(&a);
}

/* A complete panel has the textbook's errors: σ²/J a unit and σ²(1 - 1/J)/U a judge. */
static void complete(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64 << 20);
	struct add_mark marks[U * J];
	double x[U * J];
	struct add_fit f;
	struct anova v;
	struct rng rng = rng_new(1);
	for (int i = 0; i < U * J; i++) {
		x[i] = 70 + 5 * rng_normal(&rng);
		marks[i] = (struct add_mark){ i / J, i % J, x[i] };
	}
	fit(&a, marks, U * J, &f);
	anova_two_way(x, U, J, &v);
	near(f.sigma2, v.ms_error);
	near(f.cov[0], 1.0 / J);
	near(f.cov[1], 0);
	near(f.judge_var[5], (1 - 1.0 / J) / U);
	for (int u = 0; u < U; u++)
		near(f.adjusted[u], f.mean[u]);
	arena_release(&a);
}

static void two_parts(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64 << 20);
	const struct add_mark marks[] = { { 0, 0, 90 }, { 0, 1, 88 }, { 1, 0, 85 }, { 1, 1, 84 }, { 2, 2, 92 }, { 2, 3, 91 }, { 3, 2, 80 }, { 3, 3, 83 } };
	const int unit_part[] = { 0, 0, 1, 1, -1 }, judge_part[] = { 0, 0, 1, 1, -1 };
	struct add_design d = { .marks = marks, .n = 8, .units = 5, .judges = 5, .parts = 2, .unit_part = unit_part, .judge_part = judge_part };
	struct add_fit f;
	assert_true(additive_fit(&a, &d, &f));
	near(f.adjusted[0] - f.adjusted[1], 4.5);
	near(f.adjusted[2] - f.adjusted[3], 10);
	assert_true(f.cov[2] == 0 && f.cov[0 * 5 + 2] == 0 && isnan(f.adjusted[4]) && isnan(f.judge[4]) && f.df == 2);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_with_the_scale),
		cmocka_unit_test(finds_what_was_put_in),
		cmocka_unit_test(complete),
		cmocka_unit_test(two_parts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
