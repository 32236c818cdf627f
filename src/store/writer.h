#ifndef STORE_WRITER_H
#define STORE_WRITER_H
/* Group commit: the acts that wait together share one transaction and one sync to disk. */
#include "store/corridor.h"

struct writer;

struct writer *writer_new(struct db *db, const struct corridor *c, int64_t (*now)(void *), void *now_arg);
void writer_free(struct writer *w);       /* finishes what waits */
void writer_start(struct writer *w);      /* a thread of its own from here on */
void writer_on_commit(struct writer *w, void (*fn)(void *, int64_t), void *arg);

/* Runs `n` acts in order inside one savepoint: all or none.  Returns when durable. */
enum rc writer_do(struct writer *w, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret,
		  size_t *ret_failed);
/* For calls: the tree's edge as of this transaction, from what the writer itself has seen where it can. */
enum rc writer_edge(struct writer *w, struct ctx *cx, struct edge *ret);
/* Runs `fn` on the writer's connection between groups, in a transaction of its own. */
enum rc writer_call(struct writer *w, struct ctx *cx, enum rc (*fn)(struct ctx *, struct db *, void *), void *arg);

#endif
