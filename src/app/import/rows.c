#include "app/import/rows.h"

#include "base/utf8.h"

enum line_kind { LINE_ROW, LINE_BLANK, LINE_EMPTY_NUMBER, LINE_TOTAL, LINE_NOTE, LINE_SECTION, LINE_HEADER,
		 LINE_MORE };

/* What stands in one line of the grid, before anybody calls it a row. */
struct line {
	int row;
	int own;                  /* cells that begin here and are not empty */
	struct sv first[3];       /* the first three of them */
	int cols[3], span;        /* their columns; how many columns the first one covers */
	struct sv number, title;  /* own texts of these columns, empty if merged from above */
	int number_col, title_col;
};

static int column_of(const struct import_list *l, enum import_field f)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].field == f)
			return l->columns[i].col;
	return -1;
}

static struct sv own_text(const struct sheet *s, int row, int col)
{
	return col >= 0 && sheet_own(s, row, col) ? sv_trim(grid_at(s->g, row, col)->text) : SV("");
}

static struct line line_at(const struct reading *rd, int row)
{
	const struct sheet *s = &rd->sheet;
	struct line l = { .row = row, .cols = { -1, -1, -1 }, .number_col = column_of(rd->list, IM_SOURCE_NO),
			  .title_col = column_of(rd->list, IM_TITLE) };
	for (int c = 0; c < s->g->cols; c++) {
		struct sv text = own_text(s, row, c);
		if (!text.n)
			continue;
		if (l.own < 3) {
			l.first[l.own] = text;
			l.cols[l.own] = c;
		}
		if (l.own++ == 0) {
			const struct merge *m = sheet_range(s, row, c);
			l.span = m ? m->last_col - m->col + 1 : 1;
		}
	}
	l.number = own_text(s, row, l.number_col);
	l.title = own_text(s, row, l.title_col);
	return l;
}

/* ---- what a line is --------------------------------------------------------------------------------------- */

static bool looks_like_number(struct reading *rd, struct sv text)
{
	struct sv s = words_clean(rd->scratch, text), rest;
	struct dec v;
	words_eat(&s, "(");
	size_t n = number_take(s, &v);
	rest = sv_from(s, n);
	return n && utf8_count(rest) <= 4;
}

static bool is_total(struct reading *rd, const struct line *l)
{
	if (l->number.n && looks_like_number(rd, l->number))
		return false;
	for (int i = 0; i < 3 && i < l->own && l->cols[i] <= l->title_col; i++) {
		struct sv s = words_clean(rd->scratch, l->first[i]), t = s;
		struct dec v;
		if (words_eat(&t, "合计 小计 总计 共计 本页小计")) {
			words_eat(&t, ": (");
			if (!t.n || number_take(t, &v) || words_start(t, "项目 个"))
				return true;
		}
		if (utf8_count(s) <= 12 && words_end(s, "小计 合计 总计", NULL))
			return true;
	}
	return false;
}

static bool is_note(struct reading *rd, const struct line *l)
{
	struct sv s = words_clean(rd->scratch, l->first[0]), t = s;
	int v, digits;
	if (words_eat(&t, "填表说明 填报说明 备注说明 备注 说明 注解 注释 附注 注 填表人 填报人 制表人 "
			  "审核人 填报单位 填表单位 填表日期 填报日期 联系人 "
			  "单位负责人 分管领导签字 主要领导签字 主要负责人 负责人签字 签字 审核 制表 备 此表"))
		return words_start(t, ": ; (") || (!t.n && l->own <= 2) ||
			number_take_int(t, &v, &digits) > 0;
	return l->own == 1 && words_start(s, "※ * ★ ▲");
}

/* 一、 · （一） · 第一类: how headings inside a table begin; the rest of the text into `ret_rest`. */
static bool heading(struct sv clean, struct sv *ret_rest)
{
	struct sv t = clean;
	int v, digits;
	bool bracket = words_eat(&t, "("), ordinal = !bracket && words_eat(&t, "第");
	bool arabic = t.n && t.p[0] >= '0' && t.p[0] <= '9';
	if (!words_eat_int(&t, &v, &digits) || arabic)
		return false;
	if (bracket ? !words_eat(&t, ")") : ordinal ? !words_eat(&t,
								 "大类 类 部分 方面 板块") : !words_eat(&t,
		"、 . ,"))
		return false;
	words_eat(&t, "、 : . ,");
	*ret_rest = t;
	return true;
}

/* 序号 一 | 项目建设 | nothing else. */
static bool numbered_heading(struct reading *rd, const struct line *l)
{
	if (l->own != 2 || !l->number.n || l->cols[0] != l->number_col)
		return false;
	struct sv s = words_clean(rd->scratch, l->number), rest;
	int v, digits;
	size_t n = number_take_int(s, &v, &digits);
	bool plain = n && n == s.n && (unsigned char)s.p[0] >= 0x80;
	return plain || (heading(s, &rest) && !rest.n);
}

static bool is_section(struct reading *rd, const struct line *l, bool last)
{
	struct sv rest;
	if (numbered_heading(rd, l))
		return true;
	if (l->own != 1)
		return false;
	bool wide = l->span >= 3;
	struct sv s = words_clean(rd->scratch, l->first[0]);
	bool in_title = l->cols[0] == l->title_col && !wide;
	return !last && (wide || (!in_title && heading(s, &rest) && rest.n));
}

/* The line goes on with the matter above it. */
static bool goes_on(struct reading *rd, const struct line *l)
{
	const struct import_list *list = rd->list;
	if (!list->n_rows)
		return false;
	if (l->number_col < 0)
		return !l->title.n;
	if (l->number.n)
		return false;
	int lead = column_of(list, IM_LEAD), due = column_of(list, IM_DUE);
	lead = lead >= 0 ? lead : column_of(list, IM_RESPONSIBLE);
	lead = lead >= 0 ? lead : column_of(list, IM_BUILDER);
	bool whole = l->title.n && (lead >= 0 || due >= 0) &&
		(lead < 0 || own_text(&rd->sheet, l->row, lead).n) &&
		     (due < 0 || own_text(&rd->sheet, l->row, due).n);
	return !whole;
}

static enum line_kind kind_of(struct reading *rd, const struct line *l, bool ended, bool last)
{
	struct sv title_header = SV("");
	for (size_t i = 0; i < rd->list->n_columns; i++)
		if (rd->list->columns[i].field == IM_TITLE)
			title_header = rd->list->columns[i].header;
	if (l->own == 0)
		return LINE_BLANK;
	if (l->title.n && l->own > 1 && sv_eq(l->title, title_header))
		return LINE_HEADER;
	if (is_total(rd, l))
		return LINE_TOTAL;
	bool alone = l->own == 1 && (l->cols[0] == 0 || l->cols[0] == l->number_col || l->span >= 3);
	if (is_note(rd, l) || (alone && (ended || last) && l->cols[0] != l->title_col &&
			       !looks_like_number(rd, l->first[0])))
		return LINE_NOTE;
	if (l->own == 1 && l->number.n && l->span == 1 && looks_like_number(rd, l->number))
		return LINE_EMPTY_NUMBER;
	if (is_section(rd, l, last))
		return LINE_SECTION;
	return goes_on(rd, l) ? LINE_MORE : LINE_ROW;
}

/* ---- from lines to rows ----------------------------------------------------------------------------------- */

static void skip_no(struct reading *rd, int no, const char *id, struct sv reason)
{
	struct import_list *l = rd->list;
	if (l->n_skipped < rd->room)
		l->skipped[l->n_skipped++] = (struct import_skipped){ no, id, reason };
}

static void skip(struct reading *rd, int row, const char *id, struct sv reason)
{
	skip_no(rd, rd->sheet.g->row_no[row], id, reason);
}

/* Blank rows that the reader of the file did not even keep. */
static void skip_gap(struct reading *rd, int row)
{
	const int *no = rd->sheet.g->row_no;
	for (int n = row ? no[row - 1] + 1 : no[row]; n < no[row] &&
	     rd->list->n_skipped + (size_t)rd->sheet.g->rows < rd->room; n++)
		skip_no(rd, n, "blank", sv_of(tr(rd->cx->lang, N_("Blank row"))));
}

/* The value of a column in this row, with merged ranges filled downwards, never sideways. */
static struct import_cell cell_at(const struct sheet *s, int row, int col)
{
	const struct merge *m = sheet_range(s, row, col);
	if (m && m->col != col)
		return (struct import_cell){ .raw = SV(""), .text = SV("") };
	const struct cell *c = sheet_cell(s, row, col);
	return (struct import_cell){ .raw = sv_trim(c->text), .text = SV(""), .filled = m && m->row != row,
				     .cell = c };
}

static void add_row(struct reading *rd, const struct line *line, struct sv section)
{
	struct import_list *l = rd->list;
	struct import_row *r = &l->rows[l->n_rows++];
	*r = (struct import_row){ .no = rd->sheet.g->row_no[line->row], .line = line->row, .category = section };
	r->messages.end = &r->messages.first;
	r->cells = NEW(rd->a, struct import_cell, l->n_columns);
	for (size_t i = 0; i < l->n_columns; i++)
		r->cells[i] = cell_at(&rd->sheet, line->row, l->columns[i].col);
	if (rd->sheet.g->row_hidden && rd->sheet.g->row_hidden[line->row])
		note_row(rd, r, IM_NONE, IMPORT_CONFIRM, "row.hidden",
			 N_("This row is hidden in the sheet; it "
								     "was read all the same."));
	if (line->number_col >= 0 && !line->number.n)
		note_row(rd, r, IM_SOURCE_NO, IMPORT_CONFIRM, "row.number",
			 N_("This row has no number of its own but looks complete; it was taken as a matter. "
			    "Check it."));
}

/* The texts that begin in this line go under those of the row above. */
static void add_more(struct reading *rd, const struct line *line)
{
	struct import_list *l = rd->list;
	struct import_row *r = &l->rows[l->n_rows - 1];
	for (size_t i = 0; i < l->n_columns; i++) {
		struct import_column *col = &l->columns[i];
		struct sv more = own_text(&rd->sheet, line->row, col->col);
		if (!more.n || col->field == IM_SOURCE_NO)
			continue;
		struct import_cell *c = &r->cells[i];
		const struct cell *from = grid_at(rd->sheet.g, line->row, col->col);
		if (!c->raw.n)
			*c = (struct import_cell){ .raw = more, .text = SV(""), .cell = from };
		else
			c->raw = arena_printf(rd->a, "%.*s\n%.*s", SV_ARG(c->raw), SV_ARG(more));
		if (from->strike)
			note(rd, &r->messages, col->field, line->row, col->col, IMPORT_CONFIRM, "row.strike",
			     N_("This text is struck through: was it cancelled?"));
	}
	skip(rd, line->row, "continuation", arena_printf(rd->a,
							 tr(rd->cx->lang, N_("Continuation of row %d")),
							 r->no));
}

static struct sv section_name(struct reading *rd, const struct line *l)
{
	struct sv text = l->own == 2 ? l->first[1] : l->first[0];
	struct sv s = words_clean(rd->scratch, text), rest = s;
	heading(s, &rest);
	size_t at = sv_find(rest, SV("("), 1);
	if (at != SIZE_MAX && counts_in(rd->scratch, sv_from(rest, at)).items >= 0)
		rest = sv_upto(rest, at);
	bool masked;
	return keep_text(rd, personal_mask(rd->scratch, rest.n ? rest : s, SV(PERSONAL_MASK), &masked));
}

static bool left_out(const struct import_options *opt, int no)
{
	for (size_t i = 0; i < opt->n_leave_out; i++)
		if (opt->leave_out[i] == no)
			return true;
	return false;
}

static void skip_line(struct reading *rd, const struct line *l, enum line_kind kind)
{
	static const char *const ids[] = { NULL, "blank", "blank", "total", "note", "section", "header",
					   NULL };
	static const char *const reasons[] = {
		NULL, N_("Blank row"), N_("Only a number, nothing else"),
			N_("Total, not a matter (合计/小计)"),
		N_("Note, not a matter (备注/说明)"), N_("Heading of a section"), N_("The header once more"),
			NULL
	};
	skip(rd, l->row, ids[kind], sv_of(tr(rd->cx->lang, reasons[kind])));
}

void rows_read(struct reading *rd)
{
	const struct grid *g = rd->sheet.g;
	int first = rd->head.row + rd->head.depth, end = g->rows;
	struct sv section = SV("");
	bool ended = false;
	while (end > first && line_at(rd, end - 1).own == 0)
		end--;
	for (int r = 0; r < rd->head.row; r++) {
		bool blank = line_at(rd, r).own == 0;
		skip(rd, r, blank ? "blank" : "title",
		     sv_of(tr(rd->cx->lang,
			      blank ? N_("Blank row") : N_("Above the header: title, date or unit"))));
	}
	for (int r = first; r < end; r++) {
		arena_reset(rd->scratch);
		if (r > first)
			skip_gap(rd, r);
		struct line l = line_at(rd, r);
		if (left_out(rd->opt, g->row_no[r])) {
			skip(rd, r, "left_out", sv_of(tr(rd->cx->lang, N_("Left out by the clerk"))));
			continue;
		}
		enum line_kind kind = kind_of(rd, &l, ended, r + 1 == end);
		if (kind == LINE_TOTAL) {
			if (!words_in(l.first[0], "小计"))
				rd->total_text = keep_text(rd, l.own > 1 ? arena_printf(rd->scratch,
					"%.*s%.*s", SV_ARG(l.first[0]),
											 SV_ARG(l.first[1]))
								     : l.first[0]);
		}
		ended = (ended && kind != LINE_ROW) || kind == LINE_NOTE;
		if (kind == LINE_SECTION)
			section = section_name(rd, &l);
		if (kind == LINE_ROW)
			add_row(rd, &l, section);
		else if (kind == LINE_MORE)
			add_more(rd, &l);
		else
			skip_line(rd, &l, kind);
	}
}
