#ifndef CORE_DUE_DATE_H
#define CORE_DUE_DATE_H
/* One date expression in a clean text, taken apart but not yet a day. */
#include "core/due.h"

/* One date expression while it is read. */
struct due_parts {
	int y, m, d, q, half;
	bool near;             /* 上旬, 中旬, 初: d counts, but the precision stays the month */
	bool ends;             /* 底, 末, 内 or a day was said: 前 behind it is no riddle */
	bool year_only;
	const char *doubt;
	bool impossible;
};

extern const char *const due_why_year, *const due_why_listed, *const due_why_loose;

/* The first doubt stays. */
void due_doubt(struct due_parts *p, const char *why);
int due_year(int v, int digits); /* 2023 for 2023 and for 23; 0 for what is no year */
bool due_eat_range(struct sv *s);
/* One date at the front of `s`; `edge`: the text or a clause begins here. */
bool due_take_date(struct sv *s, const struct due_context *cx, bool edge, struct due_parts *p);
/* The right side of a range takes from the left what it does not say itself. */
bool due_take_right(struct sv *s, const struct due_context *cx, struct due_parts *p);
#endif
