#ifndef CORE_SCORE_TAIL_H
#define CORE_SCORE_TAIL_H
/* Student's t without floating point: the same bits from every compiler.  The series of Abramowitz & Stegun (1964), 26.7.3 and
 * 26.7.4, summed from their far end, where nothing cancels; good to about thirteen places after the point. */
#include "core/score/score.h"

enum { TAIL_BITS = 60, TAIL_DF_MAX = 200 };
#define TAIL_ONE (UINT64_C(1) << TAIL_BITS)

/* P(|T| ≥ t), in units of 2⁻⁶⁰, where t² = num ÷ den, both not below 0; of more than TAIL_DF_MAX degrees of freedom as of so many.
 * Below t² = 2, where the probability is above 0.15 whatever the degrees, it is not computed: TAIL_ONE. */
uint64_t student_tail(wide num, wide den, int df);

/* Largest whole number whose square is at most n; n ≥ 0. */
wide wide_root(wide n);

#endif
