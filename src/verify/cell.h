#ifndef VERIFY_CELL_H
#define VERIFY_CELL_H
/* Measured items and parts over all units, from the chapter 每种算法一个例子 of docs/rules/README.md. */
#include "verify/input.h"

enum vf_given { VF_LACKING, VF_GIVEN, VF_INAPPLICABLE };

struct vf_cell {
	enum vf_given given;
	bool estimated, partial;     /* rests on an estimate; a group of voters or a period was missing */
	vf_num points;
	const struct vf_input **used; /* those that counted */
	size_t n_used;
};

struct vf_measured {
	const struct vf_rule *rule;
	const struct vf_item *item;
	struct vf_column col;
	vf_num *mark;                /* beside col.in: the marks as 评委校正 leaves them */
	struct vf_frac low, high;    /* of the group */
	bool any;                    /* one unit at least has a figure */
};

struct vf_grid {
	size_t n_units;
	struct vf_cell *cell;        /* [item counted through the rule × n_units + unit] */
	struct vf_cell *portion;     /* [part × n_units + unit] */
	bool *no_class;              /* [class × n_units + unit] */
};

/* False, with a line of the report, when a figure is too large to compute with, or a mark that is corrected has no judge. */
bool vf_grid(struct vf_report *r, const struct vf_proof *p, struct vf_grid *ret);

/* ---- inside ------------------------------------------------------------------------------------------------------- */

bool vf_correct_judges(struct arena *a, struct vf_measured *m, size_t n_units);
/* Each sets state, points and what was used; false where the numbers do not fit. */
bool vf_figure_cell(struct arena *a, const struct vf_proof *p, const struct vf_measured *m, size_t unit, struct vf_cell *ret);
bool vf_vote_cell(struct arena *a, const struct vf_measured *m, size_t unit, struct vf_cell *ret);
bool vf_portion_cell(struct arena *a, const struct vf_proof *p, const struct vf_portion *t, const struct vf_column *col,
		     size_t unit, struct vf_cell *ret);
/* The figure of that kind which stands: a final one before an estimate, a later one before an earlier one.  NULL: none.
 * `points`: a score will do for an actual figure. */
const struct vf_input *vf_figure(const struct vf_column *col, size_t unit, enum vf_input_kind kind, bool points);
void vf_use(struct vf_cell *c, const struct vf_input *i);

#endif
