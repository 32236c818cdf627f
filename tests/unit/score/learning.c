#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/score/permute.h"
#include "base/prng.h"
#include "core/score/signals.h"

enum { UNITS = 9 };

static struct permute_result test_of(struct arena *a, const struct dec *change, const bool *adopted, enum permute_side side)
{
	struct permute_result r;
	assert_int_equal(permute_test(a, change, adopted, UNITS, side, 99, 1, NULL, &r), SCORE_OK);
	return r;
}

/* The order of units, an addition to all, and a positive factor change no p; a change of sign swaps the sides. */
static void permutation(void **state)
{
	(void)state;
	struct prng luck = { 2 };
	struct arena a;
	arena_init(&a, 1 << 24);
	for (int round = 0; round < 20; round++) {
		struct dec v[UNITS], turned[UNITS], moved[UNITS], minus[UNITS];
		bool who[UNITS], who_turned[UNITS];
		for (int i = 0; i < UNITS; i++) {
			v[i] = DEC((int64_t)prng_below(&luck, 20) - 10);
			who[i] = i < 1 + round % (UNITS - 1);
			moved[i].u = v[i].u * 3 + 5 * DEC_ONE;
			minus[i].u = -v[i].u;
			turned[UNITS - 1 - i] = v[i];
			who_turned[UNITS - 1 - i] = who[i];
		}
		struct permute_result r = test_of(&a, v, who, PERMUTE_TWO_SIDED), g = test_of(&a, v, who, PERMUTE_GREATER);
		assert_true(r.all && r.as_far >= 1);
		assert_int_equal(test_of(&a, turned, who_turned, PERMUTE_TWO_SIDED).as_far, r.as_far);
		assert_int_equal(test_of(&a, moved, who, PERMUTE_TWO_SIDED).as_far, r.as_far);
		assert_int_equal(test_of(&a, minus, who, PERMUTE_LESS).as_far, g.as_far);
		assert_true(g.as_far + test_of(&a, v, who, PERMUTE_LESS).as_far >= g.ways);
	}
	arena_release(&a);
}

/* A drawn sample comes near the exact share, and a seed draws the same again. */
static void drawn_ways(void **state)
{
	(void)state;
	enum { MANY = 30 };
	struct arena a;
	struct trace tr = { .a = &a };
	struct permute_result r, again;
	struct dec v[MANY];
	bool who[MANY];
	arena_init(&a, 1 << 24);
	for (int i = 0; i < MANY; i++) {
		v[i] = DEC(i * 7 % MANY);
		who[i] = i % 2;
	}
	assert_int_equal(permute_test(&a, v, who, MANY, PERMUTE_TWO_SIDED, 2000, 4, &tr, &r), SCORE_OK);
	assert_int_equal(permute_test(&a, v, who, MANY, PERMUTE_TWO_SIDED, 2000, 4, NULL, &again), SCORE_OK);
	assert_false(r.all);
	assert_int_equal(r.as_far, again.as_far);
	assert_int_equal(tr.n, 2);
	assert_int_equal(r.effect.u, DEC_ONE); /* odd numbers against even ones: 7i mod 30 keeps parity */
	assert_true(r.p.u > 650000 && r.p.u < 850000);
	arena_release(&a);
}

static void no_answer(void **state)
{
	(void)state;
	struct arena a;
	struct trace tr = { .a = &a };
	struct permute_result r;
	struct dec v[3] = { DEC(1), DEC(1), DEC(4) }, huge[2] = { { INT64_MAX }, { INT64_MIN } };
	const bool all[3] = { true, true, true }, last[3] = { false, false, true };
	arena_init(&a, 1 << 20);
	assert_int_equal(permute_test(&a, v, all, 3, PERMUTE_GREATER, 9, 1, &tr, &r), SCORE_NOT_IDENTIFIED);
	assert_int_equal(permute_test(&a, v, all, 0, PERMUTE_GREATER, 9, 1, &tr, &r), SCORE_NOT_IDENTIFIED);
	assert_int_equal(permute_test(&a, huge, (const bool[]){ true, false }, 2, PERMUTE_GREATER, 9, 1, &tr, &r), SCORE_OVERFLOW);
	assert_int_equal(permute_test(&a, huge, (const bool[]){ false, true }, 2, PERMUTE_GREATER, 9, 1, &tr, &r), SCORE_OVERFLOW);
	assert_int_equal(tr.n, 0);
	assert_int_equal(permute_test(&a, v, last, 3, PERMUTE_GREATER, 9, 1, &tr, &r), SCORE_OK);
	assert_true(r.beyond_all && r.effect.u == 3 * DEC_ONE && r.p.u == 333333);
	assert_true(sv_is(tr.last->in, "1 / 3"));
	arena_release(&a);
}

static void around_a_line(void **state)
{
	(void)state;
	struct dec v[] = { DEC(1), DEC(2), DEC(3), DEC(4), DEC(5) };
	struct around c;
	assert_true(count_around(v, 5, DEC(3), DEC(2), false, &c));
	assert_true(c.below == 2 && c.above == 2);
	assert_true(count_around(v, 5, DEC(3), DEC(2), true, &c));
	assert_true(c.below == 2 && c.above == 3);
	assert_false(count_around(v, 5, (struct dec){ INT64_MAX }, DEC(2), true, &c));
	assert_false(count_around(v, 5, (struct dec){ INT64_MIN }, DEC(2), true, &c));
}

static void digits(void **state)
{
	(void)state;
	int64_t v[] = { 100, -205, 7, 99, 310, 1234, 0 }, first[9];
	struct digits d;
	struct arena a;
	struct trace tr = { .a = &a };
	arena_init(&a, 1 << 20);
	assert_int_equal(count_last_digits(v, 7, &tr, &d), SCORE_OK);
	assert_int_equal(tr.n, 2);
	arena_release(&a);
	assert_true(d.n == 4 && d.count[0] == 2 && d.count[5] == 1 && d.count[4] == 1);
	assert_int_equal(d.share05.u, 750000);
	assert_int_equal(d.chi2.u, 11 * DEC_ONE); /* (10·6 − 16) ÷ 4 */
	assert_int_equal(count_last_digits(v, 0, NULL, &d), SCORE_NO_DATA);
	assert_int_equal(count_first_digits(v, 7, first), 6);
	assert_true(first[0] == 2 && first[1] == 1 && first[2] == 1 && first[6] == 1 && first[8] == 1);
}

/* Brighter or darker by the same step: the same fingerprint. */
static void fingerprints(void **state)
{
	(void)state;
	int grey[HASH_ROWS][HASH_COLS], brighter[HASH_ROWS][HASH_COLS];
	struct prng luck = { 9 };
	for (int i = 0; i < HASH_ROWS; i++)
		for (int j = 0; j < HASH_COLS; j++) {
			grey[i][j] = (int)prng_below(&luck, 200);
			brighter[i][j] = grey[i][j] + 55;
		}
	uint64_t h = photo_dhash(grey);
	assert_int_equal(photo_distance(h, photo_dhash(brighter)), 0);
	assert_int_equal(photo_distance(h, ~h), 64);
	assert_int_equal(photo_distance(h, h ^ 5), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(permutation), cmocka_unit_test(drawn_ways),   cmocka_unit_test(no_answer), cmocka_unit_test(around_a_line),
		cmocka_unit_test(digits),      cmocka_unit_test(fingerprints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
