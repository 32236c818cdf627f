/* Small groups: whatever is published, no sum of it tells of fewer voters than the rule says. */
#include "rule_case.h"

#include "core/rule_veil.h"

static const char text[] = "比学规则：2\n名称：例\n版本：1\n生效：2015-01-01\n依据：甲督〔2015〕1号\n对象：乡镇\n周期：年\n公布范围：领导\n"
			   "名次显示：名次\n排名通报上限：每年1次\n协办计分：0%\n"
			   "指标：甲\n项目：一\n评分：100分\n票组：领导50%、代表50%\n项目：二\n等次票：好100、差0\n票组：领导50%、代表50%\n"
			   "指标：乙\n项目：三\n评分：100分\n项目：四\n等次票：好100、差0\n汇总：\n";
enum { LEAVES = 6, ITEMS = 4 };

static uint32_t seed = 9;

static int draw(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (unsigned)n);
}

struct scene {
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct veil_votes v[LEAVES];
	struct veil veil;
};

static void open_scene(struct scene *s, const char *clause)
{
	arena_init(&s->a, 1 << 24);
	ctx_init(&s->cx, &s->a, 0, LANG_EN);
	assert_int_equal(rule_parse(&s->cx, arena_printf(&s->a, "%s%s", text, clause), &s->r), RC_OK);
}

static void votes(struct scene *s, const int64_t *n)
{
	size_t k = 0;
	for (size_t c = 0; c < s->r->n_classes; c++)
		for (size_t i = 0; i < s->r->classes[c].n_items; i++) {
			const struct rule_item *item = &s->r->classes[c].items[i];
			for (int g = 0; g < (item->n_groups ? item->n_groups : 1); g++, k++)
				s->v[k] = (struct veil_votes){ .class = &s->r->classes[c], .item = item, .n = n[k],
							       .group = item->n_groups ? item->groups[g].name : SV("") };
		}
	assert_int_equal(k, LEAVES);
	rule_veil(&s->a, s->r, s->v, LEAVES, &s->veil);
}

/* ---- whoever adds and subtracts what he is shown ------------------------------------------------------------------------- */

struct shown {
	double row[LEAVES + ITEMS + 1][LEAVES];
	size_t n;
};

static void show(struct shown *p, unsigned set)
{
	for (int i = 0; i < LEAVES; i++)
		p->row[p->n][i] = set >> i & 1;
	p->n++;
}

/* Is this sum of groups a combination of what is shown?  By elimination. */
static bool told(const struct shown *p, unsigned set)
{
	struct shown m = *p;
	double want[LEAVES];
	size_t done = 0;
	for (int i = 0; i < LEAVES; i++)
		want[i] = set >> i & 1;
	for (int col = 0; col < LEAVES; col++) {
		size_t pivot = done;
		while (pivot < m.n && m.row[pivot][col] * m.row[pivot][col] < 1e-12)
			pivot++;
		if (pivot == m.n)
			continue;
		for (int i = 0; i < LEAVES; i++) {
			double x = m.row[pivot][i];
			m.row[pivot][i] = m.row[done][i];
			m.row[done][i] = x;
		}
		for (size_t r = done + 1; r < m.n; r++)
			for (int i = LEAVES - 1; i >= col; i--)
				m.row[r][i] -= m.row[done][i] * m.row[r][col] / m.row[done][col];
		for (int i = LEAVES - 1; i >= col; i--)
			want[i] -= m.row[done][i] * want[col] / m.row[done][col];
		done++;
	}
	for (int i = 0; i < LEAVES; i++)
		if (want[i] * want[i] > 1e-12)
			return false;
	return true;
}

/* How many voters the smallest sum that is told holds, if fewer than k; 0: none. */
static int64_t attack(const struct scene *s, int64_t k)
{
	struct shown p = { 0 };
	unsigned of_item[ITEMS] = { 3, 12, 16, 32 };
	int64_t least = 0;
	if (!s->veil.total)
		show(&p, (1u << LEAVES) - 1);
	for (int i = 0; i < ITEMS; i++)
		if (!s->veil.items[i].hidden)
			show(&p, of_item[i]);
	for (int i = 0; i < LEAVES; i++)
		if (!s->v[i].hidden)
			show(&p, 1u << i);
	for (unsigned set = 1; set < 1u << LEAVES; set++) {
		int64_t n = 0;
		for (int i = 0; i < LEAVES; i++)
			n += set >> i & 1 ? s->v[i].n : 0;
		if (n > 0 && n < k && told(&p, set)) {
			least = least && least < n ? least : n;
			k = least;
		}
	}
	return least;
}

static void no_sum_tells_of_few(void **state)
{
	(void)state;
	static const char *const clauses[] = { "", "不公布：少于3人\n", "不公布：少于10人\n" };
	static const int64_t k[] = { 5, 3, 10 };
	for (int c = 0; c < 3; c++)
		for (int round = 0; round < 2000; round++) {
			static struct scene s;
			int64_t n[LEAVES];
			bool totals = true;
			open_scene(&s, clauses[c]);
			for (int i = 0; i < LEAVES; i++)
				n[i] = draw(4) ? draw(15) : draw(100);
			votes(&s, n);
			assert_int_equal(attack(&s, k[c]), 0);
			for (int i = 0; i < LEAVES; i++) /* nothing is hidden without need */
				totals &= n[i] == 0 || n[i] >= k[c];
			assert_true(!totals || !s.veil.any);
			arena_release(&s.a);
		}
}

/* The attack is one: a mere threshold falls to it. */
static void a_threshold_alone_leaks(void **state)
{
	(void)state;
	static struct scene s;
	open_scene(&s, "");
	votes(&s, (const int64_t[]){ 9, 9, 3, 30, 9, 40 });
	for (int i = 0; i < LEAVES; i++)
		s.v[i].hidden = s.v[i].n < 5;
	assert_int_equal(attack(&s, 5), 3);
	votes(&s, (const int64_t[]){ 9, 9, 10, 30, 4, 40 });
	for (int i = 0; i < ITEMS; i++)
		s.veil.items[i].hidden = i == 2;
	for (int i = 0; i < LEAVES; i++)
		s.v[i].hidden = s.v[i].n < 5;
	assert_int_equal(attack(&s, 5), 4);
	arena_release(&s.a);
}

static void examples(void **state)
{
	(void)state;
	static struct scene s;
	open_scene(&s, "");
	/* Three leaders: the class of voters beside them is hidden too, else subtraction has them; the item is shown. */
	votes(&s, (const int64_t[]){ 9, 9, 3, 30, 9, 40 });
	assert_true(s.v[2].hidden && s.v[3].hidden && !s.veil.items[1].hidden && s.veil.items[1].worded && !s.veil.total);
	assert_true(!s.v[0].hidden && !s.veil.items[0].worded && !veil_class(&s.veil, SV("甲")));
	/* An item of four: the smallest other goes with it, and the classes that hold them show no score. */
	votes(&s, (const int64_t[]){ 9, 9, 10, 30, 4, 40 });
	assert_true(s.veil.items[2].hidden && s.veil.items[0].hidden && !s.veil.items[1].hidden && !s.veil.items[3].hidden);
	assert_true(veil_class(&s.veil, SV("甲")) && veil_class(&s.veil, SV("乙")) && !s.veil.total);
	assert_ptr_equal(veil_item_of(&s.veil, SV("乙"), SV("三")), &s.veil.items[2]);
	assert_null(veil_item_of(&s.veil, SV("甲"), SV("三")));
	/* Four voters in all: nothing can cover them. */
	votes(&s, (const int64_t[]){ 0, 0, 0, 0, 4, 0 });
	assert_true(s.veil.total && s.veil.items[2].hidden);
	/* No vote at all hides nothing. */
	votes(&s, (const int64_t[]){ 0, 0, 0, 0, 0, 0 });
	assert_true(!s.veil.any && !s.veil.total);
	/* All alike: of the item the points alone. */
	votes(&s, (const int64_t[]){ 9, 9, 10, 30, 9, 40 });
	assert_false(s.veil.any);
	s.v[2].alike = true;
	rule_veil(&s.a, s.r, s.v, LEAVES, &s.veil);
	assert_true(s.v[2].hidden && s.v[3].hidden && !s.v[4].hidden && !s.veil.items[1].hidden && s.veil.items[1].worded);
	arena_release(&s.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_sum_tells_of_few), cmocka_unit_test(a_threshold_alone_leaks), cmocka_unit_test(examples) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
