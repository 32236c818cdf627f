#ifndef VERIFY_APPROVAL_H
#define VERIFY_APPROVAL_H
/* The way of the board: adopted rule, composition, days for objections, two approvals by two posts, publication. */
#include "verify/proof.h"

void vf_check_way(struct vf_report *r, const struct vf_proof *p);

#endif
