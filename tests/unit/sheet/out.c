#include "files.h"

#include "sheet/csv_out.h"
#include "sheet/xlsx_out.h"
#include "sheet/xlsx_zip.h"

/* libxlsxwriter 1.1.4 loses a copy of the formula of each list that lies on a hidden sheet. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:lxw_strdup";
}

static struct cell text(const char *s)
{
	return (struct cell){ .kind = CELL_TEXT, .text = sv_of(s), .day = DAY_NONE };
}

static struct cell number(const char *s)
{
	struct cell c = { .kind = CELL_NUMBER, .text = SV(""), .day = DAY_NONE };
	assert_true(dec_parse(sv_of(s), &c.number));
	return c;
}

static struct cell date(int y, int m, int d)
{
	return (struct cell){ .kind = CELL_DATE, .text = SV(""), .day = day_of_civil(y, m, d) };
}

static const struct cell none = { .kind = CELL_EMPTY, .text = { "", 0 }, .day = { INT32_MIN } };

static const struct sv states[] = { { "已完成", 9 }, { "正在推进", 12 }, { "未启动", 9 } };

static struct sheet_column columns[] = {
	{ .title = { "键", 3 }, .hidden = true },
	{ .title = { "任务", 6 }, .width = 40 },
	{ .title = { "得分", 6 }, .kind = COLUMN_NUMBER, .places = 2 },
	{ .title = { "完成率", 9 }, .kind = COLUMN_PERCENT, .places = 1 },
	{ .title = { "时限", 6 }, .kind = COLUMN_DATE },
	{ .title = { "状态", 6 }, .choices = states, .n_choices = 3 },
};

static const struct table_spec table = { .name = { "台[账]", 8 }, .marking = { "密级：内部资料", 21 },
					 .title = { "重点工作台账", 18 }, .columns = columns, .n_columns = 6 };

/* Texts that must stay texts. */
static const char *const dangers[] = { "=1+1", "+86 531", "-cmd|' /C calc'!A0", "@SUM(A1)", "=HYPERLINK(\"http://x\")",
				       "{=1}", "'=1", "''@x", "＝1+1", "-", "=" };

static const char *write_table(void)
{
	const char *path = temp_name();
	struct xlsx_out *x;
	assert_int_equal(xlsx_out_open(&cx, path, NULL, &x), RC_OK);
	assert_int_equal(xlsx_out_sheet(&cx, x, &table), RC_OK);
	struct cell first[] = { text("k1"), text("新建公厕\n12座 _x0041_ \x01<&>\""), number("98.125"), number("0.8"),
				date(2026, 6, 30), text("已完成") };
	assert_int_equal(xlsx_out_row(&cx, x, first), RC_OK);
	for (size_t i = 0; i < sizeof(dangers) / sizeof(dangers[0]); i++) {
		struct cell row[] = { text("k2"), text(dangers[i]), text("—"), none, none, text("未启动") };
		assert_int_equal(xlsx_out_row(&cx, x, row), RC_OK);
	}
	assert_int_equal(xlsx_out_close(&cx, x), RC_OK);
	return path;
}

static void what_is_written_reads_back(void **state)
{
	(void)state;
	const char *path = write_table();
	struct book b;
	assert_int_equal(book_read(&cx, path, SV("a.xlsx"), &b), RC_OK);
	unlink(path);
	assert_int_equal(b.n, 1);
	const struct grid *g = &b.sheets[0];
	assert_true(sv_is(g->name, "台-账-"));
	assert_string_equal(at(g, 0, 0), "密级：内部资料");
	assert_string_equal(at(g, 1, 0), "重点工作台账");
	assert_int_equal(g->n_merges, 2);
	assert_string_equal(at(g, 2, 1), "任务");
	assert_string_equal(at(g, 3, 0), "k1");
	assert_string_equal(at(g, 3, 1), "新建公厕\n12座 _x0041_ <&>\"");
	assert_string_equal(at(g, 3, 2), "98.13");
	assert_int_equal(grid_at(g, 3, 2)->number.u, 98125000);
	assert_string_equal(at(g, 3, 3), "80.0%");
	assert_true(grid_at(g, 3, 3)->percent);
	assert_int_equal(grid_at(g, 3, 4)->kind, CELL_DATE);
	assert_string_equal(at(g, 3, 4), "2026-06-30");
	for (size_t i = 0; i < sizeof(dangers) / sizeof(dangers[0]); i++) {
		assert_string_equal(at(g, 4 + (int)i, 1), dangers[i]);
		assert_false(grid_at(g, 4 + (int)i, 1)->formula);
	}
}

static enum rc collect(void *arg, struct sv piece)
{
	buf_put(arg, piece);
	return RC_OK;
}

static struct sv part_text(struct zip_dir *z, const char *name)
{
	struct buf b = buf_new(&mem, 10 << 20);
	const struct zip_part *p = zip_dir_find(z, sv_of(name));
	assert_non_null(p);
	assert_int_equal(zip_dir_read(&cx, z, p, collect, &b), RC_OK);
	return buf_sv(&b);
}

static void the_sheet_is_fit_for_print_and_for_filling_in(void **state)
{
	(void)state;
	const char *path = write_table();
	struct zip_dir z;
	assert_int_equal(zip_dir_open(&cx, file_bytes(path), &z), RC_OK);
	unlink(path);
	struct sv s = part_text(&z, "xl/worksheets/sheet1.xml"), w = part_text(&z, "xl/workbook.xml");
	assert_false(sv_has(s, SV("<f>")));
	assert_true(sv_has(s, SV("hidden=\"1\"")));
	assert_true(sv_has(s, SV("state=\"frozen\"")));
	assert_true(sv_has(s, SV("orientation=\"landscape\"")));
	assert_true(sv_has(s, SV("paperSize=\"9\"")));
	assert_true(sv_has(s, SV("fitToHeight=\"0\"")));
	assert_true(sv_has(s, SV("已完成,正在推进,未启动")));
	assert_true(sv_has(w, SV("_xlnm.Print_Area")));
	assert_true(sv_has(w, SV("_xlnm.Print_Titles")));
}

static void long_lists_get_a_hidden_sheet(void **state)
{
	(void)state;
	struct sv many[100];
	for (int i = 0; i < 100; i++)
		many[i] = arena_printf(&mem, "单位第%d号，含逗号, 引号\"", i);
	struct sheet_column c = { .title = SV("单位"), .choices = many, .n_choices = 100 };
	struct table_spec spec = { .name = SV("表"), .columns = &c, .n_columns = 1 };
	const char *path = temp_name();
	struct xlsx_out *x;
	assert_int_equal(xlsx_out_open(&cx, path, "/tmp", &x), RC_OK);
	assert_int_equal(xlsx_out_sheet(&cx, x, &spec), RC_OK);
	struct cell row = text("单位第3号");
	assert_int_equal(xlsx_out_row(&cx, x, &row), RC_OK);
	assert_int_equal(xlsx_out_close(&cx, x), RC_OK);
	struct book b;
	assert_int_equal(book_read(&cx, path, SV("a.xlsx"), &b), RC_OK);
	unlink(path);
	assert_int_equal(b.n, 2);
	assert_true(b.sheets[1].hidden);
	assert_int_equal(b.sheets[1].rows, 100);
	assert_string_equal(at(&b.sheets[1], 99, 0), "单位第99号，含逗号, 引号\"");
}

static void an_unfinished_file_is_not_written(void **state)
{
	(void)state;
	const char *path = temp_name();
	unlink(path);
	const char *keep = strdup(path);
	struct xlsx_out *x;
	assert_int_equal(xlsx_out_open(&cx, path, NULL, &x), RC_OK);
	assert_int_equal(xlsx_out_sheet(&cx, x, &table), RC_OK);
	fresh(NULL);
	assert_int_equal(access(keep, F_OK), -1);
	free((void *)(uintptr_t)keep);
	assert_int_equal(xlsx_out_open(&cx, "/nowhere/at/all.xlsx", NULL, &x), RC_OK);
	assert_int_equal(xlsx_out_sheet(&cx, x, &table), RC_OK);
	assert_int_equal(xlsx_out_close(&cx, x), RC_FAILED);
}

static void csv_is_safe_and_reads_back(void **state)
{
	(void)state;
	struct buf b = buf_new(&mem, 1 << 20);
	csv_out_head(&b, &table);
	struct cell first[] = { text("k,1"), text("说\"好\"\n二"), number("98.125"), number("0.8"), date(2026, 6, 30),
				text("-5") };
	csv_out_row(&b, &table, first);
	for (size_t i = 0; i < sizeof(dangers) / sizeof(dangers[0]); i++) {
		struct cell row[] = { text("k2"), text(dangers[i]), text("—"), none, none, text("=") };
		csv_out_row(&b, &table, row);
	}
	struct sv s = buf_sv(&b);
	assert_true(sv_starts(s, SV("\xEF\xBB\xBF\"键\",")));
	assert_true(sv_has(s, SV("98.13,80.0%,2026-06-30,\"-5\"\r\n")));
	assert_true(sv_has(s, SV("\"'=1+1\"")));
	assert_true(sv_has(s, SV("\"'''@x\"")));
	static const char *const raw[] = { "\"=", "\"+8", "\"-c", "\"@", "\"＝" };
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		assert_false(sv_has(s, sv_of(raw[i])));
	struct book book;
	assert_int_equal(read_bytes(s, "a.csv", &book), RC_OK);
	const struct grid *g = &book.sheets[0];
	assert_string_equal(at(g, 1, 1), "说\"好\"\n二");
	for (size_t i = 0; i < sizeof(dangers) / sizeof(dangers[0]); i++)
		assert_string_equal(at(g, 2 + (int)i, 1), dangers[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_written_reads_back, fresh, forget),
		cmocka_unit_test_setup_teardown(the_sheet_is_fit_for_print_and_for_filling_in, fresh, forget),
		cmocka_unit_test_setup_teardown(long_lists_get_a_hidden_sheet, fresh, forget),
		cmocka_unit_test_setup_teardown(an_unfinished_file_is_not_written, fresh, forget),
		cmocka_unit_test_setup_teardown(csv_is_safe_and_reads_back, fresh, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
