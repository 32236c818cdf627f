#include "base/dec.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

__extension__ typedef __int128 wide;

static struct arena a;
static uint64_t seed = 88172645463325252u;

static uint64_t chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Numbers of every size, with the ends of the range among them. */
static int64_t some(void)
{
	static const int64_t ends[] = { 0, 1, -1, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, 500000, -500000, 499999, 1000000 };
	if (chance() % 8 == 0)
		return ends[chance() % (sizeof(ends) / sizeof(*ends))];
	return (int64_t)chance() >> (chance() % 64);
}

static int64_t parsed(const char *s)
{
	struct dec d = { 0 };
	if (!dec_parse(sv_of(s), &d))
		fail_msg("\"%s\" is not read", s);
	return d.u;
}

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

static const char *text(int64_t u)
{
	return dec_text(&a, (struct dec){ u }).p;
}

static void test_parse(void **st)
{
	(void)st;
	static const struct { const char *s; int64_t u; } good[] = {
		{ "0", 0 }, { "-0", 0 }, { "+1", 1000000 }, { "12.5", 12500000 }, { "-12.5", -12500000 }, { "0.000001", 1 },
		{ "-0.000001", -1 }, { "007", 7000000 }, { "9223372036854.775807", INT64_MAX }, { "-9223372036854.775808", INT64_MIN },
		{ "1.000000", 1000000 },
	};
	static const char *const bad[] = {
		"", "-", "+", ".", "1.", ".5", "1..2", "1.2.3", "1.0000001", "1e3", "1,000", " 1", "1 ", "--1", "+-1", "0x1", "１", "nan",
		"9223372036854.775808", "-9223372036854.775809", "9223372036855", "99999999999999999999999999999999999999999",
		"340282366920938463463374607431768211456", "340282366920938463463374607431768211457", /* 2¹²⁸ is 0 to a careless reader */
		 "1\0002",
	};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(parsed(good[i].s), good[i].u);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct dec d = { 77 };
		size_t n = i + 1 == sizeof(bad) / sizeof(*bad) ? 3 : sv_of(bad[i]).n;
		if (dec_parse(sv_make(bad[i], n), &d))
			fail_msg("\"%s\" is read", bad[i]);
		assert_int_equal(d.u, 77);
	}
}

static void test_text_and_back(void **st)
{
	(void)st;
	assert_string_equal(text(12500000), "12.5");
	assert_string_equal(text(0), "0");
	assert_string_equal(text(-3000000), "-3");
	assert_string_equal(text(1), "0.000001");
	assert_string_equal(text(-1), "-0.000001");
	assert_string_equal(text(-100000), "-0.1");
	assert_string_equal(text(INT64_MAX), "9223372036854.775807");
	assert_string_equal(text(INT64_MIN), "-9223372036854.775808");
	for (int i = 0; i < 100000; i++) {
		int64_t u = some();
		assert_int_equal(parsed(text(u)), u);
		if (i % 1000 == 0)
			arena_reset(&a);
	}
}

/* The border at every place and on both sides: 0.5 of a unit goes away from zero, one millionth less goes to it. */
static void test_round(void **st)
{
	(void)st;
	int64_t unit = 1;
	for (int places = 6; places >= 0; places--, unit *= 10) {
		for (int64_t k = -20; k <= 20; k++) {
			int64_t at = k * unit, half = unit / 2;
			assert_int_equal(dec_round((struct dec){ at }, places).u, at);
			if (unit == 1)
				continue;
			int64_t up = at >= 0 ? at + half : at - half, sign = at >= 0 ? 1 : -1;
			assert_int_equal(dec_round((struct dec){ up }, places).u, at + sign * unit);
			assert_int_equal(dec_round((struct dec){ up - sign }, places).u, at);
			assert_int_equal(dec_round((struct dec){ up + sign }, places).u, at + sign * unit);
		}
	}
	/* −0.5 of the smallest unit at zero. */
	assert_int_equal(dec_round((struct dec){ 500000 }, 0).u, 1000000);
	assert_int_equal(dec_round((struct dec){ -500000 }, 0).u, -1000000);
	assert_int_equal(dec_round((struct dec){ 499999 }, 0).u, 0);
	assert_int_equal(dec_round((struct dec){ -499999 }, 0).u, 0);
	/* At the very ends there is no room to round away. */
	assert_int_equal(dec_round((struct dec){ INT64_MAX }, 0).u, INT64_MAX / 1000000 * 1000000);
	assert_int_equal(dec_round((struct dec){ INT64_MIN }, 0).u, INT64_MIN / 1000000 * 1000000);
}

static void test_fixed(void **st)
{
	(void)st;
	static const struct { int64_t u; int places; const char *s; } t[] = {
		{ 12500000, 2, "12.50" }, { 12345678, 3, "12.346" }, { 12345499, 3, "12.345" }, { -12345500, 3, "-12.346" },
		{ 0, 2, "0.00" }, { -4999, 2, "0.00" }, { -5000, 2, "-0.01" }, { 999995000, 2, "1000.00" }, { 500000, 0, "1" },
		{ 499999, 0, "0" }, { -499999, 0, "0" }, { INT64_MAX, 0, "9223372036855" }, { INT64_MAX, 6, "9223372036854.775807" },
		{ INT64_MIN, 0, "-9223372036855" }, { INT64_MIN, 1, "-9223372036854.8" },
	};
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++)
		assert_string_equal(dec_fixed(&a, (struct dec){ t[i].u }, t[i].places).p, t[i].s);
}

/* Half away from zero over 128 bits, written another way: twice the rest against the divisor. */
static bool slow_div(wide n, wide d, int64_t *ret)
{
	bool neg = (n < 0) != (d < 0);
	if (n < 0)
		n = -n;
	if (d < 0)
		d = -d;
	wide q = n / d, rest = n - q * d;
	if (rest >= d - rest)
		q++;
	if (neg)
		q = -q;
	*ret = (int64_t)q;
	return q <= INT64_MAX && q >= INT64_MIN;
}

static void test_arithmetic(void **st)
{
	(void)st;
	for (int i = 0; i < 200000; i++) {
		int64_t x = some(), y = some(), z = some(), want;
		struct dec r = { 77 };
		bool fits = slow_div((wide)x * y, 1000000, &want);
		assert_int_equal(dec_mul((struct dec){ x }, (struct dec){ y }, &r), fits);
		assert_int_equal(r.u, fits ? want : 77);
		r.u = 77;
		if (z) {
			fits = slow_div((wide)x * y, z, &want);
			assert_int_equal(dec_muldiv((struct dec){ x }, (struct dec){ y }, (struct dec){ z }, &r), fits);
			assert_int_equal(r.u, fits ? want : 77);
		}
		r.u = 77;
		fits = !__builtin_add_overflow(x, y, &want);
		assert_int_equal(dec_add((struct dec){ x }, (struct dec){ y }, &r), fits);
		assert_int_equal(r.u, fits ? want : 77);
		r.u = 77;
		fits = !__builtin_sub_overflow(x, y, &want);
		assert_int_equal(dec_sub((struct dec){ x }, (struct dec){ y }, &r), fits);
		assert_int_equal(r.u, fits ? want : 77);
	}
	struct dec r = { 77 };
	assert_false(dec_muldiv(DEC(1), DEC(1), DEC(0), &r));
	assert_int_equal(r.u, 77);
	/* One rounding: 1 ÷ 3 × 3 as one step is 1, and a third of a third of the smallest is 0. */
	assert_true(dec_muldiv(DEC(1), DEC(3), DEC(3), &r));
	assert_int_equal(r.u, 1000000);
	assert_true(dec_muldiv((struct dec){ 1 }, DEC(1), DEC(2), &r));
	assert_int_equal(r.u, 1);
	assert_true(dec_muldiv((struct dec){ -1 }, DEC(1), DEC(2), &r));
	assert_int_equal(r.u, -1);
	assert_true(dec_muldiv((struct dec){ 1 }, DEC(1), DEC(-2), &r));
	assert_int_equal(r.u, -1);
	/* What does not fit into 64 bits on the way, and does at its end. */
	assert_true(dec_muldiv((struct dec){ INT64_MAX }, (struct dec){ INT64_MAX }, (struct dec){ INT64_MAX }, &r));
	assert_int_equal(r.u, INT64_MAX);
	assert_true(dec_muldiv((struct dec){ INT64_MIN }, (struct dec){ INT64_MIN }, (struct dec){ INT64_MIN }, &r));
	assert_int_equal(r.u, INT64_MIN);
	r.u = 77;
	assert_false(dec_muldiv((struct dec){ INT64_MIN }, (struct dec){ 1 }, (struct dec){ -1 }, &r)); /* 2⁶³ */
	assert_int_equal(r.u, 77);
	assert_int_equal(dec_cmp(DEC(1), DEC(2)), -1);
	assert_int_equal(dec_cmp(DEC(2), DEC(2)), 0);
	assert_int_equal(dec_cmp(DEC(3), DEC(2)), 1);
}

static void seven_places(void)
{
	(void)dec_round(DEC(1), 7);
}

static void no_places(void)
{
	(void)dec_fixed(&a, DEC(1), -1);
}

static void test_impossible(void **st)
{
	(void)st;
	assert_true(aborts(seven_places));
	assert_true(aborts(no_places));
}

static int setup(void **st)
{
	(void)st;
	arena_init(&a, 64 << 20);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse), cmocka_unit_test(test_text_and_back), cmocka_unit_test(test_round),
		cmocka_unit_test(test_fixed), cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_impossible),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
