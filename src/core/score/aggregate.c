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

enum score_status trimmed_mean(struct arena *a, const struct mark *marks, size_t n, struct trim t, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret)
{
	struct placed *valid = NEW(a, struct placed, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	size_t m = 0;
	*ret = (struct mean_result){ .dropped = NEW(a, int, n + 1) };
	if (t.low < 0 || t.high < 0)
		return SCORE_INVALID;
	for (size_t i = 0; i < n; i++) {
		if (marks[i].null != MARK_GIVEN)
			continue;
		valid[m] = (struct placed){ marks[i].value, (int)i };
		order[m] = &valid[m];
		m++;
	}
	ret->n = (int)m;
	if (!m)
		return SCORE_NO_DATA;
	core_sort(a, order, m, placed_cmp);
	size_t low = (size_t)t.low, high = (size_t)t.high;
	ret->trimmed = low + high > 0 && m >= (size_t)t.min_n && m > low + high;
	if (!ret->trimmed)
		low = high = 0;
	struct dec *kept = NEW(a, struct dec, m), *cut = NEW(a, struct dec, m);
	size_t k = 0, c = 0;
	for (size_t i = 0; i < m; i++) {
		const struct placed *p = order[i];
		if (i >= low && i < m - high) {
			kept[k++] = p->value;
		} else {
			ret->dropped[c] = p->at;
			cut[c++] = p->value;
		}
	}
	if (!dec_mean(kept, k, r, &ret->value))
		return SCORE_OVERFLOW;
	if (c)
		trace_add(tr, "drop", of, trace_list(tr, cut, c, ", "), SV(""));
	trace_add(tr, "mean", of, trace_list(tr, kept, k, " + "), trace_dec(tr, ret->value));
	return SCORE_OK;
}
