/* Measures and parts of a draft: what it left as it was keeps its cells, the rest is measured again from the figures. */
#include "core/whatif_past.h"

/* ---- what a draft reads beside what the group was given ------------------------------------------------------------ */

/* Votes of every item are read whatever the rule of then said, figures only of the items that it named; by a rule of grammar 1
 * nothing of all this. */
static bool figures(const struct rule_item *i)
{
	const struct rule_measure *m = i->measure;
	return m->kind == MEASURE_COMPLETION || m->kind == MEASURE_BEST || m->kind == MEASURE_EFFICACY || m->kind == MEASURE_DIRECT ||
	       (m->kind == MEASURE_BANDS && !m->n_grades);
}

static bool read_so(const struct rule *was, const struct rule_item *i)
{
	for (size_t c = 0; c < was->n_classes; c++)
		for (size_t k = 0; k < was->classes[c].n_items; k++) {
			const struct rule_item *x = &was->classes[c].items[k];
			if (!x->measure || !figures(x) || !sv_eq(x->name, i->name) || !sv_eq(x->data, i->data))
				continue;
			if (i->measure->kind != MEASURE_COMPLETION ||
			    (x->measure->kind == MEASURE_COMPLETION && x->measure->schedule == i->measure->schedule))
				return true;
		}
	return false;
}

static bool part_read(const struct rule *was, const struct rule_part *p)
{
	if (!p->source.n)
		return true;
	for (size_t i = 0; i < was->n_parts; i++)
		if (sv_eq(was->parts[i].name, p->name) && sv_eq(was->parts[i].source, p->source))
			return true;
	return false;
}

/* By column of the draft. */
static bool *wanted_columns(struct arena *a, const struct rule *was, const struct rule *draft, size_t *ret_n)
{
	size_t n = 0;
	for (size_t c = 0; c < draft->n_classes; c++)
		n += draft->classes[c].n_items;
	bool *wanted = NEW(a, bool, n + 1);
	n = *ret_n = 0;
	for (size_t c = 0; c < draft->n_classes; c++)
		for (size_t i = 0; i < draft->classes[c].n_items; i++) {
			const struct rule_item *item = &draft->classes[c].items[i];
			if (!item->measure)
				continue;
			wanted[n] = was->grammar < 2 || (figures(item) && !read_so(was, item));
			*ret_n += wanted[n++];
		}
	return wanted;
}

const struct rule *whatif_wants(struct arena *a, const struct rule *was, const struct rule *draft)
{
	size_t items, parts = 0, column = 0;
	const bool *wanted = wanted_columns(a, was, draft, &items);
	struct rule *r = NEW(a, struct rule, 1);
	*r = *draft;
	r->classes = NEW(a, struct rule_class, draft->n_classes + 1);
	for (size_t c = 0; c < draft->n_classes; c++) {
		struct rule_class *k = &r->classes[c];
		*k = draft->classes[c];
		k->items = NEW(a, struct rule_item, k->n_items + 1);
		k->n_items = 0;
		for (size_t i = 0; i < draft->classes[c].n_items; i++)
			if (draft->classes[c].items[i].measure && wanted[column++])
				k->items[k->n_items++] = draft->classes[c].items[i];
	}
	r->parts = NEW(a, struct rule_part, draft->n_parts + 1);
	for (size_t i = 0; i < draft->n_parts; i++)
		if (!part_read(was, &draft->parts[i]))
			r->parts[parts++] = draft->parts[i];
	r->n_parts = parts;
	return items || parts ? r : NULL;
}

/* ---- figures as inputs again ----------------------------------------------------------------------------------------- */

struct reader {
	struct ctx *cx; /* of one column */
	const struct whatif_world *w;
	const struct whatif_group *g;
	const struct past_group *p;
	const struct whatif_more *more;
	const struct sv *ids;
	struct dec progress;
	struct rule_input *in;
	size_t n;
};

static uint32_t name_no(const struct past *p, struct sv s)
{
	for (size_t i = 0; i < p->n_names && s.n; i++)
		if (sv_eq(p->names[i], s))
			return (uint32_t)i;
	return UINT32_MAX;
}

struct column_reads *whatif_reads(struct arena *a, const struct past *p, const struct drafted *d)
{
	struct column_reads *r = NEW(a, struct column_reads, d->n_columns + 1);
	for (size_t i = 0; i < d->n_columns; i++)
		r[i] = (struct column_reads){ name_no(p, d->columns[i].item->name), name_no(p, d->columns[i].item->data),
					      name_no(p, d->columns[i].class->name) };
	return r;
}

/* Those of one name; figures stand by name. */
static size_t first_of(const struct past_group *p, uint32_t name)
{
	size_t lo = 0, hi = p->n_figures;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->figures[mid].name < name)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t many_of(const struct past_group *p, uint32_t name)
{
	return name == UINT32_MAX ? 0 : first_of(p, name + 1) - first_of(p, name);
}

/* `targets`, `boards`: those read from there too. */
static void take(struct reader *v, uint32_t name, bool targets, bool boards)
{
	const struct sv *names = v->w->past->names;
	if (name == UINT32_MAX)
		return;
	for (size_t i = first_of(v->p, name); i < v->p->n_figures && v->p->figures[i].name == name; i++) {
		const struct past_figure *f = &v->p->figures[i];
		if ((f->target && !targets) || (f->board && !boards))
			continue;
		v->in[v->n++] = (struct rule_input){
			.kind = (enum rule_input_kind)f->kind, .null = (enum rule_input_null)f->null, .name = names[f->name],
			.class = names[f->class], .unit = v->g->units[f->unit].unit, .value = { f->value }, .count = f->count,
			.grade = names[f->grade], .judge = names[f->judge], .group = names[f->group], .period = f->period,
			.estimated = f->estimated, .day = { f->day }, .source = SV(""), .record = SV(""),
		};
	}
}

static void take_more(struct reader *v, struct sv name, struct sv other)
{
	for (size_t i = 0; v->more && i < v->more->n; i++)
		if (sv_eq(v->more->inputs[i].name, name) || sv_eq(v->more->inputs[i].name, other))
			v->in[v->n++] = v->more->inputs[i];
}

static void room(struct reader *v, size_t n)
{
	v->in = NEW(v->cx->a, struct rule_input, n + (v->more ? v->more->n : 0) + 1);
	v->n = 0;
}

static enum rc measure(struct reader *v, const struct rule *r, struct rule_columns *cols, struct score_grid *grid)
{
	TRY(rule_columns_load(v->cx, r, v->ids, v->g->n_units, v->in, v->n, v->progress, cols));
	TRY(rule_correct_judges(v->cx, cols));
	return score_grid_make(v->cx, cols, grid);
}

/* ---- the grid ---------------------------------------------------------------------------------------------------------- */

static bool measures(const struct rule *r, const struct past_group *g)
{
	bool some = r->n_parts > 0 || g->n_figures > 0 || rule_has_bonus(r);
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			some |= r->classes[c].items[i].measure != NULL;
	return some;
}

/* One measured item on its own: the same rule without the others. */
static enum rc one_column(struct reader *v, const struct drafted *d, size_t i, bool wanted, struct rule_cell *ret)
{
	const struct column_reads *n = &d->reads[i];
	const struct column_of *c = &d->columns[i];
	struct rule own = *d->r;
	struct rule_class class = *c->class;
	struct rule_item item = *c->item;
	struct rule_columns cols;
	struct score_grid grid;
	class.items = &item;
	class.n_items = 1;
	own.classes = &class;
	own.n_classes = 1;
	own.n_parts = 0;
	room(v, many_of(v->p, n->name) + many_of(v->p, n->data) + many_of(v->p, n->class));
	take(v, n->name, !wanted, true);
	if (n->data != n->name)
		take(v, n->data, !wanted, true);
	if (n->class != n->name && n->class != n->data)
		take(v, n->class, true, true);
	if (wanted)
		take_more(v, c->item->name, c->item->data);
	TRY(measure(v, &own, &cols, &grid));
	for (size_t u = 0; u < v->g->n_units; u++) {
		ret[u] = grid.cells[0][u];
		ret[u].inputs = NULL;
	}
	return RC_OK;
}

/* What parts give, and which classes do not concern whom. */
static enum rc parts(struct reader *v, const struct drafted *d, struct rule_columns *all, struct score_grid *ret)
{
	const struct past *p = v->w->past;
	const struct rule *r = d->r;
	struct rule own = *r;
	struct rule_columns cols;
	struct score_grid grid;
	size_t n = v->g->n_units, most = 0;
	own.classes = NEW(v->cx->a, struct rule_class, r->n_classes + 1);
	for (size_t c = 0; c < r->n_classes; c++) {
		own.classes[c] = r->classes[c];
		own.classes[c].n_items = 0;
		most += many_of(v->p, name_no(p, r->classes[c].name));
	}
	for (size_t i = 0; i < r->n_parts; i++)
		most += many_of(v->p, name_no(p, r->parts[i].name)) + many_of(v->p, name_no(p, r->parts[i].source));
	room(v, most);
	uint32_t *done = NEW(v->cx->a, uint32_t, r->n_classes + r->n_parts * 2 + 1);
	size_t n_done = 0;
	for (size_t i = 0; i < r->n_classes + r->n_parts * 2; i++) {
		const struct rule_part *t = i < r->n_classes ? NULL : &r->parts[(i - r->n_classes) / 2];
		bool wanted = t && v->more && !part_read(v->g->was, t);
		uint32_t no = name_no(p, !t ? r->classes[i].name : (i - r->n_classes) % 2 ? t->source : t->name);
		bool again = no == UINT32_MAX;
		for (size_t k = 0; k < n_done; k++)
			again |= done[k] == no;
		if (wanted && (i - r->n_classes) % 2 == 0)
			take_more(v, t->name, t->name);
		if (again)
			continue;
		done[n_done++] = no;
		take(v, no, true, !wanted);
	}
	TRY(measure(v, &own, &cols, &grid));
	for (size_t u = 0; u < n; u++) {
		for (size_t c = 0; c < r->n_classes; c++)
			all->no_class[c * n + u] = cols.no_class[c * n + u];
		for (size_t i = 0; i < r->n_parts; i++)
			ret->parts[i * n + u] = grid.parts[i * n + u];
	}
	return RC_OK;
}

static enum rc columns(struct reader *v, const struct drafted *d, const struct sameness *same, struct drafted_group *ret,
		       struct rule_columns *all, struct arena *keep)
{
	size_t n;
	const bool *wanted = wanted_columns(keep, v->g->was, d->r, &n);
	for (size_t i = 0; i < d->n_columns; i++) {
		if (same->column[i] >= 0 && v->p->grid.cols) {
			ret->grid.cells[i] = v->p->grid.cells[same->column[i]];
			continue;
		}
		ret->grid.cells[i] = NEW(keep, struct rule_cell, v->g->n_units + 1);
		TRY(one_column(v, d, i, v->more && v->more->n && wanted[i], ret->grid.cells[i]));
		arena_reset(v->cx->a);
	}
	return parts(v, d, all, &ret->grid);
}

enum rc whatif_cells(struct ctx *cx, const struct whatif_world *w, size_t group, const struct drafted *d, const struct sameness *same,
		     const struct whatif_more *more, struct drafted_group *ret)
{
	const struct past_group *p = &w->past->groups[group];
	const struct whatif_group *g = &w->groups[group];
	struct rule_columns *all = NEW(cx->a, struct rule_columns, 1);
	struct sv *ids = NEW(cx->a, struct sv, g->n_units + 1);
	struct arena work;
	struct ctx own;
	struct reader v = { .cx = &own, .w = w, .g = g, .p = p, .more = more, .ids = ids, .progress = g->progress };
	ret->measured = measures(d->r, p);
	if (!ret->measured)
		return RC_OK;
	if (!g->progress.u && more)
		v.progress = more->progress;
	for (size_t u = 0; u < g->n_units; u++)
		ids[u] = g->units[u].unit;
	*all = (struct rule_columns){ .rule = d->r, .n_units = g->n_units, .n_items = d->n_columns, .progress = v.progress,
				      .no_class = NEW(cx->a, bool, g->n_units * d->r->n_classes + 1) };
	ret->grid = (struct score_grid){ .cols = all, .cells = NEW(cx->a, struct rule_cell *, d->n_columns + 1),
					 .parts = NEW(cx->a, struct rule_cell, g->n_units * d->r->n_parts + 1) };
	arena_init(&work, cx->a->cap);
	ctx_init(&own, &work, cx->now, cx->lang);
	enum rc rc = columns(&v, d, same, ret, all, cx->a);
	if (rc != RC_OK)
		rc = fail_again(cx, rc, &own);
	arena_release(&work);
	return rc;
}
