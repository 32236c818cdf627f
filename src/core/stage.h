#ifndef CORE_STAGE_H
#define CORE_STAGE_H
/* What the hall sees of an event 大屏, step by step (handbook 2.6; ux.md 3.3 (6), 4.4): the cover, one step a slot of the agenda
 * and one a page of its slides, the votes, and after the release the reveal from the bottom up and the result of each vote.  Pure: the same step of the same
 * agenda is always the same picture, whoever asks and however the host came to it.
 *
 * Before the release a step knows nothing of a result, and how many steps there are follows from the agenda alone: the steps of
 * the reveal are not there at all, since how many they are would tell of ties. */
#include "base/arena.h"

enum stage_kind { STAGE_COVER, STAGE_SLOT, STAGE_PAGE, STAGE_VOTES, STAGE_LIST, STAGE_PLACE, STAGE_SHEET };
enum { STAGE_SINGLE = 3 }; /* so many places have a step each */

/* A contestant, in the official order; ties share a place and the next is skipped. */
struct stage_row {
	bool given;              /* false: too few votes for a figure; it has no place */
	int place;
};
struct stage_vote {
	int64_t id;
	const struct stage_row *row; /* not looked at before the release */
	size_t n;
};
struct stage_plan {
	const int64_t *slot;     /* numbers of the slots */
	size_t n_slot;
	const int *pages;        /* of each slot's slides, 0 for none; NULL: no slot has any */
	const struct stage_vote *vote;
	size_t n_vote;
	bool released;
	bool made_up;            /* the result of a trial, which is stepped through like one that was released */
	bool whole;              /* every place is read out; else those of the upper half, the others only named, in the official order */
};

struct stage_step {
	enum stage_kind kind;
	size_t at;               /* which slot or vote, from 0 */
	int place;               /* of STAGE_PLACE */
	int page;                /* of STAGE_PAGE, from 1 */
};
struct stage_line {
	size_t row;
	bool place, points;      /* is it shown? */
	bool fresh;              /* what this step adds */
};
struct stage_picture {
	struct stage_step step;
	const struct stage_line *line; /* of a vote; those with a place first, from the best */
	size_t n, n_placed;
};

/* Is a slot on, by its name or by a page of its slides? */
bool stage_on_slot(struct stage_step s);

size_t stage_steps(struct arena *a, const struct stage_plan *p, struct stage_step **ret);
/* What stands there after that step. */
struct stage_picture stage_after(struct arena *a, const struct stage_plan *p, struct stage_step s);

/* A step's name in acts and addresses, which later slots and votes do not change: "cover", "slot-3", "page-3-12", "votes", "list-64",
 * "place-64-2", "sheet-64"; of a made-up result "trial-sheet-64", so that a trial that has ended leaves no step of the real one on. */
struct sv stage_key(struct arena *a, const struct stage_plan *p, struct stage_step s);
/* SIZE_MAX where there is no such step. */
size_t stage_find(struct arena *a, const struct stage_plan *p, const struct stage_step *step, size_t n, struct sv key);
/* The step that stands for one that is gone (a slot was taken off the agenda, other places are read out): of the same vote its
 * first one, of the same slot its name, else the cover. */
size_t stage_present(struct arena *a, const struct stage_plan *p, const struct stage_step *step, size_t n, struct sv key);

#endif
