#include "app/event/event.h"

#include "app/event/agenda.h"
#include "app/event/event_read.h"
#include "app/event/queries.sql.h"
#include "app/person/person.h"

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

struct plan_state {
	struct event e;              /* of all acts but event.plan */
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
	int64_t same;                /* another one of that name, day and owner; 0 for none */
};

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
	TRY(person_holds(cx, db, chair, EVENT_RELEASERS, owner, ret));
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

/* Two of one name on one day could not be told apart by anybody; the same name on another day is next week's meeting. */
static enum rc same_load(struct ctx *cx, struct db *db, struct sv name, struct day day, int64_t owner, int64_t self, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &event_same);
	bind_int(st, 1, owner);
	bind_sv(st, 2, sv_or_empty(name));
	bind_day(st, 3, day);
	bind_int(st, 4, self);
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc one_of_a_name(struct ctx *cx, int64_t same)
{
	return !same ? RC_OK : fail_at(cx, RC_CONFLICT, "name", "event.same", N_("This office has an event of this name on that day already (#%lld): give this one another name, or change that one."), (long long)same);
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
	TRY(same_load(cx, db, field_sv(f, "name"), field_day(f, "day"), s->owner.id, 0, &s->same));
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
	TRY(one_of_a_name(cx, s->same));
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
	agenda_put(a, facts, &s->agenda);
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
	const struct fields *f = &in->fields;
	TRY(event_chair_lost(cx, db, &s->e, &s->chair_lost));
	TRY(same_load(cx, db, field(f, "name")->present ? field_sv(f, "name") : s->e.name, field(f, "day")->present ? field_day(f, "day") : s->e.day,
		      s->e.owner, s->e.id, &s->same));
	if (field_ref(&in->fields, "chair"))
		TRY(could_release(cx, db, field_ref(&in->fields, "chair"), s->e.owner, &s->next_may));
	return RC_OK;
}

enum rc event_going_on(struct ctx *cx, const struct event *e)
{
	return sv_is(e->state, "planned") || sv_is(e->state, "under_way") ? RC_OK : fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
}

/* What the form gives that is not so already: it opens with what stands, and sends all of it back. */
struct change {
	bool name, day, begins, place, chair;
};

static struct change change_of(const struct event *e, const struct fields *f, int begins)
{
	return (struct change){
		.name = field(f, "name")->present && !sv_eq(field_sv(f, "name"), e->name), .day = field(f, "day")->present && field_day(f, "day").n != e->day.n,
		.begins = begins != e->begins, .place = field(f, "place")->present && !sv_eq(field_sv(f, "place"), e->place),
		.chair = field_ref(f, "chair") && field_ref(f, "chair") != e->chair,
	};
}

/* From the first mark on it stands who releases, but for a chair who no longer can: then nobody ever could. */
static enum rc chair_stands(struct ctx *cx, const struct plan_state *s, bool lost)
{
	if (s->e.released_at)
		return fail_at(cx, RC_CONFLICT, "chair", "event.released", N_("The results are released already."));
	if (!lost && (s->votes.open || s->votes.counted))
		return fail_at(cx, RC_CONFLICT, "chair", "event.chair_stands", N_("A vote of this event is open or counted: who releases it stands as it is."));
	return RC_OK;
}

/* The day on which it began is a fact; under which name, on which day and where a result was announced stands on a paper with
 * a receipt. */
static enum rc facts_stand(struct ctx *cx, const struct plan_state *s, const struct fields *f, const struct change *c)
{
	const char *fixed = c->name ? "name" : c->day ? "day" : c->place ? "place" : NULL;
	if (s->e.released_at && fixed)
		return fail_at(cx, RC_CONFLICT, fixed, "event.announced", N_("A result was announced under this name, day and venue: they stay as they are."));
	if (s->e.begun_at && (c->day || c->begins)) /* titles go by the order of sessions */
		return fail_at(cx, RC_CONFLICT, c->day ? "day" : "begins", "event.begun_day", N_("The event has begun: its day and hour stay as they are."));
	if (s->e.number && c->day && civil_of_day(field_day(f, "day")).year != civil_of_day(s->e.day).year)
		return fail_at(cx, RC_CONFLICT, "day", "event.year", N_("Its number counts in its year: plan it anew in the other one."));
	return c->name || c->day ? one_of_a_name(cx, s->same) : RC_OK;
}

static enum rc change_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	int begins = s->e.begins;
	if (field(f, "begins")->present)
		TRY(clock_of(cx, field_sv(f, "begins"), &begins));
	struct change c = change_of(&s->e, f, begins);
	bool lost = s->chair_lost && c.chair && !(c.name || c.day || c.begins || c.place);
	if (!lost)
		TRY(event_going_on(cx, &s->e));
	if (c.chair)
		TRY(chair_stands(cx, s, lost));
	if (c.chair)
		TRY(chair_fits(cx, f, s->next_may));
	TRY(facts_stand(cx, s, f, &c));
	js_set_sv(cx->a, facts, "name", c.name ? field_sv(f, "name") : s->e.name);
	js_set_day(cx->a, facts, "day", c.day ? field_day(f, "day") : s->e.day);
	js_set_int(cx->a, facts, "begins", begins);
	js_set_sv(cx->a, facts, "place", c.place ? field_sv(f, "place") : s->e.place);
	js_set_int(cx->a, facts, "chair", c.chair ? field_ref(f, "chair") : s->e.chair);
	return RC_OK;
}

static enum rc change_stands(struct ctx *cx, struct db *db, int64_t subject, struct js *ret)
{
	struct event e;
	TRY(event_get(cx, db, subject, &e));
	js_set_sv(cx->a, ret, "name", e.name);
	js_set_day(cx->a, ret, "day", e.day);
	js_set_sv(cx->a, ret, "begins", e.begins < 0 ? SV("") : arena_printf(cx->a, "%d:%02d", e.begins / 60, e.begins % 60));
	js_set_sv(cx->a, ret, "place", e.place);
	js_set_int(cx->a, ret, "chair", e.chair);
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

/* ---- event.begin, end, cancel, release ------------------------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

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
	  .load = change_load, .decide = change_decide, .stands = change_stands, .apply = change_apply },
	{ .name = "event.agenda", .version = 1, .label = N_("Change the agenda"), .fields = event_agenda_fields, .n_fields = EVENT_AGENDA_FIELDS, BY_OFFICE,
	  .strict = true, .load = event_agenda_load, .decide = event_agenda_decide, .stands = event_agenda_stands, .apply = event_put_slots },
	{ .name = "event.order", .version = 1, .label = N_("Take over the order of the lots"), .fields = event_order_fields, .n_fields = EVENT_ORDER_FIELDS,
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .load = event_order_load, .decide = event_order_decide, .apply = event_put_slots },
	{ .name = "event.begin", .version = 1, .label = N_("Begin the event"), BY_OFFICE, .load = self_load, .decide = begin_decide, .apply = begin_apply },
	{ .name = "event.end", .version = 1, .label = N_("End the event"), BY_OFFICE, .load = self_load, .decide = end_decide, .apply = end_apply },
	{ .name = "event.cancel", .version = 1, .label = N_("Cancel the event"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = self_load, .decide = cancel_decide, .apply = cancel_apply },
	{ .name = "event.release", .version = 1, .label = N_("Release the results"), .who = { { EVENT_RELEASERS, AT_OWNER } },
	  .load = self_load, .decide = release_decide, .apply = release_apply },
};

const struct noun event_noun = {
	.name = "event", .label = N_("Events"), .acts = acts, .n_acts = COUNT(acts), .views = event_views, .n_views = EVENT_VIEWS,
	.tables = event_tables, .n_tables = &event_tables_n, .resolve = event_resolve,
};
