#ifndef CORE_SCORE_ROOM_H
#define CORE_SCORE_ROOM_H
/* Room or day coefficients (面试考场加权系数, 二次平均法): candidates were given to rooms by lot, so that rooms with
 * different means had different judges.  Where the better candidates came together by design, it takes from them. */
#include "core/score/aggregate.h"

enum room_overall { ROOM_POOLED, ROOM_MEAN_OF_MEANS };
enum room_kind { ROOM_MULTIPLY, ROOM_ADD };
enum { ROOM_SMALL = 10 }; /* with fewer candidates the mean is too unsteady */

struct room {
	struct sv name;
	const struct mark *scores;
	size_t n_scores;
	bool summed; /* sum and n are given, and stand instead of the scores for the mean */
	struct dec sum;
	int64_t n;
};
struct room_rule {
	enum room_overall overall;
	enum room_kind kind;
	struct trim trim; /* inside each room, before its mean is taken */
	struct stage mean, overall_stage, coefficient, score;
};
struct room_result {
	struct ratio mean, coefficient; /* ROOM_ADD: what is added */
	int64_t n;			/* in the mean */
	bool small;
	struct ratio *scores; /* one a mark, only where given */
};
/* SCORE_INVALID: a mean that cannot divide (multiply asks for means above 0); SCORE_NO_DATA: a room without marks.
 * `*ret_at` is then the room. */
enum score_status room_coefficients(struct arena *a, const struct room_rule *rule, const struct room *rooms, size_t n,
				    struct trace *tr, struct room_result *ret, struct ratio *ret_overall, size_t *ret_at);

#endif
