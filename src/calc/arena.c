#include "calc/given.h"
#include "core/score/champion.h"
#include "stat/bradley_terry.h"
#include "stat/ratings.h"

#include <math.h>

/* ---- Bradley–Terry --------------------------------------------------------------------------------------------- */

static const struct calc_field bt_fields[] = {
	{ "wins", "[[number]]", true, N_("row beats column, so many times") },
	{ "draws", "[[number]]", true, N_("ties of row and column, the same from both sides") },
	{ "games", "[{a, b, a_wins, b_wins, ties, home}]", true, N_("instead of wins: who met whom with what result; home is \"a\" or \"b\"") },
	{ "players", "[text]", true, N_("the names; with games they stand in this order") },
	{ "ties", "half|davidson", true, N_("half a win each, or a chance of their own") },
	{ "prior", "number", true, N_("virtual wins each way for every pair, 0 by default; 0.5 makes every result finite") },
	{ "home", "true|false", true, N_("whether to fit the advantage of the home side") },
	{ "reference", "text", true, N_("the player whose ability is 0; by default the mean of all is") },
};

struct meeting {
	struct sv *players;
	size_t n, n_games;
	struct bt_games *games;
};

static enum rc count(struct ctx *cx, const struct calc_at *at, double *ret)
{
	TRY(calc_real(cx, at, ret));
	return *ret >= 0 ? RC_OK : calc_bad(cx, at, N_("a count is not below 0."));
}

static enum rc player(struct ctx *cx, const struct calc_at *game, const char *side, const struct meeting *m, size_t *ret)
{
	struct calc_at at = calc_get(game, side);
	struct sv name;
	TRY(calc_text(cx, &at, &name));
	for (*ret = 0; *ret < m->n; ++*ret)
		if (sv_eq(m->players[*ret], name))
			return RC_OK;
	return calc_bad(cx, &at, N_("“%.*s” is not among the players."), SV_ARG(name));
}

/* A table of counts with a row and a column for each player. */
static enum rc square(struct ctx *cx, const struct calc_at *at, size_t *n, double **ret)
{
	size_t rows, cols;
	TRY(calc_matrix(cx, at, ret, &rows, &cols));
	if (*n && rows != *n)
		return calc_bad(cx, at, N_("this has %zu rows for %zu players; give one each."), rows, *n);
	if (rows != cols)
		return calc_bad(cx, at, N_("give as many columns as rows."));
	*n = rows;
	for (struct calc_at row = { 0 }; calc_next(at, &row);)
		for (struct calc_at it = { 0 }; calc_next(&row, &it);) {
			double v;
			TRY(count(cx, &it, &v));
			if (v > 0 && row.i == it.i)
				return calc_bad(cx, &it, N_("nobody plays against himself; write 0."));
		}
	return RC_OK;
}

static enum rc read_matrix(struct ctx *cx, const struct calc_at *in, struct meeting *m)
{
	struct calc_at wins = calc_get(in, "wins"), draws = calc_get(in, "draws");
	double *w, *d = NULL;
	TRY(square(cx, &wins, &m->n, &w));
	if (draws.v)
		TRY(square(cx, &draws, &m->n, &d));
	m->games = NEW(cx->a, struct bt_games, m->n * m->n + 1);
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = i + 1; k < m->n; k++) {
			struct bt_games g = { .first = i, .second = k, .won = w[i * m->n + k], .lost = w[k * m->n + i],
					      .tied = d ? d[i * m->n + k] : 0 };
			if (d && d[i * m->n + k] != d[k * m->n + i])
				return calc_bad(cx, &draws, N_("the ties of %zu and %zu differ by the side they are seen from."), i, k);
			if (g.won + g.lost + g.tied > 0)
				m->games[m->n_games++] = g;
		}
	return RC_OK;
}

/* The names that games mention, in the order of their first game. */
static enum rc read_players(struct ctx *cx, const struct calc_at *games, struct meeting *m)
{
	m->players = NEW(cx->a, struct sv, 2 * games->v->n + 1);
	for (struct calc_at it = { 0 }; calc_next(games, &it);)
		for (int side = 0; side < 2; side++) {
			struct calc_at at = calc_get(&it, side ? "b" : "a");
			size_t k = 0;
			TRY(calc_text(cx, &at, &m->players[m->n]));
			while (!sv_eq(m->players[k], m->players[m->n]))
				k++;
			m->n += k == m->n;
		}
	return RC_OK;
}

static enum rc read_games(struct ctx *cx, const struct calc_at *games, struct meeting *m)
{
	static const char *const homes[] = { "", "a", "b", NULL };
	static const char *const fields[] = { "a", "b", "a_wins", "b_wins", "ties", "home", NULL };
	size_t n;
	TRY(calc_list(cx, games, 1, &n));
	if (!m->players)
		TRY(read_players(cx, games, m));
	m->games = NEW(cx->a, struct bt_games, n);
	for (struct calc_at it = { 0 }; calc_next(games, &it);) {
		struct bt_games *g = &m->games[m->n_games];
		struct calc_at won = calc_get(&it, "a_wins"), lost = calc_get(&it, "b_wins"), tied = calc_get(&it, "ties");
		int home;
		TRY(given_only(cx, &it, fields));
		TRY(player(cx, &it, "a", m, &g->first));
		TRY(player(cx, &it, "b", m, &g->second));
		if (g->first == g->second)
			return calc_bad(cx, &it, N_("nobody plays against himself; name two players."));
		if (won.v)
			TRY(count(cx, &won, &g->won));
		if (lost.v)
			TRY(count(cx, &lost, &g->lost));
		if (tied.v)
			TRY(count(cx, &tied, &g->tied));
		TRY(given_word(cx, &it, "home", homes, &home));
		g->home = (enum bt_home)home;
		m->n_games += g->won + g->lost + g->tied > 0;
	}
	return RC_OK;
}

static enum rc read_meeting(struct ctx *cx, const struct calc_at *in, struct meeting *m)
{
	struct calc_at wins = calc_get(in, "wins"), games = calc_get(in, "games"), players = calc_get(in, "players");
	if (!wins.v == !games.v)
		return calc_bad(cx, in, N_("give either \"wins\" or \"games\"."));
	if (players.v)
		TRY(calc_texts(cx, &players, 2, &m->players, &m->n));
	TRY(wins.v ? read_matrix(cx, in, m) : read_games(cx, &games, m));
	if (m->n > 1000)
		return calc_bad(cx, in, N_("more than 1000 players are too many to compare at once."));
	if (m->n < 2)
		return calc_bad(cx, wins.v ? &wins : &games, N_("a comparison needs two players at least."));
	if (m->players)
		return RC_OK;
	m->players = NEW(cx->a, struct sv, m->n);
	for (size_t i = 0; i < m->n; i++)
		m->players[i] = arena_printf(cx->a, "%zu", i);
	return RC_OK;
}

static enum rc read_bt_rule(struct ctx *cx, const struct calc_at *in, const struct meeting *m, struct bt_rule *ret)
{
	static const char *const ties[] = { "half", "davidson", NULL };
	struct calc_at prior = calc_get(in, "prior"), reference = calc_get(in, "reference");
	int tie;
	*ret = (struct bt_rule){ .reference = SIZE_MAX };
	TRY(given_word(cx, in, "ties", ties, &tie));
	ret->davidson = tie == 1;
	TRY(given_bool(cx, in, "home", &ret->home));
	if (prior.v)
		TRY(count(cx, &prior, &ret->prior));
	return reference.v ? player(cx, in, "reference", m, &ret->reference) : RC_OK;
}

static void out_groups(struct arena *a, const struct meeting *m, struct js *result)
{
	int *group = NEW(a, int, m->n);
	size_t groups = bt_groups(a, m->games, m->n_games, m->n, group);
	struct js *list = js_set(result, "groups", js_arr(a));
	for (size_t g = 0; g < groups; g++) {
		struct js *own = js_push(list, js_arr(a));
		for (size_t i = 0; i < m->n; i++)
			if (group[i] == (int)g)
				js_push(own, js_str(a, m->players[i]));
	}
	js_set_bool(a, result, "ml_exists", groups == 1);
}

static void out_order(struct arena *a, const struct meeting *m, const double *ability, struct js *result)
{
	struct js *order = js_set(result, "order", js_arr(a));
	size_t *at = NEW(a, size_t, m->n);
	for (size_t i = 0; i < m->n; i++) {
		size_t k = i;
		for (; k > 0 && ability[i] > ability[at[k - 1]]; k--)
			at[k] = at[k - 1];
		at[k] = i;
	}
	for (size_t i = 0; i < m->n; i++)
		js_push(order, js_str(a, m->players[at[i]]));
}

static void out_strengths(struct arena *a, const struct meeting *m, const struct bt_fit *f, struct js *result)
{
	double mean = 0, sum = 0, *geo = NEW(a, double, m->n), *sum1 = NEW(a, double, m->n);
	for (size_t i = 0; i < m->n; i++)
		mean += f->ability[i] / (double)m->n;
	for (size_t i = 0; i < m->n; i++)
		sum += geo[i] = exp(f->ability[i] - mean);
	for (size_t i = 0; i < m->n; i++)
		sum1[i] = geo[i] / sum;
	js_set(result, "ability", calc_out_reals(a, f->ability, m->n));
	js_set(result, "se", calc_out_reals(a, f->se, m->n));
	js_set(result, "geo", calc_out_reals(a, geo, m->n));
	js_set(result, "sum1", calc_out_reals(a, sum1, m->n));
}

static void trace_fit(struct calc_run *r, const struct meeting *m, const struct bt_fit *f)
{
	struct arena *a = r->cx->a;
	if (!r->trace)
		return;
	trace_add(r->trace, "newton", SV(""), arena_printf(a, "%d", f->iterations), arena_printf(a, "last change < %.0e", bt_tolerance));
	for (size_t i = 0; i < m->n; i++)
		trace_add(r->trace, "wins_as_expected", m->players[i], arena_printf(a, "log π = %.9f", f->ability[i]),
			  arena_printf(a, "%.10g = %.9f", f->wins[i], f->expected[i]));
}

static enum rc bt_run(struct calc_run *r)
{
	static const enum score_status ends[] = { SCORE_OK, SCORE_NOT_CONNECTED, SCORE_NOT_IDENTIFIED, SCORE_NOT_CONVERGED };
	struct arena *a = r->cx->a;
	struct meeting m = { .n = 0 };
	struct bt_rule rule;
	struct bt_fit f;
	TRY(read_meeting(r->cx, &r->in, &m));
	TRY(read_bt_rule(r->cx, &r->in, &m, &rule));
	out_groups(a, &m, r->result);
	r->status = m.n_games ? ends[bt_fit(a, m.games, m.n_games, m.n, &rule, &f)] : SCORE_NO_DATA;
	if (r->status != SCORE_OK)
		return RC_OK;
	out_strengths(a, &m, &f, r->result);
	out_order(a, &m, f.ability, r->result);
	if (rule.home) {
		js_set(r->result, "home", js_num(a, f.home));
		js_set(r->result, "home_se", js_num(a, f.home_se));
	}
	if (rule.davidson)
		js_set(r->result, "nu", js_num(a, f.nu));
	js_set(r->result, "deviance", js_num(a, f.deviance));
	js_set(r->result, "log_likelihood", js_num(a, f.log_likelihood));
	js_set_int(a, r->result, "df", (int64_t)m.n_games - (int64_t)f.parameters);
	trace_fit(r, &m, &f);
	return RC_OK;
}

/* ---- ratings ------------------------------------------------------------------------------------------------- */

static enum rc read_met(struct ctx *cx, const struct calc_at *at, bool with_rd, struct met *ret)
{
	double v[3];
	size_t n, want = with_rd ? 3 : 2;
	TRY(calc_list(cx, at, 0, &n));
	if (n != want)
		return with_rd ? calc_bad(cx, at, N_("write [rating, rd, score].")) : calc_bad(cx, at, N_("write [rating, score]."));
	for (struct calc_at it = { 0 }; calc_next(at, &it);)
		TRY(calc_real(cx, &it, &v[it.i]));
	*ret = (struct met){ .rating = v[0], .rd = with_rd ? v[1] : 0, .score = v[want - 1] };
	if (ret->score < 0 || ret->score > 1 || (with_rd && !(ret->rd > 0)))
		return calc_bad(cx, at, N_("a score lies from 0 to 1 (a draw is 0.5), an rd above 0."));
	return RC_OK;
}

static enum rc read_all_met(struct ctx *cx, const struct calc_at *in, bool with_rd, struct met **ret, size_t *ret_n)
{
	struct calc_at list = calc_get(in, "opponents");
	TRY(calc_list(cx, &list, 0, ret_n));
	*ret = NEW(cx->a, struct met, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		TRY(read_met(cx, &it, with_rd, &(*ret)[it.i]));
	return RC_OK;
}

static enum rc positive(struct ctx *cx, const struct calc_at *in, const char *name, double otherwise, double *ret)
{
	struct calc_at at = calc_get(in, name);
	TRY(given_real(cx, in, name, otherwise, ret));
	return *ret > 0 ? RC_OK : calc_bad(cx, &at, N_("write a number above 0."));
}

static const struct calc_field elo_fields[] = {
	{ "rating", "number", false, N_("the rating before") },
	{ "opponents", "[[rating, score]]", false, N_("whom the player met; 1 won, 0.5 drawn, 0 lost") },
	{ "K", "number", true, N_("how far one game can move the rating, 32 by default") },
};

static enum rc elo_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_at rating_at = calc_get(&r->in, "rating");
	double rating, k, sum = 0, score = 0;
	struct met *met;
	size_t n;
	TRY(calc_real(r->cx, &rating_at, &rating));
	TRY(positive(r->cx, &r->in, "K", 32, &k));
	TRY(read_all_met(r->cx, &r->in, false, &met, &n));
	struct js *list = js_set(r->result, "expected", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		double e = stat_elo_expected(rating, met[i].rating);
		sum += e;
		score += met[i].score;
		js_push(list, js_num(a, e));
		if (r->trace)
			trace_add(r->trace, "expected", arena_printf(a, "[%zu]", i),
				  arena_printf(a, "1 ÷ (1 + 10 ^ ((%.10g − %.10g) ÷ 400))", met[i].rating, rating), arena_printf(a, "%.10g", e));
	}
	double after = rating + k * (score - sum);
	js_set(r->result, "sum", js_num(a, sum));
	js_set(r->result, "score", js_num(a, score));
	js_set(r->result, "new_rating", js_num(a, after));
	if (r->trace)
		trace_add(r->trace, "update", SV(""), arena_printf(a, "%.10g + %.10g × (%.10g − %.10g)", rating, k, score, sum),
			  arena_printf(a, "%.10g", after));
	return RC_OK;
}

static void out_rating(struct calc_run *r, const struct rating *got, size_t n, const double *g, const double *e, struct sv in)
{
	struct arena *a = r->cx->a;
	js_set(r->result, "rating", js_num(a, got->rating));
	js_set(r->result, "rd", js_num(a, got->rd));
	js_set(r->result, "g", calc_out_reals(a, g, n));
	js_set(r->result, "expected", calc_out_reals(a, e, n));
	js_set(r->result, "variance", n ? js_num(a, got->variance) : js_null(a));
	for (size_t i = 0; i < n && r->trace; i++)
		trace_add(r->trace, "expected", arena_printf(a, "[%zu]", i), arena_printf(a, "g = %.10g", g[i]), arena_printf(a, "%.10g", e[i]));
	if (r->trace)
		trace_add(r->trace, "update", SV(""), in, arena_printf(a, "%.10g ± %.10g", got->rating, got->rd));
}

static const struct calc_field glicko_fields[] = {
	{ "rating", "number", true, N_("rating before, 1500 by default") },
	{ "rd", "number", true, N_("its deviation, 350 by default") },
	{ "c", "number", true, N_("growth of the deviation a period without games, 0 by default") },
	{ "periods", "integer", true, N_("periods since the last games, 1 by default") },
	{ "opponents", "[[rating, rd, score]]", false, N_("rating and deviation of whom the player met, and 1, 0.5 or 0") },
};

static enum rc glicko_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	double rating, rd, c;
	int64_t periods;
	struct met *met;
	size_t n;
	TRY(given_real(r->cx, &r->in, "rating", 1500, &rating));
	TRY(positive(r->cx, &r->in, "rd", 350, &rd));
	TRY(given_real(r->cx, &r->in, "c", 0, &c));
	TRY(given_int(r->cx, &r->in, "periods", 0, 10000, 1, &periods));
	TRY(read_all_met(r->cx, &r->in, true, &met, &n));
	double widened = c > 0 ? fmin(sqrt(rd * rd + c * c * (double)periods), 350) : rd;
	double *g = NEW(a, double, n + 1), *e = NEW(a, double, n + 1);
	struct rating got = stat_glicko(rating, widened, met, n, g, e);
	out_rating(r, &got, n, g, e, arena_printf(a, "%.10g ± %.10g, d² = %.10g", rating, widened, got.variance));
	return RC_OK;
}

static const struct calc_field glicko2_fields[] = {
	{ "rating", "number", true, N_("rating before, 1500 if left out") },
	{ "rd", "number", true, N_("its deviation, 350 if left out") },
	{ "volatility", "number", true, N_("how much the strength itself moves, 0.06 by default") },
	{ "tau", "number", true, N_("how much the volatility may move, 0.5 by default") },
	{ "opponents", "[[rating, rd, score]]", false, N_("rating, deviation and result against each: 1, 0.5 or 0") },
};

static enum rc glicko2_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct rating own = { .rating = 0 }, got;
	double tau;
	struct met *met;
	size_t n;
	TRY(given_real(r->cx, &r->in, "rating", 1500, &own.rating));
	TRY(positive(r->cx, &r->in, "rd", 350, &own.rd));
	TRY(positive(r->cx, &r->in, "volatility", 0.06, &own.volatility));
	TRY(positive(r->cx, &r->in, "tau", 0.5, &tau));
	TRY(read_all_met(r->cx, &r->in, true, &met, &n));
	double *g = NEW(a, double, n + 1), *e = NEW(a, double, n + 1);
	if (!stat_glicko2(own, tau, met, n, g, e, &got)) {
		r->status = SCORE_NOT_CONVERGED;
		return RC_OK;
	}
	out_rating(r, &got, n, g, e, arena_printf(a, "%.10g ± %.10g, v = %.10g", own.rating, own.rd, got.variance));
	js_set(r->result, "volatility", js_num(a, got.volatility));
	trace_add(r->trace, "volatility", SV(""), arena_printf(a, "σ = %.10g, τ = %.10g; %d", own.volatility, tau, got.iterations),
		  arena_printf(a, "%.10g", got.volatility));
	return RC_OK;
}

/* ---- the title ----------------------------------------------------------------------------------------------- */

static const struct calc_field step_fields[] = {
	{ "state", "{holder, streak}", true, N_("who holds the title and how often in a row it was defended; vacant when left out") },
	{ "event", "{label, kind, challengers, winner, tie, excused}", false, N_("what happened; kind is match, cancelled or absent (of the holder)") },
};
static const struct calc_field champion_fields[] = {
	{ "events", "[{label, theme, kind, challengers, winner, tie, excused}]", false,
	  N_("in the order of time; every theme has its own title; kind is match, cancelled or absent (of the holder)") },
};

static enum rc read_bout(struct ctx *cx, const struct calc_at *at, struct bout *ret)
{
	static const char *const kinds[] = { "match", "cancelled", "absent", NULL };
	static const char *const fields[] = { "label", "theme", "kind", "challengers", "winner", "tie", "excused", NULL };
	struct calc_at challengers = calc_get(at, "challengers");
	struct sv *names = NULL;
	int kind;
	TRY(given_only(cx, at, fields));
	*ret = (struct bout){ .n = 0 };
	TRY(given_text(cx, at, "label", &ret->label));
	TRY(given_word(cx, at, "kind", kinds, &kind));
	ret->kind = (enum bout_kind)kind;
	if (challengers.v)
		TRY(calc_texts(cx, &challengers, 0, &names, &ret->n));
	ret->challengers = names;
	TRY(given_text(cx, at, "winner", &ret->winner));
	TRY(given_bool(cx, at, "tie", &ret->tie));
	return given_bool(cx, at, "excused", &ret->excused);
}

static enum rc step(struct calc_run *r, const struct calc_at *at, struct title *t, enum turn *ret)
{
	struct bout b;
	TRY(read_bout(r->cx, at, &b));
	if (champion_step(t, &b, r->trace, ret) != SCORE_OK)
		return calc_bad(r->cx, at, N_("the winner must be the holder or one of the challengers; of several challengers one must be named."));
	return RC_OK;
}

static enum rc step_run(struct calc_run *r)
{
	static const char *const fields[] = { "holder", "streak", NULL };
	struct arena *a = r->cx->a;
	struct calc_at state = calc_get(&r->in, "state"), event = calc_get(&r->in, "event");
	struct title t = { .streak = 0 };
	enum turn turn;
	if (state.v)
		TRY(given_only(r->cx, &state, fields));
	TRY(given_text(r->cx, &state, "holder", &t.holder));
	TRY(given_int(r->cx, &state, "streak", 0, 100000, 0, &t.streak));
	TRY(step(r, &event, &t, &turn));
	js_set_sv(a, r->result, "holder", t.holder.n ? t.holder : SV_NONE);
	js_set_int(a, r->result, "streak", t.streak);
	js_set_sv(a, r->result, "turn", sv_of(turn_name(turn)));
	return RC_OK;
}

static struct title *title_of(struct title *titles, size_t *n, struct sv theme)
{
	for (size_t i = 0; i < *n; i++)
		if (sv_eq(titles[i].theme, theme))
			return &titles[i];
	titles[*n].theme = theme;
	return &titles[(*n)++];
}

static enum rc champion_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_at events = calc_get(&r->in, "events");
	size_t n, n_titles = 0;
	TRY(calc_list(r->cx, &events, 0, &n));
	struct title *titles = NEW(a, struct title, n + 1);
	struct js *holders = js_set(r->result, "holder_after", js_arr(a)), *streaks = js_set(r->result, "streak_after", js_arr(a)),
		  *turns = js_set(r->result, "turn", js_arr(a));
	for (struct calc_at it = { 0 }; calc_next(&events, &it);) {
		struct sv theme;
		enum turn turn;
		TRY(given_text(r->cx, &it, "theme", &theme));
		struct title *t = title_of(titles, &n_titles, theme);
		TRY(step(r, &it, t, &turn));
		js_push(holders, t->holder.n ? js_str(a, t->holder) : js_null(a));
		js_push(streaks, js_int(a, t->streak));
		js_push(turns, js_str(a, sv_of(turn_name(turn))));
	}
	struct js *list = js_set(r->result, "titles", js_arr(a));
	for (size_t i = 0; i < n_titles; i++) {
		struct js *o = js_push(list, js_obj(a));
		js_set_sv(a, o, "theme", titles[i].theme);
		js_set_sv(a, o, "holder", titles[i].holder.n ? titles[i].holder : SV_NONE);
		js_set_int(a, o, "streak", titles[i].streak);
	}
	if (!n)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "bt_fit",
	  .help = N_("Strengths from pairwise results (Bradley–Terry), with ties, a home side and a prior; refused where the results do not connect."),
	  .source = "R. A. Bradley and M. E. Terry, Biometrika 39:324 (1952); L. R. Ford (1957); R. R. Davidson, JASA 65:317 (1970)",
	  CALC_FIELDS(bt_fields),
	  .example = "{\"players\":[\"甲\",\"乙\",\"丙\"],\"wins\":[[0,2,1],[1,0,2],[1,1,0]]}",
	  .run = bt_run },
	{ .name = "elo_update",
	  .help = N_("Elo rating after the games of a period."),
	  .source = "A. E. Elo, The Rating of Chessplayers (1978)",
	  CALC_FIELDS(elo_fields),
	  .example = "{\"rating\":1613,\"K\":32,\"opponents\":[[1609,0],[1477,0.5],[1388,1]]}",
	  .analysis = true,
	  .run = elo_run },
	{ .name = "glicko_update",
	  .help = N_("Glicko rating and its deviation after the games of a period."),
	  .source = "M. E. Glickman, The Glicko system (1999)",
	  CALC_FIELDS(glicko_fields),
	  .example = "{\"rating\":1500,\"rd\":200,\"opponents\":[[1400,30,1],[1550,100,0],[1700,300,0]]}",
	  .analysis = true,
	  .run = glicko_run },
	{ .name = "glicko2_update",
	  .help = N_("Glicko-2 rating, deviation and volatility after the games of a period."),
	  .source = "M. E. Glickman, Example of the Glicko-2 system (2013)",
	  CALC_FIELDS(glicko2_fields),
	  .example = "{\"rating\":1500,\"rd\":200,\"opponents\":[[1400,30,1],[1550,100,0],[1700,300,0]]}",
	  .analysis = true,
	  .run = glicko2_run },
	{ .name = "champion_step",
	  .help = N_("The title of an arena (擂主) after one event: taken, defended, lost, forfeited or unchanged."),
	  .source = "Rules of monthly arenas (擂台赛)",
	  CALC_FIELDS(step_fields),
	  .example = "{\"state\":{\"holder\":\"乙乡\",\"streak\":1},\"event\":{\"challengers\":[\"丙乡\"],\"tie\":true}}",
	  .run = step_run },
	{ .name = "champion",
	  .help = N_("Holders and defences of an arena's titles after each event of a year."),
	  .source = "Rules of monthly arenas with one title a theme (擂台赛)",
	  CALC_FIELDS(champion_fields),
	  .example = "{\"events\":[{\"label\":\"2026-02\",\"challengers\":[\"甲乡\",\"乙乡\"],\"winner\":\"甲乡\"}]}",
	  .run = champion_run },
};
const struct calc_family calc_arena = { "arena", methods, sizeof(methods) / sizeof(*methods) };
