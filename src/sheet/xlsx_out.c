#include "sheet/xlsx_out.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "sheet/limits.h"

#include <xlsxwriter.h>

enum {
	LIST_MAX = 255,       /* characters of a drop-down list that stands in the cell's own rule */
	SPARE_ROWS = 200,     /* rows below the data that have the drop-down lists too */
	TEXT_MAX = 32767,     /* characters of a cell */
	LINE = 16,            /* points: a line of Chinese at the standard size */
	ROOM = 5,             /* above and below */
	TITLE_LINE = 26,
	LINES_MAX = 25,       /* a row holds no more than 409 points */
};

struct xlsx_out {
	struct arena *a;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	const struct table_spec *spec;
	lxw_row_t row, header;
	int n_lists;          /* hidden sheets of long lists */
	lxw_format *marking, *title, *head, *text, *aside, *date;
	lxw_format *number[7], *percent[7], *sign[7];
};

/* The library's own closing would write the file; unfinished ones are only freed. */
static void drop(void *arg)
{
	struct xlsx_out *x = arg;
	if (x->book)
		lxw_workbook_free(x->book);
}

static enum rc not_written(struct ctx *cx, lxw_error e)
{
	because(cx, RC_FAILED, "xlsxwriter: %s", lxw_strerror(e));
	return fail(cx, RC_FAILED, "sheet.write",
		    N_("The table could not be written. Check that the server's disk is not full and try again."));
}

static lxw_format *format(struct xlsx_out *x, bool border)
{
	lxw_format *f = workbook_add_format(x->book);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	if (border)
		format_set_border(f, LXW_BORDER_THIN);
	return f;
}

static void make_formats(struct xlsx_out *x)
{
	x->marking = format(x, false);
	x->title = format(x, false);
	format_set_bold(x->title);
	format_set_font_size(x->title, 16);
	format_set_align(x->title, LXW_ALIGN_CENTER);
	x->head = format(x, true);
	format_set_bold(x->head);
	format_set_align(x->head, LXW_ALIGN_CENTER);
	format_set_text_wrap(x->head);
	format_set_bg_color(x->head, 0xEEEEEE);
	x->text = format(x, true);
	format_set_text_wrap(x->text);
	format_set_num_format(x->text, "@");
	x->aside = format(x, true);
	format_set_align(x->aside, LXW_ALIGN_RIGHT);
	format_set_num_format(x->aside, "@");
	x->date = format(x, true);
	format_set_num_format(x->date, "yyyy-mm-dd");
	for (int i = 0; i <= 6; i++) {
		char code[16] = "0.000000";
		code[i ? 2 + i : 1] = 0;
		x->number[i] = format(x, true);
		format_set_num_format(x->number[i], code);
		char sign[48];
		snprintf(sign, sizeof(sign), "+%s;-%s;%s", code, code, code);
		x->sign[i] = format(x, true);
		format_set_num_format(x->sign[i], sign);
		strcat(code, "%");
		x->percent[i] = format(x, true);
		format_set_num_format(x->percent[i], code);
	}
}

enum rc xlsx_out_open(struct ctx *cx, const char *path, const char *tmp_dir, struct xlsx_out **ret)
{
	struct xlsx_out *x = NEW(cx->a, struct xlsx_out, 1);
	lxw_workbook_options options = {
		.constant_memory = LXW_TRUE,
		.tmpdir = tmp_dir ? (char *)(uintptr_t)arena_cstr(cx->a, sv_of(tmp_dir)) : NULL,
	};
	x->a = cx->a;
	x->book = workbook_new_opt(path, &options);
	if (!x->book)
		return not_written(cx, LXW_ERROR_MEMORY_MALLOC_FAILED);
	arena_defer(cx->a, drop, x);
	make_formats(x);
	*ret = x;
	return RC_OK;
}

/* ---- text -------------------------------------------------------------------------------------------- */

static bool escape_like(struct sv s)
{
	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'F') ||
		      (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

/* What XML may hold, in the length that a cell may have; what looks like an escape is escaped. */
static char *cell_text(struct arena *a, struct sv s)
{
	size_t cap = s.n * 3 + 8, n = 0, chars = 0;
	char *p = NEW(a, char, cap);
	struct sv rest = s;
	while (rest.n && chars < TEXT_MAX - 8) {
		bool escape = escape_like(rest);
		int32_t cp = utf8_next(&rest);
		if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7F || cp == 0xFFFE || cp == 0xFFFF)
			continue;
		if (escape) {
			memcpy(p + n, "_x005F", 6);
			n += 6;
			chars += 6;
		}
		n += utf8_put(p + n, cp);
		chars += cp > 0xFFFF ? 2 : 1; /* Excel counts UTF-16 units */
	}
	if (rest.n)
		memcpy(p + n, "…", 4);
	return p;
}

/* A sheet's name: at most 31 characters, none of []:*?/\ , no quote at its ends. */
static const char *sheet_name(struct arena *a, struct sv s)
{
	char *p = NEW(a, char, s.n + 8);
	struct sv rest = utf8_upto(s, 31);
	size_t n = 0;
	while (rest.n) {
		int32_t cp = utf8_next(&rest);
		n += utf8_put(p + n, cp < 0x20 || (cp < 0x80 && strchr("[]:*?/\\'", (int)cp)) ? '-' : cp);
	}
	if (n == 0)
		memcpy(p, "1", 2);
	return p;
}

/* ---- sheets ------------------------------------------------------------------------------------------ */

static int width_of(const struct sheet_column *c)
{
	if (c->width > 0)
		return c->width < 255 ? c->width : 255;
	size_t title = utf8_width(c->title) + 2;
	int least = c->kind == COLUMN_TEXT ? 16 : 12;
	return title > (size_t)least ? (title < 40 ? (int)title : 40) : least;
}

/* Lines that a wrapped text takes; a Chinese character is somewhat wider than two digits. */
static int lines_of(struct sv s, int width)
{
	int lines = 0;
	struct sv line;
	while (sv_split(&s, '\n', &line)) {
		int w = (int)utf8_width(line) * 11 / 10 + 1;
		lines += w > width ? (w + width - 1) / width : 1;
	}
	return lines;
}

/* Not every program fits a row to its wrapped texts when it opens the file. */
static enum rc set_height(struct ctx *cx, struct xlsx_out *x, int lines, double line)
{
	lines = lines < 1 ? 1 : lines > LINES_MAX ? LINES_MAX : lines;
	lxw_error e = worksheet_set_row(x->sheet, x->row, lines * line + ROOM, NULL);
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}

static enum rc write_text(struct ctx *cx, struct xlsx_out *x, lxw_col_t col, struct sv s, lxw_format *f)
{
	struct arena scratch;
	arena_init(&scratch, SIZE_MAX);
	lxw_error e = worksheet_write_string(x->sheet, x->row, col, cell_text(&scratch, s), f);
	arena_release(&scratch);
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}

/* A line over the whole width of the table. */
static enum rc write_line(struct ctx *cx, struct xlsx_out *x, struct sv s, lxw_format *f)
{
	lxw_col_t last = (lxw_col_t)(x->spec->n_columns - 1);
	TRY(set_height(cx, x, 1, f == x->title ? TITLE_LINE : LINE));
	lxw_error e = last == 0 ? worksheet_write_string(x->sheet, x->row, 0, cell_text(cx->a, s), f) :
				  worksheet_merge_range(x->sheet, x->row, 0, x->row, last, cell_text(cx->a, s), f);
	x->row++;
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}

static void set_columns(struct xlsx_out *x)
{
	for (size_t i = 0; i < x->spec->n_columns; i++) {
		const struct sheet_column *c = &x->spec->columns[i];
		lxw_row_col_options options = { .hidden = c->hidden };
		worksheet_set_column_opt(x->sheet, (lxw_col_t)i, (lxw_col_t)i, width_of(c), NULL, &options);
	}
}

/* Drop-down lists reach some rows below the data, for those who fill in more. */
static enum rc add_list(struct ctx *cx, struct xlsx_out *x, lxw_col_t col, const struct sheet_column *c)
{
	size_t chars = c->n_choices;
	bool plain = true;
	char **list = NEW(cx->a, char *, c->n_choices + 1);
	for (size_t i = 0; i < c->n_choices; i++) {
		list[i] = cell_text(cx->a, c->choices[i]);
		chars += utf8_count(c->choices[i]);
		plain = plain && !strpbrk(list[i], ",\"\n") && list[i][0] && list[i][0] != '=';
	}
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = list };
	if (!plain || chars > LIST_MAX) {
		char name[32], range[64];
		snprintf(name, sizeof(name), "_list%d", ++x->n_lists);
		snprintf(range, sizeof(range), "=%s!$A$1:$A$%zu", name, c->n_choices);
		lxw_worksheet *hidden = workbook_add_worksheet(x->book, name);
		if (!hidden)
			return not_written(cx, LXW_ERROR_MEMORY_MALLOC_FAILED);
		for (size_t i = 0; i < c->n_choices; i++)
			worksheet_write_string(hidden, (lxw_row_t)i, 0, list[i], NULL);
		worksheet_hide(hidden);
		v = (lxw_data_validation){
			.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
			.value_formula = (char *)(uintptr_t)arena_cstr(cx->a, sv_of(range)),
		};
	}
	lxw_row_t last = x->row + SPARE_ROWS < XLSX_ROW_MAX ? x->row + SPARE_ROWS : XLSX_ROW_MAX - 1;
	lxw_error e = worksheet_data_validation_range(x->sheet, x->header + 1, col, last, col, &v);
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}

/* What can only be said once the last row is known. */
static enum rc finish_sheet(struct ctx *cx, struct xlsx_out *x)
{
	if (!x->sheet)
		return RC_OK;
	for (size_t i = 0; i < x->spec->n_columns; i++)
		if (x->spec->columns[i].n_choices)
			TRY(add_list(cx, x, (lxw_col_t)i, &x->spec->columns[i]));
	worksheet_print_area(x->sheet, 0, 0, x->row - 1, (lxw_col_t)(x->spec->n_columns - 1));
	x->sheet = NULL;
	return RC_OK;
}

enum rc xlsx_out_sheet(struct ctx *cx, struct xlsx_out *x, const struct table_spec *spec)
{
	if (spec->n_columns == 0 || spec->n_columns > XLSX_COL_MAX)
		BUG("a table of %zu columns", spec->n_columns);
	TRY(finish_sheet(cx, x));
	x->spec = spec;
	x->row = 0;
	x->sheet = workbook_add_worksheet(x->book, sheet_name(cx->a, spec->name));
	if (!x->sheet)
		return not_written(cx, LXW_ERROR_PARAMETER_VALIDATION);
	worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet, 9); /* A4 */
	worksheet_fit_to_pages(x->sheet, 1, 0);
	worksheet_set_margins(x->sheet, 0.5, 0.5, 0.6, 0.6);
	worksheet_set_footer(x->sheet, "&C&P / &N");
	set_columns(x);
	if (spec->marking.n)
		TRY(write_line(cx, x, spec->marking, x->marking));
	if (spec->title.n)
		TRY(write_line(cx, x, spec->title, x->title));
	x->header = x->row;
	int lines = 1;
	for (size_t i = 0; i < spec->n_columns; i++) {
		int n = lines_of(spec->columns[i].title, width_of(&spec->columns[i]) - 1);
		lines = n > lines ? n : lines;
	}
	TRY(set_height(cx, x, lines, LINE));
	for (size_t i = 0; i < spec->n_columns; i++)
		TRY(write_text(cx, x, (lxw_col_t)i, spec->columns[i].title, x->head));
	x->row++;
	worksheet_freeze_panes(x->sheet, x->row, 0);
	/* The marking stands on every printed page. */
	worksheet_repeat_rows(x->sheet, 0, x->header);
	return RC_OK;
}

static enum rc write_cell(struct ctx *cx, struct xlsx_out *x, lxw_col_t col, const struct sheet_column *c,
			  const struct cell *v)
{
	int places = c->places < 0 ? 0 : c->places > 6 ? 6 : c->places;
	lxw_error e = LXW_NO_ERROR;
	switch (v->kind) {
	case CELL_EMPTY:
		e = worksheet_write_blank(x->sheet, x->row, col, x->text);
		break;
	case CELL_TEXT:
	case CELL_BOOL:
	case CELL_ERROR:
		return write_text(cx, x, col, v->text, c->kind == COLUMN_NUMBER || c->kind == COLUMN_PERCENT ? x->aside : x->text);
	case CELL_NUMBER:
		/* Floating point is what the file format holds; up to 15 digits survive. */
		e = worksheet_write_number(x->sheet, x->row, col, (double)v->number.u / (double)DEC_ONE,
					   c->kind == COLUMN_PERCENT ? x->percent[places] : c->sign ? x->sign[places] : x->number[places]);
		break;
	case CELL_DATE: {
		struct civil d = civil_of_day(v->day);
		lxw_datetime t = { .year = d.year, .month = d.month, .day = d.day };
		if (!day_is(v->day) || d.year < 1900 || d.year > 9999)
			return write_text(cx, x, col, v->text, x->text);
		e = worksheet_write_datetime(x->sheet, x->row, col, &t, x->date);
		break;
	}
	}
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}

enum rc xlsx_out_row(struct ctx *cx, struct xlsx_out *x, const struct cell *cells)
{
	if (!x->sheet)
		BUG("a row without a sheet");
	if (x->row >= XLSX_ROW_MAX - 1)
		return fail(cx, RC_LIMIT, "sheet.rows_out",
			    N_("The table has more rows than a spreadsheet can hold. Narrow the selection."));
	int lines = 1;
	for (size_t i = 0; i < x->spec->n_columns; i++) {
		bool wraps = cells[i].kind == CELL_TEXT && !x->spec->columns[i].hidden && x->spec->columns[i].kind == COLUMN_TEXT;
		int n = wraps ? lines_of(cells[i].text, width_of(&x->spec->columns[i])) : 1;
		lines = n > lines ? n : lines;
	}
	TRY(set_height(cx, x, lines, LINE));
	for (size_t i = 0; i < x->spec->n_columns; i++)
		TRY(write_cell(cx, x, (lxw_col_t)i, &x->spec->columns[i], &cells[i]));
	x->row++;
	return RC_OK;
}

enum rc xlsx_out_foot(struct ctx *cx, struct xlsx_out *x, struct sv text)
{
	if (!x->sheet)
		BUG("a foot without a sheet");
	return write_line(cx, x, text, x->marking);
}

enum rc xlsx_out_close(struct ctx *cx, struct xlsx_out *x)
{
	if (!x->book)
		BUG("a workbook closed twice");
	TRY(finish_sheet(cx, x));
	lxw_workbook *book = x->book;
	x->book = NULL; /* workbook_close frees it in any case */
	lxw_error e = workbook_close(book);
	return e == LXW_NO_ERROR ? RC_OK : not_written(cx, e);
}
