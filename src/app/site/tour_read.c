#include "app/site/tour.h"

#include "app/site/season.sql.h"
#include "app/site/tour.sql.h"
#include "web/out.h"

/* ---- the route ------------------------------------------------------------------------------------------------------------ */

enum rc tour_months(struct ctx *cx, struct db *db, int64_t series, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &season_months_of);
	bind_int(st, 1, series);
	*ret = SITE_MONTHS;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static void stop_row(const struct stmt *st, struct arena *a, struct tour_stop *ret)
{
	*ret = (struct tour_stop){
		.no = col_int(st, 0), .site = col_int(st, 1), .drawn = col_int(st, 2) != 0, .look_back = col_int(st, 3) != 0,
		.stay = (int)col_int(st, 4), .travel = (int)col_int(st, 5), .shift = (int)col_int(st, 6), .arrived_at = col_int(st, 7),
		.left_at = col_int(st, 8), .name = col_sv(st, 9, a), .place = col_sv(st, 10, a), .presenter = col_sv(st, 11, a),
		.line = col_sv(st, 12, a), .unit = col_int(st, 13), .unit_name = col_sv(st, 14, a), .unit_short = col_sv(st, 15, a),
		.county = col_int(st, 16), .county_name = col_sv(st, 17, a), .county_short = col_sv(st, 18, a), .state = col_sv(st, 19, a),
	};
}

enum rc tour_get(struct ctx *cx, struct db *db, int64_t event, struct route *ret)
{
	enum rc rc;
	*ret = (struct route){ .people = -1, .cars = -1, .stop = NEW(cx->a, struct tour_stop, TOUR_STOPS_MAX) };
	TRY(event_get(cx, db, event, &ret->e));
	TRY(tour_months(cx, db, ret->e.series, &ret->months));
	struct stmt *st = db_query(db, &tour_stops_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (ret->n < TOUR_STOPS_MAX)
			stop_row(st, cx->a, &ret->stop[ret->n++]);
	TRY(rc);
	st = db_query(db, &tour_party_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc)) {
		ret->people = col_int(st, 0);
		ret->cars = col_int(st, 1);
	}
	tour_timetable(ret);
	return rc;
}

void tour_timetable(struct route *t)
{
	int first = t->e.begins < 0 ? 0 : t->e.begins, clock = first;
	for (size_t i = 0; i < t->n; i++) {
		struct tour_stop *s = &t->stop[i];
		s->arrive = clock + s->travel + s->shift;
		s->leave = clock = s->arrive + s->stay;
	}
	t->minutes = clock - first;
}

enum rc tour_hours(struct ctx *cx, struct db *db, const struct event *e, const struct event_slot *slot, size_t n, int *ret)
{
	struct route t;
	TRY(tour_get(cx, db, e->id, &t));
	for (size_t i = 0; i < n; i++) {
		ret[i] = -1;
		for (size_t k = 0; k < t.n && e->begins >= 0; k++)
			if (t.stop[k].site && sv_eq(t.stop[k].name, slot[i].title))
				ret[i] = t.stop[k].arrive;
	}
	return RC_OK;
}

struct sv tour_hour(struct arena *a, const struct route *t, int minute)
{
	return t->e.begins < 0 ? SV("") : arena_printf(a, "%d:%02d", minute / 60 % 24, minute % 60);
}

int tour_late(const struct route *t, const struct tour_stop *s)
{
	if (!s->arrived_at || t->e.begins < 0)
		return 0;
	int64_t ms = s->arrived_at - instant_of_day(t->e.day) - (int64_t)s->arrive * 60000;
	return (int)(ms >= 0 ? ms / 60000 : -((-ms + 59999) / 60000));
}

/* ---- checks ----------------------------------------------------------------------------------------------------------------- */

/* The same day so many months away, or the last of that month. */
static struct day months_from(struct day d, int64_t months)
{
	struct civil c = civil_of_day(d);
	int64_t m = (int64_t)c.year * 12 + c.month - 1 + months;
	int year = (int)(m / 12), month = (int)(m % 12) + 1, last = month_days(year, month);
	return day_of_civil(year, month, c.day < last ? c.day : last);
}

enum rc tour_shown(struct ctx *cx, struct db *db, const struct event *e, int64_t months, int64_t site, struct tour_shown *ret)
{
	enum rc rc;
	*ret = (struct tour_shown){ 0 };
	if (e->rehearsal || !site)
		return RC_OK;
	struct stmt *st = db_query(db, &tour_shown_between);
	bind_int(st, 1, site);
	bind_int(st, 2, e->id);
	bind_day(st, 3, months_from(e->day, -months));
	bind_day(st, 4, e->day);
	while (db_step(cx, st, &rc))
		*ret = (struct tour_shown){ .event = col_int(st, 0), .day = col_day(st, 1), .name = col_sv(st, 2, cx->a) };
	return rc;
}

static enum rc check_again(struct ctx *cx, struct db *db, const struct route *t, struct tour_check *ret)
{
	struct buf b = buf_new(cx->a, 4096);
	*ret = (struct tour_check){ .code = "again", .label = N_("No site shown again too soon"), .ok = true };
	for (size_t i = 0; i < t->n; i++) {
		struct tour_shown s;
		TRY(tour_shown(cx, db, &t->e, t->months, t->stop[i].site, &s));
		if (!s.event || t->stop[i].look_back)
			continue;
		ret->ok = false;
		buf_printf(&b, "%s%.*s (%.*s)", b.n ? (cx->lang == LANG_ZH ? "、" : ", ") : "", SV_ARG(t->stop[i].name), SV_ARG(day_text(cx->a, s.day)));
	}
	ret->found = b.n ? buf_sv(&b) : arena_tr(cx->a, cx->lang, N_("%lld months, unless it is a look back"), (long long)t->months);
	return RC_OK;
}

enum rc tour_checks(struct ctx *cx, struct db *db, const struct route *t, struct tour_check ret[TOUR_CHECKS])
{
	size_t seat = 0, township = 0, gone = 0, undrawn = 0;
	bool over = sv_is(t->e.state, "ended") || sv_is(t->e.state, "cancelled");
	for (size_t i = 0; i < t->n; i++) {
		seat += sv_is(t->stop[i].place, "seat");
		township += sv_is(t->stop[i].place, "township");
		undrawn += t->stop[i].site == 0;
		gone += t->stop[i].site && !over && !sv_is(t->stop[i].state, "confirmed");
	}
	ret[0] = (struct tour_check){ .code = "points", .label = N_("At least five points"), .ok = t->n >= SITE_POINTS_LEAST,
				      .found = arena_tr(cx->a, cx->lang, N_("%zu points"), t->n) };
	ret[1] = (struct tour_check){ .code = "mix", .label = N_("County seat and townships both"), .ok = seat && township,
				      .found = arena_tr(cx->a, cx->lang, N_("%zu in the county seat, %zu in townships"), seat, township) };
	TRY(check_again(cx, db, t, &ret[2]));
	ret[3] = (struct tour_check){ .code = "drawn", .label = N_("All drawn stops are drawn"), .ok = !undrawn,
				      .found = arena_tr(cx->a, cx->lang, N_("%zu to be drawn"), undrawn) };
	ret[4] = (struct tour_check){ .code = "begins", .label = N_("The time it begins is given"), .ok = t->e.begins >= 0,
				      .found = tour_hour(cx->a, t, t->e.begins) };
	ret[5] = (struct tour_check){ .code = "standing", .label = N_("No site has been retired"), .ok = !gone,
				      .found = arena_tr(cx->a, cx->lang, N_("%zu retired"), gone) };
	return RC_OK;
}

/* ---- roads ------------------------------------------------------------------------------------------------------------------- */

static enum rc legs_of(struct ctx *cx, struct stmt *st, int64_t event, struct tour_leg *all, size_t max, size_t *n)
{
	enum rc rc;
	while (db_step(cx, st, &rc))
		if (*n < max)
			all[(*n)++] = (struct tour_leg){ .event = event, .a = col_int(st, 0), .b = col_int(st, 1), .minutes = (int)col_int(st, 2) };
	return rc;
}

enum rc tour_legs(struct ctx *cx, struct db *db, const struct event *e, struct tour_legs *ret)
{
	enum { MAX = SITES_MAX * SITES_MAX };
	size_t n = 0;
	struct tour_leg *all = NEW(cx->a, struct tour_leg, MAX);
	struct stmt *st = db_query(db, &tour_legs_of);
	bind_int(st, 1, e->id);
	TRY(legs_of(cx, st, e->id, all, MAX, &n));
	st = db_query(db, &tour_legs_between);
	bind_int(st, 1, e->owner);
	TRY(legs_of(cx, st, 0, all, MAX, &n));
	*ret = (struct tour_legs){ all, n };
	return RC_OK;
}

int tour_minutes(const struct tour_legs *l, int64_t from, int64_t to)
{
	int64_t a = from < to ? from : to, b = from < to ? to : from;
	for (size_t i = 0; i < l->n; i++)
		if (l->leg[i].a == a && l->leg[i].b == b)
			return l->leg[i].minutes;
	return -1;
}

/* ---- draws ------------------------------------------------------------------------------------------------------------------- */

enum rc tour_draws(struct ctx *cx, struct db *db, int64_t event, struct tour_draw **ret, size_t *ret_n)
{
	enum rc rc;
	enum { MAX = 50 };
	struct arena *a = cx->a;
	size_t n = 0;
	struct tour_draw *all = NEW(a, struct tour_draw, MAX);
	struct stmt *st = db_query(db, &tour_draws_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (n < MAX)
			all[n++] = (struct tour_draw){
				.id = col_int(st, 0), .event = col_int(st, 1), .wanted = col_int(st, 2), .list_digest = col_sv(st, 3, a),
				.seed_digest = col_sv(st, 4, a), .state = col_sv(st, 5, a), .seed = col_sv(st, 6, a), .word = col_sv(st, 7, a),
				.reason = col_sv(st, 8, a), .committed_at = col_int(st, 9), .revealed_at = col_int(st, 10),
			};
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc tour_candidates(struct ctx *cx, struct db *db, int64_t draw, struct tour_candidate **ret, size_t *ret_n)
{
	enum rc rc;
	struct arena *a = cx->a;
	size_t n = 0;
	struct tour_candidate *all = NEW(a, struct tour_candidate, SITES_MAX);
	struct stmt *st = db_query(db, &tour_candidates_of);
	bind_int(st, 1, draw);
	while (db_step(cx, st, &rc))
		if (n < SITES_MAX)
			all[n++] = (struct tour_candidate){ .site = col_int(st, 0), .name = col_sv(st, 1, a), .unit = col_sv(st, 2, a),
							    .ticket = col_sv(st, 3, a), .place = col_int(st, 4), .picked = col_int(st, 5) != 0 };
	*ret = all;
	*ret_n = n;
	return rc;
}

struct sv tour_list_text(struct arena *a, const int64_t *sites, size_t n)
{
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld\n", (long long)sites[i]);
	return b.n ? buf_sv(&b) : SV("");
}

/* ---- views -------------------------------------------------------------------------------------------------------------------- */

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct route *ret)
{
	TRY(tour_get(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->e.owner_path) ? RC_OK : fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
}

static const struct column show_columns[] = {
	{ "no", FIELD_INT, N_("No.") }, { "site", FIELD_LINE, N_("Observation site") }, { "unit", FIELD_LINE, N_("Unit") }, { "place", FIELD_ENUM, N_("Place of the site") },
	{ "arrive", FIELD_LINE, N_("Arrival") }, { "leave", FIELD_LINE, N_("Departure") }, { "stay", FIELD_INT, N_("Minutes there") },
	{ "travel", FIELD_INT, N_("Minutes on the road") }, { "late", FIELD_INT, N_("Minutes late") },
};

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct route t;
	struct arena *a = cx->a;
	(void)ret_after;
	TRY(visible(cx, db, in, &t));
	for (size_t i = 0; i < t.n; i++) {
		const struct tour_stop *s = &t.stop[i];
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "no", s->no);
		js_set_int(a, o, "id", s->site);
		js_set_sv(a, o, "site", s->name);
		js_set_sv(a, o, "unit", s->unit_short);
		js_set_sv(a, o, "place", s->place);
		js_set_bool(a, o, "drawn", s->drawn);
		js_set_bool(a, o, "look_back", s->look_back);
		js_set_sv(a, o, "arrive", tour_hour(a, &t, s->arrive));
		js_set_sv(a, o, "leave", tour_hour(a, &t, s->leave));
		js_set_int(a, o, "stay", s->stay);
		js_set_int(a, o, "travel", s->travel);
		js_set_int(a, o, "shift", s->shift);
		js_set_instant(a, o, "arrived_at", s->arrived_at);
		js_set_instant(a, o, "left_at", s->left_at);
		if (s->arrived_at)
			js_set_int(a, o, "late", tour_late(&t, s));
	}
	return RC_OK;
}

static const struct column check_columns[] = {
	{ "check", FIELD_ENUM, N_("What is checked") }, { "ok", FIELD_BOOL, N_("As it should be") }, { "found", FIELD_LINE, N_("Found") },
};

static enum rc checks_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct route t;
	struct tour_check c[TOUR_CHECKS];
	(void)ret_after;
	TRY(visible(cx, db, in, &t));
	TRY(tour_checks(cx, db, &t, c));
	for (size_t i = 0; i < TOUR_CHECKS; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_sv(cx->a, o, "check", sv_of(c[i].code));
		js_set_bool(cx->a, o, "ok", c[i].ok);
		js_set_sv(cx->a, o, "found", c[i].found);
	}
	return RC_OK;
}

static const struct column draw_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "state", FIELD_ENUM, N_("State") }, { "wanted", FIELD_INT, N_("To be drawn") },
	{ "list_digest", FIELD_LINE, N_("SHA-256 of the candidates") }, { "seed_digest", FIELD_LINE, N_("SHA-256 of the secret part") },
	{ "seed", FIELD_LINE, N_("Secret part, opened") }, { "word", FIELD_LINE, N_("Public word") },
};

static enum rc draw_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct route t;
	struct tour_draw *d;
	struct arena *a = cx->a;
	size_t n;
	(void)ret_after;
	TRY(visible(cx, db, in, &t));
	TRY(tour_draws(cx, db, t.e.id, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct tour_candidate *c;
		size_t k;
		struct js *o = js_push(rows, js_obj(a)), *list = js_arr(a);
		TRY(tour_candidates(cx, db, d[i].id, &c, &k));
		js_set_int(a, o, "id", d[i].id);
		js_set_sv(a, o, "state", d[i].state);
		js_set_int(a, o, "wanted", d[i].wanted);
		js_set_sv(a, o, "list_digest", d[i].list_digest);
		js_set_sv(a, o, "seed_digest", d[i].seed_digest);
		js_set_sv(a, o, "seed", d[i].seed);
		js_set_sv(a, o, "word", d[i].word);
		js_set_sv(a, o, "reason", d[i].reason);
		for (size_t m = 0; m < k; m++) {
			struct js *x = js_push(list, js_obj(a));
			js_set_int(a, x, "site", c[m].site);
			js_set_sv(a, x, "name", c[m].name);
			js_set_sv(a, x, "ticket", c[m].ticket);
			js_set_int(a, x, "place", c[m].place);
			js_set_bool(a, x, "picked", c[m].picked);
		}
		js_set(o, "candidates", list);
	}
	return RC_OK;
}

static const struct column road_columns[] = {
	{ "from", FIELD_LINE, N_("From") }, { "to", FIELD_LINE, N_("To") }, { "minutes", FIELD_INT, N_("Minutes") },
};

static enum rc roads_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	struct route t;
	(void)ret_after;
	TRY(visible(cx, db, in, &t));
	struct stmt *st = db_query(db, &tour_roads_named);
	bind_int(st, 1, t.e.id);
	bind_int(st, 2, t.e.owner);
	while (db_step(cx, st, &rc)) {
		struct js *o = js_push(rows, js_obj(cx->a));
		struct sv from = col_sv(st, 0, cx->a);
		js_set_sv(cx->a, o, "from", from.n ? from : SV("start"));
		js_set_sv(cx->a, o, "to", col_sv(st, 1, cx->a));
		js_set_int(cx->a, o, "minutes", col_int(st, 2));
	}
	return rc;
}

const struct view_def tour_views[TOUR_VIEWS] = {
	{ .name = "tour.show", .label = N_("Show the route of a tour"), .columns = show_columns, .n_columns = COUNT(show_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = show_query },
	{ .name = "tour.checks", .label = N_("Check the route of a tour"), .columns = check_columns, .n_columns = COUNT(check_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = checks_query },
	{ .name = "tour.draw", .label = N_("Show the draws of a tour"), .columns = draw_columns, .n_columns = COUNT(draw_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = draw_query },
	{ .name = "tour.roads", .label = N_("List the roads of a tour"), .columns = road_columns, .n_columns = COUNT(road_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = roads_query },
	{ .name = "tour.proposal", .label = N_("Propose the order of a tour"), .filters = tour_plan_filters, .n_filters = TOUR_PLAN_FILTERS, .columns = tour_plan_columns,
	  .n_columns = TOUR_PLAN_COLUMNS, .roles = ROLE_OFFICE | ROLE_LEADER, .of_one = true, .query = tour_plan_query },
};
