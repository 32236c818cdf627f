#include "core/score/columns_rank.h"

#include <string.h>

/* A radix sort from the lowest digit up: stable, so equals keep the official order. */
enum { DIGIT = 11, DIGITS = 1 << DIGIT };

static void pass(int shift, uint32_t n, const uint64_t *key, const uint32_t *unit, uint64_t *ret_key, uint32_t *ret_unit)
{
	uint32_t at[DIGITS] = { 0 }, next = 0;
	for (uint32_t i = 0; i < n; i++)
		at[key[i] >> shift & (DIGITS - 1)]++;
	for (uint32_t d = 0; d < DIGITS; d++) {
		uint32_t count = at[d];
		at[d] = next;
		next += count;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t to = at[key[i] >> shift & (DIGITS - 1)]++;
		ret_key[to] = key[i];
		ret_unit[to] = unit[i];
	}
}

/* by_place, and in the same order keys[0] (how far behind the first), of the tier at [from, from + n) of by_tier. */
static void sort_tier(struct columns_board *b, uint32_t from, uint32_t n)
{
	const uint32_t *units = b->tree->by_tier + from;
	int64_t best = INT64_MIN, worst = INT64_MAX;
	for (uint32_t i = 0; i < n; i++) {
		int64_t year = b->years[units[i]];
		best = year > best ? year : best;
		worst = year < worst ? year : worst;
	}
	int passes = 0;
	for (uint64_t reach = (uint64_t)best - (uint64_t)worst; reach; reach >>= DIGIT)
		passes++;
	/* The last pass is to end in keys[0] and by_place. */
	uint64_t *key[2] = { b->keys[0] + from, b->keys[1] + from };
	uint32_t *unit[2] = { b->by_place + from, b->units + from };
	int now = passes % 2;
	for (uint32_t i = 0; i < n; i++) {
		key[now][i] = (uint64_t)best - (uint64_t)b->years[units[i]];
		unit[now][i] = units[i];
	}
	for (int p = 0; p < passes; p++, now = !now)
		pass(p * DIGIT, n, key[now], unit[now], key[!now], unit[!now]);
}

/* Down the tier's order once; what is counted for a group of peers stands where its first unit stands in by_tier. */
static void give_places(struct columns_board *b, uint32_t from, uint32_t n)
{
	const uint64_t *key = b->keys[0] + from;
	uint32_t place = 0;
	memset(b->groups + from, 0, n * sizeof(*b->groups));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t u = b->by_place[from + i];
		struct columns_group *peers = &b->groups[b->tree->peers[u]];
		if (i == 0 || key[i] != key[i - 1])
			place = i + 1;
		peers->seen++;
		if (peers->seen == 1 || key[i] != peers->key)
			peers->place = peers->seen;
		peers->key = key[i];
		b->places[u] = (struct columns_place){ peers->place, place };
	}
}

void columns_rank(struct columns_board *b, struct columns_range tiers)
{
	const struct columns_tree *t = b->tree;
	for (uint32_t k = tiers.from; k < tiers.to; k++) {
		uint32_t from = t->first[k], n = t->first[k + 1] - from;
		sort_tier(b, from, n);
		give_places(b, from, n);
	}
}

static enum score_status finish(struct columns_board *b)
{
	enum score_status s = columns_sum_up(b, (struct columns_range){ 0, b->tree->n });
	if (s == SCORE_OK)
		columns_rank(b, (struct columns_range){ 0, COLUMNS_TIERS });
	return s;
}

enum score_status columns_compose_all(struct columns_board *b, const struct columns_entries *e)
{
	enum score_status s = columns_compose(b, e, (struct columns_range){ 0, b->tree->n_leaves });
	return s == SCORE_OK ? finish(b) : s;
}

enum score_status columns_reweigh_all(struct columns_board *b, const struct columns_plan *p)
{
	if (p->n != b->plan.n || p->point_places != b->plan.point_places)
		return SCORE_INVALID;
	b->plan = *p;
	columns_reweigh(b, (struct columns_range){ 0, b->tree->n_leaves });
	return finish(b);
}
