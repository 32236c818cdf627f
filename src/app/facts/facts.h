#ifndef APP_FACTS_H
#define APP_FACTS_H
/* Fact sheets 情况单 for those who vote (handbook 2.6, M4.1): for each unit on an agenda, its matters and its targets as the
 * ledger has them, so that marks rest on what was done and not on a name.  One page for staff, one behind a juror's code; the
 * same numbers on both, none of them typed in. */
#include "app/door/door.h"

extern const struct http_route facts_routes[];
extern const size_t facts_routes_n;

#endif
