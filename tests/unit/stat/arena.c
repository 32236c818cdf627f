#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "stat/bradley_terry.h"
#include "stat/ratings.h"

static struct arena a;
static uint64_t seed;

static int set_up(void **state)
{
	(void)state;
	arena_init(&a, 1 << 28);
	seed = 88172645463325252u;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static size_t chance(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % below);
}

static void near(double x, double y, double by)
{
	if (!(fabs(x - y) <= by))
		fail_msg("%.12g instead of %.12g", x, y);
}

enum { N = 7, GAMES = 60 };

static void some_games(struct bt_games *g)
{
	for (size_t i = 0; i < GAMES; i++) {
		size_t first = i < N ? i : chance(N), second = i < N ? (i + 1) % N : (first + 1 + chance(N - 1)) % N;
		g[i] = (struct bt_games){ first, second, (double)chance(4) + (i < N), (double)chance(4), (double)chance(3),
					  (enum bt_home)(i % 3) };
	}
}

/* Fitted wins are the wins that were; players in another order, and every game told from the other side, change nothing. */
static void fits_do_not_depend_on_the_telling(void **state)
{
	(void)state;
	static const size_t turned[N] = { 4, 2, 6, 0, 5, 1, 3 };
	for (int round = 0; round < 40; round++) {
		struct bt_games g[GAMES], h[GAMES];
		struct bt_fit f, k;
		struct bt_rule rule = { .davidson = round % 2, .home = round % 4 > 1, .prior = round % 8 > 3 ? 0.5 : 0, .reference = SIZE_MAX };
		some_games(g);
		for (size_t i = 0; i < GAMES; i++)
			h[GAMES - 1 - i] = (struct bt_games){ turned[g[i].second], turned[g[i].first], g[i].lost, g[i].won, g[i].tied,
							      g[i].home == HOME_NEITHER ? HOME_NEITHER :
							      g[i].home == HOME_FIRST	? HOME_SECOND :
											  HOME_FIRST };
		assert_int_equal(bt_fit(&a, g, GAMES, N, &rule, &f), BT_OK);
		assert_int_equal(bt_fit(&a, h, GAMES, N, &rule, &k), BT_OK);
		double sum = 0;
		for (size_t i = 0; i < N; i++) {
			near(f.ability[i], k.ability[turned[i]], 1e-9);
			near(f.se[i], k.se[turned[i]], 1e-9);
			near(f.wins[i], f.expected[i], 1e-8);
			sum += f.ability[i];
		}
		near(sum, 0, 1e-9);
		near(f.home, k.home, 1e-9);
		near(f.nu, k.nu, 1e-9);
		near(f.deviance, k.deviance, 1e-7);
		assert_true(f.deviance >= 0 && f.log_likelihood < 0);
		assert_true(rule.home == (f.home_se > 0) && rule.davidson == (f.nu > 0));
	}
}

/* A reference moves all abilities alike; ten times the games leave them and divide the errors by √10. */
static void references_and_sizes(void **state)
{
	(void)state;
	struct bt_games g[GAMES];
	struct bt_fit mean, fixed, many;
	struct bt_rule rule = { .reference = SIZE_MAX };
	some_games(g);
	assert_int_equal(bt_fit(&a, g, GAMES, N, &rule, &mean), BT_OK);
	for (size_t i = 0; i < GAMES; i++) {
		g[i].won *= 10;
		g[i].lost *= 10;
		g[i].tied *= 10;
	}
	assert_int_equal(bt_fit(&a, g, GAMES, N, &rule, &many), BT_OK);
	rule.reference = 3;
	assert_int_equal(bt_fit(&a, g, GAMES, N, &rule, &fixed), BT_OK);
	near(fixed.ability[3], 0, 0);
	near(fixed.se[3], 0, 0);
	for (size_t i = 0; i < N; i++) {
		near(mean.ability[i] - mean.ability[3], fixed.ability[i], 1e-9);
		near(many.ability[i], mean.ability[i], 1e-9);
		near(many.se[i] * sqrt(10), mean.se[i], 1e-9);
	}
}

static void fords_condition(void **state)
{
	(void)state;
	/* a circle of three, and a fourth who lost to one of them and beat nobody */
	struct bt_games g[] = { { 0, 1, 1, 0, 0, HOME_NEITHER }, { 1, 2, 1, 0, 0, HOME_NEITHER }, { 2, 0, 1, 0, 0, HOME_NEITHER },
				{ 2, 3, 2, 0, 0, HOME_NEITHER } };
	struct bt_rule rule = { .reference = SIZE_MAX };
	struct bt_fit f;
	int group[4];
	assert_int_equal(bt_groups(&a, g, 4, 4, group), 2);
	assert_true(group[0] == 0 && group[1] == 0 && group[2] == 0 && group[3] == 1);
	assert_int_equal(bt_fit(&a, g, 4, 4, &rule, &f), BT_NOT_CONNECTED);
	rule.prior = 0.5;
	assert_int_equal(bt_fit(&a, g, 4, 4, &rule, &f), BT_OK);
	assert_true(f.ability[3] < f.ability[0] && f.ability[3] < f.ability[1] && f.ability[0] < f.ability[2]);
	rule.prior = 0;
	g[3].tied = 1; /* a tie connects from both sides */
	assert_int_equal(bt_groups(&a, g, 4, 4, group), 1);
	assert_int_equal(bt_fit(&a, g, 4, 4, &rule, &f), BT_OK);
}

/* A chain of two hundred, hardly connected, still comes to an end. */
static void a_long_chain(void **state)
{
	(void)state;
	enum { LONG = 200 };
	struct bt_games *g = NEW(&a, struct bt_games, LONG);
	struct bt_rule rule = { .reference = SIZE_MAX };
	struct bt_fit f;
	for (size_t i = 0; i + 1 < LONG; i++)
		g[i] = (struct bt_games){ i, i + 1, i % 2 ? 1 : 2, i % 2 ? 2 : 1, 0, HOME_NEITHER };
	assert_int_equal(bt_fit(&a, g, LONG - 1, LONG, &rule, &f), BT_OK);
	near(f.ability[0] - f.ability[1], log(2), 1e-8);
	near(f.ability[1] - f.ability[2], -log(2), 1e-8);
}

static void elo_is_fair(void **state)
{
	(void)state;
	for (int d = -800; d <= 800; d += 50)
		near(stat_elo_expected(1500, 1500 + d) + stat_elo_expected(1500 + d, 1500), 1, 1e-12);
}

static void glicko(void **state)
{
	(void)state;
	struct met met[10];
	double g[10], e[10];
	struct rating own = { .rating = 1500, .rd = 30, .volatility = 0.06 }, got;
	for (int i = 0; i < 10; i++)
		met[i] = (struct met){ 1900, 30, 1 };
	assert_true(stat_glicko2(own, 0.5, met, 10, g, e, &got));
	assert_true(got.volatility > 0.06 && got.rating > 1500 && got.rd > 0); /* ten wins nobody expected */
	for (int i = 0; i < 10; i++)
		met[i] = (struct met){ 1500, 350, i % 2 };
	own.rd = 200;
	assert_true(stat_glicko2(own, 0.5, met, 10, g, e, &got));
	near(got.rating, 1500, 1e-9);
	assert_true(got.rd < 200 && got.volatility < 0.06);
	struct rating plain = stat_glicko(1500, 200, met, 10, g, e);
	near(plain.rating, 1500, 1e-9);
	assert_true(plain.rd < 200);
	plain = stat_glicko(1500, 200, met, 0, g, e);
	near(plain.rd, 200, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(fits_do_not_depend_on_the_telling), TEST(references_and_sizes), TEST(fords_condition),
					    TEST(a_long_chain), TEST(elo_is_fair), TEST(glicko) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
