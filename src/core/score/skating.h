#ifndef CORE_SCORE_SKATING_H
#define CORE_SCORE_SKATING_H
/* The Skating System of dance sport (majority of places), rules 5 to 11, as in A. Dawson, "The Skating System":
 * every judge puts the couples of a dance in order, and nothing depends on the distances between marks. */
#include "core/score/score.h"

enum { PLACE_ONE = 60, SKATING_MAX = 200 }; /* places are whole sixtieths; couples, dances and judges of one final */
struct skating {
	size_t couples, dances, judges;
	const int *marks; /* [dance][couple][judge], each judge a permutation of 1..couples in each dance */
};
struct skating_result {
	int64_t *places; /* [dance][couple], sixtieths; a tie shares the mean of its places */
	int64_t *totals; /* rule 9, sixtieths */
	int64_t *result; /* sixtieths */
	int *rule;	 /* that gave the couple its place: 9, 10 or 11 */
	bool *shared;
};
/* False when a judge's marks of a dance are no order of the couples; says which. */
bool skating_check(const struct skating *s, struct arena *a, size_t *ret_dance, size_t *ret_judge);
enum score_status skating_final(struct arena *a, const struct skating *s, struct trace *tr, struct skating_result *ret);
/* "5.5" */
struct sv place_text(struct arena *a, int64_t sixtieths);

#endif
