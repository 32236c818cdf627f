#include "verify/num.h"

#include "base/buf.h"

enum { WHOLE_MAX = 12, PLACES = 6 };

bool vf_num_read(struct sv s, vf_num *ret)
{
	bool minus = s.n && s.p[0] == '-';
	struct sv t = minus ? sv_from(s, 1) : s, whole = SV(""), part = SV("");
	bool point = sv_has(t, SV("."));
	if (!sv_split(&t, '.', &whole) || (point && !sv_split(&t, '.', &part)) || t.p)
		return false;
	if (whole.n < 1 || whole.n > WHOLE_MAX || part.n > PLACES || (point && part.n == 0))
		return false;
	vf_num v = 0;
	for (size_t i = 0; i < whole.n + PLACES; i++) {
		char c = i < whole.n ? whole.p[i] : i - whole.n < part.n ? part.p[i - whole.n] : '0';
		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	bool zeros = (whole.n > 1 && whole.p[0] == '0') || (part.n && part.p[part.n - 1] == '0') || (minus && v == 0);
	*ret = minus ? -v : v;
	return !zeros;
}

struct sv vf_num_text(struct arena *a, vf_num v)
{
	struct buf b = buf_new(a, 64);
	vf_num u = v < 0 ? -v : v;
	int places = PLACES;
	while (places > 0 && u % 10 == 0) {
		u /= 10;
		places--;
	}
	char digits[48];
	int n = 0;
	for (; u > 0 || n <= places; u /= 10)
		digits[n++] = (char)('0' + (int)(u % 10));
	if (v < 0)
		buf_putc(&b, '-');
	while (n-- > 0) {
		buf_putc(&b, digits[n]);
		if (n == places && n > 0)
			buf_putc(&b, '.');
	}
	return buf_sv(&b);
}

struct sv vf_num_signed(struct arena *a, vf_num v)
{
	struct sv t = vf_num_text(a, v);
	return v > 0 ? arena_printf(a, "+%.*s", SV_ARG(t)) : t;
}

vf_num vf_num_ratio(vf_num n, vf_num d, int places)
{
	vf_num step = 1;
	for (int i = places; i < PLACES; i++)
		step *= 10;
	/* Steps of 10^-places, counted up from zero on either side, so that a half goes away from it. */
	vf_num size = n < 0 ? -n : n, steps = (2 * size * VF_ONE + d * step) / (2 * d * step);
	return (n < 0 ? -steps : steps) * step;
}

vf_num vf_num_round(vf_num v, int places)
{
	return vf_num_ratio(v, VF_ONE, places);
}
