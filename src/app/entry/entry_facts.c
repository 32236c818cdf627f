/* From what happened to what may be counted: the words of an office's sheet, and the facts of other nouns. */
#include "app/entry/entry_read.h"

#include "app/unit/unit.h"
#include "base/utf8.h"
#include "store/corridor.h"

/* ---- the words of a sheet --------------------------------------------------------------------------------- */

/* An outcome as sheets write it, and the facts it may stand for: the first that a clause of the class hears. */
static const struct {
	const char *word;
	enum fact_kind kind[3];
} outcomes[] = {
	{ "按时", { FACT_CLOSED_ON_TIME, FACT_RECTIFIED } },  { "提前", { FACT_CLOSED_EARLY } },
	{ "逾期", { FACT_OVERDUE, FACT_CLOSED_LATE } },       { "已整改", { FACT_RECTIFIED } },
	{ "未整改", { FACT_NOT_RECTIFIED } },                 { "反弹", { FACT_RECURRED } },
	{ "退回", { FACT_SENT_BACK } },                       { "满意", { FACT_SATISFIED } },
	{ "不满意", { FACT_DISSATISFIED } },                  { "不满意核实", { FACT_DISSATISFIED } },
	{ "重复", { FACT_REPEATED } },                        { "表扬", { FACT_COMMENDED } },
	{ "批评", { FACT_CRITICISED } },                      { "借鉴", { FACT_ADOPTED } },
};

/* The named item, or else the only item of the class, that has a clause for the fact. */
static const struct rule_item *hearer(const struct rule_class *c, struct sv item, enum fact_kind kind)
{
	const struct rule_item *named = rule_item_of(c, item), *found = NULL;
	if (named && rule_line_of(named, kind))
		return named;
	for (size_t i = 0; i < c->n_items; i++)
		if (rule_line_of(&c->items[i], kind)) {
			if (found)
				return NULL;
			found = &c->items[i];
		}
	return found;
}

enum rc entry_outcome(struct ctx *cx, const struct rule *r, struct sv class, struct sv item, struct sv outcome,
		      struct sv *ret_item, enum fact_kind *ret_kind)
{
	const struct rule_class *c = rule_class_of(r, class);
	const struct rule_item *found = NULL;
	enum fact_kind kinds[4] = { FACT_NONE };
	if (!c)
		return fail(cx, RC_INVALID, "entry.class", N_("The ruleset has no class \"%.*s\"."), SV_ARG(class));
	for (int k = FACT_NONE + 1; k < FACT_COUNT_; k++)
		if (sv_is(outcome, fact_word((enum fact_kind)k)->zh) || sv_is(outcome, fact_word((enum fact_kind)k)->id))
			kinds[0] = (enum fact_kind)k;
	for (size_t i = 0; i < COUNT(outcomes) && kinds[0] == FACT_NONE; i++)
		if (sv_is(outcome, outcomes[i].word))
			memcpy(kinds, outcomes[i].kind, sizeof(outcomes[i].kind));
	if (kinds[0] == FACT_NONE)
		return fail(cx, RC_INVALID, "entry.outcome",
			    N_("\"%.*s\" is no outcome that is known; write 按时, 逾期, 已整改, 未整改, 反弹, 满意, 不满意核实, 表扬 or a fact of the rules."),
			    SV_ARG(outcome));
	for (int k = 0; kinds[k] != FACT_NONE && !found; k++) {
		found = hearer(c, item, kinds[k]);
		*ret_kind = kinds[k];
	}
	if (!found)
		return fail(cx, RC_INVALID, "entry.unheard", N_("No clause of the class \"%.*s\" counts \"%.*s\"."), SV_ARG(class), SV_ARG(outcome));
	*ret_item = found->name;
	return RC_OK;
}

/* ---- facts of other nouns ----------------------------------------------------------------------------------- */

static struct js *propose_fields(struct arena *a, const struct entry_source *s, const struct ruleset *r,
				 const struct rule_entry *e)
{
	struct js *f = js_obj(a);
	js_set_int(a, f, "unit", s->unit);
	js_set_int(a, f, "ruleset", r->id);
	js_set_sv(a, f, "class", e->class);
	js_set_sv(a, f, "item", e->item);
	js_set_sv(a, f, "fact", sv_of(fact_word(s->kind)->id));
	js_set_sv(a, f, "role", s->role == ROLE_ASSIST ? SV("assist") : SV("lead"));
	js_set_day(a, f, "day", s->day);
	js_set_sv(a, f, "topic", sv_or_empty(s->topic));
	js_set_sv(a, f, "source", s->fact);
	js_set_sv(a, f, "record", s->record);
	js_set_int(a, f, "matter", s->matter);
	return f;
}

/* What a fact becomes by one ruleset. */
static enum rc propose_by(struct ctx *cx, const struct entry_source *s, const struct ruleset *r, const struct rule *rule, struct sv topic,
			  struct act_request *ret, size_t max, size_t *ret_n)
{
	struct rule_proposal p;
	struct rule_fact f = { .id = s->fact, .kind = s->kind, .role = s->role, .unit = SV("0"), .day = s->day, .topic = topic,
			       .record = s->record };
	TRY(rule_entries(cx, rule, &f, 1, &p));
	for (size_t k = 0; k < p.n && *ret_n < max; k++)
		ret[(*ret_n)++] = (struct act_request){ .act = SV("entry.propose"), .fields = propose_fields(cx->a, s, r, &p.entries[k]) };
	return RC_OK;
}

/* A fact that waits for a second person names its item (rule_eval.c): every item with a clause for it is asked, by name once. */
static enum rc propose_by_item(struct ctx *cx, const struct entry_source *s, const struct ruleset *r, const struct rule *rule,
			       struct act_request *ret, size_t max, size_t *ret_n)
{
	struct sv *asked = NEW(cx->a, struct sv, RULE_CLASSES_MAX * RULE_ITEMS_MAX);
	size_t n = 0;
	for (size_t c = 0; c < rule->n_classes; c++)
		for (size_t i = 0; i < rule->classes[c].n_items; i++) {
			const struct rule_item *item = &rule->classes[c].items[i];
			bool known = !rule_line_of(item, s->kind);
			for (size_t k = 0; k < n && !known; k++)
				known = sv_eq(asked[k], item->name);
			if (known)
				continue;
			asked[n++] = item->name;
			TRY(propose_by(cx, s, r, rule, item->name, ret, max, ret_n));
		}
	return RC_OK;
}

enum rc entry_propose(struct ctx *cx, struct db *db, const struct entry_source *s, struct act_request *ret, size_t max,
		      size_t *ret_n)
{
	struct ruleset *r;
	struct unit u;
	size_t n;
	TRY(unit_get(cx, db, s->unit, &u));
	TRY(ruleset_over_unit(cx, db, s->unit, s->day, &r, &n));
	for (size_t i = 0; i < n; i++) {
		struct rule *rule;
		TRY(ruleset_rule(cx, &r[i], &rule));
		if (!ruleset_compares(rule, u.kind))
			continue;
		if (fact_word(s->kind)->manual && !s->topic.n)
			TRY(propose_by_item(cx, s, &r[i], rule, ret, max, ret_n));
		else
			TRY(propose_by(cx, s, &r[i], rule, sv_or_empty(s->topic), ret, max, ret_n));
	}
	return RC_OK;
}

/* One lateness counts once: for one deadline of a matter once in a calendar month, whichever period that ends in the month
 * states it first, and whoever's period that is. */
static struct sv late_fact(struct arena *a, int64_t matter, struct day due, struct day to)
{
	struct civil c = civil_of_day(to);
	return arena_printf(a, "matter:%lld:late:%.*s:%04d-%02d", (long long)matter, SV_ARG(day_text(a, due)), c.year, c.month);
}

/* One row of what was late may be heard by several clauses: room is left for that, the rest goes on in the next
 * period.counted. */
enum { LATE_AT_ONCE = 12 };

enum rc entry_of_lateness(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts,
			  struct act_request *ret, size_t max, size_t *ret_n)
{
	int64_t close = row->seq, i = 0, next = js_get_int(facts, "next", 0);
	struct journal_row *rows = NULL;
	size_t n = 0;
	if (next) {
		close = js_get_int(facts, "close", 0);
		TRY(journal_read(cx, db, close - 1, 1, &rows, &n));
		facts = n ? journal_facts(cx->a, rows) : NULL;
	}
	const struct js *late = js_get(facts, "late");
	for (const struct js *l = late ? late->first : NULL; l; l = l->next, i++) {
		if (i < next)
			continue;
		if (i == next + LATE_AT_ONCE) {
			struct js *f = js_obj(cx->a);
			js_set_int(cx->a, f, "close", close);
			js_set_int(cx->a, f, "next", i);
			ret[(*ret_n)++] = (struct act_request){ .act = SV("period.counted"), .subject = row->subject, .fields = f };
			return RC_OK;
		}
		int64_t matter = js_get_int(l, "matter", 0);
		bool rectify = js_get_bool(l, "rectify");
		struct entry_source s = {
			.unit = js_get_int(l, "unit", 0), .matter = matter, .kind = rectify ? FACT_NOT_RECTIFIED : FACT_OVERDUE,
			.role = js_get_bool(l, "assist") ? ROLE_ASSIST : ROLE_LEAD, .day = js_get_day(facts, "to"),
			.topic = js_get_sv(l, "topic"), .record = utf8_upto(js_get_sv(l, "title"), 200),
			.fact = late_fact(cx->a, matter, js_get_day(l, "due"), js_get_day(facts, "to")),
		};
		TRY(entry_propose(cx, db, &s, ret, max - 1, ret_n));
	}
	return RC_OK;
}
