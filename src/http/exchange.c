#include "http/exchange.h"

#include "base/bug.h"

#include <stdlib.h>

enum { SPARE = 64 };

void exchange_pool_init(struct exchange_pool *p)
{
	*p = (struct exchange_pool){ 0 };
	pthread_mutex_init(&p->lock, NULL);
}

static void exchange_free(struct exchange *x)
{
	arena_release(&x->arena);
	free(x);
}

void exchange_pool_release(struct exchange_pool *p)
{
	while (p->spare) {
		struct exchange *x = p->spare;
		p->spare = x->next;
		exchange_free(x);
	}
	pthread_mutex_destroy(&p->lock);
}

struct exchange *exchange_take(struct exchange_pool *p, const struct http_config *cfg)
{
	pthread_mutex_lock(&p->lock);
	struct exchange *x = p->spare;
	if (x) {
		p->spare = x->next;
		p->n--;
	}
	pthread_mutex_unlock(&p->lock);
	struct arena a;
	if (x) {
		a = x->arena;
	} else {
		x = malloc(sizeof(*x));
		if (!x)
			BUG("out of memory");
		arena_init(&a, cfg->arena);
	}
	memset(x, 0, sizeof(*x));
	x->cfg = cfg;
	x->arena = a;
	x->head.headers = x->pairs;
	return x;
}

void exchange_drop(struct exchange_pool *p, struct exchange *x)
{
	arena_reset(&x->arena);
	pthread_mutex_lock(&p->lock);
	bool keep = p->n < SPARE;
	if (keep) {
		x->next = p->spare;
		p->spare = x;
		p->n++;
	}
	pthread_mutex_unlock(&p->lock);
	if (!keep)
		exchange_free(x);
}

/* The program's one setjmp: false when the request has filled its arena. */
static bool within(struct exchange *x, void (*step)(struct exchange *))
{
	jmp_buf full;
	x->arena.full = &full;
	if (setjmp(full) != 0) {
		x->arena.full = NULL;
		return false;
	}
	step(x);
	x->arena.full = NULL;
	return true;
}

static void exchange_begin(struct exchange *x)
{
	ctx_init(&x->cx, &x->arena, 0,
		 x->rq.lang); /* the store's clock is not known here, and no text needs it */
	x->rq.a = &x->arena;
	x->rq.headers = x->pairs;
	x->rq.header_count = x->head.n;
	x->rq.path = sv_or_empty(x->rq.path);
	x->rq.peer = sv_or_empty(x->rq.peer);
	reply_init(&x->rp, &x->arena);
}

static void refused(struct exchange *x, int status, enum rc rc)
{
	x->status = status;
	x->rc = rc;
}

static int status_of(enum rc rc)
{
	return rc == RC_INVALID ? 400 : rc_http(rc);
}

/* The arena is full: forget all of the request but its headers, which are not in it. */
static void overflow(struct exchange *x)
{
	enum http_method m = x->rq.method;
	enum lang lang = x->rq.lang;
	bool secure = x->rq.secure, json = http_is_json(&x->rq);
	arena_reset(&x->arena);
	x->in = NULL;
	x->rq = (struct http_request){ .method = m, .lang = lang, .secure = secure };
	exchange_begin(x);
	if (json)
		x->rq.path = SV("/api/"); /* where the answer is not a page */
	refused(x, 413, fail(&x->cx, RC_LIMIT, "http.memory",
			     N_("This is too much for one request; ask for less or send it in parts.")));
}

static void guard_refused(struct exchange *x, int status, const char *why)
{
	x->hard = true;
	x->refused = why;
	if (x->head.target.n && sv_starts(x->head.target, SV("/api/")))
		x->rq.path = SV("/api/"); /* where the answer is not a page */
	refused(x, status,
		fail(&x->cx, status == 414 || status == 431 ? RC_LIMIT : RC_USAGE, "http.head",
		     N_("The request is not well formed; update the browser or the program that sent it.")));
}

static void step_head(struct exchange *x)
{
	const struct http_config *cfg = x->cfg;
	exchange_begin(x);
	const char *why = NULL;
	int status = guard_head(&x->head, &why);
	x->rq.method = http_method_of(x->head.method);
	if (!status && x->unclear) {
		status = 400;
		why = "a folded header, a lone line end or a NUL";
	}
	if (status) {
		guard_refused(x, status, why);
		return;
	}
	x->rq.lang = x->cx.lang = http_lang(http_header(&x->rq, "Accept-Language"));
	request_peer(&x->rq, x->client, cfg->proxies, cfg->proxy_count);
	enum rc rc = request_target(&x->cx, &x->rq, x->head.target);
	int64_t length = guard_body_length(&x->head);
	if (rc == RC_OK) {
		x->rq.body_max = cfg->lim.form;
		if (cfg->head)
			cfg->head(cfg->user, &x->rq, &cfg->lim);
		x->in = intake_new(&x->rq, cfg->spool, cfg->lim.form);
		if (length != 0)
			rc = intake_begin(&x->cx, x->in);
	}
	if (rc == RC_OK && length > 0 && (uint64_t)length > x->rq.body_max)
		rc = intake_too_large(&x->cx, x->rq.body_max);
	if (rc == RC_OK)
		return;
	refused(x, status_of(rc), rc);
	x->hard = length > EXCHANGE_DRAIN || http_header(&x->rq, "Expect").p;
}

static void step_feed(struct exchange *x)
{
	enum rc rc = intake_feed(&x->cx, x->in, x->piece);
	if (rc != RC_OK)
		refused(x, status_of(rc), rc);
}

static void step_handle(struct exchange *x)
{
	enum rc rc = intake_end(&x->cx, x->in);
	if (rc != RC_OK) {
		refused(x, status_of(rc), rc);
		return;
	}
	x->cfg->handle(x->cfg->user, &x->rq, &x->rp);
	if (x->rp.broken || x->rp.body.over)
		refused(x, 500, fail(&x->cx, RC_FAILED, "http.reply",
				     N_("The answer could not be made; tell the administrator.")));
}

static void step_refuse(struct exchange *x)
{
	const struct http_config *cfg = x->cfg;
	reply_init(&x->rp, &x->arena);
	(cfg->refuse ? cfg->refuse : refuse_plain)(cfg->app, &x->rq, &x->rp, &x->cx, x->rc, x->status);
	x->rp.status = x->status;
}

static void step_secure(struct exchange *x)
{
	if (x->rp.headers > REPLY_HEADERS_MAX - 12) {
		reply_clear(&x->rp);
		x->rp.status = 500;
	}
	reply_secure(&x->rp, &x->rq, x->cfg->hsts);
}

/* What can be said without memory. */
static void bare(struct exchange *x, int status)
{
	reply_init(&x->rp, &x->arena);
	x->rp.status = status;
}

void exchange_head(struct exchange *x)
{
	if (!within(x, step_head))
		overflow(x);
}

void exchange_feed(struct exchange *x)
{
	if (!within(x, step_feed))
		overflow(x);
}

void exchange_handle(struct exchange *x)
{
	if (!within(x, step_handle))
		overflow(x);
}

void exchange_finish(struct exchange *x)
{
	if (x->status && !within(x, step_refuse)) {
		overflow(x);
		bare(x, x->status);
	}
	if (x->rp.feed) {
		x->rp.type = "text/event-stream";
		x->rp.cache = CACHE_NEVER;
		x->rp.close = true;
	}
	if (!within(x, step_secure)) {
		overflow(x);
		bare(x, 413);
	}
	x->rp.close = x->rp.close || x->status;
}
