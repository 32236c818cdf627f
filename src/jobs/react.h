#ifndef JOBS_REACT_H
#define JOBS_REACT_H
/* Reactions: what follows in another noun.  A reader walks the journal; for each row a registered reaction
 * may send acts of its own, as the system, with `cause` set to the row.  The key "r:NAME:SEQ:n" makes each
 * happen exactly once, whatever crashes. */
#include "store/store.h"

struct reaction {
	const char *name;
	const char *act;      /* the act that it follows */
	/* Adds 0 or more requests (act, subject, fields) to `ret`; actor, cause and key are filled in later. */
	enum rc (*fn)(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
		      struct act_request *ret, size_t max, size_t *ret_n);
	/* NULL where a refusal settles it.  Else what follows when the noun refuses one of those requests for `why`; an act without a name:
	 * nothing. */
	struct act_request (*refused)(struct ctx *cx, const struct act_request *rq, struct sv why);
};

/* Reads on from where the reader "reactions" stopped until there is nothing left, including what the
 * reactions themselves add, and notes how far it came. */
NODISCARD enum rc react_all(struct ctx *cx, struct store *s, struct db *reader, const struct reaction *r, size_t n);

#endif
