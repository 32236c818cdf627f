#include "calc/calc.h"

#include "calc/marks.h"
#include "core/score/preference.h"
#include "core/score/ranking.h"
#include "core/score/skating.h"
#include "stat/agreement.h"

/* ---- places and quotas ---------------------------------------------------------------------------------------- */

#define ROWS { "rows", "[decimal]|[[decimal|null]]", false, \
	       N_("one value a unit, or one list of keys a unit; without the first key it has no place") }
#define KEYS { "keys", "[{direction, decimals}]", true, \
	       N_("desc (the default) or asc, and how many decimals are compared, 6 by default; the last serves all after it") }

struct ranking_in {
	struct rank_entry *entries;
	size_t n;
	struct rank_chain chain;
};

static enum rc read_rows(struct ctx *cx, const struct calc_at *rows, struct ranking_in *in)
{
	TRY(calc_list(cx, rows, 0, &in->n));
	in->entries = NEW(cx->a, struct rank_entry, in->n + 1);
	struct mark *plain;
	size_t n;
	bool lists = rows->v->first && rows->v->first->kind == JS_ARR;
	if (!lists)
		TRY(calc_marks(cx, rows, &plain, &n));
	for (struct calc_at it = { 0 }; calc_next(rows, &it);) {
		struct rank_entry *e = &in->entries[it.i];
		struct mark *keys = lists ? NULL : &plain[it.i];
		e->n = 1;
		if (lists)
			TRY(calc_marks(cx, &it, &keys, &e->n));
		e->keys = keys;
	}
	return RC_OK;
}

static enum rc read_chain(struct ctx *cx, const struct calc_at *at, struct rank_chain *ret)
{
	static const char *const directions[] = { "desc", "asc", NULL };
	size_t n = 1;
	if (at->v)
		TRY(calc_list(cx, at, 1, &n));
	struct rank_key *keys = NEW(cx->a, struct rank_key, n);
	keys[0].decimals = 6;
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		struct calc_at direction = calc_get(&it, "direction"), decimals = calc_get(&it, "decimals");
		int64_t places = 6;
		int d;
		if (it.v->kind != JS_OBJ)
			return calc_bad(cx, &it, N_("write a key of the chain as {\"direction\": \"desc\", \"decimals\": 2}."));
		TRY(calc_word(cx, &direction, directions, &d));
		if (decimals.v)
			TRY(calc_int(cx, &decimals, 0, 6, &places));
		keys[it.i] = (struct rank_key){ d == 1, (int)places };
	}
	*ret = (struct rank_chain){ keys, n };
	return RC_OK;
}

static enum rc read_ranking(struct calc_run *r, struct ranking_in *in)
{
	struct calc_at rows = calc_get(&r->in, "rows"), keys = calc_get(&r->in, "keys");
	TRY(read_rows(r->cx, &rows, in));
	return read_chain(r->cx, &keys, &in->chain);
}

static const struct calc_field rank_fields[] = {
	ROWS,
	KEYS,
	{ "kind", "competition|modified|dense|ordinal|fractional", true,
	  N_("1 2 2 4 (the default), 1 3 3 4, 1 2 2 3, 1 2 3 4 by order of input, or 1 2.5 2.5 4") },
};

static void out_ranking(struct calc_run *r, const struct ranking_in *in, const size_t *order, bool fractional)
{
	struct arena *a = r->cx->a;
	struct js *ranks = js_set(r->result, "rank", js_arr(a)), *groups = js_set(r->result, "tie_group", js_arr(a)),
		  *shared = js_set(r->result, "shared", js_arr(a)), *by = js_set(r->result, "decided_by", js_arr(a)),
		  *sorted = js_set(r->result, "order", js_arr(a));
	for (size_t i = 0; i < in->n; i++) {
		const struct rank_entry *e = &in->entries[i];
		js_push(ranks, e->unranked  ? js_null(a)
			       : fractional ? js_str(a, dec_text(a, e->place))
					    : js_int(a, e->place.u / DEC_ONE));
		js_push(groups, e->unranked ? js_null(a) : js_int(a, e->tie_group));
		js_push(shared, js_bool(a, e->tied > 1));
		js_push(by, e->unranked ? js_null(a) : js_int(a, e->decided_by));
		js_push(sorted, js_int(a, (int64_t)order[i]));
	}
}

static enum rc rank_run(struct calc_run *r)
{
	static const char *const kinds[] = { "competition", "modified", "dense", "ordinal", "fractional", NULL };
	struct calc_at kind = calc_get(&r->in, "kind");
	struct ranking_in in;
	int k;
	TRY(read_ranking(r, &in));
	TRY(calc_word(r->cx, &kind, kinds, &k));
	size_t *order = NEW(r->cx->a, size_t, in.n + 1);
	rank_entries(r->cx->a, in.entries, in.n, in.chain, (enum rank_kind)k, r->trace, order);
	out_ranking(r, &in, order, k == RANK_FRACTIONAL);
	if (!in.n || in.entries[order[0]].unranked)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

static const struct calc_field quota_fields[] = {
	{ "n", "integer", false, N_("how many the group has") },
	{ "rate", "decimal", false, N_("the share that may be chosen, from 0 to 1, such as \"0.2\"") },
	{ "rounding", "floor|half_up|ceil", true, N_("how a part of a place is dealt with; floor by default") },
};

static enum rc quota_run(struct calc_run *r)
{
	static const char *const words[] = { "floor", "half_up", "ceil", NULL };
	struct ctx *cx = r->cx;
	struct calc_at n = calc_get(&r->in, "n"), rate = calc_get(&r->in, "rate"), rounding = calc_get(&r->in, "rounding");
	int64_t size, quota;
	struct dec share, exact;
	int how;
	TRY(calc_int(cx, &n, 0, 1000000000, &size));
	TRY(calc_dec(cx, &rate, &share));
	if (share.u < 0 || share.u > DEC_ONE)
		return calc_bad(cx, &rate, N_("write a share from 0 to 1: 20 %% is \"0.2\"."));
	TRY(calc_word(cx, &rounding, words, &how));
	if (!quota_of(size, share, (enum quota_rounding)how, &quota) || !dec_mul(DEC(size), share, &exact)) {
		r->status = SCORE_OVERFLOW;
		return RC_OK;
	}
	js_set_int(cx->a, r->result, "quota", quota);
	js_set_dec(cx->a, r->result, "exact", exact);
	js_set_bool(cx->a, r->result, "small", size < QUOTA_SMALL);
	trace_add(r->trace, "multiply", SV("n"),
		  arena_printf(cx->a, "%lld × %.*s", (long long)size, SV_ARG(dec_text(cx->a, share))), dec_text(cx->a, exact));
	trace_add(r->trace, words[how], SV("quota"), dec_text(cx->a, exact), arena_printf(cx->a, "%lld", (long long)quota));
	return RC_OK;
}

static const struct calc_field select_fields[] = {
	ROWS,
	KEYS,
	{ "quota", "integer", false, N_("how many may be chosen") },
	{ "ties", "exclude|include|tiebreak", true,
	  N_("those equal in the first key at the cut: none of them (the default), all of them, or by the rest of the chain") },
};

static enum rc select_run(struct calc_run *r)
{
	static const char *const words[] = { "exclude", "include", "tiebreak", NULL };
	struct arena *a = r->cx->a;
	struct calc_at quota = calc_get(&r->in, "quota"), ties = calc_get(&r->in, "ties");
	struct ranking_in in;
	int64_t q;
	int how;
	TRY(read_ranking(r, &in));
	TRY(calc_int(r->cx, &quota, 0, 1000000000, &q));
	TRY(calc_word(r->cx, &ties, words, &how));
	size_t *order = NEW(a, size_t, in.n + 1), n_in = 0, n_draw = 0;
	enum quota_choice *choice = NEW(a, enum quota_choice, in.n + 1);
	select_quota(a, in.entries, in.n, in.chain, (size_t)q, (enum quota_ties)how, r->trace, order, choice);
	struct js *selected = js_set(r->result, "selected", js_arr(a)), *draw = js_set(r->result, "draw", js_arr(a));
	for (size_t i = 0; i < in.n; i++) {
		enum quota_choice c = choice[order[i]];
		n_in += c == QUOTA_IN;
		n_draw += c == QUOTA_DRAW;
		if (c != QUOTA_OUT)
			js_push(c == QUOTA_IN ? selected : draw, js_int(a, (int64_t)order[i]));
	}
	js_set_int(a, r->result, "left_to_draw", n_draw ? q - (int64_t)n_in : 0);
	if (!in.n || in.entries[order[0]].unranked)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- orders of preference ------------------------------------------------------------------------------------- */

enum { UNITS_MAX = 500 };

static const struct calc_field borda_fields[] = {
	{ "ballots", "[{weight, order}]", false,
	  N_("order: names, best first; a list inside the list are equals; weight 1 by default") },
	{ "units", "[text]", true, N_("all units in official order; by default those that are on any ballot") },
	{ "unlisted", "refuse|last", true,
	  N_("a ballot that leaves units out: refused (the default), or they are equal at its end") },
};

struct names {
	struct sv *of;
	size_t n;
	bool closed; /* given: no name may be added */
};

/* The unit's number, added when it is new; UNITS_MAX when it may not be. */
static size_t unit_of(struct names *names, struct sv name)
{
	for (size_t i = 0; i < names->n; i++)
		if (sv_eq(names->of[i], name))
			return i;
	if (names->closed || names->n == UNITS_MAX)
		return UNITS_MAX;
	names->of[names->n] = name;
	return names->n++;
}

static enum rc read_step(struct ctx *cx, const struct calc_at *at, int step, struct names *names, int *tier)
{
	struct sv name;
	TRY(calc_text(cx, at, &name));
	size_t u = unit_of(names, name);
	if (u == UNITS_MAX)
		return calc_bad(cx, at, N_("this name is not among the units, or there are more than %d; correct it."),
				UNITS_MAX);
	if (tier[u] != BALLOT_UNLISTED)
		return calc_bad(cx, at, N_("this name stands twice on the ballot; strike one out."));
	tier[u] = step;
	return RC_OK;
}

static enum rc read_ballot(struct ctx *cx, const struct calc_at *at, struct names *names, struct ballot *ret)
{
	struct calc_at weight = calc_get(at, "weight"), order = calc_get(at, "order");
	int *tier = NEW(cx->a, int, UNITS_MAX);
	size_t n;
	for (size_t i = 0; i < UNITS_MAX; i++)
		tier[i] = BALLOT_UNLISTED;
	*ret = (struct ballot){ DEC(1), tier };
	if (weight.v)
		TRY(calc_dec(cx, &weight, &ret->weight));
	if (ret->weight.u < 0)
		return calc_bad(cx, &weight, N_("a ballot weighs 0 or more; correct the weight."));
	TRY(calc_list(cx, &order, 1, &n));
	for (struct calc_at it = { 0 }; calc_next(&order, &it);) {
		struct calc_at equal = { 0 };
		if (it.v->kind != JS_ARR) {
			TRY(read_step(cx, &it, (int)it.i, names, tier));
			continue;
		}
		while (calc_next(&it, &equal))
			TRY(read_step(cx, &equal, (int)it.i, names, tier));
	}
	return RC_OK;
}

static enum rc read_ballots(struct calc_run *r, struct names *names, struct ballot **ret, size_t *ret_n)
{
	static const char *const words[] = { "refuse", "last", NULL };
	struct ctx *cx = r->cx;
	struct calc_at list = calc_get(&r->in, "ballots"), units = calc_get(&r->in, "units"),
		       unlisted = calc_get(&r->in, "unlisted");
	int policy;
	names->of = NEW(cx->a, struct sv, UNITS_MAX);
	TRY(calc_word(cx, &unlisted, words, &policy));
	if (units.v) {
		TRY(calc_texts(cx, &units, 1, &names->of, &names->n));
		names->closed = true;
		if (names->n > UNITS_MAX)
			return calc_bad(cx, &units, N_("at most %d units can be counted; give fewer."), UNITS_MAX);
	}
	TRY(calc_list(cx, &list, 0, ret_n));
	*ret = NEW(cx->a, struct ballot, *ret_n + 1);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		TRY(read_ballot(cx, &it, names, &(*ret)[it.i]));
	for (struct calc_at it = { 0 }; policy == 0 && calc_next(&list, &it);)
		for (size_t u = 0; u < names->n; u++)
			if ((*ret)[it.i].tier[u] == BALLOT_UNLISTED)
				return calc_bad(cx, &it, N_("this ballot leaves out %.*s; complete it, or say unlisted: last."),
						SV_ARG(names->of[u]));
	return RC_OK;
}

static enum rc borda_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct names names = { 0 };
	struct ballot *ballots = NULL;
	size_t n;
	TRY(read_ballots(r, &names, &ballots, &n));
	struct dec *points = NEW(a, struct dec, names.n + 1);
	bool *changes = NEW(a, bool, names.n + 1);
	r->status = borda(ballots, n, names.n, names.of, r->trace, points);
	if (r->status != SCORE_OK)
		return RC_OK;
	borda_withdrawals(a, ballots, n, names.n, changes);
	struct rank_key key = { .decimals = 6 };
	struct rank_entry *entries = NEW(a, struct rank_entry, names.n + 1);
	struct mark *marks = NEW(a, struct mark, names.n + 1);
	size_t *order = NEW(a, size_t, names.n + 1);
	for (size_t u = 0; u < names.n; u++) {
		marks[u] = (struct mark){ points[u], MARK_GIVEN };
		entries[u] = (struct rank_entry){ .keys = &marks[u], .n = 1 };
	}
	rank_entries(a, entries, names.n, (struct rank_chain){ &key, 1 }, RANK_COMPETITION, NULL, order);
	struct js *units = js_set(r->result, "units", js_arr(a)), *sorted = js_set(r->result, "order", js_arr(a)),
		  *warn = js_set(r->result, "order_changes_without", js_arr(a));
	for (size_t u = 0; u < names.n; u++) {
		struct js *o = js_push(units, js_obj(a));
		js_set_sv(a, o, "unit", names.of[u]);
		js_set_dec(a, o, "points", points[u]);
		js_set_int(a, o, "rank", entries[u].place.u / DEC_ONE);
		js_push(sorted, js_str(a, names.of[order[u]]));
		if (changes[u])
			js_push(warn, js_str(a, names.of[u]));
	}
	return RC_OK;
}

static const struct calc_field rank_sum_fields[] = {
	{ "marks", "[[decimal]]", false, N_("one row a judge, one column a unit; every judge marks every unit") },
	{ "smallest_first", "boolean", true,
	  N_("true: rank 1 is the smallest mark (times, or ranks already); false by default") },
};

static void out_concordance(struct calc_run *r, const struct rank_sums *got, size_t judges, size_t units)
{
	struct arena *a = r->cx->a;
	struct concordance c;
	double *sums = NEW(a, double, units);
	for (size_t u = 0; u < units; u++)
		sums[u] = (double)got->sums[u].u / DEC_ONE;
	if (!concordance_of(sums, units, judges, got->ties, &c)) {
		r->status = SCORE_NOT_IDENTIFIED;
		return;
	}
	js_set(r->result, "w", js_num(a, c.w));
	js_set(r->result, "chi2", js_num(a, c.chi2));
	js_set_int(a, r->result, "df", c.df);
	js_set(r->result, "p", js_num(a, c.p));
	trace_add(
		r->trace, "squares", SV("S"),
		arena_printf(a, "squared distances of the %zu sums from %.1f", units, (double)judges * (double)(units + 1) / 2),
		arena_printf(a, "%.10g", c.s));
	trace_add(r->trace, "concordance", SV("W"),
		  arena_printf(a, "12 × %.10g ÷ (%zu² × (%zu³ - %zu) - %zu × %lld)", c.s, judges, units, units, judges,
			       (long long)got->ties),
		  arena_printf(a, "%.10g", c.w));
	trace_add(r->trace, "friedman", SV("chi2"), arena_printf(a, "%zu × (%zu - 1) × %.10g", judges, units, c.w),
		  arena_printf(a, "%.10g", c.chi2));
	trace_add(r->trace, "tail", SV("p"), arena_printf(a, "chi2 %.10g, df %d", c.chi2, c.df), arena_printf(a, "%.10g", c.p));
}

static enum rc rank_sum_run(struct calc_run *r)
{
	struct calc_at marks = calc_get(&r->in, "marks"), smallest = calc_get(&r->in, "smallest_first");
	struct dec *rows;
	size_t judges, units;
	bool first = false;
	struct rank_sums got;
	TRY(calc_dec_matrix(r->cx, &marks, &rows, &judges, &units));
	if (units > UNITS_MAX)
		return calc_bad(r->cx, &marks, N_("at most %d units can be counted; give fewer."), UNITS_MAX);
	if (smallest.v)
		TRY(calc_bool(r->cx, &smallest, &first));
	r->status = rank_sum(r->cx->a, rows, judges, units, first, r->trace, &got);
	js_set(r->result, "sums", calc_out_decs(r->cx->a, got.sums, units));
	js_set_int(r->cx->a, r->result, "ties", got.ties);
	out_concordance(r, &got, judges, units);
	return RC_OK;
}

/* ---- skating system ------------------------------------------------------------------------------------------- */

static const struct calc_field skating_fields[] = {
	{ "dances", "[[[integer]]]", false,
	  N_("one list a dance, in it one list a couple, in it each judge's place for the couple") },
};

static enum rc read_dance(struct ctx *cx, const struct calc_at *at, struct skating *s, int *marks)
{
	size_t couples, judges;
	TRY(calc_list(cx, at, 1, &couples));
	if (couples != s->couples)
		return calc_bad(cx, at, N_("this dance has %zu couples, the first one %zu; every couple dances every dance."),
				couples, s->couples);
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		int64_t *row;
		TRY(calc_ints(cx, &it, 1, 1, (int64_t)s->couples, &row, &judges));
		if (judges != s->judges)
			return calc_bad(cx, &it,
					N_("here are %zu places, for the first couple %zu; every judge places every couple."),
					judges, s->judges);
		for (size_t j = 0; j < judges; j++)
			marks[it.i * judges + j] = (int)row[j];
	}
	return RC_OK;
}

static enum rc read_final(struct calc_run *r, struct skating *s)
{
	struct ctx *cx = r->cx;
	struct calc_at dances = calc_get(&r->in, "dances");
	size_t dance, judge;
	TRY(calc_list(cx, &dances, 1, &s->dances));
	const struct js *first = dances.v->first;
	s->couples = first->n;
	s->judges = first->first ? first->first->n : 0;
	if (s->couples > SKATING_MAX || s->judges > SKATING_MAX || s->dances > SKATING_MAX)
		return calc_bad(cx, &dances, N_("at most %d dances, couples and judges make a final; give fewer."),
				SKATING_MAX);
	int *marks = NEW(cx->a, int, s->dances * s->couples * s->judges + 1);
	s->marks = marks;
	for (struct calc_at it = { 0 }; calc_next(&dances, &it);)
		TRY(read_dance(cx, &it, s, marks + it.i * s->couples * s->judges));
	if (!skating_check(s, cx->a, &dance, &judge))
		return calc_bad(cx, &dances,
				N_("in dance %zu judge %zu does not give each place from 1 to %zu once; correct the marks."),
				dance + 1, judge + 1, s->couples);
	return RC_OK;
}

static struct js *places(struct arena *a, const int64_t *sixtieths, size_t n)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < n; i++)
		js_push(list, js_str(a, place_text(a, sixtieths[i])));
	return list;
}

static enum rc skating_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct skating s = { 0 };
	struct skating_result got;
	TRY(read_final(r, &s));
	r->status = skating_final(a, &s, r->trace, &got);
	if (r->status != SCORE_OK)
		return RC_OK;
	struct js *dances = js_set(r->result, "places", js_arr(a));
	for (size_t d = 0; d < s.dances; d++)
		js_push(dances, places(a, got.places + d * s.couples, s.couples));
	js_set(r->result, "totals", places(a, got.totals, s.couples));
	js_set(r->result, "result", places(a, got.result, s.couples));
	js_set(r->result, "sixtieths", calc_out_ints(a, got.result, s.couples));
	struct js *rules = js_set(r->result, "rule", js_arr(a)), *shared = js_set(r->result, "shared", js_arr(a));
	bool eleven = false;
	for (size_t c = 0; c < s.couples; c++) {
		js_push(rules, js_int(a, got.rule[c]));
		js_push(shared, js_bool(a, got.shared[c]));
		eleven |= got.rule[c] == 11;
	}
	js_set_bool(a, r->result, "rule_11", eleven);
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "rank",
	  .help = N_("Places from one or more keys, compared as they are published."),
	  .source = "conventions 1224, 1334, 1223, 1234 and 1 2.5 2.5 4",
	  CALC_FIELDS(rank_fields),
	  .example = "{\"rows\":[[\"80.62\",\"42.68\"],[\"90.58\",\"46.96\"],[\"80.62\",\"45.14\"]],"
		     "\"keys\":[{\"direction\":\"desc\",\"decimals\":2}],\"kind\":\"competition\"}",
	  .run = rank_run },
	{ .name = "quota",
	  .help = N_("How many of a group a share allows, with the rounding named (优秀比例)."),
	  .source = "yearly appraisal of civil servants and public institutions: share of excellent",
	  CALC_FIELDS(quota_fields),
	  .example = "{\"n\":23,\"rate\":\"0.2\",\"rounding\":\"floor\"}",
	  .run = quota_run },
	{ .name = "select_quota",
	  .help = N_("Who is inside a quota when some at the cut are equal."),
	  .source = "ties at the cut: none, all, or the next key; never the order of the list",
	  CALC_FIELDS(select_fields),
	  .example =
		  "{\"rows\":[[\"95\",\"3\"],[\"93\",\"2\"],[\"93\",\"5\"],[\"90\",\"1\"]],\"quota\":2,\"ties\":\"tiebreak\"}",
	  .run = select_run },
	{ .name = "borda",
	  .help = N_("Orders of preference into points: one for every unit that stands below."),
	  .source = "J.-C. de Borda, Mémoire sur les élections au scrutin, 1781",
	  CALC_FIELDS(borda_fields),
	  .example =
		  "{\"ballots\":[{\"weight\":42,\"order\":[\"A\",\"B\",\"C\"]},{\"weight\":26,\"order\":[\"B\",[\"A\",\"C\"]]}]}",
	  .run = borda_run },
	{ .name = "rank_sum",
	  .help = N_("Sums of each judge's ranks, and whether the judges agree (Kendall's W, Friedman's test)."),
	  .source = "Friedman 1937; Kendall & Babington Smith 1939, with correction for ties",
	  CALC_FIELDS(rank_sum_fields),
	  .example = "{\"marks\":[[\"90\",\"85\",\"80\"],[\"92\",\"92\",\"81\"],[\"88\",\"90\",\"79\"]]}",
	  .run = rank_sum_run },
	{ .name = "skating_final",
	  .help = N_(
		  "Places of a final from the judges' orders of the couples, dance by dance: Skating System, rules 5 to 11."),
	  .source = "A. Dawson, The Skating System; WDSF rules 5-11",
	  CALC_FIELDS(skating_fields),
	  .example = "{\"dances\":[[[1,1,2],[2,3,1],[3,2,3]],[[2,1,3],[1,2,1],[3,3,2]]]}",
	  .run = skating_run },
};
const struct calc_family calc_ranking = { "ranking", methods, sizeof(methods) / sizeof(*methods) };
