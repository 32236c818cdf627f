#include "jobs/screens.h"

#include "app/stage/stage.h"
#include "base/bug.h"
#include "base/disk.h"
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 200, CHANGED = 64 };

struct screens {
	struct store *store;
	struct db *db;
	const char *dir;
	int64_t seen;                /* the last act that was looked at */
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

static enum rc snapshot(struct ctx *cx, const struct screens *s, int64_t event)
{
	static const char *const names[] = { "index.html", "en.html" };
	struct stage_hall h;
	const char *folder = arena_printf(cx->a, "%s/%lld", s->dir, (long long)event).p;
	TRY(stage_load(cx, s->db, event, &h));
	for (size_t i = 0; i < COUNT(names) && !h.s.is_public; i++)
		(void)unlink(arena_printf(cx->a, "%s/%s", folder, names[i]).p);
	if (!h.s.is_public)
		return RC_OK;
	if (mkdir(folder, 0755) == 0)
		(void)chmod(folder, 0755);
	TRY(put_file(cx, folder, "bixue.css", asset_find(SV("bixue.css"))->content));
	TRY(put_page(cx, &h, folder, LANG_ZH, names[0], store_simulated(s->store)));
	return put_page(cx, &h, folder, LANG_EN, names[1], store_simulated(s->store));
}

/* ---- what has changed ---------------------------------------------------------------------------------------------------- */

struct changed {
	int64_t event[CHANGED];
	bool revoked[CHANGED];
	size_t n;
};

static void note(struct changed *c, const struct journal_row *row)
{
	size_t i = 0;
	while (i < c->n && c->event[i] != row->subject)
		i++;
	if (i == c->n) {
		c->event[c->n] = row->subject;
		c->revoked[c->n++] = false;
	}
	c->revoked[i] |= sv_is(row->act, "stage.revoke");
}

static enum rc tell(struct ctx *cx, const struct screens *s, const struct changed *c, int64_t seq)
{
	for (size_t i = 0; i < c->n; i++) {
		TRY(stage_tell(cx, s->db, c->event[i], seq, store_simulated(s->store), c->revoked[i]));
		if (s->dir)
			TRY(snapshot(cx, s, c->event[i]));
	}
	return RC_OK;
}

/* One reading of the journal up to its end, or until many events have changed. */
static enum rc follow(struct ctx *cx, struct screens *s, bool *ret_more)
{
	struct journal_row *row;
	struct changed c = { .n = 0 };
	int64_t last, at;
	size_t n;
	TRY(journal_last_seq(cx, s->db, &last, &at));
	TRY(journal_read(cx, s->db, s->seen, BATCH, &row, &n));
	for (size_t i = 0; i < n && c.n < CHANGED; i++) {
		if (stage_shows(row[i].act))
			note(&c, &row[i]);
		s->seen = row[i].seq;
	}
	*ret_more = s->seen < last && n > 0;
	return tell(cx, s, &c, last);
}

static void rounds(struct screens *s)
{
	bool more = true;
	struct arena a;
	struct ctx cx;
	arena_init(&a, 64 << 20);
	while (more) {
		ctx_init(&cx, &a, store_now(s->store), LANG_ZH);
		enum rc rc = db_snapshot(&cx, s->db);
		if (rc == RC_OK) {
			rc = follow(&cx, s, &more);
			db_snapshot_end(s->db);
		}
		if (rc != RC_OK) {
			fprintf(stderr, "bixue: %.*s (%.*s)\n", SV_ARG(cx.faults ? cx.faults->text : SV("")), SV_ARG(cx.trail));
			more = false;
		}
		arena_reset(&a);
	}
	arena_release(&a);
}

static void *screens_main(void *arg)
{
	struct screens *s = arg;
	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		if (!s->work) {
			pthread_cond_wait(&s->wake, &s->lock);
			continue;
		}
		s->work = false;
		pthread_mutex_unlock(&s->lock);
		rounds(s);
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

/* What was cued while nobody served stands there from the beginning. */
static enum rc snapshot_all(struct ctx *cx, struct screens *s)
{
	int64_t *event;
	size_t n;
	if (mkdir(s->dir, 0755) != 0 && errno != EEXIST)
		return fail(cx, RC_USAGE, "serve.snapshots", N_("--snapshots: the folder %s cannot be made."), s->dir);
	if (access(s->dir, W_OK | X_OK) != 0)
		return fail(cx, RC_USAGE, "serve.snapshots", N_("--snapshots: nothing can be written to %s."), s->dir);
	TRY(stage_publics(cx, s->db, &event, &n));
	for (size_t i = 0; i < n; i++)
		TRY(snapshot(cx, s, event[i]));
	return RC_OK;
}

enum rc screens_start(struct ctx *cx, struct store *store, const char *snapshots, struct screens **ret)
{
	int64_t at;
	struct screens *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	*s = (struct screens){ .store = store, .dir = snapshots };
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
	pthread_cond_init(&s->wake, NULL);
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
