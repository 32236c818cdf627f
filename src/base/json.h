#ifndef BASE_JSON_H
#define BASE_JSON_H
/* JSON values in an arena.  Numbers are integers within ±(2⁵³−1); decimals travel as strings.  Reading is
 * strict (UTF-8, no duplicate keys, bounded depth); writing is canonical (RFC 8785): keys in UTF-16 order,
 * no white space, shortest escapes.  Analysis (src/calc) also knows numbers with a fraction; the journal never does. */
#include "base/buf.h"
#include "base/dec.h"
#include "base/when.h"

enum js_kind { JS_NULL, JS_BOOL, JS_INT, JS_STR, JS_ARR, JS_OBJ, JS_NUM };
#define JS_INT_MAX SV_INT_MAX

struct js {
	enum js_kind kind;
	bool b;
	int64_t i;
	/* The text of a string; of JS_NUM the literal: "0.25", "1e-07"; of an object or array its canonical text, where
	 * js_written made it. */
	struct sv s;
	struct js *first, *last; /* children, in order */
	struct js *next;         /* the next sibling */
	struct sv key;             /* own name inside an object */
	size_t n;                  /* number of children */
};

/* Reads one document; on an error returns NULL and says where and why in English. */
struct js *js_parse(struct arena *a, struct sv text, const char **ret_why, int *ret_line, int *ret_column);

/* As js_parse, but a number with a fraction or exponent is let in as JS_NUM. */
struct js *js_parse_numbers(struct arena *a, struct sv text, const char **ret_why, int *ret_line, int *ret_column);

struct js *js_null(struct arena *a);
struct js *js_obj(struct arena *a);
struct js *js_arr(struct arena *a);
struct js *js_str(struct arena *a, struct sv s); /* the text is not copied */
struct js *js_int(struct arena *a, int64_t i);
struct js *js_bool(struct arena *a, bool b);
struct js *js_num(struct arena *a, double v); /* ten significant digits; null when not finite */

/* The same value once more, to be set or pushed elsewhere: what it holds is shared, not copied. */
struct js *js_again(struct arena *a, const struct js *v);

/* Adding a key twice is a bug.  Each returns the value added. */
struct js *js_set(struct js *obj, const char *key, struct js *v);
struct js *js_push(struct js *arr, struct js *v);
void js_set_sv(struct arena *a, struct js *obj, const char *key, struct sv s);   /* null when s.p is NULL */
void js_set_int(struct arena *a, struct js *obj, const char *key, int64_t i);
void js_set_bool(struct arena *a, struct js *obj, const char *key, bool b);
void js_set_dec(struct arena *a, struct js *obj, const char *key, struct dec d); /* as a string */
void js_set_day(struct arena *a, struct js *obj, const char *key, struct day d); /* null for DAY_NONE */
void js_set_instant(struct arena *a, struct js *obj, const char *key, int64_t ms); /* RFC 3339; null for 0 */

/* All of these are safe on NULL and on another kind. */
const struct js *js_get(const struct js *obj, const char *key);
struct sv js_get_sv(const struct js *obj, const char *key);              /* SV_NONE if absent */
int64_t js_get_int(const struct js *obj, const char *key, int64_t otherwise);
bool js_get_bool(const struct js *obj, const char *key);
struct day js_get_day(const struct js *obj, const char *key);            /* DAY_NONE if absent */
struct dec js_get_dec(const struct js *obj, const char *key, struct dec otherwise);
bool js_is_null(const struct js *obj, const char *key);                  /* absent or null */

void js_write(struct buf *out, const struct js *v);   /* canonical */
/* A copy that, being an object or array, carries its canonical text, which later writing only copies: from now on nothing
 * below it may change.  Without the text where that has more than `max` bytes. */
struct js *js_written(struct arena *a, const struct js *v, size_t max);
void js_pretty(struct buf *out, const struct js *v);  /* for people; same order as built */
void js_quote(struct buf *out, struct sv s);            /* one string with its quotes */

#endif
