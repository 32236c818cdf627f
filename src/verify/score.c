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
	{ "earlier entries still valid", "结转" },
	{ "measured", "计量" },
	{ "weight of what is not applicable, spread", "分摊" },
	{ "debits twice: no other class", "独项加倍" },
	{ "credits not granted", "加分不予" },
	{ "weight of the class", "权重" },
	{ "weight of absent classes, spread", "总分分摊" },
	{ "part of the whole", "部分" },
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
	const struct vf_portion *portion;
	size_t place, item_no;       /* counted through the rule */
	const struct vf_grid *grid;
	size_t unit;
	const bool *void_bonus;      /* [class × units + unit]; NULL before it is known */
	bool ok;
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
		(struct vf_sum){ .step = step, .class = s->class, .item = s->item, .clause = s->clause,
				 .portion = s->portion, .points = points };
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
		if (stands(w[i], s->p->to.n))
			given = given_after(s, w[i], since);
		else if (vf_in_period(s->p, w[i]->undone))
			for (int j = 1; j < since; j++)
				given -= given_after(s, w[i], j);
		if (given)
			still[k++] = w[i];
		sum += given;
	}
	if (k) {
		put(s, STEP_CARRIED, sum);
		s->s.line[s->s.n - 1].entry = still;
		s->s.line[s->s.n - 1].n = k;
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

/* ---- measures --------------------------------------------------------------------------------------------------------- */

static void lacks(struct scoring *s, struct sv name)
{
	struct sv *t = NEW(s->a, struct sv, s->s.n_gap + 1);
	if (s->s.n_gap)
		memcpy(t, s->s.gap, s->s.n_gap * sizeof(*t));
	t[s->s.n_gap++] = name;
	s->s.gap = t;
	s->s.unranked = true;
}

static void put_cell(struct scoring *s, enum vf_step step, const struct vf_cell *c)
{
	put(s, step, c->points);
	s->s.line[s->s.n - 1].used = c->used;
	s->s.line[s->s.n - 1].n_used = c->n_used;
}

static void heed(struct scoring *s, const struct vf_cell *c)
{
	s->s.estimated |= c->estimated;
	s->s.partial |= c->partial;
}

/* What measures give; what they could give, and how much of that does not concern this unit and is spread. */
struct measures {
	vf_num sum, full, spread;
};

static void score_measure(struct scoring *s, struct measures *m)
{
	const struct vf_item *item = s->item;
	const struct vf_cell *c = &s->grid->cell[s->item_no * s->grid->n_units + s->unit];
	struct vf_cell whole = { .points = vf_full(&item->measure) };
	m->full += whole.points;
	heed(s, c);
	if (c->given == VF_INAPPLICABLE) {
		m->spread += item->absent == VF_ABSENT_SPREAD ? whole.points : 0;
		s->s.unranked |= item->absent == VF_ABSENT_UNRANKED;
		c = item->absent == VF_ABSENT_FULL && whole.points ? &whole : NULL;
	} else if (c->given == VF_LACKING) {
		c = NULL;
		lacks(s, item->name);
	}
	if (!c)
		return;
	put_cell(s, STEP_MEASURED, c);
	m->sum += c->points;
}

/* n × by ÷ of, rounded at a stage, as a line of its own. */
static vf_num scaled(struct scoring *s, enum vf_step step, vf_num n, vf_num by, vf_num of, int stage)
{
	vf_num to = 0;
	s->ok &= vf_frac_round(vf_frac_mul(vf_frac_of(n), vf_frac_ratio(by, of)), s->p->rule.places[stage], &to);
	adjust(s, step, n, to);
	return to;
}

/* ---- class and whole --------------------------------------------------------------------------------------------------- */

static bool has_class(const struct scoring *s, size_t class)
{
	return !s->grid->no_class[class * s->grid->n_units + s->unit];
}

/* One limit: `*v` goes to `to`, in a line of its own. */
static void limit(struct scoring *s, enum vf_step step, vf_num *v, vf_num to)
{
	adjust(s, step, *v, to);
	*v = to;
}

static void caps(struct scoring *s, const struct vf_limits *l, enum vf_step first, vf_num *plus, vf_num *minus)
{
	if (l->has_plus && *plus > l->plus)
		limit(s, first, plus, l->plus);
	if (l->has_minus && *minus < -l->minus)
		limit(s, first + 1, minus, -l->minus);
}

static vf_num bounds(struct scoring *s, const struct vf_limits *l, enum vf_step first, vf_num sum)
{
	if (l->has_max && sum > l->max)
		limit(s, first + 2, &sum, l->max);
	if (l->has_min && sum < l->min)
		limit(s, first + 3, &sum, l->min);
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

static void score_items(struct scoring *s, struct vf_part *part)
{
	struct measures m = { 0, 0, 0 };
	for (size_t i = 0; i < s->class->n; i++, s->item_no++) {
		s->item = &s->class->item[i];
		if (s->item->measure.kind != VF_UNMEASURED)
			score_measure(s, &m);
		for (size_t k = 0; k < s->item->n; k++) {
			s->clause = &s->item->clause[k];
			score_clause(s, part);
		}
		s->clause = NULL;
	}
	s->item = NULL;
	if (m.spread > 0 && m.spread < m.full)
		m.sum = scaled(s, STEP_SPREAD, m.sum, m.full, m.full - m.spread, VF_AT_ITEM);
	part->base += m.sum;
}

/* Nothing of a class that does not apply counts; its entries are passed over. */
static void pass_over(struct scoring *s)
{
	size_t places = 0;
	for (size_t i = 0; i < s->class->n; i++)
		places += s->class->item[i].n;
	s->place += places;
	s->item_no += s->class->n;
	while (s->n && s->w[0]->place < s->place) {
		s->w++;
		s->n--;
	}
}

static bool is_alone(const struct scoring *s, size_t class)
{
	for (size_t c = 0; c < s->p->rule.n; c++)
		if (c != class && has_class(s, c))
			return false;
	return true;
}

static void score_class(struct scoring *s, size_t no, struct vf_part *part)
{
	const struct vf_class *c = s->class;
	part->base = c->base;
	adjust(s, STEP_BASE, 0, c->base);
	score_items(s, part);
	if (c->alone_doubled && is_alone(s, no)) {
		adjust(s, STEP_ALONE, part->minus, 2 * part->minus);
		part->minus *= 2;
	}
	caps(s, &c->limits, STEP_CLASS_PLUS, &part->plus, &part->minus);
	if (!s->void_bonus)
		return;
	if (s->void_bonus[no * s->grid->n_units + s->unit])
		limit(s, STEP_VOID, &part->plus, 0);
	part->score = bounds(s, &c->limits, STEP_CLASS_PLUS, part->base + part->plus + part->minus);
	if (c->has_weight)
		part->score = scaled(s, STEP_WEIGHT, part->score, c->weight, 100 * VF_ONE, VF_AT_CLASS);
}

static void score_vetoes(struct scoring *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct vf_entry *e = s->w[i];
		if (!e->veto || !vf_in_period(s->p, e) || !stands(e, s->p->to.n))
			continue;
		s->s.not_red = true;
		s->s.black |= e->veto->effect == VF_BLACK;
		s->s.down |= e->veto->effect == VF_DOWN;
		s->s.out |= e->veto->effect == VF_OUT;
		if (!s->s.veto)
			s->s.veto = e->veto;
	}
}

/* The most that a class gives by base and measures: what stands for its weight where it has none. */
static vf_num full_of(const struct vf_class *c)
{
	vf_num full = c->base;
	for (size_t i = 0; i < c->n; i++)
		full += vf_full(&c->item[i].measure);
	return full;
}

/* Weighted classes and plain ones: what they give, what they weigh, and how much of that concerns this unit. */
struct together {
	vf_num sum, all, there;
};

static void add_class(struct scoring *s, struct together *t, const struct vf_part *part)
{
	const struct vf_class *c = s->class;
	t->there += c->has_weight ? c->weight : full_of(c);
	t->sum += c->has_weight ? part->score : part->score - part->plus - part->minus;
	s->s.base += c->has_weight ? part->score : part->base; /* credits and debits stay inside what is weighted */
	s->s.plus += c->has_weight ? 0 : part->plus;
	s->s.minus += c->has_weight ? 0 : part->minus;
}

static vf_num spread_all(struct scoring *s, const struct together *t)
{
	return t->there > 0 && t->there < t->all ? scaled(s, STEP_ALL_SPREAD, t->sum, t->all, t->there, VF_AT_CLASS) : t->sum;
}

/* All classes; what they give together. */
static vf_num score_classes(struct scoring *s)
{
	const struct vf_rule *u = &s->p->rule;
	struct together weighted = { 0, 0, 0 }, plain = { 0, 0, 0 };
	for (size_t i = 0; i < u->n; i++) {
		struct together *t = u->class[i].has_weight ? &weighted : &plain;
		s->class = &u->class[i];
		t->all += s->class->has_weight ? s->class->weight : full_of(s->class);
		if (!has_class(s, i)) {
			pass_over(s);
			continue;
		}
		score_class(s, i, &s->s.part[i]);
		add_class(s, t, &s->s.part[i]);
	}
	s->class = NULL;
	vf_num sum = spread_all(s, &weighted);
	return sum + spread_all(s, &plain) + s->s.plus + s->s.minus;
}

/* The parts; without one of 本细则 what its classes give stands beside them. */
static vf_num score_portions(struct scoring *s, vf_num classes)
{
	const struct vf_rule *u = &s->p->rule;
	vf_num sum = classes;
	for (size_t i = 0; i < u->n_portion; i++) {
		if (u->portion[i].source.n)
			continue;
		s->portion = &u->portion[i];
		sum = scaled(s, STEP_PORTION, classes, u->portion[i].weight, 100 * VF_ONE, VF_AT_PART);
		s->s.portion[i] = s->s.base = sum;
		s->s.plus = s->s.minus = 0;
	}
	for (size_t i = 0; i < u->n_portion; i++) {
		const struct vf_cell *c = &s->grid->portion[i * s->grid->n_units + s->unit];
		if (!u->portion[i].source.n)
			continue;
		s->portion = &u->portion[i];
		heed(s, c);
		if (c->given != VF_GIVEN) {
			lacks(s, u->portion[i].name);
			continue;
		}
		put_cell(s, STEP_PORTION, c);
		s->s.portion[i] = c->points;
		sum += c->points;
	}
	s->portion = NULL;
	return sum;
}

static struct scoring begin(struct arena *a, const struct vf_proof *p, const struct vf_grid *g, size_t unit)
{
	struct scoring s = { .a = a, .p = p, .grid = g, .unit = unit, .ok = true };
	s.s.part = NEW(a, struct vf_part, p->rule.n + 1);
	s.s.portion = NEW(a, vf_num, p->rule.n_portion + 1);
	s.s.gap = NULL;
	return s;
}

static bool score_unit(struct scoring *s, struct vf_score *ret)
{
	const struct vf_rule *u = &s->p->rule;
	vf_num rest = score_portions(s, score_classes(s));
	score_vetoes(s);
	rest -= s->s.plus + s->s.minus;
	caps(s, &u->limits, STEP_PLUS, &s->s.plus, &s->s.minus);
	vf_num exact = bounds(s, &u->limits, STEP_PLUS, rest + s->s.plus + s->s.minus);
	s->s.total = vf_num_round(exact, u->places[VF_AT_TOTAL]);
	adjust(s, STEP_ROUNDED, exact, s->s.total);
	*ret = s->s;
	return s->ok;
}

/* ---- the group ---------------------------------------------------------------------------------------------------------- */

/* 加分条件: units enough lost points, by a debit or by less than a full result.  加分面: at most so many units are granted
 * theirs, and of those who are alike at its edge none. */
static void bonus(const struct vf_proof *p, size_t class, const struct vf_score *before, const struct vf_grid *g, bool *ret)
{
	const struct vf_class *c = &p->rule.class[class];
	vf_num losers = 0, n = (vf_num)p->n_unit, full = full_of(c);
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->item[i].n; k++)
			full += c->item[i].clause[k].kind == VF_EACH ? 0 : c->item[i].clause[k].points;
	for (size_t u = 0; u < p->n_unit; u++) {
		const struct vf_part *x = &before[u].part[class];
		losers += !g->no_class[class * p->n_unit + u] && (x->minus < 0 || x->base < full);
	}
	for (size_t u = 0; u < p->n_unit; u++) {
		vf_num as_many = 0;
		for (size_t k = 0; k < p->n_unit; k++)
			as_many += before[k].part[class].plus >= before[u].part[class].plus;
		ret[u] = (c->has_bonus_if && losers * 100 * VF_ONE <= n * c->bonus_if) ||
			 (c->has_bonus_share && as_many * 100 * VF_ONE > n * c->bonus_share);
	}
}

struct span {
	size_t from, n;
};

bool vf_score_all(struct vf_report *r, const struct vf_proof *p, const struct vf_entry *const *w, size_t n,
		  struct vf_score *ret)
{
	struct vf_grid g;
	size_t at = 0;
	bool ok = true, *none = NEW(r->a, bool, p->rule.n *p->n_unit + 1);
	struct span *own = NEW(r->a, struct span, p->n_unit + 1);
	struct vf_score *before = NEW(r->a, struct vf_score, p->n_unit + 1);
	if (!vf_grid(r, p, &g))
		return false;
	for (size_t u = 0; u < p->n_unit; u++) {
		own[u].from = at;
		while (at < n && w[at]->unit_no == u + 1)
			at++;
		own[u].n = at - own[u].from;
		struct scoring s = begin(r->a, p, &g, u);
		s.w = w + own[u].from;
		s.n = own[u].n;
		(void)score_classes(&s);
		before[u] = s.s;
		ok &= s.ok;
	}
	for (size_t c = 0; c < p->rule.n; c++)
		bonus(p, c, before, &g, &none[c * p->n_unit]);
	for (size_t u = 0; u < p->n_unit; u++) {
		struct scoring s = begin(r->a, p, &g, u);
		s.w = w + own[u].from;
		s.n = own[u].n;
		s.void_bonus = none;
		ok &= score_unit(&s, &ret[u]);
	}
	return ok || vf_unreadable(r, "重算：数太大，算不了", "Computing: the numbers are too large");
}
