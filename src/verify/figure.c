/* Measures of one figure: 完成, 比最好, 功效, 按档 of a value, 直接得分. */
#include "verify/cell.h"

void vf_use(struct vf_cell *c, const struct vf_input *i)
{
	c->used[c->n_used++] = i;
	c->estimated |= i->estimated;
}

/* Is `a` to be taken instead of `b`? */
static bool stands_before(const struct vf_input *a, const struct vf_input *b)
{
	if (a->estimated != b->estimated)
		return b->estimated;
	return a->day.n > b->day.n;
}

const struct vf_input *vf_figure(const struct vf_column *col, size_t unit, enum vf_input_kind kind, bool points)
{
	const struct vf_input *best = NULL;
	for (size_t i = col->first[unit]; i < col->first[unit + 1]; i++) {
		const struct vf_input *x = col->in[i];
		bool it = x->kind == kind || (kind == VF_ACTUAL && points && x->kind == VF_SCORE);
		if (it && x->missing == VF_THERE && (!best || stands_before(x, best)))
			best = x;
	}
	return best;
}

static struct vf_frac at_least_0(struct vf_frac a)
{
	return a.n < 0 ? vf_frac_int(0) : a;
}

static bool give(struct vf_cell *c, struct vf_frac points, int places)
{
	c->given = VF_GIVEN;
	return vf_frac_round(points, places, &c->points);
}

/* How far the year should be, in percent: the unit's own, else that of the period. */
static bool time_of_year(const struct vf_proof *p, const struct vf_measured *m, size_t unit, struct vf_cell *c,
			 struct vf_frac *ret)
{
	const struct vf_input *own = vf_figure(&m->col, unit, VF_PROGRESS, false);
	vf_num percent = own ? own->value : p->progress;
	bool good = percent > 0 && percent <= 100 * VF_ONE;
	if (own && good)
		vf_use(c, own);
	*ret = vf_frac_percent(percent);
	return good;
}

/* Up to the cap in proportion; beyond 100 % so much for each whole percent. */
static bool completion(const struct vf_proof *p, const struct vf_measured *m, size_t unit, const struct vf_input *actual,
		       const struct vf_input *target, int places, struct vf_cell *c)
{
	const struct vf_measure *w = &m->item->measure;
	struct vf_frac x = at_least_0(vf_frac_of(actual->value)), t = vf_frac_of(target->value), time = vf_frac_int(1);
	if (w->schedule && !time_of_year(p, m, unit, c, &time))
		return true;
	struct vf_frac cap = vf_frac_percent(w->cap), part = cap, extra = vf_frac_of(w->extra_max);
	/* Nothing at all is as low as can be: beyond every cap. */
	if (!(w->lower && x.n == 0)) {
		struct vf_frac ratio =
			w->lower ? vf_frac_mul(vf_frac_div(t, x), time) : vf_frac_div(vf_frac_div(x, t), time);
		struct vf_frac over = vf_frac_mul(vf_frac_sub(ratio, vf_frac_int(1)), vf_frac_int(100));
		struct vf_frac more =
			over.n > 0 ? vf_frac_mul(vf_frac_of(w->extra), vf_frac_int(vf_frac_floor(over))) : vf_frac_int(0);
		if (!ratio.d || !over.d || !more.d)
			return false;
		part = vf_frac_cmp(ratio, cap) < 0 ? ratio : cap;
		extra = vf_frac_cmp(more, extra) < 0 ? more : extra;
	}
	return give(c, vf_frac_add(vf_frac_mul(vf_frac_of(w->points), part), extra), places);
}

/* The best of the group has it all, the others in proportion. */
static bool best(const struct vf_measured *m, const struct vf_input *actual, int places, struct vf_cell *c)
{
	const struct vf_measure *w = &m->item->measure;
	struct vf_frac x = at_least_0(vf_frac_of(actual->value)), points = vf_frac_of(w->points), low = at_least_0(m->low);
	if (!w->lower)
		return m->high.n <= 0 || give(c, vf_frac_div(vf_frac_mul(points, x), m->high), places);
	return give(c, x.n == 0 ? points : vf_frac_div(vf_frac_mul(points, low), x), places);
}

/* 10 × (60 % + 40 % × (x − low) ÷ (high − low)), shut at both ends. */
static bool efficacy(const struct vf_measured *m, const struct vf_input *actual, int places, struct vf_cell *c)
{
	const struct vf_measure *w = &m->item->measure;
	struct vf_frac zero = w->fixed	 ? vf_frac_of(w->low)
			      : w->lower ? m->high
					 : m->low,
		       full = w->fixed	 ? vf_frac_of(w->high)
			      : w->lower ? m->low
					 : m->high,
		       one = vf_frac_int(1), floor = vf_frac_percent(w->floor), x = vf_frac_of(actual->value),
		       way = vf_frac_sub(full, zero);
	if (way.n == 0)
		return give(c, vf_frac_of(w->points), places); /* all alike */
	struct vf_frac part = at_least_0(vf_frac_div(vf_frac_sub(x, zero), way));
	part = vf_frac_cmp(part, one) > 0 ? one : part;
	part = vf_frac_add(floor, vf_frac_mul(vf_frac_sub(one, floor), part));
	return give(c, vf_frac_mul(vf_frac_of(w->points), part), places);
}

static bool band(const struct vf_measured *m, const struct vf_input *actual, int places, struct vf_cell *c)
{
	const struct vf_measure *w = &m->item->measure;
	vf_num points = w->rest;
	for (size_t i = w->n_band; i-- > 0;)
		if (actual->value >= w->band[i].from)
			points = w->band[i].points;
	return give(c, vf_frac_of(points), places);
}

bool vf_figure_cell(struct arena *a, const struct vf_proof *p, const struct vf_measured *m, size_t unit, struct vf_cell *ret)
{
	const struct vf_measure *w = &m->item->measure;
	const struct vf_input *actual = vf_figure(&m->col, unit, VF_ACTUAL, w->kind == VF_DIRECT), *target = NULL;
	struct vf_cell c = { .used = NEW(a, const struct vf_input *, 3) };
	int places = m->rule->places[VF_AT_ITEM];
	bool ok = true;
	if (w->kind == VF_COMPLETION)
		target = vf_figure(&m->col, unit, VF_TARGET, false);
	if (actual && (w->kind != VF_COMPLETION || (target && target->value > 0))) {
		vf_use(&c, actual);
		if (target)
			vf_use(&c, target);
		ok = w->kind == VF_COMPLETION ? completion(p, m, unit, actual, target, places, &c)
		     : w->kind == VF_BEST     ? best(m, actual, places, &c)
		     : w->kind == VF_EFFICACY ? efficacy(m, actual, places, &c)
		     : w->kind == VF_BANDS    ? band(m, actual, places, &c)
					      : give(&c, vf_frac_of(actual->value), places);
	}
	*ret = c;
	return ok;
}
