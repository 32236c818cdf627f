#include "http/server.h"

#include "base/bug.h"
#include "http/exchange.h"
#include "http/feed.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	POOL = 32 * 1024,      /* MHD's memory of one connection: both heads and the read buffer */
	SLOWEST = 4,           /* bytes per ms; a peer slower than that for long is cut off */
	BEAT_S = 15, STOP_MS = 10000,
};

enum phase { PHASE_HEAD, PHASE_BODY, PHASE_WORK, PHASE_SEND, PHASE_STREAM, PHASE_CUT };

struct conn {
	struct conn *prev, *next;
	int fd;
	_Atomic int phase;
	_Atomic int64_t since, moved; /* ms; bytes in this phase */
};

struct stream {
	struct stream *prev, *next;
	struct http_server *s;
	struct MHD_Connection *mc;
	int fd;
	struct feed_sub *sub;
};

struct http_server {
	const struct http_config *cfg;
	struct MHD_Daemon *daemon;
	int listen_fd;
	uint16_t port;
	pthread_t ticker;
	struct exchange_pool pool;
	pthread_mutex_t lock; /* of the lists and `ended` */
	pthread_cond_t tick;
	bool ended;
	struct conn *conns;
	struct stream *streams;
	_Atomic bool stopping;
	_Atomic int64_t n_conns, n_streams, n_running, n_requests, n_refused, n_reaped;
};

static int64_t micros(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void conn_phase(struct conn *c, enum phase phase)
{
	c->moved = 0;
	c->since = micros() / 1000;
	c->phase = (int)phase;
}

/* ---- the head -------------------------------------------------------------------------------------- */

/* MHD 0.9.75 takes header lines that end in a lone CR or LF, are folded, or hold a NUL, and shows nothing of
 * it. But its strings point into the bytes as received: name, colon, value and line end must lie one behind
 * the other without anything unexplained between them. */
struct layout {
	struct exchange *x;
	uintptr_t end; /* of the last value */
};

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n,
				 const char *value, size_t value_n)
{
	struct layout *l = cls;
	struct exchange *x = l->x;
	(void)kind;
	if (x->head.n > GUARD_HEADERS_MAX)
		return MHD_NO; /* one too many is enough for the guard */
	uintptr_t k = (uintptr_t)key, v = (uintptr_t)value;
	bool after = l->end == 0 || k == l->end + 2;
	bool near = value_n == 0 || (v > k + key_n && v - (k + key_n) <= 8);
	x->unclear = x->unclear || !after || !near;
	l->end = value_n ? v + value_n : 0; /* an empty value may be a string from elsewhere */
	x->pairs[x->head.n++] = (struct http_pair){sv_make(key, key_n), sv_make(value ? value : "", value_n)};
	return MHD_YES;
}

static struct sv client_address(struct exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[NI_MAXHOST] = "";
	if (info && info->client_addr) {
		socklen_t n = info->client_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
								       : sizeof(struct sockaddr_in);
		(void)getnameinfo(info->client_addr, n, text, sizeof(text), NULL, 0, NI_NUMERICHOST);
	}
	return arena_sv(&x->arena, sv_of(text));
}

/* ---- the answer ------------------------------------------------------------------------------------ */

static void port_sleep(void *user)
{
	MHD_suspend_connection(((struct stream *)user)->mc);
}

static void port_wake(void *user)
{
	MHD_resume_connection(((struct stream *)user)->mc);
}

static ssize_t stream_read(void *cls, uint64_t pos, char *out, size_t max)
{
	(void)pos;
	size_t n = 0;
	switch (feed_read(((struct stream *)cls)->sub, out, max, &n)) {
	case FEED_DATA:
		return (ssize_t)n;
	case FEED_ASLEEP:
		return 0;
	case FEED_END:
		break;
	}
	return MHD_CONTENT_READER_END_OF_STREAM;
}

static void stream_free(void *cls)
{
	struct stream *st = cls;
	struct http_server *s = st->s;
	pthread_mutex_lock(&s->lock);
	if (st->prev)
		st->prev->next = st->next;
	else
		s->streams = st->next;
	if (st->next)
		st->next->prev = st->prev;
	pthread_mutex_unlock(&s->lock);
	feed_leave(st->sub);
	free(st);
	s->n_streams--;
}

static struct MHD_Response *stream_response(struct http_server *s, struct exchange *x)
{
	struct stream *st = calloc(1, sizeof(*st));
	if (!st)
		BUG("out of memory");
	st->s = s;
	st->mc = x->connection;
	st->fd = ((struct conn *)x->conn)->fd;
	st->sub = feed_join(x->rp.feed, &(struct feed_port){ st, port_sleep, port_wake });
	s->n_streams++;
	pthread_mutex_lock(&s->lock);
	st->next = s->streams;
	if (st->next)
		st->next->prev = st;
	s->streams = st;
	bool late = s->stopping;
	pthread_mutex_unlock(&s->lock);
	if (late)
		feed_end(st->sub);
	struct MHD_Response *r =
		MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, stream_read, st, stream_free);
	if (!r)
		BUG("out of memory");
	return r;
}

static struct MHD_Response *response_of(struct http_server *s, struct exchange *x)
{
	struct http_reply *rp = &x->rp;
	if (rp->feed && x->rq.method != HTTP_HEAD)
		return stream_response(s, x);
	if (rp->fd >= 0) {
		int fd = fcntl(rp->fd, F_DUPFD_CLOEXEC, 0); /* MHD closes its own; the arena closes ours */
		return fd < 0 ? NULL : MHD_create_response_from_fd64((uint64_t)rp->size, fd);
	}
	bool empty = rp->status == 304 || rp->status == 204;
	return MHD_create_response_from_buffer(empty ? 0 : rp->body.n, rp->body.p, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(struct http_server *s, struct exchange *x)
{
	struct http_reply *rp = &x->rp;
	if (rp->feed && s->n_streams >= (int64_t)s->cfg->streams) {
		reply_clear(rp);
		rp->status = 503;
	}
	if (s->stopping)
		rp->close = true;
	exchange_finish(x);
	struct MHD_Response *r = response_of(s, x);
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < rp->headers; i++)
		MHD_add_response_header(r, rp->header[i].name.p, rp->header[i].value.p);
	if (rp->type)
		MHD_add_response_header(r, "Content-Type", rp->type);
	if (rp->feed)
		MHD_add_response_header(r, "X-Accel-Buffering", "no"); /* nginx: pass each event on at once */
	if (rp->close)
		MHD_add_response_header(r, "Connection", "close");
	struct conn *c = x->conn;
	conn_phase(c, rp->feed ? PHASE_STREAM : PHASE_SEND);
	c->moved = rp->fd >= 0 ? rp->size : (int64_t)rp->body.n;
	enum MHD_Result ok = MHD_queue_response(x->connection, (unsigned)rp->status, r);
	MHD_destroy_response(r);
	return ok;
}

/* ---- MHD's callbacks ---------------------------------------------------------------------------------- */

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mc)
{
	struct http_server *s = cls;
	struct exchange *x = exchange_take(&s->pool, s->cfg);
	x->connection = mc;
	x->conn = MHD_get_connection_info(mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	x->head.target = arena_sv(&x->arena, sv_of(uri)); /* MHD decodes its own copy in place */
	s->n_running++;
	return x;
}

static enum MHD_Result on_head(struct http_server *s, struct exchange *x, const char *method,
			       const char *version)
{
	x->headed = true;
	x->started = micros();
	x->head.method = sv_of(method);
	x->head.version = sv_of(version);
	conn_phase(x->conn, PHASE_BODY);
	struct layout l = { .x = x };
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, on_header, &l);
	x->client = client_address(x);
	exchange_head(x);
	s->n_requests++;
	s->n_refused += x->refused != NULL;
	return x->status && x->hard ? answer(s, x) : MHD_YES;
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *mc, const char *url, const char *method,
				 const char *version, const char *data, size_t *size, void **con_cls)
{
	struct http_server *s = cls;
	struct exchange *x = *con_cls;
	(void)mc, (void)url;
	if (!x->headed)
		return on_head(s, x, method, version);
	struct conn *c = x->conn;
	if (*size) {
		x->piece = sv_make(data, *size);
		c->moved += (int64_t)*size;
		*size = 0;
		if (!x->status) {
			exchange_feed(x);
			return MHD_YES;
		}
		x->drained += x->piece.n;
		return x->drained <= EXCHANGE_DRAIN ? MHD_YES : MHD_NO;
	}
	conn_phase(c, PHASE_WORK);
	if (!x->status)
		exchange_handle(x);
	return answer(s, x);
}

static void on_completed(void *cls, struct MHD_Connection *mc, void **con_cls,
			 enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *con_cls;
	struct http_server *s = cls;
	(void)mc, (void)why;
	if (!x)
		return;
	*con_cls = NULL;
	struct http_done d = { &x->rq, &x->rp, x->refused, micros() - x->started };
	if (s->cfg->done && x->headed)
		s->cfg->done(s->cfg->app, &d);
	conn_phase(x->conn, PHASE_HEAD);
	exchange_drop(&s->pool, x);
	s->n_running--;
}

static void on_connection(void *cls, struct MHD_Connection *mc, void **socket_context,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = cls;
	struct conn *c = *socket_context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		c = calloc(1, sizeof(*c));
		if (!c)
			BUG("out of memory");
		c->fd = MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		conn_phase(c, PHASE_HEAD);
		*socket_context = c;
		s->n_conns++;
		pthread_mutex_lock(&s->lock);
		c->next = s->conns;
		if (c->next)
			c->next->prev = c;
		s->conns = c;
		pthread_mutex_unlock(&s->lock);
		return;
	}
	pthread_mutex_lock(&s->lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	pthread_mutex_unlock(&s->lock);
	free(c);
	s->n_conns--;
}

/* ---- once a second: cut off the slow, keep the streams alive ------------------------------------------ */

/* MHD's own timeout is one of silence: a byte now and then would hold a connection for ever. */
static void reap(struct http_server *s, struct conn *c, int64_t now)
{
	int phase = c->phase;
	if (phase == PHASE_WORK || phase == PHASE_STREAM || phase == PHASE_CUT)
		return;
	if (now - c->since <= (int64_t)s->cfg->timeout_s * 1000 + c->moved / SLOWEST)
		return;
	c->phase = PHASE_CUT;
	s->n_reaped++;
	shutdown(c->fd, SHUT_RDWR); /* under the lock: MHD has not closed it yet */
}

/* A sleeping stream is out of MHD's poll and would keep its place after its peer has left, until the next beat: a hall whose screens
 * all come back at once would find no room. */
static bool peer_left(const struct stream *st)
{
	char c;
	ssize_t n = recv(st->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

static void *ticker(void *arg)
{
	struct http_server *s = arg;
	pthread_mutex_lock(&s->lock);
	for (int n = 1; !s->ended; n++) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&s->tick, &s->lock, &until);
		int64_t now = micros() / 1000;
		for (struct conn *c = s->conns; c; c = c->next)
			reap(s, c, now);
		for (struct stream *st = s->streams; st; st = st->next)
			if (n % BEAT_S == 0 || peer_left(st))
				feed_beat(st->sub); /* to write is how MHD finds out */
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ---- start and stop ------------------------------------------------------------------------------------ */

void http_config_init(struct http_config *cfg)
{
	*cfg = (struct http_config){
		.address = "127.0.0.1",
		.listen_fd = -1,
		.workers = 8,
		.connections = 2048,
		.per_ip = 256,
		.streams = 1024,
		.timeout_s = 30,
		.lim = {1 << 20, 100 << 20},
		.arena = 96 << 20,
		.spool = "/tmp",
	};
}

static NODISCARD enum rc listen_at(struct ctx *cx, const struct http_config *cfg, int *ret)
{
	struct addrinfo want = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
				 .ai_socktype = SOCK_STREAM }, *ai = NULL;
	struct sv port = arena_printf(cx->a, "%u", (unsigned)cfg->port);
	if (getaddrinfo(cfg->address, port.p, &want, &ai) != 0)
		return fail(cx, RC_USAGE, "http.listen_address",
			    N_("%s is not an address to listen at; write it like 127.0.0.1 or ::1."),
			    cfg->address);
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1;
	bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
		  bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0; /* a restart in a hall brings all screens back at once */
	int err = errno;
	freeaddrinfo(ai);
	if (!ok) {
		if (fd >= 0)
			close(fd);
		return fail(cx, RC_FAILED, "http.listen",
			    N_("Cannot listen at %s port %u: %s; choose another port or stop what uses it."),
			    cfg->address, (unsigned)cfg->port, strerror(err));
	}
	*ret = fd;
	return RC_OK;
}

/* The port, and in *ret_v6 whether the socket is of IPv6. */
static uint16_t socket_port(int fd, bool *ret_v6)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_storage room;
	} a = { 0 };
	socklen_t n = sizeof(a);
	*ret_v6 = false;
	if (getsockname(fd, &a.any, &n) != 0)
		return 0;
	*ret_v6 = a.any.sa_family == AF_INET6;
	return ntohs(*ret_v6 ? a.v6.sin6_port : a.v4.sin_port);
}

static struct MHD_Daemon *daemon_start(struct http_server *s, bool v6)
{
	const struct http_config *cfg = s->cfg;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_ITC |
			 (v6 ? (unsigned)MHD_USE_IPv6 : 0);
	return MHD_start_daemon(flags, 0, NULL, NULL, on_access, s,
				MHD_OPTION_LISTEN_SOCKET, s->listen_fd,
				MHD_OPTION_THREAD_POOL_SIZE, cfg->workers,
				MHD_OPTION_CONNECTION_LIMIT, cfg->connections,
				MHD_OPTION_PER_IP_CONNECTION_LIMIT, cfg->proxy_count ? 0U : cfg->per_ip,
				MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)cfg->timeout_s,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
				MHD_OPTION_STRICT_FOR_CLIENT, 1,
				MHD_OPTION_URI_LOG_CALLBACK, on_uri, s,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
				MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

static void server_free(struct http_server *s)
{
	exchange_pool_release(&s->pool);
	if (s->listen_fd >= 0)
		close(s->listen_fd);
	pthread_cond_destroy(&s->tick);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

enum rc server_start(struct ctx *cx, const struct http_config *cfg, struct http_server **ret)
{
	int fd = cfg->listen_fd;
	bool v6;
	if (fd < 0)
		TRY(listen_at(cx, cfg, &fd));
	struct http_server *s = calloc(1, sizeof(*s));
	if (!s)
		BUG("out of memory");
	s->cfg = cfg;
	s->listen_fd = fd;
	s->port = socket_port(fd, &v6);
	exchange_pool_init(&s->pool);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->tick, &attr);
	pthread_condattr_destroy(&attr);
	s->daemon = daemon_start(s, v6);
	if (!s->daemon) {
		server_free(s);
		return fail(cx, RC_FAILED, "http.start",
			    N_("The web server did not start; check the limits of open files and threads."));
	}
	if (pthread_create(&s->ticker, NULL, ticker, s) != 0)
		BUG("no thread");
	*ret = s;
	return RC_OK;
}

uint16_t server_port(const struct http_server *s)
{
	return s->port;
}

struct http_stats server_stats(struct http_server *s)
{
	return (struct http_stats){s->n_conns,	  s->n_streams, s->n_running,
				   s->n_requests, s->n_refused, s->n_reaped};
}

void server_stop(struct http_server *s)
{
	if (!s)
		return;
	s->stopping = true;
	MHD_quiesce_daemon(s->daemon);
	pthread_mutex_lock(&s->lock);
	for (struct stream *st = s->streams; st; st = st->next)
		feed_end(st->sub);
	pthread_mutex_unlock(&s->lock);
	for (int ms = 0; ms < STOP_MS && s->n_running > 0; ms += 5)
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
	pthread_mutex_lock(&s->lock);
	s->ended = true;
	pthread_cond_signal(&s->tick);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->ticker, NULL);
	MHD_stop_daemon(s->daemon);
	server_free(s);
}
