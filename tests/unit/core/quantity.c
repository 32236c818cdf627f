/* Shares, money, counts, marks, words of progress, case by case: tests/cases/quantity.txt. */
#include "core/quantity.h"

#include "base/buf.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *doubt(enum verdict v)
{
	return v == VERDICT_DOUBT ? " ?" : "";
}

static struct sv percent_case(struct arena *a, struct sv text, struct sv context)
{
	struct percent_column col = { .header = sv_starts(context, SV("%")) };
	size_t at = sv_find(context, SV("with "), 0);
	struct sv others = at == SIZE_MAX ? SV_NONE : sv_from(context, at + 5), one;
	while (sv_split(&others, ' ', &one))
		percent_column_add(&col, a, one);
	percent_column_add(&col, a, text);
	struct percent p = percent_parse(a, text, &col);
	bool says = p.why != NULL;
	assert_int_equal(says, p.verdict == VERDICT_DOUBT || p.verdict == VERDICT_BAD);
	if (p.verdict == VERDICT_BLANK || p.verdict == VERDICT_BAD)
		return p.verdict == VERDICT_BAD ? SV("bad") : SV("blank");
	return arena_printf(a, "%.*s%s", SV_ARG(dec_text(a, p.value)), doubt(p.verdict));
}

static struct sv money_case(struct arena *a, struct sv text, struct sv context)
{
	struct money m = money_parse(a, text, money_unit_in(a, context));
	bool says = m.why != NULL;
	assert_int_equal(says, m.verdict == VERDICT_DOUBT || m.verdict == VERDICT_BAD);
	if (m.verdict == VERDICT_BLANK || m.verdict == VERDICT_BAD)
		return m.verdict == VERDICT_BAD ? SV("bad") : SV("blank");
	return arena_printf(a, "%.*s %s%s%s", SV_ARG(dec_text(a, m.yuan)), money_unit_name(m.unit),
			    m.approx ? " approx" : "", doubt(m.verdict));
}

static struct sv permits_case(struct arena *a, struct sv text)
{
	static const char signs[] = { [MARK_BLANK] = '?', [MARK_YES] = '+', [MARK_NO] = '-',
				      [MARK_UNCLEAR] = '?' };
	struct permit p[8];
	size_t n = permits_parse(a, text, p, 8);
	struct buf b = buf_new(a, 400);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s%c", i ? " " : "", SV_ARG(p[i].name), signs[p[i].mark]);
	return buf_sv(&b);
}

static struct sv counts_case(struct arena *a, struct sv text)
{
	struct counts c = counts_in(a, text);
	struct sv classes = c.classes < 0 ? SV("no") : arena_printf(a, "%d", c.classes);
	struct sv items = c.items < 0 ? SV("no") : arena_printf(a, "%d", c.items);
	return arena_printf(a, "%.*s classes %.*s items", SV_ARG(classes), SV_ARG(items));
}

static struct sv one_case(struct arena *a, struct sv text, struct sv context)
{
	static const char *const marks[] = { "blank", "yes", "no", "unclear" };
	struct dec v;
	if (words_eat(&context, "percent"))
		return percent_case(a, text, context);
	if (words_eat(&context, "money"))
		return money_case(a, text, context);
	if (sv_is(context, "counts"))
		return counts_case(a, text);
	if (sv_is(context, "mark"))
		return sv_of(marks[mark_parse(a, text)]);
	if (sv_is(context, "permits"))
		return permits_case(a, text);
	if (sv_is(context, "unit") || sv_is(context, "unitline")) {
		const char *u = money_unit_name(sv_is(context, "unit") ? money_unit_in(a, text)
								       : money_unit_line(a, text));
		return u ? sv_of(u) : SV("none");
	}
	if (sv_is(context, "progress")) {
		const char *w = progress_word_name(progress_word(a, text));
		return w ? sv_of(w) : SV("unknown");
	}
	size_t n = number_take(words_clean(a, text), &v);
	return n && n == words_clean(a, text).n ? dec_text(a, v) : SV("bad");
}

static void cases(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64u << 20);
	FILE *f = fopen("tests/cases/quantity.txt", "r");
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
		struct sv got = one_case(&a, sv_trim(part[0]), sv_trim(part[1]));
		n++;
		if (!sv_eq(got, sv_trim(part[2]))) {
			wrong++;
			print_error("quantity.txt:%d: %.*s: got \"%.*s\", want \"%.*s\"\n", no,
				    SV_ARG(sv_trim(part[0])), SV_ARG(got), SV_ARG(sv_trim(part[2])));
		}
	}
	fclose(f);
	assert_true(n > 120);
	assert_int_equal(wrong, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
