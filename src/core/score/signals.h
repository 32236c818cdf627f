#ifndef CORE_SCORE_SIGNALS_H
#define CORE_SCORE_SIGNALS_H
/* What is counted to choose where to look.  None of it is a verdict: the check on the spot decides. */
#include "core/score/score.h"

/* Values in [cut − h, cut) and in [cut, cut + h), or [cut, cut + h] when `closed` (after McCrary 2008). */
struct around {
	int64_t below, above;
};
bool count_around(const struct dec *v, size_t n, struct dec cut, struct dec h, bool closed, struct around *ret);

/* Last digits of whole numbers of three digits and more; shorter ones are left out. */
struct digits {
	int64_t count[10], n;
	struct dec chi2;    /* against a tenth each, nine degrees of freedom */
	struct dec share05; /* of 0 and 5 together; a fifth would be even */
};
enum score_status count_last_digits(const int64_t *v, size_t n, struct trace *tr, struct digits *ret);
/* First digits 1–9, of the numbers that are not 0: ret[0] counts the 1s. */
int64_t count_first_digits(const int64_t *v, size_t n, int64_t ret[9]);

/* A picture of 9 × 8 grey points as 64 bits: 1 where the left point is darker than the right one, row by row, the
 * highest bit first (difference hash). */
enum { HASH_ROWS = 8, HASH_COLS = 9 };
uint64_t photo_dhash(int grey[HASH_ROWS][HASH_COLS]);
int photo_distance(uint64_t a, uint64_t b);
enum { PHOTO_SAME = 4, PHOTO_LOOK = 10 }; /* at most so many bits apart */

#endif
