/* What the time machine reads: closed periods, their peer groups, the entries of the series. */
#include "app/whatif/read.h"

#include "core/rule_sort.h"

struct loader {
	struct ctx *cx;
	struct arena *keep;          /* rules outlive what was read */
	struct db *db;
	const struct ruleset *r;
	struct whatif_group *groups;
	struct whatif_spot *spots;
	size_t n, cap;
	int64_t *rule_ids;           /* of the rules that were parsed already */
	const struct rule **rules;
	size_t n_rules;
};

static enum rc parsed(struct loader *l, const struct ruleset *r, const struct rule **ret)
{
	struct ctx cx;
	struct rule *rule;
	for (size_t i = 0; i < l->n_rules; i++)
		if (l->rule_ids[i] == r->id) {
			*ret = l->rules[i];
			return RC_OK;
		}
	ctx_init(&cx, l->keep, l->cx->now, l->cx->lang);
	enum rc rc = ruleset_rule(&cx, &(struct ruleset){ .id = r->id, .text = arena_sv(l->keep, r->text) }, &rule);
	if (rc != RC_OK)
		return fail_again(l->cx, rc, &cx);
	size_t n = l->n_rules;
	*CORE_PUSH(l->cx->a, l->rule_ids, n) = r->id;
	*CORE_PUSH(l->cx->a, l->rules, l->n_rules) = rule;
	*ret = rule;
	return RC_OK;
}

/* The version of the series that was in force on a day; 0 where none was. */
static enum rc version_on(struct loader *l, struct day day, struct ruleset *ret)
{
	struct ruleset *r;
	size_t n;
	*ret = (struct ruleset){ 0 };
	TRY(ruleset_in_force(l->cx, l->db, l->r->owner, day, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (r[i].series == l->r->series)
			*ret = r[i];
	return RC_OK;
}

static int same_before(const struct loader *l, const struct whatif_spot *p)
{
	for (size_t i = l->n; i > 0; i--)
		if (l->spots[i - 1].peer == p->peer && l->spots[i - 1].within == p->within &&
		    sv_eq(l->spots[i - 1].peer_group, p->peer_group))
			return (int)i - 1;
	return -1;
}

static enum rc add_group(struct loader *l, const struct period *p, struct whatif_spot spot, int64_t board, struct sv name)
{
	struct board_past b;
	struct ruleset r;
	struct whatif_group g = { .period = p->name, .name = name, .days = { p->from, p->to }, .peer = spot.peer };
	const struct board_ask ask = { .period = p->id, .ruleset = spot.ruleset, .kind = enum_word(BOARD_KINDS, (size_t)spot.peer),
				       .within = spot.within, .peer_group = spot.peer_group };
	TRY(board_past(l->cx, l->db, &ask, board, &b));
	if (b.n < 2)
		return RC_OK;
	if (l->n == l->cap)
		return fail(l->cx, RC_LIMIT, "whatif.many", N_("These periods have more than %zu groups; try fewer periods."), l->cap);
	TRY(ruleset_get(l->cx, l->db, b.ruleset, &r));
	TRY(parsed(l, &r, &g.was));
	g.units = b.units;
	g.unit_names = b.names;
	g.n_units = b.n;
	g.upto = b.upto;
	g.inputs = b.inputs;
	g.n_inputs = b.n_inputs;
	g.progress = b.progress;
	g.before = same_before(l, &spot);
	if (g.before >= 0 && l->groups[g.before].days.to.n >= p->from.n)
		g.before = -1; /* the same days once more, or a longer period that holds them */
	spot.ruleset = b.ruleset;
	spot.peer_group = arena_sv(l->keep, spot.peer_group);
	l->spots[l->n] = spot;
	l->groups[l->n++] = g;
	return RC_OK;
}

/* A yearly rule says nothing of a month: a period without a board is as long as the rule's own. */
static bool suits(const struct rule *r, const struct period *p)
{
	int days = p->to.n - p->from.n + 1, months = 12 / rule_times(r->cadence);
	return days >= months * 27 && days <= months * 32;
}

/* The groups that its boards compare; where a kind has no board yet, the owner's own. */
static enum rc add_period(struct loader *l, const struct period *p)
{
	struct ruleset was;
	const struct rule *rule;
	struct board_head *b;
	size_t n;
	bool had[PEER_COUNT_] = { false };
	TRY(version_on(l, p->to, &was));
	if (!was.id)
		return RC_OK;
	TRY(parsed(l, &was, &rule));
	TRY(boards_of_period(l->cx, l->db, p->id, &b, &n));
	for (int k = 0; k < PEER_COUNT_; k++)
		for (size_t i = n; i > 0; i--) {
			const struct board_head *h = &b[i - 1];
			if (h->series != l->r->series || h->state == BOARD_DISCARDED || !sv_eq(h->kind, enum_word(BOARD_KINDS, (size_t)k)))
				continue;
			had[k] = true;
			TRY(add_group(l, p, (struct whatif_spot){ p->id, h->ruleset, h->within, (enum rule_peer)k, h->peer_group }, h->id,
				      h->name));
		}
	for (int k = 0; k < PEER_COUNT_ && suits(rule, p); k++)
		if (rule->peers[k] && !had[k] && enum_word(BOARD_KINDS, (size_t)k).n)
			TRY(add_group(l, p, (struct whatif_spot){ p->id, was.id, p->owner, (enum rule_peer)k, SV("") }, 0, SV("")));
	return RC_OK;
}

static int later_first(const void *x, const void *y)
{
	const struct period *a = x, *b = y;
	return a->to.n != b->to.n ? (a->to.n > b->to.n ? -1 : 1) : (a->from.n > b->from.n) - (a->from.n < b->from.n);
}

static enum rc read_entries(struct loader *l, struct day from, struct day to, struct whatif_past *ret)
{
	struct ctx *cx = l->cx;
	struct entry *e;
	size_t n;
	for (size_t i = 0; i < l->n; i++) { /* what is still valid, and what caps look back on */
		struct day d = rule_reach(l->groups[i].was, l->groups[i].days.from);
		from = d.n < from.n ? d : from;
	}
	TRY(entries_counted(cx, l->db, l->r->series, rule_window_start(WINDOW_YEAR, CADENCE_MONTH, from), to, INT64_MAX, &e, &n));
	ret->entries = NEW(cx->a, struct whatif_entry, n + 1);
	for (size_t i = 0; i < n; i++)
		ret->entries[ret->n_entries++] = (struct whatif_entry){ entry_core(cx->a, &e[i]), e[i].counted };
	return whatif_facts(cx, l->db, e, n, ret);
}

enum rc whatif_read(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, struct arena *keep, struct whatif_hold *ret)
{
	enum { GROUPS_MAX = 2000 };
	struct period *p;
	size_t n, k = 0;
	struct loader l = { .cx = cx, .keep = keep, .db = db, .r = r, .cap = GROUPS_MAX };
	struct whatif_past past = { 0 };
	struct day from = DAY_NONE, to = DAY_NONE;
	TRY(periods_of(cx, db, r->owner, &p, &n));
	const void **order = NEW(cx->a, const void *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (p[i].state != PERIOD_OPEN)
			order[k++] = &p[i];
	core_sort(cx->a, order, k, later_first);
	l.groups = NEW(cx->a, struct whatif_group, l.cap);
	l.spots = NEW(cx->a, struct whatif_spot, l.cap);
	size_t first = periods > 0 && k > (size_t)periods ? (size_t)periods : k;
	for (size_t i = first; i > 0; i--) { /* the earliest first: places move from one to the next */
		const struct period *here = order[i - 1];
		size_t had = l.n;
		TRY(add_period(&l, here));
		if (l.n == had)
			continue;
		from = !day_is(from) || here->from.n < from.n ? here->from : from;
		to = !day_is(to) || here->to.n > to.n ? here->to : to;
	}
	past.groups = l.groups;
	past.n_groups = l.n;
	if (l.n)
		TRY(read_entries(&l, from, to, &past));
	ret->spots = NEW(keep, struct whatif_spot, l.n + 1);
	memcpy(ret->spots, l.spots, l.n * sizeof(*l.spots));
	return whatif_ready(cx, keep, &past, &ret->w);
}
