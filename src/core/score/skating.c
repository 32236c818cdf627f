#include "core/score/skating.h"

#include "base/buf.h"
#include "core/rule_sort.h"

/* ---- rules 5 to 8: one dance, or under rule 11 all dances as one ------------------------------------------------ */

/* How often a couple was given each place or better, and the sum of those marks. */
struct standing {
	size_t couple;
	const int *count;   /* [column], 1..columns */
	const int64_t *sum; /* [column] */
	int columns;
	int first; /* the column in which it first has a majority, at or after the one looked for */
	int seen;  /* the last column that had to be looked at */
};

/* An earlier majority is ahead (5, 8), then the larger one (6), then the smaller sum (7a), then the next columns (7b). */
static int standing_cmp(const void *x, const void *y)
{
	const struct standing *a = x, *b = y;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	for (int c = a->first; c <= a->columns; c++) {
		if (a->count[c] != b->count[c])
			return a->count[c] > b->count[c] ? -1 : 1;
		if (a->sum[c] != b->sum[c])
			return a->sum[c] < b->sum[c] ? -1 : 1;
	}
	return 0;
}

/* The column that told two neighbours apart. */
static void look(struct standing *a, struct standing *b)
{
	int c = a->first > b->first ? a->first : b->first;
	if (a->first == b->first)
		while (c < a->columns && a->count[c] == b->count[c] && a->sum[c] == b->sum[c])
			c++;
	a->seen = a->seen > c ? a->seen : c;
	b->seen = b->seen > c ? b->seen : c;
}

static struct standing stand(struct arena *a, size_t couple, const int *marks, size_t n, int columns, int from)
{
	int *count = NEW(a, int, (size_t)columns + 1), majority = (int)(n / 2) + 1;
	int64_t *sum = NEW(a, int64_t, (size_t)columns + 1);
	for (size_t i = 0; i < n; i++)
		count[marks[i]]++;
	for (int c = 1; c <= columns; c++) {
		sum[c] = sum[c - 1] + (int64_t)c * count[c];
		count[c] += count[c - 1];
	}
	int first = from;
	while (first < columns && count[first] < majority)
		first++;
	return (struct standing){
		.couple = couple, .count = count, .sum = sum, .columns = columns, .first = first, .seen = first
	};
}

static struct sv trace_place(struct trace *tr, int64_t sixtieths)
{
	return tr ? place_text(tr->a, sixtieths) : SV_NONE;
}

static void trace_standing(struct trace *tr, const char *op, struct sv of, const struct standing *s, struct sv out)
{
	if (!tr)
		return;
	struct buf b = buf_new(tr->a, 1 << 14);
	for (int c = 1; c <= s->seen; c++) {
		buf_printf(&b, "%s1-%d: %d", c > 1 ? ", " : "", c, s->count[c]);
		if (c >= s->first)
			buf_printf(&b, " (%lld)", (long long)s->sum[c]);
	}
	trace_add(tr, op, of, buf_sv(&b), out);
}

static void sort_standings(struct arena *a, struct standing *all, const void **order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = &all[i];
	core_sort(a, order, n, standing_cmp);
	for (size_t i = 0; i + 1 < n; i++)
		look(&all[(size_t)((const struct standing *)order[i] - all)],
		     &all[(size_t)((const struct standing *)order[i + 1] - all)]);
}

static size_t tie_end(const void *const *order, size_t from, size_t n)
{
	size_t to = from + 1;
	while (to < n && standing_cmp(order[from], order[to]) == 0)
		to++;
	return to;
}

/* The mean of the places from+1 .. to. */
static int64_t mean_place(size_t from, size_t to)
{
	return (int64_t)(from + 1 + to) * (PLACE_ONE / 2);
}

static void place_dance(struct arena *a, const struct skating *s, size_t d, struct trace *tr, int64_t *ret_places)
{
	struct standing *all = NEW(a, struct standing, s->couples);
	const void **order = NEW(a, const void *, s->couples);
	for (size_t c = 0; c < s->couples; c++)
		all[c] = stand(a, c, s->marks + (d * s->couples + c) * s->judges, s->judges, (int)s->couples, 1);
	sort_standings(a, all, order, s->couples);
	for (size_t from = 0, to; from < s->couples; from = to) {
		to = tie_end(order, from, s->couples);
		for (size_t i = from; i < to; i++) {
			const struct standing *one = order[i];
			ret_places[one->couple] = mean_place(from, to);
			trace_standing(tr, "places_or_better", trace_text(tr, "dance %zu, couple %zu", d + 1, one->couple + 1),
				       one, trace_place(tr, ret_places[one->couple]));
		}
	}
}

/* ---- rules 9 to 11: all dances ----------------------------------------------------------------------------------- */

struct final {
	struct arena *a;
	const struct skating *s;
	struct trace *tr;
	struct skating_result *r;
	size_t placed; /* how many couples have their place */
};

/* A couple under rule 10: how many of its places are the one under review or better, and their sum. */
struct reviewed {
	size_t couple;
	int count;
	int64_t sum; /* sixtieths */
};

static int reviewed_cmp(const void *x, const void *y)
{
	const struct reviewed *a = x, *b = y;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->sum < b->sum ? -1 : a->sum > b->sum;
}

/* Gives `n` couples the next places; more than one share their mean. */
static void give(struct final *f, const size_t *couples, size_t n, int rule)
{
	for (size_t i = 0; i < n; i++) {
		size_t c = couples[i];
		f->r->result[c] = mean_place(f->placed, f->placed + n);
		f->r->rule[c] = rule;
		f->r->shared[c] = n > 1;
		trace_add(f->tr, "place", trace_text(f->tr, "couple %zu", c + 1),
			  trace_text(f->tr, "rule %d%s", rule, n > 1 ? ", tie left" : ""), trace_place(f->tr, f->r->result[c]));
	}
	f->placed += n;
}

/* All marks of all dances as one dance, from the place under review on; the first of it, or who cannot be told
 * apart from the first, are placed and put at the front of `tied`.  Returns how many. */
static size_t rule_11(struct final *f, size_t *tied, size_t n)
{
	const struct skating *s = f->s;
	struct standing *all = NEW(f->a, struct standing, n);
	const void **order = NEW(f->a, const void *, n);
	size_t per_couple = s->dances * s->judges;
	for (size_t i = 0; i < n; i++) {
		int *marks = NEW(f->a, int, per_couple);
		for (size_t d = 0; d < s->dances; d++)
			memcpy(marks + d * s->judges, s->marks + (d * s->couples + tied[i]) * s->judges,
			       s->judges * sizeof(int));
		all[i] = stand(f->a, tied[i], marks, per_couple, (int)s->couples, (int)f->placed + 1);
	}
	sort_standings(f->a, all, order, n);
	for (size_t i = 0; i < n; i++) {
		const struct standing *one = order[i];
		tied[i] = one->couple;
		trace_standing(f->tr, "rule_11",
			       trace_text(f->tr, "place %zu, couple %zu, all dances", f->placed + 1, one->couple + 1), one,
			       SV_NONE);
	}
	size_t first = tie_end(order, 0, n);
	give(f, tied, first, 11);
	return first;
}

/* Sorts `couples` by rule 10 for the place under review; returns how many cannot be told apart from the first. */
static size_t rule_10(struct final *f, size_t *couples, size_t n)
{
	struct reviewed *all = NEW(f->a, struct reviewed, n);
	const void **order = NEW(f->a, const void *, n);
	int64_t review = (int64_t)(f->placed + 1) * PLACE_ONE;
	for (size_t i = 0; i < n; i++) {
		all[i].couple = couples[i];
		for (size_t d = 0; d < f->s->dances; d++) {
			int64_t p = f->r->places[d * f->s->couples + couples[i]];
			if (p <= review) {
				all[i].count++;
				all[i].sum += p;
			}
		}
		order[i] = &all[i];
		trace_add(f->tr, "rule_10", trace_text(f->tr, "place %zu, couple %zu", f->placed + 1, couples[i] + 1),
			  trace_text(f->tr, "that place or better: %d", all[i].count),
			  trace_join(f->tr, SV("sum "), "", trace_place(f->tr, all[i].sum)));
	}
	core_sort(f->a, order, n, reviewed_cmp);
	size_t first = 1;
	while (first < n && reviewed_cmp(order[0], order[first]) == 0)
		first++;
	for (size_t i = 0; i < n; i++)
		couples[i] = ((const struct reviewed *)order[i])->couple;
	return first;
}

/* Couples that tie: the next place by rule 10; those whom it leaves equal by rule 11, and when that has placed one,
 * the rest of them begin again at rule 10 before any other couple is looked at.  `rule` is what a last one goes by. */
static void resolve(struct final *f, size_t *couples, size_t n, int rule)
{
	while (n > 0) {
		size_t first = 1;
		if (n == 1) {
			give(f, couples, 1, rule);
		} else if ((first = rule_10(f, couples, n)) == 1) {
			give(f, couples, 1, 10);
		} else {
			size_t *tied = NEW(f->a, size_t, first);
			memcpy(tied, couples, first * sizeof(*tied));
			size_t placed = rule_11(f, tied, first);
			resolve(f, tied + placed, first - placed, 11);
		}
		couples += first;
		n -= first;
		rule = rule > 10 ? rule : 10;
	}
}

struct totalled {
	size_t couple;
	int64_t total;
};

static int totalled_cmp(const void *x, const void *y)
{
	const struct totalled *a = x, *b = y;
	return a->total < b->total ? -1 : a->total > b->total;
}

static void add_up(struct final *f, struct totalled *all)
{
	const struct skating *s = f->s;
	for (size_t c = 0; c < s->couples; c++) {
		struct sv sum = SV_NONE;
		for (size_t d = 0; d < s->dances; d++) {
			int64_t p = f->r->places[d * s->couples + c];
			f->r->totals[c] += p;
			sum = trace_join(f->tr, sum, " + ", trace_place(f->tr, p));
		}
		all[c] = (struct totalled){ c, f->r->totals[c] };
		trace_add(f->tr, "rule_9", trace_text(f->tr, "couple %zu", c + 1), sum, trace_place(f->tr, f->r->totals[c]));
	}
}

bool skating_check(const struct skating *s, struct arena *a, size_t *ret_dance, size_t *ret_judge)
{
	for (size_t d = 0; d < s->dances; d++)
		for (size_t j = 0; j < s->judges; j++) {
			bool *given = NEW(a, bool, s->couples + 1);
			for (size_t c = 0; c < s->couples; c++) {
				int m = s->marks[(d * s->couples + c) * s->judges + j];
				*ret_dance = d;
				*ret_judge = j;
				if (m < 1 || m > (int)s->couples || given[m])
					return false;
				given[m] = true;
			}
		}
	return true;
}

enum score_status skating_final(struct arena *a, const struct skating *s, struct trace *tr, struct skating_result *ret)
{
	size_t n = s->couples, d, j;
	if (!n || !s->dances || !s->judges)
		return SCORE_NO_DATA;
	if (n > SKATING_MAX || s->dances > SKATING_MAX || s->judges > SKATING_MAX || !skating_check(s, a, &d, &j))
		return SCORE_INVALID;
	*ret = (struct skating_result){ NEW(a, int64_t, s->dances * n), NEW(a, int64_t, n), NEW(a, int64_t, n), NEW(a, int, n),
					NEW(a, bool, n) };
	struct final f = { a, s, tr, ret, 0 };
	struct totalled *all = NEW(a, struct totalled, n);
	const void **order = NEW(a, const void *, n);
	for (d = 0; d < s->dances; d++)
		place_dance(a, s, d, tr, ret->places + d * n);
	add_up(&f, all);
	for (size_t c = 0; c < n; c++)
		order[c] = &all[c];
	core_sort(a, order, n, totalled_cmp);
	for (size_t from = 0, to; from < n; from = to) {
		size_t *tied = NEW(a, size_t, n);
		for (to = from; to < n && totalled_cmp(order[from], order[to]) == 0; to++)
			tied[to - from] = ((const struct totalled *)order[to])->couple;
		resolve(&f, tied, to - from, 9);
	}
	return SCORE_OK;
}

struct sv place_text(struct arena *a, int64_t sixtieths)
{
	return dec_text(a, (struct dec){ sixtieths * DEC_ONE / PLACE_ONE });
}
