#include "core/rule_measure.h"

#include "base/buf.h"

struct run {
	struct ctx *cx;
	const struct rule *r;
	const struct rule_column *col;
	const struct rule_measure *m;
	size_t unit;
	bool say;
	struct rule_cell *cell;
};

static const rule_wide hundred = (rule_wide)100 * DEC_ONE;

static enum rc overflow(struct ctx *cx)
{
	return fail(cx, RC_LIMIT, "rule.input_overflow", N_("the figures are too large to compare; give them in a larger unit of measure"));
}

static struct sv text(const struct run *u, struct dec d)
{
	return dec_text(u->cx->a, d);
}

static void use(struct run *u, const struct rule_input *in)
{
	u->cell->estimated |= in->estimated;
	if (!u->say)
		return;
	if (!u->cell->inputs)
		u->cell->inputs = NEW(u->cx->a, const struct rule_input *, 4);
	u->cell->inputs[u->cell->n_inputs++] = in;
}

/* n ÷ d millionths of a point, rounded at the stage; `t` is the expression without its result. */
static enum rc give(struct run *u, rule_wide n, rule_wide d, struct sv t)
{
	struct dec full;
	int places = u->r->places[ROUND_ITEM];
	if (!rule_settle(n, d, places, &u->cell->points))
		return overflow(u->cx);
	u->cell->state = CELL_GIVEN;
	if (!u->say)
		return RC_OK;
	if (!rule_settle(n, d, 6, &full))
		return overflow(u->cx);
	u->cell->arithmetic = arena_printf(u->cx->a, "%.*s = %.*s", SV_ARG(t), SV_ARG(text(u, full)));
	if (full.u != u->cell->points.u)
		u->cell->arithmetic = arena_printf(u->cx->a, "%.*s → %.*s", SV_ARG(u->cell->arithmetic), SV_ARG(text(u, u->cell->points)));
	return RC_OK;
}

static enum rc give_plain(struct run *u, struct dec points, struct sv t)
{
	u->cell->state = CELL_GIVEN;
	u->cell->points = dec_round(points, u->r->places[ROUND_ITEM]);
	if (u->say)
		u->cell->arithmetic = arena_printf(u->cx->a, "%.*s → %.*s", SV_ARG(t), SV_ARG(text(u, u->cell->points)));
	return RC_OK;
}

/* "30", or "-3→0" for what counts as nothing. */
static struct sv at_least_none(const struct run *u, struct dec d)
{
	return d.u < 0 ? arena_printf(u->cx->a, "%.*s→0", SV_ARG(text(u, d))) : text(u, d);
}

#define SAY(u, ...) ((u)->say ? arena_printf((u)->cx->a, __VA_ARGS__) : SV_NONE)

/* ---- completion ------------------------------------------------------------------------------------------ */

/* Points for each whole percent beyond the target. */
static struct dec beyond(const struct rule_measure *m, rule_wide n, rule_wide d)
{
	rule_wide percents = (n - d) * 100 / d;
	if (m->extra.u == 0 || percents <= 0)
		return (struct dec){ 0 };
	if (percents > m->extra_max.u / m->extra.u)
		return m->extra_max;
	return (struct dec){ m->extra.u * (int64_t)percents };
}

/* Over what the calendar asks for by now: both sides × 100 % and × progress. */
static bool against_schedule(struct run *u, const struct rule_columns *cols, rule_wide *n, rule_wide *d, struct sv *t)
{
	rule_figure p = u->col->progress[u->unit];
	struct dec due = p ? p->value : cols->progress;
	if (due.u <= 0 || due.u > hundred)
		return false;
	if (p)
		use(u, p);
	*n *= u->m->lower ? due.u : hundred;
	*d *= u->m->lower ? hundred : due.u;
	*t = SAY(u, u->m->lower ? "%.*s × %.*s%%" : "%.*s ÷ %.*s%%", SV_ARG(*t), SV_ARG(text(u, due)));
	return true;
}

static enum rc completion(struct run *u, const struct rule_columns *cols)
{
	const struct rule_measure *m = u->m;
	rule_figure a = u->col->actual[u->unit], t = u->col->target[u->unit];
	if (!a || !t || t->value.u <= 0)
		return RC_OK;
	use(u, a);
	use(u, t);
	rule_wide n = a->value.u > 0 ? a->value.u : 0, d = t->value.u;
	if (m->lower) {
		n = t->value.u;
		d = a->value.u > 0 ? a->value.u : 0;
	}
	struct sv s = m->lower ? SAY(u, "%.*s ÷ %.*s", SV_ARG(text(u, t->value)), SV_ARG(at_least_none(u, a->value)))
			       : SAY(u, "%.*s ÷ %.*s", SV_ARG(at_least_none(u, a->value)), SV_ARG(text(u, t->value)));
	if (m->schedule && !against_schedule(u, cols, &n, &d, &s))
		return u->cell->n_inputs = 0, RC_OK;
	bool capped = n * hundred > m->cap.u * d;
	struct dec more = capped && d > 0 ? beyond(m, n, d) : m->extra_max;
	if (!capped)
		return give(u, m->points.u * n, d, SAY(u, "%.*s × %.*s", SV_ARG(text(u, m->points)), SV_ARG(s)));
	s = SAY(u, "%.*s ≥ %.*s%%: %.*s × %.*s%%", SV_ARG(s), SV_ARG(text(u, m->cap)), SV_ARG(text(u, m->points)), SV_ARG(text(u, m->cap)));
	if (more.u)
		s = SAY(u, "%.*s + %.*s", SV_ARG(s), SV_ARG(text(u, more)));
	return give(u, (rule_wide)m->points.u * m->cap.u + (rule_wide)more.u * hundred, hundred, s);
}

/* ---- against the group and against bounds ---------------------------------------------------------------- */

static enum rc best(struct run *u)
{
	const struct rule_measure *m = u->m;
	rule_figure a = u->col->actual[u->unit];
	if (!a)
		return RC_OK;
	use(u, a);
	struct dec own = a->value, b = m->lower ? u->col->low : u->col->high;
	if (!m->lower && b.u <= 0)
		return u->cell->n_inputs = 0, RC_OK; /* nobody has anything: nothing to compare with */
	struct sv whole = SAY(u, "%.*s", SV_ARG(text(u, m->points)));
	if (m->lower && own.u <= 0)
		return give_plain(u, m->points, whole);
	if (m->lower)
		return give(u, (rule_wide)m->points.u * (b.u > 0 ? b.u : 0), own.u,
			    SAY(u, "%.*s × %.*s ÷ %.*s", SV_ARG(whole), SV_ARG(text(u, b)), SV_ARG(text(u, own))));
	return give(u, (rule_wide)m->points.u * (own.u > 0 ? own.u : 0), b.u,
		    SAY(u, "%.*s × %.*s ÷ %.*s", SV_ARG(whole), SV_ARG(at_least_none(u, own)), SV_ARG(text(u, b))));
}

static enum rc efficacy(struct run *u)
{
	const struct rule_measure *m = u->m;
	rule_figure a = u->col->actual[u->unit];
	if (!a)
		return RC_OK;
	use(u, a);
	struct dec lo = m->fixed ? m->low : m->lower ? u->col->high : u->col->low;
	struct dec hi = m->fixed ? m->high : m->lower ? u->col->low : u->col->high;
	rule_wide span = (rule_wide)hi.u - lo.u, at = (rule_wide)a->value.u - lo.u;
	if (span == 0)
		return give_plain(u, m->points, SAY(u, "%.*s = %.*s", SV_ARG(text(u, lo)), SV_ARG(text(u, hi))));
	if (span < 0) {
		span = -span;
		at = -at;
	}
	struct sv own = SAY(u, "%.*s", SV_ARG(text(u, a->value)));
	if (at < 0 || at > span)
		own = SAY(u, "%.*s→%.*s", SV_ARG(own), SV_ARG(text(u, at < 0 ? lo : hi)));
	at = at < 0 ? 0 : at > span ? span : at;
	struct sv f = SAY(u, "%.*s", SV_ARG(text(u, m->floor)));
	return give(u, m->points.u * (m->floor.u * span + (hundred - m->floor.u) * at), hundred * span,
		    SAY(u, "%.*s × (%.*s%% + %.*s%% × (%.*s − %.*s) ÷ (%.*s − %.*s))", SV_ARG(text(u, m->points)), SV_ARG(f),
			SV_ARG(text(u, (struct dec){ (int64_t)hundred - m->floor.u })), SV_ARG(own), SV_ARG(text(u, lo)),
			SV_ARG(text(u, hi)), SV_ARG(text(u, lo))));
}

/* ---- bands ------------------------------------------------------------------------------------------------ */

static struct dec band_of(const struct rule_measure *m, rule_wide n, rule_wide d)
{
	for (int i = 0; i < m->n_bands; i++)
		if (n >= m->bands[i].from.u * d)
			return m->bands[i].points;
	return m->rest;
}

static bool too_poor(const struct rule_measure *m, int64_t poor, int64_t all)
{
	if (m->n_poor == 0)
		return false;
	return m->poor_part ? poor * m->poor_part >= all : (rule_wide)poor * hundred >= (rule_wide)all * m->poor_from.u;
}

static enum rc bands(struct run *u)
{
	const struct rule_measure *m = u->m;
	rule_figure a = u->col->actual[u->unit];
	size_t from = u->col->first[u->unit], to = u->col->first[u->unit + 1];
	int64_t all = 0, good = 0, poor = 0;
	if (from == to && a) {
		use(u, a);
		return give_plain(u, band_of(m, a->value.u, 1), SAY(u, "%.*s", SV_ARG(text(u, a->value))));
	}
	if (u->say && to > from)
		u->cell->inputs = NEW(u->cx->a, const struct rule_input *, to - from);
	for (size_t i = from; i < to; i++) {
		const struct rule_vote *v = &u->col->votes[i];
		use(u, v->input);
		all += v->count;
		good += v->graded ? v->count : 0;
		poor += v->poor ? v->count : 0;
	}
	if (all == 0)
		return RC_OK;
	struct dec share = { 0 };
	if (!rule_settle(good * hundred, all, 6, &share))
		return overflow(u->cx);
	struct sv t = SAY(u, "%lld ÷ %lld = %.*s%%", (long long)good, (long long)all, SV_ARG(text(u, share)));
	if (!too_poor(m, poor, all))
		return give_plain(u, band_of(m, good * hundred, all), t);
	return give_plain(u, m->poor_points, SAY(u, "%.*s; %lld ÷ %lld", SV_ARG(t), (long long)poor, (long long)all));
}

static enum rc direct(struct run *u)
{
	rule_figure a = u->col->actual[u->unit];
	if (!a)
		return RC_OK;
	use(u, a);
	u->cell->state = CELL_GIVEN;
	u->cell->points = dec_round(a->value, u->r->places[ROUND_ITEM]);
	u->cell->arithmetic = SAY(u, "%.*s", SV_ARG(text(u, a->value)));
	return RC_OK;
}

enum rc rule_cell(struct ctx *cx, const struct rule_columns *cols, const struct rule_column *col, size_t unit, bool say,
		  struct rule_cell *ret)
{
	struct run u = { .cx = cx, .r = cols->rule, .col = col, .m = col->item->measure, .unit = unit, .say = say, .cell = ret };
	*ret = (struct rule_cell){ 0 };
	if (col->not_applicable[unit]) {
		ret->state = CELL_NOT_APPLICABLE;
		return RC_OK;
	}
	switch (u.m->kind) {
	case MEASURE_COMPLETION:
		return completion(&u, cols);
	case MEASURE_BEST:
		return best(&u);
	case MEASURE_EFFICACY:
		return efficacy(&u);
	case MEASURE_BANDS:
		return bands(&u);
	case MEASURE_MARKS:
	case MEASURE_GRADES:
	case MEASURE_RANKS:
	case MEASURE_DECAY:
		return rule_votes(cx, cols->rule, col, unit, say, ret);
	case MEASURE_DIRECT:
	case MEASURE_NONE:
	case MEASURE_COUNT_:
	default:
		return direct(&u);
	}
}
