#include "core/score/adjust.h"

static bool past(struct day last, struct day asof)
{
	return day_is(last) && day_is(asof) && asof.n > last.n;
}

static struct dec smaller(struct dec a, struct dec b)
{
	return dec_cmp(a, b) < 0 ? a : b;
}

static bool caps_make_sense(const struct ledger *l)
{
	for (size_t i = 0; i < l->n_caps; i++)
		if (l->caps[i].u < 0)
			return false;
	return !l->total_cap || l->total_cap->u >= 0;
}

/* In the order of the ledger: what does not fit under its own cap, then under that of all, is not counted. */
static enum score_status ledger_sum(struct arena *a, struct ledger *l, const struct adjust_rule *rule, const char *op, struct trace *tr,
				    struct dec *ret)
{
	struct dec *used = NEW(a, struct dec, l->n_caps + 1);
	*ret = DEC(0);
	if (!caps_make_sense(l))
		return SCORE_INVALID;
	for (size_t i = 0; i < l->n; i++) {
		struct ledger_line *line = &l->lines[i];
		struct dec left, sum;
		if (line->points.u < 0 || line->factor.u < 0)
			return SCORE_INVALID;
		if (!ratio_round(ratio_mul(ratio_dec(line->points), ratio_dec(line->factor)), rule->r, &left))
			return SCORE_OVERFLOW;
		if (past(line->expires, rule->asof))
			left = DEC(0);
		if (line->cap >= 0)
			left = smaller(left, (struct dec){ l->caps[line->cap].u - used[line->cap].u });
		if (l->total_cap)
			left = smaller(left, (struct dec){ l->total_cap->u - ret->u });
		if (!dec_add(*ret, left, &sum))
			return SCORE_OVERFLOW;
		if (line->cap >= 0)
			used[line->cap].u += left.u;
		*ret = sum;
		line->counted = left;
		if (tr)
			trace_add(tr, op, line->of,
				  arena_printf(tr->a, "%.*s × %.*s", SV_ARG(trace_dec(tr, line->points)), SV_ARG(trace_dec(tr, line->factor))),
				  trace_dec(tr, left));
	}
	return SCORE_OK;
}

static enum score_status grade_by_veto(const struct veto *v, struct day asof, struct trace *tr, struct sv *ret)
{
	*ret = SV_NONE;
	if (!v)
		return SCORE_OK;
	if (!v->grade.n || !v->basis.n || !v->decision.n || !day_is(v->decided))
		return SCORE_INVALID;
	bool early = day_is(asof) && asof.n < v->decided.n;
	if (early || v->lifted || past(v->expires, asof)) {
		trace_add(tr, "veto_not_in_force", v->decision, v->basis, SV(""));
		return SCORE_OK;
	}
	*ret = v->grade;
	trace_add(tr, "veto", v->decision, v->basis, v->grade);
	return SCORE_OK;
}

enum score_status adjust(struct arena *a, struct dec score, struct ledger *bonuses, struct ledger *deductions, const struct veto *veto,
			 const struct adjust_rule *rule, struct trace *tr, struct adjusted *ret)
{
	enum score_status s = ledger_sum(a, bonuses, rule, "bonus", tr, &ret->bonus);
	if (s == SCORE_OK)
		s = ledger_sum(a, deductions, rule, "deduction", tr, &ret->deduction);
	if (s == SCORE_OK)
		s = grade_by_veto(veto, rule->asof, tr, &ret->grade);
	if (s != SCORE_OK)
		return s;
	struct ratio sum = ratio_sub(ratio_add(ratio_dec(score), ratio_dec(ret->bonus)), ratio_dec(ret->deduction));
	struct ratio held = ratio_clamp(sum, rule->floor, rule->ceiling);
	if (!ratio_round(held, rule->r, &ret->score))
		return SCORE_OVERFLOW;
	int bound = ratio_cmp(sum, held);
	if (tr)
		trace_add(tr, bound > 0 ? "ceiling" : bound < 0 ? "floor" : "adjust", SV(""),
			  arena_printf(tr->a, "%.*s + %.*s − %.*s", SV_ARG(trace_dec(tr, score)), SV_ARG(trace_dec(tr, ret->bonus)),
				       SV_ARG(trace_dec(tr, ret->deduction))),
			  trace_dec(tr, ret->score));
	return SCORE_OK;
}
