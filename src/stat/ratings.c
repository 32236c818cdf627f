#include "stat/ratings.h"

#include <math.h>

static const double glicko2_unit = 173.7178; /* as printed by Glickman */
static const double close_enough = 1e-6;     /* his ε */

double stat_elo_expected(double own, double theirs)
{
	return 1 / (1 + pow(10, (theirs - own) / 400));
}

static double square(double v)
{
	return v * v;
}

struct rating stat_glicko(double rating, double rd, const struct met *met, size_t n, double *ret_g, double *ret_expected)
{
	double q = log(10) / 400, information = 0, surprise = 0;
	for (size_t i = 0; i < n; i++) {
		double g = 1 / sqrt(1 + 3 * square(q * met[i].rd / acos(-1))), e = 1 / (1 + pow(10, g * (met[i].rating - rating) / 400));
		information += square(q * g) * e * (1 - e);
		surprise += g * (met[i].score - e);
		ret_g[i] = g;
		ret_expected[i] = e;
	}
	double precision = 1 / square(rd) + information;
	return (struct rating){ .rating = rating + q / precision * surprise, .rd = sqrt(1 / precision), .variance = 1 / information };
}

struct volatility {
	double delta, phi, v, a, tau;
};

static double pull(const struct volatility *p, double x)
{
	double e = exp(x), d = square(p->phi) + p->v + e;
	return e * (square(p->delta) - d) / (2 * square(d)) - (x - p->a) / square(p->tau);
}

/* Step 5: the new volatility, or NAN. */
static double new_volatility(const struct volatility *p, int *ret_iterations)
{
	double rest = square(p->delta) - square(p->phi) - p->v, a = p->a, b = rest > 0 ? log(rest) : p->a - p->tau;
	for (int k = 1; rest <= 0 && pull(p, b) < 0 && k < 1000; k++)
		b = p->a - (k + 1) * p->tau;
	double fa = pull(p, a), fb = pull(p, b);
	*ret_iterations = 0;
	while (fabs(b - a) > close_enough) {
		if (++*ret_iterations > 200)
			return NAN;
		double c = a + (a - b) * fa / (fb - fa), fc = pull(p, c);
		if (fc * fb <= 0) {
			a = b;
			fa = fb;
		} else {
			fa /= 2;
		}
		b = c;
		fb = fc;
	}
	return exp(a / 2);
}

bool stat_glicko2(struct rating own, double tau, const struct met *met, size_t n, double *ret_g, double *ret_expected,
		  struct rating *ret)
{
	double mu = (own.rating - 1500) / glicko2_unit, phi = own.rd / glicko2_unit, information = 0, surprise = 0;
	*ret = own;
	if (!n) { /* only the uncertainty grows */
		ret->rd = glicko2_unit * sqrt(square(phi) + square(own.volatility));
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		double g = 1 / sqrt(1 + 3 * square(met[i].rd / glicko2_unit / acos(-1)));
		double e = 1 / (1 + exp(-g * (mu - (met[i].rating - 1500) / glicko2_unit)));
		information += square(g) * e * (1 - e);
		surprise += g * (met[i].score - e);
		ret_g[i] = g;
		ret_expected[i] = e;
	}
	struct volatility p = { .delta = surprise / information, .phi = phi, .v = 1 / information, .a = log(square(own.volatility)), .tau = tau };
	ret->volatility = new_volatility(&p, &ret->iterations);
	double widened = square(phi) + square(ret->volatility), after = 1 / sqrt(1 / widened + information);
	ret->variance = p.v;
	ret->rd = glicko2_unit * after;
	ret->rating = 1500 + glicko2_unit * (mu + square(after) * surprise);
	return isfinite(ret->rating) && isfinite(ret->rd);
}
