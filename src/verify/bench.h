#ifndef VERIFY_BENCH_H
#define VERIFY_BENCH_H
/* The bench on which one unit is scored: clause.c adds what entries give, score.c the rest. */
#include "verify/score.h"

struct scoring {
	struct arena *a;
	const struct vf_proof *p;
	const struct vf_entry *const *w; /* the unit's entries not yet used */
	size_t n;
	struct vf_score s;
	const struct vf_class *class;
	const struct vf_item *item;
	const struct vf_clause *clause;
	const struct vf_portion *portion;
	size_t place, item_no;       /* counted through the rule */
	const struct vf_grid *grid;
	size_t unit;
	const bool *void_bonus;      /* [class × units + unit]; NULL before it is known */
	bool ok;
};

struct vf_sum *vf_put(struct scoring *s, enum vf_step step, vf_num points);
/* Only where it changes anything. */
void vf_adjust(struct scoring *s, enum vf_step step, vf_num from, vf_num to);
/* A case of that day: no reversal, and not taken back by then. */
bool vf_stands(const struct vf_entry *e, int32_t day);
/* The entries of s->clause into its lines; what they give. */
vf_num vf_clause_points(struct scoring *s, const struct vf_entry *const *w, size_t n);

#endif
