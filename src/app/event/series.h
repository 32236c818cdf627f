#ifndef APP_EVENT_SERIES_H
#define APP_EVENT_SERIES_H
/* Inside the folder.  A series 系列: numbered gatherings in a rhythm, held in turn by its hosts (handbook M0.1, M0.21, 2.5;
 * fairness.md 6.2): who hosted fewest comes first, then who has waited longest; another host needs a reason. */
#include "app/event/event.h"
#include "app/event/roster.h"
#include "core/rhythm.h"

enum { SERIES_HOSTS_MAX = 40 };
#define SERIES_LEVELS "city|county|section|township|village"

struct series {
	int64_t id, owner, copied_from, gap;  /* gap: no host twice within so many sessions in a row */
	struct sv name, kind, rhythm, level, document, state; /* document: of the rules of the series; state running|ended */
	struct day since;
	struct sv owner_path;
};
struct series_host {
	int64_t unit, times, planned, last;   /* sessions hosted; to be hosted; the number of the latest of both in the order of days, 0: never */
	struct sv name;
	bool waits;                           /* hosts or hosted too lately */
};
struct series_count {
	int64_t sessions, hosts, slots;       /* that were held; different hosts; slots with a unit in them */
	struct day last;
};

NODISCARD enum rc series_get(struct ctx *cx, struct db *db, int64_t id, struct series *ret);   /* RC_NOT_FOUND */
/* In the order in which they should host; the first is next. */
NODISCARD enum rc series_hosts(struct ctx *cx, struct db *db, const struct series *s, struct series_host **ret, size_t *ret_n);
NODISCARD enum rc series_counted(struct ctx *cx, struct db *db, int64_t id, struct series_count *ret);
NODISCARD enum rc series_rhythm(struct ctx *cx, struct db *db, const struct series *s, struct day today, struct rhythm_state *ret);
/* May an event of that kind, of that owner, be planned into it? */
NODISCARD enum rc series_takes(struct ctx *cx, const struct series *s, int64_t owner, struct sv kind);

/* What the parts of the checklist (roster.h) cite by the series: document and article as the office typed them, "" for none; at an
 * instant, 0: now. */
NODISCARD enum rc series_cites(struct ctx *cx, struct db *db, int64_t id, int64_t at, struct sv ret[ROSTER_PARTS]);
/* The number that an event of this year gets. */
NODISCARD enum rc series_next_number(struct ctx *cx, struct db *db, int64_t id, int year, int64_t *ret);

#endif
