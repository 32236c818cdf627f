#ifndef APP_MATTER_INTAKE_H
#define APP_MATTER_INTAKE_H
/* Inside the folder: how a list becomes acts. */
#include "app/import/import.h"
#include "app/matter/row.h"
#include "app/unit/unit.h"

/* ---- one row (rowfields.c) ------------------------------------------------------------------------------------- */
struct draft_row {
	struct js *fields;           /* of matter.import_row, without import, state and units */
	int64_t *leads, *assists;
	size_t n_leads, n_assists;
	int64_t verifier;
	struct sv state;
	struct sv *why;              /* what keeps it from being written */
	size_t n_why;
	bool wait;
};
enum rc row_fields_of(struct ctx *cx, struct db *db, const struct import_list *l, const struct import_row *r, struct names *names,
		      const struct matter_plan_options *o, struct draft_row *ret);
void row_why(struct ctx *cx, struct draft_row *r, struct sv text);
enum { WHY_MAX = 40 };

#endif
