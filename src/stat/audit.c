#include "stat/audit.h"

#include "stat/dist.h"

#include <math.h>

static double sum_of(const double *v, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

/* N²(1 − n/N)/n · Σ(e − ē)²/(n − 1), where e = verified − ratio·reported. */
static double variance_of(const struct audit_stratum *s, double ratio)
{
	double n = (double)s->n, lot = (double)s->records, mean = 0, squares = 0;
	if ((int64_t)s->n == s->records)
		return 0;
	if (s->n < 2)
		return NAN;
	for (size_t i = 0; i < s->n; i++)
		mean += (s->verified[i] - ratio * s->reported[i]) / n;
	for (size_t i = 0; i < s->n; i++) {
		double e = s->verified[i] - ratio * s->reported[i] - mean;
		squares += e * e;
	}
	return lot * lot * (1 - n / lot) / n * squares / (n - 1);
}

static bool difference(struct audit_stratum *s)
{
	double n = (double)s->n;
	s->over = (double)s->records * (sum_of(s->reported, s->n) - sum_of(s->verified, s->n)) / n;
	s->variance = variance_of(s, 1);
	return true;
}

static bool ratio_apart(struct audit_stratum *s)
{
	double reported = sum_of(s->reported, s->n);
	if (reported == 0)
		return false;
	double ratio = sum_of(s->verified, s->n) / reported;
	s->over = s->reported_total * (1 - ratio);
	s->variance = variance_of(s, ratio);
	return true;
}

/* Expanded totals of all strata make one ratio; deviations are taken from the stratum's mean. */
static bool ratio_together(struct audit_stratum *s, size_t n)
{
	double verified = 0, reported = 0;
	for (size_t i = 0; i < n; i++) {
		double weight = (double)s[i].records / (double)s[i].n;
		verified += weight * sum_of(s[i].verified, s[i].n);
		reported += weight * sum_of(s[i].reported, s[i].n);
	}
	if (reported == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		s[i].over = s[i].reported_total * (1 - verified / reported);
		s[i].variance = variance_of(&s[i], verified / reported);
	}
	return true;
}

bool audit_estimate(struct audit_stratum *s, size_t n, enum audit_kind kind, double level, bool use_t, struct audit *ret)
{
	double variance = 0;
	*ret = (struct audit){ 0 };
	if (kind == AUDIT_COMBINED && !ratio_together(s, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if ((kind == AUDIT_DIFFERENCE && !difference(&s[i])) || (kind == AUDIT_RATIO && !ratio_apart(&s[i])))
			return false;
		ret->over += s[i].over;
		variance += s[i].variance;
		ret->df += (int64_t)s[i].n - 1;
	}
	double tail = 1 - (1 - level) / 2;
	double width = use_t && ret->df > 0 ? t_quantile(tail, (double)ret->df) : normal_quantile(tail);
	ret->se = sqrt(variance);
	ret->low = ret->over - width * ret->se;
	ret->high = ret->over + width * ret->se;
	return true;
}
