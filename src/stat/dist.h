#ifndef STAT_DIST_H
#define STAT_DIST_H
/* Tail probabilities and quantiles of the usual distributions, good to about ten digits.  `sf` is the upper tail,
 * P(X ≥ x), computed as such: a small p value keeps its digits.  What is asked outside a domain is NAN. */

double normal_cdf(double z);
double normal_sf(double z);
double normal_quantile(double p); /* 0 < p < 1 */
double chi2_sf(double x, double df);
double t_sf(double t, double df);	/* df = INFINITY is the normal distribution */
double t_quantile(double p, double df); /* 0 < p < 1 */
double t_two_sided(double t, double df); /* P(|T| ≥ |t|) */
double f_sf(double x, double df1, double df2);
double binomial_sf(long long k, long long n, double p); /* P(X ≥ k) of n trials */

/* Regularised incomplete functions: P(a, x) = 1 - Q(a, x), and I_x(a, b). */
double gamma_q(double a, double x);
double beta_i(double x, double a, double b);

#endif
