#include "app/site/site.h"

#include "app/site/queries.sql.h"
#include "app/file/file.h"

static void row(const struct stmt *st, struct arena *a, struct site *ret)
{
	*ret = (struct site){
		.id = col_int(st, 0), .owner = col_int(st, 1), .unit = col_int(st, 2), .name = col_sv(st, 3, a), .line = col_sv(st, 4, a),
		.topic = col_sv(st, 5, a), .place = col_sv(st, 6, a), .why = col_sv(st, 7, a), .reason = col_sv(st, 8, a),
		.presenter = col_sv(st, 9, a), .matter = col_int(st, 10), .figures = col_sv(st, 11, a), .state = col_sv(st, 12, a),
		.made = col_int(st, 13), .author = col_int(st, 14), .person = col_int(st, 15), .confirmed_at = col_int(st, 16),
		.confirmer = col_int(st, 17), .ended = col_sv(st, 18, a), .unit_name = col_sv(st, 19, a), .unit_path = col_sv(st, 20, a),
		.owner_path = col_sv(st, 21, a), .county = col_int(st, 22), .county_name = col_sv(st, 23, a), .county_short = col_sv(st, 24, a),
		.matter_no = col_int(st, 25), .shown = col_int(st, 26),
	};
}

static enum rc none(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "site.none", N_("There is no such site."));
}

enum rc site_get(struct ctx *cx, struct db *db, int64_t id, struct site *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &site_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? none(cx) : rc;
}

enum rc sites_confirmed(struct ctx *cx, struct db *db, int64_t owner, struct site **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct site *all = NEW(cx->a, struct site, SITES_MAX);
	struct stmt *st = db_query(db, &site_of_owner);
	bind_int(st, 1, owner);
	bind_int(st, 2, SITES_MAX);
	while (db_step(cx, st, &rc))
		if (n < SITES_MAX)
			row(st, cx->a, &all[n++]);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc site_named(struct ctx *cx, struct db *db, struct sv name, int64_t owner, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &site_called);
	bind_sv(st, 1, name);
	bind_int(st, 2, owner);
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc site_checks(struct ctx *cx, struct db *db, int64_t id, struct site_check **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct site_check *all = NEW(cx->a, struct site_check, SITE_CHECKS_MAX);
	struct stmt *st = db_query(db, &site_checks_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < SITE_CHECKS_MAX)
			all[n++] = (struct site_check){ .department = col_int(st, 0), .name = col_sv(st, 1, cx->a), .path = col_sv(st, 2, cx->a),
							.result = col_sv(st, 3, cx->a), .note = col_sv(st, 4, cx->a), .post = col_int(st, 5),
							.at = col_int(st, 6) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc site_pictures(struct ctx *cx, struct db *db, int64_t id, struct site_picture **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct arena *a = cx->a;
	struct site_picture *all = NEW(a, struct site_picture, SITE_PICTURES_MAX);
	struct stmt *st = db_query(db, &site_pictures_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < SITE_PICTURES_MAX)
			all[n++] = (struct site_picture){
				.id = col_int(st, 0), .side = col_sv(st, 1, a), .day = col_day(st, 2), .viewpoint = col_sv(st, 3, a),
				.digest = col_sv(st, 4, a), .name = col_sv(st, 5, a), .type = col_sv(st, 6, a), .size = col_int(st, 7),
				.width = col_int(st, 8), .height = col_int(st, 9), .post = col_int(st, 10), .at = col_int(st, 11),
			};
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc site_showings(struct ctx *cx, struct db *db, int64_t id, int64_t but, struct site_showing **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 100 };
	size_t n = 0;
	struct site_showing *all = NEW(cx->a, struct site_showing, MAX);
	struct stmt *st = db_query(db, &site_tours_of);
	bind_int(st, 1, id);
	bind_int(st, 2, but);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct site_showing){ .event = col_int(st, 0), .name = col_sv(st, 1, cx->a), .day = col_day(st, 2), .no = col_int(st, 3),
							  .look_back = col_int(st, 4) != 0, .state = col_sv(st, 5, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc site_visible(struct ctx *cx, struct db *db, const struct site *s, const struct scope *scope)
{
	struct site_check *c;
	size_t n;
	bool seen = scope_holds(scope, s->unit_path) || scope_holds(scope, s->owner_path);
	TRY(site_checks(cx, db, s->id, &c, &n));
	for (size_t i = 0; i < n; i++)
		seen |= scope_holds(scope, c[i].path);
	return seen ? RC_OK : none(cx);
}

enum rc site_files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r)
{
	enum rc rc;
	struct stmt *st = db_query(db, &site_digests);
	while (db_step(cx, st, &rc))
		file_digest_check(cx, dir, col_sv(st, 0, cx->a), col_int(st, 1), r);
	return rc;
}

enum rc site_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &site_called_ever);
	bind_sv(st, 1, name);
	while (db_step(cx, st, &rc)) {
		*ret_id = col_int(st, 0);
		found = true;
	}
	return rc == RC_OK && !found ? none(cx) : rc;
}

/* ---- views ------------------------------------------------------------------------------------------------------------- */

static struct js *site_js(struct arena *a, const struct site *s)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", s->id);
	js_set_sv(a, o, "name", s->name);
	js_set_sv(a, o, "unit", s->unit_name);
	js_set_sv(a, o, "county", s->county ? s->county_short : s->unit_name);
	js_set_sv(a, o, "line", s->line);
	js_set_sv(a, o, "topic", s->topic);
	js_set_sv(a, o, "place", s->place);
	js_set_sv(a, o, "why", s->why);
	js_set_sv(a, o, "state", s->state);
	js_set_int(a, o, "shown", s->shown);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "unit", FIELD_LINE, N_("Unit") }, { "county", FIELD_LINE, N_("Part of the place") },
	{ "line", FIELD_ENUM, N_("Theme line") }, { "topic", FIELD_LINE, N_("Theme") }, { "place", FIELD_ENUM, N_("Place of the site") },
	{ "why", FIELD_ENUM, N_("Chosen because") }, { "state", FIELD_ENUM, N_("State") }, { "shown", FIELD_INT, N_("Times shown") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = SITE_STATES, .label = N_("State") },
	{ .name = "line", .type = FIELD_ENUM, .of = SITE_LINES, .label = N_("Theme line") },
	{ .name = "place", .type = FIELD_ENUM, .of = SITE_PLACES, .label = N_("Place of the site") },
	{ .name = "why", .type = FIELD_ENUM, .of = SITE_REASONS, .label = N_("Chosen because") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &site_list_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	for (int i = 0; i < 4; i++)
		bind_sv(st, 10 + i, sv_or_empty(field_sv(&in->filters, list_filters[i].name)));
	bind_int(st, 14, field_ref(&in->filters, "unit"));
	bind_int(st, 15, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct site s;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		row(st, cx->a, &s);
		js_push(rows, site_js(cx->a, &s));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct site s;
	struct site_check *c;
	struct site_picture *p;
	struct site_showing *t;
	struct arena *a = cx->a;
	size_t n_c, n_p, n_t;
	TRY(site_get(cx, db, in->subject, &s));
	TRY(site_visible(cx, db, &s, &in->scope));
	TRY(site_checks(cx, db, s.id, &c, &n_c));
	TRY(site_pictures(cx, db, s.id, &p, &n_p));
	TRY(site_showings(cx, db, s.id, 0, &t, &n_t));
	struct js *o = js_push(rows, site_js(a, &s)), *checks = js_arr(a), *pictures = js_arr(a), *tours = js_arr(a);
	js_set_sv(a, o, "reason", s.reason);
	js_set_sv(a, o, "presenter", s.presenter);
	js_set_sv(a, o, "figures", s.figures);
	js_set_sv(a, o, "matter", s.matter_no ? matter_no_text(a, s.matter_no) : SV(""));
	js_set_sv(a, o, "ended", s.ended);
	js_set(o, "checks", checks);
	js_set(o, "pictures", pictures);
	js_set(o, "tours", tours);
	for (size_t i = 0; i < n_c; i++) {
		struct js *x = js_push(checks, js_obj(a));
		js_set_sv(a, x, "department", c[i].name);
		js_set_sv(a, x, "result", c[i].result);
		js_set_sv(a, x, "note", c[i].note);
	}
	for (size_t i = 0; i < n_p; i++) {
		struct js *x = js_push(pictures, js_obj(a));
		js_set_sv(a, x, "side", p[i].side);
		js_set_day(a, x, "day", p[i].day);
		js_set_sv(a, x, "viewpoint", p[i].viewpoint);
		js_set_sv(a, x, "digest", p[i].digest);
	}
	for (size_t i = 0; i < n_t; i++) {
		struct js *x = js_push(tours, js_obj(a));
		js_set_int(a, x, "event", t[i].event);
		js_set_sv(a, x, "name", t[i].name);
		js_set_day(a, x, "day", t[i].day);
		js_set_bool(a, x, "look_back", t[i].look_back);
	}
	return RC_OK;
}

const struct view_def site_views[SITE_VIEWS] = {
	{ .name = "site.list", .label = N_("List sites"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "site.show", .label = N_("Show a site"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .of_one = true,
	  .query = show_query },
};
