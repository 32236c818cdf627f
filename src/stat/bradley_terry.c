#include "stat/bradley_terry.h"

#include "stat/linalg.h"

#include <math.h>

const double bt_tolerance = 1e-11;
static const double runaway = 35; /* e^35: no finite answer lies there */

/* ---- who can be compared with whom ------------------------------------------------------------------------ */

static void reach(const bool *beat, size_t n, size_t from, bool forwards, size_t *queue, bool *ret_seen)
{
	size_t head = 0, tail = 0;
	for (size_t i = 0; i < n; i++)
		ret_seen[i] = i == from;
	queue[tail++] = from;
	while (head < tail) {
		size_t i = queue[head++];
		for (size_t k = 0; k < n; k++)
			if (!ret_seen[k] && (forwards ? beat[i * n + k] : beat[k * n + i])) {
				ret_seen[k] = true;
				queue[tail++] = k;
			}
	}
}

size_t bt_groups(struct arena *a, const struct bt_games *g, size_t n_games, size_t n, int *ret_group)
{
	bool *beat = NEW(a, bool, n * n + 1), *up = NEW(a, bool, n + 1), *down = NEW(a, bool, n + 1);
	size_t *queue = NEW(a, size_t, n + 1);
	int groups = 0;
	for (size_t i = 0; i < n_games; i++) {
		beat[g[i].first * n + g[i].second] |= g[i].won > 0 || g[i].tied > 0;
		beat[g[i].second * n + g[i].first] |= g[i].lost > 0 || g[i].tied > 0;
	}
	for (size_t i = 0; i < n; i++)
		ret_group[i] = -1;
	for (size_t i = 0; i < n; i++) {
		if (ret_group[i] >= 0)
			continue;
		reach(beat, n, i, true, queue, down);
		reach(beat, n, i, false, queue, up);
		for (size_t k = 0; k < n; k++)
			if (up[k] && down[k])
				ret_group[k] = groups;
		groups++;
	}
	return (size_t)groups;
}

/* ---- the model ---------------------------------------------------------------------------------------------- */

/* Unknowns: the abilities without the anchor's, then the home advantage, then log ν. */
struct model {
	struct bt_games *g; /* virtual games last */
	size_t n_games, n_real, players, anchor, unknowns;
	size_t at_home, at_tie; /* SIZE_MAX: not fitted */
	double *x, *gradient, *information; /* information: unknowns × unknowns */
};

/* One row of games: how its outcomes (won, lost, tied) depend on at most four unknowns. */
struct outcome {
	size_t at[4]; /* SIZE_MAX: held at 0 */
	double by[3][4];
	double chance[3], seen[3], games;
};

static size_t unknown_of(const struct model *m, size_t player)
{
	return player == m->anchor ? SIZE_MAX : player - (player > m->anchor);
}

static struct outcome outcome_of(const struct model *m, const struct bt_games *g)
{
	struct outcome o = { .at = { unknown_of(m, g->first), unknown_of(m, g->second), m->at_home, m->at_tie },
			     .by = { { 1, 0, g->home == HOME_FIRST, 0 }, { 0, 1, g->home == HOME_SECOND, 0 }, { 0.5, 0.5, 0, 1 } },
			     .seen = { g->won, g->lost, g->tied },
			     .games = g->won + g->lost + g->tied };
	size_t kinds = m->at_tie == SIZE_MAX ? 2 : 3;
	double most = -INFINITY, sum = 0, worth[3] = { 0 };
	o.by[2][2] = g->home == HOME_NEITHER ? 0 : 0.5;
	for (size_t k = 0; k < kinds; k++) {
		for (size_t i = 0; i < 4; i++)
			worth[k] += o.at[i] == SIZE_MAX ? 0 : o.by[k][i] * m->x[o.at[i]];
		most = fmax(most, worth[k]);
	}
	for (size_t k = 0; k < kinds; k++)
		sum += o.chance[k] = exp(worth[k] - most);
	for (size_t k = 0; k < kinds; k++)
		o.chance[k] /= sum;
	return o;
}

static double log_likelihood(const struct model *m, size_t n_games, double *ret_deviance)
{
	double sum = 0;
	*ret_deviance = 0;
	for (size_t i = 0; i < n_games; i++) {
		struct outcome o = outcome_of(m, &m->g[i]);
		for (size_t k = 0; k < 3; k++) {
			if (!(o.seen[k] > 0))
				continue;
			sum += o.seen[k] * log(o.chance[k]);
			*ret_deviance += 2 * o.seen[k] * log(o.seen[k] / (o.games * o.chance[k]));
		}
	}
	return sum;
}

static void add_outcome(struct model *m, const struct outcome *o)
{
	double mean[4] = { 0 };
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 3; k++)
			mean[i] += o->chance[k] * o->by[k][i];
	for (size_t i = 0; i < 4; i++) {
		if (o->at[i] == SIZE_MAX)
			continue;
		for (size_t k = 0; k < 3; k++)
			m->gradient[o->at[i]] += (o->seen[k] - o->games * o->chance[k]) * o->by[k][i];
		for (size_t j = 0; j < 4; j++) {
			double both = 0;
			if (o->at[j] == SIZE_MAX)
				continue;
			for (size_t k = 0; k < 3; k++)
				both += o->chance[k] * o->by[k][i] * o->by[k][j];
			m->information[o->at[i] * m->unknowns + o->at[j]] += o->games * (both - mean[i] * mean[j]);
		}
	}
}

static void differentiate(struct model *m)
{
	for (size_t i = 0; i < m->unknowns; i++)
		m->gradient[i] = 0;
	for (size_t i = 0; i < m->unknowns * m->unknowns; i++)
		m->information[i] = 0;
	for (size_t i = 0; i < m->n_games; i++) {
		struct outcome o = outcome_of(m, &m->g[i]);
		add_outcome(m, &o);
	}
}

/* ---- fitting ---------------------------------------------------------------------------------------------- */

/* Steps are halved until the likelihood does not fall, so that every one goes up. */
static bool climb(struct model *m, const double *step, double *old)
{
	double unused, before = log_likelihood(m, m->n_games, &unused);
	for (size_t i = 0; i < m->unknowns; i++)
		old[i] = m->x[i];
	for (double part = 1; part > 1e-6; part /= 2) {
		for (size_t i = 0; i < m->unknowns; i++)
			m->x[i] = old[i] + part * step[i];
		if (log_likelihood(m, m->n_games, &unused) >= before - 1e-9 * fabs(before))
			return true;
	}
	return false;
}

static enum bt_end iterate(struct arena *a, struct model *m, struct bt_fit *ret)
{
	double *step = NEW(a, double, m->unknowns + 1), *old = NEW(a, double, m->unknowns + 1);
	for (ret->iterations = 1; ret->iterations <= 200; ret->iterations++) {
		differentiate(m);
		for (size_t i = 0; i < m->unknowns; i++)
			step[i] = m->gradient[i];
		if (!chol_factor(m->information, m->unknowns))
			return BT_NOT_IDENTIFIED;
		chol_solve(m->information, m->unknowns, step);
		if (!climb(m, step, old))
			return BT_NOT_CONVERGED;
		double most = 0;
		for (size_t i = 0; i < m->unknowns; i++) {
			most = fmax(most, fabs(m->x[i] - old[i]));
			if (fabs(m->x[i]) > runaway)
				return BT_NOT_IDENTIFIED;
		}
		if (most < bt_tolerance)
			return BT_OK;
	}
	return BT_NOT_CONVERGED;
}

static double covariance(const struct model *m, const double *cov, size_t player, size_t other)
{
	size_t i = unknown_of(m, player), k = unknown_of(m, other);
	return i == SIZE_MAX || k == SIZE_MAX ? 0 : cov[i * m->unknowns + k];
}

/* Abilities against their mean: both their values and their errors move with it. */
static void centre(struct model *m, const double *cov, struct bt_fit *ret)
{
	double n = (double)m->players, mean = 0, all = 0;
	for (size_t i = 0; i < m->players; i++) {
		mean += ret->ability[i] / n;
		for (size_t k = 0; k < m->players; k++)
			all += covariance(m, cov, i, k) / n / n;
	}
	for (size_t i = 0; i < m->players; i++) {
		double with_all = 0;
		for (size_t k = 0; k < m->players; k++)
			with_all += covariance(m, cov, i, k) / n;
		ret->ability[i] -= mean;
		ret->se[i] = sqrt(fmax(0, covariance(m, cov, i, i) - 2 * with_all + all));
	}
}

static enum bt_end report(struct arena *a, struct model *m, const struct bt_rule *rule, struct bt_fit *ret)
{
	size_t n = m->unknowns;
	double *cov = NEW(a, double, n * n + 1);
	differentiate(m);
	for (size_t i = 0; i < m->n_games; i++) {
		struct outcome o = outcome_of(m, &m->g[i]);
		size_t first = m->g[i].first, second = m->g[i].second;
		ret->wins[first] += o.seen[0] + o.seen[2] / 2;
		ret->wins[second] += o.seen[1] + o.seen[2] / 2;
		ret->expected[first] += o.games * (o.chance[0] + o.chance[2] / 2);
		ret->expected[second] += o.games * (o.chance[1] + o.chance[2] / 2);
	}
	if (!chol_factor(m->information, n))
		return BT_NOT_IDENTIFIED;
	chol_inverse(m->information, n, cov);
	for (size_t i = 0; i < m->players; i++) {
		ret->ability[i] = i == m->anchor ? 0 : m->x[unknown_of(m, i)];
		ret->se[i] = sqrt(covariance(m, cov, i, i));
	}
	if (rule->reference == SIZE_MAX)
		centre(m, cov, ret);
	if (m->at_home != SIZE_MAX) {
		ret->home = m->x[m->at_home];
		ret->home_se = sqrt(cov[m->at_home * n + m->at_home]);
	}
	ret->nu = m->at_tie == SIZE_MAX ? 0 : exp(m->x[m->at_tie]);
	ret->log_likelihood = log_likelihood(m, m->n_real, &ret->deviance);
	ret->parameters = n;
	return BT_OK;
}

/* The games as the model takes them: ties split unless they have a chance of their own, virtual games added.
 * Returns how many outcomes were ties. */
static double take_games(struct arena *a, const struct bt_games *g, size_t n_games, size_t n, const struct bt_rule *rule, struct model *m)
{
	double ties = 0;
	m->g = NEW(a, struct bt_games, n_games + n * n + 1);
	for (size_t i = 0; i < n_games; i++) {
		struct bt_games *own = &m->g[m->n_games++];
		*own = g[i];
		ties += g[i].tied;
		if (!rule->davidson) {
			own->won += own->tied / 2;
			own->lost += own->tied / 2;
			own->tied = 0;
		}
	}
	m->n_real = m->n_games;
	for (size_t i = 0; rule->prior > 0 && i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			m->g[m->n_games++] = (struct bt_games){ .first = i, .second = k, .won = rule->prior, .lost = rule->prior };
	return ties;
}

enum bt_end bt_fit(struct arena *a, const struct bt_games *g, size_t n_games, size_t n, const struct bt_rule *rule, struct bt_fit *ret)
{
	struct model m = { .players = n, .anchor = rule->reference == SIZE_MAX ? 0 : rule->reference };
	double ties = take_games(a, g, n_games, n, rule, &m);
	m.unknowns = n - 1;
	m.at_home = rule->home ? m.unknowns++ : SIZE_MAX;
	m.at_tie = rule->davidson && ties > 0 ? m.unknowns++ : SIZE_MAX;
	m.x = NEW(a, double, m.unknowns + 1);
	m.gradient = NEW(a, double, m.unknowns + 1);
	m.information = NEW(a, double, m.unknowns * m.unknowns + 1);
	*ret = (struct bt_fit){ .ability = NEW(a, double, n + 1), .se = NEW(a, double, n + 1), .wins = NEW(a, double, n + 1),
				.expected = NEW(a, double, n + 1) };
	int *group = NEW(a, int, n + 1);
	if (bt_groups(a, m.g, m.n_games, n, group) > 1)
		return BT_NOT_CONNECTED;
	enum bt_end end = iterate(a, &m, ret);
	return end == BT_OK ? report(a, &m, rule, ret) : end;
}
