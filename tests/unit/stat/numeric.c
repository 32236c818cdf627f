#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stat/dist.h"
#include "stat/linalg.h"
#include "stat/rng.h"

static void near(double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want))) {
		print_error("%.17g instead of %.17g\n", got, want);
		fail();
	}
}

/* Figures to 15 digits from arbitrary-precision arithmetic. */
static void tails(void **state)
{
	(void)state;
	near(normal_sf(6), 9.86587645037698e-10, 1e-12);
	near(normal_cdf(-6), 9.86587645037698e-10, 1e-12);
	near(normal_quantile(0.975), 1.95996398454005, 1e-13);
	near(normal_quantile(0.995), 2.5758293035489004, 1e-12);
	near(normal_quantile(0.75), 0.6744897501960817, 1e-12);
	near(normal_quantile(0.999), 3.090232306167813, 1e-12);
	near(normal_quantile(1e-8), -5.61200124417479, 1e-12);
	near(chi2_sf(11.143, 2), 0.00380476899659105, 1e-12);
	near(chi2_sf(50, 9), 1.07723820225747e-7, 1e-11);
	near(chi2_sf(2, 9), 0.991467606628814, 1e-13);
	near(chi2_sf(3.841458820694124, 1), 0.05, 1e-12);
	near(chi2_sf(7.814727903251179, 3), 0.05, 1e-12);
	near(chi2_sf(18.307038053275146, 10), 0.05, 1e-12);
	near(chi2_sf(2000, 2000), 0.495794756, 1e-8); /* exp(-1000) alone would be nothing */
	near(gamma_q(50, 60), 0.0844066810936918, 1e-11);
	near(t_sf(2.228138851964939, 10), 0.025, 1e-9);
	near(t_sf(-2.228138851964939, 10), 0.975, 1e-9);
	near(t_two_sided(5, 3), 2 * 0.00769621903665115, 1e-12);
	near(t_quantile(0.975, 7), 2.36462425159279, 1e-12);
	near(t_quantile(0.025, 7), -2.36462425159279, 1e-12);
	near(t_quantile(0.975, INFINITY), 1.95996398454005, 1e-13);
	near(t_sf(1.96, INFINITY), normal_sf(1.96), 1e-14);
	near(f_sf(3.7, 3, 10), 0.0502749340800599, 1e-12);
	near(binomial_sf(120, 220, 0.5), 1.00046114514136e-1, 1e-11);
	near(binomial_sf(3, 13, 0.1), 0.1338827547916, 1e-12);
}

static void edges(void **state)
{
	(void)state;
	assert_true(isnan(normal_quantile(0)) && isnan(normal_quantile(1)) && isnan(t_quantile(0.5, 0)) && isnan(t_sf(1, -1)));
	assert_true(isnan(f_sf(1, 0, 1)) && isnan(binomial_sf(1, -1, 0.5)) && isnan(gamma_q(0, 1)) && isnan(beta_i(2, 1, 1)));
	assert_true(chi2_sf(0, 3) == 1 && chi2_sf(-1, 3) == 1 && f_sf(0, 1, 1) == 1 && f_sf(INFINITY, 1, 1) == 0);
	assert_true(binomial_sf(0, 0, 0.5) == 1 && binomial_sf(5, 4, 0.5) == 0 && binomial_sf(4, 4, 1) == 1);
	assert_true(beta_i(0, 2, 3) == 0 && beta_i(1, 2, 3) == 1 && gamma_q(2, 0) == 1);
	assert_true(t_two_sided(INFINITY, 4) == 0 && t_sf(0, 4) == 0.5 && fabs(normal_quantile(0.5)) < 1e-15);
	for (double x = 0.05; x < 1; x += 0.05) /* I_x(a, b) = 1 - I_{1-x}(b, a) */
		near(beta_i(x, 2.5, 0.7), 1 - beta_i(1 - x, 0.7, 2.5), 1e-12);
	for (int df = 1; df < 40; df++)
		for (double x = 0.5; x < 80; x += 0.5)
			assert_true(chi2_sf(x, df) <= chi2_sf(x - 0.5, df) + 1e-14 && chi2_sf(x, df) <= chi2_sf(x, df + 1) + 1e-14);
	for (double p = 0.01; p < 1; p += 0.01)
		near(1 - t_sf(t_quantile(p, 4.5), 4.5), p, 1e-10);
}

static void cholesky(void **state)
{
	(void)state;
	enum { N = 7 };
	double a[N * N], l[N * N], inv[N * N], b[N];
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++)
			l[i * N + j] = a[i * N + j] = 1.0 / (1 + abs(i - j)) + (i == j);
	assert_true(chol_factor(l, N));
	chol_inverse(l, N, inv);
	for (int i = 0; i < N; i++) {
		for (int j = 0; j < N; j++) {
			double s = 0;
			for (int k = 0; k < N; k++)
				s += a[i * N + k] * inv[k * N + j];
			assert_true(fabs(s - (i == j)) < 1e-14);
			b[j] = a[i * N + j];
		}
		chol_solve(l, N, b); /* A x = the i-th column of A */
		for (int j = 0; j < N; j++)
			assert_true(fabs(b[j] - (i == j)) < 1e-14);
	}
	double rank_one[4] = { 1, 2, 2, 4 }, again[4] = { 1, 2, 2, 4 }, indefinite[4] = { 1, 2, 2, 1 };
	assert_false(chol_factor(rank_one, 2));
	assert_true(chol_factor_semi(again, 2, 1e-12));
	assert_true(again[0] == 1 && again[2] == 2 && again[3] == 0);
	assert_false(chol_factor_semi(indefinite, 2, 1e-12));
}

static void draws(void **state)
{
	(void)state;
	/* the published first numbers of splitmix64 from 0, as the state of xoshiro256** */
	struct rng r = rng_new(0);
	assert_true(r.s[0] == UINT64_C(0xe220a8397b1dcdaf) && r.s[1] == UINT64_C(0x6e789e6aa1b965f4));
	struct rng x = { { 1, 2, 3, 4 } };
	assert_true(rng_next(&x) == 11520 && rng_next(&x) == 0 && rng_next(&x) == 1509978240);
	double sum = 0, squares = 0;
	int below[7] = { 0 };
	for (int i = 0; i < 70000; i++) {
		double z = rng_normal(&r), u = rng_unit(&r);
		assert_true(u >= 0 && u < 1);
		sum += z;
		squares += z * z;
		below[rng_below(&r, 7)]++;
	}
	assert_true(fabs(sum / 70000) < 0.02 && fabs(squares / 70000 - 1) < 0.03);
	for (int i = 0; i < 7; i++)
		assert_true(abs(below[i] - 10000) < 500);
	struct rng p = rng_new(42), q = rng_new(42), other = rng_new(43);
	assert_true(rng_next(&p) == rng_next(&q) && rng_next(&p) != rng_next(&other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tails),
		cmocka_unit_test(edges),
		cmocka_unit_test(cholesky),
		cmocka_unit_test(draws),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
