#ifndef CORE_RULE_COMPOSE_H
#define CORE_RULE_COMPOSE_H
/* Entries of a period into scores.  Every total is the exact sum of its lines; a line is either the sum of
 * the entries it lists or one adjustment with its arithmetic.
 *
 * Give it every entry up to the period's last day that its windows reach: with a cap per quarter or year all
 * since that quarter or year began, and with a reversal the entries of the window of the entry that it takes
 * back.  An earlier entry does not count again; it only tells how much of a window is used up.  So the sum
 * over the periods of a quarter is exactly what the quarter as a whole would give. */
#include "core/rule_eval.h"
#include "core/rule_measure.h"

enum score_stage {
	STAGE_BASE,	   /* 基础分 */
	STAGE_ENTRIES,	   /* the listed entries, summed */
	STAGE_DOUBLE,	   /* 加倍 */
	STAGE_MEAN,	   /* several marks: their mean instead of their sum */
	STAGE_RATE,	   /* 比率 */
	STAGE_CAP,	   /* 封顶 of a line */
	STAGE_CLASS_PLUS,  /* 加分封顶 */
	STAGE_CLASS_MINUS, /* 扣分封顶 */
	STAGE_CLASS_MAX,   /* 最高 */
	STAGE_CLASS_MIN,   /* 最低, 扣完为止 */
	STAGE_TOTAL_PLUS,
	STAGE_TOTAL_MINUS,
	STAGE_TOTAL_MAX,
	STAGE_TOTAL_MIN,
	STAGE_ROUND, /* 取整 总分 */
	/* grammar 2 */
	STAGE_CARRIED,	   /* earlier entries that are still valid */
	STAGE_MEASURE,	   /* what an item's measure gives */
	STAGE_SPREAD,	   /* the weight of what is not applicable, spread over the rest */
	STAGE_ALONE,	   /* debits twice for a unit with this class only */
	STAGE_BONUS_VOID,  /* 加分条件 not met, or beyond 加分面 */
	STAGE_WEIGHT,	   /* 权重 */
	STAGE_TOTAL_SPREAD,
	STAGE_PART,	   /* what a part gives; of 本细则 what the weight takes away */
	STAGE_COUNT_
};

struct score_line {
	enum score_stage stage;
	const struct rule_class *class; /* NULL from STAGE_TOTAL_PLUS on */
	const struct rule_item *item;	/* NULL unless it belongs to one */
	const struct rule_line *line;
	const struct rule_part *part;
	struct dec points;
	const struct rule_input **inputs; /* STAGE_MEASURE, STAGE_PART: those that counted */
	size_t n_inputs;
	const struct rule_entry **entries; /* STAGE_ENTRIES: exactly those summed, by day and fact */
	size_t n_entries;
	struct sv arithmetic; /* "12 × +0.5 = +6", "100 × 410 ÷ 452 = 90.707965 → 90.71" */
};

/* The columns of the monthly sheet: what the class gives, what was added, what was taken (≤ 0). */
struct score_class {
	const struct rule_class *class;
	struct dec base, plus, minus, score;
	bool not_applicable;
};

/* What a unit lacks: of an item or a part.  It is not ranked, and nobody takes the gap for a zero. */
struct score_gap {
	const struct rule_item *item;
	const struct rule_part *part;
};

struct unit_score {
	struct sv unit;
	struct dec exact, total; /* before and after the rounding of the total */
	struct dec base, plus,
		minus; /* sums over the classes; limits and rounding lie between them and total */
	struct score_class *classes; /* one per class of the rule */
	struct score_line *lines;
	size_t n_lines;
	bool unranked;		      /* a rate without cases says so */
	bool estimated;		      /* rests on estimates */
	bool partial;		      /* a group of voters or a period was missing and re-spread */
	struct score_gap *gaps;
	size_t n_gaps;
	struct dec *parts; /* as in the rule */
	bool not_red, black, down, out; /* by veto */
	const struct rule_veto *veto; /* the first that applies */
	struct sv arithmetic;	      /* "30 + 40 + 29.5 = 99.5" */
};

enum score_left_out { LEFT_LATER, LEFT_UNIT, LEFT_CLAUSE, LEFT_CLOSED_RATE };

struct score_sheet {
	const struct rule *rule;
	struct unit_score *scores; /* one per unit, in the order given */
	size_t n;
	struct {
		const struct rule_entry *entry;
		enum score_left_out why;
	} * left_out;
	size_t n_left_out;
	const struct rule_columns *columns; /* with the inputs that were left out; NULL: nothing is measured */
	const struct rule_cell *cells;	    /* of the measured items: [column × units + unit] */
};

struct score_period {
	struct day from, to; /* both inclusive */
};

/* The order of the entries does not matter.  Proposed entries (without ids) may be composed too, for a
 * preview. */
enum rc rule_compose(struct ctx *cx, const struct rule *r, struct score_period period, const struct sv *units,
		     size_t n_units, const struct rule_entry *entries, size_t n,
		     struct score_sheet *ret) NODISCARD;

/* As rule_compose, with what the measures read.  `progress`: how far the year's plan should be, in percent. */
struct score_facts {
	struct score_period period;
	const struct sv *units;
	size_t n_units;
	const struct rule_entry *entries;
	size_t n_entries;
	const struct rule_input *inputs;
	size_t n_inputs;
	struct dec progress;
	const struct rule_columns *columns; /* loaded for this rule already; then the inputs are not looked at */
	bool quiet;			    /* totals and classes only: no lines, no texts */
	struct score_kept *kept; /* quiet, and what it was added up from comes back in here (rule_score.h) */
};
/* The first day whose entries still count in a period that begins on `from`: what stays valid, and what caps look back on. */
struct day rule_reach(const struct rule *r, struct day from);
struct day rule_line_reach(const struct rule *r, const struct rule_line *line, struct day from);
enum rc rule_score(struct ctx *cx, const struct rule *r, const struct score_facts *f, struct score_sheet *ret) NODISCARD;

/* English message ids: "base points", "doubled", … and "counts after this period", … */
const char *score_stage_name(enum score_stage s);
const char *score_left_out_name(enum score_left_out w);

#endif
