#ifndef CALC_CALC_H
#define CALC_CALC_H
/* `bixue calc METHOD`: the scoring core alone, JSON in, JSON out, for analysts and for tests.  A method is one
 * row of a table; from the row come `--list`, `--help METHOD` and the checks of the names given.
 *
 * In: one JSON object.  Decimals may be written as numbers or as strings; where exactness matters, as strings.
 * Out: {"method":…,"status":"ok"|…,"result":{…},"trace":[{"op","of","in","out"},…]}.  Exact results are
 * decimal strings; statistics in floating point are JSON numbers of ten digits. */
#include "base/err.h"
#include "base/json.h"
#include "core/score/score.h"

/* A value and the way to it, for messages ("groups[2].marks[0]").  What is above lives at least as long. */
struct calc_at {
	const struct js *v; /* NULL: not given, or null */
	const struct calc_at *up;
	const char *name; /* NULL: the i-th of a list */
	size_t i;
};

struct calc_field {
	const char *name, *form; /* form: "decimal", "[integer]", "[[decimal|null]]", "arithmetic|geometric" */
	bool optional;
	const char *help; /* English message id */
};

struct calc_run {
	struct ctx *cx;
	struct calc_at in;
	struct js *result;   /* an object, filled by the method */
	struct trace *trace; /* NULL when not wanted */
	enum score_status status;
};

struct calc_method {
	const char *name, *help; /* English message id: one sentence */
	const char *source;	 /* the document or paper in which the rule stands */
	const struct calc_field *fields;
	size_t n_fields;
	const char *example; /* a whole input, run by the tests */
	bool analysis;	     /* never the rule of a published board */
	enum rc (*run)(struct calc_run *r);
};

#define CALC_FIELDS(f) .fields = (f), .n_fields = sizeof(f) / sizeof((f)[0])

/* One family a file. */
struct calc_family {
	const char *name;
	const struct calc_method *methods;
	size_t n;
};
extern const struct calc_family calc_aggregate, calc_panel, calc_ranking, calc_judges, calc_indicators, calc_uncertainty, calc_arena,
	calc_fieldwork, calc_learning, calc_privacy;
extern const struct calc_family calc_progress, calc_composite, calc_rates; /* the rooms beside calc_indicators */
extern const struct calc_family *const calc_families[];
extern const size_t n_calc_families;

const struct calc_method *calc_find(struct sv name);
/* Runs `m` on `in`; unknown and missing fields are refused by name.  `*ret` is the whole answer. */
enum rc calc_do(struct ctx *cx, const struct calc_method *m, const struct js *in, bool trace, struct js **ret) NODISCARD;

/* ---- readers: each refuses with the path and what to write ----------------------------------------------- */
struct calc_at calc_get(const struct calc_at *at, const char *name); /* v is NULL when absent or null */
/* for (struct calc_at it = { 0 }; calc_next(&list, &it);) … also over the values of an object, it.name the key;
 * here v is never NULL: a null in a list is a JS_NULL. */
bool calc_next(const struct calc_at *list, struct calc_at *it);
enum rc calc_dec(struct ctx *cx, const struct calc_at *at, struct dec *ret) NODISCARD;
enum rc calc_real(struct ctx *cx, const struct calc_at *at, double *ret) NODISCARD;
enum rc calc_int(struct ctx *cx, const struct calc_at *at, int64_t min, int64_t max, int64_t *ret) NODISCARD;
/* A field that may be left out. */
enum rc calc_int_or(struct ctx *cx, const struct calc_at *in, const char *name, int64_t min, int64_t max, int64_t otherwise,
		    int64_t *ret) NODISCARD;
enum rc calc_text(struct ctx *cx, const struct calc_at *at, struct sv *ret) NODISCARD; /* a number is taken as its text */
enum rc calc_bool(struct ctx *cx, const struct calc_at *at, bool *ret) NODISCARD;
/* One of `words` (NULL-terminated); absent: index 0. */
enum rc calc_word(struct ctx *cx, const struct calc_at *at, const char *const *words, int *ret) NODISCARD;
/* {"mode":"half_up","decimals":2}, or the decimals alone; absent: `otherwise`. */
enum rc calc_rounding(struct ctx *cx, const struct calc_at *at, struct rounding otherwise, struct rounding *ret) NODISCARD;
enum rc calc_list(struct ctx *cx, const struct calc_at *at, size_t min, size_t *ret_n) NODISCARD; /* an array of ≥ min */
enum rc calc_decs(struct ctx *cx, const struct calc_at *at, size_t min, struct dec **ret, size_t *ret_n) NODISCARD;
enum rc calc_reals(struct ctx *cx, const struct calc_at *at, size_t min, double **ret, size_t *ret_n) NODISCARD;
enum rc calc_texts(struct ctx *cx, const struct calc_at *at, size_t min, struct sv **ret, size_t *ret_n) NODISCARD;
/* null, or {"null":"abstain"}, is a mark that is missing. */
enum rc calc_mark(struct ctx *cx, const struct calc_at *at, struct mark *ret) NODISCARD;
enum rc calc_marks(struct ctx *cx, const struct calc_at *at, struct mark **ret, size_t *ret_n) NODISCARD;
/* Rows of equal length, row after row. */
enum rc calc_matrix(struct ctx *cx, const struct calc_at *at, double **ret, size_t *ret_rows, size_t *ret_cols) NODISCARD;
enum rc calc_dec_matrix(struct ctx *cx, const struct calc_at *at, struct dec **ret, size_t *ret_rows, size_t *ret_cols) NODISCARD;
/* Fails at `at` with what is wrong and what to do. */
enum rc calc_bad(struct ctx *cx, const struct calc_at *at, const char *msgid, ...) __attribute__((format(printf, 3, 4)));

/* ---- writers --------------------------------------------------------------------------------------------- */
struct js *calc_out_decs(struct arena *a, const struct dec *v, size_t n);
struct js *calc_out_reals(struct arena *a, const double *v, size_t n);
struct js *calc_out_ints(struct arena *a, const int64_t *v, size_t n);
struct js *calc_out_fixed(struct arena *a, struct dec d, struct rounding r); /* "9.50" */

#endif
