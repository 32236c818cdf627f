#ifndef VERIFY_SOURCE_H
#define VERIFY_SOURCE_H
/* What measures and parts read, against the acts that brought it in, and against what the rule lets in at all. */
#include "verify/input.h"

void vf_check_sources(struct vf_report *r, const struct vf_proof *p);
/* Marks within their scale, places from 1, known grades and groups of voters, nothing given twice. */
void vf_check_given(struct vf_report *r, const struct vf_proof *p);

#endif
