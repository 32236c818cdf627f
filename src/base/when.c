#include "base/when.h"

#include "base/bug.h"

enum { ZONE_MS = 8 * 3600 * 1000 };

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int month_days(int year, int month)
{
	static const int days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (month < 1 || month > 12)
		BUG("month %d", month);
	return days[month] + (month == 2 && leap(year));
}

bool day_valid(int year, int month, int day)
{
	return year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= month_days(year, month);
}

/* Days from the civil date, counting years from March so that leap days come last. */
struct day day_of_civil(int year, int month, int day)
{
	if (!day_valid(year, month, day))
		BUG("not a date: %d-%d-%d", year, month, day);
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400, yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return (struct day){ era * 146097 + doe - 719468 };
}

struct civil civil_of_day(struct day d)
{
	int z = d.n + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;
	return (struct civil){ yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1 };
}

int day_weekday(struct day d)
{
	int w = (d.n + 3) % 7; /* 1970-01-01 was a Thursday */
	return (w < 0 ? w + 7 : w) + 1;
}

struct day day_of_instant(int64_t ms)
{
	int64_t t = ms + ZONE_MS;
	return (struct day){ (int32_t)(t >= 0 ? t / MS_PER_DAY : -((-t + MS_PER_DAY - 1) / MS_PER_DAY)) };
}

int64_t instant_of_day(struct day d)
{
	return (int64_t)d.n * MS_PER_DAY - ZONE_MS;
}

static bool digits(struct sv s, size_t at, size_t n, int *ret)
{
	int v = 0;
	if (at + n > s.n)
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret = v;
	return true;
}

bool day_parse(struct sv s, struct day *ret)
{
	int y, m, d;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &y) || !digits(s, 5, 2, &m) ||
	    !digits(s, 8, 2, &d) || !day_valid(y, m, d))
		return false;
	*ret = day_of_civil(y, m, d);
	return true;
}

struct sv day_text(struct arena *a, struct day d)
{
	if (!day_is(d))
		return SV("");
	struct civil c = civil_of_day(d);
	return arena_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

struct sv instant_text(struct arena *a, int64_t ms)
{
	struct day d = day_of_instant(ms);
	struct civil c = civil_of_day(d);
	int t = (int)(ms - instant_of_day(d));
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", c.year, c.month, c.day, t / 3600000,
			    t / 60000 % 60, t / 1000 % 60, t % 1000);
}

bool instant_parse(struct sv s, int64_t *ret)
{
	struct day d;
	int h, m, sec = 0, ms = 0, zh, zm;
	if (s.n < 17 || !day_parse(sv_upto(s, 10), &d) || (s.p[10] != 'T' && s.p[10] != ' ') ||
	    !digits(s, 11, 2, &h) || s.p[13] != ':' || !digits(s, 14, 2, &m))
		return false;
	size_t i = 16;
	if (i < s.n && s.p[i] == ':') {
		if (!digits(s, i + 1, 2, &sec))
			return false;
		i += 3;
		if (i < s.n && s.p[i] == '.') {
			int scale = 100;
			for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, scale /= 10)
				ms += (s.p[i] - '0') * scale;
		}
	}
	int64_t zone = 0;
	if (i + 1 == s.n && s.p[i] == 'Z')
		zone = 0;
	else if (i + 6 == s.n && (s.p[i] == '+' || s.p[i] == '-') && digits(s, i + 1, 2, &zh) &&
		 s.p[i + 3] == ':' && digits(s, i + 4, 2, &zm))
		zone = (s.p[i] == '-' ? -1 : 1) * (int64_t)(zh * 60 + zm) * 60000;
	else
		return false;
	if (h > 23 || m > 59 || sec > 60)
		return false;
	*ret = (int64_t)d.n * MS_PER_DAY + ((h * 60 + m) * 60 + sec) * INT64_C(1000) + ms - zone;
	return true;
}
