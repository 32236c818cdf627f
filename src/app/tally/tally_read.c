#include "app/tally/tally_read.h"

#include "app/person/person.h"
#include "app/tally/queries.sql.h"

#include <stdlib.h>

static void row(const struct stmt *st, struct arena *a, struct tally *ret)
{
	*ret = (struct tally){
		.id = col_int(st, 0), .owner = col_int(st, 1), .period = col_int(st, 2), .ruleset = col_int(st, 3), .series = col_int(st, 4),
		.item = col_sv(st, 5, a), .kind = col_sv(st, 6, a), .source = col_sv(st, 7, a), .day = col_day(st, 8),
		.file_name = col_sv(st, 9, a), .file_digest = col_sv(st, 10, a), .state = col_sv(st, 11, a), .reason = col_sv(st, 12, a),
		.cells = col_int(st, 13), .corrects = col_int(st, 14), .corrected_by = col_int(st, 15), .made = col_int(st, 16),
		.at = col_int(st, 17), .author = col_int(st, 18), .author_person = col_int(st, 19), .counted = col_int(st, 20),
		.confirmer = col_int(st, 21), .confirmer_person = col_int(st, 22), .ended = col_int(st, 23),
		.period_name = col_sv(st, 24, a), .owner_path = col_sv(st, 25, a),
	};
}

enum rc tally_get(struct ctx *cx, struct db *db, int64_t id, struct tally *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &tally_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "tally.none", N_("There is no such tally.")) : rc;
}

enum rc tally_cells(struct ctx *cx, struct db *db, int64_t id, struct tally_cell **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct tally t;
	TRY(tally_get(cx, db, id, &t));
	struct tally_cell *all = NEW(cx->a, struct tally_cell, (size_t)t.cells + 1);
	struct stmt *st = db_query(db, &tally_cells_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < (size_t)t.cells)
			all[n++] = (struct tally_cell){
				.unit = col_int(st, 0), .group = col_sv(st, 1, cx->a), .grade = col_sv(st, 2, cx->a), .judge = col_sv(st, 3, cx->a),
				.missing = col_sv(st, 4, cx->a), .value = col_dec(st, 5), .votes = col_int(st, 6), .estimated = col_int(st, 7) != 0,
			};
	*ret = all;
	*ret_n = n;
	return rc;
}

enum { MANY = 500 };

static enum rc collect(struct ctx *cx, struct stmt *st, struct tally **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct tally *all = NEW(cx->a, struct tally, MANY);
	while (db_step(cx, st, &rc))
		if (n < MANY)
			row(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc tallies_counted(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct tally **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &tally_counted);
	bind_int(st, 1, period);
	bind_int(st, 2, series);
	return collect(cx, st, ret, ret_n);
}

enum rc tallies_beside(struct ctx *cx, struct db *db, int64_t period, int64_t series, int64_t unit, int64_t upto, struct tally **ret,
		       size_t *ret_n)
{
	struct stmt *st = db_query(db, &tally_beside);
	bind_int(st, 1, period);
	bind_int(st, 2, series);
	bind_int(st, 3, unit);
	bind_int(st, 4, upto);
	return collect(cx, st, ret, ret_n);
}

enum rc tally_twin(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, int64_t except, const int64_t *unit, size_t n,
		   int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &tally_units);
	*ret = 0;
	bind_int(st, 1, period);
	bind_int(st, 2, series);
	bind_sv(st, 3, item);
	bind_int(st, 4, except);
	while (db_step(cx, st, &rc))
		for (size_t i = 0; i < (n ? n : 1) && !*ret; i++)
			if (!n || unit[i] == col_int(st, 1))
				*ret = col_int(st, 0);
	return rc;
}

enum rc tally_standing(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret)
{
	return tally_twin(cx, db, period, series, item, 0, unit, n, ret);
}

enum rc tallies_waiting(struct ctx *cx, struct db *db, int64_t period, int64_t series, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &tally_count_waiting);
	bind_int(st, 1, period);
	bind_int(st, 2, series);
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc tally_of_period(struct ctx *cx, struct db *db, int64_t period, int64_t *ret)
{
	return tallies_waiting(cx, db, period, 0, ret);
}

/* ---- what the rules ask for --------------------------------------------------------------------------------------- */

static const char *kind_of(const struct rule_measure *m)
{
	switch (m->kind) {
	case MEASURE_MARKS:
		return "mark";
	case MEASURE_GRADES:
		return "ballot";
	case MEASURE_RANKS:
	case MEASURE_DECAY:
		return "place";
	case MEASURE_BANDS:
		return m->n_grades ? "ballot" : "actual";
	case MEASURE_NONE:
	case MEASURE_COMPLETION:
	case MEASURE_BEST:
	case MEASURE_EFFICACY:
	case MEASURE_DIRECT:
	case MEASURE_COUNT_:
	default:
		return "actual";
	}
}

enum rc tally_place_of(struct ctx *cx, const struct rule *r, struct sv name, struct tally_place *ret)
{
	*ret = (struct tally_place){ .name = name, .item = rule_measured(r, name) };
	for (size_t i = 0; i < r->n_parts && !ret->item && !ret->part; i++)
		if (r->parts[i].source.n && (sv_eq(r->parts[i].name, name) || sv_eq(r->parts[i].source, name)))
			ret->part = &r->parts[i];
	ret->kind = sv_of(ret->item ? kind_of(ret->item->measure) : "score");
	return ret->item || ret->part ? RC_OK : fail_at(cx, RC_INVALID, "item", "tally.item",
							N_("The ruleset has no measured item and no part called \"%.*s\"."), SV_ARG(name));
}

const char *tally_kind_word(struct sv kind)
{
	static const struct {
		const char *kind, *word;
	} words[] = {
		{ "ballot", N_("ballots by grade") }, { "place", N_("ballots by place") }, { "mark", N_("marks of judges") },
		{ "actual", N_("figures") }, { "score", N_("scores") },
	};
	for (size_t i = 0; i < COUNT(words); i++)
		if (sv_is(kind, words[i].kind))
			return words[i].word;
	return "";
}

bool tally_grade_known(const struct tally_place *p, struct sv grade)
{
	const struct rule_measure *m = p->item ? p->item->measure : NULL;
	if (!m || m->kind == MEASURE_BANDS) /* 按档 names only the grades whose share it reads */
		return m != NULL;
	for (int i = 0; i < m->n_values; i++)
		if (sv_eq(m->values[i].name, grade))
			return true;
	return false;
}

struct js *tally_cell_js(struct arena *a, const struct tally_cell *c)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "unit", c->unit);
	js_set_sv(a, o, "group", c->group);
	js_set_sv(a, o, "grade", c->grade);
	js_set_sv(a, o, "judge", c->judge);
	js_set_sv(a, o, "missing", c->missing);
	js_set_dec(a, o, "value", c->value);
	js_set_int(a, o, "votes", c->votes);
	js_set_bool(a, o, "estimated", c->estimated);
	return o;
}

/* ---- said twice -------------------------------------------------------------------------------------------------- */

struct slot {
	const struct tally_cell *c;
	size_t at;
};

static int slot_cmp(const struct tally_cell *x, const struct tally_cell *y, bool mark, bool place)
{
	int c = x->unit < y->unit ? -1 : x->unit > y->unit;
	c = c ? c : sv_cmp(x->group, y->group);
	c = c ? c : sv_cmp(x->grade, y->grade);
	c = c ? c : sv_cmp(x->judge, y->judge);
	if (c || mark)
		return c;
	c = sv_cmp(x->missing, y->missing);
	return c || !place ? c : x->value.u < y->value.u ? -1 : x->value.u > y->value.u;
}

static int by_slot(const void *p, const void *q)
{
	const struct slot *x = p, *y = q;
	int c = slot_cmp(x->c, y->c, false, true);
	return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

static int by_mark(const void *p, const void *q)
{
	const struct slot *x = p, *y = q;
	int c = slot_cmp(x->c, y->c, true, false);
	return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

const size_t *tally_doubles(struct arena *a, const struct tally_cell *const *cells, size_t n, struct sv kind)
{
	bool mark = sv_is(kind, "mark"), place = sv_is(kind, "place");
	size_t *first = NEW(a, size_t, n + 1), head = 0;
	struct slot *s = NEW(a, struct slot, n + 1);
	for (size_t i = 0; i < n; i++) {
		s[i] = (struct slot){ cells[i], i };
		first[i] = SIZE_MAX;
	}
	qsort(s, n, sizeof(*s), mark ? by_mark : by_slot);
	for (size_t i = 1; i < n; i++) {
		/* marks without a judge's number are of as many judges as there are */
		if (slot_cmp(s[head].c, s[i].c, mark, place) != 0 || (mark && !s[i].c->judge.n))
			head = i;
		else if (s[i].at > s[head].at)
			first[s[i].at] = s[head].at;
		else
			first[s[head].at] = s[i].at;
	}
	return first;
}

static struct sv text_of(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

struct tally_cell tally_cell_of(const struct js *o)
{
	return (struct tally_cell){
		.unit = js_get_int(o, "unit", 0), .group = text_of(o, "group"), .grade = text_of(o, "grade"), .judge = text_of(o, "judge"),
		.missing = text_of(o, "missing"), .value = js_get_dec(o, "value", (struct dec){ 0 }), .votes = js_get_int(o, "votes", 0),
		.estimated = js_get_bool(o, "estimated"),
	};
}

/* "2023年上半年 述职评议票", or the item alone for the latest. */
enum rc tally_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	int64_t id = 0;
	size_t n = 0;
	struct sv rest = name, period = SV("");
	(void)!sv_split(&rest, ' ', &period);
	struct stmt *st = db_query(db, &tally_called);
	bind_sv(st, 1, rest.n ? period : SV(""));
	bind_sv(st, 2, rest.n ? sv_trim(rest) : name);
	for (; db_step(cx, st, &rc); n++)
		id = n ? id : col_int(st, 0);
	if (rc == RC_OK && n > 1 && rest.n) /* sessions of a series have a tally each */
		return fail(cx, RC_CONFLICT, "tally.several", N_("Several tallies are called so: give the one that is meant as #id; `tally list` shows them."));
	if (rc == RC_OK && !id)
		return fail(cx, RC_NOT_FOUND, "tally.none_called",
			    N_("A tally is called by its period and item, e.g. \"2023年上半年 述职评议票\", or by its id as #123."));
	*ret_id = id;
	return rc;
}

/* ---- views --------------------------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "period", .type = FIELD_REF, .of = "period", .label = N_("Period") },
	{ .name = "state", .type = FIELD_ENUM, .of = TALLY_STATES, .label = N_("State") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "item", FIELD_LINE, N_("Item") }, { "period_name", FIELD_LINE, N_("Period") },
	{ "kind", FIELD_ENUM, N_("What was counted") }, { "source", FIELD_LINE, N_("Source") }, { "day", FIELD_DAY, N_("Day") },
	{ "cells", FIELD_INT, N_("Cells") }, { "state", FIELD_ENUM, N_("State") },
};

static struct js *tally_js(struct arena *a, const struct tally *t)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", t->id);
	js_set_sv(a, o, "item", t->item);
	js_set_int(a, o, "period", t->period);
	js_set_sv(a, o, "period_name", t->period_name);
	js_set_int(a, o, "ruleset", t->ruleset);
	js_set_sv(a, o, "kind", t->kind);
	js_set_sv(a, o, "source", t->source);
	js_set_day(a, o, "day", t->day);
	js_set_sv(a, o, "file_name", t->file_name);
	js_set_sv(a, o, "file_digest", t->file_digest);
	if (t->author) /* how many a hall's count has would tell of what is kept back of it */
		js_set_int(a, o, "cells", t->cells);
	js_set_sv(a, o, "state", t->state);
	js_set_sv(a, o, "reason", t->reason);
	js_set_int(a, o, "corrects", t->corrects);
	js_set_int(a, o, "corrected_by", t->corrected_by);
	js_set_instant(a, o, "at", t->at);
	return o;
}

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0, last = 0;
	struct sv state = field_sv(&in->filters, "state");
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &tally_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "period"));
	bind_sv(st, 11, sv_or_empty(state));
	bind_int(st, 12, in->limit + 1);
	int n = 0;
	while (db_step(cx, st, &rc)) {
		struct tally t;
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)last);
			continue;
		}
		row(st, cx->a, &t);
		last = t.id;
		js_push(rows, tally_js(cx->a, &t));
	}
	return rc;
}

static enum rc seen(struct ctx *cx, struct db *db, const struct view_in *in, int64_t id, struct tally *ret)
{
	TRY(tally_get(cx, db, id, ret));
	return scope_holds(&in->scope, ret->owner_path) ? RC_OK :
		fail(cx, RC_DENIED, "tally.scope", N_("Tallies are shown to the office that counts, its leaders and its verifiers."));
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct tally t;
	struct sv author, confirmer = SV("");
	TRY(seen(cx, db, in, in->subject, &t));
	TRY(post_label(cx, db, t.author, &author));
	if (t.confirmer)
		TRY(post_label(cx, db, t.confirmer, &confirmer));
	struct js *o = js_push(rows, tally_js(cx->a, &t));
	js_set_sv(cx->a, o, "entered_by", author);
	js_set_sv(cx->a, o, "confirmed_by", confirmer);
	return RC_OK;
}

static const struct field cells_filters[] = {
	{ .name = "tally", .type = FIELD_REF, .required = true, .of = "tally", .label = N_("Tally") },
};
static const struct column cells_columns[] = {
	{ "unit_name", FIELD_LINE, N_("Unit") }, { "group", FIELD_LINE, N_("Class of voters") }, { "grade", FIELD_LINE, N_("Grade") },
	{ "judge", FIELD_LINE, N_("Judge (number)") }, { "value", FIELD_DEC, N_("Value") }, { "votes", FIELD_INT, N_("Votes") },
	{ "missing", FIELD_LINE, N_("Missing because") },
};

static tally_veil_fn *veil;

void tally_use_veil(tally_veil_fn *fn)
{
	veil = fn;
}

static enum rc cells_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0, last = 0;
	struct tally t;
	int64_t *unit_kept = NULL;
	struct sv *group_kept = NULL;
	size_t n_kept = 0;
	TRY(seen(cx, db, in, field_ref(&in->filters, "tally"), &t));
	TRY(view_after(cx, in, &after));
	if (veil)
		TRY(veil(cx, db, t.made, &unit_kept, &group_kept, &n_kept));
	struct stmt *st = db_query(db, &tally_cells_named);
	bind_int(st, 1, t.id);
	/* Where something is kept back the rows are numbered as they are shown: gaps would tell into how many grades it fell. */
	bind_int(st, 2, n_kept ? 0 : after);
	bind_int(st, 3, n_kept ? TALLY_CELLS_MAX : in->limit + 1);
	int64_t shown = 0, n = 0;
	struct sv before = SV_NONE, class = SV("");
	while (db_step(cx, st, &rc)) {
		struct sv missing = col_sv(st, 5, cx->a), group = col_sv(st, 2, cx->a), unit = col_sv(st, 1, cx->a);
		bool hidden = false;
		for (size_t i = 0; i < n_kept; i++)
			hidden |= unit_kept[i] == col_int(st, 9) && sv_eq(group_kept[i], group);
		bool again = hidden && before.p && sv_eq(unit, before) && sv_eq(group, class);
		before = unit;
		class = group;
		if (again || (n_kept && ++shown <= after))
			continue;
		if (n++ >= in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)last);
			continue;
		}
		last = n_kept ? shown : col_int(st, 0);
		struct js *o = js_push(rows, js_obj(cx->a));
		bool value = !missing.n && !sv_is(t.kind, "ballot");
		js_set_sv(cx->a, o, "unit_name", unit);
		js_set_sv(cx->a, o, "group", group);
		if (hidden) {
			js_set_sv(cx->a, o, "missing", SV("withheld"));
			continue;
		}
		js_set_sv(cx->a, o, "grade", col_sv(st, 3, cx->a));
		js_set_sv(cx->a, o, "judge", col_sv(st, 4, cx->a));
		js_set_sv(cx->a, o, "missing", missing);
		js_set(o, "value", value ? js_str(cx->a, dec_text(cx->a, col_dec(st, 6))) : js_null(cx->a));
		js_set_int(cx->a, o, "votes", col_int(st, 7));
		js_set_bool(cx->a, o, "estimated", col_int(st, 8) != 0);
	}
	return rc;
}

#define READERS (ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER | ROLE_AUDITADMIN | ROLE_SYSTEM)

const struct view_def tally_views[TALLY_VIEWS] = {
	{ .name = "tally.list", .label = N_("List tallies"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = READERS, .query = list_query },
	{ .name = "tally.show", .label = N_("Show a tally"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = READERS,
	  .of_one = true, .query = show_query },
	{ .name = "tally.cells", .label = N_("Show the cells of a tally"), .filters = cells_filters, .n_filters = COUNT(cells_filters),
	  .columns = cells_columns, .n_columns = COUNT(cells_columns), .roles = READERS, .query = cells_query },
};
