#include "score.h"

#include "core/score/groups.h"
#include "core/score/panel.h"
#include "core/score/room.h"

static const struct stage two = { false, { ROUND_HALF_UP, 2 } }, exact = { true, { ROUND_HALF_UP, 2 } };

static bool ratio_same(struct ratio a, struct ratio b)
{
	return a.n == b.n && a.d == b.d;
}

/* ---- groups --------------------------------------------------------------------------------------------------- */

static void weights_make_a_whole(void **state)
{
	(void)state;
	struct juror_group g[] = { { SV("a"), { 400000 } }, { SV("b"), { 300000 } }, { SV("c"), { 300000 } } };
	assert_true(weights_whole(g, 3));
	assert_false(weights_whole(g, 2));
	g[0].weight.u = 400001;
	assert_false(weights_whole(g, 3));
	g[0].weight.u = 1000000;
	g[1].weight.u = -300000;
	assert_false(weights_whole(g, 3));
}

/* Where every group says the same, so does the total, whoever is missing; persons' weights add up to 1. */
static void a_common_score_is_the_total(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 4;
	struct juror_group g[] = { { SV("a"), { 400000 } }, { SV("b"), { 350000 } }, { SV("c"), { 250000 } } };
	for (int i = 0; i < 200; i++) {
		struct dec common = { 1000 * (random_to(&seed, 100000) - 50000) };
		struct groups_rule rule = { g, 3, MISSING_RENORMALISE, common, exact, HALF_UP(3) };
		struct group_score s[3];
		struct groups_result r;
		struct ratio sum = RATIO_ZERO;
		for (int k = 0; k < 3; k++)
			s[k] = (struct group_score){ ratio_dec(common), k ? random_to(&seed, 4) : 3 };
		assert_int_equal(groups_weigh(a, &rule, s, SV("x"), NULL, &r), SCORE_OK);
		assert_int_equal(r.value.u, common.u);
		assert_int_equal(r.flagged, !s[1].ballots || !s[2].ballots);
		for (int k = 0; k < 3; k++)
			sum = ratio_add(sum, ratio_mul(r.per_person[k], ratio_int(s[k].ballots)));
		assert_true(ratio_same(sum, ratio_int(1)));
		rule.missing = MISSING_CARRY;
		assert_int_equal(groups_weigh(a, &rule, s, SV("x"), NULL, &r), SCORE_OK);
		assert_int_equal(r.value.u, common.u);
		rule.missing = MISSING_REFUSE;
		assert_int_equal(groups_weigh(a, &rule, s, SV("x"), NULL, &r), r.flagged ? SCORE_NO_DATA : SCORE_OK);
	}
}

static void groups_that_cannot_be_weighed(void **state)
{
	struct arena *a = *state;
	struct juror_group g[] = { { SV("a"), { 0 } }, { SV("b"), { 1000000 } } };
	struct groups_rule rule = { g, 2, MISSING_RENORMALISE, DEC(0), exact, HALF_UP(2) };
	struct group_score none[2] = { { RATIO_NONE, 0 }, { RATIO_NONE, 0 } },
			   weightless[2] = { { ratio_int(9), 3 }, { RATIO_NONE, 0 } },
			   huge[2] = { { ratio_int(1), 1 }, { { (wide)1 << 124, 1 }, 1 } },
			   tiny[2] = { { ratio_int(1), 1 }, { { 1, (wide)1 << 124 }, 1 } };
	struct groups_result r;
	assert_int_equal(groups_weigh(a, &rule, none, SV("x"), NULL, &r), SCORE_NO_DATA);
	assert_int_equal(groups_weigh(a, &rule, weightless, SV("x"), NULL, &r), SCORE_NO_DATA);
	assert_int_equal(groups_weigh(a, &rule, huge, SV("x"), NULL, &r), SCORE_OVERFLOW);
	g[0].weight.u = g[1].weight.u = 500000;
	assert_int_equal(groups_weigh(a, &rule, tiny, SV("x"), NULL, &r), SCORE_OVERFLOW);
}

/* ---- events --------------------------------------------------------------------------------------------------- */

enum { UNITS = 6, PARTS = 3, JUDGES = 9 };

struct event {
	struct mark marks[UNITS][PARTS][JUDGES];
	struct panel_component parts[UNITS][PARTS];
	struct panel_entry entries[UNITS];
};

static void fill(struct event *e, uint32_t *seed)
{
	static const char *const names[UNITS] = { "a", "b", "c", "d", "e", "f" };
	for (int u = 0; u < UNITS; u++) {
		for (int p = 0; p < PARTS; p++) {
			for (int j = 0; j < JUDGES; j++)
				e->marks[u][p][j] = GIVEN(25 * random_to(seed, 41));
			e->parts[u][p] = (struct panel_component){
				.name = SV("part"), .factor = { 800000 }, .marks = e->marks[u][p], .n_marks = JUDGES
			};
		}
		e->entries[u] = (struct panel_entry){ .name = sv_of(names[u]),
						      .components = e->parts[u],
						      .n_components = PARTS,
						      .base = GIVEN(random_to(seed, 3)).value };
	}
}

static struct panel_rule rule_of(void)
{
	static const enum panel_key ties[] = { PANEL_BASE, PANEL_COMPONENTS, PANEL_DEDUCTIONS, PANEL_TOTAL };
	static const struct rank_key keys[] = { { false, 2 }, { false, 2 }, { true, 2 }, { false, 2 } };
	return (struct panel_rule){ .trim = { 1, 1, 5, false },
				    .panel = two,
				    .factored = two,
				    .total = HALF_UP(2),
				    .ties = ties,
				    .tie_keys = keys,
				    .n_ties = 4 };
}

/* Leaving a judge out is the same as his never having marked; who sits where changes nothing. */
static void a_judge_left_out_is_a_judge_absent(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 8;
	struct panel_rule rule = rule_of();
	for (int round = 0; round < 40; round++) {
		struct event one, other;
		size_t order[UNITS];
		int gone = random_to(&seed, JUDGES);
		fill(&one, &seed);
		other = one;
		for (int u = 0; u < UNITS; u++) {
			other.entries[u].components = other.parts[u];
			for (int p = 0; p < PARTS; p++) {
				other.parts[u][p].marks = other.marks[u][p];
				other.marks[u][p][gone] = ABSENT;
				shuffle(&seed, other.marks[u][p], JUDGES, sizeof(struct mark));
			}
		}
		assert_int_equal(panel_score(a, &rule, one.entries, UNITS, gone, NULL, order), SCORE_OK);
		assert_int_equal(panel_score(a, &rule, other.entries, UNITS, PANEL_ALL_JUDGES, NULL, order), SCORE_OK);
		for (int u = 0; u < UNITS; u++) {
			assert_int_equal(one.entries[u].total.u, other.entries[u].total.u);
			assert_int_equal(one.entries[u].rank.place.u, other.entries[u].rank.place.u);
			assert_int_equal(one.parts[u][0].mean.n, JUDGES - 1);
		}
	}
}

static void an_event_is_ranked_and_traced(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 5;
	struct trace t = { .a = a };
	struct panel_rule rule = rule_of();
	struct event e;
	size_t order[UNITS];
	fill(&e, &seed);
	for (int j = 0; j < JUDGES; j++)
		e.marks[3][1][j] = ABSENT;
	assert_int_equal(panel_score(a, &rule, e.entries, UNITS, PANEL_ALL_JUDGES, &t, order), SCORE_OK);
	assert_false(e.entries[3].scored);
	assert_int_equal(order[UNITS - 1], 3);
	for (int i = 0; i + 2 < UNITS; i++)
		assert_true(e.entries[order[i]].total.u >= e.entries[order[i + 1]].total.u);
	for (int u = 0; u < UNITS; u++) {
		struct ratio sum = RATIO_ZERO;
		for (int p = 0; e.entries[u].scored && p < PARTS; p++)
			sum = ratio_add(sum, e.parts[u][p].factored);
		assert_true(!e.entries[u].scored || ratio_same(sum, e.entries[u].components_total));
	}
	assert_true(t.n > UNITS * PARTS * 3);
	rule.panel = rule.factored = exact;
	assert_int_equal(panel_score(a, &rule, e.entries, UNITS, PANEL_ALL_JUDGES, NULL, order), SCORE_OK);
	e.parts[0][0].factor.u = INT64_MAX;
	assert_int_equal(panel_score(a, &rule, e.entries, UNITS, PANEL_ALL_JUDGES, NULL, order), SCORE_OVERFLOW);
	assert_int_equal(panel_score(a, &rule, e.entries, 0, PANEL_ALL_JUDGES, NULL, order), SCORE_NO_DATA);
	rule.trim.low = -1;
	assert_int_equal(panel_score(a, &rule, e.entries, UNITS, PANEL_ALL_JUDGES, NULL, order), SCORE_INVALID);
}

/* ---- rooms ---------------------------------------------------------------------------------------------------- */

/* Carried on exactly, every room has the overall mean afterwards: that is what the coefficient is for. */
static void rooms_end_level(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 19;
	enum { ROOMS = 3, SEATS = 5 };
	for (int round = 0; round < 200; round++) {
		struct mark marks[ROOMS][SEATS];
		struct room rooms[ROOMS];
		struct room_result got[ROOMS];
		struct ratio overall;
		size_t at;
		struct room_rule rule = { .overall = (enum room_overall)random_to(&seed, 2),
					  .kind = (enum room_kind)random_to(&seed, 2),
					  .mean = exact,
					  .overall_stage = exact,
					  .coefficient = exact,
					  .score = exact };
		for (int r = 0; r < ROOMS; r++) {
			for (int s = 0; s < SEATS; s++)
				marks[r][s] = s && random_to(&seed, 6) == 0 ? ABSENT : GIVEN(6000 + random_to(&seed, 4000));
			rooms[r] = (struct room){ .name = SV("room"), .scores = marks[r], .n_scores = SEATS };
		}
		assert_int_equal(room_coefficients(a, &rule, rooms, ROOMS, NULL, got, &overall, &at), SCORE_OK);
		for (int r = 0; r < ROOMS; r++) {
			struct ratio sum = RATIO_ZERO;
			for (int s = 0; s < SEATS; s++)
				if (marks[r][s].null == MARK_GIVEN)
					sum = ratio_add(sum, got[r].scores[s]);
			assert_true(got[r].small && ratio_same(ratio_div(sum, ratio_int(got[r].n)), overall));
		}
	}
}

static void rooms_that_have_no_coefficient(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	struct mark marks[] = { GIVEN(8000), GIVEN(0) };
	struct room rooms[] = { { .name = SV("A"), .scores = marks, .n_scores = 1 },
				{ .name = SV("B"), .scores = marks + 1, .n_scores = 1 } };
	struct room_result got[2];
	struct room_rule rule = { .mean = two, .overall_stage = two, .coefficient = two, .score = two };
	struct ratio overall;
	size_t at;
	assert_int_equal(room_coefficients(a, &rule, rooms, 0, &t, got, &overall, &at), SCORE_NO_DATA);
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, &t, got, &overall, &at), SCORE_INVALID);
	assert_int_equal(at, 1);
	rooms[1].n_scores = 0;
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, &t, got, &overall, &at), SCORE_NO_DATA);
	rooms[1] = (struct room){ .name = SV("B"), .summed = true, .sum = DEC(90), .n = 0 };
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, &t, got, &overall, &at), SCORE_NO_DATA);
	rooms[1].n = 1;
	rule.kind = ROOM_ADD;
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, &t, got, &overall, &at), SCORE_OK);
	assert_true(sv_is(t.last->in, "85 - 90") && sv_is(t.last->out, "-5"));
	marks[0].value.u = INT64_MAX;
	rooms[1].sum.u = INT64_MIN;
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, NULL, got, &overall, &at), SCORE_OVERFLOW); /* the difference */
	rooms[0] = rooms[1];
	rule.mean = rule.coefficient = rule.score = exact;
	rule.overall_stage = (struct stage){ false, { ROUND_UP, 0 } };
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, NULL, got, &overall, &at), SCORE_OVERFLOW); /* the mean of all */
	marks[0] = marks[1] = GIVEN(1);
	marks[1].value.u = INT64_MAX;
	rooms[0] = (struct room){ .name = SV("A"), .scores = marks, .n_scores = 1 };
	rooms[1] = (struct room){ .name = SV("B"), .scores = marks + 1, .n_scores = 1 };
	rule = (struct room_rule){
		.mean = exact, .overall_stage = exact, .coefficient = exact, .score = { false, { ROUND_UP, 0 } }
	};
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, NULL, got, &overall, &at), SCORE_OK);
	marks[0].value.u = INT64_MAX;
	rule.score.r.decimals = 0;
	assert_int_equal(room_coefficients(a, &rule, rooms, 2, NULL, got, &overall, &at), SCORE_OVERFLOW); /* a score */
	assert_int_equal(at, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(weights_make_a_whole),	    with_arena(a_common_score_is_the_total),
		with_arena(groups_that_cannot_be_weighed),  with_arena(a_judge_left_out_is_a_judge_absent),
		with_arena(an_event_is_ranked_and_traced),  with_arena(rooms_end_level),
		with_arena(rooms_that_have_no_coefficient),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
