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

/* The same tree with some of its measured items and no others; `wanted` by column. */
static struct rule *with_items(struct arena *a, const struct rule *r, const bool *wanted)
{
	struct rule *c = NEW(a, struct rule, 1);
	size_t column = 0;
	*c = *r;
	c->classes = NEW(a, struct rule_class, r->n_classes + 1);
	for (size_t i = 0; i < r->n_classes; i++) {
		struct rule_class *k = &c->classes[i];
		*k = r->classes[i];
		k->items = NEW(a, struct rule_item, k->n_items + 1);
		k->n_items = 0;
		for (size_t j = 0; j < r->classes[i].n_items; j++)
			if (r->classes[i].items[j].measure && wanted[column++])
				k->items[k->n_items++] = r->classes[i].items[j];
	}
	return c;
}

const struct rule *whatif_wants(struct arena *a, const struct rule *was, const struct rule *draft)
{
	size_t n = 0, parts = 0, items = 0;
	for (size_t c = 0; c < draft->n_classes; c++)
		n += draft->classes[c].n_items;
	bool *wanted = NEW(a, bool, n + 1);
	n = 0;
	for (size_t c = 0; c < draft->n_classes; c++)
		for (size_t i = 0; i < draft->classes[c].n_items; i++) {
			const struct rule_item *item = &draft->classes[c].items[i];
			if (!item->measure)
				continue;
			wanted[n] = was->grammar < 2 || (figures(item) && !read_so(was, item));
			items += wanted[n++];
		}
	struct rule *r = with_items(a, draft, wanted);
	r->parts = NEW(a, struct rule_part, draft->n_parts + 1);
	for (size_t i = 0; i < draft->n_parts; i++)
		if (!part_read(was, &draft->parts[i]))
			r->parts[parts++] = draft->parts[i];
	r->n_parts = parts;
	return items || parts ? r : NULL;
}

/* ---- figures as inputs again ----------------------------------------------------------------------------------------- */

struct reader {
	struct ctx *cx;
	const struct whatif_world *w;
	const struct whatif_group *g;
	const struct rule *r; /* the draft with those items that are measured again */
	uint8_t *name;	      /* by number: READ_… */
	struct rule_input *in;
	size_t n;
};
enum { READ = 1, READ_ANEW_ITEM = 2, READ_ANEW_PART = 4 };

static void mark(const struct past *p, uint8_t *name, struct sv s, uint8_t how)
{
	for (size_t i = 0; i < p->n_names && s.n; i++)
		if (sv_eq(p->names[i], s))
			name[i] |= how;
}

/* Names that the measured items, the classes (not applicable) and the parts read; and which of their figures come anew. */
static void mark_names(struct reader *v, const struct rule *wants)
{
	const struct past *p = v->w->past;
	for (size_t c = 0; c < v->r->n_classes; c++) {
		mark(p, v->name, v->r->classes[c].name, READ);
		for (size_t i = 0; i < v->r->classes[c].n_items; i++) {
			mark(p, v->name, v->r->classes[c].items[i].name, READ);
			mark(p, v->name, v->r->classes[c].items[i].data, READ);
		}
	}
	for (size_t i = 0; i < v->r->n_parts; i++) {
		mark(p, v->name, v->r->parts[i].name, READ);
		mark(p, v->name, v->r->parts[i].source, READ);
	}
	for (size_t c = 0; wants && c < wants->n_classes; c++)
		for (size_t i = 0; i < wants->classes[c].n_items; i++)
			mark(p, v->name, wants->classes[c].items[i].name, READ_ANEW_ITEM);
	for (size_t i = 0; wants && i < wants->n_parts; i++)
		mark(p, v->name, wants->parts[i].name, READ_ANEW_PART);
}

static void read_figures(struct reader *v, const struct past_group *g, const struct whatif_more *more)
{
	const struct sv *names = v->w->past->names;
	size_t n = 0;
	for (size_t i = 0; i < g->n_figures; i++)
		n += v->name[g->figures[i].name] & READ;
	v->in = NEW(v->cx->a, struct rule_input, n + (more ? more->n : 0) + 1);
	for (size_t i = 0; i < g->n_figures; i++) {
		const struct past_figure *f = &g->figures[i];
		uint8_t how = v->name[f->name];
		if (!(how & READ) || (f->target && how & READ_ANEW_ITEM) || (f->board && how & READ_ANEW_PART))
			continue;
		v->in[v->n++] = (struct rule_input){
			.kind = (enum rule_input_kind)f->kind, .null = (enum rule_input_null)f->null, .name = names[f->name],
			.class = names[f->class], .unit = v->g->units[f->unit].unit, .value = { f->value }, .count = f->count,
			.grade = names[f->grade], .judge = names[f->judge], .group = names[f->group], .period = f->period,
			.estimated = f->estimated, .day = { f->day }, .source = SV(""), .record = SV(""),
		};
	}
	for (size_t i = 0; more && i < more->n; i++)
		v->in[v->n++] = more->inputs[i];
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

enum rc whatif_cells(struct ctx *cx, const struct whatif_world *w, size_t group, const struct drafted *d, const struct sameness *same,
		     const struct whatif_more *more, struct drafted_group *ret)
{
	const struct past_group *p = &w->past->groups[group];
	struct reader v = { .cx = cx, .w = w, .g = &w->groups[group] };
	bool *anew = NEW(cx->a, bool, d->n_columns + 1);
	size_t n = v.g->n_units, k = 0;
	struct sv *ids = NEW(cx->a, struct sv, n + 1);
	struct rule_columns cols, *all = NEW(cx->a, struct rule_columns, 1);
	struct score_grid grid;
	ret->measured = measures(d->r, p);
	if (!ret->measured)
		return RC_OK;
	for (size_t i = 0; i < d->n_columns; i++)
		anew[i] = same->column[i] < 0 || !p->grid.cols;
	for (size_t u = 0; u < n; u++)
		ids[u] = v.g->units[u].unit;
	v.r = with_items(cx->a, d->r, anew);
	v.name = NEW(cx->a, uint8_t, w->past->n_names + 1);
	mark_names(&v, more && more->n ? whatif_wants(cx->a, v.g->was, d->r) : NULL);
	read_figures(&v, p, more);
	struct dec progress = v.g->progress.u || !more ? v.g->progress : more->progress;
	TRY(rule_columns_load(cx, v.r, ids, n, v.in, v.n, progress, &cols));
	TRY(rule_correct_judges(cx, &cols));
	TRY(score_grid_make(cx, &cols, &grid));
	*all = (struct rule_columns){ .rule = d->r, .units = ids, .n_units = n, .n_items = d->n_columns, .no_class = cols.no_class,
				      .progress = cols.progress };
	ret->grid = (struct score_grid){ .cols = all, .cells = NEW(cx->a, struct rule_cell *, d->n_columns + 1), .parts = grid.parts };
	for (size_t i = 0; i < d->n_columns; i++)
		ret->grid.cells[i] = anew[i] ? grid.cells[k++] : p->grid.cells[same->column[i]];
	return RC_OK;
}
