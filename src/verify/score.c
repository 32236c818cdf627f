#include "verify/score.h"

#include "verify/bench.h"

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
	struct vf_sum *l = vf_put(s, step, c->points);
	l->used = c->used;
	l->n_used = c->n_used;
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
	vf_adjust(s, step, n, to);
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
	vf_adjust(s, step, *v, to);
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
	bool each = s->clause->kind == VF_EACH;
	*(!each ? &part->base : s->clause->points > 0 ? &part->plus : &part->minus) += vf_clause_points(s, s->w, n);
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
	vf_adjust(s, STEP_BASE, 0, c->base);
	score_items(s, part);
	if (c->alone_doubled && is_alone(s, no)) {
		vf_adjust(s, STEP_ALONE, part->minus, 2 * part->minus);
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
		if (!e->veto || !vf_in_period(s->p, e) || !vf_stands(e, s->p->to.n))
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
	vf_adjust(s, STEP_ROUNDED, exact, s->s.total);
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
