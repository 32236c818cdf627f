/* Gap, trend and median. */
#include "app/results/why.h"

#include "app/results/honest.h"
#include "app/unit/unit.h"
#include "core/rule_compose.h"

enum { CAUSES = 3, PERIODS = 12 };

/* ---- what it would be -------------------------------------------------------------------------------------------- */

struct cause {
	struct sv label, fact;
	int64_t matter;
	struct dec points;
};

struct gap {
	struct visit *v;
	const struct res_seen *s;
	const struct board_place *p, *all;
	size_t n_all;
	struct entry *entry;
	struct rule_entry *core;
	size_t n;
	struct sv *text;
	size_t n_text;
};

static enum rc total_without(struct gap *g, const struct cause *c, struct dec *ret)
{
	struct visit *v = g->v;
	struct score_sheet sheet;
	struct sv unit = arena_printf(v->cx.a, "%lld", (long long)g->p->unit);
	struct rule_entry *e = NEW(v->cx.a, struct rule_entry, g->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < g->n; i++) {
		bool out = c && (c->matter ? g->entry[i].matter == c->matter && g->entry[i].points.u < 0 :
			sv_eq(g->entry[i].fact, c->fact));
		if (!out)
			e[n++] = g->core[i];
	}
	TRY(rule_compose(&v->cx, g->s->rule, (struct score_period){ g->s->period.from, g->s->period.to }, &unit, 1, e,
		n, &sheet));
	*ret = sheet.scores[0].total;
	return RC_OK;
}

static enum rc read_own(struct gap *g)
{
	struct visit *v = g->v;
	struct entry *all;
	size_t n;
	struct day from = rule_window_start(WINDOW_YEAR, g->s->rule->cadence, g->s->period.from);
	TRY(entries_counted(&v->cx, v->db, g->s->b.series, from, g->s->period.to, g->s->b.read_seq, &all, &n));
	g->entry = NEW(v->cx.a, struct entry, n + 1);
	g->core = NEW(v->cx.a, struct rule_entry, n + 1);
	for (size_t i = 0; i < n; i++)
		if (all[i].unit == g->p->unit) {
			g->entry[g->n] = all[i];
			g->core[g->n++] = entry_core(v->cx.a, &all[i]);
		}
	return RC_OK;
}

/* "期末逾期 2022-03-25 (…)": what happened, when, and what is written of it. */
static struct sv cause_label(struct visit *v, const struct entry *e)
{
	const struct fact_word *w = fact_word(fact_of_id(e->fact_kind));
	struct sv said = e->evidence.n ? e->evidence : e->record;
	return arena_printf(v->cx.a, "%s %.*s%s%.*s", v->cx.lang == LANG_ZH ? w->zh : w->en,
		SV_ARG(day_text(v->cx.a, e->day)), said.n ? " " : "", SV_ARG(said));
}

/* The heaviest debits of this period that still stand, those of one matter together. */
static size_t causes_of(const struct gap *g, struct cause *c)
{
	size_t n = 0;
	for (size_t i = 0; i < g->n; i++) {
		const struct entry *e = &g->entry[i];
		if (e->points.u >= 0 || e->reverses || e->reversed_by || e->day.n < g->s->period.from.n)
			continue;
		size_t k = 0;
		while (k < n && !(e->matter ? c[k].matter == e->matter : sv_eq(c[k].fact, e->fact)))
			k++;
		if (k == n)
			c[n++] = (struct cause){ .label = cause_label(g->v, e), .fact = e->fact,
				.matter = e->matter };
		c[k].points.u += e->points.u;
	}
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && c[k].points.u < c[k - 1].points.u; k--) {
			struct cause x = c[k];
			c[k] = c[k - 1];
			c[k - 1] = x;
		}
	return n;
}

static int64_t place_with(const struct gap *g, struct dec total)
{
	int64_t better = 0;
	for (size_t i = 0; i < g->n_all; i++)
		better += g->all[i].place > 0 && g->all[i].unit != g->p->unit && g->all[i].total.u > total.u;
	return better + 1;
}

static void gap_above(struct gap *g)
{
	struct visit *v = g->v;
	struct arena *a = v->cx.a;
	const struct board_place *above = NULL;
	if (g->p->kept_total)
		return;
	for (size_t i = 0; i < g->n_all; i++) {
		const struct board_place *o = &g->all[i];
		if (o->place > 0 && !o->kept_total && o->total.u > g->p->total.u && (!above || o->total.u < above->total.u))
			above = o;
	}
	struct dec d;
	if (g->s->ranks && above && dec_sub(above->total, g->p->total, &d))
		g->text[g->n_text++] = arena_tr(a, v->cx.lang, N_("To the place above it (%.*s): %.*s points."),
						SV_ARG(fmt_ordinal(a, v->cx.lang, above->place, above->tied)),
							SV_ARG(fmt_score(a, v->cx.lang, d)));
	if (g->p->place > 0 && !g->s->median_kept && dec_sub(g->p->total, g->s->b.median, &d))
		g->text[g->n_text++] = d.u == 0 ? visit_say(v, N_("Its score is the median of the like units.")) :
			arena_tr(a, v->cx.lang, d.u > 0 ?
				N_("%.*s points above the median of the like units (%.*s).") :
				 N_("%.*s points below the median of the like units (%.*s)."),
				 SV_ARG(fmt_score(a, v->cx.lang, (struct dec){ d.u < 0 ? -d.u : d.u })),
				 	SV_ARG(fmt_score(a, v->cx.lang, g->s->b.median)));
}

enum rc why_gap(struct visit *v, const struct res_seen *s, const struct board_place *p, const struct sv **ret,
	size_t *ret_n)
{
	struct board_place *all;
	struct arena *a = v->cx.a;
	struct gap g = { .v = v, .s = s, .p = p, .text = NEW(a, struct sv, CAUSES + 2) };
	struct dec total;
	*ret = g.text;
	*ret_n = 0;
	if (p->exempt_no.n)
		return RC_OK;
	TRY(board_places_seen(&v->cx, v->db, &s->b, s->sight, &all, &g.n_all));
	g.all = all;
	gap_above(&g);
	TRY(read_own(&g));
	TRY(total_without(&g, NULL, &total));
	if (total.u != p->total.u) { /* an unforeseen window: better no sentence than a wrong one */
		*ret_n = g.n_text;
		return RC_OK;
	}
	struct cause *c = NEW(a, struct cause, g.n + 1);
	size_t n = causes_of(&g, c);
	for (size_t i = 0; i < n && i < CAUSES; i++) {
		TRY(total_without(&g, &c[i], &total));
		struct sv points = fmt_change(a, v->cx.lang, c[i].points), would = fmt_score(a, v->cx.lang, total);
		g.text[g.n_text++] = s->ranks && p->place ?
			arena_tr(a, v->cx.lang, N_("Without \"%.*s\" (%.*s) the score would be %.*s, %.*s."),
				SV_ARG(c[i].label), SV_ARG(points),
				 SV_ARG(would), SV_ARG(fmt_ordinal(a, v->cx.lang, place_with(&g, total), false))) :
			arena_tr(a, v->cx.lang, N_("Without \"%.*s\" (%.*s) the score would be %.*s."),
				SV_ARG(c[i].label), SV_ARG(points), SV_ARG(would));
	}
	*ret_n = g.n_text;
	return RC_OK;
}

/* ---- trend ----------------------------------------------------------------------------------------------------------- */

static bool same_kind(const struct board_head *a, const struct board_head *b)
{
	return a->series == b->series && a->within == b->within && sv_eq(a->kind, b->kind) &&
		sv_eq(a->peer_group, b->peer_group);
}

static struct ui_row trend_row(struct visit *v, const struct res_seen *s, const struct period *period,
	const struct board_head *b,
			       const struct board_place *p)
{
	struct ui_cell *c = NEW(v->cx.a, struct ui_cell, 4);
	bool here = b->id == s->b.id;
	c[0] = (struct ui_cell){ .text = period->name };
	if (!here)
		c[0].url = res_why_url(v->cx.a, b->id, p->unit);
	c[1].text = p->exempt_no.n ? SV("—") : res_total(v, p);
	bool ranks = s->sight == SIGHT_ALL || sv_is(b->show, "rank");
	c[2].text = ranks && p->place ? fmt_place(v->cx.a, v->cx.lang, p->place, p->tied) : SV("—");
	if (ranks && p->place) {
		c[2].aside = res_band_text(v, p->yield);
		c[2].spoken = res_band_words(v, p->yield);
	}
	c[3].tag = res_side_tag(v, p);
	return (struct ui_row){ .cell = c, .here = here };
}

enum rc why_trend(struct visit *v, const struct res_seen *s, const struct board_place *p, struct ui_table *ret)
{
	static const char *const heads[] = { N_("Period"), N_("Score"), N_("Place"), N_("Which list") };
	struct period *period;
	size_t n, k = 0;
	struct ui_row *row = NEW(v->cx.a, struct ui_row, PERIODS + 1);
	struct ui_column *col = NEW(v->cx.a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 0 ?
			COLUMN_TEXT : i == 3 ? COLUMN_TAG : COLUMN_NUMBER };
	TRY(periods_of(&v->cx, v->db, s->b.owner, &period, &n));
	for (size_t i = n; i-- > 0 && k < PERIODS;) {
		struct board_head *b;
		size_t m;
		TRY(boards_of_period(&v->cx, v->db, period[i].id, &b, &m));
		for (size_t x = 0; x < m && k < PERIODS; x++) {
			struct board_place *q;
			size_t rows;
			if (!same_kind(&b[x], &s->b) || (b[x].state != BOARD_PUBLISHED && b[x].id != s->b.id))
				continue;
			enum board_sight sight;
			TRY(board_sight(&v->cx, v->db, &v->actor, &b[x], &sight));
			TRY(board_places_seen(&v->cx, v->db, &b[x], sight, &q, &rows));
			for (size_t y = 0; y < rows; y++)
				if (q[y].unit == p->unit && k < PERIODS)
					row[k++] = trend_row(v, s, &period[i], &b[x], &q[y]);
		}
	}
	for (size_t i = 0; i < k / 2; i++) { /* the latest last */
		struct ui_row x = row[i];
		row[i] = row[k - 1 - i];
		row[k - 1 - i] = x;
	}
	*ret = (struct ui_table){ .caption = visit_say(v, N_("Over the periods")), .column = col, .n_column = COUNT(heads), .row = row, .n_row = k };
	return RC_OK;
}

/* ---- like units ---------------------------------------------------------------------------------------------------------- */

static struct dec median_of(struct dec *d, size_t n)
{
	struct dec half = { 0 };
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && d[k].u < d[k - 1].u; k--) {
			struct dec x = d[k];
			d[k] = d[k - 1];
			d[k - 1] = x;
		}
	if (n == 0)
		return half;
	struct dec lo = d[(n - 1) / 2], hi = d[n / 2];
	(void)dec_muldiv((struct dec){ hi.u - lo.u }, DEC(1), DEC(2), &half);
	return dec_round((struct dec){ lo.u + half.u }, 2);
}

static const struct js *class_at(const struct board_place *p, size_t at)
{
	const struct js *c = p->classes ? p->classes->first : NULL;
	while (c && at--)
		c = c->next;
	return c;
}

enum rc why_peers(struct visit *v, const struct res_seen *s, const struct board_place *p, struct ui_table *ret)
{
	static const char *const heads[] = { N_("Class of the rules"), N_("This unit"), N_("Median") };
	struct board_place *all;
	size_t n, n_class = p->classes ? p->classes->n : 0;
	struct dec zero = { 0 };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i ?
			COLUMN_NUMBER : COLUMN_TEXT };
	struct ui_row *row = NEW(a, struct ui_row, n_class + 2);
	TRY(board_places_seen(&v->cx, v->db, &s->b, s->sight, &all, &n));
	struct dec *d = NEW(a, struct dec, n + 1);
	for (size_t k = 0; k < n_class; k++) {
		struct ui_cell *c = NEW(a, struct ui_cell, 3);
		size_t m = 0;
		bool kept = false;
		for (size_t i = 0; i < n; i++) {
			kept |= js_get_bool(class_at(&all[i], k), "kept");
			if (all[i].place > 0)
				d[m++] = js_get_dec(class_at(&all[i], k), "score", zero);
		}
		c[0].text = js_get_sv(class_at(p, k), "name");
		c[1].text = js_get_bool(class_at(p, k), "kept") ? res_kept(v) :
			fmt_score(a, v->cx.lang, js_get_dec(class_at(p, k), "score", zero));
		c[2].text = kept ? SV("—") : fmt_score(a, v->cx.lang, median_of(d, m)); /* it might be one that is kept back */
		row[k].cell = c;
	}
	struct ui_cell *c = NEW(a, struct ui_cell, 3);
	c[0].text = visit_say(v, N_("Score"));
	c[1].text = res_total(v, p);
	c[2].text = s->median_kept ? SV("—") : fmt_score(a, v->cx.lang, s->b.median);
	row[n_class] = (struct ui_row){ .cell = c, .sum = true };
	*ret = (struct ui_table){ .caption = visit_say(v, N_("Beside the like units")), .column = col, .n_column = COUNT(heads), .row = row,
				  .n_row = p->exempt_no.n ? 0 : n_class + 1 };
	return RC_OK;
}
