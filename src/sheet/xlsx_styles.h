#ifndef SHEET_XLSX_STYLES_H
#define SHEET_XLSX_STYLES_H
#include "sheet/numfmt.h"
#include "sheet/xlsx_xml.h"

/* What a cell's style number says, as far as it matters to a reader. */
struct style {
	struct numfmt fmt;
	bool strike;
};

struct styles {
	struct style *s;
	size_t n;
};

NODISCARD enum rc xlsx_styles_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part,
				   struct styles *ret);

#endif
