#include "app/results/book.h"

#include "sheet/xlsx_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc write_sheet(struct ctx *cx, struct xlsx_out *x, const struct book_sheet *s)
{
	struct sheet_column *c = NEW(cx->a, struct sheet_column, s->n_col + 1);
	struct table_spec *spec = NEW(cx->a, struct table_spec, 1);
	for (size_t i = 0; i < s->n_col; i++)
		c[i] = (struct sheet_column){ .title = s->head[i], .kind = s->number[i] ? COLUMN_NUMBER : COLUMN_TEXT,
			.places = 2,
					.width = s->width ? s->width[i] : 0 };
	*spec = (struct table_spec){ .name = s->name, .marking = s->note.n ? s->note : SV_NONE, .title = s->title.n ? s->title : SV_NONE,
				     .columns = c, .n_columns = s->n_col };
	TRY(xlsx_out_sheet(cx, x, spec));
	struct cell *row = NEW(cx->a, struct cell, s->n_col + 1);
	for (size_t r = 0; r < s->n_row; r++) {
		for (size_t i = 0; i < s->n_col; i++) {
			const struct book_cell *b = &s->cell[r * s->n_col + i];
			row[i] = (struct cell){ .kind = b->number ? CELL_NUMBER : b->text.n ? CELL_TEXT : CELL_EMPTY,
						.text = sv_or_empty(b->text), .number = b->d,
							.day = DAY_NONE };
		}
		TRY(xlsx_out_row(cx, x, row));
	}
	return RC_OK;
}

static enum rc slurp(struct ctx *cx, const char *path, struct sv *ret)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > 7 << 20) {
		if (fd >= 0)
			close(fd);
		return fail(cx, RC_FAILED, "results.book",
			N_("The sheet could not be written; tell the administrator that the disk may be full."));
	}
	char *p = NEW(cx->a, char, (size_t)st.st_size + 1);
	size_t n = 0;
	for (ssize_t got; n < (size_t)st.st_size && (got = read(fd, p + n, (size_t)st.st_size - n)) > 0;)
		n += (size_t)got;
	close(fd);
	*ret = sv_make(p, n);
	return RC_OK;
}

enum rc book_write(struct ctx *cx, const char *dir, const struct book_sheet *sheet, size_t n, struct sv *ret_bytes)
{
	struct xlsx_out *x;
	struct sv path = arena_printf(cx->a, "%s/board-XXXXXX", dir);
	int fd = mkstemp((char *)(uintptr_t)path.p);
	if (fd < 0)
		return fail(cx, RC_FAILED, "results.book",
			N_("The sheet could not be written; tell the administrator that the disk may be full."));
	close(fd);
	enum rc rc = xlsx_out_open(cx, path.p, dir, &x);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = write_sheet(cx, x, &sheet[i]);
	if (rc == RC_OK)
		rc = xlsx_out_close(cx, x);
	if (rc == RC_OK)
		rc = slurp(cx, path.p, ret_bytes);
	unlink(path.p);
	return rc;
}
