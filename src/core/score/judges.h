#ifndef CORE_SCORE_JUDGES_H
#define CORE_SCORE_JUDGES_H
/* The panel as such: who marked whom, who had to stand aside, and what the result owes to each judge. */
#include "core/score/aggregate.h"

/* ---- connection ------------------------------------------------------------------------------------------ */
struct sighting {
	int unit, judge;
};
/* Units are comparable when a chain of common judges joins them (Searle, Linear Models, 1971: connectedness).  Parts
 * are numbered from 0 by their first unit; a unit or judge without a mark is in none, -1.  Returns their number. */
int design_parts(struct arena *a, const struct sighting *seen, size_t n, size_t units, size_t judges, int *ret_unit,
		 int *ret_judge);

/* ---- conflict of interest (回避) ------------------------------------------------------------------------- */
struct panel_mark {
	struct sighting at;
	struct mark mark;
};
struct recusal {
	size_t mark, relation; /* positions in what was given; of several relations the first */
	struct mark aside;     /* as it stood */
};
/* Every mark that a judge gave to a unit of his becomes MARK_RECUSED.  Returns how many stand in `ret`, which has room
 * for n. */
size_t recuse(struct arena *a, struct panel_mark *marks, size_t n, const struct sighting *relations, size_t n_relations,
	      size_t units, size_t judges, struct recusal *ret);

/* ---- an event: rows of marks, one row a unit and item ----------------------------------------------------- */
struct panel_row {
	int unit;
	struct dec factor;
	const struct mark *marks; /* one a judge */
};
struct panel_event {
	size_t units, judges, n_rows;
	const struct panel_row *rows;
	const struct dec *plus; /* a unit: what is added to its factored means */
	const struct dec *tie;	/* a unit: the higher one goes first among equal totals */
	struct trim trim;
	struct rounding panel, factored; /* after the mean, and after the factor */
};
struct unit_total {
	struct dec value;
	bool given; /* false: some row had no mark left */
};
/* The rows in order of size, once, so that a total with some judges left out or counted twice needs no sorting. */
struct panel_order;
const struct panel_order *panel_order_of(struct arena *a, const struct panel_event *e);
/* times[j]: how often judge j sits on the panel — 0 left out, 1 as he was, more when he was drawn again. */
enum score_status panel_totals(const struct panel_order *o, const int *times, struct unit_total *ret);
/* 1, 2, 2, 4 by total, then by tie; 0 for a unit without a total. */
void panel_places(const struct panel_event *e, const struct unit_total *totals, int *ret);
/* The rows that both marked, and whether every mark of theirs is the same. */
bool judges_identical(const struct panel_event *e, size_t one, size_t other, size_t *ret_shared);

#endif
