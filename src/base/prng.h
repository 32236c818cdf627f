#ifndef BASE_PRNG_H
#define BASE_PRNG_H
/* Numbers that a seed fixes, the same on every machine (Steele, Lea & Flood 2014: SplitMix64): for drawing again, no source of secrets. */
#include <stdint.h>

struct prng {
	uint64_t state;
};

static inline uint64_t prng_next(struct prng *p)
{
	uint64_t z = p->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 .. n − 1, each equally often: what lies beyond the last whole multiple of n is drawn again. */
static inline uint64_t prng_below(struct prng *p, uint64_t n)
{
	uint64_t beyond = -n % n, v = prng_next(p);
	while (v < beyond)
		v = prng_next(p);
	return v % n;
}

#endif
