#include "core/calendar.h"
#include "core/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
	struct calendar shipped;
};

static struct day on(int y, int m, int d)
{
	assert_true(day_valid(y, m, d));
	return day_of_civil(y, m, d);
}

static int setup(void **state)
{
	static struct fixture f;
	arena_init(&f.a, 64u << 20);
	ctx_init(&f.cx, &f.a, 0, LANG_EN);
	struct calendar_table t = workdays_shipped(&f.a);
	assert_int_equal(calendar_build(&f.cx, &t, 1, &f.shipped), RC_OK);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_release(&((struct fixture *)*state)->a);
	return 0;
}

static void known_days(void **state)
{
	const struct fixture *f = *state;
	/* From the notices; every line is a day where the plain weekday rule errs, or a neighbour of one. */
	static const struct {
		int y, m, d;
		bool work;
	} known[] = {
		{2022, 4, 24, true},
		{2022, 4, 23, false},
		{2022, 5, 4, false},
		{2022, 5, 5, true},
		{2023, 9, 28, true},
		{2023, 9, 29, false},
		{2023, 10, 2, false},
		{2023, 10, 6, false},
		{2023, 10, 7, true},
		{2023, 10, 8, true},
		{2023, 10, 14, false},
		{2023, 6, 25, true},
		{2020, 1, 31, false},
		{2020, 2, 3, true},
		{2020, 1, 19, true},
		{2015, 9, 3, false},
		{2015, 9, 4, false},
		{2015, 9, 6, true},
		{2024, 2, 9, true},
		{2024, 2, 12, false},
		{2024, 10, 12, true},
		{2025, 1, 28, false},
		{2026, 1, 2, false},
		{2026, 1, 4, true},
		{2026, 10, 10, true},
		{2004, 1, 17, true},
		{2019, 5, 5, true},
		/* the three disputed days */
		{2005, 12, 31, true},
		{2013, 4, 7, true},
		{2013, 10, 12, true},
		{2006, 1, 3, false},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		bool unsure = true;
		struct day d = on(known[i].y, known[i].m, known[i].d);
		if (calendar_is_work(&f->shipped, d, &unsure) != known[i].work)
			fail_msg("%d-%d-%d", known[i].y, known[i].m, known[i].d);
		assert_false(unsure);
	}
}

static void shipped_table(void **state)
{
	struct fixture *f = *state;
	struct calendar_table t = workdays_shipped(&f->a);
	assert_int_equal(t.year_n, 23);
	assert_int_equal(t.years[0], 2004);
	assert_int_equal(t.years[22], 2026);
	size_t work = 0;
	for (size_t i = 0; i < t.row_n; i++) {
		bool weekend = day_weekday(t.rows[i].day) > 5;
		assert_int_equal(weekend, t.rows[i].is_work); /* nothing but changes of the weekday rule */
		work += t.rows[i].is_work;
	}
	assert_int_equal(work, 151); /* 150 in the package and 2005-12-31 */
	assert_int_equal(t.row_n - work, 407);
	assert_int_equal(f->shipped.row_n, t.row_n);
	/* A working year has 247 to 255 days; one wrong month would leave that. */
	for (int y = 2004; y <= 2026; y++) {
		bool unsure;
		int64_t n = calendar_between(&f->shipped, on(y - 1, 12, 31), on(y, 12, 31), &unsure);
		assert_in_range(n, 247, 255);
		assert_int_equal(unsure, false);
	}
	bool unsure;
	assert_int_equal(calendar_between(&f->shipped, on(2022, 12, 31), on(2023, 12, 31), &unsure), 249);
}

static struct day add(const struct calendar *c, struct day from, int64_t n, bool sure)
{
	struct day d;
	bool unsure = sure;
	assert_true(calendar_add(c, from, n, &d, &unsure));
	assert_int_equal(unsure, !sure);
	return d;
}

static void adding(void **state)
{
	const struct calendar *c = &((struct fixture *)*state)->shipped;
	/* Friday 2022-04-22: the make-up Sunday is the next working day but Saturday is not. */
	assert_int_equal(add(c, on(2022, 4, 22), 1, true).n, on(2022, 4, 24).n);
	assert_int_equal(add(c, on(2022, 4, 22), 2, true).n, on(2022, 4, 25).n);
	/* Over the National Day of 2023: 28 September, then 7 and 8 October. */
	assert_int_equal(add(c, on(2023, 9, 28), 1, true).n, on(2023, 10, 7).n);
	assert_int_equal(add(c, on(2023, 9, 28), 3, true).n, on(2023, 10, 9).n);
	assert_int_equal(add(c, on(2023, 10, 1), 1, true).n, on(2023, 10, 7).n);
	assert_int_equal(add(c, on(2023, 10, 7), -1, true).n, on(2023, 9, 28).n);
	/* Five working days of a plain week. */
	assert_int_equal(add(c, on(2023, 3, 1), 5, true).n, on(2023, 3, 8).n);
	/* None: the day itself, working or not. */
	assert_int_equal(add(c, on(2023, 10, 1), 0, true).n, on(2023, 10, 1).n);
	struct day d = {7};
	bool unsure = true;
	assert_false(calendar_add(c, on(2023, 1, 1), CALENDAR_SPAN_MAX + 1, &d, &unsure));
	assert_false(calendar_add(c, on(2023, 1, 1), -CALENDAR_SPAN_MAX - 1, &d, &unsure));
	assert_false(calendar_add(c, DAY_NONE, 1, &d, &unsure));
	assert_true(d.n == 7 && unsure);
}

static void years_without_table(void **state)
{
	const struct calendar *c = &((struct fixture *)*state)->shipped;
	bool unsure = false;
	assert_true(calendar_is_work(c, on(2027, 10, 1), &unsure)); /* a Friday; nobody has said otherwise */
	assert_true(unsure);
	assert_false(calendar_is_work(c, on(2027, 10, 2), &unsure));
	assert_true(unsure);
	assert_true(calendar_is_work(c, on(2003, 12, 31), &unsure));
	assert_true(unsure);
	/* A deadline that crosses into 2027 is flagged, one that ends on the last day of 2026 is not. */
	assert_int_equal(add(c, on(2026, 12, 30), 1, true).n, on(2026, 12, 31).n);
	assert_int_equal(add(c, on(2026, 12, 30), 2, false).n, on(2027, 1, 1).n);
	/* What is counted begins after the start: 31 December 2003 itself is not looked at. */
	assert_int_equal(add(c, on(2003, 12, 31), 1, true).n, on(2004, 1, 2).n);
	assert_int_equal(add(c, on(2004, 1, 2), -1, false).n, on(2003, 12, 31).n);
	assert_int_equal(calendar_between(c, on(2003, 12, 31), on(2004, 1, 2), &unsure), 1);
	assert_false(unsure);
	assert_int_equal(calendar_between(c, on(2003, 12, 30), on(2004, 1, 2), &unsure), 2);
	assert_true(unsure);
	/* Days passed on the way count, too, not only the ends. */
	assert_int_equal(add(c, on(2003, 12, 30), 2, false).n, on(2004, 1, 2).n);
	assert_int_equal(add(c, on(2027, 1, 2), -2, false).n, on(2026, 12, 31).n);
	assert_int_equal(add(c, on(2027, 1, 1), -1, true).n, on(2026, 12, 31).n);
	assert_true(calendar_add(c, on(2010, 1, 1), CALENDAR_SPAN_MAX, &(struct day){0}, &unsure));
	assert_true(calendar_add(c, on(2010, 1, 1), -CALENDAR_SPAN_MAX, &(struct day){0}, &unsure));
	assert_true(calendar_covers(c, 2026));
	assert_false(calendar_covers(c, 2027));
	assert_false(calendar_covers(c, 2003));
	/* With no table at all: plain weekdays, and never sure. */
	struct calendar none = {0};
	assert_int_equal(add(&none, on(2023, 9, 28), 1, false).n, on(2023, 9, 29).n);
}

/* calendar_between against counting day by day, and against calendar_add. */
static void between_agrees(void **state)
{
	const struct calendar *c = &((struct fixture *)*state)->shipped;
	for (int from = on(2012, 12, 20).n; from < on(2013, 3, 1).n; from += 3) {
		int64_t n = 0;
		for (int to = from; to < from + 400; to++) {
			bool u;
			if (to > from)
				n += calendar_is_work(c, (struct day){to}, &u);
			assert_int_equal(calendar_between(c, (struct day){from}, (struct day){to}, &u), n);
			assert_false(u);
			/* Backwards over [from, to): shift both ends by one day. */
			assert_int_equal(
				calendar_between(c, (struct day){to + 1}, (struct day){from + 1}, &u), -n);
		}
		for (int64_t k = -300; k <= 300; k += 7) {
			struct day d;
			bool u;
			assert_true(calendar_add(c, (struct day){from}, k, &d, &u));
			assert_int_equal(calendar_between(c, (struct day){from}, d, &u), k);
		}
	}
	/* Long before 1970 the weekday rule still holds. */
	struct calendar none = {0};
	bool u;
	assert_int_equal(calendar_between(&none, on(1949, 10, 2), on(1949, 10, 9), &u), 5);
	assert_int_equal(calendar_between(&none, on(1969, 12, 28), on(1969, 12, 29), &u), 1);
	assert_int_equal(calendar_between(&none, on(1969, 12, 27), on(1969, 12, 28), &u), 0);
	/* A table may say of a weekday that it is one. */
	struct calendar_row same[] = {{.day = on(2023, 6, 14), .is_work = true}, {.day = on(2023, 6, 17), .is_work = false}};
	struct calendar said = {.rows = same, .row_n = 2};
	assert_int_equal(calendar_between(&said, on(2023, 6, 11), on(2023, 6, 18), &u), 5);
}

static void layers(void **state)
{
	struct fixture *f = *state;
	const struct calendar_row rows27[] = {
		{on(2027, 1, 1), false}, {on(2026, 12, 26), true}, /* next year's notice touches this one */
	};
	const struct calendar_row rows26[] = {{on(2026, 5, 4), false}};
	const int y27[] = {2027}, y26[] = {2026};
	const struct calendar_table t[] = {
		workdays_shipped(&f->a),
		{rows27, 2, y27, 1},
		{rows26, 1, y26, 1}, /* the whole of 2026 anew: only one day off */
	};
	struct calendar c;
	bool u;
	assert_int_equal(calendar_build(&f->cx, t, 2, &c), RC_OK);
	assert_true(calendar_is_work(&c, on(2026, 12, 26), &u));
	assert_false(u);
	assert_false(calendar_is_work(&c, on(2027, 1, 1), &u));
	assert_false(u);
	assert_false(calendar_is_work(&c, on(2026, 10, 5), &u));
	assert_int_equal(calendar_build(&f->cx, t, 3, &c), RC_OK);
	assert_true(calendar_is_work(&c, on(2026, 10, 5), &u)); /* the shipped row of 2026 is gone */
	assert_false(calendar_is_work(&c, on(2026, 5, 4), &u));
	assert_true(calendar_is_work(&c, on(2026, 12, 26), &u)); /* 2027's correction stays */
	assert_false(calendar_is_work(&c, on(2025, 10, 6), &u));
	assert_int_equal(c.year_n, 24);
	/* A later single row beats an earlier one. */
	const struct calendar_row fix[] = {{on(2023, 10, 7), false}};
	const struct calendar_table two[] = {workdays_shipped(&f->a), {fix, 1, NULL, 0}};
	assert_int_equal(calendar_build(&f->cx, two, 2, &c), RC_OK);
	assert_false(calendar_is_work(&c, on(2023, 10, 7), &u));
	assert_true(calendar_is_work(&c, on(2023, 10, 8), &u));
}

static void refused(struct fixture *f, struct calendar_table t, enum rc rc, const char *id)
{
	struct calendar c = {.row_n = 99};
	ctx_forget(&f->cx);
	assert_int_equal(calendar_build(&f->cx, &t, 1, &c), rc);
	assert_non_null(f->cx.faults);
	assert_string_equal(f->cx.faults->id, id);
	assert_int_equal(c.row_n, 99);
	ctx_forget(&f->cx);
}

static void bad_tables(void **state)
{
	struct fixture *f = *state;
	const int y[] = {2027}, odd[] = {1800};
	const struct calendar_row twice[] = {
		{on(2027, 1, 1), false},
		{on(2027, 1, 3), true},
		{on(2027, 1, 1), true},
	};
	const struct calendar_row same[] = {{on(2027, 1, 1), false}, {on(2027, 1, 1), false}};
	const struct calendar_row only_work[] = {{on(2027, 1, 3), true}};
	const struct calendar_row old[] = {{on(1900, 1, 1), false}}, none[] = {{DAY_NONE, false}};
	refused(f, (struct calendar_table){twice, 3, y, 1}, RC_INVALID, "calendar.twice");
	refused(f, (struct calendar_table){only_work, 1, y, 1}, RC_INVALID, "calendar.empty_year");
	refused(f, (struct calendar_table){NULL, 0, y, 1}, RC_INVALID, "calendar.empty_year");
	refused(f, (struct calendar_table){same, 2, odd, 1}, RC_INVALID, "calendar.empty_year");
	refused(f, (struct calendar_table){old, 1, NULL, 0}, RC_INVALID, "calendar.year");
	refused(f, (struct calendar_table){none, 1, NULL, 0}, RC_INVALID, "calendar.year");
	const struct calendar_row far[] = {{on(2200, 1, 1), false}};
	refused(f, (struct calendar_table){far, 1, NULL, 0}, RC_INVALID, "calendar.year");
	refused(f, (struct calendar_table){same, CALENDAR_ROWS_MAX + 1, NULL, 0}, RC_LIMIT, "calendar.rows");
	const struct calendar_row late_pair[] = {
		{on(2027, 1, 1), false}, {on(2027, 1, 4), false}, {on(2027, 2, 1), false},
		{on(2027, 3, 1), false}, {on(2027, 3, 1), true},
	};
	const int y2[] = {2027, 2028};
	refused(f, (struct calendar_table){late_pair, 5, y, 1}, RC_INVALID, "calendar.twice");
	refused(f, (struct calendar_table){late_pair, 4, y2, 2}, RC_INVALID, "calendar.empty_year");
	struct calendar c;
	/* The years of both ends are possible. */
	const struct calendar_row ends[] = {{on(1949, 10, 3), false}, {on(2199, 10, 1), false}};
	const int end_years[] = {CALENDAR_YEAR_MIN, CALENDAR_YEAR_MAX};
	assert_int_equal(calendar_build(&f->cx, &(struct calendar_table){ends, 2, end_years, 2}, 1, &c),
			 RC_OK);
	assert_true(calendar_covers(&c, 1949) && calendar_covers(&c, 2199) && c.year_n == 2);
	/* The limit is on all tables together, and it is within the limit. */
	struct calendar_row *many = NEW(&f->a, struct calendar_row, CALENDAR_ROWS_MAX);
	for (int i = 0; i < CALENDAR_ROWS_MAX; i++)
		many[i].day = (struct day){i};
	const struct calendar_table full[] = {{many, CALENDAR_ROWS_MAX, NULL, 0}, {same, 1, NULL, 0}};
	assert_int_equal(calendar_build(&f->cx, full, 1, &c), RC_OK);
	assert_int_equal(calendar_build(&f->cx, full, 2, &c), RC_LIMIT);
	assert_int_equal(calendar_build(&f->cx, &(struct calendar_table){same, 2, y, 1}, 1, &c), RC_OK);
	assert_int_equal(c.row_n, 1);
}

static int64_t pace(struct day start, struct day due, struct day at)
{
	struct dec d = {-2};
	return pace_at(start, due, at, &d) ? d.u : d.u == -2 ? -1 : -3; /* untouched on failure */
}

static void paces(void **state)
{
	(void)state;
	struct day jan1 = on(2023, 1, 1), dec31 = on(2023, 12, 31);
	assert_int_equal(pace(jan1, dec31, on(2022, 6, 1)), 0);
	assert_int_equal(pace(jan1, dec31, jan1), 0);
	assert_int_equal(pace(jan1, dec31, on(2023, 1, 2)), 274725);   /* 1 of 364 days */
	assert_int_equal(pace(jan1, dec31, on(2023, 7, 2)), 50000000); /* 182 of 364 */
	assert_int_equal(pace(jan1, dec31, on(2023, 12, 30)), 99725275);
	assert_int_equal(pace(jan1, dec31, dec31), 100000000);
	assert_int_equal(pace(jan1, dec31, on(2030, 1, 1)), 100000000);
	assert_int_equal(pace(jan1, jan1, on(2022, 12, 31)), 0);
	assert_int_equal(pace(jan1, jan1, jan1), 100000000);
	assert_int_equal(pace(dec31, jan1, jan1), -1);
	assert_int_equal(pace(DAY_NONE, dec31, jan1), -1);
	assert_int_equal(pace(jan1, DAY_NONE, jan1), -1);
	assert_int_equal(pace(jan1, dec31, DAY_NONE), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days),	  cmocka_unit_test(shipped_table),
		cmocka_unit_test(adding),	  cmocka_unit_test(years_without_table),
		cmocka_unit_test(between_agrees), cmocka_unit_test(layers),
		cmocka_unit_test(bad_tables),	  cmocka_unit_test(paces),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
