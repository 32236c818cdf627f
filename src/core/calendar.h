#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H
/* Working days 工作日: Monday to Friday, corrected year by year by the official table of holidays and
 * make-up working days 调休.  A year without a table falls back to the plain weekday rule, and every answer
 * that touched such a year says so in `ret_unsure`.
 *
 * Day counting starts the next day (handbook 2.7): one working day from a Friday is the Monday. */
#include "base/dec.h"
#include "base/err.h"
#include "base/when.h"

struct calendar_row {
	struct day day;
	bool is_work; /* true: a make-up working day; false: a day off */
};

/* One source: what ships, or what the office has imported. */
struct calendar_table {
	const struct calendar_row *rows; /* in any order */
	size_t row_n;
	const int *years; /* the years that this table covers whole */
	size_t year_n;
};

struct calendar {
	const struct calendar_row *rows; /* by day, each day once */
	size_t row_n;
	const int *years; /* ascending, each year once */
	size_t year_n;
};

enum {
	CALENDAR_YEAR_MIN = 1949,
	CALENDAR_YEAR_MAX = 2199,
	CALENDAR_ROWS_MAX = 20000,
	CALENDAR_SPAN_MAX = 10000
};

/* Lays the tables one over another, the later over the earlier: a year that a later table covers is taken
 * from there whole; a row outside the years of its own table (the make-up day that next year's notice puts
 * into this December) corrects that one day.  RC_INVALID when a table states a day both ways, names an
 * impossible year, or covers a year without giving one day off in it; RC_LIMIT above CALENDAR_ROWS_MAX. */
NODISCARD enum rc calendar_build(struct ctx *cx, const struct calendar_table *tables, size_t n,
				 struct calendar *ret);

bool calendar_covers(const struct calendar *c, int year);
bool calendar_is_work(const struct calendar *c, struct day d, bool *ret_unsure);

/* The n-th working day after `from`, or before it for a negative n; n = 0 is `from` itself, whatever day
 * that is.  False beyond ±CALENDAR_SPAN_MAX. */
bool calendar_add(const struct calendar *c, struct day from, int64_t n, struct day *ret_day,
		  bool *ret_unsure);

/* Working days after `from` up to and with `to`; when `to` is earlier, minus those from `to` up to the day
 * before `from`.  So calendar_between(from, calendar_add(from, n)) is n. */
int64_t calendar_between(const struct calendar *c, struct day from, struct day to, bool *ret_unsure);

/* 序时进度: the share of the calendar days from `start` to `due` that has passed at `at`, as percent 0..100,
 * rounded once to six places (the page shows two).  0 up to `start`, 100 from `due` on.  False when a day is
 * missing or `due` lies before `start`: then there is no pace. */
bool pace_at(struct day start, struct day due, struct day at, struct dec *ret);

#endif
