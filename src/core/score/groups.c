#include "core/score/groups.h"

bool weights_whole(const struct juror_group *groups, size_t n)
{
	wide sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (groups[i].weight.u < 0)
			return false;
		sum += groups[i].weight.u;
	}
	return sum == DEC_ONE;
}

/* The weight that is there, of 1. */
static struct dec present(const struct groups_rule *rule, const struct group_score *scores)
{
	struct dec sum = { 0 };
	for (size_t i = 0; i < rule->n; i++)
		sum.u += scores[i].ballots || rule->missing == MISSING_CARRY ? rule->groups[i].weight.u : 0;
	return sum;
}

static struct ratio weigh_one(const struct groups_rule *rule, size_t i, struct dec all, struct group_score s, struct sv of,
			      struct trace *tr)
{
	struct ratio score = s.ballots ? s.score : ratio_dec(rule->neutral);
	struct ratio weight = ratio_div(ratio_dec(rule->groups[i].weight), ratio_dec(all));
	struct ratio part = ratio_stage(ratio_mul(weight, score), rule->weighted);
	trace_add(tr, "weight", trace_join(tr, of, ".", rule->groups[i].name),
		  trace_join(tr, trace_ratio(tr, weight), " × ", trace_ratio(tr, score)), trace_ratio(tr, part));
	return part;
}

/* One ballot's part of the whole. */
static struct ratio weight_of_one(struct dec weight, struct dec all, int64_t ballots)
{
	return ballots ? ratio_div(ratio_dec(weight), ratio_mul(ratio_dec(all), ratio_int(ballots))) : RATIO_ZERO;
}

enum score_status groups_weigh(struct arena *a, const struct groups_rule *rule, const struct group_score *scores, struct sv of,
			       struct trace *tr, struct groups_result *ret)
{
	struct dec all = present(rule, scores);
	struct ratio sum = RATIO_ZERO;
	struct sv parts = SV_NONE;
	bool any = false;
	*ret = (struct groups_result){ .per_person = NEW(a, struct ratio, rule->n + 1) };
	for (size_t i = 0; i < rule->n; i++) {
		any |= scores[i].ballots > 0;
		ret->flagged |= scores[i].ballots == 0;
		ret->per_person[i] = weight_of_one(rule->groups[i].weight, all, scores[i].ballots);
	}
	if (!any || all.u == 0 || (rule->missing == MISSING_REFUSE && ret->flagged))
		return SCORE_NO_DATA;
	for (size_t i = 0; i < rule->n; i++) {
		if (!scores[i].ballots && rule->missing != MISSING_CARRY)
			continue;
		struct ratio part = weigh_one(rule, i, all, scores[i], of, tr);
		sum = ratio_add(sum, part);
		parts = trace_join(tr, parts, " + ", trace_ratio(tr, part));
	}
	if (!ratio_round(sum, rule->total, &ret->value))
		return SCORE_OVERFLOW;
	trace_add(tr, "sum", of, parts, trace_dec(tr, ret->value));
	return SCORE_OK;
}
