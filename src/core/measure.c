#include "core/measure.h"

#include "base/err.h"
#include "base/utf8.h"

/* ---- units ------------------------------------------------------------------------------------------------- */

/* 亿 and 万 before a unit; a bare 千 or 百 only where money follows, since 千瓦 and 百分点 are units of their own. */
static int eat_power(struct sv *s)
{
	static const struct { const char *word; int power; } powers[] = {
		{ "万亿", 12 }, { "亿", 8 }, { "千万", 7 }, { "百万", 6 }, { "十万", 5 }, { "万", 4 },
	};
	for (size_t i = 0; i < sizeof(powers) / sizeof(*powers); i++)
		if (words_eat(s, powers[i].word))
			return powers[i].power;
	if (words_is(*s, "千元"))
		return words_eat(s, "千") ? 3 : 0;
	return 0;
}

struct measure measure_parse(struct arena *a, struct sv text)
{
	struct measure m = { .base = SV("") };
	struct sv s = words_clean(a, text);
	if (words_blank(s))
		return m;
	if (words_is(s, "% ％ 百分比 百分点 个百分点 百分之") || sv_is(s, "(%)")) {
		m.percent = true;
		return m;
	}
	m.power = eat_power(&s);
	words_eat(&s, "人民币");
	m.base = s;
	return m;
}

static bool is_measure(struct sv s)
{
	struct sv t = s;
	if (words_is(s, "% ％ 百分点 个百分点"))
		return true;
	if (!s.n || utf8_count(s) > 6 || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	return eat_power(&t) > 0 || words_is(s, "元 千元 个 家 户 人 人次 件 项 亩 公里 平方米 吨 公斤 千克 次 起 名 次数 所 处 座 套 辆 头 只 株 天 微克/立方米");
}

struct sv measure_in(struct arena *a, struct sv text)
{
	struct sv s = words_clean(a, text);
	for (size_t at = sv_find(s, SV("单位:"), 0); at != SIZE_MAX; at = sv_find(s, SV("单位:"), at + 1)) {
		struct sv t = sv_from(s, at + strlen("单位:"));
		size_t end = 0;
		while (end < t.n && t.p[end] != ' ' && t.p[end] != ',' && t.p[end] != ')' && t.p[end] != ';')
			end++;
		if (is_measure(sv_upto(t, end)))
			return sv_upto(t, end);
	}
	for (size_t open = sv_find(s, SV("("), 0); open != SIZE_MAX; open = sv_find(s, SV("("), open + 1)) {
		size_t close = sv_find(s, SV(")"), open);
		struct sv in = close == SIZE_MAX ? SV("") : sv_upto(sv_from(s, open + 1), close - open - 1);
		words_eat(&in, "单位:");
		if (is_measure(in))
			return in;
	}
	return SV("");
}

/* ---- amounts ----------------------------------------------------------------------------------------------- */

static bool shift(struct dec v, int by, struct dec *ret)
{
	for (; by > 0; by--)
		if (__builtin_mul_overflow(v.u, INT64_C(10), &v.u))
			return false;
	for (; by < 0; by++) {
		if (v.u % 10)
			return false;
		v.u /= 10;
	}
	*ret = v;
	return true;
}

static struct amount bad(const char *why)
{
	return (struct amount){ .verdict = VERDICT_BAD, .own = SV(""), .why = why };
}

/* Words around the figure: they say at least, at most, about, or that it is a change. */
static int eat_front(struct sv *s, struct amount *r, bool *about)
{
	int sign = 0;
	for (bool again = true; again;) {
		again = true;
		if (words_eat(s, "≥ >= ＞ > 不低于 不少于 不小于 大于 高于 达到 达 至少"))
			r->bound = BOUND_LEAST;
		else if (words_eat(s, "≤ <= ＜ < 不高于 不超过 不大于 不多于 控制在 低于 少于 小于 至多"))
			r->bound = BOUND_MOST;
		else if (words_eat(s, "同比增长 比上年增长 较上年增长 增长 增速 同比增加 提高 上升"))
			sign = 1;
		else if (words_eat(s, "同比下降 比上年下降 较上年下降 下降 降低 压减 减少"))
			sign = -1;
		else if (words_eat(s, "约 大约 近 预计"))
			*about = true;
		else
			again = words_eat(s, "力争 确保 实现 完成 保持 新增 累计 全年 : 为 到");
	}
	return sign;
}

static void eat_back(struct sv *s, struct amount *r, bool *about)
{
	size_t n;
	while (words_end(*s, "以上 及以上 以内 以下 左右 上下 余 多", &n)) {
		struct sv w = sv_from(*s, s->n - n);
		if (words_is(w, "以上 及以上"))
			r->bound = BOUND_LEAST;
		else if (words_is(w, "以内 以下"))
			r->bound = BOUND_MOST;
		else
			*about = true;
		*s = sv_upto(*s, s->n - n);
	}
}

static void doubt(struct amount *r, const char *why)
{
	if (r->verdict == VERDICT_CLEAR) {
		r->verdict = VERDICT_DOUBT;
		r->why = why;
	}
}

static void share(struct arena *a, struct sv s, const struct percent_column *shares, struct amount *r)
{
	struct percent_column alone = { 0 };
	bool minus = words_eat(&s, "-");
	struct percent p = percent_parse(a, s, shares ? shares : &alone);
	r->verdict = p.verdict;
	r->value = minus ? (struct dec){ -p.value.u } : p.value;
	r->why = p.why;
}

static void plain(struct sv s, const struct measure *m, struct amount *r)
{
	bool minus = words_eat(&s, "-");
	struct dec v;
	size_t n = number_take(s, &v);
	if (!n) {
		*r = bad(N_("This is no number. Write one, such as 12.5, with its unit where it differs."));
		return;
	}
	struct sv rest = sv_from(s, n), unit = rest;
	int power = eat_power(&rest);
	words_eat(&rest, "人民币");
	bool magnitude = rest.n < unit.n, named = rest.n > 0;
	if (named && m->base.n && !sv_eq(rest, m->base)) {
		*r = bad(N_("The cell names another unit of measure than its row. Correct one of them."));
		return;
	}
	r->own = unit;
	/* 1200 alone stands in the row's unit; 1200元 and 1.2亿 say their own. */
	int by = magnitude || named ? power - m->power : 0;
	if (!shift((struct dec){ minus ? -v.u : v.u }, by, &r->value))
		*r = bad(N_("This amount cannot be written exactly in the row's unit. Write it in that unit."));
}

struct amount amount_parse(struct arena *a, struct sv text, const struct measure *m, const struct percent_column *shares)
{
	struct amount r = { .verdict = VERDICT_CLEAR, .own = SV("") };
	struct sv s = words_clean(a, text);
	bool about = false;
	if (words_blank(s))
		return (struct amount){ .verdict = VERDICT_BLANK, .own = SV("") };
	int sign = eat_front(&s, &r, &about);
	eat_back(&s, &r, &about);
	bool percent = words_in(s, "% ％ 百分之 百分点 成");
	if (percent || m->percent)
		share(a, s, percent ? NULL : shares, &r);
	else
		plain(s, m, &r);
	if (r.verdict == VERDICT_BAD || r.verdict == VERDICT_BLANK)
		return r;
	if (percent && !m->percent) {
		r.grows = true;
		if (!sign)
			doubt(&r, N_("A share stands where an amount is meant; it was read as growth on the base. Check it."));
	} else if (sign && !m->percent) {
		doubt(&r, N_("This reads as a change; it was taken as the value itself. Check it."));
	}
	if (sign < 0 && r.grows)
		r.value.u = -r.value.u;
	if (about)
		doubt(&r, N_("An approximate amount is no target. Check the figure."));
	return r;
}
