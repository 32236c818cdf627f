#ifndef STAT_MFRM_H
#define STAT_MFRM_H
/* Many-facet Rasch measurement (Linacre, Many-Facet Rasch Measurement, 1989) by joint maximum likelihood:
 * log(P_k / P_{k-1}) = Σ sign × measure - F_k, one element of every facet in each rating, k the category from 0. */
#include "base/arena.h"

enum { MFRM_CATEGORIES_MAX = 20 };

struct mfrm_facet {
	size_t elements;
	int sign;	      /* 1: more of it raises the rating (ability); -1: lowers it (severity, difficulty) */
	bool centred;	      /* measures sum to 0; of the facets without anchors exactly one is not */
	const double *anchor; /* an element: its fixed measure, NAN where free; NULL: none */
};
struct mfrm_data {
	const struct mfrm_facet *facets;
	size_t n_facets, n, categories;
	const int *element;  /* rating × facet */
	const int *category; /* a rating: 0 … categories - 1 */
	double tolerance;    /* largest change of a measure, in logits, at which it is done */
	int max_iterations;
};
enum mfrm_status { MFRM_OK, MFRM_NO_DATA, MFRM_UNOBSERVED, MFRM_NOT_CONNECTED, MFRM_NOT_CONVERGED };
struct mfrm_element {
	double measure, se, infit, outfit, fair; /* NAN where there is none */
	double observed, expected;		 /* sums of categories over the ratings that count */
	size_t n;				 /* ratings that count: none for an extreme element */
	bool anchored;
	int extreme; /* -1: only the lowest category, 1: only the highest; its measure rests on 0.3 of a point */
	int subset;  /* elements of different subsets cannot be compared; 0 where all can */
};
struct mfrm_fit {
	struct mfrm_element **facet;
	double *threshold, *threshold_se; /* F_1 …, at [0] …; they sum to 0 */
	size_t *count;			  /* a category: ratings that count */
	double *expected_count;
	int iterations, subsets;
	double change, residual; /* at the end: largest step, largest |observed - expected| */
};
enum mfrm_status mfrm_fit(struct arena *a, const struct mfrm_data *d, struct mfrm_fit *ret);

#endif
