/* Many jurors and one who closes: what was acknowledged is in the box when it is sealed, and nothing comes in afterwards. */
#include "../../store/world.h"

#include "store/shelf.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

enum { CODES = 64, JURORS = 8, EVENT = 77 };

static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun };
static const struct registry registry = { .nouns = all, .n = COUNT(all) };

static struct arena a;
static struct ctx cx;
static struct store *s;
static const char *dir;
static struct digest code[CODES];
static _Atomic int acknowledged[CODES]; /* the last that was */
static _Atomic bool sealed;
static _Atomic int late, stop;

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	dir = world_dir("shelf");
	if (world_open(&cx, dir, &registry, person_may, true, &s) != RC_OK)
		world_die(&cx, "open");
	for (int i = 0; i < CODES; i++)
		code[i] = HASH(HASH_SHA256, arena_printf(&a, "code %d", i));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	store_close(s);
	arena_release(&a);
	return 0;
}

static void *juror(void *arg)
{
	int me = (int)(intptr_t)arg;
	struct arena mine;
	arena_init(&mine, 8 << 20);
	for (int turn = 1; !atomic_load(&stop); turn++) {
		struct ctx c;
		struct box *b;
		int at = me + JURORS * (turn % (CODES / JURORS)); /* nobody else's codes */
		bool after = atomic_load(&sealed);
		ctx_init(&c, &mine, 0, LANG_EN);
		if (store_box_hold(&c, s, EVENT, &b) == RC_OK) {
			enum rc rc = box_put(&c, b, &code[at], arena_printf(&mine, "%d", turn));
			store_box_let(s, EVENT, rc == RC_FAILED);
			if (rc == RC_OK) {
				atomic_store(&acknowledged[at], turn);
				late += after;
			}
		}
		arena_reset(&mine);
	}
	arena_release(&mine);
	return NULL;
}

static void same_as_acknowledged(struct box *b)
{
	for (int i = 0; i < CODES; i++) {
		struct sv text;
		int want = atomic_load(&acknowledged[i]);
		assert_int_equal(box_take(&cx, b, &code[i], &text), RC_OK);
		assert_string_equal(text.p ? arena_cstr(&a, text) : "0", arena_printf(&a, "%d", want).p);
	}
}

static void jurors_and_a_closing(void **state)
{
	(void)state;
	pthread_t t[JURORS];
	struct box *b;
	assert_int_equal(store_box_hold(&cx, s, EVENT, &b), RC_NOT_FOUND);
	ctx_forget(&cx);
	assert_int_equal(box_make(&cx, dir, EVENT, store_signer(s), code, CODES, 64), RC_OK);
	for (int round = 0; round < 4; round++) {
		stop = 0;
		sealed = false;
		for (intptr_t i = 0; i < JURORS; i++)
			assert_int_equal(pthread_create(&t[i], NULL, juror, (void *)i), 0);
		usleep(30000);
		assert_int_equal(store_box_seal(&cx, s, EVENT, &b), RC_OK);
		atomic_store(&sealed, true);
		usleep(10000); /* those who try now are refused */
		same_as_acknowledged(b);
		struct box *twice;
		assert_int_equal(store_box_seal(&cx, s, EVENT, &twice), RC_CONFLICT);
		assert_int_equal(store_box_hold(&cx, s, EVENT, &twice), RC_CONFLICT);
		ctx_forget(&cx);
		stop = 1;
		for (int i = 0; i < JURORS; i++)
			pthread_join(t[i], NULL);
		same_as_acknowledged(b);
		assert_int_equal(late, 0);
		store_box_unseal(s, EVENT); /* the closing act was refused: on it goes */
		assert_true(box_cast(b) > 0);
	}
}

static void dropped(void **state)
{
	(void)state;
	struct box *b;
	assert_int_equal(store_box_drop(&cx, s, EVENT), RC_OK);
	assert_int_equal(store_box_hold(&cx, s, EVENT, &b), RC_NOT_FOUND);
	assert_int_equal(store_box_drop(&cx, s, EVENT), RC_OK); /* once more is nothing to do */
	ctx_forget(&cx);
}

/* More events than the shelf has room for take turns. */
static void takes_turns(void **state)
{
	(void)state;
	struct box *b, *held[16];
	for (int64_t id = 100; id < 120; id++)
		assert_int_equal(box_make(&cx, dir, id, store_signer(s), code, 4, 16), RC_OK);
	for (int64_t id = 100; id < 120; id++) {
		assert_int_equal(store_box_hold(&cx, s, id, &b), RC_OK);
		assert_int_equal(box_put(&cx, b, &code[0], SV("x")), RC_OK);
		store_box_let(s, id, id % 2 == 0); /* a box whose disk refused is opened anew */
	}
	for (int64_t id = 100; id < 116; id++)
		assert_int_equal(store_box_hold(&cx, s, id, &held[id - 100]), RC_OK);
	assert_int_equal(store_box_hold(&cx, s, 116, &b), RC_BUSY);
	ctx_forget(&cx);
	for (int64_t id = 100; id < 116; id++)
		store_box_let(s, id, false);
	assert_int_equal(store_box_hold(&cx, s, 116, &b), RC_OK);
	assert_int_equal(box_cast(b), 1);
	store_box_let(s, 116, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(jurors_and_a_closing), cmocka_unit_test(dropped), cmocka_unit_test(takes_turns) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
