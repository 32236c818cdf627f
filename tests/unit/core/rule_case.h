/* Runs text cases that an office clerk can read: tests/cases/rule and tests/cases/board.  A case is a file of
 * sections that begin with "== ":
 *
 *   == 规则 (or 规则文件: a path)   the rule                == 期间   one period a line: 2022-03-01
 * 2022-03-31
 *   == 单位   name [序N] [上期N] [未整改X月]… [免评 文号 原因]   == 已发布  rankings sent out this year
 *   == 事实   id unit 种类 date [协办] [得分=] [项目=|范围=] [记录=]; the id m×410 makes m1 … m410
 *   == 撤销   fact date: takes its entries back
 *   == 条款   instead of 规则: clauses alone, under a head and above a total that name nothing in particular
 *   == 输入   name unit 实绩|目标|序时|得分|评分|名次|票|缺席|弃权|回避|废票|不适用 value [评委=] [组=] [票=] [期=] [日=] [预计] [记录=]
 *             票 takes 优秀×20, 名次 takes 1×11          == 序时   how far the year is, in percent
 *
 * and what must come out, compared byte for byte: 规范文本, 英文, 错误, 提示, 分录, 未计, 明细, 得分, 榜, 除外, 评委.
 * With BIXUE_SHOW=1 in the environment what came out is printed. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* base/err.h has its own */

#include "base/buf.h"
#include "core/board_bands.h"
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_print.h"
#include "core/rule_words.h"

static int case_faulty; /* the run goes on, so that all differences are seen at once */
#define CASE_FAIL(...)                                                                                       \
	do {                                                                                                 \
		fprintf(stderr, __VA_ARGS__);                                                                \
		_fail(__FILE__, __LINE__);                                                                   \
	} while (0)

enum { CASE_MAX = 2048 };

struct rule_case {
	struct arena a;
	struct ctx cx;
	struct sv text;
	const char *file;
	struct rule *r;
	struct rule_fact facts[CASE_MAX];
	size_t n_facts;
	struct board_unit units[CASE_MAX];
	struct sv unit_ids[CASE_MAX];
	size_t n_units;
	struct rule_input inputs[CASE_MAX];
	size_t n_inputs;
	struct dec progress;
	struct rule_proposal proposal;
	struct rule_entry entries[CASE_MAX];
	size_t n_entries;
	struct buf lines, totals, board, left, jury;
};

static struct sv case_read(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		CASE_FAIL("cannot open %s (run from the top of the tree)", path);
	char *p = arena_alloc(a, 1 << 20, 1, 1);
	size_t n = fread(p, 1, 1 << 20, f);
	fclose(f);
	return sv_make(p, n);
}

static bool case_section(struct rule_case *c, const char *name, struct sv *ret)
{
	struct sv head = arena_printf(&c->a, "== %s\n", name);
	size_t at =
		sv_starts(c->text, head) ? 0 : sv_find(c->text, arena_printf(&c->a, "\n== %s\n", name), 0);
	if (at == SIZE_MAX)
		return false;
	size_t from = at + head.n + (at != 0), to = sv_find(c->text, SV("\n== "), from - 1);
	*ret = sv_make(c->text.p + from, (to == SIZE_MAX ? c->text.n : to > from ? to + 1 : from) - from);
	return true;
}

static struct sv case_word(struct sv *s)
{
	*s = sv_trim(*s);
	size_t at = sv_find(*s, SV(" "), 0);
	struct sv w = sv_upto(*s, at == SIZE_MAX ? s->n : at);
	*s = sv_from(*s, w.n);
	return w;
}

static bool case_option(struct sv w, const char *name, struct sv *ret)
{
	if (!sv_starts(w, sv_of(name)))
		return false;
	*ret = sv_from(w, strlen(name));
	return true;
}

static void case_unit(struct rule_case *c, struct sv s)
{
	struct board_unit *u = &c->units[c->n_units];
	struct sv w, v;
	u->unit = case_word(&s);
	c->unit_ids[c->n_units++] = u->unit;
	u->unrepaired = NEW(&c->a, struct sv, 12);
	while ((w = case_word(&s)).n) {
		int64_t i = 0;
		if (case_option(w, "序", &v) && sv_int(v, &i))
			u->order = i;
		else if (case_option(w, "上期", &v) && sv_int(v, &i))
			u->previous = (int)i;
		else if (case_option(w, "未整改", &v))
			u->unrepaired[u->n_unrepaired++] = v;
		else if (case_option(w, "连末", &v) && sv_int(v, &i))
			u->last_before = (int)i;
		else if (case_option(w, "人数", &v) && sv_int(v, &i))
			u->staff = (int)i;
		else if (case_option(w, "荣誉", &v)) {
			if (!u->honours)
				u->honours = NEW(&c->a, struct sv, 4);
			u->honours[u->n_honours++] = v;
		} else if (sv_is(w, "免评")) {
			u->exempt_no = case_word(&s);
			u->exempt_why = case_word(&s);
		} else
			CASE_FAIL("%s: what is “%.*s”?", c->file, SV_ARG(w));
	}
}

static void case_fact(struct rule_case *c, struct sv s)
{
	struct rule_fact *f = &c->facts[c->n_facts++];
	struct sv w, v;
	f->id = case_word(&s);
	f->unit = case_word(&s);
	struct rule_cur kind = {case_word(&s), {1, 1}};
	f->kind = sv_is(kind.s, "否决认定") ? FACT_VETO : rule_fact_eat(&kind);
	assert_int_not_equal(f->kind, FACT_NONE);
	assert_true(day_parse(case_word(&s), &f->day));
	size_t times = sv_find(f->id, SV("×"), 0);
	int64_t many = 1;
	struct sv stem = f->id;
	if (times != SIZE_MAX) {
		stem = sv_upto(f->id, times);
		assert_true(sv_int(sv_from(f->id, times + 2), &many) &&
			    many <= (int64_t)(CASE_MAX - c->n_facts));
	}
	while ((w = case_word(&s)).n)
		if (sv_is(w, "协办"))
			f->role = ROLE_ASSIST;
		else if (case_option(w, "得分=", &v))
			assert_true(dec_parse(v, &f->value));
		else if (case_option(w, "份额=", &v))
			assert_true(dec_parse(v, &f->share));
		else if (!case_option(w, "项目=", &f->topic) && !case_option(w, "范围=", &f->topic) &&
			 !case_option(w, "记录=", &f->record))
			CASE_FAIL("%s: what is “%.*s”?", c->file, SV_ARG(w));
	for (int64_t i = 1; times != SIZE_MAX && i <= many; i++) {
		struct rule_fact *g = i == 1 ? f : &c->facts[c->n_facts++];
		*g = *f;
		g->id = arena_printf(&c->a, "%.*s%lld", SV_ARG(stem), (long long)i);
	}
}

/* 优秀×20, 1×11: what stands before × and how many */
static struct sv case_times(struct sv w, int64_t *many)
{
	size_t at = sv_find(w, SV("×"), 0);
	*many = 1;
	if (at == SIZE_MAX)
		return w;
	assert_true(sv_int(sv_from(w, at + 2), many));
	return sv_upto(w, at);
}

static void case_input(struct rule_case *c, struct sv s)
{
	static const char *const nulls[] = {"", "缺席", "弃权", "回避", "废票", "不适用"};
	struct rule_input *in = &c->inputs[c->n_inputs++];
	struct sv w, v, kind;
	int64_t i = 0;
	in->name = case_word(&s);
	in->unit = case_word(&s);
	kind = case_word(&s);
	in->kind = INPUT_STATE;
	for (int k = 1; k < 6; k++)
		if (sv_is(kind, nulls[k]))
			in->null = (enum rule_input_null)k;
	for (int k = 0; k < INPUT_STATE; k++)
		if (sv_is(kind, input_kind_name((enum rule_input_kind)k, LANG_ZH)))
			in->kind = (enum rule_input_kind)k;
	assert_true(in->null != NULL_NONE || in->kind != INPUT_STATE);
	if (in->kind != INPUT_STATE) {
		v = case_times(case_word(&s), &in->count);
		if (in->kind == INPUT_BALLOT)
			in->grade = v;
		else
			assert_true(dec_parse(v, &in->value));
	}
	while ((w = case_word(&s)).n)
		if (case_option(w, "期=", &v) && sv_int(v, &i))
			in->period = (int)i;
		else if (sv_is(w, "预计"))
			in->estimated = true;
		else if (case_option(w, "日=", &v))
			assert_true(day_parse(v, &in->day));
		else if (!case_option(w, "评委=", &in->judge) && !case_option(w, "组=", &in->group) &&
			 !case_option(w, "指标=", &in->class) && !case_option(w, "记录=", &in->record))
			CASE_FAIL("%s: what is “%.*s”?", c->file, SV_ARG(w));
}

static void case_each(struct rule_case *c, const char *name, void (*fn)(struct rule_case *, struct sv))
{
	struct sv s, line;
	if (!case_section(c, name, &s))
		return;
	while (s.n && sv_split(&s, '\n', &line))
		if (sv_trim(line).n && line.p[0] != '#')
			fn(c, line);
}

static void case_reverse(struct rule_case *c, struct sv s)
{
	struct sv fact = case_word(&s);
	struct day day;
	assert_true(day_parse(case_word(&s), &day));
	size_t n = c->n_entries;
	for (size_t i = 0; i < n; i++)
		if (sv_eq(c->entries[i].fact, fact) && !c->entries[i].reverses.n) {
			struct rule_entry e = rule_reversal(&c->a, &c->entries[i], day);
			e.id = arena_printf(&c->a, "x%.*s", SV_ARG(c->entries[i].id));
			c->entries[c->n_entries++] = e;
		}
	assert_true(c->n_entries > n);
}

static void case_compare(struct rule_case *c, const char *name, struct sv got)
{
	struct sv want;
	if (getenv("BIXUE_SHOW"))
		printf("---- %s == %s\n%.*s", c->file, name, SV_ARG(got));
	if (!case_section(c, name, &want))
		return;
	got = sv_trim(got);
	want = sv_trim(want);
	if (sv_eq(got, want))
		return;
	case_faulty++;
	fprintf(stderr, "%s, section %s\n--- wanted\n%.*s\n--- came out\n%.*s\n", c->file, name, SV_ARG(want),
		SV_ARG(got));
}

static void case_entries(struct rule_case *c)
{
	struct buf b = buf_new(&c->a, 1 << 20);
	for (size_t i = 0; i < c->proposal.n; i++) {
		struct rule_entry *e = &c->proposal.entries[i];
		e->id = arena_printf(&c->a, "e%lld", (long long)i + 1);
		c->entries[c->n_entries++] = *e;
		buf_printf(&b, "%.*s | %.*s | %.*s | %s | %.*s | 事实%.*s%s\n", SV_ARG(e->unit),
			   SV_ARG(e->class), SV_ARG(e->item), fact_word(e->kind)->zh, SV_ARG(e->arithmetic),
			   SV_ARG(e->fact), e->manual ? " | 须复核" : "");
	}
	case_compare(c, "分录", buf_sv(&b));
	b = buf_new(&c->a, 1 << 20);
	for (size_t i = 0; i < c->proposal.n_unheard; i++)
		buf_printf(&b, "事实%.*s %s\n", SV_ARG(c->proposal.unheard[i].fact->id),
			   rule_unheard_name(c->proposal.unheard[i].why));
	case_compare(c, "未计", buf_sv(&b));
}

static void case_score(struct rule_case *c, const struct unit_score *s)
{
	static const char *const stage[STAGE_COUNT_] = {
		"基础分",   "计分",	    "加倍",	    "平均",	"比率",
		"封顶",	    "指标加分封顶", "指标扣分封顶", "指标最高", "指标最低",
		"加分封顶", "扣分封顶",	    "总分最高",	    "总分最低", "总分取整",
		"结转",	    "计量",	    "分摊",	    "独项加倍", "加分不予",
		"权重",	    "总分分摊",	    "部分"};
	struct dec sum = {0};
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct score_line *l = &s->lines[i];
		struct dec part = {0};
		assert_true(dec_add(sum, l->points, &sum));
		buf_printf(&c->lines, "%.*s | %.*s | %.*s | %s | %.*s | %.*s", SV_ARG(s->unit),
			   SV_ARG(l->class ? l->class->name : SV("")),
			   SV_ARG(l->item ? l->item->name : l->part ? l->part->name : SV("")),
			   l->stage == STAGE_ENTRIES ? fact_word(l->line->fact)->zh : stage[l->stage],
			   SV_ARG(rule_signed(&c->a, l->points)), SV_ARG(l->arithmetic));
		for (size_t k = 0; k < l->n_entries; k++) {
			assert_true(dec_add(part, l->entries[k]->points, &part));
			buf_printf(&c->lines, "%s%s%.*s", k ? " " : " | 事实",
				   l->entries[k]->reverses.n ? "撤" : "", SV_ARG(l->entries[k]->fact));
		}
		if (l->stage == STAGE_ENTRIES)
			assert_int_equal(part.u, l->points.u);
		for (size_t k = 0, any = 0; k < l->n_inputs; k++)
			if (l->inputs[k]->record.n)
				buf_printf(&c->lines, "%s%.*s", any++ ? " " : " | 记录", SV_ARG(l->inputs[k]->record));
		buf_puts(&c->lines, "\n");
	}
	assert_int_equal(sum.u, s->total.u); /* lines sum exactly to the total */
	buf_printf(&c->totals, "%.*s %.*s（基础%.*s 加分%.*s 扣分%.*s）%.*s%s%s%s", SV_ARG(s->unit),
		   SV_ARG(dec_fixed(&c->a, s->total, 2)), SV_ARG(dec_text(&c->a, s->base)),
		   SV_ARG(dec_text(&c->a, s->plus)), SV_ARG(dec_text(&c->a, s->minus)), SV_ARG(s->arithmetic),
		   s->unranked ? " 不排名" : "", s->estimated ? " 含预计" : "", s->partial ? " 有缺" : "");
	for (size_t i = 0; i < s->n_gaps; i++)
		buf_printf(&c->totals, " 缺%.*s", SV_ARG(s->gaps[i].item ? s->gaps[i].item->name : s->gaps[i].part->name));
	buf_puts(&c->totals, "\n");
}

static void case_yields(struct rule_case *c, const struct board *b, const struct board_row *r)
{
	static const char *const lamps[] = {"", " 绿灯", " 黄灯", " 红灯"};
	if (r->rank.decided_by)
		buf_printf(&c->board, " 比到第%d项", r->rank.decided_by);
	buf_puts(&c->board, r->draw ? " 待抽签" : "");
	if (r->band.first)
		buf_printf(&c->board, " 区间%d—%d", r->band.first, r->band.last);
	if (r->band.alike && b->rule->tied != TIED_PLAIN)
		buf_printf(&c->board, " 另有%d家分不出先后", r->band.alike);
	if (r->band.tier)
		buf_printf(&c->board, " 第%d梯队", r->band.tier);
	if (r->grade >= 0)
		buf_printf(&c->board, " %.*s", SV_ARG(b->rule->grades[r->grade].name));
	if (b->rule->stars)
		buf_printf(&c->board, " %d星", r->stars);
	buf_puts(&c->board, lamps[r->light]);
	if (r->step.n)
		buf_printf(&c->board, " 连续%d次末位：%.*s", r->last_times, SV_ARG(r->step));
	if (b->rule->n_staff)
		buf_printf(&c->board, " 评优%.*s%%=%d人", SV_ARG(dec_text(&c->a, r->staff_percent)), r->staff_seats);
}

static void case_board(struct rule_case *c, const struct board *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct board_row *r = &b->rows[i];
		const struct rank_row *k = &r->rank;
		if (k->unranked)
			buf_puts(&c->board, "不排名");
		else if (k->place)
			buf_printf(&c->board, "%d%s", k->place, k->tied ? "=" : "");
		else
			buf_puts(&c->board, "并列");
		buf_printf(&c->board, " %.*s %.*s", SV_ARG(k->unit), SV_ARG(dec_fixed(&c->a, k->score, 2)));
		if (k->moved)
			buf_printf(&c->board, k->gained ? " %s%d" : " 平", k->gained > 0 ? "↑" : "↓",
				   abs(k->gained));
		buf_puts(&c->board, r->side == SIDE_RED ? " 红" : r->side == SIDE_BLACK ? " 黑" : "");
		buf_puts(&c->board, r->both ? " 两榜重合不列" : "");
		buf_puts(&c->board, r->mover ? " 进步" : "");
		case_yields(c, b, r);
		for (size_t m = 0; r->still && m < r->unit->n_unrepaired; m++)
			buf_printf(&c->board, " 未整改%.*s", SV_ARG(r->unit->unrepaired[m]));
		buf_printf(&c->board, "%s%.*s\n", r->reason.n ? " " : "", SV_ARG(r->reason));
	}
	for (size_t i = 0; i < b->n_exempt; i++)
		buf_printf(&c->board, "不参评 %.*s %.*s %.*s\n", SV_ARG(b->exempt[i]->unit),
			   SV_ARG(b->exempt[i]->exempt_no), SV_ARG(b->exempt[i]->exempt_why));
	static const char *const state[] = {"不计排名通报", "未超上限", "本年最后一次", "须有依据"};
	buf_printf(&c->board, "红%d 黑%d 中位%.*s %s\n", b->n_red, b->n_black,
		   SV_ARG(dec_fixed(&c->a, b->median, 2)), state[b->circular]);
	if (b->bands != BANDS_NOT_ASKED && b->bands != BANDS_GIVEN)
		buf_printf(&c->board, "无名次区间：%s\n", board_bands_none(b->bands));
}

/* Panel by panel: its parts, then its jurors with what is said of them. */
static void case_jury(struct rule_case *c, const struct rule_columns *cols)
{
	struct jury jury;
	rule_jury(&c->a, cols, &jury);
	for (size_t p = 0; p < jury.n; p++) {
		const struct jury_panel *x = &jury.panels[p];
		buf_printf(&c->jury, "%.*s%s%.*s ", SV_ARG(x->item->name), x->group.n ? " " : "", SV_ARG(x->group));
		if (x->unnamed) {
			buf_puts(&c->jury, "评委不明\n");
			continue;
		}
		buf_printf(&c->jury, "%s %.*s 宽严%.*s至%.*s\n", x->parts > 1 ? "不连通" : "连通",
			   SV_ARG(jury_parts_text(&c->a, x, cols->units, cols->n_units)), SV_ARG(rule_signed(&c->a, x->strictest)),
			   SV_ARG(rule_signed(&c->a, x->mildest)));
		for (size_t i = 0; i < x->n; i++) {
			const struct jury_judge *j = &x->judges[i];
			buf_printf(&c->jury, "  %.*s %zu分 %.*s%s%s", SV_ARG(j->number), j->n,
				   SV_ARG(j->shared ? rule_signed(&c->a, j->lenient) : SV("—")), j->flat ? " 不分高下" : "",
				   j->contrary ? " 与众相反" : "");
			if (j->same_as >= 0)
				buf_printf(&c->jury, " 与%.*s全同", SV_ARG(x->judges[j->same_as].number));
			buf_puts(&c->jury, "\n");
		}
	}
}

static void case_faults(struct rule_case *c, struct buf *b)
{
	for (struct fault *f = c->cx.faults; f; f = f->next)
		buf_printf(b, "%s %.*s\n", f->field, SV_ARG(f->text));
}

/* Where a test asks something of its own of every case's facts, as soon as they are read. */
static void (*case_probe)(struct rule_case *c, const struct score_facts *f);

/* Same texts in both languages, however often they are read and printed. */
static void case_stable(struct rule_case *c)
{
	struct sv zh = rule_print(&c->a, c->r, LANG_ZH), en = rule_print(&c->a, c->r, LANG_EN);
	struct rule *again;
	assert_int_equal(rule_parse(&c->cx, zh, &again), RC_OK);
	assert_true(sv_eq(rule_print(&c->a, again, LANG_ZH), zh));
	assert_int_equal(rule_parse(&c->cx, en, &again), RC_OK);
	assert_true(sv_eq(rule_print(&c->a, again, LANG_ZH), zh));
	assert_true(sv_eq(rule_print(&c->a, again, LANG_EN), en));
	case_compare(c, "规范文本", zh);
	case_compare(c, "英文", en);
	struct buf b = buf_new(&c->a, 1 << 16);
	for (struct rule_advice *v = rule_lint(&c->cx, c->r); v; v = v->next)
		buf_printf(&b, "%d:%d %.*s\n", v->at.line, v->at.col, SV_ARG(v->text));
	case_compare(c, "提示", buf_sv(&b));
}

static void case_period(struct rule_case *c, struct sv s)
{
	struct score_period p;
	struct score_sheet sheet;
	struct board board;
	struct sv many, published = SV("0");
	int64_t sent = 0;
	assert_true(day_parse(case_word(&s), &p.from) && day_parse(case_word(&s), &p.to));
	if (case_section(c, "期间", &many) && sv_find(sv_trim(many), SV("\n"), 0) != SIZE_MAX) {
		buf_printf(&c->lines, "%.*s：\n", SV_ARG(day_text(&c->a, p.from)));
		buf_printf(&c->totals, "%.*s：\n", SV_ARG(day_text(&c->a, p.from)));
		buf_printf(&c->board, "%.*s：\n", SV_ARG(day_text(&c->a, p.from)));
	}
	struct buf b = buf_new(&c->a, 1 << 16);
	const struct score_facts f = {.period = p, .units = c->unit_ids, .n_units = c->n_units, .entries = c->entries,
				      .n_entries = c->n_entries, .inputs = c->inputs, .n_inputs = c->n_inputs, .progress = c->progress};
	if (case_probe)
		case_probe(c, &f);
	enum rc rc = rule_score(&c->cx, c->r, &f, &sheet);
	if (rc == RC_OK) {
		for (size_t i = 0; i < sheet.n; i++)
			case_score(c, &sheet.scores[i]);
		for (size_t i = 0; i < sheet.n_left_out; i++)
			buf_printf(&c->left, "%.*s %s\n", SV_ARG(sheet.left_out[i].entry->id),
				   score_left_out_name(sheet.left_out[i].why));
		for (size_t i = 0; sheet.columns && i < sheet.columns->n_left_out; i++) {
			const struct rule_left *o = &sheet.columns->left_out[i];
			buf_printf(&c->left, "%.*s %.*s %s %s\n", SV_ARG(o->input->unit), SV_ARG(o->input->name),
				   input_kind_name(o->input->kind, LANG_ZH), input_out_name(o->why));
		}
		case_section(c, "已发布", &published);
		assert_true(sv_int(sv_trim(published), &sent));
		rc = board_compose(&c->cx, &sheet, c->units, c->n_units, (int)sent, &board);
		if (rc == RC_OK)
			rc = board_bands(&c->cx, &f, &sheet, &board);
		if (sheet.columns)
			case_jury(c, sheet.columns);
	}
	if (rc == RC_OK)
		case_board(c, &board);
	case_faults(c, &b);
	case_compare(c, "错误", buf_sv(&b));
	assert_true(rc == RC_OK || b.n);
}

/* Clauses alone stand under a plain head; a total comes if they bring none. */
static struct sv case_clauses(struct rule_case *c, struct sv clauses)
{
	static const char head[] = "比学规则：2\n名称：例\n版本：1\n生效：2015-01-01\n依据：甲督〔2015〕1号\n对象：乡镇\n周期：年\n公布范围：领导\n"
				   "名次显示：名次\n排名通报上限：每年1次\n";
	struct sv assist = SV("协办计分：0%\n");
	if (sv_starts(clauses, SV("协办计分")) || sv_starts(clauses, SV("周期")))
		assist = sv_starts(clauses, SV("协办计分")) ? SV("") : assist;
	return arena_printf(&c->a, "%s%.*s%.*s\n%s", head, SV_ARG(assist), SV_ARG(clauses),
			    sv_find(clauses, SV("汇总："), 0) == SIZE_MAX ? "汇总：\n" : "");
}

static void case_run_text(const char *name, struct sv text_of_case);

static void case_run(const char *dir, const char *name)
{
	struct arena a;
	arena_init(&a, (size_t)8 << 20);
	case_run_text(name, case_read(&a, arena_printf(&a, "%s/%s", dir, name).p));
	arena_release(&a);
}

static void case_run_text(const char *name, struct sv text_of_case)
{
	struct rule_case *c = test_calloc(1, sizeof(*c));
	struct sv text, file, want;
	arena_init(&c->a, (size_t)64 << 20);
	ctx_init(&c->cx, &c->a, 0, LANG_EN);
	c->file = name;
	c->text = text_of_case;
	if (case_section(c, "规则文件", &file))
		text = case_read(&c->a, arena_cstr(&c->a, sv_trim(file)));
	else if (case_section(c, "条款", &text))
		text = case_clauses(c, text);
	else if (!case_section(c, "规则", &text))
		CASE_FAIL("%s: no rule", name);
	struct buf b = buf_new(&c->a, 1 << 16);
	enum rc rc = rule_parse(&c->cx, text, &c->r);
	if (rc == RC_OK) {
		case_stable(c);
		case_each(c, "单位", case_unit);
		case_each(c, "事实", case_fact);
		case_each(c, "输入", case_input);
		if (case_section(c, "序时", &want))
			assert_true(dec_parse(sv_trim(want), &c->progress));
		rc = rule_entries(&c->cx, c->r, c->facts, c->n_facts, &c->proposal);
	}
	case_faults(c, &b);
	if (rc != RC_OK) {
		if (!case_section(c, "错误", &want)) {
			case_faulty++;
			fprintf(stderr, "%s is refused:\n%.*s", name, SV_ARG(buf_sv(&b)));
		}
		case_compare(c, "错误", buf_sv(&b));
	} else {
		case_entries(c);
		case_each(c, "撤销", case_reverse);
		c->lines = c->totals = c->board = c->left = c->jury = buf_new(&c->a, 1 << 20);
		if (case_section(c, "期间", &want))
			case_each(c, "期间", case_period);
		else
			case_period(c, SV("2023-01-01 2023-12-31"));
		case_compare(c, "明细", buf_sv(&c->lines));
		case_compare(c, "得分", buf_sv(&c->totals));
		case_compare(c, "榜", buf_sv(&c->board));
		case_compare(c, "除外", buf_sv(&c->left));
		case_compare(c, "评委", buf_sv(&c->jury));
	}
	arena_release(&c->a);
	test_free(c);
}

static __attribute__((unused)) void case_run_all(const char *dir)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort), ran = 0;
	if (n < 0)
		CASE_FAIL("cannot list %s (run from the top of the tree)", dir);
	for (int i = 0; i < n; i++) {
		if (sv_ends(sv_of(names[i]->d_name), SV(".case"))) {
			case_run(dir, names[i]->d_name);
			ran++;
		}
		free(names[i]);
	}
	free(names);
	assert_true(ran > 0);
	assert_int_equal(case_faulty, 0);
	printf("%d cases of %s\n", ran, dir);
}

/* The fenced examples of the manual are cases like any other: ```比学例 R9 … ``` */
static __attribute__((unused)) int case_run_manual(const char *path)
{
	struct arena a;
	arena_init(&a, (size_t)8 << 20);
	struct sv text = case_read(&a, path), fence = SV("```比学例 ");
	int ran = 0;
	for (size_t at = 0; (at = sv_find(text, fence, at)) != SIZE_MAX; ran++) {
		size_t line = sv_find(text, SV("\n"), at), end = sv_find(text, SV("```"), line);
		assert_true(end != SIZE_MAX);
		struct sv name = sv_make(text.p + at + fence.n, line - at - fence.n);
		case_run_text(arena_cstr(&a, name), sv_make(text.p + line + 1, end - line - 1));
		at = end + 3;
	}
	arena_release(&a);
	assert_int_equal(case_faulty, 0);
	return ran;
}
