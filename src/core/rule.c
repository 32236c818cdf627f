#include "core/rule.h"

#include "core/rule_print.h"

static const struct fact_word words[FACT_COUNT_] = {
	[FACT_NONE] = {"", "", "", "", "", 0, false},
	[FACT_CLOSED_ON_TIME] = {"closed_on_time", "按期办结", "closed on time", "按时办结|按时完成|按期完成",
				 "每件", 1, false},
	[FACT_CLOSED_EARLY] = {"closed_early", "提前办结", "closed early", "提前完成", "每件", 1, false},
	[FACT_CLOSED_LATE] = {"closed_late", "逾期办结", "closed late", "逾期完成", "每件", -1, false},
	[FACT_OVERDUE] = {"overdue", "期末逾期", "overdue at period end", "逾期未办结|逾期", "每次", -1,
			  false},
	[FACT_RECTIFIED] = {"rectified", "按期整改", "rectified on time", "按时整改", "每件", 1, false},
	[FACT_NOT_RECTIFIED] = {"not_rectified", "到期未整改", "not rectified", "未按期整改|未整改", "每件",
				-1, false},
	[FACT_RECURRED] = {"recurred", "反弹", "recurred", "问题反弹|反弹重办|reopened", "每件", -1, false},
	[FACT_SENT_BACK] = {"sent_back", "核查退回", "sent back", "退回重办|退回", "每次", -1, false},
	[FACT_SATISFIED] = {"satisfied", "回访满意", "satisfied on call-back", "满意", "每件", 1, false},
	[FACT_DISSATISFIED] = {"dissatisfied", "不满意核实", "verified dissatisfaction", "回访不满意|不满意",
			       "每件", -1, false},
	[FACT_REPEATED] = {"repeated", "重复投诉", "repeat complaint", "重复诉求", "每件", -1, false},
	[FACT_COMMENDED] = {"commended", "上级通报表扬", "commended by superior", "通报表扬", "每次", 1,
			    false},
	[FACT_CRITICISED] = {"criticised", "上级通报批评", "criticised by superior", "通报批评", "每次", -1,
			     false},
	[FACT_ADOPTED] = {"adopted", "经验被借鉴", "practice adopted", "经验被采用", "每次", 1, false},
	[FACT_FINDING] = {"finding", "检查认定", "manual finding", "人工认定", "每次", 0, true},
	[FACT_INSPECTED] = {"inspected", "检查评分", "inspection score", "现场评分", "", 1, true},
	[FACT_VETO] = {"veto", "否决认定", "veto finding", "", "", 0, true},
	[FACT_LEARNT] = {"learnt", "借鉴见效", "practice learnt", "学习借鉴见效", "每次", 1, true},
};

const struct fact_word *fact_word(enum fact_kind kind)
{
	return &words[kind > FACT_NONE && kind < FACT_COUNT_ ? kind : FACT_NONE];
}

enum fact_kind fact_of_id(struct sv id)
{
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++)
		if (sv_is(id, words[k].id))
			return (enum fact_kind)k;
	return FACT_NONE;
}

struct sv rule_basis(const struct rule *r, const struct rule_class *c, const struct rule_item *i)
{
	if (i && i->basis.n)
		return i->basis;
	return c && c->basis.n ? c->basis : r->basis;
}

const struct rule_class *rule_class_of(const struct rule *r, struct sv name)
{
	for (size_t i = 0; i < r->n_classes; i++)
		if (sv_eq(r->classes[i].name, name))
			return &r->classes[i];
	return NULL;
}

const struct rule_item *rule_item_of(const struct rule_class *c, struct sv name)
{
	for (size_t i = 0; i < c->n_items; i++)
		if (sv_eq(c->items[i].name, name))
			return &c->items[i];
	return NULL;
}

const struct rule_item *rule_measured(const struct rule *r, struct sv name)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *t = &r->classes[c].items[i];
			if (t->measure && (sv_eq(t->name, name) || (t->data.n && sv_eq(t->data, name))))
				return t;
		}
	return NULL;
}

struct dec rule_item_full(const struct rule_item *i)
{
	const struct rule_measure *m = i->measure;
	if (!m)
		return (struct dec){0};
	return m->has_scaled ? m->scaled : m->points;
}

const struct rule_line *rule_line_of(const struct rule_item *item, enum fact_kind kind)
{
	for (size_t i = 0; i < item->n_lines; i++) {
		const struct rule_line *l = &item->lines[i];
		if (l->fact == kind)
			return l;
		for (int k = 0; k < l->n_base; k++)
			if (l->base[k] == kind)
				return l;
	}
	return NULL;
}

struct digest rule_digest(struct arena *a, const struct rule *r)
{
	return HASH(HASH_SM3, rule_print(a, r, LANG_ZH));
}

int rule_times(enum rule_cadence cadence)
{
	return cadence == CADENCE_MONTH ? 12 : cadence == CADENCE_QUARTER ? 4 : cadence == CADENCE_HALF ? 2 : 1;
}

/* 1900-01-01 and 9999-12-31, the ends that base/when.h knows. */
bool rule_day_ok(struct day d)
{
	return d.n >= -25567 && d.n <= 2932896;
}

struct day rule_window_start(enum rule_window w, enum rule_cadence cadence, struct day d)
{
	struct civil c = civil_of_day(d);
	int months = w == WINDOW_YEAR ? 12 : w == WINDOW_QUARTER ? 3 : 12 / rule_times(cadence);
	return day_of_civil(c.year, (c.month - 1) / months * months + 1, 1);
}

bool rule_settle(rule_wide n, rule_wide d, int places, struct dec *ret)
{
	int64_t m = 1;
	for (int i = places; i < 6; i++)
		m *= 10;
	if (d == 0 || __builtin_mul_overflow(d, (rule_wide)m, &d))
		return false;
	if (d < 0) {
		n = -n;
		d = -d;
	}
	rule_wide whole = n / d, rest = n % d;
	if (rest < 0 ? -rest >= d - -rest : rest >= d - rest)
		whole += rest < 0 ? -1 : 1; /* half away from zero */
	rule_wide v;
	if (__builtin_mul_overflow(whole, (rule_wide)m, &v) || v > INT64_MAX || v < INT64_MIN)
		return false;
	ret->u = (int64_t)v;
	return true;
}

bool rule_muldiv(struct dec a, struct dec b, struct dec c, int places, struct dec *ret)
{
	return rule_settle((rule_wide)a.u * b.u, c.u, places, ret);
}

struct sv rule_signed(struct arena *a, struct dec d)
{
	struct sv t = dec_text(a, d);
	return d.u > 0 ? arena_printf(a, "+%.*s", SV_ARG(t)) : t;
}
