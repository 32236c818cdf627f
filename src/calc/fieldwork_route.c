#include "calc/fieldwork.h"

#include "core/score/draw.h"
#include "core/score/tour.h"

/* So large that a hundred legs and stays still add up. */
#define TIME_MAX INT64_C(1000000000)

/* ---- tours ------------------------------------------------------------------------------------------------ */

struct county_names {
	struct sv *v;
	size_t n;
};

static size_t county_of(struct county_names *c, struct sv name)
{
	for (size_t i = 0; i < c->n; i++)
		if (sv_eq(c->v[i], name))
			return i;
	c->v[c->n] = name;
	return c->n++;
}

static enum rc window(struct ctx *cx, const struct calc_at *at, struct tour_site *ret)
{
	size_t n;
	if (!at->v)
		return RC_OK;
	TRY(calc_list(cx, at, 2, &n));
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_int(cx, &it, 0, TIME_MAX, it.i ? &ret->close : &ret->open));
	if (n != 2 || ret->close < ret->open)
		return calc_bad(cx, at, N_("write [opens, closes], the earlier first."));
	return RC_OK;
}

static enum rc site(struct ctx *cx, const struct calc_at *at, struct county_names *counties, struct tour_site *ret)
{
	struct calc_at id = calc_get(at, "id"), score = calc_get(at, "score"), county = calc_get(at, "county"),
		       open = calc_get(at, "window");
	struct sv name = SV("");
	*ret = (struct tour_site){ .close = TOUR_NO_CLOSE };
	TRY(calc_text(cx, &id, &ret->id));
	TRY(calc_dec(cx, &score, &ret->score));
	if (ret->score.u < 0 || ret->score.u > 1000000 * DEC_ONE)
		return calc_bad(cx, &score, N_("write a score from 0 to 1000000."));
	TRY(calc_int_or(cx, at, "stay", 0, TIME_MAX, 0, &ret->stay));
	TRY(window(cx, &open, ret));
	if (county.v)
		TRY(calc_text(cx, &county, &name));
	ret->county = county_of(counties, name);
	return RC_OK;
}

static enum rc read_sites(struct calc_run *r, struct tour *t, struct county_names *counties)
{
	struct ctx *cx = r->cx;
	struct calc_at sites = calc_get(&r->in, "sites"), must = calc_get(&r->in, "must");
	TRY(calc_list(cx, &sites, 1, &t->n));
	if (t->n > TOUR_MAX)
		return calc_bad(cx, &sites, N_("write at most %d sites."), TOUR_MAX);
	struct tour_site *s = NEW(cx->a, struct tour_site, t->n);
	counties->v = NEW(cx->a, struct sv, t->n);
	for (struct calc_at it = { 0 }; calc_next(&sites, &it);)
		TRY(site(cx, &it, counties, &s[it.i]));
	for (struct calc_at it = { 0 }; calc_next(&must, &it);) {
		struct sv id;
		bool found = false;
		TRY(calc_text(cx, &it, &id));
		for (size_t i = 0; i < t->n; i++)
			if (sv_eq(s[i].id, id))
				s[i].must = found = true;
		if (!found)
			return calc_bad(cx, &it, N_("no site has the id “%.*s”."), SV_ARG(id));
	}
	t->sites = s;
	t->counties = counties->n;
	return RC_OK;
}

/* One number for every county, or {county: number}. */
static enum rc per_county(struct calc_run *r, const char *name, const struct county_names *c, int64_t otherwise, const int64_t **ret)
{
	struct calc_at at = calc_get(&r->in, name);
	int64_t *v = NEW(r->cx->a, int64_t, c->n + 1), same = otherwise;
	bool each = at.v && at.v->kind == JS_OBJ;
	if (at.v && !each)
		TRY(calc_int(r->cx, &at, 0, TOUR_MAX, &same));
	for (size_t i = 0; i < c->n; i++)
		v[i] = same;
	for (struct calc_at it = { 0 }; each && calc_next(&at, &it);) {
		size_t i = 0;
		while (i < c->n && !sv_is(c->v[i], it.name))
			i++;
		if (i == c->n)
			return calc_bad(r->cx, &it, N_("no site lies in this county."));
		TRY(calc_int(r->cx, &it, 0, TOUR_MAX, &v[i]));
	}
	*ret = v;
	return RC_OK;
}

static enum rc read_travel(struct calc_run *r, const char *name, int64_t **ret, size_t *ret_n)
{
	struct ctx *cx = r->cx;
	struct calc_at travel = calc_get(&r->in, name);
	TRY(calc_list(cx, &travel, 1, ret_n));
	*ret = NEW(cx->a, int64_t, *ret_n * *ret_n);
	for (struct calc_at row = { 0 }; calc_next(&travel, &row);) {
		size_t n;
		TRY(calc_list(cx, &row, 1, &n));
		if (n != *ret_n)
			return calc_bad(cx, &row, N_("write a square table: as many numbers in a row as there are rows."));
		for (struct calc_at it = { 0 }; calc_next(&row, &it);)
			TRY(calc_int(cx, &it, 0, TIME_MAX, &(*ret)[row.i * *ret_n + it.i]));
	}
	return RC_OK;
}

static void route_json(struct calc_run *r, const struct tour *t, const struct tour_route *got)
{
	struct arena *a = r->cx->a;
	struct js *route = js_set(r->result, "route", js_arr(a));
	for (size_t i = 0; i < got->n; i++)
		js_push(route, js_str(a, t->sites[got->stops[i]].id));
	js_set_dec(a, r->result, "score", got->score);
	js_set_int(a, r->result, "finish", got->finish);
	js_set_bool(a, r->result, "exact", got->exact);
}

enum rc tour_plan_run(struct calc_run *r)
{
	static const char *const closings[] = { "begin_by", "leave_by", NULL };
	struct ctx *cx = r->cx;
	struct calc_at budget = calc_get(&r->in, "budget"), back = calc_get(&r->in, "return"), closes = calc_get(&r->in, "closes"),
		       travel = calc_get(&r->in, "travel");
	struct county_names counties = { 0 };
	struct tour t = { 0 };
	struct tour_route got;
	int64_t *legs, seed;
	int which;
	TRY(read_sites(r, &t, &counties));
	TRY(per_county(r, "county_min", &counties, 0, &t.county_min));
	TRY(per_county(r, "county_max", &counties, TOUR_MAX, &t.county_max));
	TRY(read_travel(r, "travel", &legs, &t.places));
	if (t.places != t.n && t.places != t.n + 1)
		return calc_bad(cx, &travel, N_("write one row a site, or one more, the first, for the place of departure."));
	t.travel = legs;
	if (back.v)
		TRY(calc_bool(cx, &back, &t.back));
	if (t.back && t.places == t.n)
		return calc_bad(cx, &back, N_("a return needs a place of departure: the first row of travel."));
	TRY(calc_word(cx, &closes, closings, &which));
	t.leave_by = which == 1;
	TRY(calc_int_or(cx, &r->in, "start", 0, TIME_MAX, 0, &t.start));
	TRY(calc_int(cx, &budget, 0, TIME_MAX, &t.budget));
	TRY(calc_int_or(cx, &r->in, "seed", 0, INT64_MAX, 1, &seed));
	t.seed = (uint64_t)seed;
	r->status = tour_plan(cx->a, &t, r->trace, &got);
	if (r->status == SCORE_OK)
		route_json(r, &t, &got);
	return RC_OK;
}

/* A closed round through every place is a tour whose sites must all be seen and that returns. */
enum rc route_run(struct calc_run *r)
{
	struct calc_at matrix = calc_get(&r->in, "matrix");
	struct tour t = { .back = true, .budget = TIME_MAX * TOUR_MAX * 2, .counties = 1, .county_min = (const int64_t[]){ 0 },
			  .county_max = (const int64_t[]){ TOUR_MAX } };
	struct arena *a = r->cx->a;
	struct tour_route got;
	int64_t *legs, seed;
	TRY(read_travel(r, "matrix", &legs, &t.places));
	if (t.places > TOUR_MAX)
		return calc_bad(r->cx, &matrix, N_("write at most %d places."), TOUR_MAX);
	TRY(calc_int_or(r->cx, &r->in, "seed", 0, INT64_MAX, 1, &seed));
	t.seed = (uint64_t)seed;
	t.travel = legs;
	t.n = t.places - 1;
	struct tour_site *s = NEW(a, struct tour_site, t.n + 1);
	for (size_t i = 0; i < t.n; i++)
		s[i] = (struct tour_site){ .id = arena_printf(a, "%zu", i + 1), .close = TOUR_NO_CLOSE, .must = true };
	t.sites = s;
	r->status = tour_plan(a, &t, r->trace, &got);
	if (r->status != SCORE_OK)
		return RC_OK;
	struct js *order = js_set(r->result, "order", js_arr(a));
	js_push(order, js_int(a, 0));
	for (size_t i = 0; i < got.n; i++)
		js_push(order, js_int(a, got.stops[i] + 1));
	js_set_int(a, r->result, "length", got.finish);
	js_set_bool(a, r->result, "exact", got.exact);
	return RC_OK;
}

/* ---- turns ------------------------------------------------------------------------------------------------ */

static void hosted(struct host *hosts, size_t n, struct sv unit, int64_t meeting)
{
	for (size_t i = 0; i < n; i++) {
		if (!sv_eq(hosts[i].unit, unit))
			continue;
		hosts[i].times++;
		hosts[i].last = meeting;
	}
}

/* One meeting's host, or a list of hosts. */
static enum rc read_history(struct calc_run *r, struct host *hosts, size_t n, int64_t *ret_meetings)
{
	struct calc_at history = calc_get(&r->in, "history");
	size_t meetings;
	*ret_meetings = 0;
	if (!history.v)
		return RC_OK;
	TRY(calc_list(r->cx, &history, 0, &meetings));
	for (struct calc_at it = { 0 }; calc_next(&history, &it); ++*ret_meetings) {
		struct sv unit, *several;
		size_t k;
		if (it.v->kind == JS_ARR) {
			TRY(calc_texts(r->cx, &it, 0, &several, &k));
			for (size_t i = 0; i < k; i++)
				hosted(hosts, n, several[i], *ret_meetings + 1);
		} else {
			TRY(calc_text(r->cx, &it, &unit));
			hosted(hosts, n, unit, *ret_meetings + 1);
		}
	}
	return RC_OK;
}

static enum rc read_hosts(struct calc_run *r, struct host **ret, size_t *ret_n)
{
	struct calc_at units = calc_get(&r->in, "units"), seed = calc_get(&r->in, "seed");
	struct sv *names, text = SV("");
	TRY(calc_texts(r->cx, &units, 1, &names, ret_n));
	if (seed.v)
		TRY(calc_text(r->cx, &seed, &text));
	struct host *h = *ret = NEW(r->cx->a, struct host, *ret_n);
	for (struct calc_at it = { 0 }; calc_next(&units, &it);) {
		for (size_t j = 0; j < it.i; j++)
			if (sv_eq(names[j], names[it.i]))
				return calc_bad(r->cx, &it, N_("“%.*s” stands here twice; write each once."), SV_ARG(names[j]));
		h[it.i] = (struct host){ .unit = names[it.i], .ticket = draw_ticket(text, names[it.i]) };
	}
	return RC_OK;
}

enum rc rotation_next_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct host *hosts;
	int64_t gap, meetings, past;
	size_t n;
	TRY(read_hosts(r, &hosts, &n));
	TRY(calc_int_or(r->cx, &r->in, "gap", 1, (int64_t)n, 1, &gap));
	TRY(calc_int_or(r->cx, &r->in, "meetings", 1, 1000, 1, &meetings));
	TRY(read_history(r, hosts, n, &past));
	rotation_order(a, hosts, n, past + 1, gap);
	struct js *order = js_set(r->result, "order", js_arr(a)), *waiting = js_set(r->result, "waiting", js_arr(a)),
		  *all = js_set(r->result, "hosts", js_arr(a)), *plan = js_set(r->result, "plan", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(all, js_obj(a));
		js_push(hosts[i].waits ? waiting : order, js_str(a, hosts[i].unit));
		js_set_sv(a, o, "unit", hosts[i].unit);
		js_set_int(a, o, "times", hosts[i].times);
		js_set_int(a, o, "last", hosts[i].last);
	}
	struct sv *next = NEW(a, struct sv, (size_t)meetings);
	rotation_plan(a, hosts, n, past + 1, gap, next, (size_t)meetings, r->trace);
	for (int64_t i = 0; i < meetings; i++)
		js_push(plan, js_str(a, next[i]));
	return RC_OK;
}
