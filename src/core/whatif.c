/* One run: which lines and cells the draft changes, group by group, and what its boards then say. */
#include "core/whatif.h"

#include "core/whatif_past.h"

struct run {
	struct ctx *cx;
	const struct whatif_world *w;
	struct drafted *d;
	const struct whatif_more *more;
	struct sameness *same; /* by rule that stood */
};

/* ---- a board without traces --------------------------------------------------------------------------------------------- */

/* What a tie chain asks beside classes and parts: cases, or the points of an item. */
static bool asks_lines(const struct rule *r)
{
	bool asks = false;
	for (int i = 0; i < r->n_tie; i++)
		asks |= r->tie[i].kind == TIE_FEWER || r->tie[i].kind == TIE_MORE || r->tie[i].kind == TIE_ITEM;
	return asks;
}

static const struct rule_entry **cases(struct arena *a, enum fact_kind kind, int32_t n)
{
	size_t all = (size_t)(n < 0 ? -n : n);
	struct rule_entry *e = NEW(a, struct rule_entry, 1);
	const struct rule_entry **v = NEW(a, const struct rule_entry *, all + 1);
	*e = (struct rule_entry){ .kind = kind, .reverses = n < 0 ? SV("-") : SV("") };
	for (size_t i = 0; i < all; i++)
		v[i] = e;
	return v;
}

static void line_cases(struct arena *a, const struct score_row *row, size_t n_units, size_t unit, const struct rule_item *item,
		       struct score_line *v, size_t *n)
{
	v[(*n)++] = (struct score_line){ .stage = STAGE_RATE, .item = item, .line = row->line, .points = row->points[unit] };
	for (int slot = 0; slot <= row->line->n_base; slot++) {
		int32_t k = row->cases[(size_t)slot * n_units + unit];
		enum fact_kind kind = slot ? row->line->base[slot - 1] : row->line->fact;
		if (k)
			v[(*n)++] = (struct score_line){ .stage = STAGE_ENTRIES, .item = item, .entries = cases(a, kind, k),
							 .n_entries = (size_t)(k < 0 ? -k : k) };
	}
}

/* Lines that carry no more than a tie chain asks for. */
static void lend_lines(struct arena *a, const struct rule *r, const struct score_rows *rows, const struct score_grid *grid,
		       struct score_sheet *sheet)
{
	size_t items = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		items += r->classes[c].n_items;
	for (size_t u = 0; u < sheet->n; u++) {
		size_t place = 0, column = 0, n = 0;
		struct score_line *v = NEW(a, struct score_line, items + rows->n * (2 + RULE_RATE_MAX) + 1);
		for (size_t c = 0; c < r->n_classes; c++)
			for (size_t i = 0; i < r->classes[c].n_items; i++) {
				const struct rule_item *item = &r->classes[c].items[i];
				for (size_t l = 0; l < item->n_lines; l++)
					line_cases(a, &rows->rows[place++], rows->n_units, u, item, v, &n);
				if (!item->measure)
					continue;
				const struct rule_cell *cell = grid ? &grid->cells[column++][u] : NULL;
				if (cell && cell->state == CELL_GIVEN)
					v[n++] = (struct score_line){ .stage = STAGE_MEASURE, .item = item, .points = cell->points };
				else if (cell && cell->state == CELL_NOT_APPLICABLE && item->absent == ABSENT_FULL)
					v[n++] = (struct score_line){ .stage = STAGE_MEASURE, .item = item, .points = rule_item_full(item) };
			}
		sheet->scores[u].lines = v;
		sheet->scores[u].n_lines = n;
	}
}

enum rc whatif_board(struct ctx *cx, const struct board_unit *units, size_t n, struct score_sheet *sheet, const struct score_rows *rows,
		     const struct score_grid *grid, struct board *ret)
{
	if (asks_lines(sheet->rule))
		lend_lines(cx->a, sheet->rule, rows, grid, sheet);
	return board_compose(cx, sheet, units, n, 0, ret);
}

/* ---- one group ------------------------------------------------------------------------------------------------------------- */

static bool listens(const struct hearing *h, size_t place)
{
	bool some = false;
	for (size_t i = 0; i < h->words; i++)
		some |= h->sets[place * h->words + i] != 0;
	return some;
}

static enum rc rows(struct run *v, size_t i, struct drafted_group *ret, struct veto_list *vetoes)
{
	struct arena *a = v->cx->a;
	const struct hearing *h = &v->d->hearing;
	const struct past_group *p = &v->w->past->groups[i];
	const struct sameness *s = &v->same[p->rule];
	size_t n = v->w->groups[i].n_units;
	bool *wanted = NEW(a, bool, h->n_places + 1);
	ret->rows = (struct score_rows){ .rows = NEW(a, struct score_row, h->n_places + 1), .n = h->n_places, .n_units = n };
	for (size_t k = 0; k < h->n_places; k++) {
		wanted[k] = s->line[k] < 0;
		if (wanted[k])
			score_row_make(a, h->places[k].line, n, &ret->rows.rows[k]);
		else
			ret->rows.rows[k] = p->rows.rows[s->line[k]];
		ret->rows.rows[k].line = h->places[k].line;
	}
	wanted[h->n_places] = h->r->n_vetoes && listens(h, h->n_places);
	return whatif_lines(v->cx, v->w, i, h, wanted, &ret->rows, vetoes);
}

/* A line or cell that is not compared with one of its own name is compared with nothing. */
static void touch_row(bool *touched, const struct score_row *now, const struct score_row *was, size_t n)
{
	for (size_t u = 0; u < n; u++)
		touched[u] |= (now ? now->points[u].u : 0) != (was ? was->points[u].u : 0);
}

static void touch_cells(bool *touched, const struct rule_cell *now, const struct rule_cell *was, size_t n)
{
	static const struct rule_cell none = { 0 };
	for (size_t u = 0; u < n; u++) {
		const struct rule_cell *x = now ? &now[u] : &none, *y = was ? &was[u] : &none;
		touched[u] |= x->points.u != y->points.u || x->state != y->state;
	}
}

static void touch(struct run *v, size_t i, struct drafted_group *ret)
{
	struct arena *a = v->cx->a;
	const struct past_group *p = &v->w->past->groups[i];
	const struct sameness *s = &v->same[p->rule];
	const struct drafted *d = v->d;
	size_t n = v->w->groups[i].n_units, columns = p->grid.cols ? p->grid.cols->n_items : 0;
	bool *line = NEW(a, bool, p->rows.n + 1), *column = NEW(a, bool, columns + 1); /* compared already */
	ret->line = NEW(a, bool, d->hearing.n_places + 1);
	ret->column = NEW(a, bool, d->n_columns + 1);
	ret->was_line = NEW(a, bool, p->rows.n + 1);
	ret->was_column = NEW(a, bool, columns + 1);
	ret->touched = NEW(a, bool, n + 1);
	memset(ret->was_line, 1, p->rows.n);
	memset(ret->was_column, 1, columns);
	for (size_t k = 0; k < d->hearing.n_places; k++) {
		int32_t was = s->line_like[k];
		ret->line[k] = s->line[k] < 0;
		if (was >= 0) {
			line[was] = true;
			ret->was_line[was] = ret->line[k];
		}
		if (ret->line[k])
			touch_row(ret->touched, &ret->rows.rows[k], was >= 0 ? &p->rows.rows[was] : NULL, n);
	}
	for (size_t k = 0; k < p->rows.n; k++)
		if (!line[k])
			touch_row(ret->touched, NULL, &p->rows.rows[k], n);
	for (size_t k = 0; k < d->n_columns && ret->measured; k++) {
		int32_t was = columns ? s->column_like[k] : -1;
		ret->column[k] = s->column[k] < 0 || !columns;
		if (was >= 0) {
			column[was] = true;
			ret->was_column[was] = ret->column[k];
		}
		if (ret->column[k])
			touch_cells(ret->touched, ret->grid.cells[k], was >= 0 ? p->grid.cells[was] : NULL, n);
	}
	for (size_t k = 0; k < columns; k++)
		if (!column[k])
			touch_cells(ret->touched, NULL, p->grid.cells[k], n);
}

/* Places move from one period to the next under the draft too; the first of them begins where the past did. */
static struct board_unit *units_of(struct run *v, size_t i)
{
	const struct whatif_group *g = &v->w->groups[i];
	const struct drafted_group *before = g->before >= 0 ? &v->d->groups[g->before] : NULL;
	struct board_unit *u = NEW(v->cx->a, struct board_unit, g->n_units + 1);
	memcpy(u, g->units, g->n_units * sizeof(*u));
	if (!before || before->dropped)
		return u;
	const struct past_group *p = &v->w->past->groups[i], *q = &v->w->past->groups[g->before];
	uint32_t *at = NEW(v->cx->a, uint32_t, v->w->past->n_units + 1);
	for (size_t k = 0; k < v->w->groups[g->before].n_units; k++)
		at[q->units[k]] = (uint32_t)k + 1;
	for (size_t k = 0; k < g->n_units; k++) {
		size_t row = at[p->units[k]] ? before->rows_of[at[p->units[k]] - 1] : SIZE_MAX;
		u[k].previous = row == SIZE_MAX ? 0 : before->board.rows[row].rank.place;
		u[k].last_before = row == SIZE_MAX ? 0 : before->board.rows[row].last_times;
	}
	return u;
}

static enum rc one_group(struct run *v, size_t i)
{
	struct ctx *cx = v->cx;
	struct drafted_group *ret = &v->d->groups[i];
	const struct whatif_group *g = &v->w->groups[i];
	const struct past_group *p = &v->w->past->groups[i];
	struct sv *ids = NEW(cx->a, struct sv, g->n_units + 1);
	struct veto_list vetoes;
	if (!v->d->r->peers[g->peer]) {
		ret->dropped = true;
		return RC_OK;
	}
	TRY(rows(v, i, ret, &vetoes));
	TRY(whatif_cells(cx, v->w, i, v->d, &v->same[p->rule], v->more ? &v->more[i] : NULL, ret));
	for (size_t u = 0; u < g->n_units; u++)
		ids[u] = g->units[u].unit;
	struct score_known known = { .period = g->days, .units = ids, .n_units = g->n_units, .rows = &ret->rows,
				     .grid = ret->measured ? &ret->grid : NULL, .vetoes = vetoes.v, .n_vetoes = vetoes.n };
	TRY(rule_score_known(cx, v->d->r, &known, &ret->sheet));
	ret->units = units_of(v, i);
	TRY(whatif_board(cx, ret->units, g->n_units, &ret->sheet, &ret->rows, known.grid, &ret->board));
	ret->rows_of = NEW(cx->a, size_t, g->n_units + 1);
	for (size_t u = 0; u < g->n_units; u++)
		ret->rows_of[u] = SIZE_MAX;
	for (size_t k = 0; k < ret->board.n; k++)
		ret->rows_of[ret->board.rows[k].unit - ret->units] = k;
	touch(v, i, ret);
	return RC_OK;
}

enum rc whatif_run(struct ctx *cx, const struct whatif_world *w, const struct rule *draft, const struct whatif_more *more,
		   struct whatif *ret)
{
	struct drafted *d = NEW(cx->a, struct drafted, 1);
	struct run v = { .cx = cx, .w = w, .d = d, .more = more, .same = NEW(cx->a, struct sameness, w->past->n_rules + 1) };
	*ret = (struct whatif){ .draft = draft, .n = w->n_groups, .drafted = d };
	d->r = draft;
	d->groups = NEW(cx->a, struct drafted_group, w->n_groups + 1);
	d->columns = whatif_columns(cx->a, draft, &d->n_columns);
	d->reads = whatif_reads(cx->a, w->past, d);
	TRY(whatif_hear(cx, w->past, draft, &d->hearing));
	for (size_t i = 0; i < w->past->n_rules; i++)
		whatif_same(cx->a, &w->past->rules[i], &d->hearing, d->columns, d->n_columns, &v.same[i]);
	ret->tables = NEW(cx->a, struct whatif_table, w->n_groups + 1);
	for (size_t i = 0; i < w->n_groups; i++) {
		TRY(one_group(&v, i));
		TRY(whatif_compare(cx, w, i, d, &ret->tables[i]));
	}
	whatif_find_lost(cx->a, w, d, ret);
	return RC_OK;
}
