#include "calc/calc.h"

#include "calc/marks.h"
#include "core/score/aggregate.h"
#include "core/score/grades.h"

/* ---- marks ---------------------------------------------------------------------------------------------------- */

#define GROUPS { "groups", "[[decimal|null]]", false, \
		 N_("lists of marks, one list a unit or an item; null is a judge who gave none") }
#define SCALE { "scale", "[decimal, decimal]", true, \
		N_("the lowest and the highest mark there is; a mark outside is refused") }
#define ROUNDING { "rounding", "{mode, decimals}|integer", true, \
		   N_("half_up, half_even, down or up, and 0 to 6 decimals; 2 by default") }

static const struct calc_field mean_fields[] = { GROUPS, SCALE, ROUNDING };
static const struct calc_field trimmed_fields[] = {
	GROUPS,
	{ "low", "integer", true, N_("how many of the lowest are dropped, 1 by default") },
	{ "high", "integer", true, N_("how many of the highest are dropped, 1 by default") },
	{ "min_n", "integer", true, N_("with fewer marks none is dropped, 5 by default") },
	{ "by_size", "boolean", true, N_("true: how many are dropped follows trim_table and the number of marks") },
	SCALE,
	ROUNDING,
};
static const struct calc_field median_fields[] = {
	GROUPS,
	{ "kind", "average|lower|upper", true, N_("which of the two in the middle of an even number; average by default") },
	SCALE,
	ROUNDING,
};

static const struct rounding two_places = { ROUND_HALF_UP, 2 };

typedef enum score_status of_marks(struct ctx *cx, const struct calc_run *r, const struct mark *marks, size_t n, struct sv of,
				   const void *how, struct rounding to, struct mean_result *ret);

/* Each list of `groups` by `fn`, into "groups" of the result under `name`. */
static enum rc each_group(struct calc_run *r, of_marks *fn, const void *how, const char *name)
{
	struct ctx *cx = r->cx;
	struct calc_at groups = calc_get(&r->in, "groups"), scale = calc_get(&r->in, "scale"),
		       rounding = calc_get(&r->in, "rounding");
	struct rounding to;
	size_t n;
	bool any = false;
	TRY(calc_list(cx, &groups, 0, &n));
	TRY(calc_rounding(cx, &rounding, two_places, &to));
	struct js *out = js_set(r->result, "groups", js_arr(cx->a));
	for (struct calc_at it = { 0 }; calc_next(&groups, &it);) {
		struct mark *marks;
		struct mean_result got;
		TRY(calc_marks_on(cx, &it, &scale, &marks, &n));
		enum score_status s = fn(cx, r, marks, n, arena_printf(cx->a, "groups[%zu]", it.i), how, to, &got);
		any |= s == SCORE_OK;
		if (s != SCORE_OK && s != SCORE_NO_DATA)
			r->status = s;
		struct js *o = js_push(out, js_obj(cx->a));
		js_set(o, name, s == SCORE_OK ? calc_out_fixed(cx->a, got.value, to) : js_null(cx->a));
		js_set_int(cx->a, o, "n", got.n);
		js_set(o, "missing", calc_out_missing(cx->a, marks, n));
		if (!got.dropped)
			continue;
		js_set_bool(cx->a, o, "trimmed", got.trimmed);
		struct js *dropped = js_set(o, "dropped", js_arr(cx->a));
		for (int i = 0; i < got.n_dropped; i++)
			js_push(dropped, js_int(cx->a, got.dropped[i]));
	}
	if (!any && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static enum score_status by_trimmed_mean(struct ctx *cx, const struct calc_run *r, const struct mark *marks, size_t n,
					 struct sv of, const void *how, struct rounding to, struct mean_result *ret)
{
	return trimmed_mean(cx->a, marks, n, *(const struct trim *)how, to, of, r->trace, ret);
}

static enum score_status by_mean(struct ctx *cx, const struct calc_run *r, const struct mark *marks, size_t n, struct sv of,
				 const void *how, struct rounding to, struct mean_result *ret)
{
	(void)how;
	enum score_status s = trimmed_mean(cx->a, marks, n, (struct trim){ 0 }, to, of, r->trace, ret);
	ret->dropped = NULL;
	return s;
}

static enum score_status by_median(struct ctx *cx, const struct calc_run *r, const struct mark *marks, size_t n, struct sv of,
				   const void *how, struct rounding to, struct mean_result *ret)
{
	return marks_median(cx->a, marks, n, *(const enum median_kind *)how, to, of, r->trace, ret);
}

static enum rc mean_run(struct calc_run *r)
{
	return each_group(r, by_mean, NULL, "mean");
}

static enum rc trimmed_run(struct calc_run *r)
{
	struct trim trim = { .low = 1, .high = 1, .min_n = 5 };
	TRY(calc_trim(r->cx, &r->in, &trim));
	return each_group(r, by_trimmed_mean, &trim, "mean");
}

static enum rc median_run(struct calc_run *r)
{
	static const char *const words[] = { "average", "lower", "upper", NULL };
	static const enum median_kind kinds[] = { MEDIAN_AVERAGE, MEDIAN_LOWER, MEDIAN_UPPER };
	struct calc_at kind = calc_get(&r->in, "kind");
	int k;
	TRY(calc_word(r->cx, &kind, words, &k));
	return each_group(r, by_median, &kinds[k], "median");
}

static const struct calc_field table_fields[] = {
	{ "m", "[integer]", false, N_("sizes of panels: how many judges gave a mark") },
};

static enum rc table_run(struct calc_run *r)
{
	struct calc_at m = calc_get(&r->in, "m");
	struct arena *a = r->cx->a;
	int64_t *sizes;
	size_t n;
	TRY(calc_ints(r->cx, &m, 1, 0, 100000, &sizes, &n));
	struct js *lows = js_set(r->result, "low", js_arr(a)), *highs = js_set(r->result, "high", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		int low, high;
		trim_table((int)sizes[i], &low, &high);
		js_push(lows, js_int(a, low));
		js_push(highs, js_int(a, high));
		trace_add(r->trace, "depth", arena_printf(a, "m[%zu]", i), arena_printf(a, "%lld", (long long)sizes[i]),
			  arena_printf(a, "%d, %d", low, high));
	}
	return RC_OK;
}

/* ---- grades --------------------------------------------------------------------------------------------------- */

/* Rows of whole numbers, all with `k` of them (0: as many as the first). */
static enum rc counts_of(struct ctx *cx, const struct calc_at *rows, size_t min, size_t k, int64_t **ret, size_t *ret_n,
			 size_t *ret_k)
{
	TRY(calc_list(cx, rows, min, ret_n));
	*ret_k = k ? k : *ret_n ? rows->v->first->n : 0;
	*ret = NEW(cx->a, int64_t, *ret_n * *ret_k + 1);
	for (struct calc_at it = { 0 }; calc_next(rows, &it);) {
		int64_t *one;
		size_t n;
		TRY(calc_ints(cx, &it, 1, 0, 1000000000, &one, &n));
		if (n != *ret_k)
			return calc_bad(cx, &it,
					N_("here are %zu counts for %zu grades; give one a grade, 0 where nobody chose it."), n,
					*ret_k);
		memcpy(*ret + it.i * *ret_k, one, n * sizeof(**ret));
	}
	return RC_OK;
}

static enum rc grades_of(struct ctx *cx, const struct calc_at *at, struct grade **ret, size_t *ret_k)
{
	struct mark *scores;
	const struct dec *above = NULL;
	TRY(calc_list(cx, at, 1, ret_k));
	TRY(calc_marks(cx, at, &scores, ret_k));
	*ret = NEW(cx->a, struct grade, *ret_k + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		(*ret)[it.i] = (struct grade){ scores[it.i].value, scores[it.i].null == MARK_GIVEN };
		if (!(*ret)[it.i].counts)
			continue;
		if (above && dec_cmp(*above, scores[it.i].value) < 0)
			return calc_bad(cx, &it,
					N_("this grade has a higher score than one before it; write the best grade first."));
		above = &(*ret)[it.i].score;
	}
	return RC_OK;
}

static struct sv cumulated(struct arena *a, const int64_t *counts, size_t k)
{
	struct buf b = buf_new(a, 1 << 14);
	int64_t sum = 0, all = 0;
	for (size_t i = 0; i < k; i++)
		all += counts[i];
	for (size_t i = 0; i < k; i++) {
		sum += counts[i];
		buf_printf(&b, "%s%lld/%lld", i ? ", " : "", (long long)sum, (long long)all);
	}
	return buf_sv(&b);
}

static const char *dominance(struct calc_run *r, const int64_t *counts, size_t k, size_t x, size_t y)
{
	const int64_t *one = counts + x * k, *other = counts + y * k;
	const char *name = dominance_name(grade_dominance(one, other, k));
	struct arena *a = r->cx->a;
	if (r->trace)
		trace_add(r->trace, "cumulate", arena_printf(a, "counts[%zu], counts[%zu]", x, y),
			  arena_printf(a, "%.*s; %.*s", SV_ARG(cumulated(a, one, k)), SV_ARG(cumulated(a, other, k))),
			  sv_of(name));
	return name;
}

static const struct calc_field grade_fields[] = {
	{ "scores", "[decimal|null]", false,
	  N_("the score of each grade, best grade first; null is an answer that is no grade, such as 不了解") },
	{ "counts", "[[integer]]", false, N_("one row a unit: how many ballots chose each grade") },
	ROUNDING,
};

/* Neighbours in the order by score: would other scores for the grades turn them round? */
static void out_neighbours(struct calc_run *r, const int64_t *counts, const struct grade *grades, size_t n, size_t k,
			   const struct grade_result *got)
{
	struct arena *a = r->cx->a;
	struct js *list = js_set(r->result, "neighbours", js_arr(a));
	int64_t *plain = NEW(a, int64_t, n * k + 1);
	size_t *order = NEW(a, size_t, n + 1), m = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = m;
		for (size_t g = 0; g < k; g++)
			plain[i * k + g] = grades[g].counts ? counts[i * k + g] : 0;
		if (!got[i].n)
			continue;
		for (; at > 0 && dec_cmp(got[order[at - 1]].value, got[i].value) < 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
		m++;
	}
	for (size_t i = 0; i + 1 < m; i++) {
		struct js *o = js_push(list, js_obj(a));
		const char *d = dominance(r, plain, k, order[i], order[i + 1]);
		js_set_int(a, o, "first", (int64_t)order[i]);
		js_set_int(a, o, "second", (int64_t)order[i + 1]);
		js_set_sv(a, o, "dominance", sv_of(d));
		js_set_bool(a, o, "robust", strcmp(d, "depends") != 0);
	}
}

static enum rc grade_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at scores = calc_get(&r->in, "scores"), rows = calc_get(&r->in, "counts"),
		       rounding = calc_get(&r->in, "rounding");
	struct grade *grades;
	int64_t *counts;
	size_t k, n;
	struct rounding to;
	TRY(grades_of(cx, &scores, &grades, &k));
	TRY(counts_of(cx, &rows, 0, k, &counts, &n, &k));
	TRY(calc_rounding(cx, &rounding, two_places, &to));
	struct grade_result *got = NEW(cx->a, struct grade_result, n + 1);
	struct js *out = js_set(r->result, "units", js_arr(cx->a));
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		enum score_status s =
			grade_score(counts + i * k, grades, k, to, arena_printf(cx->a, "counts[%zu]", i), r->trace, &got[i]);
		struct js *o = js_push(out, js_obj(cx->a));
		any |= s == SCORE_OK;
		if (s != SCORE_OK && s != SCORE_NO_DATA)
			r->status = s;
		js_set(o, "score", s == SCORE_OK ? calc_out_fixed(cx->a, got[i].value, to) : js_null(cx->a));
		js_set_int(cx->a, o, "n", got[i].n);
	}
	out_neighbours(r, counts, grades, n, k, got);
	if (!any && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static const struct calc_field dominance_fields[] = {
	{ "counts", "[[integer]]", false,
	  N_("one row a unit, 2 to 200 units: how many ballots chose each grade, best grade first") },
};

static enum rc dominance_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at rows = calc_get(&r->in, "counts");
	int64_t *counts;
	size_t n, k;
	TRY(counts_of(cx, &rows, 2, 0, &counts, &n, &k));
	if (n > 200)
		return calc_bad(cx, &rows, N_("at most %d units can be compared pair by pair; give fewer."), 200);
	for (struct calc_at it = { 0 }; calc_next(&rows, &it);) {
		int64_t all = 0;
		for (size_t g = 0; g < k; g++)
			all += counts[it.i * k + g];
		if (!all)
			return calc_bad(cx, &it, N_("no ballot here: leave this unit out of the comparison."));
	}
	struct js *pairs = js_set(r->result, "pairs", js_arr(cx->a));
	for (size_t x = 0; x < n; x++)
		for (size_t y = x + 1; y < n; y++) {
			struct js *o = js_push(pairs, js_obj(cx->a));
			js_set_int(cx->a, o, "a", (int64_t)x);
			js_set_int(cx->a, o, "b", (int64_t)y);
			js_set_sv(cx->a, o, "dominance", sv_of(dominance(r, counts, k, x, y)));
		}
	return RC_OK;
}

static const struct calc_field majority_fields[] = {
	{ "grades", "[text]", false, N_("names of the grades, best first") },
	{ "counts", "[[decimal]]", false, N_("one row a unit: ballots, or percentages of them, that chose each grade") },
};

static enum rc majority_read(struct ctx *cx, const struct calc_at *rows, size_t k, struct majority_row **ret, size_t *ret_n)
{
	TRY(calc_list(cx, rows, 1, ret_n));
	*ret = NEW(cx->a, struct majority_row, *ret_n);
	for (struct calc_at it = { 0 }; calc_next(rows, &it);) {
		struct dec *counts;
		size_t n;
		TRY(calc_decs(cx, &it, 1, &counts, &n));
		if (n != k)
			return calc_bad(cx, &it,
					N_("here are %zu counts for %zu grades; give one a grade, 0 where nobody chose it."), n,
					k);
		for (struct calc_at c = { 0 }; calc_next(&it, &c);)
			if (counts[c.i].u < 0)
				return calc_bad(cx, &c, N_("a number of ballots cannot be below 0."));
		(*ret)[it.i].counts = counts;
	}
	return RC_OK;
}

static enum rc majority_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct arena *a = cx->a;
	struct calc_at names = calc_get(&r->in, "grades"), rows = calc_get(&r->in, "counts");
	struct majority_row *units;
	struct sv *grades;
	size_t k, n;
	TRY(calc_texts(cx, &names, 2, &grades, &k));
	TRY(majority_read(cx, &rows, k, &units, &n));
	size_t *order = NEW(a, size_t, n);
	r->status = majority_judgment(a, units, n, k, r->trace, order);
	if (r->status == SCORE_OVERFLOW)
		return RC_OK;
	struct js *out = js_set(r->result, "units", js_arr(a)), *sorted = js_set(r->result, "order", js_arr(a));
	static const struct stage shares = { false, { ROUND_HALF_UP, 6 } };
	for (size_t i = 0; i < n; i++) {
		const struct majority_row *u = &units[i];
		struct js *o = js_push(out, js_obj(a));
		js_push(sorted, js_int(a, (int64_t)order[i]));
		js_set_sv(a, o, "grade", u->empty ? SV_NONE : grades[u->grade]);
		js_set_sv(a, o, "sign", u->empty ? SV_NONE : u->plus ? SV("+") : SV("-"));
		js_set_dec(a, o, "above", u->above);
		js_set_dec(a, o, "below", u->below);
		js_set(o, "p", u->empty ? js_null(a) : calc_out_staged(a, u->p, shares));
		js_set(o, "q", u->empty ? js_null(a) : calc_out_staged(a, u->q, shares));
		js_set(o, "place", u->empty ? js_null(a) : js_int(a, u->place));
		js_set_bool(a, o, "by_ballots", u->by_ballots);
	}
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "mean",
	  .help = N_("Mean of the marks that were given; a missing mark is no zero."),
	  .source = "arithmetic mean",
	  CALC_FIELDS(mean_fields),
	  .example = "{\"groups\":[[\"9.25\",\"9.5\",{\"null\":\"abstain\"},\"8.75\"]],\"rounding\":2}",
	  .run = mean_run },
	{ .name = "trimmed_mean",
	  .help = N_("Mean of marks without the highest and the lowest (去掉一个最高分和一个最低分)."),
	  .source = "ISU Communication on the judging system; jury practice",
	  CALC_FIELDS(trimmed_fields),
	  .example = "{\"groups\":[[\"9.25\",\"9.5\",\"9.0\",null,\"8.75\",\"9.25\"]],\"min_n\":5,\"rounding\":2}",
	  .run = trimmed_run },
	{ .name = "trim_table",
	  .help = N_("How many of the highest and the lowest marks a panel of a given size should drop."),
	  .source = "below 5 none, 5-9 one, 10-19 two, from 20 a tenth at either end",
	  CALC_FIELDS(table_fields),
	  .example = "{\"m\":[4,5,9,10,19,20,35]}",
	  .run = table_run },
	{ .name = "median",
	  .help = N_("Median of the marks that were given: half of the panel may err without moving it far."),
	  .source = "median",
	  CALC_FIELDS(median_fields),
	  .example = "{\"groups\":[[\"9.25\",\"9.5\",\"8\",\"9\"]],\"kind\":\"average\",\"rounding\":3}",
	  .run = median_run },
	{ .name = "grade_score",
	  .help = N_("Ballots of good, fair and poor into a score, and whether the order rests on the scores of the grades."),
	  .source = "practice of public appraisal ballots; first-order stochastic dominance",
	  CALC_FIELDS(grade_fields),
	  .example = "{\"scores\":[\"100\",\"85\",\"70\",\"50\",null],\"counts\":[[20,15,4,1,3],[30,8,2,0,0]],\"rounding\":2}",
	  .run = grade_run },
	{ .name = "grade_dominance",
	  .help = N_("Is one unit ahead of another under every set of scores for the grades?"),
	  .source = "first-order stochastic dominance (Quirk & Saposnik 1962)",
	  CALC_FIELDS(dominance_fields),
	  .example = "{\"counts\":[[4,1,0,0],[2,3,0,0],[3,1,0,1]]}",
	  .run = dominance_run },
	{ .name = "majority_judgment",
	  .help = N_("Order by the median grade, with no score for any grade."),
	  .source = "Balinski & Laraki, Majority Judgment, MIT Press 2010",
	  CALC_FIELDS(majority_fields),
	  .example = "{\"grades\":[\"good\",\"fair\",\"poor\"],\"counts\":[[3,2,2],[2,4,1],[3,2,2]]}",
	  .run = majority_run },
};
const struct calc_family calc_aggregate = { "aggregate", methods, sizeof(methods) / sizeof(*methods) };
