#ifndef VERIFY_SCORE_H
#define VERIFY_SCORE_H
/* Entries into lines and totals, written from chapter 程序怎样算 of docs/rules/README.md. */
#include "verify/cell.h"
#include "verify/entry.h"

/* In the order of the names that stand in the journal. */
enum vf_step {
	STEP_BASE, STEP_ENTRIES, STEP_DOUBLED, STEP_MEAN, STEP_RATE, STEP_CAPPED, STEP_CLASS_PLUS, STEP_CLASS_MINUS,
	STEP_CLASS_MAX, STEP_CLASS_MIN, STEP_PLUS, STEP_MINUS, STEP_MAX, STEP_MIN, STEP_ROUNDED,
	/* of the second grammar */
	STEP_CARRIED, STEP_MEASURED, STEP_SPREAD, STEP_ALONE, STEP_VOID, STEP_WEIGHT, STEP_ALL_SPREAD, STEP_PORTION, STEPS
};
extern const struct vf_step_name {
	const char *id, *zh;
} vf_steps[STEPS];

struct vf_sum {
	enum vf_step step;
	const struct vf_class *class;
	const struct vf_item *item;
	const struct vf_clause *clause;
	const struct vf_portion *portion;
	vf_num points;
	const struct vf_entry *const *entry; /* STEP_ENTRIES: those summed; some of them are of other periods */
	size_t n;
	const struct vf_input *const *used; /* STEP_MEASURED, STEP_PORTION: what it was computed from */
	size_t n_used;
};

struct vf_part {
	vf_num base, plus, minus, score;
};

struct vf_score {
	struct vf_sum *line;
	size_t n, cap;
	struct vf_part *part;        /* one a class */
	vf_num *portion;             /* one a part: what it gives, weighted */
	vf_num base, plus, minus, total;
	bool unranked, estimated, partial;
	struct sv *gap;              /* the items and parts that are lacking */
	size_t n_gap;
	bool not_red, black, down, out; /* by veto */
	const struct vf_veto *veto;
};

/* All units in official order; `w` as vf_counted orders them.  False where numbers do not fit (see vf_grid). */
bool vf_score_all(struct vf_report *r, const struct vf_proof *p, const struct vf_entry *const *w, size_t n,
		  struct vf_score *ret);
bool vf_in_period(const struct vf_proof *p, const struct vf_entry *e);

#endif
