#ifndef CALC_MARKS_H
#define CALC_MARKS_H
/* What the doors of marks and panels have in common: trims, stages of rounding, scales. */
#include "calc/calc.h"
#include "core/score/aggregate.h"

/* The fields low, high, min_n and by_size beside each other in `at`; those left out stay as they are. */
enum rc calc_trim(struct ctx *cx, const struct calc_at *at, struct trim *trim) NODISCARD;
/* "none" carries the value on exactly; else as calc_rounding. */
enum rc calc_stage(struct ctx *cx, const struct calc_at *at, struct stage otherwise, struct stage *ret) NODISCARD;
/* As calc_marks, refusing what is outside [least, most] when `scale` is given. */
enum rc calc_marks_on(struct ctx *cx, const struct calc_at *at, const struct calc_at *scale, struct mark **ret,
		      size_t *ret_n) NODISCARD;
/* A list of whole numbers from `min`. */
enum rc calc_ints(struct ctx *cx, const struct calc_at *at, size_t min_n, int64_t min, int64_t max, int64_t **ret,
		  size_t *ret_n) NODISCARD;
/* A value after its stage: as many decimals as the stage has, six where it was carried on exactly. */
struct js *calc_out_staged(struct arena *a, struct ratio v, struct stage s);
/* {"absent": 1}: how many marks are missing, by reason. */
struct js *calc_out_missing(struct arena *a, const struct mark *marks, size_t n);

#endif
