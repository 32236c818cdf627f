/* What is noted on the way: the quick form for one thumb, the problems with owner and day, everything by slot. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"

/* ---- the form ------------------------------------------------------------------------------------------------------- */

static int64_t chosen_slot(struct visit *v)
{
	int64_t no;
	struct sv form = fields_get(&v->rq->form, "slot"), s = form.p ? form : fields_get(&v->rq->query, "slot");
	return s.n && sv_int(s, &no) ? no : 0;
}

static void fill_form(struct gathered *g, struct notes_page *p)
{
	static const char *const first[] = { "kind", "text" }, *const more[] = { "level", "programme", "speaker", "unit" };
	struct visit *v = &g->v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(first) + 1), *m = NEW(v->cx.a, struct ui_field, COUNT(more));
	bool ended = sv_is(g->e.state, "ended");
	p->may = (g->office || g->leader) && (sv_is(g->e.state, "under_way") || ended);
	if (!p->may)
		return;
	act_fields(v, "note.add", first, COUNT(first), f);
	act_fields(v, "note.add", more, COUNT(more), m);
	f[0].kind = INPUT_RADIO;
	if (ended) { /* comments alone are still taken */
		f[0].choice += f[0].n_choice - 1;
		f[0].n_choice = 1;
	}
	f[2] = slot_field(g, chosen_slot(v));
	f[2].hint = visit_say(v, N_("The note is about the slot's unit; name another one below."));
	m[0].hint = visit_say(v, N_("Every comment has one."));
	m[2].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	p->form = visit_form(v, notes_url(g, "notes"), 0);
	p->field = f;
	p->n_field = COUNT(first) + 1;
	p->more = m;
	p->n_more = COUNT(more);
	for (size_t i = 0; i < COUNT(more); i++)
		p->more_open |= m[i].value.n > 0 || fault_at(v->cx.faults, more[i]);
}

/* ---- what was said --------------------------------------------------------------------------------------------------- */

static bool on_tour(const struct note *n)
{
	return !sv_is(n->kind, "question") && !sv_is(n->kind, "answer");
}

static void fill_parts(struct gathered *g, struct notes_page *p)
{
	struct arena *a = g->v.cx.a;
	struct note_part *part = NEW(a, struct note_part, g->n_slot + 2);
	for (size_t s = 0; s <= g->n_slot; s++) {
		int64_t no = s < g->n_slot ? g->slot[s].no : 0;
		struct ui_event *e = NEW(a, struct ui_event, g->n_note + 1);
		size_t n = 0;
		for (size_t i = 0; i < g->n_note; i++)
			if (g->note[i].slot == no && on_tour(&g->note[i]))
				e[n++] = note_entry(g, &g->note[i], true);
		if (n)
			part[p->n_part++] = (struct note_part){ .head = slot_name(g, no), .sub = s < g->n_slot ? g->slot[s].speaker : SV(""), .line = { e, n } };
	}
	p->part = part;
	p->nothing.text = visit_say(&g->v, N_("Nothing was noted yet."));
}

/* 回头看: the problems of the last session and how far they are. */
static enum rc fill_before(struct gathered *g, struct notes_page *p)
{
	struct visit *v = &g->v;
	struct event last;
	struct note *note;
	size_t n;
	int64_t id;
	TRY(note_event_before(&v->cx, v->db, &g->e, &id));
	if (!id)
		return RC_OK;
	TRY(event_get(&v->cx, v->db, id, &last));
	TRY(notes_of_event(&v->cx, v->db, id, &note, &n));
	p->before_title = arena_tr(v->cx.a, v->cx.lang, N_("Problems of the last session: %.*s"), SV_ARG(last.name));
	p->before = problem_table(v, note, n, p->before_title, false);
	return RC_OK;
}

static enum rc fill_series(struct gathered *g, struct notes_page *p)
{
	static const struct { const char *key, *label; } heads[] = {
		{ "sessions", N_("Sessions that ended") }, { "progress", N_("Progress seen") }, { "highlight", N_("Highlight") },
		{ "practice", N_("A practice seen") }, { "comment", N_("Comment on the spot") }, { "problem", N_("Problem noted") },
		{ "solved", N_("Problems solved") }, { "open", N_("Problems still open") }, { "take_home", N_("Taken home") },
	};
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct js *rows, *filter = js_obj(a);
	if (!g->e.series)
		return RC_OK;
	js_set_int(a, filter, "series", g->e.series);
	TRY(visit_rows(v, "note.series", 0, filter, 1, SV_NONE, &rows, NULL));
	struct ui_fact *f = NEW(a, struct ui_fact, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		f[i] = (struct ui_fact){ .label = visit_say(v, heads[i].label), .value = fmt_int(a, v->cx.lang, js_get_int(rows->first, heads[i].key, 0)) };
	p->series = (struct ui_facts){ .fact = f, .n = COUNT(heads), .wide = true };
	return RC_OK;
}

/* By each released result a demand may be set. */
static enum rc fill_demands(struct gathered *g, struct notes_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct vote *vote;
	size_t n, k = 0;
	TRY(votes_of_event(&v->cx, v->db, g->e.id, &vote, &n));
	struct ui_button *b = NEW(a, struct ui_button, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!vote[i].released_at || !sv_is(vote[i].state, "closed") || !(g->office || g->leader))
			continue;
		b[k++] = (struct ui_button){ .label = arena_tr(a, v->cx.lang, N_("Set a demand by the result: %.*s"), SV_ARG(vote[i].name)),
					     .url = url_seg_int(a, notes_url(g, "demand"), vote[i].id) };
	}
	p->demands = (struct ui_buttons){ b, k };
	return RC_OK;
}

static void fill_notices(struct gathered *g, struct notes_page *p)
{
	struct visit *v = &g->v;
	int64_t open = 0;
	for (size_t i = 0; i < g->n_note; i++)
		open += sv_is(g->note[i].state, "open") && !g->note[i].replaced_by;
	p->done = note_done(g);
	if (g->e.rehearsal)
		p->note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("A rehearsal: its notes count nowhere, and no matter is made of them.")) };
	else if (sv_is(g->e.state, "planned"))
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("Notes are taken from the beginning of the event on.")) };
	else if (open)
		p->note = (struct ui_notice){ .kind = NOTICE_WARN,
					      .title = arena_trn(v->cx.a, v->cx.lang, open, "%d problem is open", "%d problems are open", (int)open),
					      .text = visit_say(v, N_("Before the bus leaves each gets a unit and a day, is settled on the spot, or is dismissed with a reason: the event does not end before.")) };
}

static void show(struct gathered *g, int status)
{
	struct visit *v = &g->v;
	struct notes_page p = { .frame = &v->frame, .title = g->e.name, .faults = v->cx.faults, .tabs = notes_tabs(g, NOTES_PAGE),
				.up = url_seg_int(v->cx.a, URL("/events"), g->e.id), .print = notes_url(g, "problems"),
				.hand = g->office && !sv_is(g->e.state, "cancelled") ? notes_url(g, "link") : (struct url){ SV_NONE } };
	fill_notices(g, &p);
	fill_form(g, &p);
	fill_parts(g, &p);
	p.problems = problem_table(v, g->note, g->n_note, visit_say(v, N_("Problems noted")), g->office);
	p.no_problems = (struct ui_empty){ .text = visit_say(v, N_("No problem was noted.")), .good = true };
	enum rc rc = fill_before(g, &p);
	if (rc == RC_OK)
		rc = fill_series(g, &p);
	if (rc == RC_OK)
		rc = fill_demands(g, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("Notes: %.*s"), SV_ARG(g->e.name)), "event-notes");
	v->frame.error = p.faults != NULL;
	notes_page(&v->out, &p);
	visit_send(v, status);
}

void page_notes(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		enum rc rc = notes_gather(g);
		if (rc == RC_OK)
			show(g, 200);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}

void do_note(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	if (visit_open_post(&g->v, web, rq, rp)) {
		struct act_answer answer;
		struct visit *v = &g->v;
		enum rc rc = notes_gather(g);
		if (rc != RC_OK) {
			visit_fail(v, rc);
		} else if ((rc = visit_act(v, "note.add", 0, sent_fields(v, "note.add", g->e.id), &answer)) == RC_OK) {
			struct url u = url_arg_int(rq->a, notes_url(g, "notes"), "done", answer.subject);
			visit_redirect(v, url_arg_int(rq->a, u, "slot", chosen_slot(v)).s);
		} else {
			show(g, rc_http(rc));
		}
	}
	visit_close(&g->v);
}

/* ---- the list that is printed before the bus leaves ------------------------------------------------------------------- */

void page_problems(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	struct visit *v = &g->v;
	if (visit_open(v, web, rq, rp)) {
		enum rc rc = notes_gather(g);
		if (rc == RC_OK) {
			struct problems_page p = { .frame = &v->frame, .up = notes_url(g, "notes") };
			struct sv day = fmt_day_long(rq->a, v->cx.lang, g->e.day);
			p.title = arena_tr(rq->a, v->cx.lang, N_("List of problems: %.*s"), SV_ARG(g->e.name));
			p.lead = g->e.place.n ? arena_printf(rq->a, "%.*s · %.*s", SV_ARG(day), SV_ARG(g->e.place)) : day;
			p.table = problem_table(v, g->note, g->n_note, p.title, false);
			p.empty = (struct ui_empty){ .text = visit_say(v, N_("No problem was noted.")), .good = true };
			visit_frame(v, p.title, "event-problems");
			problems_page(&v->out, &p);
			visit_send(v, 200);
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}

const struct http_route note_routes[] = {
	{ HTTP_GET, "/events/:id:int/notes", 0, page_notes, "event-notes", NULL },
	{ HTTP_POST, "/events/:id:int/notes", 0, do_note, "event-notes", NULL },
	{ HTTP_GET, "/events/:id:int/notes/:note:int/solve", 0, page_solve, "event-solve", NULL },
	{ HTTP_POST, "/events/:id:int/notes/:note:int/solve", 0, do_solve, "event-solve", NULL },
	{ HTTP_GET, "/events/:id:int/notes/:note:int/correct", 0, page_correct, "event-correct", NULL },
	{ HTTP_POST, "/events/:id:int/notes/:note:int/correct", 0, do_correct, "event-correct", NULL },
	{ HTTP_GET, "/events/:id:int/demand/:vote:int", 0, page_demand, "event-demand", NULL },
	{ HTTP_POST, "/events/:id:int/demand/:vote:int", 0, do_demand, "event-demand", NULL },
	{ HTTP_GET, "/events/:id:int/promise", 0, page_promise, "event-promise", NULL },
	{ HTTP_POST, "/events/:id:int/promise", 0, do_promise, "event-promise", NULL },
	{ HTTP_GET, "/events/:id:int/questions/:note:int/promise", 0, page_promise_to, "event-promise", NULL },
	{ HTTP_POST, "/events/:id:int/questions/:note:int/promise", 0, do_promise_to, "event-promise", NULL },
	{ HTTP_GET, "/events/:id:int/problems", 0, page_problems, "event-problems", NULL },
	{ HTTP_GET, "/events/:id:int/questions", 0, page_questions, "event-questions", NULL },
	{ HTTP_POST, "/events/:id:int/questions", 0, do_question, "event-questions", NULL },
	{ HTTP_GET, "/events/:id:int/questions/draw", 0, page_draw, "event-draw", NULL },
	{ HTTP_POST, "/events/:id:int/questions/draw", 0, do_draw, "event-draw", NULL },
	{ HTTP_GET, "/events/:id:int/questions/:note:int", 0, page_asked, "event-question", NULL },
	{ HTTP_POST, "/events/:id:int/questions/:note:int", 0, do_answer, "event-question", NULL },
	{ HTTP_GET, "/events/:id:int/sites", 0, page_about, "event-sites", NULL },
	{ HTTP_POST, "/events/:id:int/sites", 0, do_take_home, "event-sites", NULL },
	{ HTTP_GET, "/notes", 0, page_unit_events, "unit-events", NULL },
	{ HTTP_GET, "/events/:id:int/draft", 0, page_note_draft, "event-draft", NULL },
};
const size_t note_routes_n = COUNT(note_routes);
