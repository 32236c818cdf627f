/* What units and verifiers do with a matter. */
#include "app/matter/deeds.h"

static struct js *set_of(struct ctx *cx, struct js *facts)
{
	return js_set(facts, "set", js_obj(cx->a));
}

static struct matter_step step_of(const struct deal *s, enum matter_verb verb)
{
	return (struct matter_step){ .verb = verb, .unit = s->mine->unit, .role = s->mine->role };
}

DECIDE(ack_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct record_in rec = { .kind = "ack", .percent = PERCENT_NONE };
	TRY(deal_behalf(cx, s, in, &rec));
	struct matter_step step = step_of(s, VERB_ACK);
	TRY(deal_step(cx, s, in, &step, facts, set_of(cx, facts)));
	facts_record(cx->a, facts, &rec);
	return RC_OK;
}

DECIDE(return_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct record_in rec = { .kind = "return", .text = field_sv(&in->fields, "reason"), .percent = PERCENT_NONE };
	TRY(deal_behalf(cx, s, in, &rec));
	struct matter_step step = step_of(s, VERB_RETURN);
	TRY(deal_step(cx, s, in, &step, facts, set_of(cx, facts)));
	facts_record(cx->a, facts, &rec);
	return RC_OK;
}

/* The matter's own figure is what its leads say; an assisting unit's words stand in the record only. */
static void tell(struct ctx *cx, const struct deal *s, const struct act_in *in, struct record_in *rec, struct js *set)
{
	const struct fields *f = &in->fields;
	if (deal_has(f, "percent"))
		rec->percent = field(f, "percent")->d;
	rec->same = s->last.seq && rec->text.n && sv_eq(s->last.text, rec->text);
	js_set_bool(cx->a, set, "started", true);
	js_set_int(cx->a, set, "progress_at", in->at);
	if (s->mine->role != AS_LEAD)
		return;
	if (rec->text.n)
		js_set_sv(cx->a, set, "progress", rec->text);
	if (rec->percent.u != PERCENT_NONE.u)
		js_set_dec(cx->a, set, "percent", rec->percent);
	if (deal_has(f, "problem"))
		js_set_sv(cx->a, set, "problem", field_sv(f, "problem"));
	if (deal_has(f, "next_step"))
		js_set_sv(cx->a, set, "next_step", field_sv(f, "next_step"));
}

DECIDE(progress_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct js *set = set_of(cx, facts);
	struct record_in rec = { .kind = "progress", .text = field_sv(&in->fields, "text"), .percent = PERCENT_NONE };
	TRY(deal_behalf(cx, s, in, &rec));
	struct matter_step step = step_of(s, VERB_PROGRESS);
	TRY(deal_step(cx, s, in, &step, facts, set));
	tell(cx, s, in, &rec, set);
	facts_record(cx->a, facts, &rec);
	return RC_OK;
}

DECIDE(claim_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct js *set = set_of(cx, facts);
	struct record_in rec = { .kind = "claim_finish", .text = field_sv(&in->fields, "text"), .percent = PERCENT_NONE };
	TRY(deal_behalf(cx, s, in, &rec));
	struct matter_step step = step_of(s, VERB_CLAIM_FINISH);
	TRY(deal_step(cx, s, in, &step, facts, set));
	tell(cx, s, in, &rec, set);
	facts_record(cx->a, facts, &rec);
	return RC_OK;
}

/* ---- verification -------------------------------------------------------------------------------------------- */

/* The machine looks at the unit as whose officer one acts; here also the actor's own unit may not be one that
 * does the work, nor belong to one.  A place that contains the office itself (the county as lead) is no reason. */
static enum rc impartial(struct ctx *cx, const struct deal *s)
{
	TRY(matter_verifier(cx, deal_machine(cx->a, s->d, s->n), s->n, s->actor_unit));
	for (size_t i = 0; i < s->n; i++) {
		const struct duty *d = &s->d[i];
		bool does = d->state != ASSIGNMENT_RELEASED && (d->role == AS_LEAD || d->role == AS_ASSIST);
		if (does && s->actor_path.p && sv_starts(s->actor_path, d->unit_path) && !sv_starts(s->m.owner_path, d->unit_path))
			return fail(cx, RC_DENIED, "matter.verifier_is_doer",
				    N_("A unit that leads or assists cannot verify: let another party verify."));
	}
	return RC_OK;
}

/* Whoever reported for the unit, on the phone or in its name, does not also find it done. */
static enum rc other_party(struct ctx *cx, const struct deal *s)
{
	if (s->claimed_it)
		return fail(cx, RC_DENIED, "matter.own_claim",
			    N_("The same person claimed the matter finished, for the unit or in its name: let another one verify it."));
	if (s->signed_it)
		return fail(cx, RC_DENIED, "matter.own_work",
			    N_("The same person signed for the matter: let another one verify it."));
	return RC_OK;
}

static enum rc check(struct ctx *cx, const struct deal *s, const struct act_in *in, enum matter_verb verb, const char *kind,
		     const char *text, struct js *facts, struct js *set)
{
	TRY(matter_allow(cx, s->m.state, verb));
	TRY(impartial(cx, s));
	TRY(deal_step(cx, s, in, &(struct matter_step){ .verb = verb, .unit = s->check_unit }, facts, set));
	facts_record(cx->a, facts, &(struct record_in){ .kind = kind, .text = field_sv(&in->fields, text), .unit = s->check_unit,
							.percent = PERCENT_NONE });
	return RC_OK;
}

DECIDE(take_up_decide)
{
	(void)fresh, (void)subject;
	TRY(matter_allow(cx, ((const struct deal *)state)->m.state, VERB_TAKE_UP));
	TRY(other_party(cx, state));
	return check(cx, state, in, VERB_TAKE_UP, "take_up", "text", facts, set_of(cx, facts));
}

DECIDE(send_back_decide)
{
	(void)fresh, (void)subject;
	struct js *set = set_of(cx, facts);
	TRY(check(cx, state, in, VERB_SEND_BACK, "send_back", "reason", facts, set));
	js_set_sv(cx->a, set, "reason", field_sv(&in->fields, "reason"));
	deal_about(cx->a, state, facts);
	return RC_OK;
}

DECIDE(close_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	struct js *set = set_of(cx, facts);
	TRY(matter_allow(cx, s->m.state, VERB_CLOSE));
	TRY(other_party(cx, s));
	TRY(check(cx, s, in, VERB_CLOSE, "close", "text", facts, set));
	js_set_int(cx->a, set, "closed_at", in->at);
	js_set_sv(cx->a, set, "reason", SV(""));
	/* For rules and reactions: finished when, against which deadline. */
	js_set_day(cx->a, facts, "finished_on", day_is(s->m.stopped) ? s->m.stopped : day_of_instant(in->at));
	js_set_day(cx->a, facts, "due", s->m.due);
	js_set_int(cx->a, facts, "origin_post", s->m.origin_post);
	deal_about(cx->a, s, facts);
	return RC_OK;
}

/* 反弹重办: a new clock; where the old deadline has passed, the new one must be said. */
DECIDE(reopen_decide)
{
	(void)fresh, (void)subject;
	const struct deal *s = state;
	const struct fields *f = &in->fields;
	struct js *set = set_of(cx, facts);
	struct day today = day_of_instant(in->at), due = field_day(f, "due");
	TRY(deal_step(cx, s, in, &(struct matter_step){ .verb = VERB_REOPEN }, facts, set));
	if (!day_is(due) && day_is(s->m.due) && s->m.due.n < today.n)
		return fail_at(cx, RC_INVALID, "due", "matter.reopen_due", N_("The old deadline has passed: give the new one."));
	if (day_is(due)) {
		js_set_day(cx->a, set, "due", due);
		js_set_sv(cx->a, set, "due_precision", SV("day"));
		if (s->m.due_kind != DUE_STANDING)
			js_set_sv(cx->a, set, "due_kind", SV("fixed"));
	}
	js_set_int(cx->a, set, "closed_at", 0);
	js_set_int(cx->a, set, "reopened", s->m.reopened + 1);
	js_set_sv(cx->a, set, "reason", field_sv(f, "reason"));
	deal_about(cx->a, s, facts);
	facts_record(cx->a, facts, &(struct record_in){ .kind = "reopen", .text = field_sv(f, "reason"), .percent = PERCENT_NONE });
	return RC_OK;
}
