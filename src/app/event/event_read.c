#include "app/event/event_read.h"

#include "app/event/queries.sql.h"
#include "app/person/person.h"

static void row(const struct stmt *st, struct arena *a, struct event *ret)
{
	*ret = (struct event){
		.id = col_int(st, 0), .owner = col_int(st, 1), .kind = col_sv(st, 2, a), .name = col_sv(st, 3, a), .place = col_sv(st, 4, a),
		.day = col_day(st, 5), .begins = (int)col_int(st, 6), .host = col_int(st, 7), .series = col_int(st, 8), .number = col_int(st, 9),
		.parent = col_int(st, 10), .chair = col_int(st, 11), .rehearsal = col_int(st, 12) != 0, .state = col_sv(st, 13, a),
		.reason = col_sv(st, 14, a), .made = col_int(st, 15), .author = col_int(st, 16), .begun_at = col_int(st, 17),
		.ended_at = col_int(st, 18), .released_at = col_int(st, 19), .releaser = col_int(st, 20), .owner_path = col_sv(st, 21, a),
		.host_name = col_sv(st, 22, a), .series_name = col_sv(st, 23, a),
	};
}

enum rc event_get(struct ctx *cx, struct db *db, int64_t id, struct event *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &event_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event.")) : rc;
}

enum rc event_slots(struct ctx *cx, struct db *db, int64_t id, struct event_slot **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct event_slot *all = NEW(cx->a, struct event_slot, AGENDA_SLOTS_MAX);
	struct stmt *st = db_query(db, &event_slots_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < AGENDA_SLOTS_MAX)
			all[n++] = (struct event_slot){
				.no = col_int(st, 0), .unit = col_int(st, 1), .speaker = col_sv(st, 2, cx->a), .title = col_sv(st, 3, cx->a),
				.minutes = (int)col_int(st, 4), .group = col_sv(st, 5, cx->a), .name = col_sv(st, 6, cx->a), .short_name = col_sv(st, 7, cx->a),
				.path = col_sv(st, 8, cx->a),
			};
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc event_inside(struct ctx *cx, struct db *db, int64_t id, const struct scope *scope, struct event **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 50 };
	size_t n = 0, seen = 0;
	struct event *all = NEW(cx->a, struct event, MAX);
	struct stmt *st = db_query(db, &event_of_parent);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			row(st, cx->a, &all[n++]);
	TRY(rc);
	for (size_t i = 0; i < n; i++) {
		bool may = false;
		TRY(event_concerns(cx, db, &all[i], scope, &may));
		if (may)
			all[seen++] = all[i];
	}
	*ret = all;
	*ret_n = seen;
	return RC_OK;
}

enum { LOOKED_AT = 100 };

static enum rc rows_of(struct ctx *cx, struct stmt *st, struct event **ret, size_t *ret_n)
{
	enum rc rc;
	*ret = NEW(cx->a, struct event, LOOKED_AT);
	*ret_n = 0;
	while (db_step(cx, st, &rc))
		if (*ret_n < LOOKED_AT)
			row(st, cx->a, &(*ret)[(*ret_n)++]);
	return rc;
}

enum rc event_releases(struct ctx *cx, struct db *db, const struct event *e, int64_t post, bool *ret)
{
	if (!e->chair)
		return person_holds(cx, db, post, EVENT_RELEASERS, e->owner, ret);
	*ret = e->chair == post;
	return RC_OK;
}

enum rc events_waiting(struct ctx *cx, struct db *db, int64_t post, struct event **ret, size_t *ret_n)
{
	size_t n, waiting = 0;
	struct stmt *st = db_query(db, &event_unreleased);
	bind_int(st, 1, LOOKED_AT);
	TRY(rows_of(cx, st, ret, &n));
	for (size_t i = 0; i < n; i++) {
		struct event_votes votes;
		bool may;
		TRY(event_releases(cx, db, &(*ret)[i], post, &may));
		if (!may)
			continue;
		TRY(event_votes_now(cx, db, (*ret)[i].id, &votes));
		if (votes.counted && !votes.planned && !votes.open)
			(*ret)[waiting++] = (*ret)[i];
	}
	*ret_n = waiting;
	return RC_OK;
}

enum rc events_at_hand(struct ctx *cx, struct db *db, int64_t post, struct day today, struct event **ret, size_t *ret_n)
{
	size_t n, held = 0;
	struct stmt *st = db_query(db, &event_at_hand);
	bind_day(st, 1, today);
	bind_day(st, 2, (struct day){ today.n + 1 });
	bind_int(st, 3, LOOKED_AT);
	TRY(rows_of(cx, st, ret, &n));
	for (size_t i = 0; i < n; i++) {
		bool office;
		TRY(person_holds(cx, db, post, ROLE_OFFICE, (*ret)[i].owner, &office));
		if (office)
			(*ret)[held++] = (*ret)[i];
	}
	*ret_n = held;
	return RC_OK;
}

enum rc event_agenda_text(struct ctx *cx, struct db *db, int64_t id, struct sv *ret)
{
	struct event_slot *slot;
	size_t n;
	TRY(event_slots(cx, db, id, &slot, &n));
	struct agenda_slot *line = NEW(cx->a, struct agenda_slot, n + 1);
	for (size_t i = 0; i < n; i++)
		line[i] = (struct agenda_slot){ .unit = slot[i].name, .speaker = slot[i].speaker, .title = slot[i].title, .group = slot[i].group,
						.minutes = slot[i].minutes };
	*ret = agenda_text(cx->a, line, n);
	return RC_OK;
}

/* ---- views ------------------------------------------------------------------------------------------------------ */

static struct js *event_js(struct arena *a, const struct event *e)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", e->id);
	js_set_sv(a, o, "name", e->name);
	js_set_sv(a, o, "kind", e->kind);
	js_set_day(a, o, "day", e->day);
	js_set_sv(a, o, "place", e->place);
	js_set_sv(a, o, "host", e->host_name);
	js_set_sv(a, o, "series", e->series_name);
	js_set_int(a, o, "number", e->number);
	js_set_sv(a, o, "state", e->state);
	js_set_bool(a, o, "rehearsal", e->rehearsal);
	js_set_bool(a, o, "released", e->released_at != 0);
	return o;
}

struct js *event_slots_again(struct arena *a, const struct js *slots)
{
	struct js *list = js_arr(a);
	for (const struct js *s = slots ? slots->first : NULL; s; s = s->next) {
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "unit", js_get_int(s, "unit", 0));
		js_set_sv(a, o, "speaker", js_get_sv(s, "speaker"));
		js_set_sv(a, o, "title", js_get_sv(s, "title"));
		js_set_int(a, o, "minutes", js_get_int(s, "minutes", 0));
		js_set_sv(a, o, "group", js_get_sv(s, "group"));
	}
	return list;
}

struct js *event_slots_js(struct arena *a, const struct event_slot *slot, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "no", slot[i].no);
		js_set_sv(a, o, "unit", slot[i].name);
		js_set_sv(a, o, "speaker", slot[i].speaker);
		js_set_sv(a, o, "title", slot[i].title);
		js_set_int(a, o, "minutes", slot[i].minutes);
		js_set_sv(a, o, "group", slot[i].group);
	}
	return list;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "kind", FIELD_ENUM, N_("Kind") }, { "day", FIELD_DAY, N_("Day") },
	{ "host", FIELD_LINE, N_("Host") }, { "series", FIELD_LINE, N_("Series") }, { "number", FIELD_INT, N_("No.") },
	{ "state", FIELD_ENUM, N_("State") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = EVENT_STATES, .label = N_("State") },
	{ .name = "kind", .type = FIELD_ENUM, .of = EVENT_KINDS, .label = N_("Kind") },
	{ .name = "series", .type = FIELD_REF, .of = "series", .label = N_("Series") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &event_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_sv(st, 10, sv_or_empty(field_sv(&in->filters, "state")));
	bind_sv(st, 11, sv_or_empty(field_sv(&in->filters, "kind")));
	bind_int(st, 12, field_ref(&in->filters, "series"));
	bind_int(st, 13, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct event e;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		row(st, cx->a, &e);
		js_push(rows, event_js(cx->a, &e));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

enum rc event_concerns(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope, bool *ret)
{
	enum rc rc = RC_OK;
	bool seen = scope_holds(scope, e->owner_path);
	if (!seen && !e->rehearsal) {
		struct stmt *st = db_query(db, &event_concerned);
		bind_int(st, 1, e->id);
		while (db_step(cx, st, &rc))
			seen |= scope_holds(scope, col_sv(st, 0, cx->a));
	}
	*ret = seen;
	return rc;
}

enum rc event_visible(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope)
{
	bool seen = false;
	TRY(event_concerns(cx, db, e, scope, &seen));
	return seen ? RC_OK : fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
}

enum rc event_seen(struct ctx *cx, struct db *db, const struct view_in *in, struct event *ret)
{
	TRY(event_get(cx, db, in->subject, ret));
	return event_visible(cx, db, ret, &in->scope);
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e, *inside;
	struct event_slot *slot;
	size_t n, k;
	TRY(event_seen(cx, db, in, &e));
	TRY(event_slots(cx, db, e.id, &slot, &n));
	TRY(event_inside(cx, db, e.id, &in->scope, &inside, &k));
	struct js *o = js_push(rows, event_js(cx->a, &e)), *within = js_arr(cx->a);
	js_set(o, "agenda", event_slots_js(cx->a, slot, n));
	for (size_t i = 0; i < k; i++)
		js_push(within, event_js(cx->a, &inside[i]));
	js_set(o, "inside", within);
	return RC_OK;
}

const struct view_def event_views[EVENT_VIEWS] = {
	{ .name = "event.list", .label = N_("List events"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "event.show", .label = N_("Show an event"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = show_query },
};

/* Weekly meetings are called the same, and so are those of two counties: where the name fits several none is chosen, and nothing is told of
 * any, since who asks may not see them all. */
enum rc event_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	size_t n = 0;
	struct stmt *st = db_query(db, &event_called);
	bind_sv(st, 1, name);
	for (; db_step(cx, st, &rc); n++)
		*ret_id = col_int(st, 0);
	TRY(rc);
	if (!n)
		return fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	return n == 1 ? RC_OK : fail(cx, RC_CONFLICT, "event.several", N_("Several events are called so: give the one that is meant as #id; `event list` shows them."));
}
