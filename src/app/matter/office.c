/* What the office does with a matter. */
#include "app/matter/deeds.h"

static struct js *set_of(struct ctx *cx, struct js *facts)
{
	return js_set(facts, "set", js_obj(cx->a));
}

static void say(struct ctx *cx, const struct act_in *in, struct js *facts, const char *kind, const char *field_name, int64_t unit)
{
	facts_record(cx->a, facts, &(struct record_in){ .kind = kind, .text = field_sv(&in->fields, field_name), .unit = unit,
							.percent = PERCENT_NONE });
}

DECIDE(issue_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct js *set = set_of(cx, facts);
	TRY(deal_step(cx, s, in, &(struct matter_step){ .verb = VERB_ISSUE }, facts, set));
	return deal_issue(cx, &s->m, in, set, facts);
}

static enum assignment_role role_of(const struct act_in *in)
{
	enum assignment_role r = AS_LEAD;
	(void)assignment_role_parse(field_sv(&in->fields, "role"), &r);
	return r;
}

static enum rc still_there(struct ctx *cx, const struct unit *u)
{
	return day_is(u->closed) ? fail_at(cx, RC_INVALID, "unit", "matter.unit_closed", N_("The unit %.*s exists no longer."), SV_ARG(u->name)) :
				   RC_OK;
}

/* Another party: the named verifier is also a column, because it says who concludes. */
static void follow_verifier(struct ctx *cx, const struct deal *s, enum assignment_role role, int64_t from, int64_t to, struct js *set)
{
	if (role != AS_VERIFY)
		return;
	if (to)
		js_set_int(cx->a, set, "verifier", to);
	else if (s->m.verifier == from)
		js_set_int(cx->a, set, "verifier", 0);
}

/* On a draft the machine has nothing to say yet: units are only written down. */
static enum rc assign_draft(struct ctx *cx, const struct deal *s, const struct act_in *in, int64_t from, int64_t to, struct js *facts)
{
	struct duty *d = NEW(cx->a, struct duty, s->n + 1);
	size_t n = 0;
	bool led = false, found = false;
	enum assignment_role role = role_of(in);
	for (size_t i = 0; i < s->n; i++) {
		if (from && s->d[i].unit == from && s->d[i].role == role) {
			found = true;
			continue;
		}
		d[n++] = s->d[i];
	}
	if (from && !found)
		return fail(cx, RC_NOT_FOUND, "assignment.none",
			    N_("This unit has no such assignment on this matter: look at the list of its units."));
	if (to)
		d[n++] = (struct duty){ .unit = to, .role = role, .assigned_at = in->at };
	for (size_t i = 0; i < n; i++) {
		d[i].id = s->m.id * DUTIES_PER_MATTER + (int64_t)i;
		led |= d[i].role == AS_LEAD;
	}
	if (led)
		TRY(assignments_check(cx, deal_machine(cx->a, d, n), n));
	js_set_bool(cx->a, facts, "reset", true);
	struct js *list = js_set(facts, "duties", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, duty_js(cx->a, &d[i]));
	return RC_OK;
}

static enum rc move_duty(struct ctx *cx, const struct deal *s, const struct act_in *in, int64_t from, int64_t to, struct js *facts)
{
	struct js *set = set_of(cx, facts);
	follow_verifier(cx, s, role_of(in), from, to, set);
	if (s->m.state == MATTER_DRAFT)
		TRY(assign_draft(cx, s, in, from, to, facts));
	else
		TRY(deal_step(cx, s, in, &(struct matter_step){ .verb = VERB_REASSIGN, .unit = from, .to = to, .role = role_of(in) },
			      facts, set));
	say(cx, in, facts, to && from ? "reassign" : to ? "assign" : "unassign", "reason", to ? to : from);
	return RC_OK;
}

DECIDE(assign_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	TRY(still_there(cx, &s->unit));
	return move_duty(cx, s, in, 0, s->unit.id, facts);
}

DECIDE(unassign_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	return move_duty(cx, s, in, s->unit.id, 0, facts);
}

DECIDE(reassign_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	TRY(still_there(cx, &s->to));
	return move_duty(cx, s, in, s->unit.id, s->to.id, facts);
}

static enum rc running(struct ctx *cx, const struct deal *s)
{
	enum matter_state st = s->m.state;
	if (st == MATTER_DRAFT || st == MATTER_CLOSED || st == MATTER_WITHDRAWN)
		return fail(cx, RC_CONFLICT, "matter.not_running", N_("This matter is not under way: there is nobody to call."));
	return RC_OK;
}

DECIDE(chase_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	const struct fields *f = &in->fields;
	TRY(running(cx, s));
	set_of(cx, facts);
	int64_t unit = s->unit.id;
	for (size_t i = 0; i < s->n && !unit; i++)
		if (s->d[i].role == AS_LEAD && s->d[i].state != ASSIGNMENT_RELEASED)
			unit = s->d[i].unit;
	facts_record(cx->a, facts, &(struct record_in){ .kind = "chase", .text = field_sv(f, "text"), .unit = unit,
							.result = field_sv(f, "result"), .means = SV("phone"), .percent = PERCENT_NONE });
	if (s->post.id)
		js_set_int(cx->a, facts, "called", s->post.id);
	if (deal_has(f, "promised"))
		js_set_day(cx->a, facts, "promised", field_day(f, "promised"));
	return RC_OK;
}

DECIDE(note_decide)
{
	(void)fresh, (void)subject, (void)state;
	set_of(cx, facts);
	say(cx, in, facts, "note", "text", 0);
	return RC_OK;
}

static void move_due(struct ctx *cx, struct js *facts, const struct extension *e)
{
	struct js *o = js_set(facts, "move", js_obj(cx->a));
	js_set_int(cx->a, o, "id", e->id);
	js_set_int(cx->a, o, "unit", e->unit);
	js_set_day(cx->a, o, "old_due", e->old_due);
	js_set_day(cx->a, o, "new_due", e->new_due);
	js_set_sv(cx->a, o, "reason", sv_or_empty(e->reason));
	js_set_sv(cx->a, o, "state", e->state);
	js_set_sv(cx->a, o, "answer", sv_or_empty(e->answer));
	js_set_int(cx->a, o, "asked_at", e->asked_at);
	js_set_int(cx->a, o, "asked_by", e->asked_by);
	js_set_int(cx->a, o, "decided_at", e->decided_at);
	js_set_int(cx->a, o, "decided_by", e->decided_by);
}

DECIDE(extend_ask_decide)
{
	(void)subject;
	const struct deal *s = state;
	const struct fields *f = &in->fields;
	struct record_in rec = { .kind = "extend_ask", .text = field_sv(f, "reason"), .percent = PERCENT_NONE };
	struct day today = day_of_instant(in->at), wanted = field_day(f, "due");
	TRY(deal_behalf(cx, s, in, &rec));
	if (!matter_allows(s->m.state, VERB_PROGRESS) || s->m.state == MATTER_STANDING)
		return fail(cx, RC_CONFLICT, "matter.no_extension", N_("The deadline of this matter is not running: there is nothing to extend."));
	if (s->asked.id)
		return fail(cx, RC_CONFLICT, "extension.asked", N_("An extension has been asked for already: wait for the answer of the office."));
	if (!day_is(s->m.due))
		return fail(cx, RC_CONFLICT, "extension.no_due", N_("This matter has no deadline that could be moved."));
	/* 延期 must be asked before the deadline (handbook 2.4, step 7). */
	if (today.n > s->m.due.n)
		return fail(cx, RC_CONFLICT, "extension.late",
			    N_("The deadline has passed: an extension is asked for before it. Report how things stand; the office can move it."));
	if (wanted.n <= s->m.due.n)
		return fail_at(cx, RC_INVALID, "due", "extension.earlier", N_("The new date must lie after the present deadline."));
	set_of(cx, facts);
	facts_record(cx->a, facts, &rec);
	move_due(cx, facts, &(struct extension){ .id = fresh_id(fresh), .unit = s->mine->unit, .old_due = s->m.due, .new_due = wanted,
						 .reason = rec.text, .state = SV("asked"), .asked_at = in->at, .asked_by = in->actor.post });
	return RC_OK;
}

/* Answers a request; without one the office moves the deadline by itself.  The old date stays beside the new. */
DECIDE(extend_decide_decide)
{
	(void)subject;
	const struct deal *s = state;
	const struct fields *f = &in->fields;
	bool grant = field(f, "grant")->i != 0;
	struct extension e = s->asked;
	if (!e.id && (!grant || !deal_has(f, "due")))
		return fail(cx, RC_CONFLICT, "extension.none", N_("No extension has been asked for. To move the deadline all the same, give the new date."));
	if (!matter_allows(s->m.state, VERB_PROGRESS))
		return fail(cx, RC_CONFLICT, "matter.no_extension", N_("The deadline of this matter is not running: there is nothing to extend."));
	if (!e.id)
		e = (struct extension){ .id = fresh_id(fresh), .old_due = s->m.due, .reason = field_sv(f, "reason"), .asked_at = in->at,
					.asked_by = in->actor.post };
	if (deal_has(f, "due"))
		e.new_due = field_day(f, "due");
	e.state = grant ? SV("granted") : SV("refused");
	e.answer = field_sv(f, "reason");
	e.decided_at = in->at;
	e.decided_by = in->actor.post;
	struct js *set = set_of(cx, facts);
	if (grant) {
		js_set_day(cx->a, set, "due", e.new_due);
		if (s->m.due_kind != DUE_STANDING)
			js_set_sv(cx->a, set, "due_kind", SV("fixed"));
		js_set_sv(cx->a, set, "due_precision", SV("day"));
	}
	move_due(cx, facts, &e);
	say(cx, in, facts, grant ? "extend_grant" : "extend_refuse", "reason", e.unit);
	return RC_OK;
}

DECIDE(suspend_decide)
{
	(void)fresh, (void)subject;
	struct js *set = set_of(cx, facts);
	TRY(deal_step(cx, state, in, &(struct matter_step){ .verb = VERB_SUSPEND }, facts, set));
	js_set_sv(cx->a, set, "reason", field_sv(&in->fields, "reason"));
	js_set_day(cx->a, facts, "review", field_day(&in->fields, "review"));
	say(cx, in, facts, "suspend", "reason", 0);
	return RC_OK;
}

/* The main clock was paused: the deadline moves by the days that it stood. */
DECIDE(resume_decide)
{
	(void)subject;
	const struct deal *s = state;
	struct js *set = set_of(cx, facts);
	struct day today = day_of_instant(in->at);
	TRY(deal_step(cx, s, in, &(struct matter_step){ .verb = VERB_RESUME }, facts, set));
	int32_t stood = day_is(s->m.stopped) ? today.n - s->m.stopped.n : 0;
	if (day_is(s->m.due) && stood > 0) {
		struct day due = { s->m.due.n + stood };
		js_set_day(cx->a, set, "due", due);
		move_due(cx, facts, &(struct extension){ .id = fresh_id(fresh), .old_due = s->m.due, .new_due = due, .reason = s->m.reason,
							 .state = SV("granted"), .asked_at = in->at, .asked_by = in->actor.post,
							 .decided_at = in->at, .decided_by = in->actor.post });
	}
	js_set_sv(cx->a, set, "reason", SV(""));
	say(cx, in, facts, "resume", "reason", 0);
	return RC_OK;
}

DECIDE(stand_decide)
{
	(void)fresh, (void)subject;
	struct js *set = set_of(cx, facts);
	TRY(deal_step(cx, state, in, &(struct matter_step){ .verb = VERB_MAKE_STANDING }, facts, set));
	js_set_day(cx->a, set, "due", field_day(&in->fields, "review")); /* the next review */
	say(cx, in, facts, "stand", "reason", 0);
	return RC_OK;
}

DECIDE(withdraw_decide)
{
	(void)fresh, (void)subject;
	struct js *set = set_of(cx, facts);
	TRY(deal_step(cx, state, in, &(struct matter_step){ .verb = VERB_WITHDRAW }, facts, set));
	js_set_sv(cx->a, set, "reason", field_sv(&in->fields, "reason"));
	say(cx, in, facts, "withdraw", "reason", 0);
	return RC_OK;
}

/* Looking at a phone: the facts name only the reference, whoever asked reads it from the secret store. */
DECIDE(reach_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct sv ref = s->post.id ? s->post.phone : s->m.contact;
	bool concerned = !s->post.id;
	for (size_t i = 0; i < s->n; i++)
		concerned |= s->d[i].unit == s->post.unit;
	if (!concerned)
		return fail_at(cx, RC_DENIED, "post", "matter.reach_other", N_("This post belongs to none of the matter's units."));
	if (!ref.n)
		return fail(cx, RC_NOT_FOUND, "matter.no_phone", N_("No phone is on file."));
	js_set_int(cx->a, facts, "post", s->post.id);
	js_set_sv(cx->a, facts, "ref", ref);
	(void)in;
	return RC_OK;
}

enum rc reach_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)cx, (void)db, (void)row, (void)facts; /* the row of the journal is all there is to it */
	return RC_OK;
}

/* The answer to an instruction goes back to the leader who gave it. */
DECIDE(answer_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	if (!s->m.origin_post)
		return fail(cx, RC_CONFLICT, "matter.no_leader", N_("This matter came from no leader's instruction."));
	set_of(cx, facts);
	facts_record(cx->a, facts, &(struct record_in){ .kind = "answer", .text = field_sv(&in->fields, "text"),
							.to_post = s->m.origin_post, .percent = PERCENT_NONE });
	return RC_OK;
}
