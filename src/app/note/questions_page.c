/* 大会问效: what each slot's post is asked, what it answers and promises; beside it, how its unit's matters stand.  Internal. */
#include "app/note/pages.h"

#include "app/matter/matter.h"
#include "app/note/pages.tmpl.h"

static bool asked_or_said(const struct note *n)
{
	return sv_is(n->kind, "question") || sv_is(n->kind, "answer") || sv_is(n->kind, "commitment");
}

/* ---- one row a slot --------------------------------------------------------------------------------------------------- */

static enum rc unit_numbers(struct gathered *g, const struct scope *scope, int64_t unit, struct ui_cell *open, struct ui_cell *late)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct matter_filter f = { .unit = unit, .open = true, .list = SV_NONE, .text = SV_NONE, .owes = SV_NONE, .due_from = DAY_NONE, .due_to = DAY_NONE };
	struct matter_count c;
	TRY(matter_counts(&v->cx, v->db, scope, &f, v->today, &c));
	struct url u = url_arg(a, URL("/matters"), "unit", arena_printf(a, "#%lld", (long long)unit));
	*open = (struct ui_cell){ .text = fmt_int(a, v->cx.lang, c.total), .url = url_arg(a, u, "open", SV("1")) };
	*late = (struct ui_cell){ .text = fmt_int(a, v->cx.lang, c.light[LIGHT_OVERDUE]), .url = url_arg(a, u, "light", SV("overdue")) };
	return RC_OK;
}

static int64_t count_on(const struct gathered *g, int64_t slot, const char *kind)
{
	int64_t n = 0;
	for (size_t i = 0; i < g->n_note; i++)
		n += g->note[i].slot == slot && note_counts(&g->note[i], kind);
	return n;
}

static enum rc fill_slots(struct gathered *g, struct questions_page *p)
{
	static const char *const heads[] = { N_("Slot"), N_("Post"), N_("Open matters"), N_("Overdue"), N_("Questions asked"), N_("Commitments") };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct scope scope;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, g->n_slot + 1);
	TRY(visit_scope(v, "matter.list", &scope));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i > 1 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (size_t i = 0; i < g->n_slot; i++) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		const struct event_slot *s = &g->slot[i];
		c[0] = (struct ui_cell){ .text = slot_name(g, s->no) };
		if (p->may)
			c[0].url = url_of(arena_printf(a, "%.*s#f-slot", SV_ARG(url_arg_int(a, notes_url(g, "questions"), "slot", s->no).s)));
		c[1].text = s->speaker;
		c[2].text = c[3].text = SV("—");
		if (s->unit)
			TRY(unit_numbers(g, &scope, s->unit, &c[2], &c[3]));
		c[4].text = fmt_int(a, v->cx.lang, count_on(g, s->no, "question"));
		c[5].text = fmt_int(a, v->cx.lang, count_on(g, s->no, "commitment"));
		row[i].cell = c;
	}
	p->slots = (struct ui_table){ .caption = visit_say(v, N_("Who is asked")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = g->n_slot,
				      .cards = true };
	p->no_slots.text = visit_say(v, N_("No agenda is written yet."));
	return RC_OK;
}

/* How many posts of each class were asked, answered, promised. */
static void fill_classes(struct gathered *g, struct questions_page *p)
{
	static const char *const heads[] = { N_("Class of post"), N_("Questions asked"), N_("Answered") };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, 8);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ? COLUMN_NUMBER : COLUMN_TEXT };
	for (size_t k = 0; k < 6; k++) {
		struct sv class = enum_word(NOTE_CLASSES, k), want = sv_or_empty(class); /* the last one: of no class */
		int64_t asked = 0, answered = 0;
		for (size_t i = 0; i < g->n_note; i++) {
			if (!note_counts(&g->note[i], "question") || !sv_eq(g->note[i].post_class, want))
				continue;
			asked++;
			bool found = false;
			for (size_t j = 0; j < g->n_note; j++)
				found |= note_counts(&g->note[j], "answer") && g->note[j].parent == g->note[i].id;
			answered += found;
		}
		if (!asked)
			continue;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = class.p ? note_word(v, "post_class", class) : visit_say(v, N_("no class given"));
		c[1].text = fmt_int(a, v->cx.lang, asked);
		c[2].text = fmt_int(a, v->cx.lang, answered);
		row[n++].cell = c;
	}
	p->classes = (struct ui_table){ .caption = visit_say(v, N_("By class of post")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = n };
}

/* ---- what was asked --------------------------------------------------------------------------------------------------- */

/* A question, then what belongs to it; promises without a question at the end. */
static size_t of_slot(struct gathered *g, int64_t slot, struct ui_event *e)
{
	size_t n = 0;
	for (size_t i = 0; i < g->n_note; i++) {
		const struct note *q = &g->note[i];
		if (q->slot != slot || !sv_is(q->kind, "question"))
			continue;
		e[n++] = note_entry(g, q, true);
		for (size_t k = 0; k < g->n_note; k++)
			if (g->note[k].parent == q->id && asked_or_said(&g->note[k]))
				e[n++] = note_entry(g, &g->note[k], true);
	}
	for (size_t i = 0; i < g->n_note; i++)
		if (g->note[i].slot == slot && sv_is(g->note[i].kind, "commitment") && !g->note[i].parent)
			e[n++] = note_entry(g, &g->note[i], true);
	return n;
}

static void fill_parts(struct gathered *g, struct questions_page *p)
{
	struct arena *a = g->v.cx.a;
	struct note_part *part = NEW(a, struct note_part, g->n_slot + 2);
	for (size_t s = 0; s <= g->n_slot; s++) {
		int64_t no = s < g->n_slot ? g->slot[s].no : 0;
		struct ui_event *e = NEW(a, struct ui_event, g->n_note + 1);
		size_t n = of_slot(g, no, e);
		if (n)
			part[p->n_part++] = (struct note_part){ .head = slot_name(g, no), .sub = s < g->n_slot ? g->slot[s].speaker : SV(""), .line = { e, n } };
	}
	p->part = part;
	p->nothing.text = visit_say(&g->v, N_("No question was written down yet."));
}

/* ---- the form --------------------------------------------------------------------------------------------------------- */

static struct ui_buttons beside(struct gathered *g, int64_t slot)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct ui_button *b = NEW(a, struct ui_button, 3);
	struct url draw = url_seg(a, notes_url(g, "questions"), SV("draw"));
	b[0] = (struct ui_button){ .label = visit_say(v, N_("Draw a question by lot")), .url = slot ? url_arg_int(a, draw, "slot", slot) : draw };
	b[1] = (struct ui_button){ .label = visit_say(v, N_("A promise without a question")), .url = notes_url(g, "promise") };
	b[2] = (struct ui_button){ .kind = BUTTON_QUIET, .label = visit_say(v, N_("Question bank")), .url = URL("/questions") };
	return (struct ui_buttons){ b, 3 };
}

enum rc note_slot_now(struct gathered *g, int64_t *ret)
{
	struct vote_heard heard;
	int64_t first = 0, next = 0;
	TRY(vote_heard(&g->v.cx, g->v.db, g->e.id, &heard));
	*ret = 0;
	for (size_t i = 0; i < g->n_slot; i++) {
		int64_t no = g->slot[i].unit ? g->slot[i].no : 0;
		if (!no)
			continue;
		first = first ? first : no;
		next = !next && !count_on(g, no, "question") ? no : next;
		*ret = vote_was_heard(&heard, no) ? no : *ret;
	}
	*ret = *ret ? *ret : next ? next : first;
	return RC_OK;
}

static bool filled(struct visit *v, const struct ui_field *f, size_t n)
{
	bool any = false;
	for (size_t i = 0; i < n; i++)
		any |= f[i].value.n > 0 || fault_at(v->cx.faults, f[i].name);
	return any;
}

/* A question of the bank is named by its number above; here stands where another one comes from. */
static void without_bank(struct ui_field *source)
{
	struct ui_choice *c = (struct ui_choice *)(uintptr_t)source->choice; /* made by act_fields a moment ago */
	size_t n = 0;
	for (size_t i = 0; i < source->n_choice; i++)
		if (!sv_is(c[i].value, "bank") || c[i].chosen)
			c[n++] = c[i];
	source->n_choice = n;
}

static enum rc fill_form(struct gathered *g, struct questions_page *p)
{
	static const char *const first[] = { "text", "question", "respondent" }, *const more[] = { "unit", "speaker", "post_class", "topic", "source", "taken_from" };
	static const char *const answer[] = { "answer", "mark", "full_mark", "seconds", "promise", "due" };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	int64_t slot = 0;
	struct ui_field *f = NEW(a, struct ui_field, COUNT(first) + 1), *m = NEW(a, struct ui_field, COUNT(more)), *w = NEW(a, struct ui_field, COUNT(answer));
	if (!p->may)
		return RC_OK;
	if (!sv_int(sv_or_empty(visit_form_value(v, "slot")), &slot) && !fields_get(&v->rq->form, "slot").p)
		TRY(note_slot_now(g, &slot));
	act_fields(v, "note.ask", first, COUNT(first), f + 1);
	act_fields(v, "note.ask", more, COUNT(more), m);
	act_fields(v, "note.ask", answer, COUNT(answer), w);
	f[0] = slot_field(g, slot);
	f[1].optional = f[2].optional = false;
	f[2].label = visit_say(v, N_("Or its number in the question bank"));
	f[2].hint = visit_say(v, N_("Its words, topic and source then come from the bank."));
	f[2].width = 8;
	f[3].optional = true;
	f[3].hint = visit_say(v, N_("The post, not the name. Empty: whoever the agenda names for the slot."));
	m[0].hint = visit_say(v, N_("Whoever is in the hall may be asked; name the unit too where it is not the slot's."));
	m[1].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	without_bank(&m[4]);
	m[5].label = visit_say(v, N_("Of which matter or list"));
	w[1].width = w[2].width = w[3].width = 8;
	w[4].hint = visit_say(v, N_("With its day it becomes a matter of the unit."));
	p->beside = beside(g, slot);
	p->form = visit_form(v, notes_url(g, "questions"), 0);
	p->field = f;
	p->n_field = COUNT(first) + 1;
	p->more = m;
	p->n_more = COUNT(more);
	p->more_open = filled(v, m, COUNT(more));
	p->answer = w;
	p->n_answer = COUNT(answer);
	p->answer_open = filled(v, w, COUNT(answer));
	return RC_OK;
}

static void show(struct gathered *g, int status)
{
	struct visit *v = &g->v;
	struct questions_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = g->e.name, .tabs = notes_tabs(g, QUESTIONS_PAGE),
				    .up = url_seg_int(v->cx.a, URL("/events"), g->e.id), .may = g->office && sv_is(g->e.state, "under_way") };
	p.done = note_done(g);
	if (sv_is(g->e.state, "planned"))
		p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("Notes are taken from the beginning of the event on.")) };
	enum rc rc = fill_slots(g, &p);
	if (rc == RC_OK)
		rc = fill_form(g, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	fill_classes(g, &p);
	fill_parts(g, &p);
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("Questions and answers: %.*s"), SV_ARG(g->e.name)), "event-questions");
	v->frame.error = p.faults != NULL;
	questions_page(&v->out, &p);
	visit_send(v, status);
}

void page_questions(void *web, struct http_request *rq, struct http_reply *rp)
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

/* Whom the agenda names is asked, where the form names nobody. */
static struct js *sent_question(struct gathered *g)
{
	struct visit *v = &g->v;
	struct js *f = sent_fields(v, "note.ask", g->e.id);
	int64_t slot;
	if (js_get(f, "respondent") || js_get(f, "unit") || !sv_int(sv_or_empty(fields_get(&v->rq->form, "slot")), &slot))
		return f;
	for (size_t i = 0; i < g->n_slot; i++)
		if (g->slot[i].no == slot && g->slot[i].speaker.n)
			js_set_sv(v->cx.a, f, "respondent", g->slot[i].speaker);
	return f;
}

void do_question(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	struct visit *v = &g->v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = notes_gather(g);
		if (rc != RC_OK)
			visit_fail(v, rc);
		else if ((rc = visit_act(v, "note.ask", 0, sent_question(g), &answer)) == RC_OK) {
			struct url u = url_arg_int(rq->a, notes_url(g, "questions"), "done", answer.subject);
			visit_redirect(v, url_arg(rq->a, u, "slot", sv_or_empty(fields_get(&rq->form, "slot"))).s);
		}
		else
			show(g, rc_http(rc));
	}
	visit_close(v);
}
