/* Entries of one clause into points: sums, doubling, caps, what stays valid, marks and rates. */
#include "verify/bench.h"

struct vf_sum *vf_put(struct scoring *s, enum vf_step step, vf_num points)
{
	if (s->s.n == s->s.cap) {
		s->s.cap = s->s.cap ? 2 * s->s.cap : 16;
		struct vf_sum *t = NEW(s->a, struct vf_sum, s->s.cap);
		if (s->s.n)
			memcpy(t, s->s.line, s->s.n * sizeof(*t));
		s->s.line = t;
	}
	s->s.line[s->s.n++] = (struct vf_sum){ .step = step,
					       .class = s->class,
					       .item = s->item,
					       .clause = s->clause,
					       .portion = s->portion,
					       .points = points };
	return &s->s.line[s->s.n - 1];
}

void vf_adjust(struct scoring *s, enum vf_step step, vf_num from, vf_num to)
{
	if (from != to)
		vf_put(s, step, to - from);
}

bool vf_in_period(const struct vf_proof *p, const struct vf_entry *e)
{
	return e->day.n >= p->from.n && e->day.n <= p->to.n;
}

bool vf_stands(const struct vf_entry *e, int32_t day)
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
		struct vf_sum *l = vf_put(s, STEP_ENTRIES, sum);
		l->entry = w;
		l->n = n;
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
	return !c->has_cap || c->window == VF_PERIOD ? period_of(p, d) : vf_window_of(c->window == VF_QUARTER ? 3 : 12, d).n;
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
		if (!vf_stands(w[i], day))
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

static int month_no(struct day d)
{
	struct civil c = civil_of_day(d);
	return c.year * 12 + c.month - 1;
}

/* What a case gives so many periods after its own: as long as it is valid, 结转 as long as its year lasts. */
static vf_num given_after(struct scoring *s, const struct vf_entry *e, int periods)
{
	const struct vf_clause *c = s->clause;
	int months = s->p->rule.months, first = month_no(e->origin) / months * months;
	vf_num half = (vf_num)1 << (c->halved ? (periods < 40 ? periods : 40) : 0), given = 0;
	if (c->carry ? (first + periods * months) / 12 == first / 12 : periods < c->valid)
		s->ok &= vf_frac_round(vf_frac_ratio(e->points, half * VF_ONE), s->p->rule.places[VF_AT_ENTRY], &given);
	return given;
}

/* 有效3期, 结转: what earlier cases still give; one that is taken back in this period gives back what it gave in between. */
static vf_num carried(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	const struct vf_entry **still = NEW(s->a, const struct vf_entry *, n + 1);
	int months = s->p->rule.months;
	vf_num sum = 0;
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		vf_num given = 0;
		int since = month_no(s->p->from) / months - month_no(w[i]->origin) / months;
		if (w[i]->reverses || w[i]->day.n >= s->p->from.n || since < 1)
			continue;
		if (vf_stands(w[i], s->p->to.n))
			given = given_after(s, w[i], since);
		else if (vf_in_period(s->p, w[i]->undone))
			for (int j = 1; j < since; j++)
				given -= given_after(s, w[i], j);
		if (given)
			still[k++] = w[i];
		sum += given;
	}
	if (k) {
		struct vf_sum *l = vf_put(s, STEP_CARRIED, sum);
		l->entry = still;
		l->n = k;
	}
	return sum;
}

/* A clause gives in a period what it has given at its end less what it had given before. */
static vf_num each(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	vf_num sum = sum_entries(s, w, n);
	if (s->clause->carry || s->clause->valid > 1)
		return sum + carried(s, w, n);
	struct standing end = standing_on(s, w, n, s->p->to.n), before = standing_on(s, w, n, s->p->from.n - 1);
	vf_num doubled = end.doubled - before.doubled, capped = end.capped - before.capped;
	vf_adjust(s, STEP_DOUBLED, sum, doubled);
	vf_adjust(s, STEP_CAPPED, doubled, capped);
	return capped;
}

static int64_t cases(struct scoring *s, const struct vf_entry *const *w, size_t n, int fact)
{
	int64_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += vf_in_period(s->p, w[i]) && vf_stands(w[i], s->p->to.n) && (fact == VF_NONE || w[i]->fact == fact);
	return count;
}

static vf_num mark(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	vf_num sum = sum_entries(s, w, n);
	int64_t count = cases(s, w, n, VF_NONE);
	if (count < 2)
		return sum;
	vf_num mean = vf_num_ratio(sum, count * VF_ONE, s->p->rule.places[VF_AT_ITEM]);
	vf_put(s, STEP_MEAN, mean - sum);
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
	vf_put(s, STEP_RATE, points);
	return sum + points;
}

vf_num vf_clause_points(struct scoring *s, const struct vf_entry *const *w, size_t n)
{
	return s->clause->kind == VF_EACH ? each(s, w, n) : s->clause->kind == VF_VALUE ? mark(s, w, n) : rate(s, w, n);
}
