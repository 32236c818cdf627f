#ifndef STAT_RATINGS_H
#define STAT_RATINGS_H
/* Ratings of players who meet again and again. */
#include <stdbool.h>
#include <stddef.h>

/* Elo: 1 ÷ (1 + 10^((theirs − own) ÷ 400)). */
double stat_elo_expected(double own, double theirs);

struct met {
	double rating, rd; /* of the opponent */
	double score;	   /* 1 won, ½ drawn, 0 lost */
};
struct rating {
	double rating, rd, volatility;
	double variance; /* d² of Glicko, v of Glicko-2 */
	int iterations;
};
/* M. E. Glickman, The Glicko system (1999).  `g` and `expected` (n each) are shown in the calculation. */
struct rating stat_glicko(double rating, double rd, const struct met *met, size_t n, double *ret_g, double *ret_expected);
/* M. E. Glickman, Example of the Glicko-2 system (2013), with its Illinois iteration.  False: it did not converge. */
bool stat_glicko2(struct rating own, double tau, const struct met *met, size_t n, double *ret_g, double *ret_expected,
		  struct rating *ret);

#endif
