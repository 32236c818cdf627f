#include "calc/event.h"

struct reading {
	struct calc_event *v;
	struct panel_row *rows;
	struct dec *plus, *tie;
};

static enum rc read_item(struct ctx *cx, const struct calc_at *item, struct reading *g, int unit)
{
	static const char *const known[] = { "factor", "marks", NULL };
	struct mark *marks;
	struct panel_row *row = &g->rows[g->v->e.n_rows++];
	size_t n;
	TRY(calc_keys(cx, item, known));
	struct calc_at factor = calc_get(item, "factor"), list = calc_get(item, "marks");
	*row = (struct panel_row){ .unit = unit, .factor = DEC(1) };
	if (factor.v)
		TRY(calc_dec(cx, &factor, &row->factor));
	TRY(calc_marks(cx, &list, &marks, &n));
	if (!g->v->judges.n)
		for (size_t j = 0; j < n; j++)
			(void)calc_name(&g->v->judges, arena_printf(cx->a, "J%zu", j + 1));
	if (!n || n != g->v->judges.n)
		return calc_bad(cx, &list,
				N_("here are %zu marks, and %zu judges; write one a judge, null where there is none."), n,
				g->v->judges.n);
	row->marks = marks;
	return RC_OK;
}

static enum rc read_unit(struct ctx *cx, const struct calc_at *unit, struct reading *g)
{
	static const char *const known[] = { "unit", "items", "plus", "minus", "tie_break", NULL };
	struct sv text;
	struct dec add = { 0 }, off = { 0 };
	size_t n, at = g->v->units.n;
	TRY(calc_keys(cx, unit, known));
	struct calc_at name = calc_get(unit, "unit"), items = calc_get(unit, "items"), plus = calc_get(unit, "plus"),
		       minus = calc_get(unit, "minus"), tie = calc_get(unit, "tie_break");
	TRY(calc_text(cx, &name, &text));
	if (calc_name(&g->v->units, text) != at)
		return calc_bad(cx, &name, N_("this unit stands here twice; give it one entry with all its items."));
	if (plus.v)
		TRY(calc_dec(cx, &plus, &add));
	if (minus.v)
		TRY(calc_dec(cx, &minus, &off));
	if (tie.v)
		TRY(calc_dec(cx, &tie, &g->tie[at]));
	if (!dec_sub(add, off, &g->plus[at]))
		return calc_bad(cx, &plus, N_("plus less minus is beyond what a decimal holds; write smaller ones."));
	TRY(calc_list(cx, &items, 1, &n));
	for (struct calc_at it = { 0 }; calc_next(&items, &it);)
		TRY(read_item(cx, &it, g, (int)at));
	return RC_OK;
}

static enum rc read_rule(struct calc_run *r, struct panel_event *e)
{
	struct ctx *cx = r->cx;
	struct calc_at low = calc_get(&r->in, "low"), high = calc_get(&r->in, "high"), min_n = calc_get(&r->in, "min_n"),
		       panel = calc_get(&r->in, "rounding"), factored = calc_get(&r->in, "factor_rounding");
	int64_t l = 0, h = 0, m = 5;
	if (low.v)
		TRY(calc_int(cx, &low, 0, 1000, &l));
	if (high.v)
		TRY(calc_int(cx, &high, 0, 1000, &h));
	if (min_n.v)
		TRY(calc_int(cx, &min_n, 0, 100000, &m));
	e->trim = (struct trim){ .low = (int)l, .high = (int)h, .min_n = (int)m };
	TRY(calc_rounding(cx, &panel, (struct rounding){ ROUND_HALF_UP, 2 }, &e->panel));
	return calc_rounding(cx, &factored, e->panel, &e->factored);
}

enum rc calc_event_read(struct calc_run *r, struct calc_event *ret)
{
	struct ctx *cx = r->cx;
	struct calc_at units = calc_get(&r->in, "units"), judges = calc_get(&r->in, "judges");
	size_t n, rows = 0;
	struct sv *names;
	*ret = (struct calc_event){ .units.a = cx->a, .judges.a = cx->a };
	TRY(calc_list(cx, &units, 0, &n));
	if (judges.v) {
		size_t m;
		TRY(calc_texts(cx, &judges, 1, &names, &m));
		for (size_t j = 0; j < m; j++)
			if (calc_name(&ret->judges, names[j]) != j)
				return calc_bad(cx, &judges, N_("two judges have one name; tell them apart."));
	}
	for (struct calc_at it = { 0 }; calc_next(&units, &it);) {
		const struct js *items = js_get(it.v, "items");
		rows += items ? items->n : 0;
	}
	struct reading g = { ret, NEW(cx->a, struct panel_row, rows + 1), NEW(cx->a, struct dec, n + 1),
			     NEW(cx->a, struct dec, n + 1) };
	for (struct calc_at it = { 0 }; calc_next(&units, &it);)
		TRY(read_unit(cx, &it, &g));
	ret->e.units = ret->units.n;
	ret->e.judges = ret->judges.n;
	ret->e.rows = g.rows;
	ret->e.plus = g.plus;
	ret->e.tie = g.tie;
	return read_rule(r, &ret->e);
}

struct js *calc_event_standing(struct arena *a, const struct calc_event *v, const struct unit_total *totals,
			       const int *places)
{
	struct js *list = js_arr(a);
	for (size_t u = 0; u < v->units.n; u++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "unit", v->units.name[u]);
		js_set(o, "total", totals[u].given ? js_str(a, dec_text(a, totals[u].value)) : js_null(a));
		js_set(o, "rank", totals[u].given ? js_int(a, places[u]) : js_null(a));
	}
	return list;
}
