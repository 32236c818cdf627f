#ifndef APP_RESULTS_H
#define APP_RESULTS_H
/* The pages of what came of it: boards and the "why" behind every number, objections, entries, periods and rules,
 * a unit's own page, and those of the auditor and the administrators. */
#include "app/door/door.h"

extern const struct http_route results_routes[];
extern const size_t results_routes_n;
/* Boards, composed by a program. */
extern const struct api_op results_api[];
extern const size_t results_api_n;

#endif
