#include "core/rule_input.h"

#include "core/rule_sort.h"

struct loader {
	struct ctx *cx;
	const struct rule *r;
	const void **units; /* struct unit_ref by id */
	struct rule_columns out;
	struct rule_vote **votes; /* one growing list a column */
	size_t *n_votes;
};

struct unit_ref {
	struct sv id;
	size_t i;
};

static int unit_cmp(const void *a, const void *b)
{
	return sv_cmp(((const struct unit_ref *)a)->id, ((const struct unit_ref *)b)->id);
}

static int by(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* A total order over everything that counts, so that the order given never shows. */
static int input_cmp(const void *x, const void *y)
{
	const struct rule_input *a = x, *b = y;
	int c = sv_cmp(a->name, b->name);
	c = c ? c : sv_cmp(a->class, b->class);
	c = c ? c : sv_cmp(a->unit, b->unit);
	c = c ? c : by((int64_t)a->kind, (int64_t)b->kind);
	c = c ? c : by(a->period, b->period);
	c = c ? c : sv_cmp(a->group, b->group);
	c = c ? c : sv_cmp(a->judge, b->judge);
	c = c ? c : sv_cmp(a->grade, b->grade);
	c = c ? c : by(a->day.n, b->day.n);
	c = c ? c : by(a->estimated, b->estimated);
	c = c ? c : by(a->value.u, b->value.u);
	c = c ? c : by((int64_t)a->null, (int64_t)b->null);
	c = c ? c : by(a->count, b->count);
	return c ? c : sv_cmp(a->record, b->record);
}

const char *input_out_name(enum rule_input_out w)
{
	static const char *const names[OUT_COUNT_] = {
		"",
		N_("the unit is not in this group"),
		N_("nothing in the rule reads it"),
		N_("a final or later figure stands"),
		N_("the judge was absent"),
		N_("the judge abstained"),
		N_("the judge was recused"),
		N_("the ballot is spoilt"),
		N_("not applicable to this unit"),
	};
	return names[w];
}

const char *input_kind_name(enum rule_input_kind k, enum lang lang)
{
	static const char *const zh[INPUT_COUNT_] = { "实绩", "目标", "序时进度", "评分", "票", "名次", "得分", "情况" },
				 *const en[INPUT_COUNT_] = { "actual", "target", "progress", "mark", "ballot", "place", "score", "state" };
	return lang == LANG_EN ? en[k] : zh[k];
}

static void leave_out(struct loader *l, const struct rule_input *in, enum rule_input_out why)
{
	*CORE_PUSH(l->cx->a, l->out.left_out, l->out.n_left_out) = (struct rule_left){ in, why };
}

static enum rc refuse(struct loader *l, const struct rule_input *in, const char *id, const char *msgid)
{
	return fail(l->cx, RC_INVALID, id, N_("%.*s of unit %.*s: %s"), SV_ARG(in->name), SV_ARG(in->unit),
		    tr(l->cx->lang, msgid));
}

static enum rc index_units(struct loader *l)
{
	size_t n = l->out.n_units;
	struct unit_ref *refs = NEW(l->cx->a, struct unit_ref, n + 1);
	l->units = NEW(l->cx->a, const void *, n + 1);
	for (size_t i = 0; i < n; i++) {
		refs[i] = (struct unit_ref){ l->out.units[i], i };
		l->units[i] = &refs[i];
	}
	core_sort(l->cx->a, l->units, n, unit_cmp);
	for (size_t i = 1; i < n; i++)
		if (unit_cmp(l->units[i - 1], l->units[i]) == 0)
			return fail(l->cx, RC_INVALID, "rule.unit_twice", N_("unit %.*s is in the group twice; list it once"),
				    SV_ARG(((const struct unit_ref *)l->units[i])->id));
	return RC_OK;
}

static void make_columns(struct loader *l)
{
	struct arena *a = l->cx->a;
	size_t n = l->out.n_units, k = 0, all = 0;
	for (size_t c = 0; c < l->r->n_classes; c++)
		all += l->r->classes[c].n_items;
	l->out.items = NEW(a, struct rule_column, all + 1);
	for (size_t c = 0; c < l->r->n_classes; c++)
		for (size_t i = 0; i < l->r->classes[c].n_items; i++) {
			const struct rule_item *item = &l->r->classes[c].items[i];
			if (!item->measure)
				continue;
			l->out.items[k++] = (struct rule_column){
				.class = &l->r->classes[c], .item = item, .not_applicable = NEW(a, bool, n + 1),
				.actual = NEW(a, rule_figure, n + 1), .target = NEW(a, rule_figure, n + 1),
				.progress = NEW(a, rule_figure, n + 1), .first = NEW(a, size_t, n + 2),
			};
		}
	l->out.n_items = k;
	l->votes = NEW(a, struct rule_vote *, k + 1);
	l->n_votes = NEW(a, size_t, k + 1);
	l->out.parts = NEW(a, struct rule_part_column, l->r->n_parts + 1);
	for (size_t i = 0; i < l->r->n_parts; i++)
		l->out.parts[i] = (struct rule_part_column){
			.part = &l->r->parts[i], .scores = NEW(a, rule_figure, n * RULE_PERIODS_MAX + 1) };
	l->out.no_class = NEW(a, bool, n * l->r->n_classes + 1);
}

/* The one of two figures for one cell that stands; NULL when neither does before the other. */
static rule_figure standing(rule_figure a, rule_figure b)
{
	if (a->estimated != b->estimated)
		return a->estimated ? b : a;
	if (a->day.n != b->day.n)
		return a->day.n > b->day.n ? a : b;
	return NULL;
}

static enum rc put_figure(struct loader *l, rule_figure *cell, const struct rule_input *in)
{
	if (!*cell) {
		*cell = in;
		return RC_OK;
	}
	rule_figure stands = standing(*cell, in);
	if (!stands)
		return refuse(l, in, "rule.input_twice", N_("it is given twice; give it once, or with the day of each"));
	leave_out(l, stands == in ? *cell : in, OUT_SUPERSEDED);
	*cell = stands;
	return RC_OK;
}

static int share_of(const struct rule_share *s, int n, struct sv name)
{
	for (int i = 0; i < n; i++)
		if (sv_eq(s[i].name, name))
			return i;
	return -1;
}

static bool named(const struct sv *v, int n, struct sv name)
{
	for (int i = 0; i < n; i++)
		if (sv_eq(v[i], name))
			return true;
	return false;
}

static enum rc put_vote(struct loader *l, size_t k, size_t unit, const struct rule_input *in)
{
	const struct rule_column *col = &l->out.items[k];
	const struct rule_measure *m = col->item->measure;
	struct rule_vote v = { .unit = unit, .group = -1, .judge = -1, .value = in->value, .count = in->count ? in->count : 1, .input = in };
	if (v.count < 0 || v.count > 1000000000)
		return refuse(l, in, "rule.input_count", N_("the number of votes is impossible; correct it"));
	if (col->item->n_groups) {
		v.group = share_of(col->item->groups, col->item->n_groups, in->group);
		if (v.group < 0)
			return refuse(l, in, "rule.input_group", N_("its group is none of 票组; correct the group or the rule"));
	}
	if (m->kind == MEASURE_MARKS && (in->value.u < 0 || dec_cmp(in->value, m->points) > 0))
		return refuse(l, in, "rule.input_scale", N_("the mark lies outside the scale; correct it"));
	if (m->kind == MEASURE_GRADES) {
		int g = share_of(m->values, m->n_values, in->grade);
		if (g < 0)
			return refuse(l, in, "rule.input_grade", N_("its grade is none of 等次票; correct the ballot or the rule"));
		v.value = m->values[g].value;
	}
	if (in->kind == INPUT_PLACE && (in->value.u < DEC_ONE || in->value.u % DEC_ONE || in->value.u > 100000 * DEC_ONE))
		return refuse(l, in, "rule.input_place", N_("a place is a whole number from 1; correct it"));
	v.graded = named(m->grades, m->n_grades, in->grade);
	v.poor = named(m->poor, m->n_poor, in->grade);
	*CORE_PUSH(l->cx->a, l->votes[k], l->n_votes[k]) = v;
	return RC_OK;
}

/* Which inputs a measure reads. */
static bool reads(enum rule_measure_kind m, enum rule_input_kind in)
{
	switch (in) {
	case INPUT_TARGET:
	case INPUT_PROGRESS:
		return m == MEASURE_COMPLETION;
	case INPUT_MARK:
		return m == MEASURE_MARKS;
	case INPUT_BALLOT:
		return m == MEASURE_GRADES || m == MEASURE_BANDS;
	case INPUT_PLACE:
		return m == MEASURE_RANKS || m == MEASURE_DECAY;
	case INPUT_ACTUAL:
		return m == MEASURE_COMPLETION || m == MEASURE_BEST || m == MEASURE_EFFICACY || m == MEASURE_BANDS || m == MEASURE_DIRECT;
	case INPUT_STATE:
	case INPUT_SCORE:
	case INPUT_COUNT_:
	default:
		return in == INPUT_STATE || (in == INPUT_SCORE && m == MEASURE_DIRECT);
	}
}

/* Why a missing value is missing, as the reason for which it is left out. */
static const enum rule_input_out why[] = { INPUT_USED, OUT_ABSENT, OUT_ABSTAIN, OUT_RECUSED, OUT_SPOILT, OUT_NOT_APPLICABLE };

static enum rc put_item(struct loader *l, size_t k, size_t unit, const struct rule_input *in)
{
	struct rule_column *col = &l->out.items[k];
	const struct rule_measure *m = col->item->measure;
	if (in->null) {
		col->not_applicable[unit] |= in->null == NULL_NOT_APPLICABLE;
		leave_out(l, in, why[in->null]);
		return RC_OK;
	}
	if (m->kind == MEASURE_DIRECT && (in->value.u < 0 || dec_cmp(in->value, m->points) > 0))
		return refuse(l, in, "rule.input_scale", N_("the mark lies outside the scale; correct it"));
	switch (in->kind) {
	case INPUT_ACTUAL:
	case INPUT_SCORE:
		return put_figure(l, &col->actual[unit], in);
	case INPUT_TARGET:
		return put_figure(l, &col->target[unit], in);
	case INPUT_PROGRESS:
		return put_figure(l, &col->progress[unit], in);
	case INPUT_STATE:
		return RC_OK;
	case INPUT_MARK:
	case INPUT_BALLOT:
	case INPUT_PLACE:
	case INPUT_COUNT_:
	default:
		return put_vote(l, k, unit, in);
	}
}

static enum rc put_part(struct loader *l, struct rule_part_column *p, size_t unit, const struct rule_input *in)
{
	int period = in->period ? in->period : 1;
	if (in->null) {
		leave_out(l, in, why[in->null]);
		return RC_OK;
	}
	if (period < 1 || period > RULE_PERIODS_MAX || (p->part->n_periods && period > p->part->n_periods) ||
	    (p->part->how == PERIODS_ONE && period > 1))
		return refuse(l, in, "rule.input_period", N_("the rule has no such period; correct the number of the period"));
	p->n_periods = period > p->n_periods ? period : p->n_periods;
	return put_figure(l, &p->scores[unit * RULE_PERIODS_MAX + (size_t)period - 1], in);
}

static bool same_class(const struct rule_input *in, const struct rule_class *c)
{
	return !in->class.n || sv_eq(in->class, c->name);
}

static enum rc put(struct loader *l, const struct rule_input *in)
{
	struct unit_ref key = { in->unit, 0 };
	const struct unit_ref *u = core_find(l->units, l->out.n_units, &key, unit_cmp);
	bool read = false;
	int64_t most = RULE_INPUT_MAX * DEC_ONE;
	if (in->value.u > most || in->value.u < -most)
		return refuse(l, in, "rule.input_big", N_("the value is too large; give it in a larger unit of measure"));
	if (!u) {
		leave_out(l, in, OUT_UNIT);
		return RC_OK;
	}
	for (size_t k = 0; k < l->out.n_items; k++) {
		const struct rule_column *col = &l->out.items[k];
		bool mine = sv_eq(in->name, col->item->name) || (col->item->data.n && sv_eq(in->name, col->item->data));
		if (!mine || !same_class(in, col->class) || (!in->null && !reads(col->item->measure->kind, in->kind)))
			continue;
		read = true;
		TRY(put_item(l, k, u->i, in));
	}
	for (size_t c = 0; in->null == NULL_NOT_APPLICABLE && c < l->r->n_classes; c++)
		if (sv_eq(in->name, l->r->classes[c].name))
			read = l->out.no_class[c * l->out.n_units + u->i] = true;
	for (size_t p = 0; p < l->r->n_parts; p++) {
		const struct rule_part *t = &l->r->parts[p];
		if (!t->source.n || (in->kind != INPUT_SCORE && !in->null) || !(sv_eq(in->name, t->name) || sv_eq(in->name, t->source)))
			continue;
		read = true;
		TRY(put_part(l, &l->out.parts[p], u->i, in));
	}
	if (!read)
		leave_out(l, in, OUT_UNREAD);
	return RC_OK;
}

static int vote_cmp(const void *x, const void *y)
{
	const struct rule_vote *a = x, *b = y;
	int c = by((int64_t)a->unit, (int64_t)b->unit);
	return c ? c : input_cmp(a->input, b->input);
}

/* Votes stand by unit; judges get numbers for what is done judge by judge. */
static enum rc close_votes(struct loader *l, size_t k)
{
	struct rule_column *col = &l->out.items[k];
	size_t n = l->n_votes[k], units = l->out.n_units;
	const void **order = NEW(l->cx->a, const void *, n + 1);
	col->votes = NEW(l->cx->a, struct rule_vote, n + 1);
	col->n_votes = n;
	for (size_t i = 0; i < n; i++)
		order[i] = &l->votes[k][i];
	core_sort(l->cx->a, order, n, vote_cmp);
	for (size_t i = 0; i < n; i++) {
		col->votes[i] = *(const struct rule_vote *)order[i];
		const struct rule_input *in = col->votes[i].input, *last = i ? col->votes[i - 1].input : NULL;
		if (last && in->judge.n && sv_eq(in->judge, last->judge) && sv_eq(in->unit, last->unit) && sv_eq(in->group, last->group))
			return refuse(l, in, "rule.judge_twice", N_("one judge voted twice for it; keep one of the votes"));
		col->first[col->votes[i].unit + 1]++;
	}
	for (size_t u = 0; u < units; u++)
		col->first[u + 1] += col->first[u];
	return RC_OK;
}

static void range(struct rule_column *col, size_t n)
{
	for (size_t u = 0; u < n; u++) {
		if (!col->actual[u] || col->not_applicable[u])
			continue;
		struct dec v = col->actual[u]->value;
		if (!col->any || dec_cmp(v, col->low) < 0)
			col->low = v;
		if (!col->any || dec_cmp(v, col->high) > 0)
			col->high = v;
		col->any = true;
	}
}

enum rc rule_columns_load(struct ctx *cx, const struct rule *r, const struct sv *units, size_t n_units,
			  const struct rule_input *inputs, size_t n, struct dec progress, struct rule_columns *ret)
{
	struct loader l = { .cx = cx, .r = r, .out = { .rule = r, .units = units, .n_units = n_units, .progress = progress } };
	const void **order = NEW(cx->a, const void *, n + 1);
	TRY(index_units(&l));
	make_columns(&l);
	for (size_t i = 0; i < n; i++)
		order[i] = &inputs[i];
	core_sort(cx->a, order, n, input_cmp);
	for (size_t i = 0; i < n; i++)
		TRY(put(&l, order[i]));
	for (size_t k = 0; k < l.out.n_items; k++) {
		struct rule_column *col = &l.out.items[k];
		for (size_t c = 0; c < r->n_classes; c++)
			for (size_t u = 0; col->class == &r->classes[c] && u < n_units; u++)
				col->not_applicable[u] |= l.out.no_class[c * n_units + u];
		TRY(close_votes(&l, k));
		range(col, n_units);
	}
	*ret = l.out;
	return RC_OK;
}
