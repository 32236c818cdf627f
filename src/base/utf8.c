#include "base/utf8.h"

#include "base/buf.h"

/* Length of the valid sequence at the front, 0 if broken. */
static size_t decode(struct sv s, int32_t *ret)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n == 0)
		return 0;
	if (p[0] < 0x80) {
		*ret = p[0];
		return 1;
	}
	static const int32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || s.n < n)
		return 0;
	int32_t cp = p[0] & (0xFF >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (p[i] & 0x3F);
	}
	if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*ret = cp;
	return n;
}

bool utf8_valid(struct sv s)
{
	int32_t cp;
	while (s.n) {
		size_t n = decode(s, &cp);
		if (n == 0)
			return false;
		s = sv_from(s, n);
	}
	return true;
}

int32_t utf8_next(struct sv *s)
{
	if (s->n == 0)
		return -1;
	int32_t cp = 0xFFFD;
	size_t n = decode(*s, &cp);
	*s = sv_from(*s, n ? n : 1);
	return cp;
}

size_t utf8_put(char out[4], int32_t cp)
{
	unsigned c = (unsigned)cp;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	static const unsigned lead[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	out[0] = (char)(lead[n] | c);
	return n;
}

size_t utf8_count(struct sv s)
{
	size_t n = 0;
	while (utf8_next(&s) >= 0)
		n++;
	return n;
}

struct sv utf8_upto(struct sv s, size_t count)
{
	struct sv rest = s;
	for (size_t i = 0; i < count && utf8_next(&rest) >= 0; i++)
		;
	return sv_upto(s, s.n - rest.n);
}

bool utf8_is_han(int32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 ||
	       (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF);
}

size_t utf8_width(struct sv s)
{
	size_t w = 0;
	for (int32_t cp; (cp = utf8_next(&s)) >= 0;) {
		if ((cp >= 0x300 && cp <= 0x36F) || cp == 0x200B || cp == 0xFEFF)
			continue;
		bool wide = (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
			    (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
			    (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
			    (cp >= 0xFFE0 && cp <= 0xFFE6) || cp >= 0x20000;
		w += wide ? 2 : 1;
	}
	return w;
}

struct sv utf8_half(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, 3 * s.n + 1); /* a broken byte becomes U+FFFD */
	for (int32_t cp; (cp = utf8_next(&s)) >= 0;) {
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFF01 - 0x21;
		else if (cp == 0x3000)
			cp = ' ';
		char t[4];
		buf_put(&b, sv_make(t, utf8_put(t, cp)));
	}
	return buf_sv(&b);
}
