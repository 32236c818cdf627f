#include "sheet/jail.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "sheet/jail_cell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	JAIL_IN = 3,
	JAIL_OUT = 4,
	FAULTS_MAX = 100,
	FAULT_TEXT_MAX = 4096,
	HEAD_MAX = 1024 * 1024, /* all faults together */
};

#define MAGIC UINT32_C(0x62784a31)

/* What travels before the faults and the answer. */
struct frame {
	uint32_t magic, rc;
	uint32_t faults, head; /* number of faults, bytes of them */
	uint64_t answer;       /* bytes */
};

static enum rc too_much(struct ctx *cx)
{
	return fail(cx, RC_INVALID, "jail.memory",
		    N_("This file holds more than can be read at once. Split it into smaller files and upload them "
		       "one by one."));
}

/* ---- the child -------------------------------------------------------------------------------------- */

static bool write_all(void *arg, struct sv piece)
{
	(void)arg;
	while (piece.n) {
		ssize_t n = write(JAIL_OUT, piece.p, piece.n);
		if (n <= 0)
			return false;
		piece = sv_from(piece, (size_t)n);
	}
	return true;
}

static void put_text(struct buf *b, struct sv s)
{
	uint32_t n = (uint32_t)s.n;
	buf_put(b, sv_make((const char *)&n, sizeof(n)));
	buf_put(b, s);
}

static struct sv shorter(struct sv s)
{
	return s.n > FAULT_TEXT_MAX ? utf8_upto(s, FAULT_TEXT_MAX / 4) : s;
}

static _Noreturn void answer(const struct ctx *cx, enum rc rc, const struct blocks *out)
{
	struct buf head = buf_new(cx->a, HEAD_MAX);
	struct frame f = { .magic = MAGIC, .rc = (uint32_t)rc };
	for (const struct fault *e = cx->faults; e && f.faults < FAULTS_MAX; e = e->next, f.faults++) {
		put_text(&head, shorter(sv_of(e->field)));
		put_text(&head, shorter(sv_of(e->id)));
		put_text(&head, shorter(e->text));
	}
	f.head = (uint32_t)head.n;
	f.answer = rc == RC_OK ? out->n : 0;
	bool sent = write_all(NULL, sv_make((const char *)&f, sizeof(f))) && write_all(NULL, buf_sv(&head)) &&
		    (rc != RC_OK || blocks_each(out, write_all, NULL));
	_exit(sent ? 0 : 1);
}

/* Bytes of address space in use now. */
static size_t mapped(void)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	size_t pages = 0;
	for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
		pages = pages * 10 + (size_t)(text[i] - '0');
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limits(const struct jail *jail)
{
	size_t now = SANITIZED ? 0 : mapped();
	/* A little more than the arena's cap, so that the arena refuses in words before the kernel does. */
	if (!SANITIZED && (now == 0 || !cell_limit(RLIMIT_AS, now + jail->memory + jail->memory / 4 + (32 << 20))))
		return false;
	return cell_limit(RLIMIT_CPU, (rlim_t)jail->cpu_s) && cell_limit(RLIMIT_FSIZE, 0) && cell_limit(RLIMIT_CORE, 0) &&
	       cell_limit(RLIMIT_NPROC, 0) && cell_limit(RLIMIT_NOFILE, JAIL_OUT + 1);
}

/* Leaves 3 = the file and 4 = the pipe; 0, 1 and 2 are /dev/null (2 stays in a sanitizer build). */
static bool only_two_files(int in, int out)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int in2 = fcntl(in, F_DUPFD, JAIL_OUT + 1), out2 = fcntl(out, F_DUPFD, JAIL_OUT + 1);
	if (null < 0 || in2 < 0 || out2 < 0)
		return false;
	for (int fd = 0; fd < (SANITIZED ? 2 : 3); fd++)
		if (null != fd && dup2(null, fd) < 0)
			return false;
	if (dup2(in2, JAIL_IN) < 0 || dup2(out2, JAIL_OUT) < 0)
		return false;
	return syscall(SYS_close_range, (unsigned)JAIL_OUT + 1, ~0U, 0U) == 0;
}

struct inmate {
	struct ctx *parent;
	const struct jail *jail;
	jail_fn *fn;
	void *arg;
};

static enum rc work(struct ctx *cx, const struct inmate *job, struct blocks *out)
{
	jmp_buf full;
	cx->a->full = &full;
	if (setjmp(full) != 0) {
		cx->a->full = NULL;
		return RC_LIMIT;
	}
	enum rc rc = job->fn(cx, JAIL_IN, job->arg, out);
	cx->a->full = NULL;
	return rc;
}

static _Noreturn void child(const struct inmate *job, pid_t parent, int in, int out_fd)
{
	static struct arena small, large; /* static: they must outlive a longjmp in work() */
	struct ctx cx;
	arena_init(&small, 2 * HEAD_MAX + FAULTS_MAX * FAULT_TEXT_MAX);
	arena_init(&large, job->jail->memory);
	ctx_init(&cx, &small, job->parent->now, job->parent->lang);
	struct blocks out = blocks_new(&large, job->jail->answer);
	cell_default_signals();
	if (!only_two_files(in, out_fd))
		_exit(1);
	bool locked = cell_bound(parent) && limits(job->jail) && cell_filter_compute(JAIL_IN, JAIL_OUT);
	if (!locked)
		answer(&cx, fail(&cx, RC_FAILED, "jail.closed",
				 N_("The protected reader for files could not be started on this server, so no file "
				    "was read. Ask the administrator to check that the kernel allows seccomp.")),
		       &out);
	cx.a = &large;
	enum rc rc = work(&cx, job, &out);
	bool full = rc == RC_LIMIT && !cx.faults;
	cx.a = &small;
	if (full || (rc == RC_OK && out.over)) {
		ctx_forget(&cx);
		rc = too_much(&cx);
	}
	answer(&cx, rc, &out);
}

enum rc jail_slurp(struct ctx *cx, int in, size_t max, struct sv *ret)
{
	size_t n = 0, cap = max < 64 * 1024 ? max + 1 : 64 * 1024;
	char *p = NEW(cx->a, char, cap);
	for (;;) {
		if (n == cap) {
			cap = cap > max / 4 ? max + 1 : cap * 4;
			char *q = NEW(cx->a, char, cap);
			memcpy(q, p, n);
			p = q;
		}
		ssize_t got = read(in, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return because(cx, RC_FAILED, "read: errno %d", errno);
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > max)
			return RC_LIMIT;
	}
	*ret = sv_make(p, n);
	return RC_OK;
}

/* ---- the parent ------------------------------------------------------------------------------------- */

enum got { GOT_ALL, GOT_SHORT, GOT_LATE };

/* Exactly `n` bytes, or not. */
static enum got take(int fd, void *to, size_t n, int64_t until)
{
	char *p = to;
	while (n) {
		int64_t left = until - cell_ticks();
		if (left <= 0)
			return GOT_LATE;
		struct pollfd pf = { .fd = fd, .events = POLLIN };
		int ready = poll(&pf, 1, left > 1000 ? 1000 : (int)left);
		if (ready == 0 || (ready < 0 && errno == EINTR))
			continue;
		ssize_t got = ready < 0 ? -1 : read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return GOT_SHORT;
		p += got;
		n -= (size_t)got;
	}
	return GOT_ALL;
}

static bool take_text(struct sv *s, struct sv *ret)
{
	uint32_t n;
	if (s->n < sizeof(n))
		return false;
	memcpy(&n, s->p, sizeof(n));
	*s = sv_from(*s, sizeof(n));
	if (n > s->n || n > FAULT_TEXT_MAX || !utf8_valid(sv_upto(*s, n)) || memchr(s->p, 0, n))
		return false;
	*ret = sv_upto(*s, n);
	*s = sv_from(*s, n);
	return true;
}

static bool take_faults(struct ctx *cx, enum rc rc, uint32_t n, struct sv head)
{
	for (uint32_t i = 0; i < n; i++) {
		struct sv field, id, text;
		if (!take_text(&head, &field) || !take_text(&head, &id) || !take_text(&head, &text))
			return false;
		fail_at(cx, rc, arena_cstr(cx->a, field), arena_cstr(cx->a, id), "%.*s", SV_ARG(text));
	}
	return head.n == 0;
}

static bool frame_ok(const struct frame *f, const struct jail *jail)
{
	return f->magic == MAGIC && f->rc < RC_COUNT_ && f->faults <= FAULTS_MAX && f->head <= HEAD_MAX &&
	       f->answer <= jail->answer && (f->rc == RC_OK || (f->answer == 0 && f->faults > 0));
}

static enum rc died(struct ctx *cx, bool late, int status)
{
	ctx_forget(cx);
	bool slow = late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
	because(cx, RC_INVALID, "jail: child %s %d",
		late ? "timed out" : WIFSIGNALED(status) ? "ended by signal" : "ended with",
		late ? 0 : WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (slow)
		return fail(cx, RC_INVALID, "jail.slow",
			    N_("Reading this file took too long and was stopped; nothing was taken from it. Split it "
			       "into smaller files, or save it again under a new name and upload the new file."));
	return fail(cx, RC_INVALID, "jail.died",
		    N_("This file could not be read safely, and nothing was taken from it. Open it, save it again "
		       "under a new name and upload the new file."));
}

/* The child's answer.  GOT_SHORT for anything that the child's own code would not have written. */
static enum got listen_to(struct ctx *cx, const struct jail *jail, int fd, enum rc *ret_rc, struct sv *ret)
{
	struct frame f;
	int64_t until = cell_ticks() + jail->wall_ms;
	enum got got = take(fd, &f, sizeof(f), until);
	if (got != GOT_ALL)
		return got;
	if (!frame_ok(&f, jail))
		return GOT_SHORT;
	/* The parent's own arena must not be what a file can overflow. */
	size_t need = f.answer + 4 * (size_t)f.head + 64 * 1024;
	if (cx->a->used > cx->a->cap || need > cx->a->cap - cx->a->used) {
		*ret_rc = too_much(cx);
		return GOT_ALL;
	}
	char *head = NEW(cx->a, char, f.head + 1);
	got = take(fd, head, f.head, until);
	if (got != GOT_ALL)
		return got;
	if (!take_faults(cx, (enum rc)f.rc, f.faults, sv_make(head, f.head)))
		return GOT_SHORT;
	*ret_rc = (enum rc)f.rc;
	char *p = NEW(cx->a, char, f.answer + 1);
	got = take(fd, p, f.answer, until);
	if (got == GOT_ALL)
		*ret = sv_make(p, f.answer);
	return got;
}

enum rc jail_run(struct ctx *cx, const struct jail *jail, int in, jail_fn *fn, void *arg, struct sv *ret)
{
	int pipe_fd[2];
	if (pipe2(pipe_fd, O_CLOEXEC) != 0)
		return because(cx, fail(cx, RC_BUSY, "jail.busy", N_("The server is busy. Try again in a minute.")),
			       "jail: pipe: errno %d", errno);
	pid_t parent = getpid(), pid = cell_fork();
	if (pid == 0) {
		struct inmate job = { cx, jail, fn, arg };
		child(&job, parent, in, pipe_fd[1]);
	}
	int fork_errno = errno;
	close(pipe_fd[1]);
	if (pid < 0) {
		close(pipe_fd[0]);
		return because(cx, fail(cx, RC_BUSY, "jail.busy", N_("The server is busy. Try again in a minute.")),
			       "jail: fork: errno %d", fork_errno);
	}
	enum rc rc = RC_FAILED;
	struct sv said = SV_NONE;
	enum got got = listen_to(cx, jail, pipe_fd[0], &rc, &said);
	close(pipe_fd[0]);
	/* Once it has answered, or not, nobody waits for it any longer. */
	int status = cell_end(pid);
	if (got != GOT_ALL)
		return died(cx, got == GOT_LATE, status);
	if (rc == RC_OK)
		*ret = said;
	return rc;
}
