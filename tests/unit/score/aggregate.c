#include "score.h"

#include "core/score/aggregate.h"
#include "core/score/grades.h"

/* ---- exact fractions ---------------------------------------------------------------------------------------- */

static bool ratio_same(struct ratio a, struct ratio b)
{
	return a.n == b.n && a.d == b.d;
}

static void fractions_obey_algebra(void **state)
{
	(void)state;
	uint32_t seed = 3;
	for (int i = 0; i < 5000; i++) {
		struct ratio a = ratio_of(random_to(&seed, 4001) - 2000, 1 + random_to(&seed, 900)),
			     b = ratio_of(random_to(&seed, 4001) - 2000, 1 + random_to(&seed, 900));
		assert_true(a.d > 0 && ratio_fits(a));
		assert_true(ratio_same(ratio_sub(ratio_add(a, b), b), a));
		assert_true(ratio_same(ratio_add(a, b), ratio_add(b, a)));
		assert_true(ratio_same(ratio_mul(a, b), ratio_mul(b, a)));
		assert_true(ratio_same(ratio_div(ratio_mul(a, b), b), b.n ? a : RATIO_NONE));
	}
}

static void what_does_not_fit_is_none_and_stays_it(void **state)
{
	(void)state;
	struct ratio big = { (wide)1 << 120, 1 }, small = { 1, (wide)1 << 120 }, fine = ratio_of(2, 3);
	struct ratio none[] = {
		ratio_mul(big, big),
		ratio_mul(small, small),
		ratio_mul(RATIO_NONE, fine),
		ratio_mul(fine, RATIO_NONE),
		ratio_add(small, ratio_of(1, 3 * 5 * 7 * 11 * 13)),
		ratio_add(big, small),
		ratio_add(small, big),
		ratio_add(fine, RATIO_NONE),
		ratio_sub(RATIO_NONE, RATIO_NONE),
		ratio_div(big, small),
		ratio_div(fine, RATIO_ZERO),
		ratio_div(RATIO_ZERO, RATIO_ZERO),
		ratio_div(fine, RATIO_NONE),
		ratio_mean(NULL, 0),
		ratio_millionths(1, (wide)1 << 120),
		ratio_millionths(((wide)1 << 126) - 3, 7),
		ratio_millionths(3, ((wide)1 << 126) - 1),
		ratio_stage(big, (struct stage){ .r = HALF_UP(2) }),
		ratio_stage(RATIO_NONE, (struct stage){ .exact = true }),
	};
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(ratio_fits(none[i]));
	struct dec d;
	assert_true(ratio_same(ratio_stage(big, (struct stage){ .exact = true }), big));
	assert_false(ratio_round(big, HALF_UP(2), &d));
	assert_false(ratio_round((struct ratio){ (wide)1 << 124, 3 }, HALF_UP(2), &d));
	assert_false(ratio_round((struct ratio){ 1, (wide)1 << 125 }, HALF_UP(0), &d));
	assert_false(ratio_round(RATIO_NONE, HALF_UP(2), &d));
	assert_false(dec_settle(1, 0, HALF_UP(2), &d));
	assert_true(dec_settle(-7, -2, HALF_UP(6), &d) && d.u == 4);
}

static void fractions_print(void **state)
{
	struct arena *a = *state;
	assert_true(sv_is(ratio_text(a, ratio_of(-73, 8)), "-9.125"));
	assert_true(sv_is(ratio_text(a, ratio_of(-64, 7)), "(-64/7)"));
	assert_true(sv_is(ratio_text(a, ratio_int(0)), "0"));
	assert_true(sv_is(ratio_text(a, (struct ratio){ (wide)1 << 70, 1 }), "(1180591620717411303424/1)"));
	assert_true(sv_is(ratio_text(a, RATIO_NONE), "(0/0)"));
	assert_null(trace_ratio(NULL, ratio_int(1)).p);
}

/* Every mode against its definition, on both sides of zero. */
static void rounding_modes(void **state)
{
	(void)state;
	static const struct {
		int64_t in, up, even, down, away;
	} rows[] = { { 25, 30, 20, 20, 30 },
		     { 35, 40, 40, 30, 40 },
		     { 24, 20, 20, 20, 30 },
		     { 26, 30, 30, 20, 30 },
		     { 30, 30, 30, 30, 30 } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int sign = -1; sign < 2; sign += 2) {
			const int64_t want[] = { rows[i].up, rows[i].even, rows[i].down, rows[i].away };
			for (int mode = 0; mode < 4; mode++)
				assert_dec(dec_rounded(GIVEN(sign * rows[i].in).value,
						       (struct rounding){ (enum round_mode)mode, 1 }),
					   sign * want[mode]);
		}
	assert_int_equal(dec_rounded((struct dec){ INT64_MAX }, HALF_UP(0)).u, INT64_MAX); /* rounded it would not fit */
}

/* ---- marks -------------------------------------------------------------------------------------------------- */

enum { MARKS = 12 };

static struct ratio exact_mean(struct arena *a, const struct mark *m, size_t n, struct trim t)
{
	struct mean_result r;
	assert_int_equal(trimmed_mean(a, m, n, t, HALF_UP(6), SV("x"), NULL, &r), SCORE_OK);
	return r.exact;
}

static void trimmed_means_have_their_properties(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 11;
	for (int round = 0; round < 500; round++) {
		struct mark m[MARKS], other[MARKS];
		struct trim t = { random_to(&seed, 3), random_to(&seed, 3), random_to(&seed, 8), random_to(&seed, 4) == 0 };
		for (int i = 0; i < MARKS; i++)
			m[i] = random_to(&seed, 5) || !i ? GIVEN(random_to(&seed, 1001)) : ABSENT;
		struct ratio mean = exact_mean(a, m, MARKS, t);
		memcpy(other, m, sizeof(m));
		shuffle(&seed, other, MARKS, sizeof(*other));
		assert_true(ratio_same(mean, exact_mean(a, other, MARKS, t))); /* the order of the judges */
		for (int i = 0; i < MARKS; i++)
			other[i].value.u += 250000;
		assert_true(ratio_same(ratio_add(mean, ratio_of(1, 4)),
				       exact_mean(a, other, MARKS, t))); /* everybody a quarter more */
		memcpy(other, m, sizeof(m));
		other[0].value.u += 1 + random_to(&seed, 5000000);
		assert_true(ratio_sub(exact_mean(a, other, MARKS, t), mean).n >= 0); /* no mark that rises lowers it */
	}
}

static void one_bad_judge_is_bounded_by_the_rest(void **state)
{
	struct arena *a = *state;
	struct mark m[] = { GIVEN(900), GIVEN(880), GIVEN(910), GIVEN(890), GIVEN(0) };
	struct mean_result r;
	struct trim one = { .low = 1, .high = 1, .min_n = 5 };
	assert_int_equal(trimmed_mean(a, m, 5, one, HALF_UP(2), SV("x"), NULL, &r), SCORE_OK);
	assert_dec(r.value, 890);
	assert_int_equal(r.n_dropped, 2);
	assert_true(r.dropped[0] == 4 && r.dropped[1] == 2);
	one.low = -1;
	assert_int_equal(trimmed_mean(a, m, 5, one, HALF_UP(2), SV("x"), NULL, &r), SCORE_INVALID);
	assert_int_equal(trimmed_mean(a, m, 0, (struct trim){ 0 }, HALF_UP(2), SV("x"), NULL, &r), SCORE_NO_DATA);
}

static void a_trace_says_how(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	struct mark m[] = { GIVEN(900), GIVEN(850), GIVEN(1000) };
	struct mean_result r;
	assert_int_equal(trimmed_mean(a, m, 3, (struct trim){ 1, 1, 3, false }, HALF_UP(1), SV("unit"), &t, &r), SCORE_OK);
	assert_int_equal(t.n, 2);
	assert_true(sv_is(t.first->in, "8.5, 10") && sv_is(t.last->in, "(9) ÷ 1") && sv_is(t.last->out, "9"));
	assert_int_equal(marks_median(a, m, 2, MEDIAN_AVERAGE, HALF_UP(3), SV("unit"), &t, &r), SCORE_OK);
	assert_true(sv_is(t.last->in, "(8.5 + 9) ÷ 2") && sv_is(t.last->out, "8.75"));
	assert_int_equal(marks_median(a, m, 0, MEDIAN_LOWER, HALF_UP(3), SV("unit"), &t, &r), SCORE_NO_DATA);
}

static void medians_lie_between(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 5;
	for (int i = 0; i < 300; i++) {
		struct mark m[9];
		size_t n = 1 + (size_t)random_to(&seed, 9);
		for (size_t k = 0; k < n; k++)
			m[k] = GIVEN(random_to(&seed, 500));
		struct mean_result low, high, middle;
		assert_int_equal(marks_median(a, m, n, MEDIAN_LOWER, HALF_UP(6), SV("x"), NULL, &low), SCORE_OK);
		assert_int_equal(marks_median(a, m, n, MEDIAN_UPPER, HALF_UP(6), SV("x"), NULL, &high), SCORE_OK);
		assert_int_equal(marks_median(a, m, n, MEDIAN_AVERAGE, HALF_UP(6), SV("x"), NULL, &middle), SCORE_OK);
		assert_int_equal(middle.value.u * 2, low.value.u + high.value.u);
		assert_true(low.value.u <= high.value.u && (n % 2 == 0 || low.value.u == high.value.u));
		size_t below = 0;
		for (size_t k = 0; k < n; k++)
			below += m[k].value.u < low.value.u;
		assert_true(below <= (n - 1) / 2);
	}
}

static void the_largest_numbers(void **state)
{
	struct arena *a = *state;
	struct mark m[] = { { .value = { INT64_MAX } }, { .value = { INT64_MAX } } };
	struct rounding away = { ROUND_UP, 0 };
	struct mean_result r;
	assert_int_equal(trimmed_mean(a, m, 2, (struct trim){ 0 }, away, SV("x"), NULL, &r), SCORE_OVERFLOW);
	assert_int_equal(marks_median(a, m, 2, MEDIAN_LOWER, away, SV("x"), NULL, &r), SCORE_OVERFLOW);
	assert_int_equal(trimmed_mean(a, m, 2, (struct trim){ 0 }, HALF_UP(6), SV("x"), NULL, &r), SCORE_OK);
	assert_int_equal(r.value.u, INT64_MAX);
	assert_int_equal(trimmed_mean(a, m, 2, (struct trim){ 0, -1, 0, false }, away, SV("x"), NULL, &r), SCORE_INVALID);
	assert_int_equal(trimmed_mean(a, m, 2, (struct trim){ 1, 1, 0, false }, HALF_UP(6), SV("x"), NULL, &r), SCORE_OK);
	assert_false(r.trimmed); /* nothing would be left */
}

static void the_table_of_depths(void **state)
{
	(void)state;
	const int want[][2] = { { 0, 0 },  { 4, 0 },  { 5, 1 },	 { 9, 1 },  { 10, 2 },
				{ 19, 2 }, { 20, 2 }, { 29, 2 }, { 30, 3 }, { 61, 6 } };
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		int low, high;
		trim_table(want[i][0], &low, &high);
		assert_true(low == want[i][1] && high == low && (low == 0 || want[i][0] > 2 * low));
	}
}

/* ---- grades ------------------------------------------------------------------------------------------------- */

enum { GRADES = 5 };

static void random_counts(uint32_t *seed, int64_t *counts)
{
	counts[0] = 1;
	for (int g = 0; g < GRADES; g++)
		counts[g] += random_to(seed, 9);
}

/* What dominates is ahead, or level, under any falling scores; what depends has scores for either. */
static void dominance_means_every_set_of_scores(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 21;
	for (int i = 0; i < 400; i++) {
		int64_t x[GRADES] = { 0 }, y[GRADES] = { 0 };
		random_counts(&seed, x);
		random_counts(&seed, y);
		enum dominance d = grade_dominance(x, y, GRADES), back = grade_dominance(y, x, GRADES);
		assert_int_equal(back, d == DOMINANCE_OVER ? DOMINANCE_UNDER : d == DOMINANCE_UNDER ? DOMINANCE_OVER : d);
		bool ahead = false, behind = false;
		for (int cut = 1; cut < GRADES; cut++) { /* full marks down to a grade, nothing below: the corners */
			struct grade grades[GRADES];
			struct grade_result of_x, of_y;
			for (int g = 0; g < GRADES; g++)
				grades[g] = (struct grade){ DEC(g < cut ? 100 : 0), true };
			assert_int_equal(grade_score(x, grades, GRADES, HALF_UP(6), SV("x"), NULL, &of_x), SCORE_OK);
			assert_int_equal(grade_score(y, grades, GRADES, HALF_UP(6), SV("y"), NULL, &of_y), SCORE_OK);
			struct ratio diff = ratio_sub(of_x.exact, of_y.exact);
			ahead |= diff.n > 0;
			behind |= diff.n < 0;
		}
		assert_int_equal(d, ahead && behind ? DOMINANCE_DEPENDS
				    : ahead	    ? DOMINANCE_OVER
				    : behind	    ? DOMINANCE_UNDER
						    : DOMINANCE_EQUAL);
	}
	assert_string_equal(dominance_name(DOMINANCE_DEPENDS), "depends");
	(void)a;
}

static void grade_scores_refuse(void **state)
{
	(void)state;
	struct grade g[2] = { { { INT64_MAX }, true }, { DEC(0), false } };
	struct grade_result r;
	assert_int_equal(grade_score((int64_t[]){ 1, -1 }, g, 2, HALF_UP(2), SV("x"), NULL, &r), SCORE_INVALID);
	assert_int_equal(grade_score((int64_t[]){ 0, 9 }, g, 2, HALF_UP(2), SV("x"), NULL, &r), SCORE_NO_DATA);
	assert_int_equal(grade_score((int64_t[]){ 3, 0 }, g, 2, HALF_UP(2), SV("x"), NULL, &r),
			 SCORE_OVERFLOW); /* rounds up beyond */
}

static void judge(struct arena *a, struct dec (*counts)[GRADES], size_t n, struct majority_row *rows, size_t *order)
{
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct majority_row){ .counts = counts[i] };
	assert_int_equal(majority_judgment(a, rows, n, GRADES, NULL, order), SCORE_OK);
}

/* The order of the units changes no place; a ballot raised never worsens the place of its unit. */
static void majority_judgment_is_neutral_and_monotone(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 77;
	enum { UNITS = 6 };
	for (int round = 0; round < 300; round++) {
		struct dec counts[UNITS][GRADES] = { 0 }, turned[UNITS][GRADES];
		struct majority_row rows[UNITS], other[UNITS];
		size_t order[UNITS];
		int ballots = 1 + random_to(&seed, 7);
		for (int u = 0; u < UNITS; u++)
			for (int b = 0; b < ballots; b++)
				counts[u][random_to(&seed, GRADES)].u += DEC_ONE;
		judge(a, counts, UNITS, rows, order);
		for (int u = 0; u < UNITS; u++)
			memcpy(turned[(u + 2) % UNITS], counts[u], sizeof(*counts));
		judge(a, turned, UNITS, other, order);
		for (int u = 0; u < UNITS; u++)
			assert_int_equal(rows[u].place, other[(u + 2) % UNITS].place);
		for (int g = 1; g < GRADES; g++) {
			memcpy(turned, counts, sizeof(counts));
			if (turned[0][g].u == 0)
				continue;
			turned[0][g].u -= DEC_ONE;
			turned[0][g - 1].u += DEC_ONE;
			judge(a, turned, UNITS, other, order);
			assert_true(other[0].place <= rows[0].place);
		}
	}
}

/* Against the definition itself: the numbers made of the medians as ballots are taken away, compared as words. */
static void the_full_tie_break_is_the_majority_value(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 9;
	for (int round = 0; round < 400; round++) {
		struct dec counts[2][GRADES] = { 0 };
		struct majority_row rows[2];
		size_t order[2];
		int ballots = 1 + random_to(&seed, 9), grades[2][9], value[2][9];
		for (int u = 0; u < 2; u++) {
			int k = 0;
			for (int b = 0; b < ballots; b++)
				counts[u][random_to(&seed, GRADES)].u += DEC_ONE;
			for (int g = 0; g < GRADES; g++)
				for (int64_t c = counts[u][g].u; c > 0; c -= DEC_ONE)
					grades[u][k++] = g;
			for (int left = ballots; left > 0; left--) {
				value[u][ballots - left] = grades[u][left / 2];
				memmove(&grades[u][left / 2], &grades[u][left / 2 + 1],
					sizeof(int) * (size_t)(left - left / 2 - 1));
			}
		}
		judge(a, counts, 2, rows, order);
		int c = 0;
		for (int b = 0; b < ballots && c == 0; b++)
			c = value[0][b] - value[1][b];
		bool same_gauge = rows[0].grade == rows[1].grade && rows[0].above.u == rows[1].above.u &&
				  rows[0].below.u == rows[1].below.u;
		if (same_gauge)
			assert_true(c == 0 ? rows[0].place == rows[1].place : (c < 0) == (rows[0].place < rows[1].place));
	}
}

/* Fractions of ballots, unlike totals and no ballots at all: the gauge alone decides, and the empty stand last. */
static void majority_judgment_without_ballots_to_take(void **state)
{
	struct arena *a = *state;
	struct dec counts[][3] = {
		{ { 0 } }, { { 500000 }, DEC(1), { 500000 } }, { DEC(1), DEC(2), DEC(1) }, { { 0 } }, { DEC(0), DEC(4), DEC(0) }
	};
	struct majority_row rows[5];
	size_t order[5];
	for (int i = 0; i < 5; i++)
		rows[i] = (struct majority_row){ .counts = counts[i] };
	assert_int_equal(majority_judgment(a, rows, 5, 3, NULL, order), SCORE_OK);
	assert_true(rows[4].place == 1 && rows[1].place == 2 && rows[2].place == 2 && !rows[1].by_ballots);
	assert_true(rows[0].empty && rows[3].empty && rows[0].place == 0 && order[3] == 0 && order[4] == 3);
	struct trace t = { .a = a };
	struct grade grades[] = { { DEC(10), true }, { DEC(5), true }, { DEC(0), false } };
	struct grade_result r;
	assert_int_equal(grade_score((int64_t[]){ 2, 0, 3 }, grades, 3, HALF_UP(2), SV("x"), &t, &r), SCORE_OK);
	assert_true(sv_is(t.first->in, "2 × 10") && sv_is(t.last->in, "20 ÷ 2"));
}

static void majority_judgment_refuses(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	size_t order[2];
	struct dec bad[2] = { { 1 }, { -1 } }, huge[2] = { { INT64_MAX }, { INT64_MAX } }, none[2] = { { 0 }, { 0 } },
		   fine[2] = { DEC(70), DEC(3) };
	struct majority_row rows[2] = { { .counts = bad } };
	assert_int_equal(majority_judgment(a, rows, 1, 2, &t, order), SCORE_INVALID);
	rows[0] = (struct majority_row){ .counts = huge };
	assert_int_equal(majority_judgment(a, rows, 1, 2, &t, order), SCORE_OVERFLOW);
	rows[0] = (struct majority_row){ .counts = none };
	assert_int_equal(majority_judgment(a, rows, 1, 2, &t, order), SCORE_NO_DATA);
	rows[0] = rows[1] = (struct majority_row){ .counts = fine };
	assert_int_equal(majority_judgment(a, rows, 2, 2, &t, order), SCORE_OK);
	assert_true(rows[0].place == 1 && rows[1].place == 1 && rows[1].by_ballots);
	assert_true(sv_ends(t.last->in, SV(" …")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(fractions_obey_algebra),
		with_arena(what_does_not_fit_is_none_and_stays_it),
		with_arena(fractions_print),
		with_arena(rounding_modes),
		with_arena(trimmed_means_have_their_properties),
		with_arena(one_bad_judge_is_bounded_by_the_rest),
		with_arena(a_trace_says_how),
		with_arena(medians_lie_between),
		with_arena(the_largest_numbers),
		with_arena(the_table_of_depths),
		with_arena(dominance_means_every_set_of_scores),
		with_arena(grade_scores_refuse),
		with_arena(majority_judgment_is_neutral_and_monotone),
		with_arena(the_full_tie_break_is_the_majority_value),
		with_arena(majority_judgment_without_ballots_to_take),
		with_arena(majority_judgment_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
