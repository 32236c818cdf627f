#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stat/rankset.h"
#include "stat/rng.h"

enum { N = 15 };

static double theta[N], cov[N * N];
static const struct estimates league = { N, theta, cov, INFINITY };

static void fill(uint64_t seed)
{
	struct rng rng = rng_new(seed);
	memset(cov, 0, sizeof(cov));
	for (int i = 0; i < N; i++) {
		theta[i] = 3 * rng_normal(&rng);
		cov[i * N + i] = 0.5 + rng_unit(&rng);
	}
}

static void holm_in_any_order(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 16 << 20);
	double p[20], q[20], adjusted[20], turned[20];
	bool strict[20], loose[20], other[20];
	struct rng rng = rng_new(4);
	for (int i = 0; i < 20; i++)
		p[i] = pow(rng_unit(&rng), 5);
	for (int i = 0; i < 20; i++)
		q[i] = p[19 - i];
	holm(&a, p, 20, 0.01, strict, adjusted);
	holm(&a, p, 20, 0.1, loose, NULL);
	holm(&a, q, 20, 0.01, other, turned);
	for (int i = 0; i < 20; i++) {
		assert_true(!strict[i] || loose[i]);
		assert_true(strict[i] == other[19 - i] && adjusted[i] == turned[19 - i]);
		assert_true(strict[i] == (adjusted[i] <= 0.01) && adjusted[i] >= p[i]);
	}
	arena_release(&a);
}

/* Whether every place open in the narrow sets is open in the wide ones. */
static void inside(const bool *narrow, const bool *wide)
{
	for (size_t i = 0; i < N; i++) {
		struct rank_bounds n = rank_bounds_of(narrow, N, i), w = rank_bounds_of(wide, N, i);
		size_t place = 1;
		for (size_t k = 0; k < N; k++)
			place += theta[k] > theta[i];
		assert_true(w.lo <= n.lo && n.hi <= w.hi && n.lo <= place && place <= n.hi);
	}
}

static void sets_nest(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct arena a;
		bool tight[N * N], loose[N * N], drawn[N * N], again[N * N];
		struct stepdown_step steps[STEPS_MAX];
		struct stepdown how = { 2000, seed };
		struct rank_ask ask = { .alpha = 0.05, .unit = RANK_ALL }, mild = { .alpha = 0.2, .unit = RANK_ALL };
		arena_init(&a, 64 << 20);
		fill(seed);
		better_holm(&a, &league, ask, loose);
		better_holm(&a, &league, mild, tight);
		inside(tight, loose);
		assert_true(better_stepdown(&a, &league, ask, how, drawn, steps) > 0);
		inside(drawn, drawn);
		assert_true(steps[0].critical < 3.6 && steps[0].critical > 2.5); /* below Bonferroni's over dependent pairs */
		assert_true(better_stepdown(&a, &league, ask, how, again, steps) > 0);
		assert_memory_equal(drawn, again, sizeof(drawn));
		for (size_t u = 0; u < N; u++) {
			ask.unit = u;
			better_holm(&a, &league, ask, tight);
			struct rank_bounds alone = rank_bounds_of(tight, N, u), all = rank_bounds_of(loose, N, u);
			assert_true(all.lo <= alone.lo && alone.hi <= all.hi);
		}
		arena_release(&a);
	}
}

static void shift_and_scale(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64 << 20);
	double p[N * N], q[N * N];
	fill(8);
	pair_tests(&league, p);
	for (int i = 0; i < N; i++) {
		theta[i] = 100 + 4 * theta[i];
		cov[i * N + i] *= 16;
	}
	pair_tests(&league, q);
	for (int i = 0; i < N * N; i++)
		assert_true(fabs(p[i] - q[i]) < 1e-12);
	double same[] = { 1, 1 }, none[4] = { 0 }, shared[] = { 2, 2, 2, 2 };
	assert_true(pair_z(&(struct estimates){ 2, same, none, INFINITY }, 0, 1) == 0);
	same[0] = 2;
	assert_true(isinf(pair_z(&(struct estimates){ 2, same, none, INFINITY }, 0, 1)));
	assert_true(isinf(pair_z(&(struct estimates){ 2, same, shared, INFINITY }, 0, 1))); /* all of the error is shared */
	arena_release(&a);
}

/* With nothing between the units, the first of the two is called better in about α of the panels. */
static void keeps_its_level(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 256 << 20);
	struct rng rng = rng_new(77);
	int wrong = 0, drawn_wrong = 0;
	for (int trial = 0; trial < 400; trial++) {
		double t[4], c[16] = { 0 };
		bool better[16], drawn[16], any = false, any_drawn = false;
		struct stepdown_step steps[STEPS_MAX];
		struct rank_ask ask = { .alpha = 0.1, .unit = RANK_ALL };
		for (int i = 0; i < 4; i++) {
			t[i] = rng_normal(&rng);
			c[i * 5] = 1;
		}
		struct estimates e = { 4, t, c, INFINITY };
		better_holm(&a, &e, ask, better);
		assert_true(better_stepdown(&a, &e, ask, (struct stepdown){ 500, 1 }, drawn, steps) > 0);
		for (int i = 0; i < 16; i++) {
			any = any || better[i];
			any_drawn = any_drawn || drawn[i];
		}
		wrong += any;
		drawn_wrong += any_drawn;
		arena_reset(&a);
	}
	assert_in_range(wrong, 10, 50);
	assert_in_range(drawn_wrong, 20, 60);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holm_in_any_order),
		cmocka_unit_test(sets_nest),
		cmocka_unit_test(shift_and_scale),
		cmocka_unit_test(keeps_its_level),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
