#include "core/matter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void looks(void **state)
{
	(void)state;
	/* ux 3.6, line by line */
	static const char *const look[][4] = {
		{"not_started", "not started", "circle_open", "grey"},
		{"on_pace", "on pace", "circle", "teal"},
		{"ahead", "ahead", "circle_up", "teal"},
		{"behind", "behind", "triangle", "amber"},
		{"due_soon", "due soon", "triangle", "amber"},
		{"overdue", "overdue", "square_cross", "red"},
		{"awaiting_verification", "awaiting verification", "diamond_open", "blue"},
		{"closed", "closed", "tick", "quiet"},
		{"suspended", "suspended", "bars", "grey"},
		{"withdrawn", "withdrawn", "strike", "grey"},
	};
	enum light none;
	assert_false(light_parse(SV("red"), &none));
	for (int i = 0; i < LIGHT_COUNT_; i++) {
		enum light l;
		assert_true(light_parse(sv_of(look[i][0]), &l));
		assert_int_equal(l, i);
		const struct light_look *k = light_look(l);
		assert_string_equal(k->name, look[i][0]);
		assert_string_equal(k->word, look[i][1]);
		assert_string_equal(k->shape, look[i][2]);
		assert_string_equal(k->colour, look[i][3]);
	}
}

static const struct light_params std = {10, 10, 3, 20, 7};

static struct day d(int n)
{
	return (struct day){19000 + n};
}

/* A matter of 100 days, day 0 to day 100, so that the pace is the number of the day. */
static struct light_facts hundred(enum matter_state s, int64_t millipercent)
{
	return (struct light_facts){.state = s,
				    .due_kind = DUE_FIXED,
				    .start = d(0),
				    .due = d(100),
				    .stopped = DAY_NONE,
				    .started = true,
				    .has_done = millipercent >= 0,
				    .done = {millipercent * 1000}};
}

static enum light at(struct light_facts f, int day)
{
	return matter_light(&f, &std, d(day)).light;
}

static void paces(void **state)
{
	(void)state;
	assert_int_equal(at(hundred(MATTER_ACTIVE, 40000), 50), LIGHT_BEHIND); /* exactly ten */
	assert_int_equal(at(hundred(MATTER_ACTIVE, 40001), 50), LIGHT_ON_PACE);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 50000), 50), LIGHT_ON_PACE);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 59999), 50), LIGHT_ON_PACE);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 60000), 50), LIGHT_AHEAD);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 112350), 50), LIGHT_AHEAD); /* above 100 is allowed */
	assert_int_equal(at(hundred(MATTER_SENT_BACK, 0), 50), LIGHT_BEHIND);
	/* Nothing measured: no judgement of the pace. */
	assert_int_equal(at(hundred(MATTER_ACTIVE, -1), 50), LIGHT_ON_PACE);
	/* Nothing begun. */
	struct light_facts f = hundred(MATTER_ISSUED, -1);
	f.started = false;
	assert_int_equal(at(f, 0), LIGHT_NOT_STARTED);
	assert_int_equal(at(f, 79), LIGHT_NOT_STARTED);
	assert_int_equal(at(f, 80), LIGHT_DUE_SOON);
	f = hundred(MATTER_ACTIVE, 0);
	f.started = false;
	assert_int_equal(at(f, 9), LIGHT_NOT_STARTED);
	assert_int_equal(at(f, 10), LIGHT_BEHIND);
	f.done = DEC(5);
	assert_int_equal(at(f, 9), LIGHT_ON_PACE);
	/* Before the start there is nothing to be behind of. */
	assert_int_equal(at(hundred(MATTER_ACTIVE, 0), -30), LIGHT_ON_PACE);
	struct light_view v = matter_light(&f, &std, d(25));
	assert_true(v.has_pace && v.pace.u == 25 * DEC_ONE && v.days_left == 75 && v.days_overdue == 0);
	/* The parameters are heeded, and 0 switches off. */
	struct light_params p = {0, 0, -1, 0, 7};
	f = hundred(MATTER_ACTIVE, 0);
	assert_int_equal(matter_light(&f, &p, d(99)).light, LIGHT_ON_PACE);
	assert_int_equal(matter_light(&f, &p, d(100)).light, LIGHT_ON_PACE);
	assert_int_equal(matter_light(&f, &p, d(101)).light, LIGHT_OVERDUE);
	f.done = DEC(100);
	assert_int_equal(matter_light(&f, &p, d(10)).light, LIGHT_ON_PACE);
	p.soon_days = 0;
	f.done = DEC(99);
	assert_int_equal(matter_light(&f, &p, d(99)).light, LIGHT_ON_PACE);
	assert_int_equal(matter_light(&f, &p, d(100)).light, LIGHT_DUE_SOON);
	p.soon_days = -1;
	p.behind_points = 30;
	f.done = DEC(20);
	assert_int_equal(matter_light(&f, &p, d(49)).light, LIGHT_ON_PACE);
	assert_int_equal(matter_light(&f, &p, d(50)).light, LIGHT_BEHIND);
}

static void due_days(void **state)
{
	(void)state;
	/* The last fifth of 100 days begins on day 80. */
	assert_int_equal(at(hundred(MATTER_ACTIVE, 79000), 79), LIGHT_ON_PACE);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 79000), 80), LIGHT_DUE_SOON);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 100000), 80),
			 LIGHT_DUE_SOON); /* ahead, but not yet claimed */
	assert_int_equal(at(hundred(MATTER_ACTIVE, 70000), 80), LIGHT_BEHIND); /* behind weighs more */
	assert_int_equal(at(hundred(MATTER_ACTIVE, 100000), 100), LIGHT_DUE_SOON);
	assert_int_equal(at(hundred(MATTER_ACTIVE, 100000), 101), LIGHT_OVERDUE);
	assert_int_equal(at(hundred(MATTER_RETURNED, -1), 101), LIGHT_OVERDUE);
	/* Three days of ten: more than a fifth. */
	struct light_facts f = hundred(MATTER_ACTIVE, -1);
	f.due = d(10);
	assert_int_equal(at(f, 6), LIGHT_ON_PACE);
	assert_int_equal(at(f, 7), LIGHT_DUE_SOON);
	/* Without a start the share is unknown, the three days are not. */
	f = hundred(MATTER_ACTIVE, 0);
	f.start = DAY_NONE;
	assert_int_equal(at(f, 96), LIGHT_ON_PACE);
	assert_int_equal(at(f, 97), LIGHT_DUE_SOON);
	f.due = d(-5); /* due before any start: only the due day counts */
	f.start = d(0);
	struct light_view v = matter_light(&f, &std, d(-4));
	assert_true(v.light == LIGHT_OVERDUE && v.days_overdue == 1 && !v.has_pace);
	/* No due day, no judgement. */
	f = hundred(MATTER_ACTIVE, 0);
	f.due = DAY_NONE;
	assert_int_equal(at(f, 5000), LIGHT_ON_PACE);
	f.due_kind = DUE_EVENT;
	assert_int_equal(at(f, 5000), LIGHT_ON_PACE);
	f.due_kind = DUE_NONE;
	assert_int_equal(at(f, 5000), LIGHT_ON_PACE);
	f.due_kind = DUE_RELATIVE;
	assert_int_equal(at(f, 5000), LIGHT_ON_PACE);
	/* 立行立改: seven days unless a day is given. */
	f.due_kind = DUE_IMMEDIATE;
	f.has_done = false;
	assert_int_equal(at(f, 3), LIGHT_ON_PACE);
	assert_int_equal(at(f, 4), LIGHT_DUE_SOON);
	assert_int_equal(at(f, 7), LIGHT_DUE_SOON);
	assert_int_equal(at(f, 8), LIGHT_OVERDUE);
	f.due = d(2);
	assert_int_equal(at(f, 3), LIGHT_OVERDUE);
	assert_int_equal(matter_light(&f, &std, d(3)).due.n, d(2).n);
}

static void stopped(void **state)
{
	(void)state;
	static const struct {
		enum matter_state s;
		enum light l;
	} rows[] = {
		{MATTER_FINISH_CLAIMED, LIGHT_AWAITING_VERIFICATION},
		{MATTER_VERIFYING, LIGHT_AWAITING_VERIFICATION},
		{MATTER_CLOSED, LIGHT_CLOSED},
		{MATTER_SUSPENDED, LIGHT_SUSPENDED},
	};
	for (size_t i = 0; i < 4; i++) {
		struct light_facts f = hundred(rows[i].s, 50000);
		assert_int_equal(at(f, 50), rows[i].l);
		assert_int_equal(at(f, 500), rows[i].l);
		f.stopped = d(103); /* three days late, whatever the verifier's pace */
		struct light_view v = matter_light(&f, &std, d(500));
		assert_true(v.light == rows[i].l && v.days_overdue == 3 && v.days_left == 0);
		f.stopped = d(90);
		v = matter_light(&f, &std, d(500));
		assert_true(v.days_overdue == 0 && v.days_left == 10 && v.pace.u == 90 * DEC_ONE);
		f.stopped = DAY_NONE;
		assert_int_equal(matter_light(&f, &std, d(105)).days_overdue, 5);
	}
	/* Sent back: the clock runs again from the old due day. */
	struct light_facts f = hundred(MATTER_SENT_BACK, -1);
	f.stopped = d(90);
	assert_int_equal(matter_light(&f, &std, d(105)).days_overdue, 5);
	/* A draft and a withdrawn matter are never late. */
	assert_int_equal(at(hundred(MATTER_DRAFT, -1), 500), LIGHT_NOT_STARTED);
	assert_int_equal(at(hundred(MATTER_WITHDRAWN, -1), 500), LIGHT_WITHDRAWN);
	f = hundred(MATTER_DRAFT, -1);
	assert_int_equal(matter_light(&f, &std, d(500)).days_overdue, 0);
	/* Standing: no pace; a due day is the review. */
	f = hundred(MATTER_STANDING, 0);
	f.due_kind = DUE_STANDING;
	struct light_view v = matter_light(&f, &std, d(96));
	assert_true(v.light == LIGHT_ON_PACE && !v.has_pace);
	assert_int_equal(at(f, 97), LIGHT_DUE_SOON);
	assert_int_equal(at(f, 101), LIGHT_OVERDUE);
	f.due = DAY_NONE;
	assert_int_equal(at(f, 9999), LIGHT_ON_PACE);
	/* Either the state or the kind of its date makes it standing. */
	f = hundred(MATTER_STANDING, 0);
	assert_int_equal(at(f, 50), LIGHT_ON_PACE);
	f = hundred(MATTER_ACTIVE, 0);
	f.due_kind = DUE_STANDING;
	assert_int_equal(at(f, 50), LIGHT_ON_PACE);
}

static void defaults(void **state)
{
	(void)state;
	struct light_params p = LIGHT_DEFAULTS;
	assert_memory_equal(&p, &std, sizeof(p));
}

/* What the turns say of a day, for a light that no day turns otherwise. */
static enum light told(const struct light_turns *t, struct day on, enum light calm)
{
	if (day_is(t->late_from) && on.n >= t->late_from.n)
		return LIGHT_OVERDUE;
	if (day_is(t->behind_from) && on.n >= t->behind_from.n)
		return LIGHT_BEHIND;
	if (day_is(t->soon_from) && on.n >= t->soon_from.n)
		return LIGHT_DUE_SOON;
	return day_is(t->ahead_until) && on.n <= t->ahead_until.n ? LIGHT_AHEAD : calm;
}

static void turns(void **state)
{
	enum { N_PARAMS = 4, N_LENGTHS = 8 };
	static const struct light_params params[N_PARAMS] = { { 10, 10, 3, 20, 7 }, { 0, 0, -1, 0, 7 }, { 30, 5, 0, 50, 1 }, { 10, 10, 40, 0, 7 } };
	static const int lengths[N_LENGTHS] = { -20, 0, 1, 2, 7, 30, 100, 366 };
	int seen[LIGHT_COUNT_] = { 0 };
	(void)state;
	for (int s = 0; s < MATTER_STATE_COUNT_; s++)
		for (int64_t percent = -1; percent <= 120; percent += percent < 0 ? 1 : 7)
			for (int k = 0; k < N_PARAMS * N_LENGTHS * 8; k++) {
				struct light_facts f = hundred((enum matter_state)s, percent < 0 ? -1 : percent * 1000);
				f.started = k & 1;
				f.due_kind = k & 2 ? DUE_IMMEDIATE : DUE_FIXED;
				f.due = k & 4 ? d(lengths[k / 8 % N_LENGTHS]) : DAY_NONE;
				f.start = k % 11 ? d(0) : DAY_NONE;
				const struct light_params *p = &params[k / 8 / N_LENGTHS];
				struct light_turns t = matter_light_turns(&f, p);
				enum light calm = matter_light(&f, p, d(-1000)).light;
				if (calm == LIGHT_AHEAD)
					calm = LIGHT_ON_PACE;
				for (int day = -60; day <= 380; day += 1 + (day > 120) * 6) {
					enum light l = matter_light(&f, p, d(day)).light;
					seen[l]++;
					assert_int_equal(told(&t, d(day), calm), l);
				}
			}
	for (int l = 0; l < LIGHT_COUNT_; l++)
		assert_true(seen[l] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),   cmocka_unit_test(paces),    cmocka_unit_test(due_days),
		cmocka_unit_test(stopped), cmocka_unit_test(defaults), cmocka_unit_test(turns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
