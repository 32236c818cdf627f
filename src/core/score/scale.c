#include "core/score/scale.h"

static struct sv of_value(struct trace *tr, size_t i)
{
	return tr ? arena_printf(tr->a, "[%zu]", i) : SV_NONE;
}

#define TEXT(tr, d) SV_ARG(trace_dec((tr), (d)))

/* (x − lo) ÷ (hi − lo), and how it is written down. */
static struct ratio between(struct dec x, struct dec lo, struct dec hi)
{
	return ratio_div(ratio_sub(ratio_dec(x), ratio_dec(lo)), ratio_sub(ratio_dec(hi), ratio_dec(lo)));
}

static struct sv between_text(struct trace *tr, struct dec x, struct dec lo, struct dec hi)
{
	return tr ? arena_printf(tr->a, "(%.*s − %.*s) ÷ (%.*s − %.*s)", TEXT(tr, x), TEXT(tr, lo), TEXT(tr, hi), TEXT(tr, lo)) :
		    SV_NONE;
}

static struct ratio banded(struct dec x, const struct scale *s, struct trace *tr, struct sv *ret_in)
{
	const struct band *b = s->bands;
	bool falling = s->n_bands > 1 && dec_cmp(b[0].standard, b[1].standard) > 0;
	size_t at = 0; /* bands reached */
	while (at < s->n_bands && (falling ? dec_cmp(x, b[at].standard) <= 0 : dec_cmp(x, b[at].standard) >= 0))
		at++;
	if (at == 0 || at == s->n_bands) {
		*ret_in = trace_dec(tr, x);
		return ratio_dec(at ? b[at - 1].points : s->below);
	}
	const struct band *own = &b[at - 1], *next = &b[at];
	struct ratio step = ratio_sub(ratio_dec(next->points), ratio_dec(own->points));
	if (tr)
		*ret_in = arena_printf(tr->a, "%.*s + %.*s × (%.*s − %.*s)", TEXT(tr, own->points),
				       SV_ARG(between_text(tr, x, own->standard, next->standard)), TEXT(tr, next->points),
				       TEXT(tr, own->points));
	return ratio_add(ratio_dec(own->points), ratio_mul(between(x, own->standard, next->standard), step));
}

struct field {
	struct dec min, max;
	int64_t n;
};

static struct field field_of(const struct mark *x, size_t n)
{
	struct field f = { .n = 0 };
	for (size_t i = 0; i < n; i++) {
		if (x[i].null != MARK_GIVEN)
			continue;
		if (!f.n || dec_cmp(x[i].value, f.min) < 0)
			f.min = x[i].value;
		if (!f.n || dec_cmp(x[i].value, f.max) > 0)
			f.max = x[i].value;
		f.n++;
	}
	return f;
}

/* Twice the rank, so that a shared mean stays whole. */
static int64_t rank_twice(const struct mark *x, size_t n, size_t of, bool cost, bool shared_mean)
{
	int64_t better = 0, equal = 0;
	for (size_t i = 0; i < n; i++) {
		if (x[i].null != MARK_GIVEN || i == of)
			continue;
		int c = dec_cmp(x[i].value, x[of].value);
		better += cost ? c < 0 : c > 0;
		equal += c == 0;
	}
	return 2 * (better + 1) + (shared_mean ? equal : 0);
}

static struct ratio by_rank(const struct mark *x, size_t n, size_t i, int64_t m, const struct scale *s, struct trace *tr, struct sv *ret_in)
{
	int64_t rank = rank_twice(x, n, i, s->cost, s->shared_mean);
	if (m == 1) {
		*ret_in = SV("1");
		return ratio_dec(s->flat);
	}
	if (tr)
		*ret_in = arena_printf(tr->a, "(%lld − %lld%s) ÷ (%lld − 1)", (long long)m, (long long)(rank / 2), rank % 2 ? ".5" : "",
				       (long long)m);
	return ratio_of(2 * m - rank, 2 * (m - 1));
}

static struct ratio by_target(struct dec x, const struct scale *s, struct trace *tr, struct sv *ret_in)
{
	struct dec over = s->cost ? s->target : x, under = s->cost ? x : s->target;
	if (tr)
		*ret_in = arena_printf(tr->a, "%.*s ÷ %.*s", TEXT(tr, over), TEXT(tr, under));
	return ratio_div(ratio_dec(over), ratio_dec(under));
}

static struct ratio one(const struct mark *x, size_t n, size_t i, const struct field *f, const struct scale *s, struct trace *tr,
		       struct sv *ret_in)
{
	struct dec v = x[i].value, lo = s->lo, hi = s->hi;
	switch (s->kind) {
	case SCALE_RANK:
		return by_rank(x, n, i, f->n, s, tr, ret_in);
	case SCALE_BANDED:
		return banded(v, s, tr, ret_in);
	case SCALE_TARGET:
		return by_target(v, s, tr, ret_in);
	case SCALE_MINMAX:
		lo = s->cost ? f->max : f->min;
		hi = s->cost ? f->min : f->max;
		break;
	case SCALE_GOALPOSTS:
	case SCALE_EFFICACY:
	default:
		break;
	}
	*ret_in = between_text(tr, v, lo, hi);
	if (s->kind == SCALE_MINMAX && dec_cmp(lo, hi) == 0)
		return ratio_dec(s->flat);
	if (s->kind != SCALE_EFFICACY)
		return between(v, lo, hi);
	if (tr)
		*ret_in = arena_printf(tr->a, "%.*s × %.*s + %.*s", SV_ARG(*ret_in), TEXT(tr, s->span), TEXT(tr, s->base));
	return ratio_add(ratio_mul(between(v, lo, hi), ratio_dec(s->span)), ratio_dec(s->base));
}

static enum score_status settle_one(struct ratio f, const struct scale *s, struct sv of, struct sv in, struct trace *tr, struct dec *ret)
{
	struct ratio held = ratio_clamp(f, s->floor, s->cap);
	bool bounded = ratio_fits(f) && ratio_cmp(f, held) != 0;
	if (!ratio_round(ratio_mul(held, ratio_dec(s->points)), s->r, ret))
		return SCORE_OVERFLOW;
	if (tr && s->points.u != DEC_ONE)
		in = arena_printf(tr->a, "%.*s × (%.*s)", TEXT(tr, s->points), SV_ARG(in));
	if (bounded)
		trace_add(tr, ratio_cmp(f, held) > 0 ? "cap" : "floor", of, in, trace_dec(tr, *ret));
	else
		trace_add(tr, "scale", of, in, trace_dec(tr, *ret));
	return SCORE_OK;
}

enum score_status scale_values(const struct mark *x, size_t n, const struct scale *s, struct trace *tr, struct mark *ret)
{
	struct field f = field_of(x, n);
	if (!f.n)
		return SCORE_NO_DATA;
	for (size_t i = 0; i < n; i++) {
		struct sv in = SV_NONE;
		ret[i] = (struct mark){ .null = x[i].null };
		if (x[i].null != MARK_GIVEN)
			continue;
		if (s->kind == SCALE_TARGET && (s->cost ? x[i].value.u : s->target.u) == 0) {
			ret[i].null = MARK_ABSENT; /* nothing can be divided by a zero */
			continue;
		}
		struct ratio v = one(x, n, i, &f, s, tr, &in);
		enum score_status st = settle_one(v, s, of_value(tr, i), in, tr, &ret[i].value);
		if (st != SCORE_OK)
			return st;
	}
	return SCORE_OK;
}

enum score_status shrunken_rate(int64_t x, int64_t n, struct dec p0, struct dec k, struct rounding r, struct dec *ret)
{
	struct ratio extra = ratio_mul(ratio_dec(k), ratio_dec(p0)), all = ratio_add(ratio_of(n, 1), ratio_dec(k));
	if (ratio_fits(all) && all.n == 0)
		return SCORE_NO_DATA;
	return ratio_round(ratio_div(ratio_add(ratio_of(x, 1), extra), all), r, ret) ? SCORE_OK : SCORE_OVERFLOW;
}

static void growth_trace(struct trace *tr, struct sv of, struct dec level, struct dec before, struct dec now, const struct growth_rule *g,
			 const struct growth *got)
{
	static const struct dec none = { 0 };
	if (!tr)
		return;
	struct sv share = trace_dec(tr, g->share), rest = trace_dec(tr, (struct dec){ DEC_ONE - g->share.u });
	trace_add(tr, "growth", of,
		  arena_printf(tr->a, "(%.*s − %.*s) ÷ %s%.*s%s", TEXT(tr, now), TEXT(tr, before), g->absolute ? "" : "|",
			       TEXT(tr, g->absolute ? g->per : before), g->absolute ? "" : "|"),
		  trace_dec(tr, got->growth));
	trace_add(tr, "growth_score", of,
		  arena_printf(tr->a, "%.*s × %.*s, %.*s … %.*s", TEXT(tr, g->points), SV_ARG(between_text(tr, got->growth, g->lo, g->hi)),
			       TEXT(tr, none), TEXT(tr, g->points)),
		  trace_dec(tr, got->growth_score));
	if (g->blend)
		trace_add(tr, "blend", of,
			  arena_printf(tr->a, "%.*s × %.*s + %.*s × %.*s", SV_ARG(share), TEXT(tr, level), SV_ARG(rest),
				       TEXT(tr, got->growth_score)),
			  trace_dec(tr, got->score));
	else
		trace_add(tr, "better", of, arena_printf(tr->a, "%.*s, %.*s", TEXT(tr, level), TEXT(tr, got->growth_score)),
			  trace_dec(tr, got->score));
}

enum score_status growth_level(struct dec level, struct dec before, struct dec now, const struct growth_rule *g, struct sv of,
			       struct trace *tr, struct growth *ret)
{
	static const struct dec none = { 0 }, all = { DEC_ONE };
	static const struct rounding fine = { ROUND_HALF_UP, 6 };
	struct dec per = g->absolute ? g->per : before;
	if (per.u == 0)
		return SCORE_NO_DATA;
	if (per.u == INT64_MIN)
		return SCORE_OVERFLOW;
	if (per.u < 0)
		per.u = -per.u;
	struct ratio change = ratio_div(ratio_sub(ratio_dec(now), ratio_dec(before)), ratio_dec(per));
	if (!ratio_round(change, fine, &ret->growth)) /* a named stage: the table shows growth with six decimals */
		return SCORE_OVERFLOW;
	struct ratio earned = ratio_mul(ratio_clamp(between(ret->growth, g->lo, g->hi), &none, &all), ratio_dec(g->points));
	if (!ratio_round(earned, g->r, &ret->growth_score))
		return SCORE_OVERFLOW;
	struct ratio a = ratio_dec(g->share), rest = ratio_sub(ratio_dec(all), a), score = ratio_dec(level);
	if (g->blend)
		score = ratio_add(ratio_mul(a, score), ratio_mul(rest, ratio_dec(ret->growth_score)));
	else if (dec_cmp(ret->growth_score, level) > 0)
		score = ratio_dec(ret->growth_score);
	if (!ratio_round(score, g->r, &ret->score))
		return SCORE_OVERFLOW;
	growth_trace(tr, of, level, before, now, g, ret);
	return SCORE_OK;
}

enum score_status class_standing(const struct mark *score, const int *class_of, size_t n, struct rounding r, struct trace *tr,
				 struct mark *ret)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t worse = 0, equal = 0, others = 0;
		ret[i] = (struct mark){ .null = score[i].null };
		if (score[i].null != MARK_GIVEN)
			continue;
		found++;
		for (size_t k = 0; k < n; k++) {
			if (k == i || class_of[k] != class_of[i] || score[k].null != MARK_GIVEN)
				continue;
			int c = dec_cmp(score[k].value, score[i].value);
			others++;
			worse += c < 0;
			equal += c == 0;
		}
		if (!others) {
			ret[i].null = MARK_ABSENT;
			continue;
		}
		if (!ratio_round(ratio_of(2 * worse + equal, 2 * others), r, &ret[i].value))
			return SCORE_OVERFLOW;
		if (tr)
			trace_add(tr, "standing", of_value(tr, i),
				  arena_printf(tr->a, "(%lld + %lld ÷ 2) ÷ %lld", (long long)worse, (long long)equal, (long long)others),
				  trace_dec(tr, ret[i].value));
	}
	return found ? SCORE_OK : SCORE_NO_DATA;
}
