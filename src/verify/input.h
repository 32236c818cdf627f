#ifndef VERIFY_INPUT_H
#define VERIFY_INPUT_H
/* What measures and parts read, as the composition states it: figures, targets, marks, votes, scores of other boards. */
#include "verify/proof.h"

enum vf_input_kind { VF_ACTUAL, VF_TARGET, VF_PROGRESS, VF_MARK, VF_BALLOT, VF_PLACE, VF_SCORE, VF_STATE, VF_INPUT_KINDS };
enum vf_missing { VF_THERE, VF_ABSENT, VF_ABSTAIN, VF_RECUSED, VF_SPOILT, VF_NOT_APPLICABLE, VF_MISSINGS };

struct vf_input {
	enum vf_input_kind kind;
	enum vf_missing missing;
	size_t no, unit_no;          /* no: its place in the list, from 1; unit_no: 0 for one who is not of the group */
	struct sv name, grade, group, judge, source, record;
	vf_num value;
	int64_t votes, period;
	bool estimated;
	struct day day;
};

/* The inputs that one item or part reads, those of a unit together. */
struct vf_column {
	const struct vf_input **in;
	size_t *first;               /* of unit u (from 0): first[u] … first[u + 1] - 1 */
};

/* Reads `inputs` and `progress` of the composition; false, with a line of the report, when they are not of the format. */
bool vf_inputs_read(struct vf_report *r, struct vf_proof *p);
/* Those called by either name, whatever else they say. */
struct vf_column vf_column(struct arena *a, const struct vf_proof *p, struct sv name, struct sv also);

#endif
