#ifndef APP_HALL_SLOTS_H
#define APP_HALL_SLOTS_H
/* Inside the folder: the fields of one sheet, for a juror's phone and for who types paper in. */
#include "app/hall/pages.h"

struct hall_sheet {
	struct visit *v;
	struct ballot_form *form;    /* with what is shut for this code */
	const struct vote_slot *slot;
	size_t n;
	int64_t seat;
	struct vote_recusal *recusal;
	size_t n_recusal;
	struct js *saved;            /* what it says so far; NULL: nothing */
};
NODISCARD enum rc hall_sheet_open(struct hall_sheet *j, struct visit *v, const struct vote *e, const struct vote_code *code, struct ballot_form *form,
			     const struct vote_slot *slot, size_t n);
struct hall_slot *hall_sheet_slots(struct hall_sheet *j); /* n of them; what was typed, else what is saved */
struct sv hall_sheet_rule(struct hall_sheet *j);
/* Where each is judged from its own report on: does `sheet` judge anybody whom the stage has not reached, otherwise than `before` did?  RC_INVALID
 * with a fault at each; RC_OK for every other vote. */
NODISCARD enum rc hall_sheet_heard(struct hall_sheet *j, const struct vote *e, struct sv sheet, struct sv before);
struct js *hall_sheet_answers(struct hall_sheet *j);      /* of the request, for ballot_read */

#endif
