/* Marks corrected judge by judge (评委校正): the standard score sets every judge's mean and spread to those of the
 * panel, the rank keeps only the order.  Fair only where every judge saw the same units or a random choice. */
#include "core/rule_measure.h"

#include "core/rule_sort.h"
#include "core/score/tail.h"

enum { STANDARD_MIN = 3 }; /* with fewer marks a judge has no spread to speak of */

struct judge {
	struct sv name;
	struct rule_vote **votes;
	size_t n;
	struct dec mean, spread;
};

static int vote_cmp(const void *x, const void *y)
{
	const struct rule_vote *a = x, *b = y;
	int c = sv_cmp(a->input->judge, b->input->judge);
	return c ? c : a->unit < b->unit ? -1 : a->unit > b->unit;
}

/* Mean, and standard deviation over n − 1, to six decimals. */
static bool moments(struct judge *j)
{
	rule_wide sum = 0, squares = 0, n = (rule_wide)j->n;
	for (size_t i = 0; i < j->n; i++) {
		sum += j->votes[i]->value.u;
		squares += (rule_wide)j->votes[i]->value.u * j->votes[i]->value.u;
	}
	if (!rule_settle(sum, n, 6, &j->mean))
		return false;
	if (j->n < STANDARD_MIN)
		return true;
	/* A hundred times finer than a millionth before the root, so that its last digit is right. */
	rule_wide v = n * squares - sum * sum, d = n * (n - 1), whole = v / d * 10000 + v % d * 10000 / d;
	return rule_settle(wide_root(whole), 100, 6, &j->spread);
}

static void standardise(const struct judge *j, struct dec mean, struct dec spread, bool *ok)
{
	for (size_t i = 0; i < j->n; i++) {
		struct dec *v = &j->votes[i]->value, d, by;
		*ok &= dec_sub(*v, j->mean, &d);
		if (j->spread.u == 0)
			by = (struct dec){ 0 }; /* one mark for all says nothing about any */
		else
			*ok &= rule_muldiv(d, spread, j->spread, 6, &by);
		*ok &= dec_add(mean, by, v);
	}
}

/* First gets the full mark, last none; equal marks share the mean of their ranks. */
static void rank(struct arena *a, const struct judge *j, struct dec points, bool *ok)
{
	struct dec *raw = NEW(a, struct dec, j->n + 1);
	for (size_t i = 0; i < j->n; i++)
		raw[i] = j->votes[i]->value;
	for (size_t i = 0; j->n > 1 && i < j->n; i++) {
		int64_t below = 0, equal = 0;
		for (size_t k = 0; k < j->n; k++) {
			below += raw[k].u < raw[i].u;
			equal += k != i && raw[k].u == raw[i].u;
		}
		*ok &= rule_settle((rule_wide)points.u * (2 * below + equal), 2 * ((rule_wide)j->n - 1), 6, &j->votes[i]->value);
	}
}

static size_t find_judges(struct arena *a, struct rule_column *col, struct judge *j)
{
	const void **order = NEW(a, const void *, col->n_votes + 1);
	struct rule_vote **votes = NEW(a, struct rule_vote *, col->n_votes + 1);
	size_t n = 0;
	for (size_t i = 0; i < col->n_votes; i++)
		order[i] = &col->votes[i];
	core_sort(a, order, col->n_votes, vote_cmp);
	for (size_t i = 0; i < col->n_votes; i++) {
		votes[i] = &col->votes[(const struct rule_vote *)order[i] - col->votes];
		struct sv name = votes[i]->input->judge;
		if (!n || !sv_eq(j[n - 1].name, name))
			j[n++] = (struct judge){ .name = name, .votes = &votes[i] };
		j[n - 1].n++;
	}
	return n;
}

static enum rc correct(struct ctx *cx, struct rule_column *col)
{
	struct judge *j = NEW(cx->a, struct judge, col->n_votes + 1);
	size_t n = find_judges(cx->a, col, j);
	rule_wide means = 0, spreads = 0, with = 0;
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		if (!j[i].name.n)
			return fail(cx, RC_INVALID, "rule.judge_none",
				    N_("%.*s corrects its judges, but a mark names none; give each mark its judge"), SV_ARG(col->item->name));
		ok &= moments(&j[i]);
		means += j[i].n < STANDARD_MIN ? 0 : j[i].mean.u;
		spreads += j[i].n < STANDARD_MIN ? 0 : j[i].spread.u;
		with += j[i].n >= STANDARD_MIN;
	}
	struct dec mean = { 0 }, spread = { 0 };
	if (with)
		ok = ok && rule_settle(means, with, 6, &mean) && rule_settle(spreads, with, 6, &spread);
	for (size_t i = 0; i < n && ok; i++) {
		if (col->item->judges == JUDGES_RANK)
			rank(cx->a, &j[i], col->item->measure->points, &ok);
		else if (j[i].n >= STANDARD_MIN)
			standardise(&j[i], mean, spread, &ok);
	}
	return ok ? RC_OK : fail(cx, RC_LIMIT, "rule.judge_overflow", N_("the marks are too large to correct; check them"));
}

enum rc rule_correct_judges(struct ctx *cx, struct rule_columns *cols)
{
	struct rule_column *own = NEW(cx->a, struct rule_column, cols->n_items + 1);
	for (size_t k = 0; k < cols->n_items; k++) {
		struct rule_column *col = &own[k];
		*col = cols->items[k];
		if (col->item->judges == JUDGES_RAW || col->n_votes == 0)
			continue;
		col->votes = NEW(cx->a, struct rule_vote, col->n_votes);
		memcpy(col->votes, cols->items[k].votes, col->n_votes * sizeof(*col->votes));
		TRY(correct(cx, col));
	}
	cols->items = own;
	return RC_OK;
}
