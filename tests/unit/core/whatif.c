/* The time machine against the composition itself: whatever the facts, a run by the rules that stood gives what stands, and a
 * run by a draft gives what composing the draft's own entries gives. */
#include "core/whatif.h"

#include "core/rule_parse.h"
#include "core/rule_print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static const char text[] =
	"比学规则：1\n名称：试\n版本：1\n生效：2022-01-01\n依据：甲督〔2022〕1号\n对象：村\n周期：月\n公布范围：本单位\n名次显示：名次\n"
	"排名通报上限：每年4次\n协办计分：50%\n\n指标：甲\n  基础分：30\n  扣完为止\n  项目：一\n    计分：按期办结，每件+1，每季封顶3\n"
	"    计分：期末逾期，每次-1，两次以上加倍\n\n指标：乙\n  基础分：40\n  加分封顶：5\n  项目：二\n    范围：督查\n    计分：按期整改，每件+0.5\n"
	"    计分：反弹，每件-2\n  项目：三\n    计分：检查评分，按实得分，最高30\n\n汇总：\n  红榜：前2名\n  黑榜：末位\n";

struct made {
	struct whatif_world w;
	struct whatif_group g[3];
	struct board_unit units[5];
	struct sv names[5];
	struct rule *r;
};

static uint32_t seed;

static int draw(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)(seed >> 8) % n;
}

static struct rule *parse(struct ctx *cx, struct sv s)
{
	struct rule *r = NULL;
	enum rc rc = rule_parse(cx, s, &r);
	if (rc != RC_OK)
		print_error("%s %.*s\n", cx->faults->field, SV_ARG(cx->faults->text));
	assert_int_equal(rc, RC_OK);
	return r;
}

static struct sv instead(struct arena *a, struct sv s, const char *was, const char *now)
{
	size_t at = sv_find(s, sv_of(was), 0);
	assert_true(at != SIZE_MAX);
	return arena_printf(a, "%.*s%s%.*s", SV_ARG(sv_upto(s, at)), now, SV_ARG(sv_from(s, at + strlen(was))));
}

/* Facts as entries tell them: by topic or by name; some taken back within the period or after it. */
static void make_world(struct ctx *cx, struct made *m, int n)
{
	static const enum fact_kind kinds[] = { FACT_CLOSED_ON_TIME, FACT_OVERDUE, FACT_RECTIFIED, FACT_RECURRED, FACT_INSPECTED };
	struct arena *a = cx->a;
	*m = (struct made){ .r = parse(cx, sv_of(text)) };
	m->w.entries = NEW(a, struct rule_entry, (size_t)n * 4);
	m->w.facts = NEW(a, struct whatif_fact, (size_t)n);
	for (int u = 0; u < 5; u++) {
		m->units[u] = (struct board_unit){ .unit = arena_printf(a, "%d", u + 1), .order = u + 1 };
		m->names[u] = arena_printf(a, "村%d", u + 1);
	}
	for (int g = 0; g < 3; g++)
		m->g[g] = (struct whatif_group){ .period = arena_printf(a, "%d月", g + 1), .name = SV(""), .peer = PEER_VILLAGE, .was = m->r,
			.days = { day_of_civil(2022, g + 1, 1), day_of_civil(2022, g + 1, 28) }, .units = m->units, .unit_names = m->names,
			.n_units = 5, .before = g - 1 };
	for (int i = 0; i < n; i++) {
		enum fact_kind k = kinds[draw(5)];
		bool named = k == FACT_INSPECTED || draw(2);
		struct sv item = k == FACT_INSPECTED ? SV("三") : k == FACT_CLOSED_ON_TIME || k == FACT_OVERDUE ? SV("一") : SV("二");
		struct rule_fact f = { .id = arena_printf(a, "f%d", i), .kind = k, .role = k != FACT_INSPECTED && draw(4) == 0 ?
			ROLE_ASSIST : ROLE_LEAD,
			.unit = m->units[draw(5)].unit, .day = day_of_civil(2022, 1 + draw(3), 1 + draw(28)),
			.topic = named ? item : SV("督查"), .record = SV("台账"), .value = { draw(30) * DEC_ONE } };
		struct rule_fact heard = f;
		struct rule_proposal p;
		if (sv_is(item, "二"))
			heard.topic = SV("督查");
		assert_int_equal(rule_entries(cx, m->r, &heard, 1, &p), RC_OK);
		assert_int_equal(p.n, 1);
		struct rule_entry *e = &m->w.entries[m->w.n_entries++];
		*e = p.entries[0];
		e->id = arena_printf(a, "%d", i);
		struct whatif_fact *t = &m->w.facts[m->w.n_facts++];
		*t = (struct whatif_fact){ .fact = f, .named = named, .class = named ? e->class : SV(""), .item = named ? item : SV(""),
			.n_counted = 1 };
		if (draw(6))
			continue;
		struct day back = { f.day.n + draw(40) };
		struct rule_entry r = rule_reversal(a, e, back);
		r.id = arena_printf(a, "r%d", i);
		m->w.entries[m->w.n_entries++] = r;
		t->backs = NEW(a, struct whatif_back, 1);
		t->backs[t->n_backs++] = (struct whatif_back){ e->class, e->item, back };
	}
	m->w.groups = m->g;
	m->w.n_groups = 3;
	whatif_ready(a, &m->w);
	assert_int_equal(whatif_stood(cx, &m->w), RC_OK);
}

static void same_rules_change_nothing(void **state)
{
	(void)state;
	for (int turn = 0; turn < 60; turn++) {
		struct arena a;
		struct ctx cx;
		struct made m;
		struct whatif x;
		arena_init(&a, 64 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		seed = (uint32_t)turn;
		make_world(&cx, &m, 1 + turn * 3);
		assert_int_equal(whatif_run(&cx, &m.w, m.r, &x), RC_OK);
		for (size_t i = 0; i < x.n; i++)
			for (size_t k = 0; k < x.tables[i].n; k++)
				assert_false(x.tables[i].rows[k].changed);
		assert_int_equal(x.n_lost, 0);
		arena_release(&a);
	}
}

/* The differences of the clauses of a unit sum to the difference of its total. */
static void clauses_sum_to_totals(void **state)
{
	(void)state;
	static const char *const edits[][2] = { { "反弹，每件-2", "反弹，每件-3" }, { "，每季封顶3", "" }, { "两次以上加倍", "自第3次起加倍" },
		{ "加分封顶：5", "最高：41" }, { "基础分：30", "基础分：33" }, { "协办计分：50%", "协办计分：0%" }, { "最高30", "最高40" } };
	for (int turn = 0; turn < 70; turn++) {
		struct arena a;
		struct ctx cx;
		struct made m;
		struct whatif x;
		arena_init(&a, 64 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		seed = (uint32_t)turn;
		make_world(&cx, &m, 80);
		const char *const *e = edits[turn % 7];
		struct rule *draft = parse(&cx, instead(&a, sv_of(text), e[0], e[1]));
		assert_int_equal(whatif_run(&cx, &m.w, draft, &x), RC_OK);
		for (size_t i = 0; i < x.n; i++)
			for (size_t k = 0; k < x.tables[i].n; k++) {
				const struct whatif_row *r = &x.tables[i].rows[k];
				int64_t sum = 0;
				for (size_t c = 0; c < r->n; c++)
					sum += r->clauses[c].after.u - r->clauses[c].before.u;
				assert_int_equal(sum, r->now.total.u - r->was.total.u);
			}
		arena_release(&a);
	}
}

static void names_what_is_lost(void **state)
{
	(void)state;
	struct arena a;
	struct ctx cx;
	struct made m;
	struct whatif x;
	arena_init(&a, 64 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	seed = 7;
	make_world(&cx, &m, 120);
	struct rule *draft = parse(&cx, instead(&a, instead(&a, sv_of(text), "    计分：反弹，每件-2\n", "    计分：核查退回，每次-1\n"), "最高30", "最高10"));
	assert_int_equal(whatif_run(&cx, &m.w, draft, &x), RC_OK);
	size_t recurred = 0, marks = 0;
	for (size_t i = 0; i < x.n_lost; i++) {
		recurred += x.lost[i].why == WHATIF_NO_CLAUSE ? x.lost[i].n : 0;
		marks += x.lost[i].why == WHATIF_MARK ? x.lost[i].n : 0;
	}
	size_t had = 0, high = 0;
	for (size_t i = 0; i < m.w.n_facts; i++) {
		had += m.w.facts[i].fact.kind == FACT_RECURRED;
		high += m.w.facts[i].fact.kind == FACT_INSPECTED && m.w.facts[i].fact.value.u > 10 * DEC_ONE;
	}
	assert_int_equal(recurred, had);
	assert_int_equal(marks, high);
	assert_int_equal(x.n_idle, 1);
	assert_int_equal(x.idle[0].line->fact, FACT_SENT_BACK);
	arena_release(&a);
}

static void sways_move_places(void **state)
{
	(void)state;
	struct arena a;
	struct ctx cx;
	struct made m;
	struct whatif x;
	struct whatif_sway *s;
	size_t n, tried;
	bool all;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	seed = 3;
	make_world(&cx, &m, 90);
	assert_int_equal(whatif_run(&cx, &m.w, m.r, &x), RC_OK);
	assert_int_equal(whatif_sway(&cx, &m.w, &x, 5, SIZE_MAX, &s, &n, &tried, &all), RC_OK);
	assert_true(all);
	assert_int_equal(tried, 2 * (2 + 2 + 5)); /* two classes, two bases, five lines, up and down */
	for (size_t i = 0; i < n; i++) {
		assert_int_not_equal(s[i].kind, SWAY_BASE); /* the same for everybody, and no limit bites on it */
		assert_true(s[i].n_moves > 0);
	}
	assert_int_equal(whatif_sway(&cx, &m.w, &x, 5, 0, &s, &n, &tried, &all), RC_OK);
	assert_false(all);
	assert_int_equal(tried, 0);
	struct rule *heavy;
	assert_int_equal(whatif_weigh(&cx, m.r, SV("没有"), DEC(110), &heavy), RC_NOT_FOUND);
	assert_int_equal(whatif_weigh(&cx, m.r, SV("甲"), DEC(200), &heavy), RC_OK);
	assert_int_equal(heavy->classes[0].base.u, 60 * DEC_ONE);
	assert_int_equal(m.r->classes[0].base.u, 30 * DEC_ONE);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_rules_change_nothing), cmocka_unit_test(clauses_sum_to_totals), cmocka_unit_test(names_what_is_lost),
		cmocka_unit_test(sways_move_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
