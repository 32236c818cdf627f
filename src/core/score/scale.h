#ifndef CORE_SCORE_SCALE_H
#define CORE_SCORE_SCALE_H
/* Indicators of different units of measure onto one scale. */
#include "core/score/ratio.h"

enum scale_kind { SCALE_MINMAX, SCALE_GOALPOSTS, SCALE_TARGET, SCALE_EFFICACY, SCALE_BANDED, SCALE_RANK };

/* 标准值 and the points that are earned there. */
struct band {
	struct dec standard, points;
};

struct scale {
	enum scale_kind kind;
	bool cost;	     /* lower is better; with goalposts, efficacy and bands the order of the bounds says so */
	struct dec lo, hi;   /* goalposts; 不允许值 and 满意值 */
	struct dec target;
	struct dec base, span; /* of the efficacy coefficient: 60 and 40 */
	const struct band *bands; /* worst first */
	size_t n_bands;
	struct dec below;	    /* points below the worst band */
	struct dec flat;	    /* min–max and rank where all are equal */
	bool shared_mean;	    /* ties share their mean rank instead of the best */
	const struct dec *floor, *cap;
	struct dec points;	    /* full marks, by which the result is multiplied */
	struct rounding r;
};

/* `ret` of a value that is missing, or that has no ratio, is missing too. */
enum score_status scale_values(const struct mark *x, size_t n, const struct scale *s, struct trace *tr, struct mark *ret);

/* (x + k·p0) ÷ (n + k): a rate of few cases drawn towards that of the class; Laplace is k = 2, p0 = ½. */
enum score_status shrunken_rate(int64_t x, int64_t n, struct dec p0, struct dec k, struct rounding r, struct dec *ret);

/* Level and growth side by side; the score is the better of the two, or share·level + (1 − share)·growth. */
struct growth_rule {
	bool blend;
	struct dec share;
	bool absolute;	   /* growth is the change divided by `per`, else by what it was before */
	struct dec per;
	struct dec lo, hi; /* growth for no points and for full points: a small base earns no more than full points */
	struct dec points;
	struct rounding r;
};
struct growth {
	struct dec growth, growth_score, score;
};
/* SCORE_NO_DATA: growth from nothing has no rate. */
enum score_status growth_level(struct dec level, struct dec before, struct dec now, const struct growth_rule *rule, struct sv of,
			       struct trace *tr, struct growth *ret);

/* Standing inside the own class from 0 (last) to 1 (first), ties at their mean: the only way to set units of different
 * classes side by side.  Missing for a class of one. */
enum score_status class_standing(const struct mark *score, const int *class_of, size_t n, struct rounding r, struct trace *tr,
				 struct mark *ret);

#endif
