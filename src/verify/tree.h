#ifndef VERIFY_TREE_H
#define VERIFY_TREE_H
/* That what the proof shows stands in the journal: facts under their digest, digests in leaves, leaves under the root of a
 * signed checkpoint (docs/formats/journal.md). */
#include "verify/proof.h"

void vf_check_digests(struct vf_report *r, struct vf_proof *p);  /* also makes the leaves */
void vf_check_tree(struct vf_report *r, const struct vf_proof *p);
void vf_check_checkpoint(struct vf_report *r, const struct vf_proof *p, const struct vf_trust *trust);

#endif
