#ifndef TEST_SHEET_FILES_H
#define TEST_SHEET_FILES_H
/* Files for the tests of src/sheet: written to a temporary file, read through the jail. */
#include "base/buf.h"
#include "sheet/book.h"
#include "sheet/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>
#undef fail /* ours */

static struct arena mem;
static struct ctx cx;

static inline int fresh(void **state)
{
	(void)state;
	arena_release(&mem);
	arena_init(&mem, (size_t)512 << 20);
	ctx_init(&cx, &mem, 0, LANG_EN);
	return 0;
}

static inline int forget(void **state)
{
	(void)state;
	arena_release(&mem);
	return 0;
}

static inline const char *temp_name(void)
{
	char *path = NEW(&mem, char, 64);
	strcpy(path, "/tmp/bixue-sheet-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	return path;
}

static inline struct sv file_bytes(const char *path)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	size_t n = (size_t)ftell(f);
	rewind(f);
	char *p = NEW(&mem, char, n + 1);
	assert_int_equal(fread(p, 1, n, f), n);
	fclose(f);
	return sv_make(p, n);
}

/* Reads bytes as an uploaded file. */
static inline enum rc read_bytes(struct sv s, const char *name, struct book *ret)
{
	const char *path = temp_name();
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
	ctx_forget(&cx);
	enum rc rc = book_read(&cx, path, sv_of(name), ret);
	unlink(path);
	return rc;
}

static inline const char *fault_id(void)
{
	return cx.faults ? cx.faults->id : "";
}

#define REFUSED(bytes, name, why)                                                        \
	do {                                                                             \
		struct book refused_;                                                    \
		assert_int_equal(read_bytes((bytes), (name), &refused_), RC_INVALID);    \
		if (strcmp(fault_id(), (why)) != 0)                                      \
			print_error("%.*s\n", SV_ARG(cx.trail));                            \
		assert_string_equal(fault_id(), (why));                                  \
	} while (0)

/* The cell's text, or "∅" outside the grid. */
static inline const char *at(const struct grid *g, int row, int col)
{
	if (row >= g->rows || col >= g->cols)
		return "∅";
	return arena_cstr(&mem, grid_at(g, row, col)->text);
}

/* ---- zip --------------------------------------------------------------------------------------------- */

struct part {
	const char *name;
	struct sv body;
	bool stored;
};

static inline struct sv zip_of(const struct part *parts, size_t n)
{
	const char *path = temp_name();
	zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	assert_non_null(z);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *src = zip_source_buffer(z, parts[i].body.p, parts[i].body.n, 0);
		zip_int64_t at_ = zip_file_add(z, parts[i].name, src, 0);
		assert_true(at_ >= 0);
		zip_set_file_compression(z, (zip_uint64_t)at_, parts[i].stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
					 parts[i].stored ? 0 : 1);
	}
	assert_int_equal(zip_close(z), 0);
	struct sv s = file_bytes(path);
	unlink(path);
	return s;
}

#define CONTENT_TYPES                                                                                              \
	SV("<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "                 \
	   "PartName='/xl/workbook.xml' "                                                                           \
	   "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>")
#define PACKAGE_RELS                                                                                               \
	SV("<Relationships><Relationship Id='rId1' "                                                                \
	   "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "             \
	   "Target='xl/workbook.xml'/></Relationships>")
#define WORKBOOK_RELS                                                                                              \
	SV("<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"              \
	   "<Relationship Id='rId2' Type='x/sharedStrings' Target='sharedStrings.xml'/>"                             \
	   "<Relationship Id='rId3' Type='x/styles' Target='/xl/styles.xml'/></Relationships>")
#define WORKBOOK SV("<workbook><sheets><sheet name='表1' sheetId='1' r:id='rId1' xmlns:r='r'/></sheets></workbook>")

/* A workbook of one sheet; parts that are SV_NONE are left out. */
struct simple {
	struct sv sheet, shared, styles, workbook, workbook_rels, content_types, extra;
	const char *extra_name;
};

static inline struct sv simple_xlsx(struct simple s)
{
	struct part p[9] = {
		{ "[Content_Types].xml", s.content_types.p ? s.content_types : CONTENT_TYPES, false },
		{ "_rels/.rels", PACKAGE_RELS, false },
		{ "xl/workbook.xml", s.workbook.p ? s.workbook : WORKBOOK, false },
		{ "xl/_rels/workbook.xml.rels", s.workbook_rels.p ? s.workbook_rels : WORKBOOK_RELS, false },
		{ "xl/worksheets/sheet1.xml", s.sheet, false },
	};
	size_t n = 5;
	if (s.shared.p)
		p[n++] = (struct part){ "xl/sharedStrings.xml", s.shared, false };
	if (s.styles.p)
		p[n++] = (struct part){ "xl/styles.xml", s.styles, false };
	if (s.extra.p)
		p[n++] = (struct part){ s.extra_name, s.extra, false };
	return zip_of(p, n);
}

/* `rows` inside a worksheet. */
static inline struct sv sheet_xml(const char *rows)
{
	return arena_printf(&mem, "<worksheet xmlns='m'><sheetData>%s</sheetData></worksheet>", rows);
}

#endif
