#include "core/due_date.h"

#include "base/err.h"

const char *const due_why_year = N_("The date has no year, and neither has the list. Give the year.");
const char *const due_why_listed = N_("This deadline counts from the date of the list, which nobody knows. "
				      "Give a date.");
static const char *const why_order = N_("Day and month may be exchanged here. Check the date.");
static const char *const why_lost = N_("The cell holds a number: .1, .2 and .3 may have been .10, .20 and "
				       ".30. Check the date.");
const char *const due_why_loose = N_("The date is only approximate. Check it.");
static const char *const why_range = N_("The range ends before it begins. Check it.");

void due_doubt(struct due_parts *p, const char *why)
{
	if (!p->doubt)
		p->doubt = why;
}

int due_year(int v, int digits)
{
	if (digits == 4 && v >= 1900 && v < 2200)
		return v;
	return digits == 2 && v >= 20 && v <= 60 ? 2000 + v : 0;
}

bool due_eat_range(struct sv *s)
{
	return words_eat(s, "至 到 —— — –– – -- - ~~ ~ 〜 － 起至 ―");
}

/* ---- parts of an expression -------------------------------------------------------------------------- */

static bool take_year(struct sv *s, const struct due_context *cx, struct due_parts *p)
{
	static const struct {
		const char *words;
		int offset;
	} rel[] = { { "今年 本年 当年", 0 }, { "明年 次年 来年 翌年", 1 }, { "后年", 2 },
		    { "去年 上年", -1 } };
	for (size_t i = 0; i < sizeof(rel) / sizeof(*rel); i++)
		if (words_eat(s, rel[i].words)) {
			words_eat(s, "度 年");
			p->y = cx->year ? cx->year + rel[i].offset : 0;
			if (!cx->year)
				due_doubt(p, due_why_year);
			return true;
		}
	struct sv t = *s;
	int v, digits, last, last_digits;
	words_eat(&t, "' ’ ‘");
	if (!words_eat_int(&t, &v, &digits) || !due_year(v, digits))
		return false;
	struct sv u = t;
	words_eat(&u, "年");
	if (due_eat_range(&u) && words_eat_int(&u, &last, &last_digits) && words_start(u, "年") &&
	    due_year(last, last_digits)) {
		v = last; /* 2022-2025年 */
		digits = last_digits;
		t = u;
	}
	if (!words_eat(&t, "年度 年"))
		return false;
	if (words_start(t, "年底 年末 年内 年终 年初 年中"))
		words_eat(&t, "年");
	p->y = due_year(v, digits);
	*s = t;
	return true;
}

/* What follows 6月: a day, 底, a ten-day part. */
static void take_in_month(struct sv *s, struct due_parts *p)
{
	struct sv t = *s;
	int v, digits;
	if (words_eat(s, "底 末 内 下旬 中下旬 份底 份内")) {
		p->ends = true;
	} else if (words_eat(s, "上中旬 中旬 中")) {
		p->d = 20;
		p->near = p->ends = true;
	} else if (words_eat(s, "上旬 初")) {
		p->d = 10;
		p->near = p->ends = true;
	} else if (words_eat_int(&t, &v, &digits) && digits <= 2) {
		struct sv u = t;
		int end;
		words_eat(&u, "日 号");
		if (due_eat_range(&u) && words_eat_int(&u, &end, &digits) && words_start(u, "日 号")) {
			v = end;
			t = u;
		}
		if (!words_eat(&t, "日 号") && t.n && !words_start(t, "前 之前 以前 , ; 、 。 . ( 完 止 至 - "
								      "— ~ T") &&
		    t.p[0] != ' ')
			return;
		if (t.n && (t.p[0] == ' ' || t.p[0] == 'T'))
			t = sv_make("", 0); /* an hour follows */
		p->d = v;
		p->ends = true;
		if (v < 1)
			p->impossible = true;
		*s = t;
	}
}

static bool take_month(struct sv *s, struct due_parts *p)
{
	struct sv t = *s;
	int v, digits, end;
	if (!words_eat_int(&t, &v, &digits) || digits > 2)
		return false;
	struct sv u = t;
	if (due_eat_range(&u) && words_eat_int(&u, &end, &digits) && words_start(u, "月")) {
		if (end < v)
			due_doubt(p, why_range);
		v = end; /* 3-6月 */
		t = u;
	}
	if (!words_eat(&t, "月份 月"))
		return false;
	p->m = v;
	if (v < 1 || v > 12)
		p->impossible = true;
	take_in_month(&t, p);
	*s = t;
	return true;
}

static bool take_quarter(struct sv *s, struct due_parts *p)
{
	struct sv t = *s;
	int v, digits, end;
	words_eat(&t, "第");
	bool letter = words_eat(&t, "Q q");
	if (!words_eat_int(&t, &v, &digits))
		return false;
	struct sv u = t;
	words_eat(&u, "季度 季");
	if (due_eat_range(&u) && (words_eat(&u, "第"), words_eat_int(&u, &end, &digits)) &&
	    words_start(u, "季")) {
		v = end;
		t = u;
	}
	if (!words_eat(&t, "个季度末 季度 季末") && !letter)
		return false;
	if (words_eat(&t, "末 底 内"))
		p->ends = true;
	p->q = v;
	if (v < 1 || v > 4)
		p->impossible = true;
	*s = t;
	return true;
}

/* 上半年, 年底, 年内; with `year` a year stands before. */
static bool take_of_year(struct sv *s, struct due_parts *p, bool year)
{
	if (words_eat(s, "上半年")) {
		p->half = 1;
	} else if (words_eat(s, "下半年")) {
		p->half = 2;
	} else if (words_eat(s, year ? "中期 中 年中" : "年中")) {
		p->half = 1;
		due_doubt(p, due_why_loose);
	} else if (words_eat(s, year ? "初 年初" : "年初")) {
		p->m = 1;
		due_doubt(p, due_why_loose);
	} else if (words_eat(s, year ? "底 末 内 终 全年" : "年底 年末 年内 年终 年度内 全年 十二月底")) {
		p->ends = p->year_only = true;
	} else {
		return false;
	}
	words_eat(s, "末 底 内");
	p->ends = p->ends || p->half;
	return true;
}

/* The mark between numbers; all of one date are alike. */
static bool eat_sep(struct sv *s, struct sv *sep)
{
	static const char *const seps[] = { ".", "/", "-", "、", "。", "·", " " };
	for (size_t i = 0; i < sizeof(seps) / sizeof(*seps); i++) {
		struct sv w = sv_of(seps[i]);
		if ((!sep->n || sv_eq(*sep, w)) && sv_starts(*s, w)) {
			*sep = w;
			*s = sv_from(*s, w.n);
			return true;
		}
	}
	return false;
}

/* Three numbers: year first, else as Excel writes them in America. */
static void three_numbers(const int v[3], const int digits[3], struct due_parts *p)
{
	p->ends = true;
	if (due_year(v[0], digits[0])) {
		p->y = due_year(v[0], digits[0]);
		p->m = v[1];
		p->d = v[2];
		if (digits[0] == 4 || (p->m <= 12 && p->d <= 31))
			return;
	}
	p->y = digits[2] == 4 ? v[2] : 2000 + v[2];
	p->m = v[0];
	p->d = v[1];
	if (p->m > 12 && p->d <= 12) {
		p->m = v[1];
		p->d = v[0];
	}
	if (p->d <= 12 || digits[2] != 4)
		due_doubt(p, why_order);
}

/* 2023.6.30, '23.6.30, 2023-6, 6.30. */
static bool take_numeric(struct sv *s, const struct due_context *cx, struct due_parts *p)
{
	struct sv t = *s;
	int v[3] = { 0 }, digits[3] = { 0 }, n = 0;
	struct sv sep = SV_NONE;
	words_eat(&t, "' ’ ‘");
	size_t whole = t.n;
	while (n < 3) {
		struct sv u = t;
		if (n && !eat_sep(&u, &sep))
			break;
		if (!u.n || u.p[0] < '0' || u.p[0] > '9' || !words_eat_int(&u, &v[n], &digits[n]))
			break;
		t = u;
		n++;
	}
	if (n < 2 || (n == 2 && digits[1] > 2) || words_start(t, "月 年 季 个 % 亿 万 元"))
		return false;
	size_t length = whole - t.n;
	words_eat(&t, n == 3 || digits[0] <= 2 ? "日 号" : "底 末");
	if (n == 3) {
		three_numbers(v, digits, p);
	} else if (digits[0] == 4 && due_year(v[0], 4)) {
		p->y = v[0];
		p->m = v[1];
	} else if (digits[0] <= 2) {
		p->m = v[0];
		p->d = v[1];
		p->ends = true;
	} else {
		return false;
	}
	if (cx->number && n == 2 && sv_is(sep, ".") && digits[1] == 1 && v[1] <= 3 && length == whole)
		due_doubt(p, why_lost);
	if (p->m < 1 || p->m > 12 || (n == 3 && p->d < 1) || (n == 2 && digits[0] <= 2 && p->d < 1))
		p->impossible = true;
	if (t.n && (t.p[0] == ' ' || t.p[0] == 'T'))
		t = sv_make("", 0); /* an hour follows */
	*s = t;
	return true;
}

/* 本月底, 下月底, 本季度末, 本周五, 25日前: from the date of the list. */
static bool take_listed(struct sv *s, const struct due_context *cx, struct due_parts *p)
{
	struct sv t = *s;
	int months = 0, weeks = 0, v, digits;
	bool known = day_is(cx->listed), week = false, quarter = false;
	struct civil c = known ? civil_of_day(cx->listed) : (struct civil){ 0, 0, 0 };
	p->ends = true;
	if (words_eat(&t, "本季度末 本季度内 本季度 本季末 季度末 季末")) {
		quarter = true;
	} else if (words_eat(&t, "本周 这周")) {
		week = true;
	} else if (words_eat(&t, "下周")) {
		week = true;
		weeks = 1;
	} else if (words_eat(&t, "下个月 下月 次月")) {
		months = 1;
		take_in_month(&t, p);
	} else if (words_eat(&t, "本月 当月 这个月")) {
		take_in_month(&t, p);
	} else if (!words_eat(&t, "月底 月末 月内")) {
		return false;
	}
	*s = t;
	if (!known || cx->guessed)
		due_doubt(p, due_why_listed);
	if (!known) {
		p->m = -1;
		return true;
	}
	if (quarter) {
		p->y = c.year;
		p->q = (c.month + 2) / 3;
	} else if (week) {
		bool number = words_eat_int(s, &v, &digits), named = number && v >= 1 && v <= 7;
		if (number && !named) /* 本周15日 */
			due_doubt(p, due_why_loose);
		words_eat(s, "日 末 内");
		c = civil_of_day((struct day){ cx->listed.n - day_weekday(cx->listed) + 7 * weeks + (named ? v : 7) });
		p->y = c.year;
		p->m = c.month;
		p->d = c.day;
	} else {
		p->y = c.year + (c.month + months > 12);
		p->m = (c.month + months - 1) % 12 + 1;
	}
	return true;
}

bool due_take_date(struct sv *s, const struct due_context *cx, bool edge, struct due_parts *p)
{
	struct sv t = *s;
	struct due_parts r = { 0 };
	if (take_year(&t, cx, &r)) {
		words_eat(&t, "的 之");
		if (!take_month(&t, &r) && !take_quarter(&t, &r) && !take_of_year(&t, &r, true)) {
			if (words_start(t, "春 夏 秋 冬 元旦 国庆 中秋 端午 五一 清明 两会 汛 党 全国 高考 "
					   "开学 七一 “ \""))
				return false; /* 2023年春节前 is no year */
			r.year_only = true;
		}
	} else if (words_start(t, "“十四五” 十四五 \"十四五\"")) {
		words_eat(&t, "“十四五” 十四五 \"十四五\"");
		words_eat(&t, "规划期末 期末 末 期间 时期 期内 规划期内");
		r.y = 2025;
		r.year_only = r.ends = true;
		due_doubt(&r, due_why_loose);
	} else if (!take_month(&t, &r) && !take_quarter(&t, &r) && !take_of_year(&t, &r, false)) {
		r = (struct due_parts){ 0 };
		if (!(edge && take_numeric(&t, cx, &r)) && !take_listed(&t, cx, &r))
			return false;
	}
	*p = r;
	*s = t;
	return true;
}

bool due_take_right(struct sv *s, const struct due_context *cx, struct due_parts *p)
{
	struct sv t = *s;
	struct due_parts r = { 0 };
	int v, digits;
	if (!due_take_date(&t, cx, true, &r)) {
		r = (struct due_parts){ 0 };
		if (!words_eat_int(&t, &v, &digits) || !p->m)
			return false;
		bool day = words_eat(&t, "日 号") || p->d;
		if (digits == 4 && due_year(v, 4))
			r.y = v;
		else if (day)
			r.m = p->m, r.d = v, r.ends = true;
		else
			r.m = v;
		if ((day && v < 1) || (!day && !r.y && (v < 1 || v > 12)))
			r.impossible = true;
	}
	if (!r.y)
		r.y = p->y;
	r.impossible |= p->impossible;
	*p = r;
	*s = t;
	return true;
}
