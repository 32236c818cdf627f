/* Who learns what from whom: the acts of an adoption, and the credit that follows its result. */
#include "app/practice/adoption.sql.h"
#include "app/practice/practice_read.h"

#include "app/entry/entry.h"
#include "app/matter/matter.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "base/utf8.h"
#include "store/corridor.h"

#define DAY_AND_NOTE                                                                                       \
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },                        \
	{ .name = "note", .type = FIELD_TEXT, .required = true, .min = 2, .max = 1000, .label = N_("What this step was") }

/* ---- adoption.wish -------------------------------------------------------------------------------------------------------- */

static const struct field wish_fields[] = {
	{ .name = "practice", .type = FIELD_REF, .required = true, .of = "practice", .label = N_("Practice") },
	{ .name = "unit", .type = FIELD_REF, .required = true, .of = "unit", .label = N_("Unit that wants to learn") },
	{ .name = "matter", .type = FIELD_REF, .of = "matter", .label = N_("The matter that it is to solve") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },
	{ .name = "note", .type = FIELD_TEXT, .required = true, .min = 2, .max = 1000, .label = N_("Why, and what is to be learnt") },
};

struct wish_state {
	struct practice p;
	bool running, adopted, behalf;
};

/* 代填: the actor's post belongs to another unit than the one that adopts. */
static enum rc told_by_other(struct ctx *cx, struct db *db, int64_t actor, int64_t unit, bool *ret)
{
	struct post post;
	bool own = false;
	if (actor) {
		TRY(post_get(cx, db, actor, &post));
		TRY(unit_within(cx, db, post.unit, unit, &own));
	}
	*ret = !own;
	return RC_OK;
}

static enum rc wish_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct wish_state *s = NEW(cx->a, struct wish_state, 1);
	const struct fields *f = &in->fields;
	int64_t unit = field_ref(f, "unit");
	struct unit u;
	*ret_state = s;
	if (!unit) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(practice_get(cx, db, field_ref(f, "practice"), &s->p));
	TRY(unit_get(cx, db, unit, &u));
	TRY(matter_linkable(cx, db, in, "matter"));
	struct stmt *st = db_query(db, &adoption_twin);
	bind_int(st, 1, s->p.id);
	bind_int(st, 2, unit);
	while (db_step(cx, st, &rc)) {
		s->adopted |= sv_is(col_sv(st, 1, cx->a), "result");
		s->running |= !sv_is(col_sv(st, 1, cx->a), "result");
	}
	TRY(rc);
	target_add(ret, AT_UNIT, unit);
	return told_by_other(cx, db, in->actor.post, unit, &s->behalf);
}

static enum rc not_to_come(struct ctx *cx, struct day d, const struct act_in *in, const char *at)
{
	return d.n <= day_of_instant(in->at).n ? RC_OK : fail_at(cx, RC_INVALID, at, "practice.future", N_("This day has not come yet."));
}

static enum rc wish_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			   int64_t *subject)
{
	const struct wish_state *s = state;
	const struct fields *f = &in->fields;
	int64_t unit = field_ref(f, "unit");
	if (!sv_is(s->p.state, "published"))
		return fail_at(cx, RC_CONFLICT, "practice", "practice.not_published",
			       N_("Only a published practice is recognised or learnt from."));
	if (unit == s->p.source)
		return fail_at(cx, RC_INVALID, "unit", "adoption.own", N_("This is the unit's own practice: it learns from others."));
	if (s->running)
		return fail_at(cx, RC_CONFLICT, "unit", "adoption.running", N_("This unit is learning it already; go on with that one."));
	if (s->adopted)
		return fail_at(cx, RC_CONFLICT, "unit", "adoption.adopted", N_("This unit has learnt it already, with effect."));
	TRY(not_to_come(cx, field_day(f, "day"), in, "day"));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "practice", s->p.id);
	js_set_int(cx->a, facts, "unit", unit);
	js_set_int(cx->a, facts, "matter", field_ref(f, "matter"));
	js_set_sv(cx->a, facts, "stage", SV("wish"));
	js_set_day(cx->a, facts, "day", field_day(f, "day"));
	js_set_sv(cx->a, facts, "note", field_sv(f, "note"));
	js_set_bool(cx->a, facts, "behalf", s->behalf);
	js_set_int(cx->a, facts, "step", fresh_id(fresh));
	return RC_OK;
}

static enum rc put_step(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &adoption_step_put);
	bind_int(st, 1, js_get_int(facts, "step", 0));
	bind_int(st, 2, row->subject);
	bind_sv(st, 3, js_get_sv(facts, "stage"));
	bind_day(st, 4, js_get_day(facts, "day"));
	bind_day(st, 5, js_get_day(facts, "until"));
	bind_sv(st, 6, js_get_sv(facts, "note"));
	bind_int(st, 7, row->at);
	bind_int(st, 8, row->actor);
	bind_int(st, 9, js_get_bool(facts, "behalf"));
	return db_run(cx, st);
}

static enum rc wish_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &adoption_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "practice", 0));
	bind_int(st, 3, js_get_int(facts, "unit", 0));
	bind_int(st, 4, js_get_int(facts, "matter", 0));
	bind_day(st, 5, js_get_day(facts, "day"));
	bind_int(st, 6, row->at);
	bind_int(st, 7, row->actor);
	TRY(db_run(cx, st));
	return put_step(cx, db, row, facts);
}

/* ---- adoption.step ---------------------------------------------------------------------------------------------------------- */

static const struct field step_fields[] = {
	{ .name = "stage", .type = FIELD_ENUM, .required = true, .of = ADOPTION_STEPS, .label = N_("Stage reached") },
	DAY_AND_NOTE,
	{ .name = "until", .type = FIELD_DAY, .label = N_("Last day of the pilot") },
};

struct step_state {
	struct adoption a;
	bool behalf, by_source;      /* by_source: told by a post of the unit that is copied, and not of the adopter */
};

static enum rc step_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct step_state *s = NEW(cx->a, struct step_state, 1);
	TRY(adoption_get(cx, db, in->subject, &s->a));
	target_add(ret, AT_UNIT, s->a.unit);
	*ret_state = s;
	TRY(told_by_other(cx, db, in->actor.post, s->a.unit, &s->behalf));
	TRY(told_by_other(cx, db, in->actor.post, s->a.source, &s->by_source));
	s->by_source = s->behalf && !s->by_source;
	return RC_OK;
}

/* What every further step has: the chain is not over, and time does not go back. */
static enum rc further(struct ctx *cx, const struct step_state *s, const struct act_in *in, struct sv stage, const char *note,
		       struct fresh *fresh, struct js *facts)
{
	struct day day = field_day(&in->fields, "day");
	if (!adoption_running(&s->a))
		return fail(cx, RC_CONFLICT, "adoption.over", N_("This adoption is over; a new try begins with a new wish."));
	if (adoption_rank(stage) <= adoption_rank(s->a.stage))
		return fail_at(cx, RC_CONFLICT, "stage", "adoption.back",
			       N_("The unit is at this stage or past it; steps may be left out, and none is gone back."));
	TRY(not_to_come(cx, day, in, "day"));
	if (day.n < s->a.since.n)
		return fail_at(cx, RC_INVALID, "day", "adoption.before", N_("The step before was on %.*s; this one cannot be earlier."),
			       SV_ARG(day_text(cx->a, s->a.since)));
	js_set_sv(cx->a, facts, "stage", stage);
	js_set_day(cx->a, facts, "day", day);
	js_set_sv(cx->a, facts, "note", field_sv(&in->fields, note));
	js_set_bool(cx->a, facts, "behalf", s->behalf);
	js_set_int(cx->a, facts, "step", fresh_id(fresh));
	return RC_OK;
}

/* The same day so many years later; 29 February becomes 1 March. */
static struct day years_later(struct day d, int years)
{
	struct civil c = civil_of_day(d);
	return day_valid(c.year + years, c.month, c.day) ? day_of_civil(c.year + years, c.month, c.day) : day_of_civil(c.year + years, 3, 1);
}

static enum rc check_pilot(struct ctx *cx, const struct fields *f, bool pilot)
{
	struct day day = field_day(f, "day"), until = field_day(f, "until");
	if (!pilot)
		return !day_is(until) ?
			       RC_OK :
			       fail_at(cx, RC_INVALID, "until", "adoption.no_pilot", N_("Only a pilot has a last day; leave it empty."));
	if (!day_is(until))
		return fail_at(cx, RC_INVALID, "until", "adoption.pilot_end",
			       N_("Say on which day the pilot ends: one that never ends is none."));
	if (until.n <= day.n)
		return fail_at(cx, RC_INVALID, "until", "adoption.pilot_short", N_("The pilot must end after it began."));
	if (until.n > years_later(day, PILOT_YEARS).n)
		return fail_at(cx, RC_INVALID, "until", "adoption.pilot_long",
			       N_("A pilot lasts at most %d years; what is proved by then is spread or given up."), PILOT_YEARS);
	return RC_OK;
}

static enum rc step_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			   int64_t *subject)
{
	(void)subject;
	const struct step_state *s = state;
	struct sv stage = field_sv(&in->fields, "stage");
	bool pilot = sv_is(stage, "pilot"), begins = (pilot || sv_is(stage, "built")) && !day_is(s->a.began);
	TRY(further(cx, s, in, stage, "note", fresh, facts));
	TRY(check_pilot(cx, &in->fields, pilot));
	js_set_day(cx->a, facts, "until", field_day(&in->fields, "until"));
	js_set_day(cx->a, facts, "began", begins ? field_day(&in->fields, "day") : s->a.began);
	js_set_day(cx->a, facts, "pilot_until", pilot ? field_day(&in->fields, "until") : s->a.pilot_until);
	return RC_OK;
}

static enum rc step_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &adoption_set_stage);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "stage"));
	bind_day(st, 3, js_get_day(facts, "day"));
	bind_day(st, 4, js_get_day(facts, "began"));
	bind_day(st, 5, js_get_day(facts, "pilot_until"));
	TRY(db_run(cx, st));
	return put_step(cx, db, row, facts);
}

/* ---- adoption.unsuitable ------------------------------------------------------------------------------------------------------ */

static const struct field unsuitable_fields[] = {
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day") },
	{ .name = "reason", .type = FIELD_TEXT, .required = true, .min = 4, .max = 1000, .label = N_("Not suitable, because") },
};

static enum rc unsuitable_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
				 int64_t *subject)
{
	(void)subject;
	return further(cx, state, in, SV("unsuitable"), "reason", fresh, facts);
}

static enum rc unsuitable_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &adoption_set_unsuitable);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "day"));
	bind_sv(st, 3, js_get_sv(facts, "note"));
	bind_int(st, 4, row->at);
	TRY(db_run(cx, st));
	return put_step(cx, db, row, facts);
}

/* ---- adoption.retract --------------------------------------------------------------------------------------------------------- */

static const struct field retract_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Why it is taken back") },
};

struct retract_state {
	struct adoption a;
	struct adoption_step last, before; /* that stand; before.id 0: the wish is the last */
	bool anew;                   /* the unit has begun another try meanwhile */
};

static enum rc retract_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	enum rc rc;
	struct retract_state *s = NEW(cx->a, struct retract_state, 1);
	struct adoption_step *to = &s->last;
	*ret_state = s;
	TRY(adoption_get(cx, db, in->subject, &s->a));
	target_add(ret, AT_UNIT, s->a.unit);
	struct stmt *st = db_query(db, &adoption_step_last);
	bind_int(st, 1, in->subject);
	while (db_step(cx, st, &rc)) {
		*to = (struct adoption_step){ .id = col_int(st, 0), .stage = col_sv(st, 1, cx->a), .day = col_day(st, 2) };
		to = &s->before;
	}
	TRY(rc);
	st = db_query(db, &adoption_twin);
	bind_int(st, 1, s->a.practice);
	bind_int(st, 2, s->a.unit);
	while (db_step(cx, st, &rc))
		s->anew |= col_int(st, 0) != s->a.id;
	return rc;
}

/* What the chain was before its last step.  A result stands: both sides' boards may have counted it, and their entries are taken back as entries. */
static enum rc retract_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			      int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct retract_state *s = state;
	bool pilot = sv_is(s->last.stage, "pilot"), first = pilot || (sv_is(s->last.stage, "built") && !day_is(s->a.pilot_until));
	if (!s->before.id)
		return fail(cx, RC_CONFLICT, "adoption.only_wish", N_("There is only the wish: record that it does not suit, with the reason."));
	if (sv_is(s->last.stage, "result"))
		return fail(cx, RC_CONFLICT, "adoption.result_stands", N_("A result stands, since boards may have counted it; what is wrong with the points is taken back at their entries."));
	if (!adoption_running(&s->a) && s->anew)
		return fail(cx, RC_CONFLICT, "adoption.anew", N_("The unit has begun to learn it anew since; go on with that one."));
	js_set_int(cx->a, facts, "step", s->last.id);
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	js_set_sv(cx->a, facts, "stage", s->before.stage);
	js_set_day(cx->a, facts, "day", s->before.day);
	js_set_day(cx->a, facts, "began", first ? DAY_NONE : s->a.began);
	js_set_day(cx->a, facts, "pilot_until", pilot ? DAY_NONE : s->a.pilot_until);
	return RC_OK;
}

static enum rc retract_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &adoption_step_gone);
	bind_int(st, 1, js_get_int(facts, "step", 0));
	bind_sv(st, 2, js_get_sv(facts, "reason"));
	TRY(db_run(cx, st));
	st = db_query(db, &adoption_set_back);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "stage"));
	bind_day(st, 3, js_get_day(facts, "day"));
	bind_day(st, 4, js_get_day(facts, "began"));
	bind_day(st, 5, js_get_day(facts, "pilot_until"));
	return db_run(cx, st);
}

/* ---- adoption.result ------------------------------------------------------------------------------------------------------------ */

static const struct field result_fields[] = {
	{ .name = "rating", .type = FIELD_ENUM, .required = true, .of = ADOPTION_RATINGS, .label = N_("How the adopter rates it") },
	DAY_AND_NOTE,
	{ .name = "adapted", .type = FIELD_TEXT, .max = 1000, .label = N_("What was done otherwise than at the source") },
	{ .name = "indicator", .type = FIELD_LINE, .min = 2, .max = 80, .label = N_("Agreed indicator") },
	{ .name = "uom", .type = FIELD_LINE, .max = 20, .label = N_("Unit of measure") },
	{ .name = "value_before", .type = FIELD_DEC, .label = N_("Value before") },
	{ .name = "before_on", .type = FIELD_DAY, .label = N_("Date of the value before") },
	{ .name = "value_after", .type = FIELD_DEC, .label = N_("Value after") },
	{ .name = "after_on", .type = FIELD_DAY, .label = N_("Date of the value after") },
	{ .name = "figure_source", .type = FIELD_LINE, .min = 2, .max = 200, .label = N_("Source of both values") },
	{ .name = "worst", .type = FIELD_BOOL, .label = N_("The place was chosen because it stood worst") },
};
static const char *const figure_fields[] = { "indicator", "uom", "value_before", "before_on", "value_after", "after_on", "figure_source" };

/* All of the figures or none: half of them would be read as proof. */
static enum rc check_figures(struct ctx *cx, const struct adoption *a, const struct act_in *in, bool *ret_given)
{
	const struct fields *f = &in->fields;
	enum rc rc = RC_OK;
	bool any = field(f, "worst")->i != 0;
	for (size_t i = 0; i < COUNT(figure_fields); i++)
		any |= field(f, figure_fields[i])->present;
	for (size_t i = 0; any && i < COUNT(figure_fields); i++)
		if (!field(f, figure_fields[i])->present)
			rc = fail_at(cx, RC_INVALID, figure_fields[i], "adoption.figures",
				     N_("A comparison needs the indicator with its unit of measure, both values with their dates, and "
					"their source; fill this in, or leave all of them empty."));
	*ret_given = any;
	if (rc != RC_OK || !any)
		return rc;
	struct day before = field_day(f, "before_on"), after = field_day(f, "after_on");
	TRY(not_to_come(cx, after, in, "after_on"));
	if (after.n <= before.n)
		return fail_at(cx, RC_INVALID, "after_on", "adoption.figures_order",
			       N_("The value after must be of a later day than the value before."));
	if (day_is(a->began) && before.n > a->began.n)
		return fail_at(cx, RC_INVALID, "before_on", "adoption.figures_late",
			       N_("It began on %.*s: the value before must not be of a later day."), SV_ARG(day_text(cx->a, a->began)));
	if (day_is(a->began) && after.n < a->began.n)
		return fail_at(cx, RC_INVALID, "after_on", "adoption.figures_early",
			       N_("It began on %.*s: the value after must not be of an earlier day."), SV_ARG(day_text(cx->a, a->began)));
	return RC_OK;
}

static enum rc result_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			     int64_t *subject)
{
	(void)subject;
	const struct step_state *s = state;
	const struct fields *f = &in->fields;
	struct sv rating = field_sv(f, "rating");
	bool figures = false;
	if (s->by_source)
		return fail(cx, RC_DENIED, "adoption.by_source", N_("Whoever is copied does not rate the copy: the unit that learnt it does, or an office above both."));
	TRY(further(cx, s, in, SV("result"), "note", fresh, facts));
	TRY(check_figures(cx, &s->a, in, &figures));
	js_set_sv(cx->a, facts, "rating", rating);
	js_set_sv(cx->a, facts, "adapted", field(f, "adapted")->present ? field_sv(f, "adapted") : SV(""));
	/* A practice that was withdrawn earns nobody anything. */
	js_set_bool(cx->a, facts, "credit", !sv_is(rating, "poor") && sv_is(s->a.state, "published"));
	if (!figures)
		return RC_OK;
	struct js *o = js_set(facts, "figures", js_obj(cx->a));
	js_set_sv(cx->a, o, "indicator", field_sv(f, "indicator"));
	js_set_sv(cx->a, o, "uom", field_sv(f, "uom"));
	js_set_dec(cx->a, o, "before", field(f, "value_before")->d);
	js_set_day(cx->a, o, "before_on", field_day(f, "before_on"));
	js_set_dec(cx->a, o, "after", field(f, "value_after")->d);
	js_set_day(cx->a, o, "after_on", field_day(f, "after_on"));
	js_set_sv(cx->a, o, "source", field_sv(f, "figure_source"));
	js_set_bool(cx->a, o, "worst", field(f, "worst")->i != 0);
	return RC_OK;
}

static enum rc result_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	static const char *const texts[] = { "indicator", "uom", "source" };
	const struct js *o = js_get(facts, "figures");
	struct stmt *st = db_query(db, &adoption_set_result);
	bind_int(st, 1, row->subject);
	bind_day(st, 2, js_get_day(facts, "day"));
	bind_sv(st, 3, js_get_sv(facts, "rating"));
	bind_sv(st, 4, js_get_sv(facts, "adapted"));
	for (int i = 0; i < 3; i++)
		bind_sv(st, 5 + i, o ? js_get_sv(o, texts[i]) : SV(""));
	bind_dec(st, 8, o ? js_get_dec(o, "before", (struct dec){ 0 }) : (struct dec){ 0 });
	bind_dec(st, 9, o ? js_get_dec(o, "after", (struct dec){ 0 }) : (struct dec){ 0 });
	bind_day(st, 10, o ? js_get_day(o, "before_on") : DAY_NONE);
	bind_day(st, 11, o ? js_get_day(o, "after_on") : DAY_NONE);
	bind_int(st, 12, o && js_get_bool(o, "worst"));
	bind_int(st, 13, row->at);
	TRY(db_run(cx, st));
	return put_step(cx, db, row, facts);
}

/* The unit itself, or the office above it that fills in what the unit has told. */
#define BY_ADOPTER .who = { { ROLE_UNIT | ROLE_OFFICE, AT_UNIT } }

static const struct act_def acts[] = {
	{ .name = "adoption.wish",
	  .version = 1,
	  .label = N_("Learn this practice"),
	  .fields = wish_fields,
	  .n_fields = COUNT(wish_fields),
	  BY_ADOPTER,
	  .creates = true,
	  .load = wish_load,
	  .decide = wish_decide,
	  .apply = wish_apply },
	{ .name = "adoption.step",
	  .version = 1,
	  .label = N_("Record the next step"),
	  .fields = step_fields,
	  .n_fields = COUNT(step_fields),
	  BY_ADOPTER,
	  .load = step_load,
	  .decide = step_decide,
	  .apply = step_apply },
	{ .name = "adoption.result",
	  .version = 1,
	  .label = N_("Record the result"),
	  .fields = result_fields,
	  .n_fields = COUNT(result_fields),
	  BY_ADOPTER,
	  .load = step_load,
	  .decide = result_decide,
	  .apply = result_apply },
	{ .name = "adoption.unsuitable",
	  .version = 1,
	  .label = N_("Record that it does not suit"),
	  .fields = unsuitable_fields,
	  .n_fields = COUNT(unsuitable_fields),
	  BY_ADOPTER,
	  .load = step_load,
	  .decide = unsuitable_decide,
	  .apply = unsuitable_apply },
	{ .name = "adoption.retract",
	  .version = 1,
	  .label = N_("Take back the last step"),
	  .fields = retract_fields,
	  .n_fields = COUNT(retract_fields),
	  BY_ADOPTER,
	  .load = retract_load,
	  .decide = retract_decide,
	  .apply = retract_apply },
};

const struct noun adoption_noun = {
	.name = "adoption",
	.label = N_("Who learns what"),
	.acts = acts,
	.n_acts = COUNT(acts),
	.views = adoption_views,
	.n_views = ADOPTION_VIEWS,
	.tables = adoption_tables,
	.n_tables = &adoption_tables_n,
	.resolve = adoption_resolve,
};

/* ---- credit ------------------------------------------------------------------------------------------------------------------------ */

/* By the day on which the result was recorded: what a board has counted before is never counted anew.  The source's entry
 * counts, since another unit says so; the adopter's waits for a second person, since it says so itself. */
enum rc practice_credit(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			size_t max, size_t *ret_n)
{
	struct adoption a;
	if (!js_get_bool(facts, "credit"))
		return RC_OK;
	TRY(adoption_get(cx, db, row->subject, &a));
	struct entry_source s = { .unit = a.source,
				  .kind = FACT_ADOPTED,
				  .role = ROLE_LEAD,
				  .day = day_of_instant(row->at),
				  .topic = a.topic,
				  .fact = arena_printf(cx->a, "adoption:%lld", (long long)a.id),
				  .record = utf8_upto(arena_printf(cx->a, "%.*s → %.*s：%.*s", SV_ARG(a.source_short), SV_ARG(a.unit_short),
								   SV_ARG(a.title)),
						      200) };
	TRY(entry_propose(cx, db, &s, ret, max / 2, ret_n));
	s.unit = a.unit;
	s.matter = a.matter;
	s.kind = FACT_LEARNT;
	s.topic = SV("");
	return entry_propose(cx, db, &s, ret, max, ret_n);
}
