/* The time machine's promise: 500 units, 60 indicators, 12 periods, one draft, and every weight ±5 %. */
#include "core/rule_parse.h"
#include "core/rule_whatif.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { UNITS = 500, ITEMS = 60, PERIODS = 12, PER_CLASS = 15 };

static double ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct rule *rule_of(struct ctx *cx, int weight, int cap)
{
	struct buf b = buf_new(cx->a, RULE_TEXT_MAX);
	struct rule *r;
	buf_puts(&b, "比学规则：2\n名称：量\n版本：1\n生效：2023-01-01\n依据：甲\n对象：乡镇\n周期：季\n公布范围：领导\n名次显示：名次\n"
		     "排名通报上限：每年4次\n协办计分：0%\n");
	for (int i = 0; i < ITEMS; i++) {
		if (i % PER_CLASS == 0)
			buf_printf(&b, "指标：类%d\n权重：%d%%\n", i / PER_CLASS, i == 0 ? weight : i == PER_CLASS ? 50 - weight : 25);
		buf_printf(&b, "项目：项%d\n", i);
		if (i % 3 == 0)
			buf_printf(&b, "完成：实绩÷目标×6.7分，封顶%d%%\n", cap);
		else
			buf_puts(&b, i % 3 == 1 ? "功效：6.6分，保底60%，区间 最低—最高\n" : "比最好：6.7分\n");
	}
	buf_puts(&b, "汇总：\n");
	if (rule_parse(cx, buf_sv(&b), &r) != RC_OK)
		abort();
	return r;
}

static struct rule_input *inputs_of(struct arena *a, const struct sv *units, const struct rule *r, size_t *ret_n, uint32_t *seed)
{
	struct rule_input *in = NEW(a, struct rule_input, (size_t)UNITS * ITEMS * 2);
	size_t n = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (int u = 0; u < UNITS; u++) {
				const struct rule_item *item = &r->classes[c].items[i];
				*seed = *seed * 1664525 + 1013904223;
				in[n++] = (struct rule_input){ .kind = INPUT_ACTUAL, .name = item->name, .unit = units[u],
							       .value = { (int64_t)(*seed >> 8) * 100 + DEC_ONE } };
				if (item->measure->kind == MEASURE_COMPLETION)
					in[n++] = (struct rule_input){ .kind = INPUT_TARGET, .name = item->name, .unit = units[u], .value = DEC(1500) };
			}
	*ret_n = n;
	return in;
}

int main(void)
{
	struct arena a;
	struct ctx cx;
	uint32_t seed = 7;
	arena_init(&a, (size_t)4 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct rule *r = rule_of(&cx, 25, 100), *weight = rule_of(&cx, 30, 100), *clause = rule_of(&cx, 25, 120);
	struct sv *units = NEW(&a, struct sv, UNITS);
	for (int u = 0; u < UNITS; u++)
		units[u] = arena_printf(&a, "u%03d", u);
	struct replay_facts *f = NEW(&a, struct replay_facts, PERIODS);
	for (int p = 0; p < PERIODS; p++) {
		f[p].facts = (struct score_facts){ .period = { day_of_civil(2023, p + 1, 1), day_of_civil(2023, p + 1, 28) },
						   .units = units, .n_units = UNITS };
		f[p].facts.inputs = inputs_of(&a, units, r, &f[p].facts.n_inputs, &seed);
	}
	struct rule_replay replay;
	struct whatif w;
	struct sensitivity s;
	double t0 = ms();
	if (rule_replay_load(&cx, r, f, PERIODS, &replay) != RC_OK)
		return 1;
	double t1 = ms();
	if (rule_whatif(&cx, &replay, weight, &w) != RC_OK)
		return 1;
	double t2 = ms();
	size_t changed = w.n;
	if (rule_whatif(&cx, &replay, clause, &w) != RC_OK)
		return 1;
	double t3 = ms();
	rule_sensitivity(&cx, &replay, DEC(5), &s);
	double t4 = ms();
	printf("%d units × %d items × %d periods: load %.1f ms, a weight %.1f ms (%zu rows change), a clause %.1f ms (%zu), "
	       "every weight ±5 %% %.1f ms (%zu weights)\n",
	       UNITS, ITEMS, PERIODS, t1 - t0, t2 - t1, changed, t3 - t2, w.n, t4 - t3, s.n);
	arena_release(&a);
	return 0;
}
