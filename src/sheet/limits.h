#ifndef SHEET_LIMITS_H
#define SHEET_LIMITS_H
/* What a table file may be at most.  The tests read these too; the reasons are in trust.md 3.3. */
enum {
	SHEET_MB = 1 << 20,

	/* the file as it arrives */
	XLSX_FILE_MAX = 20 * SHEET_MB,
	CSV_FILE_MAX = 64 * SHEET_MB,

	/* zip, judged from the directory before anything is inflated */
	ZIP_ENTRIES_MAX = 200,
	ZIP_TOTAL_MAX = 100 * SHEET_MB,
	ZIP_RATIO_MAX = 200,
	ZIP_RATIO_FREE = SHEET_MB / 4, /* an entry that inflates to no more than this may have any ratio */
	ZIP_NAME_MAX = 512,

	/* XML */
	XML_DEPTH_MAX = 64,

	/* xlsx */
	XLSX_ROW_MAX = 1048576,
	XLSX_COL_MAX = 16384,
	XLSX_SHEETS_MAX = 100,
	XLSX_STRINGS_MAX = 2000000,
	XLSX_STYLES_MAX = 65536,
	XLSX_FORMATS_MAX = 4096,
	XLSX_MERGES_MAX = 50000, /* of one sheet */
	XLSX_REF_MAX = 32,       /* bytes of "A1:XFD1048576" */

	/* csv */
	CSV_ROW_MAX = 200000,
	CSV_COL_MAX = 512,

	/* any table */
	CELL_BYTES_MAX = 32767 * 4,   /* Excel's own limit is 32,767 characters */
	SHEET_NAME_MAX = 400,         /* bytes */
	BOOK_CELLS_MAX = 5000000,     /* the rectangles of all sheets together */
	BOOK_PACKED_MAX = 128 * SHEET_MB,

	/* the child that reads it */
	JAIL_MEMORY = 512 * SHEET_MB,
	JAIL_CPU_S = 20,
	JAIL_WALL_MS = 60000,
};
#endif
