#ifndef VERIFY_ENTRY_H
#define VERIFY_ENTRY_H
/* Entries against the rule, against the acts that made them, and against each other. */
#include "verify/proof.h"

/* Links reversals, and sets what the rule says of each entry; false where the composition cannot go on. */
bool vf_check_reversals(struct vf_report *r, struct vf_proof *p);
void vf_check_entries(struct vf_report *r, const struct vf_proof *p);
void vf_check_rulings(struct vf_report *r, const struct vf_proof *p);
/* Those that this composition counts, by unit, place in the rule, window, day, source, kind and id. */
const struct vf_entry **vf_counted(struct vf_report *r, const struct vf_proof *p, size_t *ret_n);

#endif
