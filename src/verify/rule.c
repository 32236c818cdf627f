#include "verify/rule.h"

#include "verify/rule_total.h"
#include "verify/words.h"

/* ---- words ---------------------------------------------------------------------------------------------------- */

const struct vf_fact vf_facts[VF_KINDS] = {
	{ "closed_on_time", "按期办结", false },
	{ "closed_early", "提前办结", false },
	{ "closed_late", "逾期办结", false },
	{ "overdue", "期末逾期", false },
	{ "rectified", "按期整改", false },
	{ "not_rectified", "到期未整改", false },
	{ "recurred", "反弹", false },
	{ "sent_back", "核查退回", false },
	{ "satisfied", "回访满意", false },
	{ "dissatisfied", "不满意核实", false },
	{ "repeated", "重复投诉", false },
	{ "commended", "上级通报表扬", false },
	{ "criticised", "上级通报批评", false },
	{ "adopted", "经验被借鉴", false },
	{ "finding", "检查认定", true },
	{ "inspected", "检查评分", true },
	{ "veto", "否决认定", true },
	{ "learnt", "借鉴见效", true },
};

int vf_fact_of(struct sv id)
{
	for (int k = 0; k < VF_KINDS; k++)
		if (sv_is(id, vf_facts[k].id))
			return k;
	return VF_NONE;
}

int vf_fact_named(struct sv zh)
{
	for (int k = 0; k < VF_KINDS; k++)
		if (k != VF_VETO && sv_is(zh, vf_facts[k].zh))
			return k;
	return VF_NONE;
}

/* What a rule may hold at most (docs/rules/README.md has no larger one), so that a forged text stays small in memory. */
enum { CLASSES_MAX = 20, ITEMS_MAX = 50, CLAUSES_MAX = 12, VALID_MAX = 12, TEXT_MAX = 64 * 1024 };

/* ---- clauses ---------------------------------------------------------------------------------------------------- */

/* 有效3期, 结转, 逐期减半: how long it counts.  What does cannot also be doubled or capped. */
static bool read_validity(struct sv o, struct vf_clause *c, bool *ret_it)
{
	int64_t n = 1;
	*ret_it = true;
	if (sv_is(o, "逐期减半")) {
		bool ok = (c->valid > 1 || c->carry) && !c->halved;
		c->halved = true;
		return ok;
	}
	if (sv_is(o, "结转")) {
		bool ok = c->valid == 1 && !c->carry;
		c->carry = true;
		return ok;
	}
	*ret_it = vf_eat(&o, "有效");
	if (!*ret_it)
		return true;
	bool ok = c->valid == 1 && !c->carry && vf_whole(&o, VALID_MAX, &n) && n > 1 && sv_is(o, "期");
	c->valid = ok ? (int)n : c->valid;
	return ok;
}

static bool read_option(const struct vf_rule *r, struct sv o, struct vf_clause *c)
{
	static const char *const windows[] = { "每期", "每季", "每年", NULL };
	int64_t n = 2;
	bool it = false;
	if (r->grammar > 1 && !read_validity(o, c, &it))
		return false;
	if (it)
		return !c->has_cap && !c->doubled;
	for (int w = 0; windows[w]; w++) {
		struct sv t = o;
		if (!vf_eat(&t, windows[w]) || !vf_eat(&t, "封顶"))
			continue;
		c->window = (enum vf_window)w;
		c->has_cap = true;
		return vf_number(t, "", &c->cap) && c->valid == 1 && !c->carry;
	}
	bool later = vf_eat(&o, "自第");
	if (c->has_cap || c->doubled || c->carry || c->valid > 1 ||
	    (!(!later && vf_eat(&o, "两")) && !vf_whole(&o, 1000, &n)) || n < 2)
		return false;
	c->doubled = (int)n;
	c->doubled_all = !later;
	return sv_is(o, later ? "次起加倍" : "次以上加倍");
}

/* 按期办结，每件+1，两次以上加倍，每季封顶6 */
static bool read_points(const struct vf_rule *r, struct sv s, struct vf_clause *c)
{
	c->text = s;
	c->valid = 1;
	c->fact = vf_fact_named(vf_cut(&s, "，"));
	if (c->fact == VF_NONE)
		return false;
	if (vf_eat(&s, "按实得分，最高")) {
		c->kind = VF_VALUE;
		return c->fact == vf_fact_of(SV("inspected")) && vf_number(s, "", &c->points);
	}
	struct sv points = vf_cut(&s, "，");
	bool ok = vf_eat(&points, "每件") || vf_eat(&points, "每次");
	bool plus = vf_eat(&points, "+");
	ok = ok && (plus ? vf_number(points, "", &c->points) : vf_num_read(points, &c->points) && c->points < 0) &&
	     c->points != 0;
	while (ok && s.n)
		ok = read_option(r, vf_cut(&s, "，"), c);
	return ok;
}

/* 按期整改÷（按期整改+到期未整改）×100分，无件不排名 */
static bool read_rate(struct sv s, struct vf_clause *c)
{
	static const char *const empty[] = { "无件不排名", "无件计满分", "无件计零分", NULL };
	int e = 0;
	c->text = s;
	c->kind = VF_RATE;
	c->fact = vf_fact_named(vf_cut(&s, "÷（"));
	struct sv base = vf_cut(&s, "）×"), points = vf_cut(&s, "，");
	while (base.n) {
		int k = vf_fact_named(vf_cut(&base, "+"));
		if (k == VF_NONE || c->n_base == VF_RATE_MAX)
			return false;
		c->base[c->n_base++] = k;
	}
	bool ok = c->fact != VF_NONE && c->n_base >= 2 && vf_number(points, "分", &c->points) && vf_choice(s, empty, &e);
	c->empty = (enum vf_empty)e;
	return ok;
}

const struct vf_clause *vf_clause_of(const struct vf_item *item, int fact)
{
	for (size_t i = 0; i < item->n; i++) {
		const struct vf_clause *c = &item->clause[i];
		if (c->kind != VF_RATE && c->fact == fact)
			return c;
		for (int k = 0; k < c->n_base; k++)
			if (c->base[k] == fact)
				return c;
	}
	return NULL;
}

/* ---- lines -------------------------------------------------------------------------------------------------------- */

enum block { HEAD, CLASS, ITEM, PARTS, TOTAL };

struct reader {
	struct arena *a;
	struct vf_rule *r;
	enum block block;
	unsigned heads; /* which of the lines that must be there have been met */
};

static bool read_limit(struct vf_limits *l, struct sv key, struct sv s)
{
	bool *has = sv_is(key, "最高")	     ? &l->has_max
		    : sv_is(key, "最低")     ? &l->has_min
		    : sv_is(key, "加分封顶") ? &l->has_plus
		    : sv_is(key, "扣分封顶") ? &l->has_minus
					     : NULL;
	vf_num *to = has == &l->has_max	   ? &l->max
		     : has == &l->has_min  ? &l->min
		     : has == &l->has_plus ? &l->plus
					   : &l->minus;
	if (!has || *has)
		return false;
	*has = true;
	return vf_number(s, "", to);
}

static bool read_kinds(struct reader *p, struct sv s)
{
	static const char *const kinds[] = { "村", "组", "驻村工作队", "乡镇", "部门", "县区", NULL };
	int k;
	do {
		if (!vf_choice(vf_cut(&s, "、"), kinds, &k) || (p->r->grammar < 2 && k == 5))
			return false;
		p->r->kinds[k] = true;
	} while (s.n);
	return true;
}

enum head { HEAD_NAME, HEAD_VERSION, HEAD_FROM, HEAD_KINDS, HEAD_CADENCE, HEAD_AUDIENCE, HEAD_SHOW, HEAD_ASSIST, HEADS };

/* The head, above the first 指标: each of these once.  What only people read (依据, 说明 …) is passed over. */
static bool read_head(struct reader *p, struct sv key, struct sv s)
{
	static const char
		*const keys[] = { "名称", "版本", "生效", "对象", "周期", "公布范围", "名次显示", "协办计分", NULL },
		       *const others[] = { "依据", "说明", "排名通报上限", "频次依据", NULL },
		       *const cadences[] = { "月", "季", "年", "半年", NULL }, *const shows[] = { "名次", "档次", "不显示", NULL },
		       *const audiences[] = { "本单位", "领导", "各单位", "社会", NULL };
	static const int months[] = { 1, 3, 12, 6 };
	struct vf_rule *r = p->r;
	int k = HEADS, i = 0;
	bool ok = false;
	if (!vf_choice(key, keys, &k))
		return vf_choice(key, others, &k);
	if (p->heads & 1u << k)
		return false;
	p->heads |= 1u << k;
	switch ((enum head)k) {
	case HEAD_NAME:
		r->name = s;
		return s.n > 0;
	case HEAD_VERSION:
		return vf_whole(&s, 9999, &r->version) && s.n == 0;
	case HEAD_FROM:
		return day_parse(s, &r->from);
	case HEAD_KINDS:
		return read_kinds(p, s);
	case HEAD_CADENCE:
		ok = vf_choice(s, cadences, &i) && (r->grammar > 1 || i < 3);
		r->months = months[i];
		return ok;
	case HEAD_AUDIENCE:
		return vf_choice(s, audiences, &r->audience);
	case HEAD_SHOW:
		return vf_choice(s, shows, &r->show);
	case HEAD_ASSIST:
		r->by_ratio = r->grammar > 1 && sv_is(s, "按比例");
		return r->by_ratio || (vf_number(s, "%", &r->assist) && r->assist <= 100 * VF_ONE);
	case HEADS:
		break;
	}
	return ok;
}

/* 加分面：不超过10%的单位 */
static bool between(struct sv s, const char *before, const char *after, vf_num *ret)
{
	return vf_eat(&s, before) && vf_eat_end(&s, after) && vf_percent(s, ret);
}

static bool read_class_more(struct vf_class *c, struct sv key, struct sv s)
{
	if (sv_is(key, "权重") && !c->has_weight)
		return c->has_weight = vf_percent(s, &c->weight);
	if (sv_is(key, "加分面") && !c->has_bonus_share)
		return c->has_bonus_share = between(s, "不超过", "的单位", &c->bonus_share);
	if (sv_is(key, "加分条件") && !c->has_bonus_if)
		return c->has_bonus_if = between(s, "失分单位超过", "", &c->bonus_if);
	if (sv_is(key, "只考本指标的单位"))
		return c->alone_doubled = sv_is(s, "扣分加倍");
	return false;
}

static bool read_class(struct reader *p, struct sv key, struct sv s)
{
	struct vf_class *c = &p->r->class[p->r->n - 1];
	if (sv_is(key, "基础分"))
		return vf_number(s, "", &c->base);
	return sv_is(key, "依据") || sv_is(key, "说明") || read_limit(&c->limits, key, s) ||
	       (p->r->grammar > 1 && read_class_more(c, key, s));
}

/* 领导60%、代表40%，缺组重分 */
static bool read_groups(struct arena *a, struct sv s, struct vf_item *i)
{
	vf_num sum = 0;
	struct sv shares = vf_cut(&s, "，");
	if (i->n_group || !vf_read_shares(a, shares, "%", &i->group, &i->n_group))
		return false;
	for (size_t k = 0; k < i->n_group; k++)
		sum += i->group[k].value;
	i->groups_spread = sv_is(s, "缺组重分");
	return sum == 100 * VF_ONE && (i->groups_spread || sv_is(s, "缺组作废"));
}

/* The lines of an item that has a measure instead of clauses. */
static bool read_item_more(struct reader *p, struct vf_item *i, struct sv key, struct sv s)
{
	static const char *const judges[] = { "不校正", "标准分", "名次", NULL }, *const absents[] = {
		"不排名", "权重分摊", "满分", "零分", NULL
	};
	int k = 0;
	bool ok = false;
	if (sv_is(key, "数据")) {
		i->data = vf_cut(&s, "（");
		return i->data.n > 0;
	}
	if (i->n)
		return false;
	if (vf_is_measure(key))
		return vf_read_measure(p->a, key, s, &i->measure);
	if (sv_is(key, "票组"))
		return i->measure.kind >= VF_MARKS && i->measure.kind <= VF_DECAY && read_groups(p->a, s, i);
	if (sv_is(key, "评委校正")) {
		ok = i->measure.kind == VF_MARKS && vf_choice(s, judges, &k);
		i->judges = (enum vf_judges)k;
	} else if (sv_is(key, "不适用时")) {
		ok = i->measure.kind != VF_UNMEASURED && vf_choice(s, absents, &k);
		i->absent = (enum vf_absent)k;
	}
	return ok;
}

static bool read_item(struct reader *p, struct sv key, struct sv s)
{
	struct vf_class *c = &p->r->class[p->r->n - 1];
	struct vf_item *i = &c->item[c->n - 1];
	bool rate = sv_is(key, "比率");
	if (!rate && !sv_is(key, "计分"))
		return sv_is(key, "依据") || sv_is(key, "责任科室") || sv_is(key, "说明") || sv_is(key, "范围") ||
		       (p->r->grammar > 1 && read_item_more(p, i, key, s));
	if (i->n == CLAUSES_MAX || i->measure.kind != VF_UNMEASURED)
		return false;
	i->clause = vf_one_more(p->a, i->clause, i->n, sizeof(*i->clause));
	return rate ? read_rate(s, &i->clause[i->n++]) : read_points(p->r, s, &i->clause[i->n++]);
}

static bool read_total(struct reader *p, struct sv key, struct sv s)
{
	return vf_read_total(p->a, p->r, key, s) || read_limit(&p->r->limits, key, s);
}

static bool open_block(struct reader *p, struct sv key, struct sv s, bool *ret_opened)
{
	struct vf_rule *r = p->r;
	*ret_opened = true;
	if (sv_is(key, "指标") && p->block < PARTS) {
		if (r->n == CLASSES_MAX)
			return false;
		r->class = vf_one_more(p->a, r->class, r->n, sizeof(*r->class));
		r->class[r->n++].name = s;
		p->block = CLASS;
		return s.n > 0;
	}
	if (sv_is(key, "项目") && r->n && p->block < PARTS) {
		struct vf_class *c = &r->class[r->n - 1];
		if (c->n == ITEMS_MAX)
			return false;
		c->item = vf_one_more(p->a, c->item, c->n, sizeof(*c->item));
		c->item[c->n++].name = s;
		p->block = ITEM;
		return s.n > 0;
	}
	if (sv_is(key, "组成") && p->block < PARTS && r->grammar > 1) {
		p->block = PARTS;
		return s.n == 0;
	}
	if (sv_is(key, "汇总") && p->block != TOTAL) {
		p->block = TOTAL;
		return s.n == 0 && (r->n > 0 || r->n_portion > 0);
	}
	*ret_opened = false;
	return true;
}

static bool read_line(struct reader *p, struct sv line)
{
	bool opened;
	line = sv_trim(line);
	if (sv_is(line, "扣完为止"))
		line = SV("最低：0");
	if (!sv_has(line, SV("：")))
		return line.n == 0;
	struct sv key = vf_cut(&line, "：");
	if (!open_block(p, key, line, &opened))
		return false;
	if (opened)
		return true;
	return p->block == HEAD	   ? read_head(p, key, line)
	       : p->block == CLASS ? read_class(p, key, line)
	       : p->block == ITEM  ? read_item(p, key, line)
	       : p->block == PARTS ? sv_is(key, "部分") && vf_read_portion(p->a, p->r, line)
				   : read_total(p, key, line);
}

/* What only the whole tells: parts make up 100 %, at most one of them is this rule's own, and no item says nothing. */
static bool is_whole(const struct vf_rule *r)
{
	vf_num sum = 0;
	size_t own = 0;
	for (size_t i = 0; i < r->n_portion; i++) {
		sum += r->portion[i].weight;
		own += r->portion[i].source.n == 0;
	}
	for (size_t c = 0; c < r->n; c++)
		for (size_t i = 0; i < r->class[c].n; i++)
			if (r->grammar > 1 && r->class[c].item[i].n == 0 &&
			    r->class[c].item[i].measure.kind == VF_UNMEASURED)
				return false;
	for (size_t i = 0; i < r->n_veto; i++)
		if (r->veto[i].effect == VF_DOWN && r->n_grade == 0)
			return false;
	if (r->tied != VF_TIED_PLAIN && r->level == 0)
		return false;
	return own <= (r->n > 0) && (r->n_portion == 0 || sum == 100 * VF_ONE);
}

bool vf_rule_read(struct arena *a, struct sv text, struct vf_rule *rule, int *ret_line)
{
	struct reader p = { .a = a, .r = rule };
	struct sv line;
	*rule = (struct vf_rule){ .places = { 2, 6, 2, 2, 6, 2 } };
	*ret_line = 1;
	if (text.n > TEXT_MAX || !sv_split(&text, '\n', &line) || !vf_eat(&line, "比学规则：") ||
	    !vf_whole(&line, 999, &rule->grammar) || line.n || rule->grammar < 1 || rule->grammar > VF_GRAMMAR)
		return false;
	while (text.p && sv_split(&text, '\n', &line)) {
		++*ret_line;
		if (!read_line(&p, line))
			return false;
	}
	return p.block == TOTAL && p.heads == (1u << HEADS) - 1 && is_whole(rule);
}

struct day vf_window_of(int months, struct day d)
{
	struct civil c = civil_of_day(d);
	return day_of_civil(c.year, (c.month - 1) / months * months + 1, 1);
}
