#include "stat/mfrm.h"

#include "stat/mfrm_design.h"

#include <math.h>

enum { K_MAX = MFRM_CATEGORIES_MAX };
static const double EXTREME = 0.3; /* of a score point, by which an extreme score is brought in */
static const double FAR_OFF = 40;  /* logits: no ratings lead there, save those that one side always wins */

struct run {
	const struct mfrm_data *d;
	struct mfrm_fit *fit;
	bool *active;				   /* a rating: counts for the estimates */
	double sum[K_MAX], weight[K_MAX], sum_max; /* F_1 + … + F_k, exp of its negative, its largest size */
	struct mfrm_design design;
	double *rest, *variance, *row;		   /* a rating */
	double *cross;				   /* rating × threshold: covariance of the category and of passing it */
	double *gradient, *diagonal, *step, *way, *image; /* columns of the design, then thresholds */
	double farthest;			   /* logit of a rating, at the last look */
	double curvature[K_MAX * K_MAX];	   /* threshold × threshold */
	size_t floating;			   /* the facet that takes up the level; n_facets: none, where anchors do */
};
struct moments {
	double p[K_MAX], mean, variance;
};

static struct mfrm_element *element(const struct run *r, size_t rating, size_t f)
{
	return &r->fit->facet[f][r->d->element[rating * r->d->n_facets + f]];
}

static double logit(const struct run *r, size_t rating)
{
	double theta = 0;
	for (size_t f = 0; f < r->d->n_facets; f++)
		theta += r->d->facets[f].sign * element(r, rating, f)->measure;
	return theta;
}

static void set_thresholds(struct run *r)
{
	double s = 0;
	r->sum[0] = 0;
	r->weight[0] = 1;
	r->sum_max = 0;
	for (size_t k = 1; k < r->d->categories; k++) {
		s += r->fit->threshold[k - 1];
		r->sum[k] = s;
		r->weight[k] = exp(-s);
		r->sum_max = fmax(r->sum_max, fabs(s));
	}
}

/* P_k ∝ exp(kθ - F_1 - … - F_k); one exponential where the powers stay in range. */
static void moments_at(const struct run *r, double theta, struct moments *m)
{
	size_t k_max = r->d->categories;
	double total = 0, first = 0, second = 0;
	if (fabs(theta) * (double)(k_max - 1) + r->sum_max < 600) {
		double t = exp(theta), power = 1;
		for (size_t k = 0; k < k_max; k++, power *= t)
			total += m->p[k] = r->weight[k] * power;
	} else {
		double top = -INFINITY;
		for (size_t k = 0; k < k_max; k++)
			top = fmax(top, (double)k * theta - r->sum[k]);
		for (size_t k = 0; k < k_max; k++)
			total += m->p[k] = exp((double)k * theta - r->sum[k] - top);
	}
	for (size_t k = 0; k < k_max; k++) {
		m->p[k] /= total;
		first += (double)k * m->p[k];
		second += (double)(k * k) * m->p[k];
	}
	m->mean = first;
	m->variance = fmax(second - first * first, 1e-12);
}

/* ---- what counts ------------------------------------------------------------------------------------------- */
/* Elements with nothing but the lowest or the highest category have no finite measure; they and their ratings step aside
 * until none is left. */
static bool set_extremes_aside(struct arena *a, struct run *r)
{
	const struct mfrm_data *d = r->d;
	bool again = false;
	for (size_t f = 0; f < d->n_facets; f++) {
		bool *above = NEW(a, bool, d->facets[f].elements + 1), *below = NEW(a, bool, d->facets[f].elements + 1);
		for (size_t e = 0; e < d->facets[f].elements; e++)
			r->fit->facet[f][e].n = 0;
		for (size_t i = 0; i < d->n; i++) {
			int e = d->element[i * d->n_facets + f];
			if (!r->active[i])
				continue;
			r->fit->facet[f][e].n++;
			above[e] = above[e] || d->category[i] > 0;
			below[e] = below[e] || d->category[i] + 1 < (int)d->categories;
		}
		for (size_t i = 0; i < d->n; i++) {
			int e = d->element[i * d->n_facets + f];
			if (!r->active[i] || r->fit->facet[f][e].anchored || (above[e] && below[e]))
				continue;
			r->fit->facet[f][e].extreme = above[e] ? 1 : -1;
			r->active[i] = false;
			again = true;
		}
	}
	return again;
}

static bool is_free(const struct mfrm_element *e)
{
	return e->n && !e->anchored;
}

static bool every_category_seen(struct run *r)
{
	const struct mfrm_data *d = r->d;
	bool seen = true;
	for (size_t i = 0; i < d->n; i++)
		r->fit->count[d->category[i]] += r->active[i];
	for (size_t k = 0; k < d->categories; k++)
		seen = seen && r->fit->count[k];
	return seen;
}

/* ---- one round --------------------------------------------------------------------------------------------- */
static double clipped(double step)
{
	return fmax(-1, fmin(1, step));
}

/* The level goes to the facet that floats, so that the ratings expected stay what they are. */
static void move_level(struct run *r, double by)
{
	if (r->floating == r->d->n_facets)
		return;
	const struct mfrm_facet *facet = &r->d->facets[r->floating];
	for (size_t e = 0; e < facet->elements; e++)
		r->fit->facet[r->floating][e].measure += facet->sign * by;
}

static void centre(struct run *r, size_t f)
{
	const struct mfrm_facet *facet = &r->d->facets[f];
	struct mfrm_element *e = r->fit->facet[f];
	double mean = 0, n = 0;
	for (size_t i = 0; i < facet->elements; i++)
		if (is_free(&e[i])) {
			mean += e[i].measure;
			n++;
		}
	mean = n > 0 ? mean / n : 0;
	for (size_t i = 0; i < facet->elements; i++)
		e[i].measure -= is_free(&e[i]) ? mean : 0;
	move_level(r, facet->sign * mean);
}

/* Gradient and curvature at the present measures and thresholds. */
static void look_around(struct run *r)
{
	const struct mfrm_data *d = r->d;
	size_t n = d->categories - 1, m = r->design.columns;
	struct moments now;
	double above[K_MAX];
	memset(r->gradient + m, 0, n * sizeof(double));
	memset(r->curvature, 0, sizeof(r->curvature));
	r->farthest = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (!r->active[i])
			continue;
		double theta = logit(r, i);
		moments_at(r, theta, &now);
		r->farthest = fmax(r->farthest, fabs(theta));
		r->rest[i] = d->category[i] - now.mean;
		r->variance[i] = now.variance;
		double tail = 0, cross = 0;
		for (size_t k = n; k-- > 0;) {
			above[k] = tail += now.p[k + 1];
			r->cross[i * n + k] = cross += now.p[k + 1] * ((double)(k + 1) - now.mean);
			r->gradient[m + k] += above[k] - (d->category[i] > (int)k);
		}
		for (size_t j = 0; j < n; j++)
			for (size_t k = 0; k <= j; k++)
				r->curvature[j * n + k] += above[j] * (1 - above[k]);
	}
	for (size_t j = 0; j < n; j++)
		for (size_t k = j + 1; k < n; k++)
			r->curvature[j * n + k] = r->curvature[k * n + j];
	mfrm_apply_back(&r->design, r->rest, r->gradient);
	mfrm_apply_back(&r->design, r->variance, r->diagonal);
	r->fit->residual = 0;
	for (size_t c = 0; c < m + n; c++) {
		r->diagonal[c] = c < m ? r->diagonal[c] : r->curvature[(c - m) * n + c - m];
		r->fit->residual = fmax(r->fit->residual, fabs(r->gradient[c]));
	}
}

/* image = H way: measures through the design, thresholds beside them. */
static void bend(struct run *r)
{
	size_t n = r->d->categories - 1, m = r->design.columns;
	const double *threshold = r->way + m;
	for (size_t j = 0; j < n; j++) {
		r->image[m + j] = 0;
		for (size_t k = 0; k < n; k++)
			r->image[m + j] += r->curvature[j * n + k] * threshold[k];
	}
	mfrm_apply(&r->design, r->way, r->row);
	for (size_t i = 0; i < r->d->n; i++) {
		double along = r->row[i];
		if (!r->active[i])
			continue;
		r->row[i] *= r->variance[i];
		for (size_t k = 0; k < n; k++) {
			r->row[i] -= r->cross[i * n + k] * threshold[k];
			r->image[m + k] -= r->cross[i * n + k] * along;
		}
	}
	mfrm_apply_back(&r->design, r->row, r->image);
}

static double scaled(const struct run *r, size_t c)
{
	return r->diagonal[c] > 0 ? r->gradient[c] / r->diagonal[c] : 0;
}

/* step = H⁻¹ gradient, by conjugate gradients over the diagonal: a few ratings may be all that joins two halves of the
 * design, and moving one facet after the other would then creep. */
static void solve_step(struct run *r)
{
	size_t n = r->design.columns + r->d->categories - 1;
	double size = 0, enough;
	for (size_t c = 0; c < n; c++) {
		r->step[c] = 0;
		r->way[c] = scaled(r, c);
		size += r->gradient[c] * r->way[c];
	}
	enough = fmax(size * 1e-10, r->d->tolerance * r->d->tolerance * 1e-4); /* the latter is all that rounding leaves */
	for (size_t round = 0; round < 1000 && size > enough; round++) {
		double curve = 0, next = 0;
		bend(r);
		for (size_t c = 0; c < n; c++)
			curve += r->way[c] * r->image[c];
		for (size_t c = 0; c < n; c++) {
			r->step[c] += size / curve * r->way[c];
			r->gradient[c] -= size / curve * r->image[c];
			next += r->gradient[c] * scaled(r, c);
		}
		for (size_t c = 0; c < n; c++)
			r->way[c] = scaled(r, c) + next / size * r->way[c];
		size = next;
	}
}

static void centre_thresholds(struct run *r)
{
	size_t n = r->d->categories - 1;
	double mean = 0;
	for (size_t k = 0; k < n; k++)
		mean += r->fit->threshold[k] / (double)n;
	for (size_t k = 0; k < n; k++)
		r->fit->threshold[k] -= mean;
	move_level(r, -mean);
	set_thresholds(r);
}

/* Newton's step for all measures and thresholds together, never more than a logit.  Returns the largest. */
static double newton_step(struct run *r)
{
	size_t m = r->design.columns;
	double largest = 0;
	look_around(r);
	solve_step(r);
	for (size_t c = 0; c < m + r->d->categories - 1; c++)
		largest = fmax(largest, fabs(r->step[c]));
	double share = 1 / fmax(largest, 1);
	for (size_t k = 0; k + 1 < r->d->categories; k++)
		r->fit->threshold[k] += share * r->step[m + k];
	for (size_t f = 0; f < r->d->n_facets; f++)
		for (size_t e = 0; e < r->d->facets[f].elements; e++)
			r->fit->facet[f][e].measure += share * r->d->facets[f].sign * r->step[r->design.first[f] + e];
	for (size_t f = 0; f < r->d->n_facets; f++)
		if (r->d->facets[f].centred)
			centre(r, f);
	centre_thresholds(r);
	return largest;
}

/* ---- afterwards -------------------------------------------------------------------------------------------- */
static void fit_statistics(struct arena *a, struct run *r)
{
	const struct mfrm_data *d = r->d;
	struct moments m;
	for (size_t f = 0; f < d->n_facets; f++) {
		size_t n = d->facets[f].elements;
		struct mfrm_element *e = r->fit->facet[f];
		double *info = NEW(a, double, n + 1), *squares = NEW(a, double, n + 1), *standard = NEW(a, double, n + 1);
		for (size_t i = 0; i < d->n; i++) {
			if (!r->active[i])
				continue;
			int x = d->element[i * d->n_facets + f];
			moments_at(r, logit(r, i), &m);
			double rest = d->category[i] - m.mean;
			e[x].observed += d->category[i];
			e[x].expected += m.mean;
			info[x] += m.variance;
			squares[x] += rest * rest;
			standard[x] += rest * rest / m.variance;
			for (size_t k = 0; k < d->categories && f == 0; k++)
				r->fit->expected_count[k] += m.p[k];
		}
		for (size_t i = 0; i < n; i++) {
			e[i].se = e[i].n ? 1 / sqrt(info[i]) : (double)NAN;
			e[i].infit = e[i].n ? squares[i] / info[i] : (double)NAN;
			e[i].outfit = e[i].n ? standard[i] / (double)e[i].n : (double)NAN;
		}
	}
}

/* Curvature of each threshold with the rest held. */
static void threshold_errors(struct run *r)
{
	double info[K_MAX] = { 0 };
	struct moments m;
	for (size_t i = 0; i < r->d->n; i++) {
		if (!r->active[i])
			continue;
		moments_at(r, logit(r, i), &m);
		double above = 0;
		for (size_t k = r->d->categories - 1; k > 0; k--) {
			above += m.p[k];
			info[k - 1] += above * (1 - above);
		}
	}
	for (size_t k = 0; k + 1 < r->d->categories; k++)
		r->fit->threshold_se[k] = 1 / sqrt(info[k]);
}

/* An extreme element, the others known: its expected score is 0.3 of a point inside the end. */
static void measure_extreme(struct run *r, size_t f, size_t at)
{
	const struct mfrm_data *d = r->d;
	struct mfrm_element *e = &r->fit->facet[f][at];
	struct moments m;
	for (int round = 0; round < 100; round++) {
		double rest = e->extreme < 0 ? EXTREME : -EXTREME, info = 0;
		for (size_t i = 0; i < d->n; i++) {
			if (d->element[i * d->n_facets + f] != (int)at)
				continue;
			moments_at(r, logit(r, i), &m);
			rest += (e->extreme < 0 ? 0 : (double)(d->categories - 1)) - m.mean;
			info += m.variance;
		}
		double step = clipped(rest / info);
		e->measure += d->facets[f].sign * step;
		e->se = 1 / sqrt(info);
		if (fabs(step) < d->tolerance)
			break;
	}
}

static double facet_mean(const struct run *r, size_t f)
{
	double sum = 0, n = 0;
	for (size_t i = 0; i < r->d->facets[f].elements; i++)
		if (r->fit->facet[f][i].n) {
			sum += r->fit->facet[f][i].measure;
			n++;
		}
	return n > 0 ? sum / n : 0;
}

/* The rating expected from average elements of all other facets. */
static void fair_averages(struct run *r)
{
	const struct mfrm_data *d = r->d;
	struct moments m;
	double all = 0;
	for (size_t f = 0; f < d->n_facets; f++)
		all += d->facets[f].sign * facet_mean(r, f);
	for (size_t f = 0; f < d->n_facets; f++) {
		double others = all - d->facets[f].sign * facet_mean(r, f);
		for (size_t i = 0; i < d->facets[f].elements; i++) {
			struct mfrm_element *e = &r->fit->facet[f][i];
			moments_at(r, others + d->facets[f].sign * e->measure, &m);
			e->fair = m.mean;
			if (!e->n && !e->anchored && !e->extreme) /* met by extreme elements only */
				e->measure = e->fair = NAN;
		}
	}
}

/* ---- the whole --------------------------------------------------------------------------------------------- */
static void begin(struct arena *a, const struct mfrm_data *d, struct mfrm_fit *fit, struct run *r)
{
	*fit = (struct mfrm_fit){ .facet = NEW(a, struct mfrm_element *, d->n_facets + 1),
				  .threshold = NEW(a, double, K_MAX),
				  .threshold_se = NEW(a, double, K_MAX),
				  .count = NEW(a, size_t, K_MAX),
				  .expected_count = NEW(a, double, K_MAX),
				  .subsets = 1 };
	*r = (struct run){ .d = d, .fit = fit, .active = NEW(a, bool, d->n + 1), .floating = d->n_facets };
	for (size_t f = 0; f < d->n_facets; f++) {
		const struct mfrm_facet *facet = &d->facets[f];
		fit->facet[f] = NEW(a, struct mfrm_element, facet->elements + 1);
		for (size_t e = 0; e < facet->elements && facet->anchor; e++)
			if (!isnan(facet->anchor[e])) {
				fit->facet[f][e].anchored = true;
				fit->facet[f][e].measure = facet->anchor[e];
			}
		if (!facet->centred && !facet->anchor)
			r->floating = f;
	}
	for (size_t i = 0; i < d->n; i++)
		r->active[i] = true;
	set_thresholds(r);
}

static void begin_search(struct arena *a, struct run *r)
{
	r->design = mfrm_design_of(a, r->d, r->active, r->fit);
	size_t n = r->d->n + 1, m = r->design.columns + K_MAX;
	r->cross = NEW(a, double, n * (r->d->categories - 1));
	r->rest = NEW(a, double, n);
	r->variance = NEW(a, double, n);
	r->row = NEW(a, double, n);
	r->gradient = NEW(a, double, m);
	r->diagonal = NEW(a, double, m);
	r->step = NEW(a, double, m);
	r->way = NEW(a, double, m);
	r->image = NEW(a, double, m);
}

static void finish(struct arena *a, struct run *r)
{
	fit_statistics(a, r);
	threshold_errors(r);
	for (int round = 0; round < 3; round++) /* an extreme judge of an extreme unit: each knows the other's */
		for (size_t f = 0; f < r->d->n_facets; f++)
			for (size_t e = 0; e < r->d->facets[f].elements; e++)
				if (r->fit->facet[f][e].extreme)
					measure_extreme(r, f, e);
	fair_averages(r);
}

enum mfrm_status mfrm_fit(struct arena *a, const struct mfrm_data *d, struct mfrm_fit *ret)
{
	struct run r;
	size_t counting = 0;
	begin(a, d, ret, &r);
	while (set_extremes_aside(a, &r))
		;
	for (size_t i = 0; i < d->n; i++)
		counting += r.active[i];
	if (!counting)
		return MFRM_NO_DATA;
	if (!every_category_seen(&r))
		return MFRM_UNOBSERVED;
	begin_search(a, &r);
	ret->subsets = mfrm_subsets(a, &r.design, ret);
	if (ret->subsets > 1)
		return MFRM_NOT_CONNECTED;
	do {
		ret->change = newton_step(&r);
	} while (++ret->iterations < d->max_iterations && !(ret->change < d->tolerance) && r.farthest < FAR_OFF);
	if (!(ret->change < d->tolerance) || r.farthest >= FAR_OFF / 2)
		return MFRM_NOT_CONVERGED;
	finish(a, &r);
	return MFRM_OK;
}
