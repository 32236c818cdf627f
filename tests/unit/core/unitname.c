#include "core/unitname.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	static struct arena a;
	arena_init(&a, 64u << 20);
	*state = &a;
	return 0;
}

static int teardown(void **state)
{
	arena_release(*state);
	return 0;
}

static void cleaning(void **state)
{
	struct arena *a = *state;
	assert_true(sv_is(unit_name_clean(a, SV("　商州区 住建\xC2\xA0局\t\xEF\xBB\xBF")), "商州区住建局"));
	assert_true(sv_is(unit_name_clean(a, SV("第３小学（Ｂ区）")), "第3小学(B区)"));
	assert_true(sv_is(unit_name_clean(a, SV("县\xE2\x80\x8B委办\r\n")), "县委办"));
	assert_int_equal(unit_name_clean(a, SV_NONE).n, 0);
	assert_int_equal(unit_name_clean(a, SV(" 　")).n, 0);
	assert_true(sv_is(unit_name_clean(a, SV("！～\xE3\x80\x82")), "!~\xE3\x80\x82"));
	assert_true(sv_is(
		unit_name_clean(
			a,
			SV("a\x7F\xE2\x80\x80\xE2\x80\x8F\xE2\x80\xA8\xE2\x80\xAF\xE2\x81\x9F\xE2\x81\xA0z")),
		"az"));
	/* Broken bytes neither crash nor vanish. */
	assert_int_equal(unit_name_clean(a, SV("\xFF\xFE\xE5")).n, 9);
}

static void keys(void **state)
{
	struct arena *a = *state;
	static const struct {
		const char *name, *prefix, *stem, *suffix;
		enum unit_form form;
	} rows[] = {
		/* villages */
		{"红庙村村民委员会", "", "红庙", "村", UNIT_FORM_VILLAGE},
		{"红庙村民委员会", "", "红庙", "村", UNIT_FORM_VILLAGE},
		{"红庙村委会", "", "红庙", "村", UNIT_FORM_VILLAGE},
		{"红庙村村委会", "", "红庙", "村", UNIT_FORM_VILLAGE},
		{"红庙村", "", "红庙", "村", UNIT_FORM_VILLAGE},
		{"伊和乌拉嘎查委员会", "", "伊和乌拉", "村", UNIT_FORM_VILLAGE},
		{"付村", "", "付村", "村", UNIT_FORM_VILLAGE},
		{"付村村委会", "", "付村", "村", UNIT_FORM_VILLAGE},
		{"新村委会", "", "新村", "村", UNIT_FORM_VILLAGE},
		{"城关街道付村", "城关街道", "付村", "村", UNIT_FORM_VILLAGE},
		{"峨山彝族自治县岔河乡安居村委会", "峨山彝族自治县岔河乡", "安居", "村", UNIT_FORM_VILLAGE},
		{"马市坪村", "", "马市坪", "村", UNIT_FORM_VILLAGE},
		{"古镇村", "", "古镇", "村", UNIT_FORM_VILLAGE},
		{"刘下乡村村民委员会", "", "刘下乡", "村", UNIT_FORM_VILLAGE},
		{"下伍旗镇东王庄村委会", "下伍旗镇", "东王庄", "村", UNIT_FORM_VILLAGE},
		/* communities */
		{"秦关社区居民委员会", "", "秦关", "社区", UNIT_FORM_COMMUNITY},
		{"秦关社区居委会", "", "秦关", "社区", UNIT_FORM_COMMUNITY},
		{"秦关居委会", "", "秦关", "社区", UNIT_FORM_COMMUNITY},
		{"秦关社区", "", "秦关", "社区", UNIT_FORM_COMMUNITY},
		{"上海市场社区", "", "上海市场", "社区", UNIT_FORM_COMMUNITY},
		{"杨柳社区村民委员会", "", "杨柳", "社区", UNIT_FORM_COMMUNITY},
		{"河北村居委会", "", "河北村", "社区", UNIT_FORM_COMMUNITY},
		{"商洛市商州区牧护关镇秦关社区", "商洛市商州区牧护关镇", "秦关", "社区", UNIT_FORM_COMMUNITY},
		{"白槎镇社区居委会", "", "白槎镇", "社区", UNIT_FORM_COMMUNITY},
		/* areas and their governments */
		{"牧护关镇人民政府", "", "牧护关", "镇", UNIT_FORM_AREA},
		{"商州区牧护关镇政府", "商州区", "牧护关", "镇", UNIT_FORM_AREA},
		{"大赵峪街道办事处", "", "大赵峪", "街道", UNIT_FORM_AREA},
		{"大赵峪街办", "", "大赵峪", "街道", UNIT_FORM_AREA},
		{"单县", "", "单县", "县", UNIT_FORM_AREA},
		/* offices */
		{"商州区住房和城乡建设局", "商州区", "住房和城乡建设", "局", UNIT_FORM_OFFICE},
		{"县住建局", "县", "住建", "局", UNIT_FORM_OFFICE},
		{"住建", "", "住建", "", UNIT_FORM_OTHER},
		{"商洛市城市管理局", "商洛市", "城市管理", "局", UNIT_FORM_OFFICE},
		{"商州区市场监督管理局", "商州区", "市场监督管理", "局", UNIT_FORM_OFFICE},
		{"市场监督管理局", "", "市场监督管理", "局", UNIT_FORM_OFFICE},
		{"县乡村振兴局", "县", "乡村振兴", "局", UNIT_FORM_OFFICE},
		{"运城市教育局", "运城市", "教育", "局", UNIT_FORM_OFFICE},
		{"市民政局", "市", "民政", "局", UNIT_FORM_OFFICE},
		{"市政园林局", "", "市政园林", "局", UNIT_FORM_OFFICE},
		{"县发展和改革委员会", "县", "发展和改革", "委", UNIT_FORM_OFFICE},
		{"中共商南县委组织部", "商南县", "组织", "部", UNIT_FORM_OFFICE},
		{"县委组织部", "县", "组织", "部", UNIT_FORM_OFFICE},
		{"商南县人民政府办公室", "商南县", "政府", "办", UNIT_FORM_OFFICE},
		{"高新区管理委员会", "", "高新区", "管委会", UNIT_FORM_OFFICE},
		{"单县教育局", "单县", "教育", "局", UNIT_FORM_OFFICE},
		/* nothing to take apart */
		{"县政府", "", "县政府", "", UNIT_FORM_OTHER},
		{"文旅和市场监管局", "", "文旅和市场监管", "局", UNIT_FORM_OFFICE},
		{"宝鸡市和平乡乡财政所", "宝鸡市和平乡乡", "财政", "所", UNIT_FORM_OFFICE},
		{"古城乡财政所", "古城乡", "财政", "所", UNIT_FORM_OFFICE},
		{"红庙村三组", "", "红庙村三", "组", UNIT_FORM_GROUP},
		{"第三村民小组", "", "第三", "组", UNIT_FORM_GROUP},
		{"村", "", "村", "村", UNIT_FORM_VILLAGE},
		{"镇", "", "镇", "", UNIT_FORM_OTHER},
		{"局", "", "局", "", UNIT_FORM_OTHER},
		{"", "", "", "", UNIT_FORM_OTHER},
		/* a small group is no villagers' group */
		{"脱贫攻坚领导小组", "", "脱贫攻坚领导小组", "", UNIT_FORM_OTHER},
		{"驻村工作组", "", "驻村工作组", "", UNIT_FORM_OTHER},
		{"水局", "", "水局", "局", UNIT_FORM_OFFICE},
		/* a level's character inside a word */
		{"市政府办公室", "市", "政府", "办", UNIT_FORM_OFFICE},
		{"市民政局", "市", "民政", "局", UNIT_FORM_OFFICE},
		{"市政工程处", "", "市政工程", "处", UNIT_FORM_OFFICE},
		{"市场监管局", "", "市场监管", "局", UNIT_FORM_OFFICE},
		{"县市场监管局", "县", "市场监管", "局", UNIT_FORM_OFFICE},
		{"运城市政务中心", "运城市", "政务", "中心", UNIT_FORM_OFFICE},
		{"运城市民政局", "运城市", "民政", "局", UNIT_FORM_OFFICE},
		{"城区办事处", "", "城区", "街道", UNIT_FORM_AREA},
		{"城区街道红庙村", "城区街道", "红庙", "村", UNIT_FORM_VILLAGE},
		{"城乡县教育局", "城乡县", "教育", "局", UNIT_FORM_OFFICE},
		{"商洛市住房城乡建设局", "商洛市", "住房城乡建设", "局", UNIT_FORM_OFFICE},
		{"商洛市住房和城乡建设局", "商洛市", "住房和城乡建设", "局", UNIT_FORM_OFFICE},
		/* one level, though two characters name one */
		{"烧锅镇乡红庙村", "烧锅镇乡", "红庙", "村", UNIT_FORM_VILLAGE},
		{"烧锅乡镇红庙村", "烧锅乡镇", "红庙", "村", UNIT_FORM_VILLAGE},
		{"古乡乡红庙村", "古乡乡", "红庙", "村", UNIT_FORM_VILLAGE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct unit_key k = unit_name_key(a, sv_of(rows[i].name));
		if (!sv_is(k.prefix, rows[i].prefix) || !sv_is(k.stem, rows[i].stem) ||
		    !sv_is(k.suffix, rows[i].suffix) || k.form != rows[i].form)
			fail_msg("%s: %.*s|%.*s|%.*s %d", rows[i].name, SV_ARG(k.prefix), SV_ARG(k.stem),
				 SV_ARG(k.suffix), (int)k.form);
	}
}

static void matching(void **state)
{
	struct arena *a = *state;
	const struct sv zj[] = {SV("住建局"), SV("建设局"), SV("商南县城建局")};
	static const struct {
		const char *given, *official;
		int aliases;
		enum unit_match want;
	} rows[] = {
		{"商南县教育局", "商南县教育局", 0, UNIT_MATCH_EXACT},
		{" 商南县　教育局", "商南县教育局", 0, UNIT_MATCH_EXACT},
		{"县教育局", "商南县教育局", 0, UNIT_MATCH_NORMALISED},
		{"教育局", "商南县教育局", 0, UNIT_MATCH_NORMALISED},
		{"教育", "商南县教育局", 0, UNIT_MATCH_NORMALISED},
		{"商洛市商南县教育局", "商南县教育局", 0, UNIT_MATCH_NORMALISED},
		{"商州区教育局", "商南县教育局", 0, UNIT_MATCH_NONE},
		{"市教育局", "商南县教育局", 0, UNIT_MATCH_NONE},
		{"区教育局", "商南县教育局", 0, UNIT_MATCH_NONE},
		{"商洛市教育局", "商洛市商州区教育局", 0, UNIT_MATCH_NONE},
		{"教育办", "商南县教育局", 0, UNIT_MATCH_NONE},
		{"教育体育局", "商南县教育局", 0, UNIT_MATCH_NONE},
		{"住建局", "商南县住房和城乡建设局", 2, UNIT_MATCH_ALIAS},
		{"建设 局", "商南县住房和城乡建设局", 2, UNIT_MATCH_ALIAS},
		{"住建", "商南县住房和城乡建设局", 2, UNIT_MATCH_NORMALISED},
		{"县住建局", "商南县住房和城乡建设局", 2, UNIT_MATCH_NORMALISED},
		{"商州区住建局", "商南县住房和城乡建设局", 2, UNIT_MATCH_NONE},
		{"县城建局", "商南县住房和城乡建设局", 3, UNIT_MATCH_NORMALISED},
		{"商州区城建局", "商南县住房和城乡建设局", 3, UNIT_MATCH_NONE},
		{"住建局", "商南县住房和城乡建设局", 0, UNIT_MATCH_NONE}, /* only the table knows */
		{"县住房和城乡建设局", "住房和城乡建设局", 0, UNIT_MATCH_NORMALISED},
		{"县委组织部", "中共商南县委组织部", 0, UNIT_MATCH_NORMALISED},
		{"组织部", "中共商南县委组织部", 0, UNIT_MATCH_NORMALISED},
		{"县委办", "中共商南县委办公室", 0, UNIT_MATCH_NORMALISED},
		{"县政府办", "中共商南县委办公室", 0, UNIT_MATCH_NONE},
		{"政府办", "商南县人民政府办公室", 0, UNIT_MATCH_NORMALISED},
		{"红庙村委会", "红庙村村民委员会", 0, UNIT_MATCH_NORMALISED},
		{"试马镇红庙村", "红庙村村民委员会", 0, UNIT_MATCH_NORMALISED},
		{"红庙", "红庙村村民委员会", 0, UNIT_MATCH_NORMALISED},
		{"红庙社区", "红庙村村民委员会", 0, UNIT_MATCH_NONE},
		{"商南县红庙村", "商南县试马镇红庙村", 0, UNIT_MATCH_NORMALISED},
		{"商南县试马镇红庙村", "商南县红庙村", 0, UNIT_MATCH_NORMALISED},
		{"商南县红庙", "商南县试马镇红庙村", 0, UNIT_MATCH_NORMALISED},
		{"城关镇红庙村", "商南县试马镇红庙村", 0, UNIT_MATCH_NONE},
		{"秦关居委会", "秦关社区居民委员会", 0, UNIT_MATCH_NORMALISED},
		{"牧护关镇政府", "牧护关镇", 0, UNIT_MATCH_NORMALISED},
		{"牧护关", "牧护关镇", 0, UNIT_MATCH_NORMALISED},
		{"大赵峪街办", "大赵峪街道办事处", 0, UNIT_MATCH_NORMALISED},
		{"沙河子镇", "牧护关镇", 0, UNIT_MATCH_NONE},
		{"", "牧护关镇", 0, UNIT_MATCH_NONE},
		{"牧护关镇", "", 0, UNIT_MATCH_NONE},
		{"", "", 0, UNIT_MATCH_NONE},
		{"商州区红庙", "商州区试马镇红庙组", 0, UNIT_MATCH_NORMALISED},
		{"商州区红庙", "商州区试马镇红庙社区", 0, UNIT_MATCH_NORMALISED},
		{"商洛市牧护关", "商洛市商州区牧护关镇", 0, UNIT_MATCH_NORMALISED},
		{"教育办", "教育", 0, UNIT_MATCH_NORMALISED},
		{"商洛市教育", "商洛市商州区教育办", 0, UNIT_MATCH_NONE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum unit_match m = unit_name_match(a, sv_of(rows[i].given), sv_of(rows[i].official), zj,
						    (size_t)rows[i].aliases);
		if (m != rows[i].want)
			fail_msg("%s ~ %s: %d, want %d", rows[i].given, rows[i].official, (int)m,
				 (int)rows[i].want);
	}
}

static void short_names(void **state)
{
	struct arena *a = *state;
	static const struct {
		const char *official, *want;
	} rows[] = {
		{"商南县教育局", "县教育局|教育局|教育|"},
		{"红庙村村民委员会", "红庙村|红庙|"},
		{"城关街道付村", "付村|"},
		{"牧护关镇", "牧护关|"},
		{"中共商南县委组织部", "商南县组织部|县组织部|组织部|组织|"},
		{"试马镇红庙村村民委员会", "试马镇红庙村|红庙村|红庙|"},
		{"专班", ""},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sv out[UNIT_SHORT_MAX], all = SV("");
		size_t n = unit_name_shorts(a, sv_of(rows[i].official), out);
		for (size_t k = 0; k < n; k++) {
			all = arena_printf(a, "%.*s%.*s|", SV_ARG(all), SV_ARG(out[k]));
			/* Whatever is offered is also understood. */
			assert_int_equal(unit_name_match(a, out[k], sv_of(rows[i].official), NULL, 0),
					 UNIT_MATCH_NORMALISED);
		}
		assert_string_equal(arena_cstr(a, all), rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cleaning),
		cmocka_unit_test(keys),
		cmocka_unit_test(matching),
		cmocka_unit_test(short_names),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
