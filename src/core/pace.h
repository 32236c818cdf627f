#ifndef CORE_PACE_H
#define CORE_PACE_H
/* Targets of a year and what came of them: a figure of which it is known whether there is one, growth on last year,
 * the quarters' ends, and the light of a quarter.  Targets of quarters are cumulative 累计: what is to be reached from
 * the first of January to the quarter's last day. */
#include "base/dec.h"
#include "base/when.h"

/* Missing is missing, never zero. */
struct figure {
	bool has;
	struct dec v;
};
#define FIGURE_NONE ((struct figure){ .has = false })
static inline struct figure figure_of(struct dec v)
{
	return (struct figure){ .has = true, .v = v };
}
bool figure_eq(struct figure a, struct figure b);

enum { QUARTERS = 4 };
struct day quarter_end(int year, int quarter);           /* 1..4 */
struct day month_end(int year, int month);
/* The quarter whose last day is `d`; 0 for any other day. */
int quarter_ending(struct day d);

enum growth_kind { GROWTH_NONE, GROWTH_PERCENT, GROWTH_POINTS };
/* 增长 in percent, rounded once to six places; of a share in percentage points 个百分点.  None where one of the two is
 * missing, or the base is not above zero: growth on nothing is no figure. */
enum growth_kind growth_of(struct figure value, struct figure base, bool share, struct dec *ret);
/* base × (1 + percent ÷ 100), rounded once; missing where the base is. */
struct figure grown(struct figure base, struct dec percent);
/* Value ÷ plan as a ratio, for people; missing where the plan is not above zero. */
struct figure pace_completion(struct figure value, struct figure plan);

enum pace_light {
	PACE_NOT_DUE,    /* the quarter has not ended, and nothing is known */
	PACE_NO_VALUE,   /* it has ended, and nobody has told the value */
	PACE_NO_PLAN,    /* a value, but no target of this quarter */
	PACE_BEHIND,
	PACE_ON_PACE,
	PACE_DONE,       /* the target of the whole year is reached */
	PACE_LIGHTS
};
struct pace_look {
	const char *name, *word, *shape, *colour;
};
const struct pace_look *pace_look(enum pace_light l);

struct pace_in {
	struct figure value, plan, year;
	bool lower;              /* lower is better */
	int quarter;
	bool over;               /* its last day has passed */
};
/* Lower is better: the year's target is kept only when the year is over, so that nothing is done before its last quarter. */
enum pace_light pace_light(const struct pace_in *in);

#endif
