#ifndef CALC_GIVEN_H
#define CALC_GIVEN_H
/* Fields of an object by name, with what stands for them when they are left out. */
#include "base/when.h"
#include "calc/calc.h"

enum rc given_dec(struct ctx *cx, const struct calc_at *in, const char *name, struct dec otherwise, struct dec *ret) NODISCARD;
enum rc given_bound(struct ctx *cx, const struct calc_at *in, const char *name, const struct dec **ret) NODISCARD; /* else NULL */
enum rc given_real(struct ctx *cx, const struct calc_at *in, const char *name, double otherwise, double *ret) NODISCARD;
enum rc given_int(struct ctx *cx, const struct calc_at *in, const char *name, int64_t min, int64_t max, int64_t otherwise,
		  int64_t *ret) NODISCARD;
enum rc given_bool(struct ctx *cx, const struct calc_at *in, const char *name, bool *ret) NODISCARD; /* else false */
enum rc given_text(struct ctx *cx, const struct calc_at *in, const char *name, struct sv *ret) NODISCARD; /* else SV_NONE */
enum rc given_day(struct ctx *cx, const struct calc_at *in, const char *name, struct day *ret) NODISCARD; /* else DAY_NONE */
enum rc given_word(struct ctx *cx, const struct calc_at *in, const char *name, const char *const *words, int *ret) NODISCARD;
enum rc given_rounding(struct ctx *cx, const struct calc_at *in, int decimals, struct rounding *ret) NODISCARD; /* "rounding" */
/* An object with none but these fields, NULL-terminated: a misspelt one would otherwise stand for its default. */
enum rc given_only(struct ctx *cx, const struct calc_at *at, const char *const *names) NODISCARD;
/* As many names as there are rows; NULL when left out. */
enum rc given_names(struct ctx *cx, const struct calc_at *in, const char *name, size_t n, struct sv **ret) NODISCARD;

/* A double as the decimal that a rule rounds it to; false when it does not fit. */
bool dec_of_real(double v, struct rounding r, struct dec *ret);
static inline double real_of_dec(struct dec d)
{
	return (double)d.u / (double)DEC_ONE;
}

#endif
