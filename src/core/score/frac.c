#include "core/score/frac.h"

static const struct frac unfit = { 0, 0 };

/* The one value that has no opposite is left out. */
static const frac_int least = -((((frac_int)1 << 126) - 1) * 2 + 1) - 1;

static frac_int abs_of(frac_int v)
{
	return v < 0 ? -v : v;
}

static frac_int gcd(frac_int a, frac_int b)
{
	while (b) {
		frac_int r = a % b;
		a = b;
		b = r;
	}
	return a;
}

static struct frac lowest(frac_int n, frac_int d)
{
	if (d == 0 || n == least || d == least)
		return unfit;
	frac_int g = gcd(abs_of(n), abs_of(d));
	if (d < 0)
		g = -g;
	return (struct frac){ n / g, d / g };
}

static bool times(frac_int a, frac_int b, frac_int *ret)
{
	return !__builtin_mul_overflow(a, b, ret) && *ret != least;
}

struct frac frac_of(struct dec d)
{
	return lowest(d.u, DEC_ONE);
}

struct frac frac_ratio(int64_t n, int64_t d)
{
	return lowest(n, d);
}

struct frac frac_add(struct frac a, struct frac b)
{
	frac_int g, x, y, d, n;
	if (!frac_fits(a) || !frac_fits(b))
		return unfit;
	g = gcd(a.d, b.d);
	if (!times(a.n, b.d / g, &x) || !times(b.n, a.d / g, &y) || !times(a.d, b.d / g, &d) || __builtin_add_overflow(x, y, &n))
		return unfit;
	return lowest(n, d);
}

struct frac frac_sub(struct frac a, struct frac b)
{
	return frac_add(a, (struct frac){ -b.n, b.d });
}

struct frac frac_mul(struct frac a, struct frac b)
{
	frac_int n, d;
	if (!frac_fits(a) || !frac_fits(b))
		return unfit;
	struct frac x = lowest(a.n, b.d), y = lowest(b.n, a.d); /* crossed out first, so that more fits */
	return times(x.n, y.n, &n) && times(x.d, y.d, &d) ? (struct frac){ n, d } : unfit;
}

struct frac frac_div(struct frac a, struct frac b)
{
	if (!frac_fits(b) || b.n == 0)
		return unfit;
	return frac_mul(a, b.n < 0 ? (struct frac){ -b.d, -b.n } : (struct frac){ b.d, b.n });
}

/* Whole parts first, then the remainders turned over: no product that could overflow. */
int frac_cmp(struct frac a, struct frac b)
{
	for (int sign = 1;; sign = -sign) {
		frac_int p = a.n / a.d, q = b.n / b.d, r, s;
		p -= a.n % a.d < 0;
		q -= b.n % b.d < 0;
		if (p != q)
			return p < q ? -sign : sign;
		r = a.n - p * a.d;
		s = b.n - q * b.d;
		if (!r || !s)
			return r == s ? 0 : r ? sign : -sign;
		a = (struct frac){ a.d, r };
		b = (struct frac){ b.d, s };
	}
}

struct frac frac_clamp(struct frac f, const struct dec *floor, const struct dec *cap)
{
	if (frac_fits(f) && floor && frac_cmp(f, frac_of(*floor)) < 0)
		return frac_of(*floor);
	if (frac_fits(f) && cap && frac_cmp(f, frac_of(*cap)) > 0)
		return frac_of(*cap);
	return f;
}

bool frac_round(struct frac f, struct rounding r, struct dec *ret)
{
	frac_int unit = 1, n, d, q, rest;
	for (int i = r.decimals; i < 6; i++)
		unit *= 10;
	if (!frac_fits(f) || !times(abs_of(f.n), DEC_ONE, &n) || !times(f.d, unit * 2, &d))
		return false;
	d /= 2;
	q = n / d;
	rest = n % d;
	if (r.mode == ROUND_HALF_UP)
		q += rest * 2 >= d;
	else if (r.mode == ROUND_HALF_EVEN)
		q += rest * 2 > d || (rest * 2 == d && q % 2);
	else if (r.mode == ROUND_UP)
		q += rest > 0;
	q *= f.n < 0 ? -unit : unit;
	if (q > INT64_MAX || q < INT64_MIN)
		return false;
	ret->u = (int64_t)q;
	return true;
}
