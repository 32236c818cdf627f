/* Bands of places: against the paired test in floating point, against every order of the inputs, and where nothing may be said. */
#include "rule_case.h"

#include "stat/rankset.h"

#include <math.h>

static uint32_t seed = 1;

static int draw(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (unsigned)n);
}

enum { UNITS = 7, JURORS = 12, ROUNDS = 300 };

/* A complete panel with one mean: leaving out each juror is the paired t test of the marks. */
static void one_panel(struct arena *a, int units, int jurors)
{
	double theta[UNITS], mark[JURORS][UNITS], cov[UNITS * UNITS];
	struct dec total[UNITS], without[JURORS * UNITS];
	bool open[UNITS], got[UNITS * UNITS], want[UNITS * UNITS];
	for (int u = 0; u < units; u++) {
		int64_t sum = 0, m[JURORS];
		for (int j = 0; j < jurors; j++) {
			m[j] = 60 + 3 * u + draw(9) + j % 4;
			mark[j][u] = (double)m[j];
			sum += m[j];
		}
		open[u] = true;
		theta[u] = (double)sum / jurors;
		assert_true(rule_settle((rule_wide)sum * DEC_ONE, jurors, 6, &total[u]));
		for (int j = 0; j < jurors; j++)
			assert_true(rule_settle((rule_wide)(sum - m[j]) * DEC_ONE, jurors - 1, 6, &without[j * units + u]));
	}
	for (int u = 0; u < units; u++)
		for (int v = 0; v < units; v++) {
			double s = 0;
			for (int j = 0; j < jurors; j++)
				s += (mark[j][u] - theta[u]) * (mark[j][v] - theta[v]);
			cov[u * units + v] = s / (jurors - 1) / jurors;
		}
	const struct estimates e = { (size_t)units, theta, cov, jurors - 1 };
	better_holm(a, &e, (struct rank_ask){ 0.05, RANK_BOTH, RANK_ALL }, want);
	const struct band_stratum s = { (size_t)jurors, without };
	const struct band_field f = { .n_units = (size_t)units, .total = total, .open = open, .strata = &s, .n_strata = 1, .level = DEC(95) };
	band_tests(a, &f, got);
	assert_memory_equal(got, want, (size_t)(units * units) * sizeof(*got));
}

static void as_the_paired_test(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 1 << 24);
	for (int i = 0; i < ROUNDS; i++) {
		one_panel(&a, 2 + draw(UNITS - 1), 3 + draw(JURORS - 2));
		arena_reset(&a);
	}
	arena_release(&a);
}

/* ---- whole rules ----------------------------------------------------------------------------------------------------- */

static const char head[] = "比学规则：2\n名称：例\n版本：1\n生效：2015-01-01\n依据：甲督〔2015〕1号\n对象：乡镇\n周期：年\n公布范围：领导\n"
			   "名次显示：名次\n排名通报上限：每年1次\n协办计分：0%\n指标：观摩\n项目：观摩评分\n评分：100分\n";

struct scene {
	struct arena a;
	struct ctx cx;
	struct rule *r;
	struct sv unit[UNITS];
	struct rule_input in[4 * UNITS * JURORS];
	size_t n;
	struct score_sheet sheet;
	struct board b;
};

static void open_scene(struct scene *s, const char *clauses)
{
	arena_init(&s->a, (size_t)64 << 20);
	ctx_init(&s->cx, &s->a, 0, LANG_EN);
	assert_int_equal(rule_parse(&s->cx, arena_printf(&s->a, "%s%s", head, clauses), &s->r), RC_OK);
	for (int u = 0; u < UNITS; u++)
		s->unit[u] = arena_printf(&s->a, "u%d", u);
	s->n = 0;
}

static void give(struct scene *s, int unit, int juror, const char *group, int mark)
{
	s->in[s->n++] = (struct rule_input){ .kind = INPUT_MARK, .name = SV("观摩评分"), .unit = s->unit[unit], .class = SV(""), .grade = SV(""),
		.judge = juror < 0 ? SV("") : arena_printf(&s->a, "%d", juror), .group = sv_of(group), .value = DEC(mark),
		.source = SV(""), .record = SV("") };
}

static void compose_scene(struct scene *s)
{
	struct board_unit units[UNITS];
	for (int u = 0; u < UNITS; u++)
		units[u] = (struct board_unit){ .unit = s->unit[u], .order = u + 1 };
	const struct score_facts f = { .period = { day_of_civil(2023, 1, 1), day_of_civil(2023, 12, 31) }, .units = s->unit, .n_units = UNITS,
				       .inputs = s->in, .n_inputs = s->n };
	assert_int_equal(rule_score(&s->cx, s->r, &f, &s->sheet), RC_OK);
	assert_int_equal(board_compose(&s->cx, &s->sheet, units, UNITS, 0, &s->b), RC_OK);
	assert_int_equal(board_bands(&s->cx, &f, &s->sheet, &s->b), RC_OK);
}

static struct sv bands_text(struct scene *s)
{
	struct buf b = buf_new(&s->a, 1 << 16);
	for (size_t i = 0; i < s->b.n; i++)
		buf_printf(&b, "%.*s %d (%d-%d) %d\n", SV_ARG(s->b.rows[i].rank.unit), s->b.rows[i].rank.place, s->b.rows[i].band.first,
			   s->b.rows[i].band.last, s->b.rows[i].band.tier);
	return buf_sv(&b);
}

static void marks(struct scene *s, int jurors, const char *group)
{
	seed = 77;
	for (int j = 0; j < jurors; j++)
		for (int u = 0; u < UNITS; u++)
			give(s, u, j, group, 95 - 4 * (u / 2) - draw(4) - j % 3);
}

static void in_any_order(void **state)
{
	(void)state;
	static struct scene s;
	struct sv first = SV("");
	open_scene(&s, "汇总：\n名次区间：95%\n分不出先后：归入同一梯队\n");
	marks(&s, 9, "");
	for (int round = 0; round < 20; round++) {
		compose_scene(&s);
		struct sv text = bands_text(&s);
		if (round == 0)
			first = text;
		assert_true(sv_eq(first, text));
		assert_int_equal(s.b.bands, BANDS_GIVEN);
		for (size_t i = s.n; i-- > 1;) {
			size_t k = (size_t)draw((int)i + 1);
			struct rule_input x = s.in[i];
			s.in[i] = s.in[k];
			s.in[k] = x;
		}
	}
	/* Every place lies in its band, bands do not run backwards, tiers go down the board. */
	for (size_t i = 0; i < s.b.n; i++) {
		const struct board_row *r = &s.b.rows[i];
		assert_true(r->band.first <= r->rank.place && r->rank.place <= r->band.last && r->band.first >= 1 && r->band.last <= UNITS);
		assert_true(i == 0 || (r->band.tier >= r[-1].band.tier && r->band.tier <= r[-1].band.tier + 1));
	}
	assert_true(s.b.n_tiers > 1 && s.b.rows[0].band.last < UNITS);
	arena_release(&s.a);
}

/* What the board would be without the clause, it is with it. */
static void nothing_of_the_score(void **state)
{
	(void)state;
	static struct scene with, plain;
	open_scene(&with, "评委校正：标准分\n汇总：\n红榜：前2名\n名次区间：95%\n");
	open_scene(&plain, "评委校正：标准分\n汇总：\n红榜：前2名\n");
	marks(&with, 9, "");
	marks(&plain, 9, "");
	compose_scene(&with);
	compose_scene(&plain);
	assert_int_equal(plain.b.bands, BANDS_NOT_ASKED);
	for (size_t i = 0; i < UNITS; i++) {
		assert_true(sv_eq(with.b.rows[i].rank.unit, plain.b.rows[i].rank.unit));
		assert_int_equal(with.b.rows[i].rank.score.u, plain.b.rows[i].rank.score.u);
		assert_int_equal(with.b.rows[i].side, plain.b.rows[i].side);
		assert_true(with.b.rows[i].band.first > 0 && plain.b.rows[i].band.first == 0);
	}
	arena_release(&with.a);
	arena_release(&plain.a);
}

static void where_nothing_may_be_said(void **state)
{
	(void)state;
	static struct scene s;
	const char *plain = "汇总：\n名次区间：95%\n";
	open_scene(&s, plain);
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_NO_MARKS);
	give(&s, 0, -1, "", 80);
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_UNNAMED);
	arena_release(&s.a);
	open_scene(&s, plain);
	marks(&s, 1, "");
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_ONE_JUROR);
	arena_release(&s.a);
	open_scene(&s, "票组：领导60%、代表40%\n汇总：\n名次区间：95%\n");
	marks(&s, 8, "代表");
	for (int u = 0; u < UNITS; u++)
		give(&s, u, 1, "领导", 90);
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_ONE_JUROR);
	arena_release(&s.a);
	open_scene(&s, plain);
	for (int u = 0; u < UNITS; u++)
		for (int j = 0; j < 4; j++)
			give(&s, u, u < 3 ? j : j + 4, "", 80 + u + j);
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_APART);
	assert_int_equal(s.b.rows[0].band.first, 0);
	for (int w = BANDS_NO_MARKS; w <= BANDS_MANY; w++)
		assert_true(board_bands_none((enum bands_none)w) && *board_bands_id((enum bands_none)w));
	arena_release(&s.a);
}

/* A unit that hangs on one juror can be anywhere: without him it has no total. */
static void one_seen_by_one(void **state)
{
	(void)state;
	static struct scene s;
	open_scene(&s, "汇总：\n名次区间：95%\n");
	seed = 5;
	for (int j = 0; j < 9; j++)
		for (int u = 0; u < UNITS; u++)
			if (u != 3 || j == 0)
				give(&s, u, j, "", 90 - 8 * u + draw(3));
	compose_scene(&s);
	for (size_t i = 0; i < s.b.n; i++) {
		const struct board_row *r = &s.b.rows[i];
		bool alone = sv_is(r->rank.unit, "u3");
		assert_true(!alone || (r->band.first == 1 && r->band.last == UNITS && r->band.alike == UNITS - 1));
		assert_true(alone || r->band.last - r->band.first == 1);
	}
	arena_release(&s.a);
}

/* Ballots that name nobody: the variance of a mean of grades, against the same worked out from the counts. */
static void ballots_by_their_counts(void **state)
{
	(void)state;
	static struct scene s;
	arena_init(&s.a, (size_t)64 << 20);
	ctx_init(&s.cx, &s.a, 0, LANG_EN);
	struct sv marks = SV("评分：100分"), whole = sv_of(head);
	size_t at = sv_find(whole, marks, 0);
	assert_int_equal(rule_parse(&s.cx, arena_printf(&s.a, "%.*s等次票：好100、差0\n汇总：\n名次区间：95%%，含投票\n", (int)at, head), &s.r), RC_OK);
	static const int64_t good[UNITS] = { 95, 90, 70, 66, 50, 20, 3 }, all[UNITS] = { 100, 100, 100, 100, 60, 40, 40 };
	double theta[UNITS], cov[UNITS * UNITS] = { 0 };
	bool want[UNITS * UNITS];
	s.n = 0;
	for (int u = 0; u < UNITS; u++) {
		s.unit[u] = arena_printf(&s.a, "u%d", u);
		for (int g = 0; g < 2; g++)
			s.in[s.n++] = (struct rule_input){ .kind = INPUT_BALLOT, .name = SV("观摩评分"), .unit = s.unit[u], .class = SV(""),
				.grade = g ? SV("好") : SV("差"), .count = g ? good[u] : all[u] - good[u], .judge = SV(""), .group = SV(""),
				.source = SV(""), .record = SV("") };
		double p = (double)good[u] / (double)all[u];
		theta[u] = 100 * p;
		cov[u * UNITS + u] = 1e4 * p * (1 - p) / (double)(all[u] - 1);
	}
	compose_scene(&s);
	assert_int_equal(s.b.bands, BANDS_GIVEN);
	assert_int_equal(s.b.n_jurors, 0);
	/* Of some forty votes Student's t is all but the normal distribution; no pair here lies near the border. */
	const struct estimates e = { UNITS, theta, cov, 80 };
	better_holm(&s.a, &e, (struct rank_ask){ 0.05, RANK_BOTH, RANK_ALL }, want);
	for (size_t i = 0; i < s.b.n; i++) {
		size_t u = (size_t)(s.b.rows[i].rank.unit.p[1] - '0');
		struct rank_bounds b = rank_bounds_of(want, UNITS, u);
		assert_int_equal(s.b.rows[i].band.first, b.lo);
		assert_int_equal(s.b.rows[i].band.last, b.hi);
	}
	/* One vote alone says nothing of how votes differ. */
	s.in[0].count = 1;
	s.in[1] = s.in[0];
	s.in[1].unit = SV("nobody");
	compose_scene(&s);
	for (size_t i = 0; i < s.b.n; i++)
		if (sv_is(s.b.rows[i].rank.unit, "u0"))
			assert_true(s.b.rows[i].band.first == 1 && s.b.rows[i].band.last == UNITS);
	arena_release(&s.a);
}

/* Two classes of voters: the one that weighs more and differs more decides how sure it is. */
static void by_classes_of_voters(void **state)
{
	(void)state;
	static struct scene s;
	int wide_leaders = 0, wide_others = 0;
	for (int odd = 0; odd < 2; odd++) {
		open_scene(&s, "票组：领导90%、代表10%\n汇总：\n名次区间：95%\n");
		for (int u = 0; u < UNITS; u++) {
			for (int j = 0; j < 5; j++)
				give(&s, u, j, "领导", 90 - 3 * u + (odd ? 0 : (j * 5 + u * 3) % 7));
			for (int j = 0; j < 5; j++)
				give(&s, u, j, "代表", 90 - 3 * u + (odd ? (j * 5 + u * 3) % 7 : 0));
		}
		compose_scene(&s);
		assert_int_equal(s.b.n_jurors, 10); /* number 1 of one class is not number 1 of the other */
		for (size_t i = 0; i < s.b.n; i++)
			*(odd ? &wide_others : &wide_leaders) += s.b.rows[i].band.last - s.b.rows[i].band.first;
		arena_release(&s.a);
	}
	assert_true(wide_leaders > wide_others);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(as_the_paired_test), cmocka_unit_test(in_any_order),
					    cmocka_unit_test(nothing_of_the_score), cmocka_unit_test(where_nothing_may_be_said),
					    cmocka_unit_test(one_seen_by_one), cmocka_unit_test(ballots_by_their_counts),
					    cmocka_unit_test(by_classes_of_voters) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
