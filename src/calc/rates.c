#include "calc/given.h"
#include "core/rule_sort.h"
#include "core/score/scale.h"
#include "stat/dist.h"
#include "stat/rates.h"

/* x of n, n may be 0. */
struct rate {
	struct sv unit;
	int64_t x, n;
};

static enum rc read_pair(struct ctx *cx, const struct calc_at *at, size_t lead, struct rate *ret)
{
	size_t n;
	TRY(calc_list(cx, at, 0, &n));
	if (n != lead + 2)
		return lead ? calc_bad(cx, at, N_("write [\"unit\", x, n].")) : calc_bad(cx, at, N_("write [x, n]."));
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		if (it.i < lead)
			TRY(calc_text(cx, &it, &ret->unit));
		else
			TRY(calc_int(cx, &it, 0, INT64_C(1000000000), it.i == lead ? &ret->x : &ret->n));
	}
	return ret->x <= ret->n ? RC_OK : calc_bad(cx, at, N_("x may not be more than n."));
}

static enum rc read_rates(struct ctx *cx, const struct calc_at *in, const char *name, size_t lead, struct rate **ret, size_t *ret_n)
{
	struct calc_at at = calc_get(in, name);
	TRY(calc_list(cx, &at, 0, ret_n));
	*ret = NEW(cx->a, struct rate, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(&at, &it);)
		TRY(read_pair(cx, &it, lead, &(*ret)[it.i]));
	return RC_OK;
}

static enum rc read_level(struct ctx *cx, const struct calc_at *in, double *ret_z)
{
	struct calc_at at = calc_get(in, "level");
	double level;
	TRY(given_real(cx, in, "level", 0.95, &level));
	if (!(level > 0 && level < 1))
		return calc_bad(cx, &at, N_("the level lies between 0 and 1."));
	*ret_z = -normal_quantile((1 - level) / 2); /* half of what the level leaves over, on either side */
	return RC_OK;
}

static struct sv place_of(struct arena *a, const struct rate *t, size_t i)
{
	return t->unit.n ? t->unit : arena_printf(a, "[%zu]", i);
}

/* ---- Wilson -------------------------------------------------------------------------------------------------- */

static struct interval wilson(struct calc_run *r, const struct rate *t, size_t i, double z)
{
	struct arena *a = r->cx->a;
	struct interval w = stat_wilson(t->x, t->n, z);
	if (r->trace)
		trace_add(r->trace, "wilson", place_of(a, t, i), arena_printf(a, "%lld ÷ %lld, z = %.10g", (long long)t->x, (long long)t->n, z),
			  arena_printf(a, "%.10g (%.10g … %.10g)", w.centre, w.lo, w.hi));
	return w;
}

static const struct calc_field interval_fields[] = {
	{ "rates", "[[x, n]]", false, N_("how many of how many; [0, 0] has no rate") },
	{ "level", "number", true, N_("confidence, 0.95 by default") },
};

static enum rc interval_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct rate *t;
	size_t n, found = 0;
	double z;
	TRY(read_rates(r->cx, &r->in, "rates", 0, &t, &n));
	TRY(read_level(r->cx, &r->in, &z));
	struct js *list = js_set(r->result, "rates", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(list, js_obj(a));
		bool any = t[i].n > 0;
		struct interval w = any ? wilson(r, &t[i], i, z) : (struct interval){ 0 };
		js_set(o, "rate", any ? js_num(a, (double)t[i].x / (double)t[i].n) : js_null(a));
		js_set(o, "lo", any ? js_num(a, w.lo) : js_null(a));
		js_set(o, "centre", any ? js_num(a, w.centre) : js_null(a));
		js_set(o, "hi", any ? js_num(a, w.hi) : js_null(a));
		found += any;
	}
	r->status = found ? SCORE_OK : SCORE_NO_DATA;
	return RC_OK;
}

/* ---- shrinking ----------------------------------------------------------------------------------------------- */

static struct js *shrunken(struct calc_run *r, const struct rate *t, size_t i, struct dec p0, struct dec k, struct rounding to)
{
	struct arena *a = r->cx->a;
	struct dec rate;
	enum score_status s = shrunken_rate(t->x, t->n, p0, k, to, &rate);
	if (s == SCORE_OVERFLOW)
		r->status = s;
	if (s != SCORE_OK)
		return js_null(a);
	if (r->trace)
		trace_add(r->trace, "shrink", place_of(a, t, i),
			  arena_printf(a, "(%lld + %.*s × %.*s) ÷ (%lld + %.*s)", (long long)t->x, SV_ARG(dec_text(a, k)), SV_ARG(dec_text(a, p0)),
				       (long long)t->n, SV_ARG(dec_text(a, k))),
			  dec_text(a, rate));
	return calc_out_fixed(a, rate, to);
}

static enum rc shrink_all(struct calc_run *r, const struct rate *t, size_t n, struct dec p0, struct dec k)
{
	struct rounding to;
	TRY(given_rounding(r->cx, &r->in, 6, &to));
	struct js *list = js_set(r->result, "rates", js_arr(r->cx->a));
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		struct js *v = js_push(list, shrunken(r, &t[i], i, p0, k, to));
		found += v->kind != JS_NULL;
	}
	if (!found && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static const struct calc_field shrink_fields[] = {
	{ "rates", "[[x, n]]", false, N_("how many of how many; a unit with none stands at p0") },
	{ "p0", "decimal", true, N_("the rate towards which small ones are drawn; by default that of all together") },
	{ "k", "decimal", false, N_("as many cases as p0 is worth") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of each rate; 6 decimals by default") },
};

/* Σx ÷ Σn, a stage of six decimals. */
static enum score_status class_rate(struct calc_run *r, const struct rate *t, size_t n, struct dec *ret)
{
	int64_t x = 0, m = 0;
	for (size_t i = 0; i < n; i++) {
		x += t[i].x;
		m += t[i].n;
	}
	if (!m)
		return SCORE_NO_DATA;
	if (!ratio_round(ratio_of(x, m), (struct rounding){ ROUND_HALF_UP, 6 }, ret))
		return SCORE_OVERFLOW;
	if (r->trace)
		trace_add(r->trace, "class_rate", SV(""), arena_printf(r->cx->a, "%lld ÷ %lld", (long long)x, (long long)m),
			  trace_dec(r->trace, *ret));
	return SCORE_OK;
}

static enum rc shrink_run(struct calc_run *r)
{
	struct calc_at k_at = calc_get(&r->in, "k"), p0_at = calc_get(&r->in, "p0");
	struct dec k, p0 = { 0 };
	struct rate *t;
	size_t n;
	TRY(read_rates(r->cx, &r->in, "rates", 0, &t, &n));
	TRY(calc_dec(r->cx, &k_at, &k));
	if (k.u < 0)
		return calc_bad(r->cx, &k_at, N_("k is not below 0."));
	if (p0_at.v) {
		TRY(calc_dec(r->cx, &p0_at, &p0));
		if (p0.u < 0 || p0.u > DEC_ONE)
			return calc_bad(r->cx, &p0_at, N_("a rate lies between 0 and 1."));
	} else {
		r->status = class_rate(r, t, n, &p0);
		if (r->status != SCORE_OK)
			return RC_OK;
	}
	js_set_dec(r->cx->a, r->result, "p0", p0);
	return shrink_all(r, t, n, p0, k);
}

static const struct calc_field laplace_fields[] = {
	{ "rates", "[[x, n]]", false, N_("how many of how many; a unit with none stands at a half") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of each rate; 6 decimals by default") },
};

static enum rc laplace_run(struct calc_run *r)
{
	struct rate *t;
	size_t n;
	TRY(read_rates(r->cx, &r->in, "rates", 0, &t, &n));
	return shrink_all(r, t, n, (struct dec){ DEC_ONE / 2 }, DEC(2));
}

/* ---- three orders side by side -------------------------------------------------------------------------------- */

struct standing {
	const struct rate *t;
	double by;
	size_t at;
};

static int standing_cmp(const void *x, const void *y)
{
	const struct standing *a = x, *b = y;
	if (a->by != b->by)
		return a->by > b->by ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Units from the highest to the lowest, those without a rate left out; ranks (1, 2, 2, 4) in the order of the input. */
static void order(struct calc_run *r, const struct rate *t, const double *by, size_t n, const char *order_name, const char *rank_name)
{
	struct arena *a = r->cx->a;
	struct standing *s = NEW(a, struct standing, n + 1);
	const void **v = NEW(a, const void *, n + 1);
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (t[i].n) {
			s[m] = (struct standing){ &t[i], by[i], i };
			v[m] = &s[m];
			m++;
		}
	core_sort(a, v, m, standing_cmp);
	struct js *list = js_set(r->result, order_name, js_arr(a)), *ranks = js_set(r->result, rank_name, js_arr(a));
	for (size_t i = 0; i < m; i++)
		js_push(list, js_str(a, ((const struct standing *)v[i])->t->unit));
	for (size_t i = 0; i < n; i++) {
		int64_t rank = 1;
		for (size_t k = 0; k < m; k++)
			rank += s[k].by > by[i];
		js_push(ranks, t[i].n ? js_int(a, rank) : js_null(a));
	}
}

static const struct calc_field small_fields[] = {
	{ "units", "[[unit, x, n]]", false, N_("unit, how many, of how many; a unit with none has no rate and no rank") },
	{ "level", "number", true, N_("confidence of the lower bound, 0.95 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of the Laplace rate; 6 decimals by default") },
};

static enum rc small_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct rate *t;
	struct rounding to;
	size_t n;
	double z;
	TRY(read_rates(r->cx, &r->in, "units", 1, &t, &n));
	TRY(read_level(r->cx, &r->in, &z));
	TRY(given_rounding(r->cx, &r->in, 6, &to));
	double *raw = NEW(a, double, n + 1), *lower = NEW(a, double, n + 1);
	struct js *raws = js_set(r->result, "raw", js_arr(a)), *laplace = js_set(r->result, "laplace", js_arr(a)),
		  *lowers = js_set(r->result, "wilson_lower", js_arr(a));
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		if (t[i].n) {
			raw[i] = (double)t[i].x / (double)t[i].n;
			lower[i] = wilson(r, &t[i], i, z).lo;
		}
		js_push(raws, t[i].n ? js_num(a, raw[i]) : js_null(a));
		js_push(lowers, t[i].n ? js_num(a, lower[i]) : js_null(a));
		js_push(laplace, shrunken(r, &t[i], i, (struct dec){ DEC_ONE / 2 }, DEC(2), to));
		found += t[i].n > 0;
	}
	order(r, t, raw, n, "order_raw", "rank_raw");
	order(r, t, lower, n, "order_wilson", "rank_wilson");
	if (!found)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- funnels ------------------------------------------------------------------------------------------------- */

static const struct calc_field funnel_fields[] = {
	{ "n", "integer|[integer]", false, N_("cases behind the rate") },
	{ "target", "number", false, N_("the rate against which units are seen, between 0 and 1") },
	{ "p", "[number]", true, N_("cumulated chances of the limits, 0.001, 0.025, 0.975 and 0.999 by default") },
};

static struct js *funnel_one(struct calc_run *r, int64_t n, double target, const double *p, size_t m)
{
	struct arena *a = r->cx->a;
	struct js *o = js_obj(a), *limits, *counts;
	js_set_int(a, o, "n", n);
	limits = js_set(o, "limits", js_arr(a));
	counts = js_set(o, "counts", js_arr(a));
	for (size_t i = 0; i < m; i++) {
		struct funnel f = stat_funnel_limit(n, target, p[i]);
		js_push(limits, js_num(a, f.limit));
		js_push(counts, js_int(a, f.count));
		if (r->trace)
			trace_add(r->trace, "funnel", arena_printf(a, "n = %lld, p = %.10g", (long long)n, p[i]),
				  arena_printf(a, "P(≤ %lld) = %.10g, P(≤ %lld) = %.10g; (%lld − (%.10g − %.10g) ÷ (%.10g − %.10g)) ÷ %lld",
					       (long long)f.count - 1, f.below, (long long)f.count, f.at, (long long)f.count, f.at, p[i], f.at,
					       f.below, (long long)n),
				  arena_printf(a, "%.10g", f.limit));
	}
	return o;
}

static enum rc funnel_run(struct calc_run *r)
{
	static const double usual[] = { 0.001, 0.025, 0.975, 0.999 };
	struct ctx *cx = r->cx;
	struct calc_at n_at = calc_get(&r->in, "n"), p_at = calc_get(&r->in, "p"), target_at = calc_get(&r->in, "target");
	double *p = NEW(cx->a, double, 4), target;
	size_t m = sizeof(usual) / sizeof(*usual), n_n;
	int64_t n;
	memcpy(p, usual, sizeof(usual));
	TRY(calc_real(cx, &target_at, &target));
	if (!(target > 0 && target < 1))
		return calc_bad(cx, &target_at, N_("the target rate lies between 0 and 1."));
	if (p_at.v)
		TRY(calc_reals(cx, &p_at, 1, &p, &m));
	for (size_t i = 0; i < m; i++)
		if (!(p[i] > 0 && p[i] < 1))
			return calc_bad(cx, &p_at, N_("every chance lies between 0 and 1."));
	struct js *list = js_set(r->result, "limits", js_arr(cx->a));
	if (n_at.v && n_at.v->kind == JS_ARR) {
		TRY(calc_list(cx, &n_at, 1, &n_n));
		for (struct calc_at it = { 0 }; calc_next(&n_at, &it);) {
			TRY(calc_int(cx, &it, 1, 10000000, &n));
			js_push(list, funnel_one(r, n, target, p, m));
		}
		return RC_OK;
	}
	TRY(calc_int(cx, &n_at, 1, 10000000, &n));
	js_push(list, funnel_one(r, n, target, p, m));
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "rate_interval",
	  .help = N_("What a rate may really be: Wilson's interval."),
	  .source = "E. B. Wilson, JASA 22:209 (1927); R. G. Newcombe, Statistics in Medicine 17:857 (1998)",
	  CALC_FIELDS(interval_fields),
	  .example = "{\"rates\":[[81,263],[0,20]]}",
	  .run = interval_run },
	{ .name = "shrink_rate",
	  .help = N_("Rates of few cases drawn towards that of the class: (x + k·p0) ÷ (n + k)."),
	  .source = "Beta-binomial shrinkage",
	  CALC_FIELDS(shrink_fields),
	  .example = "{\"rates\":[[3,3],[48,50]],\"p0\":\"0.9\",\"k\":\"10\"}",
	  .run = shrink_run },
	{ .name = "laplace_rate",
	  .help = N_("Laplace's rate of few cases: (x + 1) ÷ (n + 2)."),
	  .source = "P.-S. Laplace, rule of succession",
	  CALC_FIELDS(laplace_fields),
	  .example = "{\"rates\":[[3,3],[48,50]]}",
	  .run = laplace_run },
	{ .name = "small_denominator",
	  .help = N_("Units ordered by the raw rate and by Wilson's lower bound, so that three of three is not the best of all."),
	  .source = "E. B. Wilson, JASA 22:209 (1927); P.-S. Laplace, rule of succession",
	  CALC_FIELDS(small_fields),
	  .example = "{\"units\":[[\"甲\",3,3],[\"乙\",48,50],[\"丁\",0,0]]}",
	  .run = small_run },
	{ .name = "funnel_limits",
	  .help = N_("Exact binomial limits of a funnel plot: how far a rate of n cases may lie from the target by chance."),
	  .source = "D. J. Spiegelhalter, Statistics in Medicine 24:1185 (2005)",
	  CALC_FIELDS(funnel_fields),
	  .example = "{\"n\":[20,100],\"target\":0.9}",
	  .run = funnel_run },
};
const struct calc_family calc_rates = { "rates", methods, sizeof(methods) / sizeof(*methods) };
