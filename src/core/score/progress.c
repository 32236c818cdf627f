#include "core/score/progress.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };

const char *phase_name(enum phase p)
{
	static const char *const names[] = { "before", "running", "due" };
	return names[p];
}

const char *unscored_name(enum unscored u)
{
	static const char *const names[UNSCORED_COUNT_] = { NULL, "before_start", "no_progress", "no_target" };
	return names[u];
}

static struct ratio share_of(const struct milestone *m)
{
	return ratio_dec(m->share);
}

/* On the straight line from one milestone to the next. */
static struct ratio on_line(struct milestone from, struct milestone to, struct day asof, struct trace *tr, struct sv *ret_in)
{
	struct ratio part = ratio_of((int64_t)asof.n - from.on.n, (int64_t)to.on.n - from.on.n);
	if (tr && from.share.u == 0 && to.share.u == DEC_ONE)
		*ret_in = arena_printf(tr->a, "%d ÷ %d", asof.n - from.on.n, to.on.n - from.on.n);
	else if (tr)
		*ret_in = arena_printf(tr->a, "%.*s + (%.*s − %.*s) × %d ÷ %d", SV_ARG(trace_dec(tr, from.share)),
				       SV_ARG(trace_dec(tr, to.share)), SV_ARG(trace_dec(tr, from.share)), asof.n - from.on.n,
				       to.on.n - from.on.n);
	return ratio_add(share_of(&from), ratio_mul(ratio_sub(share_of(&to), share_of(&from)), part));
}

static bool climbs(const struct milestone *m, size_t n, struct day start)
{
	for (size_t i = 0; i < n; i++) {
		if (m[i].share.u < 0 || (i && (m[i].on.n <= m[i - 1].on.n || m[i].share.u < m[i - 1].share.u)))
			return false;
		if (day_is(start) && m[i].on.n < start.n)
			return false;
	}
	return n && m[n - 1].share.u == DEC_ONE;
}

enum score_status time_progress(const struct plan *p, struct day asof, struct sv of, struct trace *tr, struct progress *ret)
{
	struct milestone whole = { p->due, DEC(1) }, before = { .on = { p->start.n - day_is(p->start) } };
	const struct milestone *m = p->n ? p->milestones : &whole;
	size_t n = p->n ? p->n : 1, next = 0;
	struct sv in = SV_NONE;
	struct dec shown;
	if (!climbs(m, n, p->start) || (!p->n && !day_is(p->start)))
		return SCORE_INVALID;
	*ret = (struct progress){ .share = ratio_dec(DEC(0)) };
	while (next < n && asof.n >= m[next].on.n)
		next++;
	if (day_is(p->start) ? asof.n < p->start.n : next == 0) {
		trace_add(tr, "before_start", of, tr ? day_text(tr->a, asof) : SV_NONE, SV("0"));
		return SCORE_OK;
	}
	ret->phase = next == n ? PHASE_DUE : PHASE_RUNNING;
	if (next == n || (p->steps && next)) {
		ret->share = share_of(&m[next - 1]);
		in = tr ? day_text(tr->a, m[next - 1].on) : SV_NONE;
	} else if (!p->steps) {
		ret->share = on_line(next ? m[next - 1] : before, m[next], asof, tr, &in);
	}
	if (!ratio_round(ret->share, fine, &shown))
		return SCORE_OVERFLOW;
	trace_add(tr, "time_progress", of, in, trace_dec(tr, shown));
	return SCORE_OK;
}

const struct target *target_at(const struct target *versions, size_t n, struct day asof)
{
	const struct target *valid = NULL;
	for (size_t i = 0; i < n; i++)
		if ((!day_is(versions[i].from) || versions[i].from.n <= asof.n) && (!valid || versions[i].from.n >= valid->from.n))
			valid = &versions[i];
	return valid;
}

static enum unscored unscored(struct dec target, const struct progress *at)
{
	if (target.u <= 0)
		return UNSCORED_NO_TARGET;
	if (at->phase == PHASE_BEFORE)
		return UNSCORED_BEFORE_START;
	return at->share.n == 0 ? UNSCORED_NO_PROGRESS : SCORED;
}

/* "83 ÷ 365", "0.5" or "1" */
static struct sv share_text(struct trace *tr, struct ratio share)
{
	struct dec shown = { 0 };
	if (ratio_round(share, fine, &shown) && ratio_cmp(ratio_dec(shown), share) == 0)
		return trace_dec(tr, shown);
	return arena_printf(tr->a, "(%lld ÷ %lld)", (long long)share.n, (long long)share.d);
}

enum score_status completion(struct dec done, struct dec target, struct progress at, const struct completion_rule *rule, struct sv of,
			     struct trace *tr, struct completion *ret)
{
	static const struct dec none = { 0 };
	*ret = (struct completion){ .why = unscored(target, &at) };
	if (ret->why != SCORED) {
		trace_add(tr, "unscored", of, sv_of(unscored_name(ret->why)), SV("null"));
		return SCORE_NO_DATA;
	}
	struct ratio ratio = ratio_div(ratio_div(ratio_dec(done), ratio_dec(target)), at.share);
	struct ratio counted = ratio_clamp(ratio, &none, &rule->cap);
	if (!ratio_round(ratio, fine, &ret->ratio) || !ratio_round(ratio_mul(ratio_dec(rule->weight), counted), rule->r, &ret->score))
		return SCORE_OVERFLOW;
	ret->light = ratio_cmp(ratio, ratio_dec(rule->green)) >= 0	 ? LIGHT_GREEN :
		     ratio_cmp(ratio, ratio_dec(rule->yellow)) >= 0 ? LIGHT_YELLOW :
								   LIGHT_RED;
	if (!tr)
		return SCORE_OK;
	struct sv in = arena_printf(tr->a, "%.*s ÷ %.*s ÷ %.*s", SV_ARG(trace_dec(tr, done)), SV_ARG(trace_dec(tr, target)),
				    SV_ARG(share_text(tr, at.share)));
	trace_add(tr, "ratio", of, in, trace_dec(tr, ret->ratio));
	bool capped = ratio_cmp(ratio, counted) > 0, floored = ratio_cmp(ratio, counted) < 0;
	if (capped || floored)
		in = capped ? trace_dec(tr, rule->cap) : SV("0");
	trace_add(tr, capped ? "cap" : floored ? "floor" : "weigh", of,
		  arena_printf(tr->a, "%.*s × %.*s", SV_ARG(trace_dec(tr, rule->weight)), SV_ARG(in)), trace_dec(tr, ret->score));
	return SCORE_OK;
}
