/* Power cuts.  A run of acts, files, sealed facts, erasures and a backup is recorded as the disc sees it (record.c).  Then,
 * for many moments and seeds, the disc is made as a cut at that moment may leave it (disc.c), and the store on it is opened:
 * whatever had been told as done is there, once, at its place; evidence is there byte for byte, what was erased is not;
 * verify finds nothing; what was not told can be sent again and is then there once.  A making that was cut off goes on or
 * says what to remove.  Each PROGRAM_EACH-th disc is looked at by the program as well; on each SECOND_EACH-th the work goes
 * on, recorded in its turn, and is cut off again, the mending of the first cut included.
 *
 *	power LIBPOWER.so BIXUE [CUTS [SEED]]     exit 1 when something was lost, doubled, damaged or came back
 *	power LIBPOWER.so BIXUE --control         stores with synchronous=NORMAL and OFF, answers before the commit, discs that
 *	                                          are deaf to the syncs of folders, of files: each must be caught */
#include "../store/world.h"

#include "app/file/file.h"
#include "base/disk.h"
#include "disc.h"
#include "jobs/backup.h"
#include "main/wiring.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { THREADS = 4, POSTS = 4, PLANS = 240, PROGRAM_EACH = 16, AGAIN_EACH = 4, SECOND_EACH = 40, SECOND_CUTS = 10, WORKERS_MAX = 16 };

/* ---- what is told --------------------------------------------------------------------------------------------- */

enum told_kind { TOLD_INIT, TOLD_BASE, TOLD_ACT, TOLD_FORGOTTEN, TOLD_BACKUP, TOLD_SECOND_LIFE };

struct told {
	enum told_kind kind;
	uint32_t no;                  /* of the request */
	int64_t seq;                  /* TOLD_BASE: up to here the journal stands */
	int64_t county, clerk, guard, matter, posts[POSTS];
	char ref[120];
};

static power_tell_fn *on_tape;
static bool too_early;                /* the control: told before it is done */
static int64_t county, clerk, guard, matter, posts[POSTS];

static void set_ids(const struct told *t)
{
	county = t->county;
	clerk = t->clerk;
	guard = t->guard;
	matter = t->matter;
	memcpy(posts, t->posts, sizeof(posts));
}

static void tell(const struct told *t)
{
	on_tape(t, sizeof(*t));
}

/* ---- the work ------------------------------------------------------------------------------------------------- */

static const char *kind_of(uint32_t no)
{
	static const char *const kinds[] = { "unit.add", "person.add", "file.attach", "person.set_password", "unit.alias", "file.attach",
					     "unit.rename", "person.grant" };
	return kinds[no % COUNT(kinds)];
}

static struct sv hash_of_no(struct arena *a, uint32_t no)
{
	return arena_printf(a, "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$%u", no);
}

/* A page of text, another one for each number. */
static enum rc keep_file(struct ctx *cx, struct store *s, uint32_t no, struct file_kept *ret)
{
	int fd = memfd_create("evidence", MFD_CLOEXEC);
	struct buf b = buf_new(cx->a, 1 << 20);
	for (uint32_t i = 0; i < 40 + no % 300; i++)
		buf_printf(&b, "第%u份佐证第%u行\n", no, i);
	enum rc rc = fd >= 0 && write(fd, b.p, b.n) == (ssize_t)b.n ? file_keep(cx, store_dir(s), fd, SV("佐证.txt"), ret) : RC_FAILED;
	close(fd);
	return rc;
}

static enum rc attach_fields_of(struct ctx *cx, struct store *s, uint32_t no, struct js **ret)
{
	struct file_kept k;
	TRY(keep_file(cx, s, no, &k));
	*ret = world_fields(cx->a, FIELDS("matter", world_no(cx->a, matter), "digest", arena_cstr(cx->a, k.digest), "name", arena_cstr(cx->a, k.name),
					  "type", "txt", "size", world_no(cx->a, k.size)));
	return RC_OK;
}

static enum rc send(struct ctx *cx, struct store *s, uint32_t no, struct act_answer *ret)
{
	struct arena *a = cx->a;
	const char *n = world_no(a, no), *unit = world_no(a, county), *kind = kind_of(no);
	struct act_request rq = { .act = sv_of(kind), .actor = world_system, .key = arena_printf(a, "k%s", n) };
	if (strcmp(kind, "unit.add") == 0) {
		rq.fields = world_fields(a, FIELDS("code", n, "name", arena_printf(a, "村%s", n).p, "kind", "village", "parent", unit));
	} else if (strcmp(kind, "person.add") == 0) {
		rq.fields = world_fields(a, FIELDS("unit", unit, "title", "联络员", "login", arena_printf(a, "l%s", n).p, "phone", arena_printf(a, "139%s", n).p));
	} else if (strcmp(kind, "file.attach") == 0) {
		struct js *f;
		TRY(attach_fields_of(cx, s, no, &f));
		rq.actor = (struct actor){ .post = clerk, .via = VIA_CLI };
		rq.fields = f;
	} else if (strcmp(kind, "person.set_password") == 0) {
		rq.subject = posts[no / 8 % POSTS];
		TRY(credential_set(cx, store_secrets(s), rq.subject, hash_of_no(a, no), SV_NONE));
		rq.fields = world_fields(a, FIELDS("commitment", arena_cstr(a, credential_commitment(a, hash_of_no(a, no), SV_NONE))));
	} else if (strcmp(kind, "person.grant") == 0) {
		rq.subject = posts[no / 8 % POSTS];
		rq.fields = world_fields(a, FIELDS("role", "liaison", "unit", unit));
	} else {
		bool alias = strcmp(kind, "unit.alias") == 0;
		rq.subject = county;
		rq.fields = world_fields(a, FIELDS(alias ? "alias" : "name", arena_printf(a, "县%s", n).p));
	}
	return store_act(cx, s, &rq, ret);
}

static bool done[PLANS];              /* in an earlier life */

struct hand {
	struct store *s;
	uint32_t first, end;
};

static void *work(void *arg)
{
	const struct hand *h = arg;
	struct arena a;
	arena_init(&a, 64 << 20);
	for (uint32_t no = h->first; no < h->end; no += THREADS) {
		struct ctx cx;
		struct act_answer r = { 0 };
		struct told t = { .kind = TOLD_ACT, .no = no };
		ctx_init(&cx, &a, 0, LANG_EN);
		if (done[no])
			continue;
		if (too_early)
			tell(&t);
		if (send(&cx, h->s, no, &r) != RC_OK)
			world_die(&cx, kind_of(no));
		t.seq = r.seq;
		if (!too_early)
			tell(&t);
		arena_reset(&a);
	}
	arena_release(&a);
	return NULL;
}

static void work_together(struct store *s, uint32_t first, uint32_t end)
{
	pthread_t t[THREADS];
	struct hand h[THREADS];
	for (uint32_t i = 0; i < THREADS; i++) {
		h[i] = (struct hand){ s, first + i, end };
		if (pthread_create(&t[i], NULL, work, &h[i]) != 0)
			exit(1);
	}
	for (uint32_t i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
}

static int64_t post_with(struct ctx *cx, struct store *s, const char *login, const char *role, const char *phone)
{
	const char *unit = world_no(cx->a, county);
	int64_t p = world_act(cx, s, "person.add", 0, FIELDS("unit", unit, "title", "科员", "login", login, "phone", phone));
	world_act(cx, s, "person.grant", p, FIELDS("role", role, "unit", unit));
	return p;
}

static void begin(struct ctx *cx, struct store *s)
{
	county = world_unit(cx, s, "county", "甲县", "county", 0);
	clerk = post_with(cx, s, "clerk", "clerk", NULL);
	guard = post_with(cx, s, "guard", "secadmin", NULL);
	for (int i = 0; i < POSTS; i++)
		posts[i] = post_with(cx, s, arena_printf(cx->a, "post%d", i).p, "verifier", arena_printf(cx->a, "1380000000%d", i).p);
	struct js *f = world_fields(cx->a, FIELDS("kind", "task", "title", "河道清淤", "goal", "按期完成", "owner", world_no(cx->a, county), "due", "2027-01-01"));
	struct act_request rq = { .act = SV("matter.draft"), .actor = { .post = clerk, .via = VIA_CLI }, .fields = f };
	struct act_answer r;
	js_push(js_set(f, "leads", js_arr(cx->a)), js_int(cx->a, county));
	js_set_bool(cx->a, f, "issue", true);
	if (store_act(cx, s, &rq, &r) != RC_OK)
		world_die(cx, "matter.draft");
	matter = r.subject;
	struct told t = { .kind = TOLD_BASE, .seq = r.seq, .county = county, .clerk = clerk, .guard = guard, .matter = matter };
	memcpy(t.posts, posts, sizeof(posts));
	tell(&t);
}

/* The phone of a post, by its reference in the act that added it. */
static struct sv phone_of(struct ctx *cx, struct store *s, int64_t post)
{
	struct db *db;
	struct journal_row *rows;
	size_t n;
	if (store_reader(cx, s, &db) != RC_OK || journal_read_subject(cx, db, post, 100, &rows, &n) != RC_OK)
		world_die(cx, "reading the journal");
	db_close(db);
	struct sv ref = SV_NONE;
	for (size_t i = 0; i < n; i++)
		if (sv_is(rows[i].act, "person.add"))
			ref = js_get_sv(journal_facts(cx->a, &rows[i]), "phone");
	return ref;
}

static void forget_phone(struct ctx *cx, struct store *s, int64_t post)
{
	struct told t = { .kind = TOLD_FORGOTTEN };
	struct act_answer r;
	struct sv ref = phone_of(cx, s, post);
	struct act_request rq = { .act = SV("instance.forget"), .actor = { .post = guard, .via = VIA_CLI } };
	struct db *db;
	struct journal_row *rows;
	size_t n;
	if (store_reader(cx, s, &db) != RC_OK || journal_read(cx, db, 0, 1, &rows, &n) != RC_OK)
		world_die(cx, "the first row");
	db_close(db);
	rq.subject = rows[0].subject;
	rq.fields = world_fields(cx->a, FIELDS("ref", arena_cstr(cx->a, sv_upto(sv_from(ref, 2), 32)), "reason", "撤回", "basis_doc", "甲督〔2026〕9号"));
	if (store_erase_act(cx, s, &rq, &r) != RC_OK)
		world_die(cx, "instance.forget");
	snprintf(t.ref, sizeof(t.ref), "%.*s", SV_ARG(ref));
	tell(&t);
}

static struct store *open_store(struct ctx *cx, const char *dir, bool create)
{
	struct store *s;
	if (world_open(cx, dir, &nouns, person_may, create, &s) != RC_OK)
		world_die(cx, "open");
	return s;
}

/* A new store; it is closed in good order once in between. */
static void first_life(struct ctx *cx, const char *run)
{
	struct backup_info info;
	const char *dir = arena_printf(cx->a, "%s/county", run).p, *copy = arena_printf(cx->a, "%s/backup", run).p;
	struct store *s = open_store(cx, dir, true);
	tell(&(struct told){ .kind = TOLD_INIT });
	begin(cx, s);
	store_start_writer(s);
	work_together(s, 0, PLANS / 2);
	forget_phone(cx, s, posts[0]);
	store_close(s);
	s = open_store(cx, dir, false);
	store_start_writer(s);
	work_together(s, PLANS / 2, PLANS);
	if (backup_make(cx, s, copy, &info) != RC_OK)
		world_die(cx, "backup");
	tell(&(struct told){ .kind = TOLD_BACKUP });
	forget_phone(cx, s, posts[1]);
	store_close(s);
}

/* What was told before a cut, as the tape of that life has it. */
static void tell_again(const char *path, int64_t upto)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const struct tape *t = mmap(NULL, TAPE_BYTES, PROT_READ, MAP_SHARED, fd, 0);
	uint64_t pos = 0;
	if (fd < 0 || t == MAP_FAILED)
		exit(1);
	for (int64_t i = 0; i < upto; i++, pos += event_bytes(tape_event(t, pos))) {
		const struct event *e = tape_event(t, pos);
		struct told told;
		if (e->kind != EVENT_TOLD)
			continue;
		memcpy(&told, event_data(e), sizeof(told));
		tell(&told);
		if (told.kind == TOLD_ACT)
			done[told.no] = true;
		if (told.kind == TOLD_BASE)
			set_ids(&told);
	}
	close(fd);
}

static const char *copy_from, *copy_to;

static int copy_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	char to[1000];
	(void)f;
	snprintf(to, sizeof(to), "%s%s", copy_to, path + strlen(copy_from));
	if (flag == FTW_D)
		return (mkdir(to, 0700) != 0 && errno != EEXIST) || !disk_sync_name(to);
	int in = open(path, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char *p = st->st_size ? mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, in, 0) : NULL;
	bool ok = in >= 0 && out >= 0 && p != MAP_FAILED && write(out, p, (size_t)st->st_size) == st->st_size && fsync(out) == 0 && disk_sync_name(to);
	close(in);
	close(out);
	return !ok;
}

/* The disc that a cut left becomes the one that is recorded, all of it synced; then everything is sent that was not told. */
static void second_life(struct ctx *cx, const char *run, const char *disc, const char *tape_before, int64_t upto)
{
	copy_from = disc;
	copy_to = run;
	if (nftw(disc, copy_one, 16, FTW_PHYS) != 0)
		exit(1);
	tell_again(tape_before, upto);
	tell(&(struct told){ .kind = TOLD_SECOND_LIFE });
	struct store *s = open_store(cx, arena_printf(cx->a, "%s/county", run).p, false);
	store_start_writer(s);
	work_together(s, 0, PLANS);
	store_close(s);
}

/* --record RUN [DISC TAPE UPTO] */
static int record(char **arg, int n)
{
	struct arena a;
	struct ctx cx;
	*(void **)&on_tape = dlsym(RTLD_DEFAULT, "power_tell");
	too_early = getenv("POWER_EARLY") != NULL;
	wire();
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (n == 4)
		second_life(&cx, arg[0], arg[1], arg[2], atoll(arg[3]));
	else
		first_life(&cx, arg[0]);
	arena_release(&a);
	return 0;
}

/* ---- what must hold --------------------------------------------------------------------------------------------- */

static struct tape *tape;
static const char *program;
static const char *life = "";        /* of which life a cut is */
static bool quiet;                   /* a control: being caught is what is wanted */
static long found;                   /* by this process */

static void wrong(const struct cut *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void wrong(const struct cut *c, const char *fmt, ...)
{
	va_list ap;
	if (++found > 10 || quiet)
		return;
	printf("WRONG (%s%s): ", life, cut_text(tape, c));
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* What had been told by the time of the cut. */
struct memory {
	bool init, base, backup;
	int64_t base_seq, acts[PLANS];       /* 0: nobody was told; a control tells without knowing the row: −1 */
	struct sv forgotten[4];
	size_t n_forgotten;
};

static void remember(const struct cut *c, struct memory *m)
{
	uint64_t pos = 0;
	for (int64_t i = 0; i < tape->events; i++, pos += event_bytes(tape_event(tape, pos))) {
		const struct event *e = tape_event(tape, pos);
		struct told t;
		if (e->kind != EVENT_TOLD)
			continue;
		memcpy(&t, event_data(e), sizeof(t));
		if (t.kind == TOLD_BASE)
			set_ids(&t);
		if (i >= c->at)
			continue;
		m->init |= t.kind == TOLD_INIT;
		m->backup |= t.kind == TOLD_BACKUP;
		if (t.kind == TOLD_BASE) {
			m->base = true;
			m->base_seq = t.seq;
		} else if (t.kind == TOLD_ACT) {
			m->acts[t.no] = t.seq ? t.seq : -1;
		} else if (t.kind == TOLD_FORGOTTEN) {
			m->forgotten[m->n_forgotten++] = sv_of(((const struct told *)(const void *)event_data(e))->ref);
		}
	}
}

static void check_rows(struct ctx *cx, const struct cut *c, struct store *s, const struct memory *m, bool all)
{
	struct db *db;
	struct journal_row *rows;
	size_t n;
	int64_t at[PLANS] = { 0 };
	if (store_reader(cx, s, &db) != RC_OK || journal_read(cx, db, 0, 10 * PLANS, &rows, &n) != RC_OK) {
		wrong(c, "the journal cannot be read");
		return;
	}
	db_close(db);
	if (m->base && (n < (size_t)m->base_seq))
		wrong(c, "row %lld was told and the journal has %zu", (long long)m->base_seq, n);
	for (size_t i = 0; i < n; i++) {
		int64_t no;
		if (!rows[i].key.p || rows[i].key.p[0] != 'k' || !sv_int(sv_from(rows[i].key, 1), &no))
			continue;
		if (at[no])
			wrong(c, "request %lld is there twice, as rows %lld and %lld", (long long)no, (long long)at[no], (long long)rows[i].seq);
		at[no] = rows[i].seq;
	}
	for (int no = 0; no < PLANS; no++)
		if (m->acts[no] && at[no] != m->acts[no] && (m->acts[no] > 0 || !at[no]))
			wrong(c, "%s %d was told as row %lld and is %s", kind_of((uint32_t)no), no, (long long)m->acts[no], at[no] ? "another row" : "lost");
		else if (all && !at[no])
			wrong(c, "%s %d was sent again and is not there", kind_of((uint32_t)no), no);
}

static void check_verify(struct ctx *cx, const struct cut *c, struct store *s)
{
	struct report r;
	struct db *db;
	ctx_forget(cx);
	enum rc rc = world_verify(cx, s, person_may, &r);
	if (rc == RC_OK)
		rc = store_reader(cx, s, &db);
	if (rc == RC_OK) {
		rc = files_check(cx, db, store_dir(s), &r);
		db_close(db);
	}
	if (rc != RC_OK)
		wrong(c, "verify does not run: %.*s", SV_ARG(cx->faults ? cx->faults->text : SV("")));
	for (const struct finding *f = r.findings; f; f = f->next)
		wrong(c, "verify: %.*s: %.*s", SV_ARG(f->where), SV_ARG(f->text));
}

static void check_forgotten(struct ctx *cx, const struct cut *c, struct store *s, const struct memory *m)
{
	for (size_t i = 0; i < m->n_forgotten; i++) {
		struct sv text;
		if (secret_get(cx, store_secrets(s), m->forgotten[i], &text) != RC_NOT_FOUND)
			wrong(c, "a sealed fact was erased and is there again");
	}
	ctx_forget(cx);
}

static void send_again(struct ctx *cx, const struct cut *c, struct store *s, const struct memory *m)
{
	for (uint32_t no = 0; no < PLANS; no++) {
		struct act_answer r;
		ctx_forget(cx);
		if (m->acts[no])
			continue;
		if (send(cx, s, no, &r) != RC_OK)
			wrong(c, "%s %u sent again: %.*s", kind_of(no), no, SV_ARG(cx->faults ? cx->faults->text : SV("")));
	}
	check_rows(cx, c, s, m, true);
	check_verify(cx, c, s);
}

static int run_program(const char *const *args)
{
	int status;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 1);
		dup2(null, 2);
		execv(program, (char *const *)(uintptr_t)args);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void check_program(const struct cut *c, const char *dir)
{
	int verify = run_program((const char *const[]){ program, "verify", "--data", dir, NULL });
	int rebuild = run_program((const char *const[]){ program, "rebuild", "--check", "--data", dir, NULL });
	if (verify || rebuild)
		wrong(c, "bixue verify: exit %d, rebuild --check: exit %d", verify, rebuild);
}

/* Nobody was told that there is a store: it can be made now, or the program says what to remove. */
static void check_making(struct ctx *cx, const struct cut *c, const char *dir)
{
	struct store *s;
	if (world_open(cx, dir, &nouns, person_may, true, &s) == RC_OK) {
		check_verify(cx, c, s);
		store_close(s);
		return;
	}
	struct sv said = cx->faults ? cx->faults->text : SV("");
	if (!sv_has(said, SV("Remove it")) && !sv_has(said, SV("is not a key file")) && !sv_has(said, SV("is a data folder already")))
		wrong(c, "making a store again does not say how to begin: %.*s (%.*s)", SV_ARG(said), SV_ARG(cx->trail));
}

static void check_disc(const struct cut *c, const char *top)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	struct memory m = { 0 };
	struct backup_info info;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	const char *dir = arena_printf(&a, "%s/county", top).p;
	remember(c, &m);
	if (!m.init) {
		check_making(&cx, c, dir);
	} else if (world_open(&cx, dir, &nouns, person_may, false, &s) != RC_OK) {
		wrong(c, "it does not open: %.*s (%.*s)", SV_ARG(cx.faults ? cx.faults->text : SV("")), SV_ARG(cx.trail));
	} else {
		check_rows(&cx, c, s, &m, false);
		check_forgotten(&cx, c, s, &m);
		check_verify(&cx, c, s);
		if (m.base && c->seed % AGAIN_EACH == 0)
			send_again(&cx, c, s, &m);
		store_close(s);
		if (c->seed % PROGRAM_EACH == 1)
			check_program(c, dir);
	}
	if (m.backup && backup_check(&cx, arena_printf(&a, "%s/backup", top).p, &info) != RC_OK)
		wrong(c, "the backup: %.*s", SV_ARG(cx.faults ? cx.faults->text : SV("")));
	arena_release(&a);
}

/* ---- the loop ------------------------------------------------------------------------------------------------------ */

static char top[300];                /* a tape, the folder recorded and the disc played back, of each worker and life */
static const char *library;

static struct sums {
	_Atomic long cuts, caught, lives;
} *sum;

static void remove_tree(const char *path)
{
	nftw(path, world_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

struct recording {
	const char *name, *synchronous;
	bool early;
	const char *disc, *before;   /* a second life: of this disc, after what this tape … */
	int64_t upto;                /* … says before that event */
};

static struct tape *new_tape(const char *path, const char *run)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct tape *t = fd < 0 || ftruncate(fd, (off_t)TAPE_BYTES) != 0 ? MAP_FAILED :
		mmap(NULL, TAPE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (t == MAP_FAILED)
		exit(1);
	close(fd);
	snprintf(t->root, sizeof(t->root), "%s/", run);
	return t;
}

/* Runs this program again with the library before all others; the tape is then what it did. */
static bool make_tape(const struct recording *r)
{
	char path[400], run[400], upto[30];
	int status;
	snprintf(path, sizeof(path), "%s/tape-%s", top, r->name);
	snprintf(run, sizeof(run), "%s/run-%s", top, r->name);
	snprintf(upto, sizeof(upto), "%lld", (long long)r->upto);
	mkdir(run, 0700);
	tape = new_tape(path, run);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		setenv("LD_PRELOAD", library, 1);
		setenv("POWER_TAPE", path, 1);
		if (r->synchronous)
			setenv("POWER_SYNCHRONOUS", r->synchronous, 1);
		if (r->early)
			setenv("POWER_EARLY", "1", 1);
		execl("/proc/self/exe", "power", "--record", run, r->disc, r->before, upto, (char *)NULL);
		_exit(127);
	}
	bool ok = pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 && tape->events > 0;
	remove_tree(run);
	return ok;
}

/* The last event up to which somebody had been told `kind`, or 0. */
static int64_t told_at(enum told_kind kind)
{
	uint64_t pos = 0;
	for (int64_t i = 0; i < tape->events; i++, pos += event_bytes(tape_event(tape, pos))) {
		struct told t;
		if (tape_event(tape, pos)->kind != EVENT_TOLD)
			continue;
		memcpy(&t, event_data(tape_event(tape, pos)), sizeof(t));
		if (t.kind == kind)
			return i + 1;
	}
	return 0;
}

/* Half of the cuts come right after somebody was told something, when nothing may have been left for later; one in eight
 * while the store is made; never before a second life. */
static int64_t moment(uint64_t seed)
{
	uint64_t pos = 0, dice = (seed + 77) * 0xD1342543DE82EF95u >> 17;
	int64_t from = told_at(TOLD_SECOND_LIFE), to = !from && seed % 8 == 3 ? told_at(TOLD_INIT) : tape->events;
	int64_t at = from + 1 + (int64_t)(dice % (uint64_t)(to - from));
	if (seed % 2)
		return at;
	for (int64_t i = 0; i < tape->events; i++, pos += event_bytes(tape_event(tape, pos)))
		if (i >= at && tape_event(tape, pos)->kind == EVENT_TOLD)
			return i + 1;
	return tape->events;
}

static bool one_cut(const struct cut *c, const char *disc)
{
	int status;
	remove_tree(disc);
	mkdir(disc, 0700);
	disc_after(tape, c, disc);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		check_disc(c, disc);
		fflush(stdout);
		_exit(found ? 1 : 0);
	}
	bool ended = pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) <= 1;
	if (!ended)
		wrong(c, "the check was ended");
	sum->cuts++;
	sum->caught += !ended || WEXITSTATUS(status) != 0;
	return ended && WEXITSTATUS(status) == 0;
}

/* The disc of a cut is played back once more, and the work goes on there. */
static void cut_again(const struct cut *c, const char *disc, const char *worker)
{
	char name[40], before[400], text[300];
	struct tape *first = tape;
	snprintf(name, sizeof(name), "again-%s", worker);
	snprintf(before, sizeof(before), "%s/tape-first", top);
	snprintf(text, sizeof(text), "%s; then ", cut_text(tape, c));
	remove_tree(disc);
	mkdir(disc, 0700);
	disc_after(tape, c, disc);
	struct recording r = { .name = name, .disc = disc, .before = before, .upto = c->at };
	if (!make_tape(&r))
		wrong(c, "the work does not go on");
	life = text;
	for (uint64_t i = 0; i < SECOND_CUTS && !found; i++) {
		struct cut second = { .seed = c->seed * 1000 + i };
		second.at = moment(second.seed);
		one_cut(&second, disc);
	}
	life = "";
	sum->lives++;
	munmap(tape, TAPE_BYTES);
	tape = first;
}

static void cut_each(int me, int workers, uint64_t first, long n, enum deaf deaf)
{
	char worker[20], disc[400];
	snprintf(worker, sizeof(worker), "%d", me);
	snprintf(disc, sizeof(disc), "%s/disc-%s", top, worker);
	int64_t base = told_at(TOLD_BASE);
	for (long i = me; i < n && (quiet || sum->caught < 10); i += workers) {
		struct cut c = { .seed = first + (uint64_t)i, .deaf = deaf };
		c.at = moment(c.seed);
		if (one_cut(&c, disc) && !quiet && c.seed % SECOND_EACH == 7 && c.at >= base)
			cut_again(&c, disc, worker);
	}
}

static void cut_many(uint64_t first, long n, enum deaf deaf)
{
	int workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	workers = workers > WORKERS_MAX ? WORKERS_MAX : workers;
	fflush(stdout);
	for (int w = 0; w < workers; w++)
		if (fork() == 0) {
			cut_each(w, workers, first, n, deaf);
			fflush(stdout);
			_exit(found ? 1 : 0);
		}
	for (int status; wait(&status) > 0;)
		if (status != 0)
			sum->caught++;
}

static int controls(void)
{
	static const struct {
		const char *what, *synchronous;
		bool early;
		enum deaf deaf;
	} all[] = {
		{ "synchronous=NORMAL", "NORMAL", false, DEAF_NONE }, { "synchronous=OFF", "OFF", false, DEAF_NONE },
		{ "told before it is done", NULL, true, DEAF_NONE }, { "syncs of folders not heard", NULL, false, DEAF_NAMES },
		{ "syncs of files not heard", NULL, false, DEAF_FILES },
	};
	enum { TRIES = 24 };
	int missed = 0;
	quiet = true;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct recording r = { .name = "first", .synchronous = all[i].synchronous, .early = all[i].early };
		*sum = (struct sums){ 0 };
		if (!make_tape(&r))
			return 1;
		cut_many(1, TRIES, all[i].deaf);
		printf("%-28s caught in %ld of %ld cuts\n", all[i].what, sum->caught, sum->cuts);
		missed += sum->caught == 0;
	}
	return missed;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int cuts(uint64_t first, long n)
{
	static const struct recording r = { .name = "first" };
	double t0 = seconds();
	if (!make_tape(&r)) {
		puts("recording failed");
		return 1;
	}
	cut_many(first, n, DEAF_NONE);
	printf("%ld cuts (%ld second lives) of %lld events, %.1f MB: %ld went wrong; %.0f s\n", sum->cuts, sum->lives, (long long)tape->events,
	       (double)tape->used / 1e6, sum->caught, seconds() - t0);
	return sum->caught != 0 || sum->cuts < n;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--record") == 0)
		return record(argv + 2, argc - 2);
	const char *tmp = getenv("BIXUE_TEST_TMP");
	if (argc < 3 || !(library = realpath(argv[1], NULL)) || !(program = realpath(argv[2], NULL)))
		return 2;
	snprintf(top, sizeof(top), "%s/bixue-power.XXXXXX", tmp ? tmp : "/tmp");
	sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!mkdtemp(top) || sum == MAP_FAILED)
		return 1;
	wire();
	bool control = argc > 3 && strcmp(argv[3], "--control") == 0;
	int bad = control ? controls() : cuts(argc > 4 ? strtoull(argv[4], NULL, 10) : 1, argc > 3 ? atol(argv[3]) : 300);
	remove_tree(top);
	return bad != 0;
}
