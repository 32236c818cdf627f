#include "files.h"

#include <xlsxwriter.h>

static const char cells[] =
	"<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c><c r='D3' t='inlineStr'><is><t> 内联 "
	"</t></is></c></row>"
	"<row r='5' hidden='1'><c r='A5'><v>0.65</v></c><c r='B5' s='1'><v>0.8</v></c><c r='C5' "
	"s='2'><v>0.52000000000000002</v></c><c r='D5' s='3'><v>45107</v></c></row>"
	"<row r='6'><c r='A6' t='b'><v>1</v></c><c r='B6' t='e'><f>A1</f><v>#REF!</v></c><c r='C6' "
	"t='str'><f>A1</f><v>结果_x000D_\n二</v></c><c r='D6'><f>1+1</f><v>2</v></c><c r='E6'><f>NOW()</f></c></row>"
	"<row><c s='4'><v>15600</v></c><c s='4' t='s'><v>2</v></c><c t='s'><v>3</v></c><c t='s'><v>4</v></c></row>"
	"<row r='9'><c r='B9' s='4'/><c r='C9' t='s'><v>5</v></c></row>"
	"<row r='12'><c r='A12' s='5'><v>45107</v></c><c r='B12' s='6'><v>0.5</v></c><c r='C12' s='3'><v>60</v></c>"
	"<c r='D12' t='d' s='5'><v>2023-06-30T00:00:00</v></c><c r='E12'><v>3.7010219900101123E17</v></c>"
	"<c r='F12' s='3'><v>-1</v></c><c r='G12' s='999'><v>1.5</v></c></row>";

static const char shared[] =
	"<sst xmlns='m'><si><t>序号</t></si>"
	"<si><r><rPr><b/></rPr><t>任</t></r><r><t xml:space='preserve'>务 名</t></r><rPh sb='0' eb='1'><t>rènwù</t></rPh>"
	"<phoneticPr/></si>"
	"<si><t>划掉</t></si>"
	"<si><r><rPr><strike/></rPr><t>全划</t></r><r><rPr><strike val='1'/></rPr><t>了</t></r></si>"
	"<si><r><rPr><strike/></rPr><t>半划</t></r><r><t>了</t></r></si>"
	"<si><t>  </t></si></sst>";

static const char styles[] =
	"<x:styleSheet xmlns:x='m'><x:numFmts><x:numFmt numFmtId='176' formatCode='0.00%'/>"
	"<x:numFmt numFmtId='177' formatCode='yyyy\"年\"m\"月\"'/></x:numFmts>"
	"<x:fonts><x:font><x:sz val='11'/></x:font><x:font><x:strike/></x:font></x:fonts>"
	"<x:cellStyleXfs><x:xf numFmtId='9'/></x:cellStyleXfs>"
	"<x:cellXfs><x:xf numFmtId='0' fontId='0'/><x:xf numFmtId='9' fontId='0'/><x:xf numFmtId='176'/>"
	"<x:xf numFmtId='14'/><x:xf numFmtId='0' fontId='1'/><x:xf numFmtId='177'/><x:xf numFmtId='20'/></x:cellXfs>"
	"<x:dxfs><x:dxf><x:font><x:strike/></x:font></x:dxf></x:dxfs></x:styleSheet>";

static struct sv standard(void)
{
	struct sv sheet = arena_printf(&mem,
				       "<worksheet xmlns='m'><dimension ref='A1:XFD1048576'/><sheetData>%s</sheetData>"
				       "<mergeCells><mergeCell ref='A3:B3'/><mergeCell ref='A4:A6'/><mergeCell "
				       "ref='B7:XFD11'/><mergeCell ref='A100:B200'/><mergeCell ref='A10:A12'/>"
				       "</mergeCells></worksheet>",
				       cells);
	return simple_xlsx((struct simple){ .sheet = sheet, .shared = sv_of(shared), .styles = sv_of(styles) });
}

static void cells_are_as_a_person_sees_them(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(standard(), "a.xlsx", &b), RC_OK);
	assert_int_equal(b.format, BOOK_XLSX);
	assert_int_equal(b.n, 1);
	const struct grid *g = &b.sheets[0];
	assert_true(sv_is(g->name, "表1"));
	assert_int_equal(g->rows, 5); /* rows 3, 5, 6, 7, 12 hold something; 9 does not */
	assert_int_equal(g->cols, 7);
	static const int numbers[] = { 3, 5, 6, 7, 12 };
	for (int i = 0; i < 5; i++) {
		assert_int_equal(g->row_no[i], numbers[i]);
		assert_int_equal(g->row_hidden[i], i == 1);
	}
	assert_string_equal(at(g, 0, 0), "序号");
	assert_string_equal(at(g, 0, 1), "任务 名");
	assert_int_equal(grid_at(g, 0, 2)->kind, CELL_EMPTY);
	assert_string_equal(at(g, 0, 2), "");
	assert_string_equal(at(g, 0, 3), "内联");
	assert_string_equal(at(g, 1, 0), "0.65");
	assert_int_equal(grid_at(g, 1, 0)->number.u, 650000);
	assert_string_equal(at(g, 1, 1), "80%");
	assert_int_equal(grid_at(g, 1, 1)->number.u, 800000);
	assert_true(grid_at(g, 1, 1)->percent);
	assert_string_equal(at(g, 1, 2), "52.00%");
	assert_string_equal(at(g, 1, 3), "2023/6/30");
	assert_int_equal(grid_at(g, 1, 3)->kind, CELL_DATE);
	assert_int_equal(grid_at(g, 1, 3)->day.n, day_of_civil(2023, 6, 30).n);
	assert_string_equal(at(g, 2, 0), "TRUE");
	assert_int_equal(grid_at(g, 2, 0)->kind, CELL_BOOL);
	assert_string_equal(at(g, 2, 1), "#REF!");
	assert_int_equal(grid_at(g, 2, 1)->kind, CELL_ERROR);
	assert_true(grid_at(g, 2, 1)->formula);
	assert_string_equal(at(g, 2, 2), "结果\n二");
	assert_int_equal(grid_at(g, 2, 3)->number.u, 2000000);
	assert_true(grid_at(g, 2, 3)->formula);
	assert_int_equal(grid_at(g, 2, 4)->kind, CELL_EMPTY);
	assert_true(grid_at(g, 2, 4)->formula);
	assert_string_equal(at(g, 3, 0), "15600");
	assert_true(grid_at(g, 3, 0)->strike);
	assert_true(grid_at(g, 3, 1)->strike);
	assert_string_equal(at(g, 3, 2), "全划了");
	assert_true(grid_at(g, 3, 2)->strike);
	assert_false(grid_at(g, 3, 3)->strike);
	assert_string_equal(at(g, 4, 0), "2023年6月");
	assert_int_equal(grid_at(g, 4, 0)->kind, CELL_DATE);
	assert_string_equal(at(g, 4, 1), "12:00");
	assert_int_equal(grid_at(g, 4, 1)->kind, CELL_TEXT);
	assert_string_equal(at(g, 4, 2), "1900/2/29");
	assert_int_equal(grid_at(g, 4, 2)->kind, CELL_TEXT);
	assert_string_equal(at(g, 4, 3), "2023年6月");
	assert_int_equal(grid_at(g, 4, 3)->kind, CELL_DATE);
	assert_string_equal(at(g, 4, 4), "370102199001011000");
	assert_int_equal(grid_at(g, 4, 4)->kind, CELL_TEXT);
	assert_string_equal(at(g, 4, 5), "-1");
	assert_string_equal(at(g, 4, 6), "1.5");
}

static void merges_are_in_grid_rows(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(standard(), "a.xlsx", &b), RC_OK);
	const struct grid *g = &b.sheets[0];
	/* A10:A12 has one row left, A100:B200 none */
	assert_int_equal(g->n_merges, 3);
	static const struct merge m[] = { { 0, 0, 0, 1 }, { 1, 0, 2, 0 }, { 3, 1, 3, 6 } };
	for (size_t i = 0; i < 3; i++)
		assert_memory_equal(&g->merges[i], &m[i], sizeof(m[i]));
}

static void the_other_calendar(void **state)
{
	(void)state;
	struct book b;
	struct sv s = simple_xlsx((struct simple){
		.sheet = sheet_xml("<row r='1'><c r='A1' s='3'><v>43645</v></c><c r='B1' s='3'><v>0</v></c></row>"),
		.styles = sv_of(styles),
		.workbook = SV("<workbook><workbookPr date1904='1'/><sheets><sheet name='x' state='veryHidden' "
			       "r:id='rId1' xmlns:r='r'/></sheets></workbook>") });
	assert_int_equal(read_bytes(s, "", &b), RC_OK);
	assert_true(b.sheets[0].hidden);
	assert_int_equal(grid_at(&b.sheets[0], 0, 0)->day.n, day_of_civil(2023, 6, 30).n);
	assert_int_equal(grid_at(&b.sheets[0], 0, 1)->day.n, day_of_civil(1904, 1, 1).n);
}

/* What a real writer makes. */
static void a_file_of_libxlsxwriter(void **state)
{
	(void)state;
	const char *path = temp_name();
	lxw_workbook *w = workbook_new(path);
	lxw_worksheet *s = workbook_add_worksheet(w, "台账"), *h = workbook_add_worksheet(w, "藏");
	lxw_format *date = workbook_add_format(w), *strike = workbook_add_format(w), *pc = workbook_add_format(w);
	format_set_num_format(date, "yyyy-mm-dd");
	format_set_font_strikeout(strike);
	format_set_num_format_index(pc, 9);
	lxw_datetime day = { .year = 2026, .month = 11, .day = 21 };
	worksheet_merge_range(s, 0, 0, 0, 3, "重点工作台账", NULL);
	worksheet_write_string(s, 2, 0, "任务", NULL);
	worksheet_write_datetime(s, 3, 0, &day, date);
	worksheet_write_string(s, 3, 1, "取消", strike);
	worksheet_write_number(s, 3, 2, 0.8, pc);
	worksheet_write_formula_num(s, 3, 3, "=C4*2", NULL, 1.6);
	worksheet_write_number(s, 3, 4, 0.1 + 0.2, NULL);
	lxw_row_col_options hidden = { .hidden = 1 };
	worksheet_write_string(s, 4, 0, "隐藏行", NULL);
	worksheet_set_row_opt(s, 4, 15, NULL, &hidden);
	lxw_rich_string_tuple t1 = { .format = strike, .string = "划" }, t2 = { .format = NULL, .string = "留" };
	lxw_rich_string_tuple *rich[] = { &t1, &t2, NULL };
	worksheet_write_rich_string(s, 5, 0, rich, NULL);
	worksheet_write_string(h, 0, 0, "x", NULL);
	worksheet_hide(h);
	workbook_close(w);
	struct sv bytes = file_bytes(path);
	unlink(path);
	struct book b;
	assert_int_equal(read_bytes(bytes, "a.xlsx", &b), RC_OK);
	assert_int_equal(b.n, 2);
	assert_true(b.sheets[1].hidden);
	const struct grid *g = &b.sheets[0];
	assert_int_equal(g->rows, 5);
	assert_string_equal(at(g, 0, 0), "重点工作台账");
	assert_int_equal(g->n_merges, 1);
	assert_string_equal(at(g, 2, 0), "2026-11-21");
	assert_true(grid_at(g, 2, 1)->strike);
	assert_string_equal(at(g, 2, 2), "80%");
	assert_string_equal(at(g, 2, 3), "1.6");
	assert_true(grid_at(g, 2, 3)->formula);
	assert_string_equal(at(g, 2, 4), "0.3");
	assert_true(g->row_hidden[3]);
	assert_string_equal(at(g, 4, 0), "划留");
	assert_false(grid_at(g, 4, 0)->strike);
}

static void a_stray_cell_costs_nothing(void **state)
{
	(void)state;
	struct book b;
	assert_int_equal(read_bytes(simple_xlsx((struct simple){
			 .sheet = sheet_xml("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>") }), "", &b), RC_OK);
	assert_int_equal(b.sheets[0].rows, 1);
	assert_int_equal(b.sheets[0].cols, 16384);
	assert_int_equal(b.sheets[0].row_no[0], 1048576);
	struct buf t = buf_new(&mem, 8 << 20);
	for (int i = 1; i <= 400; i++)
		buf_printf(&t, "<row r='%d'><c r='XFD%d'><v>1</v></c></row>", i, i);
	buf_putc(&t, 0);
	REFUSED(simple_xlsx((struct simple){ .sheet = sheet_xml(t.p) }), "", "sheet.too_many_cells");
}

static void other_packages_are_named(void **state)
{
	(void)state;
	struct part ods[] = { { "mimetype", SV("application/vnd.oasis.opendocument.spreadsheet"), true },
			      { "content.xml", SV("<x/>"), false } };
	REFUSED(zip_of(ods, 2), "a.ods", "sheet.ods");
	struct part ofd[] = { { "OFD.xml", SV("<x/>"), false } };
	REFUSED(zip_of(ofd, 1), "a.ofd", "sheet.ofd");
	struct part any[] = { { "a.txt", SV("hello"), false } };
	REFUSED(zip_of(any, 1), "a.zip", "sheet.zip");
	struct part docx[] = { { "[Content_Types].xml",
				 SV("<Types><Override ContentType='application/"
				    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
				 false } };
	REFUSED(zip_of(docx, 1), "a.docx", "sheet.document");
	struct part xlsb[] = { { "[Content_Types].xml",
				 SV("<Types><Override ContentType='application/"
				    "vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>"),
				 false } };
	REFUSED(zip_of(xlsb, 1), "a.xlsb", "sheet.xlsb");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cells_are_as_a_person_sees_them, fresh, forget),
		cmocka_unit_test_setup_teardown(merges_are_in_grid_rows, fresh, forget),
		cmocka_unit_test_setup_teardown(the_other_calendar, fresh, forget),
		cmocka_unit_test_setup_teardown(a_file_of_libxlsxwriter, fresh, forget),
		cmocka_unit_test_setup_teardown(a_stray_cell_costs_nothing, fresh, forget),
		cmocka_unit_test_setup_teardown(other_packages_are_named, fresh, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
