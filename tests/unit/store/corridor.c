/* What the corridor promises of every act, tried on units, posts and on a noun made for this test. */
#include "../../store/world.h"

#include <pthread.h>
#include <setjmp.h>

#include <cmocka.h>

/* ---- a noun whose acts misbehave in every way ----------------------------------------------------------- */

static const struct table_def thing_tables[] = {
	{ "thing", TABLE_PROJECTION, "CREATE TABLE thing (id @int PRIMARY KEY, word @text NOT NULL, at @int NOT NULL) @end", "id" },
};
static const size_t thing_tables_n = 1;
static const struct query thing_put = { "thing_put", "INSERT INTO thing (id, word, at) VALUES ($1, $2, $3)", 3 };

static const struct field word_fields[] = { { .name = "word", .type = FIELD_LINE, .required = true, .max = 200, .label = "Word" } };

static enum rc make_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			   int64_t *subject)
{
	(void)state;
	*subject = fresh_id(fresh);
	js_set_sv(cx->a, facts, "word", field_sv(&in->fields, "word"));
	if (sv_is(field_sv(&in->fields, "word"), "glutton"))
		for (;;)
			(void)arena_alloc(cx->a, 1, 4096, 8);
	return RC_OK;
}

static enum rc make_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	struct stmt *st = db_query(db, &thing_put);
	bind_int(st, 1, row->subject);
	bind_sv(st, 2, js_get_sv(facts, "word"));
	bind_int(st, 3, row->at);
	TRY(db_run(cx, st));
	/* Written already, and then refused. */
	return sv_is(js_get_sv(facts, "word"), "half") ? fail_at(cx, RC_CONFLICT, "word", "test.half", "Half way.") : RC_OK;
}

/* Counts the things, slowly.  While it does, somebody else is at work `busy` times. */
static int prepared, alone, busy;
static void (*at_work)(void);
static const struct query thing_count = { "thing_count", "SELECT COUNT(*) FROM thing", 0 };

static enum rc count_prepare(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_ahead)
{
	(void)in;
	enum rc rc;
	int64_t *n = NEW(cx->a, int64_t, 1);
	prepared++;
	struct stmt *st = db_query(db, &thing_count);
	while (db_step(cx, st, &rc))
		*n = col_int(st, 0);
	*ret_ahead = n;
	if (busy-- > 0)
		at_work();
	return rc;
}

static enum rc count_load(struct ctx *cx, struct db *db, const struct act_in *in, void **ret_state, struct target *ret)
{
	(void)ret;
	if (in->ahead) {
		*ret_state = (void *)(uintptr_t)in->ahead;
		return RC_OK;
	}
	alone++;
	prepared--;
	return count_prepare(cx, db, in, ret_state);
}

static enum rc count_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts,
			    int64_t *subject)
{
	(void)in;
	*subject = fresh_id(fresh);
	js_set_int(cx->a, facts, "things", *(const int64_t *)state);
	return RC_OK;
}

static enum rc count_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)cx, (void)db, (void)row, (void)facts;
	return RC_OK;
}

static const char *const count_reads[] = { "thing", NULL };

static const struct act_def thing_acts[] = {
	{ .name = "thing.count", .version = 1, .label = "Count", .who = { { ROLE_SYSTEM, AT_ANY } }, .creates = true,
	  .prepare = count_prepare, .reads = count_reads, .load = count_load, .decide = count_decide, .apply = count_apply },
	{ .name = "thing.make", .version = 1, .label = "Make", .fields = word_fields, .n_fields = 1, .who = { { ROLE_SYSTEM, AT_ANY } },
	  .creates = true, .decide = make_decide, .apply = make_apply },
};
static const struct noun thing_noun = { .name = "thing", .label = "Things", .acts = thing_acts, .n_acts = COUNT(thing_acts), .tables = thing_tables,
					.n_tables = &thing_tables_n };
static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun, &thing_noun };
static const struct registry registry = { .nouns = all, .n = COUNT(all) };

/* ---- a store for each test ------------------------------------------------------------------------------- */

static struct arena a;
static struct ctx cx;
static struct store *s;
static struct db *db;
static const char *dir;
static int64_t county, clerk;

static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	dir = world_dir("corridor");
	if (world_open(&cx, dir, &registry, person_may, true, &s) != RC_OK || store_reader(&cx, s, &db) != RC_OK)
		world_die(&cx, "open");
	county = world_unit(&cx, s, "county", "甲县", "county", 0);
	clerk = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "login", "clerk"));
	world_act(&cx, s, "person.grant", clerk, FIELDS("role", "clerk", "unit", world_no(&a, county)));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	struct report r;
	/* Whatever a test did: the journal and the tables still tell the same. */
	assert_int_equal(world_verify(&cx, s, person_may, &r), RC_OK);
	for (const struct finding *f = r.findings; f; f = f->next)
		print_message("%.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
	assert_int_equal(r.n, 0);
	db_close(db);
	store_close(s);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

static int64_t count(const char *table)
{
	static struct query q[16];
	static int n;
	enum rc rc;
	int64_t v = -1;
	struct query *mine = &q[n++ % 16];
	*mine = (struct query){ table, arena_printf(&a, "SELECT COUNT(*) FROM %s", table).p, 0 };
	/* A connection of its own: queries are remembered by address. */
	struct db *own;
	assert_int_equal(store_reader(&cx, s, &own), RC_OK);
	struct stmt *st = db_query(own, mine);
	while (db_step(&cx, st, &rc))
		v = col_int(st, 0);
	assert_int_equal(rc, RC_OK);
	db_close(own);
	return v;
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

static enum rc try_as(struct actor actor, const char *act, int64_t subject, const char *key, const char *const *kv, struct act_answer *r)
{
	ctx_forget(&cx);
	return world_try(&cx, s, actor, act, subject, key, kv, r);
}
#define TRY_ACT(act, subject, key, r, ...) try_as(world_system, act, subject, key, FIELDS(__VA_ARGS__), r)

static bool said(const char *id)
{
	return cx.faults && strcmp(cx.faults->id, id) == 0;
}

/* ---- what is prepared outside the writer --------------------------------------------------------------------- */

static void rename_county(void)
{
	world_act(&cx, s, "unit.rename", county, FIELDS("name", world_no(&a, prepared)));
}

static void make_thing(void)
{
	world_act(&cx, s, "thing.make", 0, FIELDS("word", "another"));
}

static int64_t counted(int times_busy, void (*at)(void))
{
	struct act_answer r;
	prepared = alone = 0;
	busy = times_busy;
	at_work = at;
	ctx_forget(&cx);
	assert_int_equal(world_try(&cx, s, world_system, "thing.count", 0, NULL, NULL, &r), RC_OK);
	assert_null(cx.faults);
	return js_get_int(r.facts, "things", -1);
}

static void test_prepared_outside(void **state)
{
	(void)state;
	assert_int_equal(counted(0, NULL), 0);
	assert_true(prepared == 1 && alone == 0);
	assert_int_equal(counted(1, rename_county), 0); /* nothing that it rests on */
	assert_true(prepared == 1 && alone == 0);
}

/* The state that is decided on is never an old one; nor does an act wait for ever for a quiet moment. */
static void test_prepared_again(void **state)
{
	(void)state;
	/* Its own kind of act ends what was prepared as well. */
	assert_int_equal(counted(1, make_thing), 1);
	assert_true(prepared == 2 && alone == 0);
	assert_int_equal(counted(3, make_thing), 4);
	assert_true(prepared == 3 && alone == 1);
}

/* ---- idempotency ------------------------------------------------------------------------------------------- */

static void test_same_key_same_answer(void **state)
{
	(void)state;
	struct act_answer x, y;
	assert_int_equal(TRY_ACT("unit.add", 0, "k1", &x, "code", "c1", "name", "一村", "kind", "village"), RC_OK);
	int64_t rows = count("journal");
	assert_int_equal(TRY_ACT("unit.add", 0, "k1", &y, "code", "c1", "name", "一村", "kind", "village"), RC_OK);
	assert_true(y.repeated && !x.repeated);
	assert_int_equal(x.seq, y.seq);
	assert_int_equal(x.at, y.at);
	assert_int_equal(x.subject, y.subject);
	assert_string_equal(arena_cstr(&a, js_get_sv(y.facts, "path")), arena_cstr(&a, js_get_sv(x.facts, "path")));
	assert_int_equal(count("journal"), rows);
	assert_int_equal(count("unit"), 2);
}

static void test_same_key_other_request(void **state)
{
	(void)state;
	struct act_answer x;
	assert_int_equal(TRY_ACT("unit.add", 0, "k1", &x, "code", "c1", "name", "一村", "kind", "village"), RC_OK);
	int64_t rows = count("journal");
	assert_int_equal(TRY_ACT("unit.add", 0, "k1", &x, "code", "c1", "name", "二村", "kind", "village"), RC_CONFLICT);
	assert_true(said("act.key"));
	assert_int_equal(TRY_ACT("thing.make", 0, "k1", &x, "word", "c1"), RC_CONFLICT);
	assert_int_equal(TRY_ACT("unit.alias", county, "k2", &x, "alias", "甲"), RC_OK);
	assert_int_equal(TRY_ACT("unit.alias", x.subject + 1, "k2", &x, "alias", "甲"), RC_CONFLICT); /* another subject */
	assert_int_equal(count("journal"), rows + 1);
	/* Another actor's key is another key. */
	assert_int_equal(try_as((struct actor){ .post = clerk }, "unit.add", 0, "k1",
				FIELDS("code", "c2", "name", "二村", "kind", "village", "parent", world_no(&a, county)), &x), RC_OK);
	assert_false(x.repeated);
}

static void test_key_and_personal_fields(void **state)
{
	(void)state;
	struct act_answer x, y;
	const char *unit = world_no(&a, county);
	assert_int_equal(TRY_ACT("person.add", 0, "k1", &x, "unit", unit, "title", "岗", "phone", "13900000001"), RC_OK);
	assert_int_equal(facts_kept(), 1);
	assert_int_equal(TRY_ACT("person.add", 0, "k1", &y, "unit", unit, "title", "岗", "phone", "13900000001"), RC_OK);
	assert_true(y.repeated);
	assert_int_equal(x.seq, y.seq);
	/* The answer speaks of the first sealing; the second one is not left lying about. */
	assert_string_equal(arena_cstr(&a, js_get_sv(x.facts, "phone")), arena_cstr(&a, js_get_sv(y.facts, "phone")));
	assert_int_equal(facts_kept(), 1);
	assert_int_equal(TRY_ACT("person.add", 0, "k1", &y, "unit", unit, "title", "另", "phone", "13900000001"), RC_CONFLICT);
	assert_int_equal(facts_kept(), 1);
}

static void test_form_of_keys(void **state)
{
	(void)state;
	struct act_answer x;
	char longest[102];
	memset(longest, 'x', sizeof(longest));
	longest[101] = 0;
	assert_int_equal(TRY_ACT("unit.alias", county, longest, &x, "alias", "甲"), RC_INVALID);
	longest[100] = 0;
	assert_int_equal(TRY_ACT("unit.alias", county, longest, &x, "alias", "甲"), RC_OK);
	assert_int_equal(TRY_ACT("unit.alias", county, "", &x, "alias", "甲"), RC_INVALID);
	assert_int_equal(TRY_ACT("unit.alias", county, "\xff", &x, "alias", "甲"), RC_INVALID);
}

/* ---- basis ------------------------------------------------------------------------------------------------- */

static enum rc with_basis(const char *act, int64_t basis, const char *const *kv, struct act_answer *r)
{
	struct act_request rq = { .act = sv_of(act), .actor = world_system, .subject = county, .basis = basis,
				  .fields = world_fields(&a, kv) };
	ctx_forget(&cx);
	return store_act(&cx, s, &rq, r);
}

static void test_stale_basis(void **state)
{
	(void)state;
	struct act_answer first, x;
	assert_int_equal(TRY_ACT("unit.alias", county, NULL, &first, "alias", "甲"), RC_OK);
	assert_int_equal(TRY_ACT("unit.alias", county, NULL, &x, "alias", "乙"), RC_OK);
	int64_t rows = count("journal");
	assert_int_equal(with_basis("unit.rename", first.seq, FIELDS("name", "乙县"), &x), RC_CONFLICT);
	assert_true(said("act.stale"));
	assert_int_equal(count("journal"), rows);
	assert_int_equal(with_basis("unit.alias", first.seq, FIELDS("alias", "丙"), &x), RC_OK); /* not strict */
	assert_int_equal(with_basis("unit.rename", x.seq, FIELDS("name", "乙县"), &x), RC_OK);
	assert_int_equal(with_basis("unit.rename", 0, FIELDS("name", "丙县"), &x), RC_OK);
}

/* ---- refusals ---------------------------------------------------------------------------------------------- */

static void test_refusal_leaves_nothing(void **state)
{
	(void)state;
	struct act_answer x;
	struct digest before, after;
	int64_t rows = count("journal"), n, things = count("thing"), last, at, last2;
	struct table_def unit = { .name = "unit", .key = "id" };
	assert_int_equal(table_digest(&cx, db, &unit, &before, &n), RC_OK);
	assert_int_equal(journal_last_seq(&cx, db, &last, &at), RC_OK);
	/* decide refuses; fields refuse; rights refuse; apply refuses after it wrote. */
	assert_int_equal(TRY_ACT("unit.add", 0, NULL, &x, "code", "county", "name", "又", "kind", "village"), RC_CONFLICT);
	assert_int_equal(TRY_ACT("unit.add", 0, NULL, &x, "code", "c9", "name", "又", "kind", "planet"), RC_INVALID);
	assert_int_equal(try_as((struct actor){ .post = clerk }, "person.disable", clerk, NULL, FIELDS("reason", "x"), &x), RC_DENIED);
	assert_int_equal(TRY_ACT("thing.make", 0, NULL, &x, "word", "half"), RC_CONFLICT);
	assert_int_equal(TRY_ACT("nothing.here", 0, NULL, &x, NULL), RC_NOT_FOUND);
	assert_int_equal(TRY_ACT("unit.rename", 987654321, NULL, &x, "name", "x"), RC_NOT_FOUND);
	assert_int_equal(TRY_ACT("person.add", 0, NULL, &x, "unit", world_no(&a, county), "title", "岗", "login", "clerk", "phone", "139"), RC_CONFLICT);
	assert_int_equal(facts_kept(), 0);
	assert_int_equal(count("journal"), rows);
	assert_int_equal(count("payload"), rows);
	assert_int_equal(count("thing"), things);
	assert_int_equal(table_digest(&cx, db, &unit, &after, &n), RC_OK);
	assert_true(digest_eq(&before, &after));
	/* The next act takes the next number: a refusal leaves no gap. */
	assert_int_equal(TRY_ACT("thing.make", 0, NULL, &x, "word", "whole"), RC_OK);
	assert_int_equal(journal_last_seq(&cx, db, &last2, &at), RC_OK);
	assert_int_equal(last2, last + 1);
	assert_int_equal(x.seq, last + 1);
}

static void test_undeclared_fields(void **state)
{
	(void)state;
	struct act_answer x;
	assert_int_equal(TRY_ACT("unit.alias", county, NULL, &x, "alias", "甲", "colour", "red"), RC_INVALID);
	assert_true(said("field.unknown"));
	assert_int_equal(TRY_ACT("unit.alias", county, NULL, &x, "alias", "甲", "_via", "web"), RC_INVALID);
	assert_int_equal(TRY_ACT("unit.alias", 0, NULL, &x, "alias", "甲"), RC_INVALID);     /* it takes a subject */
	assert_int_equal(TRY_ACT("thing.make", county, NULL, &x, "word", "x"), RC_INVALID);  /* and this one does not */
}

static void test_several_are_all_or_none(void **state)
{
	(void)state;
	struct act_request rq[4];
	struct act_answer r[4];
	size_t failed = 99;
	int64_t rows = count("journal");
	for (int i = 0; i < 4; i++)
		rq[i] = (struct act_request){ .act = SV("thing.make"), .actor = world_system,
					      .fields = world_fields(&a, FIELDS("word", i == 2 ? "half" : "whole")) };
	ctx_forget(&cx);
	assert_int_equal(store_acts(&cx, s, rq, 4, r, &failed), RC_CONFLICT);
	assert_int_equal(failed, 2);
	assert_int_equal(count("journal"), rows);
	assert_int_equal(count("thing"), 0);
	rq[2].fields = rq[0].fields;
	ctx_forget(&cx);
	assert_int_equal(store_acts(&cx, s, rq, 4, r, &failed), RC_OK);
	assert_int_equal(count("journal"), rows + 4);
	for (int i = 1; i < 4; i++)
		assert_int_equal(r[i].seq, r[i - 1].seq + 1);
}

/* ---- ids and time ------------------------------------------------------------------------------------------ */

static int by_number(const void *x, const void *y)
{
	int64_t p = *(const int64_t *)x, q = *(const int64_t *)y;
	return p < q ? -1 : p > q;
}

static void test_ids(void **state)
{
	(void)state;
	int64_t id[300];
	for (size_t i = 0; i < COUNT(id); i++) {
		struct act_answer x;
		assert_int_equal(TRY_ACT("thing.make", 0, NULL, &x, "word", "whole"), RC_OK);
		id[i] = x.subject;
		assert_true(x.subject >= ids_of_seq(x.seq) && x.subject < ids_of_seq(x.seq + 1));
	}
	qsort(id, COUNT(id), sizeof(*id), by_number);
	for (size_t i = 1; i < COUNT(id); i++)
		assert_true(id[i - 1] < id[i]);
}

static enum rc allow(struct ctx *c, struct db *d, const struct act_in *in, const struct target *t)
{
	(void)c, (void)d, (void)in, (void)t;
	return RC_OK;
}

/* The corridor alone, on a clock that jumps about. */
static void test_time_never_goes_back(void **state)
{
	(void)state;
	static const int64_t clock[] = { 1000, 5000, 4000, 4999, 0, -7, 6000, 5999 };
	struct db *mem;
	struct corridor c = { .nouns = &registry, .may = allow };
	int64_t last = 0;
	assert_int_equal(db_open(&cx, "", DB_MEMORY, &mem), RC_OK);
	assert_int_equal(store_schema(&cx, mem, &registry), RC_OK);
	assert_int_equal(db_begin(&cx, mem), RC_OK);
	for (size_t i = 0; i < COUNT(clock); i++) {
		struct act_answer x;
		struct act_request rq = { .act = SV("thing.make"), .actor = world_system, .fields = world_fields(&a, FIELDS("word", "x")) };
		cx.now = clock[i];
		assert_int_equal(corridor_run(&cx, &c, mem, &rq, &x), RC_OK);
		assert_true(x.at >= last);
		assert_int_equal(x.at, clock[i] > last ? clock[i] : last);
		last = x.at;
	}
	db_rollback(mem);
	db_close(mem);
}

static void test_simulated_clock(void **state)
{
	(void)state;
	int64_t now = store_now(s);
	assert_true(store_simulated(s));
	assert_int_equal(store_advance(&cx, s, now - 1000), RC_INVALID);
	assert_int_equal(store_advance(&cx, s, now + 86400000), RC_OK);
	struct act_answer x;
	assert_int_equal(TRY_ACT("thing.make", 0, NULL, &x, "word", "x"), RC_OK);
	assert_true(x.at >= now + 86400000);
}

/* ---- the writer -------------------------------------------------------------------------------------------- */

enum { THREADS = 16, EACH = 40 };
static int64_t got[THREADS][EACH];

static void *one_client(void *arg)
{
	size_t me = (size_t)(uintptr_t)arg;
	struct arena mine;
	arena_init(&mine, 64 << 20);
	for (size_t i = 0; i < EACH; i++) {
		struct ctx c;
		struct act_answer r;
		ctx_init(&c, &mine, 0, LANG_EN);
		const char *word = arena_printf(&mine, "%zu.%zu", me, i).p;
		/* Every seventh is refused, in the middle of a group. */
		bool half = i % 7 == 3;
		enum rc rc = world_try(&c, s, world_system, "thing.make", 0, NULL, FIELDS("word", half ? "half" : word), &r);
		got[me][i] = half ? (rc == RC_CONFLICT ? 0 : -1) : rc == RC_OK ? r.seq : -1;
		arena_reset(&mine);
	}
	arena_release(&mine);
	return NULL;
}

static void test_group_commit(void **state)
{
	(void)state;
	pthread_t t[THREADS];
	int64_t first, at, last, acts = 0;
	struct journal_row *rows;
	size_t n;
	assert_int_equal(journal_last_seq(&cx, db, &first, &at), RC_OK);
	store_start_writer(s);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, one_client, (void *)(uintptr_t)i), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(journal_read(&cx, db, first, 10000, &rows, &n), RC_OK);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].seq, first + 1 + (int64_t)i); /* no gap */
	for (size_t i = 0; i < THREADS; i++)
		for (size_t k = 0; k < EACH; k++) {
			assert_true(got[i][k] >= 0);
			if (got[i][k] == 0)
				continue;
			acts++;
			struct js *facts = journal_facts(&a, &rows[got[i][k] - first - 1]);
			assert_string_equal(arena_cstr(&a, js_get_sv(facts, "word")), arena_printf(&a, "%zu.%zu", i, k).p);
		}
	assert_int_equal(n, acts);
	assert_int_equal(journal_last_seq(&cx, db, &last, &at), RC_OK);
	assert_int_equal(last, first + acts);
}

/* A request that fills its arena is refused on the writer's thread; its neighbours and the caller's own jump are left alone. */
static void test_full_arena(void **state)
{
	(void)state;
	struct arena small;
	struct ctx c;
	struct act_answer r;
	jmp_buf own;
	int64_t rows = count("journal");
	store_start_writer(s);
	arena_init(&small, 1 << 20);
	ctx_init(&c, &small, 0, LANG_EN);
	if (setjmp(own) != 0)
		fail_msg("the writer jumped into its caller");
	small.full = &own;
	assert_int_equal(world_try(&c, s, world_system, "thing.make", 0, NULL, FIELDS("word", "glutton"), &r), RC_LIMIT);
	assert_ptr_equal(small.full, &own);
	arena_release(&small);
	assert_int_equal(count("journal"), rows);
	assert_int_equal(TRY_ACT("thing.make", 0, NULL, &r, "word", "whole"), RC_OK);
	assert_int_equal(count("journal"), rows + 1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_same_key_same_answer), TEST(test_same_key_other_request), TEST(test_key_and_personal_fields),
		TEST(test_form_of_keys), TEST(test_stale_basis), TEST(test_refusal_leaves_nothing), TEST(test_undeclared_fields),
		TEST(test_several_are_all_or_none), TEST(test_ids), TEST(test_time_never_goes_back), TEST(test_simulated_clock),
		TEST(test_group_commit), TEST(test_full_arena), TEST(test_prepared_outside), TEST(test_prepared_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
