#include "jobs/screens.h"

#include "app/stage/stage.h"
#include "base/bug.h"
#include "base/disk.h"
#include "store/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 200, DUE_MAX = 1000, AGAIN_S = 2, AGAIN_MOST_S = 60 };

/* An event whose screens are to be told, or whose public copy is to be written or withdrawn.  It stays until both are done. */
struct due {
	int64_t event;
	bool tell, revoked, copy, now;
	int wait;                    /* s, since it failed; 0: it has not been tried yet */
	time_t at;                   /* tried again then */
};

struct screens {
	struct store *store;
	struct db *db;
	const char *dir;
	int64_t seen;                /* the last act that was looked at */
	struct due due[DUE_MAX];
	size_t n;
	bool more;                   /* the journal goes on after `seen` */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool work, stop;
};

/* ---- snapshots ---------------------------------------------------------------------------------------------------------- */

static bool same_file(struct arena *a, const char *path, struct sv content)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool same = fd >= 0 && fstat(fd, &st) == 0 && (size_t)st.st_size == content.n;
	if (same && content.n) {
		char *had = NEW(a, char, content.n);
		same = disk_read(fd, had, content.n, 0) && memcmp(had, content.p, content.n) == 0;
	}
	if (fd >= 0)
		(void)close(fd);
	return same;
}

/* A reader finds the old page or the new one; others than this server may read it. */
static enum rc put_file(struct ctx *cx, const char *folder, const char *name, struct sv content)
{
	const char *path = arena_printf(cx->a, "%s/%s", folder, name).p, *fresh = arena_printf(cx->a, "%s/.%s.new", folder, name).p;
	if (same_file(cx->a, path, content))
		return RC_OK;
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool ok = fd >= 0 && fchmod(fd, 0644) == 0 && disk_write(fd, content.p, content.n, 0) && fsync(fd) == 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	if (ok && rename(fresh, path) == 0)
		return RC_OK;
	int no = errno;
	(void)unlink(fresh);
	because(cx, RC_FAILED, "%s: errno %d", path, no);
	return fail(cx, RC_FAILED, "stage.snapshot", N_("The public copy of a screen cannot be written to %s."), folder);
}

static enum rc put_page(struct ctx *cx, const struct stage_hall *h, const char *folder, enum lang lang, const char *name, bool simulated)
{
	struct sv page;
	enum lang own = cx->lang;
	cx->lang = lang;
	enum rc rc = stage_snapshot(cx, h, simulated, &page);
	cx->lang = own;
	return rc == RC_OK ? put_file(cx, folder, name, page) : rc;
}

/* What is not there is gone; anything else says that somebody may still read it.  The style sheet, written first and removed last, says that
 * the folder is this program's: a site may have one of that number of its own. */
static enum rc withdraw(struct ctx *cx, const char *folder)
{
	static const char *const names[] = { "index.html", "en.html", ".index.html.new", ".en.html.new", ".bixue.css.new", "bixue.css" };
	bool ours = access(arena_printf(cx->a, "%s/bixue.css", folder).p, F_OK) == 0;
	int no = ours || errno == ENOENT ? 0 : errno;
	for (size_t i = 0; i < COUNT(names) && ours && !no; i++)
		if (unlink(arena_printf(cx->a, "%s/%s", folder, names[i]).p) != 0 && errno != ENOENT)
			no = errno;
	if (no) {
		because(cx, RC_FAILED, "%s: errno %d", folder, no);
		return fail(cx, RC_FAILED, "stage.withdraw", N_("The public copy of a screen cannot be removed from %s: anybody may still read it there."), folder);
	}
	if (ours)
		(void)rmdir(folder); /* what others put there stays */
	return RC_OK;
}

static enum rc snapshot(struct ctx *cx, const struct screens *s, int64_t event)
{
	struct stage_hall h;
	const char *folder = arena_printf(cx->a, "%s/%lld", s->dir, (long long)event).p;
	enum rc rc = stage_load(cx, s->db, event, &h);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !h.s.is_public)) {
		ctx_forget(cx);
		return withdraw(cx, folder);
	}
	TRY(rc);
	if (mkdir(folder, 0755) == 0)
		(void)chmod(folder, 0755);
	TRY(put_file(cx, folder, "bixue.css", asset_find(SV("bixue.css"))->content));
	TRY(put_page(cx, &h, folder, LANG_ZH, "index.html", store_simulated(s->store)));
	return put_page(cx, &h, folder, LANG_EN, "en.html", store_simulated(s->store));
}

/* ---- what has changed ---------------------------------------------------------------------------------------------------- */

static time_t machine_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void say_why(const struct ctx *cx)
{
	fprintf(stderr, "bixue: %.*s (%.*s)\n", SV_ARG(cx->faults ? cx->faults->text : SV("")), SV_ARG(cx->trail));
}

static void note(struct screens *s, int64_t event, bool tell, bool revoked)
{
	size_t i = 0;
	while (i < s->n && s->due[i].event != event)
		i++;
	if (i == s->n)
		s->due[s->n++] = (struct due){ .event = event };
	struct due *d = &s->due[i];
	d->tell |= tell;
	d->revoked |= revoked;
	d->copy |= s->dir != NULL;
	d->wait = 0;
}

/* Reads on in the journal, as far as there is room for what is due. */
static enum rc follow(struct ctx *cx, struct screens *s, struct due *d)
{
	(void)d;
	struct journal_row *row;
	size_t n;
	TRY(journal_read(cx, s->db, s->seen, BATCH, &row, &n));
	s->more = n > 0;
	for (size_t i = 0; i < n && s->n < DUE_MAX; i++) {
		int64_t event;
		TRY(stage_event_of(cx, s->db, row[i].act, row[i].subject, &event));
		if (event)
			note(s, event, true, sv_is(row[i].act, "stage.revoke"));
		s->seen = row[i].seq;
	}
	return RC_OK;
}

static enum rc tell(struct ctx *cx, struct screens *s, struct due *d)
{
	int64_t last, at;
	bool revoked = d->revoked;
	d->revoked = false; /* who listened has to come again, whether the picture can be made or not */
	TRY(journal_last_seq(cx, s->db, &last, &at));
	TRY(stage_tell(cx, s->db, d->event, last, store_simulated(s->store), revoked));
	d->tell = false;
	return RC_OK;
}

static enum rc copy(struct ctx *cx, struct screens *s, struct due *d)
{
	TRY(snapshot(cx, s, d->event));
	d->copy = false;
	return RC_OK;
}

/* One thing in a memory and a look at the database of its own.  False where it failed: what failed is said, and nothing else waits for it. */
static bool alone(struct arena *a, struct screens *s, enum rc (*fn)(struct ctx *cx, struct screens *s, struct due *d), struct due *d)
{
	struct ctx cx;
	ctx_init(&cx, a, store_now(s->store), LANG_ZH);
	enum rc rc = db_snapshot(&cx, s->db);
	if (rc == RC_OK) {
		rc = fn(&cx, s, d);
		db_snapshot_end(s->db);
	}
	if (rc != RC_OK)
		say_why(&cx);
	arena_reset(a);
	return rc == RC_OK;
}

/* All screens first, the copies after them. */
static void settle(struct arena *a, struct screens *s)
{
	time_t now = machine_s();
	for (size_t i = 0; i < s->n; i++)
		s->due[i].now = !s->due[i].wait || s->due[i].at <= now;
	for (int copies = 0; copies < 2; copies++)
		for (size_t i = 0; i < s->n; i++) {
			struct due *d = &s->due[i];
			if (!d->now || !(copies ? d->copy : d->tell))
				continue;
			if (!alone(a, s, copies ? copy : tell, d)) {
				d->wait = !d->wait ? AGAIN_S : d->wait < AGAIN_MOST_S / 2 ? d->wait * 2 : AGAIN_MOST_S;
				d->at = now + d->wait;
			}
		}
	size_t left = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->due[i].tell || s->due[i].copy)
			s->due[left++] = s->due[i];
	s->n = left;
}

/* True: the journal could not be read. */
static bool rounds(struct screens *s)
{
	struct arena a;
	bool read = true;
	arena_init(&a, 64 << 20);
	s->more = true;
	while (read && s->more && s->n < DUE_MAX) {
		while (read && s->more && s->n < DUE_MAX)
			read = alone(&a, s, follow, NULL);
		settle(&a, s);
	}
	if (s->n == DUE_MAX || !read)
		settle(&a, s);
	arena_release(&a);
	return !read;
}

/* Until a commit, or until something that failed is tried again. */
static void wait_for_work(struct screens *s, bool failed)
{
	time_t until = failed ? machine_s() + AGAIN_S : 0;
	for (size_t i = 0; i < s->n; i++)
		until = !until || s->due[i].at < until ? s->due[i].at : until;
	if (!until) {
		pthread_cond_wait(&s->wake, &s->lock);
		return;
	}
	struct timespec t = { .tv_sec = until };
	s->work |= pthread_cond_timedwait(&s->wake, &s->lock, &t) == ETIMEDOUT;
}

static void *screens_main(void *arg)
{
	struct screens *s = arg;
	bool failed = false;
	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		if (!s->work) {
			wait_for_work(s, failed);
			continue;
		}
		s->work = false;
		pthread_mutex_unlock(&s->lock);
		failed = rounds(s);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void on_commit(void *arg, int64_t seq)
{
	struct screens *s = arg;
	(void)seq;
	pthread_mutex_lock(&s->lock);
	s->work = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

/* Copies of an earlier time whose stage is public no more, or of events of another database. */
static void settle_folders(struct arena *a, struct screens *s)
{
	DIR *d = opendir(s->dir);
	for (const struct dirent *e; d && (e = readdir(d));) {
		int64_t event;
		if (e->d_type == DT_REG || !sv_int(sv_of(e->d_name), &event) || event <= 0)
			continue;
		if (s->n == DUE_MAX)
			settle(a, s);
		if (s->n < DUE_MAX)
			note(s, event, false, false);
	}
	if (d)
		closedir(d);
	settle(a, s);
}

/* What was cued or withdrawn while nobody served stands, or is gone, from the beginning. */
static enum rc snapshot_all(struct ctx *cx, struct screens *s)
{
	int64_t *event;
	size_t n;
	struct arena a;
	if (mkdir(s->dir, 0755) != 0 && errno != EEXIST)
		return fail(cx, RC_USAGE, "serve.snapshots", N_("--snapshots: the folder %s cannot be made."), s->dir);
	if (access(s->dir, W_OK | X_OK) != 0)
		return fail(cx, RC_USAGE, "serve.snapshots", N_("--snapshots: nothing can be written to %s."), s->dir);
	TRY(stage_publics(cx, s->db, &event, &n));
	arena_init(&a, 64 << 20);
	settle_folders(&a, s);
	for (size_t i = 0; i < n && s->n < DUE_MAX; i++)
		note(s, event[i], false, false);
	settle(&a, s);
	arena_release(&a);
	return RC_OK;
}

enum rc screens_start(struct ctx *cx, struct store *store, const char *snapshots, struct screens **ret)
{
	int64_t at;
	struct screens *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	s->store = store;
	s->dir = snapshots;
	enum rc rc = store_reader(cx, store, &s->db);
	if (rc == RC_OK)
		rc = journal_last_seq(cx, s->db, &s->seen, &at);
	if (rc == RC_OK && snapshots)
		rc = snapshot_all(cx, s);
	if (rc != RC_OK) {
		db_close(s->db);
		free(s);
		return rc;
	}
	s->work = true; /* an act may have come between the reading and the hook; what comes after the hook is told */
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_t monotonic; /* the machine's own clock may be set */
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&s->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	store_on_commit(store, on_commit, s);
	if (pthread_create(&s->thread, NULL, screens_main, s) != 0)
		BUG("no thread for the screens");
	*ret = s;
	return RC_OK;
}

void screens_stop(struct screens *s)
{
	if (!s)
		return;
	store_on_commit(s->store, NULL, NULL);
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	db_close(s->db);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->wake);
	free(s);
}
