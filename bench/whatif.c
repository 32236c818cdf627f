/* A draft tried on the past: UNITS units, 60 indicators, PERIODS periods, in two worlds: indicators that count facts (one fact of
 * each unit for each indicator and period), and indicators that measure figures.  Cold is what is done once, when somebody first
 * asks: the facts and figures, read already, become columns, every board is composed as it stood, and the draft runs.  Warm is
 * what a change of the text costs while somebody types.  Beside it, in the same run and by turns, the same boards composed anew
 * from entries and inputs, without lines and texts: what replaying costs at the least. */
#include "base/buf.h"
#include "core/rule_parse.h"
#include "core/whatif.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { UNITS = 500, CLASSES = 6, ITEMS = 60, PERIODS = 12, RUNS = 7, PER_CLASS = ITEMS / CLASSES };

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

static uint32_t seed = 7;

static int draw(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)(seed >> 8) % n;
}

/* ---- the rules ---------------------------------------------------------------------------------------------------- */

static struct rule *parse(struct ctx *cx, struct buf *b)
{
	struct rule *r;
	must(cx, rule_parse(cx, buf_sv(b), &r));
	return r;
}

/* Lines from the `from`-th item on are worth twice. */
static struct rule *counting(struct ctx *cx, int from, int to)
{
	struct buf b = buf_new(cx->a, RULE_TEXT_MAX);
	buf_puts(&b, "比学规则：1\n名称：试\n版本：1\n生效：2022-01-01\n依据：甲督〔2022〕1号\n对象：村\n周期：月\n公布范围：本单位\n"
		     "名次显示：名次\n排名通报上限：每年4次\n协办计分：50%\n");
	for (int i = 0; i < ITEMS; i++) {
		bool twice = i >= from && i < to;
		if (i % PER_CLASS == 0)
			buf_printf(&b, "指标：第%d类\n  基础分：10\n  扣完为止\n", i / PER_CLASS);
		buf_printf(&b, "  项目：第%d项\n    范围：类别%d\n    计分：%s\n", i, i,
			   i % 2 ? twice ? "按期办结，每件+2" : "按期办结，每件+1" : twice ? "逾期办结，每件-1" : "逾期办结，每件-0.5");
	}
	buf_puts(&b, "汇总：\n  红榜：前3名\n  黑榜：末位\n");
	return parse(cx, &b);
}

/* Weight of the first class; how many items have another cap or floor. */
static struct rule *measuring(struct ctx *cx, int weight, int others)
{
	struct buf b = buf_new(cx->a, RULE_TEXT_MAX);
	buf_puts(&b, "比学规则：2\n名称：量\n版本：1\n生效：2022-01-01\n依据：甲\n对象：村\n周期：月\n公布范围：领导\n名次显示：名次\n"
		     "排名通报上限：每年12次\n频次依据：甲办发〔2022〕1号\n协办计分：0%\n");
	for (int i = 0; i < ITEMS; i++) {
		if (i % PER_CLASS == 0)
			buf_printf(&b, "指标：类%d\n权重：%d%%\n", i / PER_CLASS, i == 0 ? weight : i == PER_CLASS ? 30 - weight : i == PER_CLASS * 2 ? 22 : 16);
		buf_printf(&b, "项目：项%d\n", i);
		if (i % 3 == 0)
			buf_printf(&b, "完成：实绩÷目标×10分，封顶%d%%\n", i < others ? 120 : 100);
		else if (i % 3 == 1)
			buf_printf(&b, "功效：10分，保底%d%%，区间 最低—最高\n", i < others ? 50 : 60);
		else
			buf_printf(&b, "比最好：%d分\n", i < others ? 9 : 10);
	}
	buf_puts(&b, "汇总：\n  红榜：前3名\n  黑榜：末位\n");
	return parse(cx, &b);
}

/* ---- the past ------------------------------------------------------------------------------------------------------ */

struct place {
	struct board_unit units[UNITS];
	struct sv names[UNITS], ids[UNITS];
	struct whatif_group g[PERIODS];
};

static struct place *groups(struct arena *a, const struct rule *was)
{
	struct place *p = NEW(a, struct place, 1);
	for (int u = 0; u < UNITS; u++) {
		p->names[u] = arena_printf(a, "村%d", u);
		p->ids[u] = arena_printf(a, "%d", 100000 + u);
		p->units[u] = (struct board_unit){ .unit = p->ids[u], .order = u + 1 };
	}
	for (int m = 0; m < PERIODS; m++)
		p->g[m] = (struct whatif_group){ .period = arena_printf(a, "%d月", m + 1), .name = SV(""), .peer = PEER_VILLAGE, .was = was,
			.days = { day_of_civil(2022, m + 1, 1), day_of_civil(2022, m + 1, month_days(2022, m + 1)) }, .units = p->units,
			.unit_names = p->names, .n_units = UNITS, .before = m - 1, .upto = INT64_MAX };
	return p;
}

/* Of each unit, indicator and period none to two facts, one in the middle. */
static struct whatif_past facts(struct ctx *cx, struct place *p, const struct rule *was)
{
	struct arena *a = cx->a;
	struct whatif_past past = { .groups = p->g, .n_groups = PERIODS };
	size_t room = (size_t)UNITS * ITEMS * PERIODS * 2, n = 0;
	struct rule_entry *like = NEW(a, struct rule_entry, ITEMS);
	struct sv *topics = NEW(a, struct sv, ITEMS);
	past.facts = NEW(a, struct whatif_fact, room);
	past.entries = NEW(a, struct whatif_entry, room);
	for (int i = 0; i < ITEMS; i++)
		topics[i] = arena_printf(a, "类别%d", i);
	for (int m = 0; m < PERIODS; m++)
		for (int u = 0; u < UNITS; u++)
			for (int i = 0; i < ITEMS; i++)
				for (int k = draw(4); k > 0; k = k == 3 ? 1 : k - 1) {
					struct rule_fact f = { .id = arena_printf(a, "matter:%zu", n), .unit = p->ids[u], .topic = topics[i],
						.kind = i % 2 ? FACT_CLOSED_ON_TIME : FACT_CLOSED_LATE, .record = SV("-"),
						.day = { p->g[m].days.from.n + draw(28) } };
					if (!like[i].unit.n) {
						struct rule_proposal e;
						must(cx, rule_entries(cx, was, &f, 1, &e));
						like[i] = e.entries[0];
					}
					past.entries[n].e = like[i];
					past.entries[n].e.unit = f.unit;
					past.entries[n].e.day = f.day;
					past.entries[n].e.fact = f.id;
					past.entries[n].e.id = arena_printf(a, "%zu", n + 1);
					past.facts[n] = (struct whatif_fact){ .fact = f, .n_counted = 1, .class = SV(""), .item = SV("") };
					n++;
				}
	past.n_facts = past.n_entries = n;
	return past;
}

static struct whatif_past figures(struct arena *a, struct place *p, const struct rule *r)
{
	struct whatif_past past = { .groups = p->g, .n_groups = PERIODS };
	for (int m = 0; m < PERIODS; m++) {
		struct rule_input *in = NEW(a, struct rule_input, (size_t)UNITS * ITEMS * 2);
		size_t n = 0;
		for (size_t c = 0; c < r->n_classes; c++)
			for (size_t i = 0; i < r->classes[c].n_items; i++)
				for (int u = 0; u < UNITS; u++) {
					const struct rule_item *item = &r->classes[c].items[i];
					in[n++] = (struct rule_input){ .kind = INPUT_ACTUAL, .name = item->name, .unit = p->ids[u],
								       .value = { (int64_t)draw(1 << 24) * 100 + DEC_ONE } };
					if (item->measure->kind == MEASURE_COMPLETION)
						in[n++] = (struct rule_input){ .kind = INPUT_TARGET, .name = item->name, .unit = p->ids[u],
									       .value = DEC(1500) };
				}
		p->g[m].inputs = in;
		p->g[m].n_inputs = n;
	}
	return past;
}

/* ---- measuring ------------------------------------------------------------------------------------------------------ */

struct turns {
	const char *what;
	double ms[RUNS], of[RUNS];
	size_t rows;
};

static int by_value(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return a < b ? -1 : a > b;
}

static void show(struct turns *t)
{
	qsort(t->ms, RUNS, sizeof(*t->ms), by_value);
	qsort(t->of, RUNS, sizeof(*t->of), by_value);
	printf("  %-50s %8.1f ms (%.1f–%.1f), %.3f (%.3f–%.3f) of composing anew; %zu rows change\n", t->what, t->ms[RUNS / 2], t->ms[0],
	       t->ms[RUNS - 1], t->of[RUNS / 2], t->of[0], t->of[RUNS - 1], t->rows);
}

/* Every board once more from its entries and inputs. */
static double anew(const struct whatif_past *past, const struct rule *r)
{
	double t = now_ms();
	for (size_t m = 0; m < past->n_groups; m++) {
		const struct whatif_group *g = &past->groups[m];
		struct arena a;
		struct ctx cx;
		struct score_sheet s;
		struct board b;
		arena_init(&a, (size_t)4 << 30);
		ctx_init(&cx, &a, 0, LANG_ZH);
		struct rule_entry *e = NEW(&a, struct rule_entry, past->n_entries / past->n_groups * 2 + 1);
		struct sv *ids = NEW(&a, struct sv, g->n_units + 1);
		size_t n = 0;
		for (size_t i = 0; i < past->n_entries; i++)
			if (past->entries[i].e.day.n >= g->days.from.n && past->entries[i].e.day.n <= g->days.to.n)
				e[n++] = past->entries[i].e;
		for (size_t u = 0; u < g->n_units; u++)
			ids[u] = g->units[u].unit;
		const struct score_facts f = { .period = g->days, .units = ids, .n_units = g->n_units, .entries = e, .n_entries = n,
			.inputs = g->inputs, .n_inputs = g->n_inputs, .progress = g->progress, .quiet = true };
		must(&cx, rule_score(&cx, r, &f, &s));
		must(&cx, board_compose(&cx, &s, g->units, g->n_units, 0, &b));
		arena_release(&a);
	}
	return now_ms() - t;
}

static double run(const struct whatif_world *w, const struct rule *draft, bool sway, size_t *ret_rows, size_t *ret_bytes)
{
	struct arena a;
	struct ctx cx;
	struct whatif x;
	struct whatif_sway *s;
	size_t n, tried;
	bool all;
	arena_init(&a, (size_t)4 << 30);
	ctx_init(&cx, &a, 0, LANG_ZH);
	double t = now_ms();
	must(&cx, whatif_run(&cx, w, draft, NULL, &x));
	if (sway) {
		t = now_ms();
		must(&cx, whatif_sway(&cx, w, &x, 5, SIZE_MAX, &s, &n, &tried, &all));
		*ret_rows = tried;
	}
	t = now_ms() - t;
	*ret_bytes = a.used;
	*ret_rows = sway ? *ret_rows : 0;
	for (size_t i = 0; i < x.n && !sway; i++)
		for (size_t k = 0; k < x.tables[i].n; k++)
			*ret_rows += x.tables[i].rows[k].changed;
	arena_release(&a);
	return t;
}

static void world(const char *title, const struct whatif_past *past, const struct rule *was, const struct rule *const *drafts,
		  const char *const *what, size_t n)
{
	struct turns cold = { .what = "cold: columns, the boards as they stood, one clause" }, ready = { .what = "… of it columns and boards" };
	struct turns warm[8] = { 0 }, sway = { .what = "every weight and clause ±5 %" };
	size_t bytes, used = 0, kept = 0;
	for (int i = 0; i < RUNS; i++) {
		struct arena work, keep;
		struct ctx cx;
		struct whatif_world w;
		double whole = anew(past, was);
		arena_init(&work, (size_t)4 << 30);
		arena_init(&keep, (size_t)4 << 30);
		ctx_init(&cx, &work, 0, LANG_ZH);
		double t = now_ms();
		must(&cx, whatif_ready(&cx, &keep, past, &w));
		ready.ms[i] = now_ms() - t;
		ready.of[i] = ready.ms[i] / whole;
		arena_release(&work);
		kept = keep.used;
		for (size_t k = 0; k < n; k++) {
			warm[k].what = what[k];
			warm[k].ms[i] = run(&w, drafts[k], false, &warm[k].rows, &bytes);
			warm[k].of[i] = warm[k].ms[i] / whole;
			used = bytes > used ? bytes : used;
			if (k == 1) {
				cold.ms[i] = ready.ms[i] + warm[k].ms[i];
				cold.of[i] = cold.ms[i] / whole;
				cold.rows = warm[k].rows;
			}
		}
		sway.ms[i] = run(&w, was, true, &sway.rows, &bytes);
		sway.of[i] = sway.ms[i] / whole;
		arena_release(&keep);
	}
	printf("%s; kept %zu kB, a run at most %zu kB\n", title, kept >> 10, used >> 10);
	show(&cold);
	show(&ready);
	for (size_t k = 0; k < n; k++)
		show(&warm[k]);
	show(&sway);
}

int main(void)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, (size_t)4 << 30);
	ctx_init(&cx, &a, 0, LANG_ZH);
	printf("%d units × %d indicators × %d periods; CPU, median (least–most) of %d turns\n", UNITS, ITEMS, PERIODS, RUNS);
	const struct rule *c[] = { counting(&cx, 0, 0), counting(&cx, 0, 1), counting(&cx, 0, PER_CLASS), counting(&cx, 0, ITEMS) };
	static const char *const cw[] = { "warm: nothing changed", "warm: one clause", "warm: a class of ten", "warm: every clause" };
	struct whatif_past past = facts(&cx, groups(&a, c[0]), c[0]);
	world(arena_printf(&a, "facts: %zu of them", past.n_facts).p, &past, c[0], c, cw, 4);
	const struct rule *m[] = { measuring(&cx, 15, 0), measuring(&cx, 15, 1), measuring(&cx, 20, 0), measuring(&cx, 15, ITEMS) };
	static const char *const mw[] = { "warm: nothing changed", "warm: one clause", "warm: a weight", "warm: every clause" };
	past = figures(&a, groups(&a, m[0]), m[0]);
	world(arena_printf(&a, "figures: %zu of them", past.groups[0].n_inputs * PERIODS).p, &past, m[0], m, mw, 4);
	arena_release(&a);
	return 0;
}
