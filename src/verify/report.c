#include "verify/report.h"

#include "base/utf8.h"

enum { TEXT_MAX = 2000 };

/* A forged text may hold what a terminal obeys, or a line that looks like one of ours. */
static struct sv harmless(struct arena *a, struct sv s)
{
	char *p = NEW(a, char, s.n * 3 + 4);
	size_t n = 0;
	while (s.n && n < TEXT_MAX) {
		int32_t cp = utf8_next(&s);
		bool odd = cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x200B && cp <= 0x200F) ||
			   (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF;
		n += utf8_put(p + n, odd ? 0xFFFD : cp);
	}
	return sv_make(p, n);
}

bool vf_say(struct vf_report *r, enum finding kind, const char *zh, const char *en, ...)
{
	struct vf_line *l = NEW(r->a, struct vf_line, 1);
	va_list one, two;
	va_start(one, en);
	va_copy(two, one);
	l->kind = kind;
	l->zh = harmless(r->a, arena_vprintf(r->a, zh, one));
	l->en = harmless(r->a, arena_vprintf(r->a, en, two));
	va_end(two);
	va_end(one);
	*r->end = l;
	r->end = &l->next;
	if (kind == FOUND_UNREADABLE)
		r->verdict = VERDICT_UNREADABLE;
	else if (kind == FOUND_WRONG && r->verdict == VERDICT_RIGHT)
		r->verdict = VERDICT_WRONG;
	return kind == FOUND_RIGHT || kind == FOUND_NOTE;
}
