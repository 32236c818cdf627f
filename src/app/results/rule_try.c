/* What a draft would have changed, as tables for people. */
#include "app/results/rule_pages.h"

#include "app/unit/unit.h"
#include "core/rule_print.h"
#include "core/rule_words.h"

enum { ROWS_MAX = 60, SWAYS_MAX = 40, CLAUSES_MAX = 6 };

static struct sv side_word(struct visit *v, enum board_side s)
{
	return s == SIDE_RED ? visit_say(v, N_("Red list")) : s == SIDE_BLACK ? visit_say(v, N_("Black list")) : SV("—");
}

static struct sv arrow(struct arena *a, struct sv was, struct sv now)
{
	return sv_eq(was, now) ? was : arena_printf(a, "%.*s → %.*s", SV_ARG(was), SV_ARG(now));
}

static struct sv place_text(struct visit *v, const struct whatif_stand *s)
{
	if (s->unranked)
		return visit_say(v, N_("not ranked"));
	return s->place ? arena_printf(v->cx.a, "%d", s->place) : SV("—");
}

static struct sv clauses_text(struct visit *v, const struct whatif_row *r)
{
	struct arena *a = v->cx.a;
	struct buf b = buf_new(a, 65536);
	for (size_t i = 0; i < r->n && i < CLAUSES_MAX; i++) {
		const struct whatif_clause *k = &r->clauses[i];
		struct sv was = whatif_clause_text(a, v->cx.lang, k, false), now = whatif_clause_text(a, v->cx.lang, k, true);
		struct dec d = { 0 };
		(void)dec_sub(k->after, k->before, &d);
		if (i)
			buf_puts(&b, v->cx.lang == LANG_EN ? "; " : "；");
		if (k->was_item || k->now_item)
			buf_printf(&b, "%.*s · ", SV_ARG(k->item));
		buf_put(&b, !now.n ? arena_tr(a, v->cx.lang, N_("%.*s (no longer)"), SV_ARG(was)) :
			    !was.n ? arena_tr(a, v->cx.lang, N_("%.*s (new)"), SV_ARG(now)) : arrow(a, was, now));
		buf_printf(&b, v->cx.lang == LANG_EN ? ": %.*s" : "：%.*s", SV_ARG(rule_signed(a, d)));
	}
	if (r->n > CLAUSES_MAX)
		buf_put(&b, arena_tr(a, v->cx.lang, N_(" and %zu more"), r->n - CLAUSES_MAX));
	return r->n ? buf_sv(&b) : visit_say(v, N_("its points stay; the others or the lists moved"));
}

static const struct ui_column *try_columns(struct visit *v)
{
	static const char *const heads[] = { N_("Unit"), N_("Points"), N_("Difference"), N_("Place"), N_("By which clause") };
	struct ui_column *c = NEW(v->cx.a, struct ui_column, COUNT(heads));
	for (size_t i = 0; i < COUNT(heads); i++)
		c[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 2 ? COLUMN_NUMBER : COLUMN_TEXT };
	return c;
}

static const struct ui_cell *try_row(struct visit *v, const struct whatif_row *r)
{
	struct arena *a = v->cx.a;
	struct dec d = { 0 };
	struct ui_cell *c = NEW(a, struct ui_cell, 5);
	(void)dec_sub(r->now.total, r->was.total, &d);
	c[0].text = r->name;
	c[1].text = arrow(a, dec_fixed(a, r->was.total, 2), dec_fixed(a, r->now.total, 2));
	c[2].text = rule_signed(a, d);
	c[3].text = arrow(a, place_text(v, &r->was), place_text(v, &r->now));
	c[3].note = r->was.side != r->now.side || r->now.side != SIDE_NONE ? arrow(a, side_word(v, r->was.side), side_word(v,
		r->now.side)) : SV("");
	c[4].text = clauses_text(v, r);
	return c;
}

static void put_table(struct visit *v, const struct whatif_table *t, struct res_try_table *ret)
{
	struct arena *a = v->cx.a;
	struct ui_row *row = NEW(a, struct ui_row, t->n + 1);
	size_t n = 0, more = 0;
	ret->title = t->group->name.n ? t->group->name : arena_printf(a, "%.*s · %.*s", SV_ARG(t->group->period),
		SV_ARG(res_word(v, enum_word(BOARD_KINDS, (size_t)t->group->peer))));
	if (t->dropped) {
		ret->lead = visit_say(v, N_("The draft does not compare units of this kind any more."));
		return;
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct whatif_row *r = &t->rows[i];
		more += r->changed && n == ROWS_MAX;
		if (!r->changed || n == ROWS_MAX)
			continue;
		row[n++] = (struct ui_row){ .cell = try_row(v, r) };
	}
	ret->lead = n == 0 ? arena_tr(a, v->cx.lang, N_("%.*s: nothing changes for any of the %zu units."),
		SV_ARG(t->group->period), t->n) :
		arena_tr(a, v->cx.lang,
			N_("%.*s: of %zu units %d gain and %d lose, at most %.*s points; %d change their place, %d come on or off a list."),
			SV_ARG(t->group->period), t->n, t->n_gain, t->n_lose, SV_ARG(rule_signed(a, t->most)), t->n_places, t->n_lists);
	ret->table = (struct ui_table){ .caption = ret->title, .column = try_columns(v), .n_column = 5, .row = row, .n_row = n,
		.cards = true,
		.foot = more ? arena_tr(a, v->cx.lang, N_("And %zu more units; the command `bixue ruleset whatif --json` names all."),
			more) : SV("") };
}

static void put_lost(struct visit *v, const struct whatif *x, struct res_try *t)
{
	struct arena *a = v->cx.a;
	struct sv *lost = NEW(a, struct sv, x->n_lost + 1), *idle = NEW(a, struct sv, x->n_idle + 1);
	for (size_t i = 0; i < x->n_lost; i++) {
		const struct whatif_lost *l = &x->lost[i];
		struct sv at = l->fact->named ? l->fact->item : l->fact->fact.topic;
		lost[i] = arena_tr(a, v->cx.lang, N_("%zu × %s (%.*s): %s"), l->n, rule_say_fact(l->fact->fact.kind, v->cx.lang), SV_ARG(at),
			tr(v->cx.lang, whatif_unheard_name(l->why)));
	}
	for (size_t i = 0; i < x->n_idle; i++)
		idle[i] = !x->idle[i].line ?
			arena_tr(a, v->cx.lang, N_("%.*s: no figure, vote or score of these periods feeds it"), SV_ARG(x->idle[i].item->name)) :
			arena_printf(a, "%.*s · %.*s", SV_ARG(x->idle[i].item->name), SV_ARG(rule_print_line(a, x->idle[i].line, v->cx.lang)));
	t->lost = lost;
	t->n_lost = x->n_lost;
	t->idle = idle;
	t->n_idle = x->n_idle;
}

static void put_sways(struct visit *v, const struct whatif_answer *r, struct res_try *t)
{
	static const char *const heads[] = { N_("What is changed"), N_("Who changes places"), N_("Times") };
	struct arena *a = v->cx.a;
	struct ui_column *c = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, SWAYS_MAX + 1);
	size_t n = 0;
	for (size_t i = 0; i < COUNT(heads); i++)
		c[i] = (struct ui_column){ .label = visit_say(v, heads[i]), .main = i == 0, .kind = i == 2 ? COLUMN_NUMBER : COLUMN_TEXT };
	for (; n < r->n_sways && n < SWAYS_MAX; n++) {
		const struct whatif_sway *s = &r->sways[n];
		struct buf b = buf_new(a, 8192);
		for (size_t i = 0; i < s->n_listed && i < 4; i++) {
			const struct sway_move *m = &s->moves[i];
			buf_printf(&b, "%s%.*s %d → %d", i ? (v->cx.lang == LANG_EN ? ", " : "，") : "", SV_ARG(m->unit), m->from, m->to);
			if (m->list)
				buf_printf(&b, " (%.*s → %.*s)", SV_ARG(side_word(v, m->was)), SV_ARG(side_word(v, m->now)));
		}
		if (s->n_moves > 4)
			buf_puts(&b, " …");
		struct ui_cell *cell = NEW(a, struct ui_cell, COUNT(heads));
		cell[0].text = arena_printf(a, "%.*s %+d%%", SV_ARG(whatif_sway_text(a, v->cx.lang, s)), s->percent);
		cell[1].text = buf_sv(&b);
		cell[2].text = arena_printf(a, "%zu", s->n_moves);
		row[n] = (struct ui_row){ .cell = cell };
	}
	t->sway = true;
	t->sway_lead = !r->n_sways ? arena_tr(a, v->cx.lang,
		N_("%zu times one class, one weight, one base or one clause was made %d %% larger or smaller, and nobody changed places."),
		r->n_tried, r->percent) : arena_tr(a, v->cx.lang,
		N_("%zu times one class, one weight, one base or one clause was made %d %% larger or smaller, and "
		   "%zu times that moved somebody. Places that turn on so little rest on the weights, not on the work."),
		r->n_tried, r->percent, r->n_sways);
	t->sways = (struct ui_table){ .caption = visit_say(v, N_("What a little more or less would change")), .column = c,
		.n_column = COUNT(heads),
		.row = row, .n_row = n, .cards = true,
		.foot = !r->all ? visit_say(v, N_("Not everything was tried: there are too many facts. Try fewer periods.")) : SV("") };
}

enum rc rule_try(struct visit *v, const struct rule *draft, const struct ruleset *over, int periods, bool sway,
	struct res_try *ret)
{
	const struct whatif_hold *h;
	struct whatif_answer r;
	struct res_try t = { .asked = true };
	if (!over->id) {
		t.none = (struct ui_notice){ .kind = NOTICE_INFO, .text = visit_say(v,
			N_("This unit has no rules in force yet, so there are no closed periods to try a draft on.")) };
		*ret = t;
		return RC_OK;
	}
	TRY(whatif_may(&v->cx, v->db, &v->actor, over->owner));
	TRY(whatif_load(&v->cx, v->db, over, periods, &h));
	if (!h->w.n_groups) {
		t.none = (struct ui_notice){ .kind = NOTICE_INFO, .text = visit_say(v,
			N_("No period of these rules is closed yet. Close one, then a draft can be tried on it.")) };
		*ret = t;
		return RC_OK;
	}
	TRY(whatif_try(&v->cx, v->db, h, draft, sway ? 5 : 0, &r));
	t.over = arena_tr(v->cx.a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(over->name), (long long)over->version);
	t.lead = r.run.n_figures ? arena_tr(v->cx.a, v->cx.lang,
		N_("%zu real facts and %zu figures and votes of closed periods, counted once by the rules of then and once by the draft. "
		   "Boards that are published stay as they are."), r.run.n_facts, r.run.n_figures) :
		arena_tr(v->cx.a, v->cx.lang,
			N_("%zu real facts of closed periods, counted once by the rules of then and once by the draft. "
			   "Boards that are published stay as they are."), r.run.n_facts);
	t.table = NEW(v->cx.a, struct res_try_table, r.run.n + 1);
	for (size_t end = r.run.n, from; end > 0; end = from) { /* the latest period first */
		from = end - 1;
		while (from > 0 && r.run.tables[from - 1].group->days.to.n == r.run.tables[end - 1].group->days.to.n)
			from--;
		for (size_t i = from; i < end; i++)
			put_table(v, &r.run.tables[i], &t.table[t.n_table++]);
	}
	put_lost(v, &r.run, &t);
	if (sway)
		put_sways(v, &r, &t);
	*ret = t;
	return RC_OK;
}
