#include "stat/did.h"

#include <math.h>

static bool never(const struct did_data *d, const struct did_group *g)
{
	return g->first == 0 || g->first > d->periods[d->n_periods - 1];
}

static bool always(const struct did_data *d, const struct did_group *g)
{
	return g->first != 0 && g->first <= d->periods[0];
}

/* Of period at − 1 before adoption, of the last period before it afterwards. */
static size_t base_of(const struct did_data *d, const struct did_group *g, size_t at)
{
	size_t base = at - 1;
	while (base > 0 && d->periods[at] >= g->first && d->periods[base] >= g->first)
		base--;
	return base;
}

/* The change of everybody who has not adopted by then, weighted by size; NAN without any. */
static double control_change(const struct did_data *d, const struct did_group *g, size_t base, size_t at)
{
	double sum = 0, size = 0;
	int64_t latest = d->periods[at > base ? at : base];
	for (size_t i = 0; i < d->n_groups; i++) {
		const struct did_group *c = &d->groups[i];
		bool free_yet = never(d, c) || (d->not_yet && c->first != g->first && c->first > latest);
		if (!free_yet || isnan(c->mean[at]) || isnan(c->mean[base]))
			continue;
		sum += c->size * (c->mean[at] - c->mean[base]);
		size += c->size;
	}
	return size > 0 ? sum / size : NAN;
}

static void group_effects(const struct did_data *d, const struct did_group *g, struct did_result *r)
{
	struct did_effect mean = { .group = g->first, .size = g->size };
	int after = 0;
	for (size_t at = 1; at < d->n_periods; at++) {
		size_t base = base_of(d, g, at);
		struct did_effect e = { .group = g->first, .period = d->periods[at], .size = g->size, .base = d->periods[base],
					.own_change = g->mean[at] - g->mean[base],
					.control_change = control_change(d, g, base, at) };
		e.att = e.own_change - e.control_change;
		if (isnan(e.att))
			continue;
		r->att[r->n_att++] = e;
		if (e.period >= g->first) {
			mean.att += e.att;
			after++;
		}
	}
	if (!after)
		return;
	mean.att /= after;
	r->group[r->n_group++] = mean;
}

/* Mean weighted by the size of the groups. */
static double weighted(const struct did_effect *e, size_t n)
{
	double sum = 0, size = 0;
	for (size_t i = 0; i < n; i++) {
		sum += e[i].size * e[i].att;
		size += e[i].size;
	}
	return size > 0 ? sum / size : NAN;
}

static void by_event_time(struct arena *a, const struct did_data *d, struct did_result *r)
{
	int64_t from = d->periods[0], to = d->periods[d->n_periods - 1];
	struct did_effect *same = NEW(a, struct did_effect, r->n_att + 1);
	double after = 0;
	int n_after = 0;
	for (int64_t e = from - to; e <= to - from; e++) {
		size_t n = 0;
		for (size_t i = 0; i < r->n_att; i++)
			if (r->att[i].period - r->att[i].group == e)
				same[n++] = r->att[i];
		if (!n)
			continue;
		double att = weighted(same, n);
		r->dynamic[r->n_dynamic++] = (struct did_effect){ .period = e, .att = att };
		if (e >= 0) {
			after += att;
			n_after++;
		}
	}
	r->dynamic_overall = n_after ? after / n_after : NAN;
}

static double simple_mean(struct arena *a, const struct did_result *r)
{
	struct did_effect *after = NEW(a, struct did_effect, r->n_att + 1);
	size_t n = 0;
	for (size_t i = 0; i < r->n_att; i++)
		if (r->att[i].period >= r->att[i].group)
			after[n++] = r->att[i];
	return weighted(after, n);
}

bool did_groups(struct arena *a, const struct did_data *d, struct did_result *ret)
{
	size_t cells = d->n_groups * d->n_periods + 1;
	*ret = (struct did_result){ .att = NEW(a, struct did_effect, cells), .dynamic = NEW(a, struct did_effect, cells),
				    .group = NEW(a, struct did_effect, cells), .always = NEW(a, int64_t, d->n_groups + 1) };
	for (size_t i = 0; i < d->n_groups; i++) {
		const struct did_group *g = &d->groups[i];
		if (always(d, g))
			ret->always[ret->n_always++] = g->first;
		else if (!never(d, g))
			group_effects(d, g, ret);
	}
	if (!ret->n_att)
		return false;
	ret->simple = simple_mean(a, ret);
	by_event_time(a, d, ret);
	ret->group_overall = weighted(ret->group, ret->n_group);
	return true;
}
