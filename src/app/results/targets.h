#ifndef APP_RESULTS_TARGETS_H
#define APP_RESULTS_TARGETS_H
/* Inside the folder: the pages of targets, 全年红. */
#include "app/results/pages.h"
#include "app/target/target.h"

/* One unit's indicators, told by quarter. */
struct res_unit_year {
	const struct target_seen *seen;
	size_t n;
	size_t count[QUARTERS][PACE_LIGHTS];
	size_t behind, told;       /* quarters of indicators: behind; with a value judged */
};
struct ui_tag res_pace_tag(struct visit *v, enum pace_light l);
/* The light that a unit shows for a quarter: behind where one indicator is, done where all are. */
enum pace_light res_unit_light(const struct res_unit_year *u, int quarter);
/* How many places the figures of a target are shown with: none where all of them are whole. */
int res_places(const struct target_seen *s);
struct sv res_figure(struct arena *a, struct figure f, int places); /* "2.60", "—"; never shorter than it was told */
struct sv res_growth(struct visit *v, enum growth_kind k, struct dec growth); /* +8.00%, 下降 … 个百分点; "" for none */
/* Indicators × quarters; each opens to its values. */
struct ui_table res_targets_table(struct visit *v, const struct target_seen *s, size_t n);
/* The section of the unit's own page; no rows where it has none that the visitor may see. */
NODISCARD enum rc res_targets_section(struct visit *v, const struct unit *u, struct res_section *ret);
/* The year that the address names, else the latest of which there are targets; 0: none at all. */
NODISCARD enum rc res_targets_year(struct visit *v, const struct scope *s, int64_t *ret, struct ui_tabs *ret_tabs, struct url here);

struct res_targets_page {
	const struct frame *frame;
	struct sv title, sub, foot;
	struct ui_tabs tabs;
	struct ui_facts facts;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_buttons acts;
	struct url back;
};

#endif
