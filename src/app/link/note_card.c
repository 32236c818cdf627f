/* Notes by link: whoever comes along on a tour writes down what there is to see, without account; the link's post is who says it. */
#include "app/link/pages.h"

#include "app/link/pages.tmpl.h"
#include "app/note/note.h"
#include "core/spoken.h"

enum { SAID_SHOWN = 10 };

struct note_card {
	struct opened o;
	struct event e;
	struct event_slot *slot;
	struct note *note;
	size_t n_slot, n_note;
};

static struct sv words(struct note_card *c, const char *msgid)
{
	return visit_say(&c->o.v, msgid);
}

static struct sv word(struct note_card *c, const char *column, struct sv code)
{
	struct visit *v = &c->o.v;
	return spoken_head(v->cx.a, v->cx.lang, spoken(v->cx.a, v->cx.lang, "note", column, code));
}

static enum rc load(struct note_card *c)
{
	struct visit *v = &c->o.v;
	TRY(event_get(&v->cx, v->db, c->o.l.subject, &c->e));
	TRY(event_slots(&v->cx, v->db, c->e.id, &c->slot, &c->n_slot));
	return notes_of_event(&v->cx, v->db, c->e.id, &c->note, &c->n_note);
}

static struct ui_field choice(struct note_card *c, const char *name, const char *label, const char *of, size_t from)
{
	struct visit *v = &c->o.v;
	struct ui_choice *all = NEW(v->cx.a, struct ui_choice, 8);
	struct sv sent = fields_get(&v->rq->form, name);
	size_t n = 0;
	for (size_t i = from; n < 8 && enum_word(of, i).p; i++) {
		struct sv code = enum_word(of, i);
		all[n++] = (struct ui_choice){ .value = code, .label = word(c, name, code), .chosen = sent.p && sv_eq(sent, code) };
	}
	return (struct ui_field){ .kind = INPUT_RADIO, .name = name, .label = words(c, label), .choice = all, .n_choice = n, .faults = v->cx.faults };
}

static struct ui_field slots(struct note_card *c)
{
	struct visit *v = &c->o.v;
	struct arena *a = v->cx.a;
	struct ui_choice *all = NEW(a, struct ui_choice, c->n_slot + 1);
	struct sv form = fields_get(&v->rq->form, "slot"), sent = form.p ? form : fields_get(&v->rq->query, "slot");
	size_t n = 0;
	for (size_t i = 0; i < c->n_slot; i++) {
		const struct event_slot *s = &c->slot[i];
		struct sv no = arena_printf(a, "%lld", (long long)s->no);
		if (s->unit)
			all[n++] = (struct ui_choice){ .value = no, .chosen = sent.p && sv_eq(sent, no),
						       .label = arena_printf(a, "%.*s. %.*s %.*s", SV_ARG(no), SV_ARG(s->short_name), SV_ARG(s->title)) };
	}
	return (struct ui_field){ .kind = INPUT_SELECT, .name = "slot", .label = words(c, N_("Slot of the agenda")), .choice = all, .n_choice = n, .faults = v->cx.faults };
}

static void fill_form(struct note_card *c, struct note_card_page *p)
{
	struct visit *v = &c->o.v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, 4);
	struct sv text = fields_get(&v->rq->form, "text");
	bool ended = sv_is(c->e.state, "ended");
	size_t kinds = 0;
	if (!sv_is(c->e.state, "under_way") && !ended) {
		p->closed = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, sv_is(c->e.state, "planned") ?
			N_("Notes are taken from the beginning of the event on.") : N_("This event was cancelled.")) };
		return;
	}
	while (ended && enum_word(NOTE_TOUR, kinds + 1).p)
		kinds++; /* comments, the last kind, are still taken */
	f[0] = choice(c, "kind", N_("Kind"), NOTE_TOUR, kinds);
	f[1] = slots(c);
	f[2] = (struct ui_field){ .kind = INPUT_TEXT, .name = "text", .label = words(c, N_("What was seen or said")), .rows = 3, .max = 2000, .value = sv_or_empty(text),
				  .faults = v->cx.faults };
	f[3] = choice(c, "level", N_("Level of a comment"), NOTE_LEVELS, 0);
	f[3].hint = words(c, N_("Of a comment alone: every comment has one."));
	f[3].optional = true;
	p->form = visit_form(v, link_url(&c->o, ""), 0);
	p->field = f;
	p->n = 4;
}

static void fill_said(struct note_card *c, struct note_card_page *p)
{
	struct visit *v = &c->o.v;
	struct ui_event *e = NEW(v->cx.a, struct ui_event, SAID_SHOWN);
	for (size_t i = c->n_note; i-- > 0;) {
		const struct note *n = &c->note[i];
		bool tour = false; /* what is typed for the office elsewhere is not this card's business */
		for (size_t k = 0; enum_word(NOTE_TOUR, k).p; k++)
			tour |= sv_eq(n->kind, enum_word(NOTE_TOUR, k));
		if (tour && n->author == c->o.l.post && !n->replaced_by && p->n_said < SAID_SHOWN)
			e[p->n_said++] = (struct ui_event){ .when = fmt_instant_short(v->cx.a, v->cx.lang, n->at, v->today), .who = n->unit_name,
							    .title = word(c, "kind", n->kind), .text = n->text };
	}
	p->said = e;
}

static void show(struct note_card *c, int status)
{
	struct visit *v = &c->o.v;
	struct note_card_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = c->e.name, .as = visit_post_name(v, c->o.l.post),
				    .switches = link_switches(&c->o) };
	if (fields_get(&v->rq->query, "done").n)
		p.done = (struct ui_notice){ .kind = NOTICE_DONE, .title = words(c, N_("The note is written down.")) };
	fill_form(c, &p);
	fill_said(c, &p);
	link_frame(&c->o, c->e.name);
	note_card_page(&v->out, &p);
	visit_send(v, status);
}

static bool note_open(struct note_card *c, void *web, struct http_request *rq, struct http_reply *rp)
{
	*c = (struct note_card){ 0 };
	if (!link_open(&c->o, web, rq, rp, "event"))
		return false;
	enum rc rc = load(c);
	if (rc != RC_OK)
		link_dead(&c->o, rc);
	return rc == RC_OK;
}

void page_note_card(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct note_card c;
	if (note_open(&c, web, rq, rp))
		show(&c, 200);
	visit_close(&c.o.v);
}

void do_note_card(void *web, struct http_request *rq, struct http_reply *rp)
{
	static const char *const names[] = { "kind", "slot", "text", "level" };
	struct note_card c;
	if (note_open(&c, web, rq, rp)) {
		struct visit *v = &c.o.v;
		struct act_answer answer;
		struct js *f = js_obj(rq->a);
		js_set_int(rq->a, f, "event", c.e.id);
		for (size_t i = 0; i < COUNT(names); i++)
			if (sv_trim(fields_get(&rq->form, names[i])).n)
				js_set_sv(rq->a, f, names[i], fields_get(&rq->form, names[i]));
		enum rc rc = visit_act(v, "note.add", 0, f, &answer);
		struct sv slot = fields_get(&rq->form, "slot");
		if (rc == RC_OK)
			visit_redirect(v, url_arg(rq->a, url_arg_int(rq->a, link_url(&c.o, ""), "done", answer.seq), "slot", sv_or_empty(slot)).s);
		else
			show(&c, rc_http(rc));
	}
	visit_close(&c.o.v);
}
