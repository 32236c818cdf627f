/* A little more or less of one thing, from what each thing gave: only the class that it stands in is added up again. */
#include "core/whatif_past.h"

#include "core/rule_sort.h"

/* ---- a copy of the tree that may be changed ---------------------------------------------------------------- */

static struct rule *copy(struct arena *a, const struct rule *r)
{
	struct rule *c = NEW(a, struct rule, 1);
	*c = *r;
	c->classes = NEW(a, struct rule_class, r->n_classes + 1);
	for (size_t i = 0; i < r->n_classes; i++) {
		struct rule_class *k = &c->classes[i];
		*k = r->classes[i];
		k->items = NEW(a, struct rule_item, k->n_items + 1);
		for (size_t j = 0; j < k->n_items; j++) {
			struct rule_item *t = &k->items[j];
			*t = r->classes[i].items[j];
			t->lines = NEW(a, struct rule_line, t->n_lines + 1);
			if (t->n_lines)
				memcpy(t->lines, r->classes[i].items[j].lines, t->n_lines * sizeof(*t->lines));
			if (!t->measure)
				continue;
			t->measure = NEW(a, struct rule_measure, 1);
			*t->measure = *r->classes[i].items[j].measure;
		}
	}
	c->parts = NEW(a, struct rule_part, r->n_parts + 1);
	if (r->n_parts)
		memcpy(c->parts, r->parts, r->n_parts * sizeof(*r->parts));
	return c;
}

static struct dec times(struct dec d, struct dec percent, int places)
{
	struct dec ret = d;
	return rule_muldiv(d, percent, DEC(100), places, &ret) ? ret : d;
}

/* Points of one line: to the places that entries keep, as the rule could write them. */
static void scale_line(const struct rule *r, struct rule_line *l, struct dec percent)
{
	l->points = times(l->points, percent, l->kind == LINE_EACH ? r->places[ROUND_ENTRY] : 6);
}

static void scale_limits(struct rule_class *c, struct dec percent)
{
	c->base = times(c->base, percent, 6);
	c->limits.max = times(c->limits.max, percent, 6);
	c->limits.min = times(c->limits.min, percent, 6);
	c->limits.plus = times(c->limits.plus, percent, 6);
	c->limits.minus = times(c->limits.minus, percent, 6);
}

/* False for points that a sheet gives directly: no clause says how many. */
static bool scale_item(const struct rule *r, struct rule_item *i, struct dec percent)
{
	for (size_t k = 0; k < i->n_lines; k++) {
		scale_line(r, &i->lines[k], percent);
		i->lines[k].cap = times(i->lines[k].cap, percent, 6);
	}
	struct rule_measure *m = i->measure;
	if (!m || m->kind == MEASURE_DIRECT)
		return !m;
	/* Marks keep the scale of their sheets: what they come to counts. */
	if (m->kind == MEASURE_MARKS || m->has_scaled) {
		m->scaled = times(m->has_scaled ? m->scaled : m->points, percent, 6);
		m->has_scaled = true;
		return true;
	}
	m->points = times(m->points, percent, 6);
	m->extra = times(m->extra, percent, 6);
	m->extra_max = times(m->extra_max, percent, 6);
	m->rest = times(m->rest, percent, 6);
	m->poor_points = times(m->poor_points, percent, 6);
	if (m->kind == MEASURE_RANKS)
		m->step = times(m->step, percent, 6);
	for (int k = 0; k < m->n_bands; k++)
		m->bands[k].points = times(m->bands[k].points, percent, 6);
	for (int k = 0; k < m->n_values; k++)
		m->values[k].value = times(m->values[k].value, percent, 6);
	return true;
}

/* Everything in it, so that it weighs more or less as a whole; a class with a weight by its weight. */
static bool scale_class(const struct rule *r, struct rule_class *c, struct dec percent)
{
	bool all = true;
	if (c->has_weight) {
		c->weight = times(c->weight, percent, 6);
		return true;
	}
	scale_limits(c, percent);
	for (size_t i = 0; i < c->n_items; i++)
		all &= scale_item(r, &c->items[i], percent);
	return all;
}

enum rc whatif_weigh(struct ctx *cx, const struct rule *r, struct sv name, struct dec percent, struct rule **ret)
{
	struct rule *c = copy(cx->a, r);
	bool found = false, all = true;
	for (size_t i = 0; i < c->n_classes; i++) {
		if (sv_eq(c->classes[i].name, name)) {
			all &= scale_class(r, &c->classes[i], percent);
			found = true;
			continue;
		}
		for (size_t k = 0; k < c->classes[i].n_items; k++)
			if (sv_eq(c->classes[i].items[k].name, name)) {
				all &= scale_item(r, &c->classes[i].items[k], percent);
				found = true;
			}
	}
	for (size_t i = 0; i < c->n_parts; i++)
		if (sv_eq(c->parts[i].name, name)) {
			c->parts[i].weight = times(c->parts[i].weight, percent, 6);
			found = true;
		}
	if (!found)
		return fail(cx, RC_NOT_FOUND, "whatif.weigh", N_("The draft has neither a class nor an item \"%.*s\"."), SV_ARG(name));
	if (!all)
		return fail(cx, RC_INVALID, "whatif.weigh_direct",
			    N_("\"%.*s\" takes points as its sheet gives them; no clause weighs them. Give its class a weight."), SV_ARG(name));
	*ret = c;
	return RC_OK;
}

/* ---- one thing after the other -------------------------------------------------------------------------------- */

struct sways {
	struct ctx *cx;
	const struct whatif_world *w;
	const struct whatif *run;
	const struct drafted *d;
	struct rule *x;	    /* a copy in which one thing is changed and changed back */
	struct arena work;  /* of one scenario */
	struct dec percent; /* of what it was: 105 */
	size_t units;	    /* scores of one scenario */
	struct whatif_sway *all;
	size_t n, tried, done, budget;
	bool stopped;
};

/* Where a class begins. */
struct spot {
	size_t class, place, column;
};

/* One thing changed: the places and the columns of the lines and measures that give something else. */
struct change {
	struct whatif_sway s;
	struct spot at;
	size_t place, n_places, column, n_columns;
	bool anew;		      /* the lines are no multiple of what they gave: from the facts */
	const struct rule_part *part; /* a part from elsewhere */
};

static enum rc rows_anew(struct sways *v, struct ctx *cx, size_t g, const struct change *c, struct score_rows *rows)
{
	struct hearing h;
	struct veto_list none;
	bool *wanted = NEW(cx->a, bool, rows->n + 1);
	TRY(whatif_hear(cx, v->w->past, v->x, &h));
	wanted[c->place] = true;
	score_row_make(cx->a, h.places[c->place].line, rows->n_units, &rows->rows[c->place]);
	return whatif_lines(cx, v->w, g, &h, wanted, rows, &none);
}

static enum rc scaled_rows(struct sways *v, struct ctx *cx, size_t g, const struct change *c, struct score_rows *ret)
{
	const struct score_rows *had = &v->d->groups[g].rows;
	struct dec by = c->s.to, of = c->s.from;
	if (c->n_places != 1 || of.u == 0) {
		by = v->percent;
		of = DEC(100);
	}
	*ret = *had;
	if (!c->n_places)
		return RC_OK;
	ret->rows = NEW(cx->a, struct score_row, had->n + 1);
	memcpy(ret->rows, had->rows, had->n * sizeof(*had->rows));
	if (c->anew)
		return rows_anew(v, cx, g, c, ret);
	for (size_t p = c->place; p < c->place + c->n_places; p++) {
		struct dec *points = NEW(cx->a, struct dec, had->n_units + 1);
		int places = had->rows[p].line->kind == LINE_EACH || c->n_places != 1 ? 6 : v->x->places[ROUND_ITEM];
		for (size_t u = 0; u < had->n_units; u++)
			if (had->rows[p].points[u].u && !rule_muldiv(had->rows[p].points[u], by, of, places, &points[u]))
				points[u] = had->rows[p].points[u];
		ret->rows[p].points = points;
	}
	return RC_OK;
}

static void scaled_cells(struct sways *v, struct ctx *cx, size_t g, const struct change *c, struct score_grid *ret)
{
	const struct drafted_group *had = &v->d->groups[g];
	size_t n = v->w->groups[g].n_units;
	*ret = had->grid;
	if (c->n_columns) {
		ret->cells = NEW(cx->a, struct rule_cell *, v->d->n_columns + 1);
		memcpy(ret->cells, had->grid.cells, v->d->n_columns * sizeof(*ret->cells));
	}
	for (size_t k = c->column; k < c->column + c->n_columns; k++) {
		ret->cells[k] = NEW(cx->a, struct rule_cell, n + 1);
		for (size_t u = 0; u < n; u++) {
			ret->cells[k][u] = had->grid.cells[k][u];
			ret->cells[k][u].points = times(ret->cells[k][u].points, v->percent, c->n_columns == 1 ? v->x->places[ROUND_ITEM] : 6);
		}
	}
	if (!c->part)
		return;
	size_t part = (size_t)(c->part - v->d->r->parts);
	ret->parts = NEW(cx->a, struct rule_cell, n * v->d->r->n_parts + 1);
	memcpy(ret->parts, had->grid.parts, n * v->d->r->n_parts * sizeof(*ret->parts));
	for (size_t u = 0; u < n; u++) {
		struct rule_cell *cell = &ret->parts[part * n + u];
		cell->points = times(cell->points, v->percent, v->x->places[ROUND_PART]);
	}
}

/* The one line or measure gives this unit what it gave. */
static bool untouched(const struct sways *v, const struct change *c, const struct drafted_group *had, const struct score_rows *rows,
		      const struct score_grid *grid, size_t unit)
{
	if (rule_has_bonus(v->x) || c->n_places + c->n_columns != 1 || (c->s.kind != SWAY_POINTS && c->s.kind != SWAY_MEASURE))
		return false;
	return c->n_places ? rows->rows[c->place].points[unit].u == had->rows.rows[c->place].points[unit].u :
			     grid->cells[c->column][unit].points.u == had->grid.cells[c->column][unit].points.u;
}

/* Every unit of a group: its one class again, or all of it where classes lean on one another. */
static enum rc scores(struct sways *v, struct ctx *cx, size_t g, const struct change *c, struct score_sheet *ret)
{
	const struct drafted_group *had = &v->d->groups[g];
	struct score_rows rows;
	struct score_grid grid;
	struct score_job job = { .r = v->x, .period = v->w->groups[g].days, .quiet = true, .rows = &rows,
				 .only = c->at.class, .only_place = c->at.place, .only_column = c->at.column };
	TRY(scaled_rows(v, cx, g, c, &rows));
	if (had->measured) {
		scaled_cells(v, cx, g, c, &grid);
		job.grid = &grid;
	}
	*ret = (struct score_sheet){ .rule = v->x, .scores = NEW(cx->a, struct unit_score, had->sheet.n + 1), .n = had->sheet.n };
	if (rule_has_bonus(v->x) && had->measured) {
		struct unit_score *first = NEW(cx->a, struct unit_score, ret->n + 1);
		for (job.unit = 0; job.unit < ret->n; job.unit++)
			TRY(rule_score_before(cx, &job, &first[job.unit]));
		score_grid_bonus(cx->a, v->x, first, ret->n, &grid);
	}
	if (!v->x->n_tie) { /* then nobody looks at them again */
		job.classes = NEW(cx->a, struct score_class, v->x->n_classes + 1);
		job.parts = NEW(cx->a, struct dec, v->x->n_parts + 1);
	}
	for (job.unit = 0; job.unit < ret->n; job.unit++) {
		const struct unit_score *was = &had->sheet.scores[job.unit];
		struct unit_score *now = &ret->scores[job.unit];
		bool absent = false;
		if (untouched(v, c, had, &rows, &grid, job.unit)) {
			*now = *was;
			continue;
		}
		for (size_t i = 0; i < v->x->n_classes; i++)
			absent |= was->classes[i].not_applicable;
		job.had = absent || !v->x->n_classes ? NULL : was;
		now->unit = was->unit;
		TRY(rule_score_unit(cx, &job, now));
		/* Vetoes hang on no points. */
		now->not_red = was->not_red;
		now->black = was->black;
		now->down = was->down;
		now->out = was->out;
		now->veto = was->veto;
	}
	return RC_OK;
}

/* Nobody passes anybody, and nobody the points of a list: then nothing on the board has moved. */
static bool stays(const struct board *b, const struct board_unit *units, const struct score_sheet *s)
{
	const struct rule *r = b->rule;
	const struct rule_cut *cut[] = { &r->red, &r->black };
	for (int i = 0; i < b->n_ranked; i++) {
		int64_t was = b->rows[i].score->total.u, now = s->scores[b->rows[i].unit - units].total.u;
		for (int k = 0; k < 2; k++)
			if (cut[k]->by_score && (was >= cut[k]->score.u) != (now >= cut[k]->score.u))
				return false;
		if (i + 1 == b->n_ranked)
			break;
		int64_t next_was = b->rows[i + 1].score->total.u, next = s->scores[b->rows[i + 1].unit - units].total.u;
		if (was == next_was ? now != next || r->n_tie > 0 : now <= next)
			return false;
	}
	return true;
}

static void moves(struct sways *v, size_t g, const struct board *b, struct whatif_sway *s)
{
	const struct drafted_group *had = &v->d->groups[g];
	const struct whatif_group *of = &v->w->groups[g];
	for (size_t i = 0; i < b->n; i++) {
		size_t unit = (size_t)(b->rows[i].unit - had->units);
		const struct board_row *was = &had->board.rows[had->rows_of[unit]], *now = &b->rows[i];
		if (was->rank.place == now->rank.place && was->side == now->side)
			continue;
		if (s->n_listed < SWAY_LISTED)
			*CORE_PUSH(v->cx->a, s->moves, s->n_listed) = (struct sway_move){ .group = of, .unit = of->unit_names[unit],
				.from = was->rank.place, .to = now->rank.place, .list = was->side != now->side, .was = was->side,
				.now = now->side };
		s->n_moves++;
	}
}

static enum rc attempt(struct sways *v, struct change *c)
{
	struct ctx cx;
	if (v->done + v->units > v->budget) {
		v->stopped = true;
		return RC_OK;
	}
	v->done += v->units;
	v->tried++;
	for (size_t g = 0; g < v->w->n_groups; g++) {
		const struct drafted_group *had = &v->d->groups[g];
		struct score_sheet sheet;
		struct board b;
		if (had->dropped)
			continue;
		arena_reset(&v->work);
		ctx_init(&cx, &v->work, v->cx->now, v->cx->lang);
		enum rc rc = scores(v, &cx, g, c, &sheet);
		if (rc == RC_OK && stays(&had->board, had->units, &sheet))
			continue;
		if (rc == RC_OK)
			rc = whatif_board(&cx, had->units, sheet.n, &sheet, &had->rows, had->measured ? &had->grid : NULL, &b);
		if (rc != RC_OK)
			return fail_again(v->cx, rc, &cx);
		moves(v, g, &b, &c->s);
	}
	if (c->s.n_moves)
		v->all[v->n++] = c->s;
	return RC_OK;
}

static enum rc sway_class(struct sways *v, struct spot at, size_t places, size_t columns)
{
	const struct rule_class *had = &v->d->r->classes[at.class];
	struct rule_class *k = &v->x->classes[at.class], kept = *k;
	struct change c = { .s = { .kind = SWAY_CLASS, .class = had }, .at = at };
	if (had->has_weight) {
		k->weight = times(k->weight, v->percent, 6);
		c.s.from = had->weight;
		c.s.to = k->weight;
	} else {
		scale_limits(k, v->percent);
		c.place = at.place;
		c.n_places = places;
		c.column = at.column;
		c.n_columns = columns;
	}
	TRY(attempt(v, &c));
	*k = kept;
	return RC_OK;
}

static enum rc sway_base(struct sways *v, struct spot at)
{
	const struct rule_class *had = &v->d->r->classes[at.class];
	struct rule_class *k = &v->x->classes[at.class];
	if (k->base.u == 0)
		return RC_OK;
	k->base = times(k->base, v->percent, 6);
	struct change c = { .s = { .kind = SWAY_BASE, .class = had, .from = had->base, .to = k->base }, .at = at };
	TRY(attempt(v, &c));
	k->base = had->base;
	return RC_OK;
}

/* Is what the line gives in proportion to its points?  Not with a cap, and not where a share of them was rounded. */
static bool in_proportion(const struct sways *v, size_t place)
{
	const struct hearing *h = &v->d->hearing;
	const struct rule_line *l = h->places[place].line;
	bool so = l->kind != LINE_EACH || (!l->has_cap && !l->halved);
	for (size_t s = 0; so && l->kind == LINE_EACH && s < v->w->past->n_shapes; s++)
		for (size_t k = 0; so && k < h->shapes[s].n; k++)
			so = h->shapes[s].places[k] != place || h->shapes[s].entries[k].points.u == l->points.u;
	return so;
}

static enum rc sway_line(struct sways *v, struct spot at, const struct rule_item *item, struct rule_line *k, size_t place)
{
	const struct rule_line *had = v->d->hearing.places[place].line;
	scale_line(v->d->r, k, v->percent);
	struct change c = { .s = { .kind = SWAY_POINTS, .class = &v->d->r->classes[at.class], .item = item, .line = had,
				   .from = had->points, .to = k->points },
			    .at = at, .place = place, .n_places = 1, .anew = !in_proportion(v, place) };
	if (k->points.u != had->points.u)
		TRY(attempt(v, &c));
	k->points = had->points;
	return RC_OK;
}

static enum rc sway_measure(struct sways *v, struct spot at, const struct rule_item *item, size_t column)
{
	struct dec full = rule_item_full(item);
	struct change c = { .s = { .kind = SWAY_MEASURE, .class = &v->d->r->classes[at.class], .item = item, .from = full,
				   .to = times(full, v->percent, 6) },
			    .at = at, .column = column, .n_columns = 1 };
	return attempt(v, &c);
}

static enum rc sway_part(struct sways *v, size_t i)
{
	const struct rule_part *had = &v->d->r->parts[i];
	struct rule_part *k = &v->x->parts[i];
	k->weight = times(k->weight, v->percent, 6);
	struct change c = { .s = { .kind = SWAY_PART, .part = had, .from = had->weight, .to = k->weight },
			    .part = had->source.n ? had : NULL };
	TRY(attempt(v, &c));
	k->weight = had->weight;
	return RC_OK;
}

static enum rc sway_all(struct sways *v, int percent)
{
	const struct rule *r = v->d->r;
	struct spot at = { 0 };
	size_t from = v->n;
	v->percent = DEC(100 + percent);
	for (at.class = 0; at.class < r->n_classes; at.class++) {
		const struct rule_class *c = &r->classes[at.class];
		struct spot next = at;
		for (size_t i = 0; i < c->n_items; i++) {
			next.place += c->items[i].n_lines;
			next.column += c->items[i].measure != NULL;
		}
		TRY(sway_class(v, at, next.place - at.place, next.column - at.column));
		TRY(sway_base(v, at));
		for (size_t i = 0, place = at.place, column = at.column; i < c->n_items; i++) {
			struct rule_item *x = &v->x->classes[at.class].items[i];
			for (size_t l = 0; l < x->n_lines; l++)
				TRY(sway_line(v, at, &c->items[i], &x->lines[l], place++));
			if (x->measure)
				TRY(sway_measure(v, at, &c->items[i], column++));
		}
		at = next;
		at.class = (size_t)(c - r->classes);
	}
	for (size_t i = 0; i < r->n_parts; i++)
		TRY(sway_part(v, i));
	for (; from < v->n; from++)
		v->all[from].percent = percent;
	return RC_OK;
}

enum rc whatif_sway(struct ctx *cx, const struct whatif_world *w, const struct whatif *run, int percent, size_t budget,
		    struct whatif_sway **ret, size_t *ret_n, size_t *ret_tried, bool *ret_all)
{
	struct sways v = { .cx = cx, .w = w, .run = run, .d = run->drafted, .x = copy(cx->a, run->draft), .budget = budget };
	size_t cap = 1 + 2 * run->draft->n_parts;
	for (size_t c = 0; c < run->draft->n_classes; c++) {
		cap += 4;
		for (size_t i = 0; i < run->draft->classes[c].n_items; i++)
			cap += 2 * (run->draft->classes[c].items[i].n_lines + 1);
	}
	for (size_t i = 0; i < w->n_groups; i++)
		v.units += v.d->groups[i].dropped ? 0 : w->groups[i].n_units;
	v.all = NEW(cx->a, struct whatif_sway, cap);
	arena_init(&v.work, cx->a->cap);
	enum rc rc = sway_all(&v, percent);
	rc = rc == RC_OK ? sway_all(&v, -percent) : rc;
	arena_release(&v.work);
	TRY(rc);
	*ret = v.all;
	*ret_n = v.n;
	*ret_tried = v.tried;
	*ret_all = !v.stopped;
	return RC_OK;
}
