#ifndef STORE_AHEAD_H
#define STORE_AHEAD_H
/* The slow part of an act, its `prepare`, on a snapshot outside the writer. */
#include "store/writer.h"

struct ahead {
	const char *dir;             /* of the store */
	const struct corridor *corridor;
	struct writer *writer;
};

/* writer_do, before which the acts are prepared, and again when what they rest on moved meanwhile.  The last time the writer
 * reads by itself: somebody is always writing, and an act must come through. */
NODISCARD enum rc ahead_do(struct ctx *cx, const struct ahead *h, struct act_request *rq, size_t n, struct act_answer *ret,
			   size_t *ret_failed);

#endif
