/* What came of a target.  Nobody tells or corrects a value but the department that provides the data; what is final is
 * only followed by a correction that names it and says why (Statistics Law 2024, art. 7 and 9). */
#include "app/target/deeds.h"

#include "app/person/person.h"
#include "app/target/queries.sql.h"

LOAD(target_value_load)
{
	struct line_state *s = NEW(cx->a, struct line_state, 1);
	struct post post = { 0 };
	TRY(target_line_get(cx, db, in->subject, &s->seen.line));
	TRY(target_see(cx, db, &s->seen.line, day_of_instant(in->at), 0, &s->seen));
	if (in->actor.post)
		TRY(post_get(cx, db, in->actor.post, &post));
	/* A right held over the whole place reaches every department; a post stands in one. */
	if (post.id)
		TRY(unit_within(cx, db, post.unit, s->seen.line.data_owner, &s->own));
	target_add(ret, AT_UNIT, s->seen.line.data_owner);
	*ret_state = s;
	return RC_OK;
}

static enum rc check_who(struct ctx *cx, const struct line_state *s)
{
	const struct target_line *l = &s->seen.line;
	if (!s->own)
		return fail(cx, RC_DENIED, "target.data_owner",
			N_("Only %.*s, which provides this figure, tells or corrects it; nobody does so in its name."),
			    SV_ARG(l->data_owner_name));
	if (l->ended)
		return fail(cx, RC_CONFLICT, "target.ended", N_("This target was withdrawn: %.*s"), SV_ARG(l->reason));
	return l->shown ? RC_OK : fail(cx, RC_CONFLICT, "target.not_shown", N_("Its list is not in yet."));
}

static enum rc through_of(struct ctx *cx, const struct fields *f, int64_t year, struct day *ret)
{
	const struct value *q = field(f, "quarter"), *m = field(f, "month");
	if (q->present == m->present)
		return fail_at(cx, RC_INVALID, q->present ? "month" : "quarter", "target.through",
			N_("Say up to which quarter, or up to which month, the value counts."));
	*ret = q->present ? quarter_end((int)year, (int)q->i) : month_end((int)year, (int)m->i);
	return RC_OK;
}

static enum rc check_days(struct ctx *cx, const struct act_in *in, struct day through, bool final)
{
	struct day today = day_of_instant(in->at), as_of = field_day(&in->fields, "as_of");
	if (as_of.n > today.n)
		return fail_at(cx, RC_INVALID, "as_of", "target.as_of",
			N_("The figures cannot be of a day that has not come yet."));
	if (final && today.n <= through.n)
		return fail_at(cx, RC_INVALID, "standing", "target.early",
			N_("A value is final only after the last day that it counts."));
	if (final && as_of.n < through.n)
		return fail_at(cx, RC_INVALID, "as_of", "target.as_of_final",
			N_("A final value is of the last day that it counts, or later."));
	return RC_OK;
}

static void put(struct ctx *cx, const struct act_in *in, int64_t id, struct day through, bool final, struct js *facts)
{
	const struct fields *f = &in->fields;
	struct day base_day = field_day(f, "base_day");
	struct civil c = civil_of_day(through);
	js_set_int(cx->a, facts, "id", id);
	js_set_day(cx->a, facts, "through", through);
	js_set_dec(cx->a, facts, "value", field(f, "value")->d);
	js_set_day(cx->a, facts, "as_of", field_day(f, "as_of"));
	take_figure(cx, in, "base", facts);
	if (field(f, "base")->present)
		js_set_day(cx->a, facts, "base_day", field(f, "base_day")->present ? base_day : month_end(c.year - 1, c.month));
	js_set_bool(cx->a, facts, "final", final);
	take_text(cx, in, "source", facts);
}

DECIDE(target_report_decide)
{
	(void)subject;
	const struct line_state *s = state;
	bool final = sv_is(field_sv(&in->fields, "standing"), "final");
	struct day through;
	TRY(check_who(cx, s));
	TRY(through_of(cx, &in->fields, s->seen.line.year, &through));
	TRY(check_days(cx, in, through, final));
	const struct target_actual *had = target_standing(s->seen.actual, s->seen.n_actual, through);
	if (had && had->final)
		return fail(cx, RC_CONFLICT, "target.final",
			N_("The final value of these months is told; it is only corrected, with a reason."));
	put(cx, in, fresh_id(fresh), through, final, facts);
	return RC_OK;
}

DECIDE(target_correct_decide)
{
	(void)subject;
	const struct line_state *s = state;
	struct day through;
	TRY(check_who(cx, s));
	TRY(through_of(cx, &in->fields, s->seen.line.year, &through));
	const struct target_actual *old = target_standing(s->seen.actual, s->seen.n_actual, through);
	if (!old)
		return fail(cx, RC_CONFLICT, "target.untold",
			N_("No value of these months is told yet; there is nothing to correct."));
	TRY(check_days(cx, in, old->through, old->final));
	put(cx, in, fresh_id(fresh), old->through, old->final, facts);
	js_set_int(cx->a, facts, "corrects", old->id);
	take_text(cx, in, "reason", facts);
	return RC_OK;
}

APPLY(target_actual_apply)
{
	struct sv reason = js_get_sv(facts, "reason");
	int64_t corrects = js_get_int(facts, "corrects", 0), id = js_get_int(facts, "id", 0);
	struct stmt *st = db_query(db, &target_actual_put);
	bind_int(st, 1, id);
	bind_int(st, 2, row->subject);
	bind_int(st, 3, row->seq);
	bind_int(st, 4, row->at);
	bind_int(st, 5, row->actor);
	bind_day(st, 6, js_get_day(facts, "through"));
	bind_dec(st, 7, js_get_dec(facts, "value", (struct dec){ 0 }));
	bind_day(st, 8, js_get_day(facts, "as_of"));
	bind_figure(st, 9, get_figure(facts, "base"));
	bind_day(st, 10, js_get_day(facts, "base_day"));
	bind_int(st, 11, js_get_bool(facts, "final"));
	bind_sv(st, 12, js_get_sv(facts, "source"));
	bind_int(st, 13, corrects);
	bind_sv(st, 14, sv_or_empty(reason));
	TRY(db_run(cx, st));
	if (!corrects)
		return RC_OK;
	st = db_query(db, &target_actual_set_corrected);
	bind_int(st, 1, corrects);
	bind_int(st, 2, id);
	return db_run(cx, st);
}
