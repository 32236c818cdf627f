#include "core/rule_value.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "core/rule_parse.h"

static struct sv fact_list(struct arena *a)
{
	struct buf b = buf_new(a, 4000);
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++)
		if (k != FACT_VETO)
			buf_printf(&b, "%s%s", k > 1 ? "、" : "", fact_word((enum fact_kind)k)->zh);
	return buf_sv(&b);
}

static enum rc read_fact(struct ctx *cx, struct rule_cur *v, enum fact_kind *ret)
{
	rule_space(v);
	struct rule_at at = v->at;
	enum fact_kind kind = rule_fact_eat(v);
	if (kind != FACT_NONE) {
		*ret = kind;
		return RC_OK;
	}
	struct sv word = utf8_upto(rule_word(v, ",;+-每/÷)"), 20);
	const char *why = rule_forbidden(word);
	if (why)
		return RULE_REFUSE(
			cx, at, "rule.forbidden",
			N_("“%.*s” cannot be scored: %s; score a result, such as 按期办结 or 回访满意"),
			SV_ARG(word), tr(cx->lang, why));
	return RULE_REFUSE(cx, at, "rule.source", N_("“%.*s” is not a source of points; write one of %.*s"),
			   SV_ARG(word), SV_ARG(fact_list(cx->a)));
}

/* 两次以上加倍 | 自第2次起加倍 | doubled at 2 or more | doubled from number 2 */
static bool read_doubling(struct rule_cur *v, struct rule_line *l)
{
	struct rule_cur t = *v;
	int n = 0;
	bool all = true, ok;
	if (rule_eat_any(&t, "doubled at")) {
		rule_space(&t);
		ok = rule_int(&t, &n) && (rule_space(&t), rule_eat(&t, "or more"));
	} else if (rule_eat_any(&t, "doubled from number|自第|从第|第")) {
		all = false;
		bool zh = v->s.p[0] != 'd' && v->s.p[0] != 'D';
		rule_space(&t);
		ok = rule_int(&t, &n) &&
		     (!zh || (rule_space(&t), rule_eat_any(&t, "次起加倍|件起加倍|起加倍")));
	} else {
		ok = rule_int(&t, &n) &&
		     (rule_space(&t), rule_eat_any(&t, "次以上加倍|件以上加倍|次及以上加倍|以上加倍"));
	}
	if (!ok)
		return false;
	l->double_from = n;
	l->double_all = all;
	*v = t;
	return true;
}

/* 封顶6 | 每季封顶6 | cap 6 a quarter */
static enum rc read_cap(struct ctx *cx, struct rule_cur *v, struct rule_line *l, bool *ret_found)
{
	struct rule_cur t = *v;
	int w = rule_phrase_eat(rule_window_words, &t);
	rule_space(&t);
	bool en = w < 0 && rule_eat_any(&t, "cap");
	if (!en && !rule_eat_any(&t, "封顶|最多")) {
		*ret_found = false;
		return RC_OK;
	}
	*v = t;
	rule_space(v);
	rule_eat_any(v, "加|扣|+|-");
	TRY(rule_read_points(cx, v, &l->cap));
	rule_space(v);
	if (en && (w = rule_phrase_eat(rule_window_words, v)) < 0)
		return RULE_REFUSE(cx, v->at, "rule.window",
				   N_("say how long the cap counts; write a period, a quarter or a year"));
	l->has_cap = true;
	l->window = w < 0 ? WINDOW_PERIOD : (enum rule_window)w;
	*ret_found = true;
	return RC_OK;
}

/* 有效2期 | 结转 | 逐期减半 | 期末清零 */
static enum rc read_validity(struct ctx *cx, struct rule_cur *v, struct rule_line *l, bool *ret_found)
{
	*ret_found = true;
	if (rule_eat_any(v, "期末清零|cleared at period end"))
		return RC_OK;
	if (rule_eat_any(v, "结转|carried over")) {
		l->carry = true;
		return RC_OK;
	}
	if (rule_eat_any(v, "逐期减半|halved each period")) {
		l->halved = true;
		return RC_OK;
	}
	*ret_found = rule_eat_any(v, "有效|valid");
	if (!*ret_found)
		return RC_OK;
	rule_space(v);
	rule_eat(v, ":");
	TRY(rule_read_count(cx, v, 2, 12, &l->valid));
	rule_space(v);
	rule_eat_any(v, "期|periods");
	return RC_OK;
}

static enum rc read_options(struct ctx *cx, struct rule_cur *v, struct rule_line *l)
{
	for (rule_seps(v); !rule_end(v); rule_seps(v)) {
		struct rule_at at = v->at;
		bool cap = false;
		if (!l->double_from && read_doubling(v, l)) {
			if (l->double_from < 2 || l->double_from > 1000)
				return RULE_REFUSE(cx, at, "rule.doubling",
						   N_("doubling starts at the second or later; write "
						      "两次以上加倍 or 自第2次起加倍"));
			continue;
		}
		if (!l->has_cap)
			TRY(read_cap(cx, v, l, &cap));
		bool validity = false;
		if (!cap)
			TRY(read_validity(cx, v, l, &validity));
		if (!cap && !validity) {
			struct sv got = utf8_upto(rule_word(v, ",;"), 20);
			return RULE_REFUSE(
				cx, at, "rule.option",
				N_("“%.*s” is not understood after the points; write 两次以上加倍, "
				   "自第2次起加倍, 封顶6, 每季封顶6 or 每年封顶6, each once"),
				SV_ARG(got));
		}
	}
	return RC_OK;
}

enum rc rule_read_line(struct ctx *cx, struct rule_cur *v, struct rule_line *ret)
{
	rule_space(v);
	struct rule_line l = {.at = v->at};
	TRY(read_fact(cx, v, &l.fact));
	const struct fact_word *w = fact_word(l.fact);
	rule_seps(v);
	if (l.fact == FACT_INSPECTED) {
		l.kind = LINE_VALUE;
		bool ok = rule_eat_any(v, "按实得分|as scored");
		rule_seps(v);
		if (!ok || !rule_eat_any(v, "最高|at most"))
			return RULE_REFUSE(
				cx, v->at, "rule.value",
				N_("a mark needs its largest value; write 检查评分，按实得分，最高30"));
		TRY(rule_read_points(cx, v, &l.points));
		*ret = l;
		return RC_OK;
	}
	rule_eat_any(v, "每件|每次|每项|每起|每条|each");
	rule_space(v);
	struct rule_at at = v->at;
	bool plus = rule_eat_any(v, "+|加"), minus = !plus && rule_eat_any(v, "-|扣|减");
	if (!plus && !minus)
		return RULE_REFUSE(cx, at, "rule.sign",
				   N_("say whether points are added or taken; write %s，%s+1 or %s，%s-1"),
				   w->zh, w->each_zh, w->zh, w->each_zh);
	if ((plus && w->sign < 0) || (minus && w->sign > 0))
		return RULE_REFUSE(
			cx, at, "rule.sense",
			plus ? N_("%s is a fault and cannot add points; write - or choose another source")
			     : N_("%s is a success and cannot cost points; write + or choose another source"),
			w->zh);
	TRY(rule_read_points(cx, v, &l.points));
	if (l.points.u == 0)
		return RULE_REFUSE(cx, at, "rule.zero",
				   N_("zero points change nothing; write the points or delete the line"));
	if (minus)
		l.points.u = -l.points.u;
	TRY(read_options(cx, v, &l));
	*ret = l;
	return RC_OK;
}

static enum rc rate_shape(struct ctx *cx, struct rule_at at)
{
	return RULE_REFUSE(cx, at, "rule.rate",
			   N_("write a rate as 按期整改÷（按期整改+到期未整改）×100分，无件不排名"));
}

enum rc rule_read_rate(struct ctx *cx, struct rule_cur *v, struct rule_line *ret)
{
	rule_space(v);
	struct rule_line l = {.kind = LINE_RATE, .at = v->at};
	TRY(read_fact(cx, v, &l.fact));
	rule_space(v);
	if (!rule_eat_any(v, "÷|/"))
		return rate_shape(cx, v->at);
	rule_space(v);
	bool open = rule_eat(v, "("), has = false;
	do {
		rule_space(v);
		struct rule_at at = v->at;
		if (l.n_base == RULE_RATE_MAX)
			return RULE_REFUSE(cx, at, "rule.rate_many",
					   N_("a rate has at most %d sources; split the item"),
					   RULE_RATE_MAX);
		enum fact_kind k;
		TRY(read_fact(cx, v, &k));
		if (fact_word(k)->manual)
			return RULE_REFUSE(cx, at, "rule.rate_manual",
					   N_("%s is entered by hand and cannot stand in a rate; use 计分"),
					   fact_word(k)->zh);
		for (int i = 0; i < l.n_base; i++)
			if (l.base[i] == k)
				return RULE_REFUSE(cx, at, "rule.twice_source",
						   N_("%s stands here twice; delete one"), fact_word(k)->zh);
		has |= k == l.fact;
		l.base[l.n_base++] = k;
		rule_space(v);
	} while (rule_eat_any(v, "+|、"));
	if (!has || l.n_base < 2)
		return RULE_REFUSE(cx, l.at, "rule.rate_part",
				   N_("%s must be one of at least two parts of the base; write a rate as "
				      "按期整改÷（按期整改+到期未整改）×100分，无件不排名"),
				   fact_word(l.fact)->zh);
	if (open && !rule_eat(v, ")"))
		return rate_shape(cx, v->at);
	rule_space(v);
	if (!rule_eat_any(v, "×|*|乘"))
		return rate_shape(cx, v->at);
	TRY(rule_read_points(cx, v, &l.points));
	rule_seps(v);
	int empty;
	TRY(rule_read_choice(cx, v, rule_empty_words, &empty));
	l.empty = (enum rule_empty)empty;
	*ret = l;
	return RC_OK;
}
