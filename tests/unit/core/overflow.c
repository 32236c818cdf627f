/* Every sum, product and quotient of the core may be one that does not fit.  Each of them in turn is made to say so, in every
 * case that the rules have: the score is refused in words, or comes out as it was; never half a score. */
#include "rule_case.h"

#include "overflow.h"


enum { PROBES = 250 }; /* of one case; more operations are taken at even steps */

static int64_t refused, same;

/* Scores, places and lines as one text; empty when it was refused. */
static struct sv outcome(struct rule_case *c, struct arena *a, const struct score_facts *f, int64_t fail_op)
{
	struct ctx cx;
	struct score_sheet sheet;
	struct board b;
	struct buf out = buf_new(a, 1 << 22);
	ctx_init(&cx, a, 0, LANG_EN);
	op = 0;
	fail_at_op = fail_op;
	enum rc rc = rule_score(&cx, c->r, f, &sheet);
	if (rc == RC_OK)
		rc = board_compose(&cx, &sheet, c->units, c->n_units, 0, &b);
	fail_at_op = 0;
	if (rc != RC_OK) {
		assert_non_null(cx.faults);
		assert_true(cx.faults->id[0] && cx.faults->text.n > 0);
		return SV("");
	}
	for (size_t i = 0; i < sheet.n; i++) {
		const struct unit_score *s = &sheet.scores[i];
		buf_printf(&out, "%.*s %lld %d%d%d\n", SV_ARG(s->unit), (long long)s->total.u, s->unranked, s->not_red, s->black);
		for (size_t k = 0; k < s->n_lines; k++)
			buf_printf(&out, " %d %lld %.*s\n", s->lines[k].stage, (long long)s->lines[k].points.u, SV_ARG(s->lines[k].arithmetic));
	}
	for (size_t i = 0; i < b.n; i++)
		buf_printf(&out, "%d %.*s %d %.*s\n", b.rows[i].rank.place, SV_ARG(b.rows[i].rank.unit), b.rows[i].side, SV_ARG(b.rows[i].reason));
	return buf_sv(&out);
}

/* Points of facts, before anything is added up. */
static void probe_entries(struct rule_case *c, struct arena *a)
{
	enum rc rc = RC_FAILED;
	for (int64_t at = 1; rc != RC_OK && at < PROBES; at++) {
		struct ctx cx;
		struct rule_proposal p;
		ctx_init(&cx, a, 0, LANG_EN);
		op = 0;
		fail_at_op = at;
		rc = rule_entries(&cx, c->r, c->facts, c->n_facts, &p);
		fail_at_op = 0;
		assert_true(rc == RC_OK ? op < at : cx.faults && cx.faults->text.n > 0);
		refused += rc != RC_OK;
		arena_reset(a);
	}
}

static void probe(struct rule_case *c, const struct score_facts *f)
{
	struct arena kept, a;
	arena_init(&kept, (size_t)64 << 20);
	arena_init(&a, (size_t)64 << 20);
	probe_entries(c, &a);
	struct sv plain = outcome(c, &kept, f, 0);
	int64_t n = op, step = n > PROBES ? n / PROBES : 1;
	for (int64_t at = 1; plain.n && at <= n; at += step) {
		struct sv got = outcome(c, &a, f, at);
		if (!got.n)
			refused++;
		else if (sv_eq(got, plain))
			same++;
		else
			CASE_FAIL("%s: the operation %lld of %lld does not fit, and the score is another one:\n%.*s---- instead of\n%.*s", c->file,
				  (long long)at, (long long)n, SV_ARG(got), SV_ARG(plain));
		arena_reset(&a);
	}
	arena_release(&a);
	arena_release(&kept);
}

static void all_cases(void **state)
{
	(void)state;
	case_probe = probe;
	case_run_all("tests/cases/board");
	case_run_all("tests/cases/rule");
	case_run_manual("docs/rules/README.md");
	printf("%lld refused in words, %lld as they were\n", (long long)refused, (long long)same);
	assert_true(refused > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(all_cases) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
