#ifndef CORE_SCORE_PANEL_H
#define CORE_SCORE_PANEL_H
/* A whole judged event: each component's marks into a panel score, × factor, summed, with what is added as it is
 * and the deductions, then the places.  The ISU's component score rounds the panel score and the factored value,
 * each half up to two decimals; another order of rounding gives other totals for a third to a half of all performances. */
#include "core/score/aggregate.h"
#include "core/score/ranking.h"

struct panel_component {
	struct sv name;
	struct dec factor;
	const struct mark *marks; /* one a judge, in one order for the whole event */
	size_t n_marks;
	/* made by panel_score */
	bool scored;
	struct ratio panel, factored;
	struct mean_result mean;
};
struct panel_entry {
	struct sv name;
	struct panel_component *components;
	size_t n_components;
	struct dec base, deductions; /* added as it is; taken away, as a positive number */
	/* made by panel_score */
	bool scored; /* false: a component without a valid mark, no total and no place */
	struct ratio components_total;
	struct dec total;
	struct rank_entry rank;
};
/* What ties of the total are broken by. */
enum panel_key { PANEL_TOTAL, PANEL_COMPONENTS, PANEL_BASE, PANEL_DEDUCTIONS };
struct panel_rule {
	struct trim trim;
	struct stage panel, factored;
	struct rounding total;
	const enum panel_key *ties; /* after the total, in order */
	const struct rank_key *tie_keys;
	size_t n_ties;
	enum rank_kind kind;
};
enum { PANEL_ALL_JUDGES = -1 };
/* `without`: a judge (position in the marks) whose marks are left out everywhere, or PANEL_ALL_JUDGES.
 * `ret_order`: positions of the entries, best first, those without a score last. */
enum score_status panel_score(struct arena *a, const struct panel_rule *rule, struct panel_entry *entries, size_t n,
			      int without, struct trace *tr, size_t *ret_order);

#endif
