#include "core/score/ratio.h"

static const wide LARGEST = (wide)1 << 125; /* the sum of two still fits */

static wide magnitude(wide v)
{
	return v < 0 ? -v : v;
}

static wide common_divisor(wide a, wide b)
{
	a = magnitude(a);
	b = magnitude(b);
	while (b) {
		wide rest = a % b;
		a = b;
		b = rest;
	}
	return a ? a : 1;
}

static bool times(wide a, wide b, wide *ret)
{
	if (b != 0 && magnitude(a) > LARGEST / magnitude(b))
		return false;
	*ret = a * b;
	return true;
}

static bool lowest(wide n, wide d, struct ratio *ret)
{
	if (d == 0)
		return false;
	wide g = common_divisor(n, d);
	if (d < 0)
		g = -g;
	n /= g;
	d /= g;
	if (magnitude(n) > LARGEST || d > LARGEST)
		return false;
	*ret = (struct ratio){ n, d };
	return true;
}

struct ratio ratio_dec(struct dec v)
{
	struct ratio r = { 0, 1 };
	(void)lowest(v.u, DEC_ONE, &r); /* no 64-bit number is too large */
	return r;
}

struct ratio ratio_int(int64_t v)
{
	return (struct ratio){ v, 1 };
}

bool ratio_millionths(wide n, wide d, struct ratio *ret)
{
	wide whole;
	return times(d, DEC_ONE, &whole) && lowest(n, whole, ret);
}

bool ratio_mean(const struct dec *v, size_t n, struct ratio *ret)
{
	wide sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i].u;
	return ratio_millionths(sum, (wide)n, ret);
}

/* Over the least common denominator, so that weights and small panels stay small. */
bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret)
{
	wide g = common_divisor(a.d, b.d), x, y, d;
	return times(a.n, b.d / g, &x) && times(b.n, a.d / g, &y) && times(a.d, b.d / g, &d) && lowest(x + y, d, ret);
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret)
{
	return ratio_add(a, (struct ratio){ -b.n, b.d }, ret);
}

/* Crosswise shortened before multiplying. */
bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret)
{
	wide g = common_divisor(a.n, b.d), h = common_divisor(b.n, a.d), n, d;
	return times(a.n / g, b.n / h, &n) && times(a.d / h, b.d / g, &d) && lowest(n, d, ret);
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret)
{
	if (b.n == 0)
		return false;
	return ratio_mul(a, b.n < 0 ? (struct ratio){ -b.d, -b.n } : (struct ratio){ b.d, b.n }, ret);
}

bool ratio_round(struct ratio v, struct rounding r, struct dec *ret)
{
	wide g = common_divisor(DEC_ONE, v.d), n;
	return times(v.n, DEC_ONE / g, &n) && dec_settle(n, v.d / g, r, ret);
}

bool ratio_stage(struct ratio v, struct stage s, struct ratio *ret)
{
	struct dec d;
	*ret = v;
	if (s.exact)
		return true;
	if (!ratio_round(v, s.r, &d))
		return false;
	*ret = ratio_dec(d);
	return true;
}

static struct sv wide_text(struct arena *a, wide v)
{
	char digits[48];
	size_t at = sizeof(digits);
	wide m = magnitude(v);
	do {
		digits[--at] = (char)('0' + (int)(m % 10));
		m /= 10;
	} while (m);
	if (v < 0)
		digits[--at] = '-';
	return arena_sv(a, sv_make(digits + at, sizeof(digits) - at));
}

struct sv ratio_text(struct arena *a, struct ratio v)
{
	struct dec d;
	if (DEC_ONE % v.d == 0 && ratio_round(v, (struct rounding){ ROUND_HALF_UP, 6 }, &d))
		return dec_text(a, d);
	return arena_printf(a, "(%.*s/%.*s)", SV_ARG(wide_text(a, v.n)), SV_ARG(wide_text(a, v.d)));
}

struct sv trace_ratio(struct trace *t, struct ratio v)
{
	return t ? ratio_text(t->a, v) : SV_NONE;
}
