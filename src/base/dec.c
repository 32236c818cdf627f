#include "base/dec.h"

#include "base/bug.h"

__extension__ typedef __int128 wide;

static bool narrow(wide v, struct dec *ret)
{
	if (v > INT64_MAX || v < INT64_MIN)
		return false;
	ret->u = (int64_t)v;
	return true;
}

/* n ÷ d, half away from zero; d > 0. */
static wide div_round(wide n, wide d)
{
	return n >= 0 ? (n + d / 2) / d : -((-n + d / 2) / d);
}

bool dec_add(struct dec a, struct dec b, struct dec *ret)
{
	return narrow((wide)a.u + b.u, ret);
}

bool dec_sub(struct dec a, struct dec b, struct dec *ret)
{
	return narrow((wide)a.u - b.u, ret);
}

bool dec_mul(struct dec a, struct dec b, struct dec *ret)
{
	return narrow(div_round((wide)a.u * b.u, DEC_ONE), ret);
}

bool dec_muldiv(struct dec a, struct dec b, struct dec c, struct dec *ret)
{
	if (c.u == 0)
		return false;
	wide n = (wide)a.u * b.u;
	return narrow(c.u > 0 ? div_round(n, c.u) : div_round(-n, -(wide)c.u), ret);
}

static int64_t unit_of(int places)
{
	if (places < 0 || places > 6)
		BUG("a decimal with %d places", places);
	int64_t m = 1;
	for (int i = places; i < 6; i++)
		m *= 10;
	return m;
}

struct dec dec_round(struct dec a, int places)
{
	int64_t m = unit_of(places);
	struct dec r = a;
	if (!narrow(div_round(a.u, m) * m, &r))
		r.u = a.u / m * m; /* within one unit of the very end of the range */
	return r;
}

bool dec_parse(struct sv s, struct dec *ret)
{
	bool neg = false;
	size_t i = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		neg = s.p[i++] == '-';
	wide v = 0;
	int places = -1;
	bool digit = false;
	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '.' && places < 0 && digit) {
			places = 0;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		if (places >= 0 && ++places > 6)
			return false;
		v = v * 10 + (c - '0');
		digit = true;
		if (v > (wide)INT64_MAX + 1) /* the smallest number has one more than the largest */
			return false;
	}
	if (!digit || places == 0)
		return false;
	for (int k = places < 0 ? 0 : places; k < 6; k++)
		v *= 10;
	return narrow(neg ? -v : v, ret);
}

struct sv dec_fixed(struct arena *a, struct dec d, int places)
{
	int64_t m = unit_of(places);
	wide v = div_round(d.u, m);
	bool neg = v < 0;
	uint64_t w = (uint64_t)(neg ? -v : v), p10 = (uint64_t)(DEC_ONE / m);
	if (places == 0)
		return arena_printf(a, "%s%llu", neg ? "-" : "", (unsigned long long)w);
	return arena_printf(a, "%s%llu.%0*llu", neg ? "-" : "", (unsigned long long)(w / p10), places,
			    (unsigned long long)(w % p10));
}

struct sv dec_text(struct arena *a, struct dec d)
{
	int places = 6;
	int64_t u = d.u;
	while (places > 0 && u % 10 == 0) {
		u /= 10;
		places--;
	}
	return dec_fixed(a, d, places);
}
