#include "base/json.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena a;

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

static struct js *parse(struct sv s)
{
	const char *why;
	int line, column;
	return js_parse(&a, s, &why, &line, &column);
}

static const char *canonical(const char *s)
{
	struct js *v = parse(sv_of(s));
	if (!v)
		fail_msg("%s is not read", s);
	struct buf b = buf_new(&a, 1 << 20);
	js_write(&b, v);
	assert_false(b.over);
	return arena_cstr(&a, buf_sv(&b));
}

static void test_canonical(void **st)
{
	(void)st;
	static const char *const t[][2] = {
		{ " { \"b\" : 1 , \"a\" : [ ] } ", "{\"a\":[],\"b\":1}" },
		{ "{\"\":0,\"aa\":1,\"a\":2,\"A\":3,\"\\u00e9\":4,\"1\":5,\"10\":6,\"2\":7}", "{\"\":0,\"1\":5,\"10\":6,\"2\":7,\"A\":3,\"a\":2,\"aa\":1,\"é\":4}" },
		/* RFC 8785 3.2.3's own example, without the fraction. */
		{ "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
		  "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
		  "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\302\200\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
		  "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\357\254\263\":\"Hebrew Letter Dalet With Dagesh\"}" },
		/* UTF-16 order: a surrogate pair (D83D…) comes before U+E000 and U+FF5E, after U+D7FF. */
		{ "{\"\\uff5e\":1,\"\\ud83d\\ude00\":2,\"\\ue000\":3,\"\\ud7ff\":4}", "{\"\355\237\277\":4,\"😀\":2,\"\356\200\200\":3,\"～\":1}" },
		{ "{\"a\\ud83d\\ude00\":1,\"a\\uffe5\":2,\"a\":3}", "{\"a\":3,\"a😀\":1,\"a￥\":2}" },
		/* Shortest escapes, small letters, nothing else escaped. */
		{ "\"\\u0022\\u005c\\u002f\\u0008\\u000c\\u000a\\u000d\\u0009\\u0001\\u001F\\u007f\\u4e2d\"",
		  "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\177中\"" },
		{ "[9007199254740991,-9007199254740991,0,-0]", "[9007199254740991,-9007199254740991,0,0]" },
		{ "[true,false,null,\"\"]", "[true,false,null,\"\"]" },
	};
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		assert_string_equal(canonical(t[i][0]), t[i][1]);
		assert_string_equal(canonical(t[i][1]), t[i][1]); /* and it is its own canonical form */
	}
}

static void test_refused(void **st)
{
	(void)st;
	static const char *const bad[] = {
		"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "nul", "True", "01", "+1", "1.", ".5", "-", "NaN", "Infinity",
		"{\"a\":1,\"a\":1}", "{\"x\":{\"a\":1,\"\\u0061\":2}}",                       /* the same key, also spelt otherwise */
		"1.5", "1.0", "1e2", "[0.1]", "{\"a\":-1.0e-3}",                               /* fractions and exponents */
		"9007199254740992", "-9007199254740992", "99999999999999999999", "[1e400]",    /* beyond 2⁵³ */
		"\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", /* broken text */
		"\"\\u0000\"", "{\"a\\u0000b\":1}",
		"\"\t\"", "\"\n\"", "\"\\x41\"", "\"\\u12\"", "\"abc", "1 1", "{} []", "// c\n1", "[1]x", "\xef\xbb\xbf{}",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *why = NULL;
		int line = -1, column = -1;
		if (js_parse(&a, sv_of(bad[i]), &why, &line, &column))
			fail_msg("%s is read", bad[i]);
		assert_non_null(why);
		assert_true(why[0] != 0);
	}
	assert_null(parse(sv_make("{}\0", 3)));
	assert_null(parse(SV_NONE));
}

static struct sv nested(int depth, char open, char close)
{
	char *p = NEW(&a, char, (size_t)depth * 8 + 2);
	size_t n = 0;
	for (int i = 0; i < depth; i++) {
		p[n++] = open;
		if (open == '{') {
			memcpy(p + n, "\"a\":", 4);
			n += 4;
		}
	}
	p[n++] = '1';
	for (int i = 0; i < depth; i++)
		p[n++] = close;
	return sv_make(p, n);
}

static void test_depth(void **st)
{
	(void)st;
	assert_non_null(parse(nested(64, '[', ']')));
	assert_null(parse(nested(65, '[', ']')));
	assert_non_null(parse(nested(64, '{', '}')));
	assert_null(parse(nested(65, '{', '}')));
	assert_null(parse(nested(100000, '[', ']'))); /* and no stack is used up */
}

static void test_where(void **st)
{
	(void)st;
	const char *why;
	int line = 0, column = 0;
	assert_null(js_parse(&a, SV("{\n  \"a\": 1,\n  \"b\": x\n}"), &why, &line, &column));
	assert_int_equal(line, 3);
	assert_true(column > 0);
}

static void test_get(void **st)
{
	(void)st;
	struct js *v = parse(SV("{\"s\":\"x\",\"i\":-5,\"t\":true,\"n\":null,\"d\":\"2024-02-29\",\"c\":\"12.5\",\"arr\":[1,2,3],\"e\":\"\"}"));
	assert_non_null(v);
	assert_true(sv_is(js_get_sv(v, "s"), "x"));
	assert_true(js_get_sv(v, "e").p != NULL && js_get_sv(v, "e").n == 0);
	assert_null(js_get_sv(v, "i").p);
	assert_null(js_get_sv(v, "none").p);
	assert_int_equal(js_get_int(v, "i", 9), -5);
	assert_int_equal(js_get_int(v, "s", 9), 9);
	assert_true(js_get_bool(v, "t"));
	assert_false(js_get_bool(v, "i"));
	assert_false(js_get_bool(v, "none"));
	assert_false(js_get_bool(parse(SV("{\"f\":false}")), "f"));
	/* A whole number as a decimal, as far as decimals go. */
	v = parse(SV("{\"in\":8999999999999,\"out\":9000000000000,\"below\":-8999999999999,\"under\":-9000000000000}"));
	assert_int_equal(js_get_dec(v, "in", DEC(7)).u, DEC(INT64_C(8999999999999)).u);
	assert_int_equal(js_get_dec(v, "out", DEC(7)).u, DEC(7).u);
	assert_int_equal(js_get_dec(v, "below", DEC(7)).u, DEC(INT64_C(-8999999999999)).u);
	assert_int_equal(js_get_dec(v, "under", DEC(7)).u, DEC(7).u);
	v = parse(SV("{\"s\":\"x\",\"i\":-5,\"n\":null,\"d\":\"2024-02-29\",\"c\":\"12.5\",\"arr\":[1,2,3]}"));
	assert_true(js_is_null(v, "n") && js_is_null(v, "none") && !js_is_null(v, "s"));
	assert_int_equal(js_get_day(v, "d").n, day_of_civil(2024, 2, 29).n);
	assert_false(day_is(js_get_day(v, "s")));
	assert_int_equal(js_get_dec(v, "c", DEC(0)).u, 12500000);
	assert_int_equal(js_get_dec(v, "i", DEC(0)).u, -5000000);
	assert_int_equal(js_get_dec(v, "s", DEC(7)).u, 7000000);
	assert_int_equal(js_get(v, "arr")->n, 3);
	assert_null(js_get(NULL, "x"));
	assert_null(js_get(js_get(v, "arr"), "x"));
	assert_int_equal(js_get_int(NULL, "x", 3), 3);
}

/* What is built is what is read back, whatever is in it. */
static struct js *random_value(uint64_t *seed, int depth)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	uint64_t r = *seed >> 33;
	switch (r % (depth > 4 ? 5 : 7)) {
	case 0: return js_null(&a);
	case 1: return js_bool(&a, r & 64);
	case 2: return js_int(&a, (int64_t)(*seed >> 12) % JS_INT_MAX - (int64_t)(r & 1 ? 0 : JS_INT_MAX / 2));
	case 3: case 4: {
		static const char *const pieces[] = { "中", "a", "\"", "\\", "\n", "\x01", "😀", "～", " ", "\x7f", "é", "/" };
		struct buf b = buf_new(&a, 1000);
		for (uint64_t i = r >> 8 & 15; i > 0; i--)
			buf_puts(&b, pieces[(r >> i) % 12]);
		return js_str(&a, b.n ? buf_sv(&b) : SV(""));
	}
	case 5: {
		struct js *v = js_arr(&a);
		for (uint64_t i = r >> 8 & 3; i > 0; i--)
			js_push(v, random_value(seed, depth + 1));
		return v;
	}
	default: {
		struct js *v = js_obj(&a);
		for (uint64_t i = r >> 8 & 7; i > 0; i--)
			js_set(v, arena_printf(&a, "%s%llu", r & 32 ? "键" : "😀", (unsigned long long)i).p, random_value(seed, depth + 1));
		return v;
	}
	}
}

static void test_there_and_back(void **st)
{
	(void)st;
	uint64_t seed = 42;
	for (int i = 0; i < 2000; i++) {
		struct js *v = random_value(&seed, 0);
		struct buf one = buf_new(&a, 1 << 20), two = buf_new(&a, 1 << 20), nice = buf_new(&a, 1 << 20), three = buf_new(&a, 1 << 20);
		js_write(&one, v);
		struct js *again = parse(buf_sv(&one));
		assert_non_null(again);
		js_write(&two, again);
		assert_true(sv_eq(buf_sv(&one), buf_sv(&two)));
		js_pretty(&nice, v);
		again = parse(buf_sv(&nice));
		assert_non_null(again);
		js_write(&three, again);
		assert_true(sv_eq(buf_sv(&one), buf_sv(&three)));
		arena_reset(&a);
	}
}

/* UTF-16 order over every border there is, whatever order the keys were built in. */
static void test_key_order(void **st)
{
	(void)st;
	static const char *const keys[] = { "", "a", "aa", "ab", "a\355\237\277", "a\360\220\200\200", "a\364\217\277\277", "a\356\200\200", "a\357\277\277", "b",
					    "\355\237\277", "\360\220\200\200", "\360\237\230\200", "\364\217\277\277", "\356\200\200", "\357\277\275", "\357\277\277" };
	enum { N = sizeof(keys) / sizeof(*keys) };
	for (size_t step = 1; step < N; step++) { /* 17 is a prime: every step visits all */
		struct js *v = js_obj(&a);
		for (size_t i = 0, at = 0; i < N; i++, at = (at + step) % N)
			js_set(v, keys[at], js_int(&a, (int64_t)at));
		struct buf b = buf_new(&a, 1 << 16);
		js_write(&b, v);
		struct js *sorted = parse(buf_sv(&b));
		assert_non_null(sorted);
		assert_int_equal(sorted->n, N);
		int64_t want = 0;
		for (const struct js *c = sorted->first; c; c = c->next)
			assert_int_equal(c->i, want++);
	}
}

static void test_pretty(void **st)
{
	(void)st;
	struct buf b = buf_new(&a, 1000);
	js_pretty(&b, parse(SV("{\"b\":[1,{\"x\":[],\"y\":{}}],\"a\":\"\\n\"}")));
	assert_string_equal(arena_cstr(&a, buf_sv(&b)),
			    "{\n  \"b\": [\n    1,\n    {\n      \"x\": [],\n      \"y\": {}\n    }\n  ],\n  \"a\": \"\\n\"\n}\n");
}

static void key_twice(void)
{
	struct js *v = js_obj(&a);
	js_set(v, "a", js_null(&a));
	js_set(v, "a", js_null(&a));
}

static void onto_a_list(void)
{
	js_set(js_arr(&a), "a", js_null(&a));
}

static void push_onto_object(void)
{
	js_push(js_obj(&a), js_null(&a));
}

static void too_large(void)
{
	js_int(&a, JS_INT_MAX + 1);
}

static void too_small(void)
{
	js_int(&a, -JS_INT_MAX - 1);
}

static void test_impossible(void **st)
{
	(void)st;
	static void (*const bugs[])(void) = { key_twice, onto_a_list, push_onto_object, too_large, too_small };
	for (size_t i = 0; i < sizeof(bugs) / sizeof(*bugs); i++)
		assert_true(aborts(bugs[i]));
	assert_int_equal(js_int(&a, JS_INT_MAX)->i, JS_INT_MAX);
	assert_int_equal(js_int(&a, -JS_INT_MAX)->i, -JS_INT_MAX);
}

static void add_to_written(void)
{
	js_push(js_written(&a, parse(SV("[1]")), 100), js_int(&a, 2));
}

/* The text is made once, and copied from then on. */
static void test_written(void **st)
{
	(void)st;
	static const char *const texts[] = { "{\"a\":[1,\"\\n\"],\"b\":{}}", "[]", "[{\"x\":null}]", "\"text\"", "7" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct js *list = js_arr(&a);
		struct buf b = buf_new(&a, 1000);
		js_push(list, js_written(&a, parse(sv_of(texts[i])), 100));
		js_push(list, js_written(&a, list->first, 3)); /* too long to be kept: as good as any */
		js_write(&b, list);
		assert_true(sv_eq(buf_sv(&b), arena_printf(&a, "[%s,%s]", texts[i], texts[i])));
	}
	assert_true(aborts(add_to_written));
}

static void test_limit(void **st)
{
	(void)st;
	struct buf b = buf_new(&a, 10);
	js_write(&b, parse(SV("\"0123456789\"")));
	assert_true(b.over);
	assert_true(b.n <= 10);
}

static int setup(void **st)
{
	(void)st;
	arena_init(&a, 256 << 20);
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
		cmocka_unit_test(test_canonical), cmocka_unit_test(test_refused), cmocka_unit_test(test_depth), cmocka_unit_test(test_where),
		cmocka_unit_test(test_get), cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_written), cmocka_unit_test(test_limit), cmocka_unit_test(test_key_order), cmocka_unit_test(test_pretty), cmocka_unit_test(test_impossible),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
