#ifndef CORE_RULE_DIFF_H
#define CORE_RULE_DIFF_H
/* Two versions of a rule, clause by clause, in the words of the canonical text. */
#include "core/rule.h"

enum rule_change_kind {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_CHANGED, /* the same keyword at the same place says something else */
	CHANGE_MOVED,	/* nothing else differs, but the order of the clauses does */
};
struct rule_change {
	enum rule_change_kind kind;
	struct sv path;		 /* "指标 甲 › 项目 乙", empty for the head */
	struct sv before, after; /* whole clauses, "计分：反弹，每件-2"; empty where there is none */
};
struct rule_changes {
	struct rule_change *v; /* in the order of the older text, then what is new */
	size_t n;
};
/* In the reader's language. */
void rule_diff(struct ctx *cx, const struct rule *before, const struct rule *after, struct rule_changes *ret);

#endif
