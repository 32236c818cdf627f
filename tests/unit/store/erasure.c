/* What was lawfully erased is gone everywhere, stays gone after a restore, and the journal still verifies; what was
 * taken away otherwise is found. */
#include "../../store/world.h"

#include "jobs/backup.h"

#include <setjmp.h>
#include <sys/wait.h>

#include <cmocka.h>

/* A noun whose act only adds words, with a personal field among them. */
static const struct table_def note_tables[] = {
	{ "note", TABLE_PROJECTION, "CREATE TABLE note (id @int PRIMARY KEY, word @text NOT NULL, phone @text) @end", "id" },
};
static const size_t note_tables_n = 1;
static const struct query note_put = { "note_put", "INSERT INTO note (id, word, phone) VALUES ($1, $2, $3)", 3 };
static const struct field note_fields[] = {
	{ .name = "word", .type = FIELD_LINE, .required = true, .label = "Word" },
	{ .name = "phone", .type = FIELD_LINE, .personal = true, .label = "Phone" },
};

static enum rc note_decide(struct ctx *c, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			   int64_t *subject)
{
	(void)state;
	*subject = fresh_id(fresh);
	js_set_sv(c->a, facts, "word", field_sv(&in->fields, "word"));
	js_set_sv(c->a, facts, "phone", field_sv(&in->fields, "phone"));
	return RC_OK;
}

static enum rc note_apply(struct ctx *c, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &note_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "word"));
	bind_sv(st, 3, js_get_sv(facts, "phone"));
	return db_run(c, st);
}

static const struct act_def note_acts[] = {
	{ .name = "note.make", .version = 1, .label = "Make", .fields = note_fields, .n_fields = 2, .who = { { ROLE_SYSTEM, AT_ANY } },
	  .creates = true, .erasable = true, .decide = note_decide, .apply = note_apply },
};
static const struct noun note_noun = { .name = "note", .label = "Notes", .acts = note_acts, .n_acts = 1, .tables = note_tables,
				       .n_tables = &note_tables_n };
static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun, &note_noun };
static const struct registry registry = { .nouns = all, .n = COUNT(all) };

static struct arena a;
static struct ctx cx;
static struct store *s;
static const char *dir;
static int64_t county, sec, post, instance;

static void open_at(const char *where, bool create)
{
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, where, &registry, person_may, create, &s) != RC_OK)
		world_die(&cx, "open");
}

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)2 << 30);
	dir = world_dir("erasure");
	open_at(dir, true);
	county = world_unit(&cx, s, "c", "甲县", "county", 0);
	sec = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "安全"));
	world_act(&cx, s, "person.grant", sec, FIELDS("role", "secadmin", "unit", world_no(&a, county)));
	world_act(&cx, s, "note.make", 0, FIELDS("word", "MARKERONE", "phone", "13900000001"));                             /* row 5 */
	post = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "phone", "MARKERTWO")); /* row 6 */
	instance = ids_of_seq(1);
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

static enum rc erase_row(int64_t seq, const char *key)
{
	struct act_request rq = { .act = SV("instance.erase"), .actor = { .post = sec, .via = VIA_CLI }, .subject = instance, .key = sv_of(key),
		.fields = world_fields(&a, FIELDS("seq", world_no(&a, seq), "reason", "误录", "basis_doc", "甲督〔2026〕9号")) };
	struct act_answer r;
	ctx_forget(&cx);
	return store_erase_act(&cx, s, &rq, &r);
}

static struct sv phone(void)
{
	struct db *db;
	struct post p;
	assert_int_equal(store_reader(&cx, s, &db), RC_OK);
	assert_int_equal(post_get(&cx, db, post, &p), RC_OK);
	db_close(db);
	return p.phone;
}

static enum rc erase_fact(struct sv ref)
{
	struct act_request rq = { .act = SV("instance.forget"), .actor = { .post = sec, .via = VIA_CLI }, .subject = instance,
		.fields = world_fields(&a, FIELDS("ref", arena_cstr(&a, sv_upto(sv_from(ref, 2), 32)), "reason", "撤回", "basis_doc", "甲督〔2026〕9号")) };
	struct act_answer r;
	ctx_forget(&cx);
	return store_erase_act(&cx, s, &rq, &r);
}

/* "where: text" of every finding, one a line. */
static struct sv findings(void)
{
	struct report r;
	struct buf b = buf_new(&a, 1 << 20);
	ctx_forget(&cx);
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	for (const struct finding *f = r.findings; f; f = f->next)
		buf_printf(&b, "%.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
	return b.n ? buf_sv(&b) : SV("");
}

static void clean(void)
{
	struct sv f = findings();
	if (f.n)
		fail_msg("%.*s", SV_ARG(f));
}

/* In none of the files of a folder. */
static bool anywhere(const char *where, const char *marker)
{
	static const char *const names[] = { "bixue.db", "bixue.db-wal", "secret.db", "secret.db-wal", "keys.db", "keys.db-wal", "volatile.db" };
	bool found = false;
	for (size_t i = 0; i < COUNT(names); i++) {
		FILE *f = fopen(arena_printf(&a, "%s/%s", where, names[i]).p, "rb");
		if (!f)
			continue;
		struct buf b = buf_new(&a, 64 << 20);
		char chunk[4096];
		for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
			buf_put(&b, sv_make(chunk, n));
		fclose(f);
		found |= sv_has(buf_sv(&b), sv_of(marker));
	}
	return found;
}

static void sql(const char *file, const char *text)
{
	struct db *db;
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/%s", dir, file).p, DB_WRITE, &db), RC_OK);
	if (db_exec(&cx, db, text) != RC_OK)
		fail_msg("%s: %.*s", text, SV_ARG(cx.trail));
	db_close(db);
}
#define LOCKS_OFF "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER payload_no_update;"

static void test_payload(void **state)
{
	(void)state;
	assert_true(anywhere(dir, "MARKERONE"));
	struct sv *refs;
	size_t n;
	assert_int_equal(erase_row(5, NULL), RC_OK);
	clean();
	assert_int_equal(erase_row(5, NULL), RC_CONFLICT); /* it is gone already */
	/* The fact that it had sealed went with it; the other one stays. */
	assert_int_equal(secrets_refs(&cx, store_secrets(s), false, &refs, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_false(anywhere(dir, "MARKERONE")); /* not even in the logs of the store that is open */
	store_close(s);
	assert_false(anywhere(dir, "MARKERONE")); /* neither payload nor note, nor a page that was freed */
	open_at(dir, false);
	clean();
	world_act(&cx, s, "unit.alias", county, FIELDS("alias", "又"));
	clean();
}

/* What had effects is not undone by erasing its payload. */
static void test_acts_with_effects(void **state)
{
	(void)state;
	struct sv ref = phone(), text;
	for (int64_t seq = 2; seq <= 4; seq++)
		assert_int_equal(erase_row(seq, NULL), RC_CONFLICT);
	assert_int_equal(erase_row(6, NULL), RC_CONFLICT);
	assert_int_equal(secret_get(&cx, store_secrets(s), ref, &text), RC_OK);
	clean();
}

static void test_sealed_fact(void **state)
{
	(void)state;
	struct sv ref = phone(), text;
	assert_int_equal(erase_fact(ref), RC_OK);
	assert_int_equal(secret_get(&cx, store_secrets(s), ref, &text), RC_NOT_FOUND);
	assert_true(sv_eq(phone(), ref)); /* the post stays, and its reference leads nowhere */
	clean();
}

static void test_refused(void **state)
{
	(void)state;
	assert_int_equal(erase_row(1, NULL), RC_INVALID);   /* the first act */
	assert_int_equal(erase_row(999, NULL), RC_INVALID);
	struct act_request rq = { .act = SV("instance.erase"), .actor = { .post = post, .via = VIA_CLI }, .subject = instance,
		.fields = world_fields(&a, FIELDS("seq", "5", "reason", "x", "basis_doc", "x")) };
	struct act_answer r;
	assert_int_equal(store_erase_act(&cx, s, &rq, &r), RC_DENIED);
	clean();
	assert_int_equal(erase_row(5, NULL), RC_OK);
	assert_int_equal(erase_row(7, NULL), RC_INVALID);   /* an erasure is not erased */
	clean();
	assert_true(phone().n > 0);
}

static void test_without_an_act(void **state)
{
	(void)state;
	store_close(s);
	sql("bixue.db", LOCKS_OFF "DELETE FROM payload WHERE seq = 5");
	open_at(dir, false);
	assert_true(sv_has(findings(), SV("journal 5: The payload of this act is gone, and no act erased it.")));
	/* An entry that says it was lawful does not make it so. */
	sql("bixue.db", "INSERT INTO erased VALUES (5)");
	assert_true(sv_has(findings(), SV("journal 5: The payload of this act is gone, and no act erased it.")));
	sql("bixue.db", "INSERT INTO erasure VALUES (5, 1, 'x', 'x')");
	assert_true(sv_has(findings(), SV("journal 5: The payload of this act is gone, and no act erased it.")));
	assert_true(sv_has(findings(), SV("erasure 5: No act made this row.")));
}

static void test_entry_without_erasure(void **state)
{
	(void)state;
	sql("bixue.db", "INSERT INTO erased VALUES (5)");
	assert_true(sv_starts(findings(), SV("erased 5: ")));
	sql("bixue.db", "DELETE FROM erased; INSERT INTO erased VALUES (555)");
	assert_true(sv_starts(findings(), SV("erased 555: ")));
}

static void test_put_back(void **state)
{
	(void)state;
	sql("bixue.db", "CREATE TABLE kept AS SELECT * FROM payload WHERE seq = 5");
	assert_int_equal(erase_row(5, NULL), RC_OK);
	sql("bixue.db", "INSERT INTO payload SELECT * FROM kept; DROP TABLE kept");
	struct sv f = findings();
	assert_true(sv_has(f, SV("journal 5: Row 7 erased the payload of this act, and it is there.")));
	/* And the next opening erases it again: it stands in the list. */
	store_close(s);
	open_at(dir, false);
	clean();
}

/* The owner dies between the act and what it erases: the next opening finishes it. */
static void test_cut_short(void **state)
{
	(void)state;
	struct sv ref = phone(), text;
	store_close(s);
	pid_t pid = fork();
	if (pid == 0) {
		struct act_answer r;
		open_at(dir, false);
		struct actor who = { .post = sec, .via = VIA_CLI };
		bool ok = world_try(&cx, s, who, "instance.erase", instance, NULL, FIELDS("seq", "5", "reason", "x", "basis_doc", "x"), &r) == RC_OK &&
			  world_try(&cx, s, who, "instance.forget", instance, NULL,
				    FIELDS("ref", arena_cstr(&a, sv_upto(sv_from(ref, 2), 32)), "reason", "x", "basis_doc", "x"), &r) == RC_OK;
		_exit(ok ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	open_at(dir, false);
	clean();
	assert_int_equal(secret_get(&cx, store_secrets(s), ref, &text), RC_NOT_FOUND);
	store_close(s);
	assert_false(anywhere(dir, "MARKERONE"));
	open_at(dir, false);
}

/* A backup from before the erasure, restored after it: what was erased stays erased. */
static void test_restore(void **state)
{
	(void)state;
	struct backup_info info;
	int64_t erased;
	struct sv ref = phone(), text;
	const char *backup = arena_printf(&a, "%s/../backup-%ld", dir, (long)getpid()).p;
	const char *again = arena_printf(&a, "%s/../again-%ld", dir, (long)getpid()).p, *keys = arena_printf(&a, "%s.keys", dir).p;
	world_remove(backup);
	world_remove(again);
	assert_int_equal(backup_make(&cx, s, backup, &info), RC_OK);
	assert_int_equal(info.acts, 6);
	assert_int_equal(erase_row(5, NULL), RC_OK);
	assert_int_equal(erase_fact(ref), RC_OK);
	clean();
	store_close(s);
	assert_int_equal(backup_restore(&cx, backup, again, keys, &info, &erased), RC_OK);
	assert_int_equal(erased, 1);
	struct store_options o = { .dir = again, .keys_dir = keys, .nouns = &registry, .may = person_may };
	ctx_init(&cx, &a, 0, LANG_EN);
	if (store_open(&cx, &o, &s) != RC_OK)
		world_die(&cx, "restored");
	clean();
	assert_int_equal(secret_get(&cx, store_secrets(s), ref, &text), RC_NOT_FOUND);
	/* New acts take the numbers 7 and 8 anew, also the one of row 5 in a store that lost more. */
	for (int i = 0; i < 5; i++)
		world_act(&cx, s, "unit.alias", county, FIELDS("alias", world_no(&a, i)));
	store_close(s);
	assert_false(anywhere(again, "MARKERONE"));
	if (store_open(&cx, &o, &s) != RC_OK)
		world_die(&cx, "restored, again");
	clean();
	store_close(s);
	world_remove(again);
	world_remove(backup);
	open_at(dir, false);
}

/* The list names rows by their leaf: another act that takes the number of an erased one is left alone. */
static void test_another_row_of_that_number(void **state)
{
	(void)state;
	struct backup_info info;
	int64_t erased;
	const char *backup = arena_printf(&a, "%s/../backup-%ld", dir, (long)getpid()).p;
	const char *again = arena_printf(&a, "%s/../again-%ld", dir, (long)getpid()).p, *keys = arena_printf(&a, "%s.keys", dir).p;
	world_remove(backup);
	world_remove(again);
	assert_int_equal(backup_make(&cx, s, backup, &info), RC_OK);
	world_act(&cx, s, "note.make", 0, FIELDS("word", "seven")); /* row 7 */
	assert_int_equal(erase_row(7, NULL), RC_OK);
	store_close(s);
	assert_int_equal(backup_restore(&cx, backup, again, keys, &info, &erased), RC_OK);
	assert_int_equal(erased, 0);
	struct store_options o = { .dir = again, .keys_dir = keys, .nouns = &registry, .may = person_may };
	for (int i = 0; i < 3; i++) {
		ctx_init(&cx, &a, 0, LANG_EN);
		if (store_open(&cx, &o, &s) != RC_OK)
			world_die(&cx, "restored");
		world_act(&cx, s, "unit.alias", county, FIELDS("alias", i ? "more" : "another seven"));
		clean();
		store_close(s);
	}
	assert_true(anywhere(again, "another seven"));
	world_remove(again);
	world_remove(backup);
	open_at(dir, false);
}

/* A folder that is put back to an older state under the same keys is told from one that was not. */
static void test_rolled_back(void **state)
{
	(void)state;
	store_close(s);
	sql("bixue.db", "VACUUM INTO 'build/tmp/rolled.db'");
	open_at(dir, false);
	world_act(&cx, s, "unit.alias", county, FIELDS("alias", "later"));
	store_close(s);
	assert_int_equal(rename("build/tmp/rolled.db", arena_printf(&a, "%s/bixue.db", dir).p), 0);
	open_at(dir, false);
	struct sv f = findings();
	assert_true(sv_has(f, SV("The journal ends before its last checkpoint (7 rows).")));
	assert_true(sv_has(f, SV("checkpoint 7: ")));
}

/* The kept edge of the tree decides what is signed next, so it is not believed. */
static void test_edge(void **state)
{
	(void)state;
	store_close(s);
	sql("bixue.db", "UPDATE tree_edge SET edge = CAST(replace(hex(edge), '0', '1') AS BLOB)");
	open_at(dir, false);
	world_act(&cx, s, "unit.alias", county, FIELDS("alias", "x"));
	store_close(s);
	sql("bixue.db", "UPDATE tree_edge SET edge = zeroblob(length(edge))");
	open_at(dir, false);
	world_act(&cx, s, "unit.alias", county, FIELDS("alias", "y"));
	sql("bixue.db", "UPDATE tree_edge SET edge = zeroblob(length(edge))");
	assert_true(sv_starts(findings(), SV("tree_edge 1: ")));
	store_close(s); /* signs by what it knew, or by the leaves, never by those zeros */
	open_at(dir, false);
	clean();
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_payload), TEST(test_acts_with_effects), TEST(test_sealed_fact), TEST(test_refused),
		TEST(test_without_an_act), TEST(test_entry_without_erasure), TEST(test_put_back), TEST(test_cut_short),
		TEST(test_restore), TEST(test_another_row_of_that_number), TEST(test_rolled_back), TEST(test_edge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
