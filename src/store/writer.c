#include "store/writer.h"

#include "base/bug.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>

enum { GROUP_MAX = 256 }; /* jobs in one commit */

struct job {
	struct job *next;
	struct ctx *cx;
	const struct act_request *rq;
	size_t n, failed;
	struct act_answer *ret;
	enum rc (*fn)(struct ctx *, struct db *, void *);
	void *arg;
	enum rc rc;
	bool done;
};

struct writer {
	struct db *db;
	const struct corridor *c;
	int64_t (*now)(void *);
	void *now_arg;
	void (*on_commit)(void *, int64_t);
	void *on_commit_arg;
	struct edge edge;
	bool edge_known;
	bool dead;                   /* a commit failed on the machine's side: nothing more is taken */
	pthread_t thread;
	bool threaded, stop;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
	struct job *first, **last;
};

struct writer *writer_new(struct db *db, const struct corridor *c, int64_t (*now)(void *), void *now_arg)
{
	struct writer *w = calloc(1, sizeof(*w));
	if (!w)
		BUG("out of memory");
	w->db = db;
	w->c = c;
	w->now = now;
	w->now_arg = now_arg;
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->finished, NULL);
	return w;
}

void writer_on_commit(struct writer *w, void (*fn)(void *, int64_t), void *arg)
{
	pthread_mutex_lock(&w->lock);
	w->on_commit = fn;
	w->on_commit_arg = arg;
	pthread_mutex_unlock(&w->lock);
}

static enum rc run_acts(struct writer *w, struct job *j)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; i < j->n && rc == RC_OK; i++) {
		j->cx->now = w->now(w->now_arg);
		j->failed = i;
		rc = corridor_run(j->cx, w->c, w->db, &j->rq[i], &j->ret[i]);
		if (rc == RC_OK)
			j->cx->now = j->ret[i].at;
	}
	return rc;
}

/* Several acts, or a call, get a savepoint around all of them. */
static void run_job(struct writer *w, struct job *j)
{
	if (!j->fn && j->n == 1) {
		j->rc = run_acts(w, j);
		return;
	}
	j->rc = db_savepoint(j->cx, w->db);
	if (j->rc != RC_OK)
		return;
	j->rc = j->fn ? j->fn(j->cx, w->db, j->arg) : run_acts(w, j);
	if (j->rc == RC_OK)
		j->rc = db_release(j->cx, w->db);
	if (j->rc != RC_OK)
		db_undo(w->db);
}

/* The caller's arena may be set to jump to the caller when it is full: here, on another thread, that would
 * be the end of both.  So a job that fills its arena comes back to its own place. */
static void run_guarded(struct writer *w, struct job *j)
{
	enum { ROOM_FOR_THE_FAULT = 64 * 1024 };
	jmp_buf *theirs = j->cx->a->full, here;
	j->cx->a->full = &here;
	if (setjmp(here) == 0) {
		run_job(w, j);
	} else {
		/* At most two savepoints are open, the job's and the act's; undoing one too many does nothing. */
		db_undo(w->db);
		db_undo(w->db);
		j->cx->a->full = NULL;
		j->cx->a->cap += ROOM_FOR_THE_FAULT;
		j->rc = fail(j->cx, RC_LIMIT, "act.large", N_("This is too much for one step; split it."));
	}
	j->cx->a->full = theirs;
}

enum rc writer_edge(struct writer *w, struct ctx *cx, struct edge *ret)
{
	if (!w->edge_known)
		return journal_edge(cx, w->db, ret);
	*ret = w->edge;
	return journal_edge_extend(cx, w->db, ret);
}

/* Brings the tree's edge up to the rows that this transaction wrote. */
static enum rc extend_edge(struct writer *w, struct ctx *cx, struct edge *ret)
{
	TRY(writer_edge(w, cx, ret));
	return journal_edge_save(cx, w->db, ret);
}

static void fail_all(struct job *jobs, const struct ctx *why, enum rc rc)
{
	for (struct job *j = jobs; j; j = j->next)
		if (j->rc == RC_OK) {
			j->rc = rc;
			for (const struct fault *f = why->faults; f; f = f->next)
				(void)fail(j->cx, rc, f->id, "%.*s", SV_ARG(f->text));
		}
}

/* What waits, at most `max` of it. */
static struct job *take(struct writer *w, size_t max, size_t *ret_n)
{
	struct job *jobs, **end = &jobs;
	size_t n = 0;
	pthread_mutex_lock(&w->lock);
	for (jobs = w->first; *end && n < max; n++)
		end = &(*end)->next;
	w->first = *end;
	if (!w->first)
		w->last = &w->first;
	*end = NULL;
	pthread_mutex_unlock(&w->lock);
	*ret_n = n;
	return jobs;
}

/* One commit for all that waits, and for what comes in while that is run: whoever comes now need not wait for a second
 * sync, and the more share one, the more acts a second the disk allows. */
static struct job *run_group(struct writer *w)
{
	size_t n, more;
	struct job *all = take(w, GROUP_MAX, &n), **end = &all;
	struct arena a;
	arena_init(&a, 16 << 20);
	struct ctx cx;
	ctx_init(&cx, &a, w->now(w->now_arg), all->cx->lang);
	struct edge edge;
	enum rc rc = w->dead ? fail(&cx, RC_FAILED, "store.dead",
				    N_("The store stopped after a disk fault. Nothing more is accepted; look at the disk, "
				       "then start again.")) : db_begin(&cx, w->db);
	do {
		for (; *end; end = &(*end)->next)
			if (rc == RC_OK)
				run_guarded(w, *end);
		*end = take(w, GROUP_MAX - n, &more);
		n += more;
	} while (*end);
	if (rc == RC_OK) {
		rc = extend_edge(w, &cx, &edge);
		if (rc == RC_OK)
			rc = db_commit(&cx, w->db);
		if (rc == RC_OK) {
			w->edge = edge;
			w->edge_known = true;
		} else {
			db_rollback(w->db);
			w->edge_known = false;
			/* After a failed sync nobody knows what the disk holds: never go on as if nothing was. */
			w->dead = rc == RC_FAILED && !(cx.faults && strcmp(cx.faults->id, "db.full") == 0);
		}
	}
	if (rc != RC_OK)
		fail_all(all, &cx, rc);
	arena_release(&a);
	return all;
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->first && !w->stop)
			pthread_cond_wait(&w->work, &w->lock);
		if (!w->first)
			break;
		pthread_mutex_unlock(&w->lock);
		struct job *jobs = run_group(w);
		pthread_mutex_lock(&w->lock);
		for (struct job *j = jobs, *next; j; j = next) {
			next = j->next;
			j->done = true;
		}
		pthread_cond_broadcast(&w->finished);
		if (w->on_commit)
			w->on_commit(w->on_commit_arg, w->edge.size);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

void writer_start(struct writer *w)
{
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0)
		BUG("no thread for the writer");
	w->threaded = true;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	if (w->threaded) {
		pthread_mutex_lock(&w->lock);
		w->stop = true;
		pthread_cond_signal(&w->work);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->finished);
	free(w);
}

static enum rc submit(struct writer *w, struct job *j)
{
	pthread_mutex_lock(&w->lock);
	*w->last = j;
	w->last = &j->next;
	if (w->threaded) {
		pthread_cond_signal(&w->work);
		while (!j->done)
			pthread_cond_wait(&w->finished, &w->lock);
		pthread_mutex_unlock(&w->lock);
		return j->rc;
	}
	pthread_mutex_unlock(&w->lock);
	(void)run_group(w);
	if (w->on_commit)
		w->on_commit(w->on_commit_arg, w->edge.size);
	return j->rc;
}

enum rc writer_do(struct writer *w, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret,
		  size_t *ret_failed)
{
	struct job j = { .cx = cx, .rq = rq, .n = n, .ret = ret };
	enum rc rc = submit(w, &j);
	if (ret_failed)
		*ret_failed = j.failed;
	return rc;
}

enum rc writer_call(struct writer *w, struct ctx *cx, enum rc (*fn)(struct ctx *, struct db *, void *), void *arg)
{
	struct job j = { .cx = cx, .fn = fn, .arg = arg };
	return submit(w, &j);
}
