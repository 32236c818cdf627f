#ifndef APP_WHATIF_H
#define APP_WHATIF_H
/* Trying a draft rule on closed periods (试算).  Reads the facts behind the entries of a series and what the boards of its periods
 * read, and lets core/whatif.h score them anew.  What was read stays in memory for the next question, as long as nothing of it has
 * changed.  Nothing is written, and no act is needed. */
#include "app/ruleset/ruleset.h"
#include "core/whatif.h"

enum { WHATIF_PERIODS = 6, WHATIF_PERIODS_MAX = 24, WHATIF_BUDGET = 3000000 };

/* The office and the leaders over the ruleset's owner, and whoever audits it: they see every unit's points there anyway. */
NODISCARD enum rc whatif_may(struct ctx *cx, struct db *db, const struct actor *actor, int64_t owner);

/* What stands in memory: the columns, and what each group is called by. */
struct whatif_spot;
struct whatif_hold {
	struct whatif_world w;
	struct whatif_spot *spots;   /* as the groups */
};

/* The latest `periods` closed periods of that owner in which the series was in force; stays for as long as cx's arena. */
NODISCARD enum rc whatif_load(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, const struct whatif_hold **ret);

struct whatif_answer {
	struct whatif run;
	struct whatif_sway *sways;
	size_t n_sways, n_tried;
	bool all;                    /* every scenario was tried */
	int percent;
};
/* Runs the draft and, with a percent, what a little more or less would change. */
NODISCARD enum rc whatif_try(struct ctx *cx, struct db *db, const struct whatif_hold *h, const struct rule *draft, int percent,
			     struct whatif_answer *ret);
struct js *whatif_js(struct arena *a, enum lang lang, const struct whatif_world *w, const struct whatif_answer *r);
/* "反弹，每件-2", "基础分", "封顶": what a clause is called in lists. */
struct sv whatif_clause_text(struct arena *a, enum lang lang, const struct whatif_clause *c, bool now);
/* "反弹 -2 → -2.1", "经济, weight 60% → 63%": what was made more or less. */
struct sv whatif_sway_text(struct arena *a, enum lang lang, const struct whatif_sway *s);

#endif
