/* What the pages of this folder have in common. */
#include "app/desk/pages.h"

#include "app/unit/unit.h"

void desk_frame(struct visit *v, struct sv title, const char *code)
{
	struct civil c = civil_of_day(v->today);
	int days = month_days(c.year, c.month);
	struct dec pace;
	if (!dec_muldiv(DEC(100), DEC(c.day), DEC(days), &pace))
		pace = DEC(0);
	struct sv month = fmt_month(v->cx.a, v->cx.lang, c.year, c.month);
	visit_frame(v, title, code);
	v->frame.side_note = arena_tr(v->cx.a, v->cx.lang, N_("%.*s: day %d of %d, pace %.*s%%"), SV_ARG(month), c.day, days,
				      SV_ARG(dec_fixed(v->cx.a, pace, 2)));
}

struct url matter_url(struct arena *a, int64_t no)
{
	return url_seg(a, URL("/m"), matter_no_text(a, no));
}

struct ui_tag light_tag(struct visit *v, const struct light_view *l)
{
	const struct light_look *k = light_look(l->light);
	return (struct ui_tag){ .shape = k->shape, .colour = k->colour, .word = visit_say(v, k->word) };
}

struct ui_tag state_tag(struct visit *v, const struct matter *m, const struct light_view *l)
{
	struct ui_tag t = light_tag(v, l);
	if (m->state == MATTER_DRAFT || m->state == MATTER_RETURNED || m->state == MATTER_STANDING)
		t = (struct ui_tag){ .shape = m->state == MATTER_RETURNED ? "triangle" : "circle_open",
				     .colour = m->state == MATTER_RETURNED ? "amber" : "grey", .word = visit_say(v, matter_state_word(m->state)) };
	else if (m->state == MATTER_SENT_BACK && l->light != LIGHT_OVERDUE)
		t = (struct ui_tag){ .shape = "triangle", .colour = "amber", .word = visit_say(v, matter_state_word(m->state)) };
	return t;
}

bool percent_is(struct dec d)
{
	return d.u != PERCENT_NONE.u;
}

struct sv percent_text(struct arena *a, struct dec percent)
{
	return percent_is(percent) ? dec_fixed(a, percent, 2) : SV("");
}

struct sv when_due(struct visit *v, const struct matter *m, const struct light_view *l)
{
	struct arena *a = v->cx.a;
	if (l->light == LIGHT_OVERDUE)
		return arena_trn(a, v->cx.lang, l->days_overdue, "%d day overdue", "%d days overdue", (int)l->days_overdue);
	bool over = m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN;
	if (!day_is(m->due))
		return m->due_text.n ? m->due_text : m->due_kind != DUE_NONE ? visit_say(v, due_kind_word(m->due_kind)) : SV("");
	int left = m->due.n - v->today.n;
	if (!over && left >= 0 && left <= 14)
		return fmt_due(a, v->cx.lang, m->due, v->today);
	return fmt_day_short(a, v->cx.lang, m->due, v->today);
}

static const char *const words[][2] = {
	{ "promised", N_("promised a day") }, { "working", N_("at work") }, { "no_answer", N_("no answer") },
	{ "wrong_number", N_("wrong number") }, { "blocked", N_("cannot go on") },
	{ "phone", N_("by phone") }, { "message", N_("by message") }, { "meeting", N_("at a meeting") },
	{ "letter", N_("by letter") }, { "visit", N_("on a visit") },
	{ "day", N_("days") }, { "workday", N_("working days") }, { "week", N_("weeks") }, { "month", N_("months") },
	{ "year", N_("years") }, { "hour", N_("hours") }, { "quarter", N_("quarter") }, { "half", N_("half-year") },
};

struct sv word_text(const struct visit *v, struct sv word)
{
	enum matter_kind k;
	enum matter_state s;
	enum assignment_role r;
	enum due_kind d;
	for (size_t i = 0; i < COUNT(words); i++)
		if (sv_is(word, words[i][0]))
			return visit_say(v, words[i][1]);
	if (matter_kind_parse(word, &k))
		return visit_say(v, matter_kind_word(k));
	if (assignment_role_parse(word, &r))
		return visit_say(v, assignment_role_word(r));
	if (due_kind_parse(word, &d))
		return visit_say(v, due_kind_word(d));
	if (matter_state_parse(word, &s))
		return visit_say(v, matter_state_word(s));
	return word;
}

enum rc named_unit(struct visit *v, const char *field, struct sv name, int64_t *ret)
{
	struct ctx probe = v->cx;
	ctx_forget(&probe);
	enum rc rc = door_subject(&probe, v->db, &unit_noun, name, ret);
	if (rc == RC_OK)
		return rc;
	return fail_at(&v->cx, RC_INVALID, field, "desk.unit", "%.*s",
		       SV_ARG(probe.faults ? probe.faults->text : visit_say(v, N_("There is no such unit."))));
}

static struct sv *form_slot(struct visit *v, const char *name)
{
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (sv_is(v->rq->form.v[i].name, name))
			return &v->rq->form.v[i].value;
	return NULL;
}

enum rc act_of_many(struct visit *v, const char *act, const struct matter *m, const struct js *fields, struct act_answer *ret)
{
	struct sv *key = form_slot(v, "key"), *basis = form_slot(v, "basis");
	struct sv had_key = key ? *key : SV_NONE, had_basis = basis ? *basis : SV_NONE;
	if (key)
		*key = arena_printf(v->cx.a, "%.*s-%s-%lld", SV_ARG(had_key), act, (long long)m->no);
	if (basis)
		*basis = SV("");
	enum rc rc = visit_act(v, act, m->id, fields, ret);
	if (key)
		*key = had_key;
	if (basis)
		*basis = had_basis;
	return rc;
}

void faults_at(struct visit *v, struct sv suffix)
{
	for (struct fault *f = v->cx.faults; f; f = f->next)
		if (f->field && f->field[0])
			f->field = arena_printf(v->cx.a, "%s-%.*s", f->field, SV_ARG(suffix)).p;
}

bool only_for(struct visit *v, unsigned roles)
{
	if (v->roles & roles)
		return true;
	visit_fail(v, fail(&v->cx, RC_DENIED, "desk.role",
			   N_("This page is for the supervision office and those who verify. Your own matters stand on your desk.")));
	return false;
}
