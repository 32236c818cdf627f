#include "core/score/champion.h"

const char *turn_name(enum turn t)
{
	static const char *const names[] = { "unchanged", "taken", "defended", "lost", "forfeited" };
	return names[t];
}

static bool challenges(const struct bout *b, struct sv who)
{
	for (size_t i = 0; i < b->n; i++)
		if (sv_eq(b->challengers[i], who))
			return true;
	return false;
}

static enum score_status forfeit(const struct title *t, const struct bout *b, struct sv *ret_holder, enum turn *ret)
{
	if (!t->holder.n)
		return SCORE_INVALID;
	if (b->excused)
		return SCORE_OK;
	if (b->winner.n ? !challenges(b, b->winner) : b->n > 1)
		return SCORE_INVALID;
	*ret = TURN_FORFEITED;
	*ret_holder = b->winner.n ? b->winner : b->n ? b->challengers[0] : SV_NONE;
	return SCORE_OK;
}

static enum score_status match(const struct title *t, const struct bout *b, struct sv *ret_holder, enum turn *ret)
{
	bool kept = t->holder.n && (b->tie || sv_eq(b->winner, t->holder));
	if (t->holder.n && b->tie && b->beaten) {
		*ret = TURN_LOST;
		*ret_holder = SV_NONE;
	} else if (kept) {
		*ret = TURN_DEFENDED;
	} else if (!b->tie) {
		if (!b->winner.n || !challenges(b, b->winner))
			return SCORE_INVALID;
		*ret = t->holder.n ? TURN_LOST : TURN_TAKEN;
		*ret_holder = b->winner;
	}
	return SCORE_OK;
}

enum score_status champion_step(struct title *t, const struct bout *b, struct trace *tr, enum turn *ret)
{
	struct sv holder = t->holder;
	enum score_status s = SCORE_OK;
	*ret = TURN_NONE;
	if (b->kind == BOUT_MATCH)
		s = match(t, b, &holder, ret);
	else if (b->kind == BOUT_ABSENT)
		s = forfeit(t, b, &holder, ret);
	if (s != SCORE_OK)
		return s;
	struct sv before = tr ? arena_printf(tr->a, "%.*s (%lld)", SV_ARG(t->holder), (long long)t->streak) : SV_NONE;
	t->holder = holder;
	if (*ret == TURN_DEFENDED)
		t->streak++;
	else if (*ret != TURN_NONE)
		t->streak = 0;
	if (tr)
		trace_add(tr, turn_name(*ret), b->label, before, arena_printf(tr->a, "%.*s (%lld)", SV_ARG(t->holder), (long long)t->streak));
	return SCORE_OK;
}
