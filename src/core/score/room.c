#include "core/score/room.h"

/* The room's candidates as a sum and a number, so that pooling stays exact. */
struct tally {
	struct ratio sum;
	int64_t n;
};

static struct sv of_room(struct trace *tr, const struct room *room)
{
	return trace_join(tr, SV("room "), "", room->name);
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
	ret->n = m.n - m.n_dropped;
	ret->sum = ratio_mul(m.exact, ratio_int(ret->n));
	return s;
}

static void trace_two(struct trace *tr, const char *op, struct sv of, struct ratio x, const char *sign, struct ratio y,
		      struct ratio out)
{
	trace_add(tr, op, of, trace_join(tr, trace_ratio(tr, x), sign, trace_ratio(tr, y)), trace_ratio(tr, out));
}

static enum score_status means(struct arena *a, const struct room_rule *rule, const struct room *rooms, size_t n,
			       struct trace *tr, struct room_result *ret, struct tally *ret_all, size_t *ret_at)
{
	*ret_all = (struct tally){ RATIO_ZERO, 0 };
	for (size_t i = 0; i < n; i++) {
		struct tally t;
		struct room_result *r = &ret[i];
		*ret_at = i;
		enum score_status s = count_room(a, rule, &rooms[i], tr, &t);
		if (s != SCORE_OK)
			return s;
		r->n = t.n;
		r->small = t.n < ROOM_SMALL;
		r->mean = ratio_stage(ratio_div(t.sum, ratio_int(t.n)), rule->mean);
		trace_two(tr, "room_mean", of_room(tr, &rooms[i]), t.sum, " ÷ ", ratio_int(t.n), r->mean);
		struct tally add = rule->overall == ROOM_POOLED ? t : (struct tally){ r->mean, 1 };
		ret_all->sum = ratio_add(ret_all->sum, add.sum);
		ret_all->n += add.n;
	}
	return SCORE_OK;
}

static bool adjust(struct arena *a, const struct room_rule *rule, const struct room *room, struct trace *tr,
		   struct room_result *r)
{
	bool multiply = rule->kind == ROOM_MULTIPLY, fits = true;
	r->scores = NEW(a, struct ratio, room->n_scores + 1);
	for (size_t i = 0; i < room->n_scores; i++) {
		if (room->scores[i].null != MARK_GIVEN)
			continue;
		struct ratio raw = ratio_dec(room->scores[i].value), *out = &r->scores[i];
		*out = ratio_stage(multiply ? ratio_mul(raw, r->coefficient) : ratio_add(raw, r->coefficient), rule->score);
		fits &= ratio_fits(*out);
		trace_two(tr, "adjust", trace_join(tr, of_room(tr, room), "", trace_text(tr, ", score %zu", i + 1)), raw,
			  multiply ? " × " : " + ", r->coefficient, *out);
	}
	return fits;
}

static enum score_status coefficient(const struct room_rule *rule, struct ratio overall, struct sv of, struct trace *tr,
				     struct room_result *r)
{
	bool multiply = rule->kind == ROOM_MULTIPLY;
	if (multiply && (r->mean.n <= 0 || overall.n <= 0))
		return SCORE_INVALID;
	r->coefficient = ratio_stage(multiply ? ratio_div(overall, r->mean) : ratio_sub(overall, r->mean), rule->coefficient);
	trace_two(tr, multiply ? "coefficient" : "difference", of, overall, multiply ? " ÷ " : " - ", r->mean, r->coefficient);
	return ratio_fits(r->coefficient) ? SCORE_OK : SCORE_OVERFLOW;
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
	*ret_overall = ratio_stage(ratio_div(all.sum, ratio_int(all.n)), rule->overall_stage);
	if (!ratio_fits(*ret_overall))
		return SCORE_OVERFLOW;
	trace_two(tr, rule->overall == ROOM_POOLED ? "pooled_mean" : "mean_of_means", SV("all rooms"), all.sum, " ÷ ",
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
