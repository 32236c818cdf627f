#include "app/target/read.h"

#include "app/person/person.h"
#include "app/target/queries.sql.h"

#define SEEN_BY .roles = ROLE_STAFF | ROLE_AUDITADMIN | ROLE_SYSTEM

/* The name's last word, where it is a year. */
static int64_t eat_year(struct sv *s)
{
	int64_t year = 0;
	for (size_t at = s->n; at-- > 0;)
		if (s->p[at] == ' ') {
			if (!sv_int(sv_from(*s, at + 1), &year) || year < 1990 || year > 2199)
				return 0;
			*s = sv_upto(*s, at);
			return year;
		}
	return 0;
}

/* `unit` 0: whatever unit is called so and has pledged it. */
static enum rc named(struct ctx *cx, struct db *db, struct sv name, int64_t unit, struct sv indicator, int64_t year, int64_t *ret)
{
	enum rc rc;
	int64_t first = 0;
	bool several = false;
	struct stmt *st = db_query(db, &target_named);
	bind_sv(st, 1, name);
	bind_sv(st, 2, indicator);
	bind_int(st, 3, year);
	bind_int(st, 4, unit);
	while (db_step(cx, st, &rc)) {
		several |= first && col_int(st, 1) != first;
		first = first ? first : col_int(st, 1);
		*ret = *ret ? *ret : col_int(st, 0);
	}
	if (rc == RC_OK && several)
		return fail(cx, RC_CONFLICT, "target.several", N_("Units of one name have pledged this; give the unit's code."));
	return rc;
}

/* "陈塬街道 固定资产投资", with the year where it is not the latest: "陈塬街道 固定资产投资 2023". */
enum rc target_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct unit u;
	struct sv rest = name, unit = SV("");
	int64_t year = eat_year(&rest), id = 0;
	(void)!sv_split(&rest, ' ', &unit);
	rest = sv_trim(rest);
	if (!unit.n || !rest.n)
		return fail(cx, RC_NOT_FOUND, "target.name",
			    N_("A target is called by its unit and indicator, e.g. \"陈塬街道 固定资产投资 2023\", or by its "
				"id as #123."));
	TRY(named(cx, db, unit, 0, rest, year, &id));
	if (!id) {
		TRY(unit_find(cx, db, unit, 0, &u));
		TRY(named(cx, db, SV(""), u.id, rest, year, &id));
	}
	if (!id)
		return fail(cx, RC_NOT_FOUND, "target.none_called",
			    N_("%.*s has pledged no indicator of this name; `bixue target list` shows them."), SV_ARG(unit));
	*ret_id = id;
	return RC_OK;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void or_null(struct arena *a, struct js *o, const char *key, struct figure f)
{
	if (f.has)
		js_set_dec(a, o, key, f.v);
	else
		js_set(o, key, js_null(a));
}

struct js *target_quarter_js(struct arena *a, const struct target_quarter *q)
{
	struct js *o = js_obj(a);
	const struct target_actual *v = q->actual;
	or_null(a, o, "plan", q->plan);
	or_null(a, o, "plan_now", q->now);
	or_null(a, o, "actual", v ? figure_of(v->value) : FIGURE_NONE);
	js_set_sv(a, o, "standing", v ? (v->final ? SV("final") : SV("estimated")) : SV_NONE);
	or_null(a, o, "base", q->base);
	js_set_day(a, o, "base_day", q->base_day);
	or_null(a, o, q->grows == GROWTH_POINTS ? "growth_points" : "growth_percent", q->grows ? figure_of(q->growth) :
		FIGURE_NONE);
	js_set_day(a, o, "as_of", v ? v->as_of : DAY_NONE);
	js_set_sv(a, o, "source", v ? v->source : SV_NONE);
	js_set_int(a, o, "record", v ? v->id : 0);
	js_set_sv(a, o, "light", sv_of(pace_look(q->light)->name));
	js_set_sv(a, o, "light_now", sv_of(pace_look(q->light_now)->name));
	return o;
}

static struct js *line_js(struct arena *a, const struct target_seen *s)
{
	static const char *const keys[QUARTERS] = { "quarter_1", "quarter_2", "quarter_3", "quarter_4" };
	static const char *const lights[QUARTERS] = { "light_1", "light_2", "light_3", "light_4" };
	const struct target_line *l = &s->line;
	struct target_aims aims = l->issued;
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", l->id);
	js_set_int(a, o, "year", l->year);
	js_set_sv(a, o, "list", l->list);
	js_set_int(a, o, "unit", l->unit);
	js_set_sv(a, o, "unit_name", l->unit_short);
	js_set_sv(a, o, "no", l->no);
	js_set_sv(a, o, "category", l->category);
	js_set_sv(a, o, "indicator", l->indicator);
	js_set_sv(a, o, "uom", l->uom);
	js_set_sv(a, o, "direction", l->lower ? SV("lower") : SV("higher"));
	or_null(a, o, "base", l->base);
	js_set_day(a, o, "base_day", l->base_day);
	js_set_int(a, o, "data_owner", l->data_owner);
	js_set_sv(a, o, "data_owner_name", l->data_owner_name);
	or_null(a, o, "weight", l->weight);
	for (int i = 0; i <= QUARTERS; i++)
		or_null(a, o, aim_names[i], *aim_at(&aims, i));
	js_set_sv(a, o, "document", l->document);
	js_set_bool(a, o, "changed", s->n_change > 0);
	for (int i = 0; i < QUARTERS; i++) {
		js_set(o, keys[i], target_quarter_js(a, &s->quarter[i]));
		js_set_sv(a, o, lights[i], sv_of(pace_look(s->quarter[i].light)->name));
	}
	return o;
}

/* ---- target.list, target.show ------------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("Supervising office") },
	{ .name = "data_owner", .type = FIELD_REF, .of = "unit", .label = N_("Department that provides the value") },
	{ .name = "year", .type = FIELD_INT, .min = 1990, .max = 2199, .label = N_("Year") },
	{ .name = "list", .type = FIELD_LINE, .label = N_("List") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "indicator", FIELD_LINE, N_("Indicator") },
	{ "uom", FIELD_LINE, N_("Unit of measure") }, { "base", FIELD_DEC, N_("Base") }, { "plan", FIELD_DEC,
		N_("Target of the year") },
	{ "light_1", FIELD_ENUM, N_("Quarter 1") }, { "light_2", FIELD_ENUM, N_("Quarter 2") },
	{ "light_3", FIELD_ENUM, N_("Quarter 3") }, { "light_4", FIELD_ENUM, N_("Quarter 4") },
	{ "data_owner_name", FIELD_LINE, N_("Department that provides the value") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct sv list = field_sv(&in->filters, "list");
	int64_t after = 0;
	struct target_line *l;
	size_t n;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &target_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "owner"));
	bind_int(st, 11, field(&in->filters, "year")->i);
	bind_int(st, 12, field_ref(&in->filters, "unit"));
	bind_int(st, 13, field_ref(&in->filters, "data_owner"));
	bind_sv(st, 14, sv_or_empty(list));
	bind_int(st, 15, in->limit + 1);
	TRY(target_lines(cx, st, &l, &n));
	for (size_t i = 0; i < n && i < (size_t)in->limit; i++) {
		struct target_seen s;
		TRY(target_see(cx, db, &l[i], day_of_instant(cx->now), 0, &s));
		js_push(rows, line_js(cx->a, &s));
	}
	if (n > (size_t)in->limit)
		*ret_after = arena_printf(cx->a, "%lld", (long long)l[in->limit - 1].id);
	return RC_OK;
}

static enum rc one(struct ctx *cx, struct db *db, const struct view_in *in, struct target_seen *ret)
{
	struct target_line l;
	TRY(target_line_get(cx, db, in->subject, &l));
	TRY(target_visible(cx, &l, &in->scope));
	return target_see(cx, db, &l, day_of_instant(cx->now), 0, ret);
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct target_seen s;
	TRY(one(cx, db, in, &s));
	js_push(rows, line_js(cx->a, &s));
	return RC_OK;
}

/* ---- target.actuals, target.changes ------------------------------------------------------------------------------- */

static const struct column actual_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "through", FIELD_DAY, N_("Up to") }, { "value", FIELD_DEC, N_("Value") },
	{ "growth_percent", FIELD_DEC, N_("Growth") }, { "standing", FIELD_ENUM, N_("Estimated or final") }, { "as_of",
		FIELD_DAY, N_("Figures as of") },
	{ "source", FIELD_LINE, N_("Source of the figure") }, { "corrects", FIELD_INT, N_("Corrects") },
	{ "corrected_by", FIELD_INT, N_("Corrected by") }, { "reason", FIELD_LINE, N_("Reason") },
};

static enum rc actuals_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct target_seen s;
	TRY(one(cx, db, in, &s));
	for (size_t i = 0; i < s.n_actual; i++) {
		const struct target_actual *v = &s.actual[i];
		struct js *o = js_push(rows, js_obj(cx->a));
		struct sv author;
		struct dec growth;
		enum growth_kind g = growth_of(figure_of(v->value), v->base, s.line.share, &growth);
		TRY(post_label(cx, db, v->author, &author));
		js_set_int(cx->a, o, "id", v->id);
		js_set_day(cx->a, o, "through", v->through);
		js_set_dec(cx->a, o, "value", v->value);
		js_set_sv(cx->a, o, "standing", v->final ? SV("final") : SV("estimated"));
		js_set_day(cx->a, o, "as_of", v->as_of);
		or_null(cx->a, o, "base", v->base);
		js_set_day(cx->a, o, "base_day", v->base_day);
		or_null(cx->a, o, g == GROWTH_POINTS ? "growth_points" : "growth_percent", g ? figure_of(growth) : FIGURE_NONE);
		js_set_sv(cx->a, o, "source", v->source);
		js_set_int(cx->a, o, "corrects", v->corrects);
		js_set_int(cx->a, o, "corrected_by", v->corrected_by);
		js_set_sv(cx->a, o, "reason", v->reason);
		js_set_sv(cx->a, o, "author_name", author);
		js_set_instant(cx->a, o, "at", v->at);
	}
	return RC_OK;
}

static const struct column change_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "on", FIELD_DAY, N_("Day") }, { "plan", FIELD_DEC, N_("Target of the year") },
	{ "q1", FIELD_DEC, N_("Quarter 1") }, { "q2", FIELD_DEC, N_("Quarter 2") }, { "q3", FIELD_DEC, N_("Quarter 3") },
	{ "q4", FIELD_DEC, N_("Quarter 4") }, { "document", FIELD_LINE, N_("Basis document") }, { "reason", FIELD_LINE,
		N_("Reason") },
};

static enum rc changes_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct target_seen s;
	TRY(one(cx, db, in, &s));
	for (size_t i = 0; i < s.n_change; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", s.change[i].id);
		js_set_day(cx->a, o, "on", day_of_instant(s.change[i].at));
		for (int k = 0; k <= QUARTERS; k++)
			or_null(cx->a, o, aim_names[k], *aim_at(&s.change[i].to, k));
		js_set_sv(cx->a, o, "document", s.change[i].document);
		js_set_sv(cx->a, o, "reason", s.change[i].reason);
	}
	return RC_OK;
}

/* ---- target.imports ------------------------------------------------------------------------------------------------ */

static const struct column import_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "list", FIELD_LINE, N_("List") }, { "year", FIELD_INT, N_("Year") },
	{ "document", FIELD_LINE, N_("Basis document") }, { "made", FIELD_INT, N_("New") }, { "changed", FIELD_INT,
		N_("Changed") },
	{ "state", FIELD_ENUM, N_("State") },
};

static enum rc imports_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	struct target_import i = { 0 };
	int n = 0;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &target_import_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)i.id);
			continue;
		}
		target_import_row(st, cx->a, &i);
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", i.id);
		js_set_int(cx->a, o, "owner", i.owner);
		js_set_int(cx->a, o, "year", i.year);
		js_set_sv(cx->a, o, "list", i.list);
		js_set_sv(cx->a, o, "document", i.document);
		js_set_sv(cx->a, o, "file_name", i.file_name);
		js_set_sv(cx->a, o, "file_digest", i.file_digest);
		js_set_int(cx->a, o, "made", i.made);
		js_set_int(cx->a, o, "changed", i.changed);
		js_set_sv(cx->a, o, "state", i.state);
		js_set_instant(cx->a, o, "begun_at", i.begun_at);
		js_set_instant(cx->a, o, "done_at", i.done_at);
		js_set_sv(cx->a, o, "reason", i.reason);
	}
	return rc;
}

const struct view_def target_views[TARGET_VIEWS] = {
	{ .name = "target.list", .label = N_("List targets"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), SEEN_BY, .query = list_query },
	{ .name = "target.show", .label = N_("Show a target"), .columns = list_columns, .n_columns = COUNT(list_columns), SEEN_BY,
	  .of_one = true, .query = show_query },
	{ .name = "target.actuals", .label = N_("Values of a target"), .columns = actual_columns,
		.n_columns = COUNT(actual_columns), SEEN_BY,
	  .of_one = true, .query = actuals_query },
	{ .name = "target.changes", .label = N_("Changes of a target"), .columns = change_columns,
		.n_columns = COUNT(change_columns), SEEN_BY,
	  .of_one = true, .query = changes_query },
	{ .name = "target.imports", .label = N_("Lists of targets"), .columns = import_columns,
		.n_columns = COUNT(import_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_AUDITADMIN | ROLE_SYSTEM, .query = imports_query },
};
