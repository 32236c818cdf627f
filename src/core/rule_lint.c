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

struct rule_advice *rule_lint(struct ctx *cx, const struct rule *r)
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
			for (size_t l = 0; l < k->items[i].n_lines; l++) {
				const struct rule_line *line = &k->items[i].lines[l];
				if (line->kind != LINE_EACH)
					base += line->points.u;
				lint_line(&v, r, k, &k->items[i], line);
			}
	}
	if (base != 0 && base != 100 * DEC_ONE)
		advise(&v, top, "rule.sum", N_("base points and largest marks add up to %.*s, not 100"),
		       SV_ARG(dec_text(cx->a, (struct dec){base})));
	return v.first;
}
