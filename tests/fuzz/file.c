/* Evidence as it comes through the judging that else runs in the jail: photos, PNG, documents with the pictures in them. */
#include "app/file/kind.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	struct sv in = sv_make((const char *)data, size);
	struct file_verdict v;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct blocks out = blocks_new(&a, FILE_MAX + sizeof(v));
	enum rc rc = file_judge_bytes(&cx, in, &out);
	if ((rc == RC_OK) != (cx.faults == NULL))
		abort();
	if (rc == RC_OK) {
		struct sv said = blocks_flat(&a, &out);
		if (said.n < sizeof(v))
			abort();
		memcpy(&v, said.p, sizeof(v));
		struct sv kept = sv_from(said, sizeof(v));
		if (v.type == FILE_JPEG && (v.width > FILE_SIDE_MAX || v.height > FILE_SIDE_MAX || sv_has(kept, SV("Exif\0"))))
			abort();
		/* What was stripped once has nothing left to strip. */
		struct blocks again = blocks_new(&a, FILE_MAX + sizeof(v));
		bool stripped = v.type == FILE_PNG || v.type == FILE_DOCX || v.type == FILE_XLSX;
		if (stripped && (file_judge_bytes(&cx, kept, &again) != RC_OK || !sv_eq(blocks_flat(&a, &again), said)))
			abort();
	}
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
