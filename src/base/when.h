#ifndef BASE_WHEN_H
#define BASE_WHEN_H
/* Instants are UTC milliseconds since 1970; dates are day numbers since 1970-01-01, in China's one time
 * zone (UTC+8, no summer time).  Nothing here reads a clock. */
#include "base/arena.h"

struct day {
	int32_t n; /* days since 1970-01-01 */
};

#define DAY_NONE ((struct day){ INT32_MIN })
#define MS_PER_DAY INT64_C(86400000)

struct civil {
	int year, month, day; /* 1..12, 1..31 */
};

static inline bool day_is(struct day d)
{
	return d.n != INT32_MIN;
}

struct day day_of_civil(int year, int month, int day);  /* must be a real date */
bool day_valid(int year, int month, int day);
struct civil civil_of_day(struct day d);
int day_weekday(struct day d);                          /* 1 Monday … 7 Sunday */
int month_days(int year, int month);
struct day day_of_instant(int64_t ms);
int64_t instant_of_day(struct day d);                   /* its first millisecond, 00:00 in China */

/* "2026-11-21" exactly; false otherwise. */
bool day_parse(struct sv s, struct day *ret);
struct sv day_text(struct arena *a, struct day d);      /* "2026-11-21", "" for DAY_NONE */
/* RFC 3339 with +08:00: "2026-11-21T09:05:00.123+08:00". */
struct sv instant_text(struct arena *a, int64_t ms);
bool instant_parse(struct sv s, int64_t *ret);

#endif
