#include "app/vote/vote.h"

#include "app/vote/queries.sql.h"
#include "app/vote/vote_acts.h"
#include "app/vote/vote_read.h"
#include "app/vote/vote_result.h"
#include "app/person/person.h"
#include "store/corridor.h"
#include "store/journal.h"

enum rc vote_still_planned(struct ctx *cx, const struct vote *e)
{
	return sv_is(e->state, "planned") ? RC_OK : fail(cx, RC_CONFLICT, "vote.begun", N_("The vote is open or over: contestants, codes and rules stand as they are."));
}

/* ---- vote.codes, vote.open, vote.cancel ------------------------------------------------------------------------------ */

/* Of each seat the unit of its post, as it was seated, and those of the other posts of who holds it. */
static enum rc load_places(struct ctx *cx, struct db *db, struct vote_run *s)
{
	s->place = NEW(cx->a, struct vote_place, s->n_seat * (1 + PERSON_PLACES) + 1);
	for (size_t i = 0; i < s->n_seat; i++) {
		struct sv *path;
		size_t n;
		TRY(vote_seat_places(cx, db, &s->seat[i], &path, &n));
		for (size_t k = 0; k < n; k++)
			s->place[s->n_place++] = (struct vote_place){ s->seat[i].no, path[k] };
	}
	return RC_OK;
}

/* Boards compare over all sessions of a period, and a panel of its own in each would leave nobody to compare by (fairness.md 2.1). */
static enum rc load_strangers(struct ctx *cx, struct db *db, struct vote_run *s)
{
	enum rc rc;
	bool before = false, met = false;
	struct stmt *st = db_query(db, &vote_panels_before);
	bind_int(st, 1, s->e.period);
	bind_int(st, 2, s->r.series);
	bind_sv(st, 3, s->e.item);
	bind_int(st, 4, INT64_MAX);
	bind_int(st, 5, s->e.id);
	while (db_step(cx, st, &rc)) {
		before = true;
		for (size_t i = 0; i < s->n_seat; i++)
			met |= s->seat[i].post == col_int(st, 0);
	}
	s->strangers = before && !met;
	return rc;
}

enum rc vote_run_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct vote_run *s = NEW(cx->a, struct vote_run, 1);
	TRY(vote_get(cx, db, in->subject, &s->e));
	TRY(ruleset_get(cx, db, s->e.ruleset, &s->r));
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	TRY(vote_slots(cx, db, &s->e, &s->slot, &s->n_slots));
	TRY(vote_form_by(cx, &s->e, s->rule, s->n_slots, &s->form, &s->item));
	TRY(vote_classes(cx, db, s->e.id, &s->class, &s->n_classes));
	TRY(vote_codes(cx, db, s->e.id, &s->code, &s->n_code));
	TRY(vote_seats(cx, db, s->e.id, &s->seat, &s->n_seat));
	TRY(vote_recusals(cx, db, s->e.id, &s->recusal, &s->n_recusal));
	s->slot_path = NEW(cx->a, struct sv, s->n_slots + 1);
	for (size_t i = 0; s->e.is_signed && i < s->n_slots; i++) {
		struct unit u;
		TRY(unit_get(cx, db, s->slot[i].unit, &u));
		s->slot_path[i] = u.path;
	}
	for (size_t i = 0; i < s->n_classes; i++)
		s->codes += s->class[i].codes;
	if (sv_is(s->e.state, "planned")) {
		struct period p;
		TRY(period_get(cx, db, s->e.period, &p));
		s->frozen = p.state == PERIOD_FROZEN;
		TRY(load_places(cx, db, s));
		if (!s->e.rehearsal)
			TRY(vote_taken(cx, db, &s->e, s->rule, s->r.series, s->slot, s->n_slots, &s->twin, &s->tally));
		if (!s->e.rehearsal && s->e.is_signed && s->form.kind == BALLOT_MARKS && s->rule->apart == APART_REFUSE)
			TRY(load_strangers(cx, db, s));
		TRY(vote_find_stray(cx, db, s->slot, s->n_slots, &s->r, s->rule, &s->stray));
	}
	if (sv_is(s->e.opens, "last"))
		TRY(vote_heard(cx, db, s->e.event, &s->heard));
	target_add(ret, AT_OWNER, s->e.owner);
	*ret_state = s;
	return RC_OK;
}

enum rc vote_check_marks(struct ctx *cx, const struct vote_run *s, int64_t codes)
{
	int64_t units = (int64_t)vote_contestants(s->slot, s->n_slots);
	if (s->form.kind == BALLOT_MARKS && codes * units > VOTE_MARKS_MAX)
		return fail_at(cx, RC_LIMIT, "number", "vote.marks_many", N_("%lld sheets with marks for %lld units are more than the %d marks that one tally holds: "
				"fewer jurors, or grades in place of marks."),
			       (long long)codes, (long long)units, VOTE_MARKS_MAX);
	return RC_OK;
}

static enum rc open_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct vote_run *s = state;
	TRY(vote_still_planned(cx, &s->e));
	if (!sv_is(s->e.event_state, "planned") && !sv_is(s->e.event_state, "under_way"))
		return fail(cx, RC_CONFLICT, "event.over", N_("This event is over."));
	if (s->frozen && !s->e.rehearsal) /* a count that no tally could take */
		return fail(cx, RC_CONFLICT, "vote.frozen", N_("The period %.*s is frozen: its board stands as it is."), SV_ARG(s->e.period_name));
	for (size_t i = 0; sv_is(s->e.opens, "last") && i < s->n_slots; i++)
		if (!vote_was_heard(&s->heard, s->slot[i].no))
			return fail(cx, RC_CONFLICT, "vote.unheard", N_("As it is planned, this vote opens after the last report, and %lld. %.*s has not been on the stage since the event "
				"began. Go on to it there, then open the vote."), (long long)s->slot[i].no, SV_ARG(s->slot[i].short_name));
	size_t room;
	TRY(vote_check_slots(cx, s->slot, s->n_slots, s->form.kind, s->stray));
	TRY(ballot_room(cx, &s->form, &room));
	if ((size_t)s->e.last_least > s->n_slots || (size_t)s->e.below_least > s->n_slots)
		return fail(cx, RC_CONFLICT, "vote.spread", N_("The rules of the sheet ask for more contestants at the end than stand on the agenda: %zu."), s->n_slots);
	TRY(vote_check_taken(cx, s->twin, s->tally)); /* the agenda may have come to others' contestants since it was planned */
	if (s->strangers)
		return fail(cx, RC_CONFLICT, "vote.strangers", N_("Nobody of this panel sat in the sessions of this period before: the board could not compare them. Seat one of those "
			"jurors too, or write 评委不连通：提示 in the rules."));
	TRY(vote_check_marks(cx, s, s->codes));
	if (s->codes == 0)
		return fail(cx, RC_CONFLICT, "vote.no_codes", N_("No codes are printed yet: make some for every class of jurors first."));
	for (int i = 0; i < s->item->n_groups; i++) {
		bool there = false;
		for (size_t k = 0; k < s->n_classes; k++)
			there |= sv_eq(s->class[k].voters, s->item->groups[i].name) && s->class[k].codes > s->class[k].voids;
		if (!there)
			return fail(cx, RC_CONFLICT, "vote.class_empty", N_("The class \"%.*s\" has no codes; the rules weigh its votes."), SV_ARG(s->item->groups[i].name));
	}
	TRY(vote_seats_open(cx, s, facts));
	js_set_sv(cx->a, facts, "rule_digest", s->r.digest);
	js_set_int(cx->a, facts, "codes", s->codes);
	js_set_int(cx->a, facts, "least", s->e.least);
	js_set_sv(cx->a, facts, "criteria", s->e.criteria);
	js_set_dec(cx->a, facts, "step", s->e.step);
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
	TRY(vote_recusals_apply(cx, db, row, js_get(facts, "recused")));
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
	const struct vote_run *s = state;
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

/* A count that nobody was told of is given up: codes were copied, say.  The vote is held anew. */
static enum rc annul_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
	if (!sv_is(s->e.state, "closed"))
		return fail(cx, RC_CONFLICT, "vote.not_counted", N_("Only a vote that is closed is annulled: this one is cancelled while it is planned or open."));
	if (s->e.released_at)
		return fail(cx, RC_CONFLICT, "vote.announced", N_("Its result is announced: what was wrong is put right in the tally, by a correction with its reason."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc annul_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct query *const drop[] = { &vote_set_uncounted, &vote_counts_drop, &vote_sites_drop, &vote_sheets_drop, &vote_lates_drop, &vote_turnouts_drop };
	TRY(cancel_apply(cx, db, row, facts));
	for (size_t i = 0; i < COUNT(drop); i++) {
		struct stmt *st = db_query(db, drop[i]);
		bind_int(st, 1, row->subject);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

static const struct field tallied_fields[] = {
	{ .name = "tally", .type = FIELD_INT, .required = true, .min = 1, .max = JS_INT_MAX, .label = N_("Tally") },
};

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "vote.plan", .version = 1, .label = N_("Plan a vote"), .fields = vote_plan_fields, .n_fields = VOTE_PLAN_FIELDS, BY_OFFICE,
	  .creates = true, .load = vote_plan_load, .decide = vote_plan_decide, .apply = vote_plan_apply },
	{ .name = "vote.seats", .version = 1, .label = N_("Seat jurors"), .fields = vote_seats_fields, .n_fields = VOTE_SEATS_FIELDS, BY_OFFICE,
	  .load = vote_seats_load, .decide = vote_seats_decide, .apply = vote_seats_apply },
	{ .name = "vote.unseat", .version = 1, .label = N_("Take a juror's seat away"), .fields = vote_unseat_fields, .n_fields = VOTE_UNSEAT_FIELDS, BY_OFFICE,
	  .load = vote_run_load, .decide = vote_unseat_decide, .apply = vote_unseat_apply },
	{ .name = "vote.recuse", .version = 1, .label = N_("Recuse a juror from a unit"), .fields = vote_recuse_fields, .n_fields = VOTE_RECUSE_FIELDS, BY_OFFICE,
	  .load = vote_run_load, .decide = vote_recuse_decide, .apply = vote_recuse_apply },
	{ .name = "vote.codes", .version = 1, .label = N_("Print codes"), .fields = vote_codes_fields, .n_fields = VOTE_CODES_FIELDS, BY_OFFICE,
	  .hidden = true, .load = vote_run_load, .decide = vote_codes_decide, .apply = vote_codes_apply },
	{ .name = "vote.void", .version = 1, .label = N_("Void a code"), .fields = vote_void_fields, .n_fields = VOTE_VOID_FIELDS, BY_OFFICE,
	  .hidden = true, .load = vote_run_load, .decide = vote_void_decide, .apply = vote_void_apply },
	{ .name = "vote.open", .version = 1, .label = N_("Open the vote"), BY_OFFICE, .hidden = true, .load = vote_run_load, .decide = open_decide, .apply = open_apply },
	{ .name = "vote.close", .version = 1, .label = N_("Close the vote"), .fields = vote_close_fields, .n_fields = VOTE_CLOSE_FIELDS, BY_OFFICE,
	  .hidden = true, .veiled = true, .load = vote_run_load, .decide = vote_close_decide, .apply = vote_close_apply },
	{ .name = "vote.cancel", .version = 1, .label = N_("Cancel the vote"), .fields = reason_fields, .n_fields = COUNT(reason_fields), BY_OFFICE,
	  .load = vote_run_load, .decide = cancel_decide, .apply = cancel_apply },
	{ .name = "vote.annul", .version = 1, .label = N_("Annul the count"), .fields = reason_fields, .n_fields = COUNT(reason_fields),
	  .who = { { ROLE_OFFICE_HEAD | ROLE_LEADER, AT_OWNER } }, .load = vote_run_load, .decide = annul_decide, .apply = annul_apply },
	/* The hall's door does it for whoever holds the slip of a seat; nobody else can. */
	{ .name = "vote.late", .version = 1, .label = N_("Keep a sheet that came after the lock"), .fields = vote_late_fields, .n_fields = VOTE_LATE_FIELDS,
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .veiled = true, .load = vote_late_load, .decide = vote_late_decide, .apply = vote_late_apply },
	{ .name = "vote.result", .version = 1, .label = N_("State the result"), .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .veiled = true,
	  .load = vote_result_load, .decide = vote_result_decide, .apply = vote_result_apply },
	{ .name = "vote.tallied", .version = 1, .label = N_("Link the count to its tally"), .fields = tallied_fields, .n_fields = COUNT(tallied_fields),
	  .who = { { ROLE_SYSTEM, AT_ANY } }, .hidden = true, .load = vote_tallied_load, .decide = vote_tallied_decide, .apply = vote_tallied_apply },
};

const struct noun vote_noun = {
	.name = "vote", .label = N_("Votes in the hall"), .acts = acts, .n_acts = COUNT(acts), .views = vote_views, .n_views = VOTE_VIEWS,
	.tables = vote_tables, .n_tables = &vote_tables_n, .resolve = vote_called_id,
};
