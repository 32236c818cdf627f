#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/score/frac.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };

static int64_t rounded(struct frac f, enum round_mode mode, int decimals)
{
	struct dec d = { INT64_MIN };
	assert_true(frac_round(f, (struct rounding){ mode, decimals }, &d));
	return d.u;
}

static void arithmetic(void **state)
{
	(void)state;
	struct frac third = frac_ratio(1, 3), sixth = frac_ratio(-2, -12);
	assert_int_equal(rounded(frac_add(third, sixth), ROUND_HALF_UP, 6), 500000);
	assert_int_equal(rounded(frac_sub(sixth, third), ROUND_HALF_UP, 6), -166667);
	assert_int_equal(rounded(frac_mul(third, frac_of(DEC(3))), ROUND_DOWN, 6), 1000000); /* no third is lost */
	assert_int_equal(rounded(frac_div(third, frac_ratio(-1, 6)), ROUND_HALF_UP, 6), -2000000);
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
		struct frac f = frac_ratio(rows[i].n, rows[i].d);
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
					assert_int_equal(frac_cmp(frac_ratio(v[a], v[b]), frac_ratio(v[c], v[d])), x < y ? -1 : x > y);
				}
	/* apart by less than any product of 128 bits could tell */
	struct frac a = { ((frac_int)1 << 126) - 1, (frac_int)1 << 126 }, b = { ((frac_int)1 << 126) - 2, ((frac_int)1 << 126) - 1 };
	assert_int_equal(frac_cmp(a, b), 1);
	assert_int_equal(frac_cmp(b, a), -1);
	assert_int_equal(frac_cmp(a, a), 0);
}

static void what_does_not_fit(void **state)
{
	(void)state;
	struct frac huge = { (frac_int)1 << 126, 1 }, tiny = { 1, (frac_int)1 << 126 }, none = { 0, 0 };
	struct dec d = { 7 };
	assert_false(frac_fits(frac_mul(huge, huge)));
	assert_false(frac_fits(frac_mul(tiny, frac_ratio(1, 3))));
	assert_false(frac_fits(frac_add(huge, huge)));
	assert_false(frac_fits(frac_add(tiny, frac_ratio(1, 3))));
	assert_false(frac_fits(frac_add(none, huge)));
	assert_false(frac_fits(frac_sub(huge, none)));
	assert_false(frac_fits(frac_mul(huge, none)));
	assert_false(frac_fits(frac_mul(none, huge)));
	assert_false(frac_fits(frac_div(huge, frac_ratio(0, 5))));
	assert_false(frac_fits(frac_div(huge, none)));
	assert_false(frac_fits(frac_ratio(1, 0)));
	assert_false(frac_fits(frac_clamp(none, &d, &d)));
	assert_false(frac_round(none, fine, &d));
	assert_false(frac_round(huge, fine, &d));
	assert_false(frac_round(tiny, (struct rounding){ ROUND_HALF_UP, 0 }, &d));
	assert_false(frac_round(frac_ratio(INT64_MAX, 1), fine, &d));
	assert_false(frac_round(frac_ratio(-INT64_MAX, 1), fine, &d));
	assert_int_equal(d.u, 7);
	/* what cancels still fits */
	assert_true(frac_fits(frac_mul(huge, tiny)));
	assert_int_equal(rounded(frac_mul(huge, tiny), ROUND_HALF_UP, 6), DEC_ONE);
}

static void bounds(void **state)
{
	(void)state;
	struct dec lo = DEC(1), hi = DEC(2);
	assert_int_equal(rounded(frac_clamp(frac_ratio(1, 2), &lo, &hi), ROUND_DOWN, 6), 1000000);
	assert_int_equal(rounded(frac_clamp(frac_ratio(5, 2), &lo, &hi), ROUND_DOWN, 6), 2000000);
	assert_int_equal(rounded(frac_clamp(frac_ratio(3, 2), &lo, &hi), ROUND_DOWN, 6), 1500000);
	assert_int_equal(rounded(frac_clamp(frac_ratio(5, 2), &lo, NULL), ROUND_DOWN, 6), 2500000);
	assert_int_equal(rounded(frac_clamp(frac_ratio(1, 2), NULL, &hi), ROUND_DOWN, 6), 500000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(arithmetic), cmocka_unit_test(rounding_modes), cmocka_unit_test(order),
					    cmocka_unit_test(what_does_not_fit), cmocka_unit_test(bounds) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
