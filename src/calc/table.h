#ifndef CALC_TABLE_H
#define CALC_TABLE_H
/* What the statistical methods share: things known by name, and real numbers in tables and in traces. */
#include "calc/calc.h"

/* Names in the order in which they were first met. */
struct calc_names {
	struct arena *a;
	struct sv *name;
	size_t n, room;
	size_t *slot; /* open addressing: 1 + the index; twice `room` of them */
};
size_t calc_name(struct calc_names *t, struct sv name); /* its index; a new one is added */
bool calc_known(const struct calc_names *t, struct sv name, size_t *ret);
struct js *calc_out_names(struct arena *a, const struct calc_names *t);

/* An object with none but these names (NULL-terminated). */
enum rc calc_keys(struct ctx *cx, const struct calc_at *at, const char *const *known) NODISCARD;
/* Rows of equal length in which null is missing, NAN. */
enum rc calc_holes(struct ctx *cx, const struct calc_at *at, double **ret, size_t *ret_rows, size_t *ret_cols) NODISCARD;
/* A number between 0 and 1, both excluded; absent: `*ret` stays. */
enum rc calc_share(struct ctx *cx, const struct calc_at *at, double *ret) NODISCARD;
struct js *calc_out_matrix(struct arena *a, const double *v, size_t rows, size_t cols);

/* ---- trace of reals: ten digits, and "none" for NAN --------------------------------------------------------- */
struct sv calc_text_real(struct trace *t, double v);
void calc_trace(struct trace *t, const char *op, struct sv of, double out, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
#define REAL "%.10g"

#endif
