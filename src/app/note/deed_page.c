/* One act on an event: solve a problem, correct a note, write down a promise, set a demand by a result.  What it is about stands above the
 * form; units are chosen where the event knows them. */
#include "app/note/pages.h"

#include "app/note/pages.tmpl.h"

struct deed {
	struct gathered g;
	const struct note *n;        /* what it is about; NULL: a promise without a question, a demand */
	struct vote vote;            /* of a demand */
	int64_t slot;                /* whose promise is heard now */
	struct deed_page page;
};
enum { ROOM = 10 };                  /* fields of one form */

/* ---- what they have in common ------------------------------------------------------------------------------------------ */

static enum rc office_only(struct deed *d)
{
	return d->g.office ? RC_OK : fail(&d->g.v.cx, RC_DENIED, "note.office_only", N_("Only the office that holds the event does this."));
}

static enum rc load(struct deed *d)
{
	struct gathered *g = &d->g;
	int64_t id = http_param_int(g->v.rq, "note");
	TRY(notes_gather(g));
	TRY(office_only(d));
	for (size_t i = 0; i < g->n_note; i++)
		if (g->note[i].id == id)
			d->n = &g->note[i];
	return d->n ? RC_OK : fail(&g->v.cx, RC_NOT_FOUND, "note.none", N_("There is no such note."));
}

static struct sv id_text(struct arena *a, int64_t id)
{
	return arena_printf(a, "#%lld", (long long)id);
}

/* The unit that a note is about, then those of the agenda, each once. */
static void choose_unit(struct gathered *g, const struct note *n, struct ui_field *u)
{
	struct arena *a = g->v.cx.a;
	struct ui_choice *c = NEW(a, struct ui_choice, g->n_slot + 2);
	struct sv sent = sv_or_empty(fields_get(&g->v.rq->form, u->name));
	size_t k = 0;
	if (n && n->unit)
		c[k++] = (struct ui_choice){ .value = id_text(a, n->unit), .label = n->unit_name };
	for (size_t i = 0; i < g->n_slot; i++) {
		struct ui_choice one = { .value = id_text(a, g->slot[i].unit), .label = g->slot[i].short_name };
		bool had = !g->slot[i].unit;
		for (size_t j = 0; j < k; j++)
			had |= sv_eq(c[j].value, one.value);
		if (!had)
			c[k++] = one;
	}
	for (size_t i = 0; i < k; i++)
		c[i].chosen = sv_eq(c[i].value, sent);
	u->kind = INPUT_SELECT;
	u->choice = c;
	u->n_choice = k;
	u->hint = SV("");
}

/* A department or a township that is on no agenda. */
static struct ui_field other_unit(struct visit *v)
{
	return (struct ui_field){ .kind = INPUT_LINE, .name = "_unit", .label = visit_say(v, N_("Another unit instead")), .optional = true,
				  .hint = visit_say(v, N_("Its name, number or code.")), .value = sv_or_empty(fields_get(&v->rq->form, "_unit")),
				  .faults = v->cx.faults };
}

/* What was sent of these fields; another unit takes the place of the chosen one. */
static struct js *sent(struct deed *d, const char *const *names, size_t n)
{
	struct visit *v = &d->g.v;
	struct js *f = js_obj(v->cx.a);
	for (size_t i = 0; i < n; i++) {
		struct sv s = fields_get(&v->rq->form, names[i]), other = fields_get(&v->rq->form, "_unit");
		s = strcmp(names[i], "unit") == 0 && sv_trim(other).n ? other : s;
		if (sv_trim(s).n)
			js_set_sv(v->cx.a, f, names[i], s);
	}
	return f;
}

static struct ui_field *begin(struct deed *d, const char *title, const char *act, const char *const *names, size_t n)
{
	struct visit *v = &d->g.v;
	struct ui_field *f = NEW(v->cx.a, struct ui_field, ROOM);
	act_fields(v, act, names, n, f);
	d->page = (struct deed_page){ .frame = &v->frame, .faults = v->cx.faults, .title = visit_say(v, title), .name = d->g.e.name, .field = f, .n_field = n };
	return f;
}

static void send_page(struct deed *d, struct url action, int64_t subject, const char *code, int status)
{
	struct visit *v = &d->g.v;
	d->page.form = visit_form(v, action, subject);
	visit_frame(v, d->page.title, code);
	v->frame.error = v->cx.faults != NULL;
	deed_page(&v->out, &d->page);
	visit_send(v, status);
}

static void done(struct deed *d, struct url home, int64_t note)
{
	visit_redirect(&d->g.v, url_arg_int(d->g.v.cx.a, home, "done", note).s);
}

typedef enum rc load_fn(struct deed *d);
typedef void show_fn(struct deed *d, int status);
typedef enum rc do_fn(struct deed *d);

static void get(void *web, struct http_request *rq, struct http_reply *rp, load_fn *load_it, show_fn *show)
{
	struct deed *d = NEW(rq->a, struct deed, 1);
	if (visit_open(&d->g.v, web, rq, rp)) {
		enum rc rc = load_it(d);
		if (rc == RC_OK)
			show(d, 200);
		else
			visit_fail(&d->g.v, rc);
	}
	visit_close(&d->g.v);
}

static void post(void *web, struct http_request *rq, struct http_reply *rp, load_fn *load_it, do_fn *act, show_fn *show)
{
	struct deed *d = NEW(rq->a, struct deed, 1);
	if (visit_open_post(&d->g.v, web, rq, rp)) {
		enum rc rc = load_it(d);
		if (rc != RC_OK) {
			visit_fail(&d->g.v, rc);
		} else {
			rc = act(d);
			if (rc != RC_OK)
				show(d, rc_http(rc));
		}
	}
	visit_close(&d->g.v);
}

static void about(struct deed *d, const struct note *n)
{
	struct ui_event *e = NEW(d->g.v.cx.a, struct ui_event, 1);
	e[0] = note_entry(&d->g, n, false);
	if (n->site.n && n->unit_name.n)
		e[0].who = arena_printf(d->g.v.cx.a, "%.*s %.*s · %.*s", SV_ARG(n->unit_name), SV_ARG(n->site), SV_ARG(n->speaker));
	d->page.said = (struct ui_timeline){ e, 1 };
	d->page.up = note_home(&d->g, n);
}

static struct url here(struct deed *d, const char *act)
{
	struct arena *a = d->g.v.cx.a;
	return url_seg(a, url_seg_int(a, notes_url(&d->g, "notes"), d->n->id), sv_of(act));
}

/* ---- solve ------------------------------------------------------------------------------------------------------------------------------- */

static const char *const solve_names[] = { "outcome", "due", "text", "unit" };

static void show_solve(struct deed *d, int status)
{
	struct visit *v = &d->g.v;
	struct ui_field *f = begin(d, N_("Solve the problem"), "note.solve", solve_names, COUNT(solve_names));
	struct ui_field due = f[1], text = f[2], unit = f[3];
	about(d, d->n);
	f[0].kind = INPUT_RADIO;
	choose_unit(&d->g, d->n, &unit);
	unit.label = visit_say(v, N_("Who solves it"));
	due.hint = visit_say(v, N_("A matter needs a day; what is settled or dismissed needs none."));
	if (!v->rq->form.n && day_is(d->n->due))
		due.value = day_text(v->cx.a, d->n->due);
	text.hint = visit_say(v, N_("May be left empty where it becomes a matter."));
	unit.optional = due.optional = text.optional = false;
	f[1] = unit;
	f[2] = other_unit(v);
	f[3] = due;
	f[4] = text;
	d->page.n_field = 5;
	send_page(d, here(d, "solve"), d->n->id, "event-solve", status);
}

/* The unit that stands in the form is for a matter alone. */
static enum rc act_solve(struct deed *d)
{
	struct act_answer answer;
	bool matter = sv_is(sv_or_empty(fields_get(&d->g.v.rq->form, "outcome")), "matter");
	TRY(visit_act(&d->g.v, "note.solve", d->n->id, sent(d, solve_names, COUNT(solve_names) - (matter ? 0 : 1)), &answer));
	done(d, note_home(&d->g, d->n), d->n->id);
	return RC_OK;
}

void page_solve(void *web, struct http_request *rq, struct http_reply *rp)
{
	get(web, rq, rp, load, show_solve);
}

void do_solve(void *web, struct http_request *rq, struct http_reply *rp)
{
	post(web, rq, rp, load, act_solve, show_solve);
}

/* ---- correct ------------------------------------------------------------------------------------------------------------- */

/* What of a note may be corrected. */
static size_t correctable(const struct note *n, const char **names)
{
	bool tour = !sv_is(n->kind, "answer") && !sv_is(n->kind, "demand") && !sv_is(n->kind, "take_home");
	size_t k = 0;
	if (!n->question)
		names[k++] = "text";
	names[k++] = "speaker";
	if (sv_is(n->kind, "comment"))
		names[k++] = "level";
	if (tour)
		names[k++] = "slot";
	if (tour && !sv_is(n->state, "matter"))
		names[k++] = "unit";
	if (sv_is(n->kind, "answer"))
		names[k++] = "mark", names[k++] = "full_mark", names[k++] = "seconds";
	return k;
}

static struct sv as_it_stands(struct arena *a, const struct note *n, const char *name)
{
	const struct { const char *name; struct sv value; } all[] = {
		{ "text", n->text }, { "speaker", n->speaker }, { "level", n->level },
		{ "slot", n->slot ? arena_printf(a, "%lld", (long long)n->slot) : SV("") },
		{ "mark", n->full_mark.u ? dec_text(a, n->mark) : SV("") }, { "full_mark", n->full_mark.u ? dec_text(a, n->full_mark) : SV("") },
		{ "seconds", n->seconds ? arena_printf(a, "%lld", (long long)n->seconds) : SV("") },
	};
	for (size_t i = 0; i < COUNT(all); i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].value;
	return SV("");
}

/* The day of what became a matter is the matter's. */
static struct ui_notice where_the_day_is(struct deed *d)
{
	struct visit *v = &d->g.v;
	struct arena *a = v->cx.a;
	const struct note *n = d->n;
	if (sv_is(n->state, "open") && day_is(n->due))
		return (struct ui_notice){ .kind = NOTICE_INFO, .title = visit_say(v, N_("No matter could be made of it: another day is set where the problem is solved.")),
					   .url = here(d, "solve"), .url_label = visit_say(v, N_("Solve the problem")) };
	if (!n->matter_no || !day_is(n->due))
		return (struct ui_notice){ 0 };
	return (struct ui_notice){ .kind = NOTICE_INFO,
				   .title = arena_tr(a, v->cx.lang, N_("Its day, %.*s, is not changed here."), SV_ARG(fmt_day_long(a, v->cx.lang, n->due))),
				   .text = visit_say(v, N_("A matter runs of it: there its unit asks for an extension, and the office answers.")),
				   .url = note_matter_url(a, n), .url_label = note_standing(v, n) };
}

static void choose_value(struct ui_field *f)
{
	struct ui_choice *c = (struct ui_choice *)(uintptr_t)f->choice; /* made by act_fields a moment ago */
	for (size_t i = 0; i < f->n_choice; i++)
		c[i].chosen = sv_eq(c[i].value, f->value);
}

static void show_correct(struct deed *d, int status)
{
	const char *names[ROOM];
	struct visit *v = &d->g.v;
	struct arena *a = v->cx.a;
	size_t n = correctable(d->n, names);
	struct ui_field *f = begin(d, N_("Correct the note"), "note.correct", names, n);
	about(d, d->n);
	d->page.note = where_the_day_is(d);
	for (size_t i = 0; i < n; i++) {
		if (!fields_get(&v->rq->form, names[i]).p)
			f[i].value = as_it_stands(a, d->n, names[i]);
		f[i].optional = false;
		if (strcmp(names[i], "slot") == 0) {
			int64_t no = d->n->slot;
			if (!sv_int(f[i].value, &no))
				no = d->n->slot;
			f[i] = slot_field(&d->g, no);
			if (d->n->slot) /* from a slot nothing goes back to the event as a whole */
				f[i].choice++, f[i].n_choice--;
		} else if (strcmp(names[i], "unit") == 0) {
			f[i].optional = true;
			f[i].hint = d->n->unit ? arena_tr(a, v->cx.lang, N_("Its name, number or code. Empty: %.*s, as it was."), SV_ARG(d->n->unit_name)) : f[i].hint;
		} else if (strcmp(names[i], "level") == 0) {
			choose_value(&f[i]);
		} else if (strcmp(names[i], "text") == 0) {
			f[i].label = visit_say(v, N_("What was seen or said"));
		}
	}
	send_page(d, here(d, "correct"), 0, "event-correct", status);
}

/* What stands in the form as it stood in the note is no correction. */
static enum rc act_correct(struct deed *d)
{
	const char *names[ROOM], *other[ROOM];
	struct visit *v = &d->g.v;
	struct act_answer answer;
	size_t n = correctable(d->n, names), k = 0;
	for (size_t i = 0; i < n; i++)
		if (!sv_eq(sv_trim(sv_or_empty(fields_get(&v->rq->form, names[i]))), as_it_stands(v->cx.a, d->n, names[i])))
			other[k++] = names[i];
	struct js *f = sent(d, other, k);
	js_set_int(v->cx.a, f, "note", d->n->id);
	TRY(visit_act(v, "note.correct", 0, f, &answer));
	done(d, note_home(&d->g, d->n), answer.subject);
	return RC_OK;
}

void page_correct(void *web, struct http_request *rq, struct http_reply *rp)
{
	get(web, rq, rp, load, show_correct);
}

void do_correct(void *web, struct http_request *rq, struct http_reply *rp)
{
	post(web, rq, rp, load, act_correct, show_correct);
}

/* ---- promise: to a question, or without one ------------------------------------------------------------------------------------ */

static const char *const promise_names[] = { "text", "due", "speaker", "slot", "unit" };
enum { OF_QUESTION = 3 };            /* so many of them where the question says the rest */

static enum rc load_free(struct deed *d)
{
	TRY(notes_gather(&d->g));
	TRY(office_only(d));
	return note_slot_now(&d->g, &d->slot);
}

static enum rc load_question(struct deed *d)
{
	TRY(load(d));
	return sv_is(d->n->kind, "question") ? RC_OK : fail(&d->g.v.cx, RC_NOT_FOUND, "note.none", N_("There is no such note."));
}

static void show_promise(struct deed *d, int status)
{
	struct visit *v = &d->g.v;
	struct ui_field *f = begin(d, N_("Write down a promise"), "note.commit", promise_names, d->n ? OF_QUESTION : COUNT(promise_names));
	int64_t slot = 0;
	f[1].hint = visit_say(v, N_("With its day it becomes a matter of the unit."));
	f[2].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	if (d->n) {
		about(d, d->n);
		if (!fields_get(&v->rq->form, "speaker").p)
			f[2].value = d->n->respondent;
	} else {
		struct ui_field text = f[0], due = f[1], speaker = f[2], unit = f[4];
		if (!sv_int(sv_or_empty(fields_get(&v->rq->form, "slot")), &slot))
			slot = fields_get(&v->rq->form, "slot").p ? 0 : d->slot;
		f[0] = slot_field(&d->g, slot);
		f[1] = unit;
		f[1].hint = visit_say(v, N_("Empty: the slot's unit. Else its name, number or code."));
		f[2] = text, f[3] = due, f[4] = speaker;
		d->page.up = notes_url(&d->g, "questions");
	}
	send_page(d, d->n ? url_seg(v->cx.a, asked_url(&d->g, d->n->id), SV("promise")) : notes_url(&d->g, "promise"), 0, "event-promise", status);
}

static enum rc act_promise(struct deed *d)
{
	struct visit *v = &d->g.v;
	struct act_answer answer;
	struct js *f = sent(d, promise_names, d->n ? OF_QUESTION : COUNT(promise_names));
	js_set_int(v->cx.a, f, "event", d->g.e.id);
	if (d->n)
		js_set_int(v->cx.a, f, "question", d->n->id);
	if (d->n && d->n->slot)
		js_set_int(v->cx.a, f, "slot", d->n->slot);
	TRY(visit_act(v, "note.commit", 0, f, &answer));
	done(d, notes_url(&d->g, "questions"), answer.subject);
	return RC_OK;
}

void page_promise(void *web, struct http_request *rq, struct http_reply *rp)
{
	get(web, rq, rp, load_free, show_promise);
}

void do_promise(void *web, struct http_request *rq, struct http_reply *rp)
{
	post(web, rq, rp, load_free, act_promise, show_promise);
}

void page_promise_to(void *web, struct http_request *rq, struct http_reply *rp)
{
	get(web, rq, rp, load_question, show_promise);
}

void do_promise_to(void *web, struct http_request *rq, struct http_reply *rp)
{
	post(web, rq, rp, load_question, act_promise, show_promise);
}

/* ---- demand by a result ------------------------------------------------------------------------------------------------------------ */

static const char *const demand_names[] = { "unit", "text", "due", "speaker" };

static enum rc load_demand(struct deed *d)
{
	struct gathered *g = &d->g;
	struct ctx *cx = &g->v.cx;
	TRY(notes_gather(g));
	if (!g->office && !g->leader)
		TRY(office_only(d));
	TRY(vote_get(cx, g->v.db, http_param_int(g->v.rq, "vote"), &d->vote));
	if (d->vote.event != g->e.id)
		return fail(cx, RC_NOT_FOUND, "event.none", N_("There is no such event."));
	return d->vote.released_at && sv_is(d->vote.state, "closed") ? RC_OK :
		fail_at(cx, RC_CONFLICT, "vote", "note.sealed", N_("The results of this vote are not released: a demand goes by a result that was told."));
}

/* The units of that result with their places; none is chosen by itself. */
static enum rc choose_result(struct deed *d, struct ui_field *u)
{
	struct visit *v = &d->g.v;
	struct arena *a = v->cx.a;
	struct vote_row *r;
	size_t n;
	TRY(note_results(v, &d->vote, &r, &n));
	struct ui_choice *c = NEW(a, struct ui_choice, n + 1);
	struct sv chosen = sv_or_empty(visit_form_value(v, "unit"));
	c[0] = (struct ui_choice){ .value = SV(""), .label = SV("—") };
	for (size_t i = 0; i < n; i++) {
		struct sv place = r[i].given ? fmt_ordinal(a, v->cx.lang, r[i].place, r[i].tied) : SV("—");
		c[i + 1] = (struct ui_choice){ .value = id_text(a, r[i].unit), .label = arena_printf(a, "%.*s · %.*s", SV_ARG(r[i].name), SV_ARG(place)) };
		c[i + 1].chosen = sv_eq(c[i + 1].value, chosen);
	}
	u->kind = INPUT_SELECT;
	u->choice = c;
	u->n_choice = n + 1;
	u->hint = SV("");
	return RC_OK;
}

static void show_demand(struct deed *d, int status)
{
	struct visit *v = &d->g.v;
	struct ui_field *f = begin(d, N_("Set a demand by the result"), "note.demand", demand_names, COUNT(demand_names));
	enum rc rc = choose_result(d, &f[0]);
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	f[2].hint = visit_say(v, N_("With its day it becomes a matter of the unit."));
	f[3].hint = visit_say(v, N_("The post, not the name. Empty: your own post."));
	d->page.lead = d->vote.name;
	d->page.up = notes_url(&d->g, "notes");
	send_page(d, url_seg_int(v->cx.a, notes_url(&d->g, "demand"), d->vote.id), 0, "event-demand", status);
}

static enum rc act_demand(struct deed *d)
{
	struct act_answer answer;
	struct js *f = sent(d, demand_names, COUNT(demand_names));
	js_set_int(d->g.v.cx.a, f, "vote", d->vote.id);
	TRY(visit_act(&d->g.v, "note.demand", 0, f, &answer));
	done(d, notes_url(&d->g, "notes"), answer.subject);
	return RC_OK;
}

void page_demand(void *web, struct http_request *rq, struct http_reply *rp)
{
	get(web, rq, rp, load_demand, show_demand);
}

void do_demand(void *web, struct http_request *rq, struct http_reply *rp)
{
	post(web, rq, rp, load_demand, act_demand, show_demand);
}
