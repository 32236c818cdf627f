/* What a host may know of a box that is open: numbers, and of a signed vote who has not handed in.  No sheet leaves this file. */
#include "app/vote/vote.h"
#include "store/shelf.h"

static enum rc look(struct ctx *cx, struct box *box, const struct vote_code *code, size_t n_code, struct vote_seen *ret)
{
	struct digest *digest;
	struct vote_box numbers;
	struct sv *text;
	size_t n;
	TRY(box_read(cx, box, &digest, &text, &n));
	if (n != n_code)
		return RC_CHECK;
	TRY(vote_box_numbers(cx, code, text, n, &numbers));
	ret->ballots = numbers.ballots;
	ret->waiting = numbers.once + numbers.differ;
	for (size_t i = 0; i < n; i++) {
		struct vote_cell cell;
		if (code[i].is_void)
			continue;
		ret->codes++;
		TRY(vote_cell_read(cx, text[i], &cell));
		for (size_t k = 0; k < ret->n_seat && cell.sheet.n; k++)
			if (ret->seat[k].no == code[i].seat)
				ret->missing[k] = false;
	}
	return RC_OK;
}

enum rc vote_seen(struct ctx *cx, struct store *s, struct db *db, const struct vote *v, struct vote_seen *ret)
{
	struct vote_code *code;
	struct box *box;
	size_t n;
	*ret = (struct vote_seen){ 0 };
	TRY(vote_codes(cx, db, v->id, &code, &n));
	if (v->is_signed)
		TRY(vote_seats(cx, db, v->id, &ret->seat, &ret->n_seat));
	ret->missing = NEW(cx->a, bool, ret->n_seat + 1);
	for (size_t i = 0; i < ret->n_seat; i++)
		ret->missing[i] = true;
	TRY(store_box_hold(cx, s, v->id, &box));
	enum rc rc = look(cx, box, code, n, ret);
	store_box_let(s, v->id, rc == RC_FAILED);
	return rc;
}
