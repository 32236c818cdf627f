#include "app/note/note_acts.h"

#include "app/note/queries.sql.h"
#include "app/matter/matter.h"
#include "core/lots.h"

static void row(const struct stmt *st, struct arena *a, struct note *ret)
{
	*ret = (struct note){
		.id = col_int(st, 0), .event = col_int(st, 1), .slot = col_int(st, 2), .kind = col_sv(st, 3, a), .state = col_sv(st, 4, a),
		.unit = col_int(st, 5), .speaker = col_sv(st, 6, a), .author = col_int(st, 7), .at = col_int(st, 8), .text = col_sv(st, 9, a),
		.level = col_sv(st, 10, a), .programme = col_sv(st, 11, a), .respondent = col_sv(st, 12, a), .post_class = col_sv(st, 13, a),
		.topic = col_sv(st, 14, a), .source = col_sv(st, 15, a), .taken_from = col_sv(st, 16, a), .parent = col_int(st, 17),
		.mark = col_dec(st, 18), .full_mark = col_dec(st, 19), .seconds = col_int(st, 20), .vote = col_int(st, 21),
		.lead = col_int(st, 22), .due = col_day(st, 23), .how = col_sv(st, 24, a), .solved_at = col_int(st, 25), .matter = col_int(st, 26),
		.replaces = col_int(st, 27), .replaced_by = col_int(st, 28), .unit_name = col_sv(st, 29, a), .unit_path = col_sv(st, 30, a),
		.lead_name = col_sv(st, 31, a), .event_name = col_sv(st, 32, a), .owner_path = col_sv(st, 33, a),
		.rehearsal = col_int(st, 34) != 0, .matter_no = col_int(st, 35), .matter_state = col_sv(st, 36, a), .question = col_int(st, 37),
		.site = col_sv(st, 38, a),
	};
}

enum rc note_of_matter(struct ctx *cx, struct db *db, int64_t matter, struct note *ret, bool *ret_found)
{
	enum rc rc;
	*ret_found = false;
	struct stmt *st = db_query(db, &note_by_matter);
	bind_int(st, 1, matter);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		*ret_found = true;
	}
	return rc;
}

enum rc note_get(struct ctx *cx, struct db *db, int64_t id, struct note *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &note_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "note.none", N_("There is no such note.")) : rc;
}

static enum rc many(struct ctx *cx, struct stmt *st, struct note **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 64;
	struct note *all = NEW(cx->a, struct note, room);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct note *more = NEW(cx->a, struct note, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc notes_of_event(struct ctx *cx, struct db *db, int64_t event, struct note **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &note_of_event);
	bind_int(st, 1, event);
	return many(cx, st, ret, ret_n);
}

enum rc note_problems_at(struct ctx *cx, struct db *db, const struct note_site *at, const struct scope *scope, struct note **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &note_of_site);
	bind_int(st, 1, at->owner);
	bind_sv(st, 2, at->name);
	bind_int(st, 3, at->unit);
	scope_bind(st, 4, scope);
	return many(cx, st, ret, ret_n);
}

static enum rc one_int(struct ctx *cx, struct stmt *st, int64_t *ret)
{
	enum rc rc;
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc note_event_before(struct ctx *cx, struct db *db, const struct event *e, int64_t *ret)
{
	*ret = 0;
	if (!e->series)
		return RC_OK;
	struct stmt *st = db_query(db, &note_event_prior);
	bind_int(st, 1, e->series);
	bind_int(st, 2, e->id);
	bind_day(st, 3, e->day);
	return one_int(cx, st, ret);
}

enum rc note_events_near(struct ctx *cx, struct db *db, struct sv path, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 200 };
	size_t n = 0;
	int64_t *all = NEW(cx->a, int64_t, MAX);
	struct stmt *st = db_query(db, &note_events_around);
	bind_sv(st, 1, path);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = col_int(st, 0);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc note_problems(struct ctx *cx, struct db *db, int64_t event, struct event_noted *ret)
{
	enum rc rc;
	*ret = (struct event_noted){ 0 };
	struct stmt *st = db_query(db, &note_problems_open);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		*ret = (struct event_noted){ .open = col_int(st, 0), .last_slot = col_int(st, 1) };
	return rc;
}

/* ---- views ------------------------------------------------------------------------------------------------------ */

static struct js *note_js(struct arena *a, const struct note *n)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", n->id);
	js_set_instant(a, o, "at", n->at);
	js_set_int(a, o, "event", n->event);
	js_set_sv(a, o, "event_name", n->event_name);
	js_set_int(a, o, "slot", n->slot);
	js_set_sv(a, o, "site", n->site);
	js_set_sv(a, o, "kind", n->kind);
	js_set_sv(a, o, "unit", n->unit_name);
	js_set_sv(a, o, "speaker", n->speaker);
	js_set_sv(a, o, "text", n->text);
	js_set_sv(a, o, "level", n->level);
	js_set_sv(a, o, "programme", n->programme);
	js_set_sv(a, o, "respondent", n->respondent);
	js_set_sv(a, o, "post_class", n->post_class);
	js_set_sv(a, o, "topic", n->topic);
	js_set_sv(a, o, "source", n->source);
	js_set_sv(a, o, "taken_from", n->taken_from);
	js_set_int(a, o, "question", n->question);
	js_set_int(a, o, "parent", n->parent);
	if (n->full_mark.u) {
		js_set_dec(a, o, "mark", n->mark);
		js_set_dec(a, o, "full_mark", n->full_mark);
	}
	js_set_int(a, o, "seconds", n->seconds);
	js_set_int(a, o, "vote", n->vote);
	js_set_sv(a, o, "state", n->state);
	js_set_sv(a, o, "lead", n->lead_name);
	js_set_day(a, o, "due", n->due);
	js_set_sv(a, o, "how", n->how);
	js_set_sv(a, o, "matter", n->matter_no ? matter_no_text(a, n->matter_no) : SV(""));
	js_set_sv(a, o, "matter_state", n->matter_state);
	js_set_int(a, o, "replaced_by", n->replaced_by);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "event_name", FIELD_LINE, N_("Event") }, { "slot", FIELD_INT, N_("Slot") }, { "kind", FIELD_ENUM, N_("Kind") },
	{ "unit", FIELD_LINE, N_("Unit") }, { "speaker", FIELD_LINE, N_("Said by the post") }, { "text", FIELD_TEXT, N_("What was seen or said") },
	{ "level", FIELD_ENUM, N_("Level of a comment") }, { "state", FIELD_ENUM, N_("State") }, { "due", FIELD_DAY, N_("To be done by") },
	{ "matter", FIELD_LINE, N_("Matter") },
};
static const struct field list_filters[] = {
	{ .name = "event", .type = FIELD_REF, .of = "event", .label = N_("Event") },
	{ .name = "kind", .type = FIELD_ENUM, .of = NOTE_KINDS, .label = N_("Kind") },
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
	{ .name = "state", .type = FIELD_ENUM, .of = NOTE_STATES, .label = N_("State") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, sv_is(sv_of(in->def->name), "note.about") ? &note_page_about : &note_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "event"));
	bind_sv(st, 11, sv_or_empty(field_sv(&in->filters, "kind")));
	bind_int(st, 12, field_ref(&in->filters, "unit"));
	bind_sv(st, 13, sv_or_empty(field_sv(&in->filters, "state")));
	bind_int(st, 14, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct note x;
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		row(st, cx->a, &x);
		js_push(rows, note_js(cx->a, &x));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

static const struct column draws_columns[] = {
	{ "note", FIELD_INT, N_("Note") }, { "slot", FIELD_INT, N_("Slot") }, { "question", FIELD_INT, N_("Question of the bank, by its number") },
	{ "ticket", FIELD_LINE, N_("Ticket") }, { "seed", FIELD_LINE, N_("Words said") }, { "said_a", FIELD_LINE, N_("Post of the first participant") },
	{ "said_b", FIELD_LINE, N_("Post of the second participant") }, { "list", FIELD_TEXT, N_("What it was drawn from") },
	{ "digest", FIELD_LINE, N_("Digest of that list") },
};
static const struct field draws_filters[] = {
	{ .name = "event", .type = FIELD_REF, .required = true, .of = "event", .label = N_("Event") },
};

/* For everybody whom the event concerns: numbers of the bank, no words, no marks. */
static enum rc draws_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct arena *a = cx->a;
	struct event e;
	struct note_draw *d;
	size_t n;
	TRY(event_get(cx, db, field_ref(&in->filters, "event"), &e));
	TRY(event_visible(cx, db, &e, &in->scope));
	TRY(note_draws(cx, db, e.id, 0, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(a));
		struct ticket *t;
		size_t drawn = lots_draw(a, d[i].list, d[i].seed, &t);
		js_set_int(a, o, "note", d[i].note);
		js_set_int(a, o, "slot", d[i].slot);
		js_set_int(a, o, "question", d[i].question);
		js_set_sv(a, o, "ticket", drawn ? ticket_text(a, t) : SV(""));
		js_set_sv(a, o, "seed", d[i].seed);
		js_set_sv(a, o, "said_a", d[i].said_a);
		js_set_sv(a, o, "said_b", d[i].said_b);
		js_set_sv(a, o, "list", d[i].list);
		js_set_sv(a, o, "digest", d[i].digest);
		js_set_instant(a, o, "at", d[i].at);
	}
	return RC_OK;
}

static const struct column series_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Series") }, { "sessions", FIELD_INT, N_("Sessions") },
	{ "progress", FIELD_INT, N_("Progress seen") }, { "highlight", FIELD_INT, N_("Highlight") }, { "practice", FIELD_INT, N_("A practice seen") },
	{ "problem", FIELD_INT, N_("Problem noted") }, { "comment", FIELD_INT, N_("Comment on the spot") }, { "question", FIELD_INT, N_("Question asked") },
	{ "commitment", FIELD_INT, N_("Promise made") }, { "demand", FIELD_INT, N_("Demand") }, { "take_home", FIELD_INT, N_("Taken home") },
	{ "solved", FIELD_INT, N_("Problems solved") }, { "open", FIELD_INT, N_("Problems still open") },
	{ "dismissed", FIELD_INT, N_("Problems dismissed") },
};
static const struct field series_filters[] = {
	{ .name = "series", .type = FIELD_REF, .of = "series", .label = N_("Series") },
};

/* A problem is solved when it was settled on the spot or its matter is struck off. */
static enum rc series_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0;
	struct view_slice page = { 0 };
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &note_series_counts);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, field_ref(&in->filters, "series"));
	bind_int(st, 11, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		if (!view_slice_row(&page, in, col_int(st, 0)))
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		for (size_t i = 0; i < COUNT(series_columns); i++)
			if (i == 1)
				js_set_sv(cx->a, o, series_columns[i].name, col_sv(st, 1, cx->a));
			else
				js_set_int(cx->a, o, series_columns[i].name, col_int(st, (int)i));
	}
	view_slice_end(cx->a, &page, ret_after);
	return rc;
}

const struct view_def note_views[NOTE_VIEWS] = {
	{ .name = "note.list", .label = N_("List notes of events"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_OFFICE | ROLE_LEADER, .query = list_query },
	/* The scope is held against the unit that a note is about, not against the event's owner. */
	{ .name = "note.about", .label = N_("List notes about the unit"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "note.draws", .label = N_("List how questions were drawn"), .filters = draws_filters, .n_filters = COUNT(draws_filters),
	  .columns = draws_columns, .n_columns = COUNT(draws_columns), .roles = ROLE_STAFF, .query = draws_query },
	{ .name = "note.series", .label = N_("Count the notes of series"), .filters = series_filters, .n_filters = COUNT(series_filters),
	  .columns = series_columns, .n_columns = COUNT(series_columns), .roles = ROLE_OFFICE | ROLE_LEADER, .query = series_query },
};
