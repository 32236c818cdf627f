#ifndef CORE_CLAUSEDIFF_H
#define CORE_CLAUSEDIFF_H
/* What changed between two canonical texts of a rule, clause by clause: a longest common subsequence of their lines, each line
 * told with the class and item that it stands in.  A line replaced by one with the same keyword is one change, not two. */
#include "base/arena.h"

enum clause_kind { CLAUSE_SAME, CLAUSE_ADDED, CLAUSE_REMOVED, CLAUSE_CHANGED };

struct clause_change {
	enum clause_kind kind;
	struct sv class, item; /* what it stands in, of the new text where both have it; empty in the head and under 汇总 */
	struct sv was, now;    /* the lines, trimmed; empty where there is none */
};

/* In the order of the new text, what was removed where it had stood.  Those that stayed are told too. */
void clause_diff(struct arena *a, struct sv was, struct sv now, struct clause_change **ret, size_t *ret_n);
/* How many are not CLAUSE_SAME. */
size_t clause_changes(const struct clause_change *c, size_t n);

#endif
