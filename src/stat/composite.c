#include "stat/composite.h"

#include <math.h>

double stat_geometric_mean(const double *x, const double *w, size_t n)
{
	double sum = 0, all = 0;
	for (size_t i = 0; i < n; i++) {
		sum += w[i] * log(x[i]);
		all += w[i];
	}
	return exp(sum / all);
}

void stat_z_scores(const double *x, size_t n, bool over_n, double *ret_mean, double *ret_sd, double *ret_z)
{
	double sum = 0, squares = 0;
	bool varies = false;
	for (size_t i = 0; i < n; i++) {
		sum += x[i];
		varies |= x[i] != x[0];
	}
	*ret_mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - *ret_mean) * (x[i] - *ret_mean);
	*ret_sd = varies ? sqrt(squares / ((double)n - (over_n ? 0 : 1))) : 0;
	for (size_t i = 0; i < n; i++)
		ret_z[i] = varies ? (x[i] - *ret_mean) / *ret_sd : 0;
}

double stat_log_between(double x, double lo, double hi)
{
	return (log(x) - log(lo)) / (log(hi) - log(lo));
}

bool stat_entropy_weights(const double *x, size_t rows, size_t cols, double *ret_entropy, double *ret_weights)
{
	double spread = 0;
	for (size_t c = 0; c < cols; c++) {
		double sum = 0, e = 0;
		bool varies = false;
		for (size_t r = 0; r < rows; r++) {
			sum += x[r * cols + c];
			varies |= x[r * cols + c] != x[c];
		}
		if (rows < 2 || !(sum > 0))
			return false;
		for (size_t r = 0; r < rows; r++) {
			double p = x[r * cols + c] / sum;
			e -= p > 0 ? p * log(p) : 0;
		}
		ret_entropy[c] = varies ? e / log((double)rows) : 1;
		spread += 1 - ret_entropy[c];
	}
	for (size_t c = 0; c < cols; c++)
		ret_weights[c] = (1 - ret_entropy[c]) / spread;
	return spread > 0;
}

static double column_length(const double *x, size_t rows, size_t cols, size_t c)
{
	double squares = 0;
	for (size_t r = 0; r < rows; r++)
		squares += x[r * cols + c] * x[r * cols + c];
	return sqrt(squares);
}

void stat_topsis(const double *x, size_t rows, size_t cols, const double *w, const bool *cost, struct topsis *ret)
{
	for (size_t r = 0; r < rows; r++)
		ret->to_best[r] = ret->to_worst[r] = 0;
	for (size_t c = 0; c < cols; c++) {
		double length = column_length(x, rows, cols, c), scale = length > 0 ? w[c] / length : 0;
		double least = x[c] * scale, most = least;
		for (size_t r = 1; r < rows; r++) {
			least = fmin(least, x[r * cols + c] * scale);
			most = fmax(most, x[r * cols + c] * scale);
		}
		ret->best[c] = cost[c] ? least : most;
		ret->worst[c] = cost[c] ? most : least;
		for (size_t r = 0; r < rows; r++) {
			double v = x[r * cols + c] * scale;
			ret->to_best[r] += (v - ret->best[c]) * (v - ret->best[c]);
			ret->to_worst[r] += (v - ret->worst[c]) * (v - ret->worst[c]);
		}
	}
	for (size_t r = 0; r < rows; r++) {
		ret->to_best[r] = sqrt(ret->to_best[r]);
		ret->to_worst[r] = sqrt(ret->to_worst[r]);
		double both = ret->to_best[r] + ret->to_worst[r];
		ret->closeness[r] = both > 0 ? ret->to_worst[r] / both : NAN;
	}
}
