#include "calc/marks.h"

enum rc calc_trim(struct ctx *cx, const struct calc_at *at, struct trim *trim)
{
	struct calc_at low = calc_get(at, "low"), high = calc_get(at, "high"), min_n = calc_get(at, "min_n"),
		       by_size = calc_get(at, "by_size");
	int64_t l = trim->low, h = trim->high, m = trim->min_n;
	if (low.v)
		TRY(calc_int(cx, &low, 0, 1000, &l));
	if (high.v)
		TRY(calc_int(cx, &high, 0, 1000, &h));
	if (min_n.v)
		TRY(calc_int(cx, &min_n, 0, 100000, &m));
	if (by_size.v)
		TRY(calc_bool(cx, &by_size, &trim->by_size));
	trim->low = (int)l;
	trim->high = (int)h;
	trim->min_n = (int)m;
	return RC_OK;
}

enum rc calc_stage(struct ctx *cx, const struct calc_at *at, struct stage otherwise, struct stage *ret)
{
	*ret = otherwise;
	if (!at->v)
		return RC_OK;
	ret->exact = at->v->kind == JS_STR && sv_is(at->v->s, "none");
	return ret->exact ? RC_OK : calc_rounding(cx, at, otherwise.r, &ret->r);
}

enum rc calc_marks_on(struct ctx *cx, const struct calc_at *at, const struct calc_at *scale, struct mark **ret, size_t *ret_n)
{
	struct dec *bounds;
	size_t n;
	TRY(calc_marks(cx, at, ret, ret_n));
	if (!scale->v)
		return RC_OK;
	TRY(calc_decs(cx, scale, 2, &bounds, &n));
	if (n != 2 || dec_cmp(bounds[0], bounds[1]) >= 0)
		return calc_bad(cx, scale, N_("write the lowest and the highest mark there is, such as [\"0\", \"10\"]."));
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		const struct mark *m = &(*ret)[it.i];
		if (m->null == MARK_GIVEN && (dec_cmp(m->value, bounds[0]) < 0 || dec_cmp(m->value, bounds[1]) > 0))
			return calc_bad(cx, &it,
					N_("this mark is outside the scale from %.*s to %.*s; correct it, or write null."),
					SV_ARG(dec_text(cx->a, bounds[0])), SV_ARG(dec_text(cx->a, bounds[1])));
	}
	return RC_OK;
}

enum rc calc_ints(struct ctx *cx, const struct calc_at *at, size_t min_n, int64_t min, int64_t max, int64_t **ret,
		  size_t *ret_n)
{
	TRY(calc_list(cx, at, min_n, ret_n));
	*ret = NEW(cx->a, int64_t, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_int(cx, &it, min, max, &(*ret)[it.i]));
	return RC_OK;
}

struct js *calc_out_staged(struct arena *a, struct ratio v, struct stage s)
{
	struct rounding r = s.exact ? (struct rounding){ ROUND_HALF_UP, 6 } : s.r;
	struct dec d;
	return ratio_round(v, r, &d) ? calc_out_fixed(a, d, r) : js_null(a);
}

struct js *calc_out_missing(struct arena *a, const struct mark *marks, size_t n)
{
	static const char *const reasons[] = { "", "absent", "abstain", "recused", "spoilt" };
	int64_t how_many[sizeof(reasons) / sizeof(*reasons)] = { 0 };
	struct js *o = js_obj(a);
	for (size_t i = 0; i < n; i++)
		how_many[marks[i].null]++;
	for (size_t i = 1; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (how_many[i])
			js_set_int(a, o, reasons[i], how_many[i]);
	return o;
}
