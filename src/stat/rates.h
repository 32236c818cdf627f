#ifndef STAT_RATES_H
#define STAT_RATES_H
/* What a rate of few cases is worth. */
#include <stddef.h>
#include <stdint.h>

struct interval {
	double lo, centre, hi;
};
/* Wilson's score interval (1927) without continuity correction; n > 0. */
struct interval stat_wilson(int64_t x, int64_t n, double z);

/* The p-quantile of a binomial count over n, drawn smooth between counts (Spiegelhalter, Statistics in Medicine
 * 24:1185, 2005).  `count` is the smallest r with P(R ≤ r) ≥ p. */
struct funnel {
	int64_t count;
	double below, at; /* P(R ≤ count − 1), P(R ≤ count) */
	double limit;	  /* (count − (P(R ≤ count) − p) ÷ P(R = count)) ÷ n */
};
struct funnel stat_funnel_limit(int64_t n, double rate, double p); /* n > 0, 0 < rate < 1, 0 < p < 1 */

#endif
