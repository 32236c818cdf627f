/* A question of the bank at an event: which may be asked, what the note says of it, what may stand beside it. */
#include "app/note/note_acts.h"

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

static struct question bank(void)
{
	return (struct question){ .id = 12, .owner = 7, .kind = SV("single"), .text = SV("几日内办结？"), .option = { SV("三日"), SV("五日") }, .n_options = 2,
				  .key = SV("B"), .document = SV("督查办法"), .article = SV("第三条"), .topic = SV("督查"), .level = SV("section"),
				  .expires = { 20 }, .because = SV(""), .state = SV("ready") };
}

/* The same one made worse by one thing at a time: only the first may be asked. */
static void test_fits(void **state)
{
	struct fixture *f = *state;
	struct question q[] = { bank(), bank(), bank(), bank(), bank() };
	struct note_state s = { .e = { .owner = 7, .day = { 20 } } };
	static const enum rc want[] = { RC_OK, RC_INVALID, RC_CONFLICT, RC_CONFLICT, RC_CONFLICT };
	q[1].owner = 8;
	q[2].state = SV("draft");
	q[3].state = SV("retired");
	q[4].expires.n = 19;
	for (size_t i = 0; i < COUNT(q); i++) {
		assert_int_equal(note_bank_fits(&f->cx, &s, &q[i]), want[i]);
		assert_true(!i || strcmp(f->cx.faults->field, "question") == 0);
		ctx_forget(&f->cx);
	}
	s.office = 8; /* the unit of the post that writes */
	assert_int_equal(note_bank_fits(&f->cx, &s, &q[1]), RC_OK);
}

static void test_fill(void **state)
{
	struct fixture *f = *state;
	struct question q = bank();
	struct note n = { 0 };
	note_bank_fill(&f->a, &q, &n);
	assert_string_equal(arena_cstr(&f->a, n.text), "几日内办结？\nA. 三日\nB. 五日");
	assert_string_equal(arena_cstr(&f->a, n.taken_from), "#12 督查办法 第三条");
	assert_true(n.question == 12 && sv_is(n.source, "bank") && sv_is(n.topic, "督查"));
	q.because = SV("0001、0002");
	q.kind = SV("judge");
	q.n_options = 0;
	note_bank_fill(&f->a, &q, &n);
	assert_string_equal(arena_cstr(&f->a, n.text), "几日内办结？");
	assert_true(sv_is(n.source, "ledger"));
	assert_false(sv_has(n.taken_from, SV("0001"))); /* the key stands nowhere in the note */
}

static const struct field beside[] = {
	{ .name = "text", .type = FIELD_TEXT }, { .name = "topic", .type = FIELD_LINE, .max = 60 }, { .name = "source", .type = FIELD_ENUM, .of = NOTE_SOURCES },
	{ .name = "taken_from", .type = FIELD_LINE, .max = 200 },
};

static void test_typed(void **state)
{
	static const struct { const char *name, *typed; bool ok; } all[] = {
		{ "text", "几日内办结？", true }, { "text", "几日内办结？\nA. 三日\nB. 五日", true }, { "text", "另说一句", false }, { "topic", "督查", true },
		{ "topic", "减负", false }, { "source", "bank", true }, { "source", "typed", false }, { "taken_from", "12", false },
	};
	struct fixture *f = *state;
	struct question q = bank();
	struct note n = { 0 };
	note_bank_fill(&f->a, &q, &n);
	for (size_t i = 0; i < COUNT(all); i++) {
		struct js *in = js_obj(&f->a);
		struct fields got;
		js_set_sv(&f->a, in, all[i].name, sv_of(all[i].typed));
		assert_int_equal(fields_read(&f->cx, beside, COUNT(beside), in, &got), RC_OK);
		assert_int_equal(note_bank_typed(&f->cx, &got, &n, &q), all[i].ok ? RC_OK : RC_INVALID);
		assert_true(all[i].ok || strcmp(f->cx.faults->field, all[i].name) == 0);
		ctx_forget(&f->cx);
	}
}

static void test_drawn(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(note_bank_drawn(&f->a, SV(""), SV("比 学")), 0);
	assert_int_equal(note_bank_drawn(&f->a, SV("12\n"), SV("比 学")), 12);
	assert_int_equal(note_bank_drawn(&f->a, SV("12\n15\n20\n"), SV("比 赶")), 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fill, setup, teardown),
		cmocka_unit_test_setup_teardown(test_typed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_drawn, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
