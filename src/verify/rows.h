#ifndef VERIFY_ROWS_H
#define VERIFY_ROWS_H
/* The rows as published against those that come out here. */
#include "verify/place.h"

void vf_check_totals(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b);
void vf_check_places(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b);
void vf_check_yields(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b);
void vf_check_lists(struct vf_report *r, const struct vf_proof *p, const struct vf_board *b);

#endif
