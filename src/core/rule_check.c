/* What a rule that reads well may still not say: contradictions, and what the law forbids. */
#include "core/rule_lint.h"
#include "core/rule_parse.h"
#include "core/rule_words.h"

static enum rc check_limits(struct ctx *cx, const struct rule_limits *l, struct rule_at at)
{
	if (l->has_max && l->has_min && dec_cmp(l->max, l->min) < 0)
		return RULE_REFUSE(cx, at, "rule.limits", N_("最高 is below 最低; exchange them"));
	return RC_OK;
}

static enum rc check_line(struct ctx *cx, const struct rule *r, const struct rule_item *i,
			  const struct rule_line *l)
{
	bool shorter = l->has_cap && ((l->window == WINDOW_QUARTER && r->cadence == CADENCE_YEAR));
	if (shorter)
		return RULE_REFUSE(cx, l->at, "rule.window_short",
				   N_("a cap for a quarter cannot work in a yearly rule; write 每年封顶"));
	if (l->kind == LINE_EACH && dec_round(l->points, r->places[ROUND_ENTRY]).u != l->points.u)
		return RULE_REFUSE(cx, l->at, "rule.fine",
				   N_("these points have more decimals than 取整：分录 keeps (%d); shorten "
				      "them or keep more"),
				   r->places[ROUND_ENTRY]);
	if ((l->valid > 1 || l->carry) && (l->has_cap || l->double_from || l->kind != LINE_EACH))
		return RULE_REFUSE(cx, l->at, "rule.valid_mixed",
				   N_("points that stay valid cannot also be doubled or capped; write them as an item of their own"));
	if (l->halved && l->valid < 2 && !l->carry)
		return RULE_REFUSE(cx, l->at, "rule.halved", N_("逐期减半 needs 有效N期 or 结转; write 有效3期，逐期减半"));
	const char *why = fact_word(l->fact)->manual ? rule_forbidden(i->name) : NULL;
	for (size_t k = 0; !why && fact_word(l->fact)->manual && k < i->n_topics; k++)
		why = rule_forbidden(i->topics[k]);
	if (why)
		return RULE_REFUSE(cx, i->at, "rule.forbidden_item",
				   N_("this item cannot be scored by hand: %s; score a result instead"),
				   tr(cx->lang, why));
	return RC_OK;
}

/* An indicator named after a trace is a trace, whoever delivers its figures. */
static enum rc check_measure(struct ctx *cx, const struct rule_item *i)
{
	const struct sv names[] = { i->name, i->data };
	for (int k = 0; k < 2; k++) {
		const char *why = rule_forbidden(names[k]);
		if (why)
			return RULE_REFUSE(cx, i->at, "rule.forbidden_measure",
					   N_("“%.*s” cannot be an indicator: %s; measure a result instead"), SV_ARG(names[k]),
					   tr(cx->lang, why));
	}
	enum rule_measure_kind kind = i->measure->kind;
	bool votes = kind == MEASURE_MARKS || kind == MEASURE_GRADES || kind == MEASURE_RANKS || kind == MEASURE_DECAY;
	if (i->n_groups && !votes)
		return RULE_REFUSE(cx, i->at, "rule.groups_where",
				   N_("票组 belongs to 评分, 等次票, 名次票 or 名次递减; delete it here"));
	if (i->judges && kind != MEASURE_MARKS)
		return RULE_REFUSE(cx, i->at, "rule.judges_where", N_("评委校正 belongs to 评分; delete it here"));
	return RC_OK;
}

static enum rc check_parts(struct ctx *cx, const struct rule *r)
{
	int64_t sum = 0;
	bool own = false;
	for (size_t i = 0; i < r->n_parts; i++) {
		const struct rule_part *t = &r->parts[i];
		sum += t->weight.u;
		if (t->source.n)
			continue;
		if (own || !r->n_classes)
			return RULE_REFUSE(cx, t->at, "rule.own_part",
					   N_("本细则 can be one part, and only where the rule has 指标; name another source"));
		own = true;
	}
	if (r->n_parts && sum != 100 * DEC_ONE)
		return RULE_REFUSE(cx, r->parts_at, "rule.parts_sum", N_("the weights of the parts add up to %.*s%%; make it 100%%"),
				   SV_ARG(dec_text(cx->a, (struct dec){ sum })));
	return RC_OK;
}

static bool tie_found(const struct rule *r, const struct rule_tie *t)
{
	bool found = t->kind > TIE_PART || (t->kind == TIE_CLASS && rule_class_of(r, t->name));
	for (size_t i = 0; t->kind == TIE_PART && i < r->n_parts; i++)
		found |= sv_eq(r->parts[i].name, t->name);
	for (size_t i = 0; t->kind == TIE_ITEM && i < r->n_classes; i++)
		found |= rule_item_of(&r->classes[i], t->name) != NULL;
	return found;
}

static enum rc check_ties(struct ctx *cx, const struct rule *r)
{
	for (int i = 0; i < r->n_tie; i++)
		if (!tie_found(r, &r->tie[i]))
			return RULE_REFUSE(cx, r->tie_at, "rule.tie_name",
					   N_("“%.*s” in 同分先比 is not in this rule; write the name of a 指标, 项目 or 部分"),
					   SV_ARG(r->tie[i].name));
	return RC_OK;
}

/* A quota of staff follows the unit's grade, and a veto that takes a grade away needs grades. */
static enum rc check_staff(struct ctx *cx, const struct rule *r)
{
	for (int i = 0; i < r->n_staff; i++) {
		bool found = !r->staff[i].name.n;
		for (int k = 0; k < r->n_grades; k++)
			found |= sv_eq(r->staff[i].name, r->grades[k].name);
		if (!found)
			return RULE_REFUSE(cx, r->total_at, "rule.staff_grade",
					   N_("评优名额 names “%.*s”, which is no grade of 等次; use the same names"),
					   SV_ARG(r->staff[i].name));
	}
	for (size_t i = 0; i < r->n_vetoes; i++)
		if (r->vetoes[i].effect == EFFECT_DOWN && !r->n_grades)
			return RULE_REFUSE(cx, r->vetoes[i].at, "rule.down_grade",
					   N_("降一等 needs grades; write 等次, or another effect"));
	return RC_OK;
}

static enum rc newer(struct ctx *cx, struct rule_at at, const char *what)
{
	return RULE_REFUSE(cx, at, "rule.newer", N_("“%s” belongs to grammar %d; write 比学规则：%d in the first line"), what, 2, 2);
}

/* What grammar 1 did not know inside statements that it did. */
static enum rc check_first(struct ctx *cx, const struct rule *r)
{
	if (r->peers[PEER_COUNTY])
		return newer(cx, r->peers_at, "县区");
	if (r->cadence == CADENCE_HALF)
		return newer(cx, r->cadence_at, "半年");
	if (r->by_ratio)
		return newer(cx, r->peers_at, "按比例");
	if ((r->red.by_count && !r->red.count) || (r->black.by_count && !r->black.count))
		return newer(cx, r->black_at, "前10%");
	if (r->places[ROUND_GROUP] != 6 || r->places[ROUND_CLASS] != 2 || r->places[ROUND_PART] != 6)
		return newer(cx, r->round_at, "票组、指标、部分");
	for (size_t i = 0; i < r->n_vetoes; i++)
		if (r->vetoes[i].effect > EFFECT_BLACK)
			return newer(cx, r->vetoes[i].at, rule_effect_words[r->vetoes[i].effect].zh);
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++) {
				const struct rule_line *line = &r->classes[c].items[i].lines[l];
				if (line->valid || line->carry || line->halved)
					return newer(cx, line->at, "有效2期");
			}
	return RC_OK;
}

enum rc rule_check(struct ctx *cx, const struct rule *r)
{
	enum rc rc = check_limits(cx, &r->limits, r->total_at);
	bool ranks = r->audience != AUDIENCE_UNIT && r->show != SHOW_NONE;
	if (ranks && rule_times(r->cadence) > r->circulars && !r->circulars_basis.n)
		rc = RULE_REFUSE(
			cx, r->cadence_at, "rule.circulars",
			N_("this cadence makes %d rankings a year, but 排名通报上限 allows %d (R7); write "
			   "频次依据 with the document number, choose 周期：季, or 公布范围：本单位"),
			rule_times(r->cadence), r->circulars);
	if (ranks && r->cadence == CADENCE_MONTH && !r->circulars_basis.n &&
	    rule_times(r->cadence) <= r->circulars)
		rc = RULE_REFUSE(cx, r->cadence_at, "rule.monthly",
				 N_("monthly rankings need a document that allows them (R7); write "
				    "频次依据：岔政发〔2022〕9号, choose 周期：季, or 公布范围：本单位"));
	if (r->red.by_score && r->black.by_score && dec_cmp(r->black.score, r->red.score) > 0)
		rc = RULE_REFUSE(
			cx, r->black_at, "rule.cuts",
			N_("a score could be on both lists: 黑榜 begins above 红榜; lower the black one"));
	for (size_t c = 0; c < r->n_classes; c++) {
		if (check_limits(cx, &r->classes[c].limits, r->classes[c].at) != RC_OK)
			rc = RC_INVALID;
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			for (size_t l = 0; l < item->n_lines; l++)
				if (check_line(cx, r, item, &item->lines[l]) != RC_OK)
					rc = RC_INVALID;
			if (item->measure && check_measure(cx, item) != RC_OK)
				rc = RC_INVALID;
		}
	}
	static enum rc (*const wholes[])(struct ctx *, const struct rule *) = { check_parts, check_ties, check_staff,
									rule_check_honest };
	for (size_t i = 0; i < sizeof(wholes) / sizeof(*wholes); i++)
		if (wholes[i](cx, r) != RC_OK)
			rc = RC_INVALID;
	return r->grammar == 1 && check_first(cx, r) != RC_OK ? RC_INVALID : rc;
}
