#include "http/limit.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>

#include <cmocka.h>

static void test_bucket(void **st)
{
	(void)st;
	struct arena a;
	arena_init(&a, 1 << 20);
	/* Ten tries in fifteen minutes. */
	struct limit *l = limit_new(&a, 64, 10, 900000);
	int64_t now = 5000, wait = -1;
	for (int i = 0; i < 10; i++) {
		assert_true(limit_ready(l, SV("zhang"), now, &wait));
		assert_true(limit_take(l, SV("zhang"), now, &wait));
		assert_int_equal(wait, 0);
	}
	assert_false(limit_ready(l, SV("zhang"), now, &wait));
	assert_false(limit_take(l, SV("zhang"), now, &wait));
	assert_int_equal(wait, 90000);
	assert_true(limit_take(l, SV("li"), now, NULL));
	assert_false(limit_take(l, SV("zhang"), now + 89999, &wait));
	assert_int_equal(wait, 1);
	assert_true(limit_take(l, SV("zhang"), now + 90000, &wait));
	assert_false(limit_take(l, SV("zhang"), now + 90000, &wait)); /* a refused try costs nothing */
	assert_true(limit_take(l, SV("zhang"), now + 180000, &wait));
	limit_forget(l, SV("zhang"));
	for (int i = 0; i < 10; i++)
		assert_true(limit_take(l, SV("zhang"), now + 180000, NULL));
	assert_false(limit_take(l, SV("zhang"), now + 180000, NULL));
	/* After the period all of it is there again, and no more. */
	now += 180000 + 900000;
	for (int i = 0; i < 10; i++)
		assert_true(limit_take(l, SV("zhang"), now, NULL));
	assert_false(limit_take(l, SV("zhang"), now, NULL));
	arena_release(&a);
}

static void test_crowd(void **st)
{
	(void)st;
	struct arena a;
	arena_init(&a, 1 << 20);
	struct limit *l = limit_new(&a, 64, 3, 60000);
	for (int i = 0; i < 3; i++)
		assert_true(limit_take(l, SV("used up"), 0, NULL));
	/* Thousands of other keys cannot push out the one that is blocked: each has spent less. */
	char key[32];
	for (int i = 0; i < 5000; i++) {
		int n = snprintf(key, sizeof(key), "k%d", i);
		(void)limit_take(l, sv_make(key, (size_t)n), 1, NULL);
	}
	assert_false(limit_take(l, SV("used up"), 2, NULL));
	arena_release(&a);
}

static _Atomic int taken;

static void *taker(void *arg)
{
	for (int i = 0; i < 1000; i++)
		taken += limit_take(arg, SV("one"), 0, NULL);
	return NULL;
}

static void test_threads(void **st)
{
	(void)st;
	struct arena a;
	arena_init(&a, 1 << 20);
	struct limit *l = limit_new(&a, 64, 500, 60000);
	pthread_t t[8];
	for (int i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, taker, l);
	for (int i = 0; i < 8; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(taken, 500);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bucket), cmocka_unit_test(test_crowd), cmocka_unit_test(test_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
