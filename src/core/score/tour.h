#ifndef CORE_SCORE_TOUR_H
#define CORE_SCORE_TOUR_H
/* The route of an observation tour (现场观摩): which sites, in which order, so that the scores sum to the most
 * within the time there is (the orienteering problem with time windows).  Times are whole numbers of one unit,
 * minutes say, on the tour's clock.  Up to TOUR_EXACT sites the answer is the best there is (dynamic programming
 * over subsets: Held & Karp 1962); above, a search that the seed fixes. */
#include "core/score/score.h"

enum { TOUR_EXACT = 15, TOUR_MAX = 100 };
#define TOUR_NO_CLOSE INT64_MAX

struct tour_site {
	struct sv id;
	struct dec score;
	int64_t open, close; /* the visit begins not before `open`, waiting if need be, and not after `close` */
	int64_t stay;
	size_t county;
	bool must;
};
struct tour {
	const struct tour_site *sites;
	size_t n;
	const int64_t *travel; /* rows of `places`; place 0 is the start when there is one, then the sites */
	size_t places;	       /* n, or n + 1 with a start */
	bool back;	       /* return to the start within the budget */
	bool leave_by;	       /* a visit also ends by `close` */
	int64_t start, budget; /* the clock at the start; travel, stay and waiting together */
	const int64_t *county_min, *county_max;
	size_t counties;
	uint64_t seed;
};
struct tour_route {
	int *stops; /* positions in `sites` */
	size_t n;
	struct dec score;
	int64_t finish; /* the clock at the end */
	bool exact;
};
/* Most score, then earliest finish, then the sites named first.  SCORE_INVALID: no route keeps all conditions;
 * SCORE_NOT_CONVERGED: the search found none. */
enum score_status tour_plan(struct arena *a, const struct tour *t, struct trace *tr, struct tour_route *ret);

/* ---- shared with the search for long lists --------------------------------------------------------------- */
int64_t tour_leg(const struct tour *t, int from, int to); /* −1: the start, or nowhere */
/* The clock on leaving `site`, coming from `from` at `clock`; false when it is closed or the budget is over. */
bool tour_visit(const struct tour *t, int from, int64_t clock, int site, int64_t *ret_leave);
/* The whole round; false when a window or the budget breaks. */
bool tour_finish(const struct tour *t, const int *stops, size_t n, int64_t *ret_finish);
bool tour_search(struct arena *a, const struct tour *t, struct tour_route *ret);

#endif
