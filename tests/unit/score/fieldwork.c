#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/score/draw.h"
#include "core/score/natural.h"
#include "base/prng.h"
#include "core/score/sampling.h"
#include "core/score/tour.h"

static int open_arena(void **state)
{
	static struct arena a;
	arena_init(&a, 1 << 28);
	*state = &a;
	return 0;
}

static int close_arena(void **state)
{
	arena_release(*state);
	return 0;
}

/* 30! = 265252859812191058636308480000000, and the way back. */
static void naturals(void **state)
{
	struct arena *a = *state;
	struct nat x = nat_of(a, 1), y = nat_of(a, 0), one = nat_of(a, 1);
	for (uint32_t i = 2; i <= 30; i++)
		nat_mul(&x, i);
	nat_add(&y, &x, UINT32_MAX);
	assert_int_equal(nat_cmp(&y, 1, &x, UINT32_MAX), 0);
	nat_add(&y, &one, 1);
	assert_int_equal(nat_cmp(&y, 1, &x, UINT32_MAX), 1);
	assert_int_equal(nat_cmp(&x, UINT32_MAX, &y, 1), -1);
	nat_sub(&y, &x, UINT32_MAX);
	assert_int_equal(nat_cmp(&y, 1, &one, 1), 0);
	for (uint32_t i = 2; i <= 30; i++)
		nat_div(&x, i);
	assert_int_equal(nat_cmp(&x, 1, &one, 1), 0);
	nat_choose(&x, 49, 6);
	nat_set(&y, 13983816);
	assert_int_equal(nat_cmp(&x, 1, &y, 1), 0);
	nat_choose(&x, 3, 4);
	assert_int_equal(x.n, 0);
	nat_set(&x, 1);
	nat_set(&y, 3);
	assert_int_equal(nat_share(&x, &y).u, 333333);
	nat_set(&x, 2);
	assert_int_equal(nat_share(&x, &y).u, 666667);
}

/* More checks find more; the number asked for is the first that is enough. */
static void detection_grows(void **state)
{
	struct arena *a = *state;
	for (int64_t size = 1; size <= 60; size += 7)
		for (int64_t bad = 1; bad <= size; bad += 3) {
			struct lot l = { .size = size, .bad = bad };
			struct dec before = { -1 }, sure = { 900000 };
			int64_t n = -1;
			assert_true(detection_n(a, l, sure, NULL, &n));
			for (int64_t i = 0; i <= size; i++) {
				struct dec p = detection_prob(a, l, i, NULL);
				assert_true(p.u >= before.u);
				before = p;
				assert_int_equal(p.u >= sure.u, i >= n);
			}
			assert_int_equal(before.u, DEC_ONE);
		}
}

/* A lot of 10,000 is nearly without end, and a plan for it nearly the binomial one. */
static void plans(void **state)
{
	struct arena *a = *state;
	struct risk_point good = { { 10000 }, { 950000 } }, bad = { { 60000 }, { 100000 } };
	struct trace tr = { .a = a };
	struct plan endless, finite;
	assert_int_equal(acceptance_plan(a, good, bad, 0, &tr, &endless), SCORE_OK);
	assert_int_equal(acceptance_plan(a, good, bad, PLAN_MAX, NULL, &finite), SCORE_OK);
	assert_int_equal(endless.c, finite.c);
	assert_true(finite.n <= endless.n && finite.n >= endless.n - 2);
	assert_true(tr.n == (size_t)endless.c + 1);
	assert_int_equal(acceptance_plan(a, good, (struct risk_point){ { 10001 }, { 100000 } }, 0, NULL, &endless), SCORE_NOT_CONVERGED);
	assert_int_equal(acceptance_plan(a, bad, good, 0, NULL, &endless), SCORE_NOT_IDENTIFIED);
	assert_int_equal(acceptance_plan(a, bad, good, 100, NULL, &endless), SCORE_NOT_IDENTIFIED);
}

static void bounds(void **state)
{
	struct arena *a = *state;
	struct dec sure = { 950000 };
	int64_t before = 100;
	for (int64_t n = 1; n <= 100; n++) {
		int64_t most = errors_at_most(a, 100, n, 0, sure);
		assert_true(most <= before);
		assert_true(errors_at_most(a, 100, n, 1, sure) > most);
		before = most;
	}
	assert_int_equal(before, 0);
}

/* Of a lot without end one more check multiplies the chance to miss; both forms are written into the trace. */
static void endless_lots(void **state)
{
	struct arena *a = *state;
	struct trace tr = { .a = a };
	struct lot l = { .rate = { 50000 } }, every = { .rate = { DEC_ONE } }, none = { 0 };
	int64_t n;
	assert_true(detection_n(a, l, (struct dec){ 950000 }, &tr, &n));
	assert_int_equal(n, 59);
	assert_int_equal(tr.n, 2);
	assert_true(sv_is(tr.last->in, "1 - (1 - 0.05)^59") && sv_is(tr.last->out, "0.951505"));
	assert_true(detection_n(a, every, (struct dec){ 999999 }, NULL, &n) && n == 1);
	assert_false(detection_n(a, none, (struct dec){ 950000 }, NULL, &n));
	assert_false(detection_n(a, (struct lot){ .size = 5 }, (struct dec){ 950000 }, NULL, &n));
	assert_true(detection_n(a, l, (struct dec){ 0 }, &tr, &n) && n == 0);
	assert_int_equal(detection_prob(a, l, 1000000, NULL).u, DEC_ONE);
	assert_int_equal(detection_prob(a, (struct lot){ .size = 1000000, .bad = 400000 }, 900000, &tr).u, DEC_ONE);
	assert_true(sv_is(tr.last->in, "1 - C(1000000 - 400000, 900000) / C(1000000, 900000)"));
}

static void totals(void **state)
{
	struct arena *a = *state;
	struct trace tr = { .a = a };
	struct rounding to = { ROUND_HALF_UP, 2 };
	struct audit_sums s = { DEC(49), DEC(196), DEC(5054), DEC(6262), DEC(22919) };
	struct audit_totals t;
	assert_int_equal(audit_totals(s, to, &tr, &t), SCORE_OK);
	assert_int_equal(t.by_ratio.u, INT64_C(28397070000));
	assert_int_equal(t.by_number.u, INT64_C(25048000000));
	assert_true(tr.n == 3 && sv_is(tr.last->out, "25048.00"));
	s.y.u = s.total_x.u = INT64_MAX;
	assert_int_equal(audit_totals(s, to, NULL, &t), SCORE_OVERFLOW);
	s.x.u = 1;
	assert_int_equal(audit_totals(s, to, NULL, &t), SCORE_OVERFLOW);
	s.x.u = 0;
	assert_int_equal(audit_totals(s, to, NULL, &t), SCORE_NOT_IDENTIFIED);
	s.n.u = 0;
	assert_int_equal(audit_totals(s, to, NULL, &t), SCORE_NO_DATA);
}

/* Rivest's published example, and a trace that names what goes into sha256sum. */
static void numbers_drawn(void **state)
{
	struct trace tr = { .a = *state };
	const int64_t want[] = { 740, 180, 264, 789, 238 };
	int64_t got[5];
	draw_with_replacement(SV("3546311556112163624615351222"), 876, got, 5, &tr);
	assert_memory_equal(got, want, sizeof(got));
	assert_int_equal(tr.n, 5);
	assert_true(sv_starts(tr.last->in, SV("sha256(\"3546311556112163624615351222,5\") = ")));
	draw_with_replacement(SV("3546311556112163624615351222"), 1, got, 5, NULL);
	assert_int_equal(got[4], 1);
}

enum { PEOPLE = 40 };

static void people(struct drawee *who, char (*names)[4])
{
	for (int i = 0; i < PEOPLE; i++)
		who[i] = (struct drawee){ .id = sv_of(names[i]), .stratum = i % 3 ? SV("x") : SV("y"), .excluded = i % 7 == 0 };
}

/* A shorter draw is the beginning of a longer one, and nobody recused is drawn. */
static void tickets(void **state)
{
	struct arena *a = *state;
	struct trace tr = { .a = a };
	char names[PEOPLE][4];
	struct drawee few[PEOPLE], many[PEOPLE];
	for (int i = 0; i < PEOPLE; i++)
		snprintf(names[i], sizeof(names[i]), "p%d", i);
	people(few, names);
	people(many, names);
	draw_tickets(a, SV("seed"), few, PEOPLE, (struct quota[]){ { SV("x"), 4 }, { SV("y"), 2 } }, 2, NULL);
	draw_tickets(a, SV("seed"), many, PEOPLE, (struct quota[]){ { SV("x"), 9 }, { SV("y"), 3 } }, 2, &tr);
	assert_int_equal(tr.n, PEOPLE);
	int n_few = 0, n_many = 0;
	for (int i = 0; i < PEOPLE; i++) {
		assert_true(sv_eq(few[i].id, many[i].id));
		assert_true(!few[i].drawn || many[i].drawn);
		assert_false(many[i].drawn && many[i].excluded);
		n_few += few[i].drawn;
		n_many += many[i].drawn;
	}
	assert_int_equal(n_few, 6);
	assert_int_equal(n_many, 12);
	draw_tickets(a, SV("seed"), few, PEOPLE, (struct quota[]){ { SV("x"), 1 } }, 1, NULL);
	for (int i = 0; i < PEOPLE; i++)
		assert_false(few[i].drawn && sv_is(few[i].stratum, "y"));
}

/* Over many meetings everybody has hosted equally often, and nobody twice within the gap. */
static void turns(void **state)
{
	struct arena *a = *state;
	enum { UNITS = 7, MEETINGS = 100 };
	static const char *const names[UNITS] = { "a", "b", "c", "d", "e", "f", "g" };
	for (int64_t gap = 1; gap <= UNITS; gap++) {
		struct host hosts[UNITS];
		struct sv plan[MEETINGS];
		for (int i = 0; i < UNITS; i++)
			hosts[i] = (struct host){ .unit = sv_of(names[i]), .ticket = draw_ticket(SV("1"), sv_of(names[i])) };
		struct trace tr = { .a = a };
		rotation_plan(a, hosts, UNITS, 1, gap, plan, MEETINGS, &tr);
		assert_int_equal(tr.n, MEETINGS);
		assert_true(sv_eq(tr.last->out, plan[MEETINGS - 1]));
		int64_t least = MEETINGS, most = 0;
		for (int i = 0; i < UNITS; i++) {
			least = hosts[i].times < least ? hosts[i].times : least;
			most = hosts[i].times > most ? hosts[i].times : most;
		}
		assert_true(most - least <= 1);
		for (int i = 0; i < MEETINGS; i++)
			for (int j = i + 1; j < MEETINGS && j - i < gap; j++)
				assert_false(sv_eq(plan[i], plan[j]));
	}
}

enum { SITES = 9 };
struct problem {
	struct tour t;
	struct tour_site sites[SITES];
	int64_t travel[(SITES + 1) * (SITES + 1)], min[3], max[3];
};

static void invent(struct problem *p, struct prng *luck)
{
	memset(p, 0, sizeof(*p));
	p->t = (struct tour){ .sites = p->sites, .n = SITES, .travel = p->travel, .places = SITES + 1, .back = prng_below(luck, 2),
			      .budget = 200 + (int64_t)prng_below(luck, 200), .county_min = p->min, .county_max = p->max,
			      .counties = 3, .seed = 1 };
	for (int i = 0; i < SITES; i++)
		p->sites[i] = (struct tour_site){ .score = DEC((int64_t)prng_below(luck, 9) + 1), .close = TOUR_NO_CLOSE,
						  .open = (int64_t)prng_below(luck, 60), .stay = (int64_t)prng_below(luck, 40),
						  .county = (size_t)i % 3, .must = i == 4 };
	for (int i = 0; i <= SITES; i++)
		for (int j = 0; j < i; j++)
			p->travel[i * (SITES + 1) + j] = p->travel[j * (SITES + 1) + i] = 10 + (int64_t)prng_below(luck, 50);
	for (int c = 0; c < 3; c++)
		p->max[c] = 2;
	p->min[1] = 2;
}

/* The search for long lists, held against the exact answer of short ones: it keeps every condition and never beats
 * it; on most of these it is as good. */
static void search_against_exact(void **state)
{
	struct arena *a = *state;
	struct prng luck = { 11 };
	int as_good = 0, solved = 0;
	for (int round = 0; round < 40; round++) {
		struct problem p;
		struct tour_route best, found = { .stops = NEW(a, int, SITES) };
		int64_t finish;
		invent(&p, &luck);
		bool any = tour_plan(a, &p.t, NULL, &best) == SCORE_OK, got = tour_search(a, &p.t, &found);
		assert_true(any || !got);
		if (!got)
			continue;
		solved++;
		assert_true(tour_finish(&p.t, found.stops, found.n, &finish));
		assert_int_equal(finish, found.finish);
		int held[3] = { 0 };
		bool must = false;
		for (size_t i = 0; i < found.n; i++) {
			held[p.sites[found.stops[i]].county]++;
			must |= found.stops[i] == 4;
		}
		assert_true(must && held[0] <= 2 && held[1] == 2 && held[2] <= 2);
		assert_true(found.score.u < best.score.u || (found.score.u == best.score.u && found.finish >= best.finish));
		as_good += found.score.u == best.score.u && found.finish == best.finish;
	}
	assert_true(solved > 30);
	assert_true(as_good * 10 >= solved * 9);
}

/* Sites in another order: the same score and finish. */
static void order_of_sites(void **state)
{
	struct arena *a = *state;
	struct prng luck = { 5 };
	for (int round = 0; round < 20; round++) {
		struct problem p, q;
		struct tour_route r, s;
		invent(&p, &luck);
		q = p;
		q.t.sites = q.sites;
		q.t.travel = q.travel;
		for (int i = 0; i < SITES; i++)
			q.sites[i] = p.sites[SITES - 1 - i];
		for (int i = 0; i <= SITES; i++)
			for (int j = 0; j <= SITES; j++) {
				int from = i ? SITES + 1 - i : 0, to = j ? SITES + 1 - j : 0;
				q.travel[i * (SITES + 1) + j] = p.travel[from * (SITES + 1) + to];
			}
		assert_int_equal(tour_plan(a, &p.t, NULL, &r), tour_plan(a, &q.t, NULL, &s));
		assert_true(r.score.u == s.score.u && r.finish == s.finish);
	}
}

/* With a way back, waiting and closing hours, on paper: at the first site from 20 to 50 (opens at 30), at the second
 * until 85 exactly, home at 115. */
static void hours(void **state)
{
	struct arena *a = *state;
	struct trace tr = { .a = a };
	const int64_t travel[] = { 0, 20, 30, 20, 0, 15, 30, 15, 0 }, none[1] = { 0 }, all[1] = { 2 };
	struct tour_site sites[] = { { .id = SV("first"), .score = DEC(2), .open = 30, .close = 40, .stay = 20 },
				     { .id = SV("second"), .score = DEC(3), .close = 85, .stay = 20 } };
	struct tour t = { .sites = sites, .n = 2, .travel = travel, .places = 3, .back = true, .leave_by = false, .budget = 115,
			  .county_min = none, .county_max = all, .counties = 1 };
	struct tour_route r;
	assert_int_equal(tour_plan(a, &t, &tr, &r), SCORE_OK);
	assert_true(r.n == 2 && r.stops[0] == 0 && r.finish == 115 && r.score.u == 5 * DEC_ONE);
	assert_true(sv_is(tr.first->in, "0 + 20 travel + 10 waiting + 20 stay"));
	t.leave_by = true; /* the first closes too early */
	assert_int_equal(tour_plan(a, &t, NULL, &r), SCORE_OK);
	assert_true(r.n == 1 && r.stops[0] == 1 && r.finish == 80);
	t.budget = 10;
	assert_int_equal(tour_plan(a, &t, NULL, &r), SCORE_OK);
	assert_true(r.n == 0 && r.finish == 0);
}

/* A list too long for the exact way, and conditions that nothing meets. */
static void long_list(void **state)
{
	struct arena *a = *state;
	enum { MANY = 20 };
	struct tour_site sites[MANY] = { 0 };
	int64_t travel[MANY * MANY] = { 0 }, min[1] = { 0 }, max[1] = { TOUR_MAX };
	struct tour t = { .sites = sites, .n = MANY, .travel = travel, .places = MANY, .budget = 7, .county_min = min,
			  .county_max = max, .counties = 1, .seed = 3 };
	struct trace tr = { .a = a };
	struct tour_route r;
	for (int i = 0; i < MANY; i++)
		sites[i] = (struct tour_site){ .id = SV("s"), .score = DEC(1 + i % 2), .close = TOUR_NO_CLOSE, .stay = 1 };
	assert_int_equal(tour_plan(a, &t, &tr, &r), SCORE_OK);
	assert_false(r.exact);
	assert_int_equal(r.n, 7);
	assert_int_equal(r.score.u, 14 * DEC_ONE);
	assert_true(tr.n >= 9);
	min[0] = 8;
	assert_int_equal(tour_plan(a, &t, NULL, &r), SCORE_NOT_CONVERGED);
	t.n = t.places = 5;
	assert_int_equal(tour_plan(a, &t, NULL, &r), SCORE_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(naturals, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(detection_grows, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(plans, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(endless_lots, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(totals, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(numbers_drawn, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(bounds, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(tickets, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(turns, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(search_against_exact, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(order_of_sites, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(hours, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(long_list, open_arena, close_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
