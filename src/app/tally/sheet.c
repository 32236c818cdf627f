/* A sheet of counts or marks becomes cells: which column is whose, what each cell says, and what cannot be read. */
#include "app/tally/tally_read.h"
#include "core/words.h"

enum { SEARCH_ROWS = 20, NOTES_MAX = 50 };
enum column_what { COL_UNREAD, COL_UNIT, COL_GROUP, COL_VALUE, COL_SPOILT, COL_STANDING, COL_LEFT };

#define UNIT_WORDS "单位 述职对象 对象 县区 县(区) 区县 村 乡镇 镇办 部门 被评单位 考核单位 被考核单位 责任单位 名称 单位名称 村(社区)"
#define GROUP_WORDS "票组 组别 投票组 类别 评委类别 投票人类别 测评主体"
#define LEFT_WORDS "序号 编号 合计 总票数 票数合计 小计 备注 观摩点 意见建议 有效票 发出票 收回票 名次排序"
#define FIGURE_WORDS "实绩 数值 完成值 实际完成 完成数 满意率 满意度 得分 分数 总分 评分 指标值 数据"

struct heading {
	enum column_what what;
	struct sv head, grade, judge, group;
	struct dec place;
};

struct reading {
	struct ctx *cx;
	struct db *db;
	const struct tally_ask *ask;
	const struct grid *g;
	struct names names;
	struct heading *col;
	int head;
	size_t room;
	struct tally_sheet *s;
	struct sv *unread, *notes;
};

/* ---- the header ---------------------------------------------------------------------------------------------------- */

static struct sv clean(struct reading *r, int row, int col)
{
	return words_clean(r->cx->a, grid_at(r->g, row, col)->text);
}

static bool digits_in(struct sv s, struct sv *ret)
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

static struct heading heading_of(struct reading *r, int row, int c)
{
	const struct tally_place *p = &r->s->place;
	struct heading k = { .head = clean(r, row, c), .grade = SV(""), .judge = SV(""), .group = SV("") };
	if (words_is(k.head, UNIT_WORDS))
		k.what = COL_UNIT;
	else if (words_is(k.head, GROUP_WORDS))
		k.what = COL_GROUP;
	else if (!k.head.n || words_is(k.head, LEFT_WORDS))
		k.what = COL_LEFT;
	else if (words_is(k.head, "废票 无效票 废票数 无效票数"))
		k.what = COL_SPOILT;
	else if (words_is(k.head, "口径 性质 预计或定案 预计/定案"))
		k.what = COL_STANDING;
	else if (sv_is(p->kind, "ballot") && tally_grade_known(p, k.head)) {
		k.what = COL_VALUE;
		k.grade = k.head;
	} else if (sv_is(p->kind, "place") && place_head(k.head, &k.place))
		k.what = COL_VALUE;
	else if (sv_is(p->kind, "mark") && sv_has(k.head, SV("评委")) && digits_in(k.head, &k.judge)) {
		k.what = COL_VALUE;
		k.group = group_in(p, k.head);
	} else if (sv_is(p->kind, "mark") && r->ask->judge.n && words_is(k.head, FIGURE_WORDS)) {
		k.what = COL_VALUE;
		k.judge = r->ask->judge;
	} else if ((sv_is(p->kind, "actual") || sv_is(p->kind, "score")) &&
		   (sv_eq(k.head, p->name) || words_is(k.head, FIGURE_WORDS) || (p->item && sv_eq(k.head, p->item->name))))
		k.what = COL_VALUE;
	return k;
}

static bool map(struct reading *r, int row)
{
	int units = 0, values = 0;
	for (int c = 0; c < r->g->cols; c++) {
		r->col[c] = heading_of(r, row, c);
		if (r->col[c].what == COL_UNIT && units++)
			r->col[c].what = COL_LEFT;
		/* one judge's own sheet: its total alone counts */
		if (sv_is(r->s->place.kind, "mark") && r->ask->judge.n && words_is(r->col[c].head, "合计 总分 得分")) {
			r->col[c].what = COL_VALUE;
			r->col[c].judge = r->ask->judge;
		}
		values += r->col[c].what == COL_VALUE;
	}
	return units > 0 && values > 0;
}

static enum rc find_header(struct reading *r, const struct book *book)
{
	for (size_t i = 0; i < book->n; i++) {
		r->g = &book->sheets[i];
		if (r->g->hidden || (r->ask->sheet.n && !sv_eq(r->ask->sheet, r->g->name)) || r->g->cols > 200)
			continue;
		r->col = NEW(r->cx->a, struct heading, (size_t)r->g->cols + 1);
		for (r->head = 0; r->head < r->g->rows && r->head < SEARCH_ROWS; r->head++)
			if (map(r, r->head))
				return RC_OK;
	}
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

/* ---- cells ------------------------------------------------------------------------------------------------------------ */

static struct tally_seen *seen(struct reading *r, int row, int c)
{
	struct tally_sheet *s = r->s;
	if (s->n == r->room) {
		r->room = r->room ? r->room * 2 : 256;
		struct tally_seen *more = NEW(r->cx->a, struct tally_seen, r->room);
		if (s->n)
			memcpy(more, s->seen, s->n * sizeof(*more));
		s->seen = more;
	}
	struct tally_seen *x = &s->seen[s->n++];
	*x = (struct tally_seen){ .row = r->g->row_no[row], .col = c + 1, .unit = SV(""), .head = r->col[c].head,
				  .text = sv_trim(grid_at(r->g, row, c)->text), .why = SV("") };
	x->cell = (struct tally_cell){ .group = SV(""), .grade = SV(""), .judge = SV(""), .missing = SV("") };
	return x;
}

static void wrong(struct reading *r, struct tally_seen *x, const char *msgid)
{
	if (x->why.n)
		return;
	x->why = sv_of(tr(r->cx->lang, msgid));
	r->s->wrong++;
}

static struct sv missing_word(struct sv s)
{
	static const struct {
		const char *words, *state;
	} known[] = {
		{ "缺席 未到 请假 未评", "absent" }, { "弃权", "abstain" }, { "回避", "recused" }, { "废票 无效 作废", "spoilt" },
		{ "不适用 不考核 不涉及", "not_applicable" },
	};
	for (size_t i = 0; i < COUNT(known); i++)
		if (words_is(s, known[i].words))
			return sv_of(known[i].state);
	return SV("");
}

/* The number as stored; of a percentage what a person sees. */
static bool number_in(struct reading *r, const struct cell *c, struct dec *ret)
{
	struct sv s = words_clean(r->cx->a, c->text);
	bool percent = sv_ends(s, SV("%"));
	if (c->kind == CELL_NUMBER && !c->percent) {
		*ret = c->number;
		return true;
	}
	if (c->kind == CELL_NUMBER) {
		*ret = (struct dec){ c->number.u * 100 };
		return c->number.u < INT64_MAX / 100 && c->number.u > -INT64_MAX / 100;
	}
	(void)!words_eat(&s, "约");
	s = percent ? sv_upto(s, s.n - 1) : words_end(s, "分 票", NULL) ? sv_upto(s, s.n - 3) : s;
	return dec_parse(s, ret);
}

static void read_cell(struct reading *r, const struct cell *c, const struct heading *k, struct tally_seen *x)
{
	struct sv kind = r->s->place.kind, s = words_clean(r->cx->a, c->text);
	struct dec v = { 0 };
	bool votes = sv_is(kind, "ballot") || sv_is(kind, "place") || k->what == COL_SPOILT;
	x->cell.grade = k->grade;
	x->cell.judge = k->judge;
	x->cell.missing = k->what == COL_SPOILT ? SV("spoilt") : missing_word(s);
	if (k->what != COL_SPOILT && x->cell.missing.n)
		return;
	if (words_is(s, "√ ✓ ○ 是"))
		wrong(r, x, N_("this is a voter's own sheet; count the ballots and write numbers of votes"));
	else if (!number_in(r, c, &v))
		wrong(r, x, N_("this is no number"));
	else if (votes && (v.u < 0 || v.u % DEC_ONE || v.u / DEC_ONE > 1000000))
		wrong(r, x, N_("a number of votes is a whole number"));
	else if (sv_is(kind, "mark") && (v.u < 0 || dec_cmp(v, r->s->place.item->measure->points) > 0))
		wrong(r, x, N_("the mark lies outside the scale of the rules"));
	x->cell.votes = votes ? v.u / DEC_ONE : 0;
	x->cell.value = votes ? k->place : v;
}

static bool group_known(const struct tally_place *p, struct sv group)
{
	for (int i = 0; p->item && i < p->item->n_groups; i++)
		if (sv_eq(p->item->groups[i].name, group))
			return true;
	return !p->item || !p->item->n_groups;
}

static int column_at(const struct reading *r, enum column_what what)
{
	for (int c = 0; c < r->g->cols; c++)
		if (r->col[c].what == what)
			return c;
	return -1;
}

static enum rc read_row(struct reading *r, int row)
{
	const struct known_name *k;
	int unit_col = column_at(r, COL_UNIT), group_col = column_at(r, COL_GROUP), standing = column_at(r, COL_STANDING);
	struct sv unit = clean(r, row, unit_col), group = group_col < 0 ? r->ask->group : clean(r, row, group_col);
	if (!unit.n || words_in(unit, "合计 小计 总计 平均 备注 注: 监票 计票人"))
		return RC_OK;
	TRY(names_find(r->cx, r->db, &r->names, unit, r->g->row_no[row], &k));
	for (int c = 0; c < r->g->cols; c++) {
		const struct heading *col = &r->col[c];
		const struct cell *cell = grid_at(r->g, row, c);
		if ((col->what != COL_VALUE && col->what != COL_SPOILT) || !words_clean(r->cx->a, cell->text).n)
			continue; /* an empty cell says nothing; the value stays missing */
		struct tally_seen *x = seen(r, row, c);
		x->unit = unit;
		x->cell.unit = k->n == 1 ? k->units[0] : 0;
		x->cell.group = col->group.n ? col->group : group.p ? group : SV("");
		x->cell.estimated = standing >= 0 && words_is(clean(r, row, standing), "预计 快报 预计数 估计");
		if (!x->cell.unit)
			wrong(r, x, N_("no unit of this office is called so"));
		if (!group_known(&r->s->place, x->cell.group))
			wrong(r, x, x->cell.group.n ? N_("the rules have no such group of voters") : N_("say which group of voters this is"));
		read_cell(r, cell, col, x);
	}
	return RC_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------------- */

/* Everybody votes on everybody: a unit with more or fewer ballots than the first of its group of voters was miscounted, or some
 * abstained; a person looks. */
static void compare_sums(struct reading *r)
{
	struct tally_sheet *s = r->s;
	if (!sv_is(s->place.kind, "ballot"))
		return;
	for (size_t i = 0; i < s->n; i++) {
		int64_t mine = 0, first = 0, of = 0;
		bool begins = true;
		for (size_t k = 0; k < i; k++)
			begins &= s->seen[k].cell.unit != s->seen[i].cell.unit || !sv_eq(s->seen[k].cell.group, s->seen[i].cell.group);
		for (size_t k = 0; begins && k < s->n; k++) {
			const struct tally_cell *c = &s->seen[k].cell;
			if (!sv_eq(c->group, s->seen[i].cell.group))
				continue;
			of = of ? of : c->unit;
			mine += c->unit == s->seen[i].cell.unit ? c->votes : 0;
			first += c->unit == of ? c->votes : 0;
		}
		if (begins && mine != first && s->n_notes < NOTES_MAX)
			r->notes[s->n_notes++] = arena_printf(r->cx->a, tr(r->cx->lang, N_("%.*s has %lld ballots, the first unit of this group of voters has %lld; count once more.")),
							      SV_ARG(s->seen[i].unit), (long long)mine, (long long)first);
	}
}

enum rc tally_read(struct ctx *cx, struct db *db, const struct book *book, const struct tally_ask *ask, struct tally_sheet **ret)
{
	struct tally_sheet *s = NEW(cx->a, struct tally_sheet, 1);
	struct reading r = { .cx = cx, .db = db, .ask = ask, .s = s };
	TRY(tally_place_of(cx, ask->rule, ask->item, &s->place));
	TRY(names_open(cx, db, ask->owner, NULL, 0, &r.names));
	TRY(find_header(&r, book));
	s->unread = r.unread = NEW(cx->a, struct sv, (size_t)r.g->cols + 1);
	s->notes = r.notes = NEW(cx->a, struct sv, NOTES_MAX);
	for (int c = 0; c < r.g->cols; c++)
		if (r.col[c].what == COL_UNREAD)
			r.unread[s->n_unread++] = r.col[c].head;
	for (int row = r.head + 1; row < r.g->rows; row++)
		TRY(read_row(&r, row));
	if (s->n == 0)
		return fail(cx, RC_INVALID, "tally.empty", N_("The sheet holds no figures under its heads."));
	compare_sums(&r);
	*ret = s;
	return RC_OK;
}

struct js *tally_cells_js(struct arena *a, const struct tally_sheet *s)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < s->n; i++)
		if (!s->seen[i].why.n)
			js_push(list, tally_cell_js(a, &s->seen[i].cell));
	return list;
}
