/* What a trial says, as JSON. */
#include "app/whatif/whatif.h"

#include "app/board/board.h"
#include "core/rule_print.h"
#include "core/rule_printer.h"
#include "web/out.h"

/* "完成：实绩÷目标×60分": how an item is measured, without where its figures come from. */
static struct sv measure_text(struct arena *a, enum lang lang, const struct rule_item *i)
{
	struct rule_printer p = { .b = buf_new(a, RULE_TEXT_MAX), .lang = lang };
	struct rule_item bare = *i;
	struct sv all, line = SV("");
	bare.data = SV("");
	rule_print_measure(&p, &bare);
	all = buf_sv(&p.b);
	(void)sv_split(&all, '\n', &line);
	return sv_trim(line);
}

struct sv whatif_clause_text(struct arena *a, enum lang lang, const struct whatif_clause *c, bool now)
{
	const struct rule_line *l = now ? c->now : c->was;
	const struct rule_item *i = now ? c->now_item : c->was_item;
	if (l)
		return rule_print_line(a, l, lang);
	if (i)
		return measure_text(a, lang, i);
	if (c->was || c->now || c->was_item || c->now_item)
		return SV("");
	return c->part.n ? arena_tr(a, lang, N_("part %.*s"), SV_ARG(c->part)) : sv_of(tr(lang, score_stage_name(c->stage)));
}

struct sv whatif_sway_text(struct arena *a, enum lang lang, const struct whatif_sway *s)
{
	struct sv from = dec_text(a, s->from), to = dec_text(a, s->to);
	switch (s->kind) {
	case SWAY_BASE:
		return arena_tr(a, lang, N_("%.*s, base points %.*s → %.*s"), SV_ARG(s->class->name), SV_ARG(from), SV_ARG(to));
	case SWAY_POINTS:
		return arena_printf(a, "%.*s · %s %.*s → %.*s", SV_ARG(s->item->name), rule_say_fact(s->line->fact, lang),
				    SV_ARG(rule_signed(a, s->from)), SV_ARG(rule_signed(a, s->to)));
	case SWAY_MEASURE:
		return arena_tr(a, lang, N_("%.*s, full points %.*s → %.*s"), SV_ARG(s->item->name), SV_ARG(from), SV_ARG(to));
	case SWAY_PART:
		return arena_tr(a, lang, N_("part %.*s, weight %.*s%% → %.*s%%"), SV_ARG(s->part->name), SV_ARG(from), SV_ARG(to));
	case SWAY_CLASS:
	default:
		break;
	}
	if (s->class->has_weight)
		return arena_tr(a, lang, N_("%.*s, weight %.*s%% → %.*s%%"), SV_ARG(s->class->name), SV_ARG(from), SV_ARG(to));
	return arena_tr(a, lang, N_("%.*s as a whole"), SV_ARG(s->class->name));
}

static struct sv side_word(enum board_side s)
{
	return s == SIDE_RED ? SV("red") : s == SIDE_BLACK ? SV("black") : SV("none");
}

static void put_points(struct arena *a, struct js *o, struct dec was, struct dec now)
{
	struct dec d = { 0 };
	js_set_dec(a, o, "was", was);
	js_set_dec(a, o, "now", now);
	(void)dec_sub(now, was, &d);
	js_set_dec(a, o, "difference", d);
}

static struct js *row_js(struct arena *a, enum lang lang, const struct whatif_row *r)
{
	struct js *o = js_obj(a), *list;
	int64_t id = 0;
	(void)sv_int(r->unit->unit, &id);
	js_set_int(a, o, "unit", id);
	js_set_sv(a, o, "name", r->name);
	put_points(a, o, r->was.total, r->now.total);
	js_set_int(a, o, "place_was", r->was.place);
	js_set_int(a, o, "place_now", r->now.place);
	js_set_sv(a, o, "list_was", side_word(r->was.side));
	js_set_sv(a, o, "list_now", side_word(r->now.side));
	js_set_bool(a, o, "changed", r->changed);
	list = js_set(o, "clauses", js_arr(a));
	for (size_t i = 0; i < r->n; i++) {
		const struct whatif_clause *c = &r->clauses[i];
		struct js *k = js_push(list, js_obj(a));
		js_set_sv(a, k, "class", c->class);
		js_set_sv(a, k, "item", c->item);
		if (c->part.n)
			js_set_sv(a, k, "part", c->part);
		js_set_sv(a, k, "clause_was", whatif_clause_text(a, lang, c, false));
		js_set_sv(a, k, "clause_now", whatif_clause_text(a, lang, c, true));
		put_points(a, k, c->before, c->after);
	}
	return o;
}

static struct js *table_js(struct arena *a, enum lang lang, const struct whatif_table *t)
{
	struct js *o = js_obj(a), *rows;
	js_set_sv(a, o, "period", t->group->period);
	js_set_sv(a, o, "board", t->group->name);
	js_set_day(a, o, "from", t->group->days.from);
	js_set_day(a, o, "to", t->group->days.to);
	js_set_sv(a, o, "kind", enum_word(BOARD_KINDS, (size_t)t->group->peer));
	js_set_bool(a, o, "dropped", t->dropped);
	js_set_int(a, o, "gain", t->n_gain);
	js_set_int(a, o, "lose", t->n_lose);
	js_set_int(a, o, "places", t->n_places);
	js_set_int(a, o, "lists", t->n_lists);
	js_set_dec(a, o, "most", t->most);
	rows = js_set(o, "rows", js_arr(a));
	for (size_t i = 0; i < t->n; i++)
		js_push(rows, row_js(a, lang, &t->rows[i]));
	return o;
}

static struct js *lost_js(struct arena *a, enum lang lang, const struct whatif_lost *l)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "fact", sv_of(fact_word(l->fact->fact.kind)->id));
	js_set_sv(a, o, "item", l->fact->item);
	js_set_sv(a, o, "topic", l->fact->named ? SV("") : l->fact->fact.topic);
	js_set_sv(a, o, "example", l->fact->fact.id);
	js_set_sv(a, o, "reason", sv_of(tr(lang, whatif_unheard_name(l->why))));
	js_set_int(a, o, "count", (int64_t)l->n);
	return o;
}

static struct js *sway_js(struct arena *a, enum lang lang, const struct whatif_sway *s)
{
	static const char *const kinds[] = { [SWAY_CLASS] = "class", [SWAY_BASE] = "base", [SWAY_POINTS] = "points",
					     [SWAY_MEASURE] = "measure", [SWAY_PART] = "part" };
	struct js *o = js_obj(a), *list;
	js_set_sv(a, o, "what", sv_of(kinds[s->kind]));
	js_set_sv(a, o, "class", s->class ? s->class->name : SV(""));
	js_set_sv(a, o, "item", s->item ? s->item->name : SV(""));
	if (s->part)
		js_set_sv(a, o, "part", s->part->name);
	js_set_sv(a, o, "text", whatif_sway_text(a, lang, s));
	js_set_sv(a, o, "clause", s->line ? rule_print_line(a, s->line, lang) : SV(""));
	js_set_int(a, o, "percent", s->percent);
	if (s->to.u) {
		js_set_dec(a, o, "from", s->from);
		js_set_dec(a, o, "to", s->to);
	}
	js_set_int(a, o, "count", (int64_t)s->n_moves);
	list = js_set(o, "moves", js_arr(a));
	for (size_t i = 0; i < s->n_listed; i++) {
		const struct sway_move *m = &s->moves[i];
		struct js *k = js_push(list, js_obj(a));
		js_set_sv(a, k, "period", m->group->period);
		js_set_sv(a, k, "unit", m->unit);
		js_set_int(a, k, "place", m->from);
		js_set_int(a, k, "place_then", m->to);
		js_set_sv(a, k, "list", side_word(m->was));
		js_set_sv(a, k, "list_then", side_word(m->now));
	}
	return o;
}

static struct js *idle_js(struct arena *a, enum lang lang, const struct whatif_idle *i)
{
	struct js *o = js_obj(a);
	js_set_sv(a, o, "class", i->class->name);
	js_set_sv(a, o, "item", i->item->name);
	js_set_sv(a, o, "clause", i->line ? rule_print_line(a, i->line, lang) : SV(""));
	js_set_bool(a, o, "measured", !i->line);
	return o;
}

struct js *whatif_js(struct arena *a, enum lang lang, const struct whatif_world *w, const struct whatif_answer *r)
{
	struct js *o = js_obj(a), *list;
	const struct whatif *x = &r->run;
	struct digest d = rule_digest(a, x->draft);
	js_set_sv(a, o, "name", x->draft->name);
	js_set_int(a, o, "version", x->draft->version);
	js_set_sv(a, o, "digest", hex_text(a, digest_sv(&d)));
	js_set_int(a, o, "facts", (int64_t)x->n_facts);
	js_set_int(a, o, "figures", (int64_t)x->n_figures);
	js_set_int(a, o, "groups", (int64_t)w->n_groups);
	list = js_set(o, "boards", js_arr(a));
	for (size_t i = 0; i < x->n; i++)
		js_push(list, table_js(a, lang, &x->tables[i]));
	list = js_set(o, "unheard", js_arr(a));
	for (size_t i = 0; i < x->n_lost; i++)
		js_push(list, lost_js(a, lang, &x->lost[i]));
	list = js_set(o, "idle", js_arr(a));
	for (size_t i = 0; i < x->n_idle; i++)
		js_push(list, idle_js(a, lang, &x->idle[i]));
	if (!r->percent)
		return o;
	struct js *s = js_set(o, "sway", js_obj(a));
	js_set_int(a, s, "percent", r->percent);
	js_set_int(a, s, "tried", (int64_t)r->n_tried);
	js_set_bool(a, s, "all", r->all);
	list = js_set(s, "moving", js_arr(a));
	for (size_t i = 0; i < r->n_sways; i++)
		js_push(list, sway_js(a, lang, &r->sways[i]));
	return o;
}
