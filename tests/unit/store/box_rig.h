#ifndef TESTS_UNIT_STORE_BOX_RIG_H
#define TESTS_UNIT_STORE_BOX_RIG_H
/* A ballot box on a disk that the test holds in its hand: every write and sync of it passes through here (--wrap), nothing is
 * truly synced. */
#include "../../store/world.h"
#include "base/buf.h"
#include "store/box.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>

#include <cmocka.h>
#undef fail /* err.h's is meant */

static struct arena a;
static struct ctx cx;
static struct signer *signer;
static const char *dir;

enum { ID = 7, SECTOR = 4096 };

/* ---- the disk between the box and the file ----------------------------------------------------------------------- */

ssize_t __real_pwrite(int fd, const void *p, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);

static long fail_after = -1; /* so many calls succeed, then all fail */
static int fail_with;
static bool short_writes, slow;
static size_t n_syncs;

/* Each test says what it wants to see. */
static void watch_write(const void *p, size_t n, off_t at);
static void watch_sync(void);

static bool refused(void)
{
	if (fail_after < 0)
		return false;
	if (fail_after-- > 0)
		return false;
	fail_after = 0;
	errno = fail_with;
	return true;
}

ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (refused())
		return -1;
	if (short_writes && n > 1)
		n = n / 2;
	watch_write(p, n, at);
	return __real_pwrite(fd, p, n, at);
}

static int synced(void)
{
	if (refused())
		return -1;
	n_syncs++;
	if (slow)
		usleep(300);
	watch_sync();
	return 0;
}

int __wrap_fsync(int fd)
{
	(void)fd;
	return synced();
}

int __wrap_fdatasync(int fd)
{
	(void)fd;
	return synced();
}

/* ---- helpers -------------------------------------------------------------------------------------------------------- */

static inline struct digest code(size_t i)
{
	return HASH(HASH_SHA256, arena_printf(&a, "code %zu", i));
}

static inline struct digest *codes(size_t n)
{
	struct digest *all = NEW(&a, struct digest, n);
	for (size_t i = 0; i < n; i++)
		all[i] = code(i);
	return all;
}

static inline const char *path_in(const char *folder, int64_t id)
{
	return arena_printf(&a, "%s/ballots/%lld.box", folder, (long long)id).p;
}

static inline struct box *fresh(size_t n, size_t cell)
{
	struct box *b;
	assert_int_equal(box_destroy(&cx, dir, ID), RC_OK);
	assert_int_equal(box_make(&cx, dir, ID, signer, codes(n), n, cell), RC_OK);
	assert_int_equal(box_open(&cx, dir, ID, signer, &b), RC_OK);
	return b;
}

static inline struct box *reopen(struct box *b)
{
	box_close(b);
	if (box_open(&cx, dir, ID, signer, &b) != RC_OK)
		world_die(&cx, "open the box again");
	return b;
}

static inline void cast(struct box *b, size_t i, const char *ballot)
{
	struct digest d = code(i);
	assert_int_equal(box_put(&cx, b, &d, sv_of(ballot)), RC_OK);
}

static inline struct sv taken(struct box *b, size_t i)
{
	struct digest d = code(i);
	struct sv s;
	if (box_take(&cx, b, &d, &s) != RC_OK)
		world_die(&cx, "take a ballot");
	return s;
}

static inline struct sv slurp(const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	char *p = NEW(&a, char, (size_t)st.st_size + 1);
	assert_int_equal(fread(p, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	return sv_make(p, (size_t)st.st_size);
}

static inline void spill(const char *path, struct sv s)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

static inline struct sv bytes(void)
{
	return slurp(path_in(dir, ID));
}

/* The key is always the same, so that the torn bytes are. */
static int setup(void **state)
{
	(void)state;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (access("/dev/shm", W_OK) == 0)
		setenv("BIXUE_TEST_TMP", "/dev/shm", 0);
	dir = world_dir("ballots");
	const char *keys = arena_printf(&a, "%s.keys", dir).p;
	if (mkdir(dir, 0700) != 0 || mkdir(keys, 0700) != 0)
		return -1;
	spill(arena_printf(&a, "%s/master.key", keys).p, SV("0123456789abcdefghijklmnopqrstuv"));
	return signer_open(&cx, keys, true, &signer) == RC_OK ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	signer_free(signer);
	arena_release(&a);
	world_remove(dir);
	return 0;
}

#endif
