#ifndef SHEET_XLSX_OUT_H
#define SHEET_XLSX_OUT_H
/* Writes .xlsx row by row in constant memory.  No text ever becomes a formula. */
#include "sheet/spec.h"

struct xlsx_out;

/* `path` is made or overwritten; libxlsxwriter keeps its temporary files in `tmp_dir` (NULL: the system's).
 * If it is not closed, the arena throws it away and `path` is not written. */
NODISCARD enum rc xlsx_out_open(struct ctx *cx, const char *path, const char *tmp_dir, struct xlsx_out **ret);
/* Begins a sheet; `spec` must live until the next sheet or the close. */
NODISCARD enum rc xlsx_out_sheet(struct ctx *cx, struct xlsx_out *x, const struct table_spec *spec);
/* As many cells as columns. */
NODISCARD enum rc xlsx_out_row(struct ctx *cx, struct xlsx_out *x, const struct cell *cells);
/* A remark over the whole width, below the rows. */
NODISCARD enum rc xlsx_out_foot(struct ctx *cx, struct xlsx_out *x, struct sv text);
NODISCARD enum rc xlsx_out_close(struct ctx *cx, struct xlsx_out *x);

#endif
