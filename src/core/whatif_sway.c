#include "core/whatif.h"

/* ---- a copy of the tree that may be changed ---------------------------------------------------------------- */

static struct rule *copy(struct arena *a, const struct rule *r)
{
	struct rule *c = NEW(a, struct rule, 1);
	*c = *r;
	c->classes = NEW(a, struct rule_class, r->n_classes + 1);
	for (size_t i = 0; i < r->n_classes; i++) {
		struct rule_class *k = &c->classes[i];
		*k = r->classes[i];
		k->items = NEW(a, struct rule_item, k->n_items + 1);
		for (size_t j = 0; j < k->n_items; j++) {
			struct rule_item *t = &k->items[j];
			*t = r->classes[i].items[j];
			t->lines = NEW(a, struct rule_line, t->n_lines + 1);
			if (t->n_lines)
				memcpy(t->lines, r->classes[i].items[j].lines, t->n_lines * sizeof(*t->lines));
		}
	}
	return c;
}

static struct dec times(struct dec d, struct dec percent, int places)
{
	struct dec ret = d;
	return rule_muldiv(d, percent, DEC(100), places, &ret) ? ret : d;
}

/* Points of one line: to the places that entries keep, as the rule could write them. */
static void scale_line(const struct rule *r, struct rule_line *l, struct dec percent)
{
	l->points = times(l->points, percent, l->kind == LINE_EACH ? r->places[ROUND_ENTRY] : 6);
}

static void scale_item(const struct rule *r, struct rule_item *i, struct dec percent)
{
	for (size_t k = 0; k < i->n_lines; k++) {
		scale_line(r, &i->lines[k], percent);
		i->lines[k].cap = times(i->lines[k].cap, percent, 6);
	}
}

/* Everything in it, so that it weighs more or less as a whole. */
static void scale_class(const struct rule *r, struct rule_class *c, struct dec percent)
{
	c->base = times(c->base, percent, 6);
	c->limits.max = times(c->limits.max, percent, 6);
	c->limits.min = times(c->limits.min, percent, 6);
	c->limits.plus = times(c->limits.plus, percent, 6);
	c->limits.minus = times(c->limits.minus, percent, 6);
	for (size_t i = 0; i < c->n_items; i++)
		scale_item(r, &c->items[i], percent);
}

enum rc whatif_weigh(struct ctx *cx, const struct rule *r, struct sv name, struct dec percent, struct rule **ret)
{
	struct rule *c = copy(cx->a, r);
	bool found = false;
	for (size_t i = 0; i < c->n_classes; i++) {
		if (sv_eq(c->classes[i].name, name)) {
			scale_class(r, &c->classes[i], percent);
			found = true;
			continue;
		}
		for (size_t k = 0; k < c->classes[i].n_items; k++)
			if (sv_eq(c->classes[i].items[k].name, name)) {
				scale_item(r, &c->classes[i].items[k], percent);
				found = true;
			}
	}
	if (!found)
		return fail(cx, RC_NOT_FOUND, "whatif.weigh", N_("The draft has neither a class nor an item \"%.*s\"."), SV_ARG(name));
	*ret = c;
	return RC_OK;
}

/* ---- one thing after the other -------------------------------------------------------------------------------- */

struct sways {
	struct ctx *cx;
	const struct whatif_world *w;
	const struct whatif *run;
	struct whatif_sway *all;
	size_t n, tried, done, budget;
	bool stopped;
};

static const struct board_row *row_of(const struct board *b, struct sv unit)
{
	for (size_t i = 0; i < b->n; i++)
		if (sv_eq(b->rows[i].rank.unit, unit))
			return &b->rows[i];
	return NULL;
}

static void moves(struct sways *v, const struct board *b, struct whatif_sway *s)
{
	size_t cap = 1;
	for (size_t i = 0; i < v->run->n; i++)
		cap += v->run->tables[i].n;
	s->moves = NEW(v->cx->a, struct sway_move, cap);
	for (size_t i = 0; i < v->run->n; i++)
		for (size_t k = 0; k < v->run->tables[i].n; k++) {
			const struct whatif_row *had = &v->run->tables[i].rows[k];
			const struct board_row *r = row_of(&b[i], had->unit->unit);
			bool list = r && r->side != had->now.side;
			if (!r || (r->rank.place == had->now.place && !list))
				continue;
			s->moves[s->n_moves++] = (struct sway_move){.group = v->run->tables[i].group, .unit = had->name,
				.from = had->now.place, .to = r->rank.place, .list = list, .was = had->now.side, .now = r->side};
		}
}

/* Texts of the traces are not kept: what is told is copied out of a run's own memory by the caller's arena alone, so a
 * scenario costs what a run costs; the budget bounds them. */
static enum rc attempt(struct sways *v, const struct rule *changed, struct whatif_sway s)
{
	struct board *b;
	if (v->done + v->w->n_facts > v->budget) {
		v->stopped = true;
		return RC_OK;
	}
	v->done += v->w->n_facts;
	v->tried++;
	TRY(whatif_stands(v->cx, v->w, changed, &b));
	moves(v, b, &s);
	if (s.n_moves)
		v->all[v->n++] = s;
	return RC_OK;
}

static enum rc sway_class(struct sways *v, size_t c, int percent)
{
	const struct rule *r = v->run->draft;
	struct rule *x = copy(v->cx->a, r);
	scale_class(r, &x->classes[c], DEC(100 + percent));
	return attempt(v, x, (struct whatif_sway){.kind = SWAY_CLASS, .class = &r->classes[c], .percent = percent});
}

static enum rc sway_base(struct sways *v, size_t c, int percent)
{
	const struct rule *r = v->run->draft;
	struct rule *x = copy(v->cx->a, r);
	struct rule_class *k = &x->classes[c];
	if (k->base.u == 0)
		return RC_OK;
	k->base = times(k->base, DEC(100 + percent), 6);
	return attempt(v, x, (struct whatif_sway){.kind = SWAY_BASE, .class = &r->classes[c], .percent = percent,
						   .from = r->classes[c].base, .to = k->base});
}

static enum rc sway_line(struct sways *v, size_t c, size_t i, size_t l, int percent)
{
	const struct rule *r = v->run->draft;
	const struct rule_item *item = &r->classes[c].items[i];
	struct rule *x = copy(v->cx->a, r);
	struct rule_line *k = &x->classes[c].items[i].lines[l];
	scale_line(r, k, DEC(100 + percent));
	if (k->points.u == item->lines[l].points.u)
		return RC_OK;
	return attempt(v, x, (struct whatif_sway){.kind = SWAY_POINTS, .class = &r->classes[c], .item = item,
						   .line = &item->lines[l], .percent = percent,
						   .from = item->lines[l].points, .to = k->points});
}

static enum rc sway_all(struct sways *v, int percent)
{
	const struct rule *r = v->run->draft;
	for (size_t c = 0; c < r->n_classes; c++) {
		TRY(sway_class(v, c, percent));
		TRY(sway_base(v, c, percent));
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++)
				TRY(sway_line(v, c, i, l, percent));
	}
	return RC_OK;
}

enum rc whatif_sway(struct ctx *cx, const struct whatif_world *w, const struct whatif *run, int percent, size_t budget,
		    struct whatif_sway **ret, size_t *ret_n, size_t *ret_tried, bool *ret_all)
{
	struct sways v = {.cx = cx, .w = w, .run = run, .budget = budget};
	size_t cap = 1;
	for (size_t c = 0; c < run->draft->n_classes; c++) {
		cap += 4;
		for (size_t i = 0; i < run->draft->classes[c].n_items; i++)
			cap += 2 * run->draft->classes[c].items[i].n_lines;
	}
	v.all = NEW(cx->a, struct whatif_sway, cap);
	TRY(sway_all(&v, percent));
	TRY(sway_all(&v, -percent));
	*ret = v.all;
	*ret_n = v.n;
	*ret_tried = v.tried;
	*ret_all = !v.stopped;
	return RC_OK;
}
