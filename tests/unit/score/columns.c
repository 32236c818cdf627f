/* Composition over columns beside a plain reference: every unit's months and years added up entry by entry in 128 bits,
 * every place found by looking at all others. */
#include "score.h"

#include "core/score/columns_bins.h"
#include "core/score/columns_live.h"

enum { UNITS = 400, ENTRIES = 3000 };

struct world {
	uint32_t end[UNITS];
	uint8_t tier[UNITS];
	struct columns_tree tree;
	struct columns_indicator indicators[COLUMNS_INDICATORS];
	struct columns_rule rule;
	struct columns_plan plan;
	struct columns_entries entries; /* in any order */
};

static struct columns_entries entries_new(struct arena *a, size_t n)
{
	return (struct columns_entries){ n, NEW(a, uint32_t, n), NEW(a, uint8_t, n), NEW(a, uint8_t, n), NEW(a, int32_t, n) };
}

/* A subtree from `at` on; a child is one or two tiers below, so that tiers mix among siblings. */
static uint32_t grow(uint32_t *seed, struct world *w, uint32_t at, int tier, uint32_t limit)
{
	uint32_t next = at + 1;
	w->tier[at] = (uint8_t)tier;
	for (int kids = tier < 5 ? random_to(seed, 7) : 0; kids > 0 && next < limit; kids--)
		next = grow(seed, w, next, tier + 1 + (tier < 4 && random_to(seed, 4) == 0), limit);
	return w->end[at] = next;
}

static void rule_random(uint32_t *seed, struct world *w)
{
	int point_places = random_to(seed, 3);
	int64_t step = point_places == 0 ? DEC_ONE : point_places == 1 ? DEC_ONE / 10 : DEC_ONE / 100;
	w->rule = (struct columns_rule){ .n = 1 + (size_t)random_to(seed, 6),
					 .indicators = w->indicators,
					 .point_places = point_places,
					 .month_places = random_to(seed, 4),
					 .year_places = random_to(seed, 3),
					 .fold = random_to(seed, 2) ? COLUMNS_MEAN : COLUMNS_SUM };
	for (size_t i = 0; i < w->rule.n; i++)
		w->indicators[i] = (struct columns_indicator){ .weight = { random_to(seed, 1500000) - 300000 },
							       .floor = { (random_to(seed, 40) - 35) * step },
							       .cap = { (5 + random_to(seed, 60)) * step } };
	assert_int_equal(columns_plan(&w->rule, &w->plan), SCORE_OK);
}

static void world_random(struct arena *a, uint32_t *seed, struct world *w, size_t n_entries)
{
	uint32_t n = 0, limit = 1 + (uint32_t)random_to(seed, UNITS);
	while (n < limit)
		n = grow(seed, w, n, 1, limit);
	w->tree = (struct columns_tree){ .n = n, .end = w->end, .tier = w->tier };
	assert_int_equal(columns_tree_index(a, &w->tree), SCORE_OK);
	rule_random(seed, w);
	w->entries = entries_new(a, n_entries);
	for (size_t k = 0; k < n_entries; k++) {
		w->entries.leaf[k] = (uint32_t)random_to(seed, (int)w->tree.n_leaves);
		w->entries.indicator[k] = (uint8_t)random_to(seed, (int)w->rule.n);
		w->entries.month[k] = (uint8_t)random_to(seed, COLUMNS_MONTHS);
		w->entries.points[k] = random_to(seed, 41) - 15;
	}
}

static struct columns_entries arranged(struct arena *a, const struct world *w)
{
	struct columns_entries half = entries_new(a, w->entries.n), e = entries_new(a, w->entries.n);
	assert_int_equal(columns_arrange(a, &w->tree, &w->entries, &half, &e), SCORE_OK);
	return e;
}

static struct columns_board composed(struct arena *a, const struct world *w)
{
	struct columns_entries e = arranged(a, w);
	struct columns_board b = columns_board_new(a, &w->tree, &w->plan);
	assert_int_equal(columns_compose_all(&b, &e), SCORE_OK);
	return b;
}

/* ---- the reference ---- */

static int64_t round_away(wide n, wide d)
{
	wide twice = (n < 0 ? -n : n) * 2 + d;
	return (int64_t)(n < 0 ? -(twice / (2 * d)) : twice / (2 * d));
}

static int64_t ten(int n)
{
	return n == 0 ? 1 : 10 * ten(n - 1);
}

/* One leaf's month: Σ weight × held sum, rounded once. */
static int64_t leaf_month(const struct world *w, uint32_t leaf, uint8_t month)
{
	wide all = 0, step = ten(6 - w->rule.point_places);
	for (size_t i = 0; i < w->rule.n; i++) {
		wide sum = 0;
		for (size_t k = 0; k < w->entries.n; k++)
			if (w->entries.leaf[k] == leaf && w->entries.indicator[k] == i && w->entries.month[k] == month)
				sum += w->entries.points[k] * step;
		if (sum < w->indicators[i].floor.u)
			sum = w->indicators[i].floor.u;
		if (sum > w->indicators[i].cap.u)
			sum = w->indicators[i].cap.u;
		all += sum * w->indicators[i].weight.u;
	}
	int64_t to = ten(6 - w->rule.month_places);
	return round_away(all, (wide)DEC_ONE * to) * to;
}

struct plain {
	int64_t months[UNITS][COLUMNS_MONTHS], years[UNITS];
	struct columns_place places[UNITS];
};

static void plain_sums(const struct world *w, struct plain *p)
{
	for (uint32_t l = 0; l < w->tree.n_leaves; l++)
		for (uint8_t m = 0; m < COLUMNS_MONTHS; m++)
			p->months[w->tree.leaf[l]][m] = leaf_month(w, l, m);
	int64_t step = ten(6 - w->rule.year_places);
	for (uint32_t u = 0; u < w->tree.n; u++) {
		wide year = 0;
		int64_t leaves = 0;
		bool leaf = w->end[u] == u + 1;
		memset(p->months[u], 0, leaf ? 0 : sizeof(p->months[u]));
		for (uint32_t x = u; x < w->end[u]; x++) {
			leaves += w->end[x] == x + 1;
			for (int m = 0; m < COLUMNS_MONTHS && w->end[x] == x + 1; m++) {
				p->months[u][m] += leaf ? 0 : p->months[x][m];
				year += p->months[x][m];
			}
		}
		p->years[u] = round_away(year, (wide)step * (w->rule.fold == COLUMNS_MEAN ? leaves : 1)) * step;
	}
}

static uint32_t parent_of(const struct world *w, uint32_t u)
{
	uint32_t parent = COLUMNS_NONE;
	for (uint32_t x = 0; x < u; x++)
		if (w->end[x] > u)
			parent = x;
	return parent;
}

static void plain_places(const struct world *w, struct plain *p)
{
	static uint32_t parent[UNITS];
	for (uint32_t u = 0; u < w->tree.n; u++)
		parent[u] = parent_of(w, u);
	for (uint32_t u = 0; u < w->tree.n; u++) {
		p->places[u] = (struct columns_place){ 1, 1 };
		for (uint32_t x = 0; x < w->tree.n; x++) {
			bool ahead = w->tier[x] == w->tier[u] && p->years[x] > p->years[u];
			p->places[u].in_tier += ahead;
			p->places[u].among_peers += ahead && parent[x] == parent[u];
		}
	}
}

static const struct plain *plain(const struct world *w)
{
	static struct plain p;
	memset(&p, 0, sizeof(p));
	plain_sums(w, &p);
	plain_places(w, &p);
	return &p;
}

static void assert_same(const struct world *w, const struct columns_board *b, bool places)
{
	const struct plain *p = plain(w);
	assert_memory_equal(b->months, p->months, w->tree.n * sizeof(p->months[0]));
	assert_memory_equal(b->years, p->years, w->tree.n * sizeof(p->years[0]));
	if (places)
		assert_memory_equal(b->places, p->places, w->tree.n * sizeof(p->places[0]));
}

/* ---- tests ---- */

static void equals_the_reference(void **state)
{
	static struct world w;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		uint32_t s = seed;
		world_random(*state, &s, &w, seed % 8 ? 300 : ENTRIES);
		struct columns_board b = composed(*state, &w);
		assert_same(&w, &b, true);
		for (uint32_t i = 1; i < w.tree.n; i++) { /* by_place goes down, equals in official order */
			uint32_t u = b.by_place[i - 1], v = b.by_place[i];
			if (w.tier[u] == w.tier[v])
				assert_true(b.years[u] > b.years[v] || (b.years[u] == b.years[v] && u < v));
		}
	}
}

static void reweighing_is_composing_anew(void **state)
{
	static struct world w;
	for (uint32_t seed = 100; seed < 120; seed++) {
		uint32_t s = seed;
		world_random(*state, &s, &w, 400);
		struct columns_board b = composed(*state, &w);
		for (size_t i = 0; i < w.rule.n; i++) {
			w.indicators[i].weight.u = random_to(&s, 900000);
			w.indicators[i].cap.u += DEC_ONE;
		}
		assert_int_equal(columns_plan(&w.rule, &w.plan), SCORE_OK);
		assert_int_equal(columns_reweigh_all(&b, &w.plan), SCORE_OK);
		assert_same(&w, &b, true);
		w.plan.n++;
		assert_int_equal(columns_reweigh_all(&b, &w.plan), SCORE_INVALID);
		w.plan.n--, w.plan.point_places++;
		assert_int_equal(columns_reweigh_all(&b, &w.plan), SCORE_INVALID);
	}
}

static void order_changes_nothing(void **state)
{
	static struct world w;
	uint32_t s = 7;
	world_random(*state, &s, &w, 2000);
	struct columns_board b = composed(*state, &w);
	for (size_t i = w.entries.n; i-- > 1;) {
		size_t k = random_next(&s) % (i + 1);
		struct columns_entries *e = &w.entries;
		struct columns_entry x = { e->leaf[i], e->indicator[i], e->month[i], e->points[i] };
		e->leaf[i] = e->leaf[k], e->indicator[i] = e->indicator[k], e->month[i] = e->month[k], e->points[i] = e->points[k];
		e->leaf[k] = x.leaf, e->indicator[k] = x.indicator, e->month[k] = x.month, e->points[k] = x.points;
	}
	struct columns_board again = composed(*state, &w);
	assert_memory_equal(b.sums, again.sums, w.tree.n_leaves * w.plan.cells * sizeof(*b.sums));
	assert_memory_equal(b.years, again.years, w.tree.n * sizeof(*b.years));
	assert_memory_equal(b.by_place, again.by_place, w.tree.n * sizeof(*b.by_place));
}

/* Arranged in three parts, composed in pieces of leaves, summed up in pieces of units, ranked tier by tier. */
static void splitting_changes_nothing(void **state)
{
	static struct world w;
	for (uint32_t seed = 200; seed < 220; seed++) {
		uint32_t s = seed;
		world_random(*state, &s, &w, 1500);
		struct columns_entries half = entries_new(*state, w.entries.n), e = entries_new(*state, w.entries.n);
		struct columns_bins bins = columns_bins_new(*state, &w.tree, 3);
		for (uint32_t part = 0; part < 3; part++)
			assert_int_equal(columns_bins_count(&bins, part, &w.entries, part * 500, part * 500 + 500), SCORE_OK);
		columns_bins_start(&bins);
		for (uint32_t part = 3; part-- > 0;)
			columns_bins_place(&bins, part, &w.entries, part * 500, part * 500 + 500, &half);
		columns_bins_settle(&bins, (struct columns_range){ 0, bins.n }, &half, &e);
		struct columns_board b = columns_board_new(*state, &w.tree, &w.plan);
		for (uint32_t from = 0, to; from < w.tree.n_leaves; from = to) {
			to = from + 1 + (uint32_t)random_to(&s, 30);
			to = to < w.tree.n_leaves ? to : w.tree.n_leaves;
			assert_int_equal(columns_compose(&b, &e, (struct columns_range){ from, to }), SCORE_OK);
		}
		for (uint32_t from = 0, to; from < w.tree.n; from = to) {
			to = columns_cut(&w.tree, from + 1 + (uint32_t)random_to(&s, 20));
			assert_int_equal(columns_sum_up(&b, (struct columns_range){ from, to }), SCORE_OK);
		}
		for (uint32_t tier = COLUMNS_TIERS; tier-- > 0;)
			columns_rank(&b, (struct columns_range){ tier, tier + 1 });
		assert_same(&w, &b, true);
	}
}

/* Each entry's effect is told before it is posted, and is what composing with it gives. */
static void posting_is_composing_anew(void **state)
{
	static struct world w;
	for (uint32_t seed = 300; seed < 306; seed++) {
		uint32_t s = seed;
		world_random(*state, &s, &w, 200);
		size_t n = w.entries.n;
		w.entries.n = n - 30;
		struct columns_board b = composed(*state, &w);
		struct columns_live l = columns_live_new(*state, &b);
		for (; w.entries.n < n; w.entries.n++) {
			static struct plain before, after;
			size_t k = w.entries.n;
			struct columns_entry e = { w.entries.leaf[k], w.entries.indicator[k], w.entries.month[k], w.entries.points[k] };
			struct columns_effects told, done;
			before = *plain(&w);
			w.entries.n++;
			after = *plain(&w);
			w.entries.n--;
			assert_int_equal(columns_effect(&l, e, &told), SCORE_OK);
			assert_int_equal(columns_post(&l, e, &done), SCORE_OK);
			assert_int_equal(told.n, done.n);
			for (uint32_t i = 0; i < done.n; i++) {
				const struct columns_effect *x = &done.of[i];
				uint32_t u = x->unit;
				assert_int_equal(told.of[i].unit, u);
				assert_memory_equal(told.of[i].month, x->month, sizeof(x->month));
				assert_memory_equal(told.of[i].year, x->year, sizeof(x->year));
				assert_memory_equal(told.of[i].among_peers, x->among_peers, sizeof(x->among_peers));
				assert_memory_equal(told.of[i].in_tier, x->in_tier, sizeof(x->in_tier));
				assert_int_equal(x->year[0].u, before.years[u]);
				assert_int_equal(x->year[1].u, after.years[u]);
				assert_int_equal(x->among_peers[0], before.places[u].among_peers);
				assert_int_equal(x->among_peers[1], after.places[u].among_peers);
				assert_int_equal(x->in_tier[0], before.places[u].in_tier);
				assert_int_equal(x->in_tier[1], after.places[u].in_tier);
				assert_int_equal(x->month[1].u, columns_month(&b, u, e.month).u);
			}
		}
		assert_same(&w, &b, false);
		columns_rank(&b, (struct columns_range){ 0, COLUMNS_TIERS });
		assert_same(&w, &b, true);
	}
}

/* Thousands of leaves under one parent: scores wander over several shelves and stay in order. */
static void shelves_stay_in_order(void **state)
{
	enum { LEAVES = 5000, N = LEAVES + 1 };
	static uint32_t end[N];
	static uint8_t tier[N];
	uint32_t s = 11;
	for (uint32_t u = 0; u < N; u++) {
		end[u] = u ? u + 1 : N;
		tier[u] = u ? 2 : 1;
	}
	struct columns_tree t = { .n = N, .end = end, .tier = tier };
	assert_int_equal(columns_tree_index(*state, &t), SCORE_OK);
	struct columns_indicator one = { .weight = DEC(1), .floor = DEC(-100000), .cap = DEC(100000) };
	struct columns_plan p;
	assert_int_equal(columns_plan(&(struct columns_rule){ .n = 1, .indicators = &one }, &p), SCORE_OK);
	struct columns_board b = columns_board_new(*state, &t, &p);
	struct columns_entries none = { 0 };
	assert_int_equal(columns_compose_all(&b, &none), SCORE_OK);
	struct columns_live l = columns_live_new(*state, &b);
	for (int i = 0; i < 20000; i++) {
		struct columns_effects x;
		struct columns_entry e = { (uint32_t)random_to(&s, LEAVES), 0, (uint8_t)random_to(&s, 12), random_to(&s, 2001) - 1000 };
		assert_int_equal(columns_post(&l, e, &x), SCORE_OK);
		assert_int_equal(x.n, 2);
		if (i % 1000)
			continue;
		uint32_t place = 1;
		for (uint32_t u = 1; u < N; u++)
			place += b.years[u] > b.years[x.of[0].unit];
		assert_int_equal(x.of[0].in_tier[1], place);
		assert_int_equal(x.of[0].among_peers[1], place);
	}
	columns_rank(&b, (struct columns_range){ 0, COLUMNS_TIERS });
	for (uint32_t k = 0; k < LEAVES; k++) { /* every score is still there */
		uint32_t shelf = l.first[2] + k / COLUMNS_SHELF;
		int64_t score = l.scores[1 + k / COLUMNS_SHELF * COLUMNS_SHELF + (l.heads[shelf] + k) % COLUMNS_SHELF];
		assert_int_equal(score, b.years[b.by_place[1 + k]]);
	}
}

/* ---- what is refused ---- */

static enum score_status plan_of(int64_t weight, int64_t floor, int64_t cap, int places)
{
	struct columns_plan p;
	struct columns_indicator one[2] = { { { weight }, { floor }, { cap } }, { { weight }, { floor }, { cap } } };
	return columns_plan(&(struct columns_rule){ .n = 2, .indicators = one, .point_places = places, .month_places = 2 }, &p);
}

static void rules_refused(void **state)
{
	(void)state;
	struct columns_plan p;
	struct columns_indicator many[COLUMNS_INDICATORS + 1] = { 0 };
	assert_int_equal(plan_of(DEC_ONE, 0, DEC_ONE, 2), SCORE_OK);
	assert_int_equal(plan_of(DEC_ONE, INT64_MIN, INT64_MAX, 6), SCORE_OK); /* no limits */
	assert_int_equal(plan_of(DEC_ONE, DEC_ONE, 0, 2), SCORE_INVALID);
	assert_int_equal(plan_of(DEC_ONE, 0, DEC_ONE / 2, 0), SCORE_INVALID); /* a cap of 0.5 for whole points */
	assert_int_equal(plan_of(DEC_ONE, 0, DEC_ONE, 7), SCORE_INVALID);
	assert_int_equal(plan_of(1100 * DEC_ONE, 0, DEC_ONE, 2), SCORE_OVERFLOW);
	assert_int_equal(plan_of(-1100 * DEC_ONE, 0, DEC_ONE, 2), SCORE_OVERFLOW);
	assert_int_equal(plan_of(3000 * DEC_ONE, 0, DEC_ONE, 2), SCORE_OVERFLOW);
	assert_int_equal(plan_of(DEC_ONE, 5000 * DEC_ONE, INT64_MAX, 6), SCORE_OVERFLOW); /* no sum could reach the floor */
	assert_int_equal(plan_of(DEC_ONE, INT64_MIN, -5000 * DEC_ONE, 6), SCORE_OVERFLOW);
	assert_int_equal(columns_plan(&(struct columns_rule){ .n = 0, .indicators = many }, &p), SCORE_INVALID);
	assert_int_equal(columns_plan(&(struct columns_rule){ .n = COLUMNS_INDICATORS + 1, .indicators = many }, &p), SCORE_INVALID);
}

static enum score_status tree_of(struct arena *a, uint32_t n, const uint32_t *end, const uint8_t *tier)
{
	return columns_tree_index(a, &(struct columns_tree){ .n = n, .end = end, .tier = tier });
}

static void trees_refused(void **state)
{
	uint32_t chain[COLUMNS_TIERS + 1];
	uint8_t flat[COLUMNS_TIERS + 1] = { 0 };
	for (uint32_t u = 0; u <= COLUMNS_TIERS; u++)
		chain[u] = COLUMNS_TIERS + 1;
	assert_int_equal(tree_of(*state, 3, (uint32_t[]){ 3, 2, 3 }, (uint8_t[]){ 1, 2, 2 }), SCORE_OK);
	assert_int_equal(tree_of(*state, 3, (uint32_t[]){ 2, 3, 3 }, (uint8_t[]){ 1, 2, 2 }), SCORE_INVALID); /* reaches out */
	assert_int_equal(tree_of(*state, 3, (uint32_t[]){ 4, 2, 3 }, (uint8_t[]){ 1, 2, 2 }), SCORE_INVALID);
	assert_int_equal(tree_of(*state, 3, (uint32_t[]){ 3, 1, 3 }, (uint8_t[]){ 1, 2, 2 }), SCORE_INVALID);
	assert_int_equal(tree_of(*state, 3, (uint32_t[]){ 3, 2, 3 }, (uint8_t[]){ 1, 2, 200 }), SCORE_INVALID);
	assert_int_equal(tree_of(*state, COLUMNS_TIERS + 1, chain, flat), SCORE_INVALID); /* too deep */
}

/* A board of two leaves under one parent, and entries as given. */
static enum score_status two_leaves(struct arena *a, size_t n, const struct columns_entry *given, struct columns_board *ret)
{
	static struct columns_tree t;
	struct columns_plan p;
	struct columns_indicator one = { .weight = DEC(1), .floor = { INT64_MIN }, .cap = { INT64_MAX } };
	uint32_t *end = NEW(a, uint32_t, 3);
	uint8_t *tier = NEW(a, uint8_t, 3);
	end[0] = end[2] = 3, end[1] = 2, tier[1] = tier[2] = 1;
	t = (struct columns_tree){ .n = 3, .end = end, .tier = tier };
	assert_int_equal(columns_tree_index(a, &t), SCORE_OK);
	assert_int_equal(columns_plan(&(struct columns_rule){ .n = 1, .indicators = &one }, &p), SCORE_OK);
	struct columns_entries e = entries_new(a, n);
	for (size_t k = 0; k < n; k++) {
		e.leaf[k] = given[k].leaf, e.indicator[k] = given[k].indicator;
		e.month[k] = given[k].month, e.points[k] = given[k].points;
	}
	*ret = columns_board_new(a, &t, &p);
	return columns_compose_all(ret, &e);
}
#define TWO_LEAVES(a, b, ...)                                                        \
	two_leaves((a), sizeof((struct columns_entry[]){ __VA_ARGS__ }) / sizeof(struct columns_entry), \
		   (struct columns_entry[]){ __VA_ARGS__ }, (b))

static void entries_refused(void **state)
{
	struct columns_board b;
	struct columns_entries e = { 0 };
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, 5 }, { 1, 0, 11, 7 }), SCORE_OK);
	assert_int_equal(b.years[0], 12 * DEC_ONE);
	assert_int_equal(TWO_LEAVES(*state, &b, { 1, 0, 0, 5 }, { 0, 0, 0, 7 }), SCORE_INVALID); /* not in leaf order */
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, 5 }, { 2, 0, 0, 7 }), SCORE_INVALID);
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 1, 0, 5 }), SCORE_INVALID);
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 12, 5 }), SCORE_INVALID);
	e = entries_new(*state, 1);
	e.leaf[0] = 2;
	assert_int_equal(columns_arrange(*state, b.tree, &e, &e, &e), SCORE_INVALID);
}

/* More entries than one look takes: large ones that cancel out, and one that is outside. */
static void many_of_one_leaf(void **state)
{
	enum { N = 50 };
	struct columns_entry of[N];
	struct columns_board b;
	for (int i = 0; i < N; i++)
		of[i] = (struct columns_entry){ 0, 0, (uint8_t)(i % 4 / 2), i % 2 ? INT32_MIN + 1 : INT32_MAX };
	of[N - 1].points += 3; /* the last of its 24 */
	assert_int_equal(two_leaves(*state, N, of, &b), SCORE_OK);
	assert_int_equal(b.sums[0], 3);
	assert_int_equal(b.sums[1], 0);
	of[N - 1].points = 5;
	assert_int_equal(two_leaves(*state, N, of, &b), SCORE_OVERFLOW);
	of[5].month = COLUMNS_MONTHS;
	assert_int_equal(two_leaves(*state, N, of, &b), SCORE_INVALID);
	of[5].month = 0;
	of[7].leaf = 1;
	assert_int_equal(two_leaves(*state, N, of, &b), SCORE_INVALID);
}

static void sums_at_the_end_of_their_range(void **state)
{
	struct columns_board b;
	struct columns_effects x;
	/* On the way beyond 32 bits and back, in any order. */
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, INT32_MAX }, { 0, 0, 0, 9 }, { 0, 0, 0, -10 }, { 1, 0, 0, 1 }), SCORE_OK);
	assert_int_equal(b.sums[0], INT32_MAX - 1);
	assert_int_equal(b.years[0], (int64_t)INT32_MAX * DEC_ONE);
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, INT32_MAX }, { 0, 0, 0, 1 }), SCORE_OVERFLOW);
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, INT32_MIN }, { 0, 0, 0, -1 }), SCORE_OVERFLOW);
	assert_int_equal(TWO_LEAVES(*state, &b, { 0, 0, 0, INT32_MAX }), SCORE_OK);
	struct columns_live l = columns_live_new(*state, &b);
	assert_int_equal(columns_post(&l, (struct columns_entry){ 0, 0, 0, 1 }, &x), SCORE_OVERFLOW);
	assert_int_equal(columns_effect(&l, (struct columns_entry){ 2, 0, 0, 1 }, &x), SCORE_INVALID);
	assert_int_equal(columns_effect(&l, (struct columns_entry){ 0, 1, 0, 1 }, &x), SCORE_INVALID);
	assert_int_equal(columns_effect(&l, (struct columns_entry){ 0, 0, 12, 1 }, &x), SCORE_INVALID);
	/* Sums up the tree beyond 64 bits. */
	b.months[COLUMNS_MONTHS] = b.months[2 * COLUMNS_MONTHS] = INT64_MAX - 2 * DEC_ONE;
	assert_int_equal(columns_sum_up(&b, (struct columns_range){ 0, 3 }), SCORE_OVERFLOW);
	b.months[COLUMNS_MONTHS + 1] = INT64_MAX;
	assert_int_equal(columns_sum_up(&b, (struct columns_range){ 0, 3 }), SCORE_OVERFLOW);
	b.months[2 * COLUMNS_MONTHS] = 0;
	b.months[0] = INT64_MAX - DEC_ONE - 2;
	assert_int_equal(columns_post(&l, (struct columns_entry){ 1, 0, 0, 1 }, &x), SCORE_OVERFLOW);
}

static void halves_go_away_from_zero(void **state)
{
	(void)state;
	for (int64_t n = -30; n <= 30; n++)
		for (int64_t d = 1; d <= 7; d++)
			assert_int_equal(columns_divide(n, d), round_away(n, d));
	assert_int_equal(columns_divide(INT64_MAX, 2), INT64_MAX / 2 + 1);
	assert_int_equal(columns_divide(INT64_MIN, 1), INT64_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(equals_the_reference),     with_arena(reweighing_is_composing_anew),
		with_arena(order_changes_nothing),    with_arena(splitting_changes_nothing),
		with_arena(posting_is_composing_anew), with_arena(shelves_stay_in_order),
		with_arena(rules_refused),	      with_arena(trees_refused),
		with_arena(entries_refused),	      with_arena(sums_at_the_end_of_their_range),
		with_arena(halves_go_away_from_zero), with_arena(many_of_one_leaf),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
