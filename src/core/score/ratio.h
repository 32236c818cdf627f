#ifndef CORE_SCORE_RATIO_H
#define CORE_SCORE_RATIO_H
/* Exact fractions over 128 bits.  A rule names the stages at which it rounds; between two of them nothing may be
 * lost, and a mean of seven marks has no finite decimal.  What does not fit, and a quotient by zero, is RATIO_NONE,
 * and so is everything made of it: a calculation is written down whole and looked at once, at its end. */
#include "core/score/score.h"

struct ratio {
	wide n, d; /* lowest terms, d > 0; RATIO_NONE: d is 0 */
};
#define RATIO_NONE ((struct ratio){ 0, 0 })
#define RATIO_ZERO ((struct ratio){ 0, 1 })
static inline bool ratio_fits(struct ratio v)
{
	return v.d != 0;
}
struct ratio ratio_dec(struct dec v);
struct ratio ratio_int(int64_t v);
struct ratio ratio_of(int64_t n, int64_t d);
struct ratio ratio_millionths(wide n, wide d); /* n millionths ÷ d */
struct ratio ratio_mean(const struct dec *v, size_t n);
struct ratio ratio_add(struct ratio a, struct ratio b);
struct ratio ratio_sub(struct ratio a, struct ratio b);
struct ratio ratio_mul(struct ratio a, struct ratio b);
struct ratio ratio_div(struct ratio a, struct ratio b);
/* Neither may be RATIO_NONE. */
int ratio_cmp(struct ratio a, struct ratio b);
struct ratio ratio_clamp(struct ratio v, const struct dec *floor, const struct dec *cap); /* NULL: no bound */
bool ratio_round(struct ratio v, struct rounding r, struct dec *ret); /* false for RATIO_NONE, or too large */

/* A stage of a rule: rounded there, or carried on exactly. */
struct stage {
	bool exact;
	struct rounding r;
};
struct ratio ratio_stage(struct ratio v, struct stage s);
/* "9.125", or "(64/7)" where six places do not hold it. */
struct sv ratio_text(struct arena *a, struct ratio v);
struct sv trace_ratio(struct trace *t, struct ratio v);

#endif
