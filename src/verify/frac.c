#include "verify/frac.h"

static const struct vf_frac none = { 0, 0 };

static vf_num size_of(vf_num v)
{
	return v < 0 ? -v : v;
}

static const vf_num num_max = (((vf_num)1 << 126) - 1) * 2 + 1;

/* Both reach no further than num_max on either side. */
static bool times(vf_num a, vf_num b, vf_num *ret)
{
	if (a != 0 && size_of(b) > num_max / size_of(a))
		return false;
	*ret = a * b;
	return true;
}

static bool plus(vf_num a, vf_num b, vf_num *ret)
{
	if (b > 0 ? a > num_max - b : a < -num_max - b)
		return false;
	*ret = a + b;
	return true;
}

static vf_num common(vf_num a, vf_num b)
{
	a = size_of(a);
	b = size_of(b);
	while (b != 0) {
		vf_num rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

struct vf_frac vf_frac_ratio(vf_num n, vf_num d)
{
	if (d == 0)
		return none;
	vf_num c = common(n, d);
	return d < 0 ? (struct vf_frac){ -n / c, -d / c } : (struct vf_frac){ n / c, d / c };
}

struct vf_frac vf_frac_of(vf_num v)
{
	return vf_frac_ratio(v, VF_ONE);
}

struct vf_frac vf_frac_int(int64_t i)
{
	return (struct vf_frac){ i, 1 };
}

struct vf_frac vf_frac_percent(vf_num percent)
{
	return vf_frac_ratio(percent, 100 * VF_ONE);
}

struct vf_frac vf_frac_mul(struct vf_frac a, struct vf_frac b)
{
	vf_num n, d;
	if (a.d == 0 || b.d == 0)
		return none;
	/* Crosswise first: what is in lowest terms stays there, and as small as it can be. */
	struct vf_frac x = vf_frac_ratio(a.n, b.d), y = vf_frac_ratio(b.n, a.d);
	return times(x.n, y.n, &n) && times(x.d, y.d, &d) ? (struct vf_frac){ n, d } : none;
}

struct vf_frac vf_frac_div(struct vf_frac a, struct vf_frac b)
{
	if (b.d == 0 || b.n == 0)
		return none;
	return vf_frac_mul(a, b.n < 0 ? (struct vf_frac){ -b.d, -b.n } : (struct vf_frac){ b.d, b.n });
}

struct vf_frac vf_frac_add(struct vf_frac a, struct vf_frac b)
{
	vf_num x, y, n, d;
	if (a.d == 0 || b.d == 0)
		return none;
	vf_num c = common(a.d, b.d);
	if (!times(a.n, b.d / c, &x) || !times(b.n, a.d / c, &y) || !plus(x, y, &n) || !times(a.d / c, b.d, &d))
		return none;
	return vf_frac_ratio(n, d);
}

struct vf_frac vf_frac_sub(struct vf_frac a, struct vf_frac b)
{
	return vf_frac_add(a, (struct vf_frac){ -b.n, b.d });
}

int vf_frac_cmp(struct vf_frac a, struct vf_frac b)
{
	struct vf_frac c = vf_frac_sub(a, b);
	return c.d == 0 || c.n == 0 ? 0 : c.n < 0 ? -1 : 1;
}

int64_t vf_frac_floor(struct vf_frac a)
{
	vf_num v = a.d ? a.n / a.d : 0;
	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

bool vf_frac_round(struct vf_frac a, int places, vf_num *ret)
{
	static const vf_num most = (vf_num)1000000000000000 * VF_ONE; /* far beyond all that a rule may give */
	vf_num step = 1, scaled, twice;
	for (int i = 0; i < places; i++)
		step *= 10;
	*ret = 0;
	if (a.d == 0 || !times(size_of(a.n), 2 * step, &scaled) || !plus(scaled, a.d, &scaled) || !times(a.d, 2, &twice))
		return false;
	vf_num v = scaled / twice;
	if (v > most)
		return false;
	*ret = (a.n < 0 ? -v : v) * (VF_ONE / step);
	return true;
}
