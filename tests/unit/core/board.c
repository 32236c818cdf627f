#include "rule_case.h"

static void cases(void **state)
{
	(void)state;
	case_run_all("tests/cases/board");
}

static const char text[] =
	"比学规则：1\n名称：甲\n版本：1\n生效：2022-01-"
	"01\n依据：甲\n对象：村\n周期：季\n公布范围：领导\n名次显示：名次\n排名通报上限：每年4次\n"
	"协办计分：0%\n指标：甲\n项目：一\n计分：按期办结，每件+1\n汇总：\n红榜：前1名\n黑榜：末1名\n";

static void groups_are_checked(void **state)
{
	(void)state;
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct score_sheet s;
	struct board b;
	arena_init(&a, 1 << 24);
	ctx_init(&cx, &a, 0, LANG_EN);
	assert_int_equal(rule_parse(&cx, sv_of(text), &r), RC_OK);
	const struct sv units[] = {SV("a"), SV("b"), SV("c")};
	struct score_period p = {day_of_civil(2022, 1, 1), day_of_civil(2022, 3, 31)};
	assert_int_equal(rule_compose(&cx, r, p, units, 3, NULL, 0, &s), RC_OK);

	struct board_unit u[3] = {
		{.unit = SV("a"), .order = 1}, {.unit = SV("b"), .order = 2}, {.unit = SV("d"), .order = 3}};
	assert_int_equal(board_compose(&cx, &s, u, 3, 0, &b), RC_INVALID);
	assert_string_equal(cx.faults->id, "board.no_score");
	u[2].unit = SV("a");
	ctx_forget(&cx);
	assert_int_equal(board_compose(&cx, &s, u, 3, 0, &b), RC_INVALID);
	assert_string_equal(cx.faults->id, "board.unit_twice");
	u[2] = (struct board_unit){.unit = SV("c"), .exempt_why = SV("受灾")};
	ctx_forget(&cx);
	assert_int_equal(board_compose(&cx, &s, u, 3, 0, &b), RC_INVALID);
	assert_string_equal(cx.faults->id, "board.exempt");
	u[2].exempt_no = SV("甲督〔2022〕9号");
	assert_int_equal(board_compose(&cx, &s, u, 3, 0, &b), RC_OK);
	assert_int_equal(b.n, 2);
	assert_int_equal(b.n_exempt, 1);
	/* All equal: everybody would be red and black, so nobody is either. */
	assert_true(b.rows[0].both && b.rows[1].both && b.n_red == 0 && b.n_black == 0);
	assert_int_equal(board_compose(&cx, &s, NULL, 0, 0, &b), RC_OK);
	assert_int_equal(b.n, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(cases), cmocka_unit_test(groups_are_checked)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
