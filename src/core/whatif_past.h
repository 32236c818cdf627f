#ifndef CORE_WHATIF_PAST_H
#define CORE_WHATIF_PAST_H
/* Between the files of the time machine: the columns of what happened, and a draft evaluated over them. */
#include "core/rule_score.h"
#include "core/whatif.h"

/* ---- facts as columns (whatif_ready.c) ------------------------------------------------------------------------- */

struct past_fact {
	uint32_t shape, back; /* back: of the first in `backs`, from 1; 0: none */
	int32_t day;
	uint32_t n_backs;
	int64_t counted;
	bool whole; /* all that it made was taken back, so it counts in no clause of another rule either */
};
/* A figure, vote or score; texts by number in `names`. */
struct past_figure {
	int64_t value, count;
	uint32_t unit, of_world; /* position in its group, and among all units */
	uint32_t name, class, grade, judge, group;
	int32_t day;
	uint8_t kind, null, period;
	bool estimated, target, board; /* read from a target, from another board */
};

/* ---- what each shape of fact becomes under a rule (whatif_hear.c) ------------------------------------------------ */

struct heard {
	const struct rule_entry *entries; /* one for each clause that counts it; unit, day, fact and id are to be filled in */
	size_t *places;			  /* of their lines in the rule; of a veto the number of lines */
	size_t n;
	enum whatif_unheard why;
};
struct hearing {
	const struct rule *r; /* as if it had been in force all the time */
	struct heard *shapes;
	size_t n_places, words;
	uint64_t *sets; /* [place × words]: the shapes that a line counts */
	struct place {
		const struct rule_class *class;
		const struct rule_item *item;
		const struct rule_line *line;
		struct sv text; /* canonical */
	} *places;
};
enum rc whatif_hear(struct ctx *cx, const struct past *p, const struct rule *r, struct hearing *ret) NODISCARD;
struct drafted;
void whatif_find_lost(struct arena *a, const struct whatif_world *w, const struct drafted *d, struct whatif *ret);

/* ---- the past ------------------------------------------------------------------------------------------------------ */

struct past_group {
	uint32_t *units;	  /* of the world, by position in the group */
	struct score_rows rows;	  /* as it stood */
	struct score_grid grid;	  /* cells and bonus alone; its columns know the units and classes */
	struct unit_score *scores;
	size_t rule;		  /* of `rules` */
	struct past_figure *figures; /* by name, unit's id, kind, period */
	size_t n_figures;
	struct dec median;
};
struct past_rule { /* one of the rules that stood */
	const struct rule *r;
	struct hearing hearing;
	struct column_of {
		const struct rule_class *class;
		const struct rule_item *item;
		struct sv text;
	} *columns;
	size_t n_columns;
};
struct past {
	struct sv *units; /* by id */
	size_t n_units;
	size_t *first; /* of a unit's facts; n_units + 1 of them */
	struct past_fact *facts; /* by unit, day, id, kind */
	size_t n_facts;
	struct whatif_back *backs;
	size_t n_backs;
	const struct whatif_fact **shapes; /* facts that no rule can tell apart share one */
	size_t n_shapes;
	size_t *in_periods; /* [shape]: facts within the periods */
	struct sv *names;
	size_t n_names;
	struct past_group *groups;
	struct past_rule *rules;
	size_t n_rules;
};
/* The measured items of a rule with their texts. */
struct column_of *whatif_columns(struct arena *a, const struct rule *r, size_t *ret_n);

/* ---- a draft ------------------------------------------------------------------------------------------------------- */

struct drafted_group {
	bool dropped;
	struct score_rows rows;
	struct score_grid grid;
	bool measured;
	struct score_sheet sheet;
	struct board board; /* its rows' units are `units` */
	struct board_unit *units;
	size_t *rows_of; /* by unit: its row, SIZE_MAX where it is exempt */
	bool *line, *column, *was_line, *was_column; /* by place and column: not the same in both rules, so looked at */
	bool *touched; /* by unit: a line or a cell gives something else than it gave */
};
struct drafted {
	const struct rule *r;
	struct hearing hearing;
	struct column_of *columns;
	struct column_reads {
		uint32_t name, data, class; /* of `names`; UINT32_MAX: none */
	} *reads;
	size_t n_columns;
	struct drafted_group *groups;
};
struct column_reads *whatif_reads(struct arena *a, const struct past *p, const struct drafted *d);

/* Which of the lines and columns of a rule that stood mean the same in the draft: by place and column of the draft, -1 for none. */
struct sameness {
	int32_t *line, *column;		 /* the same in every respect */
	int32_t *line_like, *column_like; /* of the same name, and what it counts: where it is compared */
};
void whatif_same(struct arena *a, const struct past_rule *was, const struct hearing *h, const struct column_of *c, size_t n,
		 struct sameness *ret);

/* Lines of `wanted` places from the facts; vetoes by unit (whatif_lines.c). */
struct veto_list {
	const struct score_work **v;
	size_t n;
};
enum rc whatif_lines(struct ctx *cx, const struct whatif_world *w, size_t group, const struct hearing *h, const bool *wanted,
		     struct score_rows *rows, struct veto_list *ret) NODISCARD;
/* Cells of the draft: those of `same` columns as they stood, the others from the figures (whatif_cells.c). */
enum rc whatif_cells(struct ctx *cx, const struct whatif_world *w, size_t group, const struct drafted *d, const struct sameness *same,
		     const struct whatif_more *more, struct drafted_group *ret) NODISCARD;

/* What a group's board says, from its sheet: ranked, cut and graded by board_compose. */
enum rc whatif_board(struct ctx *cx, const struct board_unit *units, size_t n, struct score_sheet *sheet, const struct score_rows *rows,
		     const struct score_grid *grid, struct board *ret) NODISCARD;
struct whatif_stand whatif_stand_of(const struct board_row *r);
NODISCARD enum rc whatif_compare(struct ctx *cx, const struct whatif_world *w, size_t group, const struct drafted *d, struct whatif_table *ret);

#endif
