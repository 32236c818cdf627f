#include "calc/fieldwork.h"

#include "core/score/draw.h"
#include "core/score/sampling.h"
#include "stat/audit.h"

#include <math.h>

/* 0 ≤ p ≤ 1, or below 1 when `open`. */
static enum rc share(struct ctx *cx, const struct calc_at *at, bool open, struct dec *ret)
{
	TRY(calc_dec(cx, at, ret));
	if (ret->u < 0 || ret->u > DEC_ONE - open)
		return calc_bad(cx, at, N_("write a share from 0 to 1, such as \"0.95\"."));
	return RC_OK;
}

/* ---- how many to check ------------------------------------------------------------------------------------ */

static enum rc lot_of(struct calc_run *r, struct lot *ret)
{
	struct ctx *cx = r->cx;
	struct calc_at bad = calc_get(&r->in, "D"), rate = calc_get(&r->in, "rate");
	*ret = (struct lot){ 0 };
	TRY(calc_int_or(cx, &r->in, "N", 1, LOT_MAX, 0, &ret->size));
	if (!bad.v == !rate.v)
		return calc_bad(cx, &bad, N_("write either D, a number of records, or rate, a share of them."));
	if (bad.v && !ret->size)
		return calc_bad(cx, &bad, N_("a lot without end has no number of false records; write rate."));
	if (bad.v)
		return calc_int(cx, &bad, 0, ret->size, &ret->bad);
	TRY(share(cx, &rate, false, &ret->rate));
	if (!ret->size && ret->rate.u && ret->rate.u < 1000)
		return calc_bad(cx, &rate, N_("in a lot without end write at least \"0.001\"."));
	ret->bad = (ret->size * ret->rate.u + DEC_ONE - 1) / DEC_ONE;
	return RC_OK;
}

static enum rc detection_n_run(struct calc_run *r)
{
	struct calc_at confidence = calc_get(&r->in, "confidence");
	struct dec sure = { 950000 };
	struct lot l;
	int64_t n;
	TRY(lot_of(r, &l));
	if (confidence.v)
		TRY(share(r->cx, &confidence, true, &sure));
	if (!detection_n(r->cx->a, l, sure, r->trace, &n)) {
		r->status = SCORE_NO_DATA;
		return RC_OK;
	}
	js_set_int(r->cx->a, r->result, "n", n);
	js_set_dec(r->cx->a, r->result, "probability", detection_prob(r->cx->a, l, n, NULL));
	return RC_OK;
}

static enum rc detection_prob_run(struct calc_run *r)
{
	struct lot l;
	int64_t n;
	TRY(lot_of(r, &l));
	struct calc_at checks = calc_get(&r->in, "n");
	TRY(calc_int(r->cx, &checks, 0, l.size ? l.size : LOT_MAX, &n));
	js_set_dec(r->cx->a, r->result, "probability", detection_prob(r->cx->a, l, n, r->trace));
	return RC_OK;
}

static enum rc risk_point(struct calc_run *r, const char *name, struct risk_point *ret)
{
	struct calc_at at = calc_get(&r->in, name);
	struct dec *v;
	size_t n;
	TRY(calc_decs(r->cx, &at, 2, &v, &n));
	if (n != 2 || v[0].u < 0 || v[0].u >= DEC_ONE || v[1].u <= 0 || v[1].u >= DEC_ONE)
		return calc_bad(r->cx, &at, N_("write [share of false records, probability of acceptance], each below 1."));
	*ret = (struct risk_point){ v[0], v[1] };
	return RC_OK;
}

static enum rc acceptance_plan_run(struct calc_run *r)
{
	static const char *const models[] = { "binomial", "hypergeometric", NULL };
	struct ctx *cx = r->cx;
	struct calc_at model = calc_get(&r->in, "model"), size = calc_get(&r->in, "N");
	struct risk_point good, bad;
	struct plan p;
	int64_t lot = 0;
	int which;
	TRY(risk_point(r, "prp", &good));
	TRY(risk_point(r, "crp", &bad));
	TRY(calc_word(cx, &model, models, &which));
	if (which)
		TRY(calc_int(cx, &size, 1, PLAN_MAX, &lot));
	if (good.share.u >= bad.share.u || good.accept.u <= bad.accept.u) {
		struct calc_at crp = calc_get(&r->in, "crp");
		return calc_bad(cx, &crp, N_("the lots to refuse have more false records, and a smaller probability, than those of prp."));
	}
	r->status = acceptance_plan(cx->a, good, bad, lot, r->trace, &p);
	if (r->status != SCORE_OK)
		return RC_OK;
	js_set_int(cx->a, r->result, "n", p.n);
	js_set_int(cx->a, r->result, "c", p.c);
	js_set_dec(cx->a, r->result, "accept_good", p.accept_good);
	js_set_dec(cx->a, r->result, "accept_bad", p.accept_bad);
	return RC_OK;
}

/* ---- what checks say about a reported total --------------------------------------------------------------- */

enum { PAIRS_MAX = 5000, CREDIBLE_N = 5 };

static enum rc stratum(struct ctx *cx, const struct calc_at *at, struct audit_stratum *ret)
{
	struct calc_at size = calc_get(at, "N"), total = calc_get(at, "reported_total"), pairs = calc_get(at, "pairs");
	double *v;
	size_t n;
	TRY(calc_list(cx, &pairs, 1, &n));
	double *reported = NEW(cx->a, double, n), *verified = NEW(cx->a, double, n);
	TRY(calc_int(cx, &size, (int64_t)n, LOT_MAX, &ret->records));
	TRY(calc_real(cx, &total, &ret->reported_total));
	for (struct calc_at it = { 0 }; calc_next(&pairs, &it);) {
		size_t two;
		TRY(calc_reals(cx, &it, 2, &v, &two));
		if (two != 2)
			return calc_bad(cx, &it, N_("write [reported, verified]."));
		reported[it.i] = v[0];
		verified[it.i] = v[1];
	}
	ret->reported = reported;
	ret->verified = verified;
	ret->n = n;
	return RC_OK;
}

static int64_t errors_in(const struct audit_stratum *s)
{
	int64_t errors = 0;
	for (size_t i = 0; i < s->n; i++)
		errors += s->reported[i] < s->verified[i] || s->reported[i] > s->verified[i];
	return errors;
}

static double sum_of(const double *v, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

/* Verified ÷ reported of the checked records, drawn toward the ratio of all by `shrink` records of weight. */
static double credibility(const struct audit_stratum *s, double all, double shrink)
{
	double reported = sum_of(s->reported, s->n), verified = sum_of(s->verified, s->n), n = (double)s->n;
	return s->n < CREDIBLE_N || reported == 0 ? NAN : (n * verified / reported + shrink * all) / (n + shrink);
}

static struct js *stratum_json(struct calc_run *r, const struct audit_stratum *s, size_t i, struct dec sure, double all, double shrink)
{
	struct arena *a = r->cx->a;
	struct js *o = js_obj(a);
	int64_t errors = errors_in(s), most = errors_at_most(a, s->records, (int64_t)s->n, errors, sure);
	js_set_int(a, o, "n", (int64_t)s->n);
	js_set(o, "over", js_num(a, s->over));
	js_set_int(a, o, "errors", errors);
	js_set_int(a, o, "errors_at_most", most);
	js_set(o, "credibility", js_num(a, credibility(s, all, shrink)));
	if (r->trace) {
		trace_add(r->trace, "estimate", arena_printf(a, "strata[%zu]", i),
			  arena_printf(a, "N %lld, n %zu, reported %.10g, verified %.10g, variance %.10g", (long long)s->records, s->n,
				       sum_of(s->reported, s->n), sum_of(s->verified, s->n), s->variance),
			  arena_printf(a, "%.10g", s->over));
		trace_add(r->trace, "errors_at_most", arena_printf(a, "strata[%zu]", i),
			  arena_printf(a, "%lld of %zu, confidence %s", (long long)errors, s->n, dec_text(a, sure).p),
			  arena_printf(a, "%lld", (long long)most));
	}
	return o;
}

static enum rc read_strata(struct calc_run *r, struct audit_stratum **ret, size_t *ret_n, double *ret_total)
{
	struct calc_at strata = calc_get(&r->in, "strata");
	size_t pairs = 0;
	*ret_total = 0;
	TRY(calc_list(r->cx, &strata, 1, ret_n));
	*ret = NEW(r->cx->a, struct audit_stratum, *ret_n);
	for (struct calc_at it = { 0 }; calc_next(&strata, &it);) {
		TRY(stratum(r->cx, &it, &(*ret)[it.i]));
		*ret_total += (*ret)[it.i].reported_total;
		pairs += (*ret)[it.i].n;
	}
	if (pairs > PAIRS_MAX)
		return calc_bad(r->cx, &strata, N_("write at most %d checked records."), PAIRS_MAX);
	return RC_OK;
}

static enum rc over_report_run(struct calc_run *r)
{
	static const char *const kinds[] = { "difference", "ratio", "combined", NULL }, *const intervals[] = { "normal", "t", NULL };
	struct ctx *cx = r->cx;
	struct calc_at kind = calc_get(&r->in, "kind"), level = calc_get(&r->in, "level"), interval = calc_get(&r->in, "interval"),
		       weight = calc_get(&r->in, "shrink");
	struct audit_stratum *s;
	struct dec sure = { 950000 };
	struct audit got;
	double total, shrink = 5;
	int how, by;
	size_t n;
	TRY(read_strata(r, &s, &n, &total));
	TRY(calc_word(cx, &kind, kinds, &how));
	TRY(calc_word(cx, &interval, intervals, &by));
	if (level.v)
		TRY(share(cx, &level, true, &sure));
	if (weight.v)
		TRY(calc_real(cx, &weight, &shrink));
	if (shrink < 0 || !sure.u)
		return calc_bad(cx, shrink < 0 ? &weight : &level, N_("write a number above 0."));
	if (!audit_estimate(s, n, (enum audit_kind)how, (double)sure.u / DEC_ONE, by == 1, &got)) {
		r->status = SCORE_NOT_IDENTIFIED;
		return RC_OK;
	}
	js_set(r->result, "reported_total", js_num(cx->a, total));
	js_set(r->result, "verified_total", js_num(cx->a, total - got.over));
	js_set(r->result, "over", js_num(cx->a, got.over));
	js_set(r->result, "rate", js_num(cx->a, total != 0 ? got.over / total : NAN));
	js_set(r->result, "se", js_num(cx->a, got.se));
	js_set(r->result, "low", js_num(cx->a, got.low));
	js_set(r->result, "high", js_num(cx->a, got.high));
	js_set_int(cx->a, r->result, "df", got.df);
	struct js *list = js_set(r->result, "strata", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, stratum_json(r, &s[i], i, sure, total != 0 ? 1 - got.over / total : NAN, shrink));
	if (r->trace)
		trace_add(r->trace, "sum", SV("over"), arena_printf(cx->a, "s.e. %.10g, %s", got.se, intervals[by]),
			  arena_printf(cx->a, "%.10g", got.over));
	return RC_OK;
}

static enum rc audit_estimator_run(struct calc_run *r)
{
	static const char *const names[] = { "n", "N", "sum_x", "sum_y", "X" };
	struct ctx *cx = r->cx;
	struct calc_at rounding = calc_get(&r->in, "rounding");
	struct rounding to;
	struct audit_totals got;
	struct dec v[5];
	for (int i = 0; i < 5; i++) {
		struct calc_at at = calc_get(&r->in, names[i]);
		TRY(calc_dec(cx, &at, &v[i]));
	}
	TRY(calc_rounding(cx, &rounding, (struct rounding){ ROUND_HALF_UP, 2 }, &to));
	r->status = audit_totals((struct audit_sums){ v[0], v[1], v[2], v[3], v[4] }, to, r->trace, &got);
	if (r->status != SCORE_OK)
		return RC_OK;
	js_set_dec(cx->a, r->result, "ratio", got.ratio);
	js_set(r->result, "total_ratio", calc_out_fixed(cx->a, got.by_ratio, to));
	js_set(r->result, "total_expansion", calc_out_fixed(cx->a, got.by_number, to));
	return RC_OK;
}

/* ---- draws ------------------------------------------------------------------------------------------------ */

static enum rc seed_text(struct calc_run *r, struct sv *ret)
{
	struct calc_at seed = calc_get(&r->in, "seed");
	return calc_text(r->cx, &seed, ret);
}

static enum rc draw_with_replacement_run(struct calc_run *r)
{
	struct calc_at total = calc_get(&r->in, "total"), count = calc_get(&r->in, "count");
	int64_t of, n;
	struct sv seed;
	TRY(seed_text(r, &seed));
	TRY(calc_int(r->cx, &total, 1, INT64_C(1000000000000), &of));
	TRY(calc_int(r->cx, &count, 0, 100000, &n));
	int64_t *picks = NEW(r->cx->a, int64_t, (size_t)n + 1);
	draw_with_replacement(seed, of, picks, (size_t)n, r->trace);
	js_set(r->result, "picks", calc_out_ints(r->cx->a, picks, (size_t)n));
	return RC_OK;
}

static struct drawee *drawee_of(struct drawee *who, size_t n, struct sv id)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(who[i].id, id))
			return &who[i];
	return NULL;
}

/* The people or records, their strata, and who is recused. */
static enum rc read_drawees(struct calc_run *r, struct drawee **ret, size_t *ret_n)
{
	struct ctx *cx = r->cx;
	struct calc_at ids = calc_get(&r->in, "ids"), strata = calc_get(&r->in, "strata"), exclude = calc_get(&r->in, "exclude");
	struct sv *names;
	TRY(calc_texts(cx, &ids, 1, &names, ret_n));
	struct drawee *who = *ret = NEW(cx->a, struct drawee, *ret_n);
	for (struct calc_at it = { 0 }; calc_next(&ids, &it);) {
		struct sv id = names[it.i];
		struct calc_at own = calc_get(&strata, arena_cstr(cx->a, id));
		if (drawee_of(who, it.i, id))
			return calc_bad(cx, &it, N_("“%.*s” stands here twice; write each once."), SV_ARG(id));
		who[it.i] = (struct drawee){ .id = id, .stratum = SV("") };
		if (strata.v)
			TRY(calc_text(cx, &own, &who[it.i].stratum));
	}
	for (struct calc_at it = { 0 }; calc_next(&exclude, &it);) {
		struct sv id;
		TRY(calc_text(cx, &it, &id));
		struct drawee *out = drawee_of(who, *ret_n, id);
		if (!out)
			return calc_bad(cx, &it, N_("“%.*s” is not among the ids."), SV_ARG(id));
		out->excluded = true;
	}
	return RC_OK;
}

static bool has_quota(const struct quota *q, size_t n, struct sv stratum_name)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(q[i].stratum, stratum_name))
			return true;
	return false;
}

/* n is one number for every stratum, or {stratum: number}. */
static enum rc read_quotas(struct calc_run *r, const struct drawee *who, size_t n, struct quota **ret, size_t *ret_n)
{
	struct calc_at number = calc_get(&r->in, "n");
	bool each = number.v && number.v->kind == JS_OBJ;
	int64_t same = 0;
	struct quota *q = *ret = NEW(r->cx->a, struct quota, n + 1);
	*ret_n = 0;
	if (!each)
		TRY(calc_int(r->cx, &number, 0, 1000000, &same));
	for (size_t i = 0; i < n; i++) {
		struct calc_at own = calc_get(&number, arena_cstr(r->cx->a, who[i].stratum));
		if (has_quota(q, *ret_n, who[i].stratum))
			continue;
		if (each)
			TRY(calc_int(r->cx, &own, 0, 1000000, &same));
		q[(*ret_n)++] = (struct quota){ who[i].stratum, same };
	}
	return RC_OK;
}

/* The digest to publish before the seed is thrown: `printf '%s\n' ID… | sha256sum`. */
static struct sv list_digest(struct arena *a, const struct drawee *who, size_t n)
{
	struct hash_stream *h = hash_start(a, HASH_SHA256);
	for (size_t i = 0; i < n; i++) {
		hash_more(h, who[i].id);
		hash_more(h, SV("\n"));
	}
	struct digest d = hash_end(h);
	return hex_text(a, digest_sv(&d));
}

static enum rc draw_tickets_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct drawee *who;
	struct quota *quotas;
	size_t n, n_quotas;
	struct sv seed;
	TRY(seed_text(r, &seed));
	TRY(read_drawees(r, &who, &n));
	TRY(read_quotas(r, who, n, &quotas, &n_quotas));
	js_set_sv(a, r->result, "list_sha256", list_digest(a, who, n));
	draw_tickets(a, seed, who, n, quotas, n_quotas, r->trace);
	struct js *drawn = js_set(r->result, "drawn", js_arr(a)), *tickets = js_set(r->result, "tickets", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		struct js *o = js_push(tickets, js_obj(a));
		js_set_sv(a, o, "id", who[i].id);
		js_set_sv(a, o, "ticket", hex_text(a, digest_sv(&who[i].ticket)));
		if (who[i].stratum.n)
			js_set_sv(a, o, "stratum", who[i].stratum);
		js_set_bool(a, o, "drawn", who[i].drawn);
		js_set_bool(a, o, "excluded", who[i].excluded);
		if (who[i].drawn)
			js_push(drawn, js_str(a, who[i].id));
	}
	return RC_OK;
}

/* ---- the table -------------------------------------------------------------------------------------------- */

/* clang-format off */
#define LOT_FIELDS                                                                                             \
	{ "N", "integer", true, N_("records in the lot; left out: a lot without end") },                       \
	{ "D", "integer", true, N_("how many of them are false") },                                            \
	{ "rate", "decimal", true, N_("instead of D, the share that is false; of a finite lot at least so many records") }
/* clang-format on */

static const struct calc_field detection_n_fields[] = {
	LOT_FIELDS,
	{ "confidence", "decimal", true, N_("how surely a false record is to be met, \"0.95\" by default") },
};
static const struct calc_field detection_prob_fields[] = {
	LOT_FIELDS,
	{ "n", "integer", false, N_("records checked, none twice") },
};
static const struct calc_field plan_fields[] = {
	{ "prp", "[decimal, decimal]", false, N_("share of false records of a good lot, and how surely it is to be accepted") },
	{ "crp", "[decimal, decimal]", false, N_("share of false records of a bad lot, and how often it may be accepted at most") },
	{ "model", "binomial|hypergeometric", true, N_("hypergeometric for a lot of N records") },
	{ "N", "integer", true, N_("size of the lot, up to 10000") },
};
static const struct calc_field over_fields[] = {
	{ "strata", "[{N, reported_total, pairs: [[number, number]]}]", false,
	  N_("of each stratum its records, their reported total, and [reported, verified] of those checked") },
	{ "kind", "difference|ratio|combined", true, N_("combined is one ratio over all strata, for few checks in each") },
	{ "level", "decimal", true, N_("confidence of the interval and of the bound on errors, \"0.95\" by default") },
	{ "interval", "normal|t", true, N_("t: Student's distribution, checks less strata degrees of freedom") },
	{ "shrink", "number", true, N_("how many checks the common ratio weighs in a stratum's credibility, 5 by default") },
};
static const struct calc_field audit_fields[] = {
	{ "n", "decimal", false, N_("units in the sample") },
	{ "N", "decimal", false, N_("units in all") },
	{ "sum_x", "decimal", false, N_("sum over the sample of the figure that is known of all") },
	{ "sum_y", "decimal", false, N_("sum over the sample of the figure that was checked") },
	{ "X", "decimal", false, N_("total of the known figure over all units") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of the totals; 2 places by default") },
};
static const struct calc_field replacement_fields[] = {
	{ "seed", "text", false, N_("thrown in public after the list is fixed") },
	{ "total", "integer", false, N_("how many numbers there are, from 1") },
	{ "count", "integer", false, N_("how many are drawn") },
};
static const struct calc_field ticket_fields[] = {
	{ "seed", "text", false, N_("thrown in public after the list is published") },
	{ "ids", "[text]", false, N_("who or what may be drawn; list_sha256 is the digest to publish before") },
	{ "n", "integer|{stratum: integer}", false, N_("how many are drawn, of every stratum when there are strata") },
	{ "strata", "{id: text}", true, N_("the stratum of every id") },
	{ "exclude", "[text]", true, N_("ids that are recused: they have a ticket and are not drawn") },
};
static const struct calc_field tour_fields[] = {
	{ "sites", "[{id, score, window, stay, county}]", false,
	  N_("window [opens, closes], stay and county may be left out; times are whole numbers of one unit") },
	{ "travel", "[[integer]]", false, N_("from row to column; one row more than sites: the first is the place of departure") },
	{ "budget", "integer", false, N_("travel, waiting and stay together, at most") },
	{ "start", "integer", true, N_("the clock at departure, 0 by default") },
	{ "return", "boolean", true, N_("whether the way back counts too") },
	{ "closes", "begin_by|leave_by", true, N_("what must happen before a window closes") },
	{ "county_min", "integer|{county: integer}", true, N_("at least so many sites of a county") },
	{ "county_max", "integer|{county: integer}", true, N_("at most so many sites of a county") },
	{ "must", "[text]", true, N_("ids of sites that must be seen, such as those drawn by lot") },
	{ "seed", "integer", true, N_("of the search for more than 15 sites, 1 by default") },
};
static const struct calc_field route_fields[] = {
	{ "matrix", "[[integer]]", false, N_("way from row to column") },
	{ "seed", "integer", true, N_("of the search for more than 16 places, 1 by default") },
};
static const struct calc_field rotation_fields[] = {
	{ "units", "[text]", false, N_("who takes turns") },
	{ "history", "[text|[text]]", true, N_("host, or hosts, of every meeting so far, the first one first") },
	{ "gap", "integer", true, N_("no unit twice within so many meetings in a row; 1 by default") },
	{ "seed", "text", true, N_("decides between equals by ticket") },
	{ "meetings", "integer", true, N_("how many meetings to plan, 1 by default") },
};

static const struct calc_method methods[] = {
	{ .name = "detection_n",
	  .help = N_("Fewest checks that meet at least one false record, if so many there are."),
	  .source = "hypergeometric distribution",
	  CALC_FIELDS(detection_n_fields),
	  .example = "{\"N\":100,\"rate\":\"0.05\",\"confidence\":\"0.95\"}",
	  .run = detection_n_run },
	{ .name = "detection_prob",
	  .help = N_("Probability that so many checks meet at least one false record."),
	  .source = "hypergeometric distribution",
	  CALC_FIELDS(detection_prob_fields),
	  .example = "{\"N\":20,\"D\":1,\"n\":19}",
	  .run = detection_prob_run },
	{ .name = "acceptance_plan",
	  .help = N_("Smallest plan “check n, accept with at most c false” that keeps two risk points."),
	  .source = "A. Kiermeier, J. Statistical Software 26(6), 2008; GB/T 2828.2",
	  CALC_FIELDS(plan_fields),
	  .example = "{\"prp\":[\"0.05\",\"0.95\"],\"crp\":[\"0.15\",\"0.075\"]}",
	  .run = acceptance_plan_run },
	{ .name = "over_report",
	  .help = N_("How much of a reported total is not there (注水), from a stratified sample of checks."),
	  .source = "W. G. Cochran, Sampling Techniques, 3rd ed., chapters 5 and 6",
	  CALC_FIELDS(over_fields),
	  .example = "{\"strata\":[{\"N\":40,\"reported_total\":400,\"pairs\":[[10,9],[12,12],[8,8],[11,9],[9,9]]}],\"kind\":\"difference\"}",
	  .run = over_report_run },
	{ .name = "audit_estimator",
	  .help = N_("Total of a checked figure from the sums of one sample: by ratio and by number."),
	  .source = "W. G. Cochran, Sampling Techniques, 3rd ed., section 6.2",
	  CALC_FIELDS(audit_fields),
	  .example = "{\"n\":49,\"N\":196,\"sum_x\":5054,\"sum_y\":6262,\"X\":22919}",
	  .run = audit_estimator_run },
	{ .name = "draw_with_replacement",
	  .help = N_("Public draw of numbers that anybody can repeat; a number may come twice."),
	  .source = "R. L. Rivest, reference sampler for election audits, 2011",
	  CALC_FIELDS(replacement_fields),
	  .example = "{\"seed\":\"3546311556112163624615351222\",\"total\":876,\"count\":5}",
	  .run = draw_with_replacement_run },
	{ .name = "draw_tickets",
	  .help = N_("Public draw by tickets, none twice: sha256(seed,id), the smallest are drawn (双随机)."),
	  .source = "国办发〔2015〕58号; R. L. Rivest, Consistent Sampling with Replacement, 2018",
	  CALC_FIELDS(ticket_fields),
	  .example = "{\"seed\":\"20231108\",\"ids\":[\"甲县\",\"乙县\",\"丙县\",\"丁县\"],\"n\":2,\"exclude\":[\"乙县\"]}",
	  .run = draw_tickets_run },
	{ .name = "tour_plan",
	  .help = N_("Sites and route of an observation tour with the most score within the time."),
	  .source = "Held & Karp 1962; orienteering problem with time windows",
	  CALC_FIELDS(tour_fields),
	  .example = "{\"sites\":[{\"id\":\"甲\",\"score\":8,\"stay\":30},{\"id\":\"乙\",\"score\":5,\"stay\":20,\"window\":[60,120]},"
		     "{\"id\":\"丙\",\"score\":4,\"stay\":20}],\"travel\":[[0,20,30,40],[20,0,15,25],[30,15,0,20],[40,25,20,0]],"
		     "\"budget\":120,\"return\":true}",
	  .run = tour_plan_run },
	{ .name = "route",
	  .help = N_("Shortest closed round through all places, from the first one and back."),
	  .source = "Held & Karp 1962",
	  CALC_FIELDS(route_fields),
	  .example = "{\"matrix\":[[0,29,20,21],[29,0,15,17],[20,15,0,28],[21,17,28,0]]}",
	  .run = route_run },
	{ .name = "rotation_next",
	  .help = N_("Who hosts next: the fewest times, then the longest wait, then the public ticket."),
	  .source = "equal turns; tickets as in draw_tickets",
	  CALC_FIELDS(rotation_fields),
	  .example = "{\"units\":[\"甲县\",\"乙县\",\"丙县\"],\"history\":[\"乙县\"],\"gap\":2,\"seed\":\"2023\",\"meetings\":3}",
	  .run = rotation_next_run },
};
const struct calc_family calc_fieldwork = { "fieldwork", methods, sizeof(methods) / sizeof(*methods) };
