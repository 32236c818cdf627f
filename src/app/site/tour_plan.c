/* The order of a tour, proposed: most sites within the minutes there are, then the earliest end; both the county seat and a
 * township where both are to be had (M0.22; fairness.md 6.1).  Up to 15 sites it is the best there is (core/score/tour). */
#include "app/site/tour.h"

#include "core/score/tour.h"

const struct field tour_plan_filters[TOUR_PLAN_FILTERS] = {
	{ .name = "sites", .type = FIELD_REFS, .of = "site", .max = SITES_MAX, .label = N_("Sites to choose from; none: those of the route, else the pool") },
	{ .name = "budget", .type = FIELD_INT, .min = 1, .max = 2000, .label = N_("Minutes that there are") },
	{ .name = "back", .type = FIELD_BOOL, .label = N_("Back to the start within them") },
};
const struct column tour_plan_columns[TOUR_PLAN_COLUMNS] = {
	{ "no", FIELD_INT, N_("No.") }, { "site", FIELD_LINE, N_("Observation site") }, { "arrive", FIELD_LINE, N_("Arrival") }, { "leave", FIELD_LINE, N_("Departure") },
	{ "stay", FIELD_INT, N_("Minutes there") }, { "travel", FIELD_INT, N_("Minutes on the road") }, { "exact", FIELD_BOOL, N_("The best there is") },
};

struct wished_in {
	struct site *site;
	size_t n;
	bool start;                  /* place 0 of the table is the start */
	int64_t *travel;
};

static const struct tour_stop *stop_of(const struct route *t, int64_t site)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->stop[i].site == site)
			return &t->stop[i];
	return NULL;
}

static enum rc wished(struct ctx *cx, struct db *db, const struct route *now, const struct tour_wish *w, struct site **ret, size_t *ret_n)
{
	struct site *all = NEW(cx->a, struct site, SITES_MAX);
	size_t n = 0, on = 0;
	for (size_t i = 0; i < now->n; i++)
		on += now->stop[i].site != 0;
	if (!w->n && !on) {
		TRY(sites_confirmed(cx, db, now->e.owner, ret, ret_n));
		return *ret_n ? RC_OK : fail(cx, RC_CONFLICT, "tour.no_pool", N_("The pool has no confirmed site yet."));
	}
	for (size_t i = 0; i < (w->n ? w->n : now->n) && n < SITES_MAX; i++) {
		int64_t id = w->n ? w->sites[i] : now->stop[i].site;
		bool again = !id;
		for (size_t k = 0; k < n; k++)
			again |= all[k].id == id;
		if (again)
			continue;
		TRY(site_get(cx, db, id, &all[n]));
		if (all[n].owner != now->e.owner || !sv_is(all[n].state, "confirmed"))
			return fail_at(cx, RC_INVALID, "sites", "draw.unconfirmed", N_("%.*s is no confirmed site of this office's pool."), SV_ARG(all[n].name));
		n++;
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

/* Rows of `places`: the start first where its roads are known. */
static enum rc table_of(struct ctx *cx, const struct tour_legs *l, const struct site *s, size_t n, bool start, int64_t **ret)
{
	size_t places = n + start;
	int64_t *v = NEW(cx->a, int64_t, places * places + 1);
	for (size_t i = 0; i < places; i++)
		for (size_t k = 0; k < i; k++) {
			const struct site *a = start && k == 0 ? NULL : &s[k - start], *b = &s[i - start];
			int m = tour_minutes(l, a ? a->id : 0, b->id);
			if (m < 0)
				return fail(cx, RC_CONFLICT, "tour.road_missing", N_("Nobody has said how many minutes it is from %.*s to %.*s: add it to the table of roads."),
					    SV_ARG(a ? a->name : sv_of(tr(cx->lang, N_("the start")))), SV_ARG(b->name));
			v[i * places + k] = v[k * places + i] = m;
		}
	*ret = v;
	return RC_OK;
}

static bool start_known(const struct tour_legs *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->leg[i].a == 0)
			return true;
	return false;
}

static struct tour_stop stop_made(const struct route *now, const struct site *s, int64_t no, int travel)
{
	const struct tour_stop *was = stop_of(now, s->id);
	return (struct tour_stop){ .no = no, .site = s->id, .drawn = was && was->drawn, .look_back = was && was->look_back, .stay = was ? was->stay : TOUR_STAY, .travel = travel,
				   .name = s->name, .place = s->place, .presenter = s->presenter, .line = s->line, .unit = s->unit,
				   .unit_name = s->unit_name, .unit_short = s->unit_name, .county = s->county, .county_name = s->county_name,
				   .county_short = s->county_short };
}

static void take_over(struct arena *a, const struct route *now, const struct wished_in *in, const struct tour_route *r, struct tour_proposal *ret)
{
	bool *on = NEW(a, bool, in->n + 1);
	ret->t = *now;
	ret->t.n = r->n;
	ret->t.stop = NEW(a, struct tour_stop, r->n + now->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		int from = i ? r->stops[i - 1] : -1;
		size_t row = from < 0 ? 0 : (size_t)from + in->start, col = (size_t)r->stops[i] + in->start;
		int64_t travel = from < 0 && !in->start ? 0 : in->travel[row * (in->n + in->start) + col];
		ret->t.stop[i] = stop_made(now, &in->site[r->stops[i]], (int64_t)i + 1, (int)travel);
		on[r->stops[i]] = true;
	}
	ret->left = NEW(a, struct site, in->n + 1);
	for (size_t i = 0; i < now->n; i++) /* what is still to be drawn waits at the end */
		if (!now->stop[i].site)
			ret->t.stop[ret->t.n++] = now->stop[i];
	for (size_t i = 0; i < in->n; i++)
		if (!on[i])
			ret->left[ret->n_left++] = in->site[i];
	for (size_t i = 0; i < ret->t.n; i++) {
		ret->t.stop[i].no = (int64_t)i + 1;
		ret->t.stop[i].shift = 0;
	}
	ret->exact = r->exact;
	tour_timetable(&ret->t);
}

enum rc tour_propose(struct ctx *cx, struct db *db, const struct route *now, const struct tour_wish *w, struct tour_proposal *ret)
{
	struct tour_legs legs;
	struct wished_in in = { 0 };
	struct arena *a = cx->a;
	TRY(wished(cx, db, now, w, &in.site, &in.n));
	TRY(tour_legs(cx, db, &now->e, &legs));
	in.start = start_known(&legs);
	TRY(table_of(cx, &legs, in.site, in.n, in.start, &in.travel));
	struct tour_site *s = NEW(a, struct tour_site, in.n + 1);
	int64_t least[2] = { 0, 0 }, most[2] = { TOUR_MAX, TOUR_MAX };
	for (size_t i = 0; i < in.n; i++) {
		const struct tour_stop *was = stop_of(now, in.site[i].id);
		size_t seat = sv_is(in.site[i].place, "seat");
		s[i] = (struct tour_site){ .id = arena_printf(a, "%lld", (long long)in.site[i].id), .score = DEC(1), .close = TOUR_NO_CLOSE,
					   .stay = was ? was->stay : TOUR_STAY, .county = seat };
		least[seat] = 1;
	}
	const struct tour t = {
		.sites = s, .n = in.n, .travel = in.travel, .places = in.n + in.start, .back = w->back && in.start, .start = 0,
		.budget = w->budget ? w->budget : TOUR_BUDGET, .county_min = least, .county_max = most, .counties = 2, .seed = (uint64_t)now->e.id,
	};
	struct tour_route r;
	if (tour_plan(a, &t, NULL, &r) != SCORE_OK || r.n == 0)
		return fail_at(cx, RC_CONFLICT, "budget", "tour.no_route", N_("No route through the county seat and a township fits into %d minutes."),
			       w->budget ? w->budget : TOUR_BUDGET);
	*ret = (struct tour_proposal){ 0 };
	take_over(a, now, &in, &r, ret);
	return RC_OK;
}

enum rc tour_plan_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct route t;
	struct tour_proposal p;
	struct arena *a = cx->a;
	const struct value *sites = field(&in->filters, "sites");
	const struct tour_wish w = { .sites = sites->refs, .n = sites->n_refs, .budget = (int)field(&in->filters, "budget")->i,
				     .back = field(&in->filters, "back")->i != 0 };
	(void)ret_after;
	TRY(tour_get(cx, db, in->subject, &t));
	if (!scope_holds(&in->scope, t.e.owner_path))
		return fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(tour_propose(cx, db, &t, &w, &p));
	for (size_t i = 0; i < p.t.n; i++) {
		const struct tour_stop *s = &p.t.stop[i];
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "no", s->no);
		js_set_int(a, o, "id", s->site);
		js_set_sv(a, o, "site", s->name);
		js_set_sv(a, o, "arrive", tour_hour(a, &p.t, s->arrive));
		js_set_sv(a, o, "leave", tour_hour(a, &p.t, s->leave));
		js_set_int(a, o, "stay", s->stay);
		js_set_int(a, o, "travel", s->travel);
		js_set_bool(a, o, "exact", p.exact);
	}
	for (size_t i = 0; i < p.n_left; i++) { /* no room for these */
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "no", 0);
		js_set_int(a, o, "id", p.left[i].id);
		js_set_sv(a, o, "site", p.left[i].name);
		js_set_bool(a, o, "exact", p.exact);
	}
	return RC_OK;
}
