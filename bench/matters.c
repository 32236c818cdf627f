/* 100,000 matters (or as many as the argument says): the ledger's pages and filters, one matter, counts and search,
 * in microseconds of the query alone, wall and CPU (median of 21), beside a bare prepared SELECT of 100 rows of
 * the same table in the same run.  The ratio is of CPU time, which a busy machine disturbs least.  Twice: with every
 * matter just issued, and as after a year (half struck off, reports, dates of issue apart, few with a rare light). */
#include "app/matter/row.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "main/wiring.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { GROUP = 500, RUNS = 21 };
static int matters = 100000;

static double micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double cpu_micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(struct ctx *cx, enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s %s %.*s\n", what, rc_name(rc), cx->faults ? cx->faults->field : "", SV_ARG(cx->faults ? cx->faults->text : SV("")));
	exit(1);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static struct db *db;
static struct scope whole = { .all = true };
static struct day today;

static void q_bare(struct ctx *cx)
{
	static const struct query bare = { "bare", "SELECT * FROM matter WHERE no > $1 ORDER BY no LIMIT 100", 1 };
	enum rc rc;
	struct stmt *st = db_query(db, &bare);
	bind_int(st, 1, matters / 2);
	int64_t sum = 0;
	while (db_step(cx, st, &rc))
		for (int i = 0; i < col_count(st); i++)
			sum += (int64_t)col_sv(st, i, cx->a).n;
	must(cx, rc, "bare");
}

static void list(struct ctx *cx, struct matter_filter f, int64_t after)
{
	struct matter_row *rows;
	size_t n;
	bool more;
	must(cx, matter_list(cx, db, &whole, &f, today, after, 100, &rows, &n, &more), "list");
}

#define ANY .due_from = DAY_NONE, .due_to = DAY_NONE
static void q_first(struct ctx *cx) { list(cx, (struct matter_filter){ ANY }, 0); }
static void q_deep(struct ctx *cx) { list(cx, (struct matter_filter){ ANY }, matters / 10 * 9); }
static void light(struct ctx *cx, enum light l) { list(cx, (struct matter_filter){ .has_light = true, .light = l, ANY }, 0); }
static void q_overdue(struct ctx *cx) { light(cx, LIGHT_OVERDUE); }
static void q_due_soon(struct ctx *cx) { light(cx, LIGHT_DUE_SOON); }
static void q_behind(struct ctx *cx) { light(cx, LIGHT_BEHIND); }
static void q_ahead(struct ctx *cx) { light(cx, LIGHT_AHEAD); }
static void q_one(struct ctx *cx)
{
	struct matter m;
	struct duty *d;
	struct record *r;
	struct moment *t;
	size_t n;
	must(cx, matter_by_no(cx, db, matters / 7 * 3, &m), "get");
	must(cx, matter_duties(cx, db, m.id, &d, &n), "duties");
	must(cx, matter_records(cx, db, m.id, 20, &r, &n), "records");
	must(cx, matter_timeline(cx, db, &m, 50, &t, &n), "timeline");
}
static void counts(struct ctx *cx, struct day on)
{
	struct matter_count c;
	struct matter_filter f = { ANY };
	must(cx, matter_counts(cx, db, &whole, &f, on, &c), "counts");
}
static void q_counts(struct ctx *cx) { counts(cx, today); }
static void q_counts_anew(struct ctx *cx) /* of days that were never asked for: nothing kept helps */
{
	static int turn;
	counts(cx, (struct day){ today.n + ++turn });
}
static void q_chase(struct ctx *cx)
{
	struct chase_row *r;
	size_t n;
	must(cx, matter_overdue(cx, db, &whole, today, 100, &r, &n), "chase");
}
static void q_search(struct ctx *cx)
{
	int64_t *ids;
	size_t n;
	must(cx, matter_search(cx, db, SV("步道"), 100, &ids, &n), "search");
}

static void measure(const char *what, void (*fn)(struct ctx *), double *bare)
{
	double t[RUNS], used[RUNS];
	struct arena a;
	arena_init(&a, (size_t)1 << 30);
	for (int i = 0; i < RUNS + 2; i++) {
		struct ctx cx;
		ctx_init(&cx, &a, 0, LANG_ZH);
		double start = micros(), cpu = cpu_micros();
		fn(&cx);
		if (i >= 2) {
			used[i - 2] = cpu_micros() - cpu;
			t[i - 2] = micros() - start;
		}
		arena_reset(&a);
	}
	arena_release(&a);
	qsort(t, RUNS, sizeof(*t), by_value);
	qsort(used, RUNS, sizeof(*used), by_value);
	if (*bare == 0)
		*bare = used[RUNS / 2];
	printf("%-28s %9.0f %9.0f  (%.0f–%.0f)  %6.2f\n", what, t[RUNS / 2], used[RUNS / 2], used[0], used[RUNS - 1],
	       used[RUNS / 2] / *bare);
}

static void measure_all(const char *title)
{
	double bare = 0;
	printf("\n%-28s %9s %9s  %s\n", title, "wall µs", "CPU µs", "(least–most)   of bare");
	measure("bare SELECT of 100 rows", q_bare, &bare);
	measure("ledger, first 100", q_first, &bare);
	measure("ledger, 100 from far down", q_deep, &bare);
	measure("ledger, 100 overdue", q_overdue, &bare);
	measure("ledger, 100 due soon", q_due_soon, &bare);
	measure("ledger, 100 behind", q_behind, &bare);
	measure("ledger, 100 ahead", q_ahead, &bare);
	measure("chase list of 100", q_chase, &bare);
	measure("one matter with timeline", q_one, &bare);
	measure("counts by state and light", q_counts, &bare);
	measure("the same, counted anew", q_counts_anew, &bare);
	measure("search of two characters", q_search, &bare);
}

static int64_t unit(struct ctx *cx, struct store *s, const char *code, const char *name, const char *kind, int64_t parent)
{
	struct js *f = js_obj(cx->a);
	struct act_answer r;
	js_set_sv(cx->a, f, "code", sv_of(code));
	js_set_sv(cx->a, f, "name", sv_of(name));
	js_set_sv(cx->a, f, "kind", sv_of(kind));
	if (parent)
		js_set_int(cx->a, f, "parent", parent);
	struct act_request rq = { .act = SV("unit.add"), .actor = { .via = VIA_SYSTEM }, .fields = f };
	must(cx, store_act(cx, s, &rq, &r), "unit");
	return r.subject;
}

static void fill(struct store *s, int64_t owner, const int64_t *lead, int n_lead)
{
	static const char *const what[] = { "滨河步道二期亮化", "危房腾退", "农贸市场搬迁", "路灯不亮", "高标准农田", "幼儿园改扩建", "河道清淤", "合同台账缺失" };
	for (int i = 0; i < matters; i += GROUP) {
		struct arena a;
		struct ctx cx;
		arena_init(&a, (size_t)1 << 30);
		ctx_init(&cx, &a, 0, LANG_ZH);
		struct act_request *rq = NEW(&a, struct act_request, GROUP);
		struct act_answer *r = NEW(&a, struct act_answer, GROUP);
		for (int k = 0; k < GROUP; k++) {
			struct js *f = js_obj(&a);
			js_set_sv(&a, f, "kind", SV("task"));
			js_set_sv(&a, f, "title", arena_printf(&a, "%s第%d段", what[(i + k) % 8], i + k));
			js_set_sv(&a, f, "goal", SV("按期完成并通过验收，群众满意"));
			js_set_sv(&a, f, "list", SV("重点工作"));
			js_set_int(&a, f, "owner", owner);
			js_push(js_set(f, "leads", js_arr(&a)), js_int(&a, lead[(i + k) % n_lead]));
			js_set_day(&a, f, "due", (struct day){ today.n - 40 + (i + k) % 300 });
			js_set_bool(&a, f, "issue", true);
			rq[k] = (struct act_request){ .act = SV("matter.draft"), .actor = { .via = VIA_SYSTEM }, .fields = f };
		}
		must(&cx, store_acts(&cx, s, rq, GROUP, r, NULL), "draft");
		arena_release(&a);
	}
}

static void turn_all(struct ctx *cx, struct db *w)
{
	struct arena a;
	arena_init(&a, 1 << 20);
	must(cx, db_exec(cx, w, "BEGIN"), "turns");
	for (int no = 1; no <= matters; no++) {
		struct ctx sub;
		struct matter m;
		ctx_init(&sub, &a, 0, LANG_ZH);
		must(&sub, matter_by_no(&sub, w, no, &m), "get");
		must(&sub, turn_write(&sub, w, &m), "turns");
		arena_reset(&a);
	}
	must(cx, db_exec(cx, w, "COMMIT"), "turns");
	arena_release(&a);
}

/* Straight into the table: hundreds of thousands of acts would take the bench an hour. */
static void a_year_later(struct ctx *cx, const char *path)
{
	struct db *w;
	must(cx, db_open(cx, path, DB_WRITE, &w), "write");
	must(cx, db_exec(cx, w, arena_printf(cx->a,
		"BEGIN; UPDATE matter SET state = CASE WHEN random() & 1 THEN 'closed' WHEN random() & 15 THEN 'active' ELSE 'verifying' END,"
		" issued_at = issued_at - (random() & 127) * 86400000, percent = CASE WHEN random() & 1 THEN (random() & 7) * 5000000 END,"
		" due = CASE WHEN (random() & 127) > 0 THEN %d + (random() & 255) ELSE %d - (random() & 63) END;"
		"UPDATE matter SET started = percent IS NOT NULL, closed_at = CASE state WHEN 'closed' THEN issued_at ELSE 0 END;"
		"UPDATE matter SET due = %d - (random() & 255) WHERE state = 'closed'; COMMIT", today.n + 20, today.n, today.n).p), "a year");
	turn_all(cx, w);
	db_close(w);
}

int main(int argc, char **argv)
{
	if (argc > 1 && (matters = atoi(argv[1]) / GROUP * GROUP) <= 0)
		return 2;
	char dir[] = "/tmp/bixue-bench-XXXXXX";
	struct arena a;
	struct ctx cx;
	struct store *store;
	if (!mkdtemp(dir))
		return 1;
	wire();
	arena_init(&a, (size_t)2 << 30);
	ctx_init(&cx, &a, 0, LANG_ZH);
	struct store_options o = { .dir = arena_printf(&a, "%s/data", dir).p, .nouns = &nouns, .may = person_may, .create = true };
	must(&cx, store_open(&cx, &o, &store), "open");
	today = day_of_instant(store_now(store));
	int64_t county = unit(&cx, store, "c", "甲县", "county", 0), lead[40];
	int64_t office = unit(&cx, store, "o", "督查考核办", "department", county);
	for (int i = 0; i < 40; i++)
		lead[i] = unit(&cx, store, arena_printf(&a, "d%d", i).p, arena_printf(&a, "%d局", i).p, "department", county);
	double start = micros();
	fill(store, office, lead, 40);
	printf("%d matters drafted and issued in %.1f s\n", matters, (micros() - start) / 1e6);
	must(&cx, store_reader(&cx, store, &db), "reader");
	start = micros();
	q_search(&cx);
	printf("the search index was made in %.1f s\n", (micros() - start) / 1e6);
	measure_all("every matter just issued");
	a_year_later(&cx, arena_printf(&a, "%s/data/bixue.db", dir).p);
	unit(&cx, store, "z", "另一局", "department", county); /* the journal goes on, and what was kept is forgotten */
	measure_all("after a year");
	db_close(db);
	store_close(store);
	return system(arena_printf(&a, "rm -rf %s", dir).p);
}
