#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stat/audit.h"
#include "stat/did.h"

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static void strata_of(struct audit_stratum *s, const double *reported, const double *verified)
{
	s[0] = (struct audit_stratum){ .records = 30, .reported_total = 300, .reported = reported, .verified = verified, .n = 4 };
	s[1] = (struct audit_stratum){ .records = 50, .reported_total = 700, .reported = reported + 4, .verified = verified + 4, .n = 4 };
}

/* Ten times the unit of measure is ten times the estimate; the order of strata changes nothing. */
static void audit_scales(void **state)
{
	(void)state;
	const double reported[] = { 10, 9, 12, 8, 14, 13, 15, 12 }, verified[] = { 9, 9, 10, 8, 14, 10, 15, 11 };
	double reported10[8], verified10[8];
	for (int i = 0; i < 8; i++) {
		reported10[i] = reported[i] * 10;
		verified10[i] = verified[i] * 10;
	}
	for (int kind = AUDIT_DIFFERENCE; kind <= AUDIT_COMBINED; kind++) {
		struct audit_stratum s[2], t[2], turned[2];
		struct audit r, r10, rt, narrow;
		strata_of(s, reported, verified);
		strata_of(t, reported10, verified10);
		t[0].reported_total = 3000;
		t[1].reported_total = 7000;
		turned[0] = s[1];
		turned[1] = s[0];
		assert_true(audit_estimate(s, 2, (enum audit_kind)kind, 0.95, true, &r));
		assert_true(audit_estimate(t, 2, (enum audit_kind)kind, 0.95, true, &r10));
		assert_true(audit_estimate(turned, 2, (enum audit_kind)kind, 0.95, true, &rt));
		assert_true(audit_estimate(s, 2, (enum audit_kind)kind, 0.95, false, &narrow));
		assert_true(near(r.over * 10, r10.over) && near(r.se * 10, r10.se) && near(r.low * 10, r10.low));
		assert_true(near(r.over, rt.over) && near(r.se, rt.se));
		assert_true(narrow.high < r.high && r.df == 6);
	}
}

static void one_check(void **state)
{
	(void)state;
	double ten = 10, nine = 9;
	struct audit_stratum s = { .records = 20, .reported_total = 200, .reported = &ten, .verified = &nine, .n = 1 };
	struct audit r;
	assert_true(audit_estimate(&s, 1, AUDIT_RATIO, 0.95, true, &r));
	assert_true(near(r.over, 20) && isnan(r.se) && isnan(r.low) && r.df == 0);
}

/* Whatever moves all groups alike in a period is no effect of the practice. */
static void common_shocks(void **state)
{
	(void)state;
	struct arena a;
	const int64_t periods[] = { 1, 2, 4, 7 };
	const double shock[] = { 3, -8, 100, 0.25 };
	double mean[3][4] = { { 1, 2, 4, 4 }, { 5, 5, 9, 11 }, { 0, 1, 1, 6 } }, moved[3][4];
	struct did_group g[3] = { { 0, 3, mean[0] }, { 4, 2, mean[1] }, { 7, 5, mean[2] } }, m[3];
	struct did_data d = { .groups = g, .n_groups = 3, .periods = periods, .n_periods = 4 }, e = d;
	struct did_result r, s;
	arena_init(&a, 1 << 20);
	for (int i = 0; i < 3; i++) {
		for (int t = 0; t < 4; t++)
			moved[i][t] = mean[i][t] + shock[t];
		m[i] = (struct did_group){ g[i].first, g[i].size, moved[i] };
	}
	e.groups = m;
	for (int later = 0; later < 2; later++) {
		d.not_yet = e.not_yet = later;
		assert_true(did_groups(&a, &d, &r) && did_groups(&a, &e, &s));
		assert_int_equal(r.n_att, 6);
		for (size_t i = 0; i < r.n_att; i++)
			assert_true(near(r.att[i].att, s.att[i].att) && r.att[i].base == s.att[i].base);
		assert_true(near(r.simple, s.simple) && near(r.dynamic_overall, s.dynamic_overall));
	}
	/* group 4 in period 7 is compared with period 2, the last before it adopted */
	assert_true(r.att[2].group == 4 && r.att[2].period == 7 && r.att[2].base == 2);
	assert_true(near(r.att[2].att, (11 - 5) - (4 - 2)));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(audit_scales), cmocka_unit_test(one_check), cmocka_unit_test(common_shocks) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
