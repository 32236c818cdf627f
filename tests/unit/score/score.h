/* What the unit tests of the scoring core share: cmocka, an arena a test, small random numbers that are the same
 * everywhere, and marks that are short to write. */
#ifndef TESTS_UNIT_SCORE_SCORE_H
#define TESTS_UNIT_SCORE_SCORE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* base/err.h has its own */

#include "core/score/score.h"

static inline int arena_up(void **state)
{
	static struct arena a;
	arena_init(&a, (size_t)1 << 30);
	*state = &a;
	return 0;
}

static inline int arena_down(void **state)
{
	arena_release(*state);
	return 0;
}
#define with_arena(f) cmocka_unit_test_setup_teardown(f, arena_up, arena_down)

static inline uint32_t random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static inline int random_to(uint32_t *seed, int n) /* 0..n-1 */
{
	return (int)(random_next(seed) % (uint32_t)n);
}

static inline void shuffle(uint32_t *seed, void *base, size_t n, size_t size)
{
	char t[256], *p = base;
	for (size_t i = n; i > 1; i--) {
		size_t k = random_next(seed) % i;
		memcpy(t, p + k * size, size);
		memcpy(p + k * size, p + (i - 1) * size, size);
		memcpy(p + (i - 1) * size, t, size);
	}
}

#define GIVEN(hundredths) ((struct mark){ .value = { (hundredths) * INT64_C(10000) } })
#define ABSENT ((struct mark){ .null = MARK_ABSENT })
#define HALF_UP(n) ((struct rounding){ ROUND_HALF_UP, (n) })
#define assert_dec(d, hundredths) assert_int_equal((d).u, (hundredths) * INT64_C(10000))

#endif
