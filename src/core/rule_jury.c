#include "core/rule_jury.h"

#include "base/buf.h"
#include "core/rule_sort.h"
#include "core/score/judges.h"

enum { SAY_MIN = 3 }; /* marks below which nothing is said of a juror */

struct seen {
	struct arena *a;
	const struct rule_column *col;
	const struct rule_vote **v; /* of the panel, by juror and unit */
	size_t n, n_units;
	size_t *from;	 /* of a juror's votes; n_judges + 1 */
	int64_t *count;	 /* marks of a unit */
	rule_wide *sum;
};

static int vote_cmp(const void *x, const void *y)
{
	const struct rule_vote *a = x, *b = y;
	int c = sv_cmp(a->input->judge, b->input->judge);
	return c ? c : a->unit < b->unit ? -1 : a->unit > b->unit;
}

static struct dec raw(const struct rule_vote *v)
{
	return v->input->value;
}

static void gather(struct seen *s, struct jury_panel *p, int group)
{
	const void **order = NEW(s->a, const void *, s->col->n_votes + 1);
	for (size_t i = 0; i < s->col->n_votes; i++)
		if (s->col->votes[i].group == group)
			order[s->n++] = &s->col->votes[i];
	core_sort(s->a, order, s->n, vote_cmp);
	s->v = NEW(s->a, const struct rule_vote *, s->n + 1);
	s->from = NEW(s->a, size_t, s->n + 2);
	s->count = NEW(s->a, int64_t, s->n_units + 1);
	s->sum = NEW(s->a, rule_wide, s->n_units + 1);
	p->judges = NEW(s->a, struct jury_judge, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct rule_vote *v = s->v[i] = order[i];
		p->unnamed |= !v->input->judge.n;
		if (!p->n || !sv_eq(p->judges[p->n - 1].number, v->input->judge)) {
			s->from[p->n] = i;
			p->judges[p->n++] = (struct jury_judge){ .number = v->input->judge, .same_as = -1, .part = -1 };
		}
		p->judges[p->n - 1].n++;
		s->count[v->unit]++;
		s->sum[v->unit] += raw(v).u;
	}
	s->from[p->n] = s->n;
}

static void connect(struct seen *s, struct jury_panel *p)
{
	struct sighting *at = NEW(s->a, struct sighting, s->n + 1);
	int *unit = NEW(s->a, int, s->n_units + 1), *judge = NEW(s->a, int, p->n + 1);
	for (size_t j = 0; j < p->n; j++)
		for (size_t i = s->from[j]; i < s->from[j + 1]; i++)
			at[i] = (struct sighting){ (int)s->v[i]->unit, (int)j };
	p->parts = design_parts(s->a, at, s->n, s->n_units, p->n, unit, judge);
	p->unit_part = unit;
	for (size_t j = 0; j < p->n; j++)
		p->judges[j].part = judge[j];
}

/* What the others gave to the unit of this mark, against what they gave to another's: below, above or as much. */
static int others_cmp(const struct seen *s, const struct rule_vote *x, const struct rule_vote *y)
{
	rule_wide a = (s->sum[x->unit] - raw(x).u) * (s->count[y->unit] - 1);
	rule_wide b = (s->sum[y->unit] - raw(y).u) * (s->count[x->unit] - 1);
	return a < b ? -1 : a > b;
}

static void judge_one(const struct seen *s, struct jury_judge *j, size_t from, size_t to)
{
	rule_wide lenient = 0;
	int64_t with = 0;
	j->flat = to - from >= SAY_MIN;
	for (size_t i = from; i < to; i++) {
		const struct rule_vote *v = s->v[i];
		struct dec d;
		j->flat = j->flat && raw(v).u == raw(s->v[from]).u;
		if (s->count[v->unit] < 2)
			continue;
		if (rule_settle((rule_wide)raw(v).u * s->count[v->unit] - s->sum[v->unit], s->count[v->unit] - 1, 6, &d)) {
			lenient += d.u;
			j->shared++;
		}
		for (size_t k = from; k < i; k++)
			if (s->count[s->v[k]->unit] > 1)
				with += dec_cmp(raw(v), raw(s->v[k])) * others_cmp(s, v, s->v[k]);
	}
	j->contrary = with < 0 && j->shared >= SAY_MIN;
	if (!j->shared || !rule_settle(lenient, (rule_wide)j->shared, 6, &j->lenient))
		j->lenient = (struct dec){ 0 };
}

static bool identical(const struct seen *s, size_t x, size_t y)
{
	size_t n = s->from[x + 1] - s->from[x];
	if (n < SAY_MIN || n != s->from[y + 1] - s->from[y])
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct rule_vote *a = s->v[s->from[x] + i], *b = s->v[s->from[y] + i];
		if (a->unit != b->unit || raw(a).u != raw(b).u)
			return false;
	}
	return true;
}

static void judge_all(const struct seen *s, struct jury_panel *p)
{
	bool any = false;
	for (size_t j = 0; j < p->n; j++) {
		struct jury_judge *x = &p->judges[j];
		judge_one(s, x, s->from[j], s->from[j + 1]);
		for (size_t k = 0; k < j && x->same_as < 0 && !x->flat; k++)
			if (identical(s, j, k))
				x->same_as = (int)k;
		if (!x->shared)
			continue;
		p->strictest = !any || dec_cmp(x->lenient, p->strictest) < 0 ? x->lenient : p->strictest;
		p->mildest = !any || dec_cmp(x->lenient, p->mildest) > 0 ? x->lenient : p->mildest;
		any = true;
	}
}

static void panel(struct arena *a, const struct rule_columns *cols, const struct rule_column *col, int group, struct jury *ret)
{
	struct jury_panel *p = &ret->panels[ret->n];
	struct seen s = { .a = a, .col = col, .n_units = cols->n_units };
	*p = (struct jury_panel){ .class = col->class, .item = col->item, .group = group < 0 ? SV("") : col->item->groups[group].name };
	gather(&s, p, group);
	if (!s.n)
		return;
	ret->n++;
	ret->unnamed |= p->unnamed;
	if (p->unnamed) {
		p->n = 0;
		p->parts = 1;
		return;
	}
	connect(&s, p);
	judge_all(&s, p);
	ret->apart |= p->parts > 1;
}

void rule_jury(struct arena *a, const struct rule_columns *cols, struct jury *ret)
{
	*ret = (struct jury){ .panels = NEW(a, struct jury_panel, cols->n_items * RULE_SHARES_MAX + 1) };
	for (size_t k = 0; k < cols->n_items; k++) {
		const struct rule_column *col = &cols->items[k];
		if (col->item->measure->kind != MEASURE_MARKS)
			continue;
		if (!col->item->n_groups)
			panel(a, cols, col, -1, ret);
		for (int g = 0; g < col->item->n_groups; g++)
			panel(a, cols, col, g, ret);
	}
}

struct sv jury_parts_text(struct arena *a, const struct jury_panel *p, const struct sv *names, size_t n_units)
{
	struct buf b = buf_new(a, 1 << 16);
	for (int k = 0; k < p->parts; k++) {
		bool first = true;
		buf_puts(&b, k ? " | " : "");
		for (size_t u = 0; p->unit_part && u < n_units; u++) {
			if (p->unit_part[u] != k)
				continue;
			buf_printf(&b, "%s%.*s", first ? "" : "、", SV_ARG(names[u]));
			first = false;
		}
	}
	return buf_sv(&b);
}
