#include "core/score/grades.h"

#include "base/buf.h"
#include "core/rule_sort.h"

static struct sv products(struct trace *t, const int64_t *counts, const struct grade *grades, size_t k)
{
	struct sv sum = SV_NONE;
	for (size_t i = 0; i < k; i++) {
		struct sv one =
			trace_join(t, trace_text(t, "%lld", (long long)counts[i]), " × ", trace_dec(t, grades[i].score));
		if (grades[i].counts && counts[i])
			sum = trace_join(t, sum, " + ", one);
	}
	return sum;
}

enum score_status grade_score(const int64_t *counts, const struct grade *grades, size_t k, struct rounding r, struct sv of,
			      struct trace *tr, struct grade_result *ret)
{
	wide sum = 0, n = 0;
	*ret = (struct grade_result){ 0 };
	for (size_t i = 0; i < k; i++) {
		if (counts[i] < 0)
			return SCORE_INVALID;
		if (!grades[i].counts)
			continue;
		n += counts[i];
		sum += (wide)counts[i] * grades[i].score.u;
	}
	ret->n = (int64_t)n;
	if (!n)
		return SCORE_NO_DATA;
	struct ratio points = ratio_millionths(sum, 1);
	ret->exact = ratio_millionths(sum, n);
	if (!ratio_round(ret->exact, r, &ret->value))
		return SCORE_OVERFLOW;
	trace_add(tr, "sum", of, products(tr, counts, grades, k), trace_ratio(tr, points));
	trace_add(tr, "divide", of, trace_join(tr, trace_ratio(tr, points), " ÷ ", trace_text(tr, "%lld", (long long)n)),
		  trace_dec(tr, ret->value));
	return SCORE_OK;
}

const char *dominance_name(enum dominance d)
{
	static const char *const names[] = { "equal", "dominates", "dominated", "depends" };
	return names[d];
}

enum dominance grade_dominance(const int64_t *a, const int64_t *b, size_t k)
{
	wide of_a = 0, of_b = 0, so_far_a = 0, so_far_b = 0;
	bool over = false, under = false;
	for (size_t i = 0; i < k; i++) {
		of_a += a[i];
		of_b += b[i];
	}
	for (size_t i = 0; i < k; i++) {
		so_far_a += a[i];
		so_far_b += b[i];
		wide x = so_far_a * of_b, y = so_far_b * of_a;
		over |= x > y;
		under |= x < y;
	}
	return over && under ? DOMINANCE_DEPENDS : over ? DOMINANCE_OVER : under ? DOMINANCE_UNDER : DOMINANCE_EQUAL;
}

/* ---- majority judgment -------------------------------------------------------------------------------------- */

struct judged {
	struct majority_row *row;
	struct arena *a;
	size_t k, at;
	wide total;
	bool whole; /* whole ballots, few enough to take away one by one */
};

/* The first grade with more than half of `total` at it or better: of an even number the worse of the two. */
static size_t lower_median(const struct dec *counts, size_t k, wide total)
{
	wide so_far = 0;
	size_t g = 0;
	for (; g + 1 < k; g++) {
		so_far += counts[g].u;
		if (so_far * 2 > total)
			break;
	}
	return g;
}

static bool gauge(struct judged *j)
{
	struct majority_row *row = j->row;
	wide above = 0, below = 0;
	j->whole = true;
	for (size_t i = 0; i < j->k; i++) {
		j->total += row->counts[i].u;
		j->whole &= row->counts[i].u % DEC_ONE == 0;
	}
	j->whole &= j->total <= (wide)MAJORITY_BALLOTS_MAX * DEC_ONE;
	row->empty = j->total == 0;
	if (row->empty)
		return true;
	if (j->total > INT64_MAX)
		return false;
	row->grade = lower_median(row->counts, j->k, j->total);
	for (size_t i = 0; i < j->k; i++) {
		above += i < row->grade ? row->counts[i].u : 0;
		below += i > row->grade ? row->counts[i].u : 0;
	}
	row->above.u = (int64_t)above;
	row->below.u = (int64_t)below;
	row->plus = above > below;
	struct ratio all = ratio_millionths(j->total, 1);
	row->p = ratio_div(ratio_dec(row->above), all);
	row->q = ratio_div(ratio_dec(row->below), all);
	return true;
}

/* Takes one ballot of the median grade away from each until the medians differ; both have equally many. */
static int by_ballots(const void *x, const void *y)
{
	const struct judged *one = x, *other = y;
	struct dec *a = NEW(one->a, struct dec, one->k), *b = NEW(one->a, struct dec, one->k);
	memcpy(a, one->row->counts, one->k * sizeof(*a));
	memcpy(b, other->row->counts, one->k * sizeof(*b));
	if (memcmp(a, b, one->k * sizeof(*a)) == 0)
		return 0;
	for (wide left = one->total;; left -= DEC_ONE) { /* unlike counts give unlike medians before the last ballot */
		size_t of_a = lower_median(a, one->k, left), of_b = lower_median(b, one->k, left);
		if (of_a != of_b)
			return of_a < of_b ? -1 : 1;
		a[of_a].u -= DEC_ONE;
		b[of_b].u -= DEC_ONE;
	}
}

/* "2 3 2 …": the median grades as ballots are taken away, which is the number that was compared. */
static struct sv medians(struct trace *tr, const struct judged *j)
{
	if (!tr)
		return SV_NONE;
	struct buf b = buf_new(tr->a, 1 << 12);
	struct dec *left = NEW(tr->a, struct dec, j->k);
	memcpy(left, j->row->counts, j->k * sizeof(*left));
	wide n = j->total;
	for (int shown = 0; n > 0 && shown < 60; n -= DEC_ONE, shown++) {
		size_t g = lower_median(left, j->k, n);
		buf_printf(&b, "%s%zu", shown ? " " : "", g + 1);
		left[g].u -= DEC_ONE;
	}
	if (n > 0)
		buf_puts(&b, " …");
	return buf_sv(&b);
}

/* p and q as shares, compared crosswise: totals may differ. */
static int share_cmp(struct dec a, wide of_a, struct dec b, wide of_b)
{
	wide x = a.u * of_b, y = b.u * of_a;
	return x < y ? -1 : x > y;
}

static int gauge_cmp(const struct judged *x, const struct judged *y)
{
	const struct majority_row *a = x->row, *b = y->row;
	if (a->empty != b->empty)
		return a->empty ? 1 : -1;
	if (a->empty)
		return 0;
	if (a->grade != b->grade)
		return a->grade < b->grade ? -1 : 1;
	if (a->plus != b->plus)
		return a->plus ? -1 : 1;
	return a->plus ? share_cmp(b->above, y->total, a->above, x->total) : share_cmp(a->below, x->total, b->below, y->total);
}

static int judged_cmp(const void *x, const void *y)
{
	return gauge_cmp(x, y);
}

/* order[from..to) have one gauge.  Ballots are compared only where all of them have equally many, else the order
 * of two would hang on who else is there. */
static void break_tie(struct arena *a, const void **order, size_t from, size_t to, struct trace *tr)
{
	const struct judged *first = order[from];
	bool comparable = to - from > 1 && !first->row->empty;
	for (size_t i = from; comparable && i < to; i++) {
		const struct judged *j = order[i];
		comparable = j->whole && j->total == first->total;
	}
	if (comparable)
		core_sort(a, order + from, to - from, by_ballots);
	for (size_t i = from; i < to; i++) {
		const struct judged *j = order[i], *before = i > from ? order[i - 1] : NULL;
		if (j->row->empty)
			continue;
		bool same = before && !(comparable && by_ballots(before, j) != 0);
		j->row->place = same ? before->row->place : (int)i + 1;
		j->row->by_ballots = comparable;
		if (comparable)
			trace_add(tr, "take_medians_away", trace_text(tr, "units[%zu]", j->at), medians(tr, j),
				  trace_text(tr, "place %d", j->row->place));
	}
}

static void trace_gauge(struct trace *tr, const struct judged *j)
{
	const struct majority_row *row = j->row;
	struct sv of = trace_text(tr, "units[%zu]", j->at);
	if (row->empty)
		return;
	trace_add(tr, "median_grade", of, trace_list(tr, row->counts, j->k, " + "),
		  trace_text(tr, "grade %zu", row->grade + 1));
	trace_add(tr, "gauge", of,
		  trace_join(tr, trace_join(tr, SV("above "), "", trace_dec(tr, row->above)), ", below ",
			     trace_dec(tr, row->below)),
		  row->plus ? SV("+") : SV("-"));
}

enum score_status majority_judgment(struct arena *a, struct majority_row *rows, size_t n, size_t k, struct trace *tr,
				    size_t *ret_order)
{
	struct judged *all = NEW(a, struct judged, n + 1);
	const void **order = NEW(a, const void *, n + 1);
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		all[i] = (struct judged){ .row = &rows[i], .a = a, .k = k, .at = i };
		order[i] = &all[i];
		for (size_t g = 0; g < k; g++)
			if (rows[i].counts[g].u < 0)
				return SCORE_INVALID;
		if (!gauge(&all[i]))
			return SCORE_OVERFLOW;
		any |= !rows[i].empty;
		trace_gauge(tr, &all[i]);
	}
	core_sort(a, order, n, judged_cmp);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && judged_cmp(order[from], order[to]) == 0;)
			to++;
		break_tie(a, order, from, to, tr);
	}
	for (size_t i = 0; i < n; i++)
		ret_order[i] = ((const struct judged *)order[i])->at;
	return any ? SCORE_OK : SCORE_NO_DATA;
}
