#include "core/score/preference.h"

#include "base/buf.h"

/* Twice what unit u gets on this ballot for unit v: two when v is below it, one when they are equal. */
static int twice_over(const struct ballot *b, size_t u, size_t v)
{
	unsigned own = (unsigned)b->tier[u], other = (unsigned)b->tier[v]; /* BALLOT_UNLISTED is the largest, so behind */
	return u == v ? 0 : own < other ? 2 : own == other;
}

static int64_t twice_points(const struct ballot *b, size_t units, size_t u)
{
	int64_t points = 0;
	for (size_t v = 0; v < units; v++)
		points += twice_over(b, u, v);
	return points;
}

static void trace_points(struct trace *tr, const struct ballot *ballots, size_t n, size_t units, size_t u, struct sv name,
			 struct dec sum)
{
	if (!tr)
		return;
	struct buf b = buf_new(tr->a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i ? " + " : "");
		buf_put(&b, dec_text(tr->a, ballots[i].weight));
		buf_puts(&b, " × ");
		buf_put(&b, dec_text(tr->a, (struct dec){ twice_points(&ballots[i], units, u) * (DEC_ONE / 2) }));
	}
	trace_add(tr, "points", name, buf_sv(&b), dec_text(tr->a, sum));
}

enum score_status borda(const struct ballot *ballots, size_t n, size_t units, const struct sv *names, struct trace *tr,
			struct dec *ret_points)
{
	static const struct rounding exact = { ROUND_HALF_UP, 6 };
	for (size_t u = 0; u < units; u++) {
		wide twice = 0;
		for (size_t i = 0; i < n; i++) {
			if (ballots[i].weight.u < 0)
				return SCORE_INVALID;
			twice += (wide)ballots[i].weight.u * twice_points(&ballots[i], units, u);
		}
		if (!dec_settle(twice, 2, exact, &ret_points[u]))
			return SCORE_OVERFLOW;
		trace_points(tr, ballots, n, units, u, names[u], ret_points[u]);
	}
	return n && units ? SCORE_OK : SCORE_NO_DATA;
}

static int wide_cmp(wide a, wide b)
{
	return a < b ? -1 : a > b;
}

/* What a unit loses by another's withdrawal is what it had over that one, so the pairs tell everything. */
void borda_withdrawals(struct arena *a, const struct ballot *ballots, size_t n, size_t units, bool *ret_changes)
{
	wide *over = NEW(a, wide, units * units + 1), *all = NEW(a, wide, units + 1);
	for (size_t u = 0; u < units; u++)
		for (size_t v = 0; v < units; v++) {
			wide *w = &over[u * units + v];
			for (size_t i = 0; i < n; i++)
				*w += (wide)ballots[i].weight.u * twice_over(&ballots[i], u, v);
			all[u] += *w;
		}
	for (size_t gone = 0; gone < units; gone++) {
		ret_changes[gone] = false;
		for (size_t u = 0; u < units; u++)
			for (size_t v = u + 1; v < units; v++) {
				wide x = all[u] - over[u * units + gone], y = all[v] - over[v * units + gone];
				if (u != gone && v != gone && wide_cmp(all[u], all[v]) != wide_cmp(x, y))
					ret_changes[gone] = true;
			}
	}
}

enum score_status rank_sum(struct arena *a, const struct dec *marks, size_t judges, size_t units, bool smallest_first,
			   struct trace *tr, struct rank_sums *ret)
{
	*ret = (struct rank_sums){ NEW(a, struct dec, judges * units + 1), NEW(a, struct dec, units + 1), 0 };
	if (!judges || !units)
		return SCORE_NO_DATA;
	for (size_t j = 0; j < judges; j++) {
		const struct dec *row = marks + j * units;
		for (size_t u = 0; u < units; u++) {
			int64_t ahead = 0, equal = 0;
			for (size_t v = 0; v < units; v++) {
				int c = dec_cmp(row[v], row[u]);
				ahead += smallest_first ? c < 0 : c > 0;
				equal += c == 0;
			}
			/* Each member of a tie of t adds t² − 1, all of them t³ − t. */
			ret->ties += equal * equal - 1;
			ret->ranks[j * units + u].u = (2 * ahead + equal + 1) * (DEC_ONE / 2);
			ret->sums[u].u += ret->ranks[j * units + u].u;
		}
		trace_add(tr, "rank", trace_text(tr, "judge %zu", j + 1), trace_list(tr, row, units, ", "),
			  trace_list(tr, ret->ranks + j * units, units, ", "));
	}
	for (size_t u = 0; tr && u < units; u++) {
		struct dec *column = NEW(tr->a, struct dec, judges);
		for (size_t j = 0; j < judges; j++)
			column[j] = ret->ranks[j * units + u];
		trace_add(tr, "sum", arena_printf(tr->a, "unit %zu", u + 1), trace_list(tr, column, judges, " + "),
			  dec_text(tr->a, ret->sums[u]));
	}
	return SCORE_OK;
}
