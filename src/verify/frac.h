#ifndef VERIFY_FRAC_H
#define VERIFY_FRAC_H
/* Exact fractions, so that an expression of the manual is rounded once, where the manual says so.  What does not fit into 128
 * bits is no number any more (d is 0), and stays none through all that follows. */
#include "verify/num.h"

struct vf_frac {
	vf_num n, d; /* in lowest terms, d > 0 */
};

struct vf_frac vf_frac_of(vf_num v); /* of millionths */
struct vf_frac vf_frac_int(int64_t i);
struct vf_frac vf_frac_ratio(vf_num n, vf_num d);
struct vf_frac vf_frac_add(struct vf_frac a, struct vf_frac b);
struct vf_frac vf_frac_sub(struct vf_frac a, struct vf_frac b);
struct vf_frac vf_frac_mul(struct vf_frac a, struct vf_frac b);
struct vf_frac vf_frac_div(struct vf_frac a, struct vf_frac b); /* no number by 0 */
struct vf_frac vf_frac_percent(vf_num percent);		       /* 60 % is 3/5 */
/* -1, 0, 1; 0 where one of them is no number. */
int vf_frac_cmp(struct vf_frac a, struct vf_frac b);
int64_t vf_frac_floor(struct vf_frac a); /* of what is not negative */
/* Millionths, to so many places, half away from zero; false where it is no number or too large for one. */
bool vf_frac_round(struct vf_frac a, int places, vf_num *ret);

#endif
