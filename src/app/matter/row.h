#ifndef APP_MATTER_ROW_H
#define APP_MATTER_ROW_H
/* Inside the folder: the rows of the noun's tables, and the one way in which facts become rows.
 *
 * Facts of every act on a matter have one shape, of which each act fills what it needs:
 *   set     columns of the matter → new value
 *   duties  assignments that are new or changed, whole;  "reset": true drops the old ones first (drafts only)
 *   record  the statement that was made
 *   move    the extension asked or decided */
#include "app/matter/matter.h"

enum matter_col_type { COL_INT, COL_BOOL, COL_TEXT, COL_DAY, COL_DEC, COL_KIND, COL_STATE, COL_DUE };
struct matter_col {
	const char *name;
	enum matter_col_type type;
	size_t at;           /* offset in struct matter */
	bool listed;         /* also in lists */
};
extern const struct matter_col matter_cols[];
extern const size_t n_matter_cols;
const struct matter_col *matter_col(struct sv name); /* NULL if there is none */

/* Columns as SELECT m.*, o.short_name, o.path, v.short_name gives them. */
void matter_row_read(const struct stmt *st, struct arena *a, struct matter *ret);
/* Only what lists show, as the part {line} of the statements gives it: reading whole rows is most of what a list costs. */
void matter_line_read(const struct stmt *st, struct arena *a, struct matter *ret);
NODISCARD enum rc matter_line(struct ctx *cx, struct db *db, int64_t id, struct matter *ret);
struct js *matter_js(struct arena *a, const struct matter *m);              /* all columns, for facts and views */
void matter_overlay(struct matter *m, const struct js *set);               /* what `set` names */
struct js *duty_js(struct arena *a, const struct duty *d);

/* The days on which its light turns, as a row beside it. */
NODISCARD enum rc turn_write(struct ctx *cx, struct db *db, const struct matter *m);

enum rc matter_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts);

struct record_in {           /* what an act says, for its facts */
	const char *kind;
	int64_t unit, to_post;
	struct sv text, said_by, means, result;
	struct dec percent;
	bool same;
};
void facts_record(struct arena *a, struct js *facts, const struct record_in *r);
enum rc record_last_of(struct ctx *cx, struct db *db, int64_t matter, int64_t unit, const char *kind, struct record *ret);

enum rc matter_imports(struct ctx *cx, struct db *db, int64_t before, int limit, const struct scope *s,
		       struct matter_import **ret, size_t *ret_n);

/* The last import of the office's list of this name (imports.c). */
NODISCARD enum rc import_last_of(struct ctx *cx, struct db *db, int64_t owner, struct sv list, int64_t *ret, bool *ret_running);

#endif
