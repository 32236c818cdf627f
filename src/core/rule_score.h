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

/* What each line of the rule gives to each unit, caps and doubling included: evaluated once, added up as often as the
 * rest of the rule changes (core/whatif.h). */
struct score_row {
	struct dec *points;   /* [unit] */
	bool *unranked;	      /* [unit]: a rate without cases says so */
	int32_t *cases;	      /* [slot × n_units + unit]: of line->fact, then of each kind of its base */
	const struct rule_line *line;
};
struct score_rows {
	struct score_row *rows; /* by place in the rule */
	size_t n, n_units;
};
/* Empty rows for every line of the rule. */
void score_rows_make(struct arena *a, const struct rule *r, size_t n_units, struct score_rows *ret);
void score_row_make(struct arena *a, const struct rule_line *l, size_t n_units, struct score_row *ret);
/* One line of one unit: its entries in the order of rule_compose.c. */
enum rc score_row_fill(struct ctx *cx, const struct rule *r, struct score_period p, const struct score_work *const *w, size_t n,
		       size_t unit, size_t n_units, struct score_row *row) NODISCARD;

/* Points of all measured items and parts of a group, without texts; what is compared across units is settled. */
struct score_grid {
	const struct rule_columns *cols;
	struct rule_cell **cells; /* [column][unit] */
	struct rule_cell *parts;  /* [part × n_units + unit] */
	bool *void_bonus;	  /* [class × n_units + unit] */
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
	const struct score_rows *rows; /* what the lines give already; then `w` are the vetoes alone */
	bool quiet;		       /* totals and classes: no lines */
	bool mute;		       /* lines without texts */
	const bool *line, *column;     /* mute: only these lines and measured items, by place and column; NULL: all */
	struct score_line *room;       /* for the first of the lines, NULL: none */
	size_t n_room;
	/* The classes as they were scored, all but one of them, whose first line and measured item these are; NULL: every class is
	 * scored. */
	const struct unit_score *had;
	size_t only, only_place, only_column;
	struct score_class *classes; /* with `had`: where they are put, NULL: anew for each unit */
	struct dec *parts;
};
/* Classes only, up to the caps of credits and debits: what the bonus rules look at. */
enum rc rule_score_before(struct ctx *cx, const struct score_job *job, struct unit_score *ret) NODISCARD;
enum rc rule_score_unit(struct ctx *cx, const struct score_job *job, struct unit_score *ret) NODISCARD;

/* A whole group from what is evaluated already: the same walk as rule_score, its limits, weights, bonus rules and parts. */
struct score_known {
	struct score_period period;
	const struct sv *units;
	size_t n_units;
	const struct score_rows *rows;
	struct score_grid *grid; /* NULL: nothing is measured; its bonus is settled here */
	const struct score_work *const *vetoes; /* by unit */
	size_t n_vetoes;
};
enum rc rule_score_known(struct ctx *cx, const struct rule *r, const struct score_known *k, struct score_sheet *ret) NODISCARD;
bool rule_has_bonus(const struct rule *r);

/* What a composition leaves for the next one (score_facts.kept). */
struct score_kept {
	struct score_rows rows;
	struct score_grid grid;
	bool measured; /* the grid was made */
};

#endif
