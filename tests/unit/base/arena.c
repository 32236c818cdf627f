/* Arenas, and the errors that live in them. */
#include "base/err.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* True when `fn` ends the process by the abort that BUG promises. */
static bool aborts(void (*fn)(void))
{
	int status;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL); /* cmocka catches it */
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		fn();
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static char order[64];
static size_t n_order;

static void remember(void *arg)
{
	order[n_order++] = *(const char *)arg;
}

static void test_clean_ups_in_reverse(void **st)
{
	(void)st;
	struct arena a;
	n_order = 0;
	arena_init(&a, 1 << 20);
	for (int i = 0; i < 5; i++) {
		char *c = NEW(&a, char, 1);
		*c = (char)('a' + i);
		arena_defer(&a, remember, c); /* its own memory is there until it ran */
		(void)NEW(&a, char, 50000);
	}
	arena_release(&a);
	assert_int_equal(n_order, 5);
	assert_memory_equal(order, "edcba", 5);
	arena_release(&a); /* once */
	assert_int_equal(n_order, 5);
	arena_release(NULL);
	char *x = NEW(&a, char, 1); /* and it may be used again */
	*x = 'x';
	arena_defer(&a, remember, x);
	arena_reset(&a);
	assert_int_equal(order[5], 'x');
	arena_release(&a);
	assert_int_equal(n_order, 6);
}

static void test_alignment_and_zeros(void **st)
{
	(void)st;
	struct arena a;
	arena_init(&a, 64 << 20);
	uint64_t seed = 1;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 5000; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			size_t align = (size_t)1 << (seed >> 60) % 7, n = seed >> 40 & 511;
			if (i % 500 == 7)
				n *= 100;
			unsigned char *p = arena_alloc(&a, n, 1, align);
			assert_int_equal((uintptr_t)p % align, 0);
			for (size_t k = 0; k < n; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xAA, n); /* what is left behind must not be seen by the next one */
		}
		arena_reset(&a);
	}
	assert_non_null(arena_alloc(&a, 0, 8, 8));
	arena_release(&a);
}

/* No piece lies in another, and each stays as it was written. */
static void test_pieces_apart(void **st)
{
	(void)st;
	enum { PIECES = 4000 };
	static struct { unsigned char *p; size_t n; } piece[PIECES];
	struct arena a;
	arena_init(&a, 64 << 20);
	char *first = NEW(&a, char, 1);
	uint64_t seed = 3;
	for (int i = 0; i < PIECES; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		/* Around a quarter of a chunk and a whole one, where big pieces begin. */
		size_t n = i % 50 == 0 ? 4090 + (seed >> 40) % 12 : i % 333 == 0 ? 16380 + (seed >> 40) % 12 : (seed >> 40) % 300;
		piece[i].p = arena_alloc(&a, n, 1, (size_t)1 << (seed >> 60) % 7);
		piece[i].n = n;
		memset(piece[i].p, i % 251, n);
	}
	for (int i = 0; i < PIECES; i++)
		for (size_t k = 0; k < piece[i].n; k++)
			assert_int_equal(piece[i].p[k], i % 251);
	size_t used = a.used;
	assert_true(used >= 600000);
	arena_reset(&a);
	assert_true(a.used < used);
	assert_ptr_equal(NEW(&a, char, 1), first); /* the first chunk is kept */
	assert_true(a.used <= 16384);
	arena_release(&a);
	assert_int_equal(a.used, 0);
}

static void overflow(void)
{
	struct arena a;
	arena_init(&a, SIZE_MAX);
	(void)arena_alloc(&a, SIZE_MAX / 8 + 2, 8, 8);
}

static void past_the_cap(void)
{
	struct arena a;
	arena_init(&a, 20000);
	for (int i = 0; i < 3; i++)
		(void)NEW(&a, char, 10000);
}

static void fault_of_nothing(void)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, 20000);
	ctx_init(&cx, &a, 0, LANG_EN);
	(void)!fail_at(&cx, RC_OK, "", "x.y", "Nothing.");
}

static void test_impossible(void **st)
{
	(void)st;
	assert_true(aborts(overflow));
	assert_true(aborts(past_the_cap));
	assert_true(aborts(fault_of_nothing));
}

static void test_cap_jumps(void **st)
{
	(void)st;
	struct arena a;
	jmp_buf full;
	volatile int got = 0;
	n_order = 0;
	arena_init(&a, 100000);
	a.full = &full;
	static char mark = 'f';
	arena_defer(&a, remember, &mark);
	if (setjmp(full) == 0) {
		for (;;) {
			(void)NEW(&a, char, 1000);
			got++;
		}
	}
	assert_true(got >= 80 && got <= 100);
	assert_true(a.used <= a.cap);
	if (setjmp(full) == 0) {
		(void)NEW(&a, char, 1000000); /* one that is larger than the cap */
		fail_msg("past the cap");
	}
	arena_reset(&a); /* the jump stays set */
	assert_int_equal(n_order, 1);
	got = 0;
	if (setjmp(full) == 0)
		for (;;) {
			(void)NEW(&a, char, 1000);
			got++;
		}
	assert_true(got >= 80);
	arena_release(&a);
}

static void test_texts(void **st)
{
	(void)st;
	struct arena a;
	arena_init(&a, 1 << 20);
	struct sv s = arena_sv(&a, sv_make("abc", 2));
	assert_true(sv_is(s, "ab"));
	assert_int_equal(s.p[2], 0);
	assert_string_equal(arena_cstr(&a, SV_NONE), "");
	assert_true(arena_sv(&a, SV("")).p != NULL);
	struct sv f = arena_printf(&a, "%s-%d", "x", 5);
	assert_true(sv_is(f, "x-5"));
	for (int n = 250; n < 262; n++) { /* around the size of its small buffer */
		struct sv l = arena_printf(&a, "%0*d", n, 7);
		assert_int_equal(l.n, n);
		assert_int_equal(l.p[n - 1], '7');
		assert_int_equal(l.p[n], 0);
	}
	arena_release(&a);
}

static void test_faults(void **st)
{
	(void)st;
	struct arena a, b;
	struct ctx cx, sub;
	arena_init(&a, 1 << 20);
	arena_init(&b, 1 << 20);
	ctx_init(&cx, &a, 5, LANG_EN);
	ctx_init(&sub, &b, 5, LANG_EN);
	assert_int_equal((fail)(&sub, RC_INVALID, "a.b", "One %d.", 1), RC_INVALID);
	assert_int_equal(fail_at(&sub, RC_CONFLICT, "name", "c.d", "Two %s.", "x"), RC_CONFLICT);
	assert_int_equal(because(&sub, RC_CONFLICT, "in %s", "here"), RC_CONFLICT);
	assert_int_equal(because(&sub, RC_CONFLICT, "in %s", "there"), RC_CONFLICT);
	/* Taken over, they outlive the arena that they were noted in. */
	assert_int_equal(fail_again(&cx, RC_FAILED, &sub), RC_FAILED);
	arena_release(&b);
	assert_string_equal(cx.faults->id, "a.b");
	assert_true(sv_is(cx.faults->text, "One 1."));
	assert_string_equal(cx.faults->next->field, "name");
	assert_true(sv_is(cx.faults->next->text, "Two x."));
	assert_null(cx.faults->next->next);
	assert_true(sv_is(cx.trail, "in here; in there"));
	ctx_forget(&cx);
	assert_null(cx.faults);
	assert_int_equal(cx.trail.n, 0);
	assert_int_equal(fail_at(&cx, RC_DENIED, "", "e.f", "Three."), RC_DENIED);
	assert_string_equal(cx.faults->id, "e.f");
	arena_release(&a);
	/* The codes that the manual and problem+json promise. */
	static const struct { const char *name; int exit, http; } codes[] = {
		[RC_OK] = { "ok", 0, 200 }, [RC_INVALID] = { "invalid", 3, 422 }, [RC_NOT_FOUND] = { "not_found", 4, 404 },
		[RC_DENIED] = { "denied", 6, 403 }, [RC_CONFLICT] = { "conflict", 5, 409 }, [RC_LIMIT] = { "limit", 3, 413 },
		[RC_BUSY] = { "busy", 75, 503 }, [RC_FAILED] = { "failed", 1, 500 }, [RC_CHECK] = { "check", 7, 500 },
		[RC_OFTEN] = { "often", 75, 429 }, [RC_USAGE] = { "usage", 2, 400 }, [RC_PART] = { "part", 8, 207 },
	};
	assert_int_equal(sizeof(codes) / sizeof(*codes), RC_COUNT_);
	for (int rc = 0; rc < RC_COUNT_; rc++) {
		assert_string_equal(rc_name((enum rc)rc), codes[rc].name);
		assert_int_equal(rc_exit((enum rc)rc), codes[rc].exit);
		assert_int_equal(rc_http((enum rc)rc), codes[rc].http);
	}
	for (int rc = 0; rc < RC_COUNT_; rc++) {
		assert_non_null(rc_name((enum rc)rc));
		assert_true(rc_http((enum rc)rc) >= 200);
		assert_true(rc == RC_OK ? rc_exit(RC_OK) == 0 : rc_exit((enum rc)rc) > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean_ups_in_reverse), cmocka_unit_test(test_alignment_and_zeros), cmocka_unit_test(test_cap_jumps),
		cmocka_unit_test(test_texts), cmocka_unit_test(test_pieces_apart), cmocka_unit_test(test_impossible), cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
