#include "core/rule_compose.h"

#include "core/rule_score.h"
#include "core/rule_sort.h"

struct composer {
	struct ctx *cx;
	const struct rule *r;
	struct score_period period;
	const void **units; /* struct unit_ref, by id */
	size_t n_units;
	struct score_work *work;
	size_t n;
	struct score_grid grid;
	bool measured, bonus, quiet;
	struct score_sheet out;
};

struct unit_ref {
	struct sv id;
	size_t i;
};

static int unit_cmp(const void *a, const void *b)
{
	return sv_cmp(((const struct unit_ref *)a)->id, ((const struct unit_ref *)b)->id);
}

static int id_cmp(const void *a, const void *b)
{
	return sv_cmp(((const struct score_work *)a)->e->id, ((const struct score_work *)b)->e->id);
}

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Unit, place in the rule, window, day; then ids, so that the input's order never shows. */
static int work_cmp(const void *x, const void *y)
{
	const struct score_work *a = x, *b = y;
	int c = by_number((int64_t)a->unit, (int64_t)b->unit);
	c = c ? c : by_number((int64_t)a->place, (int64_t)b->place);
	c = c ? c : by_number(a->origin.n, b->origin.n);
	c = c ? c : by_number(a->e->day.n, b->e->day.n);
	c = c ? c : sv_cmp(a->e->fact, b->e->fact);
	c = c ? c : by_number((int64_t)a->e->kind, (int64_t)b->e->kind);
	return c ? c : sv_cmp(a->e->id, b->e->id);
}

static enum rc refuse(struct composer *c, const struct rule_entry *e, const char *id, const char *msgid)
{
	struct sv name = e->id.n ? e->id : e->fact;
	return fail_at(c->cx, RC_INVALID, arena_cstr(c->cx->a, name), id, N_("entry %.*s of unit %.*s: %s"),
		       SV_ARG(name), SV_ARG(e->unit), tr(c->cx->lang, msgid));
}

static void leave_out(struct composer *c, struct score_work *w, enum score_left_out why)
{
	w->left_out = true;
	c->out.left_out[c->out.n_left_out].entry = w->e;
	c->out.left_out[c->out.n_left_out++].why = why;
}

static enum rc index_units(struct composer *c, const struct sv *units, size_t n)
{
	struct unit_ref *refs = NEW(c->cx->a, struct unit_ref, n + 1);
	c->units = NEW(c->cx->a, const void *, n + 1);
	c->n_units = n;
	for (size_t i = 0; i < n; i++) {
		refs[i] = (struct unit_ref){units[i], i};
		c->units[i] = &refs[i];
	}
	core_sort(c->cx->a, c->units, n, unit_cmp);
	for (size_t i = 1; i < n; i++)
		if (unit_cmp(c->units[i - 1], c->units[i]) == 0)
			return fail(c->cx, RC_INVALID, "rule.unit_twice",
				    N_("unit %.*s is in the group twice; list it once"),
				    SV_ARG(((const struct unit_ref *)c->units[i])->id));
	return RC_OK;
}

/* Which line of the rule an entry belongs to; names carry an entry over to a later version of the rule. */
static bool locate(const struct rule *r, struct score_work *w)
{
	size_t place = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			bool here = sv_eq(item->name, w->e->item) && sv_eq(r->classes[c].name, w->e->class);
			w->line = here ? rule_line_of(item, w->e->kind) : NULL;
			if (w->line) {
				w->place = place + (size_t)(w->line - item->lines);
				return true;
			}
			place += item->n_lines;
		}
	w->place = place;
	for (size_t i = 0; w->e->kind == FACT_VETO && i < r->n_vetoes; i++)
		if (sv_eq(r->vetoes[i].name, w->e->item))
			w->veto = &r->vetoes[i];
	return w->veto != NULL;
}

static enum rc link_one(struct composer *c, const void **ids, size_t n, struct score_work *w)
{
	struct rule_entry probe = {.id = w->e->reverses};
	struct score_work key = {.e = &probe};
	const struct score_work *found = core_find(ids, n, &key, id_cmp);
	if (!found)
		return RC_OK;
	struct score_work *t = &c->work[found - c->work];
	const struct rule_entry *a = t->e, *b = w->e;
	if (a->reverses.n)
		return refuse(c, b, "rule.reverse_reversal",
			      N_("it takes back a reversal; make a new entry instead"));
	if (!sv_eq(a->unit, b->unit) || !sv_eq(a->class, b->class) || !sv_eq(a->item, b->item) ||
	    a->kind != b->kind || a->points.u == INT64_MIN || a->points.u != -b->points.u ||
	    b->day.n < a->day.n)
		return refuse(c, b, "rule.reverse_other",
			      N_("it is not the exact opposite, on a later or the same day, of the entry "
				 "that it takes back; make it from that entry"));
	if (t->undone)
		return refuse(c, b, "rule.reverse_twice",
			      N_("that entry has been taken back already; delete this one"));
	t->undone = w;
	w->target = t;
	w->origin = a->day;
	return RC_OK;
}

static enum rc link_reversals(struct composer *c)
{
	const void **ids = NEW(c->cx->a, const void *, c->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->work[i].e->id.n)
			ids[n++] = &c->work[i];
	core_sort(c->cx->a, ids, n, id_cmp);
	for (size_t i = 1; i < n; i++)
		if (id_cmp(ids[i - 1], ids[i]) == 0)
			return refuse(c, ((const struct score_work *)ids[i])->e, "rule.entry_twice",
				      N_("it is given twice; give it once"));
	for (size_t i = 0; i < c->n; i++)
		if (c->work[i].e->reverses.n)
			TRY(link_one(c, ids, n, &c->work[i]));
	return RC_OK;
}

static void choose(struct composer *c, struct score_work *w)
{
	struct unit_ref key = {w->e->unit, 0};
	const struct unit_ref *u = core_find(c->units, c->n_units, &key, unit_cmp);
	bool closed = w->e->reverses.n && w->origin.n < c->period.from.n;
	if (w->e->day.n > c->period.to.n)
		leave_out(c, w, LEFT_LATER);
	else if (!u)
		leave_out(c, w, LEFT_UNIT);
	else if (!locate(c->r, w))
		leave_out(c, w, LEFT_CLAUSE);
	else if ((!w->line || w->line->kind != LINE_EACH) && closed)
		leave_out(c, w, LEFT_CLOSED_RATE);
	else
		w->unit = u->i;
}

static int left_cmp(const void *x, const void *y)
{
	const struct rule_entry *a = ((const struct score_work *)x)->e,
				*b = ((const struct score_work *)y)->e;
	int c = sv_cmp(a->unit, b->unit);
	c = c ? c : by_number(a->day.n, b->day.n);
	c = c ? c : sv_cmp(a->fact, b->fact);
	c = c ? c : sv_cmp(a->id, b->id);
	c = c ? c : sv_cmp(a->class, b->class);
	return c ? c : sv_cmp(a->item, b->item);
}

static enum rc check_twice(struct composer *c, const void **order, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct score_work *a = order[i - 1], *b = order[i];
		bool same = a->unit == b->unit && a->place == b->place && a->e->kind == b->e->kind &&
			    a->e->day.n == b->e->day.n && sv_eq(a->e->fact, b->e->fact);
		if (same && !a->e->reverses.n && !b->e->reverses.n && !a->undone && !b->undone)
			return refuse(c, b->e, "rule.fact_counted",
				      N_("its fact is counted twice in one clause; take one of them back"));
	}
	return RC_OK;
}

static enum rc check_input(struct composer *c, const struct rule_entry *entries, size_t n)
{
	if (!rule_day_ok(c->period.from) || !rule_day_ok(c->period.to) || c->period.from.n > c->period.to.n)
		return fail(c->cx, RC_INVALID, "rule.period",
			    N_("the period ends before it begins; give two dates in order"));
	for (size_t i = 0; i < n; i++) {
		if (!rule_day_ok(entries[i].day))
			return refuse(c, &entries[i], "rule.entry_day",
				      N_("it has no date; give the day on which it counts"));
		c->work[i].e = &entries[i];
		c->work[i].origin = entries[i].day;
	}
	return RC_OK;
}

/* A rule without measures and parts needs no columns; a bonus rule looks at all units before any is scored. */
static enum rc prepare(struct composer *c, const struct score_facts *f)
{
	bool need = f->n_inputs > 0 || c->r->n_parts > 0;
	c->bonus = rule_has_bonus(c->r);
	for (size_t i = 0; i < c->r->n_classes; i++)
		for (size_t k = 0; k < c->r->classes[i].n_items; k++)
			need |= c->r->classes[i].items[k].measure != NULL;
	if (!need && !c->bonus)
		return RC_OK;
	struct rule_columns *cols = NEW(c->cx->a, struct rule_columns, 1);
	if (f->columns)
		*cols = *f->columns;
	else
		TRY(rule_columns_load(c->cx, c->r, f->units, f->n_units, f->inputs, f->n_inputs, f->progress, cols));
	TRY(rule_correct_judges(c->cx, cols));
	TRY(score_grid_make(c->cx, cols, &c->grid));
	c->measured = true;
	c->out.columns = cols;
	c->out.cells = cols->n_items ? c->grid.cells[0] : NULL;
	return RC_OK;
}

static enum rc score_each(struct composer *c, const struct score_work *const *w, size_t n, bool before, struct unit_score *ret)
{
	struct score_job job = { .r = c->r, .period = c->period, .quiet = c->quiet, .grid = c->measured ? &c->grid : NULL };
	size_t at = 0;
	for (size_t u = 0; u < c->n_units; u++) {
		size_t from = at;
		while (at < n && w[at]->unit == u)
			at++;
		job.w = w + from;
		job.n = at - from;
		job.unit = u;
		TRY((before ? rule_score_before : rule_score_unit)(c->cx, &job, &ret[u]));
	}
	return RC_OK;
}

static enum rc score_all(struct composer *c, const struct sv *units, const void **order, size_t n)
{
	const struct score_work **w = NEW(c->cx->a, const struct score_work *, n + 1);
	for (size_t i = 0; i < n; i++)
		w[i] = order[i];
	c->out.scores = NEW(c->cx->a, struct unit_score, c->n_units + 1);
	c->out.n = c->n_units;
	if (c->bonus) {
		struct unit_score *first = NEW(c->cx->a, struct unit_score, c->n_units + 1);
		TRY(score_each(c, w, n, true, first));
		score_grid_bonus(c->cx->a, c->r, first, c->n_units, &c->grid);
	}
	for (size_t u = 0; u < c->n_units; u++)
		c->out.scores[u].unit = units[u];
	return score_each(c, w, n, false, c->out.scores);
}

/* Every line of every unit on its own first, then the walk over what they gave. */
static enum rc score_kept(struct composer *c, const struct score_facts *f, const void **order, size_t n)
{
	struct ctx *cx = c->cx;
	struct score_kept *kept = f->kept;
	const struct score_work **w = NEW(cx->a, const struct score_work *, n + 1), **vetoes = NEW(cx->a, const struct score_work *, n + 1);
	struct score_known known = { .period = f->period, .units = f->units, .n_units = f->n_units, .rows = &kept->rows, .vetoes = vetoes };
	struct score_sheet sheet;
	for (size_t i = 0; i < n; i++) {
		w[i] = order[i];
		if (w[i]->veto)
			vetoes[known.n_vetoes++] = w[i];
	}
	score_rows_make(cx->a, c->r, f->n_units, &kept->rows);
	for (size_t u = 0, at = 0; u < f->n_units; u++) {
		for (size_t p = 0; p < kept->rows.n; p++) {
			size_t from = at;
			while (at < n && w[at]->unit == u && w[at]->place == p)
				at++;
			TRY(score_row_fill(cx, c->r, f->period, w + from, at - from, u, f->n_units, &kept->rows.rows[p]));
		}
		while (at < n && w[at]->unit == u)
			at++;
	}
	kept->measured = c->measured;
	kept->grid = c->grid;
	known.grid = c->measured ? &kept->grid : NULL;
	TRY(rule_score_known(cx, c->r, &known, &sheet));
	c->out.scores = sheet.scores;
	c->out.n = sheet.n;
	return RC_OK;
}

enum rc rule_score(struct ctx *cx, const struct rule *r, const struct score_facts *f, struct score_sheet *ret)
{
	size_t n = f->n_entries, k = 0;
	struct composer c = {.cx = cx, .r = r, .period = f->period, .n = n, .quiet = f->quiet};
	const void **order = NEW(cx->a, const void *, n + 1), **all = NEW(cx->a, const void *, n + 1);
	c.out.rule = r;
	c.work = NEW(cx->a, struct score_work, n + 1);
	c.out.left_out = arena_alloc(cx->a, n + 1, sizeof(*c.out.left_out), alignof(max_align_t));
	TRY(check_input(&c, f->entries, n));
	TRY(index_units(&c, f->units, f->n_units));
	TRY(link_reversals(&c));
	for (size_t i = 0; i < n; i++)
		all[i] = &c.work[i];
	core_sort(cx->a, all, n, left_cmp);
	for (size_t i = 0; i < n; i++) {
		struct score_work *w = &c.work[(const struct score_work *)all[i] - c.work];
		choose(&c, w);
		if (!w->left_out)
			order[k++] = w;
	}
	core_sort(cx->a, order, k, work_cmp);
	TRY(check_twice(&c, order, k));
	TRY(prepare(&c, f));
	TRY(f->kept ? score_kept(&c, f, order, k) : score_all(&c, f->units, order, k));
	*ret = c.out;
	return RC_OK;
}

enum rc rule_compose(struct ctx *cx, const struct rule *r, struct score_period period, const struct sv *units, size_t n_units,
		     const struct rule_entry *entries, size_t n, struct score_sheet *ret)
{
	const struct score_facts f = {.period = period, .units = units, .n_units = n_units, .entries = entries, .n_entries = n};
	return rule_score(cx, r, &f, ret);
}

const char *score_stage_name(enum score_stage s)
{
	static const char *const names[STAGE_COUNT_] = {
		N_("base points"),
		N_("entries"),
		N_("doubled"),
		N_("mean of the marks"),
		N_("rate"),
		N_("capped"),
		N_("credits of the class capped"),
		N_("debits of the class capped"),
		N_("largest of the class"),
		N_("least of the class"),
		N_("credits capped"),
		N_("debits capped"),
		N_("largest total"),
		N_("least total"),
		N_("total rounded"),
		N_("earlier entries still valid"),
		N_("measured"),
		N_("weight of what is not applicable, spread"),
		N_("debits twice: no other class"),
		N_("credits not granted"),
		N_("weight of the class"),
		N_("weight of absent classes, spread"),
		N_("part of the whole"),
	};
	return names[s];
}

const char *score_left_out_name(enum score_left_out w)
{
	return w == LEFT_LATER	  ? N_("counts after this period")
	       : w == LEFT_UNIT	  ? N_("the unit is not in this group")
	       : w == LEFT_CLAUSE ? N_("the rule has no such clause")
				  : N_("a mark or rate of a closed period is not counted again");
}
