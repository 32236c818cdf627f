#include "web/fmt.h"

#include "base/bug.h"

/* English only: Chinese months are numbers. */
static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
	"December",
};

static const char *const weekdays[] = {
	N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
};

static const char *month_name(int month)
{
	if (month < 1 || month > 12)
		BUG("month %d", month);
	return months[month - 1];
}

struct sv fmt_day_short(struct arena *a, enum lang lang, struct day d, struct day today)
{
	(void)lang; /* the same in both: month-day */
	if (!day_is(d))
		return SV("");
	struct civil c = civil_of_day(d);
	if (!day_is(today) || civil_of_day(today).year != c.year)
		return day_text(a, d);
	return arena_printf(a, "%02d-%02d", c.month, c.day);
}

struct sv fmt_day_long(struct arena *a, enum lang lang, struct day d)
{
	if (!day_is(d))
		return SV("");
	struct civil c = civil_of_day(d);
	if (lang == LANG_ZH)
		return arena_printf(a, "%d年%d月%d日", c.year, c.month, c.day);
	return arena_printf(a, "%d %s %d", c.day, month_name(c.month), c.year);
}

struct sv fmt_day_desk(struct arena *a, enum lang lang, struct day d)
{
	if (!day_is(d))
		return SV("");
	struct civil c = civil_of_day(d);
	const char *weekday = tr(lang, weekdays[day_weekday(d) - 1]);
	if (lang == LANG_ZH)
		return arena_printf(a, "%d月%d日 %s", c.month, c.day, weekday);
	return arena_printf(a, "%s %d %s", weekday, c.day, month_name(c.month));
}

struct sv fmt_month(struct arena *a, enum lang lang, int year, int month)
{
	if (lang == LANG_ZH)
		return arena_printf(a, "%d年%d月", year, month);
	return arena_printf(a, "%s %d", month_name(month), year);
}

static struct sv clock_text(struct arena *a, int64_t ms)
{
	int64_t minute = (ms - instant_of_day(day_of_instant(ms))) / 60000;
	return arena_printf(a, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

struct sv fmt_instant(struct arena *a, enum lang lang, int64_t ms)
{
	return fmt_instant_short(a, lang, ms, DAY_NONE);
}

struct sv fmt_instant_short(struct arena *a, enum lang lang, int64_t ms, struct day today)
{
	if (ms == 0)
		return SV("");
	struct sv day = fmt_day_short(a, lang, day_of_instant(ms), today), at = clock_text(a, ms);
	return arena_printf(a, "%.*s %.*s", SV_ARG(day), SV_ARG(at));
}

struct sv fmt_due(struct arena *a, enum lang lang, struct day due, struct day today)
{
	if (!day_is(due) || !day_is(today))
		return SV("");
	int left = due.n - today.n;
	if (left == 0)
		return sv_of(tr(lang, "due today"));
	if (left > 0)
		return arena_trn(a, lang, left, "%d day left", "%d days left", left);
	return arena_trn(a, lang, -left, "%d day overdue", "%d days overdue", -left);
}

struct sv fmt_ago(struct arena *a, enum lang lang, struct day d, struct day today)
{
	if (!day_is(d) || !day_is(today))
		return SV("");
	int n = today.n - d.n;
	if (n < 0)
		return fmt_day_short(a, lang, d, today);
	if (n == 0)
		return sv_of(tr(lang, "today"));
	if (n == 1)
		return sv_of(tr(lang, "yesterday"));
	return arena_tr(a, lang, "%d days ago", n);
}

/* `d` divided by a whole number, with two places. */
static struct sv scaled(struct arena *a, struct dec d, int64_t by)
{
	struct dec q = { 0 };
	if (!dec_muldiv(d, DEC(1), DEC(by), &q))
		BUG("an amount could not be divided by %lld", (long long)by);
	return dec_fixed(a, q, 2);
}

/* Whether `d` rounds to at least `limit` when written in units of `by` with two places. */
static bool reaches(struct dec d, int64_t by, int64_t limit)
{
	struct dec q = { 0 };
	if (!dec_muldiv(d, DEC(1), DEC(by), &q))
		return true;
	q = dec_round(q, 2);
	return q.u >= limit * DEC_ONE || q.u <= -limit * DEC_ONE;
}

struct sv fmt_money(struct arena *a, enum lang lang, struct dec yuan)
{
	int64_t by;
	const char *unit;
	if (lang == LANG_ZH) {
		bool large = reaches(yuan, 10000, 10000);
		by = large ? 100000000 : 10000;
		unit = large ? "亿元" : "万元";
		struct sv n = scaled(a, yuan, by);
		return arena_printf(a, "%.*s %s", SV_ARG(n), unit);
	}
	if (reaches(yuan, 1000000, 1000))
		by = 1000000000, unit = " billion";
	else if (reaches(yuan, 1, 1000000))
		by = 1000000, unit = " million";
	else
		by = 1, unit = "";
	struct sv n = scaled(a, yuan, by);
	return arena_printf(a, "CNY %.*s%s", SV_ARG(n), unit);
}

struct sv fmt_wan(struct arena *a, enum lang lang, struct dec yuan)
{
	(void)lang;
	return scaled(a, yuan, 10000);
}

struct sv fmt_percent(struct arena *a, enum lang lang, struct dec ratio)
{
	(void)lang;
	struct dec hundred = { 0 };
	if (!dec_mul(ratio, DEC(100), &hundred))
		BUG("a ratio of %lld millionths", (long long)ratio.u);
	struct sv n = dec_fixed(a, hundred, 2);
	return arena_printf(a, "%.*s%%", SV_ARG(n));
}

struct sv fmt_share(struct arena *a, enum lang lang, int64_t part, int64_t whole)
{
	(void)lang;
	struct dec percent = { 0 };
	if (whole == 0)
		return SV("—");
	if (!dec_muldiv((struct dec){ part }, DEC(100), (struct dec){ whole }, &percent))
		BUG("a share of %lld in %lld", (long long)part, (long long)whole);
	struct sv n = dec_fixed(a, percent, 2);
	return arena_printf(a, "%.*s%% (%lld/%lld)", SV_ARG(n), (long long)part, (long long)whole);
}

struct sv fmt_score(struct arena *a, enum lang lang, struct dec d)
{
	(void)lang;
	return dec_fixed(a, d, 2);
}

struct sv fmt_change(struct arena *a, enum lang lang, struct dec d)
{
	(void)lang;
	struct sv n = dec_fixed(a, d, 2);
	return dec_round(d, 2).u > 0 ? arena_printf(a, "+%.*s", SV_ARG(n)) : n;
}

/* The mark stands before the number, so that numbers stay under each other in a right-aligned column. */
struct sv fmt_place(struct arena *a, enum lang lang, int64_t place, bool tied)
{
	const char *mark = !tied ? "" : lang == LANG_ZH ? "并列 " : "=";
	return arena_printf(a, "%s%lld", mark, (long long)place);
}

struct sv fmt_ordinal(struct arena *a, enum lang lang, int64_t place, bool tied)
{
	if (lang == LANG_ZH)
		return arena_printf(a, "%s第%lld名", tied ? "并列" : "", (long long)place);
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	int64_t tens = place % 100, ones = place % 10;
	const char *end = tens >= 11 && tens <= 13 ? "th" : ones <= 3 ? ends[ones] : "th";
	return arena_printf(a, "%s%lld%s", tied ? "joint " : "", (long long)place, end);
}

struct sv fmt_int(struct arena *a, enum lang lang, int64_t n)
{
	(void)lang;
	struct sv digits = arena_printf(a, "%lld", (long long)n);
	struct buf b = buf_new(a, digits.n * 4);
	size_t sign = n < 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (i > sign && (digits.n - i) % 3 == 0 && digits.n - sign > 4)
			buf_puts(&b, "\u2009");
		buf_putc(&b, digits.p[i]);
	}
	return buf_sv(&b);
}

struct sv fmt_bytes(struct arena *a, enum lang lang, int64_t n)
{
	static const char *const unit[] = { "kB", "MB", "GB", "TB" };
	(void)lang;
	if (n < 1000)
		return arena_printf(a, "%lld B", (long long)n);
	size_t u = 0;
	int64_t per = 1000;
	while (u < 3 && n / per >= 1000) {
		per *= 1000;
		u++;
	}
	int64_t tenths = (n + per / 20) / (per / 10);
	return arena_printf(a, "%lld.%lld %s", (long long)(tenths / 10), (long long)(tenths % 10), unit[u]);
}
