#ifndef CORE_RULE_WHATIF_H
#define CORE_RULE_WHATIF_H
/* The time machine: a draft over periods that are closed.  What was loaded once is replayed as often as the
 * draft changes; nothing is written and no trace is made.  Ties are left as they are: the chain is a matter
 * for the board itself. */
#include "core/rule_compose.h"

struct replay_facts {
	struct score_facts facts;     /* as the closed period was counted */
	const struct rule_fact *stated; /* behind the entries; asked for where the draft changes a 计分 or 比率 */
	size_t n_stated;
};

struct replay_period {
	const struct replay_facts *in;
	struct rule_columns columns; /* marks uncorrected */
	struct score_sheet sheet;    /* totals and classes under the rule in force */
	int *place;		     /* 0: unranked */
};

struct rule_replay {
	const struct rule *rule;
	struct replay_period *periods;
	size_t n;
};

/* `in` must outlive the replay. */
enum rc rule_replay_load(struct ctx *cx, const struct rule *r, const struct replay_facts *in, size_t n,
			 struct rule_replay *ret) NODISCARD;

struct whatif_row {
	size_t period, unit; /* positions */
	struct dec before, after;
	int place_before, place_after; /* 0: unranked */
	/* the clause of the draft, or of the rule in force where it is gone, that changes most */
	const struct rule_class *class;
	const struct rule_item *item; /* NULL: the class as a whole (its weight, base, limits, entries) */
	const struct rule_part *part;
	struct dec by;
};
struct whatif {
	struct whatif_row *rows; /* units whose total or place changes, period by period in the order of the units */
	size_t n;
	size_t gain, lose; /* rows with a higher, a lower total */
	size_t up, down;   /* rows with a better, a worse place */
};
enum rc rule_whatif(struct ctx *cx, const struct rule_replay *base, const struct rule *draft, struct whatif *ret) NODISCARD;

/* One weight changed by ±percent, all else equal: how many places would change hands over all periods. */
struct sensitivity_row {
	const struct rule_class *class; /* of a part: NULL */
	const struct rule_item *item;	/* NULL: the class's own weight */
	const struct rule_part *part;
	int moved_up, moved_down; /* unit-periods whose place changes with the weight raised, lowered */
	int largest;		  /* places */
	int firsts;		  /* periods with another first in either case */
};
struct sensitivity {
	struct sensitivity_row *rows; /* in the order of the rule: each class with a weight and its measured items, then parts */
	size_t n;
};
void rule_sensitivity(struct ctx *cx, const struct rule_replay *base, struct dec percent, struct sensitivity *ret);

#endif
