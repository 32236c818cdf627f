/* Answers in one form, the rules of a paper, and what of units is told: without a store. */
#include "app/exam/exam_read.h"

#include <setjmp.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
};

static int setup(void **state)
{
	static struct fixture f;
	arena_init(&f.a, 16 << 20);
	ctx_init(&f.cx, &f.a, 0, LANG_EN);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	arena_release(&((struct fixture *)*state)->a);
	return 0;
}

static void says(struct fixture *f, const char *kind, size_t options, const char *said, const char *want)
{
	struct sv got = question_answer(&f->a, sv_of(kind), options, sv_of(said));
	if (want)
		assert_string_equal(arena_cstr(&f->a, got), want);
	else
		assert_null(got.p);
}

static void test_answers(void **state)
{
	struct fixture *f = *state;
	says(f, "single", 4, "b", "B");
	says(f, "single", 4, "Ｂ．", "B");
	says(f, "single", 4, "AB", NULL);
	says(f, "single", 4, "E", NULL);
	says(f, "single", 4, "  ", NULL);
	says(f, "multiple", 4, "D、A ,c", "ACD");
	says(f, "multiple", 4, "AAB", "AB");
	says(f, "multiple", 4, "A和B", NULL);
	says(f, "multiple", 26, "ZA", "AZ");
	says(f, "judge", 0, "对", "T");
	says(f, "judge", 0, "√", "T");
	says(f, "judge", 0, "错误", "F");
	says(f, "judge", 0, "×", "F");
	says(f, "judge", 0, "也许", NULL);
	says(f, "text", 0, " 三条原则 ", "三条原则");
}

static void test_right(void **state)
{
	(void)state;
	struct question q = { .kind = SV("multiple"), .key = SV("ACD"), .n_options = 4 }, text = { .kind = SV("text"), .key = SV("甲") };
	assert_true(question_right(&q, SV("ACD")));
	assert_false(question_right(&q, SV("AC")));
	assert_false(question_right(&q, SV("ABCD")));
	assert_false(question_right(&q, SV("")));
	assert_false(question_right(&text, SV("甲"))); /* words are marked by people */
	assert_true(question_partly(&q, SV("A")) && question_partly(&q, SV("AD")));
	assert_false(question_partly(&q, SV("AB")) || question_partly(&q, SV("ACD")) || question_partly(&q, SV("ABCD")) || question_partly(&q, SV("")));
	q.kind = SV("single");
	assert_false(question_partly(&q, SV("A")));
}

static void test_sheet(void **state)
{
	struct fixture *f = *state;
	const char *why;
	int line, column;
	struct exam_item paper[3] = { { .no = 1, .q = { .kind = SV("single"), .n_options = 3 } }, { .no = 2, .q = { .kind = SV("judge") } },
				      { .no = 3, .q = { .kind = SV("text") } } };
	struct js *said = js_parse(&f->a, SV("{\"1\":\"D\",\"2\":\"F\",\"3\":\"打电话 13912345678\\n第二行\",\"9\":\"A\"}"), &why, &line, &column);
	struct js *got = exam_answers(&f->a, paper, 3, said);
	assert_int_equal(exam_answered(got), 2); /* there is no option D, and no question 9 */
	assert_string_equal(arena_cstr(&f->a, exam_answer(&f->a, got, 2)), "F");
	assert_string_equal(arena_cstr(&f->a, exam_answer(&f->a, got, 3)), "打电话 ***\n第二行");
	assert_int_equal(exam_answer(&f->a, got, 1).n, 0);
	assert_int_equal(exam_answered(exam_answers(&f->a, paper, 3, NULL)), 0);
}

static const char *sums(struct fixture *f, const struct exam_part *part, const struct exam_item *paper, const char *said, struct js *written)
{
	const char *why;
	int line, column;
	struct buf b = buf_new(&f->a, 1000);
	js_write(&b, exam_closed(&f->a, part, 3, paper, 4, js_parse(&f->a, sv_of(said), &why, &line, &column), written));
	return arena_cstr(&f->a, buf_sv(&b));
}

static void test_closed(void **state)
{
	struct fixture *f = *state;
	const struct exam_part part[3] = { { .no = 1, .n = 1 }, { .no = 2, .n = 2 }, { .no = 3, .n = 1 } };
	const struct exam_item paper[4] = { { .no = 1, .part = 1, .each = DEC(2), .q = { .kind = SV("judge"), .key = SV("T") } },
					    { .no = 2, .part = 2, .each = { 2500000 }, .q = { .kind = SV("multiple"), .key = SV("ACD"), .n_options = 4 } },
					    { .no = 10, .part = 2, .each = { 2500000 }, .q = { .kind = SV("multiple"), .key = SV("B"), .n_options = 4 } },
					    { .no = 11, .part = 3, .each = DEC(6), .q = { .kind = SV("text"), .key = SV("甲") } } };
	struct js *written = js_arr(&f->a);
	struct dec sum[3];
	assert_string_equal(sums(f, part, paper, "{\"1\":\"T\",\"10\":\"B\",\"11\":\"甲\",\"2\":\"ACD\"}", written), "[\"2\",\"5\",\"0\"]");
	assert_int_equal(written->n, 1);
	assert_int_equal(written->first->i, 11);
	assert_string_equal(sums(f, part, paper, "{\"1\":\"F\",\"10\":\"ACD\",\"2\":\"ACD\"}", written = js_arr(&f->a)), "[\"0\",\"2.5\",\"0\"]");
	assert_int_equal(written->n, 0);
	struct exam_part half[3] = { part[0], part[1], part[2] };
	half[1].half = true; /* an incomplete answer to the first of the two, a wrong one to the second */
	assert_string_equal(sums(f, half, paper, "{\"10\":\"AB\",\"2\":\"AD\"}", written), "[\"0\",\"1.25\",\"0\"]");
	assert_string_equal(sums(f, part, paper, "{\"10\":\"AB\",\"2\":\"AD\"}", written), "[\"0\",\"0\",\"0\"]");
	exam_sums(&f->a, SV("[\"2\",\"2.5\"]"), sum, 3);
	assert_true(sum[0].u == 2000000 && sum[1].u == 2500000 && sum[2].u == 0);
}

static void refuses(struct fixture *f, const char *parts)
{
	struct exam_part *p;
	size_t n;
	ctx_forget(&f->cx);
	assert_int_equal(exam_parts_read(&f->cx, sv_of(parts), &p, &n), RC_INVALID);
	assert_string_equal(f->cx.faults->field, "parts");
}

static void test_parts(void **state)
{
	struct fixture *f = *state;
	struct exam_part *p;
	size_t n;
	assert_int_equal(exam_parts_read(&f->cx, SV("理论| 督查 |科级|单选题|10|2|8\n;\n廉政|廉政||multiple|4|2.5|"), &p, &n), RC_OK);
	assert_int_equal(n, 2);
	assert_true(sv_is(p[0].level, "section") && sv_is(p[0].kind, "single") && sv_is(p[0].topic, "督查") && p[0].n == 10);
	assert_true(sv_is(p[1].level, "") && p[1].least.u == 0);
	assert_string_equal(arena_cstr(&f->a, dec_text(&f->a, exam_full(p, n))), "30");
	assert_int_equal(exam_parts_read(&f->cx, SV("多选|督查||多选|2|4|3|少选得一半;单选|||单选|1|1||"), &p, &n), RC_OK);
	assert_true(p[0].half && !p[1].half);
	assert_string_equal(arena_cstr(&f->a, exam_parts_text(&f->a, p, n)), "多选|督查||multiple|2|4|3|half\n单选|||single|1|1|");
	assert_int_equal(exam_parts_read(&f->cx, SV("理论| 督查 |科级|单选题|10|2|8\n;\n廉政|廉政||multiple|4|2.5|"), &p, &n), RC_OK);
	struct exam_part *again;
	assert_int_equal(exam_parts_read(&f->cx, exam_parts_text(&f->a, p, n), &again, &n), RC_OK);
	assert_int_equal(n, 2);
	assert_int_equal(again[1].each.u, p[1].each.u);
	refuses(f, "");
	refuses(f, "|督查||single|1|1|");
	refuses(f, "甲|督查|厅级|single|1|1|");
	refuses(f, "甲|督查||填空|1|1|");
	refuses(f, "甲|督查||single|0|1|");
	refuses(f, "甲|督查||single|1|0|");
	refuses(f, "甲|督查||single|2|3|6.5");
	refuses(f, "甲|督查||single|1|1|0|多");
	refuses(f, "甲|督查||single|1|1|0|half");
	refuses(f, "甲|督查||multiple|1|1|0|half|多");
	refuses(f, "甲|督查||single|1|1|\n乙|||single|1|1|");
	refuses(f, "甲|||single|150|1|\n乙|||judge|51|1|");
	/* Text questions of other full marks are others. */
	assert_int_equal(exam_parts_read(&f->cx, SV("甲|||text|1|5|\n乙|||text|1|10|"), &p, &n), RC_OK);
}

static void test_codes(void **state)
{
	struct fixture *f = *state;
	struct code one = code_new(&f->a), other = code_new(&f->a);
	assert_true(one.text.n == 32 && !sv_eq(one.text, other.text) && sv_eq(one.digest, code_digest(&f->a, one.text)));
	assert_string_equal(arena_cstr(&f->a, code_in_groups(&f->a, SV("0123456789AB"))), "0123 4567 89AB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_answers, setup, teardown), cmocka_unit_test_setup_teardown(test_right, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sheet, setup, teardown), cmocka_unit_test_setup_teardown(test_closed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_codes, setup, teardown),
	};
	return cmocka_run_group_tests_name("exam", tests, NULL, NULL);
}
