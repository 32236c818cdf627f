#ifndef STORE_REBUILD_H
#define STORE_REBUILD_H
/* Rebuilding the projections from the journal, and comparing them with what stands in the store. */
#include "store/corridor.h"

struct finding {
	struct finding *next;
	struct sv where;   /* "journal 17", "unit 4096", "payload 3", "secret ab12…", "credential 4096" */
	struct sv text;
};

struct report {
	int64_t acts;                       /* rows of the journal that were read */
	int64_t tables, rows;               /* projections compared */
	int64_t checkpoints, secrets, files;
	int64_t unsigned_rows;              /* after the last checkpoint */
	struct finding *findings, **end;
	size_t n;
	void (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;
};

void report_init(struct report *r);
void report_add(struct ctx *cx, struct report *r, struct sv where, const char *msgid, ...)
	__attribute__((format(printf, 4, 5)));

/* Replays the journal of `db` into an empty store in memory and compares every projection with the one in
 * `db`, row by row in key order.  Differences become findings; RC_OK means that the comparison was made. */
NODISCARD enum rc rebuild_check(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r);

/* Replaces the projections in `db` by rebuilt ones, in one transaction. */
NODISCARD enum rc rebuild_replace(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r);

/* The same inside the caller's transaction. */
NODISCARD enum rc rebuild_within(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r);

/* Could the journal be replayed if the payload of this row were gone?  RC_CONFLICT if not.  Changes nothing. */
NODISCARD enum rc rebuild_without(struct ctx *cx, const struct corridor *c, struct db *db, int64_t seq);

/* Digest of one table's rows in key order. */
NODISCARD enum rc table_digest(struct ctx *cx, struct db *db, const struct table_def *t, struct digest *ret, int64_t *ret_rows);

#endif
