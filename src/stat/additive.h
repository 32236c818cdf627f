#ifndef STAT_ADDITIVE_H
#define STAT_ADDITIVE_H
/* mark = unit + judge + noise: the best linear unbiased comparison of units that not every judge saw
 * (Searle, Linear Models, 1971; Montgomery, Design and Analysis of Experiments, incomplete blocks). */
#include "base/arena.h"

struct add_mark {
	int unit, judge;
	double y;
};
/* The parts of the design that no judge joins: -1 for a unit or judge without a mark. */
struct add_design {
	const struct add_mark *marks;
	size_t n, units, judges, parts;
	const int *unit_part, *judge_part;
};
struct add_fit {
	double *mean,
		*adjusted; /* a unit: as received, and with the effects of its part's judges summing to 0; NAN unmarked */
	double *judge;	   /* leniency: above 0 gives more than the others of its part; NAN unmarked */
	int *unit_n, *judge_n; /* marks */
	double *residual;      /* a mark */
	double rss, sigma2;    /* sigma2 is NAN when df ≤ 0 */
	long df;
	double *judge_var; /* of a judge's effect, in units of sigma2 */
	double *cov;	   /* units × units, of the adjusted means, in units of sigma2; 0 across parts */
};
/* False when the equations cannot be solved in double precision. */
bool additive_fit(struct arena *a, const struct add_design *d, struct add_fit *ret);

#endif
