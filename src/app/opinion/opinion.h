#ifndef APP_OPINION_H
#define APP_OPINION_H
/* Opinions 意见建议 of jurors (handbook 3.6), kept apart from their marks: while the vote is open they lie in a box of their own
 * beside that of the ballots, one a code, and a later one replaces it.  Afterwards the office empties that box: the texts come
 * out in the order of their own bytes, which says nothing of codes, jurors or times.  They are read through, single ones may be
 * withheld with a reason, and the rest is released in bulk, after the results. */
#include "app/door/door.h"

extern const struct noun opinion_noun;
extern const struct http_route opinion_routes[];
extern const size_t opinion_routes_n;

/* Has the box of that vote been emptied by an act already?  Then its file is of no use. */
bool opinions_collected(struct ctx *cx, struct db *db, int64_t vote);

#endif
