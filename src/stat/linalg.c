#include "stat/linalg.h"

#include <math.h>

static double dot(const double *x, const double *y, size_t n)
{
	double s = 0;
	for (size_t i = 0; i < n; i++)
		s += x[i] * y[i];
	return s;
}

/* Row by row (Cholesky–Banachiewicz), so that the inner sums run along rows. */
static bool factor(double *a, size_t n, double least, bool singular)
{
	for (size_t i = 0; i < n; i++) {
		double *row = a + i * n;
		for (size_t j = 0; j < i; j++) {
			double d = a[j * n + j], s = row[j] - dot(row, a + j * n, j);
			row[j] = d > 0 ? s / d : 0;
		}
		double pivot = row[i] - dot(row, row, i);
		if (pivot <= least && (!singular || pivot < -least))
			return false;
		row[i] = pivot > least ? sqrt(pivot) : 0;
		for (size_t j = i + 1; j < n; j++)
			row[j] = 0;
	}
	return true;
}

static double largest_diagonal(const double *a, size_t n)
{
	double m = 0;
	for (size_t i = 0; i < n; i++)
		m = fmax(m, fabs(a[i * n + i]));
	return m;
}

bool chol_factor(double *a, size_t n)
{
	return factor(a, n, largest_diagonal(a, n) * 1e-13, false);
}

bool chol_factor_semi(double *a, size_t n, double tiny)
{
	return factor(a, n, largest_diagonal(a, n) * tiny, true);
}

void chol_solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++)
		b[i] = (b[i] - dot(l + i * n, b, i)) / l[i * n + i];
	for (size_t i = n; i-- > 0;) {
		b[i] /= l[i * n + i];
		for (size_t k = 0; k < i; k++)
			b[k] -= l[i * n + k] * b[i];
	}
}

/* First M = L⁻¹ below the diagonal, kept transposed so that its columns lie in rows; then A⁻¹ = MᵀM. */
void chol_inverse(const double *l, size_t n, double *inv)
{
	for (size_t c = 0; c < n; c++) {
		double *m = inv + c * n; /* m[i] = M[i][c] */
		for (size_t i = 0; i < c; i++)
			m[i] = 0;
		m[c] = 1 / l[c * n + c];
		for (size_t i = c + 1; i < n; i++)
			m[i] = -dot(l + i * n + c, m + c, i - c) / l[i * n + i];
	}
	for (size_t r = 0; r < n; r++)
		for (size_t c = r; c < n; c++) /* the entry that goes under is needed by no later c */
			inv[r * n + c] = dot(inv + r * n + c, inv + c * n + c, n - c);
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < r; c++)
			inv[r * n + c] = inv[c * n + r];
}
