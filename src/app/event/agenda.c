/* event.agenda, event.order: the agenda typed anew, and taken over from a draw of lots. */
#include "app/event/agenda.h"

#include "app/event/event_read.h"
#include "app/event/lot.h"
#include "app/event/queries.sql.h"

enum { GONE_NAMED = 5 };             /* of the slots that would go, so many are named */

enum rc agenda_load(struct ctx *cx, struct db *db, struct sv text, int64_t within, struct agenda *g)
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

void agenda_put(struct arena *a, struct js *facts, const struct agenda *g)
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

struct agenda_state {
	struct event e;
	struct event_votes votes;
	struct event_noted noted;
	struct event_slot *was;
	size_t n_was;
	struct agenda agenda;
	struct lots lots;
	int64_t *drawn;              /* units in the order of the lots; none before a draw */
	size_t n_drawn;
};

static enum rc lots_load(struct ctx *cx, struct db *db, struct agenda_state *s)
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

enum rc event_order_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct agenda_state *s = NEW(cx->a, struct agenda_state, 1);
	*ret_state = s;
	TRY(event_get(cx, db, in->subject, &s->e));
	target_add(ret, AT_OWNER, s->e.owner);
	TRY(event_noted_now(cx, db, s->e.id, &s->noted));
	return event_votes_now(cx, db, s->e.id, &s->votes);
}

enum rc event_agenda_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	TRY(event_order_load(cx, db, in, ret_state, ret));
	struct agenda_state *s = *ret_state;
	TRY(event_slots(cx, db, s->e.id, &s->was, &s->n_was));
	TRY(lots_load(cx, db, s));
	return field(&in->fields, "agenda")->present ? agenda_load(cx, db, field_sv(&in->fields, "agenda"), s->e.owner, &s->agenda) : RC_OK;
}

static enum rc may_change(struct ctx *cx, const struct agenda_state *s)
{
	TRY(event_going_on(cx, &s->e));
	if (s->votes.open || s->votes.counted)
		return fail(cx, RC_CONFLICT, "event.voting", N_("A vote of this event is open or counted: its agenda stands as it is."));
	return RC_OK;
}

/* Notes stand at the number of their slot. */
static enum rc noted_stay(struct ctx *cx, const struct agenda_state *s)
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
static bool as_drawn(const struct agenda_state *s)
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
static enum rc lots_stand(struct ctx *cx, const struct agenda_state *s, const struct fields *f)
{
	return !s->n_drawn || as_drawn(s) || field(f, "reason")->present ? RC_OK : s->lots.group.n ?
		fail_at(cx, RC_INVALID, "reason", "event.lots_stand", N_("The lots of the group \"%.*s\" are drawn: write why its order is another one."), SV_ARG(s->lots.group)) :
		fail_at(cx, RC_INVALID, "reason", "event.lots_stand", N_("The lots of this event are drawn: write why the order is another one."));
}

/* The first slot of the new agenda that none of the old ones has taken and that goes on with this one. */
static size_t heir(const struct agenda *g, const bool *taken, const struct event_slot *was, bool titled)
{
	size_t i = 0;
	while (i < g->n && (taken[i] || g->unit[i] != was->unit || (titled && !sv_eq(g->slot[i].title, was->title))))
		i++;
	return i;
}

/* What the agenda loses: a unit's slot that is not there any more, or an overview or break, however it is called now.  One line
 * typed into the form must not put an end to the other seven without a word. */
static enum rc losses_meant(struct ctx *cx, const struct agenda_state *s, const struct fields *f)
{
	bool *taken = NEW(cx->a, bool, s->agenda.n + 1), *goes_on = NEW(cx->a, bool, s->n_was + 1);
	struct buf names = buf_new(cx->a, 4096);
	long long gone = 0;
	for (int titled = 1; titled >= 0; titled--)
		for (size_t i = 0; i < s->n_was; i++) {
			size_t at = goes_on[i] ? s->agenda.n : heir(&s->agenda, taken, &s->was[i], titled);
			if (at < s->agenda.n)
				goes_on[i] = taken[at] = true;
		}
	for (size_t i = 0; i < s->n_was; i++)
		if (!goes_on[i] && ++gone <= GONE_NAMED)
			buf_printf(&names, "%s%lld. %.*s", gone > 1 ? "、" : "", (long long)s->was[i].no,
				   SV_ARG(s->was[i].unit ? s->was[i].short_name : s->was[i].title));
	if (!gone || field(f, "drop")->i)
		return RC_OK;
	return fail_at(cx, RC_INVALID, "drop", "event.slots_go", N_("%lld of %lld slots are not in this text: %.*s%s. Tick this if they are to go."), gone,
		       (long long)s->n_was, SV_ARG(buf_sv(&names)), gone > GONE_NAMED ? "…" : "");
}

enum rc event_agenda_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct agenda_state *s = state;
	TRY(may_change(cx, s));
	TRY(noted_stay(cx, s));
	TRY(lots_stand(cx, s, &in->fields));
	TRY(losses_meant(cx, s, &in->fields));
	if (field(&in->fields, "reason")->present)
		js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	agenda_put(cx->a, facts, &s->agenda);
	return RC_OK;
}

enum rc event_agenda_stands(struct ctx *cx, struct db *db, int64_t subject, struct js *ret)
{
	struct sv text;
	TRY(event_agenda_text(cx, db, subject, &text));
	js_set_sv(cx->a, ret, "agenda", text);
	return RC_OK;
}

/* After a draw of lots (lot.h), which has checked everything. */
enum rc event_order_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	TRY(may_change(cx, state));
	js_set(facts, "slots", event_slots_again(cx->a, field(&in->fields, "slots")->data));
	return RC_OK;
}

const struct field event_agenda_fields[EVENT_AGENDA_FIELDS] = {
	{ .name = "agenda", .type = FIELD_TEXT, .required = true, .max = AGENDA_TEXT_MAX, .label = N_("Agenda: unit | speaker's post | title | minutes | group, one slot a line") },
	{ .name = "drop", .type = FIELD_BOOL, .label = N_("Slots that are missing in this text go") },
	{ .name = "reason", .type = FIELD_LINE, .min = 2, .max = 200, .label = N_("Why another order than the lots gave") },
};
const struct field event_order_fields[EVENT_ORDER_FIELDS] = {
	{ .name = "slots", .type = FIELD_DATA, .required = true, .label = N_("Slots") },
};
