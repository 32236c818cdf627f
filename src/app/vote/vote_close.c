/* vote.close: the box counted, contestant by contestant and class by class. */
#include "app/vote/vote_acts.h"

#include "app/vote/queries.sql.h"

const struct field vote_close_fields[VOTE_CLOSE_FIELDS] = {
	{ .name = "attended", .type = FIELD_INT, .required = true, .min = 0, .max = VOTE_CODES_MAX, .label = N_("Jurors counted in the hall by two scrutineers") },
	/* Read from the box by the door, in the order of the codes' digests. */
	{ .name = "ballots", .type = FIELD_DATA, .required = true, .label = N_("Ballots") },
};

/* All counts of one class of jurors, contestant by contestant: where a unit stands with several sites, a juror's mark of it is
 * the mean of what the juror gave there. */
static enum rc count_class(struct ctx *cx, const struct vote_run *s, struct sv voters, const struct sv *sheets, size_t n, struct js *cells)
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

enum rc vote_close_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct vote_run *s = state;
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

enum rc vote_close_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
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

