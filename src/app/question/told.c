/* What more a page tells of a question: its key, and where it was asked. */
#include "app/question/pages.h"

#include "app/matter/matter.h"

/* ---- the key ------------------------------------------------------------------------------------------------------------ */

bool question_key_open(struct visit *v, const struct question *q)
{
	struct scope scope;
	struct ctx kept = v->cx; /* a form that was refused keeps its faults */
	ctx_forget(&v->cx);
	bool ok = visit_scope(v, "question.key", &scope) == RC_OK && scope_holds(&scope, q->owner_path);
	v->cx = kept;
	return ok;
}

/* A matter of the key by its number, with its title where the visitor may see it. */
static enum rc matter_cells(struct visit *v, const struct scope *scope, struct sv no, struct ui_cell *c)
{
	struct matter m;
	int64_t n;
	struct ctx sub = v->cx;
	ctx_forget(&sub);
	c[0].text = no;
	c[1].text = SV("—");
	if (!sv_int(no, &n))
		return RC_OK;
	enum rc rc = matter_by_no(&sub, v->db, n, &m);
	if (rc == RC_OK)
		rc = matter_visible(&sub, v->db, &m, scope);
	if (rc == RC_NOT_FOUND || rc == RC_DENIED)
		return RC_OK;
	if (rc != RC_OK)
		return fail_again(&v->cx, rc, &sub);
	c[0].url = url_seg(v->cx.a, URL("/m"), no);
	c[1].text = m.title;
	return RC_OK;
}

static enum rc matters_of(struct visit *v, struct sv because, struct ui_table *t)
{
	static const char *const heads[] = { N_("Matter"), N_("Title") };
	struct arena *a = v->cx.a;
	struct scope scope;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, QUESTION_OPTIONS);
	TRY(visit_scope(v, "matter.list", &scope));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0 };
	while (because.n && t->n_row < QUESTION_OPTIONS) {
		size_t end = sv_find(because, SV("、"), 0);
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		TRY(matter_cells(v, &scope, sv_upto(because, end), c));
		row[t->n_row++].cell = c;
		because = end == SIZE_MAX ? SV("") : sv_from(because, end + SV("、").n);
	}
	t->caption = visit_say(v, N_("Matters that are the key"));
	t->column = col;
	t->n_column = COUNT(heads);
	t->row = row;
	t->cards = t->labels = true;
	return RC_OK;
}

enum rc question_key_of(struct visit *v, const struct question *q, struct question_key *ret)
{
	struct js *rows;
	struct ui_fact *f = NEW(v->cx.a, struct ui_fact, 2);
	size_t n = 0;
	TRY(visit_rows(v, "question.key", q->id, NULL, 1, SV_NONE, &rows, NULL));
	struct sv key = js_get_sv(rows->first, "answer"), because = sv_or_empty(js_get_sv(rows->first, "because"));
	struct dec full = js_get_dec(rows->first, "full", (struct dec){ 0 });
	*ret = (struct question_key){ 0 };
	f[n++] = (struct ui_fact){ .label = visit_say(v, sv_is(q->kind, "text") ? N_("Model answer") : N_("Answer key")), .mark = true,
				   .value = sv_is(q->kind, "judge") ? visit_say(v, sv_is(key, "T") ? N_("True") : N_("False")) : key };
	if (full.u)
		f[n++] = (struct ui_fact){ .label = visit_say(v, N_("Full marks of a text question")), .value = dec_text(v->cx.a, full) };
	ret->facts = (struct ui_facts){ .fact = f, .n = n };
	return because.n ? matters_of(v, because, &ret->matters) : RC_OK;
}

/* ---- where it was asked --------------------------------------------------------------------------------------------------- */

static question_asked_fn *asked_fn;

void question_use_asked(question_asked_fn *fn)
{
	asked_fn = fn;
}

static struct sv mark_of(const struct visit *v, const struct question_asked *x)
{
	struct arena *a = v->cx.a;
	if (x->full.u)
		return arena_tr(a, v->cx.lang, N_("Mark %.*s of %.*s"), SV_ARG(fmt_score(a, v->cx.lang, x->mark)), SV_ARG(fmt_score(a, v->cx.lang, x->full)));
	return visit_say(v, x->answered ? N_("answered, without a mark") : N_("no answer yet"));
}

enum rc question_asked_table(struct visit *v, const struct question *q, struct ui_table *ret)
{
	static const char *const heads[] = { N_("Event"), N_("Day"), N_("Post that is asked"), N_("Mark of the answer") };
	static const enum column_kind kinds[] = { COLUMN_TEXT, COLUMN_DATE, COLUMN_TEXT, COLUMN_TEXT };
	struct arena *a = v->cx.a;
	struct question_asked *x = NULL;
	struct scope scope;
	size_t n = 0;
	TRY(visit_scope(v, "note.list", &scope));
	if (asked_fn)
		TRY(asked_fn(&v->cx, v->db, q->id, &x, &n));
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = kinds[i] };
	*ret = (struct ui_table){ .caption = visit_say(v, N_("Where it was asked")), .column = col, .n_column = COUNT(heads), .row = row, .cards = true, .labels = true };
	for (size_t i = 0; i < n; i++) {
		if (!scope_holds(&scope, x[i].owner_path)) /* a bank's office may be smaller than the place of the event */
			continue;
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		struct url all = url_seg(a, url_seg_int(a, URL("/events"), x[i].event), SV("questions"));
		c[0] = (struct ui_cell){ .text = x[i].event_name, .url = url_seg_int(a, all, x[i].note), .note = x[i].rehearsal ? visit_say(v, N_("a rehearsal")) : SV("") };
		c[1].text = fmt_day_short(a, v->cx.lang, x[i].day, v->today);
		c[2] = (struct ui_cell){ .text = x[i].respondent, .note = x[i].unit };
		c[3].text = mark_of(v, &x[i]);
		row[ret->n_row++].cell = c;
	}
	return RC_OK;
}
