/* Routes and roads as they are pasted, and the timetable that comes of a route. */
#include "app/site/tour.h"
#include "base/prng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_stops(void **state)
{
	static const struct {
		const char *text;
		size_t n;            /* 0: refused */
		const char *site;    /* of the first */
		int stay, travel;
		bool drawn, look_back;
	} known[] = {
		{ "东关社区 | 25 | 10", 1, "东关社区", 25, 10, false, false },
		{ "东关社区", 1, "东关社区", -1, -1, false, false },
		{ "东关社区\t25\t\t回头看", 1, "东关社区", 25, -1, false, true },
		{ "\n\n  东关社区｜25｜0｜look back  \n", 1, "东关社区", 25, 0, false, true },
		{ "抽签 | 20 | 30\n洛河湿地 | 20", 2, "", 20, 30, true, false },
		{ "draw | 20", 1, "", 20, -1, true, false },
		{ "| 20", 0, "", 0, 0, false, false },
		{ "东关社区 | 0", 0, "", 0, 0, false, false },
		{ "东关社区 | 601", 0, "", 0, 0, false, false },
		{ "东关社区 | 二十", 0, "", 0, 0, false, false },
		{ "东关社区 | 20 | -1", 0, "", 0, 0, false, false },
		{ "东关社区 | 20 | 5 | 再看", 0, "", 0, 0, false, false },
		{ "东关社区 | 20 | 5 | 回头看 | 又一格", 0, "", 0, 0, false, false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		struct arena a;
		struct ctx cx;
		struct tour_line *l = NULL;
		size_t n = 0;
		arena_init(&a, 1 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		enum rc rc = tour_read_stops(&cx, sv_of(known[i].text), &l, &n);
		assert_int_equal(rc, known[i].n ? RC_OK : RC_INVALID);
		if (known[i].n) {
			assert_int_equal(n, known[i].n);
			assert_string_equal(arena_cstr(&a, l[0].site), known[i].site);
			assert_int_equal(l[0].stay, known[i].stay);
			assert_int_equal(l[0].travel, known[i].travel);
			assert_int_equal(l[0].drawn, known[i].drawn);
			assert_int_equal(l[0].look_back, known[i].look_back);
		} else {
			assert_string_equal(cx.faults->field, "stops");
		}
		arena_release(&a);
	}
}

static void test_roads(void **state)
{
	static const char *const wrong[] = { "", "甲 | 乙", "甲 | | 5", "甲 | 乙 | 5 | 6", "甲 | 乙 | -5", "start | 起点 | 5" };
	struct arena a;
	struct ctx cx;
	struct tour_line *l;
	size_t n;
	(void)state;
	arena_init(&a, 8 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	assert_int_equal(tour_read_roads(&cx, SV("甲 | 乙 | 5\n丙 | 起点 | 0\n"), &l, &n), RC_OK);
	assert_int_equal(n, 2);
	assert_false(l[0].start);
	assert_true(l[1].start); /* from wherever it is written */
	assert_string_equal(arena_cstr(&a, l[1].other), "丙");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		ctx_forget(&cx);
		assert_int_equal(tour_read_roads(&cx, sv_of(wrong[i]), &l, &n), RC_INVALID);
		assert_string_equal(cx.faults->field, "table");
	}
	arena_release(&a);
}

/* Whatever is pasted is read or refused, and what is written is read as it was. */
static void test_any(void **state)
{
	static const char *const pieces[] = { "|", "\t", "｜", "\n", " ", "东关", "draw", "抽签", "回头看", "25", "-1", "999999999999999999999", "#", "start", "\xe4", "　" };
	struct prng p = { 7 };
	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct arena a;
		struct ctx cx;
		struct tour_line *l;
		size_t n = 0;
		arena_init(&a, 4 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		struct buf b = buf_new(&a, 4096);
		for (uint64_t k = prng_below(&p, 40); k > 0; k--)
			buf_puts(&b, pieces[prng_below(&p, COUNT(pieces))]);
		enum rc rc = tour_read_stops(&cx, b.n ? buf_sv(&b) : SV(""), &l, &n);
		assert_true(rc == RC_OK || rc == RC_INVALID);
		assert_true((rc == RC_OK) == (cx.faults == NULL));
		struct tour_stop stop[TOUR_STOPS_MAX] = { { 0 } };
		struct route t = { .stop = stop, .n = rc == RC_OK ? n : 0 };
		for (size_t i = 0; i < t.n; i++)
			stop[i] = (struct tour_stop){ .site = l[i].drawn ? 0 : 1, .name = l[i].site, .stay = l[i].stay < 0 ? 7 : l[i].stay,
						      .travel = l[i].travel < 0 ? 3 : l[i].travel, .look_back = l[i].look_back };
		struct tour_line *again;
		size_t m = 0;
		if (t.n) {
			assert_int_equal(tour_read_stops(&cx, tour_text(&a, round % 2 ? LANG_ZH : LANG_EN, &t), &again, &m), RC_OK);
			assert_int_equal(m, t.n);
		}
		for (size_t i = 0; i < m; i++) {
			assert_true(sv_eq(again[i].site, l[i].site));
			assert_int_equal(again[i].drawn, l[i].drawn);
			assert_int_equal(again[i].look_back, l[i].look_back);
			assert_int_equal(again[i].stay, stop[i].stay);
			assert_int_equal(again[i].travel, stop[i].travel);
		}
		ctx_forget(&cx);
		rc = tour_read_roads(&cx, b.n ? buf_sv(&b) : SV(""), &l, &n);
		assert_true(rc == RC_OK || rc == RC_INVALID);
		arena_release(&a);
	}
}

static void test_timetable(void **state)
{
	struct tour_stop s[3] = { { .stay = 25, .travel = 9 }, { .stay = 20, .travel = 30, .shift = 21 }, { .stay = 10, .travel = 5, .shift = -6 } };
	struct route t = { .stop = s, .n = 3, .e = { .begins = 23 * 60, .day = { 19539 } } };
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 16);
	tour_timetable(&t);
	assert_int_equal(s[0].arrive, 23 * 60 + 9);
	assert_int_equal(s[1].arrive, s[0].leave + 30 + 21);
	assert_int_equal(s[2].arrive, s[1].leave + 5 - 6);
	assert_int_equal(t.minutes, 9 + 25 + 30 + 21 + 20 + 5 - 6 + 10);
	assert_string_equal(arena_cstr(&a, tour_hour(&a, &t, s[1].arrive)), "0:25"); /* past midnight */
	int64_t midnight = instant_of_day(t.e.day);
	assert_int_equal(tour_late(&t, &s[0]), 0);
	s[0].arrived_at = midnight + (int64_t)s[0].arrive * 60000 + 59999;
	assert_int_equal(tour_late(&t, &s[0]), 0);
	s[0].arrived_at++;
	assert_int_equal(tour_late(&t, &s[0]), 1);
	s[0].arrived_at = midnight + (int64_t)s[0].arrive * 60000 - 1;
	assert_int_equal(tour_late(&t, &s[0]), -1);
	t.e.begins = -1;
	tour_timetable(&t);
	assert_int_equal(s[0].arrive, 9);
	assert_int_equal(tour_late(&t, &s[0]), 0);
	assert_string_equal(arena_cstr(&a, tour_hour(&a, &t, 9)), "");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_stops), cmocka_unit_test(test_roads), cmocka_unit_test(test_any),
					    cmocka_unit_test(test_timetable) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
