/* Sheets of jurors: what is taken, what is refused and where, and that a count says nothing of a juror. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include "base/json.h"
#include "core/ballot.h"

static struct arena a;
static struct ctx cx;

static int begin(void **state)
{
	(void)state;
	arena_init(&a, 1 << 22);
	ctx_init(&cx, &a, 0, LANG_EN);
	return 0;
}
static int finish(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static struct rule_measure grades = { .kind = MEASURE_GRADES, .n_values = 4 };
static struct rule_measure marks = { .kind = MEASURE_MARKS, .points = { 100 * DEC_ONE } }, ranks = { .kind = MEASURE_RANKS }, other = { .kind = MEASURE_COMPLETION };

static struct ballot_form form(struct rule_measure *m, int n, int most)
{
	static const char *const names[] = { "好", "较好", "一般", "较差" };
	struct rule_item *item = NEW(&a, struct rule_item, 1);
	for (int i = 0; i < 4; i++)
		grades.values[i].name = sv_of(names[i]);
	item->measure = m;
	return ballot_form_of(item, n, &(struct ballot_terms){ .first_most = most });
}

/* "好,,一般": the answers in order; `want` the kept text, or "!" and the id of the fault with its field. */
static void reads(struct ballot_form f, const char *answers, const char *want)
{
	struct js *o = js_obj(&a);
	struct sv rest = sv_of(answers), part, text = SV_NONE;
	int parts = f.terms.n_criteria ? f.terms.n_criteria : 1;
	for (int i = 0; sv_split(&rest, ',', &part); i++)
		js_set_sv(&a, o, ballot_answer(&a, &f, i / parts + 1, i % parts + 1).p, part);
	ctx_forget(&cx);
	enum rc rc = ballot_read(&cx, &f, o, &text);
	struct sv got = rc == RC_OK ? text : arena_printf(&a, "!%s %s", cx.faults->id, cx.faults->field ? cx.faults->field : "");
	assert_string_equal(arena_cstr(&a, got), want);
	if (rc != RC_OK)
		return;
	/* what is kept says what was answered */
	struct js *back;
	struct sv again;
	assert_int_equal(ballot_answers(&cx, &f, text, &back), RC_OK);
	assert_int_equal(ballot_read(&cx, &f, back, &again), RC_OK);
	assert_string_equal(arena_cstr(&a, again), arena_cstr(&a, text));
}

static void sheets(void **state)
{
	(void)state;
	reads(form(&grades, 3, 0), "好,较差,一般", "0|3|2");
	reads(form(&grades, 3, 0), "好,,", "0||");
	reads(form(&grades, 3, 0), ",,", "!ballot.blank ");
	reads(form(&grades, 3, 0), "好,优,", "!ballot.grade a2");
	reads(form(&grades, 3, 1), "好,好,一般", "!ballot.first ");
	reads(form(&grades, 3, 2), "好,好,一般", "0|0|2");
	reads(form(&marks, 2, 0), "88.5,100", "88.5|100");
	reads(form(&marks, 2, 0), "0,", "0|");
	reads(form(&marks, 2, 0), "100.01,", "!ballot.range a1");
	reads(form(&marks, 2, 0), "-1,", "!ballot.range a1");
	reads(form(&marks, 2, 0), "88.555,", "!ballot.mark a1");
	reads(form(&marks, 2, 0), ",八十", "!ballot.mark a2");
	reads(form(&ranks, 3, 0), "2,1,3", "2|1|3");
	reads(form(&ranks, 3, 0), "2,2,3", "!ballot.twice a2");
	reads(form(&ranks, 3, 0), "2,,3", "!ballot.ranks ");
	reads(form(&ranks, 3, 0), "0,1,2", "!ballot.place a1");
	reads(form(&ranks, 3, 0), "4,1,2", "!ballot.place a1");
	reads(form(&ranks, 3, 0), "x,1,2", "!ballot.place a1");
	reads(form(&other, 3, 0), "1,2,3", "!ballot.form ");
	reads(form(&grades, 0, 0), "", "!ballot.form ");
	reads(form(&grades, BALLOT_SLOTS_MAX + 1, 0), "好", "!ballot.form ");
}

static void counted(struct ballot_form f, const struct sv *texts, size_t n, int slot, const char *want);

static struct ballot_form parted(const char *criteria, struct dec step, int n)
{
	struct ballot_form f = form(&marks, n, 0);
	f.terms.step = step;
	assert_int_equal(ballot_criteria(&cx, sv_of(criteria), f.most, &f.terms), RC_OK);
	return f;
}

/* A mark by criteria: each within its own full marks, in steps, all of a contestant or none. */
static void criteria(void **state)
{
	(void)state;
	struct ballot_form f = parted("项目规模 40\n\n形象进度（35）\n群众感受 25分", (struct dec){ DEC_ONE / 2 }, 2);
	assert_int_equal(f.terms.n_criteria, 3);
	assert_string_equal(arena_cstr(&a, ballot_criteria_text(&a, &f.terms)), "项目规模 40\n形象进度 35\n群众感受 25");
	reads(f, "38,30.5,20,1,2,3", "38+30.5+20|1+2+3");
	reads(f, "38,30.5,20,,,", "38+30.5+20|");
	reads(f, ",,,0,0,0", "|0+0+0");
	reads(f, ",,,,,", "!ballot.blank ");
	reads(f, "38,,20,1,2,3", "!ballot.parts a1_2");
	reads(f, "38,35.5,20,1,2,3", "!ballot.range a1_2");
	reads(f, "38,35,20,1,2,2.7", "!ballot.step a2_3");
	reads(f, "38,35,20,1,2,many", "!ballot.mark a2_3");
	const struct sv t[] = { SV("38+30.5+20|1+2+3"), SV("|0+0+0"), SV("40+35+25|") };
	counted(f, t, 3, 0, "-1/0/88.5×1 -1/0/100×1 -1");
	counted(f, t, 3, 1, "-1/0/0×1 -1/0/6×1 -1");
	static const char *const bad[] = { "1+2|1+2+3", "1+2+3+4|1+2+3", "1+2+26|1+2+3", "1+2+-1|1+2+3", "6|6", "1+2+3|1+2+" };
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ctx_forget(&cx);
		assert_int_equal(ballot_votes(&cx, &f, sv_of(bad[i]), v), RC_CHECK);
	}
	reads((struct ballot_form){ .kind = BALLOT_MARKS, .most = DEC(100), .n = 2, .terms = { .step = DEC(5) } }, "85,90.5", "!ballot.step a2");
}

/* Whom a juror may not judge is not on the sheet, whatever is sent, and counts as recused. */
static const struct ballot_vote *const *read_all(const struct ballot_form *f, const struct sv *texts, size_t n)
{
	const struct ballot_vote **all = NEW(&a, const struct ballot_vote *, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct ballot_vote *v = NEW(&a, struct ballot_vote, BALLOT_SLOTS_MAX);
		assert_int_equal(ballot_votes(&cx, f, texts[i], v), RC_OK);
		all[i] = v;
	}
	return all;
}

static void recused(void **state)
{
	(void)state;
	static const bool shut[] = { false, true, false };
	struct ballot_form g = form(&grades, 3, 1), m = form(&marks, 3, 0), r = form(&ranks, 3, 0);
	g.shut = m.shut = r.shut = shut;
	reads(g, "好,好,一般", "0|-|2");
	reads(g, "好,没有这个等次,", "0|-|");
	reads(g, ",好,", "!ballot.blank ");
	reads(m, "88,101,90", "88|-|90");
	reads(r, "2,1,1", "2|-|1");
	reads(r, "3,,1", "!ballot.place a1");
	reads(r, "2,,", "!ballot.ranks ");
	const struct sv t[] = { SV("0|-|2"), SV("|1|"), SV("0||2") };
	struct ballot_count *c;
	struct ballot_silent none;
	size_t k;
	ballot_tally(&a, &g, read_all(&g, t, 3), 3, (int[]){ 1 }, 1, &c, &k, &none);
	assert_int_equal(k, 1);
	assert_int_equal(none.recused, 1);
	assert_int_equal(none.abstained, 1);
}

/* "At most three above 90, at least two below 70": what is left open may still become it. */
static void spread(void **state)
{
	(void)state;
	struct ballot_form g = form(&grades, 4, 0), m = form(&marks, 5, 0);
	g.terms.last_grades = 2;
	g.terms.last_least = 2;
	reads(g, "好,好,较好,一般", "!ballot.last ");
	reads(g, "好,好,较差,一般", "0|0|3|2");
	reads(g, "好,好,,一般", "0|0||2");
	reads(g, "好,好,好,", "!ballot.last ");
	assert_string_equal(arena_cstr(&a, ballot_last_grades(&a, &g)), "一般、较差");
	static const bool shut[] = { true, true, true, false };
	g.shut = shut; /* only one is judged: it cannot be two */
	reads(g, ",,,好", "!ballot.last ");
	reads(g, ",,,较差", "-|-|-|3");
	m.terms.above = DEC(90);
	m.terms.above_most = 3;
	m.terms.below = DEC(70);
	m.terms.below_least = 2;
	reads(m, "91,92,93,69,69.99", "91|92|93|69|69.99");
	reads(m, "91,92,93,94,60", "!ballot.above ");
	reads(m, "91,92,93,70,60", "!ballot.below ");
	reads(m, "90,90,90,90,", "!ballot.below ");
	reads(m, "90,90,90,,", "90|90|90||");
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	static const struct {
		const char *text;
		bool flat;
	} said[] = { { "80|80|80|80|80", true }, { "80||80||", true }, { "80||||", false }, { "80|80|80|80|80.5", false }, { "-|80|80||", true } };
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		assert_int_equal(ballot_votes(&cx, &m, sv_of(said[i].text), v), RC_OK);
		assert_int_equal(ballot_flat(&m, v), said[i].flat);
	}
}

static void bad_criteria(void **state)
{
	(void)state;
	static const struct {
		const char *text, *id, *line;
	} bad[] = {
		{ "项目规模", "ballot.criterion", "1" }, { "项目规模 40\n形象进度 x", "ballot.criterion", "2" }, { "项目规模 40\n形象进度 59", "ballot.criteria_sum", "99" },
		{ "项目规模 0\n形象进度 100", "ballot.criterion", "1" }, { "项目规模 40.25\n形象进度 59.75", "ballot.criterion_step", "1" },
		{ "项目规模 50\n\n项目规模 50", "ballot.criterion_twice", "3" }, { "a 1\nb 1\nc 1\nd 1\ne 1\nf 1\ng 1\nh 1\ni 92", "ballot.criteria", "9" },
		{ "项目规模 101", "ballot.criteria", "1" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ballot_terms t = { .step = { DEC_ONE / 2 } };
		ctx_forget(&cx);
		assert_int_equal(ballot_criteria(&cx, sv_of(bad[i].text), DEC(100), &t), RC_INVALID);
		assert_string_equal(cx.faults->id, bad[i].id);
		assert_string_equal(cx.faults->field, "criteria");
		assert_true(sv_has(cx.faults->text, sv_of(bad[i].line)));
	}
}

/* Whatever is read fits the room that was made for it. */
static void rooms(void **state)
{
	(void)state;
	size_t room;
	struct ballot_form f = parted("项目规模 40\n形象进度 35\n群众感受 25", (struct dec){ 0 }, 2);
	struct js *o = js_obj(&a);
	struct sv text;
	for (int i = 0; i < 6; i++)
		js_set_sv(&a, o, ballot_answer(&a, &f, i / 3 + 1, i % 3 + 1).p, i % 3 == 2 ? SV("24.99") : SV("34.99"));
	assert_int_equal(ballot_read(&cx, &f, o, &text), RC_OK);
	assert_int_equal(ballot_room(&cx, &f, &room), RC_OK);
	assert_in_range(text.n, 1, room);
	f.n = BALLOT_SLOTS_MAX;
	assert_int_equal(ballot_room(&cx, &f, &room), RC_OK);
	f.terms.n_criteria = 5;
	assert_int_equal(ballot_room(&cx, &f, &room), RC_LIMIT);
	ctx_forget(&cx);
	f = form(&grades, BALLOT_SLOTS_MAX, 0);
	assert_int_equal(ballot_room(&cx, &f, &room), RC_OK);
	assert_int_equal(room, 2 * BALLOT_SLOTS_MAX);
}

static void no_sheet(void **state)
{
	(void)state;
	struct rule_item none = { 0 }, corrected = { .measure = &marks, .judges = JUDGES_STANDARD };
	struct rule_measure decay = { .kind = MEASURE_DECAY }, empty = { .kind = MEASURE_GRADES };
	struct rule_item by_decay = { .measure = &decay }, by_empty = { .measure = &empty };
	assert_int_equal(ballot_form_of(&none, 3, NULL).kind, BALLOT_NONE);
	assert_int_equal(ballot_form_of(&corrected, 3, NULL).kind, BALLOT_NONE);
	assert_int_equal(ballot_form_of(&corrected, 3, &(struct ballot_terms){ .is_signed = true }).kind, BALLOT_MARKS);
	assert_int_equal(ballot_form_of(&by_decay, 3, NULL).kind, BALLOT_RANKS);
	assert_int_equal(ballot_form_of(&by_empty, 3, NULL).kind, BALLOT_NONE);
}

static void foreign_texts(void **state)
{
	(void)state;
	static const struct {
		struct rule_measure *m;
		const char *text;
	} bad[] = { { &grades, "0|1" }, { &grades, "0|1|2|3" }, { &grades, "0|4|1" }, { &grades, "0|-1|1" }, { &grades, "0|x|1" }, { &marks, "1|2|101" },
		    { &marks, "1|2|-1" }, { &marks, "1|2|" "y" }, { &ranks, "1|2|4" }, { &ranks, "0|1|2" }, { &ranks, "" } };
	struct ballot_vote v[BALLOT_SLOTS_MAX];
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ballot_form f = form(bad[i].m, 3, 0);
		ctx_forget(&cx);
		assert_int_equal(ballot_votes(&cx, &f, sv_of(bad[i].text), v), RC_CHECK);
	}
}

static void counted(struct ballot_form f, const struct sv *texts, size_t n, int slot, const char *want)
{
	struct ballot_count *c;
	size_t k;
	struct ballot_silent none;
	struct sv got = SV("");
	ballot_tally(&a, &f, read_all(&f, texts, n), n, &slot, 1, &c, &k, &none);
	for (size_t i = 0; i < k; i++)
		got = arena_printf(&a, "%.*s%d/%d/%.*s×%lld ", SV_ARG(got), c[i].grade, c[i].place, SV_ARG(dec_text(&a, c[i].mark)), (long long)c[i].votes);
	assert_string_equal(arena_printf(&a, "%.*s-%lld", SV_ARG(got), (long long)none.abstained).p, want);
}

static void counts(void **state)
{
	(void)state;
	const struct sv g[] = { SV("0|1|"), SV("2|1|0"), SV("0||0") }, m[] = { SV("90|1"), SV("80|"), SV("90|2") }, r[] = { SV("2|1|3"), SV("1|2|3"), SV("2|3|1") };
	counted(form(&grades, 3, 0), g, 3, 0, "0/0/0×2 2/0/0×1 -0");
	counted(form(&grades, 3, 0), g, 3, 1, "1/0/0×2 -1");
	counted(form(&marks, 2, 0), m, 3, 0, "-1/0/80×1 -1/0/90×1 -1/0/90×1 -0");
	counted(form(&marks, 2, 0), m, 3, 1, "-1/0/1×1 -1/0/2×1 -1");
	counted(form(&ranks, 3, 0), r, 3, 0, "-1/1/0×1 -1/2/0×2 -0");
	counted(form(&ranks, 3, 0), r, 0, 0, "-0");
	/* the order in which they lie changes nothing */
	const struct sv back[] = { m[2], m[0], m[1] };
	counted(form(&marks, 2, 0), back, 3, 0, "-1/0/80×1 -1/0/90×1 -1/0/90×1 -0");
	/* two sites of one unit: the mean of what a juror gave there, to six places, half away from zero */
	const struct sv two[] = { SV("90|80.01|1"), SV("85||2"), SV("||3") };
	struct ballot_form sites = form(&marks, 3, 0);
	struct ballot_count *site;
	size_t n_site;
	struct ballot_silent silent;
	ballot_tally(&a, &sites, read_all(&sites, two, 3), 3, (int[]){ 0, 1 }, 2, &site, &n_site, &silent);
	assert_int_equal(n_site, 2);
	assert_int_equal(silent.abstained, 1);
	assert_true(site[0].mark.u == 85 * DEC_ONE && site[1].mark.u == 85005000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sheets, begin, finish),
		cmocka_unit_test_setup_teardown(criteria, begin, finish),
		cmocka_unit_test_setup_teardown(recused, begin, finish),
		cmocka_unit_test_setup_teardown(spread, begin, finish),
		cmocka_unit_test_setup_teardown(bad_criteria, begin, finish),
		cmocka_unit_test_setup_teardown(rooms, begin, finish),
		cmocka_unit_test_setup_teardown(no_sheet, begin, finish),
		cmocka_unit_test_setup_teardown(foreign_texts, begin, finish),
		cmocka_unit_test_setup_teardown(counts, begin, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
