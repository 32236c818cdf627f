#include "app/site/season.h"

#include "app/site/season.sql.h"
#include "app/site/tour.h"
#include "app/vote/vote.h"
#include "core/rule_sort.h"
#include "core/score/score.h"

/* ---- reading ------------------------------------------------------------------------------------------------------------------ */

static void row(const struct stmt *st, struct arena *a, struct season *ret)
{
	*ret = (struct season){ .id = col_int(st, 0), .owner = col_int(st, 1), .name = col_sv(st, 2, a), .state = col_sv(st, 3, a),
				.document = col_sv(st, 4, a), .owner_path = col_sv(st, 5, a) };
}

enum rc season_get(struct ctx *cx, struct db *db, int64_t id, struct season *ret)
{
	enum rc rc;
	bool found = false;
	struct stmt *st = db_query(db, &season_series);
	bind_int(st, 1, id);
	while (db_step(cx, st, &rc)) {
		row(st, cx->a, ret);
		found = true;
	}
	TRY(rc);
	if (!found)
		return fail(cx, RC_NOT_FOUND, "series.none", N_("There is no such series."));
	return tour_months(cx, db, id, &ret->months);
}

enum rc season_points(struct ctx *cx, struct db *db, int64_t series, struct season_point **ret, size_t *ret_n)
{
	enum rc rc;
	struct arena *a = cx->a;
	size_t n = 0;
	struct season_point *all = NEW(a, struct season_point, SEASON_POINTS_MAX);
	struct stmt *st = db_query(db, &season_points_of);
	bind_int(st, 1, series);
	bind_int(st, 2, SEASON_POINTS_MAX);
	while (db_step(cx, st, &rc)) {
		struct season_point *p = &all[n++];
		*p = (struct season_point){
			.event = col_int(st, 0), .event_name = col_sv(st, 1, a), .day = col_day(st, 2), .host = col_sv(st, 3, a), .no = col_int(st, 4),
			.site = col_int(st, 5), .name = col_sv(st, 6, a), .line = col_sv(st, 7, a), .topic = col_sv(st, 8, a), .place = col_sv(st, 9, a),
			.unit = col_sv(st, 10, a), .county = col_int(st, 11), .county_name = col_sv(st, 12, a), .matter = col_int(st, 13),
			.matter_no = col_int(st, 14), .matter_state = col_sv(st, 15, a),
		};
		p->closed = sv_is(p->matter_state, "closed") && col_int(st, 16) >= instant_of_day(p->day) && col_int(st, 16) >= col_int(st, 17);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc season_counted(struct ctx *cx, struct db *db, int64_t series, struct season_count *ret)
{
	enum rc rc;
	struct season_point *p;
	size_t n;
	struct stmt *st = db_query(db, &season_held);
	*ret = (struct season_count){ 0 };
	bind_int(st, 1, series);
	while (db_step(cx, st, &rc)) {
		ret->sessions = col_int(st, 0);
		ret->hosts = col_int(st, 1);
	}
	TRY(rc);
	TRY(season_points(cx, db, series, &p, &n));
	ret->points = (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= p[k].site == p[i].site;
		ret->sites += !again;
		ret->routed += i == 0 || p[i - 1].event != p[i].event;
		ret->linked += p[i].matter != 0;
		ret->closed += p[i].closed;
	}
	return RC_OK;
}

/* The full marks of a vote's item; votes of one version of a rule and one item have the same. */
static enum rc full_marks(struct ctx *cx, struct db *db, struct season_vote *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		struct vote v;
		struct ballot_form form;
		const struct rule_item *item;
		while (k < i && !(all[k].ruleset == all[i].ruleset && sv_eq(all[k].item, all[i].item)))
			k++;
		all[i].full = all[k].full;
		if (k < i)
			continue;
		TRY(vote_get(cx, db, all[i].vote, &v));
		TRY(vote_form(cx, db, &v, &form, &item));
		all[i].full = rule_item_full(item);
	}
	return RC_OK;
}

enum rc season_votes(struct ctx *cx, struct db *db, int64_t series, int64_t unit, struct season_vote **ret, size_t *ret_n)
{
	enum rc rc;
	struct arena *a = cx->a;
	size_t n = 0;
	struct season_vote *all = NEW(a, struct season_vote, SEASON_VOTES_MAX);
	struct stmt *st = db_query(db, &season_votes_of);
	bind_int(st, 1, series);
	bind_int(st, 2, unit);
	bind_int(st, 3, SEASON_VOTES_MAX);
	while (db_step(cx, st, &rc))
		all[n++] = (struct season_vote){ .unit = col_int(st, 0), .unit_name = col_sv(st, 1, a), .vote = col_int(st, 2), .name = col_sv(st, 3, a),
						 .event = col_int(st, 4), .event_name = col_sv(st, 5, a), .day = col_day(st, 6), .points = col_dec(st, 7),
						 .place = col_int(st, 8), .tied = col_int(st, 9) != 0, .ruleset = col_int(st, 10), .item = col_sv(st, 11, a) };
	TRY(rc);
	*ret = all;
	*ret_n = n;
	return full_marks(cx, db, all, n);
}

/* One unit at one session. */
struct part {
	int64_t event, points, full; /* sums, in millionths */
};
struct run {
	struct season_rank r;
	struct part *part;           /* r.sessions of them */
	wide sum;                    /* of the shares, each in parts of `whole` */
};

/* Beyond this a common measure of all full marks is too fine to add up. */
#define WHOLE_MAX ((int64_t)1000000000000000)

/* The least number that the full marks of all sessions divide, so that shares are added and compared without rounding; where rules
 * have so odd full marks that there is none, each share is rounded to fifteen decimals instead. */
static int64_t whole_of(const struct run *run, size_t n)
{
	int64_t whole = 1;
	for (size_t i = 0; i < n; i++)
		for (int64_t k = 0; k < run[i].r.sessions; k++) {
			int64_t x = whole, y = run[i].part[k].full;
			while (y) {
				int64_t rest = x % y;
				x = y;
				y = rest;
			}
			if ((wide)whole / x * run[i].part[k].full > WHOLE_MAX)
				return WHOLE_MAX;
			whole = whole / x * run[i].part[k].full;
		}
	return whole;
}

static wide share_of(const struct part *p, int64_t whole)
{
	wide n = (wide)p->points * whole, half = p->full / 2;
	return n % p->full == 0 ? n / p->full : (n + (n < 0 ? -half : half)) / p->full;
}

/* The mean shares, without dividing. */
static int mean_cmp(const struct run *x, const struct run *y)
{
	wide a = x->sum * y->r.sessions, b = y->sum * x->r.sessions;
	return a < b ? 1 : a > b ? -1 : 0;
}

static int run_cmp(const void *x, const void *y)
{
	return mean_cmp(x, y);
}

/* Votes stand by unit, and of a unit by day: those of one session need not follow each other where two were held on one day. */
static size_t runs_of(struct arena *a, const struct season_vote *v, size_t n_v, struct run *run)
{
	size_t n = 0;
	for (size_t i = 0; i < n_v; i++) {
		if (v[i].full.u <= 0)
			continue;
		if (n == 0 || run[n - 1].r.unit != v[i].unit) {
			size_t mine = 1;
			while (i + mine < n_v && v[i + mine].unit == v[i].unit)
				mine++;
			run[n++] = (struct run){ .r = { .unit = v[i].unit, .name = v[i].unit_name }, .part = NEW(a, struct part, mine) };
		}
		struct run *r = &run[n - 1];
		int64_t k = 0;
		while (k < r->r.sessions && r->part[k].event != v[i].event)
			k++;
		if (k == r->r.sessions)
			r->part[r->r.sessions++] = (struct part){ .event = v[i].event };
		r->part[k].points += v[i].points.u;
		r->part[k].full += v[i].full.u;
		r->r.votes++;
	}
	return n;
}

static int64_t sessions_of(const struct season_vote *v, size_t n)
{
	int64_t sessions = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < i && v[k].event != v[i].event)
			k++;
		sessions += k == i;
	}
	return sessions;
}

enum rc season_ranking(struct ctx *cx, struct db *db, int64_t series, struct season_rank **ret, size_t *ret_n, int64_t *ret_sessions)
{
	struct season_vote *v;
	struct arena *a = cx->a;
	size_t n_v;
	int64_t most = 0;
	TRY(season_votes(cx, db, series, 0, &v, &n_v));
	struct run *run = NEW(a, struct run, n_v + 1);
	struct season_rank *all = NEW(a, struct season_rank, n_v + 1);
	const void **order = NEW(a, const void *, n_v + 1);
	size_t n = runs_of(a, v, n_v, run);
	int64_t whole = whole_of(run, n);
	for (size_t i = 0; i < n; i++) {
		for (int64_t k = 0; k < run[i].r.sessions; k++)
			run[i].sum += share_of(&run[i].part[k], whole);
		if (!dec_settle(run[i].sum * 100 * DEC_ONE, (wide)whole * run[i].r.sessions, (struct rounding){ ROUND_HALF_UP, 6 }, &run[i].r.share))
			return fail(cx, RC_LIMIT, "season.sum", N_("The points of this season are too many to be added."));
		most = run[i].r.sessions > most ? run[i].r.sessions : most;
		order[i] = &run[i];
	}
	core_sort(a, order, n, run_cmp);
	for (size_t i = 0; i < n; i++) {
		const struct run *r = order[i];
		all[i] = r->r;
		all[i].fewer = r->r.sessions < most;
		all[i].place = i && mean_cmp(order[i - 1], r) == 0 ? all[i - 1].place : (int)i + 1;
	}
	for (size_t i = 0; i < n; i++)
		all[i].tied = (i && all[i - 1].place == all[i].place) || (i + 1 < n && all[i + 1].place == all[i].place);
	*ret = all;
	*ret_n = n;
	*ret_sessions = sessions_of(v, n_v);
	return RC_OK;
}
