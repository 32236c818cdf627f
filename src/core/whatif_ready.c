/* What was loaded once becomes columns, and every group is composed as it stood. */
#include "core/whatif_past.h"

#include "core/rule_sort.h"

struct maker {
	struct ctx *cx;
	struct arena *keep;
	const struct whatif_past *in;
	struct whatif_world *w;
	struct past *p;
	size_t *first_entry; /* of a unit's entries, as `entries` */
	const void **entries; /* struct whatif_entry by unit, day, id */
	struct day *targets;  /* as `entries`: the day of what a reversal takes back */
	bool any_target;
};

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int text_cmp(const void *x, const void *y)
{
	return sv_cmp(*(const struct sv *)x, *(const struct sv *)y);
}

static int entry_cmp(const void *x, const void *y)
{
	const struct rule_entry *a = &((const struct whatif_entry *)x)->e, *b = &((const struct whatif_entry *)y)->e;
	int c = by_number(a->day.n, b->day.n);
	c = c ? c : sv_cmp(a->fact, b->fact);
	return c ? c : sv_cmp(a->id, b->id);
}

static int fact_cmp(const void *x, const void *y)
{
	const struct rule_fact *a = &((const struct whatif_fact *)x)->fact, *b = &((const struct whatif_fact *)y)->fact;
	int c = by_number(a->day.n, b->day.n);
	c = c ? c : sv_cmp(a->id, b->id);
	return c ? c : by_number(a->kind, b->kind);
}

static int id_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct whatif_entry *)x)->e.id, ((const struct whatif_entry *)y)->e.id);
}

/* ---- units ------------------------------------------------------------------------------------------------------ */

/* Position of a text in a sorted list; SIZE_MAX where it is not. */
static size_t at(const struct sv *v, size_t n, struct sv s)
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = sv_cmp(v[mid], s);
		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return SIZE_MAX;
}

static void find_units(struct maker *m)
{
	size_t all = 0, n = 0;
	for (size_t i = 0; i < m->in->n_groups; i++)
		all += m->in->groups[i].n_units;
	const void **v = NEW(m->cx->a, const void *, all + 1);
	for (size_t i = 0; i < m->in->n_groups; i++)
		for (size_t u = 0; u < m->in->groups[i].n_units; u++)
			v[n++] = &m->in->groups[i].units[u].unit;
	core_sort(m->cx->a, v, n, text_cmp);
	m->p->units = NEW(m->keep, struct sv, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!i || text_cmp(v[i - 1], v[i]) != 0)
			m->p->units[m->p->n_units++] = arena_sv(m->keep, *(const struct sv *)v[i]);
}

/* Into buckets by unit, each of them sorted; those of units in no group are left out. */
static const void **by_unit(struct maker *m, const void **v, const struct sv *const *unit, size_t n, core_cmp *cmp, size_t *first)
{
	uint32_t *no = NEW(m->cx->a, uint32_t, n + 1);
	const void **out = NEW(m->cx->a, const void *, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t u = i && sv_eq(*unit[i], *unit[i - 1]) ? no[i - 1] : at(m->p->units, m->p->n_units, *unit[i]);
		no[i] = u >= m->p->n_units ? UINT32_MAX : (uint32_t)u;
		if (no[i] != UINT32_MAX)
			first[no[i] + 1]++;
	}
	size_t *next = NEW(m->cx->a, size_t, m->p->n_units + 1);
	for (size_t u = 0; u < m->p->n_units; u++) {
		first[u + 1] += first[u];
		next[u] = first[u];
	}
	for (size_t i = 0; i < n; i++)
		if (no[i] != UINT32_MAX)
			out[next[no[i]]++] = v[i];
	for (size_t u = 0; u < m->p->n_units; u++)
		core_sort(m->cx->a, out + first[u], first[u + 1] - first[u], cmp);
	return out;
}

/* ---- shapes of facts ---------------------------------------------------------------------------------------------- */

/* Whatever a rule may ask of a fact, its day and unit apart; a veto also by its day, since vetoes end. */
static int shape_cmp(const void *x, const void *y)
{
	const struct whatif_fact *a = x, *b = y;
	int c = by_number(a->fact.kind, b->fact.kind);
	c = c ? c : by_number(a->fact.role, b->fact.role);
	c = c ? c : by_number(a->named, b->named);
	c = c ? c : by_number(a->fact.value.u, b->fact.value.u);
	c = c ? c : by_number(a->fact.share.u, b->fact.share.u);
	c = c ? c : sv_cmp(a->fact.topic, b->fact.topic);
	c = c ? c : sv_cmp(a->class, b->class);
	c = c ? c : sv_cmp(a->item, b->item);
	return c || a->fact.kind != FACT_VETO ? c : by_number(a->fact.day.n, b->fact.day.n);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t mix_text(uint64_t h, struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return mix(h, s.n);
}

static uint64_t shape_hash(const struct whatif_fact *f)
{
	uint64_t h = mix(mix(mix(1, f->fact.kind), f->fact.role * 2u + f->named), (uint64_t)f->fact.value.u);
	h = mix_text(mix_text(mix_text(h, f->fact.topic), f->class), f->item);
	return f->fact.kind == FACT_VETO ? mix(h, (uint64_t)f->fact.day.n) : h;
}

static struct whatif_fact *kept_fact(struct arena *a, const struct whatif_fact *f)
{
	struct whatif_fact *k = NEW(a, struct whatif_fact, 1);
	*k = (struct whatif_fact){ .fact = f->fact, .named = f->named, .counted = f->counted, .n_counted = f->n_counted };
	k->fact.id = arena_sv(a, f->fact.id);
	k->fact.unit = arena_sv(a, f->fact.unit);
	k->fact.topic = arena_sv(a, f->fact.topic);
	k->fact.record = f->fact.record.n ? arena_sv(a, f->fact.record) : SV("-");
	k->class = arena_sv(a, f->class);
	k->item = arena_sv(a, f->item);
	return k;
}

/* [fact]: number of its shape; shapes are numbered in their own order, so that the order of the facts never shows. */
static uint32_t *find_shapes(struct maker *m)
{
	struct past *p = m->p;
	const struct whatif_fact *f = m->in->facts;
	size_t n = m->in->n_facts, room = 64, found = 0;
	while (room < n * 2)
		room *= 2;
	uint32_t *slot = NEW(m->cx->a, uint32_t, room), *shape = NEW(m->cx->a, uint32_t, n + 1), *no = NEW(m->cx->a, uint32_t, n + 1);
	const void **seen = NEW(m->cx->a, const void *, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t k = shape_hash(&f[i]) & (room - 1);
		while (slot[k] && shape_cmp(seen[slot[k] - 1], &f[i]) != 0)
			k = (k + 1) & (room - 1);
		if (!slot[k]) {
			seen[found++] = &f[i];
			slot[k] = (uint32_t)found;
		}
		shape[i] = slot[k] - 1;
	}
	const void **order = NEW(m->cx->a, const void *, found + 1);
	for (size_t i = 0; i < found; i++)
		order[i] = seen[i];
	core_sort(m->cx->a, order, found, shape_cmp);
	p->shapes = NEW(m->keep, const struct whatif_fact *, found + 1);
	p->n_shapes = found;
	for (size_t i = 0; i < found; i++) {
		p->shapes[i] = kept_fact(m->keep, order[i]);
		no[shape[(const struct whatif_fact *)order[i] - f]] = (uint32_t)i;
	}
	for (size_t i = 0; i < n; i++)
		shape[i] = no[shape[i]];
	return shape;
}

static bool counted_in(const struct whatif_past *in, struct day d)
{
	for (size_t i = 0; i < in->n_groups; i++)
		if (d.n >= in->groups[i].days.from.n && d.n <= in->groups[i].days.to.n)
			return true;
	return false;
}

static void find_facts(struct maker *m)
{
	struct past *p = m->p;
	struct arena *a = m->cx->a;
	size_t n = m->in->n_facts, backs = 0;
	uint32_t *shape = find_shapes(m);
	const void **v = NEW(a, const void *, n + 1);
	const struct sv **unit = NEW(a, const struct sv *, n + 1);
	p->in_periods = NEW(m->keep, size_t, p->n_shapes + 1);
	for (size_t i = 0; i < n; i++) {
		v[i] = &m->in->facts[i];
		unit[i] = &m->in->facts[i].fact.unit;
		backs += m->in->facts[i].n_backs;
		p->in_periods[shape[i]] += counted_in(m->in, m->in->facts[i].fact.day);
	}
	p->first = NEW(m->keep, size_t, p->n_units + 2);
	const void **order = by_unit(m, v, unit, n, fact_cmp, p->first);
	p->n_facts = p->first[p->n_units];
	p->facts = NEW(m->keep, struct past_fact, p->n_facts + 1);
	p->backs = NEW(m->keep, struct whatif_back, backs + 1);
	backs = 0;
	for (size_t i = 0; i < p->n_facts; i++) {
		const struct whatif_fact *f = order[i];
		p->facts[i] = (struct past_fact){ .shape = shape[f - m->in->facts], .day = f->fact.day.n, .counted = f->counted };
		if (!f->n_backs)
			continue;
		p->facts[i].back = (uint32_t)backs + 1;
		p->facts[i].n_backs = (uint32_t)f->n_backs;
		p->facts[i].whole = f->n_backs >= f->n_counted;
		for (size_t k = 0; k < f->n_backs; k++) {
			p->backs[backs] = f->backs[k];
			p->backs[backs].class = arena_sv(m->keep, f->backs[k].class);
			p->backs[backs++].item = arena_sv(m->keep, f->backs[k].item);
		}
	}
	p->n_backs = backs;
}

/* ---- entries, as they stood ---------------------------------------------------------------------------------------- */

static void find_entries(struct maker *m)
{
	struct arena *a = m->cx->a;
	size_t n = m->in->n_entries;
	const void **v = NEW(a, const void *, n + 1), **ids = NEW(a, const void *, n + 1);
	const struct sv **unit = NEW(a, const struct sv *, n + 1);
	for (size_t i = 0; i < n; i++) {
		v[i] = ids[i] = &m->in->entries[i];
		unit[i] = &m->in->entries[i].e.unit;
		m->any_target |= m->in->entries[i].e.reverses.n > 0;
	}
	m->first_entry = NEW(a, size_t, m->p->n_units + 2);
	m->entries = by_unit(m, v, unit, n, entry_cmp, m->first_entry);
	m->targets = NEW(a, struct day, n + 1);
	for (size_t i = 0; i < n; i++)
		m->targets[i] = DAY_NONE;
	if (!m->any_target)
		return;
	core_sort(a, ids, n, id_cmp);
	for (size_t i = 0; i < m->first_entry[m->p->n_units]; i++) {
		struct whatif_entry key = { .e = { .id = ((const struct whatif_entry *)m->entries[i])->e.reverses } };
		const struct whatif_entry *t = key.e.id.n ? core_find(ids, n, &key, id_cmp) : NULL;
		if (t)
			m->targets[i] = t->e.day;
	}
}

/* With a reversal the whole year of what it takes back. */
static void take_entries(struct maker *m, const struct whatif_group *g, size_t unit, struct day since, struct rule_entry *e, size_t *n)
{
	size_t from = m->first_entry[unit], to = m->first_entry[unit + 1];
	for (size_t i = from; m->any_target && i < to; i++) {
		const struct whatif_entry *x = m->entries[i];
		if (x->counted <= g->upto && x->e.day.n >= g->days.from.n && x->e.day.n <= g->days.to.n && day_is(m->targets[i]) &&
		    m->targets[i].n < since.n)
			since = rule_window_start(WINDOW_YEAR, CADENCE_MONTH, m->targets[i]);
	}
	for (size_t i = from; i < to; i++) {
		const struct whatif_entry *x = m->entries[i];
		if (x->counted <= g->upto && x->e.day.n >= since.n && x->e.day.n <= g->days.to.n)
			e[(*n)++] = x->e;
	}
}

/* ---- what is kept of a group ---------------------------------------------------------------------------------------- */

static void *kept(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to = arena_alloc(a, n + 1, size, alignof(max_align_t));
	if (n)
		memcpy(to, from, n * size);
	return to;
}

static void keep_rows(struct arena *a, const struct score_rows *from, struct score_rows *to)
{
	size_t n = from->n_units;
	*to = (struct score_rows){ .rows = NEW(a, struct score_row, from->n + 1), .n = from->n, .n_units = n };
	for (size_t i = 0; i < from->n; i++) {
		const struct score_row *r = &from->rows[i];
		to->rows[i] = (struct score_row){ .points = kept(a, r->points, n, sizeof(*r->points)), .line = r->line,
						  .unranked = kept(a, r->unranked, n, sizeof(*r->unranked)),
						  .cases = kept(a, r->cases, n * (size_t)(1 + r->line->n_base), sizeof(*r->cases)) };
	}
}

static void keep_grid(struct arena *a, const struct rule *r, const struct score_grid *from, struct score_grid *to)
{
	const struct rule_columns *c = from->cols;
	size_t n = c->n_units;
	struct rule_columns *cols = NEW(a, struct rule_columns, 1);
	*cols = (struct rule_columns){ .rule = r, .n_units = n, .n_items = c->n_items, .progress = c->progress,
				       .no_class = kept(a, c->no_class, n * r->n_classes, sizeof(bool)) };
	*to = (struct score_grid){ .cols = cols, .cells = NEW(a, struct rule_cell *, c->n_items + 1),
				   .parts = kept(a, from->parts, n * r->n_parts, sizeof(*from->parts)) };
	for (size_t k = 0; k < c->n_items; k++)
		to->cells[k] = kept(a, from->cells[k], n, sizeof(**from->cells));
	if (from->void_bonus)
		to->void_bonus = kept(a, from->void_bonus, n * r->n_classes, sizeof(bool));
}

static void keep_scores(struct arena *a, const struct rule *r, const struct score_sheet *s, struct past_group *to)
{
	to->scores = kept(a, s->scores, s->n, sizeof(*s->scores));
	for (size_t u = 0; u < s->n; u++) {
		struct unit_score *x = &to->scores[u];
		x->classes = kept(a, x->classes, r->n_classes, sizeof(*x->classes));
		x->parts = kept(a, x->parts, r->n_parts, sizeof(*x->parts));
		x->unit = SV_NONE;
		x->gaps = NULL;
		x->lines = NULL;
		x->n_lines = 0;
		x->n_gaps = 0;
	}
}

static size_t rule_no(struct maker *m, const struct rule *r)
{
	for (size_t i = 0; i < m->p->n_rules; i++)
		if (m->p->rules[i].r == r)
			return i;
	m->p->rules[m->p->n_rules].r = r;
	return m->p->n_rules++;
}

static enum rc stood(struct maker *m, struct ctx *cx, size_t no, struct rule_entry *e, struct past_group *ret)
{
	const struct whatif_group *g = &m->in->groups[no];
	struct sv *ids = NEW(cx->a, struct sv, g->n_units + 1);
	struct score_kept k = { 0 };
	struct score_sheet sheet;
	struct board b;
	struct day since = rule_reach(g->was, g->days.from);
	size_t n = 0;
	for (size_t u = 0; u < g->n_units; u++) {
		ids[u] = g->units[u].unit;
		take_entries(m, g, ret->units[u], since, e, &n);
	}
	const struct score_facts f = { .period = g->days, .units = ids, .n_units = g->n_units, .entries = e, .n_entries = n,
				       .inputs = g->inputs, .n_inputs = g->n_inputs, .progress = g->progress, .quiet = true, .kept = &k };
	TRY(rule_score(cx, g->was, &f, &sheet));
	keep_rows(m->keep, &k.rows, &ret->rows);
	if (k.measured)
		keep_grid(m->keep, g->was, &k.grid, &ret->grid);
	keep_scores(m->keep, g->was, &sheet, ret);
	TRY(whatif_board(cx, g->units, g->n_units, &sheet, &ret->rows, k.measured ? &ret->grid : NULL, &b));
	struct whatif_stand *s = NEW(m->keep, struct whatif_stand, g->n_units + 1);
	for (size_t i = 0; i < b.n; i++)
		s[b.rows[i].unit - g->units] = whatif_stand_of(&b.rows[i]);
	m->w->stood[no] = s;
	ret->median = b.median;
	return RC_OK;
}

/* ---- figures -------------------------------------------------------------------------------------------------------- */

struct namer {
	struct maker *m;
	uint32_t *slot;
	size_t room;
};

static uint32_t name_no(struct namer *t, struct sv s)
{
	struct past *p = t->m->p;
	size_t k = mix_text(7, s) & (t->room - 1);
	while (t->slot[k] && !sv_eq(p->names[t->slot[k] - 1], s))
		k = (k + 1) & (t->room - 1);
	if (!t->slot[k]) {
		p->names[p->n_names++] = arena_sv(t->m->keep, s);
		t->slot[k] = (uint32_t)p->n_names;
	}
	return t->slot[k] - 1;
}

/* In the order in which rule_columns_load wants them; what is left to it are votes of one unit. */
static int figure_cmp(const void *x, const void *y)
{
	const struct past_figure *a = x, *b = y;
	int c = by_number(a->name, b->name);
	c = c ? c : by_number(a->of_world, b->of_world);
	c = c ? c : by_number(a->kind, b->kind);
	return c ? c : by_number(a->period, b->period);
}

static void keep_figures(struct namer *t, const struct whatif_group *g, struct past_group *ret)
{
	struct maker *m = t->m;
	struct arena *a = m->cx->a;
	uint32_t *position = NEW(a, uint32_t, m->p->n_units + 1);
	struct past_figure *f = NEW(a, struct past_figure, g->n_inputs + 1);
	const void **order = NEW(a, const void *, g->n_inputs + 1);
	for (size_t u = 0; u < g->n_units; u++)
		position[ret->units[u]] = (uint32_t)u + 1;
	for (size_t i = 0; i < g->n_inputs; i++) {
		const struct rule_input *in = &g->inputs[i];
		size_t unit = at(m->p->units, m->p->n_units, in->unit);
		if (unit == SIZE_MAX || !position[unit])
			continue;
		order[ret->n_figures] = &f[ret->n_figures];
		f[ret->n_figures++] = (struct past_figure){
			.value = in->value.u, .count = in->count, .unit = position[unit] - 1, .of_world = (uint32_t)unit,
			.name = name_no(t, in->name), .class = name_no(t, in->class), .grade = name_no(t, in->grade),
			.judge = name_no(t, in->judge), .group = name_no(t, in->group), .day = in->day.n, .kind = (uint8_t)in->kind,
			.null = (uint8_t)in->null, .period = (uint8_t)in->period, .estimated = in->estimated,
			.target = sv_starts(in->record, SV("target:")), .board = sv_starts(in->record, SV("board:")),
		};
	}
	core_sort(a, order, ret->n_figures, figure_cmp);
	ret->figures = NEW(m->keep, struct past_figure, ret->n_figures + 1);
	for (size_t i = 0; i < ret->n_figures; i++)
		ret->figures[i] = *(const struct past_figure *)order[i];
	m->w->n_figures += ret->n_figures;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------- */

static int unit_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct board_unit *)x)->unit, ((const struct board_unit *)y)->unit);
}

/* Units stand by id: whatever is sorted by unit is in order then, and a board ranks them by their own official order. */
static struct whatif_group *by_id(struct maker *m, const struct whatif_past *in)
{
	struct arena *a = m->cx->a;
	struct whatif_group *g = kept(a, in->groups, in->n_groups, sizeof(*in->groups));
	for (size_t i = 0; i < in->n_groups; i++) {
		const struct board_unit *from = g[i].units;
		const void **order = NEW(a, const void *, g[i].n_units + 1);
		struct board_unit *units = NEW(a, struct board_unit, g[i].n_units + 1);
		struct sv *names = NEW(a, struct sv, g[i].n_units + 1);
		for (size_t u = 0; u < g[i].n_units; u++)
			order[u] = &from[u];
		core_sort(a, order, g[i].n_units, unit_cmp);
		for (size_t u = 0; u < g[i].n_units; u++) {
			units[u] = *(const struct board_unit *)order[u];
			names[u] = g[i].unit_names[(const struct board_unit *)order[u] - from];
		}
		g[i].units = units;
		g[i].unit_names = names;
	}
	return g;
}

static struct whatif_group *keep_groups(struct maker *m)
{
	struct arena *a = m->keep;
	const struct whatif_past *in = m->in;
	struct whatif_group *g = kept(a, in->groups, in->n_groups, sizeof(*in->groups));
	for (size_t i = 0; i < in->n_groups; i++) {
		struct board_unit *units = kept(a, g[i].units, g[i].n_units, sizeof(*g[i].units));
		struct sv *names = NEW(a, struct sv, g[i].n_units + 1);
		for (size_t u = 0; u < g[i].n_units; u++) {
			names[u] = arena_sv(a, g[i].unit_names[u]);
			units[u].unit = m->p->units[at(m->p->units, m->p->n_units, units[u].unit)];
			units[u].exempt_no = arena_sv(a, units[u].exempt_no);
			units[u].exempt_why = arena_sv(a, units[u].exempt_why);
			units[u].unrepaired = NULL; /* where it is read, only their number is */
			units[u].honours = kept(a, units[u].honours, units[u].n_honours, sizeof(struct sv));
			for (size_t k = 0; k < units[u].n_honours; k++)
				units[u].honours[k] = arena_sv(a, units[u].honours[k]);
		}
		g[i].units = units;
		g[i].unit_names = names;
		g[i].period = arena_sv(a, g[i].period);
		g[i].name = arena_sv(a, g[i].name);
		g[i].inputs = NULL;
		g[i].n_inputs = 0;
	}
	return g;
}

static enum rc one_group(struct maker *m, size_t i, struct rule_entry *e)
{
	const struct whatif_group *g = &m->in->groups[i];
	struct past_group *p = &m->p->groups[i];
	struct arena work;
	struct ctx cx;
	p->units = NEW(m->keep, uint32_t, g->n_units + 1);
	for (size_t u = 0; u < g->n_units; u++)
		p->units[u] = (uint32_t)at(m->p->units, m->p->n_units, g->units[u].unit);
	p->rule = rule_no(m, g->was);
	arena_init(&work, m->cx->a->cap);
	ctx_init(&cx, &work, m->cx->now, m->cx->lang);
	enum rc rc = stood(m, &cx, i, e, p);
	if (rc != RC_OK)
		rc = fail_again(m->cx, rc, &cx);
	arena_release(&work);
	return rc;
}

enum rc whatif_ready(struct ctx *cx, struct arena *keep, const struct whatif_past *given, struct whatif_world *ret)
{
	struct whatif_world w = { .n_groups = given->n_groups, .past = NEW(keep, struct past, 1) };
	struct maker m = { .cx = cx, .keep = keep, .w = &w, .p = w.past };
	struct whatif_past ordered = *given, *in = &ordered;
	struct ctx kept_cx = *cx;
	size_t figures = 0;
	ordered.groups = by_id(&m, given);
	m.in = in;
	find_units(&m);
	w.groups = keep_groups(&m);
	find_facts(&m);
	find_entries(&m);
	w.stood = NEW(keep, const struct whatif_stand *, in->n_groups + 1);
	w.past->groups = NEW(keep, struct past_group, in->n_groups + 1);
	w.past->rules = NEW(keep, struct past_rule, in->n_groups + 1);
	struct rule_entry *e = NEW(cx->a, struct rule_entry, in->n_entries + 1);
	for (size_t i = 0; i < in->n_groups; i++) {
		TRY(one_group(&m, i, e));
		figures += in->groups[i].n_inputs;
	}
	struct namer t = { .m = &m, .room = 64 };
	while (t.room < (figures * 5 + 1) * 2)
		t.room *= 2;
	t.slot = NEW(cx->a, uint32_t, t.room);
	w.past->names = NEW(cx->a, struct sv, figures * 5 + 2);
	for (size_t i = 0; i < in->n_groups; i++)
		keep_figures(&t, &in->groups[i], &w.past->groups[i]);
	w.past->names = kept(keep, w.past->names, w.past->n_names, sizeof(struct sv));
	kept_cx.a = keep;
	for (size_t i = 0; i < w.past->n_rules; i++) {
		struct past_rule *r = &w.past->rules[i];
		TRY(whatif_hear(&kept_cx, w.past, r->r, &r->hearing));
		r->columns = whatif_columns(keep, r->r, &r->n_columns);
	}
	for (size_t i = 0; i < w.past->n_shapes; i++)
		w.n_facts += w.past->in_periods[i];
	*ret = w;
	return RC_OK;
}
