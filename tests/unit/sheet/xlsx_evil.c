#include "files.h"

#include "sheet/xlsx_zip.h"

/* Position of the n-th occurrence of a signature. */
static size_t find(struct sv s, const char *sig, int n)
{
	size_t at_ = 0;
	for (;; at_++) {
		at_ = sv_find(s, sv_make(sig, 4), at_);
		assert_true(at_ != SIZE_MAX);
		if (n-- == 0)
			return at_;
	}
}

static struct sv copy(struct sv s)
{
	return arena_sv(&mem, s);
}

static void poke(struct sv s, size_t at_, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		((char *)(uintptr_t)s.p)[at_ + (size_t)i] = (char)(v >> (8 * i));
}

static uint32_t peek(struct sv s, size_t at_)
{
	uint32_t v;
	memcpy(&v, s.p + at_, 4);
	return v;
}

static struct sv plain(void)
{
	return simple_xlsx((struct simple){ .sheet = sheet_xml("<row r='1'><c r='A1'><v>1</v></c></row>") });
}

/* The parent reads at most the packed answer, so memory is bounded by what is counted in the child. */
static void bombs_are_refused_before_inflating(void **state)
{
	(void)state;
	size_t n = 5 << 20;
	char *zeros = NEW(&mem, char, n);
	struct part p = { "xl/worksheets/sheet1.xml", { zeros, n }, false };
	struct sv bomb = zip_of(&p, 1);
	struct zip_dir z = { 0 };
	size_t used = mem.used;
	assert_int_equal(zip_dir_open(&cx, bomb, &z), RC_INVALID);
	assert_string_equal(fault_id(), "xlsx.too_big");
	assert_int_equal(z.inflated, 0);
	assert_true(mem.used - used < 100000);
	REFUSED(bomb, "a.xlsx", "xlsx.too_big");

	/* 120 entries of 1 MB that each keep the ratio */
	struct part many[120];
	unsigned seed = 1;
	for (size_t i = 0; i < 1 << 20; i++) {
		seed = seed * 1103515245 + 12345;
		zeros[i] = i % 64 == 0 ? (char)(seed >> 16) : 'a';
	}
	for (int i = 0; i < 120; i++)
		many[i] = (struct part){ arena_printf(&mem, "f%d", i).p, { zeros, 1 << 20 }, false };
	struct sv wide = zip_of(many, 120);
	assert_true(wide.n < XLSX_FILE_MAX);
	REFUSED(wide, "a.xlsx", "xlsx.too_big");
	for (int i = 0; i < 90; i++)
		many[i].body.n = 1000;
	REFUSED(zip_of(many, 90), "a.zip", "sheet.zip"); /* the same entries, smaller, pass the judge */

	struct part entries[ZIP_ENTRIES_MAX + 1];
	for (int i = 0; i <= ZIP_ENTRIES_MAX; i++)
		entries[i] = (struct part){ arena_printf(&mem, "e%d", i).p, SV("x"), true };
	REFUSED(zip_of(entries, ZIP_ENTRIES_MAX + 1), "a.xlsx", "xlsx.too_big");
	REFUSED(zip_of(entries, ZIP_ENTRIES_MAX), "a.zip", "sheet.zip");
}

static enum rc count(void *arg, struct sv piece)
{
	*(size_t *)arg += piece.n;
	return RC_OK;
}

static void an_entry_that_lies_about_its_size_is_stopped(void **state)
{
	(void)state;
	size_t n = 5 << 20, got = 0;
	struct part p = { "x", { NEW(&mem, char, n), n }, false };
	struct sv s = copy(zip_of(&p, 1));
	poke(s, find(s, "PK\1\2", 0) + 24, 100000, 4);
	struct zip_dir z;
	assert_int_equal(zip_dir_open(&cx, s, &z), RC_OK);
	assert_int_equal(zip_dir_read(&cx, &z, &z.parts[0], count, &got), RC_INVALID);
	assert_string_equal(fault_id(), "xlsx.broken");
	assert_true(got <= 100000);
	assert_true(z.inflated <= 200000);
}

static void put16(struct buf *b, uint32_t v)
{
	buf_putc(b, (char)v);
	buf_putc(b, (char)(v >> 8));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xFFFF);
	put16(b, v >> 16);
}

static void local(struct buf *b, const char *name, uint32_t size)
{
	put32(b, 0x04034b50);
	put16(b, 20), put16(b, 0), put16(b, 0), put32(b, 0), put32(b, 0), put32(b, size), put32(b, size);
	put16(b, (uint32_t)strlen(name)), put16(b, 0);
	buf_puts(b, name);
}

static void central(struct buf *b, const char *name, uint32_t size, uint32_t from)
{
	put32(b, 0x02014b50);
	put16(b, 20), put16(b, 20), put16(b, 0), put16(b, 0), put32(b, 0), put32(b, 0), put32(b, size);
	put32(b, size), put16(b, (uint32_t)strlen(name)), put16(b, 0), put16(b, 0), put16(b, 0), put16(b, 0);
	put32(b, 0), put32(b, from);
	buf_puts(b, name);
}

static void ending(struct buf *b, uint32_t entries, uint32_t from)
{
	uint32_t n = (uint32_t)b->n - from;
	put32(b, 0x06054b50);
	put16(b, 0), put16(b, 0), put16(b, entries), put16(b, entries), put32(b, n), put32(b, from), put16(b, 0);
}

/* Fifield's bomb: one entry's data hold the next entry, so that the same bytes count many times. */
static void overlapping_entries_are_refused(void **state)
{
	(void)state;
	struct buf b = buf_new(&mem, 10000);
	local(&b, "a", 131); /* 100 bytes and the next one's 31 */
	local(&b, "b", 100);
	for (int i = 0; i < 100; i++)
		buf_putc(&b, 'x');
	uint32_t dir = (uint32_t)b.n;
	central(&b, "a", 131, 0);
	central(&b, "b", 100, 31);
	ending(&b, 2, dir);
	REFUSED(buf_sv(&b), "a.xlsx", "xlsx.broken");
	assert_true(sv_has(cx.trail, SV("")));
	struct zip_dir z;
	ctx_forget(&cx);
	assert_int_equal(zip_dir_open(&cx, buf_sv(&b), &z), RC_INVALID);
	assert_true(sv_has(cx.trail, SV("overlapping")));
	/* the same twice */
	b = buf_new(&mem, 10000);
	local(&b, "a", 10);
	buf_puts(&b, "0123456789");
	dir = (uint32_t)b.n;
	central(&b, "a", 10, 0);
	central(&b, "a", 10, 0);
	ending(&b, 2, dir);
	REFUSED(buf_sv(&b), "a.xlsx", "xlsx.broken");
}

static void put64(struct buf *b, uint64_t v)
{
	put32(b, (uint32_t)v);
	put32(b, (uint32_t)(v >> 32));
}

/* As Java's streaming writers make them: every size in zip64 fields. `lie` is added to the last offset. */
static struct sv as_zip64(struct sv s, uint64_t lie)
{
	size_t end = find(s, "PK\5\6", 0), dir = find(s, "PK\1\2", 0);
	struct buf b = buf_new(&mem, 1 << 20);
	buf_put(&b, sv_upto(s, dir));
	uint64_t entries = 0;
	for (size_t i = dir; i < end; entries++) {
		size_t n = 46 + (peek(s, i + 28) & 0xFFFF), extra = peek(s, i + 30) & 0xFFFF;
		struct sv head = copy(sv_upto(sv_from(s, i), n));
		poke(head, 20, UINT32_MAX, 4), poke(head, 24, UINT32_MAX, 4), poke(head, 42, UINT32_MAX, 4);
		poke(head, 30, 28, 2);
		buf_put(&b, head);
		put16(&b, 1), put16(&b, 24), put64(&b, peek(s, i + 24)), put64(&b, peek(s, i + 20));
		put64(&b, peek(s, i + 42) + lie);
		i += n + extra;
	}
	uint64_t at_ = b.n;
	put32(&b, 0x06064b50), put64(&b, 44), put16(&b, 45), put16(&b, 45), put32(&b, 0), put32(&b, 0);
	put64(&b, entries), put64(&b, entries), put64(&b, at_ - dir), put64(&b, dir);
	put32(&b, 0x07064b50), put32(&b, 0), put64(&b, at_), put32(&b, 1);
	put32(&b, 0x06054b50), put32(&b, 0), put16(&b, (uint32_t)entries), put16(&b, (uint32_t)entries);
	put32(&b, UINT32_MAX), put32(&b, (uint32_t)dir), put16(&b, 0);
	return buf_sv(&b);
}

static void zip64_is_read(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(as_zip64(plain(), 0), "a.xlsx", &b), RC_OK);
	assert_string_equal(at(&b.sheets[0], 0, 0), "1");
	REFUSED(as_zip64(plain(), 1), "a.xlsx", "xlsx.broken");
	REFUSED(as_zip64(plain(), UINT64_MAX - 20), "a.xlsx", "xlsx.broken");
	struct sv s = copy(as_zip64(plain(), 0));
	poke(s, find(s, "PK\6\7", 0) + 8, 0, 4);
	REFUSED(s, "a.xlsx", "xlsx.broken");
}

static void broken_containers_are_refused(void **state)
{
	(void)state;
	struct sv good = plain(), s;
	struct book b;
	assert_int_equal(read_bytes(good, "a.xlsx", &b), RC_OK);
	for (size_t n = 4; n < good.n; n += good.n / 40 + 1)
		REFUSED(sv_upto(good, n), "a.xlsx", "xlsx.broken");
	s = copy(good); /* another checksum of the sheet */
	poke(s, find(s, "PK\1\2", 4) + 16, 0x12345678, 4);
	REFUSED(s, "a.xlsx", "xlsx.broken");
	s = copy(good); /* encrypted */
	poke(s, find(s, "PK\1\2", 4) + 8, 1, 2);
	REFUSED(s, "a.xlsx", "xlsx.encrypted");
	s = copy(good); /* an unknown method, in both places */
	poke(s, find(s, "PK\1\2", 4) + 10, 12, 2);
	poke(s, find(s, "PK\3\4", 4) + 8, 12, 2);
	REFUSED(s, "a.xlsx", "xlsx.broken");
	s = copy(good); /* the directory points elsewhere */
	poke(s, find(s, "PK\1\2", 2) + 42, peek(s, find(s, "PK\1\2", 1) + 42), 4);
	REFUSED(s, "a.xlsx", "xlsx.broken");
	s = copy(good); /* beyond the file */
	poke(s, find(s, "PK\1\2", 2) + 20, 0x7FFFFFFF, 4);
	REFUSED(s, "a.xlsx", "xlsx.broken");
	poke(s, find(s, "PK\1\2", 2) + 20, 0xFFFFFFFF, 4); /* zip64 without its field */
	REFUSED(s, "a.xlsx", "xlsx.broken");
	s = copy(good); /* damaged data */
	poke(s, find(s, "PK\3\4", 4) + 60, 0xFFFFFFFF, 4);
	REFUSED(s, "a.xlsx", "xlsx.broken");
	static const char *const names[] = { "../evil", "/etc/passwd", "xl/../../x", "c:\\x", "a/..\\b" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct simple x = { .sheet = sheet_xml(""), .extra = SV("x"), .extra_name = names[i] };
		REFUSED(simple_xlsx(x), "a.xlsx", "xlsx.broken");
	}
	struct part twice[] = { { "a.xml", SV("x"), true }, { "A.XML", SV("y"), true } };
	REFUSED(zip_of(twice, 2), "a.xlsx", "xlsx.broken");
	REFUSED(SV("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "a.xlsx", "sheet.zip");
}

static void document_types_are_refused(void **state)
{
	(void)state;
	static const char *const evil[] = {
		"<!DOCTYPE worksheet><worksheet/>",
		"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><worksheet><sheetData><row><c t='str'><v>&c;</v></c></row>"
		"</sheetData></worksheet>",
		"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><worksheet/>",
		"<!DOCTYPE x [<!ENTITY % e SYSTEM 'http://127.0.0.1/'> %e;]><worksheet/>",
	};
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		REFUSED(simple_xlsx((struct simple){ .sheet = sv_of(evil[i]) }), "a.xlsx", "xlsx.doctype");
		REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(""), .shared = sv_of(evil[i]) }), "a.xlsx",
			"xlsx.doctype");
		REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(""), .content_types = sv_of(evil[i]) }), "a.xlsx",
			"xlsx.doctype");
	}
	REFUSED(simple_xlsx((struct simple){ .sheet = SV("<worksheet>&xxe;</worksheet>") }), "a.xlsx", "xlsx.broken");
}

static void broken_sheets_are_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"<row r='2'/><row r='1'/>",
		"<row r='0'/>",
		"<row r='1048577'/>",
		"<row r='x'/>",
		"<row r='1'><c r='B1'/><c r='A1'/></row>",
		"<row r='1'><c r='A1'/><c r='A1'/></row>",
		"<row r='1'><c r='A2'/></row>",
		"<row r='1'><c r='XFE1'/></row>",
		"<row r='1'><c r='AAAAAAAAAA1'/></row>",
		"<row r='1'><c r='1A'/></row>",
		"<row r='1'><c r=''/></row>",
		"<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
		"<row r='1'><c r='A1' t='s'><v>-1</v></c></row>",
		"<row r='1'><c r='A1' t='s'><v>99999999999999999999</v></c></row>",
		"<row r='1'><c r='A1' t='somethingelse'/></row>",
		"<row r='1'>",
		"</sheetData><mergeCells><mergeCell ref='A1:'/></mergeCells><sheetData>",
		"</sheetData><mergeCells><mergeCell ref='B2:A1'/></mergeCells><sheetData>",
		"</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells><sheetData>",
		"</sheetData><mergeCells><mergeCell ref='A1:A99999999999999999999999999999'/></mergeCells><sheetData>",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(rows[i]) }), "a.xlsx", "xlsx.broken");
	struct buf deep = buf_new(&mem, 100000);
	for (int i = 0; i < 100; i++)
		buf_puts(&deep, "<a>");
	REFUSED(simple_xlsx((struct simple){ .sheet = buf_sv(&deep) }), "a.xlsx", "xlsx.broken");
	char *text = NEW(&mem, char, CELL_BYTES_MAX + 2);
	memset(text, 'x', CELL_BYTES_MAX + 1);
	struct sv cell = arena_printf(&mem, "<row><c t='str'><v>%s</v></c></row>", text);
	REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(cell.p) }), "a.xlsx", "sheet.long_cell");
	cell = arena_printf(&mem, "<sst><si><t>%s</t></si></sst>", text);
	REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(""), .shared = cell }), "a.xlsx", "xlsx.broken");
	/* the same part under two names would be read twice, or a thousand times */
	REFUSED(simple_xlsx((struct simple){
			.sheet = sheet_xml(""),
			.workbook = SV("<workbook><sheets><sheet name='a' r:id='rId1' xmlns:r='r'/><sheet name='b' "
				       "r:id='rId1' xmlns:r='r'/></sheets></workbook>") }),
		"a.xlsx", "xlsx.broken");
}

static void a_million_shared_strings(void **state)
{
	(void)state;
	struct book b;
	struct buf s = buf_new(&mem, 64 << 20);
	buf_puts(&s, "<sst>");
	unsigned seed = 1;
	for (int i = 0; i < 1000000; i++) {
		seed = seed * 1103515245 + 12345;
		buf_puts(&s, "<si><t>");
		buf_int(&s, (int64_t)(seed >> 8));
		buf_puts(&s, "</t></si>");
	}
	buf_puts(&s, "</sst>");
	struct sv x = simple_xlsx((struct simple){
		.sheet = sheet_xml("<row r='1'><c r='A1' t='s'><v>999999</v></c></row>"), .shared = buf_sv(&s) });
	assert_int_equal(read_bytes(x, "a.xlsx", &b), RC_OK);
	assert_int_equal(b.sheets[0].rows, 1);

	/* One long text that a million cells refer to: the answer would be 30 GB. */
	char *text = NEW(&mem, char, 30001);
	memset(text, 'x', 30000);
	struct buf rows = buf_new(&mem, 64 << 20);
	for (int r = 0; r < 5000; r++) {
		buf_puts(&rows, "<row>");
		for (int c = 0; c < 100; c++)
			buf_puts(&rows, "<c t='s'><v>0</v></c>");
		buf_puts(&rows, "</row>");
		if (r % 20 == 0) /* keeps the ratio of the zip honest */
			for (int k = 0; k < 60; k++)
				buf_printf(&rows, "<!--%08x-->", seed = seed * 1103515245 + 12345);
	}
	buf_putc(&rows, 0);
	x = simple_xlsx((struct simple){ .sheet = sheet_xml(rows.p),
					 .shared = arena_printf(&mem, "<sst><si><t>%s</t></si></sst>", text) });
	REFUSED(x, "a.xlsx", "sheet.too_much_text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(bombs_are_refused_before_inflating, fresh, forget),
		cmocka_unit_test_setup_teardown(an_entry_that_lies_about_its_size_is_stopped, fresh, forget),
		cmocka_unit_test_setup_teardown(overlapping_entries_are_refused, fresh, forget),
		cmocka_unit_test_setup_teardown(zip64_is_read, fresh, forget),
		cmocka_unit_test_setup_teardown(broken_containers_are_refused, fresh, forget),
		cmocka_unit_test_setup_teardown(document_types_are_refused, fresh, forget),
		cmocka_unit_test_setup_teardown(broken_sheets_are_refused, fresh, forget),
		cmocka_unit_test_setup_teardown(a_million_shared_strings, fresh, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
