/* The ledger 台账: one page of matters, their counts, the overdue. */
#include "app/matter/row.h"

#include "app/matter/queries.sql.h"
#include "app/person/person.h"

enum { SCOPE_SMALL = 3000 };  /* a scope with fewer duties than this is listed from its duties */

/* ---- may it be seen, does it fit ------------------------------------------------------------------------------ */

static bool inside(const struct scope *s, struct sv path)
{
	bool in_range = s->all;
	for (size_t i = 0; i < s->n && !in_range; i++)
		in_range = sv_cmp(path, s->range[i].lo) >= 0 && sv_cmp(path, s->range[i].hi) < 0;
	return in_range;
}

static bool matter_is_open(enum matter_state st)
{
	return st != MATTER_DRAFT && st != MATTER_CLOSED && st != MATTER_WITHDRAWN;
}

static bool owed(const struct matter_filter *f, const struct matter *m, const struct scope *s, const struct duty *d, size_t n)
{
	bool office = inside(s, m->owner_path);
	if (sv_is(f->owes, "decide"))
		return office && m->state == MATTER_RETURNED;
	if (sv_is(f->owes, "verify") && !m->verifier)
		return office && (m->state == MATTER_FINISH_CLAIMED || m->state == MATTER_VERIFYING);
	for (size_t i = 0; i < n; i++) {
		if (d[i].state == ASSIGNMENT_RELEASED || !inside(s, d[i].unit_path))
			continue;
		bool does = d[i].role == AS_LEAD || d[i].role == AS_ASSIST;
		if (sv_is(f->owes, "sign") && does && d[i].state == ASSIGNMENT_ASSIGNED && matter_allows(m->state, VERB_ACK))
			return true;
		if (sv_is(f->owes, "report") && does && (d[i].state == ASSIGNMENT_ACKED || d[i].state == ASSIGNMENT_WORKING) &&
		    matter_allows(m->state, VERB_PROGRESS))
			return true;
		if (sv_is(f->owes, "verify") && d[i].role == AS_VERIFY &&
		    (m->state == MATTER_FINISH_CLAIMED || m->state == MATTER_VERIFYING))
			return true;
	}
	return false;
}

/* What can be said from the row itself. */
static bool row_fits(const struct matter_filter *f, const struct matter *m, struct day today, struct light_view *ret_light)
{
	if ((f->has_state && m->state != f->state) || (f->has_kind && m->kind != f->kind) || (f->open && !matter_is_open(m->state)))
		return false;
	if ((f->owner && m->owner != f->owner) || (f->import && m->import != f->import) || (f->list.p && !sv_eq(f->list, m->list)))
		return false;
	if (day_is(f->due_from) && (!day_is(m->due) || m->due.n < f->due_from.n))
		return false;
	if (day_is(f->due_to) && (!day_is(m->due) || m->due.n > f->due_to.n))
		return false;
	*ret_light = matter_light_of(m, today);
	return !f->has_light || ret_light->light == f->light;
}

/* What needs its duties: rights, where the office itself is outside the scope; the unit; what is owed. */
static enum rc duties_fit(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, const struct matter *m,
			  bool *ret)
{
	bool seen = inside(s, m->owner_path);
	*ret = seen && !f->unit && !f->owes.p;
	if (*ret || (!seen && m->state == MATTER_DRAFT))
		return RC_OK;
	struct duty *d;
	size_t n;
	bool has_unit = !f->unit;
	TRY(matter_duties(cx, db, m->id, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (d[i].state != ASSIGNMENT_RELEASED) {
			seen |= inside(s, d[i].unit_path);
			has_unit |= d[i].unit == f->unit;
		}
	*ret = seen && has_unit && (!f->owes.p || owed(f, m, s, d, n));
	return RC_OK;
}

/* ---- where to read from --------------------------------------------------------------------------------------- */

static void bind_scope(struct stmt *st, int from, const struct scope *s)
{
	for (int i = 0; i < SCOPE_RANGES; i++) {
		bool all = s->all && i == 0, has = (size_t)i < s->n;
		bind_sv(st, from + 2 * i, all ? SV("/") : has ? s->range[i].lo : SV("~"));
		bind_sv(st, from + 1 + 2 * i, all ? SV("0") : has ? s->range[i].hi : SV("~"));
	}
}

static enum rc scope_small(struct ctx *cx, struct db *db, const struct scope *s, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &scope_size);
	int64_t n = 0;
	bind_scope(st, 1, s);
	bind_int(st, 9, SCOPE_SMALL);
	while (db_step(cx, st, &rc))
		n = col_int(st, 0);
	*ret = n < SCOPE_SMALL;
	return rc;
}

/* The narrowest way in: all of them give rows of one shape in ascending order of number. */
static enum rc source(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      int64_t after, const struct query **ret_q, struct stmt **ret)
{
	bool small = false;
	struct day from = f->due_from, to = f->due_to;
	if (f->has_light && f->light == LIGHT_OVERDUE && (!day_is(to) || to.n >= today.n))
		to = (struct day){ today.n - 1 };
	if (!f->import && !f->unit && !(f->owner && f->list.p) && !s->all)
		TRY(scope_small(cx, db, s, &small));
	*ret_q = f->import ? &page_import : f->unit ? &page_unit : f->owner && f->list.p ? &page_owner_list :
		 small ? &page_scope : day_is(to) ? &page_due : f->has_state ? &page_state : &page_all;
	struct stmt *st = db_query(db, *ret_q);
	bind_int(st, 1, after);
	if (*ret_q == &page_import)
		bind_int(st, 2, f->import);
	else if (*ret_q == &page_unit)
		bind_int(st, 2, f->unit);
	else if (*ret_q == &page_scope)
		bind_scope(st, 2, s);
	else if (*ret_q == &page_state)
		bind_sv(st, 2, sv_of(matter_state_name(f->state)));
	else if (*ret_q == &page_owner_list) {
		bind_int(st, 2, f->owner);
		bind_sv(st, 3, f->list);
	} else if (*ret_q == &page_due) {
		bind_int(st, 2, day_is(from) ? from.n : INT32_MIN);
		bind_int(st, 3, to.n);
	}
	*ret = st;
	return RC_OK;
}

static enum rc names_of(struct ctx *cx, struct db *db, struct matter_row *r)
{
	struct duty *d;
	size_t n;
	TRY(matter_duties(cx, db, r->m.id, &d, &n));
	struct buf b[2] = { buf_new(cx->a, 8192), buf_new(cx->a, 8192) };
	for (size_t i = 0; i < n; i++) {
		if (d[i].state == ASSIGNMENT_RELEASED || (d[i].role != AS_LEAD && d[i].role != AS_ASSIST))
			continue;
		struct buf *to = &b[d[i].role == AS_ASSIST];
		buf_puts(to, to->n ? "、" : "");
		buf_put(to, d[i].unit_name);
	}
	r->leads = b[0].n ? buf_sv(&b[0]) : SV("");
	r->assists = b[1].n ? buf_sv(&b[1]) : SV("");
	return RC_OK;
}

struct page {
	struct matter_row *row;
	size_t n, cap, max;
	bool more;
};

static void page_add(struct arena *a, struct page *p, const struct matter_row *r)
{
	if (p->n == p->max) {
		p->more = true;
		return;
	}
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : p->max < 128 ? p->max + 1 : 128;
		struct matter_row *bigger = NEW(a, struct matter_row, cap);
		if (p->n)
			memcpy(bigger, p->row, p->n * sizeof(*bigger));
		p->row = bigger;
		p->cap = cap;
	}
	p->row[p->n++] = *r;
}

static enum rc consider(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
			const struct matter *m, struct page *p)
{
	struct light_view light;
	bool fits = row_fits(f, m, today, &light);
	if (fits)
		TRY(duties_fit(cx, db, s, f, m, &fits));
	if (!fits)
		return RC_OK;
	page_add(cx->a, p, &(struct matter_row){ .m = *m, .light = light });
	return RC_OK;
}

static enum rc list_found(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
			  int64_t after, struct page *p)
{
	enum { FOUND_MAX = 2000 };
	int64_t *id;
	size_t n;
	TRY(matter_search(cx, db, f->text, FOUND_MAX, &id, &n));
	for (size_t i = n; i-- > 0 && !p->more;) { /* the index answers newest first, the ledger runs upward */
		struct matter m;
		TRY(matter_get(cx, db, id[i], &m));
		if (m.shown && m.no > after)
			TRY(consider(cx, db, s, f, today, &m, p));
	}
	return RC_OK;
}

static enum rc list_read(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
			 int64_t after, struct page *p)
{
	enum rc rc = RC_OK;
	const struct query *q;
	struct stmt *st;
	TRY(source(cx, db, s, f, today, after, &q, &st));
	while (!p->more && db_step(cx, st, &rc)) {
		struct matter m;
		matter_row_read(st, cx->a, &m);
		rc = consider(cx, db, s, f, today, &m, p);
		if (rc != RC_OK)
			break;
	}
	if (p->more || rc != RC_OK)
		(void)db_query(db, q); /* ends the read that was not read to its end */
	return rc;
}

enum rc matter_list(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		    int64_t after_no, int limit, struct matter_row **ret, size_t *ret_n, bool *ret_more)
{
	struct page p = { .max = (size_t)limit };
	if (f->text.p)
		TRY(list_found(cx, db, s, f, today, after_no, &p));
	else
		TRY(list_read(cx, db, s, f, today, after_no, &p));
	for (size_t i = 0; i < p.n; i++)
		TRY(names_of(cx, db, &p.row[i]));
	*ret = p.row;
	*ret_n = p.n;
	*ret_more = p.more;
	return RC_OK;
}

/* ---- counts ---------------------------------------------------------------------------------------------------- */


enum rc matter_counts(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      struct matter_count *ret)
{
	enum { CHUNK = 500 };
	struct matter_count c = { 0 };
	int64_t after = 0;
	bool more = true;
	struct arena a;
	arena_init(&a, 256 << 20);
	enum rc rc = RC_OK;
	while (more && rc == RC_OK) {
		struct ctx sub = *cx;
		struct page p = { .max = CHUNK };
		sub.a = &a;
		rc = f->text.p ? list_found(&sub, db, s, f, today, after, &p) : list_read(&sub, db, s, f, today, after, &p);
		for (size_t i = 0; rc == RC_OK && i < p.n; i++) {
			enum matter_state st = p.row[i].m.state;
			c.state[st]++;
			c.light[p.row[i].light.light]++;
			c.total += st != MATTER_DRAFT && st != MATTER_WITHDRAWN;
			after = p.row[i].m.no;
		}
		more = p.more;
		if (rc != RC_OK)
			for (const struct fault *e = sub.faults; e; e = e->next)
				(void)fail(cx, rc, e->id, "%.*s", SV_ARG(e->text));
		arena_reset(&a);
	}
	arena_release(&a);
	if (rc == RC_OK)
		*ret = c;
	return rc;
}

/* ---- the overdue ------------------------------------------------------------------------------------------------ */

static enum rc whom_to_call(struct ctx *cx, struct db *db, struct chase_row *r)
{
	struct post *p;
	size_t n;
	struct record last;
	TRY(posts_of_unit(cx, db, r->unit, &p, &n));
	for (size_t i = 0; i < n; i++) {
		struct grant *g;
		size_t k;
		bool liaison = false;
		TRY(post_grants(cx, db, p[i].id, &g, &k));
		for (size_t j = 0; j < k; j++)
			liaison |= g[j].role == ROLE_LIAISON;
		if (p[i].disabled || (r->post && !liaison))
			continue;
		r->post = p[i].id;
		r->has_phone = p[i].phone.n > 0;
		TRY(post_label(cx, db, p[i].id, &r->post_name));
		if (liaison)
			break;
	}
	TRY(record_last_of(cx, db, r->m.id, r->unit, "chase", &last));
	r->chased_at = last.at;
	r->chase_result = last.seq ? last.result : SV("");
	return RC_OK;
}

enum rc matter_overdue(struct ctx *cx, struct db *db, const struct scope *s, struct day today, int limit, struct chase_row **ret,
		       size_t *ret_n)
{
	enum rc rc = RC_OK;
	static const struct matter_filter overdue = { .has_light = true, .light = LIGHT_OVERDUE, .due_from = { INT32_MIN },
						      .due_to = { INT32_MIN } };
	struct page p = { .max = (size_t)limit };
	size_t n = 0;
	struct stmt *st = db_query(db, &overdue_page);
	bind_day(st, 1, today);
	while (!p.more && rc == RC_OK && db_step(cx, st, &rc)) {
		struct matter m;
		matter_row_read(st, cx->a, &m);
		rc = consider(cx, db, s, &overdue, today, &m, &p);
	}
	(void)db_query(db, &overdue_page);
	TRY(rc);
	struct chase_row *all = NEW(cx->a, struct chase_row, p.max + 1);
	for (size_t i = 0; i < p.n && n < p.max; i++) {
		struct duty *d;
		size_t k;
		TRY(matter_duties(cx, db, p.row[i].m.id, &d, &k));
		for (size_t j = 0; j < k && n < p.max; j++)
			if (d[j].role == AS_LEAD && d[j].state != ASSIGNMENT_RELEASED && d[j].state != ASSIGNMENT_DONE) {
				all[n] = (struct chase_row){ .m = p.row[i].m, .light = p.row[i].light, .unit = d[j].unit,
							     .unit_name = d[j].unit_name, .post_name = SV("") };
				TRY(whom_to_call(cx, db, &all[n++]));
			}
	}
	*ret = all;
	*ret_n = n;
	return RC_OK;
}
