#include "stat/agreement.h"

#include <math.h>

bool concordance_of(const double *sums, size_t units, size_t judges, int64_t ties, struct concordance *ret)
{
	double j = (double)judges, u = (double)units, mean = j * (u + 1) / 2, s = 0;
	for (size_t i = 0; i < units; i++)
		s += (sums[i] - mean) * (sums[i] - mean);
	double largest = j * j * (u * u * u - u) - j * (double)ties;
	if (units < 2 || !judges || largest <= 0)
		return false;
	double w = 12 * s / largest, chi2 = j * (u - 1) * w;
	int df = (int)units - 1;
	*ret = (struct concordance){ s, w, chi2, df, chi2_tail(df, chi2) };
	return true;
}

/* For whole degrees of freedom the tail is a finite sum of Poisson-like terms (Abramowitz & Stegun 26.4.4 and
 * 26.4.5); the terms go by their logarithms, as exp(-x/2) alone leaves the range long before the sum does. */
double chi2_tail(int df, double x)
{
	if (df < 1 || !(x > 0))
		return 1;
	double half = x / 2, log_half = log(half), sum, log_term, k;
	if (df % 2) {
		sum = erfc(sqrt(half));
		k = 0.5;
		log_term = -half + 0.5 * log_half - 0.5 * log(0.78539816339744830962); /* Γ(3/2)² = π/4 */
	} else {
		sum = exp(-half);
		k = 1;
		log_term = -half + log_half;
	}
	for (; k < df / 2.0; k += 1) {
		sum += exp(log_term);
		log_term += log_half - log(k + 1);
	}
	return sum < 1 ? sum : 1;
}
