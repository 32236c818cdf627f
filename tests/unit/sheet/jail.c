#include "sheet/jail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static const struct jail small = { 16 << 20, 2, 20000, 1 << 20 };

struct run {
	struct arena a;
	struct ctx cx;
	int in;
	struct sv said;
	enum rc rc;
};

/* Runs `fn` over a file that holds `text`. */
static struct run *jailed(const struct jail *jail, const char *text, jail_fn *fn, void *arg)
{
	struct run *r = calloc(1, sizeof(*r));
	arena_init(&r->a, 64 << 20);
	ctx_init(&r->cx, &r->a, 12345, LANG_EN);
	r->in = memfd_create("in", MFD_CLOEXEC);
	assert_int_equal(write(r->in, text, strlen(text)), strlen(text));
	lseek(r->in, 0, SEEK_SET);
	r->rc = jail_run(&r->cx, jail, r->in, fn, arg, &r->said);
	return r;
}

static void done(struct run *r)
{
	close(r->in);
	arena_release(&r->a);
	free(r);
}

static int open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static enum rc echo(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	struct sv s;
	TRY(jail_slurp(cx, in, 1000, &s));
	blocks_put(out, s);
	blocks_put(out, sv_of(arg));
	return cx->now == 12345 ? RC_OK : RC_FAILED;
}

static void an_answer_comes_back(void **state)
{
	(void)state;
	int before = open_files();
	struct run *r = jailed(&small, "hello ", echo, (void *)(uintptr_t)"world");
	assert_int_equal(r->rc, RC_OK);
	assert_true(sv_is(r->said, "hello world"));
	done(r);
	assert_int_equal(open_files(), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static enum rc much(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)in;
	size_t n = *(size_t *)arg;
	char *p = NEW(cx->a, char, 1000);
	memset(p, 'x', 1000);
	for (size_t i = 0; i < n; i++)
		blocks_put(out, sv_make(p, 1000));
	return RC_OK;
}

static void long_answers_pass_up_to_the_limit(void **state)
{
	(void)state;
	size_t n = 1000;
	struct run *r = jailed(&small, "", much, &n);
	assert_int_equal(r->rc, RC_OK);
	assert_int_equal(r->said.n, 1000000);
	done(r);
	n = 1100; /* beyond the largest size of the answer */
	r = jailed(&small, "", much, &n);
	assert_int_equal(r->rc, RC_INVALID);
	assert_string_equal(r->cx.faults->id, "jail.memory");
	done(r);
}

static enum rc complain(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)in, (void)arg, (void)out;
	fail_at(cx, RC_INVALID, "B7", "test.one", "first %d", 1);
	return fail(cx, RC_CONFLICT, "test.two", "second 中文");
}

static void faults_come_back(void **state)
{
	(void)state;
	struct run *r = jailed(&small, "", complain, NULL);
	assert_int_equal(r->rc, RC_CONFLICT);
	assert_string_equal(r->cx.faults->field, "B7");
	assert_string_equal(r->cx.faults->id, "test.one");
	assert_true(sv_is(r->cx.faults->text, "first 1"));
	assert_true(sv_is(r->cx.faults->next->text, "second 中文"));
	assert_null(r->cx.faults->next->next);
	done(r);
}

/* ---- what must not work ------------------------------------------------------------------------------- */

enum evil {
	EVIL_CRASH,
	EVIL_ABORT,
	EVIL_EXIT,
	EVIL_STACK,
	EVIL_OPEN,
	EVIL_OPENAT,
	EVIL_SOCKET,
	EVIL_FORK,
	EVIL_THREAD,
	EVIL_EXEC,
	EVIL_KILL,
	EVIL_PTRACE,
	EVIL_EXEC_MEMORY,
	EVIL_MAKE_EXEC,
	EVIL_MAP_FILE,
	EVIL_UNLINK,
	EVIL_CHDIR,
	EVIL_MOUNT,
	EVIL_SETUID,
	EVIL_PRCTL,
	EVIL_DUP,
	EVIL_PIPE,
	EVIL_READ_OTHER,
	EVIL_WRITE_OTHER,
	EVIL_SENDMSG,
	EVIL_IOCTL,
	EVIL_URING,
	EVIL_BPF,
	EVIL_GETDENTS,
	EVIL_PIDFD,
	EVIL_LIMITS,
	EVIL_X32,
	EVIL_FORGED,
	EVIL_FORGED_LENGTH,
	EVIL_COUNT_
};

static int endless(volatile int *n)
{
	volatile char room[4096];
	room[0] = (char)*n;
	*n += 1;
	return *n < 0 ? 0 : endless(n) + room[0];
}

static enum rc evil(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)cx;
	static const uint32_t forged[6] = { 0x62784a31, 0, 100, 0, 0, 0 },
			      too_long[6] = { 0x62784a31, 0, 0, 0, 0xFFFFFFFF, 0xFFFF };
	volatile int depth = 0;
	switch (*(enum evil *)arg) {
	case EVIL_CRASH: raise(SIGSEGV); break;
	case EVIL_ABORT: abort();
	case EVIL_EXIT: _exit(0);
	case EVIL_STACK: endless(&depth); break;
	case EVIL_OPEN: syscall(SYS_open, "/etc/passwd", O_RDONLY); break;
	case EVIL_OPENAT: syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY); break;
	case EVIL_SOCKET: syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0); break;
	case EVIL_FORK: syscall(SYS_fork); break;
	case EVIL_THREAD: syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); break;
	case EVIL_EXEC: syscall(SYS_execve, "/bin/true", NULL, NULL); break;
	case EVIL_KILL: syscall(SYS_kill, 1, 0); break;
	case EVIL_PTRACE: syscall(SYS_ptrace, 16, 1, 0, 0); break;
	case EVIL_EXEC_MEMORY:
		syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		break;
	case EVIL_MAKE_EXEC: syscall(SYS_mprotect, out, 4096, PROT_READ | PROT_EXEC); break;
	case EVIL_MAP_FILE: syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE, in, 0); break;
	case EVIL_UNLINK: syscall(SYS_unlinkat, AT_FDCWD, "/nowhere/at/all", 0); break;
	case EVIL_CHDIR: syscall(SYS_chdir, "/"); break;
	case EVIL_MOUNT: syscall(SYS_mount, 0, 0, 0, 0, 0); break;
	case EVIL_SETUID: syscall(SYS_setuid, 0); break;
	case EVIL_PRCTL: syscall(SYS_prctl, 1, 0, 0, 0, 0); break;
	case EVIL_DUP: syscall(SYS_dup, in); break;
	case EVIL_PIPE: syscall(SYS_pipe2, NULL, 0); break;
	case EVIL_READ_OTHER: syscall(SYS_read, 0, &depth, 1); break;
	case EVIL_WRITE_OTHER: syscall(SYS_write, 1, "x", 1); break;
	case EVIL_SENDMSG: syscall(SYS_sendmsg, 4, NULL, 0); break;
	case EVIL_IOCTL: syscall(SYS_ioctl, 4, 0x5412, "x"); break;
	case EVIL_URING: syscall(SYS_io_uring_setup, 1, NULL); break;
	case EVIL_BPF: syscall(SYS_bpf, 0, NULL, 0); break;
	case EVIL_GETDENTS: syscall(SYS_getdents64, in, NULL, 0); break;
	case EVIL_PIDFD: syscall(SYS_pidfd_open, 1, 0); break;
	case EVIL_LIMITS: syscall(SYS_prlimit64, 0, 0, NULL, NULL); break;
	case EVIL_X32: syscall(0x40000000 | SYS_getpid); break;
	case EVIL_FORGED:
		if (write(4, forged, sizeof(forged)) > 0)
			_exit(0);
		break;
	case EVIL_FORGED_LENGTH:
		if (write(4, too_long, sizeof(too_long)) > 0)
			_exit(0);
		break;
	case EVIL_COUNT_: break;
	}
	blocks_put(out, SV("got away"));
	return RC_OK;
}

static void nothing_evil_gets_away(void **state)
{
	(void)state;
	int before = open_files();
	for (enum evil e = EVIL_CRASH; e < EVIL_COUNT_; e++) {
		/* a sanitizer catches the first ones itself */
		if (SANITIZED && (e == EVIL_CRASH || e == EVIL_ABORT || e == EVIL_STACK))
			continue;
		struct run *r = jailed(&small, "x", evil, &e);
		if (r->rc != RC_INVALID || strcmp(r->cx.faults->id, "jail.died") != 0) {
			print_error("evil %d: %s, %.*s\n", (int)e, rc_name(r->rc), SV_ARG(r->said));
			assert_true(false);
		}
		assert_null(r->cx.faults->next);
		done(r);
	}
	assert_int_equal(open_files(), before);
}

static enum rc spin(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)cx, (void)in, (void)out;
	for (volatile int *go = arg; *go;)
		;
	return RC_OK;
}

static void endless_work_is_stopped(void **state)
{
	(void)state;
	int go = 1;
	struct jail by_wall = small, by_cpu = small;
	by_wall.wall_ms = 200;
	by_cpu.cpu_s = 1;
	struct run *r = jailed(&by_wall, "", spin, &go);
	assert_int_equal(r->rc, RC_INVALID);
	assert_string_equal(r->cx.faults->id, "jail.slow");
	done(r);
	r = jailed(&by_cpu, "", spin, &go);
	assert_int_equal(r->rc, RC_INVALID);
	assert_string_equal(r->cx.faults->id, "jail.slow");
	done(r);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static enum rc eat_arena(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)in, (void)arg, (void)out;
	for (;;)
		NEW(cx->a, char, 100000);
	return RC_OK;
}

static enum rc eat_heap(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)cx, (void)in;
	size_t n = 0;
	for (; n < 4096; n++) {
		char *p = malloc(1 << 20);
		if (!p)
			break;
		memset(p, 1, 1 << 20);
		*(char *volatile *)arg = p;
	}
	blocks_put(out, n < 200 ? SV("stopped") : SV("got it all"));
	return RC_OK;
}

static void memory_is_bounded(void **state)
{
	(void)state;
	struct run *r = jailed(&small, "", eat_arena, NULL);
	assert_int_equal(r->rc, RC_INVALID);
	assert_string_equal(r->cx.faults->id, "jail.memory");
	done(r);
	if (SANITIZED)
		return;
	char *keep;
	r = jailed(&small, "", eat_heap, &keep);
	assert_int_equal(r->rc, RC_OK);
	assert_true(sv_is(r->said, "stopped"));
	done(r);
}

static void a_small_arena_of_the_parent_is_not_overrun(void **state)
{
	(void)state;
	struct arena a;
	struct ctx cx;
	struct sv said;
	size_t n = 1000;
	arena_init(&a, 600 * 1000);
	ctx_init(&cx, &a, 12345, LANG_EN);
	int in = memfd_create("in", MFD_CLOEXEC);
	assert_int_equal(jail_run(&cx, &small, in, much, &n, &said), RC_INVALID);
	assert_string_equal(cx.faults->id, "jail.memory");
	close(in);
	arena_release(&a);
}

static atomic_bool stop;

static void *busy(void *arg)
{
	unsigned seed = (unsigned)(uintptr_t)arg;
	while (!stop) {
		free(malloc((size_t)(rand_r(&seed) % 10000)));
		iconv_t d = iconv_open("UTF-8", "GB18030");
		iconv_close(d);
		FILE *f = fopen("/dev/null", "w");
		fprintf(f, "x");
		fclose(f);
	}
	return NULL;
}

static void *many_jails(void *arg)
{
	/* The allocator of a sanitizer, unlike glibc's, does not survive every fork of a busy process: then the
	 * wall clock must do its work. */
	struct jail jail = small;
	jail.wall_ms = SANITIZED ? 1000 : 20000;
	for (int i = 0; i < 40; i++) {
		struct run *r = jailed(&jail, "a", echo, arg);
		bool late = SANITIZED && r->rc == RC_INVALID;
		if (!late && (r->rc != RC_OK || !sv_is(r->said, "ab")))
			return (void *)(uintptr_t)"wrong";
		done(r);
	}
	return NULL;
}

static void threads_of_the_parent_do_not_matter(void **state)
{
	(void)state;
	pthread_t t[4], j[2];
	stop = false;
	for (size_t i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, busy, (void *)i);
	for (size_t i = 0; i < 2; i++)
		pthread_create(&j[i], NULL, many_jails, (void *)(uintptr_t)"b");
	for (size_t i = 0; i < 2; i++) {
		void *wrong = NULL;
		pthread_join(j[i], &wrong);
		assert_null(wrong);
	}
	stop = true;
	for (size_t i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
}

static atomic_int handled;

static void handler(int s)
{
	(void)s;
	handled++;
}

static enum rc wait_a_little(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)cx, (void)in, (void)arg, (void)out;
	raise(SIGTERM); /* ends it, by the filter or by the signal, but never by the parent's handler */
	return RC_OK;
}

static void handlers_of_the_parent_do_not_run_in_the_child(void **state)
{
	(void)state;
	struct sigaction mine = { .sa_handler = handler }, old;
	sigaction(SIGTERM, &mine, &old);
	struct run *r = jailed(&small, "", wait_a_little, NULL);
	assert_int_equal(r->rc, RC_INVALID);
	done(r);
	assert_int_equal(handled, 0);
	sigaction(SIGTERM, &old, NULL);
}

/* Without the rights of root too. */
static void works_for_an_ordinary_user(void **state)
{
	(void)state;
	pid_t pid = fork();
	if (pid == 0) {
		if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
			_exit(2);
		enum evil e = EVIL_OPENAT;
		struct run *r = jailed(&small, "hello ", echo, (void *)(uintptr_t)"world");
		struct run *v = jailed(&small, "", evil, &e);
		_exit(r->rc == RC_OK && sv_is(r->said, "hello world") && v->rc == RC_INVALID ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_back),
		cmocka_unit_test(long_answers_pass_up_to_the_limit),
		cmocka_unit_test(faults_come_back),
		cmocka_unit_test(nothing_evil_gets_away),
		cmocka_unit_test(endless_work_is_stopped),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(a_small_arena_of_the_parent_is_not_overrun),
		cmocka_unit_test(threads_of_the_parent_do_not_matter),
		cmocka_unit_test(handlers_of_the_parent_do_not_run_in_the_child),
		cmocka_unit_test(works_for_an_ordinary_user),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
