#include "core/rule_lint.h"

#include "core/rule_parse.h"
#include "core/rule_words.h"

enum circular_state rule_circular(const struct rule *r, int published)
{
	if (r->audience == AUDIENCE_UNIT || r->show == SHOW_NONE)
		return CIRCULAR_FREE;
	if (published >= r->circulars)
		return CIRCULAR_NEEDS_BASIS;
	return published + 1 == r->circulars ? CIRCULAR_LAST : CIRCULAR_WITHIN;
}

struct adviser {
	struct ctx *cx;
	struct rule_advice *first, **end;
};

__attribute__((format(printf, 4, 5))) static void advise(struct adviser *v, struct rule_at at, const char *id,
							 const char *msgid, ...)
{
	va_list ap;
	struct rule_advice *n = NEW(v->cx->a, struct rule_advice, 1);
	va_start(ap, msgid);
	n->text = arena_vprintf(v->cx->a, tr(v->cx->lang, msgid), ap);
	va_end(ap);
	n->at = at;
	n->id = id;
	*v->end = n;
	v->end = &n->next;
}

static bool topics_meet(const struct rule_item *a, const struct rule_item *b)
{
	if (a->n_topics == 0 || b->n_topics == 0)
		return true;
	for (size_t i = 0; i < a->n_topics; i++)
		for (size_t k = 0; k < b->n_topics; k++)
			if (sv_eq(a->topics[i], b->topics[k]))
				return true;
	return false;
}

/* An earlier item that would score the same fact as well. */
static const struct rule_item *scored_before(const struct rule *r, const struct rule_item *item,
					     enum fact_kind kind)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *other = &r->classes[c].items[i];
			if (other == item)
				return NULL;
			if (rule_line_of(other, kind) && topics_meet(other, item) && !fact_word(kind)->manual)
				return other;
		}
	return NULL;
}

static void lint_line(struct adviser *v, const struct rule *r, const struct rule_class *c,
		      const struct rule_item *i, const struct rule_line *l)
{
	if (l->double_from && l->double_all)
		advise(v, l->at, "rule.cliff",
		       N_("as soon as there are %d, all of them count twice, so one more case may cost many "
			  "points; if only the later ones are meant, write 自第%d次起加倍"),
		       l->double_from, l->double_from);
	if (l->kind == LINE_EACH && l->points.u < 0 && !l->has_cap && !c->limits.has_min &&
	    !c->limits.has_minus && !r->limits.has_min)
		advise(v, l->at, "rule.bottomless",
		       N_("these deductions have no end; write 扣完为止 under the 指标 or 封顶 on the line"));
	const struct rule_item *twice = scored_before(r, i, l->fact);
	if (twice)
		advise(v, l->at, "rule.double_count",
		       N_("%s is also scored by the item “%.*s”; limit one of them by 范围"),
		       fact_word(l->fact)->zh, SV_ARG(twice->name));
}

/* ---- grammar 2 -------------------------------------------------------------------------------------------- */

/* The largest step between neighbouring bands; the worst is where ballots turn to 差评. */
static void lint_bands(struct adviser *v, const struct rule_measure *m)
{
	struct dec prev = m->points;
	for (int i = 0; i <= m->n_bands; i++) {
		struct dec next = i < m->n_bands ? m->bands[i].points : m->rest;
		int64_t step = prev.u - next.u;
		if (i && step * 10 > m->points.u) {
			advise(v, m->at, "rule.band_cliff",
			       N_("just below %.*s a unit loses %.*s of %.*s points at one step; write more bands, or 功效, which has none"),
			       SV_ARG(dec_text(v->cx->a, m->bands[i - 1].from)), SV_ARG(dec_text(v->cx->a, (struct dec){step})),
			       SV_ARG(dec_text(v->cx->a, m->points)));
			return;
		}
		prev = next;
	}
}

/* An earlier item that reads the same figures. */
static const struct rule_item *measured_before(const struct rule *r, const struct rule_item *item)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *other = &r->classes[c].items[i];
			if (other == item)
				return NULL;
			if (other->measure && item->data.n && (sv_eq(other->data, item->data) || sv_eq(other->name, item->data)))
				return other;
		}
	return NULL;
}

static void lint_measure(struct adviser *v, const struct rule *r, const struct rule_item *i)
{
	const struct rule_measure *m = i->measure;
	const struct rule_item *twice = measured_before(r, i);
	if (m->kind == MEASURE_BANDS)
		lint_bands(v, m);
	if (twice)
		advise(v, i->at, "rule.data_twice", N_("the figures of “%.*s” are counted by the item “%.*s” as well; keep one of them"),
		       SV_ARG(i->data), SV_ARG(twice->name));
	if ((m->drop_high || m->drop_low) && m->min_n < 5)
		advise(v, m->at, "rule.drop_few",
		       N_("with so few marks, dropping the extremes leaves chance to decide; write 满5票起 or more"));
	if (i->judges)
		advise(v, i->at, "rule.judges_fair",
		       N_("correcting judges is fair only where each has seen the same units; else what one judge saw is taken from "
			  "the units that he saw"));
}

static void lint_basis(struct adviser *v, const struct rule_class *c)
{
	int without = 0;
	for (size_t i = 0; i < c->n_items && !c->basis.n; i++)
		without += c->items[i].basis.n == 0;
	if (without)
		advise(v, c->at, "rule.no_basis",
		       N_("%d items of this class rest only on the document of the whole rule; write 依据 with the document and article"),
		       without);
}

/* More than one office, or one group of units, can own. */
static void lint_burden(struct adviser *v, const struct rule *r)
{
	int all = 0;
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++) {
			const struct rule_item *item = &r->classes[c].items[i];
			struct sv owner = item->data_owner.n ? item->data_owner : item->office;
			int mine = 0;
			all++;
			for (size_t d = 0; owner.n && d <= c; d++)
				for (size_t k = 0; k < (d < c ? r->classes[d].n_items : i + 1); k++) {
					const struct rule_item *o = &r->classes[d].items[k];
					mine += sv_eq(owner, o->data_owner.n ? o->data_owner : o->office);
				}
			if (mine == RULE_OWNER_ITEMS + 1)
				advise(v, item->at, "rule.owner_many",
				       N_("“%.*s” owns more than %d items; people cannot keep so many, join or delete some"), SV_ARG(owner),
				       RULE_OWNER_ITEMS);
		}
	if (all > RULE_GROUP_ITEMS)
		advise(v, (struct rule_at){1, 1}, "rule.group_many",
		       N_("this rule has %d items for one group; at most %d can be followed, join or delete some"), all, RULE_GROUP_ITEMS);
}

static void lint_weights(struct adviser *v, const struct rule *r)
{
	int64_t sum = 0;
	const struct rule_class *first = NULL;
	for (size_t c = 0; c < r->n_classes; c++) {
		sum += r->classes[c].weight.u;
		if (r->classes[c].has_weight && !first)
			first = &r->classes[c];
	}
	if (first && sum != 100 * DEC_ONE)
		advise(v, first->at, "rule.weights", N_("the weights of the classes add up to %.*s%%, not 100%%"),
		       SV_ARG(dec_text(v->cx->a, (struct dec){sum})));
	for (size_t c = 0; first && c < r->n_classes; c++) {
		struct dec full = r->classes[c].base;
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			full.u += rule_item_full(&r->classes[c].items[i]).u;
		if (r->classes[c].has_weight && full.u != 100 * DEC_ONE)
			advise(v, r->classes[c].at, "rule.class_sum",
			       N_("this class has a weight, but its points add up to %.*s, not 100"), SV_ARG(dec_text(v->cx->a, full)));
	}
}

static bool supplied(const struct rule_supply *s, struct sv name)
{
	for (size_t i = 0; i < s->n_names; i++)
		if (sv_eq(s->names[i], name))
			return true;
	return false;
}

static bool fed(const struct rule_supply *s, const struct rule_item *i)
{
	if (i->measure)
		return supplied(s, i->name) || (i->data.n && supplied(s, i->data));
	for (size_t l = 0; l < i->n_lines; l++) {
		bool any = s->facts[i->lines[l].fact];
		for (int k = 0; k < i->lines[l].n_base; k++)
			any |= s->facts[i->lines[l].base[k]];
		if (any)
			return true;
	}
	return false;
}

static void lint_supply(struct adviser *v, const struct rule *r, const struct rule_supply *s)
{
	for (size_t c = 0; c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			if (!fed(s, &r->classes[c].items[i]))
				advise(v, r->classes[c].items[i].at, "rule.unfed",
				       N_("nothing feeds “%.*s”: no list, import or board gives it anything; name what does, or delete it"),
				       SV_ARG(r->classes[c].items[i].name));
	for (size_t p = 0; p < r->n_parts; p++) {
		const struct rule_part *t = &r->parts[p];
		if (t->source.n && !supplied(s, t->source) && !supplied(s, t->name))
			advise(v, t->at, "rule.unfed",
			       N_("nothing feeds “%.*s”: no list, import or board gives it anything; name what does, or delete it"),
			       SV_ARG(t->name));
	}
}

/* What bands of places do not know, and what nobody will see. */
static void lint_honest(struct adviser *v, const struct rule *r)
{
	const struct rule_item *other = rule_votes_item(r, false);
	for (size_t c = 0; r->level.u && c < r->n_classes; c++)
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			if (r->classes[c].items[i].judges == JUDGES_RANK)
				advise(v, r->classes[c].items[i].at, "rule.level_ranks",
				       N_("marks made into ranks make bands of places somewhat too narrow; 标准分 or 不校正 keeps them nearly right"));
	if (r->level.u && !r->level_votes && other)
		advise(v, r->level_at, "rule.level_votes",
		       N_("the votes of “%.*s” count in the score, but what they leave open is not in the bands, which come from the judges' "
			  "marks alone; where the voters are only some of those asked, write 名次区间：%.*s%%，含投票"),
		       SV_ARG(other->name), SV_ARG(dec_text(v->cx->a, r->level)));
	if (r->level.u && r->show != SHOW_RANK)
		advise(v, r->level_at, "rule.level_hidden",
		       N_("where the place is not shown its band is not shown either; write 名次显示：名次, or delete 名次区间"));
}

static void lint_second(struct adviser *v, const struct rule *r)
{
	for (size_t c = 0; c < r->n_classes; c++) {
		lint_basis(v, &r->classes[c]);
		for (size_t i = 0; i < r->classes[c].n_items; i++)
			if (r->classes[c].items[i].measure)
				lint_measure(v, r, &r->classes[c].items[i]);
	}
	lint_weights(v, r);
	lint_burden(v, r);
	lint_honest(v, r);
}

/* In the order of the text; what was said first at a place stays first. */
static struct rule_advice *in_order(struct rule_advice *list)
{
	struct rule_advice *out = NULL;
	while (list) {
		struct rule_advice *n = list, **at = &out;
		list = n->next;
		while (*at && ((*at)->at.line < n->at.line || ((*at)->at.line == n->at.line && (*at)->at.col <= n->at.col)))
			at = &(*at)->next;
		n->next = *at;
		*at = n;
	}
	return out;
}

static bool weighted(const struct rule *r)
{
	for (size_t c = 0; c < r->n_classes; c++)
		if (r->classes[c].has_weight)
			return true;
	return r->n_parts > 0;
}

struct rule_advice *rule_lint(struct ctx *cx, const struct rule *r)
{
	return rule_lint_supplied(cx, r, NULL);
}

struct rule_advice *rule_lint_supplied(struct ctx *cx, const struct rule *r, const struct rule_supply *supply)
{
	struct adviser v = {.cx = cx};
	v.end = &v.first;
	const struct rule_at top = {1, 1};
	int64_t base = 0;
	if (r->audience == AUDIENCE_PUBLIC && (r->black.by_count || r->black.by_score))
		advise(&v, r->black_at, "rule.public_black",
		       N_("a black list before the public shames rather than mends; consider "
			  "公布范围：各单位 or 黑榜：不设"));
	for (size_t c = 0; c < r->n_classes; c++) {
		const struct rule_class *k = &r->classes[c];
		base += k->base.u;
		for (size_t i = 0; i < k->n_items; i++)
			base += rule_item_full(&k->items[i]).u;
		for (size_t i = 0; i < k->n_items; i++)
			for (size_t l = 0; l < k->items[i].n_lines; l++) {
				const struct rule_line *line = &k->items[i].lines[l];
				if (line->kind != LINE_EACH)
					base += line->points.u;
				lint_line(&v, r, k, &k->items[i], line);
			}
	}
	if (base != 0 && base != 100 * DEC_ONE && !weighted(r))
		advise(&v, top, "rule.sum", N_("base points and largest marks add up to %.*s, not 100"),
		       SV_ARG(dec_text(cx->a, (struct dec){base})));
	if (r->grammar > 1)
		lint_second(&v, r);
	if (supply)
		lint_supply(&v, r, supply);
	return r->grammar > 1 ? in_order(v.first) : v.first;
}
