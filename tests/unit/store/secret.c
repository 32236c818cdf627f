/* Sealed facts and credentials: sealed, opened, erased, found out when changed, and cleared away when no act came
 * to speak of them. */
#include "../../store/world.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/wait.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;
static struct store *s;
static const char *dir;
static int64_t county, post;

static void open_store(bool create)
{
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &world_registry, person_may, create, &s) != RC_OK)
		world_die(&cx, "open");
}

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	dir = world_dir("secret");
	open_store(true);
	county = world_unit(&cx, s, "county", "甲县", "county", 0);
	post = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "login", "p", "phone", "13900000001"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

static struct sv phone_ref(void)
{
	struct db *db;
	struct post p;
	assert_int_equal(store_reader(&cx, s, &db), RC_OK);
	assert_int_equal(post_get(&cx, db, post, &p), RC_OK);
	db_close(db);
	return p.phone;
}

static size_t facts_kept(void)
{
	struct sv *refs, *keys;
	size_t n, n_keys;
	assert_int_equal(secrets_refs(&cx, store_secrets(s), false, &refs, &n), RC_OK);
	assert_int_equal(secrets_refs(&cx, store_secrets(s), true, &keys, &n_keys), RC_OK);
	assert_int_equal(n, n_keys);
	return n;
}

static size_t findings(const char *where)
{
	struct report r;
	size_t n = 0;
	ctx_forget(&cx);
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	for (const struct finding *f = r.findings; f; f = f->next) {
		n++;
		if (!where || !sv_starts(f->where, sv_of(where)))
			print_message("%.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
		if (!where || !sv_starts(f->where, sv_of(where)))
			return 99;
	}
	return n;
}

static void test_put_get_erase(void **state)
{
	(void)state;
	struct secrets *k = store_secrets(s);
	struct sv ref, again, text;
	assert_int_equal(secret_put(&cx, k, SV("13900000001"), &ref), RC_OK);
	assert_int_equal(secret_put(&cx, k, SV("13900000001"), &again), RC_OK);
	assert_true(field_is_ref(ref));
	assert_false(sv_eq(ref, again)); /* the same text twice cannot be told */
	assert_int_equal(secret_get(&cx, k, ref, &text), RC_OK);
	assert_true(sv_is(text, "13900000001"));
	assert_int_equal(secret_check(&cx, k, ref), RC_OK);
	/* A reference with another commitment opens, but does not check. */
	char *other = (char *)(uintptr_t)arena_cstr(&a, ref);
	other[ref.n - 1] = other[ref.n - 1] == '0' ? '1' : '0';
	assert_int_equal(secret_check(&cx, k, sv_make(other, ref.n)), RC_CHECK);
	assert_int_equal(secret_erase(&cx, k, ref), RC_OK);
	assert_int_equal(secret_get(&cx, k, ref, &text), RC_NOT_FOUND);
	assert_int_equal(secret_check(&cx, k, ref), RC_NOT_FOUND);
	assert_int_equal(secret_erase(&cx, k, ref), RC_OK); /* twice does no harm */
	assert_int_equal(secret_get(&cx, k, again, &text), RC_OK);
	assert_int_equal(secret_get(&cx, k, SV("13900000001"), &text), RC_NOT_FOUND);
	struct sv empty;
	assert_int_equal(secret_put(&cx, k, SV(""), &empty), RC_OK);
	assert_int_equal(secret_get(&cx, k, empty, &text), RC_OK);
	assert_int_equal(text.n, 0);
}

static void test_what_is_a_reference(void **state)
{
	(void)state;
	struct sv ref;
	assert_int_equal(secret_put(&cx, store_secrets(s), SV("x"), &ref), RC_OK);
	assert_false(field_is_ref(SV("")));
	assert_false(field_is_ref(SV("s:")));
	assert_false(field_is_ref(sv_upto(ref, ref.n - 1)));
	assert_false(field_is_ref(sv_from(ref, 1)));
	assert_true(field_is_ref(ref));
}

/* Neither file, nor the journal's, holds the text in the clear. */
static void test_nothing_in_the_clear(void **state)
{
	(void)state;
	static const char *const names[] = { "bixue.db", "bixue.db-wal", "secret.db", "secret.db-wal", "keys.db", "keys.db-wal" };
	for (size_t i = 0; i < COUNT(names); i++) {
		FILE *f = fopen(arena_printf(&a, "%s/%s", dir, names[i]).p, "rb");
		if (!f)
			continue;
		struct buf b = buf_new(&a, 64 << 20);
		char chunk[4096];
		for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
			buf_put(&b, sv_make(chunk, n));
		fclose(f);
		assert_true(b.n > 0 || i % 2);
		assert_false(sv_has(buf_sv(&b), SV("13900000001")));
	}
}

static void test_wrong_master_key(void **state)
{
	(void)state;
	struct sv ref = phone_ref(), text;
	store_close(s);
	struct sv key = arena_printf(&a, "%s.keys/master.key", dir);
	FILE *f = fopen(key.p, "r+b");
	assert_non_null(f);
	assert_int_equal(fwrite("0123456789abcdef0123456789abcdef", 1, 32, f), 32);
	fclose(f);
	open_store(false);
	assert_int_equal(secret_get(&cx, store_secrets(s), ref, &text), RC_FAILED);
	assert_string_equal(cx.faults->id, "secret.broken");
	assert_int_equal(findings("secret "), 1);
}

/* A process that dies between sealing and its act leaves nothing behind. */
static void test_sealed_and_died(void **state)
{
	(void)state;
	store_close(s);
	pid_t pid = fork();
	if (pid == 0) {
		struct sv ref;
		open_store(false);
		struct secrets *k = store_secrets(s);
		bool ok = secret_put(&cx, k, SV("13911111111"), &ref) == RC_OK &&
			  credential_set(&cx, k, post, SV("$argon2id$never"), SV_NONE) == RC_OK;
		/* This one has its act. */
		struct act_answer r;
		ok = ok && world_try(&cx, s, world_system, "person.add", 0, NULL,
				     FIELDS("unit", world_no(&a, county), "title", "岗", "phone", "13922222222"), &r) == RC_OK;
		_exit(ok ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	open_store(false);
	assert_int_equal(facts_kept(), 2); /* the post's own and the one with its act */
	struct credential *c;
	size_t n;
	assert_int_equal(credentials_all(&cx, store_secrets(s), &c, &n), RC_OK);
	assert_int_equal(n, 0);
	assert_int_equal(findings(NULL), 0);
}

static struct sv password_of(void)
{
	struct sv password, totp;
	assert_int_equal(credential_read(&cx, store_secrets(s), post, &password, &totp), RC_OK);
	return password;
}

/* The old password is good until the new one's act is on disk. */
static void test_credentials(void **state)
{
	(void)state;
	struct secrets *k = store_secrets(s);
	struct sv totp, more;
	size_t before = facts_kept();
	assert_false(password_of().p);
	assert_int_equal(secret_put(&cx, k, SV("JBSWY3DPEHPK3PXP"), &totp), RC_OK);
	world_password(&cx, s, post, "$argon2id$one", totp);
	assert_true(sv_is(password_of(), "$argon2id$one"));
	assert_int_equal(facts_kept(), before + 1);
	assert_int_equal(findings(NULL), 0);
	assert_int_equal(credential_set(&cx, k, post, SV("$argon2id$two"), totp), RC_OK);
	assert_true(sv_is(password_of(), "$argon2id$one"));
	store_close(s); /* before its act */
	open_store(false);
	k = store_secrets(s);
	assert_true(sv_is(password_of(), "$argon2id$one"));
	assert_int_equal(findings(NULL), 0);
	/* The codes' secret goes on with the next password, or goes with the old one. */
	world_password(&cx, s, post, "$argon2id$three", totp);
	assert_int_equal(facts_kept(), before + 1);
	assert_int_equal(secret_put(&cx, k, SV("KRSXG5CTMVRXEZLU"), &more), RC_OK);
	world_password(&cx, s, post, "$argon2id$four", more);
	assert_true(sv_is(password_of(), "$argon2id$four"));
	assert_int_equal(facts_kept(), before + 1);
	/* A refused act takes its credential with it. */
	struct act_answer r;
	assert_int_equal(credential_set(&cx, k, post, SV("$argon2id$five"), SV_NONE), RC_OK);
	struct sv c = credential_commitment(&a, SV("$argon2id$five"), SV_NONE);
	assert_int_equal(world_try(&cx, s, (struct actor){ .post = post }, "person.set_password", post, NULL,
				   FIELDS("commitment", arena_cstr(&a, c)), &r), RC_DENIED); /* the post holds no role */
	struct credential *all;
	size_t n;
	assert_int_equal(credentials_all(&cx, k, &all, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_true(sv_is(password_of(), "$argon2id$four"));
	store_close(s);
	open_store(false);
	assert_int_equal(findings(NULL), 0);
}

/* Two passwords of one post at once: the later act's stays, whichever is settled first. */
static void test_passwords_that_cross(void **state)
{
	(void)state;
	struct secrets *k = store_secrets(s);
	struct sv one = SV("$argon2id$one"), two = SV("$argon2id$two"), three = SV("$argon2id$three"), totp;
	assert_int_equal(secret_put(&cx, k, SV("JBSWY3DPEHPK3PXP"), &totp), RC_OK);
	assert_int_equal(credential_set(&cx, k, post, one, totp), RC_OK);
	assert_int_equal(credential_set(&cx, k, post, two, SV_NONE), RC_OK);
	assert_int_equal(credential_set(&cx, k, post, three, totp), RC_OK); /* its act is not done yet */
	size_t before = facts_kept();
	assert_int_equal(credential_keep(&cx, k, post, credential_commitment(&a, two, SV_NONE), 20), RC_OK);
	assert_true(sv_eq(password_of(), two));
	assert_int_equal(credential_keep(&cx, k, post, credential_commitment(&a, one, totp), 10), RC_OK);
	assert_true(sv_eq(password_of(), two));
	assert_int_equal(facts_kept(), before); /* the third one needs the codes */
	assert_int_equal(credential_keep(&cx, k, post, credential_commitment(&a, three, totp), 30), RC_OK);
	assert_true(sv_eq(password_of(), three));
	struct credential *all;
	size_t n;
	assert_int_equal(credentials_all(&cx, k, &all, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_int_equal(facts_kept(), before);
}

/* A fact, a key or a password that is changed, taken away or slipped in is found and named. */
static void raw(const char *file, const char *sql)
{
	struct db *db;
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/%s", dir, file).p, DB_WRITE, &db), RC_OK);
	if (db_exec(&cx, db, sql) != RC_OK)
		fail_msg("%s: %.*s", sql, SV_ARG(cx.trail));
	db_close(db);
}

static void test_found_out(void **state)
{
	(void)state;
	static const struct { const char *file, *sql, *back, *where; } edits[] = {
		{ "secret.db", "UPDATE secret SET salt = CAST(x'00' || salt AS BLOB)", "UPDATE secret SET salt = substr(salt, 2)", "secret " },
		{ "secret.db", "UPDATE secret SET body = CAST(body || x'00' AS BLOB)", "UPDATE secret SET body = substr(body, 1, length(body) - 1)", "secret " },
		{ "secret.db", "UPDATE secret SET ref = 'f' || ref", "UPDATE secret SET ref = substr(ref, 2)", NULL },
		{ "keys.db", "UPDATE data_key SET ref = 'f' || ref", "UPDATE data_key SET ref = substr(ref, 2)", NULL },
		{ "keys.db", "INSERT INTO data_key SELECT 'abc', nonce, wrapped FROM data_key", "DELETE FROM data_key WHERE ref = 'abc'", "data_key abc" },
		{ "secret.db", "INSERT INTO secret SELECT 'abc', nonce, body, salt, NULL FROM secret", "DELETE FROM secret WHERE ref = 'abc'", "secret abc" },
		{ "secret.db", "UPDATE secret SET same = CAST(same || x'00' AS BLOB)", "UPDATE secret SET same = substr(same, 1, length(same) - 1)", "secret " },
		{ "secret.db", "UPDATE credential SET password = password || 'x'", "UPDATE credential SET password = substr(password, 1, length(password) - 1)", "credential " },
		{ "secret.db", "UPDATE credential SET post = post + 1", "UPDATE credential SET post = post - 1", "credential " },
		{ "secret.db", "UPDATE credential SET totp = 'x'", "UPDATE credential SET totp = NULL", "credential " },
		{ "secret.db", "INSERT INTO credential VALUES (1, 'abc', 'x', NULL, 0)", "DELETE FROM credential WHERE commitment = 'abc'", "credential 1" },
		{ "secret.db", "CREATE INDEX extra ON secret (body)", "DROP INDEX extra", "secret.db" },
	};
	world_password(&cx, s, post, "$argon2id$one", SV_NONE);
	for (size_t i = 0; i < COUNT(edits); i++) {
		raw(edits[i].file, edits[i].sql);
		struct report r;
		ctx_forget(&cx);
		assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
		assert_true(r.n > 0);
		if (edits[i].where)
			assert_true(sv_starts(r.findings->where, sv_of(edits[i].where)));
		raw(edits[i].file, edits[i].back);
		assert_int_equal(findings(NULL), 0);
	}
}

/* A folder whose facts could not say the same yet: opened, its facts are what they were, and new ones can. */
static void test_a_folder_from_before(void **state)
{
	(void)state;
	struct sv ref, again, *other;
	size_t n;
	assert_int_equal(secret_put(&cx, store_secrets(s), SV("13900000009"), &ref), RC_OK);
	secret_keep(store_secrets(s), ref);
	store_close(s);
	raw("secret.db", "CREATE TABLE old (ref TEXT PRIMARY KEY, nonce BLOB NOT NULL, body BLOB NOT NULL, salt BLOB NOT NULL) STRICT;"
			 "INSERT INTO old SELECT ref, nonce, body, salt FROM secret; DROP TABLE secret; ALTER TABLE old RENAME TO secret");
	open_store(false);
	assert_int_equal(secret_check(&cx, store_secrets(s), ref), RC_OK);
	assert_int_equal(secret_same(&cx, store_secrets(s), ref, &other, &n), RC_OK);
	assert_int_equal(n, 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(secret_put_same(&cx, store_secrets(s), SV("139 0000 0009"), SV("13900000009"), &again), RC_OK);
	assert_int_equal(secret_check(&cx, store_secrets(s), again), RC_OK);
	assert_int_equal(secret_same(&cx, store_secrets(s), again, &other, &n), RC_OK);
	assert_int_equal(n, 1);
	struct sv which;
	assert_int_equal(secrets_sound(&cx, store_secrets(s), &which), RC_OK);
}

static void test_password_hash(void **state)
{
	(void)state;
	struct sv h = password_hash(&a, SV("开门密码一二三"));
	assert_true(sv_starts(h, SV("$argon2id$")));
	assert_true(password_check(h, SV("开门密码一二三")));
	assert_false(password_check(h, SV("开门密码一二四")));
	assert_false(password_check(h, SV("")));
	assert_false(password_check(SV_NONE, SV("x")));
	assert_false(password_check(SV("not a hash"), SV("x")));
	struct sv one = credential_commitment(&a, h, SV_NONE), two = credential_commitment(&a, h, SV("s:x"));
	assert_int_equal(one.n, 64);
	assert_false(sv_eq(one, two));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_put_get_erase), TEST(test_what_is_a_reference), TEST(test_nothing_in_the_clear), TEST(test_wrong_master_key),
		TEST(test_sealed_and_died), TEST(test_credentials), TEST(test_passwords_that_cross), TEST(test_found_out), TEST(test_a_folder_from_before),
		TEST(test_password_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
