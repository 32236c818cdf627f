/* An office that composes by its rule to the letter, from records that hold something else: a tally of one post alone, another
 * board's total, an exemption that nobody approved.  Digests, tree, signature and every line are right; the sources are not. */
#include "world.h"

#include "verify/source.h"

struct told {
	enum verdict verdict;
	int proofs, wrong_sources, wrong_else;
};

static void look(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct told *t = arg;
	struct vf_report r = world_verify(&w->a, world_text(&w->a, proof));
	(void)p;
	t->proofs++;
	t->verdict = r.verdict;
	for (const struct vf_line *l = r.first; l; l = l->next)
		if (l->kind == FOUND_WRONG || l->kind == FOUND_UNREADABLE)
			(*(sv_starts(l->en, SV("Sources:")) ? &t->wrong_sources : &t->wrong_else))++;
}

static struct told tell(const char *dir, const char *name, enum lie lie)
{
	struct told t = { .verdict = VERDICT_USAGE };
	struct world *w = world_new();
	w->lie = lie;
	assert_true(world_read(w, dir, name));
	world_each_period(w, look, &t);
	arena_release(&w->c->a);
	world_free(w);
	assert_int_equal(t.proofs, 1);
	return t;
}

static void caught(const char *dir, const char *name, enum lie lie)
{
	struct told t = tell(dir, name, LIE_NONE);
	assert_int_equal(t.verdict, VERDICT_RIGHT);
	t = tell(dir, name, lie);
	if (t.verdict != VERDICT_WRONG || t.wrong_sources != 1 || t.wrong_else)
		CASE_FAIL("%s, lie %d: verdict %d, %d wrong sources, %d more\n", name, (int)lie, (int)t.verdict,
			  t.wrong_sources, t.wrong_else);
}

static void test_lies(void **state)
{
	(void)state;
	caught("tests/cases/board", "ruian-1000.case", LIE_TALLY_ALONE);
	caught("tests/cases/board", "tie-chain.case", LIE_TALLY_LATE);
	caught("tests/cases/board", "tour-ballot.case", LIE_SCORE);
	caught("tests/cases/board", "halfyear-debrief.case", LIE_UNRANKED);
	caught("tests/cases/board", "tour-ballot.case", LIE_UNPUBLISHED);
	caught("tests/cases/board", "tour-ballot.case", LIE_ORDER);
	caught("tests/cases/board", "r17-movement.case", LIE_EXEMPTION);
	caught("tests/cases/board", "r17-movement.case", LIE_NO_EXEMPTION);
}

/* ---- what no rule takes ----------------------------------------------------------------------------------------------------- */

typedef void change_fn(struct arena *a, struct js *inputs);

static struct js *first_of(struct js *inputs, const char *kind)
{
	for (struct js *i = inputs->first; i; i = i->next)
		if (sv_is(js_get_sv(i, "kind"), kind) && !js_get(i, "missing"))
			return i;
	CASE_FAIL("no input of the kind %s", kind);
	return NULL;
}

static void put(struct js *o, const char *key, struct sv s)
{
	((struct js *)(uintptr_t)js_get(o, key))->s = s;
}

static void again(struct arena *a, struct js *inputs, const char *kind)
{
	js_push(inputs, js_again(a, first_of(inputs, kind)));
}

static void no_change(struct arena *a, struct js *inputs)
{
	(void)a, (void)inputs;
}
static void mark_beyond(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "mark"), "value", SV("100.5"));
}
static void mark_below(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "mark"), "value", SV("-1"));
}
static void mark_of_nobody(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "mark"), "group", SV("群众"));
}
static void mark_again(struct arena *a, struct js *inputs)
{
	again(a, inputs, "mark");
}
static void score_again(struct arena *a, struct js *inputs)
{
	again(a, inputs, "score");
}
static void place_between(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "place"), "value", SV("1.5"));
}
static void place_none(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "place"), "value", SV("0"));
}
static void grade_unknown(struct arena *a, struct js *inputs)
{
	(void)a;
	put(first_of(inputs, "ballot"), "grade", SV("极好"));
}
static void target_again(struct arena *a, struct js *inputs)
{
	again(a, inputs, "target");
}
static void actual_again(struct arena *a, struct js *inputs)
{
	again(a, inputs, "actual");
}

struct given {
	change_fn *change;
	enum verdict verdict;
};

static void check_given(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct given *g = arg;
	struct arena *a = &w->a;
	struct vf_report r = { .a = a };
	struct vf_proof x;
	const char *why;
	int line, column;
	(void)p;
	r.end = &r.first;
	struct js *doc = js_parse(a, world_text(a, proof), &why, &line, &column);
	for (struct js *act = js_get(doc, "acts")->first; act; act = act->next) {
		struct js *inputs = (struct js *)(uintptr_t)js_get(js_get(act, "payload"), "inputs");
		if (inputs)
			g->change(a, inputs);
	}
	assert_true(vf_proof_read(&r, world_text(a, doc), &x) && vf_find_acts(&r, &x));
	assert_true(vf_rule_read(a, x.rule_text, &x.rule, &line) && vf_inputs_read(&r, &x));
	vf_check_given(&r, &x);
	g->verdict = r.verdict;
}

static void test_given(void **state)
{
	static const struct {
		const char *name;
		change_fn *change;
	} ways[] = { { "tour-ballot.case", mark_beyond },	 { "tour-ballot.case", mark_below },
		     { "tour-ballot.case", mark_of_nobody },	 { "tour-ballot.case", mark_again },
		     { "tour-ballot.case", score_again },	 { "ruian-1000.case", place_between },
		     { "ruian-1000.case", place_none },		 { "ruian-1000.case", actual_again },
		     { "halfyear-debrief.case", grade_unknown }, { "halfyear-debrief.case", score_again },
		     { "hangzhou-mix.case", target_again } };
	(void)state;
	for (size_t i = 0; i < 2 * COUNT(ways); i++) {
		struct given g = { .change = i % 2 ? ways[i / 2].change : no_change };
		struct world *w = world_new();
		assert_true(world_read(w, "tests/cases/board", ways[i / 2].name));
		world_each_period(w, check_given, &g);
		if (g.verdict != (i % 2 ? VERDICT_WRONG : VERDICT_RIGHT))
			CASE_FAIL("%s, change %zu: verdict %d\n", ways[i / 2].name, i, (int)g.verdict);
		arena_release(&w->c->a);
		world_free(w);
	}
}

/* ---- formats -------------------------------------------------------------------------------------------------------------- */

static enum verdict verdict_of(struct arena *a, struct sv text)
{
	struct vf_report r;
	vf_verify(a, text, &(struct vf_trust){ 0 }, &r);
	return r.verdict;
}

static struct sv replaced(struct arena *a, struct sv text, const char *from, const char *to)
{
	size_t at = sv_find(text, sv_of(from), 0);
	assert_true(at != SIZE_MAX);
	return arena_printf(a, "%.*s%s%.*s", SV_ARG(sv_upto(text, at)), to, SV_ARG(sv_from(text, at + strlen(from))));
}

/* Proofs that were given out in format 1 stay right; one by a rule of grammar 2 is none of them. */
static void test_formats(void **state)
{
	static const char *const old[] = { "r12-caps", "r17-movement", "reversal", "veto" };
	struct arena a;
	(void)state;
	arena_init(&a, (size_t)512 << 20);
	for (size_t i = 0; i < COUNT(old); i++) {
		struct sv text = case_read(&a, arena_printf(&a, "tests/fuzz/corpus/proof/%s", old[i]).p);
		assert_true(sv_has(text, SV("\"bixue-board-proof/1\"")));
		assert_int_equal(verdict_of(&a, text), VERDICT_RIGHT);
		assert_int_equal(verdict_of(&a, replaced(&a, text, "proof/1\"", "proof/2\"")), VERDICT_UNREADABLE);
		assert_int_equal(verdict_of(&a, replaced(&a, text, "proof/1\"", "proof/3\"")), VERDICT_UNREADABLE);
	}
	struct sv text = case_read(&a, "tests/fuzz/corpus/proof/manual-R11");
	assert_int_equal(verdict_of(&a, text), VERDICT_RIGHT);
	text = replaced(&a, text, "proof/2\"", "proof/1\"");
	assert_int_equal(verdict_of(&a, text), VERDICT_UNREADABLE);
	assert_int_equal(verdict_of(&a, replaced(&a, text, ",\"sources\":[]", "")), VERDICT_UNREADABLE);
	arena_release(&a);
	world_sign_off();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_lies), cmocka_unit_test(test_given),
					    cmocka_unit_test(test_formats) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
