#include "calc/given.h"
#include "core/score/adjust.h"
#include "core/score/scale.h"
#include "core/score/progress.h"

static const struct dec none = { 0 };

static struct js *or_null(struct arena *a, bool there, struct dec d, struct rounding r)
{
	return there ? calc_out_fixed(a, d, r) : js_null(a);
}

/* ---- the plan ---------------------------------------------------------------------------------------------- */

static enum rc read_plan(struct ctx *cx, const struct calc_at *in, struct plan *ret)
{
	static const char *const words[] = { "line", "steps", NULL }, *const fields[] = { "on", "share", NULL };
	struct calc_at list = calc_get(in, "milestones");
	int between;
	*ret = (struct plan){ .n = 0 };
	TRY(given_day(cx, in, "start", &ret->start));
	TRY(given_day(cx, in, "due", &ret->due));
	TRY(given_word(cx, in, "between", words, &between));
	ret->steps = between == 1;
	if (!list.v) {
		if (!day_is(ret->start) || !day_is(ret->due) || ret->due.n < ret->start.n)
			return calc_bad(cx, in, N_("give the plan a start and, on or after it, a due date, or milestones."));
		return RC_OK;
	}
	TRY(calc_list(cx, &list, 1, &ret->n));
	struct milestone *m = NEW(cx->a, struct milestone, ret->n);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);) {
		TRY(given_only(cx, &it, fields));
		TRY(given_day(cx, &it, "on", &m[it.i].on));
		struct calc_at share = calc_get(&it, "share");
		TRY(calc_dec(cx, &share, &m[it.i].share));
		if (!day_is(m[it.i].on))
			return calc_bad(cx, &it, N_("give the milestone its date, \"on\"."));
	}
	ret->milestones = m;
	return RC_OK;
}

static enum rc read_asof(struct ctx *cx, const struct calc_at *in, struct day *ret)
{
	TRY(given_day(cx, in, "asof", ret));
	return day_is(*ret) ? RC_OK : calc_bad(cx, in, N_("say for which day: \"asof\"."));
}

static enum rc planned(struct calc_run *r, const struct calc_at *in, struct day asof, struct sv of, struct progress *ret)
{
	struct plan p;
	TRY(read_plan(r->cx, in, &p));
	if (time_progress(&p, asof, of, r->trace, ret) != SCORE_OK)
		return calc_bad(r->cx, in, N_("milestones must follow each other in time, from the start on, and climb to a share of 1."));
	return RC_OK;
}

static const struct calc_field progress_fields[] = {
	{ "start", "date", true, N_("first day of the plan; it counts") },
	{ "due", "date", true, N_("last day of the plan; it counts") },
	{ "asof", "date", false, N_("the day that is asked about, to its end") },
	{ "milestones", "[{on, share}]", true, N_("how much of the whole is due by the end of which day; the last share is 1") },
	{ "between", "line|steps", true, N_("between milestones a straight line, or nothing until the next one") },
};

static enum rc progress_run(struct calc_run *r)
{
	struct arena *a = r->cx->a;
	struct day asof;
	struct progress p;
	struct dec share;
	TRY(read_asof(r->cx, &r->in, &asof));
	TRY(planned(r, &r->in, asof, SV(""), &p));
	if (!ratio_round(p.share, (struct rounding){ ROUND_HALF_UP, 6 }, &share))
		r->status = SCORE_OVERFLOW;
	if (p.phase == PHASE_BEFORE)
		r->status = SCORE_NO_DATA;
	js_set(r->result, "progress", p.phase == PHASE_BEFORE ? js_null(a) : js_str(a, dec_text(a, share)));
	js_set_sv(a, r->result, "phase", sv_of(phase_name(p.phase)));
	return RC_OK;
}

/* ---- completion -------------------------------------------------------------------------------------------- */

static const struct calc_field completion_fields[] = {
	{ "items", "[{name, done, target, progress|start, due, milestones, weight, cap}]", false,
	  N_("the tasks; target may be a list of versions {from, value}, progress a decimal or [days gone, days planned]") },
	{ "asof", "date", true, N_("the day of the score, where plans have dates") },
	{ "weight", "decimal", true, N_("full marks of an item that names none, 100 by default") },
	{ "cap", "decimal", true, N_("over-fulfilment counts up to this ratio, 1 by default") },
	{ "green", "decimal", true, N_("ratio from which the light is green, 1 by default") },
	{ "yellow", "decimal", true, N_("ratio from which the light is yellow, 0.8 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of every item's score; 2 decimals by default") },
};

static enum rc read_target(struct ctx *cx, const struct calc_at *item, struct day asof, struct dec *ret)
{
	static const char *const fields[] = { "from", "value", NULL };
	struct calc_at at = calc_get(item, "target");
	size_t n;
	if (!at.v || at.v->kind != JS_ARR)
		return calc_dec(cx, &at, ret);
	TRY(calc_list(cx, &at, 1, &n));
	struct target *versions = NEW(cx->a, struct target, n);
	for (struct calc_at it = { 0 }; calc_next(&at, &it);) {
		struct calc_at value = calc_get(&it, "value");
		TRY(given_only(cx, &it, fields));
		TRY(given_day(cx, &it, "from", &versions[it.i].from));
		TRY(calc_dec(cx, &value, &versions[it.i].value));
	}
	const struct target *valid = day_is(asof) ? target_at(versions, n, asof) : NULL;
	*ret = valid ? valid->value : none;
	return day_is(asof) ? RC_OK : calc_bad(cx, &at, N_("versions of a target need the day of the score, \"asof\"."));
}

static enum rc read_progress(struct calc_run *r, const struct calc_at *item, struct day asof, struct sv of, struct progress *ret)
{
	struct calc_at at = calc_get(item, "progress");
	struct dec share;
	size_t n;
	*ret = (struct progress){ .phase = PHASE_RUNNING };
	if (!at.v) {
		struct day own;
		TRY(given_day(r->cx, item, "asof", &own));
		if (!day_is(own) && !day_is(asof))
			return calc_bad(r->cx, item, N_("give the item's progress, or \"asof\" and its plan."));
		return planned(r, item, day_is(own) ? own : asof, of, ret);
	}
	if (at.v->kind == JS_ARR) {
		struct dec *days;
		TRY(calc_decs(r->cx, &at, 2, &days, &n));
		if (n != 2 || days[0].u < 0 || days[1].u <= 0 || dec_cmp(days[0], days[1]) > 0)
			return calc_bad(r->cx, &at, N_("write [days gone, days planned]."));
		ret->share = ratio_of(days[0].u, days[1].u);
		return RC_OK;
	}
	TRY(calc_dec(r->cx, &at, &share));
	if (share.u < 0 || share.u > DEC_ONE)
		return calc_bad(r->cx, &at, N_("progress is a share from 0 to 1."));
	ret->share = ratio_dec(share);
	return RC_OK;
}

struct sums {
	struct dec total, unscored; /* points, and the weight of what has none */
	struct dec *scores;
	size_t scored;
};

static enum rc complete_item(struct calc_run *r, const struct calc_at *item, struct completion_rule rule, struct day asof, struct js *out,
			     struct sums *sums)
{
	static const char *const lights[] = { NULL, "green", "yellow", "red" };
	static const char *const fields[] = { "name", "done", "target", "progress", "start",  "due", "asof",
					      "milestones", "between", "weight", "cap", NULL };
	struct ctx *cx = r->cx;
	struct calc_at done_at = calc_get(item, "done");
	struct dec done, target;
	struct progress at;
	struct completion c;
	struct sv name;
	TRY(given_only(cx, item, fields));
	TRY(given_text(cx, item, "name", &name));
	TRY(calc_dec(cx, &done_at, &done));
	TRY(read_target(cx, item, asof, &target));
	TRY(given_dec(cx, item, "weight", rule.weight, &rule.weight));
	TRY(given_dec(cx, item, "cap", rule.cap, &rule.cap));
	if (rule.cap.u <= 0 || rule.weight.u < 0)
		return calc_bad(cx, item, N_("a cap is above 0, a weight not below it."));
	struct sv of = name.n ? name : arena_printf(cx->a, "items[%zu]", item->i);
	TRY(read_progress(r, item, asof, of, &at));
	enum score_status s = completion(done, target, at, &rule, of, r->trace, &c);
	bool fits = dec_add(s == SCORE_OK ? sums->total : sums->unscored, s == SCORE_OK ? c.score : rule.weight,
			    s == SCORE_OK ? &sums->total : &sums->unscored);
	if (!fits || s == SCORE_OVERFLOW)
		r->status = SCORE_OVERFLOW;
	if (s == SCORE_OK)
		sums->scores[sums->scored++] = c.score;
	if (name.n)
		js_set_sv(cx->a, out, "name", name);
	js_set(out, "ratio", s == SCORE_OK ? js_str(cx->a, dec_text(cx->a, c.ratio)) : js_null(cx->a));
	js_set(out, "score", or_null(cx->a, s == SCORE_OK, c.score, rule.r));
	js_set_sv(cx->a, out, "light", sv_of(lights[c.light]));
	js_set_sv(cx->a, out, "unscored", sv_of(unscored_name(c.why)));
	return RC_OK;
}

static enum rc completion_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at items = calc_get(&r->in, "items");
	struct completion_rule rule = { .weight = DEC(100) };
	struct sums sums = { .scored = 0 };
	struct day asof;
	size_t n;
	TRY(calc_list(cx, &items, 0, &n));
	sums.scores = NEW(cx->a, struct dec, n + 1);
	TRY(given_day(cx, &r->in, "asof", &asof));
	TRY(given_dec(cx, &r->in, "weight", rule.weight, &rule.weight));
	TRY(given_dec(cx, &r->in, "cap", DEC(1), &rule.cap));
	TRY(given_dec(cx, &r->in, "green", DEC(1), &rule.green));
	TRY(given_dec(cx, &r->in, "yellow", (struct dec){ 800000 }, &rule.yellow));
	TRY(given_rounding(cx, &r->in, 2, &rule.r));
	struct js *list = js_set(r->result, "items", js_arr(cx->a));
	for (struct calc_at it = { 0 }; calc_next(&items, &it);)
		TRY(complete_item(r, &it, rule, asof, js_push(list, js_obj(cx->a)), &sums));
	js_set(r->result, "total", or_null(cx->a, sums.scored > 0, sums.total, rule.r));
	js_set_dec(cx->a, r->result, "unscored_weight", sums.unscored);
	if (sums.scored > 1)
		trace_add(r->trace, "sum", SV(""), trace_list(r->trace, sums.scores, sums.scored, " + "), trace_dec(r->trace, sums.total));
	if (!sums.scored && r->status == SCORE_OK)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- growth and level -------------------------------------------------------------------------------------- */

static const struct calc_field growth_fields[] = {
	{ "units", "[{name, level, before, now}]", false, N_("the level score, and the figure of the period before and of this one") },
	{ "kind", "better|blend", true, N_("the better of the two scores, or share × level + (1 − share) × growth") },
	{ "share", "decimal", true, N_("of the level in a blend, fixed before the year; 0.5 by default") },
	{ "growth", "rate|change", true, N_("change over what it was before, or over \"per\", for small bases") },
	{ "per", "decimal", true, N_("what a change is divided by, set for the class; 1 by default") },
	{ "lo", "decimal", true, N_("growth that earns nothing, 0 by default") },
	{ "hi", "decimal", false, N_("growth that earns full points; more earns no more") },
	{ "points", "decimal", true, N_("full points of growth, 100 by default") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of both scores; 2 decimals by default") },
};

static enum rc read_growth_rule(struct ctx *cx, const struct calc_at *in, struct growth_rule *g)
{
	static const char *const kinds[] = { "better", "blend", NULL }, *const growths[] = { "rate", "change", NULL };
	int kind, growth;
	TRY(given_word(cx, in, "kind", kinds, &kind));
	TRY(given_word(cx, in, "growth", growths, &growth));
	*g = (struct growth_rule){ .blend = kind == 1, .absolute = growth == 1 };
	TRY(given_dec(cx, in, "share", (struct dec){ DEC_ONE / 2 }, &g->share));
	TRY(given_dec(cx, in, "per", DEC(1), &g->per));
	TRY(given_dec(cx, in, "lo", none, &g->lo));
	TRY(given_dec(cx, in, "hi", none, &g->hi));
	TRY(given_dec(cx, in, "points", DEC(100), &g->points));
	TRY(given_rounding(cx, in, 2, &g->r));
	if (g->share.u < 0 || g->share.u > DEC_ONE || g->per.u <= 0 || dec_cmp(g->lo, g->hi) == 0)
		return calc_bad(cx, in, N_("share is from 0 to 1, per above 0, and lo and hi differ."));
	return RC_OK;
}

static enum rc growth_run(struct calc_run *r)
{
	static const char *const fields[] = { "name", "level", "before", "now", NULL };
	struct ctx *cx = r->cx;
	struct calc_at units = calc_get(&r->in, "units");
	struct growth_rule g;
	size_t n;
	TRY(read_growth_rule(cx, &r->in, &g));
	TRY(calc_list(cx, &units, 0, &n));
	struct js *list = js_set(r->result, "units", js_arr(cx->a));
	for (struct calc_at it = { 0 }; calc_next(&units, &it);) {
		struct calc_at level_at = calc_get(&it, "level"), before_at = calc_get(&it, "before"), now_at = calc_get(&it, "now");
		struct dec level, before, now;
		struct growth got;
		struct sv name;
		TRY(given_only(cx, &it, fields));
		TRY(given_text(cx, &it, "name", &name));
		TRY(calc_dec(cx, &level_at, &level));
		TRY(calc_dec(cx, &before_at, &before));
		TRY(calc_dec(cx, &now_at, &now));
		struct sv of = name.n ? name : arena_printf(cx->a, "units[%zu]", it.i);
		enum score_status s = growth_level(level, before, now, &g, of, r->trace, &got);
		bool ok = s == SCORE_OK;
		if (!ok && r->status == SCORE_OK && s != SCORE_NO_DATA)
			r->status = s;
		struct js *o = js_push(list, js_obj(cx->a));
		if (name.n)
			js_set_sv(cx->a, o, "name", name);
		js_set(o, "level", calc_out_fixed(cx->a, level, g.r));
		js_set(o, "growth", ok ? js_str(cx->a, dec_text(cx->a, got.growth)) : js_null(cx->a));
		js_set(o, "growth_score", or_null(cx->a, ok, got.growth_score, g.r));
		js_set(o, "score", or_null(cx->a, ok, got.score, g.r));
	}
	if (!n)
		r->status = SCORE_NO_DATA;
	return RC_OK;
}

/* ---- adjusting ---------------------------------------------------------------------------------------------- */

static const struct calc_field adjust_fields[] = {
	{ "score", "decimal", false, N_("the score before bonuses and deductions") },
	{ "bonuses", "[{for, points, factor, cap, expires}]", true, N_("lines of the ledger in their order; cap names one of bonus_caps") },
	{ "deductions", "[{for, points, factor, cap, expires}]", true, N_("lines of the ledger in their order, points without a minus sign") },
	{ "bonus_caps", "{key: decimal}", true, N_("most that all bonuses of one source count") },
	{ "deduction_caps", "{key: decimal}", true, N_("most that all deductions of one source count") },
	{ "bonus_cap", "decimal", true, N_("most that all bonuses count together") },
	{ "deduction_cap", "decimal", true, N_("most that all deductions count together") },
	{ "floor", "decimal", true, N_("the score does not sink below this; 0 for deducting until nothing is left") },
	{ "ceiling", "decimal", true, N_("the score does not rise above this") },
	{ "veto", "{grade, basis, decision, date, expires, appeal}", true,
	  N_("sets the grade and never the score; needs its document and decision; appeal: none, open, stayed or granted") },
	{ "asof", "date", true, N_("the day on which expired lines and an expired veto no longer count") },
	{ "rounding", "{mode, decimals}|integer", true, N_("of each line and of the score; 2 decimals by default") },
};

static enum rc read_caps(struct ctx *cx, const struct calc_at *at, struct dec **ret)
{
	*ret = NEW(cx->a, struct dec, (at->v ? at->v->n : 0) + 1);
	if (at->v && at->v->kind != JS_OBJ)
		return calc_bad(cx, at, N_("write an object of sources and their caps."));
	size_t k = 0;
	for (struct calc_at it = { 0 }; at->v && calc_next(at, &it); k++) {
		TRY(calc_dec(cx, &it, &(*ret)[k]));
		if ((*ret)[k].u < 0)
			return calc_bad(cx, &it, N_("a cap is not below 0."));
	}
	return RC_OK;
}

static int cap_index(const struct calc_at *caps, struct sv key)
{
	int k = 0;
	for (const struct js *v = caps->v ? caps->v->first : NULL; v; v = v->next, k++)
		if (sv_eq(v->key, key))
			return k;
	return -1;
}

static enum rc read_line(struct ctx *cx, const struct calc_at *at, const struct calc_at *caps, struct ledger_line *ret)
{
	static const char *const fields[] = { "for", "points", "factor", "cap", "expires", NULL };
	struct calc_at points = calc_get(at, "points"), cap_at = calc_get(at, "cap");
	struct sv key;
	TRY(given_only(cx, at, fields));
	TRY(given_text(cx, at, "for", &ret->of));
	TRY(calc_dec(cx, &points, &ret->points));
	TRY(given_dec(cx, at, "factor", DEC(1), &ret->factor));
	TRY(given_day(cx, at, "expires", &ret->expires));
	TRY(given_text(cx, at, "cap", &key));
	ret->cap = key.n ? cap_index(caps, key) : -1;
	if (key.n && ret->cap < 0)
		return calc_bad(cx, &cap_at, N_("“%.*s” is not among the caps; give it one or leave it out."), SV_ARG(key));
	if (ret->points.u < 0 || ret->factor.u < 0)
		return calc_bad(cx, at, N_("points and factor are not below 0; the list says which way they count."));
	return RC_OK;
}

static enum rc read_ledger(struct ctx *cx, const struct calc_at *in, const char *lines, const char *caps, const char *total, struct ledger *ret)
{
	struct calc_at list = calc_get(in, lines), by_key = calc_get(in, caps), total_at = calc_get(in, total);
	struct dec *read;
	*ret = (struct ledger){ .n = 0 };
	TRY(read_caps(cx, &by_key, &read));
	ret->caps = read;
	ret->n_caps = by_key.v ? by_key.v->n : 0;
	TRY(given_bound(cx, in, total, &ret->total_cap));
	if (ret->total_cap && ret->total_cap->u < 0)
		return calc_bad(cx, &total_at, N_("a cap is not below 0."));
	if (!list.v)
		return RC_OK;
	TRY(calc_list(cx, &list, 0, &ret->n));
	ret->lines = NEW(cx->a, struct ledger_line, ret->n + 1);
	for (struct calc_at it = { 0 }; calc_next(&list, &it);)
		TRY(read_line(cx, &it, &by_key, &ret->lines[it.i]));
	return RC_OK;
}

static enum rc read_veto(struct ctx *cx, const struct calc_at *at, struct veto *ret)
{
	static const char *const appeals[] = { "none", "open", "stayed", "granted", NULL };
	static const char *const fields[] = { "grade", "basis", "decision", "date", "expires", "appeal", NULL };
	int appeal;
	TRY(given_only(cx, at, fields));
	TRY(given_text(cx, at, "grade", &ret->grade));
	TRY(given_text(cx, at, "basis", &ret->basis));
	TRY(given_text(cx, at, "decision", &ret->decision));
	TRY(given_day(cx, at, "date", &ret->decided));
	TRY(given_day(cx, at, "expires", &ret->expires));
	TRY(given_word(cx, at, "appeal", appeals, &appeal));
	ret->lifted = appeal >= 2;
	if (!ret->grade.n || !ret->basis.n || !ret->decision.n || !day_is(ret->decided))
		return calc_bad(cx, at, N_("a veto needs its grade, the document it rests on (basis), the number of the decision and its date."));
	return RC_OK;
}

static struct js *counted(struct arena *a, const struct ledger *l, struct rounding r)
{
	struct js *list = js_arr(a);
	for (size_t i = 0; i < l->n; i++)
		js_push(list, calc_out_fixed(a, l->lines[i].counted, r));
	return list;
}

static enum rc adjust_run(struct calc_run *r)
{
	struct ctx *cx = r->cx;
	struct calc_at score_at = calc_get(&r->in, "score"), veto_at = calc_get(&r->in, "veto");
	struct ledger bonuses, deductions;
	struct adjust_rule rule;
	struct veto veto = { .lifted = false };
	struct adjusted got = { .score = none };
	struct dec score;
	TRY(calc_dec(cx, &score_at, &score));
	TRY(read_ledger(cx, &r->in, "bonuses", "bonus_caps", "bonus_cap", &bonuses));
	TRY(read_ledger(cx, &r->in, "deductions", "deduction_caps", "deduction_cap", &deductions));
	TRY(given_bound(cx, &r->in, "floor", &rule.floor));
	TRY(given_bound(cx, &r->in, "ceiling", &rule.ceiling));
	TRY(given_day(cx, &r->in, "asof", &rule.asof));
	TRY(given_rounding(cx, &r->in, 2, &rule.r));
	if (veto_at.v)
		TRY(read_veto(cx, &veto_at, &veto));
	r->status = adjust(cx->a, score, &bonuses, &deductions, veto_at.v ? &veto : NULL, &rule, r->trace, &got);
	if (r->status != SCORE_OK)
		return RC_OK;
	js_set(r->result, "before", calc_out_fixed(cx->a, score, rule.r));
	js_set(r->result, "bonus", calc_out_fixed(cx->a, got.bonus, rule.r));
	js_set(r->result, "deduction", calc_out_fixed(cx->a, got.deduction, rule.r));
	js_set(r->result, "score", calc_out_fixed(cx->a, got.score, rule.r));
	js_set_sv(cx->a, r->result, "grade_override", got.grade);
	js_set(r->result, "bonuses", counted(cx->a, &bonuses, rule.r));
	js_set(r->result, "deductions", counted(cx->a, &deductions, rule.r));
	return RC_OK;
}

static const struct calc_method methods[] = {
	{ .name = "time_progress",
	  .help = N_("How much of a plan is due by a day (序时进度): days gone over days planned, or milestones."),
	  .source = "Practice of monthly progress lights; milestones for work that follows seasons or permits",
	  CALC_FIELDS(progress_fields),
	  .example = "{\"start\":\"2026-01-01\",\"due\":\"2026-12-31\",\"asof\":\"2026-06-30\"}",
	  .run = progress_run },
	{ .name = "completion",
	  .help = N_("Points for completion against the time that has gone: weight × min((done ÷ target) ÷ progress, cap)."),
	  .source = "Target management rules of counties and cities (目标任务完成率, 序时进度)",
	  CALC_FIELDS(completion_fields),
	  .example = "{\"items\":[{\"name\":\"林网\",\"done\":\"45\",\"target\":\"120\",\"start\":\"2026-01-01\",\"due\":\"2026-12-31\","
		     "\"weight\":\"40\"}],\"asof\":\"2026-06-30\"}",
	  .run = completion_run },
	{ .name = "growth_level",
	  .help = N_("Level and growth of one indicator side by side, and the score from both."),
	  .source = "Appraisal rules that pair the level reached with the progress made",
	  CALC_FIELDS(growth_fields),
	  .example = "{\"units\":[{\"name\":\"甲\",\"level\":\"72\",\"before\":\"200\",\"now\":\"230\"}],\"hi\":\"0.2\",\"kind\":\"blend\","
		     "\"share\":\"0.6\"}",
	  .run = growth_run },
	{ .name = "adjust",
	  .help = N_("Bonuses and deductions after the composite, under their caps, and the veto that sets a grade (一票否决)."),
	  .source = "渭市办发〔2015〕7号 and like rules of plus and minus points",
	  CALC_FIELDS(adjust_fields),
	  .example = "{\"score\":\"131.36\",\"bonuses\":[{\"for\":\"省级表彰\",\"points\":\"3\",\"cap\":\"honours\"}],\"bonus_caps\":"
		     "{\"honours\":\"2.5\"}}",
	  .run = adjust_run },
};
const struct calc_family calc_progress = { "progress", methods, sizeof(methods) / sizeof(*methods) };
