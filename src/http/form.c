#include "http/form.h"

#include "base/utf8.h"

const struct form_limits FORM_BODY = { .fields = 10000, .name = 128, .value = 1 << 20 };
const struct form_limits FORM_QUERY = { .fields = 128, .name = 128, .value = 4096 };

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool form_decode(struct arena *a, struct sv s, bool plus, struct sv *ret)
{
	char *p = NEW(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%') {
			p[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
			continue;
		}
		int hi = s.n - i > 2 ? hex_value(s.p[i + 1]) : -1;
		int lo = s.n - i > 2 ? hex_value(s.p[i + 2]) : -1;
		if (hi < 0 || lo < 0)
			return false;
		p[n++] = (char)(unsigned char)(hi * 16 + lo);
		i += 2;
	}
	*ret = sv_make(p, n);
	return true;
}

void form_encode(struct buf *out, struct sv s)
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     c == '-' || c == '.' || c == '_' || c == '~';
		if (plain) {
			buf_putc(out, (char)c);
			continue;
		}
		char esc[3] = { '%', digits[c >> 4], digits[c & 15] };
		buf_put(out, sv_make(esc, sizeof(esc)));
	}
}

/* Browsers send \r\n for each line end of a text area; what is kept has \n. */
static struct sv unix_lines(struct arena *a, struct sv s)
{
	if (s.n == 0 || !memchr(s.p, '\r', s.n))
		return s;
	char *p = NEW(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	return sv_make(p, n);
}

static bool name_ok(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return utf8_valid(s);
}

enum rc form_add(struct ctx *cx, struct http_fields *f, struct sv name, struct sv value,
		 const struct form_limits *lim)
{
	if (f->n >= lim->fields)
		return fail(cx, RC_LIMIT, "form.fields",
			    N_("The form has more than %lld fields; send it in parts."),
			    (long long)lim->fields);
	if (name.n > lim->name)
		return fail(cx, RC_LIMIT, "form.name",
			    N_("A field name is longer than %lld bytes; reload the page and try again."),
			    (long long)lim->name);
	if (!name_ok(name))
		return fail(cx, RC_INVALID, "form.name_text",
			    N_("A field name is not plain UTF-8 text; reload the page and try again."));
	const char *field = arena_cstr(cx->a, name);
	if (value.n > lim->value)
		return fail_at(cx, RC_LIMIT, field, "form.value",
			       N_("This value is longer than %lld bytes; shorten it."), (long long)lim->value);
	if ((value.n && memchr(value.p, 0, value.n)) || !utf8_valid(value))
		return fail_at(cx, RC_INVALID, field, "form.utf8",
			       N_("This value is not UTF-8 text; type it again or save the source as UTF-8."));
	if (f->n == f->cap) {
		size_t cap = f->cap ? f->cap * 2 : 16;
		struct http_pair *v = NEW(cx->a, struct http_pair, cap);
		if (f->n)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
		f->cap = cap;
	}
	f->v[f->n++] = (struct http_pair){ sv_make(field, name.n), unix_lines(cx->a, value) };
	return RC_OK;
}

enum rc form_parse(struct ctx *cx, struct sv text, const struct form_limits *lim, struct http_fields *ret)
{
	struct http_fields f = { 0 };
	struct sv rest = text, part;
	while (rest.n && sv_split(&rest, '&', &part)) {
		if (part.n == 0)
			continue;
		const char *eq = memchr(part.p, '=', part.n);
		size_t cut = eq ? (size_t)(eq - part.p) : part.n;
		struct sv name, value;
		if (!form_decode(cx->a, sv_upto(part, cut), true, &name) ||
		    !form_decode(cx->a, sv_from(part, eq ? cut + 1 : cut), true, &value))
			return fail(cx, RC_INVALID, "form.escape",
				    N_("The form or address has a broken %%XX sequence; reload the page and "
				       "try again."));
		TRY(form_add(cx, &f, name, value, lim));
	}
	*ret = f;
	return RC_OK;
}

bool fields_next(const struct http_fields *f, const char *name, size_t *at, struct sv *ret)
{
	while (*at < f->n) {
		const struct http_pair *p = &f->v[(*at)++];
		if (sv_is(p->name, name)) {
			*ret = p->value;
			return true;
		}
	}
	return false;
}

struct sv fields_get(const struct http_fields *f, const char *name)
{
	struct sv v = SV_NONE;
	size_t at = 0;
	(void)fields_next(f, name, &at, &v); /* absent is SV_NONE */
	return v;
}

bool fields_has(const struct http_fields *f, const char *name)
{
	return sv_trim(fields_get(f, name)).n > 0;
}

enum rc fields_text(struct ctx *cx, const struct http_fields *f, const char *name, size_t max_chars,
		    struct sv *ret)
{
	struct sv s = sv_trim(fields_get(f, name));
	if (s.n == 0)
		return fail_at(cx, RC_INVALID, name, "form.empty", N_("This is empty; fill it in."));
	if (utf8_count(s) > max_chars)
		return fail_at(cx, RC_INVALID, name, "form.long",
			       N_("This has more than %lld characters; shorten it."), (long long)max_chars);
	*ret = s;
	return RC_OK;
}

static NODISCARD enum rc typed(struct ctx *cx, const struct http_fields *f, const char *name, struct sv *ret)
{
	TRY(fields_text(cx, f, name, 64, ret));
	*ret = utf8_half(cx->a, *ret);
	return RC_OK;
}

enum rc fields_int(struct ctx *cx, const struct http_fields *f, const char *name, int64_t lo, int64_t hi,
		   int64_t *ret)
{
	struct sv s;
	TRY(typed(cx, f, name, &s));
	int64_t v;
	if (!sv_int(s, &v) || v < lo || v > hi)
		return fail_at(cx, RC_INVALID, name, "form.int",
			       N_("This is not a whole number from %lld to %lld; correct it."), (long long)lo,
			       (long long)hi);
	*ret = v;
	return RC_OK;
}

enum rc fields_day(struct ctx *cx, const struct http_fields *f, const char *name, struct day *ret)
{
	struct sv s;
	TRY(typed(cx, f, name, &s));
	if (!day_parse(s, ret))
		return fail_at(cx, RC_INVALID, name, "form.day",
			       N_("This is not a date; write it like 2026-11-21."));
	return RC_OK;
}

enum rc fields_dec(struct ctx *cx, const struct http_fields *f, const char *name, struct dec *ret)
{
	struct sv s;
	TRY(typed(cx, f, name, &s));
	if (!dec_parse(s, ret))
		return fail_at(cx, RC_INVALID, name, "form.dec",
			       N_("This is not a number with at most six decimals; write it like 12.5."));
	return RC_OK;
}
