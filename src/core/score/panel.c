#include "core/score/panel.h"

static const struct mark *left_out(struct arena *a, const struct mark *marks, size_t n, int without)
{
	if (without < 0)
		return marks;
	struct mark *copy = NEW(a, struct mark, n + 1);
	for (size_t i = 0; i < n; i++) {
		copy[i] = marks[i];
		if (i == (size_t)without)
			copy[i].null = MARK_ABSENT;
	}
	return copy;
}

/* SCORE_NO_DATA: nobody marked it. */
static enum score_status score_component(struct arena *a, const struct panel_rule *rule, struct panel_component *c, int without,
					 struct sv of, struct trace *tr)
{
	struct rounding shown = rule->panel.exact ? (struct rounding){ ROUND_HALF_UP, 6 } : rule->panel.r;
	enum score_status s =
		trimmed_mean(a, left_out(a, c->marks, c->n_marks, without), c->n_marks, rule->trim, shown, of, tr, &c->mean);
	c->scored = s == SCORE_OK;
	if (s != SCORE_OK)
		return s;
	c->panel = ratio_stage(c->mean.exact, rule->panel);
	c->factored = ratio_stage(ratio_mul(c->panel, ratio_dec(c->factor)), rule->factored);
	trace_add(tr, "factor", of, trace_join(tr, trace_ratio(tr, c->panel), " × ", trace_dec(tr, c->factor)),
		  trace_ratio(tr, c->factored));
	return SCORE_OK;
}

static enum score_status score_entry(struct arena *a, const struct panel_rule *rule, struct panel_entry *e, int without,
				     struct trace *tr)
{
	struct sv parts = SV_NONE;
	e->scored = e->n_components > 0;
	e->components_total = RATIO_ZERO;
	for (size_t i = 0; i < e->n_components; i++) {
		struct panel_component *c = &e->components[i];
		enum score_status s = score_component(a, rule, c, without, trace_join(tr, e->name, ": ", c->name), tr);
		if (s != SCORE_OK && s != SCORE_NO_DATA)
			return s;
		e->scored &= c->scored;
		if (!c->scored)
			continue;
		e->components_total = ratio_add(e->components_total, c->factored);
		parts = trace_join(tr, parts, " + ", trace_ratio(tr, c->factored));
	}
	if (!e->scored)
		return SCORE_OK;
	struct ratio total = ratio_sub(ratio_add(e->components_total, ratio_dec(e->base)), ratio_dec(e->deductions));
	if (!ratio_round(total, rule->total, &e->total))
		return SCORE_OVERFLOW;
	trace_add(tr, "sum", e->name, parts, trace_ratio(tr, e->components_total));
	parts = trace_join(tr, trace_dec(tr, e->base), " + ", trace_ratio(tr, e->components_total));
	trace_add(tr, "total", e->name, trace_join(tr, parts, " - ", trace_dec(tr, e->deductions)), trace_dec(tr, e->total));
	return SCORE_OK;
}

static bool key_of(const struct panel_entry *e, enum panel_key key, struct rank_key as, struct mark *ret)
{
	*ret = (struct mark){ .null = MARK_GIVEN };
	switch (key) {
	case PANEL_COMPONENTS:
		return ratio_round(e->components_total, (struct rounding){ ROUND_HALF_UP, as.decimals }, &ret->value);
	case PANEL_BASE:
		ret->value = e->base;
		return true;
	case PANEL_DEDUCTIONS:
		ret->value = e->deductions;
		return true;
	case PANEL_TOTAL:
	default:
		ret->value = e->total;
		return true;
	}
}

static bool rank_all(struct arena *a, const struct panel_rule *rule, struct panel_entry *entries, size_t n, struct trace *tr,
		     size_t *ret_order)
{
	size_t n_keys = rule->n_ties + 1;
	struct rank_key *keys = NEW(a, struct rank_key, n_keys);
	struct rank_entry *ranks = NEW(a, struct rank_entry, n + 1);
	keys[0] = (struct rank_key){ .decimals = rule->total.decimals };
	for (size_t i = 0; i < rule->n_ties; i++)
		keys[i + 1] = rule->tie_keys[i];
	for (size_t i = 0; i < n; i++) {
		struct mark *marks = NEW(a, struct mark, n_keys);
		for (size_t k = 0; entries[i].scored && k < n_keys; k++)
			if (!key_of(&entries[i], k ? rule->ties[k - 1] : PANEL_TOTAL, keys[k], &marks[k]))
				return false;
		ranks[i] = (struct rank_entry){ .name = entries[i].name, .keys = marks, .n = entries[i].scored ? n_keys : 0 };
	}
	rank_entries(a, ranks, n, (struct rank_chain){ keys, n_keys }, rule->kind, tr, ret_order);
	for (size_t i = 0; i < n; i++)
		entries[i].rank = ranks[i];
	return true;
}

enum score_status panel_score(struct arena *a, const struct panel_rule *rule, struct panel_entry *entries, size_t n,
			      int without, struct trace *tr, size_t *ret_order)
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		enum score_status s = score_entry(a, rule, &entries[i], without, tr);
		if (s != SCORE_OK)
			return s;
		any |= entries[i].scored;
	}
	if (!rank_all(a, rule, entries, n, tr, ret_order))
		return SCORE_OVERFLOW;
	return any ? SCORE_OK : SCORE_NO_DATA;
}
