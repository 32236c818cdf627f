#include "core/score/room.h"

/* The room's candidates as a sum and a number, so that pooling stays exact. */
struct tally {
	struct ratio sum;
	int64_t n;
};

static struct sv of_room(struct trace *tr, const struct room *room)
{
	return tr ? arena_printf(tr->a, "room %.*s", SV_ARG(room->name)) : SV_NONE;
}

static enum score_status count_room(struct arena *a, const struct room_rule *rule, const struct room *room, struct trace *tr,
				    struct tally *ret)
{
	struct mean_result m;
	if (room->summed) {
		*ret = (struct tally){ ratio_dec(room->sum), room->n };
		return room->n > 0 ? SCORE_OK : SCORE_NO_DATA;
	}
	struct rounding shown = { ROUND_HALF_UP, 6 };
	enum score_status s = trimmed_mean(a, room->scores, room->n_scores, rule->trim, shown, of_room(tr, room), tr, &m);
	if (s != SCORE_OK)
		return s;
	ret->n = m.n - m.n_dropped;
	return ratio_mul(m.exact, ratio_int(ret->n), &ret->sum) ? SCORE_OK : SCORE_OVERFLOW;
}

static void trace_division(struct trace *tr, const char *op, struct sv of, struct ratio n, struct ratio d, struct ratio out)
{
	if (tr)
		trace_add(tr, op, of,
			  arena_printf(tr->a, "%.*s ÷ %.*s", SV_ARG(ratio_text(tr->a, n)), SV_ARG(ratio_text(tr->a, d))),
			  ratio_text(tr->a, out));
}

static enum score_status means(struct arena *a, const struct room_rule *rule, const struct room *rooms, size_t n,
			       struct trace *tr, struct room_result *ret, struct tally *ret_all, size_t *ret_at)
{
	*ret_all = (struct tally){ ratio_int(0), 0 };
	for (size_t i = 0; i < n; i++) {
		struct tally t;
		*ret_at = i;
		enum score_status s = count_room(a, rule, &rooms[i], tr, &t);
		if (s != SCORE_OK)
			return s;
		struct room_result *r = &ret[i];
		struct ratio people = ratio_int(t.n);
		r->n = t.n;
		r->small = t.n < ROOM_SMALL;
		if (!ratio_div(t.sum, people, &r->mean) || !ratio_stage(r->mean, rule->mean, &r->mean))
			return SCORE_OVERFLOW;
		trace_division(tr, "room_mean", of_room(tr, &rooms[i]), t.sum, people, r->mean);
		struct tally add = rule->overall == ROOM_POOLED ? t : (struct tally){ r->mean, 1 };
		if (!ratio_add(ret_all->sum, add.sum, &ret_all->sum))
			return SCORE_OVERFLOW;
		ret_all->n += add.n;
	}
	return SCORE_OK;
}

static bool adjust(struct arena *a, const struct room_rule *rule, const struct room *room, struct trace *tr,
		   struct room_result *r)
{
	r->scores = NEW(a, struct ratio, room->n_scores + 1);
	for (size_t i = 0; i < room->n_scores; i++) {
		if (room->scores[i].null != MARK_GIVEN)
			continue;
		struct ratio raw = ratio_dec(room->scores[i].value), *out = &r->scores[i];
		bool times = rule->kind == ROOM_MULTIPLY;
		if (!(times ? ratio_mul(raw, r->coefficient, out) : ratio_add(raw, r->coefficient, out)) ||
		    !ratio_stage(*out, rule->score, out))
			return false;
		if (tr)
			trace_add(tr, "adjust", arena_printf(tr->a, "%.*s, score %zu", SV_ARG(of_room(tr, room)), i + 1),
				  arena_printf(tr->a, "%.*s %s %.*s", SV_ARG(ratio_text(tr->a, raw)), times ? "×" : "+",
					       SV_ARG(ratio_text(tr->a, r->coefficient))),
				  ratio_text(tr->a, *out));
	}
	return true;
}

static enum score_status coefficient(const struct room_rule *rule, struct ratio overall, struct sv of, struct trace *tr,
				     struct room_result *r)
{
	bool times = rule->kind == ROOM_MULTIPLY;
	if (times && (r->mean.n <= 0 || overall.n <= 0))
		return SCORE_INVALID;
	if (!(times ? ratio_div(overall, r->mean, &r->coefficient) : ratio_sub(overall, r->mean, &r->coefficient)) ||
	    !ratio_stage(r->coefficient, rule->coefficient, &r->coefficient))
		return SCORE_OVERFLOW;
	if (times)
		trace_division(tr, "coefficient", of, overall, r->mean, r->coefficient);
	else if (tr)
		trace_add(tr, "difference", of,
			  arena_printf(tr->a, "%.*s - %.*s", SV_ARG(ratio_text(tr->a, overall)),
				       SV_ARG(ratio_text(tr->a, r->mean))),
			  ratio_text(tr->a, r->coefficient));
	return SCORE_OK;
}

enum score_status room_coefficients(struct arena *a, const struct room_rule *rule, const struct room *rooms, size_t n,
				    struct trace *tr, struct room_result *ret, struct ratio *ret_overall, size_t *ret_at)
{
	struct tally all;
	*ret_at = 0;
	if (!n)
		return SCORE_NO_DATA;
	enum score_status s = means(a, rule, rooms, n, tr, ret, &all, ret_at);
	if (s != SCORE_OK)
		return s;
	if (!ratio_div(all.sum, ratio_int(all.n), ret_overall) || !ratio_stage(*ret_overall, rule->overall_stage, ret_overall))
		return SCORE_OVERFLOW;
	trace_division(tr, rule->overall == ROOM_POOLED ? "pooled_mean" : "mean_of_means", SV("all rooms"), all.sum,
		       ratio_int(all.n), *ret_overall);
	for (size_t i = 0; i < n; i++) {
		*ret_at = i;
		s = coefficient(rule, *ret_overall, of_room(tr, &rooms[i]), tr, &ret[i]);
		if (s != SCORE_OK)
			return s;
		if (!adjust(a, rule, &rooms[i], tr, &ret[i]))
			return SCORE_OVERFLOW;
	}
	return SCORE_OK;
}
