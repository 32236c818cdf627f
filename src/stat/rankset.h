#ifndef STAT_RANKSET_H
#define STAT_RANKSET_H
/* Which places the data leave open to each unit of a league table (Mogstad, Romano, Shaikh & Wilhelm, Review of Economic
 * Studies 2023; Holm, Scandinavian Journal of Statistics 1979).  A higher estimate is better. */
#include "base/arena.h"

struct estimates {
	size_t n;
	const double *theta, *cov; /* cov is n × n */
	double df;		   /* of the covariance; INFINITY: known, normal */
};
/* The difference of two over its standard error; 0 when both are 0, ±INFINITY when only the error is. */
double pair_z(const struct estimates *e, size_t i, size_t k);
void pair_tests(const struct estimates *e, double *ret_p); /* n × n, two-sided, 1 on the diagonal */
/* From the smallest p on, p_(i) ≤ α / (m - i + 1) is rejected until the first that is not; equal p in order of position.
 * `adjusted` (may be NULL): the smallest α at which each would be rejected. */
void holm(struct arena *a, const double *p, size_t m, double alpha, bool *ret_reject, double *ret_adjusted);

enum rank_side { RANK_BOTH, RANK_LOWER, RANK_UPPER }; /* which bounds are asked for: the others stay 1 or n */
struct rank_ask {
	double alpha;
	enum rank_side side;
	size_t unit; /* marginal: this unit alone; RANK_ALL: all at once */
};
#define RANK_ALL SIZE_MAX
/* better[i * n + k]: unit i lies above unit k. */
void better_holm(struct arena *a, const struct estimates *e, struct rank_ask ask, bool *ret_better);

struct stepdown {
	size_t draws;
	uint64_t seed;
};
struct stepdown_step {
	double critical;
	size_t live, rejected; /* ordered pairs still open before, and closed by, the step */
};
enum { STEPS_MAX = 64 };
/* The largest standardised difference among open pairs under equality, drawn from the covariance; pairs beyond its 1 - α
 * quantile are closed, and again until none is.  Returns the steps taken, or -1 when cov is no covariance. */
int better_stepdown(struct arena *a, const struct estimates *e, struct rank_ask ask, struct stepdown how, bool *ret_better,
		    struct stepdown_step *ret_steps);

/* Exact binomial tests of counts from one poll: P(Bin(x_i + x_k, ½) ≥ x_i) for ordered pairs, then Holm. */
void better_counts(struct arena *a, const int64_t *count, size_t n, struct rank_ask ask, bool *ret_better);

struct rank_bounds {
	size_t lo, hi;
};
struct rank_bounds rank_bounds_of(const bool *better, size_t n, size_t unit);

enum band_cut { BAND_GAP, BAND_FIRST }; /* below a significant gap to the next above; or below the first of the band */
/* 1 is the uppermost; equal estimates share a band. */
void rank_bands(struct arena *a, const double *theta, const bool *better, size_t n, enum band_cut cut, int *ret_band);

#endif
