#include "calc/judges.h"

#include "calc/table.h"
#include "core/score/judges.h"
#include "stat/additive.h"
#include "stat/dist.h"

#include <math.h>

const struct calc_field calc_additive_fields[CALC_ADDITIVE_FIELDS] = {
	{ "obs", "[[unit, judge, number|null]]", false,
	  N_("one row a mark; null is a mark that was not given, and is left out") },
	{ "contrasts", "[[unit, unit]]", true,
	  N_("pairs of units of which the difference and its standard error are wanted") },
	{ "covariance", "true|false", true,
	  N_("whether the covariance of the adjusted means is printed, true by default") },
};

enum { UNITS_MAX = 2000 };

struct sight {
	struct calc_names units, judges;
	struct sighting *seen;
	struct add_mark *marks;
	size_t n, parts;
	int *unit_part, *judge_part;
};

static enum rc read_one(struct ctx *cx, const struct calc_at *row, bool marks, struct sight *s)
{
	struct calc_at it = { 0 };
	struct sv name[2];
	struct add_mark m = { .y = 0 };
	size_t n;
	TRY(calc_list(cx, row, marks ? 3 : 2, &n));
	for (int i = 0; i < 2 && calc_next(row, &it); i++)
		TRY(calc_text(cx, &it, &name[i]));
	bool given = true;
	if (calc_next(row, &it)) {
		given = it.v->kind != JS_NULL && it.v->kind != JS_OBJ; /* {"null":"recused"} */
		if (given)
			TRY(calc_real(cx, &it, &m.y));
	}
	m.unit = (int)calc_name(&s->units, name[0]);
	m.judge = (int)calc_name(&s->judges, name[1]);
	if (given) {
		s->seen[s->n] = (struct sighting){ m.unit, m.judge };
		s->marks[s->n++] = m;
	}
	return RC_OK;
}

static enum rc read_sight(struct ctx *cx, const struct calc_at *obs, bool marks, struct sight *s)
{
	size_t n;
	TRY(calc_list(cx, obs, 0, &n));
	*s = (struct sight){ .units.a = cx->a,
			     .judges.a = cx->a,
			     .seen = NEW(cx->a, struct sighting, n + 1),
			     .marks = NEW(cx->a, struct add_mark, n + 1) };
	for (struct calc_at row = { 0 }; calc_next(obs, &row);)
		TRY(read_one(cx, &row, marks, s));
	s->unit_part = NEW(cx->a, int, s->units.n + 1);
	s->judge_part = NEW(cx->a, int, s->judges.n + 1);
	s->parts = (size_t)design_parts(cx->a, s->seen, s->n, s->units.n, s->judges.n, s->unit_part, s->judge_part);
	return RC_OK;
}

static struct js *members(struct arena *a, const struct calc_names *t, const int *part, int p)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < t->n; i++)
		if (part[i] == p)
			js_push(list, js_str(a, t->name[i]));
	return list;
}

/* The parts by name: what a refusal to compare rests on. */
static void print_parts(struct calc_run *r, const struct sight *s)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "components", js_arr(a));
	for (size_t p = 0; p < s->parts; p++) {
		struct js *o = js_push(list, js_obj(a));
		struct js *units = js_set(o, "units", members(a, &s->units, s->unit_part, (int)p));
		struct js *judges = js_set(o, "judges", members(a, &s->judges, s->judge_part, (int)p));
		calc_trace(r->trace, "component", arena_printf(a, "components[%zu]", p), (double)(units->n + judges->n),
			   "%zu units + %zu judges", units->n, judges->n);
	}
	js_set_bool(a, r->result, "comparable", s->parts == 1);
	r->status = s->parts == 0 ? SCORE_NO_DATA : s->parts == 1 ? SCORE_OK : SCORE_NOT_CONNECTED;
}

enum rc calc_connectivity_run(struct calc_run *r)
{
	struct sight s;
	struct calc_at obs = calc_get(&r->in, "obs");
	TRY(read_sight(r->cx, &obs, false, &s));
	print_parts(r, &s);
	return RC_OK;
}

static double se(double sigma2, double variance)
{
	return sqrt(sigma2 * fmax(variance, 0));
}

static void print_units(struct calc_run *r, const struct sight *s, const struct add_fit *f)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "units", js_arr(a));
	double *level = NEW(a, double, s->parts + 1), *n = NEW(a, double, s->parts + 1);
	for (size_t u = 0; u < s->units.n; u++)
		if (s->unit_part[u] >= 0) {
			level[s->unit_part[u]] += f->adjusted[u];
			n[s->unit_part[u]]++;
		}
	for (size_t u = 0; u < s->units.n; u++) {
		int p = s->unit_part[u];
		bool comparable = s->parts == 1 && p >= 0;
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "unit", s->units.name[u]);
		js_set_int(a, o, "n", f->unit_n[u]);
		js_set(o, "component", p < 0 ? js_null(a) : js_int(a, p));
		js_set(o, "mean", js_num(a, f->mean[u]));
		js_set(o, "correction", js_num(a, comparable ? f->adjusted[u] - f->mean[u] : (double)NAN));
		js_set(o, "adjusted", js_num(a, comparable ? f->adjusted[u] : (double)NAN));
		js_set(o, "se", js_num(a, comparable ? se(f->sigma2, f->cov[u * s->units.n + u]) : (double)NAN));
		js_set(o, "within", js_num(a, p < 0 ? (double)NAN : f->adjusted[u] - level[p] / n[p]));
		if (p >= 0)
			calc_trace(r->trace, comparable ? "adjusted" : "within_component", s->units.name[u], f->adjusted[u],
				   REAL " (mean of %d) - " REAL " (mean leniency of its judges)", f->mean[u], f->unit_n[u],
				   f->mean[u] - f->adjusted[u]);
	}
}

static void print_judges(struct calc_run *r, const struct sight *s, const struct add_fit *f)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "judges", js_arr(a));
	double *sum = NEW(a, double, s->judges.n + 1);
	for (size_t i = 0; i < s->n; i++)
		sum[s->marks[i].judge] += s->marks[i].y;
	for (size_t j = 0; j < s->judges.n; j++) {
		struct js *o = js_push(list, js_obj(a));
		double mean = f->judge_n[j] ? sum[j] / f->judge_n[j] : (double)NAN;
		js_set_sv(a, o, "judge", s->judges.name[j]);
		js_set_int(a, o, "n", f->judge_n[j]);
		js_set(o, "component", s->judge_part[j] < 0 ? js_null(a) : js_int(a, s->judge_part[j]));
		js_set(o, "mean", js_num(a, mean));
		js_set(o, "effect", js_num(a, f->judge[j]));
		js_set(o, "se", js_num(a, se(f->sigma2, f->judge_var[j])));
		js_set_bool(a, o, "contributes", f->judge_n[j] > 1); /* one mark only fixes his own leniency */
		if (f->judge_n[j])
			calc_trace(r->trace, "leniency", s->judges.name[j], f->judge[j],
				   REAL " (mean of %d) - " REAL " (mean of the adjusted units)", mean, f->judge_n[j],
				   mean - f->judge[j]);
	}
}

static enum rc print_contrasts(struct calc_run *r, const struct calc_at *wanted, const struct sight *s,
			       const struct add_fit *f)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "contrasts", js_arr(a));
	size_t n;
	if (!wanted->v)
		return RC_OK;
	TRY(calc_list(r->cx, wanted, 0, &n));
	for (struct calc_at pair = { 0 }; calc_next(wanted, &pair);) {
		size_t at[2], m = s->units.n;
		struct sv name;
		TRY(calc_list(r->cx, &pair, 2, &n));
		struct calc_at it = { 0 };
		for (int i = 0; i < 2 && calc_next(&pair, &it); i++) {
			TRY(calc_text(r->cx, &it, &name));
			if (!calc_known(&s->units, name, &at[i]))
				return calc_bad(r->cx, &it,
						N_("no row of obs is about this unit; write its name as it stands there."));
		}
		bool joined = s->unit_part[at[0]] >= 0 && s->unit_part[at[0]] == s->unit_part[at[1]];
		double difference = joined ? f->adjusted[at[0]] - f->adjusted[at[1]] : (double)NAN;
		double error = joined ? se(f->sigma2, f->cov[at[0] * m + at[0]] + f->cov[at[1] * m + at[1]] -
							      2 * f->cov[at[0] * m + at[1]])
				      : (double)NAN;
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "of", s->units.name[at[0]]);
		js_set_sv(a, o, "minus", s->units.name[at[1]]);
		js_set_bool(a, o, "comparable", joined);
		js_set(o, "difference", js_num(a, difference));
		js_set(o, "se", js_num(a, error));
		js_set(o, "p", js_num(a, error > 0 ? t_two_sided(difference / error, (double)f->df) : (double)NAN));
	}
	return RC_OK;
}

enum rc calc_additive_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct sight s;
	struct add_fit f;
	struct calc_at obs = calc_get(&r->in, "obs"), contrasts = calc_get(&r->in, "contrasts"),
		       cov = calc_get(&r->in, "covariance");
	bool covariance = true;
	TRY(read_sight(cx, &obs, true, &s));
	if (cov.v)
		TRY(calc_bool(cx, &cov, &covariance));
	if (s.units.n > UNITS_MAX)
		return calc_bad(cx, &obs, N_("there are %zu units, and at most %d are fitted at once; fit fewer."),
				s.units.n, UNITS_MAX);
	print_parts(r, &s);
	if (r->status == SCORE_NO_DATA)
		return RC_OK;
	struct add_design d = { .marks = s.marks,
				.n = s.n,
				.units = s.units.n,
				.judges = s.judges.n,
				.parts = s.parts,
				.unit_part = s.unit_part,
				.judge_part = s.judge_part };
	if (!additive_fit(cx->a, &d, &f)) {
		r->status = SCORE_NOT_IDENTIFIED;
		return RC_OK;
	}
	print_judges(r, &s, &f);
	print_units(r, &s, &f);
	TRY(print_contrasts(r, &contrasts, &s, &f));
	js_set(r->result, "sigma2", js_num(cx->a, f.sigma2));
	js_set_int(cx->a, r->result, "df", f.df);
	calc_trace(r->trace, "sigma2", SV_NONE, f.sigma2,
		   REAL " (sum of squared residuals) / %ld (marks - units - judges + components)", f.rss, f.df);
	size_t n = s.units.n;
	for (size_t i = 0; i < n * n; i++)
		f.cov[i] *= s.parts == 1 && s.unit_part[i / n] >= 0 && s.unit_part[i % n] >= 0 ? f.sigma2 : (double)NAN;
	js_set(r->result, "cov_unit",
	       covariance && s.parts == 1 && f.df > 0 ? calc_out_matrix(cx->a, f.cov, n, n) : js_null(cx->a));
	return RC_OK;
}
