#include "base/json.h"

#include "base/bug.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_DEPTH = 64 };

static struct js *make(struct arena *a, enum js_kind kind)
{
	struct js *v = NEW(a, struct js, 1);
	v->kind = kind;
	return v;
}

struct js *js_null(struct arena *a)
{
	return make(a, JS_NULL);
}

struct js *js_obj(struct arena *a)
{
	return make(a, JS_OBJ);
}

struct js *js_arr(struct arena *a)
{
	return make(a, JS_ARR);
}

struct js *js_str(struct arena *a, struct sv s)
{
	struct js *v = make(a, JS_STR);
	v->s = s;
	return v;
}

struct js *js_int(struct arena *a, int64_t i)
{
	if (i > JS_INT_MAX || i < -JS_INT_MAX)
		BUG("an integer beyond 2^53 in JSON: %lld", (long long)i);
	struct js *v = make(a, JS_INT);
	v->i = i;
	return v;
}

struct js *js_bool(struct arena *a, bool b)
{
	struct js *v = make(a, JS_BOOL);
	v->b = b;
	return v;
}

struct js *js_num(struct arena *a, double v)
{
	if (!isfinite(v))
		return make(a, JS_NULL);
	struct js *n = make(a, JS_NUM);
	n->s = arena_printf(a, "%.10g", v == 0 ? 0.0 : v); /* no "-0" */
	return n;
}

/* A literal of up to fifteen digits comes back as it was written. */
static struct js *number(struct arena *a, double v)
{
	struct js *n = make(a, JS_NUM);
	n->s = arena_printf(a, "%.15g", v);
	if (strtod(n->s.p, NULL) != v)
		n->s = arena_printf(a, "%.17g", v);
	return n;
}

struct js *js_again(struct arena *a, const struct js *v)
{
	struct js *copy = NEW(a, struct js, 1);
	*copy = *v;
	copy->next = NULL;
	return copy;
}

static struct js *append(struct js *to, struct js *v)
{
	if (to->s.p)
		BUG("something was added to JSON that was written already");
	if (to->last)
		to->last->next = v;
	else
		to->first = v;
	to->last = v;
	to->n++;
	return v;
}

struct js *js_push(struct js *arr, struct js *v)
{
	if (arr->kind != JS_ARR || v->next)
		BUG("js_push onto kind %d", (int)arr->kind);
	return append(arr, v);
}

struct js *js_set(struct js *obj, const char *key, struct js *v)
{
	if (obj->kind != JS_OBJ || v->next || js_get(obj, key))
		BUG("js_set of \"%s\" twice or onto kind %d", key, (int)obj->kind);
	v->key = sv_of(key);
	return append(obj, v);
}

void js_set_sv(struct arena *a, struct js *obj, const char *key, struct sv s)
{
	js_set(obj, key, s.p ? js_str(a, s) : js_null(a));
}

void js_set_int(struct arena *a, struct js *obj, const char *key, int64_t i)
{
	js_set(obj, key, js_int(a, i));
}

void js_set_bool(struct arena *a, struct js *obj, const char *key, bool b)
{
	js_set(obj, key, js_bool(a, b));
}

void js_set_dec(struct arena *a, struct js *obj, const char *key, struct dec d)
{
	js_set(obj, key, js_str(a, dec_text(a, d)));
}

void js_set_day(struct arena *a, struct js *obj, const char *key, struct day d)
{
	js_set(obj, key, day_is(d) ? js_str(a, day_text(a, d)) : js_null(a));
}

void js_set_instant(struct arena *a, struct js *obj, const char *key, int64_t ms)
{
	js_set(obj, key, ms ? js_str(a, instant_text(a, ms)) : js_null(a));
}

const struct js *js_get(const struct js *obj, const char *key)
{
	if (!obj || obj->kind != JS_OBJ)
		return NULL;
	struct sv k = sv_of(key);
	for (const struct js *v = obj->first; v; v = v->next)
		if (sv_eq(v->key, k))
			return v;
	return NULL;
}

struct sv js_get_sv(const struct js *obj, const char *key)
{
	const struct js *v = js_get(obj, key);
	return v && v->kind == JS_STR ? v->s : SV_NONE;
}

int64_t js_get_int(const struct js *obj, const char *key, int64_t otherwise)
{
	const struct js *v = js_get(obj, key);
	return v && v->kind == JS_INT ? v->i : otherwise;
}

bool js_get_bool(const struct js *obj, const char *key)
{
	const struct js *v = js_get(obj, key);
	return v && v->kind == JS_BOOL && v->b;
}

struct day js_get_day(const struct js *obj, const char *key)
{
	struct day d;
	return day_parse(js_get_sv(obj, key), &d) ? d : DAY_NONE;
}

struct dec js_get_dec(const struct js *obj, const char *key, struct dec otherwise)
{
	const struct js *v = js_get(obj, key);
	struct dec d;
	if (v && v->kind == JS_STR && dec_parse(v->s, &d))
		return d;
	if (v && v->kind == JS_INT && v->i > -INT64_C(9000000000000) && v->i < INT64_C(9000000000000))
		return DEC(v->i);
	return otherwise;
}

bool js_is_null(const struct js *obj, const char *key)
{
	const struct js *v = js_get(obj, key);
	return !v || v->kind == JS_NULL;
}

/* ---- reading -------------------------------------------------------------------------------------- */

static struct js *take(struct arena *a, const json_t *j, int depth, bool numbers, const char **why)
{
	if (depth > MAX_DEPTH) {
		*why = "nested too deeply";
		return NULL;
	}
	switch (json_typeof(j)) {
	case JSON_OBJECT: {
		struct js *v = make(a, JS_OBJ);
		const char *key;
		json_t *child;
		json_object_foreach((json_t *)(uintptr_t)j, key, child) {
			struct js *c = take(a, child, depth + 1, numbers, why);
			if (!c)
				return NULL;
			c->key = arena_sv(a, sv_of(key));
			append(v, c);
		}
		return v;
	}
	case JSON_ARRAY: {
		struct js *v = make(a, JS_ARR);
		for (size_t i = 0; i < json_array_size(j); i++) {
			struct js *c = take(a, json_array_get(j, i), depth + 1, numbers, why);
			if (!c)
				return NULL;
			append(v, c);
		}
		return v;
	}
	case JSON_STRING:
		return js_str(a, arena_sv(a, sv_make(json_string_value(j), json_string_length(j))));
	case JSON_INTEGER: {
		int64_t i = json_integer_value(j);
		if (i > JS_INT_MAX || i < -JS_INT_MAX) {
			*why = "an integer beyond 2^53; write it as a string";
			return NULL;
		}
		return js_int(a, i);
	}
	case JSON_REAL:
		if (numbers)
			return number(a, json_real_value(j));
		*why = "a number with a fraction; write decimals as strings, e.g. \"12.5\"";
		return NULL;
	case JSON_TRUE:
	case JSON_FALSE:
		return js_bool(a, json_is_true(j));
	case JSON_NULL:
	default:
		return js_null(a);
	}
}

static void drop_tree(void *j)
{
	json_decref(j);
}

static struct js *parse(struct arena *a, struct sv text, bool numbers, const char **ret_why, int *ret_line,
			int *ret_column)
{
	json_error_t e = { .line = 1, .column = 0 };
	json_t *j = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	const char *why = NULL;
	struct js *v = NULL;
	if (j) {
		/* The arena may be left in the middle by its cap: then the tree goes with it. */
		arena_defer(a, drop_tree, j);
		v = take(a, j, 0, numbers, &why);
	} else {
		why = arena_cstr(a, sv_of(e.text));
	}
	if (!v) {
		*ret_why = why;
		*ret_line = e.line;
		*ret_column = e.column;
	}
	return v;
}

struct js *js_parse(struct arena *a, struct sv text, const char **ret_why, int *ret_line, int *ret_column)
{
	return parse(a, text, false, ret_why, ret_line, ret_column);
}

struct js *js_parse_numbers(struct arena *a, struct sv text, const char **ret_why, int *ret_line, int *ret_column)
{
	return parse(a, text, true, ret_why, ret_line, ret_column);
}

/* ---- writing -------------------------------------------------------------------------------------- */

void js_quote(struct buf *out, struct sv s)
{
	static const char hex[] = "0123456789abcdef";
	buf_putc(out, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(out, sv_make(s.p + from, i - from));
		from = i + 1;
		const char *two = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\b' ? "\\b" : c == '\f' ? "\\f" :
				  c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
		if (two) {
			buf_puts(out, two);
		} else {
			buf_puts(out, "\\u00");
			buf_putc(out, hex[c >> 4]);
			buf_putc(out, hex[c & 15]);
		}
	}
	buf_put(out, sv_from(s, from));
	buf_putc(out, '"');
}

/* RFC 8785 sorts by UTF-16 units: surrogates (above U+FFFF, first byte F0 to F4) come before U+E000..U+FFFF (EE and EF).
 * Everything else stands in the order of its bytes. */
static int key_cmp(struct sv a, struct sv b)
{
	size_t i = 0, n = a.n < b.n ? a.n : b.n;
	while (i < n && a.p[i] == b.p[i])
		i++;
	if (i == n)
		return (a.n > n) - (b.n > n);
	unsigned char x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];
	bool beyond = x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0);
	return (x < y) != beyond ? -1 : 1;
}

static int by_key(const void *a, const void *b)
{
	const struct js *x = *(const struct js *const *)a, *y = *(const struct js *const *)b;
	return key_cmp(x->key, y->key);
}

void js_write(struct buf *out, const struct js *v)
{
	switch (v->kind) {
	case JS_NULL:
		buf_puts(out, "null");
		break;
	case JS_BOOL:
		buf_puts(out, v->b ? "true" : "false");
		break;
	case JS_INT:
		buf_int(out, v->i);
		break;
	case JS_STR:
		js_quote(out, v->s);
		break;
	case JS_NUM:
		buf_put(out, v->s);
		break;
	case JS_ARR:
		if (v->s.p) {
			buf_put(out, v->s);
			break;
		}
		buf_putc(out, '[');
		for (const struct js *c = v->first; c; c = c->next) {
			if (c != v->first)
				buf_putc(out, ',');
			js_write(out, c);
		}
		buf_putc(out, ']');
		break;
	case JS_OBJ: {
		if (v->s.p) {
			buf_put(out, v->s);
			break;
		}
		const struct js **kids = NEW(out->a, const struct js *, v->n + 1);
		size_t n = 0;
		for (const struct js *c = v->first; c; c = c->next)
			kids[n++] = c;
		qsort(kids, n, sizeof(*kids), by_key);
		buf_putc(out, '{');
		for (size_t i = 0; i < n; i++) {
			if (i)
				buf_putc(out, ',');
			js_quote(out, kids[i]->key);
			buf_putc(out, ':');
			js_write(out, kids[i]);
		}
		buf_putc(out, '}');
		break;
	}
	}
}

struct js *js_written(struct arena *a, const struct js *v, size_t max)
{
	struct js *o = js_again(a, v);
	struct buf b = buf_new(a, max);
	if (v->kind != JS_ARR && v->kind != JS_OBJ)
		return o;
	js_write(&b, v);
	o->s = b.over ? SV_NONE : buf_sv(&b);
	return o;
}

static void indent(struct buf *out, int depth)
{
	buf_putc(out, '\n');
	for (int i = 0; i < depth; i++)
		buf_puts(out, "  ");
}

static void pretty(struct buf *out, const struct js *v, int depth)
{
	if ((v->kind != JS_ARR && v->kind != JS_OBJ) || !v->first) {
		js_write(out, v);
		return;
	}
	buf_putc(out, v->kind == JS_ARR ? '[' : '{');
	for (const struct js *c = v->first; c; c = c->next) {
		if (c != v->first)
			buf_putc(out, ',');
		indent(out, depth + 1);
		if (v->kind == JS_OBJ) {
			js_quote(out, c->key);
			buf_puts(out, ": ");
		}
		pretty(out, c, depth + 1);
	}
	indent(out, depth);
	buf_putc(out, v->kind == JS_ARR ? ']' : '}');
}

void js_pretty(struct buf *out, const struct js *v)
{
	pretty(out, v, 0);
	buf_putc(out, '\n');
}
