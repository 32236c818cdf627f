#ifndef APP_BOARD_H
#define APP_BOARD_H
/* Boards 榜: a frozen composition for one period and one peer group.
 *
 *   composed ─ preview ─► previewed ─ two approvals ─► approved ─ publish ─► published ─ only notes follow
 *       ▲                     │ objections
 *       └────── correct ──────┘ (a new version of the same board)          discard: any state before published
 *
 * The slow work is done outside the writer: board_prepare reads, computes and digests; the act only checks that what
 * was read still holds.  Objections 申诉 stand in the same folder. */
#include "app/entry/entry.h"
#include "app/period/period.h"
#include "app/ruleset/ruleset.h"
#include "app/tally/tally.h"
#include "core/board.h"
#include "store/journal.h"

extern const struct noun board_noun, objection_noun;

#define BOARD_STATES "composed|previewed|approved|published|discarded"
#define BOARD_KINDS "village|group|team|township|department|county"
#define BOARD_AUDIENCES "unit_only|leaders|all_units|public"
#define BOARD_SHOWS "rank|band|none"
enum { BOARD_UNITS_MAX = 500, BOARD_ENGINE = 1 };

enum board_state { BOARD_COMPOSED, BOARD_PREVIEWED, BOARD_APPROVED, BOARD_PUBLISHED, BOARD_DISCARDED };

struct board_head {
	int64_t id, owner, period, ruleset, series;
	struct sv name;
	struct sv kind;              /* one of BOARD_KINDS */
	int64_t within;              /* peers: units of that kind in this subtree, or … */
	struct sv peer_group;        /* … the named peer group; empty for none */
	int64_t version;             /* counts the corrections, from 1 */
	enum board_state state;
	int64_t composer, composed_at, composed_seq; /* of this version */
	int64_t read_seq;            /* entries were read up to this act */
	struct sv rule_digest, input_digest, result_digest; /* hexadecimal; the last is the one to recompute: 8f3a..c1 */
	int64_t n_rows, n_red, n_black;
	struct dec median;
	struct day window_until;     /* last day for objections, DAY_NONE before the preview */
	bool window_unsure;          /* a year without its table of working days */
	int64_t head_post, head_at, leader_post, leader_at; /* the two approvals */
	int64_t composer_person, head_person, leader_person; /* who did it: see person.h */
	struct sv audience, show;    /* as published; before that as the rule says */
	struct sv basis_doc;         /* asked when the year's rankings are used up (ux.md R7) */
	int64_t publisher, published_at;
	int64_t circular;            /* which ranking of its kind in that year this is, from 1; 0: it is none */
};

/* One unit on a board, as the act decided it. */
struct board_place {
	int64_t board, version, unit;
	struct sv unit_name, short_name; /* as valid on the period's last day */
	int64_t position;            /* its row, from 1; the exempt come last */
	int64_t place;               /* 名次; 0 where none is shown */
	bool tied, unranked, mover, still, both, moved;
	int64_t previous, gained;
	struct dec total, base, plus, minus;
	struct sv side;              /* red|black|none */
	struct sv reason, arithmetic;
	struct sv exempt_no, exempt_why; /* exempt_no not empty: listed, not ranked */
	const struct js *classes;    /* [{"name","base","plus","minus","score"}], decimals as texts */
	const struct js *lines;      /* [{"stage","class","item","clause","points","arithmetic","entries":[id,…]}] */
	/* {"gaps":[…],"grade","stars","last_times","step","light","estimated","partial"}; NULL under grammar 1 */
	const struct js *yield;
	/* of a black row, once published */
	int64_t matter, repaired_at;
	/* by board_places_seen: what rests on fewer voters than this is kept back (0: nothing of the row is); then a class of `classes`
	 * says "kept" instead of its numbers, and a line "kept" instead of its points or "worded" where only its arithmetic is gone */
	int64_t kept_below;
	bool kept_total, kept_sum;   /* the total; what adds up to it (base, arithmetic) */
};

/* One figure, vote or score that a version read beside entries; a line lists those that counted by number.  Which judge gave
 * a mark is not told. */
struct board_fed {
	int64_t no;
	struct sv kind;              /* actual target progress mark ballot place score state */
	struct sv name, grade, group, source;
	struct sv record;            /* "target:12/40", "tally:77", "board:12": what opens it */
	struct sv missing;           /* why there is no value, "" where there is one */
	struct dec value;
	int64_t votes, period;
	bool estimated;
	struct day day;
};

/* What one part (组成) gives to a total: exactly what its lines add up to. */
struct board_part {
	const struct rule_part *of;
	struct dec points;
	bool given;                  /* false: it is lacking, or */
	bool kept;                   /* it rests on too few voters to be shown (board_places_seen) */
	int64_t first;               /* its first line, from 1 */
};

/* Of what was read of a unit, one that is in no line, and why: a message id. */
struct board_left {
	const struct board_fed *fed;
	const char *why;
};

struct board_note {
	int64_t at, author;
	struct sv text;
};

/* What a reader may see of a board: everything (the office and the leaders over its owner), all totals (published to
 * all units, which are those under its owner and those above it, or to the public), the own rows only (and nothing where no
 * unit of the reader stands on it), or nothing yet.  Pages, lists and views ask the same question. */
enum board_sight { SIGHT_NONE, SIGHT_OWN, SIGHT_TOTALS, SIGHT_ALL };

NODISCARD enum rc board_get(struct ctx *cx, struct db *db, int64_t id, struct board_head *ret); /* RC_NOT_FOUND */
/* The rows of one version (0: the present one), ranked, then unranked, then exempt. */
NODISCARD enum rc board_places(struct ctx *cx, struct db *db, int64_t board, int64_t version, struct board_place **ret,
			       size_t *ret_n);
NODISCARD enum rc board_place_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t unit,
				 struct board_place *ret); /* RC_NOT_FOUND */
/* The same as a reader with this sight may see them (不公布：少于N人): every page, list, print and answer for others than the
 * office takes these. */
NODISCARD enum rc board_places_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight,
				    struct board_place **ret, size_t *ret_n);
NODISCARD enum rc board_place_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, int64_t version,
				   int64_t unit, struct board_place *ret); /* RC_NOT_FOUND */
/* What stands beside entries, without the votes that are kept back. */
NODISCARD enum rc board_fed_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, int64_t version,
				 int64_t unit, struct board_fed **ret, size_t *ret_n);
/* The median would be somebody's total that is kept back. */
NODISCARD enum rc board_median_kept(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, bool *ret);
NODISCARD enum rc board_fed_left(struct ctx *cx, const struct rule *r, const struct board_place *p, const struct board_fed *fed, size_t n,
				 struct board_left **ret, size_t *ret_n);
/* As in the rule; their number is `r->n_parts`. */
size_t board_parts(struct arena *a, const struct rule *r, const struct board_place *p, struct board_part **ret);
/* Does a line, as the act stated it, belong to that part? */
bool board_part_line(const struct rule_part *t, const struct js *line);
/* Is 本细则 one of the parts?  Else its classes are added as they are. */
bool board_has_own(const struct rule *r);
struct js *board_parts_js(struct arena *a, const struct rule *r, const struct board_place *p);
NODISCARD enum rc board_fed_of(struct ctx *cx, struct db *db, int64_t board, int64_t version, int64_t unit, struct board_fed **ret,
			       size_t *ret_n);
NODISCARD enum rc board_notes(struct ctx *cx, struct db *db, int64_t board, struct board_note **ret, size_t *ret_n);
/* Boards of a period, the newest first. */
NODISCARD enum rc boards_of_period(struct ctx *cx, struct db *db, int64_t period, struct board_head **ret, size_t *ret_n);
const char *board_state_name(enum board_state s);

/* See enum board_sight. */
NODISCARD enum rc board_sight(struct ctx *cx, struct db *db, const struct actor *actor, const struct board_head *b,
			      enum board_sight *ret);

/* ---- composing ----------------------------------------------------------------------------------------- */

struct board_ask {
	int64_t period, ruleset;
	struct sv kind;              /* one of BOARD_KINDS */
	int64_t within;              /* 0: the period's owner */
	struct sv peer_group;        /* SV_NONE: all units of that kind */
	struct sv name;              /* SV_NONE: made from period, place and kind */
};
/* Reads, composes, ranks and cuts; the fields are for board.compose. */
NODISCARD enum rc board_prepare(struct ctx *cx, struct db *db, const struct board_ask *ask, struct js **ret_fields);
/* What the API and a command answer of a board that was just made. */
struct js *board_made_js(struct arena *a, const struct board_head *b, int64_t seq);
/* The same for board.correct of an existing board. */
NODISCARD enum rc board_prepare_again(struct ctx *cx, struct db *db, int64_t board, struct js **ret_fields);
/* What the office is told beside the rows, in its language: {"judges":[{"class","item","group","number","marks","shared","lenient",
 * "flat","contrary","same_as"}],"findings":[{"id","text"}]}.  Jurors stand by number.  Of a board yet to be made or, with ask
 * NULL, of the present version of one; for SIGHT_ALL alone. */
NODISCARD enum rc board_said(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t board, struct js **ret);
/* Computes the rows of a version (0: the present one) once more from the entries and the rule that the act names, and
 * compares byte for byte: `*ret_same`, and where not, the first unit that differs. */
NODISCARD enum rc board_recompute(struct ctx *cx, struct db *db, int64_t board, int64_t version, bool *ret_same,
				  struct sv *ret_digest, struct sv *ret_where);
/* All that bixue-verify needs to compute a published board once more (docs/formats/board-proof.md), up to the first
 * checkpoint that reaches over the publication, or up to the one of `size` rows; RC_NOT_FOUND "proof.checkpoint" where
 * there is none.  `key` is the public key in PEM.  It shows every line of every unit: for SIGHT_ALL alone. */
enum { PROOF_MAX = 128 << 20 }; /* bytes */
NODISCARD enum rc board_prove(struct ctx *cx, struct db *db, int64_t board, int64_t size, struct sv key, struct js **ret);
/* The code that a published board carries on its page and papers, and that bixue-verify comes to by itself: twenty digits,
 * the last of them a check digit, "3907-1152-8846-0217-5534".  Any change of a row, an entry or the rule gives another. */
struct sv board_receipt(struct arena *a, const struct board_head *b);
/* What R7 says of one more publication of this board on a day. */
struct board_circulars {
	int64_t of_kind, of_owner;   /* rankings published in that year: of this kind of board; of this office in all */
	int64_t limit;
	bool ranking, needs_basis;
};
NODISCARD enum rc board_circulars(struct ctx *cx, struct db *db, const struct board_head *b, struct day on,
				  struct board_circulars *ret);

/* ---- for trying drafts (board_past.c) ---------------------------------------------------------------------- */

/* What a group's board read, entries apart; where there is none, what one would read now. */
struct board_past {
	int64_t ruleset, upto;       /* entries that counted by that act */
	struct board_unit *units;
	struct sv *names;
	size_t n;
	struct rule_input *inputs;
	size_t n_inputs;
	struct dec progress;
};
/* `board` 0: by `ask`; a group that no board can compare has no units. */
NODISCARD enum rc board_past(struct ctx *cx, struct db *db, const struct board_ask *ask, int64_t board, struct board_past *ret);
/* What another rule would read beside it for the same units: of its measures and parts. */
NODISCARD enum rc board_past_fed(struct ctx *cx, struct db *db, const struct board_ask *ask, const struct sv *units, size_t n,
				 int64_t upto, const struct rule *rule, struct board_past *ret);

/* ---- objections ------------------------------------------------------------------------------------------ */

#define OBJECTION_STATES "open|upheld|dismissed"

struct objection {
	int64_t id, board, version, unit, entry; /* entry 0: the whole line */
	int64_t line;                /* which line of the row, from 1; 0: none named */
	struct sv text, state, reason;
	int64_t raiser, raised_at, ruler, ruled_at;
	int64_t raiser_person;
	int64_t right_unit;          /* upheld: the unit that the fact belongs to; 0: nobody */
	int64_t reversal;            /* the reversal that followed, 0 while there is none */
};
NODISCARD enum rc objection_get(struct ctx *cx, struct db *db, int64_t id, struct objection *ret); /* RC_NOT_FOUND */
NODISCARD enum rc objections_of_board(struct ctx *cx, struct db *db, int64_t board, struct objection **ret, size_t *ret_n);

/* ---- reactions (see jobs/react.h) --------------------------------------------------------------------- */
struct act_request;
typedef enum rc board_reaction(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			       struct act_request *ret, size_t max, size_t *ret_n);
board_reaction board_settle;         /* board.publish → entry.settle: its units' entries count as published */
board_reaction board_open_matters;   /* board.publish → matter.draft, one a black row */
board_reaction board_mark_opened;    /* matter.draft → board.mark */
board_reaction board_mark_closed;    /* matter.close → board.mark: repaired; or entry.propose: in time, late */
board_reaction board_mark_reopened;  /* matter.reopen → board.mark: relapsed; entry.propose: recurred */
board_reaction board_count_sent_back;/* matter.send_back → entry.propose */
board_reaction objection_reverse;    /* objection.rule → entry.reverse */
board_reaction objection_mark;       /* entry.reverse → objection.settled */
lateness_fn board_lateness;          /* for period_use_lateness */
tally_use_fn board_tally_use;        /* for tally_use_boards */
ruleset_supply_fn board_supply;      /* for ruleset_use_supply */
published_fn board_published;        /* for entry_use_published */

#endif
