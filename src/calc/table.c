#include "calc/table.h"

#include <math.h>

static size_t hash_of(struct sv s)
{
	size_t h = 1469598103934665603u; /* FNV-1a */
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

/* Where the name is, or where it would go. */
static size_t place_of(const struct calc_names *t, struct sv name)
{
	size_t at = hash_of(name) % (2 * t->room);
	while (t->slot[at] && !sv_eq(t->name[t->slot[at] - 1], name))
		at = (at + 1) % (2 * t->room);
	return at;
}

static void grow(struct calc_names *t)
{
	struct sv *old = t->name;
	t->room = t->room ? 2 * t->room : 64;
	t->name = NEW(t->a, struct sv, t->room);
	t->slot = NEW(t->a, size_t, 2 * t->room);
	for (size_t i = 0; i < t->n; i++) {
		t->name[i] = old[i];
		t->slot[place_of(t, old[i])] = i + 1;
	}
}

size_t calc_name(struct calc_names *t, struct sv name)
{
	if (t->n == t->room)
		grow(t);
	size_t at = place_of(t, name);
	if (!t->slot[at]) {
		t->name[t->n++] = name;
		t->slot[at] = t->n;
	}
	return t->slot[at] - 1;
}

bool calc_known(const struct calc_names *t, struct sv name, size_t *ret)
{
	size_t at = t->room ? place_of(t, name) : 0;
	if (!t->room || !t->slot[at])
		return false;
	*ret = t->slot[at] - 1;
	return true;
}

struct js *calc_out_names(struct arena *a, const struct calc_names *t)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < t->n; i++)
		js_push(list, js_str(a, t->name[i]));
	return list;
}

enum rc calc_keys(struct ctx *cx, const struct calc_at *at, const char *const *known)
{
	struct buf all = buf_new(cx->a, 4096);
	for (size_t i = 0; known[i]; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", known[i]);
	if (!at->v || at->v->kind != JS_OBJ)
		return calc_bad(cx, at, N_("write an object in braces with the fields %.*s."), SV_ARG(buf_sv(&all)));
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		size_t i = 0;
		while (known[i] && !sv_is(it.v->key, known[i]))
			i++;
		if (!known[i])
			return calc_bad(cx, &it, N_("there is no such field here; the fields are %.*s."),
					SV_ARG(buf_sv(&all)));
	}
	return RC_OK;
}

enum rc calc_holes(struct ctx *cx, const struct calc_at *at, double **ret, size_t *ret_rows, size_t *ret_cols)
{
	TRY(calc_list(cx, at, 1, ret_rows));
	*ret_cols = at->v->first->n;
	*ret = NEW(cx->a, double, *ret_rows **ret_cols + 1);
	for (struct calc_at row = { 0 }; calc_next(at, &row);) {
		size_t n;
		TRY(calc_list(cx, &row, 1, &n));
		if (n != *ret_cols)
			return calc_bad(
				cx, &row,
				N_("here are %zu values, in the first row %zu; write null for a mark that is missing."), n,
				*ret_cols);
		for (struct calc_at it = { 0 }; calc_next(&row, &it);) {
			double *to = &(*ret)[row.i * n + it.i];
			if (it.v->kind == JS_NULL)
				*to = NAN;
			else
				TRY(calc_real(cx, &it, to));
		}
	}
	return RC_OK;
}

enum rc calc_share(struct ctx *cx, const struct calc_at *at, double *ret)
{
	double x = *ret;
	if (at->v)
		TRY(calc_real(cx, at, &x));
	if (!(x > 0 && x < 1))
		return calc_bad(cx, at, N_("write a number above 0 and below 1, such as 0.05."));
	*ret = x;
	return RC_OK;
}

struct js *calc_out_matrix(struct arena *a, const double *v, size_t rows, size_t cols)
{
	struct js *list = js_arr(a);
	for (size_t r = 0; r < rows; r++)
		js_push(list, calc_out_reals(a, v + r * cols, cols));
	return list;
}

struct sv calc_text_real(struct trace *t, double v)
{
	return !t ? SV_NONE : isnan(v) ? SV("none") : arena_printf(t->a, REAL, v == 0 ? 0.0 : v);
}

void calc_trace(struct trace *t, const char *op, struct sv of, double out, const char *fmt, ...)
{
	if (!t)
		return;
	va_list ap;
	va_start(ap, fmt);
	struct sv in = arena_vprintf(t->a, fmt, ap);
	va_end(ap);
	trace_add(t, op, of, in, calc_text_real(t, out));
}
