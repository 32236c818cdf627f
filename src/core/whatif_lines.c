/* Lines of a draft from the facts behind the entries. */
#include "core/whatif_past.h"

#include "core/rule_sort.h"

struct made { /* one entry that the draft would have made, and perhaps its reversal */
	struct score_work work;
	struct rule_entry e;
};

struct bucket {
	const struct score_work **w;
	size_t n, cap;
	bool back; /* something in it was taken back */
};

struct run {
	struct ctx *cx;
	const struct whatif_world *w;
	const struct whatif_group *g;
	const struct hearing *h;
	const bool *wanted;
	struct day since;
	struct bucket *of; /* by place; the last holds vetoes */
	struct made *pool;
	size_t n_pool, cap_pool;
	struct veto_list vetoes;
};

static bool within(struct score_period p, int32_t d)
{
	return d >= p.from.n && d <= p.to.n;
}

/* How far back the wanted lines reach. */
static struct day reach(const struct hearing *h, const bool *wanted, struct day from)
{
	struct day first = from;
	for (size_t i = 0; i < h->n_places; i++)
		if (wanted[i]) {
			struct day d = rule_line_reach(h->r, h->places[i].line, from);
			first = d.n < first.n ? d : first;
		}
	return first;
}

/* The day on which it was taken back in this clause; all of its entries taken back: in every clause. */
static struct day taken_back(const struct run *v, const struct past_fact *f, const struct rule_entry *e)
{
	const struct whatif_back *b = &v->w->past->backs[f->back - 1];
	struct day last = DAY_NONE;
	for (size_t i = 0; i < f->n_backs; i++) {
		if (b[i].counted > v->g->upto)
			continue;
		if (sv_eq(b[i].item, e->item) && sv_eq(b[i].class, e->class))
			return b[i].day;
		if (b[i].day.n > last.n)
			last = b[i].day;
	}
	return f->whole ? last : DAY_NONE;
}

static void put(struct run *v, size_t place, const struct score_work *w, bool back)
{
	struct bucket *b = &v->of[place];
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 16;
		const struct score_work **t = NEW(v->cx->a, const struct score_work *, b->cap);
		if (b->n)
			memcpy(t, b->w, b->n * sizeof(*t));
		b->w = t;
	}
	b->w[b->n++] = w;
	b->back |= back;
}

static struct made *make(struct run *v, size_t unit, const struct rule_entry *e, size_t place)
{
	struct made *m = &v->pool[v->n_pool++];
	m->e = *e;
	m->work = (struct score_work){ .e = &m->e, .unit = unit, .place = place, .origin = e->day };
	if (place < v->h->n_places)
		m->work.line = v->h->places[place].line;
	for (size_t i = 0; place == v->h->n_places && i < v->h->r->n_vetoes; i++)
		if (sv_eq(v->h->r->vetoes[i].name, e->item))
			m->work.veto = &v->h->r->vetoes[i];
	return m;
}

static void take(struct run *v, size_t unit, const struct past_fact *f, const struct rule_entry *like, size_t place)
{
	struct made *m = make(v, unit, like, place);
	m->e.day = m->work.origin = (struct day){ f->day };
	put(v, place, &m->work, false);
	struct day back = f->back ? taken_back(v, f, like) : DAY_NONE;
	if (!day_is(back) || back.n > v->g->days.to.n)
		return;
	struct made *r = make(v, unit, like, place);
	r->e.points.u = -like->points.u;
	r->e.day = back;
	r->e.reverses = SV("-");
	r->work.target = &m->work;
	r->work.origin = m->e.day;
	m->work.undone = &r->work;
	/* A mark or rate of a closed period is not counted again. */
	if ((m->work.line && m->work.line->kind == LINE_EACH) || f->day >= v->g->days.from.n)
		put(v, place, &r->work, true);
}

/* Facts come by day; only what was taken back stands elsewhere: by the day of its origin, then its own. */
static void in_order(struct bucket *b)
{
	for (size_t i = 1; b->back && i < b->n; i++) {
		const struct score_work *x = b->w[i];
		size_t k = i;
		for (; k > 0; k--) {
			const struct score_work *y = b->w[k - 1];
			if (y->origin.n < x->origin.n || (y->origin.n == x->origin.n && y->e->day.n <= x->e->day.n))
				break;
			b->w[k] = y;
		}
		b->w[k] = x;
	}
}

/* A reversal within the period asks for the whole year of what it takes back. */
static int32_t since(const struct run *v, size_t from, size_t to)
{
	const struct past *p = v->w->past;
	int32_t day = v->since.n;
	for (size_t i = from; i < to; i++)
		for (uint32_t k = 0; k < p->facts[i].n_backs; k++) {
			const struct whatif_back *b = &p->backs[p->facts[i].back - 1 + k];
			if (b->counted <= v->g->upto && within(v->g->days, b->day.n) && p->facts[i].day < day)
				day = rule_window_start(WINDOW_YEAR, CADENCE_MONTH, (struct day){ p->facts[i].day }).n;
		}
	return day;
}

static size_t first_on(const struct past_fact *f, size_t lo, size_t hi, int32_t day)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (f[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void one_unit(struct run *v, size_t unit, uint32_t of_world)
{
	const struct past *p = v->w->past;
	size_t from = p->first[of_world], end = p->first[of_world + 1];
	size_t to = first_on(p->facts, from, end, v->g->days.to.n + 1);
	from = first_on(p->facts, from, to, p->n_backs ? since(v, from, to) : v->since.n);
	for (size_t i = from; i < to; i++) {
		const struct past_fact *f = &p->facts[i];
		const struct heard *x = &v->h->shapes[f->shape];
		for (size_t k = 0; k < x->n && f->counted <= v->g->upto; k++)
			if (v->wanted[x->places[k]])
				take(v, unit, f, &x->entries[k], x->places[k]);
	}
}

/* Room for two entries a fact and clause of the fullest unit: the works point at one another and must not move. */
static size_t fullest(const struct run *v, const struct past_group *g)
{
	const struct past *p = v->w->past;
	size_t most = 0, clauses = 1;
	for (size_t u = 0; u < v->g->n_units; u++) {
		size_t n = p->first[g->units[u] + 1] - p->first[g->units[u]];
		most = n > most ? n : most;
	}
	for (size_t s = 0; s < p->n_shapes; s++)
		clauses = v->h->shapes[s].n > clauses ? v->h->shapes[s].n : clauses;
	return most * clauses * 2 + 1;
}

static void keep_vetoes(struct run *v)
{
	struct bucket *b = &v->of[v->h->n_places];
	for (size_t i = 0; i < b->n; i++) {
		struct made *m = NEW(v->cx->a, struct made, 2);
		m[0].work = *b->w[i];
		m[0].e = *b->w[i]->e;
		m[0].work.e = &m[0].e;
		if (m[0].work.undone) {
			m[1].work = *m[0].work.undone;
			m[1].e = *m[0].work.undone->e;
			m[1].work.e = &m[1].e;
			m[0].work.undone = &m[1].work;
		}
		*CORE_PUSH(v->cx->a, v->vetoes.v, v->vetoes.n) = &m[0].work;
	}
}

enum rc whatif_lines(struct ctx *cx, const struct whatif_world *w, size_t group, const struct hearing *h, const bool *wanted,
		     struct score_rows *rows, struct veto_list *ret)
{
	const struct past_group *g = &w->past->groups[group];
	struct run v = { .cx = cx, .w = w, .g = &w->groups[group], .h = h, .wanted = wanted };
	struct arena work;
	struct ctx scratch;
	bool any = false;
	for (size_t i = 0; i <= h->n_places; i++)
		any |= wanted[i];
	*ret = (struct veto_list){ 0 };
	if (!any)
		return RC_OK;
	v.since = reach(h, wanted, v.g->days.from);
	v.of = NEW(cx->a, struct bucket, h->n_places + 1);
	v.cap_pool = fullest(&v, g);
	v.pool = NEW(cx->a, struct made, v.cap_pool);
	arena_init(&work, cx->a->cap);
	ctx_init(&scratch, &work, cx->now, cx->lang);
	enum rc rc = RC_OK;
	for (size_t u = 0; u < v.g->n_units && rc == RC_OK; u++) {
		v.n_pool = 0;
		for (size_t i = 0; i <= h->n_places; i++) {
			v.of[i].n = 0;
			v.of[i].back = false;
		}
		one_unit(&v, u, g->units[u]);
		for (size_t i = 0; i < h->n_places && rc == RC_OK; i++)
			if (wanted[i]) {
				in_order(&v.of[i]);
				rc = score_row_fill(&scratch, h->r, v.g->days, v.of[i].w, v.of[i].n, u, v.g->n_units, &rows->rows[i]);
			}
		keep_vetoes(&v);
		if (rc == RC_OK)
			arena_reset(&work);
	}
	if (rc != RC_OK)
		rc = fail_again(cx, rc, &scratch);
	arena_release(&work);
	*ret = v.vetoes;
	return rc;
}
