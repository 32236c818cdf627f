#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H
/* One request on its way through: head, body, handler, answer.  Knows nothing of the HTTP library: the server
 * fills in what arrived and sends what has come out. */
#include "http/guard.h"
#include "http/intake.h"
#include "http/server.h"

#include <pthread.h>

enum {
	EXCHANGE_DRAIN = 32 << 20, /* bytes of a refused body that are read all the same, so that the browser,
				    * which sends first and listens then, gets to see the answer */
};

/* Exchanges kept for reuse, with the first piece of their arenas. */
struct exchange_pool {
	pthread_mutex_t lock;
	struct exchange *spare;
	size_t n;
};

struct exchange {
	struct exchange *next;
	const struct http_config *cfg;
	void *connection, *conn; /* the server's own */
	struct arena arena;
	struct ctx cx;
	struct http_request rq;
	struct http_reply rp;
	struct http_pair pairs[GUARD_HEADERS_MAX + 1];
	struct guard_head head;  /* as received; `headers` is `pairs` */
	struct sv client;        /* the address at the other end */
	bool unclear;            /* the bytes of the head hold more than the library shows */
	struct intake *in;
	struct sv piece;         /* of the body, for exchange_feed */
	int status;              /* refused with this; 0 while all is well */
	enum rc rc;
	bool headed;
	bool hard;               /* refused, and the body is not even to be read */
	const char *refused;     /* why the guard did */
	size_t drained;
	int64_t started;         /* µs */
};

void exchange_pool_init(struct exchange_pool *p);
void exchange_pool_release(struct exchange_pool *p);
struct exchange *exchange_take(struct exchange_pool *p, const struct http_config *cfg);
void exchange_drop(struct exchange_pool *p, struct exchange *x);

/* None of these fails: what goes wrong ends in x->status and the faults. */
void exchange_head(struct exchange *x);   /* head, client and unclear are set */
void exchange_feed(struct exchange *x);   /* piece is set */
void exchange_handle(struct exchange *x); /* the body is whole */
void exchange_finish(struct exchange *x); /* the reply is ready to be sent */

#endif
