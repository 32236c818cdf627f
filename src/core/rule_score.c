#include "core/rule_score.h"

#include "core/rule_scorer.h"
#include "base/buf.h"

struct stages {
	enum score_stage plus, minus, max, min;
};

/* Where the walk over the rule's items stands. */
struct walk {
	const struct score_job *job;
	size_t place, at, column;
	bool before; /* stop at the caps of credits and debits */
	/* what spreads at the end */
	struct dec weights, weights_na, full, full_na;
};

/* Brings the running sum `v` to `limit` by one adjustment line. */
static enum rc limit(struct scorer *s, enum score_stage stage, const char *sign, struct dec to, struct dec shown, struct dec *v)
{
	struct dec d;
	TRY(scorer_minus(s->cx, to, *v, &d));
	scorer_put(s, stage, d, scorer_arrow(s, *v, to, sign, shown));
	*v = to;
	return RC_OK;
}

/* Credits and debits first, then the sum, as the paper says. */
static enum rc cap_credits(struct scorer *s, const struct rule_limits *l, struct stages st, struct dec *plus, struct dec *less)
{
	if (l->has_plus && dec_cmp(*plus, l->plus) > 0)
		TRY(limit(s, st.plus, "≤", l->plus, l->plus, plus));
	if (l->has_minus && less->u < -l->minus.u)
		TRY(limit(s, st.minus, "≤", (struct dec){-l->minus.u}, l->minus, less));
	return RC_OK;
}

static enum rc clamp_sum(struct scorer *s, const struct rule_limits *l, struct stages st, struct dec *sum)
{
	if (l->has_max && dec_cmp(*sum, l->max) > 0)
		TRY(limit(s, st.max, "≤", l->max, l->max, sum));
	if (l->has_min && dec_cmp(*sum, l->min) < 0)
		TRY(limit(s, st.min, "≥", l->min, l->min, sum));
	return RC_OK;
}

/* Adds what turns `from` into `to` as a line of its own, a × b ÷ c. */
static enum rc scale(struct scorer *s, enum score_stage stage, enum rule_stage round, struct dec *v, struct dec by, struct dec of)
{
	struct dec to, d;
	if (!rule_muldiv(*v, by, of, s->r->places[round], &to))
		return scorer_overflow(s->cx);
	TRY(scorer_minus(s->cx, to, *v, &d));
	if (d.u != 0)
		scorer_put(s, stage, d,
			   SCORER_SAY(s, "%.*s × %.*s ÷ %.*s = %.*s", SV_ARG(dec_text(s->cx->a, *v)), SV_ARG(dec_text(s->cx->a, by)),
				      SV_ARG(dec_text(s->cx->a, of)), SV_ARG(dec_text(s->cx->a, to))));
	*v = to;
	return RC_OK;
}

/* ---- items ------------------------------------------------------------------------------------------------ */

static void gap(struct scorer *s, const struct rule_item *item, const struct rule_part *part)
{
	s->u.unranked = true;
	if (!s->quiet)
		*CORE_PUSH(s->cx->a, s->u.gaps, s->u.n_gaps) = (struct score_gap){ item, part };
}

/* What an item gives to a unit to which it does not apply. */
static struct dec instead(struct scorer *s, const struct rule_item *item)
{
	s->u.unranked |= item->absent == ABSENT_UNRANKED;
	return item->absent == ABSENT_FULL ? rule_item_full(item) : (struct dec){ 0 };
}

struct measured {
	struct dec sum, full, full_na; /* full: of all; full_na: of those whose weight spreads */
};

static bool told(const struct walk *k, size_t column)
{
	return !k->job->column || k->job->column[column];
}

static enum rc score_measure(struct scorer *s, struct walk *k, struct measured *ms)
{
	const struct score_grid *g = k->job->grid;
	const struct rule_columns *cols = g ? g->cols : NULL;
	size_t column = k->column++;
	struct dec full = rule_item_full(s->item), points;
	TRY(scorer_add(s->cx, &ms->full, full));
	if (!cols) {
		gap(s, s->item, NULL);
		return RC_OK;
	}
	struct rule_cell c = g->cells[column][k->job->unit];
	s->u.estimated |= c.estimated;
	s->u.partial |= c.partial;
	points = c.points;
	if (c.state == CELL_MISSING) {
		gap(s, s->item, NULL);
		return RC_OK;
	}
	if (c.state == CELL_NOT_APPLICABLE) {
		points = instead(s, s->item);
		if (s->item->absent == ABSENT_SPREAD)
			TRY(scorer_add(s->cx, &ms->full_na, full));
		if (points.u && told(k, column))
			scorer_put(s, STAGE_MEASURE, points, SCORER_SAY(s, "— → %.*s", SV_ARG(dec_text(s->cx->a, points))));
		return scorer_add(s->cx, &ms->sum, points);
	}
	if (s->mute) {
		if (told(k, column))
			scorer_put(s, STAGE_MEASURE, points, SV_NONE);
	} else if (!s->quiet) {
		TRY(rule_cell(s->cx, cols, &cols->items[column], k->job->unit, true, &c));
		struct score_line *l = scorer_put(s, STAGE_MEASURE, c.points, c.arithmetic);
		l->inputs = c.inputs;
		l->n_inputs = c.n_inputs;
	}
	return scorer_add(s->cx, &ms->sum, points);
}

static struct dec known_line(struct scorer *s, const struct walk *k)
{
	const struct score_row *row = &k->job->rows->rows[k->place];
	struct dec d = row->points[k->job->unit];
	s->u.unranked |= row->unranked[k->job->unit];
	if (d.u != 0 && (!k->job->line || k->job->line[k->place]))
		scorer_put(s, STAGE_ENTRIES, d, SV_NONE);
	return d;
}

static enum rc score_lines(struct scorer *s, struct score_class *c, struct walk *k)
{
	for (size_t i = 0; i < s->item->n_lines; i++, k->place++) {
		const struct rule_line *l = s->line = &s->item->lines[i];
		struct dec d = {0};
		if (k->job->rows) {
			d = known_line(s, k);
		} else {
			size_t from = k->at;
			while (k->at < k->job->n && k->job->w[k->at]->place == k->place)
				k->at++;
			TRY(scorer_line(s, k->job->w + from, k->at - from, &d));
		}
		bool each = l->kind == LINE_EACH;
		TRY(scorer_add(s->cx, !each ? &c->base : l->points.u > 0 ? &c->plus : &c->minus, d));
	}
	s->line = NULL;
	return RC_OK;
}

/* Nothing of a class that does not apply counts, its entries neither. */
static void pass_over(const struct rule_item *item, struct walk *k)
{
	k->column += item->measure != NULL;
	k->place += item->n_lines;
	while (k->at < k->job->n && k->job->w[k->at]->place < k->place)
		k->at++;
}

/* The class as a whole is not applicable: said so, or none of its items is. */
static bool class_absent(const struct walk *k, size_t class, const struct rule_class *c)
{
	const struct score_grid *g = k->job->grid;
	if (!g)
		return false;
	size_t n = g->cols->n_units, column = k->column;
	if (g->cols->no_class[class * n + k->job->unit])
		return true;
	for (size_t i = 0; i < c->n_items; i++) {
		const struct rule_item *item = &c->items[i];
		if (!item->measure || item->absent != ABSENT_SPREAD ||
		    g->cells[column++][k->job->unit].state != CELL_NOT_APPLICABLE)
			return false;
	}
	return true;
}

static enum rc score_items(struct scorer *s, struct score_class *c, struct walk *k)
{
	struct measured ms = { 0 };
	for (size_t i = 0; i < c->class->n_items; i++) {
		s->item = &c->class->items[i];
		if (c->not_applicable)
			pass_over(s->item, k);
		else if (s->item->measure)
			TRY(score_measure(s, k, &ms));
		else
			TRY(score_lines(s, c, k));
	}
	s->item = NULL;
	if (ms.full_na.u > 0 && ms.full_na.u < ms.full.u)
		TRY(scale(s, STAGE_SPREAD, ROUND_ITEM, &ms.sum, ms.full, (struct dec){ ms.full.u - ms.full_na.u }));
	return scorer_add(s->cx, &c->base, ms.sum);
}

/* ---- class ------------------------------------------------------------------------------------------------ */

/* Debits count twice for a unit that every other class does not concern. */
static enum rc alone(struct scorer *s, struct score_class *c)
{
	bool others = false;
	for (size_t i = 0; i < s->r->n_classes; i++)
		others |= &s->u.classes[i] != c && !s->u.classes[i].not_applicable;
	if (!c->class->alone_doubled || others || c->minus.u == 0)
		return RC_OK;
	struct dec d = c->minus;
	scorer_put(s, STAGE_ALONE, d, SCORER_SAY(s, "%.*s × 2", SV_ARG(dec_text(s->cx->a, d))));
	return scorer_add(s->cx, &c->minus, d);
}

static struct dec class_full(const struct rule_class *c)
{
	int64_t sum = c->base.u;
	for (size_t i = 0; i < c->n_items; i++)
		sum += rule_item_full(&c->items[i]).u; /* at most 50 × 10⁵ points */
	return (struct dec){ sum };
}

static enum rc class_weight(struct scorer *s, struct score_class *c, struct walk *k)
{
	struct dec full = class_full(c->class);
	TRY(scorer_add(s->cx, c->class->has_weight ? &k->weights : &k->full, c->class->has_weight ? c->class->weight : full));
	if (c->not_applicable)
		return scorer_add(s->cx, c->class->has_weight ? &k->weights_na : &k->full_na, c->class->has_weight ? c->class->weight : full);
	return c->class->has_weight ? scale(s, STAGE_WEIGHT, ROUND_CLASS, &c->score, c->class->weight, DEC(100)) : RC_OK;
}

static enum rc add_class(struct scorer *s, const struct score_class *c)
{
	if (c->class->has_weight)
		return scorer_add(s->cx, &s->u.base, c->score); /* its credits and debits stay inside it */
	TRY(scorer_add(s->cx, &s->u.base, c->base));
	TRY(scorer_add(s->cx, &s->u.plus, c->plus));
	return scorer_add(s->cx, &s->u.minus, c->minus);
}

static enum rc score_class(struct scorer *s, size_t i, struct walk *k)
{
	static const struct stages st = {STAGE_CLASS_PLUS, STAGE_CLASS_MINUS, STAGE_CLASS_MAX, STAGE_CLASS_MIN};
	struct score_class *c = &s->u.classes[i];
	const struct score_grid *g = k->job->grid;
	s->class = c->class;
	if (c->class->base.u != 0 && !c->not_applicable) {
		scorer_put(s, STAGE_BASE, c->class->base, SCORER_SAY(s, "%.*s", SV_ARG(rule_signed(s->cx->a, c->class->base))));
		c->base = c->class->base;
	}
	TRY(score_items(s, c, k));
	TRY(alone(s, c));
	TRY(cap_credits(s, &c->class->limits, st, &c->plus, &c->minus));
	if (k->before)
		return RC_OK;
	if (g && g->void_bonus && g->void_bonus[i * g->cols->n_units + k->job->unit] && c->plus.u) {
		struct dec none = { -c->plus.u };
		scorer_put(s, STAGE_BONUS_VOID, none, SCORER_SAY(s, "%.*s → 0", SV_ARG(rule_signed(s->cx->a, c->plus))));
		c->plus = (struct dec){ 0 };
	}
	c->score = c->base;
	TRY(scorer_add(s->cx, &c->score, c->plus));
	TRY(scorer_add(s->cx, &c->score, c->minus));
	TRY(clamp_sum(s, &c->class->limits, st, &c->score));
	TRY(class_weight(s, c, k));
	return add_class(s, c);
}

/* ---- total ------------------------------------------------------------------------------------------------ */

static void say_term(struct buf *b, struct arena *a, struct dec d)
{
	struct sv t = dec_text(a, d);
	bool neg = t.p[0] == '-';
	buf_puts(b, b->n ? (neg ? " - " : " + ") : neg ? "-" : "");
	buf_put(b, neg ? sv_from(t, 1) : t);
}

static struct sv total_text(struct scorer *s, const struct dec *own)
{
	struct arena *a = s->cx->a;
	struct buf b = buf_new(a, 4096);
	for (size_t i = 0; i < s->r->n_classes && !own; i++)
		say_term(&b, a, s->u.classes[i].score);
	if (own)
		say_term(&b, a, *own);
	for (size_t i = 0; i < s->r->n_parts; i++)
		if (s->r->parts[i].source.n)
			say_term(&b, a, s->u.parts[i]);
	buf_printf(&b, " = %.*s", SV_ARG(dec_text(a, s->u.total)));
	return buf_sv(&b);
}

/* The weight of classes that do not concern the unit goes to the others in proportion. */
static enum rc spread(struct scorer *s, const struct walk *k, struct dec *weighted, struct dec *plain)
{
	s->class = NULL;
	if (k->weights_na.u > 0 && k->weights_na.u < k->weights.u)
		TRY(scale(s, STAGE_TOTAL_SPREAD, ROUND_CLASS, weighted, k->weights, (struct dec){ k->weights.u - k->weights_na.u }));
	if (k->full_na.u > 0 && k->full_na.u < k->full.u)
		TRY(scale(s, STAGE_TOTAL_SPREAD, ROUND_CLASS, plain, k->full, (struct dec){ k->full.u - k->full_na.u }));
	return RC_OK;
}

static enum rc score_parts(struct scorer *s, const struct walk *k, struct dec *rest)
{
	const struct score_grid *g = k->job->grid;
	for (size_t i = 0; i < s->r->n_parts; i++) {
		const struct rule_part *p = s->part = &s->r->parts[i];
		if (!p->source.n)
			continue; /* scaled already */
		struct rule_cell c = { 0 };
		if (g)
			c = g->parts[i * g->cols->n_units + k->job->unit];
		s->u.estimated |= c.estimated;
		s->u.partial |= c.partial;
		if (c.state != CELL_GIVEN) {
			gap(s, NULL, p);
			continue;
		}
		if (s->mute)
			scorer_put(s, STAGE_PART, c.points, SV_NONE);
		else if (!s->quiet) {
			TRY(rule_part_cell(s->cx, s->r, &g->cols->parts[i], k->job->unit, true, &c));
			struct score_line *l = scorer_put(s, STAGE_PART, c.points, c.arithmetic);
			l->inputs = c.inputs;
			l->n_inputs = c.n_inputs;
		}
		s->u.parts[i] = c.points;
		TRY(scorer_add(s->cx, rest, c.points));
	}
	s->part = NULL;
	return RC_OK;
}

/* 本细则 as a part: the classes together × its weight. */
static enum rc own_part(struct scorer *s, struct dec *rest, struct dec **ret_own)
{
	for (size_t i = 0; i < s->r->n_parts; i++) {
		if (s->r->parts[i].source.n)
			continue;
		TRY(scorer_add(s->cx, rest, s->u.plus));
		TRY(scorer_add(s->cx, rest, s->u.minus));
		s->u.base = *rest;
		s->u.plus = s->u.minus = (struct dec){ 0 };
		s->part = &s->r->parts[i];
		TRY(scale(s, STAGE_PART, ROUND_PART, rest, s->part->weight, DEC(100)));
		s->part = NULL;
		s->u.parts[i] = s->u.base = *rest;
		*ret_own = &s->u.parts[i];
	}
	return RC_OK;
}

static enum rc score_total(struct scorer *s, const struct walk *k)
{
	static const struct stages st = {STAGE_TOTAL_PLUS, STAGE_TOTAL_MINUS, STAGE_TOTAL_MAX, STAGE_TOTAL_MIN};
	struct dec weighted = {0}, rest = {0}, d, *own = NULL;
	s->class = NULL;
	for (size_t i = 0; i < s->r->n_classes; i++)
		TRY(scorer_add(s->cx, s->u.classes[i].class->has_weight ? &weighted : &rest, s->u.classes[i].score));
	/* What is neither credit nor debit: base, marks, rates, and what class limits changed. */
	TRY(scorer_minus(s->cx, rest, s->u.plus, &rest));
	TRY(scorer_minus(s->cx, rest, s->u.minus, &rest));
	TRY(spread(s, k, &weighted, &rest));
	TRY(scorer_add(s->cx, &rest, weighted));
	TRY(own_part(s, &rest, &own));
	TRY(score_parts(s, k, &rest));
	TRY(cap_credits(s, &s->r->limits, st, &s->u.plus, &s->u.minus));
	TRY(scorer_add(s->cx, &rest, s->u.plus));
	TRY(scorer_add(s->cx, &rest, s->u.minus));
	TRY(clamp_sum(s, &s->r->limits, st, &rest));
	s->u.exact = rest;
	s->u.total = dec_round(s->u.exact, s->r->places[ROUND_TOTAL]);
	TRY(scorer_minus(s->cx, s->u.total, s->u.exact, &d));
	if (d.u != 0)
		scorer_put(s, STAGE_ROUND, d, SCORER_SAY(s, "%.*s → %.*s", SV_ARG(dec_text(s->cx->a, s->u.exact)),
							 SV_ARG(dec_text(s->cx->a, s->u.total))));
	if (!s->quiet && !s->mute)
		s->u.arithmetic = total_text(s, own);
	return RC_OK;
}

static void vetoes(struct scorer *s, const struct walk *k)
{
	for (size_t at = k->at; at < k->job->n; at++) {
		const struct score_work *w = k->job->w[at];
		if (!scorer_inside(s, w->e->day) || !scorer_live(w, s->period.to.n))
			continue;
		s->u.not_red = true;
		s->u.black |= w->veto->effect == EFFECT_BLACK;
		s->u.down |= w->veto->effect == EFFECT_DOWN;
		s->u.out |= w->veto->effect == EFFECT_OUT;
		if (!s->u.veto)
			s->u.veto = w->veto;
	}
}

static enum rc classes(struct scorer *s, struct walk *k)
{
	const struct rule *r = s->r;
	size_t column = 0;
	s->u.classes = NEW(s->cx->a, struct score_class, r->n_classes + 1);
	s->u.parts = NEW(s->cx->a, struct dec, r->n_parts + 1);
	for (size_t i = 0; i < r->n_classes; i++) {
		k->column = column;
		s->u.classes[i].class = &r->classes[i];
		s->u.classes[i].not_applicable = class_absent(k, i, &r->classes[i]);
		for (size_t j = 0; j < r->classes[i].n_items; j++)
			column += r->classes[i].items[j].measure != NULL;
	}
	k->column = 0;
	for (size_t i = 0; i < r->n_classes; i++)
		TRY(score_class(s, i, k));
	return RC_OK;
}

/* All classes but one as they were; the weight of absent classes is not spread here, so none may be absent. */
static enum rc one_class(struct scorer *s, struct walk *k)
{
	const struct unit_score *had = k->job->had;
	size_t n = s->r->n_classes, only = k->job->only;
	s->u.classes = k->job->classes ? k->job->classes : NEW(s->cx->a, struct score_class, n + 1);
	s->u.parts = k->job->parts ? k->job->parts : NEW(s->cx->a, struct dec, s->r->n_parts + 1);
	memcpy(s->u.classes, had->classes, n * sizeof(*had->classes));
	s->u.unranked = had->unranked;
	s->u.classes[only] = (struct score_class){ .class = &s->r->classes[only] };
	k->place = k->job->only_place;
	k->column = k->job->only_column;
	for (size_t i = 0; i < n; i++) {
		const struct score_class *c = &s->u.classes[i];
		if (i == only)
			TRY(score_class(s, i, k));
		else
			TRY(add_class(s, c));
	}
	return RC_OK;
}

static struct scorer bench(struct ctx *cx, const struct score_job *job, const struct unit_score *u, bool quiet)
{
	struct scorer s = {.cx = cx, .r = job->r, .period = job->period, .u = *u, .quiet = quiet, .mute = job->mute};
	s.u.lines = job->room;
	s.cap = job->n_room;
	return s;
}

enum rc rule_score_before(struct ctx *cx, const struct score_job *job, struct unit_score *ret)
{
	struct scorer s = bench(cx, job, ret, true);
	struct walk k = { .job = job, .before = true };
	TRY(classes(&s, &k));
	*ret = s.u;
	return RC_OK;
}

enum rc rule_score_unit(struct ctx *cx, const struct score_job *job, struct unit_score *ret)
{
	struct scorer s = bench(cx, job, ret, job->quiet);
	struct walk k = { .job = job };
	TRY((job->had ? one_class : classes)(&s, &k));
	vetoes(&s, &k);
	TRY(score_total(&s, &k));
	*ret = s.u;
	return RC_OK;
}
