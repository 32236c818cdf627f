#include "score.h"

#include "core/score/preference.h"
#include "core/score/ranking.h"
#include "core/score/skating.h"

/* ---- places --------------------------------------------------------------------------------------------------- */

enum { N = 60, KEYS = 3 };
static const struct rank_key keys[] = { { false, 1 }, { true, 0 } };
static const struct rank_chain chain = { keys, 2 };

struct table {
	struct mark marks[N][KEYS];
	struct rank_entry rows[N];
};

static void fill(struct table *t, uint32_t *seed)
{
	for (int i = 0; i < N; i++) {
		for (int k = 0; k < KEYS; k++)
			t->marks[i][k] = random_to(seed, 9) ? GIVEN(random_to(seed, 60)) : ABSENT;
		t->rows[i] = (struct rank_entry){ .keys = t->marks[i], .n = 1 + (size_t)random_to(seed, KEYS) };
	}
}

/* Each kind of place against its definition by counting. */
static void places_agree_with_counting(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 31;
	for (int round = 0; round < 20; round++)
		for (int kind = RANK_COMPETITION; kind <= RANK_FRACTIONAL; kind++) {
			struct table t;
			struct trace tr = { .a = a };
			size_t order[N];
			fill(&t, &seed);
			rank_entries(a, t.rows, N, chain, (enum rank_kind)kind, &tr, order);
			for (int i = 0; i < N; i++) {
				const struct rank_entry *e = &t.rows[i];
				int better = 0, equal = 0, earlier = 0;
				assert_int_equal(e->unranked, t.marks[i][0].null != MARK_GIVEN);
				if (e->unranked) {
					assert_true(e->place.u == 0 && e->tie_group == 0);
					continue;
				}
				for (int k = 0; k < N; k++) {
					int c = rank_cmp(&t.rows[k], e, chain, KEYS);
					better += c < 0;
					equal += c == 0;
					earlier += c == 0 && k < i;
				}
				const int64_t twice[] = { 2 * (better + 1), 2 * (better + equal), 2 * e->tie_group,
							  2 * (better + earlier + 1), 2 * better + equal + 1 };
				assert_int_equal(e->place.u, twice[kind] * (DEC_ONE / 2));
				assert_int_equal(e->tied, equal);
			}
			for (int i = 0; i + 1 < N; i++)
				assert_true(t.rows[order[i + 1]].unranked ||
					    t.rows[order[i + 1]].tie_group - t.rows[order[i]].tie_group <= 1);
			assert_true(tr.n > 0);
		}
}

static void the_order_of_input_decides_nothing(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 6;
	for (int round = 0; round < 50; round++) {
		struct table t;
		struct rank_entry turned[N];
		size_t order[N];
		fill(&t, &seed);
		memcpy(turned, t.rows, sizeof(turned));
		shuffle(&seed, turned, N, sizeof(*turned));
		rank_entries(a, t.rows, N, chain, RANK_COMPETITION, NULL, order);
		rank_entries(a, turned, N, chain, RANK_COMPETITION, NULL, order);
		for (int i = 0; i < N; i++)
			for (int k = 0; k < N; k++)
				if (turned[k].keys == t.rows[i].keys)
					assert_int_equal(turned[k].place.u, t.rows[i].place.u);
	}
}

/* Nobody stays out who is ahead of somebody inside; the number keeps to the rule for ties. */
static void quotas_are_fair(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 12;
	for (int round = 0; round < 300; round++) {
		struct table t;
		struct trace tr = { .a = a };
		size_t order[N], quota = (size_t)random_to(&seed, N + 5), in = 0, drawn = 0, ranked = 0;
		enum quota_choice choice[N];
		enum quota_ties ties = (enum quota_ties)random_to(&seed, 3);
		fill(&t, &seed);
		select_quota(a, t.rows, N, chain, quota, ties, &tr, order, choice);
		size_t looked = ties == QUOTA_TIEBREAK ? KEYS : 1;
		for (int i = 0; i < N; i++) {
			in += choice[i] == QUOTA_IN;
			drawn += choice[i] == QUOTA_DRAW;
			ranked += !t.rows[i].unranked;
			assert_true(choice[i] == QUOTA_OUT || !t.rows[i].unranked);
			for (int k = 0; k < N; k++) {
				int c = rank_cmp(&t.rows[i], &t.rows[k], chain, looked);
				assert_true(c > 0 || choice[i] >= choice[k] || choice[i] == QUOTA_IN ||
					    choice[k] == QUOTA_OUT || (c == 0 && choice[i] == choice[k]));
				assert_true(c != 0 || choice[i] == choice[k]);
			}
		}
		quota = quota < ranked ? quota : ranked;
		assert_true(ties == QUOTA_INCLUDE ? in >= quota : in <= quota);
		assert_true(drawn == 0 || (ties == QUOTA_TIEBREAK && in < quota && in + drawn > quota));
	}
}

static void quotas_round_as_named(void **state)
{
	(void)state;
	int64_t low, mid, high;
	for (int64_t n = 0; n < 400; n++)
		for (int64_t rate = 0; rate <= DEC_ONE; rate += 12500) {
			assert_true(quota_of(n, (struct dec){ rate }, QUOTA_FLOOR, &low) &&
				    quota_of(n, (struct dec){ rate }, QUOTA_HALF_UP, &mid) &&
				    quota_of(n, (struct dec){ rate }, QUOTA_CEIL, &high));
			assert_true(low * DEC_ONE <= n * rate && n * rate < (low + 1) * DEC_ONE);
			assert_int_equal(high, low + (n * rate % DEC_ONE != 0));
			assert_int_equal(mid, n * rate % DEC_ONE >= DEC_ONE / 2 ? low + 1 : low);
		}
	assert_false(quota_of(-1, DEC(1), QUOTA_FLOOR, &low));
	assert_false(quota_of(1, DEC(-1), QUOTA_FLOOR, &low));
	assert_false(quota_of(INT64_MAX, DEC(2), QUOTA_FLOOR, &low));
}

/* ---- preferences ---------------------------------------------------------------------------------------------- */

enum { UNITS = 5, BALLOTS = 7 };

/* Every pair of every ballot gives one point; a withdrawal is counted again from nothing. */
static void borda_counts_pairs(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 40;
	const struct sv names[UNITS] = { SV("a"), SV("b"), SV("c"), SV("d"), SV("e") };
	for (int round = 0; round < 200; round++) {
		struct ballot b[BALLOTS];
		int tier[BALLOTS][UNITS];
		struct dec points[UNITS], rest[UNITS];
		bool changes[UNITS];
		int64_t sum = 0, weights = 0;
		for (int i = 0; i < BALLOTS; i++) {
			for (int u = 0; u < UNITS; u++)
				tier[i][u] = random_to(&seed, 5) - 1; /* BALLOT_UNLISTED among them */
			b[i] = (struct ballot){ { 500000 * random_to(&seed, 9) }, tier[i] };
			weights += b[i].weight.u;
		}
		assert_int_equal(borda(b, BALLOTS, UNITS, names, NULL, points), SCORE_OK);
		for (int u = 0; u < UNITS; u++)
			sum += points[u].u;
		assert_int_equal(sum, weights * UNITS * (UNITS - 1) / 2);
		borda_withdrawals(a, b, BALLOTS, UNITS, changes);
		for (int gone = 0; gone < UNITS; gone++) {
			struct ballot fewer[BALLOTS];
			int kept[BALLOTS][UNITS - 1];
			bool turned = false;
			for (int i = 0; i < BALLOTS; i++) {
				for (int u = 0, k = 0; u < UNITS; u++)
					if (u != gone)
						kept[i][k++] = tier[i][u];
				fewer[i] = (struct ballot){ b[i].weight, kept[i] };
			}
			assert_int_equal(borda(fewer, BALLOTS, UNITS - 1, names, NULL, rest), SCORE_OK);
			for (int u = 0; u < UNITS - 1; u++)
				for (int v = 0; v < UNITS - 1; v++)
					turned |= dec_cmp(points[u + (u >= gone)], points[v + (v >= gone)]) !=
						  dec_cmp(rest[u], rest[v]);
			assert_int_equal(changes[gone], turned);
		}
	}
}

static void borda_refuses(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	const struct sv names[] = { SV("a"), SV("b") };
	struct dec points[2];
	struct ballot b[] = { { { INT64_MAX }, (int[]){ 0, 1 } }, { { INT64_MAX }, (int[]){ 0, 1 } } };
	assert_int_equal(borda(b, 2, 2, names, &t, points), SCORE_OVERFLOW);
	assert_int_equal(borda(b, 0, 2, names, &t, points), SCORE_NO_DATA);
	assert_int_equal(borda(b, 2, 0, names, &t, points), SCORE_NO_DATA);
	b[0].weight = DEC(3);
	b[1].weight = (struct dec){ 500000 };
	assert_int_equal(borda(b, 2, 2, names, &t, points), SCORE_OK);
	assert_true(sv_is(t.last->in, "3 × 0 + 0.5 × 0") && points[0].u == 3500000);
	b[1].weight.u = -1;
	assert_int_equal(borda(b, 2, 2, names, &t, points), SCORE_INVALID);
}

static void rank_sums_share_all_places(void **state)
{
	struct arena *a = *state;
	struct trace t = { .a = a };
	uint32_t seed = 2;
	for (int round = 0; round < 100; round++) {
		struct dec marks[BALLOTS * UNITS], minus[BALLOTS * UNITS];
		struct rank_sums up, down;
		int64_t sum = 0;
		for (int i = 0; i < BALLOTS * UNITS; i++) {
			marks[i] = GIVEN(random_to(&seed, 7)).value;
			minus[i].u = -marks[i].u;
		}
		assert_int_equal(rank_sum(a, marks, BALLOTS, UNITS, false, &t, &up), SCORE_OK);
		assert_int_equal(rank_sum(a, minus, BALLOTS, UNITS, true, NULL, &down), SCORE_OK);
		for (int u = 0; u < UNITS; u++) {
			assert_int_equal(up.sums[u].u, down.sums[u].u);
			sum += up.sums[u].u;
		}
		assert_int_equal(sum, DEC_ONE * BALLOTS * UNITS * (UNITS + 1) / 2);
		assert_true(up.ties == down.ties && up.ties % 6 == 0);
	}
	struct rank_sums none;
	assert_int_equal(rank_sum(a, NULL, 0, 3, false, NULL, &none), SCORE_NO_DATA);
	assert_int_equal(rank_sum(a, NULL, 3, 0, false, NULL, &none), SCORE_NO_DATA);
}

/* ---- skating system ------------------------------------------------------------------------------------------- */

enum { COUPLES = 6, DANCES = 4, PANEL = 5 };

static void random_final(uint32_t *seed, int (*marks)[COUPLES][PANEL])
{
	int places[COUPLES];
	for (int c = 0; c < COUPLES; c++)
		places[c] = c + 1;
	for (int d = 0; d < DANCES; d++)
		for (int j = 0; j < PANEL; j++) {
			shuffle(seed, places, COUPLES, sizeof(*places));
			for (int c = 0; c < COUPLES; c++)
				marks[d][c][j] = places[c];
		}
}

/* Neither the order of judges and dances nor the numbers of the couples matter, and all places are given out. */
static void a_final_is_neutral(void **state)
{
	struct arena *a = *state;
	uint32_t seed = 100;
	for (int round = 0; round < 300; round++) {
		int marks[DANCES][COUPLES][PANEL], turned[DANCES][COUPLES][PANEL];
		struct skating s = { COUPLES, DANCES, PANEL, &marks[0][0][0] },
			       o = { COUPLES, DANCES, PANEL, &turned[0][0][0] };
		struct skating_result r, other;
		struct trace t = { .a = a };
		int64_t sum = 0;
		random_final(&seed, marks);
		for (int d = 0; d < DANCES; d++)
			for (int c = 0; c < COUPLES; c++)
				for (int j = 0; j < PANEL; j++)
					turned[(d + 1) % DANCES][(c + 2) % COUPLES][(j + 3) % PANEL] = marks[d][c][j];
		assert_int_equal(skating_final(a, &s, &t, &r), SCORE_OK);
		assert_int_equal(skating_final(a, &o, NULL, &other), SCORE_OK);
		for (int c = 0; c < COUPLES; c++) {
			sum += r.result[c];
			assert_int_equal(r.result[c], other.result[(c + 2) % COUPLES]);
			assert_int_equal(r.rule[c], other.rule[(c + 2) % COUPLES]);
			for (int k = 0; k < COUPLES; k++)
				assert_true(r.totals[c] >= r.totals[k] || r.result[c] < r.result[k]);
		}
		assert_int_equal(sum, PLACE_ONE * COUPLES * (COUPLES + 1) / 2);
	}
}

static void a_majority_of_firsts_wins(void **state)
{
	struct arena *a = *state;
	const int marks[] = { 1, 1, 1, 3, 3, /**/ 2, 2, 2, 1, 1, /**/ 3, 3, 3, 2, 2 };
	struct skating s = { 3, 1, 5, marks };
	struct skating_result r;
	assert_int_equal(skating_final(a, &s, NULL, &r), SCORE_OK);
	assert_true(r.result[0] == 60 && r.result[1] == 120 && r.result[2] == 180);
	assert_true(r.rule[0] == 9 && !r.shared[0]);
}

/* Three who mirror each other share the mean of their places; the place behind them stays free for the fourth. */
static void a_circle_is_shared(void **state)
{
	struct arena *a = *state;
	const int marks[] = { 1, 2, 3, /**/ 2, 3, 1, /**/ 3, 1, 2, /**/ 4, 4, 4 };
	struct skating s = { 4, 1, 3, marks };
	struct skating_result r;
	assert_int_equal(skating_final(a, &s, NULL, &r), SCORE_OK);
	assert_true(r.places[0] == 120 && r.places[1] == 120 && r.result[2] == 120 && r.result[3] == 240);
	assert_true(r.shared[0] && r.rule[0] == 11 && r.rule[3] == 9);
	assert_true(sv_is(place_text(a, 330), "5.5"));
}

static void a_final_that_is_none(void **state)
{
	struct arena *a = *state;
	const int twice[] = { 1, 1 }, beyond[] = { 1, 3 }, below[] = { 0, 1 };
	struct skating_result r;
	assert_int_equal(skating_final(a, &(struct skating){ 0, 1, 1, twice }, NULL, &r), SCORE_NO_DATA);
	assert_int_equal(skating_final(a, &(struct skating){ 2, 0, 1, twice }, NULL, &r), SCORE_NO_DATA);
	assert_int_equal(skating_final(a, &(struct skating){ 2, 1, 0, twice }, NULL, &r), SCORE_NO_DATA);
	assert_int_equal(skating_final(a, &(struct skating){ 2, 1, 1, twice }, NULL, &r), SCORE_INVALID);
	assert_int_equal(skating_final(a, &(struct skating){ 2, 1, 1, beyond }, NULL, &r), SCORE_INVALID);
	assert_int_equal(skating_final(a, &(struct skating){ 2, 1, 1, below }, NULL, &r), SCORE_INVALID);
	assert_int_equal(skating_final(a, &(struct skating){ SKATING_MAX + 1, 1, 1, twice }, NULL, &r), SCORE_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(places_agree_with_counting),
		with_arena(the_order_of_input_decides_nothing),
		with_arena(quotas_are_fair),
		with_arena(quotas_round_as_named),
		with_arena(borda_counts_pairs),
		with_arena(borda_refuses),
		with_arena(rank_sums_share_all_places),
		with_arena(a_final_is_neutral),
		with_arena(a_majority_of_firsts_wins),
		with_arena(a_circle_is_shared),
		with_arena(a_final_that_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
