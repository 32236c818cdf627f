#include "stat/additive.h"

#include "stat/linalg.h"

#include <math.h>

struct work {
	const struct add_design *d;
	struct add_fit *fit;
	double *s;	    /* (D_u - N D_j⁻¹ Nᵀ + Σ 11ᵀ/c)⁻¹, c the units of a part */
	double *q;	    /* what the units received beyond their judges' means; then the solution */
	double *centre;	    /* a part's mean mark, taken off first to keep digits */
	double *judge_mean; /* of the centred marks */
	int *part_units, *part_judges;
	size_t *from, *by_judge; /* the marks of judge j are by_judge[from[j]…from[j + 1]) */
};

static void count(struct work *w)
{
	const struct add_design *d = w->d;
	double *sum = w->centre;
	size_t *fill = w->by_judge; /* for a moment: marks of the part */
	for (size_t i = 0; i < d->n; i++) {
		const struct add_mark *m = &d->marks[i];
		int p = d->unit_part[m->unit];
		w->fit->unit_n[m->unit]++;
		w->fit->judge_n[m->judge]++;
		w->fit->mean[m->unit] += m->y;
		sum[p] += m->y;
		fill[p]++;
	}
	for (size_t p = 0; p < d->parts; p++)
		sum[p] /= (double)fill[p];
	for (size_t u = 0; u < d->units; u++) {
		w->fit->mean[u] /= w->fit->unit_n[u];
		if (d->unit_part[u] >= 0)
			w->part_units[d->unit_part[u]]++;
	}
	for (size_t j = 0; j < d->judges; j++) {
		w->from[j + 1] = w->from[j] + (size_t)w->fit->judge_n[j];
		if (d->judge_part[j] >= 0)
			w->part_judges[d->judge_part[j]]++;
	}
}

static double centred(const struct work *w, const struct add_mark *m)
{
	return m->y - w->centre[w->d->unit_part[m->unit]];
}

static void sort_by_judge(struct arena *a, struct work *w)
{
	size_t *next = NEW(a, size_t, w->d->judges + 1);
	memcpy(next, w->from, w->d->judges * sizeof(*next));
	for (size_t i = 0; i < w->d->n; i++) {
		int j = w->d->marks[i].judge;
		w->by_judge[next[j]++] = i;
		w->judge_mean[j] += centred(w, &w->d->marks[i]);
	}
	for (size_t j = 0; j < w->d->judges; j++)
		w->judge_mean[j] /= w->fit->judge_n[j];
}

/* The normal equations with the judges eliminated. */
static void equations(struct work *w)
{
	const struct add_design *d = w->d;
	size_t n = d->units;
	for (size_t i = 0; i < d->n; i++) {
		const struct add_mark *m = &d->marks[i];
		w->s[(size_t)m->unit * n + (size_t)m->unit] += 1;
		w->q[m->unit] += centred(w, m) - w->judge_mean[m->judge];
	}
	for (size_t j = 0; j < d->judges; j++)
		for (size_t x = w->from[j]; x < w->from[j + 1]; x++)
			for (size_t y = w->from[j]; y < w->from[j + 1]; y++) {
				size_t u = (size_t)d->marks[w->by_judge[x]].unit, v = (size_t)d->marks[w->by_judge[y]].unit;
				w->s[u * n + v] -= 1.0 / w->fit->judge_n[j];
			}
	for (size_t u = 0; u < n; u++)
		for (size_t v = 0; v < n; v++) {
			if (d->unit_part[u] < 0)
				w->s[u * n + v] += u == v;
			else if (d->unit_part[u] == d->unit_part[v])
				w->s[u * n + v] += 1.0 / w->part_units[d->unit_part[u]];
		}
}

/* s becomes the inverse; taking 11ᵀ/c off it leaves the Moore–Penrose inverse of each part. */
static bool invert(struct arena *a, struct work *w)
{
	const struct add_design *d = w->d;
	size_t n = d->units;
	double *inv = NEW(a, double, n *n + 1);
	if (!chol_factor(w->s, n))
		return false;
	chol_solve(w->s, n, w->q);
	chol_inverse(w->s, n, inv);
	w->s = inv;
	for (size_t u = 0; u < n; u++)
		for (size_t v = 0; v < n; v++)
			if (d->unit_part[u] >= 0 && d->unit_part[u] == d->unit_part[v])
				inv[u * n + v] -= 1.0 / w->part_units[d->unit_part[u]];
	return true;
}

/* Judges from the units' solution; then both moved so that the judges of a part sum to 0. */
static void effects(struct arena *a, struct work *w)
{
	const struct add_design *d = w->d;
	struct add_fit *f = w->fit;
	double *shift = NEW(a, double, d->parts + 1);
	for (size_t j = 0; j < d->judges; j++) {
		double sum = 0;
		for (size_t x = w->from[j]; x < w->from[j + 1]; x++)
			sum += w->q[d->marks[w->by_judge[x]].unit];
		f->judge[j] = w->judge_mean[j] - sum / f->judge_n[j];
		if (d->judge_part[j] >= 0)
			shift[d->judge_part[j]] += f->judge[j] / w->part_judges[d->judge_part[j]];
	}
	for (size_t j = 0; j < d->judges; j++)
		f->judge[j] = d->judge_part[j] < 0 ? NAN : f->judge[j] - shift[d->judge_part[j]];
	for (size_t u = 0; u < d->units; u++) {
		int p = d->unit_part[u];
		f->adjusted[u] = p < 0 ? NAN : w->q[u] + shift[p] + w->centre[p];
	}
	for (size_t i = 0; i < d->n; i++) {
		f->residual[i] = d->marks[i].y - f->adjusted[d->marks[i].unit] - f->judge[d->marks[i].judge];
		f->rss += f->residual[i] * f->residual[i];
	}
}

/* What is a judge's own in the variance of his effect: r his units' shares, (r - w)ᵀ S⁺ (r - w) + (1 - 2/J) / d_j, but for
 * wᵀS⁺w + Σ(1/d)/J², which all judges of the part share. */
static double judge_variance(const struct work *w, const double *v, size_t j)
{
	const struct add_design *d = w->d;
	double own = 1.0 / w->fit->judge_n[j], sum = own * (1 - 2.0 / w->part_judges[d->judge_part[j]]);
	for (size_t x = w->from[j]; x < w->from[j + 1]; x++) {
		size_t u = (size_t)d->marks[w->by_judge[x]].unit;
		sum -= 2 * own * v[u];
		for (size_t y = w->from[j]; y < w->from[j + 1]; y++)
			sum += own * own * w->s[u * d->units + (size_t)d->marks[w->by_judge[y]].unit];
	}
	return sum;
}

/* An adjusted mean is (u - wᵀu) + the plain mean of the judges' means, w the weight of a unit in the latter; the two are
 * uncorrelated.  Hence (I - 1wᵀ) S⁺ (I - w1ᵀ) + 11ᵀ Σ(1/d_j)/J². */
static void covariance(struct arena *a, struct work *w)
{
	const struct add_design *d = w->d;
	size_t n = d->units;
	double *weight = NEW(a, double, n + 1), *v = NEW(a, double, n + 1), *level = NEW(a, double, d->parts + 1);
	for (size_t j = 0; j < d->judges; j++) {
		if (d->judge_part[j] < 0)
			continue;
		double seats = w->part_judges[d->judge_part[j]], share = 1 / (seats * w->fit->judge_n[j]);
		level[d->judge_part[j]] += share / seats;
		for (size_t x = w->from[j]; x < w->from[j + 1]; x++)
			weight[d->marks[w->by_judge[x]].unit] += share;
	}
	for (size_t x = 0; x < n; x++)
		for (size_t y = 0; y < n; y++)
			if (d->unit_part[x] >= 0 && d->unit_part[x] == d->unit_part[y])
				v[x] += w->s[x * n + y] * weight[y];
	for (size_t x = 0; x < n; x++)
		if (d->unit_part[x] >= 0)
			level[d->unit_part[x]] += weight[x] * v[x];
	for (size_t j = 0; j < d->judges; j++)
		if (d->judge_part[j] >= 0)
			w->fit->judge_var[j] = judge_variance(w, v, j) + level[d->judge_part[j]];
	for (size_t x = 0; x < n; x++)
		for (size_t y = 0; y < n; y++)
			if (d->unit_part[x] >= 0 && d->unit_part[x] == d->unit_part[y])
				w->fit->cov[x * n + y] = w->s[x * n + y] - v[x] - v[y] + level[d->unit_part[x]];
}

bool additive_fit(struct arena *a, const struct add_design *d, struct add_fit *ret)
{
	size_t n = d->units;
	*ret = (struct add_fit){ .mean = NEW(a, double, n + 1),
				 .adjusted = NEW(a, double, n + 1),
				 .judge = NEW(a, double, d->judges + 1),
				 .unit_n = NEW(a, int, n + 1),
				 .judge_n = NEW(a, int, d->judges + 1),
				 .residual = NEW(a, double, d->n + 1),
				 .judge_var = NEW(a, double, d->judges + 1),
				 .cov = NEW(a, double, n *n + 1) };
	struct work w = { .d = d,
			  .fit = ret,
			  .s = NEW(a, double, n *n + 1),
			  .q = NEW(a, double, n + 1),
			  .centre = NEW(a, double, d->parts + 1),
			  .judge_mean = NEW(a, double, d->judges + 1),
			  .part_units = NEW(a, int, d->parts + 1),
			  .part_judges = NEW(a, int, d->parts + 1),
			  .from = NEW(a, size_t, d->judges + 1),
			  .by_judge = NEW(a, size_t, d->n + d->parts + 1) };
	count(&w);
	sort_by_judge(a, &w);
	equations(&w);
	if (!invert(a, &w))
		return false;
	effects(a, &w);
	covariance(a, &w);
	ret->df = (long)d->n + (long)d->parts;
	for (size_t u = 0; u < n; u++)
		ret->df -= d->unit_part[u] >= 0;
	for (size_t j = 0; j < d->judges; j++)
		ret->df -= d->judge_part[j] >= 0;
	ret->sigma2 = ret->df > 0 ? ret->rss / (double)ret->df : (double)NAN;
	return true;
}
