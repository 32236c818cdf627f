#ifndef CORE_RANK_H
#define CORE_RANK_H
/* Order by score.  Compare what is published: the rounded total (fairness.md 1.8), else two equal printed
 * scores would stand apart without a visible reason.  Inside a tie the stored official order decides where a
 * row stands, never its place. */
#include "core/rule.h"

struct rank_row {
	struct sv unit;
	struct dec score;
	int64_t order; /* official order (机构序) */
	bool unranked; /* stands after the others, without a place */
	int previous;  /* place in the period before, 0 if none */
	struct dec keys[RULE_TIES_MAX]; /* 同分先比, the greater ahead */
	int n_keys;
	/* made by rank_rows */
	int place;	   /* by the rule; 0 where no place is shown */
	int better, worse; /* how many are strictly ahead, strictly behind */
	bool tied;
	int decided_by; /* a tie of the score was broken by this key (from 1); 0: none was looked at */
	bool moved; /* both places are known */
	int gained; /* places gained (↑) or, below zero, lost (↓) */
};

/* Sorts the rows in place: ranked by score from high to low, then the unranked; ties by official order, then
 * by unit id.  The order given does not matter. */
void rank_rows(struct arena *a, struct rank_row *rows, size_t n, enum rule_places kind);

#endif
