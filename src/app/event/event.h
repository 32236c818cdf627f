#ifndef APP_EVENT_H
#define APP_EVENT_H
/* Events 活动: a gathering with an agenda: an observation tour, an arena, questions to a plenary, a debrief, a weekly meeting, an
 * inspection (handbook 2.1, 2.3, 2.5, 2.6).  What is voted there is a noun of its own (app/vote), and so is what the hall sees
 * (app/stage).
 *
 *   planned ─ begin ─► under_way ─ end ─► ended
 *      └──── cancel ─────┴─► cancelled
 *
 * Nothing of a count is told before `released`: one act of the chair for all votes of the event at once.  An event may stand
 * inside another.  A rehearsal counts nowhere, and never becomes real. */
#include "app/unit/unit.h"
#include "core/agenda.h"
#include "store/act.h"

extern const struct noun event_noun, series_noun, roster_noun, lot_noun, notice_noun;

#define EVENT_KINDS "tour|arena|plenary|debrief|meeting|inspection"
#define EVENT_STATES "planned|under_way|ended|cancelled"

struct event {
	int64_t id, owner;
	struct sv kind, name, place;
	struct day day;
	int begins;                  /* minute of the day, -1: not said */
	int64_t host;                /* the unit where it is held, 0: the owner's own place */
	int64_t series, number;      /* the number within its series and year; 0: of no series */
	int64_t parent;              /* the event that holds this one, 0 for none */
	int64_t chair;               /* the post that releases results, 0: any leader or head of the office */
	bool rehearsal;
	struct sv state, reason;     /* reason: why it was cancelled */
	int64_t made, author;        /* act; post */
	int64_t begun_at, ended_at, released_at, releaser;
	struct sv owner_path, host_name, series_name;
};
struct event_slot {
	int64_t no, unit;            /* from 1; unit 0: an overview, a break */
	struct sv speaker, title, group;
	int minutes;                 /* 0: not said */
	struct sv name, short_name, path; /* of the unit today; "" without one */
};

/* May the holder of the scope see it?  RC_NOT_FOUND unless it is of an office there or, but for rehearsals, concerns a unit
 * there: as its host, on its agenda, expected, told by a notice, or riding along on a tour of its series. */
NODISCARD enum rc event_visible(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope);
/* The same, told. */
NODISCARD enum rc event_concerns(struct ctx *cx, struct db *db, const struct event *e, const struct scope *scope, bool *ret);
NODISCARD enum rc event_get(struct ctx *cx, struct db *db, int64_t id, struct event *ret); /* RC_NOT_FOUND */
/* Was a chair named who could not release its results any more, while they wait? */
NODISCARD enum rc event_chair_lost(struct ctx *cx, struct db *db, const struct event *e, bool *ret);
/* May this post release its results, as far as posts go: as its chair, or where none is named as a leader or head of its office? */
NODISCARD enum rc event_releases(struct ctx *cx, struct db *db, const struct event *e, int64_t post, bool *ret);
/* Those whose votes are all over and counted, and whose results wait for this post to release them; the latest first. */
NODISCARD enum rc events_waiting(struct ctx *cx, struct db *db, int64_t post, struct event **ret, size_t *ret_n);
/* Those that this post's office holds today, tomorrow, or just now; by day and hour. */
NODISCARD enum rc events_at_hand(struct ctx *cx, struct db *db, int64_t post, struct day today, struct event **ret, size_t *ret_n);
NODISCARD enum rc event_going_on(struct ctx *cx, const struct event *e); /* planned or under way; RC_CONFLICT: it is over */
/* In the order of the agenda. */
NODISCARD enum rc event_slots(struct ctx *cx, struct db *db, int64_t id, struct event_slot **ret, size_t *ret_n);
/* Those of its parts that the holder of the scope may see. */
NODISCARD enum rc event_inside(struct ctx *cx, struct db *db, int64_t id, const struct scope *scope, struct event **ret, size_t *ret_n);
/* The agenda as the form shows it. */
NODISCARD enum rc event_agenda_text(struct ctx *cx, struct db *db, int64_t id, struct sv *ret);

/* From when something is due, so many minutes after the beginning: "9:16"; empty where no hour was said, and
 * on a tour, where the route says it. */
struct sv event_hour(struct arena *a, const struct event *e, int minutes);
/* From when each slot is due, on a tour by its route; "" where nothing says it. */
NODISCARD enum rc event_hours(struct ctx *cx, struct db *db, const struct event *e, const struct event_slot *slot, size_t n, struct sv **ret);
/* When a tour reaches each slot, minutes of the day, -1: its route does not say; told by the noun `tour`, registered once by main. */
typedef enum rc event_route_fn(struct ctx *cx, struct db *db, const struct event *e, const struct event_slot *slot, size_t n, int *ret);
void event_use_route(event_route_fn *fn);

/* ---- notices (notice.c) ---- */
struct event_notice {
	int64_t no, at, author;      /* no: from 1, a later one replaces those before */
	struct sv bring, digest;     /* digest: of the text in Chinese, as it was issued */
};
/* The latest first. */
NODISCARD enum rc event_notices(struct ctx *cx, struct db *db, int64_t event, struct event_notice **ret, size_t *ret_n);
/* What a notice says as the plan stands now, in lines, to be printed or pasted; and its digest, which tells a change. */
NODISCARD enum rc event_notice_text(struct ctx *cx, struct db *db, const struct event *e, struct sv bring, struct sv *ret);
NODISCARD enum rc event_notice_digest(struct ctx *cx, struct db *db, const struct event *e, struct sv bring, struct sv *ret);
/* Events from today on of which the units of the scope got a notice, whatever became of them since. */
enum { EVENTS_AHEAD = 20 };
struct event_ahead {
	struct event e;
	struct event_notice notice;  /* the last one */
	struct sv own;               /* what those units do there; "" for nothing of their own */
	bool changed, concerned;     /* the plan is another one since; it still concerns them */
};
NODISCARD enum rc events_ahead(struct ctx *cx, struct db *db, const struct scope *scope, struct day today, struct event_ahead **ret, size_t *ret_n);

/* Units of which the office noted that nobody it expected of them came (roster.h). */
NODISCARD enum rc event_absent(struct ctx *cx, struct db *db, int64_t event, int64_t **ret_units, size_t *ret_n);

/* The votes of an event, told by the noun `vote`, registered once by main. */
struct event_votes {
	int64_t planned, open, counted;
	struct sv blocked;           /* a vote whose count could not become a tally, "" for none */
};
typedef enum rc event_votes_fn(struct ctx *cx, struct db *db, int64_t event, struct event_votes *ret);
void event_use_votes(event_votes_fn *fn);
NODISCARD enum rc event_votes_now(struct ctx *cx, struct db *db, int64_t event, struct event_votes *ret);

/* lot.draw → event.order */
struct act_request;
struct journal_row;
enum rc lot_order(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret, size_t max,
		  size_t *ret_n);
/* What was noted at an event, told by the noun `note`, registered once by main.  With a problem that is neither a matter yet nor
 * settled no event is over (handbook 2.1); slots up to the last one with a note stay on the agenda as they are. */
struct event_noted {
	int64_t open, last_slot;     /* problems; 0: on no slot */
};
typedef enum rc event_problems_fn(struct ctx *cx, struct db *db, int64_t event, struct event_noted *ret);
void event_use_problems(event_problems_fn *fn);
NODISCARD enum rc event_noted_now(struct ctx *cx, struct db *db, int64_t event, struct event_noted *ret);

#endif
