/* The gatherings themselves: the list with its series, and one event with its agenda and votes. */
#include "app/hall/events.h"

#include "app/hall/events.tmpl.h"
#include "app/hall/pages.h"
#include "app/person/person.h"
#include "core/spoken.h"

enum { EVENTS_SHOWN = 100 };

struct sv gathering_word(const struct visit *v, struct sv code)
{
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "event", NULL, code));
}

static struct ui_column *columns(const struct visit *v, const char *const *heads, const enum column_kind *kinds, size_t n)
{
	struct ui_column *col = NEW(v->cx.a, struct ui_column, n);
	for (size_t i = 0; i < n; i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	return col;
}

/* ---- /events ------------------------------------------------------------------------------------------------------ */

static enum rc series_of(struct visit *v, struct ui_table *t)
{
	static const char *const heads[] = { N_("Series"), N_("How often"), N_("Sessions"), N_("Whose turn"), N_("Missed") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TEXT, COLUMN_NUMBER };
	struct js *rows;
	struct arena *a = v->cx.a;
	TRY(visit_rows(v, "series.list", 0, NULL, EVENTS_SHOWN, SV_NONE, &rows, NULL));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct js *shown;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		TRY(visit_rows(v, "series.show", js_get_int(r, "id", 0), NULL, 1, SV_NONE, &shown, NULL));
		const struct js *s = shown->first, *host = js_get(s, "hosts") ? js_get(s, "hosts")->first : NULL;
		int64_t missed = js_get_int(s, "missed", 0);
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "name"), .url = url_seg_int(a, URL("/series"), js_get_int(r, "id", 0)),
					 .note = js_get_sv(r, "document") };
		c[1].text = gathering_word(v, js_get_sv(r, "rhythm"));
		c[2].text = fmt_int(a, v->cx.lang, js_get_int(s, "sessions", 0));
		c[3].text = host ? js_get_sv(host, "name") : SV("—");
		c[4].text = missed ? fmt_int(a, v->cx.lang, missed) : SV("—");
		if (missed)
			c[4].tag = (struct ui_tag){ "triangle", "amber", visit_say(v, N_("missed")) };
		row[t->n_row++] = (struct ui_row){ .cell = c, .struck = sv_is(js_get_sv(r, "state"), "ended") };
	}
	t->caption = visit_say(v, N_("Series"));
	t->column = columns(v, heads, kinds, COUNT(heads));
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = true;
	return RC_OK;
}

static void events_table(struct visit *v, const struct js *rows, struct ui_table *t)
{
	static const char *const heads[] = { N_("Event"), N_("Day"), N_("Host"), N_("State") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT, COLUMN_TEXT };
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = js_get_sv(r, "name"), .url = url_seg_int(a, URL("/events"), js_get_int(r, "id", 0)),
					 .note = js_get_bool(r, "rehearsal") ? arena_printf(a, "%.*s · %.*s", SV_ARG(gathering_word(v, js_get_sv(r, "kind"))), SV_ARG(visit_say(v, N_("rehearsal")))) :
							       gathering_word(v, js_get_sv(r, "kind")) };
		c[1].text = fmt_day_short(a, v->cx.lang, js_get_day(r, "day"), v->today);
		c[2].text = js_get_sv(r, "host").n ? js_get_sv(r, "host") : SV("—");
		c[3].text = gathering_word(v, js_get_sv(r, "state"));
		row[t->n_row++] = (struct ui_row){ .cell = c, .struck = sv_is(js_get_sv(r, "state"), "cancelled") };
	}
	t->caption = visit_say(v, N_("Events"));
	t->column = columns(v, heads, kinds, COUNT(heads));
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = true;
}

void page_events(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct hall_events_page p = { .frame = &v.frame };
		struct ui_button b[2] = { { 0 } };
		struct js *rows;
		enum rc rc = visit_rows(&v, "event.list", 0, NULL, EVENTS_SHOWN, SV_NONE, &rows, NULL);
		if (rc == RC_OK)
			rc = series_of(&v, &p.series);
		if (rc == RC_OK) {
			events_table(&v, rows, &p.table);
			b[0] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(&v, N_("Plan an event")),
						   .url = url_arg(rq->a, URL("/do/event.plan"), "back", SV("/events")) };
			b[1] = (struct ui_button){ .label = visit_say(&v, N_("Begin a series")),
						   .url = url_arg(rq->a, URL("/do/series.plan"), "back", SV("/events")) };
			p.buttons = (struct ui_buttons){ b, v.roles & ROLE_OFFICE ? COUNT(b) : 0 };
			p.empty.text = visit_say(&v, N_("No event is planned or held yet."));
			visit_frame(&v, visit_say(&v, N_("Events")), "events");
			hall_events_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}

/* ---- one event ---------------------------------------------------------------------------------------------------------- */

enum rc hall_event_of(struct visit *v, struct event *ret, bool *ret_office)
{
	struct scope scope;
	TRY(visit_scope(v, "event.show", &scope));
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), ret));
	TRY(event_visible(&v->cx, v->db, ret, &scope));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, ret->owner, ret_office);
}

enum rc gathering_load(struct gathering *g)
{
	struct visit *v = &g->v;
	struct event_notice *notice;
	struct scope scope;
	size_t n;
	TRY(hall_event_of(v, &g->e, &g->office));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE | ROLE_LEADER, g->e.owner, &g->reads));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER, g->e.owner, &g->hall));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_STAFF, g->e.owner, &g->over));
	TRY(event_notices(&v->cx, v->db, g->e.id, &notice, &n));
	g->notified = n > 0;
	TRY(event_chair_lost(&v->cx, v->db, &g->e, &g->chair_lost));
	TRY(event_slots(&v->cx, v->db, g->e.id, &g->slot, &g->n_slot));
	TRY(event_hours(&v->cx, v->db, &g->e, g->slot, g->n_slot, &g->hour));
	TRY(votes_of_event(&v->cx, v->db, g->e.id, &g->vote, &g->n_vote));
	TRY(event_votes_now(&v->cx, v->db, g->e.id, &g->votes));
	TRY(event_noted_now(&v->cx, v->db, g->e.id, &g->noted));
	TRY(event_releases(&v->cx, v->db, &g->e, v->session.post, &g->releases));
	TRY(visit_scope(v, "event.show", &scope));
	return event_inside(&v->cx, v->db, g->e.id, &scope, &g->inside, &g->n_inside);
}

static struct ui_table agenda_table(struct gathering *g)
{
	static const char *const heads[] = { N_("Slot"), N_("Speaker"), N_("Starts at"), N_("Minutes"), N_("Group") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER, COLUMN_TEXT };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, g->n_slot + 1);
	for (size_t i = 0; i < g->n_slot; i++) {
		const struct event_slot *s = &g->slot[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = arena_printf(a, "%lld. %.*s", (long long)s->no, SV_ARG(s->unit ? s->name : s->title)),
					 .note = s->unit ? s->title : SV("") };
		c[1].text = s->speaker;
		c[2].text = g->hour[i];
		c[3].text = s->minutes ? fmt_int(a, v->cx.lang, s->minutes) : SV("");
		c[4].text = s->group;
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Agenda")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				  .row = row, .n_row = g->n_slot, .cards = true };
}

struct ui_table gathering_votes(struct gathering *g)
{
	static const char *const heads[] = { N_("Vote in the hall"), N_("Item"), N_("State"), N_("Ballots") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT, COLUMN_TEXT, COLUMN_NUMBER };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, g->n_vote + 1);
	for (size_t i = 0; i < g->n_vote; i++) {
		const struct vote *x = &g->vote[i];
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = x->name, .url = g->over ? url_seg_int(a, URL("/votes"), x->id) : (struct url){ SV_NONE } };
		c[1].text = x->item;
		c[2].text = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "vote", "state", x->state));
		c[3].text = sv_is(x->state, "closed") ? fmt_int(a, v->cx.lang, x->votes) : SV("—");
		row[i] = (struct ui_row){ .cell = c, .struck = sv_is(x->state, "cancelled") };
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Votes in the hall")), .column = columns(v, heads, kinds, COUNT(heads)), .n_column = COUNT(heads),
				  .row = row, .n_row = g->n_vote, .cards = true };
}

static struct ui_table inside_table(struct gathering *g)
{
	static const char *const heads[] = { N_("Event"), N_("State") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_TEXT };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, g->n_inside + 1);
	for (size_t i = 0; i < g->n_inside; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0] = (struct ui_cell){ .text = g->inside[i].name, .url = url_seg_int(a, URL("/events"), g->inside[i].id), .note = gathering_word(v, g->inside[i].kind) };
		c[1].text = gathering_word(v, g->inside[i].state);
		row[i].cell = c;
	}
	return (struct ui_table){ .caption = visit_say(v, N_("Part of this event")), .column = columns(v, heads, kinds, COUNT(heads)),
				  .n_column = COUNT(heads), .row = row, .n_row = g->n_inside, .cards = true };
}

struct sv gathering_releaser(const struct gathering *g)
{
	struct visit *v = (struct visit *)(uintptr_t)&g->v;
	return g->e.chair ? visit_post_name(v, g->e.chair) : visit_say(v, N_("any leader, or the head of the office"));
}

/* Not every unit that concerns an event may see its series. */
static struct url series_url(struct gathering *g)
{
	const struct js *rows = visit_rows_seen(&g->v, "series.show", g->e.series, 1);
	return rows && rows->first ? url_seg_int(g->v.cx.a, URL("/series"), g->e.series) : (struct url){ SV_NONE };
}

static void facts(struct gathering *g, struct hall_event_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 7);
	size_t n = 0;
	int minutes = 0;
	for (size_t i = 0; i < g->n_slot; i++)
		minutes += g->slot[i].minutes;
	f[n++] = (struct ui_fact){ .label = visit_say(v, N_("State")), .value = gathering_word(v, g->e.state), .mark = true };
	if (g->e.host_name.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Host")), .value = g->e.host_name };
	if (g->e.place.n)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Venue")), .value = g->e.place };
	bool tour = sv_is(g->e.kind, "tour"); /* its agenda says nothing of the road: when it ends stands on the route */
	if (minutes)
		f[n++] = (struct ui_fact){ .label = visit_say(v, tour ? N_("Time by the agenda, without the road") : N_("Time by the agenda")),
					   .value = arena_tr(a, v->cx.lang, N_("%d minutes"), minutes),
					   .hint = !tour && event_hour(a, &g->e, minutes).n ? arena_tr(a, v->cx.lang, N_("until %.*s"), SV_ARG(event_hour(a, &g->e, minutes))) : SV("") };
	if (g->e.series)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Series")), .value = g->e.series_name, .url = series_url(g),
					   .hint = g->e.number ? arena_tr(a, v->cx.lang, N_("no. %lld"), (long long)g->e.number) : SV("") };
	if (g->over && g->n_vote && !g->e.released_at)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Who releases the results")), .value = gathering_releaser(g) };
	p->facts = (struct ui_facts){ .fact = f, .n = n, .wide = true };
}

static void show(struct gathering *g)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct hall_event_page p = { .frame = &v->frame, .title = g->e.name, .agenda = agenda_table(g), .votes = gathering_votes(g), .inside = inside_table(g) };
	struct sv kind = gathering_word(v, g->e.kind), day = fmt_day_long(a, v->cx.lang, g->e.day);
	p.lead = arena_tr(a, v->cx.lang, N_("%.*s, %.*s."), SV_ARG(kind), SV_ARG(day));
	gathering_steps(g, &p);
	if (g->e.rehearsal)
		p.note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("A rehearsal: it counts nowhere, and never becomes real.")) };
	if (g->e.released_at)
		p.note = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The results are released")),
					     .text = visit_say(v, N_("Each vote shows its result; the counts wait as tallies for their second person.")) };
	if (sv_is(g->e.state, "cancelled"))
		p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = arena_tr(a, v->cx.lang, N_("Cancelled: %.*s"), SV_ARG(g->e.reason)) };
	p.no_agenda.text = visit_say(v, N_("No agenda is written yet."));
	p.no_votes.text = visit_say(v, N_("No vote is planned for this event."));
	facts(g, &p);
	visit_frame(v, g->e.name, "event");
	hall_event_page(&v->out, &p);
	visit_send(v, 200);
}

void page_event(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathering *g = NEW(rq->a, struct gathering, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		enum rc rc = gathering_load(g);
		if (rc == RC_OK)
			show(g);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}
