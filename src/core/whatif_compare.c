/* Two boards of one group: who differs, and by which clause. */
#include "core/whatif_past.h"

#include "core/rule_scorer.h"

struct pair {
	struct ctx *cx;
	const struct whatif_world *w;
	size_t group;
	const struct drafted *d;
	struct arena work; /* traces of the unit that is looked at */
	struct whatif_clause *clauses;
	size_t n, room;
	struct score_line lines[256];
};

static bool same_clause(const struct whatif_clause *c, const struct score_line *l)
{
	struct sv class = l->class ? l->class->name : SV(""), item = l->item ? l->item->name : SV("");
	struct sv part = l->part ? l->part->name : SV("");
	const struct rule_line *had = c->was ? c->was : c->now;
	if (!sv_eq(c->class, class) || !sv_eq(c->item, item) || !sv_eq(c->part, part) || !had != !l->line)
		return false;
	return had ? had->kind == l->line->kind && had->fact == l->line->fact : c->stage == l->stage;
}

static struct whatif_clause *clause_of(struct pair *p, const struct score_line *l, size_t at)
{
	size_t k = at;
	for (size_t tried = 0; tried < p->n; tried++, k = k + 1 < p->n ? k + 1 : 0)
		if (same_clause(&p->clauses[k], l))
			return &p->clauses[k];
	if (p->n == p->room) {
		struct whatif_clause *more = NEW(p->cx->a, struct whatif_clause, p->room * 2 + 64);
		if (p->n)
			memcpy(more, p->clauses, p->n * sizeof(*more));
		p->clauses = more;
		p->room = p->room * 2 + 64;
	}
	p->clauses[p->n] = (struct whatif_clause){ .class = l->class ? l->class->name : SV(""), .item = l->item ? l->item->name : SV(""),
						   .part = l->part ? l->part->name : SV(""), .stage = l->stage };
	return &p->clauses[p->n++];
}

/* Both traces have nearly the same order: the search begins where the last one ended. */
static enum rc add_lines(struct pair *p, const struct unit_score *s, bool now)
{
	size_t at = 0;
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct score_line *l = &s->lines[i];
		struct whatif_clause *c = clause_of(p, l, at < p->n ? at : 0);
		at = (size_t)(c - p->clauses) + 1;
		if (l->line)
			*(now ? &c->now : &c->was) = l->line;
		if (l->stage == STAGE_MEASURE)
			*(now ? &c->now_item : &c->was_item) = l->item;
		TRY(scorer_add(p->cx, now ? &c->after : &c->before, l->points));
	}
	return RC_OK;
}

/* The lines of one unit, without texts. */
static enum rc trace(struct pair *p, size_t unit, bool now)
{
	const struct past_group *was = &p->w->past->groups[p->group];
	const struct drafted_group *g = &p->d->groups[p->group];
	struct ctx cx;
	struct unit_score s = { 0 };
	struct score_job job = { .period = p->w->groups[p->group].days, .unit = unit, .mute = true, .room = p->lines,
				 .n_room = sizeof(p->lines) / sizeof(*p->lines), .line = now ? g->line : g->was_line,
				 .column = now ? g->column : g->was_column };
	ctx_init(&cx, &p->work, p->cx->now, p->cx->lang);
	job.r = now ? p->d->r : p->w->past->rules[was->rule].r;
	job.rows = now ? &g->rows : &was->rows;
	if (now ? g->measured : was->grid.cols != NULL)
		job.grid = now ? &g->grid : &was->grid;
	TRY(rule_score_unit(&cx, &job, &s) == RC_OK ? RC_OK : scorer_overflow(p->cx)); /* it was scored before: nothing else is left */
	return add_lines(p, &s, now);
}

struct whatif_stand whatif_stand_of(const struct board_row *r)
{
	return (struct whatif_stand){ .total = r->score->total, .place = r->rank.place, .side = r->side,
				      .unranked = r->rank.unranked, .tied = r->rank.tied, .mover = r->mover };
}

/* Nothing else of a class can differ where its sums do not and no line or cell of it does. */
static bool same_classes(const struct unit_score *a, const struct rule *x, const struct unit_score *b, const struct rule *y)
{
	bool same = x->n_classes == y->n_classes && x->n_parts == y->n_parts && a->exact.u == b->exact.u && a->total.u == b->total.u;
	for (size_t i = 0; same && i < x->n_classes; i++) {
		const struct score_class *p = &a->classes[i], *q = &b->classes[i];
		same = p->base.u == q->base.u && p->plus.u == q->plus.u && p->minus.u == q->minus.u && p->score.u == q->score.u &&
		       (p->class == q->class || sv_eq(p->class->name, q->class->name));
	}
	for (size_t i = 0; same && i < x->n_parts; i++)
		same = a->parts[i].u == b->parts[i].u && sv_eq(x->parts[i].name, y->parts[i].name);
	return same;
}

static enum rc clauses(struct pair *p, size_t unit, struct whatif_row *r)
{
	const struct past_group *was = &p->w->past->groups[p->group];
	const struct drafted_group *now = &p->d->groups[p->group];
	size_t k = 0;
	if (!now->touched[unit] && same_classes(&was->scores[unit], p->w->past->rules[was->rule].r, &now->sheet.scores[unit], p->d->r))
		return RC_OK;
	p->n = 0;
	arena_reset(&p->work);
	TRY(trace(p, unit, false));
	TRY(trace(p, unit, true));
	for (size_t i = 0; i < p->n; i++)
		k += p->clauses[i].before.u != p->clauses[i].after.u;
	r->clauses = NEW(p->cx->a, struct whatif_clause, k + 1);
	for (size_t i = 0; i < p->n; i++)
		if (p->clauses[i].before.u != p->clauses[i].after.u)
			r->clauses[r->n++] = p->clauses[i];
	return RC_OK;
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

enum rc whatif_compare(struct ctx *cx, const struct whatif_world *w, size_t group, const struct drafted *d, struct whatif_table *t)
{
	const struct whatif_group *g = &w->groups[group];
	const struct drafted_group *now = &d->groups[group];
	struct pair p;
	*t = (struct whatif_table){ .group = g, .dropped = now->dropped };
	if (now->dropped)
		return RC_OK;
	enum rc rc = RC_OK;
	p.cx = cx;
	p.w = w;
	p.group = group;
	p.d = d;
	p.n = p.room = 0;
	t->rows = NEW(cx->a, struct whatif_row, now->board.n + 1);
	arena_init(&p.work, cx->a->cap);
	for (size_t i = 0; rc == RC_OK && i < now->board.n; i++) {
		const struct board_row *b = &now->board.rows[i];
		size_t unit = (size_t)(b->unit - now->units);
		struct whatif_row *r = &t->rows[t->n++];
		*r = (struct whatif_row){ .unit = &g->units[unit], .name = g->unit_names[unit], .was = w->stood[group][unit],
					  .now = whatif_stand_of(b) };
		rc = clauses(&p, unit, r);
		r->changed = r->n > 0 || r->was.total.u != r->now.total.u || r->was.place != r->now.place ||
			     r->was.side != r->now.side || r->was.unranked != r->now.unranked;
		count(t, r);
	}
	arena_release(&p.work);
	t->median_was = dec_text(cx->a, w->past->groups[group].median);
	t->median_now = dec_text(cx->a, now->board.median);
	return rc;
}
