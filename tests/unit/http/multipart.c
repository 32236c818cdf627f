#include "http/multipart.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct ctx cx;

static int setup(void **st)
{
	(void)st;
	arena_init(&arena, 64 << 20);
	ctx_init(&cx, &arena, 0, LANG_EN);
	return 0;
}

static int teardown(void **st)
{
	(void)st;
	arena_release(&arena);
	return 0;
}

/* The sink writes what it hears as text. */
static enum rc on_begin(void *user, struct ctx *c, const struct multipart_part *p)
{
	(void)c;
	if (p->filename.p)
		buf_printf(user, "[%.*s|%.*s|%.*s:", SV_ARG(p->name), SV_ARG(p->filename), SV_ARG(p->type));
	else
		buf_printf(user, "[%.*s:", SV_ARG(p->name));
	return RC_OK;
}

static enum rc on_data(void *user, struct ctx *c, struct sv s)
{
	(void)c;
	buf_put(user, s);
	return RC_OK;
}

static enum rc on_end(void *user, struct ctx *c)
{
	(void)c;
	buf_putc(user, ']');
	return RC_OK;
}

static enum rc run(struct sv body, size_t step, struct sv *ret)
{
	struct buf out = buf_new(&arena, 1 << 20);
	const struct multipart_sink sink = { &out, on_begin, on_data, on_end };
	struct multipart *m;
	ctx_forget(&cx);
	TRY(multipart_new(&cx, SV("multipart/form-data; boundary=\"-B-\""), 3, &sink, &m));
	for (size_t i = 0; i < body.n; i += step)
		TRY(multipart_feed(&cx, m, sv_upto(sv_from(body, i), step)));
	TRY(multipart_end(&cx, m));
	*ret = buf_sv(&out);
	return RC_OK;
}

#define D "Content-Disposition: form-data; "

static void test_good(void **st)
{
	(void)st;
	static const struct {
		struct sv body;
		const char *want;
	} cases[] = {
#define C(b, w) { { b, sizeof(b) - 1 }, w }
		C("---B---", ""),
		C("---B---\r\n", ""),
		C("---B-\r\n" D "name=a\r\n\r\nv\r\n---B---\r\n", "[a:v]"),
		C("---B-\r\n" D "name=\"a\"\r\n\r\n\r\n---B---", "[a:]"),
		C("---B-\r\n" D "name=\"a\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n1\r\n2\r\n---B-\r\n"
		  "content-disposition:FORM-DATA;NAME=b\r\n\r\nw\r\n---B---\r\n", "[a|x.txt|text/plain:1\r\n2][b:w]"),
		/* Almost boundaries are data. */
		C("---B-\r\n" D "name=a\r\n\r\n\r\n---B\r\r\n--\r\n---\r\n\r\n---B---", "[a:\r\n---B\r\r\n--\r\n---\r\n]"),
		C("---B-\r\n" D "name=\"a;b%22%0D%0A\\\"c\"; filename=\"C:\\t\\n.x\"\r\n\r\nv\r\n---B---",
		  "[a;b\"\r\n\"c|C:\\t\\n.x|:v]"),
		C("---B-\r\n" D "name=\"红\"; filename=\"\"\r\n\r\n\r\n---B---", "[红||:]"),
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (size_t step = 1; step <= cases[i].body.n; step++) { /* however it is cut */
			struct sv got;
			assert_int_equal(run(cases[i].body, step, &got), RC_OK);
			assert_true(sv_is(got, cases[i].want));
		}
	}
}

static void test_bad(void **st)
{
	(void)st;
	static const char *const bad[] = {
		"", "---B-", "---B-\r\n", "x---B---", "\r\n---B---", "---B---x", "---B---\r\nx", "---B-x\r\n", "---B-\n",
		"---B-\r\n" D "name=a\r\n\r\nv", "---B-\r\n" D "name=a\r\n\r\nv\r\n---B-",
		"---B-\r\n\r\nv\r\n---B---", "---B-\r\n" D "\r\n\r\nv\r\n---B---", "---B-\r\n" D "name=a; name=b\r\n\r\nv\r\n---B---",
		"---B-\r\n" D "name=\"a\r\n\r\nv\r\n---B---", "---B-\r\n" D "name=a\n\r\nv\r\n---B---",
		"---B-\r\n" D "name=a\r\n" D "name=b\r\n\r\nv\r\n---B---", "---B-\r\nContent-Disposition: attachment; name=a\r\n\r\nv\r\n---B---",
		"---B-\r\n" D "name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nv\r\n---B---",
		"---B-\r\n" D "name=\"\xff\"\r\n\r\nv\r\n---B---", "---B-\r\n" D "name=a\r\nnocolon\r\n\r\nv\r\n---B---",
		"---B-\r\n" D "name=a\r\na:\r\nb:\r\nc:\r\nd:\r\ne:\r\nf:\r\ng:\r\nh:\r\n\r\nv\r\n---B---",
	};
	struct sv got;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		for (size_t step = 1; step < 99; step += 7) {
			assert_int_equal(run(sv_of(bad[i]), step, &got), RC_INVALID);
			assert_non_null(cx.faults);
		}
	/* Limits: parts, line, names. */
	struct buf b = buf_new(&arena, 1 << 20);
	for (int i = 0; i < 4; i++)
		buf_puts(&b, "---B-\r\n" D "name=a\r\n\r\nv\r\n");
	assert_int_equal(run(buf_sv(&b), 9, &got), RC_LIMIT);
	char x[3000] = { 0 };
	memset(x, 'x', sizeof(x) - 1);
	assert_int_equal(run(arena_printf(&arena, "---B-\r\nX: %s\r\n", x), 9, &got), RC_INVALID);
	assert_int_equal(run(arena_printf(&arena, "---B-\r\n" D "name=%.200s\r\n\r\n", x), 9, &got), RC_LIMIT);
}

static void test_boundary(void **st)
{
	(void)st;
	static const char *const bad[] = {
		"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=红",
		"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
	};
	const struct multipart_sink sink = { 0 };
	struct multipart *m;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(multipart_new(&cx, sv_of(bad[i]), 3, &sink, &m), RC_INVALID);
}

static void test_filename(void **st)
{
	(void)st;
	static const char *const cases[][2] = {
		{ "a.txt", "a.txt" }, { "/etc/passwd", "passwd" }, { "C:\\x\\红榜.xlsx", "红榜.xlsx" }, { "..", "file" },
		{ "", "file" }, { "a/", "file" }, { "x\r\ny", "xy" }, { "\xE2\x80\xAEgpj.exe", "gpj.exe" },
		{ " a ", "a" }, { "a\xffz", "az" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_true(sv_is(filename_display(&arena, sv_of(cases[i][0])), cases[i][1]));
	struct buf b = buf_new(&arena, 4096);
	for (int i = 0; i < 200; i++)
		buf_puts(&b, "红");
	buf_puts(&b, ".xlsx");
	struct sv s = filename_display(&arena, buf_sv(&b));
	assert_int_equal(utf8_count(s), 120);
	assert_true(sv_ends(s, SV("….xlsx")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good), cmocka_unit_test(test_bad), cmocka_unit_test(test_boundary),
		cmocka_unit_test(test_filename),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
