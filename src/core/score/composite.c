#include "core/score/composite.h"

#include "base/buf.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };

const struct part *part_uneven(const struct part *p, struct dec *ret_sum)
{
	if (!p->parts)
		return NULL;
	*ret_sum = DEC(0);
	for (size_t i = 0; i < p->n; i++)
		if (p->parts[i].weight.u < 0 || !dec_add(*ret_sum, p->parts[i].weight, ret_sum))
			return p;
	if (!p->equal && ret_sum->u != DEC_ONE)
		return p;
	for (size_t i = 0; i < p->n; i++) {
		const struct part *below = part_uneven(&p->parts[i], ret_sum);
		if (below)
			return below;
	}
	return NULL;
}

struct walk {
	struct arena *a;
	const struct mark *x;
	const struct composite_rule *rule;
	struct sv unit;
	struct trace *tr;
	struct mark *parts;
	bool incomplete;
};

/* What of one whole is there: exact values, and the weights that go with them. */
struct present {
	struct ratio *x;
	struct dec *w;
	size_t n;
	struct dec sum; /* of the weights */
};

static struct sv place(struct walk *w, const struct part *p)
{
	if (!w->tr || !p->name.n)
		return w->unit;
	return w->unit.n ? arena_printf(w->tr->a, "%.*s %.*s", SV_ARG(w->unit), SV_ARG(p->name)) : p->name;
}

static struct sv terms(struct walk *w, const struct present *in, bool powers)
{
	if (!w->tr)
		return SV_NONE;
	struct buf b = buf_new(w->tr->a, 1 << 20);
	bool whole = in->sum.u == DEC_ONE;
	buf_puts(&b, whole ? "" : "(");
	for (size_t i = 0; i < in->n; i++) {
		struct dec shown = { 0 };
		bool exact = ratio_round(in->x[i], fine, &shown) && ratio_cmp(in->x[i], ratio_dec(shown)) == 0;
		buf_printf(&b, powers ? "%s%s%.*s ^ %.*s" : "%s%s%.*s × %.*s", i ? powers ? " × " : " + " : "", exact ? "" : "≈",
			   SV_ARG(trace_dec(w->tr, shown)), SV_ARG(trace_dec(w->tr, in->w[i])));
	}
	if (!whole)
		buf_printf(&b, powers ? ") ^ (1 ÷ %.*s)" : ") ÷ %.*s", SV_ARG(trace_dec(w->tr, in->sum)));
	return buf_sv(&b);
}

static enum score_status arithmetic(const struct present *in, struct ratio *ret)
{
	struct ratio sum = ratio_dec(DEC(0));
	for (size_t i = 0; i < in->n; i++)
		sum = ratio_add(sum, ratio_mul(in->x[i], ratio_dec(in->w[i])));
	*ret = ratio_div(sum, ratio_dec(in->sum));
	return ratio_fits(*ret) ? SCORE_OK : SCORE_OVERFLOW;
}

/* What enters the logarithm has six decimals, and so has what comes out: a named stage. */
static enum score_status geometric(struct walk *w, struct present *in, struct ratio *ret)
{
	struct dec *x = NEW(w->a, struct dec, in->n + 1), mean;
	for (size_t i = 0; i < in->n; i++) {
		if (!ratio_round(in->x[i], fine, &x[i]))
			return SCORE_OVERFLOW;
		if (w->rule->floor && dec_cmp(x[i], *w->rule->floor) < 0)
			x[i] = *w->rule->floor;
		if (x[i].u <= 0)
			return SCORE_INVALID;
		in->x[i] = ratio_dec(x[i]);
	}
	enum score_status s = w->rule->geometric(w->a, x, in->w, in->n, &mean);
	*ret = ratio_dec(mean);
	return s;
}

static enum score_status value_of(struct walk *w, const struct part *p, struct ratio *ret);

static enum score_status gather(struct walk *w, const struct part *p, struct present *ret)
{
	*ret = (struct present){ .x = NEW(w->a, struct ratio, p->n + 1), .w = NEW(w->a, struct dec, p->n + 1) };
	for (size_t i = 0; i < p->n; i++) {
		enum score_status s = value_of(w, &p->parts[i], &ret->x[ret->n]);
		if (s == SCORE_NO_DATA) {
			w->incomplete = true;
			trace_add(w->tr, "missing", place(w, &p->parts[i]), SV(""), SV("null"));
			continue;
		}
		if (s != SCORE_OK)
			return s;
		ret->w[ret->n++] = p->parts[i].weight;
		ret->sum.u += p->parts[i].weight.u;
	}
	bool refused = ret->n < p->n && !w->rule->renormalise;
	return refused || ret->sum.u == 0 ? SCORE_NO_DATA : SCORE_OK;
}

static enum score_status finish(struct walk *w, const struct part *p, struct sv in, struct ratio *v)
{
	bool root = p == w->rule->root, staged = root || p->staged;
	struct dec shown;
	if (p->posted) {
		*v = ratio_div(ratio_sub(*v, ratio_dec(p->lo)), ratio_sub(ratio_dec(p->hi), ratio_dec(p->lo)));
		if (w->tr)
			in = arena_printf(w->tr->a, "(%.*s − %.*s) ÷ (%.*s − %.*s)", SV_ARG(in), SV_ARG(trace_dec(w->tr, p->lo)),
					  SV_ARG(trace_dec(w->tr, p->hi)), SV_ARG(trace_dec(w->tr, p->lo)));
	}
	if (!ratio_round(*v, root ? w->rule->r : p->staged ? p->stage : fine, &shown))
		return SCORE_OVERFLOW;
	if (staged)
		*v = ratio_dec(shown);
	w->parts[p->index] = (struct mark){ .value = shown };
	trace_add(w->tr, p->kind == MEAN_GEOMETRIC ? "geometric" : "weigh", place(w, p), in, trace_dec(w->tr, shown));
	return SCORE_OK;
}

static enum score_status value_of(struct walk *w, const struct part *p, struct ratio *ret)
{
	struct present in;
	if (!p->parts) {
		*ret = ratio_dec(w->x[p->column].value);
		return w->x[p->column].null == MARK_GIVEN ? SCORE_OK : SCORE_NO_DATA;
	}
	w->parts[p->index] = (struct mark){ .null = MARK_ABSENT };
	enum score_status s = gather(w, p, &in);
	if (s == SCORE_OK)
		s = p->kind == MEAN_GEOMETRIC ? geometric(w, &in, ret) : arithmetic(&in, ret);
	return s == SCORE_OK ? finish(w, p, terms(w, &in, p->kind == MEAN_GEOMETRIC), ret) : s;
}

enum score_status composite(struct arena *a, const struct mark *x, const struct composite_rule *rule, struct sv of, struct trace *tr,
			    struct mark *parts, struct dec *ret, bool *ret_incomplete)
{
	struct walk w = { .a = a, .x = x, .rule = rule, .unit = of, .tr = tr, .parts = parts };
	struct ratio v;
	for (size_t i = 0; i < rule->n_parts; i++)
		parts[i].null = MARK_ABSENT;
	enum score_status s = value_of(&w, rule->root, &v);
	*ret_incomplete = w.incomplete;
	if (s == SCORE_OK)
		*ret = parts[rule->root->index].value;
	return s;
}

static enum score_status scenario_score(struct arena *a, const struct grid *g, const struct scenario *s, size_t unit,
					geometric_fn *geometric_mean, struct rounding r, struct dec *ret)
{
	const struct dec *x = (s->kind == REMAPPED ? s->x : g->x) + unit * g->columns;
	struct ratio sum = ratio_dec(DEC(0)), all = sum;
	struct dec mean;
	if (s->kind == GEOMETRIC) {
		enum score_status st = geometric_mean(a, x, g->weights, g->columns, &mean);
		*ret = dec_rounded(mean, r);
		return st;
	}
	for (size_t c = 0; c < g->columns; c++) {
		bool own = c == s->column;
		struct ratio w = ratio_dec(g->weights[c]);
		if (own && s->kind == DROPPED)
			continue;
		if (own && s->kind == WEIGHT_TIMES)
			w = ratio_mul(w, ratio_dec(s->factor));
		sum = ratio_add(sum, ratio_mul(w, ratio_dec(x[c])));
		all = ratio_add(all, w);
	}
	if (ratio_fits(all) && all.n == 0)
		return SCORE_NO_DATA;
	return ratio_round(ratio_div(sum, all), r, ret) ? SCORE_OK : SCORE_OVERFLOW;
}

enum score_status scenario_ranks(struct arena *a, const struct grid *g, const struct scenario *s, geometric_fn *geometric_mean,
				 struct rounding r, struct trace *tr, int64_t *ret_rank)
{
	struct dec *score = NEW(a, struct dec, g->units + 1);
	for (size_t u = 0; u < g->units; u++) {
		enum score_status st = scenario_score(a, g, s, u, geometric_mean, r, &score[u]);
		if (st != SCORE_OK)
			return st;
	}
	struct buf ranks = buf_new(a, 1 << 20);
	for (size_t u = 0; u < g->units; u++) {
		ret_rank[u] = 1;
		for (size_t v = 0; v < g->units; v++)
			ret_rank[u] += dec_cmp(score[v], score[u]) > 0;
		buf_printf(&ranks, "%s%lld", u ? ", " : "", (long long)ret_rank[u]);
	}
	trace_add(tr, "rank", s->name, trace_list(tr, score, g->units, ", "), buf_sv(&ranks));
	return SCORE_OK;
}
