/* From a hall's count to the books: what a release makes is a tally with its two persons, so that a hall is no privileged way into a score. */
#include "app/vote/vote_result.h"

#include "app/vote/queries.sql.h"
#include "store/journal.h"

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

static struct js *cells_js(struct arena *a, const struct vote_counted *c, size_t n, const struct jurors *jurors)
{
	struct js *cells = js_arr(a);
	int64_t judge = 0;
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(cells, js_obj(a));
		bool mark = vote_is_mark(&c[i]);
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
		struct vote_counted *c;
		size_t n_c;
		struct jurors jurors;
		struct js *f = js_obj(cx->a);
		if (!sv_is(v[i].state, "closed") || v[i].rehearsal)
			continue;
		TRY(vote_read_counts(cx, db, v[i].id, &c, &n_c));
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

/* The vote whose count a tally.enter brought in, told by its cause, the release; 0: somebody typed the tally. */
enum rc vote_of_entry(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, int64_t *ret)
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
	const struct js *cells = js_get(facts, "cells"); /* votes of one item share no contestant: any of them tells which it is */
	bind_int(st, 5, cells && cells->first ? js_get_int(cells->first, "unit", 0) : 0);
	return one_id(cx, st, ret);
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
