#include "core/due.h"

#include "core/due_date.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"

static const char *const why_impossible = N_("There is no such date. Correct it.");
static const char *const why_before = N_("\"Before\" this time: its last day was taken. Check it.");
static const char *const why_many = N_("Several dates stand here; the last one was taken. Check it.");
static const char *const why_mixed = N_("A date and other words stand here; the date was taken. Check it.");
static const char *const why_event = N_("The deadline is an event. Give its date.");
static const char *const why_unread = N_("This deadline is not understood. Give a date.");
static const char *const why_recurring = N_("A recurring deadline. It was taken as standing; set how often "
					    "it is reviewed.");
static const char *const why_far = N_("The year is far from the list's year. Check it.");
static const char *const why_pace = N_("A pace, not a date. It was taken as standing; give a date if there is one.");
static const char *const why_days = N_("This may be a number of days or a day of the month. Check it.");
static const char *const why_both = N_("Both at once and lasting. \"At once\" was taken; check it.");

/* ---- from parts to a deadline ------------------------------------------------------------------------ */

static void resolve(struct due_parts *p, const struct due_context *cx, struct due *r)
{
	*r = (struct due){ .verdict = VERDICT_CLEAR, .kind = DUE_FIXED, .date = DAY_NONE };
	bool day = p->d && !p->near;
	r->precision = p->half ? DUE_HALF : p->q ? DUE_QUARTER : day ? DUE_DAY : p->m ? DUE_MONTH : DUE_YEAR;
	int y = p->y ? p->y : cx->year;
	if (p->impossible || (p->d && p->m > 0 && (p->d > 31 || !day_valid(y ? y : 2024, p->m, p->d)))) {
		*r = (struct due){ .verdict = VERDICT_BAD, .date = DAY_NONE, .why = why_impossible };
		return;
	}
	if (p->m < 0 || !y) {
		r->verdict = VERDICT_DOUBT;
		r->why = p->m < 0 ? due_why_listed : due_why_year;
		r->precision = p->m < 0 ? DUE_MONTH : r->precision;
		return;
	}
	if (p->y && cx->year && (y > cx->year + 10 || y < cx->year - 10))
		due_doubt(p, why_far);
	int m = p->half ? p->half * 6 : p->q ? p->q * 3 : p->m ? p->m : 12;
	r->date = day_of_civil(y, m, p->d ? p->d : month_days(y, m));
	r->why = p->doubt;
	if (p->doubt)
		r->verdict = VERDICT_DOUBT;
}

struct found {
	int dates;
	struct due due; /* the latest */
};

static void keep(struct found *f, struct due_parts *p, const struct due_context *cx)
{
	struct due r;
	resolve(p, cx, &r);
	bool later = f->dates == 0 || r.verdict == VERDICT_BAD ||
		     (f->due.verdict != VERDICT_BAD && (!day_is(f->due.date) || r.date.n >= f->due.date.n));
	f->dates++;
	if (later)
		f->due = r;
}

static void scan(struct sv t, const struct due_context *cx, struct found *f)
{
	bool edge = true;
	int year = 0;
	while (t.n) {
		struct due_parts p;
		if (!due_take_date(&t, cx, edge, &p)) {
			edge = words_eat(&t, ", ; 、 。 : 并 且");
			if (!edge)
				utf8_next(&t);
			continue;
		}
		if (!p.y && year)
			p.y = year; /* 2023年6月底开工，12月底完工 */
		struct sv u = t;
		words_eat(&u, "起 开始");
		if (due_eat_range(&u) && due_take_right(&u, cx, &p))
			t = u;
		year = p.y;
		if (words_eat(&t, "之前 以前 前") && !p.ends)
			due_doubt(&p, why_before);
		if (words_eat(&t, "左右 前后 许"))
			due_doubt(&p, due_why_loose);
		keep(f, &p, cx);
		words_eat(&t, "完成 办结 完工 竣工 投产 开工 整改到位 整改完成 截止 止 为止 之内 以内 内");
		edge = false;
	}
}

/* ---- the other kinds --------------------------------------------------------------------------------- */

static const char standing_words[] = "长期 持续 常态 坚持 经常性 全年推进 "
				     "贯穿 日常 滚动 永久 "
				     "不间断 动态";
static const char immediate_words[] = "立行立改 即知即改 立即 马上 立整立改 边查边改 即查即改 即行即改 "
				      "立查立改 随到随办 即办 "
				      "当日 当天 当场 即时 立改立行 即改";
static const char event_words[] = "春节 元旦 清明 五一 端午 中秋 国庆 七一 八一 元宵 两节 双节 节前 二十大 "
				  "党代会 两会 汛 高考 "
				  "中考 开学 供暖 采暖 春季 夏季 秋季 冬季 入冬 入夏 雨季 封冻 秋收 春耕 "
				  "麦收 暑假 寒假 换届 "
				  "大会 全会 验收 迎检 党的";

/* 交办后7个工作日内, 15日内, 3个月. */
static bool take_relative(struct sv s, struct due *r)
{
	static const struct {
		const char *words;
		enum due_unit unit;
	} units[] = { { "个工作日 工作日", DUE_WORKDAYS }, { "个星期 星期 周", DUE_WEEKS },
		      { "个月", DUE_MONTHS },
		      { "个小时 小时", DUE_HOURS }, { "个自然日 自然日 日 天", DUE_DAYS },
		      { "年", DUE_YEARS } };
	struct sv all = s;
	for (struct sv t = s; t.n; utf8_next(&t)) {
		int v = 0, digits;
		struct sv u = t, before = sv_upto(all, all.n - t.n);
		bool half = words_start(u, "半年 半月 半个月");
		if (!half && !words_eat_int(&u, &v, &digits))
			continue;
		size_t i = 0;
		if (half) {
			r->amount = words_start(u, "半年") ? 6 : 15;
			r->unit = words_start(u, "半年") ? DUE_MONTHS : DUE_DAYS;
			words_eat(&u, "半年 半个月 半月");
		} else {
			for (i = 0; i < 6 && !words_eat(&u, units[i].words); i++)
				;
			if (i == 6 || (i == 5 && v >= 20))
				return false;
			r->amount = v;
			r->unit = units[i].unit;
		}
		bool within = words_eat(&u, "之内 以内 内");
		if (words_end(before, "月 年 第 每 上 下 ' .", NULL) ||
		    (!within && (before.n || u.n || i == 5)))
			return false;
		r->kind = DUE_RELATIVE;
		r->verdict = VERDICT_CLEAR;
		bool ours = !before.n || words_in(before, "交办 接到 收到 接单 印发 下发 签收 受理 通知 即日 "
							  "接件 转办 发文 反馈意见 限 在 "
							  "自收 于 文件");
		if (!ours) {
			r->kind = DUE_EVENT;
			r->verdict = VERDICT_DOUBT;
			r->why = why_event;
		} else if (!within && r->unit == DUE_DAYS && v <= 31) {
			r->verdict = VERDICT_DOUBT;
			r->why = why_days;
		}
		return true;
	}
	return false;
}

/* 20230630, 202306, 45107, 2023. */
static bool take_digits(struct sv s, const struct due_context *cx, struct due *r)
{
	int64_t v;
	struct sv whole = s;
	size_t dot = sv_find(s, SV(".0"), 0);
	if (dot != SIZE_MAX && dot + 2 == s.n && dot >= 5)
		whole = sv_upto(s, dot);
	if (whole.n < 4 || whole.n > 8 || whole.p[0] == '-' || whole.p[0] == '+' || !sv_int(whole, &v))
		return false;
	struct due_parts p = { .ends = true };
	if (whole.n == 8) {
		p.y = (int)(v / 10000), p.m = (int)(v / 100 % 100), p.d = (int)(v % 100);
		p.impossible = p.m < 1 || p.m > 12 || p.d < 1 || !due_year(p.y, 4);
	} else if (whole.n == 6 && due_year((int)(v / 100), 4)) {
		p.y = (int)(v / 100), p.m = (int)(v % 100);
		p.impossible = p.m < 1 || p.m > 12;
	} else if (whole.n == 5 && v >= 36526 && v < 73051) { /* Excel's serial numbers: 2000 to 2099 */
		struct civil c = civil_of_day((struct day){ (int32_t)v - 25569 });
		p.y = c.year, p.m = c.month, p.d = c.day;
	} else if (whole.n == 4 && due_year((int)v, 4)) {
		p.y = (int)v;
	} else {
		return false;
	}
	resolve(&p, cx, r);
	return true;
}

/* Brackets and quotation marks out of the way; what was in brackets into `ret_aside`. */
static struct sv unwrap(struct arena *a, struct sv s, struct sv *ret_aside)
{
	struct buf b = buf_new(a, s.n + 1), aside = buf_new(a, s.n + 1);
	int depth = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '(' || c == '[') {
			depth++;
		} else if (c == ')' || c == ']') {
			depth -= depth > 0;
		} else {
			buf_putc(depth ? &aside : &b, c);
		}
	}
	*ret_aside = aside.n ? buf_sv(&aside) : SV("");
	return b.n ? buf_sv(&b) : *ret_aside;
}

static bool has_digit(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static struct due kind_of(enum due_kind kind, const char *why)
{
	return (struct due){ .verdict = why ? VERDICT_DOUBT : VERDICT_CLEAR, .kind = kind, .date = DAY_NONE,
			     .why = why };
}

static struct due without_date(struct sv s)
{
	bool now = words_in(s, immediate_words), on = words_in(s, standing_words);
	if (words_in(s, "每年 每月 每季 每周 每天 每日 每半年 每旬 按月 按季 按周"))
		return kind_of(DUE_STANDING, why_recurring);
	if (now)
		return kind_of(DUE_IMMEDIATE, on ? why_both : NULL);
	if (on)
		return kind_of(DUE_STANDING, NULL);
	if (words_in(s, "序时进度 时序进度 时间进度"))
		return kind_of(DUE_STANDING, why_pace);
	bool event = words_in(s, event_words) || words_end(s, "前 之前 以前 后 之后 时 期间 结束 同步", NULL);
	return event ? kind_of(DUE_EVENT, why_event) : kind_of(DUE_NONE, why_unread);
}

struct due due_parse(struct arena *a, struct sv text, const struct due_context *cx)
{
	struct sv aside, s = words_clean(a, text);
	if (words_blank(s))
		return (struct due){ .verdict = VERDICT_BLANK, .date = DAY_NONE };
	s = unwrap(a, s, &aside);
	words_eat(&s, "截至 截止到 截止 力争在 力争 确保在 确保 预计 计划 拟于 拟 原则上 最迟于 最迟 不迟于 "
		      "于");
	struct due r = { .date = DAY_NONE };
	struct found f = { 0 };
	bool every = words_in(s, "每年 每月 每季 每周 每天 每日 每半年 每旬");
	if (every)
		return kind_of(DUE_STANDING, why_recurring);
	if (take_digits(s, cx, &r) || take_relative(s, &r))
		return r;
	scan(s, cx, &f);
	int v, digits;
	struct sv t = s;
	if (!f.dates && words_eat_int(&t, &v, &digits) && words_eat(&t, "日 号") &&
	    words_is(t, "前 之前 以前")) {
		struct due_parts p = { .ends = true, .m = -1, .doubt = due_why_listed };
		if (day_is(cx->listed)) { /* 25日前: of the list's month */
			struct civil c = civil_of_day(cx->listed);
			p.y = c.year, p.m = c.month, p.d = v;
		}
		resolve(&p, cx, &r);
		return r;
	}
	if (!f.dates)
		return without_date(s);
	r = f.due;
	if (r.verdict == VERDICT_BAD)
		return r;
	bool mixed = words_in(s, standing_words) || words_in(s, immediate_words) ||
		words_in(s, event_words) ||
		     (aside.n && (has_digit(aside) || words_in(aside, "延期 延长 调整 推迟 提前")) &&
		      !sv_eq(aside, s));
	const char *more = f.dates > 1 ? why_many : mixed ? why_mixed : NULL;
	if (more && r.verdict == VERDICT_CLEAR) {
		r.verdict = VERDICT_DOUBT;
		r.why = more;
	}
	return r;
}

const char *due_kind_name(enum due_kind k)
{
	static const char *const names[] = { NULL, "fixed", "standing", "immediate", "relative", "event" };
	return names[k];
}

const char *due_precision_name(enum due_precision p)
{
	static const char *const names[] = { NULL, "day", "month", "quarter", "half", "year" };
	return names[p];
}

const char *due_unit_name(enum due_unit u)
{
	static const char *const names[] = { "day", "workday", "week", "month", "year", "hour" };
	return names[u];
}
