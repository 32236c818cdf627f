/* The values behind the measures of an item. */
#include "core/rule_parse.h"
#include "core/rule_value.h"

#include "base/utf8.h"

enum rc rule_shape(struct ctx *cx, struct rule_cur *v, const char *example)
{
	struct rule_at at = v->at;
	struct sv got = utf8_upto(rule_word(v, ",;、"), 20);
	if (got.n == 0)
		return RULE_REFUSE(cx, at, "rule.shape_end", N_("something is missing here; write the line as %s"), example);
	return RULE_REFUSE(cx, at, "rule.shape", N_("“%.*s” does not fit here; write the line as %s"), SV_ARG(got), example);
}

static enum rc percent_upto(struct ctx *cx, struct rule_cur *v, const char *example, int64_t max, struct dec *ret)
{
	struct dec d;
	rule_space(v);
	struct rule_cur t = *v;
	if (!rule_number(v, &d) || (rule_space(v), !rule_eat(v, "%")))
		return *v = t, rule_shape(cx, v, example);
	if (d.u > max * DEC_ONE)
		return RULE_REFUSE(cx, t.at, "rule.percent", N_("this percentage is too large; write at most %lld%%"),
				   (long long)max);
	*ret = d;
	return RC_OK;
}

enum rc rule_read_percent(struct ctx *cx, struct rule_cur *v, const char *example, struct dec *ret)
{
	return percent_upto(cx, v, example, 100, ret);
}

enum rc rule_read_label(struct ctx *cx, struct rule_cur *v, const char *stops, const char *example, struct sv *ret)
{
	rule_space(v);
	struct rule_cur t = *v;
	struct sv s = rule_word(v, stops);
	if (s.n == 0 || utf8_count(s) > RULE_NAME_MAX)
		return *v = t, rule_shape(cx, v, example);
	*ret = s;
	return RC_OK;
}

static const char label_stops[] = " 0123456789,;、%";

/* 优秀+称职; ends before `stop`. */
static enum rc read_names(struct ctx *cx, struct rule_cur *v, const char *stops, struct sv *names, int *n)
{
	const char *example = rule_keywords[KEY_BANDS].example;
	do {
		if (*n == RULE_SHARES_MAX)
			return rule_shape(cx, v, example);
		TRY(rule_read_label(cx, v, stops, example, &names[*n]));
		(*n)++;
	} while (rule_space(v), rule_eat(v, "+"));
	return RC_OK;
}

static bool ends(struct rule_cur *v)
{
	rule_seps(v);
	return rule_end(v);
}

static enum rc read_completion(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = rule_keywords[KEY_COMPLETION].example;
	rule_space(v);
	bool up = rule_eat_any(v, "实绩|实际|actual");
	if (!up && !rule_eat_any(v, "目标|target"))
		return rule_shape(cx, v, ex);
	rule_space(v);
	m->lower = !up;
	if (!rule_eat_any(v, "÷|/") || (rule_space(v), !rule_eat_any(v, up ? "目标|target" : "实绩|实际|actual")))
		return rule_shape(cx, v, ex);
	rule_space(v);
	if (!rule_eat_any(v, "×|*|乘"))
		return rule_shape(cx, v, ex);
	TRY(rule_read_points(cx, v, &m->points));
	m->cap = DEC(100);
	while (!ends(v)) {
		struct rule_at at = v->at;
		if (rule_eat_any(v, "封顶|cap")) {
			TRY(percent_upto(cx, v, ex, 1000, &m->cap));
			if (m->cap.u == 0)
				return RULE_REFUSE(cx, at, "rule.cap_zero",
						   N_("封顶0%% lets nobody have any points; write 封顶100%%, or delete the line"));
		} else if (rule_eat_any(v, "超额每1%加|超额每1%|each 1% beyond adds")) {
			rule_space(v);
			rule_eat(v, "加");
			TRY(rule_read_points(cx, v, &m->extra));
			rule_seps(v);
			if (m->extra.u == 0 || !rule_eat_any(v, "最多加|最多|at most"))
				return RULE_REFUSE(cx, at, "rule.extra",
						   N_("points beyond the target need an end; write 超额每1%%加0.5分，最多加3分"));
			TRY(rule_read_points(cx, v, &m->extra_max));
		} else if (rule_eat_any(v, "对比序时进度|against time progress")) {
			m->schedule = true;
		} else {
			return rule_shape(cx, v, "完成：实绩÷目标×60分，封顶100%，超额每1%加0.5分，最多加3分，对比序时进度");
		}
	}
	if (m->extra.u && m->cap.u != 100 * DEC_ONE)
		return RULE_REFUSE(cx, m->at, "rule.extra_cap",
				   N_("what lies beyond the target would count twice; write 封顶100%% or delete 超额"));
	return RC_OK;
}

static enum rc read_best(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	TRY(rule_read_points(cx, v, &m->points));
	if (ends(v))
		return RC_OK;
	if (!rule_eat_any(v, "越低越好|lower is better"))
		return rule_shape(cx, v, "比最好：600分，越低越好");
	m->lower = true;
	return RC_OK;
}

/* A bound may lie below zero. */
static bool signed_number(struct rule_cur *v, struct dec *ret)
{
	struct rule_cur t = *v;
	bool neg = rule_eat(&t, "-");
	if (!rule_number(&t, ret) || ret->u > RULE_INPUT_MAX * DEC_ONE)
		return false;
	if (neg)
		ret->u = -ret->u;
	*v = t;
	return true;
}

static enum rc read_efficacy(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = rule_keywords[KEY_EFFICACY].example;
	TRY(rule_read_points(cx, v, &m->points));
	m->floor = DEC(60);
	rule_seps(v);
	if (rule_eat_any(v, "保底|floor"))
		TRY(rule_read_percent(cx, v, ex, &m->floor));
	rule_seps(v);
	if (!rule_eat_any(v, "区间|range"))
		return rule_shape(cx, v, ex);
	rule_space(v);
	bool low = rule_eat_any(v, "最低|lowest"), high = !low && rule_eat_any(v, "最高|highest");
	m->fixed = !low && !high;
	if (m->fixed && !signed_number(v, &m->low))
		return rule_shape(cx, v, ex);
	rule_space(v);
	if (!rule_eat_any(v, "-|至|到|~|to"))
		return rule_shape(cx, v, ex);
	rule_space(v);
	if (m->fixed ? !signed_number(v, &m->high) : !rule_eat_any(v, low ? "最高|highest" : "最低|lowest"))
		return rule_shape(cx, v, ex);
	m->lower = m->fixed ? m->low.u > m->high.u : high;
	if (m->fixed && m->low.u == m->high.u)
		return RULE_REFUSE(cx, m->at, "rule.range", N_("both ends of 区间 are the same; write two numbers"));
	return RC_OK;
}

/* 三分之一, 一半 or a percentage. */
static enum rc read_fraction(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	rule_space(v);
	rule_eat_any(v, "from|占");
	rule_space(v);
	m->poor_part = rule_eat_any(v, "三分之一|one third") ? 3 : rule_eat_any(v, "二分之一|一半|one half") ? 2 : 0;
	return m->poor_part ? RC_OK
			    : rule_read_percent(cx, v, "差评（差）三分之一以上130分", &m->poor_from);
}

static enum rc read_poor(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = "按档：优秀率，90%以上190分、其余160分；差评（差）三分之一以上130分";
	rule_space(v);
	if (!m->n_grades || !rule_eat(v, "("))
		return rule_shape(cx, v, ex);
	TRY(read_names(cx, v, " +),;", m->poor, &m->n_poor));
	if (!rule_eat(v, ")"))
		return rule_shape(cx, v, ex);
	TRY(read_fraction(cx, v, m));
	rule_space(v);
	rule_eat(v, "以上");
	return rule_read_points(cx, v, &m->poor_points);
}

static enum rc read_subject(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	rule_space(v);
	if (rule_eat_any(v, "实绩|actual"))
		return RC_OK;
	if (rule_eat(v, "share of"))
		return read_names(cx, v, " +,;", m->grades, &m->n_grades);
	TRY(read_names(cx, v, " +,;率", m->grades, &m->n_grades));
	return rule_eat(v, "率") ? RC_OK : rule_shape(cx, v, rule_keywords[KEY_BANDS].example);
}

static enum rc read_bands(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = rule_keywords[KEY_BANDS].example;
	bool rest = false;
	TRY(read_subject(cx, v, m));
	while (!ends(v)) {
		struct rule_band b;
		struct rule_at at = v->at;
		if (rule_eat_any(v, "差评|poor")) {
			TRY(read_poor(cx, v, m));
			continue;
		}
		if (rule_eat_any(v, "其余|else")) {
			rest = true;
			TRY(rule_read_points(cx, v, &m->rest));
			continue;
		}
		rule_eat(v, "from");
		rule_space(v);
		if (m->n_bands == RULE_BANDS_MAX || rest || !signed_number(v, &b.from))
			return rule_shape(cx, v, ex);
		rule_space(v);
		rule_eat(v, "%");
		rule_space(v);
		rule_eat(v, "以上");
		TRY(rule_read_points(cx, v, &b.points));
		if (m->n_bands && dec_cmp(b.from, m->bands[m->n_bands - 1].from) >= 0)
			return RULE_REFUSE(cx, at, "rule.band_order",
					   N_("bands go from high to low; put this one further up"));
		m->bands[m->n_bands++] = b;
		m->points = dec_cmp(b.points, m->points) > 0 ? b.points : m->points;
	}
	if (!m->n_bands || !rest)
		return rule_shape(cx, v, ex);
	m->points = dec_cmp(m->rest, m->points) > 0 ? m->rest : m->points;
	return RC_OK;
}

static enum rc read_scaled(struct ctx *cx, struct rule_cur *v, struct rule_measure *m, bool *ret)
{
	*ret = rule_eat_any(v, "折合|counted as");
	m->has_scaled |= *ret;
	return *ret ? rule_read_points(cx, v, &m->scaled) : RC_OK;
}

static enum rc read_drops(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	for (;;) {
		rule_space(v);
		rule_eat(v, "、");
		rule_space(v);
		bool high = rule_eat_any(v, "最高|highest");
		if (!high && !rule_eat_any(v, "最低|lowest"))
			return RC_OK;
		TRY(rule_read_count(cx, v, 0, 20, high ? &m->drop_high : &m->drop_low));
		rule_space(v);
		rule_eat(v, "个");
	}
}

static enum rc read_marks(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = rule_keywords[KEY_MARKS].example;
	TRY(rule_read_points(cx, v, &m->points));
	while (!ends(v)) {
		bool scaled;
		if (rule_eat_any(v, "去掉|drop")) {
			TRY(read_drops(cx, v, m));
			continue;
		}
		if (rule_eat_any(v, "满|from")) {
			TRY(rule_read_count(cx, v, 1, 9999, &m->min_n));
			rule_space(v);
			if (!rule_eat_any(v, "票起|票以上|votes"))
				return rule_shape(cx, v, ex);
			continue;
		}
		TRY(read_scaled(cx, v, m, &scaled));
		if (!scaled)
			return rule_shape(cx, v, ex);
	}
	int drops = m->drop_high + m->drop_low;
	if (drops && !m->min_n)
		m->min_n = drops + 3;
	if (drops && m->min_n <= drops)
		return RULE_REFUSE(cx, m->at, "rule.drop_all",
				   N_("so many marks are dropped that none is left; write 满%d票起 or drop fewer"), drops + 3);
	return RC_OK;
}

static enum rc read_ballot(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	const char *ex = rule_keywords[KEY_BALLOT].example;
	while (!ends(v)) {
		bool scaled;
		TRY(read_scaled(cx, v, m, &scaled));
		if (scaled)
			continue;
		if (m->n_values == RULE_SHARES_MAX)
			return rule_shape(cx, v, ex);
		struct rule_share *s = &m->values[m->n_values++];
		rule_space(v);
		struct rule_at at = v->at;
		TRY(rule_read_label(cx, v, label_stops, ex, &s->name));
		for (int k = 0; k < m->n_values - 1; k++)
			if (sv_eq(m->values[k].name, s->name))
				return RULE_REFUSE(cx, at, "rule.same_grade", N_("the grade “%.*s” stands here twice; delete one"),
						   SV_ARG(s->name));
		TRY(rule_read_points(cx, v, &s->value));
		m->points = dec_cmp(s->value, m->points) > 0 ? s->value : m->points;
	}
	return m->n_values > 1 && m->points.u > 0 ? RC_OK : rule_shape(cx, v, ex);
}

static enum rc read_ranks(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	bool decay = m->kind == MEASURE_DECAY;
	const char *ex = rule_keywords[decay ? KEY_DECAY : KEY_RANKS].example;
	rule_space(v);
	if (!decay && !rule_eat_any(v, "第一名|第1名|first"))
		return rule_shape(cx, v, ex);
	TRY(rule_read_points(cx, v, &m->points));
	rule_seps(v);
	if (!rule_eat_any(v, "每名减|每名递减|each place"))
		return rule_shape(cx, v, ex);
	rule_space(v);
	rule_eat(v, "-");
	return decay ? rule_read_percent(cx, v, ex, &m->step) : rule_read_points(cx, v, &m->step);
}

static enum rc read_direct(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	return rule_read_points(cx, v, &m->points);
}

enum rc rule_read_measure(struct ctx *cx, struct rule_cur *v, struct rule_measure *m)
{
	static enum rc (*const readers[])(struct ctx *, struct rule_cur *, struct rule_measure *) = {
		[MEASURE_COMPLETION] = read_completion, [MEASURE_BEST] = read_best, [MEASURE_EFFICACY] = read_efficacy,
		[MEASURE_BANDS] = read_bands,		[MEASURE_MARKS] = read_marks, [MEASURE_GRADES] = read_ballot,
		[MEASURE_RANKS] = read_ranks,		[MEASURE_DECAY] = read_ranks, [MEASURE_DIRECT] = read_direct,
	};
	TRY(readers[m->kind](cx, v, m));
	if (m->points.u <= 0)
		return RULE_REFUSE(cx, m->at, "rule.no_points", N_("this can give no points; write how many a full result gives"));
	return RC_OK;
}

enum rc rule_read_groups(struct ctx *cx, struct rule_cur *v, struct rule_item *i)
{
	const char *ex = rule_keywords[KEY_GROUPS].example;
	struct rule_at at = v->at;
	int64_t sum = 0;
	while (!ends(v)) {
		if (rule_eat_any(v, "缺组重分|missing group re-spread")) {
			i->groups_spread = true;
			continue;
		}
		if (rule_eat_any(v, "缺组作废|missing group void"))
			continue;
		if (i->n_groups == RULE_SHARES_MAX)
			return rule_shape(cx, v, ex);
		struct rule_share *s = &i->groups[i->n_groups++];
		TRY(rule_read_label(cx, v, label_stops, ex, &s->name));
		TRY(rule_read_percent(cx, v, ex, &s->value));
		sum += s->value.u;
		for (int k = 0; k < i->n_groups - 1; k++)
			if (sv_eq(i->groups[k].name, s->name))
				return RULE_REFUSE(cx, at, "rule.same_group", N_("a group stands here twice; delete one"));
	}
	if (sum != 100 * DEC_ONE)
		return RULE_REFUSE(cx, at, "rule.groups_sum", N_("the weights of the groups add up to %.*s%%; make it 100%%"),
				   SV_ARG(dec_text(cx->a, (struct dec){ sum })));
	return RC_OK;
}

enum rc rule_read_data(struct ctx *cx, struct rule_cur *v, struct rule_item *i)
{
	struct rule_at at = v->at;
	struct rule_cur n = { rule_word(v, "("), at };
	TRY(rule_read_text(cx, &n, RULE_NAME_MAX, &i->data));
	if (!rule_eat(v, "("))
		return RC_OK;
	i->data_owner = rule_word(v, ",)、;");
	if (rule_eat_any(v, ",|、|;"))
		i->data_source = rule_word(v, ")");
	if (!i->data_owner.n || utf8_count(i->data_owner) > RULE_NAME_MAX || utf8_count(i->data_source) > RULE_NAME_MAX ||
	    !rule_eat(v, ")"))
		return rule_shape(cx, v, rule_keywords[KEY_DATA].example);
	return RC_OK;
}
