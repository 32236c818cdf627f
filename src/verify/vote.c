/* Measures of several votes: 评分, 等次票, 按档 of a share, 名次票, 名次递减. */
#include "verify/cell.h"

#include <stdlib.h>

struct vote {
	const struct vf_input *in;
	struct vf_frac value;
	vf_num raw; /* of a mark: what is compared to find the highest and lowest */
	int64_t count;
};

static int64_t votes_of(const struct vf_input *i)
{
	return i->votes ? i->votes : 1;
}

/* Points for a place. */
static struct vf_frac of_place(const struct vf_measure *w, vf_num place)
{
	struct vf_frac off = vf_frac_sub(vf_frac_of(place), vf_frac_int(1)), points = vf_frac_of(w->points), v;
	if (w->kind == VF_DECAY)
		v = vf_frac_mul(points, vf_frac_sub(vf_frac_int(1), vf_frac_mul(vf_frac_percent(w->step), off)));
	else
		v = vf_frac_sub(points, vf_frac_mul(vf_frac_of(w->step), off));
	return v.n < 0 ? vf_frac_int(0) : v;
}

static bool grade_value(const struct vf_measure *w, struct sv grade, struct vf_frac *ret)
{
	for (size_t i = 0; i < w->n_value; i++)
		if (sv_eq(w->value[i].name, grade)) {
			*ret = vf_frac_of(w->value[i].value);
			return true;
		}
	return false;
}

/* Is it a vote of the kind that the measure counts? */
static bool read_vote(const struct vf_measured *m, size_t at, struct vote *ret)
{
	const struct vf_measure *w = &m->item->measure;
	const struct vf_input *i = m->col.in[at];
	struct vote v = { .in = i, .count = votes_of(i) };
	if (i->missing != VF_THERE)
		return false;
	if (w->kind == VF_MARKS) {
		v.raw = m->mark ? m->mark[at] : i->value;
		v.value = vf_frac_of(v.raw);
		*ret = v;
		return i->kind == VF_MARK;
	}
	if (w->kind == VF_RANKS || w->kind == VF_DECAY) {
		v.value = of_place(w, i->value);
		*ret = v;
		return i->kind == VF_PLACE;
	}
	bool counts = i->kind == VF_BALLOT && (w->kind == VF_SHARE_BANDS || grade_value(w, i->grade, &v.value));
	*ret = v;
	return counts;
}

static int by(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* The order in which a line lists its votes. */
static int vote_cmp(const void *x, const void *y)
{
	const struct vf_input *a = ((const struct vote *)x)->in, *b = ((const struct vote *)y)->in;
	int c = sv_cmp(a->name, b->name);
	c = c ? c : sv_cmp(a->group, b->group);
	c = c ? c : sv_cmp(a->judge, b->judge);
	c = c ? c : sv_cmp(a->grade, b->grade);
	c = c ? c : by(a->day.n, b->day.n);
	c = c ? c : a->estimated - b->estimated;
	c = c ? c : a->value < b->value ? -1 : a->value > b->value;
	c = c ? c : by(a->votes, b->votes);
	c = c ? c : sv_cmp(a->record, b->record);
	return c ? c : by((int64_t)a->no, (int64_t)b->no);
}

static int rank_cmp(const void *x, const void *y)
{
	const struct vote *a = *(const struct vote *const *)x, *b = *(const struct vote *const *)y;
	return a->raw != b->raw ? (a->raw < b->raw ? -1 : 1) : a < b ? -1 : a > b;
}

/* The highest and lowest marks lose their vote, where there are marks enough; what is left stays in order. */
static size_t drop(struct arena *a, const struct vf_measure *w, struct vote *v, size_t n)
{
	size_t low = (size_t)w->drop_low, high = (size_t)w->drop_high, k = 0;
	if ((!low && !high) || (int64_t)n < w->least || n <= low + high)
		return n;
	struct vote **order = NEW(a, struct vote *, n);
	for (size_t i = 0; i < n; i++)
		order[i] = &v[i];
	qsort(order, n, sizeof(*order), rank_cmp);
	for (size_t i = 0; i < n; i++)
		if (i < low || i >= n - high)
			order[i]->count = 0;
	for (size_t i = 0; i < n; i++)
		if (v[i].count)
			v[k++] = v[i];
	return k;
}

static void use_all(struct vf_cell *c, const struct vote *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		vf_use(c, v[i].in);
}

static struct vf_frac mean(const struct vote *v, size_t n)
{
	struct vf_frac sum = vf_frac_int(0);
	int64_t count = 0;
	for (size_t i = 0; i < n; i++) {
		sum = vf_frac_add(sum, vf_frac_mul(v[i].value, vf_frac_int(v[i].count)));
		count += v[i].count;
	}
	return vf_frac_div(sum, vf_frac_int(count));
}

static bool one_of(struct sv name, const struct sv *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_eq(name, names[i]))
			return true;
	return false;
}

/* 差评 comes first, then the bands from high to low. */
static struct vf_frac share_band(const struct vf_measure *w, const struct vote *v, size_t n)
{
	int64_t good = 0, poor = 0, all = 0;
	for (size_t i = 0; i < n; i++) {
		all += v[i].count;
		good += one_of(v[i].in->grade, w->good, w->n_good) ? v[i].count : 0;
		poor += one_of(v[i].in->grade, w->poor, w->n_poor) ? v[i].count : 0;
	}
	struct vf_frac share = vf_frac_ratio(good, all);
	if (w->n_poor && vf_frac_cmp(vf_frac_ratio(poor, all), w->poor_from) >= 0)
		return vf_frac_of(w->poor_points);
	for (size_t i = 0; i < w->n_band; i++)
		if (vf_frac_cmp(share, vf_frac_percent(w->band[i].from)) >= 0)
			return vf_frac_of(w->band[i].points);
	return vf_frac_of(w->rest);
}

/* Groups one after the other, each rounded at its own stage; one without a vote is void, or its weight goes to the rest. */
static bool by_groups(struct arena *a, const struct vf_measured *m, struct vote *v, size_t n, struct vote *work,
		      struct vf_cell *c, struct vf_frac *ret)
{
	const struct vf_item *item = m->item;
	struct vf_frac sum = vf_frac_int(0), weights = vf_frac_int(0);
	c->given = VF_GIVEN;
	for (size_t g = 0; g < item->n_group; g++) {
		size_t k = 0;
		vf_num rounded;
		for (size_t i = 0; i < n; i++)
			if (sv_eq(v[i].in->group, item->group[g].name))
				work[k++] = v[i];
		if (k == 0) {
			c->partial = true;
			continue;
		}
		k = drop(a, &item->measure, work, k);
		use_all(c, work, k);
		if (!vf_frac_round(mean(work, k), m->rule->places[VF_AT_GROUP], &rounded))
			return false;
		struct vf_frac weight = vf_frac_percent(item->group[g].value);
		sum = vf_frac_add(sum, vf_frac_mul(vf_frac_of(rounded), weight));
		weights = vf_frac_add(weights, weight);
	}
	if (weights.n == 0 || (c->partial && !item->groups_spread)) {
		c->given = VF_LACKING;
		c->partial = false;
	}
	*ret = c->partial ? vf_frac_div(sum, weights) : sum;
	return true;
}

static bool in_group(const struct vf_item *item, struct sv group)
{
	for (size_t g = 0; g < item->n_group; g++)
		if (sv_eq(item->group[g].name, group))
			return true;
	return item->n_group == 0;
}

bool vf_vote_cell(struct arena *a, const struct vf_measured *m, size_t unit, struct vf_cell *ret)
{
	const struct vf_measure *w = &m->item->measure;
	size_t from = m->col.first[unit], to = m->col.first[unit + 1], n = 0;
	struct vf_cell c = { .used = NEW(a, const struct vf_input *, 2 * (to - from) + 1) };
	struct vote *v = NEW(a, struct vote, to - from + 1), *work = NEW(a, struct vote, to - from + 1);
	struct vf_frac points = vf_frac_int(0);
	bool ok = true;
	for (size_t i = from; i < to; i++)
		n += read_vote(m, i, &v[n]) && in_group(m->item, m->col.in[i]->group);
	qsort(v, n, sizeof(*v), vote_cmp);
	if (n && m->item->n_group) {
		ok = by_groups(a, m, v, n, work, &c, &points);
	} else if (n) {
		c.given = VF_GIVEN;
		n = drop(a, w, v, n);
		use_all(&c, v, n);
		points = w->kind == VF_SHARE_BANDS ? share_band(w, v, n) : mean(v, n);
	}
	if (w->has_scaled)
		points = vf_frac_div(vf_frac_mul(points, vf_frac_of(w->scaled)), vf_frac_of(w->points));
	ok = ok && vf_frac_round(points, m->rule->places[VF_AT_ITEM], &c.points);
	*ret = c;
	return ok;
}
