#ifndef CORE_RULE_JURY_H
#define CORE_RULE_JURY_H
/* The jurors behind the marks of a period: who saw whom, how lenient, whose marks say nothing.  It stands beside a board and
 * never enters a score.  A juror is known by the class of voters and the number on the sheet, in all items the same. */
#include "core/rule_input.h"

struct jury_judge {
	struct sv number;
	size_t n, shared;   /* marks; those on units that others marked too */
	struct dec lenient; /* mean of his mark less the mean of the others' on the same unit; 0 where nothing is shared */
	bool flat;	    /* one mark for all of three units or more */
	bool contrary;	    /* orders the units rather against the others than with them */
	int same_as;	    /* an earlier juror with the same marks for the same three units or more; -1 */
	int part;
};

/* The marks of one item and one class of voters. */
struct jury_panel {
	const struct rule_class *class;
	const struct rule_item *item;
	struct sv group; /* empty where the item has none */
	struct jury_judge *judges; /* by number */
	size_t n;
	int parts;	     /* that no juror joins; units of different parts cannot be compared */
	const int *unit_part; /* of each unit, -1 without a mark */
	struct dec strictest, mildest;
	bool unnamed; /* a mark names no juror: nothing of the above is known */
};

struct jury {
	struct jury_panel *panels; /* those with marks, in the order of the rule */
	size_t n;
	bool apart, unnamed; /* of some panel */
};
/* Marks as they were given, whatever 评委校正 makes of them. */
void rule_jury(struct arena *a, const struct rule_columns *cols, struct jury *ret);
/* "甲镇、乙镇 | 丙镇" by position of the units: for a refusal that names the parts; `names` one a unit. */
struct sv jury_parts_text(struct arena *a, const struct jury_panel *p, const struct sv *names, size_t n_units);

#endif
