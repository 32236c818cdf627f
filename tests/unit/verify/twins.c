/* Boards by rules of chance: the server composes each, the second program computes it once more, and both must agree on
 * every line.  A rule or input that the server refuses is passed over.
 *   BIXUE_TWINS=5000 build/unit/verify/twins */
#include "world.h"

static uint64_t seed;

static uint64_t chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static int one_of(int n)
{
	return (int)(chance() % (uint64_t)n);
}

static bool often(int percent)
{
	return one_of(100) < percent;
}

/* ---- a rule ----------------------------------------------------------------------------------------------------------- */

static const char *const groups[] = { "领导", "代表", "同级" }, *const grades[] = { "优秀", "称职", "基本称职", "不称职" };
enum { ITEMS_MAX = 16, UNITS_N = 5 };

struct draft {
	struct buf b;
	int n_items, kind[ITEMS_MAX], n_groups[ITEMS_MAX], n_parts, months;
	bool judged[ITEMS_MAX];
	bool source[4], once[4];
};

enum { COMPLETION, BEST, EFFICACY, BANDS, SHARES, MARKS, BALLOT, RANKS, DECAY, DIRECT, CLAUSES, MEASURES };

static void say_groups(struct draft *d, int item)
{
	static const char *const shares[] = { "领导60%、代表40%", "领导50%、代表30%、同级20%" };
	if (!often(45))
		return;
	int k = one_of(2);
	d->n_groups[item] = k + 2;
	buf_printf(&d->b, "    票组：%s，%s\n", shares[k], often(50) ? "缺组重分" : "缺组作废");
}

static void say_clauses(struct draft *d)
{
	static const char *const
		plus[] = { "按期办结", "上级通报表扬", "回访满意" },
		*const minus[] = { "期末逾期", "反弹", "上级通报批评" },
		*const more[] = { "",	       "，两次以上加倍",      "，自第2次起加倍", "，每期封顶4",	    "，每年封顶5",
				  "，有效3期", "，有效2期，逐期减半", "，结转",		 "，结转，逐期减半" };
	if (often(25)) {
		static const char *const empty[] = { "无件不排名", "无件计满分", "无件计零分" };
		buf_printf(&d->b, "    比率：按期整改÷（按期整改+到期未整改）×%d分，%s\n", 5 + one_of(20), empty[one_of(3)]);
	}
	if (often(80))
		buf_printf(&d->b, "    计分：%s，每件+%d.%d%s\n", plus[one_of(3)], 1 + one_of(3), one_of(10),
			   more[one_of(9)]);
	else if (often(50))
		buf_printf(&d->b, "    计分：检查评分，按实得分，最高%d\n", 10 + one_of(20));
	buf_printf(&d->b, "    计分：%s，每次-%d.%d%s\n", minus[one_of(3)], one_of(3), 1 + one_of(9), more[one_of(9)]);
}

static void say_measure(struct draft *d, int item, int kind)
{
	struct buf *b = &d->b;
	bool extra;
	static const char *const ranges[] = { "最低—最高", "最高—最低", "20—80", "90—-5" };
	switch (kind) {
	case COMPLETION:
		extra = often(50);
		buf_printf(b, "    完成：%s×%d分，封顶%d%%%s%s\n", often(60) ? "实绩÷目标" : "目标÷实绩", 10 + one_of(50),
			   extra ? 100 : 80 + 10 * one_of(6), extra ? "，超额每1%加0.3分，最多加3.5分" : "",
			   often(30) ? "，对比序时进度" : "");
		break;
	case BEST:
		buf_printf(b, "    比最好：%d分%s\n", 10 + one_of(600), often(40) ? "，越低越好" : "");
		break;
	case EFFICACY:
		buf_printf(b, "    功效：%d分，保底%d%%，区间 %s\n", 5 + one_of(20), 10 * one_of(8), ranges[one_of(4)]);
		break;
	case BANDS:
		buf_printf(b, "    按档：实绩，90以上20分、60.5以上10分、%d以上3分、其余0分\n", -one_of(10));
		break;
	case SHARES:
		buf_printf(b, "    按档：优秀+称职率，90%%以上20分、60%%以上10分、其余5分%s\n",
			   often(50)   ? "；差评（基本称职+不称职）三分之一以上2分"
			   : often(50) ? "；差评（不称职）20%以上1分"
				       : "");
		break;
	case MARKS:
		buf_printf(b, "    评分：100分%s%s%s\n", often(50) ? "，去掉最高1个、最低1个" : "",
			   often(50) ? "，满4票起" : "", often(40) ? "，折合60分" : "");
		say_groups(d, item);
		d->judged[item] = often(60);
		if (d->judged[item])
			buf_printf(b, "    评委校正：%s\n", often(50) ? "标准分" : "名次");
		break;
	case BALLOT:
		buf_printf(b, "    等次票：优秀100、称职80、基本称职60、不称职%d%s\n", one_of(50),
			   often(40) ? "，折合20分" : "");
		say_groups(d, item);
		break;
	case RANKS:
		buf_printf(b, "    名次票：第一名%d分，每名减%d分\n", 10 + one_of(90), 1 + one_of(7));
		say_groups(d, item);
		break;
	case DECAY:
		buf_printf(b, "    名次递减：%d分，每名减%d%%\n", 10 + one_of(190), 1 + one_of(30));
		say_groups(d, item);
		break;
	default:
		buf_printf(b, "    直接得分：100分\n");
	}
}

static void say_item(struct draft *d)
{
	static const char *const absent[] = { "不排名", "权重分摊", "权重分摊", "满分", "零分" };
	int i = d->n_items++;
	d->kind[i] = one_of(MEASURES);
	buf_printf(&d->b, "  项目：项%d\n", i);
	if (d->kind[i] == CLAUSES) {
		say_clauses(d);
		return;
	}
	if (often(20))
		buf_printf(&d->b, "    数据：数%d（统计局，月报）\n", i);
	say_measure(d, i, d->kind[i]);
	if (often(70))
		buf_printf(&d->b, "    不适用时：%s\n", absent[one_of(5)]);
}

static void say_class(struct draft *d, int no, int weight)
{
	buf_printf(&d->b, "指标：标%d\n", no);
	if (often(60))
		buf_printf(&d->b, "  基础分：%d\n", one_of(4) * 10);
	if (weight)
		buf_printf(&d->b, "  权重：%d%%\n", weight);
	if (often(30))
		buf_printf(&d->b, "  加分封顶：%d\n", 1 + one_of(4));
	if (often(30))
		buf_printf(&d->b, "  扣分封顶：%d\n", 1 + one_of(4));
	if (often(20))
		buf_printf(&d->b, "  最高：%d\n", 20 + one_of(100));
	if (often(40))
		buf_puts(&d->b, "  扣完为止\n");
	if (often(25))
		buf_printf(&d->b, "  加分面：不超过%d%%的单位\n", 20 * (1 + one_of(4)));
	if (often(25))
		buf_printf(&d->b, "  加分条件：失分单位超过%d%%\n", 15 * (1 + one_of(5)));
	if (often(25))
		buf_puts(&d->b, "  只考本指标的单位：扣分加倍\n");
	for (int n = 1 + one_of(3); n > 0; n--)
		say_item(d);
}

static void say_parts(struct draft *d)
{
	static const char *const ways[] = { "单期", "各期平均", "各期之和", "最近一期", "各期加权 20%、30%、50%" };
	static const int weights[] = { 30, 45, 25 };
	buf_puts(&d->b, "组成：\n");
	for (d->n_parts = 0; d->n_parts < 3; d->n_parts++) {
		d->source[d->n_parts] = d->n_parts != 1 || often(30);
		if (!d->source[d->n_parts]) {
			buf_printf(&d->b, "  部分：部%d，来源 本细则，权重%d%%\n", d->n_parts, weights[d->n_parts]);
			continue;
		}
		int how = one_of(5);
		d->once[d->n_parts] = how == 0;
		buf_printf(&d->b, "  部分：部%d，来源 源%d，%s，权重%d%%%s\n", d->n_parts, d->n_parts, ways[how],
			   weights[d->n_parts], how == 1 || how == 4 ? (often(50) ? "，缺期重分" : "，缺期不排名") : "");
	}
}

static void say_total(struct draft *d)
{
	static const char *const quotas[] = { "舍去", "四舍五入", "进一" }, *const rankings[] = { "并列占位", "并列不占位",
												  "同分不分先后" };
	struct buf *b = &d->b;
	buf_puts(b, "汇总：\n");
	if (often(30))
		buf_printf(b, "  最高：%d\n", 50 + one_of(200));
	if (often(30))
		buf_printf(b, "  取整：票组%d位，项目%d位，指标%d位，部分%d位，总分%d位\n", one_of(7), one_of(4), one_of(4),
			   2 + one_of(5), one_of(3));
	buf_printf(b, "  排名：%s\n  并列：%s\n", rankings[one_of(3)], often(50) ? "全部列入" : "超额不列");
	buf_printf(b, often(50) ? "  红榜：前%d%%\n" : "  红榜：前1名，且%d分以上\n", 20 + one_of(60));
	buf_puts(b, often(50) ? "  黑榜：末位\n" : "  黑榜：不设\n");
	buf_printf(b, "  名额取整：%s\n", quotas[one_of(3)]);
	if (often(50))
		buf_puts(b, "  等次：优秀 前30% 且30分以上、良好 前60%、合格 10分以上、不合格 其余\n"
			    "  一票否决：造假，依据 甲办发〔2020〕2号，级别 市，至 2025-12-31，降一等\n"
			    "  评优名额：优秀15%、良好12%、其余8%，示范单位加5%，最高14%\n");
	buf_puts(b, "  一票否决：事故，依据 甲办发〔2020〕3号，级别 市，至 2025-12-31，不参评\n");
	if (often(40))
		buf_puts(b, "  星级：7减名次\n");
	if (often(40))
		buf_puts(b, "  亮灯：绿灯 落后5分以内、黄灯 落后10分以内\n");
	if (often(40))
		buf_puts(b, "  连续末位：第1次 约谈、第2次 通报\n");
	if (often(60))
		buf_printf(b, "  同分先比：指标 标0、项目 项0、%s期末逾期少者、按期办结多者，仍同 %s\n",
			   d->n_parts ? "部分 部0、" : "", often(50) ? "抽签" : "并列");
}

static struct sv say_rule(struct arena *a, struct draft *d)
{
	static const char *const cadences[] = { "月", "季", "年", "半年" };
	static const int months[] = { 1, 3, 12, 6 },
			 weights[][3] = { { 0, 0, 0 }, { 60, 40, 0 }, { 50, 0, 50 }, { 30, 30, 40 } };
	int k = one_of(4), w = one_of(4);
	*d = (struct draft){ .b = buf_new(a, 1 << 16), .months = months[k] };
	buf_printf(&d->b,
		   "比学规则：2\n名称：例\n版本：1\n生效：2015-01-01\n依据：甲督〔2015〕1号\n对象：乡镇\n周期：%"
		   "s\n公布范围：本单位\n"
		   "名次显示：不显示\n排名通报上限：每年12次\n频次依据：甲办发〔2015〕5号\n协办计分：%s\n",
		   cadences[k],
		   often(30)   ? "按比例"
		   : often(50) ? "50%"
			       : "33.3%");
	for (int i = 0, n = w == 0 ? 1 + one_of(3) : 3; i < n; i++)
		say_class(d, i, weights[w][i]);
	if (often(45))
		say_parts(d);
	say_total(d);
	return buf_sv(&d->b);
}

/* ---- what happens --------------------------------------------------------------------------------------------------------- */

static struct rule_input *give(struct rule_case *c, const char *stem, int no, int unit, enum rule_input_kind kind,
			       int64_t tenths)
{
	struct rule_input *i = &c->inputs[c->n_inputs++];
	*i = (struct rule_input){ .kind = kind,
				  .name = arena_printf(&c->a, "%s%d", stem, no),
				  .unit = c->unit_ids[unit],
				  .value = { tenths * DEC_ONE / 10 },
				  .estimated = often(10) };
	return i;
}

static void give_votes(struct rule_case *c, const struct draft *d, int item, int unit)
{
	for (int j = 0, n = one_of(8); j < n; j++) {
		int kind = d->kind[item];
		struct rule_input *i = give(c, "项", item, unit,
					    kind == MARKS		     ? INPUT_MARK
					    : kind == RANKS || kind == DECAY ? INPUT_PLACE
									     : INPUT_BALLOT,
					    0);
		i->group = d->n_groups[item] ? sv_of(groups[one_of(d->n_groups[item])]) : SV("");
		i->judge = kind == MARKS ? arena_printf(&c->a, "%d", j) : SV("");
		if (kind == MARKS)
			i->value.u = (int64_t)(50 + one_of(50)) * DEC_ONE;
		else if (i->kind == INPUT_PLACE)
			i->value.u = (int64_t)(1 + one_of(8)) * DEC_ONE;
		else
			i->grade = sv_of(grades[one_of(4)]);
		i->count = kind == MARKS ? 0 : 1 + one_of(20);
		if (often(10))
			i->null = (enum rule_input_null)(1 + one_of(4));
	}
}

static void give_item(struct rule_case *c, const struct draft *d, int item, int unit)
{
	int kind = d->kind[item];
	if (often(8)) {
		give(c, "项", item, unit, INPUT_STATE, 0)->null = NULL_NOT_APPLICABLE;
		return;
	}
	if (kind == CLAUSES || often(4))
		return;
	if (kind >= SHARES && kind <= DECAY) {
		give_votes(c, d, item, unit);
		return;
	}
	give(c, "项", item, unit, INPUT_ACTUAL, kind == DIRECT ? one_of(1001) : one_of(1500) - 100)->day =
		day_of_civil(2023, 1, 1 + one_of(28));
	if (often(15)) { /* another figure: final or estimated, later or earlier */
		struct rule_input *i = give(c, often(50) ? "项" : "数", item, unit, INPUT_ACTUAL, one_of(1000));
		i->day = day_of_civil(2023, 2, 1 + one_of(28));
	}
	if (kind == COMPLETION)
		give(c, "项", item, unit, INPUT_TARGET, one_of(1000) - 10);
	if (kind == COMPLETION && often(20))
		give(c, "项", item, unit, INPUT_PROGRESS, one_of(1100));
}

static void give_all(struct rule_case *c, const struct draft *d)
{
	for (int u = 0; u < UNITS_N; u++) {
		for (int i = 0; i < d->n_items; i++)
			give_item(c, d, i, u);
		for (int p = 0; p < d->n_parts; p++)
			for (int t = 1; d->source[p] && t <= (d->once[p] ? 1 : 3); t++)
				if (often(85))
					give(c, often(50) ? "部" : "源", p, u, INPUT_SCORE, one_of(1200) - 100)->period = t;
		if (often(8))
			give(c, "标", one_of(3), u, INPUT_STATE, 0)->null = NULL_NOT_APPLICABLE;
	}
	c->progress.u = (int64_t)one_of(101) * DEC_ONE;
}

static void happen(struct rule_case *c, struct score_period p)
{
	static const enum fact_kind kinds[] = { FACT_CLOSED_ON_TIME, FACT_COMMENDED,  FACT_SATISFIED, FACT_OVERDUE,
						FACT_RECURRED,	     FACT_CRITICISED, FACT_RECTIFIED, FACT_NOT_RECTIFIED,
						FACT_INSPECTED,	     FACT_VETO };
	static const char *const vetoes[] = { "造假", "事故" };
	for (int i = 0; i < 40; i++) {
		struct rule_fact *f = &c->facts[c->n_facts++];
		*f = (struct rule_fact){ .id = arena_printf(&c->a, "f%d", i),
					 .kind = kinds[one_of(often(10) ? 10 : 8)],
					 .unit = c->unit_ids[one_of(UNITS_N)],
					 .role = often(15) ? ROLE_ASSIST : ROLE_LEAD,
					 .topic = SV(""),
					 .record = SV("某人的记录") };
		f->day.n = p.to.n - one_of(often(60) ? p.to.n - p.from.n + 1 : 400);
		if (c->r->by_ratio && often(70))
			f->share.u = (int64_t)one_of(101) * DEC_ONE;
		if (f->kind == FACT_VETO)
			f->topic = sv_of(vetoes[one_of(2)]);
		if (f->kind == FACT_INSPECTED)
			f->value.u = (int64_t)one_of(10) * DEC_ONE;
	}
}

static void take_back(struct rule_case *c, struct score_period p)
{
	size_t n = c->n_entries;
	for (size_t i = 0; i < n; i++) {
		struct day day = { p.to.n - one_of(60) };
		if (!often(20) || day.n < c->entries[i].day.n || c->n_entries == CASE_MAX)
			continue;
		struct rule_entry e = rule_reversal(&c->a, &c->entries[i], day);
		e.id = arena_printf(&c->a, "x%.*s", SV_ARG(c->entries[i].id));
		c->entries[c->n_entries++] = e;
	}
}

/* ---- both ------------------------------------------------------------------------------------------------------------------- */

static bool draw_case(struct rule_case *c, struct draft *d, struct score_period *p)
{
	memset(c, 0, sizeof(*c));
	arena_init(&c->a, (size_t)256 << 20);
	ctx_init(&c->cx, &c->a, 0, LANG_EN);
	c->file = "twins";
	if (rule_parse(&c->cx, say_rule(&c->a, d), &c->r) != RC_OK)
		return false;
	int first = one_of(12 / d->months) * d->months + 1, next = first + d->months;
	p->from = day_of_civil(2023, first, 1);
	p->to.n = day_of_civil(next > 12 ? 2024 : 2023, next > 12 ? 1 : next, 1).n - 1;
	int off = often(15) ? 5 : 0; /* from the 26th to the 25th */
	p->from.n -= off;
	p->to.n -= off;
	for (int u = 0; u < UNITS_N; u++) {
		struct board_unit *x = &c->units[c->n_units];
		*x = (struct board_unit){ .unit = arena_printf(&c->a, "镇%d", u),
					  .order = u + 1,
					  .previous = one_of(6),
					  .last_before = one_of(3), .staff = one_of(60) };
		if (often(5)) {
			x->exempt_no = SV("甲督〔2023〕9号");
			x->exempt_why = SV("受灾");
		}
		c->unit_ids[c->n_units++] = x->unit;
	}
	give_all(c, d);
	happen(c, *p);
	if (rule_entries(&c->cx, c->r, c->facts, c->n_facts, &c->proposal) != RC_OK)
		return false;
	for (size_t i = 0; i < c->proposal.n; i++) {
		c->entries[c->n_entries] = c->proposal.entries[i];
		c->entries[c->n_entries++].id = arena_printf(&c->a, "e%zu", i + 1);
	}
	take_back(c, *p);
	return true;
}

static void test_twins(void **state)
{
	const char *many = getenv("BIXUE_TWINS"), *only = getenv("BIXUE_TWIN");
	int wanted = many ? atoi(many) : 150, proofs = 0, wrong = 0;
	(void)state;
	for (int i = only ? atoi(only) : 0; i < wanted || only; i++) {
		struct world *w = world_new();
		struct draft d;
		struct score_period p;
		seed = 88172645463325252u + (uint64_t)i * 1000003;
		for (int k = 0; k < 8; k++)
			(void)chance();
		bool drawn = draw_case(w->c, &d, &p);
		struct js *proof = drawn ? world_prove(w, p) : NULL;
		const struct fault *why = drawn ? w->cx.faults : w->c->cx.faults;
		if (!proof && why && getenv("BIXUE_WHY"))
			fprintf(stderr, "board %d is refused: %.*s\n", i, SV_ARG(why->text));
		struct vf_report r = { 0 };
		if (proof) {
			r = world_verify(&w->a, world_text(&w->a, proof));
			proofs++;
		}
		if (r.verdict != VERDICT_RIGHT) {
			fprintf(stderr, "board %d:\n", i);
			world_tell(&r);
			wrong++;
		}
		if (only)
			printf("%.*s%.*s\n", SV_ARG(rule_print(&w->c->a, w->c->r, LANG_ZH)),
			       SV_ARG(proof ? world_text(&w->a, js_get(proof, "acts")) : SV("")));
		arena_release(&w->c->a);
		world_free(w);
		if (only)
			break;
	}
	printf("%d boards drawn, %d composed by both, %d differ\n", wanted, proofs, wrong);
	assert_int_equal(wrong, 0);
	assert_true(only || proofs * 2 > wanted);
	world_sign_off();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_twins) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
