#ifndef CORE_SCORE_COMPOSITE_H
#define CORE_SCORE_COMPOSITE_H
/* Indicators into one number, through a tree of weighted parts, and what would change it (OECD/JRC, Handbook on
 * Constructing Composite Indicators, 2008). */
#include "core/score/ratio.h"

/* A mean that needs a logarithm is its caller's: nothing here knows a floating-point number. */
typedef enum score_status geometric_fn(struct arena *a, const struct dec *x, const struct dec *w, size_t n, struct dec *ret);

enum mean_kind { MEAN_ARITHMETIC, MEAN_GEOMETRIC };

struct part {
	struct sv name;
	struct dec weight;	  /* those of the parts of one whole add up to exactly 1 */
	const struct part *parts; /* NULL: an indicator */
	size_t n;
	bool equal;    /* its parts weigh the same, 1 each */
	size_t column; /* of an indicator */
	enum mean_kind kind;
	bool staged; /* rounded here; otherwise carried on exactly */
	struct rounding stage;
	bool posted; /* then placed between two goalposts: (x − lo) ÷ (hi − lo) */
	struct dec lo, hi;
	size_t index; /* of its value in what composite returns */
};

struct composite_rule {
	const struct part *root;
	size_t n_parts; /* indexes run from 0 to here */
	bool renormalise; /* a missing indicator spreads its weight over its neighbours; else there is no score */
	const struct dec *floor; /* of what enters a geometric mean */
	geometric_fn *geometric;
	struct rounding r; /* of the root */
};
/* Sum of the weights below `p` when it is not 1: the first such part, NULL when all are whole. */
const struct part *part_uneven(const struct part *p, struct dec *ret_sum);
/* One unit: `x` by column.  `parts` (n_parts) gets the value of every inner part; `*ret_incomplete` when something was
 * missing.  SCORE_NO_DATA: no score. */
enum score_status composite(struct arena *a, const struct mark *x, const struct composite_rule *rule, struct sv of, struct trace *tr,
			    struct mark *parts, struct dec *ret, bool *ret_incomplete);

/* Would the order change if …?  Every scenario scores all units anew. */
enum scenario_kind { AS_RULED, GEOMETRIC, WEIGHT_TIMES, DROPPED, REMAPPED };
struct scenario {
	enum scenario_kind kind;
	size_t column;	      /* of WEIGHT_TIMES and DROPPED */
	struct dec factor;    /* of WEIGHT_TIMES */
	const struct dec *x;  /* of REMAPPED: the same indicators on another scale */
	struct sv name;
};
struct grid {
	const struct dec *x; /* row after row */
	const struct dec *weights;
	size_t units, columns;
};
/* Competition ranks of one scenario.  Scores are compared at `r`, as they would be printed. */
enum score_status scenario_ranks(struct arena *a, const struct grid *g, const struct scenario *s, geometric_fn *geometric,
				 struct rounding r, struct trace *tr, int64_t *ret_rank);

#endif
