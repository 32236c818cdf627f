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
	struct whatif_past past;
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
	m->past.entries = NEW(a, struct whatif_entry, (size_t)n * 4 + 1);
	m->past.facts = NEW(a, struct whatif_fact, (size_t)n + 1);
	for (int u = 0; u < 5; u++) {
		m->units[u] = (struct board_unit){ .unit = arena_printf(a, "%d", u + 1), .order = u + 1 };
		m->names[u] = arena_printf(a, "村%d", u + 1);
	}
	for (int g = 0; g < 3; g++)
		m->g[g] = (struct whatif_group){ .period = arena_printf(a, "%d月", g + 1), .name = SV(""), .peer = PEER_VILLAGE, .was = m->r,
			.days = { day_of_civil(2022, g + 1, 1), day_of_civil(2022, g + 1, 28) }, .units = m->units, .unit_names = m->names,
			.n_units = 5, .before = g - 1, .upto = INT64_MAX };
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
		struct rule_entry *e = &m->past.entries[m->past.n_entries++].e;
		*e = p.entries[0];
		e->id = arena_printf(a, "%d", i);
		struct whatif_fact *t = &m->past.facts[m->past.n_facts++];
		*t = (struct whatif_fact){ .fact = f, .named = named, .class = named ? e->class : SV(""), .item = named ? item : SV(""),
			.n_counted = 1 };
		if (draw(6))
			continue;
		struct day back = { f.day.n + draw(40) };
		struct rule_entry r = rule_reversal(a, e, back);
		r.id = arena_printf(a, "r%d", i);
		m->past.entries[m->past.n_entries++].e = r;
		t->backs = NEW(a, struct whatif_back, 1);
		t->backs[t->n_backs++] = (struct whatif_back){ .class = e->class, .item = e->item, .day = back };
	}
	m->past.groups = m->g;
	m->past.n_groups = 3;
	assert_int_equal(whatif_ready(cx, a, &m->past, &m->w), RC_OK);
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
		assert_int_equal(whatif_run(&cx, &m.w, m.r, NULL, &x), RC_OK);
		for (size_t i = 0; i < x.n; i++)
			for (size_t k = 0; k < x.tables[i].n; k++)
				assert_false(x.tables[i].rows[k].changed);
		assert_int_equal(x.n_lost, 0);
		arena_release(&a);
	}
}

/* What stands is what the composition itself gives, and what a draft gives is what composing its own entries gives. */
static void compose(struct ctx *cx, const struct rule *r, const struct whatif_group *g, const struct rule_entry *e, size_t n,
		    const struct board *before, struct board *ret)
{
	struct sv ids[5];
	struct board_unit *units = NEW(cx->a, struct board_unit, 5);
	struct score_sheet *sheet = NEW(cx->a, struct score_sheet, 1);
	for (int u = 0; u < 5; u++) {
		units[u] = g->units[u];
		ids[u] = g->units[u].unit;
		for (size_t k = 0; before && k < before->n; k++)
			if (sv_eq(before->rows[k].rank.unit, ids[u]))
				units[u].previous = before->rows[k].rank.place;
	}
	assert_int_equal(rule_compose(cx, r, g->days, ids, 5, e, n, sheet), RC_OK);
	assert_int_equal(board_compose(cx, sheet, units, 5, 0, ret), RC_OK);
}

static void same_as(const struct board *b, const struct whatif_table *t, bool now)
{
	assert_int_equal(b->n, t->n);
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < t->n; k++) {
			const struct whatif_stand *s = now ? &t->rows[k].now : &t->rows[k].was;
			if (!sv_eq(t->rows[k].unit->unit, b->rows[i].rank.unit))
				continue;
			assert_int_equal(s->total.u, b->rows[i].score->total.u);
			assert_int_equal(s->place, b->rows[i].rank.place);
			assert_int_equal(s->side, b->rows[i].side);
			assert_int_equal(s->tied, b->rows[i].rank.tied);
			assert_int_equal(s->mover, b->rows[i].mover);
		}
}

/* The entries that the draft would have posted, with what was taken back. */
static struct rule_entry *posted(struct ctx *cx, const struct made *m, const struct rule *draft, size_t *ret_n)
{
	struct rule_entry *e = NEW(cx->a, struct rule_entry, m->past.n_facts * 2 + 1);
	size_t n = 0;
	for (size_t i = 0; i < m->past.n_facts; i++) {
		const struct whatif_fact *f = &m->past.facts[i];
		struct rule_fact heard = f->fact;
		struct rule_proposal p;
		heard.topic = f->fact.kind == FACT_INSPECTED ? SV("三") : SV("督查");
		if (rule_entries(cx, draft, &heard, 1, &p) != RC_OK || !p.n) {
			ctx_forget(cx);
			continue;
		}
		e[n] = p.entries[0];
		e[n++].id = arena_printf(cx->a, "%zu", i);
		if (f->n_backs) {
			e[n] = rule_reversal(cx->a, &e[n - 1], f->backs[0].day);
			e[n].id = arena_printf(cx->a, "r%zu", i);
			n++;
		}
	}
	*ret_n = n;
	return e;
}

static void counts_as_composing_does(void **state)
{
	(void)state;
	static const char *const edits[][2] = { { "反弹，每件-2", "反弹，每件-3" }, { "，每季封顶3", "" }, { "两次以上加倍", "自第3次起加倍" },
		{ "加分封顶：5", "最高：41" }, { "基础分：30", "基础分：33" }, { "协办计分：50%", "协办计分：20%" }, { "最高30", "最高12" },
		{ "每件+1，每季封顶3", "每件+1，每年封顶4" }, { "    计分：反弹，每件-2\n", "" }, { "黑榜：末位\n", "黑榜：低于70分\n  进步榜：上升1名以上\n" },
		{ "每件+0.5", "每件+0.5，封顶1" }, { "周期：月", "周期：季" } };
	for (int turn = 0; turn < 120; turn++) {
		struct arena a;
		struct ctx cx;
		struct made m;
		struct whatif x;
		struct board b[3], d[3];
		size_t n;
		arena_init(&a, 256 << 20);
		ctx_init(&cx, &a, 0, LANG_EN);
		seed = (uint32_t)turn;
		make_world(&cx, &m, 1 + turn * 2);
		const char *const *e = edits[turn % 12];
		struct rule *draft = parse(&cx, instead(&a, sv_of(text), e[0], e[1]));
		struct rule_entry *all = NEW(&a, struct rule_entry, m.past.n_entries + 1), *own = posted(&cx, &m, draft, &n);
		for (size_t i = 0; i < m.past.n_entries; i++)
			all[i] = m.past.entries[i].e;
		assert_int_equal(whatif_run(&cx, &m.w, draft, NULL, &x), RC_OK);
		for (int g = 0; g < 3; g++) {
			compose(&cx, m.r, &m.g[g], all, m.past.n_entries, NULL, &b[g]);
			same_as(&b[g], &x.tables[g], false);
			compose(&cx, draft, &m.g[g], own, n, g ? &d[g - 1] : NULL, &d[g]);
			same_as(&d[g], &x.tables[g], true);
		}
		arena_release(&a);
	}
}

/* What counted only after a board was composed is not on it, whatever the draft: neither facts nor what took them back. */
static void later_acts_stay_out(void **state)
{
	(void)state;
	struct arena a;
	struct ctx cx;
	struct made m;
	struct whatif x, y;
	struct whatif_world early;
	size_t k = 0, late = 0, backs = 0;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	seed = 11;
	make_world(&cx, &m, 400);
	struct whatif_past past = m.past;
	for (size_t i = 0; i < past.n_facts; i++) {
		past.facts[i].counted = i % 7 ? 10 : 900;
		late += i % 7 == 0;
		for (size_t q = 0; q < past.facts[i].n_backs; q++, backs++)
			past.facts[i].backs[q].counted = 900;
	}
	for (size_t i = 0; i < past.n_entries; i++) {
		const struct rule_entry *e = &past.entries[i].e;
		int64_t of = 0;
		assert_true(sv_int(sv_from(e->fact, 1), &of));
		past.entries[i].counted = e->id.p[0] == 'r' || of % 7 == 0 ? 900 : 10;
	}
	assert_true(late > 40 && backs > 40);
	for (int g = 0; g < 3; g++)
		m.g[g].upto = 100;
	struct sv t = instead(&a, instead(&a, sv_of(text), "反弹，每件-2", "反弹，每件-3"), "每件+0.5", "每件+0.7");
	struct rule *draft = parse(&cx, instead(&a, t, "期末逾期，每次-1", "期末逾期，每次-2"));
	assert_int_equal(whatif_ready(&cx, &a, &past, &early), RC_OK);
	assert_int_equal(whatif_run(&cx, &early, draft, NULL, &x), RC_OK);
	for (size_t i = 0; i < past.n_entries; i++)
		if (past.entries[i].counted == 10)
			past.entries[k++] = past.entries[i];
	past.n_entries = k;
	k = 0;
	for (size_t i = 0; i < past.n_facts; i++)
		if (past.facts[i].counted == 10) {
			past.facts[k] = past.facts[i];
			past.facts[k++].n_backs = 0;
		}
	past.n_facts = k;
	assert_int_equal(whatif_ready(&cx, &a, &past, &early), RC_OK);
	assert_int_equal(whatif_run(&cx, &early, draft, NULL, &y), RC_OK);
	for (size_t g = 0; g < 3; g++)
		for (size_t i = 0; i < x.tables[g].n; i++) {
			assert_true(sv_eq(x.tables[g].rows[i].unit->unit, y.tables[g].rows[i].unit->unit));
			assert_int_equal(x.tables[g].rows[i].was.total.u, y.tables[g].rows[i].was.total.u);
			assert_int_equal(x.tables[g].rows[i].now.total.u, y.tables[g].rows[i].now.total.u);
		}
	arena_release(&a);
}

/* What an item that is gone counted goes to the one that still listens, though that one is written as before. */
static void facts_of_a_lost_item_move(void **state)
{
	(void)state;
	static const char two[] = "  项目：四\n    范围：督导\n    计分：反弹，每件-5\n";
	struct arena a;
	struct ctx cx;
	struct made m;
	struct whatif x;
	struct rule_proposal p;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	make_world(&cx, &m, 0);
	struct sv any = instead(&a, sv_of(text), "    范围：督查\n", ""); /* 二 listens to every topic */
	struct rule *draft = parse(&cx, any);
	m.g[0].was = parse(&cx, instead(&a, any, "  项目：三\n", arena_printf(&a, "%s  项目：三\n", two).p));
	m.past.n_groups = 1;
	struct rule_fact f = { .id = SV("f"), .kind = FACT_RECURRED, .unit = m.units[2].unit, .day = day_of_civil(2022, 1, 9), .topic = SV("督导"),
			       .record = SV("台账") };
	assert_int_equal(rule_entries(&cx, m.g[0].was, &f, 1, &p), RC_OK);
	assert_true(p.n == 2 && sv_is(p.entries[1].item, "四"));
	m.past.entries[m.past.n_entries++].e = p.entries[1];
	m.past.facts[m.past.n_facts++] = (struct whatif_fact){ .fact = f, .named = true, .class = SV("乙"), .item = SV("四"), .n_counted = 1 };
	assert_int_equal(whatif_ready(&cx, &a, &m.past, &m.w), RC_OK);
	assert_int_equal(whatif_run(&cx, &m.w, draft, NULL, &x), RC_OK);
	assert_int_equal(x.n_lost, 0);
	for (size_t i = 0; i < x.tables[0].n; i++) {
		const struct whatif_row *r = &x.tables[0].rows[i];
		bool his = sv_eq(r->unit->unit, m.units[2].unit);
		assert_int_equal(r->now.total.u - r->was.total.u, his ? 3 * DEC_ONE : 0);
		assert_int_equal(r->n, his ? 2 : 0);
	}
	arena_release(&a);
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
		assert_int_equal(whatif_run(&cx, &m.w, draft, NULL, &x), RC_OK);
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
	assert_int_equal(whatif_run(&cx, &m.w, draft, NULL, &x), RC_OK);
	size_t recurred = 0, marks = 0;
	for (size_t i = 0; i < x.n_lost; i++) {
		recurred += x.lost[i].why == WHATIF_NO_CLAUSE ? x.lost[i].n : 0;
		marks += x.lost[i].why == WHATIF_MARK ? x.lost[i].n : 0;
	}
	size_t had = 0, high = 0;
	for (size_t i = 0; i < m.past.n_facts; i++) {
		had += m.past.facts[i].fact.kind == FACT_RECURRED;
		high += m.past.facts[i].fact.kind == FACT_INSPECTED && m.past.facts[i].fact.value.u > 10 * DEC_ONE;
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
	assert_int_equal(whatif_run(&cx, &m.w, m.r, NULL, &x), RC_OK);
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
		cmocka_unit_test(same_rules_change_nothing), cmocka_unit_test(counts_as_composing_does),
		cmocka_unit_test(later_acts_stay_out), cmocka_unit_test(facts_of_a_lost_item_move), cmocka_unit_test(clauses_sum_to_totals), cmocka_unit_test(names_what_is_lost),
		cmocka_unit_test(sways_move_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
