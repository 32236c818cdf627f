#include "verify/rule_total.h"

#include "verify/words.h"

enum { VETOES_MAX = 10, PORTIONS_MAX = 12, GRADES_MAX = 8, TIES_MAX = 6, STEPS_MAX = 6, SHARES_MAX = 8 };

/* ---- lists --------------------------------------------------------------------------------------------------------- */

static bool read_cut(struct sv s, bool red, bool share, struct vf_cut *c)
{
	*c = (struct vf_cut){ 0 };
	if (sv_is(s, "不设"))
		return true;
	struct sv part = vf_cut(&s, "，且");
	if (!red && sv_is(part, "末位")) {
		c->by_count = true;
		c->count = 1;
		part = s;
	} else if (vf_eat(&part, red ? "前" : "末")) {
		c->by_count = true;
		c->by_share = share && vf_percent(part, &c->share);
		if (!c->by_share && (!vf_whole(&part, 9999, &c->count) || !sv_is(part, "名") || c->count == 0))
			return false;
		part = s;
	} else if (s.n) {
		return false;
	}
	if (!part.n)
		return c->by_count;
	c->by_score = true;
	return red ? vf_number(part, "分以上", &c->score) : vf_eat(&part, "低于") && vf_number(part, "分", &c->score);
}

static bool read_veto(struct arena *a, struct vf_rule *r, struct sv s)
{
	static const char *const levels[] = { "县", "市", "省", "国家", NULL }, *const effects[] = { "不列红榜", "列入黑榜",
												     "降一等", "不参评",
												     NULL };
	struct vf_veto v = { .name = vf_cut(&s, "，依据 ") };
	int level, effect = 0;
	if (r->n_veto == VETOES_MAX)
		return false;
	v.basis = vf_cut(&s, "，级别 ");
	bool ok = vf_choice(vf_cut(&s, "，至 "), levels, &level) && day_parse(vf_cut(&s, "，"), &v.until) &&
		  vf_choice(s, effects, &effect) && (r->grammar > 1 || effect <= VF_BLACK);
	v.effect = (enum vf_effect)effect;
	r->veto = vf_one_more(a, r->veto, r->n_veto, sizeof(v));
	r->veto[r->n_veto++] = v;
	return ok && v.name.n && v.basis.n;
}

static bool read_rounding(struct vf_rule *r, struct sv s)
{
	static const char *const stages[VF_STAGES] = { "分录", "票组", "项目", "指标", "部分", "总分" };
	unsigned met = 0;
	while (s.n) {
		struct sv part = vf_cut(&s, "，");
		int i = 0;
		int64_t n;
		while (i < VF_STAGES && !vf_eat(&part, stages[i]))
			i++;
		if (i == VF_STAGES || met & 1u << i || !vf_whole(&part, 6, &n) || !sv_is(part, "位"))
			return false;
		if (r->grammar < 2 && i != VF_AT_ENTRY && i != VF_AT_ITEM && i != VF_AT_TOTAL)
			return false;
		met |= 1u << i;
		r->places[i] = (int)n;
	}
	return met != 0;
}

/* ---- what place and score bring ------------------------------------------------------------------------------------- */

/* 优秀 前30% 且90分以上、良好 前50%、合格 其余 */
static bool read_grades(struct arena *a, struct vf_rule *r, struct sv s)
{
	bool rest = false;
	while (s.n && !rest) {
		struct sv part = vf_cut(&s, "、");
		struct vf_grade g = { .name = vf_cut(&part, " ") };
		rest = sv_is(part, "其余");
		if (!rest) {
			g.has_top = vf_eat(&part, "前");
			if (g.has_top && !vf_percent(vf_cut(&part, " 且"), &g.top))
				return false;
			g.has_least = part.n > 0;
			if (g.has_least && !vf_number(part, "分以上", &g.least))
				return false;
		}
		if (!g.name.n || (!rest && !g.has_top && !g.has_least) || r->n_grade == GRADES_MAX)
			return false;
		r->grade = vf_one_more(a, r->grade, r->n_grade, sizeof(g));
		r->grade[r->n_grade++] = g;
	}
	return rest && s.n == 0;
}

static bool is_grade(const struct vf_rule *r, struct sv name)
{
	for (size_t i = 0; i < r->n_grade; i++)
		if (sv_eq(r->grade[i].name, name))
			return true;
	return false;
}

static bool shares_right(const struct vf_share *x, size_t n, bool more)
{
	for (size_t i = 0; i < n; i++)
		if (x[i].value > 100 * VF_ONE || sv_ends(x[i].name, SV("加")) != more)
			return false;
	return true;
}

/* 优秀15%、其余10%，示范单位加5%，最高20%.  What honours add is read and not used: no board states who bears one. */
static bool read_staff(struct arena *a, struct vf_rule *r, struct sv s)
{
	struct vf_share *plus = NULL;
	size_t n_plus = 0;
	if (!vf_read_shares(a, vf_cut(&s, "，"), "%", &r->staff, &r->n_staff) || !shares_right(r->staff, r->n_staff, false))
		return false;
	for (size_t i = 0; i < r->n_staff; i++)
		if (sv_is(r->staff[i].name, "其余"))
			r->staff[i].name = SV("");
		else if (!is_grade(r, r->staff[i].name))
			return false;
	if (s.n && !sv_starts(s, SV("最高")) &&
	    (!vf_read_shares(a, vf_cut(&s, "，"), "%", &plus, &n_plus) || !shares_right(plus, n_plus, true)))
		return false;
	return s.n == 0 || (vf_eat(&s, "最高") && vf_percent(s, &r->staff_max) && r->staff_max > 0);
}

static bool read_steps(struct arena *a, struct vf_rule *r, struct sv s)
{
	while (s.n) {
		struct sv part = vf_cut(&s, "、");
		int64_t no;
		if (!vf_eat(&part, "第") || !vf_whole(&part, STEPS_MAX, &no) || no != (int64_t)r->n_step + 1 ||
		    !vf_eat(&part, "次 ") || !part.n)
			return false;
		r->step = vf_one_more(a, r->step, r->n_step, sizeof(part));
		r->step[r->n_step++] = part;
	}
	return r->n_step > 0;
}

/* ---- 同分先比 -------------------------------------------------------------------------------------------------------- */

static bool item_known(const struct vf_rule *r, struct sv name)
{
	for (size_t c = 0; c < r->n; c++)
		for (size_t i = 0; i < r->class[c].n; i++)
			if (sv_eq(r->class[c].item[i].name, name))
				return true;
	return false;
}

static bool read_tie(const struct vf_rule *r, struct sv s, struct vf_tie *t)
{
	*t = (struct vf_tie){ .kind = VF_TIE_CLASS };
	if (vf_eat(&s, "指标 ")) {
		while (t->no < r->n && !sv_eq(r->class[t->no].name, s))
			t->no++;
		return t->no < r->n;
	}
	if (vf_eat(&s, "部分 ")) {
		t->kind = VF_TIE_PART;
		while (t->no < r->n_portion && !sv_eq(r->portion[t->no].name, s))
			t->no++;
		return t->no < r->n_portion;
	}
	if (vf_eat(&s, "项目 ")) {
		t->kind = VF_TIE_ITEM;
		t->item = s;
		return item_known(r, s);
	}
	t->kind = sv_ends(s, SV("少者")) ? VF_TIE_FEWER : VF_TIE_MORE;
	if (!vf_eat_end(&s, "少者") && !vf_eat_end(&s, "多者"))
		return false;
	t->fact = vf_fact_named(s);
	return t->fact != VF_NONE;
}

static bool read_ties(struct arena *a, struct vf_rule *r, struct sv s)
{
	struct sv keys = vf_cut(&s, "，仍同 ");
	r->draw = sv_is(s, "抽签");
	while (keys.n) {
		struct vf_tie t;
		if (r->n_tie == TIES_MAX || !read_tie(r, vf_cut(&keys, "、"), &t))
			return false;
		r->tie = vf_one_more(a, r->tie, r->n_tie, sizeof(t));
		r->tie[r->n_tie++] = t;
	}
	return r->n_tie && (r->draw || sv_is(s, "并列"));
}

/* ---- 部分 ------------------------------------------------------------------------------------------------------------- */

static bool read_how(struct sv s, struct vf_portion *t)
{
	static const char *const ways[] = { "单期", "各期平均", "各期之和", "最近一期", NULL };
	int how;
	if (vf_choice(s, ways, &how)) {
		t->how = (enum vf_periods)how;
		return true;
	}
	t->how = VF_WEIGHTED;
	if (!vf_eat(&s, "各期加权 "))
		return false;
	while (s.n)
		if (t->n_period == VF_PERIODS_MAX || !vf_percent(vf_cut(&s, "、"), &t->period[t->n_period++]))
			return false;
	return t->n_period > 0;
}

/* 日常积分，来源 季度榜，各期平均，权重30%，缺期重分 */
bool vf_read_portion(struct arena *a, struct vf_rule *r, struct sv s)
{
	struct vf_portion t = { .name = vf_cut(&s, "，来源 "), .source = vf_cut(&s, "，") };
	bool own = sv_is(t.source, "本细则");
	if (r->n_portion == PORTIONS_MAX || !t.name.n || !t.source.n || (!own && !read_how(vf_cut(&s, "，"), &t)))
		return false;
	t.source = own ? SV("") : t.source;
	struct sv weight = vf_cut(&s, "，");
	if (!vf_eat(&weight, "权重") || !vf_percent(weight, &t.weight))
		return false;
	t.spread = sv_is(s, "缺期重分");
	for (size_t i = 0; i < r->n_portion; i++)
		if (sv_eq(r->portion[i].name, t.name))
			return false;
	r->portion = vf_one_more(a, r->portion, r->n_portion, sizeof(t));
	r->portion[r->n_portion++] = t;
	bool several = t.how == VF_MEAN || t.how == VF_WEIGHTED;
	return several ? t.spread || sv_is(s, "缺期不排名") : s.n == 0;
}

/* ---- each line -------------------------------------------------------------------------------------------------------- */

/* 名次区间：95%，含投票; 分不出先后; 评委不连通; 不公布：少于5人: what is said beside a place, and to whom.  No score rests on them. */
static bool read_honest(struct vf_rule *r, struct sv key, struct sv s)
{
	static const char *const ties[] = { "注明", "归入同一梯队", NULL }, *const aparts[] = { "不出榜", "提示", NULL };
	int i = 0;
	int64_t n;
	if (sv_is(key, "名次区间")) {
		struct sv level = vf_cut(&s, "，");
		return r->level == 0 && vf_percent(level, &r->level) && r->level >= 90 * VF_ONE &&
		       10 * r->level <= 999 * VF_ONE && (s.n == 0 || sv_is(s, "含投票"));
	}
	if (sv_is(key, "分不出先后")) {
		bool ok = r->tied == VF_TIED_PLAIN && vf_choice(s, ties, &i);
		r->tied = i ? VF_TIED_TIERS : VF_TIED_SAID;
		return ok;
	}
	if (sv_is(key, "评委不连通"))
		return vf_choice(s, aparts, &i);
	return sv_is(key, "不公布") && vf_eat(&s, "少于") && vf_whole(&s, 1000, &n) && n >= 3 && sv_is(s, "人");
}

static bool read_more(struct arena *a, struct vf_rule *r, struct sv key, struct sv s)
{
	static const char *const quotas[] = { "舍去", "四舍五入", "进一", NULL };
	int i = 0;
	bool ok;
	if (sv_is(key, "同分先比"))
		return r->n_tie == 0 && read_ties(a, r, s);
	if (sv_is(key, "等次"))
		return r->n_grade == 0 && read_grades(a, r, s);
	if (sv_is(key, "名额取整")) {
		ok = vf_choice(s, quotas, &i);
		r->quota = (enum vf_quota)i;
		return ok;
	}
	if (sv_is(key, "评优名额"))
		return r->n_staff == 0 && read_staff(a, r, s);
	if (sv_is(key, "星级"))
		return vf_whole(&s, 9999, &r->stars) && sv_is(s, "减名次");
	if (sv_is(key, "连续末位"))
		return r->n_step == 0 && read_steps(a, r, s);
	if (!sv_is(key, "亮灯"))
		return read_honest(r, key, s);
	struct sv green = vf_cut(&s, "、");
	return vf_eat(&green, "绿灯 落后") && vf_number(green, "分以内", &r->green) && vf_eat(&s, "黄灯 落后") &&
	       vf_number(s, "分以内", &r->yellow) && r->yellow > r->green;
}

bool vf_read_total(struct arena *a, struct vf_rule *r, struct sv key, struct sv s)
{
	static const char *const rankings[] = { "并列占位", "并列不占位", "同分不分先后", NULL }, *const ties[] = {
		"全部列入", "超额不列", NULL
	};
	int i = 0;
	bool ok;
	if (sv_is(key, "取整"))
		return read_rounding(r, s);
	if (sv_is(key, "排名")) {
		ok = vf_choice(s, rankings, &i);
		r->ranking = (enum vf_places)i;
		return ok;
	}
	if (sv_is(key, "并列")) {
		ok = vf_choice(s, ties, &i);
		r->ties_cut = i == 1;
		return ok;
	}
	if (sv_is(key, "红榜") || sv_is(key, "黑榜"))
		return read_cut(s, sv_is(key, "红榜"), r->grammar > 1, sv_is(key, "红榜") ? &r->red : &r->black);
	if (sv_is(key, "进步榜"))
		return sv_is(s, "不设") || (vf_eat(&s, "上升") && vf_whole(&s, 9999, &r->movers) && sv_is(s, "名以上"));
	if (sv_is(key, "一票否决"))
		return read_veto(a, r, s);
	return r->grammar > 1 && read_more(a, r, key, s);
}
