#ifndef CORE_SCORE_COLUMNS_H
#define CORE_SCORE_COLUMNS_H
/* A whole tree of units composed at once, from columns: the boards of every tier of a province or of the nation.
 *
 * The rule.  An entry gives a leaf points of one indicator in one month.  The sum of a leaf's points of an indicator
 * and month (a cell) is held between the indicator's floor and cap, weighted, added over the indicators and rounded
 * once: the leaf's month.  A unit's month is the sum of the months of the leaves under it, or their mean, rounded
 * once; its year is made of the same exact sums, over all months, and rounded once, never from rounded means.  Places are
 * among the units of the same parent and tier, and among the whole tier; equals share one and the next is left out.
 * A parent that is marked itself has a leaf of its own.
 *
 * The layout.  Units stand in official preorder with the end of their subtree, so the leaves of any unit are one range
 * and its total is a range sum.  Entries are four columns of 4 + 1 + 1 + 4 bytes, leaf after leaf (columns_bins.h), so
 * that the 12 months × indicators of one leaf stay in the nearest cache while its entries pass: a sum needs no search and no
 * hashing, and each column is read once, forwards.  Points count the rule's smallest step (hundredths where
 * point_places is 2): an int32 of them holds ±21 million points and halves what a count of millionths in 64 bits would
 * have to be read.  The sums of the cells are kept before floor and cap, months beside each other: a new weight, cap or
 * floor, or one more entry, starts from them.
 *
 * Exactness.  Integers only; every sum is checked.  What does not fit is refused with SCORE_OVERFLOW, never cut.
 *
 * Threads are the caller's: what takes a range writes only what belongs to that range. */
#include "base/err.h"
#include "core/score/score.h"

enum { COLUMNS_MONTHS = 12, COLUMNS_INDICATORS = 64, COLUMNS_TIERS = 16 };
#define COLUMNS_NONE UINT32_MAX

struct columns_range {
	uint32_t from, to; /* [from, to) */
};

struct columns_tree {
	uint32_t n;	     /* units */
	const uint32_t *end; /* preorder: the first unit after the subtree */
	const uint8_t *tier; /* below COLUMNS_TIERS */
	/* made by columns_tree_index */
	uint32_t *parent; /* COLUMNS_NONE above the first tier */
	uint32_t *before; /* n + 1 of them: leaves before this unit; [before[u], before[end[u]]) are its leaves */
	uint32_t *leaf;	  /* the unit of each leaf */
	uint32_t n_leaves, *by_tier, first[COLUMNS_TIERS + 1]; /* units tier by tier, in official order */
	uint32_t *peers; /* of the same parent and tier: where the first of them stands in by_tier */
};
/* SCORE_INVALID where the subtrees do not lie within each other. */
enum score_status columns_tree_index(struct arena *a, struct columns_tree *t) NODISCARD;

/* All the indicators' points of an entry count 10^-point_places. */
struct columns_entries {
	size_t n;
	uint32_t *leaf; /* 0.. in official order */
	uint8_t *indicator, *month;
	int32_t *points;
};

struct columns_indicator {
	struct dec weight, floor, cap; /* of a month; beyond ±2^31 steps they are no limit */
};
enum columns_fold { COLUMNS_SUM, COLUMNS_MEAN };
struct columns_rule {
	size_t n; /* at least 1 */
	const struct columns_indicator *indicators;
	int point_places, month_places, year_places; /* 0..6 */
	enum columns_fold fold;
};

/* The rule as the loops want it. */
struct columns_plan {
	size_t n, cells; /* indicators; cells of a leaf */
	int point_places;
	int64_t month_divisor, month_step, year_step;
	enum columns_fold fold;
	int32_t weight[COLUMNS_INDICATORS], floor[COLUMNS_INDICATORS], cap[COLUMNS_INDICATORS];
};
/* SCORE_INVALID: no indicators or too many, a floor above its cap, a limit finer than the points, places outside 0..6.
 * SCORE_OVERFLOW: weights whose sizes add up to more than 2147.483647, a limit that no sum could meet. */
enum score_status columns_plan(const struct columns_rule *r, struct columns_plan *ret) NODISCARD;

/* 1 is first; equals share a place and the next is left out. */
struct columns_place {
	uint32_t among_peers, in_tier;
};
/* Of the units of one parent and tier, while a tier is passed through from the top: how many came, the last one's place
 * and key. */
struct columns_group {
	uint64_t key;
	uint32_t seen, place;
};
struct columns_board {
	const struct columns_tree *tree;
	struct columns_plan plan;
	int32_t *sums;		      /* leaf × indicator × month, before floor and cap, in the points' steps */
	int64_t *months;	      /* unit × month: the exact sum of the leaves' months, in millionths */
	int64_t *years;		      /* unit: the year as published, in millionths */
	struct columns_place *places; /* of the years: columns_rank.h */
	uint32_t *by_place;	      /* tier by tier like tree->by_tier, the first place first; equals in official order */
	/* for sorting */
	uint64_t *keys[2];
	uint32_t *units;
	struct columns_group *groups;
};
/* Room for the tree and the plan's indicators; the tree must outlive the board. */
struct columns_board columns_board_new(struct arena *a, const struct columns_tree *t, const struct columns_plan *p);

/* 1. The cells and months of a range of leaves.  SCORE_INVALID: an entry outside the columns, or not in leaf order. */
enum score_status columns_compose(struct columns_board *b, const struct columns_entries *e,
				  struct columns_range leaves) NODISCARD;
/* Or, after a new plan for the same indicators and steps, from the kept sums. */
void columns_reweigh(struct columns_board *b, struct columns_range leaves);
/* 2. Months of parents, years of all.  No subtree may reach over the range's ends: columns_cut finds them. */
enum score_status columns_sum_up(struct columns_board *b, struct columns_range units) NODISCARD;
/* The first unit from `unit` on where no subtree is open (t->n if none comes). */
uint32_t columns_cut(const struct columns_tree *t, uint32_t unit);
/* A unit's month as published, in millionths. */
struct dec columns_month(const struct columns_board *b, uint32_t unit, uint32_t month);

/* ---- for the other files of columns ---- */

/* n ÷ d, half away from zero; d > 0. */
static inline int64_t columns_divide(int64_t n, int64_t d)
{
	int64_t q = n / d, r = n % d;
	return q + (r >= d - r) - (-r >= d + r);
}
/* The months of one leaf from its cells. */
void columns_weigh(const struct columns_plan *p, const int32_t *cells, int64_t *ret_months);
/* Sums stay so far inside an int64 that they can be rounded to a whole point. */
static inline bool columns_fits(int64_t sum)
{
	return sum <= INT64_MAX - DEC_ONE && sum >= -(INT64_MAX - DEC_ONE);
}
/* A sum over so many leaves as it is published. */
int64_t columns_publish(enum columns_fold fold, int64_t sum, uint32_t leaves, int64_t step);
static inline uint32_t columns_leaves(const struct columns_tree *t, uint32_t unit)
{
	return t->before[t->end[unit]] - t->before[unit];
}

#endif
