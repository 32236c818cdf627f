#ifndef VERIFY_MEASURED_H
#define VERIFY_MEASURED_H
/* What an item of the second grammar may read instead of clauses: 完成, 比最好, 功效, 按档, 评分 … */
#include "verify/frac.h"

enum vf_measure_kind {
	VF_UNMEASURED,
	VF_COMPLETION,
	VF_BEST,
	VF_EFFICACY,
	VF_BANDS,	/* of a figure */
	VF_SHARE_BANDS, /* of a share of the votes */
	VF_MARKS,
	VF_GRADES,
	VF_RANKS,
	VF_DECAY,
	VF_DIRECT
};
enum vf_judges { VF_JUDGES_RAW, VF_JUDGES_STANDARD, VF_JUDGES_RANK };
enum vf_absent { VF_ABSENT_UNRANKED, VF_ABSENT_SPREAD, VF_ABSENT_FULL, VF_ABSENT_ZERO };

struct vf_share {
	struct sv name;
	vf_num value;
};

struct vf_band {
	vf_num from, points;
};

struct vf_measure {
	enum vf_measure_kind kind;
	vf_num points;
	bool lower;			    /* the smaller the better */
	vf_num cap, extra, extra_max;	    /* completion: percent, points */
	bool schedule;			    /* 对比序时进度 */
	vf_num floor, low, high;	    /* efficacy: percent; the range as it is written */
	bool fixed;			    /* else the group's own */
	struct vf_band *band;		    /* from high to low */
	size_t n_band;
	struct sv *good, *poor;		    /* grades */
	size_t n_good, n_poor;
	vf_num rest, poor_points;
	struct vf_frac poor_from;
	int64_t drop_high, drop_low, least; /* marks */
	bool has_scaled;
	vf_num scaled;
	struct vf_share *value;		    /* grades */
	size_t n_value;
	vf_num step;			    /* off for each place: points, or percent */
};

/* A line of an item by its keyword; false where keyword or value is not understood. */
bool vf_read_measure(struct arena *a, struct sv key, struct sv s, struct vf_measure *m);
bool vf_is_measure(struct sv key);
/* The most that it gives, extras apart. */
vf_num vf_full(const struct vf_measure *m);
/* 领导60%、代表40% */
bool vf_read_shares(struct arena *a, struct sv s, const char *unit, struct vf_share **ret, size_t *ret_n);

#endif
