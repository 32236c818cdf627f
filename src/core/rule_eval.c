#include "core/rule_eval.h"

#include "core/rule_sort.h"

struct eval {
	struct ctx *cx;
	const struct rule *r;
	struct rule_proposal out;
	size_t cap;
};

static int fact_cmp(const void *x, const void *y)
{
	const struct rule_fact *a = x, *b = y;
	int c = sv_cmp(a->unit, b->unit);
	if (c == 0 && a->day.n != b->day.n)
		c = a->day.n < b->day.n ? -1 : 1;
	if (c == 0)
		c = sv_cmp(a->id, b->id);
	return c ? c : (int)a->kind - (int)b->kind;
}

static enum rc refuse(struct ctx *cx, const struct rule_fact *f, const char *id, const char *msgid)
{
	return fail_at(cx, RC_INVALID, arena_cstr(cx->a, f->id), id, N_("fact %.*s of unit %.*s: %s"),
		       SV_ARG(f->id), SV_ARG(f->unit), tr(cx->lang, msgid));
}

static enum rc check_fact(struct ctx *cx, const struct rule_fact *f)
{
	if (f->id.n == 0 || f->unit.n == 0)
		return refuse(cx, f, "rule.fact_blank", N_("it has no id or no unit; name both"));
	if (f->kind <= FACT_NONE || f->kind >= FACT_COUNT_)
		return refuse(cx, f, "rule.fact_kind",
			      N_("this kind of fact is not known; use one of the closed list"));
	if (!rule_day_ok(f->day))
		return refuse(cx, f, "rule.fact_day", N_("it has no date; give the day on which it counts"));
	if (f->share.u < 0 || f->share.u > 100 * DEC_ONE)
		return refuse(cx, f, "rule.fact_share", N_("a share lies between 0 and 100 per cent; correct it"));
	if (fact_word(f->kind)->manual && f->record.n == 0)
		return refuse(cx, f, "rule.fact_record",
			      N_("what is entered by hand needs its record; attach it"));
	return RC_OK;
}

/* A manual finding names its item; other facts are chosen by topic. */
static bool hears(const struct rule_item *i, const struct rule_fact *f)
{
	bool manual = fact_word(f->kind)->manual;
	if (manual && sv_eq(f->topic, i->name))
		return true;
	if (i->n_topics == 0)
		return !manual;
	for (size_t k = 0; k < i->n_topics; k++)
		if (sv_eq(f->topic, i->topics[k]))
			return true;
	return false;
}

static void add_entry(struct eval *v, const struct rule_entry *e)
{
	if (v->out.n == v->cap) {
		v->cap = v->cap ? v->cap * 2 : 64;
		struct rule_entry *t = NEW(v->cx->a, struct rule_entry, v->cap);
		if (v->out.n)
			memcpy(t, v->out.entries, v->out.n * sizeof(*t));
		v->out.entries = t;
	}
	v->out.entries[v->out.n++] = *e;
}

static void unheard(struct eval *v, const struct rule_fact *f, enum rule_unheard why)
{
	v->out.unheard[v->out.n_unheard].fact = f;
	v->out.unheard[v->out.n_unheard++].why = why;
}

/* Percent of the points that the fact's unit takes. */
static struct dec share_of(const struct rule *r, const struct rule_fact *f)
{
	if (r->by_ratio && f->share.u)
		return f->share;
	if (f->role == ROLE_LEAD)
		return DEC(100);
	return r->by_ratio ? DEC(0) : r->assist;
}

/* The points of one line for one fact, rounded once, with the arithmetic as it would be written by hand. */
static enum rc line_points(struct eval *v, const struct rule_line *l, const struct rule_fact *f,
			   struct rule_entry *e)
{
	struct arena *a = v->cx->a;
	int places = v->r->places[ROUND_ENTRY];
	e->points = l->points;
	if (l->kind == LINE_RATE)
		e->points = (struct dec){0};
	if (l->kind == LINE_VALUE) {
		if (f->value.u < 0 || dec_cmp(f->value, l->points) > 0)
			return refuse(v->cx, f, "rule.fact_value",
				      N_("the mark is below zero or above the largest that the rule allows; "
					 "correct it"));
		e->points = f->value;
	}
	struct dec raw = e->points, full = raw;
	e->arithmetic = rule_signed(a, raw);
	e->points = dec_round(raw, places);
	/* A rate counts cases and a mark is given to one unit: neither is shared. */
	struct dec share = share_of(v->r, f);
	if (share.u != 100 * DEC_ONE && l->kind == LINE_EACH) {
		if (!rule_muldiv(raw, share, DEC(100), 6, &full) ||
		    !rule_muldiv(raw, share, DEC(100), places, &e->points))
			return refuse(v->cx, f, "rule.fact_big",
				      N_("the points are too large to count; lower them in the rule"));
		e->arithmetic = arena_printf(a, "%.*s × %.*s%% = %.*s", SV_ARG(e->arithmetic),
					     SV_ARG(dec_text(a, share)), SV_ARG(rule_signed(a, full)));
	}
	if (e->points.u != full.u)
		e->arithmetic = arena_printf(a, "%.*s → %.*s", SV_ARG(e->arithmetic),
					     SV_ARG(rule_signed(a, e->points)));
	return RC_OK;
}

static enum rc hear_veto(struct eval *v, const struct rule_fact *f)
{
	for (size_t i = 0; i < v->r->n_vetoes; i++) {
		const struct rule_veto *t = &v->r->vetoes[i];
		if (!sv_eq(t->name, f->topic))
			continue;
		if (f->day.n > t->until.n) {
			unheard(v, f, UNHEARD_VETO_OVER);
			return RC_OK;
		}
		struct rule_entry e = {.unit = f->unit,
				       .class = SV(""),
				       .item = t->name,
				       .kind = FACT_VETO,
				       .day = f->day,
				       .fact = f->id,
				       .arithmetic = SV("0"),
				       .manual = true};
		add_entry(v, &e);
		return RC_OK;
	}
	unheard(v, f, UNHEARD_NO_CLAUSE);
	return RC_OK;
}

static enum rc hear(struct eval *v, const struct rule_fact *f)
{
	size_t before = v->out.n;
	bool shared = false;
	if (f->day.n < v->r->from.n) {
		unheard(v, f, UNHEARD_BEFORE_RULE);
		return RC_OK;
	}
	if (f->kind == FACT_VETO)
		return hear_veto(v, f);
	for (size_t c = 0; c < v->r->n_classes; c++)
		for (size_t i = 0; i < v->r->classes[c].n_items; i++) {
			const struct rule_item *item = &v->r->classes[c].items[i];
			const struct rule_line *l = rule_line_of(item, f->kind);
			if (!l || !hears(item, f))
				continue;
			if (l->kind == LINE_EACH && share_of(v->r, f).u == 0) {
				shared = true;
				continue;
			}
			struct rule_entry e = {.unit = f->unit,
					       .class = v->r->classes[c].name,
					       .item = item->name,
					       .kind = f->kind,
					       .role = f->role,
					       .day = f->day,
					       .fact = f->id,
					       .manual = fact_word(f->kind)->manual};
			TRY(line_points(v, l, f, &e));
			add_entry(v, &e);
		}
	if (v->out.n == before)
		unheard(v, f, shared ? UNHEARD_ASSIST : UNHEARD_NO_CLAUSE);
	return RC_OK;
}

enum rc rule_entries(struct ctx *cx, const struct rule *r, const struct rule_fact *facts, size_t n,
		     struct rule_proposal *ret)
{
	struct eval v = {.cx = cx, .r = r};
	const void **order = NEW(cx->a, const void *, n + 1);
	v.out.unheard = arena_alloc(cx->a, n + 1, sizeof(*v.out.unheard), alignof(max_align_t));
	for (size_t i = 0; i < n; i++) {
		TRY(check_fact(cx, &facts[i]));
		order[i] = &facts[i];
	}
	core_sort(cx->a, order, n, fact_cmp);
	for (size_t i = 1; i < n; i++) {
		const struct rule_fact *a = order[i - 1], *b = order[i];
		if (fact_cmp(a, b) == 0)
			return refuse(cx, b, "rule.fact_twice", N_("it is given twice; give it once"));
	}
	for (size_t i = 0; i < n; i++)
		TRY(hear(&v, order[i]));
	*ret = v.out;
	return RC_OK;
}

struct rule_entry rule_reversal(struct arena *a, const struct rule_entry *e, struct day day)
{
	struct rule_entry r = *e;
	if (e->points.u == INT64_MIN)
		r.points = (struct dec){INT64_MAX}; /* never made by a rule; rule_compose refuses the pair */
	else
		r.points.u = -e->points.u;
	r.id = SV("");
	r.day = day;
	r.reverses = e->id;
	r.arithmetic = rule_signed(a, r.points);
	return r;
}

const char *rule_unheard_name(enum rule_unheard w)
{
	return w == UNHEARD_NO_CLAUSE	  ? N_("no clause listens to it")
	       : w == UNHEARD_BEFORE_RULE ? N_("it lies before the rule is valid")
	       : w == UNHEARD_ASSIST	  ? N_("assisting units take no share")
					  : N_("the veto had run out");
}
