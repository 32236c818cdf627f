#include "core/agenda.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;

static int begin(void **state)
{
	(void)state;
	arena_init(&a, 1 << 22);
	ctx_init(&cx, &a, 0, LANG_EN);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static void cells(void **state)
{
	(void)state;
	struct agenda_slot *s;
	size_t n;
	assert_int_equal(agenda_read(&cx, SV("甲镇\t书记\t抓项目\t8\t乡镇组\r\n\n乙镇 | 书记｜ 抓 项目 |12\n- | | 休息 | 10\n 丙镇 "), &s, &n), RC_OK);
	assert_int_equal(n, 4);
	assert_true(sv_is(s[0].unit, "甲镇") && sv_is(s[0].group, "乡镇组") && s[0].minutes == 8 && s[0].line == 1);
	assert_true(sv_is(s[1].title, "抓 项目") && s[1].minutes == 12 && s[1].line == 3 && s[1].group.n == 0);
	assert_true(s[2].unit.n == 0 && sv_is(s[2].title, "休息"));
	assert_true(sv_is(s[3].unit, "丙镇") && s[3].minutes == 0);
	/* what is written from slots is read back as the same slots */
	struct agenda_slot *again;
	size_t k;
	assert_int_equal(agenda_read(&cx, agenda_text(&a, s, n), &again, &k), RC_OK);
	assert_int_equal(k, n);
	for (size_t i = 0; i < n; i++)
		assert_true(sv_eq(s[i].unit, again[i].unit) && sv_eq(s[i].speaker, again[i].speaker) && sv_eq(s[i].title, again[i].title) &&
			    sv_eq(s[i].group, again[i].group) && s[i].minutes == again[i].minutes);
	assert_int_equal(agenda_read(&cx, SV("甲镇 | 书记；乙镇;丙镇 | | x\n\t市委\t开场\t\t"), &s, &n), RC_OK);
	assert_true(n == 4 && sv_is(s[0].speaker, "书记") && sv_is(s[2].title, "x") && s[2].line == 3);
	assert_true(s[3].unit.n == 0 && sv_is(s[3].speaker, "市委") && sv_is(s[3].title, "开场"));
	assert_int_equal(agenda_read(&cx, SV(""), &s, &n), RC_OK);
	assert_int_equal(n, 0);
}

/* Every line that is wrong is told, by its number. */
static void wrong(void **state)
{
	(void)state;
	static const char *const bad[] = { "甲镇 | | | 0", "甲镇 | | | 601", "甲镇 | | | 八", "甲镇|1|2|3|4|5", " | 书记 | ", "-" };
	struct agenda_slot *s;
	size_t n;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ctx_forget(&cx);
		assert_int_equal(agenda_read(&cx, sv_of(bad[i]), &s, &n), RC_INVALID);
		assert_true(sv_has(cx.faults->text, SV("Line 1")));
	}
	ctx_forget(&cx);
	assert_int_equal(agenda_read(&cx, SV("甲镇\n乙镇 | | | x\n丙镇\n丁镇 | | | y"), &s, &n), RC_INVALID);
	assert_true(sv_has(cx.faults->text, SV("Line 2")) && sv_has(cx.faults->next->text, SV("Line 4")) && !cx.faults->next->next);
	char many[3 * (AGENDA_SLOTS_MAX + 1) + 1];
	for (int i = 0; i <= AGENDA_SLOTS_MAX; i++)
		memcpy(many + 2 * i, "x\n", 3);
	ctx_forget(&cx);
	assert_int_equal(agenda_read(&cx, sv_of(many), &s, &n), RC_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cells, begin, finish),
		cmocka_unit_test_setup_teardown(wrong, begin, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
