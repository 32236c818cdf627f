/* A program of the system in a cell. */
#include "sheet/jail.h"

#include "sheet/jail_cell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 64, FIRST = 64 * 1024, NO_CELL = 125, NO_PROGRAM = 127 };

static bool only_its_files(int in, int out)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), in2 = fcntl(in, F_DUPFD_CLOEXEC, 3), out2 = fcntl(out, F_DUPFD_CLOEXEC, 3);
	return null >= 0 && in2 >= 0 && out2 >= 0 && dup2(in2, STDIN_FILENO) == STDIN_FILENO && dup2(out2, STDOUT_FILENO) == STDOUT_FILENO &&
	       dup2(null, STDERR_FILENO) == STDERR_FILENO && syscall(SYS_close_range, 3U, ~0U, 0U) == 0;
}

static _Noreturn void child(const struct jail *jail, pid_t parent, int in, int out, const char *const *argv)
{
	static char *const env[] = { "LC_ALL=C.UTF-8", "HOME=/nowhere", NULL };
	cell_default_signals();
	bool shut = only_its_files(in, out) && cell_bound(parent) && cell_limit(RLIMIT_CPU, (rlim_t)jail->cpu_s) && cell_limit(RLIMIT_FSIZE, 0) &&
		    cell_limit(RLIMIT_CORE, 0) && cell_limit(RLIMIT_NOFILE, FILES) && cell_see_system() && cell_filter_tool() &&
		    cell_limit(RLIMIT_AS, jail->memory); /* last: until now it has the parent's memory */
	(void)setpriority(PRIO_PROCESS, 0, 10); /* whoever waits for an answer comes first */
	if (!shut)
		_exit(NO_CELL);
	execve(argv[0], (char *const *)(uintptr_t)argv, env);
	_exit(NO_PROGRAM);
}

/* All that it writes, until it closes the pipe.  RC_INVALID: it took too long. */
static enum rc listen_to(struct ctx *cx, const struct jail *jail, int fd, struct sv *ret)
{
	size_t n = 0, cap = FIRST;
	char *p = NEW(cx->a, char, cap);
	for (int64_t until = cell_ticks() + jail->wall_ms;;) {
		int64_t left = until - cell_ticks();
		struct pollfd pf = { .fd = fd, .events = POLLIN };
		if (left <= 0)
			return because(cx, RC_INVALID, "tool: timed out");
		if (n == cap) {
			char *more = NEW(cx->a, char, cap * 2);
			memcpy(more, p, n);
			p = more;
			cap *= 2;
		}
		int ready = poll(&pf, 1, left > 1000 ? 1000 : (int)left);
		if (ready == 0 || (ready < 0 && errno == EINTR))
			continue;
		ssize_t got = ready < 0 ? -1 : read(fd, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return because(cx, RC_FAILED, "tool: read: errno %d", errno);
		n += (size_t)got;
		if (n > jail->answer)
			return RC_LIMIT;
		if (got == 0) {
			*ret = sv_make(p, n);
			return RC_OK;
		}
	}
}

/* It closed the pipe: it ends by itself, or hangs and is ended. */
static int ended(pid_t pid, int64_t until)
{
	int status;
	for (struct timespec a_while = { .tv_nsec = 1000000 }; cell_ticks() < until; nanosleep(&a_while, NULL)) {
		pid_t got = waitpid(pid, &status, WNOHANG);
		if (got == pid)
			return status;
		if (got < 0 && errno != EINTR)
			break;
	}
	return cell_end(pid);
}

enum rc jail_tool(struct ctx *cx, const struct jail *jail, int in, const char *const *argv, struct sv *ret, bool *ret_missing)
{
	int pipe_fd[2];
	*ret_missing = access(argv[0], X_OK) != 0;
	if (*ret_missing)
		return because(cx, RC_FAILED, "tool: %s is not there", argv[0]);
	if (lseek(in, 0, SEEK_SET) < 0 || pipe2(pipe_fd, O_CLOEXEC) != 0)
		return because(cx, RC_FAILED, "tool: errno %d", errno);
	pid_t parent = getpid(), pid = cell_fork();
	if (pid == 0)
		child(jail, parent, in, pipe_fd[1], argv);
	int fork_errno = errno;
	close(pipe_fd[1]);
	struct sv said = SV_NONE;
	int64_t until = cell_ticks() + jail->wall_ms;
	enum rc rc = pid > 0 ? listen_to(cx, jail, pipe_fd[0], &said) : because(cx, RC_FAILED, "tool: fork: errno %d", fork_errno);
	close(pipe_fd[0]);
	if (pid < 0)
		return rc;
	int status = rc == RC_OK ? ended(pid, until) : cell_end(pid);
	if (rc != RC_OK)
		return rc;
	if (WIFEXITED(status) && (WEXITSTATUS(status) == NO_PROGRAM || WEXITSTATUS(status) == NO_CELL))
		return because(cx, RC_FAILED, "tool: %s not started", argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return because(cx, RC_INVALID, "tool: %s %d", WIFEXITED(status) ? "ended with" : "ended by signal", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	*ret = said;
	return RC_OK;
}
