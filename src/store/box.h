#ifndef STORE_BOX_H
#define STORE_BOX_H
/* The ballot box of one event, DIR/ballots/ID.box: the last ballot of every code, sealed, and nothing else.  Its bytes follow
 * from the codes and their last ballots alone: no time, no counter, no order of arrival, nothing of a ballot that was cast
 * again.  So whoever watched the room and holds the file learns of nobody's ballot more than the ballots tell by themselves.
 *
 * What it does not hide: that two copies of the file taken at different times differ in a cell, and which; what a disk keeps
 * of a sector that was written over (flash, copy-on-write); and all of it from whoever has the master key and the slips. */
#include "base/err.h"
#include "base/hash.h"
#include "store/signer.h"

enum { BOX_CELL_MAX = 4096, BOX_CODES_MAX = 100000 };

struct box;

/* Makes the file, synced with its folder: every cell is there from the beginning, one for each of `codes` (SHA-256 of the
 * code; in any order, no two alike: RC_INVALID).  `cell`: bytes of the largest ballot, at most BOX_CELL_MAX.  RC_CONFLICT
 * when the file is there; after a crash it is there whole or not at all. */
NODISCARD enum rc box_make(struct ctx *cx, const char *dir, int64_t id, struct signer *signer, const struct digest *codes,
			   size_t n, size_t cell);
/* Repairs what a crash tore.  RC_NOT_FOUND; RC_CHECK for what cannot be repaired or was sealed for another key or event;
 * RC_BUSY while it is open already, since a repair beside a writer could undo a ballot. */
NODISCARD enum rc box_open(struct ctx *cx, const char *dir, int64_t id, struct signer *signer, struct box **ret);
void box_close(struct box *b); /* NULL-safe; no other call may be under way */

/* The rest is safe from several threads. */
bool box_knows(const struct box *b, const struct digest *code);
/* Durable when it returns; a ballot cast again replaces the one before.  RC_NOT_FOUND for a code of no cell, RC_LIMIT for a
 * ballot that is too large.  RC_FAILED when the disk refuses: then every later call fails too, until the box is opened
 * again, and the ballot is there or the one before it. */
NODISCARD enum rc box_put(struct ctx *cx, struct box *b, const struct digest *code, struct sv ballot);
/* SV_NONE where nothing was cast.  For tests and for closing. */
NODISCARD enum rc box_take(struct ctx *cx, struct box *b, const struct digest *code, struct sv *ret);
size_t box_cast(const struct box *b); /* how many codes have cast a ballot */
/* Has this one?  For signed sheets, whose jurors are named in the hall; asked of a secret ballot it would tell who is slow. */
bool box_has(struct box *b, const struct digest *code);
/* All in order of the digests: `ret_codes[i]`, `ret[i]` (SV_NONE for a code that cast nothing). */
NODISCARD enum rc box_read(struct ctx *cx, struct box *b, struct digest **ret_codes, struct sv **ret, size_t *ret_n);

/* For when the closing act is durable: written over, synced, removed, the folder synced.  RC_OK when it is not there, RC_BUSY
 * while it is open. */
NODISCARD enum rc box_destroy(struct ctx *cx, const char *dir, int64_t id);

#endif
