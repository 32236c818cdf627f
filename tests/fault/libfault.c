/* Lets the n-th write, sync, truncation or opening of the files below one folder fail.  Preloaded; armed by the test
 * program through fault_arm.  Reading is left alone. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { FD_MAX = 4096 };

static char prefix[PATH_MAX];
static size_t prefix_n;
static char name_of[FD_MAX][64];   /* of a file below the folder, "" for another */
static _Atomic int calls;
static int at, error, persist, torn, hits;
static char op_kind;               /* 'p' pwrite, 'w' write, 's' sync, 't' truncate, 'o' open, '*' any of them */
static char last[64];

#define REAL(ret, name, ...) \
	static ret (*real)(__VA_ARGS__); \
	if (!real) \
		*(void **)&real = dlsym(RTLD_NEXT, name)

/* Fails call number `n` of this kind, and with `keep` every one after it; 0 disarms.  `halves`: a failing pwrite
 * first writes half of its bytes. */
void fault_arm(const char *folder, char kind, int n, int err, int keep, int halves);
int fault_calls(void);
int fault_hits(void);
const char *fault_last(void);      /* the file that the last fault met */

void fault_arm(const char *folder, char kind, int n, int err, int keep, int halves)
{
	snprintf(prefix, sizeof(prefix), "%s/", folder);
	prefix_n = strlen(prefix);
	op_kind = kind;
	at = n;
	error = err;
	persist = keep;
	torn = halves;
	calls = 0;
	hits = 0;
	last[0] = 0;
}

int fault_calls(void)
{
	return calls;
}

int fault_hits(void)
{
	return hits;
}

const char *fault_last(void)
{
	return last;
}

static int strikes(char kind, const char *name)
{
	if (!at || (op_kind != '*' && op_kind != kind))
		return 0;
	int n = ++calls;
	if (n != at && !(persist && n > at))
		return 0;
	hits++;
	snprintf(last, sizeof(last), "%c %s", kind, name);
	errno = error;
	return 1;
}

static const char *known(int fd)
{
	return fd >= 0 && fd < FD_MAX && name_of[fd][0] ? name_of[fd] : NULL;
}

/* The part of a path below the folder, or NULL. */
static const char *below(const char *path)
{
	if (!prefix_n)
		return NULL;
	const char *at_ = strstr(path, prefix);
	return at_ ? at_ + prefix_n : NULL;
}

static int opened(int fd, const char *name)
{
	if (fd >= 0 && fd < FD_MAX)
		snprintf(name_of[fd], sizeof(name_of[fd]), "%s", name ? name : "");
	return fd;
}

#define OPEN(fn) \
	int fn(const char *path, int flags, ...) \
	{ \
		REAL(int, #fn, const char *, int, ...); \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
		va_end(ap); \
		const char *name = below(path); \
		if (name && strikes('o', name)) \
			return -1; \
		return opened(real(path, flags, mode), name); \
	}
OPEN(open)
OPEN(open64)

int close(int fd)
{
	REAL(int, "close", int);
	if (fd >= 0 && fd < FD_MAX)
		name_of[fd][0] = 0;
	return real(fd);
}

#define PWRITE(fn, off) \
	ssize_t fn(int fd, const void *p, size_t n, off where) \
	{ \
		REAL(ssize_t, #fn, int, const void *, size_t, off); \
		const char *name = known(fd); \
		if (name && strikes('p', name)) { \
			int err = errno; \
			if (torn && n > 1) \
				(void)!real(fd, p, n / 2, where); \
			errno = err; \
			return -1; \
		} \
		return real(fd, p, n, where); \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *p, size_t n)
{
	REAL(ssize_t, "write", int, const void *, size_t);
	const char *name = known(fd);
	return name && strikes('w', name) ? -1 : real(fd, p, n);
}

#define SYNC(fn) \
	int fn(int fd) \
	{ \
		REAL(int, #fn, int); \
		const char *name = known(fd); \
		return name && strikes('s', name) ? -1 : real(fd); \
	}
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(fn, off) \
	int fn(int fd, off n) \
	{ \
		REAL(int, #fn, int, off); \
		const char *name = known(fd); \
		return name && strikes('t', name) ? -1 : real(fd, n); \
	}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
