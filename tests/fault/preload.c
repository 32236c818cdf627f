/* Preloaded into a program under test: the n-th call that would change a file of the data folder or its keys fails, as
 * struct fault_state says.  Counted are open (for writing), fopen, write, pwrite, fwrite, fflush, fsync, fdatasync,
 * ftruncate, rename, unlink and mkdir.  Reading is left alone. */
#include "preload.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fault_state *state;

/* Everything of the libraries' own is found before the first call: dlsym opens files itself. */
static int (*real_open)(const char *, int, ...), (*real_open64)(const char *, int, ...), (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t), (*real_ftruncate64)(int, off64_t), (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *), (*real_mkdir)(const char *, mode_t), (*real_fflush)(FILE *);
static ssize_t (*real_write)(int, const void *, size_t), (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static size_t (*real_fwrite)(const void *, size_t, size_t, FILE *);
static FILE *(*real_fopen)(const char *, const char *), *(*real_fopen64)(const char *, const char *);

#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void)
{
	FIND(open);
	FIND(open64);
	FIND(fsync);
	FIND(fdatasync);
	FIND(ftruncate);
	FIND(ftruncate64);
	FIND(rename);
	FIND(unlink);
	FIND(mkdir);
	FIND(fflush);
	FIND(write);
	FIND(pwrite);
	FIND(pwrite64);
	FIND(fwrite);
	FIND(fopen);
	FIND(fopen64);
	const char *path = getenv("FAULT_STATE");
	int fd = path ? real_open(path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (p != MAP_FAILED)
		state = p;
}

static int counts(const char *path)
{
	if (!state || !state->dir[0])
		return 0;
	size_t n = strlen(state->dir);
	if (strncmp(path, state->dir, n) != 0)
		return 0;
	return !path[n] || path[n] == '/' || strncmp(path + n, ".keys", 5) == 0;
}

/* True when this call is to fail; errno says how. */
static int strikes(const char *doing, const char *path)
{
	if (!counts(path))
		return 0;
	int n = ++state->calls;
	if (!state->at || (n != state->at && !(state->keep && n > state->at)))
		return 0;
	if (state->hits++ == 0) {
		const char *name = strrchr(path, '/');
		snprintf(state->where, sizeof(state->where), "%s %s", doing, name ? name + 1 : path);
	}
	errno = state->error;
	return 1;
}

static int strikes_fd(const char *doing, int fd)
{
	char link[64], path[PATH_MAX];
	if (!state || fd < 0)
		return 0;
	int had = errno;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof(path) - 1);
	errno = had;
	if (n <= 0)
		return 0;
	path[n] = 0;
	return strikes(doing, path);
}

#define OPEN(fn) \
	int fn(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
		va_end(ap); \
		int writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT; \
		return writes && strikes("open", path) ? -1 : real_##fn(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

#define FOPEN(fn) \
	FILE *fn(const char *path, const char *mode) \
	{ \
		return mode[0] != 'r' && strikes("fopen", path) ? NULL : real_##fn(path, mode); \
	}
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int fd, const void *p, size_t n)
{
	return strikes_fd("write", fd) ? -1 : real_write(fd, p, n);
}

/* A disk that is full or fails may have taken the first half. */
#define PWRITE(fn, off) \
	ssize_t fn(int fd, const void *p, size_t n, off at) \
	{ \
		if (!strikes_fd("pwrite", fd)) \
			return real_##fn(fd, p, n, at); \
		int error = errno; \
		if (n > 1) \
			(void)!real_##fn(fd, p, n / 2, at); \
		errno = error; \
		return -1; \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

size_t fwrite(const void *p, size_t size, size_t n, FILE *f)
{
	return strikes_fd("fwrite", fileno(f)) ? 0 : real_fwrite(p, size, n, f);
}

int fflush(FILE *f)
{
	return f && strikes_fd("fflush", fileno(f)) ? EOF : real_fflush(f);
}

int fsync(int fd)
{
	return strikes_fd("fsync", fd) ? -1 : real_fsync(fd);
}

int fdatasync(int fd)
{
	return strikes_fd("fdatasync", fd) ? -1 : real_fdatasync(fd);
}

int ftruncate(int fd, off_t n)
{
	return strikes_fd("ftruncate", fd) ? -1 : real_ftruncate(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
	return strikes_fd("ftruncate", fd) ? -1 : real_ftruncate64(fd, n);
}

int rename(const char *from, const char *to)
{
	return strikes("rename", to) ? -1 : real_rename(from, to);
}

int unlink(const char *path)
{
	return strikes("unlink", path) ? -1 : real_unlink(path);
}

int mkdir(const char *path, mode_t mode)
{
	return strikes("mkdir", path) ? -1 : real_mkdir(path, mode);
}
