/* What was done, row by row, for those in whose part of the tree it was done: the event feed. */
#include "app/person/trail.h"

#include "app/person/queries.sql.h"

const struct column trail_columns[TRAIL_COLUMNS] = {
	{ "seq", FIELD_INT, N_("Row") }, { "at", FIELD_LINE, N_("Time") }, { "actor", FIELD_INT, N_("Who") },
	{ "act", FIELD_LINE, N_("Act") }, { "subject", FIELD_INT, N_("Subject") }, { "cause", FIELD_INT, N_("Because of") },
};

/* Forwards, unlike other lists: a reader comes back with the last row that it has. */
enum rc trail_query(struct ctx *cx, struct db *db, const struct view_in *in, struct js *rows, struct sv *ret_after)
{
	enum rc rc;
	int64_t after = 0;
	bool auditor;
	TRY(view_after(cx, in, &after));
	TRY(person_audits(cx, db, in->actor.post, &auditor));
	struct stmt *st = db_query(db, &trail_page);
	bind_int(st, 1, after);
	scope_bind(st, 2, &in->scope);
	bind_int(st, 10, auditor);
	bind_int(st, 11, in->limit + 1);
	int n = 0;
	int64_t last = 0;
	while (db_step(cx, st, &rc)) {
		if (n++ == in->limit) {
			*ret_after = arena_printf(cx->a, "%lld", (long long)last);
			continue;
		}
		struct js *o = js_push(rows, js_obj(cx->a));
		last = col_int(st, 0);
		js_set_int(cx->a, o, "seq", last);
		js_set_instant(cx->a, o, "at", col_int(st, 1));
		js_set_int(cx->a, o, "actor", col_int(st, 2));
		js_set_sv(cx->a, o, "act", col_sv(st, 3, cx->a));
		js_set_int(cx->a, o, "subject", col_int(st, 4));
		js_set_int(cx->a, o, "cause", col_int(st, 5));
	}
	return rc;
}
