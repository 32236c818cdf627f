#ifndef BASE_DEC_H
#define BASE_DEC_H
/* Decimals: a signed 64-bit count of millionths, so ±9.2 × 10¹² with six places.  Products and quotients
 * are taken over 128 bits and rounded once, half away from zero. */
#include "base/arena.h"

struct dec {
	int64_t u; /* millionths */
};

#define DEC_ONE INT64_C(1000000)
#define DEC(whole) ((struct dec){ (whole) * DEC_ONE })

static inline int dec_cmp(struct dec a, struct dec b)
{
	return a.u < b.u ? -1 : a.u > b.u;
}

/* All of these return false, leaving `*ret` alone, when the result does not fit or a divisor is zero. */
bool dec_add(struct dec a, struct dec b, struct dec *ret);
bool dec_sub(struct dec a, struct dec b, struct dec *ret);
bool dec_mul(struct dec a, struct dec b, struct dec *ret);
/* a × b ÷ c, rounded once. */
bool dec_muldiv(struct dec a, struct dec b, struct dec c, struct dec *ret);
/* Rounded to `places` (0..6), half away from zero. */
struct dec dec_round(struct dec a, int places);

/* "-12.5", at most six places, no exponent, no separators; false otherwise. */
bool dec_parse(struct sv s, struct dec *ret);
/* Shortest text that parses back to the same value: "12.5", "0", "-3". */
struct sv dec_text(struct arena *a, struct dec d);
/* With exactly `places` (0..6) digits after the point, rounded half away from zero: "12.50". */
struct sv dec_fixed(struct arena *a, struct dec d, int places);

#endif
