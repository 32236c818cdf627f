#ifndef CORE_SCORE_COLUMNS_RANK_H
#define CORE_SCORE_COLUMNS_RANK_H
/* Places of whole tiers by their years: 1 2 2 4, among the units of one parent and among all of the tier. */
#include "core/score/columns.h"

/* Fills by_place, in_tier and among_peers of a range of tiers.  Tiers are apart: threads may take one each. */
void columns_rank(struct columns_board *b, struct columns_range tiers);

/* Compose or re-weigh, sum up and rank everything, in one thread.  SCORE_INVALID for a plan of other indicators or steps
 * than the kept sums have. */
enum score_status columns_compose_all(struct columns_board *b, const struct columns_entries *e) NODISCARD;
enum score_status columns_reweigh_all(struct columns_board *b, const struct columns_plan *p) NODISCARD;

#endif
