#ifndef CORE_SCORE_ADJUST_H
#define CORE_SCORE_ADJUST_H
/* Bonuses and deductions after the composite, each a line of a ledger, and the veto (一票否决), which sets the grade
 * and never touches the score. */
#include "base/when.h"
#include "core/score/ratio.h"

struct ledger_line {
	struct sv of;	     /* what it is for */
	struct dec points;   /* ≥ 0 */
	struct dec factor;   /* 1; a half for the assisting unit, 2 where a rule doubles */
	int cap;	     /* index of its cap, or -1 */
	struct day expires;  /* the last day on which it counts, or DAY_NONE */
	struct dec counted;  /* made by adjust: what was left of it under the caps */
};

struct ledger {
	struct ledger_line *lines;
	size_t n;
	const struct dec *caps; /* by key */
	size_t n_caps;
	const struct dec *total_cap; /* NULL: none */
};

struct veto {
	struct sv grade, basis, decision; /* document with the legal basis; number of the decision */
	struct day decided, expires;	  /* expires: the last day in force, or DAY_NONE */
	bool lifted;			  /* stayed or revoked on appeal */
};

struct adjust_rule {
	const struct dec *floor, *ceiling; /* 扣完为止 is a floor of 0 */
	struct day asof;
	struct rounding r;
};
struct adjusted {
	struct dec bonus, deduction, score;
	struct sv grade; /* set by the veto in force, SV_NONE otherwise */
};
/* SCORE_INVALID: a veto without basis or decision, or points or caps below 0. */
enum score_status adjust(struct arena *a, struct dec score, struct ledger *bonuses, struct ledger *deductions, const struct veto *veto,
			 const struct adjust_rule *rule, struct trace *tr, struct adjusted *ret);

#endif
