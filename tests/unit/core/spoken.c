/* Every code of every enumeration has a word for people; what has none comes back readable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include "core/matter.h"
#include "core/rule.h"
#include "core/spoken.h"

static const char *village_only(enum lang lang, const char *msgid)
{
	return lang == LANG_ZH && strcmp(msgid, "Village") == 0 ? "村" : lang == LANG_ZH && strcmp(msgid, "odd_code") == 0 ? "怪" : msgid;
}

static void says(struct arena *a, enum lang lang, const char *noun, const char *column, const char *code, const char *want)
{
	struct sv got = spoken(a, lang, noun, column, sv_of(code));
	assert_string_equal(arena_cstr(a, got), want);
}

static void words(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a, 1 << 20);
	tr_install(village_only);
	says(&a, LANG_ZH, NULL, NULL, "village", "村");
	says(&a, LANG_EN, "unit", "kind", "village", "Village");
	says(&a, LANG_ZH, NULL, NULL, "odd_code", "怪");
	says(&a, LANG_EN, NULL, NULL, "odd_code", "odd code");
	says(&a, LANG_EN, NULL, NULL, "", "");
	/* of a matter: state, light, kind, each by its column or by none */
	for (int s = 0; s <= MATTER_WITHDRAWN; s++) {
		says(&a, LANG_EN, "matter", "state", matter_state_name(s), matter_state_word(s));
		says(&a, LANG_EN, "matter", NULL, matter_state_name(s), matter_state_word(s));
	}
	says(&a, LANG_EN, "matter", "light", "overdue", light_look(LIGHT_OVERDUE)->word);
	says(&a, LANG_EN, "matter", NULL, "overdue", light_look(LIGHT_OVERDUE)->word);
	says(&a, LANG_EN, "matter", "kind", "task", matter_kind_word(0));
	says(&a, LANG_EN, "matter", NULL, "task", matter_kind_word(0));
	says(&a, LANG_EN, "matter", "owner", "overdue", "overdue");
	says(&a, LANG_EN, "vote", "state", "open", "Voting");
	says(&a, LANG_EN, "note", "state", "open", "Not solved");
	says(&a, LANG_EN, "note", "kind", "problem", "Problem noted");
	says(&a, LANG_EN, "note", "post_class", "county", "County level");
	says(&a, LANG_EN, "note", "post_class", "no_such", "no such");
	says(&a, LANG_EN, "vote", "sheet", "signed", "Signed sheets");
	says(&a, LANG_EN, "event", NULL, "debrief", "Debrief");
	says(&a, LANG_EN, "event", "state", "no_such", "no such");
	/* a fact's word is in the language of the rules */
	struct sv zh = spoken(&a, LANG_ZH, "entry", "fact", SV("recurred")), en = spoken(&a, LANG_EN, "entry", "fact", SV("recurred"));
	assert_string_equal(arena_cstr(&a, zh), fact_word(fact_of_id(SV("recurred")))->zh);
	assert_string_equal(arena_cstr(&a, en), fact_word(fact_of_id(SV("recurred")))->en);
	says(&a, LANG_EN, "entry", "fact", "no_such", "no such");
	/* none: no side, or nothing of the rank */
	says(&a, LANG_EN, "board", "side", "none", "");
	says(&a, LANG_EN, "board", "show", "none", "Neither place nor third");
	says(&a, LANG_EN, NULL, NULL, "none", "Neither place nor third");
	tr_install(NULL);
	arena_release(&a);
}

static void heads(void **state)
{
	(void)state;
	static const struct {
		enum lang lang;
		const char *text, *want;
	} of[] = {
		{ LANG_EN, "leads", "Leads" }, { LANG_EN, "Leads", "Leads" }, { LANG_EN, "", "" }, { LANG_EN, "7 days", "7 days" },
		{ LANG_EN, "{x", "{x" }, { LANG_ZH, "leads", "leads" }, { LANG_EN, "zones", "Zones" },
	};
	struct arena a;
	arena_init(&a, 1 << 16);
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		struct sv got = spoken_head(&a, of[i].lang, sv_of(of[i].text));
		assert_string_equal(got.n ? arena_cstr(&a, got) : "", of[i].want);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(words), cmocka_unit_test(heads) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
