#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H
/* The second program: it computes a published board once more from its proof alone (docs/formats/board-proof.md).  It
 * shares strings, dates, JSON and digests with the server (src/base) and nothing that counts: the reader of the rule, the
 * arithmetic, the composition, the places, the lists, the tree and the code are written a second time, from the documents.
 * A proof comes from anybody: whatever stands in it may be forged, and must neither crash nor pass. */
#include "base/arena.h"

/* As the command's exit codes. */
enum verdict { VERDICT_RIGHT = 0, VERDICT_USAGE = 2, VERDICT_UNREADABLE = 3, VERDICT_WRONG = 7 };

enum finding { FOUND_RIGHT, FOUND_WRONG, FOUND_UNREADABLE, FOUND_NOTE };

struct vf_line {
	struct vf_line *next;
	enum finding kind;
	struct sv zh, en;
};

struct vf_trust {
	struct sv key;       /* the public key that one trusts, PEM; SV_NONE: the proof's own */
	struct sv note;      /* a checkpoint that was kept elsewhere; SV_NONE: none */
	struct sv receipt;   /* the code that somebody reads out; SV_NONE: none */
};

struct vf_report {
	struct arena *a;
	struct vf_line *first, **end;
	enum verdict verdict;
	struct sv receipt;   /* "3907-1152-8846-0217-5534", whenever the proof could be read */
};

enum { VF_FILE_MAX = 128 << 20 };

/* Everything is checked that still can be after a difference; `file` outlives the report. */
void vf_verify(struct arena *a, struct sv file, const struct vf_trust *trust, struct vf_report *ret);

#endif
