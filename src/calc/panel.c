#include "calc/calc.h"

#include "calc/marks.h"
#include "core/score/grades.h"
#include "core/score/groups.h"
#include "core/score/panel.h"
#include "core/score/room.h"

static const struct rounding two_places = { ROUND_HALF_UP, 2 };
static const struct stage at_two = { false, { ROUND_HALF_UP, 2 } };
static const struct stage carried_on = { true, { ROUND_HALF_UP, 2 } };

/* ---- weighted groups ------------------------------------------------------------------------------------------ */

static const struct calc_field groups_fields[] = {
	{ "groups", "[{name, weight, …}]", false,
	  N_("the groups of jurors: weight as a share of 1, and either grades (a list of scores, best first; null is no grade) "
	     "for counted ballots, or low, high, min_n, by_size for marks; without these the plain mean") },
	{ "units", "[{name, ballots}]", false,
	  N_("ballots: one list a group, by its name; marks, or how many ballots chose each grade; an absent group is missing") },
	{ "missing", "renormalise|refuse|carry", true,
	  N_("a unit without a group: stretch the other weights (the default), give no score, or put the neutral score") },
	{ "neutral", "decimal", true, N_("the score that stands in for a missing group when it is to be carried") },
	{ "group_rounding", "{mode, decimals}|integer|none", true,
	  N_("the stage of each group's score; 2 decimals by default") },
	{ "weighted_rounding", "{mode, decimals}|integer|none", true, N_("the stage of weight × score; none by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("the stage of the total; 2 decimals by default") },
};

/* A group as it is written: how its ballots become a score. */
struct group_form {
	bool graded;
	struct grade *grades;
	size_t k;
	struct trim trim;
};
struct groups_in {
	struct groups_rule rule;
	struct juror_group *groups;
	struct group_form *forms;
	struct stage group;
};

static enum rc read_group(struct ctx *cx, const struct calc_at *at, struct juror_group *group, struct group_form *form)
{
	struct calc_at name = calc_get(at, "name"), weight = calc_get(at, "weight"), grades = calc_get(at, "grades");
	struct mark *scores;
	TRY(calc_text(cx, &name, &group->name));
	TRY(calc_dec(cx, &weight, &group->weight));
	*form = (struct group_form){ .graded = grades.v != NULL };
	if (!form->graded)
		return calc_trim(cx, at, &form->trim);
	TRY(calc_list(cx, &grades, 1, &form->k));
	TRY(calc_marks(cx, &grades, &scores, &form->k));
	form->grades = NEW(cx->a, struct grade, form->k);
	for (size_t i = 0; i < form->k; i++)
		form->grades[i] = (struct grade){ scores[i].value, scores[i].null == MARK_GIVEN };
	return RC_OK;
}

static enum rc read_groups(struct calc_run *r, struct groups_in *in)
{
	static const char *const policies[] = { "renormalise", "refuse", "carry", NULL };
	struct ctx *cx = r->cx;
	struct calc_at groups = calc_get(&r->in, "groups"), missing = calc_get(&r->in, "missing"),
		       neutral = calc_get(&r->in, "neutral"), group = calc_get(&r->in, "group_rounding"),
		       weighted = calc_get(&r->in, "weighted_rounding"), total = calc_get(&r->in, "rounding");
	int policy;
	TRY(calc_list(cx, &groups, 1, &in->rule.n));
	in->groups = NEW(cx->a, struct juror_group, in->rule.n);
	in->forms = NEW(cx->a, struct group_form, in->rule.n);
	in->rule.groups = in->groups;
	for (struct calc_at it = { 0 }; calc_next(&groups, &it);) {
		TRY(read_group(cx, &it, &in->groups[it.i], &in->forms[it.i]));
		for (size_t g = 0; g < it.i; g++)
			if (sv_eq(in->groups[g].name, in->groups[it.i].name))
				return calc_bad(cx, &it, N_("two groups have this name; give each its own."));
	}
	if (!weights_whole(in->groups, in->rule.n))
		return calc_bad(cx, &groups, N_("the weights must be 0 or more and together exactly 1; correct them."));
	TRY(calc_word(cx, &missing, policies, &policy));
	in->rule.missing = (enum missing_policy)policy;
	if (in->rule.missing == MISSING_CARRY)
		TRY(calc_dec(cx, &neutral, &in->rule.neutral));
	TRY(calc_stage(cx, &group, at_two, &in->group));
	TRY(calc_stage(cx, &weighted, carried_on, &in->rule.weighted));
	return calc_rounding(cx, &total, two_places, &in->rule.total);
}

static enum score_status of_grades(struct calc_run *r, const struct group_form *form, const int64_t *counts,
				   struct rounding shown, struct sv of, struct group_score *ret, struct ratio *ret_exact)
{
	struct grade_result got;
	enum score_status s = grade_score(counts, form->grades, form->k, shown, of, r->trace, &got);
	ret->ballots = got.n;
	*ret_exact = got.exact;
	return s;
}

static enum score_status of_marks(struct calc_run *r, const struct group_form *form, const struct mark *marks, size_t n,
				  struct rounding shown, struct sv of, struct group_score *ret, struct ratio *ret_exact,
				  bool *ret_trimmed)
{
	struct mean_result got;
	enum score_status s = trimmed_mean(r->cx->a, marks, n, form->trim, shown, of, r->trace, &got);
	ret->ballots = got.n;
	*ret_exact = got.exact;
	*ret_trimmed = got.trimmed;
	return s;
}

/* One group's ballots of one unit into its score and into `o` for the answer. */
static enum rc group_score(struct calc_run *r, const struct groups_in *in, size_t g, const struct calc_at *ballots,
			   struct sv unit, struct js *o, struct group_score *ret)
{
	struct ctx *cx = r->cx;
	const struct group_form *form = &in->forms[g];
	struct rounding shown = in->group.exact ? (struct rounding){ ROUND_HALF_UP, 6 } : in->group.r;
	struct sv of = arena_printf(cx->a, "%.*s.%.*s", SV_ARG(unit), SV_ARG(in->groups[g].name));
	enum score_status s = SCORE_NO_DATA;
	struct ratio exact = RATIO_NONE;
	bool trimmed = false;
	size_t n;
	*ret = (struct group_score){ .score = RATIO_NONE };
	if (ballots->v && form->graded) {
		int64_t *counts;
		TRY(calc_ints(cx, ballots, 0, 0, 1000000000, &counts, &n));
		if (n && n != form->k)
			return calc_bad(cx, ballots,
					N_("here are %zu counts for %zu grades; give one a grade, 0 where nobody chose it."), n,
					form->k);
		s = n ? of_grades(r, form, counts, shown, of, ret, &exact) : SCORE_NO_DATA;
	} else if (ballots->v) {
		struct mark *marks;
		TRY(calc_marks(cx, ballots, &marks, &n));
		s = of_marks(r, form, marks, n, shown, of, ret, &exact, &trimmed);
	}
	if (s == SCORE_OVERFLOW)
		r->status = s;
	ret->score = ratio_stage(exact, in->group);
	js_set(o, "score", s == SCORE_OK ? calc_out_staged(cx->a, ret->score, in->group) : js_null(cx->a));
	js_set_int(cx->a, o, "ballots", ret->ballots);
	if (!form->graded)
		js_set_bool(cx->a, o, "trimmed", trimmed);
	return RC_OK;
}

/* A ballot of one group beside a ballot of the group whose ballots weigh least. */
static void out_persons(struct arena *a, struct js *groups, const struct groups_result *got, size_t n)
{
	static const struct stage six = { false, { ROUND_HALF_UP, 6 } };
	struct ratio least = RATIO_NONE;
	struct js *o = groups->first;
	for (size_t g = 0; g < n; g++) {
		struct ratio p = got->per_person[g];
		if (p.n > 0 && (!ratio_fits(least) || ratio_sub(p, least).n < 0))
			least = p;
	}
	for (size_t g = 0; g < n; g++, o = o->next) {
		bool has = got->per_person[g].n > 0;
		js_set(o, "per_person", has ? calc_out_staged(a, got->per_person[g], six) : js_null(a));
		js_set(o, "times_least", has ? calc_out_staged(a, ratio_div(got->per_person[g], least), at_two) : js_null(a));
	}
}

struct unit_out {
	struct sv name;
	struct js *o;
	struct mark key;
	bool flagged;
};

/* Two lists of places: among the complete alone, and, for information, all in one. */
static void out_places(struct calc_run *r, const struct unit_out *units, size_t n, struct rounding to)
{
	static const char *const names[] = { "rank", "rank_all" };
	struct arena *a = r->cx->a;
	struct rank_key key = { .decimals = to.decimals };
	struct rank_entry *entries = NEW(a, struct rank_entry, n + 1);
	size_t *order = NEW(a, size_t, n + 1);
	for (int all = 0; all < 2; all++) {
		for (size_t i = 0; i < n; i++)
			entries[i] = (struct rank_entry){ .name = units[i].name,
							  .keys = &units[i].key,
							  .n = all || !units[i].flagged };
		rank_entries(a, entries, n, (struct rank_chain){ &key, 1 }, RANK_COMPETITION, all ? NULL : r->trace, order);
		for (size_t i = 0; i < n; i++)
			js_set(units[i].o, names[all],
			       entries[i].unranked ? js_null(a) : js_int(a, entries[i].place.u / DEC_ONE));
	}
}

static enum rc weigh_unit(struct calc_run *r, const struct groups_in *in, const struct calc_at *at, struct unit_out *ret)
{
	struct arena *a = r->cx->a;
	struct calc_at name = calc_get(at, "name"), ballots = calc_get(at, "ballots");
	struct sv unit;
	struct groups_result got;
	size_t n = in->rule.n;
	TRY(calc_text(r->cx, &name, &unit));
	if (!ballots.v || ballots.v->kind != JS_OBJ)
		return calc_bad(r->cx, &ballots, N_("write an object with one list of ballots a group."));
	for (struct calc_at it = { 0 }; calc_next(&ballots, &it);) {
		size_t g = 0;
		while (g < n && !sv_is(in->groups[g].name, it.name))
			g++;
		if (g == n)
			return calc_bad(r->cx, &it, N_("no group has this name; write a name that stands in groups."));
	}
	ret->name = unit;
	js_set_sv(a, ret->o, "name", unit);
	struct js *groups = js_set(ret->o, "groups", js_arr(a)), *missing = js_arr(a);
	struct group_score *scores = NEW(a, struct group_score, n);
	for (size_t g = 0; g < n; g++) {
		struct js *o = js_push(groups, js_obj(a));
		struct calc_at list = calc_get(&ballots, arena_cstr(a, in->groups[g].name));
		js_set_sv(a, o, "group", in->groups[g].name);
		TRY(group_score(r, in, g, &list, unit, o, &scores[g]));
		if (!scores[g].ballots)
			js_push(missing, js_str(a, in->groups[g].name));
	}
	enum score_status s = groups_weigh(a, &in->rule, scores, unit, r->trace, &got);
	if (s == SCORE_OVERFLOW)
		r->status = s;
	out_persons(a, groups, &got, n);
	js_set(ret->o, "score", s == SCORE_OK ? calc_out_fixed(a, got.value, in->rule.total) : js_null(a));
	js_set(ret->o, "missing", missing);
	js_set_bool(a, ret->o, "comparable", !got.flagged);
	ret->key = (struct mark){ got.value, s == SCORE_OK ? MARK_GIVEN : MARK_ABSENT };
	ret->flagged = got.flagged;
	return RC_OK;
}

static enum rc groups_run(struct calc_run *r)
{
	struct groups_in in = { 0 };
	struct calc_at units = calc_get(&r->in, "units");
	size_t n;
	bool any = false;
	TRY(read_groups(r, &in));
	TRY(calc_list(r->cx, &units, 0, &n));
	struct unit_out *all = NEW(r->cx->a, struct unit_out, n + 1);
	struct js *list = js_set(r->result, "units", js_arr(r->cx->a));
	for (struct calc_at it = { 0 }; calc_next(&units, &it);) {
		all[it.i].o = js_push(list, js_obj(r->cx->a));
		TRY(weigh_unit(r, &in, &it, &all[it.i]));
		any |= all[it.i].key.null == MARK_GIVEN;
	}
	out_places(r, all, n, in.rule.total);
	if (!any && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- a whole event -------------------------------------------------------------------------------------------- */

static const struct calc_field panel_fields[] = {
	{ "performances", "[{name, components, …}]", false,
	  N_("components: [{component, factor, judges: marks in one order of judges}], factor 1 by default; base: points "
	     "added as they are; deductions: points taken away, 0 by default both") },
	{ "low", "integer", true, N_("how many of a component's lowest marks are dropped, 1 by default") },
	{ "high", "integer", true, N_("how many of a component's highest marks are dropped, 1 by default") },
	{ "min_n", "integer", true, N_("with fewer marks of a component none is dropped, 5 by default") },
	{ "by_size", "boolean", true, N_("true: how many a component drops follows trim_table") },
	{ "scale", "[decimal, decimal]", true, N_("the lowest and the highest mark a judge may give") },
	{ "panel_rounding", "{mode, decimals}|integer|none", true, N_("the stage of the panel's mean; 2 decimals by default") },
	{ "factored_rounding", "{mode, decimals}|integer|none", true, N_("the stage of mean × factor; 2 decimals by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("the stage of the sum of everything; 2 decimals by default") },
	{ "ties", "[components|base|deductions]", true,
	  N_("what breaks a tie of totals, in order: the greater sum of components, the greater base, the smaller deductions") },
	{ "without_judge", "integer", true, N_("the marks of this judge, counted from 0, are left out everywhere") },
};

static enum rc read_component(struct ctx *cx, const struct calc_at *at, const struct calc_at *scale,
			      struct panel_component *ret)
{
	struct calc_at name = calc_get(at, "component"), factor = calc_get(at, "factor"), judges = calc_get(at, "judges");
	struct mark *marks;
	TRY(calc_text(cx, &name, &ret->name));
	ret->factor = DEC(1);
	if (factor.v)
		TRY(calc_dec(cx, &factor, &ret->factor));
	TRY(calc_marks_on(cx, &judges, scale, &marks, &ret->n_marks));
	ret->marks = marks;
	return RC_OK;
}

static enum rc read_performance(struct ctx *cx, const struct calc_at *at, const struct calc_at *scale, struct panel_entry *ret)
{
	struct calc_at name = calc_get(at, "name"), components = calc_get(at, "components"), base = calc_get(at, "base"),
		       deductions = calc_get(at, "deductions");
	TRY(calc_text(cx, &name, &ret->name));
	TRY(calc_list(cx, &components, 1, &ret->n_components));
	ret->components = NEW(cx->a, struct panel_component, ret->n_components);
	for (struct calc_at it = { 0 }; calc_next(&components, &it);)
		TRY(read_component(cx, &it, scale, &ret->components[it.i]));
	if (base.v)
		TRY(calc_dec(cx, &base, &ret->base));
	if (!deductions.v)
		return RC_OK;
	TRY(calc_dec(cx, &deductions, &ret->deductions));
	return ret->deductions.u >= 0 ? RC_OK
				      : calc_bad(cx, &deductions, N_("write deductions as what is taken away, 0 or more."));
}

static enum rc read_ties(struct ctx *cx, const struct calc_at *at, struct panel_rule *rule)
{
	static const char *const words[] = { "components", "base", "deductions", NULL };
	if (!at->v)
		return RC_OK;
	TRY(calc_list(cx, at, 0, &rule->n_ties));
	enum panel_key *ties = NEW(cx->a, enum panel_key, rule->n_ties + 1);
	struct rank_key *keys = NEW(cx->a, struct rank_key, rule->n_ties + 1);
	for (struct calc_at it = { 0 }; calc_next(at, &it);) {
		int word;
		TRY(calc_word(cx, &it, words, &word));
		ties[it.i] = (enum panel_key)(PANEL_COMPONENTS + word);
		keys[it.i] = (struct rank_key){ .ascending = ties[it.i] == PANEL_DEDUCTIONS, .decimals = rule->total.decimals };
	}
	rule->ties = ties;
	rule->tie_keys = keys;
	return RC_OK;
}

static enum rc read_panel_rule(struct calc_run *r, struct panel_rule *rule, int64_t *ret_without)
{
	struct ctx *cx = r->cx;
	struct calc_at panel = calc_get(&r->in, "panel_rounding"), factored = calc_get(&r->in, "factored_rounding"),
		       total = calc_get(&r->in, "rounding"), ties = calc_get(&r->in, "ties"),
		       without = calc_get(&r->in, "without_judge");
	*rule = (struct panel_rule){ .trim = { .low = 1, .high = 1, .min_n = 5 } };
	*ret_without = PANEL_ALL_JUDGES;
	TRY(calc_trim(cx, &r->in, &rule->trim));
	TRY(calc_stage(cx, &panel, at_two, &rule->panel));
	TRY(calc_stage(cx, &factored, at_two, &rule->factored));
	TRY(calc_rounding(cx, &total, two_places, &rule->total));
	TRY(read_ties(cx, &ties, rule));
	return without.v ? calc_int(cx, &without, 0, 10000, ret_without) : RC_OK;
}

static void out_performance(struct arena *a, const struct panel_rule *rule, const struct panel_entry *e, struct js *o)
{
	js_set_sv(a, o, "name", e->name);
	struct js *panel = js_set(o, "panel", js_arr(a)), *factored = js_set(o, "factored", js_arr(a)),
		  *trimmed = js_set(o, "trimmed", js_arr(a));
	for (size_t i = 0; i < e->n_components; i++) {
		const struct panel_component *c = &e->components[i];
		js_push(panel, c->scored ? calc_out_staged(a, c->panel, rule->panel) : js_null(a));
		js_push(factored, c->scored ? calc_out_staged(a, c->factored, rule->factored) : js_null(a));
		js_push(trimmed, js_bool(a, c->mean.trimmed));
	}
	js_set(o, "components_total", e->scored ? calc_out_staged(a, e->components_total, rule->factored) : js_null(a));
	js_set(o, "total", e->scored ? calc_out_fixed(a, e->total, rule->total) : js_null(a));
	js_set(o, "rank", e->scored ? js_int(a, e->rank.place.u / DEC_ONE) : js_null(a));
	js_set_bool(a, o, "shared", e->rank.tied > 1);
}

static enum rc panel_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_at list = calc_get(&r->in, "performances"), scale = calc_get(&r->in, "scale");
	struct panel_rule rule;
	int64_t without;
	size_t n;
	TRY(read_panel_rule(r, &rule, &without));
	TRY(calc_list(r->cx, &list, 0, &n));
	struct panel_entry *entries = NEW(a, struct panel_entry, n + 1);
	size_t *order = NEW(a, size_t, n + 1);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		TRY(read_performance(r->cx, &it, &scale, &entries[it.i]));
	r->status = panel_score(a, &rule, entries, n, (int)without, r->trace, order);
	if (r->status == SCORE_OVERFLOW)
		return RC_OK;
	struct js *out = js_set(r->result, "performances", js_arr(a)), *names = js_set(r->result, "order", js_arr(a));
	for (size_t i = 0; i < n; i++) {
		out_performance(a, &rule, &entries[i], js_push(out, js_obj(a)));
		js_push(names, js_str(a, entries[order[i]].name));
	}
	return RC_OK;
}

/* ---- rooms ---------------------------------------------------------------------------------------------------- */

static const struct calc_field room_fields[] = {
	{ "rooms", "[{name, scores, sum, n}]", false,
	  N_("scores: the candidates' marks; sum and n: the room's total and number, where not all its marks are given here") },
	{ "overall", "pooled|mean_of_means", true,
	  N_("mean of all candidates (the default), or of the rooms' means (二次平均法)") },
	{ "kind", "multiply|add", true, N_("score × overall ÷ room mean (the default), or score + overall - room mean") },
	{ "low", "integer", true, N_("how many of a room's lowest stay out of its mean, 0 by default") },
	{ "high", "integer", true, N_("how many of a room's highest stay out of its mean, 0 by default") },
	{ "min_n", "integer", true, N_("in a room with fewer marks all stay in, 5 by default") },
	{ "mean_rounding", "{mode, decimals}|integer|none", true, N_("the stage of a room's mean; none by default") },
	{ "overall_rounding", "{mode, decimals}|integer|none", true, N_("the stage of the overall mean; none by default") },
	{ "coefficient_rounding", "{mode, decimals}|integer|none", true,
	  N_("the stage of a room's coefficient; 4 decimals by default") },
	{ "rounding", "{mode, decimals}|integer|none", true, N_("the stage of a candidate's score; 2 decimals by default") },
};

static enum rc read_room(struct ctx *cx, const struct calc_at *at, const struct room_rule *rule, struct room *ret)
{
	struct calc_at name = calc_get(at, "name"), scores = calc_get(at, "scores"), sum = calc_get(at, "sum"),
		       n = calc_get(at, "n");
	struct mark *marks = NULL;
	TRY(calc_text(cx, &name, &ret->name));
	if (scores.v)
		TRY(calc_marks(cx, &scores, &marks, &ret->n_scores));
	ret->scores = marks;
	ret->summed = sum.v != NULL;
	if (!ret->summed)
		return scores.v ? RC_OK : calc_bad(cx, &scores, N_("give this room its scores, or its sum and n."));
	if (rule->trim.low || rule->trim.high)
		return calc_bad(cx, &sum, N_("a sum cannot leave out the highest and the lowest; give all scores instead."));
	TRY(calc_dec(cx, &sum, &ret->sum));
	return calc_int(cx, &n, 1, 1000000000, &ret->n);
}

static enum rc read_room_rule(struct calc_run *r, struct room_rule *rule)
{
	static const char *const overalls[] = { "pooled", "mean_of_means", NULL }, *const kinds[] = { "multiply", "add", NULL };
	static const struct stage at_four = { false, { ROUND_HALF_UP, 4 } };
	struct ctx *cx = r->cx;
	struct calc_at overall = calc_get(&r->in, "overall"), kind = calc_get(&r->in, "kind"),
		       mean = calc_get(&r->in, "mean_rounding"), all = calc_get(&r->in, "overall_rounding"),
		       coefficient = calc_get(&r->in, "coefficient_rounding"), score = calc_get(&r->in, "rounding");
	int o, k;
	*rule = (struct room_rule){ .trim = { .min_n = 5 } };
	TRY(calc_word(cx, &overall, overalls, &o));
	TRY(calc_word(cx, &kind, kinds, &k));
	rule->overall = (enum room_overall)o;
	rule->kind = (enum room_kind)k;
	TRY(calc_trim(cx, &r->in, &rule->trim));
	TRY(calc_stage(cx, &mean, carried_on, &rule->mean));
	TRY(calc_stage(cx, &all, carried_on, &rule->overall_stage));
	TRY(calc_stage(cx, &coefficient, at_four, &rule->coefficient));
	return calc_stage(cx, &score, at_two, &rule->score);
}

static void out_room(struct arena *a, const struct room_rule *rule, const struct room *room, const struct room_result *got,
		     struct js *o)
{
	js_set_sv(a, o, "name", room->name);
	js_set(o, "mean", calc_out_staged(a, got->mean, rule->mean));
	js_set_int(a, o, "n", got->n);
	js_set_bool(a, o, "small", got->small);
	js_set(o, "coefficient", calc_out_staged(a, got->coefficient, rule->coefficient));
	struct js *scores = js_set(o, "scores", js_arr(a));
	for (size_t i = 0; i < room->n_scores; i++)
		js_push(scores,
			room->scores[i].null == MARK_GIVEN ? calc_out_staged(a, got->scores[i], rule->score) : js_null(a));
}

static enum rc room_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct calc_at list = calc_get(&r->in, "rooms");
	struct room_rule rule;
	struct ratio overall;
	size_t n, at;
	TRY(read_room_rule(r, &rule));
	TRY(calc_list(r->cx, &list, 1, &n));
	struct room *rooms = NEW(a, struct room, n);
	struct room_result *got = NEW(a, struct room_result, n);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		TRY(read_room(r->cx, &it, &rule, &rooms[it.i]));
	r->status = room_coefficients(a, &rule, rooms, n, r->trace, got, &overall, &at);
	if (r->status != SCORE_OK) {
		js_set_sv(a, r->result, "room", rooms[at].name);
		return RC_OK;
	}
	js_set(r->result, "overall", calc_out_staged(a, overall, rule.overall_stage));
	struct js *out = js_set(r->result, "rooms", js_arr(a));
	for (size_t i = 0; i < n; i++)
		out_room(a, &rule, &rooms[i], &got[i], js_push(out, js_obj(a)));
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "weighted_groups",
	  .help = N_("Groups of jurors with weights into one score, and what one person's ballot weighs in each."),
	  .source = "practice of public appraisal (leaders, delegates, enterprises)",
	  CALC_FIELDS(groups_fields),
	  .example =
		  "{\"groups\":[{\"name\":\"leaders\",\"weight\":\"0.6\",\"grades\":[\"100\",\"85\",\"70\",\"50\"]},"
		  "{\"name\":\"delegates\",\"weight\":\"0.4\",\"low\":1,\"high\":1,\"min_n\":5}],"
		  "\"units\":[{\"name\":\"A\",\"ballots\":{\"leaders\":[4,1,0,0],"
		     "\"delegates\":[\"90\",\"88\",\"95\",\"92\",\"91\"]}}]}",
	  .run = groups_run },
	{ .name = "panel_score",
	  .help = N_("A whole judged event: components × factor with named stages of rounding, deductions, and the places."),
	  .source = "ISU Special Regulations & Technical Rules, rule 353 (calculation of panel scores)",
	  CALC_FIELDS(panel_fields),
	  .example =
		  "{\"performances\":[{\"name\":\"A\",\"base\":\"44.40\",\"deductions\":\"0\","
		     "\"components\":[{\"component\":\"Skills\","
		  "\"factor\":\"0.8\",\"judges\":[\"9.25\",\"9.5\",\"9\",\"9\",\"9\",\"8.75\",\"9.25\",\"9.25\",\"8.5\"]}]}],"
		  "\"ties\":[\"base\"]}",
	  .run = panel_run },
	{ .name = "room_coefficient",
	  .help = N_("Scores of candidates from different rooms or days brought to one level (面试考场加权系数)."),
	  .source = "civil service interview notices of Henan, Jiangxi and others; it assumes that rooms were drawn by lot",
	  CALC_FIELDS(room_fields),
	  .example =
		  "{\"rooms\":[{\"name\":\"A\",\"scores\":[\"76.12\",\"81.3\",\"70\"]},"
		     "{\"name\":\"B\",\"scores\":[\"83.05\",\"90\",\"79\"]}],"
		  "\"overall\":\"pooled\",\"coefficient_rounding\":4}",
	  .run = room_run },
};
const struct calc_family calc_panel = { "panel", methods, sizeof(methods) / sizeof(*methods) };
