#include "verify/score.h"

const struct vf_step_name vf_steps[STEPS] = {
	{ "base points", "基础分" },
	{ "entries", "计分" },
	{ "doubled", "加倍" },
	{ "mean of the marks", "平均" },
	{ "rate", "比率" },
	{ "capped", "封顶" },
	{ "credits of the class capped", "指标加分封顶" },
	{ "debits of the class capped", "指标扣分封顶" },
	{ "largest of the class", "指标最高" },
	{ "least of the class", "指标最低" },
	{ "credits capped", "加分封顶" },
	{ "debits capped", "扣分封顶" },
	{ "largest total", "总分最高" },
	{ "least total", "总分最低" },
	{ "total rounded", "总分取整" },
};

struct scoring {
	struct arena *a;
	const struct vf_proof *p;
	const struct vf_entry *const *w; /* the unit's entries not yet used */
	size_t n;
	struct vf_score s;
	const struct vf_class *class;
	const struct vf_item *item;
	const struct vf_clause *clause;
	size_t place;
};

static void put(struct scoring *s, enum vf_step step, vf_num points)
{
	if (s->s.n == s->s.cap) {
		s->s.cap = s->s.cap ? 2 * s->s.cap : 16;
		struct vf_sum *t = NEW(s->a, struct vf_sum, s->s.cap);
		if (s->s.n)
			memcpy(t, s->s.line, s->s.n * sizeof(*t));
		s->s.line = t;
	}
	s->s.line[s->s.n++] =
		(struct vf_sum){ .step = step, .class = s->class, .item = s->item, .clause = s->clause, .points = points };
}

/* Only where it changes anything. */
static void adjust(struct scoring *s, enum vf_step step, vf_num from, vf_num to)
{
	if (from != to)
		put(s, step, to - from);
}

bool vf_in_period(const struct vf_proof *p, const struct vf_entry *e)
{
	return e->day.n >= p->from.n && e->day.n <= p->to.n;
}

/* A case of that day: no reversal, and not taken back by then. */
static bool stands(const struct vf_entry *e, int32_t day)
{
	return e->day.n <= day && !e->reverses && !(e->undone && e->undone->day.n <= day);
}

/* ---- one clause ------------------------------------------------------------------------------------------------------ */

static vf_num sum_entries(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	vf_num sum = 0;
	size_t inside = 0;
	for (size_t i = 0; i < n; i++)
		if (vf_in_period(s->p, w[i])) {
			sum += w[i]->points;
			inside++;
		}
	if (inside) {
		put(s, STEP_ENTRIES, sum);
		s->s.line[s->s.n - 1].entry = w;
		s->s.line[s->s.n - 1].n = n;
	}
	return sum;
}

/* The period is one window, also where it is no calendar month; other days fall into the months that the rule counts. */
static int32_t period_of(const struct vf_proof *p, struct day d)
{
	return d.n >= p->from.n && d.n <= p->to.n ? p->from.n : vf_window_of(p->rule.months, d).n;
}

static int32_t cap_window(const struct vf_proof *p, const struct vf_clause *c, struct day d)
{
	return !c->has_cap || c->window == VF_PERIOD ? period_of(p, d)
						     : vf_window_of(c->window == VF_QUARTER ? 3 : 12, d).n;
}

struct standing {
	vf_num doubled, capped;
};

/* What one period's cases gave as seen on `day`. */
static vf_num period_sum(const struct vf_clause *c, const struct vf_entry *const *w, size_t n, int32_t day)
{
	vf_num sum = 0, cases = 0, late = 0;
	int64_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (w[i]->day.n <= day)
			sum += w[i]->points;
		if (!stands(w[i], day))
			continue;
		cases += w[i]->points;
		if (++count >= c->doubled)
			late += w[i]->points;
	}
	return c->doubled && count >= c->doubled ? sum + (c->doubled_all ? cases : late) : sum;
}

/* All that the clause has given up to `day`, over every window that the entries reach into. */
static struct standing standing_on(struct scoring *s, const struct vf_entry *const *w, size_t n, int32_t day)
{
	const struct vf_clause *c = s->clause;
	struct standing all = { 0, 0 };
	for (size_t i = 0; i < n;) {
		int32_t window = cap_window(s->p, c, w[i]->origin);
		vf_num sum = 0;
		while (i < n && cap_window(s->p, c, w[i]->origin) == window) {
			size_t from = i;
			int32_t period = period_of(s->p, w[i]->origin);
			while (i < n && period_of(s->p, w[i]->origin) == period &&
			       cap_window(s->p, c, w[i]->origin) == window)
				i++;
			sum += period_sum(c, w + from, i - from, day);
		}
		all.doubled += sum;
		all.capped += c->has_cap && sum > c->cap ? c->cap : c->has_cap && sum < -c->cap ? -c->cap : sum;
	}
	return all;
}

/* A clause gives in a period what it has given at its end less what it had given before. */
static vf_num each(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	vf_num sum = sum_entries(s, w, n);
	struct standing end = standing_on(s, w, n, s->p->to.n), before = standing_on(s, w, n, s->p->from.n - 1);
	vf_num doubled = end.doubled - before.doubled, capped = end.capped - before.capped;
	adjust(s, STEP_DOUBLED, sum, doubled);
	adjust(s, STEP_CAPPED, doubled, capped);
	return capped;
}

static int64_t cases(struct scoring *s, const struct vf_entry *const *w, size_t n, int fact)
{
	int64_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += vf_in_period(s->p, w[i]) && stands(w[i], s->p->to.n) && (fact == VF_NONE || w[i]->fact == fact);
	return count;
}

static vf_num mark(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	vf_num sum = sum_entries(s, w, n);
	int64_t count = cases(s, w, n, VF_NONE);
	if (count < 2)
		return sum;
	vf_num mean = vf_num_ratio(sum, count * VF_ONE, s->p->rule.places[VF_AT_ITEM]);
	put(s, STEP_MEAN, mean - sum);
	return mean;
}

static vf_num rate(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	const struct vf_clause *c = s->clause;
	vf_num sum = sum_entries(s, w, n), points = c->empty == VF_FULL ? c->points : 0;
	int64_t all = cases(s, w, n, VF_NONE), good = cases(s, w, n, c->fact);
	if (all)
		points = vf_num_ratio(c->points * good, all * VF_ONE, s->p->rule.places[VF_AT_ITEM]);
	else
		s->s.unranked |= c->empty == VF_UNRANKED;
	put(s, STEP_RATE, points);
	return sum + points;
}

/* ---- class and whole ---------------------------------------------------------------------------------------------------
 */

static vf_num limited(struct scoring *s, const struct vf_limits *l, enum vf_step first, vf_num rest, vf_num *plus,
		      vf_num *minus)
{
	if (l->has_plus && *plus > l->plus) {
		adjust(s, first, *plus, l->plus);
		*plus = l->plus;
	}
	if (l->has_minus && *minus < -l->minus) {
		adjust(s, first + 1, *minus, -l->minus);
		*minus = -l->minus;
	}
	vf_num sum = rest + *plus + *minus;
	if (l->has_max && sum > l->max) {
		adjust(s, first + 2, sum, l->max);
		sum = l->max;
	}
	if (l->has_min && sum < l->min) {
		adjust(s, first + 3, sum, l->min);
		sum = l->min;
	}
	return sum;
}

static void score_clause(struct scoring *s, struct vf_part *part)
{
	size_t n = 0;
	while (n < s->n && s->w[n]->place == s->place)
		n++;
	if (s->clause->kind == VF_EACH)
		*(s->clause->points > 0 ? &part->plus : &part->minus) += each(s, s->w, n);
	else
		part->base += s->clause->kind == VF_VALUE ? mark(s, s->w, n) : rate(s, s->w, n);
	s->w += n;
	s->n -= n;
	s->place++;
}

static void score_class(struct scoring *s, struct vf_part *part)
{
	const struct vf_class *c = s->class;
	part->base = c->base;
	adjust(s, STEP_BASE, 0, c->base);
	for (size_t i = 0; i < c->n; i++) {
		s->item = &c->item[i];
		for (size_t k = 0; k < s->item->n; k++) {
			s->clause = &s->item->clause[k];
			score_clause(s, part);
		}
	}
	s->item = NULL;
	s->clause = NULL;
	part->score = limited(s, &c->limits, STEP_CLASS_PLUS, part->base, &part->plus, &part->minus);
}

static void score_vetoes(struct scoring *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct vf_entry *e = s->w[i];
		if (!e->veto || !vf_in_period(s->p, e) || !stands(e, s->p->to.n))
			continue;
		s->s.not_red = true;
		s->s.black |= e->veto->black;
		if (!s->s.veto)
			s->s.veto = e->veto;
	}
}

void vf_score_unit(struct arena *a, const struct vf_proof *p, const struct vf_entry *const *w, size_t n,
		   struct vf_score *ret)
{
	const struct vf_rule *u = &p->rule;
	struct scoring s = { .a = a, .p = p, .w = w, .n = n };
	vf_num rest = 0;
	s.s.part = NEW(a, struct vf_part, u->n + 1);
	for (size_t i = 0; i < u->n; i++) {
		struct vf_part *part = &s.s.part[i];
		s.class = &u->class[i];
		score_class(&s, part);
		s.s.base += part->base;
		s.s.plus += part->plus;
		s.s.minus += part->minus;
		rest += part->score;
	}
	s.class = NULL;
	score_vetoes(&s);
	rest -= s.s.plus + s.s.minus;
	vf_num exact = limited(&s, &u->limits, STEP_PLUS, rest, &s.s.plus, &s.s.minus);
	s.s.total = vf_num_round(exact, u->places[VF_AT_TOTAL]);
	adjust(&s, STEP_ROUNDED, exact, s.s.total);
	*ret = s.s;
}
