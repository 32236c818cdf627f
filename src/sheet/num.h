#ifndef SHEET_NUM_H
#define SHEET_NUM_H
/* Numbers as a spreadsheet keeps them: 15 significant decimal digits.  A file states the binary value
 * with 17 ("0.30000000000000004"); rounding its text to 15 gives what the program shows, without floating
 * point. */
#include "base/dec.h"

enum { NUM_DIGITS = 15 };

struct num {
	bool neg;
	int n;                /* digits used; 0 for zero */
	char d[NUM_DIGITS];   /* 0..9, most significant first, neither end zero */
	int exp;              /* value = 0.d₁d₂… × 10^exp */
};

/* "-1.5E+3"; false for anything else. */
bool num_parse(struct sv s, struct num *ret);
/* In millionths, half away from zero; false when it does not fit. */
bool num_dec(struct num v, struct dec *ret);
struct num num_scale(struct num v, int by); /* × 10^by */
/* Plain up to 20 digits, "1.5E+30" beyond. */
struct sv num_text(struct arena *a, struct num v);
/* At least `whole` digits before and exactly `places` (≤ 30) behind the point, of which the last `optional`
 * only if not zero; half away from zero.  No sign.  `group` puts commas between thousands. */
struct sv num_fixed(struct arena *a, struct num v, int whole, int places, int optional, bool group);

#endif
