#ifndef APP_ARENA_H
#define APP_ARENA_H
/* The champion 擂主 of a series of arenas (handbook M1.16, 2.3; fairness.md 5.3): for each theme, which is the group of the agenda
 * or the item of the rules, one holder, who defends the title at the next session on the same theme.  A state machine and no
 * statistics (core/score/champion.h): a tie keeps the holder; a rehearsal touches nothing.  Sessions count in the order of their days. */
#include "app/vote/vote.h"

extern const struct noun arena_noun;

struct act_request;
struct journal_row;
/* vote.result of an arena that belongs to a series → arena.bout */
enum rc arena_bout(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		   size_t max, size_t *ret_n);

#endif
