#ifndef CORE_SCORE_CHAMPION_H
#define CORE_SCORE_CHAMPION_H
/* The title of an arena (擂主): a state machine, no statistics.  Every theme has its own title. */
#include "core/score/score.h"

enum bout_kind { BOUT_MATCH, BOUT_CANCELLED, BOUT_ABSENT };
struct bout {
	enum bout_kind kind;
	struct sv label; /* its date or number */
	const struct sv *challengers;
	size_t n;
	struct sv winner; /* of an absence without leave: the best challenger; needless when there is but one */
	bool tie;
	bool excused; /* the holder stayed away with leave: nothing changes */
	bool beaten;  /* a tie at the top with the holder below it: he defends nothing, and nobody takes it */
};

struct title {
	struct sv theme;
	struct sv holder; /* SV_NONE: vacant */
	int64_t streak;	  /* successful defences in a row */
};

enum turn { TURN_NONE, TURN_TAKEN, TURN_DEFENDED, TURN_LOST, TURN_FORFEITED };
const char *turn_name(enum turn t); /* "unchanged", "taken", "defended", "lost", "forfeited" */

/* A tie keeps the holder and counts as a defence; of a vacant title it leaves it vacant.  SCORE_INVALID: a winner
 * who did not take part, or none named where one is needed; `*t` is then as it was. */
enum score_status champion_step(struct title *t, const struct bout *b, struct trace *tr, enum turn *ret);

#endif
