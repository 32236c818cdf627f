#include "app/unit/unit_read.h"

#include "app/unit/queries.sql.h"

void unit_row(const struct stmt *st, struct arena *a, struct unit *ret)
{
	*ret = (struct unit){
		.id = col_int(st, 0), .code = col_sv(st, 1, a), .name = col_sv(st, 2, a), .short_name = col_sv(st, 3, a),
		.kind = col_sv(st, 4, a), .parent = col_int(st, 5), .path = col_sv(st, 6, a), .sort_no = col_int(st, 7),
		.closed = col_day(st, 8), .order_key = col_sv(st, 9, a),
	};
}

enum rc unit_get(struct ctx *cx, struct db *db, int64_t id, struct unit *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &unit_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		unit_row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "unit.none", N_("There is no such unit."));
	return rc;
}

enum rc unit_by_code(struct ctx *cx, struct db *db, struct sv code, struct unit *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &unit_one_by_code);
	bind_sv(st, 1, code);
	while (db_step(cx, st, &rc)) {
		unit_row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "unit.code", N_("There is no unit with the code %.*s."), SV_ARG(code));
	return rc;
}

void unit_range(struct arena *a, const struct unit *u, struct sv *ret_lo, struct sv *ret_hi)
{
	*ret_lo = u->path;
	/* '0' follows '/', so everything that begins with the path lies below this. */
	*ret_hi = arena_printf(a, "%.*s0", (int)(u->path.n - 1), u->path.p);
}

enum rc unit_find(struct ctx *cx, struct db *db, struct sv name, int64_t within, struct unit *ret)
{
	enum rc rc = RC_OK;
	struct sv lo = SV("/"), hi = SV("0");
	struct unit root, hit[6];
	if (within) {
		TRY(unit_get(cx, db, within, &root));
		unit_range(cx->a, &root, &lo, &hi);
	}
	struct stmt *st = db_query(db, &unit_one_by_code);
	bind_sv(st, 1, name);
	size_t n = 0;
	while (db_step(cx, st, &rc))
		unit_row(st, cx->a, &hit[n++]);
	if (rc == RC_OK && n == 0) {
		st = db_query(db, &unit_by_text);
		bind_sv(st, 1, name);
		bind_sv(st, 2, lo);
		bind_sv(st, 3, hi);
		while (db_step(cx, st, &rc))
			if (n < COUNT(hit))
				unit_row(st, cx->a, &hit[n++]);
	}
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "unit.none_called",
			    N_("No unit is called \"%.*s\". Give its code, or enter this name as an alias of the unit."), SV_ARG(name));
	if (n > 1) {
		struct buf b = buf_new(cx->a, 2048);
		for (size_t i = 0; i < n; i++)
			buf_printf(&b, "%s%.*s (%.*s)", i ? ", " : "", SV_ARG(hit[i].name), SV_ARG(hit[i].code));
		return fail(cx, RC_CONFLICT, "unit.several", N_("Several units are called \"%.*s\": %.*s. Give the code."),
			    SV_ARG(name), SV_ARG(buf_sv(&b)));
	}
	*ret = hit[0];
	return RC_OK;
}

enum rc unit_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	struct unit u;
	TRY(unit_find(cx, db, name, 0, &u));
	*ret_id = u.id;
	return RC_OK;
}

static enum rc collect(struct ctx *cx, struct stmt *st, struct unit **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 64;
	struct unit *all = NEW(cx->a, struct unit, cap);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct unit *bigger = NEW(cx->a, struct unit, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		unit_row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc unit_children(struct ctx *cx, struct db *db, int64_t parent, struct unit **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &unit_of_parent);
	bind_int(st, 1, parent);
	return collect(cx, st, ret, ret_n);
}

enum rc unit_subtree(struct ctx *cx, struct db *db, int64_t root, struct sv kind, struct unit **ret, size_t *ret_n)
{
	struct unit u;
	struct sv lo, hi;
	TRY(unit_get(cx, db, root, &u));
	unit_range(cx->a, &u, &lo, &hi);
	struct stmt *st = db_query(db, &unit_of_range);
	bind_sv(st, 1, lo);
	bind_sv(st, 2, hi);
	bind_sv(st, 3, sv_or_empty(kind));
	return collect(cx, st, ret, ret_n);
}

enum rc unit_name_on(struct ctx *cx, struct db *db, int64_t id, struct day on, struct sv *ret)
{
	enum rc rc;
	struct sv name = SV_NONE;
	struct stmt *st = db_query(db, &unit_past_name);
	bind_int(st, 1, id);
	bind_day(st, 2, on);
	while (db_step(cx, st, &rc))
		name = col_sv(st, 0, cx->a);
	if (rc == RC_OK && !name.p) { /* before its first day: the name it has now */
		struct unit u;
		TRY(unit_get(cx, db, id, &u));
		name = u.name;
	}
	if (rc == RC_OK)
		*ret = name;
	return rc;
}

enum rc unit_within(struct ctx *cx, struct db *db, int64_t id, int64_t root, bool *ret)
{
	struct unit u, r;
	TRY(unit_get(cx, db, id, &u));
	TRY(unit_get(cx, db, root, &r));
	*ret = sv_starts(u.path, r.path);
	return RC_OK;
}

/* ---- views ---------------------------------------------------------------------------------------------- */

static struct js *unit_js(struct arena *a, const struct unit *u)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", u->id);
	js_set_sv(a, o, "code", u->code);
	js_set_sv(a, o, "name", u->name);
	js_set_sv(a, o, "short_name", u->short_name);
	js_set_sv(a, o, "kind", u->kind);
	js_set_int(a, o, "parent", u->parent);
	js_set_int(a, o, "sort_no", u->sort_no);
	js_set_day(a, o, "closed", u->closed);
	return o;
}

static const struct field list_filters[] = {
	{ .name = "kind", .type = FIELD_ENUM, .of = UNIT_KINDS, .label = N_("Kind") },
	{ .name = "name", .type = FIELD_LINE, .max = 60, .label = N_("Name contains") },
	{ .name = "within", .type = FIELD_REF, .of = "unit", .label = N_("Inside") },
};
static const struct column list_columns[] = {
	{ "code", FIELD_LINE, N_("Code") }, { "name", FIELD_LINE, N_("Name") }, { "short_name", FIELD_LINE, N_("Short name") },
	{ "kind", FIELD_ENUM, N_("Kind") }, { "parent_name", FIELD_LINE, N_("Belongs to") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	struct sv lo = SV("/"), hi = SV("0"), kind = field_sv(&in->filters, "kind"), name = field_sv(&in->filters, "name");
	if (field_ref(&in->filters, "within")) {
		struct unit root;
		TRY(unit_get(cx, db, field_ref(&in->filters, "within"), &root));
		unit_range(cx->a, &root, &lo, &hi);
	}
	struct stmt *st = db_query(db, &unit_list_page);
	bind_sv(st, 1, sv_or_empty(in->after));
	bind_sv(st, 2, lo);
	bind_sv(st, 3, hi);
	bind_sv(st, 4, sv_or_empty(kind));
	bind_sv(st, 5, name.p ? arena_printf(cx->a, "%%%.*s%%", SV_ARG(name)) : SV("%"));
	bind_int(st, 6, in->limit + 1);
	struct unit u = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = u.order_key;
			continue;
		}
		unit_row(st, cx->a, &u);
		struct js *o = js_push(rows, unit_js(cx->a, &u));
		js_set_sv(cx->a, o, "parent_name", col_sv(st, 10, cx->a));
	}
	return rc;
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	enum rc rc;
	struct unit u;
	TRY(unit_get(cx, db, in->subject, &u));
	struct js *o = js_push(rows, unit_js(cx->a, &u));
	struct js *aliases = js_set(o, "aliases", js_arr(cx->a));
	struct stmt *st = db_query(db, &unit_alias_of);
	bind_int(st, 1, u.id);
	while (db_step(cx, st, &rc))
		js_push(aliases, js_str(cx->a, col_sv(st, 0, cx->a)));
	struct unit_staff staff;
	TRY(rc);
	TRY(unit_staff_on(cx, db, u.id, day_of_instant(cx->now), &staff));
	if (staff.n) {
		js_set_int(cx->a, o, "staff", staff.n);
		js_set_day(cx->a, o, "staff_since", staff.since);
		js_set_sv(cx->a, o, "staff_source", staff.source);
	}
	return RC_OK;
}

static const struct column show_columns[] = {
	{ "code", FIELD_LINE, N_("Code") }, { "name", FIELD_LINE, N_("Name") }, { "short_name", FIELD_LINE, N_("Short name") },
	{ "kind", FIELD_ENUM, N_("Kind") }, { "aliases", FIELD_DATA, N_("Other names") }, { "staff", FIELD_INT, N_("Number of staff") },
};

const struct view_def unit_views[UNIT_VIEWS] = {
	/* The tree itself is public among staff: a unit must be found before it can be assigned to. */
	{ .name = "unit.list", .label = N_("List units"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_ALL | ROLE_SYSTEM, .query = list_query },
	{ .name = "unit.show", .label = N_("Show a unit"), .columns = show_columns, .n_columns = COUNT(show_columns),
	  .roles = ROLE_ALL | ROLE_SYSTEM, .of_one = true, .query = show_query },
};
