#ifndef VERIFY_RULE_TOTAL_H
#define VERIFY_RULE_TOTAL_H
/* Inside the reader of rules: lists, vetoes and rounding, and what the second grammar adds to them (同分先比, 等次, 星级 …). */
#include "verify/rule.h"

/* A line of 汇总 besides its limits; false where key or value is not understood. */
bool vf_read_total(struct arena *a, struct vf_rule *r, struct sv key, struct sv s);
bool vf_read_portion(struct arena *a, struct vf_rule *r, struct sv s);
int vf_fact_named(struct sv zh); /* VF_NONE when there is none */

#endif
