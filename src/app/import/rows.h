#ifndef APP_IMPORT_ROWS_H
#define APP_IMPORT_ROWS_H
/* Inside of the importer: one reading of one sheet. */
#include "app/import/headers.h"

struct reading {
	struct ctx *cx;
	struct arena *a;        /* of the list */
	struct arena *scratch;  /* reset after every row */
	const struct import_options *opt;
	struct sheet sheet;
	struct header head;
	struct import_list *list;
	struct sv total_text;   /* what the row 合计 says, for its count */
	size_t room;            /* for skipped lines */
};

/* One remark on a cell (col ≥ 0), a row or the list; the text is prefixed with header and cell. */
void note(struct reading *rd, struct import_messages *to, enum import_field field, int row, int col,
	  enum import_state weight, const char *id, const char *msgid);
void note_list(struct reading *rd, enum import_state weight, const char *id, const char *msgid, ...)
	__attribute__((format(printf, 4, 5)));
/* The row gets the remark and at least its weight as state; on the first column of that field, if any. */
void note_row(struct reading *rd, struct import_row *r, enum import_field field, enum import_state weight,
	      const char *id, const char *msgid);

/* Cuts the sheet into rows and skipped lines: raw texts, merges filled, continuations joined. */
void rows_read(struct reading *rd);
/* Reads one row's cells as what they mean, with all its remarks. */
void row_type(struct reading *rd, struct import_row *r);
void percent_columns(struct reading *rd);
/* The year of a title; 0 where it names none, or a span of years. */
int title_year(struct arena *a, struct sv text);
/* Counts, totals and what else only the whole list can tell. */
void list_check(struct reading *rd);
/* Text that stays when the scratch goes. */
struct sv keep_text(struct reading *rd, struct sv s);
#endif
