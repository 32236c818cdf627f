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

/* The checklist 核对单: fixed lines in three parts.  Each line cites the document and article that the office named for its part, for the
 * event itself or else for its series (as it stood when the event was over); none is made up. */
struct roster_part {
	const char *code, *label;    /* label: a message id */
};
enum { ROSTER_PARTS = 3, ROSTER_CITES_MAX = 160 };
extern const struct roster_part roster_parts[ROSTER_PARTS];
#define ROSTER_PART_CODES "frugal|plain_meal|conduct"
struct roster_line {
	const char *code, *text;     /* text: a message id */
	int part;                    /* of roster_parts */
	const char *unit;            /* of the number that it takes: "sheets" printed, "yuan" a head; NULL: it takes none */
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
struct roster_cite {
	struct sv cites;             /* "" for none */
	bool own;                    /* named for the event itself */
};
/* One for each of roster_parts. */
NODISCARD enum rc roster_cites(struct ctx *cx, struct db *db, const struct event *e, struct roster_cite ret[ROSTER_PARTS]);
/* One for each of roster_lines. */
NODISCARD enum rc roster_checks(struct ctx *cx, struct db *db, int64_t event, struct roster_check ret[ROSTER_LINES]);

#endif
