#ifndef STORE_STORE_H
#define STORE_STORE_H
/* An open data folder: one owner, one writer.
 *
 *   DIR/bixue.db      journal and projections        DIR/secret.db, DIR/keys.db   the secret store
 *   DIR/files/        evidence by digest             DIR/volatile.db              may be lost
 *   DIR/lock          held by the owner              DIR/bixue.sock               where the owner listens
 *   DIR.keys/         outside: signing and master key
 */
#include "store/corridor.h"
#include "store/secret.h"

struct store;

struct store_options {
	const char *dir, *keys_dir;        /* keys_dir NULL: DIR.keys */
	const struct registry *nouns;
	may_fn *may;
	bool create;                       /* an empty folder becomes a store */
	int64_t simulated_from;            /* with create: a simulated clock that starts here; 0 for the real one */
};

/* Takes the lock: RC_BUSY when another process owns the folder. */
NODISCARD enum rc store_open(struct ctx *cx, const struct store_options *o, struct store **ret);
void store_close(struct store *s);     /* writes a checkpoint when there is something new; NULL-safe */

const char *store_dir(const struct store *s);
const char *store_keys_dir(const struct store *s);
const struct registry *store_nouns(const struct store *s);
struct secrets *store_secrets(struct store *s);
struct signer *store_signer(struct store *s);
struct shelf *store_shelf(struct store *s);    /* shelf.h */

/* The store's clock: the machine's, or the simulated one that its first act named. */
int64_t store_now(struct store *s);
bool store_simulated(const struct store *s);
/* Moves a simulated clock forward; refused on a real one or backwards. */
NODISCARD enum rc store_advance(struct ctx *cx, struct store *s, int64_t to);

/* A connection of the caller's own that cannot write. */
NODISCARD enum rc store_reader(struct ctx *cx, struct store *s, struct db **ret);
/* The same without owning the folder: for commands beside a running server. */
NODISCARD enum rc store_reader_at(struct ctx *cx, const char *dir, struct db **ret);

/* What that store's clock says now, for one who does not own it. */
NODISCARD enum rc store_clock_at(struct ctx *cx, struct db *db, int64_t *ret_now);

/* Does one act and answers when it is durable.  Safe from any thread; acts that wait together are committed
 * together.  Personal fields are sealed on the way.  cx->now is set to the act's instant. */
NODISCARD enum rc store_act(struct ctx *cx, struct store *s, const struct act_request *rq, struct act_answer *ret);
/* Several acts in one commit, all or none, for imports; stops at the first refusal and says which. */
NODISCARD enum rc store_acts(struct ctx *cx, struct store *s, const struct act_request *rq, size_t n,
			     struct act_answer *ret, size_t *ret_failed);
/* The same as something to hand on: whoever writes a list need not know whether it owns the folder or stands
 * beside the server that does. */
struct act_door {
	enum rc (*acts)(void *arg, struct ctx *cx, const struct act_request *rq, size_t n, struct act_answer *ret, size_t *ret_failed);
	void *arg;
};
struct act_door store_door(struct store *s);
/* From here a thread of its own commits in groups (for the server); until then each call commits itself. */
void store_start_writer(struct store *s);

/* Called with the last durable seq after each commit, on the committing thread; must only wake somebody. */
void store_on_commit(struct store *s, void (*fn)(void *arg, int64_t seq), void *arg);

/* How far a reader of the journal has come; losing it only means reading again. */
NODISCARD enum rc store_cursor(struct ctx *cx, struct db *db, const char *name, int64_t *ret_seq);
NODISCARD enum rc store_cursor_save(struct ctx *cx, struct store *s, const char *name, int64_t seq);

/* For erasures.c: destroys one payload and makes the tables anew, in one transaction. */
NODISCARD enum rc store_drop_payload(struct ctx *cx, struct store *s, int64_t seq, const struct digest *leaf);
#define STALE_TABLES "tables" /* a row of `reader`: the next opening makes the tables anew */

/* For verify: every table, index and trigger of bixue.db, in an empty database. */
NODISCARD enum rc store_schema(struct ctx *cx, struct db *db, const struct registry *nouns);

/* Signs the journal's present size and root. */
NODISCARD enum rc store_checkpoint(struct ctx *cx, struct store *s, struct sv *ret_note);

#endif
