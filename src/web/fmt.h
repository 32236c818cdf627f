#ifndef WEB_FMT_H
#define WEB_FMT_H
/* How dates, money, percents, scores and places look to people (reference/ux.md 3.7).  In a template:
 * {{ fmt_day_long(FMT(o), v->day) }}.  Rounding is half away from zero, on decimals. */
#include "web/out.h"

#define FMT(o) (o)->b.a, (o)->lang

/* Dates.  All give "" for DAY_NONE.  2026-11-21 itself is {{ day }}. */
struct sv fmt_day_short(struct arena *a, enum lang lang, struct day d, struct day today); /* 11-21; with the year
                                                                                            if it is another */
struct sv fmt_day_long(struct arena *a, enum lang lang, struct day d);    /* 2026年11月21日, 21 November 2026 */
struct sv fmt_day_desk(struct arena *a, enum lang lang, struct day d);    /* 11月21日 星期六, Saturday 21 November */
struct sv fmt_month(struct arena *a, enum lang lang, int year, int month);/* 2026年11月, November 2026 */
struct sv fmt_instant(struct arena *a, enum lang lang, int64_t ms);       /* 2026-11-21 09:05; "" for 0 */
struct sv fmt_instant_short(struct arena *a, enum lang lang, int64_t ms, struct day today); /* 11-21 09:05 */
/* A deadline seen from today: 逾期 4 天, 今天到期, 还有 3 天. */
struct sv fmt_due(struct arena *a, enum lang lang, struct day due, struct day today);
/* Something past: 今天, 昨天, 9 天前. A day to come is written as fmt_day_short does. */
struct sv fmt_ago(struct arena *a, enum lang lang, struct day d, struct day today);

/* Money, from yuan: 420.00 万元 below 1 亿元, else 1.20 亿元; CNY 4.20 million, CNY 1.20 billion. */
struct sv fmt_money(struct arena *a, enum lang lang, struct dec yuan);
/* For a column headed 万元: 420.00 */
struct sv fmt_wan(struct arena *a, enum lang lang, struct dec yuan);
/* 94.12%, from a ratio (0.941176); may pass 100. */
struct sv fmt_percent(struct arena *a, enum lang lang, struct dec ratio);
/* With its base, 94.12% (16/17); — where the base is 0. */
struct sv fmt_share(struct arena *a, enum lang lang, int64_t part, int64_t whole);
/* 96.53; and as a change: +1.00, -1.00, 0.00. */
struct sv fmt_score(struct arena *a, enum lang lang, struct dec d);
struct sv fmt_change(struct arena *a, enum lang lang, struct dec d);
/* A place in a table: 7, or 并列 7 / =7 when shared; in a sentence: 第7名, 并列第7名, 7th, joint 7th. */
struct sv fmt_place(struct arena *a, enum lang lang, int64_t place, bool tied);
struct sv fmt_ordinal(struct arena *a, enum lang lang, int64_t place, bool tied);
/* 12 345 with thin spaces, for tables. */
struct sv fmt_int(struct arena *a, enum lang lang, int64_t n);
struct sv fmt_bytes(struct arena *a, enum lang lang, int64_t n); /* 812 B, 1.2 MB */

#endif
