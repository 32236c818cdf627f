#ifndef JOBS_BACKUP_H
#define JOBS_BACKUP_H
/* A backup is a folder: online copies of the databases, the evidence files, and a manifest with the digest of
 * each.  Keys and the list of erasures are not in it: they lie in the keys folder, which is backed up apart,
 * so that a restore cannot bring back what was lawfully erased. */
#include "store/store.h"

struct backup_info {
	int64_t acts, files, bytes;
	struct sv root;              /* of the journal's tree, hexadecimal */
};

/* Into a new folder `to`; refuses one that exists.  Durable when it returns. */
NODISCARD enum rc backup_make(struct ctx *cx, struct store *s, const char *to, struct backup_info *ret);
/* The manifest's digests against the files.  RC_CHECK names the first that differs. */
NODISCARD enum rc backup_check(struct ctx *cx, const char *from, struct backup_info *ret);
/* Checks, copies into the new folder `to`, and applies the list of erasures in keys_dir before anybody opens it.
 * Durable when it returns. */
NODISCARD enum rc backup_restore(struct ctx *cx, const char *from, const char *to, const char *keys_dir,
				 struct backup_info *ret, int64_t *ret_erased);

#endif
