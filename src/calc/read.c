#include "calc/calc.h"

#include <math.h>
#include <stdlib.h>

static void path_of(struct buf *b, const struct calc_at *at)
{
	if (!at->up)
		return;
	path_of(b, at->up);
	if (at->name)
		buf_printf(b, "%s%s", b->n ? "." : "", at->name);
	else
		buf_printf(b, "[%zu]", at->i);
}

enum rc calc_bad(struct ctx *cx, const struct calc_at *at, const char *msgid, ...)
{
	struct buf path = buf_new(cx->a, 4096);
	path_of(&path, at);
	va_list ap;
	va_start(ap, msgid);
	struct sv text = arena_vprintf(cx->a, tr(cx->lang, msgid), ap);
	va_end(ap);
	return fail_at(cx, RC_INVALID, arena_cstr(cx->a, buf_sv(&path)), "calc.value", "%.*s", SV_ARG(text));
}

struct calc_at calc_get(const struct calc_at *at, const char *name)
{
	const struct js *v = js_get(at->v, name);
	return (struct calc_at){ .v = v && v->kind != JS_NULL ? v : NULL, .up = at, .name = name };
}

bool calc_next(const struct calc_at *list, struct calc_at *it)
{
	const struct js *v = it->up ? it->v->next : list->v ? list->v->first : NULL;
	if (!v)
		return false;
	*it = (struct calc_at){ .v = v, .up = list, .i = it->up ? it->i + 1 : 0,
				.name = list->v->kind == JS_OBJ ? v->key.p : NULL };
	return true;
}

/* The text of a number, however it was written. */
static bool literal(struct ctx *cx, const struct js *v, struct sv *ret)
{
	if (!v)
		return false;
	if (v->kind == JS_INT)
		*ret = arena_printf(cx->a, "%lld", (long long)v->i);
	else if (v->kind == JS_STR || v->kind == JS_NUM)
		*ret = v->s;
	else
		return false;
	return true;
}

enum rc calc_dec(struct ctx *cx, const struct calc_at *at, struct dec *ret)
{
	struct sv s;
	if (!literal(cx, at->v, &s) || !dec_parse(s, ret))
		return calc_bad(cx, at, N_("write a decimal with at most six places, such as \"9.25\"."));
	return RC_OK;
}

enum rc calc_real(struct ctx *cx, const struct calc_at *at, double *ret)
{
	struct sv s;
	if (literal(cx, at->v, &s) && s.n) {
		char *end;
		const char *c = arena_cstr(cx->a, s);
		*ret = strtod(c, &end);
		if (!*end && isfinite(*ret))
			return RC_OK;
	}
	return calc_bad(cx, at, N_("write a number, such as 0.25."));
}

enum rc calc_int(struct ctx *cx, const struct calc_at *at, int64_t min, int64_t max, int64_t *ret)
{
	struct sv s;
	if (!literal(cx, at->v, &s) || !sv_int(s, ret) || *ret < min || *ret > max)
		return calc_bad(cx, at, N_("write a whole number from %lld to %lld."), (long long)min, (long long)max);
	return RC_OK;
}

enum rc calc_int_or(struct ctx *cx, const struct calc_at *in, const char *name, int64_t min, int64_t max, int64_t otherwise,
		    int64_t *ret)
{
	struct calc_at at = calc_get(in, name);
	*ret = otherwise;
	return at.v ? calc_int(cx, &at, min, max, ret) : RC_OK;
}

enum rc calc_text(struct ctx *cx, const struct calc_at *at, struct sv *ret)
{
	if (!literal(cx, at->v, ret) || !ret->n)
		return calc_bad(cx, at, N_("write a name in quotation marks."));
	return RC_OK;
}

enum rc calc_bool(struct ctx *cx, const struct calc_at *at, bool *ret)
{
	if (!at->v || at->v->kind != JS_BOOL)
		return calc_bad(cx, at, N_("write true or false."));
	*ret = at->v->b;
	return RC_OK;
}

enum rc calc_word(struct ctx *cx, const struct calc_at *at, const char *const *words, int *ret)
{
	struct buf all = buf_new(cx->a, 4096);
	*ret = 0;
	if (!at->v)
		return RC_OK;
	for (int i = 0; words[i]; i++) {
		if (at->v->kind == JS_STR && sv_is(at->v->s, words[i])) {
			*ret = i;
			return RC_OK;
		}
		buf_printf(&all, "%s\"%s\"", i ? ", " : "", words[i]);
	}
	return calc_bad(cx, at, N_("write one of %.*s."), SV_ARG(buf_sv(&all)));
}

enum rc calc_rounding(struct ctx *cx, const struct calc_at *at, struct rounding otherwise, struct rounding *ret)
{
	static const char *const modes[] = { "half_up", "half_even", "down", "up", NULL };
	int64_t decimals = otherwise.decimals;
	int mode = otherwise.mode;
	*ret = otherwise;
	if (!at->v)
		return RC_OK;
	if (at->v->kind == JS_OBJ) {
		struct calc_at m = calc_get(at, "mode"), d = calc_get(at, "decimals");
		TRY(calc_word(cx, &m, modes, &mode));
		TRY(calc_int(cx, &d, 0, 6, &decimals));
	} else {
		TRY(calc_int(cx, at, 0, 6, &decimals));
	}
	*ret = (struct rounding){ (enum round_mode)mode, (int)decimals };
	return RC_OK;
}

enum rc calc_list(struct ctx *cx, const struct calc_at *at, size_t min, size_t *ret_n)
{
	if (!at->v || at->v->kind != JS_ARR || at->v->n < min)
		return calc_bad(cx, at, N_("write a list of at least %zu in square brackets."), min);
	*ret_n = at->v->n;
	return RC_OK;
}

enum rc calc_decs(struct ctx *cx, const struct calc_at *at, size_t min, struct dec **ret, size_t *ret_n)
{
	TRY(calc_list(cx, at, min, ret_n));
	*ret = NEW(cx->a, struct dec, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_dec(cx, &it, &(*ret)[it.i]));
	return RC_OK;
}

enum rc calc_reals(struct ctx *cx, const struct calc_at *at, size_t min, double **ret, size_t *ret_n)
{
	TRY(calc_list(cx, at, min, ret_n));
	*ret = NEW(cx->a, double, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_real(cx, &it, &(*ret)[it.i]));
	return RC_OK;
}

enum rc calc_texts(struct ctx *cx, const struct calc_at *at, size_t min, struct sv **ret, size_t *ret_n)
{
	TRY(calc_list(cx, at, min, ret_n));
	*ret = NEW(cx->a, struct sv, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_text(cx, &it, &(*ret)[it.i]));
	return RC_OK;
}

enum rc calc_mark(struct ctx *cx, const struct calc_at *at, struct mark *ret)
{
	static const char *const reasons[] = { "absent", "abstain", "recused", "spoilt", NULL };
	*ret = (struct mark){ .null = MARK_ABSENT };
	if (at->v->kind == JS_NULL)
		return RC_OK;
	if (at->v->kind == JS_OBJ) {
		struct calc_at why = calc_get(at, "null");
		int i;
		TRY(calc_word(cx, &why, reasons, &i));
		ret->null = (enum mark_null)(MARK_ABSENT + i);
		return RC_OK;
	}
	ret->null = MARK_GIVEN;
	return calc_dec(cx, at, &ret->value);
}

enum rc calc_marks(struct ctx *cx, const struct calc_at *at, struct mark **ret, size_t *ret_n)
{
	TRY(calc_list(cx, at, 0, ret_n));
	*ret = NEW(cx->a, struct mark, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_mark(cx, &it, &(*ret)[it.i]));
	return RC_OK;
}

static enum rc shape(struct ctx *cx, const struct calc_at *at, size_t *ret_rows, size_t *ret_cols)
{
	TRY(calc_list(cx, at, 1, ret_rows));
	*ret_cols = at->v->first->n;
	for (struct calc_at row = { 0 }; calc_next(at, &row);) {
		size_t n;
		TRY(calc_list(cx, &row, 1, &n));
		if (n != *ret_cols)
			return calc_bad(cx, &row, N_("this row has %zu numbers, the first one %zu; give all rows the same."), n,
					*ret_cols);
	}
	return RC_OK;
}

enum rc calc_matrix(struct ctx *cx, const struct calc_at *at, double **ret, size_t *ret_rows, size_t *ret_cols)
{
	TRY(shape(cx, at, ret_rows, ret_cols));
	*ret = NEW(cx->a, double, *ret_rows * *ret_cols);
	for (struct calc_at row = { 0 }; calc_next(at, &row);)
		for (struct calc_at it = { 0 }; calc_next(&row, &it);)
			TRY(calc_real(cx, &it, &(*ret)[row.i * *ret_cols + it.i]));
	return RC_OK;
}

enum rc calc_dec_matrix(struct ctx *cx, const struct calc_at *at, struct dec **ret, size_t *ret_rows, size_t *ret_cols)
{
	TRY(shape(cx, at, ret_rows, ret_cols));
	*ret = NEW(cx->a, struct dec, *ret_rows * *ret_cols);
	for (struct calc_at row = { 0 }; calc_next(at, &row);)
		for (struct calc_at it = { 0 }; calc_next(&row, &it);)
			TRY(calc_dec(cx, &it, &(*ret)[row.i * *ret_cols + it.i]));
	return RC_OK;
}

struct js *calc_out_decs(struct arena *a, const struct dec *v, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++)
		js_push(list, js_str(a, dec_text(a, v[i])));
	return list;
}

struct js *calc_out_reals(struct arena *a, const double *v, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++)
		js_push(list, js_num(a, v[i]));
	return list;
}

struct js *calc_out_ints(struct arena *a, const int64_t *v, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++)
		js_push(list, js_int(a, v[i]));
	return list;
}

struct js *calc_out_fixed(struct arena *a, struct dec d, struct rounding r)
{
	return js_str(a, dec_fixed(a, d, r.decimals));
}
