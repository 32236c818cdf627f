#include "stat/mfrm_design.h"

#include "stat/rng.h"

#include <math.h>

struct mfrm_design mfrm_design_of(struct arena *a, const struct mfrm_data *d, const bool *active, const struct mfrm_fit *fit)
{
	struct mfrm_design g = { .d = d, .active = active, .first = NEW(a, size_t, d->n_facets + 1) };
	for (size_t f = 0; f < d->n_facets; f++) {
		g.first[f] = g.columns;
		g.columns += d->facets[f].elements;
	}
	g.fixed = NEW(a, bool, g.columns + 1);
	for (size_t f = 0; f < d->n_facets; f++)
		for (size_t e = 0; e < d->facets[f].elements; e++)
			g.fixed[g.first[f] + e] = fit->facet[f][e].anchored;
	return g;
}

void mfrm_apply(const struct mfrm_design *g, const double *x, double *y)
{
	for (size_t i = 0; i < g->d->n; i++) {
		y[i] = 0;
		for (size_t f = 0; f < g->d->n_facets && g->active[i]; f++) {
			size_t c = g->first[f] + (size_t)g->d->element[i * g->d->n_facets + f];
			y[i] += g->fixed[c] ? 0 : x[c];
		}
	}
}

void mfrm_apply_back(const struct mfrm_design *g, const double *y, double *x)
{
	memset(x, 0, g->columns * sizeof(*x));
	for (size_t i = 0; i < g->d->n; i++)
		for (size_t f = 0; f < g->d->n_facets && g->active[i]; f++) {
			size_t c = g->first[f] + (size_t)g->d->element[i * g->d->n_facets + f];
			x[c] += g->fixed[c] ? 0 : y[i];
		}
}

/* ---- what can be compared ------------------------------------------------------------------------------------ */
/* With three facets a chain of common elements is not enough: judge 1 may have all of class A and judge 2 all of class B
 * on the same items.  What the ratings cannot tell is the null space of the design; a random direction is projected on it
 * (conjugate gradients), and two elements of a facet can be compared when it moves both alike. */
static double square(const double *x, size_t n)
{
	double s = 0;
	for (size_t i = 0; i < n; i++)
		s += x[i] * x[i];
	return s;
}

/* r less its share in the row space of A, by CGLS (Hestenes & Stiefel 1952) on A x = A r. */
static void project(struct arena *a, const struct mfrm_design *g, double *r)
{
	size_t n = g->d->n, m = g->columns;
	double *rest = NEW(a, double, n + 1), *q = NEW(a, double, n + 1), *s = NEW(a, double, m + 1),
	       *p = NEW(a, double, m + 1);
	mfrm_apply(g, r, rest);
	mfrm_apply_back(g, rest, s);
	memcpy(p, s, m * sizeof(*p));
	double gamma = square(s, m), enough = gamma * 1e-26;
	for (size_t step = 0; step < 2 * m + 100 && gamma > enough; step++) {
		mfrm_apply(g, p, q);
		double alpha = gamma / square(q, n);
		for (size_t c = 0; c < m; c++)
			r[c] -= alpha * p[c];
		for (size_t i = 0; i < n; i++)
			rest[i] -= alpha * q[i];
		mfrm_apply_back(g, rest, s);
		double next = square(s, m);
		for (size_t c = 0; c < m; c++)
			p[c] = s[c] + next / gamma * p[c];
		gamma = next;
	}
}

/* Elements of facet f that move alike get one number; 0 is the first one met, or the anchors'. */
static int number_facet(struct arena *a, const struct mfrm_design *g, const double *shift, size_t f, struct mfrm_element *e)
{
	const struct mfrm_facet *facet = &g->d->facets[f];
	double *seen = NEW(a, double, facet->elements + 1);
	int n = 0;
	for (size_t i = 0; i < facet->elements; i++)
		if (g->fixed[g->first[f] + i])
			n = 1; /* seen[0] is 0: what is anchored does not move */
	for (size_t i = 0; i < facet->elements; i++) {
		int s = 0;
		if (!e[i].n)
			continue;
		while (s < n && fabs(seen[s] - shift[g->first[f] + i]) > 1e-6)
			s++;
		if (s == n)
			seen[n++] = shift[g->first[f] + i];
		e[i].subset = s;
	}
	return n;
}

int mfrm_subsets(struct arena *a, const struct mfrm_design *g, struct mfrm_fit *fit)
{
	double *shift = NEW(a, double, g->columns + 1);
	struct rng rng = rng_new(1);
	int most = 1;
	for (size_t c = 0; c < g->columns; c++)
		shift[c] = g->fixed[c] ? 0 : rng_normal(&rng);
	project(a, g, shift);
	for (size_t f = 0; f < g->d->n_facets; f++) {
		int n = number_facet(a, g, shift, f, fit->facet[f]);
		most = n > most ? n : most;
	}
	return most;
}
