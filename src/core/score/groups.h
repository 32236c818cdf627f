#ifndef CORE_SCORE_GROUPS_H
#define CORE_SCORE_GROUPS_H
/* Groups of jurors with weights (领导 40 %, 代表委员 30 %, 企业 30 %): the groups' scores into one. */
#include "core/score/ratio.h"

struct juror_group {
	struct sv name;
	struct dec weight;
};
/* What a unit received from one group. */
struct group_score {
	struct ratio score; /* after the group's own stage */
	int64_t ballots;    /* valid ones; 0: the group is missing for this unit */
};
enum missing_policy {
	MISSING_RENORMALISE, /* the weights of those present are stretched to 1 */
	MISSING_REFUSE,	     /* no score without all groups */
	MISSING_CARRY,	     /* a neutral score, fixed by the rule, stands in */
};
struct groups_rule {
	const struct juror_group *groups;
	size_t n;
	enum missing_policy missing;
	struct dec neutral;    /* MISSING_CARRY */
	struct stage weighted; /* each weight × score */
	struct rounding total;
};
struct groups_result {
	struct dec value;
	bool flagged; /* a group was missing: not to be ranked beside complete units */
	/* One a group, of 1 in all: what one person's ballot decides.  Zero where a group is missing. */
	struct ratio *per_person;
};
bool weights_whole(const struct juror_group *groups, size_t n); /* none negative, together exactly 1 */
/* SCORE_NO_DATA when the rule gives this unit no score. */
enum score_status groups_weigh(struct arena *a, const struct groups_rule *rule, const struct group_score *scores, struct sv of,
			       struct trace *tr, struct groups_result *ret);

#endif
