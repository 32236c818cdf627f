#include "core/cellsplit.h"

#include "base/buf.h"
#include "base/utf8.h"

/* No cell of `n` bytes has more parts than this. */
static size_t most_parts(size_t n)
{
	return n / 2 + 2 < 200 ? n / 2 + 2 : 200;
}

/* ---- units ------------------------------------------------------------------------------------------- */

static const char lead_words[] = "牵头 主办 主责 牵头单位 主办单位 牵头部门 牵头责任单位 主责单位 总牵头 抓总";
static const char assist_words[] = "配合 协办 协同 配合单位 协办单位 责任单位 责任部门 配合部门 参与 "
				   "参与单位 协助";

static const char unit_ends[] = "局 委 办 府 部 院 中心 公司 镇 乡 区 县 市 街道 村 社区 队 站 所 厅 处 会 "
				"行 校 馆 集团 司 组 科 场 "
				"厂 台 社 专班 园 协会 学校 医院 单位 部门";

bool unit_is_collective(struct sv name)
{
	if (words_in(name, "各县 各区 各镇 各乡 各村 各街 各办 各部门 各单位 各相关 各有关 各社区 各成员 "
			   "各市 各级 各科 各责任 各园 各行业 "
			   "各牵头 各组 相关部门 相关单位 有关部门 有关单位 相关县 相关镇 相关乡 全体 所有 "
			   "成员单位 县直部门 市直部门 区直部门 "
			   "直各部门 直各单位 直有关 直相关 沿线 其他部门 其他单位 涉及"))
		return true;
	if (words_start(name, "各") || words_end(name, "等 等部门 等单位 等县 等区 等县区 等镇", NULL))
		return true;
	int v, digits;
	size_t n = number_take_int(name, &v, &digits);
	return n && words_start(sv_from(name, n), "县区 个县 个镇 镇办 个乡 个区 区县 个村 个部门 乡镇 "
						  "个街道 镇");
}

static bool is_open(int32_t cp)
{
	return cp == '(' || cp == 0xFF08 || cp == '[' || cp == 0xFF3B || cp == 0x3010 || cp == 0x3014;
}

static bool is_close(int32_t cp)
{
	return cp == ')' || cp == 0xFF09 || cp == ']' || cp == 0xFF3D || cp == 0x3011 || cp == 0x3015;
}

static bool is_cut(int32_t cp)
{
	return cp == 0x3001 || cp == ',' || cp == 0xFF0C || cp == ';' || cp == 0xFF1B || cp == '\n' ||
		cp == '\r' ||
	       cp == 0x3002 || cp == '|';
}

/* The piece left of a / or a blank stands alone as the name of a unit. */
static bool is_whole_unit(struct sv s)
{
	s = sv_trim(s);
	return utf8_count(s) >= 3 && words_end(s, unit_ends, NULL);
}

/* （牵头） and the like off the name: the bracket's words tell the role. */
static struct sv take_role(struct arena *a, struct sv name, enum unit_role *role)
{
	struct buf b = buf_new(a, name.n + 1);
	struct sv s = name;
	while (s.n) {
		struct sv start = s, inner;
		int32_t cp = utf8_next(&s);
		if (!is_open(cp)) {
			buf_put(&b, sv_upto(start, start.n - s.n));
			continue;
		}
		inner = s;
		struct sv t = s;
		int32_t c = 0;
		while (t.n && !is_close(c)) {
			inner = sv_upto(s, s.n - t.n);
			c = utf8_next(&t);
		}
		if (!is_close(c))
			inner = s;
		inner = sv_trim(inner);
		if (words_start(inner, lead_words)) {
			*role = ROLE_LEAD;
		} else if (words_is(inner, assist_words)) {
			*role = ROLE_ASSIST;
		} else {
			buf_put(&b, sv_upto(start, start.n - t.n));
		}
		s = t;
	}
	struct sv out = sv_trim(buf_sv(&b));
	size_t n;
	if (words_end(out, "牵头负责 牵头 主办", &n) && out.n > n + 6) {
		*role = ROLE_LEAD;
		out = sv_upto(out, out.n - n);
		words_eat(&out, "由");
	} else if (words_end(out, "配合 协办", &n) && out.n > n + 6) {
		*role = ROLE_ASSIST;
		out = sv_upto(out, out.n - n);
	}
	return sv_trim(out);
}

/* 牵头单位：… at the front of a piece opens a group of that role. */
static bool take_label(struct sv *piece, enum unit_role *group)
{
	static const struct {
		const char *words;
		enum unit_role role;
	} labels[] = {
		{ "牵头责任单位 牵头单位 牵头部门 牵头 主办单位 主办 主责单位 主责", ROLE_LEAD },
		{ "配合单位 配合部门 配合 协办单位 协办 责任单位 责任部门 参与单位 协助单位 成员单位",
		  ROLE_ASSIST },
	};
	for (size_t i = 0; i < 2; i++) {
		struct sv t = *piece;
		if (words_eat(&t, labels[i].words) && (t = sv_trim(t), words_eat(&t, "： :"))) {
			*group = labels[i].role;
			*piece = sv_trim(t);
			return true;
		}
	}
	return false;
}

static void add_unit(struct arena *a, struct unit_parts *u, struct sv piece, enum unit_role *group)
{
	piece = sv_trim(piece);
	enum unit_role role = ROLE_NONE;
	take_label(&piece, group);
	struct sv name = take_role(a, piece, &role);
	if (!name.n || words_is(name, "/ - — 无"))
		return;
	if (role == ROLE_NONE)
		role = *group;
	size_t at = sv_find(name, SV("及各"), 0);
	at = at == SIZE_MAX ? sv_find(name, SV("和各"), 0) : at;
	at = at == SIZE_MAX ? sv_find(name, SV("及相关"), 0) : at;
	at = at == SIZE_MAX ? sv_find(name, SV("及有关"), 0) : at;
	struct sv more = SV_NONE;
	if (at != SIZE_MAX && at >= 6) {
		more = sv_from(name, at + 3);
		name = sv_upto(name, at);
	}
	for (int i = 0; i < 2; i++, name = more) {
		if (!name.n)
			continue;
		bool seen = false;
		for (size_t k = 0; k < u->n && !seen; k++)
			if (sv_eq(u->v[k].name, name)) {
				seen = true;
				if (role == ROLE_LEAD)
					u->v[k].role = role;
			}
		if (!seen && u->n < u->room)
			u->v[u->n++] = (struct unit_part){ name, role, unit_is_collective(name) };
		u->marked |= role == ROLE_LEAD;
	}
}

struct unit_parts units_split(struct arena *a, struct sv cell)
{
	struct unit_parts u = { .v = NEW(a, struct unit_part, most_parts(cell.n)),
				.room = most_parts(cell.n) };
	enum unit_role group = ROLE_NONE;
	struct sv s = cell, from = cell;
	int depth = 0;
	while (s.n) {
		struct sv at = s;
		int32_t cp = utf8_next(&s);
		depth += is_open(cp);
		depth -= is_close(cp) && depth > 0;
		struct sv left = sv_upto(from, from.n - at.n);
		bool blank = cp == ' ' || cp == 0x3000 || cp == '\t' || cp == 0xA0;
		bool slash = cp == '/' || cp == 0xFF0F;
		struct sv right = s;
		for (struct sv t = s; t.n;) {
			right = sv_upto(s, s.n - t.n);
			int32_t c = utf8_next(&t);
			if (is_cut(c) || c == '/' || c == 0xFF0F || c == ' ' || c == 0x3000 || is_open(c))
				break;
			right = sv_upto(s, s.n - t.n);
		}
		enum unit_role ignored = ROLE_NONE;
		bool whole = (blank || slash) && is_whole_unit(take_role(a, left, &ignored)) &&
			is_whole_unit(right);
		if (depth == 0 && (is_cut(cp) || whole)) {
			add_unit(a, &u, left, &group);
			from = s;
		}
	}
	add_unit(a, &u, from, &group);
	return u;
}

/* ---- numbers that are personal ------------------------------------------------------------------------ */

/* A digit, half or full width: its value; '*' (also full width, x, •) as 10; −1 otherwise. */
static int digit_of(int32_t cp)
{
	if (cp >= '0' && cp <= '9')
		return cp - '0';
	if (cp >= 0xFF10 && cp <= 0xFF19)
		return cp - 0xFF10;
	return cp == '*' || cp == 0xFF0A || cp == 0x2022 || cp == 0xD7 ? 10 : -1;
}

struct digits {
	int v[40], n;
	size_t at, end; /* bytes in the text */
	size_t solid;   /* where the first gap inside begins, else `end` */
	size_t ends[40];
};

/* A run of digits with single blanks or dashes inside, beginning at `at`. */
static struct digits run_at(struct sv text, size_t at)
{
	struct digits d = { .at = at, .end = at };
	struct sv s = sv_from(text, at);
	bool gap = false;
	while (s.n && d.n < 40) {
		int32_t cp = utf8_next(&s);
		int v = digit_of(cp);
		if (v >= 0) {
			d.v[d.n] = v;
			d.end = text.n - s.n;
			d.ends[d.n++] = d.end;
			gap = false;
		} else if ((cp == '-' || cp == ' ' || cp == 0x2014 || cp == 0xFF0D) && !gap && d.n) {
			gap = true;
			d.solid = d.solid ? d.solid : d.end;
		} else {
			break;
		}
	}
	if (!d.solid)
		d.solid = d.end;
	return d;
}

/* How many digits of the run are a personal number; 0 if it is none. */
static int personal_digits(const struct digits *d, struct sv text, bool labelled)
{
	struct sv after = sv_from(text, d->end);
	bool solid = d->n > 0 && d->end - d->at == (size_t)d->n;
	bool masked = false;
	for (int i = 0; i < d->n; i++)
		masked |= d->v[i] == 10;
	if (d->n == 17 && solid && words_start(after, "X x Ｘ ｘ"))
		return 17;
	if (d->n == 18 && (d->v[0] >= 1 && d->v[0] <= 8) && (solid || masked))
		return 18;
	if (d->n >= 16 && d->n <= 19 && d->v[0] == 6 && labelled)
		return d->n;
	bool mobile = d->n >= 11 && d->v[0] == 1 && d->v[1] >= 3 && d->v[1] <= 9;
	/* Ten thousand million of anything but yuan there are not: 户 is a 户主, 人 a 人民路, a point ends the sentence. */
	bool point = after.n > 1 && after.p[0] == '.' && after.p[1] >= '0' && after.p[1] <= '9';
	if (mobile && (d->n == 11 || labelled || d->n >= 22 || masked) && !point && !words_start(after, "元 万元 亿元 %"))
		return 11;
	if (d->n >= 10 && d->n <= 12 && d->v[0] == 0 && d->v[1] > 0)
		return d->n;
	if (labelled && d->n >= 6 && d->n <= 13)
		return d->n;
	return d->n == 13 && d->v[0] == 8 && d->v[1] == 6 && d->v[2] == 1 ? 13 : 0; /* +86 */
}

bool personal_find(struct sv text, size_t from, size_t *ret_at, size_t *ret_len)
{
	bool labelled = false;
	struct sv s = sv_from(text, from);
	int32_t last = 0;
	while (s.n) {
		size_t at = text.n - s.n;
		struct sv t = s;
		if (words_eat(&t, "联系电话 联系方式 手机号 电话 手机 座机 微信 Tel TEL tel 身份证号 身份证 "
				  "卡号 账号")) {
			labelled = true;
			s = t;
			continue;
		}
		int32_t cp = utf8_next(&s);
		int v = digit_of(cp);
		if (v < 0 || v == 10 || last == '.' || (last >= '0' && last <= '9')) {
			if (cp != ':' && cp != 0xFF1A && cp != ' ' && cp != 0x3000 && !is_open(cp) && !is_close(cp))
				labelled = labelled && v >= 0;
			last = cp;
			continue;
		}
		struct digits d = run_at(text, at);
		int n = personal_digits(&d, text, labelled);
		if (n > 0) {
			size_t end = d.ends[n - 1];
			if (n == 17)
				end += words_start(sv_from(text, end), "X x") ? 1 : 3;
			*ret_at = at;
			*ret_len = end - at;
			return true;
		}
		s = sv_from(text, d.solid); /* 3 13900000000: a number beside the serial number */
		last = '0';
		labelled = labelled && d.n <= 4 && d.v[0] == 0; /* 电话（0914）2312345 */
	}
	return false;
}

struct sv personal_mask(struct arena *a, struct sv text, struct sv mask, bool *ret_found)
{
	size_t at, len, from = 0;
	*ret_found = false;
	if (!personal_find(text, 0, &at, &len))
		return text;
	struct buf b = buf_new(a, text.n * 4 + mask.n + 16);
	while (personal_find(text, from, &at, &len)) {
		buf_put(&b, sv_make(text.p + from, at - from));
		buf_put(&b, mask);
		from = at + len;
	}
	buf_put(&b, sv_from(text, from));
	*ret_found = true;
	return buf_sv(&b);
}

/* ---- people ------------------------------------------------------------------------------------------- */

static const char title_ends[] = "市长 县长 区长 镇长 乡长 局长 主任 书记 主席 部长 秘书长 院长 检察长 处长 "
				 "科长 站长 所长 经理 董事长 组长 队长 "
				 "校长 村长 会长 巡视员 调研员 常委 政委 总工 工程师 专员 委员 厅长 司长 "
				 "行长 厂长 馆长 台长 社长 园长 干部 "
				 "负责人 队员 总监 法人 党组成员 股长 参谋长";

static bool is_title(struct sv s)
{
	return words_end(s, title_ends, NULL);
}

/* 李某某副市长 → 李某某 + 副市长: the title begins with 副, 党, 县委 … or is one of the endings. */
static void cut_title(struct sv s, struct person_part *p)
{
	static const char begins[] = "县委 市委 区委 镇党委 党委 党组 党工委 副 常务 县 市 区 镇 乡 村 局 "
				     "街道 党支部 党总支 支部 支 高级 中级 一级 二级 三级 四级 总 第一";
	p->name = s;
	size_t count = utf8_count(s);
	if (!is_title(s) || count < 4)
		return;
	for (size_t k = 2; k <= 4 && k < count; k++) {
		struct sv head = utf8_upto(s, k), tail = sv_from(s, head.n);
		bool exact = words_is(tail, title_ends);
		if (exact || (words_start(tail, begins) && is_title(tail))) {
			p->name = head;
			p->title = tail;
			return;
		}
	}
	size_t n = 0; /* 副市长李某某 is no case here: the title ends the text */
	if (words_end(s, title_ends, &n)) {
		p->name = sv_upto(s, s.n - n);
		p->title = sv_from(s, s.n - n);
	}
}

/* 副市长李某某: the title stands first. */
static bool cut_front_title(struct sv s, struct person_part *p)
{
	size_t count = utf8_count(s);
	for (size_t k = 2; k <= 3 && k + 2 <= count; k++) {
		struct sv head = utf8_upto(s, count - k), tail = sv_from(s, head.n);
		if (is_title(head)) {
			p->title = head;
			p->name = tail;
			return true;
		}
	}
	return false;
}

static struct sv join_titles(struct arena *a, struct sv x, struct sv y)
{
	if (!x.n || !y.n)
		return x.n ? x : y;
	return arena_printf(a, "%.*s、%.*s", SV_ARG(x), SV_ARG(y));
}

static void add_person(struct arena *a, struct person_parts *ps, struct sv piece, struct sv *pending)
{
	struct person_part p = { SV(""), SV("") };
	struct sv rest = sv_trim(piece), word;
	struct buf words = buf_new(a, rest.n + 1);
	for (struct sv t = rest; t.n;) { /* blanks and brackets part name and title */
		struct sv start = t;
		int32_t cp = utf8_next(&t);
		bool gap = cp == ' ' || cp == 0x3000 || cp == 0xA0 || cp == '\t' || is_open(cp) ||
			is_close(cp) ||
			   cp == ':' || cp == 0xFF1A;
		buf_put(&words, gap ? SV(" ") : sv_upto(start, start.n - t.n));
	}
	rest = words.n ? buf_sv(&words) : SV_NONE;
	while (sv_split(&rest, ' ', &word)) {
		word = sv_trim(word);
		if (!word.n || words_is(word, "电话 联系电话 手机 - / — 无"))
			continue;
		if (is_title(word) && p.name.n) {
			p.title = join_titles(a, p.title, word);
		} else if (p.name.n == 0) {
			p.name = word;
		} else if (utf8_count(p.name) == 1 && utf8_count(word) <= 2) {
			p.name = arena_printf(a, "%.*s%.*s", SV_ARG(p.name), SV_ARG(word)); /* 李 某某 */
		} else if (is_title(p.name)) {
			p.title = join_titles(a, p.title, p.name);
			p.name = word;
		} else {
			p.title = join_titles(a, p.title, word);
		}
	}
	if (!p.name.n)
		return;
	bool titled = p.title.n > 0;
	bool post = is_title(p.name) && (words_is(p.name, title_ends) ||
					 words_start(p.name, "县委 市委 区委 党委 党组 党工委 副 常务 县政府 "
							     "市政府 县人大 县政协 一级 二级 三级 四级"));
	if (!titled && !cut_front_title(p.name, &p) && !post)
		cut_title(p.name, &p);
	if (post && !p.title.n) {
		*pending = join_titles(a, *pending, p.name); /* 县委常委、副县长李某某 */
		return;
	}
	p.title = join_titles(a, *pending, p.title);
	*pending = SV("");
	if (ps->n < ps->room)
		ps->v[ps->n++] = p;
}

struct person_parts persons_split(struct arena *a, struct sv cell)
{
	struct person_parts ps = { .v = NEW(a, struct person_part, most_parts(cell.n)),
				   .room = most_parts(cell.n),
				   .phones = SV("") };
	struct buf phones = buf_new(a, cell.n + 64);
	size_t at, len;
	for (size_t from = 0; personal_find(cell, from, &at, &len); from = at + len) {
		buf_puts(&phones, phones.n ? " " : "");
		buf_put(&phones, sv_make(cell.p + at, len));
	}
	if (phones.n)
		ps.phones = buf_sv(&phones);
	bool found;
	struct sv s = personal_mask(a, cell, SV(" "), &found), from = s, pending = SV("");
	while (s.n) {
		struct sv left = s;
		int32_t cp = utf8_next(&s);
		if (is_cut(cp) || cp == '/') {
			add_person(a, &ps, sv_upto(from, from.n - left.n), &pending);
			from = s;
		}
	}
	add_person(a, &ps, from, &pending);
	if (pending.n && ps.n < ps.room)
		ps.v[ps.n++] = (struct person_part){ pending, SV("") }; /* a post without a name: 县长 */
	return ps;
}

struct sv source_no_parent(struct arena *a, struct sv no)
{
	struct sv s = words_clean(a, no);
	words_eat(&s, "(");
	int head, sub, digits;
	struct sv t = s;
	if (!words_eat_int(&t, &head, &digits))
		return SV("");
	struct sv parent = sv_upto(s, s.n - t.n), rest;
	for (;;) {
		rest = t;
		if (!words_eat(&rest, "- — – . _ ― ﹣") || !words_eat_int(&rest, &sub, &digits))
			return SV("");
		words_eat(&rest, ")");
		if (!rest.n || words_is(rest, ". 、"))
			return parent;
		parent = sv_upto(s, s.n - rest.n);
		t = rest;
	}
}
