#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* base/err.h has its own */

#include "core/rank.h"

/* fairness.md 1.8 and the textbook example of four conventions: 98.5 97.2 97.2 95 91.8 91.8 91.8 88. */
static const int64_t scores[] = {985, 972, 972, 950, 918, 918, 918, 880};
enum { N = 8 };

static void fill(struct rank_row *rows, const int *order)
{
	static const char *const names[N] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	for (int i = 0; i < N; i++)
		rows[i] = (struct rank_row){.unit = sv_of(names[order[i]]),
					    .score = {scores[order[i]] * 100000},
					    .order = 10 - order[i]};
}

static void expect(enum rule_places kind, const int *places)
{
	static const int orders[3][N] = {
		{0, 1, 2, 3, 4, 5, 6, 7}, {7, 6, 5, 4, 3, 2, 1, 0}, {3, 0, 5, 2, 7, 4, 1, 6}};
	for (int o = 0; o < 3; o++) {
		struct arena a;
		struct rank_row rows[N];
		struct sv want =
			SV("acbdgfeh"); /* inside ties by official order, which runs against the letters */
		arena_init(&a, 1 << 20);
		fill(rows, orders[o]);
		rank_rows(&a, rows, N, kind);
		for (int i = 0; i < N; i++) {
			assert_int_equal(rows[i].unit.p[0], want.p[i]);
			assert_int_equal(rows[i].place, places[i]);
			assert_int_equal(rows[i].tied, i == 1 || i == 2 || (i >= 4 && i <= 6));
		}
		assert_int_equal(rows[4].better, 4);
		assert_int_equal(rows[4].worse, 1);
		arena_release(&a);
	}
}

static void kinds(void **state)
{
	(void)state;
	expect(PLACES_COMPETITION, (const int[]){1, 2, 2, 4, 5, 5, 5, 8});
	expect(PLACES_DENSE, (const int[]){1, 2, 2, 3, 4, 4, 4, 5});
	expect(PLACES_UNORDERED, (const int[]){1, 0, 0, 4, 0, 0, 0, 8});
}

static void movement_and_unranked(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 1 << 20);
	struct rank_row rows[] = {
		{.unit = SV("x"), .score = DEC(1), .unranked = true, .order = 9, .previous = 1},
		{.unit = SV("b"), .score = DEC(5), .order = 2, .previous = 4},
		{.unit = SV("y"), .score = DEC(99), .unranked = true, .order = 8},
		{.unit = SV("a"), .score = DEC(9), .order = 1},
		{.unit = SV("c"), .score = DEC(-5), .order = 3, .previous = 2},
	};
	rank_rows(&a, rows, 5, PLACES_COMPETITION);
	const char *names = "abcyx";
	for (int i = 0; i < 5; i++)
		assert_int_equal(rows[i].unit.p[0], names[i]);
	assert_false(rows[0].moved);
	assert_int_equal(rows[1].gained, 2);
	assert_int_equal(rows[2].gained, -1);
	assert_true(rows[3].place == 0 && rows[4].place == 0 && !rows[4].moved);
	rank_rows(&a, rows, 0, PLACES_COMPETITION);
	arena_release(&a);
}

/* Two thousand rows: places agree with counting, for every row. */
static void many(void **state)
{
	(void)state;
	enum { M = 2000 };
	struct arena a;
	arena_init(&a, 64 << 20);
	struct rank_row *rows = NEW(&a, struct rank_row, M);
	uint32_t s = 1;
	for (int i = 0; i < M; i++) {
		s = s * 1664525 + 1013904223;
		rows[i] = (struct rank_row){.unit = arena_printf(&a, "u%d", i),
					    .score = {(s >> 8) % 700},
					    .order = (s >> 4) % 50};
	}
	rank_rows(&a, rows, M, PLACES_COMPETITION);
	for (int i = 0; i < M; i++) {
		int better = 0;
		for (int k = 0; k < M; k++)
			better += rows[k].score.u > rows[i].score.u;
		assert_int_equal(rows[i].place, better + 1);
		assert_true(
			i == 0 || rows[i - 1].score.u > rows[i].score.u ||
			rows[i - 1].order < rows[i].order ||
			(rows[i - 1].order == rows[i].order && sv_cmp(rows[i - 1].unit, rows[i].unit) < 0));
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(kinds), cmocka_unit_test(movement_and_unranked),
					   cmocka_unit_test(many)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
