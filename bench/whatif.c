/* A draft tried on the past: UNITS units, ITEMS indicators, PERIODS periods, one fact of each unit for each indicator and
 * period.  The columns are made ready and composed by the rules that stood once; what is measured is a run, which a change of the
 * text costs while somebody types, and beside it composing the draft's boards alone. */
#include "base/buf.h"
#include "core/rule_parse.h"
#include "core/whatif.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { UNITS = 500, CLASSES = 6, ITEMS = 60, PERIODS = 12, RUNS = 7 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(struct ctx *cx, enum rc rc)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s %.*s\n", rc_name(rc), SV_ARG(cx->faults ? cx->faults->text : SV("")));
	exit(1);
}

static struct rule *rules(struct ctx *cx, const char *points)
{
	struct buf b = buf_new(cx->a, RULE_TEXT_MAX);
	struct rule *r;
	buf_puts(&b, "比学规则：1\n名称：试\n版本：1\n生效：2022-01-01\n依据：甲督〔2022〕1号\n对象：村\n周期：月\n公布范围：本单位\n"
		     "名次显示：名次\n排名通报上限：每年4次\n协办计分：50%\n");
	for (int c = 0; c < CLASSES; c++) {
		buf_printf(&b, "指标：第%d类\n  基础分：10\n  扣完为止\n", c);
		for (int i = 0; i < ITEMS / CLASSES; i++)
			buf_printf(&b, "  项目：第%d项\n    范围：类别%d\n    计分：%s\n", c * (ITEMS / CLASSES) + i,
				   c * (ITEMS / CLASSES) + i, c == 0 && i == 0 ? points : i % 2 ? "按期办结，每件+1" : "逾期办结，每件-0.5");
	}
	buf_puts(&b, "汇总：\n  红榜：前3名\n  黑榜：末位\n");
	must(cx, rule_parse(cx, buf_sv(&b), &r));
	return r;
}

static void fill(struct ctx *cx, struct whatif_world *w, struct whatif_group *g, const struct rule *was)
{
	struct arena *a = cx->a;
	struct board_unit *units = NEW(a, struct board_unit, UNITS);
	struct sv *names = NEW(a, struct sv, UNITS), *topics = NEW(a, struct sv, ITEMS);
	size_t n = 0, all = (size_t)UNITS * ITEMS * PERIODS;
	struct rule_entry *like = NEW(a, struct rule_entry, ITEMS);
	w->facts = NEW(a, struct whatif_fact, all);
	w->entries = NEW(a, struct rule_entry, all);
	for (int i = 0; i < ITEMS; i++)
		topics[i] = arena_printf(a, "类别%d", i);
	for (int u = 0; u < UNITS; u++) {
		names[u] = arena_printf(a, "村%d", u);
		units[u] = (struct board_unit){ .unit = arena_printf(a, "%d", 100000 + u), .order = u + 1 };
	}
	for (int p = 0; p < PERIODS; p++) {
		g[p] = (struct whatif_group){ .period = arena_printf(a, "%d月", p + 1), .name = SV(""), .peer = PEER_VILLAGE, .was = was,
			.days = { day_of_civil(2022, p + 1, 1), day_of_civil(2022, p + 1, month_days(2022, p + 1)) }, .units = units,
			.unit_names = names, .n_units = UNITS, .before = p - 1 };
		for (int u = 0; u < UNITS; u++)
			for (int i = 0; i < ITEMS; i++, n++) {
				struct rule_fact f = { .id = arena_printf(a, "matter:%zu", n), .unit = units[u].unit, .topic = topics[i],
					.kind = i % (ITEMS / CLASSES) % 2 ? FACT_CLOSED_ON_TIME : FACT_CLOSED_LATE, .record = SV("-"),
					.day = { g[p].days.from.n + (u * 7 + i) % 28 } };
				if (!like[i].unit.n) {
					struct rule_proposal e;
					must(cx, rule_entries(cx, was, &f, 1, &e));
					like[i] = e.entries[0];
				}
				w->entries[n] = like[i];
				w->entries[n].unit = f.unit;
				w->entries[n].day = f.day;
				w->entries[n].fact = f.id;
				w->entries[n].id = arena_printf(a, "%zu", n + 1);
				w->facts[n] = (struct whatif_fact){ .fact = f, .n_counted = 1 };
			}
	}
	w->n_facts = w->n_entries = n;
	w->groups = g;
	w->n_groups = PERIODS;
}

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return a < b ? -1 : a > b;
}

static void show(const char *what, double *ms)
{
	qsort(ms, RUNS, sizeof(*ms), by_value);
	printf("%-52s %8.1f ms (%.1f–%.1f)\n", what, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
}

int main(void)
{
	struct arena a;
	struct ctx cx;
	struct whatif_world w = { 0 };
	struct whatif_group g[PERIODS];
	double ready, run[RUNS], stands[RUNS];
	arena_init(&a, (size_t)4 << 30);
	ctx_init(&cx, &a, 0, LANG_ZH);
	struct rule *was = rules(&cx, "逾期办结，每件-0.5"), *draft = rules(&cx, "逾期办结，每件-1");
	fill(&cx, &w, g, was);
	ready = now_ms();
	whatif_ready(&a, &w);
	must(&cx, whatif_stood(&cx, &w));
	ready = now_ms() - ready;
	for (int i = 0; i < RUNS; i++) {
		struct arena mine;
		struct ctx here;
		struct whatif x;
		struct board *b;
		arena_init(&mine, (size_t)4 << 30);
		ctx_init(&here, &mine, 0, LANG_ZH);
		double t = now_ms();
		must(&here, whatif_run(&here, &w, draft, &x));
		run[i] = now_ms() - t;
		arena_release(&mine);
		arena_init(&mine, (size_t)4 << 30);
		ctx_init(&here, &mine, 0, LANG_ZH);
		t = now_ms();
		must(&here, whatif_stands(&here, &w, draft, &b));
		stands[i] = now_ms() - t;
		arena_release(&mine);
	}
	printf("%d units × %d indicators × %d periods, %zu facts; CPU, median (least–most)\n", UNITS, ITEMS, PERIODS, w.n_facts);
	printf("%-52s %8.1f ms\n", "made ready and composed as it stood, once", ready);
	show("a run: the draft, ranked, compared by clause", run);
	show("the draft alone, ranked", stands);
	arena_release(&a);
	return 0;
}
