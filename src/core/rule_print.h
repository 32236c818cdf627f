#ifndef CORE_RULE_PRINT_H
#define CORE_RULE_PRINT_H
#include "core/rule.h"

/* The canonical text: the same tree gives the same bytes, and reading them gives the same tree.  The Chinese
 * one is the law and what is digested; the English one is a reading aid with the same meaning. */
struct sv rule_print(struct arena *a, const struct rule *r, enum lang lang);
/* One line of an item, "按期办结，每件+1", for traces and pages. */
struct sv rule_print_line(struct arena *a, const struct rule_line *l, enum lang lang);
/* What stands behind 红榜 or 黑榜: "前10%，且90分以上". */
struct sv rule_print_cut(struct arena *a, const struct rule_cut *c, bool red, enum lang lang);

#endif
