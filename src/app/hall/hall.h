#ifndef APP_HALL_H
#define APP_HALL_H
/* The hall: pages of a vote on the spot. The office prints codes, opens and closes; a juror opens one sheet by a code, without
 * account or session.  On a juror's way nothing is kept but the ballot in its box: no cookie, no address, no time. */
#include "app/door/door.h"

extern const struct http_route hall_routes[];
extern const size_t hall_routes_n;

#endif
