#include "app/hall/cells.h"

#include <pthread.h>
#include <stdio.h>

/* Two sends of one sheet at once would both change what they had read; one lock for every few codes. */
enum { LOCKS = 8 };
static pthread_mutex_t locks[LOCKS] = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
};

/* Where the box lies and what is wrong with it is the administrator's business, not a juror's. */
static enum rc hold(struct ctx *cx, struct store *store, int64_t vote, struct box **ret)
{
	enum rc rc = store_box_hold(cx, store, vote, ret);
	if (rc != RC_NOT_FOUND && rc != RC_CHECK && rc != RC_FAILED)
		return rc;
	fprintf(stderr, "bixue: %.*s\n", SV_ARG(cx->faults ? cx->faults->text : SV("")));
	ctx_forget(cx);
	return fail(cx, RC_CONFLICT, "box.lost", N_("The ballot box of this vote cannot be used: tell whoever holds the vote. Nothing was taken."));
}

static enum rc look(struct ctx *cx, struct box *box, const struct digest *code, struct vote_cell *ret)
{
	struct sv text;
	TRY(box_take(cx, box, code, &text));
	return vote_cell_read(cx, text, ret);
}

enum rc cell_look(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, struct vote_cell *ret)
{
	struct box *box;
	TRY(hold(cx, store, vote, &box));
	enum rc rc = look(cx, box, code, ret);
	store_box_let(store, vote, rc == RC_FAILED);
	return rc;
}

enum rc cell_put(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, const struct vote_cell *cell)
{
	struct box *box;
	TRY(hold(cx, store, vote, &box));
	enum rc rc = box_put(cx, box, code, vote_cell_text(cx->a, cell));
	store_box_let(store, vote, rc == RC_FAILED);
	return rc;
}

enum rc cell_change(struct ctx *cx, struct store *store, int64_t vote, const struct digest *code, cell_fn *fn, void *arg)
{
	pthread_mutex_t *lock = &locks[code->b[0] % LOCKS];
	struct vote_cell cell;
	struct box *box;
	bool same = false;
	TRY(hold(cx, store, vote, &box));
	pthread_mutex_lock(lock);
	enum rc rc = look(cx, box, code, &cell);
	if (rc == RC_OK)
		rc = fn(cx, &cell, arg, &same);
	if (rc == RC_OK && !same)
		rc = box_put(cx, box, code, vote_cell_text(cx->a, &cell));
	pthread_mutex_unlock(lock);
	store_box_let(store, vote, rc == RC_FAILED);
	return rc;
}
