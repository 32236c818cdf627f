#ifndef SHEET_XLSX_SHEET_H
#define SHEET_XLSX_SHEET_H
#include "sheet/pack.h"
#include "sheet/xlsx_styles.h"
#include "sheet/xlsx_text.h"

/* What the cells of a sheet refer to. */
struct xlsx_context {
	struct shared_table shared;
	struct styles styles;
	bool from_1904;
};

/* Rows, cells and merges of one worksheet part. */
NODISCARD enum rc xlsx_sheet_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part,
				  const struct xlsx_context *x, struct pack *out);

#endif
