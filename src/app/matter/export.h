#ifndef APP_MATTER_EXPORT_H
#define APP_MATTER_EXPORT_H
/* Writes a ledger as a workbook.  Apart from the rest of the folder, because a `struct column` means another
 * thing in sheet/ than in store/. */
#include "base/err.h"
#include "base/dec.h"
#include "base/when.h"

struct ledger_line {
	struct sv key, no, source_no, list, title, goal, leads, assists, sponsor, due_text, progress, problem, next_step, state, light,
		note;
	struct day due;
	bool has_percent;
	struct dec percent;          /* 80 for 80 % */
};
NODISCARD enum rc ledger_write(struct ctx *cx, const char *path, struct sv title, struct sv marking, const struct ledger_line *l,
			       size_t n);

#endif
