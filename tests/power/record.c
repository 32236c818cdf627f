/* Preloaded into a program under test: puts every making, writing, truncation, renaming, removal and sync of a file below
 * the tape's folder on the tape (POWER_TAPE).  A write goes on the tape before it is done, a sync after it has returned,
 * and covers only what was on the tape when it began: so the tape never promises more than the disc did.  Reading and
 * memory maps are left alone (SQLite maps only its -shm, which nobody trusts after a restart).
 *
 * POWER_SYNCHRONOUS=NORMAL|OFF makes every store that is opened for writing less careful: the control. */
#include "record.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct tape *tape;

static int (*real_open)(const char *, int, ...), (*real_open64)(const char *, int, ...), (*real_mkostemp)(char *, int);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t), (*real_ftruncate64)(int, off64_t);
static int (*real_rename)(const char *, const char *), (*real_unlink)(const char *), (*real_mkdir)(const char *, mode_t);
static int (*real_fflush)(FILE *), (*real_fclose)(FILE *);
static ssize_t (*real_write)(int, const void *, size_t), (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static FILE *(*real_fopen)(const char *, const char *), *(*real_fopen64)(const char *, const char *);
static int (*real_sqlite3_exec)(void *, const char *, void *, void *, char **);

#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

/* A child that parses for us, in its jail, may not even ask what a file is. */
static void leave(void)
{
	tape = NULL;
}

__attribute__((constructor)) static void begin(void)
{
	FIND(open);
	FIND(open64);
	FIND(mkostemp);
	FIND(fsync);
	FIND(fdatasync);
	FIND(ftruncate);
	FIND(ftruncate64);
	FIND(rename);
	FIND(unlink);
	FIND(mkdir);
	FIND(fflush);
	FIND(fclose);
	FIND(write);
	FIND(pwrite);
	FIND(pwrite64);
	FIND(fopen);
	FIND(fopen64);
	FIND(sqlite3_exec);
	const char *path = getenv("POWER_TAPE");
	int fd = path ? real_open(path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, TAPE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (p != MAP_FAILED)
		tape = p;
	pthread_atfork(NULL, NULL, leave);
}

/* ---- the tape ------------------------------------------------------------------------------------------------ */

static void lock(void)
{
	while (atomic_flag_test_and_set_explicit(&tape->busy, memory_order_acquire))
		;
}

static void unlock(void)
{
	atomic_flag_clear_explicit(&tape->busy, memory_order_release);
}

static void put(enum event_kind kind, uint32_t object, int64_t at, const char *name, const void *data, size_t n)
{
	struct event e = { kind, object, at, (uint32_t)strlen(name) + 1, (uint32_t)n };
	char *to = (char *)(tape + 1) + tape->used;
	if (sizeof(*tape) + tape->used + event_bytes(&e) > TAPE_BYTES) {
		fputs("the tape is full\n", stderr);
		_exit(99);
	}
	memcpy(to, &e, sizeof(e));
	memcpy(to + sizeof(e), name, e.name_n);
	if (n)
		memcpy(to + sizeof(e) + e.name_n, data, n);
	tape->used += event_bytes(&e);
	tape->events++;
}

static struct known_file *known(const struct stat *st)
{
	for (uint32_t i = 0; i < tape->n_known; i++)
		if (tape->known[i].ino == st->st_ino && tape->known[i].dev == st->st_dev)
			return &tape->known[i];
	return NULL;
}

static uint32_t object_of(const struct stat *st)
{
	const struct known_file *k = known(st);
	return k ? k->object : 0;
}

/* A number is used for one file only, an inode for several, one after the other. */
static uint32_t number(const struct stat *st)
{
	struct known_file *k = known(st);
	if (!k && tape->n_known == TAPE_OBJECTS)
		_exit(99);
	if (!k)
		k = &tape->known[tape->n_known++];
	*k = (struct known_file){ .dev = st->st_dev, .ino = st->st_ino, .object = ++tape->objects };
	return k->object;
}

static void forget(const struct stat *st)
{
	struct known_file *k = known(st);
	if (k)
		k->object = 0;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* The part of a path below the tape's folder, or NULL. */
static const char *below(const char *path)
{
	size_t n = tape ? strlen(tape->root) : 0;
	if (!n)
		return NULL;
	if (strncmp(path, tape->root, n) == 0)
		return path + n;
	return strncmp(path, tape->root, n - 1) == 0 && !path[n - 1] ? "" : NULL;
}

static const char *name_of(int fd, char *path, size_t max)
{
	char link[64];
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, max - 1);
	if (n <= 0)
		return NULL;
	path[n] = 0;
	return below(path);
}

/* After an opening that may have made the file or emptied it; under the lock. */
static void opened(int fd, const char *name, int was_there, int empties)
{
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	if (!was_there)
		put(EVENT_MAKE, number(&st), 0, name, NULL, 0);
	else if (empties && known(&st)) {
		known(&st)->flushed = 0;
		put(EVENT_TRUNCATE, object_of(&st), 0, "", NULL, 0);
	}
}

#define OPEN(fn) \
	int fn(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
		va_end(ap); \
		const char *name = flags & (O_CREAT | O_TRUNC) ? below(path) : NULL; \
		if (!name) \
			return real_##fn(path, flags, mode); \
		lock(); \
		int there = access(path, F_OK) == 0, fd = real_##fn(path, flags, mode), error = errno; \
		opened(fd, name, there, (flags & O_TRUNC) != 0); \
		unlock(); \
		errno = error; \
		return fd; \
	}
OPEN(open)
OPEN(open64)

int mkostemp(char *path, int flags)
{
	const char *name = below(path);
	if (!name)
		return real_mkostemp(path, flags);
	lock();
	int fd = real_mkostemp(path, flags), error = errno;
	opened(fd, name, 0, 0);
	unlock();
	errno = error;
	return fd;
}

#define FOPEN(fn) \
	FILE *fn(const char *path, const char *mode) \
	{ \
		const char *name = mode[0] != 'r' ? below(path) : NULL; \
		if (!name) \
			return real_##fn(path, mode); \
		lock(); \
		int there = access(path, F_OK) == 0; \
		FILE *f = real_##fn(path, mode); \
		int error = errno; \
		opened(f ? fileno(f) : -1, name, there, mode[0] == 'w'); \
		unlock(); \
		errno = error; \
		return f; \
	}
FOPEN(fopen)
FOPEN(fopen64)

int mkdir(const char *path, mode_t mode)
{
	const char *name = below(path);
	if (!name)
		return real_mkdir(path, mode);
	lock();
	int rc = real_mkdir(path, mode), error = errno;
	if (rc == 0)
		put(EVENT_MKDIR, 0, 0, name, NULL, 0);
	unlock();
	errno = error;
	return rc;
}

int rename(const char *from, const char *to)
{
	const char *old = below(from), *name = below(to);
	struct stat st, gone;
	if (!old || !name)
		return real_rename(from, to);
	lock();
	int replaces = stat(to, &gone) == 0, there = stat(from, &st) == 0, rc = real_rename(from, to), error = errno;
	if (rc == 0 && there) {
		if (replaces)
			forget(&gone);
		put(EVENT_RENAME, object_of(&st), 0, old, name, strlen(name) + 1);
	}
	unlock();
	errno = error;
	return rc;
}

int unlink(const char *path)
{
	const char *name = below(path);
	struct stat st;
	if (!name)
		return real_unlink(path);
	lock();
	int there = stat(path, &st) == 0, rc = real_unlink(path), error = errno;
	if (rc == 0 && there) {
		forget(&st);
		put(EVENT_UNLINK, 0, 0, name, NULL, 0);
	}
	unlock();
	errno = error;
	return rc;
}

/* ---- content ------------------------------------------------------------------------------------------------- */

/* `at` < 0: where the file's own position is. */
static void wrote(int fd, const void *p, size_t n, int64_t at)
{
	struct stat st;
	int error = errno;
	if (tape && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		lock();
		uint32_t object = object_of(&st);
		if (object && at < 0)
			at = fcntl(fd, F_GETFL) & O_APPEND ? st.st_size : lseek(fd, 0, SEEK_CUR);
		if (object)
			put(EVENT_WRITE, object, at, "", p, n);
		unlock();
	}
	errno = error;
}

ssize_t write(int fd, const void *p, size_t n)
{
	wrote(fd, p, n, -1);
	return real_write(fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	wrote(fd, p, n, at);
	return real_pwrite(fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	wrote(fd, p, n, at);
	return real_pwrite64(fd, p, n, at);
}

static void cut_short(int fd, int64_t size)
{
	struct stat st;
	int error = errno;
	if (tape && fstat(fd, &st) == 0) {
		lock();
		if (object_of(&st))
			put(EVENT_TRUNCATE, object_of(&st), size, "", NULL, 0);
		unlock();
	}
	errno = error;
}

int ftruncate(int fd, off_t size)
{
	cut_short(fd, size);
	return real_ftruncate(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	cut_short(fd, size);
	return real_ftruncate64(fd, size);
}

static void put_from_file(int fd, struct known_file *k, int64_t size)
{
	char link[64];
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	int in = real_open(link, O_RDONLY | O_CLOEXEC);
	char *p = in < 0 ? MAP_FAILED : mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, in, 0);
	if (p == MAP_FAILED)
		_exit(99);
	put(EVENT_WRITE, k->object, k->flushed, "", p + k->flushed, (size_t)(size - k->flushed));
	k->flushed = size;
	munmap(p, (size_t)size);
	close(in);
}

/* What stdio writes it writes behind our back, and at the end of the file: here at the latest it has. */
static void flushed(FILE *f)
{
	struct stat st;
	int fd = fileno(f), error = errno;
	if (tape && fd >= 0 && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		lock();
		struct known_file *k = known(&st);
		if (k && k->object && st.st_size > k->flushed)
			put_from_file(fd, k, st.st_size);
		unlock();
	}
	errno = error;
}

int fflush(FILE *f)
{
	int rc = real_fflush(f);
	if (f && rc == 0)
		flushed(f);
	return rc;
}

int fclose(FILE *f)
{
	if (tape && real_fflush(f) == 0)
		flushed(f);
	return real_fclose(f);
}

/* ---- syncs --------------------------------------------------------------------------------------------------- */

static void synced(int fd, int64_t upto)
{
	struct stat st;
	char path[PATH_MAX];
	if (fstat(fd, &st) != 0)
		return;
	const char *name = S_ISDIR(st.st_mode) ? name_of(fd, path, sizeof(path)) : NULL;
	lock();
	if (name)
		put(EVENT_SYNC_DIR, 0, upto, name, NULL, 0);
	else if (object_of(&st))
		put(EVENT_SYNC, object_of(&st), upto, "", NULL, 0);
	unlock();
}

static int64_t now(void)
{
	if (!tape)
		return 0;
	lock();
	int64_t n = tape->events;
	unlock();
	return n;
}

#define SYNC(fn) \
	int fn(int fd) \
	{ \
		int64_t upto = now(); \
		int rc = real_##fn(fd), error = errno; \
		if (rc == 0 && tape) \
			synced(fd, upto); \
		errno = error; \
		return rc; \
	}
SYNC(fsync)
SYNC(fdatasync)

/* ---- for the program under test ------------------------------------------------------------------------------ */

power_tell_fn power_tell;

void power_tell(const void *data, uint32_t n)
{
	lock();
	put(EVENT_TOLD, 0, 0, "", data, n);
	unlock();
}

int sqlite3_exec(void *db, const char *sql, void *fn, void *arg, char **error);

int sqlite3_exec(void *db, const char *sql, void *fn, void *arg, char **error)
{
	const char *less = getenv("POWER_SYNCHRONOUS"), *full = less ? strstr(sql, "synchronous=FULL") : NULL;
	char text[1000];
	if (!full)
		return real_sqlite3_exec(db, sql, fn, arg, error);
	snprintf(text, sizeof(text), "%.*ssynchronous=%s%s", (int)(full - sql), sql, less, full + strlen("synchronous=FULL"));
	return real_sqlite3_exec(db, text, fn, arg, error);
}
