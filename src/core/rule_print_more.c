/* Canonical text of what grammar 2 brought: measures, weights, composition, and what a total yields. */
#include "core/rule_printer.h"

void rp_shares(struct rule_printer *p, const struct rule_share *s, int n, bool percent)
{
	for (int i = 0; i < n; i++) {
		if (i)
			rp_say(p, "、", ", ");
		buf_put(&p->b, s[i].name);
		rp_say(p, "", " ");
		rp_number(p, s[i].value);
		buf_puts(&p->b, percent ? "%" : "");
	}
}

static void names(struct rule_printer *p, const struct sv *v, int n)
{
	for (int i = 0; i < n; i++) {
		if (i)
			buf_putc(&p->b, '+');
		buf_put(&p->b, v[i]);
	}
}

static void scaled(struct rule_printer *p, const struct rule_measure *m)
{
	if (!m->has_scaled)
		return;
	rp_say(p, "，折合", ", counted as ");
	rp_full(p, m->scaled);
}

static void print_completion(struct rule_printer *p, const struct rule_measure *m)
{
	rp_say(p, m->lower ? "目标÷实绩×" : "实绩÷目标×", m->lower ? "target / actual * " : "actual / target * ");
	rp_full(p, m->points);
	rp_say(p, "，封顶", ", cap ");
	rp_percent(p, m->cap);
	if (m->extra.u) {
		rp_say(p, "，超额每1%加", ", each 1% beyond adds ");
		rp_full(p, m->extra);
		rp_say(p, "，最多加", ", at most ");
		rp_full(p, m->extra_max);
	}
	if (m->schedule)
		rp_say(p, "，对比序时进度", ", against time progress");
}

static void print_efficacy(struct rule_printer *p, const struct rule_measure *m)
{
	rp_full(p, m->points);
	rp_say(p, "，保底", ", floor ");
	rp_percent(p, m->floor);
	rp_say(p, "，区间 ", ", range ");
	if (!m->fixed) {
		rp_say(p, m->lower ? "最高—最低" : "最低—最高", m->lower ? "highest to lowest" : "lowest to highest");
		return;
	}
	rp_number(p, m->low);
	rp_say(p, "—", " to ");
	rp_number(p, m->high);
}

static void print_bands(struct rule_printer *p, const struct rule_measure *m)
{
	if (!m->n_grades) {
		rp_say(p, "实绩", "actual");
	} else {
		rp_say(p, "", "share of ");
		names(p, m->grades, m->n_grades);
		rp_say(p, "率", "");
	}
	for (int i = 0; i < m->n_bands; i++) {
		rp_say(p, i ? "、" : "，", ", from ");
		rp_number(p, m->bands[i].from);
		buf_puts(&p->b, m->n_grades ? "%" : "");
		rp_say(p, "以上", " ");
		rp_full(p, m->bands[i].points);
	}
	rp_say(p, "、其余", ", else ");
	rp_full(p, m->rest);
	if (!m->n_poor)
		return;
	rp_say(p, "；差评（", "; poor (");
	names(p, m->poor, m->n_poor);
	rp_say(p, "）", ") from ");
	if (m->poor_part)
		rp_say(p, m->poor_part == 3 ? "三分之一" : "一半", m->poor_part == 3 ? "one third" : "one half");
	else
		rp_percent(p, m->poor_from);
	rp_say(p, "以上", " ");
	rp_full(p, m->poor_points);
}

static void print_marks(struct rule_printer *p, const struct rule_measure *m)
{
	rp_full(p, m->points);
	if (m->drop_high || m->drop_low)
		rp_say(p, "，去掉", ", drop");
	if (m->drop_high)
		buf_printf(&p->b, rp_zh(p) ? "最高%d个" : " highest %d", m->drop_high);
	if (m->drop_low)
		buf_printf(&p->b, rp_zh(p) ? "最低%d个" : " lowest %d", m->drop_low);
	if (m->min_n)
		buf_printf(&p->b, rp_zh(p) ? "，满%d票起" : ", from %d votes", m->min_n);
	scaled(p, m);
}

static void print_ranks(struct rule_printer *p, const struct rule_measure *m)
{
	bool decay = m->kind == MEASURE_DECAY;
	rp_say(p, decay ? "" : "第一名", decay ? "" : "first ");
	rp_full(p, m->points);
	rp_say(p, "，每名减", ", each place -");
	if (decay)
		rp_percent(p, m->step);
	else
		rp_full(p, m->step);
}

static void print_one(struct rule_printer *p, const struct rule_measure *m)
{
	switch (m->kind) {
	case MEASURE_COMPLETION:
		print_completion(p, m);
		break;
	case MEASURE_EFFICACY:
		print_efficacy(p, m);
		break;
	case MEASURE_BANDS:
		print_bands(p, m);
		break;
	case MEASURE_MARKS:
		print_marks(p, m);
		break;
	case MEASURE_GRADES:
		rp_shares(p, m->values, m->n_values, false);
		scaled(p, m);
		break;
	case MEASURE_RANKS:
	case MEASURE_DECAY:
		print_ranks(p, m);
		break;
	case MEASURE_BEST:
	case MEASURE_DIRECT:
	case MEASURE_NONE:
	case MEASURE_COUNT_:
	default:
		rp_full(p, m->points);
		if (m->kind == MEASURE_BEST && m->lower)
			rp_say(p, "，越低越好", ", lower is better");
		break;
	}
}

void rule_print_measure(struct rule_printer *p, const struct rule_item *i)
{
	if (i->data.n) {
		rp_key(p, KEY_DATA);
		buf_put(&p->b, i->data);
		if (i->data_owner.n) {
			rp_say(p, "（", " (");
			buf_put(&p->b, i->data_owner);
			if (i->data_source.n) {
				rp_comma(p);
				buf_put(&p->b, i->data_source);
			}
			rp_say(p, "）", ")");
		}
		rp_end(p);
	}
	if (!i->measure)
		return;
	rp_key(p, rule_measure_key(i->measure->kind));
	print_one(p, i->measure);
	rp_end(p);
	if (i->n_groups) {
		rp_key(p, KEY_GROUPS);
		rp_shares(p, i->groups, i->n_groups, true);
		rp_comma(p);
		rp_say(p, i->groups_spread ? "缺组重分" : "缺组作废",
		       i->groups_spread ? "missing group re-spread" : "missing group void");
		rp_end(p);
	}
	if (i->measure->kind == MEASURE_MARKS)
		rp_choice(p, KEY_JUDGES, &rule_judges_words[i->judges]);
	rp_choice(p, KEY_ABSENT, &rule_absent_words[i->absent]);
}

void rule_print_class(struct rule_printer *p, const struct rule_class *c)
{
	if (c->has_weight) {
		rp_key(p, KEY_WEIGHT);
		rp_percent(p, c->weight);
		rp_end(p);
	}
	if (c->has_bonus_share) {
		rp_key(p, KEY_BONUS_SHARE);
		rp_say(p, "不超过", "at most ");
		rp_percent(p, c->bonus_share);
		rp_say(p, "的单位", " of units");
		rp_end(p);
	}
	if (c->has_bonus_if) {
		rp_key(p, KEY_BONUS_IF);
		rp_say(p, "失分单位超过", "more than ");
		rp_percent(p, c->bonus_if);
		rp_say(p, "", " of units lost points");
		rp_end(p);
	}
	if (c->alone_doubled) {
		rp_key(p, KEY_ALONE);
		rp_say(p, "扣分加倍", "debits doubled");
		rp_end(p);
	}
}

static void print_part(struct rule_printer *p, const struct rule_part *t)
{
	rp_key(p, KEY_PART);
	buf_put(&p->b, t->name);
	rp_say(p, "，来源 ", ", source ");
	if (t->source.n)
		buf_put(&p->b, t->source);
	else
		rp_say(p, "本细则", "this rule");
	if (t->source.n) {
		rp_comma(p);
		rp_word(p, &rule_periods_words[t->how]);
		for (int i = 0; i < t->n_periods; i++) {
			rp_say(p, i ? "、" : " ", i ? ", " : " ");
			rp_percent(p, t->periods[i]);
		}
	}
	rp_say(p, "，权重", ", weight ");
	rp_percent(p, t->weight);
	if (t->how == PERIODS_MEAN || t->how == PERIODS_WEIGHTED)
		rp_say(p, t->spread ? "，缺期重分" : "，缺期不排名",
		       t->spread ? ", missing period re-spread" : ", missing period unranked");
	rp_end(p);
}

void rule_print_parts(struct rule_printer *p, const struct rule *r)
{
	if (!r->n_parts)
		return;
	p->depth = 0;
	buf_putc(&p->b, '\n');
	rp_key(p, KEY_PARTS);
	rp_end(p);
	p->depth = 1;
	for (size_t i = 0; i < r->n_parts; i++)
		print_part(p, &r->parts[i]);
}

static void print_grades(struct rule_printer *p, const struct rule *r)
{
	if (!r->n_grades)
		return;
	rp_key(p, KEY_GRADES);
	for (int i = 0; i < r->n_grades; i++) {
		const struct rule_grade *g = &r->grades[i];
		rp_say(p, i ? "、" : "", i ? ", " : "");
		buf_put(&p->b, g->name);
		if (!g->has_top && !g->has_least)
			rp_say(p, " 其余", " rest");
		if (g->has_top) {
			rp_say(p, " 前", " top ");
			rp_percent(p, g->top);
		}
		if (g->has_top && g->has_least)
			rp_say(p, " 且", " and");
		if (g->has_least) {
			rp_say(p, g->has_top ? "" : " ", " at least ");
			rp_number(p, g->least);
			rp_say(p, "分以上", "");
		}
	}
	rp_end(p);
}

static void print_staff(struct rule_printer *p, const struct rule *r)
{
	if (!r->n_staff)
		return;
	rp_key(p, KEY_STAFF);
	for (int k = 0; k < 2; k++) {
		const struct rule_share *s = k ? r->staff_plus : r->staff;
		int n = k ? r->n_staff_plus : r->n_staff;
		for (int i = 0; i < n; i++) {
			if (i || k)
				rp_say(p, i ? "、" : "，", ", ");
			if (s[i].name.n)
				buf_put(&p->b, s[i].name);
			else
				rp_say(p, "其余", "rest");
			rp_say(p, k ? "加" : "", k ? " plus " : " ");
			rp_percent(p, s[i].value);
		}
	}
	if (r->staff_max.u) {
		rp_say(p, "，最高", ", at most ");
		rp_percent(p, r->staff_max);
	}
	rp_end(p);
}

static void print_ties(struct rule_printer *p, const struct rule *r)
{
	static const char *const zh[] = { [TIE_CLASS] = "指标 ", [TIE_ITEM] = "项目 ", [TIE_PART] = "部分 " },
				 *const en[] = { [TIE_CLASS] = "class ", [TIE_ITEM] = "item ", [TIE_PART] = "part " };
	if (!r->n_tie)
		return;
	rp_key(p, KEY_TIEBREAK);
	for (int i = 0; i < r->n_tie; i++) {
		const struct rule_tie *t = &r->tie[i];
		rp_say(p, i ? "、" : "", i ? ", " : "");
		if (t->kind <= TIE_PART) {
			rp_say(p, zh[t->kind], en[t->kind]);
			buf_put(&p->b, t->name);
			continue;
		}
		rp_say(p, "", t->kind == TIE_FEWER ? "fewest " : "most ");
		rp_fact(p, t->fact);
		rp_say(p, t->kind == TIE_FEWER ? "少者" : "多者", "");
	}
	rp_say(p, r->draw ? "，仍同 抽签" : "，仍同 并列", r->draw ? ", still equal draw" : ", still equal shared");
	rp_end(p);
}

static bool percent_cut(const struct rule_cut *c)
{
	return c->by_count && c->count == 0;
}

void rule_print_yields(struct rule_printer *p, const struct rule *r)
{
	print_ties(p, r);
	print_grades(p, r);
	if (r->grammar > 1 && (r->n_grades || r->n_staff || percent_cut(&r->red) || percent_cut(&r->black)))
		rp_choice(p, KEY_QUOTA, &rule_quota_words[r->quota]);
	print_staff(p, r);
	if (r->stars) {
		rp_key(p, KEY_STARS);
		buf_printf(&p->b, rp_zh(p) ? "%d减名次" : "%d minus place", r->stars);
		rp_end(p);
	}
	if (r->n_streak) {
		rp_key(p, KEY_STREAK);
		for (int i = 0; i < r->n_streak; i++) {
			buf_printf(&p->b, rp_zh(p) ? "%s第%d次 " : "%sno. %d ", i ? (rp_zh(p) ? "、" : ", ") : "", i + 1);
			buf_put(&p->b, r->streak[i]);
		}
		rp_end(p);
	}
	if (r->yellow.u) {
		rp_key(p, KEY_LIGHTS);
		rp_say(p, "绿灯 落后", "green within ");
		rp_full(p, r->green);
		rp_say(p, "以内、黄灯 落后", ", yellow within ");
		rp_full(p, r->yellow);
		rp_say(p, "以内", "");
		rp_end(p);
	}
}
