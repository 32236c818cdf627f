#include "core/score/columns.h"

#include <string.h>

/* The loops over all cells, for processors with wider registers too: the loader chooses, the integers are the same.
 * (clang makes good code of them without; a sanitizer is not up yet when the loader chooses.) */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

/* ---- the tree ---- */

static void index_tiers(struct columns_tree *t)
{
	uint32_t next[COLUMNS_TIERS] = { 0 };
	for (uint32_t u = 0; u < t->n; u++)
		next[t->tier[u]]++;
	t->first[0] = 0;
	for (size_t k = 0; k < COLUMNS_TIERS; k++) {
		t->first[k + 1] = t->first[k] + next[k];
		next[k] = t->first[k];
	}
	for (uint32_t u = 0; u < t->n; u++)
		t->by_tier[next[t->tier[u]]++] = u;
}

static void index_peers(struct arena *a, struct columns_tree *t)
{
	uint32_t *first =
		NEW(a, uint32_t, (size_t)t->n + 1); /* of the parent's children in this tier, from 1; t->n: no parent */
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t u = t->by_tier[i], parent = t->parent[u] == COLUMNS_NONE ? t->n : t->parent[u];
		if (first[parent] <= t->first[t->tier[u]])
			first[parent] = i + 1;
		t->peers[u] = first[parent] - 1;
	}
}

enum score_status columns_tree_index(struct arena *a, struct columns_tree *t)
{
	uint32_t open[COLUMNS_TIERS], depth = 0;
	t->parent = NEW(a, uint32_t, t->n);
	t->before = NEW(a, uint32_t, (size_t)t->n + 1);
	t->leaf = NEW(a, uint32_t, t->n);
	t->by_tier = NEW(a, uint32_t, t->n);
	t->peers = NEW(a, uint32_t, t->n);
	t->n_leaves = 0;
	for (uint32_t u = 0; u < t->n; u++) {
		while (depth && t->end[open[depth - 1]] == u)
			depth--;
		uint32_t above = depth ? open[depth - 1] : COLUMNS_NONE;
		if (t->end[u] <= u || t->end[u] > (depth ? t->end[above] : t->n) || t->tier[u] >= COLUMNS_TIERS ||
		    depth == COLUMNS_TIERS)
			return SCORE_INVALID;
		t->parent[u] = above;
		t->before[u] = t->n_leaves;
		if (t->end[u] == u + 1)
			t->leaf[t->n_leaves++] = u;
		open[depth++] = u;
	}
	t->before[t->n] = t->n_leaves;
	index_tiers(t);
	index_peers(a, t);
	return SCORE_OK;
}

uint32_t columns_cut(const struct columns_tree *t, uint32_t unit)
{
	if (unit >= t->n)
		return t->n;
	uint32_t above = unit;
	while (t->parent[above] != COLUMNS_NONE)
		above = t->parent[above];
	return above == unit ? unit : t->end[above];
}

/* ---- the rule ---- */

static int64_t power(int n)
{
	int64_t p = 1;
	while (n-- > 0)
		p *= 10;
	return p;
}

/* A limit in the points' steps. */
static enum score_status in_steps(struct dec limit, int64_t step, bool cap, int32_t *ret)
{
	int64_t n = limit.u / step;
	if (n > INT32_MAX || n < INT32_MIN) {
		*ret = cap ? INT32_MAX : INT32_MIN;
		return (n > 0) == cap ? SCORE_OK : SCORE_OVERFLOW;
	}
	*ret = (int32_t)n;
	return limit.u % step ? SCORE_INVALID : SCORE_OK;
}

static bool places_ok(int places)
{
	return places >= 0 && places <= 6;
}

enum score_status columns_plan(const struct columns_rule *r, struct columns_plan *ret)
{
	if (r->n == 0 || r->n > COLUMNS_INDICATORS || !places_ok(r->point_places) || !places_ok(r->month_places) ||
	    !places_ok(r->year_places))
		return SCORE_INVALID;
	*ret = (struct columns_plan){ .n = r->n,
				      .cells = r->n * COLUMNS_MONTHS,
				      .month_divisor = power(r->point_places + 6 - r->month_places),
				      .month_step = power(6 - r->month_places),
				      .year_step = power(6 - r->year_places),
				      .fold = r->fold };
	int64_t all = 0, step = power(6 - r->point_places);
	for (size_t i = 0; i < r->n; i++) {
		const struct columns_indicator *of = &r->indicators[i];
		if (of->floor.u > of->cap.u)
			return SCORE_INVALID;
		/* |cell| ≤ 2^31, so the weighted sum of a month stays within 2^62. */
		if (of->weight.u > INT32_MAX || of->weight.u < -INT32_MAX)
			return SCORE_OVERFLOW;
		all += of->weight.u < 0 ? -of->weight.u : of->weight.u;
		ret->weight[i] = (int32_t)of->weight.u;
		enum score_status s = in_steps(of->floor, step, false, &ret->floor[i]);
		if (s == SCORE_OK)
			s = in_steps(of->cap, step, true, &ret->cap[i]);
		if (s != SCORE_OK)
			return s;
	}
	return all > INT32_MAX ? SCORE_OVERFLOW : SCORE_OK;
}

struct columns_board columns_board_new(struct arena *a, const struct columns_tree *t, const struct columns_plan *p)
{
	struct columns_board b = { .tree = t, .plan = *p };
	b.sums = NEW(a, int32_t, t->n_leaves * p->cells);
	b.months = NEW(a, int64_t, (size_t)t->n * COLUMNS_MONTHS);
	b.years = NEW(a, int64_t, t->n);
	b.places = NEW(a, struct columns_place, t->n);
	b.by_place = NEW(a, uint32_t, t->n);
	for (int i = 0; i < 2; i++)
		b.keys[i] = NEW(a, uint64_t, t->n);
	b.units = NEW(a, uint32_t, t->n);
	b.groups = NEW(a, struct columns_group, t->n);
	return b;
}

/* ---- cells ---- */

/* The first entry of `leaf` or of a later one. */
static size_t seek(const struct columns_entries *e, uint32_t leaf)
{
	size_t from = 0, to = e->n;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (e->leaf[mid] < leaf)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* Where 32 bits might not do: each cell in 64. */
static enum score_status add_wide(const struct columns_entries *e, size_t from, size_t to, size_t n_cells, int32_t *cells)
{
	int64_t sums[COLUMNS_INDICATORS * COLUMNS_MONTHS] = { 0 };
	if (to - from > UINT32_MAX)
		return SCORE_OVERFLOW;
	for (size_t k = from; k < to; k++)
		sums[e->indicator[k] * COLUMNS_MONTHS + e->month[k]] += e->points[k];
	for (size_t c = 0; c < n_cells; c++) {
		if (sums[c] > INT32_MAX || sums[c] < INT32_MIN)
			return SCORE_OVERFLOW;
		cells[c] = (int32_t)sums[c];
	}
	return SCORE_OK;
}

/* |points|, less one below zero. */
static inline uint32_t size_of(int32_t points)
{
	return points < 0 ? ~(uint32_t)points : (uint32_t)points;
}

/* Sixteen entries from `k` on at a time, without a branch among them, so that a compiler can look at several at once. */
enum { BLOCK = 16 };

/* All of them the leaf's and within the columns?  Then their cells, and in `size` also every bit of their sizes. */
static inline bool block_at(const struct columns_entries *e, size_t k, uint32_t leaf, size_t n_indicators,
			    uint16_t *restrict cell, uint32_t *restrict size)
{
	const uint32_t *restrict of = e->leaf + k;
	const uint8_t *restrict indicator = e->indicator + k, *restrict month = e->month + k;
	const int32_t *restrict points = e->points + k;
	uint32_t other = 0, bits = 0;
	uint8_t outside = 0, last = (uint8_t)(n_indicators - 1);
	for (int i = 0; i < BLOCK; i++)
		other |= of[i] ^ leaf;
	for (int i = 0; i < BLOCK; i++)
		outside |= (indicator[i] > last) | (month[i] >= COLUMNS_MONTHS);
	for (int i = 0; i < BLOCK; i++)
		cell[i] = (uint16_t)(indicator[i] * COLUMNS_MONTHS + month[i]);
	for (int i = 0; i < BLOCK; i++)
		bits |= size_of(points[i]);
	bool all = !(other | outside);
	*size |= all ? bits : 0;
	return all;
}

/* Adds the entries of `leaf` from *at on; leaves *at behind them. */
CLONES static enum score_status add_leaf(const struct columns_plan *p, const struct columns_entries *e, uint32_t leaf,
					 size_t *at, int32_t *cells)
{
	uint32_t *restrict sum = (uint32_t *)cells, size = 0; /* wraps where it does not fit, and is thrown away then */
	uint16_t cell[BLOCK];
	size_t from = *at, k = from;
	memset(cells, 0, p->cells * sizeof(*cells));
	for (; e->n - k >= BLOCK && block_at(e, k, leaf, p->n, cell, &size); k += BLOCK)
		for (int i = 0; i < BLOCK; i++)
			sum[cell[i]] += (uint32_t)e->points[k + (size_t)i];
	for (; k < e->n && e->leaf[k] == leaf; k++) {
		if (e->indicator[k] >= p->n || e->month[k] >= COLUMNS_MONTHS)
			return SCORE_INVALID;
		size |= size_of(e->points[k]);
		sum[e->indicator[k] * COLUMNS_MONTHS + e->month[k]] += (uint32_t)e->points[k];
	}
	*at = k;
	bool narrow = (wide)(k - from) * ((wide)size + 1) <= INT32_MAX; /* |points| ≤ size + 1 */
	return narrow ? SCORE_OK : add_wide(e, from, k, p->cells, cells);
}

CLONES void columns_weigh(const struct columns_plan *p, const int32_t *restrict cells, int64_t *restrict ret_months)
{
	int64_t sum[COLUMNS_MONTHS] = { 0 };
	for (size_t i = 0; i < p->n; i++, cells += COLUMNS_MONTHS) {
		int32_t weight = p->weight[i], floor = p->floor[i], cap = p->cap[i];
		for (size_t m = 0; m < COLUMNS_MONTHS; m++) {
			int32_t c = cells[m] < floor ? floor : cells[m];
			c = c > cap ? cap : c;
			sum[m] += (int64_t)weight * c;
		}
	}
	for (size_t m = 0; m < COLUMNS_MONTHS; m++)
		ret_months[m] = columns_divide(sum[m], p->month_divisor) * p->month_step;
}

enum score_status columns_compose(struct columns_board *b, const struct columns_entries *e, struct columns_range leaves)
{
	size_t at = seek(e, leaves.from);
	for (uint32_t leaf = leaves.from; leaf < leaves.to; leaf++) {
		int32_t *cells = b->sums + leaf * b->plan.cells;
		enum score_status s = add_leaf(&b->plan, e, leaf, &at, cells);
		if (s != SCORE_OK)
			return s;
		columns_weigh(&b->plan, cells, b->months + (size_t)b->tree->leaf[leaf] * COLUMNS_MONTHS);
	}
	/* Not one was passed over: ranges meet, and the last one ends with the entries. */
	bool all = leaves.to < b->tree->n_leaves ? at == seek(e, leaves.to) : at == e->n;
	return all ? SCORE_OK : SCORE_INVALID;
}

void columns_reweigh(struct columns_board *b, struct columns_range leaves)
{
	for (uint32_t leaf = leaves.from; leaf < leaves.to; leaf++)
		columns_weigh(&b->plan, b->sums + leaf * b->plan.cells,
			      b->months + (size_t)b->tree->leaf[leaf] * COLUMNS_MONTHS);
}

/* ---- up the tree ---- */

int64_t columns_publish(enum columns_fold fold, int64_t sum, uint32_t leaves, int64_t step)
{
	return columns_divide(sum, fold == COLUMNS_MEAN ? leaves * step : step) * step;
}

struct dec columns_month(const struct columns_board *b, uint32_t unit, uint32_t month)
{
	int64_t sum = b->months[(size_t)unit * COLUMNS_MONTHS + month];
	return (struct dec){ columns_publish(b->plan.fold, sum, columns_leaves(b->tree, unit), b->plan.month_step) };
}

/* false when a sum does not fit. */
static bool add_months(int64_t *restrict to, const int64_t *restrict from)
{
	bool left = false;
	for (size_t m = 0; m < COLUMNS_MONTHS; m++)
		left |= __builtin_add_overflow(to[m], from[m], &to[m]);
	return !left;
}

static bool sum_year(const int64_t *months, int64_t *ret)
{
	wide year = 0;
	bool fits = true;
	for (size_t m = 0; m < COLUMNS_MONTHS; m++) {
		fits &= columns_fits(months[m]);
		year += months[m];
	}
	*ret = (int64_t)year;
	return fits && *ret == year && columns_fits(*ret);
}

/* From the last unit to the first, so that every child is ready before its parent. */
enum score_status columns_sum_up(struct columns_board *b, struct columns_range units)
{
	const struct columns_tree *t = b->tree;
	for (uint32_t u = units.to; u-- > units.from;) {
		int64_t *months = b->months + (size_t)u * COLUMNS_MONTHS, year;
		bool fits = true;
		if (t->end[u] > u + 1)
			memset(months, 0, COLUMNS_MONTHS * sizeof(*months));
		for (uint32_t child = u + 1; child < t->end[u]; child = t->end[child])
			fits &= add_months(months, b->months + (size_t)child * COLUMNS_MONTHS);
		if (!sum_year(months, &year) || !fits)
			return SCORE_OVERFLOW;
		b->years[u] = columns_publish(b->plan.fold, year, columns_leaves(t, u), b->plan.year_step);
	}
	return SCORE_OK;
}
