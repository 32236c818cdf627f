#ifndef CORE_SCORE_GRADES_H
#define CORE_SCORE_GRADES_H
/* Ballots that give a grade (好、较好、一般、差): their score, whether an order rests on the scores chosen for the
 * grades, and an order that needs no such scores.  Grades stand from best to worst everywhere. */
#include "core/score/ratio.h"

struct grade {
	struct dec score;
	bool counts; /* false: 不了解 and the like, never a vote for the middle */
};
struct grade_result {
	struct dec value;
	struct ratio exact;
	int64_t n; /* ballots that count */
};
/* Σ count × score ÷ Σ count.  No count may be negative; SCORE_NO_DATA when no ballot counts. */
enum score_status grade_score(const int64_t *counts, const struct grade *grades, size_t k, struct rounding r, struct sv of,
			      struct trace *tr, struct grade_result *ret);

/* A dominates B when at every grade the share of A that is so good or better is at least B's, and somewhere
 * greater (first-order stochastic dominance): then A is ahead under every falling set of scores. */
enum dominance { DOMINANCE_EQUAL, DOMINANCE_OVER, DOMINANCE_UNDER, DOMINANCE_DEPENDS };
const char *dominance_name(enum dominance d); /* "equal", "dominates", "dominated", "depends" */
enum dominance grade_dominance(const int64_t *a, const int64_t *b, size_t k);

/* Majority judgment (Balinski & Laraki 2010). */
enum { MAJORITY_BALLOTS_MAX = 1000000 };
struct majority_row {
	const struct dec *counts; /* k of them: ballots, or shares of whatever total */
	bool empty;		  /* no ballot: no grade, no place */
	size_t grade;		  /* the lower median */
	bool plus;		  /* more above it than below it */
	struct dec above, below;  /* p and q in the units of the counts */
	struct ratio p, q;	  /* as shares of the unit's own ballots */
	int place;		  /* competition place; 0 when empty */
	bool by_ballots;	  /* the gauge tied with another's, and median ballots were taken away */
};
/* By grade, then by gauge (plus by greater p before minus by smaller q), then, where all that tie have equally many
 * whole ballots, by taking one median ballot away from each until they differ.  What is still equal shares its place. */
enum score_status majority_judgment(struct arena *a, struct majority_row *rows, size_t n, size_t k, struct trace *tr,
				    size_t *ret_order);

#endif
