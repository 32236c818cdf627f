/* vote.plan: what is voted on, by which item of the rules, and what the office lays down beside them. */
#include "app/vote/vote_acts.h"

#include "app/vote/queries.sql.h"
#include "app/vote/vote_read.h"

const struct field vote_plan_fields[VOTE_PLAN_FIELDS] = {
	{ .name = "event", .type = FIELD_REF, .required = true, .of = "event", .label = N_("Event") },
	{ .name = "group", .type = FIELD_LINE, .max = 60, .label = N_("Group of the agenda; none: all units on it") },
	{ .name = "name", .type = FIELD_LINE, .min = 2, .max = 100, .label = N_("Name, where the event has several votes") },
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item of the rules that reads the votes") },
	{ .name = "sheet", .type = FIELD_ENUM, .of = VOTE_SHEETS, .label = N_("Secret ballots, or sheets signed by seat number") },
	{ .name = "criteria", .type = FIELD_TEXT, .max = 800, .label = N_("Criteria of a mark with their full marks, one a line: 项目规模 20") },
	{ .name = "step", .type = FIELD_DEC, .min = 0, .max = 10, .label = N_("Step of the marks, from 0.01 to 10") },
	{ .name = "first_most", .type = FIELD_INT, .min = 1, .max = BALLOT_SLOTS_MAX, .label = N_("At most so many in the first grade") },
	{ .name = "last_least", .type = FIELD_INT, .min = 1, .max = BALLOT_SLOTS_MAX, .label = N_("At least so many in the last grades") },
	{ .name = "last_grades", .type = FIELD_INT, .min = 1, .max = RULE_SHARES_MAX - 1, .label = N_("How many grades are the last ones; none said: one") },
	{ .name = "above_most", .type = FIELD_INT, .min = 0, .max = BALLOT_SLOTS_MAX, .label = N_("So many at most lie above the upper mark") },
	{ .name = "above", .type = FIELD_DEC, .min = 0, .max = 10000, .label = N_("Upper mark") },
	{ .name = "below_least", .type = FIELD_INT, .min = 1, .max = BALLOT_SLOTS_MAX, .label = N_("So many at least lie below the lower mark") },
	{ .name = "below", .type = FIELD_DEC, .min = 0, .max = 10000, .label = N_("Lower mark") },
	{ .name = "opens", .type = FIELD_ENUM, .of = VOTE_OPENS, .label = N_("When jurors may judge") },
	{ .name = "least", .type = FIELD_INT, .min = 1, .max = VOTE_CODES_MAX, .label = N_("So many ballots make the vote valid") },
};

struct plan_state {
	struct event e;
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct vote_slot *slot;
	size_t n_slot;
	int64_t stray;               /* the first unit that the rules do not compare there */
	int64_t twin, tally;         /* of the same item and period */
	size_t in_event;             /* votes that it has already */
};

enum rc vote_find_stray(struct ctx *cx, struct db *db, const struct vote_slot *slot, size_t n, const struct ruleset *r, const struct rule *rule,
			  int64_t *ret)
{
	for (size_t i = 0; i < n && !*ret; i++) {
		struct unit u;
		bool inside = false;
		TRY(unit_get(cx, db, slot[i].unit, &u));
		TRY(unit_within(cx, db, u.id, r->owner, &inside));
		if (!inside || !ruleset_compares(rule, u.kind))
			*ret = u.id;
	}
	return RC_OK;
}

enum rc vote_plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct plan_state *s = NEW(cx->a, struct plan_state, 1);
	const struct fields *f = &in->fields;
	*ret_state = s;
	if (!field_ref(f, "event") || !field_ref(f, "period") || !field_ref(f, "ruleset")) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(event_get(cx, db, field_ref(f, "event"), &s->e));
	TRY(period_get(cx, db, field_ref(f, "period"), &s->period));
	TRY(ruleset_get(cx, db, field_ref(f, "ruleset"), &s->r));
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	target_add(ret, AT_OWNER, s->e.owner);
	struct vote *others;
	TRY(votes_of_event(cx, db, s->e.id, &others, &s->in_event));
	const struct vote v = { .period = s->period.id, .item = field_sv(f, "item"), .event = s->e.id, .group = field(f, "group")->present ? field_sv(f, "group") : SV(""), .state = SV("planned") };
	TRY(vote_slots(cx, db, &v, &s->slot, &s->n_slot));
	if (!s->e.rehearsal)
		TRY(vote_taken(cx, db, &v, s->rule, s->r.series, s->slot, s->n_slot, &s->twin, &s->tally));
	return vote_find_stray(cx, db, s->slot, s->n_slot, &s->r, s->rule, &s->stray);
}

/* How every sheet must be spread: grades and marks have each their own rule. */
static enum rc check_spread(struct ctx *cx, const struct fields *f, const struct ballot_form *form)
{
	static const char *const marks[] = { "above_most", "above", "below_least", "below" };
	const struct value *above = field(f, "above"), *below = field(f, "below");
	int64_t grades = field(f, "last_grades")->present ? field(f, "last_grades")->i : 1;
	if ((field(f, "last_least")->present || field(f, "last_grades")->present) && form->kind != BALLOT_GRADES)
		return fail_at(cx, RC_INVALID, "last_least", "vote.last_where", N_("Only sheets with grades have last grades."));
	if (field(f, "last_grades")->present && (!field(f, "last_least")->present || grades >= form->n_grades))
		return fail_at(cx, RC_INVALID, "last_grades", "vote.last", N_("Say how many must stand in the last grades, and leave one grade before them."));
	for (size_t i = 0; i < COUNT(marks); i++)
		if (field(f, marks[i])->present && form->kind != BALLOT_MARKS)
			return fail_at(cx, RC_INVALID, marks[i], "vote.spread_where", N_("Only sheets with marks can be spread by marks."));
	if (above->present != field(f, "above_most")->present || (above->present && (above->d.u <= 0 || dec_cmp(above->d, form->most) >= 0)))
		return fail_at(cx, RC_INVALID, "above", "vote.above", N_("Say both how many and above which mark, which is less than the full marks."));
	if (below->present != field(f, "below_least")->present || (below->present && (below->d.u <= 0 || dec_cmp(below->d, form->most) > 0)))
		return fail_at(cx, RC_INVALID, "below", "vote.below", N_("Say both how many and below which mark, which is not more than the full marks."));
	return RC_OK;
}

static enum rc check_rule(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	struct sv name = field_sv(f, "item");
	const struct rule_item *item = rule_measured(s->rule, name);
	const struct ballot_terms terms = { .is_signed = sv_is(field_sv(f, "sheet"), "signed") };
	const struct ballot_form form = item ? ballot_form_of(item, 1, &terms) : (struct ballot_form){ 0 };
	if (!sv_is(s->r.state, "adopted"))
		return fail_at(cx, RC_CONFLICT, "ruleset", "vote.draft", N_("This ruleset is not adopted: jurors vote by adopted rules only."));
	if (s->r.owner != s->period.owner || s->r.owner != s->e.owner)
		return fail_at(cx, RC_INVALID, "ruleset", "vote.owner", N_("Event, period and ruleset belong to different offices."));
	if (!s->e.rehearsal && s->period.state == PERIOD_FROZEN)
		return fail_at(cx, RC_CONFLICT, "period", "vote.frozen", N_("The period %.*s is frozen: its board stands as it is."), SV_ARG(s->period.name));
	if (form.kind == BALLOT_NONE)
		return fail_at(cx, RC_INVALID, "item", "vote.item", N_("The item \"%.*s\" of these rules reads no votes that a secret ballot gives: it must ask "
			"for grades, for places, or for marks that are not corrected by juror."), SV_ARG(name));
	if (field(f, "first_most")->present && form.kind != BALLOT_GRADES)
		return fail_at(cx, RC_INVALID, "first_most", "vote.first_most", N_("Only sheets with grades have a first grade."));
	if (field(f, "criteria")->present && form.kind != BALLOT_MARKS)
		return fail_at(cx, RC_INVALID, "criteria", "vote.criteria", N_("Only sheets with marks have criteria."));
	if (field(f, "step")->present && form.kind != BALLOT_MARKS)
		return fail_at(cx, RC_INVALID, "step", "vote.step_where", N_("Only sheets with marks go in steps."));
	TRY(check_spread(cx, f, &form));
	if (s->in_event >= VOTES_MAX)
		return fail_at(cx, RC_LIMIT, "event", "vote.many", N_("An event has at most %d votes."), VOTES_MAX);
	return vote_check_taken(cx, s->twin, s->tally);
}

/* Step and criteria of a mark, as they are kept. */
static enum rc terms_of(struct ctx *cx, const struct fields *f, struct dec most, struct ballot_terms *ret)
{
	*ret = (struct ballot_terms){ .step = field(f, "step")->d };
	if (field(f, "step")->present && (ret->step.u < DEC_ONE / 100 || ret->step.u % (DEC_ONE / 100) || most.u % ret->step.u))
		return fail_at(cx, RC_INVALID, "step", "vote.step", N_("A step is from 0.01 to 10, with at most two decimals, and the full marks %.*s are a multiple of it."),
			       SV_ARG(dec_text(cx->a, most)));
	return field(f, "criteria")->present ? ballot_criteria(cx, field_sv(f, "criteria"), most, ret) : RC_OK;
}

/* The contestants as the rules can compare them, each once unless jurors give marks. */
enum rc vote_check_slots(struct ctx *cx, const struct vote_slot *slot, size_t n, enum ballot_kind kind, int64_t stray)
{
	for (size_t i = 0; i < n && stray; i++)
		if (slot[i].unit == stray)
			return fail_at(cx, RC_INVALID, "group", "vote.stray", N_("%lld. %.*s on the agenda is none of those that the ruleset compares."), (long long)slot[i].no,
				       SV_ARG(slot[i].name));
	for (size_t i = 0; i < n; i++)
		if (!vote_slot_is_first(slot, i) && kind != BALLOT_MARKS)
			return fail_at(cx, RC_INVALID, "group", "vote.twice", N_("%.*s stands on the agenda twice: only marks can be given site by site."),
				       SV_ARG(slot[i].short_name));
	return n ? RC_OK : fail_at(cx, RC_INVALID, "group", "vote.nobody", N_("No unit stands on this event's agenda in that group; write the agenda first."));
}

enum rc vote_plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	struct sv group = field(f, "group")->present ? field_sv(f, "group") : SV("");
	if (!sv_is(s->e.state, "planned") && !sv_is(s->e.state, "under_way"))
		return fail_at(cx, RC_CONFLICT, "event", "event.over", N_("This event is over."));
	if (s->e.released_at)
		return fail_at(cx, RC_CONFLICT, "event", "event.released", N_("The results are released already."));
	TRY(check_rule(cx, s, f));
	const struct ballot_terms kind = { .is_signed = sv_is(field_sv(f, "sheet"), "signed") };
	const struct ballot_form form = ballot_form_of(rule_measured(s->rule, field_sv(f, "item")), 1, &kind);
	TRY(vote_check_slots(cx, s->slot, s->n_slot, form.kind, s->stray));
	if (sv_is(field_sv(f, "opens"), "slot") && !kind.is_signed)
		return fail_at(cx, RC_INVALID, "opens", "vote.opens_secret", N_("A secret ballot is not shown again and replaces the one before as a whole, so it cannot grow from report to report: "
			"take signed sheets, or open the vote after the last report."));
	if (sv_is(field_sv(f, "opens"), "slot") && form.kind == BALLOT_RANKS)
		return fail_at(cx, RC_INVALID, "opens", "vote.opens_ranks", N_("Places compare all contestants: jurors give them after the last report, or when the office opens the vote."));
	struct ballot_terms terms;
	TRY(terms_of(cx, f, form.most, &terms));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->r.owner);
	js_set_int(cx->a, facts, "event", s->e.id);
	js_set_sv(cx->a, facts, "group", group);
	js_set_sv(cx->a, facts, "name", field(f, "name")->present ? field_sv(f, "name") :
		  group.n ? arena_printf(cx->a, "%.*s·%.*s", SV_ARG(s->e.name), SV_ARG(group)) : s->e.name);
	js_set_int(cx->a, facts, "ruleset", s->r.id);
	js_set_sv(cx->a, facts, "item", field_sv(f, "item"));
	js_set_int(cx->a, facts, "period", s->period.id);
	js_set_int(cx->a, facts, "first_most", field(f, "first_most")->i);
	js_set_int(cx->a, facts, "last_grades", !field(f, "last_least")->present ? 0 : field(f, "last_grades")->present ? field(f, "last_grades")->i : 1);
	static const char *const ints[] = { "last_least", "above_most", "below_least", "least" };
	for (size_t i = 0; i < COUNT(ints); i++)
		js_set_int(cx->a, facts, ints[i], field(f, ints[i])->i);
	js_set_dec(cx->a, facts, "above", field(f, "above")->d);
	js_set_dec(cx->a, facts, "below", field(f, "below")->d);
	js_set_sv(cx->a, facts, "sheet", kind.is_signed ? SV("signed") : SV("secret"));
	js_set_sv(cx->a, facts, "opens", field(f, "opens")->present ? field_sv(f, "opens") : SV("any"));
	js_set_sv(cx->a, facts, "criteria", ballot_criteria_text(cx->a, &terms));
	js_set_dec(cx->a, facts, "step", terms.step);
	return RC_OK;
}

enum rc vote_plan_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "owner", 0));
	bind_int(st, 3, js_get_int(facts, "event", 0));
	bind_sv(st, 4, js_get_sv(facts, "name"));
	bind_sv(st, 5, js_get_sv(facts, "group"));
	bind_int(st, 6, js_get_int(facts, "ruleset", 0));
	bind_sv(st, 7, js_get_sv(facts, "item"));
	bind_int(st, 8, js_get_int(facts, "period", 0));
	bind_int(st, 9, js_get_int(facts, "first_most", 0));
	bind_int(st, 10, row->seq);
	bind_int(st, 11, row->actor);
	TRY(db_run(cx, st));
	st = db_query(db, &vote_terms_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "sheet").n ? js_get_sv(facts, "sheet") : SV("secret"));
	bind_sv(st, 3, sv_or_empty(js_get_sv(facts, "criteria")));
	bind_dec(st, 4, js_get_dec(facts, "step", (struct dec){ 0 }));
	bind_int(st, 5, js_get_int(facts, "least", 0));
	bind_int(st, 6, js_get_int(facts, "last_grades", 0));
	bind_int(st, 7, js_get_int(facts, "last_least", 0));
	bind_dec(st, 8, js_get_dec(facts, "above", (struct dec){ 0 }));
	bind_int(st, 9, js_get_int(facts, "above_most", 0));
	bind_dec(st, 10, js_get_dec(facts, "below", (struct dec){ 0 }));
	bind_int(st, 11, js_get_int(facts, "below_least", 0));
	bind_sv(st, 12, js_get_sv(facts, "opens").n ? js_get_sv(facts, "opens") : SV("any"));
	return db_run(cx, st);
}

