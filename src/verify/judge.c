/* 评委校正: every judge's mean and spread set to those of the panel, or the order alone kept. */
#include "verify/cell.h"

#include <stdlib.h>

/* MARKS_MAX: one for each unit and group of voters; ranks look at every pair. */
enum { STEP_PLACES = 6, SPREAD_FROM = 3, MARKS_MAX = 8 * VF_UNITS_MAX };

struct mark {
	const struct vf_input *in;
	size_t at; /* in the column */
};

struct judge {
	const struct mark *mark;
	size_t n;
	vf_num mean, spread;
};

static int mark_cmp(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;
	int c = sv_cmp(a->in->judge, b->in->judge);
	return c ? c : a->at < b->at ? -1 : a->at > b->at;
}

/* The whole number whose square comes nearest to n from below. */
static vf_num root(vf_num n)
{
	vf_num low = 0, high = (vf_num)1 << 62; /* its square is the largest power of four that 128 bits hold */
	while (low + 1 < high) {
		vf_num mid = low + (high - low) / 2;
		*(mid * mid <= n ? &low : &high) = mid;
	}
	return low;
}

/* Square root to six decimals, half up. */
static bool root_of(struct vf_frac v, vf_num *ret)
{
	static const vf_num fine = (vf_num)10000000000 * VF_ONE; /* the root comes out in hundredths of a millionth */
	vf_num whole = v.d ? v.n / v.d : 0;
	*ret = 0;
	if (v.d == 0 || v.n < 0 || whole > ((vf_num)1 << 69) || v.d > ((vf_num)1 << 70))
		return false;
	*ret = (root(whole * fine + v.n % v.d * fine / v.d) + 50) / 100;
	return true;
}

/* Mean and standard deviation (over n − 1), each to six decimals. */
static bool moments(struct judge *j)
{
	struct vf_frac sum = vf_frac_int(0), squares = vf_frac_int(0), n = vf_frac_int((int64_t)j->n);
	for (size_t i = 0; i < j->n; i++) {
		struct vf_frac x = vf_frac_of(j->mark[i].in->value);
		sum = vf_frac_add(sum, x);
		squares = vf_frac_add(squares, vf_frac_mul(x, x));
	}
	struct vf_frac mean = vf_frac_div(sum, n);
	if (!vf_frac_round(mean, STEP_PLACES, &j->mean))
		return false;
	if (j->n < SPREAD_FROM)
		return true;
	struct vf_frac rest = vf_frac_sub(squares, vf_frac_mul(sum, mean));
	return root_of(vf_frac_div(rest, vf_frac_int((int64_t)j->n - 1)), &j->spread);
}

static bool standardise(const struct judge *j, vf_num mean, vf_num spread, vf_num *mark)
{
	for (size_t i = 0; i < j->n; i++) {
		vf_num by = 0, *to = &mark[j->mark[i].at];
		struct vf_frac off = vf_frac_of(*to - j->mean);
		off = j->spread ? vf_frac_mul(off, vf_frac_ratio(spread, j->spread)) : vf_frac_int(0);
		if (!vf_frac_round(off, STEP_PLACES, &by))
			return false;
		*to = mean + by;
	}
	return true;
}

/* The first has the full mark, the last none; equal marks share the mean of their ranks. */
static bool rank(const struct judge *j, vf_num points, vf_num *mark)
{
	for (size_t i = 0; j->n > 1 && i < j->n; i++) {
		int64_t below = 0, alike = 0;
		for (size_t k = 0; k < j->n; k++) {
			below += j->mark[k].in->value < j->mark[i].in->value;
			alike += k != i && j->mark[k].in->value == j->mark[i].in->value;
		}
		struct vf_frac part = vf_frac_ratio(2 * below + alike, 2 * ((int64_t)j->n - 1));
		if (!vf_frac_round(vf_frac_mul(vf_frac_of(points), part), STEP_PLACES, &mark[j->mark[i].at]))
			return false;
	}
	return true;
}

static bool panel(const struct judge *j, size_t n, vf_num *ret_mean, vf_num *ret_spread)
{
	vf_num means = 0, spreads = 0;
	int64_t with = 0;
	*ret_mean = *ret_spread = 0;
	for (size_t i = 0; i < n; i++) {
		if (j[i].n < SPREAD_FROM)
			continue;
		means += j[i].mean;
		spreads += j[i].spread;
		with++;
	}
	return !with || (vf_frac_round(vf_frac_ratio(means, with * VF_ONE), STEP_PLACES, ret_mean) &&
			 vf_frac_round(vf_frac_ratio(spreads, with * VF_ONE), STEP_PLACES, ret_spread));
}

bool vf_correct_judges(struct arena *a, struct vf_measured *m, size_t n_units)
{
	size_t all = m->col.first[n_units], n = 0, n_judges = 0;
	struct mark *mark = NEW(a, struct mark, all + 1);
	struct judge *j = NEW(a, struct judge, all + 1);
	vf_num mean, spread;
	m->mark = NEW(a, vf_num, all + 1);
	for (size_t i = 0; i < all; i++) {
		m->mark[i] = m->col.in[i]->value;
		if (m->col.in[i]->kind == VF_MARK && m->col.in[i]->missing == VF_THERE)
			mark[n++] = (struct mark){ m->col.in[i], i };
	}
	qsort(mark, n, sizeof(*mark), mark_cmp);
	for (size_t i = 0; i < n; i++) {
		if (!mark[i].in->judge.n)
			return false;
		if (!n_judges || !sv_eq(j[n_judges - 1].mark[0].in->judge, mark[i].in->judge))
			j[n_judges++].mark = &mark[i];
		j[n_judges - 1].n++;
	}
	for (size_t i = 0; i < n_judges; i++)
		if (j[i].n > MARKS_MAX || !moments(&j[i]))
			return false;
	if (!panel(j, n_judges, &mean, &spread))
		return false;
	for (size_t i = 0; i < n_judges; i++) {
		bool ok = m->item->judges == VF_JUDGES_RANK ? rank(&j[i], m->item->measure.points, m->mark)
			  : j[i].n >= SPREAD_FROM	    ? standardise(&j[i], mean, spread, m->mark)
							    : true;
		if (!ok)
			return false;
	}
	return true;
}
