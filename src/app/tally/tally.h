#ifndef APP_TALLY_H
#define APP_TALLY_H
/* Tallies 计票: what was counted or marked outside the program, for one period and one item of a ruleset: ballots by grade
 * and class of voters, votes for places, marks of judges, figures with source and date.
 *
 *   proposed ─ confirm (another person) ─► counted ─ a confirmed correction ─► replaced
 *      │ refuse                               │
 *      ▼                                      ▼ withdraw, as long as no board reads it
 *   refused                                withdrawn
 *
 * A tally is never edited.  Voters and judges have no names here: a class, and for a signed sheet a number. */
#include "app/period/period.h"
#include "app/ruleset/ruleset.h"
#include "app/unit/unit.h"
#include "sheet/grid.h"
#include "store/act.h"

extern const struct noun tally_noun;

#define TALLY_STATES "proposed|counted|refused|withdrawn|replaced"
#define TALLY_KINDS "ballot|place|mark|actual|score"
enum { TALLY_CELLS_MAX = 20000 };

struct tally {
	int64_t id, owner, period, ruleset, series;
	struct sv item;              /* of the rules: an item, or the source of a part */
	struct sv kind;              /* one of TALLY_KINDS, as the item's measure asks */
	struct sv source;            /* 计票单, 统计月报 … */
	struct day day;              /* of the count or of the figures */
	struct sv file_name, file_digest, state, reason;
	int64_t cells, corrects, corrected_by;
	int64_t made, at, author, author_person;
	int64_t counted, confirmer, confirmer_person; /* counted: the act from which on it counts */
	int64_t ended;               /* the act that withdrew or replaced it */
	struct sv period_name, owner_path;
};

struct tally_cell {
	int64_t unit;
	struct sv group, grade, judge; /* "" where there is none; judge: a number */
	struct sv missing;           /* absent abstain recused spoilt not_applicable, "" where there is a value */
	struct dec value;            /* the mark, place, figure or score */
	int64_t votes;
	bool estimated;
};

NODISCARD enum rc tally_get(struct ctx *cx, struct db *db, int64_t id, struct tally *ret); /* RC_NOT_FOUND */
/* Contestants and classes of voters, pair by pair, whose cells are shown to nobody, since so few gave them that they tell who did; by the
 * act that made the tally, told by the noun `vote`, registered once by main.  Boards and proofs are computed of all cells. */
typedef enum rc tally_veil_fn(struct ctx *cx, struct db *db, int64_t made, int64_t **ret_unit, struct sv **ret_group, size_t *ret_n);
void tally_use_veil(tally_veil_fn *fn);
/* The vote that will bring in the count of an item for one of these units by itself, 0 for none; told by the noun `vote`, registered once
 * by main. */
typedef enum rc tally_votes_fn(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret);
void tally_use_votes(tally_votes_fn *fn);
NODISCARD enum rc tally_cells(struct ctx *cx, struct db *db, int64_t id, struct tally_cell **ret, size_t *ret_n);
/* Those that count now, of a period and a series, by id. */
NODISCARD enum rc tallies_counted(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct tally **ret, size_t *ret_n);
/* Those with cells of a unit that do not count for a board which read up to `upto`, and why their state says. */
NODISCARD enum rc tallies_beside(struct ctx *cx, struct db *db, int64_t period, int64_t series, int64_t unit, int64_t upto,
				 struct tally **ret, size_t *ret_n);
/* What an item gets of a unit in a period stands in one tally; sessions with other units have tallies of their own.  The first one, proposed or
 * counted, in which one of these units stands; 0 for none.  n 0: any unit, since an item whose marks are corrected by juror (评委校正) is corrected
 * over a period as a whole.  `except`: one that is not looked at, 0 for none. */
NODISCARD enum rc tally_twin(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, int64_t except, const int64_t *unit,
			     size_t n, int64_t *ret);
/* For vote_use_tallies: the same, of all. */
enum rc tally_standing(struct ctx *cx, struct db *db, int64_t period, int64_t series, struct sv item, const int64_t *unit, size_t n, int64_t *ret);
/* How many wait for their second person; series 0: of all. */
NODISCARD enum rc tallies_waiting(struct ctx *cx, struct db *db, int64_t period, int64_t series, int64_t *ret);

/* For period_use_tallies: of all series. */
enum rc tally_of_period(struct ctx *cx, struct db *db, int64_t period, int64_t *ret);

/* What a name means in the rules: the item of a measure, or a part that is fed from outside. */
struct tally_place {
	const struct rule_item *item;
	const struct rule_part *part;
	struct sv name, kind;
};
NODISCARD enum rc tally_place_of(struct ctx *cx, const struct rule *r, struct sv name, struct tally_place *ret);
/* "ballots by grade" …, a message id. */
const char *tally_kind_word(struct sv kind);
bool tally_grade_known(const struct tally_place *p, struct sv grade);

/* How far boards have gone with a tally, told by the noun `board`, registered once by main. */
enum tally_use { TALLY_UNUSED, TALLY_READ, TALLY_PUBLISHED };
typedef enum rc tally_use_fn(struct ctx *cx, struct db *db, int64_t tally, enum tally_use *ret);
void tally_use_boards(tally_use_fn *fn);

/* ---- a sheet (sheet.c) -------------------------------------------------------------------------------------------- */

struct tally_ask {
	int64_t owner;
	const struct rule *rule;
	struct sv item, group, judge, sheet; /* group, judge: of the whole sheet, where no column says them */
};
/* One cell of the sheet as it was understood. */
struct tally_seen {
	int row, col;                /* as a person counts, from 1 */
	struct sv unit, head, text;
	struct sv why;               /* "" where it is understood */
	bool aside;                  /* a part of a mark: looked at, not counted by itself */
	bool name;                   /* a unit's name that is none: its cells were not read */
	struct tally_cell cell;
};
struct tally_sheet {
	struct tally_place place;
	struct sv sheet;             /* where the header was found */
	struct tally_seen *seen;
	size_t n, wrong;
	bool by_judge;               /* one row a judge, one column a unit */
	const struct sv *unread;     /* heads of columns that mean nothing here */
	size_t n_unread;
	const struct sv *notes;      /* what is odd though it can be read: ballots that do not add up alike */
	size_t n_notes;
};
NODISCARD enum rc tally_read(struct ctx *cx, struct db *db, const struct book *book, const struct tally_ask *ask, struct tally_sheet **ret);
/* As Excel and WPS call the cell: C7. */
struct sv tally_seen_at(struct arena *a, const struct tally_seen *x);
/* All that was understood, cell by cell, for programs. */
struct js *tally_sheet_js(struct arena *a, const struct tally_sheet *s);
/* The field "cells" of tally.enter. */
struct js *tally_cells_js(struct arena *a, const struct tally_sheet *s);

#endif
