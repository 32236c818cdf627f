#include "app/results/rule_insert.h"

#include "core/rule_print.h"
#include "core/rule_words.h"

/* The text is looked at line by line, not as a tree: sentences can be put into a text with faults too. */

enum block { BLOCK_NONE, BLOCK_CLASS, BLOCK_ITEM, BLOCK_TOTAL };
enum { LINES_MAX = 4000 };

struct text_lines {
	struct sv *line;
	enum block *block;           /* what begins on it */
	size_t n;
};

static enum block block_of(struct sv line, struct sv *ret_name)
{
	static const enum rule_key keys[] = { [BLOCK_CLASS] = KEY_CLASS, [BLOCK_ITEM] = KEY_ITEM, [BLOCK_TOTAL] = KEY_TOTAL };
	struct rule_cur c = { .s = sv_trim(line), .at = { 1, 1 } };
	struct sv word = rule_word(&c, ":");
	enum rule_key k = rule_key_of(word);
	(void)rule_eat(&c, ":");
	*ret_name = sv_trim(c.s);
	for (int b = BLOCK_CLASS; b <= BLOCK_TOTAL; b++)
		if (keys[b] == k)
			return (enum block)b;
	return BLOCK_NONE;
}

static struct text_lines cut(struct arena *a, struct sv text)
{
	struct text_lines t = { .line = NEW(a, struct sv, LINES_MAX), .block = NEW(a, enum block, LINES_MAX) };
	struct sv one, name;
	while (t.n < LINES_MAX && sv_split(&text, '\n', &one)) {
		if (one.n && one.p[one.n - 1] == '\r')
			one.n--;
		t.line[t.n] = one;
		t.block[t.n++] = block_of(one, &name);
	}
	return t;
}

static bool blank(struct sv line)
{
	return sv_trim(line).n == 0;
}

/* The line before which something is put that belongs at the end of the block that begins at `at`: blank lines stay behind. */
static size_t end_of(const struct text_lines *t, size_t at, bool items_too)
{
	size_t i = at + 1;
	while (i < t->n && t->block[i] != BLOCK_CLASS && t->block[i] != BLOCK_TOTAL && !(items_too && t->block[i] == BLOCK_ITEM))
		i++;
	while (i > at + 1 && blank(t->line[i - 1]))
		i--;
	return i;
}

/* ---- what is offered -------------------------------------------------------------------------------------------------- */

static void choose(struct visit *v, struct ui_field *f, const char *const (*all)[2], size_t n)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, n);
	for (size_t i = 0; i < n; i++)
		c[i] = (struct ui_choice){ .value = sv_of(all[i][0]), .label = visit_say(v, all[i][1]), .chosen = sv_is(f->value, all[i][0]) };
	f->choice = c;
	f->n_choice = n;
}

static void places(struct visit *v, struct sv text, struct ui_field *f)
{
	struct text_lines t = cut(v->cx.a, text);
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, t.n + 1);
	struct sv class = SV(""), name;
	for (size_t i = 0; i < t.n; i++) {
		enum block b = block_of(t.line[i], &name);
		if (b == BLOCK_CLASS)
			class = name;
		if (b != BLOCK_CLASS && b != BLOCK_ITEM)
			continue;
		struct sv value = arena_printf(v->cx.a, "%zu", i + 1);
		c[f->n_choice++] = (struct ui_choice){ .value = value, .chosen = sv_eq(value, f->value),
			.label = b == BLOCK_ITEM ? arena_printf(v->cx.a, "%.*s · %.*s", SV_ARG(class), SV_ARG(name)) :
						   arena_tr(v->cx.a, v->cx.lang, N_("%.*s (class)"), SV_ARG(name)) };
	}
	f->choice = c;
}

static void facts(struct visit *v, struct ui_field *f)
{
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, FACT_COUNT_);
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++) {
		const struct fact_word *w = fact_word((enum fact_kind)k);
		if (k == FACT_VETO || k == FACT_INSPECTED)
			continue;
		c[f->n_choice++] = (struct ui_choice){ .value = sv_of(w->id), .chosen = sv_is(f->value, w->id),
			.label = arena_printf(v->cx.a, "%s %s", rule_say_fact((enum fact_kind)k, v->cx.lang), w->sign > 0 ? "＋" : w->sign < 0 ?
				"－" : "＋/－") };
	}
	f->choice = c;
}

void insert_fields(struct visit *v, struct res_edit_page *p)
{
	static const char *const kinds[][2] = { { "points", N_("A line of points") }, { "item", N_("An item with a line of points") },
		{ "class", N_("A class with an item and a line of points") } };
	static const char *const windows[][2] = { { "", N_("in one period") }, { "quarter", N_("in one quarter") }, { "year",
		N_("in one year") } };
	const struct fault *had = p->faults;
	p->kind = (struct ui_field){ .kind = INPUT_SELECT, .name = "_kind", .label = visit_say(v, N_("What to put in")),
		.value = res_param(v, "_kind") };
	choose(v, &p->kind, kinds, COUNT(kinds));
	p->item = (struct ui_field){ .kind = INPUT_SELECT, .name = "_item", .label = visit_say(v, N_("Where")), .value = res_param(v,
		"_item"),
		.faults = had, .hint = visit_say(v, N_("A line goes to the end of that item, an item to the end of that class.")) };
	places(v, p->text, &p->item);
	p->fact = (struct ui_field){ .kind = INPUT_SELECT, .name = "_fact", .label = visit_say(v, N_("When what happens")),
		.value = res_param(v, "_fact"), .faults = had };
	facts(v, &p->fact);
	p->points = (struct ui_field){ .kind = INPUT_NUMBER, .name = "_points", .label = visit_say(v, N_("How many points")), .width = 4,
		.value = res_param(v, "_points"), .faults = had, .suffix = visit_say(v, N_("points")),
		.hint = visit_say(v, N_("Plus or minus follows from what happens; write the number alone, such as 0.5.")) };
	p->cap = (struct ui_field){ .kind = INPUT_NUMBER, .name = "_cap", .label = visit_say(v, N_("At most")), .width = 4,
		.optional = true,
		.value = res_param(v, "_cap"), .faults = had, .suffix = visit_say(v, N_("points")) };
	p->window = (struct ui_field){ .kind = INPUT_SELECT, .name = "_window", .label = visit_say(v, N_("At most that much")),
		.value = res_param(v, "_window") };
	choose(v, &p->window, windows, COUNT(windows));
	p->name = (struct ui_field){ .kind = INPUT_LINE, .name = "_name", .label = visit_say(v, N_("Name of the new item or class")),
		.optional = true,
		.width = 20, .value = res_param(v, "_name"), .faults = had };
}

/* ---- what is written ----------------------------------------------------------------------------------------------------- */

static enum rc number(struct visit *v, const char *name, bool required, struct dec *ret)
{
	struct sv s = res_param(v, name);
	if (!s.n && !required)
		return RC_OK;
	if (!dec_parse(s.n && s.p[0] == '+' ? sv_from(s, 1) : s, ret))
		return fail_at(&v->cx, RC_INVALID, name, "rule.insert_number", N_("Write a number, such as 2 or 0.5."));
	return RC_OK;
}

static enum rc points_line(struct visit *v, struct sv *ret)
{
	struct arena *a = v->cx.a;
	struct rule_line l = { .kind = LINE_EACH, .fact = fact_of_id(res_param(v, "_fact")) };
	struct sv window = res_param(v, "_window");
	if (l.fact == FACT_NONE)
		return fail_at(&v->cx, RC_INVALID, "_fact", "rule.insert_fact", N_("Choose what must happen for the points."));
	TRY(number(v, "_points", true, &l.points));
	TRY(number(v, "_cap", false, &l.cap));
	int sign = fact_word(l.fact)->sign;
	if (l.points.u == 0)
		return fail_at(&v->cx, RC_INVALID, "_points", "rule.insert_number", N_("Write a number, such as 2 or 0.5."));
	if ((sign < 0 && l.points.u > 0) || (sign > 0 && l.points.u < 0))
		l.points.u = -l.points.u;
	l.has_cap = l.cap.u != 0;
	l.cap.u = l.cap.u < 0 ? -l.cap.u : l.cap.u;
	l.window = sv_is(window, "quarter") ? WINDOW_QUARTER : sv_is(window, "year") ? WINDOW_YEAR : WINDOW_PERIOD;
	*ret = arena_printf(a, "    计分：%.*s\n", SV_ARG(rule_print_line(a, &l, LANG_ZH)));
	return RC_OK;
}

/* Before which line, and below what. */
static enum rc place(struct visit *v, const struct text_lines *t, struct sv kind, size_t *ret)
{
	int64_t at = 0;
	if (sv_is(kind, "class")) {
		size_t i = 0;
		while (i < t->n && t->block[i] != BLOCK_TOTAL)
			i++;
		*ret = i;
		return RC_OK;
	}
	if (!sv_int(res_param(v, "_item"), &at) || at < 1 || at > (int64_t)t->n || t->block[at - 1] == BLOCK_NONE)
		return fail_at(&v->cx, RC_INVALID, "_item", "rule.insert_where", N_("Choose where it goes; the text has changed meanwhile."));
	size_t line = (size_t)at - 1;
	bool item = sv_is(kind, "item");
	if (!item && t->block[line] == BLOCK_CLASS)
		return fail_at(&v->cx, RC_INVALID, "_item", "rule.insert_item",
			N_("A line of points stands under an item; choose one, or put in an item."));
	while (item && line > 0 && t->block[line] != BLOCK_CLASS)
		line--;
	*ret = end_of(t, line, !item);
	return RC_OK;
}

enum rc insert_sentence(struct visit *v, struct res_edit_page *p)
{
	struct arena *a = v->cx.a;
	struct text_lines t = cut(a, p->text);
	struct sv kind = res_param(v, "_kind"), name = res_param(v, "_name"), line;
	size_t at = 0;
	TRY(points_line(v, &line));
	TRY(place(v, &t, kind, &at));
	bool class = sv_is(kind, "class"), item = sv_is(kind, "item");
	if ((class || item) && !name.n)
		return fail_at(&v->cx, RC_INVALID, "_name", "rule.insert_name", N_("Give the new item or class a name."));
	if (item)
		line = arena_printf(a, "  项目：%.*s\n%.*s", SV_ARG(name), SV_ARG(line));
	if (class)
		line = arena_printf(a, "指标：%.*s\n  基础分：0\n  扣完为止\n  项目：%.*s\n%.*s\n", SV_ARG(name), SV_ARG(name), SV_ARG(line));
	struct buf b = buf_new(a, 2 * RULE_TEXT_MAX);
	for (size_t i = 0; i < t.n; i++) {
		if (i == at)
			buf_put(&b, line);
		if (i + 1 < t.n || t.line[i].n)
			buf_printf(&b, "%.*s\n", SV_ARG(t.line[i]));
	}
	if (at >= t.n)
		buf_put(&b, line);
	p->text = buf_sv(&b);
	p->at_line = (int64_t)at + 1;
	return RC_OK;
}
