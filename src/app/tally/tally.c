#include "app/tally/tally.h"

#include "app/person/person.h"
#include "app/tally/tally_read.h"
#include "app/tally/queries.sql.h"
#include "core/rule_input.h"

#include <stdlib.h>

static tally_use_fn *boards_use;

void tally_use_boards(tally_use_fn *fn)
{
	boards_use = fn;
}

static tally_votes_fn *votes_of;

void tally_use_votes(tally_votes_fn *fn)
{
	votes_of = fn;
}

static enum rc use_of(struct ctx *cx, struct db *db, int64_t tally, enum tally_use *ret)
{
	*ret = TALLY_UNUSED;
	return boards_use ? boards_use(cx, db, tally, ret) : RC_OK;
}

/* ---- tally.enter ------------------------------------------------------------------------------------------------- */

static const struct field enter_fields[] = {
	{ .name = "period", .type = FIELD_REF, .required = true, .of = "period", .label = N_("Period") },
	{ .name = "ruleset", .type = FIELD_REF, .required = true, .of = "ruleset", .label = N_("Ruleset") },
	{ .name = "item", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Item or part of the rules") },
	{ .name = "source", .type = FIELD_LINE, .required = true, .min = 2, .max = 200, .label = N_("Source: who counted, from what") },
	{ .name = "day", .type = FIELD_DAY, .required = true, .label = N_("Day of the count or of the figures") },
	{ .name = "corrects", .type = FIELD_REF, .of = "tally", .label = N_("The tally that it corrects") },
	{ .name = "reason", .type = FIELD_LINE, .max = 300, .label = N_("Reason of the correction") },
	{ .name = "file_name", .type = FIELD_LINE, .masked = true, .max = 300, .label = N_("File") },
	{ .name = "file_digest", .type = FIELD_LINE, .max = 64, .label = N_("Digest of the file") },
	{ .name = "cells", .type = FIELD_DATA, .required = true, .label = N_("Cells") },
};

struct enter_state {
	struct period period;
	struct ruleset r;
	struct rule *rule;
	struct tally old;            /* id 0: it corrects none */
	enum tally_use used;
	int64_t twin, person, vote;  /* twin, vote: another tally of the item, a vote that will bring one */
	int64_t stray;               /* the first unit that the rules do not compare there */
};

static int by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return a < b ? -1 : a > b;
}

/* Each unit of the cells once. */
static size_t units_of(struct arena *a, const struct js *cells, int64_t **ret)
{
	size_t n = 0, k = 0;
	int64_t *unit = NEW(a, int64_t, (cells ? cells->n : 0) + 1);
	for (const struct js *c = cells ? cells->first : NULL; c; c = c->next)
		unit[n++] = js_get_int(c, "unit", 0);
	qsort(unit, n, sizeof(*unit), by_number);
	for (size_t i = 0; i < n; i++)
		if (!k || unit[k - 1] != unit[i])
			unit[k++] = unit[i];
	*ret = unit;
	return k;
}

static enum rc find_stray(struct ctx *cx, struct db *db, const struct js *cells, struct enter_state *s)
{
	int64_t last = 0;
	for (const struct js *c = cells ? cells->first : NULL; c && !s->stray; c = c->next) {
		struct unit u;
		bool inside = false;
		int64_t id = js_get_int(c, "unit", 0);
		if (id == last)
			continue;
		last = id;
		TRY(unit_get(cx, db, id, &u));
		TRY(unit_within(cx, db, id, s->r.owner, &inside));
		if (!inside || !ruleset_compares(s->rule, u.kind))
			s->stray = id;
	}
	return RC_OK;
}

static enum rc enter_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct enter_state *s = NEW(cx->a, struct enter_state, 1);
	const struct fields *f = &in->fields;
	*ret_state = s;
	TRY(person_now(cx, db, in->actor.post, &s->person));
	if (!field_ref(f, "period") || !field_ref(f, "ruleset")) /* a page that asks only whether it may be done */
		return RC_OK;
	TRY(period_get(cx, db, field_ref(f, "period"), &s->period));
	TRY(ruleset_get(cx, db, field_ref(f, "ruleset"), &s->r));
	TRY(ruleset_rule(cx, &s->r, &s->rule));
	target_add(ret, AT_OWNER, s->r.owner);
	if (field_ref(f, "corrects")) {
		TRY(tally_get(cx, db, field_ref(f, "corrects"), &s->old));
		TRY(use_of(cx, db, s->old.id, &s->used));
	}
	int64_t *unit = NULL;
	const struct rule_item *item = rule_measured(s->rule, field_sv(f, "item"));
	size_t n = item && item->judges != JUDGES_RAW ? 0 : units_of(cx->a, field(f, "cells")->data, &unit);
	TRY(tally_twin(cx, db, s->period.id, s->r.series, field_sv(f, "item"), s->old.id, unit, n, &s->twin));
	if (votes_of)
		TRY(votes_of(cx, db, s->period.id, s->r.series, field_sv(f, "item"), unit, n, &s->vote));
	return find_stray(cx, db, field(f, "cells")->data, s);
}

static enum rc check_place(struct ctx *cx, const struct enter_state *s, const struct act_in *in)
{
	/* What a hall counted by rules that a new version has replaced since is still a count by the rules of that day. */
	if (!sv_is(s->r.state, "adopted") && (in->actor.post || !sv_is(s->r.state, "replaced")))
		return fail_at(cx, RC_CONFLICT, "ruleset", "tally.draft", N_("This ruleset is not adopted; tallies belong to adopted rules only."));
	if (s->r.owner != s->period.owner)
		return fail_at(cx, RC_INVALID, "ruleset", "tally.owner", N_("This ruleset is of another office than the period."));
	if (s->period.state == PERIOD_FROZEN)
		return fail_at(cx, RC_CONFLICT, "period", "tally.frozen", N_("The period %.*s is frozen: its board stands as it is."), SV_ARG(s->period.name));
	if (s->twin)
		return fail_at(cx, RC_CONFLICT, "item", "tally.twin",
			       N_("This item has a tally of these units for that period already (#%lld): correct that one, naming it, or withdraw it."), (long long)s->twin);
	if (s->vote)
		return fail_at(cx, RC_CONFLICT, "item", "tally.vote", N_("Vote #%lld counts this item for that period, and its count enters with the release. Correct the tally "
			"then, or cancel the vote."), (long long)s->vote);
	if (s->stray)
		return fail_at(cx, RC_INVALID, "cells", "tally.stray", N_("Unit #%lld is none of those that the ruleset compares."), (long long)s->stray);
	if (field_day(&in->fields, "day").n > day_of_instant(in->at).n)
		return fail_at(cx, RC_INVALID, "day", "tally.future", N_("Nothing is counted on a day that has not come yet."));
	if (!s->old.id)
		return RC_OK;
	if (!sv_is(s->old.state, "counted") || !sv_eq(s->old.item, field_sv(&in->fields, "item")) || s->old.period != s->period.id)
		return fail_at(cx, RC_CONFLICT, "corrects", "tally.corrects", N_("Only a confirmed tally of the same item and period is corrected."));
	if (s->used == TALLY_PUBLISHED)
		return fail_at(cx, RC_CONFLICT, "corrects", "tally.published", N_("A published board rests on that tally; it stands as it is, and a note is added to the board."));
	return field_sv(&in->fields, "reason").n ? RC_OK : fail_at(cx, RC_INVALID, "reason", "tally.reason", N_("Say why it is corrected."));
}

static enum rc refuse_cell(struct ctx *cx, int64_t no, const char *id, const char *text)
{
	return fail_at(cx, RC_INVALID, "cells", id, N_("Cell %lld: %s"), (long long)no, tr(cx->lang, text));
}

static bool known_group(const struct tally_place *p, struct sv group)
{
	for (int i = 0; p->item && i < p->item->n_groups; i++)
		if (sv_eq(p->item->groups[i].name, group))
			return true;
	return !p->item || p->item->n_groups == 0;
}

static bool whole(struct dec d)
{
	return d.u % DEC_ONE == 0;
}

static enum rc check_cell(struct ctx *cx, const struct tally_place *p, int64_t no, const struct tally_cell *c)
{
	bool number = c->judge.n > 0, vote = sv_is(p->kind, "ballot") || sv_is(p->kind, "place");
	for (size_t i = 0; i < c->judge.n; i++)
		number &= c->judge.p[i] >= '0' && c->judge.p[i] <= '9';
	if (!known_group(p, c->group))
		return refuse_cell(cx, no, "tally.group", N_("the rules have no such group of voters"));
	if (c->judge.n && (!number || c->judge.n > 4))
		return refuse_cell(cx, no, "tally.judge", N_("a judge is a number, never a name"));
	if (c->missing.n)
		return RC_OK;
	if (c->votes < 0 || (!vote && c->votes))
		return refuse_cell(cx, no, "tally.votes", N_("a number of votes is 0 or more"));
	if (sv_is(p->kind, "ballot") && (!c->grade.n || !tally_grade_known(p, c->grade)))
		return refuse_cell(cx, no, "tally.grade", N_("the rules have no such grade"));
	if (sv_is(p->kind, "place") && (c->value.u < DEC_ONE || !whole(c->value)))
		return refuse_cell(cx, no, "tally.place", N_("a place is a whole number from 1"));
	if (tally_scale(p).u && (c->value.u < 0 || dec_cmp(c->value, tally_scale(p)) > 0))
		return refuse_cell(cx, no, "tally.mark", N_("the mark lies outside the scale of the rules"));
	return RC_OK;
}

static enum rc cells_decide(struct ctx *cx, const struct tally_place *p, const struct js *data, struct js *facts)
{
	int64_t no = 0;
	struct js *list = js_set(facts, "cells", js_arr(cx->a));
	struct tally_cell *all = NEW(cx->a, struct tally_cell, (data ? data->n : 0) + 1);
	const struct tally_cell **each = NEW(cx->a, const struct tally_cell *, (data ? data->n : 0) + 1);
	if (!data || data->kind != JS_ARR || data->n == 0 || data->n > TALLY_CELLS_MAX)
		return fail_at(cx, RC_INVALID, "cells", "tally.cells", N_("A tally has between 1 and %d cells."), TALLY_CELLS_MAX);
	for (const struct js *o = data->first; o; o = o->next, no++) {
		all[no] = tally_cell_of(o);
		TRY(check_cell(cx, p, no + 1, &all[no]));
		each[no] = &all[no];
		js_push(list, tally_cell_js(cx->a, &all[no]));
	}
	const size_t *first = tally_doubles(cx->a, each, (size_t)no, p->kind);
	for (int64_t k = 0; k < no; k++)
		if (first[k] != SIZE_MAX)
			return refuse_cell(cx, k + 1, "tally.twice", N_("it is given twice"));
	return RC_OK;
}

static enum rc enter_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			    int64_t *subject)
{
	static const char *const texts[] = { "source", "reason", "file_name", "file_digest" };
	const struct enter_state *s = state;
	const struct fields *f = &in->fields;
	struct tally_place place;
	TRY(check_place(cx, s, in));
	TRY(tally_place_of(cx, s->rule, field_sv(f, "item"), &place));
	TRY(cells_decide(cx, &place, field(f, "cells")->data, facts));
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "owner", s->r.owner);
	js_set_int(cx->a, facts, "period", s->period.id);
	js_set_int(cx->a, facts, "ruleset", s->r.id);
	js_set_int(cx->a, facts, "series", s->r.series);
	js_set_sv(cx->a, facts, "item", field_sv(f, "item"));
	js_set_sv(cx->a, facts, "kind", place.kind);
	js_set_day(cx->a, facts, "day", field_day(f, "day"));
	js_set_int(cx->a, facts, "corrects", s->old.id);
	js_set_int(cx->a, facts, "person", s->person);
	for (size_t i = 0; i < COUNT(texts); i++)
		js_set_sv(cx->a, facts, texts[i], sv_or_empty(field_sv(f, texts[i])));
	return RC_OK;
}

static enum rc enter_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	static const char *const numbers[] = { "owner", "period", "ruleset", "series" };
	static const char *const texts[] = { "item", "kind", "source" };
	const struct js *cells = js_get(facts, "cells");
	int64_t no = 0;
	struct stmt *st = db_query(db, &tally_put);
	bind_int(st, 1, row->subject);
	for (int i = 0; i < 4; i++)
		bind_int(st, 2 + i, js_get_int(facts, numbers[i], 0));
	for (int i = 0; i < 3; i++)
		bind_sv(st, 6 + i, js_get_sv(facts, texts[i]));
	bind_day(st, 9, js_get_day(facts, "day"));
	bind_sv(st, 10, js_get_sv(facts, "file_name"));
	bind_sv(st, 11, js_get_sv(facts, "file_digest"));
	bind_sv(st, 12, js_get_sv(facts, "reason"));
	bind_int(st, 13, cells ? (int64_t)cells->n : 0);
	bind_int(st, 14, js_get_int(facts, "corrects", 0));
	bind_int(st, 15, row->seq);
	bind_int(st, 16, row->at);
	bind_int(st, 17, row->actor);
	bind_int(st, 18, js_get_int(facts, "person", 0));
	TRY(db_run(cx, st));
	for (const struct js *o = cells ? cells->first : NULL; o; o = o->next) {
		struct tally_cell c = tally_cell_of(o);
		st = db_query(db, &tally_cell_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, c.unit);
		bind_sv(st, 4, c.group);
		bind_sv(st, 5, c.grade);
		bind_sv(st, 6, c.judge);
		bind_sv(st, 7, c.missing);
		bind_dec(st, 8, c.value);
		bind_int(st, 9, c.votes);
		bind_int(st, 10, c.estimated);
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- tally.confirm, tally.refuse, tally.withdraw ------------------------------------------------------------------- */

static const struct field reason_fields[] = {
	{ .name = "reason", .type = FIELD_LINE, .required = true, .min = 2, .max = 300, .label = N_("Reason") },
};

struct second_state {
	struct tally t;
	int64_t person;
	bool own;
	enum period_state period;
	enum tally_use used, old_used;
};

static enum rc second_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct second_state *s = NEW(cx->a, struct second_state, 1);
	struct period p;
	TRY(tally_get(cx, db, in->subject, &s->t));
	TRY(period_get(cx, db, s->t.period, &p));
	s->period = p.state;
	const struct signer_mark author = { s->t.author, s->t.author_person, s->t.made };
	TRY(person_now(cx, db, in->actor.post, &s->person));
	TRY(person_was(cx, db, &author, in->actor.post, &s->own));
	TRY(use_of(cx, db, s->t.id, &s->used));
	if (s->t.corrects)
		TRY(use_of(cx, db, s->t.corrects, &s->old_used));
	target_add(ret, AT_OWNER, s->t.owner);
	*ret_state = s;
	return RC_OK;
}

static enum rc waits(struct ctx *cx, const struct second_state *s)
{
	return sv_is(s->t.state, "proposed") ? RC_OK : fail(cx, RC_CONFLICT, "tally.decided", N_("This tally does not wait for anybody."));
}

static enum rc confirm_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			      int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct second_state *s = state;
	TRY(waits(cx, s));
	if (s->own)
		return fail(cx, RC_DENIED, "tally.second", N_("Another person than the one who brought it in must compare it with the paper and confirm it."));
	if (s->period == PERIOD_FROZEN || s->old_used == TALLY_PUBLISHED)
		return fail(cx, RC_CONFLICT, "tally.late", N_("The board of its period is published; nothing is counted there any more."));
	js_set_int(cx->a, facts, "person", s->person);
	js_set_int(cx->a, facts, "corrects", s->t.corrects);
	js_set_sv(cx->a, facts, "state", SV("counted"));
	return RC_OK;
}

static enum rc refuse_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			     int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct second_state *s = state;
	TRY(waits(cx, s));
	js_set_int(cx->a, facts, "person", s->person);
	js_set_sv(cx->a, facts, "state", SV("refused"));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc second_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct sv state = js_get_sv(facts, "state"), reason = js_get_sv(facts, "reason");
	int64_t corrects = js_get_int(facts, "corrects", 0);
	struct stmt *st = db_query(db, &tally_set_second);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, state);
	bind_int(st, 3, sv_is(state, "counted") ? row->seq : 0);
	bind_int(st, 4, row->actor);
	bind_int(st, 5, js_get_int(facts, "person", 0));
	bind_sv(st, 6, sv_or_empty(reason));
	TRY(db_run(cx, st));
	if (!corrects)
		return RC_OK;
	st = db_query(db, &tally_set_ended);
	bind_int(st, 1, corrects);
	bind_sv(st, 2, SV("replaced"));
	bind_int(st, 3, row->seq);
	bind_int(st, 4, row->subject);
	bind_sv(st, 5, SV(""));
	return db_run(cx, st);
}

static enum rc withdraw_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			       int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct second_state *s = state;
	if (!sv_is(s->t.state, "proposed") && !sv_is(s->t.state, "counted"))
		return fail(cx, RC_CONFLICT, "tally.over", N_("This tally counts no more; there is nothing to withdraw."));
	if (s->used != TALLY_UNUSED)
		return fail(cx, RC_CONFLICT, "tally.used", N_("A board rests on this tally; bring in a correction that names it."));
	js_set_sv(cx->a, facts, "reason", field_sv(&in->fields, "reason"));
	return RC_OK;
}

static enum rc withdraw_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &tally_set_ended);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, SV("withdrawn"));
	bind_int(st, 3, row->seq);
	bind_int(st, 4, 0);
	bind_sv(st, 5, js_get_sv(facts, "reason"));
	return db_run(cx, st);
}

static const struct act_def acts[] = {
	{ .name = "tally.enter", .version = 1, .label = N_("Bring in a tally"), .fields = enter_fields, .n_fields = COUNT(enter_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER }, { ROLE_SYSTEM, AT_ANY } }, .creates = true, .veiled_made = true, .load = enter_load, .decide = enter_decide, .apply = enter_apply },
	{ .name = "tally.confirm", .version = 1, .label = N_("Confirm the tally"), .who = { { ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, AT_OWNER } },
	  .load = second_load, .decide = confirm_decide, .apply = second_apply },
	{ .name = "tally.refuse", .version = 1, .label = N_("Refuse the tally"), .fields = reason_fields, .n_fields = COUNT(reason_fields),
	  .who = { { ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, AT_OWNER } }, .load = second_load, .decide = refuse_decide, .apply = second_apply },
	{ .name = "tally.withdraw", .version = 1, .label = N_("Withdraw the tally"), .fields = reason_fields, .n_fields = COUNT(reason_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER } }, .load = second_load, .decide = withdraw_decide, .apply = withdraw_apply },
};

const struct noun tally_noun = {
	.name = "tally", .label = N_("Tallies"), .acts = acts, .n_acts = COUNT(acts), .views = tally_views, .n_views = TALLY_VIEWS,
	.tables = tally_tables, .n_tables = &tally_tables_n, .resolve = tally_resolve,
};
