#include "core/quantity.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"

/* ---- percentages ---------------------------------------------------------------------------------- */

/* The whole text as a bare number. */
static bool bare_number(struct sv clean, struct dec *ret)
{
	bool neg = words_eat(&clean, "-");
	size_t n = clean.n && clean.p[0] >= '0' && clean.p[0] <= '9' ? number_take(clean, ret) : 0;
	if (!n || n != clean.n)
		return false;
	if (neg)
		ret->u = -ret->u;
	return true;
}

void percent_column_add(struct percent_column *col, struct arena *a, struct sv text)
{
	struct dec v;
	if (!bare_number(words_clean(a, text), &v) || v.u <= 0)
		return;
	if (v.u < DEC_ONE)
		col->below++;
	else if (v.u == DEC_ONE)
		col->one++;
	else if (v.u <= 2 * DEC_ONE)
		col->above++;
	else
		col->far++;
}

/* A bare number by the company it keeps: 0.8 among fractions is 80 %, 80 among percentages is 80 %. */
static struct percent percent_bare(struct dec v, const struct percent_column *col)
{
	struct percent r = { .verdict = VERDICT_CLEAR, .value = v };
	bool fractions = col->far == 0 && col->below > 0;
	bool small = col->below > 0 || col->one > 0, large = col->above > 0 || col->far > 0;
	/* a lone 1 % among percentages does not make the others doubtful */
	bool mixed = (small && large && (col->below > 0 || v.u <= 2 * DEC_ONE)) ||
		     (v.u > DEC_ONE && v.u <= 2 * DEC_ONE && col->far > 0);
	bool hundred = (v.u > 0 && v.u < DEC_ONE) || (v.u == DEC_ONE && (col->far == 0 || col->below > 0)) ||
		       (v.u > DEC_ONE && v.u <= 2 * DEC_ONE && fractions);
	if (v.u < 0 || v.u > 100000 * DEC_ONE)
		return (struct percent){ .verdict = VERDICT_BAD,
					 .why = N_("A share cannot be below zero or that large. Correct it.") };
	if (hundred)
		r.value.u *= 100;
	if (col->header && hundred) {
		r.verdict = VERDICT_DOUBT;
		r.why = N_("The header says percent, but this is a fraction. It was taken times 100; check "
			   "it.");
	} else if (v.u > 0 && mixed) {
		r.verdict = VERDICT_DOUBT;
		r.why = N_("The column mixes fractions and percentages. Check this share.");
	}
	return r;
}

/* 八成, 七成五. */
static bool percent_tenths(struct sv s, struct dec *ret)
{
	int v, digits;
	size_t n = number_take_int(s, &v, &digits);
	s = sv_from(s, n);
	if (!n || v > 10 || !words_eat(&s, "成"))
		return false;
	*ret = DEC((int64_t)v * 10);
	if (s.n == 0)
		return true;
	int half;
	n = number_take_int(s, &half, &digits);
	if (n != s.n || digits != 1)
		return words_is(s, "半") ? (ret->u += 5 * DEC_ONE, true) : false;
	ret->u += half * DEC_ONE;
	return true;
}

static bool skip_digits(struct sv *s)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	*s = sv_from(*s, n);
	return n > 0;
}

/* One figure with a percent sign (or 百分之 before it) somewhere in the text; false unless exactly one. */
static bool percent_signed(struct sv s, struct dec *ret, bool *ret_alone)
{
	int found = 0;
	*ret_alone = true;
	while (s.n) {
		struct dec v;
		struct sv t = s;
		bool neg = words_eat(&t, "-");
		bool words = words_eat(&t, "百分之");
		size_t n = number_take(t, &v);
		struct sv after = sv_from(t, n);
		bool sign = n && words_eat(&after, "% ‰ 个百分点");
		if (n && (words || sign)) {
			found++;
			if (sv_has(sv_upto(t, n + 3), SV("‰")))
				v.u /= 10;
			ret->u = neg ? -v.u : v.u;
			s = after;
			continue;
		}
		*ret_alone = false;
		if (n)
			s = sv_from(t, n);
		else if (!skip_digits(&s)) /* a number too long to be one is none, and neither is its end */
			utf8_next(&s);
	}
	return found == 1;
}

struct percent percent_parse(struct arena *a, struct sv text, const struct percent_column *col)
{
	struct sv s = words_clean(a, text);
	struct percent r = { .verdict = VERDICT_CLEAR };
	struct dec v;
	bool alone;
	if (words_blank(s))
		return (struct percent){ .verdict = VERDICT_BLANK };
	if (bare_number(s, &v)) {
		r = percent_bare(v, col);
	} else if (words_is(s,
		     "已完成 完成 全部完成 已全部完成 已办结 已完工 已竣工 已销号 全部办结 按期完成 √ ✔")) {
		r.value = DEC(100);
	} else if (words_is(s, "未启动 未开工 未开始 尚未启动 尚未开工 零")) {
		r.value = DEC(0);
	} else if (words_is(s, "一半 半数")) {
		r.value = DEC(50);
	} else if (percent_tenths(s, &v)) {
		r.value = v;
	} else if (percent_signed(s, &v, &alone) && v.u >= 0) {
		r.value = v;
		bool loose = words_in(s, "约 近 超 余 多 以上 左右 以下 ~ > < ≥ ≤ 不足");
		if (loose || (!alone && !words_start(s, "完成 已完成 达 达到"))) {
			r.verdict = VERDICT_DOUBT;
			r.why = N_("The share was read out of a longer or approximate text. Check it.");
		}
	} else {
		return (struct percent){ .verdict = VERDICT_BAD,
					 .why = N_("This is no share. Write a figure such as 80 percent.") };
	}
	if (r.verdict != VERDICT_BAD && r.value.u > 1000 * DEC_ONE) {
		r.verdict = VERDICT_DOUBT;
		r.why = N_("The share is above 1000 percent. Check it.");
	}
	return r;
}

/* ---- money ---------------------------------------------------------------------------------------- */

/* The first row of each unit is its own; 千万 and 百万 are ways of writing 万. */
static const struct {
	const char *word, *name;
	enum money_unit unit;
	int64_t yuan;
} units[] = {
	{ "亿元", "亿元", MONEY_YI, 100000000 },   { "万元", "万元", MONEY_WAN, 10000 },
	{ "千元", "千元", MONEY_QIAN, 1000 },      { "千万元", "万元", MONEY_WAN, 10000000 },
	{ "百万元", "万元", MONEY_WAN, 1000000 },  { "千万", "万元", MONEY_WAN, 10000000 },
	{ "百万", "万元", MONEY_WAN, 1000000 },    { "亿", "亿元", MONEY_YI, 100000000 },
	{ "万", "万元", MONEY_WAN, 10000 },        { "元", "元", MONEY_YUAN, 1 },
};
enum { N_UNITS = sizeof(units) / sizeof(*units) };

static int64_t unit_yuan(enum money_unit u)
{
	for (size_t i = 0; i < N_UNITS; i++)
		if (units[i].unit == u)
			return units[i].yuan;
	return 0;
}

const char *money_unit_name(enum money_unit u)
{
	for (size_t i = 0; i < N_UNITS; i++)
		if (units[i].unit == u)
			return units[i].name;
	return NULL;
}

static enum money_unit unit_eat(struct sv *s, int64_t *ret_yuan)
{
	for (size_t i = 0; i < N_UNITS; i++)
		if (words_eat(s, units[i].word)) {
			*ret_yuan = units[i].yuan;
			return units[i].unit;
		}
	return MONEY_NONE;
}

/* One amount at the front, with all its parts: 1亿2000万元. */
static bool amount_take(struct sv *s, enum money_unit column, struct money *r)
{
	struct dec sum = { 0 };
	enum money_unit last = MONEY_NONE;
	int parts = 0;
	for (;; parts++) {
		struct dec v, part;
		struct sv t = *s;
		size_t n = number_take(t, &v);
		if (!n)
			break;
		t = sv_from(t, n);
		if (words_eat(&t, "余 多"))
			r->approx = true;
		if (words_start(t, "美元 欧元 港元 万美元 亿美元 万欧元 万港元 % 个 年 月 亩 平方 公里"))
			return false;
		int64_t yuan = unit_yuan(column);
		enum money_unit u = unit_eat(&t, &yuan);
		if (parts && (u == MONEY_NONE || u >= last))
			break;
		if (u == MONEY_NONE && column == MONEY_NONE) {
			*s = t;
			return false;
		}
		if (words_start(t, "美元 欧元 港元") || !dec_mul(v, DEC(yuan), &part) ||
		    !dec_add(sum, part, &sum))
			return false;
		if (!parts) {
			r->unit = u ? u : column;
			r->own_unit = u != MONEY_NONE;
		}
		last = u;
		*s = t;
		if (u == MONEY_NONE) {
			parts++;
			break;
		}
	}
	r->yuan = sum;
	return parts > 0;
}

/* Everything that stands in round brackets, left out. */
static struct sv without_brackets(struct arena *a, struct sv clean)
{
	struct buf b = buf_new(a, clean.n + 1);
	int depth = 0;
	for (size_t i = 0; i < clean.n; i++) {
		depth += clean.p[i] == '(';
		if (!depth)
			buf_putc(&b, clean.p[i]);
		depth -= clean.p[i] == ')' && depth > 0;
	}
	return b.n ? buf_sv(&b) : SV("");
}

struct money money_parse(struct arena *a, struct sv text, enum money_unit column)
{
	struct money r = { .verdict = VERDICT_CLEAR, .unit = column };
	struct sv clean = words_clean(a, text), s = without_brackets(a, clean);
	if (words_blank(clean))
		return (struct money){ .verdict = VERDICT_BLANK, .unit = column };
	bool neg = words_eat(&s, "-");
	words_eat(&s, "总投资 投资 累计完成 完成投资 完成 计划 人民币");
	words_eat(&s, "¥ ￥ RMB");
	while (words_eat(&s, "大约 约 近 超过 超 逾 预计 估算 不低于 ≥ ≈ ~ >"))
		r.approx = true;
	struct dec bare;
	size_t n = number_take(s, &bare);
	if (!amount_take(&s, column, &r)) {
		bool unitless = n && column == MONEY_NONE && s.n == 0;
		return (struct money){ .verdict = VERDICT_BAD, .unit = MONEY_NONE, .approx = r.approx,
				       .why = unitless ? N_("No unit is given for this amount. Say 万元 or "
							    "亿元.")
						       : N_("This is no amount. Write one such as 3.5亿元.") };
	}
	while (words_eat(&s, "左右 上下 以上 余元 余 多元 多 人民币"))
		;
	if (words_in(clean, "左右 以上 余 多 上下"))
		r.approx = true;
	if (s.n) {
		r.verdict = VERDICT_DOUBT;
		r.why = N_("The amount was read out of a longer text. Check it.");
	}
	if (neg)
		r.yuan.u = -r.yuan.u;
	if (neg || (!r.own_unit && column == MONEY_YI && bare.u >= 1000 * DEC_ONE)) {
		r.verdict = VERDICT_DOUBT;
		r.why = neg ? N_("An amount below zero. Check it.")
			    : N_("1000亿元 or more: perhaps 万元 was meant. Check it.");
	}
	return r;
}

enum money_unit money_unit_in(struct arena *a, struct sv header)
{
	struct sv s = words_clean(a, header);
	if (words_in(s, "亿元 (亿)"))
		return MONEY_YI;
	if (words_in(s, "万元 (万)"))
		return MONEY_WAN;
	if (words_in(s, "千元"))
		return MONEY_QIAN;
	return words_in(s, "(元) /元 :元") ? MONEY_YUAN : MONEY_NONE;
}

enum money_unit money_unit_line(struct arena *a, struct sv line)
{
	struct sv s = words_clean(a, line), mark = SV("单位:");
	for (size_t at = 0; (at = sv_find(s, mark, at)) != SIZE_MAX; at += mark.n) {
		struct sv t = sv_from(s, at + mark.n);
		words_eat(&t, "人民币 个、 项、 个, 项,");
		int64_t yuan;
		enum money_unit u = unit_eat(&t, &yuan);
		if (u != MONEY_NONE)
			return u;
	}
	return MONEY_NONE;
}

/* ---- counts, marks, words of progress --------------------------------------------------------------- */

struct counts counts_in(struct arena *a, struct sv text)
{
	struct counts r = { -1, -1 };
	struct sv s = words_clean(a, text);
	bool ordinal = false;
	while (s.n) {
		int v, digits;
		size_t n = number_take_int(s, &v, &digits);
		if (!n) {
			ordinal = sv_starts(s, SV("第"));
			utf8_next(&s);
			continue;
		}
		s = sv_from(s, n);
		struct sv t = s;
		if (!ordinal && v > 0) {
			if (words_eat(&t, "大类 个大类 类 个类别 个方面 方面 大方面 个板块 大板块") &&
			    r.classes < 0)
				r.classes = v;
			else if (r.items < 0 && (words_is(t, "个") || words_eat(&t, "个) 项 件 条 个项目 "
										    "个问题 个事项 个任务 "
										    "个重点项目 个重大项目 "
							   "个突出问题 个具体问题")))
				r.items = v;
		}
		ordinal = false;
	}
	return r;
}

enum mark mark_parse(struct arena *a, struct sv text)
{
	struct sv s = words_clean(a, text);
	if (s.n == 0 || words_is(s, "/ - — –"))
		return MARK_BLANK;
	if (words_is(s, "√ ✔ ✓ ☑ ✅ ● 是 有 已 对 Y y YES Yes yes 1 TRUE true 已销号 销号 同意销号 准予销号 "
			"已完成 完成 "
			"已办结 办结 已整改 已整改到位 整改到位 整改完成 已验收 已办 已办理 已取得 "
			"是(已销号) 是,已销号 √已销号"))
		return MARK_YES;
	if (words_is(s, "× ✗ ✘ ☒ ❌ X x □ ☐ 否 无 未 N n NO No no 0 FALSE false 未销号 尚未销号 暂未销号 "
			"不予销号 待销号 拟销号 "
			"未完成 未办结 未整改 正在整改 整改中 未验收 未办 未办理 未取得 正在办理 办理中 在办 "
			"推进中 正在推进 "
			"基本完成 申请销号 正在销号 没有 否(未销号)"))
		return MARK_NO;
	return MARK_UNCLEAR;
}

/* The mark at the front of `s`, taken off it. */
static enum mark permit_mark(struct sv *s)
{
	if (words_eat(s, "√ ✔ ✓ ☑ ✅ :已办理 :已取得 :已办 :是 :有 已办理 已取得 已办结 已批复 已完成 "
			 "(已办理) (已办)"))
		return MARK_YES;
	if (words_eat(s, "× ✗ ✘ ☒ ❌ :未办理 :未取得 :未办 :否 :无 未办理 未取得 未办结 未办 正在办理 办理中 "
			 "(未办理) (未办)"))
		return MARK_NO;
	return words_eat(s, "○ ◯ △") ? MARK_UNCLEAR : MARK_BLANK;
}

size_t permits_parse(struct arena *a, struct sv text, struct permit *ret, size_t max)
{
	struct sv s = words_clean(a, text), name = { s.p, 0 }, peek = s;
	bool before = permit_mark(&peek) != MARK_BLANK; /* √土地 ×环评: the mark comes first */
	enum mark held = MARK_BLANK;
	size_t n = 0;
	for (bool end = false; !end && n < max;) {
		struct sv t = s;
		enum mark m = permit_mark(&t);
		bool cut = m == MARK_BLANK && words_eat(&t, "、 , ; 。 ( )");
		if (m == MARK_BLANK && !cut && words_start(t, ":")) {
			struct sv u = sv_from(t, 1);
			if (permit_mark(&u) != MARK_BLANK)
				t = sv_from(t, 1), s = t, m = permit_mark(&t);
		}
		end = s.n == 0;
		if (m == MARK_BLANK && !cut && !end) {
			utf8_next(&t);
			name.n += s.n - t.n;
		} else {
			if (name.n)
				ret[n++] = (struct permit){ name, before ? held : m };
			held = m == MARK_BLANK && cut && !name.n ? held : m;
			name = sv_make(t.p, 0);
		}
		s = t;
	}
	return n;
}

/* 已完成 says so for the whole matter; 已完成80%, 已完成选址 do not. */
static bool says_done(struct sv s)
{
	if (words_in(s, "全部完成 已办结 整改完成 完成整改 整改到位 已竣工 已完工 已投产 已建成 已销号 100%"))
		return true;
	return words_eat(&s, "已完成 完成 办结 已整改") && (s.n == 0 || words_start(s, "。 , ; ( ! 、"));
}

enum progress_word progress_word(struct arena *a, struct sv text)
{
	static const struct {
		const char *words;
		enum progress_word w;
	} tab[] = {
		{ "基本完成 接近完成 即将完成 大部分完成 基本完工 基本建成 基本到位", PROGRESS_NEARLY },
		{ "未启动 未开工 未开始 未动工", PROGRESS_NOT_STARTED },
		{ "无进展 没有进展 停滞 停工 未推进", PROGRESS_NONE },
		{ "进展缓慢 推进缓慢 滞后 进度缓慢", PROGRESS_SLOW },
		{ "未完成 未全部完成 未办结 未整改到位 推进 正在 进展顺利 整改中 已启动 已开工 在建",
		  PROGRESS_GOING },
	};
	struct sv s = words_clean(a, text);
	for (size_t i = 0; i < sizeof(tab) / sizeof(*tab); i++)
		if (words_in(s, tab[i].words))
			return tab[i].w;
	if (says_done(s))
		return PROGRESS_DONE;
	return sv_has(s, SV("完成")) ? PROGRESS_GOING : PROGRESS_UNKNOWN;
}

const char *progress_word_name(enum progress_word w)
{
	static const char *const names[] = { NULL, "done", "nearly", "going", "slow", "none", "not_started" };
	return names[w];
}
