#include "core/score/aggregate.h"

#include "core/rule_sort.h"

struct placed {
	struct dec value;
	int at;
};

static int placed_cmp(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int c = dec_cmp(a->value, b->value);
	return c ? c : a->at - b->at;
}

void trim_table(int m, int *ret_low, int *ret_high)
{
	*ret_low = *ret_high = m < 5 ? 0 : m < 10 ? 1 : m < 20 ? 2 : m / 10;
}

/* The marks that were given, from low to high. */
static const void **valid_sorted(struct arena *a, const struct mark *marks, size_t n, size_t *ret_m)
{
	struct placed *valid = NEW(a, struct placed, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	size_t m = 0;
	for (size_t i = 0; i < n; i++) {
		if (marks[i].null != MARK_GIVEN)
			continue;
		valid[m] = (struct placed){ marks[i].value, (int)i };
		order[m] = &valid[m];
		m++;
	}
	core_sort(a, order, m, placed_cmp);
	*ret_m = m;
	return order;
}

static void trace_mean(struct trace *tr, const char *op, struct sv of, const struct dec *v, size_t n, struct dec out)
{
	struct sv sum = trace_join(tr, SV("("), "", trace_list(tr, v, n, " + "));
	trace_add(tr, op, of, trace_join(tr, sum, "", trace_text(tr, ") ÷ %zu", n)), trace_dec(tr, out));
}

enum score_status trimmed_mean(struct arena *a, const struct mark *marks, size_t n, struct trim t, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret)
{
	size_t m, k = 0;
	*ret = (struct mean_result){ .dropped = NEW(a, int, n + 1) };
	if (t.low < 0 || t.high < 0)
		return SCORE_INVALID;
	const void **order = valid_sorted(a, marks, n, &m);
	ret->n = (int)m;
	if (!m)
		return SCORE_NO_DATA;
	if (t.by_size)
		trim_table((int)m, &t.low, &t.high);
	size_t low = (size_t)t.low, high = (size_t)t.high;
	ret->trimmed = low + high > 0 && m >= (size_t)t.min_n && m > low + high;
	if (!ret->trimmed)
		low = high = 0;
	struct dec *kept = NEW(a, struct dec, m), *cut = NEW(a, struct dec, m);
	for (size_t i = 0; i < m; i++) {
		const struct placed *p = order[i];
		if (i >= low && i < m - high) {
			kept[k++] = p->value;
		} else {
			cut[ret->n_dropped] = p->value;
			ret->dropped[ret->n_dropped++] = p->at;
		}
	}
	ret->exact = ratio_mean(kept, k);
	if (!ratio_round(ret->exact, r, &ret->value))
		return SCORE_OVERFLOW;
	if (ret->trimmed)
		trace_add(tr, "drop", of, trace_list(tr, cut, (size_t)ret->n_dropped, ", "), SV(""));
	trace_mean(tr, "mean", of, kept, k, ret->value);
	return SCORE_OK;
}

enum score_status marks_median(struct arena *a, const struct mark *marks, size_t n, enum median_kind kind, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret)
{
	size_t m;
	const void **order = valid_sorted(a, marks, n, &m);
	*ret = (struct mean_result){ .n = (int)m };
	if (!m)
		return SCORE_NO_DATA;
	struct dec *all = NEW(a, struct dec, m);
	for (size_t i = 0; i < m; i++)
		all[i] = ((const struct placed *)order[i])->value;
	size_t first = (m - 1) / 2, last = m / 2;
	if (kind == MEDIAN_LOWER)
		last = first;
	if (kind == MEDIAN_UPPER)
		first = last;
	ret->exact = ratio_mean(all + first, last - first + 1);
	if (!ratio_round(ret->exact, r, &ret->value))
		return SCORE_OVERFLOW;
	trace_add(tr, "sort", of, trace_list(tr, all, m, ", "), trace_list(tr, all + first, last - first + 1, ", "));
	trace_mean(tr, "median", of, all + first, last - first + 1, ret->value);
	return SCORE_OK;
}
