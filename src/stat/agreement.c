#include "stat/agreement.h"

#include "stat/dist.h"

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
	*ret = (struct concordance){ s, w, chi2, df, chi2_sf(chi2, df) };
	return true;
}
