/* Deadlines, case by case: tests/cases/due.txt. */
#include "core/due.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct sv understood(struct arena *a, const struct due *d)
{
	if (d->verdict == VERDICT_BLANK)
		return SV("blank");
	if (d->verdict == VERDICT_BAD)
		return SV("refused");
	const char *doubt = d->verdict == VERDICT_DOUBT ? " ?" : "";
	const char *kind = due_kind_name(d->kind), *precision = due_precision_name(d->precision);
	if (d->kind == DUE_RELATIVE)
		return arena_printf(a, "%d %s relative%s", d->amount, due_unit_name(d->unit), doubt);
	struct sv date = day_is(d->date) ? day_text(a, d->date) : SV("-");
	return arena_printf(a, "%.*s %s %s%s", SV_ARG(date), precision ? precision : "-",
			    kind ? kind : "none", doubt);
}

static struct due read_one(struct arena *a, struct sv text, struct sv context)
{
	struct due_context cx = { .listed = DAY_NONE };
	int64_t year;
	if (sv_int(sv_upto(context, 4), &year))
		cx.year = (int)year;
	cx.number = sv_has(context, SV("#"));
	cx.guessed = sv_has(context, SV("~"));
	size_t at = sv_find(context, SV("@"), 0);
	if (at != SIZE_MAX)
		assert_true(day_parse(sv_upto(sv_from(context, at + 1), 10), &cx.listed));
	return due_parse(a, text, &cx);
}

static void cases(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64u << 20);
	FILE *f = fopen("tests/cases/due.txt", "r");
	assert_non_null(f);
	char line[512];
	int n = 0, wrong = 0, no = 0;
	while (fgets(line, sizeof(line), f)) {
		no++;
		struct sv rest = sv_of(arena_cstr(&a, sv_of(line))), part[3];
		if (sv_starts(rest, SV("#")) || !sv_trim(rest).n)
			continue;
		for (int i = 0; i < 3; i++)
			assert_true(sv_split(&rest, '|', &part[i]));
		struct due d = read_one(&a, sv_trim(part[0]), sv_trim(part[1]));
		struct sv got = understood(&a, &d);
		n++;
		if (!sv_eq(got, sv_trim(part[2]))) {
			wrong++;
			print_error("due.txt:%d: %.*s: got \"%.*s\", want \"%.*s\"\n", no,
				    SV_ARG(sv_trim(part[0])),
				    SV_ARG(got), SV_ARG(sv_trim(part[2])));
		}
		/* whatever is doubted or refused says why, whatever is clear does not */
		bool says = d.why != NULL;
		assert_int_equal(says, d.verdict == VERDICT_DOUBT || d.verdict == VERDICT_BAD);
	}
	fclose(f);
	assert_true(n > 130);
	assert_int_equal(wrong, 0);
	arena_release(&a);
}

/* No text may lead it astray: every cut of every case is read without harm and gives a real date or none. */
static void cuts(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 256u << 20);
	FILE *f = fopen("tests/cases/due.txt", "r");
	assert_non_null(f);
	char line[512];
	while (fgets(line, sizeof(line), f)) {
		struct sv s = sv_of(line);
		for (size_t i = 0; i < s.n; i++)
			for (size_t k = i; k < s.n && k < i + 24; k++) {
				struct sv part = sv_make(s.p + i, k - i);
				struct due d = read_one(&a, part, SV("2023@2023-06-15"));
				assert_true(!day_is(d.date) || d.kind == DUE_FIXED);
			}
		arena_reset(&a);
	}
	fclose(f);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases), cmocka_unit_test(cuts) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
