#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/score/adjust.h"
#include "core/score/composite.h"
#include "core/score/scale.h"
#include "core/score/progress.h"

static const struct rounding fine = { ROUND_HALF_UP, 6 };
static const struct dec zero = { 0 }, one = { DEC_ONE };
static struct arena a;
static struct trace tr;
static uint64_t seed;

static int set_up(void **state)
{
	(void)state;
	arena_init(&a, 1 << 24);
	tr = (struct trace){ .a = &a };
	seed = 88172645463325252u;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static int64_t chance(int64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % (uint64_t)below);
}

enum { N = 9 };

static void some_marks(struct mark *x)
{
	for (int i = 0; i < N; i++)
		x[i] = (struct mark){ { chance(100) * 250000 - 3 * DEC_ONE }, chance(6) ? MARK_GIVEN : MARK_ABSENT };
	x[0].null = x[1].null = MARK_GIVEN;
	x[1].value.u = x[0].value.u + 250000;
}

static struct scale scale_of(enum scale_kind kind)
{
	static const struct band bands[] = { { { 2000000 }, { 10000000 } }, { { 7000000 }, { 20000000 } }, { { 15000000 }, { 50000000 } } };
	return (struct scale){ .kind = kind, .lo = DEC(1), .hi = DEC(20), .target = DEC(8), .base = DEC(60), .span = DEC(40), .bands = bands,
			       .n_bands = 3, .flat = DEC(1), .points = DEC(1), .r = fine };
}

/* More is never worth less, whatever the scale; turned round for what costs. */
static void scales_are_monotone(void **state)
{
	(void)state;
	for (int round = 0; round < 600; round++) {
		struct mark x[N], got[N];
		struct scale s = scale_of((enum scale_kind)(round % 6));
		s.cost = round % 12 >= 6 && s.kind != SCALE_GOALPOSTS && s.kind != SCALE_EFFICACY && s.kind != SCALE_BANDED && s.kind != SCALE_TARGET;
		s.shared_mean = round % 5 == 0;
		s.floor = round % 3 ? &zero : NULL;
		s.cap = round % 4 ? NULL : &one;
		some_marks(x);
		assert_int_equal(scale_values(x, N, &s, round % 2 ? &tr : NULL, got), SCORE_OK);
		for (int i = 0; i < N; i++)
			for (int k = 0; k < N; k++)
				if (got[i].null == MARK_GIVEN && got[k].null == MARK_GIVEN && dec_cmp(x[i].value, x[k].value) >= 0)
					assert_true(s.cost ? got[i].value.u <= got[k].value.u : got[i].value.u >= got[k].value.u);
	}
}

static void order_of_units_is_nothing(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct mark x[N], y[N], got[N], back[N];
		struct scale s = scale_of((enum scale_kind)(round % 6));
		int class_of[N], turned[N];
		some_marks(x);
		for (int i = 0; i < N; i++) {
			class_of[i] = i % 3;
			y[N - 1 - i] = x[i];
			turned[N - 1 - i] = i % 3;
		}
		assert_int_equal(scale_values(x, N, &s, NULL, got), SCORE_OK);
		assert_int_equal(scale_values(y, N, &s, NULL, back), SCORE_OK);
		for (int i = 0; i < N; i++)
			assert_memory_equal(&got[i].value, &back[N - 1 - i].value, sizeof(struct dec));
		assert_int_equal(class_standing(x, class_of, N, fine, &tr, got), SCORE_OK);
		assert_int_equal(class_standing(y, turned, N, fine, NULL, back), SCORE_OK);
		for (int i = 0; i < N; i++)
			assert_memory_equal(&got[i].value, &back[N - 1 - i].value, sizeof(struct dec));
	}
}

/* Min–max does not know the unit of measure. */
static void another_unit_of_measure(void **state)
{
	(void)state;
	struct mark x[N], y[N], got[N], back[N];
	struct scale s = scale_of(SCALE_MINMAX);
	some_marks(x);
	for (int i = 0; i < N; i++)
		y[i] = (struct mark){ { x[i].value.u * 4 - 17 * DEC_ONE }, x[i].null };
	assert_int_equal(scale_values(x, N, &s, NULL, got), SCORE_OK);
	assert_int_equal(scale_values(y, N, &s, NULL, back), SCORE_OK);
	assert_memory_equal(got, back, sizeof(got));
}

static void scales_at_their_ends(void **state)
{
	(void)state;
	struct mark none = { .null = MARK_ABSTAIN }, got, x = { .value = DEC(9000000000000) }, nought = { .value = { 0 } };
	struct scale s = scale_of(SCALE_MINMAX);
	assert_int_equal(scale_values(&none, 1, &s, &tr, &got), SCORE_NO_DATA);
	s = scale_of(SCALE_TARGET);
	s.target.u = 1;
	assert_int_equal(scale_values(&x, 1, &s, &tr, &got), SCORE_OVERFLOW);
	s.cost = true;
	assert_int_equal(scale_values(&nought, 1, &s, &tr, &got), SCORE_OK);
	assert_int_equal(got.null, MARK_ABSENT);
	s = scale_of(SCALE_RANK);
	assert_int_equal(scale_values(&x, 1, &s, &tr, &got), SCORE_OK);
	assert_int_equal(got.value.u, DEC_ONE);
	static const struct band falling[] = { { { 9000000 }, { 10000000 } }, { { 3000000 }, { 30000000 } } };
	s = scale_of(SCALE_BANDED);
	s.bands = falling;
	s.n_bands = 2;
	for (int i = 0; i < 3; i++) {
		struct mark v = { .value = DEC(12 - 5 * i) };
		assert_int_equal(scale_values(&v, 1, &s, i ? &tr : NULL, &got), SCORE_OK);
		assert_int_equal(got.value.u, i == 0 ? 0 : i == 1 ? 16666667 : 30000000);
	}
	int class_of = 0;
	assert_int_equal(class_standing(&none, &class_of, 1, fine, &tr, &got), SCORE_NO_DATA);
	assert_int_equal(got.null, MARK_ABSTAIN);
	struct dec d;
	assert_int_equal(shrunken_rate(0, 0, zero, zero, fine, &d), SCORE_NO_DATA);
	assert_int_equal(shrunken_rate(3, 3, (struct dec){ 500000 }, DEC(2), fine, &d), SCORE_OK);
	assert_int_equal(d.u, 800000);
	assert_int_equal(shrunken_rate(INT64_MAX, 1, DEC(1), DEC(1), fine, &d), SCORE_OVERFLOW);
}

static void growth(void **state)
{
	(void)state;
	struct growth_rule g = { .share = { 500000 }, .per = DEC(1), .hi = DEC(1), .points = DEC(100), .r = fine };
	struct growth got;
	assert_int_equal(growth_level(DEC(80), DEC(0), DEC(1), &g, SV(""), &tr, &got), SCORE_NO_DATA);
	assert_int_equal(growth_level(DEC(80), (struct dec){ INT64_MIN }, DEC(1), &g, SV(""), &tr, &got), SCORE_OVERFLOW);
	assert_int_equal(growth_level(DEC(80), (struct dec){ 1 }, DEC(9000000000000), &g, SV(""), &tr, &got), SCORE_OVERFLOW);
	assert_int_equal(growth_level(DEC(80), DEC(10), DEC(15), &g, SV(""), NULL, &got), SCORE_OK);
	assert_int_equal(got.score.u, 80 * DEC_ONE);
	assert_int_equal(growth_level(DEC(20), DEC(-10), DEC(-4), &g, SV(""), &tr, &got), SCORE_OK);
	assert_int_equal(got.score.u, 60 * DEC_ONE);
	g.absolute = true;
	g.per = DEC(20);
	assert_int_equal(growth_level(DEC(20), DEC(0), DEC(10), &g, SV(""), &tr, &got), SCORE_OK);
	assert_int_equal(got.score.u, 50 * DEC_ONE);
	g.absolute = false;
	g.blend = true;
	assert_int_equal(growth_level(DEC(80), DEC(10), DEC(15), &g, SV(""), &tr, &got), SCORE_OK);
	assert_int_equal(got.score.u, 65 * DEC_ONE);
	g.points = DEC(9000000000000);
	g.share.u = -DEC_ONE;
	assert_int_equal(growth_level(DEC(80), DEC(10), DEC(30), &g, SV(""), &tr, &got), SCORE_OVERFLOW);
	g.hi.u = 0; /* the goalposts coincide */
	assert_int_equal(growth_level(DEC(80), DEC(10), DEC(30), &g, SV(""), &tr, &got), SCORE_OVERFLOW);
}

static struct day day(int n)
{
	return (struct day){ 20000 + n };
}

/* Time never asks for less than the day before, and a plan ends at the whole. */
static void progress_climbs(void **state)
{
	(void)state;
	static const struct milestone m[] = { { { 20010 }, { 100000 } }, { { 20040 }, { 100000 } }, { { 20090 }, { 1000000 } } };
	for (int kind = 0; kind < 5; kind++) {
		struct plan p = { .start = kind == 4 ? DAY_NONE : day(0), .due = day(90), .steps = kind > 1 };
		p.milestones = kind % 2 || kind == 4 ? m : NULL;
		p.n = p.milestones ? 3 : 0;
		struct progress before = { .share = ratio_dec(zero) }, at;
		for (int d = -5; d <= 100; d++) {
			assert_int_equal(time_progress(&p, day(d), SV(""), d % 2 ? &tr : NULL, &at), SCORE_OK);
			assert_true(ratio_cmp(at.share, before.share) >= 0);
			assert_int_equal(at.phase, d < (kind == 4 ? 10 : 0) ? PHASE_BEFORE : d < 90 ? PHASE_RUNNING : PHASE_DUE);
			before = at;
		}
		assert_int_equal(ratio_cmp(at.share, ratio_dec(one)), 0);
	}
}

static void plans_that_contradict_themselves(void **state)
{
	(void)state;
	struct progress at;
	struct milestone falls[] = { { day(1), { 500000 } }, { day(2), { 400000 } }, { day(3), DEC(1) } };
	struct milestone turns[] = { { day(2), { 100000 } }, { day(2), DEC(1) } }, below[] = { { day(1), { -1 } }, { day(2), DEC(1) } };
	struct milestone short_of[] = { { day(1), { 900000 } } };
	struct plan backwards = { .start = day(3), .due = day(2) }, no_start = { .start = DAY_NONE, .due = day(2) };
	struct plan bad[] = { backwards, no_start, { DAY_NONE, DAY_NONE, falls, 3, false }, { DAY_NONE, DAY_NONE, turns, 2, false },
			      { DAY_NONE, DAY_NONE, below, 2, false }, { DAY_NONE, DAY_NONE, short_of, 1, false } };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(time_progress(&bad[i], day(2), SV(""), &tr, &at), SCORE_INVALID);
	assert_string_equal(phase_name(PHASE_DUE), "due");
	assert_string_equal(unscored_name(UNSCORED_NO_TARGET), "no_target");
}

static void completion_rules(void **state)
{
	(void)state;
	struct completion_rule rule = { .weight = DEC(40), .cap = one, .green = one, .yellow = { 800000 }, .r = fine };
	struct progress half = { ratio_of(1, 2), PHASE_RUNNING };
	struct completion c, more;
	int64_t last = -1;
	for (int64_t done = -10; done < 120; done++) {
		assert_int_equal(completion(DEC(done), DEC(100), half, &rule, SV(""), done % 2 ? &tr : NULL, &c), SCORE_OK);
		assert_true(c.score.u >= last && c.score.u <= 40 * DEC_ONE);
		/* tenfold figures, the same score */
		assert_int_equal(completion(DEC(done * 10), DEC(1000), half, &rule, SV(""), NULL, &more), SCORE_OK);
		assert_int_equal(more.score.u, c.score.u);
		last = c.score.u;
	}
	assert_int_equal(completion(DEC(1), DEC(3), (struct progress){ ratio_of(1, 3), PHASE_RUNNING }, &rule, SV(""), &tr, &c), SCORE_OK);
	assert_int_equal(c.light, LIGHT_GREEN);
	assert_int_equal(completion(DEC(1), DEC(3), (struct progress){ ratio_dec(zero), PHASE_BEFORE }, &rule, SV(""), &tr, &c), SCORE_NO_DATA);
	assert_int_equal(c.why, UNSCORED_BEFORE_START);
	assert_int_equal(completion(DEC(1), DEC(3), (struct progress){ ratio_dec(zero), PHASE_RUNNING }, &rule, SV(""), &tr, &c), SCORE_NO_DATA);
	assert_int_equal(c.why, UNSCORED_NO_PROGRESS);
	assert_int_equal(completion(DEC(1), zero, half, &rule, SV(""), &tr, &c), SCORE_NO_DATA);
	assert_int_equal(completion(DEC(9000000000000), (struct dec){ 1 }, half, &rule, SV(""), &tr, &c), SCORE_OVERFLOW);
	struct target versions[] = { { day(9), DEC(3) }, { DAY_NONE, DEC(1) }, { day(5), DEC(2) } };
	assert_int_equal(target_at(versions, 3, day(0))->value.u, DEC_ONE);
	assert_int_equal(target_at(versions, 3, day(5))->value.u, 2 * DEC_ONE);
	assert_int_equal(target_at(versions, 3, day(99))->value.u, 3 * DEC_ONE);
	assert_null(target_at(versions, 1, day(8)));
}

/* However the lines fall, nothing counts beyond its cap and nothing twice. */
static void caps_hold(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct ledger_line lines[12];
		struct dec caps[2] = { { chance(30) * 500000 }, { chance(30) * 500000 } }, total = { chance(60) * 500000 };
		int64_t by[2] = { 0 }, all = 0;
		for (int i = 0; i < 12; i++)
			lines[i] = (struct ledger_line){ .points = { chance(20) * 500000 }, .factor = one, .cap = (int)chance(3) - 1,
							 .expires = chance(4) ? DAY_NONE : day((int)chance(3)) };
		struct ledger bonus = { lines, 12, caps, 2, round % 2 ? &total : NULL }, none = { .n = 0 };
		struct adjust_rule rule = { .asof = day(1), .r = fine };
		struct adjusted got;
		assert_int_equal(adjust(&a, DEC(50), &bonus, &none, NULL, &rule, &tr, &got), SCORE_OK);
		for (int i = 0; i < 12; i++) {
			assert_true(lines[i].counted.u >= 0 && lines[i].counted.u <= lines[i].points.u);
			assert_true(!day_is(lines[i].expires) || lines[i].expires.n >= day(1).n || lines[i].counted.u == 0);
			if (lines[i].cap >= 0)
				by[lines[i].cap] += lines[i].counted.u;
			all += lines[i].counted.u;
		}
		assert_true(by[0] <= caps[0].u && by[1] <= caps[1].u && (round % 2 == 0 || all <= total.u));
		assert_int_equal(got.bonus.u, all);
		assert_int_equal(got.score.u, 50 * DEC_ONE + all);
	}
}

static void ledgers_at_their_ends(void **state)
{
	(void)state;
	struct adjust_rule rule = { .asof = DAY_NONE, .r = fine };
	struct adjusted got;
	struct ledger none = { .n = 0 };
	struct ledger_line bad[] = { { .points = { -1 }, .factor = one, .cap = -1, .expires = DAY_NONE },
				     { .points = one, .factor = { -1 }, .cap = -1, .expires = DAY_NONE } };
	for (int i = 0; i < 2; i++) {
		struct ledger l = { &bad[i], 1, NULL, 0, NULL };
		assert_int_equal(adjust(&a, one, &l, &none, NULL, &rule, &tr, &got), SCORE_INVALID);
		assert_int_equal(adjust(&a, one, &none, &l, NULL, &rule, &tr, &got), SCORE_INVALID);
	}
	for (int i = 0; i < 2; i++) {
		struct dec below = { -1 };
		struct ledger capped = { NULL, 0, &below, i == 0, i ? &below : NULL };
		assert_int_equal(adjust(&a, one, &capped, &none, NULL, &rule, &tr, &got), SCORE_INVALID);
	}
	struct ledger_line huge[] = { { .points = DEC(9000000000000), .factor = one, .cap = -1, .expires = DAY_NONE },
				      { .points = DEC(9000000000000), .factor = one, .cap = -1, .expires = DAY_NONE } };
	struct ledger l = { huge, 2, NULL, 0, NULL };
	assert_int_equal(adjust(&a, one, &l, &none, NULL, &rule, &tr, &got), SCORE_OVERFLOW);
	l.n = 1;
	assert_int_equal(adjust(&a, DEC(9000000000000), &l, &none, NULL, &rule, NULL, &got), SCORE_OVERFLOW);
	huge[0].factor = DEC(2);
	assert_int_equal(adjust(&a, one, &l, &none, NULL, &rule, &tr, &got), SCORE_OVERFLOW);
	struct veto v = { .grade = SV("C"), .basis = SV("B"), .decision = SV("D"), .decided = day(0), .expires = DAY_NONE }, w;
	for (int i = 0; i < 4; i++) {
		w = v;
		w.grade = i == 0 ? SV("") : w.grade;
		w.basis = i == 1 ? SV("") : w.basis;
		w.decision = i == 2 ? SV("") : w.decision;
		w.decided = i == 3 ? DAY_NONE : w.decided;
		assert_int_equal(adjust(&a, one, &none, &none, &w, &rule, &tr, &got), SCORE_INVALID);
	}
	assert_int_equal(adjust(&a, one, &none, &none, &v, &rule, &tr, &got), SCORE_OK); /* no day: in force */
	assert_int_equal(got.grade.n, 1);
	w = v;
	w.lifted = true;
	assert_int_equal(adjust(&a, one, &none, &none, &w, &rule, &tr, &got), SCORE_OK);
	assert_int_equal(got.grade.n, 0);
	w = v;
	w.expires = day(9);
	for (int d = -1; d <= 10; d++) {
		rule.asof = day(d);
		assert_int_equal(adjust(&a, one, &none, &none, &w, &rule, &tr, &got), SCORE_OK);
		assert_int_equal(got.grade.n, d >= 0 && d <= 9);
	}
	rule.floor = rule.ceiling = &one;
	assert_int_equal(adjust(&a, zero, &none, &none, NULL, &rule, &tr, &got), SCORE_OK);
	assert_int_equal(adjust(&a, DEC(3), &none, &none, NULL, &rule, &tr, &got), SCORE_OK);
	assert_int_equal(got.score.u, DEC_ONE);
}

static enum score_status two_thirds(struct arena *unused, const struct dec *x, const struct dec *w, size_t n, struct dec *ret)
{
	(void)unused, (void)w;
	ret->u = n ? x[0].u / 3 * 2 : 0;
	return SCORE_OK;
}

static enum score_status never(struct arena *unused, const struct dec *x, const struct dec *w, size_t n, struct dec *ret)
{
	(void)unused, (void)x, (void)w, (void)n, (void)ret;
	return SCORE_OVERFLOW;
}

static struct part leaf(size_t column, int64_t weight)
{
	return (struct part){ .column = column, .weight = { weight } };
}

static void weights_must_be_whole(void **state)
{
	(void)state;
	struct part inner[] = { leaf(0, 400000), leaf(1, 500000) }, outer[] = { { .weight = one, .parts = inner, .n = 2 } };
	struct part root = { .parts = outer, .n = 1 };
	struct dec sum;
	assert_ptr_equal(part_uneven(&root, &sum), &outer[0]);
	assert_int_equal(sum.u, 900000);
	inner[1].weight.u = 600000;
	assert_null(part_uneven(&root, &sum));
	inner[0].weight.u = -400000;
	assert_ptr_equal(part_uneven(&root, &sum), &outer[0]);
	inner[0].weight.u = inner[1].weight.u = INT64_MAX;
	assert_ptr_equal(part_uneven(&root, &sum), &outer[0]);
	outer[0].equal = true;
	inner[0].weight = inner[1].weight = one;
	assert_null(part_uneven(&root, &sum));
}

/* With and without a trace, which changes nothing. */
static enum score_status scored(const struct mark *x, struct composite_rule *rule, struct dec *ret)
{
	struct mark parts[2];
	struct dec silent = { 0 };
	bool incomplete;
	enum score_status s = composite(&a, x, rule, SV("甲"), &tr, parts, ret, &incomplete);
	assert_int_equal(composite(&a, x, rule, SV(""), NULL, parts, &silent, &incomplete), s);
	assert_true(s != SCORE_OK || silent.u == ret->u);
	return s;
}

static void composites_at_their_ends(void **state)
{
	(void)state;
	struct part inner[] = { leaf(0, 500000), leaf(1, 500000) };
	struct part outer[] = { { .name = SV("p"), .weight = one, .parts = inner, .n = 2, .index = 1 } }, root = { .parts = outer, .n = 1 };
	struct composite_rule rule = { .root = &root, .n_parts = 2, .geometric = two_thirds, .r = fine };
	struct mark x[2] = { { .value = DEC(30) }, { .value = DEC(60) } }, gap[2] = { { .null = MARK_ABSENT }, x[1] };
	struct dec d;
	assert_int_equal(scored(x, &rule, &d), SCORE_OK);
	assert_int_equal(d.u, 45 * DEC_ONE);
	assert_int_equal(scored(gap, &rule, &d), SCORE_NO_DATA);
	rule.renormalise = true;
	assert_int_equal(scored(gap, &rule, &d), SCORE_OK);
	assert_int_equal(d.u, 60 * DEC_ONE);
	inner[1].weight.u = 0; /* what is left weighs nothing */
	assert_int_equal(scored(gap, &rule, &d), SCORE_NO_DATA);
	inner[1].weight.u = 500000;
	outer[0].kind = MEAN_GEOMETRIC;
	assert_int_equal(scored(x, &rule, &d), SCORE_OK);
	assert_int_equal(d.u, 20 * DEC_ONE);
	assert_int_equal(scored(gap, &rule, &d), SCORE_OK);
	x[0].value.u = -1;
	assert_int_equal(scored(x, &rule, &d), SCORE_INVALID);
	rule.floor = &one;
	assert_int_equal(scored(x, &rule, &d), SCORE_OK);
	rule.geometric = never;
	assert_int_equal(scored(x, &rule, &d), SCORE_OVERFLOW);
	outer[0].kind = MEAN_ARITHMETIC;
	x[0].value.u = x[1].value.u = INT64_MAX;
	outer[0].posted = true;
	outer[0].hi.u = 1;
	assert_int_equal(scored(x, &rule, &d), SCORE_OVERFLOW);
}

/* Better in everything is never behind, and twice the same is a tie, under every scenario. */
static void scenarios_respect_dominance(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct dec x[12], other[12], w[3] = { { 500000 }, { 300000 }, { 200000 } };
		int64_t rank[4];
		for (int i = 0; i < 6; i++)
			x[i].u = DEC_ONE + chance(50) * DEC_ONE;
		for (int c = 0; c < 3; c++) {
			x[6 + c].u = x[c].u + chance(3) * DEC_ONE;
			x[9 + c].u = x[c].u;
		}
		for (int i = 0; i < 12; i++)
			other[i].u = 2 * x[i].u;
		struct grid g = { x, w, 4, 3 };
		struct scenario s = { .kind = (enum scenario_kind)(round % 5), .column = (size_t)round % 3, .factor = { 750000 }, .x = other };
		assert_int_equal(scenario_ranks(&a, &g, &s, two_thirds, fine, &tr, rank), SCORE_OK);
		assert_true(rank[2] <= rank[0]);
		assert_int_equal(rank[0], rank[3]);
	}
	struct dec x[1] = { DEC(1) }, w[1] = { DEC(1) };
	struct grid g = { x, w, 1, 1 };
	int64_t rank;
	assert_int_equal(scenario_ranks(&a, &g, &(struct scenario){ .kind = DROPPED }, never, fine, &tr, &rank), SCORE_NO_DATA);
	assert_int_equal(scenario_ranks(&a, &g, &(struct scenario){ .kind = GEOMETRIC }, never, fine, &tr, &rank), SCORE_OVERFLOW);
	struct dec far[32], weight[32];
	for (int i = 0; i < 32; i++) {
		far[i].u = INT64_MAX - i;
		weight[i].u = INT64_MAX - 7 * i;
	}
	g = (struct grid){ far, weight, 1, 32 };
	assert_int_equal(scenario_ranks(&a, &g, &(struct scenario){ .kind = WEIGHT_TIMES, .factor = { INT64_MAX } }, never, fine, &tr, &rank),
			 SCORE_OVERFLOW);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(scales_are_monotone), TEST(order_of_units_is_nothing), TEST(another_unit_of_measure),
					    TEST(scales_at_their_ends), TEST(growth), TEST(progress_climbs),
					    TEST(plans_that_contradict_themselves), TEST(completion_rules), TEST(caps_hold),
					    TEST(ledgers_at_their_ends), TEST(weights_must_be_whole), TEST(composites_at_their_ends),
					    TEST(scenarios_respect_dominance) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
