#include "core/rule_parse.h"

#include "base/utf8.h"
#include "core/rule_lint.h"
#include "core/rule_print.h"
#include "core/rule_readers.h"

enum { FAULTS_MAX = 20 };

const char *rule_where(struct arena *a, struct rule_at at)
{
	return arena_printf(a, "%d:%d", at.line, at.col).p;
}

static int block_no(unsigned block)
{
	return block == IN_HEAD ? 0 : block == IN_CLASS ? 1 : block == IN_ITEM ? 2 : block == IN_TOTAL ? 3 : 4;
}

/* ---- blocks -------------------------------------------------------------------------------------- */

static enum rc missing(struct rule_parser *p, struct rule_at at, enum rule_key key)
{
	p->faults++;
	return RULE_REFUSE(p->cx, at, "rule.missing", N_("“%s” is missing here; write for example %s"),
			   rule_keywords[key].word.zh, rule_keywords[key].example);
}

static bool met(const struct rule_parser *p, int block, enum rule_key key)
{
	return (p->seen[block] & UINT64_C(1) << key) != 0;
}

static void close_item(struct rule_parser *p)
{
	bool has = met(p, 2, KEY_POINTS) || met(p, 2, KEY_RATE);
	for (int k = KEY_COMPLETION; k <= KEY_DIRECT; k++)
		has |= met(p, 2, (enum rule_key)k);
	if (!has)
		(void)missing(p, p->block_at[2], KEY_POINTS);
}

static void close_class(struct rule_parser *p)
{
	if (!met(p, 1, KEY_ITEM))
		(void)missing(p, p->block_at[1], KEY_ITEM);
}

static void need(struct rule_parser *p, int block, const enum rule_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!met(p, block, keys[i]))
			(void)missing(p, p->block_at[block], keys[i]);
}

static void open_block(struct rule_parser *p, unsigned block)
{
	if (p->block == IN_ITEM)
		close_item(p);
	if ((p->block == IN_CLASS || p->block == IN_ITEM) && block != IN_ITEM)
		close_class(p);
	if (p->block == IN_PARTS && !met(p, 4, KEY_PART))
		(void)missing(p, p->block_at[4], KEY_PART);
	p->block = block;
	p->seen[block_no(block)] = 0;
	p->block_at[block_no(block)] = p->at;
}

static enum rc misplaced(struct rule_parser *p, struct sv word, enum rule_key key)
{
	unsigned w = rule_keywords[key].where;
	const char *where = key == KEY_CLASS   ? N_("above 汇总")
			    : key == KEY_ITEM  ? N_("under a 指标")
			    : key == KEY_TOTAL ? N_("after the last 项目")
			    : key == KEY_PARTS ? N_("after the last 项目, above 汇总")
			    : w & IN_HEAD      ? N_("at the head, above the first 指标")
			    : w & IN_CLASS     ? N_("under a 指标, above its first 项目")
			    : w & IN_ITEM      ? N_("under a 项目")
			    : w & IN_PARTS     ? N_("under 组成")
					       : N_("under 汇总, at the end");
	return RULE_REFUSE(p->cx, p->at, "rule.misplaced", N_("“%.*s” cannot stand here; write it %s"),
			   SV_ARG(word), tr(p->cx->lang, where));
}

/* The longest keyword that a line without a colon begins with. */
static enum rule_key key_at_front(struct rule_cur c)
{
	enum rule_key found = KEY_COUNT_;
	size_t left = c.s.n;
	for (int k = 0; k < KEY_COUNT_; k++) {
		struct rule_cur t = c;
		if ((rule_eat_any(&t, rule_keywords[k].word.zh) ||
		     rule_eat_any(&t, rule_keywords[k].word.en)) &&
		    t.s.n < left) {
			found = (enum rule_key)k;
			left = t.s.n;
		}
	}
	return found;
}

static enum rc statement(struct rule_parser *p, struct rule_stmt *s)
{
	p->at = s->key.at;
	enum rule_key key = rule_key_of(s->key.s);
	bool floor = !s->colon && (sv_is(s->key.s, "扣完为止") || sv_is(s->key.s, "not below zero"));
	if (floor)
		key = KEY_MIN;
	if (key == KEY_COUNT_ && !s->colon && (key = key_at_front(s->key)) != KEY_COUNT_) {
		p->seen[block_no(p->block)] |= UINT64_C(1) << key;
		return RULE_REFUSE(p->cx, p->at, "rule.colon", N_("a colon is missing; write it as %s"),
				   rule_keywords[key].example);
	}
	if (key == KEY_COUNT_)
		return RULE_REFUSE(p->cx, p->at, "rule.keyword",
				   N_("a line cannot begin with “%.*s”; begin with a keyword such as 指标, "
				      "项目 or 计分, and a colon"),
				   SV_ARG(utf8_upto(s->key.s, 20)));
	if (rule_keywords[key].since > p->r->grammar && p->r->grammar)
		return RULE_REFUSE(p->cx, p->at, "rule.newer",
				   N_("“%s” belongs to grammar %d; write 比学规则：%d in the first line"),
				   rule_keywords[key].word.zh, rule_keywords[key].since, rule_keywords[key].since);
	if (!(rule_keywords[key].where & p->block))
		return misplaced(p, s->key.s, key);
	uint64_t bit = UINT64_C(1) << key;
	if ((p->seen[block_no(p->block)] & bit) && !(rule_keywords[key].many & p->block))
		return RULE_REFUSE(p->cx, p->at, "rule.twice_key",
				   N_("“%s” stands here twice; keep one of them"),
				   rule_keywords[key].word.zh);
	p->seen[block_no(p->block)] |= bit;
	if (floor) {
		rule_open_limits(p)->has_min = true;
		rule_open_limits(p)->min = (struct dec){0};
		return RC_OK;
	}
	if (!s->colon && key != KEY_TOTAL && key != KEY_PARTS)
		return RULE_REFUSE(p->cx, p->at, "rule.colon", N_("a colon is missing; write it as %s"),
				   rule_keywords[key].example);
	p->key = key;
	enum rc rc = rule_reader_of(key)(p, &s->value);
	if (key == KEY_CLASS || key == KEY_ITEM || key == KEY_TOTAL || key == KEY_PARTS)
		open_block(p, key == KEY_CLASS	 ? IN_CLASS
			      : key == KEY_ITEM	 ? IN_ITEM
			      : key == KEY_PARTS ? IN_PARTS
						 : IN_TOTAL);
	TRY(rc);
	if (!rule_end(&s->value)) {
		struct rule_at at = s->value.at;
		struct sv rest = utf8_upto(rule_word(&s->value, ""), 20);
		return RULE_REFUSE(p->cx, at, "rule.rest",
				   N_("“%.*s” is not understood here; delete it, or write the line as %s"),
				   SV_ARG(rest), rule_keywords[key].example);
	}
	return RC_OK;
}

static void finish(struct rule_parser *p)
{
	static const enum rule_key head[] = {KEY_RULE,	KEY_NAME,      KEY_VERSION, KEY_FROM,
					     KEY_BASIS, KEY_PEERS,     KEY_CADENCE, KEY_AUDIENCE,
					     KEY_SHOW,	KEY_CIRCULARS, KEY_ASSIST};
	static const enum rule_key total[] = {KEY_RED, KEY_BLACK};
	need(p, 0, head, sizeof(head) / sizeof(*head));
	if (p->block == IN_HEAD || (p->r->n_classes == 0 && p->r->n_parts == 0))
		(void)missing(p, p->block_at[0], KEY_CLASS);
	if (p->block == IN_HEAD)
		return;
	if (p->block == IN_TOTAL) {
		if (p->r->grammar == 1)
			need(p, 3, total, sizeof(total) / sizeof(*total));
		return;
	}
	if (p->block == IN_ITEM)
		close_item(p);
	if (p->block != IN_PARTS)
		close_class(p);
	(void)missing(p, p->at, KEY_TOTAL);
}

static enum rc too_long(struct ctx *cx, size_t n)
{
	return fail(cx, RC_LIMIT, "rule.text_long", N_("this rule has %lld bytes in full; shorten it to %d"),
		    (long long)n, RULE_TEXT_MAX);
}

enum rc rule_parse(struct ctx *cx, struct sv text, struct rule **ret)
{
	struct rule *r = NEW(cx->a, struct rule, 1);
	struct rule_parser p = {.cx = cx, .r = r, .block = IN_HEAD, .at = {1, 1}};
	struct rule_at at;
	int32_t cp;
	p.block_at[0] = p.at;
	for (int i = 0; i < ROUND_COUNT_; i++)
		r->places[i] = i == ROUND_GROUP || i == ROUND_PART ? 6 : 2;
	if (text.n > RULE_TEXT_MAX)
		return too_long(cx, text.n);
	if (sv_starts(text, SV("\xEF\xBB\xBF")))
		text = sv_from(text, 3);
	if (rule_bad_char(text, &at, &cp))
		return RULE_REFUSE(cx, at, "rule.char",
				   N_("a character that cannot be seen (U+%04X) stands here; delete it, and "
				      "save the text as UTF-8"),
				   (unsigned)cp);
	struct rule_cur c = {text, {1, 1}};
	struct rule_stmt s;
	while (p.faults < FAULTS_MAX && rule_next_stmt(&c, &s))
		p.faults += statement(&p, &s) != RC_OK;
	if (p.faults < FAULTS_MAX)
		finish(&p);
	if (p.faults)
		return RC_INVALID;
	TRY(rule_check(cx, r));
	/* What is printed must be readable again, in both languages. */
	for (int l = 0; l < LANG_COUNT_; l++) {
		size_t n = rule_print(cx->a, r, (enum lang)l).n;
		if (n > RULE_TEXT_MAX)
			return too_long(cx, n);
	}
	*ret = r;
	return RC_OK;
}
