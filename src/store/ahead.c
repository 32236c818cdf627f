#include "store/ahead.h"

#include "store/store.h"

static bool prepares(const struct corridor *c, const struct act_request *rq)
{
	const struct act_def *def = registry_act(c->nouns, rq->act, NULL);
	return def && def->prepare;
}

static void close_slot(void *slot)
{
	struct db **db = slot;
	db_close(*db);
	*db = NULL;
}

/* The slow reading of an act, while the writer works for others.  Where it fails the act itself says why; where it fills the
 * arena, whose owner then jumps away, the arena closes the connection. */
static void prepare(struct ctx *cx, const struct ahead *h, struct act_request *rq)
{
	struct ctx sub = *cx;
	struct db **db = NEW(cx->a, struct db *, 1);
	ctx_forget(&sub);
	rq->ahead = NULL;
	arena_defer(cx->a, close_slot, db);
	if (store_reader_at(&sub, h->dir, db) != RC_OK)
		return;
	(void)!corridor_prepare(&sub, h->corridor, *db, rq);
	close_slot(db);
}

enum rc ahead_do(struct ctx *cx, const struct ahead *h, struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	enum { TRIES = 4 };
	for (int left = TRIES;; left--) {
		for (size_t i = 0; i < n; i++)
			if (prepares(h->corridor, &rq[i]) && left > 1)
				prepare(cx, h, &rq[i]);
			else
				rq[i].ahead = NULL;
		enum rc rc = writer_do(h->writer, cx, rq, n, ret, ret_failed);
		if (rc != RC_CONFLICT || !cx->faults || strcmp(cx->faults->id, ACT_MOVED) != 0)
			return rc;
		ctx_forget(cx);
	}
}
