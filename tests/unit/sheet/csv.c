#include "files.h"

#include <iconv.h>

static struct sv encoded(const char *to, const char *utf8)
{
	iconv_t d = iconv_open(to, "UTF-8");
	assert_true(d != (iconv_t)-1);
	size_t left = strlen(utf8), room = left * 4 + 16, cap = room;
	char *in = NEW(&mem, char, left + 1), *from = in, *out = NEW(&mem, char, cap), *p = out;
	memcpy(in, utf8, left);
	assert_int_equal(iconv(d, &from, &left, &p, &room), 0);
	iconv_close(d);
	return sv_make(out, cap - room);
}

static const char list[] = "序号,任务,责任单位,完成情况\r\n1,\"新建公厕12座，含\n改造\",住建局,80%\r\n"
			   "2,\"他说\"\"好\"\"\",发改委,€㐀𠀀\r\n";

static void check_list(struct sv bytes, enum book_format format)
{
	struct book b;
	assert_int_equal(read_bytes(bytes, "台账.csv", &b), RC_OK);
	assert_int_equal(b.format, format);
	assert_int_equal(b.n, 1);
	const struct grid *g = &b.sheets[0];
	assert_true(sv_is(g->name, "台账.csv"));
	assert_int_equal(g->rows, 3);
	assert_int_equal(g->cols, 4);
	assert_string_equal(at(g, 0, 3), "完成情况");
	assert_string_equal(at(g, 1, 1), "新建公厕12座，含\n改造");
	assert_string_equal(at(g, 1, 3), "80%");
	assert_string_equal(at(g, 2, 1), "他说\"好\"");
	assert_string_equal(at(g, 2, 3), "€㐀𠀀");
	assert_int_equal(grid_at(g, 1, 0)->kind, CELL_TEXT);
	assert_int_equal(g->row_no[2], 3);
}

static void every_encoding_reads_the_same(void **state)
{
	(void)state;
	check_list(sv_of(list), BOOK_CSV_UTF8);
	check_list(arena_printf(&mem, "\xEF\xBB\xBF%s", list), BOOK_CSV_UTF8);
	check_list(encoded("GB18030", list), BOOK_CSV_GB18030);
	struct sv le = encoded("UTF-16LE", list), be = encoded("UTF-16BE", list);
	struct buf b = buf_new(&mem, 10000);
	buf_puts(&b, "\xFF\xFE");
	buf_put(&b, le);
	check_list(buf_sv(&b), BOOK_CSV_UTF8);
	b = buf_new(&mem, 10000);
	buf_puts(&b, "\xFE\xFF");
	buf_put(&b, be);
	check_list(buf_sv(&b), BOOK_CSV_UTF8);
	struct book book; /* the smaller code of old Excel */
	assert_int_equal(read_bytes(encoded("GBK", "单位,得分\n城关镇,98\n"), "", &book), RC_OK);
	assert_string_equal(at(&book.sheets[0], 1, 0), "城关镇");
}

static void separators_are_found(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(SV("a;b\nc,c;d\n"), "", &b), RC_OK);
	assert_string_equal(at(&b.sheets[0], 1, 0), "c,c");
	assert_int_equal(read_bytes(SV("a\tb,b\tc\nd;d\te\tf\n"), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].cols, 3);
	assert_string_equal(at(&b.sheets[0], 0, 1), "b,b");
	assert_int_equal(read_bytes(SV("sep=|\r\na|b,b\r\n"), "", &b), RC_OK);
	assert_string_equal(at(&b.sheets[0], 0, 1), "b,b");
	assert_int_equal(b.sheets[0].row_no[0], 1);
	assert_int_equal(read_bytes(SV("one\ntwo\n"), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].cols, 1);
	assert_int_equal(read_bytes(SV("标题,,\n\n单位,分,名\n甲,1,2\n乙,2,1"), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].cols, 3);
}

static void lines_and_quotes(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(SV("a,b\rc,d\ne,f\r\n\r\n,\n  x  ,\"\"\ny,"), "", &b), RC_OK);
	const struct grid *g = &b.sheets[0];
	assert_int_equal(g->rows, 5);
	assert_string_equal(at(g, 1, 0), "c");
	assert_int_equal(g->row_no[3], 6); /* two empty records between */
	assert_string_equal(at(g, 3, 0), "x");
	assert_int_equal(grid_at(g, 3, 1)->kind, CELL_EMPTY);
	assert_string_equal(at(g, 4, 0), "y");
	assert_int_equal(read_bytes(SV("\"a\"b,c\"d\"\n\"\"\"\",=\"00123\"\n\"'=1+1\",'''-x\n'平,''"), "", &b), RC_OK);
	g = &b.sheets[0];
	assert_string_equal(at(g, 0, 0), "ab");
	assert_string_equal(at(g, 0, 1), "c\"d\"");
	assert_string_equal(at(g, 1, 0), "\"");
	assert_string_equal(at(g, 1, 1), "00123");
	assert_string_equal(at(g, 2, 0), "=1+1");
	assert_string_equal(at(g, 2, 1), "''-x");
	assert_string_equal(at(g, 3, 0), "'平");
	assert_string_equal(at(g, 3, 1), "''");
	assert_int_equal(read_bytes(SV("a\tb\x01\x7F,\"c\r\nd\re\"\n1,2"), "", &b), RC_OK);
	g = &b.sheets[0];
	assert_string_equal(at(g, 0, 0), "a b");
	assert_string_equal(at(g, 0, 1), "c\nd\ne");
	REFUSED(SV("a,b\n\"c,d\n"), "", "csv.open_quote");
	assert_true(sv_has(cx.faults->text, SV("row 2")));
}

static void limits_hold(void **state)
{
	(void)state;
	struct book b;
	struct buf t = buf_new(&mem, 1 << 20);
	for (int i = 0; i < CSV_COL_MAX - 1; i++)
		buf_putc(&t, ',');
	buf_putc(&t, 'x');
	assert_int_equal(read_bytes(buf_sv(&t), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].cols, CSV_COL_MAX);
	buf_putc(&t, ',');
	REFUSED(buf_sv(&t), "", "csv.columns");
	t = buf_new(&mem, 4 << 20);
	for (int i = 0; i < CSV_ROW_MAX; i++)
		buf_puts(&t, "x\n");
	assert_int_equal(read_bytes(buf_sv(&t), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].rows, CSV_ROW_MAX);
	buf_puts(&t, "x\n");
	REFUSED(buf_sv(&t), "", "csv.rows");
	/* the rectangle counts, not the cells: 12,000 rows of one and a row of 512 */
	t = buf_new(&mem, 4 << 20);
	for (int i = 0; i < 12000; i++)
		buf_puts(&t, "x\n");
	for (int i = 0; i < CSV_COL_MAX; i++)
		buf_puts(&t, "y,");
	t.n--;
	REFUSED(buf_sv(&t), "", "sheet.too_many_cells");
	t = buf_new(&mem, 4 << 20);
	for (int i = 0; i <= CELL_BYTES_MAX; i++)
		buf_putc(&t, 'z');
	REFUSED(buf_sv(&t), "", "sheet.long_cell");
	char *big = NEW(&mem, char, CSV_FILE_MAX + 1);
	memset(big, 'a', CSV_FILE_MAX + 1);
	REFUSED(sv_make(big, CSV_FILE_MAX + 1), "", "sheet.too_large");
}

static void what_is_no_table_is_refused(void **state)
{
	(void)state;
	struct book b;
	REFUSED(SV(""), "", "sheet.empty");
	REFUSED(SV("\xEF\xBB\xBF"), "", "sheet.empty");
	REFUSED(SV("a,b\0c"), "", "sheet.unknown");
	REFUSED(SV("\xFF\xFF\xFF"), "", "csv.encoding");
	REFUSED(SV("\xFF\xFE" "a\0\x00\xDC"), "", "csv.encoding");
	REFUSED(SV("\xEF\xBB\xBF\xC4\xE3"), "", "csv.encoding");
	/* UTF-8 with one byte broken: to guess GB18030 would import nonsense */
	REFUSED(SV("城关镇人民政府办公室,九十八分\xE5\x8D\n"), "", "csv.encoding");
	REFUSED(SV("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1----"), "a.xls", "sheet.xls");
	REFUSED(SV("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1----"), "汇总.ET", "sheet.et");
	REFUSED(SV("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1--E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), "a.xlsx",
		"xlsx.encrypted");
	REFUSED(SV("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1--W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), "a.doc", "sheet.document");
	REFUSED(SV("%PDF-1.4"), "a.pdf", "sheet.pdf");
	REFUSED(SV("\x89PNG\r\n\x1A\n"), "a.png", "sheet.picture");
	REFUSED(SV("\xFF\xD8\xFF\xE0"), "a.csv", "sheet.picture");
	REFUSED(SV("\n <HTML><table>"), "a.xls", "sheet.html");
	REFUSED(SV("<?xml version='1.0'?><Workbook>"), "a.xls", "sheet.html");
	REFUSED(SV("Rar!\x1A"), "a.rar", "sheet.zip");
	REFUSED(SV("{\\rtf1"), "a.rtf", "sheet.document");
	assert_int_equal(book_read(&cx, "/nowhere/at/all.csv", SV(""), &b), RC_NOT_FOUND);
	assert_int_equal(book_read(&cx, "/tmp", SV(""), &b), RC_FAILED);
	assert_int_equal(book_read(&cx, "/dev/zero", SV(""), &b), RC_FAILED);
	assert_int_equal(read_bytes(SV("<5万,是\n"), "", &b), RC_OK); /* a small sum, not a web page */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_encoding_reads_the_same, fresh, forget),
		cmocka_unit_test_setup_teardown(separators_are_found, fresh, forget),
		cmocka_unit_test_setup_teardown(lines_and_quotes, fresh, forget),
		cmocka_unit_test_setup_teardown(limits_hold, fresh, forget),
		cmocka_unit_test_setup_teardown(what_is_no_table_is_refused, fresh, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
