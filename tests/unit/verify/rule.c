/* The second reader of rules, and its arithmetic: what is not canonical is not understood, and half goes away from zero. */
#include "verify/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdio.h>

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

/* ---- the second grammar ------------------------------------------------------------------------------------------------ */

/* Every word of it, in the canonical spelling: tests/cases/rule/grammar2.case. */
static struct sv whole_text(void)
{
	FILE *f = fopen("tests/cases/rule/grammar2.case", "rb");
	char *p = NEW(&a, char, 1 << 16);
	assert_non_null(f);
	struct sv all = sv_make(p, fread(p, 1, 1 << 16, f)), from = SV("== 规范文本\n");
	fclose(f);
	size_t at = sv_find(all, from, 0) + from.n;
	return sv_make(p + at, sv_find(all, SV("== 英文"), at) - at);
}

static void test_second(void **state)
{
	struct vf_rule r;
	int line;
	(void)state;
	assert_true(vf_rule_read(&a, whole_text(), &r, &line));
	assert_true(r.grammar == 2 && r.months == 6 && r.by_ratio && r.kinds[5] && r.n == 3 && r.n_portion == 6);
	const struct vf_item *i = r.class[0].item;
	assert_true(i[0].measure.kind == VF_COMPLETION && i[0].measure.extra == VF_ONE / 2 && i[0].measure.schedule);
	assert_true(sv_is(i[0].data, "一般公共预算收入") && i[0].absent == VF_ABSENT_SPREAD);
	assert_true(i[1].measure.lower && i[1].measure.cap == 110 * VF_ONE && i[3].measure.kind == VF_BEST &&
		    i[3].measure.lower);
	assert_true(!i[4].measure.fixed && i[5].measure.fixed && i[5].measure.lower && i[5].measure.high == -3 * VF_ONE / 2);
	assert_true(i[6].measure.lower && i[7].measure.kind == VF_SHARE_BANDS && i[7].measure.n_poor == 2);
	assert_true(i[7].measure.poor_from.n == 1 && i[7].measure.poor_from.d == 3 && i[8].measure.kind == VF_BANDS);
	i = r.class[1].item;
	assert_true(i[0].measure.kind == VF_MARKS && i[0].measure.drop_low == 1 && i[0].measure.least == 5 &&
		    vf_full(&i[0].measure) == 60 * VF_ONE);
	assert_true(i[0].groups_spread && i[0].n_group == 2 && i[0].judges == VF_JUDGES_STANDARD && !i[2].groups_spread);
	assert_true(i[1].measure.n_value == 4 && i[3].measure.kind == VF_DECAY && i[4].absent == VF_ABSENT_ZERO);
	const struct vf_class *c = &r.class[2];
	assert_true(c->has_bonus_share && c->has_bonus_if && c->alone_doubled && !c->has_weight &&
		    r.class[0].weight == 60 * VF_ONE);
	assert_true(c->item[0].clause[0].valid == 3 && c->item[0].clause[0].halved && c->item[0].clause[1].carry);
	assert_true(r.portion[1].how == VF_WEIGHTED && r.portion[1].n_period == 4 && !r.portion[1].spread &&
		    r.portion[0].spread);
	assert_true(r.portion[5].source.n == 0 && r.places[VF_AT_GROUP] == 3 && r.places[VF_AT_PART] == 6);
	assert_true(r.red.by_share && r.red.share == 10 * VF_ONE && r.black.by_share && r.quota == VF_QUOTA_UP);
	assert_true(r.n_grade == 4 && r.grade[0].has_top && r.grade[0].has_least && !r.grade[3].has_top &&
		    !r.grade[3].has_least);
	assert_true(r.stars == 11 && r.n_step == 3 && r.n_tie == 5 && r.draw && r.yellow == 10 * VF_ONE);
	assert_true(r.veto[0].effect == VF_DOWN && r.veto[1].effect == VF_OUT);
}

/* What stands in no rule is not passed over: a word more at the end of a line, a line more, a line of the second grammar in the
 * first.  Some lines end in a text that only people read, or that is a name. */
static void test_each_line(void **state)
{
	static const char *const texts[] = { "名称", "依据", "说明",	 "排名通报上限", "频次依据", "指标",
					     "项目", "数据", "责任科室", "范围",	 "连续末位", NULL };
	struct sv all = whole_text(), rest = all, line;
	struct vf_rule r;
	int no, tried = 0;
	(void)state;
	while (rest.n && sv_split(&rest, '\n', &line)) {
		size_t end = (size_t)(line.p - all.p) + line.n;
		struct sv head_of = sv_upto(all, end), tail_of = sv_from(all, end), key = sv_trim(line);
		bool text = key.n == 0;
		for (int i = 0; texts[i]; i++)
			text |= sv_starts(key, sv_of(texts[i]));
		if (text)
			continue;
		tried++;
		assert_false(vf_rule_read(&a, arena_printf(&a, "%.*s甲%.*s", SV_ARG(head_of), SV_ARG(tail_of)), &r, &no));
		assert_false(vf_rule_read(&a, arena_printf(&a, "%.*s，甲%.*s", SV_ARG(head_of), SV_ARG(tail_of)), &r, &no));
		assert_false(vf_rule_read(&a, arena_printf(&a, "%.*s\n  亮度：3%.*s", SV_ARG(head_of), SV_ARG(tail_of)), &r,
					  &no));
	}
	assert_true(tried > 60);
	static const char *const newer[] = {
		"\n指标：甲\n  权重：100%\n  项目：一\n    计分：按期办结，每件+1\n",
		"\n指标：甲\n  加分面：不超过10%的单位\n  项目：一\n    计分：按期办结，每件+1\n",
		"\n指标：甲\n  项目：一\n    直接得分：10分\n",
		"\n指标：甲\n  项目：一\n    计分：按期办结，每件+1，有效3期\n",
		"\n指标：甲\n  项目：一\n    计分：按期办结，每件+1，结转\n",
		"\n指标：甲\n  项目：一\n    计分：按期办结，每件+1\n\n组成：\n  部分：甲，来源 本细则，权重100%\n"
	};
	for (size_t i = 0; i < sizeof(newer) / sizeof(*newer); i++) {
		assert_true(reads("比学规则：2\n", head, newer[i], tail, &r));
		assert_false(reads("比学规则：1\n", head, newer[i], tail, &r));
	}
	static const char *const totals[] = { "  等次：优秀 90分以上、其他 其余\n",
					      "  星级：11减名次\n",
					      "  亮灯：绿灯 落后5分以内、黄灯 落后10分以内\n",
					      "  连续末位：第1次 约谈\n",
					      "  同分先比：指标 甲，仍同 并列\n",
					      "  名额取整：进一\n",
					      "  一票否决：乙，依据 甲办发〔2020〕2号，级别 市，至 2025-12-31，不参评\n",
					      "  名次区间：95%\n",
					      "  名次区间：99.9%，含投票\n  分不出先后：归入同一梯队\n",
					      "  评委不连通：提示\n",
					      "  不公布：少于8人\n" };
	for (size_t i = 0; i < sizeof(totals) / sizeof(*totals); i++) {
		const char *more = arena_printf(&a, "%s%s", tail, totals[i]).p;
		assert_true(reads("比学规则：2\n", head, body, more, &r));
		assert_false(reads("比学规则：1\n", head, body, more, &r));
	}
}

/* Shapes that a rule may not have, however well each word is spelt. */
static void test_shapes(void **state)
{
	static const char *const bad[] = {
		"完成：实绩÷目标×60分",
		"完成：实绩÷目标×60分，封顶110%，超额每1%加0.5分，最多加3分",
		"完成：实绩÷目标×60分，封顶100%，最多加3分",
		"功效：10分，保底60%，区间 5—5",
		"功效：10分，保底101%，区间 最低—最高",
		"按档：优秀率，60%以上5分、90%以上9分、其余1分",
		"按档：实绩，90以上9分",
		"按档：实绩，90以上9分、其余1分；差评（差）一半以上0分",
		"评分：100分，去掉",
		"评分：100分，折合",
		"等次票：好100、好80",
		"名次票：第一名100分，每名减3%",
		"名次递减：100分，每名减3分",
		"直接得分：10",
	};
	struct vf_rule r;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(reads("比学规则：2\n", head, arena_printf(&a, "\n指标：甲\n  项目：一\n    %s\n", bad[i]).p,
				   tail, &r));
	static const char *const bodies[] = {
		"\n指标：甲\n  项目：一\n",
		"\n指标：甲\n  项目：一\n    直接得分：1分\n    计分：反弹，每件-1\n",
		"\n指标：甲\n  项目：一\n    直接得分：1分\n    票组：甲50%、乙50%，缺组作废\n",
		"\n指标：甲\n  项目：一\n    评分：9分\n    票组：甲50%、乙40%，缺组作废\n",
		"\n指标：甲\n  项目：一\n    等次票：好9\n    评委校正：名次\n",
		"\n组成：\n  部分：甲，来源 乙，单期，权重90%\n",
		"\n组成：\n  部分：甲，来源 本细则，权重100%\n",
		"\n组成：\n  部分：甲，来源 乙，单期，权重100%，缺期重分\n",
		"\n组成：\n  部分：甲，来源 乙，各期平均，权重100%\n",
		"\n指标：甲\n  项目：一\n    计分：反弹，每件-1，两次以上加倍，有效2期\n",
		"\n指标：甲\n  项目：一\n    计分：反弹，每件-1，逐期减半\n",
	};
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++)
		assert_false(reads("比学规则：2\n", head, bodies[i], tail, &r));
	static const char *const totals[] = { "  名次区间：89%\n",
					      "  名次区间：100%\n",
					      "  名次区间：95%，含\n",
					      "  分不出先后：注明\n",
					      "  名次区间：95%\n  分不出先后：并列\n",
					      "  评委不连通：出榜\n",
					      "  不公布：少于2人\n",
					      "  不公布：5人\n" };
	for (size_t i = 0; i < sizeof(totals) / sizeof(*totals); i++)
		assert_false(reads("比学规则：2\n", head, body, arena_printf(&a, "%s%s", tail, totals[i]).p, &r));
	const char *down =
		arena_printf(&a, "%s  一票否决：乙，依据 甲办发〔2020〕2号，级别 市，至 2025-12-31，降一等\n", tail).p;
	assert_false(reads("比学规则：2\n", head, body, down, &r));
}

static void test_fractions(void **state)
{
	vf_num v;
	(void)state;
	struct vf_frac third = vf_frac_ratio(1, 3), big = { ((vf_num)1 << 126), 1 }, none = vf_frac_mul(big, big);
	assert_true(vf_frac_add(third, vf_frac_add(third, third)).n == 1 &&
		    vf_frac_cmp(third, vf_frac_percent(33 * VF_ONE)) > 0);
	assert_true(vf_frac_round(vf_frac_ratio(-1, 8), 2, &v) && v == -130000 && vf_frac_round(third, 6, &v) &&
		    v == 333333);
	assert_true(none.d == 0 && vf_frac_add(none, third).d == 0 && vf_frac_div(third, vf_frac_int(0)).d == 0);
	assert_false(vf_frac_round(none, 2, &v) || vf_frac_round(big, 2, &v));
	assert_true(vf_frac_sub(third, third).n == 0 && vf_frac_div(third, vf_frac_int(-2)).n == -1 &&
		    vf_frac_floor(vf_frac_ratio(7, 2)) == 3);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rule),      cmocka_unit_test(test_refused),
					    cmocka_unit_test(test_clauses),   cmocka_unit_test(test_second),
					    cmocka_unit_test(test_each_line), cmocka_unit_test(test_shapes),
					    cmocka_unit_test(test_fractions), cmocka_unit_test(test_numbers) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
