#ifndef CORE_RULE_VEIL_H
#define CORE_RULE_VEIL_H
/* What of one unit's votes may be shown to people who may not see the records (不公布：少于N人).  A mean, share or distribution of
 * fewer voters is kept back, and with it what subtraction would give away: the total less all that is shown is what is hidden,
 * so what is hidden must together hold enough voters; where it cannot, the total is kept back as well (core/score/suppress.h). */
#include "core/rule.h"

/* The votes of one item and class of voters for this unit, as many as were valid. */
struct veil_votes {
	const struct rule_class *class;
	const struct rule_item *item; /* one of rule_item_votes */
	struct sv group;	      /* empty where the item has no classes */
	int64_t n;
	bool alike; /* all the same: their distribution tells everybody's vote */
	/* made by rule_veil */
	bool hidden; /* neither mean nor single votes */
};
struct veil_item {
	const struct rule_class *class;
	const struct rule_item *item;
	bool hidden;  /* not even its points */
	bool alike;   /* some class of voters is unanimous */
	bool worded;  /* not how its points come about */
};
struct veil {
	struct veil_item *items; /* those with votes */
	size_t n_items;
	bool any, total; /* something is hidden; the total is */
};
/* `votes` of one item stand together. */
void rule_veil(struct arena *a, const struct rule *r, struct veil_votes *votes, size_t n, struct veil *ret);
const struct veil_item *veil_item_of(const struct veil *v, struct sv class, struct sv item); /* NULL: no votes feed it */
/* A class that holds a hidden item does not show its score either. */
bool veil_class(const struct veil *v, struct sv class);

#endif
