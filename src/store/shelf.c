#include "store/shelf.h"

#include "base/bug.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SHELF_BOXES = 16 };

struct spot {
	int64_t event;       /* 0: empty */
	struct box *box;
	int users;
	bool sealed, failed;
};

struct shelf {
	pthread_mutex_t lock;
	pthread_cond_t let;
	char *dir;
	struct signer *signer;
	struct spot place[SHELF_BOXES];
};

struct shelf *shelf_new(const char *dir, struct signer *signer)
{
	struct shelf *s = calloc(1, sizeof(*s));
	if (!s || !(s->dir = strdup(dir)))
		BUG("out of memory");
	s->signer = signer;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->let, NULL);
	return s;
}

void shelf_free(struct shelf *s)
{
	if (!s)
		return;
	for (int i = 0; i < SHELF_BOXES; i++)
		box_close(s->place[i].box);
	pthread_cond_destroy(&s->let);
	pthread_mutex_destroy(&s->lock);
	free(s->dir);
	free(s);
}

static struct spot *place_of(struct shelf *s, int64_t event)
{
	for (int i = 0; i < SHELF_BOXES; i++)
		if (s->place[i].event == event)
			return &s->place[i];
	return NULL;
}

/* With the lock held: its place, the box open. */
static enum rc stand(struct ctx *cx, struct shelf *s, int64_t event, struct spot **ret)
{
	struct spot *p = place_of(s, event);
	if (!p) {
		p = place_of(s, 0);
		for (int i = 0; !p && i < SHELF_BOXES; i++)
			if (s->place[i].users == 0 && !s->place[i].sealed)
				p = &s->place[i];
		if (!p)
			return fail(cx, RC_BUSY, "box.shelf", N_("Too many votes are open at once. Try again in a moment."));
		box_close(p->box);
		*p = (struct spot){ 0 };
		TRY(box_open(cx, s->dir, event, s->signer, &p->box));
		p->event = event;
	}
	*ret = p;
	return RC_OK;
}

enum rc store_box_hold(struct ctx *cx, struct store *store, int64_t event, struct box **ret)
{
	struct shelf *s = store_shelf(store);
	struct spot *p;
	pthread_mutex_lock(&s->lock);
	enum rc rc = stand(cx, s, event, &p);
	if (rc == RC_OK && p->sealed)
		rc = fail(cx, RC_CONFLICT, "box.sealed", N_("The vote is being closed: no ballot is taken any more."));
	if (rc == RC_OK) {
		p->users++;
		*ret = p->box;
	}
	pthread_mutex_unlock(&s->lock);
	return rc;
}

void store_box_let(struct store *store, int64_t event, bool failed)
{
	struct shelf *s = store_shelf(store);
	pthread_mutex_lock(&s->lock);
	struct spot *p = place_of(s, event);
	p->users--;
	p->failed |= failed;
	if (p->failed && p->users == 0 && !p->sealed) {
		/* A box whose disk refused answers nothing any more until it is opened again, which mends it. */
		box_close(p->box);
		*p = (struct spot){ 0 };
	}
	pthread_cond_broadcast(&s->let);
	pthread_mutex_unlock(&s->lock);
}

enum rc store_box_seal(struct ctx *cx, struct store *store, int64_t event, struct box **ret)
{
	struct shelf *s = store_shelf(store);
	struct spot *p;
	pthread_mutex_lock(&s->lock);
	enum rc rc = stand(cx, s, event, &p);
	if (rc == RC_OK && p->sealed)
		rc = fail(cx, RC_CONFLICT, "box.sealing", N_("Somebody else is closing this vote just now."));
	if (rc == RC_OK) {
		p->sealed = true;
		while (p->users > 0)
			pthread_cond_wait(&s->let, &s->lock);
		*ret = p->box;
	}
	pthread_mutex_unlock(&s->lock);
	return rc;
}

void store_box_unseal(struct store *store, int64_t event)
{
	struct shelf *s = store_shelf(store);
	pthread_mutex_lock(&s->lock);
	place_of(s, event)->sealed = false;
	pthread_mutex_unlock(&s->lock);
}

enum rc store_box_drop(struct ctx *cx, struct store *store, int64_t event)
{
	struct shelf *s = store_shelf(store);
	pthread_mutex_lock(&s->lock);
	struct spot *p = place_of(s, event);
	while (p && p->users > 0) {
		p->sealed = true;
		pthread_cond_wait(&s->let, &s->lock);
	}
	if (p) {
		box_close(p->box);
		*p = (struct spot){ 0 };
	}
	enum rc rc = box_destroy(cx, s->dir, event);
	pthread_mutex_unlock(&s->lock);
	return rc;
}
