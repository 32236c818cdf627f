/* One question that was asked: its answer, for the office its key and the form of an answer, and how it was drawn.  Internal. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"
#include "core/lots.h"

enum { FULL_PROPOSED = 10 }; /* of a closed question, which has no full marks of its own */

struct asked {
	struct gathered g;
	const struct note *n;
	struct question q;           /* id 0: it was typed */
	bool key, closed;            /* the visitor may see the key; right or wrong by it */
	struct sv mark, full;        /* proposed together, or none */
	struct ui_notice proposal;
};

struct url asked_url(struct gathered *g, int64_t note)
{
	return url_seg_int(g->v.cx.a, notes_url(g, "questions"), note);
}

static enum rc load(struct asked *p)
{
	struct gathered *g = &p->g;
	int64_t id = http_param_int(g->v.rq, "note");
	TRY(notes_gather(g));
	for (size_t i = 0; i < g->n_note; i++)
		if (g->note[i].id == id && sv_is(g->note[i].kind, "question"))
			p->n = &g->note[i];
	if (!p->n)
		return fail(&g->v.cx, RC_NOT_FOUND, "note.none", N_("There is no such note."));
	if (!p->n->question)
		return RC_OK;
	TRY(question_get(&g->v.cx, g->v.db, p->n->question, &p->q));
	p->key = question_key_open(&g->v, &p->q);
	p->closed = !sv_is(p->q.kind, "text");
	return RC_OK;
}

/* ---- the answer ------------------------------------------------------------------------------------------------------- */

/* Full marks or none, by the key; whoever writes the answer down decides. */
static enum rc propose(struct asked *p)
{
	struct visit *v = &p->g.v;
	struct dec full;
	struct sv said = question_answer(v->cx.a, p->q.kind, p->q.n_options, sv_or_empty(fields_get(&v->rq->form, "answer"))), typed = fields_get(&v->rq->form, "full_mark");
	if (!p->key || !p->closed)
		return fail(&v->cx, RC_DENIED, "note.no_key", N_("Only the office that owns a closed question of the bank compares answers with its key."));
	if (!said.n)
		return fail_at(&v->cx, RC_INVALID, "answer", "note.compare", N_("This cannot be compared with the key: write the letters of the options, or 对 or 错 (T or F)."));
	if (!dec_parse(sv_trim(sv_or_empty(typed)), &full) || full.u <= 0)
		full = DEC(FULL_PROPOSED);
	p->full = dec_text(v->cx.a, full);
	bool right = question_right(&p->q, said);
	p->mark = right ? p->full : SV("0");
	p->proposal = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, right ? N_("Right by the key: the full mark is proposed.") : N_("Not right by the key: no mark is proposed.")),
					  .text = visit_say(v, N_("Nothing is written down yet. Change the mark if you see it otherwise.")) };
	return RC_OK;
}

static void fill_answer(struct asked *p, struct asked_page *page)
{
	static const char *const names[] = { "answer", "speaker", "mark", "full_mark", "seconds" };
	struct visit *v = &p->g.v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, COUNT(names));
	struct ui_button *b = NEW(v->cx.a, struct ui_button, 2);
	if (!p->g.office || p->n->replaced_by || !sv_is(p->g.e.state, "under_way"))
		return;
	act_fields(v, "note.answer", names, COUNT(names), f);
	f[1].hint = visit_say(v, N_("The post, not the name. Empty: the one that was asked."));
	f[2].width = f[3].width = f[4].width = 8;
	if (p->mark.n) {
		f[2].value = p->mark;
		f[3].value = p->full;
	}
	b[page->send.n++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = visit_say(v, N_("Write it down")) };
	if (p->key && p->closed) {
		f[0].hint = visit_say(v, N_("Letters such as ACD, or 对 or 错: then it can be compared with the key."));
		f[0].rows = 1;
		b[page->send.n++] = (struct ui_button){ .label = visit_say(v, N_("Compare with the key")), .name = "_compare", .value = "1" };
	}
	page->send.button = b;
	page->form = visit_form(v, asked_url(&p->g, p->n->id), 0);
	page->field = f;
	page->n_field = COUNT(names);
}

/* ---- the page --------------------------------------------------------------------------------------------------------- */

static void fill_said(struct asked *p, struct asked_page *page)
{
	struct gathered *g = &p->g;
	struct ui_event *e = NEW(g->v.cx.a, struct ui_event, g->n_note + 1);
	size_t n = 0;
	e[n++] = note_entry(g, p->n, false);
	for (size_t i = 0; i < g->n_note; i++)
		if (g->note[i].parent == p->n->id)
			e[n++] = note_entry(g, &g->note[i], false);
	page->said = (struct ui_timeline){ e, n };
}

static enum rc fill_drawn(struct asked *p, struct asked_page *page)
{
	struct visit *v = &p->g.v;
	struct arena *a = v->cx.a;
	struct note_draw *d;
	struct ticket *t;
	size_t n;
	TRY(note_draws(&v->cx, v->db, p->g.e.id, p->n->id, &d, &n));
	if (!n)
		return RC_OK;
	size_t many = lots_draw(a, d->list, d->seed, &t);
	page->drawn = arena_tr(a, v->cx.lang, N_("Drawn %.*s from a list of %zu by \"%.*s\", said by %.*s and %.*s. The smallest ticket wins: SHA-256 of words and number."),
			       SV_ARG(fmt_instant(a, v->cx.lang, d->at)), many, SV_ARG(d->seed), SV_ARG(d->said_a), SV_ARG(d->said_b));
	page->list_digest = d->digest;
	page->commands = lots_commands(a, d->list, d->seed);
	return RC_OK;
}

static enum rc fill(struct asked *p, struct asked_page *page)
{
	struct visit *v = &p->g.v;
	fill_said(p, page);
	fill_answer(p, page);
	if (p->q.id)
		page->bank = (struct ui_link){ arena_tr(v->cx.a, v->cx.lang, N_("Question #%lld"), (long long)p->q.id), url_seg_int(v->cx.a, URL("/questions"), p->q.id) };
	if (p->key)
		TRY(question_key_of(v, &p->q, &page->key));
	return fill_drawn(p, page);
}

static void show(struct asked *p, int status)
{
	struct visit *v = &p->g.v;
	struct asked_page page = { .frame = &v->frame, .faults = v->cx.faults, .title = p->g.e.name, .up = notes_url(&p->g, "questions"),
				   .tabs = notes_tabs(&p->g, QUESTIONS_PAGE), .note = p->proposal };
	if (!p->proposal.title.n && fields_get(&v->rq->query, "done").n)
		page.note = (struct ui_notice){ .kind = NOTICE_DONE, .title = visit_say(v, N_("The question is drawn and written down.")) };
	enum rc rc = fill(p, &page);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("One question: %.*s"), SV_ARG(p->g.e.name)), "event-question");
	v->frame.error = page.faults != NULL;
	asked_page(&v->out, &page);
	v->rp->cache = CACHE_NEVER;
	visit_send(v, status);
}

void page_asked(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct asked *p = NEW(rq->a, struct asked, 1);
	if (visit_open(&p->g.v, web, rq, rp)) {
		enum rc rc = load(p);
		if (rc == RC_OK)
			show(p, 200);
		else
			visit_fail(&p->g.v, rc);
	}
	visit_close(&p->g.v);
}

void do_answer(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct asked *p = NEW(rq->a, struct asked, 1);
	struct visit *v = &p->g.v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load(p);
		if (rc != RC_OK) {
			visit_fail(v, rc);
		} else if (fields_get(&rq->form, "_compare").n) {
			rc = propose(p);
			show(p, rc == RC_OK ? 200 : rc_http(rc));
		} else {
			struct js *f = sent_fields(v, "note.answer", p->g.e.id);
			js_set_int(rq->a, f, "question", p->n->id);
			rc = visit_act(v, "note.answer", 0, f, &answer);
			if (rc == RC_OK)
				visit_redirect(v, url_arg_int(rq->a, notes_url(&p->g, "questions"), "done", answer.subject).s);
			else
				show(p, rc_http(rc));
		}
	}
	visit_close(v);
}
