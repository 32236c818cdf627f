#ifndef APP_RESULTS_BOOK_H
#define APP_RESULTS_BOOK_H
/* A table as an .xlsx file in memory.  Apart, since the layers below name columns of their own. */
#include "base/dec.h"
#include "base/err.h"

struct book_cell {
	bool number;
	struct dec d;
	struct sv text;
};
struct book_sheet {
	struct sv name, title, note;     /* the note stands over the title: what it is, when, by whose digest */
	const struct sv *head;
	const int *width;                /* in digits, 0: by kind */
	const bool *number;
	size_t n_col;
	const struct book_cell *cell;    /* rows × columns */
	size_t n_row;
};
NODISCARD enum rc book_write(struct ctx *cx, const char *dir, const struct book_sheet *sheet, size_t n, struct sv *ret_bytes);

#endif
