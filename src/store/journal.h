#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H
/* The journal: one row an act, in order, never changed.
 *   digest = H(salt ‖ payload)          leaf = H(0x00 ‖ header ‖ digest)
 * The header is the canonical JSON of the row's columns before the digest.  Destroying salt and payload
 * erases an act lawfully; header, digest and tree still verify. */
#include "store/act.h"
#include "store/merkle.h"

enum { SALT_LEN = 16 };

struct journal_row {
	int64_t seq, at, actor;
	struct sv act;
	int version;
	int64_t subject, basis;
	struct sv key;           /* SV_NONE for none */
	int64_t cause;
	struct digest digest, leaf;
	struct sv salt, body;    /* SV_NONE when erased */
	bool erased;             /* lawfully: it stands in the list of erasures */
};

struct digest journal_digest(struct sv salt, struct sv body);
struct digest journal_leaf(struct arena *a, const struct journal_row *row);

/* Seals the row (salt, digest, leaf) and appends it. */
NODISCARD enum rc journal_append(struct ctx *cx, struct db *db, struct journal_row *row);
NODISCARD enum rc journal_last_seq(struct ctx *cx, struct db *db, int64_t *ret_seq, int64_t *ret_at);
/* Has an act of one of these nouns, or one of these acts (NULL at their end), come since? */
NODISCARD enum rc journal_moved(struct ctx *cx, struct db *db, int64_t since, const char *const *what, bool *ret);
NODISCARD enum rc journal_subject_seq(struct ctx *cx, struct db *db, int64_t subject, int64_t *ret_seq);
/* Rows after `after`, at most `limit`, in cx's arena. */
NODISCARD enum rc journal_read(struct ctx *cx, struct db *db, int64_t after, int limit, struct journal_row **ret,
			       size_t *ret_n);
/* Rows of one subject, newest first. */
NODISCARD enum rc journal_read_subject(struct ctx *cx, struct db *db, int64_t subject, int limit,
				       struct journal_row **ret, size_t *ret_n);
/* The act that this post asked for under an idempotency key: seq, at, act, subject and body of it. */
NODISCARD enum rc journal_keyed(struct ctx *cx, struct db *db, int64_t post, struct sv key, struct journal_row *ret, bool *ret_found);
/* The act's facts; NULL when erased or not JSON. */
struct js *journal_facts(struct arena *a, const struct journal_row *row);

/* What a checkpoint signs: format, hash, size, root, instant, and the digest of the note before it. */
struct sv checkpoint_note(struct arena *a, int64_t size, const struct digest *root, int64_t at, struct sv before);

/* The edge kept beside the journal; made anew from the leaves when it is missing or behind. */
NODISCARD enum rc journal_edge(struct ctx *cx, struct db *db, struct edge *ret);
/* Adds the rows that it does not hold yet. */
NODISCARD enum rc journal_edge_extend(struct ctx *cx, struct db *db, struct edge *e);
NODISCARD enum rc journal_edge_save(struct ctx *cx, struct db *db, const struct edge *e);

#endif
