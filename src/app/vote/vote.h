#ifndef APP_VOTE_H
#define APP_VOTE_H
/* Votes 投票: what jurors of an event say of the units on its agenda, read by one item of an adopted rule (handbook 2.6, 3.5, 3.6).
 * The secret ballot on the spot (trust.md 2.4, stage 1): codes are printed, shuffled and drawn by hand; while it is open a ballot
 * lies in the box (store/box.h) and nowhere else; closing it is one act with all ballots in the order of their codes' digests.
 *
 *   planned ─ codes, open ─► open ─ close ─► closed ─ event.release ─► its result, and a tally that a second person confirms
 *      └──────── cancel ───────┴─► cancelled
 *
 * From `open` on neither contestants nor codes nor rule change.  What was counted is told to nobody before the chair releases
 * the results of the event (event.h). */
#include "app/event/event.h"
#include "app/period/period.h"
#include "app/ruleset/ruleset.h"
#include "app/unit/unit.h"
#include "core/ballot.h"
#include "store/act.h"
#include "store/rebuild.h"

extern const struct noun vote_noun;

#define VOTE_STATES "planned|open|closed|cancelled"
#define VOTE_SHEETS "secret|signed"
/* When a sheet may be filled in (handbook 2.6): when the office opens it; not before the last report; each contestant from its own report on. */
#define VOTE_OPENS "any|last|slot"
/* So many marks make one tally (tally.h, TALLY_CELLS_MAX); main asserts that they are the same. */
enum { VOTE_MARKS_MAX = 20000 };
enum { VOTE_CODES_MAX = 2000, VOTE_CODES_AT_ONCE = 500, VOTE_SEATS_MAX = 200, VOTE_PILE_LEAST = 5 };
enum { VOTES_MAX = 50, VOTES_BESIDE = 400 }; /* of one event; of one item in a period */
enum { VOTE_COUNTS_MAX = VOTE_CODES_MAX * BALLOT_SLOTS_MAX * 2 }; /* rows of one count */

struct vote {
	int64_t id, owner, event;
	struct sv name, group;       /* group: of the agenda's slots that it is about, "" for all with a unit */
	int64_t ruleset, period;
	struct sv item;              /* of the rules: what reads the votes */
	int first_most;              /* at most so many in the first grade; 0: no limit */
	struct sv state;
	int64_t made, author;        /* act; post */
	struct sv rule_digest;       /* of the rule's text, from `open` on */
	int64_t opened_at, closed_at, closer;
	int64_t attended, votes;     /* people counted in the hall by two scrutineers; ballots in the box */
	int64_t paper;               /* of them typed in from paper by two */
	struct sv reason;            /* why it was cancelled */
	bool is_signed;              /* a sheet by seat number, not a secret ballot */
	struct sv criteria;          /* of a mark: "项目规模 20" a line; "" for one mark */
	struct dec step;             /* of marks; 0: a hundredth */
	int64_t least;               /* so many ballots make the vote valid; 0: any number */
	int last_grades, last_least; /* how a sheet must be spread: see ballot_terms */
	struct dec above, below;
	int above_most, below_least;
	struct sv opens;             /* VOTE_OPENS; "any" in all that were planned before there was a choice */
	int64_t flat;                /* ballots that give everybody the same */
	struct sv owner_path, period_name;
	/* of the event */
	struct sv event_name, event_kind, event_state;
	struct day day;
	bool rehearsal;
	int64_t released_at;         /* 0: nothing of the count is told yet */
};
struct vote_slot {
	int64_t no, unit;            /* no: on the agenda */
	struct sv title, name, short_name;
};
/* Codes printed for few people narrow who may have cast a ballot: below VOTE_PILE_LEAST the page that prints them warns. */
struct vote_code {
	struct sv digest;            /* of the code, SHA-256, hexadecimal */
	struct sv voters;            /* class of jurors: a group of the item, "" where it has none */
	int64_t seat;                /* of a signed vote; 0: whoever drew it */
	int64_t own;                 /* of a secret one: printed for jurors of this contestant, whom they do not judge; 0: for anybody */
	bool is_void;                /* its slip was handed back: no ballot of it counts */
};
/* A juror of a signed vote. */
struct vote_seat {
	int64_t no, post, unit;      /* from 1; unit: the post's, when it was seated */
	struct sv voters, unit_path, unit_name, title;
};
/* Whom a seat may not judge: from `open` on its own unit too. */
struct vote_recusal {
	int64_t seat, unit;
	bool own;
	struct sv reason, unit_name;
};
struct vote_class {
	struct sv voters;
	int64_t codes, voids;        /* voids: of them */
	int64_t used;                /* once the vote is closed */
};

NODISCARD enum rc vote_get(struct ctx *cx, struct db *db, int64_t id, struct vote *ret);                 /* RC_NOT_FOUND */
/* In the order of the agenda: as it stands while the vote is planned, as it was locked from `open` on.  A unit may stand there
 * with several sites. */
NODISCARD enum rc vote_slots(struct ctx *cx, struct db *db, const struct vote *v, struct vote_slot **ret, size_t *ret_n);
/* Does no slot before i stand for the same contestant? */
bool vote_slot_is_first(const struct vote_slot *slot, size_t i);
size_t vote_contestants(const struct vote_slot *slot, size_t n); /* how many: with several sites a unit is still one */
NODISCARD enum rc votes_of_event(struct ctx *cx, struct db *db, int64_t event, struct vote **ret, size_t *ret_n);
/* The tally in which one of these units stands for an item already, 0 for none; told by the noun `tally`, registered once by main. */
typedef enum rc vote_standing_fn(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret);
void vote_use_tallies(vote_standing_fn *fn);
/* The vote that counts an item for one of these units, planned or held and not released yet, 0 for none.  For tally_use_votes. */
enum rc vote_counting(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret);
/* Whom the hall has heard: the numbers of the slots whose unit was on the stage while the event was held, upwards.  Told by the noun
 * `stage`, registered once by main. */
struct vote_heard {
	int64_t *no;
	size_t n;
};
typedef enum rc vote_heard_fn(struct ctx *cx, struct db *db, int64_t event, struct vote_heard *ret);
void vote_use_stage(vote_heard_fn *fn);
NODISCARD enum rc vote_heard(struct ctx *cx, struct db *db, int64_t event, struct vote_heard *ret);
bool vote_was_heard(const struct vote_heard *h, int64_t slot);
/* For period_use_votes. */
enum rc vote_of_period(struct ctx *cx, struct db *db, int64_t period, struct sv *ret_name);
/* For event_use_votes. */
NODISCARD enum rc vote_numbers(struct ctx *cx, struct db *db, int64_t event, struct event_votes *ret);
/* In the order of the digests. */
NODISCARD enum rc vote_codes(struct ctx *cx, struct db *db, int64_t id, struct vote_code **ret, size_t *ret_n);
/* In the order of their names; `used` is told once the vote is closed. */
NODISCARD enum rc vote_classes(struct ctx *cx, struct db *db, int64_t id, struct vote_class **ret, size_t *ret_n);
/* Of a secret vote that is closed, contestant by contestant: the classes of which so few ballots gave it something that what they gave tells
 * who gave it, and then the next smallest ones until what is kept back rests on two classes and twice VOTE_PILE_LEAST ballots: its points and
 * the classes that are shown leave their sum (ux.md 3.3 (10); trust.md 2.4).  None of a signed vote. */
struct vote_kept {
	int64_t *unit;
	struct sv *voters;
	size_t n;
};
NODISCARD enum rc vote_veiled(struct ctx *cx, struct db *db, const struct vote *e, struct vote_kept *ret);
bool vote_is_kept(const struct vote_kept *k, int64_t unit, struct sv voters);
/* The same of the vote whose release made a tally by that act; none for any other tally.  For tally_use_veil. */
enum rc vote_veiled_tally(struct ctx *cx, struct db *db, int64_t made, int64_t **ret_unit, struct sv **ret_voters, size_t *ret_n);
/* By number. */
NODISCARD enum rc vote_seats(struct ctx *cx, struct db *db, int64_t id, struct vote_seat **ret, size_t *ret_n);
NODISCARD enum rc vote_recusals(struct ctx *cx, struct db *db, int64_t id, struct vote_recusal **ret, size_t *ret_n);
/* Which of the contestants are not on the sheet of this code, for ballot_form.shut; NULL: none. */
NODISCARD enum rc vote_shut(struct ctx *cx, struct db *db, const struct vote *v, const struct vote_code *code, const struct vote_slot *slot,
			    size_t n, const bool **ret);
/* Sheets of a signed vote that came after the lock, in the order in which they came: kept and shown, never counted by themselves. */
struct vote_late {
	int64_t seat, at;
	struct sv sheet;
};
enum { VOTE_LATE_MAX = 20 };     /* of one seat */
NODISCARD enum rc vote_lates(struct ctx *cx, struct db *db, int64_t id, struct vote_late **ret, size_t *ret_n);
/* What was counted of a seat; "" for nothing. */
NODISCARD enum rc vote_counted(struct ctx *cx, struct db *db, int64_t id, int64_t seat, struct sv *ret);
/* Whose code it is; RC_NOT_FOUND says the same for every code that is none. */
NODISCARD enum rc vote_of_code_digest(struct ctx *cx, struct db *db, struct sv digest, struct vote *ret, struct vote_code *ret_code);
/* What its jurors are asked; the rule lives in cx's arena.  RC_INVALID where the item takes no such sheets. */
NODISCARD enum rc vote_form(struct ctx *cx, struct db *db, const struct vote *e, struct ballot_form *ret, const struct rule_item **ret_item);
/* The same where the rule and the number of contestants are at hand. */
NODISCARD enum rc vote_form_by(struct ctx *cx, const struct vote *e, const struct rule *rule, size_t n, struct ballot_form *ret, const struct rule_item **ret_item);
/* The rules by which it is counted, as a text in the reader's language; the Chinese one is the law. */
NODISCARD enum rc vote_rules(struct ctx *cx, struct db *db, const struct vote *e, struct sv *ret_name, struct sv *ret_text);
/* The field "ballots" of vote.close: what lay in the box, in the order of the digests; of signed sheets with their seats. */
struct vote_box {
	int64_t ballots, paper;      /* that count; of them typed in from paper by two */
	int64_t once, differ;        /* paper that only one has typed in; that two have typed in differently */
};
/* RC_CONFLICT while paper waits for its second reading. */
NODISCARD enum rc vote_ballots(struct ctx *cx, const struct vote_code *codes, const struct sv *texts, size_t n, struct js **ret,
			       struct vote_box *ret_box);
NODISCARD enum rc vote_box_numbers(struct ctx *cx, const struct vote_code *codes, const struct sv *texts, size_t n, struct vote_box *ret);

/* ---- what lies in the box under one code (vote_cell.c) --------------------------------------------------------------------- */

/* Of a secret ballot the sheet and nothing else, so that the bytes of the box follow from the last ballots alone.  Of a signed
 * sheet also how far each device has come, so that what arrives late by an old connection replaces nothing newer. */
enum { VOTE_DEVICES = 4, VOTE_DEVICE_MAX = 16 };
struct vote_cell {
	struct sv sheet;             /* a kept text (core/ballot.h) */
	struct vote_device {
		struct sv id;        /* made by the page, hexadecimal */
		int64_t revision;
	} device[VOTE_DEVICES];      /* the one heard of last stands last */
	size_t n_device;
	bool paper;                  /* the sheet was typed in from paper, alike by two */
	struct vote_reading {
		int64_t person;      /* who typed it in (person.h) */
		struct sv sheet;
	} reading[2];                /* of a paper sheet that is not agreed on yet; `sheet` is empty then */
	int n_reading;
};
size_t vote_cell_room(size_t sheet); /* bytes of the largest, where a sheet has as many */
struct sv vote_cell_text(struct arena *a, const struct vote_cell *c);
NODISCARD enum rc vote_cell_read(struct ctx *cx, struct sv text, struct vote_cell *ret); /* SV_NONE: an empty one; RC_CHECK */
/* A sheet comes from a phone: what was typed in of paper before is of no account any more. */
void vote_cell_phone(struct vote_cell *c, struct sv sheet);
/* Paper, typed in by a person: the first reading is kept, a second one by another must agree, else both stand until one of the
 * two reads again or a third says of every difference which of them the paper says.  RC_CONFLICT where it is agreed on already;
 * RC_INVALID, with faults at the answers, where a third reads what neither of the two did. */
NODISCARD enum rc vote_cell_paper(struct ctx *cx, const struct ballot_form *form, struct vote_cell *c, int64_t person, struct sv sheet);
/* Is this the newest of that device?  Then it is noted. */
bool vote_cell_newer(struct vote_cell *c, struct sv device, int64_t revision);

/* What a host may know of an open vote (vote_seen.c): how many ballots lie in the box, of how many codes that are not void; of a
 * signed one its seats, by number, and whose sheet does not lie there.  RC_CONFLICT and others where it cannot be read just now. */
struct vote_seen {
	int64_t ballots, codes;
	int64_t waiting;             /* paper that was not read alike by two yet */
	struct vote_seat *seat;
	bool *missing;
	size_t n_seat;
};
struct store;
NODISCARD enum rc vote_seen(struct ctx *cx, struct store *s, struct db *db, const struct vote *v, struct vote_seen *ret);

/* Of the vote that people call so, the latest that is not cancelled. */
enum rc vote_called_id(struct ctx *cx, struct db *db, struct sv name, int64_t *ret_id);

/* For verify: the box of every open vote lies in the folder; else a finding. */
NODISCARD enum rc boxes_check(struct ctx *cx, struct db *db, const char *dir, struct report *r);

/* ---- results ------------------------------------------------------------------------------------------------------------- */

/* What the item gives to each contestant, in the order of the agenda; places by the rule's 排名. */
struct vote_row {
	int64_t unit;
	struct sv name, short_name;
	bool given;                  /* false: too few votes for a figure; it has no place */
	struct dec points;
	struct sv arithmetic;
	int place;
	bool tied;
};
/* From the count, by the rule that was locked: whoever shows it before the release must be of the office that holds the vote. */
NODISCARD enum rc vote_rows(struct ctx *cx, struct db *db, const struct vote *v, struct vote_row **ret, size_t *ret_n);
/* As it was stated at the release, whatever a later engine would count; none before. */
NODISCARD enum rc vote_stated(struct ctx *cx, struct db *db, int64_t vote, struct vote_row **ret, size_t *ret_n);
/* What each slot was given in the mean of all jurors alike; none of few secret ballots, of classes, or of sheets without marks. */
struct vote_site {
	int64_t slot, marks;
	struct dec mean;
};
NODISCARD enum rc vote_sites(struct ctx *cx, struct db *db, int64_t vote, struct vote_site **ret, size_t *ret_n);
/* Words of VOTE_REMARKS, a space after each: what is said beside the places; "" before the release.
 *   apart      jurors who share no contestant: no places, unless the rule only advises (评委不连通)
 *   partial    a class of jurors gave some contestants nothing: their points rest on the others (缺组重分)
 *   untrimmed  too few marks for the extremes to be left out everywhere (fairness.md 1.1) */
#define VOTE_REMARKS "apart|partial|untrimmed"
NODISCARD enum rc vote_remarks(struct ctx *cx, struct db *db, int64_t vote, struct sv *ret);
struct sv vote_remarks_text(struct arena *a, enum lang lang, struct sv words); /* a sentence for each */

/* event.release → vote.result and tally.enter for each vote, unless it was a rehearsal (result alone). */
struct act_request;
struct journal_row;
enum rc vote_result(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		    size_t max, size_t *ret_n);
enum rc vote_tally(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		   size_t max, size_t *ret_n);

/* tally.enter by the system → vote.tallied, so that count and tally lead to each other. */
enum rc vote_tallied(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
		     size_t max, size_t *ret_n);
/* 0 where there is none. */
NODISCARD enum rc vote_tally_of(struct ctx *cx, struct db *db, int64_t vote, int64_t *ret_tally);
NODISCARD enum rc vote_of_tally(struct ctx *cx, struct db *db, int64_t tally, int64_t *ret_vote);

#endif
