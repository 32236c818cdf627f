#include "verify/cell.h"

static bool says_inapplicable(const struct vf_column *col, size_t unit)
{
	for (size_t i = col->first[unit]; i < col->first[unit + 1]; i++)
		if (col->in[i]->missing == VF_NOT_APPLICABLE)
			return true;
	return false;
}

/* The lowest and highest figures of the group, for what is compared with them. */
static void range(struct vf_measured *m, size_t n_units, const bool *none)
{
	for (size_t u = 0; u < n_units; u++) {
		const struct vf_input *x = vf_figure(&m->col, u, VF_ACTUAL, false);
		if (!x || none[u] || says_inapplicable(&m->col, u))
			continue;
		struct vf_frac v = vf_frac_of(x->value);
		m->low = !m->any || vf_frac_cmp(v, m->low) < 0 ? v : m->low;
		m->high = !m->any || vf_frac_cmp(v, m->high) > 0 ? v : m->high;
		m->any = true;
	}
}

static bool votes(enum vf_measure_kind k)
{
	return k == VF_SHARE_BANDS || k == VF_MARKS || k == VF_GRADES || k == VF_RANKS || k == VF_DECAY;
}

static bool cells_of(struct arena *a, const struct vf_proof *p, const struct vf_item *item, const bool *none,
		     struct vf_cell *ret)
{
	struct vf_measured m = { .rule = &p->rule, .item = item, .col = vf_column(a, p, item->name, item->data) };
	if (item->judges != VF_JUDGES_RAW && !vf_correct_judges(a, &m, p->n_unit))
		return false;
	range(&m, p->n_unit, none);
	for (size_t u = 0; u < p->n_unit; u++) {
		bool ok = true;
		if (none[u] || says_inapplicable(&m.col, u))
			ret[u] = (struct vf_cell){ .given = VF_INAPPLICABLE };
		else
			ok = votes(item->measure.kind) ? vf_vote_cell(a, &m, u, &ret[u])
						       : vf_figure_cell(a, p, &m, u, &ret[u]);
		if (!ok)
			return false;
	}
	return true;
}

/* A class is not applicable where an input says so, or where all that it holds is not and is to be spread. */
static void said_of(struct arena *a, const struct vf_proof *p, const struct vf_class *c, bool *ret)
{
	struct vf_column col = vf_column(a, p, c->name, SV(""));
	for (size_t u = 0; u < p->n_unit; u++)
		ret[u] = says_inapplicable(&col, u);
}

static void follows_for(const struct vf_proof *p, const struct vf_class *c, const struct vf_cell *cell, bool *ret)
{
	for (size_t u = 0; u < p->n_unit; u++) {
		bool none = c->n > 0;
		for (size_t i = 0; i < c->n && none; i++)
			none = c->item[i].absent == VF_ABSENT_SPREAD && cell[i * p->n_unit + u].given == VF_INAPPLICABLE;
		ret[u] |= none;
	}
}

bool vf_grid(struct vf_report *r, const struct vf_proof *p, struct vf_grid *ret)
{
	const struct vf_rule *u = &p->rule;
	struct vf_grid g = { .n_units = p->n_unit };
	size_t items = 0;
	for (size_t c = 0; c < u->n; c++)
		items += u->class[c].n;
	g.cell = NEW(r->a, struct vf_cell, items * p->n_unit + 1);
	g.portion = NEW(r->a, struct vf_cell, u->n_portion * p->n_unit + 1);
	g.no_class = NEW(r->a, bool, u->n * p->n_unit + 1);
	items = 0;
	for (size_t c = 0; c < u->n; c++) {
		size_t first = items;
		bool *none = &g.no_class[c * p->n_unit];
		said_of(r->a, p, &u->class[c], none);
		for (size_t i = 0; i < u->class[c].n; i++, items++) {
			const struct vf_item *item = &u->class[c].item[i];
			if (item->measure.kind != VF_UNMEASURED &&
			    !cells_of(r->a, p, item, none, &g.cell[items * p->n_unit]))
				return vf_unreadable(
					r, "重算：%.*s 的数太大，或要校正的评分没写评委",
					"Computing: the figures of %.*s are too large, or a mark to be corrected "
					"names no judge",
					SV_ARG(item->name));
		}
		follows_for(p, &u->class[c], &g.cell[first * p->n_unit], none);
	}
	for (size_t i = 0; i < u->n_portion; i++) {
		const struct vf_portion *t = &u->portion[i];
		struct vf_column col = vf_column(r->a, p, t->name, t->source);
		for (size_t k = 0; t->source.n && k < p->n_unit; k++)
			if (!vf_portion_cell(r->a, p, t, &col, k, &g.portion[i * p->n_unit + k]))
				return vf_unreadable(r, "重算：部分 %.*s 的期数或数值太大",
						     "Computing: a period or score of the part %.*s is too large",
						     SV_ARG(t->name));
	}
	*ret = g;
	return true;
}
