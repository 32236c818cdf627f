/* Who is one person: by the name as it is compared, kept at each hand-over, and told of journals that did not say it. */
#include "../../store/world.h"
#include "store/corridor.h"

#include <setjmp.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;
static struct store *s;
static struct db *db;
static const char *dir;
static int64_t county;

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	dir = world_dir("person");
	if (world_open(&cx, dir, &world_registry, person_may, true, &s) != RC_OK || store_reader(&cx, s, &db) != RC_OK)
		world_die(&cx, "open");
	county = world_unit(&cx, s, "county", "甲县", "county", 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	struct report r;
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	assert_int_equal(r.n, 0);
	db_close(db);
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

static int64_t post(const char *holder)
{
	return world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", holder ? "holder" : NULL, holder));
}

static int64_t now(struct db *of, int64_t id)
{
	int64_t person = -1;
	assert_int_equal(person_now(&cx, of, id, &person), RC_OK);
	return person;
}

static void test_one_name_is_one_person(void **state)
{
	(void)state;
	int64_t x = post("王小明"), y = post("王　小明"), z = post("阿依夏木·买买提"), w = post("阿依夏木•买买提"), other = post("李四");
	assert_int_equal(now(db, x), now(db, y));
	assert_int_equal(now(db, z), now(db, w));
	assert_int_not_equal(now(db, x), now(db, other));
	/* Without a name the post itself is the person: two such posts are two. */
	int64_t p = post(NULL), q = post(NULL);
	assert_int_equal(now(db, p), p);
	assert_int_equal(now(db, q), q);
	assert_int_equal(now(db, 0), 0);
}

static bool was(int64_t who, int64_t person, int64_t seq, int64_t me)
{
	bool same = false;
	struct signer_mark m = { who, person, seq };
	assert_int_equal(person_was(&cx, db, &m, me, &same), RC_OK);
	return same;
}

static void test_a_hand_over_changes_nothing_that_was_done(void **state)
{
	(void)state;
	struct actor clerk = { .post = post("丁"), .via = VIA_CLI };
	world_act(&cx, s, "person.grant", clerk.post, FIELDS("role", "clerk", "unit", world_no(&a, county)));
	int64_t head = post("丙"), leader = post("丙"), third = post("戊"), c = now(db, head), before, at;
	assert_int_equal(journal_last_seq(&cx, db, &before, &at), RC_OK);
	assert_true(was(head, c, before, leader));
	assert_false(was(head, c, before, third));
	struct act_answer r;
	assert_int_equal(world_try(&cx, s, clerk, "person.hand_over", head, NULL, FIELDS("holder", "庚"), &r), RC_OK);
	assert_int_not_equal(now(db, head), c);
	assert_true(was(head, c, before, leader));
	/* The other post handed over on paper: whoever held it at that act or since then is still who held it. */
	assert_int_equal(world_try(&cx, s, clerk, "person.hand_over", leader, NULL, FIELDS("holder", "辛"), &r), RC_OK);
	assert_true(was(head, c, before, leader));
	assert_false(was(head, c, r.seq, leader));
	assert_false(was(0, 0, before, leader));
	/* An act that did not keep it is judged by who holds its post today. */
	assert_false(was(head, 0, 0, third));
	assert_true(was(third, 0, 0, third));
}

/* What version 1 wrote, row by row, into tables of today. */
static void test_a_journal_that_did_not_say_it(void **state)
{
	(void)state;
	static const struct { int version; int64_t seq, subject; const char *act, *body; } rows[] = {
		{ 1, 5, 320, "person.add", "{\"_via\":\"cli\",\"holder\":\"丙\",\"title\":\"主任\",\"unit\":64}" },
		{ 1, 6, 384, "person.add", "{\"_via\":\"cli\",\"holder\":\"\",\"title\":\"乡长\",\"unit\":64}" },
		{ 1, 7, 384, "person.hand_over", "{\"_via\":\"cli\",\"holder\":\"丙 \"}" },
		{ 1, 8, 320, "person.hand_over", "{\"_via\":\"cli\",\"holder\":\"庚\"}" },
	};
	static const struct { int64_t post, person; } want[] = { { 320, 320 }, { 384, 384 }, { 384, 320 }, { 320, 512 } };
	struct corridor c = { .nouns = &world_registry, .may = person_may };
	struct db *fresh;
	assert_int_equal(db_open(&cx, "", DB_MEMORY, &fresh), RC_OK);
	for (size_t i = 0; i < *person_noun.n_tables; i++)
		assert_int_equal(db_create(&cx, fresh, &person_noun.tables[i], 1), RC_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct journal_row row = { .seq = rows[i].seq, .at = 1, .act = sv_of(rows[i].act), .version = rows[i].version,
					   .subject = rows[i].subject, .body = sv_of(rows[i].body) };
		assert_int_equal(corridor_replay(&cx, &c, fresh, &row), RC_OK);
		assert_int_equal(now(fresh, want[i].post), want[i].person);
	}
	/* What a later program wrote is not guessed at. */
	struct journal_row row = { .seq = 9, .at = 1, .act = SV("person.add"), .version = 99, .subject = 576, .body = SV("{}") };
	assert_int_equal(corridor_replay(&cx, &c, fresh, &row), RC_CHECK);
	ctx_forget(&cx);
	db_close(fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one_name_is_one_person, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_hand_over_changes_nothing_that_was_done, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_journal_that_did_not_say_it, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
