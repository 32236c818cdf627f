/* Votes into points: the mean of marks, of the values of grades, of what places are worth; group by group where
 * the rule weighs groups.  And the parts of a composition, which are means over periods. */
#include "core/rule_measure.h"

#include "base/buf.h"
#include "core/score/aggregate.h"

static const rule_wide hundred = (rule_wide)100 * DEC_ONE;

/* The votes of one group, exactly: sum ÷ (n × by) millionths. */
struct tally {
	rule_wide sum, by;
	int64_t n;
	struct buf text;
};

static enum rc overflow(struct ctx *cx)
{
	return fail(cx, RC_LIMIT, "rule.votes_overflow", N_("there are more votes than can be counted; check the numbers of votes"));
}

/* What one vote is worth, × by. */
static rule_wide worth(const struct rule_measure *m, const struct rule_vote *v)
{
	rule_wide behind = v->value.u / DEC_ONE - 1, w = v->value.u;
	if (m->kind == MEASURE_RANKS)
		w = m->points.u - behind * m->step.u;
	if (m->kind == MEASURE_DECAY)
		w = m->points.u * (hundred - behind * m->step.u);
	return w < 0 ? 0 : w;
}

struct counting {
	struct ctx *cx;
	const struct rule_measure *m;
	const struct rule_column *col;
	size_t from, to;
	bool say;
	struct rule_cell *cell;
};

static enum rc say_vote(struct counting *c, struct tally *t, const struct rule_vote *v, rule_wide w)
{
	struct dec each = { 0 };
	if (!c->say)
		return RC_OK;
	c->cell->inputs[c->cell->n_inputs++] = v->input;
	if (!rule_settle(w, t->by, 6, &each))
		return overflow(c->cx);
	buf_puts(&t->text, t->n ? " + " : "");
	if (c->m->kind == MEASURE_MARKS && v->value.u != v->input->value.u) /* corrected: the raw mark stands before it */
		buf_printf(&t->text, "%.*s→", SV_ARG(dec_text(c->cx->a, v->input->value)));
	buf_put(&t->text, dec_text(c->cx->a, each));
	if (v->count > 1)
		buf_printf(&t->text, " × %lld", (long long)v->count);
	return RC_OK;
}

/* Which votes are left out as extremes: positions from c->from on. */
static enum rc extremes(struct counting *c, int group, bool *dropped, struct tally *t)
{
	const struct rule_measure *m = c->m;
	size_t n = c->to - c->from, k = 0;
	if (m->kind != MEASURE_MARKS || (!m->drop_high && !m->drop_low))
		return RC_OK;
	struct mark *marks = NEW(c->cx->a, struct mark, n + 1);
	size_t *at = NEW(c->cx->a, size_t, n + 1);
	for (size_t i = 0; i < n; i++)
		if (c->col->votes[c->from + i].group == group) {
			marks[k].value = c->col->votes[c->from + i].value;
			at[k++] = i;
		}
	struct mean_result r;
	struct trim trim = { .low = m->drop_low, .high = m->drop_high, .min_n = m->min_n };
	struct rounding six = { ROUND_HALF_UP, 6 };
	enum score_status st = trimmed_mean(c->cx->a, marks, k, trim, six, SV(""), NULL, &r);
	if (st == SCORE_OVERFLOW)
		return overflow(c->cx);
	c->cell->untrimmed |= k > 0 && !(st == SCORE_OK && r.trimmed);
	for (int i = 0; st == SCORE_OK && r.trimmed && i < m->drop_low + m->drop_high; i++)
		dropped[at[r.dropped[i]]] = true;
	for (size_t i = 0; c->say && i < n; i++)
		if (dropped[i] && c->col->votes[c->from + i].group == group)
			buf_printf(&t->text, "(%.*s) ", SV_ARG(dec_text(c->cx->a, c->col->votes[c->from + i].value)));
	return RC_OK;
}

static enum rc count(struct counting *c, int group, struct tally *t)
{
	bool *dropped = c->m->drop_high || c->m->drop_low ? NEW(c->cx->a, bool, c->to - c->from + 1) : NULL;
	*t = (struct tally){ .by = c->m->kind == MEASURE_DECAY ? hundred : 1 };
	if (c->say)
		t->text = buf_new(c->cx->a, 1 << 16);
	TRY(extremes(c, group, dropped, t));
	for (size_t i = c->from; i < c->to; i++) {
		const struct rule_vote *v = &c->col->votes[i];
		if (v->group != group || (dropped && dropped[i - c->from]))
			continue;
		rule_wide w = worth(c->m, v);
		c->cell->estimated |= v->input->estimated;
		TRY(say_vote(c, t, v, w));
		if (t->n > INT64_MAX / 2 - v->count)
			return overflow(c->cx);
		t->sum += w * v->count;
		t->n += v->count;
	}
	return RC_OK;
}

/* (sum ÷ n) × scaled ÷ points, or as it is. */
static enum rc give(struct counting *c, const struct rule *r, rule_wide n, rule_wide d, struct sv t)
{
	const struct rule_measure *m = c->m;
	struct dec full;
	if (m->has_scaled) {
		if (__builtin_mul_overflow(n, (rule_wide)m->scaled.u, &n) || __builtin_mul_overflow(d, (rule_wide)m->points.u, &d))
			return overflow(c->cx);
		if (c->say)
			t = arena_printf(c->cx->a, "%.*s × %.*s ÷ %.*s", SV_ARG(t), SV_ARG(dec_text(c->cx->a, m->scaled)),
					 SV_ARG(dec_text(c->cx->a, m->points)));
	}
	if (!rule_settle(n, d, r->places[ROUND_ITEM], &c->cell->points) || !rule_settle(n, d, 6, &full))
		return overflow(c->cx);
	c->cell->state = CELL_GIVEN;
	if (!c->say)
		return RC_OK;
	c->cell->arithmetic = arena_printf(c->cx->a, "%.*s = %.*s", SV_ARG(t), SV_ARG(dec_text(c->cx->a, full)));
	if (full.u != c->cell->points.u)
		c->cell->arithmetic = arena_printf(c->cx->a, "%.*s → %.*s", SV_ARG(c->cell->arithmetic),
						   SV_ARG(dec_text(c->cx->a, c->cell->points)));
	return RC_OK;
}

static enum rc by_group(struct counting *c, const struct rule *r)
{
	const struct rule_item *item = c->col->item;
	rule_wide sum = 0, weights = 0;
	struct buf b = buf_new(c->cx->a, 1 << 16);
	for (int g = 0; g < item->n_groups; g++) {
		struct tally t;
		struct dec mean;
		TRY(count(c, g, &t));
		if (t.n == 0) {
			c->cell->partial = true;
			continue;
		}
		if (!rule_settle(t.sum, t.by * t.n, r->places[ROUND_GROUP], &mean))
			return overflow(c->cx);
		sum += (rule_wide)item->groups[g].value.u * mean.u;
		weights += item->groups[g].value.u;
		if (c->say)
			buf_printf(&b, "%s%.*s (%.*s) ÷ %lld = %.*s × %.*s%%", b.n ? " + " : "", SV_ARG(item->groups[g].name),
				   SV_ARG(buf_sv(&t.text)), (long long)t.n, SV_ARG(dec_text(c->cx->a, mean)),
				   SV_ARG(dec_text(c->cx->a, item->groups[g].value)));
	}
	if (weights == 0 || (c->cell->partial && !item->groups_spread)) {
		c->cell->n_inputs = 0;
		c->cell->partial = false;
		return RC_OK;
	}
	struct sv t = buf_sv(&b);
	if (c->say && weights != hundred)
		t = arena_printf(c->cx->a, "(%.*s) ÷ %.*s%%", SV_ARG(t), SV_ARG(dec_text(c->cx->a, (struct dec){ (int64_t)weights })));
	return give(c, r, sum, weights, t);
}

enum rc rule_votes(struct ctx *cx, const struct rule *r, const struct rule_column *col, size_t unit, bool say,
		   struct rule_cell *ret)
{
	struct counting c = { .cx = cx, .m = col->item->measure, .col = col, .from = col->first[unit], .to = col->first[unit + 1],
			      .say = say, .cell = ret };
	struct tally t;
	if (c.from == c.to)
		return RC_OK;
	if (say)
		ret->inputs = NEW(cx->a, const struct rule_input *, c.to - c.from);
	if (col->item->n_groups)
		return by_group(&c, r);
	TRY(count(&c, -1, &t));
	return give(&c, r, t.sum, t.by * t.n,
		    say ? arena_printf(cx->a, "(%.*s) ÷ %lld", SV_ARG(buf_sv(&t.text)), (long long)t.n) : SV_NONE);
}

/* ---- parts ------------------------------------------------------------------------------------------------ */

struct periods {
	rule_wide sum, weights;
	int given;
	struct buf text;
};

static struct dec period_weight(const struct rule_part *p, int i)
{
	return p->how == PERIODS_WEIGHTED ? p->periods[i] : DEC(1);
}

static void add_periods(struct ctx *cx, const struct rule_part_column *col, size_t unit, bool say, struct periods *s, struct rule_cell *c)
{
	const struct rule_part *p = col->part;
	for (int i = 0; i < col->n_periods; i++) {
		rule_figure f = col->scores[unit * RULE_PERIODS_MAX + (size_t)i];
		if (!f)
			continue;
		if (p->how == PERIODS_LAST) {
			s->sum = 0;
			s->given = 0;
			s->text.n = 0;
			c->n_inputs = 0;
			c->estimated = false;
		}
		struct dec w = period_weight(p, i);
		s->sum += (rule_wide)f->value.u * w.u;
		s->weights += w.u;
		c->estimated |= f->estimated;
		if (say) {
			c->inputs[c->n_inputs++] = f;
			buf_printf(&s->text, "%s%.*s", s->given ? " + " : "", SV_ARG(dec_text(cx->a, f->value)));
			if (p->how == PERIODS_WEIGHTED)
				buf_printf(&s->text, " × %.*s%%", SV_ARG(dec_text(cx->a, w)));
		}
		s->given++;
	}
}

/* Σ w × score ÷ Σ w, or the sum or the last as it is; then × the part's weight, in one expression. */
enum rc rule_part_cell(struct ctx *cx, const struct rule *r, const struct rule_part_column *col, size_t unit, bool say,
		       struct rule_cell *ret)
{
	const struct rule_part *p = col->part;
	struct periods s = { 0 };
	bool mean = p->how == PERIODS_MEAN || p->how == PERIODS_WEIGHTED;
	*ret = (struct rule_cell){ 0 };
	if (say) {
		s.text = buf_new(cx->a, 1 << 16);
		ret->inputs = NEW(cx->a, const struct rule_input *, RULE_PERIODS_MAX);
	}
	add_periods(cx, col, unit, say, &s, ret);
	int due = p->how == PERIODS_WEIGHTED ? p->n_periods : col->n_periods;
	ret->partial = mean && s.given < due;
	if (s.given == 0 || (ret->partial && !p->spread) || s.weights == 0) {
		ret->partial = false;
		ret->n_inputs = 0;
		return RC_OK;
	}
	rule_wide d = hundred * (mean ? s.weights : DEC_ONE);
	struct dec full;
	if (!rule_settle(s.sum * p->weight.u, d, r->places[ROUND_PART], &ret->points) ||
	    !rule_settle(s.sum * p->weight.u, d, 6, &full))
		return fail(cx, RC_LIMIT, "rule.part_overflow", N_("the scores of the parts are too large; check them"));
	ret->state = CELL_GIVEN;
	if (!say)
		return RC_OK;
	struct sv t = buf_sv(&s.text);
	if (mean && (p->how == PERIODS_MEAN || ret->partial))
		t = arena_printf(cx->a, "(%.*s) ÷ %.*s%s", SV_ARG(t), SV_ARG(dec_text(cx->a, (struct dec){ (int64_t)s.weights })),
				 p->how == PERIODS_WEIGHTED ? "%" : "");
	else if (s.given > 1)
		t = arena_printf(cx->a, "(%.*s)", SV_ARG(t));
	ret->arithmetic = arena_printf(cx->a, "%.*s × %.*s%% = %.*s", SV_ARG(t), SV_ARG(dec_text(cx->a, p->weight)),
				       SV_ARG(dec_text(cx->a, full)));
	if (full.u != ret->points.u)
		ret->arithmetic = arena_printf(cx->a, "%.*s → %.*s", SV_ARG(ret->arithmetic), SV_ARG(dec_text(cx->a, ret->points)));
	return RC_OK;
}
