#ifndef APP_IMPORT_PLEDGE_READ_H
#define APP_IMPORT_PLEDGE_READ_H
/* Inside of the importer: one reading of one sheet of targets. */
#include "app/import/pledge_head.h"
#include "app/import/rows.h"
#include "core/measure.h"

struct pledge_reading {
	struct ctx *cx;
	struct arena *a;
	const struct import_options *opt;
	enum pledge_quarters quarters;
	struct sheet sheet;
	struct pledge_header head;
	struct pledge_list *list;
	struct sv section;
};
/* One remark on a row, at its cell where the field has a column; without a row, on the list. */
void pledge_note(struct pledge_reading *rd, struct pledge_row *r, enum pledge_field field, enum import_state weight, const char *id,
		 const char *msgid);
const struct pledge_column *pledge_column(const struct pledge_reading *rd, enum pledge_field field); /* NULL */
const struct cell *pledge_cell(const struct pledge_reading *rd, int line, enum pledge_field field);
struct sv pledge_text(const struct pledge_reading *rd, int line, enum pledge_field field);  /* masked, "" for none */
/* Reads one line as what it means; `above` is the row before it, NULL for the first. */
void pledge_row_read(struct pledge_reading *rd, struct pledge_row *r, const struct pledge_row *above);
/* Its figures (pledge_figures.c). */
void pledge_figures_read(struct pledge_reading *rd, struct pledge_row *r);
#endif
