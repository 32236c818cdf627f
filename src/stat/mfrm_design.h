#ifndef STAT_MFRM_DESIGN_H
#define STAT_MFRM_DESIGN_H
/* Inside the many-facet model: the design A, a row a rating, a column an element, without ever being written out. */
#include "stat/mfrm.h"

struct mfrm_design {
	const struct mfrm_data *d;
	const bool *active; /* a rating: counts */
	size_t *first;	    /* the first column of a facet */
	bool *fixed;	    /* a column: anchored, not to be estimated */
	size_t columns;
};
struct mfrm_design mfrm_design_of(struct arena *a, const struct mfrm_data *d, const bool *active,
				  const struct mfrm_fit *fit);
void mfrm_apply(const struct mfrm_design *g, const double *x, double *y);      /* y = A x */
void mfrm_apply_back(const struct mfrm_design *g, const double *y, double *x); /* x = Aᵀ y */
/* Fills `subset` of every element that counts.  Returns how many subsets there are. */
int mfrm_subsets(struct arena *a, const struct mfrm_design *g, struct mfrm_fit *fit);

#endif
