#ifndef CORE_SCORE_RATIO_H
#define CORE_SCORE_RATIO_H
/* Exact fractions over 128 bits.  A rule names the stages at which it rounds; between two of them nothing may be
 * lost, and a mean of seven marks has no finite decimal.  Every operation returns false when it does not fit. */
#include "core/score/score.h"

struct ratio {
	wide n, d; /* lowest terms, d > 0 */
};
struct ratio ratio_dec(struct dec v);
struct ratio ratio_int(int64_t v);
/* Σ v ÷ n, and n millionths ÷ d. */
bool ratio_mean(const struct dec *v, size_t n, struct ratio *ret);
bool ratio_millionths(wide n, wide d, struct ratio *ret);
bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret);
bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret); /* false too when b is zero */
bool ratio_round(struct ratio v, struct rounding r, struct dec *ret);

/* A stage of a rule: rounded there, or carried on exactly. */
struct stage {
	bool exact;
	struct rounding r;
};
bool ratio_stage(struct ratio v, struct stage s, struct ratio *ret);
/* "9.125", or "(64/7)" where six places do not hold it. */
struct sv ratio_text(struct arena *a, struct ratio v);
struct sv trace_ratio(struct trace *t, struct ratio v);

#endif
