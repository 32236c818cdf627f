#include "calc/given.h"

#include <math.h>

enum rc given_dec(struct ctx *cx, const struct calc_at *in, const char *name, struct dec otherwise, struct dec *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = otherwise;
	return at.v ? calc_dec(cx, &at, ret) : RC_OK;
}

enum rc given_bound(struct ctx *cx, const struct calc_at *in, const char *name, const struct dec **ret)
{
	struct calc_at at = calc_get(in, name);
	struct dec *d = NEW(cx->a, struct dec, 1);
	*ret = at.v ? d : NULL;
	return at.v ? calc_dec(cx, &at, d) : RC_OK;
}

enum rc given_real(struct ctx *cx, const struct calc_at *in, const char *name, double otherwise, double *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = otherwise;
	return at.v ? calc_real(cx, &at, ret) : RC_OK;
}

enum rc given_int(struct ctx *cx, const struct calc_at *in, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = otherwise;
	return at.v ? calc_int(cx, &at, min, max, ret) : RC_OK;
}

enum rc given_bool(struct ctx *cx, const struct calc_at *in, const char *name, bool *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = false;
	return at.v ? calc_bool(cx, &at, ret) : RC_OK;
}

enum rc given_text(struct ctx *cx, const struct calc_at *in, const char *name, struct sv *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = SV_NONE;
	return at.v ? calc_text(cx, &at, ret) : RC_OK;
}

enum rc given_day(struct ctx *cx, const struct calc_at *in, const char *name, struct day *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = DAY_NONE;
	if (at.v && !(at.v->kind == JS_STR && day_parse(at.v->s, ret)))
		return calc_bad(cx, &at, N_("write a date such as \"2026-03-31\"."));
	return RC_OK;
}

enum rc given_word(struct ctx *cx, const struct calc_at *in, const char *name, const char *const *words, int *ret)
{
	struct calc_at at = calc_get(in, name);
	return calc_word(cx, &at, words, ret);
}

enum rc given_rounding(struct ctx *cx, const struct calc_at *in, int decimals, struct rounding *ret)
{
	struct calc_at at = calc_get(in, "rounding");
	return calc_rounding(cx, &at, (struct rounding){ ROUND_HALF_UP, decimals }, ret);
}

enum rc given_only(struct ctx *cx, const struct calc_at *at, const char *const *names)
{
	struct buf all = buf_new(cx->a, 4096);
	for (size_t i = 0; names[i]; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
	if (!at->v || at->v->kind != JS_OBJ)
		return calc_bad(cx, at, N_("write an object with the fields %.*s."), SV_ARG(buf_sv(&all)));
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		size_t i = 0;
		while (names[i] && !sv_is(it.v->key, names[i]))
			i++;
		if (!names[i])
			return calc_bad(cx, &it, N_("there is no such field here; those that are: %.*s."), SV_ARG(buf_sv(&all)));
	}
	return RC_OK;
}

enum rc given_names(struct ctx *cx, const struct calc_at *in, const char *name, size_t n, struct sv **ret)
{
	struct calc_at at = calc_get(in, name);
	size_t m;
	*ret = NULL;
	if (!at.v)
		return RC_OK;
	TRY(calc_texts(cx, &at, 1, ret, &m));
	return m == n ? RC_OK : calc_bad(cx, &at, N_("these are %zu names for %zu; give one each."), m, n);
}

bool dec_of_real(double v, struct rounding r, struct dec *ret)
{
	double unit = pow(10, r.decimals), scaled = v * unit;
	if (!(fabs(v) < 9e12))
		return false;
	switch (r.mode) {
	case ROUND_HALF_EVEN:
		scaled = nearbyint(scaled);
		break;
	case ROUND_DOWN:
		scaled = trunc(scaled);
		break;
	case ROUND_UP:
		scaled = scaled < 0 ? floor(scaled) : ceil(scaled);
		break;
	case ROUND_HALF_UP:
	default:
		scaled = round(scaled);
		break;
	}
	ret->u = (int64_t)scaled * (int64_t)(DEC_ONE / unit);
	return true;
}
