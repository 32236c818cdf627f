/* The typed fields of acts and views: what is let in, what is refused and at which field, and what goes back out. */
#include "core/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#undef fail /* base/err.h has its own */

#define REF32 "0123456789abcdef0123456789abcdef"
#define SEALED "s:" REF32 ":" REF32 REF32

struct bench {
	struct arena a;
	struct ctx cx;
};

static struct bench b;

static int up(void **state)
{
	(void)state;
	arena_init(&b.a, 16 << 20);
	ctx_init(&b.cx, &b.a, 0, LANG_EN);
	return 0;
}

static int down(void **state)
{
	(void)state;
	arena_release(&b.a);
	return 0;
}

static const struct js *json(const char *text)
{
	const char *why;
	int line, column;
	const struct js *v = js_parse(&b.a, sv_of(text), &why, &line, &column);
	assert_non_null(v);
	return v;
}

static const struct field all[] = {
	{ .name = "line", .type = FIELD_LINE, .min = 2, .max = 10 },
	{ .name = "text", .type = FIELD_TEXT },
	{ .name = "int", .type = FIELD_INT, .min = 1, .max = 5 },
	{ .name = "any", .type = FIELD_INT },
	{ .name = "upto", .type = FIELD_INT, .max = 5 },
	{ .name = "dec", .type = FIELD_DEC, .min = -2, .max = 3 },
	{ .name = "free", .type = FIELD_DEC },
	{ .name = "day", .type = FIELD_DAY },
	{ .name = "bool", .type = FIELD_BOOL },
	{ .name = "enum", .type = FIELD_ENUM, .of = "red|black" },
	{ .name = "ref", .type = FIELD_REF, .of = "unit" },
	{ .name = "refs", .type = FIELD_REFS, .of = "unit", .max = 3 },
	{ .name = "many", .type = FIELD_REFS, .of = "unit" },
	{ .name = "data", .type = FIELD_DATA },
	{ .name = "phone", .type = FIELD_LINE, .personal = true, .min = 5, .max = 20 },
	{ .name = "names", .type = FIELD_LINE, .masked = true },
};
enum { N_ALL = sizeof(all) / sizeof(*all) };

/* What `in` reads as, canonical; or the first fault as "field: id". */
static const char *reads(const char *in)
{
	struct fields f;
	ctx_forget(&b.cx);
	if (fields_read(&b.cx, all, N_ALL, json(in), &f) != RC_OK)
		return arena_cstr(&b.a, arena_printf(&b.a, "%s: %s", b.cx.faults->field, b.cx.faults->id));
	struct buf out = buf_new(&b.a, 1 << 20);
	js_write(&out, fields_js(&b.a, &f));
	return arena_cstr(&b.a, buf_sv(&out));
}

struct row {
	const char *in, *out;
};

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_string_equal(reads(rows[i].in), rows[i].out);
}
#define CHECK(rows) check((rows), sizeof(rows) / sizeof(*(rows)))

static void texts(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{\"line\":\" 甲局 \"}", "{\"line\":\"甲局\"}" },
		{ "{\"line\":\"  \"}", "{}" }, /* blank is absent */
		{ "{\"line\":null}", "{}" },
		{ "{\"line\":12}", "{\"line\":\"12\"}" },
		{ "{\"line\":\"甲\"}", "line: field.short" },
		{ "{\"line\":\"一二三四五六七八九十\"}", "{\"line\":\"一二三四五六七八九十\"}" },
		{ "{\"line\":\"一二三四五六七八九十一\"}", "line: field.long" },
		{ "{\"line\":[1]}", "line: field.kind" },
		{ "{\"line\":{\"a\":1}}", "line: field.kind" },
		{ "{\"line\":\"甲\\n乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u0001乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u007f乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u0085乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u00a1乙\"}", "{\"line\":\"甲¡乙\"}" },
		{ "{\"line\":\"甲\\u202e乙\"}", "line: field.control" }, /* turns what follows around */
		{ "{\"line\":\"甲\\u202f乙\"}", "{\"line\":\"甲\xE2\x80\xAF乙\"}" },
		{ "{\"line\":\"甲\\u2066乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u206a乙\"}", "{\"line\":\"甲\xE2\x81\xAA乙\"}" },
		{ "{\"line\":\"甲\\u2028乙\"}", "line: field.control" },
		{ "{\"line\":\"甲\\u2029乙\"}", "line: field.control" },
		{ "{\"text\":\"甲\\r\\n\\t乙\"}", "{\"text\":\"甲\\r\\n\\t乙\"}" },
		{ "{\"phone\":\"" SEALED "\"}", "{\"phone\":true}" },
		{ "{\"phone\":\"13900000000\"}", "phone: field.text" },
		{ "{\"names\":\"王某13900000000\"}", "{\"names\":\"王某" "***" "\"}" },
		{ "{\"names\":\"王某\"}", "{\"names\":\"王某\"}" },
		{ "{\"other\":1}", "other: field.unknown" },
		{ "[]", ": field.object" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *got = reads(rows[i].in);
		if (sv_has(sv_of(rows[i].in), SV("names"))) /* the mask's own text stands in cellsplit.h */
			assert_false(sv_has(sv_of(got), SV("139")));
		else
			assert_string_equal(got, rows[i].out);
	}
	struct field line = { .name = "line", .type = FIELD_LINE };
	assert_int_equal(field_check_text(&b.cx, &line, SV("\xff")), RC_INVALID);
	/* Without a largest size of its own a line has 200 characters, a text 5000. */
	struct buf long_line = buf_new(&b.a, 9000), long_text = buf_new(&b.a, 9000);
	for (int i = 0; i < 201; i++)
		buf_puts(&long_line, "a");
	for (int i = 0; i < 5001; i++)
		buf_puts(&long_text, "a");
	static const struct field own[] = { { .name = "line", .type = FIELD_LINE }, { .name = "text", .type = FIELD_TEXT } };
	for (size_t i = 0; i < 2; i++) {
		struct fields f;
		struct js *o = js_obj(&b.a);
		js_set_sv(&b.a, o, own[i].name, buf_sv(i ? &long_text : &long_line));
		assert_int_equal(fields_read(&b.cx, own, 2, o, &f), RC_INVALID);
		o = js_obj(&b.a);
		js_set_sv(&b.a, o, own[i].name, sv_from(buf_sv(i ? &long_text : &long_line), 1));
		assert_int_equal(fields_read(&b.cx, own, 2, o, &f), RC_OK);
	}
}

static void numbers_dates_words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{\"int\":\"3\"}", "{\"int\":3}" },
		{ "{\"int\":5}", "{\"int\":5}" },
		{ "{\"int\":0}", "int: field.range" },
		{ "{\"int\":6}", "int: field.range" },
		{ "{\"int\":\"3.0\"}", "int: field.int" },
		{ "{\"int\":true}", "int: field.int" },
		{ "{\"upto\":0}", "{\"upto\":0}" },
		{ "{\"upto\":-1}", "upto: field.range" },
		{ "{\"any\":-7}", "{\"any\":-7}" },
		{ "{\"any\":\"9007199254740992\"}", "any: field.int" },
		{ "{\"any\":\"-9007199254740992\"}", "any: field.int" },
		{ "{\"dec\":\"2.5\"}", "{\"dec\":\"2.5\"}" },
		{ "{\"dec\":\"-2\"}", "{\"dec\":\"-2\"}" },
		{ "{\"dec\":\"3.000001\"}", "dec: field.range" },
		{ "{\"dec\":\"-2.000001\"}", "dec: field.range" },
		{ "{\"dec\":\"2.5.1\"}", "dec: field.dec" },
		{ "{\"free\":\"1000000.5\"}", "{\"free\":\"1000000.5\"}" },
		{ "{\"day\":\"2026-11-21\"}", "{\"day\":\"2026-11-21\"}" },
		{ "{\"day\":\"2026-02-30\"}", "day: field.day" },
		{ "{\"bool\":\"on\"}", "{\"bool\":true}" },
		{ "{\"bool\":\"yes\"}", "{\"bool\":true}" },
		{ "{\"bool\":1}", "{\"bool\":true}" },
		{ "{\"bool\":true}", "{\"bool\":true}" },
		{ "{\"bool\":false}", "{\"bool\":false}" },
		{ "{\"bool\":0}", "{\"bool\":false}" },
		{ "{\"bool\":\"off\"}", "{\"bool\":false}" },
		{ "{\"bool\":\"no\"}", "{\"bool\":false}" },
		{ "{\"bool\":\"perhaps\"}", "bool: field.bool" },
		{ "{\"enum\":\"black\"}", "{\"enum\":\"black\"}" },
		{ "{\"enum\":\"blue\"}", "enum: field.enum" },
		{ "{\"ref\":\"17\"}", "{\"ref\":17}" },
		{ "{\"ref\":0}", "ref: field.ref" },
		{ "{\"ref\":\"x\"}", "ref: field.ref" },
		{ "{\"ref\":\"9007199254740992\"}", "ref: field.ref" },
		{ "{\"refs\":4}", "{\"refs\":[4]}" },
		{ "{\"refs\":[4,\" 5 \"]}", "{\"refs\":[4,5]}" },
		{ "{\"refs\":\"4, 5,,\"}", "{\"refs\":[4,5]}" },
		{ "{\"refs\":\"\"}", "{}" },
		{ "{\"refs\":[]}", "{}" },
		{ "{\"refs\":[4,\"x\"]}", "refs: field.ref" },
		{ "{\"refs\":[4,[]]}", "refs: field.ref" },
		{ "{\"refs\":\"4,x\"}", "refs: field.ref" },
		{ "{\"refs\":[\"9007199254740992\"]}", "refs: field.ref" },
		{ "{\"refs\":[1,2,3,4]}", "refs: field.many" },
		{ "{\"refs\":\"1,2,3,4\"}", "refs: field.many" },
		{ "{\"many\":[1,2,3,4]}", "{\"many\":[1,2,3,4]}" },
		{ "{\"data\":{\"b\":[1,{\"c\":\"x\"}],\"a\":null}}", "{\"data\":{\"a\":null,\"b\":[1,{\"c\":\"x\"}]}}" },
	};
	CHECK(rows);
}

static void what_is_missing(void **state)
{
	(void)state;
	static const struct field own[] = { { .name = "a", .type = FIELD_INT, .required = true },
					    { .name = "b", .type = FIELD_DAY },
					    { .name = "c", .type = FIELD_LINE, .required = true } };
	struct fields f;
	/* All that is wrong is said at once. */
	assert_int_equal(fields_read(&b.cx, own, 3, json("{\"a\":\"x\",\"c\":\" \"}"), &f), RC_INVALID);
	assert_string_equal(b.cx.faults->field, "a");
	assert_string_equal(b.cx.faults->next->field, "c");
	assert_string_equal(b.cx.faults->next->id, "field.required");
	assert_int_equal(fields_read(&b.cx, own, 3, NULL, &f), RC_INVALID);
	assert_int_equal(fields_read(&b.cx, own + 1, 1, NULL, &f), RC_OK);
	assert_int_equal(field_day(&f, "b").n, DAY_NONE.n);
	assert_int_equal(fields_read(&b.cx, own, 3, json("{\"a\":7,\"b\":\"2026-01-02\",\"c\":\"x\"}"), &f), RC_OK);
	assert_int_equal(field(&f, "a")->i, 7);
	assert_int_equal(field_ref(&f, "a"), 7);
	assert_true(sv_is(day_text(&b.a, field_day(&f, "b")), "2026-01-02"));
	assert_true(sv_is(field_sv(&f, "c"), "x"));
	char name[] = "c"; /* the same name elsewhere */
	assert_true(sv_is(field_sv(&f, name), "x"));
	assert_int_equal(fields_read(&b.cx, all, N_ALL, json("{}"), &f), RC_OK);
	assert_int_equal(field_sv(&f, "line").n, 0);
	assert_int_equal(field_ref(&f, "ref"), 0);
}

static void words_of_a_list(void **state)
{
	(void)state;
	assert_true(sv_is(enum_word("a|b|c", 0), "a"));
	assert_true(sv_is(enum_word("a|b|c", 2), "c"));
	assert_null(enum_word("a|b|c", 3).p);
	for (int t = 0; t <= FIELD_DATA; t++)
		assert_non_null(field_type_name((enum field_type)t));
}

static void references(void **state)
{
	(void)state;
	assert_true(field_is_ref(SV(SEALED)));
	assert_false(field_is_ref(SV("s:" REF32 ":" REF32)));
	assert_false(field_is_ref(SV("t:" REF32 ":" REF32 REF32)));
	assert_false(field_is_ref(SV("s:" REF32 "." REF32 REF32)));
	/* One character at a time, no other will do: below 0, between 9 and a, above f. */
	static const char other[] = "/:`gA";
	for (size_t at = 2; at < sizeof(SEALED) - 1; at++)
		for (size_t k = 0; at != 34 && k < sizeof(other) - 1; k++) {
			char s[] = SEALED;
			s[at] = other[k];
			assert_false(field_is_ref(sv_make(s, sizeof(s) - 1)));
		}
}

/* What would be journalled for ever and must not. */
static const char *impersonal(const char *in)
{
	struct fields f;
	ctx_forget(&b.cx);
	assert_int_equal(fields_read(&b.cx, all, N_ALL, json(in), &f), RC_OK);
	return fields_impersonal(&b.cx, &f) == RC_OK ? "" : arena_cstr(&b.a, arena_printf(&b.a, "%s: %s", b.cx.faults->field, b.cx.faults->id));
}

static void nothing_personal(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{\"text\":\"王某 13900000000\"}", "text: field.personal" },
		{ "{\"text\":\"13900000000\"}", "text: field.personal" },
		{ "{\"text\":\"（13900000000）\"}", "text: field.personal" },
		{ "{\"text\":\"身份证61100219900101123X\"}", "text: field.personal" },
		/* part of a longer word: the number of a document, a digest */
		{ "{\"text\":\"A13900000000\"}", "" },
		{ "{\"text\":\"z13900000000\"}", "" },
		{ "{\"text\":\"13900000000b\"}", "" },
		{ "{\"text\":\"13900000000Z\"}", "" },
		{ "{\"text\":\"_13900000000_\"}", "text: field.personal" },
		{ "{\"text\":\"[13900000000]\"}", "text: field.personal" },
		{ "{\"text\":\"{13900000000}\"}", "text: field.personal" },
		{ "{\"text\":\"电话2312345\"}", "" }, /* an office's land line is no mobile */
		{ "{\"text\":\"总投资13900000000元\"}", "" },
		{ "{\"text\":\"" SEALED "\"}", "text: field.reserved" },
		{ "{\"data\":{\"a\":[\"x\",{\"b\":\"" SEALED "\"}]}}", "data: field.reserved" },
		{ "{\"data\":{\"a\":[\"x\",{\"b\":\"y\"}]}}", "" },
		{ "{\"data\":{\"a\":\"13900000000\"}}", "" }, /* the act itself checks its data */
		{ "{\"phone\":\"" SEALED "\"}", "" },
		{ "{\"int\":3,\"enum\":\"red\"}", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(impersonal(rows[i].in), rows[i].out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(texts, up, down),
		cmocka_unit_test_setup_teardown(numbers_dates_words, up, down),
		cmocka_unit_test_setup_teardown(what_is_missing, up, down),
		cmocka_unit_test_setup_teardown(words_of_a_list, up, down),
		cmocka_unit_test_setup_teardown(references, up, down),
		cmocka_unit_test_setup_teardown(nothing_personal, up, down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
