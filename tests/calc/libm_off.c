/* A mathematical library whose last digit is another: linked in by --wrap, it moves every result of what C does not
 * fix to the bit one step up or down, so that what is printed must not hang on it. */
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Up or down by a fixed mix of the value's own bits: neighbours go different ways, the same value always the same. */
static double off(double v)
{
	uint64_t u;
	memcpy(&u, &v, sizeof(u));
	u ^= u >> 29;
	u *= UINT64_C(0xbf58476d1ce4e5b9);
	if (v == 0 || !isfinite(v))
		return v;
#ifdef LIBM_MIXED
	return u >> 63 ? nextafter(v, INFINITY) : nextafter(v, -INFINITY);
#else
	return nextafter(v, INFINITY);
#endif
}

#define ONE(f)                                                                                                        \
	double __real_##f(double);                                                                                    \
	double __wrap_##f(double);                                                                                    \
	double __wrap_##f(double x)                                                                                   \
	{                                                                                                             \
		double v = __real_##f(x);                                                                             \
		return v == 1 ? v : off(v); /* exp(0) is 1 everywhere */                                              \
	}
#define TWO(f)                                                                                                        \
	double __real_##f(double, double);                                                                            \
	double __wrap_##f(double, double);                                                                            \
	double __wrap_##f(double x, double y)                                                                         \
	{                                                                                                             \
		return off(__real_##f(x, y));                                                                         \
	}

ONE(exp)
ONE(expm1)
ONE(log)
ONE(log10)
ONE(log1p)
ONE(log2)
ONE(acos)
ONE(asin)
ONE(atan)
ONE(cos)
ONE(sin)
ONE(tan)
ONE(cbrt)
ONE(erf)
ONE(erfc)
ONE(lgamma)
ONE(tgamma)
TWO(atan2)
TWO(hypot)
TWO(pow)
