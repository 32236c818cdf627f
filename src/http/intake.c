#include "http/intake.h"

#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { SPOOL_BLOCK = 32 * 1024 };

struct intake {
	struct http_request *rq;
	const char *spool;
	size_t form_max;
	size_t total;       /* bytes so far */
	struct buf text;    /* a body or a field that stays in memory */
	size_t kept;        /* bytes of earlier fields */
	enum body_kind kind;
	struct multipart *mp;
	struct sv field;          /* the part being read */
	struct http_file *file;   /* NULL while it is a plain field */
	char *block;              /* gathers small pieces: a file of \r alone comes byte by byte */
	size_t block_n;
};

enum rc intake_too_large(struct ctx *cx, size_t max)
{
	return fail(cx, RC_LIMIT, "http.body",
		    N_("This is larger than the %lld kB allowed here; make it smaller or send it in parts."),
		    (long long)(max / 1024));
}

static enum rc spool_failed(struct ctx *cx, const char *what)
{
	(void)because(cx, RC_FAILED, "spool: %s: %s", what, strerror(errno)); /* the code is given below */
	return fail(
		cx, RC_FAILED, "http.spool",
		N_("The server has no room for the upload now; tell the administrator and try again later."));
}

static void close_fd(void *arg)
{
	close((int)(intptr_t)arg);
}

static NODISCARD enum rc spool_open(struct ctx *cx, const char *folder, int *ret)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
		struct sv name = arena_printf(cx->a, "%s/up-XXXXXX", folder);
		char *path = NEW(cx->a, char, name.n + 1);
		memcpy(path, name.p, name.n);
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			unlink(path);
	}
	if (fd < 0)
		return spool_failed(cx, "open");
	arena_defer(cx->a, close_fd, (void *)(intptr_t)fd);
	*ret = fd;
	return RC_OK;
}

static enum rc part_begin(void *user, struct ctx *cx, const struct multipart_part *part)
{
	struct intake *in = user;
	struct http_request *rq = in->rq;
	in->field = part->name;
	in->file = NULL;
	if (!part->filename.p) {
		in->text = buf_new(rq->a, in->form_max > in->kept ? in->form_max - in->kept : 0);
		return RC_OK;
	}
	if (rq->file_count == HTTP_FILES_MAX)
		return fail(cx, RC_LIMIT, "upload.files",
			    N_("More than %d files at once; send them in several goes."), HTTP_FILES_MAX);
	struct http_file *f = &rq->files[rq->file_count];
	*f = (struct http_file){ .field = part->name, .type = part->type, .fd = -1,
				 .name = filename_display(rq->a, part->filename) };
	in->file = f;
	return RC_OK;
}

static NODISCARD enum rc spool_flush(struct ctx *cx, struct intake *in)
{
	struct sv rest = sv_make(in->block, in->block_n);
	in->block_n = 0;
	if (rest.n && in->file->fd < 0)
		TRY(spool_open(cx, in->spool, &in->file->fd));
	while (rest.n) {
		ssize_t n = write(in->file->fd, rest.p, rest.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return spool_failed(cx, "write");
		rest = sv_from(rest, (size_t)n);
	}
	return RC_OK;
}

static enum rc part_data(void *user, struct ctx *cx, struct sv piece)
{
	struct intake *in = user;
	if (!in->file) {
		buf_put(&in->text, piece);
		return in->text.over ? intake_too_large(cx, in->form_max) : RC_OK;
	}
	if (!in->block)
		in->block = NEW(in->rq->a, char, SPOOL_BLOCK);
	in->file->size += (int64_t)piece.n;
	while (piece.n) {
		size_t n = SPOOL_BLOCK - in->block_n < piece.n ? SPOOL_BLOCK - in->block_n : piece.n;
		memcpy(in->block + in->block_n, piece.p, n);
		in->block_n += n;
		piece = sv_from(piece, n);
		if (in->block_n == SPOOL_BLOCK)
			TRY(spool_flush(cx, in));
	}
	return RC_OK;
}

static enum rc part_end(void *user, struct ctx *cx)
{
	struct intake *in = user;
	if (!in->file) {
		in->kept += in->text.n;
		return form_add(cx, &in->rq->form, in->field, buf_sv(&in->text), &FORM_BODY);
	}
	TRY(spool_flush(cx, in));
	if (in->file->size == 0)
		return RC_OK; /* a file input left empty is sent as a nameless empty file */
	if (lseek(in->file->fd, 0, SEEK_SET) != 0)
		return spool_failed(cx, "seek");
	in->rq->file_count++;
	return RC_OK;
}

struct intake *intake_new(struct http_request *rq, const char *spool, size_t form_max)
{
	struct intake *in = NEW(rq->a, struct intake, 1);
	*in = (struct intake){
		.rq = rq, .spool = spool, .form_max = form_max, .text = buf_new(rq->a, form_max)};
	return in;
}

enum rc intake_begin(struct ctx *cx, struct intake *in)
{
	in->kind = request_body_kind(in->rq);
	const struct multipart_sink sink = { in, part_begin, part_data, part_end };
	if (in->kind == BODY_MULTIPART)
		return multipart_new(cx, http_header(in->rq, "Content-Type"), FORM_BODY.fields, &sink,
				     &in->mp);
	if (in->kind == BODY_OTHER)
		return fail(cx, RC_INVALID, "http.type",
			    N_("This kind of content is not taken here; send a form or JSON."));
	return RC_OK;
}

enum rc intake_feed(struct ctx *cx, struct intake *in, struct sv piece)
{
	in->total += piece.n;
	if (in->total > in->rq->body_max)
		return intake_too_large(cx, in->rq->body_max);
	if (in->kind == BODY_MULTIPART)
		return multipart_feed(cx, in->mp, piece);
	if (in->kind == BODY_NONE && piece.n)
		return fail(cx, RC_INVALID, "http.type",
			    N_("This kind of content is not taken here; send a form or JSON."));
	buf_put(&in->text, piece);
	return in->text.over ? intake_too_large(cx, in->form_max) : RC_OK;
}

enum rc intake_end(struct ctx *cx, struct intake *in)
{
	if (in->kind == BODY_MULTIPART)
		return multipart_end(cx, in->mp);
	in->rq->body = buf_sv(&in->text);
	return request_body(cx, in->rq);
}
