/* The phone card 手机卡片: one matter, opened by a link, three big buttons, no sign-in, no script needed. */
#include "app/link/pages.h"

#include "app/link/pages.tmpl.h"
#include "app/unit/unit.h"

enum verb { ACK, FINISH, PROGRESS, EXTEND, RETURN, VERBS };

/* Which fields a form may send to its act; the unit is the link's own. */
static const struct {
	const char *name, *act;
	const char *title, *button;
	bool photo;
} verbs[VERBS] = {
	[ACK] = { "ack", "matter.ack", N_("Sign for it"), N_("Sign for it"), false },
	[FINISH] = { "finish", "matter.claim_finish", N_("It is done"), N_("Report it finished"), true },
	[PROGRESS] = { "progress", "matter.progress", N_("How it stands"), N_("Report how it stands"), true },
	[EXTEND] = { "extend", "matter.extend_ask", N_("Ask for more time"), N_("Ask for more time"), false },
	[RETURN] = { "return", "matter.return", N_("Hand it back"), N_("Hand it back"), false },
};

struct card {
	struct opened o;
	struct matter m;
	struct light_view light;
	const struct duty *duty;
	struct extension asked;          /* id 0: none waits for an answer */
	struct sv last;                  /* the unit's last words */
	struct dec percent;
	bool files_lost;                 /* some were chosen, and the form was refused */
};

/* ---- reading --------------------------------------------------------------------------------------------------- */

static struct sv words(struct card *c, const char *msgid)
{
	return visit_say(&c->o.v, msgid);
}

static enum rc moved(struct card *c)
{
	ctx_forget(&c->o.v.cx);
	return fail(&c->o.v.cx, RC_DENIED, "link.moved", N_("This matter is no longer with your unit, so there is nothing for you to do."));
}

/* The duty that the link's post speaks for, its own unit's first. */
static enum rc find_duty(struct card *c, const struct duty *d, size_t n)
{
	struct visit *v = &c->o.v;
	for (size_t i = 0; i < n; i++) {
		bool holds = false;
		if (d[i].state == ASSIGNMENT_RELEASED || (d[i].role != AS_LEAD && d[i].role != AS_ASSIST))
			continue;
		TRY(person_holds(&v->cx, v->db, c->o.l.post, ROLE_UNIT, d[i].unit, &holds));
		if (holds && (!c->duty || d[i].unit == v->post.unit))
			c->duty = &d[i];
	}
	return c->duty ? RC_OK : moved(c);
}

static enum rc load(struct card *c)
{
	struct visit *v = &c->o.v;
	struct scope scope;
	struct duty *d;
	struct extension *e;
	struct record *r;
	size_t n;
	TRY(matter_get(&v->cx, v->db, c->o.l.subject, &c->m));
	if (visit_scope(v, "matter.list", &scope) != RC_OK || matter_visible(&v->cx, v->db, &c->m, &scope) != RC_OK)
		return moved(c);
	TRY(matter_duties(&v->cx, v->db, c->m.id, &d, &n));
	TRY(find_duty(c, d, n));
	TRY(matter_extensions(&v->cx, v->db, c->m.id, &e, &n));
	for (size_t i = 0; i < n; i++)
		if (sv_is(e[i].state, "asked"))
			c->asked = e[i];
	TRY(matter_records(&v->cx, v->db, c->m.id, 100, &r, &n));
	c->percent = PERCENT_NONE;
	for (size_t i = n; i-- > 0;) { /* newest first: the last one that is written down wins */
		bool ours = r[i].unit == c->duty->unit && (sv_is(r[i].kind, "progress") || sv_is(r[i].kind, "claim_finish"));
		c->last = ours ? r[i].text : c->last;
		c->percent = ours && r[i].percent.u != PERCENT_NONE.u ? r[i].percent : c->percent;
	}
	if (c->percent.u == PERCENT_NONE.u && c->duty->role == AS_LEAD)
		c->percent = c->m.percent;
	c->light = matter_light_of(&c->m, v->today);
	return RC_OK;
}

/* ---- what may be done now --------------------------------------------------------------------------------------- */

/* "" when it may be done; SV_NONE when it is not even to be shown; else why not. */
static struct sv why_not(struct card *c, enum verb verb)
{
	static const enum matter_verb machine[VERBS] = { VERB_ACK, VERB_CLAIM_FINISH, VERB_PROGRESS, VERB_PROGRESS, VERB_RETURN };
	struct ctx probe = c->o.v.cx;
	ctx_forget(&probe);
	enum assignment_state s = c->duty->state;
	bool fresh = s == ASSIGNMENT_ASSIGNED, on = s == ASSIGNMENT_ACKED || s == ASSIGNMENT_WORKING;
	if (verb == ACK || verb == RETURN) {
		bool shown = verb == ACK ? fresh : (fresh || s == ASSIGNMENT_ACKED) && !c->duty->no_return;
		return shown && matter_allows(c->m.state, machine[verb]) ? SV("") : SV_NONE;
	}
	if (!on)
		return SV_NONE;
	if (matter_allow(&probe, c->m.state, machine[verb]) != RC_OK)
		return verb == FINISH && matter_allows(c->m.state, VERB_PROGRESS) ? probe.faults->text : SV_NONE;
	if (verb != EXTEND)
		return SV("");
	if (!day_is(c->m.due) || c->m.state == MATTER_STANDING)
		return SV_NONE;
	if (c->asked.id)
		return words(c, N_("asked for already"));
	return c->m.due.n < c->o.v.today.n ? words(c, N_("the deadline has passed; say how it stands")) : SV("");
}

static bool can(struct card *c, enum verb verb)
{
	struct sv s = why_not(c, verb);
	return s.p && s.n == 0;
}

static bool anything(struct card *c)
{
	return can(c, ACK) || can(c, FINISH) || can(c, PROGRESS);
}

/* ---- after it was done ---------------------------------------------------------------------------------------------- */

static struct sv by_when(struct card *c)
{
	return day_is(c->m.due) ? fmt_day_long(c->o.v.cx.a, c->o.v.cx.lang, c->m.due) : c->m.due_text;
}

/* What happens next, and by when. */
static struct sv next_of(struct card *c, struct sv act)
{
	struct arena *a = c->o.v.cx.a;
	enum lang l = c->o.v.cx.lang;
	struct sv due = by_when(c), office = c->m.owner_name;
	struct sv checker = c->m.verifier_name.n ? c->m.verifier_name : office;
	if (sv_is(act, "matter.ack"))
		return due.n ? arena_tr(a, l, N_("It runs from now. Report it finished by %.*s; this link stays open."), SV_ARG(due)) :
			       words(c, N_("It runs from now. Report as soon as there is something new; this link stays open."));
	if (sv_is(act, "matter.progress"))
		return due.n ? arena_tr(a, l, N_("%.*s sees it now. Next: report it finished by %.*s."), SV_ARG(office), SV_ARG(due)) :
			       arena_tr(a, l, N_("%.*s sees it now. Next: report what changes."), SV_ARG(office));
	if (sv_is(act, "matter.claim_finish"))
		return arena_tr(a, l, N_("Next, %.*s verifies it. Your clock stands still since today; the result shows here."), SV_ARG(checker));
	if (sv_is(act, "matter.extend_ask"))
		return arena_tr(a, l, N_("%.*s decides. Until it has answered, %.*s holds; the answer shows here."), SV_ARG(office), SV_ARG(due));
	if (sv_is(act, "matter.return"))
		return arena_tr(a, l, N_("%.*s decides: it finds another unit, or gives it back to you. Until then %.*s holds."), SV_ARG(office),
				SV_ARG(due.n ? due : words(c, N_("the deadline"))));
	return SV("");
}

static struct sv done_word(struct card *c, struct sv act)
{
	static const char *const done[VERBS] = {
		[ACK] = N_("You have signed for it."), [FINISH] = N_("Your report that it is finished has arrived."),
		[PROGRESS] = N_("Your report has arrived."), [EXTEND] = N_("Your request for more time has arrived."),
		[RETURN] = N_("It is handed back."),
	};
	for (int i = 0; i < VERBS; i++)
		if (sv_is(act, verbs[i].act))
			return words(c, done[i]);
	return SV_NONE;
}

/* ?done=SEQ: only what this very post did to this very matter is confirmed. */
static enum rc fill_done(struct card *c, struct card_page *p)
{
	struct visit *v = &c->o.v;
	struct moment *t;
	size_t n;
	int64_t seq;
	if (!sv_int(fields_get(&v->rq->query, "done"), &seq))
		return RC_OK;
	TRY(matter_timeline(&v->cx, v->db, &c->m, 50, &t, &n));
	for (size_t i = 0; i < n; i++) {
		struct sv what = t[i].seq == seq && t[i].post == c->o.l.post ? done_word(c, sv_of(t[i].act)) : SV_NONE;
		if (!what.p)
			continue;
		struct sv no = matter_no_text(v->cx.a, c->m.no), next = next_of(c, sv_of(t[i].act));
		bool lost = fields_get(&v->rq->query, "files").n > 0;
		p->done = (struct ui_notice){
			.kind = lost ? NOTICE_WARN : NOTICE_DONE,
			.title = arena_tr(v->cx.a, v->cx.lang, N_("%.*s Reference %.*s-%lld."), SV_ARG(what), SV_ARG(no), (long long)seq),
			.text = lost ? words(c, N_("But the photos or files could not be attached: send them once more with a report.")) : next,
		};
	}
	return RC_OK;
}

/* ---- the card ------------------------------------------------------------------------------------------------------ */

/* What the reader must know before anything else. */
static void fill_note(struct card *c, struct card_page *p)
{
	struct arena *a = c->o.v.cx.a;
	enum lang l = c->o.v.cx.lang;
	struct sv checker = c->m.verifier_name.n ? c->m.verifier_name : c->m.owner_name;
	if (c->m.state == MATTER_SENT_BACK && c->m.reason.n)
		p->note = (struct ui_notice){ .kind = NOTICE_WARN, .title = words(c, N_("It was sent back to you")), .text = c->m.reason };
	else if (c->m.state == MATTER_CLOSED)
		p->note = (struct ui_notice){ .kind = NOTICE_DONE, .title = words(c, N_("This matter is struck off")),
					      .text = words(c, N_("There is nothing left to do. Thank you.")) };
	else if (c->m.state == MATTER_WITHDRAWN)
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, N_("This matter was withdrawn")), .text = c->m.reason };
	else if (c->m.state == MATTER_SUSPENDED)
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, N_("This matter is suspended; its clock stands still")), .text = c->m.reason };
	else if (c->duty->state == ASSIGNMENT_RETURNED)
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, N_("You have handed it back")), .text = c->duty->reason };
	else if (c->duty->state == ASSIGNMENT_DONE)
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, N_("You have reported it finished")),
					      .text = arena_tr(a, l, N_("%.*s verifies it; you need not do anything now."), SV_ARG(checker)) };
	else if (c->asked.id)
		p->note = (struct ui_notice){ .kind = NOTICE_INFO, .title = words(c, N_("More time was asked for")),
					      .text = arena_tr(a, l, N_("To %.*s; not answered yet."), SV_ARG(fmt_day_long(a, l, c->asked.new_due))) };
}

static struct sv issuer(struct card *c)
{
	struct visit *v = &c->o.v;
	struct moment *t;
	size_t n;
	if (matter_timeline(&v->cx, v->db, &c->m, 200, &t, &n) == RC_OK)
		for (size_t i = 0; i < n; i++)
			if (strcmp(t[i].act, "matter.issue") == 0)
				return t[i].post_name;
	return c->m.owner_name;
}

static void add_fact(struct ui_fact *f, size_t *n, struct sv label, struct sv value)
{
	if (value.n)
		f[(*n)++] = (struct ui_fact){ .label = label, .value = value };
}

/* What is to be done and by when stands above the buttons; by whom and for whom below them. */
static void fill_facts(struct card *c, struct card_page *p)
{
	struct visit *v = &c->o.v;
	struct arena *a = v->cx.a;
	struct ui_fact *f = NEW(a, struct ui_fact, 4), *more = NEW(a, struct ui_fact, 4);
	size_t n = 0, n_more = 0;
	struct sv phone = v->frame.phone;
	add_fact(f, &n, words(c, N_("Deadline")), by_when(c));
	add_fact(f, &n, words(c, N_("Required")), c->m.goal);
	add_fact(f, &n, words(c, N_("Last report")), c->last);
	if (c->percent.u != PERCENT_NONE.u)
		add_fact(f, &n, words(c, N_("Done so far")), arena_printf(a, "%.*s%%", SV_ARG(dec_fixed(a, c->percent, 2))));
	add_fact(more, &n_more, words(c, N_("Number")), matter_no_text(a, c->m.no));
	add_fact(more, &n_more, words(c, N_("Assigned by")), issuer(c));
	add_fact(more, &n_more, words(c, N_("Your unit")), visit_unit_name(v, c->duty->unit));
	if (phone.n)
		more[n_more++] = (struct ui_fact){ .label = words(c, N_("Office phone")), .value = phone,
						   .url = url_of(arena_printf(a, "tel:%.*s", SV_ARG(phone))) };
	p->card.fact = f;
	p->card.n_fact = n;
	p->more = (struct ui_facts){ .fact = more, .n = n_more };
}

static struct ui_button button_of(struct card *c, enum verb verb, enum button_kind kind, const char *label)
{
	struct arena *a = c->o.v.cx.a;
	struct ui_button b = { .kind = kind, .label = words(c, label), .why_not = why_not(c, verb) };
	if (b.why_not.n == 0) {
		b.why_not = SV("");
		b.url = url_arg(a, link_url(&c->o, ""), "do", sv_of(verbs[verb].name));
	}
	return b;
}

static void fill_buttons(struct card *c, struct card_page *p)
{
	struct ui_button *b = NEW(c->o.v.cx.a, struct ui_button, 3);
	size_t n = 0;
	/* To sign for it is one tap: the card's form is that act. */
	p->card.form = visit_form(&c->o.v, link_url(&c->o, "/ack"), 0);
	if (can(c, ACK))
		b[n++] = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = words(c, verbs[ACK].button) };
	if (why_not(c, FINISH).p)
		b[n++] = button_of(c, FINISH, BUTTON_DEFAULT, N_("It is done"));
	if (why_not(c, PROGRESS).p)
		b[n++] = button_of(c, PROGRESS, BUTTON_PLAIN, N_("Working on it"));
	if (why_not(c, EXTEND).p)
		b[n++] = button_of(c, EXTEND, BUTTON_PLAIN, N_("Need more time"));
	p->card.button = b;
	p->card.n_button = n;
	if (can(c, RETURN))
		p->small = button_of(c, RETURN, BUTTON_QUIET, N_("It is not ours: hand it back"));
}

static struct ui_tag tag_of(struct card *c)
{
	const struct light_look *k = light_look(c->light.light);
	return (struct ui_tag){ .shape = k->shape, .colour = k->colour, .word = words(c, k->word) };
}

static void fill_card(struct card *c, struct card_page *p)
{
	struct visit *v = &c->o.v;
	p->card.title = c->m.title;
	p->card.tag = tag_of(c);
	fill_facts(c, p);
	fill_buttons(c, p);
	if (!anything(c))
		return;
	p->card.lead = day_is(c->m.due) ? arena_tr(v->cx.a, v->cx.lang, N_("You have 1 thing to do: %.*s"),
						   SV_ARG(fmt_due(v->cx.a, v->cx.lang, c->m.due, v->today))) :
					  words(c, N_("You have 1 thing to do"));
	p->card.why = can(c, ACK) ? words(c, N_("Why sign: so that the office knows that it has reached you. It is no promise about the date.")) :
				    words(c, N_("Why a photo: it is compared with the place and spares you a visit. Only the picture is kept, not where or with what it was taken."));
}

/* ---- its small forms ----------------------------------------------------------------------------------------------- */

static struct sv given(struct card *c, const char *name, struct sv otherwise)
{
	struct sv s = fields_get(&c->o.v.rq->form, name);
	return s.p ? s : sv_or_empty(otherwise);
}

static struct ui_field *field_add(struct card *c, struct card_form *f, struct ui_field u, struct sv otherwise)
{
	u.value = given(c, u.name, otherwise);
	u.faults = c->o.v.cx.faults;
	f->field[f->n] = u;
	return &f->field[f->n++];
}

static void fill_fields(struct card *c, enum verb verb, struct card_form *f)
{
	struct arena *a = c->o.v.cx.a;
	bool counted = c->percent.u != PERCENT_NONE.u;
	if (verb == FINISH) {
		field_add(c, f, (struct ui_field){ .kind = INPUT_TEXT, .name = "text", .label = words(c, N_("What was done")), .rows = 3, .max = 5000 },
			  words(c, N_("Done as required.")));
		if (counted)
			field_add(c, f, (struct ui_field){ .kind = INPUT_NUMBER, .name = "percent", .label = words(c, N_("Percent done")), .width = 8,
							   .suffix = SV("%"), .optional = true }, SV("100"));
	} else if (verb == PROGRESS) {
		struct ui_field *u = field_add(c, f, (struct ui_field){ .kind = INPUT_TEXT, .name = "text", .label = words(c, N_("How it stands")),
									.rows = 4, .max = 5000 }, c->last);
		if (c->last.n)
			u->hint = words(c, N_("Your last words stand here: change what has changed."));
		field_add(c, f, (struct ui_field){ .kind = INPUT_NUMBER, .name = "percent", .label = words(c, N_("Percent done")), .width = 8,
						   .suffix = SV("%"), .optional = true }, counted ? dec_fixed(a, c->percent, 2) : SV(""));
		field_add(c, f, (struct ui_field){ .kind = INPUT_TEXT, .name = "problem", .label = words(c, N_("Difficulties")), .rows = 2, .max = 4000,
						   .hint = words(c, N_("To name one is not counted against you.")), .optional = true }, SV(""));
	} else if (verb == EXTEND) {
		field_add(c, f, (struct ui_field){ .kind = INPUT_DATE, .name = "due", .label = words(c, N_("New deadline")), .width = 12,
						   .hint = arena_tr(a, c->o.v.cx.lang, N_("Until now: %.*s."), SV_ARG(by_when(c))) }, SV(""));
	}
	if (verb == EXTEND || verb == RETURN)
		field_add(c, f, (struct ui_field){ .kind = INPUT_TEXT, .name = "reason", .label = words(c, N_("Reason")), .rows = 3, .max = 2000 }, SV(""));
}

static const struct card_form *form_of(struct card *c, enum verb verb)
{
	struct arena *a = c->o.v.cx.a;
	struct card_form *f = NEW(a, struct card_form, 1);
	f->title = words(c, verbs[verb].title);
	f->before = arena_printf(a, "%.*s %.*s", SV_ARG(matter_no_text(a, c->m.no)), SV_ARG(c->m.title));
	f->form = visit_form(&c->o.v, link_url(&c->o, arena_printf(a, "/%s", verbs[verb].name).p), 0);
	f->form.upload = f->photo = verbs[verb].photo;
	f->why = words(c, N_("It is compared with the place and spares you a visit."));
	f->button = (struct ui_button){ .kind = BUTTON_DEFAULT, .label = words(c, verbs[verb].button) };
	f->back = link_url(&c->o, "");
	if (c->files_lost)
		f->lost = words(c, N_("Please choose the photos once more: the browser does not keep them."));
	fill_fields(c, verb, f);
	return f;
}

/* ---- answers --------------------------------------------------------------------------------------------------------- */

static void show(struct card *c, int verb, int status)
{
	struct visit *v = &c->o.v;
	struct file_item *files = NULL;
	struct card_page p = { .frame = &v->frame, .faults = v->cx.faults, .switches = link_switches(&c->o) };
	enum rc rc = fill_done(c, &p);
	if (rc == RC_OK)
		rc = file_items(v, &c->m, &files, &p.n_file);
	if (rc != RC_OK) {
		link_dead(&c->o, rc);
		return;
	}
	for (size_t i = 0; i < p.n_file; i++) {
		files[i].picture = false; /* a name is enough here: the card must open over one bar of signal */
		files[i].url = link_url(&c->o, arena_printf(v->cx.a, "/f/%.*s", SV_ARG(sv_from(files[i].url.s, 3))).p);
	}
	p.file = files;
	fill_note(c, &p);
	fill_card(c, &p);
	if (verb > ACK)
		p.form = form_of(c, (enum verb)verb);
	link_frame(&c->o, arena_printf(v->cx.a, "%.*s %.*s", SV_ARG(matter_no_text(v->cx.a, c->m.no)), SV_ARG(c->m.title)));
	card_page(&v->out, &p);
	visit_send(v, status);
}

/* VERBS for anything else. */
static enum verb verb_of(struct sv name)
{
	for (int i = 0; i < VERBS; i++)
		if (sv_is(name, verbs[i].name))
			return (enum verb)i;
	return VERBS;
}

static bool card_open(struct card *c, void *web, struct http_request *rq, struct http_reply *rp)
{
	*c = (struct card){ 0 };
	if (!link_open(&c->o, web, rq, rp, "matter"))
		return false;
	enum rc rc = load(c);
	if (rc != RC_OK)
		link_dead(&c->o, rc);
	return rc == RC_OK;
}

void page_card(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card c;
	if (card_open(&c, web, rq, rp)) {
		enum verb verb = verb_of(fields_get(&rq->query, "do"));
		show(&c, verb != VERBS && can(&c, verb) ? (int)verb : -1, 200);
	}
	visit_close(&c.o.v);
}

static struct js *fields_of(struct card *c)
{
	static const char *const names[] = { "text", "percent", "problem", "due", "reason" };
	struct arena *a = c->o.v.cx.a;
	struct js *f = js_obj(a);
	js_set_int(a, f, "unit", c->duty->unit);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sv s = sv_trim(fields_get(&c->o.v.rq->form, names[i]));
		if (strcmp(names[i], "percent") == 0 && sv_ends(s, SV("%")))
			s = sv_upto(s, s.n - 1);
		if (s.n)
			js_set_sv(a, f, names[i], s);
	}
	return f;
}

/* The key of a form that was sent already: what she typed since is kept, under a new key. */
static void explain_key(struct card *c)
{
	for (struct fault *f = c->o.v.cx.faults; f; f = f->next)
		if (strcmp(f->id, "act.key") == 0)
			f->text = words(c, N_("This form was sent already and has arrived. If something is new, send it once more now."));
}

void do_card(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card c;
	if (card_open(&c, web, rq, rp)) {
		struct visit *v = &c.o.v;
		enum verb verb = verb_of(http_param(rq, "verb"));
		struct file_kept *kept = NULL;
		struct act_answer answer;
		size_t n = 0;
		enum rc rc = verb == VERBS ? fail(&v->cx, RC_NOT_FOUND, "act.none", N_("There is no such act.")) : RC_OK;
		c.files_lost = rq->file_count > 0;
		if (rc == RC_OK && verbs[verb].photo)
			rc = files_take(v, "file", &kept, &n);
		if (rc == RC_OK)
			rc = visit_act(v, verbs[verb].act, c.m.id, fields_of(&c), &answer);
		if (rc == RC_OK) {
			bool kept_all = files_attach(v, c.m.id, answer.seq, SV_NONE, kept, n) == RC_OK;
			struct url done = url_arg_int(rq->a, link_url(&c.o, ""), "done", answer.seq);
			visit_redirect(v, (kept_all ? done : url_arg(rq->a, done, "files", SV("0"))).s);
		} else {
			explain_key(&c);
			show(&c, verb == VERBS ? -1 : (int)verb, rc_http(rc));
		}
	}
	visit_close(&c.o.v);
}

void page_card_file(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct card c;
	if (card_open(&c, web, rq, rp)) {
		struct visit *v = &c.o.v;
		struct file *f;
		size_t n = 0, i = 0;
		enum rc rc = files_of_matter(&v->cx, v->db, c.m.id, &f, &n);
		while (rc == RC_OK && i < n && (f[i].withdrawn_at || !sv_eq(f[i].digest, http_param(rq, "digest"))))
			i++;
		if (rc == RC_OK && i == n)
			rc = fail(&v->cx, RC_NOT_FOUND, "file.none", N_("There is no such file."));
		if (rc == RC_OK)
			file_send(v, &f[i]);
		else
			link_dead(&c.o, rc);
	}
	visit_close(&c.o.v);
}
