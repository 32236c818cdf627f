#ifndef APP_EVENT_H
#define APP_EVENT_H
/* Events 活动: a gathering at which jurors vote on units: debrief, arena, tour, meeting.  Its first form is the secret ballot
 * on the spot (trust.md 2.4, stage 1): codes are printed, shuffled and drawn by hand; while it is open a ballot lies in the box
 * (store/box.h) and nowhere else; closing it is one act with all ballots in the order of their codes' digests.
 *
 *   planned ─ codes, open ─► open ─ close ─► closed ─► a tally that a second person confirms (tally.h)
 *      └──────── cancel ───────┴─► cancelled
 *
 * From `open` on neither contestants nor codes nor rule change.  A rehearsal counts nowhere, and never becomes real. */
#include "app/period/period.h"
#include "app/ruleset/ruleset.h"
#include "app/unit/unit.h"
#include "core/ballot.h"
#include "store/act.h"
#include "store/rebuild.h"

extern const struct noun event_noun;

#define EVENT_KINDS "debrief|arena|tour|meeting"
#define EVENT_STATES "planned|open|closed|cancelled"
enum { EVENT_CODES_MAX = 2000, EVENT_CODES_AT_ONCE = 500 };

struct event {
	int64_t id, owner;
	struct sv kind, name;
	struct day day;
	int64_t ruleset, period;
	struct sv item;              /* of the rules: what reads the votes */
	int first_most;              /* at most so many in the first grade; 0: no limit */
	bool rehearsal;
	struct sv state;
	int64_t made, author;        /* act; post */
	struct sv rule_digest;       /* of the rule's text, from `open` on */
	int64_t opened_at, closed_at, closer;
	int64_t attended, votes;     /* people counted in the hall by two scrutineers; ballots in the box */
	struct sv reason;            /* why it was cancelled */
	struct sv owner_path, period_name;
};
struct event_slot {
	int64_t unit;
	struct sv name, short_name;
};
struct event_code {
	struct sv digest;            /* of the code, SHA-256, hexadecimal */
	struct sv voters;            /* class of jurors: a group of the item, "" where it has none */
};
struct event_class {
	struct sv voters;
	int64_t codes;
};

NODISCARD enum rc event_get(struct ctx *cx, struct db *db, int64_t id, struct event *ret);                 /* RC_NOT_FOUND */
/* In the order of the agenda. */
NODISCARD enum rc event_slots(struct ctx *cx, struct db *db, int64_t id, struct event_slot **ret, size_t *ret_n);
/* In the order of the digests. */
NODISCARD enum rc event_codes(struct ctx *cx, struct db *db, int64_t id, struct event_code **ret, size_t *ret_n);
NODISCARD enum rc event_classes(struct ctx *cx, struct db *db, int64_t id, struct event_class **ret, size_t *ret_n);
/* Whose code it is; RC_NOT_FOUND says the same for every code that is none. */
NODISCARD enum rc event_of_code_digest(struct ctx *cx, struct db *db, struct sv digest, struct event *ret, struct sv *ret_voters);
/* What its jurors are asked; the rule lives in cx's arena.  RC_INVALID where the item takes no secret ballots. */
NODISCARD enum rc event_form(struct ctx *cx, struct db *db, const struct event *e, struct ballot_form *ret, const struct rule_item **ret_item);
/* The field "ballots" of event.close: what lay in the box, in the order of the digests. */
struct js *event_ballots_js(struct arena *a, const struct event_code *codes, const struct sv *texts, size_t n);

/* For verify: the box of every open vote lies in the folder; else a finding. */
NODISCARD enum rc boxes_check(struct ctx *cx, struct db *db, const char *dir, struct report *r);

/* event.close → tally.enter, unless it was a rehearsal. */
struct act_request;
struct journal_row;
enum rc event_tally(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		    size_t max, size_t *ret_n);

#endif
