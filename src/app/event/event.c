#include "app/event/event.h"

#include "app/event/event_read.h"
#include "app/event/queries.sql.h"
#include "app/person/person.h"
#include "store/corridor.h"
#include "store/journal.h"

/* ---- event.plan, event.reorder --------------------------------------------------------------------------------------- */

static const struct field plan_fields[] = {
	{ .name = "name", .type = FIELD_LINE, .required = true, .min = 2, .max = 100, .label = N_("Name") },
	{ .name = "kind", .type = FIELD_ENUM, .required = true, .of = EVENT_KINDS, .label = N_("Kind") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item of the rules that reads the votes") },
	{ .name = "slots", .type = FIELD_REFS, .required = true, .of = "unit", .max = BALLOT_SLOTS_MAX, .label = N_("Units, in the order of the agenda") },
	{ .name = "first_most", .type = FIELD_INT, .min = 1, .max = BALLOT_SLOTS_MAX, .label = N_("At most so many in the first grade") },
	{ .name = "rehearsal", .type = FIELD_BOOL, .label = N_("A rehearsal: it counts nowhere") },
};

struct plan_state {
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct event e;              /* of event.reorder */
	int64_t stray, twin;         /* stray: the first unit that the rules do not compare there */
};

static enum rc find_stray(struct ctx *cx, struct db *db, const struct value *slots, struct plan_state *s)
{
	for (size_t i = 0; i < slots->n_refs && !s->stray; i++) {
		struct unit u;
		bool inside = false;
		TRY(unit_get(cx, db, slots->refs[i], &u));
		TRY(unit_within(cx, db, u.id, s->r.owner, &inside));
		if (!inside || !ruleset_compares(s->rule, u.kind))
			s->stray = u.id;
	}
	return RC_OK;
}

static enum rc twin_of(struct ctx *cx, struct db *db, const struct event *e, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &event_twin);
	bind_int(st, 1, e->period);
	bind_int(st, 2, e->ruleset);
	bind_sv(st, 3, e->item);
	bind_int(st, 4, e->id);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc plan_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct plan_state *s = NEW(cx->a, struct plan_state, 1);
	const struct fields *f = &in->fields;
	*ret_state = s;
	if (in->subject) {
		TRY(event_get(cx, db, in->subject, &s->e));
	} else {
		s->e.period = field_ref(f, "period");
		s->e.ruleset = field_ref(f, "ruleset");
		s->e.item = field_sv(f, "item");
		s->e.rehearsal = field(f, "rehearsal")->i != 0;
	}
	if (!s->e.period || !s->e.ruleset) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(period_get(cx, db, s->e.period, &s->period));
	TRY(ruleset_get(cx, db, s->e.ruleset, &s->r));
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	target_add(ret, AT_OWNER, s->r.owner);
	if (!s->e.rehearsal)
		TRY(twin_of(cx, db, &s->e, &s->twin));
	return find_stray(cx, db, field(f, "slots"), s);
}

static enum rc check_rule(struct ctx *cx, const struct plan_state *s, const struct fields *f)
{
	const struct rule_item *item = rule_measured(s->rule, s->e.item);
	if (!sv_is(s->r.state, "adopted"))
		return fail_at(cx, RC_CONFLICT, "ruleset", "event.draft", N_("This ruleset is not adopted: jurors vote by adopted rules only."));
	if (s->r.owner != s->period.owner)
		return fail_at(cx, RC_INVALID, "ruleset", "event.owner", N_("This ruleset is of another office than the period."));
	if (!s->e.rehearsal && s->period.state == PERIOD_FROZEN)
		return fail_at(cx, RC_CONFLICT, "period", "event.frozen", N_("The period %.*s is frozen: its board stands as it is."), SV_ARG(s->period.name));
	if (!item || ballot_form_of(item, 1, 0).kind == BALLOT_NONE)
		return fail_at(cx, RC_INVALID, "item", "event.item", N_("The item \"%.*s\" of these rules reads no votes that a secret ballot gives: it must ask "
			"for grades, for places, or for marks that are not corrected by juror."), SV_ARG(s->e.item));
	if (field(f, "first_most")->present && ballot_form_of(item, 1, 0).kind != BALLOT_GRADES)
		return fail_at(cx, RC_INVALID, "first_most", "event.first_most", N_("Only sheets with grades have a first grade."));
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "item", "event.twin", N_("Another event (#%lld) is planned for this item and period already; cancel it first."),
			       (long long)s->twin);
	return RC_OK;
}

static enum rc slots_decide(struct ctx *cx, const struct plan_state *s, const struct value *slots, struct js *facts)
{
	struct js *list = js_set(facts, "slots", js_arr(cx->a));
	if (s->stray)
		return fail_at(cx, RC_INVALID, "slots", "event.stray", N_("Unit #%lld is none of those that the ruleset compares."), (long long)s->stray);
	for (size_t i = 0; i < slots->n_refs; i++) {
		for (size_t k = 0; k < i; k++)
			if (slots->refs[k] == slots->refs[i])
				return fail_at(cx, RC_INVALID, "slots", "event.twice", N_("Unit #%lld stands on the agenda twice."), (long long)slots->refs[i]);
		js_push(list, js_int(cx->a, slots->refs[i]));
	}
	return RC_OK;
}

static enum rc plan_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct plan_state *s = state;
	const struct fields *f = &in->fields;
	TRY(check_rule(cx, s, f));
	TRY(slots_decide(cx, s, field(f, "slots"), facts));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->r.owner);
	js_set_sv(cx->a, facts, "kind", field_sv(f, "kind"));
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_day(cx->a, facts, "day", field_day(f, "day"));
	js_set_int(cx->a, facts, "ruleset", s->r.id);
	js_set_sv(cx->a, facts, "item", s->e.item);
	js_set_int(cx->a, facts, "period", s->period.id);
	js_set_int(cx->a, facts, "first_most", field(f, "first_most")->i);
	js_set_bool(cx->a, facts, "rehearsal", s->e.rehearsal);
	return RC_OK;
}

static enum rc put_slots(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
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
		bind_int(st, 3, s->i);
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
	bind_day(st, 5, js_get_day(facts, "day"));
	bind_int(st, 6, js_get_int(facts, "ruleset", 0));
	bind_sv(st, 7, js_get_sv(facts, "item"));
	bind_int(st, 8, js_get_int(facts, "period", 0));
	bind_int(st, 9, js_get_int(facts, "first_most", 0));
	bind_int(st, 10, js_get_bool(facts, "rehearsal"));
	bind_int(st, 11, row->seq);
	bind_int(st, 12, row->actor);
	TRY(db_run(cx, st));
	return put_slots(cx, db, row, facts);
}

static const struct field reorder_fields[] = {
	{ .name = "slots", .type = FIELD_REFS, .required = true, .of = "unit", .max = BALLOT_SLOTS_MAX, .label = N_("Units, in the order of the agenda") },
};

static enum rc still_planned(struct ctx *cx, const struct event *e)
{
	return sv_is(e->state, "planned") ? RC_OK : fail(cx, RC_CONFLICT, "event.begun", N_("The vote is open or over: contestants, codes and rules stand as they are."));
}

static enum rc reorder_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct plan_state *s = state;
	TRY(still_planned(cx, &s->e));
	return slots_decide(cx, s, field(&in->fields, "slots"), facts);
}

/* ---- event.codes, event.open, event.cancel ------------------------------------------------------------------------------ */

static const struct field codes_fields[] = {
	{ .name = "voters", .type = FIELD_LINE, .max = 60, .label = N_("Class of jurors") },
	/* Made by the door that prints them; the codes themselves never come here. */
	{ .name = "digests", .type = FIELD_DATA, .required = true, .label = N_("Digests of the codes") },
};

struct run_state {
	struct event e;
	struct ruleset r;
	struct ballot_form form;
	const struct rule_item *item;
	struct event_slot *slot;
	struct event_class *class;
	size_t n_slots, n_classes;
	int64_t codes;
};

static enum rc run_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct run_state *s = NEW(cx->a, struct run_state, 1);
	TRY(event_get(cx, db, in->subject, &s->e));
	TRY(ruleset_get(cx, db, s->e.ruleset, &s->r));
	TRY(event_form(cx, db, &s->e, &s->form, &s->item));
	TRY(event_slots(cx, db, s->e.id, &s->slot, &s->n_slots));
	TRY(event_classes(cx, db, s->e.id, &s->class, &s->n_classes));
	for (size_t i = 0; i < s->n_classes; i++)
		s->codes += s->class[i].codes;
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
		return fail_at(cx, RC_INVALID, "voters", "event.voters", N_("The item \"%.*s\" has no class of jurors of this name."), SV_ARG(s->e.item));
	if (!digests || digests->kind != JS_ARR || digests->n < 1 || digests->n > EVENT_CODES_AT_ONCE || s->codes + (int64_t)digests->n > EVENT_CODES_MAX)
		return fail_at(cx, RC_INVALID, "number", "event.codes", N_("Between 1 and %d codes at once, and %d in all."), EVENT_CODES_AT_ONCE, EVENT_CODES_MAX);
	js_set_sv(cx->a, facts, "voters", voters);
	struct js *list = js_set(facts, "digests", js_arr(cx->a));
	for (const struct js *d = digests->first; d; d = d->next) {
		/* In their own order: nothing of the order in which they were made or printed. */
		if (d->kind != JS_STR || !is_digest(d->s) || (list->last && sv_cmp(list->last->s, d->s) >= 0))
			return fail_at(cx, RC_INVALID, "digests", "event.digests", N_("The digests are SHA-256 in hexadecimal, in order, no two alike."));
		js_push(list, js_str(cx->a, d->s));
	}
	return RC_OK;
}

static enum rc codes_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *list = js_get(facts, "digests");
	for (const struct js *d = list ? list->first : NULL; d; d = d->next) {
		struct stmt *st = db_query(db, &event_code_put);
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
	if (s->codes == 0)
		return fail(cx, RC_CONFLICT, "event.no_codes", N_("No codes are printed yet: make some for every class of jurors first."));
	for (int i = 0; i < s->item->n_groups; i++) {
		bool there = false;
		for (size_t k = 0; k < s->n_classes; k++)
			there |= sv_eq(s->class[k].voters, s->item->groups[i].name);
		if (!there)
			return fail(cx, RC_CONFLICT, "event.class_empty", N_("The class \"%.*s\" has no codes; the rules weigh its votes."), SV_ARG(s->item->groups[i].name));
	}
	js_set_sv(cx->a, facts, "rule_digest", s->r.digest);
	js_set_int(cx->a, facts, "codes", s->codes);
	return RC_OK;
}

static enum rc open_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &event_set_open);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "rule_digest"));
	bind_int(st, 3, row->at);
	return db_run(cx, st);
}

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

static enum rc cancel_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct run_state *s = state;
	if (!sv_is(s->e.state, "planned") && !sv_is(s->e.state, "open"))
		return fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
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

/* ---- event.close ------------------------------------------------------------------------------------------------------ */

static const struct field close_fields[] = {
	{ .name = "attended", .type = FIELD_INT, .required = true, .min = 0, .max = EVENT_CODES_MAX, .label = N_("Jurors counted in the hall by two scrutineers") },
	/* Read from the box by the door, in the order of the codes' digests. */
	{ .name = "ballots", .type = FIELD_DATA, .required = true, .label = N_("Ballots") },
};

/* All counts of one class of jurors, contestant by contestant. */
static enum rc count_class(struct ctx *cx, const struct run_state *s, struct sv voters, const struct sv *sheets, size_t n, struct js *cells)
{
	for (size_t slot = 0; n && slot < s->n_slots; slot++) {
		struct ballot_count *c;
		size_t k;
		int64_t abstained;
		TRY(ballot_tally(cx, &s->form, sheets, n, (int)slot, &c, &k, &abstained));
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
		return fail(cx, RC_CONFLICT, "event.not_open", N_("The vote is not open."));
	if ((int64_t)n_all > attended)
		return fail_at(cx, RC_INVALID, "attended", "event.attended",
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
			return fail(cx, RC_CHECK, "event.stuffed", N_("More ballots than codes in the class \"%.*s\"."), SV_ARG(s->class[k].voters));
		TRY(count_class(cx, s, s->class[k].voters, sheet, n, cells));
		counted += (int64_t)n;
	}
	if (counted != (int64_t)n_all)
		return fail(cx, RC_CHECK, "event.foreign", N_("A ballot of the box belongs to no class of this event."));
	js_set_int(cx->a, facts, "attended", attended);
	js_set_int(cx->a, facts, "votes", (int64_t)n_all);
	return RC_OK;
}

static enum rc close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *cells = js_get(facts, "counts");
	int64_t no = 0;
	struct stmt *st = db_query(db, &event_set_closed);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, row->at);
	bind_int(st, 3, row->actor);
	bind_int(st, 4, js_get_int(facts, "attended", 0));
	bind_int(st, 5, js_get_int(facts, "votes", 0));
	TRY(db_run(cx, st));
	for (const struct js *c = cells ? cells->first : NULL; c; c = c->next) {
		st = db_query(db, &event_count_put);
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

/* ---- what follows ------------------------------------------------------------------------------------------------------ */

enum rc event_tally(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		    size_t max, size_t *ret_n)
{
	(void)max;
	struct event e;
	struct arena *a = cx->a;
	const struct js *counts = js_get(facts, "counts");
	TRY(event_get(cx, db, row->subject, &e));
	if (e.rehearsal || !counts || counts->n == 0)
		return RC_OK;
	struct js *f = js_obj(a), *cells = js_set(f, "cells", js_arr(a));
	struct sv voters = SV_NONE;
	int64_t unit = 0, judge = 0;
	for (const struct js *c = counts->first; c; c = c->next) {
		struct js *o = js_push(cells, js_obj(a));
		bool mark = !js_get_sv(c, "grade").n && !js_get_int(c, "place", 0);
		struct sv missing = js_get_sv(c, "missing");
		judge = unit == js_get_int(c, "unit", 0) && voters.p && sv_eq(voters, js_get_sv(c, "voters")) ? judge + 1 : 1;
		unit = js_get_int(c, "unit", 0);
		voters = js_get_sv(c, "voters");
		js_set_int(a, o, "unit", unit);
		js_set_sv(a, o, "group", voters);
		js_set_sv(a, o, "grade", js_get_sv(c, "grade"));
		/* The numbers are those of the ascending marks of this one contestant: they say nothing of a juror. */
		js_set_sv(a, o, "judge", mark && !missing.n ? arena_printf(a, "%lld", (long long)judge) : SV(""));
		js_set_sv(a, o, "missing", missing);
		js_set_dec(a, o, "value", js_get_int(c, "place", 0) ? DEC(js_get_int(c, "place", 0)) : js_get_dec(c, "value", (struct dec){ 0 }));
		js_set_int(a, o, "votes", mark && !missing.n ? 0 : js_get_int(c, "votes", 0));
	}
	js_set_int(a, f, "period", e.period);
	js_set_int(a, f, "ruleset", e.ruleset);
	js_set_sv(a, f, "item", e.item);
	js_set_sv(a, f, "source", arena_printf(a, "%.*s", SV_ARG(e.name)));
	js_set_day(a, f, "day", e.day.n > day_of_instant(row->at).n ? day_of_instant(row->at) : e.day);
	ret[(*ret_n)++] = (struct act_request){ .act = SV("tally.enter"), .fields = f };
	return RC_OK;
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "event.plan", .version = 1, .label = N_("Plan a vote"), .fields = plan_fields, .n_fields = COUNT(plan_fields), BY_OFFICE,
	  .creates = true, .load = plan_load, .decide = plan_decide, .apply = plan_apply },
	{ .name = "event.reorder", .version = 1, .label = N_("Change the agenda"), .fields = reorder_fields, .n_fields = COUNT(reorder_fields), BY_OFFICE,
	  .strict = true, .load = plan_load, .decide = reorder_decide, .apply = put_slots },
	{ .name = "event.codes", .version = 1, .label = N_("Print codes"), .fields = codes_fields, .n_fields = COUNT(codes_fields), BY_OFFICE,
	  .hidden = true, .load = run_load, .decide = codes_decide, .apply = codes_apply },
	{ .name = "event.open", .version = 1, .label = N_("Open the vote"), BY_OFFICE, .hidden = true, .load = run_load, .decide = open_decide, .apply = open_apply },
	{ .name = "event.close", .version = 1, .label = N_("Close the vote"), .fields = close_fields, .n_fields = COUNT(close_fields), BY_OFFICE,
	  .hidden = true, .load = run_load, .decide = close_decide, .apply = close_apply },
	{ .name = "event.cancel", .version = 1, .label = N_("Cancel the event"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = run_load, .decide = cancel_decide, .apply = cancel_apply },
};

const struct noun event_noun = {
	.name = "event", .label = N_("Events"), .acts = acts, .n_acts = COUNT(acts), .views = event_views, .n_views = EVENT_VIEWS,
	.tables = event_tables, .n_tables = &event_tables_n, .resolve = event_resolve,
};
