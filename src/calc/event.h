#ifndef CALC_EVENT_H
#define CALC_EVENT_H
/* An event scored by a panel, as several methods read it: units with rows of marks, a column a judge. */
#include "calc/table.h"
#include "core/score/judges.h"

struct calc_event {
	struct panel_event e;
	struct calc_names units, judges;
};
enum rc calc_event_read(struct calc_run *r, struct calc_event *ret) NODISCARD;
/* A table of the units as they stand: unit, total, rank. */
struct js *calc_event_standing(struct arena *a, const struct calc_event *v, const struct unit_total *totals,
			       const int *places);

enum { CALC_EVENT_FIELDS_N = 7 };
/* clang-format off */
#define CALC_EVENT_FIELDS \
	{ "units", "[{unit, items: [{factor, marks}], plus, minus, tie_break}]", false, \
	  N_("an item has one mark a judge and a factor, 1 by default; plus and minus are reckoned in at the end") }, \
	{ "judges", "[text]", true, N_("the names of the judges, J1, J2, … by default") }, \
	{ "low", "integer", true, N_("how many of the lowest marks of an item are dropped, none by default") }, \
	{ "high", "integer", true, N_("how many of the highest marks of an item are dropped, none by default") }, \
	{ "min_n", "integer", true, N_("with fewer marks of an item none is dropped, 5 by default") }, \
	{ "rounding", "{mode, decimals}|integer", true, N_("of the mean of an item, 2 decimals by default") }, \
	{ "factor_rounding", "{mode, decimals}|integer", true, N_("after the factor; as of the mean by default") }
/* clang-format on */

#endif
