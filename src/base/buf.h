#ifndef BASE_BUF_H
#define BASE_BUF_H
/* A growing piece of text or bytes in an arena, with a largest size given at birth.  What does not fit
 * is dropped and `over` is set: the maker of the buffer looks at it once, at the end. */
#include "base/arena.h"

struct buf {
	struct arena *a;
	char *p;
	size_t n, cap, max;
	bool over;
};

struct buf buf_new(struct arena *a, size_t max);
void buf_put(struct buf *b, struct sv s);
void buf_puts(struct buf *b, const char *cstr);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline struct sv buf_sv(const struct buf *b)
{
	return sv_make(b->p, b->n);
}

#endif
