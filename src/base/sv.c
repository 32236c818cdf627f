#include "base/sv.h"

int sv_cmp(struct sv a, struct sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool sv_starts(struct sv s, struct sv prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool sv_ends(struct sv s, struct sv suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

size_t sv_find(struct sv s, struct sv needle, size_t from)
{
	if (needle.n == 0)
		return from <= s.n ? from : SIZE_MAX;
	for (size_t i = from; i + needle.n <= s.n; i++)
		if (s.p[i] == needle.p[0] && memcmp(s.p + i, needle.p, needle.n) == 0)
			return i;
	return SIZE_MAX;
}

bool sv_has(struct sv s, struct sv needle)
{
	return sv_find(s, needle, 0) != SIZE_MAX;
}

struct sv sv_from(struct sv s, size_t from)
{
	if (from > s.n)
		from = s.n;
	return sv_make(s.p ? s.p + from : NULL, s.n - from);
}

struct sv sv_upto(struct sv s, size_t n)
{
	return sv_make(s.p, n < s.n ? n : s.n);
}

/* Length of the space at the start of `s`, 0 if it does not start with one. */
static size_t space_at(struct sv s)
{
	if (s.n == 0)
		return 0;
	unsigned char c = (unsigned char)s.p[0];
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (sv_starts(s, SV("\xC2\xA0")))
		return 2;
	if (sv_starts(s, SV("\xE3\x80\x80")) || sv_starts(s, SV("\xEF\xBB\xBF")))
		return 3;
	return 0;
}

struct sv sv_trim(struct sv s)
{
	for (size_t n; (n = space_at(s)) != 0;)
		s = sv_from(s, n);
	for (bool cut = true; cut && s.n;) {
		cut = false;
		for (size_t n = 1; n <= 3 && n <= s.n; n++)
			if (space_at(sv_from(s, s.n - n)) == n) {
				s.n -= n;
				cut = true;
				break;
			}
	}
	return s;
}

bool sv_split(struct sv *s, char sep, struct sv *ret_part)
{
	if (s->p == NULL)
		return false;
	size_t at = sv_find(*s, sv_make(&sep, 1), 0);
	if (at == SIZE_MAX) {
		*ret_part = *s;
		*s = SV_NONE;
		return true;
	}
	*ret_part = sv_upto(*s, at);
	*s = sv_from(*s, at + 1);
	return true;
}

bool sv_int(struct sv s, int64_t *ret)
{
	bool neg = false;
	size_t i = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
		neg = s.p[0] == '-';
		i = 1;
	}
	if (i == s.n)
		return false;
	int64_t v = 0;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
		if (v > SV_INT_MAX)
			return false;
	}
	*ret = neg ? -v : v;
	return true;
}
