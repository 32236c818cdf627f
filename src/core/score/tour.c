#include "core/score/tour.h"

#define NEVER INT64_MAX

int64_t tour_leg(const struct tour *t, int from, int to)
{
	size_t start = t->places - t->n, home = 0;
	if ((from < 0 || to < 0) && !start)
		return 0;
	size_t row = from < 0 ? home : (size_t)from + start, col = to < 0 ? home : (size_t)to + start;
	return t->travel[row * t->places + col];
}

static int64_t arrival(const struct tour *t, int from, int64_t clock, int site)
{
	return clock + tour_leg(t, from, site);
}

bool tour_visit(const struct tour *t, int from, int64_t clock, int site, int64_t *ret_leave)
{
	const struct tour_site *s = &t->sites[site];
	int64_t begin = arrival(t, from, clock, site);
	if (begin < s->open)
		begin = s->open;
	int64_t leave = begin + s->stay;
	if ((t->leave_by ? leave : begin) > s->close || leave - t->start > t->budget)
		return false;
	*ret_leave = leave;
	return true;
}

static bool home_in_time(const struct tour *t, int last, int64_t clock, int64_t *ret_finish)
{
	*ret_finish = clock + (t->back && last >= 0 ? tour_leg(t, last, -1) : 0);
	return *ret_finish - t->start <= t->budget;
}

bool tour_finish(const struct tour *t, const int *stops, size_t n, int64_t *ret_finish)
{
	int64_t clock = t->start;
	int at = -1;
	for (size_t i = 0; i < n; i++) {
		if (!tour_visit(t, at, clock, stops[i], &clock))
			return false;
		at = stops[i];
	}
	return home_in_time(t, at, clock, ret_finish);
}

/* leave[set·n + last]: the earliest leave of `last` having seen `set`; from[] the site before. */
struct labels {
	int64_t *leave;
	int8_t *from;
	uint32_t *county; /* the sites of a county */
	size_t n, sets;
};

static int bits(uint32_t v)
{
	int n = 0;
	for (; v; v &= v - 1)
		n++;
	return n;
}

static void extend(const struct tour *t, struct labels *l, uint32_t set, int last)
{
	int64_t clock = last < 0 ? t->start : l->leave[set * l->n + (size_t)last], leave;
	if (clock == NEVER)
		return;
	for (int next = 0; next < (int)l->n; next++) {
		size_t c = t->sites[next].county;
		if (set >> next & 1 || bits(set & l->county[c]) >= t->county_max[c] || !tour_visit(t, last, clock, next, &leave))
			continue;
		size_t to = (set | UINT32_C(1) << next) * l->n + (size_t)next;
		if (leave < l->leave[to]) {
			l->leave[to] = leave;
			l->from[to] = (int8_t)last;
		}
	}
}

static struct labels label_all(struct arena *a, const struct tour *t)
{
	size_t sets = (size_t)1 << t->n;
	struct labels l = { NEW(a, int64_t, sets * t->n + 1), NEW(a, int8_t, sets * t->n + 1), NEW(a, uint32_t, t->counties + 1),
			    t->n, sets };
	for (size_t i = 0; i < sets * t->n; i++)
		l.leave[i] = NEVER;
	for (size_t i = 0; i < t->n; i++)
		l.county[t->sites[i].county] |= UINT32_C(1) << i;
	extend(t, &l, 0, -1);
	for (uint32_t set = 1; set < sets; set++)
		for (int last = 0; last < (int)t->n; last++)
			if (set >> last & 1)
				extend(t, &l, set, last);
	return l;
}

static bool complete(const struct tour *t, const struct labels *l, uint32_t set)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->sites[i].must && !(set >> i & 1))
			return false;
	for (size_t c = 0; c < t->counties; c++)
		if (bits(set & l->county[c]) < t->county_min[c])
			return false;
	return true;
}

static int64_t worth(const struct tour *t, uint32_t set)
{
	int64_t sum = 0;
	for (size_t i = 0; i < t->n; i++)
		sum += set >> i & 1 ? t->sites[i].score.u : 0;
	return sum;
}

static void walk_back(const struct labels *l, uint32_t set, int last, struct tour_route *r)
{
	for (r->n = (size_t)bits(set); last >= 0;) {
		int before = l->from[set * l->n + (size_t)last];
		r->stops[bits(set) - 1] = last;
		set &= ~(UINT32_C(1) << last);
		last = before;
	}
}

static bool best_of(const struct tour *t, const struct labels *l, struct tour_route *r)
{
	uint32_t best = 0;
	int best_last = -1;
	bool any = complete(t, l, 0) && home_in_time(t, -1, t->start, &r->finish);
	for (uint32_t set = 1; set < l->sets; set++) {
		int64_t score = complete(t, l, set) ? worth(t, set) : -1, finish;
		if (score < 0 || (any && score < r->score.u))
			continue;
		for (int last = 0; last < (int)t->n; last++) {
			if (!(set >> last & 1) || l->leave[set * l->n + (size_t)last] == NEVER ||
			    !home_in_time(t, last, l->leave[set * l->n + (size_t)last], &finish))
				continue;
			if (any && score == r->score.u && finish >= r->finish)
				continue;
			any = true;
			best = set;
			best_last = last;
			r->score.u = score;
			r->finish = finish;
		}
	}
	if (any)
		walk_back(l, best, best_last, r);
	return any;
}

static void trace_stop(struct trace *tr, const struct tour *t, int from, int64_t *clock, int site)
{
	const struct tour_site *s = &t->sites[site];
	int64_t came = arrival(t, from, *clock, site), begin = came < s->open ? s->open : came;
	trace_add(tr, "visit", s->id,
		  arena_printf(tr->a, "%lld + %lld travel + %lld waiting + %lld stay", (long long)*clock, (long long)(came - *clock),
			       (long long)(begin - came), (long long)s->stay),
		  arena_printf(tr->a, "%lld", (long long)(begin + s->stay)));
	*clock = begin + s->stay;
}

static void trace_route(struct trace *tr, const struct tour *t, const struct tour_route *r)
{
	int64_t clock = t->start;
	struct dec *scores = NEW(tr->a, struct dec, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		trace_stop(tr, t, i ? r->stops[i - 1] : -1, &clock, r->stops[i]);
		scores[i] = t->sites[r->stops[i]].score;
	}
	if (t->back && r->n)
		trace_add(tr, "return", SV(""),
			  arena_printf(tr->a, "%lld + %lld travel", (long long)clock, (long long)(r->finish - clock)),
			  arena_printf(tr->a, "%lld", (long long)r->finish));
	trace_add(tr, "sum", SV("score"), trace_list(tr, scores, r->n, " + "), trace_dec(tr, r->score));
	trace_add(tr, r->exact ? "all_routes_compared" : "search", SV(""),
		  arena_printf(tr->a, "%zu sites, seed %llu", t->n, (unsigned long long)t->seed), SV(""));
}

enum score_status tour_plan(struct arena *a, const struct tour *t, struct trace *tr, struct tour_route *ret)
{
	*ret = (struct tour_route){ .stops = NEW(a, int, t->n + 1), .exact = t->n <= TOUR_EXACT };
	if (ret->exact) {
		struct labels l = label_all(a, t);
		if (!best_of(t, &l, ret))
			return SCORE_INVALID;
	} else if (!tour_search(a, t, ret)) {
		return SCORE_NOT_CONVERGED;
	}
	if (tr)
		trace_route(tr, t, ret);
	return SCORE_OK;
}
