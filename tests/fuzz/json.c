/* Whatever reads as JSON must write canonically to something that reads back the same. */
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	const char *why;
	int line, column;
	if (size > 1 << 20)
		return 0;
	arena_init(&a, 512 << 20);
	struct js *v = js_parse(&a, sv_make((const char *)data, size), &why, &line, &column);
	if (v) {
		struct buf once = buf_new(&a, 64 << 20), twice = buf_new(&a, 64 << 20);
		js_write(&once, v);
		struct js *again = js_parse(&a, buf_sv(&once), &why, &line, &column);
		if (!again)
			abort();
		js_write(&twice, again);
		if (!sv_eq(buf_sv(&once), buf_sv(&twice)))
			abort();
	}
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
