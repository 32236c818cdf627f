/* What there was of a unit in the period and does not count, each with the reason: nothing is left out silently. */
#include "app/results/why.h"

#include "app/tally/tally.h"
#include "app/target/target.h"

enum { LEFT_MAX = 500 };

struct left {
	struct visit *v;
	const struct res_seen *s;
	const struct board_place *p;
	struct ui_row *row;
	size_t n;
};

struct left_row {
	struct sv what, note, source, day, number;
	struct url url;
	struct sv why;
};

static void put(struct left *l, const struct left_row *r)
{
	if (l->n == LEFT_MAX)
		return;
	struct ui_cell *c = NEW(l->v->cx.a, struct ui_cell, 5);
	c[0] = (struct ui_cell){ .text = r->what, .note = r->note };
	c[1] = (struct ui_cell){ .text = r->source, .url = r->url };
	c[2].text = r->day.n ? r->day : SV("—");
	c[3].text = r->number.n ? r->number : SV("—");
	c[4].text = r->why;
	l->row[l->n++].cell = c;
}

/* ---- what the board read ------------------------------------------------------------------------------------------ */

static enum rc put_fed(struct left *l, const struct board_fed *fed, size_t n)
{
	struct visit *v = l->v;
	struct board_left *left;
	size_t n_left;
	TRY(board_fed_left(&v->cx, l->s->rule, l->p, fed, n, &left, &n_left));
	for (size_t i = 0; i < n_left; i++) {
		const struct board_fed *f = left[i].fed;
		struct left_row r = { .what = f->name, .note = why_what(v, f), .source = f->source.n ? f->source : f->record,
				      .day = day_is(f->day) ? day_text(v->cx.a, f->day) : SV(""), .url = why_record_url(v, f->record, l->p->unit),
				      .number = f->missing.n ? res_word(v, f->missing) : why_figure(v, f), .why = visit_say(v, left[i].why) };
		put(l, &r);
	}
	return RC_OK;
}

/* ---- values of a target that another one stands for --------------------------------------------------------------- */

static const struct target_actual *actual_of(const struct target_seen *t, int64_t id)
{
	for (size_t i = 0; i < t->n_actual; i++)
		if (t->actual[i].id == id)
			return &t->actual[i];
	return NULL;
}

static const char *superseded(const struct target_actual *x, const struct target_actual *stands)
{
	return x->corrected_by ? N_("it was corrected") : !x->final && stands->final ? N_("an estimate; the final figure stands") :
	       N_("a final or later figure stands");
}

static enum rc put_target(struct left *l, const struct board_fed *f)
{
	struct visit *v = l->v;
	struct sv rest = f->record, kind = SV(""), id = SV("");
	int64_t target = 0, record = 0;
	struct target_line line;
	struct target_seen t;
	(void)!sv_split(&rest, ':', &kind);
	if (!sv_is(kind, "target") || !sv_is(f->kind, "actual") || !sv_split(&rest, '/', &id) || !sv_int(id, &target) || !sv_int(rest, &record))
		return RC_OK;
	TRY(target_line_get(&v->cx, v->db, target, &line));
	TRY(target_see(&v->cx, v->db, &line, v->today, l->s->b.read_seq, &t));
	const struct target_actual *stands = actual_of(&t, record);
	for (size_t i = 0; stands && i < t.n_actual; i++) {
		const struct target_actual *x = &t.actual[i];
		if (x->id == record || x->through.n != stands->through.n)
			continue;
		struct left_row r = { .what = f->name, .note = why_what(v, f), .source = x->source, .day = day_text(v->cx.a, x->as_of),
				      .number = dec_text(v->cx.a, x->value), .url = url_seg_int(v->cx.a, URL("/targets"), target),
				      .why = visit_say(v, superseded(x, stands)) };
		put(l, &r);
	}
	return RC_OK;
}

/* ---- sheets and entries that never counted ------------------------------------------------------------------------ */

static const char *tally_why(const struct tally *t)
{
	static const struct {
		const char *state, *why;
	} known[] = {
		{ "proposed", N_("waits for a second person") }, { "refused", N_("refused by the second person") },
		{ "withdrawn", N_("withdrawn") }, { "replaced", N_("replaced by a correction") },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (sv_is(t->state, known[i].state))
			return known[i].why;
	return N_("confirmed after this board was composed");
}

static struct sv with_reason(struct visit *v, const char *why, struct sv reason)
{
	struct sv s = visit_say(v, why);
	return reason.n ? arena_tr(v->cx.a, v->cx.lang, N_("%.*s: %.*s"), SV_ARG(s), SV_ARG(reason)) : s;
}

static enum rc put_tallies(struct left *l)
{
	struct visit *v = l->v;
	struct tally *t;
	size_t n;
	TRY(tallies_beside(&v->cx, v->db, l->s->b.period, l->s->b.series, l->p->unit, l->s->b.read_seq, &t, &n));
	for (size_t i = 0; i < n; i++) {
		struct left_row r = { .what = t[i].item, .note = visit_say(v, tally_kind_word(t[i].kind)), .source = t[i].source,
				      .day = day_text(v->cx.a, t[i].day), .number = SV(""),
				      .url = why_record_url(v, arena_printf(v->cx.a, "tally:%lld", (long long)t[i].id), l->p->unit),
				      .why = with_reason(v, tally_why(&t[i]), t[i].reason) };
		put(l, &r);
	}
	return RC_OK;
}

static enum rc put_entries(struct left *l, const char *state, const char *why)
{
	struct visit *v = l->v;
	struct arena *a = v->cx.a;
	struct js *rows, *filter = js_obj(a);
	js_set_int(a, filter, "unit", l->p->unit);
	js_set_int(a, filter, "ruleset", l->s->b.ruleset);
	js_set_int(a, filter, "period", l->s->b.period);
	js_set_sv(a, filter, "state", sv_of(state));
	enum rc rc = visit_rows(v, "entry.list", 0, filter, 200, SV_NONE, &rows, NULL);
	if (rc == RC_DENIED) { /* whoever may see the row but no list of entries */
		ctx_forget(&v->cx);
		return RC_OK;
	}
	TRY(rc);
	for (const struct js *o = rows->first; o; o = o->next) {
		struct entry e;
		TRY(entry_get(&v->cx, v->db, js_get_int(o, "id", 0), &e));
		enum fact_kind k = fact_of_id(e.fact_kind);
		struct left_row r = { .what = e.item, .note = sv_of(v->cx.lang == LANG_ZH ? fact_word(k)->zh : fact_word(k)->en), .source = e.record,
				      .day = day_text(a, e.day), .number = e.arithmetic, .url = url_seg_int(a, URL("/entries"), e.id),
				      .why = with_reason(v, why, e.reason) };
		if (!r.source.n)
			r.source = visit_say(v, N_("Entry"));
		put(l, &r);
	}
	return RC_OK;
}

enum rc why_left(struct visit *v, const struct res_seen *s, const struct board_place *p, const struct board_fed *fed, size_t n,
		 struct ui_table *ret)
{
	static const char *const heads[] = { N_("What there was"), N_("Source"), N_("Day"), N_("Number or votes"), N_("Why it does not count") };
	struct arena *a = v->cx.a;
	struct left l = { .v = v, .s = s, .p = p, .row = NEW(a, struct ui_row, LEFT_MAX + 1) };
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0,
					     .kind = i == 2 ? COLUMN_DATE : i == 3 ? COLUMN_NUMBER : COLUMN_TEXT };
	if (s->rule->grammar > 1 && !p->exempt_no.n) { /* nothing of a unit that takes no part is left out */
		TRY(put_fed(&l, fed, n));
		for (size_t i = 0; i < n; i++)
			TRY(put_target(&l, &fed[i]));
		TRY(put_tallies(&l));
	}
	TRY(put_entries(&l, "proposed", N_("waits for a second person")));
	TRY(put_entries(&l, "refused", N_("refused by the second person")));
	*ret = (struct ui_table){ .caption = visit_say(v, N_("Read and not counted")), .column = col, .n_column = COUNT(heads), .row = l.row,
				  .n_row = l.n, .cards = true, .labels = true };
	return RC_OK;
}
