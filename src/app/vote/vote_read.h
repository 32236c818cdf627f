#ifndef APP_VOTE_READ_H
#define APP_VOTE_READ_H
/* Inside the folder only. */
#include "app/vote/vote.h"

enum { VOTE_VIEWS = 6 };
extern const struct view_def vote_views[VOTE_VIEWS];
void vote_row_of(const struct stmt *st, struct arena *a, struct vote *ret); /* of vote_by_id and its like */

/* Paths of the units in which whoever sits there holds a post: those of the seat's own and of all others. */
NODISCARD enum rc vote_seat_places(struct ctx *cx, struct db *db, const struct vote_seat *s, struct sv **ret, size_t *ret_n);

#endif
