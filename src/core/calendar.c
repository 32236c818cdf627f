#include "core/calendar.h"

#include "base/bug.h"

/* ---- building ---------------------------------------------------------------------------------------- */

/* Stable, so that of two rows for one day the one of the later table stands last. */
static void sort_rows(struct arena *a, struct calendar_row *rows, size_t n)
{
	struct calendar_row *from = rows, *to = NEW(a, struct calendar_row, n);
	for (size_t run = 1; run < n; run *= 2) {
		for (size_t lo = 0; lo < n; lo += 2 * run) {
			size_t mid = lo + run < n ? lo + run : n, hi = lo + 2 * run < n ? lo + 2 * run : n;
			size_t i = lo, j = mid;
			for (size_t k = lo; k < hi; k++) {
				bool left = i < mid && (j >= hi || from[i].day.n <= from[j].day.n);
				to[k] = left ? from[i++] : from[j++];
			}
		}
		struct calendar_row *swap = from;
		from = to;
		to = swap;
	}
	if (from != rows)
		memcpy(rows, from, n * sizeof(*rows));
}

static bool table_covers(const struct calendar_table *t, int year)
{
	for (size_t i = 0; i < t->year_n; i++)
		if (t->years[i] == year)
			return true;
	return false;
}

static bool year_possible(int year)
{
	return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
}

static enum rc check_rows(struct ctx *cx, const struct calendar_table *t)
{
	struct calendar_row *sorted = NEW(cx->a, struct calendar_row, t->row_n + 1);
	for (size_t i = 0; i < t->row_n; i++) {
		sorted[i] = t->rows[i];
		if (!day_is(sorted[i].day) || !year_possible(civil_of_day(sorted[i].day).year))
			return fail(
				cx, RC_INVALID, "calendar.year",
				N_("A day of the table lies outside the years %d to %d: correct the date."),
				CALENDAR_YEAR_MIN, CALENDAR_YEAR_MAX);
	}
	sort_rows(cx->a, sorted, t->row_n);
	for (size_t i = 1; i < t->row_n; i++) {
		if (sorted[i].day.n != sorted[i - 1].day.n || sorted[i].is_work == sorted[i - 1].is_work)
			continue;
		struct sv day = day_text(cx->a, sorted[i].day);
		return fail(cx, RC_INVALID, "calendar.twice",
			    N_("%.*s stands in the table as a working day and as a day off: keep one of the "
			       "two."),
			    SV_ARG(day));
	}
	return RC_OK;
}

/* No year is without a holiday: an empty year is a file that was read wrongly, and calling it covered
 * would hide that. */
static enum rc check_years(struct ctx *cx, const struct calendar_table *t)
{
	for (size_t i = 0; i < t->year_n; i++) {
		bool off = false;
		for (size_t k = 0; k < t->row_n && !off; k++)
			off = !t->rows[k].is_work && civil_of_day(t->rows[k].day).year == t->years[i];
		if (!year_possible(t->years[i]) || !off)
			return fail(cx, RC_INVALID, "calendar.empty_year",
				    N_("The table gives no day off in %d: check the file, or leave that year "
				       "out."),
				    t->years[i]);
	}
	return RC_OK;
}

static size_t merge_years(const struct calendar_table *tables, size_t n, int *out)
{
	size_t k = 0;
	for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++)
		for (size_t i = 0; i < n; i++)
			if (table_covers(&tables[i], year)) {
				out[k++] = year;
				break;
			}
	return k;
}

/* A row counts unless its table covers the row's year and a later table covers that year too. */
static bool row_replaced(const struct calendar_table *tables, size_t n, size_t mine, int year)
{
	if (!table_covers(&tables[mine], year))
		return false;
	for (size_t i = mine + 1; i < n; i++)
		if (table_covers(&tables[i], year))
			return true;
	return false;
}

enum rc calendar_build(struct ctx *cx, const struct calendar_table *tables, size_t n, struct calendar *ret)
{
	size_t total = 0;
	for (size_t i = 0; i < n; i++) {
		if (tables[i].row_n > CALENDAR_ROWS_MAX || total + tables[i].row_n > CALENDAR_ROWS_MAX)
			return fail(
				cx, RC_LIMIT, "calendar.rows",
				N_("The tables of working days have more than %d rows: remove old years."),
				CALENDAR_ROWS_MAX);
		total += tables[i].row_n;
		TRY(check_rows(cx, &tables[i]));
		TRY(check_years(cx, &tables[i]));
	}
	struct calendar_row *rows = NEW(cx->a, struct calendar_row, total + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t r = 0; r < tables[i].row_n; r++)
			if (!row_replaced(tables, n, i, civil_of_day(tables[i].rows[r].day).year))
				rows[k++] = tables[i].rows[r];
	sort_rows(cx->a, rows, k);
	size_t kept = 0;
	for (size_t i = 0; i < k; i++) {
		if (i + 1 < k && rows[i + 1].day.n == rows[i].day.n)
			continue;
		rows[kept++] = rows[i];
	}
	int *years = NEW(cx->a, int, CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1);
	size_t year_n = merge_years(tables, n, years);
	*ret = (struct calendar){.rows = rows, .row_n = kept, .years = years, .year_n = year_n};
	return RC_OK;
}

/* ---- asking ------------------------------------------------------------------------------------------ */

/* Position of the first row on or after `d`. */
static size_t row_from(const struct calendar *c, int64_t d)
{
	size_t lo = 0, hi = c->row_n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->rows[mid].day.n < d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool calendar_covers(const struct calendar *c, int year)
{
	size_t lo = 0, hi = c->year_n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->years[mid] == year)
			return true;
		if (c->years[mid] < year)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* Whether a year from the one of `a` to the one of `b` has no table. */
static bool unsure(const struct calendar *c, struct day a, struct day b)
{
	int first = civil_of_day(a).year, last = civil_of_day(b).year;
	for (int y = first; y <= last; y++)
		if (!calendar_covers(c, y))
			return true;
	return false;
}

static bool is_work(const struct calendar *c, struct day d)
{
	size_t i = row_from(c, d.n);
	if (i < c->row_n && c->rows[i].day.n == d.n)
		return c->rows[i].is_work;
	return day_weekday(d) <= 5;
}

bool calendar_is_work(const struct calendar *c, struct day d, bool *ret_unsure)
{
	*ret_unsure = unsure(c, d, d);
	return is_work(c, d);
}

bool calendar_add(const struct calendar *c, struct day from, int64_t n, struct day *ret_day, bool *ret_unsure)
{
	if (!day_is(from) || n < -CALENDAR_SPAN_MAX || n > CALENDAR_SPAN_MAX)
		return false;
	struct day d = from;
	for (int64_t left = n < 0 ? -n : n; left > 0;) {
		d.n += n < 0 ? -1 : 1;
		if (is_work(c, d))
			left--;
	}
	/* The days looked at begin after `from`: a Friday, 31 December without a table spoils nothing. */
	struct day next = {n == 0 ? from.n : n < 0 ? from.n - 1 : from.n + 1};
	*ret_unsure = n < 0 ? unsure(c, d, next) : unsure(c, next, d);
	*ret_day = d;
	return true;
}

/* Weekdays from Thursday 1970-01-01 (not counted) up to and with day n: only differences of it are used. */
static int64_t weekdays_to(int64_t n)
{
	int64_t from_monday = n + 3; /* 1969-12-29 was a Monday */
	int64_t week = from_monday >= 0 ? from_monday / 7 : -((6 - from_monday) / 7);
	int64_t in_week = from_monday - week * 7; /* 0 Monday … 6 Sunday */
	return week * 5 + (in_week < 5 ? in_week + 1 : 5);
}

int64_t calendar_between(const struct calendar *c, struct day from, struct day to, bool *ret_unsure)
{
	if (!day_is(from) || !day_is(to))
		BUG("working days between days that are not there");
	if (from.n == to.n) {
		*ret_unsure = false;
		return 0;
	}
	bool back = to.n < from.n;
	/* Both ends count: forwards (from, to], backwards [to, from). */
	struct day first = {back ? to.n : from.n + 1}, last = {back ? from.n - 1 : to.n};
	int64_t n = weekdays_to(last.n) - weekdays_to((int64_t)first.n - 1);
	for (size_t i = row_from(c, first.n); i < c->row_n && c->rows[i].day.n <= last.n; i++) {
		bool weekday = day_weekday(c->rows[i].day) <= 5;
		if (weekday != c->rows[i].is_work)
			n += c->rows[i].is_work ? 1 : -1;
	}
	*ret_unsure = unsure(c, first, last);
	return back ? -n : n;
}

bool pace_at(struct day start, struct day due, struct day at, struct dec *ret)
{
	if (!day_is(start) || !day_is(due) || !day_is(at) || due.n < start.n)
		return false;
	if (at.n >= due.n) {
		*ret = DEC(100);
		return true;
	}
	if (at.n <= start.n) {
		*ret = DEC(0);
		return true;
	}
	int64_t passed = (int64_t)at.n - start.n, whole = (int64_t)due.n - start.n;
	return dec_muldiv(DEC(passed), DEC(100), DEC(whole), ret);
}
