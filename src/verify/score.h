#ifndef VERIFY_SCORE_H
#define VERIFY_SCORE_H
/* Entries into lines and totals, written from chapter 程序怎样算 of docs/rules/README.md. */
#include "verify/entry.h"

/* In the order of the names that stand in the journal. */
enum vf_step {
	STEP_BASE, STEP_ENTRIES, STEP_DOUBLED, STEP_MEAN, STEP_RATE, STEP_CAPPED, STEP_CLASS_PLUS, STEP_CLASS_MINUS,
	STEP_CLASS_MAX, STEP_CLASS_MIN, STEP_PLUS, STEP_MINUS, STEP_MAX, STEP_MIN, STEP_ROUNDED, STEPS
};
extern const struct vf_step_name {
	const char *id, *zh;
} vf_steps[STEPS];

struct vf_sum {
	enum vf_step step;
	const struct vf_class *class;
	const struct vf_item *item;
	const struct vf_clause *clause;
	vf_num points;
	const struct vf_entry *const *entry; /* STEP_ENTRIES: those summed; some of them are of other periods */
	size_t n;
};

struct vf_part {
	vf_num base, plus, minus, score;
};

struct vf_score {
	struct vf_sum *line;
	size_t n, cap;
	struct vf_part *part;        /* one a class */
	vf_num base, plus, minus, total;
	bool unranked, not_red, black;
	const struct vf_veto *veto;
};

/* `w` are the unit's own, as vf_counted orders them. */
void vf_score_unit(struct arena *a, const struct vf_proof *p, const struct vf_entry *const *w, size_t n, struct vf_score *ret);
bool vf_in_period(const struct vf_proof *p, const struct vf_entry *e);

#endif
