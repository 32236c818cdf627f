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
/* Of a request in JSON: RC_INVALID with a fault at each answer that is no text, which would else be taken for nothing. */
NODISCARD enum rc hall_sheet_types(struct hall_sheet *j);
/* What people call the fields, for what is said of them: "3. 丹凤县 · 形象进度". */
void hall_sheet_names(struct hall_sheet *j, const struct ui_field **ret, size_t *ret_n);
/* Whom a sheet leaves open, by name; their numbers from 1 ("2,5") and how many they are. */
struct sv hall_sheet_open_ones(struct hall_sheet *j, const struct ballot_vote *v, struct sv *ret_which, size_t *ret_n);
struct sv hall_sheet_title(const struct hall_sheet *j, size_t i); /* "3. 丹凤县", with its site where a unit has several */
bool hall_sheet_idle(const struct hall_sheet *j);         /* this juror may judge nobody here */

#endif
