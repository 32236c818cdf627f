#ifndef CORE_WHATIF_H
#define CORE_WHATIF_H
/* The time machine: a draft rule over periods that are closed, from the facts and never from old points.  Each period and
 * peer group is composed twice, by the rule that stood (from its entries) and by the draft (from the facts behind them), and
 * what differs is told by unit and by clause.  The columns are read once and made ready by whatif_ready and
 * whatif_stood; a run only computes the draft.
 *
 * A draft is tried as if it had been in force all the time: its 生效 does not matter here. */
#include "core/board.h"

/* One fact, however many clauses counted it. */
struct whatif_fact {
	struct rule_fact fact;
	bool named;	       /* somebody named the item; else the clauses are found by topic */
	struct sv class, item; /* if named */
	size_t n_counted;      /* entries that it made */
	struct whatif_back *backs; /* those of them that were taken back */
	size_t n_backs;
	size_t shape; /* made by whatif_ready */
};
struct whatif_back {
	struct sv class, item;
	struct day day; /* on which it was taken back */
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
	int before; /* the same group in the period before: its index, lower than its own; -1 */
};

/* Both sorted by whatif_ready. */
struct whatif_world {
	struct rule_entry *entries; /* as they stand */
	size_t n_entries;
	struct whatif_fact *facts;
	size_t n_facts;
	const struct whatif_group *groups;
	size_t n_groups;
	struct whatif_fact **shapes; /* facts that no rule can tell apart share one */
	size_t n_shapes;
	struct day *targets; /* of entries: the day of what a reversal takes back */
	const struct board *stood; /* as it stood: no draft changes it, so it is composed once (whatif_stood) */
};
void whatif_ready(struct arena *a, struct whatif_world *w);
/* After whatif_ready: composes every group by the rule that stood. */
enum rc whatif_stood(struct ctx *cx, struct whatif_world *w) NODISCARD;

struct whatif_stand {
	struct dec total;
	int place; /* 0: none */
	enum board_side side;
	bool unranked, tied, mover;
};
/* What one clause gives a unit, caps and doubling included; item empty: base points or a limit of the class; class empty: a
 * limit of the total. */
struct whatif_clause {
	struct sv class, item;
	enum score_stage stage;
	const struct rule_line *was, *now; /* NULL: there is no such line */
	struct dec before, after;
};
struct whatif_row {
	const struct board_unit *unit;
	struct sv name;
	struct whatif_stand was, now;
	struct whatif_clause *clauses; /* that differ */
	size_t n;
	bool changed; /* points, place or list */
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
/* A clause of the draft that nothing in these periods feeds; line NULL: an item that is measured by figures, which entries do
 * not hold. */
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
	size_t n_facts; /* within the periods */
};
enum rc whatif_run(struct ctx *cx, const struct whatif_world *w, const struct rule *draft, struct whatif *ret) NODISCARD;

/* ---- what a little more or less of one thing would change (whatif_sway.c) ------------------------------ */

enum sway_kind { SWAY_CLASS, SWAY_BASE, SWAY_POINTS };
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
	const struct rule_item *item; /* of SWAY_POINTS */
	const struct rule_line *line;
	int percent; /* +5, -5 */
	struct dec from, to; /* base points, or points of the line */
	struct sway_move *moves; /* all of them, by group and place */
	size_t n_moves;
};
/* Each class, each base and each points `percent` up and down, against `run`; only those that move somebody are told.  It
 * stops after `budget` entries composed and then says so. */
enum rc whatif_sway(struct ctx *cx, const struct whatif_world *w, const struct whatif *run, int percent, size_t budget,
		    struct whatif_sway **ret, size_t *ret_n, size_t *ret_tried, bool *ret_all) NODISCARD;
/* A copy of the tree in which everything named so (a class or an item) gives so many percent of what it gave; RC_NOT_FOUND. */
enum rc whatif_weigh(struct ctx *cx, const struct rule *r, struct sv name, struct dec percent, struct rule **ret) NODISCARD;

/* ---- between the files of it ------------------------------------------------------------------------------- */

void whatif_compare(struct arena *a, const struct whatif_group *g, const struct board *was, const struct board *now,
		    struct whatif_table *ret);
/* The rows of a board, sorted to be found by unit. */
const void **whatif_rows(struct arena *a, const struct board *b);
const struct board_row *whatif_row_of(const void *const *rows, size_t n, struct sv unit);
enum rc whatif_stands(struct ctx *cx, const struct whatif_world *w, const struct rule *r, struct board **ret) NODISCARD;

#endif
