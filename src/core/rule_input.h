#ifndef CORE_RULE_INPUT_H
#define CORE_RULE_INPUT_H
/* What a period gives to the measures of a rule: figures, marks, ballots, scores of other boards.  They are
 * loaded once into columns (one a measured item, one a part), over which everything else runs.
 *
 * A value that is missing is missing for a reason and never a zero.  A final figure stands before an estimate
 * and a later one before an earlier one; what is passed over is listed with the reason.  The order in which
 * inputs are given changes nothing. */
#include "core/rule.h"

enum rule_input_kind {
	INPUT_ACTUAL,	/* 实绩; also the points of 直接得分 */
	INPUT_TARGET,	/* 目标 */
	INPUT_PROGRESS, /* 序时进度 in percent; without one, that of the period */
	INPUT_MARK,	/* 评分 of one judge */
	INPUT_BALLOT,	/* votes for one grade */
	INPUT_PLACE,	/* votes that put the unit in this place */
	INPUT_SCORE,	/* a part's score in one period */
	INPUT_STATE,	/* says only why nothing is given */
	INPUT_COUNT_
};
enum rule_input_null { NULL_NONE, NULL_ABSENT, NULL_ABSTAIN, NULL_RECUSED, NULL_SPOILT, NULL_NOT_APPLICABLE };

struct rule_input {
	enum rule_input_kind kind;
	enum rule_input_null null;
	struct sv name;	 /* of an item, of its 数据, of a part or its source, or (with NULL_NOT_APPLICABLE) of a class */
	struct sv class; /* empty: any */
	struct sv unit;
	struct dec value;
	int64_t count;	 /* votes; 0 is one */
	struct sv grade; /* INPUT_BALLOT */
	struct sv judge, group;
	int period; /* INPUT_SCORE: 1, 2, … in the order of time */
	bool estimated;
	struct day day;
	struct sv source, record; /* where it comes from; the record that opens it */
};

/* Why an input did not count. */
enum rule_input_out {
	INPUT_USED,
	OUT_UNIT,	/* not in this group */
	OUT_UNREAD,	/* nothing in the rule reads it */
	OUT_SUPERSEDED, /* a final or later figure stands */
	OUT_ABSENT, OUT_ABSTAIN, OUT_RECUSED, OUT_SPOILT,
	OUT_NOT_APPLICABLE,
	OUT_COUNT_
};
const char *input_out_name(enum rule_input_out w); /* English message id */
const char *input_kind_name(enum rule_input_kind k, enum lang lang); /* 实绩, actual */

struct rule_left {
	const struct rule_input *input;
	enum rule_input_out why;
};

/* One figure a unit: NULL where there is none. */
typedef const struct rule_input *rule_figure;

struct rule_vote {
	size_t unit;
	int group, judge; /* -1: none */
	struct dec value; /* the mark, corrected where the rule asks; the place; the value of the grade */
	bool graded;	  /* one of the grades of 按档 */
	bool poor;
	int64_t count;
	const struct rule_input *input;
};

/* A measured item over all units. */
struct rule_column {
	const struct rule_class *class;
	const struct rule_item *item;
	bool *not_applicable;
	rule_figure *actual, *target, *progress;
	struct rule_vote *votes; /* by unit */
	size_t *first;		 /* of a unit's votes; n_units + 1 of them */
	size_t n_votes;
	bool any; /* one unit at least has a figure */
	struct dec low, high;
};

struct rule_part_column {
	const struct rule_part *part;
	int n_periods;	     /* the last one given to any unit */
	rule_figure *scores; /* [unit × RULE_PERIODS_MAX + period − 1] */
};

struct rule_columns {
	const struct rule *rule;
	const struct sv *units;
	size_t n_units;
	struct rule_column *items; /* in the order of the rule */
	size_t n_items;
	struct rule_part_column *parts; /* as in the rule */
	bool *no_class;			/* [class × n_units + unit]: the class is not applicable */
	struct dec progress;		/* of the period, in percent; 0: not given */
	struct rule_left *left_out; /* by name, unit, kind */
	size_t n_left_out;
};

/* `inputs` and `units` must outlive the columns. */
enum rc rule_columns_load(struct ctx *cx, const struct rule *r, const struct sv *units, size_t n_units,
			  const struct rule_input *inputs, size_t n, struct dec progress, struct rule_columns *ret) NODISCARD;

#endif
