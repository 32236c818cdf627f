#include "core/score/tail.h"

#define TWO_BY_PI UINT64_C(0xa2f9836e4e44152) /* 2 ÷ π */

wide wide_root(wide n)
{
	wide r = 0, bit = (wide)1 << 124;
	while (bit > n)
		bit >>= 2;
	for (; bit; bit >>= 2) {
		bool in = n >= r + bit;
		n -= in ? r + bit : 0;
		r = (r >> 1) + (in ? bit : 0);
	}
	return r;
}

static uint64_t times(uint64_t a, uint64_t b)
{
	return (uint64_t)(((wide)a * (wide)b) >> TAIL_BITS);
}

static uint64_t root(uint64_t x)
{
	return (uint64_t)wide_root((wide)x << TAIL_BITS);
}

/* Σ over n ≥ from of a_n xⁿ with a_0 = 1: a_n = a_(n−1) × (2n − 1) ÷ 2n, or of an odd series 2n ÷ (2n + 1). */
static uint64_t series(uint64_t x, int from, bool odd)
{
	uint64_t term = TAIL_ONE, sum = from ? 0 : term;
	for (uint64_t n = 1; term; n++) {
		uint64_t over = odd ? 2 * n : 2 * n - 1;
		term = (uint64_t)((wide)times(term, x) * (wide)over / (wide)(over + 1));
		if (n >= (uint64_t)from)
			sum += term;
	}
	return sum;
}

uint64_t student_tail(wide num, wide den, int df)
{
	int n = df > TAIL_DF_MAX ? TAIL_DF_MAX : df;
	while (num >> 60 || den >> 52) { /* their ratio alone matters */
		num >>= 1;
		den >>= 1;
	}
	if (n < 1 || num < 2 * den || num == 0)
		return TAIL_ONE;
	if (den == 0)
		return 0;
	/* cos² = df ÷ (df + t²), sin² = t² ÷ (df + t²) */
	wide whole = den * n + num;
	uint64_t cos2 = (uint64_t)((den * n << TAIL_BITS) / whole), sin2 = (uint64_t)((num << TAIL_BITS) / whole);
	if (n % 2 == 0)
		return times(root(sin2), series(cos2, n / 2, false));
	return times(TWO_BY_PI, times(root(sin2), times(root(cos2), series(cos2, (n - 1) / 2, true))));
}
