#include "stat/dist.h"

#include <math.h>
#include <stdbool.h>

/* Series and continued fractions as in Abramowitz & Stegun (1964), chapters 6, 7 and 26. */
enum { STEPS_MAX = 100000 };
static const double EPS = 1e-16, TINY = 1e-300;

static double log_gamma(double x)
{
	int sign;
	return lgamma_r(x, &sign);
}

double normal_sf(double z)
{
	return 0.5 * erfc(z * M_SQRT1_2);
}

double normal_cdf(double z)
{
	return normal_sf(-z);
}

/* Newton's steps from A&S 26.2.23, on the smaller tail, where the digits are. */
double normal_quantile(double p)
{
	if (!(p > 0 && p < 1))
		return NAN;
	bool upper = p > 0.5;
	double tail = upper ? 1 - p : p, t = sqrt(-2 * log(tail));
	double z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
	for (int i = 0; i < 6; i++) {
		double density = exp(-0.5 * z * z) / sqrt(2 * M_PI);
		z += (normal_sf(z) - tail) / density;
	}
	return upper ? z : -z;
}

/* A&S 6.5.29: the lower function, for x < a + 1. */
static double gamma_series(double a, double x)
{
	double term = 1 / a, sum = term;
	for (int n = 1; n < STEPS_MAX && term > sum * EPS; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum * exp(-x + a * log(x) - log_gamma(a));
}

/* A&S 6.5.31 by Lentz's method: the upper function, for x ≥ a + 1. */
static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;
	for (int n = 1; n < STEPS_MAX; n++) {
		double an = -n * (n - a);
		b += 2;
		d = an * d + b;
		d = fabs(d) < TINY ? 1 / TINY : 1 / d;
		c = b + an / c;
		c = fabs(c) < TINY ? TINY : c;
		double step = d * c;
		h *= step;
		if (fabs(step - 1) < EPS)
			break;
	}
	return h * exp(-x + a * log(x) - log_gamma(a));
}

double gamma_q(double a, double x)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	if (x == 0)
		return 1;
	return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

double chi2_sf(double x, double df)
{
	return x <= 0 ? 1 : gamma_q(df / 2, x / 2);
}

static double lentz(double numerator, double *c, double *d)
{
	*d = 1 + numerator * *d;
	*d = fabs(*d) < TINY ? 1 / TINY : 1 / *d;
	*c = 1 + numerator / *c;
	*c = fabs(*c) < TINY ? TINY : *c;
	return *c * *d;
}

/* A&S 26.5.8. */
static double beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1);
	d = fabs(d) < TINY ? 1 / TINY : 1 / d;
	double h = d;
	for (int m = 1; m < STEPS_MAX; m++) {
		double m2 = 2.0 * m;
		h *= lentz(m * (b - m) * x / ((a + m2 - 1) * (a + m2)), &c, &d);
		double step = lentz(-(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1)), &c, &d);
		h *= step;
		if (fabs(step - 1) < EPS)
			break;
	}
	return h;
}

double beta_i(double x, double a, double b)
{
	if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1))
		return NAN;
	if (x == 0 || x == 1)
		return x;
	double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(x, a, b) / a;
	return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double t_two_sided(double t, double df)
{
	if (isinf(df))
		return erfc(fabs(t) * M_SQRT1_2);
	if (!(df > 0))
		return NAN;
	if (t * t < df) /* a small t would be lost beside df */
		return 1 - beta_i(t * t / (df + t * t), 0.5, df / 2);
	return isinf(t) ? 0 : beta_i(df / (df + t * t), df / 2, 0.5);
}

double t_sf(double t, double df)
{
	double half = 0.5 * t_two_sided(t, df);
	return t < 0 ? 1 - half : half;
}

/* Halving: slow and sure, and the same everywhere. */
double t_quantile(double p, double df)
{
	if (!(p > 0 && p < 1) || !(df > 0))
		return NAN;
	if (isinf(df))
		return normal_quantile(p);
	double tail = p > 0.5 ? 1 - p : p, low = 0, high = 1;
	while (t_sf(high, df) > tail && high < 1e300)
		high *= 2;
	for (int i = 0; i < 200 && low < high; i++) {
		double mid = low + (high - low) / 2;
		if (mid <= low || mid >= high)
			break;
		*(t_sf(mid, df) > tail ? &low : &high) = mid;
	}
	return p > 0.5 ? high : -high;
}

double f_sf(double x, double df1, double df2)
{
	if (!(df1 > 0) || !(df2 > 0))
		return NAN;
	return x <= 0 ? 1 : isinf(x) ? 0 : beta_i(df2 / (df2 + df1 * x), df2 / 2, df1 / 2);
}

double binomial_sf(long long k, long long n, double p)
{
	if (n < 0 || !(p >= 0 && p <= 1))
		return NAN;
	if (k <= 0)
		return 1;
	return k > n ? 0 : beta_i(p, (double)k, (double)(n - k) + 1);
}
