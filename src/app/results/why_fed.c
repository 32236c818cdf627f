/* What a line read beside entries. */
#include "app/results/why.h"

struct url why_record_url(struct visit *v, struct sv record, int64_t unit)
{
	struct arena *a = v->cx.a;
	bool sheets = v->roles & (ROLE_OFFICE | ROLE_LEADER | ROLE_VERIFIER | ROLE_AUDITADMIN);
	struct sv kind = SV(""), id = SV("");
	int64_t n = 0;
	(void)!sv_split(&record, ':', &kind);
	(void)!sv_split(&record, '/', &id);
	if (!sv_int(id, &n))
		return (struct url){ 0 };
	return sv_is(kind, "board") ? res_why_url(a, n, unit) : sv_is(kind, "target") ? url_seg_int(a, URL("/targets"), n) :
	       sv_is(kind, "tally") && sheets ? url_seg_int(a, URL("/tallies"), n) : (struct url){ 0 };
}

struct sv why_what(struct visit *v, const struct board_fed *f)
{
	static const struct {
		const char *kind, *word;
	} words[] = {
		{ "actual", N_("what came of it") }, { "target", N_("what was pledged") }, { "progress", N_("share of the year") },
		{ "mark", N_("mark") }, { "ballot", N_("votes for a grade") }, { "place", N_("votes for a place") },
		{ "score", N_("score of another board") },
	};
	for (size_t i = 0; i < COUNT(words); i++)
		if (sv_is(f->kind, words[i].kind))
			return visit_say(v, words[i].word);
	return f->kind;
}

struct sv why_figure(struct visit *v, const struct board_fed *f)
{
	struct arena *a = v->cx.a;
	struct sv value = dec_text(a, f->value);
	if (sv_is(f->kind, "ballot"))
		return arena_printf(a, "%.*s × %lld", SV_ARG(f->grade), (long long)(f->votes ? f->votes : 1));
	if (sv_is(f->kind, "place"))
		return arena_tr(a, v->cx.lang, N_("place %.*s × %lld"), SV_ARG(value), (long long)(f->votes ? f->votes : 1));
	return value;
}

static struct ui_row fed_row(struct visit *v, const struct board_fed *f, int64_t unit)
{
	struct arena *a = v->cx.a;
	struct ui_cell *c = NEW(a, struct ui_cell, 4);
	c[0] = (struct ui_cell){ .text = f->name, .note = why_what(v, f) };
	if (f->group.n)
		c[0].note = arena_printf(a, "%.*s · %.*s", SV_ARG(c[0].note), SV_ARG(f->group));
	if (f->period)
		c[0].note = arena_tr(a, v->cx.lang, N_("%.*s, period %lld"), SV_ARG(c[0].note), (long long)f->period);
	c[1] = (struct ui_cell){ .text = f->source.n ? f->source : f->record, .url = why_record_url(v, f->record, unit) };
	c[2] = (struct ui_cell){ .text = day_is(f->day) ? day_text(a, f->day) : SV("—") };
	c[3] = (struct ui_cell){ .text = why_figure(v, f) };
	if (f->estimated)
		c[3].note = visit_say(v, N_("estimated"));
	return (struct ui_row){ .cell = c };
}

struct ui_table why_inputs(struct visit *v, const struct js *numbers, const struct board_fed *fed, size_t n, int64_t unit)
{
	static const char *const heads[] = { N_("Figure or vote"), N_("Source"), N_("Day"), N_("Number or votes") };
	struct arena *a = v->cx.a;
	size_t k = 0;
	struct ui_row *row = NEW(a, struct ui_row, (numbers ? numbers->n : 0) + 1);
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .minor = i == 2,
					     .kind = i == 2 ? COLUMN_DATE : i == 3 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (const struct js *x = numbers ? numbers->first : NULL; x; x = x->next)
		for (size_t i = 0; i < n; i++)
			if (fed[i].no == x->i)
				row[k++] = fed_row(v, &fed[i], unit);
	return (struct ui_table){ .caption = visit_say(v, N_("Figures and votes of this line")), .column = col, .n_column = COUNT(heads),
				  .row = row, .n_row = k, .cards = true };
}
