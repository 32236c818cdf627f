#ifndef CORE_UNITNAME_H
#define CORE_UNITNAME_H
/* Names of units as sheets write them, against the official ones: full-width letters and blanks, the three
 * dozen ways to write a village committee, level prefixes left out or put in, the last syllable dropped.
 * Only rules that hold for every county stand here; that 发改局 is 发展和改革局 is said by the alias table.
 *
 * A match by rule is a proposal: the office confirms it once and it becomes an alias (handbook 3.10). */
#include "base/arena.h"

enum unit_match {
	UNIT_MATCH_NONE,
	UNIT_MATCH_NORMALISED, /* equal after the rules below */
	UNIT_MATCH_ALIAS,      /* equal to an alias, but for blanks and full-width letters */
	UNIT_MATCH_EXACT,      /* equal to the official name, but for blanks and full-width letters */
};

enum unit_form {
	UNIT_FORM_OTHER,
	UNIT_FORM_VILLAGE,   /* 村, 村委会, 村民委员会, 嘎查 */
	UNIT_FORM_COMMUNITY, /* 社区, 居委会, 居民委员会 */
	UNIT_FORM_GROUP,     /* 村民小组, 居民小组 */
	UNIT_FORM_AREA, /* a township, county or the like itself, or its government: 镇 乡 街道 县 区 市 */
	UNIT_FORM_OFFICE, /* 局 委 办 厅 中心 … */
};

/* A name taken apart.  The rules:
 *   prefix  the levels before it, "商洛市商州区", also a bare "县" before an office; "" if none
 *   stem    what is left: 红庙 of 红庙村村民委员会, 住建 of 县住建局; never shorter than two characters
 *           unless the whole name is (付村 stays 付村, not 付)
 *   suffix  村 社区 组 镇 乡 街道 县 区 市 旗, or 局 委 办 …, in its short form; "" if none */
struct unit_key {
	struct sv prefix, stem, suffix;
	enum unit_form form;
};

/* Blanks of every kind out, full-width letters, digits and brackets to half-width. */
struct sv unit_name_clean(struct arena *a, struct sv name);
struct unit_key unit_name_key(struct arena *a, struct sv name);

/* The best that holds.  By rule two names match when their stems are equal, their suffixes equal or one of
 * them missing, and their prefixes do not contradict: 区住建局 is not 市住建局, 商州区教育局 not
 * 商南县教育局. So several units may match one short name; the caller offers them all. */
enum unit_match unit_name_match(struct arena *a, struct sv given, struct sv official,
				const struct sv *aliases, size_t n);

/* Short names that these rules would understand, longest first, without the official one; returns how many
 * (at most UNIT_SHORT_MAX): 商南县教育局 gives 县教育局, 教育局, 教育. */
enum { UNIT_SHORT_MAX = 4 };
size_t unit_name_shorts(struct arena *a, struct sv official, struct sv ret[UNIT_SHORT_MAX]);

#endif
