#ifndef VERIFY_PLACE_H
#define VERIFY_PLACE_H
/* Totals into places and lists, from the manual's lines on 排名, 并列, 同分先比, 红榜, 黑榜, 进步榜, and what those bring:
 * 等次, 星级, 亮灯, 连续末位. */
#include "verify/score.h"

enum { VF_KEYS = 6 };

struct vf_row {
	const struct vf_unit *unit;
	const struct vf_score *score;    /* NULL for the exempt */
	int64_t place, gained;
	bool tied, moved, both, red, black, mover;
	int64_t better, worse;           /* how many stand strictly above and below */
	vf_num key[VF_KEYS];             /* 同分先比: the greater goes first */
	bool unranked, draw;
	const struct vf_grade *grade;    /* NULL: none */
	int64_t stars, last_times;
	struct sv step;                  /* 连续末位: what is due */
	const char *light;
	vf_num staff_percent;            /* 评优名额 */
	int64_t seats;
};

struct vf_board {
	struct vf_row *row;              /* ranked, then unranked, then exempt */
	size_t n, n_ranked, n_red, n_black;
	vf_num median;
};

/* `scores` one a unit, in the order of the units. */
void vf_place(struct arena *a, const struct vf_proof *p, const struct vf_score *scores, struct vf_board *ret);
/* Inside: what a place brings; the rows are in order, with their places. */
void vf_yield(const struct vf_rule *u, struct vf_board *b);
/* So many percent of those ranked, by 名额取整. */
int64_t vf_quota_of(const struct vf_rule *u, size_t n, vf_num percent);
/* Within a number of places: who is tied at its edge comes in with the others, or, if the rule says so, none of them. */
bool vf_within(const struct vf_rule *u, int64_t seats, int64_t ahead, int64_t tied);

/* "按期整改 +1.5；上级通报表扬 +3", "缺税收、招商" */
struct sv vf_reason(struct arena *a, const struct vf_row *row);

#endif
