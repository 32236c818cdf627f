/* From the count to what the item gives: computed by the rule that was locked when the vote opened, stated once the chair has
 * released it, and handed on as a tally with its two persons, so that a hall's count is no privileged way into a score. */
#include "app/vote/vote_result.h"

#include "app/vote/queries.sql.h"
#include "core/rule_jury.h"
#include "core/rule_measure.h"
#include "store/journal.h"

#include <stdlib.h>

struct counted {
	int64_t unit, place, votes, judge; /* judge: a seat, 0 where the votes are secret */
	struct sv voters, grade, missing;
	struct dec value;
};

static enum rc read_counts(struct ctx *cx, struct db *db, int64_t vote, struct counted **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 256;
	struct counted *all = NEW(cx->a, struct counted, room);
	struct stmt *st = db_query(db, &vote_counts_of);
	bind_int(st, 1, vote);
	bind_int(st, 2, 0);
	bind_int(st, 3, VOTE_COUNTS_MAX);
	while (db_step(cx, st, &rc)) {
		if (n == room) {
			struct counted *more = NEW(cx->a, struct counted, room * 2);
			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		all[n++] = (struct counted){ .unit = col_int(st, 1), .voters = col_sv(st, 3, cx->a), .grade = col_sv(st, 4, cx->a), .place = col_int(st, 5),
					     .value = col_dec(st, 6), .votes = col_int(st, 7), .missing = col_sv(st, 8, cx->a), .judge = col_int(st, 9) };
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

static bool is_mark(const struct counted *c)
{
	return !c->grade.n && !c->place && !c->missing.n;
}

/* The same inputs that a board reads from the tally (board_fed.c). */
static size_t inputs_of(struct arena *a, const struct vote *v, const struct counted *c, size_t n, struct rule_input *ret)
{
	size_t k = 0, judge = 0;
	for (size_t i = 0; i < n; i++) {
		judge = i && c[i].unit == c[i - 1].unit && sv_eq(c[i].voters, c[i - 1].voters) ? judge + 1 : 1;
		if (c[i].missing.n)
			continue;
		ret[k++] = (struct rule_input){
			.kind = c[i].grade.n ? INPUT_BALLOT : c[i].place ? INPUT_PLACE : INPUT_MARK, .name = v->item, .class = SV(""),
			.unit = arena_printf(a, "%lld", (long long)c[i].unit), .value = c[i].place ? DEC(c[i].place) : c[i].value,
			.count = is_mark(&c[i]) ? 0 : c[i].votes, .grade = c[i].grade, .group = c[i].voters,
			.judge = is_mark(&c[i]) ? arena_printf(a, "%lld", c[i].judge ? (long long)c[i].judge : (long long)judge) : SV(""), .day = v->day, .source = v->name, .record = SV(""),
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
	struct counted *c;
	size_t n_slot, n_c, n = 0;
	TRY(ruleset_get(cx, db, v->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	TRY(vote_slots(cx, db, v, &slot, &n_slot));
	TRY(read_counts(cx, db, v->id, &c, &n_c));
	struct vote_row *row = NEW(cx->a, struct vote_row, n_slot + 1);
	for (size_t i = 0; i < n_slot; i++) {
		bool there = false;
		for (size_t k = 0; k < n; k++)
			there |= row[k].unit == slot[i].unit;
		if (!there)
			row[n++] = (struct vote_row){ .unit = slot[i].unit, .name = slot[i].name, .short_name = slot[i].short_name, .arithmetic = SV("") };
	}
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

/* The number of each seat's post in the tallies of a period: boards know a juror by it, in all sessions the same. */
struct juror {
	int64_t post, seat, number;  /* seat: of this vote, 0 for one of an earlier session alone */
};
struct jurors {
	struct juror *juror;
	size_t n;
};

static void seat_juror(struct jurors *j, int64_t post, int64_t wanted, int64_t seat)
{
	int64_t number = wanted, most = 0;
	for (size_t i = 0; i < j->n; i++) {
		if (j->juror[i].post == post) {
			j->juror[i].seat = seat;
			return;
		}
		most = j->juror[i].number > most ? j->juror[i].number : most;
		number = j->juror[i].number == wanted ? 0 : number;
	}
	j->juror[j->n++] = (struct juror){ post, seat, number ? number : most + 1 };
}

static enum rc number_jurors(struct ctx *cx, struct db *db, const struct vote *v, struct jurors *ret)
{
	enum rc rc;
	struct ruleset r;
	struct vote_seat *seat;
	size_t n, room = (size_t)VOTE_SEATS_MAX * 2;
	*ret = (struct jurors){ .juror = NEW(cx->a, struct juror, room) };
	TRY(ruleset_get(cx, db, v->ruleset, &r));
	TRY(vote_seats(cx, db, v->id, &seat, &n));
	if (n == 0)
		return RC_OK;
	struct stmt *st = db_query(db, &vote_panels_before);
	bind_int(st, 1, v->period);
	bind_int(st, 2, r.series);
	bind_sv(st, 3, v->item);
	bind_int(st, 4, v->released_at);
	bind_int(st, 5, v->id);
	while (db_step(cx, st, &rc)) {
		if (ret->n + n == room) {
			struct juror *more = NEW(cx->a, struct juror, room * 2);
			memcpy(more, ret->juror, room * sizeof(*more));
			ret->juror = more;
			room *= 2;
		}
		seat_juror(ret, col_int(st, 0), col_int(st, 1), 0);
	}
	for (size_t i = 0; i < n; i++)
		seat_juror(ret, seat[i].post, seat[i].no, seat[i].no);
	return rc;
}

static int64_t number_of(const struct jurors *j, int64_t seat)
{
	for (size_t i = 0; i < j->n; i++)
		if (j->juror[i].seat == seat)
			return j->juror[i].number;
	return seat;
}

static struct js *cells_js(struct arena *a, const struct counted *c, size_t n, const struct jurors *jurors)
{
	struct js *cells = js_arr(a);
	int64_t judge = 0;
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(cells, js_obj(a));
		bool mark = is_mark(&c[i]);
		judge = i && c[i].unit == c[i - 1].unit && sv_eq(c[i].voters, c[i - 1].voters) ? judge + 1 : 1;
		js_set_int(a, o, "unit", c[i].unit);
		js_set_sv(a, o, "group", c[i].voters);
		js_set_sv(a, o, "grade", c[i].grade);
		if (c[i].judge)
			judge = number_of(jurors, c[i].judge);
		/* Without seats the numbers are those of the ascending marks of this one contestant: they say nothing of a juror. */
		js_set_sv(a, o, "judge", mark || c[i].judge ? arena_printf(a, "%lld", (long long)judge) : SV(""));
		js_set_sv(a, o, "missing", c[i].missing);
		js_set_dec(a, o, "value", c[i].place ? DEC(c[i].place) : c[i].value);
		js_set_int(a, o, "votes", mark || c[i].judge ? 0 : c[i].votes);
	}
	return cells;
}

enum rc vote_tally(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		   size_t max, size_t *ret_n)
{
	struct vote *v;
	size_t n;
	(void)facts;
	TRY(votes_of_event(cx, db, row->subject, &v, &n));
	for (size_t i = 0; i < n && *ret_n < max; i++) {
		struct counted *c;
		size_t n_c;
		struct jurors jurors;
		struct js *f = js_obj(cx->a);
		if (!sv_is(v[i].state, "closed") || v[i].rehearsal)
			continue;
		TRY(read_counts(cx, db, v[i].id, &c, &n_c));
		if (n_c == 0)
			continue;
		TRY(number_jurors(cx, db, &v[i], &jurors));
		js_set(f, "cells", cells_js(cx->a, c, n_c, &jurors));
		js_set_int(cx->a, f, "period", v[i].period);
		js_set_int(cx->a, f, "ruleset", v[i].ruleset);
		js_set_sv(cx->a, f, "item", v[i].item);
		js_set_sv(cx->a, f, "source", v[i].name);
		js_set_day(cx->a, f, "day", v[i].day.n > day_of_instant(row->at).n ? day_of_instant(row->at) : v[i].day);
		ret[(*ret_n)++] = (struct act_request){ .act = SV("tally.enter"), .fields = f };
	}
	return RC_OK;
}

/* ---- vote.tallied ---------------------------------------------------------------------------------------------------------------- */

static enum rc one_id(struct ctx *cx, struct stmt *st, int64_t *ret)
{
	enum rc rc;
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

enum rc vote_tally_of(struct ctx *cx, struct db *db, int64_t vote, int64_t *ret_tally)
{
	struct stmt *st = db_query(db, &vote_tally_of_vote);
	bind_int(st, 1, vote);
	return one_id(cx, st, ret_tally);
}

enum rc vote_of_tally(struct ctx *cx, struct db *db, int64_t tally, int64_t *ret_vote)
{
	struct stmt *st = db_query(db, &vote_tally_of_tally);
	bind_int(st, 1, tally);
	return one_id(cx, st, ret_vote);
}

/* What one class of jurors gave to one contestant. */
struct pile {
	int64_t unit, given;         /* ballots; own units and open lines make them fewer than lie in the box */
	int64_t cast;                /* those and the ones that left its line open */
	bool alike;                  /* all of them say the same */
	struct sv voters;
	bool hidden;
};

static enum rc read_piles(struct ctx *cx, struct db *db, int64_t vote, struct pile **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MOST = BALLOT_SLOTS_MAX * RULE_SHARES_MAX }; /* contestants times classes of jurors */
	size_t n = 0;
	struct pile *all = NEW(cx->a, struct pile, MOST);
	struct stmt *st = db_query(db, &vote_given_of);
	bind_int(st, 1, vote);
	while (db_step(cx, st, &rc))
		if (n < MOST)
			all[n++] = (struct pile){ .unit = col_int(st, 0), .voters = col_sv(st, 1, cx->a), .given = col_int(st, 2), .cast = col_int(st, 3),
						.alike = col_int(st, 4) == 1 };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* So few that their sum tells who gave it, or all alike, which tells of each (trust.md 2.4). */
static bool telling(const struct pile *p)
{
	return p->cast > 0 && (p->given < VOTE_PILE_LEAST || p->alike);
}

/* The next of them to be kept back: one that tells, else the smallest that is still shown; NULL: none. */
static struct pile *next_pile(struct pile *p, size_t n)
{
	struct pile *next = NULL;
	for (size_t i = 0; i < n; i++)
		if (!p[i].hidden && p[i].cast > 0 && (!next || telling(&p[i]) > telling(next) || (telling(&p[i]) == telling(next) && p[i].given < next->given)))
			next = &p[i];
	return next;
}

/* A contestant's points and the classes that are shown leave the sum of those that are kept back: it must rest on two classes, and on enough
 * ballots. */
static void veil_unit(struct pile *p, size_t n)
{
	struct pile *next;
	size_t hidden = 0;
	int64_t together = 0;
	while ((next = next_pile(p, n)) && (telling(next) || (hidden && (hidden < 2 || together < 2 * VOTE_PILE_LEAST)))) {
		next->hidden = true;
		together += next->given;
		hidden++;
	}
}

enum rc vote_veiled(struct ctx *cx, struct db *db, const struct vote *e, struct vote_kept *ret)
{
	struct pile *p;
	size_t n, to;
	*ret = (struct vote_kept){ 0 };
	if (e->is_signed || !sv_is(e->state, "closed"))
		return RC_OK;
	TRY(read_piles(cx, db, e->id, &p, &n));
	ret->unit = NEW(cx->a, int64_t, n + 1);
	ret->voters = NEW(cx->a, struct sv, n + 1);
	for (size_t from = 0; from < n; from = to) {
		for (to = from; to < n && p[to].unit == p[from].unit; to++)
			;
		veil_unit(p + from, to - from);
		for (size_t i = from; i < to; i++)
			if (p[i].hidden) {
				ret->unit[ret->n] = p[i].unit;
				ret->voters[ret->n++] = p[i].voters;
			}
	}
	return RC_OK;
}

bool vote_is_kept(const struct vote_kept *k, int64_t unit, struct sv voters)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->unit[i] == unit && sv_eq(k->voters[i], voters))
			return true;
	return false;
}

/* The vote whose count a tally.enter brought in, told by its cause, the release; 0: somebody typed the tally. */
static enum rc vote_of_entry(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, int64_t *ret)
{
	size_t n = 0;
	struct journal_row *cause;
	*ret = 0;
	if (row->actor || !row->cause)
		return RC_OK;
	TRY(journal_read(cx, db, row->cause - 1, 1, &cause, &n));
	if (!n || cause->seq != row->cause || !sv_is(cause->act, "event.release"))
		return RC_OK;
	struct stmt *st = db_query(db, &vote_counted_for);
	bind_int(st, 1, cause->subject);
	bind_int(st, 2, js_get_int(facts, "period", 0));
	bind_int(st, 3, js_get_int(facts, "ruleset", 0));
	bind_sv(st, 4, js_get_sv(facts, "item"));
	return one_id(cx, st, ret);
}

enum rc vote_veiled_tally(struct ctx *cx, struct db *db, int64_t made, int64_t **ret_unit, struct sv **ret_voters, size_t *ret_n)
{
	int64_t id = 0;
	size_t n = 0;
	struct vote e;
	struct vote_kept k;
	struct journal_row *row;
	*ret_n = 0;
	TRY(journal_read(cx, db, made - 1, 1, &row, &n));
	if (n && row->seq == made && sv_is(row->act, "tally.enter"))
		TRY(vote_of_entry(cx, db, row, journal_facts(cx->a, row), &id));
	if (!id)
		return RC_OK;
	TRY(vote_get(cx, db, id, &e));
	TRY(vote_veiled(cx, db, &e, &k));
	*ret_unit = k.unit;
	*ret_voters = k.voters;
	*ret_n = k.n;
	return RC_OK;
}

enum rc vote_tallied_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct vote *v = NEW(cx->a, struct vote, 1);
	(void)ret;
	*ret_state = v;
	return vote_get(cx, db, in->subject, v);
}

enum rc vote_tallied_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)state, (void)fresh, (void)subject;
	js_set_int(cx->a, facts, "tally", field(&in->fields, "tally")->i);
	return RC_OK;
}

enum rc vote_tallied_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &vote_tally_put);
	bind_int(st, 1, js_get_int(facts, "tally", 0));
	bind_int(st, 2, row->subject);
	return db_run(cx, st);
}

enum rc vote_tallied(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		     size_t max, size_t *ret_n)
{
	int64_t vote;
	(void)max;
	TRY(vote_of_entry(cx, db, row, facts, &vote));
	if (!vote)
		return RC_OK;
	struct js *f = js_obj(cx->a);
	js_set_int(cx->a, f, "tally", row->subject);
	ret[(*ret_n)++] = (struct act_request){ .act = SV("vote.tallied"), .subject = vote, .fields = f };
	return RC_OK;
}
