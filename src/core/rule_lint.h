#ifndef CORE_RULE_LINT_H
#define CORE_RULE_LINT_H
/* What a rule that reads well may still do wrong.  rule_check refuses; rule_lint only advises. */
#include "core/rule.h"

/* Called by rule_parse: contradictions, and what ux.md R7 and R10 forbid. */
enum rc rule_check(struct ctx *cx, const struct rule *r) NODISCARD;

/* The part of it that rule_honest.c has. */
enum rc rule_check_honest(struct ctx *cx, const struct rule *r) NODISCARD;

struct rule_advice {
	struct rule_advice *next;
	struct rule_at at;
	const char *id;
	struct sv text; /* in the reader's language */
};

/* In the order of the text; NULL when there is nothing to say. */
struct rule_advice *rule_lint(struct ctx *cx, const struct rule *r);

/* What exists, as far as the caller knows: an item that nothing feeds is reported. */
struct rule_supply {
	bool facts[FACT_COUNT_]; /* kinds that somebody states */
	const struct sv *names;	 /* of items, 数据 and sources for which inputs come in */
	size_t n_names;
};
enum {
	RULE_GROUP_ITEMS = 60, /* more indicators in a group than people can own */
	RULE_OWNER_ITEMS = 15, /* the same for one office or owner of data */
};
struct rule_advice *rule_lint_supplied(struct ctx *cx, const struct rule *r, const struct rule_supply *supply);

/* Publishing one more ranking after `published` this year (ux.md R7). */
enum circular_state { CIRCULAR_FREE, CIRCULAR_WITHIN, CIRCULAR_LAST, CIRCULAR_NEEDS_BASIS };
/* A board that goes to the unit only, or shows neither rank nor band, is no ranking. */
enum circular_state rule_circular(const struct rule *r, int published);

#endif
