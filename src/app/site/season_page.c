/* A series as it is cited: its sessions, hosts, counters, coverage and points, each number opening to what it counts. */
#include "app/site/pages.h"

#include "app/site/season.tmpl.h"
#include "core/spoken.h"

enum { SESSIONS_SHOWN = 200, COUNTIES_SHOWN = 12, ROWS_SHOWN = 1000 };

struct year {
	struct visit v;
	int64_t id;
	const struct js *series, *season; /* as the views give them */
	bool tours;                  /* its sessions have routes */
};

static enum rc load(struct year *y)
{
	struct js *rows;
	y->id = http_param_int(y->v.rq, "id");
	TRY(visit_rows(&y->v, "series.show", y->id, NULL, 1, SV_NONE, &rows, NULL));
	y->series = rows->first;
	TRY(visit_rows(&y->v, "season.show", y->id, NULL, 1, SV_NONE, &rows, NULL));
	y->season = rows->first;
	y->tours = sv_is(js_get_sv(y->series, "kind"), "tour");
	return RC_OK;
}

static struct url series_url(const struct year *y)
{
	return url_seg_int(y->v.cx.a, URL("/series"), y->id);
}

static struct sv event_word(const struct visit *v, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "event", NULL, code));
}

static struct sv number(const struct year *y, const struct js *o, const char *name)
{
	return fmt_int(y->v.cx.a, y->v.cx.lang, js_get_int(o, name, 0));
}

static struct ui_cell *cell_row(struct visit *v, struct ui_row *row, struct ui_table *t, size_t n)
{
	struct ui_cell *c = NEW(v->cx.a, struct ui_cell, n);
	row[t->n_row++].cell = c;
	return c;
}

static void table_of(const struct visit *v, struct ui_table *t, struct sv caption, const char *const *heads, const enum column_kind *kinds, size_t n,
		     struct ui_row *row)
{
	t->caption = caption;
	t->column = site_columns(v, heads, kinds, n);
	t->n_column = n;
	t->row = row;
	t->cards = true;
}

/* ---- /series/ID -------------------------------------------------------------------------------------------------------- */

static void facts(struct year *y, struct season_page *p)
{
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 6);
	struct url points = url_seg(a, series_url(y), SV("points"));
	size_t n = 0;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Sessions held")), .value = number(y, y->season, "sessions"), .url = URL("#sessions"), .mark = true };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Hosts")), .value = number(y, y->season, "different_hosts"), .url = URL("#hosts") };
	if (!y->tours) {
		p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
		return;
	}
	int64_t bare = js_get_int(y->season, "sessions", 0) - js_get_int(y->season, "routed", 0);
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Points shown")), .hint = bare ? arena_trn(a, v->cx.lang, bare, N_("%lld session has no route: its points are not counted"),
						 N_("%lld sessions have no route: their points are not counted"), (long long)bare) : SV(""), .value = number(y, y->season, "points"), .url = points };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Points with a matter")), .value = number(y, y->season, "linked"), .url = url_arg(a, points, "of", SV("linked")) };
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Closed afterwards")), .value = number(y, y->season, "closed"), .url = url_arg(a, points, "of", SV("closed")) };
	p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
}

static enum rc sessions_table(struct year *y, struct ui_table *t)
{
	static const char *const heads[] = { N_("Session"), N_("Day"), N_("Host"), N_("State") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT, COLUMN_TEXT };
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct js *rows, *of = js_obj(a);
	js_set_int(a, of, "series", y->id);
	TRY(visit_rows(v, "event.list", 0, of, SESSIONS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		int64_t no = js_get_int(r, "number", 0);
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "name"), .url = url_seg_int(a, URL("/events"), js_get_int(r, "id", 0)),
					 .note = js_get_bool(r, "rehearsal") ? visit_say(v, N_("rehearsal")) : no ? arena_tr(a, v->cx.lang, N_("no. %lld"), (long long)no) : SV("") };
		c[1].text = day_text(a, js_get_day(r, "day"));
		c[2].text = js_get_sv(r, "host").n ? js_get_sv(r, "host") : SV("—");
		c[3].text = event_word(v, js_get_sv(r, "state"));
		row[t->n_row - 1].struck = sv_is(js_get_sv(r, "state"), "cancelled");
	}
	table_of(v, t, visit_say(v, N_("Sessions")), heads, kinds, COUNT(heads), row);
	return RC_OK;
}

static void hosts_table(struct year *y, struct ui_table *t)
{
	static const char *const heads[] = { N_("Host"), N_("Whose turn it is"), N_("Times hosted") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER };
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	const struct js *hosts = js_get(y->series, "hosts");
	struct ui_row *row = NEW(a, struct ui_row, (hosts ? hosts->n : 0) + 1);
	int turn = 0;
	int64_t fewest = INT64_MAX, most = 0;
	for (const struct js *h = hosts ? hosts->first : NULL; h; h = h->next) {
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		int64_t planned = js_get_int(h, "planned", 0), times = js_get_int(h, "times", 0) + planned;
		c[0].text = js_get_sv(h, "name");
		c[1].text = ++turn == 1 ? visit_say(v, N_("next")) : fmt_int(a, v->cx.lang, turn);
		if (js_get_bool(h, "waits"))
			c[1].note = visit_say(v, planned ? N_("its session is planned: waits") : N_("hosted lately: waits"));
		c[2].text = number(y, h, "times");
		if (planned)
			c[2].note = arena_tr(a, v->cx.lang, N_("and %lld planned"), (long long)planned);
		fewest = times < fewest ? times : fewest;
		most = times > most ? times : most;
	}
	table_of(v, t, visit_say(v, N_("Hosts in their turn")), heads, kinds, COUNT(heads), row);
	t->foot = turn ? arena_tr(a, v->cx.lang, N_("Who hosts fewest, what is planned included, comes first, then who has waited longest; where both are alike, a ticket that anybody can make "
				  "decides. The most and the fewest times differ by %lld."), (long long)(most - fewest)) : SV("");
}

/* Who holds the title of an arena, and how it came to that; for those who may see it. */
static void bouts_table(struct year *y, struct ui_table *t)
{
	static const char *const heads[] = { N_("Session"), N_("Theme"), N_("First place"), N_("The title"), N_("Champion"), N_("Defences in a row") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER };
	struct visit *v = &y->v;
	const struct js *rows = sv_is(js_get_sv(y->series, "kind"), "arena") ? visit_rows_seen(v, "arena.bouts", y->id, SESSIONS_SHOWN) : NULL;
	if (!rows)
		return;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "event"), .url = url_seg_int(v->cx.a, URL("/votes"), js_get_int(r, "vote", 0)),
					 .note = day_text(v->cx.a, js_get_day(r, "day")) };
		c[1].text = js_get_sv(r, "theme");
		c[2].text = js_get_sv(r, "winner").n ? js_get_sv(r, "winner") : SV("—");
		c[3].text = event_word(v, js_get_sv(r, "turn"));
		c[4].text = js_get_sv(r, "holder").n ? js_get_sv(r, "holder") : SV("—");
		c[5].text = number(y, r, "streak");
	}
	table_of(v, t, visit_say(v, N_("Champion and defences")), heads, kinds, COUNT(heads), row);
}

static enum rc ranking_table(struct year *y, struct ui_table *t)
{
	static const char *const heads[] = { N_("Unit"), N_("Place"), N_("Mean, full marks as 100"), N_("Sessions it took part in") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER };
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct js *rows;
	bool fewer = false;
	TRY(visit_rows(v, "season.ranking", y->id, NULL, ROWS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		struct url votes = url_arg_int(a, url_seg(a, series_url(y), SV("votes")), "unit", js_get_int(r, "unit", 0));
		c[0].text = js_get_sv(r, "unit_name");
		c[1].text = fmt_place(a, v->cx.lang, js_get_int(r, "place", 0), js_get_bool(r, "tied"));
		c[2] = (struct ui_cell){ .text = fmt_score(a, v->cx.lang, js_get_dec(r, "share", (struct dec){ 0 })), .url = votes };
		c[3] = (struct ui_cell){ .text = arena_tr(a, v->cx.lang, N_("%lld of %lld"), (long long)js_get_int(r, "sessions", 0),
							  (long long)js_get_int(r, "of_sessions", 0)), .url = votes };
		if (js_get_bool(r, "fewer")) {
			c[3].tag = (struct ui_tag){ "triangle", "amber", visit_say(v, N_("fewer sessions than others")) };
			fewer = true;
		}
	}
	table_of(v, t, visit_say(v, N_("Points of the season")), heads, kinds, COUNT(heads), row);
	t->foot = visit_say(v, fewer ? N_("At each session a unit's points are taken as a share of the full marks there, full marks as 100; the mean of these over the sessions it took part in "
					  "is compared exactly. A session it was not part of is not counted against it. Ties share a place and the next is skipped. Who took part in fewer "
					  "sessions is marked: its mean rests on less and does not compare in full.") :
				       N_("At each session a unit's points are taken as a share of the full marks there, full marks as 100; the mean of these over the sessions it took part in "
					  "is compared exactly. Ties share a place and the next is skipped."));
	return RC_OK;
}

struct cross {
	struct { int64_t id; struct sv name; } county[COUNTIES_SHOWN];
	struct { struct sv line, topic; int64_t points[COUNTIES_SHOWN], more; } *topic;
	size_t n_county, n_topic;
};

static void cross_add(struct cross *x, const struct js *r)
{
	size_t c = 0, t = 0;
	struct sv line = js_get_sv(r, "line"), topic = js_get_sv(r, "topic");
	while (c < x->n_county && x->county[c].id != js_get_int(r, "county_id", 0))
		c++;
	if (c == x->n_county && c < COUNTIES_SHOWN) {
		x->county[c].id = js_get_int(r, "county_id", 0);
		x->county[x->n_county++].name = js_get_sv(r, "county");
	}
	while (t < x->n_topic && !(sv_eq(x->topic[t].line, line) && sv_eq(x->topic[t].topic, topic)))
		t++;
	if (t == x->n_topic) {
		x->topic[t].line = line;
		x->topic[x->n_topic++].topic = topic;
	}
	if (c < COUNTIES_SHOWN)
		x->topic[t].points[c] += js_get_int(r, "points", 0);
	else
		x->topic[t].more += js_get_int(r, "points", 0);
}

static enum rc coverage_table(struct year *y, struct ui_table *t)
{
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct cross x = { 0 };
	struct js *rows;
	bool more = false;
	TRY(visit_rows(v, "season.coverage", y->id, NULL, ROWS_SHOWN, SV_NONE, &rows, NULL));
	x.topic = arena_alloc(a, rows->n + 1, sizeof(*x.topic), _Alignof(int64_t));
	for (const struct js *r = rows->first; r; r = r->next)
		cross_add(&x, r);
	for (size_t i = 0; i < x.n_topic; i++)
		more |= x.topic[i].more > 0;
	struct ui_column *col = NEW(a, struct ui_column, x.n_county + 2);
	struct ui_row *row = NEW(a, struct ui_row, x.n_topic + 1);
	col[0] = (struct ui_column){ .label = visit_say(v, N_("Theme")), .main = true };
	for (size_t c = 0; c < x.n_county; c++)
		col[c + 1] = (struct ui_column){ .label = x.county[c].name, .kind = COLUMN_NUMBER };
	if (more)
		col[x.n_county + 1] = (struct ui_column){ .label = visit_say(v, N_("Others")), .kind = COLUMN_NUMBER };
	t->n_column = x.n_county + 1 + more;
	for (size_t i = 0; i < x.n_topic; i++) {
		struct ui_cell *c = cell_row(v, row, t, t->n_column);
		struct sv line = site_word(v, x.topic[i].line);
		c[0] = (struct ui_cell){ .text = x.topic[i].topic.n ? x.topic[i].topic : line, .note = x.topic[i].topic.n ? line : SV("") };
		for (size_t k = 0; k < x.n_county; k++)
			c[k + 1].text = x.topic[i].points[k] ? fmt_int(a, v->cx.lang, x.topic[i].points[k]) : SV("—");
		if (more)
			c[x.n_county + 1].text = fmt_int(a, v->cx.lang, x.topic[i].more);
	}
	t->caption = visit_say(v, N_("Topics by county"));
	t->column = col;
	t->row = row;
	t->cards = true;
	return RC_OK;
}

static void document_row(struct year *y, struct ui_table *t, struct ui_row *row, struct sv part, struct sv cited, bool may)
{
	struct visit *v = &y->v;
	struct ui_cell *c = cell_row(v, row, t, 2);
	struct url u = url_arg(v->cx.a, site_do(v->cx.a, "series.cite", y->id, series_url(y)), "part", part);
	c[0].text = event_word(v, part);
	c[1].text = cited;
	if (!cited.n)
		c[1].tag = (struct ui_tag){ "triangle", "amber", visit_say(v, N_("no document cited")) };
	if (may)
		c[0].url = cited.n ? url_arg(v->cx.a, u, "cites", cited) : u;
}

/* The rules of the series, and what each part of the checklist cites at its events. */
static void documents_table(struct year *y, struct ui_table *t)
{
	static const char *const heads[] = { N_("What is based on it"), N_("Document number and article") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT };
	struct visit *v = &y->v;
	const struct js *cites = js_get(y->series, "cites");
	bool may = visit_may(v, "series.cite", y->id) && sv_is(js_get_sv(y->series, "state"), "running");
	struct ui_row *row = NEW(v->cx.a, struct ui_row, (cites ? cites->n : 0) + 1);
	document_row(y, t, row, SV("rules"), js_get_sv(y->series, "document"), may);
	for (const struct js *x = cites ? cites->first : NULL; x; x = x->next)
		document_row(y, t, row, js_get_sv(x, "part"), js_get_sv(x, "cites"), may);
	table_of(v, t, visit_say(v, N_("Documents of the series")), heads, kinds, COUNT(heads), row);
}

static struct sv lead_of(struct year *y, int64_t months)
{
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct sv document = js_get_sv(y->series, "document"), rhythm = event_word(v, js_get_sv(y->series, "rhythm"));
	if (!y->tours)
		return document.n ? arena_tr(a, v->cx.lang, N_("%.*s, by %.*s."), SV_ARG(rhythm), SV_ARG(document)) : rhythm;
	return document.n ? arena_tr(a, v->cx.lang, N_("%.*s, by %.*s. A site is not shown again within %lld months."), SV_ARG(rhythm), SV_ARG(document), (long long)months) :
			    arena_tr(a, v->cx.lang, N_("%.*s. A site is not shown again within %lld months."), SV_ARG(rhythm), (long long)months);
}

static void show(struct year *y)
{
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	int64_t missed = js_get_int(y->series, "missed", 0), months = js_get_int(y->season, "months", SITE_MONTHS);
	struct season_page p = { .frame = &v->frame, .title = js_get_sv(y->series, "name") };
	struct ui_button b = { .label = visit_say(v, N_("Say when a site may be shown again")), .url = site_do(a, "season.months", y->id, series_url(y)) };
	p.lead = lead_of(y, months);
	if (missed)
		p.note = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_trn(a, v->cx.lang, missed, N_("The rhythm was missed %lld time"), N_("The rhythm was missed %lld times"), (long long)missed) };
	if (sv_is(js_get_sv(y->series, "state"), "ended"))
		p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("This series has ended.")) };
	p.buttons = (struct ui_buttons){ &b, y->tours && visit_may(v, "season.months", y->id) && sv_is(js_get_sv(y->series, "state"), "running") ? 1 : 0 };
	p.no_sessions.text = visit_say(v, N_("No session is planned or held yet."));
	p.no_ranking.text = visit_say(v, N_("No vote of this season is released yet."));
	facts(y, &p);
	hosts_table(y, &p.hosts);
	bouts_table(y, &p.bouts);
	documents_table(y, &p.documents);
	enum rc rc = sessions_table(y, &p.sessions);
	if (rc == RC_OK)
		rc = ranking_table(y, &p.ranking);
	if (rc == RC_OK)
		rc = coverage_table(y, &p.coverage);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, p.title, "season");
	season_page(&v->out, &p);
	visit_send(v, 200);
}

void page_season(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct year y = { 0 };
	if (visit_open(&y.v, web, rq, rp)) {
		enum rc rc = load(&y);
		if (rc == RC_OK)
			show(&y);
		else
			visit_fail(&y.v, rc);
	}
	visit_close(&y.v);
}

/* ---- what the numbers count ------------------------------------------------------------------------------------------------ */

static void points_tabs(struct year *y, struct season_list_page *p, struct sv of)
{
	static const char *const words[] = { "all", "linked", "closed" };
	static const char *const counts[] = { "points", "linked", "closed" };
	struct visit *v = &y->v;
	struct ui_tab *t = NEW(v->cx.a, struct ui_tab, COUNT(words));
	for (size_t i = 0; i < COUNT(words); i++)
		t[i] = (struct ui_tab){ .label = site_word(v, sv_of(words[i])), .count = js_get_int(y->season, counts[i], 0), .here = sv_is(of, words[i]),
					.url = url_arg(v->cx.a, url_seg(v->cx.a, series_url(y), SV("points")), "of", sv_of(words[i])) };
	p->tabs = (struct ui_tabs){ .label = visit_say(v, N_("Which points")), .tab = t, .n = COUNT(words) };
}

static enum rc points_table(struct year *y, struct sv of, struct ui_table *t)
{
	static const char *const heads[] = { N_("Observation site"), N_("Session"), N_("Day"), N_("Theme line"), N_("Matter"), N_("Closed afterwards") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT, COLUMN_TEXT, COLUMN_TAG };
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct js *rows, *f = js_obj(a);
	js_set_sv(a, f, "of", of);
	TRY(visit_rows(v, "season.points", y->id, f, ROWS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		struct sv matter = js_get_sv(r, "matter");
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "site"), .url = url_seg_int(a, URL("/sites"), js_get_int(r, "site_id", 0)), .note = js_get_sv(r, "county") };
		c[1] = (struct ui_cell){ .text = js_get_sv(r, "event"), .url = url_seg(a, url_seg_int(a, URL("/events"), js_get_int(r, "event_id", 0)), SV("route")),
					 .note = js_get_sv(r, "host") };
		c[2].text = day_text(a, js_get_day(r, "day"));
		c[3] = (struct ui_cell){ .text = site_word(v, js_get_sv(r, "line")), .note = js_get_sv(r, "topic") };
		if (matter.n)
			c[4] = (struct ui_cell){ .text = matter, .url = url_seg(a, URL("/m"), matter) };
		if (js_get_bool(r, "closed"))
			c[5].tag = (struct ui_tag){ "tick", "teal", visit_say(v, N_("closed")) };
	}
	table_of(v, t, visit_say(v, N_("Points shown")), heads, kinds, COUNT(heads), row);
	return RC_OK;
}

static void show_list(struct year *y, struct season_list_page *p, const char *code)
{
	p->frame = &y->v.frame;
	p->up = series_url(y);
	p->series = js_get_sv(y->series, "name");
	visit_frame(&y->v, p->title, code);
	season_list_page(&y->v.out, p);
	visit_send(&y->v, 200);
}

void page_season_points(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct year y = { 0 };
	if (visit_open(&y.v, web, rq, rp)) {
		struct season_list_page p = { 0 };
		struct sv of = visit_form_value(&y.v, "of");
		enum rc rc = load(&y);
		of = of.n ? of : SV("all");
		if (rc == RC_OK)
			rc = points_table(&y, of, &p.table);
		if (rc == RC_OK) {
			points_tabs(&y, &p, of);
			p.title = visit_say(&y.v, N_("Points shown"));
			p.empty.text = visit_say(&y.v, N_("No point of a tour that is over is like that."));
			show_list(&y, &p, "season-points");
		} else {
			visit_fail(&y.v, rc);
		}
	}
	visit_close(&y.v);
}

static enum rc votes_table(struct year *y, struct sv unit, struct ui_table *t)
{
	static const char *const heads[] = { N_("Vote in the hall"), N_("Unit"), N_("Day"), N_("Points"), N_("Full marks"), N_("Place") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_DATE, COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER };
	struct visit *v = &y->v;
	struct arena *a = v->cx.a;
	struct js *rows, *f = js_obj(a);
	int64_t id;
	if (sv_int(unit, &id))
		js_set_int(a, f, "unit", id);
	TRY(visit_rows(v, "season.votes", y->id, f, ROWS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = cell_row(v, row, t, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "vote"), .url = url_seg_int(a, URL("/votes"), js_get_int(r, "vote_id", 0)) };
		c[1].text = js_get_sv(r, "unit_name");
		c[2].text = day_text(a, js_get_day(r, "day"));
		c[3].text = fmt_score(a, v->cx.lang, js_get_dec(r, "points", (struct dec){ 0 }));
		c[4].text = fmt_score(a, v->cx.lang, js_get_dec(r, "full", (struct dec){ 0 }));
		c[5].text = fmt_place(a, v->cx.lang, js_get_int(r, "place", 0), js_get_bool(r, "tied"));
	}
	table_of(v, t, visit_say(v, N_("Votes of the season")), heads, kinds, COUNT(heads), row);
	return RC_OK;
}

void page_season_votes(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct year y = { 0 };
	if (visit_open(&y.v, web, rq, rp)) {
		struct season_list_page p = { 0 };
		enum rc rc = load(&y);
		if (rc == RC_OK)
			rc = votes_table(&y, visit_form_value(&y.v, "unit"), &p.table);
		if (rc == RC_OK) {
			p.title = visit_say(&y.v, N_("Votes of the season"));
			p.empty.text = visit_say(&y.v, N_("No vote of this season is released yet."));
			show_list(&y, &p, "season-votes");
		} else {
			visit_fail(&y.v, rc);
		}
	}
	visit_close(&y.v);
}
