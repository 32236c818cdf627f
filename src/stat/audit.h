#ifndef STAT_AUDIT_H
#define STAT_AUDIT_H
/* How much of a reported total is not there (注水), from records that were checked: the difference and the ratio
 * estimator of a stratified sample without replacement (Cochran, Sampling Techniques, chapters 5 and 6). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum audit_kind {
	AUDIT_DIFFERENCE, /* mean difference, times the records */
	AUDIT_RATIO,	  /* verified ÷ reported, stratum by stratum, times the stratum's total */
	AUDIT_COMBINED,	  /* one ratio over all strata: for strata with few checks */
};
struct audit_stratum {
	int64_t records; /* in the lot */
	double reported_total;
	const double *reported, *verified; /* of those checked */
	size_t n;
	double over, variance; /* filled in: the stratum's share of the estimate */
};
struct audit {
	double over;		/* reported − estimated true total */
	double se;		/* NAN where a stratum has one check only and more records */
	double low, high;	/* of `over` */
	int64_t df;		/* checks − strata */
};
/* `quantile` is of the normal distribution, or of Student's t when df_t: looked up for the df of the sample.  False:
 * a ratio of nothing (the checked records of a stratum report zero). */
bool audit_estimate(struct audit_stratum *s, size_t n, enum audit_kind kind, double level, bool use_t, struct audit *ret);

#endif
