#ifndef CORE_RULE_SCORE_H
#define CORE_RULE_SCORE_H
/* One unit's entries and cells into its lines and total; rule_compose.c has chosen, linked and ordered them. */
#include "core/rule_compose.h"
#include "core/rule_measure.h"

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

/* Points of all measured items and parts of a group, without texts; what is compared across units is settled. */
struct score_grid {
	const struct rule_columns *cols;
	struct rule_cell *cells; /* [column × n_units + unit] */
	struct rule_cell *parts; /* [part × n_units + unit] */
	bool *void_bonus;	 /* [class × n_units + unit] */
};
enum rc score_grid_make(struct ctx *cx, const struct rule_columns *cols, struct score_grid *ret) NODISCARD;
/* 加分条件 and 加分面, from every unit's classes before limits: [unit]. */
void score_grid_bonus(struct arena *a, const struct rule *r, const struct unit_score *before, size_t n, struct score_grid *g);

struct score_job {
	const struct rule *r;
	struct score_period period;
	const struct score_work *const *w; /* this unit's entries */
	size_t n;
	const struct score_grid *grid; /* NULL: nothing is measured */
	size_t unit;
	bool quiet;
};
/* Classes only, up to the caps of credits and debits: what the bonus rules look at. */
enum rc rule_score_before(struct ctx *cx, const struct score_job *job, struct unit_score *ret) NODISCARD;
enum rc rule_score_unit(struct ctx *cx, const struct score_job *job, struct unit_score *ret) NODISCARD;

#endif
