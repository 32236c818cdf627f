/* Units, people and personal numbers in cells, case by case: tests/cases/cellsplit.txt. */
#include "core/cellsplit.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct sv units_case(struct arena *a, struct sv text)
{
	static const char role[] = { [ROLE_NONE] = '-', [ROLE_LEAD] = 'L', [ROLE_ASSIST] = 'A' };
	struct unit_parts u = units_split(a, text);
	struct buf b = buf_new(a, 4000);
	for (size_t i = 0; i < u.n; i++)
		buf_printf(&b, "%s%c%s%.*s", i ? " " : "", role[u.v[i].role], u.v[i].collective ? "*" : "",
			   SV_ARG(u.v[i].name));
	return buf_sv(&b);
}

static struct sv people_case(struct arena *a, struct sv text)
{
	struct person_parts p = persons_split(a, text);
	struct buf b = buf_new(a, 4000);
	for (size_t i = 0; i < p.n; i++) {
		buf_printf(&b, "%s%.*s", i ? " " : "", SV_ARG(p.v[i].name));
		if (p.v[i].title.n)
			buf_printf(&b, "(%.*s)", SV_ARG(p.v[i].title));
		size_t at, len;
		assert_false(personal_find(p.v[i].name, 0, &at, &len) ||
			     personal_find(p.v[i].title, 0, &at, &len));
	}
	int phones = 0;
	size_t at, len;
	for (size_t from = 0; personal_find(p.phones, from, &at, &len); from = at + len)
		phones++;
	if (p.phones.n && !phones)
		phones = 1; /* a land line needs its label to be found again */
	if (phones)
		buf_printf(&b, " +%d", phones);
	return buf_sv(&b);
}

static struct sv unescape(struct arena *a, struct sv s)
{
	struct buf b = buf_new(a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (sv_starts(sv_from(s, i), SV("\\n"))) {
			buf_putc(&b, '\n');
			i++;
		} else if (sv_starts(sv_from(s, i), SV("\\r"))) {
			buf_putc(&b, '\r');
			i++;
		} else {
			buf_putc(&b, s.p[i]);
		}
	return buf_sv(&b);
}

static struct sv one_case(struct arena *a, struct sv text, struct sv kind)
{
	bool found;
	text = unescape(a, text);
	if (sv_is(kind, "units"))
		return units_case(a, text);
	if (sv_is(kind, "people"))
		return people_case(a, text);
	if (sv_is(kind, "parent"))
		return source_no_parent(a, text);
	assert_true(sv_is(kind, "mask"));
	struct sv out = personal_mask(a, text, SV("#"), &found);
	assert_int_equal(found, sv_has(out, SV("#")));
	return out;
}

static void cases(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64u << 20);
	FILE *f = fopen("tests/cases/cellsplit.txt", "r");
	assert_non_null(f);
	char line[512];
	int n = 0, wrong = 0, no = 0;
	while (fgets(line, sizeof(line), f)) {
		no++;
		struct sv rest = sv_of(arena_cstr(&a, sv_of(line))), part[3];
		if (sv_starts(rest, SV("# ")) || !sv_trim(rest).n)
			continue;
		for (int i = 0; i < 3; i++)
			assert_true(sv_split(&rest, '|', &part[i]));
		struct sv got = one_case(&a, sv_trim(part[0]), sv_trim(part[1]));
		n++;
		if (!sv_eq(sv_trim(got), sv_trim(part[2]))) {
			wrong++;
			print_error("cellsplit.txt:%d: %.*s: got \"%.*s\", want \"%.*s\"\n", no,
				    SV_ARG(sv_trim(part[0])), SV_ARG(got), SV_ARG(sv_trim(part[2])));
		}
	}
	fclose(f);
	assert_true(n > 70);
	assert_int_equal(wrong, 0);
	arena_release(&a);
}

/* A cell holds at most 200 names, however long it is; the rest is left, not written past the end. */
static void no_end_of_names(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 64u << 20);
	struct buf units = buf_new(&a, 1 << 16), people = buf_new(&a, 1 << 16), posts = buf_new(&a, 1 << 16);
	for (int i = 0; i < 300; i++) {
		buf_printf(&units, "%d号单位、", i);
		buf_printf(&people, "李%d、", i);
	}
	buf_puts(&posts, "县长、");
	assert_int_equal(units_split(&a, buf_sv(&units)).n, 200);
	assert_int_equal(persons_split(&a, buf_sv(&people)).n, 200);
	buf_puts(&people, "县长");
	assert_int_equal(persons_split(&a, buf_sv(&people)).n, 200);
	arena_release(&a);
}

/* Blanks of every kind part two whole names. */
static void blanks(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 1 << 20);
	static const char *const kinds[] = { " ", "\t", "\xE3\x80\x80", "\xC2\xA0" };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		assert_int_equal(units_split(&a, arena_printf(&a, "市发改委%s市住建局", kinds[i])).n, 2);
		struct person_parts p = persons_split(&a, arena_printf(&a, "李某%s局长", kinds[i]));
		assert_int_equal(p.n, 1);
		assert_true(sv_is(p.v[0].name, "李某") && sv_is(p.v[0].title, "局长"));
	}
	assert_int_equal(units_split(&a, SV("市发改委|市住建局")).n, 2); /* in the file of cases | parts the columns */
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cases), cmocka_unit_test(no_end_of_names), cmocka_unit_test(blanks) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
