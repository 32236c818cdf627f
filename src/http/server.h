#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
/* The HTTP/1.1 server: the only part that knows the HTTP library.  Every request has passed the guard and is
 * complete when its handler is called; each has one arena, which ends when the answer is sent. */
#include "http/router.h"

struct http_server;

struct http_done {
	const struct http_request *rq; /* route is NULL where none was found or the request was refused */
	const struct http_reply *rp;
	const char *refused; /* why the guard refused it, else NULL */
	int64_t micros;      /* from the complete head to the last byte handed over */
};

struct http_config {
	const char *address;     /* numeric; "127.0.0.1" */
	uint16_t port;           /* 0: any free one */
	int listen_fd;           /* a socket that listens already (socket activation), else -1 */
	unsigned workers;        /* threads; a handler may block one while the writer commits: 8 */
	unsigned connections;    /* at once: 2048 */
	unsigned per_ip; /* of one address: 256 (a meeting hall shares one); off where there are proxies */
	unsigned streams;        /* event streams at once: 1024 */
	int timeout_s;           /* for a head, and without a byte either way: 30 */
	struct http_limits lim;  /* 1 MiB, 100 MiB */
	size_t arena;            /* cap of one request: 96 MiB, for closing a vote of 2,000 sheets; taken as it is used */
	const char *spool;       /* folder for uploads, on the same disk as the files: "/tmp" */
	const struct sv *proxies; /* addresses whose X-Forwarded-* are believed */
	size_t proxy_count;
	bool hsts;               /* say so to browsers that came over TLS */

	void *user; /* of head and handle: the router */
	void (*head)(void *user, struct http_request *rq, const struct http_limits *lim); /* may be NULL */
	http_handler *handle;
	void *app;  /* of refuse and done */
	http_refuse *refuse; /* renders what the server itself refuses; NULL: plain */
	void (*done)(void *app, const struct http_done *d); /* for logs and metrics; may be NULL */
};

struct http_stats {
	int64_t connections, streams, running; /* now */
	int64_t requests, refused, reaped;     /* since the start */
};

void http_config_init(struct http_config *cfg);
/* `cfg` and all it points at outlive the server. RC_FAILED where it cannot listen. */
NODISCARD enum rc server_start(struct ctx *cx, const struct http_config *cfg, struct http_server **ret);
uint16_t server_port(const struct http_server *s);
struct http_stats server_stats(struct http_server *s);
/* Takes no new connection, ends the streams, lets running requests finish (10 s at most), stops. NULL-safe.
 */
void server_stop(struct http_server *s);

#endif
