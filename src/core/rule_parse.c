#include "core/rule_parse.h"

#include "base/utf8.h"
#include "core/rule_lint.h"
#include "core/rule_print.h"
#include "core/rule_value.h"

enum { FAULTS_MAX = 20 };

struct parser {
	struct ctx *cx;
	struct rule *r;
	unsigned block;		    /* IN_HEAD … */
	uint64_t seen[4];	    /* keys met in the open head, class, item and total */
	struct rule_at block_at[4]; /* where each was opened */
	int faults;
	struct rule_at at; /* of the statement's keyword */
};

const char *rule_where(struct arena *a, struct rule_at at)
{
	return arena_printf(a, "%d:%d", at.line, at.col).p;
}

static int block_no(unsigned block)
{
	return block == IN_HEAD ? 0 : block == IN_CLASS ? 1 : block == IN_ITEM ? 2 : 3;
}

static struct rule_class *cls(struct parser *p)
{
	return &p->r->classes[p->r->n_classes - 1];
}

static struct rule_item *item(struct parser *p)
{
	return &cls(p)->items[cls(p)->n_items - 1];
}

static struct rule_limits *limits(struct parser *p)
{
	return p->block == IN_TOTAL ? &p->r->limits : &cls(p)->limits;
}

/* Room for one more behind `v`: grows at every power of two. */
static void *grown(struct arena *a, void *v, size_t n, size_t size)
{
	if (n & (n - 1))
		return v;
	char *t = arena_alloc(a, n ? n * 2 : 1, size, alignof(max_align_t));
	if (n)
		memcpy(t, v, n * size);
	return t;
}
#define PUSH(p, v, n) ((v) = grown((p)->cx->a, (v), (n), sizeof(*(v))), &(v)[(n)++])

static enum rc too_many(struct parser *p, long long max)
{
	return RULE_REFUSE(p->cx, p->at, "rule.many",
			   N_("there may be at most %lld of these; join or delete some"), max);
}

/* ---- one reader per keyword ---------------------------------------------------------------------- */

static enum rc read_grammar(struct parser *p, struct rule_cur *v)
{
	int n;
	TRY(rule_read_count(p->cx, v, 1, 999, &n));
	if (n != RULE_GRAMMAR)
		return RULE_REFUSE(
			p->cx, p->at, "rule.grammar",
			N_("this program reads grammar %d; write 比学规则：%d or use a newer program"),
			RULE_GRAMMAR, RULE_GRAMMAR);
	p->r->grammar = n;
	return RC_OK;
}

static enum rc read_name(struct parser *p, struct rule_cur *v)
{
	return rule_read_text(p->cx, v, RULE_NAME_MAX, &p->r->name);
}

static enum rc read_version(struct parser *p, struct rule_cur *v)
{
	rule_space(v);
	rule_eat(v, "第");
	TRY(rule_read_count(p->cx, v, 1, 9999, &p->r->version));
	rule_eat(v, "版");
	return RC_OK;
}

static enum rc read_from(struct parser *p, struct rule_cur *v)
{
	return rule_read_day(p->cx, v, &p->r->from);
}

static enum rc read_basis(struct parser *p, struct rule_cur *v)
{
	struct sv *ret = p->block == IN_HEAD	? &p->r->basis
			 : p->block == IN_CLASS ? &cls(p)->basis
						: &item(p)->basis;
	return rule_read_text(p->cx, v, RULE_TEXTS_MAX, ret);
}

static enum rc read_note(struct parser *p, struct rule_cur *v)
{
	struct sv *ret = p->block == IN_HEAD	? &p->r->note
			 : p->block == IN_CLASS ? &cls(p)->note
						: &item(p)->note;
	return rule_read_text(p->cx, v, RULE_TEXTS_MAX, ret);
}

#define CHOICE(name, words, field, type)                                                                     \
	static enum rc name(struct parser *p, struct rule_cur *v)                                            \
	{                                                                                                    \
		int i;                                                                                       \
		TRY(rule_read_choice(p->cx, v, words, &i));                                                  \
		p->r->field = (type)i;                                                                       \
		return RC_OK;                                                                                \
	}
CHOICE(read_audience, rule_audience_words, audience, enum rule_audience)
CHOICE(read_show, rule_show_words, show, enum rule_show)
CHOICE(read_ranking, rule_places_words, ranking, enum rule_places)
CHOICE(read_ties, rule_ties_words, ties, enum rule_ties)

static enum rc read_cadence(struct parser *p, struct rule_cur *v)
{
	int i;
	p->r->cadence_at = p->at;
	TRY(rule_read_choice(p->cx, v, rule_cadence_words, &i));
	p->r->cadence = (enum rule_cadence)i;
	return RC_OK;
}

static enum rc read_peers(struct parser *p, struct rule_cur *v)
{
	do {
		int i;
		struct rule_at at = v->at;
		TRY(rule_read_choice(p->cx, v, rule_peer_words, &i));
		if (p->r->peers[i])
			return RULE_REFUSE(p->cx, at, "rule.twice_peer",
					   N_("this kind of unit stands here twice; delete one"));
		p->r->peers[i] = true;
		rule_seps(v);
	} while (!rule_end(v));
	return RC_OK;
}

static enum rc read_circulars(struct parser *p, struct rule_cur *v)
{
	rule_space(v);
	rule_eat(v, "每年");
	TRY(rule_read_count(p->cx, v, 0, 366, &p->r->circulars));
	rule_space(v);
	rule_eat_any(v, "次|期|a year");
	return RC_OK;
}

static enum rc read_circulars_basis(struct parser *p, struct rule_cur *v)
{
	return rule_read_docno(p->cx, v, &p->r->circulars_basis);
}

static enum rc read_assist(struct parser *p, struct rule_cur *v)
{
	rule_space(v);
	struct rule_at at = v->at;
	if (!rule_number(v, &p->r->assist) || p->r->assist.u > 100 * DEC_ONE ||
	    !(rule_space(v), rule_eat(v, "%")))
		return RULE_REFUSE(p->cx, at, "rule.share",
				   N_("a share from 0%% to 100%% belongs here; write 协办计分：50%% if "
				      "assisting units take half"));
	return RC_OK;
}

static enum rc read_class(struct parser *p, struct rule_cur *v)
{
	struct rule_class c = {.at = p->at};
	if (p->r->n_classes == RULE_CLASSES_MAX)
		return too_many(p, RULE_CLASSES_MAX);
	enum rc rc = rule_read_text(p->cx, v, RULE_NAME_MAX, &c.name);
	if (rc == RC_OK && rule_class_of(p->r, c.name))
		rc = RULE_REFUSE(p->cx, p->at, "rule.same_class",
				 N_("there is a class 指标 of this name already; give it another name"));
	*PUSH(p, p->r->classes, p->r->n_classes) =
		c; /* also a faulty one, so that what follows has its place */
	return rc;
}

static enum rc read_base(struct parser *p, struct rule_cur *v)
{
	return rule_read_points(p->cx, v, &cls(p)->base);
}

static enum rc read_max(struct parser *p, struct rule_cur *v)
{
	limits(p)->has_max = true;
	return rule_read_points(p->cx, v, &limits(p)->max);
}

static enum rc read_min(struct parser *p, struct rule_cur *v)
{
	limits(p)->has_min = true;
	return rule_read_points(p->cx, v, &limits(p)->min);
}

static enum rc read_plus(struct parser *p, struct rule_cur *v)
{
	limits(p)->has_plus = true;
	return rule_read_points(p->cx, v, &limits(p)->plus);
}

static enum rc read_minus(struct parser *p, struct rule_cur *v)
{
	limits(p)->has_minus = true;
	return rule_read_points(p->cx, v, &limits(p)->minus);
}

static enum rc read_item(struct parser *p, struct rule_cur *v)
{
	struct rule_item i = {.at = p->at};
	if (cls(p)->n_items == RULE_ITEMS_MAX)
		return too_many(p, RULE_ITEMS_MAX);
	enum rc rc = rule_read_text(p->cx, v, RULE_NAME_MAX, &i.name);
	if (rc == RC_OK && rule_item_of(cls(p), i.name))
		rc = RULE_REFUSE(
			p->cx, p->at, "rule.same_item",
			N_("this class has an item 项目 of this name already; give it another name"));
	*PUSH(p, cls(p)->items, cls(p)->n_items) = i;
	return rc;
}

static enum rc read_office(struct parser *p, struct rule_cur *v)
{
	return rule_read_text(p->cx, v, RULE_NAME_MAX, &item(p)->office);
}

static enum rc read_topics(struct parser *p, struct rule_cur *v)
{
	struct rule_item *i = item(p);
	for (rule_seps(v); !rule_end(v) || i->n_topics == 0; rule_seps(v)) {
		struct rule_cur w = *v;
		w.s = rule_word(v, ",;、");
		struct sv topic;
		TRY(rule_read_text(p->cx, &w, RULE_NAME_MAX, &topic));
		for (size_t k = 0; k < i->n_topics; k++)
			if (sv_eq(i->topics[k], topic))
				return RULE_REFUSE(p->cx, p->at, "rule.same_topic",
						   N_("a topic stands here twice; delete one"));
		if (i->n_topics == RULE_TOPICS_MAX)
			return too_many(p, RULE_TOPICS_MAX);
		*PUSH(p, i->topics, i->n_topics) = topic;
	}
	return RC_OK;
}

static enum rc add_line(struct parser *p, const struct rule_line *l)
{
	struct rule_item *i = item(p);
	const enum fact_kind *kinds = l->n_base ? l->base : &l->fact;
	for (int k = 0; k < (l->n_base ? l->n_base : 1); k++)
		if (rule_line_of(i, kinds[k]))
			return RULE_REFUSE(
				p->cx, l->at, "rule.same_source",
				N_("this item scores %s already; put it once, or make another item"),
				fact_word(kinds[k])->zh);
	if (i->n_lines == RULE_LINES_MAX)
		return too_many(p, RULE_LINES_MAX);
	*PUSH(p, i->lines, i->n_lines) = *l;
	return RC_OK;
}

static enum rc read_points(struct parser *p, struct rule_cur *v)
{
	struct rule_line l;
	TRY(rule_read_line(p->cx, v, &l));
	return add_line(p, &l);
}

static enum rc read_rate(struct parser *p, struct rule_cur *v)
{
	struct rule_line l;
	TRY(rule_read_rate(p->cx, v, &l));
	return add_line(p, &l);
}

static enum rc read_total(struct parser *p, struct rule_cur *v)
{
	(void)v;
	p->r->total_at = p->at;
	return RC_OK;
}

static enum rc read_round(struct parser *p, struct rule_cur *v)
{
	return rule_read_rounding(p->cx, v, p->r->places);
}

static enum rc read_red(struct parser *p, struct rule_cur *v)
{
	return rule_read_cut(p->cx, v, true, &p->r->red);
}

static enum rc read_black(struct parser *p, struct rule_cur *v)
{
	p->r->black_at = p->at;
	return rule_read_cut(p->cx, v, false, &p->r->black);
}

static enum rc read_movers(struct parser *p, struct rule_cur *v)
{
	rule_space(v);
	if (rule_eat_any(v, "不设|none"))
		return RC_OK;
	rule_eat_any(v, "上升|up");
	TRY(rule_read_count(p->cx, v, 1, 9999, &p->r->movers));
	rule_space(v);
	rule_eat_any(v, "名以上|位以上|or more");
	return RC_OK;
}

static enum rc read_veto(struct parser *p, struct rule_cur *v)
{
	struct rule_veto t;
	TRY(rule_read_veto(p->cx, v, &t));
	for (size_t i = 0; i < p->r->n_vetoes; i++)
		if (sv_eq(p->r->vetoes[i].name, t.name))
			return RULE_REFUSE(p->cx, p->at, "rule.same_veto",
					   N_("there is a veto of this name already; delete one"));
	if (p->r->n_vetoes == RULE_VETOES_MAX)
		return too_many(p, RULE_VETOES_MAX);
	*PUSH(p, p->r->vetoes, p->r->n_vetoes) = t;
	return RC_OK;
}

typedef enum rc reader(struct parser *p, struct rule_cur *v);
static reader *const readers[KEY_COUNT_] = {
	[KEY_RULE] = read_grammar,
	[KEY_NAME] = read_name,
	[KEY_VERSION] = read_version,
	[KEY_FROM] = read_from,
	[KEY_BASIS] = read_basis,
	[KEY_NOTE] = read_note,
	[KEY_PEERS] = read_peers,
	[KEY_CADENCE] = read_cadence,
	[KEY_AUDIENCE] = read_audience,
	[KEY_SHOW] = read_show,
	[KEY_CIRCULARS] = read_circulars,
	[KEY_CIRCULARS_BASIS] = read_circulars_basis,
	[KEY_ASSIST] = read_assist,
	[KEY_CLASS] = read_class,
	[KEY_BASE] = read_base,
	[KEY_MAX] = read_max,
	[KEY_MIN] = read_min,
	[KEY_PLUS] = read_plus,
	[KEY_MINUS] = read_minus,
	[KEY_ITEM] = read_item,
	[KEY_OFFICE] = read_office,
	[KEY_TOPICS] = read_topics,
	[KEY_POINTS] = read_points,
	[KEY_RATE] = read_rate,
	[KEY_TOTAL] = read_total,
	[KEY_ROUND] = read_round,
	[KEY_RANKING] = read_ranking,
	[KEY_TIES] = read_ties,
	[KEY_RED] = read_red,
	[KEY_BLACK] = read_black,
	[KEY_MOVERS] = read_movers,
	[KEY_VETO] = read_veto,
};

/* ---- blocks -------------------------------------------------------------------------------------- */

static enum rc missing(struct parser *p, struct rule_at at, enum rule_key key)
{
	p->faults++;
	return RULE_REFUSE(p->cx, at, "rule.missing", N_("“%s” is missing here; write for example %s"),
			   rule_keywords[key].word.zh, rule_keywords[key].example);
}

static bool met(const struct parser *p, int block, enum rule_key key)
{
	return (p->seen[block] & UINT64_C(1) << key) != 0;
}

static void close_item(struct parser *p)
{
	if (!met(p, 2, KEY_POINTS) && !met(p, 2, KEY_RATE))
		(void)missing(p, p->block_at[2], KEY_POINTS);
}

static void close_class(struct parser *p)
{
	if (!met(p, 1, KEY_ITEM))
		(void)missing(p, p->block_at[1], KEY_ITEM);
}

static void need(struct parser *p, int block, const enum rule_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!met(p, block, keys[i]))
			(void)missing(p, p->block_at[block], keys[i]);
}

static void open_block(struct parser *p, unsigned block)
{
	if (p->block == IN_ITEM)
		close_item(p);
	if (p->block >= IN_CLASS && block != IN_ITEM)
		close_class(p);
	p->block = block;
	p->seen[block_no(block)] = 0;
	p->block_at[block_no(block)] = p->at;
}

static enum rc misplaced(struct parser *p, struct sv word, enum rule_key key)
{
	unsigned w = rule_keywords[key].where;
	const char *where = key == KEY_CLASS   ? N_("above 汇总")
			    : key == KEY_ITEM  ? N_("under a 指标")
			    : key == KEY_TOTAL ? N_("after the last 项目")
			    : w & IN_HEAD      ? N_("at the head, above the first 指标")
			    : w & IN_CLASS     ? N_("under a 指标, above its first 项目")
			    : w & IN_ITEM      ? N_("under a 项目")
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

static enum rc statement(struct parser *p, struct rule_stmt *s)
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
	if (!(rule_keywords[key].where & p->block))
		return misplaced(p, s->key.s, key);
	uint64_t bit = UINT64_C(1) << key;
	if ((p->seen[block_no(p->block)] & bit) && !(rule_keywords[key].many & p->block))
		return RULE_REFUSE(p->cx, p->at, "rule.twice_key",
				   N_("“%s” stands here twice; keep one of them"),
				   rule_keywords[key].word.zh);
	p->seen[block_no(p->block)] |= bit;
	if (floor) {
		limits(p)->has_min = true;
		limits(p)->min = (struct dec){0};
		return RC_OK;
	}
	if (!s->colon && key != KEY_TOTAL)
		return RULE_REFUSE(p->cx, p->at, "rule.colon", N_("a colon is missing; write it as %s"),
				   rule_keywords[key].example);
	enum rc rc = readers[key](p, &s->value);
	if (key == KEY_CLASS || key == KEY_ITEM || key == KEY_TOTAL)
		open_block(p, key == KEY_CLASS ? IN_CLASS : key == KEY_ITEM ? IN_ITEM : IN_TOTAL);
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

static void finish(struct parser *p)
{
	static const enum rule_key head[] = {KEY_RULE,	KEY_NAME,      KEY_VERSION, KEY_FROM,
					     KEY_BASIS, KEY_PEERS,     KEY_CADENCE, KEY_AUDIENCE,
					     KEY_SHOW,	KEY_CIRCULARS, KEY_ASSIST};
	static const enum rule_key total[] = {KEY_RED, KEY_BLACK};
	need(p, 0, head, sizeof(head) / sizeof(*head));
	if (p->block == IN_HEAD || p->r->n_classes == 0)
		(void)missing(p, p->block_at[0], KEY_CLASS);
	if (p->block == IN_HEAD)
		return;
	if (p->block == IN_TOTAL) {
		need(p, 3, total, sizeof(total) / sizeof(*total));
		return;
	}
	if (p->block == IN_ITEM)
		close_item(p);
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
	struct parser p = {.cx = cx, .r = r, .block = IN_HEAD, .at = {1, 1}};
	struct rule_at at;
	int32_t cp;
	p.block_at[0] = p.at;
	r->places[ROUND_ENTRY] = r->places[ROUND_ITEM] = r->places[ROUND_TOTAL] = 2;
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
