#include "core/rule_score.h"

#include "base/buf.h"

struct scorer {
	struct ctx *cx;
	const struct rule *r;
	struct score_period period;
	struct unit_score u;
	size_t cap;
	const struct rule_class *class;
	const struct rule_item *item;
	const struct rule_line *line;
};

static enum rc overflow(struct ctx *cx)
{
	return fail(cx, RC_LIMIT, "rule.overflow", N_("the points are too large to add; check the entries"));
}

static enum rc add(struct ctx *cx, struct dec *sum, struct dec d)
{
	return dec_add(*sum, d, sum) ? RC_OK : overflow(cx);
}

static enum rc minus(struct ctx *cx, struct dec a, struct dec b, struct dec *ret)
{
	return dec_sub(a, b, ret) ? RC_OK : overflow(cx);
}

static struct score_line *put(struct scorer *s, enum score_stage stage, struct dec points,
			      struct sv arithmetic)
{
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
				 .points = points,
				 .arithmetic = arithmetic};
	return l;
}

/* "+9 → +6 (≤ 6)" */
static struct sv arrow(struct arena *a, struct dec from, struct dec to, const char *sign, struct dec limit)
{
	return arena_printf(a, "%.*s → %.*s (%s %.*s)", SV_ARG(rule_signed(a, from)),
			    SV_ARG(rule_signed(a, to)), sign, SV_ARG(dec_text(a, limit)));
}

static bool inside(const struct scorer *s, struct day d)
{
	return d.n >= s->period.from.n && d.n <= s->period.to.n;
}

/* Counts as a case on day `last`: not a reversal, and not yet reversed. */
static bool live(const struct score_work *w, int32_t last)
{
	return w->e->day.n <= last && w->e->reverses.n == 0 && !(w->undone && w->undone->e->day.n <= last);
}

/* ---- the sum of the entries of one line ---------------------------------------------------------- */

static struct sv sum_text(struct scorer *s, const struct rule_entry **e, size_t n, struct dec sum)
{
	struct arena *a = s->cx->a;
	bool same = true;
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
		if (!inside(s, w[i]->e->day))
			continue;
		list[k++] = w[i]->e;
		TRY(add(s->cx, &sum, w[i]->e->points));
	}
	if (k) {
		struct score_line *l = put(s, STAGE_ENTRIES, sum, sum_text(s, list, k, sum));
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
	return inside(s, d) ? s->period.from.n : rule_window_start(WINDOW_PERIOD, s->r->cadence, d).n;
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
			TRY(add(s->cx, sum, w[i]->e->points));
		if (!live(w[i], last))
			continue;
		TRY(add(s->cx, &all, w[i]->e->points));
		if (++count >= l->double_from)
			TRY(add(s->cx, &later, w[i]->e->points));
	}
	if (!l->double_from || count < l->double_from)
		return RC_OK;
	return add(s->cx, sum, l->double_all ? all : later);
}

static struct dec clamp(const struct rule_line *l, struct dec d)
{
	if (!l->has_cap)
		return d;
	struct dec low = {-l->cap.u};
	return dec_cmp(d, l->cap) > 0 ? l->cap : dec_cmp(d, low) < 0 ? low : d;
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
		TRY(minus(s->cx, now, before, &d));
		TRY(add(s->cx, &now_doubled, d));
		TRY(minus(s->cx, clamp(l, now), clamp(l, before), &d));
		TRY(add(s->cx, &capped, d));
		if (now.u != before.u)
			TRY(add(s->cx, &prior, clamp(l, before)));
	}
	TRY(minus(s->cx, now_doubled, sum, &d));
	if (d.u != 0)
		put(s, STAGE_DOUBLE, d,
		    arena_printf(a, "%.*s → %.*s", SV_ARG(rule_signed(a, sum)),
				 SV_ARG(rule_signed(a, now_doubled))));
	TRY(minus(s->cx, capped, now_doubled, &d));
	if (d.u != 0) {
		struct sv t = arrow(a, now_doubled, capped, "≤", l->cap);
		if (prior.u != 0)
			t = arena_printf(a, "%.*s | %.*s", SV_ARG(rule_signed(a, prior)), SV_ARG(t));
		put(s, STAGE_CAP, d, t);
	}
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
		count += inside(s, w[i]->e->day) && live(w[i], s->period.to.n);
	*ret = sum;
	if (count < 2)
		return RC_OK;
	if (!rule_muldiv(sum, DEC(1), DEC(count), s->r->places[ROUND_ITEM], &mean) ||
	    !rule_muldiv(sum, DEC(1), DEC(count), 6, &full))
		return overflow(s->cx);
	TRY(minus(s->cx, mean, sum, &d));
	struct sv t = arena_printf(a, "%.*s ÷ %lld = %.*s", SV_ARG(dec_text(a, sum)), (long long)count,
				   SV_ARG(dec_text(a, full)));
	if (full.u != mean.u)
		t = arena_printf(a, "%.*s → %.*s", SV_ARG(t), SV_ARG(dec_text(a, mean)));
	put(s, STAGE_MEAN, d, t);
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
		if (inside(s, w[i]->e->day) && live(w[i], s->period.to.n)) {
			all++;
			good += w[i]->e->kind == l->fact;
		}
	if (all == 0) {
		s->u.unranked |= l->empty == EMPTY_UNRANKED;
		if (l->empty == EMPTY_FULL)
			rate = l->points;
		put(s, STAGE_RATE, rate, arena_printf(a, "0 ÷ 0 → %.*s", SV_ARG(dec_text(a, rate))));
		return add(s->cx, &sum, rate) == RC_OK ? (*ret = sum, RC_OK) : RC_LIMIT;
	}
	if (!rule_muldiv(l->points, DEC(good), DEC(all), s->r->places[ROUND_ITEM], &rate) ||
	    !rule_muldiv(l->points, DEC(good), DEC(all), 6, &full))
		return overflow(s->cx);
	struct sv t = arena_printf(a, "%.*s × %lld ÷ %lld = %.*s", SV_ARG(dec_text(a, l->points)),
				   (long long)good, (long long)all, SV_ARG(dec_text(a, full)));
	if (full.u != rate.u)
		t = arena_printf(a, "%.*s → %.*s", SV_ARG(t), SV_ARG(dec_text(a, rate)));
	put(s, STAGE_RATE, rate, t);
	TRY(add(s->cx, &sum, rate));
	*ret = sum;
	return RC_OK;
}

/* ---- class and total ------------------------------------------------------------------------------ */

struct stages {
	enum score_stage plus, minus, max, min;
};

/* Brings the running sum `v` to `limit` by one adjustment line. */
static enum rc limit(struct scorer *s, enum score_stage stage, const char *sign, struct dec to,
		     struct dec shown, struct dec *v)
{
	struct dec d;
	TRY(minus(s->cx, to, *v, &d));
	put(s, stage, d, arrow(s->cx->a, *v, to, sign, shown));
	*v = to;
	return RC_OK;
}

/* Credits and debits first, then the sum, as the paper says. */
static enum rc apply_limits(struct scorer *s, const struct rule_limits *l, struct stages st, struct dec rest,
			    struct dec *plus, struct dec *less, struct dec *ret)
{
	struct dec sum = rest;
	if (l->has_plus && dec_cmp(*plus, l->plus) > 0)
		TRY(limit(s, st.plus, "≤", l->plus, l->plus, plus));
	if (l->has_minus && less->u < -l->minus.u)
		TRY(limit(s, st.minus, "≤", (struct dec){-l->minus.u}, l->minus, less));
	TRY(add(s->cx, &sum, *plus));
	TRY(add(s->cx, &sum, *less));
	if (l->has_max && dec_cmp(sum, l->max) > 0)
		TRY(limit(s, st.max, "≤", l->max, l->max, &sum));
	if (l->has_min && dec_cmp(sum, l->min) < 0)
		TRY(limit(s, st.min, "≥", l->min, l->min, &sum));
	*ret = sum;
	return RC_OK;
}

static enum rc score_item(struct scorer *s, struct score_class *c, size_t *place,
			  const struct score_work *const *w, size_t n, size_t *at)
{
	for (size_t i = 0; i < s->item->n_lines; i++, (*place)++) {
		size_t from = *at;
		while (*at < n && w[*at]->place == *place)
			(*at)++;
		const struct rule_line *l = s->line = &s->item->lines[i];
		struct dec d = {0};
		if (l->kind == LINE_EACH) {
			TRY(each_line(s, l, w + from, *at - from, &d));
			TRY(add(s->cx, l->points.u > 0 ? &c->plus : &c->minus, d));
			continue;
		}
		if (l->kind == LINE_VALUE)
			TRY(value_line(s, w + from, *at - from, &d));
		else
			TRY(rate_line(s, l, w + from, *at - from, &d));
		TRY(add(s->cx, &c->base, d));
	}
	return RC_OK;
}

static enum rc score_class(struct scorer *s, struct score_class *c, size_t *place,
			   const struct score_work *const *w, size_t n, size_t *at)
{
	static const struct stages st = {STAGE_CLASS_PLUS, STAGE_CLASS_MINUS, STAGE_CLASS_MAX,
					 STAGE_CLASS_MIN};
	s->class = c->class;
	if (c->class->base.u != 0) {
		put(s, STAGE_BASE, c->class->base, rule_signed(s->cx->a, c->class->base));
		c->base = c->class->base;
	}
	for (size_t i = 0; i < c->class->n_items; i++) {
		s->item = &c->class->items[i];
		TRY(score_item(s, c, place, w, n, at));
	}
	s->item = NULL;
	s->line = NULL;
	TRY(apply_limits(s, &c->class->limits, st, c->base, &c->plus, &c->minus, &c->score));
	TRY(add(s->cx, &s->u.base, c->base));
	TRY(add(s->cx, &s->u.plus, c->plus));
	return add(s->cx, &s->u.minus, c->minus);
}

static struct sv total_text(struct scorer *s)
{
	struct arena *a = s->cx->a;
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < s->r->n_classes; i++) {
		struct sv t = dec_text(a, s->u.classes[i].score);
		bool neg = t.p[0] == '-';
		buf_puts(&b, i ? (neg ? " - " : " + ") : neg ? "-" : "");
		buf_put(&b, neg ? sv_from(t, 1) : t);
	}
	buf_printf(&b, " = %.*s", SV_ARG(dec_text(a, s->u.total)));
	return buf_sv(&b);
}

static enum rc score_total(struct scorer *s)
{
	static const struct stages st = {STAGE_TOTAL_PLUS, STAGE_TOTAL_MINUS, STAGE_TOTAL_MAX,
					 STAGE_TOTAL_MIN};
	struct dec rest = {0}, d;
	s->class = NULL;
	for (size_t i = 0; i < s->r->n_classes; i++)
		TRY(add(s->cx, &rest, s->u.classes[i].score));
	/* What is neither credit nor debit: base, marks, rates, and what class limits changed. */
	TRY(minus(s->cx, rest, s->u.plus, &rest));
	TRY(minus(s->cx, rest, s->u.minus, &rest));
	TRY(apply_limits(s, &s->r->limits, st, rest, &s->u.plus, &s->u.minus, &s->u.exact));
	s->u.total = dec_round(s->u.exact, s->r->places[ROUND_TOTAL]);
	TRY(minus(s->cx, s->u.total, s->u.exact, &d));
	if (d.u != 0)
		put(s, STAGE_ROUND, d,
		    arena_printf(s->cx->a, "%.*s → %.*s", SV_ARG(dec_text(s->cx->a, s->u.exact)),
				 SV_ARG(dec_text(s->cx->a, s->u.total))));
	s->u.arithmetic = total_text(s);
	return RC_OK;
}

enum rc rule_score_unit(struct ctx *cx, const struct rule *r, struct score_period period,
			const struct score_work *const *w, size_t n, struct unit_score *ret)
{
	struct scorer s = {.cx = cx, .r = r, .period = period, .u = *ret};
	size_t place = 0, at = 0;
	s.u.classes = NEW(cx->a, struct score_class, r->n_classes + 1);
	for (size_t i = 0; i < r->n_classes; i++) {
		s.u.classes[i].class = &r->classes[i];
		TRY(score_class(&s, &s.u.classes[i], &place, w, n, &at));
	}
	for (; at < n; at++)
		if (inside(&s, w[at]->e->day) && live(w[at], period.to.n)) {
			s.u.not_red = true;
			s.u.black |= w[at]->veto->effect == EFFECT_BLACK;
			if (!s.u.veto)
				s.u.veto = w[at]->veto;
		}
	TRY(score_total(&s));
	*ret = s.u;
	return RC_OK;
}
