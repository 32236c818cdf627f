#ifndef CORE_PLAN_H
#define CORE_PLAN_H
/* What a list that comes in would do to the records that stand, row by row, whatever its rows are about: the
 * words and the JSON that matters and targets share.  Nothing here compares or writes. */
#include "base/json.h"

enum plan_what { PLAN_NEW, PLAN_SAME, PLAN_CHANGED, PLAN_WAIT, PLAN_REFUSED, PLAN_WHATS };
const char *plan_what_name(enum plan_what w); /* "new same changed wait refused" */

struct plan_change {
	const char *field;       /* column of the record, or "leads" */
	struct sv was, now;
	bool by_hand;            /* agreed at issue: the list does not change it, the office may */
};

/* A key of `o` for each kind of row.  `then`: the list had come in before, and `made` and `changed` are what it brought then. */
void plan_set_counts(struct arena *a, struct js *o, const size_t count[PLAN_WHATS], bool then, int64_t made, int64_t changed);
/* "why" and "changes" of a row; the texts are not copied. */
void plan_set_says(struct arena *a, struct js *o, const struct sv *why, size_t n_why, const struct plan_change *change,
		   size_t n_change);
#endif
