#ifndef APP_DESK_H
#define APP_DESK_H
/* The pages of daily work: desk, ledger, matter, review, chase list, import, leader's page. */
#include "http/router.h"

extern const struct http_route desk_routes[];
extern const size_t desk_routes_n;

#endif
