#ifndef STAT_DID_H
#define STAT_DID_H
/* Did those who adopted a practice improve more than those who did not?  Group-time effects for adoption at different
 * times, from group means alone (Callaway & Sant'Anna, J. Econometrics 225, 2021): no group that has adopted serves
 * as a control, and earlier periods show whether both went the same way before. */
#include "base/arena.h"

struct did_group {
	int64_t first; /* the period of adoption; 0 never */
	double size;
	const double *mean; /* one a period; NAN unknown */
};
struct did_data {
	const struct did_group *groups;
	size_t n_groups;
	const int64_t *periods; /* ascending */
	size_t n_periods;
	bool not_yet; /* controls: also those that adopt later; otherwise only who never did */
};
struct did_effect {
	int64_t group, period; /* event time in `dynamic`, where group is 0 */
	double att;
	double size;
	int64_t base; /* the period compared with */
	double own_change, control_change;
};
struct did_result {
	struct did_effect *att, *dynamic, *group; /* group: mean of its own periods after adoption */
	size_t n_att, n_dynamic, n_group;
	double simple, dynamic_overall, group_overall; /* NAN where nothing follows an adoption */
	int64_t *always;			       /* groups that had adopted before the first period: left out */
	size_t n_always;
};
/* False: no controls, or no group whose adoption lies inside the periods. */
bool did_groups(struct arena *a, const struct did_data *d, struct did_result *ret);

#endif
