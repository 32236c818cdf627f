#include "web/out.h"

#include <ctype.h>

struct out out_new(struct arena *a, size_t max, enum lang lang)
{
	return (struct out){ .b = buf_new(a, max), .lang = lang };
}

int out_seq(struct out *o)
{
	return ++o->seq;
}

void out_raw(struct out *o, struct sv s)
{
	buf_put(&o->b, s);
}

void out_sv_text(struct out *o, struct sv s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		struct sv as;
		switch (s.p[i]) {
		case '&':
			as = SV("&amp;");
			break;
		case '<':
			as = SV("&lt;");
			break;
		case '>':
			as = SV("&gt;");
			break;
		case '"':
			as = SV("&#34;");
			break;
		case '\'':
			as = SV("&#39;");
			break;
		default:
			/* Control characters are no characters of HTML. */
			if ((unsigned char)s.p[i] >= 0x20 || s.p[i] == '\n' || s.p[i] == '\t')
				continue;
			as = SV("");
			break;
		}
		buf_put(&o->b, sv_make(s.p + from, i - from));
		buf_put(&o->b, as);
		from = i + 1;
	}
	buf_put(&o->b, sv_from(s, from));
}

void out_html(struct out *o, struct html h)
{
	buf_put(&o->b, h.s);
}

void out_int(struct out *o, int64_t v)
{
	buf_int(&o->b, v);
}

void out_uint(struct out *o, uint64_t v)
{
	char tmp[20];
	size_t at = sizeof(tmp);
	do {
		tmp[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	buf_put(&o->b, sv_make(tmp + at, sizeof(tmp) - at));
}

void out_dec(struct out *o, struct dec d)
{
	buf_put(&o->b, dec_fixed(o->b.a, d, 2));
}

void out_day(struct out *o, struct day d)
{
	buf_put(&o->b, day_text(o->b.a, d));
}

void out_url(struct out *o, struct url u)
{
	out_sv_text(o, u.s);
}

static void percent(struct buf *b, struct sv s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
			buf_putc(b, (char)c);
		} else {
			char three[3] = { '%', hex[c >> 4], hex[c & 15] };
			buf_put(b, sv_make(three, 3));
		}
	}
}

void out_sv_url(struct out *o, struct sv s)
{
	percent(&o->b, s);
}

/* ---- texts ----------------------------------------------------------------------------------------- */

void out_tr(struct out *o, const char *msgid, ...)
{
	va_list ap;
	va_start(ap, msgid);
	out_sv_text(o, arena_vprintf(o->b.a, tr(o->lang, msgid), ap));
	va_end(ap);
}

void out_trn(struct out *o, int64_t n, const char *one, const char *many, ...)
{
	va_list ap;
	va_start(ap, many);
	if (o->lang == LANG_EN && n == 1)
		out_sv_text(o, arena_vprintf(o->b.a, one, ap));
	else
		out_sv_text(o, arena_vprintf(o->b.a, tr(o->lang, many), ap));
	va_end(ap);
}

void out_msg(struct out *o, const char *msgid)
{
	out_sv_text(o, sv_of(tr(o->lang, msgid)));
}

struct sv arena_tr(struct arena *a, enum lang lang, const char *msgid, ...)
{
	va_list ap;
	va_start(ap, msgid);
	struct sv s = arena_vprintf(a, tr(lang, msgid), ap);
	va_end(ap);
	return s;
}

struct sv arena_trn(struct arena *a, enum lang lang, int64_t n, const char *one, const char *many, ...)
{
	va_list ap;
	va_start(ap, many);
	struct sv s;
	if (lang == LANG_EN && n == 1)
		s = arena_vprintf(a, one, ap);
	else
		s = arena_vprintf(a, tr(lang, many), ap);
	va_end(ap);
	return s;
}

/* ---- addresses ------------------------------------------------------------------------------------- */

static bool starts_nocase(struct sv s, struct sv prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (tolower((unsigned char)s.p[i]) != prefix.p[i])
			return false;
	return true;
}

struct url url_of(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == '\\')
			return URL("#");
	bool here = s.n > 0 && (s.p[0] == '?' || s.p[0] == '#' || (s.p[0] == '/' && (s.n == 1 || s.p[1] != '/')));
	if (here || starts_nocase(s, SV("https://")) || starts_nocase(s, SV("http://")) ||
	    starts_nocase(s, SV("mailto:")) || starts_nocase(s, SV("tel:")))
		return (struct url){ s };
	return URL("#");
}

struct url url_seg(struct arena *a, struct url base, struct sv segment)
{
	struct buf b = buf_new(a, base.s.n + segment.n * 3 + 2);
	buf_put(&b, base.s);
	if (!sv_ends(base.s, SV("/")))
		buf_putc(&b, '/');
	/* A browser would walk up on these two, however they are encoded. */
	if (sv_eq(segment, SV(".")) || sv_eq(segment, SV("..")))
		buf_putc(&b, '-');
	else
		percent(&b, segment);
	return (struct url){ buf_sv(&b) };
}

struct url url_seg_int(struct arena *a, struct url base, int64_t n)
{
	return url_seg(a, base, arena_printf(a, "%lld", (long long)n));
}

struct url url_arg(struct arena *a, struct url base, const char *name, struct sv value)
{
	size_t hash = sv_find(base.s, SV("#"), 0);
	struct sv head = sv_upto(base.s, hash);
	struct buf b = buf_new(a, base.s.n + (strlen(name) + value.n) * 3 + 2);
	buf_put(&b, head);
	buf_putc(&b, sv_has(head, SV("?")) ? '&' : '?');
	percent(&b, sv_of(name));
	buf_putc(&b, '=');
	percent(&b, value);
	if (hash != SIZE_MAX)
		buf_put(&b, sv_from(base.s, hash));
	return (struct url){ buf_sv(&b) };
}

struct url url_arg_int(struct arena *a, struct url base, const char *name, int64_t n)
{
	return url_arg(a, base, name, arena_printf(a, "%lld", (long long)n));
}
