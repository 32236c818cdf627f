#include "calc/judges.h"

#include "calc/table.h"
#include "core/score/judges.h"
#include "stat/reliability.h"

#include <math.h>

/* ---- conflict of interest ------------------------------------------------------------------------------------ */
struct recusing {
	struct calc_names units, judges;
	struct panel_mark *marks;
	struct sighting *relations;
	struct sv *kinds;
	size_t n, n_relations;
};

static enum rc read_panel_mark(struct ctx *cx, const struct calc_at *row, struct recusing *g)
{
	struct calc_at it = { 0 };
	struct sv name[2];
	struct panel_mark *m = &g->marks[g->n];
	size_t n;
	TRY(calc_list(cx, row, 3, &n));
	for (int i = 0; i < 2 && calc_next(row, &it); i++)
		TRY(calc_text(cx, &it, &name[i]));
	(void)calc_next(row, &it);
	TRY(calc_mark(cx, &it, &m->mark));
	m->at = (struct sighting){ (int)calc_name(&g->units, name[0]), (int)calc_name(&g->judges, name[1]) };
	g->n++;
	return RC_OK;
}

static enum rc read_relation(struct ctx *cx, const struct calc_at *at, struct recusing *g)
{
	static const char *const known[] = { "judge", "unit", "kind", NULL };
	struct sv unit, person;
	TRY(calc_keys(cx, at, known));
	struct calc_at judge = calc_get(at, "judge"), of = calc_get(at, "unit"), kind = calc_get(at, "kind");
	TRY(calc_text(cx, &judge, &person));
	TRY(calc_text(cx, &of, &unit));
	if (kind.v)
		TRY(calc_text(cx, &kind, &g->kinds[g->n_relations]));
	g->relations[g->n_relations++] =
		(struct sighting){ (int)calc_name(&g->units, unit), (int)calc_name(&g->judges, person) };
	return RC_OK;
}

static struct js *mark_json(struct arena *a, const struct mark *m)
{
	static const char *const reasons[] = { "", "absent", "abstain", "recused", "spoilt" };
	if (m->null == MARK_GIVEN)
		return js_str(a, dec_text(a, m->value));
	struct js *o = js_obj(a);
	js_set_sv(a, o, "null", sv_of(reasons[m->null]));
	return o;
}

static void print_recusals(struct calc_run *r, const struct recusing *g, const struct recusal *found, size_t n)
{
	struct arena *a = r->cx->a;
	struct js *marks = js_set(r->result, "marks", js_arr(a)), *log = js_set(r->result, "log", js_arr(a));
	for (size_t i = 0; i < g->n; i++) {
		struct js *row = js_push(marks, js_arr(a));
		js_push(row, js_str(a, g->units.name[g->marks[i].at.unit]));
		js_push(row, js_str(a, g->judges.name[g->marks[i].at.judge]));
		js_push(row, mark_json(a, &g->marks[i].mark));
	}
	for (size_t i = 0; i < n; i++) {
		const struct sighting *at = &g->marks[found[i].mark].at;
		struct sv unit = g->units.name[at->unit], judge = g->judges.name[at->judge],
			  kind = g->kinds[found[i].relation];
		struct js *o = js_push(log, js_obj(a)), *aside = mark_json(a, &found[i].aside);
		js_set_sv(a, o, "judge", judge);
		js_set_sv(a, o, "unit", unit);
		js_set_sv(a, o, "kind", kind);
		js_set(o, "aside", aside);
		trace_add(r->trace, "recuse", arena_printf(a, "%.*s, %.*s", SV_ARG(unit), SV_ARG(judge)),
			  aside->kind == JS_STR ? aside->s : js_get_sv(aside, "null"), SV("recused"));
	}
}

/* “Marks received from n of m judges”. */
static void print_received(struct calc_run *r, const struct recusing *g)
{
	struct arena *a = r->cx->a;
	int *given = NEW(a, int, g->units.n + 1), *recused = NEW(a, int, g->units.n + 1);
	struct js *list = js_set(r->result, "received", js_arr(a));
	for (size_t i = 0; i < g->n; i++) {
		given[g->marks[i].at.unit] += g->marks[i].mark.null == MARK_GIVEN;
		recused[g->marks[i].at.unit] += g->marks[i].mark.null == MARK_RECUSED;
	}
	for (size_t u = 0; u < g->units.n; u++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "unit", g->units.name[u]);
		js_set_int(a, o, "given", given[u]);
		js_set_int(a, o, "recused", recused[u]);
		js_set_int(a, o, "judges", (int64_t)g->judges.n);
		trace_add(r->trace, "received", g->units.name[u],
			  arena_printf(a, "%zu judges, %d recused", g->judges.n, recused[u]),
			  arena_printf(a, "%d", given[u]));
	}
}

static enum rc recuse_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at marks = calc_get(&r->in, "marks"), relations = calc_get(&r->in, "relations");
	struct recusing g = { .units.a = cx->a, .judges.a = cx->a };
	size_t n;
	TRY(calc_list(cx, &marks, 0, &n));
	g.marks = NEW(cx->a, struct panel_mark, n + 1);
	struct recusal *found = NEW(cx->a, struct recusal, n + 1);
	for (struct calc_at it = { 0 }; calc_next(&marks, &it);)
		TRY(read_panel_mark(cx, &it, &g));
	struct calc_names panel_units = g.units,
			  panel_judges = g.judges; /* who only stands in a relation is not on the panel */
	TRY(calc_list(cx, &relations, 0, &n));
	g.relations = NEW(cx->a, struct sighting, n + 1);
	g.kinds = NEW(cx->a, struct sv, n + 1);
	for (struct calc_at it = { 0 }; calc_next(&relations, &it);)
		TRY(read_relation(cx, &it, &g));
	n = recuse(cx->a, g.marks, g.n, g.relations, g.n_relations, g.units.n, g.judges.n, found);
	g.units.n = panel_units.n;
	g.judges.n = panel_judges.n;
	print_recusals(r, &g, found, n);
	print_received(r, &g);
	r->status = g.n ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

/* ---- each judge on the same scale ---------------------------------------------------------------------------- */
static void print_standard(struct calc_run *r, const struct standard *s, size_t units, size_t judges, bool midrank)
{
	static const char *const flags[] = { "none", "flat", "too_few" };
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "judges", js_arr(a));
	for (size_t j = 0; j < judges; j++) {
		struct js *o = js_push(list, js_obj(a));
		js_set(o, "mean", js_num(a, s->mean[j]));
		js_set(o, "sd", js_num(a, s->sd[j]));
		js_set_sv(a, o, "flag", sv_of(flags[s->flag[j]]));
		calc_trace(r->trace, "judge", arena_printf(a, "judges[%zu]", j), s->sd[j],
			   "mean " REAL "; standard deviation with n - 1", s->mean[j]);
	}
	js_set(r->result, midrank ? "ranks" : "z", calc_out_matrix(a, s->at, units, judges));
	js_set(r->result, "mean", calc_out_reals(a, s->unit_mean, units));
	js_set(r->result, "score", calc_out_reals(a, s->score, units));
	js_set(r->result, "grand_mean", js_num(a, s->grand_mean));
	js_set(r->result, "mean_sd", js_num(a, s->mean_sd));
	for (size_t u = 0; u < units; u++)
		if (midrank)
			calc_trace(r->trace, "score", arena_printf(a, "units[%zu]", u), s->score[u],
				   "mean of the mid-ranks");
		else
			calc_trace(r->trace, "score", arena_printf(a, "units[%zu]", u), s->score[u],
				   REAL " + " REAL " × " REAL, s->grand_mean, s->mean_sd, s->unit_mean[u]);
}

static enum rc standardise_run(struct calc_run *r)
{
	static const char *const kinds[] = { "z", "midrank", NULL };
	struct ctx *cx = r->cx;
	struct calc_at matrix = calc_get(&r->in, "matrix"), kind = calc_get(&r->in, "kind"),
		       sample = calc_get(&r->in, "sample");
	struct standard s;
	double *x;
	size_t units, judges;
	int midrank;
	bool by_chance = false;
	TRY(calc_holes(cx, &matrix, &x, &units, &judges));
	TRY(calc_word(cx, &kind, kinds, &midrank));
	if (sample.v)
		TRY(calc_bool(cx, &sample, &by_chance));
	for (size_t i = 0; i < units * judges && !by_chance; i++)
		if (isnan(x[i]))
			return calc_bad(cx, &matrix,
					N_("unit %zu has no mark from judge %zu: use additive_fit, or write "
					   "\"sample\": true if each judge saw units drawn at random."),
					i / judges + 1, i % judges + 1);
	judge_standardise(cx->a, x, units, judges, midrank, &s);
	r->status = s.used ? SCORE_OK : SCORE_NOT_IDENTIFIED;
	print_standard(r, &s, units, judges, midrank);
	return RC_OK;
}

/* ---- reliability --------------------------------------------------------------------------------------------- */
static enum rc panel_of(struct ctx *cx, const struct calc_at *matrix, struct anova *ret)
{
	double *x;
	size_t units, judges;
	TRY(calc_holes(cx, matrix, &x, &units, &judges));
	for (size_t i = 0; i < units * judges; i++)
		if (isnan(x[i]))
			return calc_bad(cx, matrix,
					N_("unit %zu has no mark from judge %zu: leave the unit or the judge out, or use "
					   "additive_fit."),
					i / judges + 1, i % judges + 1);
	if (units < 2 || judges < 2)
		return calc_bad(cx, matrix, N_("there are %zu units and %zu judges; write at least two of each."), units,
				judges);
	anova_two_way(x, units, judges, ret);
	return RC_OK;
}

static void print_squares(struct calc_run *r, const struct anova *v)
{
	struct arena *a = r->cx->a;
	struct js *ms = js_set(r->result, "ms", js_obj(a)), *df = js_set(r->result, "df", js_obj(a)),
		  *p = js_set(r->result, "p", js_obj(a));
	int64_t n = (int64_t)v->units, k = (int64_t)v->judges;
	js_set(ms, "units", js_num(a, v->ms_units));
	js_set(ms, "within", js_num(a, v->ms_within));
	js_set(ms, "judges", js_num(a, v->ms_judges));
	js_set(ms, "error", js_num(a, v->ms_error));
	js_set_int(a, df, "units", n - 1);
	js_set_int(a, df, "within", n * (k - 1));
	js_set_int(a, df, "judges", k - 1);
	js_set_int(a, df, "error", (n - 1) * (k - 1));
	js_set(p, "units", js_num(a, v->p_units));
	js_set(p, "judges", js_num(a, v->p_judges));
	calc_trace(r->trace, "mean_square", SV("units"), v->ms_units, REAL " / %lld", v->ms_units * (double)(n - 1),
		   (long long)n - 1);
	calc_trace(r->trace, "mean_square", SV("judges"), v->ms_judges, REAL " / %lld", v->ms_judges * (double)(k - 1),
		   (long long)k - 1);
	calc_trace(r->trace, "mean_square", SV("error"), v->ms_error, REAL " / %lld",
		   v->ms_error * (double)((n - 1) * (k - 1)), (long long)((n - 1) * (k - 1)));
	calc_trace(r->trace, "mean_square", SV("within"), v->ms_within, REAL " / %lld",
		   v->ms_within * (double)(n * (k - 1)), (long long)(n * (k - 1)));
}

static void print_components(struct calc_run *r, const struct anova *v)
{
	struct arena *a = r->cx->a;
	struct js *c = js_set(r->result, "components", js_obj(a)), *negative = js_set(r->result, "negative", js_arr(a));
	js_set(c, "unit", js_num(a, v->var_units));
	js_set(c, "judge", js_num(a, v->var_judges));
	js_set(c, "error", js_num(a, v->var_error));
	if (v->units_negative)
		js_push(negative, js_str(a, SV("unit")));
	if (v->judges_negative)
		js_push(negative, js_str(a, SV("judge")));
	calc_trace(r->trace, "component", SV("unit"), v->var_units, "(" REAL " - " REAL ") / %zu, not below 0", v->ms_units,
		   v->ms_error, v->judges);
	calc_trace(r->trace, "component", SV("judge"), v->var_judges, "(" REAL " - " REAL ") / %zu, not below 0",
		   v->ms_judges, v->ms_error, v->units);
	calc_trace(r->trace, "g", SV_NONE, v->g, REAL " / (" REAL " + " REAL " / %zu)", v->var_units, v->var_units,
		   v->var_error, v->judges);
	calc_trace(r->trace, "phi", SV_NONE, v->phi, REAL " / (" REAL " + (" REAL " + " REAL ") / %zu)", v->var_units,
		   v->var_units, v->var_judges, v->var_error, v->judges);
}

static enum rc anova_run(struct calc_run *r)
{
	static const char *const names[] = { "1,1", "2,1", "3,1", "1,k", "2,k", "3,k" };
	struct arena *a = r->cx->a;
	struct calc_at matrix = calc_get(&r->in, "matrix"), target = calc_get(&r->in, "target");
	struct anova v;
	double wanted = 0.8;
	TRY(panel_of(r->cx, &matrix, &v));
	TRY(calc_share(r->cx, &target, &wanted));
	print_squares(r, &v);
	print_components(r, &v);
	js_set(r->result, "icc", calc_out_reals(a, v.icc, 6));
	struct js *by_name = js_set(r->result, "icc_names", js_arr(a));
	for (int i = 0; i < 6; i++) {
		js_push(by_name, js_str(a, sv_of(names[i])));
		calc_trace(r->trace, "icc", sv_of(names[i]), v.icc[i], "Shrout and Fleiss, from the mean squares");
	}
	long judges = judges_needed(v.var_units, v.var_judges, v.var_error, wanted);
	js_set(r->result, "g", js_num(a, v.g));
	js_set(r->result, "phi", js_num(a, v.phi));
	js_set(r->result, "judges_for_phi", judges < 0 ? js_null(a) : js_int(a, judges));
	js_set(r->result, "least_difference", js_num(a, v.least_difference));
	calc_trace(r->trace, "least_difference", SV_NONE, v.least_difference, "t × √(2 × " REAL " / %zu)", v.ms_error,
		   v.judges);
	r->status = isnan(v.g) ? SCORE_NOT_IDENTIFIED : SCORE_OK; /* every mark the same */
	return RC_OK;
}

static enum rc components_of(struct calc_run *r, struct anova *ret)
{
	static const char *const names[] = { "unit", "judge", "error", NULL };
	struct calc_at matrix = calc_get(&r->in, "matrix"), given = calc_get(&r->in, "components");
	double v[3];
	if (matrix.v && given.v)
		return calc_bad(r->cx, &matrix, N_("write either the matrix or the components, not both."));
	if (matrix.v)
		return panel_of(r->cx, &matrix, ret);
	TRY(calc_keys(r->cx, &given, names));
	for (int i = 0; i < 3; i++) {
		struct calc_at at = calc_get(&given, names[i]);
		TRY(calc_real(r->cx, &at, &v[i]));
		if (v[i] < 0)
			return calc_bad(r->cx, &at, N_("a variance is not below 0; write 0 for a negative estimate."));
	}
	*ret = (struct anova){ .var_units = v[0], .var_judges = v[1], .var_error = v[2] };
	return RC_OK;
}

static enum rc judges_for_run(struct calc_run *r)
{
	static const char *const kinds[] = { "phi", "g", NULL };
	struct calc_at target = calc_get(&r->in, "target"), kind = calc_get(&r->in, "kind");
	struct anova v;
	double wanted = 0.8;
	int relative;
	TRY(components_of(r, &v));
	TRY(calc_share(r->cx, &target, &wanted));
	TRY(calc_word(r->cx, &kind, kinds, &relative));
	double judge = relative ? 0 : v.var_judges;
	long n = judges_needed(v.var_units, judge, v.var_error, wanted);
	r->status = n < 0 ? SCORE_NOT_IDENTIFIED : SCORE_OK; /* the units do not differ: no panel is large enough */
	js_set(r->result, "judges", n < 0 ? js_null(r->cx->a) : js_int(r->cx->a, n));
	js_set(r->result, "reached",
	       js_num(r->cx->a, n < 0 ? (double)NAN : phi_of(v.var_units, judge, v.var_error, (double)n)));
	calc_trace(r->trace, "judges", SV_NONE, n < 0 ? (double)NAN : (double)n,
		   "at least " REAL " / (1 - " REAL ") × (" REAL " + " REAL ") / " REAL, wanted, wanted, judge, v.var_error,
		   v.var_units);
	return RC_OK;
}

/* ---- the rows ------------------------------------------------------------------------------------------------ */
static const struct calc_field connectivity_fields[] = {
	{ "obs", "[[unit, judge, …]]", false,
	  N_("one row a mark: who was marked by whom; a third value of null is no mark") },
};
static const struct calc_field recuse_fields[] = {
	{ "marks", "[[unit, judge, decimal|null]]", false, N_("the marks as they were handed in") },
	{ "relations", "[{judge, unit, kind}]", false,
	  N_("who leads, works in, oversees (分管), keeps contact with (联系) or backs (包抓) which unit") },
};
static const struct calc_field standardise_fields[] = {
	{ "matrix", "[[number|null]]", false, N_("marks, units in rows and judges in columns") },
	{ "kind", "z|midrank", true, N_("z scores brought back to points, or places within each judge; z by default") },
	{ "sample", "true|false", true,
	  N_("each judge saw a random sample of the units, so that marks may be missing; false by default") },
};
static const struct calc_field anova_fields[] = {
	{ "matrix", "[[number]]", false, N_("marks of a complete panel, units in rows and judges in columns") },
	{ "target", "number", true, N_("the reliability for which the number of judges is wanted, 0.8 by default") },
};
static const struct calc_field judges_for_fields[] = {
	{ "matrix", "[[number]]", true, N_("marks of a panel that all units met, a row each; or write components") },
	{ "components", "{unit, judge, error}", true, N_("the variances, as anova_icc prints them") },
	{ "target", "number", true, N_("the coefficient to be reached, 0.8 by default") },
	{ "kind", "phi|g", true, N_("phi for scores as such, g for the order alone; phi by default") },
};

static const struct calc_method methods[] = {
	{ .name = "connectivity",
	  .help = N_("Which units can be compared at all, because judges join them."),
	  .source = "Searle, Linear Models (1971), connected designs",
	  CALC_FIELDS(connectivity_fields),
	  .example = "{\"obs\":[[\"A\",\"J1\"],[\"B\",\"J1\"],[\"B\",\"J2\"],[\"C\",\"J2\"]]}",
	  .run = calc_connectivity_run },
	{ .name = "additive_fit",
	  .help = N_("Units as all judges would have marked them, when each judge saw only some (severity corrected)."),
	  .source = "Searle, Linear Models (1971); Montgomery, Design and Analysis of Experiments, incomplete blocks",
	  .fields = calc_additive_fields,
	  .n_fields = CALC_ADDITIVE_FIELDS,
	  .example = "{\"obs\":[[\"A\",\"J1\",90],[\"A\",\"J2\",88],[\"B\",\"J1\",85],[\"B\",\"J3\",80],"
		     "[\"C\",\"J2\",91],[\"C\",\"J3\",84]],\"contrasts\":[[\"A\",\"B\"]]}",
	  .run = calc_additive_run },
	{ .name = "judge_standardise",
	  .help = N_("Marks of each judge brought to one mean and spread, or to places, before they are averaged."),
	  .source = "z scores with n - 1, as R scale(); mid-ranks",
	  CALC_FIELDS(standardise_fields),
	  .example = "{\"matrix\":[[82,90,75],[88,92,85],[79,91,70],[91,93,95]],\"kind\":\"z\"}",
	  .run = standardise_run },
	{ .name = "mfrm_fit",
	  .help = N_("Many-facet Rasch model: units, judges and items on one scale (spread a little too wide by L/(L-1), L ratings each)."),
	  .source = "Linacre, Many-Facet Rasch Measurement (1989)",
	  .fields = calc_mfrm_fields,
	  .n_fields = CALC_MFRM_FIELDS,
	  .example = "{\"facets\":[{\"name\":\"unit\",\"sign\":1},{\"name\":\"judge\",\"centred\":false}],"
		     "\"ratings\":[[\"A\",\"J1\",1],[\"A\",\"J2\",2],[\"B\",\"J1\",2],[\"B\",\"J2\",3],"
		     "[\"C\",\"J1\",3],[\"C\",\"J2\",2],[\"D\",\"J1\",1],[\"D\",\"J2\",3]]}",
	  .run = calc_mfrm_run },
	{ .name = "anova_icc",
	  .help = N_("Reliability of a complete panel: analysis of variance, intraclass correlations, generalizability."),
	  .source = "Shrout & Fleiss, Psychological Bulletin 86 (1979); Brennan, Generalizability Theory (2001)",
	  CALC_FIELDS(anova_fields),
	  .example = "{\"matrix\":[[9,2,5,8],[6,1,3,2],[8,4,6,8],[7,1,2,6],[10,5,6,9],[6,2,4,7]]}",
	  .run = anova_run },
	{ .name = "judges_for_phi",
	  .help = N_("How many judges a panel needs to be reliable enough."),
	  .source = "Brennan, Generalizability Theory (2001), D studies",
	  CALC_FIELDS(judges_for_fields),
	  .example = "{\"components\":{\"unit\":2.556,\"judge\":5.244,\"error\":1.019},\"target\":0.8}",
	  .run = judges_for_run },
	{ .name = "judge_report",
	  .help = N_("Each judge beside the panel: severity, spread, agreement, what leaving him out would change; leads, no verdicts."),
	  .source = "leave-one-out, Pearson and Holm (1979)",
	  .fields = calc_report_fields,
	  .n_fields = CALC_REPORT_FIELDS,
	  .example = "{\"units\":[{\"unit\":\"A\",\"items\":[{\"marks\":[\"9\",\"8\",\"9\"]}]},"
		     "{\"unit\":\"B\",\"items\":[{\"marks\":[\"8\",\"9\",\"7\"]}]},"
		     "{\"unit\":\"C\",\"items\":[{\"marks\":[\"7\",\"6\",\"8\"]}]},"
		     "{\"unit\":\"D\",\"items\":[{\"marks\":[\"6\",\"7\",\"5\"]}]}]}",
	  .run = calc_report_run },
	{ .name = "recuse",
	  .help = N_("Marks of judges about units of their own set aside, with a record (回避)."),
	  .source = "the panel's rule of conflict of interest",
	  CALC_FIELDS(recuse_fields),
	  .example = "{\"marks\":[[\"A\",\"J1\",\"90\"],[\"A\",\"J2\",\"88\"],[\"B\",\"J1\",\"85\"],[\"B\",\"J2\",null]],"
		     "\"relations\":[{\"judge\":\"J1\",\"unit\":\"A\",\"kind\":\"leads\"}]}",
	  .run = recuse_run },
};
const struct calc_family calc_judges = { "judges", methods, sizeof(methods) / sizeof(*methods) };
