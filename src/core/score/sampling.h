#ifndef CORE_SCORE_SAMPLING_H
#define CORE_SCORE_SAMPLING_H
/* How many records to check and what the checks prove: exact hypergeometric and binomial arithmetic. */
#include "core/score/score.h"

enum { LOT_MAX = 1000000, PLAN_MAX = 10000 };

/* A lot of `size` records of which `bad` are false; size 0 is a lot without end, of which the share `rate` is. */
struct lot {
	int64_t size, bad;
	struct dec rate; /* of an endless lot: 0.001 .. 1 */
};
/* The probability that n checks, none twice, meet at least one false record. */
struct dec detection_prob(struct arena *a, struct lot l, int64_t n, struct trace *tr);
/* The fewest checks that meet a false record with at least this confidence (below 1); false when none are false. */
bool detection_n(struct arena *a, struct lot l, struct dec confidence, struct trace *tr, int64_t *ret_n);
/* The most false records a lot may still hold after `found` in n checks, at this confidence; zero found is not zero. */
int64_t errors_at_most(struct arena *a, int64_t size, int64_t n, int64_t found, struct dec confidence);

/* A plan "check n, accept with at most c false": lots of the good share are accepted with at least that
 * probability, lots of the bad share with at most that one. */
struct risk_point {
	struct dec share, accept;
};
struct plan {
	int64_t n, c;
	struct dec accept_good, accept_bad; /* reached */
};
/* lot 0: binomial.  Of a lot of finite size the good share counts at most, the bad one at least so many records.
 * SCORE_NOT_IDENTIFIED: both are the same number of records; SCORE_NOT_CONVERGED: more than PLAN_MAX checks. */
enum score_status acceptance_plan(struct arena *a, struct risk_point good, struct risk_point bad, int64_t lot, struct trace *tr,
				  struct plan *ret);

/* A total from the sums of one sample: n of N records, x known of all of them with the total X, y checked
 * (Cochran, Sampling Techniques, 6.2). */
struct audit_sums {
	struct dec n, lot, x, y, total_x;
};
struct audit_totals {
	struct dec ratio;	/* y ÷ x, six places */
	struct dec by_ratio;	/* y ÷ x × X */
	struct dec by_number;	/* N × y ÷ n */
};
enum score_status audit_totals(struct audit_sums s, struct rounding r, struct trace *tr, struct audit_totals *ret);

#endif
