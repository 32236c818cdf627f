/* All cells of a group at once, and what is settled by looking at all its units. */
#include "core/rule_score.h"

#include "core/rule_sort.h"

enum rc score_grid_make(struct ctx *cx, const struct rule_columns *cols, struct score_grid *ret)
{
	size_t n = cols->n_units, parts = cols->rule->n_parts;
	struct score_grid g = { .cols = cols,
				.cells = NEW(cx->a, struct rule_cell *, cols->n_items + 1),
				.parts = NEW(cx->a, struct rule_cell, n * parts + 1) };
	struct rule_cell *all = NEW(cx->a, struct rule_cell, n * cols->n_items + 1);
	for (size_t k = 0; k < cols->n_items; k++) {
		g.cells[k] = all + k * n;
		for (size_t u = 0; u < n; u++)
			TRY(rule_cell(cx, cols, &cols->items[k], u, false, &g.cells[k][u]));
	}
	for (size_t k = 0; k < parts; k++)
		for (size_t u = 0; u < n && cols->parts[k].part->source.n; u++)
			TRY(rule_part_cell(cx, cols->rule, &cols->parts[k], u, false, &g.parts[k * n + u]));
	*ret = g;
	return RC_OK;
}

/* Lost points in a class: a debit, or less than a full result. */
static bool lost(const struct rule_class *c, const struct score_class *s)
{
	int64_t full = c->base.u;
	for (size_t i = 0; i < c->n_items; i++) {
		full += rule_item_full(&c->items[i]).u;
		for (size_t k = 0; k < c->items[i].n_lines; k++) /* marks and rates */
			full += c->items[i].lines[k].kind == LINE_EACH ? 0 : c->items[i].lines[k].points.u;
	}
	return s->minus.u < 0 || s->base.u < full;
}

/* How many units have more credits than this one, or as many. */
static size_t ahead(const struct unit_score *v, size_t n, size_t class, size_t me)
{
	size_t k = 0;
	for (size_t u = 0; u < n; u++)
		k += dec_cmp(v[u].classes[class].plus, v[me].classes[class].plus) >= 0;
	return k;
}

void score_grid_bonus(struct arena *a, const struct rule *r, const struct unit_score *v, size_t n, struct score_grid *g)
{
	g->void_bonus = NEW(a, bool, r->n_classes * n + 1);
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		size_t losers = 0;
		for (size_t u = 0; u < n; u++)
			losers += !v[u].classes[c].not_applicable && lost(k, &v[u].classes[c]);
		bool none = k->has_bonus_if && (rule_wide)losers * 100 * DEC_ONE <= (rule_wide)n * k->bonus_if.u;
		for (size_t u = 0; u < n; u++) {
			/* Ties at the edge stay out together: the share is a ceiling. */
			bool beyond = k->has_bonus_share &&
				      (rule_wide)ahead(v, n, c, u) * 100 * DEC_ONE > (rule_wide)n * k->bonus_share.u;
			g->void_bonus[c * n + u] = none || beyond;
		}
	}
}
