#ifndef APP_PERIOD_H
#define APP_PERIOD_H
/* Periods 期: the days that a board counts, apart from the day on which it is published.
 *
 *   open    entries of its days may be posted
 *   closed  only corrections: a reversal, and the entry that takes its place
 *   frozen  nothing; what is found later counts on the day on which it is found */
#include "store/act.h"

extern const struct noun period_noun;

#define PERIOD_STATES "open|closed|frozen"
enum period_state { PERIOD_OPEN, PERIOD_CLOSED, PERIOD_FROZEN };

struct period {
	int64_t id, owner;
	struct sv name;
	struct day from, to;       /* both inclusive */
	struct day publish_on;
	enum period_state state;
	int64_t as_of;             /* the instant up to which lateness was counted, 0 before it is closed */
	int64_t closed_at, frozen_at;
};

struct exemption {
	int64_t unit;
	struct sv doc_no, reason;  /* 批文 */
};

const char *period_state_name(enum period_state s);
NODISCARD enum rc period_get(struct ctx *cx, struct db *db, int64_t id, struct period *ret); /* RC_NOT_FOUND */
NODISCARD enum rc periods_of(struct ctx *cx, struct db *db, int64_t owner, struct period **ret, size_t *ret_n);
/* The strictest state among the periods of that owner that hold the day; PERIOD_OPEN where there is none. */
NODISCARD enum rc period_on(struct ctx *cx, struct db *db, int64_t owner, struct day day, enum period_state *ret,
			    struct sv *ret_name);
NODISCARD enum rc period_exemptions(struct ctx *cx, struct db *db, int64_t period, struct exemption **ret, size_t *ret_n);

/* What was late when a period closed, told by the noun `matter`: registered once by main, so that periods need not
 * know matters. */
struct lateness {
	int64_t matter, unit;
	bool assist, rectify;      /* an assisting unit; a problem to be put right, not a task */
	struct day due;
	struct sv topic, title;
};
typedef enum rc lateness_fn(struct ctx *cx, struct db *db, int64_t owner, struct day last, struct lateness **ret,
			    size_t *ret_n);
void period_use_lateness(lateness_fn *fn);

/* The name of a vote of the period whose count is still to come or not released yet, SV_NONE for none; told by the noun
 * `vote`, registered once by main: a frozen period takes no count. */
typedef enum rc period_votes_fn(struct ctx *cx, struct db *db, int64_t period, struct sv *ret_name);
void period_use_votes(period_votes_fn *fn);
/* How many tallies of the period wait for their second person; told by the noun `tally`, registered once by main. */
typedef enum rc period_tallies_fn(struct ctx *cx, struct db *db, int64_t period, int64_t *ret);
void period_use_tallies(period_tallies_fn *fn);

#endif
