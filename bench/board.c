/* A board of 500 units, at the end of a year with six entries a unit and month: composing it anew after one new entry, and how
 * long each act of a board holds the one writer, which is what the writer's own thread works for it.  Milliseconds, median of
 * the turns, beside the bare reading of the same entries in the same run. */
#include "app/board/board.h"
#include "app/entry/entry.h"
#include "app/person/person.h"
#include "main/wiring.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { TOWNS = 20, VILLAGES = 25, UNITS = TOWNS * VILLAGES, MONTHS = 12, EACH = 6, RUNS = 15, BOARDS = RUNS / 2 };

static struct store *store;
static struct db *db;
static int64_t county, unit[UNITS], clerk, head, leader, rules, series, period, board;
static const struct actor system_actor = { .via = VIA_SYSTEM };

static double now_ms(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(struct ctx *cx, enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s %s %.*s\n", what, rc_name(rc), cx->faults ? cx->faults->field : "", SV_ARG(cx->faults ? cx->faults->text : SV("")));
	exit(1);
}

/* ---- figures ------------------------------------------------------------------------------------------------- */

struct figure {
	const char *what;
	double wall[RUNS], outside[RUNS], writer[RUNS];
	int n;
};

static double since[3];

/* There are two threads: this one and the writer. */
static void begin(void)
{
	since[0] = now_ms(CLOCK_MONOTONIC);
	since[1] = now_ms(CLOCK_THREAD_CPUTIME_ID);
	since[2] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - since[1];
}

static void end(struct figure *f)
{
	double mine = now_ms(CLOCK_THREAD_CPUTIME_ID);
	f->writer[f->n] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - mine - since[2];
	f->outside[f->n] = mine - since[1];
	f->wall[f->n++] = now_ms(CLOCK_MONOTONIC) - since[0];
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double middle(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	printf(" %7.2f (%5.2f–%6.2f)", v[n / 2], v[0], v[n - 1]);
	return v[n / 2];
}

/* Returns all its CPU. */
static double show(struct figure *f, double bare)
{
	printf("%-38s", f->what);
	middle(f->wall, f->n);
	double all = middle(f->outside, f->n) + middle(f->writer, f->n);
	printf(" %6.2f\n", bare > 0 ? all / bare : 1.0);
	return all;
}

/* ---- the county ------------------------------------------------------------------------------------------------ */

static struct js *fields(struct arena *a, const char *const *kv)
{
	struct js *f = js_obj(a);
	for (; kv[0]; kv += 2)
		js_set_sv(a, f, kv[0], sv_of(kv[1]));
	return f;
}
#define FIELDS(...) fields(cx->a, (const char *const[]){ __VA_ARGS__, NULL })

static const char *id(struct ctx *cx, int64_t n)
{
	return arena_printf(cx->a, "%lld", (long long)n).p;
}

static int64_t act(struct ctx *cx, int64_t post, const char *name, int64_t subject, struct js *f)
{
	static int keys;
	struct act_answer r;
	struct act_request rq = { .act = sv_of(name), .actor = { .post = post, .via = post ? VIA_CLI : VIA_SYSTEM }, .subject = subject, .fields = f,
				  .key = arena_printf(cx->a, "bench-%d", keys++) };
	must(cx, store_act(cx, store, &rq, &r), name);
	return r.subject;
}

static int64_t add_unit(struct ctx *cx, const char *code, const char *name, const char *kind, int64_t parent)
{
	struct js *f = FIELDS("code", code, "name", name, "kind", kind);
	if (parent)
		js_set_int(cx->a, f, "parent", parent);
	return act(cx, 0, "unit.add", 0, f);
}

static int64_t add_post(struct ctx *cx, const char *login, const char *role, const char *holder)
{
	int64_t p = act(cx, 0, "person.add", 0, FIELDS("unit", id(cx, county), "title", "科员", "login", login, "holder", holder));
	act(cx, 0, "person.grant", p, FIELDS("role", role, "unit", id(cx, county)));
	return p;
}

static const char *rule_text(struct ctx *cx)
{
	FILE *f = fopen("rules/chahe.rule", "rb");
	char *p = NEW(cx->a, char, 65536);
	if (!f || fread(p, 1, 65535, f) == 0) {
		fputs("run it where rules/chahe.rule is\n", stderr);
		exit(1);
	}
	fclose(f);
	return p;
}

static void make_county(struct ctx *cx)
{
	county = add_unit(cx, "c", "甲县", "county", 0);
	for (int t = 0; t < TOWNS; t++) {
		int64_t town = add_unit(cx, arena_printf(cx->a, "t%d", t).p, arena_printf(cx->a, "%d乡", t).p, "township", county);
		for (int v = 0; v < VILLAGES; v++)
			unit[t * VILLAGES + v] = add_unit(cx, arena_printf(cx->a, "v%d-%d", t, v).p, arena_printf(cx->a, "%d乡%d村", t, v).p, "village", town);
	}
	clerk = add_post(cx, "clerk", "clerk", "甲");
	head = add_post(cx, "head", "office_head", "乙");
	leader = add_post(cx, "leader", "leader", "丙");
	rules = act(cx, clerk, "ruleset.draft", 0, FIELDS("owner", id(cx, county), "text", rule_text(cx)));
	act(cx, head, "ruleset.adopt", rules, FIELDS("basis_doc", "甲政发〔2022〕9号", "advice_read", "yes"));
	struct ruleset r;
	must(cx, ruleset_get(cx, db, rules, &r), "ruleset");
	series = r.series;
}

static struct js *entry_fields(struct ctx *cx, int u, struct day day, int k)
{
	static const struct { const char *item, *fact; } what[] = {
		{ "会议安排按时完成", "closed_on_time" }, { "会议安排按时完成", "overdue" }, { "督查问题按期整改", "rectified" },
		{ "督查问题按期整改", "not_rectified" }, { "群众诉求满意", "satisfied" }, { "群众诉求满意", "commended" },
	};
	struct js *f = FIELDS("unit", id(cx, unit[u]), "ruleset", id(cx, rules), "item", what[k % 6].item, "fact", what[k % 6].fact, "record", "台账第3页");
	js_set_day(cx->a, f, "day", day);
	return f;
}

static void make_entries(struct day last)
{
	for (int m = MONTHS - 1; m >= 0; m--)
		for (int k = 0; k < EACH; k++) {
			struct arena a;
			struct ctx cx;
			arena_init(&a, (size_t)1 << 30);
			ctx_init(&cx, &a, 0, LANG_ZH);
			struct act_request *rq = NEW(&a, struct act_request, UNITS);
			struct act_answer *r = NEW(&a, struct act_answer, UNITS);
			for (int u = 0; u < UNITS; u++)
				rq[u] = (struct act_request){ .act = SV("entry.post"), .actor = { .post = clerk, .via = VIA_IMPORT },
							      .fields = entry_fields(&cx, u, (struct day){ last.n - m * 28 - (u + k) % 20 }, k + (u + m) % 3) };
			must(&cx, store_acts(&cx, store, rq, UNITS, r, NULL), "entry.post");
			arena_release(&a);
		}
}

/* ---- measuring -------------------------------------------------------------------------------------------------- */

static struct figure bare = { .what = "bare reading of three months' entries" }, fresh = { .what = "composing after one new entry" },
	one = { .what = "an act that posts one entry" }, made = { .what = "board.compose" }, previewed = { .what = "board.preview" },
	approved = { .what = "board.approve" }, published = { .what = "board.publish" };

static struct board_ask ask_of(void)
{
	return (struct board_ask){ .period = period, .ruleset = rules, .kind = SV("village"), .within = county };
}

static void read_bare(struct ctx *cx, struct day from, struct day to)
{
	struct entry *e;
	size_t n;
	begin();
	must(cx, entries_counted(cx, db, series, from, to, INT64_MAX, &e, &n), "entries");
	end(&bare);
}

static void compose_anew(struct ctx *cx, int turn, struct day day)
{
	struct js *f;
	struct board_ask ask = ask_of();
	begin();
	act(cx, clerk, "entry.post", 0, entry_fields(cx, turn, day, turn));
	end(&one);
	begin();
	must(cx, board_prepare(cx, db, &ask, &f), "prepare");
	end(&fresh);
}

static void timed(struct ctx *cx, struct figure *f, int64_t post, const char *name, int64_t subject, struct js *what, int64_t *ret)
{
	begin();
	int64_t made_id = act(cx, post, name, subject, what);
	end(f);
	if (ret)
		*ret = made_id;
}

/* From the composition to the publication, which ends the period's board: so each turn but the last discards it. */
static void one_board(struct ctx *cx, bool last)
{
	struct js *f;
	struct board_ask ask = ask_of();
	must(cx, board_prepare(cx, db, &ask, &f), "prepare");
	timed(cx, &made, clerk, "board.compose", 0, f, &board);
	timed(cx, &previewed, clerk, "board.preview", board, FIELDS("days", "1"), NULL);
	must(cx, store_advance(cx, store, store_now(store) + INT64_C(5) * 86400000), "clock");
	timed(cx, &approved, head, "board.approve", board, js_obj(cx->a), NULL);
	timed(cx, &approved, leader, "board.approve", board, js_obj(cx->a), NULL);
	if (last)
		timed(cx, &published, clerk, "board.publish", board, js_obj(cx->a), NULL);
	else
		act(cx, clerk, "board.discard", board, FIELDS("reason", "重来"));
}

static void turns(void (*fn)(struct ctx *, int), int n)
{
	struct arena a;
	arena_init(&a, (size_t)1 << 30);
	for (int i = 0; i < n; i++) {
		struct ctx cx;
		ctx_init(&cx, &a, 0, LANG_ZH);
		fn(&cx, i);
		arena_reset(&a);
	}
	arena_release(&a);
}

static struct day first_day, last_day;

static void turn_open(struct ctx *cx, int i)
{
	read_bare(cx, (struct day){ first_day.n - 62 }, last_day);
	compose_anew(cx, i, last_day);
}

static void turn_closed(struct ctx *cx, int i)
{
	one_board(cx, i == BOARDS - 1);
}

int main(void)
{
	char dir[] = "/tmp/bixue-bench-XXXXXX";
	struct arena a;
	struct ctx here, *cx = &here;
	struct act_answer r;
	if (!mkdtemp(dir) || !day_parse(SV("2023-02-01"), &first_day) || !day_parse(SV("2023-02-28"), &last_day))
		return 1;
	wire();
	arena_init(&a, (size_t)1 << 30);
	ctx_init(cx, &a, 0, LANG_ZH);
	struct store_options o = { .dir = arena_printf(&a, "%s/data", dir).p, .nouns = &nouns, .may = person_may, .create = true,
				   .simulated_from = instant_of_day((struct day){ last_day.n - 364 }) };
	must(cx, store_open(cx, &o, &store), "open");
	struct act_request init = { .act = SV("instance.init"), .actor = system_actor, .fields = FIELDS("name", "甲县督查考核办", "clock", "simulated") };
	must(cx, store_act(cx, store, &init, &r), "init");
	must(cx, store_reader(cx, store, &db), "reader");
	store_start_writer(store);
	make_county(cx);
	must(cx, store_advance(cx, store, instant_of_day((struct day){ last_day.n + 2 })), "clock");
	period = act(cx, clerk, "period.open", 0, FIELDS("owner", id(cx, county), "name", "2023年2月", "from", "2023-02-01", "to", "2023-02-28", "publish_on", "2023-03-01"));
	make_entries(last_day);
	turns(turn_open, RUNS);
	act(cx, clerk, "period.close", period, js_obj(cx->a));
	turns(turn_closed, BOARDS);
	printf("%d units, %d entries in the year, %d of the period\n\n", UNITS, UNITS * EACH * MONTHS, UNITS * EACH);
	printf("%-38s %-25s %-25s %-25s %s\n", "ms", "wall (least–most)", "CPU outside the writer", "CPU in the writer", "of bare");
	struct figure *all[] = { &one, &fresh, &made, &previewed, &approved, &published };
	double base = show(&bare, 0);
	for (size_t i = 0; i < COUNT(all); i++)
		(void)show(all[i], base);
	db_close(db);
	store_close(store);
	return system(arena_printf(&a, "rm -rf %s", dir).p);
}
