/* Request heads: lines "METHOD TARGET VERSION", then "name:value".  What the guard passes must hold what the rest
 * of the program relies on.  As libFuzzer target, or with -DREPLAY as a program that reads the files it is given. */
#include "http/guard.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "http/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct guard_head *h, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++)
		n += http_ieq(h->headers[i].name, sv_of(name));
	return n;
}

static void passed(struct ctx *cx, const struct guard_head *h)
{
	const struct sv proxies[] = { SV("127.0.0.1") };
	if (count(h, "Host") != 1 || count(h, "Content-Length") + count(h, "Transfer-Encoding") > 1)
		BUG("an unclear head has passed");
	if (guard_body_length(h) < -1)
		BUG("a length below zero");
	struct http_request rq = { .a = cx->a, .headers = h->headers, .header_count = h->n };
	rq.method = http_method_of(h->method);
	if (request_target(cx, &rq, h->target) == RC_OK) {
		for (size_t i = 0; i < rq.segs; i++)
			if (!utf8_valid(rq.seg[i]) || sv_is(rq.seg[i], "..") || memchr(rq.seg[i].p, '/', rq.seg[i].n))
				BUG("a segment that is none");
		if (!utf8_valid(rq.path))
			BUG("a path that is no text");
	} else if (!cx->faults) {
		BUG("refused without a fault");
	}
	request_peer(&rq, SV("127.0.0.1"), proxies, 1);
	(void)http_lang(http_header(&rq, "Accept-Language"));
	(void)http_cookie(&rq, "a");
	(void)http_is_json(&rq);
	(void)guard_origin(&rq, NULL, 0);
	struct http_reply rp;
	reply_init(&rp, cx->a);
	(void)reply_etag(&rp, &rq, SV("t"));
	reply_header(&rp, "X", http_header(&rq, "X"));
	if (rp.broken)
		BUG("a header passed that may not be sent");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, 64 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct http_pair pairs[GUARD_HEADERS_MAX + 1];
	struct guard_head h = { .headers = pairs };
	struct sv rest = arena_sv(&a, sv_make((const char *)data, size)), line = SV(""), word = SV("");
	(void)sv_split(&rest, '\n', &line);
	if (sv_split(&line, ' ', &word))
		h.method = word;
	if (sv_split(&line, ' ', &word))
		h.target = word;
	if (sv_split(&line, ' ', &word))
		h.version = word;
	while (h.n <= GUARD_HEADERS_MAX && sv_split(&rest, '\n', &line)) {
		struct sv name = SV("");
		(void)sv_split(&line, ':', &name);
		pairs[h.n++] = (struct http_pair){ name, line };
	}
	const char *why = NULL;
	int status = guard_head(&h, &why);
	if (status == 0)
		passed(&cx, &h);
	else if (status < 400 || status > 505 || !why)
		BUG("a refusal without status or reason");
	arena_release(&a);
	return 0;
}
#ifdef REPLAY
#include "replay.h"
#endif
