#include "calc/uncertainty.h"

#include "stat/dist.h"
#include "stat/rankset.h"

#include <math.h>

enum { UNITS_MAX = 2000, DRAWS_MAX = 1000000 };

/* ---- a league table as it is read ---------------------------------------------------------------------------- */
struct league {
	struct estimates e;
	struct sv *unit;
	double *theta, *cov;
	const char *error; /* where the covariance comes from */
};

static enum rc read_names(struct calc_run *r, size_t n, struct sv **ret)
{
	struct calc_at units = calc_get(&r->in, "units");
	size_t m = 0;
	*ret = NEW(r->cx->a, struct sv, n + 1);
	if (!units.v) {
		for (size_t i = 0; i < n; i++)
			(*ret)[i] = arena_printf(r->cx->a, "%zu", i + 1);
		return RC_OK;
	}
	TRY(calc_texts(r->cx, &units, 0, ret, &m));
	if (m != n)
		return calc_bad(r->cx, &units, N_("there are %zu names and %zu units; write one name a unit."), m, n);
	return RC_OK;
}

static enum rc read_errors(struct calc_run *r, size_t n, double *cov)
{
	struct ctx *cx = r->cx;
	struct calc_at se = calc_get(&r->in, "se"), given = calc_get(&r->in, "cov");
	size_t rows, cols;
	double *v;
	if ((se.v != NULL) == (given.v != NULL))
		return calc_bad(cx, &r->in,
				N_("write the standard errors as se, or the covariance as cov, or the marks as panel: one "
				   "of the three."));
	if (se.v) {
		TRY(calc_reals(cx, &se, 0, &v, &rows));
		if (rows != n)
			return calc_bad(cx, &se, N_("there are %zu standard errors and %zu estimates; write one each."),
					rows, n);
		for (size_t i = 0; i < n; i++) {
			if (v[i] < 0)
				return calc_bad(cx, &se, N_("a standard error is below 0; write it as 0 or more."));
			cov[i * n + i] = v[i] * v[i];
		}
		return RC_OK;
	}
	TRY(calc_matrix(cx, &given, &v, &rows, &cols));
	if (rows != n || cols != n)
		return calc_bad(cx, &given,
				N_("the covariance has %zu rows of %zu for %zu estimates; write a square of as many."),
				rows, cols, n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			if (!(fabs(v[i * n + k] - v[k * n + i]) <= 1e-9 * fmax(v[i * n + i], v[k * n + k])))
				return calc_bad(cx, &given,
						N_("rows %zu and %zu of the covariance do not mirror each other; write it "
						   "symmetric."),
						i + 1, k + 1);
			cov[i * n + k] = v[i * n + k];
		}
	return RC_OK;
}

/* A complete panel: means over judges, and their covariance over judges, from which severity drops out of differences. */
static enum rc read_panel(struct calc_run *r, const struct calc_at *panel, struct league *t)
{
	struct ctx *cx = r->cx;
	double *x;
	size_t n, m;
	TRY(calc_matrix(cx, panel, &x, &n, &m));
	if (m < 2)
		return calc_bad(cx, panel, N_("there is one judge; with two or more a standard error can be had."));
	t->theta = NEW(cx->a, double, n + 1);
	t->cov = NEW(cx->a, double, n *n + 1);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < m; j++)
			t->theta[i] += x[i * m + j];
		t->theta[i] /= (double)m;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			double s = 0;
			for (size_t j = 0; j < m; j++)
				s += (x[i * m + j] - t->theta[i]) * (x[k * m + j] - t->theta[k]);
			t->cov[i * n + k] = s / (double)(m - 1) / (double)m;
		}
	t->e = (struct estimates){ n, t->theta, t->cov, (double)m - 1 };
	t->error = "panel";
	return RC_OK;
}

static enum rc read_league(struct calc_run *r, struct league *t)
{
	struct ctx *cx = r->cx;
	struct calc_at panel = calc_get(&r->in, "panel"), theta = calc_get(&r->in, "estimates"),
		       df = calc_get(&r->in, "df");
	size_t n;
	if (panel.v) {
		if (theta.v)
			return calc_bad(cx, &theta, N_("the estimates follow from the panel; leave one of the two out."));
		TRY(read_panel(r, &panel, t));
	} else {
		double known = INFINITY;
		TRY(calc_reals(cx, &theta, 0, &t->theta, &n));
		t->cov = NEW(cx->a, double, n *n + 1);
		TRY(read_errors(r, n, t->cov));
		if (df.v) {
			TRY(calc_real(cx, &df, &known));
			if (known < 1)
				return calc_bad(cx, &df, N_("write degrees of freedom of 1 or more, or leave them out."));
		}
		t->e = (struct estimates){ n, t->theta, t->cov, known };
		t->error = "given";
	}
	if (t->e.n > UNITS_MAX)
		return calc_bad(cx, &r->in, N_("there are %zu units, and at most %d are compared; take fewer."), t->e.n,
				UNITS_MAX);
	return read_names(r, t->e.n, &t->unit);
}

static double own_se(const struct league *t, size_t i)
{
	return sqrt(t->cov[i * t->e.n + i]);
}

/* ---- pairs --------------------------------------------------------------------------------------------------- */
static void print_bars(struct calc_run *r, const struct league *t, double factor)
{
	struct arena *a = r->cx->a;
	struct js *bars = js_set(r->result, "bars", js_arr(a)), *apart = js_set(r->result, "apart", js_arr(a));
	for (size_t i = 0; i < t->e.n; i++) {
		double half = factor * own_se(t, i), ends[2] = { t->theta[i] - half, t->theta[i] + half };
		struct js *row = js_push(apart, js_arr(a));
		js_push(bars, calc_out_reals(a, ends, 2));
		for (size_t k = 0; k < t->e.n; k++)
			js_push(row, js_bool(a, fabs(t->theta[i] - t->theta[k]) > factor * (own_se(t, i) + own_se(t, k))));
	}
}

static enum rc pair_tests_run(struct calc_run *r)
{
	struct league t;
	struct calc_at bar = calc_get(&r->in, "bar");
	double factor = 1.39;
	TRY(read_league(r, &t));
	if (bar.v)
		TRY(calc_real(r->cx, &bar, &factor));
	size_t n = t.e.n;
	double *p = NEW(r->cx->a, double, n *n + 1), *z = NEW(r->cx->a, double, n *n + 1);
	pair_tests(&t.e, p);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			z[i * n + k] = pair_z(&t.e, i, k);
			if (i < k)
				calc_trace(r->trace, "pair",
					   arena_printf(r->cx->a, "%.*s, %.*s", SV_ARG(t.unit[i]), SV_ARG(t.unit[k])),
					   p[i * n + k], "(" REAL " - " REAL ") / s.e. = " REAL, t.theta[i], t.theta[k],
					   z[i * n + k]);
		}
	js_set(r->result, "p", calc_out_matrix(r->cx->a, p, n, n));
	js_set(r->result, "z", calc_out_matrix(r->cx->a, z, n, n));
	js_set(r->result, "df", js_num(r->cx->a, t.e.df));
	print_bars(r, &t, factor);
	r->status = n ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

static enum rc holm_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at list = calc_get(&r->in, "p"), level = calc_get(&r->in, "alpha");
	double *p, alpha = 0.05;
	size_t m;
	TRY(calc_reals(cx, &list, 0, &p, &m));
	TRY(calc_share(cx, &level, &alpha));
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		if (!(p[it.i] >= 0 && p[it.i] <= 1))
			return calc_bad(cx, &it, N_("a p value lies from 0 to 1; write it so."));
	bool *reject = NEW(cx->a, bool, m + 1);
	double *adjusted = NEW(cx->a, double, m + 1);
	holm(cx->a, p, m, alpha, reject, adjusted);
	struct js *out = js_set(r->result, "reject", js_arr(cx->a));
	for (size_t i = 0; i < m; i++) {
		js_push(out, js_bool(cx->a, reject[i]));
		calc_trace(r->trace, reject[i] ? "reject" : "keep", arena_printf(cx->a, "p[%zu]", i), adjusted[i],
			   REAL " × the p values not smaller before it; level " REAL, p[i], alpha);
	}
	js_set(r->result, "adjusted", calc_out_reals(cx->a, adjusted, m));
	r->status = m ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

/* ---- sets of places -------------------------------------------------------------------------------------------- */
struct asking {
	struct rank_ask ask;
	bool marginal, one; /* each unit by itself; a single one by itself */
	struct stepdown how;
	int bootstrap;
};

static enum rc read_unit(struct calc_run *r, const struct sv *unit, size_t n, struct asking *q)
{
	struct calc_at at = calc_get(&r->in, "unit");
	struct sv name;
	if (!at.v)
		return RC_OK;
	TRY(calc_text(r->cx, &at, &name));
	q->one = q->marginal = true;
	for (q->ask.unit = 0; q->ask.unit < n; q->ask.unit++)
		if (sv_eq(unit[q->ask.unit], name))
			return RC_OK;
	return calc_bad(r->cx, &at, N_("there is no such unit; write one of the names in units, or a number from 1."));
}

static enum rc read_asking(struct calc_run *r, const struct sv *unit, size_t n, struct asking *q)
{
	static const char *const scopes[] = { "simultaneous", "marginal", NULL };
	static const char *const sides[] = { "two_sided", "lower", "upper", NULL };
	static const char *const kinds[] = { "holm", "stepdown_bootstrap", NULL };
	struct calc_at alpha = calc_get(&r->in, "alpha"), scope = calc_get(&r->in, "scope"),
		       side = calc_get(&r->in, "side"), kind = calc_get(&r->in, "kind"), seed = calc_get(&r->in, "seed"),
		       draws = calc_get(&r->in, "R");
	int marginal, which;
	int64_t start = 0, times = 1000;
	*q = (struct asking){ .ask = { .alpha = 0.05, .unit = RANK_ALL } };
	TRY(calc_share(r->cx, &alpha, &q->ask.alpha));
	TRY(calc_word(r->cx, &scope, scopes, &marginal));
	TRY(calc_word(r->cx, &side, sides, &which));
	TRY(calc_word(r->cx, &kind, kinds, &q->bootstrap));
	q->marginal = marginal;
	q->ask.side = (enum rank_side)which;
	TRY(read_unit(r, unit, n, q));
	if (!q->bootstrap)
		return RC_OK;
	if (!seed.v)
		return calc_bad(r->cx, &seed,
				N_("write the seed of the draws and publish it: another one may move a bound by a place."));
	TRY(calc_int(r->cx, &seed, 0, JS_INT_MAX, &start));
	if (draws.v)
		TRY(calc_int(r->cx, &draws, 100, DRAWS_MAX, &times));
	q->how = (struct stepdown){ (size_t)times, (uint64_t)start };
	return RC_OK;
}

static enum score_status find_better(struct calc_run *r, const struct league *t, const struct asking *q, struct sv of,
				     bool *better)
{
	struct stepdown_step steps[STEPS_MAX];
	if (!q->bootstrap) {
		better_holm(r->cx->a, &t->e, q->ask, better);
		return SCORE_OK;
	}
	int n = better_stepdown(r->cx->a, &t->e, q->ask, q->how, better, steps);
	for (int i = 0; i < n; i++)
		calc_trace(r->trace, "critical", of, steps[i].critical,
			   "step %d: %zu open comparisons, %zu closed; seed %llu, %zu draws", i + 1, steps[i].live,
			   steps[i].rejected, (unsigned long long)q->how.seed, q->how.draws);
	return n < 0 ? SCORE_INVALID : SCORE_OK;
}

/* Units above unit i and below it, by name, for the trace. */
static struct sv who(struct arena *a, const struct sv *unit, const bool *better, size_t n, size_t i, bool above)
{
	struct buf b = buf_new(a, 1 << 20);
	for (size_t k = 0; k < n; k++)
		if (above ? better[k * n + i] : better[i * n + k])
			buf_printf(&b, "%s%.*s", b.n ? ", " : "", SV_ARG(unit[k]));
	return b.n ? buf_sv(&b) : SV("none");
}

static void print_set(struct calc_run *r, struct js *list, const struct sv *unit, const bool *better, size_t n, size_t i,
		      enum rank_side side)
{
	struct arena *a = r->cx->a;
	struct rank_bounds b = rank_bounds_of(better, n, i);
	struct js *o = js_push(list, js_obj(a));
	b.lo = side == RANK_UPPER ? 1 : b.lo;
	b.hi = side == RANK_LOWER ? n : b.hi;
	js_set_sv(a, o, "unit", unit[i]);
	js_set_int(a, o, "lo", (int64_t)b.lo);
	js_set_int(a, o, "hi", (int64_t)b.hi);
	if (r->trace)
		trace_add(r->trace, "set", unit[i],
			  arena_printf(a, "1 + %zu above (%.*s); %zu - %zu below (%.*s)", b.lo - 1,
				       SV_ARG(who(a, unit, better, n, i, true)), n, n - b.hi,
				       SV_ARG(who(a, unit, better, n, i, false))),
			  arena_printf(a, "%zu-%zu", b.lo, b.hi));
}

static int64_t place_by(const double *theta, size_t n, size_t i)
{
	int64_t place = 1;
	for (size_t k = 0; k < n; k++)
		place += theta[k] > theta[i];
	return place;
}

static enum rc rank_sets_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct league t;
	struct asking q;
	TRY(read_league(r, &t));
	TRY(read_asking(r, t.unit, t.e.n, &q));
	size_t n = t.e.n, rejected = 0;
	bool *better = NEW(a, bool, n *n + 1);
	struct js *list = js_set(r->result, "sets", js_arr(a));
	r->status = n ? SCORE_OK : SCORE_NO_DATA;
	if (n && !q.marginal)
		r->status = find_better(r, &t, &q, SV_NONE, better);
	for (size_t i = 0; i < n && r->status == SCORE_OK; i++) {
		if (q.one && i != q.ask.unit)
			continue;
		if (q.marginal) {
			q.ask.unit = i;
			r->status = find_better(r, &t, &q, t.unit[i], better);
			if (r->status != SCORE_OK)
				break;
		}
		print_set(r, list, t.unit, better, n, i, q.ask.side);
		js_set(list->last, "estimate", js_num(a, t.theta[i]));
		js_set_int(a, list->last, "rank", place_by(t.theta, n, i));
		if (q.one)
			break;
	}
	for (size_t i = 0; i < n * n; i++)
		rejected += better[i];
	js_set(r->result, "rejected", q.marginal && !q.one ? js_null(a) : js_int(a, (int64_t)rejected));
	return RC_OK;
}

static enum rc counts_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at counts = calc_get(&r->in, "counts");
	struct asking q;
	struct sv *unit;
	size_t n;
	TRY(calc_list(cx, &counts, 0, &n));
	if (n > UNITS_MAX)
		return calc_bad(cx, &counts, N_("there are %zu counts, and at most %d are compared; take fewer."), n,
				UNITS_MAX);
	int64_t *x = NEW(cx->a, int64_t, n + 1);
	for (struct calc_at it = { 0 }; calc_next(&counts, &it);)
		TRY(calc_int(cx, &it, 0, 1000000000, &x[it.i]));
	TRY(read_names(r, n, &unit));
	TRY(read_asking(r, unit, n, &q));
	bool *better = NEW(cx->a, bool, n *n + 1);
	struct js *list = js_set(r->result, "sets", js_arr(cx->a));
	if (!q.marginal)
		better_counts(cx->a, x, n, q.ask, better);
	for (size_t i = 0; i < n; i++) {
		if (q.one && i != q.ask.unit)
			continue;
		if (q.marginal) {
			struct rank_ask alone = q.ask;
			alone.unit = i;
			better_counts(cx->a, x, n, alone, better);
		}
		print_set(r, list, unit, better, n, i, q.ask.side);
	}
	r->status = n ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

static enum rc top_k_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at lo = calc_get(&r->in, "lo"), most = calc_get(&r->in, "k");
	struct sv *unit;
	int64_t k;
	size_t n;
	TRY(calc_list(cx, &lo, 0, &n));
	TRY(calc_int(cx, &most, 1, UNITS_MAX, &k));
	TRY(read_names(r, n, &unit));
	struct js *list = js_set(r->result, "units", js_arr(cx->a));
	for (struct calc_at it = { 0 }; calc_next(&lo, &it);) {
		int64_t best;
		TRY(calc_int(cx, &it, 1, UNITS_MAX, &best));
		if (best <= k)
			js_push(list, js_str(cx->a, unit[it.i]));
		calc_trace(r->trace, best <= k ? "in" : "out", unit[it.i], (double)best,
			   "lowest place not ruled out, against %lld", (long long)k);
	}
	r->status = n ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

/* ---- bands ------------------------------------------------------------------------------------------------------ */
static enum rc read_reject(struct calc_run *r, const struct calc_at *at, size_t n, const double *theta, bool *better)
{
	size_t rows, cols;
	TRY(calc_list(r->cx, at, n, &rows));
	for (struct calc_at row = { 0 }; calc_next(at, &row);) {
		TRY(calc_list(r->cx, &row, n, &cols));
		if (rows != n || cols != n)
			return calc_bad(r->cx, at,
					N_("reject has %zu rows of %zu for %zu units; write a square of as many."), rows,
					cols, n);
		for (struct calc_at it = { 0 }; calc_next(&row, &it);) {
			bool different;
			TRY(calc_bool(r->cx, &it, &different));
			better[row.i * n + it.i] = different && theta[row.i] > theta[it.i];
		}
	}
	return RC_OK;
}

static enum rc bands_run(struct calc_run *r)
{
	static const char *const cuts[] = { "gap", "first", NULL };
	struct ctx *cx = r->cx;
	struct calc_at reject = calc_get(&r->in, "reject"), cut = calc_get(&r->in, "cut"),
		       alpha = calc_get(&r->in, "alpha"), theta = calc_get(&r->in, "estimates");
	struct league t;
	struct rank_ask ask = { .alpha = 0.05, .unit = RANK_ALL };
	bool *better;
	int which;
	TRY(calc_word(cx, &cut, cuts, &which));
	TRY(calc_share(cx, &alpha, &ask.alpha));
	if (reject.v) {
		size_t n;
		TRY(calc_reals(cx, &theta, 0, &t.theta, &n));
		TRY(read_names(r, n, &t.unit));
		t.e = (struct estimates){ .n = n, .theta = t.theta };
		better = NEW(cx->a, bool, n *n + 1);
		TRY(read_reject(r, &reject, n, t.theta, better));
	} else {
		TRY(read_league(r, &t));
		better = NEW(cx->a, bool, t.e.n *t.e.n + 1);
		better_holm(cx->a, &t.e, ask, better);
	}
	int *band = NEW(cx->a, int, t.e.n + 1);
	rank_bands(cx->a, t.theta, better, t.e.n, (enum band_cut)which, band);
	struct js *list = js_set(r->result, "bands", js_arr(cx->a));
	for (size_t i = 0; i < t.e.n; i++) {
		js_push(list, js_int(cx->a, band[i]));
		calc_trace(r->trace, "band", t.unit[i], band[i], REAL "; below: %.*s", t.theta[i],
			   SV_ARG(who(cx->a, t.unit, better, t.e.n, i, false)));
	}
	r->status = t.e.n ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

/* ---- the rows --------------------------------------------------------------------------------------------------- */
/* clang-format off */
#define LEAGUE_FIELDS \
	{ "estimates", "[number]", true, N_("one a unit, the higher the better; left out where a panel is given") }, \
	{ "se", "[number]", true, N_("standard errors of independent estimates") }, \
	{ "cov", "[[number]]", true, N_("covariance of the estimates, as additive_fit prints it") }, \
	{ "df", "number", true, N_("degrees of freedom of the errors; left out, they count as known (normal)") }, \
	{ "panel", "[[number]]", true, N_("marks of a complete panel: means and errors of differences are taken from it") }, \
	{ "units", "[text]", true, N_("names of the units, 1, 2, … by default") }
#define ASKING_FIELDS \
	{ "alpha", "number", true, N_("level, 0.05 by default: the sets hold with probability 0.95") }, \
	{ "scope", "simultaneous|marginal", true, N_("all sets together, or each by itself; together by default") }, \
	{ "unit", "text", true, N_("this unit alone, by itself") }, \
	{ "side", "two_sided|lower|upper", true, N_("which bounds are wanted; both by default") }
/* clang-format on */

static const struct calc_field pair_fields[] = {
	LEAGUE_FIELDS,
	{ "bar", "number", true, N_("half a bar in standard errors, 1.39 by default") },
};
static const struct calc_field holm_fields[] = {
	{ "p", "[number]", false, N_("p values of the tests made together") },
	{ "alpha", "number", true, N_("chance of one false rejection or more, 0.05 by default") },
};
static const struct calc_field set_fields[] = {
	LEAGUE_FIELDS,
	ASKING_FIELDS,
	{ "kind", "holm|stepdown_bootstrap", true, N_("without random numbers, or with; without by default") },
	{ "seed", "integer", true, N_("seed of the draws, for stepdown_bootstrap") },
	{ "R", "integer", true, N_("number of draws, 1000 by default") },
};
static const struct calc_field count_fields[] = {
	{ "counts", "[integer]", false, N_("votes for each, every voter one vote") },
	{ "units", "[text]", true, N_("names of those voted for, 1, 2, … by default") },
	ASKING_FIELDS,
};
static const struct calc_field top_fields[] = {
	{ "lo", "[integer]", false, N_("lower bounds of the sets of places") },
	{ "k", "integer", false, N_("size of the top") },
	{ "units", "[text]", true, N_("names in the order of lo, 1, 2, … by default") },
};
static const struct calc_field band_fields[] = {
	LEAGUE_FIELDS,
	{ "reject", "[[true|false]]", true, N_("which pairs differ; left out, they are tested with Holm's correction") },
	{ "alpha", "number", true, N_("level of that test, 0.05 by default") },
	{ "cut", "gap|first", true,
	  N_("a band ends above a significant gap to the next, or where one falls below the band's first; gap by "
	     "default") },
};

static const struct calc_method methods[] = {
	{ .name = "pair_tests",
	  .help = N_("Which two units differ by more than chance: a p value a pair, and bars that may be compared by eye."),
	  .source = "z and t tests; Goldstein & Healy, Journal of the Royal Statistical Society A 158 (1995)",
	  CALC_FIELDS(pair_fields),
	  .example = "{\"estimates\":[92.1,90.4,85.0],\"se\":[0.8,0.9,0.7],\"units\":[\"A\",\"B\",\"C\"]}",
	  .run = pair_tests_run },
	{ .name = "holm",
	  .help = N_("Several tests at once with few false alarms: Holm's correction."),
	  .source = "Holm, Scandinavian Journal of Statistics 6 (1979)",
	  CALC_FIELDS(holm_fields),
	  .example = "{\"p\":[0.01,0.04,0.03,0.005],\"alpha\":0.05}",
	  .run = holm_run },
	{ .name = "rank_sets",
	  .help = N_("The places that the data leave open to each unit of a league table."),
	  .source = "Mogstad, Romano, Shaikh & Wilhelm, Review of Economic Studies (2023); Holm (1979)",
	  CALC_FIELDS(set_fields),
	  .example =
		  "{\"estimates\":[92.1,90.4,85.0],\"se\":[0.8,0.9,0.7],\"units\":[\"A\",\"B\",\"C\"],\"kind\":\"holm\"}",
	  .run = rank_sets_run },
	{ .name = "top_k_set",
	  .help = N_("Who may be among the first k."),
	  .source = "Mogstad, Romano, Shaikh & Wilhelm, Review of Economic Studies (2023)",
	  CALC_FIELDS(top_fields),
	  .example = "{\"lo\":[1,1,3],\"k\":2,\"units\":[\"A\",\"B\",\"C\"]}",
	  .run = top_k_run },
	{ .name = "rank_sets_counts",
	  .help = N_("The places that a vote leaves open to each: exact binomial tests of pairs with Holm's correction."),
	  .source = "Bazylik, Mogstad, Romano, Shaikh & Wilhelm, Finite- and large-sample inference for ranks using "
		    "multinomial data",
	  CALC_FIELDS(count_fields),
	  .example = "{\"counts\":[120,100,80,60,30,10]}",
	  .run = counts_run },
	{ .name = "bands",
	  .help = N_("A board in bands (第一梯队, 第二梯队, …) cut only where the gap is more than chance."),
	  .source = "Goldstein & Spiegelhalter, Journal of the Royal Statistical Society A 159 (1996)",
	  CALC_FIELDS(band_fields),
	  .example = "{\"estimates\":[92.1,91.4,85.0],\"se\":[0.8,0.9,0.7]}",
	  .run = bands_run },
	{ .name = "bootstrap_judges",
	  .help = N_("How places would move with another panel: judges drawn again, and one or two left out, under the "
		     "whole rule."),
	  .source = "Efron & Tibshirani, An Introduction to the Bootstrap (1993)",
	  .fields = calc_bootstrap_fields,
	  .n_fields = CALC_BOOTSTRAP_FIELDS,
	  .example = "{\"units\":[{\"unit\":\"A\",\"items\":[{\"marks\":[\"9\",\"8\",\"9\"]}]},"
		     "{\"unit\":\"B\",\"items\":[{\"marks\":[\"8\",\"9\",\"7\"]}]}],\"seed\":20260101,\"R\":200}",
	  .run = calc_bootstrap_run },
};
const struct calc_family calc_uncertainty = { "uncertainty", methods, sizeof(methods) / sizeof(*methods) };
