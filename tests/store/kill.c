/* Kill -9 at random moments: a child owns the store and does acts from several threads, telling each answer through a
 * pipe as soon as it has it; the parent kills it after 2 to 27 ms, opens the store and checks that nothing
 * acknowledged is lost, nothing is there twice, and nothing of a sealed fact is left over; then it sends every
 * request again with its key, after which each act must be there once.  verify must be clean each time.
 *
 *	kill [KILLS [SEED]]       exit 1 when something was lost or doubled
 *	kill --control            a child that tells before it commits must be caught
 *
 * A store is used for LIVES kills, then a new one is begun. */
#include "world.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { THREADS = 4, LIVES = 50, UNITS = 4, PLANS = 40000 };

/* What a thread sends: everything follows from the key's number, so that the parent can send it again. */
struct plan {
	uint32_t no;
	int64_t subject;       /* answer: 0 until known */
	int64_t seq;
};

struct told {
	uint32_t no;
	int32_t pad;
	int64_t seq, subject;
};

static int64_t county, posts[UNITS];
static bool too_early;     /* the control */

static const char *kind_of(uint32_t no)
{
	static const char *const kinds[] = { "unit.add", "unit.alias", "person.add", "person.set_password", "unit.rename", "person.grant" };
	return kinds[no % COUNT(kinds)];
}

static struct sv hash_of_no(struct arena *a, uint32_t no)
{
	return arena_printf(a, "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$%u", no);
}

static void request(struct arena *a, uint32_t no, struct act_request *rq)
{
	const char *n = world_no(a, no), *unit = world_no(a, county);
	const char *kind = kind_of(no);
	*rq = (struct act_request){ .act = sv_of(kind), .actor = world_system, .key = arena_printf(a, "k%s", n) };
	if (strcmp(kind, "unit.add") == 0) {
		rq->fields = world_fields(a, FIELDS("code", n, "name", arena_printf(a, "村%s", n).p, "kind", "village", "parent", unit));
	} else if (strcmp(kind, "unit.alias") == 0) {
		rq->subject = county;
		rq->fields = world_fields(a, FIELDS("alias", arena_printf(a, "别名%s", n).p));
	} else if (strcmp(kind, "unit.rename") == 0) {
		rq->subject = county;
		rq->fields = world_fields(a, FIELDS("name", arena_printf(a, "县%s", n).p));
	} else if (strcmp(kind, "person.add") == 0) {
		rq->fields = world_fields(a, FIELDS("unit", unit, "title", "联络员", "login", arena_printf(a, "l%s", n).p, "phone", arena_printf(a, "139%s", n).p));
	} else if (strcmp(kind, "person.grant") == 0) {
		rq->subject = posts[no % UNITS];
		rq->fields = world_fields(a, FIELDS("role", "liaison", "unit", unit));
	} else {
		struct sv c = credential_commitment(a, hash_of_no(a, no), SV_NONE);
		rq->subject = posts[no % UNITS];
		rq->fields = world_fields(a, FIELDS("commitment", arena_cstr(a, c)));
	}
}

static enum rc send_one(struct ctx *cx, struct store *s, uint32_t no, struct act_answer *ret)
{
	struct act_request rq;
	request(cx->a, no, &rq);
	if (sv_is(rq.act, "person.set_password"))
		TRY(credential_set(cx, store_secrets(s), rq.subject, hash_of_no(cx->a, no), SV_NONE));
	return store_act(cx, s, &rq, ret);
}

/* ---- the child -------------------------------------------------------------------------------------------- */

struct worker {
	struct store *s;
	int fd;
	uint32_t first;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	struct arena a;
	arena_init(&a, 64 << 20);
	for (uint32_t no = w->first;; no += THREADS) {
		struct ctx cx;
		struct act_answer r = { 0 };
		struct told t = { .no = no, .seq = -1 };
		ctx_init(&cx, &a, 0, LANG_EN);
		if (too_early && write(w->fd, &t, sizeof(t)) != sizeof(t))
			_exit(3);
		if (send_one(&cx, w->s, no, &r) != RC_OK) {
			fprintf(stderr, "act %u: %.*s\n", no, SV_ARG(cx.faults ? cx.faults->text : cx.trail));
			_exit(2);
		}
		t.seq = r.seq;
		t.subject = r.subject;
		if (!too_early && write(w->fd, &t, sizeof(t)) != sizeof(t))
			_exit(3);
		arena_reset(&a);
	}
	return NULL;
}

static void child(const char *dir, int fd, uint32_t first)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	pthread_t t[THREADS];
	struct worker w[THREADS];
	arena_init(&a, 64 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &world_registry, person_may, false, &s) != RC_OK)
		world_die(&cx, "child: open");
	store_start_writer(s);
	struct told ready = { .no = UINT32_MAX };
	if (write(fd, &ready, sizeof(ready)) != sizeof(ready))
		_exit(3);
	for (uint32_t i = 0; i < THREADS; i++) {
		w[i] = (struct worker){ s, fd, first + i };
		pthread_create(&t[i], NULL, work, &w[i]);
	}
	for (;;)
		pause();
}

/* ---- the parent ------------------------------------------------------------------------------------------- */

static struct plan plan[PLANS];
static uint32_t n_plans;           /* numbers that may have been sent in this store's life */
static long kills, acked, unacked_there, repeated;

static struct journal_row *journal_all(struct ctx *cx, struct store *s, size_t *ret_n)
{
	struct db *db;
	struct journal_row *rows;
	if (store_reader(cx, s, &db) != RC_OK || journal_read(cx, db, 0, PLANS + 1000, &rows, ret_n) != RC_OK)
		world_die(cx, "reading the journal");
	db_close(db);
	return rows;
}

/* Every request of this life against the journal; `all`: each must be there. */
static int compare(struct ctx *cx, struct store *s, bool all)
{
	size_t n;
	struct journal_row *rows = journal_all(cx, s, &n);
	int64_t *at = NEW(cx->a, int64_t, n_plans + 1);
	int bad = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t no;
		if (!rows[i].key.p || rows[i].key.p[0] != 'k' || !sv_int(sv_from(rows[i].key, 1), &no))
			continue;
		if (no >= n_plans || at[no]) {
			printf("DOUBLED or from nowhere: key k%lld, row %lld\n", (long long)no, (long long)rows[i].seq);
			bad++;
			continue;
		}
		at[no] = rows[i].seq;
	}
	for (uint32_t no = 0; no < n_plans; no++) {
		if (plan[no].seq && !at[no]) {
			printf("LOST: key k%u was acknowledged\n", no);
			bad++;
		} else if (plan[no].seq > 0 && at[no] != plan[no].seq) {
			printf("MOVED: key k%u was acknowledged as row %lld and is row %lld\n", no, (long long)plan[no].seq, (long long)at[no]);
			bad++;
		} else if (all && !at[no]) {
			printf("MISSING after it was sent again: key k%u\n", no);
			bad++;
		} else if (!all && !plan[no].seq && at[no]) {
			unacked_there++;
		}
	}
	return bad;
}

/* One row for each unit and post that was asked for, by name. */
static int count_rows(struct ctx *cx, struct store *s)
{
	static const struct query units = { "count_units", "SELECT COUNT(*) FROM unit WHERE name LIKE '村%'", 0 };
	static const struct query logins = { "count_posts", "SELECT COUNT(*) FROM post WHERE login LIKE 'l%'", 0 };
	struct db *db;
	enum rc rc;
	int64_t want_units = 0, want_posts = 0, got_units = 0, got_posts = 0;
	for (uint32_t no = 0; no < n_plans; no++) {
		want_units += strcmp(kind_of(no), "unit.add") == 0;
		want_posts += strcmp(kind_of(no), "person.add") == 0;
	}
	if (store_reader(cx, s, &db) != RC_OK)
		world_die(cx, "reader");
	struct stmt *st = db_query(db, &units);
	while (db_step(cx, st, &rc))
		got_units = col_int(st, 0);
	st = db_query(db, &logins);
	while (db_step(cx, st, &rc))
		got_posts = col_int(st, 0);
	db_close(db);
	if (got_units == want_units && got_posts == want_posts)
		return 0;
	printf("ROWS: %lld units of %lld, %lld posts of %lld\n", (long long)got_units, (long long)want_units, (long long)got_posts, (long long)want_posts);
	return 1;
}

static int verify(struct ctx *cx, struct store *s)
{
	struct report r;
	if (world_verify(cx, s, person_may, &r) != RC_OK)
		world_die(cx, "verify");
	for (const struct finding *f = r.findings; f; f = f->next)
		printf("VERIFY: %.*s: %.*s\n", SV_ARG(f->where), SV_ARG(f->text));
	return (int)r.n;
}

/* Opens after the kill, checks, sends everything again, checks again.  `resend` false: only looks. */
static int check(const char *dir, bool resend)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &world_registry, person_may, false, &s) != RC_OK)
		world_die(&cx, "open after kill");
	int bad = compare(&cx, s, false);
	if (kills % 4 == 0)
		bad += verify(&cx, s);
	for (uint32_t no = 0; no < n_plans && resend; no++) {
		struct act_answer r;
		if (plan[no].subject)
			continue; /* known to be there: sent again already */
		if (send_one(&cx, s, no, &r) != RC_OK)
			world_die(&cx, "sending again");
		repeated += r.repeated;
		if (plan[no].seq > 0 && r.seq != plan[no].seq) {
			printf("ANSWER: key k%u was row %lld and is answered as row %lld\n", no, (long long)plan[no].seq, (long long)r.seq);
			bad++;
		}
		plan[no].seq = r.seq;
		plan[no].subject = r.subject;
	}
	if (resend)
		bad += compare(&cx, s, true) + count_rows(&cx, s);
	if (kills % 4 == 1)
		bad += verify(&cx, s);
	store_close(s);
	arena_release(&a);
	return bad;
}

static int begin(const char *dir)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	world_remove(dir);
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &world_registry, person_may, true, &s) != RC_OK)
		world_die(&cx, "new store");
	county = world_unit(&cx, s, "county", "甲县", "county", 0);
	for (int i = 0; i < UNITS; i++)
		posts[i] = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员"));
	store_close(s);
	arena_release(&a);
	n_plans = 0;
	memset(plan, 0, sizeof(plan));
	return 0;
}

static uint64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void note(const struct told *t)
{
	if (t->no == UINT32_MAX)
		return;
	if (t->no >= PLANS)
		BUG("more than %d requests in one life", PLANS);
	plan[t->no].seq = t->seq;
	acked++;
	/* Every thread may have sent one more than it told. */
	if (t->no + THREADS + 1 > n_plans)
		n_plans = t->no + THREADS + 1;
}

/* Kills 2 to 27 ms after the store is open, or with `opening` 0 to 12 ms after the child began, while it may
 * still be mending what the last kill left.  What was written before the kill counts as told. */
static void live(const char *dir, bool opening)
{
	int fd[2], status;
	uint32_t first = n_plans;
	if (pipe(fd) != 0)
		exit(1);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		close(fd[0]);
		child(dir, fd[1], first);
	}
	close(fd[1]);
	n_plans = first + THREADS;
	struct told t;
	if (!opening && read(fd[0], &t, sizeof(t)) != sizeof(t)) /* the store is open */
		exit(1);
	uint64_t until = now_us() + (opening ? chance() % 12000 : 2000 + chance() % 25000);
	while (now_us() < until) {
		struct pollfd p = { .fd = fd[0], .events = POLLIN };
		int64_t left = (int64_t)(until - now_us());
		if (poll(&p, 1, left > 1000 ? (int)(left / 1000) : 0) > 0) {
			if (read(fd[0], &t, sizeof(t)) != sizeof(t))
				break;
			note(&t);
		}
	}
	kill(pid, SIGKILL);
	while (read(fd[0], &t, sizeof(t)) == sizeof(t))
		note(&t);
	close(fd[0]);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
		printf("the child ended by itself (%d)\n", status);
		exit(1);
	}
	kills++;
}

static int control(const char *dir)
{
	int caught = 0;
	too_early = true;
	for (int i = 0; i < 20; i++) {
		begin(dir);
		live(dir, false);
		int out = dup(STDOUT_FILENO), null = open("/dev/null", O_WRONLY);
		fflush(stdout);
		dup2(null, STDOUT_FILENO);
		caught += check(dir, false) > 0;
		fflush(stdout);
		dup2(out, STDOUT_FILENO);
		close(out);
		close(null);
	}
	printf("control: telling before the commit was caught in %d of 20 kills\n", caught);
	world_remove(dir);
	return caught == 0;
}

int main(int argc, char **argv)
{
	const char *dir = world_dir("kill");
	bool is_control = argc > 1 && strcmp(argv[1], "--control") == 0;
	int want = argc > 1 && !is_control ? atoi(argv[1]) : 500, bad = 0;
	if (argc > 2)
		world_seed = strtoull(argv[2], NULL, 10) * 2654435761u + 1;
	if (is_control)
		return control(dir);
	uint64_t t0 = now_us();
	for (int i = 0; i < want && bad == 0; i++) {
		if (i % LIVES == 0)
			begin(dir);
		live(dir, false);
		if (i % 4 == 3) { /* the next owner finds a folder that nobody closed, and is killed over it */
			live(dir, true);
			i++;
		}
		bad = check(dir, true);
		if (want > 1000 && i % 500 < 2)
			fprintf(stderr, "%ld kills\n", kills);
	}
	printf("%ld kills in %lld s: %ld acts acknowledged, %ld more on disk without an acknowledgement, %ld answered again; %d lost or doubled\n",
	       kills, (long long)((now_us() - t0) / 1000000), acked, unacked_there, repeated, bad);
	if (bad)
		printf("the store is kept in %s\n", dir);
	else
		world_remove(dir);
	return bad != 0;
}
