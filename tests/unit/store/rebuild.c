/* The journal replayed gives the tables as they stand, after any walk of acts; and one changed row of any table
 * is found and named. */
#include "../../store/world.h"

#include "store/writer.h"

#include <setjmp.h>

#include <cmocka.h>

static struct arena a;
static struct ctx cx;
static struct store *s;
static const char *dir;
static int64_t units[400], posts[100], sec, chief;
static size_t n_units, n_posts;

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)2 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	dir = world_dir("rebuild");
	if (world_open(&cx, dir, &world_registry, person_may, true, &s) != RC_OK)
		world_die(&cx, "open");
	n_units = n_posts = 0;
	units[n_units++] = world_unit(&cx, s, "c", "甲县", "county", 0);
	const char *c = world_no(&a, units[0]);
	sec = world_act(&cx, s, "person.add", 0, FIELDS("unit", c, "title", "安全"));
	chief = world_act(&cx, s, "person.add", 0, FIELDS("unit", c, "title", "主任"));
	world_act(&cx, s, "person.grant", sec, FIELDS("role", "secadmin", "unit", c));
	world_act(&cx, s, "person.grant", chief, FIELDS("role", "office_head", "unit", c));
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

static const char *some_unit(void)
{
	return world_no(&a, units[one_of(n_units)]);
}

static const char *word(void)
{
	return arena_printf(&a, "词%llu", (unsigned long long)(chance() % 50)).p;
}

/* One random act; many are refused, which is part of the walk. */
static void step(void)
{
	static const char *const roles[] = { "clerk", "office_head", "leader", "unit_head", "liaison", "verifier", "sysadmin", "secadmin", "auditadmin" };
	static const char *const kinds[] = { "township", "village", "group", "department", "task_force" };
	const char *const no_day[] = { "2024-02-29", "2025-12-31", NULL };
	struct act_answer r = { 0 };
	struct actor who = { .post = one_of(3) == 0 ? sec : one_of(3) == 0 ? chief : 0, .via = VIA_API };
	int64_t u = units[one_of(n_units)], p = n_posts ? posts[one_of(n_posts)] : chief;
	const char *day = no_day[one_of(3)];
	ctx_forget(&cx);
	enum rc rc = RC_OK;
	switch (one_of(16)) {
	case 0: case 1: case 2:
		rc = world_try(&cx, s, who, "unit.add", 0, NULL, FIELDS("code", arena_printf(&a, "%llu", (unsigned long long)(chance() % 5000)).p,
			       "name", word(), "kind", kinds[one_of(5)], "parent", some_unit(), "aliases", one_of(3) ? "甲;乙 ; 丙" : "无"), &r);
		if (rc == RC_OK && n_units < COUNT(units))
			units[n_units++] = r.subject;
		break;
	case 3: rc = world_try(&cx, s, who, "unit.rename", u, NULL, FIELDS("name", word(), day ? "since" : NULL, day), &r); break;
	case 4: rc = world_try(&cx, s, who, "unit.move", u, NULL, FIELDS("parent", some_unit(), "sort_no", one_of(2) ? "3" : "11"), &r); break;
	case 5: rc = world_try(&cx, s, who, "unit.order", u, NULL, FIELDS("sort_no", one_of(2) ? "5" : "500000"), &r); break;
	case 6: rc = world_try(&cx, s, who, "unit.alias", u, NULL, FIELDS("alias", word(), "until", "2026-01-01"), &r); break;
	case 7: rc = world_try(&cx, s, who, "unit.peer", u, NULL, FIELDS("peer_group", word()), &r); break;
	case 8: rc = world_try(&cx, s, who, "unit.member", u, NULL, FIELDS("unit", some_unit()), &r); break;
	case 9: rc = u == units[0] ? RC_OK : world_try(&cx, s, who, "unit.close", u, NULL, FIELDS("on", "2026-06-01", "reason", word()), &r); break;
	case 10:
		rc = world_try(&cx, s, who, "person.add", 0, NULL, FIELDS("unit", some_unit(), "title", word(), one_of(2) ? "login" : NULL,
			       word(), "phone", one_of(2) ? "139" : NULL), &r);
		if (rc == RC_OK && n_posts < COUNT(posts))
			posts[n_posts++] = r.subject;
		break;
	case 11: rc = world_try(&cx, s, who, "person.grant", p, NULL, FIELDS("role", roles[one_of(9)], "unit", some_unit()), &r); break;
	case 12: rc = world_try(&cx, s, who, "person.revoke", p, NULL, FIELDS("role", roles[one_of(9)], "unit", some_unit()), &r); break;
	case 13: rc = world_try(&cx, s, who, "person.hand_over", p, NULL, FIELDS("holder", word(), "phone", "138"), &r); break;
	case 14: rc = world_try(&cx, s, who, "unit.staff", u, NULL, FIELDS("staff", one_of(2) ? "40" : "45", "since", "2024-02-29", "source", "编办文件"), &r); break;
	default: rc = world_try(&cx, s, who, one_of(2) ? "person.disable" : "person.enable", p, NULL, FIELDS("reason", word()), &r); break;
	}
	if (rc == RC_FAILED || rc == RC_BUSY)
		world_die(&cx, "step");
}

static size_t check(struct report *r)
{
	struct corridor c = { .nouns = &world_registry, .may = person_may };
	struct db *db;
	report_init(r);
	ctx_forget(&cx);
	assert_int_equal(store_reader(&cx, s, &db), RC_OK);
	assert_int_equal(rebuild_check(&cx, &c, db, r), RC_OK);
	db_close(db);
	return r->n;
}

static void test_walk(void **state)
{
	(void)state;
	struct report r;
	store_start_writer(s);
	for (int round = 0; round < 8; round++) {
		for (int i = 0; i < 100; i++)
			step();
		if (check(&r))
			print_message("%.*s: %.*s\n", SV_ARG(r.findings->where), SV_ARG(r.findings->text));
		assert_int_equal(r.n, 0);
	}
	assert_int_equal(r.tables, 12);
	assert_true(r.rows > 300);
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	assert_int_equal(r.n, 0);
}

static enum rc run_sql(struct ctx *c, struct db *db, void *arg)
{
	return db_exec(c, db, arg);
}

/* On a connection beside the store's. */
static void sql(const char *text)
{
	struct db *db;
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/bixue.db", dir).p, DB_WRITE, &db), RC_OK);
	if (run_sql(&cx, db, (void *)(uintptr_t)text) != RC_OK)
		fail_msg("%s: %.*s", text, SV_ARG(cx.trail));
	db_close(db);
}

static void test_one_row_of_every_table(void **state)
{
	(void)state;
	static const struct { const char *table, *column; } edits[] = {
		{ "instance", "name" }, { "unit", "name" }, { "unit", "closed" }, { "unit_past", "sort_no" }, { "unit_alias", "until" },
		{ "unit_peer", "since" }, { "unit_member", "until" }, { "unit_staff", "staff" }, { "post", "holder" }, { "post", "disabled" }, { "post_holder", "holder" },
		{ "post_grant", "unit" }, { "erasure", NULL }, { "forgotten", NULL },
	};
	struct report r;
	for (int i = 0; i < 600; i++)
		step();
	int64_t force = world_unit(&cx, s, "tf", "专班", "task_force", units[0]);
	world_act(&cx, s, "unit.member", force, FIELDS("unit", world_no(&a, units[0])));
	for (size_t i = 0; i < COUNT(edits); i++) {
		const char *t = edits[i].table, *c = edits[i].column;
		sql(arena_printf(&a, "CREATE TABLE kept AS SELECT * FROM %s", t).p);
		if (c)
			sql(arena_printf(&a, "UPDATE %s SET %s = coalesce(%s, 0) || '1' WHERE rowid = (SELECT MAX(rowid) FROM %s)", t, c, c, t).p);
		else
			sql(arena_printf(&a, strcmp(t, "erasure") == 0 ? "INSERT INTO %s VALUES (5, 5, 'x', 'x')" : "INSERT INTO %s VALUES ('x', 5, 'x', 'x')", t).p);
		assert_int_equal(check(&r), 1);
		assert_true(sv_starts(r.findings->where, arena_printf(&a, "%s ", t)));
		/* A row too few, and the order of rows does not hide it. */
		sql(arena_printf(&a, "DELETE FROM %s; INSERT INTO %s SELECT * FROM kept ORDER BY random()", t, t).p);
		assert_int_equal(check(&r), 0);
		if (c) {
			sql(arena_printf(&a, "DELETE FROM %s WHERE rowid = (SELECT MIN(rowid) FROM %s)", t, t).p);
			assert_int_equal(check(&r), 1);
			assert_true(sv_starts(r.findings->where, arena_printf(&a, "%s ", t)));
		}
		sql(arena_printf(&a, "DELETE FROM %s; INSERT INTO %s SELECT * FROM kept; DROP TABLE kept", t, t).p);
		assert_int_equal(check(&r), 0);
	}
}

static void test_replaced(void **state)
{
	(void)state;
	struct corridor c = { .nouns = &world_registry, .may = person_may };
	struct report r;
	struct db *db;
	for (int i = 0; i < 200; i++)
		step();
	sql("DELETE FROM unit_past; UPDATE unit SET name = 'x'; DROP TABLE post_grant");
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/bixue.db", dir).p, DB_WRITE, &db), RC_OK);
	report_init(&r);
	assert_int_equal(rebuild_replace(&cx, &c, db, &r), RC_OK);
	db_close(db);
	assert_int_equal(check(&r), 0);
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	assert_int_equal(r.n, 0);
	/* The store goes on over the new tables, with statements that it prepared over the old ones. */
	step();
	assert_int_equal(check(&r), 0);
}

/* A call that fails half way leaves nothing, whatever it did to the tables. */
static enum rc break_off(struct ctx *c, struct db *db, void *arg)
{
	(void)arg;
	TRY(db_exec(c, db, "DROP TABLE unit_alias"));
	TRY(db_exec(c, db, "UPDATE unit SET name = 'x'"));
	return fail_at(c, RC_CONFLICT, "", "test.off", "Enough.");
}

static int64_t still(void *arg)
{
	(void)arg;
	return 1;
}

static void test_call_that_fails(void **state)
{
	(void)state;
	struct corridor c = { .nouns = &world_registry, .may = person_may };
	struct db *db;
	struct report r;
	for (int i = 0; i < 50; i++)
		step();
	assert_int_equal(db_open(&cx, arena_printf(&a, "%s/bixue.db", dir).p, DB_WRITE, &db), RC_OK);
	struct writer *w = writer_new(db, &c, still, NULL);
	ctx_forget(&cx);
	assert_int_equal(writer_call(w, &cx, break_off, NULL), RC_CONFLICT);
	writer_free(w);
	db_close(db);
	assert_int_equal(check(&r), 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_walk), TEST(test_one_row_of_every_table), TEST(test_replaced), TEST(test_call_that_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
