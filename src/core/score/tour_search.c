#include "core/score/tour.h"

#include "base/prng.h"

__extension__ typedef __int128 wide;

/* Ruin and recreate: take out a stretch of the route, put sites in where they cost least, straighten, and keep what
 * is no worse.  Every draw comes from the tour's seed. */
enum { ROUNDS = 400 };

struct plan {
	int stops[TOUR_MAX];
	size_t n;
	int lacking; /* musts and county minima not met */
	int64_t score, finish;
};
struct search {
	const struct tour *t;
	struct prng luck;
	bool in[TOUR_MAX];
	int64_t *held; /* sites a county has in the plan */
};

static void take_stock(struct search *s, const struct plan *p)
{
	memset(s->in, 0, sizeof(s->in));
	memset(s->held, 0, s->t->counties * sizeof(*s->held));
	for (size_t i = 0; i < p->n; i++) {
		s->in[p->stops[i]] = true;
		s->held[s->t->sites[p->stops[i]].county]++;
	}
}

static void measure(struct search *s, struct plan *p)
{
	const struct tour *t = s->t;
	take_stock(s, p);
	p->lacking = 0;
	p->score = 0;
	for (size_t i = 0; i < t->n; i++) {
		p->lacking += t->sites[i].must && !s->in[i];
		p->score += s->in[i] ? t->sites[i].score.u : 0;
	}
	for (size_t c = 0; c < t->counties; c++)
		if (s->held[c] < t->county_min[c])
			p->lacking += (int)(t->county_min[c] - s->held[c]);
}

/* Below zero: p is the better plan. */
static int plan_cmp(const struct plan *p, const struct plan *q)
{
	if (p->lacking != q->lacking)
		return p->lacking - q->lacking;
	if (p->score != q->score)
		return p->score > q->score ? -1 : 1;
	return p->finish < q->finish ? -1 : p->finish > q->finish;
}

static bool put_in(const struct tour *t, const struct plan *p, int site, size_t at, struct plan *ret)
{
	memcpy(ret->stops, p->stops, at * sizeof(int));
	ret->stops[at] = site;
	memcpy(ret->stops + at + 1, p->stops + at, (p->n - at) * sizeof(int));
	ret->n = p->n + 1;
	return tour_finish(t, ret->stops, ret->n, &ret->finish);
}

static bool needed(const struct search *s, int site)
{
	const struct tour_site *w = &s->t->sites[site];
	return w->must || s->held[w->county] < s->t->county_min[w->county];
}

/* a is worth more for its time than b: (score + 1) ÷ (minutes + 1), compared crosswise. */
static bool pays_more(int64_t score_a, int64_t cost_a, int64_t score_b, int64_t cost_b)
{
	return (wide)(score_a + 1) * (cost_b + 1) > (wide)(score_b + 1) * (cost_a + 1);
}

/* The next site and its place: needed ones first, then what pays most; one in eight is passed over by lot. */
static bool insert_best(struct search *s, struct plan *p)
{
	struct plan trial, best = { .n = 0 };
	bool best_needed = false;
	int64_t best_score = 0, best_cost = 0;
	for (int site = 0; site < (int)s->t->n; site++) {
		const struct tour_site *w = &s->t->sites[site];
		bool need = needed(s, site);
		if (s->in[site] || s->held[w->county] >= s->t->county_max[w->county] || prng_below(&s->luck, 8) == 0)
			continue;
		for (size_t at = 0; at <= p->n; at++) {
			if (!put_in(s->t, p, site, at, &trial))
				continue;
			int64_t cost = trial.finish > p->finish ? trial.finish - p->finish : 0;
			if (best.n && (best_needed != need ? best_needed : !pays_more(w->score.u, cost, best_score, best_cost)))
				continue;
			best = trial;
			best_needed = need;
			best_score = w->score.u;
			best_cost = cost;
		}
	}
	if (!best.n)
		return false;
	*p = best;
	take_stock(s, p);
	return true;
}

/* The stretch from..to turned round, or moved behind `behind`, where that ends earlier. */
static bool better_order(const struct tour *t, struct plan *p, const struct plan *trial)
{
	struct plan q = *trial;
	q.n = p->n;
	if (!tour_finish(t, q.stops, q.n, &q.finish) || q.finish >= p->finish)
		return false;
	*p = q;
	return true;
}

static bool turn_round(const struct tour *t, struct plan *p, size_t from, size_t to)
{
	struct plan q = *p;
	for (size_t i = from; i <= to; i++)
		q.stops[i] = p->stops[to - (i - from)];
	return better_order(t, p, &q);
}

static bool move_one(const struct tour *t, struct plan *p, size_t from, size_t to)
{
	struct plan q = *p;
	int site = p->stops[from];
	memmove(q.stops + from, q.stops + from + 1, (q.n - from - 1) * sizeof(int));
	memmove(q.stops + to + 1, q.stops + to, (q.n - to - 1) * sizeof(int));
	q.stops[to] = site;
	return better_order(t, p, &q);
}

static void straighten(const struct tour *t, struct plan *p)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < p->n; i++)
			for (size_t j = 0; j < p->n; j++)
				again |= (i < j && turn_round(t, p, i, j)) || (i != j && move_one(t, p, i, j));
	}
}

static void take_out(struct search *s, struct plan *p)
{
	if (!p->n)
		return;
	size_t n = (size_t)prng_below(&s->luck, p->n / 2 + 1) + 1, from = (size_t)prng_below(&s->luck, p->n - n + 1);
	memmove(p->stops + from, p->stops + from + n, (p->n - from - n) * sizeof(int));
	p->n -= n;
	/* Without the triangle inequality a shorter round can be the longer way: then begin anew. */
	if (!tour_finish(s->t, p->stops, p->n, &p->finish)) {
		p->n = 0;
		p->finish = s->t->start;
	}
	take_stock(s, p);
}

bool tour_search(struct arena *a, const struct tour *t, struct tour_route *ret)
{
	struct search s = { .t = t, .luck = { t->seed }, .held = NEW(a, int64_t, t->counties + 1) };
	struct plan now = { .finish = t->start }, next;
	measure(&s, &now);
	for (int round = 0; round < ROUNDS; round++) {
		next = now;
		take_out(&s, &next);
		do {
			while (insert_best(&s, &next))
				;
			straighten(t, &next);
		} while (insert_best(&s, &next));
		measure(&s, &next);
		if (plan_cmp(&next, &now) <= 0)
			now = next;
	}
	memcpy(ret->stops, now.stops, now.n * sizeof(int));
	ret->n = now.n;
	ret->score.u = now.score;
	ret->finish = now.finish;
	return now.lacking == 0;
}
