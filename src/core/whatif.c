#include "core/whatif.h"

#include "core/rule_sort.h"

/* ---- making ready ---------------------------------------------------------------------------------------- */

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int entry_cmp(const void *x, const void *y)
{
	const struct rule_entry *a = x, *b = y;
	int c = sv_cmp(a->unit, b->unit);
	c = c ? c : by_number(a->day.n, b->day.n);
	return c ? c : sv_cmp(a->id, b->id);
}

static int fact_cmp(const void *x, const void *y)
{
	const struct whatif_fact *a = x, *b = y;
	int c = sv_cmp(a->fact.unit, b->fact.unit);
	c = c ? c : by_number(a->fact.day.n, b->fact.day.n);
	return c ? c : sv_cmp(a->fact.id, b->fact.id);
}

static int id_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct rule_entry *)x)->id, ((const struct rule_entry *)y)->id);
}

/* Whatever a rule may ask of a fact, its day and unit apart; a veto also by its day, since vetoes end. */
static int shape_cmp(const void *x, const void *y)
{
	const struct whatif_fact *a = x, *b = y;
	int c = by_number(a->fact.kind, b->fact.kind);
	c = c ? c : by_number(a->fact.role, b->fact.role);
	c = c ? c : by_number(a->named, b->named);
	c = c ? c : by_number(a->fact.value.u, b->fact.value.u);
	c = c ? c : sv_cmp(a->fact.topic, b->fact.topic);
	c = c ? c : sv_cmp(a->class, b->class);
	c = c ? c : sv_cmp(a->item, b->item);
	return c || a->fact.kind != FACT_VETO ? c : by_number(a->fact.day.n, b->fact.day.n);
}

static void find_targets(struct arena *a, struct whatif_world *w)
{
	const void **ids = NEW(a, const void *, w->n_entries + 1);
	bool any = false;
	w->targets = NEW(a, struct day, w->n_entries + 1);
	for (size_t i = 0; i < w->n_entries; i++) {
		w->targets[i] = DAY_NONE;
		any |= w->entries[i].reverses.n > 0;
		ids[i] = &w->entries[i];
	}
	if (!any)
		return;
	core_sort(a, ids, w->n_entries, id_cmp);
	for (size_t i = 0; i < w->n_entries; i++) {
		struct rule_entry key = {.id = w->entries[i].reverses};
		const struct rule_entry *t = key.id.n ? core_find(ids, w->n_entries, &key, id_cmp) : NULL;
		if (t)
			w->targets[i] = t->day;
	}
}

static void find_shapes(struct arena *a, struct whatif_world *w)
{
	const void **order = NEW(a, const void *, w->n_facts + 1);
	w->shapes = NEW(a, struct whatif_fact *, w->n_facts + 1);
	for (size_t i = 0; i < w->n_facts; i++)
		order[i] = &w->facts[i];
	core_sort(a, order, w->n_facts, shape_cmp);
	for (size_t i = 0; i < w->n_facts; i++) {
		struct whatif_fact *f = &w->facts[(const struct whatif_fact *)order[i] - w->facts];
		if (!w->n_shapes || shape_cmp(w->shapes[w->n_shapes - 1], f) != 0)
			w->shapes[w->n_shapes++] = f;
		f->shape = w->n_shapes - 1;
	}
}

void whatif_ready(struct arena *a, struct whatif_world *w)
{
	const void **order = NEW(a, const void *, w->n_entries + w->n_facts + 1);
	struct rule_entry *entries = NEW(a, struct rule_entry, w->n_entries + 1);
	struct whatif_fact *facts = NEW(a, struct whatif_fact, w->n_facts + 1);
	for (size_t i = 0; i < w->n_entries; i++)
		order[i] = &w->entries[i];
	core_sort(a, order, w->n_entries, entry_cmp);
	for (size_t i = 0; i < w->n_entries; i++)
		entries[i] = *(const struct rule_entry *)order[i];
	for (size_t i = 0; i < w->n_facts; i++)
		order[i] = &w->facts[i];
	core_sort(a, order, w->n_facts, fact_cmp);
	for (size_t i = 0; i < w->n_facts; i++)
		facts[i] = *(const struct whatif_fact *)order[i];
	w->entries = entries;
	w->facts = facts;
	w->n_shapes = 0;
	find_targets(a, w);
	find_shapes(a, w);
}

/* ---- what each shape becomes under a rule ------------------------------------------------------------------ */

struct heard {
	const struct rule_entry *entries; /* one for each clause that counts it; unit, day, fact and id are to be filled in */
	size_t n;
	enum whatif_unheard why;
};

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

static enum rc hear_all(struct ctx *cx, const struct whatif_world *w, const struct rule *r, struct heard **ret)
{
	struct heard *all = NEW(cx->a, struct heard, w->n_shapes + 1);
	for (size_t i = 0; i < w->n_shapes; i++) {
		const struct whatif_fact *f = w->shapes[i];
		struct rule_fact fact = f->fact;
		struct rule_proposal p;
		struct ctx probe = *cx;
		ctx_forget(&probe);
		fact.topic = topic_of(r, f);
		if (!fact.record.n)
			fact.record = SV("-");
		if (rule_entries(&probe, r, &fact, 1, &p) != RC_OK) {
			all[i].why = WHATIF_MARK; /* all that is left to refuse: a mark above the largest */
			continue;
		}
		all[i] = (struct heard){.entries = p.entries, .n = p.n, .why = why_not(&p)};
		if (f->named && p.n)
			keep_named(f, p.entries, &all[i]);
	}
	*ret = all;
	return RC_OK;
}

/* ---- one group under one rule -------------------------------------------------------------------------------- */

struct run {
	struct ctx *cx;
	const struct whatif_world *w;
	const struct rule *r;	   /* NULL: each group by what stood */
	const struct heard *heard; /* NULL: the entries as they stand */
	struct rule_entry *e;
	size_t n, cap;
};

/* How far back the caps of a rule reach. */
static struct day reach(const struct rule *r, struct day from)
{
	struct day first = from;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++) {
				const struct rule_line *line = &r->classes[c].items[i].lines[l];
				struct day d = line->has_cap ? rule_window_start(line->window, r->cadence, from) : from;
				first = d.n < first.n ? d : first;
			}
	return first;
}

static bool within(struct score_period p, struct day d)
{
	return d.n >= p.from.n && d.n <= p.to.n;
}

static struct day year_of(struct day d)
{
	return rule_window_start(WINDOW_YEAR, CADENCE_MONTH, d);
}

static struct rule_entry *add(struct run *v)
{
	if (v->n == v->cap) {
		v->cap = v->cap ? v->cap * 2 : 1024;
		struct rule_entry *t = NEW(v->cx->a, struct rule_entry, v->cap);
		if (v->n)
			memcpy(t, v->e, v->n * sizeof(*t));
		v->e = t;
	}
	return &v->e[v->n++];
}

/* First index whose unit is not below `unit`. */
static size_t first_entry(const struct whatif_world *w, struct sv unit)
{
	size_t lo = 0, hi = w->n_entries;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (sv_cmp(w->entries[mid].unit, unit) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t first_fact(const struct whatif_world *w, struct sv unit)
{
	size_t lo = 0, hi = w->n_facts;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (sv_cmp(w->facts[mid].fact.unit, unit) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void take_entries(struct run *v, struct sv unit, struct score_period p, struct day since)
{
	const struct whatif_world *w = v->w;
	size_t from = first_entry(w, unit);
	for (size_t i = from; i < w->n_entries && sv_eq(w->entries[i].unit, unit); i++)
		if (within(p, w->entries[i].day) && day_is(w->targets[i]) && w->targets[i].n < since.n)
			since = year_of(w->targets[i]);
	for (size_t i = from; i < w->n_entries && sv_eq(w->entries[i].unit, unit); i++)
		if (w->entries[i].day.n >= since.n && w->entries[i].day.n <= p.to.n)
			*add(v) = w->entries[i];
}

/* Was it taken back in this clause?  All of its entries taken back: in every clause. */
static struct day taken_back(const struct whatif_fact *f, const struct rule_entry *e)
{
	struct day last = DAY_NONE;
	for (size_t i = 0; i < f->n_backs; i++) {
		if (sv_eq(f->backs[i].item, e->item) && sv_eq(f->backs[i].class, e->class))
			return f->backs[i].day;
		if (f->backs[i].day.n > last.n)
			last = f->backs[i].day;
	}
	return f->n_backs >= f->n_counted ? last : DAY_NONE;
}

static void take_fact(struct run *v, const struct whatif_fact *f, size_t no, struct day last)
{
	const struct heard *h = &v->heard[f->shape];
	for (size_t k = 0; k < h->n; k++) {
		struct rule_entry *e = add(v);
		*e = h->entries[k];
		e->unit = f->fact.unit;
		e->day = f->fact.day;
		e->fact = f->fact.id;
		struct day back = f->n_backs ? taken_back(f, e) : DAY_NONE;
		if (!day_is(back) || back.n > last.n)
			continue;
		e->id = arena_printf(v->cx->a, "%zu.%zu", no, k);
		struct rule_entry r = rule_reversal(v->cx->a, e, back);
		r.id = arena_printf(v->cx->a, "%zu.%zu-", no, k);
		*add(v) = r;
	}
}

static void take_facts(struct run *v, struct sv unit, struct score_period p, struct day since)
{
	const struct whatif_world *w = v->w;
	size_t from = first_fact(w, unit);
	for (size_t i = from; i < w->n_facts && sv_eq(w->facts[i].fact.unit, unit); i++)
		for (size_t k = 0; k < w->facts[i].n_backs; k++)
			if (within(p, w->facts[i].backs[k].day) && w->facts[i].fact.day.n < since.n)
				since = year_of(w->facts[i].fact.day);
	for (size_t i = from; i < w->n_facts && sv_eq(w->facts[i].fact.unit, unit); i++)
		if (w->facts[i].fact.day.n >= since.n && w->facts[i].fact.day.n <= p.to.n)
			take_fact(v, &w->facts[i], i, p.to);
}

/* In the first grammar nothing of a unit's score hangs on another unit, and many small sorts are cheaper than a large one. */
static enum rc unit_by_unit(struct run *v, const struct whatif_group *g, const struct rule *r, struct day since,
			    const struct sv *ids, struct score_sheet *ret)
{
	struct score_sheet one;
	*ret = (struct score_sheet){.rule = r, .scores = NEW(v->cx->a, struct unit_score, g->n_units + 1), .n = g->n_units};
	for (size_t i = 0; i < g->n_units; i++) {
		v->n = 0;
		if (v->heard)
			take_facts(v, ids[i], g->days, since);
		else
			take_entries(v, ids[i], g->days, since);
		struct rule_entry *e = NEW(v->cx->a, struct rule_entry, v->n + 1);
		if (v->n)
			memcpy(e, v->e, v->n * sizeof(*e));
		TRY(rule_compose(v->cx, r, g->days, &ids[i], 1, e, v->n, &one));
		ret->scores[i] = one.scores[0];
	}
	return RC_OK;
}

static enum rc together(struct run *v, const struct whatif_group *g, const struct rule *r, struct day since, const struct sv *ids,
			struct score_sheet *ret)
{
	v->n = 0;
	v->cap = 0;
	for (size_t i = 0; i < g->n_units; i++)
		if (v->heard)
			take_facts(v, ids[i], g->days, since);
		else
			take_entries(v, ids[i], g->days, since);
	return rule_compose(v->cx, r, g->days, ids, g->n_units, v->e, v->n, ret);
}

static enum rc one_group(struct run *v, const struct whatif_group *g, const struct board *before, struct board *ret)
{
	struct ctx *cx = v->cx;
	const struct rule *r = v->r ? v->r : g->was;
	struct day since = reach(r, g->days.from);
	struct sv *ids = NEW(cx->a, struct sv, g->n_units + 1);
	struct board_unit *units = NEW(cx->a, struct board_unit, g->n_units + 1);
	struct score_sheet sheet = {0};
	const void **had = before ? whatif_rows(cx->a, before) : NULL;
	for (size_t i = 0; i < g->n_units; i++) {
		units[i] = g->units[i];
		const struct board_row *last = before ? whatif_row_of(had, before->n, units[i].unit) : NULL;
		units[i].previous = last ? last->rank.place : 0;
		ids[i] = units[i].unit;
	}
	TRY((r->grammar == 1 ? unit_by_unit : together)(v, g, r, since, ids, &sheet));
	return board_compose(cx, &sheet, units, g->n_units, 0, ret);
}

static enum rc all_groups(struct run *v, struct board **ret)
{
	const struct whatif_world *w = v->w;
	struct board *b = NEW(v->cx->a, struct board, w->n_groups + 1);
	for (size_t i = 0; i < w->n_groups; i++) {
		const struct whatif_group *g = &w->groups[i];
		if (v->r && !v->r->peers[g->peer])
			continue;
		TRY(one_group(v, g, g->before >= 0 ? &b[g->before] : NULL, &b[i]));
	}
	*ret = b;
	return RC_OK;
}

/* As if it had been in force all the time. */
static const struct rule *always(struct arena *a, const struct whatif_world *w, const struct rule *r)
{
	struct rule *c = NEW(a, struct rule, 1);
	*c = *r;
	for (size_t i = 0; i < w->n_shapes; i++)
		if (w->shapes[i]->fact.day.n < c->from.n)
			c->from = w->shapes[i]->fact.day;
	return c;
}

enum rc whatif_stood(struct ctx *cx, struct whatif_world *w)
{
	struct run v = {.cx = cx, .w = w};
	struct board *b;
	TRY(all_groups(&v, &b));
	w->stood = b;
	return RC_OK;
}

enum rc whatif_stands(struct ctx *cx, const struct whatif_world *w, const struct rule *r, struct board **ret)
{
	struct heard *heard;
	TRY(hear_all(cx, w, always(cx->a, w, r), &heard));
	struct run v = {.cx = cx, .w = w, .r = r, .heard = heard};
	return all_groups(&v, ret);
}

/* ---- what the draft does not hear, and what nothing feeds ------------------------------------------------------ */

static bool counted_in(const struct whatif_world *w, struct day d)
{
	for (size_t i = 0; i < w->n_groups; i++)
		if (within(w->groups[i].days, d))
			return true;
	return false;
}

static bool fed(const struct whatif_world *w, const struct heard *heard, const size_t *n, const struct whatif_idle *i)
{
	for (size_t s = 0; s < w->n_shapes; s++)
		for (size_t e = 0; e < heard[s].n && n[s]; e++)
			if (sv_eq(heard[s].entries[e].item, i->item->name) && sv_eq(heard[s].entries[e].class, i->class->name) &&
			    rule_line_of(i->item, heard[s].entries[e].kind) == i->line)
				return true;
	return false;
}

static void find_idle(struct arena *a, const struct whatif_world *w, const struct heard *heard, const size_t *n, struct whatif *ret)
{
	const struct rule *r = ret->draft;
	size_t cap = 1;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t k = 0; k < r->classes[c].n_items; k++)
			cap += r->classes[c].items[k].n_lines + 1;
	ret->idle = NEW(a, struct whatif_idle, cap);
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t k = 0; k < r->classes[c].n_items; k++) {
			const struct rule_item *item = &r->classes[c].items[k];
			if (item->measure)
				ret->idle[ret->n_idle++] = (struct whatif_idle){&r->classes[c], item, NULL};
			for (size_t l = 0; l < item->n_lines; l++) {
				struct whatif_idle i = {&r->classes[c], item, &item->lines[l]};
				if (!fed(w, heard, n, &i))
					ret->idle[ret->n_idle++] = i;
			}
		}
}

static void find_lost(struct arena *a, const struct whatif_world *w, const struct heard *heard, struct whatif *ret)
{
	size_t *n = NEW(a, size_t, w->n_shapes + 1);
	for (size_t i = 0; i < w->n_facts; i++)
		if (counted_in(w, w->facts[i].fact.day)) {
			n[w->facts[i].shape]++;
			ret->n_facts++;
		}
	ret->lost = NEW(a, struct whatif_lost, w->n_shapes + 1);
	for (size_t i = 0; i < w->n_shapes; i++)
		if (n[i] && heard[i].n == 0)
			ret->lost[ret->n_lost++] = (struct whatif_lost){w->shapes[i], heard[i].why, n[i]};
	find_idle(a, w, heard, n, ret);
}

enum rc whatif_run(struct ctx *cx, const struct whatif_world *w, const struct rule *draft, struct whatif *ret)
{
	struct heard *heard;
	struct board *now;
	const struct board *was = w->stood;
	*ret = (struct whatif){.draft = draft, .n = w->n_groups};
	TRY(hear_all(cx, w, always(cx->a, w, draft), &heard));
	struct run after = {.cx = cx, .w = w, .r = draft, .heard = heard};
	TRY(all_groups(&after, &now));
	ret->tables = NEW(cx->a, struct whatif_table, w->n_groups + 1);
	for (size_t i = 0; i < w->n_groups; i++)
		if (draft->peers[w->groups[i].peer])
			whatif_compare(cx->a, &w->groups[i], &was[i], &now[i], &ret->tables[i]);
		else
			ret->tables[i] = (struct whatif_table){.group = &w->groups[i], .dropped = true};
	find_lost(cx->a, w, heard, ret);
	return RC_OK;
}

const char *whatif_unheard_name(enum whatif_unheard w)
{
	return w == WHATIF_NO_CLAUSE   ? N_("no clause of the draft listens to it")
	       : w == WHATIF_ASSIST	 ? N_("assisting units take no share in the draft")
	       : w == WHATIF_VETO_OVER ? N_("the veto of the draft had run out")
	       : w == WHATIF_SEVERAL	 ? N_("several items of the draft could count it and none has the name of the old one")
					 : N_("the mark is above the largest that the draft allows");
}
