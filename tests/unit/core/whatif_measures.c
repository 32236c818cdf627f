/* Drafts of the second grammar: whatever one changes, trying it gives what counting anew gives; and every weight shaken a little
 * gives what the rule with that weight gives. */
#include "core/whatif.h"

#include "base/buf.h"
#include "core/rule_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#undef fail /* base/err.h has its own */

#include "overflow.h"

#define HEAD                                                                                                           \
	"比学规则：2\n名称：甲\n版本：1\n生效：2023-01-01\n依据：甲\n对象：乡镇\n周期：季\n公布范围：领导\n名次显示：名次\n"    \
	"排名通报上限：每年4次\n协办计分：0%\n"
#define TAIL "汇总：\n  红榜：前1名\n  黑榜：末位，且低于90分\n"

static const char whole[] = HEAD
	"指标：经济\n权重：60%\n项目：税收\n完成：实绩÷目标×60分\n项目：招商\n比最好：40分\n"
	"指标：作风\n权重：40%\n基础分：100\n扣完为止\n项目：通报\n范围：督查\n计分：上级通报批评，每次-10\n"
	"指标：评价\n最高：55\n项目：评\n评分：20分\n票组：A60%、B40%，缺组重分\n项目：等\n等次票：好20、差8\n"
	"项目：档\n按档：好率，50%以上20分、其余10分；差评（差）三分之一以上5分\n项目：名\n名次票：第一名10分，每名减3分\n"
	"组成：\n部分：本级，来源 本细则，权重80%\n部分：观摩，来源 观摩榜，各期平均，权重20%\n" TAIL;

enum { UNITS = 9, INPUTS = UNITS * 24 };

struct made {
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct board_unit units[UNITS];
	struct sv ids[UNITS], names[UNITS];
	struct rule_input in[INPUTS];
	size_t n;
	struct whatif_fact facts[UNITS];
	struct whatif_entry entries[UNITS];
	struct whatif_group g;
	struct whatif_past past;
	struct whatif_world w;
};

static uint32_t seed;

static int draw(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)(seed >> 8) % n;
}

static struct rule *parsed(struct made *m, const char *text)
{
	struct rule *r = NULL;
	enum rc rc = rule_parse(&m->cx, sv_of(text), &r);
	for (struct fault *f = m->cx.faults; rc != RC_OK && f; f = f->next)
		print_error("%s %.*s\n", f->field, SV_ARG(f->text));
	assert_int_equal(rc, RC_OK);
	return r;
}

static const char *instead(struct made *m, const char *text, const char *from, const char *to)
{
	struct sv s = sv_of(text);
	size_t at = sv_find(s, sv_of(from), 0);
	assert_true(at != SIZE_MAX);
	return arena_printf(&m->a, "%.*s%s%s", (int)at, text, to, text + at + strlen(from)).p;
}

static struct rule_input *add(struct made *m, enum rule_input_kind kind, const char *name, int unit, int64_t value)
{
	assert_true(m->n < INPUTS);
	struct rule_input *in = &m->in[m->n++];
	*in = (struct rule_input){ .kind = kind, .name = sv_of(name), .unit = m->ids[unit], .value = { value }, .class = SV(""), .grade = SV(""),
				   .judge = SV(""), .group = SV(""), .record = kind <= INPUT_TARGET ? SV("target:1") : SV("tally:1") };
	return in;
}

static void fill(struct made *m, int u)
{
	add(m, INPUT_ACTUAL, "税收", u, draw(150) * DEC_ONE + 123);
	add(m, INPUT_TARGET, "税收", u, DEC_ONE * 100);
	add(m, INPUT_ACTUAL, "招商", u, draw(60) * DEC_ONE);
	for (int j = 0; j < 4; j++) {
		struct rule_input *in = add(m, INPUT_MARK, "评", u, draw(200) * DEC_ONE / 10);
		in->judge = arena_printf(&m->a, "j%d", j);
		in->group = j % 2 ? SV("A") : SV("B");
	}
	for (int g = 0; g < 2; g++) {
		struct rule_input *in = add(m, INPUT_BALLOT, "等", u, 0);
		in->grade = g ? SV("差") : SV("好");
		in->count = 1 + draw(9);
		in = add(m, INPUT_BALLOT, "档", u, 0);
		in->grade = g ? SV("差") : SV("好");
		in->count = 1 + draw(9);
	}
	add(m, INPUT_PLACE, "名", u, DEC_ONE * (1 + draw(3)));
	for (int p = 1; p <= 2; p++) {
		struct rule_input *in = add(m, INPUT_SCORE, "观摩榜", u, (70 + draw(30)) * DEC_ONE);
		in->period = p;
		in->record = SV("board:1");
	}
	if (draw(12) == 0)
		add(m, INPUT_STATE, "评价", u, 0)->null = NULL_NOT_APPLICABLE;
}

static struct made *make(const char *text, uint32_t start)
{
	struct made *m = test_calloc(1, sizeof(*m));
	struct rule_proposal p;
	arena_init(&m->a, (size_t)256 << 20);
	ctx_init(&m->cx, &m->a, 0, LANG_EN);
	seed = start;
	m->r = parsed(m, text);
	for (int u = 0; u < UNITS; u++) {
		m->ids[u] = arena_printf(&m->a, "%d", 10 + u);
		m->names[u] = arena_printf(&m->a, "镇%d", u);
		m->units[u] = (struct board_unit){ .unit = m->ids[u], .order = u + 1 };
		fill(m, u);
		if (draw(2))
			continue;
		m->facts[m->past.n_facts++] = (struct whatif_fact){ .fact = { .id = arena_printf(&m->a, "f%d", u), .unit = m->ids[u],
			.kind = FACT_CRITICISED, .day = day_of_civil(2023, 2, 1), .topic = SV("督查") }, .n_counted = 1, .class = SV(""),
			.item = SV("") };
	}
	for (size_t i = 0; i < m->past.n_facts; i++) {
		assert_int_equal(rule_entries(&m->cx, m->r, &m->facts[i].fact, 1, &p), RC_OK);
		for (size_t k = 0; k < p.n; k++) {
			m->entries[m->past.n_entries].e = p.entries[k];
			m->entries[m->past.n_entries++].e.id = arena_printf(&m->a, "%zu", i);
		}
	}
	m->g = (struct whatif_group){ .period = SV("一季度"), .name = SV(""), .peer = PEER_TOWNSHIP, .was = m->r, .units = m->units,
		.unit_names = m->names, .n_units = UNITS, .before = -1, .upto = INT64_MAX, .inputs = m->in, .n_inputs = m->n,
		.days = { day_of_civil(2023, 1, 1), day_of_civil(2023, 3, 31) }, .progress = { 25 * DEC_ONE } };
	m->past.groups = &m->g;
	m->past.n_groups = 1;
	m->past.facts = m->facts;
	m->past.entries = m->entries;
	assert_int_equal(whatif_ready(&m->cx, &m->a, &m->past, &m->w), RC_OK);
	return m;
}

static void drop(struct made *m)
{
	arena_release(&m->a);
	test_free(m);
}

/* The board of a rule, counted from the beginning, with all its lines and texts. */
static void anew(struct made *m, const struct rule *r, struct board *ret)
{
	struct rule_fact facts[UNITS];
	struct rule_proposal p;
	struct score_sheet *s = NEW(&m->a, struct score_sheet, 1);
	for (size_t i = 0; i < m->past.n_facts; i++)
		facts[i] = m->facts[i].fact;
	assert_int_equal(rule_entries(&m->cx, r, facts, m->past.n_facts, &p), RC_OK);
	const struct score_facts f = { .period = m->g.days, .units = m->ids, .n_units = UNITS, .entries = p.entries, .n_entries = p.n,
				       .inputs = m->in, .n_inputs = m->n, .progress = m->g.progress };
	assert_int_equal(rule_score(&m->cx, r, &f, s), RC_OK);
	assert_int_equal(board_compose(&m->cx, s, m->units, UNITS, 0, ret), RC_OK);
}

static const struct whatif_row *row_of(const struct whatif_table *t, struct sv unit)
{
	for (size_t k = 0; k < t->n; k++)
		if (sv_eq(t->rows[k].unit->unit, unit))
			return &t->rows[k];
	return NULL;
}

static void same_as(const struct board *b, const struct whatif_table *t, bool now)
{
	assert_int_equal(b->n, t->n);
	for (size_t i = 0; i < b->n; i++) {
		const struct whatif_row *r = row_of(t, b->rows[i].rank.unit);
		const struct whatif_stand *s = now ? &r->now : &r->was;
		assert_int_equal(s->total.u, b->rows[i].score->total.u);
		assert_int_equal(s->place, b->rows[i].rank.place);
		assert_int_equal(s->side, b->rows[i].side);
		assert_int_equal(s->unranked, b->rows[i].rank.unranked);
	}
}

static const char *const changes[][4] = {
	{ "A60%、B40%", "A50%、B50%" }, { "A60%、B40%", "A60%、B30%、C10%" }, { "好20、差8", "好20、差10" }, { "好率", "好+差率" },
	{ "（差）", "（好）" }, { "（差）", "（好+差）" }, { "评分：20分", "评分：25分" }, { "名次票：第一名10分", "名次票：第一名9分" },
	{ "名次票：第一名10分，每名减3分", "名次递减：10分，每名减3%" }, { "项目：等", "项目：别" }, { "项目：等", "项目：等\n数据：等次" },
	{ "指标：作风", "指标：纪律" }, { "各期平均", "最近一期" }, { "部分：观摩", "部分：现场" }, { "观摩榜", "别榜" }, { "范围：督查\n", "" },
	{ "项目：通报", "项目：通报批评" }, { "项目：通报", "项目：一\n直接得分：5分\n项目：通报" }, { "协办计分：0%", "协办计分：50%" },
	{ "协办计分：0%", "协办计分：按比例" }, { "评分：20分", "评分：20分\n评委校正：名次" }, { "最高：55", "最高：30" }, { "最高：55\n", "" },
	{ "每次-10", "每次-10\n计分：反弹，每件-1" }, { "每次-10", "每次-100" }, { "每次-10", "每次-10，封顶5" }, { "×60分", "×60分，封顶150%" },
	{ "×60分", "×60分，对比序时进度" }, { "比最好：40分", "功效：40分，保底60%，区间 最低—最高" }, { "比最好：40分", "比最好：40分\n不适用时：权重分摊" },
	{ "基础分：100\n", "基础分：90\n" }, { "权重：60%", "权重：50%", "权重：40%", "权重：50%" }, { "权重80%", "权重70%", "权重20%", "权重30%" }, { "名次显示：名次", "名次显示：档次" },
	{ "  红榜：前1名\n", "  红榜：前2名\n  同分先比：项目 税收、指标 作风；仍同 并列\n" }, { "  红榜：前1名\n", "  红榜：95分以上\n" },
	{ "汇总：\n", "汇总：\n  取整：分录2位、项目0位、总分0位\n" }, { "指标：评价\n", "指标：评价\n加分面：不超过30%的单位\n" },
	{ "指标：评价\n最高：55\n项目：评\n评分：20分\n票组：A60%、B40%，缺组重分\n", "指标：评价\n" },
};

static void counts_as_counting_anew(void **state)
{
	(void)state;
	for (uint32_t turn = 0; turn < 6; turn++) {
		struct made *m = make(whole, turn);
		struct board b;
		struct whatif x;
		anew(m, m->r, &b);
		for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
			const char *t = instead(m, whole, changes[i][0], changes[i][1]);
			struct rule *draft = parsed(m, changes[i][2] ? instead(m, t, changes[i][2], changes[i][3]) : t);
			struct board d;
			assert_int_equal(whatif_run(&m->cx, &m->w, draft, NULL, &x), RC_OK);
			same_as(&b, &x.tables[0], false);
			anew(m, draft, &d);
			same_as(&d, &x.tables[0], true);
			for (size_t k = 0; k < x.tables[0].n; k++) {
				const struct whatif_row *r = &x.tables[0].rows[k];
				int64_t sum = 0;
				for (size_t c = 0; c < r->n; c++)
					sum += r->clauses[c].after.u - r->clauses[c].before.u;
				assert_int_equal(sum, r->now.total.u - r->was.total.u);
			}
		}
		assert_int_equal(whatif_run(&m->cx, &m->w, m->r, NULL, &x), RC_OK);
		for (size_t k = 0; k < x.tables[0].n; k++)
			assert_false(x.tables[0].rows[k].changed);
		assert_int_equal(x.n_idle, 0);
		drop(m);
	}
}

/* Only what changed is blamed, in the words of the rule. */
static void says_which_clause(void **state)
{
	(void)state;
	struct made *m = make(whole, 3);
	struct whatif x;
	size_t named = 0;
	assert_int_equal(whatif_run(&m->cx, &m->w, parsed(m, instead(m, whole, "×60分", "×60分，封顶150%")), NULL, &x), RC_OK);
	for (size_t k = 0; k < x.tables[0].n; k++)
		for (size_t c = 0; c < x.tables[0].rows[k].n; c++) {
			const struct whatif_clause *q = &x.tables[0].rows[k].clauses[c];
			bool tax = sv_is(q->item, "税收");
			/* beside it the weight of its class and of the part move with it, and the rounding of the total */
			assert_true(tax || q->stage == STAGE_WEIGHT || q->stage == STAGE_PART || q->stage == STAGE_ROUND ||
				    q->stage == STAGE_TOTAL_SPREAD);
			assert_true(!tax || (q->was_item && q->now_item && q->was_item->measure->cap.u == 100 * DEC_ONE));
			named += tax;
		}
	assert_true(named > 0);
	drop(m);
}

/* A draft that measures what the boards of then never read is told so, and with those figures counts them. */
static void asks_for_figures(void **state)
{
	(void)state;
	struct made *m = make(whole, 5);
	const char *t = instead(m, whole, "比最好：40分", "完成：实绩÷目标×40分");
	t = instead(m, t, "指标：作风", "项目：投资\n直接得分：10分\n指标：作风");
	struct rule *draft = parsed(m, instead(m, t, "来源 观摩榜", "来源 月度榜"));
	const struct rule *wants = whatif_wants(&m->a, m->r, draft);
	assert_null(whatif_wants(&m->a, m->r, m->r));
	assert_null(whatif_wants(&m->a, m->r, parsed(m, instead(m, whole, "比最好：40分", "功效：40分，保底60%，区间 最低—最高"))));
	assert_non_null(wants);
	assert_int_equal(wants->classes[0].n_items, 2);
	assert_true(sv_is(wants->classes[0].items[0].name, "招商") && sv_is(wants->classes[0].items[1].name, "投资"));
	assert_int_equal(wants->n_parts, 1);
	struct whatif x;
	assert_int_equal(whatif_run(&m->cx, &m->w, draft, NULL, &x), RC_OK);
	size_t idle = x.n_idle;
	assert_true(idle == 2 && x.idle[0].line == NULL); /* nobody's target of 招商, nothing of 投资 */
	for (size_t i = 0; i < x.tables[0].n; i++)
		assert_true(x.tables[0].rows[i].now.unranked);
	size_t from = m->n;
	for (int u = 0; u < UNITS; u++) {
		add(m, INPUT_ACTUAL, "招商", u, 20 * DEC_ONE);
		add(m, INPUT_TARGET, "招商", u, 25 * DEC_ONE);
		add(m, INPUT_ACTUAL, "投资", u, u * DEC_ONE);
		add(m, INPUT_SCORE, "观摩", u, (80 + u) * DEC_ONE)->period = 1;
	}
	const struct whatif_more more = { .inputs = m->in + from, .n = m->n - from };
	assert_int_equal(whatif_run(&m->cx, &m->w, draft, &more, &x), RC_OK);
	assert_int_equal(x.n_idle, 0);
	size_t k = 0; /* counted anew from both, but what the target gave 招商 before */
	for (size_t i = 0; i < m->n; i++)
		if (i >= from || (!sv_is(m->in[i].name, "招商") && !sv_is(m->in[i].name, "观摩榜")))
			m->in[k++] = m->in[i];
	m->n = k;
	struct board d;
	anew(m, draft, &d);
	same_as(&d, &x.tables[0], true);
	drop(m);
}

static size_t moved(const struct whatif_table *was, const struct whatif_table *now)
{
	size_t n = 0;
	for (size_t i = 0; i < was->n; i++) {
		const struct whatif_stand *a = &was->rows[i].now, *b = &row_of(now, was->rows[i].unit->unit)->now;
		n += a->place != b->place || a->side != b->side;
	}
	return n;
}

static size_t told(const struct whatif_sway *s, size_t n, enum sway_kind kind, const char *name, int percent)
{
	for (size_t i = 0; i < n; i++) {
		struct sv what = s[i].part ? s[i].part->name : s[i].item ? s[i].item->name : s[i].class->name;
		if (s[i].kind == kind && sv_is(what, name) && s[i].percent == percent)
			return s[i].n_moves;
	}
	return 0;
}

/* Each weight, base, clause and part against the rule that says so. */
static void shaken_as_the_rule_would(void **state)
{
	(void)state;
	static const struct {
		enum sway_kind kind;
		const char *name, *from, *more, *less;
	} one[] = {
		{ SWAY_CLASS, "经济", "权重：60%", "权重：69%", "权重：51%" }, { SWAY_CLASS, "作风", "权重：40%", "权重：46%", "权重：34%" },
		{ SWAY_BASE, "作风", "基础分：100\n", "基础分：115\n", "基础分：85\n" }, { SWAY_POINTS, "通报", "每次-10", "每次-11.5", "每次-8.5" }, /* with a cap of 10 more of it is no more */
		{ SWAY_PART, "本级", "权重80%", "权重92%", "权重68%" }, { SWAY_PART, "观摩", "权重20%", "权重23%", "权重17%" },
	};
	size_t all = 0;
	for (uint32_t turn = 0; turn < 12; turn++) {
		const char *text = turn % 2 ? whole : HEAD "指标：作风\n权重：50%\n基础分：100\n扣完为止\n加分面：不超过30%的单位\n项目：通报\n"
			"计分：上级通报批评，每次-10，封顶10\n计分：上级通报表扬，每次+3\n指标：经济\n权重：50%\n项目：税收\n完成：实绩÷目标×60分\n" TAIL;
		struct made *m = make(text, 40 + turn);
		struct whatif x, y;
		struct whatif_sway *s;
		size_t n, tried;
		bool done;
		assert_int_equal(whatif_run(&m->cx, &m->w, m->r, NULL, &x), RC_OK);
		assert_int_equal(whatif_sway(&m->cx, &m->w, &x, 15, SIZE_MAX, &s, &n, &tried, &done), RC_OK);
		assert_true(done);
		for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++)
			for (int up = 0; up < 2; up++) {
				struct rule *r = NULL;
				if (sv_find(sv_of(text), sv_of(one[i].from), 0) == SIZE_MAX)
					continue;
				/* the sum of weights is a matter of the paper: the tree alone is changed */
				if (one[i].kind == SWAY_CLASS || one[i].kind == SWAY_PART)
					assert_int_equal(whatif_weigh(&m->cx, m->r, sv_of(one[i].name), DEC(up ? 115 : 85), &r), RC_OK);
				else
					r = parsed(m, instead(m, text, one[i].from, up ? one[i].more : one[i].less));
				assert_int_equal(whatif_run(&m->cx, &m->w, r, NULL, &y), RC_OK);
				size_t want = moved(&x.tables[0], &y.tables[0]);
				assert_int_equal(told(s, n, one[i].kind, one[i].name, up ? 15 : -15), want);
				all += want;
			}
		drop(m);
	}
	assert_true(all > 20);
}

/* Reading, the run and the shaking, one operation of them failing: "" when it was refused, in words. */
static struct sv tried_with(struct made *m, struct arena *a, const struct rule *draft, int64_t at)
{
	struct ctx cx;
	struct whatif_world w;
	struct whatif x;
	struct whatif_sway *s;
	size_t n, tried;
	bool done;
	ctx_init(&cx, a, 0, LANG_EN);
	op = 0;
	fail_at_op = at;
	enum rc rc = whatif_ready(&cx, a, &m->past, &w);
	if (rc == RC_OK)
		rc = whatif_run(&cx, &w, draft, NULL, &x);
	fail_at_op = 0; /* shaking takes a few percent more or less of what fitted */
	int64_t run = op;
	if (rc == RC_OK)
		rc = whatif_sway(&cx, &w, &x, 5, SIZE_MAX, &s, &n, &tried, &done);
	op = run;
	if (rc != RC_OK) {
		assert_non_null(cx.faults);
		assert_true(cx.faults->text.n > 0);
		return SV("");
	}
	struct buf b = buf_new(a, 1 << 16);
	for (size_t i = 0; i < x.tables[0].n; i++) {
		const struct whatif_row *r = &x.tables[0].rows[i];
		buf_printf(&b, "%.*s %lld %d %lld %d %zu\n", SV_ARG(r->unit->unit), (long long)r->was.total.u, r->was.place, (long long)r->now.total.u, r->now.place, r->n);
	}
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%d %d %zu\n", s[i].kind, s[i].percent, s[i].n_moves);
	return buf_sv(&b);
}

static void never_half_a_trial(void **state)
{
	(void)state;
	enum { PROBES = 120 };
	struct arena a;
	int64_t refused = 0;
	arena_init(&a, (size_t)64 << 20);
	struct made *m = make(whole, 7);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		const char *t = instead(m, whole, changes[i][0], changes[i][1]);
		struct rule *draft = parsed(m, changes[i][2] ? instead(m, t, changes[i][2], changes[i][3]) : t);
		struct sv plain = arena_sv(&m->a, tried_with(m, &a, draft, 0));
		int64_t n = op, step = n > PROBES ? n / PROBES : 1;
		assert_true(plain.n > 0);
		for (int64_t at = 1 + (int64_t)i % step; at <= n; at += step) {
			arena_reset(&a);
			struct sv got = tried_with(m, &a, draft, at);
			refused += got.n == 0;
			if (got.n && !sv_eq(got, plain))
				{
				print_error("change %zu: operation %lld of %lld does not fit, and the trial is another one\n", i, (long long)at, (long long)n);
				_fail(__FILE__, __LINE__);
			}
		}
		arena_reset(&a);
	}
	assert_true(refused > 1000);
	arena_release(&a);
	drop(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_as_counting_anew), cmocka_unit_test(says_which_clause), cmocka_unit_test(asks_for_figures),
		cmocka_unit_test(shaken_as_the_rule_would), cmocka_unit_test(never_half_a_trial),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
