#include "sheet/blocks.h"

enum { BLOCK = 256 * 1024 };

struct block {
	struct block *next;
	size_t n, cap;
	char b[];
};

struct blocks blocks_new(struct arena *a, size_t max)
{
	return (struct blocks){ .a = a, .max = max };
}

static void grow(struct blocks *b)
{
	/* The first one is small, so that a small answer costs little. */
	size_t cap = b->first ? BLOCK : 8 * 1024;
	struct block *k = arena_alloc(b->a, 1, sizeof(*k) + cap, alignof(struct block));
	k->cap = cap;
	if (b->last)
		b->last->next = k;
	else
		b->first = k;
	b->last = k;
}

void blocks_put(struct blocks *b, struct sv s)
{
	if (b->over || s.n > b->max - b->n) {
		b->over = true;
		return;
	}
	b->n += s.n;
	while (s.n) {
		if (!b->last || b->last->n == b->last->cap)
			grow(b);
		struct block *k = b->last;
		size_t n = s.n < k->cap - k->n ? s.n : k->cap - k->n;
		memcpy(k->b + k->n, s.p, n);
		k->n += n;
		s = sv_from(s, n);
	}
}

bool blocks_each(const struct blocks *b, bool (*fn)(void *arg, struct sv piece), void *arg)
{
	for (struct block *k = b->first; k; k = k->next)
		if (!fn(arg, sv_make(k->b, k->n)))
			return false;
	return true;
}

struct sv blocks_flat(struct arena *a, const struct blocks *b)
{
	char *p = NEW(a, char, b->n + 1);
	size_t at = 0;
	for (struct block *k = b->first; k; k = k->next) {
		memcpy(p + at, k->b, k->n);
		at += k->n;
	}
	return sv_make(p, at);
}
