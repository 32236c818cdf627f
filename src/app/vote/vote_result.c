/* From the count to what the item gives: computed by the rule that was locked when the vote opened, and stated once the chair has released it. */
#include "app/vote/vote_result.h"

#include "app/vote/queries.sql.h"
#include "core/rule_jury.h"
#include "core/rule_measure.h"
#include "store/journal.h"

enum rc vote_read_counts(struct ctx *cx, struct db *db, int64_t vote, struct vote_counted **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 256;
	struct vote_counted *all = NEW(cx->a, struct vote_counted, room);
	struct stmt *st = db_query(db, &vote_counts_of);
	bind_int(st, 1, vote);
	bind_int(st, 2, 0);
	bind_int(st, 3, VOTE_COUNTS_MAX);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct vote_counted *more = NEW(cx->a, struct vote_counted, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct vote_counted){ .unit = col_int(st, 1), .voters = col_sv(st, 3, cx->a), .grade = col_sv(st, 4, cx->a), .place = col_int(st, 5),
					     .value = col_dec(st, 6), .votes = col_int(st, 7), .missing = col_sv(st, 8, cx->a), .judge = col_int(st, 9) };
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

bool vote_is_mark(const struct vote_counted *c)
{
	return !c->grade.n && !c->place && !c->missing.n;
}

/* The same inputs that a board reads from the tally (board_fed.c). */
static size_t inputs_of(struct arena *a, const struct vote *v, const struct vote_counted *c, size_t n, struct rule_input *ret)
{
	size_t k = 0, judge = 0;
	for (size_t i = 0; i < n; i++) {
		judge = i && c[i].unit == c[i - 1].unit && sv_eq(c[i].voters, c[i - 1].voters) ? judge + 1 : 1;
		if (c[i].missing.n)
			continue;
		ret[k++] = (struct rule_input){
			.kind = c[i].grade.n ? INPUT_BALLOT : c[i].place ? INPUT_PLACE : INPUT_MARK, .name = v->item, .class = SV(""),
			.unit = arena_printf(a, "%lld", (long long)c[i].unit), .value = c[i].place ? DEC(c[i].place) : c[i].value,
			.count = vote_is_mark(&c[i]) ? 0 : c[i].votes, .grade = c[i].grade, .group = c[i].voters,
			.judge = vote_is_mark(&c[i]) ? arena_printf(a, "%lld", c[i].judge ? (long long)c[i].judge : (long long)judge) : SV(""), .day = v->day, .source = v->name, .record = SV(""),
		};
	}
	return k;
}

/* Are the points of row k also those of a row before it?  Then they are one step down, where the rule skips no place. */
static bool again(const struct vote_row *row, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (row[i].given && dec_cmp(row[i].points, row[k].points) == 0)
			return true;
	return false;
}

/* A hall needs an order to reveal: places are shared also where the rule's boards leave equal scores without any. */
static void place_rows(struct vote_row *row, size_t n, enum rule_places kind)
{
	for (size_t i = 0; i < n; i++) {
		row[i].place = row[i].given;
		for (size_t k = 0; k < n && row[i].given; k++) {
			int c = row[k].given ? dec_cmp(row[k].points, row[i].points) : -1;
			row[i].place += c > 0 && !(kind == PLACES_DENSE && again(row, k));
			row[i].tied |= c == 0 && k != i;
		}
	}
}

/* What comes of the count: a row for each contestant, and what has to be said beside the places. */
struct outcome {
	struct vote_row *row;
	size_t n;
	bool apart, partial, untrimmed;
};

/* Jurors who share no contestant: nobody can say whether contestants or jurors differ, so there are no places (fairness.md 2.1). */
static void part(struct ctx *cx, const struct rule_columns *cols, const struct rule *rule, const struct vote *v, struct outcome *o)
{
	struct jury jury;
	struct sv *names = NEW(cx->a, struct sv, o->n + 1);
	for (size_t i = 0; i < o->n; i++)
		names[i] = o->row[i].short_name;
	rule_jury(cx->a, cols, &jury);
	for (size_t i = 0; i < jury.n; i++) {
		if (!sv_eq(jury.panels[i].item->name, v->item) || jury.panels[i].parts < 2)
			continue;
		o->apart = true;
		for (size_t k = 0; k < o->n && rule->apart == APART_REFUSE; k++) {
			o->row[k].given = false;
			o->row[k].arithmetic = jury_parts_text(cx->a, &jury.panels[i], names, o->n);
		}
	}
}

static enum rc points_of(struct ctx *cx, const struct rule *rule, const struct vote *v, const struct rule_input *in, size_t n_in,
			 struct outcome *o)
{
	struct vote_row *row = o->row;
	size_t n = o->n;
	struct rule_columns cols;
	struct sv *ids = NEW(cx->a, struct sv, n + 1);
	for (size_t i = 0; i < n; i++)
		ids[i] = arena_printf(cx->a, "%lld", (long long)row[i].unit);
	TRY(rule_columns_load(cx, rule, ids, n, in, n_in, (struct dec){ 0 }, &cols));
	struct rule_columns raw = cols;
	TRY(rule_correct_judges(cx, &cols));
	for (size_t c = 0; c < cols.n_items; c++)
		for (size_t i = 0; i < n && sv_eq(cols.items[c].item->name, v->item); i++) {
			struct rule_cell cell = { 0 };
			TRY(rule_cell(cx, &cols, &cols.items[c], i, true, &cell));
			row[i].given = cell.state == CELL_GIVEN;
			row[i].points = cell.points;
			row[i].arithmetic = sv_or_empty(cell.arithmetic);
			o->partial |= cell.partial;
			o->untrimmed |= cell.untrimmed;
		}
	if (v->is_signed) /* without seats the numbers of marks are no jurors */
		part(cx, &raw, rule, v, o);
	return RC_OK;
}

static enum rc outcome_of(struct ctx *cx, struct db *db, const struct vote *v, struct outcome *ret)
{
	struct ruleset r;
	struct rule *rule;
	struct vote_slot *slot;
	struct vote_counted *c;
	size_t n_slot, n_c, n = 0;
	TRY(ruleset_get(cx, db, v->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	TRY(vote_slots(cx, db, v, &slot, &n_slot));
	TRY(vote_read_counts(cx, db, v->id, &c, &n_c));
	struct vote_row *row = NEW(cx->a, struct vote_row, n_slot + 1);
	for (size_t i = 0; i < n_slot; i++)
		if (vote_slot_is_first(slot, i))
			row[n++] = (struct vote_row){ .unit = slot[i].unit, .name = slot[i].name, .short_name = slot[i].short_name, .arithmetic = SV("") };
	struct rule_input *in = NEW(cx->a, struct rule_input, n_c + 1);
	*ret = (struct outcome){ .row = row, .n = n };
	TRY(points_of(cx, rule, v, in, inputs_of(cx->a, v, c, n_c, in), ret));
	place_rows(row, n, rule->ranking);
	return RC_OK;
}

enum rc vote_rows(struct ctx *cx, struct db *db, const struct vote *v, struct vote_row **ret, size_t *ret_n)
{
	struct outcome o;
	TRY(outcome_of(cx, db, v, &o));
	*ret = o.row;
	*ret_n = o.n;
	return RC_OK;
}

enum rc vote_stated(struct ctx *cx, struct db *db, int64_t vote, struct vote_row **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote_row *row = NEW(cx->a, struct vote_row, BALLOT_SLOTS_MAX);
	struct stmt *st = db_query(db, &vote_result_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < BALLOT_SLOTS_MAX)
			row[n++] = (struct vote_row){ .unit = col_int(st, 1), .name = col_sv(st, 2, cx->a), .short_name = col_sv(st, 3, cx->a), .given = col_int(st, 4) != 0,
						      .points = col_dec(st, 5), .place = (int)col_int(st, 6), .tied = col_int(st, 7) != 0, .arithmetic = col_sv(st, 8, cx->a) };
	*ret = row;
	*ret_n = n;
	return rc;
}

enum rc vote_sites(struct ctx *cx, struct db *db, int64_t vote, struct vote_site **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct vote_site *all = NEW(cx->a, struct vote_site, BALLOT_SLOTS_MAX);
	struct stmt *st = db_query(db, &vote_sites_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < BALLOT_SLOTS_MAX)
			all[n++] = (struct vote_site){ col_int(st, 0), col_int(st, 1), col_dec(st, 2) };
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc vote_remarks(struct ctx *cx, struct db *db, int64_t vote, struct sv *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &vote_remarks_of);
	*ret = SV("");
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		*ret = col_sv(st, 0, cx->a);
	return rc;
}

/* ---- vote.result ------------------------------------------------------------------------------------------------------------ */

struct result_state {
	struct vote v;
	struct outcome o;
};

enum rc vote_result_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct result_state *s = NEW(cx->a, struct result_state, 1);
	(void)ret;
	*ret_state = s;
	TRY(vote_get(cx, db, in->subject, &s->v));
	return outcome_of(cx, db, &s->v, &s->o);
}

enum rc vote_result_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct result_state *s = state;
	struct arena *a = cx->a;
	if (!sv_is(s->v.state, "closed") || !s->v.released_at)
		return fail(cx, RC_CONFLICT, "vote.sealed", N_("The results are not released."));
	js_set_sv(a, facts, "rule_digest", s->v.rule_digest);
	struct js *rows = js_set(facts, "rows", js_arr(a));
	if (s->o.apart || s->o.partial || s->o.untrimmed)
		js_set_sv(a, facts, "remarks", arena_printf(a, "%s%s%s", s->o.apart ? "apart " : "", s->o.partial ? "partial " : "", s->o.untrimmed ? "untrimmed " : ""));
	for (size_t i = 0; i < s->o.n; i++) {
		const struct vote_row *r = &s->o.row[i];
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "unit", r->unit);
		js_set_sv(a, o, "name", r->name);
		js_set_bool(a, o, "given", r->given);
		js_set_dec(a, o, "points", r->points);
		js_set_int(a, o, "place", r->place);
		js_set_bool(a, o, "tied", r->tied);
		js_set_sv(a, o, "arithmetic", r->arithmetic);
	}
	return RC_OK;
}

enum rc vote_result_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *rows = js_get(facts, "rows");
	int64_t no = 0;
	if (js_get_sv(facts, "remarks").n) {
		struct stmt *st = db_query(db, &vote_remarks_put);
		bind_int(st, 1, row->subject);
		bind_sv(st, 2, js_get_sv(facts, "remarks"));
		TRY(db_run(cx, st));
	}
	for (const struct js *o = rows ? rows->first : NULL; o; o = o->next) {
		struct stmt *st = db_query(db, &vote_result_put);
		bind_int(st, 1, row->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, js_get_int(o, "unit", 0));
		bind_int(st, 4, js_get_bool(o, "given"));
		bind_dec(st, 5, js_get_dec(o, "points", (struct dec){ 0 }));
		bind_int(st, 6, js_get_int(o, "place", 0));
		bind_int(st, 7, js_get_bool(o, "tied"));
		bind_sv(st, 8, js_get_sv(o, "arithmetic"));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- what follows a release ----------------------------------------------------------------------------------------------------- */

enum rc vote_result(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		    size_t max, size_t *ret_n)
{
	struct vote *v;
	size_t n;
	(void)facts;
	TRY(votes_of_event(cx, db, row->subject, &v, &n));
	for (size_t i = 0; i < n && *ret_n < max; i++)
		if (sv_is(v[i].state, "closed"))
			ret[(*ret_n)++] = (struct act_request){ .act = SV("vote.result"), .subject = v[i].id, .fields = js_obj(cx->a) };
	return RC_OK;
}
