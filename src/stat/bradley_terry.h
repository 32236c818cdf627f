#ifndef STAT_BRADLEY_TERRY_H
#define STAT_BRADLEY_TERRY_H
/* Strengths from pairwise results: P(i beats k) = π_i ÷ (π_i + π_k) (Bradley & Terry 1952), with the advantage of the
 * home side as one more term and ties as half a win each or after Davidson (1970).  Fitted by Newton steps on log π. */
#include "base/arena.h"

enum bt_home { HOME_NEITHER, HOME_FIRST, HOME_SECOND };
struct bt_games {
	size_t first, second;
	double won, lost, tied; /* by the first */
	enum bt_home home;
};

struct bt_rule {
	bool davidson; /* ties have a chance of their own */
	bool home;     /* fit the advantage of the home side */
	double prior;  /* virtual wins each way for every pair, met or not */
	size_t reference; /* this player's ability is 0; SIZE_MAX: their mean is */
};

extern const double bt_tolerance; /* of the last change of any unknown */
enum bt_end { BT_OK, BT_NOT_CONNECTED, BT_NOT_IDENTIFIED, BT_NOT_CONVERGED };
struct bt_fit {
	double *ability, *se; /* [n] log π */
	double *wins, *expected; /* [n] a tie is half a win, virtual ones included: at the end they are equal */
	double home, home_se, nu, deviance, log_likelihood;
	size_t parameters;
	int iterations;
};

/* Ford (1957): finite strengths exist when, however the players are parted in two, each side has beaten the other.
 * `ret_group` (n) numbers the groups inside which that holds, in order of their first player; returns how many. */
size_t bt_groups(struct arena *a, const struct bt_games *g, size_t n_games, size_t n, int *ret_group);
enum bt_end bt_fit(struct arena *a, const struct bt_games *g, size_t n_games, size_t n, const struct bt_rule *rule, struct bt_fit *ret);

#endif
