#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/score/ratio.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };

static int64_t rounded(struct ratio f, enum round_mode mode, int decimals)
{
	struct dec d = { INT64_MIN };
	assert_true(ratio_round(f, (struct rounding){ mode, decimals }, &d));
	return d.u;
}

static void arithmetic(void **state)
{
	(void)state;
	struct ratio third = ratio_of(1, 3), sixth = ratio_of(-2, -12);
	assert_int_equal(rounded(ratio_add(third, sixth), ROUND_HALF_UP, 6), 500000);
	assert_int_equal(rounded(ratio_sub(sixth, third), ROUND_HALF_UP, 6), -166667);
	assert_int_equal(rounded(ratio_mul(third, ratio_dec(DEC(3))), ROUND_DOWN, 6), 1000000); /* no third is lost */
	assert_int_equal(rounded(ratio_div(third, ratio_of(-1, 6)), ROUND_HALF_UP, 6), -2000000);
}

static void rounding_modes(void **state)
{
	(void)state;
	static const struct {
		int64_t n, d;
		int64_t up, even, down, away;
	} rows[] = {
		{ 25, 10, 3, 2, 2, 3 },	     { 35, 10, 4, 4, 3, 4 },   { -25, 10, -3, -2, -2, -3 },
		{ 21, 10, 2, 2, 2, 3 },	     { 29, 10, 3, 3, 2, 3 },   { -21, 10, -2, -2, -2, -3 },
		{ 20, 10, 2, 2, 2, 2 },	     { 1, 3, 0, 0, 0, 1 },     { -2, 3, -1, -1, 0, -1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct ratio f = ratio_of(rows[i].n, rows[i].d);
		assert_int_equal(rounded(f, ROUND_HALF_UP, 0), rows[i].up * DEC_ONE);
		assert_int_equal(rounded(f, ROUND_HALF_EVEN, 0), rows[i].even * DEC_ONE);
		assert_int_equal(rounded(f, ROUND_DOWN, 0), rows[i].down * DEC_ONE);
		assert_int_equal(rounded(f, ROUND_UP, 0), rows[i].away * DEC_ONE);
	}
}

static void order(void **state)
{
	(void)state;
	static const int64_t v[] = { -7, -3, -2, -1, 0, 1, 2, 3, 5, 8, 13 };
	size_t n = sizeof(v) / sizeof(*v);
	for (size_t a = 0; a < n; a++)
		for (size_t b = 4 + 1; b < n; b++)
			for (size_t c = 0; c < n; c++)
				for (size_t d = 4 + 1; d < n; d++) {
					int64_t x = v[a] * v[d], y = v[c] * v[b];
					assert_int_equal(ratio_cmp(ratio_of(v[a], v[b]), ratio_of(v[c], v[d])), x < y ? -1 : x > y);
				}
	/* apart by less than any product of 128 bits could tell */
	struct ratio a = { ((wide)1 << 125) - 1, (wide)1 << 125 }, b = { ((wide)1 << 125) - 2, ((wide)1 << 125) - 1 };
	assert_int_equal(ratio_cmp(a, b), 1);
	assert_int_equal(ratio_cmp(b, a), -1);
	assert_int_equal(ratio_cmp(a, a), 0);
}

static void what_does_not_fit(void **state)
{
	(void)state;
	struct ratio huge = { (wide)1 << 125, 1 }, tiny = { 1, (wide)1 << 125 }, none = RATIO_NONE;
	struct dec d = { 7 };
	assert_false(ratio_fits(ratio_mul(huge, huge)));
	assert_false(ratio_fits(ratio_mul(tiny, ratio_of(1, 3))));
	assert_false(ratio_fits(ratio_add(huge, huge)));
	assert_false(ratio_fits(ratio_add(tiny, ratio_of(1, 3))));
	assert_false(ratio_fits(ratio_add(none, huge)));
	assert_false(ratio_fits(ratio_sub(huge, none)));
	assert_false(ratio_fits(ratio_mul(huge, none)));
	assert_false(ratio_fits(ratio_mul(none, huge)));
	assert_false(ratio_fits(ratio_div(huge, ratio_of(0, 5))));
	assert_false(ratio_fits(ratio_div(huge, none)));
	assert_false(ratio_fits(ratio_of(1, 0)));
	assert_false(ratio_fits(ratio_clamp(none, &d, &d)));
	assert_false(ratio_round(none, fine, &d));
	assert_false(ratio_round(huge, fine, &d));
	assert_false(ratio_round(tiny, (struct rounding){ ROUND_HALF_UP, 0 }, &d));
	assert_false(ratio_round(ratio_of(INT64_MAX, 1), fine, &d));
	assert_false(ratio_round(ratio_of(-INT64_MAX, 1), fine, &d));
	assert_int_equal(d.u, 7);
	/* what cancels still fits */
	assert_true(ratio_fits(ratio_mul(huge, tiny)));
	assert_int_equal(rounded(ratio_mul(huge, tiny), ROUND_HALF_UP, 6), DEC_ONE);
}

static void bounds(void **state)
{
	(void)state;
	struct dec lo = DEC(1), hi = DEC(2);
	assert_int_equal(rounded(ratio_clamp(ratio_of(1, 2), &lo, &hi), ROUND_DOWN, 6), 1000000);
	assert_int_equal(rounded(ratio_clamp(ratio_of(5, 2), &lo, &hi), ROUND_DOWN, 6), 2000000);
	assert_int_equal(rounded(ratio_clamp(ratio_of(3, 2), &lo, &hi), ROUND_DOWN, 6), 1500000);
	assert_int_equal(rounded(ratio_clamp(ratio_of(5, 2), &lo, NULL), ROUND_DOWN, 6), 2500000);
	assert_int_equal(rounded(ratio_clamp(ratio_of(1, 2), NULL, &hi), ROUND_DOWN, 6), 500000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(arithmetic), cmocka_unit_test(rounding_modes), cmocka_unit_test(order),
					    cmocka_unit_test(what_does_not_fit), cmocka_unit_test(bounds) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
