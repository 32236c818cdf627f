#ifndef CORE_RULE_LINT_H
#define CORE_RULE_LINT_H
/* What a rule that reads well may still do wrong.  rule_check refuses; rule_lint only advises. */
#include "core/rule.h"

/* Called by rule_parse: contradictions, and what ux.md R7 and R10 forbid. */
enum rc rule_check(struct ctx *cx, const struct rule *r) NODISCARD;

struct rule_advice {
	struct rule_advice *next;
	struct rule_at at;
	const char *id;
	struct sv text; /* in the reader's language */
};

/* In the order of the text; NULL when there is nothing to say. */
struct rule_advice *rule_lint(struct ctx *cx, const struct rule *r);

/* Publishing one more ranking after `published` this year (ux.md R7). */
enum circular_state { CIRCULAR_FREE, CIRCULAR_WITHIN, CIRCULAR_LAST, CIRCULAR_NEEDS_BASIS };
/* A board that goes to the unit only, or shows neither rank nor band, is no ranking. */
enum circular_state rule_circular(const struct rule *r, int published);

#endif
