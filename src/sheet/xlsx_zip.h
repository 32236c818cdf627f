#ifndef SHEET_XLSX_ZIP_H
#define SHEET_XLSX_ZIP_H
/* The zip container of an .xlsx file, in memory.  Its directory is judged before a byte is inflated: sizes,
 * ratios, overlaps, names.
 *
 * On zlib and not on libzip: libzip turns every entry's time stamp into local time, which takes glibc's time
 * zone lock (a thread of the parent may have held it at the fork) and opens files (which the jail forbids);
 * and since the overlaps need our own reading of the directory anyway, only inflating is left. */
#include "base/err.h"

struct zip_part {
	struct sv name;
	uint64_t packed, size; /* bytes */
	uint64_t from, to;     /* where it lies in the file */
	uint32_t crc;
	uint16_t method, flags;
};

struct zip_dir {
	struct zip_part *parts;
	size_t n;
	struct sv bytes;       /* the file */
	uint64_t inflated;     /* bytes so far, over all reads */
};

NODISCARD enum rc zip_dir_open(struct ctx *cx, struct sv bytes, struct zip_dir *ret);
/* Names compare without case; NULL if there is none. */
const struct zip_part *zip_dir_find(const struct zip_dir *z, struct sv name);
/* Inflates a part piece by piece.  `take` returns RC_OK to go on.  A part that is longer than it said, or
 * whose checksum is wrong, is refused. */
typedef enum rc zip_take(void *arg, struct sv piece);
NODISCARD enum rc zip_dir_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part, zip_take *take,
			       void *arg);
/* As it lies in the file. */
struct sv zip_part_packed(const struct zip_dir *z, const struct zip_part *part);
uint32_t zip_crc(struct sv s);

#endif
