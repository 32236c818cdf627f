#ifndef SHEET_BLOCKS_H
#define SHEET_BLOCKS_H
/* A long answer in pieces: it grows without being copied, and has a largest size.  What does not fit is
 * dropped and `over` is set. */
#include "base/arena.h"

struct block;

struct blocks {
	struct arena *a;
	struct block *first, *last;
	size_t n, max;
	bool over;
};

struct blocks blocks_new(struct arena *a, size_t max);
void blocks_put(struct blocks *b, struct sv s);
/* The pieces in order; `fn` returns false to stop, and so does this then. */
bool blocks_each(const struct blocks *b, bool (*fn)(void *arg, struct sv piece), void *arg);
/* All of it in one piece, copied into `a`. */
struct sv blocks_flat(struct arena *a, const struct blocks *b);

#endif
