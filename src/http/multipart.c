#include "http/multipart.h"

#include "base/utf8.h"

enum state { AT_START, AFTER_DELIM, HEADER, DATA, DONE };

struct multipart {
	struct arena *a;
	struct multipart_sink sink;
	enum state state;
	char delim[4 + MULTIPART_BOUNDARY_MAX]; /* "\r\n--" and the boundary */
	size_t delim_n;
	size_t matched;  /* bytes of the delimiter seen so far */
	char two[2];     /* what follows a delimiter: "\r\n" or "--" */
	size_t two_n;
	char *line;      /* the header line being read, up to its "\r\n" */
	size_t line_n, lines;
	size_t tail;     /* bytes after the closing delimiter */
	size_t parts, max_parts;
	struct sv disposition, type;
};

static enum rc broken(struct ctx *cx, const char *id, const char *what)
{
	(void)because(cx, RC_INVALID, "multipart: %s", what); /* the code is given below */
	return fail(cx, RC_INVALID, id, N_("The upload arrived damaged; try again."));
}

static bool ascii_ieq(struct sv s, const char *lower)
{
	if (s.n != strlen(lower))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
		if (c != lower[i])
			return false;
	}
	return true;
}

/* Cuts "; name=value" off; `*ret_value` has its quotes taken off. false at the end, *bad when broken. */
static bool param_next(struct arena *a, struct sv *rest, struct sv *ret_name, struct sv *ret_value, bool *bad)
{
	struct sv s = *rest;
	while (s.n && (*s.p == ';' || *s.p == ' ' || *s.p == '\t'))
		s = sv_from(s, 1);
	if (s.n == 0)
		return false;
	const char *eq = memchr(s.p, '=', s.n);
	if (!eq) {
		*bad = true;
		return false;
	}
	*ret_name = sv_trim(sv_upto(s, (size_t)(eq - s.p)));
	s = sv_from(s, (size_t)(eq - s.p) + 1);
	if (s.n == 0 || *s.p != '"') {
		size_t n = 0;
		while (n < s.n && s.p[n] != ';')
			n++;
		*ret_value = sv_trim(sv_upto(s, n));
		*rest = sv_from(s, n);
		return true;
	}
	char *p = NEW(a, char, s.n + 1);
	size_t n = 0, i = 1;
	for (; i < s.n && s.p[i] != '"'; i++) {
		/* A backslash quotes only a quote or itself: old browsers send C:\folder\name. */
		if (s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\'))
			i++;
		p[n++] = s.p[i];
	}
	if (i >= s.n) {
		*bad = true;
		return false;
	}
	*ret_value = sv_make(p, n);
	*rest = sv_from(s, i + 1);
	return true;
}

static struct sv unescape_browser(struct arena *a, struct sv s)
{
	char *p = NEW(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		struct sv three = sv_upto(sv_from(s, i), 3);
		if (sv_is(three, "%22") || sv_is(three, "%0D") || sv_is(three, "%0A")) {
			p[n++] = s.p[i + 2] == '2' ? '"' : s.p[i + 2] == 'D' ? '\r' : '\n';
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return sv_make(p, n);
}

struct sv header_param(struct arena *a, struct sv value, const char *name, bool browser)
{
	const char *semi = value.n ? memchr(value.p, ';', value.n) : NULL;
	if (!semi)
		return SV_NONE;
	struct sv rest = sv_from(value, (size_t)(semi - value.p)), found = SV_NONE, n, v;
	bool bad = false;
	for (int left = 8; param_next(a, &rest, &n, &v, &bad); left--) {
		if (left == 0)
			return SV_NONE;
		if (!ascii_ieq(n, name))
			continue;
		if (found.p)
			return SV_NONE;
		found = v;
	}
	if (bad || !found.p)
		return SV_NONE;
	return browser ? unescape_browser(a, found) : found;
}

enum rc multipart_new(struct ctx *cx, struct sv content_type, size_t max_parts,
		      const struct multipart_sink *sink, struct multipart **ret)
{
	struct sv b = header_param(cx->a, content_type, "boundary", false);
	bool ok = b.n >= 1 && b.n <= MULTIPART_BOUNDARY_MAX && b.p[b.n - 1] != ' ';
	for (size_t i = 0; ok && i < b.n; i++)
		ok = b.p[i] >= 0x20 && b.p[i] < 0x7f;
	if (!ok)
		return broken(cx, "upload.boundary", "no good boundary");
	struct multipart *m = NEW(cx->a, struct multipart, 1);
	m->a = cx->a;
	m->sink = *sink;
	m->max_parts = max_parts;
	memcpy(m->delim, "\r\n--", 4);
	memcpy(m->delim + 4, b.p, b.n);
	m->delim_n = b.n + 4;
	m->matched = 2; /* the body begins as if a line had just ended */
	m->line = NEW(cx->a, char, MULTIPART_LINE_MAX);
	*ret = m;
	return RC_OK;
}

static NODISCARD enum rc header_line(struct ctx *cx, struct multipart *m, struct sv line)
{
	if (++m->lines > MULTIPART_LINES_MAX)
		return broken(cx, "upload.head", "too many header lines in a part");
	const char *colon = memchr(line.p, ':', line.n);
	if (!colon || memchr(line.p, 0, line.n))
		return broken(cx, "upload.head", "a header line without colon or with NUL");
	struct sv name = sv_upto(line, (size_t)(colon - line.p));
	struct sv value = sv_trim(sv_from(line, name.n + 1));
	if (ascii_ieq(name, "content-disposition")) {
		if (m->disposition.p)
			return broken(cx, "upload.head", "two dispositions");
		m->disposition = arena_sv(m->a, value);
	} else if (ascii_ieq(name, "content-type")) {
		if (m->type.p || value.n > MULTIPART_TYPE_MAX)
			return broken(cx, "upload.head", "two content types or a long one");
		m->type = arena_sv(m->a, value);
	} else if (ascii_ieq(name, "content-transfer-encoding")) {
		if (!ascii_ieq(value, "binary") && !ascii_ieq(value, "8bit") && !ascii_ieq(value, "7bit"))
			return broken(cx, "upload.encoding", "a transfer encoding");
	}
	return RC_OK;
}

static NODISCARD enum rc headers_done(struct ctx *cx, struct multipart *m)
{
	if (++m->parts > m->max_parts)
		return fail(cx, RC_LIMIT, "upload.parts",
			    N_("The upload has more than %lld parts; send it in several goes."),
			    (long long)m->max_parts);
	struct sv d = m->disposition;
	size_t kind = 0;
	while (kind < d.n && d.p[kind] != ';')
		kind++;
	struct multipart_part part = {
		.name = header_param(m->a, d, "name", true),
		.filename = header_param(m->a, d, "filename", true),
		.type = sv_or_empty(m->type),
	};
	if (!ascii_ieq(sv_trim(sv_upto(d, kind)), "form-data") || !part.name.p)
		return broken(cx, "upload.head", "a part without a name");
	if (part.name.n > MULTIPART_NAME_MAX || part.filename.n > MULTIPART_FILENAME_MAX)
		return fail(cx, RC_LIMIT, "upload.name",
			    N_("A file name is too long; rename the file and try again."));
	if (!utf8_valid(part.name) || !utf8_valid(part.filename) || !utf8_valid(part.type))
		return fail(cx, RC_INVALID, "upload.name_text",
			    N_("A file name is not UTF-8 text; rename the file and try again."));
	m->state = DATA;
	m->matched = 0;
	return m->sink.begin(m->sink.user, cx, &part);
}

static NODISCARD enum rc feed_header(struct ctx *cx, struct multipart *m, struct sv *piece)
{
	while (piece->n) {
		if (m->line_n == MULTIPART_LINE_MAX)
			return broken(cx, "upload.head", "a header line is too long");
		char c = *piece->p;
		*piece = sv_from(*piece, 1);
		m->line[m->line_n++] = c;
		if (c != '\n')
			continue;
		if (m->line_n < 2 || m->line[m->line_n - 2] != '\r')
			return broken(cx, "upload.head", "a bare line feed");
		struct sv line = sv_make(m->line, m->line_n - 2);
		m->line_n = 0;
		if (line.n == 0)
			return headers_done(cx, m);
		TRY(header_line(cx, m, line));
	}
	return RC_OK;
}

/* Passes on what is surely data and stops after a whole delimiter.  \r occurs only at the delimiter's start,
 * so after a mismatch nothing but the present byte can begin it anew. */
static NODISCARD enum rc feed_data(struct ctx *cx, struct multipart *m, struct sv *piece)
{
	while (piece->n) {
		if (m->matched == 0) {
			const char *cr = memchr(piece->p, '\r', piece->n);
			size_t n = cr ? (size_t)(cr - piece->p) : piece->n;
			if (n)
				TRY(m->sink.data(m->sink.user, cx, sv_upto(*piece, n)));
			*piece = sv_from(*piece, n);
			if (!piece->n)
				return RC_OK;
		}
		if (*piece->p == m->delim[m->matched]) {
			*piece = sv_from(*piece, 1);
			if (++m->matched < m->delim_n)
				continue;
			m->matched = 0;
			m->state = AFTER_DELIM;
			return m->sink.end(m->sink.user, cx);
		}
		size_t n = m->matched;
		m->matched = 0;
		TRY(m->sink.data(m->sink.user, cx, sv_make(m->delim, n)));
	}
	return RC_OK;
}

static NODISCARD enum rc feed_start(struct ctx *cx, struct multipart *m, struct sv *piece)
{
	while (piece->n && m->matched < m->delim_n) {
		if (*piece->p != m->delim[m->matched])
			return broken(cx, "upload.start", "does not begin with its boundary");
		m->matched++;
		*piece = sv_from(*piece, 1);
	}
	if (m->matched == m->delim_n) {
		m->matched = 0;
		m->state = AFTER_DELIM;
	}
	return RC_OK;
}

static NODISCARD enum rc feed_after(struct ctx *cx, struct multipart *m, struct sv *piece)
{
	while (piece->n && m->two_n < 2) {
		m->two[m->two_n++] = *piece->p;
		*piece = sv_from(*piece, 1);
	}
	if (m->two_n < 2)
		return RC_OK;
	m->two_n = 0;
	if (memcmp(m->two, "--", 2) == 0) {
		m->state = DONE;
		return RC_OK;
	}
	if (memcmp(m->two, "\r\n", 2) != 0)
		return broken(cx, "upload.boundary", "bytes after a boundary");
	m->state = HEADER;
	m->line_n = m->lines = 0;
	m->disposition = m->type = SV_NONE;
	return RC_OK;
}

enum rc multipart_feed(struct ctx *cx, struct multipart *m, struct sv piece)
{
	while (piece.n) {
		switch (m->state) {
		case AT_START:
			TRY(feed_start(cx, m, &piece));
			break;
		case AFTER_DELIM:
			TRY(feed_after(cx, m, &piece));
			break;
		case HEADER:
			TRY(feed_header(cx, m, &piece));
			break;
		case DATA:
			TRY(feed_data(cx, m, &piece));
			break;
		case DONE:
			for (; piece.n; piece = sv_from(piece, 1))
				if (m->tail >= 2 || *piece.p != "\r\n"[m->tail++])
					return broken(cx, "upload.end", "bytes after the last boundary");
			break;
		}
	}
	return RC_OK;
}

enum rc multipart_end(struct ctx *cx, struct multipart *m)
{
	if (m->state != DONE)
		return broken(cx, "upload.cut", "no closing boundary");
	return RC_OK;
}

/* Characters that have no business in a name on a page: controls, line and direction marks, joiners. */
static bool display_ok(int32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && !(c >= 0x200b && c <= 0x200f) &&
	       !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && c != 0xfffd;
}

struct sv filename_display(struct arena *a, struct sv sent)
{
	enum { CHARS = 120, EXTENSION = 10 };
	for (size_t i = sent.n; i > 0; i--) {
		if (sent.p[i - 1] == '/' || sent.p[i - 1] == '\\') {
			sent = sv_from(sent, i);
			break;
		}
	}
	char *p = NEW(a, char, sent.n * 3 + 1);
	size_t n = 0;
	int32_t c;
	while ((c = utf8_next(&sent)) >= 0)
		if (display_ok(c))
			n += utf8_put(p + n, c);
	struct sv s = sv_trim(sv_make(p, n));
	if (s.n == 0 || sv_is(s, ".") || sv_is(s, ".."))
		return SV("file");
	if (utf8_count(s) <= CHARS)
		return s;
	size_t dot = s.n;
	while (dot > 0 && s.n - dot <= EXTENSION && s.p[dot - 1] != '.')
		dot--;
	bool has = dot > 1 && s.n - dot <= EXTENSION && s.p[dot - 1] == '.';
	struct sv ext = has ? sv_from(s, dot - 1) : SV("");
	struct sv stem = utf8_upto(s, CHARS - 1 - utf8_count(ext));
	return arena_printf(a, "%.*s…%.*s", SV_ARG(stem), SV_ARG(ext));
}
