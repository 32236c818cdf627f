/* What the time machine reads. */
#include "app/whatif/whatif.h"

#include "app/board/board.h"
#include "app/matter/matter.h"
#include "app/person/person.h"
#include "app/unit/unit.h"
#include "core/rule_sort.h"

enum rc whatif_may(struct ctx *cx, struct db *db, const struct actor *actor, int64_t owner)
{
	struct grant *g;
	size_t n;
	if (actor->post == 0)
		return RC_OK;
	TRY(post_grants(cx, db, actor->post, &g, &n));
	for (size_t i = 0; i < n && !actor->link; i++) {
		bool inside = false;
		if (g[i].role & (ROLE_OFFICE | ROLE_LEADER | ROLE_AUDITADMIN))
			TRY(unit_within(cx, db, owner, g[i].unit, &inside));
		if (inside)
			return RC_OK;
	}
	return fail(cx, RC_DENIED, "whatif.may",
		    N_("A draft is tried by the office and the leaders whose rules these are: the result shows every unit's points."));
}

/* ---- facts behind entries ------------------------------------------------------------------------------------ */

struct topics {
	const void **ids;            /* of int64_t, sorted */
	size_t n;
	struct sv *topic;
};

static int number_cmp(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return a < b ? -1 : a > b;
}

static enum rc read_topics(struct ctx *cx, struct db *db, const struct entry *e, size_t n, struct topics *ret)
{
	struct topics t = { .ids = NEW(cx->a, const void *, n + 1) };
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (e[i].matter)
			t.ids[t.n++] = &e[i].matter;
	core_sort(cx->a, t.ids, t.n, number_cmp);
	for (size_t i = 0; i < t.n; i++)
		if (!i || number_cmp(t.ids[i], t.ids[k - 1]) != 0)
			t.ids[k++] = t.ids[i];
	t.n = k;
	t.topic = NEW(cx->a, struct sv, k + 1);
	for (size_t i = 0; i < k; i++) {
		struct matter m;
		TRY(matter_get(cx, db, *(const int64_t *)t.ids[i], &m));
		t.topic[i] = m.category.p ? m.category : SV("");
	}
	*ret = t;
	return RC_OK;
}

static struct sv topic_of(const struct topics *t, int64_t matter)
{
	size_t lo = 0, hi = t->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int64_t id = *(const int64_t *)t->ids[mid];
		if (id == matter)
			return t->topic[mid];
		if (id < matter)
			lo = mid + 1;
		else
			hi = mid;
	}
	return SV("");
}

/* A mark is the fact itself; its entry may have been rounded, so it is read from the arithmetic: "+12.345 → +12.35". */
static struct dec mark_of(const struct entry *e)
{
	struct sv rest = e->arithmetic, first = SV("");
	struct dec d = e->points;
	if (sv_split(&rest, ' ', &first))
		(void)dec_parse(first.n && first.p[0] == '+' ? sv_from(first, 1) : first, &d);
	return d;
}

static struct whatif_fact fact_of(struct arena *a, const struct topics *t, const struct entry *e)
{
	bool named = e->corrects || sv_starts(e->fact, SV("entry:"));
	return (struct whatif_fact){
		.fact = { .id = e->fact, .kind = fact_of_id(e->fact_kind), .role = sv_is(e->role, "assist") ? ROLE_ASSIST : ROLE_LEAD,
			  .unit = arena_printf(a, "%lld", (long long)e->unit), .day = e->day,
			  .topic = named ? e->item : topic_of(t, e->matter), .record = e->record,
			  .value = sv_is(e->fact_kind, "inspected") ? mark_of(e) : (struct dec){ 0 } },
		.named = named, .class = named ? e->class : SV(""), .item = named ? e->item : SV(""), .n_counted = 1,
	};
}

static int same_fact(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int c = a->unit < b->unit ? -1 : a->unit > b->unit;
	c = c ? c : sv_cmp(a->fact, b->fact);
	c = c ? c : sv_cmp(a->fact_kind, b->fact_kind);
	c = c ? c : (a->corrects > 0) - (b->corrects > 0);
	return c ? c : a->day.n - b->day.n;
}

static int by_id(const void *x, const void *y)
{
	return number_cmp(&((const struct entry *)x)->id, &((const struct entry *)y)->id);
}

/* The clauses of the old rule made several entries of one fact. */
static enum rc gather(struct ctx *cx, struct db *db, const struct entry *e, size_t n, struct whatif_world *w)
{
	struct topics t;
	const void **order = NEW(cx->a, const void *, n + 1), **ids = NEW(cx->a, const void *, n + 1);
	const struct entry *last = NULL;
	size_t k = 0;
	TRY(read_topics(cx, db, e, n, &t));
	for (size_t i = 0; i < n; i++) {
		ids[i] = &e[i];
		if (!e[i].reverses)
			order[k++] = &e[i];
	}
	core_sort(cx->a, ids, n, by_id);
	core_sort(cx->a, order, k, same_fact);
	w->facts = NEW(cx->a, struct whatif_fact, k + 1);
	for (size_t i = 0; i < k; i++) {
		const struct entry *here = order[i];
		bool again = last && same_fact(last, here) == 0;
		if (again)
			w->facts[w->n_facts - 1].n_counted++;
		else
			w->facts[w->n_facts++] = fact_of(cx->a, &t, here);
		last = here;
		struct entry key = { .id = here->reversed_by };
		const struct entry *back = here->reversed_by ? core_find(ids, n, &key, by_id) : NULL;
		if (!back)
			continue;
		struct whatif_fact *f = &w->facts[w->n_facts - 1];
		struct whatif_back *more = NEW(cx->a, struct whatif_back, f->n_backs + 1);
		if (f->n_backs)
			memcpy(more, f->backs, f->n_backs * sizeof(*more));
		more[f->n_backs++] = (struct whatif_back){ here->class, here->item, back->day };
		f->backs = more;
	}
	return RC_OK;
}

static enum rc read_entries(struct ctx *cx, struct db *db, int64_t series, struct day from, struct day to, struct whatif_world *w)
{
	struct entry *e;
	size_t n;
	TRY(entries_counted(cx, db, series, rule_window_start(WINDOW_YEAR, CADENCE_MONTH, from), to, INT64_MAX, &e, &n));
	w->entries = NEW(cx->a, struct rule_entry, n + 1);
	for (size_t i = 0; i < n; i++)
		w->entries[w->n_entries++] = entry_core(cx->a, &e[i]);
	return gather(cx, db, e, n, w);
}

/* ---- periods and peer groups ------------------------------------------------------------------------------------- */

struct spot {                       /* what a group is called by, to find it again in the period before */
	enum rule_peer peer;
	int64_t within;
	struct sv peer_group;
};

struct loader {
	struct ctx *cx;
	struct db *db;
	const struct ruleset *r;
	struct whatif_group *groups;
	struct spot *places;
	size_t n, cap;
};

static enum rc version_on(struct loader *l, struct day day, const struct rule **ret)
{
	struct ruleset *r;
	struct rule *rule;
	size_t n;
	*ret = NULL;
	TRY(ruleset_in_force(l->cx, l->db, l->r->owner, day, &r, &n));
	for (size_t i = 0; i < n; i++)
		if (r[i].series == l->r->series) {
			TRY(ruleset_rule(l->cx, &r[i], &rule));
			*ret = rule;
		}
	return RC_OK;
}

static enum rc read_units(struct loader *l, const struct period *p, const struct spot *at, struct whatif_group *g)
{
	struct ctx *cx = l->cx;
	struct unit *all;
	struct exemption *x;
	size_t n, n_ids = 0, n_x;
	int64_t *ids = NULL;
	TRY(unit_subtree_on(cx, l->db, at->within, enum_word(BOARD_KINDS, (size_t)at->peer), p->to, &all, &n));
	TRY(period_exemptions(cx, l->db, p->id, &x, &n_x));
	if (at->peer_group.n)
		TRY(unit_peers(cx, l->db, at->peer_group, p->to, &ids, &n_ids));
	struct board_unit *units = NEW(cx->a, struct board_unit, n + 1);
	g->unit_names = NEW(cx->a, struct sv, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool member = !at->peer_group.n;
		for (size_t m = 0; m < n_ids && !member; m++)
			member = ids[m] == all[i].id;
		if (all[i].id == at->within || !member)
			continue;
		struct board_unit *u = &units[g->n_units];
		*u = (struct board_unit){ .unit = arena_printf(cx->a, "%lld", (long long)all[i].id), .order = (int64_t)g->n_units + 1 };
		for (size_t k = 0; k < n_x; k++)
			if (x[k].unit == all[i].id) {
				u->exempt_no = x[k].doc_no;
				u->exempt_why = x[k].reason;
			}
		g->unit_names[g->n_units++] = all[i].short_name;
	}
	g->units = units;
	return RC_OK;
}

static int same_before(const struct loader *l, const struct spot *p)
{
	for (size_t i = l->n; i > 0; i--)
		if (l->places[i - 1].peer == p->peer && l->places[i - 1].within == p->within &&
		    sv_eq(l->places[i - 1].peer_group, p->peer_group))
			return (int)i - 1;
	return -1;
}

static enum rc add_group(struct loader *l, const struct period *p, const struct rule *was, const struct spot *at, struct sv name)
{
	struct whatif_group g = { .period = p->name, .name = name, .days = { p->from, p->to }, .peer = at->peer, .was = was,
				  .before = same_before(l, at) };
	if (g.before >= 0 && l->groups[g.before].days.to.n >= p->from.n)
		g.before = -1; /* the same days once more, or a longer period that holds them */
	TRY(read_units(l, p, at, &g));
	if (g.n_units < 2)
		return RC_OK;
	if (l->n == l->cap)
		return fail(l->cx, RC_LIMIT, "whatif.many", N_("These periods have more than %zu groups; try fewer periods."), l->cap);
	l->places[l->n] = *at;
	l->groups[l->n++] = g;
	return RC_OK;
}

/* The groups that its boards compare; where a kind has no board yet, the owner's own. */
static enum rc add_period(struct loader *l, const struct period *p)
{
	const struct rule *was;
	struct board_head *b;
	size_t n;
	bool had[PEER_COUNT_] = { false };
	TRY(version_on(l, p->to, &was));
	if (!was)
		return RC_OK;
	TRY(boards_of_period(l->cx, l->db, p->id, &b, &n));
	for (int k = 0; k < PEER_COUNT_; k++)
		for (size_t i = n; i > 0; i--) {
			const struct board_head *h = &b[i - 1];
			if (h->series != l->r->series || h->state == BOARD_DISCARDED || !sv_eq(h->kind, enum_word(BOARD_KINDS, (size_t)k)))
				continue;
			had[k] = true;
			TRY(add_group(l, p, was, &(struct spot){ (enum rule_peer)k, h->within, h->peer_group }, h->name));
		}
	for (int k = 0; k < PEER_COUNT_; k++)
		if (was->peers[k] && !had[k] && enum_word(BOARD_KINDS, (size_t)k).n)
			TRY(add_group(l, p, was, &(struct spot){ (enum rule_peer)k, p->owner, SV("") }, SV("")));
	return RC_OK;
}

static int later_first(const void *x, const void *y)
{
	const struct period *a = x, *b = y;
	return a->to.n != b->to.n ? (a->to.n > b->to.n ? -1 : 1) : (a->from.n > b->from.n) - (a->from.n < b->from.n);
}

enum rc whatif_load(struct ctx *cx, struct db *db, const struct ruleset *r, int periods, struct whatif_world *ret)
{
	enum { GROUPS_MAX = 2000 };
	struct period *p;
	size_t n, k = 0;
	struct loader l = { .cx = cx, .db = db, .r = r, .cap = GROUPS_MAX };
	struct whatif_world w = { 0 };
	struct day from = DAY_NONE, to = DAY_NONE;
	TRY(periods_of(cx, db, r->owner, &p, &n));
	const void **order = NEW(cx->a, const void *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (p[i].state != PERIOD_OPEN)
			order[k++] = &p[i];
	core_sort(cx->a, order, k, later_first);
	l.groups = NEW(cx->a, struct whatif_group, l.cap);
	l.places = NEW(cx->a, struct spot, l.cap);
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
	w.groups = l.groups;
	w.n_groups = l.n;
	if (l.n)
		TRY(read_entries(cx, db, r->series, from, to, &w));
	whatif_ready(cx->a, &w);
	TRY(whatif_stood(cx, &w));
	*ret = w;
	return RC_OK;
}

enum rc whatif_try(struct ctx *cx, const struct whatif_world *w, const struct rule *draft, int percent, struct whatif_answer *ret)
{
	struct whatif_answer r = { .percent = percent, .all = true };
	TRY(whatif_run(cx, w, draft, &r.run));
	if (percent)
		TRY(whatif_sway(cx, w, &r.run, percent, WHATIF_BUDGET, &r.sways, &r.n_sways, &r.n_tried, &r.all));
	*ret = r;
	return RC_OK;
}
