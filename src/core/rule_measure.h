#ifndef CORE_RULE_MEASURE_H
#define CORE_RULE_MEASURE_H
/* Columns into points.  An expression is computed over 128 bits and rounded once, at the stage 项目; a group of
 * voters is a stage of its own (票组). */
#include "core/rule_input.h"

enum cell_state { CELL_MISSING, CELL_GIVEN, CELL_NOT_APPLICABLE };

struct rule_cell {
	enum cell_state state;
	bool estimated; /* rests on an estimate */
	bool partial;	/* a group of voters is missing: not quite comparable */
	bool untrimmed; /* too few marks for the extremes to be left out, as the rule would have them */
	struct dec points;
	/* only where the arithmetic is asked for */
	struct sv arithmetic;
	const struct rule_input **inputs; /* those that counted, by judge and group */
	size_t n_inputs;
};

/* Corrects the marks judge by judge where the rule says so, in columns of its own; before any cell. */
enum rc rule_correct_judges(struct ctx *cx, struct rule_columns *cols) NODISCARD;

enum rc rule_cell(struct ctx *cx, const struct rule_columns *cols, const struct rule_column *col, size_t unit, bool say,
		  struct rule_cell *ret) NODISCARD;
/* The votes of one unit; called by rule_cell. */
enum rc rule_votes(struct ctx *cx, const struct rule *r, const struct rule_column *col, size_t unit, bool say,
		   struct rule_cell *ret) NODISCARD;
/* What a part gives, weighted. */
enum rc rule_part_cell(struct ctx *cx, const struct rule *r, const struct rule_part_column *col, size_t unit, bool say,
		       struct rule_cell *ret) NODISCARD;

#endif
