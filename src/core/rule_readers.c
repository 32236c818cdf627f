#include "core/rule_readers.h"

#include "core/rule_parse.h"
#include "core/rule_sort.h"

static struct rule_class *cls(struct rule_parser *p)
{
	return &p->r->classes[p->r->n_classes - 1];
}

static struct rule_item *item(struct rule_parser *p)
{
	return &cls(p)->items[cls(p)->n_items - 1];
}

struct rule_limits *rule_open_limits(struct rule_parser *p)
{
	return p->block == IN_TOTAL ? &p->r->limits : &cls(p)->limits;
}

#define PUSH(p, v, n) CORE_PUSH((p)->cx->a, (v), (n))

static enum rc too_many(struct rule_parser *p, long long max)
{
	return RULE_REFUSE(p->cx, p->at, "rule.many",
			   N_("there may be at most %lld of these; join or delete some"), max);
}

/* ---- one reader per keyword ---------------------------------------------------------------------- */

static enum rc read_grammar(struct rule_parser *p, struct rule_cur *v)
{
	int n;
	TRY(rule_read_count(p->cx, v, 1, 999, &n));
	if (n > RULE_GRAMMAR)
		return RULE_REFUSE(
			p->cx, p->at, "rule.grammar",
			N_("this program reads grammars up to %d; write 比学规则：%d or use a newer program"),
			RULE_GRAMMAR, RULE_GRAMMAR);
	p->r->grammar = n;
	return RC_OK;
}

static enum rc read_name(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_text(p->cx, v, RULE_NAME_MAX, &p->r->name);
}

static enum rc read_version(struct rule_parser *p, struct rule_cur *v)
{
	rule_space(v);
	rule_eat(v, "第");
	TRY(rule_read_count(p->cx, v, 1, 9999, &p->r->version));
	rule_eat(v, "版");
	return RC_OK;
}

static enum rc read_from(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_day(p->cx, v, &p->r->from);
}

static enum rc read_basis(struct rule_parser *p, struct rule_cur *v)
{
	struct sv *ret = p->block == IN_HEAD	? &p->r->basis
			 : p->block == IN_CLASS ? &cls(p)->basis
						: &item(p)->basis;
	return rule_read_text(p->cx, v, RULE_TEXTS_MAX, ret);
}

static enum rc read_note(struct rule_parser *p, struct rule_cur *v)
{
	struct sv *ret = p->block == IN_HEAD	? &p->r->note
			 : p->block == IN_CLASS ? &cls(p)->note
						: &item(p)->note;
	return rule_read_text(p->cx, v, RULE_TEXTS_MAX, ret);
}

#define CHOICE(name, words, field, type)                                                                     \
	static enum rc name(struct rule_parser *p, struct rule_cur *v)                                            \
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

static enum rc read_cadence(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	p->r->cadence_at = p->at;
	TRY(rule_read_choice(p->cx, v, rule_cadence_words, &i));
	p->r->cadence = (enum rule_cadence)i;
	return RC_OK;
}

static enum rc read_peers(struct rule_parser *p, struct rule_cur *v)
{
	p->r->peers_at = p->at;
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

static enum rc read_circulars(struct rule_parser *p, struct rule_cur *v)
{
	rule_space(v);
	rule_eat(v, "每年");
	TRY(rule_read_count(p->cx, v, 0, 366, &p->r->circulars));
	rule_space(v);
	rule_eat_any(v, "次|期|a year");
	return RC_OK;
}

static enum rc read_circulars_basis(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_docno(p->cx, v, &p->r->circulars_basis);
}

static enum rc read_assist(struct rule_parser *p, struct rule_cur *v)
{
	rule_space(v);
	struct rule_at at = v->at;
	if (rule_eat_any(v, "按比例|by ratio")) {
		p->r->by_ratio = true;
		return RC_OK;
	}
	if (!rule_number(v, &p->r->assist) || p->r->assist.u > 100 * DEC_ONE ||
	    !(rule_space(v), rule_eat(v, "%")))
		return RULE_REFUSE(p->cx, at, "rule.share",
				   N_("a share from 0%% to 100%% belongs here; write 协办计分：50%% if "
				      "assisting units take half"));
	return RC_OK;
}

static enum rc read_class(struct rule_parser *p, struct rule_cur *v)
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

static enum rc read_base(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_points(p->cx, v, &cls(p)->base);
}

static enum rc read_max(struct rule_parser *p, struct rule_cur *v)
{
	rule_open_limits(p)->has_max = true;
	return rule_read_points(p->cx, v, &rule_open_limits(p)->max);
}

static enum rc read_min(struct rule_parser *p, struct rule_cur *v)
{
	rule_open_limits(p)->has_min = true;
	return rule_read_points(p->cx, v, &rule_open_limits(p)->min);
}

static enum rc read_plus(struct rule_parser *p, struct rule_cur *v)
{
	rule_open_limits(p)->has_plus = true;
	return rule_read_points(p->cx, v, &rule_open_limits(p)->plus);
}

static enum rc read_minus(struct rule_parser *p, struct rule_cur *v)
{
	rule_open_limits(p)->has_minus = true;
	return rule_read_points(p->cx, v, &rule_open_limits(p)->minus);
}

static enum rc read_item(struct rule_parser *p, struct rule_cur *v)
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

static enum rc read_office(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_text(p->cx, v, RULE_NAME_MAX, &item(p)->office);
}

static enum rc read_topics(struct rule_parser *p, struct rule_cur *v)
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

static enum rc add_line(struct rule_parser *p, const struct rule_line *l)
{
	struct rule_item *i = item(p);
	if (i->measure)
		return RULE_REFUSE(p->cx, p->at, "rule.one_measure",
				   N_("an item has one way of counting; make another item 项目 for this one"));
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

static enum rc read_points(struct rule_parser *p, struct rule_cur *v)
{
	struct rule_line l;
	TRY(rule_read_line(p->cx, v, &l));
	return add_line(p, &l);
}

static enum rc read_rate(struct rule_parser *p, struct rule_cur *v)
{
	struct rule_line l;
	TRY(rule_read_rate(p->cx, v, &l));
	return add_line(p, &l);
}

static enum rc read_total(struct rule_parser *p, struct rule_cur *v)
{
	(void)v;
	p->r->total_at = p->at;
	return RC_OK;
}

static enum rc read_round(struct rule_parser *p, struct rule_cur *v)
{
	p->r->round_at = p->at;
	return rule_read_rounding(p->cx, v, p->r->places);
}

static enum rc read_red(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_cut(p->cx, v, true, &p->r->red);
}

static enum rc read_black(struct rule_parser *p, struct rule_cur *v)
{
	p->r->black_at = p->at;
	return rule_read_cut(p->cx, v, false, &p->r->black);
}

static enum rc read_movers(struct rule_parser *p, struct rule_cur *v)
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

static enum rc read_veto(struct rule_parser *p, struct rule_cur *v)
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

/* ---- grammar 2 ----------------------------------------------------------------------------------- */

static enum rc read_weight(struct rule_parser *p, struct rule_cur *v)
{
	cls(p)->has_weight = true;
	return rule_read_percent(p->cx, v, rule_keywords[KEY_WEIGHT].example, &cls(p)->weight);
}

static enum rc read_bonus_share(struct rule_parser *p, struct rule_cur *v)
{
	cls(p)->has_bonus_share = true;
	rule_space(v);
	rule_eat_any(v, "不超过|at most");
	TRY(rule_read_percent(p->cx, v, rule_keywords[KEY_BONUS_SHARE].example, &cls(p)->bonus_share));
	rule_space(v);
	rule_eat_any(v, "的单位|of units");
	return RC_OK;
}

static enum rc read_bonus_if(struct rule_parser *p, struct rule_cur *v)
{
	cls(p)->has_bonus_if = true;
	rule_space(v);
	if (!rule_eat_any(v, "失分单位超过|more than"))
		return rule_shape(p->cx, v, rule_keywords[KEY_BONUS_IF].example);
	TRY(rule_read_percent(p->cx, v, rule_keywords[KEY_BONUS_IF].example, &cls(p)->bonus_if));
	rule_space(v);
	rule_eat_any(v, "of units lost points");
	return RC_OK;
}

static enum rc read_alone(struct rule_parser *p, struct rule_cur *v)
{
	rule_space(v);
	if (!rule_eat_any(v, "扣分加倍|debits doubled"))
		return rule_shape(p->cx, v, rule_keywords[KEY_ALONE].example);
	cls(p)->alone_doubled = true;
	return RC_OK;
}

static enum rc read_measure(struct rule_parser *p, struct rule_cur *v)
{
	struct rule_item *i = item(p);
	struct rule_measure *m = NEW(p->cx->a, struct rule_measure, 1);
	if (i->measure || i->n_lines)
		return RULE_REFUSE(p->cx, p->at, "rule.one_measure",
				   N_("an item has one way of counting; make another item 项目 for this one"));
	m->kind = (enum rule_measure_kind)((int)p->key - (int)KEY_COMPLETION + (int)MEASURE_COMPLETION);
	m->at = p->at;
	i->measure = m;
	return rule_read_measure(p->cx, v, m);
}

static enum rc read_groups(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_groups(p->cx, v, item(p));
}

static enum rc read_judges(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	TRY(rule_read_choice(p->cx, v, rule_judges_words, &i));
	item(p)->judges = (enum rule_judges)i;
	return RC_OK;
}

static enum rc read_absent(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	TRY(rule_read_choice(p->cx, v, rule_absent_words, &i));
	item(p)->absent = (enum rule_absent)i;
	return RC_OK;
}

static enum rc read_data(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_data(p->cx, v, item(p));
}

static enum rc read_parts(struct rule_parser *p, struct rule_cur *v)
{
	(void)v;
	p->r->parts_at = p->at;
	return RC_OK;
}

static enum rc read_part(struct rule_parser *p, struct rule_cur *v)
{
	struct rule_part t = {.at = p->at};
	TRY(rule_read_part(p->cx, v, &t));
	for (size_t i = 0; i < p->r->n_parts; i++)
		if (sv_eq(p->r->parts[i].name, t.name))
			return RULE_REFUSE(p->cx, p->at, "rule.same_part",
					   N_("there is a part 部分 of this name already; give it another name"));
	if (p->r->n_parts == RULE_PARTS_MAX)
		return too_many(p, RULE_PARTS_MAX);
	*PUSH(p, p->r->parts, p->r->n_parts) = t;
	return RC_OK;
}

static enum rc read_grades(struct rule_parser *p, struct rule_cur *v)
{
	p->r->grades_at = p->at;
	return rule_read_grades(p->cx, v, p->r);
}

static enum rc read_quota(struct rule_parser *p, struct rule_cur *v)
{
	int i;
	TRY(rule_read_choice(p->cx, v, rule_quota_words, &i));
	p->r->quota = (enum rule_quota)i;
	return RC_OK;
}

static enum rc read_staff(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_staff(p->cx, v, p->r);
}

static enum rc read_stars(struct rule_parser *p, struct rule_cur *v)
{
	TRY(rule_read_count(p->cx, v, 2, 100, &p->r->stars));
	rule_space(v);
	if (!rule_eat_any(v, "减名次|minus place"))
		return rule_shape(p->cx, v, rule_keywords[KEY_STARS].example);
	return RC_OK;
}

static enum rc read_streak(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_streak(p->cx, v, p->r);
}

static enum rc read_tiebreak(struct rule_parser *p, struct rule_cur *v)
{
	p->r->tie_at = p->at;
	return rule_read_ties(p->cx, v, p->r);
}

static enum rc read_lights(struct rule_parser *p, struct rule_cur *v)
{
	return rule_read_lights(p->cx, v, p->r);
}

static rule_reader *const readers[KEY_COUNT_] = {
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
	[KEY_WEIGHT] = read_weight,
	[KEY_BONUS_SHARE] = read_bonus_share,
	[KEY_BONUS_IF] = read_bonus_if,
	[KEY_ALONE] = read_alone,
	[KEY_COMPLETION] = read_measure,
	[KEY_BEST] = read_measure,
	[KEY_EFFICACY] = read_measure,
	[KEY_BANDS] = read_measure,
	[KEY_MARKS] = read_measure,
	[KEY_BALLOT] = read_measure,
	[KEY_RANKS] = read_measure,
	[KEY_DECAY] = read_measure,
	[KEY_DIRECT] = read_measure,
	[KEY_GROUPS] = read_groups,
	[KEY_JUDGES] = read_judges,
	[KEY_ABSENT] = read_absent,
	[KEY_DATA] = read_data,
	[KEY_PARTS] = read_parts,
	[KEY_PART] = read_part,
	[KEY_GRADES] = read_grades,
	[KEY_QUOTA] = read_quota,
	[KEY_STAFF] = read_staff,
	[KEY_STARS] = read_stars,
	[KEY_STREAK] = read_streak,
	[KEY_TIEBREAK] = read_tiebreak,
	[KEY_LIGHTS] = read_lights,
	[KEY_LEVEL] = rule_read_level,
	[KEY_TIED] = rule_read_tied,
	[KEY_APART] = rule_read_apart,
	[KEY_VOTERS] = rule_read_voters,
};

rule_reader *rule_reader_of(enum rule_key key)
{
	return readers[key];
}
