#ifndef STAT_RNG_H
#define STAT_RNG_H
/* Random numbers that anybody can draw again: xoshiro256** (Blackman & Vigna 2021), its state filled by splitmix64
 * from one published seed.  The stream is the same on every machine; it is no source of secrets. */
#include <stdint.h>

struct rng {
	uint64_t s[4];
};
struct rng rng_new(uint64_t seed);
uint64_t rng_next(struct rng *r);
double rng_unit(struct rng *r);			/* 0 ≤ u < 1, 53 bits */
uint64_t rng_below(struct rng *r, uint64_t n);	/* 0 … n-1, each equally likely; n > 0 */
double rng_normal(struct rng *r);		/* mean 0, variance 1; two uniforms a draw, nothing kept back */

#endif
