#ifndef APP_STAGE_H
#define APP_STAGE_H
/* The stage 会场大屏 of an event: what its screens show now, and the keys by which the host changes it (handbook 2.6; ux.md 3.3 (6)).
 * Every key press that changes what is shown is an act on the event.  What is shown follows from the step, the agenda, whether votes
 * are open, and what was released, never from a ballot: a screen cannot leak what its server does not read.  The host's console
 * besides asks app/vote how many ballots lie in an open box and whose signed sheet does not (vote_seen), and shows a count before the
 * release after the act stage.look alone.
 *
 * A screen's address is 128 random bits, of which the digest alone is kept; it needs no account and can be revoked. */
#include "app/door/door.h"
#include "app/event/event.h"
#include "app/vote/vote.h"
#include "core/stage.h"
#include "store/rebuild.h"

extern const struct noun stage_noun;
extern const struct http_route stage_routes[];
extern const size_t stage_routes_n;

#define STAGE_SCREENS "show|dark|cover"
#define STAGE_REVEALS "top|full"
#define STAGE_CLOCKS "start|pause|reset"
enum {
	STAGE_SCREENS_MAX = 20,      /* addresses at once */
	DECK_PAGES_MAX = 200,
};

struct stage {
	struct sv step, screen, reveal;  /* of stage_key; STAGE_SCREENS; STAGE_REVEALS */
	bool is_public;                  /* `serve --snapshots` writes it for anybody; never of a rehearsal or a plenary */
	struct sv heard;                 /* units that were on while the event was held (stage_heard_with) */
	bool trial;                      /* of a rehearsal: until its release the reveal is tried with made-up figures, and says so */
};
struct stage_clock {
	int64_t slot, spent, started;    /* ms; instant, 0 while it stands */
};
struct stage_screen {
	int64_t no, made_at, gone_at;    /* no: counted per event, from 1; gone_at 0: it is alive */
	struct sv name, digest;
};
/* Slides: a PDF under its digest.  They belong to who reports and follow the slot of that unit and title wherever it stands. */
struct stage_deck {
	int64_t id, slot, size, pages; /* slot: as the agenda is now, 0 where it has none like it any more; bytes */
	int64_t no, unit;              /* where they were put */
	struct sv title, digest, name;
};
/* What was stated of a vote; empty before the release. */
struct stage_result {
	int64_t no, unit;
	struct sv name, short_name;
	bool given, tied;
	struct dec points;
	int place;
};
/* An event with all that its screens may know. */
/* Questions to a plenary 大会问效: how the matters of the unit stand whose post is asked now, the overdue ones first. */
enum { STAGE_DUES = 5 };
struct stage_due {
	struct sv no, title;
	struct day due;
	bool late;
};
struct stage_hall {
	struct event e;
	struct stage s;
	struct event_slot *slot;
	size_t n_slot;
	struct vote *vote;               /* that are not cancelled */
	struct stage_result **result;    /* of each vote, in the order of the agenda */
	struct sv *silent;               /* of each vote whose result names nobody: the classes of jurors of which no ballot came */
	size_t n_vote;
	struct stage_clock *clock;
	size_t n_clock;
	struct stage_deck *deck;
	size_t n_deck;
	bool made_up;                    /* the figures are: by the setting `trial` */
	struct stage_plan plan;
	struct stage_step *step;
	size_t n_step, at;               /* at: the present one */
	struct stage_due due[STAGE_DUES]; /* of the present slot of a plenary (stage_load_picture); of other events none */
	size_t n_due;
	int64_t open, late;              /* how many there are in all; open -1: nothing is told */
};

NODISCARD enum rc stage_load(struct ctx *cx, struct db *db, int64_t event, struct stage_hall *ret);  /* RC_NOT_FOUND */
/* The same with what the picture of a plenary says of the ledger, which no act asks for. */
NODISCARD enum rc stage_load_picture(struct ctx *cx, struct db *db, int64_t event, struct stage_hall *ret);
NODISCARD enum rc stage_screens(struct ctx *cx, struct db *db, int64_t event, struct stage_screen **ret, size_t *ret_n);
/* The event of a live screen; RC_NOT_FOUND says the same for every other code. */
NODISCARD enum rc stage_of_code(struct ctx *cx, struct db *db, struct sv code, int64_t *ret_event);
/* `heard` and that slot; 0 for none.  Units and not numbers are kept: another agenda gives a slot to a unit that nobody has heard. */
struct sv stage_heard_with(struct arena *a, const struct stage_hall *h, struct sv heard, int64_t slot);
/* For vote_use_stage. */
enum rc stage_heard(struct ctx *cx, struct db *db, int64_t event, struct vote_heard *ret);
/* The clock of a slot; one that never ran stands at nothing. */
struct stage_clock stage_clock_of(const struct stage_hall *h, int64_t slot);

/* Finds their slots in `slot`, the agenda. */
NODISCARD enum rc stage_decks(struct ctx *cx, struct db *db, int64_t event, const struct event_slot *slot, size_t n_slot, struct stage_deck **ret,
			      size_t *ret_n);
const struct stage_deck *stage_deck_of(const struct stage_hall *h, int64_t slot); /* NULL: it has none */
/* For verify: every deck is there and what its digest says. */
NODISCARD enum rc stage_files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r);

/* What anybody can compute again from `bixue vote results --json` (docs/formats/result-sheet.md): twenty signs in groups of four. */
struct sv stage_receipt(struct arena *a, const struct stage_result *row, size_t n);

/* ---- what goes out ---------------------------------------------------------------------------------------------------- */

/* The picture as HTML, without a page around it: its bytes follow from the state alone, so everybody gets the same. */
NODISCARD enum rc stage_fragment(struct ctx *cx, const struct stage_hall *h, bool simulated, struct sv *ret);
/* A whole page of it for any plain web server, in cx's language; the style sheet bixue.css and the other language stand beside it. */
NODISCARD enum rc stage_snapshot(struct ctx *cx, const struct stage_hall *h, bool simulated, struct sv *ret);
/* Events whose stage is public. */
NODISCARD enum rc stage_publics(struct ctx *cx, struct db *db, int64_t **ret, size_t *ret_n);

/* The event whose picture that act may have changed; 0 for none.  Ballots are no acts; of a vote those that begin, end or cancel it
 * alone, since its words stand on the picture of the votes. */
NODISCARD enum rc stage_event_of(struct ctx *cx, struct db *db, struct sv act, int64_t subject, int64_t *ret);
/* Wakes the screens of the event, in the languages in which somebody looks, if their picture has changed.  `seq`: the last act
 * that `db` knows.  After stage.revoke every listener has to come again with its own address. */
NODISCARD enum rc stage_tell(struct ctx *cx, struct db *db, int64_t event, int64_t seq, bool simulated, bool revoked);

#endif
