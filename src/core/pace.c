#include "core/pace.h"

#include "base/err.h"

bool figure_eq(struct figure a, struct figure b)
{
	return a.has == b.has && (!a.has || a.v.u == b.v.u);
}

/* ---- days ---------------------------------------------------------------------------------------------------- */

struct day month_end(int year, int month)
{
	return day_of_civil(year, month, month_days(year, month));
}

struct day quarter_end(int year, int quarter)
{
	return month_end(year, quarter * 3);
}

int quarter_ending(struct day d)
{
	struct civil c = civil_of_day(d);
	return c.month % 3 == 0 && c.day == month_days(c.year, c.month) ? c.month / 3 : 0;
}

/* ---- arithmetic ------------------------------------------------------------------------------------------------ */

enum growth_kind growth_of(struct figure value, struct figure base, bool share, struct dec *ret)
{
	struct dec more;
	if (!value.has || !base.has || !dec_sub(value.v, base.v, &more))
		return GROWTH_NONE;
	if (share) {
		*ret = more;
		return GROWTH_POINTS;
	}
	return base.v.u > 0 && dec_muldiv(more, DEC(100), base.v, ret) ? GROWTH_PERCENT : GROWTH_NONE;
}

struct figure grown(struct figure base, struct dec percent)
{
	struct dec factor, v;
	if (!base.has || !dec_add(DEC(100), percent, &factor) || !dec_muldiv(base.v, factor, DEC(100), &v))
		return FIGURE_NONE;
	return figure_of(v);
}

struct figure pace_completion(struct figure value, struct figure plan)
{
	struct dec v;
	if (!value.has || !plan.has || plan.v.u <= 0 || !dec_muldiv(value.v, DEC(1), plan.v, &v))
		return FIGURE_NONE;
	return figure_of(v);
}

/* ---- lights ---------------------------------------------------------------------------------------------------- */

static const struct pace_look looks[PACE_LIGHTS] = {
	[PACE_NOT_DUE] = { "not_due", N_("quarter not over"), "circle_open", "quiet" },
	[PACE_NO_VALUE] = { "no_value", N_("no value yet"), "diamond_open", "blue" },
	[PACE_NO_PLAN] = { "no_plan", N_("no target"), "circle_open", "grey" },
	[PACE_BEHIND] = { "behind", N_("behind"), "triangle", "amber" },
	[PACE_ON_PACE] = { "on_pace", N_("on pace"), "circle", "teal" },
	[PACE_DONE] = { "done", N_("year's target reached"), "tick", "teal" },
};

const struct pace_look *pace_look(enum pace_light l)
{
	return &looks[l];
}

static bool meets(struct dec value, struct dec plan, bool lower)
{
	return lower ? value.u <= plan.u : value.u >= plan.u;
}

enum pace_light pace_light(const struct pace_in *in)
{
	if (!in->value.has)
		return !in->plan.has && !in->year.has ? PACE_NO_PLAN : in->over ? PACE_NO_VALUE : PACE_NOT_DUE;
	if (in->year.has && meets(in->value.v, in->year.v, in->lower) && (!in->lower || in->quarter == QUARTERS))
		return PACE_DONE;
	if (!in->plan.has)
		return PACE_NO_PLAN;
	return meets(in->value.v, in->plan.v, in->lower) ? PACE_ON_PACE : PACE_BEHIND;
}
