#ifndef BASE_ARENA_H
#define BASE_ARENA_H
/* An arena belongs to one request, act or job: memory and every other resource of it end together.
 * Allocation never returns NULL.  When the system is out of memory the process aborts (the store is
 * safe: nothing is acknowledged before it is durable).  When an arena passes its own cap, it jumps to
 * `full` if the owner has set one, else aborts. */
#include "base/sv.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>

struct arena_chunk;
struct arena_cleanup;

struct arena {
	char *cur, *end;
	struct arena_chunk *chunks;
	struct arena_cleanup *cleanups;
	size_t used, cap; /* bytes */
	jmp_buf *full;
};

void arena_init(struct arena *a, size_t cap);
/* Runs the deferred clean-ups in reverse order, then frees everything. NULL-safe. */
void arena_release(struct arena *a);
/* As release and init with the same cap, but keeps the first chunk for the next use. */
void arena_reset(struct arena *a);

/* Zeroed memory. */
void *arena_alloc(struct arena *a, size_t n, size_t size, size_t align);
#define NEW(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T), alignof(T)))

void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

struct sv arena_sv(struct arena *a, struct sv s);       /* a copy; NUL follows it */
/* With a–z as A–Z: codes and tokens are written so (QR codes are smaller), and people may type them as they like. */
struct sv arena_capitals(struct arena *a, struct sv s);
const char *arena_cstr(struct arena *a, struct sv s);   /* a copy, NUL-terminated */
struct sv arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct sv arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#endif
