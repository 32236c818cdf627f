/* Two boards of one group: who differs, and by which clause. */
#include "core/whatif.h"

#include "core/rule_sort.h"

static int by_unit(const void *x, const void *y)
{
	return sv_cmp(((const struct board_row *)x)->rank.unit, ((const struct board_row *)y)->rank.unit);
}

const void **whatif_rows(struct arena *a, const struct board *b)
{
	const void **rows = NEW(a, const void *, b->n + 1);
	for (size_t i = 0; i < b->n; i++)
		rows[i] = &b->rows[i];
	core_sort(a, rows, b->n, by_unit);
	return rows;
}

const struct board_row *whatif_row_of(const void *const *rows, size_t n, struct sv unit)
{
	struct board_row key = {.rank = {.unit = unit}};
	return core_find(rows, n, &key, by_unit);
}

static bool same_clause(const struct whatif_clause *c, const struct score_line *l)
{
	struct sv class = l->class ? l->class->name : SV(""), item = l->item ? l->item->name : SV("");
	const struct rule_line *had = c->was ? c->was : c->now;
	if (!sv_eq(c->class, class) || !sv_eq(c->item, item) || !had != !l->line)
		return false;
	return had ? had->kind == l->line->kind && had->fact == l->line->fact : c->stage == l->stage;
}

static bool same_line(const struct score_line *a, const struct score_line *b)
{
	return a->points.u == b->points.u && a->stage == b->stage && !a->class == !b->class && !a->item == !b->item &&
	       !a->line == !b->line && (!a->line || (a->line->fact == b->line->fact && a->line->kind == b->line->kind)) &&
	       (!a->item || sv_eq(a->item->name, b->item->name)) && (!a->class || sv_eq(a->class->name, b->class->name));
}

/* Both traces have nearly the same order: the search begins where the last one ended. */
static void add_lines(struct whatif_row *r, const struct score_line *lines, size_t n, bool now)
{
	for (size_t i = 0, at = 0; i < n; i++) {
		const struct score_line *l = &lines[i];
		size_t tried = 0, k = at;
		for (; tried < r->n && !same_clause(&r->clauses[k], l); tried++)
			k = k + 1 < r->n ? k + 1 : 0;
		if (tried == r->n)
			k = r->n;
		at = k;
		struct whatif_clause *c = &r->clauses[k];
		if (k == r->n) {
			*c = (struct whatif_clause){.class = l->class ? l->class->name : SV(""),
						    .item = l->item ? l->item->name : SV(""), .stage = l->stage};
			r->n++;
		}
		if (l->line)
			*(now ? &c->now : &c->was) = l->line;
		struct dec *sum = now ? &c->after : &c->before;
		(void)dec_add(*sum, l->points, sum); /* each is part of a total that fitted */
	}
}

static struct whatif_stand stand_of(const struct board_row *r)
{
	return (struct whatif_stand){.total = r->score->total, .place = r->rank.place, .side = r->side,
				     .unranked = r->rank.unranked, .tied = r->rank.tied, .mover = r->mover};
}

static struct whatif_row differ(struct arena *a, const struct board_row *was, const struct board_row *now)
{
	struct whatif_row r = {.unit = now->unit, .was = stand_of(was), .now = stand_of(now)};
	size_t k = 0;
	const struct score_line *x = was->score->lines, *y = now->score->lines;
	size_t n = was->score->n_lines, m = now->score->n_lines;
	for (; n && m && same_line(x, y); x++, y++, n--, m--)
		;
	for (; n && m && same_line(&x[n - 1], &y[m - 1]); n--, m--)
		;
	r.clauses = NEW(a, struct whatif_clause, n + m + 1);
	add_lines(&r, x, n, false);
	add_lines(&r, y, m, true);
	for (size_t i = 0; i < r.n; i++)
		if (r.clauses[i].before.u != r.clauses[i].after.u)
			r.clauses[k++] = r.clauses[i];
	r.n = k;
	r.changed = k > 0 || r.was.total.u != r.now.total.u || r.was.place != r.now.place || r.was.side != r.now.side ||
		    r.was.unranked != r.now.unranked;
	return r;
}

static void count(struct whatif_table *t, const struct whatif_row *r)
{
	int64_t d = r->now.total.u - r->was.total.u;
	t->n_gain += d > 0;
	t->n_lose += d < 0;
	t->n_places += r->was.place != r->now.place;
	t->n_lists += r->was.side != r->now.side;
	if ((d < 0 ? -d : d) > (t->most.u < 0 ? -t->most.u : t->most.u))
		t->most.u = d;
}

void whatif_compare(struct arena *a, const struct whatif_group *g, const struct board *was, const struct board *now,
		    struct whatif_table *t)
{
	const void **units = whatif_rows(a, was);
	*t = (struct whatif_table){.group = g, .rows = NEW(a, struct whatif_row, now->n + 1)};
	for (size_t i = 0; i < now->n; i++) {
		const struct board_row *w = whatif_row_of(units, was->n, now->rows[i].rank.unit);
		if (!w)
			continue;
		struct whatif_row *r = &t->rows[t->n++];
		*r = differ(a, w, &now->rows[i]);
		/* The run gave its own copy of the units: the names stand beside the caller's, by official order. */
		for (size_t k = 0; k < g->n_units; k++)
			if (sv_eq(g->units[k].unit, r->unit->unit)) {
				r->unit = &g->units[k];
				r->name = g->unit_names[k];
				break;
			}
		count(t, r);
	}
	t->median_was = dec_text(a, was->median);
	t->median_now = dec_text(a, now->median);
}
