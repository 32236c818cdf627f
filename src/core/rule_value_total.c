/* The values under 组成 and those that grammar 2 brought to 汇总. */
#include "core/rule_parse.h"
#include "core/rule_value.h"

#include "base/utf8.h"

static bool ends(struct rule_cur *v)
{
	rule_seps(v);
	return rule_end(v);
}

static enum rc read_period_weights(struct ctx *cx, struct rule_cur *v, struct rule_part *t)
{
	const char *ex = "部分：季度得分，来源 季度榜，各期加权 15%、25%、25%、35%，权重50%";
	struct rule_at at = v->at;
	int64_t sum = 0;
	for (;;) {
		struct rule_cur s = *v;
		struct dec d;
		rule_seps(&s);
		if (!rule_number(&s, &d))
			break;
		rule_seps(v);
		if (t->n_periods == RULE_PERIODS_MAX)
			return rule_shape(cx, v, ex);
		TRY(rule_read_percent(cx, v, ex, &t->periods[t->n_periods]));
		sum += t->periods[t->n_periods++].u;
	}
	if (sum != 100 * DEC_ONE)
		return RULE_REFUSE(cx, at, "rule.periods_sum",
				   N_("the weights of the periods add up to %.*s%%; make it 100%%"),
				   SV_ARG(dec_text(cx->a, (struct dec){ sum })));
	return RC_OK;
}

enum rc rule_read_part(struct ctx *cx, struct rule_cur *v, struct rule_part *t)
{
	const char *ex = rule_keywords[KEY_PART].example;
	bool source = false, weight = false;
	TRY(rule_read_label(cx, v, ",;、", ex, &t->name));
	while (!ends(v)) {
		struct rule_cur s = *v;
		int how = rule_phrase_eat(rule_periods_words, v);
		if (how >= 0) {
			t->how = (enum rule_periods)how;
			if (how == PERIODS_WEIGHTED)
				TRY(read_period_weights(cx, v, t));
		} else if (rule_eat_any(v, "来源|source")) {
			source = true;
			rule_space(v);
			if (!rule_eat_any(v, "本细则|this rule"))
				TRY(rule_read_label(cx, v, ",;、", ex, &t->source));
		} else if (rule_eat_any(v, "权重|weight")) {
			weight = true;
			TRY(rule_read_percent(cx, v, ex, &t->weight));
		} else if (rule_eat_any(v, "缺期重分|missing period re-spread")) {
			t->spread = true;
		} else if (!rule_eat_any(v, "缺期不排名|missing period unranked")) {
			return *v = s, rule_shape(cx, v, ex);
		}
	}
	if (!source || !weight || (!t->source.n && t->how != PERIODS_ONE))
		return rule_shape(cx, v, ex);
	return RC_OK;
}

/* Whoever meets `late` meets `early` as well, which comes first: nobody could ever get `late`. */
static bool swallowed(const struct rule_grade *early, const struct rule_grade *late)
{
	bool place = !early->has_top || (late->has_top && late->top.u <= early->top.u);
	bool score = !early->has_least || (late->has_least && late->least.u >= early->least.u);
	return place && score;
}

static enum rc check_grade(struct ctx *cx, struct rule_at at, const struct rule *r, const struct rule_grade *g)
{
	for (const struct rule_grade *had = r->grades; had < g; had++) {
		if (sv_eq(had->name, g->name))
			return RULE_REFUSE(cx, at, "rule.same_grade", N_("the grade “%.*s” stands here twice; delete one"),
					   SV_ARG(g->name));
		if (swallowed(had, g))
			return RULE_REFUSE(cx, at, "rule.grade_never",
					   N_("nobody can get “%.*s”, since “%.*s” takes them all first; shares are counted from the first place, "
					      "so write a larger share or a lower score"),
					   SV_ARG(g->name), SV_ARG(had->name));
	}
	return RC_OK;
}

enum rc rule_read_grades(struct ctx *cx, struct rule_cur *v, struct rule *r)
{
	const char *ex = rule_keywords[KEY_GRADES].example;
	while (!ends(v)) {
		struct rule_grade *g = &r->grades[r->n_grades];
		if (r->n_grades == RULE_SHARES_MAX || (r->n_grades && !g[-1].has_top && !g[-1].has_least))
			return rule_shape(cx, v, ex);
		*g = (struct rule_grade){ 0 };
		struct rule_at at = v->at;
		TRY(rule_read_label(cx, v, " 0123456789,;、前", ex, &g->name));
		rule_space(v);
		r->n_grades++;
		if (rule_eat_any(v, "其余|rest")) {
			TRY(check_grade(cx, at, r, g));
			continue;
		}
		if (rule_eat_any(v, "前|top")) {
			g->has_top = true;
			TRY(rule_read_percent(cx, v, ex, &g->top));
			rule_space(v);
		}
		bool and = rule_eat_any(v, "且|and");
		rule_space(v);
		rule_eat(v, "at least");
		rule_space(v);
		struct rule_cur t = *v;
		struct dec d;
		if (rule_number(&t, &d)) {
			g->has_least = true;
			TRY(rule_read_points(cx, v, &g->least));
			rule_eat(v, "以上");
		} else if (and || !g->has_top) {
			return rule_shape(cx, v, ex);
		}
		TRY(check_grade(cx, at, r, g));
	}
	if (r->n_grades < 2)
		return rule_shape(cx, v, ex);
	const struct rule_grade *last = &r->grades[r->n_grades - 1];
	return !last->has_top && !last->has_least ? RC_OK : rule_shape(cx, v, ex);
}

enum rc rule_read_staff(struct ctx *cx, struct rule_cur *v, struct rule *r)
{
	const char *ex = rule_keywords[KEY_STAFF].example;
	while (!ends(v)) {
		struct sv name = SV("");
		if (rule_eat_any(v, "最高|at most")) {
			TRY(rule_read_percent(cx, v, ex, &r->staff_max));
			continue;
		}
		if (!rule_eat_any(v, "其余|rest"))
			TRY(rule_read_label(cx, v, " 0123456789,;、%加", ex, &name));
		rule_space(v);
		bool plus = rule_eat_any(v, "加|plus");
		struct rule_share *list = plus ? r->staff_plus : r->staff;
		int *n = plus ? &r->n_staff_plus : &r->n_staff;
		if (*n == RULE_SHARES_MAX || (plus && !name.n))
			return rule_shape(cx, v, ex);
		list[*n].name = name;
		TRY(rule_read_percent(cx, v, ex, &list[*n].value));
		(*n)++;
	}
	return r->n_staff ? RC_OK : rule_shape(cx, v, ex);
}

enum rc rule_read_streak(struct ctx *cx, struct rule_cur *v, struct rule *r)
{
	const char *ex = rule_keywords[KEY_STREAK].example;
	while (!ends(v)) {
		int n;
		if (!rule_eat_any(v, "第|no.") || (rule_space(v), !rule_int(v, &n)) || n != r->n_streak + 1 || n > RULE_STREAK_MAX)
			return rule_shape(cx, v, ex);
		rule_eat(v, "次");
		TRY(rule_read_label(cx, v, ",;、", ex, &r->streak[r->n_streak]));
		r->n_streak++;
	}
	return r->n_streak ? RC_OK : rule_shape(cx, v, ex);
}

/* 指标 甲, 期末逾期少者, fewest overdue at period end */
static enum rc read_tie(struct ctx *cx, struct rule_cur *v, struct rule_tie *t)
{
	const char *ex = rule_keywords[KEY_TIEBREAK].example;
	static const char *const words[] = { [TIE_CLASS] = "指标|class", [TIE_ITEM] = "项目|item", [TIE_PART] = "部分|part" };
	for (int k = TIE_CLASS; k <= TIE_PART; k++)
		if (rule_eat_any(v, words[k])) {
			t->kind = (enum rule_tie_kind)k;
			return rule_read_label(cx, v, ",;、", ex, &t->name);
		}
	bool fewest = rule_eat_any(v, "fewest"), most = !fewest && rule_eat_any(v, "most");
	rule_space(v);
	t->fact = rule_fact_eat(v);
	if (t->fact == FACT_NONE)
		return rule_shape(cx, v, ex);
	rule_space(v);
	rule_eat_any(v, "件数|次数");
	if (!fewest && !most) {
		fewest = rule_eat_any(v, "少者");
		most = !fewest && rule_eat_any(v, "多者");
	}
	t->kind = fewest ? TIE_FEWER : TIE_MORE;
	return fewest || most ? RC_OK : rule_shape(cx, v, ex);
}

enum rc rule_read_ties(struct ctx *cx, struct rule_cur *v, struct rule *r)
{
	const char *ex = rule_keywords[KEY_TIEBREAK].example;
	while (!ends(v)) {
		struct rule_tie t = { 0 };
		if (rule_eat_any(v, "仍同|still equal")) {
			rule_space(v);
			r->draw = rule_eat_any(v, "抽签|draw");
			if (!r->draw && !rule_eat_any(v, "并列|shared"))
				return rule_shape(cx, v, ex);
			continue;
		}
		if (r->n_tie == RULE_TIES_MAX)
			return rule_shape(cx, v, ex);
		TRY(read_tie(cx, v, &t));
		r->tie[r->n_tie++] = t;
	}
	return r->n_tie ? RC_OK : rule_shape(cx, v, ex);
}

enum rc rule_read_lights(struct ctx *cx, struct rule_cur *v, struct rule *r)
{
	const char *ex = rule_keywords[KEY_LIGHTS].example;
	while (!ends(v)) {
		bool green = rule_eat_any(v, "绿灯|green");
		if (!green && !rule_eat_any(v, "黄灯|yellow"))
			return rule_shape(cx, v, ex);
		rule_space(v);
		rule_eat_any(v, "落后|within");
		TRY(rule_read_points(cx, v, green ? &r->green : &r->yellow));
		rule_space(v);
		rule_eat(v, "以内");
	}
	return r->green.u < r->yellow.u ? RC_OK : rule_shape(cx, v, ex);
}
