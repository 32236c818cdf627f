#include "app/vote/vote.h"

#include "app/vote/vote_read.h"
#include "app/vote/queries.sql.h"
#include "app/vote/vote_result.h"
#include "app/person/person.h"
#include "store/corridor.h"
#include "store/journal.h"

/* ---- vote.plan ---------------------------------------------------------------------------------------------------------- */

static const struct field plan_fields[] = {
	{ .name = "event", .type = FIELD_REF, .required = true, .of = "event", .label = N_("Event") },
	{ .name = "group", .type = FIELD_LINE, .max = 60, .label = N_("Group of the agenda; none: all units on it") },
	{ .name = "name", .type = FIELD_LINE, .min = 2, .max = 100, .label = N_("Name, where the event has several votes") },
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item of the rules that reads the votes") },
	{ .name = "first_most", .type = FIELD_INT, .min = 1, .max = BALLOT_SLOTS_MAX, .label = N_("At most so many in the first grade") },
};

struct plan_state {
	struct event e;
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct vote_slot *slot;
	size_t n_slot;
	int64_t stray, twin;         /* stray: the first unit that the rules do not compare there */
};

static enum rc find_stray(struct ctx *cx, struct db *db, const struct vote_slot *slot, size_t n, const struct ruleset *r, const struct rule *rule,
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

static enum rc twin_of(struct ctx *cx, struct db *db, int64_t period, int64_t ruleset, struct sv item, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_twin);
	bind_int(st, 1, period);
	bind_int(st, 2, ruleset);
	bind_sv(st, 3, item);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
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
	if (!s->e.rehearsal)
		TRY(twin_of(cx, db, s->period.id, s->r.id, field_sv(f, "item"), &s->twin));
	const struct vote v = { .event = s->e.id, .group = field(f, "group")->present ? field_sv(f, "group") : SV(""), .state = SV("planned") };
	TRY(vote_slots(cx, db, &v, &s->slot, &s->n_slot));
	return find_stray(cx, db, s->slot, s->n_slot, &s->r, s->rule, &s->stray);
}

static enum rc check_rule(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	struct sv name = field_sv(f, "item");
	const struct rule_item *item = rule_measured(s->rule, name);
	if (!sv_is(s->r.state, "adopted"))
		return fail_at(cx, RC_CONFLICT, "ruleset", "vote.draft", N_("This ruleset is not adopted: jurors vote by adopted rules only."));
	if (s->r.owner != s->period.owner || s->r.owner != s->e.owner)
		return fail_at(cx, RC_INVALID, "ruleset", "vote.owner", N_("Event, period and ruleset belong to different offices."));
	if (!s->e.rehearsal && s->period.state == PERIOD_FROZEN)
		return fail_at(cx, RC_CONFLICT, "period", "vote.frozen", N_("The period %.*s is frozen: its board stands as it is."), SV_ARG(s->period.name));
	if (!item || ballot_form_of(item, 1, 0).kind == BALLOT_NONE)
		return fail_at(cx, RC_INVALID, "item", "vote.item", N_("The item \"%.*s\" of these rules reads no votes that a secret ballot gives: it must ask "
			"for grades, for places, or for marks that are not corrected by juror."), SV_ARG(name));
	if (field(f, "first_most")->present && ballot_form_of(item, 1, 0).kind != BALLOT_GRADES)
		return fail_at(cx, RC_INVALID, "first_most", "vote.first_most", N_("Only sheets with grades have a first grade."));
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "item", "vote.twin", N_("Another vote (#%lld) is planned for this item and period already; cancel it first."),
			       (long long)s->twin);
	return RC_OK;
}

/* The contestants as the rules can compare them: at least two, each once unless jurors give marks. */
static enum rc check_slots(struct ctx *cx, const struct vote_slot *slot, size_t n, enum ballot_kind kind, int64_t stray)
{
	size_t units = 0;
	if (stray)
		return fail_at(cx, RC_INVALID, "group", "vote.stray", N_("Unit #%lld on the agenda is none of those that the ruleset compares."), (long long)stray);
	for (size_t i = 0; i < n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= slot[k].unit == slot[i].unit;
		if (again && kind != BALLOT_MARKS)
			return fail_at(cx, RC_INVALID, "group", "vote.twice", N_("%.*s stands on the agenda twice: only marks can be given site by site."),
				       SV_ARG(slot[i].short_name));
		units += !again;
	}
	return n ? RC_OK : fail_at(cx, RC_INVALID, "group", "vote.nobody", N_("No unit stands on this event's agenda in that group; write the agenda first."));
}

static enum rc plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	struct sv group = field(f, "group")->present ? field_sv(f, "group") : SV("");
	if (!sv_is(s->e.state, "planned") && !sv_is(s->e.state, "under_way"))
		return fail_at(cx, RC_CONFLICT, "event", "event.over", N_("This event is over."));
	if (s->e.released_at)
		return fail_at(cx, RC_CONFLICT, "event", "event.released", N_("The results are released already."));
	TRY(check_rule(cx, s, f));
	TRY(check_slots(cx, s->slot, s->n_slot, ballot_form_of(rule_measured(s->rule, field_sv(f, "item")), 1, 0).kind, s->stray));
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
	return RC_OK;
}

static enum rc plan_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
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
	return db_run(cx, st);
}

static enum rc still_planned(struct ctx *cx, const struct vote *e)
{
	return sv_is(e->state, "planned") ? RC_OK : fail(cx, RC_CONFLICT, "vote.begun", N_("The vote is open or over: contestants, codes and rules stand as they are."));
}

/* ---- vote.codes, vote.open, vote.cancel ------------------------------------------------------------------------------ */

static const struct field codes_fields[] = {
	{ .name = "voters", .type = FIELD_LINE, .max = 60, .label = N_("Class of jurors") },
	/* Made by the door that prints them; the codes themselves never come here. */
	{ .name = "digests", .type = FIELD_DATA, .required = true, .label = N_("Digests of the codes") },
};

struct run_state {
	struct vote e;
	struct ruleset r;
	struct rule *rule;
	struct ballot_form form;
	const struct rule_item *item;
	struct vote_slot *slot;
	struct vote_class *class;
	size_t n_slots, n_classes;
	int64_t codes, stray;
};

static enum rc run_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct run_state *s = NEW(cx->a, struct run_state, 1);
	TRY(vote_get(cx, db, in->subject, &s->e));
	TRY(ruleset_get(cx, db, s->e.ruleset, &s->r));
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	TRY(vote_form(cx, db, &s->e, &s->form, &s->item));
	TRY(vote_slots(cx, db, &s->e, &s->slot, &s->n_slots));
	TRY(vote_classes(cx, db, s->e.id, &s->class, &s->n_classes));
	for (size_t i = 0; i < s->n_classes; i++)
		s->codes += s->class[i].codes;
	if (sv_is(s->e.state, "planned"))
		TRY(find_stray(cx, db, s->slot, s->n_slots, &s->r, s->rule, &s->stray));
	target_add(ret, AT_OWNER, s->e.owner);
	*ret_state = s;
	return RC_OK;
}

static bool class_known(const struct rule_item *item, struct sv voters)
{
	for (int i = 0; i < item->n_groups; i++)
		if (sv_eq(item->groups[i].name, voters))
			return true;
	return item->n_groups == 0 && voters.n == 0;
}

static bool is_digest(struct sv s)
{
	bool ok = s.n == 64;
	for (size_t i = 0; ok && i < s.n; i++)
		ok = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f');
	return ok;
}

static enum rc codes_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct run_state *s = state;
	const struct js *digests = field(&in->fields, "digests")->data;
	struct sv voters = field_sv(&in->fields, "voters").n ? field_sv(&in->fields, "voters") : SV("");
	TRY(still_planned(cx, &s->e));
	if (!class_known(s->item, voters))
		return fail_at(cx, RC_INVALID, "voters", "vote.voters", N_("The item \"%.*s\" has no class of jurors of this name."), SV_ARG(s->e.item));
	if (!digests || digests->kind != JS_ARR || digests->n < 1 || digests->n > VOTE_CODES_AT_ONCE || s->codes + (int64_t)digests->n > VOTE_CODES_MAX)
		return fail_at(cx, RC_INVALID, "number", "vote.codes", N_("Between 1 and %d codes at once, and %d in all."), VOTE_CODES_AT_ONCE, VOTE_CODES_MAX);
	js_set_sv(cx->a, facts, "voters", voters);
	struct js *list = js_set(facts, "digests", js_arr(cx->a));
	for (const struct js *d = digests->first; d; d = d->next) {
		/* In their own order: nothing of the order in which they were made or printed. */
		if (d->kind != JS_STR || !is_digest(d->s) || (list->last && sv_cmp(list->last->s, d->s) >= 0))
			return fail_at(cx, RC_INVALID, "digests", "vote.digests", N_("The digests are SHA-256 in hexadecimal, in order, no two alike."));
		js_push(list, js_str(cx->a, d->s));
	}
	return RC_OK;
}

static enum rc codes_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "digests");
	for (const struct js *d = list ? list->first : NULL; d; d = d->next) {
		struct stmt *st = db_query(db, &vote_code_put);
		bind_sv(st, 1, d->s);
		bind_int(st, 2, row->subject);
		bind_sv(st, 3, js_get_sv(facts, "voters"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static enum rc open_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct run_state *s = state;
	TRY(still_planned(cx, &s->e));
	if (!sv_is(s->e.event_state, "planned") && !sv_is(s->e.event_state, "under_way"))
		return fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
	TRY(check_slots(cx, s->slot, s->n_slots, s->form.kind, s->stray));
	if (s->codes == 0)
		return fail(cx, RC_CONFLICT, "vote.no_codes", N_("No codes are printed yet: make some for every class of jurors first."));
	for (int i = 0; i < s->item->n_groups; i++) {
		bool there = false;
		for (size_t k = 0; k < s->n_classes; k++)
			there |= sv_eq(s->class[k].voters, s->item->groups[i].name);
		if (!there)
			return fail(cx, RC_CONFLICT, "vote.class_empty", N_("The class \"%.*s\" has no codes; the rules weigh its votes."), SV_ARG(s->item->groups[i].name));
	}
	js_set_sv(cx->a, facts, "rule_digest", s->r.digest);
	js_set_int(cx->a, facts, "codes", s->codes);
	struct js *slots = js_set(facts, "slots", js_arr(cx->a));
	for (size_t i = 0; i < s->n_slots; i++) {
		struct js *o = js_push(slots, js_obj(cx->a));
		js_set_int(cx->a, o, "no", s->slot[i].no);
		js_set_int(cx->a, o, "unit", s->slot[i].unit);
		js_set_sv(cx->a, o, "title", s->slot[i].title);
	}
	return RC_OK;
}

static enum rc open_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_set_open);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "rule_digest"));
	bind_int(st, 3, row->at);
	TRY(db_run(cx, st));
	const struct js *slots = js_get(facts, "slots");
	for (const struct js *o = slots ? slots->first : NULL; o; o = o->next) {
		st = db_query(db, &vote_slot_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, js_get_int(o, "no", 0));
		bind_int(st, 3, js_get_int(o, "unit", 0));
		bind_sv(st, 4, js_get_sv(o, "title"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc cancel_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct run_state *s = state;
	if (!sv_is(s->e.state, "planned") && !sv_is(s->e.state, "open"))
		return fail(cx, RC_CONFLICT, "vote.over", N_("This vote is over."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc cancel_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_set_cancelled);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

/* ---- vote.close ------------------------------------------------------------------------------------------------------ */

static const struct field close_fields[] = {
	{ .name = "attended", .type = FIELD_INT, .required = true, .min = 0, .max = VOTE_CODES_MAX, .label = N_("Jurors counted in the hall by two scrutineers") },
	/* Read from the box by the door, in the order of the codes' digests. */
	{ .name = "ballots", .type = FIELD_DATA, .required = true, .label = N_("Ballots") },
};

/* All counts of one class of jurors, contestant by contestant: where a unit stands with several sites, a juror's mark of it is
 * the mean of what the juror gave there. */
static enum rc count_class(struct ctx *cx, const struct run_state *s, struct sv voters, const struct sv *sheets, size_t n, struct js *cells)
{
	int *at = NEW(cx->a, int, s->n_slots + 1);
	for (size_t slot = 0; n && slot < s->n_slots; slot++) {
		struct ballot_count *c;
		size_t k, n_at = 0;
		int64_t abstained;
		bool again = false;
		for (size_t i = 0; i < s->n_slots; i++)
			if (s->slot[i].unit == s->slot[slot].unit) {
				again |= i < slot;
				at[n_at++] = (int)i;
			}
		if (again)
			continue;
		TRY(ballot_tally(cx, &s->form, sheets, n, at, n_at, &c, &k, &abstained));
		for (size_t i = 0; i < k + (abstained > 0); i++) {
			struct js *o = js_push(cells, js_obj(cx->a));
			bool none = i == k;
			js_set_int(cx->a, o, "unit", s->slot[slot].unit);
			js_set_sv(cx->a, o, "voters", voters);
			js_set_sv(cx->a, o, "grade", !none && s->form.kind == BALLOT_GRADES ? s->form.grades[c[i].grade].name : SV(""));
			js_set_int(cx->a, o, "place", none ? 0 : c[i].place);
			js_set_dec(cx->a, o, "value", none ? (struct dec){ 0 } : c[i].mark);
			js_set_int(cx->a, o, "votes", none ? abstained : c[i].votes);
			js_set_sv(cx->a, o, "missing", none ? SV("abstain") : SV(""));
		}
	}
	return RC_OK;
}

static enum rc close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct run_state *s = state;
	const struct js *ballots = field(&in->fields, "ballots")->data;
	int64_t attended = field(&in->fields, "attended")->i;
	size_t n_all = ballots && ballots->kind == JS_ARR ? ballots->n : 0;
	struct sv *sheet = NEW(cx->a, struct sv, n_all + 1);
	if (!sv_is(s->e.state, "open"))
		return fail(cx, RC_CONFLICT, "vote.not_open", N_("The vote is not open."));
	if ((int64_t)n_all > attended)
		return fail_at(cx, RC_INVALID, "attended", "vote.attended",
			       N_("%lld ballots lie in the box, and %lld people were counted: count again, or cancel the vote."), (long long)n_all, (long long)attended);
	struct js *kept = js_set(facts, "ballots", js_arr(cx->a)), *cells = js_set(facts, "counts", js_arr(cx->a));
	for (const struct js *b = ballots ? ballots->first : NULL; b; b = b->next) {
		struct js *o = js_push(kept, js_obj(cx->a));
		js_set_sv(cx->a, o, "voters", js_get_sv(b, "voters"));
		js_set_sv(cx->a, o, "sheet", js_get_sv(b, "sheet"));
	}
	int64_t counted = 0;
	for (size_t k = 0; k < s->n_classes; k++) {
		size_t n = 0;
		for (const struct js *b = ballots ? ballots->first : NULL; b; b = b->next)
			if (sv_eq(js_get_sv(b, "voters"), s->class[k].voters))
				sheet[n++] = js_get_sv(b, "sheet");
		if ((int64_t)n > s->class[k].codes)
			return fail(cx, RC_CHECK, "vote.stuffed", N_("More ballots than codes in the class \"%.*s\"."), SV_ARG(s->class[k].voters));
		TRY(count_class(cx, s, s->class[k].voters, sheet, n, cells));
		counted += (int64_t)n;
	}
	if (counted != (int64_t)n_all)
		return fail(cx, RC_CHECK, "vote.foreign", N_("A ballot of the box belongs to no class of this vote."));
	js_set_int(cx->a, facts, "attended", attended);
	js_set_int(cx->a, facts, "votes", (int64_t)n_all);
	return RC_OK;
}

static enum rc close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *cells = js_get(facts, "counts");
	int64_t no = 0;
	struct stmt *st = db_query(db, &vote_set_closed);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_int(st, 3, row->actor);
	bind_int(st, 4, js_get_int(facts, "attended", 0));
	bind_int(st, 5, js_get_int(facts, "votes", 0));
	TRY(db_run(cx, st));
	for (const struct js *c = cells ? cells->first : NULL; c; c = c->next) {
		st = db_query(db, &vote_count_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, js_get_int(c, "unit", 0));
		bind_sv(st, 4, js_get_sv(c, "voters"));
		bind_sv(st, 5, js_get_sv(c, "grade"));
		bind_int(st, 6, js_get_int(c, "place", 0));
		bind_dec(st, 7, js_get_dec(c, "value", (struct dec){ 0 }));
		bind_int(st, 8, js_get_int(c, "votes", 0));
		bind_sv(st, 9, js_get_sv(c, "missing"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "vote.plan", .version = 1, .label = N_("Plan a vote"), .fields = plan_fields, .n_fields = COUNT(plan_fields), BY_OFFICE,
	  .creates = true, .load = plan_load, .decide = plan_decide, .apply = plan_apply },
	{ .name = "vote.codes", .version = 1, .label = N_("Print codes"), .fields = codes_fields, .n_fields = COUNT(codes_fields), BY_OFFICE,
	  .hidden = true, .load = run_load, .decide = codes_decide, .apply = codes_apply },
	{ .name = "vote.open", .version = 1, .label = N_("Open the vote"), BY_OFFICE, .hidden = true, .load = run_load, .decide = open_decide, .apply = open_apply },
	{ .name = "vote.close", .version = 1, .label = N_("Close the vote"), .fields = close_fields, .n_fields = COUNT(close_fields), BY_OFFICE,
	  .hidden = true, .load = run_load, .decide = close_decide, .apply = close_apply },
	{ .name = "vote.cancel", .version = 1, .label = N_("Cancel the vote"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = run_load, .decide = cancel_decide, .apply = cancel_apply },
	{ .name = "vote.result", .version = 1, .label = N_("State the result"), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true,
	  .load = vote_result_load, .decide = vote_result_decide, .apply = vote_result_apply },
};

const struct noun vote_noun = {
	.name = "vote", .label = N_("Votes on the spot"), .acts = acts, .n_acts = COUNT(acts), .views = vote_views, .n_views = VOTE_VIEWS,
	.tables = vote_tables, .n_tables = &vote_tables_n, .resolve = vote_called_id,
};
