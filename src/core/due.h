#ifndef CORE_DUE_H
#define CORE_DUE_H
/* Deadlines as office sheets write them: 2023年6月底前, 6.30, 三季度末, 立行立改, 交办后7个工作日内 …
 * The last day that is still in time is given; what can be two things is given and doubted; what cannot
 * be a date is refused.
 *
 *   fixed      a date; a month, quarter, half or year stands for its last day, a range for its end,
 *              旬 for the 10th, 20th or last day (precision month)
 *   standing   长期坚持, 持续推进, 常态化, 每月…: no end; 按序时进度 too, doubted: it asks for pace
 *   immediate  立行立改, 马上: no date of its own, the rules say what it means
 *   relative   7个工作日内: counts from issue; amount and unit
 *   event      春节前, 党的二十大前: somebody has to say when that is */
#include "core/quantity.h"

#include "base/when.h"

enum due_kind { DUE_NONE, DUE_FIXED, DUE_STANDING, DUE_IMMEDIATE, DUE_RELATIVE, DUE_EVENT };
enum due_precision { DUE_UNKNOWN, DUE_DAY, DUE_MONTH, DUE_QUARTER, DUE_HALF, DUE_YEAR };
enum due_unit { DUE_DAYS, DUE_WORKDAYS, DUE_WEEKS, DUE_MONTHS, DUE_YEARS, DUE_HOURS };

struct due_context {
	int year;          /* of the list, for dates without one; 0: nobody knows */
	struct day listed; /* the list's own date, for 本月底; DAY_NONE: nobody knows */
	bool guessed;      /* `listed` is only today */
	bool number;       /* the cell holds a number: its 6.3 may have been typed as 6.30 */
};

struct due {
	enum verdict verdict; /* BLANK, CLEAR, DOUBT; BAD: an impossible date, refused */
	enum due_kind kind;   /* DUE_NONE when blank, refused or not understood */
	enum due_precision precision;
	struct day date;      /* DAY_NONE unless fixed */
	int amount;           /* relative */
	enum due_unit unit;
	const char *why;      /* English message id */
};

struct due due_parse(struct arena *a, struct sv text, const struct due_context *cx);
const char *due_kind_name(enum due_kind k);           /* "fixed" …; NULL for none */
const char *due_precision_name(enum due_precision p); /* "day" …; NULL for unknown */
const char *due_unit_name(enum due_unit u);           /* "day", "workday" … */
#endif
