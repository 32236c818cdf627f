#ifndef SHEET_GRID_H
#define SHEET_GRID_H
/* A table file as it was read: sheets of cells, before anybody knows what the columns mean.  Everything
 * lives in one arena.  Rows and columns count from 0 here; people see row + 1. */
#include "base/dec.h"
#include "base/err.h"
#include "base/when.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

struct cell {
	enum cell_kind kind;
	struct sv text;    /* as a person sees it (number formats %, dates applied); UTF-8, trimmed, never NULL */
	struct dec number; /* CELL_NUMBER: the stored value, e.g. 0.8 for a cell that shows 80% */
	struct day day;    /* CELL_DATE */
	bool percent;      /* CELL_NUMBER shown with a percent format */
	bool strike;       /* struck through: perhaps cancelled */
	bool formula;      /* the value is a cached result */
};

struct merge {
	int row, col, last_row, last_col; /* inclusive */
};

struct grid {
	struct sv name;      /* of the sheet; the file's name for CSV */
	bool hidden;
	int rows, cols;
	struct cell *cells;  /* rows × cols, row by row */
	bool *row_hidden;    /* rows */
	int *row_no;         /* rows: the number a person sees (sheet row; CSV record), from 1 */
	struct merge *merges;
	size_t n_merges;
};

enum book_format { BOOK_XLSX, BOOK_CSV_UTF8, BOOK_CSV_GB18030 };

struct book {
	enum book_format format;
	struct grid *sheets;
	size_t n;
};

static inline struct cell *grid_at(const struct grid *g, int row, int col)
{
	return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

/* Reads an .xlsx or .csv/.tsv file (told apart by content, not by name) in a jailed child process.
 * Refuses with RC_INVALID and a text that says what to do: .xls, .et, .ods, pictures, encrypted files,
 * broken or oversized ones. `name` is used in messages and for CSV sheets only. */
NODISCARD enum rc book_read(struct ctx *cx, const char *path, struct sv name, struct book *ret);

#endif
