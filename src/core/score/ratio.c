#include "core/score/ratio.h"

#include "base/buf.h"

static const wide LARGEST = (wide)1 << 125; /* the sum of two still fits */

static wide magnitude(wide v)
{
	return v < 0 ? -v : v;
}

/* At least 1, so that RATIO_NONE goes through every operation and comes out as itself. */
static wide common_divisor(wide a, wide b)
{
	while (b) {
		wide rest = a % b;
		a = b;
		b = rest;
	}
	return a ? magnitude(a) : 1;
}

static bool times(wide a, wide b, wide *ret)
{
	if (b != 0 && magnitude(a) > LARGEST / magnitude(b))
		return false;
	*ret = a * b;
	return true;
}

static struct ratio lowest(wide n, wide d)
{
	wide g = common_divisor(n, d);
	n /= g;
	d /= g;
	return d == 0 || magnitude(n) > LARGEST || d > LARGEST ? RATIO_NONE : (struct ratio){ n, d };
}

struct ratio ratio_dec(struct dec v)
{
	return lowest(v.u, DEC_ONE);
}

struct ratio ratio_int(int64_t v)
{
	return (struct ratio){ v, 1 };
}

struct ratio ratio_of(int64_t n, int64_t d)
{
	return ratio_div(ratio_int(n), ratio_int(d));
}

struct ratio ratio_millionths(wide n, wide d)
{
	return ratio_div(lowest(n, DEC_ONE), lowest(d, 1));
}

struct ratio ratio_mean(const struct dec *v, size_t n)
{
	wide sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i].u;
	return ratio_millionths(sum, (wide)n);
}

/* Over the least common denominator, so that weights and small panels stay small. */
struct ratio ratio_add(struct ratio a, struct ratio b)
{
	wide g = common_divisor(a.d, b.d), x, y, d;
	bool fits = times(a.n, b.d / g, &x) && times(b.n, a.d / g, &y) && times(a.d, b.d / g, &d);
	return fits ? lowest(x + y, d) : RATIO_NONE;
}

struct ratio ratio_sub(struct ratio a, struct ratio b)
{
	return ratio_add(a, (struct ratio){ -b.n, b.d });
}

/* Crosswise shortened before multiplying. */
struct ratio ratio_mul(struct ratio a, struct ratio b)
{
	wide g = common_divisor(a.n, b.d), h = common_divisor(b.n, a.d), n, d;
	return times(a.n / g, b.n / h, &n) && times(a.d / h, b.d / g, &d) ? lowest(n, d) : RATIO_NONE;
}

struct ratio ratio_div(struct ratio a, struct ratio b)
{
	return ratio_mul(a, b.n < 0 ? (struct ratio){ -b.d, -b.n } : (struct ratio){ b.d, b.n });
}

/* Whole parts first, then the remainders turned over: no product that could overflow. */
int ratio_cmp(struct ratio a, struct ratio b)
{
	for (int sign = 1;; sign = -sign) {
		wide p = a.n / a.d, q = b.n / b.d, r, s;
		p -= a.n % a.d < 0;
		q -= b.n % b.d < 0;
		if (p != q)
			return p < q ? -sign : sign;
		r = a.n - p * a.d;
		s = b.n - q * b.d;
		if (!r || !s)
			return r == s ? 0 : r ? sign : -sign;
		a = (struct ratio){ a.d, r };
		b = (struct ratio){ b.d, s };
	}
}

struct ratio ratio_clamp(struct ratio v, const struct dec *floor, const struct dec *cap)
{
	if (ratio_fits(v) && floor && ratio_cmp(v, ratio_dec(*floor)) < 0)
		return ratio_dec(*floor);
	if (ratio_fits(v) && cap && ratio_cmp(v, ratio_dec(*cap)) > 0)
		return ratio_dec(*cap);
	return v;
}

bool ratio_round(struct ratio v, struct rounding r, struct dec *ret)
{
	wide g = common_divisor(DEC_ONE, v.d), n;
	return times(v.n, DEC_ONE / g, &n) && dec_settle(n, v.d / g, r, ret);
}

struct ratio ratio_stage(struct ratio v, struct stage s)
{
	struct dec d;
	return s.exact ? v : ratio_round(v, s.r, &d) ? ratio_dec(d) : RATIO_NONE;
}

static void put_wide(struct buf *b, wide v)
{
	char digits[48];
	size_t at = sizeof(digits);
	wide m = magnitude(v);
	do {
		digits[--at] = (char)('0' + (int)(m % 10));
		m /= 10;
	} while (m);
	if (v < 0)
		buf_putc(b, '-');
	buf_put(b, sv_make(digits + at, sizeof(digits) - at));
}

struct sv ratio_text(struct arena *a, struct ratio v)
{
	struct dec d;
	struct buf b = buf_new(a, 128);
	if (common_divisor(DEC_ONE, v.d) == v.d && ratio_round(v, (struct rounding){ ROUND_HALF_UP, 6 }, &d))
		return dec_text(a, d);
	buf_putc(&b, '(');
	put_wide(&b, v.n);
	buf_putc(&b, '/');
	put_wide(&b, v.d);
	buf_putc(&b, ')');
	return buf_sv(&b);
}

struct sv trace_ratio(struct trace *t, struct ratio v)
{
	return t ? ratio_text(t->a, v) : SV_NONE;
}
