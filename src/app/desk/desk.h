#ifndef APP_DESK_H
#define APP_DESK_H
/* The pages of daily work: desk, ledger, matter, review, chase list, import, leader's page. */
#include "app/door/door.h"

extern const struct http_route desk_routes[];
extern const size_t desk_routes_n;
/* Lists, sent by a program. */
extern const struct api_op desk_api[];
extern const size_t desk_api_n;

#endif
