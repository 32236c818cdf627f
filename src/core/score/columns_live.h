#ifndef CORE_SCORE_COLUMNS_LIVE_H
#define CORE_SCORE_COLUMNS_LIVE_H
/* A composed board that takes one more entry at a time: the leaf's month is weighed anew, the units above it get the
 * difference, and every tier's scores stay in order, so that the effect on all tiers is known without composing anything.
 *
 * The order of a tier's scores is kept on shelves of 1024, each a ring: a score that moves takes one swap on each shelf
 * that it passes instead of moving all between (the tiered vector of Goodrich and Kloss, 1999). */
#include "core/score/columns_rank.h"

enum { COLUMNS_SHELF = 1024 };

struct columns_live {
	struct columns_board *board;
	int64_t *scores; /* tier by tier, from high to low, shelf by shelf */
	uint16_t *heads; /* where each shelf begins; the last one of a tier, which may be shorter, always at 0 */
	uint32_t first[COLUMNS_TIERS]; /* the first shelf of a tier */
};
struct columns_live columns_live_new(struct arena *a, struct columns_board *b);
/* Takes over a board that is ranked. */
void columns_live_fill(struct columns_live *l);

struct columns_entry {
	uint32_t leaf;
	uint8_t indicator, month;
	int32_t points;
};
/* Of one unit; [0] before the entry, [1] after it. */
struct columns_effect {
	uint32_t unit;
	struct dec month[2], year[2]; /* as published */
	uint32_t among_peers[2], in_tier[2];
};
struct columns_effects {
	uint32_t n; /* from the leaf up */
	struct columns_effect of[COLUMNS_TIERS];
};
/* What one more entry would do; nothing changes.  SCORE_INVALID outside the columns, SCORE_OVERFLOW. */
enum score_status columns_effect(const struct columns_live *l, struct columns_entry e,
				 struct columns_effects *ret) NODISCARD;
/* What it does: cells, months, years and shelves have it from now on.  The board's places and by_place are those of its
 * last columns_rank. */
enum score_status columns_post(struct columns_live *l, struct columns_entry e, struct columns_effects *ret) NODISCARD;

#endif
