/* The light that a matter shows, and the days on which it turns. */
#include "core/matter.h"

#include "core/calendar.h"

static const struct light_look looks[LIGHT_COUNT_] = {
	[LIGHT_NOT_STARTED] = {"not_started", N_("not started"), "circle_open", "grey"},
	[LIGHT_ON_PACE] = {"on_pace", N_("on pace"), "circle", "teal"},
	[LIGHT_AHEAD] = {"ahead", N_("ahead"), "circle_up", "teal"},
	[LIGHT_BEHIND] = {"behind", N_("behind"), "triangle", "amber"},
	[LIGHT_DUE_SOON] = {"due_soon", N_("due soon"), "triangle", "amber"},
	[LIGHT_OVERDUE] = {"overdue", N_("overdue"), "square_cross", "red"},
	[LIGHT_AWAITING_VERIFICATION] = {"awaiting_verification", N_("awaiting verification"), "diamond_open",
					 "blue"},
	[LIGHT_CLOSED] = {"closed", N_("closed"), "tick", "quiet"},
	[LIGHT_SUSPENDED] = {"suspended", N_("suspended"), "bars", "grey"},
	[LIGHT_WITHDRAWN] = {"withdrawn", N_("withdrawn"), "strike", "grey"},
};

const struct light_look *light_look(enum light l)
{
	return &looks[l];
}

bool light_parse(struct sv s, enum light *ret)
{
	for (int i = 0; i < LIGHT_COUNT_; i++)
		if (sv_is(s, looks[i].name)) {
			*ret = (enum light)i;
			return true;
		}
	return false;
}

static bool due_soon(const struct light_facts *f, const struct light_params *p, const struct light_view *v)
{
	if (!day_is(v->due))
		return false;
	if (p->soon_days >= 0 && v->days_left <= p->soon_days)
		return true;
	if (p->soon_percent <= 0 || !v->has_pace)
		return false;
	return v->days_left * 100 <= p->soon_percent * ((int64_t)v->due.n - f->start.n);
}

/* A matter on which the units are at work, or should be. */
static enum light running_light(const struct light_facts *f, const struct light_params *p,
				const struct light_view *v)
{
	if (v->days_overdue > 0)
		return LIGHT_OVERDUE;
	bool measured = f->has_done && v->has_pace;
	if (measured && p->behind_points > 0 && v->pace.u - f->done.u >= p->behind_points * DEC_ONE)
		return LIGHT_BEHIND;
	if (due_soon(f, p, v))
		return LIGHT_DUE_SOON;
	if (!f->started && !(f->has_done && f->done.u > 0))
		return LIGHT_NOT_STARTED;
	if (measured && p->ahead_points > 0 && f->done.u - v->pace.u >= p->ahead_points * DEC_ONE)
		return LIGHT_AHEAD;
	return LIGHT_ON_PACE;
}

static enum light state_light(const struct light_facts *f, const struct light_params *p,
			      const struct light_view *v)
{
	switch (f->state) {
	case MATTER_DRAFT:
		return LIGHT_NOT_STARTED;
	case MATTER_FINISH_CLAIMED:
	case MATTER_VERIFYING:
		return LIGHT_AWAITING_VERIFICATION;
	case MATTER_CLOSED:
		return LIGHT_CLOSED;
	case MATTER_SUSPENDED:
		return LIGHT_SUSPENDED;
	case MATTER_WITHDRAWN:
		return LIGHT_WITHDRAWN;
	case MATTER_ISSUED:
	case MATTER_RETURNED:
	case MATTER_ACTIVE:
	case MATTER_SENT_BACK:
	case MATTER_REOPENED:
	case MATTER_STANDING:
	case MATTER_STATE_COUNT_:
		break;
	}
	return running_light(f, p, v);
}

struct light_view matter_light(const struct light_facts *f, const struct light_params *p, struct day today)
{
	struct light_view v = {.due = f->due};
	if (!day_is(v.due) && f->due_kind == DUE_IMMEDIATE && day_is(f->start))
		v.due = (struct day){(int32_t)(f->start.n + p->immediate_days)};
	bool stops = f->state == MATTER_FINISH_CLAIMED || f->state == MATTER_VERIFYING ||
		     f->state == MATTER_CLOSED || f->state == MATTER_SUSPENDED;
	struct day at = stops && day_is(f->stopped) && f->stopped.n < today.n ? f->stopped : today;
	bool judged = f->state != MATTER_DRAFT && f->state != MATTER_WITHDRAWN;
	if (day_is(v.due) && at.n > v.due.n)
		v.days_overdue = judged ? (int64_t)at.n - v.due.n : 0;
	else if (day_is(v.due))
		v.days_left = (int64_t)v.due.n - at.n;
	bool standing = f->state == MATTER_STANDING || f->due_kind == DUE_STANDING;
	v.has_pace = judged && !standing && pace_at(f->start, v.due, at, &v.pace);
	v.light = state_light(f, p, &v);
	return v;
}

/* The place of a light in the order in which days bring them; -1: no day turns it. */
static int light_rank(enum light l)
{
	static const int rank[LIGHT_COUNT_] = {
		[LIGHT_AHEAD] = 1, [LIGHT_NOT_STARTED] = 2, [LIGHT_ON_PACE] = 2, [LIGHT_DUE_SOON] = 3, [LIGHT_BEHIND] = 4, [LIGHT_OVERDUE] = 5,
	};
	return rank[l] - 1;
}

/* The first day after `before` on which the light has at least that rank, at the latest `last`, on which it has. */
static struct day first_of_rank(const struct light_facts *f, const struct light_params *p, int rank, struct day before, struct day last)
{
	while (last.n - before.n > 1) {
		struct day middle = {before.n + (last.n - before.n) / 2};
		if (light_rank(matter_light(f, p, middle).light) < rank)
			before = middle;
		else
			last = middle;
	}
	return last;
}

struct light_turns matter_light_turns(const struct light_facts *f, const struct light_params *p)
{
	struct light_turns t = {DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE};
	struct day due = matter_light(f, p, (struct day){0}).due;
	bool draft = f->state == MATTER_DRAFT;
	if (!day_is(due) || draft || light_rank(matter_light(f, p, due).light) < 0)
		return t;
	int64_t whole = day_is(f->start) && f->start.n < due.n ? (int64_t)due.n - f->start.n : 0;
	struct day early = {(int32_t)(due.n - whole - (p->soon_days > 0 ? p->soon_days : 0) - 1)}; /* before any turn */
	struct day late = {due.n + 1}, behind = first_of_rank(f, p, light_rank(LIGHT_BEHIND), early, late);
	struct day soon = first_of_rank(f, p, light_rank(LIGHT_DUE_SOON), early, behind);
	t.late_from = late;
	if (behind.n < late.n)
		t.behind_from = behind;
	if (soon.n < behind.n)
		t.soon_from = soon;
	if (matter_light(f, p, early).light == LIGHT_AHEAD)
		t.ahead_until.n = first_of_rank(f, p, light_rank(LIGHT_ON_PACE), early, soon).n - 1;
	return t;
}
