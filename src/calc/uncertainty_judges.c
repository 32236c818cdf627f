#include "calc/uncertainty.h"

#include "stat/rng.h"

const struct calc_field calc_bootstrap_fields[CALC_BOOTSTRAP_FIELDS] = {
	CALC_EVENT_FIELDS,
	{ "R", "integer", true, N_("how often a panel is drawn, 1000 by default") },
	{ "seed", "integer", false, N_("seed of the draws: published, so that anybody can draw the same panels") },
};

enum { PAIRS_OF_MAX = 40 }; /* judges; in a larger panel two are few, and their pairs are many */

/* Places of every unit over many panels. */
struct places {
	const struct calc_event *v;
	const struct panel_order *order;
	struct unit_total *totals;
	int *times, *now;
	size_t *count; /* unit × (units + 1): how often at place 1 …; [0] without a total */
	int *lo, *hi;  /* over the panels since the last reset; 0: never placed */
};

static void reset_range(struct places *p)
{
	for (size_t u = 0; u < p->v->e.units; u++)
		p->lo[u] = p->hi[u] = 0;
}

static enum score_status seat(struct places *p)
{
	enum score_status s = panel_totals(p->order, p->times, p->totals);
	if (s != SCORE_OK)
		return s;
	panel_places(&p->v->e, p->totals, p->now);
	for (size_t u = 0; u < p->v->e.units; u++) {
		int place = p->now[u];
		if (place && (!p->lo[u] || place < p->lo[u]))
			p->lo[u] = place;
		p->hi[u] = place > p->hi[u] ? place : p->hi[u];
	}
	return SCORE_OK;
}

static void all_seated(struct places *p)
{
	for (size_t j = 0; j < p->v->e.judges; j++)
		p->times[j] = 1;
}

static struct sv seats_text(struct arena *a, const struct places *p)
{
	struct buf b = buf_new(a, 1 << 16);
	for (size_t j = 0; j < p->v->e.judges; j++)
		if (p->times[j])
			buf_printf(&b, "%s%d × %.*s", b.n ? " + " : "", p->times[j], SV_ARG(p->v->judges.name[j]));
	return buf_sv(&b);
}

static struct sv places_text(struct arena *a, const struct places *p)
{
	struct buf b = buf_new(a, 1 << 16);
	for (size_t u = 0; u < p->v->e.units; u++)
		buf_printf(&b, "%s%d", u ? ", " : "", p->now[u]);
	return buf_sv(&b);
}

static enum score_status draw_panels(struct calc_run *r, struct places *p, int64_t draws, int64_t seed)
{
	struct rng rng = rng_new((uint64_t)seed);
	size_t n = p->v->e.judges, units = p->v->e.units;
	for (int64_t d = 0; d < draws; d++) {
		for (size_t j = 0; j < n; j++)
			p->times[j] = 0;
		for (size_t j = 0; j < n; j++)
			p->times[rng_below(&rng, n)]++;
		enum score_status s = seat(p);
		if (s != SCORE_OK)
			return s;
		for (size_t u = 0; u < units; u++)
			p->count[u * (units + 1) + (size_t)p->now[u]]++;
		if (d < 3 && r->trace) /* enough to see that one draws the same */
			trace_add(r->trace, "draw", arena_printf(r->cx->a, "%lld", (long long)d + 1),
				  seats_text(r->cx->a, p), places_text(r->cx->a, p));
	}
	calc_trace(r->trace, "draws", SV_NONE, (double)draws, "xoshiro256** from seed %lld, %zu judges with replacement",
		   (long long)seed, n);
	return SCORE_OK;
}

/* The place at or below which at least `share` of the placed draws lie. */
static int64_t quantile(const size_t *count, size_t units, double share)
{
	size_t total = 0, so_far = 0;
	for (size_t k = 1; k <= units; k++)
		total += count[k];
	for (size_t k = 1; k <= units; k++) {
		so_far += count[k];
		if (total && (double)so_far >= share * (double)total - 1e-9)
			return (int64_t)k;
	}
	return 0;
}

static void print_drawn(struct calc_run *r, const struct places *p, struct js *list, int64_t draws)
{
	struct arena *a = r->cx->a;
	size_t units = p->v->e.units;
	struct js *table = js_set(r->result, "rank_distribution", js_arr(a));
	for (size_t u = 0; u < units; u++) {
		const size_t *count = p->count + u * (units + 1);
		struct js *o = js_push(list, js_obj(a)), *row = js_push(table, js_arr(a)), *range = js_arr(a);
		js_set_sv(a, o, "unit", p->v->units.name[u]);
		for (size_t k = 1; k <= units; k++)
			js_push(row, js_num(a, (double)count[k] / (double)draws));
		js_set(o, "first_share", js_num(a, (double)count[1] / (double)draws));
		js_set(o, "unranked_share", js_num(a, (double)count[0] / (double)draws));
		js_push(range, js_int(a, quantile(count, units, 0.05)));
		js_push(range, js_int(a, quantile(count, units, 0.95)));
		js_set(o, "range", range);
	}
}

static void print_range(struct arena *a, struct js *list, const struct places *p, const char *name)
{
	struct js *o = list->first;
	for (size_t u = 0; u < p->v->e.units; u++, o = o->next) {
		struct js *range = js_set(o, name, js_arr(a));
		js_push(range, js_int(a, p->lo[u]));
		js_push(range, js_int(a, p->hi[u]));
	}
}

/* Every panel with one judge missing, then every panel with two: no chance in it. */
static enum score_status leave_out(struct calc_run *r, struct places *p, struct js *list)
{
	size_t n = p->v->e.judges;
	for (size_t two = 0; two < 2 && n > two + 1 && (!two || n <= PAIRS_OF_MAX); two++) {
		size_t panels = 0;
		reset_range(p);
		for (size_t i = 0; i < n; i++)
			for (size_t k = two ? i + 1 : i; k < (two ? n : i + 1); k++, panels++) {
				all_seated(p);
				p->times[i] = p->times[k] = 0;
				enum score_status s = seat(p);
				if (s != SCORE_OK)
					return s;
			}
		print_range(r->cx->a, list, p, two ? "leave_two_out" : "leave_one_out");
		calc_trace(r->trace, two ? "leave_two_out" : "leave_one_out", SV_NONE, (double)panels,
			   "panels of %zu judges", n - 1 - two);
	}
	return SCORE_OK;
}

enum rc calc_bootstrap_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_event v;
	struct calc_at draws = calc_get(&r->in, "R"), seed = calc_get(&r->in, "seed");
	int64_t times = 1000, start;
	TRY(calc_event_read(r, &v));
	if (draws.v)
		TRY(calc_int(r->cx, &draws, 1, 1000000, &times));
	TRY(calc_int(r->cx, &seed, 0, JS_INT_MAX, &start));
	if (!v.e.n_rows) {
		r->status = SCORE_NO_DATA;
		return RC_OK;
	}
	size_t n = v.e.units;
	struct places p = { .v = &v,
			    .order = panel_order_of(a, &v.e),
			    .totals = NEW(a, struct unit_total, n),
			    .times = NEW(a, int, v.e.judges),
			    .now = NEW(a, int, n),
			    .count = NEW(a, size_t, n * (n + 1)),
			    .lo = NEW(a, int, n),
			    .hi = NEW(a, int, n) };
	all_seated(&p);
	r->status = seat(&p);
	if (r->status != SCORE_OK)
		return RC_OK;
	js_set(r->result, "standing", calc_event_standing(a, &v, p.totals, p.now));
	r->status = draw_panels(r, &p, times, start);
	struct js *list = js_set(r->result, "units", js_arr(a));
	if (r->status != SCORE_OK)
		return RC_OK;
	print_drawn(r, &p, list, times);
	r->status = leave_out(r, &p, list);
	return RC_OK;
}
