#include "stat/rates.h"

#include <math.h>

struct interval stat_wilson(int64_t x, int64_t n, double z)
{
	double m = (double)n, p = (double)x / m, zz = z * z, whole = 1 + zz / m;
	double centre = (p + zz / (2 * m)) / whole, half = z / whole * sqrt(p * (1 - p) / m + zz / (4 * m * m));
	/* exactly at the ends, where rounding would leave a speck on the wrong side */
	return (struct interval){ x == 0 ? 0 : centre - half, centre, x == n ? 1 : centre + half };
}

static double log_chance(int64_t n, double rate, int64_t r)
{
	double m = (double)n, k = (double)r;
	return lgamma(m + 1) - lgamma(k + 1) - lgamma(m - k + 1) + k * log(rate) + (m - k) * log1p(-rate);
}

struct funnel stat_funnel_limit(int64_t n, double rate, double p)
{
	double mean = (double)n * rate, sd = sqrt(mean * (1 - rate));
	int64_t r = (int64_t)fmax(0, floor(mean - 40 * sd)); /* below lies nothing that a double can tell from 0 */
	struct funnel f = { .count = r };
	double sum = 0;
	for (;; r++) {
		f = (struct funnel){ .count = r, .below = sum };
		sum += exp(log_chance(n, rate, r));
		f.at = sum;
		/* A cumulated chance that equals p but for the last digits counts as reached. */
		if (sum >= p - 1e-12 || r == n)
			break;
	}
	double share = f.at > f.below ? (f.at - p) / (f.at - f.below) : 0;
	f.limit = ((double)f.count - fmax(0, fmin(1, share))) / (double)n;
	return f;
}
