#ifndef SHEET_ZIP_OUT_H
#define SHEET_ZIP_OUT_H
/* Writes a zip container anew: parts of another one as they are packed there, or parts of one's own, stored.  Of the old
 * container nothing is taken but names and bytes: no times, no comments, no extra fields.  Works in the jail. */
#include "base/buf.h"
#include "sheet/blocks.h"
#include "sheet/xlsx_zip.h"

struct zip_out {
	struct blocks body;
	struct buf dir;
	uint32_t n;
};

struct zip_out zip_out_new(struct arena *a, size_t max);
void zip_out_copy(struct zip_out *z, const struct zip_dir *from, const struct zip_part *part);
/* `part` gives the name only. */
void zip_out_stored(struct zip_out *z, const struct zip_part *part, struct sv bytes);
/* False where it became longer than `max`. */
bool zip_out_end(struct zip_out *z, struct sv *ret);

#endif
