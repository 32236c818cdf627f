/* Which column of a sheet is whose, and out of how many a mark is. */
#include "app/tally/sheet_read.h"

#include "core/words.h"

enum { SEARCH_ROWS = 20, COLS_MAX = 200 };

#define UNIT_WORDS "单位 述职对象 对象 县区 县(区) 区县 村 乡镇 镇办 部门 被评单位 考核单位 被考核单位 责任单位 名称 单位名称 村(社区)"
#define GROUP_WORDS "票组 组别 投票组 类别 评委类别 投票人类别 测评主体"
#define LEFT_WORDS "序号 编号 合计 总票数 票数合计 小计 备注 观摩点 意见建议 有效票 发出票 收回票 名次排序"
#define FIGURE_WORDS "实绩 数值 完成值 实际完成 完成数 满意率 满意度 得分 分数 总分 评分 指标值 数据"
#define JUDGE_WORDS "评委 评委编号 评委序号 评委号"

struct sv tally_cell_text(struct reading *r, int row, int col)
{
	return words_clean(r->cx->a, grid_at(r->g, row, col)->text);
}

bool tally_digits_in(struct sv s, struct sv *ret)
{
	size_t from = 0;
	while (from < s.n && (s.p[from] < '0' || s.p[from] > '9'))
		from++;
	size_t to = from;
	while (to < s.n && s.p[to] >= '0' && s.p[to] <= '9')
		to++;
	*ret = sv_make(s.p + from, to - from);
	return to > from;
}

/* A head that is merged over several rows stands in its topmost cell. */
static struct sv head_text(struct reading *r, int row, int col)
{
	struct sv s = tally_cell_text(r, row, col);
	for (size_t i = 0; !s.n && i < r->g->n_merges; i++) {
		const struct merge *m = &r->g->merges[i];
		if (m->col == col && m->last_col == col && m->row < row && row <= m->last_row)
			s = tally_cell_text(r, m->row, col);
	}
	return s;
}

/* ---- full marks ------------------------------------------------------------------------------------------------------ */

static bool full_marks(struct sv s, bool said, struct dec *ret)
{
	struct dec d;
	said |= words_eat(&s, "满分: 满分 最高");
	if (sv_ends(s, SV("分"))) {
		s = sv_upto(s, s.n - SV("分").n);
		said = true;
	}
	if (!said || !dec_parse(s, &d) || d.u <= 0)
		return false;
	*ret = d;
	return true;
}

struct sv tally_head_max(struct arena *a, struct sv head, struct dec *ret)
{
	size_t open = sv_find(head, SV("("), 0), close = open == SIZE_MAX ? SIZE_MAX : sv_find(head, SV(")"), open);
	*ret = (struct dec){ 0 };
	if (close != SIZE_MAX) {
		struct sv in = sv_make(head.p + open + 1, close - open - 1), after = sv_from(head, close + 1);
		struct sv name = arena_printf(a, "%.*s%.*s", SV_ARG(sv_upto(head, open)), SV_ARG(after)), digits;
		/* 评委(3) is a judge's number, 形象进度(25) what can be reached. */
		bool bare = !sv_has(name, SV("评委")) || tally_digits_in(name, &digits);
		return full_marks(in, bare, ret) ? name : head;
	}
	size_t at = sv_find(head, SV("满分"), 0);
	return at != SIZE_MAX && full_marks(sv_from(head, at), false, ret) ? sv_upto(head, at) : head;
}

/* Out of how many the rules take a value; 0 where they say nothing. */
struct dec tally_scale(const struct tally_place *p)
{
	const struct rule_measure *m = p->item ? p->item->measure : NULL;
	return m && (m->kind == MEASURE_MARKS || m->kind == MEASURE_DIRECT) ? m->points : (struct dec){ 0 };
}

/* 满分 in the column of the units, full marks in the others. */
static void read_full_row(struct reading *r, int row)
{
	struct dec d;
	bool is = false;
	for (int c = 0; c < r->g->cols; c++)
		is |= (r->col[c].what == COL_UNIT || r->col[c].what == COL_JUDGE) && words_is(tally_cell_text(r, row, c), TALLY_FULL_WORDS);
	for (int c = 0; is && c < r->g->cols; c++)
		if (full_marks(tally_cell_text(r, row, c), true, &d)) {
			r->col[c].max = d;
			if (r->col[c].what == COL_UNREAD && r->ask->judge.n && sv_is(r->s->place.kind, "mark"))
				r->col[c].what = COL_DIMENSION;
		}
}

static enum rc check_scale(struct reading *r)
{
	struct dec scale = tally_scale(&r->s->place), sum = { 0 }, said = { 0 };
	struct sv head = SV("");
	bool known = true, any = false;
	for (int c = 0; c < r->g->cols; c++) {
		const struct heading *k = &r->col[c];
		if (k->what == COL_VALUE && k->max.u && (!said.u || said.u == scale.u)) {
			said = k->max;
			head = k->head;
		}
		any |= k->what == COL_DIMENSION;
		known &= k->what != COL_DIMENSION || k->max.u;
		if (k->what == COL_DIMENSION && !dec_add(sum, k->max, &sum))
			known = false;
	}
	if (any && known && sum.u != scale.u)
		return fail(r->cx, RC_INVALID, "tally.scale_sum",
			    N_("The full marks in the heads add up to %.*s, the rules take marks out of %.*s: correct the sheet, or choose the right item."),
			    SV_ARG(dec_text(r->cx->a, sum)), SV_ARG(dec_text(r->cx->a, scale)));
	if (scale.u && said.u && said.u != scale.u)
		return fail(r->cx, RC_INVALID, "tally.scale",
			    N_("\"%.*s\" is marked out of %.*s, the rules take marks out of %.*s: correct the sheet, or choose the right item."),
			    SV_ARG(head), SV_ARG(dec_text(r->cx->a, said)), SV_ARG(dec_text(r->cx->a, scale)));
	return RC_OK;
}

/* ---- columns ---------------------------------------------------------------------------------------------------------- */

/* 第3名 */
static bool place_head(struct sv s, struct dec *ret)
{
	int v, digits;
	if (!words_eat(&s, "第") || !words_eat_int(&s, &v, &digits) || !words_is(s, "名") || v < 1)
		return false;
	*ret = (struct dec){ v * DEC_ONE };
	return true;
}

/* 领导3号评委: the class in front of the number, where the rules have it. */
static struct sv group_in(const struct tally_place *p, struct sv head)
{
	for (int i = 0; p->item && i < p->item->n_groups; i++)
		if (sv_has(head, p->item->groups[i].name))
			return p->item->groups[i].name;
	return SV("");
}

static bool figure_head(const struct tally_place *p, struct sv name)
{
	return sv_eq(name, p->name) || words_is(name, FIGURE_WORDS) || (p->item && sv_eq(name, p->item->name));
}

/* 村集体经济收入(万元): without what it is measured in. */
static struct sv without_bracket(struct sv head)
{
	size_t open = sv_find(head, SV("("), 0);
	return open == SIZE_MAX ? head : sv_upto(head, open);
}

/* What of a head is told apart by the kind of what was counted. */
static void value_head(struct reading *r, struct heading *k, struct sv name)
{
	const struct tally_place *p = &r->s->place;
	bool mark = sv_is(p->kind, "mark"), own = mark && r->ask->judge.n;
	if (sv_is(p->kind, "ballot") && tally_grade_known(p, name)) {
		k->what = COL_VALUE;
		k->grade = name;
	} else if (sv_is(p->kind, "place") && place_head(name, &k->place)) {
		k->what = COL_VALUE;
	} else if (mark && sv_has(name, SV("评委")) && tally_digits_in(name, &k->judge)) {
		k->what = COL_VALUE;
		k->group = group_in(p, name);
	} else if (own && (words_is(name, "合计") || figure_head(p, name))) {
		k->what = COL_VALUE; /* one judge's own sheet: its total counts */
		k->judge = r->ask->judge;
	} else if (own && k->max.u) {
		k->what = COL_DIMENSION;
	} else if ((sv_is(p->kind, "actual") || sv_is(p->kind, "score")) &&
		   (figure_head(p, name) || figure_head(p, k->head) || figure_head(p, without_bracket(k->head)))) {
		k->what = COL_VALUE;
	}
}

static struct heading heading_of(struct reading *r, int row, int c)
{
	struct heading k = { .head = head_text(r, row, c), .grade = SV(""), .judge = SV(""), .group = SV("") };
	struct sv name = tally_head_max(r->cx->a, k.head, &k.max);
	bool own_total = sv_is(r->s->place.kind, "mark") && r->ask->judge.n && words_is(name, "合计");
	if (words_is(k.head, UNIT_WORDS))
		k.what = COL_UNIT;
	else if (words_is(name, GROUP_WORDS))
		k.what = COL_GROUP;
	else if (!own_total && (!name.n || words_is(name, LEFT_WORDS)))
		k.what = COL_LEFT;
	else if (words_is(name, "废票 无效票 废票数 无效票数"))
		k.what = COL_SPOILT;
	else if (words_is(name, "口径 性质 预计或定案 预计/定案"))
		k.what = COL_STANDING;
	else
		value_head(r, &k, name);
	return k;
}

static bool map(struct reading *r, int row)
{
	int units = 0, values = 0, totals = 0;
	for (int c = 0; c < r->g->cols; c++) {
		struct heading *k = &r->col[c];
		*k = heading_of(r, row, c);
		if (k->what == COL_UNIT && units++)
			k->what = COL_LEFT;
		/* 合计 and 得分 side by side: one of them is the mark */
		if (k->what == COL_VALUE && r->ask->judge.n && sv_eq(k->judge, r->ask->judge) && totals++)
			k->what = COL_LEFT;
	}
	if (row + 1 < r->g->rows)
		read_full_row(r, row + 1);
	for (int c = 0; c < r->g->cols; c++)
		values += r->col[c].what == COL_VALUE || r->col[c].what == COL_DIMENSION;
	return units > 0 && values > 0;
}

/* One row a judge: 评委, then a column for each unit. */
static enum rc map_by_judge(struct reading *r, int row, bool *ret)
{
	int judges = 0, known = 0;
	for (int c = 0; c < r->g->cols; c++) {
		const struct known_name *name;
		struct heading *k = &r->col[c];
		*k = (struct heading){ .head = head_text(r, row, c), .grade = SV(""), .judge = SV(""), .group = SV("") };
		struct sv unit = tally_head_max(r->cx->a, k->head, &k->max);
		k->what = words_is(unit, JUDGE_WORDS) ? COL_JUDGE : words_is(unit, GROUP_WORDS) ? COL_GROUP :
			  !unit.n || words_is(unit, LEFT_WORDS) ? COL_LEFT : COL_VALUE;
		judges += k->what == COL_JUDGE;
		if (k->what != COL_VALUE)
			continue;
		TRY(names_find(r->cx, r->db, &r->names, unit, r->g->row_no[row], &name));
		k->unit = name->n == 1 ? name->units[0] : 0;
		known += k->unit != 0;
	}
	if (row + 1 < r->g->rows)
		read_full_row(r, row + 1);
	*ret = judges == 1 && known > 0;
	return RC_OK;
}

static enum rc no_header(struct reading *r)
{
	static const struct {
		const char *kind, *wants;
	} wants[] = {
		{ "ballot", N_("one column for each grade of the rules, with the number of votes") },
		{ "place", N_("columns 第1名, 第2名 …, with the number of votes") },
		{ "mark", N_("columns 评委1, 评委2 …; or, with the number of the judge, a column 合计") },
		{ "actual", N_("a column called as the item, or 实绩") }, { "score", N_("a column called 得分") },
	};
	const char *w = wants[0].wants;
	for (size_t i = 0; i < COUNT(wants); i++)
		if (sv_is(r->s->place.kind, wants[i].kind))
			w = wants[i].wants;
	return fail(r->cx, RC_INVALID, "tally.header", N_("No sheet has a column of units (单位) and %s."), tr(r->cx->lang, w));
}

static enum rc find(struct reading *r, const struct book *book, bool by_judge, bool *ret)
{
	r->by_judge = by_judge;
	for (size_t i = 0; i < book->n; i++) {
		r->g = &book->sheets[i];
		if (r->g->hidden || (r->ask->sheet.n && !sv_eq(r->ask->sheet, r->g->name)) || r->g->cols > COLS_MAX)
			continue;
		r->col = NEW(r->cx->a, struct heading, (size_t)r->g->cols + 1);
		for (r->head = 0; r->head < r->g->rows && r->head < SEARCH_ROWS; r->head++) {
			if (by_judge)
				TRY(map_by_judge(r, r->head, ret));
			else
				*ret = map(r, r->head);
			if (*ret)
				return RC_OK;
		}
	}
	return RC_OK;
}

enum rc tally_find_header(struct reading *r, const struct book *book)
{
	bool found = false;
	TRY(find(r, book, false, &found));
	if (!found && sv_is(r->s->place.kind, "mark"))
		TRY(find(r, book, true, &found));
	if (!found)
		return no_header(r);
	r->s->sheet = r->g->name;
	r->s->by_judge = r->by_judge;
	return check_scale(r);
}
