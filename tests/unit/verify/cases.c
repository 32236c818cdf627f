/* Every case of tests/cases that the server composes comes out the same in the second program. */
#include "world.h"

struct seen_cases {
	int proofs, second, wrong;
};

static void right(struct world *w, struct score_period p, struct js *proof, void *arg)
{
	struct seen_cases *t = arg;
	struct sv text = world_text(&w->a, proof);
	struct vf_report r = world_verify(&w->a, text);
	if (r.verdict != VERDICT_RIGHT) {
		fprintf(stderr, "%s:\n", w->c->file);
		world_tell(&r);
		t->wrong++;
		return;
	}
	struct board_head b;
	assert_int_equal(board_get(&w->cx, w->db, BOARD, &b), RC_OK);
	assert_true(sv_eq(r.receipt, board_receipt(&w->a, &b)));
	/* No record and no person leaves the house. */
	assert_false(sv_has(text, SV("某人的记录")));
	t->proofs++;
	t->second += w->c->r->grammar > 1;
	/* BIXUE_PROOFS=tests/fuzz/corpus/proof writes them there, to be fuzzed. */
	const char *dir = getenv("BIXUE_PROOFS");
	FILE *f = dir && text.n < 40000 ? fopen(arena_printf(&w->a, "%s/%s-%d", dir, w->c->file, p.from.n).p, "wb") : NULL;
	if (f) {
		fwrite(text.p, 1, text.n, f);
		fclose(f);
	}
}

static void test_cases(void **state)
{
	(void)state;
	struct seen_cases t = { 0 };
	world_each("tests/cases/board", NULL, NULL, right, &t);
	world_each("tests/cases/rule", NULL, NULL, right, &t);
	assert_true(world_each_example("docs/rules/README.md", right, &t) >= 25);
	printf("%d proofs, %d of them by rules of the second grammar\n", t.proofs, t.second);
	assert_int_equal(t.wrong, 0);
	assert_true(t.proofs >= 50 && t.second >= 35);
}

/* ---- what else the program is told ------------------------------------------------------------------------------ */

static struct world *w;
static struct sv text;

static void keep(struct world *from, struct score_period p, struct js *proof, void *arg)
{
	(void)p, (void)arg;
	text = world_text(&from->a, proof);
}

static int setup(void **state)
{
	(void)state;
	w = world_new();
	assert_true(world_read(w, "tests/cases/board", "r17-movement.case"));
	world_each_period(w, keep, NULL);
	return text.n ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&w->c->a);
	world_free(w);
	world_sign_off();
	return 0;
}

static enum verdict told(struct vf_trust t)
{
	struct vf_report r;
	vf_verify(&w->a, text, &t, &r);
	return r.verdict;
}

static void test_trust(void **state)
{
	(void)state;
	struct arena *a = &w->a;
	struct vf_report r = world_verify(a, text);
	const char *why;
	int line, column;
	struct sv note = js_get_sv(js_get(js_parse(a, text, &why, &line, &column), "checkpoint"), "note");
	char *wrong = (char *)(uintptr_t)arena_cstr(a, r.receipt);
	assert_int_equal(r.verdict, VERDICT_RIGHT);
	assert_int_equal(told((struct vf_trust){ 0 }), VERDICT_RIGHT);
	assert_int_equal(told((struct vf_trust){ .note = note }), VERDICT_RIGHT);
	assert_int_equal(told((struct vf_trust){ .receipt = r.receipt }), VERDICT_RIGHT);
	/* Two digits exchanged, or one misread. */
	wrong[3] = wrong[3] == '9' ? '0' : (char)(wrong[3] + 1);
	assert_int_equal(told((struct vf_trust){ .receipt = sv_of(wrong) }), VERDICT_WRONG);
	assert_int_equal(told((struct vf_trust){ .receipt = SV("123") }), VERDICT_WRONG);
	assert_int_equal(told((struct vf_trust){ .key = SV("-----BEGIN") }), VERDICT_UNREADABLE);
	assert_int_equal(told((struct vf_trust){ .note = SV("bixue-checkpoint/1\n") }), VERDICT_UNREADABLE);
	/* Of the same size, but another; of another size. */
	char *other = (char *)(uintptr_t)arena_cstr(a, note);
	size_t root = sv_find(note, SV("\n"), sv_find(note, SV("sm3\n"), 0) + 4) + 1;
	other[root] = other[root] == 'a' ? 'b' : 'a';
	assert_int_equal(told((struct vf_trust){ .note = sv_of(other) }), VERDICT_WRONG);
	memcpy(other, note.p, note.n);
	other[root - 2] = other[root - 2] == '1' ? '2' : '1';
	assert_int_equal(told((struct vf_trust){ .note = sv_of(other) }), VERDICT_WRONG);
}

static void test_unreadable(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "[]", "{}", "null", "{\"format\":\"bixue-board-proof/2\"}", "\xff" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct vf_report r;
		vf_verify(&w->a, sv_of(texts[i]), &(struct vf_trust){ 0 }, &r);
		assert_int_equal(r.verdict, VERDICT_UNREADABLE);
		assert_non_null(r.first);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_trust),
					    cmocka_unit_test(test_unreadable) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
