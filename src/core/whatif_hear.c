/* Which lines of a rule count which facts, shape by shape; what of the past a draft does not count, and what feeds nothing. */
#include "core/rule_print.h"
#include "core/rule_printer.h"
#include "core/whatif_past.h"

/* One that names its item goes to that item alone; where the draft has none of that name that listens, to the one item that
 * listens by another name. */
static void keep_named(const struct whatif_fact *f, struct rule_entry *e, struct heard *h)
{
	size_t k = 0, same = 0, exact = 0;
	for (size_t i = 0; i < h->n; i++) {
		same += sv_eq(e[i].item, f->item);
		exact += sv_eq(e[i].item, f->item) && sv_eq(e[i].class, f->class);
	}
	for (size_t i = 0; i < h->n; i++)
		if (!same || (sv_eq(e[i].item, f->item) && (!exact || sv_eq(e[i].class, f->class))))
			e[k++] = e[i];
	if (k > 1 && !exact) {
		k = 0;
		h->why = WHATIF_SEVERAL;
	}
	h->n = k;
}

static enum whatif_unheard why_not(const struct rule_proposal *p)
{
	return p->n_unheard && p->unheard[0].why == UNHEARD_ASSIST	   ? WHATIF_ASSIST
	       : p->n_unheard && p->unheard[0].why == UNHEARD_VETO_OVER ? WHATIF_VETO_OVER
									   : WHATIF_NO_CLAUSE;
}

/* An item with 范围 hears a fact that was posted for it by name, as it did when it was posted. */
static struct sv topic_of(const struct rule *r, const struct whatif_fact *f)
{
	for (size_t c = 0; f->named && !fact_word(f->fact.kind)->manual && c < r->n_classes; c++) {
		const struct rule_item *i = rule_item_of(&r->classes[c], f->item);
		if (i && i->n_topics && rule_line_of(i, f->fact.kind) && (!f->class.n || sv_eq(r->classes[c].name, f->class)))
			return i->topics[0];
	}
	return f->fact.topic;
}

static size_t place_of(const struct hearing *h, const struct rule_entry *e)
{
	for (size_t i = 0; i < h->n_places; i++)
		if (sv_eq(h->places[i].item->name, e->item) && sv_eq(h->places[i].class->name, e->class) &&
		    rule_line_of(h->places[i].item, e->kind) == h->places[i].line)
			return i;
	return h->n_places;
}

static void hear_one(struct ctx *cx, const struct whatif_fact *f, const struct rule *r, struct heard *ret)
{
	struct rule_fact fact = f->fact;
	struct rule_proposal p;
	struct ctx probe;
	ctx_init(&probe, cx->a, cx->now, cx->lang);
	fact.topic = topic_of(r, f);
	if (rule_entries(&probe, r, &fact, 1, &p) != RC_OK) {
		ret->why = WHATIF_MARK; /* all that is left to refuse: a mark above the largest */
		return;
	}
	*ret = (struct heard){ .entries = p.entries, .n = p.n, .why = why_not(&p) };
	if (f->named && p.n)
		keep_named(f, p.entries, ret);
}

static void list_places(struct arena *a, struct hearing *h)
{
	const struct rule *r = h->r;
	size_t n = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			n += r->classes[c].items[i].n_lines;
	h->places = NEW(a, struct place, n + 1);
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++) {
				const struct rule_item *item = &r->classes[c].items[i];
				h->places[h->n_places++] = (struct place){ &r->classes[c], item, &item->lines[l],
									   rule_print_line(a, &item->lines[l], LANG_ZH) };
			}
}

/* As if it had been in force all the time. */
static const struct rule *always(struct arena *a, const struct past *p, const struct rule *r)
{
	struct rule *c = NEW(a, struct rule, 1);
	*c = *r;
	for (size_t i = 0; i < p->n_shapes; i++)
		if (p->shapes[i]->fact.day.n < c->from.n)
			c->from = p->shapes[i]->fact.day;
	return c;
}

enum rc whatif_hear(struct ctx *cx, const struct past *p, const struct rule *r, struct hearing *ret)
{
	struct hearing h = { .r = always(cx->a, p, r), .shapes = NEW(cx->a, struct heard, p->n_shapes + 1),
			     .words = p->n_shapes / 64 + 1 };
	list_places(cx->a, &h);
	h.sets = NEW(cx->a, uint64_t, (h.n_places + 1) * h.words);
	for (size_t s = 0; s < p->n_shapes; s++) {
		struct heard *x = &h.shapes[s];
		hear_one(cx, p->shapes[s], h.r, x);
		x->places = NEW(cx->a, size_t, x->n + 1);
		for (size_t k = 0; k < x->n; k++) {
			x->places[k] = place_of(&h, &x->entries[k]);
			h.sets[x->places[k] * h.words + s / 64] |= UINT64_C(1) << s % 64;
		}
	}
	*ret = h;
	return RC_OK;
}

/* ---- what is the same ------------------------------------------------------------------------------------------------- */

struct column_of *whatif_columns(struct arena *a, const struct rule *r, size_t *ret_n)
{
	size_t n = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		n += r->classes[c].n_items;
	struct column_of *v = NEW(a, struct column_of, n + 1);
	n = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			struct rule_printer p = { .b = buf_new(a, RULE_TEXT_MAX), .lang = LANG_ZH };
			if (!item->measure)
				continue;
			rule_print_measure(&p, item);
			v[n++] = (struct column_of){ &r->classes[c], item, buf_sv(&p.b) };
		}
	*ret_n = n;
	return v;
}

static bool same_set(const struct hearing *a, size_t i, const struct hearing *b, size_t k)
{
	return memcmp(&a->sets[i * a->words], &b->sets[k * b->words], a->words * sizeof(*a->sets)) == 0;
}

/* The first of the same name from `at` on, then round: both rules have nearly the same order. */
static int32_t line_like(const struct hearing *was, const struct place *p, size_t at)
{
	for (size_t i = 0; i < was->n_places; i++) {
		size_t k = (at + i) % was->n_places;
		const struct place *q = &was->places[k];
		if (q->line->fact == p->line->fact && q->line->kind == p->line->kind && sv_eq(q->item->name, p->item->name) &&
		    sv_eq(q->class->name, p->class->name))
			return (int32_t)k;
	}
	return -1;
}

static int32_t column_like(const struct past_rule *was, const struct column_of *c, size_t at)
{
	for (size_t i = 0; i < was->n_columns; i++) {
		size_t k = (at + i) % was->n_columns;
		if (sv_eq(was->columns[k].item->name, c->item->name) && sv_eq(was->columns[k].class->name, c->class->name))
			return (int32_t)k;
	}
	return -1;
}

void whatif_same(struct arena *a, const struct past_rule *was, const struct hearing *h, const struct column_of *c, size_t n,
		 struct sameness *ret)
{
	const struct rule *x = was->r, *y = h->r;
	const struct hearing *w = &was->hearing;
	bool entries = x->assist.u == y->assist.u && x->by_ratio == y->by_ratio && x->cadence == y->cadence &&
		       x->places[ROUND_ENTRY] == y->places[ROUND_ENTRY] && x->places[ROUND_ITEM] == y->places[ROUND_ITEM];
	bool cells = x->places[ROUND_ITEM] == y->places[ROUND_ITEM] && x->places[ROUND_GROUP] == y->places[ROUND_GROUP];
	*ret = (struct sameness){ NEW(a, int32_t, h->n_places + 1), NEW(a, int32_t, n + 1), NEW(a, int32_t, h->n_places + 1),
				  NEW(a, int32_t, n + 1) };
	for (size_t i = 0; i < h->n_places; i++) {
		int32_t k = ret->line_like[i] = line_like(w, &h->places[i], i);
		bool same = k >= 0 && entries && sv_eq(w->places[k].text, h->places[i].text) && same_set(w, (size_t)k, h, i);
		ret->line[i] = same ? k : -1;
	}
	for (size_t i = 0; i < n; i++) {
		int32_t k = ret->column_like[i] = column_like(was, &c[i], i);
		ret->column[i] = k >= 0 && cells && sv_eq(was->columns[k].text, c[i].text) ? k : -1;
	}
}

/* ---- what the draft does not hear, and what nothing feeds ------------------------------------------------------------- */

static bool fed(const struct past *p, const struct hearing *h, size_t place)
{
	for (size_t s = 0; s < p->n_shapes; s++)
		if (p->in_periods[s] && h->sets[place * h->words + s / 64] >> s % 64 & 1)
			return true;
	return false;
}

static bool measured(const struct drafted *d, size_t groups, size_t column)
{
	for (size_t g = 0; g < groups; g++)
		for (size_t u = 0; d->groups[g].measured && u < d->groups[g].sheet.n; u++)
			if (d->groups[g].grid.cells[column][u].state != CELL_MISSING)
				return true;
	return false;
}

static void find_idle(struct arena *a, const struct whatif_world *w, const struct drafted *d, struct whatif *ret)
{
	const struct hearing *h = &d->hearing;
	ret->idle = NEW(a, struct whatif_idle, h->n_places + d->n_columns + 1);
	for (size_t c = 0; c < d->n_columns; c++)
		if (!measured(d, w->n_groups, c))
			ret->idle[ret->n_idle++] = (struct whatif_idle){ d->columns[c].class, d->columns[c].item, NULL };
	for (size_t i = 0; i < h->n_places; i++)
		if (!fed(w->past, h, i))
			ret->idle[ret->n_idle++] = (struct whatif_idle){ h->places[i].class, h->places[i].item, h->places[i].line };
}

void whatif_find_lost(struct arena *a, const struct whatif_world *w, const struct drafted *d, struct whatif *ret)
{
	const struct past *p = w->past;
	ret->n_facts = w->n_facts;
	ret->n_figures = w->n_figures;
	ret->lost = NEW(a, struct whatif_lost, p->n_shapes + 1);
	for (size_t i = 0; i < p->n_shapes; i++)
		if (p->in_periods[i] && d->hearing.shapes[i].n == 0)
			ret->lost[ret->n_lost++] = (struct whatif_lost){ p->shapes[i], d->hearing.shapes[i].why, p->in_periods[i] };
	find_idle(a, w, d, ret);
}

const char *whatif_unheard_name(enum whatif_unheard w)
{
	return w == WHATIF_NO_CLAUSE   ? N_("no clause of the draft listens to it")
	       : w == WHATIF_ASSIST	 ? N_("assisting units take no share in the draft")
	       : w == WHATIF_VETO_OVER ? N_("the veto of the draft had run out")
	       : w == WHATIF_SEVERAL	 ? N_("several items of the draft could count it and none has the name of the old one")
					 : N_("the mark is above the largest that the draft allows");
}
