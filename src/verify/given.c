#include "verify/source.h"

#include <stdlib.h>

/* ---- one input ---------------------------------------------------------------------------------------------------- */

static bool named(const struct vf_share *s, size_t n, struct sv name)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(s[i].name, name))
			return true;
	return false;
}

static bool reads(const struct vf_measure *m, enum vf_input_kind kind)
{
	switch (kind) {
	case VF_ACTUAL:
		return m->kind <= VF_BANDS || m->kind == VF_DIRECT;
	case VF_TARGET:
	case VF_PROGRESS:
		return m->kind == VF_COMPLETION;
	case VF_MARK:
		return m->kind == VF_MARKS;
	case VF_BALLOT:
		return m->kind == VF_GRADES || m->kind == VF_SHARE_BANDS;
	case VF_PLACE:
		return m->kind == VF_RANKS || m->kind == VF_DECAY;
	case VF_SCORE:
		return m->kind == VF_DIRECT;
	case VF_STATE:
	case VF_INPUT_KINDS:
		break;
	}
	return false;
}

static bool may_be(const struct vf_item *item, const struct vf_input *i)
{
	const struct vf_measure *m = &item->measure;
	bool vote = i->kind == VF_MARK || i->kind == VF_BALLOT || i->kind == VF_PLACE;
	if (vote && item->n_group && !named(item->group, item->n_group, i->group))
		return false;
	if (i->kind == VF_MARK || m->kind == VF_DIRECT)
		return i->value >= 0 && i->value <= m->points && (i->kind != VF_MARK || i->votes <= 1);
	if (i->kind == VF_PLACE)
		return i->value >= VF_ONE && i->value <= 100000 * VF_ONE && i->value % VF_ONE == 0;
	return m->kind != VF_GRADES || named(m->value, m->n_value, i->grade);
}

/* ---- one of two --------------------------------------------------------------------------------------------------- */

static int by(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static bool is_vote(const struct vf_input *i)
{
	return i->kind == VF_MARK || i->kind == VF_BALLOT || i->kind == VF_PLACE;
}

/* 0 where only one of the two may be given. */
static int slot_cmp(const void *x, const void *y)
{
	const struct vf_input *a = *(const struct vf_input *const *)x, *b = *(const struct vf_input *const *)y;
	int c = by((int64_t)a->unit_no, (int64_t)b->unit_no);
	c = c ? c
	      : by(is_vote(a)		 ? a->kind
		   : a->kind == VF_SCORE ? VF_ACTUAL
					 : a->kind,
		   is_vote(b)		 ? b->kind
		   : b->kind == VF_SCORE ? VF_ACTUAL
					 : b->kind);
	if (c || is_vote(a)) {
		c = c ? c : sv_cmp(a->group, b->group);
		c = c ? c : sv_cmp(a->judge, b->judge);
		return c || a->judge.n ? c : by((int64_t)a->no, (int64_t)b->no);
	}
	c = by(a->estimated, b->estimated);
	return c ? c : by(a->day.n, b->day.n);
}

static int score_cmp(const void *x, const void *y)
{
	const struct vf_input *a = *(const struct vf_input *const *)x, *b = *(const struct vf_input *const *)y;
	int c = by((int64_t)a->unit_no, (int64_t)b->unit_no);
	c = c ? c : by(a->period ? a->period : 1, b->period ? b->period : 1);
	c = c ? c : by(a->estimated, b->estimated);
	return c ? c : by(a->day.n, b->day.n);
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

static const struct vf_input *first_twice(const struct vf_input **in, size_t n, int (*cmp)(const void *, const void *))
{
	qsort(in, n, sizeof(*in), cmp);
	for (size_t i = 1; i < n; i++)
		if (cmp(&in[i - 1], &in[i]) == 0)
			return in[i];
	return NULL;
}

static const struct vf_input *first_odd(struct arena *a, const struct vf_proof *p, const struct vf_item *item)
{
	struct vf_column col = vf_column(a, p, item->name, item->data);
	size_t n = 0, all = col.first[p->n_unit];
	for (size_t i = 0; i < all; i++) {
		const struct vf_input *x = col.in[i];
		if (x->missing != VF_THERE || !reads(&item->measure, x->kind))
			continue;
		if (!may_be(item, x))
			return x;
		col.in[n++] = x;
	}
	return first_twice(col.in, n, slot_cmp);
}

static const struct vf_input *twice_in(struct arena *a, const struct vf_proof *p, const struct vf_portion *t)
{
	struct vf_column col = vf_column(a, p, t->name, t->source);
	size_t n = 0, all = col.first[p->n_unit];
	for (size_t i = 0; i < all; i++)
		if (col.in[i]->kind == VF_SCORE && col.in[i]->missing == VF_THERE)
			col.in[n++] = col.in[i];
	return first_twice(col.in, n, score_cmp);
}

static void tell(struct vf_report *r, const struct vf_input *x)
{
	vf_wrong(r, "数据：第 %zu 项（%.*s）不合细则：分值、名次、等次或票组不对，或给了两次",
		 "Inputs: number %zu (%.*s) is none that the rule takes: its mark, place, grade or group of voters, or it "
		 "is given twice",
		 x->no, SV_ARG(x->name));
}

void vf_check_given(struct vf_report *r, const struct vf_proof *p)
{
	for (size_t c = 0; c < p->rule.n; c++)
		for (size_t i = 0; i < p->rule.class[c].n; i++) {
			const struct vf_item *item = &p->rule.class[c].item[i];
			const struct vf_input *x = item->measure.kind == VF_UNMEASURED ? NULL : first_odd(r->a, p, item);
			if (x) {
				tell(r, x);
				return;
			}
		}
	for (size_t i = 0; i < p->rule.n_portion; i++) {
		const struct vf_portion *t = &p->rule.portion[i];
		const struct vf_input *x = t->source.n ? twice_in(r->a, p, t) : NULL;
		if (x) {
			tell(r, x);
			return;
		}
	}
}
