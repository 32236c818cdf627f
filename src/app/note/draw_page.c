/* A question is drawn by lot: first what it is drawn from, with its digest, then the words of two who are in the hall. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"
#include "core/lots.h"

static const char *const wanted[] = { "topic", "question_level", "question_kind" };

static struct sv given(struct visit *v, const char *name)
{
	return sv_trim(sv_or_empty(visit_form_value(v, name)));
}

static struct url draw_url(struct gathered *g)
{
	return url_seg(g->v.cx.a, notes_url(g, "questions"), SV("draw"));
}

static enum rc load(struct gathered *g)
{
	TRY(notes_gather(g));
	return g->office ? RC_OK : fail(&g->v.cx, RC_DENIED, "note.draw_office", N_("Only the office that holds the event draws its questions."));
}

static enum rc fill_list(struct gathered *g, struct draw_page *p)
{
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	struct question_ask ask = { .topic = given(v, "topic"), .level = given(v, "question_level"), .kind = given(v, "question_kind") };
	struct sv list;
	size_t n;
	TRY(note_bank_list(&v->cx, v->db, &g->e, v->session.post, ask, &list, &n));
	p->many = arena_trn(a, v->cx.lang, (int64_t)n, "%d question may be drawn", "%d questions may be drawn", (int)n);
	p->digest = lots_digest(a, list);
	p->may &= n > 0;
	p->none = (struct ui_empty){ .text = visit_say(v, N_("The bank has no such question left that holds on the day and was not asked here. Ask for fewer things, or release more questions.")),
				     .url = URL("/questions"), .url_label = visit_say(v, N_("Question bank")) };
	return RC_OK;
}

static void fill_form(struct gathered *g, struct draw_page *p)
{
	static const char *const asked[] = { "respondent", "unit", "post_class", "speaker" }, *const words[] = { "word_a", "said_a", "word_b", "said_b" };
	struct visit *v = &g->v;
	struct arena *a = v->cx.a;
	int64_t slot = 0;
	struct url u = draw_url(g);
	struct ui_field *w = NEW(a, struct ui_field, COUNT(wanted)), *f = NEW(a, struct ui_field, COUNT(asked) + COUNT(words) + 1);
	act_fields(v, "note.draw", wanted, COUNT(wanted), w);
	act_fields(v, "note.draw", asked, COUNT(asked), f + 1);
	act_fields(v, "note.draw", words, COUNT(words), f + 1 + COUNT(asked));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		w[i].optional = false;
		u = given(v, wanted[i]).n ? url_arg(a, u, wanted[i], given(v, wanted[i])) : u;
	}
	if (!sv_int(given(v, "slot"), &slot))
		slot = 0;
	f[0] = slot_field(g, slot);
	for (size_t i = 0; i < g->n_slot; i++)
		if (g->slot[i].no == slot && !fields_get(&v->rq->form, "respondent").p)
			f[1].value = g->slot[i].speaker;
	f[1].hint = visit_say(v, N_("Whoever is in the hall may be asked; name the unit too where it is not the slot's."));
	f[4].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	for (size_t i = 0; i < COUNT(words); i++)
		f[1 + COUNT(asked) + i].width = 20;
	p->filter = (struct ui_form){ .action = draw_url(g), .get = true, .look = "inline" };
	p->wanted = w;
	p->n_wanted = COUNT(wanted);
	p->form = visit_form(v, url_arg(a, u, "digest", p->digest), 0);
	p->field = f;
	p->n_field = 1 + COUNT(asked) + COUNT(words);
}

static void show(struct gathered *g, int status)
{
	struct visit *v = &g->v;
	struct draw_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = g->e.name, .up = notes_url(g, "questions"), .tabs = notes_tabs(g, QUESTIONS_PAGE),
			       .may = sv_is(g->e.state, "under_way"), .going = sv_is(g->e.state, "under_way") };
	if (!p.going)
		p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("Questions are drawn while the event is under way.")) };
	enum rc rc = fill_list(g, &p);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	fill_form(g, &p);
	visit_frame(v, arena_tr(v->cx.a, v->cx.lang, N_("Draw a question: %.*s"), SV_ARG(g->e.name)), "event-draw");
	v->frame.error = p.faults != NULL;
	draw_page(&v->out, &p);
	visit_send(v, status);
}

void page_draw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	if (visit_open(&g->v, web, rq, rp)) {
		enum rc rc = load(g);
		if (rc == RC_OK)
			show(g, 200);
		else
			visit_fail(&g->v, rc);
	}
	visit_close(&g->v);
}

/* What was asked for, and the digest that was shown, stand in the form's address. */
void do_draw(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct gathered *g = NEW(rq->a, struct gathered, 1);
	struct visit *v = &g->v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = load(g);
		if (rc == RC_OK) {
			static const char *const shown[] = { "topic", "question_level", "question_kind", "digest" };
			struct js *f = sent_fields(v, "note.draw", g->e.id);
			for (size_t i = 0; i < COUNT(shown); i++)
				if (given(v, shown[i]).n && !js_get(f, shown[i]))
					js_set_sv(rq->a, f, shown[i], given(v, shown[i]));
			rc = visit_act(v, "note.draw", 0, f, &answer);
			if (rc == RC_OK)
				visit_redirect(v, url_arg(rq->a, asked_url(g, answer.subject), "done", SV("1")).s);
			else
				show(g, rc_http(rc));
		} else {
			visit_fail(v, rc);
		}
	}
	visit_close(v);
}
