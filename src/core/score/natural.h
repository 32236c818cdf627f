#ifndef CORE_SCORE_NATURAL_H
#define CORE_SCORE_NATURAL_H
/* Natural numbers of any length, for probabilities that must be compared exactly: 19 of 20 is 0.95, and no
 * binary fraction says so.  They live in their arena and grow there. */
#include "base/dec.h"

struct nat {
	struct arena *a;
	uint32_t *w; /* lowest first; w[n - 1] is never 0 */
	size_t n, cap;
};
struct nat nat_of(struct arena *a, uint64_t v);
void nat_set(struct nat *x, uint64_t v);
void nat_mul(struct nat *x, uint32_t by);
void nat_div(struct nat *x, uint32_t by); /* the remainder, if any, is dropped */
/* x += y·by; x −= y·by, which must not be more than x. */
void nat_add(struct nat *x, const struct nat *y, uint32_t by);
void nat_sub(struct nat *x, const struct nat *y, uint32_t by);
/* The sign of x·by_x − y·by_y. */
int nat_cmp(const struct nat *x, uint32_t by_x, const struct nat *y, uint32_t by_y);
/* x ÷ y for x ≤ y, y > 0, to six places, half up. */
struct dec nat_share(const struct nat *x, const struct nat *y);
/* x := n over k; 0 when k > n. */
void nat_choose(struct nat *x, uint32_t n, uint32_t k);

#endif
