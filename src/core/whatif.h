#ifndef CORE_WHATIF_H
#define CORE_WHATIF_H
/* The time machine: a draft rule over periods that are closed, for both grammars.  Each period and peer group stands as it was
 * composed (what its board read, by the rule of then); the draft is scored by the same walk (rule_score.h).  What the draft
 * leaves as it was keeps what it gave; a changed line is evaluated anew from the facts behind the entries, a changed measure from
 * the figures, and the rest is added up again.  So the rule that stood changes nothing, whatever was posted.
 *
 * whatif_ready reads what was loaded once and keeps columns alone: a run costs what the draft changes, not what happened.
 * A draft is tried as if it had been in force all the time: its 生效 does not matter here. */
#include "core/board.h"

/* ---- what is read once -------------------------------------------------------------------------------------- */

struct whatif_back {
	struct sv class, item;
	struct day day;	 /* on which it was taken back */
	int64_t counted; /* the act from which on that counts */
};
/* One fact, however many clauses counted it. */
struct whatif_fact {
	struct rule_fact fact;
	int64_t counted;	   /* the act from which on it counts */
	bool named;		   /* somebody named the item; else the clauses are found by topic */
	struct sv class, item;	   /* if named */
	size_t n_counted;	   /* entries that it made */
	struct whatif_back *backs; /* those of them that were taken back */
	size_t n_backs;
};
struct whatif_entry {
	struct rule_entry e;
	int64_t counted;
};

/* One peer group in one period. */
struct whatif_group {
	struct sv period, name; /* 2022年3月; 岔河乡2022年3月红黑榜（村） */
	struct score_period days;
	enum rule_peer peer;
	const struct rule *was; /* in force then */
	const struct board_unit *units;
	struct sv *unit_names; /* of each of them */
	size_t n_units;
	int before;   /* the same group in the period before: its index, lower than its own; -1 */
	int64_t upto; /* what counted only after this act is not on its board */
	const struct rule_input *inputs; /* what its measures and parts read */
	size_t n_inputs;
	struct dec progress;
};
struct whatif_past {
	struct whatif_entry *entries;
	size_t n_entries;
	struct whatif_fact *facts;
	size_t n_facts;
	const struct whatif_group *groups;
	size_t n_groups;
};

/* ---- what is kept ------------------------------------------------------------------------------------------- */

struct whatif_stand {
	struct dec total;
	int place; /* 0: none */
	enum board_side side;
	bool unranked, tied, mover;
};
struct whatif_world { /* nothing of it changes: many may read it at once */
	const struct whatif_group *groups; /* without their inputs; their units by id */
	size_t n_groups, n_facts, n_figures;
	const struct whatif_stand **stood; /* [group][unit of the group] */
	struct past *past;		   /* whatif_past.h */
};
/* `keep` holds all of it afterwards, but the rules of the groups, which must outlive it; the rest of the memory is `cx`'s. */
enum rc whatif_ready(struct ctx *cx, struct arena *keep, const struct whatif_past *in, struct whatif_world *ret) NODISCARD;

/* ---- a draft ------------------------------------------------------------------------------------------------ */

/* The draft with those measures and parts alone whose figures the group was never given; NULL: it was given all. */
const struct rule *whatif_wants(struct arena *a, const struct rule *was, const struct rule *draft);
struct whatif_more { /* of one group, what whatif_wants asked for */
	const struct rule_input *inputs;
	size_t n;
	struct dec progress;
};

/* What one clause gives a unit, caps and doubling included; item empty: base points, a weight or a limit of the class, or a
 * part; class empty: a limit of the total. */
struct whatif_clause {
	struct sv class, item, part;
	enum score_stage stage;
	const struct rule_line *was, *now; /* NULL: there is no such line */
	const struct rule_item *was_item, *now_item; /* of a measure */
	struct dec before, after;
};
struct whatif_row {
	const struct board_unit *unit;
	struct sv name;
	struct whatif_stand was, now;
	struct whatif_clause *clauses; /* that differ */
	size_t n;
	bool changed; /* points, place, list or a clause */
};
struct whatif_table {
	const struct whatif_group *group;
	bool dropped; /* the draft does not compare units of this kind */
	struct whatif_row *rows; /* as ranked by the draft; those exempt are not there */
	size_t n;
	int n_gain, n_lose, n_places, n_lists;
	struct dec most; /* the largest change of points, signed */
	struct sv median_was, median_now;
};

enum whatif_unheard { WHATIF_NO_CLAUSE, WHATIF_ASSIST, WHATIF_VETO_OVER, WHATIF_SEVERAL, WHATIF_MARK };
const char *whatif_unheard_name(enum whatif_unheard w); /* English message id */

struct whatif_lost {
	const struct whatif_fact *fact; /* one of them */
	enum whatif_unheard why;
	size_t n; /* alike: kind, item or topic, reason */
};
/* A clause of the draft that nothing in these periods feeds; line NULL: a measure without figures. */
struct whatif_idle {
	const struct rule_class *class;
	const struct rule_item *item;
	const struct rule_line *line;
};
struct whatif {
	const struct rule *draft;
	struct whatif_table *tables; /* as the groups */
	size_t n;
	struct whatif_lost *lost;
	size_t n_lost;
	struct whatif_idle *idle;
	size_t n_idle;
	size_t n_facts, n_figures; /* within the periods */
	struct drafted *drafted;   /* for whatif_sway */
};
/* `more` as the groups, or NULL. */
enum rc whatif_run(struct ctx *cx, const struct whatif_world *w, const struct rule *draft, const struct whatif_more *more,
		   struct whatif *ret) NODISCARD;

/* ---- what a little more or less of one thing would change (whatif_sway.c) ------------------------------ */

enum { SWAY_LISTED = 100 };
enum sway_kind { SWAY_CLASS, SWAY_BASE, SWAY_POINTS, SWAY_MEASURE, SWAY_PART };
struct sway_move {
	const struct whatif_group *group;
	struct sv unit;
	int from, to; /* places */
	bool list;    /* comes on or off a list */
	enum board_side was, now;
};
struct whatif_sway {
	enum sway_kind kind;
	const struct rule_class *class;
	const struct rule_item *item; /* of SWAY_POINTS, SWAY_MEASURE */
	const struct rule_line *line;
	const struct rule_part *part;
	int percent; /* +5, -5 */
	struct dec from, to; /* base points, points of the line, weight; 0: the class as a whole */
	struct sway_move *moves; /* the first of them, by group and place */
	size_t n_listed, n_moves;
};
/* Each class (its weight, where it has one), each base, each line, measure and part `percent` up and down, all else equal,
 * against `run`, from what each gave there; only those that move somebody are told.  It stops after `budget` scores and then
 * says so. */
enum rc whatif_sway(struct ctx *cx, const struct whatif_world *w, const struct whatif *run, int percent, size_t budget,
		    struct whatif_sway **ret, size_t *ret_n, size_t *ret_tried, bool *ret_all) NODISCARD;
/* A copy of the tree in which everything named so (a class or an item) gives so many percent of what it gave; RC_NOT_FOUND. */
enum rc whatif_weigh(struct ctx *cx, const struct rule *r, struct sv name, struct dec percent, struct rule **ret) NODISCARD;

#endif
