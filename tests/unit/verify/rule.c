/* The second reader of rules, and its arithmetic: what is not canonical is not understood, and half goes away from zero. */
#include "verify/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena a;

static const char head[] =
	"名称：甲\n版本：1\n生效：2022-01-01\n依据：甲督〔2022〕1号\n对象：村、组\n周期：季\n公布范围：领导\n"
	"名次显示：名次\n排名通报上限：每年4次\n协办计分：50%\n";
static const char body[] = "\n指标：甲\n  基础分：30\n  扣完为止\n  项目：一\n    计分：按期办结，每件+1\n";
static const char tail[] =
	"\n汇总：\n  取整：分录2位，项目2位，总分2位\n  排名：并列占位\n  并列：全部列入\n  红榜：前3名，且90分以上\n"
	"  黑榜：末位，且低于85分\n  进步榜：上升2名以上\n";

static bool reads(const char *first, const char *h, const char *b, const char *t, struct vf_rule *r)
{
	int line;
	return vf_rule_read(&a, arena_printf(&a, "%s%s%s%s", first, h, b, t), r, &line);
}

static void test_rule(void **state)
{
	struct vf_rule r;
	(void)state;
	assert_true(reads("比学规则：1\n", head, body, tail, &r));
	assert_int_equal(r.months, 3);
	assert_true(r.kinds[0] && r.kinds[1] && !r.kinds[2]);
	assert_true(r.class[0].limits.has_min && r.class[0].limits.min == 0 && !r.class[0].limits.has_max);
	assert_true(r.red.by_count && r.red.count == 3 && r.red.by_score && r.red.score == 90 * VF_ONE);
	assert_true(r.black.by_count && r.black.count == 1 && r.black.score == 85 * VF_ONE);
	assert_int_equal(r.movers, 2);
	assert_true(r.assist == 50 * VF_ONE);
}

static void test_refused(void **state)
{
	struct vf_rule r;
	(void)state;
	assert_false(reads("比学规则：3\n", head, body, tail, &r));
	assert_int_equal(r.grammar, 3);
	assert_false(reads("", head, body, tail, &r));
	assert_false(reads("比学规则：1\n", "", body, tail, &r));
	/* One line of the head twice, and another one missing. */
	assert_false(reads("比学规则：1\n名称：乙\n", head, body, tail, &r));
	assert_false(reads("比学规则：1\n", arena_printf(&a, "%s", head + sizeof("名称：甲")).p, body, tail, &r));
	assert_false(reads("比学规则：1\n", head, "", tail, &r));
	assert_false(reads("比学规则：1\n", head, body, "", &r));
	assert_false(
		reads("比学规则：1\n", head, "\n指标：甲\n  基础分：30\n  项目：一\n    计分：登录，每次+1\n", tail, &r));
	assert_false(
		reads("比学规则：1\n", head, "\n指标：甲\n  基础分：030\n  项目：一\n    计分：反弹，每件-1\n", tail, &r));
	assert_false(reads("比学规则：1\n", head, body, "\n汇总：\n  红榜：前三名\n  黑榜：不设\n", &r));
}

static struct vf_clause clause(const char *text)
{
	struct vf_rule r;
	const char *b = arena_printf(&a, "\n指标：甲\n  基础分：0\n  项目：一\n    %s\n", text).p;
	assert_true(reads("比学规则：1\n", head, b, tail, &r));
	return r.class[0].item[0].clause[0];
}

static void test_clauses(void **state)
{
	(void)state;
	struct vf_clause c = clause("计分：期末逾期，每次-1.5，两次以上加倍，每季封顶6");
	assert_true(c.kind == VF_EACH && c.points == -3 * VF_ONE / 2 && c.doubled == 2 && c.doubled_all);
	assert_true(c.has_cap && c.cap == 6 * VF_ONE && c.window == VF_QUARTER);
	c = clause("计分：反弹，每件-2，自第3次起加倍");
	assert_true(c.doubled == 3 && !c.doubled_all && !c.has_cap);
	c = clause("计分：检查评分，按实得分，最高30");
	assert_true(c.kind == VF_VALUE && c.points == 30 * VF_ONE);
	c = clause("比率：按期整改÷（按期整改+到期未整改）×100分，无件计满分");
	assert_true(c.kind == VF_RATE && c.n_base == 2 && c.empty == VF_FULL && c.points == 100 * VF_ONE);
}

static void test_numbers(void **state)
{
	static const char *const bad[] = {
		"", "-", ".5", "1.", "01", "1.50", "-0", "1e3", "+1", "1.2345678", "1234567890123", "1 ", "--1"
	};
	vf_num v;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(vf_num_read(sv_of(bad[i]), &v));
	static const char *const good[] = { "0", "-3", "12.5", "0.000001", "-0.1", "999999999999.999999" };
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(vf_num_read(sv_of(good[i]), &v));
		assert_true(sv_is(vf_num_text(&a, v), good[i]));
	}
	assert_true(vf_num_round(125000, 2) == 130000 && vf_num_round(-125000, 2) == -130000); /* 0.125 */
	assert_true(vf_num_round(124999, 2) == 120000 && vf_num_round(5, 6) == 5 && vf_num_round(500000, 0) == VF_ONE);
	assert_true(vf_num_ratio(100 * VF_ONE * 410, 452 * VF_ONE, 2) == 90710000);
	assert_true(vf_num_ratio(2 * VF_ONE, 3 * VF_ONE, 6) == 666667);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&a, 16 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rule), cmocka_unit_test(test_refused),
					    cmocka_unit_test(test_clauses), cmocka_unit_test(test_numbers) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
