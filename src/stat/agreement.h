#ifndef STAT_AGREEMENT_H
#define STAT_AGREEMENT_H
/* Do judges who put the same units in order agree?  Kendall's coefficient of concordance with its correction for
 * ties (Kendall, Rank Correlation Methods, 1948) and Friedman's test on the same ranks (1937). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct concordance {
	double s;    /* Σ (rank sum − its mean)² */
	double w;    /* 0: no agreement, 1: one order */
	double chi2; /* J (U − 1) W */
	int df;
	double p; /* chance of a chi² so large when the judges order at random */
};
/* `ties`: Σ over judges and ties of t³ − t.  False where every judge ranks all units equal, or there is one unit. */
bool concordance_of(const double *sums, size_t units, size_t judges, int64_t ties, struct concordance *ret);

#endif
