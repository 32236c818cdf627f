/* The host's console: what is on, what comes next, and the keys.  Nothing of a count is on it but how many ballots lie in the box;
 * who may release the results may look before, and that is an act. */
#include "app/stage/inside.h"

#include "app/person/person.h"
#include "app/stage/pages.tmpl.h"
#include "core/spoken.h"
#include "web/qr.h"

enum { HINTS_MAX = 400 };

struct console {
	struct visit v;
	struct stage_hall h;
	struct stage_screen *screen;
	size_t n_screen;
	bool office, over;           /* over: it holds the right to look */
	struct console_page p;
};

static struct url here(const struct console *c)
{
	return url_of(arena_printf(c->v.cx.a, "/events/%lld/stage", (long long)c->h.e.id));
}

static enum rc load(struct console *c)
{
	struct visit *v = &c->v;
	struct scope scope;
	TRY(visit_scope(v, "stage.show", &scope));
	TRY(stage_load(&v->cx, v->db, http_param_int(v->rq, "id"), &c->h));
	if (!scope_holds(&scope, c->h.e.owner_path))
		return fail(&v->cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	TRY(stage_screens(&v->cx, v->db, c->h.e.id, &c->screen, &c->n_screen));
	TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE_HEAD | ROLE_LEADER, c->h.e.owner, &c->over));
	return person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, c->h.e.owner, &c->office);
}

static int64_t used(const struct console *c, int64_t slot)
{
	struct stage_clock k = stage_clock_of(&c->h, slot);
	return k.spent + (k.started && c->v.cx.now > k.started ? c->v.cx.now - k.started : 0);
}

static void clocks(struct console *c)
{
	static const char *const heads[] = { N_("Slot"), N_("Minutes planned"), N_("Minutes used") };
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, c->h.n_slot + 1);
	struct ui_fact *f = NEW(a, struct ui_fact, 4);
	int64_t planned = 0, spent = 0;
	for (size_t i = 0; i < c->h.n_slot; i++) {
		const struct event_slot *s = &c->h.slot[i];
		struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
		cell[0].text = arena_printf(a, "%lld. %.*s", (long long)s->no, SV_ARG(s->unit ? s->name : s->title));
		cell[1].text = s->minutes ? face_minutes(a, (int64_t)s->minutes * 60000) : SV("—");
		cell[2].text = used(c, s->no) ? face_minutes(a, used(c, s->no)) : SV("—");
		planned += (int64_t)s->minutes * 60000;
		spent += used(c, s->no);
		row[i].cell = cell;
	}
	c->p.clocks = stage_table(v, N_("Minutes planned and used"), heads, COUNT(heads), row);
	c->p.clocks.n_row = c->h.n_slot;
	f[0] = (struct ui_fact){ .label = visit_say(v, N_("Screens connected")), .value = fmt_int(a, v->cx.lang, (int64_t)feeds_listeners(c->h.e.id)), .mark = true };
	f[1] = (struct ui_fact){ .label = visit_say(v, N_("Used of the time planned")),
				 .value = arena_printf(a, "%.*s / %.*s", SV_ARG(face_minutes(a, spent)), SV_ARG(face_minutes(a, planned))) };
	c->p.facts = (struct ui_facts){ .fact = f, .n = 2, .wide = true };
}

/* What a key sends is said in full, so that two who press at once do it once. */
static void keys(struct console *c)
{
	struct visit *v = &c->v;
	const struct stage_hall *h = &c->h;
	const struct stage_step *now = &h->step[h->at];
	bool dark = sv_is(h->s.screen, "dark"), cover = sv_is(h->s.screen, "cover");
	c->p.next = h->at + 1 < h->n_step ? stage_key(v->cx.a, &h->plan, h->step[h->at + 1]) : SV("");
	c->p.back = h->at > 0 ? stage_key(v->cx.a, &h->plan, h->step[h->at - 1]) : SV("");
	c->p.dark = dark ? SV("show") : SV("dark");
	c->p.cover = cover ? SV("show") : SV("cover");
	c->p.dark_word = visit_say(v, dark ? N_("Show again") : N_("Go dark"));
	c->p.cover_word = visit_say(v, cover ? N_("Back to the step") : N_("Show the cover"));
	if (stage_on_slot(*now)) {
		struct stage_clock k = stage_clock_of(h, h->plan.slot[now->at]);
		c->p.clock = k.started ? SV("pause") : SV("start");
		c->p.clock_word = visit_say(v, k.started ? N_("Stop the clock") : N_("Start the clock"));
		c->p.clock_used = k.started || k.spent;
	}
	struct sv step = face_title(&v->cx, h, h->at);
	bool gone = sv_is(h->e.state, "cancelled");
	c->p.now = dark || gone ? visit_say(v, N_("Nothing: dark")) : cover ? face_title(&v->cx, h, 0) : step;
	if (dark || cover || gone)
		c->p.step_hidden = step;
	if (gone)
		c->p.note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("This event is cancelled: there is nothing to show.")) };
	else if (dark || cover)
		c->p.note = (struct ui_notice){ .kind = NOTICE_WARN, .title = arena_tr(v->cx.a, v->cx.lang, dark ?
			N_("Steps go on unseen while the screens are dark. Present step: %.*s") : N_("Steps go on unseen while the screens show the cover. Present step: %.*s"), SV_ARG(step)) };
	else if (h->made_up)
		c->p.note = (struct ui_notice){ .kind = NOTICE_WARN, .title = visit_say(v, N_("A rehearsal, made-up figures")) };
	else if (h->e.released_at && !h->plan.released)
		c->p.note = (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("The results are being stated. Load this page once more.")) };
}

/* What the next step adds; of a result its names, which are released by then. */
static struct sv next_text(struct console *c)
{
	const struct stage_hall *h = &c->h;
	struct buf b = buf_new(c->v.cx.a, 1 << 16);
	if (h->at + 1 >= h->n_step)
		return SV("");
	struct stage_face f;
	int said = 0;
	face_of(&c->v.cx, h, h->at + 1, false, &f);
	buf_put(&b, face_title(&c->v.cx, h, h->at + 1));
	for (size_t i = 0; i < f.n; i++)
		if (f.line[i].fresh)
			buf_printf(&b, "%s%.*s%s%.*s", said++ ? (c->v.cx.lang == LANG_ZH ? "、" : ", ") : c->v.cx.lang == LANG_ZH ? "：" : ": ", SV_ARG(f.line[i].name),
				   f.line[i].points.n ? " " : "", SV_ARG(f.line[i].points));
	return sv_trim(buf_sv(&b));
}

/* The picture of a step's slide; empty for every other step. */
static struct url slide(const struct console *c, size_t at)
{
	struct stage_face f;
	if (!c->office || at >= c->h.n_step || c->h.step[at].kind != STAGE_PAGE)
		return URL("");
	struct ctx cx = c->v.cx;
	face_of(&cx, &c->h, at, false, &f);
	return url_of(arena_printf(cx.a, "%.*s/page/%.*s", SV_ARG(here(c).s), SV_ARG(f.slide)));
}

/* A slot's slides stand behind it, so that twenty of them are a row and not twenty lines. */
static void put_step(struct console *c, struct console_step *s, size_t i)
{
	const struct stage_step *step = &c->h.step[i];
	struct arena *a = c->v.cx.a;
	if (step->kind == STAGE_PAGE) {
		struct console_step *owner = &s[c->p.n_step - 1], *page = step->page == 1 ? NEW(a, struct console_step, (size_t)c->h.plan.pages[step->at]) :
			(struct console_step *)(uintptr_t)owner->page;
		page[owner->n_page++] = (struct console_step){ .key = stage_key(a, &c->h.plan, *step), .title = fmt_int(a, c->v.cx.lang, step->page), .no = -1, .here = i == c->h.at };
		owner->page = page;
		owner->within |= i == c->h.at;
		return;
	}
	s[c->p.n_step++] = (struct console_step){ .key = stage_key(a, &c->h.plan, *step), .title = face_title(&c->v.cx, &c->h, i), .here = i == c->h.at,
						  .no = step->kind == STAGE_SLOT ? c->h.plan.slot[step->at] : step->kind == STAGE_COVER ? 0 : -1 };
}

/* In the order of the agenda, then those whose slot is gone. */
static void deck_lines(struct console *c)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct console_deck *d = NEW(a, struct console_deck, c->h.n_deck + 1);
	for (size_t i = 0; i <= c->h.n_slot; i++)
		for (size_t k = 0; k < c->h.n_deck; k++) {
			const struct stage_deck *x = &c->h.deck[k];
			const struct event_slot *s = i < c->h.n_slot ? &c->h.slot[i] : NULL;
			int64_t ready;
			struct sv bad, note;
			if (x->slot != (s ? s->no : 0))
				continue;
			deck_state(a, store_dir(web_store(v->web)), x, &ready, &bad);
			note = arena_tr(a, v->cx.lang, N_("%.*s, %lld slides"), SV_ARG(x->name), (long long)x->pages);
			if (bad.n)
				note = arena_tr(a, v->cx.lang, N_("%.*s; these pages cannot be drawn: %.*s"), SV_ARG(note), SV_ARG(bad));
			else if (ready < x->pages)
				note = arena_tr(a, v->cx.lang, N_("%.*s; %lld drawn so far"), SV_ARG(note), (long long)ready);
			d[c->p.n_deck++] = (struct console_deck){ .id = x->id, .note = note, .bad = bad.n > 0 || !s, .slot = !s ? visit_say(v, N_("No slot of the agenda any more")) :
				arena_printf(a, "%lld. %.*s", (long long)s->no, SV_ARG(s->unit ? s->name : s->title)) };
		}
	c->p.deck = d;
}

/* What has slides, and the form for more. */
static void decks(struct console *c)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct ui_choice *choice = NEW(a, struct ui_choice, c->h.n_slot + 1);
	const struct stage_step *now = &c->h.step[c->h.at];
	for (size_t i = 0; i < c->h.n_slot; i++) {
		const struct event_slot *s = &c->h.slot[i];
		struct sv name = arena_printf(a, "%lld. %.*s", (long long)s->no, SV_ARG(s->unit ? s->name : s->title));
		choice[i] = (struct ui_choice){ .value = arena_printf(a, "%lld", (long long)s->no), .label = name, .chosen = stage_on_slot(*now) && now->at == i };
	}
	deck_lines(c);
	c->p.deck_slot = (struct ui_field){ .kind = INPUT_SELECT, .name = "slot", .label = visit_say(v, N_("Slot of the agenda")), .choice = choice, .n_choice = c->h.n_slot,
					    .faults = v->cx.faults };
	c->p.deck_form = visit_form(v, url_of(arena_printf(a, "%.*s/deck", SV_ARG(here(c).s))), 0);
	c->p.deck_form.upload = true;
	c->p.slide_now = slide(c, c->h.at);
	c->p.slide_next = slide(c, c->h.at + 1);
}

static void steps(struct console *c)
{
	struct console_step *s = NEW(c->v.cx.a, struct console_step, c->h.n_step);
	struct console_screen *x = NEW(c->v.cx.a, struct console_screen, c->n_screen + 1);
	for (size_t i = 0; i < c->h.n_step; i++)
		put_step(c, s, i);
	for (size_t i = 0; i < c->n_screen; i++)
		x[i] = (struct console_screen){ .no = c->screen[i].no, .name = c->screen[i].name, .alive = !c->screen[i].gone_at,
						.made = fmt_instant_short(c->v.cx.a, c->v.cx.lang, c->screen[i].made_at, c->v.today),
						.state = c->screen[i].gone_at ? visit_say(&c->v, N_("revoked")) : SV("") };
	c->p.step = s;
	c->p.screen = x;
	c->p.n_screen = c->n_screen;
}

static void settings(struct console *c)
{
	struct visit *v = &c->v;
	struct ui_choice *r = NEW(v->cx.a, struct ui_choice, 2), *o = NEW(v->cx.a, struct ui_choice, 2);
	bool whole = c->h.plan.whole, open = c->h.s.is_public;
	r[0] = (struct ui_choice){ .value = SV("top"), .label = visit_say(v, N_("Those of the upper half; the others are only named, in the official order")), .chosen = !whole };
	r[1] = (struct ui_choice){ .value = SV("full"), .label = visit_say(v, N_("All of the places")), .chosen = whole };
	o[0] = (struct ui_choice){ .value = SV("no"), .label = visit_say(v, N_("The screens in the hall alone")), .chosen = !open };
	o[1] = (struct ui_choice){ .value = SV("yes"), .label = visit_say(v, N_("Anybody, by copies on a plain web server (bixue serve --snapshots)")), .chosen = open };
	c->p.reveal = (struct ui_field){ .kind = INPUT_RADIO, .name = "reveal", .label = visit_say(v, N_("Places that are read out")), .choice = r, .n_choice = 2,
					 .hint = visit_say(v, N_("This is about the screens alone. What units read on their pages of results goes by the scope of publication in the rules.")) };
	c->p.is_public = (struct ui_field){ .kind = INPUT_RADIO, .name = "public", .label = visit_say(v, N_("Who sees what the screens show")), .choice = o, .n_choice = 2 };
	c->p.has_public = !stage_inside(&c->h.e);
	c->p.has_trial = c->h.e.rehearsal && !c->h.e.released_at;
	struct ui_choice *t = NEW(v->cx.a, struct ui_choice, 2);
	t[0] = (struct ui_choice){ .value = SV("no"), .label = visit_say(v, N_("Show nothing of a result before the release")), .chosen = !c->h.s.trial };
	t[1] = (struct ui_choice){ .value = SV("yes"), .label = visit_say(v, N_("Try the reveal with made-up figures; the screens say so")), .chosen = c->h.s.trial };
	c->p.trial = (struct ui_field){ .kind = INPUT_RADIO, .name = "trial", .label = visit_say(v, N_("In this rehearsal")), .choice = t, .n_choice = 2 };
	c->p.name = (struct ui_field){ .kind = INPUT_LINE, .name = "name", .label = visit_say(v, N_("Which screen")), .width = 20, .max = 40,
				       .hint = visit_say(v, N_("Left wall, speaker's monitor, overflow hall.")), .faults = v->cx.faults };
}

static void show(struct console *c, int status)
{
	struct visit *v = &c->v;
	struct console_page *p = &c->p;
	bool counted = false;
	for (size_t i = 0; i < c->h.n_vote; i++)
		counted |= sv_is(c->h.vote[i].state, "closed");
	p->frame = &v->frame;
	p->faults = v->cx.faults;
	p->title = c->h.e.name;
	p->up = url_seg_int(v->cx.a, URL("/events"), c->h.e.id);
	p->sheet = url_seg(v->cx.a, p->up, SV("result"));
	p->has_sheet = c->h.plan.released && !c->h.made_up && c->h.n_vote > 0;
	p->may = c->office && !sv_is(c->h.e.state, "cancelled");
	p->may_look = c->over && counted && !c->h.e.released_at;
	p->form = visit_form(v, here(c), 0);
	keys(c);
	steps(c);
	clocks(c);
	settings(c);
	decks(c);
	p->next_text = next_text(c);
	if (c->office)
		console_jurors(v, &c->h, p);
	v->rp->cache = CACHE_NEVER;
	visit_frame(v, c->h.e.name, "stage");
	console_page(&v->out, p);
	visit_send(v, status);
}

void page_console(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct console *c = NEW(rq->a, struct console, 1);
	if (visit_open(&c->v, web, rq, rp)) {
		enum rc rc = load(c);
		if (rc == RC_OK)
			show(c, 200);
		else
			visit_fail(&c->v, rc);
	}
	visit_close(&c->v);
}

/* ---- what its forms do ---------------------------------------------------------------------------------------------- */

/* The address stands in this answer and nowhere else. */
static enum rc make_screen(struct console *c)
{
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct act_answer done;
	struct js *f = js_obj(a);
	struct code code = code_new(a);
	js_set_sv(a, f, "name", visit_form_value(v, "name"));
	js_set_sv(a, f, "digest", code.digest);
	TRY(visit_act(v, "stage.screen", c->h.e.id, f, &done));
	c->p.made_code = arena_printf(a, "%.*s/s/%.*s", SV_ARG(visit_base(v)), SV_ARG(code.text));
	c->p.made = url_seg(a, URL("/s"), code.text);
	c->p.qr = qr_svg(a, c->p.made_code);
	return RC_OK;
}

/* By the rule and the count, as vote.result will state it; the act is on record before anything is read. */
static enum rc look(struct console *c)
{
	static const char *const heads[] = { N_("Unit"), N_("Points"), N_("Place") };
	struct visit *v = &c->v;
	struct arena *a = v->cx.a;
	struct act_answer done;
	struct ui_row *row = NEW(a, struct ui_row, HINTS_MAX);
	size_t n = 0;
	TRY(visit_act(v, "stage.look", c->h.e.id, js_obj(a), &done));
	for (size_t i = 0; i < c->h.n_vote; i++) {
		struct vote_row *r;
		size_t k;
		if (!sv_is(c->h.vote[i].state, "closed"))
			continue;
		TRY(vote_rows(&v->cx, v->db, &c->h.vote[i], &r, &k));
		for (int place = 1; place <= (int)k; place++)
			for (size_t j = 0; j < k && n < HINTS_MAX; j++) {
				if (!r[j].given || r[j].place != place)
					continue;
				struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
				cell[0] = (struct ui_cell){ .text = r[j].short_name, .note = c->h.n_vote > 1 ? c->h.vote[i].name : SV("") };
				cell[1].text = fmt_score(a, v->cx.lang, r[j].points);
				cell[2].text = fmt_place(a, v->cx.lang, place, r[j].tied);
				row[n++].cell = cell;
			}
	}
	c->p.hint = stage_table(v, N_("If it were released now"), heads, COUNT(heads), row);
	c->p.hint.n_row = n;
	c->p.looked = true;
	return RC_OK;
}

static enum rc act(struct console *c, struct sv what, bool *ret_shown)
{
	struct visit *v = &c->v;
	struct act_answer done;
	struct js *f = visit_fields(v), *own = js_obj(v->cx.a);
	for (const struct js *o = f->first; o; o = o->next)
		if (!sv_is(o->key, "do"))
			js_set(own, arena_cstr(v->cx.a, o->key), js_again(v->cx.a, o));
	*ret_shown = sv_is(what, "screen") || sv_is(what, "look");
	if (sv_is(what, "screen"))
		return make_screen(c);
	if (sv_is(what, "look"))
		return look(c);
	static const char *const acts[][2] = { { "cue", "stage.cue" }, { "clock", "stage.clock" }, { "setting", "stage.setting" }, { "revoke", "stage.revoke" },
						{ "undeck", "stage.undeck" } };
	for (size_t i = 0; i < COUNT(acts); i++)
		if (sv_is(what, acts[i][0]))
			return visit_act(v, acts[i][1], c->h.e.id, own, &done);
	return fail(&v->cx, RC_INVALID, "stage.do", N_("This page knows no such key."));
}

void do_console(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct console *c = NEW(rq->a, struct console, 1);
	if (visit_open_post(&c->v, web, rq, rp)) {
		bool shown = false;
		enum rc rc = load(c);
		if (rc != RC_OK) {
			visit_fail(&c->v, rc);
			visit_close(&c->v);
			return;
		}
		rc = act(c, fields_get(&rq->form, "do"), &shown);
		if (rc == RC_OK && !shown)
			visit_redirect(&c->v, here(c).s);
		else
			show(c, rc == RC_OK ? 200 : rc_http(rc));
	}
	visit_close(&c->v);
}

void do_deck(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct console *c = NEW(rq->a, struct console, 1);
	if (visit_open_post(&c->v, web, rq, rp)) {
		enum rc rc = load(c);
		if (rc != RC_OK)
			visit_fail(&c->v, rc);
		else if ((rc = deck_take(&c->v, c->h.e.id)) == RC_OK)
			visit_redirect(&c->v, here(c).s);
		else
			show(c, rc_http(rc));
	}
	visit_close(&c->v);
}

/* For the office alone: what comes next is not for the hall yet. */
void page_deck(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct console *c = NEW(rq->a, struct console, 1);
	if (visit_open(&c->v, web, rq, rp)) {
		enum rc rc = load(c);
		if (rc == RC_OK && !c->office)
			rc = fail(&c->v.cx, RC_DENIED, "deck.look", N_("Only the office of the event sees slides before the hall does."));
		if (rc == RC_OK)
			deck_send(&c->v, &c->h, http_param_int(rq, "slot"), http_param_int(rq, "page"));
		else
			visit_fail(&c->v, rc);
	}
	visit_close(&c->v);
}
