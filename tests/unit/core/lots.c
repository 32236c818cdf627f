/* Lots by two words: the order, the list's digest, and the commands that anybody types. */
#include "core/lots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

static const struct field words[] = { LOTS_WORDS };

static struct fields said(struct fixture *f, const char *a, const char *by_a, const char *b, const char *by_b)
{
	struct js *in = js_obj(&f->a);
	struct fields ret;
	js_set_sv(&f->a, in, "word_a", sv_of(a));
	js_set_sv(&f->a, in, "said_a", sv_of(by_a));
	js_set_sv(&f->a, in, "word_b", sv_of(b));
	js_set_sv(&f->a, in, "said_b", sv_of(by_b));
	assert_int_equal(fields_read(&f->cx, words, sizeof(words) / sizeof(*words), in, &ret), RC_OK);
	return ret;
}

static void test_words(void **state)
{
	struct fixture *f = *state;
	struct fields two = said(f, "比", "甲镇镇长", "学", "乙镇镇长"), one = said(f, "比", "甲镇镇长", "学", "甲镇镇长");
	assert_string_equal(arena_cstr(&f->a, lots_seed(&f->a, &two)), "比 学");
	assert_int_equal(lots_said(&f->cx, &two), RC_OK);
	assert_int_equal(lots_said(&f->cx, &one), RC_INVALID);
	assert_string_equal(f->cx.faults->field, "said_b");
	ctx_forget(&f->cx);
}

/* for i in 12 15 20; do printf '%s' "比 赶,$i" | sha256sum; done */
static void test_order(void **state)
{
	struct fixture *f = *state;
	struct ticket *t;
	assert_int_equal(lots_draw(&f->a, SV("12\n15\n20\n"), SV(""), &t), 3);
	assert_true(sv_is(t[0].id, "12") && sv_is(t[2].id, "20"));
	assert_int_equal(lots_draw(&f->a, SV("12\n15\n20\n"), SV("比 赶"), &t), 3);
	assert_true(sv_is(t[0].id, "20") && sv_is(t[1].id, "12") && sv_is(t[2].id, "15"));
	for (size_t i = 0; i < 3; i++) {
		struct digest d = HASH(HASH_SHA256, SV("比 赶,"), t[i].id);
		assert_string_equal(arena_cstr(&f->a, ticket_text(&f->a, &t[i])), arena_cstr(&f->a, hex_text(&f->a, digest_sv(&d))));
		assert_true(!i || memcmp(t[i - 1].d.b, t[i].d.b, DIGEST_LEN) < 0);
	}
	assert_int_equal(lots_draw(&f->a, SV(""), SV("比 赶"), &t), 0);
	assert_int_equal(lots_draw(&f->a, SV("12\n15"), SV("比 赶"), &t), 2); /* the last line need not be ended */
}

static void test_commands(void **state)
{
	struct fixture *f = *state;
	struct sv list = SV("12\n15\n");
	assert_string_equal(arena_cstr(&f->a, lots_commands(&f->a, list, SV("it's 学"))),
			    arena_cstr(&f->a, arena_printf(&f->a, "printf '%%s\\n' 12 15 | sha256sum\n%.*s\nfor i in 12 15; do printf '%%s  %%s\\n' \"$(printf %%s "
							   "'it'\\''s 学,'$i | sha256sum | cut -c1-64)\" $i; done | sort | head -n 1", SV_ARG(lots_digest(&f->a, list)))));
	assert_string_equal(arena_cstr(&f->a, lots_digest(&f->a, SV("12\n"))), "a1fb50e6c86fae1679ef3351296fd6713411a08cf8dd1790a4fd05fae8688164");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_commands, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
