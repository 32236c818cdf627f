#include "sheet/pack.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "sheet/limits.h"

/* One byte begins each item; a cell's byte is its kind and its marks. */
enum {
	TAG_CELL = 0x00, /* | kind | marks */
	TAG_KIND = 0x07,
	TAG_PERCENT = 0x10,
	TAG_STRIKE = 0x20,
	TAG_FORMULA = 0x40,
	TAG_CELL_BITS = TAG_KIND | TAG_PERCENT | TAG_STRIKE | TAG_FORMULA,
	TAG_ROW = 0x80, /* + the distance to the row before */
	TAG_ROW_HIDDEN = 0x81,
	TAG_SHEET = 0x82,
	TAG_SHEET_HIDDEN = 0x83,
	TAG_MERGE = 0x84,
	TAG_SHEET_END = 0x85,
	TAG_BOOK_END = 0x86,
};

struct pack pack_new(struct ctx *cx, struct blocks *out)
{
	return (struct pack){ .cx = cx, .out = out };
}

static void put_uint(struct pack *p, uint64_t v)
{
	char b[10];
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		b[n++] = (char)(0x80 | (v & 0x7F));
	b[n++] = (char)v;
	blocks_put(p->out, sv_make(b, n));
}

static void put_int(struct pack *p, int64_t v)
{
	put_uint(p, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

static void put_tag(struct pack *p, int tag)
{
	char c = (char)tag;
	blocks_put(p->out, sv_make(&c, 1));
}

static void put_text(struct pack *p, struct sv s)
{
	put_uint(p, s.n);
	blocks_put(p->out, s);
}

void pack_book(struct pack *p, enum book_format format)
{
	put_uint(p, (uint64_t)format);
}

void pack_sheet(struct pack *p, struct sv name, bool hidden)
{
	put_tag(p, hidden ? TAG_SHEET_HIDDEN : TAG_SHEET);
	put_text(p, name);
	p->rows = p->cols = p->row = p->last_row = 0;
	p->row_open = false;
}

void pack_row(struct pack *p, int row_no, bool hidden)
{
	if (row_no <= p->row)
		BUG("row %d after row %d", row_no, p->row);
	p->row = row_no;
	p->row_hidden = hidden;
	p->row_open = false;
	p->col = 0;
}

static bool control(unsigned char c)
{
	return (c < 0x20 && c != '\n') || c == 0x7F;
}

/* Line ends become \n, tabs become spaces, other control characters go. */
static struct sv clean(struct arena *a, struct sv s)
{
	size_t i = 0;
	while (i < s.n && !control((unsigned char)s.p[i]))
		i++;
	if (i == s.n)
		return s;
	char *p = NEW(a, char, s.n);
	size_t n = 0;
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'))
			p[n++] = '\n';
		else if (c == '\t')
			p[n++] = ' ';
		else if (!control(c))
			p[n++] = s.p[i];
	}
	return sv_make(p, n);
}

static void open_row(struct pack *p)
{
	put_tag(p, p->row_hidden ? TAG_ROW_HIDDEN : TAG_ROW);
	put_uint(p, (uint64_t)(p->row - p->last_row));
	p->last_row = p->row;
	p->row_open = true;
	p->rows++;
}

static void put_cell(struct pack *p, int col, const struct cell *c)
{
	put_tag(p, TAG_CELL | (int)c->kind | (c->percent ? TAG_PERCENT : 0) | (c->strike ? TAG_STRIKE : 0) |
			   (c->formula ? TAG_FORMULA : 0));
	put_uint(p, (uint64_t)(col - p->col));
	put_text(p, c->text);
	if (c->kind == CELL_NUMBER)
		put_int(p, c->number.u);
	if (c->kind == CELL_DATE)
		put_int(p, c->day.n);
}

enum rc pack_cell(struct pack *p, int col, struct cell c)
{
	if (c.text.n > CELL_BYTES_MAX)
		return fail(p->cx, RC_INVALID, "sheet.long_cell",
			    N_("The cell in row %d, column %d holds more text than a table cell can. Shorten it, or "
			       "put the text into an attachment."),
			    p->row, col + 1);
	c.text = sv_trim(clean(p->cx->a, c.text));
	if (c.kind == CELL_TEXT && c.text.n == 0)
		c.kind = CELL_EMPTY;
	/* A formula without a stored result is content: somebody must be told that it has none. */
	if (c.kind == CELL_EMPTY && !c.formula)
		return RC_OK;
	if (!p->row_open)
		open_row(p);
	if (col < p->col)
		BUG("column %d after column %d", col, p->col);
	put_cell(p, col, &c);
	p->col = col + 1;
	if (p->cols < p->col)
		p->cols = p->col;
	/* The parent lays out the whole rectangle. */
	if ((int64_t)p->rows * p->cols > BOOK_CELLS_MAX - p->area)
		return fail(p->cx, RC_INVALID, "sheet.too_many_cells",
			    N_("This table would take more than %d cells. Delete the empty or stray cells far to the "
			       "right and below, or split the table into several files."),
			    (int)BOOK_CELLS_MAX);
	if (p->out->over)
		return fail(p->cx, RC_INVALID, "sheet.too_much_text",
			    N_("This table holds more than %d MB of text. Split it into several files."),
			    BOOK_PACKED_MAX / SHEET_MB);
	return RC_OK;
}

void pack_merge(struct pack *p, struct merge m)
{
	put_tag(p, TAG_MERGE);
	put_uint(p, (uint64_t)m.row);
	put_uint(p, (uint64_t)m.col);
	put_uint(p, (uint64_t)(m.last_row - m.row));
	put_uint(p, (uint64_t)(m.last_col - m.col));
}

void pack_sheet_end(struct pack *p)
{
	put_tag(p, TAG_SHEET_END);
	p->area += (int64_t)p->rows * p->cols;
}

void pack_book_end(struct pack *p)
{
	put_tag(p, TAG_BOOK_END);
}

/* ---- the parent's side ------------------------------------------------------------------------------- */

struct reader {
	struct sv s;
	bool bad;
};

static uint64_t get_uint(struct reader *r)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 64 && r->s.n; shift += 7) {
		unsigned char c = (unsigned char)r->s.p[0];
		r->s = sv_from(r->s, 1);
		v |= (uint64_t)(c & 0x7F) << shift;
		if (c < 0x80)
			return v;
	}
	r->bad = true;
	return 0;
}

/* A number from `least` to `most`. */
static int get_int(struct reader *r, int least, int most)
{
	uint64_t v = get_uint(r);
	if (v > (uint64_t)most || v < (uint64_t)least) {
		r->bad = true;
		return least;
	}
	return (int)v;
}

static int64_t get_signed(struct reader *r)
{
	uint64_t v = get_uint(r);
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static int get_tag(struct reader *r)
{
	if (r->s.n == 0) {
		r->bad = true;
		return TAG_BOOK_END;
	}
	int tag = (unsigned char)r->s.p[0];
	r->s = sv_from(r->s, 1);
	return tag;
}

static struct sv get_text(struct reader *r, size_t most)
{
	uint64_t n = get_uint(r);
	struct sv s = sv_upto(r->s, n);
	if (n > r->s.n || n > most || !utf8_valid(s)) {
		r->bad = true;
		return SV("");
	}
	r->s = sv_from(r->s, n);
	return n ? s : SV("");
}

static struct cell get_cell(struct reader *r, int tag, int *ret_gap)
{
	struct cell c = { .kind = (enum cell_kind)(tag & TAG_KIND), .percent = (tag & TAG_PERCENT) != 0,
			  .strike = (tag & TAG_STRIKE) != 0, .formula = (tag & TAG_FORMULA) != 0,
			  .day = DAY_NONE };
	*ret_gap = get_int(r, 0, XLSX_COL_MAX - 1);
	c.text = get_text(r, CELL_BYTES_MAX);
	if (c.kind == CELL_NUMBER)
		c.number.u = get_signed(r);
	if (c.kind == CELL_DATE) {
		int64_t n = get_signed(r);
		/* 1900-01-01 to 9999-12-31 */
		r->bad = r->bad || n < -25567 || n > 2932896;
		c.day.n = r->bad ? 0 : (int32_t)n;
	}
	r->bad = r->bad || c.kind > CELL_ERROR || (tag & ~TAG_CELL_BITS) != 0;
	return c;
}

/* The merge in grid rows; false if fewer than two of its cells are in the grid. */
static bool get_merge(struct reader *r, const struct grid *g, struct merge *ret)
{
	struct merge m = { 0 };
	m.row = get_int(r, 1, XLSX_ROW_MAX);
	m.col = get_int(r, 0, XLSX_COL_MAX - 1);
	m.last_row = m.row + get_int(r, 0, XLSX_ROW_MAX);
	m.last_col = m.col + get_int(r, 0, XLSX_COL_MAX);
	if (r->bad || !g->row_no || m.col >= g->cols)
		return false;
	int lo = 0, hi = g->rows;
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (g->row_no[mid] < m.row)
			lo = mid + 1;
		else
			hi = mid;
	}
	int last = lo;
	for (hi = g->rows; last < hi;) {
		int mid = last + (hi - last) / 2;
		if (g->row_no[mid] <= m.last_row)
			last = mid + 1;
		else
			hi = mid;
	}
	*ret = (struct merge){ lo, m.col, last - 1, m.last_col < g->cols ? m.last_col : g->cols - 1 };
	return last > lo && (ret->last_row > ret->row || ret->last_col > ret->col);
}

/* One sheet after its tag.  Once without cells, to learn its size, and once more to fill them. */
static void get_sheet(struct reader *r, bool hidden, struct grid *g)
{
	bool fill = g->cells != NULL;
	struct grid out = *g;
	struct merge m;
	int row = 0, col = 0, gap;
	out.name = get_text(r, SHEET_NAME_MAX);
	out.hidden = hidden;
	out.rows = 0;
	out.n_merges = 0;
	for (int tag = get_tag(r); tag != TAG_SHEET_END && !r->bad; tag = get_tag(r)) {
		if (tag == TAG_ROW || tag == TAG_ROW_HIDDEN) {
			row += get_int(r, 1, XLSX_ROW_MAX);
			col = 0;
			r->bad = r->bad || row > XLSX_ROW_MAX;
			if (fill && !r->bad) {
				out.row_no[out.rows] = row;
				out.row_hidden[out.rows] = tag == TAG_ROW_HIDDEN;
			}
			out.rows++;
		} else if (tag < TAG_ROW) {
			struct cell c = get_cell(r, tag, &gap);
			col += gap + 1;
			r->bad = r->bad || row == 0 || col > XLSX_COL_MAX;
			if (fill && !r->bad)
				*grid_at(&out, out.rows - 1, col - 1) = c;
			else if (col > out.cols)
				out.cols = col;
		} else if (tag == TAG_MERGE) {
			if (!fill) {
				get_merge(r, &out, &m);
				out.n_merges++;
			} else if (get_merge(r, &out, &m)) {
				out.merges[out.n_merges++] = m;
			}
		} else {
			r->bad = true;
		}
	}
	*g = out;
}

/* Lays out the sheets measured in a first pass. */
static bool lay_out(struct arena *a, struct grid *sheets, size_t n)
{
	size_t bytes = 64 * 1024;
	for (size_t i = 0; i < n; i++) {
		size_t cells = (size_t)sheets[i].rows * (size_t)sheets[i].cols;
		bytes += cells * sizeof(struct cell) + (size_t)sheets[i].rows * (sizeof(int) + sizeof(bool)) +
			 sheets[i].n_merges * sizeof(struct merge) + 256;
	}
	if (a->used > a->cap || bytes > a->cap - a->used)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct grid *g = &sheets[i];
		size_t cells = (size_t)g->rows * (size_t)g->cols;
		g->cells = NEW(a, struct cell, cells + 1);
		for (size_t k = 0; k < cells; k++)
			g->cells[k] = (struct cell){ .text = SV(""), .day = DAY_NONE };
		g->row_no = NEW(a, int, (size_t)g->rows + 1);
		g->row_hidden = NEW(a, bool, (size_t)g->rows + 1);
		g->merges = NEW(a, struct merge, g->n_merges + 1);
	}
	return true;
}

/* Reads every sheet into `sheets` (which has room for all that were measured); false when it is bad. */
static bool get_sheets(struct reader *r, struct grid *sheets, size_t *ret_n)
{
	int64_t area = 0;
	size_t n = 0;
	for (int tag = get_tag(r); tag != TAG_BOOK_END; tag = get_tag(r)) {
		if ((tag != TAG_SHEET && tag != TAG_SHEET_HIDDEN) || n == XLSX_SHEETS_MAX || r->bad)
			return false;
		get_sheet(r, tag == TAG_SHEET_HIDDEN, &sheets[n]);
		if (r->bad)
			return false;
		area += (int64_t)sheets[n].rows * sheets[n].cols;
		n++;
		if (area > BOOK_CELLS_MAX)
			return false;
	}
	*ret_n = n;
	return !r->bad && r->s.n == 0;
}

bool pack_open(struct arena *a, struct sv packed, struct book *ret, bool *ret_room)
{
	struct reader r = { .s = packed };
	struct book b = { .format = (enum book_format)get_int(&r, 0, BOOK_CSV_GB18030) };
	struct reader again = r;
	*ret_room = true;
	b.sheets = NEW(a, struct grid, XLSX_SHEETS_MAX);
	if (!get_sheets(&r, b.sheets, &b.n))
		return false;
	if (!lay_out(a, b.sheets, b.n)) {
		*ret_room = false;
		return false;
	}
	if (!get_sheets(&again, b.sheets, &b.n))
		return false;
	*ret = b;
	return true;
}
