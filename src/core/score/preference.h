#ifndef CORE_SCORE_PREFERENCE_H
#define CORE_SCORE_PREFERENCE_H
/* Orders of preference into points: Borda's count (1781) and sums of ranks (Friedman 1937, Kendall & Babington Smith
 * 1939).  Ties share the mean of what they stand on.  Whether A is ahead of B can change when C withdraws. */
#include "core/score/ratio.h"

/* One ballot: `tier[u]` is the step on which it puts unit u, 0 the best, units of one step being equal.
 * BALLOT_UNLISTED: not on the ballot, behind all that are, equal among themselves. */
enum { BALLOT_UNLISTED = -1 };
struct ballot {
	struct dec weight;
	const int *tier; /* one a unit */
};
/* Points: per ballot the number of units below, half a point for each equal one, times the weight. */
enum score_status borda(const struct ballot *ballots, size_t n, size_t units, const struct sv *names, struct trace *tr,
			struct dec *ret_points);
/* For each unit: does the order of the others change when it withdraws? */
void borda_withdrawals(struct arena *a, const struct ballot *ballots, size_t n, size_t units, bool *ret_changes);

struct rank_sums {
	struct dec *ranks; /* [judge][unit], mid-ranks */
	struct dec *sums;  /* one a unit */
	int64_t ties;	   /* Σ over judges and ties of t³ − t */
};
/* marks[judge][unit]; rank 1 is the greatest mark, or the smallest. */
enum score_status rank_sum(struct arena *a, const struct dec *marks, size_t judges, size_t units, bool smallest_first,
			   struct trace *tr, struct rank_sums *ret);

#endif
