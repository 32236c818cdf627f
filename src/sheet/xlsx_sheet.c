#include "sheet/xlsx_sheet.h"

#include "sheet/limits.h"

enum section { IN_NONE, IN_DATA, IN_MERGES };
enum inside { IN_CELL, IN_VALUE, IN_TEXT };

struct sheet_reader {
	struct ctx *cx;
	const struct zip_part *part;
	const struct xlsx_context *x;
	struct pack *out;
	struct arena scratch; /* emptied after each cell */
	enum section in;
	enum inside inside;
	bool in_row, in_cell;
	int row, col;         /* row from 1, column from 0 */
	char type[12];
	const struct style *style;
	bool formula;
	struct buf value;
	struct rich rich;
	int n_merges;
};

static const struct style plain_style = { .fmt = { NUMFMT_GENERAL, { "", 0 } } };

static enum rc broken(struct sheet_reader *r, const char *why)
{
	return xml_broken(r->cx, r->part, why);
}

/* "AB12": the column from 0, the row from 1. */
static bool parse_ref(struct sv s, int *ret_row, int *ret_col)
{
	int col = 0, row = 0;
	size_t i = 0;
	for (; i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' && i < 4; i++)
		col = col * 26 + (s.p[i] - 'A' + 1);
	size_t letters = i;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i < letters + 8; i++)
		row = row * 10 + (s.p[i] - '0');
	if (letters == 0 || i != s.n || col > XLSX_COL_MAX || row < 1 || row > XLSX_ROW_MAX)
		return false;
	*ret_row = row;
	*ret_col = col - 1;
	return true;
}

static enum rc start_row(struct sheet_reader *r, const struct xml_el *el)
{
	struct sv s = xml_att(el, "r");
	int no = s.p ? xml_att_int(el, "r", XLSX_ROW_MAX, 0) : r->row + 1;
	if (no <= r->row || no > XLSX_ROW_MAX)
		return broken(r, "rows out of order");
	r->in_row = true;
	r->row = no;
	r->col = -1;
	pack_row(r->out, no, xml_att_true(el, "hidden", false));
	return RC_OK;
}

static enum rc start_cell(struct sheet_reader *r, const struct xml_el *el)
{
	struct sv ref = xml_att(el, "r"), type = xml_att(el, "t");
	int row = r->row, col = r->col + 1;
	if (ref.p && !parse_ref(ref, &row, &col))
		return broken(r, "a cell's name");
	if (row != r->row || col <= r->col || col >= XLSX_COL_MAX)
		return broken(r, "cells out of order");
	if (type.n >= sizeof(r->type))
		return broken(r, "a cell's type");
	memset(r->type, 0, sizeof(r->type));
	if (type.n)
		memcpy(r->type, type.p, type.n);
	size_t style = (size_t)xml_att_int(el, "s", INT32_MAX, 0);
	r->style = style < r->x->styles.n ? &r->x->styles.s[style] : &plain_style;
	r->col = col;
	r->in_cell = true;
	r->inside = IN_CELL;
	r->formula = false;
	r->value.n = 0;
	r->value.over = false;
	rich_reset(&r->rich);
	return RC_OK;
}

static enum rc add_merge(struct sheet_reader *r, const struct xml_el *el)
{
	struct sv ref = xml_att(el, "ref"), first;
	struct merge m;
	if (ref.n > XLSX_REF_MAX || !sv_split(&ref, ':', &first) || !parse_ref(first, &m.row, &m.col))
		return broken(r, "a merged range");
	m.last_row = m.row;
	m.last_col = m.col;
	if (ref.n && !parse_ref(ref, &m.last_row, &m.last_col))
		return broken(r, "a merged range");
	if (m.last_row < m.row || m.last_col < m.col || ++r->n_merges > XLSX_MERGES_MAX)
		return broken(r, "merged ranges");
	pack_merge(r->out, m);
	return RC_OK;
}

static enum rc sheet_start(void *arg, const struct xml_el *el)
{
	struct sheet_reader *r = arg;
	if (el->depth == 2) {
		enum section now = sv_is(el->name, "sheetData")	   ? IN_DATA :
				   sv_is(el->name, "mergeCells") ? IN_MERGES :
								   IN_NONE;
		if (now == IN_DATA && r->n_merges)
			return broken(r, "rows after merged ranges");
		r->in = now;
	} else if (r->in == IN_MERGES && el->depth == 3 && sv_is(el->name, "mergeCell")) {
		return add_merge(r, el);
	} else if (r->in == IN_DATA && el->depth == 3 && sv_is(el->name, "row")) {
		return start_row(r, el);
	} else if (r->in_row && el->depth == 4 && sv_is(el->name, "c")) {
		return start_cell(r, el);
	} else if (r->in_cell && el->depth == 5) {
		r->inside = sv_is(el->name, "v") ? IN_VALUE : sv_is(el->name, "is") ? IN_TEXT : IN_CELL;
		r->formula = r->formula || sv_is(el->name, "f");
	} else if (r->in_cell && r->inside == IN_TEXT) {
		rich_start(&r->rich, el);
	}
	return RC_OK;
}

static enum rc sheet_text(void *arg, struct sv s)
{
	struct sheet_reader *r = arg;
	if (!r->in_cell)
		return RC_OK;
	if (r->inside == IN_VALUE)
		buf_put(&r->value, s);
	else if (r->inside == IN_TEXT)
		rich_text(&r->rich, s);
	return RC_OK;
}

/* ---- values ------------------------------------------------------------------------------------------ */

static void set_text(struct cell *c, struct sv text)
{
	c->kind = CELL_TEXT;
	c->text = text;
}

static bool set_serial(struct sheet_reader *r, struct num v, struct cell *c)
{
	struct serial s;
	if (!serial_of_num(v, r->x->from_1904, &s))
		return false;
	bool date = r->style->fmt.kind == NUMFMT_DATE;
	if (date && s.days == 0 && !r->x->from_1904)
		return false; /* a zero that somebody formatted as a date */
	/* A time of day, and 29 February 1900, are no dates of ours. */
	set_text(c, numfmt_serial(&r->scratch, r->style->fmt, s));
	if (date && s.real) {
		c->kind = CELL_DATE;
		c->day = s.day;
	}
	return true;
}

static void set_number(struct sheet_reader *r, struct sv text, struct cell *c)
{
	struct num v;
	struct numfmt f = r->style->fmt;
	if (text.n == 0)
		return;
	if (!num_parse(text, &v)) {
		set_text(c, text);
		return;
	}
	if ((f.kind == NUMFMT_DATE || f.kind == NUMFMT_TIME) && set_serial(r, v, c))
		return;
	/* An 18-digit identity number kept as a number is no quantity. */
	set_text(c, numfmt_number(&r->scratch, f, v));
	if (num_dec(v, &c->number)) {
		c->kind = CELL_NUMBER;
		c->percent = f.kind == NUMFMT_PERCENT;
	}
}

/* ISO 8601, in files that keep dates as such. */
static void set_iso(struct sheet_reader *r, struct sv text, struct cell *c)
{
	set_text(c, text);
	if (!day_parse(sv_upto(text, 10), &c->day))
		return;
	struct serial s = { .real = true, .day = c->day, .ymd = civil_of_day(c->day),
			    .weekday = day_weekday(c->day) };
	c->kind = CELL_DATE;
	c->text = r->style->fmt.kind == NUMFMT_DATE ? numfmt_serial(&r->scratch, r->style->fmt, s) :
						      sv_upto(text, 10);
}

static enum rc set_shared(struct sheet_reader *r, struct sv text, struct cell *c)
{
	int64_t i;
	if (text.n == 0)
		return RC_OK;
	if (!sv_int(text, &i) || i < 0 || (uint64_t)i >= r->x->shared.n)
		return broken(r, "a text that is not there");
	set_text(c, r->x->shared.s[i].text);
	c->strike = c->strike || r->x->shared.s[i].strike;
	return RC_OK;
}

static enum rc end_cell(struct sheet_reader *r)
{
	struct cell c = { .text = SV(""), .day = DAY_NONE, .strike = r->style->strike, .formula = r->formula };
	struct sv v = sv_trim(buf_sv(&r->value));
	if (r->value.over || r->rich.text.over)
		return fail(r->cx, RC_INVALID, "sheet.long_cell",
			    N_("The cell in row %d, column %d holds more text than a table cell can. Shorten it, or "
			       "put the text into an attachment."),
			    r->row, r->col + 1);
	if (strcmp(r->type, "s") == 0) {
		TRY(set_shared(r, v, &c));
	} else if (strcmp(r->type, "inlineStr") == 0) {
		set_text(&c, xlsx_unescape(&r->scratch, buf_sv(&r->rich.text)));
		c.strike = c.strike || rich_struck(&r->rich);
	} else if (strcmp(r->type, "str") == 0) {
		set_text(&c, xlsx_unescape(&r->scratch, v));
	} else if (strcmp(r->type, "b") == 0 && v.n) {
		set_text(&c, sv_is(v, "1") || sv_is(v, "true") ? SV("TRUE") : SV("FALSE"));
		c.kind = CELL_BOOL;
	} else if (strcmp(r->type, "e") == 0) {
		set_text(&c, v);
		c.kind = CELL_ERROR;
	} else if (strcmp(r->type, "d") == 0) {
		set_iso(r, v, &c);
	} else {
		set_number(r, v, &c);
	}
	enum rc rc = pack_cell(r->out, r->col, c);
	if (r->scratch.used)
		arena_reset(&r->scratch);
	return rc;
}

static enum rc sheet_end(void *arg, struct sv name, int depth)
{
	struct sheet_reader *r = arg;
	if (r->in_cell && depth == 4) {
		r->in_cell = false;
		return end_cell(r);
	}
	if (r->in_cell && depth == 5)
		r->inside = IN_CELL;
	else if (r->in_cell && r->inside == IN_TEXT)
		rich_end(&r->rich, name, depth);
	if (depth == 3)
		r->in_row = false;
	if (depth == 2)
		r->in = IN_NONE;
	return RC_OK;
}

static void release_scratch(void *arena)
{
	arena_release(arena);
}

enum rc xlsx_sheet_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part,
			const struct xlsx_context *x, struct pack *out)
{
	static const struct xml_handlers h = { sheet_start, sheet_end, sheet_text };
	struct sheet_reader *r = NEW(cx->a, struct sheet_reader, 1);
	*r = (struct sheet_reader){ .cx = cx, .part = part, .x = x, .out = out, .style = &plain_style,
				    .value = buf_new(cx->a, CELL_BYTES_MAX), .rich = rich_new(cx->a) };
	arena_init(&r->scratch, 4 * (size_t)CELL_BYTES_MAX);
	arena_defer(cx->a, release_scratch, &r->scratch);
	return xml_read(cx, z, part, &h, r);
}
