/* Before rules are adopted: is everything fed that they read, and does none of them read itself? */
#include "app/ruleset/ruleset_feed.h"

enum { DEPTH_MAX = 8, NAMES_MAX = 200, SAID_MAX = 20 };

static ruleset_supply_fn *supply_of;

void ruleset_use_supply(ruleset_supply_fn *fn)
{
	supply_of = fn;
}

static const struct rule_item *item_at(const struct rule *rule, struct rule_at at)
{
	for (size_t c = 0; c < rule->n_classes; c++)
		for (size_t i = 0; i < rule->classes[c].n_items; i++)
			if (rule->classes[c].items[i].at.line == at.line)
				return &rule->classes[c].items[i];
	return NULL;
}

/* Where 数据 names who is to bring the figures, only they are missing so far; the clause is sound. */
static void name_who_brings(struct ctx *cx, const struct rule *rule, struct rule_advice *list)
{
	for (; list; list = list->next) {
		const struct rule_item *i = strcmp(list->id, "rule.unfed") == 0 ? item_at(rule, list->at) : NULL;
		if (i && i->data.n && i->data_owner.n)
			list->text = arena_printf(cx->a, tr(cx->lang, N_("nothing has come in yet for “%.*s”: %.*s is to bring “%.*s”")), SV_ARG(i->name),
						  SV_ARG(i->data_owner), SV_ARG(i->data));
	}
}

enum rc ruleset_advice(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule, struct rule_advice **ret)
{
	struct rule_supply supply = { .n_names = 0 };
	if (supply_of)
		TRY(supply_of(cx, db, r, rule, &supply));
	*ret = rule_lint_supplied(cx, rule, supply_of ? &supply : NULL);
	name_who_brings(cx, rule, *ret);
	return RC_OK;
}

/* ---- rules that read each other in a circle ------------------------------------------------------------------------ */

struct walk {
	struct sv self;
	struct sv seen[NAMES_MAX];
	size_t n;
};

static bool met(struct walk *w, struct sv name)
{
	for (size_t i = 0; i < w->n; i++)
		if (sv_eq(w->seen[i], name))
			return true;
	if (w->n < NAMES_MAX)
		w->seen[w->n++] = name;
	return w->n == NAMES_MAX;
}

static enum rc comes_back(struct ctx *cx, struct db *db, int64_t owner, struct walk *w, struct sv name, int depth, bool *ret)
{
	struct ruleset r = { .id = 0 };
	struct rule *rule;
	if (sv_eq(name, w->self)) {
		*ret = true;
		return RC_OK;
	}
	if (depth == DEPTH_MAX || met(w, name))
		return RC_OK;
	TRY(ruleset_adopted_as(cx, db, owner, name, &r));
	if (!r.id)
		return RC_OK;
	TRY(ruleset_rule(cx, &r, &rule));
	for (size_t i = 0; i < rule->n_parts && !*ret; i++)
		if (rule->parts[i].source.n)
			TRY(comes_back(cx, db, owner, w, rule->parts[i].source, depth + 1, ret));
	return RC_OK;
}

enum rc ruleset_refuse_circle(struct ctx *cx, const struct rule_part *p, bool self)
{
	if (self)
		return fail(cx, RC_CONFLICT, "ruleset.circle",
			    N_("Line %d, 部分：%.*s: its source is this text itself. Name the boards of other rules, or write 来源 本细则 for the classes of this text."),
			    p->at.line, SV_ARG(p->name));
	return fail(cx, RC_CONFLICT, "ruleset.circle_through",
		    N_("Line %d, 部分：%.*s: the rules \"%.*s\" read the boards of this text in turn, so neither could be composed first. Take the part out of one of them."),
		    p->at.line, SV_ARG(p->name), SV_ARG(p->source));
}

enum rc ruleset_find_circle(struct ctx *cx, struct db *db, const struct ruleset *r, const struct rule *rule, const struct rule_part **ret,
			    bool *ret_self)
{
	*ret = NULL;
	for (size_t i = 0; i < rule->n_parts && !*ret; i++) {
		struct walk w = { .self = r->name };
		bool back = false;
		if (!rule->parts[i].source.n)
			continue;
		TRY(comes_back(cx, db, r->owner, &w, rule->parts[i].source, 0, &back));
		if (back) {
			*ret = &rule->parts[i];
			*ret_self = sv_eq((*ret)->source, r->name);
		}
	}
	return RC_OK;
}

/* ---- the advice, said ------------------------------------------------------------------------------------------------ */

size_t ruleset_advice_count(const struct rule_advice *list)
{
	size_t n = 0;
	for (; list; list = list->next)
		n++;
	return n;
}

struct sv ruleset_advice_text(struct ctx *cx, const struct rule_advice *list)
{
	struct buf b = buf_new(cx->a, 1 << 16);
	size_t n = ruleset_advice_count(list), said = 0;
	for (; list && said < SAID_MAX; list = list->next, said++) {
		buf_puts(&b, "\n  ");
		buf_printf(&b, tr(cx->lang, N_("line %d:")), list->at.line);
		buf_printf(&b, " %.*s", SV_ARG(list->text));
	}
	if (n > said)
		buf_put(&b, arena_printf(cx->a, tr(cx->lang, N_("\n  and %zu more; the page of the rules shows all of them")), n - said));
	return buf_sv(&b);
}
