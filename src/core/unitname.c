#include "core/unitname.h"

#include "base/buf.h"
#include "base/utf8.h"

static bool is_blank(int32_t cp)
{
	return cp <= ' ' || cp == 0x7F || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

struct sv unit_name_clean(struct arena *a, struct sv name)
{
	struct buf b = buf_new(a, name.n * 3 + 1); /* a broken byte becomes three */
	for (int32_t cp; (cp = utf8_next(&name)) >= 0;) {
		char t[4];
		if (is_blank(cp))
			continue;
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp -= 0xFF01 - 0x21;
		buf_put(&b, sv_make(t, utf8_put(t, cp)));
	}
	return buf_sv(&b);
}

/* ---- short forms ------------------------------------------------------------------------------------- */

/* In this order, everywhere in a name. */
static const char *const folds[][2] = {
	{"村民委员会", "村委会"}, {"居民委员会", "居委会"}, {"嘎查委员会", "嘎查"},
	{"社区委员会", "社区"},	  {"村民小组", "组"},	    {"居民小组", "组"},
	{"管理委员会", "管委会"}, {"工作委员会", "工委"},   {"委员会", "委"},
	{"街道办事处", "街道"},	  {"街办", "街道"},	    {"办事处", "街道"},
	{"人民政府", "政府"},	  {"办公室", "办"},	    {"街道办", "街道"},
	{"有限责任公司", "公司"}, {"有限公司", "公司"},
};

static struct sv replace(struct arena *a, struct sv s, struct sv from, struct sv to)
{
	if (!sv_has(s, from))
		return s;
	struct buf b = buf_new(a, s.n + 1); /* every fold shortens */
	size_t at = 0;
	for (size_t hit; (hit = sv_find(s, from, at)) != SIZE_MAX; at = hit + from.n) {
		buf_put(&b, sv_make(s.p + at, hit - at));
		buf_put(&b, to);
	}
	buf_put(&b, sv_from(s, at));
	return buf_sv(&b);
}

static struct sv fold(struct arena *a, struct sv clean)
{
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++)
		clean = replace(a, clean, sv_of(folds[i][0]), sv_of(folds[i][1]));
	return clean;
}

static bool cut_end(struct sv *s, struct sv end)
{
	if (!sv_ends(*s, end))
		return false;
	*s = sv_upto(*s, s->n - end.n);
	return true;
}

/* ---- the end of a name ------------------------------------------------------------------------------- */

static const char *const areas[] = {"街道", "苏木", "镇", "乡", "县", "区", "市", "旗", "省", "州"};
static const char *const offices[] = {"管委会", "中心", "公司", "局", "委", "办", "厅", "部",
				      "院",	"站",	"所",	"队", "室", "处", "会"};

static struct sv end_among(struct sv s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sv_ends(s, sv_of(list[i])) && s.n > strlen(list[i]))
			return sv_of(list[i]);
	return SV("");
}

#define END_AMONG(s, list) end_among((s), (list), sizeof(list) / sizeof((list)[0]))

/* Stem and suffix; `prefix` is left alone. */
static void cut_suffix(struct sv s, struct unit_key *k)
{
	struct sv stem = s;
	bool committee = cut_end(&stem, SV("村委会")) || cut_end(&stem, SV("居委会"));
	bool villagers = committee && sv_ends(s, SV("村委会"));
	if (cut_end(&stem, SV("社区")) || (committee && !villagers)) {
		k->form = UNIT_FORM_COMMUNITY;
		k->suffix = SV("社区");
	} else if (villagers || cut_end(&stem, SV("嘎查")) || sv_ends(stem, SV("村"))) {
		k->form = UNIT_FORM_VILLAGE;
		k->suffix = SV("村");
		/* 新村村委会, 新村委会 and 新村 are all 新村. */
		struct sv bare = stem;
		cut_end(&bare, SV("村"));
		if (utf8_count(bare) >= 2)
			stem = bare;
		else if (bare.n)
			stem = utf8_upto(sv_make(s.p, bare.n + strlen("村")), 2);
	} else if (sv_ends(s, SV("组")) && !sv_ends(s, SV("领导小组")) && !sv_ends(s, SV("工作组"))) {
		k->form = UNIT_FORM_GROUP;
		k->suffix = SV("组");
		cut_end(&stem, k->suffix);
	} else {
		struct sv seat = s;
		if (cut_end(&seat, SV("政府")) && END_AMONG(seat, areas).n)
			stem = seat;
		k->suffix = END_AMONG(stem, areas);
		k->form = k->suffix.n ? UNIT_FORM_AREA : UNIT_FORM_OTHER;
		if (!k->suffix.n && (k->suffix = END_AMONG(stem, offices)).n)
			k->form = UNIT_FORM_OFFICE;
		struct sv bare = stem;
		if (cut_end(&bare, k->suffix) && utf8_count(bare) >= 2)
			stem = bare;
	}
	k->stem = stem.n ? stem : s;
}

/* ---- the levels before it ---------------------------------------------------------------------------- */

/* Words that contain a level's character without naming a level. */
static const char *const not_levels[] = {
	"城市", "城乡", "城镇", "城区", "社区", "景区", "园区", "林区", "库区", "地区", "山区", "老区",
	"灾区", "军区", "小区", "辖区", "校区", "片区", "牧区", "湖区", "市场", "市政", "市容", "市民",
	"市域", "县域", "区域", "区划", "区块", "乡村", "乡镇", "乡土", "镇村", "镇化", "市区",
};

/* Is the level character at `at` part of such a word?  Words that may also end a place's name (运城市,
 * 石景山区) only count at the beginning of the rest. */
static bool level_is_word(struct sv s, size_t at)
{
	for (size_t i = 0; i < sizeof(not_levels) / sizeof(not_levels[0]); i++) {
		struct sv w = sv_of(not_levels[i]);
		if (sv_starts(s, w) && at < w.n) /* 市政府 and 市民政局 are the city's */
			return !sv_starts(s, SV("市政府")) && !sv_starts(s, SV("市民政"));
		if (sv_starts(sv_from(s, at), w) && !sv_is(w, "市区") && !sv_is(w, "市政") &&
		    !sv_is(w, "市民"))
			return true;
	}
	/* 住房和城乡建设局, 住房城乡建设局 */
	struct sv upto = sv_upto(s, at);
	return sv_ends(upto, SV("城")) && sv_starts(sv_from(s, at), SV("乡")) && (sv_has(upto, SV("和")) || sv_has(upto, SV("住房")));
}

/* Ends that say nothing without the level before them. */
static bool too_general(struct sv rest)
{
	static const char *const general[] = {"管理局", "管委会", "委",	      "办",	"局",	 "政府",
					      "分局",	"中心",	  "服务中心", "党委",	"工委",	 "镇",
					      "乡",	"街道",	  "公司",     "生活区", "管理区"};
	static const char *const settled_ends[] = {"村委会", "居委会", "居委", "社区", "村", "组", "嘎查"};
	for (size_t i = 0; i < sizeof(general) / sizeof(general[0]); i++)
		if (sv_is(rest, general[i]))
			return true;
	struct sv name = rest; /* 社区居委会 names no community, 村村委会 no village */
	for (size_t i = 0; i < sizeof(settled_ends) / sizeof(settled_ends[0]); i++)
		cut_end(&name, sv_of(settled_ends[i]));
	if (name.n == 0)
		return true;
	return utf8_count(rest) < 2;
}

/* Bytes of the first level at the front of `s`, 0 if there is none. */
static size_t first_level(struct sv s, bool settlement)
{
	size_t chars = 0;
	for (struct sv rest = s; rest.n; chars++) {
		size_t at = s.n - rest.n;
		for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
			struct sv mark = sv_of(areas[i]);
			if (!sv_starts(rest, mark) || sv_is(mark, "州"))
				continue;
			size_t end = at + mark.n;
			/* A village 马市坪 keeps its 市: before a settlement a level has a name of two. */
			if (settlement ? chars < 2 || sv_starts(rest, SV("市场")) : level_is_word(s, at))
				continue;
			/* 下伍旗镇 and 烧锅镇乡 are one level. */
			struct sv after = sv_from(s, end);
			if (settlement && !sv_starts(after, mark) &&
			    (sv_starts(after, SV("镇")) || sv_starts(after, SV("乡"))))
				continue;
			if (!too_general(sv_from(s, end)))
				return end;
		}
		(void)utf8_next(&rest); /* only to step over one character */
	}
	return 0;
}

static bool ends_as_settlement(struct sv s)
{
	return sv_ends(s, SV("村")) || sv_ends(s, SV("社区")) || sv_ends(s, SV("嘎查")) ||
	       sv_ends(s, SV("村委会")) || sv_ends(s, SV("居委会")) || sv_ends(s, SV("组")) ||
	       END_AMONG(s, areas).n;
}

struct unit_key unit_name_key(struct arena *a, struct sv name)
{
	struct sv s = fold(a, unit_name_clean(a, name));
	if (sv_starts(s, SV("中共")))
		s = sv_from(s, strlen("中共"));
	struct sv rest = s;
	bool settlement = ends_as_settlement(s);
	for (size_t n; (n = first_level(rest, settlement)) > 0;) {
		rest = sv_from(rest, n);
		/* 县委组织部: the committee belongs to the level. */
		if (!settlement && sv_starts(rest, SV("委")) && !too_general(sv_from(rest, strlen("委"))))
			rest = sv_from(rest, strlen("委"));
	}
	struct unit_key k = {.prefix = sv_upto(s, s.n - rest.n), .suffix = SV("")};
	if (!settlement)
		cut_end(&k.prefix, SV("委"));
	cut_suffix(rest, &k);
	return k;
}

/* ---- matching ---------------------------------------------------------------------------------------- */

static bool settled(const struct unit_key *k)
{
	return k->form == UNIT_FORM_VILLAGE || k->form == UNIT_FORM_COMMUNITY || k->form == UNIT_FORM_GROUP ||
	       k->form == UNIT_FORM_AREA;
}

static bool prefixes_agree(const struct unit_key *a, const struct unit_key *b)
{
	if (sv_ends(a->prefix, b->prefix) || sv_ends(b->prefix, a->prefix))
		return true;
	/* 商州区红庙村 leaves out the township; 商洛市住建局 does not leave out the district. */
	return (settled(a) || settled(b)) &&
	       (sv_starts(a->prefix, b->prefix) || sv_starts(b->prefix, a->prefix));
}

static bool keys_match(const struct unit_key *a, const struct unit_key *b)
{
	return a->stem.n && sv_eq(a->stem, b->stem) &&
	       (sv_eq(a->suffix, b->suffix) || !a->suffix.n || !b->suffix.n) && prefixes_agree(a, b);
}

enum unit_match unit_name_match(struct arena *a, struct sv given, struct sv official,
				const struct sv *aliases, size_t n)
{
	struct sv g = unit_name_clean(a, given);
	if (g.n == 0)
		return UNIT_MATCH_NONE;
	if (sv_eq(g, unit_name_clean(a, official)))
		return UNIT_MATCH_EXACT;
	for (size_t i = 0; i < n; i++)
		if (sv_eq(g, unit_name_clean(a, aliases[i])))
			return UNIT_MATCH_ALIAS;
	struct unit_key gk = unit_name_key(a, given), ok = unit_name_key(a, official);
	if (keys_match(&gk, &ok))
		return UNIT_MATCH_NORMALISED;
	for (size_t i = 0; i < n; i++) {
		struct unit_key ak = unit_name_key(a, aliases[i]);
		/* An alias without levels stands for the official name's: 住建局 of 商南县 is not
		 * 商州区住建局. */
		if (!ak.prefix.n)
			ak.prefix = ok.prefix;
		if (keys_match(&gk, &ak))
			return UNIT_MATCH_NORMALISED;
	}
	return UNIT_MATCH_NONE;
}

static struct sv last_level(struct sv prefix)
{
	return END_AMONG(prefix, areas);
}

size_t unit_name_shorts(struct arena *a, struct sv official, struct sv ret[UNIT_SHORT_MAX])
{
	struct unit_key k = unit_name_key(a, official);
	struct sv clean = unit_name_clean(a, official), suffix = k.suffix;
	if (sv_ends(k.stem, suffix)) /* 付村 */
		suffix = SV("");
	struct sv tail = arena_printf(a, "%.*s%.*s", SV_ARG(k.stem), SV_ARG(suffix)),
		  level = last_level(k.prefix);
	struct sv made[UNIT_SHORT_MAX] = {arena_printf(a, "%.*s%.*s", SV_ARG(k.prefix), SV_ARG(tail)), tail,
					  tail, k.stem};
	made[1] =
		k.form == UNIT_FORM_OFFICE ? arena_printf(a, "%.*s%.*s", SV_ARG(level), SV_ARG(tail)) : tail;
	size_t n = 0;
	for (size_t i = 0; i < UNIT_SHORT_MAX; i++) {
		bool known = made[i].n == 0 || sv_eq(made[i], clean);
		for (size_t j = 0; j < n && !known; j++)
			known = sv_eq(made[i], ret[j]);
		if (!known)
			ret[n++] = made[i];
	}
	return n;
}
