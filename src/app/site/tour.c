#include "app/site/tour.h"

#include "app/site/tour_draw.h"
#include "app/site/tour.sql.h"

enum rc tour_load(struct ctx *cx, struct db *db, int64_t event, struct route *ret, struct target *ret_target)
{
	TRY(tour_get(cx, db, event, ret));
	target_add(ret_target, AT_OWNER, ret->e.owner);
	return RC_OK;
}

enum rc tour_going(struct ctx *cx, const struct route *t)
{
	if (!sv_is(t->e.kind, "tour"))
		return fail(cx, RC_CONFLICT, "tour.kind", N_("This event is no observation tour: it has no route."));
	return event_going_on(cx, &t->e);
}

/* ---- tour.route -------------------------------------------------------------------------------------------------------------- */

static const struct field route_fields[] = {
	{ .name = "stops", .type = FIELD_TEXT, .required = true, .max = TOUR_TEXT_MAX,
	  .label = N_("Stops, one a line: site | minutes there | minutes on the road | look back; \"draw\" for a site drawn on the day") },
};

struct route_line {
	struct tour_line as;
	struct site s;               /* id 0: drawn, and not yet */
	struct tour_shown shown;
};
struct route_state {
	struct route t;
	struct tour_draw open;       /* of a draw that is not void; id 0: none */
	struct tour_candidate *candidate; /* of the open one */
	size_t n_candidate;
	struct tour_legs legs;
	struct route_line *line;
	size_t n;
};

/* The draw that stands: committed or opened. */
static enum rc open_draw(struct ctx *cx, struct db *db, int64_t event, struct tour_draw *ret)
{
	struct tour_draw *d;
	size_t n;
	*ret = (struct tour_draw){ 0 };
	TRY(tour_draws(cx, db, event, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (!sv_is(d[i].state, "void"))
			*ret = d[i];
	return RC_OK;
}

/* A site that was drawn stays a drawn one wherever it stands. */
static bool picked(const struct route *t, int64_t site)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->stop[i].drawn && t->stop[i].site == site)
			return true;
	return false;
}

static enum rc line_load(struct ctx *cx, struct db *db, const struct route_state *s, struct route_line *l)
{
	int64_t id = 0;
	struct ctx probe = *cx;
	ctx_forget(&probe);
	if (l->as.drawn)
		return RC_OK;
	if (l->as.site.p[0] != '#' || !sv_int(sv_from(l->as.site, 1), &id))
		TRY(site_named(cx, db, l->as.site, s->t.e.owner, &id));
	for (size_t i = 0; i < s->t.n && !id; i++) /* retired since */
		id = sv_eq(s->t.stop[i].name, l->as.site) ? s->t.stop[i].site : 0;
	if (!id || site_get(&probe, db, id, &l->s) != RC_OK || l->s.owner != s->t.e.owner)
		return fail_at(cx, RC_INVALID, "stops", "tour.site", N_("Line %d: \"%.*s\" is no site of this office's pool."), l->as.line, SV_ARG(l->as.site));
	l->as.drawn = picked(&s->t, id);
	return tour_shown(cx, db, &s->t.e, s->t.months, id, &l->shown);
}

static enum rc route_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct route_state *s = NEW(cx->a, struct route_state, 1);
	struct tour_line *line;
	enum rc all = RC_OK;         /* every line that names no site is told at once */
	*ret_state = s;
	TRY(tour_load(cx, db, in->subject, &s->t, ret));
	if (!field(&in->fields, "stops")->present)
		return RC_OK;
	TRY(tour_read_stops(cx, field_sv(&in->fields, "stops"), &line, &s->n));
	TRY(open_draw(cx, db, s->t.e.id, &s->open));
	if (sv_is(s->open.state, "committed"))
		TRY(tour_candidates(cx, db, s->open.id, &s->candidate, &s->n_candidate));
	TRY(tour_legs(cx, db, &s->t.e, &s->legs));
	s->line = NEW(cx->a, struct route_line, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		s->line[i].as = line[i];
		enum rc rc = line_load(cx, db, s, &s->line[i]);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
		all = rc == RC_OK ? all : rc;
	}
	return all;
}

static enum rc line_fault(struct ctx *cx, const struct route_state *s, size_t i)
{
	const struct route_line *l = &s->line[i];
	for (size_t k = 0; k < i && l->s.id; k++)
		if (s->line[k].s.id == l->s.id)
			return fail_at(cx, RC_INVALID, "stops", "tour.twice", N_("Line %d: %.*s stands on the route already."), l->as.line, SV_ARG(l->s.name));
	for (size_t k = 0; k < s->n_candidate; k++)
		if (s->candidate[k].site == l->s.id)
			return fail_at(cx, RC_CONFLICT, "stops", "tour.candidate", N_("Line %d: %.*s stands on the published list of the draw."), l->as.line, SV_ARG(l->s.name));
	if (l->s.id && !l->as.drawn && !sv_is(l->s.state, "confirmed"))
		return fail_at(cx, RC_CONFLICT, "stops", "tour.unconfirmed", N_("Line %d: %.*s is not a confirmed site."), l->as.line, SV_ARG(l->s.name));
	if (l->shown.event && !l->as.look_back)
		return fail_at(cx, RC_CONFLICT, "stops", "tour.again",
			       N_("Line %d: %.*s was shown on %.*s; not again within %lld months, unless it is marked as a look back."), l->as.line,
			       SV_ARG(l->s.name), SV_ARG(day_text(cx->a, l->shown.day)), (long long)s->t.months);
	return RC_OK;
}

/* Where the bus has been stands as it is. */
static enum rc check_marks(struct ctx *cx, const struct route_state *s)
{
	for (size_t i = 0; i < s->t.n; i++)
		if (s->t.stop[i].arrived_at && (i >= s->n || s->line[i].s.id != s->t.stop[i].site))
			return fail_at(cx, RC_CONFLICT, "stops", "tour.been", N_("Stop %zu, %.*s, has been reached already: it stays where it is."), i + 1,
				       SV_ARG(s->t.stop[i].name));
	return RC_OK;
}

static enum rc check_drawn(struct ctx *cx, const struct route_state *s)
{
	int64_t drawn = 0, waiting = 0;
	for (size_t i = 0; i < s->n; i++) {
		drawn += s->line[i].as.drawn;
		waiting += s->line[i].as.drawn && !s->line[i].s.id;
	}
	if (sv_is(s->open.state, "committed") && drawn != s->open.wanted)
		return fail_at(cx, RC_CONFLICT, "stops", "tour.drawn", N_("The draw of this tour is published for %lld stops: keep as many lines with \"draw\"."),
			       (long long)s->open.wanted);
	if (sv_is(s->open.state, "revealed") && (drawn != s->open.wanted || waiting))
		return fail_at(cx, RC_CONFLICT, "stops", "tour.picked", N_("What was drawn stays on the route: name all %lld drawn sites."), (long long)s->open.wanted);
	return RC_OK;
}

/* Marks and shifts go with the site, wherever it stands now; those still to be drawn are told apart by their order alone. */
static const struct tour_stop *stop_before(const struct route_state *s, size_t i)
{
	size_t waiting = 0;
	for (size_t k = 0; k < i; k++)
		waiting += !s->line[k].s.id;
	for (size_t k = 0; k < s->t.n; k++)
		if (s->t.stop[k].site == s->line[i].s.id && (s->line[i].s.id || waiting-- == 0))
			return &s->t.stop[k];
	return NULL;
}

static enum rc put_stop(struct ctx *cx, const struct route_state *s, size_t i, struct js *list)
{
	const struct route_line *l = &s->line[i];
	const struct tour_stop *was = stop_before(s, i);
	int64_t before = i ? s->line[i - 1].s.id : 0;
	bool known = l->s.id && (i == 0 || before);
	int travel = l->as.travel >= 0 ? l->as.travel : known ? tour_minutes(&s->legs, before, l->s.id) : -1;
	if (travel < 0 && i > 0)
		return fail_at(cx, RC_INVALID, "stops", "tour.no_travel",
			       N_("Line %d: nobody has said how many minutes the road takes; write them here, or in the table of roads."), l->as.line);
	/* Earlier than planned by more than the new road takes, the bus would arrive before it leaves the stop before. */
	int road = travel < 0 ? 0 : travel, shift = was && was->shift > -road ? was->shift : was ? -road : 0;
	struct js *o = js_push(list, js_obj(cx->a));
	js_set_int(cx->a, o, "site", l->s.id);
	js_set_bool(cx->a, o, "drawn", l->as.drawn);
	js_set_bool(cx->a, o, "look_back", l->as.look_back);
	js_set_int(cx->a, o, "stay", l->as.stay > 0 ? l->as.stay : TOUR_STAY);
	js_set_int(cx->a, o, "travel", road);
	js_set_int(cx->a, o, "shift", shift);
	js_set_int(cx->a, o, "arrived_at", was ? was->arrived_at : 0);
	js_set_int(cx->a, o, "left_at", was ? was->left_at : 0);
	return RC_OK;
}

static enum rc route_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct route_state *s = state;
	enum rc all = RC_OK;
	TRY(tour_going(cx, &s->t));
	for (size_t i = 0; i < s->n; i++) {
		enum rc rc = line_fault(cx, s, i);
		all = all == RC_OK ? rc : all;
	}
	TRY(all);
	TRY(check_marks(cx, s));
	TRY(check_drawn(cx, s));
	struct js *list = js_set(facts, "stops", js_arr(cx->a));
	for (size_t i = 0; i < s->n; i++)
		TRY(put_stop(cx, s, i, list));
	return RC_OK;
}

static enum rc route_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	static const char *const numbers[] = { "stay", "travel", "shift", "arrived_at", "left_at" };
	const struct js *list = js_get(facts, "stops");
	int64_t no = 0;
	struct stmt *st = db_query(db, &tour_stops_drop);
	bind_int(st, 1, r->subject);
	TRY(db_run(cx, st));
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		st = db_query(db, &tour_stop_put);
		bind_int(st, 1, r->subject);
		bind_int(st, 2, ++no);
		bind_int(st, 3, js_get_int(o, "site", 0));
		bind_int(st, 4, js_get_bool(o, "drawn"));
		bind_int(st, 5, js_get_bool(o, "look_back"));
		for (int i = 0; i < (int)COUNT(numbers); i++)
			bind_int(st, 6 + i, js_get_int(o, numbers[i], 0));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- tour.travel: the roads ----------------------------------------------------------------------------------------------------- */

static const struct field travel_fields[] = {
	{ .name = "table", .type = FIELD_TEXT, .required = true, .max = 20000,
	  .label = N_("Roads, one a line: from | to | minutes; \"start\" for where the tour sets out") },
};

struct travel_state {
	struct route t;
	struct tour_leg *leg;
	size_t n;
};

static enum rc end_of(struct ctx *cx, struct db *db, int64_t owner, struct sv name, int line, int64_t *ret)
{
	struct site s;
	struct ctx probe = *cx;
	ctx_forget(&probe);
	*ret = 0;
	if (name.n < 2 || name.p[0] != '#' || !sv_int(sv_from(name, 1), ret))
		TRY(site_named(cx, db, name, owner, ret));
	if (*ret && site_get(&probe, db, *ret, &s) == RC_OK && s.owner == owner)
		return RC_OK;
	return fail_at(cx, RC_INVALID, "table", "tour.site", N_("Line %d: \"%.*s\" is no site of this office's pool."), line, SV_ARG(name));
}

static enum rc travel_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct travel_state *s = NEW(cx->a, struct travel_state, 1);
	struct tour_line *line;
	enum rc all = RC_OK;
	*ret_state = s;
	TRY(tour_load(cx, db, in->subject, &s->t, ret));
	if (!field(&in->fields, "table")->present)
		return RC_OK;
	TRY(tour_read_roads(cx, field_sv(&in->fields, "table"), &line, &s->n));
	s->leg = NEW(cx->a, struct tour_leg, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		int64_t a = 0, b = 0;
		enum rc rc = line[i].start ? RC_OK : end_of(cx, db, s->t.e.owner, line[i].site, line[i].line, &a);
		enum rc other = end_of(cx, db, s->t.e.owner, line[i].other, line[i].line, &b);
		rc = rc == RC_OK ? other : rc;
		if (rc == RC_OK && a == b)
			rc = fail_at(cx, RC_INVALID, "table", "tour.loop", N_("Line %d: a road leads from one site to another."), line[i].line);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
		all = rc == RC_OK ? all : rc;
		s->leg[i] = (struct tour_leg){ .event = line[i].start ? s->t.e.id : 0, .a = a < b ? a : b, .b = a < b ? b : a, .minutes = line[i].travel };
	}
	return all;
}

static enum rc travel_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)in, (void)fresh, (void)subject;
	const struct travel_state *s = state;
	TRY(tour_going(cx, &s->t));
	struct js *list = js_set(facts, "roads", js_arr(cx->a));
	for (size_t i = 0; i < s->n; i++) {
		struct js *o = js_push(list, js_obj(cx->a));
		js_set_int(cx->a, o, "event", s->leg[i].event);
		js_set_int(cx->a, o, "a", s->leg[i].a);
		js_set_int(cx->a, o, "b", s->leg[i].b);
		js_set_int(cx->a, o, "minutes", s->leg[i].minutes);
	}
	return RC_OK;
}

static enum rc travel_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	const struct js *list = js_get(facts, "roads");
	(void)r;
	for (const struct js *o = list ? list->first : NULL; o; o = o->next) {
		struct stmt *st = db_query(db, &tour_leg_put);
		bind_int(st, 1, js_get_int(o, "event", 0));
		bind_int(st, 2, js_get_int(o, "a", 0));
		bind_int(st, 3, js_get_int(o, "b", 0));
		bind_int(st, 4, js_get_int(o, "minutes", 0));
		TRY(db_run(cx, st));
	}
	return RC_OK;
}

/* ---- on the road: tour.arrive, leave, unmark, delay ------------------------------------------------------------------------------ */

static const struct field stop_fields[] = {
	{ .name = "stop", .type = FIELD_INT, .required = true, .min = 1, .max = TOUR_STOPS_MAX, .label = N_("Number of the stop") },
};
static const struct field delay_fields[] = {
	{ .name = "stop", .type = FIELD_INT, .required = true, .min = 1, .max = TOUR_STOPS_MAX, .label = N_("From this stop on") },
	{ .name = "minutes", .type = FIELD_INT, .required = true, .min = -TOUR_MINUTES_MAX, .max = TOUR_MINUTES_MAX, .label = N_("Minutes later; with a minus, earlier") },
};
static const struct field escort_fields[] = {
	{ .name = "people", .type = FIELD_INT, .required = true, .min = 0, .max = 2000, .label = N_("People who come along") },
	{ .name = "cars", .type = FIELD_INT, .required = true, .min = 0, .max = 200, .label = N_("Cars") },
};

static enum rc self_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct route *t = NEW(cx->a, struct route, 1);
	*ret_state = t;
	return tour_load(cx, db, in->subject, t, ret);
}

static enum rc stop_at(struct ctx *cx, const struct route *t, const struct act_in *in, const struct tour_stop **ret)
{
	int64_t no = field(&in->fields, "stop")->i;
	TRY(tour_going(cx, t));
	if (no < 1 || (size_t)no > t->n)
		return fail_at(cx, RC_INVALID, "stop", "tour.stop", N_("The route has %zu stops."), t->n);
	*ret = &t->stop[no - 1];
	return RC_OK;
}

static enum rc under_way(struct ctx *cx, const struct route *t)
{
	return sv_is(t->e.state, "under_way") ? RC_OK : fail(cx, RC_CONFLICT, "tour.not_begun", N_("This tour is not under way: begin the event first."));
}

static enum rc arrive_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct route *t = state;
	const struct tour_stop *s;
	(void)fresh, (void)subject;
	TRY(stop_at(cx, t, in, &s));
	TRY(under_way(cx, t));
	if (!s->site)
		return fail_at(cx, RC_CONFLICT, "stop", "tour.undrawn", N_("This stop is not drawn yet."));
	if (s->arrived_at)
		return fail_at(cx, RC_CONFLICT, "stop", "tour.arrived", N_("The arrival at this stop is marked already."));
	js_set_int(cx->a, facts, "stop", s->no);
	if (t->e.begins >= 0)
		js_set_int(cx->a, facts, "late", (in->at - instant_of_day(t->e.day)) / 60000 - s->arrive);
	return RC_OK;
}

static enum rc leave_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct route *t = state;
	const struct tour_stop *s;
	(void)fresh, (void)subject;
	TRY(stop_at(cx, t, in, &s));
	TRY(under_way(cx, t));
	if (!s->arrived_at || s->left_at)
		return fail_at(cx, RC_CONFLICT, "stop", "tour.left", s->left_at ? N_("The departure from this stop is marked already.") :
			       N_("Mark the arrival at this stop first."));
	js_set_int(cx->a, facts, "stop", s->no);
	return RC_OK;
}

/* A slip of the finger: the last mark of the stop goes. */
static enum rc unmark_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct route *t = state;
	const struct tour_stop *s;
	(void)fresh, (void)subject;
	TRY(stop_at(cx, t, in, &s));
	if (!s->arrived_at)
		return fail_at(cx, RC_CONFLICT, "stop", "tour.no_mark", N_("This stop has no mark that could be taken back."));
	js_set_int(cx->a, facts, "stop", s->no);
	js_set_sv(cx->a, facts, "mark", s->left_at ? SV("left") : SV("arrived"));
	return RC_OK;
}

static enum rc set_mark(struct ctx *cx, struct db *db, bool leaving, int64_t event, int64_t stop, int64_t at)
{
	struct stmt *st = db_query(db, leaving ? &tour_stop_left : &tour_stop_arrived);
	bind_int(st, 1, event);
	bind_int(st, 2, stop);
	bind_int(st, 3, at);
	return db_run(cx, st);
}

static enum rc arrive_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	return set_mark(cx, db, false, r->subject, js_get_int(facts, "stop", 0), r->at);
}

static enum rc leave_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	return set_mark(cx, db, true, r->subject, js_get_int(facts, "stop", 0), r->at);
}

static enum rc unmark_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	return set_mark(cx, db, sv_is(js_get_sv(facts, "mark"), "left"), r->subject, js_get_int(facts, "stop", 0), 0);
}

static enum rc delay_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct route *t = state;
	const struct tour_stop *s;
	int minutes = (int)field(&in->fields, "minutes")->i;
	(void)fresh, (void)subject;
	TRY(stop_at(cx, t, in, &s));
	if (s->arrived_at)
		return fail_at(cx, RC_CONFLICT, "stop", "tour.reached", N_("This stop has been reached: shift those that follow."));
	if (!minutes)
		return fail_at(cx, RC_INVALID, "minutes", "tour.no_shift", N_("Say by how many minutes."));
	if (s->travel + s->shift + minutes < 0)
		return fail_at(cx, RC_INVALID, "minutes", "tour.early", N_("So much earlier, the bus would arrive before it leaves the stop before."));
	js_set_int(cx->a, facts, "stop", s->no);
	js_set_int(cx->a, facts, "minutes", minutes);
	js_set_int(cx->a, facts, "shift", s->shift + minutes);
	return RC_OK;
}

static enum rc delay_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &tour_stop_shift);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "stop", 0));
	bind_int(st, 3, js_get_int(facts, "shift", 0));
	return db_run(cx, st);
}

static enum rc escort_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	TRY(tour_going(cx, state));
	js_set_int(cx->a, facts, "people", field(&in->fields, "people")->i);
	js_set_int(cx->a, facts, "cars", field(&in->fields, "cars")->i);
	return RC_OK;
}

static enum rc escort_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &tour_party_put);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "people", 0));
	bind_int(st, 3, js_get_int(facts, "cars", 0));
	return db_run(cx, st);
}

#define BY_OFFICE .who = { { ROLE_OFFICE, AT_OWNER } }
static const struct act_def acts[] = {
	{ .name = "tour.route", .version = 1, .label = N_("Set the stops"), .fields = route_fields, .n_fields = COUNT(route_fields), BY_OFFICE, .strict = true,
	  .load = route_load, .decide = route_decide, .apply = route_apply },
	{ .name = "tour.travel", .version = 1, .label = N_("Say how long the roads take"), .fields = travel_fields, .n_fields = COUNT(travel_fields), BY_OFFICE,
	  .load = travel_load, .decide = travel_decide, .apply = travel_apply },
	{ .name = "tour.arrive", .version = 1, .label = N_("Mark the arrival"), .fields = stop_fields, .n_fields = COUNT(stop_fields), BY_OFFICE,
	  .load = self_load, .decide = arrive_decide, .apply = arrive_apply },
	{ .name = "tour.leave", .version = 1, .label = N_("Mark the departure"), .fields = stop_fields, .n_fields = COUNT(stop_fields), BY_OFFICE,
	  .load = self_load, .decide = leave_decide, .apply = leave_apply },
	{ .name = "tour.unmark", .version = 1, .label = N_("Take back the last mark"), .fields = stop_fields, .n_fields = COUNT(stop_fields), BY_OFFICE,
	  .load = self_load, .decide = unmark_decide, .apply = unmark_apply },
	{ .name = "tour.delay", .version = 1, .label = N_("Shift the times"), .fields = delay_fields, .n_fields = COUNT(delay_fields), BY_OFFICE,
	  .load = self_load, .decide = delay_decide, .apply = delay_apply },
	{ .name = "tour.escort", .version = 1, .label = N_("Say how many come along"), .fields = escort_fields, .n_fields = COUNT(escort_fields), BY_OFFICE,
	  .load = self_load, .decide = escort_decide, .apply = escort_apply },
	{ .name = "tour.commit", .version = 1, .label = N_("Publish the list of a draw"), .fields = tour_commit_fields, .n_fields = TOUR_COMMIT_FIELDS, BY_OFFICE,
	  .load = tour_commit_load, .decide = tour_commit_decide, .apply = tour_commit_apply },
	{ .name = "tour.reveal", .version = 1, .label = N_("Open the draw"), .fields = tour_reveal_fields, .n_fields = TOUR_REVEAL_FIELDS, BY_OFFICE,
	  .load = tour_draw_load, .decide = tour_reveal_decide, .apply = tour_reveal_apply },
	{ .name = "tour.void", .version = 1, .label = N_("Give up the draw"), .fields = tour_void_fields, .n_fields = TOUR_VOID_FIELDS, BY_OFFICE,
	  .load = tour_draw_load, .decide = tour_void_decide, .apply = tour_void_apply },
};

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return event_noun.resolve(cx, db, name, ret_id);
}

/* Its subjects are events of the kind tour. */
const struct noun tour_noun = {
	.name = "tour", .label = N_("Observation tours"), .acts = acts, .n_acts = COUNT(acts), .views = tour_views, .n_views = TOUR_VIEWS,
	.tables = tour_tables, .n_tables = &tour_tables_n, .resolve = resolve,
};
