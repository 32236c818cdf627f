#ifndef CORE_RULE_SCORE_H
#define CORE_RULE_SCORE_H
/* One unit's entries into its lines and total; rule_compose.c has chosen, linked and ordered them. */
#include "core/rule_compose.h"

struct score_work {
	const struct rule_entry *e;
	size_t unit;
	size_t place;		      /* of the line in the rule, counted through; vetoes come last */
	const struct rule_line *line; /* NULL for a veto */
	const struct rule_veto *veto;
	const struct score_work *target; /* what a reversal takes back, if it was given */
	const struct score_work *undone; /* the reversal of this one, if any */
	struct day origin; /* of the target for a reversal: its window is the one that changes */
	bool left_out;
};

enum rc rule_score_unit(struct ctx *cx, const struct rule *r, struct score_period period,
			const struct score_work *const *w, size_t n, struct unit_score *ret) NODISCARD;

#endif
