#include "app/hall/slots.h"

#include "base/utf8.h"

enum rc hall_sheet_open(struct hall_sheet *j, struct visit *v, const struct vote *e, const struct vote_code *code, struct ballot_form *form,
		   const struct vote_slot *slot, size_t n)
{
	*j = (struct hall_sheet){ .v = v, .form = form, .slot = slot, .n = n, .seat = code->seat };
	TRY(vote_recusals(&v->cx, v->db, e->id, &j->recusal, &j->n_recusal));
	return vote_shut(&v->cx, v->db, e, code, slot, n, &form->shut);
}

/* Does a unit stand on the sheet with several sites? */
static bool several(const struct hall_sheet *j)
{
	for (size_t i = 1; i < j->n; i++)
		for (size_t k = 0; k < i; k++)
			if (j->slot[i].unit == j->slot[k].unit)
				return true;
	return false;
}

struct sv hall_sheet_title(const struct hall_sheet *j, size_t i)
{
	struct arena *a = j->v->cx.a;
	return j->slot[i].title.n && several(j) ? arena_printf(a, "%zu. %.*s · %.*s", i + 1, SV_ARG(j->slot[i].name), SV_ARG(j->slot[i].title)) :
						  arena_printf(a, "%zu. %.*s", i + 1, SV_ARG(j->slot[i].name));
}

struct sv hall_sheet_open_ones(struct hall_sheet *j, const struct ballot_vote *v, struct sv *ret_which, size_t *ret_n)
{
	struct arena *a = j->v->cx.a;
	struct sv names = SV("");
	*ret_which = SV("");
	*ret_n = 0;
	for (size_t i = 0; i < j->n; i++) {
		if (v[i].given || v[i].recused)
			continue;
		names = arena_printf(a, "%.*s%s%.*s", SV_ARG(names), names.n ? j->v->cx.lang == LANG_ZH ? "；" : "; " : "", SV_ARG(hall_sheet_title(j, i)));
		*ret_which = arena_printf(a, "%.*s%s%zu", SV_ARG(*ret_which), ret_which->n ? "," : "", i + 1);
		++*ret_n;
	}
	return names;
}

/* What was typed, where the sheet comes back with its faults; else what was saved. */
static struct sv typed(struct hall_sheet *j, const char *name)
{
	struct sv s = fields_get(&j->v->rq->form, name);
	s = s.p ? s : js_get_sv(j->saved, name);
	return sv_or_empty(s);
}

/* Why a contestant is not on this sheet; empty: it is. */
static struct sv why_shut(struct hall_sheet *j, size_t i)
{
	if (!j->form->shut || !j->form->shut[i])
		return SV("");
	for (size_t k = 0; k < j->n_recusal; k++)
		if (j->recusal[k].seat == j->seat && j->recusal[k].unit == j->slot[i].unit && !j->recusal[k].own)
			return arena_tr(j->v->cx.a, j->v->cx.lang, N_("You are recused: %.*s. It is not on your sheet."), SV_ARG(j->recusal[k].reason));
	return visit_say(j->v, N_("Your own unit: it is not on your sheet."));
}

static void marks_of(struct hall_sheet *j, size_t i, struct hall_slot *ret)
{
	struct arena *a = j->v->cx.a;
	const struct ballot_terms *t = &j->form->terms;
	size_t n = t->n_criteria ? (size_t)t->n_criteria : 1;
	struct hall_mark *m = NEW(a, struct hall_mark, n);
	for (size_t c = 0; c < n; c++) {
		struct dec most = t->n_criteria ? t->criteria[c].most : j->form->most;
		m[c].name = ballot_answer(a, j->form, (int)i + 1, (int)c + 1);
		m[c].label = t->n_criteria ? t->criteria[c].name : visit_say(j->v, N_("Mark"));
		m[c].most = dec_text(a, most);
		m[c].step = dec_text(a, t->step.u ? t->step : (struct dec){ DEC_ONE / 100 });
		m[c].value = typed(j, m[c].name.p);
		m[c].bad = fault_at(j->v->cx.faults, m[c].name.p);
	}
	ret->mark = m;
	ret->n_mark = n;
}

/* On 360 px: four words of two characters, or two longer ones. */
struct sv grades_class(const struct ui_field *f)
{
	enum { SHORT = 2, ABREAST = 4 };
	static const char *const names[] = { "of-1", "of-1", "of-2", "of-3", "of-4" };
	size_t longest = 0, n = f->n_choice;
	for (size_t i = 0; i < n; i++) {
		size_t chars = utf8_count(f->choice[i].label);
		longest = chars > longest ? chars : longest;
	}
	if (longest > SHORT)
		n = n % 2 ? 1 : 2;
	else if (n > ABREAST)
		n = n % 3 == 1 ? 2 : 3;
	return sv_of(names[n]);
}

static struct hall_slot slot_of(struct hall_sheet *j, size_t i)
{
	struct visit *v = j->v;
	struct arena *a = v->cx.a;
	struct hall_slot s = { .no = (int64_t)i + 1, .title = hall_sheet_title(j, i) };
	s.recused = why_shut(j, i);
	if (s.recused.n)
		return s;
	if (j->form->kind == BALLOT_MARKS) {
		marks_of(j, i, &s);
		return s;
	}
	struct ui_field *f = NEW(a, struct ui_field, 1);
	*f = (struct ui_field){ .name = ballot_answer(a, j->form, (int)i + 1, 1).p, .label = s.title, .faults = v->cx.faults };
	struct sv value = typed(j, f->name);
	s.field = f;
	if (j->form->kind == BALLOT_RANKS) {
		f->kind = INPUT_NUMBER;
		f->width = 8;
		f->value = value;
		return s;
	}
	struct ui_choice *c = NEW(a, struct ui_choice, (size_t)j->form->n_grades);
	for (int g = 0; g < j->form->n_grades; g++)
		c[g] = (struct ui_choice){ .value = j->form->grades[g].name, .label = j->form->grades[g].name, .chosen = sv_eq(value, j->form->grades[g].name) };
	f->kind = INPUT_RADIO;
	f->choice = c;
	f->n_choice = (size_t)j->form->n_grades;
	return s;
}

/* All that holds for the sheet, in one line. */
struct sv hall_sheet_rule(struct hall_sheet *j)
{
	struct arena *a = j->v->cx.a;
	enum lang lang = j->v->cx.lang;
	const struct ballot_form *f = j->form;
	const struct ballot_terms *t = &f->terms;
	struct sv s = SV("");
	int n = 0;
	for (size_t i = 0; i < j->n; i++)
		n += !f->shut || !f->shut[i];
	if (f->kind == BALLOT_RANKS)
		return arena_tr(a, lang, N_("Give every one a place from 1 to %d, each place once."), n);
	if (t->first_most > 0)
		s = arena_tr(a, lang, N_("\"%.*s\" to %d at most. "), SV_ARG(f->grades[0].name), t->first_most);
	if (t->last_least > 0)
		s = arena_tr(a, lang, N_("%.*s\"%.*s\" to %d at least. "), SV_ARG(s), SV_ARG(ballot_last_grades(a, f)), t->last_least);
	if (t->above.u > 0)
		s = arena_tr(a, lang, N_("%.*sMore than %.*s for %d at most. "), SV_ARG(s), SV_ARG(dec_text(a, t->above)), t->above_most);
	if (t->below.u > 0)
		s = arena_tr(a, lang, N_("%.*sLess than %.*s for %d at least. "), SV_ARG(s), SV_ARG(dec_text(a, t->below)), t->below_least);
	if (t->step.u > 0)
		s = arena_tr(a, lang, N_("%.*sIn steps of %.*s. "), SV_ARG(s), SV_ARG(dec_text(a, t->step)));
	return arena_tr(a, lang, N_("%.*sWhat you leave open counts as an abstention."), SV_ARG(s));
}

struct hall_slot *hall_sheet_slots(struct hall_sheet *j)
{
	struct hall_slot *slot = NEW(j->v->cx.a, struct hall_slot, j->n + 1);
	for (size_t i = 0; i < j->n; i++)
		slot[i] = slot_of(j, i);
	return slot;
}

bool hall_sheet_idle(const struct hall_sheet *j)
{
	size_t shut = 0;
	for (size_t i = 0; i < j->n && j->form->shut; i++)
		shut += j->form->shut[i];
	return j->n > 0 && shut == j->n;
}

static int parts_of(const struct ballot_form *f)
{
	return f->terms.n_criteria ? f->terms.n_criteria : 1;
}

void hall_sheet_names(struct hall_sheet *j, const struct ui_field **ret, size_t *ret_n)
{
	struct arena *a = j->v->cx.a;
	int parts = parts_of(j->form);
	struct ui_field *f = NEW(a, struct ui_field, j->n * (size_t)parts + 1);
	size_t n = 0;
	for (size_t i = 0; i < j->n; i++)
		for (int c = 0; c < parts; c++) {
			struct sv title = hall_sheet_title(j, i);
			f[n++] = (struct ui_field){ .name = ballot_answer(a, j->form, (int)i + 1, c + 1).p,
						    .label = j->form->terms.n_criteria ? arena_printf(a, "%.*s · %.*s", SV_ARG(title), SV_ARG(j->form->terms.criteria[c].name)) : title };
		}
	*ret = f;
	*ret_n = n;
}

enum rc hall_sheet_types(struct hall_sheet *j)
{
	struct ctx *cx = &j->v->cx;
	const struct js *json = j->v->rq->json;
	enum rc rc = RC_OK;
	if (json && json->kind != JS_OBJ)
		return fail(cx, RC_INVALID, "vote.object", N_("A sheet is sent as one object with its answers by name."));
	for (size_t i = 0; json && i < j->n; i++)
		for (int c = 0; c < parts_of(j->form); c++) {
			const char *name = ballot_answer(cx->a, j->form, (int)i + 1, c + 1).p;
			const struct js *x = js_get(json, name);
			if (x && x->kind != JS_STR)
				rc = fail_at(cx, RC_INVALID, name, "vote.answer", N_("%s: an answer is a text in quotation marks, an empty one for what is left open."), name);
		}
	return rc;
}

struct js *hall_sheet_answers(struct hall_sheet *j)
{
	struct visit *v = j->v;
	struct js *answers = js_obj(v->cx.a);
	for (size_t i = 0; i < j->n; i++)
		for (int c = 0; c < parts_of(j->form); c++) {
			const char *name = ballot_answer(v->cx.a, j->form, (int)i + 1, c + 1).p;
			js_set_sv(v->cx.a, answers, name, v->rq->json ? js_get_sv(v->rq->json, name) : fields_get(&v->rq->form, name));
		}
	return answers;
}

static bool same_vote(const struct ballot_form *f, const struct ballot_vote *a, const struct ballot_vote *b)
{
	bool same = a->given == b->given && a->grade == b->grade && a->place == b->place && dec_cmp(a->mark, b->mark) == 0;
	for (int c = 0; c < f->terms.n_criteria; c++)
		same &= dec_cmp(a->part[c], b->part[c]) == 0;
	return same;
}

enum rc hall_sheet_heard(struct hall_sheet *j, const struct vote *e, struct sv sheet, struct sv before)
{
	struct ctx *cx = &j->v->cx;
	struct ballot_vote *now = NEW(cx->a, struct ballot_vote, j->n + 1), *was = NEW(cx->a, struct ballot_vote, j->n + 1);
	struct vote_heard heard;
	enum rc rc = RC_OK;
	if (!sv_is(e->opens, "slot") || !sv_is(e->state, "open"))
		return RC_OK;
	TRY(vote_heard(cx, j->v->db, e->event, &heard));
	TRY(ballot_votes(cx, j->form, sheet, now));
	if (before.n)
		TRY(ballot_votes(cx, j->form, before, was));
	for (size_t i = 0; i < j->n; i++)
		if (now[i].given && !vote_was_heard(&heard, j->slot[i].no) && !(before.n && same_vote(j->form, &now[i], &was[i])))
			rc = fail_at(cx, RC_INVALID, arena_cstr(cx->a, ballot_answer(cx->a, j->form, (int)i + 1, 1)), "vote.not_heard",
				     N_("%.*s has not reported yet: leave it open, and judge it then."), SV_ARG(j->slot[i].short_name));
	return rc;
}
