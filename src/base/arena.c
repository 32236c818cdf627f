#include "base/arena.h"

#include "base/bug.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHUNK = 16 * 1024 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
};

struct arena_cleanup {
	struct arena_cleanup *next;
	void (*fn)(void *);
	void *arg;
};

void arena_init(struct arena *a, size_t cap)
{
	*a = (struct arena){ .cap = cap };
}

static void run_cleanups(struct arena *a)
{
	while (a->cleanups) {
		struct arena_cleanup *c = a->cleanups;
		a->cleanups = c->next;
		c->fn(c->arg);
	}
}

void arena_release(struct arena *a)
{
	if (!a)
		return;
	run_cleanups(a);
	while (a->chunks) {
		struct arena_chunk *c = a->chunks;
		a->chunks = c->next;
		free(c);
	}
	arena_init(a, a->cap);
}

void arena_reset(struct arena *a)
{
	run_cleanups(a);
	struct arena_chunk *first = NULL;
	while (a->chunks) {
		struct arena_chunk *c = a->chunks;
		a->chunks = c->next;
		if (c->next == NULL && c->size == CHUNK)
			first = c;
		else
			free(c);
	}
	jmp_buf *full = a->full;
	arena_init(a, a->cap);
	a->full = full;
	if (first) {
		first->next = NULL;
		a->chunks = first;
		a->cur = (char *)(first + 1);
		a->end = a->cur + first->size;
		a->used = first->size;
	}
}

static struct arena_chunk *new_chunk(struct arena *a, size_t size)
{
	if (size > a->cap || a->used > a->cap - size) {
		if (a->full)
			longjmp(*a->full, 1);
		BUG("an arena passed its cap of %zu bytes", a->cap);
	}
	struct arena_chunk *c = malloc(sizeof(*c) + size);
	if (!c)
		BUG("out of memory (%zu bytes)", size);
	a->used += size;
	c->size = size;
	c->next = NULL;
	return c;
}

void *arena_alloc(struct arena *a, size_t n, size_t size, size_t align)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 2)
		BUG("an allocation of %zu x %zu bytes", n, size);
	size_t pad = a->cur ? (size_t)(-(uintptr_t)a->cur & (align - 1)) : 0;
	if (!a->cur || bytes + pad > (size_t)(a->end - a->cur)) {
		bool big = bytes > CHUNK / 4;
		struct arena_chunk *c = new_chunk(a, big ? bytes + align : CHUNK);
		char *start = (char *)(c + 1);
		if (big && a->chunks) {
			/* A big piece gets a chunk of its own behind the current one, which stays in use. */
			c->next = a->chunks->next;
			a->chunks->next = c;
			start += (size_t)(-(uintptr_t)start & (align - 1));
			return memset(start, 0, bytes);
		}
		c->next = a->chunks;
		a->chunks = c;
		a->cur = start;
		a->end = start + c->size;
		pad = (size_t)(-(uintptr_t)a->cur & (align - 1));
	}
	char *p = a->cur + pad;
	a->cur = p + bytes;
	return memset(p, 0, bytes);
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct arena_cleanup *c = NEW(a, struct arena_cleanup, 1);
	c->fn = fn;
	c->arg = arg;
	c->next = a->cleanups;
	a->cleanups = c;
}

const char *arena_cstr(struct arena *a, struct sv s)
{
	char *p = NEW(a, char, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct sv arena_sv(struct arena *a, struct sv s)
{
	return sv_make(arena_cstr(a, s), s.n);
}

struct sv arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	char small[256];
	int n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0)
		BUG("a format that cannot be printed: %s", fmt);
	char *p = NEW(a, char, (size_t)n + 1);
	if ((size_t)n < sizeof(small))
		memcpy(p, small, (size_t)n);
	else
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return sv_make(p, (size_t)n);
}

struct sv arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct sv s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

struct sv arena_capitals(struct arena *a, struct sv s)
{
	char *p = NEW(a, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
	return sv_make(p, s.n);
}
