/* 部分: scores of other boards, or of tallies, over the periods of this one. */
#include "verify/cell.h"

/* Of each period from 1 the score that stands; what says none is that of the first. */
static bool scores_of(const struct vf_portion *t, const struct vf_column *col, size_t unit, const struct vf_input **ret)
{
	for (size_t i = col->first[unit]; i < col->first[unit + 1]; i++) {
		const struct vf_input *x = col->in[i];
		size_t no = x->period ? (size_t)x->period - 1 : 0;
		if (x->kind != VF_SCORE || x->missing != VF_THERE)
			continue;
		if (no >= (t->n_period ? t->n_period : t->how == VF_ONE_PERIOD ? 1 : VF_PERIODS_MAX))
			return false;
		bool other = !ret[no] || (ret[no]->estimated && !x->estimated) ||
			     (ret[no]->estimated == x->estimated && x->day.n > ret[no]->day.n);
		ret[no] = other ? x : ret[no];
	}
	return true;
}

/* How many periods there are: the last that any unit has, or as many as the rule weighs. */
static size_t periods_of(const struct vf_proof *p, const struct vf_portion *t, const struct vf_column *col)
{
	size_t n = 0;
	if (t->how == VF_WEIGHTED)
		return t->n_period;
	for (size_t i = 0; i < col->first[p->n_unit]; i++) {
		const struct vf_input *x = col->in[i];
		size_t no = x->kind != VF_SCORE || x->missing != VF_THERE ? 0 : x->period ? (size_t)x->period : 1;
		n = no > n && no <= VF_PERIODS_MAX ? no : n;
	}
	return n;
}

static bool over_periods(const struct vf_portion *t, const struct vf_input *const *score, size_t n, struct vf_cell *c,
			 struct vf_frac *ret)
{
	struct vf_frac sum = vf_frac_int(0), weights = vf_frac_int(0);
	size_t lacking = 0;
	for (size_t i = 0; i < n; i++) {
		struct vf_frac w = t->how == VF_WEIGHTED ? vf_frac_percent(t->period[i]) : vf_frac_int(1);
		if (!score[i]) {
			lacking++;
			continue;
		}
		sum = vf_frac_add(sum, vf_frac_mul(vf_frac_of(score[i]->value), w));
		weights = vf_frac_add(weights, w);
		vf_use(c, score[i]);
	}
	bool whole = t->how == VF_WEIGHTED && lacking == 0;
	*ret = sum;
	if (weights.n == 0 || (lacking && t->how != VF_SUM && !t->spread))
		return true;
	c->given = VF_GIVEN;
	c->partial = lacking && t->how != VF_SUM;
	if (t->how != VF_SUM && !whole)
		*ret = vf_frac_div(sum, weights);
	return ret->d != 0;
}

bool vf_portion_cell(struct arena *a, const struct vf_proof *p, const struct vf_portion *t, const struct vf_column *col,
		     size_t unit, struct vf_cell *ret)
{
	const struct vf_input *score[VF_PERIODS_MAX] = { NULL };
	struct vf_cell c = { .used = NEW(a, const struct vf_input *, VF_PERIODS_MAX + 1) };
	struct vf_frac v = vf_frac_int(0);
	size_t n = periods_of(p, t, col), last = VF_PERIODS_MAX;
	bool ok = scores_of(t, col, unit, score);
	if (t->how == VF_ONE_PERIOD || t->how == VF_LATEST) {
		while (last > 0 && !score[last - 1])
			last--;
		if (ok && last > 0) {
			vf_use(&c, score[last - 1]);
			c.given = VF_GIVEN;
			v = vf_frac_of(score[last - 1]->value);
		}
	} else if (ok) {
		ok = over_periods(t, score, n, &c, &v);
	}
	if (ok && c.given == VF_GIVEN)
		ok = vf_frac_round(vf_frac_mul(v, vf_frac_percent(t->weight)), p->rule.places[VF_AT_PART], &c.points);
	*ret = c;
	return ok;
}
