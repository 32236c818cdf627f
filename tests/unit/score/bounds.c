/* Where numbers end: what does not fit is refused and never wraps around. */
#include "score.h"

#include "base/prng.h"
#include "core/score/ratio.h"

/* The largest magnitude that a fraction holds. */
static wide largest(void)
{
	return (wide)1 << 125;
}

static void fractions_that_do_not_fit(void **state)
{
	(void)state;
	struct dec out = { 7 };
	struct ratio one = ratio_of(1, 1), none = ratio_of(1, 0), huge = { largest(), 1 }, tiny = { 1, largest() },
		    other = { 1, largest() - 3 };
	assert_false(ratio_fits(none));
	assert_false(ratio_fits(ratio_add(none, one)));
	assert_false(ratio_fits(ratio_add(one, none)));
	assert_false(ratio_fits(ratio_mul(none, one)));
	assert_false(ratio_fits(ratio_mul(one, none)));
	assert_false(ratio_fits(ratio_div(one, none)));
	assert_false(ratio_fits(ratio_div(one, ratio_dec(DEC(0)))));
	/* a sum too large above, too fine below, and one that only the addition itself carries over */
	assert_false(ratio_fits(ratio_add(huge, tiny)));
	assert_false(ratio_fits(ratio_add(tiny, huge)));
	assert_false(ratio_fits(ratio_add(tiny, other)));
	assert_false(ratio_fits(ratio_add(huge, huge)));
	assert_false(ratio_fits(ratio_add(huge, one)));
	assert_false(ratio_fits(ratio_mul(huge, (struct ratio){ largest() - 1, 1 })));
	assert_false(ratio_fits(ratio_mul(tiny, other)));
	assert_int_equal(ratio_cmp(ratio_mul(huge, tiny), one), 0); /* crossed out first */
	assert_int_equal(ratio_cmp(ratio_sub(huge, huge), ratio_dec(DEC(0))), 0);
	/* rounding to millionths */
	assert_false(ratio_round(huge, HALF_UP(0), &out));
	assert_false(ratio_round((struct ratio){ (wide)1 << 100, 1 }, HALF_UP(0), &out));
	assert_false(ratio_round((struct ratio){ -((wide)1 << 100), 1 }, HALF_UP(0), &out));
	assert_false(ratio_round(tiny, HALF_UP(0), &out));
	assert_false(ratio_round(none, HALF_UP(2), &out));
	assert_int_equal(out.u, 7);
	assert_true(ratio_round(ratio_of(INT64_MAX, DEC_ONE), HALF_UP(6), &out));
	assert_int_equal(out.u, INT64_MAX);
	assert_false(ratio_round(ratio_add(ratio_of(INT64_MAX, DEC_ONE), ratio_of(1, DEC_ONE)), HALF_UP(6), &out));
}

static void quotients_that_do_not_fit(void **state)
{
	(void)state;
	struct dec out = { 7 };
	assert_false(dec_settle(1, 0, HALF_UP(2), &out));
	assert_false(dec_settle(1, (wide)1 << 125, HALF_UP(0), &out));
	assert_false(dec_settle((wide)INT64_MAX + 1, 1, HALF_UP(6), &out));
	assert_false(dec_settle((wide)INT64_MIN - 1, 1, HALF_UP(6), &out));
	assert_false(dec_mean(NULL, 0, HALF_UP(2), &out)); /* the mean of nothing */
	assert_int_equal(out.u, 7);
	assert_true(dec_settle(-5, -2, HALF_UP(6), &out));
	assert_int_equal(out.u, 3);
	assert_true(dec_settle(5, -2, HALF_UP(6), &out));
	assert_int_equal(out.u, -3);
	struct dec v[] = { { INT64_MAX }, { INT64_MAX }, { INT64_MAX } };
	assert_true(dec_mean(v, 3, HALF_UP(6), &out)); /* the sum passes 64 bits, the mean does not */
	assert_int_equal(out.u, INT64_MAX);
	/* A decimal that rounding would carry out of its range stays as it is. */
	assert_int_equal(dec_rounded((struct dec){ INT64_MAX }, HALF_UP(0)).u, INT64_MAX);
	assert_int_equal(dec_rounded((struct dec){ 1500000 }, HALF_UP(0)).u, 2000000);
}

/* Numbers drawn below n: each as often, though n does not divide 2⁶⁴; what lies beyond is drawn again. */
static void draws_are_fair(void **state)
{
	(void)state;
	uint64_t n = (UINT64_C(1) << 63) + 1; /* almost half of all numbers lie beyond */
	struct prng p = { 4 };
	int low = 0, drawn = 2000;
	for (int i = 0; i < drawn; i++) {
		uint64_t v = prng_below(&p, n);
		assert_true(v < n);
		low += v < n / 2;
	}
	assert_true(low > 900 && low < 1100);
	int seen[6] = { 0 };
	for (int i = 0; i < 6000; i++)
		seen[prng_below(&p, 6)]++;
	for (int i = 0; i < 6; i++)
		assert_true(seen[i] > 850 && seen[i] < 1150);
}

static void traces_that_nobody_wants(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	struct dec v[] = { DEC(1), DEC(2) };
	trace_add(NULL, "op", SV("a"), SV("b"), SV("c"));
	assert_int_equal(trace_dec(NULL, DEC(1)).n, 0);
	assert_int_equal(trace_list(NULL, v, 2, " + ").n, 0);
	assert_int_equal(trace_text(NULL, "%d", 1).n, 0);
	assert_true(sv_is(trace_join(NULL, SV("a"), " ", SV("b")), "b"));
	assert_true(sv_is(trace_join(&t, SV_NONE, " ", SV("b")), "b"));
	assert_true(sv_is(trace_join(&t, SV("a"), " ", SV("b")), "a b"));
	assert_true(sv_is(trace_list(&t, v, 2, " + "), "1 + 2"));
	assert_int_equal(t.n, 0);
	for (int s = 0; s < SCORE_COUNT_; s++)
		assert_non_null(score_status_name((enum score_status)s));
}

int main(void)
{
	const struct CMUnitTest tests[] = { with_arena(fractions_that_do_not_fit), with_arena(quotients_that_do_not_fit),
					    with_arena(draws_are_fair), with_arena(traces_that_nobody_wants) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
