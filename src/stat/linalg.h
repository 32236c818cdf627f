#ifndef STAT_LINALG_H
#define STAT_LINALG_H
/* Symmetric positive (semi)definite matrices, n × n row after row.  Sums run in a fixed order. */
#include <stdbool.h>
#include <stddef.h>

/* A = L Lᵀ; L replaces the lower triangle, the upper one becomes 0.  False when A is not positive definite. */
bool chol_factor(double *a, size_t n);
/* As above where A may be singular: a pivot below `tiny` times the largest diagonal makes a column of zeros, one below
 * its negative returns false. */
bool chol_factor_semi(double *a, size_t n, double tiny);
void chol_solve(const double *l, size_t n, double *b); /* b becomes the x of L Lᵀ x = b */
/* A⁻¹ from L, into `inv`, both triangles. */
void chol_inverse(const double *l, size_t n, double *inv);

#endif
