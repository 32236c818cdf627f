/* Answers on their way: what a person keeps before handing in lies in DIR/spool under the digest of the code, until the sheets are
 * collected and for sixty days at most (jobs/sweep.h), in no journal and no backup. */
#include "app/exam/exam_read.h"

#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_MAX = 1 << 20 };

static struct sv path_of(struct arena *a, const char *dir, struct sv digest)
{
	return arena_printf(a, "%s/spool/sheet-%.*s", dir, SV_ARG(digest));
}

enum rc kept_put(struct ctx *cx, const char *dir, struct sv digest, const struct js *answers)
{
	struct buf b = buf_new(cx->a, KEPT_MAX);
	struct sv draft = arena_printf(cx->a, "%s/spool/sheet-new-XXXXXX", dir), path = path_of(cx->a, dir, digest);
	char *name = (char *)(uintptr_t)draft.p;
	js_write(&b, answers);
	(void)mkdir(arena_printf(cx->a, "%s/spool", dir).p, 0700);
	int fd = b.over ? -1 : mkostemp(name, O_CLOEXEC);
	/* Who is told that the answers are kept finds them after a power cut too. */
	bool ok = fd >= 0 && disk_write(fd, b.p, b.n, 0) && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	if (ok && rename(name, path.p) == 0 && disk_sync_name(path.p))
		return RC_OK;
	if (fd >= 0)
		(void)unlink(name);
	return fail(cx, RC_FAILED, "exam.kept", N_("The answers could not be kept; hand them in, or tell the table."));
}

const struct js *kept_get(struct arena *a, const char *dir, struct sv digest)
{
	const char *why;
	int line, column, fd = open(path_of(a, dir, digest).p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	if (fd < 0)
		return NULL;
	size_t size = fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size <= KEPT_MAX ? (size_t)st.st_size : 0;
	char *text = NEW(a, char, size + 1);
	bool read = size > 0 && disk_read(fd, text, size, 0);
	close(fd);
	return read ? js_parse(a, sv_make(text, size), &why, &line, &column) : NULL;
}

void kept_drop(struct arena *a, const char *dir, struct sv digest)
{
	(void)unlink(path_of(a, dir, digest).p);
}
