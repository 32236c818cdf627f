#include "calc/calc.h"

#include "core/score/aggregate.h"

static const struct calc_field trimmed_fields[] = {
	{ "groups", "[[decimal|null]]", false, N_("lists of marks, one list a unit or an item; null is a judge who gave none") },
	{ "low", "integer", true, N_("how many of the lowest are dropped, 1 by default") },
	{ "high", "integer", true, N_("how many of the highest are dropped, 1 by default") },
	{ "min_n", "integer", true, N_("with fewer marks none is dropped, 5 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("half_up, half_even, down or up, and 0 to 6 decimals; 2 by default") },
};

static enum rc trimmed_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at groups = calc_get(&r->in, "groups"), low = calc_get(&r->in, "low"), high = calc_get(&r->in, "high"),
		       min_n = calc_get(&r->in, "min_n"), rounding = calc_get(&r->in, "rounding");
	int64_t l = 1, h = 1, m = 5;
	struct rounding to;
	size_t n;
	TRY(calc_list(cx, &groups, 0, &n));
	if (low.v)
		TRY(calc_int(cx, &low, 0, 1000, &l));
	if (high.v)
		TRY(calc_int(cx, &high, 0, 1000, &h));
	if (min_n.v)
		TRY(calc_int(cx, &min_n, 0, 100000, &m));
	TRY(calc_rounding(cx, &rounding, (struct rounding){ ROUND_HALF_UP, 2 }, &to));
	struct js *out = js_set(r->result, "groups", js_arr(cx->a));
	for (struct calc_at it = { 0 }; calc_next(&groups, &it);) {
		struct mark *marks;
		struct mean_result got;
		TRY(calc_marks(cx, &it, &marks, &n));
		enum score_status s = trimmed_mean(cx->a, marks, n, (struct trim){ (int)l, (int)h, (int)m }, to,
						   arena_printf(cx->a, "groups[%zu]", it.i), r->trace, &got);
		if (s != SCORE_OK && s != SCORE_NO_DATA)
			r->status = s;
		struct js *o = js_push(out, js_obj(cx->a));
		js_set(o, "mean", s == SCORE_OK ? calc_out_fixed(cx->a, got.value, to) : js_null(cx->a));
		js_set_int(cx->a, o, "n", got.n);
		js_set_bool(cx->a, o, "trimmed", got.trimmed);
		struct js *dropped = js_set(o, "dropped", js_arr(cx->a));
		for (int i = 0; got.trimmed && i < (int)(l + h); i++)
			js_push(dropped, js_int(cx->a, got.dropped[i]));
	}
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "trimmed_mean",
	  .help = N_("Mean of marks without the highest and the lowest (去掉一个最高分和一个最低分)."),
	  .source = "ISU Communication on the judging system; jury practice",
	  CALC_FIELDS(trimmed_fields),
	  .example = "{\"groups\":[[\"9.25\",\"9.5\",\"9.0\",null,\"8.75\",\"9.25\"]],\"min_n\":5,\"rounding\":2}",
	  .run = trimmed_run },
};
const struct calc_family calc_aggregate = { "aggregate", methods, sizeof(methods) / sizeof(*methods) };
