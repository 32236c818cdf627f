#include "app/desk/import_file.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 65536 };

static struct sv spool_dir(struct visit *v)
{
	return arena_printf(v->cx.a, "%s/spool", store_dir(web_store(v->web)));
}

static enum rc failed(struct visit *v)
{
	return fail(&v->cx, RC_FAILED, "import.spool", N_("The file could not be kept; the disk may be full. Nothing was imported."));
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

static enum rc copy(struct visit *v, int in, struct sv text, int out, struct digest *ret)
{
	struct hash_stream *h = hash_start(v->cx.a, HASH_SM3);
	char *chunk = NEW(v->cx.a, char, CHUNK);
	if (in < 0) {
		hash_more(h, text);
		if (!write_all(out, text.p, text.n))
			return failed(v);
	}
	for (ssize_t n = 1; in >= 0 && n > 0;) {
		n = read(in, chunk, CHUNK);
		if (n < 0 || (n > 0 && !write_all(out, chunk, (size_t)n)))
			return failed(v);
		hash_more(h, sv_make(chunk, (size_t)n));
	}
	*ret = hash_end(h);
	return RC_OK;
}

static void unlink_it(void *path)
{
	(void)unlink(path);
}

enum rc spool_take(struct visit *v, const struct http_file *file, struct sv pasted, struct sv *ret_digest, struct sv *ret_path)
{
	bool has_file = file && file->size > 0;
	if (!has_file && !sv_trim(pasted).n)
		return fail_at(&v->cx, RC_INVALID, "file", "import.nothing", N_("Choose a file, or paste the table from Excel or WPS."));
	struct sv dir = spool_dir(v), draft = arena_printf(v->cx.a, "%.*s/list-new-XXXXXX", SV_ARG(dir));
	(void)mkdir(dir.p, 0700);
	char *path = (char *)(uintptr_t)draft.p;
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return failed(v);
	arena_defer(v->cx.a, unlink_it, path);
	struct digest digest;
	enum rc rc = copy(v, has_file ? file->fd : -1, pasted, fd, &digest);
	close(fd);
	TRY(rc);
	*ret_digest = hex_text(v->cx.a, digest_sv(&digest));
	*ret_path = draft;
	return RC_OK;
}

enum rc spool_offer(struct visit *v, struct sv path, struct sv digest)
{
	struct sv there = arena_printf(v->cx.a, "%.*s/list-%.*s", SV_ARG(spool_dir(v)), SV_ARG(digest));
	return rename(path.p, there.p) == 0 ? RC_OK : failed(v);
}

enum rc spool_keep(struct visit *v, const struct http_file *file, struct sv pasted, struct sv *ret_digest)
{
	struct sv path;
	TRY(spool_take(v, file, pasted, ret_digest, &path));
	return spool_offer(v, path, *ret_digest);
}

enum rc spool_path(struct visit *v, struct sv digest, struct sv *ret)
{
	uint8_t bytes[DIGEST_LEN];
	if (hex_parse(digest, bytes, sizeof(bytes))) {
		*ret = arena_printf(v->cx.a, "%.*s/list-%.*s", SV_ARG(spool_dir(v)), SV_ARG(digest));
		if (access(ret->p, R_OK) == 0)
			return RC_OK;
	}
	return fail(&v->cx, RC_NOT_FOUND, "import.gone",
		    N_("This preview is over: the list was accepted already, or a day has passed. Look at the lists that came in, or send the file once more."));
}

static struct sv claimed(struct visit *v, struct sv path)
{
	return arena_printf(v->cx.a, "%.*s.taken", SV_ARG(path));
}

bool spool_claim(struct visit *v, struct sv path)
{
	return rename(path.p, claimed(v, path).p) == 0;
}

void spool_unclaim(struct visit *v, struct sv path)
{
	(void)rename(claimed(v, path).p, path.p);
}

void spool_drop(struct visit *v, struct sv path)
{
	unlink(claimed(v, path).p);
}
