#include "app/event/event.h"

#include "app/event/event_read.h"
#include "app/event/lot.h"
#include "app/event/queries.sql.h"
#include "app/person/person.h"

#define MAY_RELEASE (ROLE_LEADER | ROLE_OFFICE_HEAD)

static event_votes_fn *votes_of;

void event_use_votes(event_votes_fn *fn)
{
	votes_of = fn;
}

static event_problems_fn *problems_of;

void event_use_problems(event_problems_fn *fn)
{
	problems_of = fn;
}

enum rc event_votes_now(struct ctx *cx, struct db *db, int64_t event, struct event_votes *ret)
{
	*ret = (struct event_votes){ 0 };
	return votes_of ? votes_of(cx, db, event, ret) : RC_OK;
}

enum rc event_noted_now(struct ctx *cx, struct db *db, int64_t event, struct event_noted *ret)
{
	*ret = (struct event_noted){ 0 };
	return problems_of ? problems_of(cx, db, event, ret) : RC_OK;
}

/* ---- event.plan, event.change --------------------------------------------------------------------------------------------- */

static const struct field plan_fields[] = {
	{ .name = "owner", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit whose office holds it") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = EVENT_KINDS, .label = N_("Kind") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 100, .label = N_("Name") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },
	{ .name = "begins", .type = FIELD_LINE, .max = 5, .label = N_("Begins at (9:00)") },
	{ .name = "place", .type = FIELD_LINE, .max = 100, .label = N_("Venue") },
	{ .name = "series", .type = FIELD_REF, .of = "series", .label = N_("Series") },
	{ .name = "host", .type = FIELD_REF, .of = "unit", .label = N_("Host") },
	{ .name = "host_reason", .type = FIELD_LINE, .max = 200, .label = N_("Why another host than the one whose turn it is") },
	{ .name = "parent", .type = FIELD_REF, .of = "event", .label = N_("Part of the event") },
	{ .name = "chair", .type = FIELD_REF, .of = "person", .label = N_("Chair, who releases the results") },
	{ .name = "agenda", .type = FIELD_TEXT, .max = AGENDA_TEXT_MAX, .label = N_("Agenda: unit | speaker's post | title | minutes | group, one slot a line") },
	{ .name = "rehearsal", .type = FIELD_BOOL, .label = N_("A rehearsal: it counts nowhere") },
};

struct agenda {
	struct agenda_slot *slot;
	int64_t *unit;               /* of each slot; 0 without one */
	size_t n;
};
struct plan_state {
	struct event e;              /* of event.change, event.agenda */
	struct unit owner;
	struct series series;
	struct series_host *host;
	size_t n_host;
	int64_t number;
	struct event parent;
	bool host_inside;
	bool chair_lost, next_may;   /* of the chair that stands; the one that is named could release */
	struct agenda agenda;
	struct event_votes votes;
	struct event_noted noted;
	struct event_slot *was;      /* of event.agenda */
	size_t n_was;
	struct lots lots;
	int64_t *drawn;              /* units in the order of the lots; none before a draw */
	size_t n_drawn;
};

static enum rc agenda_load(struct ctx *cx, struct db *db, struct sv text, int64_t within, struct agenda *g)
{
	TRY(agenda_read(cx, text, &g->slot, &g->n));
	enum rc all = RC_OK;         /* every line that names no unit is told at once */
	g->unit = NEW(cx->a, int64_t, g->n + 1);
	for (size_t i = 0; i < g->n; i++) {
		struct unit u;
		struct ctx probe = *cx;
		if (!g->slot[i].unit.n)
			continue;
		enum rc rc = unit_find(&probe, db, g->slot[i].unit, within, &u);
		if (rc == RC_OK)
			g->unit[i] = u.id;
		else if (rc == RC_NOT_FOUND || rc == RC_CONFLICT)
			all = fail_at(cx, RC_INVALID, "agenda", "agenda.unit", N_("Line %d: \"%.*s\" is no unit of this office's place, or several; write its full name or code, or - for none."),
					g->slot[i].line, SV_ARG(g->slot[i].unit));
		else
			return rc;
	}
	return all;
}

static enum rc series_load(struct ctx *cx, struct db *db, const struct fields *f, struct plan_state *s)
{
	TRY(series_get(cx, db, field_ref(f, "series"), &s->series));
	TRY(series_hosts(cx, db, &s->series, &s->host, &s->n_host));
	return series_next_number(cx, db, s->series.id, civil_of_day(field_day(f, "day")).year, &s->number);
}

/* Could this post release what the owner's event gives?  A disabled one does nothing any more. */
static enum rc could_release(struct ctx *cx, struct db *db, int64_t chair, int64_t owner, bool *ret)
{
	struct post post;
	TRY(post_get(cx, db, chair, &post));
	TRY(person_holds(cx, db, chair, MAY_RELEASE, owner, ret));
	*ret &= !post.disabled;
	return RC_OK;
}

enum rc event_chair_lost(struct ctx *cx, struct db *db, const struct event *e, bool *ret)
{
	bool may = true;
	if (e->chair && !e->released_at && !sv_is(e->state, "cancelled"))
		TRY(could_release(cx, db, e->chair, e->owner, &may));
	*ret = !may;
	return RC_OK;
}

static enum rc chair_fits(struct ctx *cx, const struct fields *f, bool may)
{
	return !field_ref(f, "chair") || may ? RC_OK :
		fail_at(cx, RC_INVALID, "chair", "event.chair_right", N_("The chair releases the results: name a post that is a leader, or head of the office, over the unit that holds it."));
}

static enum rc plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct plan_state *s = NEW(cx->a, struct plan_state, 1);
	const struct fields *f = &in->fields;
	*ret_state = s;
	if (!field_ref(f, "owner")) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(unit_get(cx, db, field_ref(f, "owner"), &s->owner));
	target_add(ret, AT_OWNER, s->owner.id);
	s->host_inside = true;
	if (field_ref(f, "host"))
		TRY(unit_within(cx, db, field_ref(f, "host"), s->owner.id, &s->host_inside));
	if (field_ref(f, "series"))
		TRY(series_load(cx, db, f, s));
	if (field_ref(f, "parent"))
		TRY(event_get(cx, db, field_ref(f, "parent"), &s->parent));
	if (field_ref(f, "chair"))
		TRY(could_release(cx, db, field_ref(f, "chair"), s->owner.id, &s->next_may));
	return agenda_load(cx, db, field(f, "agenda")->present ? field_sv(f, "agenda") : SV(""), s->owner.id, &s->agenda);
}

/* "9:05" as minutes of the day; -1 for none. */
static enum rc clock_of(struct ctx *cx, struct sv text, int *ret)
{
	int64_t h, m;
	size_t colon = sv_find(text, SV(":"), 0), wide = sv_find(text, SV("："), 0);
	*ret = -1;
	if (!text.n)
		return RC_OK;
	size_t at = colon != SIZE_MAX ? colon : wide, len = colon != SIZE_MAX ? 1 : strlen("：");
	if (at == SIZE_MAX || !sv_int(sv_upto(text, at), &h) || !sv_int(sv_from(text, at + len), &m) || h < 0 || h > 23 || m < 0 || m > 59 ||
	    text.n - at - len != 2)
		return fail_at(cx, RC_INVALID, "begins", "event.begins", N_("Write the hour as 9:00 or 14:30."));
	*ret = (int)(h * 60 + m);
	return RC_OK;
}

static void put_agenda(struct arena *a, struct js *facts, const struct agenda *g)
{
	struct js *list = js_set(facts, "slots", js_arr(a));
	for (size_t i = 0; i < g->n; i++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_int(a, o, "unit", g->unit[i]);
		js_set_sv(a, o, "speaker", g->slot[i].speaker);
		js_set_sv(a, o, "title", g->slot[i].title);
		js_set_int(a, o, "minutes", g->slot[i].minutes);
		js_set_sv(a, o, "group", g->slot[i].group);
	}
}

/* Whose turn it is hosts; another host needs a reason that stands in the record (handbook M0.21). */
static enum rc check_series(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	int64_t host = field_ref(f, "host");
	TRY(series_takes(cx, &s->series, s->owner.id, field_sv(f, "kind")));
	if (s->n_host && host && host != s->host[0].unit && !field(f, "host_reason")->present)
		return fail_at(cx, RC_INVALID, "host_reason", "event.turn", N_("It is the turn of %.*s. Write why another unit hosts, or leave the host to the turn."),
			       SV_ARG(s->host[0].name));
	return RC_OK;
}

static enum rc parent_stands(struct ctx *cx, const struct event *parent, const char *field)
{
	return !parent->id || !sv_is(parent->state, "cancelled") ? RC_OK :
		fail_at(cx, RC_CONFLICT, field, "event.parent_gone", N_("The event that holds it was cancelled: cancel this one too, or plan it anew by itself."));
}

static enum rc check_plan(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	TRY(chair_fits(cx, f, s->next_may));
	if (!s->host_inside)
		return fail_at(cx, RC_INVALID, "host", "event.host", N_("The host lies outside the place of this office."));
	if (s->series.id)
		TRY(check_series(cx, s, f));
	if (s->parent.id && (s->parent.parent || s->parent.owner != s->owner.id))
		return fail_at(cx, RC_INVALID, "parent", "event.parent", N_("An event stands inside one of the same office, which itself stands in none."));
	TRY(parent_stands(cx, &s->parent, "parent"));
	if (s->parent.id && s->parent.rehearsal != (field(f, "rehearsal")->i != 0))
		return fail_at(cx, RC_INVALID, "rehearsal", "event.mixed", N_("A rehearsal and the real thing do not stand in one another."));
	return RC_OK;
}

static enum rc plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	struct arena *a = cx->a;
	bool rehearsal = field(f, "rehearsal")->i != 0;
	int begins;
	TRY(check_plan(cx, s, f));
	TRY(clock_of(cx, field_sv(f, "begins"), &begins));
	int64_t host = field_ref(f, "host");
	*subject = fresh_id(fresh);
	js_set_int(a, facts, "owner", s->owner.id);
	js_set_sv(a, facts, "kind", field_sv(f, "kind"));
	js_set_sv(a, facts, "name", field_sv(f, "name"));
	js_set_sv(a, facts, "place", field(f, "place")->present ? field_sv(f, "place") : SV(""));
	js_set_day(a, facts, "day", field_day(f, "day"));
	js_set_int(a, facts, "begins", begins);
	js_set_int(a, facts, "host", host ? host : s->n_host ? s->host[0].unit : 0);
	js_set_sv(a, facts, "host_reason", field(f, "host_reason")->present ? field_sv(f, "host_reason") : SV(""));
	js_set_int(a, facts, "series", s->series.id);
	js_set_int(a, facts, "number", s->series.id && !rehearsal ? s->number : 0);
	js_set_int(a, facts, "parent", s->parent.id);
	js_set_int(a, facts, "chair", field_ref(f, "chair"));
	js_set_bool(a, facts, "rehearsal", rehearsal);
	put_agenda(a, facts, &s->agenda);
	return RC_OK;
}

enum rc event_put_slots(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *slots = js_get(facts, "slots");
	int64_t no = 0;
	struct stmt *st = db_query(db, &event_slots_drop);
	bind_int(st, 1, row->subject);
	TRY(db_run(cx, st));
	for (const struct js *s = slots ? slots->first : NULL; s; s = s->next) {
		st = db_query(db, &event_slot_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, js_get_int(s, "unit", 0));
		bind_sv(st, 4, js_get_sv(s, "speaker"));
		bind_sv(st, 5, js_get_sv(s, "title"));
		bind_int(st, 6, js_get_int(s, "minutes", 0));
		bind_sv(st, 7, js_get_sv(s, "group"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static enum rc plan_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &event_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_sv(st, 3, js_get_sv(facts, "kind"));
	bind_sv(st, 4, js_get_sv(facts, "name"));
	bind_sv(st, 5, js_get_sv(facts, "place"));
	bind_day(st, 6, js_get_day(facts, "day"));
	bind_int(st, 7, js_get_int(facts, "begins", -1));
	bind_int(st, 8, js_get_int(facts, "host", 0));
	bind_int(st, 9, js_get_int(facts, "series", 0));
	bind_int(st, 10, js_get_int(facts, "number", 0));
	bind_int(st, 11, js_get_int(facts, "parent", 0));
	bind_int(st, 12, js_get_int(facts, "chair", 0));
	bind_int(st, 13, js_get_bool(facts, "rehearsal"));
	bind_int(st, 14, row->seq);
	bind_int(st, 15, row->actor);
	TRY(db_run(cx, st));
	return event_put_slots(cx, db, row, facts);
}

static const struct field change_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .min = 2, .max = 100, .label = N_("Name") },
	{ .name = "day", .type = FIELD_DAY, .label = N_("Day") },
	{ .name = "begins", .type = FIELD_LINE, .max = 5, .label = N_("Begins at (9:00)") },
	{ .name = "place", .type = FIELD_LINE, .max = 100, .label = N_("Venue") },
	{ .name = "chair", .type = FIELD_REF, .of = "person", .label = N_("Chair, who releases the results") },
};
static const struct field agenda_fields[] = {
	{ .name = "agenda", .type = FIELD_TEXT, .required = true, .max = AGENDA_TEXT_MAX, .label = N_("Agenda: unit | speaker's post | title | minutes | group, one slot a line") },
	{ .name = "reason", .type = FIELD_LINE, .min = 2, .max = 200, .label = N_("Why another order than the lots gave") },
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct plan_state *s = NEW(cx->a, struct plan_state, 1);
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	if (s->e.parent)
		TRY(event_get(cx, db, s->e.parent, &s->parent));
	TRY(event_noted_now(cx, db, s->e.id, &s->noted));
	return event_votes_now(cx, db, s->e.id, &s->votes);
}

static enum rc change_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct plan_state *s = *ret_state;
	TRY(event_chair_lost(cx, db, &s->e, &s->chair_lost));
	if (field_ref(&in->fields, "chair"))
		TRY(could_release(cx, db, field_ref(&in->fields, "chair"), s->e.owner, &s->next_may));
	return RC_OK;
}

static enum rc lots_load(struct ctx *cx, struct db *db, struct plan_state *s)
{
	struct lot *lot;
	size_t n;
	TRY(lots_of_event(cx, db, s->e.id, &s->lots));
	if (!s->lots.drawn)
		return RC_OK;
	TRY(lots_order(cx, db, &s->lots, &lot, &n));
	s->drawn = NEW(cx->a, int64_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct unit u;
		TRY(unit_by_code(cx, db, lot[i].code, &u));
		s->drawn[s->n_drawn++] = u.id;
	}
	return RC_OK;
}

static enum rc agenda_act_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(self_load(cx, db, in, ret_state, ret));
	struct plan_state *s = *ret_state;
	TRY(event_slots(cx, db, s->e.id, &s->was, &s->n_was));
	TRY(lots_load(cx, db, s));
	return field(&in->fields, "agenda")->present ? agenda_load(cx, db, field_sv(&in->fields, "agenda"), s->e.owner, &s->agenda) : RC_OK;
}

enum rc event_going_on(struct ctx *cx, const struct event *e)
{
	return sv_is(e->state, "planned") || sv_is(e->state, "under_way") ? RC_OK : fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
}

/* From the first mark on it stands who releases, but for a chair who no longer can: then nobody ever could. */
static bool next_chair(const struct plan_state *s, const struct fields *f)
{
	for (size_t i = 0; i < COUNT(change_fields); i++)
		if (field(f, change_fields[i].name)->present != (sv_is(sv_of(change_fields[i].name), "chair")))
			return false;
	return s->chair_lost;
}

static enum rc change_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	int begins = s->e.begins;
	bool lost = next_chair(s, f);
	if (!lost)
		TRY(event_going_on(cx, &s->e));
	if (field(f, "begins")->present)
		TRY(clock_of(cx, field_sv(f, "begins"), &begins));
	if (field_ref(f, "chair") && s->e.released_at)
		return fail_at(cx, RC_CONFLICT, "chair", "event.released", N_("The results are released already."));
	TRY(chair_fits(cx, f, s->next_may));
	if (!lost && field_ref(f, "chair") && field_ref(f, "chair") != s->e.chair && (s->votes.open || s->votes.counted))
		return fail_at(cx, RC_CONFLICT, "chair", "event.chair_stands", N_("A vote of this event is open or counted: who releases it stands as it is."));
	if (s->e.number && field(f, "day")->present && civil_of_day(field_day(f, "day")).year != civil_of_day(s->e.day).year)
		return fail_at(cx, RC_CONFLICT, "day", "event.year", N_("Its number counts in its year: plan it anew in the other one."));
	js_set_sv(cx->a, facts, "name", field(f, "name")->present ? field_sv(f, "name") : s->e.name);
	js_set_day(cx->a, facts, "day", field(f, "day")->present ? field_day(f, "day") : s->e.day);
	js_set_int(cx->a, facts, "begins", begins);
	js_set_sv(cx->a, facts, "place", field(f, "place")->present ? field_sv(f, "place") : s->e.place);
	js_set_int(cx->a, facts, "chair", field_ref(f, "chair") ? field_ref(f, "chair") : s->e.chair);
	return RC_OK;
}

static enum rc change_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &event_change);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "name"));
	bind_sv(st, 3, js_get_sv(facts, "place"));
	bind_day(st, 4, js_get_day(facts, "day"));
	bind_int(st, 5, js_get_int(facts, "begins", -1));
	bind_int(st, 6, js_get_int(facts, "chair", 0));
	return db_run(cx, st);
}

/* Notes stand at the number of their slot. */
static enum rc noted_stay(struct ctx *cx, const struct plan_state *s)
{
	const struct agenda *g = &s->agenda;
	for (size_t i = 0; i < s->n_was && s->was[i].no <= s->noted.last_slot; i++)
		if (i >= g->n || g->unit[i] != s->was[i].unit || !sv_eq(g->slot[i].title, s->was[i].title))
			return fail_at(cx, RC_CONFLICT, "agenda", "event.noted",
				       N_("Slots up to no. %lld have notes: their units and titles stay as they are; change what comes after them."),
				       (long long)s->noted.last_slot);
	return RC_OK;
}

/* Do those who drew stand there in the order of their lots, none of them left out? */
static bool as_drawn(const struct plan_state *s)
{
	const struct agenda *g = &s->agenda;
	size_t next = 0;             /* how many of the drawn stand so far */
	for (size_t i = 0; i < g->n; i++) {
		size_t k = 0;
		if (!g->unit[i] || (s->lots.group.n && !sv_eq(g->slot[i].group, s->lots.group)))
			continue;
		while (k < s->n_drawn && s->drawn[k] != g->unit[i])
			k++;
		if (k == s->n_drawn)
			continue;    /* who came later drew nothing */
		if (k != next && k + 1 != next)
			return false;
		next += k == next;
	}
	return next == s->n_drawn;
}

/* What two words drew before everybody is changed only with a reason that stands in the record. */
static enum rc lots_stand(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	return !s->n_drawn || as_drawn(s) || field(f, "reason")->present ? RC_OK : s->lots.group.n ?
		fail_at(cx, RC_INVALID, "reason", "event.lots_stand", N_("The lots of the group \"%.*s\" are drawn: write why its order is another one."), SV_ARG(s->lots.group)) :
		fail_at(cx, RC_INVALID, "reason", "event.lots_stand", N_("The lots of this event are drawn: write why the order is another one."));
}

static enum rc agenda_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	TRY(event_going_on(cx, &s->e));
	if (s->votes.open || s->votes.counted)
		return fail(cx, RC_CONFLICT, "event.voting", N_("A vote of this event is open or counted: its agenda stands as it is."));
	TRY(noted_stay(cx, s));
	TRY(lots_stand(cx, s, &in->fields));
	if (field(&in->fields, "reason")->present)
		js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	put_agenda(cx->a, facts, &s->agenda);
	return RC_OK;
}

/* ---- event.begin, end, cancel, release ------------------------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

/* After a draw of lots (lot.h), which has checked everything. */
static const struct field order_fields[] = {
	{ .name = "slots", .type = FIELD_DATA, .required = true, .label = N_("Slots") },
};

static enum rc order_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	TRY(event_going_on(cx, &s->e));
	if (s->votes.open || s->votes.counted)
		return fail(cx, RC_CONFLICT, "event.voting", N_("A vote of this event is open or counted: its agenda stands as it is."));
	js_set(facts, "slots", event_slots_again(cx->a, field(&in->fields, "slots")->data));
	return RC_OK;
}

static enum rc begin_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject, (void)facts;
	const struct plan_state *s = state;
	TRY(parent_stands(cx, &s->parent, ""));
	return sv_is(s->e.state, "planned") ? RC_OK : fail(cx, RC_CONFLICT, "event.begun", N_("This event has begun already, or is over."));
}

static enum rc begin_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &event_set_begun);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	return db_run(cx, st);
}

static enum rc votes_over(struct ctx *cx, const struct event_votes *v)
{
	long long running = (long long)(v->planned + v->open);
	return !running ? RC_OK : fail(cx, RC_CONFLICT, "event.votes_open", N_("%lld votes of this event are not closed: close or cancel them first."), running);
}

/* Before the bus leaves every problem has an owner and a day, or was settled (handbook M0.26). */
static enum rc problems_over(struct ctx *cx, int64_t open)
{
	return !open ? RC_OK : fail(cx, RC_CONFLICT, "event.problems_open",
				    N_("%lld problems noted at this event are open: make each a matter, settle it or dismiss it with a reason first."), (long long)open);
}

static enum rc end_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject, (void)facts;
	const struct plan_state *s = state;
	if (!sv_is(s->e.state, "under_way"))
		return fail(cx, RC_CONFLICT, "event.not_begun", N_("This event is not under way."));
	TRY(votes_over(cx, &s->votes));
	return problems_over(cx, s->noted.open);
}

static enum rc end_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &event_set_ended);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	return db_run(cx, st);
}

static enum rc cancel_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	TRY(event_going_on(cx, &s->e));
	if (s->votes.open || s->votes.counted)
		return fail(cx, RC_CONFLICT, "event.has_votes", N_("This event has votes: cancel those that run; what was counted stands."));
	TRY(problems_over(cx, s->noted.open));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc cancel_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &event_set_cancelled);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

/* The chair's key: all results of the event at once, when every vote is over (handbook M4.7). */
static enum rc release_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	if (s->e.released_at)
		return fail(cx, RC_CONFLICT, "event.released", N_("The results are released already."));
	if (sv_is(s->e.state, "cancelled"))
		return fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
	if (s->e.chair && in->actor.post != s->e.chair)
		return fail(cx, RC_DENIED, "event.chair", N_("The chair of this event releases its results, nobody else."));
	TRY(votes_over(cx, &s->votes));
	if (s->votes.blocked.n)
		return fail(cx, RC_CONFLICT, "event.blocked", N_("The count of \"%.*s\" could not become a tally: its period is frozen, or another tally of this item stands there. "
			"Refuse or withdraw that tally first."), SV_ARG(s->votes.blocked));
	if (!s->votes.counted)
		return fail(cx, RC_CONFLICT, "event.no_votes", N_("No vote of this event was counted: there is nothing to release."));
	js_set_int(cx->a, facts, "votes", s->votes.counted);
	return RC_OK;
}

static enum rc release_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)facts;
	struct stmt *st = db_query(db, &event_set_released);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_int(st, 3, row->actor);
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "event.plan", .version = 1, .label = N_("Plan an event"), .fields = plan_fields, .n_fields = COUNT(plan_fields), BY_OFFICE,
	  .creates = true, .load = plan_load, .decide = plan_decide, .apply = plan_apply },
	{ .name = "event.change", .version = 1, .label = N_("Change the event"), .fields = change_fields, .n_fields = COUNT(change_fields), BY_OFFICE,
	  .load = change_load, .decide = change_decide, .apply = change_apply },
	{ .name = "event.agenda", .version = 1, .label = N_("Change the agenda"), .fields = agenda_fields, .n_fields = COUNT(agenda_fields), BY_OFFICE,
	  .strict = true, .load = agenda_act_load, .decide = agenda_decide, .apply = event_put_slots },
	{ .name = "event.order", .version = 1, .label = N_("Take over the order of the lots"), .fields = order_fields, .n_fields = COUNT(order_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .load = self_load, .decide = order_decide, .apply = event_put_slots },
	{ .name = "event.begin", .version = 1, .label = N_("Begin the event"), BY_OFFICE, .load = self_load, .decide = begin_decide, .apply = begin_apply },
	{ .name = "event.end", .version = 1, .label = N_("End the event"), BY_OFFICE, .load = self_load, .decide = end_decide, .apply = end_apply },
	{ .name = "event.cancel", .version = 1, .label = N_("Cancel the event"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = self_load, .decide = cancel_decide, .apply = cancel_apply },
	{ .name = "event.release", .version = 1, .label = N_("Release the results"), .who = { { MAY_RELEASE, AT_OWNER } },
	  .load = self_load, .decide = release_decide, .apply = release_apply },
};

const struct noun event_noun = {
	.name = "event", .label = N_("Events"), .acts = acts, .n_acts = COUNT(acts), .views = event_views, .n_views = EVENT_VIEWS,
	.tables = event_tables, .n_tables = &event_tables_n, .resolve = event_resolve,
};
