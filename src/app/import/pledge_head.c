#include "app/import/pledge_head.h"

#include "base/utf8.h"
#include "core/measure.h"

enum { SEARCH_ROWS = 20, MOST_COLUMNS = 100 };

static const struct row {
	enum pledge_field field;
	const char *words;
} table[] = {
	{ PLEDGE_NO, "序号 编号 指标序号 指标编号 No. NO. No" },
	{ PLEDGE_CATEGORY, "类别 指标类别 一级指标 板块 分类 领域 指标分类 大类 工作类别" },
	{ PLEDGE_INDICATOR, "指标 指标名称 考核指标 二级指标 三级指标 主要指标 指标内容 考核内容 目标内容 目标名称 目标指标 任务指标 "
			    "考核指标名称 具体指标 目标项目 主要指标名称 目标任务 考核目标" },
	{ PLEDGE_UNIT, "责任单位 承担单位 目标责任单位 责任镇办 责任部门 单位名称 责任主体 承诺单位 立状单位 签状单位 镇办 镇 街道 乡镇 "
		       "村 单位 牵头单位 完成单位" },
	{ PLEDGE_UOM, "计量单位 度量单位 指标单位 数据单位 计算单位" },
	{ PLEDGE_WEIGHT, "权重 分值 权重分 标准分 权数 分数 赋分 考核分值 权重% 分值权重" },
	{ PLEDGE_DATA_OWNER, "数据来源 数据来源单位 数据来源部门 数据提供单位 数据提供部门 数据责任单位 牵头考核部门 考核部门 "
			     "考核责任单位 考核单位 提供部门 统计部门 数据归口部门 认定部门 认定单位 数据部门" },
	{ PLEDGE_DIRECTION, "方向 指标性质 指标属性 指标方向 正负向 正逆向" },
	{ PLEDGE_DOCUMENT, "依据 依据文件 文件依据 下达文件 文号 下达依据 目标依据" },
	{ PLEDGE_NOTE, "备注 说明 指标说明 口径 指标解释 统计口径" },
	{ PLEDGE_YEAR, "全年目标 年度目标 年度目标值 全年目标值 年度计划 全年任务 年度任务 目标值 全年 年度 全年计划 年目标 今年目标 "
		       "本年目标 年度目标数 全年目标数 年度指标 目标数 年目标值 年度目标任务数 计划数 任务数 目标" },
};

static const char *const names[PLEDGE_FIELDS] = {
	"", "source_no", "category", "indicator", "unit", "uom", "base", "base_day", "year", "q1", "q2", "q3", "q4", "weight",
	"data_owner", "direction", "document", "note"
};

const char *pledge_field_name(enum pledge_field f)
{
	return names[f];
}

const char *pledge_field_word(enum pledge_field f)
{
	static const char *const words[PLEDGE_FIELDS] = {
		"", N_("Number in the list"), N_("Category"), N_("Indicator"), N_("Unit that pledges"), N_("Unit of measure"), N_("Base"),
		N_("Base date"), N_("Target of the year"), N_("Target to the end of March"), N_("Target to the end of June"),
		N_("Target to the end of September"), N_("Target to the end of December"), N_("Weight"), N_("Department that provides the value"),
		N_("Which is better"), N_("Basis document"), N_("Note"),
	};
	return words[f];
}

/* 前三季度 holds 三季度, and 一至三季度 begins with 一: so the wider words are asked first. */
static enum pledge_field quarter_of(struct sv s)
{
	if (words_in(s, "全年累计 年末累计 年底累计 1-12月 四季度 4季度 第4季度 Q4 年末目标"))
		return PLEDGE_Q4;
	if (words_in(s, "前三季度 一至三季度 1-3季度 1-9月 1至9月 三季度 3季度 Q3"))
		return PLEDGE_Q3;
	if (words_in(s, "上半年 半年 1-6月 1至6月 二季度 2季度 Q2"))
		return PLEDGE_Q2;
	return words_in(s, "一季度 1季度 1-3月 1至3月 Q1") ? PLEDGE_Q1 : PLEDGE_NONE;
}

static struct sv without_year(struct sv s)
{
	int v, digits;
	struct sv t = s;
	if (words_eat_int(&t, &v, &digits) && digits == 4 && words_eat(&t, "年度 年"))
		return t.n ? t : s;
	return s;
}

static enum pledge_field field_of(struct sv key)
{
	struct sv s = without_year(key);
	bool past = words_in(s, "上年 去年 基数 基期 上一年"), done = words_in(s, "完成 实际 实绩 进度 执行");
	if (past && words_in(s, "日期 时间 时点"))
		return PLEDGE_BASE_DAY;
	if (past || (done && s.n < key.n && words_is(s, "完成 实际 实绩 完成数 实际完成 完成情况 实际值")))
		return PLEDGE_BASE;
	enum pledge_field q = quarter_of(key);
	if (q != PLEDGE_NONE)
		return done && !words_in(s, "目标 计划 任务") ? PLEDGE_NONE : q;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (words_is(s, table[i].words) || words_is(key, table[i].words))
			return table[i].field;
	return PLEDGE_NONE;
}

static enum pledge_field field_at(const struct header_title *t)
{
	enum pledge_field f = field_of(t->child);
	bool told = words_in(t->parent, "完成情况 实际 实绩 执行情况");
	if (told && (f == PLEDGE_YEAR || (f >= PLEDGE_Q1 && f <= PLEDGE_Q4)))
		return PLEDGE_NONE; /* what was done stands under such a head, not what is to be done */
	return f == PLEDGE_NONE && t->parent.n ? field_of(t->parent) : f;
}

/* 单位 may be who pledges or in what it is measured: the cells beneath tell. */
static bool holds_measures(struct arena *a, const struct sheet *s, int first, int col)
{
	int measures = 0, filled = 0;
	for (int r = first; r < s->g->rows && filled < 8; r++) {
		struct sv text = sheet_cell(s, r, col)->text;
		filled += text.n > 0;
		measures += text.n > 0 && measure_in(a, arena_printf(a, "(%.*s)", SV_ARG(text))).n > 0;
	}
	return filled > 0 && measures * 2 > filled;
}

static struct pledge_header map(struct arena *a, const struct sheet *s, int row, int depth)
{
	const struct header_title *t = header_titles(a, s, row, depth, NULL);
	size_t n = (size_t)s->g->cols + 1;
	bool taken[PLEDGE_FIELDS] = { false };
	struct pledge_header h = { .row = row, .depth = depth, .columns = NEW(a, struct pledge_column, n), .unmapped = NEW(a, struct sv, n) };
	for (int c = 0; c < s->g->cols; c++) {
		if (!t[c].text.n)
			continue;
		enum pledge_field f = field_at(&t[c]);
		if (f == PLEDGE_UNIT && words_is(t[c].child, "单位") && holds_measures(a, s, row + depth, c))
			f = PLEDGE_UOM;
		if (f == PLEDGE_NONE || taken[f]) {
			h.unmapped[h.n_unmapped++] = t[c].text;
			continue;
		}
		taken[f] = true;
		h.columns[h.n_columns++] = (struct pledge_column){
			.field = f, .col = c, .header = t[c].text, .uom = measure_in(a, t[c].text),
			.single = words_in(t[c].text, "当季 单季 分季"), .so_far = words_in(t[c].text, "累计 上半年 前三季度 1-6月 1-9月 季度末 季末"),
		};
	}
	return h;
}

static bool is_header(const struct pledge_header *h)
{
	int quarters = 0;
	bool indicator = false, year = false, beside = false;
	for (size_t i = 0; i < h->n_columns; i++) {
		enum pledge_field f = h->columns[i].field;
		quarters += f >= PLEDGE_Q1 && f <= PLEDGE_Q4;
		indicator |= f == PLEDGE_INDICATOR;
		year |= f == PLEDGE_YEAR;
		beside |= f == PLEDGE_BASE || f == PLEDGE_WEIGHT || f == PLEDGE_UOM || f == PLEDGE_DATA_OWNER;
	}
	return indicator && (quarters >= 2 || (year && (quarters || beside)));
}

bool pledge_header_find(struct arena *a, const struct sheet *s, struct pledge_header *ret)
{
	if (s->g->cols < 3 || s->g->cols > MOST_COLUMNS)
		return false;
	for (int r = 0; r < s->g->rows && r < SEARCH_ROWS; r++) {
		*ret = map(a, s, r, header_depth(s, r));
		if (is_header(ret))
			return true;
	}
	return false;
}
