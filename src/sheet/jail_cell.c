#include "sheet/jail_cell.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

bool cell_limit(int what, rlim_t most)
{
	struct rlimit old, r = { most, most + (what == RLIMIT_CPU) };
	if (getrlimit((__rlimit_resource_t)what, &old) != 0)
		return false;
	if (old.rlim_max != RLIM_INFINITY && old.rlim_max < r.rlim_max)
		r.rlim_max = old.rlim_max;
	if (r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

void cell_default_signals(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	for (int s = 1; s < NSIG; s++)
		if (!(SANITIZED && (s == SIGSEGV || s == SIGBUS || s == SIGFPE || s == SIGABRT)))
			sigaction(s, &dfl, NULL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

bool cell_bound(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == parent && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* Calls that only compute.  Everything else ends the process. */
bool cell_filter_compute(int in, int out)
{
	static const int plain[] = {
		SCMP_SYS(exit),	       SCMP_SYS(exit_group),   SCMP_SYS(brk),	       SCMP_SYS(munmap),
		SCMP_SYS(mremap),      SCMP_SYS(madvise),      SCMP_SYS(futex),	       SCMP_SYS(getrandom),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
		SCMP_SYS(restart_syscall),
	};
	static const int for_sanitizers[] = {
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack), SCMP_SYS(getpid),
		SCMP_SYS(gettid),	  SCMP_SYS(sched_yield),
	};
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!f)
		return false;
	int bad = 0;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, plain[i], 0);
	for (size_t i = 0; SANITIZED && i < sizeof(for_sanitizers) / sizeof(for_sanitizers[0]); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, for_sanitizers[i], 0);
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)in));
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(pread64), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)in));
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(lseek), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)in));
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)out));
	if (SANITIZED)
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
					SCMP_A0_32(SCMP_CMP_EQ, STDERR_FILENO));
	/* Memory, but no code and no file. */
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
				SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
				SCMP_A3_32(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	bad |= seccomp_load(f);
	seccomp_release(f);
	return bad == 0;
}

/* What a loader and a program that reads need.  Anything else is refused and not deadly: libraries ask for more than they need. */
bool cell_filter_tool(void)
{
	static const int plain[] = {
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mprotect),
		SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(restart_syscall), SCMP_SYS(execve), SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
		SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getpid),
		SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield),
		SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat),
		SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
		SCMP_SYS(getdents64), SCMP_SYS(getcwd), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(fadvise64),
	};
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return false;
	int bad = 0;
	const uint32_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, plain[i], 0);
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1_32(SCMP_CMP_MASKED_EQ, writes, 0));
	bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2_32(SCMP_CMP_MASKED_EQ, writes, 0));
	for (uint32_t what = F_GETFD; what <= F_GETFL; what++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1_32(SCMP_CMP_EQ, what));
	for (uint32_t fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0_32(SCMP_CMP_EQ, fd));
		bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1, SCMP_A0_32(SCMP_CMP_EQ, fd));
	}
	bad |= seccomp_load(f);
	seccomp_release(f);
	return bad == 0;
}

bool cell_see_system(void)
{
	static const char *const seen[] = { "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig" };
	const uint64_t file = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE, folder = LANDLOCK_ACCESS_FS_READ_DIR;
	const struct landlock_ruleset_attr all = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 }; /* what the first version knows */
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	if (rules < 0)
		return false;
	bool ok = true;
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		int fd = open(seen[i], O_PATH | O_CLOEXEC);
		struct stat st;
		if (fd < 0)
			continue; /* not on this system */
		ok = ok && fstat(fd, &st) == 0;
		struct landlock_path_beneath_attr r = { .allowed_access = S_ISDIR(st.st_mode) ? file | folder : file, .parent_fd = fd };
		ok = ok && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &r, 0) == 0;
		close(fd);
	}
	ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return ok;
}

/* ---- the parent -------------------------------------------------------------------------------------- */

int64_t cell_ticks(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

pid_t cell_fork(void)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid_t pid = fork();
	int error = errno;
	if (pid != 0)
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return pid;
}

int cell_end(pid_t pid)
{
	int status = 0;
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}
