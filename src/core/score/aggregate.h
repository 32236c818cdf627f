#ifndef CORE_SCORE_AGGREGATE_H
#define CORE_SCORE_AGGREGATE_H
/* Marks of one unit on one item into one number.  A trimmed mean leaves out whole marks, never a fraction of one:
 * 去掉一个最高分和一个最低分 as in the judging systems of the International Skating Union. */
#include "core/score/ratio.h"

struct trim {
	int low, high; /* copies dropped at either end */
	int min_n;     /* fewer valid marks than this: none is dropped; at least low + high + 1 */
	bool by_size;  /* low and high come from trim_table instead */
};
struct mean_result {
	struct dec value;
	struct ratio exact; /* before rounding */
	int n;		    /* valid marks */
	bool trimmed;	    /* the extremes were dropped */
	int *dropped;	    /* positions in the input, lowest first */
	int n_dropped;
};
/* Valid marks only; exactly `low` smallest and `high` largest copies are left out (去掉一个最高分和一个最低分 is 1, 1). */
enum score_status trimmed_mean(struct arena *a, const struct mark *marks, size_t n, struct trim t, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret);
/* The depth recommended for a panel of m: below 5 none, 5–9 one, 10–19 two, from 20 a tenth. */
void trim_table(int m, int *ret_low, int *ret_high);

/* Of an even number of marks the median is the lower or the upper of the two in the middle, or their mean. */
enum median_kind { MEDIAN_LOWER, MEDIAN_UPPER, MEDIAN_AVERAGE };
enum score_status marks_median(struct arena *a, const struct mark *marks, size_t n, enum median_kind kind, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret);

#endif
