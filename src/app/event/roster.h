#ifndef APP_EVENT_ROSTER_H
#define APP_EVENT_ROSTER_H
/* Inside the folder.  How an event was held: who must come (一把手必须参加, handbook M0.27), and the checklist for a frugal meeting, a plain meal and
 * discipline (M0.28–M0.31).  Nobody checks in: the office notes who sat there, as it did on paper. */
#include "app/event/event.h"

enum { ROSTER_MAX = 200 };
#define ROSTER_STATES "expected|present|substitute|absent"

struct guest {
	int64_t post;
	bool must;                   /* a number one, who comes in person */
	struct sv state, by, reason; /* by: the post that came instead; reason of who did not come */
	struct sv post_name, unit_name, unit_path;
};
NODISCARD enum rc roster_of_event(struct ctx *cx, struct db *db, int64_t event, struct guest **ret, size_t *ret_n);

/* The checklist 核对单: fixed lines in three groups; the document that each line cites is that of the series. */
struct roster_line {
	const char *code, *group, *text; /* message ids; group only where one begins */
	bool amount;                 /* takes a number: yuan a head, sheets printed */
};
enum { ROSTER_LINES = 9 };
extern const struct roster_line roster_lines[ROSTER_LINES];
#define ROSTER_LINE_CODES "banner|printed|tea|show|image|meal|number_one|discipline|modest"
struct roster_check {
	bool told, kept;
	struct dec amount;
	struct sv note;
	int64_t at, post;
};
/* One for each of roster_lines. */
NODISCARD enum rc roster_checks(struct ctx *cx, struct db *db, int64_t event, struct roster_check ret[ROSTER_LINES]);

#endif
