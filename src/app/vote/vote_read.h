#ifndef APP_VOTE_READ_H
#define APP_VOTE_READ_H
/* Inside the folder only. */
#include "app/vote/vote.h"

enum { VOTE_VIEWS = 6 };
extern const struct view_def vote_views[VOTE_VIEWS];
void vote_row_of(const struct stmt *st, struct arena *a, struct vote *ret); /* of vote_by_id and its like */

/* Paths of the units in which whoever sits there holds a post: those of the seat's own and of all others. */
NODISCARD enum rc vote_seat_places(struct ctx *cx, struct db *db, const struct vote_seat *s, struct sv **ret, size_t *ret_n);

/* What stands in the way of a count for these contestants: another vote than `self`, a tally; where marks are corrected by juror (评委校正),
 * any of the item in the period. */
NODISCARD enum rc vote_taken(struct ctx *cx, struct db *db, const struct vote *self, const struct rule *rule, int64_t series, const struct vote_slot *slot,
			     size_t n, int64_t *ret_vote, int64_t *ret_tally);
NODISCARD enum rc vote_check_taken(struct ctx *cx, int64_t vote, int64_t tally);

#endif
