#include "stat/reliability.h"

#include "stat/dist.h"

#include <math.h>
#include <stdlib.h>

double mean_of(const double *x, size_t n, size_t step, size_t *ret_n)
{
	double sum = 0;
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i * step])) {
			sum += x[i * step];
			m++;
		}
	*ret_n = m;
	return m ? sum / (double)m : (double)NAN;
}

double sd_of(const double *x, size_t n, size_t step)
{
	size_t m;
	double mean = mean_of(x, n, step, &m), sum = 0, first = NAN;
	bool flat = true; /* said exactly: a mean is rounded, equal marks are not */
	for (size_t i = 0; i < n; i++) {
		double v = x[i * step];
		if (isnan(v))
			continue;
		first = isnan(first) ? v : first;
		flat = flat && v == first;
		sum += (v - mean) * (v - mean);
	}
	return m < 2 ? (double)NAN : flat ? 0 : sqrt(sum / (double)(m - 1));
}

/* ---- each judge on the same scale ------------------------------------------------------------------------ */
/* The place of x[unit] among the judge's marks, 1 the lowest, equal ones sharing the middle. */
static double midrank_of(const double *x, size_t units, size_t judges, size_t unit)
{
	double below = 0, same = 0;
	for (size_t u = 0; u < units; u++) {
		below += x[u * judges] < x[unit * judges];
		same += x[u * judges] == x[unit * judges];
	}
	return below + (same + 1) / 2;
}

static void standardise_one(const double *x, size_t units, size_t judges, size_t j, bool midrank, struct standard *s)
{
	size_t m;
	s->mean[j] = mean_of(x + j, units, judges, &m);
	s->sd[j] = sd_of(x + j, units, judges);
	s->flag[j] = m < 3 ? JUDGE_FEW : s->sd[j] == 0 ? JUDGE_FLAT : JUDGE_USED;
	for (size_t u = 0; u < units; u++) {
		double v = x[u * judges + j];
		double *to = &s->at[u * judges + j];
		if (isnan(v) || s->flag[j] == JUDGE_FEW)
			*to = NAN;
		else if (midrank)
			*to = midrank_of(x + j, units, judges, u);
		else
			*to = s->flag[j] == JUDGE_FLAT ? 0 : (v - s->mean[j]) / s->sd[j];
	}
}

void judge_standardise(struct arena *a, const double *x, size_t units, size_t judges, bool midrank, struct standard *ret)
{
	*ret = (struct standard){ .mean = NEW(a, double, judges + 1),
				  .sd = NEW(a, double, judges + 1),
				  .flag = NEW(a, enum judge_flag, judges + 1),
				  .at = NEW(a, double, units *judges + 1),
				  .unit_mean = NEW(a, double, units + 1),
				  .score = NEW(a, double, units + 1) };
	double sum = 0, sds = 0;
	size_t marks = 0, m;
	for (size_t j = 0; j < judges; j++) {
		standardise_one(x, units, judges, j, midrank, ret);
		if (ret->flag[j] == JUDGE_FEW)
			continue;
		ret->used++;
		sds += ret->sd[j];
		for (size_t u = 0; u < units; u++)
			if (!isnan(x[u * judges + j])) {
				sum += x[u * judges + j];
				marks++;
			}
	}
	ret->grand_mean = sum / (double)marks;
	ret->mean_sd = sds / (double)ret->used;
	for (size_t u = 0; u < units; u++) {
		ret->unit_mean[u] = mean_of(ret->at + u * judges, judges, 1, &m);
		ret->score[u] = midrank ? ret->unit_mean[u] : ret->grand_mean + ret->mean_sd * ret->unit_mean[u];
	}
}

/* ---- two-way random effects ------------------------------------------------------------------------------ */
static double ratio(double x, double y)
{
	return y == 0 ? (double)NAN : x / y;
}

static void intraclass(struct anova *v)
{
	double b = v->ms_units, w = v->ms_within, e = v->ms_error, k = (double)v->judges;
	double bias = (v->ms_judges - e) / (double)v->units;
	v->icc[0] = ratio(b - w, b + (k - 1) * w);
	v->icc[1] = ratio(b - e, b + (k - 1) * e + k * bias);
	v->icc[2] = ratio(b - e, b + (k - 1) * e);
	v->icc[3] = ratio(b - w, b);
	v->icc[4] = ratio(b - e, b + bias);
	v->icc[5] = ratio(b - e, b);
}

double phi_of(double var_units, double var_judges, double var_error, double judges)
{
	return ratio(var_units, var_units + (var_judges + var_error) / judges);
}

static void components(struct anova *v)
{
	double n = (double)v->units, k = (double)v->judges;
	v->var_units = (v->ms_units - v->ms_error) / k;
	v->var_judges = (v->ms_judges - v->ms_error) / n;
	v->var_error = v->ms_error;
	v->units_negative = v->var_units < 0;
	v->judges_negative = v->var_judges < 0;
	v->var_units = fmax(v->var_units, 0);
	v->var_judges = fmax(v->var_judges, 0);
	v->g = phi_of(v->var_units, 0, v->var_error, k);
	v->phi = phi_of(v->var_units, v->var_judges, v->var_error, k);
	v->least_difference = t_quantile(0.975, (n - 1) * (k - 1)) * sqrt(2 * v->ms_error / k);
}

/* Sums of squares that are nothing but rounding are none. */
static double settled(double ss, const double *x, size_t n)
{
	double scale = 0;
	for (size_t i = 0; i < n; i++)
		scale += x[i] * x[i];
	return ss < 1e-26 * scale ? 0 : ss;
}

void anova_two_way(const double *x, size_t units, size_t judges, struct anova *ret)
{
	*ret = (struct anova){ .units = units, .judges = judges };
	double n = (double)units, k = (double)judges, ss_units = 0, ss_judges = 0, ss_error = 0;
	size_t m;
	double grand = mean_of(x, units * judges, 1, &m);
	for (size_t u = 0; u < units; u++) {
		double d = mean_of(x + u * judges, judges, 1, &m) - grand;
		ss_units += k * d * d;
	}
	for (size_t j = 0; j < judges; j++) {
		double judge = mean_of(x + j, units, judges, &m), d = judge - grand;
		ss_judges += n * d * d;
		for (size_t u = 0; u < units; u++) {
			double e = x[u * judges + j] - mean_of(x + u * judges, judges, 1, &m) - judge + grand;
			ss_error += e * e;
		}
	}
	ss_units = settled(ss_units, x, units * judges);
	ss_judges = settled(ss_judges, x, units * judges);
	ss_error = settled(ss_error, x, units * judges);
	ret->ms_units = ss_units / (n - 1);
	ret->ms_judges = ss_judges / (k - 1);
	ret->ms_error = ss_error / ((n - 1) * (k - 1));
	ret->ms_within = (ss_judges + ss_error) / (n * (k - 1));
	ret->p_units = f_sf(ratio(ret->ms_units, ret->ms_error), n - 1, (n - 1) * (k - 1));
	ret->p_judges = f_sf(ratio(ret->ms_judges, ret->ms_error), k - 1, (n - 1) * (k - 1));
	intraclass(ret);
	components(ret);
}

long judges_needed(double var_units, double var_judges, double var_error, double target)
{
	double noise = var_judges + var_error;
	if (!(var_units > 0) || !(target > 0 && target < 1))
		return -1;
	double n = target / (1 - target) * noise / var_units;
	if (!(n < 1e9))
		return -1;
	long judges = (long)ceil(n - 1e-9); /* 0.8/0.2 is a little over 4 */
	return judges < 1 ? 1 : judges;
}

/* ---- one judge beside the others -------------------------------------------------------------------------- */
double pearson(const double *x, const double *y, size_t n)
{
	double mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]) && !isnan(y[i])) {
			mx += x[i];
			my += y[i];
			m++;
		}
	if (m < 3)
		return NAN;
	mx /= (double)m;
	my /= (double)m;
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]) && !isnan(y[i])) {
			sxx += (x[i] - mx) * (x[i] - mx);
			syy += (y[i] - my) * (y[i] - my);
			sxy += (x[i] - mx) * (y[i] - my);
		}
	double least = 1e-24 * ((mx * mx + my * my) * (double)m + sxx + syy); /* what rounding leaves of no spread */
	return sxx <= least || syy <= least ? (double)NAN : fmax(-1, fmin(1, sxy / sqrt(sxx * syy)));
}

static int real_cmp(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

double median_deviation(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge, size_t *ret_n)
{
	double *row = NEW(a, double, judges + 1), sum = 0;
	*ret_n = 0;
	for (size_t r = 0; r < rows; r++) {
		size_t m = 0;
		for (size_t j = 0; j < judges; j++)
			if (!isnan(x[r * judges + j]))
				row[m++] = x[r * judges + j];
		if (isnan(x[r * judges + judge]))
			continue;
		qsort(row, m, sizeof(*row), real_cmp);
		sum += x[r * judges + judge] - (row[(m - 1) / 2] + row[m / 2]) / 2;
		++*ret_n;
	}
	return *ret_n ? sum / (double)*ret_n : (double)NAN;
}

double rest_correlation(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge)
{
	double *own = NEW(a, double, rows + 1), *rest = NEW(a, double, rows + 1);
	for (size_t r = 0; r < rows; r++) {
		double sum = 0;
		size_t m = 0;
		for (size_t j = 0; j < judges; j++)
			if (j != judge && !isnan(x[r * judges + j])) {
				sum += x[r * judges + j];
				m++;
			}
		own[r] = x[r * judges + judge];
		rest[r] = m ? sum / (double)m : (double)NAN;
	}
	return pearson(own, rest, rows);
}

double same_share(struct arena *a, const double *x, size_t rows, size_t judges, size_t judge)
{
	double *v = NEW(a, double, rows + 1);
	size_t m = 0, most = 0, run = 0;
	for (size_t r = 0; r < rows; r++)
		if (!isnan(x[r * judges + judge]))
			v[m++] = x[r * judges + judge];
	qsort(v, m, sizeof(*v), real_cmp);
	for (size_t i = 0; i < m; i++) {
		run = i && v[i] == v[i - 1] ? run + 1 : 1;
		most = run > most ? run : most;
	}
	return m ? (double)most / (double)m : (double)NAN;
}

double correlation_p(double r, size_t n)
{
	if (n < 3 || isnan(r))
		return NAN;
	return t_sf(r * sqrt((double)(n - 2) / fmax(1 - r * r, 1e-300)), (double)(n - 2));
}
