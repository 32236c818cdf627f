#ifndef APP_REPORT_H
#define APP_REPORT_H
/* Written reports 述职材料 of the units on an agenda (handbook M4.4, 2.6): what was done in the period that is over, what comes next, and of
 * what comes next the three batches of projects 三个一批: to be signed, started, put into production.  One a unit and event, handed in before
 * it; what the jurors were given when the event began stays as it was.  The numbers of the past are not typed here: they stand beside it on
 * the unit's fact sheet, from the ledger (app/facts). */
#include "app/door/door.h"
#include "app/event/event.h"

extern const struct noun report_noun;
extern const struct http_route report_routes[];
extern const size_t report_routes_n;

enum report_batches { REPORT_SIGN, REPORT_START, REPORT_RUN, REPORT_BATCHES };
struct report_batch {
	int64_t projects;            /* -1: not said */
	struct dec money;            /* 亿元; 0: not said */
};
struct unit_report {
	int64_t event, unit;
	int64_t no;                  /* how often it was handed in; 0: not yet */
	struct sv done, ahead;
	struct report_batch batch[REPORT_BATCHES];
	int64_t at, author;          /* instant; post */
	bool behalf;                 /* 代填: by a post of another unit */
};

/* `no` is 0 where that unit has handed in none. */
NODISCARD enum rc report_of(struct ctx *cx, struct db *db, int64_t event, int64_t unit, struct unit_report *ret);
/* Its three batches; no rows where nothing was said of them. */
struct ui_table report_batches(struct visit *v, const struct unit_report *r);

#endif
