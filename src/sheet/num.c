#include "sheet/num.h"

#include "base/buf.h"

enum { EXP_MAX = 400 };

static void trim_digits(struct num *v)
{
	while (v->n && v->d[v->n - 1] == 0)
		v->n--;
	if (v->n == 0)
		*v = (struct num){ 0 };
}

/* Keeps the first `n` digits (n may be 0 or less), rounding half away from zero by the next one. */
static void keep(struct num *v, int n)
{
	if (n >= v->n)
		return;
	bool up = n >= 0 && v->d[n] >= 5;
	v->n = n > 0 ? n : 0;
	if (up) {
		int i = v->n - 1;
		while (i >= 0 && v->d[i] == 9)
			v->d[i--] = 0;
		if (i >= 0) {
			v->d[i]++;
		} else {
			v->d[0] = 1;
			v->n = 1;
			v->exp++;
		}
	}
	trim_digits(v);
}

static bool exponent(struct sv s, int *ret)
{
	int64_t e;
	if (s.n == 0 || s.n > 6 || !sv_int(s, &e))
		return false;
	*ret = (int)e;
	return true;
}

bool num_parse(struct sv s, struct num *ret)
{
	struct num v = { 0 };
	size_t i = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		v.neg = s.p[i++] == '-';
	bool point = false, digit = false, up = false;
	int seen = 0;
	for (; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
		char c = s.p[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		digit = true;
		if (seen == 0 && c == '0') { /* leading zeros */
			v.exp -= point;
			continue;
		}
		v.exp += !point;
		if (seen < NUM_DIGITS)
			v.d[seen] = (char)(c - '0');
		else if (seen == NUM_DIGITS)
			up = c >= '5';
		seen += seen <= NUM_DIGITS;
	}
	int e = 0;
	if (!digit || (i < s.n && !exponent(sv_from(s, i + 1), &e)))
		return false;
	v.n = seen < NUM_DIGITS ? seen : NUM_DIGITS;
	if (up) {
		int k = v.n - 1;
		while (k >= 0 && v.d[k] == 9)
			v.d[k--] = 0;
		if (k >= 0) {
			v.d[k]++;
		} else {
			v.d[0] = 1;
			v.exp++;
		}
	}
	v.exp += e;
	trim_digits(&v);
	if (v.exp > EXP_MAX || v.exp < -EXP_MAX) {
		if (v.exp > 0)
			return false;
		v = (struct num){ 0 };
	}
	*ret = v;
	return true;
}

struct num num_scale(struct num v, int by)
{
	if (v.n)
		v.exp += by;
	return v;
}

bool num_dec(struct num v, struct dec *ret)
{
	keep(&v, v.exp + 6);
	if (v.n == 0) {
		*ret = (struct dec){ 0 };
		return true;
	}
	if (v.exp > 13)
		return false;
	int64_t u = 0;
	for (int i = 0; i < v.exp + 6; i++)
		if (__builtin_mul_overflow(u, 10, &u) || __builtin_add_overflow(u, i < v.n ? v.d[i] : 0, &u))
			return false;
	ret->u = v.neg ? -u : u;
	return true;
}

/* The digit worth 10^place. */
static char digit_at(const struct num *v, int place)
{
	int i = v->exp - 1 - place;
	return (char)('0' + (i >= 0 && i < v->n ? v->d[i] : 0));
}

struct sv num_fixed(struct arena *a, struct num v, int whole, int places, int optional, bool group)
{
	keep(&v, v.exp + places);
	struct buf b = buf_new(a, 1024);
	int top = v.n && v.exp > whole ? v.exp : whole;
	for (int p = top - 1; p >= 0; p--) {
		buf_putc(&b, digit_at(&v, p));
		if (group && p > 0 && p % 3 == 0)
			buf_putc(&b, ',');
	}
	int last = -places;
	while (optional > 0 && last < 0 && digit_at(&v, last) == '0') {
		last++;
		optional--;
	}
	if (last < 0)
		buf_putc(&b, '.');
	for (int p = -1; p >= last; p--)
		buf_putc(&b, digit_at(&v, p));
	return b.n ? buf_sv(&b) : SV("");
}

struct sv num_text(struct arena *a, struct num v)
{
	struct buf b = buf_new(a, 512);
	if (v.neg)
		buf_putc(&b, '-');
	if (v.n == 0 || (v.exp <= 20 && v.exp > -8)) {
		int places = v.n > v.exp ? v.n - v.exp : 0;
		buf_put(&b, num_fixed(a, v, 1, places, 0, false));
		return buf_sv(&b);
	}
	buf_putc(&b, (char)('0' + v.d[0]));
	if (v.n > 1)
		buf_putc(&b, '.');
	for (int i = 1; i < v.n; i++)
		buf_putc(&b, (char)('0' + v.d[i]));
	buf_printf(&b, "E%c%02d", v.exp > 0 ? '+' : '-', v.exp > 0 ? v.exp - 1 : 1 - v.exp);
	return buf_sv(&b);
}
