#ifndef APP_RESULTS_WHY_H
#define APP_RESULTS_WHY_H
/* Inside the folder: what stands beside the lines of one unit's row. */
#include "app/results/pages.h"

/* Facts about the distance to others: what is, and what it would be had one thing not happened; never advice. */
NODISCARD enum rc why_gap(struct visit *v, const struct res_seen *s, const struct board_place *p, const struct sv **ret, size_t *ret_n);
/* The unit on the boards of the same kind, the latest last. */
NODISCARD enum rc why_trend(struct visit *v, const struct res_seen *s, const struct board_place *p, struct ui_table *ret);
/* Its classes beside the medians of the like units. */
NODISCARD enum rc why_peers(struct visit *v, const struct res_seen *s, const struct board_place *p, struct ui_table *ret);
/* The anchor of a clause in the text of the rules (rules.c), "" when it is not found: "c2-i1-l2". */
struct sv why_anchor(struct arena *a, const struct rule *r, struct sv class, struct sv item, struct sv clause);
/* One entry as a row: day, fact, record, arithmetic, points. */
NODISCARD enum rc why_entries(struct visit *v, const struct js *ids, struct dec line, struct ui_table *ret);
/* What a line read beside entries: figures, votes counted by grade or place, scores of other boards, each opening its record. */
struct ui_table why_inputs(struct visit *v, const struct js *numbers, const struct board_fed *fed, size_t n, int64_t unit);
struct url why_record_url(struct visit *v, struct sv record, int64_t unit);
struct sv why_what(struct visit *v, const struct board_fed *f);
struct sv why_figure(struct visit *v, const struct board_fed *f);
/* What there was of the unit in the period and does not count, each with the reason. */
NODISCARD enum rc why_left(struct visit *v, const struct res_seen *s, const struct board_place *p, const struct board_fed *fed, size_t n,
			   struct ui_table *ret);
struct sv why_line_label(struct visit *v, const struct js *line);

#endif
