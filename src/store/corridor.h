#ifndef STORE_CORRIDOR_H
#define STORE_CORRIDOR_H
/* The one corridor: every act, through whatever door, is loaded, decided, journalled and applied here.
 * The caller holds a write transaction; corridor_run puts a savepoint around the act and answers only
 * what its caller will commit. */
#include "store/journal.h"

/* May this actor do this, given the units that the act concerns?  Answered by the noun that knows the
 * grants; RC_DENIED with a text that says which role can. */
typedef enum rc may_fn(struct ctx *cx, struct db *db, const struct act_in *in, const struct target *t);

struct corridor {
	const struct registry *nouns;
	may_fn *may;
	struct sealed_same same;
};

struct act_request {
	struct sv act;
	struct actor actor;
	int64_t subject, basis, cause;
	struct sv key;
	const struct js *fields; /* NULL for none */
	/* References that stand for personal fields, already in the secret store. */
	const void *ahead;       /* from corridor_prepare, or NULL */
	int64_t ahead_seq;
	struct sv mark;          /* what ties its key to it; SV_NONE: its act, subject and fields */
};

struct act_answer {
	int64_t seq, at, subject;
	struct js *facts;
	bool repeated;           /* the same request had been done before: this is its answer */
};

/* Outside the writer, on a connection that only reads: what the act's `prepare` makes of one moment, into `rq`. */
NODISCARD enum rc corridor_prepare(struct ctx *cx, const struct corridor *c, struct db *db, struct act_request *rq);
/* The id of the fault when that moment is over: prepared again, the act may pass. */
#define ACT_MOVED "act.moved"

/* cx->now is the store's clock; the row's instant is never before the row before it. */
NODISCARD enum rc corridor_run(struct ctx *cx, const struct corridor *c, struct db *db, const struct act_request *rq,
			       struct act_answer *ret);
/* Replays one journal row into the projections. */
NODISCARD enum rc corridor_replay(struct ctx *cx, const struct corridor *c, struct db *db,
				  const struct journal_row *row);

/* First id that the act at `seq` may give out. */
static inline int64_t ids_of_seq(int64_t seq)
{
	return seq * 64;
}

#endif
