#include "jobs/reactor.h"

#include "base/bug.h"
#include "jobs/sweep.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SWEEP_EVERY_S = 3600, AGAIN_S = 2, AGAIN_MOST_S = 60 };

struct reactor {
	struct store *store;
	const struct reaction *reaction;
	size_t n;
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool work, stop;
	time_t sweep;                /* what nobody accepted goes then, by the machine's own clock */
	time_t again;                /* a reaction failed and is tried again then; 0: none did */
	int wait;                    /* s, the last time between two tries */
};

static time_t machine_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

void reactor_wake(void *arg)
{
	struct reactor *r = arg;
	pthread_mutex_lock(&r->lock);
	r->work = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
}

/* Hourly besides, however many acts come. */
static void sweep_in_time(struct reactor *r)
{
	if (machine_s() < r->sweep)
		return;
	sweep_spool(store_dir(r->store));
	sweep_boxes(r->store);
	r->sweep = machine_s() + SWEEP_EVERY_S;
}

static void wait_for_work(struct reactor *r)
{
	struct timespec until = { .tv_sec = r->again && r->again < r->sweep ? r->again : r->sweep };
	if (pthread_cond_timedwait(&r->wake, &r->lock, &until) == ETIMEDOUT)
		r->work = true;
}

/* The cursor stands before what failed (a full disk, a busy database): nobody else would ask for it again. */
static void react(struct reactor *r)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, store_now(r->store), LANG_ZH);
	if (react_all(&cx, r->store, r->db, r->reaction, r->n) == RC_OK) {
		r->again = r->wait = 0;
	} else {
		fprintf(stderr, "bixue: %.*s (%.*s)\n", SV_ARG(cx.faults ? cx.faults->text : SV("")), SV_ARG(cx.trail));
		r->wait = !r->wait ? AGAIN_S : r->wait < AGAIN_MOST_S / 2 ? r->wait * 2 : AGAIN_MOST_S;
		r->again = machine_s() + r->wait;
	}
	arena_release(&a);
}

static void *reactor_main(void *arg)
{
	struct reactor *r = arg;
	pthread_mutex_lock(&r->lock);
	while (!r->stop) {
		if (!r->work) {
			wait_for_work(r);
			continue;
		}
		r->work = false;
		pthread_mutex_unlock(&r->lock);
		sweep_in_time(r);
		react(r);
		pthread_mutex_lock(&r->lock);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

enum rc reactor_start(struct ctx *cx, struct store *s, const struct reaction *reaction, size_t n, struct reactor **ret)
{
	struct reactor *r = calloc(1, sizeof(*r));
	if (!r)
		BUG("out of memory");
	*r = (struct reactor){ .store = s, .reaction = reaction, .n = n, .work = true };
	enum rc rc = store_reader(cx, s, &r->db);
	if (rc != RC_OK) {
		free(r);
		return rc;
	}
	pthread_condattr_t monotonic; /* the machine's clock may be set */
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&r->thread, NULL, reactor_main, r) != 0)
		BUG("no thread for the reactions");
	*ret = r;
	return RC_OK;
}

void reactor_stop(struct reactor *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	db_close(r->db);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->wake);
	free(r);
}
