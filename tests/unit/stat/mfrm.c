#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stat/mfrm.h"
#include "stat/rng.h"

enum { UNITS = 40, JUDGES = 6, ITEMS = 4, K = 4, N = UNITS * JUDGES * ITEMS };

static const struct mfrm_facet facets[] = { { .elements = UNITS, .sign = 1, .centred = true },
					    { .elements = JUDGES, .sign = -1 },
					    { .elements = ITEMS, .sign = -1, .centred = true } };
static int element[N * 3], category[N];
static const struct mfrm_data whole = { .facets = facets,
					.n_facets = 3,
					.n = N,
					.categories = K,
					.element = element,
					.category = category,
					.tolerance = 1e-9,
					.max_iterations = 1000 };

static double true_measure(int facet, int e)
{
	static const int sizes[] = { UNITS, JUDGES, ITEMS };
	return (facet ? 1.0 : 2.0) * (e - (sizes[facet] - 1) / 2.0) / sizes[facet];
}

static void draw(uint64_t seed)
{
	static const double sum[K] = { 0, -1, -1, 0 }; /* thresholds -1, 0, 1 */
	struct rng rng = rng_new(seed);
	for (int i = 0; i < N; i++) {
		int *e = &element[3 * i], k = 0;
		e[0] = i / (JUDGES * ITEMS);
		e[1] = i / ITEMS % JUDGES;
		e[2] = i % ITEMS;
		double theta = true_measure(0, e[0]) - true_measure(1, e[1]) - true_measure(2, e[2]), p[K], total = 0;
		for (int j = 0; j < K; j++)
			total += p[j] = exp(j * theta - sum[j]);
		for (double u = rng_unit(&rng) * total; k < K - 1 && u > p[k]; k++)
			u -= p[k];
		category[i] = k;
	}
}

static void finds_what_was_put_in(void **state)
{
	(void)state;
	struct arena a;
	struct mfrm_fit fit;
	arena_init(&a, 64 << 20);
	draw(2);
	assert_int_equal(mfrm_fit(&a, &whole, &fit), MFRM_OK);
	double centre[3] = { 0 };
	for (int f = 0; f < 3; f++)
		for (size_t e = 0; e < facets[f].elements; e++) {
			const struct mfrm_element *x = &fit.facet[f][e];
			assert_true(fabs(x->observed - x->expected) < 1e-5);
			assert_true(fabs(x->measure - true_measure(f, (int)e)) < 4 * x->se);
			assert_true(x->infit > 0.3 && x->infit < 2 && x->fair > 0 && x->fair < K - 1);
			centre[f] += x->measure;
		}
	assert_true(fabs(centre[0]) < 1e-8 && fabs(centre[2]) < 1e-8);
	for (int k = 0; k < K - 1; k++)
		assert_true(fabs(fit.threshold[k] - (k - 1)) < 0.35);
	for (int k = 0; k < K; k++)
		assert_true(fabs(fit.expected_count[k] - (double)fit.count[k]) < 1e-5);
	arena_release(&a);
}

/* The order of the ratings is no information; turning the sense of a facet turns its measures. */
static void order_and_sense(void **state)
{
	(void)state;
	static int element2[N * 3], category2[N];
	struct mfrm_facet turned[3] = { facets[0], facets[1], facets[2] };
	struct mfrm_data other = whole;
	struct mfrm_fit fit, fit2;
	struct arena a;
	arena_init(&a, 64 << 20);
	draw(5);
	for (int i = 0; i < N; i++) {
		memcpy(&element2[3 * i], &element[3 * (N - 1 - i)], 3 * sizeof(int));
		category2[i] = category[N - 1 - i];
	}
	turned[2].sign = 1;
	other.element = element2;
	other.category = category2;
	other.facets = turned;
	assert_int_equal(mfrm_fit(&a, &whole, &fit), MFRM_OK);
	assert_int_equal(mfrm_fit(&a, &other, &fit2), MFRM_OK);
	for (int f = 0; f < 3; f++)
		for (size_t e = 0; e < facets[f].elements; e++)
			assert_true(fabs(fit.facet[f][e].measure - (f == 2 ? -1 : 1) * fit2.facet[f][e].measure) < 1e-6);
	arena_release(&a);
}

/* Two crossings of judges and items, each with its own units: a unit rated by both joins them. */
static void subsets(void **state)
{
	(void)state;
	struct arena a;
	struct mfrm_fit fit;
	struct mfrm_data part = whole;
	static int kept[N * 3], marks[N];
	arena_init(&a, 64 << 20);
	draw(6);
	part.element = kept;
	part.category = marks;
	part.n = 0;
	for (int i = 0; i < N; i++)
		if ((element[3 * i] < UNITS / 2) == (element[3 * i + 1] < JUDGES / 2)) {
			memcpy(&kept[3 * part.n], &element[3 * i], 3 * sizeof(int));
			marks[part.n++] = category[i];
		}
	assert_int_equal(mfrm_fit(&a, &part, &fit), MFRM_NOT_CONNECTED);
	assert_int_equal(fit.subsets, 2);
	for (int u = 0; u < UNITS; u++)
		assert_int_equal(fit.facet[0][u].subset, u >= UNITS / 2);
	for (int i = 0; i < ITEMS; i++)
		assert_int_equal(fit.facet[2][i].subset, 0);
	memcpy(&kept[3 * part.n], (int[]){ 0, JUDGES - 1, 0 }, 3 * sizeof(int));
	marks[part.n++] = 1;
	assert_int_equal(mfrm_fit(&a, &part, &fit), MFRM_OK);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put_in),
		cmocka_unit_test(order_and_sense),
		cmocka_unit_test(subsets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
