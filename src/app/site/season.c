#include "app/site/season.h"

#include "app/site/season.sql.h"
#include "app/matter/matter.h"

/* ---- season.months -------------------------------------------------------------------------------------------------------------- */

static const struct field months_fields[] = {
	{ .name = "months", .type = FIELD_INT, .required = true, .min = 0, .max = 60, .label = N_("No site again within so many months") },
};

static enum rc months_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	struct season *s = NEW(cx->a, struct season, 1);
	*ret_state = s;
	TRY(season_get(cx, db, in->subject, s));
	target_add(ret, AT_OWNER, s->owner);
	return RC_OK;
}

static enum rc months_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	const struct season *s = state;
	(void)fresh, (void)subject;
	if (sv_is(s->state, "ended"))
		return fail(cx, RC_CONFLICT, "series.ended", N_("This series has ended."));
	js_set_int(cx->a, facts, "months", field(&in->fields, "months")->i);
	return RC_OK;
}

static enum rc months_apply(struct ctx *cx, struct db *db, const struct act_row *r, const struct js *facts)
{
	struct stmt *st = db_query(db, &season_put);
	bind_int(st, 1, r->subject);
	bind_int(st, 2, js_get_int(facts, "months", SITE_MONTHS));
	return db_run(cx, st);
}

/* ---- views ------------------------------------------------------------------------------------------------------------------------ */

static enum rc visible(struct ctx *cx, struct db *db, const struct view_in *in, struct season *ret)
{
	TRY(season_get(cx, db, in->subject, ret));
	return scope_holds(&in->scope, ret->owner_path) ? RC_OK : fail(cx, RC_NOT_FOUND, "series.none", N_("There is no such series."));
}

static const struct column show_columns[] = {
	{ "id", FIELD_INT, N_("Id") }, { "name", FIELD_LINE, N_("Name") }, { "months", FIELD_INT, N_("Months before a site is shown again") },
	{ "sessions", FIELD_INT, N_("Sessions") }, { "different_hosts", FIELD_INT, N_("Hosts") }, { "points", FIELD_INT, N_("Points shown") },
	{ "routed", FIELD_INT, N_("Sessions with a route") }, { "sites", FIELD_INT, N_("Different sites") }, { "linked", FIELD_INT, N_("Points with a matter") }, { "closed", FIELD_INT, N_("Closed afterwards") },
};

static enum rc show_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct season s;
	struct season_count c;
	struct arena *a = cx->a;
	(void)ret_after;
	TRY(visible(cx, db, in, &s));
	TRY(season_counted(cx, db, s.id, &c));
	struct js *o = js_push(rows, js_obj(a));
	js_set_int(a, o, "id", s.id);
	js_set_sv(a, o, "name", s.name);
	js_set_sv(a, o, "state", s.state);
	js_set_sv(a, o, "document", s.document);
	js_set_int(a, o, "months", s.months);
	js_set_int(a, o, "sessions", c.sessions);
	js_set_int(a, o, "different_hosts", c.hosts);
	js_set_int(a, o, "points", c.points);
	js_set_int(a, o, "routed", c.routed);
	js_set_int(a, o, "sites", c.sites);
	js_set_int(a, o, "linked", c.linked);
	js_set_int(a, o, "closed", c.closed);
	return RC_OK;
}

static const struct column point_columns[] = {
	{ "event", FIELD_LINE, N_("Event") }, { "day", FIELD_DAY, N_("Day") }, { "host", FIELD_LINE, N_("Host") }, { "site", FIELD_LINE, N_("Observation site") },
	{ "unit", FIELD_LINE, N_("Unit") }, { "county", FIELD_LINE, N_("Part of the place") }, { "line", FIELD_ENUM, N_("Theme line") },
	{ "topic", FIELD_LINE, N_("Theme") }, { "matter", FIELD_LINE, N_("Matter") }, { "closed", FIELD_BOOL, N_("Closed afterwards") },
};
#define POINTS_OF "all|linked|closed"
static const struct field point_filters[] = {
	{ .name = "of", .type = FIELD_ENUM, .of = POINTS_OF, .label = N_("Which points") },
};

static enum rc points_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct season s;
	struct season_point *p;
	struct arena *a = cx->a;
	size_t n;
	struct sv of = field_sv(&in->filters, "of");
	(void)ret_after;
	TRY(visible(cx, db, in, &s));
	TRY(season_points(cx, db, s.id, &p, &n));
	for (size_t i = 0; i < n; i++) {
		if ((sv_is(of, "closed") && !p[i].closed) || (sv_is(of, "linked") && !p[i].matter))
			continue;
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "event_id", p[i].event);
		js_set_sv(a, o, "event", p[i].event_name);
		js_set_day(a, o, "day", p[i].day);
		js_set_sv(a, o, "host", p[i].host);
		js_set_int(a, o, "site_id", p[i].site);
		js_set_sv(a, o, "site", p[i].name);
		js_set_sv(a, o, "unit", p[i].unit);
		js_set_sv(a, o, "county", p[i].county_name);
		js_set_sv(a, o, "line", p[i].line);
		js_set_sv(a, o, "topic", p[i].topic);
		js_set_sv(a, o, "matter", p[i].matter_no ? matter_no_text(a, p[i].matter_no) : SV(""));
		js_set_bool(a, o, "closed", p[i].closed);
	}
	return RC_OK;
}

static const struct column coverage_columns[] = {
	{ "line", FIELD_ENUM, N_("Theme line") }, { "topic", FIELD_LINE, N_("Theme") }, { "county", FIELD_LINE, N_("Part of the place") },
	{ "points", FIELD_INT, N_("Points shown") },
};

static bool same_cell(const struct season_point *x, const struct season_point *y)
{
	return x->county == y->county && sv_eq(x->line, y->line) && sv_eq(x->topic, y->topic);
}

/* Topic × county over the series so far (M0.8): a row for each pair that was shown. */
static enum rc coverage_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct season s;
	struct season_point *p;
	size_t n;
	(void)ret_after;
	TRY(visible(cx, db, in, &s));
	TRY(season_points(cx, db, s.id, &p, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t points = 0;
		bool again = false;
		for (size_t k = 0; k < n; k++) {
			again |= k < i && same_cell(&p[k], &p[i]);
			points += same_cell(&p[k], &p[i]);
		}
		if (again)
			continue;
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_sv(cx->a, o, "line", p[i].line);
		js_set_sv(cx->a, o, "topic", p[i].topic);
		js_set_int(cx->a, o, "county_id", p[i].county);
		js_set_sv(cx->a, o, "county", p[i].county_name);
		js_set_int(cx->a, o, "points", points);
	}
	return RC_OK;
}

static const struct column ranking_columns[] = {
	{ "place", FIELD_INT, N_("Place") }, { "unit_name", FIELD_LINE, N_("Unit") }, { "share", FIELD_DEC, N_("Mean, full marks as 100") },
	{ "sessions", FIELD_INT, N_("Sessions it took part in") }, { "of_sessions", FIELD_INT, N_("Sessions with a result") },
	{ "fewer", FIELD_BOOL, N_("fewer sessions than others") }, { "votes", FIELD_INT, N_("Votes in the hall") }, { "tied", FIELD_BOOL, N_("tied") },
};

static enum rc ranking_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct season s;
	struct season_rank *r;
	size_t n;
	int64_t sessions;
	(void)ret_after;
	TRY(visible(cx, db, in, &s));
	TRY(season_ranking(cx, db, s.id, &r, &n, &sessions));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, o, "place", r[i].place);
		js_set_int(cx->a, o, "unit", r[i].unit);
		js_set_sv(cx->a, o, "unit_name", r[i].name);
		js_set_dec(cx->a, o, "share", r[i].share);
		js_set_int(cx->a, o, "sessions", r[i].sessions);
		js_set_int(cx->a, o, "of_sessions", sessions);
		js_set_bool(cx->a, o, "fewer", r[i].fewer);
		js_set_int(cx->a, o, "votes", r[i].votes);
		js_set_bool(cx->a, o, "tied", r[i].tied);
	}
	return RC_OK;
}

static const struct column vote_columns[] = {
	{ "unit_name", FIELD_LINE, N_("Unit") }, { "event", FIELD_LINE, N_("Event") }, { "day", FIELD_DAY, N_("Day") }, { "vote", FIELD_LINE, N_("Vote in the hall") },
	{ "points", FIELD_DEC, N_("Points") }, { "full", FIELD_DEC, N_("Full marks") }, { "place", FIELD_INT, N_("Place") },
};
static const struct field vote_filters[] = {
	{ .name = "unit", .type = FIELD_REF, .of = "unit", .label = N_("Unit") },
};

static enum rc votes_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	struct season s;
	struct season_vote *v;
	struct arena *a = cx->a;
	size_t n;
	(void)ret_after;
	TRY(visible(cx, db, in, &s));
	TRY(season_votes(cx, db, s.id, field_ref(&in->filters, "unit"), &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(rows, js_obj(a));
		js_set_int(a, o, "unit", v[i].unit);
		js_set_sv(a, o, "unit_name", v[i].unit_name);
		js_set_int(a, o, "event_id", v[i].event);
		js_set_sv(a, o, "event", v[i].event_name);
		js_set_day(a, o, "day", v[i].day);
		js_set_int(a, o, "vote_id", v[i].vote);
		js_set_sv(a, o, "vote", v[i].name);
		js_set_dec(a, o, "points", v[i].points);
		js_set_dec(a, o, "full", v[i].full);
		js_set_int(a, o, "place", v[i].place);
		js_set_bool(a, o, "tied", v[i].tied);
	}
	return RC_OK;
}

static enum rc resolve(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id)
{
	return series_noun.resolve(cx, db, name, ret_id);
}

static const struct act_def acts[] = {
	{ .name = "season.months", .version = 1, .label = N_("Say when a site may be shown again"), .fields = months_fields, .n_fields = COUNT(months_fields),
	  .who = { { ROLE_OFFICE, AT_OWNER } }, .load = months_load, .decide = months_decide, .apply = months_apply },
};
static const struct view_def views[] = {
	{ .name = "season.show", .label = N_("Show the counters of a series"), .columns = show_columns, .n_columns = COUNT(show_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = show_query },
	{ .name = "season.points", .label = N_("List the points of a series"), .filters = point_filters, .n_filters = COUNT(point_filters),
	  .columns = point_columns, .n_columns = COUNT(point_columns), .roles = ROLE_STAFF, .of_one = true, .query = points_query },
	{ .name = "season.coverage", .label = N_("Show topics by county"), .columns = coverage_columns, .n_columns = COUNT(coverage_columns), .roles = ROLE_STAFF,
	  .of_one = true, .query = coverage_query },
	{ .name = "season.ranking", .label = N_("Show the ranking of a season"), .columns = ranking_columns, .n_columns = COUNT(ranking_columns),
	  .roles = ROLE_STAFF, .of_one = true, .query = ranking_query },
	{ .name = "season.votes", .label = N_("List the votes of a season"), .filters = vote_filters, .n_filters = COUNT(vote_filters), .columns = vote_columns,
	  .n_columns = COUNT(vote_columns), .roles = ROLE_STAFF, .of_one = true, .query = votes_query },
};

/* Its subjects are series. */
const struct noun season_noun = {
	.name = "season", .label = N_("Seasons of a series"), .acts = acts, .n_acts = COUNT(acts), .views = views, .n_views = COUNT(views),
	.tables = season_tables, .n_tables = &season_tables_n, .resolve = resolve,
};
