#include "core/rule_whatif.h"

#include "core/rule_print.h"
#include "core/rule_sort.h"

/* ---- places ----------------------------------------------------------------------------------------------- */

struct standing {
	int64_t total;
	size_t unit;
};

struct table {
	struct standing *rows, *spare;
	size_t n;
};

/* From high to low: runs merged back and forth, without a call a comparison. */
static const struct standing *sorted(struct table *t)
{
	struct standing *from = t->rows, *to = t->spare;
	for (size_t w = 1; w < t->n; w *= 2) {
		for (size_t lo = 0; lo < t->n; lo += 2 * w) {
			size_t mid = lo + w < t->n ? lo + w : t->n, hi = mid + w < t->n ? mid + w : t->n, i = lo, j = mid;
			for (size_t k = lo; k < hi; k++)
				to[k] = i < mid && (j >= hi || from[i].total >= from[j].total) ? from[i++] : from[j++];
		}
		struct standing *swap = from;
		from = to;
		to = swap;
	}
	return from;
}

/* Equal totals share a place and the next is skipped. */
static void places(struct table *t, int *ret)
{
	const struct standing *v = sorted(t);
	for (size_t i = 0, first = 0; i < t->n; i++) {
		if (v[i].total != v[first].total)
			first = i;
		ret[v[i].unit] = (int)first + 1;
	}
}

static struct table table_of(struct arena *a, size_t n)
{
	return (struct table){ NEW(a, struct standing, n + 1), NEW(a, struct standing, n + 1), 0 };
}

static void sheet_places(struct arena *a, const struct score_sheet *s, int *ret)
{
	struct table t = table_of(a, s->n);
	for (size_t u = 0; u < s->n; u++)
		if (!s->scores[u].unranked)
			t.rows[t.n++] = (struct standing){ s->scores[u].total.u, u };
	places(&t, ret);
}

/* ---- loading ---------------------------------------------------------------------------------------------- */

enum rc rule_replay_load(struct ctx *cx, const struct rule *r, const struct replay_facts *in, size_t n, struct rule_replay *ret)
{
	struct rule_replay out = { .rule = r, .periods = NEW(cx->a, struct replay_period, n + 1), .n = n };
	for (size_t i = 0; i < n; i++) {
		struct replay_period *p = &out.periods[i];
		struct score_facts f = in[i].facts;
		p->in = &in[i];
		TRY(rule_columns_load(cx, r, f.units, f.n_units, f.inputs, f.n_inputs, f.progress, &p->columns));
		f.columns = &p->columns;
		f.quiet = true;
		TRY(rule_score(cx, r, &f, &p->sheet));
		p->place = NEW(cx->a, int, f.n_units + 1);
		sheet_places(cx->a, &p->sheet, p->place);
	}
	*ret = out;
	return RC_OK;
}

/* ---- the draft over what was loaded ------------------------------------------------------------------------ */

static bool same_shares(const struct rule_share *a, int n, const struct rule_share *b, int m)
{
	for (int i = 0; i < n && n == m; i++)
		if (!sv_eq(a[i].name, b[i].name) || a[i].value.u != b[i].value.u)
			return false;
	return n == m;
}

static bool same_names(const struct sv *a, int n, const struct sv *b, int m)
{
	for (int i = 0; i < n && n == m; i++)
		if (!sv_eq(a[i], b[i]))
			return false;
	return n == m;
}

/* Columns hold numbers of groups and values of grades: they serve the draft's item only where these are the same. */
static bool same_inputs(const struct rule_item *a, const struct rule_item *b)
{
	const struct rule_measure *m = a->measure, *k = b->measure;
	if (!sv_eq(a->name, b->name) || !m != !k || !sv_eq(a->data, b->data))
		return false;
	if (!m)
		return true;
	return m->kind == k->kind && same_shares(a->groups, a->n_groups, b->groups, b->n_groups) &&
	       same_shares(m->values, m->n_values, k->values, k->n_values) && same_names(m->grades, m->n_grades, k->grades, k->n_grades) &&
	       same_names(m->poor, m->n_poor, k->poor, k->n_poor) &&
	       (m->points.u == k->points.u || (m->kind != MEASURE_MARKS && m->kind != MEASURE_DIRECT));
}

static bool same_shape(const struct rule *a, const struct rule *b)
{
	if (a->n_classes != b->n_classes || a->n_parts != b->n_parts)
		return false;
	for (size_t c = 0; c < a->n_classes; c++) {
		if (!sv_eq(a->classes[c].name, b->classes[c].name) || a->classes[c].n_items != b->classes[c].n_items)
			return false;
		for (size_t i = 0; i < a->classes[c].n_items; i++)
			if (!same_inputs(&a->classes[c].items[i], &b->classes[c].items[i]))
				return false;
	}
	for (size_t p = 0; p < a->n_parts; p++)
		if (!sv_eq(a->parts[p].name, b->parts[p].name) || !sv_eq(a->parts[p].source, b->parts[p].source) ||
		    a->parts[p].how != b->parts[p].how || a->parts[p].n_periods != b->parts[p].n_periods)
			return false;
	return true;
}

/* The same figures under the draft's clauses. */
static void relabel(struct arena *a, const struct rule_columns *from, const struct rule *draft, struct rule_columns *ret)
{
	size_t k = 0;
	*ret = *from;
	ret->rule = draft;
	ret->items = NEW(a, struct rule_column, from->n_items + 1);
	ret->parts = NEW(a, struct rule_part_column, draft->n_parts + 1);
	for (size_t c = 0; c < draft->n_classes; c++)
		for (size_t i = 0; i < draft->classes[c].n_items; i++)
			if (draft->classes[c].items[i].measure) {
				ret->items[k] = from->items[k];
				ret->items[k].class = &draft->classes[c];
				ret->items[k++].item = &draft->classes[c].items[i];
			}
	for (size_t p = 0; p < draft->n_parts; p++) {
		ret->parts[p] = from->parts[p];
		ret->parts[p].part = &draft->parts[p];
	}
}

/* Whether facts become other entries: a 计分 or 比率, a share, or a topic is different. */
static bool same_lines(struct arena *a, const struct rule *x, const struct rule *y)
{
	bool same = x->assist.u == y->assist.u && x->by_ratio == y->by_ratio && x->n_classes == y->n_classes;
	for (size_t c = 0; same && c < x->n_classes; c++) {
		const struct rule_class *k = &x->classes[c], *l = &y->classes[c];
		same = sv_eq(k->name, l->name) && k->n_items == l->n_items;
		for (size_t i = 0; same && i < k->n_items; i++) {
			const struct rule_item *p = &k->items[i], *q = &l->items[i];
			same = sv_eq(p->name, q->name) && p->n_lines == q->n_lines &&
			       same_names(p->topics, (int)p->n_topics, q->topics, (int)q->n_topics);
			for (size_t n = 0; same && n < p->n_lines; n++)
				same = sv_eq(rule_print_line(a, &p->lines[n], LANG_ZH), rule_print_line(a, &q->lines[n], LANG_ZH));
		}
	}
	return same;
}

static enum rc draft_sheet(struct ctx *cx, const struct replay_period *p, const struct rule *draft, bool shape, bool lines,
			   struct score_sheet *ret)
{
	struct score_facts f = p->in->facts;
	struct rule_columns cols;
	f.quiet = true;
	if (shape) {
		relabel(cx->a, &p->columns, draft, &cols);
		f.columns = &cols;
	}
	if (!lines && f.n_entries && !p->in->n_stated)
		return fail(cx, RC_INVALID, "rule.whatif_facts",
			    N_("the draft counts facts in another way, but the facts of a closed period are not given; give them"));
	if (!lines) {
		struct rule_proposal prop;
		TRY(rule_entries(cx, draft, p->in->stated, p->in->n_stated, &prop));
		f.entries = prop.entries;
		f.n_entries = prop.n;
	}
	return rule_score(cx, draft, &f, ret);
}

/* ---- by which clause --------------------------------------------------------------------------------------- */

static const struct score_class *class_in(const struct unit_score *s, const struct rule *r, struct sv name)
{
	for (size_t i = 0; i < r->n_classes; i++)
		if (sv_eq(s->classes[i].class->name, name))
			return &s->classes[i];
	return NULL;
}

static void heavier(struct whatif_row *w, int64_t by, const struct rule_class *c, const struct rule_part *p)
{
	int64_t have = w->by.u < 0 ? -w->by.u : w->by.u;
	if ((by < 0 ? -by : by) <= have)
		return;
	w->by.u = by;
	w->class = c;
	w->part = p;
}

/* The item of the class whose points changed most, where both rules measure it. */
static const struct rule_item *item_of(const struct score_sheet *a, const struct score_sheet *b, const struct rule_class *c, size_t unit)
{
	const struct rule_item *found = NULL;
	int64_t most = 0;
	for (size_t k = 0; a->columns && b->columns && k < b->columns->n_items; k++) {
		const struct rule_column *y = &b->columns->items[k];
		if (y->class != c || k >= a->columns->n_items || !sv_eq(a->columns->items[k].item->name, y->item->name))
			continue;
		int64_t d = b->cells[k * b->n + unit].points.u - a->cells[k * a->n + unit].points.u;
		if ((d < 0 ? -d : d) > most) {
			most = d < 0 ? -d : d;
			found = y->item;
		}
	}
	return found;
}

static void blame(const struct score_sheet *a, const struct score_sheet *b, size_t unit, struct whatif_row *w)
{
	const struct unit_score *x = &a->scores[unit], *y = &b->scores[unit];
	for (size_t i = 0; i < b->rule->n_classes; i++) {
		const struct score_class *old = class_in(x, a->rule, b->rule->classes[i].name);
		heavier(w, y->classes[i].score.u - (old ? old->score.u : 0), &b->rule->classes[i], NULL);
	}
	for (size_t i = 0; i < a->rule->n_classes; i++)
		if (!class_in(y, b->rule, a->rule->classes[i].name))
			heavier(w, -x->classes[i].score.u, &a->rule->classes[i], NULL);
	for (size_t p = 0; p < b->rule->n_parts && p < a->rule->n_parts; p++)
		heavier(w, y->parts[p].u - x->parts[p].u, NULL, &b->rule->parts[p]);
	if (w->class)
		w->item = item_of(a, b, w->class, unit);
}

enum rc rule_whatif(struct ctx *cx, const struct rule_replay *base, const struct rule *draft, struct whatif *ret)
{
	struct whatif out = { 0 };
	bool shape = same_shape(base->rule, draft), lines = same_lines(cx->a, base->rule, draft);
	for (size_t i = 0; i < base->n; i++) {
		const struct replay_period *p = &base->periods[i];
		struct score_sheet s;
		TRY(draft_sheet(cx, p, draft, shape, lines, &s));
		int *place = NEW(cx->a, int, s.n + 1);
		sheet_places(cx->a, &s, place);
		for (size_t u = 0; u < s.n; u++) {
			struct whatif_row w = { .period = i, .unit = u, .before = p->sheet.scores[u].total, .after = s.scores[u].total,
						.place_before = p->place[u], .place_after = place[u] };
			if (w.before.u == w.after.u && w.place_before == w.place_after)
				continue;
			blame(&p->sheet, &s, u, &w);
			out.gain += w.after.u > w.before.u;
			out.lose += w.after.u < w.before.u;
			out.up += w.place_after && w.place_after < w.place_before;
			out.down += w.place_before && w.place_after > w.place_before;
			*CORE_PUSH(cx->a, out.rows, out.n) = w;
		}
	}
	*ret = out;
	return RC_OK;
}

/* ---- a little more, a little less --------------------------------------------------------------------------- */

/* What the weight contributes to a unit's total; millionths of a point. */
static int64_t share_of(const struct score_sheet *s, const struct sensitivity_row *row, size_t at, size_t unit)
{
	struct dec d = { 0 };
	if (row->part)
		return s->scores[unit].parts[at].u;
	if (!row->item)
		return s->scores[unit].classes[at].score.u;
	d = s->cells[at * s->n + unit].points;
	if (row->class->has_weight && !rule_muldiv(d, row->class->weight, DEC(100), 6, &d))
		return 0;
	return d.u;
}

static void try_weight(const struct replay_period *p, struct dec percent, size_t at, struct table *t, int *place,
		       struct sensitivity_row *row)
{
	bool first = false;
	for (int way = 1; way >= -1; way -= 2) {
		t->n = 0;
		for (size_t u = 0; u < p->sheet.n; u++) {
			struct dec d = { share_of(&p->sheet, row, at, u) };
			if (p->sheet.scores[u].unranked)
				continue;
			if (!rule_muldiv(d, percent, DEC(100), 6, &d))
				d = (struct dec){ 0 };
			t->rows[t->n++] = (struct standing){ p->sheet.scores[u].total.u + way * d.u, u };
		}
		places(t, place);
		for (size_t u = 0; u < p->sheet.n; u++) {
			if (p->sheet.scores[u].unranked)
				continue;
			int by = place[u] > p->place[u] ? place[u] - p->place[u] : p->place[u] - place[u];
			row->moved_up += way > 0 && by;
			row->moved_down += way < 0 && by;
			row->largest = by > row->largest ? by : row->largest;
			first |= by && (place[u] == 1 || p->place[u] == 1);
		}
	}
	row->firsts += first;
}

static void add_row(struct ctx *cx, const struct rule_replay *base, struct dec percent, struct sensitivity *out, size_t at,
		       struct sensitivity_row row)
{
	size_t most = 0;
	for (size_t i = 0; i < base->n; i++)
		most = base->periods[i].sheet.n > most ? base->periods[i].sheet.n : most;
	struct table t = table_of(cx->a, most);
	int *place = NEW(cx->a, int, most + 1);
	for (size_t i = 0; i < base->n; i++)
		try_weight(&base->periods[i], percent, at, &t, place, &row);
	*CORE_PUSH(cx->a, out->rows, out->n) = row;
}

void rule_sensitivity(struct ctx *cx, const struct rule_replay *base, struct dec percent, struct sensitivity *ret)
{
	struct sensitivity out = { 0 };
	const struct rule *r = base->rule;
	size_t column = 0;
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		if (k->has_weight)
			add_row(cx, base, percent, &out, c, (struct sensitivity_row){ .class = k });
		for (size_t i = 0; i < k->n_items; i++)
			if (k->items[i].measure)
				add_row(cx, base, percent, &out, column++, (struct sensitivity_row){ .class = k, .item = &k->items[i] });
	}
	for (size_t p = 0; p < r->n_parts; p++)
		add_row(cx, base, percent, &out, p, (struct sensitivity_row){ .part = &r->parts[p] });
	*ret = out;
}
