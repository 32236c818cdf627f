#ifndef VERIFY_PLACE_H
#define VERIFY_PLACE_H
/* Totals into places and lists, from the manual's lines on 排名, 并列, 红榜, 黑榜, 进步榜. */
#include "verify/score.h"

struct vf_row {
	const struct vf_unit *unit;
	const struct vf_score *score;    /* NULL for the exempt */
	int64_t place, gained;
	bool tied, moved, both, red, black, mover;
	int64_t better, worse;           /* how many stand strictly above and below */
};

struct vf_board {
	struct vf_row *row;              /* ranked, then unranked, then exempt */
	size_t n, n_ranked, n_red, n_black;
	vf_num median;
};

/* `scores` one a unit, in the order of the units. */
void vf_place(struct arena *a, const struct vf_proof *p, const struct vf_score *scores, struct vf_board *ret);
/* "按期整改 +1.5；上级通报表扬 +3" */
struct sv vf_reason(struct arena *a, const struct vf_row *row);

#endif
