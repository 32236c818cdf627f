#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H
/* What the auditor runs: the file's pages, the journal row by row, its tree, the signed checkpoints, the
 * sealed facts and credentials that acts committed to, and the projections against the journal. */
#include "store/rebuild.h"
#include "store/secret.h"

/* "volatile" tables may be lost and are not covered, but for the tree's edge, which the next checkpoint rests
 * on.  What the list of erasures beside the keys names may be gone, as may what acts erased. */
struct verify_in {
	const struct corridor *corridor;
	struct db *db;
	struct secrets *secrets;           /* NULL: not covered */
	struct signer *signer;             /* NULL: signatures and the list of erasures are not covered */
	struct sv outside;                 /* note of a checkpoint that was kept elsewhere, SV_NONE for none */
	const char *files_dir;             /* NULL: not covered */
};

NODISCARD enum rc verify_store(struct ctx *cx, const struct verify_in *in, struct report *r);

#endif
