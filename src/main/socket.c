/* The folder's socket: a command beside a running server sends its act through the server's corridor.  Only
 * the owner of the folder can reach it (mode 0600), as only she can open the store itself. */
#include "main/serve.h"

#include "app/door/web.h"
#include "store/erasures.h"

#include "base/bug.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	LINE_MAX_BYTES = 32 << 20,
	WAIT_S = 2,
	LINE_S = 30,     /* for a whole request, however its bytes come */
	ANSWER_S = 1800, /* a large import's group, an erasure that makes the tables anew */
};

struct socket_door {
	int fd, stop[2];
	atomic_int live;             /* the connection that is being answered, -1 for none */
	struct store *store;
	void (*after)(void *);
	void *arg;
	struct sockaddr_un address;
	pthread_t thread;
};

static bool address_of(const char *dir, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	int n = snprintf(ret->sun_path, sizeof(ret->sun_path), "%s/bixue.sock", dir);
	return n > 0 && (size_t)n < sizeof(ret->sun_path);
}

/* One line, without its end; false when the other side went away or says too much. */
static bool read_line(int fd, struct buf *b, int seconds)
{
	char chunk[4096];
	struct timespec now, end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec)
			return false;
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		buf_put(b, sv_make(chunk, (size_t)n));
		if (b->over)
			return false;
		if (b->p[b->n - 1] == '\n') {
			b->n--;
			return true;
		}
	}
}

static bool write_all(int fd, struct sv s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = sv_from(s, (size_t)n);
	}
	return true;
}

static struct act_request request_of(const struct js *q)
{
	return (struct act_request){ .act = js_get_sv(q, "act"), .subject = js_get_int(q, "subject", 0), .basis = js_get_int(q, "basis", 0),
				     .cause = js_get_int(q, "cause", 0), .key = js_get_sv(q, "key"), .fields = js_get(q, "fields"),
				     .actor = { .post = js_get_int(q, "post", 0), .via = (enum via)js_get_int(q, "via", VIA_CLI) } };
}

static void put_answer(struct arena *a, struct js *o, const struct act_answer *r)
{
	js_set_int(a, o, "seq", r->seq);
	js_set_int(a, o, "at", r->at);
	js_set_int(a, o, "subject", r->subject);
	js_set_bool(a, o, "repeated", r->repeated);
	js_set(o, "facts", js_again(a, r->facts));
}

static enum rc do_acts(struct ctx *cx, struct socket_door *d, const struct js *list, struct js *o)
{
	struct act_request *rq = NEW(cx->a, struct act_request, list->n + 1);
	struct act_answer *r = NEW(cx->a, struct act_answer, list->n + 1);
	size_t n = 0, failed = 0;
	for (const struct js *q = list->first; q; q = q->next)
		rq[n++] = request_of(q);
	enum rc rc = store_acts(cx, d->store, rq, n, r, &failed);
	js_set_int(cx->a, o, "failed", (int64_t)failed);
	TRY(rc);
	if (d->after)
		d->after(d->arg);
	struct js *answers = js_set(o, "answers", js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		put_answer(cx->a, js_push(answers, js_obj(cx->a)), &r[i]);
	return RC_OK;
}

static enum rc do_erase(struct ctx *cx, struct socket_door *d, const struct js *q, struct js *o)
{
	struct act_request rq = request_of(q);
	struct act_answer r = { 0 };
	TRY(store_erase_act(cx, d->store, &rq, &r));
	put_answer(cx->a, o, &r);
	return RC_OK;
}

static enum rc do_password(struct ctx *cx, struct socket_door *d, const struct js *q)
{
	struct web_options o = { .store = d->store };
	struct web *w;
	TRY(web_new(cx, &o, &w));
	enum rc rc = set_password(w, cx, js_get_int(q, "post", 0), js_get_sv(q, "password"), SV_NONE);
	web_free(w);
	return rc;
}

static enum rc do_checkpoint(struct ctx *cx, struct socket_door *d, struct js *o)
{
	struct sv note;
	TRY(store_checkpoint(cx, d->store, &note));
	js_set_sv(cx->a, o, "note", note);
	return RC_OK;
}

/* A nightly backup must not need the server stopped: the server makes it. */
static enum rc back_up(struct ctx *cx, struct store *s, struct sv to, struct js *o)
{
	struct backup_info i;
	TRY(backup_make(cx, s, arena_cstr(cx->a, to), &i));
	js_set_int(cx->a, o, "acts", i.acts);
	js_set_int(cx->a, o, "files", i.files);
	js_set_int(cx->a, o, "bytes", i.bytes);
	js_set_sv(cx->a, o, "root", i.root);
	return RC_OK;
}

static enum rc serve_one(struct ctx *cx, struct socket_door *d, const struct js *q, struct js *o)
{
	struct sv to = js_get_sv(q, "backup_to");
	const struct js *part;
	if (to.n)
		return back_up(cx, d->store, to, o);
	if ((part = js_get(q, "acts")))
		return do_acts(cx, d, part, o);
	if ((part = js_get(q, "erase")))
		return do_erase(cx, d, part, o);
	if ((part = js_get(q, "set_password")))
		return do_password(cx, d, part);
	if (js_get(q, "checkpoint"))
		return do_checkpoint(cx, d, o);
	return fail(cx, RC_INVALID, "socket.request", N_("The server does not know this request; command and server are of different versions."));
}

static void answer(struct socket_door *d, int fd, struct arena *a)
{
	struct buf in = buf_new(a, LINE_MAX_BYTES), out = buf_new(a, LINE_MAX_BYTES);
	const char *why;
	int line, column;
	struct js *q = read_line(fd, &in, LINE_S) ? js_parse(a, buf_sv(&in), &why, &line, &column) : NULL;
	if (!q || q->kind != JS_OBJ)
		return;
	struct ctx cx;
	ctx_init(&cx, a, store_now(d->store), js_get_int(q, "lang", LANG_ZH) == LANG_EN ? LANG_EN : LANG_ZH);
	struct js *o = js_obj(a);
	enum rc rc = serve_one(&cx, d, q, o);
	js_set_int(a, o, "rc", (int64_t)rc);
	struct js *faults = js_set(o, "faults", js_arr(a));
	for (const struct fault *f = cx.faults; f; f = f->next) {
		struct js *e = js_push(faults, js_obj(a));
		js_set_sv(a, e, "field", sv_of(f->field));
		js_set_sv(a, e, "id", sv_of(f->id));
		js_set_sv(a, e, "text", f->text);
	}
	js_write(&out, o);
	buf_putc(&out, '\n');
	(void)write_all(fd, buf_sv(&out));
}

/* Whoever neither reads nor writes for so long is let go: the next one waits behind. */
static void patience(int fd, int seconds)
{
	struct timeval wait = { .tv_sec = seconds };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
}

static void *listen_main(void *arg)
{
	struct socket_door *d = arg;
	for (;;) {
		struct pollfd p[2] = { { .fd = d->fd, .events = POLLIN }, { .fd = d->stop[0], .events = POLLIN } };
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return NULL;
		if (p[1].revents)
			return NULL;
		if (!(p[0].revents & POLLIN))
			continue;
		int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		patience(fd, WAIT_S);
		atomic_store(&d->live, fd);
		struct arena a;
		jmp_buf full;
		arena_init(&a, 256 << 20);
		/* A request that is too much ends its connection, not the server. */
		if (setjmp(full) == 0) {
			a.full = &full;
			answer(d, fd, &a);
		}
		arena_release(&a);
		atomic_store(&d->live, -1);
		close(fd);
	}
}

enum rc socket_start(struct ctx *cx, struct store *s, void (*after)(void *), void *arg, struct socket_door **ret)
{
	struct socket_door *d = calloc(1, sizeof(*d));
	if (!d)
		BUG("out of memory");
	d->store = s;
	atomic_store(&d->live, -1);
	d->after = after;
	d->arg = arg;
	d->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t old = umask(0177);
	bool ok = d->fd >= 0 && address_of(store_dir(s), &d->address) && (unlink(d->address.sun_path) == 0 || errno == ENOENT) &&
		  bind(d->fd, (struct sockaddr *)&d->address, sizeof(d->address)) == 0 && listen(d->fd, 64) == 0 &&
		  pipe2(d->stop, O_CLOEXEC) == 0 && pthread_create(&d->thread, NULL, listen_main, d) == 0;
	int err = errno;
	umask(old);
	if (!ok) {
		if (d->fd >= 0)
			close(d->fd);
		free(d);
		return fail(cx, RC_FAILED, "socket", N_("The folder's socket cannot be opened: %s. A shorter path helps where the path is too long."), strerror(err));
	}
	*ret = d;
	return RC_OK;
}

void socket_stop(struct socket_door *d)
{
	if (!d)
		return;
	int live = atomic_load(&d->live);
	if (live >= 0)
		shutdown(live, SHUT_RDWR); /* who does not read must not keep the server from ending */
	if (write(d->stop[1], "x", 1) == 1)
		pthread_join(d->thread, NULL);
	unlink(d->address.sun_path);
	close(d->fd);
	close(d->stop[0]);
	close(d->stop[1]);
	free(d);
}

/* `*ret` also where the server refuses: it may say which. */
static enum rc read_answer(struct ctx *cx, struct sv text, struct js **ret)
{
	const char *why;
	int line, column;
	struct js *o = *ret = js_parse(cx->a, text, &why, &line, &column);
	if (!o)
		return fail(cx, RC_FAILED, "socket.answer", N_("The server's answer cannot be read."));
	int64_t rc = js_get_int(o, "rc", RC_FAILED);
	const struct js *faults = js_get(o, "faults");
	enum rc code = rc >= 0 && rc < RC_COUNT_ ? (enum rc)rc : RC_FAILED;
	for (const struct js *f = faults && code != RC_OK ? faults->first : NULL; f; f = f->next)
		(void)fail_at(cx, code, arena_cstr(cx->a, js_get_sv(f, "field")), arena_cstr(cx->a, js_get_sv(f, "id")),
			      "%.*s", SV_ARG(js_get_sv(f, "text")));
	return code;
}

static int reach(const char *dir)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && address_of(dir, &address) && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

bool socket_there(const char *dir)
{
	int fd = reach(dir);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static enum rc ask(struct ctx *cx, const char *dir, const struct js *q, struct js **ret)
{
	int fd = reach(dir);
	*ret = NULL;
	if (fd < 0)
		return RC_NOT_FOUND;
	patience(fd, ANSWER_S);
	struct buf out = buf_new(cx->a, LINE_MAX_BYTES), in = buf_new(cx->a, LINE_MAX_BYTES);
	js_write(&out, q);
	buf_putc(&out, '\n');
	bool ok = write_all(fd, buf_sv(&out)) && read_line(fd, &in, ANSWER_S);
	close(fd);
	if (!ok)
		return fail(cx, RC_FAILED, "socket.cut", N_("The server went away before it answered; look whether the act was done before you repeat it."));
	return read_answer(cx, buf_sv(&in), ret);
}

enum rc socket_backup(struct ctx *cx, const char *dir, const char *to, struct backup_info *ret)
{
	struct js *q = js_obj(cx->a), *o;
	char *whole = realpath(".", NULL); /* the server stands in another folder */
	js_set_int(cx->a, q, "lang", cx->lang);
	js_set_sv(cx->a, q, "backup_to", to[0] == '/' || !whole ? sv_of(to) : arena_printf(cx->a, "%s/%s", whole, to));
	free(whole);
	TRY(ask(cx, dir, q, &o));
	*ret = (struct backup_info){ .acts = js_get_int(o, "acts", 0), .files = js_get_int(o, "files", 0), .bytes = js_get_int(o, "bytes", 0),
				     .root = js_get_sv(o, "root") };
	return RC_OK;
}

static struct js *request_js(struct arena *a, const struct act_request *rq)
{
	struct js *q = js_obj(a);
	js_set_sv(a, q, "act", rq->act);
	js_set_int(a, q, "subject", rq->subject);
	js_set_int(a, q, "basis", rq->basis);
	js_set_int(a, q, "cause", rq->cause);
	js_set_int(a, q, "post", rq->actor.post);
	js_set_int(a, q, "via", rq->actor.via);
	js_set_sv(a, q, "key", rq->key);
	if (rq->fields)
		js_set(q, "fields", js_again(a, rq->fields));
	return q;
}

static struct act_answer answer_of(struct arena *a, const struct js *o)
{
	const struct js *facts = js_get(o, "facts");
	return (struct act_answer){ .seq = js_get_int(o, "seq", 0), .at = js_get_int(o, "at", 0), .subject = js_get_int(o, "subject", 0),
				    .repeated = js_get_bool(o, "repeated"), .facts = facts ? js_again(a, facts) : js_obj(a) };
}

/* A request of one member, with the reader's language. */
static struct js *request(struct ctx *cx, const char *what, struct js *v)
{
	struct js *q = js_obj(cx->a);
	js_set_int(cx->a, q, "lang", cx->lang);
	js_set(q, what, v);
	return q;
}

enum rc socket_acts(struct ctx *cx, const char *dir, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed)
{
	struct js *list = js_arr(cx->a), *o;
	for (size_t i = 0; i < n; i++)
		js_push(list, request_js(cx->a, &rq[i]));
	enum rc rc = ask(cx, dir, request(cx, "acts", list), &o);
	int64_t failed = js_get_int(o, "failed", 0);
	*ret_failed = failed >= 0 && (size_t)failed < n ? (size_t)failed : 0;
	TRY(rc);
	const struct js *answers = js_get(o, "answers"), *a = answers ? answers->first : NULL;
	for (size_t i = 0; i < n; i++, a = a->next) {
		if (!a)
			return fail(cx, RC_FAILED, "socket.answer", N_("The server's answer cannot be read."));
		ret[i] = answer_of(cx->a, a);
	}
	return RC_OK;
}

enum rc socket_erase(struct ctx *cx, const char *dir, const struct act_request *rq, struct act_answer *ret)
{
	struct js *o;
	TRY(ask(cx, dir, request(cx, "erase", request_js(cx->a, rq)), &o));
	*ret = answer_of(cx->a, o);
	return RC_OK;
}

enum rc socket_password(struct ctx *cx, const char *dir, int64_t post, struct sv password)
{
	struct js *q = js_obj(cx->a), *o;
	js_set_int(cx->a, q, "post", post);
	js_set_sv(cx->a, q, "password", password);
	return ask(cx, dir, request(cx, "set_password", q), &o);
}

enum rc socket_checkpoint(struct ctx *cx, const char *dir, struct sv *ret_note)
{
	struct js *o;
	TRY(ask(cx, dir, request(cx, "checkpoint", js_bool(cx->a, true)), &o));
	*ret_note = js_get_sv(o, "note");
	return RC_OK;
}
