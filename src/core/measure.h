#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H
/* Units of measure 计量单位 (亿元, 万人次, 个, %) and the amounts that a list writes in them: "3.5亿" in a row of 万元 is
 * 35000.  Everything is exact: what cannot be written in the row's unit is refused, never rounded. */
#include "core/quantity.h"

struct measure {
	int power;          /* 10 to this: 万 4, 亿 8, none 0 */
	struct sv base;     /* 元, 人次, 个; "" for a bare number or a share */
	bool percent;
};
/* "万元" → {4, 元}; "%" and 百分点 are shares.  An empty text is a bare number. */
struct measure measure_parse(struct arena *a, struct sv text);
/* The unit that a header or a line tells, as text: 固定资产投资（亿元） → 亿元; 单位：万元 → 万元; "" for none. */
struct sv measure_in(struct arena *a, struct sv text);

enum bound { BOUND_NONE, BOUND_LEAST, BOUND_MOST };
struct amount {
	enum verdict verdict;      /* BAD: no value */
	struct dec value;          /* in the row's unit */
	enum bound bound;          /* ≥, 以上 · ≤, 以内 */
	bool grows;                /* "增长8%": a change of the base, not a value; `value` is then the percent, signed */
	struct sv own;             /* the unit that the cell gives itself, "" for none */
	const char *why;
};
/* `shares`: the bare numbers beside it, which tell the scale of a share. */
struct amount amount_parse(struct arena *a, struct sv text, const struct measure *m, const struct percent_column *shares);

#endif
