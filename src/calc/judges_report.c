#include "calc/judges.h"

#include "calc/event.h"
#include "stat/additive.h"
#include "stat/rankset.h"
#include "stat/reliability.h"

#include <math.h>

const struct calc_field calc_report_fields[CALC_REPORT_FIELDS] = {
	CALC_EVENT_FIELDS,
	{ "alpha", "number", true, N_("level of the Holm test over all pairs of judges, 0.05 by default") },
};

enum { ROWS_MAX = 2000 };

struct report {
	struct calc_run *r;
	struct arena *a;
	struct calc_event v;
	const struct panel_order *order;
	struct unit_total *totals;
	int *places;
	double *marks;	  /* rows × judges, NAN where missing */
	double *sums;	  /* units × judges: over all items of the unit, NAN when one is missing */
	double *residual; /* rows × judges, after the row and the judge are taken out */
	double alpha;
};

static double real_of(struct dec d)
{
	return (double)d.u / (double)DEC_ONE;
}

static void fill_tables(struct report *p)
{
	const struct panel_event *e = &p->v.e;
	p->marks = NEW(p->a, double, e->n_rows * e->judges + 1);
	p->sums = NEW(p->a, double, e->units * e->judges + 1);
	for (size_t i = 0; i < e->n_rows; i++)
		for (size_t j = 0; j < e->judges; j++) {
			const struct mark *m = &e->rows[i].marks[j];
			double x = m->null == MARK_GIVEN ? real_of(m->value) : (double)NAN;
			p->marks[i * e->judges + j] = x;
			p->sums[(size_t)e->rows[i].unit * e->judges + j] += x;
		}
}

/* ---- leave one judge out ------------------------------------------------------------------------------------ */
static enum score_status print_influence(struct report *p, struct js *o, size_t judge)
{
	const struct panel_event *e = &p->v.e;
	struct arena *a = p->a;
	int *times = NEW(a, int, e->judges + 1), *places = NEW(a, int, e->units + 1);
	struct unit_total *totals = NEW(a, struct unit_total, e->units + 1);
	struct dec largest = { 0 };
	struct js *influence = js_set(o, "influence", js_obj(a)), *changes = js_set(influence, "rank_changes", js_arr(a)),
		  *lost = js_set(influence, "without_score", js_arr(a));
	for (size_t j = 0; j < e->judges; j++)
		times[j] = j != judge;
	enum score_status s = panel_totals(p->order, times, totals);
	if (s != SCORE_OK)
		return s;
	panel_places(e, totals, places);
	for (size_t u = 0; u < e->units; u++) {
		if (p->totals[u].given && !totals[u].given)
			js_push(lost, js_str(a, p->v.units.name[u]));
		if (!totals[u].given)
			continue;
		int64_t by = totals[u].value.u - p->totals[u].value.u;
		largest.u = by > largest.u ? by : -by > largest.u ? -by : largest.u;
		if (places[u] == p->places[u])
			continue;
		struct js *c = js_push(changes, js_obj(a));
		js_set_sv(a, c, "unit", p->v.units.name[u]);
		js_set_int(a, c, "from", p->places[u]);
		js_set_int(a, c, "to", places[u]);
		trace_add(p->r->trace, "leave_out", p->v.judges.name[judge],
			  arena_printf(a, "%.*s: %.*s, %d", SV_ARG(p->v.units.name[u]),
				       SV_ARG(dec_text(a, p->totals[u].value)), p->places[u]),
			  arena_printf(a, "%.*s, %d", SV_ARG(dec_text(a, totals[u].value)), places[u]));
	}
	js_set(influence, "largest_change",
	       calc_out_fixed(a, largest, (struct rounding){ ROUND_HALF_UP, e->factored.decimals }));
	trace_add(p->r->trace, "leave_out", p->v.judges.name[judge], SV("largest change of a total"), dec_text(a, largest));
	return SCORE_OK;
}

static enum score_status print_judges(struct report *p)
{
	const struct panel_event *e = &p->v.e;
	struct js *list = js_set(p->r->result, "judges", js_arr(p->a));
	for (size_t j = 0; j < e->judges; j++) {
		struct js *o = js_push(list, js_obj(p->a));
		size_t n;
		double deviation = median_deviation(p->a, p->marks, e->n_rows, e->judges, j, &n);
		double sd = sd_of(p->marks + j, e->n_rows, e->judges),
		       rest = rest_correlation(p->a, p->sums, e->units, e->judges, j);
		struct sv name = p->v.judges.name[j];
		js_set_sv(p->a, o, "judge", name);
		js_set_int(p->a, o, "n", (int64_t)n);
		js_set(o, "deviation", js_num(p->a, deviation));
		js_set(o, "sd", js_num(p->a, sd));
		js_set_bool(p->a, o, "flat", sd == 0);
		js_set(o, "same_share", js_num(p->a, same_share(p->a, p->marks, e->n_rows, e->judges, j)));
		js_set(o, "correlation_with_rest", js_num(p->a, rest));
		calc_trace(p->r->trace, "deviation", name, deviation,
			   REAL " (sum of mark - median of the item's marks) / %zu", n ? deviation * (double)n : 0, n);
		calc_trace(p->r->trace, "sd", name, sd, "%zu marks, n - 1", n);
		calc_trace(p->r->trace, "correlation_with_rest", name, rest,
			   "a unit's sum of marks of this judge, and the mean of the others' sums");
		enum score_status s = print_influence(p, o, j);
		if (s != SCORE_OK)
			return s;
	}
	return SCORE_OK;
}

/* ---- pairs of judges ---------------------------------------------------------------------------------------- */
/* Residuals of rows (as units) and judges; false when they cannot be had. */
static bool fill_residuals(struct report *p)
{
	const struct panel_event *e = &p->v.e;
	struct arena *a = p->a;
	size_t n = 0, cells = e->n_rows * e->judges;
	struct sighting *seen = NEW(a, struct sighting, cells + 1);
	struct add_mark *marks = NEW(a, struct add_mark, cells + 1);
	int *row_part = NEW(a, int, e->n_rows + 1), *judge_part = NEW(a, int, e->judges + 1);
	struct add_fit f;
	p->residual = NEW(a, double, cells + 1);
	for (size_t i = 0; i < cells; i++) {
		p->residual[i] = NAN;
		if (isnan(p->marks[i]))
			continue;
		seen[n] = (struct sighting){ (int)(i / e->judges), (int)(i % e->judges) };
		marks[n++] = (struct add_mark){ (int)(i / e->judges), (int)(i % e->judges), p->marks[i] };
	}
	if (!n || e->n_rows > ROWS_MAX)
		return false;
	int parts = design_parts(a, seen, n, e->n_rows, e->judges, row_part, judge_part);
	struct add_design d = { .marks = marks,
				.n = n,
				.units = e->n_rows,
				.judges = e->judges,
				.parts = (size_t)parts,
				.unit_part = row_part,
				.judge_part = judge_part };
	if (!additive_fit(a, &d, &f))
		return false;
	for (size_t i = 0; i < n; i++)
		p->residual[(size_t)marks[i].unit * e->judges + (size_t)marks[i].judge] = f.residual[i];
	return true;
}

struct pair {
	size_t one, other, n;
	double r, p, adjusted;
	bool flagged;
};

/* x and y have room for a row each. */
static void correlate(const struct report *p, struct pair *pair, double *x, double *y)
{
	const struct panel_event *e = &p->v.e;
	double size = 0, scale = 0;
	for (size_t i = 0; i < e->n_rows; i++) {
		size_t at = i * e->judges;
		x[i] = p->residual[at + pair->one];
		y[i] = p->residual[at + pair->other];
		if (isnan(x[i]) || isnan(y[i]))
			continue;
		pair->n++;
		size += x[i] * x[i] + y[i] * y[i];
		scale += p->marks[at + pair->one] * p->marks[at + pair->one] +
			 p->marks[at + pair->other] * p->marks[at + pair->other];
	}
	pair->r = size > 1e-24 * scale ? pearson(x, y, e->n_rows)
				       : (double)NAN; /* judges who differ by nothing but severity */
	pair->p = correlation_p(pair->r, pair->n);
}

static void print_pairs(struct report *p)
{
	const struct panel_event *e = &p->v.e;
	struct arena *a = p->a;
	size_t n = 0, m = 0, room = e->judges * (e->judges - 1) / 2;
	struct pair *pairs = NEW(a, struct pair, room + 1);
	double *tested = NEW(a, double, room + 1), *adjusted = NEW(a, double, room + 1);
	double *x = NEW(a, double, e->n_rows + 1), *y = NEW(a, double, e->n_rows + 1);
	bool *reject = NEW(a, bool, room + 1), known = fill_residuals(p);
	for (size_t j = 0; j < e->judges && known; j++)
		for (size_t k = j + 1; k < e->judges; k++) {
			pairs[n] = (struct pair){ .one = j, .other = k };
			correlate(p, &pairs[n], x, y);
			if (!isnan(pairs[n].p))
				tested[m++] = pairs[n].p;
			n++;
		}
	holm(a, tested, m, p->alpha, reject, adjusted);
	struct js *list = js_set(p->r->result, "pairs", known ? js_arr(a) : js_null(a));
	m = 0;
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(a)), *names = js_set(o, "judges", js_arr(a));
		bool has = !isnan(pairs[i].p);
		js_push(names, js_str(a, p->v.judges.name[pairs[i].one]));
		js_push(names, js_str(a, p->v.judges.name[pairs[i].other]));
		js_set_int(a, o, "n", (int64_t)pairs[i].n);
		js_set(o, "residual_correlation", js_num(a, pairs[i].r));
		js_set(o, "p", js_num(a, pairs[i].p));
		js_set(o, "p_holm", js_num(a, has ? adjusted[m] : (double)NAN));
		js_set_bool(a, o, "flagged", has && reject[m]);
		calc_trace(p->r->trace, "residual_correlation",
			   arena_printf(a, "%.*s, %.*s", SV_ARG(p->v.judges.name[pairs[i].one]),
					SV_ARG(p->v.judges.name[pairs[i].other])),
			   pairs[i].r, "%zu items both marked; mark - item - judge", pairs[i].n);
		m += has;
	}
	js_set(p->r->result, "expected_correlation", js_num(a, e->judges > 1 ? -1 / (double)(e->judges - 1) : (double)NAN));
}

static void print_duplicates(struct report *p)
{
	const struct panel_event *e = &p->v.e;
	struct js *list = js_set(p->r->result, "duplicates", js_arr(p->a));
	for (size_t j = 0; j < e->judges; j++)
		for (size_t k = j + 1; k < e->judges; k++) {
			size_t shared;
			if (!judges_identical(e, j, k, &shared) || shared < 2)
				continue;
			struct js *o = js_push(list, js_obj(p->a)), *names = js_set(o, "judges", js_arr(p->a));
			js_push(names, js_str(p->a, p->v.judges.name[j]));
			js_push(names, js_str(p->a, p->v.judges.name[k]));
			js_set_int(p->a, o, "shared", (int64_t)shared);
		}
}

enum rc calc_report_run(struct calc_run *r)
{
	struct report p = { .r = r, .a = r->cx->a, .alpha = 0.05 };
	struct calc_at alpha = calc_get(&r->in, "alpha");
	TRY(calc_event_read(r, &p.v));
	TRY(calc_share(r->cx, &alpha, &p.alpha));
	if (!p.v.e.n_rows) {
		r->status = SCORE_NO_DATA;
		return RC_OK;
	}
	int *times = NEW(p.a, int, p.v.e.judges + 1);
	for (size_t j = 0; j < p.v.e.judges; j++)
		times[j] = 1;
	p.order = panel_order_of(p.a, &p.v.e);
	p.totals = NEW(p.a, struct unit_total, p.v.e.units + 1);
	p.places = NEW(p.a, int, p.v.e.units + 1);
	r->status = panel_totals(p.order, times, p.totals);
	if (r->status != SCORE_OK)
		return RC_OK;
	panel_places(&p.v.e, p.totals, p.places);
	js_set(r->result, "standing", calc_event_standing(p.a, &p.v, p.totals, p.places));
	fill_tables(&p);
	r->status = print_judges(&p);
	print_duplicates(&p);
	print_pairs(&p);
	return RC_OK;
}
