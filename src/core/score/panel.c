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
	if (!ratio_stage(c->mean.exact, rule->panel, &c->panel) || !ratio_mul(c->panel, ratio_dec(c->factor), &c->factored) ||
	    !ratio_stage(c->factored, rule->factored, &c->factored))
		return SCORE_OVERFLOW;
	if (tr)
		trace_add(tr, "factor", of,
			  arena_printf(tr->a, "%.*s × %.*s", SV_ARG(ratio_text(tr->a, c->panel)),
				       SV_ARG(dec_text(tr->a, c->factor))),
			  ratio_text(tr->a, c->factored));
	return SCORE_OK;
}

static enum score_status score_entry(struct arena *a, const struct panel_rule *rule, struct panel_entry *e, int without,
				     struct trace *tr)
{
	struct ratio total;
	struct sv parts = SV("");
	e->scored = e->n_components > 0;
	e->components_total = ratio_int(0);
	for (size_t i = 0; i < e->n_components; i++) {
		struct panel_component *c = &e->components[i];
		struct sv of = tr ? arena_printf(tr->a, "%.*s: %.*s", SV_ARG(e->name), SV_ARG(c->name)) : SV_NONE;
		enum score_status s = score_component(a, rule, c, without, of, tr);
		if (s == SCORE_NO_DATA)
			e->scored = false;
		else if (s != SCORE_OK)
			return s;
		else if (!ratio_add(e->components_total, c->factored, &e->components_total))
			return SCORE_OVERFLOW;
		if (tr && c->scored)
			parts = arena_printf(tr->a, "%.*s%s%.*s", SV_ARG(parts), parts.n ? " + " : "",
					     SV_ARG(ratio_text(tr->a, c->factored)));
	}
	if (!e->scored)
		return SCORE_OK;
	if (!ratio_add(e->components_total, ratio_dec(e->base), &total) ||
	    !ratio_sub(total, ratio_dec(e->deductions), &total) || !ratio_round(total, rule->total, &e->total))
		return SCORE_OVERFLOW;
	trace_add(tr, "sum", e->name, parts, trace_ratio(tr, e->components_total));
	if (tr)
		trace_add(tr, "total", e->name,
			  arena_printf(tr->a, "%.*s + %.*s - %.*s", SV_ARG(dec_text(tr->a, e->base)),
				       SV_ARG(ratio_text(tr->a, e->components_total)), SV_ARG(dec_text(tr->a, e->deductions))),
			  dec_text(tr->a, e->total));
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
	case PANEL_KEYS_:
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
