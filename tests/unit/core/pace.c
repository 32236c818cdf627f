/* Targets: amounts in their unit of measure, growth, completion, and the light of a quarter. */
#include "core/measure.h"
#include "core/pace.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;

static struct dec d(const char *s)
{
	struct dec v;
	assert_true(dec_parse(sv_of(s), &v));
	return v;
}

static struct figure f(const char *s)
{
	return s ? figure_of(d(s)) : FIGURE_NONE;
}

/* ---- amounts ------------------------------------------------------------------------------------------------------ */

struct amount_case {
	const char *uom, *text, *value; /* value NULL: none; "?" behind it: doubted */
};

static void amounts(void **state)
{
	(void)state;
	static const struct amount_case cases[] = {
		{ "万元", "3.5亿", "35000" }, { "万元", "35,000", "35000" }, { "万元", "1200元", "0.12" }, { "亿元", "60000万元", "6" },
		{ "亿元", "6", "6" }, { "亿元", "12345元", NULL }, { "亿元", "1元", NULL }, { "万人", "3.2万", "3.2" }, { "人", "3.2万人", "32000" },
		{ "万元", "3.5亿人", NULL }, { "万元", "", NULL }, { "万元", "—", NULL }, { "个", "12个", "12" }, { "个", "≥12", "12" },
		{ "起", "≤5", "5" }, { "起", "5以内", "5" }, { "%", "85%", "85" }, { "%", "0.85", "85" }, { "%", "85", "85" },
		{ "%", "百分之八十五", "85" }, { "%", "八成", "80" }, { "%", "≤4%", "4" }, { "万元", "约300", "300?" }, { "万元", "达到1.2亿元以上", "12000" },
		{ "万元", "不少于３００", "300" }, { "万元", "待定", NULL }, { "万元", "9223372036854亿", NULL }, { "万元", "-20", "-20" }, { "", "15", "15" },
		{ "千元", "1200元", "1.2" }, { "千元", "3", "3" }, { "个百分点", "3个百分点", "3" }, { "%", "-4%", "-4" }, { "件", "不超过5件", "5" }, { "件", "5件以下", "5" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct amount_case *c = &cases[i];
		struct measure m = measure_parse(&arena, sv_of(c->uom));
		struct percent_column col = { 0 };
		percent_column_add(&col, &arena, sv_of(c->text));
		struct amount a = amount_parse(&arena, sv_of(c->text), &m, &col);
		bool has = a.verdict == VERDICT_CLEAR || a.verdict == VERDICT_DOUBT;
		struct sv got = has ? arena_printf(&arena, "%.*s%s", SV_ARG(dec_text(&arena, a.value)), a.verdict == VERDICT_DOUBT ? "?" : "") : SV("none");
		if (!sv_is(got, c->value ? c->value : "none"))
			fail_msg("%s in %s: %.*s instead of %s", c->text, c->uom, SV_ARG(got), c->value ? c->value : "none");
		assert_true(a.verdict == VERDICT_BAD || a.verdict == VERDICT_DOUBT ? a.why != NULL : a.why == NULL);
	}
}

static void growth_in_cells(void **state)
{
	(void)state;
	struct measure m = measure_parse(&arena, SV("亿元"));
	struct amount a = amount_parse(&arena, SV("增长8%"), &m, NULL);
	assert_true(a.grows && a.value.u == 8 * DEC_ONE && a.verdict == VERDICT_CLEAR);
	a = amount_parse(&arena, SV("同比下降3.5%"), &m, NULL);
	assert_true(a.grows && a.value.u == -3500000);
	a = amount_parse(&arena, SV("8%"), &m, NULL);
	assert_true(a.grows && a.verdict == VERDICT_DOUBT);
	a = amount_parse(&arena, SV("不高于3"), &m, NULL);
	assert_int_equal(a.bound, BOUND_MOST);
}

static void units_in_headers(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "固定资产投资（亿元）", "亿元" }, { "单位：万元", "万元" }, { "填报单位：区督查办  单位：万元", "万元" }, { "填报单位：区督查办", "" },
		{ "全年目标", "" }, { "责任镇（办）", "" }, { "增速（%）", "%" }, { "总量（单位：万人次）", "万人次" },
		{ "投资 单位:亿元;增速", "亿元" }, { "投资 单位:万元,增速", "万元" }, { "（单位:千元）", "千元" }, { "总量（未收口", "" }, { "占比(个百分点)", "个百分点" },
		{ "（2023年）", "" }, { "（）", "" }, { "（很长很长很长的说明）", "" }, { "（项）", "项" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sv got = measure_in(&arena, sv_of(cases[i][0]));
		if (!sv_is(got, cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0], SV_ARG(got));
	}
}

static void what_does_not_fit(void **state)
{
	(void)state;
	struct dec g;
	const struct dec hundred = DEC(100), huge = { INT64_MAX };
	assert_true(figure_eq(f("1"), f("1")) && figure_eq(FIGURE_NONE, FIGURE_NONE));
	assert_false(figure_eq(f("1"), f("2")) || figure_eq(f("1"), FIGURE_NONE) || figure_eq(FIGURE_NONE, f("1")));
	assert_int_equal(growth_of(figure_of(huge), f("-1"), false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(figure_of(huge), f("0.000001"), false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(FIGURE_NONE, f("1"), false, &g), GROWTH_NONE);
	assert_false(grown(figure_of(huge), hundred).has || grown(f("1"), huge).has || grown(FIGURE_NONE, hundred).has);
	assert_true(figure_eq(grown(f("50"), f("10").v), f("55")));
	assert_false(pace_completion(f("1"), f("0")).has || pace_completion(f("1"), FIGURE_NONE).has || pace_completion(FIGURE_NONE, f("1")).has);
	assert_false(pace_completion(figure_of(huge), f("0.000001")).has || pace_completion(f("1"), f("-2")).has);
	assert_true(figure_eq(pace_completion(f("3"), f("4")), f("0.75")));
}

/* ---- arithmetic ----------------------------------------------------------------------------------------------------- */

static void growth_is_exact(void **state)
{
	(void)state;
	struct dec g;
	assert_int_equal(growth_of(f("2.6"), f("2.3"), false, &g), GROWTH_PERCENT);
	assert_int_equal(g.u, 13043478); /* 0.3 ÷ 2.3, rounded once */
	assert_int_equal(growth_of(f("1.74"), f("1.8"), false, &g), GROWTH_PERCENT);
	assert_int_equal(g.u, -3333333);
	assert_int_equal(growth_of(f("84.4"), f("85.6"), true, &g), GROWTH_POINTS);
	assert_int_equal(g.u, -1200000);
	assert_int_equal(growth_of(f("5"), f("0"), false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(f("5"), f("-2"), false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(f("5"), FIGURE_NONE, false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(FIGURE_NONE, f("5"), false, &g), GROWTH_NONE);
	assert_int_equal(growth_of(f("9000000000000"), f("0.000001"), false, &g), GROWTH_NONE); /* does not fit */
	assert_int_equal(grown(f("12000"), d("8")).v.u, INT64_C(12960) * DEC_ONE);
	assert_false(grown(FIGURE_NONE, d("8")).has);
	assert_int_equal(pace_completion(f("45.3"), f("60")).v.u, 755000);
	assert_false(pace_completion(f("45.3"), f("0")).has);
}

/* Growth does not depend on the unit in which both are told. */
static void growth_scales(void **state)
{
	(void)state;
	for (int64_t v = 1; v < 4000; v += 37) {
		struct dec a, b;
		struct figure value = { true, { v * 1000 } }, base = { true, { (v % 97 + 1) * 1000 } };
		struct figure value2 = { true, { v * 10000000 } }, base2 = { true, { (v % 97 + 1) * 10000000 } };
		assert_int_equal(growth_of(value, base, false, &a), GROWTH_PERCENT);
		assert_int_equal(growth_of(value2, base2, false, &b), GROWTH_PERCENT);
		assert_int_equal(a.u, b.u);
	}
}

static void quarters(void **state)
{
	(void)state;
	assert_int_equal(quarter_end(2024, 1).n, day_of_civil(2024, 3, 31).n);
	assert_int_equal(quarter_end(2023, 4).n, day_of_civil(2023, 12, 31).n);
	assert_int_equal(month_end(2024, 2).n, day_of_civil(2024, 2, 29).n);
	assert_int_equal(quarter_ending(day_of_civil(2023, 6, 30)), 2);
	assert_int_equal(quarter_ending(day_of_civil(2023, 6, 29)), 0);
	assert_int_equal(quarter_ending(day_of_civil(2023, 5, 31)), 0);
}

/* ---- lights ----------------------------------------------------------------------------------------------------------- */

static void lights(void **state)
{
	(void)state;
	static const struct {
		const char *value, *plan, *year;
		bool lower;
		int quarter;
		bool over;
		enum pace_light light;
	} cases[] = {
		{ "2.6", "2.5", "13", false, 1, true, PACE_ON_PACE }, { "2.5", "2.5", "13", false, 1, true, PACE_ON_PACE },
		{ "2.499999", "2.5", "13", false, 1, true, PACE_BEHIND }, { "13", "2.5", "13", false, 1, true, PACE_DONE },
		{ NULL, "2.5", "13", false, 1, true, PACE_NO_VALUE }, { NULL, "2.5", "13", false, 1, false, PACE_NOT_DUE },
		{ "3", NULL, "13", false, 1, true, PACE_NO_PLAN }, { "14", NULL, "13", false, 1, true, PACE_DONE },
		{ NULL, NULL, NULL, false, 1, true, PACE_NO_PLAN }, { "0", "0", "3", true, 1, true, PACE_ON_PACE },
		{ "1", "0", "3", true, 1, true, PACE_BEHIND }, { "3", "3", "3", true, 4, true, PACE_DONE }, { "4", "3", "3", true, 4, true, PACE_BEHIND },
		{ "2", "3", "3", true, 3, true, PACE_ON_PACE }, { "0", "1", "5", false, 1, true, PACE_BEHIND },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pace_in in = { .value = f(cases[i].value), .plan = f(cases[i].plan), .year = f(cases[i].year), .lower = cases[i].lower,
				      .quarter = cases[i].quarter, .over = cases[i].over };
		assert_int_equal(pace_light(&in), cases[i].light);
	}
	for (int l = 0; l < PACE_LIGHTS; l++) { /* shape and word carry it, not colour alone */
		assert_non_null(pace_look((enum pace_light)l)->shape);
		for (int k = 0; k < l; k++)
			assert_string_not_equal(pace_look((enum pace_light)l)->word, pace_look((enum pace_light)k)->word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts), cmocka_unit_test(growth_in_cells), cmocka_unit_test(units_in_headers), cmocka_unit_test(growth_is_exact),
		cmocka_unit_test(growth_scales), cmocka_unit_test(quarters), cmocka_unit_test(lights), cmocka_unit_test(what_does_not_fit),
	};
	arena_init(&arena, 64 << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
