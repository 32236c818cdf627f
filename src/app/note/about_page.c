/* What a unit reads of an event: the comments on its sites, what it promised, what it takes home; nothing of other units. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"
#include "app/person/person.h"
#include "core/spoken.h"

struct sites {
	struct gathered g;
	struct scope scope;
	bool unit;                   /* the visitor writes for its own unit */
};

static bool shown(const struct sites *s, const struct note *n)
{
	return !n->replaced_by && n->unit_path.n && scope_holds(&s->scope, n->unit_path) && !sv_is(n->kind, "question") && !sv_is(n->kind, "answer");
}

/* Units that it concerns, or of which something was said there, may open it; what they see is what is about them. */
static enum rc may_open(struct sites *s, bool *ret)
{
	struct gathered *g = &s->g;
	TRY(event_concerns(&g->v.cx, g->v.db, &g->e, &s->scope, ret));
	for (size_t i = 0; i < g->n_note && !g->e.rehearsal && !*ret; i++)
		*ret = shown(s, &g->note[i]);
	return RC_OK;
}

static enum rc load(struct sites *s)
{
	struct gathered *g = &s->g;
	struct visit *v = &g->v;
	bool may = false;
	TRY(visit_scope(v, "note.about", &s->scope));
	TRY(event_get(&v->cx, v->db, http_param_int(v->rq, "id"), &g->e));
	TRY(notes_of_event(&v->cx, v->db, g->e.id, &g->note, &g->n_note));
	TRY(may_open(s, &may));
	if (!may)
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(event_slots(&v->cx, v->db, g->e.id, &g->slot, &g->n_slot));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, g->e.owner, &g->office));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_LEADER, g->e.owner, &g->leader));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_UNIT, v->post.unit, &s->unit);
}

static void fill_parts(struct sites *s, struct about_page *p)
{
	struct gathered *g = &s->g;
	struct arena *a = g->v.cx.a;
	struct note_part *part = NEW(a, struct note_part, g->n_slot + 2);
	for (size_t k = 0; k <= g->n_slot; k++) {
		int64_t no = k < g->n_slot ? g->slot[k].no : 0;
		struct ui_event *e = NEW(a, struct ui_event, g->n_note + 1);
		size_t n = 0;
		for (size_t i = 0; i < g->n_note; i++)
			if (g->note[i].slot == no && shown(s, &g->note[i]))
				e[n++] = note_entry(g, &g->note[i], false);
		if (n)
			part[p->n_part++] = (struct note_part){ .head = slot_name(g, no), .line = { e, n } };
	}
	p->part = part;
	p->empty.text = visit_say(&g->v, N_("Nothing was said about your unit at this event yet."));
}

/* The office names the unit; a unit is its own. */
static void fill_form(struct sites *s, struct about_page *p)
{
	static const char *const names[] = { "text", "speaker", "unit" };
	struct visit *v = &s->g.v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(names));
	p->may = (s->unit || s->g.office) && sv_is(s->g.e.state, "under_way");
	if (!p->may)
		return;
	act_fields(v, "note.take_home", names, COUNT(names), f);
	f[1].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	p->form = visit_form(v, notes_url(&s->g, "sites"), 0);
	p->field = f;
	p->n_field = s->g.office ? 3 : 2;
}

static void show(struct sites *s, int status)
{
	struct visit *v = &s->g.v;
	struct sv day = fmt_day_long(v->cx.a, v->cx.lang, s->g.e.day);
	struct about_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = s->g.e.name, .lead = day };
	if (s->g.office || s->g.leader)
		p.tabs = notes_tabs(&s->g, SITES_PAGE);
	if (fields_get(&v->rq->query, "done").n)
		p.done = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("It is written down as taken home.")) };
	fill_parts(s, &p);
	fill_form(s, &p);
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("Of the units: %.*s"), SV_ARG(s->g.e.name)), "event-sites");
	v->frame.error = p.faults != NULL;
	about_page(&v->out, &p);
	visit_send(v, status);
}

void page_about(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct sites *s = NEW(rq->a, struct sites, 1);
	if (visit_open(&s->g.v, web, rq, rp)) {
		enum rc rc = load(s);
		if (rc == RC_OK)
			show(s, 200);
		else
			visit_fail(&s->g.v, rc);
	}
	visit_close(&s->g.v);
}

void do_take_home(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct sites *s = NEW(rq->a, struct sites, 1);
	struct visit *v = &s->g.v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load(s);
		if (rc == RC_OK) {
			struct js *f = sent_fields(v, "note.take_home", s->g.e.id);
			if (!js_get(f, "unit") && s->unit)
				js_set_int(rq->a, f, "unit", v->post.unit);
			rc = visit_act(v, "note.take_home", 0, f, &answer);
			if (rc == RC_OK)
				visit_redirect(v, url_arg_int(rq->a, notes_url(&s->g, "sites"), "done", answer.subject).s);
			else
				show(s, rc_http(rc));
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}

/* ---- /notes: where a unit finds its events ------------------------------------------------------------------------------- */

static enum rc events_table(struct visit *v, struct ui_table *t)
{
	static const char *const heads[] = { N_("Event"), N_("Day"), N_("State"), N_("Notes about the unit") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT, COLUMN_NUMBER };
	struct arena *a = v->cx.a;
	struct sites s = { 0 };
	struct unit mine;
	int64_t *id;
	size_t n, n_row = 0;
	TRY(visit_scope(v, "note.about", &s.scope));
	TRY(unit_get(&v->cx, v->db, v->post.unit, &mine));
	TRY(note_events_near(&v->cx, v->db, mine.path, &id, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	for (size_t i = 0; i < n; i++) {
		struct event e;
		struct note *note;
		size_t n_note;
		int64_t about = 0;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		bool may = false;
		TRY(event_get(&v->cx, v->db, id[i], &e));
		TRY(event_concerns(&v->cx, v->db, &e, &s.scope, &may));
		TRY(notes_of_event(&v->cx, v->db, id[i], &note, &n_note));
		for (size_t k = 0; k < n_note; k++)
			about += shown(&s, &note[k]);
		if (!may && !about)
			continue;
		c[0] = (struct ui_cell){ .text = e.name, .url = url_seg(a, url_seg_int(a, URL("/events"), e.id), SV("sites")) };
		c[1].text = fmt_day_short(a, v->cx.lang, e.day, v->today);
		c[2].text = spoken_head(a, v->cx.lang, spoken(a, v->cx.lang, "event", "state", e.state));
		c[3].text = fmt_int(a, v->cx.lang, about);
		row[n_row++].cell = c;
	}
	*t = (struct ui_table){ .caption = visit_say(v, N_("Events")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n_row, .cards = true };
	return RC_OK;
}

void page_unit_events(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct unit_events_page p = { .frame = &v.frame, .empty = { .text = visit_say(&v, N_("No event was held yet.")) } };
		enum rc rc = events_table(&v, &p.table);
		if (rc == RC_OK) {
			visit_frame(&v, visit_say(&v, N_("Notes of events")), "unit-events");
			unit_events_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
