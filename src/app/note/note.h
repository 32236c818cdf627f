#ifndef APP_NOTE_H
#define APP_NOTE_H
/* Notes 记录: what is said and found at an event, on a slot of its agenda, about a unit, by a post (handbook M0.3, M0.25, M0.26,
 * M0.31, M1.11–M1.16, M4.7, M4.19; 2.1, 2.3, 2.5, 2.6).
 *
 * A problem that was noted must become a matter or be settled before the event ends; a commitment 承诺 and a demand 要求 are
 * matters from the start, by a reaction.  Nothing is edited: a correction is a new note that replaces the old one.  What jurors
 * write on their ballots is no note.
 *
 * A question is typed, taken from the bank (app/question) or drawn from it by lot on the spot (core/lots.h, docs/decisions/0026). */
#include "app/door/door.h"
#include "app/event/event.h"
#include "app/question/question.h"
#include "app/vote/vote.h"
#include "store/corridor.h"

extern const struct noun note_noun;
extern const struct http_route note_routes[];
extern const size_t note_routes_n;

#define NOTE_TOUR "progress|highlight|practice|problem|comment" /* 看进度、找亮点、听做法、讲问题；点评 */
#define NOTE_KINDS NOTE_TOUR "|question|answer|commitment|demand|take_home"
#define NOTE_STATES "said|open|matter|settled|dismissed"        /* open: of a problem, or where no matter could be made; all but problems, promises, demands: said */
#define NOTE_LEVELS "praise|remind|criticise"
#define NOTE_SOURCES "typed|bank|ledger"
#define NOTE_CLASSES "county|section|township|village|other"    /* of the post that is asked (handbook M1.3) */
enum { NOTE_TAKE_HOME_MAX = 3, NOTES_MAX = 2000 };

/* Columns that are text are never NULL: "" where nothing is known. */
struct note {
	int64_t id, event, slot;     /* slot 0: on the event as a whole */
	struct sv kind, state;
	int64_t unit;                /* that it is about; 0: a comment on a programme alone */
	struct sv speaker;           /* the post who said it */
	int64_t author, at;          /* the post that wrote it down; instant */
	struct sv text;
	struct sv level, programme;  /* of a comment */
	struct sv respondent, post_class, topic, source, taken_from; /* of a question; taken_from: number in the bank, matter, list */
	int64_t parent;              /* of an answer and a promise: the question */
	struct dec mark, full_mark;  /* of an answer; full_mark 0: no mark was given */
	int64_t seconds;             /* that the answer took, 0: not measured */
	int64_t vote;                /* of a demand: by whose result */
	int64_t lead;                /* the unit that has to bring it to an end, 0: nobody yet */
	struct day due;
	struct sv how;               /* what is to be done, how it was settled, why it was dismissed */
	int64_t solved_at, matter;   /* matter 0: none, or not drafted yet */
	int64_t replaces, replaced_by;
	int64_t question;            /* of the bank, whose words a question's are; 0: typed */
	/* read beside it */
	struct sv unit_name, unit_path, lead_name, event_name, owner_path, matter_state; /* short names */
	struct sv site;              /* title of its slot on a tour, "" elsewhere: a county may show several sites */
	int64_t matter_no;
	bool rehearsal;
};

NODISCARD enum rc note_get(struct ctx *cx, struct db *db, int64_t id, struct note *ret); /* RC_NOT_FOUND */
/* The note that a matter was made of; `ret_found` false for a matter of other origin. */
NODISCARD enum rc note_of_matter(struct ctx *cx, struct db *db, int64_t matter, struct note *ret, bool *ret_found);
/* By slot and time, replaced ones too; at most NOTES_MAX. */
NODISCARD enum rc notes_of_event(struct ctx *cx, struct db *db, int64_t event, struct note **ret, size_t *ret_n);
/* What earlier tours found at a site: problems that the scope may see, of the unit they are about or of the office; the latest first, at
 * most 50.  A route names a site by its name and the part of the place that it lies in, so both must fit. */
struct note_site {
	int64_t owner, unit;         /* the office in whose pool it is; the site's own unit */
	struct sv name;
};
NODISCARD enum rc note_problems_at(struct ctx *cx, struct db *db, const struct note_site *at, const struct scope *scope, struct note **ret,
				   size_t *ret_n);
/* The last event of the same series that ended before this one, 0 for none: its problems open the next one 回头看. */
NODISCARD enum rc note_event_before(struct ctx *cx, struct db *db, const struct event *e, int64_t *ret);
/* Events, the latest first, at most 200, that have begun and whose owner's place holds the unit of this path. */
NODISCARD enum rc note_events_near(struct ctx *cx, struct db *db, struct sv path, int64_t **ret, size_t *ret_n);
/* How a question was drawn by lot; by the time of the draw.  `note` 0: all of the event's. */
struct note_draw {
	int64_t note, question, slot, at;
	struct sv topic, level, kind; /* what was asked for; "": any */
	struct sv list, digest, seed, said_a, said_b; /* list: ids of the bank, one a line; digest: its SHA-256 */
};
NODISCARD enum rc note_draws(struct ctx *cx, struct db *db, int64_t event, int64_t note, struct note_draw **ret, size_t *ret_n);
/* What this post may draw at this event now: ready, of its office's bank, holding on its day, fitting `ask`, and not asked there yet;
 * ids of the bank in their order, one a line. */
NODISCARD enum rc note_bank_list(struct ctx *cx, struct db *db, const struct event *e, int64_t post, struct question_ask ask, struct sv *ret,
				 size_t *ret_n);

/* For question_use_asked. */
enum rc note_asked(struct ctx *cx, struct db *db, int64_t question, struct question_asked **ret, size_t *ret_n);
/* For event_use_problems. */
enum rc note_problems(struct ctx *cx, struct db *db, int64_t event, struct event_noted *ret);

/* note.solve, note.commit, note.ask, note.demand → matter.draft, issued at once; of a rehearsal nothing follows.
 * matter.draft that these caused → note.opened. */
enum rc note_open_matter(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			 size_t max, size_t *ret_n);
/* That matter was refused → note.stuck. */
struct act_request note_not_opened(struct ctx *cx, const struct act_request *rq, struct sv why);
enum rc note_mark_opened(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			 size_t max, size_t *ret_n);

#endif
