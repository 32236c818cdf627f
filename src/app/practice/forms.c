/* The forms of cards and adoptions: each is an act, asked for with what a hand needs to know beside the field. */
#include "app/practice/pages.h"

#include "app/matter/matter.h"
#include "app/practice/pages.tmpl.h"
#include "base/when.h"

struct form {
	const char *noun, *verb, *act, *title, *lead;
};
static const struct form forms[] = {
	{ "practice", "new", "practice.draft", N_("Write a practice card"),
	  N_("One page that another unit can copy from. It stays a draft until the office publishes it. Names and phone numbers of people "
	     "do not belong here.") },
	{ "practice", "revise", "practice.revise", N_("Rewrite the card"),
	  N_("Whoever learns from it sees the new text; the old one stays in the journal.") },
	{ "practice", "publish", "practice.publish", N_("Publish the card"), N_("From now on every unit reads it and can learn from it.") },
	{ "practice", "withdraw", "practice.withdraw", N_("Withdraw the practice"),
	  N_("It stays to be read, with the reason, and nobody begins to learn from it any more. What is under way may be brought to its "
	     "end.") },
	{ "practice", "recognise", "practice.recognise", N_("Record a recognition"),
	  N_("A level counts by the document that a higher level issued: its number and who issued it. No plaques, no titles.") },
	{ "practice", "adopt", "adoption.wish", N_("We want to learn this"),
	  N_("This binds to nothing: the visit, the decision and the pilot are told as they come, and so is that it does not suit.") },
	{ "adoption", "step", "adoption.step", N_("Record the next step"), N_("Steps may be left out; none is gone back.") },
	{ "adoption", "result", "adoption.result", N_("Record the result"),
	  N_("The unit that learnt it says how it went. From \"fair\" on both sides are credited where their rules count it, the source at "
	     "once, the adopter when a "
	     "second person has confirmed it. The comparison of before and after may be left empty; what is given needs both dates and the "
	     "source.") },
	{ "adoption", "unsuitable", "adoption.unsuitable", N_("It does not suit us"),
	  N_("That a method does not fit is worth knowing. It costs the unit nothing, and spares others the attempt.") },
	{ "adoption", "retract", "adoption.retract", N_("Take back the last step"),
	  N_("For a step that was told by mistake or with a wrong day. It stays to be read, struck through, with the reason; then tell it anew.") },
};

static const struct {
	const char *field, *hint;
} hints[] = {
	{ "title", N_("Method and effect in one line, so that others find it.") },
	{ "topic", N_("One word under which others look for it, such as urban renewal.") },
	{ "method", N_("What was done first, second, third; who had to agree; how long it took.") },
	{ "cost", N_("All money that went into it, whoever paid; 0 if it took none.") },
	{ "cost_covers", N_("What it paid for, and what is needed each year afterwards.") },
	{ "fits", N_("What a place must have for it to work.") },
	{ "unfit", N_("Where it failed or would fail. A card without this is not published.") },
	{ "evidence", N_("By which record, inspection or figure one sees that it worked.") },
	{ "owner", N_("Left empty: the supervision office nearest above the source.") },
	{ "born_matter", N_("Its number, such as 0623, if it came from a matter.") },
	{ "document", N_("Such as 商政办发〔2023〕15号.") },
	{ "until", N_("Of a pilot only: five years after it began at the latest.") },
	{ "indicator", N_("What both sides agreed to look at, such as visitors a month.") },
	{ "matter", N_("Its number, if the unit has a matter that this is to bring to its end.") },
	{ "worst", N_("If so, part of the change would have come by itself; the page says so.") },
};

struct form_visit {
	struct visit v;
	const struct form *form;
	const struct act_def *def;
	int64_t id;                  /* of the practice or adoption in the address; 0 for a new card */
	struct practice p;
	struct adoption d;
};

static enum rc find_form(struct form_visit *w)
{
	struct visit *v = &w->v;
	struct sv noun = sv_of(v->rq->route->data);
	bool new = sv_is(noun, "practice.draft");
	struct sv verb = new ? SV("new") : http_param(v->rq, "verb");
	for (size_t i = 0; i < COUNT(forms); i++)
		if (new ? i == 0 : i > 0 && sv_is(noun, forms[i].noun) && sv_is(verb, forms[i].verb))
			w->form = &forms[i];
	if (!w->form)
		return fail(&v->cx, RC_NOT_FOUND, "act.none", N_("There is no such act."));
	w->def = registry_act(store_nouns(web_store(v->web)), sv_of(w->form->act), NULL);
	if (new)
		return v->roles & (ROLE_UNIT | ROLE_OFFICE) ? RC_OK :
			fail(&v->cx, RC_DENIED, "practice.unit", N_("A unit writes its own card, or the office for it."));
	w->id = http_param_int(v->rq, "id");
	if (sv_is(noun, "adoption"))
		TRY(adoption_visible(v, w->id, &w->d));
	TRY(practice_visible(v, w->d.practice ? w->d.practice : w->id, &w->p));
	return w->def->creates || visit_may(v, w->form->act, w->id) ? RC_OK :
		fail(&v->cx, RC_DENIED, "practice.may", N_("This is for the unit itself, or for the office above it."));
}

static struct sv ref(struct arena *a, int64_t id)
{
	return id ? arena_printf(a, "#%lld", (long long)id) : SV("");
}

/* As the card says it now. */
static struct sv on_card(const struct form_visit *w, const char *name)
{
	const struct practice *p = &w->p;
	const struct {
		const char *name;
		struct sv text;
	} known[] = {
		{ "title", p->title },
		{ "topic", p->topic },
		{ "problem", p->problem },
		{ "method", p->method },
		{ "cost", dec_text(w->v.cx.a, p->cost) },
		{ "cost_covers", p->cost_covers },
		{ "fits", p->fits },
		{ "unfit", p->unfit },
		{ "evidence", p->evidence },
		{ "born_kind", p->born_kind },
		{ "born_text", p->born_text },
		{ "contact", ref(w->v.cx.a, p->contact) },
		{ "born_matter", p->born_no ? matter_no_text(w->v.cx.a, p->born_no) : SV("") },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].text;
	return SV("");
}

static struct sv usual(const struct form_visit *w, const char *name)
{
	const struct visit *v = &w->v;
	bool unit = (v->roles & ROLE_UNIT) != 0;
	if (strcmp(name, "day") == 0 && strcmp(w->form->act, "practice.recognise") != 0)
		return day_text(v->cx.a, v->today);
	if (unit && (strcmp(name, "unit") == 0 || strcmp(name, "source") == 0))
		return visit_unit_name((struct visit *)(uintptr_t)v, v->post.unit);
	if (unit && !w->id && strcmp(name, "contact") == 0)
		return ref(v->cx.a, v->session.post);
	if (strcmp(name, "born_kind") == 0 && !w->id)
		return SV("matter");
	return strcmp(w->form->act, "practice.revise") == 0 ? on_card(w, name) : SV("");
}

/* The stages that are still to come. */
static void drop_past(struct form_visit *w, struct ui_field *u)
{
	struct ui_choice *c = NEW(w->v.cx.a, struct ui_choice, u->n_choice + 1);
	size_t n = 0;
	for (size_t i = 1; i < u->n_choice; i++)
		if (adoption_rank(u->choice[i].value) > adoption_rank(w->d.stage)) {
			c[n] = u->choice[i];
			c[n].chosen = u->value.n ? u->choice[i].chosen : n == 0;
			n++;
		}
	u->choice = c;
	u->n_choice = n;
}

/* The posts of the source unit to choose from; elsewhere a post is called by its number or the name it signs in as. */
static enum rc posts(struct form_visit *w, struct ui_field *u)
{
	struct visit *v = &w->v;
	struct post *post;
	size_t n;
	TRY(posts_of_unit(&v->cx, v->db, w->id ? w->p.source : v->post.unit, &post, &n));
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n + 2);
	size_t k = 0;
	bool chosen = false;
	for (size_t i = 0; i < n; i++) {
		struct sv value = ref(v->cx.a, post[i].id);
		if (post[i].disabled && !sv_eq(value, u->value))
			continue;
		chosen |= sv_eq(value, u->value);
		c[k++] = (struct ui_choice){ .value = value, .label = visit_post_name(v, post[i].id), .chosen = sv_eq(value, u->value) };
	}
	if (w->id && !chosen)
		c[k++] = (struct ui_choice){ .value = u->value, .label = visit_post_name(v, w->p.contact), .chosen = true };
	u->kind = INPUT_SELECT;
	u->hint = SV("");
	u->choice = c;
	u->n_choice = k;
	return RC_OK;
}

static enum rc form_field(struct form_visit *w, const struct field *f, struct ui_field *u)
{
	struct visit *v = &w->v;
	struct sv sent = visit_form_value(v, f->name), value = sent.p ? sent : usual(w, f->name);
	*u = visit_field(v, f);
	if (f->type == FIELD_ENUM)
		*u = practice_select(v, w->form->noun, f->name, u->label, f->of, value);
	u->value = f->type == FIELD_BOOL && !sv_is(value, "1") ? SV("") : value;
	u->optional = !f->required && f->type != FIELD_BOOL;
	u->width = f->type == FIELD_DEC || f->type == FIELD_DAY || strcmp(f->name, "uom") == 0 ? 12 : 0;
	for (size_t i = 0; i < COUNT(hints); i++)
		if (strcmp(hints[i].field, f->name) == 0)
			u->hint = visit_say(v, hints[i].hint);
	if (strcmp(f->name, "stage") == 0)
		drop_past(w, u);
	bool own = w->id || !(v->roles & ROLE_OFFICE);
	return strcmp(f->name, "contact") == 0 && own ? posts(w, u) : RC_OK;
}

static struct url home(struct form_visit *w)
{
	return !w->id				      ? URL("/practices") :
	       strcmp(w->form->noun, "adoption") == 0 ? adoption_url(w->v.cx.a, w->id) :
							practice_url(w->v.cx.a, w->id);
}

static enum rc show(struct form_visit *w, int status)
{
	struct visit *v = &w->v;
	struct ui_field *u = NEW(v->cx.a, struct ui_field, w->def->n_fields + 1);
	struct practice_form_page p = { .frame = &v->frame,
					.title = visit_say(v, w->form->title),
					.lead = visit_say(v, w->form->lead),
					.up = home(w),
					.up_label = w->id ? w->p.title : visit_say(v, N_("Practices")),
					.faults = v->cx.faults,
					.field = u,
					.form = visit_form(v, url_of(v->rq->path), strcmp(w->form->verb, "adopt") == 0 ? 0 : w->id) };
	for (size_t i = 0; i < w->def->n_fields; i++)
		if (strcmp(w->def->fields[i].name, "practice") != 0)
			TRY(form_field(w, &w->def->fields[i], &u[p.n++]));
	p.button = (struct ui_button){ .kind = strcmp(w->form->verb, "withdraw") == 0 ? BUTTON_WARN : BUTTON_DEFAULT, .label = p.title };
	visit_frame(v, p.title, "practice-form");
	practice_form_page(&v->out, &p);
	visit_send(v, status);
	return RC_OK;
}

void page_practice_form(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct form_visit *w = NEW(rq->a, struct form_visit, 1);
	if (visit_open(&w->v, web, rq, rp)) {
		enum rc rc = find_form(w);
		if (rc == RC_OK)
			rc = show(w, 200);
		if (rc != RC_OK)
			visit_fail(&w->v, rc);
	}
	visit_close(&w->v);
}

static struct js *sent_fields(struct form_visit *w)
{
	struct js *f = visit_fields(&w->v);
	if (strcmp(w->form->verb, "adopt") == 0)
		js_set_int(w->v.cx.a, f, "practice", w->id);
	return f;
}

void do_practice_form(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct form_visit *w = NEW(rq->a, struct form_visit, 1);
	struct visit *v = &w->v;
	if (visit_open_post(v, web, rq, rp)) {
		struct act_answer answer;
		enum rc rc = find_form(w);
		if (rc != RC_OK) {
			visit_fail(v, rc);
			visit_close(v);
			return;
		}
		rc = visit_act(v, w->form->act, w->def->creates ? 0 : w->id, sent_fields(w), &answer);
		if (rc == RC_OK && strcmp(w->form->act, "adoption.wish") == 0)
			visit_redirect(v, adoption_url(rq->a, answer.subject).s);
		else if (rc == RC_OK)
			visit_redirect(v, (w->def->creates ? practice_url(rq->a, answer.subject) : home(w)).s);
		else if ((rc = show(w, rc_http(rc))) != RC_OK)
			visit_fail(v, rc);
	}
	visit_close(v);
}
