#include "verify/rule.h"

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
};

int vf_fact_of(struct sv id)
{
	for (int k = 0; k < VF_KINDS; k++)
		if (sv_is(id, vf_facts[k].id))
			return k;
	return VF_NONE;
}

/* Takes `word` off the front. */
static bool eat(struct sv *s, const char *word)
{
	struct sv w = sv_of(word);
	if (!sv_starts(*s, w))
		return false;
	*s = sv_from(*s, w.n);
	return true;
}

/* The word before `stop`, which is taken off with it; the whole rest where `stop` does not come any more. */
static struct sv cut(struct sv *s, const char *stop)
{
	size_t at = sv_find(*s, sv_of(stop), 0);
	struct sv w = sv_upto(*s, at == SIZE_MAX ? s->n : at);
	*s = at == SIZE_MAX ? SV("") : sv_from(*s, at + strlen(stop));
	return w;
}

static bool choice(struct sv s, const char *const *words, int *ret)
{
	for (int i = 0; words[i]; i++)
		if (sv_is(s, words[i])) {
			*ret = i;
			return true;
		}
	return false;
}

static bool whole(struct sv *s, int64_t max, int64_t *ret)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	bool ok = n > 0 && n < 10 && sv_int(sv_upto(*s, n), ret) && *ret <= max;
	*s = sv_from(*s, n);
	return ok;
}

/* A number in front of `unit`, which may be empty. */
static bool number(struct sv s, const char *unit, vf_num *ret)
{
	struct sv u = sv_of(unit);
	return sv_ends(s, u) && vf_num_read(sv_upto(s, s.n - u.n), ret) && *ret >= 0;
}

static int fact_named(struct sv zh)
{
	for (int k = 0; k < VF_KINDS - 1; k++)
		if (sv_is(zh, vf_facts[k].zh))
			return k;
	return VF_NONE;
}

/* What a rule may hold at most (docs/rules/README.md has no larger one), so that a forged text stays small in memory. */
enum { CLASSES_MAX = 20, ITEMS_MAX = 50, CLAUSES_MAX = 12, VETOES_MAX = 10, TEXT_MAX = 64 * 1024 };

/* Room for one more; arrays here are short. */
static void *one_more(struct arena *a, void *v, size_t n, size_t size)
{
	char *t = arena_alloc(a, n + 1, size, alignof(max_align_t));
	if (n)
		memcpy(t, v, n * size);
	return t;
}

/* ---- clauses ---------------------------------------------------------------------------------------------------- */

static bool read_option(struct sv o, struct vf_clause *c)
{
	static const char *const windows[] = { "每期", "每季", "每年", NULL };
	int64_t n = 2;
	for (int w = 0; windows[w]; w++) {
		struct sv t = o;
		if (!eat(&t, windows[w]) || !eat(&t, "封顶"))
			continue;
		c->window = (enum vf_window)w;
		c->has_cap = true;
		return number(t, "", &c->cap);
	}
	bool later = eat(&o, "自第");
	if (c->has_cap || c->doubled || (!(!later && eat(&o, "两")) && !whole(&o, 1000, &n)) || n < 2)
		return false;
	c->doubled = (int)n;
	c->doubled_all = !later;
	return sv_is(o, later ? "次起加倍" : "次以上加倍");
}

/* 按期办结，每件+1，两次以上加倍，每季封顶6 */
static bool read_points(struct sv s, struct vf_clause *c)
{
	c->text = s;
	c->fact = fact_named(cut(&s, "，"));
	if (c->fact == VF_NONE)
		return false;
	if (eat(&s, "按实得分，最高")) {
		c->kind = VF_VALUE;
		return c->fact == vf_fact_of(SV("inspected")) && number(s, "", &c->points);
	}
	struct sv points = cut(&s, "，");
	bool ok = eat(&points, "每件") || eat(&points, "每次");
	bool plus = eat(&points, "+");
	ok = ok && (plus ? number(points, "", &c->points) : vf_num_read(points, &c->points) && c->points < 0) &&
	     c->points != 0;
	while (ok && s.n)
		ok = read_option(cut(&s, "，"), c);
	return ok;
}

/* 按期整改÷（按期整改+到期未整改）×100分，无件不排名 */
static bool read_rate(struct sv s, struct vf_clause *c)
{
	static const char *const empty[] = { "无件不排名", "无件计满分", "无件计零分", NULL };
	int e = 0;
	c->text = s;
	c->kind = VF_RATE;
	c->fact = fact_named(cut(&s, "÷（"));
	struct sv base = cut(&s, "）×"), points = cut(&s, "，");
	while (base.n) {
		int k = fact_named(cut(&base, "+"));
		if (k == VF_NONE || c->n_base == VF_RATE_MAX)
			return false;
		c->base[c->n_base++] = k;
	}
	bool ok = c->fact != VF_NONE && c->n_base >= 2 && number(points, "分", &c->points) && choice(s, empty, &e);
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

enum block { HEAD, CLASS, ITEM, TOTAL };

struct reader {
	struct arena *a;
	struct vf_rule *r;
	enum block block;
	unsigned heads; /* which of the lines that must be there have been met */
};

static bool read_cut(struct sv s, bool red, struct vf_cut *c)
{
	if (sv_is(s, "不设"))
		return true;
	struct sv part = cut(&s, "，且");
	if (!red && sv_is(part, "末位")) {
		c->by_count = true;
		c->count = 1;
		part = s;
	} else if (eat(&part, red ? "前" : "末")) {
		c->by_count = true;
		if (!whole(&part, 9999, &c->count) || !sv_is(part, "名"))
			return false;
		part = s;
	} else if (s.n) {
		return false;
	}
	if (!part.n)
		return c->by_count;
	c->by_score = true;
	return red ? number(part, "分以上", &c->score) : eat(&part, "低于") && number(part, "分", &c->score);
}

static bool read_veto(struct reader *p, struct sv s)
{
	static const char *const levels[] = { "县", "市", "省", "国家", NULL }, *const effects[] = { "不列红榜", "列入黑榜",
												     NULL };
	struct vf_veto v = { .name = cut(&s, "，依据 ") };
	int level, effect = 0;
	if (p->r->n_veto == VETOES_MAX)
		return false;
	v.basis = cut(&s, "，级别 ");
	bool ok = choice(cut(&s, "，至 "), levels, &level) && day_parse(cut(&s, "，"), &v.until) &&
		  choice(s, effects, &effect);
	v.black = effect == 1;
	p->r->veto = one_more(p->a, p->r->veto, p->r->n_veto, sizeof(v));
	p->r->veto[p->r->n_veto++] = v;
	return ok && v.name.n && v.basis.n;
}

static bool read_rounding(struct reader *p, struct sv s)
{
	static const char *const stages[VF_STAGES] = { "分录", "项目", "总分" };
	for (int i = 0; i < VF_STAGES; i++) {
		struct sv part = cut(&s, "，");
		int64_t n;
		if (!eat(&part, stages[i]) || !whole(&part, 6, &n) || !sv_is(part, "位"))
			return false;
		p->r->places[i] = (int)n;
	}
	return s.n == 0;
}

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
	return number(s, "", to);
}

static bool read_kinds(struct reader *p, struct sv s)
{
	static const char *const kinds[] = { "村", "组", "驻村工作队", "乡镇", "部门", NULL };
	int k;
	do {
		if (!choice(cut(&s, "、"), kinds, &k))
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
		       *const cadences[] = { "月", "季", "年", NULL }, *const shows[] = { "名次", "档次", "不显示", NULL },
		       *const audiences[] = { "本单位", "领导", "各单位", "社会", NULL };
	static const int months[] = { 1, 3, 12 };
	struct vf_rule *r = p->r;
	int k = HEADS, i = 0;
	bool ok = false;
	if (!choice(key, keys, &k))
		return choice(key, others, &k);
	if (p->heads & 1u << k)
		return false;
	p->heads |= 1u << k;
	switch ((enum head)k) {
	case HEAD_NAME:
		r->name = s;
		return s.n > 0;
	case HEAD_VERSION:
		return whole(&s, 9999, &r->version) && s.n == 0;
	case HEAD_FROM:
		return day_parse(s, &r->from);
	case HEAD_KINDS:
		return read_kinds(p, s);
	case HEAD_CADENCE:
		ok = choice(s, cadences, &i);
		r->months = months[i];
		return ok;
	case HEAD_AUDIENCE:
		return choice(s, audiences, &r->audience);
	case HEAD_SHOW:
		return choice(s, shows, &r->show);
	case HEAD_ASSIST:
		return number(s, "%", &r->assist) && r->assist <= 100 * VF_ONE;
	case HEADS:
		break;
	}
	return ok;
}

static bool read_total(struct reader *p, struct sv key, struct sv s)
{
	static const char *const rankings[] = { "并列占位", "并列不占位", "同分不分先后", NULL }, *const ties[] = {
		"全部列入", "超额不列", NULL
	};
	struct vf_rule *r = p->r;
	int i = 0;
	bool ok;
	if (sv_is(key, "取整"))
		return read_rounding(p, s);
	if (sv_is(key, "排名")) {
		ok = choice(s, rankings, &i);
		r->ranking = (enum vf_places)i;
		return ok;
	}
	if (sv_is(key, "并列")) {
		ok = choice(s, ties, &i);
		r->ties_cut = i == 1;
		return ok;
	}
	if (sv_is(key, "红榜") || sv_is(key, "黑榜"))
		return read_cut(s, sv_is(key, "红榜"), sv_is(key, "红榜") ? &r->red : &r->black);
	if (sv_is(key, "进步榜"))
		return sv_is(s, "不设") || (eat(&s, "上升") && whole(&s, 9999, &r->movers) && sv_is(s, "名以上"));
	if (sv_is(key, "一票否决"))
		return read_veto(p, s);
	return read_limit(&r->limits, key, s);
}

static bool read_class(struct reader *p, struct sv key, struct sv s)
{
	struct vf_class *c = &p->r->class[p->r->n - 1];
	if (sv_is(key, "基础分"))
		return number(s, "", &c->base);
	return sv_is(key, "依据") || sv_is(key, "说明") || read_limit(&c->limits, key, s);
}

static bool read_item(struct reader *p, struct sv key, struct sv s)
{
	struct vf_class *c = &p->r->class[p->r->n - 1];
	struct vf_item *i = &c->item[c->n - 1];
	bool rate = sv_is(key, "比率");
	if (!rate && !sv_is(key, "计分"))
		return sv_is(key, "依据") || sv_is(key, "责任科室") || sv_is(key, "说明") || sv_is(key, "范围");
	if (i->n == CLAUSES_MAX)
		return false;
	i->clause = one_more(p->a, i->clause, i->n, sizeof(*i->clause));
	return rate ? read_rate(s, &i->clause[i->n++]) : read_points(s, &i->clause[i->n++]);
}

static bool open_block(struct reader *p, struct sv key, struct sv s, bool *ret_opened)
{
	struct vf_rule *r = p->r;
	*ret_opened = true;
	if (sv_is(key, "指标") && p->block != TOTAL) {
		if (r->n == CLASSES_MAX)
			return false;
		r->class = one_more(p->a, r->class, r->n, sizeof(*r->class));
		r->class[r->n++].name = s;
		p->block = CLASS;
		return s.n > 0;
	}
	if (sv_is(key, "项目") && r->n && p->block != TOTAL) {
		struct vf_class *c = &r->class[r->n - 1];
		if (c->n == ITEMS_MAX)
			return false;
		c->item = one_more(p->a, c->item, c->n, sizeof(*c->item));
		c->item[c->n++].name = s;
		p->block = ITEM;
		return s.n > 0;
	}
	if (sv_is(key, "汇总") && p->block != TOTAL) {
		p->block = TOTAL;
		return r->n > 0;
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
	struct sv key = cut(&line, "：");
	if (!open_block(p, key, line, &opened))
		return false;
	if (opened)
		return true;
	return p->block == HEAD	   ? read_head(p, key, line)
	       : p->block == CLASS ? read_class(p, key, line)
	       : p->block == ITEM  ? read_item(p, key, line)
				   : read_total(p, key, line);
}

bool vf_rule_read(struct arena *a, struct sv text, struct vf_rule *rule, int *ret_line)
{
	struct reader p = { .a = a, .r = rule };
	struct sv line;
	*rule = (struct vf_rule){ .places = { 2, 2, 2 } };
	*ret_line = 1;
	if (text.n > TEXT_MAX || !sv_split(&text, '\n', &line) || !eat(&line, "比学规则：") ||
	    !whole(&line, 999, &rule->grammar) || line.n || rule->grammar != VF_GRAMMAR)
		return false;
	while (text.p && sv_split(&text, '\n', &line)) {
		++*ret_line;
		if (!read_line(&p, line))
			return false;
	}
	return p.block == TOTAL && p.heads == (1u << HEADS) - 1;
}

struct day vf_window_of(int months, struct day d)
{
	struct civil c = civil_of_day(d);
	return day_of_civil(c.year, (c.month - 1) / months * months + 1, 1);
}
