#include "stat/rng.h"

#include "base/prng.h"

#include <math.h>

struct rng rng_new(uint64_t seed)
{
	struct rng r;
	struct prng fill = { seed };
	for (int i = 0; i < 4; i++)
		r.s[i] = prng_next(&fill);
	return r;
}

static uint64_t rotated(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

uint64_t rng_next(struct rng *r)
{
	uint64_t *s = r->s, out = rotated(s[1] * 5, 7) * 9, t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotated(s[3], 45);
	return out;
}

double rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	uint64_t skew = -n % n, x; /* the first 2^64 mod n values would come once too often */
	do
		x = rng_next(r);
	while (x < skew);
	return x % n;
}

/* Box and Muller (1958). */
double rng_normal(struct rng *r)
{
	double u = 1 - rng_unit(r), v = rng_unit(r);
	return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}
