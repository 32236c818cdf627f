/* Disk full and I/O errors at the n-th write, sync, truncation or opening, for every n, once and from then on, whole and
 * torn: a short piece of work must end in answers or in clean errors, nothing acknowledged may be lost, the store must
 * open and verify afterwards, and every act sent again must be there once.  After a failed sync of the journal's file
 * the store takes nothing more and says so.  The same for making a new store.
 *
 *	fault LIBFAULT.so [--all]    runs itself again with the library preloaded; exit 1 when a run went wrong
 *
 * Without --all every kind but the first visits each third place. */
#include "../store/world.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { ACTS = 9, RUNS_MAX = 4000 };

static void (*arm)(const char *, char, int, int, int, int);
static int (*hits)(void);
static const char *(*last)(void);

static const char *dir;
static int64_t county, post;

/* What the child tells. */
struct told {
	int64_t seq[ACTS];          /* > 0: acknowledged */
	enum rc rc[ACTS];
	char id[ACTS][40];          /* of the first fault */
	bool opened, silent;        /* silent: an error without a word */
	int hits;
	char last[64];
};
static struct told *told;

/* ---- the work ----------------------------------------------------------------------------------------------- */

static enum rc one_act(struct ctx *cx, struct store *s, int i, struct act_answer *r)
{
	const char *key = arena_printf(cx->a, "k%d", i).p, *unit = world_no(cx->a, county);
	struct actor sys = world_system;
	switch (i) {
	case 0: case 5:
		return world_try(cx, s, sys, "unit.add", 0, key, FIELDS("code", key, "name", "村", "kind", "village", "parent", unit), r);
	case 1: case 6:
		return world_try(cx, s, sys, "person.add", 0, key, FIELDS("unit", unit, "title", "岗", "phone", "13900000001"), r);
	case 2: {
		struct sv hash = SV("$argon2id$new");
		TRY(credential_set(cx, store_secrets(s), post, hash, SV_NONE));
		return world_try(cx, s, sys, "person.set_password", post, key,
				 FIELDS("commitment", arena_cstr(cx->a, credential_commitment(cx->a, hash, SV_NONE))), r);
	}
	case 3:
		return world_try(cx, s, sys, "unit.rename", county, key, FIELDS("name", "乙县"), r);
	case 4: {
		/* Two acts in one commit, the first one's key is the one that counts. */
		struct act_answer both[2];
		struct act_request rq[2] = {
			{ .act = SV("unit.alias"), .actor = sys, .subject = county, .key = sv_of(key), .fields = world_fields(cx->a, FIELDS("alias", "甲")) },
			{ .act = SV("unit.alias"), .actor = sys, .subject = county, .key = SV("k4b"), .fields = world_fields(cx->a, FIELDS("alias", "乙")) },
		};
		enum rc rc = store_acts(cx, s, rq, 2, both, NULL);
		*r = both[0];
		return rc;
	}
	case 7: {
		struct sv note;
		TRY(store_checkpoint(cx, s, &note));
		return world_try(cx, s, sys, "unit.peer", county, key, FIELDS("peer_group", "甲组"), r);
	}
	default:
		return world_try(cx, s, sys, "unit.alias", county, key, FIELDS("alias", "丙"), r);
	}
}

static void tell_fault(const struct ctx *cx, enum rc rc, int i)
{
	told->rc[i] = rc;
	snprintf(told->id[i], sizeof(told->id[i]), "%s", cx->faults ? cx->faults->id : "");
	told->silent |= !cx->faults || cx->faults->text.n == 0;
}

static void work(bool create)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	enum rc rc = world_open(&cx, dir, &world_registry, person_may, create, &s);
	told->opened = rc == RC_OK;
	if (rc != RC_OK)
		tell_fault(&cx, rc, 0);
	else if (create)
		told->seq[0] = 1;
	for (int i = 0; i < ACTS && rc == RC_OK && !create; i++) {
		struct act_answer r = { 0 };
		ctx_forget(&cx);
		enum rc one = one_act(&cx, s, i, &r);
		if (one == RC_OK)
			told->seq[i] = r.seq;
		else
			tell_fault(&cx, one, i);
	}
	if (rc == RC_OK)
		store_close(s);
	told->hits = hits();
	snprintf(told->last, sizeof(told->last), "%s", last());
	arm("", 0, 0, 0, 0, 0);
	_exit(0);
}

/* ---- what must hold ----------------------------------------------------------------------------------------- */

static char run_name[200];
static long runs, struck, bad;

static void wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void wrong(const char *fmt, ...)
{
	va_list ap;
	if (++bad > 30)
		return;
	printf("WRONG (%s, last at %s): ", run_name, told->last);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void check_verify(struct ctx *cx, struct store *s)
{
	struct report r;
	ctx_forget(cx);
	if (world_verify(cx, s, person_may, &r) != RC_OK)
		wrong("verify does not run");
	for (const struct finding *f = r.findings; f; f = f->next)
		wrong("verify: %.*s: %.*s", SV_ARG(f->where), SV_ARG(f->text));
}

/* The journal holds what was told, at its place, once. */
static void check_rows(struct ctx *cx, struct store *s, bool all)
{
	struct db *db;
	struct journal_row *rows;
	size_t n;
	int at[ACTS] = { 0 };
	if (store_reader(cx, s, &db) != RC_OK || journal_read(cx, db, 0, 1000, &rows, &n) != RC_OK) {
		wrong("the journal cannot be read");
		return;
	}
	db_close(db);
	for (size_t i = 0; i < n; i++)
		if (rows[i].key.n == 2 && rows[i].key.p[0] == 'k')
			at[rows[i].key.p[1] - '0'] += 1;
	for (int i = 0; i < ACTS; i++) {
		if (at[i] > 1 || (all && at[i] != 1))
			wrong("act %d is there %d times", i, at[i]);
		if (told->seq[i] > 0 && (at[i] != 1 || !sv_is(rows[told->seq[i] - 1].key, arena_printf(cx->a, "k%d", i).p)))
			wrong("act %d was acknowledged as row %lld and is lost", i, (long long)told->seq[i]);
	}
}

static void check_dead(void)
{
	/* A failed sync of the journal's file: whatever comes later is refused, and says why.  (What has something to
	 * seal may be refused by the other file's fault already.) */
	if (strncmp(told->last, "s bixue.db", 10) != 0)
		return;
	int first = ACTS;
	for (int i = 0; i < ACTS; i++)
		if (told->rc[i] != RC_OK && i < first)
			first = i;
	for (int i = first + 1; i < ACTS; i++)
		if (told->seq[i] || (strcmp(told->id[i], "store.dead") != 0 && (told->hits == 1 || strcmp(told->id[i], "db.failed") != 0)))
			wrong("act %d after a failed sync: %s", i, told->seq[i] ? "acknowledged" : told->id[i]);
}

static void check_after(bool create)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	enum rc rc = world_open(&cx, dir, &world_registry, person_may, false, &s);
	if (rc != RC_OK) {
		if (!create || told->opened)
			wrong("it does not open: %.*s (%.*s)", SV_ARG(cx.faults ? cx.faults->text : SV("")), SV_ARG(cx.trail));
		else if (!cx.faults || !cx.faults->text.n)
			wrong("it does not open and does not say why");
		arena_release(&a);
		return;
	}
	check_verify(&cx, s);
	if (!create) {
		check_rows(&cx, s, false);
		for (int i = 0; i < ACTS; i++) {
			struct act_answer r;
			ctx_forget(&cx);
			if (one_act(&cx, s, i, &r) != RC_OK)
				wrong("act %d sent again: %.*s", i, SV_ARG(cx.faults ? cx.faults->text : SV("")));
			else if (told->seq[i] && r.seq != told->seq[i])
				wrong("act %d was row %lld and is answered as row %lld", i, (long long)told->seq[i], (long long)r.seq);
		}
		check_rows(&cx, s, true);
		check_verify(&cx, s);
	}
	store_close(s);
	arena_release(&a);
}

/* ---- the base store, kept in memory ------------------------------------------------------------------------- */

static struct { const char *name; char *p; size_t n; } base[] = { { "bixue.db", NULL, 0 }, { "secret.db", NULL, 0 }, { "keys.db", NULL, 0 }, { "lock", NULL, 0 } };
static char *last_note;
static char note_path[4400];

static void keep_base(void)
{
	for (size_t i = 0; i < COUNT(base); i++) {
		char path[4300];
		struct stat st;
		snprintf(path, sizeof(path), "%s/%s", dir, base[i].name);
		FILE *f = fopen(path, "rb");
		if (!f || fstat(fileno(f), &st) != 0 || !(base[i].p = malloc((size_t)st.st_size + 1)))
			exit(1);
		base[i].n = fread(base[i].p, 1, (size_t)st.st_size, f);
		fclose(f);
	}
}

static void put_base(void)
{
	static const char *const tails[] = { "bixue.db-wal", "bixue.db-shm", "secret.db-wal", "secret.db-shm", "keys.db-wal", "keys.db-shm" };
	char path[4300];
	mkdir(dir, 0700);
	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, tails[i]);
		unlink(path);
	}
	for (size_t i = 0; i < COUNT(base); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, base[i].name);
		FILE *f = fopen(path, "wb");
		if (!f || fwrite(base[i].p, 1, base[i].n, f) != base[i].n || fclose(f) != 0)
			exit(1);
	}
	/* The note beside the keys goes back with the folder. */
	FILE *f = fopen(note_path, "wb");
	if (!f || fputs(last_note, f) < 0 || fclose(f) != 0)
		exit(1);
}

static void make_base(void)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	struct sv note;
	world_remove(dir);
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &world_registry, person_may, true, &s) != RC_OK)
		world_die(&cx, "base");
	county = world_unit(&cx, s, "county", "甲县", "county", 0);
	post = world_act(&cx, s, "person.add", 0, FIELDS("unit", world_no(&a, county), "title", "科员", "phone", "13900000000"));
	world_password(&cx, s, post, "$argon2id$old", SV_NONE);
	if (store_checkpoint(&cx, s, &note) != RC_OK)
		world_die(&cx, "checkpoint");
	last_note = strdup(arena_cstr(&a, note));
	char *real = realpath(dir, NULL);
	struct digest d = HASH(HASH_SHA256, sv_of(real));
	snprintf(note_path, sizeof(note_path), "%s.keys/last-checkpoint-%.*s", dir, SV_ARG(hex_text(&a, sv_make((char *)d.b, 8))));
	free(real);
	store_close(s);
	if (access(note_path, F_OK) != 0)
		world_die(&cx, note_path);
	arena_release(&a);
	keep_base();
}

/* ---- the loop ----------------------------------------------------------------------------------------------- */

struct kind {
	char op;
	const char *name;
	int error;
	bool persist, torn;
};

/* One run; false when the fault was not reached any more. */
static bool run(const struct kind *k, int n, bool create)
{
	int status;
	snprintf(run_name, sizeof(run_name), "%s %d %s%s%s%s", k->name, n, k->error == EIO ? "EIO" : "ENOSPC", k->persist ? " from then on" : "",
		 k->torn ? " torn" : "", create ? ", making a store" : "");
	memset(told, 0, sizeof(*told));
	if (create)
		world_remove(dir);
	else
		put_base();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		arm(dir, k->op, n, k->error, k->persist, k->torn);
		work(create);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(1);
	runs++;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		wrong("the program ended by %s %d", WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (told->silent)
		wrong("an error without a word");
	struck += told->hits > 0;
	if (!create)
		check_dead();
	check_after(create);
	return told->hits > 0;
}

static int again_with(const char *lib, char **argv)
{
	setenv("LD_PRELOAD", lib, 1);
	const char *had = getenv("ASAN_OPTIONS");
	char options[500];
	snprintf(options, sizeof(options), "%s:verify_asan_link_order=0:detect_leaks=0", had ? had : "");
	setenv("ASAN_OPTIONS", options, 1);
	execv("/proc/self/exe", argv);
	perror("exec");
	return 1;
}

int main(int argc, char **argv)
{
	static const struct kind kinds[] = {
		{ 'p', "pwrite", ENOSPC, false, false }, { 'p', "pwrite", ENOSPC, true, false }, { 'p', "pwrite", ENOSPC, false, true },
		{ 'p', "pwrite", EIO, false, false }, { 'p', "pwrite", EIO, true, true },
		{ 's', "sync", EIO, false, false }, { 's', "sync", EIO, true, false }, { 's', "sync", ENOSPC, false, false },
		{ 't', "truncate", EIO, false, false }, { 't', "truncate", ENOSPC, true, false },
		{ 'o', "open", EIO, false, false }, { 'o', "open", ENOSPC, true, false },
		{ '*', "anything", EIO, true, false },
	};
	if (argc < 2)
		return 2;
	*(void **)&arm = dlsym(RTLD_DEFAULT, "fault_arm");
	if (!arm)
		return again_with(argv[1], argv);
	unsetenv("LD_PRELOAD");
	*(void **)&hits = dlsym(RTLD_DEFAULT, "fault_hits");
	*(void **)&last = dlsym(RTLD_DEFAULT, "fault_last");
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct timespec t0, t1;
	bool whole = argc > 2 && strcmp(argv[2], "--all") == 0;
	clock_gettime(CLOCK_MONOTONIC, &t0);
	dir = world_dir("fault");
	make_base();
	for (size_t i = 0; i < COUNT(kinds); i++) {
		int n = 1, step = i == 0 || whole || (kinds[i].op != 'p' && kinds[i].op != '*') ? 1 : 3;
		while (n < RUNS_MAX && run(&kinds[i], n, false))
			n += step;
		printf("%-9s %-6s %-13s%-5s %4d places\n", kinds[i].name, kinds[i].error == EIO ? "EIO" : "ENOSPC",
		       kinds[i].persist ? "from then on" : "once", kinds[i].torn ? " torn" : "", n - 1);
	}
	for (size_t i = 0; i < COUNT(kinds); i += 3) {
		int n = 1, step = whole ? 1 : 3;
		while (n < RUNS_MAX && run(&kinds[i], n, true))
			n += step;
		printf("making a store: %-9s %4d places\n", kinds[i].name, n - 1);
	}
	clock_gettime(CLOCK_MONOTONIC, &t1);
	printf("%ld runs, %ld met a fault, %ld went wrong; %ld s\n", runs, struck, bad, (long)(t1.tv_sec - t0.tv_sec));
	world_remove(dir);
	return bad != 0;
}
