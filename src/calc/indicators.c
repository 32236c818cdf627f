#include "calc/given.h"
#include "core/score/composite.h"
#include "core/score/scale.h"
#include "stat/composite.h"

#include <math.h>

static const struct dec none = { 0 };

static struct js *out_mark(struct arena *a, struct mark m, struct rounding r)
{
	return m.null == MARK_GIVEN ? calc_out_fixed(a, m.value, r) : js_null(a);
}

/* ---- normalise ------------------------------------------------------------------------------------------------ */

static const struct calc_field normalise_fields[] = {
	{ "values", "[decimal|null]", false, N_("one indicator of all units; null where a unit has none") },
	{ "method", "minmax|goalposts|zscore|target_ratio|efficacy|efficacy_banded|rank", false, N_("onto which scale") },
	{ "lo", "decimal", true, N_("lower goalpost; of the efficacy coefficient the value not to be allowed (不允许值)") },
	{ "hi", "decimal", true, N_("upper goalpost, or the satisfying value (满意值); below lo where lower is better") },
	{ "scale", "linear|log", true, N_("goalposts on the values or on their logarithms") },
	{ "target", "decimal|\"best\"", true, N_("of target_ratio; \"best\" is the best value of all") },
	{ "direction", "up|down", true, N_("down where lower is better (minmax, zscore, target_ratio, rank)") },
	{ "base", "decimal", true, N_("points at the value not to be allowed, 60 by default") },
	{ "span", "decimal", true, N_("points from there to the satisfying value, 40 by default") },
	{ "bands", "[{standard, points}]", true, N_("of efficacy_banded, the worst first (标准值, 基础分)") },
	{ "below", "decimal", true, N_("points below the worst band, 0 by default") },
	{ "floor", "decimal|\"none\"", true, N_("results are not below this: 0 by default, none for zscore") },
	{ "cap", "decimal|\"none\"", true, N_("results are not above this: 1 by default for goalposts, else none") },
	{ "flat", "decimal", true, N_("result where all values are equal (minmax) or there is but one (rank), 1 by default") },
	{ "ties", "competition|mean", true, N_("ties share the best rank or the mean of their ranks") },
	{ "over", "n-1|n", true, N_("what the variance of zscore is divided by") },
	{ "points", "decimal", true, N_("full marks: the result is multiplied by them, 1 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of each result; 6 decimals by default") },
};

enum norm { NORM_MINMAX, NORM_GOALPOSTS, NORM_TARGET, NORM_EFFICACY, NORM_BANDED, NORM_RANK, NORM_ZSCORE };

static enum rc read_limit(struct ctx *cx, const struct calc_at *in, const char *name, const struct dec *otherwise, const struct dec **ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = otherwise;
	if (at.v && at.v->kind == JS_STR && sv_is(at.v->s, "none"))
		*ret = NULL;
	else if (at.v)
		TRY(given_bound(cx, in, name, ret));
	return RC_OK;
}

static enum rc read_bands(struct ctx *cx, const struct calc_at *in, struct scale *s)
{
	static const char *const fields[] = { "standard", "points", NULL };
	struct calc_at at = calc_get(in, "bands");
	TRY(calc_list(cx, &at, 2, &s->n_bands));
	struct band *b = NEW(cx->a, struct band, s->n_bands);
	for (struct calc_at it = { 0 }; calc_next(&at, &it);) {
		struct calc_at standard = calc_get(&it, "standard"), points = calc_get(&it, "points");
		TRY(given_only(cx, &it, fields));
		TRY(calc_dec(cx, &standard, &b[it.i].standard));
		TRY(calc_dec(cx, &points, &b[it.i].points));
		int way = it.i ? dec_cmp(b[it.i].standard, b[it.i - 1].standard) : 1;
		bool turned = it.i && (way == 0 || way != dec_cmp(b[1].standard, b[0].standard));
		if (turned || (it.i && dec_cmp(b[it.i].points, b[it.i - 1].points) < 0))
			return calc_bad(cx, &it, N_("bands go from the worst to the best, standards one way and points upwards."));
	}
	s->bands = b;
	return RC_OK;
}

static struct dec best_of(const struct mark *x, size_t n, bool cost)
{
	const struct mark *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (x[i].null == MARK_GIVEN && (!best || (cost ? dec_cmp(x[i].value, best->value) < 0 : dec_cmp(x[i].value, best->value) > 0)))
			best = &x[i];
	return best ? best->value : none;
}

static enum rc read_target(struct ctx *cx, const struct calc_at *in, const struct mark *x, size_t n, struct scale *s)
{
	struct calc_at at = calc_get(in, "target");
	if (at.v && at.v->kind == JS_STR && sv_is(at.v->s, "best")) {
		s->target = best_of(x, n, s->cost);
		return RC_OK;
	}
	TRY(calc_dec(cx, &at, &s->target));
	return s->target.u > 0 ? RC_OK : calc_bad(cx, &at, N_("a target is above 0."));
}

static enum rc read_posts(struct ctx *cx, const struct calc_at *in, struct scale *s)
{
	struct calc_at lo = calc_get(in, "lo"), hi = calc_get(in, "hi");
	TRY(calc_dec(cx, &lo, &s->lo));
	TRY(calc_dec(cx, &hi, &s->hi));
	return dec_cmp(s->lo, s->hi) ? RC_OK : calc_bad(cx, &hi, N_("lo and hi are the same; give two different values."));
}

static enum rc read_scale(struct ctx *cx, const struct calc_at *in, enum norm norm, const struct mark *x, size_t n, struct scale *s)
{
	static const char *const ways[] = { "up", "down", NULL }, *const ties[] = { "competition", "mean", NULL };
	static const struct dec zero = { 0 }, one = { DEC_ONE };
	int way, tie;
	TRY(given_word(cx, in, "direction", ways, &way));
	TRY(given_word(cx, in, "ties", ties, &tie));
	*s = (struct scale){ .kind = (enum scale_kind)norm, .cost = way == 1, .shared_mean = tie == 1 };
	TRY(given_dec(cx, in, "base", DEC(60), &s->base));
	TRY(given_dec(cx, in, "span", DEC(40), &s->span));
	TRY(given_dec(cx, in, "below", none, &s->below));
	TRY(given_dec(cx, in, "flat", one, &s->flat));
	TRY(given_dec(cx, in, "points", one, &s->points));
	TRY(read_limit(cx, in, "floor", norm == NORM_ZSCORE ? NULL : &zero, &s->floor));
	TRY(read_limit(cx, in, "cap", norm == NORM_GOALPOSTS ? &one : NULL, &s->cap));
	TRY(given_rounding(cx, in, 6, &s->r));
	if (norm == NORM_GOALPOSTS || norm == NORM_EFFICACY)
		TRY(read_posts(cx, in, s));
	if (norm == NORM_BANDED)
		TRY(read_bands(cx, in, s));
	return norm == NORM_TARGET ? read_target(cx, in, x, n, s) : RC_OK;
}

/* What floating point found, held between floor and cap, times the points, rounded to decimals. */
static enum score_status settle_real(struct calc_run *r, double v, const struct scale *s, size_t i, struct sv in, struct mark *ret)
{
	struct arena *a = r->cx->a;
	double held = v;
	if (s->floor)
		held = fmax(held, real_of_dec(*s->floor));
	if (s->cap)
		held = fmin(held, real_of_dec(*s->cap));
	if (!dec_of_real(held * real_of_dec(s->points), s->r, &ret->value))
		return SCORE_OVERFLOW;
	ret->null = MARK_GIVEN;
	if (r->trace)
		trace_add(r->trace, held < v ? "cap" : held > v ? "floor" : "scale", arena_printf(a, "[%zu]", i), in, dec_text(a, ret->value));
	return SCORE_OK;
}

static enum rc by_logarithm(struct calc_run *r, const struct mark *x, size_t n, const struct scale *s, struct mark *ret)
{
	struct arena *a = r->cx->a;
	struct calc_at values = calc_get(&r->in, "values");
	for (size_t i = 0; i < n; i++) {
		if (x[i].null != MARK_GIVEN)
			continue;
		if (x[i].value.u <= 0 || s->lo.u <= 0 || s->hi.u <= 0)
			return calc_bad(r->cx, &values, N_("logarithms need values and goalposts above 0."));
		double v = stat_log_between(real_of_dec(x[i].value), real_of_dec(s->lo), real_of_dec(s->hi));
		struct sv lo = dec_text(a, s->lo),
			  in = arena_printf(a, "(ln %.*s − ln %.*s) ÷ (ln %.*s − ln %.*s)", SV_ARG(dec_text(a, x[i].value)), SV_ARG(lo),
					    SV_ARG(dec_text(a, s->hi)), SV_ARG(lo));
		r->status = settle_real(r, v, s, i, in, &ret[i]);
		if (r->status != SCORE_OK)
			break;
	}
	return RC_OK;
}

static enum rc by_deviation(struct calc_run *r, const struct mark *x, size_t n, const struct scale *s, struct mark *ret)
{
	static const char *const overs[] = { "n-1", "n", NULL };
	struct arena *a = r->cx->a;
	double *v = NEW(a, double, n + 1), *z = NEW(a, double, n + 1), mean, sd;
	size_t m = 0;
	int over;
	TRY(given_word(r->cx, &r->in, "over", overs, &over));
	for (size_t i = 0; i < n; i++)
		if (x[i].null == MARK_GIVEN)
			v[m++] = real_of_dec(x[i].value);
	stat_z_scores(v, m, over == 1, &mean, &sd, z);
	if (r->trace)
		trace_add(r->trace, "mean_sd", SV(""), arena_printf(a, "n = %zu", m), arena_printf(a, "%.10g, %.10g", mean, sd));
	for (size_t i = 0, k = 0; i < n && r->status == SCORE_OK; i++) {
		if (x[i].null != MARK_GIVEN)
			continue;
		struct sv in = arena_printf(a, "(%.10g − %.10g) ÷ %.10g", v[k], mean, sd);
		r->status = settle_real(r, s->cost ? -z[k] : z[k], s, i, in, &ret[i]);
		k++;
	}
	return RC_OK;
}

static enum rc normalise_run(struct calc_run *r)
{
	static const char *const names[] = { "minmax", "goalposts", "target_ratio", "efficacy", "efficacy_banded", "rank", "zscore", NULL };
	static const char *const scales[] = { "linear", "log", NULL };
	struct ctx *cx = r->cx;
	struct calc_at values = calc_get(&r->in, "values"), method = calc_get(&r->in, "method");
	struct mark *x;
	struct scale s;
	size_t n, found = 0;
	int norm, log_scale;
	TRY(calc_marks(cx, &values, &x, &n));
	TRY(calc_word(cx, &method, names, &norm));
	TRY(given_word(cx, &r->in, "scale", scales, &log_scale));
	TRY(read_scale(cx, &r->in, (enum norm)norm, x, n, &s));
	struct mark *got = NEW(cx->a, struct mark, n + 1);
	for (size_t i = 0; i < n; i++) {
		got[i].null = x[i].null == MARK_GIVEN ? MARK_ABSENT : x[i].null;
		found += x[i].null == MARK_GIVEN;
	}
	if (!found)
		r->status = SCORE_NO_DATA;
	else if (norm == NORM_ZSCORE)
		TRY(by_deviation(r, x, n, &s, got));
	else if (norm == NORM_GOALPOSTS && log_scale)
		TRY(by_logarithm(r, x, n, &s, got));
	else
		r->status = scale_values(x, n, &s, r->trace, got);
	if (r->status != SCORE_OK)
		return RC_OK;
	struct js *list = js_set(r->result, "values", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, out_mark(cx->a, got[i], s.r));
	return RC_OK;
}

/* ---- standing in the class ------------------------------------------------------------------------------------ */

static const struct calc_field standing_fields[] = {
	{ "units", "[{name, class, score}]", false, N_("the unit, its class as fixed before the year, and its score or null") },
	{ "pool_below", "integer", true, N_("classes with fewer scored units are named for pooling (打捆), 5 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of each standing; 6 decimals by default") },
};

static int class_number(struct sv *classes, size_t *n, struct sv name)
{
	for (size_t i = 0; i < *n; i++)
		if (sv_eq(classes[i], name))
			return (int)i;
	classes[*n] = name;
	return (int)(*n)++;
}

static enum rc standing_run(struct calc_run *r)
{
	static const char *const fields[] = { "name", "class", "score", NULL };
	struct ctx *cx = r->cx;
	struct calc_at units = calc_get(&r->in, "units");
	struct rounding to;
	int64_t pool;
	size_t n, n_classes = 0;
	TRY(calc_list(cx, &units, 0, &n));
	TRY(given_int(cx, &r->in, "pool_below", 0, 1000, 5, &pool));
	TRY(given_rounding(cx, &r->in, 6, &to));
	struct mark *score = NEW(cx->a, struct mark, n + 1), *got = NEW(cx->a, struct mark, n + 1);
	struct sv *classes = NEW(cx->a, struct sv, n + 1);
	int *class_of = NEW(cx->a, int, n + 1);
	int64_t *size = NEW(cx->a, int64_t, n + 1);
	for (struct calc_at it = { 0 }; calc_next(&units, &it);) {
		struct calc_at class_at = calc_get(&it, "class"), score_at = calc_get(&it, "score");
		struct sv name;
		TRY(given_only(cx, &it, fields));
		TRY(calc_text(cx, &class_at, &name));
		score[it.i].null = score_at.v ? MARK_GIVEN : MARK_ABSENT;
		if (score_at.v)
			TRY(calc_dec(cx, &score_at, &score[it.i].value));
		class_of[it.i] = class_number(classes, &n_classes, name);
		size[class_of[it.i]] += score_at.v != NULL;
	}
	r->status = class_standing(score, class_of, n, to, r->trace, got);
	struct js *list = js_set(r->result, "standing", js_arr(cx->a)), *small = js_set(r->result, "pool", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, out_mark(cx->a, got[i], to));
	for (size_t i = 0; i < n_classes; i++)
		if (size[i] < pool)
			js_push(small, js_str(cx->a, classes[i]));
	return RC_OK;
}

/* ---- geometric mean, entropy, TOPSIS ------------------------------------------------------------------------- */

static const struct calc_field geometric_fields[] = {
	{ "values", "[number]", false, N_("all above 0, or lifted to the floor") },
	{ "weights", "[number]", true, N_("one each, all equal by default; they are divided by their sum") },
	{ "floor", "number", true, N_("smaller values are lifted to this") },
};

static enum rc geometric_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at values = calc_get(&r->in, "values"), weights = calc_get(&r->in, "weights");
	double *x, *w, floor;
	size_t n, m;
	TRY(calc_reals(cx, &values, 1, &x, &n));
	TRY(given_real(cx, &r->in, "floor", 0, &floor));
	w = NEW(cx->a, double, n);
	for (m = 0; m < n; m++)
		w[m] = 1;
	if (weights.v)
		TRY(calc_reals(cx, &weights, 1, &w, &m));
	double all = 0;
	for (size_t i = 0; i < m; i++)
		all += w[i] < 0 ? NAN : w[i];
	if (m != n || !(all > 0))
		return calc_bad(cx, &weights, N_("give one weight a value, none below 0 and one above."));
	struct buf b = buf_new(cx->a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		x[i] = fmax(x[i], floor);
		if (!(x[i] > 0))
			return calc_bad(cx, &values, N_("a geometric mean needs values above 0; set a floor."));
		buf_printf(&b, "%s%.10g ^ %.10g", i ? " × " : "", x[i], w[i] / all);
	}
	double g = stat_geometric_mean(x, w, n);
	js_set(r->result, "mean", js_num(cx->a, g));
	trace_add(r->trace, "geometric_mean", SV(""), buf_sv(&b), arena_printf(cx->a, "%.10g", g));
	return RC_OK;
}

static const struct calc_field entropy_fields[] = {
	{ "matrix", "[[number]]", false, N_("a row a unit, a column an indicator, nothing below 0") },
};

static enum rc entropy_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at at = calc_get(&r->in, "matrix");
	double *x, *e, *w;
	size_t rows, cols;
	TRY(calc_matrix(cx, &at, &x, &rows, &cols));
	for (size_t i = 0; i < rows * cols; i++)
		if (x[i] < 0)
			return calc_bad(cx, &at, N_("entropy needs numbers that are not below 0."));
	e = NEW(cx->a, double, cols);
	w = NEW(cx->a, double, cols);
	if (!stat_entropy_weights(x, rows, cols, e, w)) {
		r->status = SCORE_NO_DATA;
		return RC_OK;
	}
	js_set(r->result, "E", calc_out_reals(cx->a, e, cols));
	js_set(r->result, "weights", calc_out_reals(cx->a, w, cols));
	for (size_t c = 0; c < cols && r->trace; c++)
		trace_add(r->trace, "entropy", arena_printf(cx->a, "[%zu]", c),
			  arena_printf(cx->a, "−Σ p ln p ÷ ln %zu = %.10g; (1 − %.10g) ÷ Σ(1 − E)", rows, e[c], e[c]),
			  arena_printf(cx->a, "%.10g", w[c]));
	return RC_OK;
}

static const struct calc_field topsis_fields[] = {
	{ "matrix", "[[number]]", false, N_("each row one unit, each column one indicator") },
	{ "weights", "[number]", false, N_("one for each column") },
	{ "benefit", "[true|false]", true, N_("false where lower is better; all true by default") },
};

static enum rc read_benefit(struct ctx *cx, const struct calc_at *at, size_t cols, bool *cost)
{
	size_t n;
	if (!at->v)
		return RC_OK;
	TRY(calc_list(cx, at, 1, &n));
	if (n != cols)
		return calc_bad(cx, at, N_("give one true or false a column."));
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		TRY(calc_bool(cx, &it, &cost[it.i]));
		cost[it.i] = !cost[it.i];
	}
	return RC_OK;
}

static enum rc topsis_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct arena *a = cx->a;
	struct calc_at at = calc_get(&r->in, "matrix"), w_at = calc_get(&r->in, "weights"), b_at = calc_get(&r->in, "benefit");
	double *x, *w;
	size_t rows, cols, n;
	TRY(calc_matrix(cx, &at, &x, &rows, &cols));
	TRY(calc_reals(cx, &w_at, 1, &w, &n));
	if (n != cols)
		return calc_bad(cx, &w_at, N_("give one weight a column."));
	bool *cost = NEW(a, bool, cols);
	TRY(read_benefit(cx, &b_at, cols, cost));
	struct topsis t = { NEW(a, double, cols), NEW(a, double, cols), NEW(a, double, rows), NEW(a, double, rows), NEW(a, double, rows) };
	stat_topsis(x, rows, cols, w, cost, &t);
	js_set(r->result, "closeness", calc_out_reals(a, t.closeness, rows));
	js_set(r->result, "to_best", calc_out_reals(a, t.to_best, rows));
	js_set(r->result, "to_worst", calc_out_reals(a, t.to_worst, rows));
	js_set(r->result, "best", calc_out_reals(a, t.best, cols));
	js_set(r->result, "worst", calc_out_reals(a, t.worst, cols));
	for (size_t i = 0; i < rows; i++) {
		if (!isfinite(t.closeness[i]))
			r->status = SCORE_NO_DATA;
		if (r->trace)
			trace_add(r->trace, "closeness", arena_printf(a, "[%zu]", i),
				  arena_printf(a, "%.10g ÷ (%.10g + %.10g)", t.to_worst[i], t.to_best[i], t.to_worst[i]),
				  arena_printf(a, "%.10g", t.closeness[i]));
	}
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "normalise",
	  .help = N_("One indicator of all units onto a common scale: goalposts, efficacy coefficient (功效系数), ranks and others."),
	  .source = "OECD/JRC, Handbook on Constructing Composite Indicators (2008); 企业绩效评价操作细则 for the efficacy coefficient",
	  CALC_FIELDS(normalise_fields),
	  .example = "{\"values\":[\"65\",\"90\",null,\"72.5\"],\"method\":\"efficacy\",\"lo\":\"60\",\"hi\":\"95\",\"rounding\":2}",
	  .run = normalise_run },
	{ .name = "class_standing",
	  .help = N_("Standing inside the own class from 0 to 1, where units of different classes are set side by side."),
	  .source = "Classified appraisal (分类考核): like is compared with like",
	  CALC_FIELDS(standing_fields),
	  .example = "{\"units\":[{\"name\":\"甲县\",\"class\":\"山区\",\"score\":\"88\"},{\"name\":\"乙县\",\"class\":\"山区\","
		     "\"score\":\"91\"}]}",
	  .run = standing_run },
	{ .name = "geometric_mean",
	  .help = N_("Weighted geometric mean: a weak pillar is not made good by a strong one."),
	  .source = "UNDP, Human Development Report 2010, technical notes",
	  CALC_FIELDS(geometric_fields),
	  .example = "{\"values\":[0.847,0.589,0.584]}",
	  .run = geometric_run },
	{ .name = "entropy_weights",
	  .help = N_("Weights from how much indicators vary (熵权法). They reward whatever happens to vary."),
	  .source = "C.-L. Hwang and K. Yoon, Multiple Attribute Decision Making (1981)",
	  CALC_FIELDS(entropy_fields),
	  .example = "{\"matrix\":[[2,1500],[2.5,2700],[1.8,2000]]}",
	  .analysis = true,
	  .run = entropy_run },
	{ .name = "topsis",
	  .help = N_("Closeness to the best and distance from the worst seen. One more unit may turn the order of the others."),
	  .source = "C.-L. Hwang and K. Yoon, Multiple Attribute Decision Making: methods and applications (1981)",
	  CALC_FIELDS(topsis_fields),
	  .example = "{\"matrix\":[[2,1500,5.5],[2.5,2700,6.5],[1.8,2000,4.5]],\"weights\":[0.4,0.3,0.3],\"benefit\":[true,true,false]}",
	  .analysis = true,
	  .run = topsis_run },
};
const struct calc_family calc_indicators = { "indicators", methods, sizeof(methods) / sizeof(*methods) };
