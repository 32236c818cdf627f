/* Keeping files under their digest, and checking that they are still there. */
#include "app/file/kind.h"

#include "app/file/queries.sql.h"
#include "base/bug.h"
#include "base/disk.h"
#include "core/cellsplit.h"
#include "sheet/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	PIECE = 64 * 1024,
	JAIL_BYTES = 320 << 20,  /* a progressive photo of 50 million points takes 150 to 300 MB while it is decoded */
	AT_WORK = 2,             /* such children at once */
};

static sem_t at_work;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void)
{
	if (sem_init(&at_work, 0, AT_WORK) != 0)
		BUG("no semaphore");
}

static enum rc io(struct ctx *cx, const char *what)
{
	because(cx, RC_FAILED, "file: %s: errno %d", what, errno);
	return fail(cx, RC_FAILED, "file.disk", N_("The file could not be kept; nothing was recorded. Tell the system administrator, and try again later."));
}

/* ---- judging ------------------------------------------------------------------------------------------------- */

static enum rc judge(struct ctx *cx, int fd, struct file_verdict *ret, struct sv *ret_bytes)
{
	static const struct jail jail = { .memory = JAIL_BYTES, .cpu_s = 10, .wall_ms = 30000,
					  .answer = FILE_MAX + sizeof(struct file_verdict) };
	struct sv said = SV_NONE;
	pthread_once(&once, prepare);
	if (lseek(fd, 0, SEEK_SET) < 0)
		return io(cx, "seek");
	while (sem_wait(&at_work) != 0)
		;
	enum rc rc = jail_run(cx, &jail, fd, file_judge, NULL, &said);
	sem_post(&at_work);
	if (rc != RC_OK)
		return rc;
	/* The child may have been taken over by what it read: only what it could have meant is believed. */
	if (said.n < sizeof(*ret))
		return fail(cx, RC_INVALID, "file.judged", N_("This file could not be read safely. Save it anew, or choose another."));
	memcpy(ret, said.p, sizeof(*ret));
	*ret_bytes = sv_from(said, sizeof(*ret));
	static const struct sv begins[FILE_TYPE_COUNT_] = { /* what is written anew */
		[FILE_JPEG] = { "\xff\xd8\xff", 3 }, [FILE_PNG] = { "\x89PNG\r\n\x1a\n", 8 }, [FILE_DOCX] = { "PK\3\4", 4 }, [FILE_XLSX] = { "PK\3\4", 4 },
	};
	bool sane = ret->type < FILE_TYPE_COUNT_ && ret->width <= 30000 && ret->height <= 30000;
	bool anew = sane && begins[ret->type].n > 0;
	sane = sane && ret->as_is == !anew && (ret_bytes->n > 0) == anew && sv_starts(*ret_bytes, begins[ret->type]);
	return sane ? RC_OK : fail(cx, RC_INVALID, "file.judged", N_("This file could not be read safely. Save it anew, or choose another."));
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

static bool write_all(int fd, struct sv s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = sv_from(s, (size_t)n);
	}
	return true;
}

/* The given bytes, or where there are none those of `from`, to `to`; the digest on the way. */
static enum rc pour(struct ctx *cx, struct sv bytes, int from, int to, struct digest *ret, int64_t *ret_size)
{
	struct hash_stream *h = hash_start(cx->a, HASH_SM3);
	int64_t size = (int64_t)bytes.n;
	if (bytes.n) {
		hash_more(h, bytes);
		if (!write_all(to, bytes))
			return io(cx, "write");
	} else {
		char *piece = NEW(cx->a, char, PIECE);
		for (;;) {
			ssize_t n = pread(from, piece, PIECE, size);
			if (n < 0 && errno == EINTR)
				continue;
			if (n < 0)
				return io(cx, "read");
			if (n == 0)
				break;
			hash_more(h, sv_make(piece, (size_t)n));
			if (!write_all(to, sv_make(piece, (size_t)n)))
				return io(cx, "write");
			size += n;
			if (size > FILE_MAX)
				return io(cx, "it grew");
		}
	}
	if (fsync(to) != 0)
		return io(cx, "sync");
	*ret = hash_end(h);
	*ret_size = size;
	return RC_OK;
}

static struct sv folder_of(struct arena *a, const char *dir, struct sv digest)
{
	return arena_printf(a, "%s/files/%.*s", dir, 2, digest.p);
}

static struct sv path_of(struct arena *a, const char *dir, struct sv digest)
{
	return arena_printf(a, "%s/files/%.*s/%.*s", dir, 2, digest.p, SV_ARG(sv_from(digest, 2)));
}

/* Gives what is written its place.  A file that stands there already is replaced by the same bytes: where it was
 * damaged, that heals it. */
static enum rc put_in_place(struct ctx *cx, const char *dir, const char *written, struct sv digest)
{
	struct sv all = arena_printf(cx->a, "%s/files", dir), folder = folder_of(cx->a, dir, digest);
	if (mkdir(folder.p, 0700) != 0 && errno != EEXIST)
		return io(cx, "mkdir");
	if (rename(written, path_of(cx->a, dir, digest).p) != 0)
		return io(cx, "rename");
	return disk_sync_folder(folder.p) && disk_sync_folder(all.p) ? RC_OK : io(cx, "sync of the folder");
}

static enum rc store_bytes(struct ctx *cx, const char *dir, struct sv bytes, int from, struct digest *ret, int64_t *ret_size)
{
	struct sv all = arena_printf(cx->a, "%s/files", dir);
	char *name = (char *)(uintptr_t)arena_printf(cx->a, "%s/files/.new-XXXXXX", dir).p;
	(void)mkdir(all.p, 0700); /* there already, or mkostemp says so */
	int to = mkostemp(name, O_CLOEXEC);
	if (to < 0)
		return io(cx, "create");
	enum rc rc = pour(cx, bytes, from, to, ret, ret_size);
	if (close(to) != 0 && rc == RC_OK)
		rc = io(cx, "close");
	if (rc == RC_OK)
		rc = put_in_place(cx, dir, name, hex_text(cx->a, digest_sv(ret)));
	if (rc != RC_OK)
		(void)unlink(name);
	return rc;
}

/* A phone in a name is of no use there.  "现场.JPG" stays, "扫描件" becomes "扫描件.pdf", "bill.exe" with a picture in it "bill.exe.png". */
static struct sv named(struct arena *a, struct sv name, enum file_type t)
{
	static const struct {
		struct sv end[4]; /* in small and capital letters; the first is given where there is none */
	} ends[FILE_TYPE_COUNT_] = {
		[FILE_JPEG] = { { { ".jpg", 4 }, { ".JPG", 4 }, { ".jpeg", 5 }, { ".JPEG", 5 } } },
		[FILE_PNG] = { { { ".png", 4 }, { ".PNG", 4 } } },
		[FILE_PDF] = { { { ".pdf", 4 }, { ".PDF", 4 } } },
		[FILE_DOCX] = { { { ".docx", 5 }, { ".DOCX", 5 } } },
		[FILE_XLSX] = { { { ".xlsx", 5 }, { ".XLSX", 5 } } },
		[FILE_TXT] = { { { ".txt", 4 }, { ".TXT", 4 } } },
	};
	bool masked;
	name = personal_mask(a, name, SV(PERSONAL_MASK), &masked);
	for (size_t i = 0; i < COUNT(ends[t].end) && ends[t].end[i].n; i++)
		if (sv_ends(name, ends[t].end[i]))
			return name;
	return arena_printf(a, "%.*s%.*s", SV_ARG(name), SV_ARG(ends[t].end[0]));
}

enum rc file_keep(struct ctx *cx, const char *dir, int fd, struct sv name, struct file_kept *ret)
{
	struct arena a; /* up to 20 MB that nobody needs afterwards */
	struct ctx mine;
	struct file_verdict v = { 0 };
	struct sv bytes = SV_NONE;
	struct digest d = { 0 };
	int64_t size = 0;
	arena_init(&a, (size_t)FILE_MAX + (8 << 20));
	ctx_init(&mine, &a, cx->now, cx->lang);
	enum rc rc = judge(&mine, fd, &v, &bytes);
	if (rc == RC_OK)
		rc = store_bytes(&mine, dir, bytes, fd, &d, &size);
	for (const struct fault *f = mine.faults; f && rc != RC_OK; f = f->next)
		(void)fail_at(cx, rc, "file", arena_cstr(cx->a, sv_of(f->id)), "%.*s",
			      SV_ARG(arena_printf(cx->a, "%.*s: %.*s", SV_ARG(name), SV_ARG(f->text))));
	if (rc != RC_OK && mine.trail.n)
		because(cx, rc, "%.*s", SV_ARG(mine.trail));
	arena_release(&a);
	if (rc != RC_OK)
		return rc;
	*ret = (struct file_kept){ .digest = hex_text(cx->a, digest_sv(&d)), .name = named(cx->a, name, (enum file_type)v.type),
				   .type = (enum file_type)v.type, .size = size, .width = v.width, .height = v.height };
	return RC_OK;
}

/* ---- verify --------------------------------------------------------------------------------------------------- */

/* False where it cannot be read. */
static bool digest_of(const char *path, struct digest *ret)
{
	struct arena a;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	arena_init(&a, 1 << 20);
	struct hash_stream *h = hash_start(&a, HASH_SM3);
	char *piece = NEW(&a, char, PIECE);
	ssize_t n;
	while ((n = read(fd, piece, PIECE)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			hash_more(h, sv_make(piece, (size_t)n));
	*ret = hash_end(h);
	close(fd);
	arena_release(&a);
	return n == 0;
}

void file_digest_check(struct ctx *cx, const char *dir, struct sv digest, int64_t id, struct report *r)
{
	struct digest want, is;
	struct sv where = arena_printf(cx->a, "file %.*s", SV_ARG(digest));
	if (!hex_parse(digest, want.b, DIGEST_LEN)) {
		report_add(cx, r, where, N_("Attachment #%lld names no digest."), (long long)id);
		return;
	}
	r->files++;
	if (!digest_of(path_of(cx->a, dir, digest).p, &is))
		report_add(cx, r, where, N_("The file of attachment #%lld is missing or cannot be read."), (long long)id);
	else if (!digest_eq(&want, &is))
		report_add(cx, r, where, N_("The file of attachment #%lld is not what was attached."), (long long)id);
}

enum rc files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r)
{
	enum rc rc;
	struct stmt *st = db_query(db, &file_digests);
	while (db_step(cx, st, &rc))
		file_digest_check(cx, dir, col_sv(st, 0, cx->a), col_int(st, 1), r);
	return rc;
}

/* ---- giving out ------------------------------------------------------------------------------------------------ */

int file_open(struct ctx *cx, const char *dir, struct sv digest)
{
	return open(path_of(cx->a, dir, digest).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

void file_send(struct visit *v, const struct file *f)
{
	static const struct {
		const char *type;
		bool shown;
	} kinds[FILE_TYPE_COUNT_] = {
		[FILE_JPEG] = { "image/jpeg", true },
		[FILE_PNG] = { "image/png", true },
		[FILE_PDF] = { "application/pdf", false },
		[FILE_DOCX] = { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false },
		[FILE_XLSX] = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false },
		[FILE_TXT] = { "text/plain; charset=utf-8", false },
	};
	struct stat st;
	int fd = file_open(&v->cx, store_dir(web_store(v->web)), f->digest);
	if (fd >= 0 && (fstat(fd, &st) != 0 || st.st_size != f->size)) {
		close(fd);
		fd = -1;
	}
	if (fd < 0) {
		visit_fail(v, fail(&v->cx, RC_FAILED, "file.gone", N_("This file is missing on the server. Tell the system administrator; `bixue verify` names it.")));
		return;
	}
	/* Nothing in it may run, whatever a reader of pictures or documents takes it for. */
	reply_header(v->rp, "Content-Security-Policy", SV("default-src 'none'; sandbox"));
	if (reply_etag(v->rp, v->rq, f->digest)) {
		close(fd);
		return;
	}
	reply_file(v->rp, fd, st.st_size, kinds[f->type].type, f->name, !kinds[f->type].shown);
}
