#ifndef CORE_SCORE_FRAC_H
#define CORE_SCORE_FRAC_H
/* Exact fractions, so that a rule is rounded at its named stages and nowhere between them.  A fraction that no
 * longer fits 128 bits has the denominator 0 and stays so through whatever follows: ask once, at the end. */
#include "core/score/score.h"

__extension__ typedef __int128 frac_int;

struct frac {
	frac_int n, d; /* lowest terms; d > 0, or 0: it did not fit, or was divided by zero */
};

struct frac frac_of(struct dec d);
struct frac frac_ratio(int64_t n, int64_t d);
struct frac frac_add(struct frac a, struct frac b);
struct frac frac_sub(struct frac a, struct frac b);
struct frac frac_mul(struct frac a, struct frac b);
struct frac frac_div(struct frac a, struct frac b);
/* Neither may be a fraction that did not fit. */
int frac_cmp(struct frac a, struct frac b);
struct frac frac_clamp(struct frac f, const struct dec *floor, const struct dec *cap); /* NULL: no bound */
/* Rounded once; false when it does not fit. */
bool frac_round(struct frac f, struct rounding r, struct dec *ret);

static inline bool frac_fits(struct frac f)
{
	return f.d != 0;
}

#endif
