#ifndef CORE_RHYTHM_H
#define CORE_RHYTHM_H
/* How often a series of gatherings is due 周交办点评、月打擂、季观摩 (handbook 2.5): whole windows of the calendar, so that a review
 * "at least once a quarter" is missed exactly when a quarter has passed without one. */
#include "base/arena.h"
#include "base/when.h"

enum rhythm { RHYTHM_NONE, RHYTHM_WEEK, RHYTHM_FORTNIGHT, RHYTHM_MONTH, RHYTHM_QUARTER };
#define RHYTHM_WORDS "none|weekly|fortnightly|monthly|quarterly"
enum rhythm rhythm_of(struct sv word);

/* The window that holds `d`: weeks begin on Monday, fortnights are counted from the week of `since`. */
struct window {
	struct day from, to;
};
struct window rhythm_window(enum rhythm r, struct day since, struct day d);

/* Whole windows between `since` and `today` that held none of the days, the first of them, and whether the present window
 * still waits for one. */
struct rhythm_state {
	int missed;
	struct window first, now;
	bool waits;
};
struct rhythm_state rhythm_check(enum rhythm r, struct day since, struct day today, const struct day *held, size_t n);

#endif
