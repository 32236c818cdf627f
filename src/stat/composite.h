#ifndef STAT_COMPOSITE_H
#define STAT_COMPOSITE_H
/* Parts of composite indicators that need roots and logarithms.  Sums run from the first to the last. */
#include <stdbool.h>
#include <stddef.h>

/* Π x^(w ÷ Σw); every x > 0. */
double stat_geometric_mean(const double *x, const double *w, size_t n);
/* (x − mean) ÷ sd over n − 1, or over n; all 0 where nothing varies. */
void stat_z_scores(const double *x, size_t n, bool over_n, double *ret_mean, double *ret_sd, double *ret_z);
/* (ln x − ln lo) ÷ (ln hi − ln lo); all > 0. */
double stat_log_between(double x, double lo, double hi);

/* Entropy weights: p = x ÷ Σx, E = −Σ p ln p ÷ ln rows, w ∝ 1 − E.  Nothing of `x` is below 0.  False when nothing
 * varies, or there is one row, or a column of zeros. */
bool stat_entropy_weights(const double *x, size_t rows, size_t cols, double *ret_entropy, double *ret_weights);

/* TOPSIS (Hwang & Yoon 1981): columns over their length, weighted, distances to the best and the worst seen.
 * Closeness is NAN where a unit is both. */
struct topsis {
	double *best, *worst;	   /* [cols] */
	double *to_best, *to_worst; /* [rows] */
	double *closeness;	   /* [rows] */
};
void stat_topsis(const double *x, size_t rows, size_t cols, const double *w, const bool *cost, struct topsis *ret);

#endif
