/* The entries of one line into points: sums, doubling, caps, means and rates. */
#include "core/rule_scorer.h"

#include "base/buf.h"

enum rc scorer_overflow(struct ctx *cx)
{
	return fail(cx, RC_LIMIT, "rule.overflow", N_("the points are too large to add; check the entries"));
}

enum rc scorer_add(struct ctx *cx, struct dec *sum, struct dec d)
{
	return dec_add(*sum, d, sum) ? RC_OK : scorer_overflow(cx);
}

enum rc scorer_minus(struct ctx *cx, struct dec a, struct dec b, struct dec *ret)
{
	return dec_sub(a, b, ret) ? RC_OK : scorer_overflow(cx);
}

struct score_line *scorer_put(struct scorer *s, enum score_stage stage, struct dec points,
			      struct sv arithmetic)
{
	if (s->quiet)
		return &s->none;
	if (s->u.n_lines == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		struct score_line *t = NEW(s->cx->a, struct score_line, s->cap);
		if (s->u.n_lines)
			memcpy(t, s->u.lines, s->u.n_lines * sizeof(*t));
		s->u.lines = t;
	}
	struct score_line *l = &s->u.lines[s->u.n_lines++];
	*l = (struct score_line){.stage = stage,
				 .class = s->class,
				 .item = s->item,
				 .line = s->line,
				 .part = s->part,
				 .points = points,
				 .arithmetic = arithmetic};
	return l;
}

struct sv scorer_arrow(const struct scorer *s, struct dec from, struct dec to, const char *sign, struct dec limit)
{
	struct arena *a = s->cx->a;
	return SCORER_SAY(s, "%.*s → %.*s (%s %.*s)", SV_ARG(rule_signed(a, from)), SV_ARG(rule_signed(a, to)), sign,
			  SV_ARG(dec_text(a, limit)));
}

bool scorer_inside(const struct scorer *s, struct day d)
{
	return d.n >= s->period.from.n && d.n <= s->period.to.n;
}

bool scorer_live(const struct score_work *w, int32_t last)
{
	return w->e->day.n <= last && w->e->reverses.n == 0 && !(w->undone && w->undone->e->day.n <= last);
}

/* ---- the sum of the entries of one line ---------------------------------------------------------- */

static struct sv sum_text(struct scorer *s, const struct rule_entry **e, size_t n, struct dec sum)
{
	struct arena *a = s->cx->a;
	bool same = true;
	if (s->quiet)
		return SV_NONE;
	for (size_t i = 1; i < n; i++)
		same &= e[i]->points.u == e[0]->points.u;
	if (n == 1)
		return e[0]->arithmetic.n ? e[0]->arithmetic : rule_signed(a, sum);
	if (same)
		return arena_printf(a, "%lld × %.*s = %.*s", (long long)n,
				    SV_ARG(rule_signed(a, e[0]->points)), SV_ARG(rule_signed(a, sum)));
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < n && i < 12; i++)
		buf_printf(&b, "%s%.*s", i ? " " : "", SV_ARG(rule_signed(a, e[i]->points)));
	buf_printf(&b, "%s = %.*s", n > 12 ? " …" : "", SV_ARG(rule_signed(a, sum)));
	return buf_sv(&b);
}

static enum rc entries_line(struct scorer *s, const struct score_work *const *w, size_t n, struct dec *ret)
{
	struct dec sum = {0};
	size_t k = 0;
	const struct rule_entry **list = NEW(s->cx->a, const struct rule_entry *, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!scorer_inside(s, w[i]->e->day))
			continue;
		list[k++] = w[i]->e;
		TRY(scorer_add(s->cx, &sum, w[i]->e->points));
	}
	if (k) {
		struct score_line *l = scorer_put(s, STAGE_ENTRIES, sum, sum_text(s, list, k, sum));
		l->entries = list;
		l->n_entries = k;
	}
	*ret = sum;
	return RC_OK;
}

/* ---- points per case: doubling and cap, window by window ----------------------------------------- */

/* The period itself is a window even where it is not a calendar month. */
static int32_t period_window(const struct scorer *s, struct day d)
{
	return scorer_inside(s, d) ? s->period.from.n : rule_window_start(WINDOW_PERIOD, s->r->cadence, d).n;
}

static int32_t cap_window(const struct scorer *s, const struct rule_line *l, struct day d)
{
	return !l->has_cap || l->window == WINDOW_PERIOD ? period_window(s, d)
							 : rule_window_start(l->window, s->r->cadence, d).n;
}

/* Adds what the cases of one period gave as seen on day `last`, doubling included. */
static enum rc doubled(struct scorer *s, const struct rule_line *l, const struct score_work *const *w,
		       size_t n, int32_t last, struct dec *sum)
{
	struct dec all = {0}, later = {0};
	int64_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (w[i]->e->day.n <= last)
			TRY(scorer_add(s->cx, sum, w[i]->e->points));
		if (!scorer_live(w[i], last))
			continue;
		TRY(scorer_add(s->cx, &all, w[i]->e->points));
		if (++count >= l->double_from)
			TRY(scorer_add(s->cx, &later, w[i]->e->points));
	}
	if (!l->double_from || count < l->double_from)
		return RC_OK;
	return scorer_add(s->cx, sum, l->double_all ? all : later);
}

static struct dec clamp(const struct rule_line *l, struct dec d)
{
	if (!l->has_cap)
		return d;
	struct dec low = {-l->cap.u};
	return dec_cmp(d, l->cap) > 0 ? l->cap : dec_cmp(d, low) < 0 ? low : d;
}

/* ---- points that stay valid (有效N期, 结转) ---------------------------------------------------------------- */

/* Periods of the rule's cadence from that of `d` to the one scored. */
static int periods_since(const struct scorer *s, struct day d)
{
	struct civil a = civil_of_day(d), b = civil_of_day(s->period.from);
	int months = 12 / rule_times(s->r->cadence);
	return (b.year * 12 + b.month - 1) / months - (a.year * 12 + a.month - 1) / months;
}

/* What a case gives `k` periods after its own. */
static enum rc carried_points(const struct scorer *s, const struct rule_line *l, const struct score_work *w, int k, struct dec *ret)
{
	struct civil c = civil_of_day(w->origin);
	int months = 12 / rule_times(s->r->cadence), first = (c.year * 12 + c.month - 1) / months * months;
	bool valid = l->carry ? (first + k * months) / 12 == first / 12 : k < l->valid;
	int64_t half = l->halved ? INT64_C(1) << (k < 40 ? k : 40) : 1;
	*ret = (struct dec){0};
	return !valid || rule_settle(w->e->points.u, half, s->r->places[ROUND_ENTRY], ret) ? RC_OK : scorer_overflow(s->cx);
}

/* Earlier cases count again; one that is taken back gives back what it gave in between. */
static enum rc carried_line(struct scorer *s, const struct rule_line *l, const struct score_work *const *w, size_t n,
			    struct dec *sum)
{
	struct dec all = {0};
	size_t k = 0;
	const struct rule_entry **list = NEW(s->cx->a, const struct rule_entry *, n + 1);
	for (size_t i = 0; i < n; i++) {
		int since = periods_since(s, w[i]->origin);
		if (w[i]->e->reverses.n || w[i]->e->day.n >= s->period.from.n || since < 1)
			continue;
		struct dec d = {0}, gave;
		if (scorer_live(w[i], s->period.to.n))
			TRY(carried_points(s, l, w[i], since, &d));
		for (int j = 1; !scorer_live(w[i], s->period.to.n) && scorer_inside(s, w[i]->undone->e->day) && j < since; j++) {
			TRY(carried_points(s, l, w[i], j, &gave));
			TRY(scorer_minus(s->cx, d, gave, &d));
		}
		if (d.u == 0)
			continue;
		list[k++] = w[i]->e;
		TRY(scorer_add(s->cx, &all, d));
	}
	if (k) {
		struct score_line *line = scorer_put(s, STAGE_CARRIED, all, SCORER_SAY(s, "%lld → %.*s", (long long)k, SV_ARG(rule_signed(s->cx->a, all))));
		line->entries = list;
		line->n_entries = k;
	}
	return scorer_add(s->cx, sum, all);
}

static enum rc each_line(struct scorer *s, const struct rule_line *l, const struct score_work *const *w,
			 size_t n, struct dec *ret)
{
	struct arena *a = s->cx->a;
	struct dec sum, now_doubled = {0}, capped = {0}, prior = {0}, d;
	TRY(entries_line(s, w, n, &sum));
	for (size_t i = 0, k; i < n; i = k) {
		struct dec now = {0}, before = {0};
		int32_t window = cap_window(s, l, w[i]->origin);
		for (k = i; k < n && cap_window(s, l, w[k]->origin) == window;) {
			size_t from = k;
			int32_t month = period_window(s, w[k]->origin);
			while (k < n && period_window(s, w[k]->origin) == month &&
			       cap_window(s, l, w[k]->origin) == window)
				k++;
			TRY(doubled(s, l, w + from, k - from, s->period.to.n, &now));
			TRY(doubled(s, l, w + from, k - from, s->period.from.n - 1, &before));
		}
		TRY(scorer_minus(s->cx, now, before, &d));
		TRY(scorer_add(s->cx, &now_doubled, d));
		TRY(scorer_minus(s->cx, clamp(l, now), clamp(l, before), &d));
		TRY(scorer_add(s->cx, &capped, d));
		if (now.u != before.u)
			TRY(scorer_add(s->cx, &prior, clamp(l, before)));
	}
	TRY(scorer_minus(s->cx, now_doubled, sum, &d));
	if (d.u != 0)
		scorer_put(s, STAGE_DOUBLE, d,
		    SCORER_SAY(s, "%.*s → %.*s", SV_ARG(rule_signed(a, sum)),
				 SV_ARG(rule_signed(a, now_doubled))));
	TRY(scorer_minus(s->cx, capped, now_doubled, &d));
	if (d.u != 0) {
		struct sv t = scorer_arrow(s, now_doubled, capped, "≤", l->cap);
		if (prior.u != 0)
			t = SCORER_SAY(s, "%.*s | %.*s", SV_ARG(rule_signed(a, prior)), SV_ARG(t));
		scorer_put(s, STAGE_CAP, d, t);
	}
	if (l->valid > 1 || l->carry)
		TRY(carried_line(s, l, w, n, &capped));
	*ret = capped;
	return RC_OK;
}

/* ---- marks and rates ------------------------------------------------------------------------------ */

static enum rc value_line(struct scorer *s, const struct score_work *const *w, size_t n, struct dec *ret)
{
	struct arena *a = s->cx->a;
	struct dec sum, mean, full, d;
	int64_t count = 0;
	TRY(entries_line(s, w, n, &sum));
	for (size_t i = 0; i < n; i++)
		count += scorer_inside(s, w[i]->e->day) && scorer_live(w[i], s->period.to.n);
	*ret = sum;
	if (count < 2)
		return RC_OK;
	if (!rule_muldiv(sum, DEC(1), DEC(count), s->r->places[ROUND_ITEM], &mean) ||
	    !rule_muldiv(sum, DEC(1), DEC(count), 6, &full))
		return scorer_overflow(s->cx);
	TRY(scorer_minus(s->cx, mean, sum, &d));
	struct sv t = SCORER_SAY(s, "%.*s ÷ %lld = %.*s", SV_ARG(dec_text(a, sum)), (long long)count,
				   SV_ARG(dec_text(a, full)));
	if (full.u != mean.u)
		t = SCORER_SAY(s, "%.*s → %.*s", SV_ARG(t), SV_ARG(dec_text(a, mean)));
	scorer_put(s, STAGE_MEAN, d, t);
	*ret = mean;
	return RC_OK;
}

static enum rc rate_line(struct scorer *s, const struct rule_line *l, const struct score_work *const *w,
			 size_t n, struct dec *ret)
{
	struct arena *a = s->cx->a;
	struct dec sum, rate = {0}, full;
	int64_t good = 0, all = 0;
	TRY(entries_line(s, w, n, &sum));
	for (size_t i = 0; i < n; i++)
		if (scorer_inside(s, w[i]->e->day) && scorer_live(w[i], s->period.to.n)) {
			all++;
			good += w[i]->e->kind == l->fact;
		}
	if (all == 0) {
		s->u.unranked |= l->empty == EMPTY_UNRANKED;
		if (l->empty == EMPTY_FULL)
			rate = l->points;
		scorer_put(s, STAGE_RATE, rate, SCORER_SAY(s, "0 ÷ 0 → %.*s", SV_ARG(dec_text(a, rate))));
		return scorer_add(s->cx, &sum, rate) == RC_OK ? (*ret = sum, RC_OK) : RC_LIMIT;
	}
	if (!rule_muldiv(l->points, DEC(good), DEC(all), s->r->places[ROUND_ITEM], &rate) ||
	    !rule_muldiv(l->points, DEC(good), DEC(all), 6, &full))
		return scorer_overflow(s->cx);
	struct sv t = SCORER_SAY(s, "%.*s × %lld ÷ %lld = %.*s", SV_ARG(dec_text(a, l->points)),
				   (long long)good, (long long)all, SV_ARG(dec_text(a, full)));
	if (full.u != rate.u)
		t = SCORER_SAY(s, "%.*s → %.*s", SV_ARG(t), SV_ARG(dec_text(a, rate)));
	scorer_put(s, STAGE_RATE, rate, t);
	TRY(scorer_add(s->cx, &sum, rate));
	*ret = sum;
	return RC_OK;
}

enum rc scorer_line(struct scorer *s, const struct score_work *const *w, size_t n, struct dec *ret)
{
	const struct rule_line *l = s->line;
	return l->kind == LINE_EACH ? each_line(s, l, w, n, ret) : l->kind == LINE_VALUE ? value_line(s, w, n, ret) : rate_line(s, l, w, n, ret);
}
