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

static int64_t with_phone(const char *holder, const char *phone)
{
	return world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "phone", phone, holder ? "holder" : NULL, holder));
}

static struct sv phone_of(int64_t id)
{
	struct post p;
	assert_int_equal(post_get(&cx, db, id, &p), RC_OK);
	return p.phone;
}

static void test_one_mobile_phone_is_one_person(void **state)
{
	(void)state;
	int64_t x = with_phone(NULL, "13912340001"), p = now(db, x);
	assert_int_equal(p, x);
	static const char *const same[] = { "139 1234 0001", "+86 139-1234-0001", "０９１４-2312345 １３９１２３４０００１", "13912340001（微信同号）", "王二 0086(139)12340001",
		"13912340001 13912340002" };
	for (size_t i = 0; i < COUNT(same); i++)
		assert_int_equal(now(db, with_phone(NULL, same[i])), p);
	assert_int_equal(now(db, with_phone("王小明", "13912340001")), p);
	assert_int_equal(now(db, post("王小明")), p);
	/* Another phone, one that is not whole, and the one on the desk. */
	static const char *const others[] = { "13912340002", "139****0001", "1391234000", "612501139123400017", "0914-2312345", "0914-2312345" };
	for (size_t i = 0; i < COUNT(others); i++) {
		int64_t id = with_phone(NULL, others[i]);
		assert_int_equal(now(db, id), id);
	}
	/* Name and phone of two: nobody guesses which. */
	struct act_answer r;
	with_phone("李四", "13912340003");
	assert_int_equal(world_try(&cx, s, world_system, "person.add", 0, NULL,
				   FIELDS("unit", world_no(&a, county), "title", "科员", "holder", "李四", "phone", "13912340001"), &r), RC_CONFLICT);
	assert_string_equal(cx.faults->id, "person.two");
	ctx_forget(&cx);
}

static void test_a_phone_of_the_job_is_handed_on(void **state)
{
	(void)state;
	struct actor clerk = { .post = post("丁"), .via = VIA_CLI };
	struct act_answer r;
	world_act(&cx, s, "person.grant", clerk.post, FIELDS("role", "clerk", "unit", world_no(&a, county)));
	int64_t duty = with_phone("丙", "13912340001"), c = now(db, duty);
	assert_int_equal(world_try(&cx, s, clerk, "person.hand_over", duty, NULL, FIELDS("holder", "戊", "phone", "13912340001"), &r), RC_OK);
	assert_int_not_equal(now(db, duty), c);
	/* Whoever answers it now: the last who held a post with it. */
	assert_int_equal(now(db, with_phone(NULL, "13912340001")), now(db, duty));
	/* To a post that somebody else leaves, by the phone alone. */
	int64_t other = post("己"), e = now(db, duty);
	assert_int_equal(world_try(&cx, s, clerk, "person.hand_over", other, NULL, FIELDS("holder", "E", "phone", "139 1234 0001"), &r), RC_OK);
	assert_int_equal(now(db, other), e);
}

/* The digest lies beside the fact alone, is no digest that anybody could make, and goes with it; the number stays. */
static void test_the_digest_of_a_phone(void **state)
{
	(void)state;
	int64_t x = with_phone(NULL, "13912340001"), y = with_phone(NULL, "139-1234-0001");
	struct sv *other, ref = phone_of(x);
	size_t n;
	assert_int_equal(secret_same(&cx, store_secrets(s), ref, &other, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_true(sv_starts(phone_of(y), other[0]));
	struct db *facts;
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/secret.db", dir).p, DB_READ, &facts), RC_OK);
	static const struct query digests = { "digests", "SELECT same FROM secret WHERE same IS NOT NULL ORDER BY ref", 0 };
	struct sv kept[4] = { 0 };
	enum rc rc;
	n = 0;
	struct stmt *st = db_query(facts, &digests);
	while (db_step(&cx, st, &rc))
		kept[n++] = col_sv(st, 0, &a);
	db_close(facts);
	assert_int_equal(n, 2);
	assert_true(kept[0].n == 32 && sv_eq(kept[0], kept[1]));
	struct digest plain = HASH(HASH_SHA256, SV("13912340001")), national = HASH(HASH_SM3, SV("13912340001"));
	assert_false(sv_eq(kept[0], digest_sv(&plain)) || sv_eq(kept[0], digest_sv(&national)));
	static const char *const names[] = { "bixue.db", "bixue.db-wal", "keys.db", "keys.db-wal" };
	for (size_t i = 0; i < COUNT(names); i++) {
		FILE *in = fopen(arena_printf(&a, "%s/%s", dir, names[i]).p, "rb");
		char *all = NEW(&a, char, 8 << 20);
		size_t len = in ? fread(all, 1, 8 << 20, in) : 0;
		if (in)
			fclose(in);
		assert_false(sv_has(sv_make(all, len), kept[0]) || sv_has(sv_make(all, len), hex_text(&a, kept[0])));
	}
	int64_t left = now(db, y), sec = post("庚");
	world_act(&cx, s, "person.grant", sec, FIELDS("role", "secadmin", "unit", world_no(&a, county)));
	struct sv both[] = { ref, phone_of(y) };
	for (size_t i = 0; i < COUNT(both); i++) {
		struct act_request rq = { .act = SV("instance.forget"), .actor = { .post = sec, .via = VIA_CLI }, .subject = ids_of_seq(1),
			.fields = world_fields(&a, FIELDS("ref", arena_cstr(&a, sv_upto(sv_from(both[i], 2), 32)), "reason", "撤回", "basis_doc", "x")) };
		struct act_answer r;
		assert_int_equal(store_erase_act(&cx, s, &rq, &r), RC_OK);
	}
	assert_int_equal(secret_same(&cx, store_secrets(s), ref, &other, &n), RC_OK);
	assert_int_equal(n, 0);
	int64_t later = with_phone(NULL, "13912340001");
	assert_int_equal(now(db, later), later);
	assert_int_equal(now(db, y), left);
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
		cmocka_unit_test_setup_teardown(test_one_mobile_phone_is_one_person, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_phone_of_the_job_is_handed_on, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_digest_of_a_phone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_hand_over_changes_nothing_that_was_done, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_journal_that_did_not_say_it, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
