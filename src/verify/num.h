#ifndef VERIFY_NUM_H
#define VERIFY_NUM_H
/* Points as whole millionths in 128 bits: nothing that a proof may hold can overflow them (see vf_num_read). */
#include "base/arena.h"

__extension__ typedef __int128 vf_num;

#define VF_ONE ((vf_num)1000000)

/* "-12.5": at most twelve digits and six decimals, in the one form that printing gives. */
bool vf_num_read(struct sv s, vf_num *ret);
struct sv vf_num_text(struct arena *a, vf_num v);      /* "12.5" */
struct sv vf_num_signed(struct arena *a, vf_num v);    /* "+12.5", "0", "-3" */
/* n ÷ d to `places` decimals, half away from zero; n and d in the same measure, d > 0. */
vf_num vf_num_ratio(vf_num n, vf_num d, int places);
vf_num vf_num_round(vf_num v, int places);

#endif
