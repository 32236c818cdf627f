#include "core/score/sampling.h"

#include "core/score/natural.h"

/* Numerator and denominator of the probability that n checks meet no false record. */
struct odds {
	struct nat miss, all;
};

/* Below a hundred-millionth neither a confidence nor six places can tell it from zero: the rest of the factors, each
 * at most 1, need not be multiplied out. */
static bool negligible(const struct odds *o, int64_t step)
{
	return step % 64 == 63 && nat_cmp(&o->miss, 100000000, &o->all, 1) < 0;
}

/* C(N−D, n) ÷ C(N, n) = C(N−n, D) ÷ C(N, D): as many factors as the smaller of n and D. */
static void miss_of_lot(struct odds *o, struct lot l, int64_t n)
{
	int64_t steps = n < l.bad ? n : l.bad, gone = n < l.bad ? l.bad : n;
	for (int64_t i = 0; i < steps && !negligible(o, i); i++) {
		if (gone + i >= l.size) {
			nat_set(&o->miss, 0);
			break;
		}
		nat_mul(&o->miss, (uint32_t)(l.size - gone - i));
		nat_mul(&o->all, (uint32_t)(l.size - i));
	}
}

static uint32_t gcd(uint32_t a, uint32_t b)
{
	while (b) {
		uint32_t r = a % b;
		a = b;
		b = r;
	}
	return a;
}

static void miss_of_endless(struct odds *o, struct dec rate, int64_t n)
{
	uint32_t part = (uint32_t)rate.u, whole = DEC_ONE, g = gcd(part, whole);
	for (int64_t i = 0; i < n && !negligible(o, i); i++) {
		nat_mul(&o->miss, (whole - part) / g);
		nat_mul(&o->all, whole / g);
	}
}

static void miss(struct odds *o, struct lot l, int64_t n)
{
	nat_set(&o->miss, 1);
	nat_set(&o->all, 1);
	if (l.size)
		miss_of_lot(o, l, n);
	else
		miss_of_endless(o, l.rate, n);
}

static void trace_miss(struct trace *tr, struct lot l, int64_t n, struct dec hit)
{
	if (!tr)
		return;
	long long size = (long long)l.size, bad = (long long)l.bad, checks = (long long)n;
	struct sv in = l.size ? arena_printf(tr->a, "1 - C(%lld - %lld, %lld) / C(%lld, %lld)", size, bad, checks, size, checks) :
				arena_printf(tr->a, "1 - (1 - %s)^%lld", dec_text(tr->a, l.rate).p, checks);
	trace_add(tr, "find_one", arena_printf(tr->a, "n = %lld", checks), in, dec_text(tr->a, hit));
}

static struct dec hit_share(struct odds *o, struct lot l, int64_t n)
{
	miss(o, l, n);
	struct nat hit = nat_of(o->all.a, 0);
	nat_add(&hit, &o->all, 1);
	nat_sub(&hit, &o->miss, 1);
	return nat_share(&hit, &o->all);
}

static struct odds odds_new(struct arena *a)
{
	return (struct odds){ nat_of(a, 1), nat_of(a, 1) };
}

struct dec detection_prob(struct arena *a, struct lot l, int64_t n, struct trace *tr)
{
	struct odds o = odds_new(a);
	struct dec p = hit_share(&o, l, n);
	trace_miss(tr, l, n, p);
	return p;
}

static bool enough(struct odds *o, struct lot l, int64_t n, struct dec confidence)
{
	miss(o, l, n);
	return nat_cmp(&o->miss, DEC_ONE, &o->all, (uint32_t)(DEC_ONE - confidence.u)) <= 0;
}

bool detection_n(struct arena *a, struct lot l, struct dec confidence, struct trace *tr, int64_t *ret_n)
{
	struct odds o = odds_new(a);
	int64_t low = 0, high = l.size ? l.size - l.bad + 1 : 1;
	if (l.size ? !l.bad : l.rate.u <= 0)
		return false;
	while (!l.size && !enough(&o, l, high, confidence))
		high *= 2;
	while (low < high) {
		int64_t n = (low + high) / 2;
		if (enough(&o, l, n, confidence))
			high = n;
		else
			low = n + 1;
	}
	*ret_n = low;
	for (int64_t n = low ? low - 1 : low; tr && n <= low; n++)
		trace_miss(tr, l, n, hit_share(&o, l, n));
	return true;
}

/* The exact terms of a count X of false records among n, all over one denominator. */
struct terms {
	struct nat at, upto, whole; /* P(X = c), P(X ≤ c), 1 */
};

static struct terms terms_new(struct arena *a)
{
	return (struct terms){ nat_of(a, 1), nat_of(a, 1), nat_of(a, 1) };
}

/* C(D, k)·C(N−D, n−k) */
static void hyper_at(struct nat *x, int64_t size, int64_t bad, int64_t n, int64_t k)
{
	nat_choose(x, (uint32_t)(size - bad), (uint32_t)(n - k));
	for (int64_t i = 0; i < k; i++) {
		nat_mul(x, (uint32_t)(bad - i));
		nat_div(x, (uint32_t)(i + 1));
	}
}

/* P(X ≤ found) > 1 − confidence: so many false records are not yet ruled out. */
static bool thinkable(struct terms *t, int64_t size, int64_t bad, int64_t n, int64_t found, struct dec confidence)
{
	nat_set(&t->upto, 0);
	for (int64_t k = 0; k <= found; k++) {
		hyper_at(&t->at, size, bad, n, k);
		nat_add(&t->upto, &t->at, 1);
	}
	return nat_cmp(&t->upto, DEC_ONE, &t->whole, (uint32_t)(DEC_ONE - confidence.u)) > 0;
}

int64_t errors_at_most(struct arena *a, int64_t size, int64_t n, int64_t found, struct dec confidence)
{
	struct terms t = terms_new(a);
	struct odds o = odds_new(a);
	int64_t low = found, high = size - (n - found);
	nat_choose(&t.whole, (uint32_t)size, (uint32_t)n);
	while (low < high) {
		int64_t bad = (low + high + 1) / 2;
		bool yes = found ? thinkable(&t, size, bad, n, found, confidence) :
				   !enough(&o, (struct lot){ .size = size, .bad = bad }, n, confidence);
		if (yes)
			low = bad;
		else
			high = bad - 1;
	}
	return low;
}

/* The lots of one risk point: binomial with the share part/whole, or of `size` records, `bad` of them false. */
struct lots {
	struct terms t;
	uint32_t part, whole;
	int64_t size, bad;
};

static struct lots lots_new(struct arena *a, struct dec share, int64_t size, int64_t bad)
{
	uint32_t g = gcd((uint32_t)share.u, DEC_ONE);
	return (struct lots){ terms_new(a), (uint32_t)share.u / g, (uint32_t)DEC_ONE / g, size, bad };
}

/* From n checks to n + 1: X stays at most c, unless it stood at c and the new record is false. */
static void one_more_check(struct lots *l, int64_t n, int64_t c)
{
	struct terms *t = &l->t;
	uint32_t next = (uint32_t)(n + 1);
	if (l->size) {
		nat_mul(&t->upto, (uint32_t)(l->size - n));
		nat_sub(&t->upto, &t->at, (uint32_t)(l->bad - c));
		nat_div(&t->upto, next);
		nat_mul(&t->at, (uint32_t)(l->size - l->bad - (n - c))); /* true records left: no plan asks for more */
		nat_div(&t->at, (uint32_t)(next - c));
		nat_mul(&t->whole, (uint32_t)(l->size - n));
		nat_div(&t->whole, next);
	} else {
		nat_mul(&t->upto, l->whole);
		nat_sub(&t->upto, &t->at, l->part);
		nat_mul(&t->at, next);
		nat_div(&t->at, (uint32_t)(next - c));
		nat_mul(&t->at, l->whole - l->part);
		nat_mul(&t->whole, l->whole);
	}
}

/* From "at most c" to "at most c + 1" among n; c < n. */
static void one_more_allowed(struct lots *l, int64_t n, int64_t c)
{
	struct terms *t = &l->t;
	if (l->size) {
		hyper_at(&t->at, l->size, l->bad, n, c + 1);
	} else {
		nat_mul(&t->at, (uint32_t)(n - c));
		nat_div(&t->at, (uint32_t)(c + 1));
		nat_div(&t->at, l->whole - l->part);
		nat_mul(&t->at, l->part);
	}
	nat_add(&t->upto, &t->at, 1);
}

static int accepted_cmp(const struct lots *l, struct dec p)
{
	return nat_cmp(&l->t.upto, DEC_ONE, &l->t.whole, (uint32_t)p.u);
}

static void trace_plan(struct trace *tr, const char *op, const struct plan *p)
{
	if (tr)
		trace_add(tr, op, arena_printf(tr->a, "n = %lld, c = %lld", (long long)p->n, (long long)p->c),
			  SV("P(X <= c | good), P(X <= c | bad)"),
			  arena_printf(tr->a, "%s, %s", dec_text(tr->a, p->accept_good).p, dec_text(tr->a, p->accept_bad).p));
}

enum score_status acceptance_plan(struct arena *a, struct risk_point good, struct risk_point bad, int64_t lot, struct trace *tr,
				  struct plan *ret)
{
	int64_t few = lot * good.share.u / DEC_ONE, many = (lot * bad.share.u + DEC_ONE - 1) / DEC_ONE;
	struct lots g = lots_new(a, good.share, lot, few), b = lots_new(a, bad.share, lot, many);
	struct plan p = { 0 };
	if (lot ? few >= many : good.share.u >= bad.share.u)
		return SCORE_NOT_IDENTIFIED;
	for (;;) {
		if (accepted_cmp(&b, bad.accept) > 0) {
			if (p.n == PLAN_MAX)
				return SCORE_NOT_CONVERGED;
			one_more_check(&g, p.n, p.c);
			one_more_check(&b, p.n, p.c);
			p.n++;
			continue;
		}
		bool reached = accepted_cmp(&g, good.accept) >= 0;
		p.accept_good = nat_share(&g.t.upto, &g.t.whole);
		p.accept_bad = nat_share(&b.t.upto, &b.t.whole);
		trace_plan(tr, reached ? "plan" : "rejects_good_lots", &p);
		if (reached)
			break;
		one_more_allowed(&g, p.n, p.c);
		one_more_allowed(&b, p.n, p.c);
		p.c++;
	}
	*ret = p;
	return SCORE_OK;
}

static bool muldiv_traced(struct trace *tr, const char *op, struct dec a, struct dec b, struct dec c, struct rounding r, struct dec *ret)
{
	if (!dec_muldiv_rounded(a, b, c, r, ret))
		return false;
	if (tr)
		trace_add(tr, op, SV(""),
			  arena_printf(tr->a, "%s * %s / %s", dec_text(tr->a, a).p, dec_text(tr->a, b).p, dec_text(tr->a, c).p),
			  dec_fixed(tr->a, *ret, r.decimals));
	return true;
}

enum score_status audit_totals(struct audit_sums s, struct rounding r, struct trace *tr, struct audit_totals *ret)
{
	struct rounding six = { ROUND_HALF_UP, 6 };
	if (!s.n.u)
		return SCORE_NO_DATA;
	if (!s.x.u)
		return SCORE_NOT_IDENTIFIED;
	if (!muldiv_traced(tr, "ratio", s.y, DEC(1), s.x, six, &ret->ratio) ||
	    !muldiv_traced(tr, "total_by_ratio", s.y, s.total_x, s.x, r, &ret->by_ratio) ||
	    !muldiv_traced(tr, "total_by_number", s.lot, s.y, s.n, r, &ret->by_number))
		return SCORE_OVERFLOW;
	return SCORE_OK;
}
