/* A sheet of targets, row by row; what each row says is read in pledge_row.c. */
#include "app/import/pledge.h"

#include "app/import/pledge_read.h"
#include "base/utf8.h"

void pledge_note(struct pledge_reading *rd, struct pledge_row *r, enum pledge_field field, enum import_state weight,
	const char *id,
		 const char *msgid)
{
	const struct pledge_column *c = pledge_column(rd, field);
	struct import_messages *to = r ? &r->messages : &rd->list->messages;
	struct import_message *m = NEW(rd->a, struct import_message, 1);
	*m = (struct import_message){ .row = r ? r->line : -1, .col = c ? c->col : -1, .weight = weight, .id = id,
				      .text = sv_of(tr(rd->cx->lang, msgid)) };
	if (r && c) {
		char letters[3] = { (char)('A' + c->col % 26), 0, 0 };
		if (c->col >= 26) {
			letters[1] = letters[0];
			letters[0] = (char)('A' + c->col / 26 - 1);
		}
		m->text = arena_printf(rd->a, "%.*s (%s%d): %.*s", SV_ARG(c->header), letters, r->no, SV_ARG(m->text));
	}
	*to->end = m;
	to->end = &m->next;
	if (r && weight > r->state)
		r->state = weight;
}

const struct pledge_column *pledge_column(const struct pledge_reading *rd, enum pledge_field field)
{
	for (size_t i = 0; i < rd->head.n_columns; i++)
		if (rd->head.columns[i].field == field)
			return &rd->head.columns[i];
	return NULL;
}

/* The value of a column in this line: merged ranges are filled downwards, never sideways. */
const struct cell *pledge_cell(const struct pledge_reading *rd, int line, enum pledge_field field)
{
	static const struct cell none = { .text = { "", 0 } };
	const struct pledge_column *c = pledge_column(rd, field);
	const struct merge *m = c ? sheet_range(&rd->sheet, line, c->col) : NULL;
	return !c || (m && m->col != c->col) ? &none : sheet_cell(&rd->sheet, line, c->col);
}

struct sv pledge_text(const struct pledge_reading *rd, int line, enum pledge_field field)
{
	bool masked;
	struct sv s = sv_trim(pledge_cell(rd, line, field)->text);
	return s.n ? personal_mask(rd->a, s, SV(PERSONAL_MASK), &masked) : SV("");
}

/* ---- above the header ------------------------------------------------------------------------------------------ */

static void front(struct pledge_reading *rd)
{
	struct pledge_list *l = rd->list;
	l->year = rd->opt->year;
	for (int r = 0; r < rd->head.row; r++)
		for (int c = 0; c < rd->sheet.g->cols; c++) {
			struct sv text = sheet_own(&rd->sheet, r, c) ? sv_trim(grid_at(rd->sheet.g, r, c)->text) : SV("");
			struct sv clean = words_clean(rd->a, text);
			bool masked, form = words_in(clean, "单位: 联系人: 填报 填表") || words_start(clean, "附件 附表");
			if (!text.n)
				continue;
			if (!l->title.n && !form && utf8_count(clean) >= 4)
				l->title = personal_mask(rd->a, text, SV(PERSONAL_MASK), &masked);
			if (!l->year)
				l->year = title_year(rd->a, text);
			if (!l->uom.n)
				l->uom = measure_in(rd->a, text);
		}
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

struct line {
	int own, span;             /* cells that begin here and are not empty; how wide the first one is */
	struct sv first;
};

static struct line line_at(const struct pledge_reading *rd, int row)
{
	struct line l = { .first = SV("") };
	for (int c = 0; c < rd->sheet.g->cols; c++) {
		struct sv text = sheet_own(&rd->sheet, row, c) ? sv_trim(grid_at(rd->sheet.g, row, c)->text) : SV("");
		const struct merge *m = sheet_range(&rd->sheet, row, c);
		if (text.n && l.own++ == 0) {
			l.first = text;
			l.span = m ? m->last_col - m->col + 1 : 1;
		}
	}
	return l;
}

static void skip(struct pledge_reading *rd, int row, const char *id, const char *msgid)
{
	struct pledge_list *l = rd->list;
	l->skipped[l->n_skipped++] = (struct import_skipped){ rd->sheet.g->row_no[row], id, sv_of(tr(rd->cx->lang, msgid)) };
}

static bool has_targets(const struct pledge_reading *rd, int row)
{
	for (int f = PLEDGE_YEAR; f <= PLEDGE_Q4; f++)
		if (!words_blank(words_clean(rd->a, pledge_text(rd, row, (enum pledge_field)f))))
			return true;
	return false;
}

static bool left_out(const struct import_options *opt, int no)
{
	for (size_t i = 0; i < opt->n_leave_out; i++)
		if (opt->leave_out[i] == no)
			return true;
	return false;
}

/* True when the line is no row of the list; it is then told why. */
static bool is_skipped(struct pledge_reading *rd, int row, const struct line *l)
{
	struct sv s = words_clean(rd->a, l->first), indicator = pledge_text(rd, row, PLEDGE_INDICATOR);
	const struct pledge_column *head = pledge_column(rd, PLEDGE_INDICATOR);
	if (l->own == 0)
		skip(rd, row, "blank", N_("Blank row"));
	else if (left_out(rd->opt, rd->sheet.g->row_no[row]))
		skip(rd, row, "left_out", N_("Left out by the clerk"));
	else if (indicator.n && sv_eq(indicator, head->header))
		skip(rd, row, "header", N_("The header once more"));
	else if (words_start(s, "合计 小计 总计 共计"))
		skip(rd, row, "total", N_("Total, not a target"));
	else if (words_start(s, "备注 说明 注: 注 填表 填报 制表 审核 立状人 责任人签字 签字 签状"))
		skip(rd, row, "note", N_("Note, not a target"));
	else if (!has_targets(rd, row) && (l->own == 1 || l->span >= 3)) {
		rd->section = personal_mask(rd->a, l->first, SV(PERSONAL_MASK), &(bool){ false });
		skip(rd, row, "section", N_("Heading of a section"));
	} else {
		return false;
	}
	return true;
}

static void rows(struct pledge_reading *rd)
{
	const struct grid *g = rd->sheet.g;
	struct pledge_list *l = rd->list;
	int first = rd->head.row + rd->head.depth, end = g->rows;
	while (end > first && line_at(rd, end - 1).own == 0)
		end--;
	for (int r = 0; r < rd->head.row; r++)
		skip(rd, r, line_at(rd, r).own ? "title" : "blank", line_at(rd,
			r).own ? N_("Above the header: title, date or unit") : N_("Blank row"));
	for (int r = first; r < end; r++) {
		struct line line = line_at(rd, r);
		if (is_skipped(rd, r, &line))
			continue;
		struct pledge_row *row = &l->rows[l->n_rows++];
		*row = (struct pledge_row){ .no = g->row_no[r], .line = r, .category = rd->section, .base_day = DAY_NONE };
		row->messages.end = &row->messages.first;
		pledge_row_read(rd, row, l->n_rows > 1 ? row - 1 : NULL);
	}
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static bool find(struct ctx *cx, const struct book *book, struct sv name, struct sheet *ret, struct pledge_header *head)
{
	for (int pass = 0; pass < (name.n ? 1 : 2); pass++)
		for (size_t i = 0; i < book->n; i++) {
			const struct grid *g = &book->sheets[i];
			if (g->rows < 1 || g->cols < 1 || (name.n ? !sv_eq(name, g->name) : g->hidden != (pass == 1)))
				continue;
			*ret = sheet_open(cx->a, g);
			if (pledge_header_find(cx->a, ret, head))
				return true;
		}
	return false;
}

bool import_is_pledge(struct ctx *cx, const struct book *book, struct sv sheet)
{
	struct sheet s;
	struct pledge_header h;
	return find(cx, book, sheet, &s, &h);
}

static void whole(struct pledge_reading *rd)
{
	struct pledge_list *l = rd->list;
	if (rd->sheet.g->hidden)
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_CONFIRM, "sheet.hidden",
			N_("The only sheet with targets is hidden; it was read all the same."));
	if (!pledge_column(rd, PLEDGE_UNIT))
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_OK, "columns.unit",
			N_("No column names the unit that pledges. Say which it is."));
	if (!pledge_column(rd, PLEDGE_DATA_OWNER))
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_OK, "columns.data_owner",
			N_("No column names the department that provides the actual values."));
	if (!l->year)
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_OK, "list.no_year",
			N_("The list names no year. Say for which year its targets are."));
	if (rd->quarters == QUARTERS_SINGLE)
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_OK, "quarters.single",
			N_("Its targets of quarters are single quarters; they were added up."));
	else
		pledge_note(rd, NULL, PLEDGE_NONE, IMPORT_OK, "quarters.so_far",
			N_("Its targets of quarters were read as cumulative: from January to the quarter's end."));
}

enum rc import_read_pledge(struct ctx *cx, const struct book *book, const struct import_options *opt,
	enum pledge_quarters quarters,
			   struct pledge_list **ret)
{
	struct pledge_reading rd = { .cx = cx, .a = cx->a, .opt = opt, .quarters = quarters, .section = SV("") };
	TRY(import_sheet_there(cx, book, opt->sheet));
	if (!find(cx, book, opt->sheet, &rd.sheet, &rd.head))
		return fail(cx, RC_INVALID, "pledge.no_header",
			    N_("No list of targets was found: no row among the first 20 names an indicator and the targets of "
				"the year or its quarters. "
			       "Check the header row, e.g. 指标, 责任单位, 计量单位, 上年基数, 全年目标, 一季度, 二季度."));
	struct pledge_list *l = rd.list = NEW(cx->a, struct pledge_list, 1);
	size_t lines = (size_t)rd.sheet.g->rows;
	*l = (struct pledge_list){ .sheet = rd.sheet.g->name, .title = SV(""), .uom = SV(""), .columns = rd.head.columns,
				   .n_columns = rd.head.n_columns, .unmapped = rd.head.unmapped,
					.n_unmapped = rd.head.n_unmapped };
	l->messages.end = &l->messages.first;
	l->rows = NEW(cx->a, struct pledge_row, lines);
	l->skipped = NEW(cx->a, struct import_skipped, lines);
	front(&rd);
	for (size_t i = 0; i < l->n_columns && rd.quarters == QUARTERS_FIND_OUT; i++)
		if (l->columns[i].single || l->columns[i].so_far)
			rd.quarters = l->columns[i].single ? QUARTERS_SINGLE : QUARTERS_SO_FAR;
	rows(&rd);
	whole(&rd);
	if (!l->n_rows)
		return fail(cx, RC_INVALID, "import.empty", N_("There is a header, but no row beneath it. Check the file."));
	*ret = l;
	return RC_OK;
}

size_t pledge_count(const struct pledge_list *l, enum import_state s)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_rows; i++)
		n += l->rows[i].state == s;
	return n;
}
