#include "app/site/season.h"

#include "app/site/season.sql.h"
#include "app/site/tour.h"
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
		ret->linked += p[i].matter != 0;
		ret->closed += p[i].closed;
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
						 .place = col_int(st, 8), .tied = col_int(st, 9) != 0 };
	*ret = all;
	*ret_n = n;
	return rc;
}

/* sum ÷ votes, without dividing. */
static int mean_cmp(const struct season_rank *x, const struct season_rank *y)
{
	wide a = (wide)x->sum * y->votes, b = (wide)y->sum * x->votes;
	return a < b ? 1 : a > b ? -1 : 0;
}

static int rank_cmp(const void *x, const void *y)
{
	return mean_cmp(x, y);
}

enum rc season_ranking(struct ctx *cx, struct db *db, int64_t series, struct season_rank **ret, size_t *ret_n)
{
	struct season_vote *v;
	struct arena *a = cx->a;
	size_t n_v, n = 0;
	TRY(season_votes(cx, db, series, 0, &v, &n_v));
	struct season_rank *unsorted = NEW(a, struct season_rank, n_v + 1), *all = NEW(a, struct season_rank, n_v + 1);
	const void **order = NEW(a, const void *, n_v + 1);
	for (size_t i = 0; i < n_v; i++) {
		if (i == 0 || v[i].unit != v[i - 1].unit)
			unsorted[n++] = (struct season_rank){ .unit = v[i].unit, .name = v[i].unit_name };
		unsorted[n - 1].votes++;
		unsorted[n - 1].sum += v[i].points.u;
	}
	for (size_t i = 0; i < n; i++) {
		if (!dec_settle(unsorted[i].sum, unsorted[i].votes, (struct rounding){ ROUND_HALF_UP, 6 }, &unsorted[i].mean))
			return fail(cx, RC_LIMIT, "season.sum", N_("The points of this season are too many to be added."));
		order[i] = &unsorted[i];
	}
	core_sort(a, order, n, rank_cmp);
	for (size_t i = 0; i < n; i++) {
		all[i] = *(const struct season_rank *)order[i];
		all[i].place = i && mean_cmp(&all[i - 1], &all[i]) == 0 ? all[i - 1].place : (int)i + 1;
	}
	for (size_t i = 0; i < n; i++)
		all[i].tied = (i && all[i - 1].place == all[i].place) || (i + 1 < n && all[i + 1].place == all[i].place);
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
