/* Differences of versions, advice; and that the order of inputs never shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* base/err.h has its own */

#include "core/rule_diff.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"
#include "core/rule_compose.h"

#define HEAD                                                                                                           \
	"比学规则：2\n名称：甲\n版本：1\n生效：2023-01-01\n依据：甲\n对象：乡镇\n周期：季\n公布范围：领导\n名次显示：名次\n"    \
	"排名通报上限：每年4次\n协办计分：0%\n"
#define TAIL "汇总：\n"

static const char base_text[] = HEAD "指标：经济\n权重：60%\n项目：税收\n完成：实绩÷目标×60分\n项目：招商\n比最好：40分\n"
				     "指标：作风\n权重：40%\n基础分：100\n扣完为止\n项目：通报\n计分：上级通报批评，每次-10\n"
				     "组成：\n部分：本级，来源 本细则，权重80%\n部分：观摩，来源 观摩评分，权重20%\n" TAIL;

struct world {
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct sv units[3];
	struct rule_input in[12];
	struct rule_fact stated[1];
	struct rule_entry entry[1];
	struct score_facts facts;
};

static struct rule *parsed(struct world *w, const char *text)
{
	struct rule *r = NULL;
	enum rc rc = rule_parse(&w->cx, sv_of(text), &r);
	for (struct fault *f = w->cx.faults; rc != RC_OK && f; f = f->next)
		printf("%s %.*s\n", f->field, SV_ARG(f->text));
	assert_int_equal(rc, RC_OK);
	return r;
}

/* `from` becomes `to` once. */
static const char *changed(struct world *w, const char *text, const char *from, const char *to)
{
	struct sv s = sv_of(text);
	size_t at = sv_find(s, sv_of(from), 0);
	assert_true(at != SIZE_MAX);
	return arena_printf(&w->a, "%.*s%s%s", (int)at, text, to, text + at + strlen(from)).p;
}

static struct world *world_new(void)
{
	struct world *w = test_calloc(1, sizeof(*w));
	static const int64_t tax[] = {50, 80, 120}, invest[] = {40, 20, 30}, tour[] = {90, 80, 70};
	static const char *const names[] = {"甲镇", "乙镇", "丙镇"};
	arena_init(&w->a, (size_t)64 << 20);
	ctx_init(&w->cx, &w->a, 0, LANG_ZH);
	w->r = parsed(w, base_text);
	for (int u = 0; u < 3; u++) {
		w->units[u] = sv_of(names[u]);
		w->in[u * 4] = (struct rule_input){.kind = INPUT_ACTUAL, .name = SV("税收"), .unit = w->units[u], .value = DEC(tax[u])};
		w->in[u * 4 + 1] = (struct rule_input){.kind = INPUT_TARGET, .name = SV("税收"), .unit = w->units[u], .value = DEC(100)};
		w->in[u * 4 + 2] = (struct rule_input){.kind = INPUT_ACTUAL, .name = SV("招商"), .unit = w->units[u], .value = DEC(invest[u])};
		w->in[u * 4 + 3] = (struct rule_input){.kind = INPUT_SCORE, .name = SV("观摩"), .unit = w->units[u], .value = DEC(tour[u])};
	}
	w->stated[0] = (struct rule_fact){.id = SV("1"), .kind = FACT_CRITICISED, .unit = w->units[2], .day = day_of_civil(2023, 2, 1)};
	struct rule_proposal p;
	assert_int_equal(rule_entries(&w->cx, w->r, w->stated, 1, &p), RC_OK);
	w->entry[0] = p.entries[0];
	w->facts = (struct score_facts){
		.period = {day_of_civil(2023, 1, 1), day_of_civil(2023, 3, 31)}, .units = w->units, .n_units = 3, .inputs = w->in,
		.n_inputs = 12, .entries = w->entry, .n_entries = 1};
	return w;
}

static void world_free(struct world *w)
{
	arena_release(&w->a);
	test_free(w);
}

static void versions_differ(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct rule_changes d;
	const char *t = changed(w, base_text, "每次-10", "每次-5");
	t = changed(w, t, "项目：招商\n比最好：40分\n", "项目：工业\n直接得分：40分\n");
	rule_diff(&w->cx, w->r, parsed(w, t), &d);
	assert_int_equal(d.n, 7);
	assert_int_equal(d.v[0].kind, CHANGE_REMOVED);
	assert_true(sv_is(d.v[0].path, "指标 经济 › 项目 招商"));
	assert_true(sv_is(d.v[1].before, "比最好：40分"));
	assert_int_equal(d.v[3].kind, CHANGE_CHANGED);
	assert_true(sv_is(d.v[3].before, "计分：上级通报批评，每次-10") && sv_is(d.v[3].after, "计分：上级通报批评，每次-5"));
	assert_int_equal(d.v[4].kind, CHANGE_ADDED);
	assert_true(sv_is(d.v[4].after, "项目：工业"));
	rule_diff(&w->cx, w->r, w->r, &d);
	assert_int_equal(d.n, 0);
	t = changed(w, base_text, "项目：税收\n完成：实绩÷目标×60分\n项目：招商\n比最好：40分\n", "项目：招商\n比最好：40分\n项目：税收\n完成：实绩÷目标×60分\n");
	rule_diff(&w->cx, w->r, parsed(w, t), &d);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].kind, CHANGE_MOVED);
	world_free(w);
}

/* Under the rule: 甲 60·½+40=70·60%+40=82; 乙 68·60%+40=80.8; 丙 90·60%+36=90; × 80 % + tour × 20 %. */
static const struct rule_advice *advised(const struct rule_advice *a, const char *id)
{
	for (; a; a = a->next)
		if (strcmp(a->id, id) == 0)
			return a;
	return NULL;
}

static void advice_is_given(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct rule *r = parsed(w, HEAD "指标：甲\n权重：50%\n项目：一\n数据：税收（财政局，月报）\n按档：实绩，90以上60分、80以上10分、其余0分\n"
					"项目：二\n数据：税收\n比最好：30分\n项目：三\n评分：100分，去掉最高1个，满2票起\n评委校正：名次\n"
					"指标：乙\n权重：40%\n项目：四\n依据：甲办发\n计分：反弹，每件-1，封顶5\n"
					"项目：五\n比率：回访满意÷（回访满意+不满意核实）×5分，无件不排名\n"
					"组成：\n部分：季，来源 季度榜，权重50%\n部分：己，来源 本细则，权重50%\n" TAIL);
	static const char *const ids[] = {"rule.band_cliff", "rule.data_twice", "rule.drop_few", "rule.judges_fair",
					  "rule.no_basis",   "rule.weights",	"rule.class_sum"};
	const struct rule_advice *a = rule_lint(&w->cx, r);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		assert_non_null(advised(a, ids[i]));
	assert_null(advised(a, "rule.unfed"));
	struct sv names[] = {SV("税收"), SV("季度榜")};
	struct rule_supply supply = {.names = names, .n_names = 2};
	supply.facts[FACT_RECURRED] = true;
	a = rule_lint_supplied(&w->cx, r, &supply);
	int unfed = 0;
	for (const struct rule_advice *p = a; p; p = p->next)
		unfed += strcmp(p->id, "rule.unfed") == 0;
	assert_int_equal(unfed, 2); /* 三 has no marks, 五 no facts */
	supply.n_names = 1;
	supply.facts[FACT_DISSATISFIED] = true;
	a = rule_lint_supplied(&w->cx, r, &supply);
	assert_true(sv_has(advised(a, "rule.unfed")->text, SV("三")));
	world_free(w);
}

static void burdens_are_counted(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct sv t = SV(HEAD);
	for (int c = 0; c < 4; c++) {
		t = arena_printf(&w->a, "%.*s指标：类%d\n", SV_ARG(t), c);
		for (int i = 0; i < 16; i++)
			t = arena_printf(&w->a, "%.*s项目：项%d\n责任科室：%s\n直接得分：1分\n", SV_ARG(t), i, c == 0 ? "督查办" : "其他办");
	}
	struct rule *r = parsed(w, arena_printf(&w->a, "%.*s%s", SV_ARG(t), TAIL).p);
	const struct rule_advice *a = rule_lint(&w->cx, r);
	assert_non_null(advised(a, "rule.group_many"));
	assert_non_null(advised(a, "rule.owner_many"));
	world_free(w);
}

/* Inputs given in any order make the same sheet, line by line. */
static void order_never_shows(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct rule_input back[12];
	struct score_sheet a, b;
	for (int i = 0; i < 12; i++)
		back[i] = w->in[(i * 5 + 3) % 12];
	struct score_facts f = w->facts, g = f;
	g.inputs = back;
	assert_int_equal(rule_score(&w->cx, w->r, &f, &a), RC_OK);
	assert_int_equal(rule_score(&w->cx, w->r, &g, &b), RC_OK);
	for (int u = 0; u < 3; u++) {
		assert_int_equal(a.scores[u].n_lines, b.scores[u].n_lines);
		for (size_t i = 0; i < a.scores[u].n_lines; i++)
			assert_true(sv_eq(a.scores[u].lines[i].arithmetic, b.scores[u].lines[i].arithmetic));
	}
	world_free(w);
}

/* Each refusal of an input, by its id. */
static void bad_inputs_are_refused(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct rule *r = parsed(w, HEAD "指标：甲\n项目：评\n评分：100分\n票组：A60%、B40%\n项目：等\n等次票：好100、差40\n项目：名\n名次票：第一名100分，每名减3分\n"
					"项目：直\n直接得分：10分\n组成：\n部分：季，来源 季度榜，各期加权 50%、50%，权重100%\n" TAIL);
	struct {
		struct rule_input in;
		const char *id;
	} bad[] = {
		{{.kind = INPUT_MARK, .name = SV("评"), .value = DEC(101), .group = SV("A")}, "rule.input_scale"},
		{{.kind = INPUT_MARK, .name = SV("评"), .value = DEC(-1), .group = SV("A")}, "rule.input_scale"},
		{{.kind = INPUT_MARK, .name = SV("评"), .value = DEC(1), .group = SV("C")}, "rule.input_group"},
		{{.kind = INPUT_MARK, .name = SV("评"), .value = DEC(1), .group = SV("A"), .count = -2}, "rule.input_count"},
		{{.kind = INPUT_BALLOT, .name = SV("等"), .grade = SV("中")}, "rule.input_grade"},
		{{.kind = INPUT_PLACE, .name = SV("名"), .value = {1500000}}, "rule.input_place"},
		{{.kind = INPUT_PLACE, .name = SV("名"), .value = DEC(0)}, "rule.input_place"},
		{{.kind = INPUT_ACTUAL, .name = SV("直"), .value = DEC(11)}, "rule.input_scale"},
		{{.kind = INPUT_ACTUAL, .name = SV("直"), .value = {INT64_MAX}}, "rule.input_big"},
		{{.kind = INPUT_SCORE, .name = SV("季"), .value = DEC(1), .period = 3}, "rule.input_period"},
		{{.kind = INPUT_SCORE, .name = SV("季"), .value = DEC(1), .period = -1}, "rule.input_period"},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct score_sheet s;
		bad[i].in.unit = w->units[0];
		struct score_facts f = w->facts;
		f.inputs = &bad[i].in;
		f.n_inputs = 1;
		f.n_entries = 0;
		ctx_forget(&w->cx);
		assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_INVALID);
		assert_string_equal(w->cx.faults->id, bad[i].id);
	}
	struct rule_input two[2] = {{.kind = INPUT_ACTUAL, .name = SV("直"), .unit = w->units[0], .value = DEC(1)},
				    {.kind = INPUT_ACTUAL, .name = SV("直"), .unit = w->units[0], .value = DEC(2)}};
	struct score_facts f = w->facts;
	struct score_sheet s;
	f.inputs = two;
	f.n_inputs = 2;
	f.n_entries = 0;
	assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_INVALID);
	two[1].day = day_of_civil(2023, 2, 1);
	two[0].day = day_of_civil(2023, 1, 1);
	assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_OK);
	assert_int_equal(s.columns->n_left_out, 1);
	assert_int_equal(s.columns->left_out[0].why, OUT_SUPERSEDED);
	struct rule_input judge[2] = {{.kind = INPUT_MARK, .name = SV("评"), .unit = w->units[0], .group = SV("A"), .judge = SV("j"), .value = DEC(1)}};
	judge[1] = judge[0];
	f.inputs = judge;
	ctx_forget(&w->cx);
	assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_INVALID);
	assert_string_equal(w->cx.faults->id, "rule.judge_twice");
	/* A judge whose marks are to be corrected has a name; a vote has its reason; figures keep within bounds. */
	r = parsed(w, HEAD "指标：甲\n项目：评\n评分：100分\n评委校正：名次\n" TAIL);
	struct rule_input nameless = {.kind = INPUT_MARK, .name = SV("评"), .unit = w->units[0], .value = DEC(1)};
	f.inputs = &nameless;
	f.n_inputs = 1;
	ctx_forget(&w->cx);
	assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_INVALID);
	assert_string_equal(w->cx.faults->id, "rule.judge_none");
	r = parsed(w, HEAD "指标：甲\n项目：评\n比最好：1分，越低越好\n" TAIL);
	struct rule_input big[2] = {{.kind = INPUT_ACTUAL, .name = SV("评"), .unit = w->units[0], .value = {-RULE_INPUT_MAX * DEC_ONE}},
				    {.kind = INPUT_ACTUAL, .name = SV("评"), .unit = w->units[1], .value = {RULE_INPUT_MAX * DEC_ONE}}};
	f.inputs = big;
	f.n_inputs = 2;
	assert_int_equal(rule_score(&w->cx, r, &f, &s), RC_OK);
	assert_int_equal(s.scores[0].total.u, DEC_ONE);
	struct sv twice[2] = {w->units[0], w->units[0]};
	f.units = twice;
	f.n_units = 2;
	struct rule_columns cols;
	assert_int_equal(rule_columns_load(&w->cx, r, twice, 2, big, 2, (struct dec){0}, &cols), RC_INVALID);
	for (int k = 0; k < INPUT_COUNT_; k++)
		assert_true(*input_kind_name((enum rule_input_kind)k, LANG_EN) && *input_kind_name((enum rule_input_kind)k, LANG_ZH));
	world_free(w);
}

/* The ends of what is asked: a share beyond the whole, an unknown unit, a unit alone, nothing at all. */
static void edges(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct rule_proposal p;
	w->stated[0].share = DEC(101);
	assert_int_equal(rule_entries(&w->cx, w->r, w->stated, 1, &p), RC_INVALID);
	w->stated[0].share = (struct dec){-1};
	assert_int_equal(rule_entries(&w->cx, w->r, w->stated, 1, &p), RC_INVALID);
	struct rule *r = parsed(w, changed(w, base_text, "协办计分：0%", "协办计分：按比例"));
	w->stated[0].share = DEC(25);
	assert_int_equal(rule_entries(&w->cx, r, w->stated, 1, &p), RC_OK);
	assert_int_equal(p.entries[0].points.u, -2500000);
	w->stated[0].share = DEC(0);
	w->stated[0].role = ROLE_ASSIST;
	assert_int_equal(rule_entries(&w->cx, r, w->stated, 1, &p), RC_OK);
	assert_true(p.n == 0 && p.unheard[0].why == UNHEARD_ASSIST);
	struct score_facts none = {.period = w->facts.period};
	struct score_sheet s;
	assert_int_equal(rule_score(&w->cx, w->r, &none, &s), RC_OK);
	assert_int_equal(s.n, 0);
	/* A rule of parts alone, and nothing of them given: unranked, with the gap named. */
	r = parsed(w, HEAD "组成：\n部分：季，来源 季度榜，各期加权 50%、50%，权重100%，缺期重分\n" TAIL);
	none.units = w->units;
	none.n_units = 1;
	assert_int_equal(rule_score(&w->cx, r, &none, &s), RC_OK);
	assert_true(s.scores[0].unranked && s.scores[0].n_gaps == 1 && s.scores[0].gaps[0].part);
	w->in[0] = (struct rule_input){.kind = INPUT_SCORE, .name = SV("季度榜"), .unit = w->units[0], .value = {333333333}, .period = 2};
	none.inputs = w->in;
	none.n_inputs = 1;
	assert_int_equal(rule_score(&w->cx, r, &none, &s), RC_OK);
	assert_true(!s.scores[0].unranked && s.scores[0].partial);
	for (int k = 0; k < STAGE_COUNT_; k++)
		assert_true(*score_stage_name((enum score_stage)k));
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_differ),	cmocka_unit_test(advice_is_given),
		cmocka_unit_test(burdens_are_counted),	cmocka_unit_test(order_never_shows),
		cmocka_unit_test(bad_inputs_are_refused), cmocka_unit_test(edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
