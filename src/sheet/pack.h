#ifndef SHEET_PACK_H
#define SHEET_PACK_H
/* A book on its way from the child to the parent.  Readers put cells in reading order and nothing is kept
 * but bytes: empty cells and rows that hold nothing are left out (row_no tells the gaps), trailing empty
 * columns too; leading ones stay, so that a column's number is its letter. */
#include "sheet/blocks.h"
#include "sheet/grid.h"

struct pack {
	struct ctx *cx;
	struct blocks *out;
	int64_t area;        /* cells of the rectangles of finished sheets */
	int rows, cols;      /* of this sheet, as far as it is read */
	int row, last_row;   /* numbers a person sees: the row being read, the last one with content */
	int col, row_cols;   /* last column of this row, + 1; of the whole row */
	bool row_hidden, row_open;
};

struct pack pack_new(struct ctx *cx, struct blocks *out);
void pack_book(struct pack *p, enum book_format format);
void pack_sheet(struct pack *p, struct sv name, bool hidden);
/* Rows must rise. */
void pack_row(struct pack *p, int row_no, bool hidden);
/* Columns (from 0) must rise within a row.  Cleans and trims the text; drops what is empty. */
NODISCARD enum rc pack_cell(struct pack *p, int col, struct cell c);
/* After the rows of the sheet; `m` counts rows as a person does (from 1), columns from 0. */
void pack_merge(struct pack *p, struct merge m);
void pack_sheet_end(struct pack *p);
void pack_book_end(struct pack *p);

/* The parent's side; judges every byte.  Texts are views into `packed`.  False: not a packed book, or one
 * beyond the limits, or one that the arena has no room for (`*ret_room` false). */
bool pack_open(struct arena *a, struct sv packed, struct book *ret, bool *ret_room);

#endif
