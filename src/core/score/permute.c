#include "core/score/permute.h"

#include "base/prng.h"

__extension__ typedef __int128 wide;

struct deal {
	const struct dec *change;
	size_t n, adopters;
	wide total; /* of all changes */
	enum permute_side side;
};

/* The difference of means times a·(n − a), in whole millionths. */
static wide difference(const struct deal *d, const size_t *who)
{
	wide sum = 0;
	for (size_t i = 0; i < d->adopters; i++)
		sum += d->change[who[i]].u;
	return sum * (wide)d->n - d->total * (wide)d->adopters;
}

static wide how_far(const struct deal *d, wide difference)
{
	if (d->side == PERMUTE_LESS || (d->side == PERMUTE_TWO_SIDED && difference < 0))
		return -difference;
	return difference;
}

/* n over k, or more than `most`. */
static int64_t ways_to_choose(size_t n, size_t k, int64_t most)
{
	int64_t ways = 1;
	if (k > n - k)
		k = n - k;
	for (size_t i = 1; i <= k && ways <= most; i++)
		ways = ways * (int64_t)(n - k + i) / (int64_t)i;
	return ways;
}

static bool next_choice(size_t *who, size_t k, size_t n)
{
	for (size_t i = k; i-- > 0;) {
		if (who[i] == n - k + i)
			continue;
		who[i]++;
		for (size_t j = i + 1; j < k; j++)
			who[j] = who[j - 1] + 1;
		return true;
	}
	return false;
}

static int64_t count_all(const struct deal *d, size_t *who, wide far)
{
	int64_t as_far = 0;
	for (size_t i = 0; i < d->adopters; i++)
		who[i] = i;
	do
		as_far += how_far(d, difference(d, who)) >= far;
	while (next_choice(who, d->adopters, d->n));
	return as_far;
}

static int64_t count_drawn(const struct deal *d, size_t *who, wide far, int64_t draws, uint64_t seed)
{
	struct prng luck = { seed };
	int64_t as_far = 0;
	for (size_t i = 0; i < d->n; i++)
		who[i] = i;
	for (int64_t draw = 0; draw < draws; draw++) {
		for (size_t i = 0; i < d->adopters; i++) {
			size_t j = i + (size_t)prng_below(&luck, d->n - i), keep = who[i];
			who[i] = who[j];
			who[j] = keep;
		}
		as_far += how_far(d, difference(d, who)) >= far;
	}
	return as_far;
}

static void trace_test(struct trace *tr, const struct deal *d, const struct permute_result *r, uint64_t seed)
{
	if (!tr)
		return;
	trace_add(tr, "difference_of_means", SV(""),
		  arena_printf(tr->a, "%zu adopters, %zu others", d->adopters, d->n - d->adopters), dec_text(tr->a, r->effect));
	if (r->all)
		trace_add(tr, "all_ways", SV(""), arena_printf(tr->a, "%lld / %lld", (long long)r->as_far, (long long)r->ways),
			  dec_text(tr->a, r->p));
	else
		trace_add(tr, "drawn_ways", SV(""),
			  arena_printf(tr->a, "(%lld + 1) / (%lld + 1), seed %llu", (long long)r->as_far, (long long)r->ways,
				       (unsigned long long)seed),
			  dec_text(tr->a, r->p));
}

enum score_status permute_test(struct arena *a, const struct dec *change, const bool *adopted, size_t n, enum permute_side side,
			       int64_t draws, uint64_t seed, struct trace *tr, struct permute_result *ret)
{
	struct deal d = { .change = change, .n = n, .side = side };
	size_t *who = NEW(a, size_t, n + 1);
	struct rounding places = { ROUND_HALF_UP, 6 };
	for (size_t i = 0; i < n; i++) {
		d.total += change[i].u;
		if (adopted[i])
			who[d.adopters++] = i;
	}
	*ret = (struct permute_result){ .ways = draws };
	if (!d.adopters || d.adopters == n)
		return SCORE_NOT_IDENTIFIED;
	wide real = difference(&d, who);
	if (real > INT64_MAX || real < -INT64_MAX)
		return SCORE_OVERFLOW;
	int64_t parts = (int64_t)(d.adopters * (n - d.adopters)), ways = ways_to_choose(n, d.adopters, PERMUTE_ALL);
	if (!dec_muldiv_rounded((struct dec){ (int64_t)real }, (struct dec){ 1 }, (struct dec){ parts }, places, &ret->effect))
		return SCORE_OVERFLOW;
	ret->all = ways <= PERMUTE_ALL;
	if (ret->all) {
		ret->ways = ways;
		ret->as_far = count_all(&d, who, how_far(&d, real));
	} else {
		ret->as_far = count_drawn(&d, who, how_far(&d, real), draws, seed);
	}
	int64_t self = ret->all ? 0 : 1; /* a drawn sample counts the true way once more */
	ret->beyond_all = ret->as_far + self == 1;
	if (!dec_muldiv_rounded(DEC(1), (struct dec){ ret->as_far + self }, (struct dec){ ret->ways + self }, places, &ret->p))
		return SCORE_OVERFLOW;
	trace_test(tr, &d, ret, seed);
	return SCORE_OK;
}
