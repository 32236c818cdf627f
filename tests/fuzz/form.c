/* urlencoded bodies.  Oracle: what was read, written again and read again is the same; all of it is UTF-8.
 * As libFuzzer target, or with -DREPLAY as a program that reads the files it is given. */
#include "http/form.h"

#include "base/bug.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	struct http_fields f, g;
	arena_init(&a, 256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	char *exact = NEW(&a, char, size + 1);
	if (size)
		memcpy(exact, data, size);
	if (form_parse(&cx, sv_make(exact, size), &FORM_QUERY, &f) == RC_OK) {
		struct buf b = buf_new(&a, 1 << 24);
		for (size_t i = 0; i < f.n; i++) {
			if (!utf8_valid(f.v[i].name) || !utf8_valid(f.v[i].value) || memchr(f.v[i].value.p, 0, f.v[i].value.n))
				BUG("a value that is no text");
			buf_puts(&b, i ? "&" : "");
			form_encode(&b, f.v[i].name);
			buf_putc(&b, '=');
			form_encode(&b, f.v[i].value);
		}
		if (form_parse(&cx, buf_sv(&b), &FORM_QUERY, &g) != RC_OK || g.n != f.n)
			BUG("not read back");
		for (size_t i = 0; i < f.n; i++)
			if (!sv_eq(f.v[i].name, g.v[i].name) || !sv_eq(f.v[i].value, g.v[i].value))
				BUG("read back otherwise");
	} else if (!cx.faults) {
		BUG("refused without a fault");
	}
	arena_release(&a);
	return 0;
}
#ifdef REPLAY
#include "replay.h"
#endif
