#include "base/buf.h"

struct buf buf_new(struct arena *a, size_t max)
{
	return (struct buf){ .a = a, .max = max };
}

void buf_put(struct buf *b, struct sv s)
{
	if (s.n == 0)
		return;
	if (s.n > b->max - b->n) {
		b->over = true;
		return;
	}
	if (b->n + s.n > b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		while (cap < b->n + s.n)
			cap *= 2;
		if (cap > b->max)
			cap = b->max;
		char *p = NEW(b->a, char, cap);
		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->cap = cap;
	}
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void buf_puts(struct buf *b, const char *cstr)
{
	buf_put(b, sv_of(cstr));
}

void buf_putc(struct buf *b, char c)
{
	if (b->n < b->cap)
		b->p[b->n++] = c;
	else
		buf_put(b, sv_make(&c, 1));
}

void buf_int(struct buf *b, int64_t v)
{
	char tmp[20];
	size_t at = sizeof(tmp);
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do
		tmp[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		tmp[--at] = '-';
	buf_put(b, sv_make(tmp + at, sizeof(tmp) - at));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_put(b, arena_vprintf(b->a, fmt, ap));
	va_end(ap);
}
