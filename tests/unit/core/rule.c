#include "rule_case.h"

#include "base/utf8.h"

static void cases(void **state)
{
	(void)state;
	case_run_all("tests/cases/rule");
}

/* What the manual shows is what comes out: one example for each of R1 to R27. */
static void manual(void **state)
{
	(void)state;
	assert_true(case_run_manual("docs/rules/README.md") >= 27);
}

/* Every feature of the grammar at once. */
static const char all_text[] =
	"比学规则：1\n名称：全\n版本：1\n生效：2022-01-"
	"01\n依据：甲督〔2022〕1号\n对象：村\n周期：月\n公布范围：本单位\n"
	"名次显示：名次\n排名通报上限：每年4次\n协办计分：33.3%\n"
	"指标：甲\n基础分：30.005\n加分封顶：9\n扣分封顶：20\n最高：60\n扣完为止\n"
	"项目：一\n计分：按期办结，每件+1.25，每季封顶6\n计分：期末逾期，每次-1，两次以上加倍，每年封顶15\n"
	"项目：二\n范围：会议、督查\n计分：按期整改，每件+0.5，自第3次起加倍\n计分：反弹，每件-2，封顶5\n"
	"项目：三\n比率：回访满意÷（回访满意+不满意核实）×20分，无件计满分\n计分：重复投诉，每件-0.3\n"
	"指标：乙\n项目：四\n计分：检查评分，按实得分，最高30\n计分：检查认定，每次-0.7\n"
	"汇总：\n加分封顶：12\n扣分封顶：25\n最高：95\n最低：5\n取整：分录2位，项目2位，总分1位\n红榜：前3名"
	"\n黑榜：末位\n"
	"一票否决：事故，依据 峨政发〔2022〕3号，级别 县，至 2022-12-31，不列红榜\n";

/* Whatever is cut short, doubled or put in another's place, a text is either refused with a place or means the same
 * each time it is printed. */
static void try_text(struct rule_case *c, struct sv text)
{
	struct arena a;
	struct ctx cx;
	struct rule *r, *again;
	arena_init(&a, (size_t)64 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (rule_parse(&cx, text, &r) != RC_OK) {
		assert_non_null(cx.faults);
	} else {
		struct sv zh = rule_print(&a, r, LANG_ZH), en = rule_print(&a, r, LANG_EN);
		assert_int_equal(rule_parse(&cx, zh, &again), RC_OK);
		assert_true(sv_eq(rule_print(&a, again, LANG_ZH), zh));
		assert_int_equal(rule_parse(&cx, en, &again), RC_OK);
		assert_true(sv_eq(rule_print(&a, again, LANG_ZH), zh));
		rule_lint(&cx, r);
	}
	arena_release(&a);
	(void)c;
}

/* Each line cut short at each character, with something odd there, doubled, and moved to the end. */
static void damage(struct rule_case *c, struct sv text)
{
	struct sv lines[200], line;
	static const char *const odd[] = {"", "0", "-1", "101%", "9999999", "x", "，，", "（", "1000001", "50%", "甲"};
	size_t n = 0;
	for (struct sv rest = text; rest.n && n < 200 && sv_split(&rest, '\n', &line);)
		lines[n++] = line;
	for (size_t i = 0; i < n; i++) {
		struct sv head = sv_make(text.p, (size_t)(lines[i].p - text.p)), tail = sv_from(text, head.n + lines[i].n);
		for (struct sv cut = lines[i]; utf8_count(cut) > 0;) {
			cut = utf8_upto(lines[i], utf8_count(cut) - 1);
			struct arena scratch;
			arena_init(&scratch, 1 << 20);
			try_text(c, arena_printf(&scratch, "%.*s%.*s%.*s", SV_ARG(head), SV_ARG(cut), SV_ARG(tail)));
			uint32_t pick = (uint32_t)(cut.n * 7 + i);
			struct sv past = sv_from(lines[i], cut.n);
			past = sv_from(past, utf8_upto(past, 1).n);
			try_text(c, arena_printf(&scratch, "%.*s%.*s%s%.*s%.*s", SV_ARG(head), SV_ARG(cut), odd[pick % 11], SV_ARG(past),
						 SV_ARG(tail)));
			arena_release(&scratch);
		}
		try_text(c, arena_printf(&c->a, "%.*s%.*s\n%.*s%.*s", SV_ARG(head), SV_ARG(lines[i]), SV_ARG(lines[i]), SV_ARG(tail)));
		try_text(c, arena_printf(&c->a, "%.*s%.*s%.*s", SV_ARG(tail), SV_ARG(lines[i]), SV_ARG(head)));
	}
}

static void damaged_texts(void **state)
{
	(void)state;
	static const struct {
		const char *file, *section;
	} from[] = {{"grammar2", "规范文本"}, {"grammar2", "英文"}, {"english", "规则"}, {"english", "规范文本"}};
	struct rule_case *c = test_calloc(1, sizeof(*c));
	struct sv text;
	arena_init(&c->a, (size_t)64 << 20);
	for (size_t k = 0; k < sizeof(from) / sizeof(*from); k++) {
		c->text = case_read(&c->a, arena_printf(&c->a, "tests/cases/rule/%s.case", from[k].file).p);
		assert_true(case_section(c, from[k].section, &text));
		damage(c, text);
	}
	damage(c, sv_of(all_text));
	arena_release(&c->a);
	test_free(c);
}

/* What grammar 1 does not know is refused there, wherever it stands. */
static void newer_words(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
	} changes[] = {
		{"对象：村", "对象：县区"},	    {"周期：月", "周期：半年"},	      {"协办计分：33.3%", "协办计分：按比例"},
		{"红榜：前3名", "红榜：前3%"},	    {"黑榜：末位", "黑榜：末3%"},     {"总分1位", "总分1位，指标3位"},
		{"总分1位", "总分1位，票组3位"},    {"总分1位", "总分1位，部分3位"},  {"不列红榜", "不参评"},
		{"每次-0.7", "每次-0.7，有效2期"},  {"每次-0.7", "每次-0.7，结转"},   {"每件-0.3", "每件-0.3，结转，逐期减半"},
		{"不列红榜", "降一等"},
	};
	struct arena a;
	struct ctx cx;
	arena_init(&a, (size_t)64 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct sv all = sv_of(all_text), from = sv_of(changes[i].from);
		size_t at = sv_find(all, from, 0);
		struct rule *r;
		assert_true(at != SIZE_MAX);
		struct sv text = arena_printf(&a, "%.*s%s%s", (int)at, all_text, changes[i].to, all_text + at + from.n);
		ctx_forget(&cx);
		assert_int_equal(rule_parse(&cx, text, &r), RC_INVALID);
		bool newer = false;
		for (struct fault *f = cx.faults; f; f = f->next)
			newer |= strcmp(f->id, "rule.newer") == 0 || strcmp(f->id, "rule.down_grade") == 0;
		assert_true(newer);
	}
	arena_release(&a);
}

struct bench {
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct rule_fact facts[200];
	size_t n;
	struct sv units[5];
};

static uint32_t rnd(uint32_t *s)
{
	*s = *s * 1664525 + 1013904223;
	return *s >> 8;
}

static struct bench *bench_new(const char *text)
{
	struct bench *b = test_calloc(1, sizeof(*b));
	arena_init(&b->a, (size_t)256 << 20);
	ctx_init(&b->cx, &b->a, 0, LANG_EN);
	enum rc rc = rule_parse(&b->cx, sv_of(text), &b->r);
	if (rc != RC_OK)
		CASE_FAIL("%s %.*s\n", b->cx.faults->field, SV_ARG(b->cx.faults->text));
	return b;
}

static void bench_free(struct bench *b)
{
	arena_release(&b->a);
	test_free(b);
}

static void bench_fill(struct bench *b, uint32_t seed)
{
	static const char *const topics[] = {"会议", "督查", "四", "事故", "其他"};
	for (int i = 0; i < 5; i++)
		b->units[i] = arena_printf(&b->a, "u%d", (i * 3) % 5);
	b->n = 40 + rnd(&seed) % 160;
	for (size_t i = 0; i < b->n; i++)
		b->facts[i] = (struct rule_fact){
			.id = arena_printf(&b->a, "f%zu", i),
			.kind = (enum fact_kind)(1 + rnd(&seed) % (FACT_COUNT_ - 1)),
			.role = rnd(&seed) % 4 ? ROLE_LEAD : ROLE_ASSIST,
			.unit = b->units[rnd(&seed) % 5],
			.day = {day_of_civil(2022, 1, 1).n + (int32_t)(rnd(&seed) % 120)},
			.topic = sv_of(topics[rnd(&seed) % 5]),
			.record = SV("记录"),
			.value = {(int64_t)(rnd(&seed) % 30000001)},
		};
}

static void shuffle(void *v, size_t n, size_t size, uint32_t seed)
{
	char *p = v, t[512];
	assert_true(size <= sizeof(t));
	for (size_t i = n; i > 1; i--) {
		size_t k = rnd(&seed) % i;
		memcpy(t, p + (i - 1) * size, size);
		memcpy(p + (i - 1) * size, p + k * size, size);
		memcpy(p + k * size, t, size);
	}
}

static struct sv dump(struct bench *b, const struct score_sheet *s)
{
	struct buf out = buf_new(&b->a, 4 << 20);
	for (size_t u = 0; u < 5; u++)
		for (size_t i = 0; i < s->n; i++) {
			const struct unit_score *k = &s->scores[i];
			if (!sv_eq(k->unit, arena_printf(&b->a, "u%zu", u)))
				continue;
			struct dec sum = {0};
			for (size_t l = 0; l < k->n_lines; l++) {
				assert_true(dec_add(sum, k->lines[l].points, &sum));
				buf_printf(&out, "%d %lld %.*s", (int)k->lines[l].stage,
					   (long long)k->lines[l].points.u, SV_ARG(k->lines[l].arithmetic));
				for (size_t e = 0; e < k->lines[l].n_entries; e++)
					buf_printf(&out, " %.*s", SV_ARG(k->lines[l].entries[e]->fact));
				buf_putc(&out, '\n');
			}
			assert_int_equal(sum.u, k->total.u);
			assert_true(k->total.u >= 5 * DEC_ONE && k->total.u <= 95 * DEC_ONE);
			buf_printf(&out, "%.*s %lld %d\n", SV_ARG(k->unit), (long long)k->total.u,
				   k->not_red);
		}
	for (size_t i = 0; i < s->n_left_out; i++)
		buf_printf(&out, "%.*s %d\n", SV_ARG(s->left_out[i].entry->fact), (int)s->left_out[i].why);
	assert_false(out.over);
	return buf_sv(&out);
}

static struct sv composed(struct bench *b, struct rule_entry *e, size_t n, int month)
{
	struct score_period p = {day_of_civil(2022, month, 1),
				 day_of_civil(2022, month, month_days(2022, month))};
	struct score_sheet s;
	assert_int_equal(rule_compose(&b->cx, b->r, p, b->units, 5, e, n, &s), RC_OK);
	return dump(b, &s);
}

/* Entries with ids, and every seventh taken back ten days later. */
static struct rule_entry *kept(struct bench *b, const struct rule_proposal *p, size_t *ret)
{
	struct rule_entry *e = NEW(&b->a, struct rule_entry, p->n * 2 + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		e[n] = p->entries[i];
		e[n++].id = arena_printf(&b->a, "e%zu", i);
		if (i % 7 == 3) {
			e[n] = rule_reversal(&b->a, &e[n - 1],
					     (struct day){e[n - 1].day.n + (i % 2 ? 10 : 35)});
			e[n].id = arena_printf(&b->a, "x%zu", i);
			n++;
		}
	}
	*ret = n;
	return e;
}

static void order_never_shows(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 60; seed++) {
		struct bench *b = bench_new(all_text);
		struct rule_proposal p, q;
		size_t n;
		bench_fill(b, seed);
		assert_int_equal(rule_entries(&b->cx, b->r, b->facts, b->n, &p), RC_OK);
		struct rule_entry *e = kept(b, &p, &n);
		struct sv first[5], preview = composed(b, p.entries, p.n, 3);
		for (int m = 1; m <= 4; m++)
			first[m] = composed(b, e, n, m);
		shuffle(b->facts, b->n, sizeof(*b->facts), seed);
		assert_int_equal(rule_entries(&b->cx, b->r, b->facts, b->n, &q), RC_OK);
		assert_int_equal(p.n, q.n);
		for (size_t i = 0; i < p.n; i++)
			assert_true(sv_eq(p.entries[i].fact, q.entries[i].fact) &&
				    p.entries[i].points.u == q.entries[i].points.u);
		shuffle(q.entries, q.n, sizeof(*q.entries), seed * 7);
		shuffle(e, n, sizeof(*e), seed * 31);
		shuffle(b->units, 5, sizeof(*b->units), seed * 3);
		assert_true(sv_eq(preview, composed(b, q.entries, q.n, 3)));
		for (int m = 1; m <= 4; m++)
			assert_true(sv_eq(first[m], composed(b, e, n, m)));
		bench_free(b);
	}
}

/* The months of a quarter give together what the quarter gives at once, whatever is taken back when. */
static void months_make_the_quarter(void **state)
{
	(void)state;
	static const char text[] =
		"比学规则：1\n名称：季\n版本：1\n生效：2022-01-"
		"01\n依据：甲\n对象：村\n周期：月\n公布范围：本单位\n名次显示：名次\n"
		"排名通报上限：每年4次\n协办计分：50%\n指标：甲\n项目：一\n计分：按期办结，每件+1."
		"25，每季封顶6\n汇总：\n红榜：不设\n黑榜：不设\n";
	for (uint32_t seed = 1; seed <= 60; seed++) {
		struct bench *b = bench_new(text);
		struct rule_proposal p;
		size_t n;
		bench_fill(b, seed);
		assert_int_equal(rule_entries(&b->cx, b->r, b->facts, b->n, &p), RC_OK);
		struct rule_entry *e = kept(b, &p, &n);
		struct dec sum[5] = {{0}}, raw[5] = {{0}};
		for (int m = 1; m <= 6; m++) {
			struct score_period t = {day_of_civil(2022, m, 1),
						 day_of_civil(2022, m, month_days(2022, m))};
			struct score_sheet s;
			assert_int_equal(rule_compose(&b->cx, b->r, t, b->units, 5, e, n, &s), RC_OK);
			for (int u = 0; u < 5; u++)
				assert_true(dec_add(sum[u], s.scores[u].total, &sum[u]));
		}
		struct dec all[5] = {{0}};
		for (int q = 0; q < 2; q++) {
			memset(raw, 0, sizeof(raw));
			for (size_t i = 0; i < n; i++) {
				struct day d = e[i].day;
				for (size_t k = 0; e[i].reverses.n && k < n; k++)
					if (sv_eq(e[k].id, e[i].reverses))
						d = e[k].day;
				for (int u = 0; u < 5; u++)
					if (sv_eq(e[i].unit, b->units[u]) &&
					    (d.n >= day_of_civil(2022, 4, 1).n) == (q == 1))
						raw[u].u += e[i].points.u;
			}
			for (int u = 0; u < 5; u++)
				all[u].u += raw[u].u > 6 * DEC_ONE ? 6 * DEC_ONE : raw[u].u;
		}
		for (int u = 0; u < 5; u++)
			assert_int_equal(sum[u].u, all[u].u);
		bench_free(b);
	}
}

static void overflow_is_refused(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	struct score_period p = {day_of_civil(2022, 3, 1), day_of_civil(2022, 3, 31)};
	struct score_sheet s;
	struct rule_entry e[3];
	bench_fill(b, 1);
	for (int i = 0; i < 3; i++)
		e[i] = (struct rule_entry){.id = arena_printf(&b->a, "e%d", i),
					   .unit = b->units[0],
					   .class = SV("甲"),
					   .item = SV("一"),
					   .kind = FACT_CLOSED_ON_TIME,
					   .day = p.from,
					   .points = {INT64_MAX},
					   .fact = arena_printf(&b->a, "f%d", i)};
	assert_int_equal(rule_compose(&b->cx, b->r, p, b->units, 5, e, 3, &s), RC_LIMIT);
	e[0].points.u = INT64_MIN;
	e[1] = rule_reversal(&b->a, &e[0], p.to);
	e[1].id = SV("x");
	assert_int_equal(rule_compose(&b->cx, b->r, p, b->units, 5, e, 2, &s), RC_INVALID);
	e[0].kind = FACT_OVERDUE; /* doubled */
	e[1] = e[0];
	e[1].id = SV("y");
	e[1].fact = SV("g");
	e[0].points.u = e[1].points.u = INT64_MIN / 3;
	assert_int_equal(rule_compose(&b->cx, b->r, p, b->units, 5, e, 2, &s), RC_LIMIT);
	bench_free(b);
}

static void rounding_happens_once(void **state)
{
	(void)state;
	struct dec d = {77};
	assert_true(rule_muldiv((struct dec){250000}, DEC(50), DEC(100), 2, &d));
	assert_int_equal(d.u, 130000);
	assert_true(rule_muldiv((struct dec){-250000}, DEC(50), DEC(100), 2, &d));
	assert_int_equal(d.u, -130000);
	/* 100 × 90704999.6 millionths: rounding first to six places and then to two would give 90.71. */
	assert_true(rule_muldiv(DEC(100), DEC(907049996), DEC(1000000000), 2, &d));
	assert_int_equal(d.u, 90700000);
	assert_true(rule_muldiv(DEC(100), DEC(410), DEC(452), 2, &d));
	assert_int_equal(d.u, 90710000);
	assert_true(rule_muldiv(DEC(1), DEC(-1), DEC(-2), 0, &d));
	assert_int_equal(d.u, 1000000);
	assert_false(rule_muldiv(DEC(1), DEC(1), DEC(0), 2, &d));
	assert_false(rule_muldiv((struct dec){INT64_MAX}, (struct dec){INT64_MAX}, (struct dec){1}, 6, &d));
	assert_false(rule_muldiv((struct dec){INT64_MAX}, DEC(1), DEC(1), 0, &d)); /* rounds beyond the end */
	assert_true(rule_muldiv((struct dec){INT64_MIN}, DEC(1), DEC(1), 6, &d));
	assert_true(d.u == INT64_MIN);
	uint32_t s = 5;
	for (int i = 0; i < 20000; i++) {
		int64_t a = (int64_t)rnd(&s) - (1 << 23), x = (int64_t)rnd(&s),
			c = 1 + (int64_t)rnd(&s) % 5000;
		int places = (int)(rnd(&s) % 7);
		int64_t m = 1, t = a * x, neg = t < 0, q;
		for (int k = places; k < 6; k++)
			m *= 10;
		q = ((neg ? -t : t) * 2 + c * m) / (2 * c * m) * m;
		assert_true(rule_muldiv((struct dec){a}, (struct dec){x}, (struct dec){c}, places, &d));
		assert_int_equal(d.u, neg ? -q : q);
	}
}

static enum rc compose_two(struct bench *b, struct rule_entry x, struct rule_entry y, const char **ret_id)
{
	struct score_period p = {day_of_civil(2022, 3, 1), day_of_civil(2022, 3, 31)};
	struct score_sheet s;
	struct rule_entry e[2] = {x, y};
	ctx_forget(&b->cx);
	enum rc rc = rule_compose(&b->cx, b->r, p, b->units, 5, e, 2, &s);
	*ret_id = b->cx.faults ? b->cx.faults->id : "";
	return rc;
}

static void bad_input_is_refused(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	const char *id;
	bench_fill(b, 1);
	struct rule_entry e = {.id = SV("e"),
			       .unit = b->units[0],
			       .class = SV("甲"),
			       .item = SV("一"),
			       .kind = FACT_CLOSED_ON_TIME,
			       .day = day_of_civil(2022, 3, 5),
			       .points = DEC(1),
			       .fact = SV("f")};
	struct rule_entry r = rule_reversal(&b->a, &e, day_of_civil(2022, 3, 6)), t = e;
	r.id = SV("r");
	assert_int_equal(compose_two(b, e, r, &id), RC_OK);
	assert_int_equal(compose_two(b, e, e, &id), RC_INVALID);
	assert_string_equal(id, "rule.entry_twice");
	t.id = SV("t");
	assert_int_equal(compose_two(b, e, t, &id), RC_INVALID);
	assert_string_equal(id, "rule.fact_counted");
	t = r, t.points.u++;
	assert_int_equal(compose_two(b, e, t, &id), RC_INVALID);
	assert_string_equal(id, "rule.reverse_other");
	t = r, t.day = day_of_civil(2022, 3, 4);
	assert_int_equal(compose_two(b, e, t, &id), RC_INVALID);
	t = rule_reversal(&b->a, &r, r.day), t.id = SV("t");
	assert_int_equal(compose_two(b, r, t, &id), RC_INVALID);
	assert_string_equal(id, "rule.reverse_reversal");
	t = e, t.id = SV("t"), t.day = DAY_NONE;
	assert_int_equal(compose_two(b, e, t, &id), RC_INVALID);
	struct score_period back = {day_of_civil(2022, 3, 31), day_of_civil(2022, 3, 1)};
	struct score_sheet s;
	assert_int_equal(rule_compose(&b->cx, b->r, back, b->units, 5, &e, 1, &s), RC_INVALID);
	b->units[1] = b->units[0];
	assert_int_equal(compose_two(b, e, r, &id), RC_INVALID);
	assert_string_equal(id, "rule.unit_twice");

	struct rule_proposal p;
	struct rule_fact f[2] = {
		{.id = SV("f"), .kind = FACT_FINDING, .unit = SV("u"), .day = {18900}, .topic = SV("四")}};
	assert_int_equal(rule_entries(&b->cx, b->r, f, 1, &p), RC_INVALID); /* no record */
	f[0].record = SV("r");
	f[1] = f[0];
	assert_int_equal(rule_entries(&b->cx, b->r, f, 1, &p), RC_OK);
	assert_int_equal(p.n, 0); /* before the rule */
	f[0].day = f[1].day = day_of_civil(2022, 3, 5);
	assert_int_equal(rule_entries(&b->cx, b->r, f, 1, &p), RC_OK);
	assert_true(p.n == 1 && p.entries[0].manual);
	assert_int_equal(rule_entries(&b->cx, b->r, f, 2, &p), RC_INVALID); /* twice */
	f[0].kind = FACT_COUNT_;
	assert_int_equal(rule_entries(&b->cx, b->r, f, 1, &p), RC_INVALID);
	bench_free(b);
}

static void digest_follows_the_meaning(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	struct rule *en, *other;
	struct digest d = rule_digest(&b->a, b->r);
	assert_int_equal(rule_parse(&b->cx, rule_print(&b->a, b->r, LANG_EN), &en), RC_OK);
	struct digest e = rule_digest(&b->a, en);
	assert_true(digest_eq(&d, &e));
	char *t = test_malloc(sizeof(all_text));
	memcpy(t, all_text, sizeof(all_text));
	memcpy(strstr(t, "每件+1.25"), "每件+1.26", strlen("每件+1.25"));
	assert_int_equal(rule_parse(&b->cx, sv_of(t), &other), RC_OK);
	e = rule_digest(&b->a, other);
	assert_false(digest_eq(&d, &e));
	test_free(t);
	bench_free(b);
}

static void rankings_are_counted(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	assert_int_equal(rule_circular(b->r, 99), CIRCULAR_FREE); /* goes to the unit only */
	b->r->audience = AUDIENCE_LEADERS;
	assert_int_equal(rule_circular(b->r, 0), CIRCULAR_WITHIN);
	assert_int_equal(rule_circular(b->r, 3), CIRCULAR_LAST);
	assert_int_equal(rule_circular(b->r, 4), CIRCULAR_NEEDS_BASIS);
	b->r->show = SHOW_NONE;
	assert_int_equal(rule_circular(b->r, 4), CIRCULAR_FREE);
	bench_free(b);
}

static void looking_up(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	const struct rule_class *c = rule_class_of(b->r, SV("甲"));
	struct rule_item *i = &b->r->classes[0].items[1];
	assert_non_null(c);
	assert_ptr_equal(rule_item_of(c, SV("二")), i);
	assert_null(rule_item_of(c, SV("九")));
	assert_true(sv_is(rule_basis(b->r, c, i), "甲督〔2022〕1号"));
	b->r->classes[0].basis = SV("乙");
	assert_true(sv_is(rule_basis(b->r, c, i), "乙"));
	i->basis = SV("丙");
	assert_true(sv_is(rule_basis(b->r, c, i), "丙"));
	const struct rule_line *l = rule_line_of(i, FACT_RECURRED);
	assert_true(sv_is(rule_print_line(&b->a, l, LANG_ZH), "反弹，每件-2，每期封顶5"));
	assert_true(sv_is(rule_print_line(&b->a, l, LANG_EN), "recurred, each -2, cap 5 a period"));
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++)
		assert_int_equal(fact_of_id(sv_of(fact_word((enum fact_kind)k)->id)), k);
	assert_int_equal(fact_of_id(SV("login")), FACT_NONE);
	struct day d = day_of_civil(2022, 11, 21);
	assert_int_equal(rule_window_start(WINDOW_PERIOD, CADENCE_MONTH, d).n, day_of_civil(2022, 11, 1).n);
	assert_int_equal(rule_window_start(WINDOW_QUARTER, CADENCE_MONTH, d).n, day_of_civil(2022, 10, 1).n);
	assert_int_equal(rule_window_start(WINDOW_YEAR, CADENCE_MONTH, d).n, day_of_civil(2022, 1, 1).n);
	bench_free(b);
}

/* The largest text is refused, not cut; so is the twenty-first class, and faults stop at twenty. */
static void largest_sizes(void **state)
{
	(void)state;
	struct bench *b = bench_new(all_text);
	struct rule *r;
	char *t = test_calloc(1, RULE_TEXT_MAX + 2);
	memset(t, '\n', RULE_TEXT_MAX + 1);
	assert_int_equal(rule_parse(&b->cx, sv_make(t, RULE_TEXT_MAX + 1), &r), RC_LIMIT);
	ctx_forget(&b->cx);
	assert_int_equal(rule_parse(&b->cx, sv_make(t, RULE_TEXT_MAX), &r), RC_INVALID);
	struct buf many = buf_new(&b->a, RULE_TEXT_MAX);
	for (int i = 0; i < 30; i++)
		buf_puts(&many, "x\n");
	ctx_forget(&b->cx);
	assert_int_equal(rule_parse(&b->cx, buf_sv(&many), &r), RC_INVALID);
	int faults = 0;
	for (struct fault *f = b->cx.faults; f; f = f->next)
		faults++;
	assert_int_equal(faults, 20);
	struct buf big = buf_new(&b->a, RULE_TEXT_MAX);
	buf_put(&big, sv_upto(sv_of(all_text), sv_find(sv_of(all_text), SV("指标"), 0)));
	for (int i = 0; i < 21; i++)
		buf_printf(&big, "指标：c%d\n项目：一\n计分：反弹，-1\n", i);
	buf_puts(&big, "汇总\n红榜：不设\n黑榜：不设\n");
	ctx_forget(&b->cx);
	assert_int_equal(rule_parse(&b->cx, buf_sv(&big), &r), RC_INVALID);
	assert_string_equal(b->cx.faults->id, "rule.many");
	/* Fits as typed, but not as printed. */
	struct buf full = buf_new(&b->a, RULE_TEXT_MAX);
	buf_put(&full, sv_upto(sv_of(all_text), sv_find(sv_of(all_text), SV("指标"), 0)));
	for (int i = 0; i < 20; i++) {
		buf_printf(&full, "class:%d\n", i);
		for (int k = 0; k < 45; k++)
			buf_printf(&full, "item:%d\npoints:recurred -1\npoints:criticised -1\n", k);
	}
	buf_puts(&full, "total\nred:none\nblack:none\n");
	assert_false(full.over);
	ctx_forget(&b->cx);
	assert_int_equal(rule_parse(&b->cx, buf_sv(&full), &r), RC_LIMIT);
	test_free(t);
	bench_free(b);
}

/* One more than there may be of each, and numbers that no rule can hold. */
static void one_too_many(void **state)
{
	(void)state;
	static const struct {
		const char *before, *each; /* `each` takes a number */
		int max;
		const char *after;
	} lists[] = {
		{"指标：甲\n项目：一\n计分：反弹，-1\n组成：\n", "部分：部%d，来源 榜，权重5%%\n", RULE_PARTS_MAX, "汇总：\n"},
		{"指标：甲\n项目：一\n计分：反弹，-1\n汇总：\n", "一票否决：事%d，依据 甲办发〔2023〕2号，级别 市，至 2023-12-31，不列红榜\n", RULE_VETOES_MAX, ""},
		{"指标：甲\n项目：一\n范围：", "类%d、", RULE_TOPICS_MAX, "\n计分：反弹，-1\n汇总：\n"},
		{"指标：甲\n", "项目：项%d\n计分：反弹，-1\n", RULE_ITEMS_MAX, "汇总：\n"},
		{"指标：甲\n项目：一\n票组：", "组%d 5%%、", RULE_SHARES_MAX, "\n评分：10分\n汇总：\n"},
		{"指标：甲\n项目：一\n等次票：", "等%d 5、", RULE_SHARES_MAX, "\n汇总：\n"},
		{"指标：甲\n项目：一\n按档：实绩", "，%d以上5分", RULE_BANDS_MAX, "、其余0分\n汇总：\n"},
		{"指标：甲\n项目：一\n直接得分：5分\n汇总：\n等次：", "等%d 5分以上、", RULE_SHARES_MAX, "差 其余\n"},
		{"指标：甲\n项目：一\n直接得分：5分\n汇总：\n评优名额：", "等%d 5%%、", RULE_SHARES_MAX, "\n"},
		{"指标：甲\n项目：一\n直接得分：5分\n汇总：\n连续末位：", "第%d次 谈、", RULE_STREAK_MAX, "\n"},
		{"指标：甲\n项目：一\n直接得分：5分\n汇总：\n同分先比：指标 甲", "、指标 甲%.0d", RULE_TIES_MAX, "\n"},
		{"指标：甲\n项目：一\n直接得分：5分\n组成：\n部分：甲，来源 榜，权重100%，各期加权", "、%d%%", RULE_PERIODS_MAX, "\n汇总：\n"},
		{"指标：甲\n项目：一\n按档：", "等%d+", RULE_SHARES_MAX, "尾率，90%以上5分、其余0分\n汇总：\n"},
		{"指标：甲\n项目：一\n比率：按期整改÷（按期整改", "+逾期办结%.0d", 1, "+反弹+核查退回+回访满意）×10分，无件不排名\n汇总：\n"},
		{"指标：甲\n项目：一\n", "计分：检查认定，每次-%d\n", 1, "汇总：\n"},
	};
	struct arena a;
	struct ctx cx;
	struct rule *r;
	arena_init(&a, (size_t)256 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	const char *head_end = strstr(all_text, "指标：");
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct buf b = buf_new(&a, RULE_TEXT_MAX);
		buf_puts(&b, "比学规则：2");
		buf_put(&b, sv_make(all_text + strlen("比学规则：1"), (size_t)(head_end - all_text) - strlen("比学规则：1")));
		buf_puts(&b, lists[i].before);
		for (int k = 1; k <= lists[i].max + 1; k++) {
			struct sv each = sv_of(lists[i].each);
			size_t at = sv_find(each, SV("%"), 0);
			struct sv tail = sv_from(each, at + (each.p[at + 1] == '.' ? 4 : 2));
			buf_put(&b, sv_upto(each, at));
			if (each.p[at + 1] != '.')
				buf_int(&b, k);
			for (size_t c = 0; c < tail.n; c++)
				if (tail.p[c] != '%' || c == 0 || tail.p[c - 1] != '%')
					buf_putc(&b, tail.p[c]);
		}
		buf_puts(&b, lists[i].after);
		ctx_forget(&cx);
		assert_int_equal(rule_parse(&cx, buf_sv(&b), &r), RC_INVALID);
	}
	struct dec d = {7};
	assert_false(rule_settle(1, 0, 2, &d) || rule_settle((rule_wide)1 << 100, 1, 6, &d) || rule_settle(1, (rule_wide)1 << 126, 0, &d));
	assert_int_equal(d.u, 7);
	assert_true(rule_settle(-1500000, -1, 0, &d) && d.u == 2000000);
	assert_true(sv_is(sv_of(fact_word((enum fact_kind)99)->id), "") && sv_is(sv_of(fact_word((enum fact_kind)-1)->id), ""));
	assert_false(rule_day_ok((struct day){-30000}) || rule_day_ok((struct day){3000000}));
	static const char *const bad[] = {"\x01", "\x7F", "\xC2\x85", "\xE2\x80\x8B", "\xE2\x80\xA8", "\xE2\x81\xA0", "\xFF"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct rule_at at;
		int32_t cp;
		assert_true(rule_bad_char(sv_of(bad[i]), &at, &cp));
	}
	struct rule_cur c = {SV("１２３\xC2\xA0−4111111111111111111111111111111111111"), {1, 1}};
	int n = 0;
	assert_true(rule_int(&c, &n) && n == 123);
	rule_space(&c);
	assert_true(rule_eat(&c, "-") && !rule_number(&c, &d));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases),
		cmocka_unit_test(manual),
		cmocka_unit_test(damaged_texts),
		cmocka_unit_test(newer_words),
		cmocka_unit_test(one_too_many),
		cmocka_unit_test(order_never_shows),
		cmocka_unit_test(months_make_the_quarter),
		cmocka_unit_test(overflow_is_refused),
		cmocka_unit_test(rounding_happens_once),
		cmocka_unit_test(bad_input_is_refused),
		cmocka_unit_test(digest_follows_the_meaning),
		cmocka_unit_test(rankings_are_counted),
		cmocka_unit_test(looking_up),
		cmocka_unit_test(largest_sizes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
