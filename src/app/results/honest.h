#ifndef APP_RESULTS_HONEST_H
#define APP_RESULTS_HONEST_H
/* How sure a board is, in words: bands beside places, tiers, what the office is told of the jury. */
#include "app/results/pages.h"

struct res_said {
	const struct sv *finding;
	size_t n;
	struct ui_table judges;
};
/* As board_said answers. */
void res_said_of(struct visit *v, const struct js *said, struct res_said *ret);

/* "（2–5）" and its words for a screen reader, "" where no band is told or the place is not shown; `yield` of a row. */
struct sv res_band_text(struct visit *v, const struct js *yield);
struct sv res_band_words(struct visit *v, const struct js *yield);
/* "3（2–5）" for tables that hold text alone. */
struct sv res_banded(struct visit *v, struct sv place, const struct js *yield);
struct sv res_tier_text(struct visit *v, const struct js *yield); /* 第一梯队, "" where there are none */
struct sv res_kept(struct visit *v); /* 不公布, in the place of a number */
struct sv res_total(struct visit *v, const struct board_place *p); /* or that it is kept back */
struct sv res_kept_note(struct visit *v, const struct res_seen *s); /* why, "" where nothing is */
/* What stands under the table: what the bands mean, or why there are none; "" where the rules ask for none. */
struct sv res_band_note(struct visit *v, const struct res_seen *s);
struct sv res_honest_note(struct visit *v, const struct res_seen *s); /* both notes */

#endif
