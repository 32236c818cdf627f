#ifndef CORE_SCORE_AGGREGATE_H
#define CORE_SCORE_AGGREGATE_H
/* Marks of one unit on one item into one number (fairness.md 1.1). */
#include "core/score/score.h"

struct trim {
	int low, high; /* copies dropped at either end */
	int min_n;     /* fewer valid marks than this: none is dropped; at least low + high + 1 */
};
struct mean_result {
	struct dec value;
	int n;	      /* valid marks */
	bool trimmed; /* the extremes were dropped */
	int *dropped; /* positions in the input, lowest first; `trim.low + trim.high` of them when trimmed */
};
/* Valid marks only; exactly `low` smallest and `high` largest copies are left out (去掉一个最高分和一个最低分 is 1, 1). */
enum score_status trimmed_mean(struct arena *a, const struct mark *marks, size_t n, struct trim t, struct rounding r,
			       struct sv of, struct trace *tr, struct mean_result *ret);
/* The depth recommended for a panel of m: below 5 none, 5–9 one, 10–19 two, from 20 a tenth (fairness.md 1.1). */
void trim_table(int m, int *ret_low, int *ret_high);

#endif
