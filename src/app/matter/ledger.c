/* The ledger 台账: one page of matters. */
#include "app/matter/ledger.h"

#include "app/matter/queries.sql.h"
#include "app/matter/ways.h"

/* ---- may it be seen, does it fit ------------------------------------------------------------------------------ */

enum rc scope_is_whole(struct ctx *cx, struct db *db, const struct scope *s, bool *ret)
{
	enum rc rc = RC_OK;
	bool all = true;
	struct stmt *st = s->all ? NULL : db_query(db, &owners_all);
	while (st && db_step(cx, st, &rc))
		all = all && scope_holds(s, col_peek(st, 0));
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

static bool matter_is_open(enum matter_state st)
{
	return st != MATTER_DRAFT && st != MATTER_CLOSED && st != MATTER_WITHDRAWN;
}

static bool owed(const struct matter_filter *f, const struct matter *m, const struct scope *s, const struct duty *d, size_t n, bool asked)
{
	bool office = scope_holds(s, m->owner_path);
	if (sv_is(f->owes, "decide"))
		return office && (m->state == MATTER_RETURNED || asked);
	if (sv_is(f->owes, "verify") && !m->verifier)
		return office && (m->state == MATTER_FINISH_CLAIMED || m->state == MATTER_VERIFYING);
	for (size_t i = 0; i < n; i++) {
		if (!scope_holds(s, d[i].unit_path))
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

/* Who has to do with it, without the released: as much as lists ask for. */
static enum rc line_duties(struct ctx *cx, struct db *db, int64_t matter, struct duty **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, cap = 0;
	struct duty *all = NULL;
	struct stmt *st = db_query(db, &duties_of_line);
	bind_int(st, 1, matter);
	while (db_step(cx, st, &rc)) {
		if (n == cap) {
			cap = cap ? cap * 4 : 4;
			struct duty *bigger = NEW(cx->a, struct duty, cap);
			if (n)
				memcpy(bigger, all, n * sizeof(*all));
			all = bigger;
		}
		struct duty *d = &all[n++];
		d->unit = col_int(st, 0);
		(void)assignment_role_parse(col_peek(st, 1), &d->role);
		(void)assignment_state_parse(col_peek(st, 2), &d->state);
		d->unit_name = col_sv(st, 3, cx->a);
		d->unit_path = col_sv(st, 4, cx->a);
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

/* What needs its duties: rights, where the office itself is outside the scope; the unit; what is owed. */
static enum rc duties_fit(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, const struct matter *m,
			  bool *ret, struct duty **ret_d, size_t *ret_n)
{
	bool seen = scope_holds(s, m->owner_path);
	*ret = seen && !f->unit && !f->owes.p;
	if (*ret || (!seen && m->state == MATTER_DRAFT))
		return RC_OK;
	bool has_unit = !f->unit;
	TRY(line_duties(cx, db, m->id, ret_d, ret_n));
	const struct duty *d = *ret_d;
	size_t n = *ret_n;
	for (size_t i = 0; i < n; i++) {
		seen |= scope_holds(s, d[i].unit_path);
		has_unit |= d[i].unit == f->unit;
	}
	bool asked = false;
	if (f->owes.p && sv_is(f->owes, "decide")) {
		enum rc rc;
		struct stmt *st = db_query(db, &extension_waits);
		bind_int(st, 1, m->id);
		while (db_step(cx, st, &rc))
			asked = col_int(st, 0) > 0;
		TRY(rc);
	}
	*ret = seen && has_unit && (!f->owes.p || owed(f, m, s, d, n, asked));
	return RC_OK;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

static void names_of(struct ctx *cx, const struct duty *d, size_t n, struct matter_row *r)
{
	struct buf b[2] = { buf_new(cx->a, 8192), buf_new(cx->a, 8192) };
	for (size_t i = 0; i < n; i++) {
		if (d[i].role != AS_LEAD && d[i].role != AS_ASSIST)
			continue;
		struct buf *to = &b[d[i].role == AS_ASSIST];
		buf_puts(to, to->n ? "、" : "");
		buf_put(to, d[i].unit_name);
	}
	r->leads = b[0].n ? buf_sv(&b[0]) : SV("");
	r->assists = b[1].n ? buf_sv(&b[1]) : SV("");
}

struct matter *page_room(struct arena *a, struct page *p)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : p->max < 128 ? p->max + 1 : 128;
		struct matter_row *bigger = NEW(a, struct matter_row, cap);
		if (p->n)
			memcpy(bigger, p->row, p->n * sizeof(*bigger));
		p->row = bigger;
		p->cap = cap;
	}
	return &p->row[p->n].m;
}

enum rc page_consider(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today, struct page *p)
{
	struct matter_row *r = &p->row[p->n];
	struct duty *d = NULL;
	size_t n = 0;
	bool fits = row_fits(f, &r->m, today, &r->light);
	if (fits)
		TRY(duties_fit(cx, db, s, f, &r->m, &fits, &d, &n));
	if (fits && p->n == p->max) {
		p->more = true;
	} else if (fits) {
		r->leads = r->assists = SV_NONE;
		if (d && p->names)
			names_of(cx, d, n, r);
		p->n++;
	}
	return RC_OK;
}

static enum rc read_way(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
			struct way *w, struct page *p)
{
	while (!p->more && !w->end) {
		const int64_t *id;
		size_t n;
		TRY(way_next(cx, db, w, &id, &n));
		for (size_t i = 0; i < n && !p->more; i++) {
			struct matter *m = page_room(cx->a, p);
			TRY(matter_line(cx, db, id[i], m));
			if (m->shown)
				TRY(page_consider(cx, db, s, f, today, p));
		}
	}
	return RC_OK;
}

enum rc page_read(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		  int64_t after_no, struct page *p)
{
	enum rc rc = RC_OK;
	struct way w;
	TRY(way_choose(cx, db, s, f, today, after_no, &w));
	if (w.kind != WAY_NONE && !(f->owner && f->list.p && w.kind == WAY_UNITS && !f->unit))
		return read_way(cx, db, s, f, today, &w, p);
	const struct query *q = f->owner && f->list.p ? &page_owner_list : f->has_state ? &page_state : &page_all;
	struct stmt *st = db_query(db, q);
	bind_int(st, 1, after_no);
	if (q == &page_owner_list) {
		bind_int(st, 2, f->owner);
		bind_sv(st, 3, f->list);
	} else if (q == &page_state) {
		bind_sv(st, 2, sv_of(matter_state_name(f->state)));
	}
	while (!p->more && db_step(cx, st, &rc)) {
		matter_line_read(st, cx->a, page_room(cx->a, p));
		rc = page_consider(cx, db, s, f, today, p);
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
	struct page p = { .max = (size_t)limit, .names = true };
	TRY(page_read(cx, db, s, f, today, after_no, &p));
	for (size_t i = 0; i < p.n; i++) {
		struct duty *d;
		size_t n;
		if (p.row[i].leads.p)
			continue;
		TRY(line_duties(cx, db, p.row[i].m.id, &d, &n));
		names_of(cx, d, n, &p.row[i]);
	}
	*ret = p.row;
	*ret_n = p.n;
	*ret_more = p.more;
	return RC_OK;
}
