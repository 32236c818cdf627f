/* Scores from lines and cells that are evaluated already, so that what changes alone is evaluated again. */
#include "core/rule_scorer.h"

/* ---- what the lines give ------------------------------------------------------------------------------------ */

void score_row_make(struct arena *a, const struct rule_line *l, size_t n_units, struct score_row *ret)
{
	*ret = (struct score_row){ .points = NEW(a, struct dec, n_units + 1), .unranked = NEW(a, bool, n_units + 1),
				   .cases = NEW(a, int32_t, n_units * (size_t)(1 + l->n_base) + 1), .line = l };
}

void score_rows_make(struct arena *a, const struct rule *r, size_t n_units, struct score_rows *ret)
{
	size_t n = 0;
	*ret = (struct score_rows){ .n_units = n_units };
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			n += r->classes[c].items[i].n_lines;
	ret->rows = NEW(a, struct score_row, n + 1);
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++)
				score_row_make(a, &r->classes[c].items[i].lines[l], n_units, &ret->rows[ret->n++]);
}

static size_t slot_of(const struct rule_line *l, enum fact_kind kind)
{
	size_t slot = 0;
	for (int i = 0; kind != l->fact && i < l->n_base && !slot; i++)
		slot = l->base[i] == kind ? (size_t)i + 1 : 0;
	return slot;
}

enum rc score_row_fill(struct ctx *cx, const struct rule *r, struct score_period p, const struct score_work *const *w, size_t n,
		       size_t unit, size_t n_units, struct score_row *row)
{
	struct scorer s = { .cx = cx, .r = r, .period = p, .quiet = true, .line = row->line };
	if (n == 0 && row->line->kind != LINE_RATE)
		return RC_OK;
	TRY(scorer_line(&s, w, n, &row->points[unit]));
	row->unranked[unit] = s.u.unranked;
	for (size_t i = 0; i < n; i++)
		if (scorer_inside(&s, w[i]->e->day))
			row->cases[slot_of(row->line, w[i]->e->kind) * n_units + unit] += w[i]->e->reverses.n ? -1 : 1;
	return RC_OK;
}

/* ---- a group ------------------------------------------------------------------------------------------------- */

bool rule_has_bonus(const struct rule *r)
{
	bool bonus = false;
	for (size_t i = 0; i < r->n_classes; i++)
		bonus |= r->classes[i].has_bonus_if || r->classes[i].has_bonus_share;
	return bonus;
}

static enum rc each(struct ctx *cx, const struct rule *r, const struct score_known *k, bool before, struct unit_score *ret)
{
	struct score_job job = { .r = r, .period = k->period, .quiet = true, .rows = k->rows, .grid = k->grid };
	for (size_t u = 0, at = 0; u < k->n_units; u++) {
		job.w = k->vetoes + at;
		for (job.n = 0; at < k->n_vetoes && k->vetoes[at]->unit == u; at++)
			job.n++;
		job.unit = u;
		TRY((before ? rule_score_before : rule_score_unit)(cx, &job, &ret[u]));
	}
	return RC_OK;
}

enum rc rule_score_known(struct ctx *cx, const struct rule *r, const struct score_known *k, struct score_sheet *ret)
{
	struct score_sheet out = { .rule = r, .scores = NEW(cx->a, struct unit_score, k->n_units + 1), .n = k->n_units };
	if (rule_has_bonus(r) && k->grid) {
		struct unit_score *first = NEW(cx->a, struct unit_score, k->n_units + 1);
		TRY(each(cx, r, k, true, first));
		score_grid_bonus(cx->a, r, first, k->n_units, k->grid);
	}
	for (size_t u = 0; u < k->n_units; u++)
		out.scores[u].unit = k->units[u];
	TRY(each(cx, r, k, false, out.scores));
	*ret = out;
	return RC_OK;
}

/* ---- how far back --------------------------------------------------------------------------------------------- */

struct day rule_line_reach(const struct rule *r, const struct rule_line *line, struct day from)
{
	static const int months[] = { [CADENCE_MONTH] = 1, [CADENCE_QUARTER] = 3, [CADENCE_YEAR] = 12, [CADENCE_HALF] = 6 };
	struct day d = line->has_cap ? rule_window_start(line->window, r->cadence, from) : from;
	if (line->carry)
		return rule_window_start(WINDOW_YEAR, r->cadence, from);
	if (line->valid > 1) {
		struct civil c = civil_of_day(from);
		int m = c.year * 12 + c.month - 1 - (line->valid - 1) * months[r->cadence];
		struct day back = day_of_civil(m / 12, m % 12 + 1, 1);
		d = back.n < d.n ? back : d;
	}
	return d;
}

struct day rule_reach(const struct rule *r, struct day from)
{
	struct day first = from;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			for (size_t l = 0; l < r->classes[c].items[i].n_lines; l++) {
				struct day d = rule_line_reach(r, &r->classes[c].items[i].lines[l], from);
				first = d.n < first.n ? d : first;
			}
	return first;
}
