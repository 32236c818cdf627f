#ifndef CORE_SCORE_PERMUTE_H
#define CORE_SCORE_PERMUTE_H
/* Would the same difference come about if other units had adopted?  The randomisation test of Fisher (1935) and
 * Pitman (1937): adoption is dealt out anew among the units, in all ways when there are few, by lot otherwise. */
#include "core/score/score.h"

enum { PERMUTE_ALL = 100000 }; /* as many ways are all gone through */
enum permute_side { PERMUTE_TWO_SIDED, PERMUTE_GREATER, PERMUTE_LESS };
struct permute_result {
	struct dec effect; /* mean change of adopters − mean change of the others */
	int64_t ways;	   /* gone through, the true one among them when `all` */
	int64_t as_far;	   /* with a difference at least as far out */
	bool all;
	struct dec p;	  /* as_far ÷ ways, or (as_far + 1) ÷ (ways + 1) of ways drawn by lot */
	bool beyond_all;  /* no other way comes as far */
};
/* SCORE_NOT_IDENTIFIED: all or none adopted. */
enum score_status permute_test(struct arena *a, const struct dec *change, const bool *adopted, size_t n, enum permute_side side,
			       int64_t draws, uint64_t seed, struct trace *tr, struct permute_result *ret);

#endif
