#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/score/judges.h"

static struct arena a;

static int set_up(void **state)
{
	(void)state;
	arena_init(&a, 64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

/* The parts do not depend on the order of the marks, and joining two leaves one less. */
static void parts(void **state)
{
	(void)state;
	struct sighting seen[] = { { 0, 0 }, { 2, 1 }, { 1, 0 }, { 4, 2 }, { 2, 2 }, { 5, 4 } }, turned[6];
	int unit[7], judge[5], unit2[7], judge2[5];
	assert_int_equal(design_parts(&a, seen, 6, 7, 5, unit, judge), 3);
	assert_memory_equal(unit, ((int[]){ 0, 0, 1, -1, 1, 2, -1 }), sizeof(unit));
	assert_memory_equal(judge, ((int[]){ 0, 1, 1, -1, 2 }), sizeof(judge));
	for (int i = 0; i < 6; i++)
		turned[i] = seen[5 - i];
	assert_int_equal(design_parts(&a, turned, 6, 7, 5, unit2, judge2), 3);
	assert_memory_equal(unit, unit2, sizeof(unit));
	assert_memory_equal(judge, judge2, sizeof(judge));
	assert_int_equal(design_parts(&a, NULL, 0, 0, 0, NULL, NULL), 0);
	struct sighting bridge[] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 3, 0 }, { 2, 1 } };
	assert_int_equal(design_parts(&a, bridge, 4, 4, 4, unit, judge), 4);
	assert_int_equal(design_parts(&a, bridge, 5, 4, 4, unit, judge), 3);
	assert_int_equal(design_parts(&a, bridge, 6, 4, 4, unit, judge), 2);
	assert_memory_equal(unit, ((int[]){ 0, 1, 1, 0 }), 4 * sizeof(int));
}

static void standing_aside(void **state)
{
	(void)state;
	struct panel_mark marks[] = { { { 0, 0 }, { DEC(9), MARK_GIVEN } },
				      { { 0, 1 }, { DEC(8), MARK_GIVEN } },
				      { { 1, 1 }, { DEC(0), MARK_ABSENT } } };
	struct sighting relations[] = { { 1, 1 }, { 0, 0 }, { 0, 0 } };
	struct recusal found[3];
	assert_int_equal(recuse(&a, marks, 3, relations, 3, 2, 2, found), 2);
	assert_true(found[0].mark == 0 && found[0].relation == 1 && found[0].aside.value.u == DEC(9).u);
	assert_true(found[1].mark == 2 && found[1].relation == 0 && found[1].aside.null == MARK_ABSENT);
	assert_true(marks[0].mark.null == MARK_RECUSED && marks[0].mark.value.u == 0);
	assert_true(marks[1].mark.null == MARK_GIVEN && marks[2].mark.null == MARK_RECUSED);
	assert_int_equal(recuse(&a, marks, 3, relations, 0, 2, 2, found), 0);
}

enum { U = 5, J = 7, ROWS = 2 * U };

static struct mark grid[ROWS][J];
static struct panel_row rows[ROWS];
static struct dec zero[U], tie[U];

static struct panel_event event_of(int low, int high)
{
	uint32_t x = 12345;
	for (int i = 0; i < ROWS; i++) {
		for (int j = 0; j < J; j++) {
			x = x * 1664525 + 1013904223;
			grid[i][j] = (struct mark){ { (int64_t)(x >> 24) * 250000 }, x >> 16 & 7 ? MARK_GIVEN : MARK_ABSENT };
		}
		rows[i] = (struct panel_row){ i / 2, { 1200000 - 400000 * (i % 2) }, grid[i] };
	}
	return (struct panel_event){ .units = U,
				     .judges = J,
				     .n_rows = ROWS,
				     .rows = rows,
				     .plus = zero,
				     .tie = tie,
				     .trim = { low, high, 5 },
				     .panel = { ROUND_HALF_UP, 3 },
				     .factored = { ROUND_HALF_UP, 2 } };
}

/* The same totals as trimmed_mean gives from the copies written out one by one. */
static void as_written_out(void **state)
{
	(void)state;
	static const int times[][J] = { { 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 0, 1, 1, 1, 1 }, { 3, 0, 2, 0, 1, 1, 0 }, { 0, 0, 0, 7, 0, 0, 0 } };
	for (int trim = 0; trim < 9; trim++) {
		struct panel_event e = event_of(trim % 3, trim / 3);
		const struct panel_order *o = panel_order_of(&a, &e);
		for (size_t t = 0; t < sizeof(times) / sizeof(*times); t++) {
			struct unit_total got[U];
			struct dec want[U] = { { 0 } };
			bool given[U] = { true, true, true, true, true };
			for (int i = 0; i < ROWS; i++) {
				struct mark copies[J];
				struct mean_result mean;
				struct dec points = { 0 };
				size_t n = 0;
				for (int j = 0; j < J; j++)
					for (int c = 0; c < times[t][j]; c++)
						copies[n++] = grid[i][j];
				if (trimmed_mean(&a, copies, n, e.trim, e.panel, SV_NONE, NULL, &mean) != SCORE_OK)
					given[i / 2] = false;
				else
					assert_true(dec_muldiv_rounded(mean.value, rows[i].factor, DEC(1), e.factored, &points));
				want[i / 2].u += points.u;
			}
			assert_int_equal(panel_totals(o, times[t], got), SCORE_OK);
			for (int u = 0; u < U; u++) {
				assert_int_equal(got[u].given, given[u]);
				if (given[u])
					assert_int_equal(got[u].value.u, want[u].u);
			}
		}
	}
}

static void places(void **state)
{
	(void)state;
	struct panel_event e = event_of(0, 0);
	struct unit_total totals[U] = {
		{ DEC(7), true }, { DEC(9), true }, { DEC(99), false }, { DEC(7), true }, { DEC(7), true }
	};
	int got[U];
	panel_places(&e, totals, got);
	assert_memory_equal(got, ((int[]){ 2, 1, 0, 2, 2 }), sizeof(got));
	tie[3] = DEC(1);
	panel_places(&e, totals, got);
	assert_memory_equal(got, ((int[]){ 3, 1, 0, 2, 3 }), sizeof(got));
	tie[3] = DEC(0);
}

static void overflow(void **state)
{
	(void)state;
	int times[J] = { 1, 1, 1, 1, 1, 1, 1 };
	struct unit_total got[U];
	struct panel_event e = event_of(0, 0);
	for (int j = 0; j < J; j++)
		grid[0][j] = (struct mark){ { INT64_MAX / 2 }, MARK_GIVEN };
	assert_int_equal(panel_totals(panel_order_of(&a, &e), times, got), SCORE_OVERFLOW); /* the sum */
	times[0] = 3;
	assert_int_equal(panel_totals(panel_order_of(&a, &e), times, got), SCORE_OVERFLOW); /* a multiple */
	for (int j = 0; j < J; j++)
		grid[0][j] = (struct mark){ DEC(1000000), MARK_GIVEN };
	rows[0].factor = DEC(10000000);
	assert_int_equal(panel_totals(panel_order_of(&a, &e), times, got), SCORE_OVERFLOW); /* the product */
	rows[0].factor = DEC(1);
	struct dec plus[U] = { { INT64_MAX } };
	e.plus = plus;
	assert_int_equal(panel_totals(panel_order_of(&a, &e), times, got), SCORE_OVERFLOW); /* the total */
}

static void twins(void **state)
{
	(void)state;
	struct panel_event e = event_of(0, 0);
	size_t shared;
	for (int i = 0; i < ROWS; i++) {
		grid[i][0] = grid[i][1] = grid[i][2] = (struct mark){ DEC(i), MARK_GIVEN };
		grid[i][3] = (struct mark){ DEC(i), i ? MARK_ABSENT : MARK_GIVEN };
		grid[i][4] = (struct mark){ DEC(i), MARK_SPOILT };
	}
	grid[4][2].value = DEC(5);
	assert_true(judges_identical(&e, 0, 1, &shared) && shared == ROWS);
	assert_false(judges_identical(&e, 0, 2, &shared));
	assert_true(judges_identical(&e, 0, 3, &shared) && shared == 1);
	assert_false(judges_identical(&e, 0, 4, &shared));
	assert_int_equal(shared, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(standing_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(as_written_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(overflow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(twins, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
