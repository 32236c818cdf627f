/* An office that composes by its rule to the letter, from records that hold something else: a tally of one post alone, another
 * board's total, an exemption that nobody approved.  Digests, tree, signature and every line are right; the sources are not. */
#include "world.h"

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
		CASE_FAIL("%s, lie %d: verdict %d, %d wrong sources, %d more\n", name, (int)lie, (int)t.verdict, t.wrong_sources, t.wrong_else);
}

static void test_lies(void **state)
{
	(void)state;
	caught("tests/cases/board", "ruian-1000.case", LIE_TALLY_ALONE);
	caught("tests/cases/board", "tie-chain.case", LIE_TALLY_LATE);
	caught("tests/cases/board", "tour-ballot.case", LIE_SCORE);
	caught("tests/cases/board", "halfyear-debrief.case", LIE_UNRANKED);
	caught("tests/cases/board", "tour-ballot.case", LIE_UNPUBLISHED);
	caught("tests/cases/board", "r17-movement.case", LIE_EXEMPTION);
	caught("tests/cases/board", "r17-movement.case", LIE_NO_EXEMPTION);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_lies), cmocka_unit_test(test_formats) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
