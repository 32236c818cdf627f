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

static bool weigh_one(const struct groups_rule *rule, size_t i, struct dec all, struct group_score s, struct sv of,
		      struct trace *tr, struct ratio *sum, struct sv *parts)
{
	struct ratio weight, part, score = s.ballots ? s.score : ratio_dec(rule->neutral);
	if (!ratio_div(ratio_dec(rule->groups[i].weight), ratio_dec(all), &weight) || !ratio_mul(weight, score, &part) ||
	    !ratio_stage(part, rule->weighted, &part) || !ratio_add(*sum, part, sum))
		return false;
	if (!tr)
		return true;
	trace_add(tr, "weight", arena_printf(tr->a, "%.*s.%.*s", SV_ARG(of), SV_ARG(rule->groups[i].name)),
		  arena_printf(tr->a, "%.*s × %.*s", SV_ARG(ratio_text(tr->a, weight)), SV_ARG(ratio_text(tr->a, score))),
		  ratio_text(tr->a, part));
	*parts = arena_printf(tr->a, "%.*s%s%.*s", SV_ARG(*parts), parts->n ? " + " : "", SV_ARG(ratio_text(tr->a, part)));
	return true;
}

enum score_status groups_weigh(struct arena *a, const struct groups_rule *rule, const struct group_score *scores, struct sv of,
			       struct trace *tr, struct groups_result *ret)
{
	struct dec all = present(rule, scores);
	struct ratio sum = ratio_int(0);
	struct sv parts = SV("");
	bool any = false;
	*ret = (struct groups_result){ .per_person = NEW(a, struct ratio, rule->n + 1) };
	for (size_t i = 0; i < rule->n; i++) {
		any |= scores[i].ballots > 0;
		ret->flagged |= scores[i].ballots == 0;
		ret->per_person[i] = ratio_int(0);
	}
	if (!any || all.u == 0 || (rule->missing == MISSING_REFUSE && ret->flagged))
		return SCORE_NO_DATA;
	for (size_t i = 0; i < rule->n; i++) {
		if (!scores[i].ballots && rule->missing != MISSING_CARRY)
			continue;
		if (!weigh_one(rule, i, all, scores[i], of, tr, &sum, &parts))
			return SCORE_OVERFLOW;
		struct ratio persons = { (wide)all.u * (scores[i].ballots ? scores[i].ballots : 1), DEC_ONE };
		if (scores[i].ballots && !ratio_div(ratio_dec(rule->groups[i].weight), persons, &ret->per_person[i]))
			return SCORE_OVERFLOW;
	}
	if (!ratio_round(sum, rule->total, &ret->value))
		return SCORE_OVERFLOW;
	trace_add(tr, "sum", of, parts, trace_dec(tr, ret->value));
	return SCORE_OK;
}
