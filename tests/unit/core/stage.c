/* What the hall sees step by step: the same step is the same picture, nothing of a result before the release. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include "base/buf.h"
#include "base/prng.h"
#include "core/stage.h"

static struct arena a;

static int begin(void **state)
{
	(void)state;
	arena_init(&a, 1 << 24);
	return 0;
}
static int finish(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

enum { MAX = 40 };
static const int64_t slots[] = { 1, 2, 3 };

/* "3,1,-,1": the places of one vote in the official order; "-" for none. */
static struct stage_plan plan(const char *places, bool released, bool whole)
{
	struct stage_row *row = NEW(&a, struct stage_row, MAX);
	struct stage_vote *v = NEW(&a, struct stage_vote, 1);
	struct sv rest = sv_of(places), part;
	*v = (struct stage_vote){ .id = 64, .row = row };
	while (sv_split(&rest, ',', &part)) {
		int64_t place = 0;
		bool given = sv_int(part, &place);
		row[v->n++] = (struct stage_row){ given, (int)place };
	}
	return (struct stage_plan){ .slot = slots, .n_slot = 3, .vote = v, .n_vote = 1, .released = released, .whole = whole };
}

/* The names of all steps. */
static const char *names(const struct stage_plan *p)
{
	struct stage_step *s;
	size_t n = stage_steps(&a, p, &s);
	struct buf b = buf_new(&a, 4096);
	for (size_t i = 0; i < n; i++) {
		struct sv key = stage_key(&a, p, s[i]);
		buf_printf(&b, "%s%.*s", i ? " " : "", SV_ARG(key));
	}
	return arena_cstr(&a, buf_sv(&b));
}

/* The picture as text: row numbers from 0, "#" with its place, "." with its points, "!" new; "|" before those without a place. */
static const char *sees(const struct stage_plan *p, const char *key)
{
	struct stage_step *s;
	size_t n = stage_steps(&a, p, &s), at = stage_find(&a, p, s, n, sv_of(key));
	if (at == SIZE_MAX)
		return "no such step";
	struct stage_picture r = stage_after(&a, p, s[at]);
	struct buf b = buf_new(&a, 4096);
	for (size_t i = 0; i < r.n; i++) {
		if (i == r.n_placed)
			buf_puts(&b, "| ");
		buf_printf(&b, "%zu%s%s%s ", r.line[i].row, r.line[i].place ? "#" : "", r.line[i].points ? "." : "", r.line[i].fresh ? "!" : "");
		assert_int_equal(r.line[i].place, i < r.n_placed);
	}
	return b.n ? arena_cstr(&a, buf_sv(&b)) : "";
}

static void before_the_release(void **state)
{
	(void)state;
	static const char *const worlds[] = { "1,2,3,4,5,6,7", "1,1,1,1,1,1,1", "7,6,5,4,3,2,1", "-,-,-,-,-,-,-", "1,2,2,2,5,5,5", "" };
	for (size_t i = 0; i < sizeof(worlds) / sizeof(*worlds); i++)
		for (int whole = 0; whole < 2; whole++) {
			struct stage_plan p = plan(worlds[i], false, whole);
			struct stage_step *s;
			size_t n = stage_steps(&a, &p, &s);
			assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes");
			for (size_t k = 0; k < n; k++)
				assert_int_equal(stage_after(&a, &p, s[k]).n, 0);
			/* asked for a step that is not there: still nothing */
			struct stage_picture none = stage_after(&a, &p, (struct stage_step){ .kind = STAGE_SHEET });
			assert_int_equal(none.n, 0);
			assert_null(none.line);
		}
	struct stage_plan p = plan("1", true, false);
	p.n_vote = 0;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3");
}

static void reveal(void **state)
{
	(void)state;
	struct stage_plan p = plan("4,7,1,3,6,2,5", true, false);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 place-64-3 place-64-2 place-64-1 sheet-64");
	assert_string_equal(sees(&p, "votes"), "");
	assert_string_equal(sees(&p, "list-64"), "0#! | 1! 4! 6! ");
	assert_string_equal(sees(&p, "place-64-3"), "3#.! ");
	assert_string_equal(sees(&p, "place-64-2"), "5#.! 3#. ");
	assert_string_equal(sees(&p, "place-64-1"), "2#.! 5#. 3#. ");
	assert_string_equal(sees(&p, "sheet-64"), "2#. 5#. 3#. 0#. | 1 4 6 ");
	p.whole = true;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 place-64-3 place-64-2 place-64-1 sheet-64");
	assert_string_equal(sees(&p, "list-64"), "0#.! 6#.! 4#.! 1#.! ");
	assert_string_equal(sees(&p, "sheet-64"), "2#. 5#. 3#. 0#. 6#. 4#. 1#. ");
}

/* A trial steps through made-up figures under names of its own; once it ends they stand for the cover, of the real result too. */
static void trial(void **state)
{
	(void)state;
	struct stage_step *s;
	struct stage_plan p = plan("2,1,3,4", true, false);
	p.made_up = true;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes trial-list-64 trial-place-64-2 trial-place-64-1 trial-sheet-64");
	size_t n = stage_steps(&a, &p, &s);
	assert_int_equal(stage_present(&a, &p, s, n, SV("trial-place-64-3")), 5); /* as of a real one: the first of that vote */
	p.made_up = false;
	for (int released = 0; released < 2; released++) {
		p.released = released;
		n = stage_steps(&a, &p, &s);
		assert_int_equal(stage_find(&a, &p, s, n, SV("trial-sheet-64")), SIZE_MAX);
		assert_int_equal(stage_present(&a, &p, s, n, SV("trial-sheet-64")), 0);
		assert_int_equal(stage_present(&a, &p, s, n, SV("trial-place-64-1")), 0);
	}
}

/* Ties stand together; a place that nobody has is no step; who has no figure is named last, without a place. */
static void ties(void **state)
{
	(void)state;
	struct stage_plan p = plan("1,3,1,4,5,6,7", true, false);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 place-64-3 place-64-1 sheet-64");
	assert_string_equal(sees(&p, "place-64-1"), "0#.! 2#.! 1#. ");
	p = plan("1,1,1", true, false);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes place-64-1 sheet-64");
	p = plan("2,1,2,2", true, true);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes place-64-2 place-64-1 sheet-64");
	p = plan("-,2,1,-,3,4", true, true);
	assert_string_equal(sees(&p, "list-64"), "5#.! | 0! 3! ");
	p = plan("-,-", true, true);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 sheet-64");
	assert_string_equal(sees(&p, "sheet-64"), "| 0 1 ");
}

/* The lower half has no place read out, however few they are. */
static void few(void **state)
{
	(void)state;
	struct stage_plan p = plan("2,3,1", true, false);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 place-64-1 sheet-64");
	assert_string_equal(sees(&p, "list-64"), "| 0! 1! ");
	assert_string_equal(sees(&p, "place-64-1"), "2#.! ");
	assert_string_equal(sees(&p, "sheet-64"), "2#. | 0 1 ");
	p.whole = true;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes place-64-3 place-64-2 place-64-1 sheet-64");
	p = plan("1", true, false);
	assert_string_equal(sees(&p, "place-64-1"), "0#.! ");
	/* Nobody stands alone among the others: of two the first alone is told, and ties in the upper half leave more below it. */
	p = plan("2,1", true, false);
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes place-64-1 sheet-64");
	assert_string_equal(sees(&p, "sheet-64"), "1#. ");
	p = plan("1,2,2,2,5", true, false);
	assert_string_equal(sees(&p, "sheet-64"), "0#. | 1 2 3 4 ");
	p = plan("1,-", true, false);
	assert_string_equal(sees(&p, "sheet-64"), "0#. | 1 ");
}

/* Forward, back, a jump: the picture is that of the step. */
static void same_step_same_picture(void **state)
{
	(void)state;
	struct stage_plan p = plan("4,7,1,3,6,2,5", true, false), again = plan("4,7,1,3,6,2,5", true, false);
	static const char *const way[] = { "cover", "place-64-1", "list-64", "place-64-3", "place-64-2", "list-64", "sheet-64", "place-64-3" };
	for (size_t i = 0; i < sizeof(way) / sizeof(*way); i++)
		assert_string_equal(sees(&p, way[i]), sees(&again, way[i]));
}

static void several_votes(void **state)
{
	(void)state;
	struct stage_plan one = plan("1,2,3,4", true, false), two = plan("1,1", true, false), three = plan("-", true, false);
	struct stage_vote v[3] = { one.vote[0], two.vote[0], three.vote[0] };
	v[1].id = 65;
	v[2].id = 66;
	struct stage_plan p = one;
	p.vote = v;
	p.n_vote = 3;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes list-64 place-64-2 place-64-1 place-65-1 list-66 sheet-64 sheet-65 sheet-66");
	assert_string_equal(sees(&p, "place-65-1"), "0#.! 1#.! ");
	assert_string_equal(sees(&p, "sheet-66"), "| 0 ");
	p.released = false;
	assert_string_equal(names(&p), "cover slot-1 slot-2 slot-3 votes");
}

/* Of whatever result: everybody is shown once by the reveal and once on the sheet (but for a last one who would stand alone), the last of the reveal are the first; and of the lower
 * half no place is told. */
static void whatever_the_result(void **state)
{
	(void)state;
	struct prng r = { 20260701 };
	for (int round = 0; round < 4000; round++) {
		int n = 1 + (int)(prng_next(&r) % 30), spread = 1 + (int)(prng_next(&r) % 30), points[MAX], given = 0;
		struct stage_row row[MAX];
		for (int i = 0; i < n; i++) {
			points[i] = (int)(prng_next(&r) % (unsigned)spread);
			row[i] = (struct stage_row){ .given = prng_next(&r) % 8 != 0 };
			given += row[i].given;
		}
		for (int i = 0; i < n; i++)
			for (int k = 0; k < n && row[i].given; k++)
				row[i].place += k == i || (row[k].given && points[k] > points[i]);
		struct stage_vote v = { .id = 64, .row = row, .n = (size_t)n };
		struct stage_plan p = { .vote = &v, .n_vote = 1, .released = true, .whole = round % 2 == 0 };
		struct stage_step *s;
		size_t steps = stage_steps(&a, &p, &s);
		int shown[MAX] = { 0 }, sheet[MAX] = { 0 }, silent = 0, others = 0, last = p.whole ? given : (given + 1) / 2;
		for (size_t i = 2; i < steps; i++) {
			struct stage_picture f = stage_after(&a, &p, s[i]);
			for (size_t k = 0; k < f.n; k++) {
				const struct stage_line *l = &f.line[k];
				shown[l->row] += s[i].kind != STAGE_SHEET && l->fresh;
				sheet[l->row] += s[i].kind == STAGE_SHEET;
				assert_int_equal(l->place, k < f.n_placed);
				assert_true(!l->points || l->place);
				assert_true(!l->place || (row[l->row].given && row[l->row].place <= last));
				assert_true(k == 0 || k >= f.n_placed || row[l->row].place >= row[f.line[k - 1].row].place);
				assert_true(k <= f.n_placed || l->row > f.line[k - 1].row);
			}
			others += s[i].kind == STAGE_SHEET ? (int)(f.n - f.n_placed) : 0;
		}
		for (int i = 0; i < n; i++) {
			assert_true(shown[i] == sheet[i] && shown[i] <= 1);
			silent += !shown[i];
		}
		assert_true(silent == 0 || (silent == 1 && given == n && !p.whole));
		assert_true(p.whole || others != 1 || given < n);
		if (given)
			assert_int_equal(s[steps - 2].place, 1);
		arena_reset(&a);
	}
}

static void what_stands_for_a_step_that_is_gone(void **state)
{
	(void)state;
	struct stage_plan p = plan("2,3,1", true, false);
	struct stage_step *s;
	size_t n = stage_steps(&a, &p, &s);
	assert_int_equal(stage_present(&a, &p, s, n, SV("slot-2")), 2);
	assert_int_equal(stage_present(&a, &p, s, n, SV("place-64-3")), 5); /* it was read out while the setting was another */
	assert_int_equal(stage_present(&a, &p, s, n, SV("place-65-1")), 0);
	assert_int_equal(stage_present(&a, &p, s, n, SV("slot-64")), 0);
	assert_int_equal(stage_present(&a, &p, s, n, SV("")), 0);
	assert_int_equal(stage_present(&a, &p, s, n, SV("-")), 0);
	assert_true(stage_find(&a, &p, s, n, SV("slot-9")) == SIZE_MAX);
}

/* A slide is a step after its slot; one that is gone leaves the slot's name standing. */
static void slides(void **state)
{
	(void)state;
	static const int pages[] = { 0, 3, 1 }, fewer[] = { 0, 1, 0 };
	struct stage_plan p = plan("-", false, false);
	struct stage_step *s;
	p.pages = pages;
	assert_string_equal(names(&p), "cover slot-1 slot-2 page-2-1 page-2-2 page-2-3 slot-3 page-3-1 votes");
	size_t n = stage_steps(&a, &p, &s);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(stage_find(&a, &p, s, n, stage_key(&a, &p, s[i])), i);
		assert_int_equal(stage_on_slot(s[i]), i > 0 && i < n - 1);
		assert_int_equal(stage_after(&a, &p, s[i]).n, 0);
	}
	p.pages = fewer;
	n = stage_steps(&a, &p, &s);
	assert_int_equal(stage_present(&a, &p, s, n, SV("page-2-1")), 3);
	assert_int_equal(stage_present(&a, &p, s, n, SV("page-2-3")), 2);
	assert_int_equal(stage_present(&a, &p, s, n, SV("page-3-1")), 4);
	assert_int_equal(stage_present(&a, &p, s, n, SV("page-9-1")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, begin, finish)
		T(before_the_release), T(reveal), T(trial), T(ties), T(few), T(several_votes), T(whatever_the_result), T(same_step_same_picture), T(what_stands_for_a_step_that_is_gone), T(slides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
