/* What a head says of full marks, and how a cell is called. */
#include "app/tally/tally_read.h"
#include "core/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_heads(void **state)
{
	static const struct {
		const char *head, *name, *max; /* max "0": none is said */
	} known[] = {
		{ "班子建设（20分）", "班子建设", "20" },
		{ "班子建设 (满分20分)", "班子建设", "20" },
		{ "项目规模(20)", "项目规模", "20" },
		{ "质量满分10", "质量", "10" },
		{ "质量 满分：7.5分", "质量", "7.5" },
		{ "评委3（100分）", "评委3", "100" },
		{ "（100分）评委3", "评委3", "100" },
		{ "领导2号评委(10)", "领导2号评委", "10" },
		{ "评委（3）", "评委(3)", "0" }, /* a judge's number, not what he may give */
		{ "县（区）", "县(区)", "0" },
		{ "完成率（%）", "完成率(%)", "0" },
		{ "权重（20%）", "权重(20%)", "0" },
		{ "得分（-5分）", "得分(-5分)", "0" },
		{ "评分（", "评分(", "0" },
		{ "满分", "满分", "0" },
		{ "）分（", ")分(", "0" },
		{ "", "", "0" },
	};
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < COUNT(known); i++) {
		struct dec max;
		struct sv name = tally_head_max(&a, words_clean(&a, sv_of(known[i].head)), &max);
		assert_string_equal(arena_cstr(&a, name), known[i].name);
		assert_string_equal(arena_cstr(&a, dec_text(&a, max)), known[i].max);
	}
	arena_release(&a);
}

static void test_cells(void **state)
{
	static const struct {
		int row, col;
		const char *at;
	} known[] = { { 1, 1, "A1" }, { 7, 26, "Z7" }, { 12, 27, "AA12" }, { 3, 52, "AZ3" }, { 9, 53, "BA9" }, { 1, 702, "ZZ1" }, { 2, 703, "AAA2" } };
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < COUNT(known); i++)
		assert_string_equal(arena_cstr(&a, tally_seen_at(&a, &(struct tally_seen){ .row = known[i].row, .col = known[i].col })), known[i].at);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_heads), cmocka_unit_test(test_cells) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
