/* The facts behind entries: one, however many clauses counted it. */
#include "app/whatif/read.h"

#include "app/matter/matter.h"
#include "core/rule_sort.h"

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
		t.topic[i] = sv_or_empty(m.category);
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
		.counted = e->counted, .named = named, .class = named ? e->class : SV(""), .item = named ? e->item : SV(""), .n_counted = 1,
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
enum rc whatif_facts(struct ctx *cx, struct db *db, const struct entry *e, size_t n, struct whatif_past *w)
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
		if (again) {
			struct whatif_fact *had = &w->facts[w->n_facts - 1];
			had->n_counted++;
			had->counted = here->counted < had->counted ? here->counted : had->counted;
		} else
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
		more[f->n_backs++] = (struct whatif_back){ here->class, here->item, back->day, back->counted };
		f->backs = more;
	}
	return RC_OK;
}

