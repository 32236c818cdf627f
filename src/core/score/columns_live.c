#include "core/score/columns_live.h"

#include <string.h>

struct shelves {
	int64_t *scores;
	uint16_t *heads;
	uint32_t n; /* scores */
};

static struct shelves shelves_of(const struct columns_live *l, uint32_t tier)
{
	const uint32_t *first = l->board->tree->first;
	return (struct shelves){ l->scores + first[tier], l->heads + l->first[tier], first[tier + 1] - first[tier] };
}

struct columns_live columns_live_new(struct arena *a, struct columns_board *b)
{
	struct columns_live l = { .board = b, .scores = NEW(a, int64_t, b->tree->n) };
	uint32_t n = 0;
	for (uint32_t k = 0; k < COLUMNS_TIERS; k++) {
		l.first[k] = n;
		n += (b->tree->first[k + 1] - b->tree->first[k] + COLUMNS_SHELF - 1) / COLUMNS_SHELF;
	}
	l.heads = NEW(a, uint16_t, n);
	columns_live_fill(&l);
	return l;
}

void columns_live_fill(struct columns_live *l)
{
	const struct columns_board *b = l->board;
	for (uint32_t k = 0; k < COLUMNS_TIERS; k++) {
		struct shelves s = shelves_of(l, k);
		for (uint32_t i = 0; i < s.n; i++)
			s.scores[i] = b->years[b->by_place[b->tree->first[k] + i]];
		memset(s.heads, 0, (s.n + COLUMNS_SHELF - 1) / COLUMNS_SHELF * sizeof(*s.heads));
	}
}

/* ---- shelves ---- */

static int64_t *score_at(const struct shelves *s, uint32_t i)
{
	uint32_t shelf = i / COLUMNS_SHELF;
	return s->scores + (size_t)shelf * COLUMNS_SHELF + (s->heads[shelf] + i) % COLUMNS_SHELF;
}

/* How many are higher. */
static uint32_t above(const struct shelves *s, int64_t score)
{
	uint32_t from = 0, to = s->n;
	while (from < to) {
		uint32_t mid = from + (to - from) / 2;
		if (*score_at(s, mid) > score)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static uint32_t shelf_end(const struct shelves *s, uint32_t i)
{
	uint32_t end = (i / COLUMNS_SHELF + 1) * COLUMNS_SHELF;
	return end < s->n ? end : s->n;
}

/* Within one shelf: the scores behind `from` come forward by one, `score` stands at `to`.  Returns what stood at `from`. */
static int64_t close_up(const struct shelves *s, uint32_t from, uint32_t to, int64_t score)
{
	int64_t out = *score_at(s, from);
	for (uint32_t i = from; i < to; i++)
		*score_at(s, i) = *score_at(s, i + 1);
	*score_at(s, to) = score;
	return out;
}

/* The same the other way: those before `from` go back by one, `score` stands at `to` ≤ `from`. */
static int64_t make_room(const struct shelves *s, uint32_t to, uint32_t from, int64_t score)
{
	int64_t out = *score_at(s, from);
	for (uint32_t i = from; i > to; i--)
		*score_at(s, i) = *score_at(s, i - 1);
	*score_at(s, to) = score;
	return out;
}

static int64_t swap(int64_t *at, int64_t score)
{
	int64_t out = *at;
	*at = score;
	return out;
}

/* The score at `from` falls to `score`, which belongs at `to` ≥ `from`: each shelf on the way gives its first to the
 * shelf before. */
static void fall(const struct shelves *s, uint32_t from, uint32_t to, int64_t score)
{
	uint32_t a = from / COLUMNS_SHELF, z = to / COLUMNS_SHELF;
	if (a == z) {
		close_up(s, from, to, score);
		return;
	}
	score = close_up(s, z * COLUMNS_SHELF, to, score);
	for (uint32_t k = z - 1; k > a; k--) {
		score = swap(&s->scores[(size_t)k * COLUMNS_SHELF + s->heads[k]], score);
		s->heads[k] = (uint16_t)((s->heads[k] + 1) % COLUMNS_SHELF);
	}
	close_up(s, from, shelf_end(s, from) - 1, score);
}

/* It rises to `to` ≤ `from`: each shelf on the way gives its last to the shelf behind. */
static void rise(const struct shelves *s, uint32_t from, uint32_t to, int64_t score)
{
	uint32_t a = to / COLUMNS_SHELF, z = from / COLUMNS_SHELF;
	if (a == z) {
		make_room(s, to, from, score);
		return;
	}
	score = make_room(s, to, shelf_end(s, to) - 1, score);
	for (uint32_t k = a + 1; k < z; k++) {
		s->heads[k] = (uint16_t)((s->heads[k] + COLUMNS_SHELF - 1) % COLUMNS_SHELF);
		score = swap(&s->scores[(size_t)k * COLUMNS_SHELF + s->heads[k]], score);
	}
	make_room(s, z * COLUMNS_SHELF, from, score);
}

static void move(const struct shelves *s, uint32_t from, uint32_t to, int64_t score)
{
	if (to > from)
		fall(s, from, to, score);
	else
		rise(s, from, to, score);
}

/* ---- an entry ---- */

/* What the leaf's month becomes. */
static enum score_status weigh_anew(const struct columns_board *b, struct columns_entry e, int64_t *ret_month)
{
	int32_t cells[COLUMNS_INDICATORS * COLUMNS_MONTHS];
	int64_t months[COLUMNS_MONTHS];
	memcpy(cells, b->sums + e.leaf * b->plan.cells, b->plan.cells * sizeof(*cells));
	int32_t *cell = &cells[e.indicator * COLUMNS_MONTHS + e.month];
	if (__builtin_add_overflow(*cell, e.points, cell))
		return SCORE_OVERFLOW;
	columns_weigh(&b->plan, cells, months);
	*ret_month = months[e.month];
	return SCORE_OK;
}

/* Places among those of the same parent and tier, with one score and with another. */
static void among_peers(const struct columns_board *b, uint32_t self, const struct dec *year, uint32_t *ret)
{
	const struct columns_tree *t = b->tree;
	uint32_t parent = t->parent[self];
	uint32_t u = parent == COLUMNS_NONE ? 0 : parent + 1, end = parent == COLUMNS_NONE ? t->n : t->end[parent];
	ret[0] = ret[1] = 1;
	for (; u < end; u = t->end[u]) {
		bool peer = u != self && t->tier[u] == t->tier[self];
		ret[0] += peer && b->years[u] > year[0].u;
		ret[1] += peer && b->years[u] > year[1].u;
	}
}

static int64_t year_of(const int64_t *months)
{
	wide year = 0;
	for (size_t m = 0; m < COLUMNS_MONTHS; m++)
		year += months[m];
	return (int64_t)year; /* it fitted when it was summed up */
}

/* `more` is what the unit's month gains. */
static enum score_status effect_on(const struct columns_live *l, uint32_t unit, uint8_t month, int64_t more,
				   struct columns_effect *ret)
{
	const struct columns_board *b = l->board;
	const struct columns_plan *p = &b->plan;
	const int64_t *months = b->months + (size_t)unit * COLUMNS_MONTHS;
	uint32_t leaves = columns_leaves(b->tree, unit), tier = b->tree->tier[unit];
	struct shelves s = shelves_of(l, tier);
	int64_t sum[2] = { months[month] }, year[2] = { year_of(months) };
	if (__builtin_add_overflow(sum[0], more, &sum[1]) || !columns_fits(sum[1]) ||
	    __builtin_add_overflow(year[0], more, &year[1]) || !columns_fits(year[1]))
		return SCORE_OVERFLOW;
	ret->unit = unit;
	for (int k = 0; k < 2; k++) {
		ret->month[k].u = columns_publish(p->fold, sum[k], leaves, p->month_step);
		ret->year[k].u = columns_publish(p->fold, year[k], leaves, p->year_step);
		ret->in_tier[k] = 1 + above(&s, ret->year[k].u);
	}
	ret->in_tier[1] -= ret->year[0].u > ret->year[1].u; /* it does not stand above itself */
	among_peers(b, unit, ret->year, ret->among_peers);
	return SCORE_OK;
}

/* With what the leaf's month gains. */
static enum score_status effects(const struct columns_live *l, struct columns_entry e, int64_t *ret_more,
				 struct columns_effects *ret)
{
	const struct columns_board *b = l->board;
	int64_t month;
	if (e.leaf >= b->tree->n_leaves || e.indicator >= b->plan.n || e.month >= COLUMNS_MONTHS)
		return SCORE_INVALID;
	enum score_status s = weigh_anew(b, e, &month);
	uint32_t unit = b->tree->leaf[e.leaf];
	*ret_more = s == SCORE_OK ? month - b->months[(size_t)unit * COLUMNS_MONTHS + e.month] : 0;
	ret->n = 0;
	for (; s == SCORE_OK && unit != COLUMNS_NONE; unit = b->tree->parent[unit])
		s = effect_on(l, unit, e.month, *ret_more, &ret->of[ret->n++]);
	return s;
}

enum score_status columns_effect(const struct columns_live *l, struct columns_entry e, struct columns_effects *ret)
{
	int64_t more;
	return effects(l, e, &more, ret);
}

enum score_status columns_post(struct columns_live *l, struct columns_entry e, struct columns_effects *ret)
{
	struct columns_board *b = l->board;
	int64_t more;
	enum score_status s = effects(l, e, &more, ret);
	if (s != SCORE_OK)
		return s;
	b->sums[e.leaf * b->plan.cells + e.indicator * COLUMNS_MONTHS + e.month] += e.points;
	for (uint32_t i = 0; i < ret->n; i++) {
		const struct columns_effect *of = &ret->of[i];
		struct shelves tier = shelves_of(l, b->tree->tier[of->unit]);
		b->months[(size_t)of->unit * COLUMNS_MONTHS + e.month] += more;
		b->years[of->unit] = of->year[1].u;
		move(&tier, of->in_tier[0] - 1, of->in_tier[1] - 1, of->year[1].u);
	}
	return SCORE_OK;
}
