#include "app/period/period.h"

#include "app/period/queries.sql.h"
#include "app/person/person.h"
#include "app/unit/unit.h"

static const char *const state_names[] = { "open", "closed", "frozen" };

static lateness_fn *lateness_of;

void period_use_lateness(lateness_fn *fn)
{
	lateness_of = fn;
}

static period_votes_fn *votes_of;

void period_use_votes(period_votes_fn *fn)
{
	votes_of = fn;
}

static period_tallies_fn *tallies_of;

void period_use_tallies(period_tallies_fn *fn)
{
	tallies_of = fn;
}

const char *period_state_name(enum period_state s)
{
	return state_names[s];
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

static void row(const struct stmt *st, struct arena *a, struct period *ret)
{
	*ret = (struct period){
		.id = col_int(st, 0), .owner = col_int(st, 1), .name = col_sv(st, 2, a), .from = col_day(st, 3),
		.to = col_day(st, 4), .publish_on = col_day(st, 5), .state = (enum period_state)col_int(st, 6),
		.as_of = col_int(st, 7), .closed_at = col_int(st, 8), .frozen_at = col_int(st, 9),
	};
}

enum rc period_get(struct ctx *cx, struct db *db, int64_t id, struct period *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &period_by_id);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	if (rc == RC_OK && !found)
		return fail(cx, RC_NOT_FOUND, "period.none", N_("There is no such period."));
	return rc;
}

enum rc periods_of(struct ctx *cx, struct db *db, int64_t owner, struct period **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 32;
	struct period *all = NEW(cx->a, struct period, cap);
	struct stmt *st = db_query(db, &period_of_owner);
	bind_int(st, 1, owner);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			struct period *bigger = NEW(cx->a, struct period, cap * 2);
			memcpy(bigger, all, cap * sizeof(*all));
			all = bigger;
			cap *= 2;
		}
		row(st, cx->a, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc period_on(struct ctx *cx, struct db *db, int64_t owner, struct day day, enum period_state *ret, struct sv *ret_name)
{
	enum rc rc;
	enum period_state state = PERIOD_OPEN;
	struct sv name = SV("");
	struct stmt *st = db_query(db, &period_of_day);
	bind_int(st, 1, owner);
	bind_day(st, 2, day);
	while (db_step(cx, st, &rc)) {
		state = (enum period_state)col_int(st, 0);
		name = col_sv(st, 1, cx->a);
	}
	*ret = state;
	*ret_name = name;
	return rc;
}

enum rc period_exemptions(struct ctx *cx, struct db *db, int64_t period, struct exemption **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 500 };
	size_t n = 0;
	struct exemption *all = NEW(cx->a, struct exemption, MAX);
	struct stmt *st = db_query(db, &period_exempt_of);
	bind_int(st, 1, period);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct exemption){ col_int(st, 0), col_sv(st, 1, cx->a), col_sv(st, 2, cx->a) };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* ---- period.open ---------------------------------------------------------------------------------------- */

static const struct field open_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office counts") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Name") },
	{ .name = "from", .type = FIELD_DAY, .required = true, .label = N_("First day") },
	{ .name = "to", .type = FIELD_DAY, .required = true, .label = N_("Last day") },
	{ .name = "publish_on", .type = FIELD_DAY, .required = true, .label = N_("To be published on") },
};

struct open_state {
	struct unit owner;
	struct period *had;
	size_t n;
};

static enum rc open_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct open_state *s = NEW(cx->a, struct open_state, 1);
	TRY(unit_get(cx, db, field_ref(&in->fields, "owner"), &s->owner));
	TRY(periods_of(cx, db, s->owner.id, &s->had, &s->n));
	target_add(ret, AT_OWNER, s->owner.id);
	*ret_state = s;
	return RC_OK;
}

/* The months of a quarter and the quarters of a year share days with it; two periods of about one length would count the
 * same days on two boards of one kind. */
static bool counts_twice(const struct period *p, struct day from, struct day to)
{
	int32_t had = p->to.n - p->from.n + 1, now = to.n - from.n + 1;
	int32_t longer = had > now ? had : now, shorter = had > now ? now : had;
	return p->from.n <= to.n && p->to.n >= from.n && longer * 10 < shorter * 19;
}

static enum rc open_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			   struct js *facts, int64_t *subject)
{
	const struct open_state *s = state;
	struct day from = field_day(&in->fields, "from"), to = field_day(&in->fields, "to");
	struct day publish_on = field_day(&in->fields, "publish_on");
	if (to.n < from.n || to.n - from.n > 366)
		return fail_at(cx, RC_INVALID, "to", "period.days", N_("A period ends on or after its first day, within a year."));
	if (publish_on.n <= to.n)
		return fail_at(cx, RC_INVALID, "publish_on", "period.publish_on",
			       N_("The day of publication comes after the last day that is counted."));
	for (size_t i = 0; i < s->n; i++)
		if (sv_eq(s->had[i].name, field_sv(&in->fields, "name")))
			return fail_at(cx, RC_CONFLICT, "name", "period.name", N_("This unit has a period of that name already."));
	for (size_t i = 0; i < s->n; i++)
		if (counts_twice(&s->had[i], from, to))
			return fail_at(cx, RC_CONFLICT, "from", "period.overlap",
				       N_("The period %.*s counts some of these days already. Only periods of different length share days: the months of a quarter, the quarters of a year."),
				       SV_ARG(s->had[i].name));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->owner.id);
	js_set_sv(cx->a, facts, "name", field_sv(&in->fields, "name"));
	js_set_day(cx->a, facts, "from", from);
	js_set_day(cx->a, facts, "to", to);
	js_set_day(cx->a, facts, "publish_on", publish_on);
	return RC_OK;
}

static enum rc open_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &period_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "name"));
	bind_day(st, 4, js_get_day(facts, "from"));
	bind_day(st, 5, js_get_day(facts, "to"));
	bind_day(st, 6, js_get_day(facts, "publish_on"));
	return db_run(cx, st);
}

/* ---- what concerns an existing period --------------------------------------------------------------------- */

struct self_state {
	struct period p;
	struct lateness *late;   /* of period.close */
	size_t n_late;
	struct sv vote;          /* of period.freeze: not released yet */
	int64_t tallies;         /* of period.freeze: waiting for their second person */
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct self_state *s = NEW(cx->a, struct self_state, 1);
	TRY(period_get(cx, db, in->subject, &s->p));
	target_add(ret, AT_OWNER, s->p.owner);
	*ret_state = s;
	return RC_OK;
}

static enum rc close_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	return lateness_of ? lateness_of(cx, db, s->p.owner, s->p.to, &s->late, &s->n_late) : RC_OK;
}

/* Lateness is derived as long as the clock runs; a rule may only count what was stated once, here. */
static enum rc close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			    struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	int64_t as_of = instant_of_day((struct day){ s->p.to.n + 1 }) - 1;
	if (s->p.state != PERIOD_OPEN)
		return fail(cx, RC_CONFLICT, "period.closed", N_("This period is closed already."));
	if (in->at <= as_of)
		return fail(cx, RC_CONFLICT, "period.runs", N_("This period has not ended yet; close it after its last day."));
	js_set_instant(cx->a, facts, "as_of", as_of);
	js_set_int(cx->a, facts, "owner", s->p.owner);
	js_set_day(cx->a, facts, "to", s->p.to);
	struct js *late = js_set(facts, "late", js_arr(cx->a));
	for (size_t i = 0; i < s->n_late; i++) {
		const struct lateness *l = &s->late[i];
		struct js *o = js_push(late, js_obj(cx->a));
		js_set_int(cx->a, o, "matter", l->matter);
		js_set_int(cx->a, o, "unit", l->unit);
		js_set_bool(cx->a, o, "assist", l->assist);
		js_set_bool(cx->a, o, "rectify", l->rectify);
		js_set_day(cx->a, o, "due", l->due);
		js_set_sv(cx->a, o, "topic", sv_or_empty(l->topic));
		js_set_sv(cx->a, o, "title", sv_or_empty(l->title));
	}
	return RC_OK;
}

static enum rc close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	int64_t as_of = 0;
	(void)instant_parse(js_get_sv(facts, "as_of"), &as_of);
	struct stmt *st = db_query(db, &period_set_closed);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, as_of);
	bind_int(st, 3, row->at);
	return db_run(cx, st);
}

/* What was late is made into entries in groups: the close names all, this says where the next group begins. */
static const struct field counted_fields[] = {
	{ .name = "close", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Row of the journal") },
	{ .name = "next", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("Begins at") },
};

static enum rc counted_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			      struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_int(cx->a, facts, "close", field(&in->fields, "close")->i);
	js_set_int(cx->a, facts, "next", field(&in->fields, "next")->i);
	return RC_OK;
}

static enum rc counted_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)cx, (void)db, (void)row, (void)facts;
	return RC_OK;
}

static enum rc freeze_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	if (votes_of)
		TRY(votes_of(cx, db, s->p.id, &s->vote));
	return tallies_of ? tallies_of(cx, db, s->p.id, &s->tallies) : RC_OK;
}

static enum rc freeze_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	if (s->p.state == PERIOD_OPEN)
		return fail(cx, RC_CONFLICT, "period.open", N_("This period is still open; close it first."));
	if (s->p.state == PERIOD_FROZEN)
		return fail(cx, RC_CONFLICT, "period.frozen", N_("This period is frozen."));
	if (s->vote.n) /* its event could never be released, with all other votes of that day */
		return fail(cx, RC_CONFLICT, "period.vote", N_("The vote \"%.*s\" of this period is not released yet, and a frozen period takes no count: "
			    "have its event's results released first, or cancel the vote while it is open."), SV_ARG(s->vote));
	if (s->tallies)
		return fail(cx, RC_CONFLICT, "board.tallies", N_("%lld tallies of the period wait for a second person; have them confirmed or refused first."),
			    (long long)s->tallies);
	js_set_day(cx->a, facts, "on", day_of_instant(in->at));
	return RC_OK;
}

static enum rc freeze_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &period_set_frozen);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	return db_run(cx, st);
}

static const struct field reschedule_fields[] = {
	{ .name = "publish_on", .type = FIELD_DAY, .required = true, .label = N_("To be published on") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .label = N_("Reason") },
};

static enum rc reschedule_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
				 struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	struct day on = field_day(&in->fields, "publish_on");
	if (s->p.state == PERIOD_FROZEN)
		return fail(cx, RC_CONFLICT, "period.frozen", N_("This period is frozen."));
	if (on.n <= s->p.to.n)
		return fail_at(cx, RC_INVALID, "publish_on", "period.publish_on",
			       N_("The day of publication comes after the last day that is counted."));
	js_set_day(cx->a, facts, "publish_on", on);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc reschedule_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &period_set_publish_on);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "publish_on"));
	return db_run(cx, st);
}

/* ---- a unit that takes no part is listed with its document, never dropped silently ------------------------- */

static const struct field exempt_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "doc_no", .type = FIELD_LINE, .required = true, .min = 4, .max = 60, .label = N_("Number of the approval") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Reason") },
};
static const struct field include_fields[] = {
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit") },
	{ .name = "reason", .type = FIELD_LINE, .required = true, .max = 100, .label = N_("Reason") },
};

static enum rc exempt_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	bool inside = false;
	TRY(self_load(cx, db, in, ret_state, ret));
	struct self_state *s = *ret_state;
	TRY(unit_within(cx, db, field_ref(&in->fields, "unit"), s->p.owner, &inside));
	return inside ? RC_OK : fail_at(cx, RC_INVALID, "unit", "period.unit",
					N_("This unit does not belong to the unit whose office counts."));
}

static enum rc exempt_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh,
			     struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct self_state *s = state;
	if (s->p.state == PERIOD_FROZEN)
		return fail(cx, RC_CONFLICT, "period.frozen", N_("This period is frozen."));
	js_set_int(cx->a, facts, "unit", field_ref(&in->fields, "unit"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	if (in->def->fields == exempt_fields)
		js_set_sv(cx->a, facts, "doc_no", field_sv(&in->fields, "doc_no"));
	return RC_OK;
}

static enum rc exempt_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &period_exempt_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	bind_sv(st, 3, js_get_sv(facts, "doc_no"));
	bind_sv(st, 4, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static enum rc include_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &period_exempt_drop);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "unit", 0));
	return db_run(cx, st);
}

#define KEEPERS { { ROLE_OFFICE, AT_OWNER } }
#define HEADS { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } }

static const struct act_def acts[] = {
	{ .name = "period.open", .version = 1, .label = N_("Open a period"), .fields = open_fields, .n_fields = COUNT(open_fields),
	  .who = KEEPERS, .creates = true, .load = open_load, .decide = open_decide, .apply = open_apply },
	{ .name = "period.close", .version = 1, .label = N_("Close the period"), .who = KEEPERS,
	  .load = close_load, .decide = close_decide, .apply = close_apply },
	{ .name = "period.counted", .version = 1, .label = N_("Go on counting what was late"), .fields = counted_fields,
	  .n_fields = COUNT(counted_fields), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .load = self_load, .decide = counted_decide, .apply = counted_apply },
	{ .name = "period.freeze", .version = 1, .label = N_("Freeze the period"), .who = HEADS,
	  .load = freeze_load, .decide = freeze_decide, .apply = freeze_apply },
	{ .name = "period.reschedule", .version = 1, .label = N_("Move the day of publication"), .fields = reschedule_fields,
	  .n_fields = COUNT(reschedule_fields), .who = KEEPERS, .load = self_load, .decide = reschedule_decide,
	  .apply = reschedule_apply },
	{ .name = "period.exempt", .version = 1, .label = N_("Exempt a unit"), .fields = exempt_fields,
	  .n_fields = COUNT(exempt_fields), .who = HEADS, .load = exempt_load, .decide = exempt_decide, .apply = exempt_apply },
	{ .name = "period.include", .version = 1, .label = N_("End an exemption"), .fields = include_fields,
	  .n_fields = COUNT(include_fields), .who = HEADS, .load = exempt_load, .decide = exempt_decide,
	  .apply = include_apply },
};

/* ---- views -------------------------------------------------------------------------------------------------- */

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	enum rc rc;
	int64_t id = 0;
	int n = 0;
	struct stmt *st = db_query(db, &period_named);
	bind_sv(st, 1, name);
	for (; db_step(cx, st, &rc); n++)
		id = col_int(st, 0);
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return fail(cx, RC_NOT_FOUND, "period.none_called",
			    N_("No period is called \"%.*s\"; `bixue period list` shows them."), SV_ARG(name));
	if (n > 1)
		return fail(cx, RC_CONFLICT, "period.several", N_("Several units have a period of this name; give its id as #123."));
	*ret_id = id;
	return RC_OK;
}

static const struct field list_filters[] = {
	{ .name = "owner", .type = FIELD_REF, .of = "unit", .label = N_("Unit whose office counts") },
};
static const struct column list_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "owner_name", FIELD_LINE, N_("Unit") }, { "name", FIELD_LINE, N_("Name") },
	{ "from", FIELD_DAY, N_("First day") }, { "to", FIELD_DAY, N_("Last day") },
	{ "publish_on", FIELD_DAY, N_("To be published on") }, { "state", FIELD_ENUM, N_("State") },
};

static enum rc list_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	TRY(view_after(cx, in, &after));
	struct stmt *st = db_query(db, &period_list_page);
	bind_int(st, 1, after);
	bind_int(st, 2, field_ref(&in->filters, "owner"));
	bind_int(st, 3, in->limit + 1);
	struct period p = { 0 };
	int n = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)p.id);
			continue;
		}
		row(st, cx->a, &p);
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "id", p.id);
		js_set_int(cx->a, o, "owner", p.owner);
		js_set_sv(cx->a, o, "owner_name", col_sv(st, 10, cx->a));
		js_set_sv(cx->a, o, "name", p.name);
		js_set_day(cx->a, o, "from", p.from);
		js_set_day(cx->a, o, "to", p.to);
		js_set_day(cx->a, o, "publish_on", p.publish_on);
		js_set_sv(cx->a, o, "state", sv_of(state_names[p.state]));
		js_set_instant(cx->a, o, "as_of", p.as_of);
	}
	return rc;
}

static const struct view_def views[] = {
	{ .name = "period.list", .label = N_("List periods"), .filters = list_filters, .n_filters = COUNT(list_filters),
	  .columns = list_columns, .n_columns = COUNT(list_columns), .roles = ROLE_ALL | ROLE_SYSTEM, .query = list_query },
};

const struct noun period_noun = {
	.name = "period", .label = N_("Periods"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = period_tables, .n_tables = &period_tables_n, .resolve = resolve,
};
