/* multipart bodies: the first byte says how the rest is cut.  Oracle: the same parts whether it comes whole or in
 * pieces.  As libFuzzer target, or with -DREPLAY as a program that reads the files it is given. */
#include "http/multipart.h"

#include "base/bug.h"
#include "base/buf.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum rc on_begin(void *user, struct ctx *cx, const struct multipart_part *p)
{
	if (!utf8_valid(p->name) || !utf8_valid(p->filename) || p->name.n > MULTIPART_NAME_MAX)
		BUG("a name that is no text");
	struct sv shown = filename_display(cx->a, p->filename);
	if (shown.n == 0 || !utf8_valid(shown) || utf8_count(shown) > 120 || memchr(shown.p, '/', shown.n))
		BUG("a display name that is none");
	buf_printf(user, "<%.*s|%d|%.*s|%.*s>", SV_ARG(p->name), p->filename.p != NULL, SV_ARG(p->filename),
		   SV_ARG(p->type));
	return RC_OK;
}

static enum rc on_data(void *user, struct ctx *cx, struct sv s)
{
	(void)cx;
	buf_put(user, s);
	return RC_OK;
}

static enum rc on_end(void *user, struct ctx *cx)
{
	(void)cx;
	buf_puts(user, "</>");
	return RC_OK;
}

static enum rc run(struct ctx *cx, struct sv body, size_t step, struct buf *out)
{
	const struct multipart_sink sink = { out, on_begin, on_data, on_end };
	struct multipart *m;
	TRY(multipart_new(cx, SV("multipart/form-data; boundary=B"), 20, &sink, &m));
	for (size_t i = 0; i < body.n; i += step)
		TRY(multipart_feed(cx, m, sv_upto(sv_from(body, i), step)));
	return multipart_end(cx, m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	struct arena a;
	struct ctx cx;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct buf whole = buf_new(&a, 1 << 22), cut = buf_new(&a, 1 << 22);
	struct sv body = arena_sv(&a, sv_make((const char *)data + 1, size - 1));
	enum rc one = run(&cx, body, body.n + 1, &whole), two = run(&cx, body, 1 + data[0] % 32, &cut);
	if (one != two || !sv_eq(buf_sv(&whole), buf_sv(&cut)))
		BUG("cut otherwise, read otherwise");
	if (one != RC_OK && !cx.faults)
		BUG("refused without a fault");
	(void)header_param(&a, body, "name", true);
	arena_release(&a);
	return 0;
}
#ifdef REPLAY
#include "replay.h"
#endif
