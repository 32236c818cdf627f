#include "core/score/judges.h"

#include "core/rule_sort.h"

/* ---- connection ------------------------------------------------------------------------------------------ */
static int root_of(int *up, int i)
{
	while (up[i] != i) {
		up[i] = up[up[i]];
		i = up[i];
	}
	return i;
}

int design_parts(struct arena *a, const struct sighting *seen, size_t n, size_t units, size_t judges, int *ret_unit,
		 int *ret_judge)
{
	int *up = NEW(a, int, units + judges + 1), *part = NEW(a, int, units + judges + 1), parts = 0;
	for (size_t i = 0; i < units + judges; i++) {
		up[i] = (int)i;
		part[i] = -1;
	}
	for (size_t i = 0; i < units; i++)
		ret_unit[i] = -1;
	for (size_t i = 0; i < judges; i++)
		ret_judge[i] = -1;
	for (size_t i = 0; i < n; i++) {
		int u = root_of(up, seen[i].unit), j = root_of(up, (int)units + seen[i].judge);
		up[u < j ? j : u] = u < j ? u : j; /* the root is the first unit of the part */
		ret_unit[seen[i].unit] = ret_judge[seen[i].judge] = 0;
	}
	for (size_t i = 0; i < units; i++) {
		if (ret_unit[i] < 0)
			continue;
		int root = root_of(up, (int)i);
		if (part[root] < 0)
			part[root] = parts++;
		ret_unit[i] = part[root];
	}
	for (size_t i = 0; i < judges; i++)
		if (ret_judge[i] >= 0)
			ret_judge[i] = part[root_of(up, (int)(units + i))];
	return parts;
}

/* ---- conflict of interest -------------------------------------------------------------------------------- */
size_t recuse(struct arena *a, struct panel_mark *marks, size_t n, const struct sighting *relations, size_t n_relations,
	      size_t units, size_t judges, struct recusal *ret)
{
	size_t *tie = NEW(a, size_t, units * judges + 1), found = 0; /* 1 + the relation between the two */
	for (size_t i = n_relations; i-- > 0;)
		tie[(size_t)relations[i].unit * judges + (size_t)relations[i].judge] = i + 1;
	for (size_t i = 0; i < n; i++) {
		size_t why = tie[(size_t)marks[i].at.unit * judges + (size_t)marks[i].at.judge];
		if (!why)
			continue;
		ret[found++] = (struct recusal){ .mark = i, .relation = why - 1, .aside = marks[i].mark };
		marks[i].mark = (struct mark){ .null = MARK_RECUSED };
	}
	return found;
}

/* ---- an event -------------------------------------------------------------------------------------------- */
struct ranked_mark {
	struct dec value;
	size_t judge;
};
struct ordered_row {
	const struct ranked_mark **marks; /* lowest first */
	size_t n;
};
struct panel_order {
	const struct panel_event *e;
	struct ordered_row *rows;
};

static int ranked_cmp(const void *x, const void *y)
{
	const struct ranked_mark *a = x, *b = y;
	return dec_cmp(a->value, b->value);
}

const struct panel_order *panel_order_of(struct arena *a, const struct panel_event *e)
{
	struct panel_order *o = NEW(a, struct panel_order, 1);
	*o = (struct panel_order){ .e = e, .rows = NEW(a, struct ordered_row, e->n_rows + 1) };
	for (size_t i = 0; i < e->n_rows; i++) {
		struct ranked_mark *given = NEW(a, struct ranked_mark, e->judges + 1);
		struct ordered_row *row = &o->rows[i];
		row->marks = NEW(a, const struct ranked_mark *, e->judges + 1);
		for (size_t j = 0; j < e->judges; j++) {
			if (e->rows[i].marks[j].null != MARK_GIVEN)
				continue;
			given[row->n] = (struct ranked_mark){ e->rows[i].marks[j].value, j };
			row->marks[row->n] = &given[row->n];
			row->n++;
		}
		core_sort(a, (const void **)row->marks, row->n, ranked_cmp);
	}
	return o;
}

/* The rule of trimmed_mean, where a judge may sit `times` times. */
static enum score_status row_mean(const struct ordered_row *row, const int *times, struct trim t, struct rounding r,
				  struct dec *ret)
{
	int64_t m = 0, at = 0, sum = 0;
	for (size_t i = 0; i < row->n; i++)
		m += times[row->marks[i]->judge];
	if (!m)
		return SCORE_NO_DATA;
	bool trimmed = m >= t.min_n && m > t.low + t.high;
	int64_t from = trimmed ? t.low : 0, to = trimmed ? m - t.high : m;
	for (size_t i = 0; i < row->n; i++) {
		int64_t next = at + times[row->marks[i]->judge], low = at > from ? at : from, high = next < to ? next : to,
			part;
		if (high > low && (__builtin_mul_overflow(row->marks[i]->value.u, high - low, &part) ||
				   __builtin_add_overflow(sum, part, &sum)))
			return SCORE_OVERFLOW;
		at = next;
	}
	return dec_muldiv_rounded((struct dec){ sum }, DEC(1), DEC(to - from), r, ret) ? SCORE_OK : SCORE_OVERFLOW;
}

enum score_status panel_totals(const struct panel_order *o, const int *times, struct unit_total *ret)
{
	const struct panel_event *e = o->e;
	for (size_t u = 0; u < e->units; u++)
		ret[u] = (struct unit_total){ e->plus[u], true };
	for (size_t i = 0; i < e->n_rows; i++) {
		struct unit_total *t = &ret[e->rows[i].unit];
		struct dec mean = { 0 }, points = { 0 };
		enum score_status s = row_mean(&o->rows[i], times, e->trim, e->panel, &mean);
		if (s == SCORE_OVERFLOW)
			return s;
		t->given = t->given && s == SCORE_OK;
		if (!dec_muldiv_rounded(mean, e->rows[i].factor, DEC(1), e->factored, &points) ||
		    !dec_add(t->value, points, &t->value))
			return SCORE_OVERFLOW;
	}
	return SCORE_OK;
}

void panel_places(const struct panel_event *e, const struct unit_total *totals, int *ret)
{
	for (size_t u = 0; u < e->units; u++) {
		ret[u] = totals[u].given;
		for (size_t v = 0; v < e->units && totals[u].given; v++) {
			int c = dec_cmp(totals[v].value, totals[u].value);
			ret[u] += totals[v].given && (c > 0 || (c == 0 && dec_cmp(e->tie[v], e->tie[u]) > 0));
		}
	}
}

bool judges_identical(const struct panel_event *e, size_t one, size_t other, size_t *ret_shared)
{
	bool same = true;
	*ret_shared = 0;
	for (size_t i = 0; i < e->n_rows; i++) {
		const struct mark *x = &e->rows[i].marks[one], *y = &e->rows[i].marks[other];
		if (x->null != MARK_GIVEN || y->null != MARK_GIVEN)
			continue;
		++*ret_shared;
		same = same && dec_cmp(x->value, y->value) == 0;
	}
	return same && *ret_shared > 0;
}
