#include "stat/rankset.h"

#include "stat/dist.h"
#include "stat/linalg.h"
#include "stat/rng.h"

#include <math.h>
#include <stdlib.h>

double pair_z(const struct estimates *e, size_t i, size_t k)
{
	double d = e->theta[i] - e->theta[k], v = e->cov[i * e->n + i] + e->cov[k * e->n + k] - 2 * e->cov[i * e->n + k];
	double scale = e->cov[i * e->n + i] + e->cov[k * e->n + k];
	if (v <= 1e-14 * scale) /* what cancels is no error */
		return d == 0 ? 0 : copysign(INFINITY, d);
	return d / sqrt(v);
}

void pair_tests(const struct estimates *e, double *ret_p)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = i; k < e->n; k++)
			ret_p[i * e->n + k] = ret_p[k * e->n + i] = i == k ? 1 : t_two_sided(pair_z(e, i, k), e->df);
}

/* ---- Holm -------------------------------------------------------------------------------------------------- */
struct placed_p {
	double p;
	size_t at;
};

static int placed_cmp(const void *x, const void *y)
{
	const struct placed_p *a = x, *b = y;
	return a->p != b->p ? (a->p > b->p) - (a->p < b->p) : (a->at > b->at) - (a->at < b->at);
}

void holm(struct arena *a, const double *p, size_t m, double alpha, bool *ret_reject, double *ret_adjusted)
{
	struct placed_p *order = NEW(a, struct placed_p, m + 1);
	bool open = true;
	double least = 0;
	for (size_t i = 0; i < m; i++)
		order[i] = (struct placed_p){ p[i], i };
	qsort(order, m, sizeof(*order), placed_cmp);
	for (size_t i = 0; i < m; i++) {
		double left = (double)(m - i);
		open = open && order[i].p <= alpha / left;
		least = fmax(least, fmin(1, order[i].p * left));
		ret_reject[order[i].at] = open;
		if (ret_adjusted)
			ret_adjusted[order[i].at] = least;
	}
}

/* ---- pairs under test ---------------------------------------------------------------------------------------- */
/* Whether “i lies above k” is a question of this asking. */
static bool is_asked(struct rank_ask ask, size_t i, size_t k)
{
	if (i == k || ask.unit == RANK_ALL)
		return i != k;
	return (ask.side != RANK_UPPER && k == ask.unit) || (ask.side != RANK_LOWER && i == ask.unit);
}

struct pairs {
	size_t *above, *below, n;
};

static struct pairs pairs_asked(struct arena *a, size_t n, struct rank_ask ask, bool ordered)
{
	size_t room = ask.unit == RANK_ALL ? n * n : 2 * n;
	struct pairs p = { NEW(a, size_t, room + 1), NEW(a, size_t, room + 1), 0 };
	for (size_t i = 0; i < n; i++)
		for (size_t k = ordered ? 0 : i + 1; k < n; k++)
			if (is_asked(ask, i, k) || (!ordered && is_asked(ask, k, i))) {
				p.above[p.n] = i;
				p.below[p.n++] = k;
			}
	return p;
}

/* Both sides: two-sided tests, one a pair.  One side: one-sided tests, one an ordered pair. */
void better_holm(struct arena *a, const struct estimates *e, struct rank_ask ask, bool *ret_better)
{
	struct pairs s = pairs_asked(a, e->n, ask, ask.side != RANK_BOTH);
	double *p = NEW(a, double, s.n + 1);
	bool *reject = NEW(a, bool, s.n + 1);
	memset(ret_better, 0, e->n * e->n * sizeof(*ret_better));
	for (size_t i = 0; i < s.n; i++) {
		double z = pair_z(e, s.above[i], s.below[i]);
		p[i] = ask.side == RANK_BOTH ? t_two_sided(z, e->df) : t_sf(z, e->df);
	}
	holm(a, p, s.n, ask.alpha, reject, NULL);
	for (size_t i = 0; i < s.n; i++) {
		bool over = e->theta[s.above[i]] > e->theta[s.below[i]];
		if (reject[i] && over)
			ret_better[s.above[i] * e->n + s.below[i]] = true;
		else if (reject[i] && ask.side == RANK_BOTH)
			ret_better[s.below[i] * e->n + s.above[i]] = true;
	}
}

void better_counts(struct arena *a, const int64_t *count, size_t n, struct rank_ask ask, bool *ret_better)
{
	struct pairs s = pairs_asked(a, n, ask, true);
	double *p = NEW(a, double, s.n + 1);
	bool *reject = NEW(a, bool, s.n + 1);
	memset(ret_better, 0, n * n * sizeof(*ret_better));
	for (size_t i = 0; i < s.n; i++)
		p[i] = binomial_sf(count[s.above[i]], count[s.above[i]] + count[s.below[i]], 0.5);
	holm(a, p, s.n, ask.alpha, reject, NULL);
	for (size_t i = 0; i < s.n; i++)
		ret_better[s.above[i] * n + s.below[i]] = reject[i];
}

/* ---- stepdown ------------------------------------------------------------------------------------------------ */
static int real_cmp(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

/* draws × n with the covariance of the estimates; with df, each draw over one √(χ²/df). */
static bool draw_all(struct arena *a, const struct estimates *e, struct stepdown how, double *z)
{
	size_t n = e->n;
	double *l = NEW(a, double, n *n + 1), *x = NEW(a, double, n + 1);
	struct rng rng = rng_new(how.seed);
	memcpy(l, e->cov, n * n * sizeof(*l));
	if (!chol_factor_semi(l, n, 1e-10))
		return false;
	for (size_t r = 0; r < how.draws; r++) {
		double chi2 = 0, stretch = 1;
		for (size_t i = 0; i < n; i++)
			x[i] = rng_normal(&rng);
		for (long i = 0; isfinite(e->df) && i < (long)e->df; i++) {
			double y = rng_normal(&rng);
			chi2 += y * y;
		}
		if (chi2 > 0)
			stretch = sqrt(floor(e->df) / chi2);
		for (size_t i = 0; i < n; i++) {
			double s = 0;
			for (size_t k = 0; k <= i; k++)
				s += l[i * n + k] * x[k];
			z[r * n + i] = s * stretch;
		}
	}
	return true;
}

struct open_pairs {
	size_t *above, *below, n;
	double *inverse_se;
};

/* The 1 - α quantile over the draws of the largest standardised difference among open pairs. */
static double critical_value(const struct open_pairs *s, const double *z, size_t n, size_t draws, double alpha,
			     double *largest)
{
	for (size_t r = 0; r < draws; r++) {
		const double *row = z + r * n;
		double most = -INFINITY;
		for (size_t i = 0; i < s->n; i++) {
			double d = (row[s->above[i]] - row[s->below[i]]) * s->inverse_se[i];
			most = d > most ? d : most;
		}
		largest[r] = most;
	}
	qsort(largest, draws, sizeof(*largest), real_cmp);
	double at = ceil((1 - alpha) * (double)draws - 1e-9);
	return largest[at < 1 ? 0 : (size_t)at - 1];
}

/* Pairs without error are decided at once; the rest is open. */
static struct open_pairs open_of(struct arena *a, const struct estimates *e, struct rank_ask ask, bool *better)
{
	struct pairs p = pairs_asked(a, e->n, ask, true);
	struct open_pairs s = { p.above, p.below, 0, NEW(a, double, p.n + 1) };
	for (size_t i = 0; i < p.n; i++) {
		size_t x = p.above[i], y = p.below[i];
		double z = pair_z(e, x, y), d = e->theta[x] - e->theta[y];
		double v = e->cov[x * e->n + x] + e->cov[y * e->n + y] - 2 * e->cov[x * e->n + y];
		better[x * e->n + y] = isinf(z) && z > 0;
		if (isinf(z) || (d == 0 && v <= 1e-14 * (e->cov[x * e->n + x] + e->cov[y * e->n + y])))
			continue;
		s.above[s.n] = x;
		s.below[s.n] = y;
		s.inverse_se[s.n++] = 1 / sqrt(v);
	}
	return s;
}

int better_stepdown(struct arena *a, const struct estimates *e, struct rank_ask ask, struct stepdown how, bool *ret_better,
		    struct stepdown_step *ret_steps)
{
	double *z = NEW(a, double, how.draws * e->n + 1), *largest = NEW(a, double, how.draws + 1);
	int steps = 0;
	memset(ret_better, 0, e->n * e->n * sizeof(*ret_better));
	if (!draw_all(a, e, how, z))
		return -1;
	struct open_pairs s = open_of(a, e, ask, ret_better);
	while (s.n && steps < STEPS_MAX) {
		struct stepdown_step *step = &ret_steps[steps++];
		size_t left = 0;
		*step = (struct stepdown_step){ .critical = critical_value(&s, z, e->n, how.draws, ask.alpha, largest),
						.live = s.n };
		for (size_t i = 0; i < s.n; i++) {
			size_t x = s.above[i], y = s.below[i];
			if ((e->theta[x] - e->theta[y]) * s.inverse_se[i] > step->critical) {
				ret_better[x * e->n + y] = true;
				continue;
			}
			s.above[left] = x;
			s.below[left] = y;
			s.inverse_se[left++] = s.inverse_se[i];
		}
		step->rejected = s.n - left;
		s.n = left;
		if (!step->rejected)
			break;
	}
	return steps;
}

/* ---- places and bands ------------------------------------------------------------------------------------------ */
struct rank_bounds rank_bounds_of(const bool *better, size_t n, size_t unit)
{
	struct rank_bounds b = { 1, n };
	for (size_t k = 0; k < n; k++) {
		b.lo += better[k * n + unit];
		b.hi -= better[unit * n + k];
	}
	return b;
}

void rank_bands(struct arena *a, const double *theta, const bool *better, size_t n, enum band_cut cut, int *ret_band)
{
	struct placed_p *order = NEW(a, struct placed_p, n + 1);
	size_t first = 0;
	int band = 1;
	for (size_t i = 0; i < n; i++)
		order[i] = (struct placed_p){ -theta[i], i };
	qsort(order, n, sizeof(*order), placed_cmp);
	for (size_t i = 0; i < n; i++) {
		size_t above = order[cut == BAND_GAP && i ? i - 1 : first].at;
		if (i && order[i].p != order[i - 1].p && better[above * n + order[i].at]) {
			band++;
			first = i;
		}
		ret_band[order[i].at] = band;
	}
}
