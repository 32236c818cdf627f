/* What a list of targets would do: new, the same, changed, waiting, refused; and what is gone from it. */
#include "app/import/import.h"
#include "app/target/queries.sql.h"
#include "app/target/read.h"
#include "base/utf8.h"

enum { WHY_MAX = 24, UNITS_MAX = 400 };

struct planning {
	struct ctx *cx;
	struct db *db;
	const struct target_plan_options *o;
	const struct pledge_list *l;
	struct names names;
	struct target_line *old;
	struct target_aims *now;   /* of each old line */
	bool *taken;
	size_t n_old, room;
	struct target_plan *p;
};

/* One row of the sheet before it is split into the units that pledge it. */
struct draft {
	const struct pledge_row *r;
	int64_t unit[UNITS_MAX], data_owner;
	size_t n;
	bool wait;
	struct sv *why;
	size_t n_why;
};

static void why(struct draft *d, struct sv text)
{
	if (d->n_why < WHY_MAX)
		d->why[d->n_why++] = text;
}

/* ---- who is meant --------------------------------------------------------------------------------------------------- */

static enum rc ask_name(struct planning *g, struct draft *d, struct sv name, int64_t *units, size_t max, size_t *n)
{
	const struct known_name *k;
	TRY(names_find(g->cx, g->db, &g->names, name, d->r->no, &k));
	for (size_t i = 0; i < k->n && *n < max; i++)
		units[(*n)++] = k->units[i];
	if (!k->unknown)
		return RC_OK;
	d->wait = true;
	why(d, k->proposals.n ? arena_printf(g->cx->a, tr(g->cx->lang, N_("No unit is called \"%.*s\" here; perhaps %.*s.")),
		SV_ARG(name), SV_ARG(k->proposals)) :
				arena_printf(g->cx->a, tr(g->cx->lang, N_("No unit is called \"%.*s\" here.")), SV_ARG(name)));
	return RC_OK;
}

static enum rc who(struct planning *g, struct draft *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->r->units.n; i++)
		TRY(ask_name(g, d, d->r->units.v[i], d->unit, UNITS_MAX, &d->n));
	if (!d->r->units.n && g->o->unit)
		d->unit[d->n++] = g->o->unit;
	if (!d->r->units.n && !g->o->unit) {
		d->wait = true;
		why(d, sv_of(tr(g->cx->lang, N_("Say which unit pledges this."))));
	}
	if (d->r->data_owner.n)
		return ask_name(g, d, d->r->data_owner, &d->data_owner, 1, &n);
	d->data_owner = g->o->data_owner;
	return RC_OK;
}

/* What a decision has settled is no doubt any more. */
static bool settled(const struct planning *g, const struct draft *d, const char *id)
{
	return (strcmp(id, "unit.collective") == 0 && !d->wait) || (strcmp(id, "data_owner.none") == 0 && g->o->data_owner);
}

/* ---- against what is there ------------------------------------------------------------------------------------------ */

static struct sv plain(struct arena *a, struct sv s)
{
	return words_clean(a, s);
}

static size_t find_old(struct planning *g, int64_t unit, struct sv indicator)
{
	struct sv want = plain(g->cx->a, indicator);
	for (size_t i = 0; i < g->n_old; i++)
		if (g->old[i].unit == unit && sv_eq(plain(g->cx->a, g->old[i].indicator), want))
			return i;
	return SIZE_MAX;
}

static struct sv text_of(struct arena *a, struct figure f)
{
	return f.has ? dec_text(a, f.v) : SV("—");
}

static void differ(struct target_row_plan *r, const char *field, struct sv was, struct sv now, bool by_hand)
{
	if (!sv_eq(was, now))
		r->change[r->n_change++] = (struct plan_change){ field, was, now, by_hand };
}

static struct target_aims aims_of(const struct pledge_row *r)
{
	struct target_aims aims = { .year = r->year };
	for (int i = 0; i < QUARTERS; i++)
		aims.quarter[i] = r->quarter[i];
	return aims;
}

/* Only targets move, and only with the list's document; the rest was agreed at issue. */
static enum rc compare(struct planning *g, const struct draft *d, size_t at, struct target_row_plan *r)
{
	struct arena *a = g->cx->a;
	const struct target_line *l = &g->old[at];
	struct target_aims new = aims_of(d->r), *now = &g->now[at];
	struct unit u;
	struct js *f = js_obj(a);
	r->change = NEW(a, struct plan_change, 12);
	r->target = l->id;
	for (int i = 0; i <= QUARTERS; i++) {
		struct figure was = *aim_at(now, i), is = *aim_at(&new, i);
		bool gone = was.has && !is.has;
		differ(r, aim_names[i], text_of(a, was), text_of(a, is), gone);
		if (!figure_eq(was, is) && !gone)
			set_figure(a, f, aim_names[i], is);
	}
	bool moves = f->n > 0;
	differ(r, "uom", l->uom, d->r->uom, true);
	differ(r, "direction", l->lower ? SV("lower") : SV("higher"), d->r->lower ? SV("lower") : SV("higher"), true);
	differ(r, "base", text_of(a, l->base), text_of(a, d->r->base), true);
	differ(r, "weight", text_of(a, l->weight), text_of(a, d->r->weight), true);
	if (d->data_owner && d->data_owner != l->data_owner) {
		TRY(unit_get(g->cx, g->db, d->data_owner, &u));
		differ(r, "data_owner", l->data_owner_name, u.short_name, true);
	}
	r->what = moves ? PLAN_CHANGED : PLAN_SAME;
	r->fields = moves ? f : NULL;
	return RC_OK;
}

static void make_new(struct planning *g, const struct draft *d, int64_t unit, struct target_row_plan *r)
{
	struct arena *a = g->cx->a;
	const struct pledge_row *s = d->r;
	struct target_aims aims = aims_of(s);
	struct js *f = r->fields = js_obj(a);
	r->what = PLAN_NEW;
	if (s->source_no.n)
		js_set_sv(a, f, "no", utf8_upto(s->source_no, 40));
	if (s->category.n)
		js_set_sv(a, f, "category", utf8_upto(s->category, 100));
	js_set_int(a, f, "unit", unit);
	js_set_sv(a, f, "indicator", utf8_upto(s->indicator, 100));
	if (s->uom.n)
		js_set_sv(a, f, "uom", utf8_upto(s->uom, 20));
	js_set_sv(a, f, "direction", s->lower ? SV("lower") : SV("higher"));
	set_figure(a, f, "base", s->base);
	if (s->base.has && day_is(s->base_day))
		js_set_day(a, f, "base_day", s->base_day);
	js_set_int(a, f, "data_owner", d->data_owner ? d->data_owner : unit);
	set_figure(a, f, "weight", s->weight);
	set_aims(a, f, &aims);
	if (s->document.n)
		js_set_sv(a, f, "document", utf8_upto(s->document, 100));
	if (s->note.n)
		js_set_sv(a, f, "note", utf8_upto(s->note, 500));
	js_set_int(a, f, "sort", s->no);
}

/* The row came before, for the same unit. */
static bool came(const struct planning *g, size_t upto, int64_t unit, struct sv indicator)
{
	for (size_t i = 0; i < upto; i++) {
		const struct js *f = g->p->row[i].what == PLAN_NEW ? g->p->row[i].fields : NULL;
		if (f && js_get_int(f, "unit", 0) == unit && sv_eq(js_get_sv(f, "indicator"), indicator))
			return true;
	}
	return false;
}

/* Another list of this office holds it already. */
static enum rc elsewhere(struct planning *g, int64_t unit, struct sv indicator, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(g->db, &target_same);
	bind_int(st, 1, g->p->owner);
	bind_int(st, 2, g->p->year);
	bind_int(st, 3, unit);
	bind_sv(st, 4, indicator);
	bind_int(st, 5, 0);
	*ret = false;
	while (db_step(g->cx, st, &rc))
		*ret = true;
	return rc;
}

static void refuse(struct planning *g, struct target_row_plan *r, const char *msgid)
{
	r->what = PLAN_REFUSED;
	r->fields = NULL;
	r->why = NEW(g->cx->a, struct sv, 1);
	r->why[0] = sv_of(tr(g->cx->lang, msgid));
	r->n_why = 1;
}

static struct target_row_plan *add(struct planning *g, const struct draft *d, struct sv unit)
{
	struct target_row_plan *r = &g->p->row[g->p->n++];
	*r = (struct target_row_plan){ .no = d->r->no, .unit = unit, .indicator = d->r->indicator, .why = d->why,
		.n_why = d->n_why };
	return r;
}

static enum rc plan_unit(struct planning *g, struct draft *d, int64_t unit, bool held)
{
	struct unit u;
	TRY(unit_get(g->cx, g->db, unit, &u));
	struct target_row_plan *r = add(g, d, u.short_name);
	size_t at = find_old(g, unit, d->r->indicator);
	bool twice = at == SIZE_MAX ? came(g, g->p->n - 1, unit, d->r->indicator) : g->taken[at];
	if (at != SIZE_MAX)
		g->taken[at] = true;
	bool other = false;
	if (at == SIZE_MAX)
		TRY(elsewhere(g, unit, d->r->indicator, &other));
	if (twice) {
		refuse(g, r, N_("This unit pledges this indicator further up already."));
	} else if (other) {
		refuse(g, r, N_("This unit has pledged this indicator for that year already."));
	} else if (at != SIZE_MAX) {
		TRY(compare(g, d, at, r));
	} else if (!held) {
		make_new(g, d, unit, r);
	}
	if (held && r->what != PLAN_REFUSED) {
		r->what = PLAN_WAIT;
		r->fields = NULL;
	}
	return RC_OK;
}

static enum rc plan_row(struct planning *g, const struct pledge_row *in)
{
	struct draft *d = NEW(g->cx->a, struct draft, 1);
	bool doubt = false;
	*d = (struct draft){ .r = in, .why = NEW(g->cx->a, struct sv, WHY_MAX) };
	TRY(who(g, d));
	for (const struct import_message *m = in->messages.first; m; m = m->next) {
		if (m->weight == IMPORT_OK || settled(g, d, m->id))
			continue;
		why(d, m->text);
		doubt |= m->weight == IMPORT_CONFIRM && !g->o->take_doubts;
	}
	if (in->state == IMPORT_REFUSED || d->n == 0) {
		add(g, d, in->units.n ? in->units.v[0] : SV(""))->what = in->state == IMPORT_REFUSED ?
			PLAN_REFUSED : PLAN_WAIT;
		return RC_OK;
	}
	for (size_t i = 0; i < d->n; i++) {
		if (g->p->n == g->room)
			return fail(g->cx, RC_LIMIT, "target.many", N_("A list holds at most %zu targets."), g->room);
		TRY(plan_unit(g, d, d->unit[i], d->wait || doubt));
	}
	return RC_OK;
}

/* ---- the whole -------------------------------------------------------------------------------------------------------- */

static enum rc what_is_there(struct planning *g)
{
	struct stmt *st = db_query(g->db, &target_of_list);
	bind_int(st, 1, g->p->owner);
	bind_int(st, 2, g->p->year);
	bind_sv(st, 3, g->p->list);
	TRY(target_lines(g->cx, st, &g->old, &g->n_old));
	g->taken = NEW(g->cx->a, bool, g->n_old + 1);
	g->now = NEW(g->cx->a, struct target_aims, g->n_old + 1);
	for (size_t i = 0; i < g->n_old; i++)
		TRY(target_aims_now(g->cx, g->db, &g->old[i], &g->now[i]));
	g->p->known = g->n_old > 0;
	return RC_OK;
}

static void finish(struct planning *g)
{
	struct target_plan *p = g->p;
	for (size_t i = 0; i < p->n; i++) {
		p->count[p->row[i].what]++;
		p->to_write += p->row[i].fields != NULL;
	}
	p->gone = NEW(g->cx->a, struct target_line, g->n_old + 1);
	for (size_t i = 0; i < g->n_old; i++)
		if (!g->taken[i])
			p->gone[p->n_gone++] = g->old[i];
	p->name = names_unknown(g->cx->a, &g->names, &p->n_name);
}

enum rc target_plan(struct ctx *cx, struct db *db, const struct pledge_list *l, const struct target_plan_options *o,
	struct target_plan **ret)
{
	struct target_plan *p = NEW(cx->a, struct target_plan, 1);
	struct planning *g = NEW(cx->a, struct planning, 1);
	bool masked;
	*g = (struct planning){ .cx = cx, .db = db, .o = o, .l = l, .p = p, .room = TARGETS_MAX };
	p->owner = o->owner;
	p->year = o->year ? o->year : l->year;
	if (!p->year)
		return fail_at(cx, RC_INVALID, "year", "target.year", N_("The list names no year: give it with --year."));
	p->list = o->list.n ? utf8_upto(personal_mask(cx->a, o->list, SV(PERSONAL_MASK), &masked),
		200) : import_list_name(cx->a, l->title.n ? l->title : l->sheet);
	if (!p->list.n)
		return fail_at(cx, RC_INVALID, "list", "import.list_name", N_("The list has no title: name it with --list."));
	TRY(names_open(cx, db, o->owner, o->alias, o->n_alias, &g->names));
	TRY(what_is_there(g));
	p->row = NEW(cx->a, struct target_row_plan, g->room + l->n_rows);
	for (size_t i = 0; i < l->n_rows; i++)
		TRY(plan_row(g, &l->rows[i]));
	finish(g);
	*ret = p;
	return RC_OK;
}
