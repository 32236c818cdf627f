#include "app/event/event_read.h"

#include "app/event/queries.sql.h"

#include <unistd.h>

static void row(const struct stmt *st, struct arena *a, struct event *ret)
{
	*ret = (struct event){
		.id = col_int(st, 0), .owner = col_int(st, 1), .kind = col_sv(st, 2, a), .name = col_sv(st, 3, a), .day = col_day(st, 4),
		.ruleset = col_int(st, 5), .item = col_sv(st, 6, a), .period = col_int(st, 7), .first_most = (int)col_int(st, 8),
		.rehearsal = col_int(st, 9) != 0, .state = col_sv(st, 10, a), .made = col_int(st, 11), .author = col_int(st, 12),
		.rule_digest = col_sv(st, 13, a), .opened_at = col_int(st, 14), .closed_at = col_int(st, 15), .closer = col_int(st, 16),
		.attended = col_int(st, 17), .votes = col_int(st, 18), .reason = col_sv(st, 19, a), .owner_path = col_sv(st, 20, a),
		.period_name = col_sv(st, 21, a),
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
	struct event_slot *all = NEW(cx->a, struct event_slot, BALLOT_SLOTS_MAX);
	struct stmt *st = db_query(db, &event_slots_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < BALLOT_SLOTS_MAX)
			all[n++] = (struct event_slot){ col_int(st, 0), col_sv(st, 1, cx->a), col_sv(st, 2, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc event_codes(struct ctx *cx, struct db *db, int64_t id, struct event_code **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct event_code *all = NEW(cx->a, struct event_code, EVENT_CODES_MAX);
	struct stmt *st = db_query(db, &event_codes_of);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n < EVENT_CODES_MAX)
			all[n++] = (struct event_code){ col_sv(st, 0, cx->a), col_sv(st, 1, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc event_classes(struct ctx *cx, struct db *db, int64_t id, struct event_class **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct event_class *all = NEW(cx->a, struct event_class, RULE_SHARES_MAX + 1);
	struct stmt *st = db_query(db, &event_code_classes);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc))
		if (n <= RULE_SHARES_MAX)
			all[n++] = (struct event_class){ col_sv(st, 0, cx->a), col_int(st, 1) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc event_of_code_digest(struct ctx *cx, struct db *db, struct sv digest, struct event *ret, struct sv *ret_voters)
{
	enum rc rc;
	int64_t id = 0;
	struct sv voters = SV_NONE;
	struct stmt *st = db_query(db, &event_of_code);
	bind_sv(st, 1, digest);
	while (db_step(cx, st, &rc)) {
		id = col_int(st, 0);
		voters = col_sv(st, 1, cx->a);
	}
	TRY(rc);
	if (!id)
		return fail(cx, RC_NOT_FOUND, "event.code", N_("This code opens no ballot. Look at the printed sheet once more, or ask at the table."));
	*ret_voters = voters;
	return event_get(cx, db, id, ret);
}

enum rc event_form(struct ctx *cx, struct db *db, const struct event *e, struct ballot_form *ret, const struct rule_item **ret_item)
{
	struct ruleset r;
	struct rule *rule;
	struct event_slot *slot;
	size_t n;
	TRY(ruleset_get(cx, db, e->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	TRY(event_slots(cx, db, e->id, &slot, &n));
	*ret_item = rule_measured(rule, e->item);
	*ret = *ret_item ? ballot_form_of(*ret_item, (int)n, e->first_most) : (struct ballot_form){ 0 };
	return ret->kind != BALLOT_NONE ? RC_OK :
		fail_at(cx, RC_INVALID, "item", "event.item", N_("The item \"%.*s\" of these rules reads no votes that a secret ballot gives: it must ask "
			"for grades, for places, or for marks that are not corrected by juror."), SV_ARG(e->item));
}

enum rc boxes_check(struct ctx *cx, struct db *db, const char *dir, struct report *r)
{
	enum rc rc;
	struct stmt *st = db_query(db, &event_open_ids);
	while (db_step(cx, st, &rc)) {
		long long id = col_int(st, 0);
		if (access(arena_printf(cx->a, "%s/ballots/%lld.box", dir, id).p, R_OK) != 0)
			report_add(cx, r, arena_printf(cx->a, "event %lld", id), N_("The vote is open and its box is missing: cancel it and hold it anew."));
	}
	return rc;
}

struct js *event_ballots_js(struct arena *a, const struct event_code *codes, const struct sv *texts, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++) {
		if (!texts[i].n)
			continue;
		struct js *one = js_push(list, js_obj(a));
		js_set_sv(a, one, "voters", codes[i].voters);
		js_set_sv(a, one, "sheet", texts[i]);
	}
	return list;
}

/* ---- views ------------------------------------------------------------------------------------------------------ */

static struct js *event_js(struct arena *a, const struct event *e)
{
	struct js *o = js_obj(a);
	js_set_int(a, o, "id", e->id);
	js_set_sv(a, o, "name", e->name);
	js_set_sv(a, o, "kind", e->kind);
	js_set_day(a, o, "day", e->day);
	js_set_sv(a, o, "state", e->state);
	js_set_bool(a, o, "rehearsal", e->rehearsal);
	js_set_sv(a, o, "item", e->item);
	js_set_sv(a, o, "period", e->period_name);
	js_set_int(a, o, "attended", e->attended);
	js_set_int(a, o, "votes", e->votes);
	return o;
}

static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "kind", FIELD_ENUM, N_("Kind") }, { "day", FIELD_DAY, N_("Day") },
	{ "state", FIELD_ENUM, N_("State") }, { "item", FIELD_LINE, N_("Item") }, { "period", FIELD_LINE, N_("Period") },
	{ "votes", FIELD_INT, N_("Ballots") },
};
static const struct field list_filters[] = {
	{ .name = "state", .type = FIELD_ENUM, .of = EVENT_STATES, .label = N_("State") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0, last = 0;
	int n = 0;
	bool more = false;
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &event_page);
	bind_int(st, 1, from);
	scope_bind(st, 2, &in->scope);
	bind_sv(st, 10, field_sv(&in->filters, "state").p ? field_sv(&in->filters, "state") : SV(""));
	bind_int(st, 11, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		struct event e;
		more = n == in->limit;
		if (more)
			continue;
		row(st, cx->a, &e);
		js_push(rows, event_js(cx->a, &e));
		last = e.id;
		n++;
	}
	if (more)
		*ret_after = arena_printf(cx->a, "%lld", (long long)last);
	return rc;
}

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct event *ret)
{
	TRY(event_get(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->owner_path) ? RC_OK : fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
}

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	(void)ret_after;
	struct event e;
	struct event_slot *slot;
	struct event_class *class;
	size_t n, k;
	TRY(visible(cx, db, in, &e));
	TRY(event_slots(cx, db, e.id, &slot, &n));
	TRY(event_classes(cx, db, e.id, &class, &k));
	struct js *o = js_push(rows, event_js(cx->a, &e)), *slots = js_set(o, "slots", js_arr(cx->a)), *codes = js_set(o, "codes", js_arr(cx->a));
	js_set_sv(cx->a, o, "rule_digest", e.rule_digest);
	for (size_t i = 0; i < n; i++)
		js_push(slots, js_str(cx->a, slot[i].short_name));
	for (size_t i = 0; i < k; i++) {
		struct js *c = js_push(codes, js_obj(cx->a));
		js_set_sv(cx->a, c, "voters", class[i].voters);
		js_set_int(cx->a, c, "codes", class[i].codes);
	}
	return RC_OK;
}

static const struct column count_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "voters", FIELD_LINE, N_("Class of jurors") },
	{ "grade", FIELD_LINE, N_("Grade") }, { "place", FIELD_INT, N_("Place") }, { "value", FIELD_DEC, N_("Mark") },
	{ "votes", FIELD_INT, N_("Votes") }, { "missing", FIELD_ENUM, N_("Missing") },
};

static enum rc counts_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t from = 0, last = 0;
	int n = 0;
	bool more = false;
	struct event e;
	TRY(visible(cx, db, in, &e));
	TRY(view_after(cx, in, &from));
	struct stmt *st = db_query(db, &event_counts_of);
	bind_int(st, 1, e.id);
	bind_int(st, 2, from);
	bind_int(st, 3, in->limit + 1);
	while (db_step(cx, st, &rc)) {
		more = n == in->limit;
		if (more)
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		last = col_int(st, 0);
		n++;
		js_set_int(cx->a, o, "no", last);
		js_set_int(cx->a, o, "unit", col_int(st, 1));
		js_set_sv(cx->a, o, "unit_name", col_sv(st, 2, cx->a));
		js_set_sv(cx->a, o, "voters", col_sv(st, 3, cx->a));
		js_set_sv(cx->a, o, "grade", col_sv(st, 4, cx->a));
		js_set_int(cx->a, o, "place", col_int(st, 5));
		js_set_dec(cx->a, o, "value", col_dec(st, 6));
		js_set_int(cx->a, o, "votes", col_int(st, 7));
		js_set_sv(cx->a, o, "missing", col_sv(st, 8, cx->a));
	}
	if (more)
		*ret_after = arena_printf(cx->a, "%lld", (long long)last);
	return rc;
}

const struct view_def event_views[EVENT_VIEWS] = {
	{ .name = "event.list", .label = N_("List events"), .filters = list_filters, .n_filters = COUNT(list_filters), .columns = list_columns,
	  .n_columns = COUNT(list_columns), .roles = ROLE_STAFF, .query = list_query },
	{ .name = "event.show", .label = N_("Show an event"), .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = show_query },
	/* Whoever may not see the marks of a hall sees the board that comes of them. */
	{ .name = "event.counts", .label = N_("What the ballots give"), .columns = count_columns, .n_columns = COUNT(count_columns),
	  .roles = ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, .of_one = true, .query = counts_query },
};

enum rc event_resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &event_called);
	bind_sv(st, 1, name);
	while (db_step(cx, st, &rc)) {
		*ret_id = col_int(st, 0);
		found = true;
	}
	return rc == RC_OK && !found ? fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event.")) : rc;
}
