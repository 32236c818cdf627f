#ifndef VERIFY_RECEIPT_H
#define VERIFY_RECEIPT_H
#include "verify/proof.h"

/* The code that the board carries, from what the journal states of it. */
struct sv vf_receipt(struct arena *a, const struct vf_proof *p);
void vf_check_receipt(struct vf_report *r, const struct vf_proof *p, struct sv heard);

#endif
