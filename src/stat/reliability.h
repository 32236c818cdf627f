#ifndef STAT_RELIABILITY_H
#define STAT_RELIABILITY_H
/* A complete panel: units in rows, judges in columns. */
#include "base/arena.h"

/* ---- each judge on the same scale ------------------------------------------------------------------------ */
enum judge_flag { JUDGE_USED, JUDGE_FLAT, JUDGE_FEW }; /* flat: every mark the same; few: under three marks, left out */
struct standard {
	double *mean, *sd; /* a judge; sd with n - 1 */
	enum judge_flag *flag;
	double *at;	   /* units × judges: z, or the mid-rank (1 the lowest); NAN without a mark or when left out */
	double *unit_mean; /* of `at`; NAN without any */
	double *score;	   /* z: grand mean + mean sd × unit_mean; ranks: unit_mean */
	double grand_mean, mean_sd;
	size_t used; /* judges not left out */
};
void judge_standardise(struct arena *a, const double *x, size_t units, size_t judges, bool midrank, struct standard *ret);

/* ---- two-way random effects (Shrout & Fleiss 1979; Brennan, Generalizability Theory, 2001) ----------------- */
struct anova {
	size_t units, judges;
	double ms_units, ms_within, ms_judges, ms_error;
	double p_units, p_judges;		 /* F tests against the error */
	double var_units, var_judges, var_error; /* a negative estimate is 0 and noted */
	bool units_negative, judges_negative;
	double icc[6]; /* (1,1) (2,1) (3,1) (1,k) (2,k) (3,k); NAN where the denominator is 0 */
	double g, phi;
	double least_difference; /* between two units' means, that 5 % of equal pairs exceed */
};
void anova_two_way(const double *x, size_t units, size_t judges, struct anova *ret); /* at least 2 × 2 */
double phi_of(double var_units, double var_judges, double var_error, double judges);
/* The fewest judges with Φ (or, with var_judges 0, Eρ²) of at least `target` in (0, 1); -1 when none suffices. */
long judges_needed(double var_units, double var_judges, double var_error, double target);

/* ---- one judge beside the others -------------------------------------------------------------------------- */
/* x is rows × judges, NAN where a mark is missing. */
double pearson(const double *x, const double *y, size_t n); /* over pairs without NAN; NAN under three or without spread */
double mean_of(const double *x, size_t n, size_t step, size_t *ret_n);
double sd_of(const double *x, size_t n, size_t step); /* n - 1; NAN under two */
/* Mean over rows of the mark less the median of the row's marks. */
double median_deviation(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge, size_t *ret_n);
/* Of `judge` with the mean of the others in the same row. */
double rest_correlation(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge);
/* The share of a judge's marks that equal his most frequent one. */
double same_share(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge);
/* One-sided p of a correlation above 0 in n pairs. */
double correlation_p(double r, size_t n);

#endif
