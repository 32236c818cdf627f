#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/score/champion.h"

static const struct sv challengers[] = { { "乙", 3 }, { "丙", 3 } };

static struct bout bout(enum bout_kind kind, size_t n, struct sv winner, bool tie, bool excused)
{
	return (struct bout){ .kind = kind, .label = SV("第1期"), .challengers = challengers, .n = n, .winner = winner, .tie = tie, .excused = excused };
}

/* Every kind of event against a held and a vacant title. */
static void every_turn(void **state)
{
	(void)state;
	struct sv a = SV("甲"), b = SV("乙"), c = SV("丙"), x = SV("丁"), none = SV_NONE;
	const struct {
		struct sv holder;
		struct bout bout;
		enum score_status status;
		enum turn turn;
		struct sv after;
		int64_t streak;
	} rows[] = {
		{ a, bout(BOUT_MATCH, 1, b, false, false), SCORE_OK, TURN_LOST, b, 0 },
		{ a, bout(BOUT_MATCH, 1, a, false, false), SCORE_OK, TURN_DEFENDED, a, 6 },
		{ a, bout(BOUT_MATCH, 1, none, true, false), SCORE_OK, TURN_DEFENDED, a, 6 },
		{ a, { .label = SV("第1期"), .challengers = challengers, .n = 2, .winner = none, .tie = true, .beaten = true }, SCORE_OK, TURN_LOST, none, 0 },
		{ none, { .label = SV("第1期"), .challengers = challengers, .n = 2, .winner = none, .tie = true, .beaten = true }, SCORE_OK, TURN_NONE, none, 5 },
		{ a, bout(BOUT_MATCH, 1, x, false, false), SCORE_INVALID, TURN_NONE, a, 5 },
		{ a, bout(BOUT_MATCH, 1, none, false, false), SCORE_INVALID, TURN_NONE, a, 5 },
		{ none, bout(BOUT_MATCH, 2, c, false, false), SCORE_OK, TURN_TAKEN, c, 0 },
		{ none, bout(BOUT_MATCH, 2, none, true, false), SCORE_OK, TURN_NONE, none, 5 },
		{ none, bout(BOUT_MATCH, 2, none, false, false), SCORE_INVALID, TURN_NONE, none, 5 },
		{ a, bout(BOUT_CANCELLED, 0, none, false, false), SCORE_OK, TURN_NONE, a, 5 },
		{ a, bout(BOUT_ABSENT, 2, none, false, true), SCORE_OK, TURN_NONE, a, 5 },
		{ a, bout(BOUT_ABSENT, 2, c, false, false), SCORE_OK, TURN_FORFEITED, c, 0 },
		{ a, bout(BOUT_ABSENT, 2, none, false, false), SCORE_INVALID, TURN_NONE, a, 5 },
		{ a, bout(BOUT_ABSENT, 2, x, false, false), SCORE_INVALID, TURN_NONE, a, 5 },
		{ a, bout(BOUT_ABSENT, 1, none, false, false), SCORE_OK, TURN_FORFEITED, b, 0 },
		{ a, bout(BOUT_ABSENT, 0, none, false, false), SCORE_OK, TURN_FORFEITED, none, 0 },
		{ none, bout(BOUT_ABSENT, 1, none, false, false), SCORE_INVALID, TURN_NONE, none, 5 },
	};
	struct arena mem;
	arena_init(&mem, 1 << 20);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct title t = { .holder = rows[i].holder, .streak = 5 };
		struct trace tr = { .a = &mem };
		enum turn turn;
		assert_int_equal(champion_step(&t, &rows[i].bout, i % 2 ? &tr : NULL, &turn), rows[i].status);
		assert_true(sv_eq(t.holder, rows[i].after));
		assert_int_equal(t.streak, rows[i].streak);
		assert_int_equal(tr.n, i % 2 && rows[i].status == SCORE_OK);
		if (rows[i].status == SCORE_OK)
			assert_int_equal(turn, rows[i].turn);
	}
	assert_string_equal(turn_name(TURN_FORFEITED), "forfeited");
	arena_release(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_turn) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
