/* Durable acts a second from 1 and from 64 clients, beside bare SQLite commits of one row on the same disk in
 * the same run; then the rate of rebuilding.  Figures are ratios and rates of this run, never a test. */
#include "app/instance/instance.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "store/rebuild.h"
#include "store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun };
static const struct registry nouns = { .nouns = all, .n = COUNT(all) };
static struct store *store;
static int64_t parent;
static int per_thread;

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(struct ctx *cx, enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s %.*s\n", what, rc_name(rc), SV_ARG(cx->faults ? cx->faults->text : SV("")));
	exit(1);
}

static void *client(void *arg)
{
	struct arena a;
	arena_init(&a, 256 << 20);
	for (int i = 0; i < per_thread; i++) {
		struct ctx cx;
		struct act_answer r;
		ctx_init(&cx, &a, 0, LANG_EN);
		struct js *f = js_obj(&a);
		js_set_sv(&a, f, "code", arena_printf(&a, "%d-%d-%d", per_thread, *(int *)arg, i));
		js_set_sv(&a, f, "name", SV("安居村"));
		js_set_sv(&a, f, "kind", SV("village"));
		js_set_int(&a, f, "parent", parent);
		js_set_int(&a, f, "sort_no", 10);
		struct act_request rq = { .act = SV("unit.add"), .actor = { .via = VIA_SYSTEM }, .fields = f };
		must(&cx, store_act(&cx, store, &rq, &r), "unit.add");
		arena_reset(&a);
	}
	arena_release(&a);
	return NULL;
}

static double run(int threads, int each)
{
	pthread_t t[64];
	int id[64];
	per_thread = each;
	double start = seconds();
	for (int i = 0; i < threads; i++) {
		id[i] = i;
		pthread_create(&t[i], NULL, client, &id[i]);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(t[i], NULL);
	return threads * each / (seconds() - start);
}

static double bare_commits(struct ctx *cx, const char *dir, int n)
{
	static const struct query put = { "put", "INSERT INTO t (id, x) VALUES ($1, 'row')", 1 };
	struct db *db;
	must(cx, db_open(cx, arena_printf(cx->a, "%s/bare.db", dir).p, DB_WRITE, &db), "bare");
	must(cx, db_exec(cx, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)"), "bare");
	double start = seconds();
	for (int i = 0; i < n; i++) {
		must(cx, db_begin(cx, db), "bare");
		struct stmt *st = db_query(db, &put);
		bind_int(st, 1, i);
		must(cx, db_run(cx, st), "bare");
		must(cx, db_commit(cx, db), "bare");
	}
	double rate = n / (seconds() - start);
	db_close(db);
	return rate;
}

int main(void)
{
	char dir[] = "/tmp/bixue-bench-XXXXXX";
	struct arena a;
	struct ctx cx;
	if (!mkdtemp(dir))
		return 1;
	arena_init(&a, (size_t)2 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct store_options o = { .dir = arena_printf(&a, "%s/data", dir).p, .nouns = &nouns, .may = person_may, .create = true };
	must(&cx, store_open(&cx, &o, &store), "open");
	struct js *f = js_obj(&a);
	js_set_sv(&a, f, "code", SV("root"));
	js_set_sv(&a, f, "name", SV("商州区"));
	js_set_sv(&a, f, "kind", SV("county"));
	struct act_request rq = { .act = SV("unit.add"), .actor = { .via = VIA_SYSTEM }, .fields = f };
	struct act_answer r;
	must(&cx, store_act(&cx, store, &rq, &r), "root");
	parent = r.subject;
	store_start_writer(store);
	double bare = bare_commits(&cx, dir, 3000);
	double one = run(1, 2000), many = run(64, 1000);
	printf("bare SQLite commits, 1 client   %8.0f /s   1.00\n", bare);
	printf("durable acts, 1 client          %8.0f /s   %.2f\n", one, one / bare);
	printf("durable acts, 64 clients        %8.0f /s   %.2f\n", many, many / bare);
	struct db *db;
	struct report rep;
	struct corridor c = { .nouns = &nouns, .may = person_may };
	must(&cx, store_reader(&cx, store, &db), "reader");
	report_init(&rep);
	double start = seconds();
	must(&cx, rebuild_check(&cx, &c, db, &rep), "rebuild");
	printf("rebuild --check                 %8.0f acts/s  (%lld acts, %zu differences)\n", (double)rep.acts / (seconds() - start),
	       (long long)rep.acts, rep.n);
	db_close(db);
	store_close(store);
	char rm[64];
	snprintf(rm, sizeof(rm), "rm -rf %s", dir);
	return system(rm);
}
