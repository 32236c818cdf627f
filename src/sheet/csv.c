#include "sheet/csv.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "sheet/limits.h"

#include <errno.h>
#include <iconv.h>

enum { SAMPLE = 64 * 1024 };

/* ---- encodings --------------------------------------------------------------------------------------- */

static void close_decoder(void *d)
{
	iconv_close((iconv_t)d);
}

void *csv_decoder(struct arena *a)
{
	iconv_t d = iconv_open("UTF-8", "GB18030");
	if (d == (iconv_t)-1)
		return NULL;
	arena_defer(a, close_decoder, (void *)d);
	return (void *)d;
}

/* Every character takes at most three bytes of UTF-8 for two of GB18030, four for four. */
static bool from_gb18030(struct ctx *cx, void *decoder, struct sv in, struct sv *ret)
{
	size_t cap = in.n + in.n / 2 + 16, room = cap, left = in.n;
	char *start = NEW(cx->a, char, cap), *to = start;
	char *from = (char *)(uintptr_t)in.p; /* iconv does not write there */
	iconv((iconv_t)decoder, NULL, NULL, NULL, NULL);
	if (iconv((iconv_t)decoder, &from, &left, &to, &room) == (size_t)-1 || left != 0)
		return false;
	*ret = sv_make(start, cap - room);
	return true;
}

static bool from_utf16(struct ctx *cx, struct sv in, bool big, struct sv *ret)
{
	const unsigned char *p = (const unsigned char *)in.p;
	char *out = NEW(cx->a, char, in.n / 2 * 3 + 4);
	size_t n = 0;
	int32_t high = 0;
	for (size_t i = 0; i + 1 < in.n; i += 2) {
		int32_t u = big ? p[i] << 8 | p[i + 1] : p[i + 1] << 8 | p[i];
		bool is_high = u >= 0xD800 && u < 0xDC00, is_low = u >= 0xDC00 && u < 0xE000;
		if (is_low != (high != 0))
			return false;
		if (is_high) {
			high = u;
			continue;
		}
		n += utf8_put(out + n, is_low ? 0x10000 + ((high - 0xD800) << 10) + (u - 0xDC00) : u);
		high = 0;
	}
	*ret = sv_make(out, n);
	return high == 0 && in.n % 2 == 0;
}

/* UTF-8 with a few broken bytes would also pass as GB18030, as nonsense: 浣犲ソ for 你好. */
static bool damaged_utf8(struct sv s)
{
	size_t good = 0, bad = 0;
	while (s.n) {
		bool ascii = (unsigned char)s.p[0] < 0x80;
		size_t before = s.n;
		utf8_next(&s);
		if (!ascii && before - s.n > 1)
			good++;
		else if (!ascii)
			bad++;
	}
	return good >= 8 && good / 4 >= bad;
}

static enum rc unknown_encoding(struct ctx *cx)
{
	return fail(cx, RC_INVALID, "csv.encoding",
		    N_("The characters of this text file cannot be read. Open it in Excel or WPS and save it as "
		       ".xlsx, or as “CSV UTF-8”."));
}

static enum rc decode(struct ctx *cx, struct sv in, void *decoder, enum book_format *ret_format, struct sv *ret)
{
	*ret_format = BOOK_CSV_UTF8;
	if (sv_starts(in, SV("\xFF\xFE")) || sv_starts(in, SV("\xFE\xFF")))
		return from_utf16(cx, sv_from(in, 2), in.p[0] == '\xFE', ret) ? RC_OK : unknown_encoding(cx);
	bool marked = sv_starts(in, SV("\xEF\xBB\xBF"));
	if (utf8_valid(in)) {
		*ret = marked ? sv_from(in, 3) : in;
		return RC_OK;
	}
	if (marked || !decoder || damaged_utf8(in) || !from_gb18030(cx, decoder, in, ret))
		return unknown_encoding(cx);
	*ret_format = BOOK_CSV_GB18030;
	return RC_OK;
}

/* ---- records ----------------------------------------------------------------------------------------- */

struct text {
	struct sv rest;
	char sep;
	struct buf quoted; /* a field with doubled quotes, put together */
};

enum field_end { END_FIELD, END_RECORD, END_TEXT, END_OPEN };

static enum field_end end_of_field(struct text *t)
{
	if (t->rest.n == 0)
		return END_TEXT;
	char c = t->rest.p[0];
	t->rest = sv_from(t->rest, c == '\r' && t->rest.n > 1 && t->rest.p[1] == '\n' ? 2 : 1);
	if (c == t->sep)
		return END_FIELD;
	return t->rest.n ? END_RECORD : END_TEXT;
}

static size_t plain_run(const struct text *t)
{
	size_t n = 0;
	while (n < t->rest.n && t->rest.p[n] != t->sep && t->rest.p[n] != '\r' && t->rest.p[n] != '\n')
		n++;
	return n;
}

/* Behind the opening quote.  What follows the closing quote up to the separator is kept too, as Excel does. */
static enum field_end quoted_field(struct text *t, struct sv *ret)
{
	t->quoted.n = 0;
	bool copied = false;
	for (;;) {
		size_t n = 0;
		const char *q = t->rest.n ? memchr(t->rest.p, '"', t->rest.n) : NULL;
		if (!q)
			return END_OPEN;
		n = (size_t)(q - t->rest.p);
		bool doubled = n + 1 < t->rest.n && q[1] == '"';
		struct sv part = sv_upto(t->rest, doubled ? n + 1 : n);
		t->rest = sv_from(t->rest, doubled ? n + 2 : n + 1);
		size_t tail = doubled ? 0 : plain_run(t);
		if (doubled || tail || copied) {
			buf_put(&t->quoted, part);
			buf_put(&t->quoted, sv_upto(t->rest, tail));
			copied = true;
		}
		if (doubled)
			continue;
		t->rest = sv_from(t->rest, tail);
		*ret = copied ? buf_sv(&t->quoted) : part;
		return end_of_field(t);
	}
}

static enum field_end field(struct text *t, struct sv *ret)
{
	if (t->rest.n && t->rest.p[0] == '"') {
		t->rest = sv_from(t->rest, 1);
		return quoted_field(t, ret);
	}
	size_t n = plain_run(t);
	*ret = sv_upto(t->rest, n);
	t->rest = sv_from(t->rest, n);
	return end_of_field(t);
}

/* ---- separator --------------------------------------------------------------------------------------- */

/* How well `sep` cuts the beginning of the text: the number of records that have the commonest number
 * (> 1) of fields, then that number. */
static int suits(struct ctx *cx, struct sv sample, char sep)
{
	enum { RECORDS = 50 };
	int fields[RECORDS], n = 0;
	struct text t = { .rest = sample, .sep = sep, .quoted = buf_new(cx->a, SAMPLE) };
	for (enum field_end end = END_RECORD; n < RECORDS && end == END_RECORD && t.rest.n; n++) {
		struct sv f;
		int count = 1;
		while ((end = field(&t, &f)) == END_FIELD)
			count++;
		fields[n] = count;
	}
	int best = 0;
	for (int i = 0; i < n; i++) {
		int same = 0;
		for (int k = 0; k < n; k++)
			same += fields[k] == fields[i];
		int score = fields[i] > 1 ? same * 1000 + (fields[i] < 999 ? fields[i] : 999) : 0;
		best = score > best ? score : best;
	}
	return best;
}

static char separator(struct ctx *cx, struct sv *s)
{
	/* Excel's own first line */
	if (s->n > 5 && sv_starts(*s, SV("sep=")) && (s->p[5] == '\r' || s->p[5] == '\n')) {
		char sep = s->p[4];
		*s = sv_from(*s, s->p[5] == '\r' && s->n > 6 && s->p[6] == '\n' ? 7 : 6);
		return sep;
	}
	static const char seps[] = { ',', '\t', ';' };
	struct sv sample = sv_upto(*s, SAMPLE);
	char best = ',';
	int most = 0;
	for (size_t i = 0; i < sizeof(seps); i++) {
		int score = suits(cx, sample, seps[i]);
		if (score > most) {
			most = score;
			best = seps[i];
		}
	}
	return best;
}

/* ---- the whole --------------------------------------------------------------------------------------- */

bool csv_is_formula(struct sv s)
{
	return s.n && (memchr("=+-@\t\r\n", s.p[0], 7) || sv_starts(s, SV("＝")) || sv_starts(s, SV("＋")) ||
		       sv_starts(s, SV("－")) || sv_starts(s, SV("＠")));
}

bool csv_is_guarded(struct sv s)
{
	size_t marks = 0;
	while (marks < s.n && s.p[marks] == '\'')
		marks++;
	return marks && csv_is_formula(sv_from(s, marks));
}

/* ="00123" keeps leading zeros in Excel; '=1+1 is what our own export writes for =1+1. */
static struct sv unwrap(struct sv s)
{
	if (s.n >= 4 && sv_starts(s, SV("=\"")) && sv_ends(s, SV("\"")))
		return sv_make(s.p + 2, s.n - 3);
	return csv_is_guarded(s) ? sv_from(s, 1) : s;
}

static enum rc check_text(struct ctx *cx, struct sv s)
{
	if (s.n == 0)
		return fail(cx, RC_INVALID, "sheet.empty",
			    N_("This file is empty. Check that it was saved, then upload it again."));
	if (memchr(s.p, 0, s.n))
		return fail(cx, RC_INVALID, "sheet.unknown",
			    N_("This is neither an .xlsx table nor a text table (.csv). Open it in Excel or WPS and "
			       "save it as .xlsx."));
	return RC_OK;
}

static enum rc record(struct ctx *cx, struct text *t, int no, struct pack *out, enum field_end *ret_end)
{
	enum field_end end = END_FIELD;
	pack_row(out, no, false);
	for (int col = 0; end == END_FIELD; col++) {
		struct sv f = SV("");
		end = field(t, &f);
		if (end == END_OPEN)
			return fail(cx, RC_INVALID, "csv.open_quote",
				    N_("A quotation mark that is opened in row %d is never closed. Correct it in the "
				       "file, or save the table as .xlsx."),
				    no);
		if (col == CSV_COL_MAX)
			return fail(cx, RC_INVALID, "csv.columns",
				    N_("Row %d has more than %d columns. Delete the columns that are not needed and "
				       "save the table again."),
				    no, (int)CSV_COL_MAX);
		struct sv text = unwrap(f);
		/* the buffer is used again for the next field, the packed bytes are not */
		TRY(pack_cell(out, col, (struct cell){ .kind = CELL_TEXT, .text = text, .day = DAY_NONE }));
	}
	*ret_end = end;
	return RC_OK;
}

enum rc csv_read(struct ctx *cx, struct sv bytes, struct sv name, void *decoder, struct pack *out)
{
	enum book_format format;
	struct text t;
	TRY(decode(cx, bytes, decoder, &format, &t.rest));
	TRY(check_text(cx, t.rest));
	t.sep = separator(cx, &t.rest);
	t.quoted = buf_new(cx->a, CSV_FILE_MAX * 2u);
	pack_book(out, format);
	pack_sheet(out, name, false);
	enum field_end end = END_RECORD;
	for (int no = 1; end == END_RECORD && t.rest.n; no++) {
		if (no > CSV_ROW_MAX)
			return fail(cx, RC_INVALID, "csv.rows",
				    N_("This file has more than %d rows. Split it into several files."),
				    (int)CSV_ROW_MAX);
		TRY(record(cx, &t, no, out, &end));
	}
	pack_sheet_end(out);
	pack_book_end(out);
	return RC_OK;
}
