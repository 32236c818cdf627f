/* What lies in a box under one code: the devices of a signed sheet, two readings of a paper one, and that it all fits its cell. */
#include "app/vote/vote.h"
#include "store/box.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;

static int begin(void **state)
{
	(void)state;
	arena_init(&a, 1 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	return 0;
}
static int finish(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static struct vote_cell through(const struct vote_cell *c)
{
	struct vote_cell back;
	assert_int_equal(vote_cell_read(&cx, vote_cell_text(&a, c), &back), RC_OK);
	return back;
}

/* A secret ballot is its sheet and nothing else: the same sheet is the same bytes, whatever lay there before. */
static void secret(void **state)
{
	(void)state;
	struct vote_cell c = { .sheet = SV("0|2||1") };
	assert_string_equal(arena_cstr(&a, vote_cell_text(&a, &c)), "{\"s\":\"0|2||1\"}");
	assert_string_equal(arena_cstr(&a, through(&c).sheet), "0|2||1");
	assert_int_equal(vote_cell_read(&cx, SV_NONE, &c), RC_OK);
	assert_int_equal(c.sheet.n, 0);
	static const char *const bad[] = { "", "0|1", "[]", "{}", "{\"s\":1}" };
	for (size_t i = 0; i < COUNT(bad); i++) {
		ctx_forget(&cx);
		assert_int_equal(vote_cell_read(&cx, sv_of(bad[i]), &c), RC_CHECK);
	}
}

static void devices(void **state)
{
	(void)state;
	struct vote_cell c = { .sheet = SV("1") };
	assert_true(vote_cell_newer(&c, SV("a"), 2));
	assert_false(vote_cell_newer(&c, SV("a"), 1));
	assert_false(vote_cell_newer(&c, SV("a"), 2));
	assert_true(vote_cell_newer(&c, SV("b"), 1));
	assert_false(vote_cell_newer(&c, SV("a"), 2)); /* its old one comes again, after another device */
	assert_true(vote_cell_newer(&c, SV("a"), 3));
	c = through(&c);
	assert_int_equal(c.n_device, 2);
	assert_string_equal(arena_cstr(&a, c.device[1].id), "a");
	assert_int_equal(c.device[1].revision, 3);
	for (int i = 0; i < VOTE_DEVICES; i++)
		assert_true(vote_cell_newer(&c, arena_printf(&a, "c%d", i), 1));
	assert_int_equal(c.n_device, VOTE_DEVICES);
	assert_string_equal(arena_cstr(&a, c.device[0].id), "c0");
}

static void paper(void **state)
{
	(void)state;
	struct rule_measure m = { .kind = MEASURE_RANKS };
	struct rule_item item = { .measure = &m };
	struct ballot_form f = ballot_form_of(&item, 3, NULL);
	struct vote_cell c = { .sheet = SV("1|2|3") };
	assert_int_equal(vote_cell_paper(&cx, &f, &c, 7, SV("2|1|3")), RC_OK);
	assert_int_equal(c.sheet.n, 0); /* the phone's is of no account any more */
	assert_int_equal(vote_cell_paper(&cx, &f, &c, 7, SV("2|3|1")), RC_OK);
	assert_int_equal(c.n_reading, 1); /* one person is one reading, however often */
	assert_int_equal(vote_cell_paper(&cx, &f, &c, 8, SV("2|1|3")), RC_OK);
	c = through(&c);
	assert_int_equal(c.n_reading, 2);
	assert_false(c.paper);
	struct vote_cell again = c, third = c;
	assert_int_equal(vote_cell_paper(&cx, &f, &again, 7, SV("2|1|3")), RC_OK); /* who misread reads again */
	assert_true(again.paper);
	assert_int_equal(again.n_reading, 0);
	assert_string_equal(arena_cstr(&a, through(&again).sheet), "2|1|3");
	assert_int_equal(vote_cell_paper(&cx, &f, &again, 9, SV("1|2|3")), RC_CONFLICT);
	ctx_forget(&cx);
	assert_int_equal(vote_cell_paper(&cx, &f, &third, 9, SV("1|3|1")), RC_INVALID);
	assert_string_equal(cx.faults->field, "a1");
	assert_int_equal(vote_cell_paper(&cx, &f, &third, 9, SV("2|3|1")), RC_OK);
	assert_true(third.paper);
	vote_cell_phone(&third, SV("3|2|1"));
	assert_false(third.paper);
	assert_int_equal(third.n_reading, 0);
}

/* The largest of everything at once fits the cell that is made for it, and that the box. */
static void room(void **state)
{
	(void)state;
	char text[BALLOT_TEXT_MAX];
	memset(text, '9', sizeof(text));
	struct vote_cell c = { .paper = true, .n_reading = 2, .n_device = VOTE_DEVICES, .sheet = SV("") };
	for (int i = 0; i < 2; i++)
		c.reading[i] = (struct vote_reading){ JS_INT_MAX, sv_make(text, sizeof(text)) };
	for (int i = 0; i < VOTE_DEVICES; i++)
		c.device[i] = (struct vote_device){ arena_printf(&a, "0123456789abcde%d", i), JS_INT_MAX };
	assert_in_range(vote_cell_text(&a, &c).n, sizeof(text), vote_cell_room(sizeof(text)));
	assert_in_range(vote_cell_room(BALLOT_TEXT_MAX), 1, BOX_CELL_MAX);
	assert_int_equal(through(&c).n_reading, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(secret, begin, finish),
		cmocka_unit_test_setup_teardown(devices, begin, finish),
		cmocka_unit_test_setup_teardown(paper, begin, finish),
		cmocka_unit_test_setup_teardown(room, begin, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
