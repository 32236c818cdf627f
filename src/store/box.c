#include "store/box.h"

#include "base/bug.h"
#include "base/disk.h"
#include "store/box_seal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file: HEAD plain bytes (magic, number of codes, bytes of the largest ballot), the sealed table of digests, cells A,
 * zeros, cells B.  The table, A and B begin on sectors of their own, so that a sector that a power cut spoils takes one copy
 * of a cell with it and never both, nor the table.
 * A cell is bound to its code, the table to the plain bytes before it. */
enum { SECTOR = 4096, HEAD = 24, TAG = BOX_TAG, FRAME = 3, SLOT_MAX = TAG + FRAME + BOX_CELL_MAX };

static const char magic[8] = "bixuebx1";

struct shape {
	size_t n, cell, slot, table; /* slot: of one sealed cell; table: of the sealed digests */
	off_t a, b, size;
};

/* One ballot on its way, in its caller's arena. */
struct cast {
	struct cast *next;
	size_t at;
	const uint8_t *slot;
	int error;
	bool done;
};

struct box {
	char *path;
	int fd;
	struct shape shape;
	struct digest *codes; /* sorted */
	struct box_seal *seal;
	pthread_rwlock_t cells; /* written by who leads: readers never see half a group */
	atomic_int error;       /* the disk has refused: nothing is written any more */
	pthread_mutex_t lock;   /* of all that follows */
	pthread_cond_t turn;
	struct cast *first, **last;
	bool led, *used;
	atomic_size_t n_used;
};

/* Where a cell lies; the test of the attack puts a box that leaks in its place. */
#ifndef BOX_PLACE
#define BOX_PLACE(at) (at)
#endif

static struct shape shape_of(size_t n, size_t cell)
{
	struct shape s = { .n = n, .cell = cell, .slot = TAG + FRAME + cell };
	size_t a = (HEAD + TAG + n * DIGEST_LEN + SECTOR - 1) / SECTOR * SECTOR;
	size_t b = a + (n * s.slot + SECTOR - 1) / SECTOR * SECTOR;
	s.table = a - HEAD;
	s.a = (off_t)a, s.b = (off_t)b;
	s.size = (off_t)(b + n * s.slot);
	return s;
}

static void put_int(uint8_t *p, uint64_t v)
{
	for (size_t i = 8; i-- > 0; v >>= 8)
		p[i] = (uint8_t)v;
}

static uint64_t get_int(const uint8_t *p)
{
	uint64_t v = 0;
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

static void head_of(const struct shape *s, uint8_t head[HEAD])
{
	memcpy(head, magic, sizeof(magic));
	put_int(head + 8, s->n);
	put_int(head + 16, s->cell);
}

/* SV_NONE for a code that cast nothing: its cell is as long and looks no other way. */
static void seal_cell(const struct box *b, size_t at, struct sv ballot, uint8_t *slot)
{
	uint8_t plain[FRAME + BOX_CELL_MAX] = { 0 };
	plain[0] = ballot.p != NULL;
	plain[1] = (uint8_t)(ballot.n >> 8);
	plain[2] = (uint8_t)ballot.n;
	if (ballot.n)
		memcpy(plain + FRAME, ballot.p, ballot.n);
	box_seal(b->seal, digest_sv(&b->codes[at]), plain, FRAME + b->shape.cell, slot);
	explicit_bzero(plain, sizeof(plain));
}

/* The ballot lies in `plain`, SLOT_MAX bytes. */
static bool open_cell(const struct box *b, size_t at, const uint8_t *slot, uint8_t *plain, struct sv *ret)
{
	if (!box_unseal(b->seal, digest_sv(&b->codes[at]), slot, b->shape.slot, plain))
		return false;
	size_t n = (size_t)plain[1] << 8 | plain[2];
	if (n > b->shape.cell || plain[0] > 1)
		return false;
	*ret = plain[0] ? sv_make((char *)plain + FRAME, n) : SV_NONE;
	return true;
}

/* ---- the file ----------------------------------------------------------------------------------------------- */

static struct sv path_of(struct ctx *cx, const char *dir, int64_t id)
{
	return arena_printf(cx->a, "%s/ballots/%lld.box", dir, (long long)id);
}

static enum rc cannot(struct ctx *cx, const char *path, int error)
{
	return fail(cx, RC_FAILED, "box.file",
		    N_("The ballot box %s cannot be read or written: %s. No ballot is taken until the disk is mended and the program "
		       "started again."),
		    path, strerror(error));
}

static off_t cell_at(const struct box *b, off_t copy, size_t at)
{
	return copy + (off_t)(BOX_PLACE(at) * b->shape.slot);
}

static struct box *box_new(const char *path, const struct signer *signer, int64_t id)
{
	struct box *b = calloc(1, sizeof(*b));
	if (!b || !(b->path = strdup(path)))
		BUG("out of memory");
	b->fd = -1;
	b->last = &b->first;
	pthread_rwlock_init(&b->cells, NULL);
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->turn, NULL);
	b->seal = box_seal_new(signer, id);
	return b;
}

static void box_shape(struct box *b, size_t n, size_t cell)
{
	b->shape = shape_of(n, cell);
	b->codes = calloc(n, sizeof(*b->codes));
	b->used = calloc(n, sizeof(*b->used));
	if (!b->codes || !b->used)
		BUG("out of memory");
}

void box_close(struct box *b)
{
	if (!b)
		return;
	if (b->fd >= 0) {
		flock(b->fd, LOCK_UN); /* a child that is being started may hold the file a moment longer */
		close(b->fd);
	}
	pthread_rwlock_destroy(&b->cells);
	pthread_mutex_destroy(&b->lock);
	pthread_cond_destroy(&b->turn);
	box_seal_free(b->seal);
	free(b->used);
	free(b->codes);
	free(b->path);
	free(b);
}

/* ---- making --------------------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST_LEN);
}

static enum rc take_codes(struct ctx *cx, struct box *b, const struct digest *codes, size_t n, size_t cell)
{
	if (cell == 0 || cell > BOX_CELL_MAX)
		return fail(cx, RC_LIMIT, "box.cell_size",
			    N_("A ballot has 1 to %d bytes; here it would be %zu. Put fewer items on one ballot."), (int)BOX_CELL_MAX, cell);
	if (n == 0 || n > BOX_CODES_MAX)
		return fail(cx, RC_INVALID, "box.codes", N_("A ballot box has 1 to %d codes; here it would be %zu."), (int)BOX_CODES_MAX, n);
	box_shape(b, n, cell);
	memcpy(b->codes, codes, n * sizeof(*codes));
	qsort(b->codes, n, sizeof(*b->codes), by_bytes);
	for (size_t i = 1; i < n; i++)
		if (digest_eq(&b->codes[i - 1], &b->codes[i]))
			return fail(cx, RC_INVALID, "box.codes_alike", N_("Two codes of a ballot box are alike; make the codes anew."));
	return RC_OK;
}

/* The table, with zeros behind it to the next sector. */
static bool write_table(const struct box *b)
{
	size_t n = b->shape.table;
	uint8_t head[HEAD], *plain = calloc(1, n), *sealed = malloc(n);
	if (!plain || !sealed)
		BUG("out of memory");
	head_of(&b->shape, head);
	memcpy(plain, b->codes, b->shape.n * sizeof(*b->codes));
	box_seal(b->seal, sv_make((char *)head, HEAD), plain, n - TAG, sealed);
	bool ok = disk_write(b->fd, head, HEAD, 0) && disk_write(b->fd, sealed, n, HEAD);
	free(plain);
	free(sealed);
	return ok;
}

/* Every byte is written, so that casting takes no new room on the disk. */
static bool write_new(const struct box *b)
{
	static const uint8_t zeros[SECTOR];
	uint8_t slot[SLOT_MAX];
	off_t end = cell_at(b, b->shape.a, b->shape.n);
	bool ok = write_table(b) && disk_write(b->fd, zeros, (size_t)(b->shape.b - end), end);
	for (size_t i = 0; ok && i < b->shape.n; i++) {
		seal_cell(b, i, SV_NONE, slot);
		ok = disk_write(b->fd, slot, b->shape.slot, cell_at(b, b->shape.a, i)) &&
		     disk_write(b->fd, slot, b->shape.slot, cell_at(b, b->shape.b, i));
	}
	return ok && fsync(b->fd) == 0;
}

static bool make_folder(const char *folder)
{
	if (mkdir(folder, 0700) == 0)
		return disk_sync_name(folder);
	return errno == EEXIST && chmod(folder, 0700) == 0;
}

static enum rc make_file(struct ctx *cx, struct box *b, const char *folder, const char *beside)
{
	struct stat st;
	if (!make_folder(folder))
		return cannot(cx, b->path, errno);
	if (lstat(b->path, &st) == 0)
		return fail(cx, RC_CONFLICT, "box.there",
			    N_("The ballot box %s is there already; it is opened, not made again."), b->path);
	unlink(beside); /* of a making that was broken off */
	b->fd = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b->fd < 0 || fchmod(b->fd, 0600) != 0 || !write_new(b) || rename(beside, b->path) != 0 || !disk_sync_folder(folder)) {
		int error = errno;
		unlink(beside);
		unlink(b->path);
		return cannot(cx, b->path, error);
	}
	return RC_OK;
}

enum rc box_make(struct ctx *cx, const char *dir, int64_t id, struct signer *signer, const struct digest *codes, size_t n, size_t cell)
{
	static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER; /* two of one event would write one file beside */
	struct sv path = path_of(cx, dir, id);
	struct box *b = box_new(path.p, signer, id);
	enum rc rc = take_codes(cx, b, codes, n, cell);
	if (rc == RC_OK) {
		pthread_mutex_lock(&making);
		rc = make_file(cx, b, arena_printf(cx->a, "%s/ballots", dir).p, arena_printf(cx->a, "%s.new", path.p).p);
		pthread_mutex_unlock(&making);
	}
	box_close(b);
	return rc;
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static enum rc foreign(struct ctx *cx, const struct box *b)
{
	return fail(cx, RC_CHECK, "box.foreign",
		    N_("The ballot box %s is damaged at its beginning, or was sealed with other keys or for another event. Leave it "
		       "as it is, and put back the keys of this server or a copy of the file."),
		    b->path);
}

static enum rc open_file(struct ctx *cx, const char *path, int *ret)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return fail(cx, RC_NOT_FOUND, "box.gone", N_("There is no ballot box %s."), path);
	if (fd < 0)
		return cannot(cx, path, errno);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int error = errno;
		close(fd);
		if (error == EWOULDBLOCK)
			return fail(cx, RC_BUSY, "box.busy", N_("The ballot box %s is open already; close it first."), path);
		return cannot(cx, path, error);
	}
	*ret = fd;
	return RC_OK;
}

static enum rc read_table(struct ctx *cx, struct box *b)
{
	uint8_t head[HEAD], want[HEAD];
	struct stat st;
	if (fstat(b->fd, &st) != 0 || fchmod(b->fd, 0600) != 0)
		return cannot(cx, b->path, errno);
	if (st.st_size < HEAD)
		return foreign(cx, b);
	if (!disk_read(b->fd, head, HEAD, 0))
		return cannot(cx, b->path, errno);
	uint64_t n = get_int(head + 8), cell = get_int(head + 16);
	if (memcmp(head, magic, sizeof(magic)) != 0 || n == 0 || n > BOX_CODES_MAX || cell == 0 || cell > BOX_CELL_MAX)
		return foreign(cx, b);
	box_shape(b, n, cell);
	head_of(&b->shape, want);
	if (st.st_size != b->shape.size)
		return fail(cx, RC_CHECK, "box.size",
			    N_("The ballot box %s has %lld bytes where %lld belong. Leave it as it is, and put back a copy of the file."), b->path,
			    (long long)st.st_size, (long long)b->shape.size);
	uint8_t *sealed = malloc(b->shape.table), *plain = malloc(b->shape.table);
	if (!sealed || !plain)
		BUG("out of memory");
	bool got = disk_read(b->fd, sealed, b->shape.table, HEAD);
	int error = errno;
	bool ok = got && box_unseal(b->seal, sv_make((char *)want, HEAD), sealed, b->shape.table, plain);
	if (ok)
		memcpy(b->codes, plain, b->shape.n * sizeof(*b->codes));
	free(sealed);
	free(plain);
	return !got ? cannot(cx, b->path, error) : ok ? RC_OK : foreign(cx, b);
}

/* Which copies of a cell are to be written; where both open and differ, A is the later one and both are: what lies there
 * may never have reached the disk. */
enum mend { MEND_NONE, MEND_A, MEND_B, MEND_BOTH };

static enum rc look_at(struct ctx *cx, struct box *b, size_t at, enum mend *ret)
{
	uint8_t one[SLOT_MAX], two[SLOT_MAX], plain[SLOT_MAX];
	struct sv ballot = SV_NONE;
	size_t n = b->shape.slot;
	if (!disk_read(b->fd, one, n, cell_at(b, b->shape.a, at)) || !disk_read(b->fd, two, n, cell_at(b, b->shape.b, at)))
		return cannot(cx, b->path, errno);
	bool same = memcmp(one, two, n) == 0;
	bool two_ok = !same && open_cell(b, at, two, plain, &ballot);
	b->used[at] = ballot.p != NULL;
	bool one_ok = open_cell(b, at, one, plain, &ballot);
	if (one_ok)
		b->used[at] = ballot.p != NULL;
	explicit_bzero(plain, sizeof(plain));
	if (!one_ok && !two_ok)
		return fail(cx, RC_CHECK, "box.cell",
			    N_("Both copies of cell %zu of the ballot box %s are damaged. Leave the file as it is, and put back a copy of it."),
			    at + 1, b->path);
	*ret = same ? MEND_NONE : !one_ok ? MEND_A : !two_ok ? MEND_B : MEND_BOTH;
	return RC_OK;
}

static bool copy_cells(struct box *b, const enum mend *todo, enum mend which, off_t from, off_t to)
{
	uint8_t slot[SLOT_MAX];
	size_t n = b->shape.slot;
	for (size_t i = 0; i < b->shape.n; i++)
		if (todo[i] == which && !(disk_read(b->fd, slot, n, cell_at(b, from, i)) && disk_write(b->fd, slot, n, cell_at(b, to, i))))
			return false;
	return fsync(b->fd) == 0;
}

/* First of all what lies there becomes durable; then of each cell one copy after the other is written. */
static bool mend_cells(struct box *b, const enum mend *todo)
{
	off_t one = b->shape.a, two = b->shape.b;
	return fsync(b->fd) == 0 && copy_cells(b, todo, MEND_A, two, one) && copy_cells(b, todo, MEND_B, one, two) &&
	       copy_cells(b, todo, MEND_BOTH, one, one) && copy_cells(b, todo, MEND_BOTH, one, two);
}

/* The one stretch that belongs to no cell is cleared, so that the bytes are again what the ballots make them. */
static bool mend_gap(struct box *b)
{
	uint8_t gap[SECTOR];
	static const uint8_t zeros[SECTOR];
	off_t from = cell_at(b, b->shape.a, b->shape.n);
	size_t n = (size_t)(b->shape.b - from);
	if (!disk_read(b->fd, gap, n, from))
		return false;
	return memcmp(gap, zeros, n) == 0 || (disk_write(b->fd, zeros, n, from) && fsync(b->fd) == 0);
}

static enum rc read_cells(struct ctx *cx, struct box *b)
{
	enum mend *todo = NEW(cx->a, enum mend, b->shape.n);
	size_t used = 0;
	bool any = false;
	for (size_t i = 0; i < b->shape.n; i++) {
		TRY(look_at(cx, b, i, &todo[i]));
		any |= todo[i] != MEND_NONE;
		used += b->used[i];
	}
	if ((any && !mend_cells(b, todo)) || !mend_gap(b))
		return cannot(cx, b->path, errno);
	atomic_store(&b->n_used, used);
	return RC_OK;
}

enum rc box_open(struct ctx *cx, const char *dir, int64_t id, struct signer *signer, struct box **ret)
{
	struct sv path = path_of(cx, dir, id);
	int fd;
	TRY(open_file(cx, path.p, &fd));
	struct box *b = box_new(path.p, signer, id);
	b->fd = fd;
	enum rc rc = read_table(cx, b);
	if (rc == RC_OK)
		rc = read_cells(cx, b);
	if (rc != RC_OK) {
		box_close(b);
		return rc;
	}
	*ret = b;
	return RC_OK;
}

/* ---- casting ------------------------------------------------------------------------------------------------------ */

static bool find(const struct box *b, const struct digest *code, size_t *ret)
{
	const struct digest *d = bsearch(code, b->codes, b->shape.n, sizeof(*b->codes), by_bytes);
	*ret = d ? (size_t)(d - b->codes) : 0;
	return d != NULL;
}

bool box_knows(const struct box *b, const struct digest *code)
{
	size_t at;
	return find(b, code, &at);
}

size_t box_cast(const struct box *b)
{
	return atomic_load(&b->n_used);
}

bool box_has(struct box *b, const struct digest *code)
{
	size_t at = 0;
	pthread_mutex_lock(&b->lock);
	bool has = find(b, code, &at) && b->used[at];
	pthread_mutex_unlock(&b->lock);
	return has;
}
static bool write_copy(struct box *b, const struct cast *group, off_t copy)
{
	for (const struct cast *c = group; c; c = c->next)
		if (!disk_write(b->fd, c->slot, b->shape.slot, cell_at(b, copy, c->at)))
			return false;
	return fdatasync(b->fd) == 0; /* the size never changes */
}

/* All that wait, with two syncs.  Of two ballots of one code the later one comes to lie on the other. */
static int write_group(struct box *b, const struct cast *group)
{
	pthread_rwlock_wrlock(&b->cells);
	int error = write_copy(b, group, b->shape.a) && write_copy(b, group, b->shape.b) ? 0 : errno;
	atomic_store(&b->error, error);
	pthread_rwlock_unlock(&b->cells);
	return error;
}

/* Under the lock, which is left while the disk works and others line up for the next group. */
static void lead(struct box *b)
{
	struct cast *group = b->first;
	int error = atomic_load(&b->error);
	b->first = NULL;
	b->last = &b->first;
	b->led = true;
	pthread_mutex_unlock(&b->lock);
	if (!error)
		error = write_group(b, group);
	pthread_mutex_lock(&b->lock);
	for (struct cast *c = group; c; c = c->next) {
		c->error = error;
		c->done = true;
		if (!error && !b->used[c->at]) {
			b->used[c->at] = true;
			atomic_fetch_add(&b->n_used, 1);
		}
	}
	b->led = false;
	pthread_cond_broadcast(&b->turn);
}

static enum rc unknown_code(struct ctx *cx)
{
	return fail(cx, RC_NOT_FOUND, "box.code", N_("This code is not one of this event; compare it with the slip."));
}

enum rc box_put(struct ctx *cx, struct box *b, const struct digest *code, struct sv ballot)
{
	struct cast *c = NEW(cx->a, struct cast, 1);
	if (!find(b, code, &c->at))
		return unknown_code(cx);
	if (ballot.n > b->shape.cell)
		return fail(cx, RC_LIMIT, "box.large", N_("This ballot has %zu bytes, and %zu fit; shorten it."), ballot.n, b->shape.cell);
	uint8_t *slot = NEW(cx->a, uint8_t, b->shape.slot);
	seal_cell(b, c->at, sv_or_empty(ballot), slot);
	c->slot = slot;
	pthread_mutex_lock(&b->lock);
	*b->last = c;
	b->last = &c->next;
	while (!c->done)
		if (b->led)
			pthread_cond_wait(&b->turn, &b->lock);
		else
			lead(b);
	pthread_mutex_unlock(&b->lock);
	return c->error ? cannot(cx, b->path, c->error) : RC_OK;
}

/* ---- reading -------------------------------------------------------------------------------------------------------- */

/* Copies B: what lies there, lies in A too and is durable. */
static enum rc take(struct ctx *cx, struct box *b, size_t at, struct sv *ret)
{
	uint8_t slot[SLOT_MAX], plain[SLOT_MAX];
	struct sv ballot;
	if (!disk_read(b->fd, slot, b->shape.slot, cell_at(b, b->shape.b, at)))
		return cannot(cx, b->path, errno);
	if (!open_cell(b, at, slot, plain, &ballot))
		return fail(cx, RC_CHECK, "box.changed",
			    N_("Cell %zu of the ballot box %s was changed while it was open. Leave the file as it is, and start the program again."),
			    at + 1, b->path);
	*ret = ballot.p ? arena_sv(cx->a, ballot) : SV_NONE;
	explicit_bzero(plain, sizeof(plain));
	return RC_OK;
}

enum rc box_take(struct ctx *cx, struct box *b, const struct digest *code, struct sv *ret)
{
	size_t at;
	if (!find(b, code, &at))
		return unknown_code(cx);
	pthread_rwlock_rdlock(&b->cells);
	int error = atomic_load(&b->error);
	enum rc rc = error ? cannot(cx, b->path, error) : take(cx, b, at, ret);
	pthread_rwlock_unlock(&b->cells);
	return rc;
}

enum rc box_read(struct ctx *cx, struct box *b, struct digest **ret_codes, struct sv **ret, size_t *ret_n)
{
	struct digest *codes = NEW(cx->a, struct digest, b->shape.n);
	struct sv *all = NEW(cx->a, struct sv, b->shape.n);
	memcpy(codes, b->codes, b->shape.n * sizeof(*codes));
	pthread_rwlock_rdlock(&b->cells);
	int error = atomic_load(&b->error);
	enum rc rc = error ? cannot(cx, b->path, error) : RC_OK;
	for (size_t i = 0; rc == RC_OK && i < b->shape.n; i++)
		rc = take(cx, b, i, &all[i]);
	pthread_rwlock_unlock(&b->cells);
	if (rc != RC_OK)
		return rc;
	*ret_codes = codes;
	*ret = all;
	*ret_n = b->shape.n;
	return RC_OK;
}

/* ---- destroying ------------------------------------------------------------------------------------------------------ */

static bool write_over(int fd)
{
	static const uint8_t zeros[SECTOR];
	struct stat st;
	if (fstat(fd, &st) != 0)
		return false;
	for (off_t at = 0; at < st.st_size; at += SECTOR)
		if (!disk_write(fd, zeros, st.st_size - at < SECTOR ? (size_t)(st.st_size - at) : SECTOR, at))
			return false;
	return fsync(fd) == 0;
}

enum rc box_destroy(struct ctx *cx, const char *dir, int64_t id)
{
	struct sv path = path_of(cx, dir, id), folder = arena_printf(cx->a, "%s/ballots", dir);
	struct stat st;
	int fd;
	if (lstat(path.p, &st) != 0) {
		/* An unlinking before a power cut may not have reached the disk. */
		if (errno != ENOENT || (lstat(folder.p, &st) == 0 && !disk_sync_folder(folder.p)))
			return cannot(cx, path.p, errno);
		return RC_OK;
	}
	TRY(open_file(cx, path.p, &fd));
	unlink(arena_printf(cx->a, "%.*s.new", SV_ARG(path)).p); /* of a making that was broken off; no ballot is in it */
	bool ok = write_over(fd) && unlink(path.p) == 0 && disk_sync_folder(folder.p);
	int error = errno;
	flock(fd, LOCK_UN);
	close(fd);
	return ok ? RC_OK : cannot(cx, path.p, error);
}
