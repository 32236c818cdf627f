/* How many there are of what, and whom to call about the overdue. */
#include "app/matter/ledger.h"

#include "app/matter/queries.sql.h"
#include "app/person/person.h"

/* ---- counts ---------------------------------------------------------------------------------------------------- */

static void add(struct matter_count *c, enum matter_state st, enum light light, int64_t n)
{
	c->state[st] += n;
	c->light[light] += n;
	c->total += st != MATTER_DRAFT && st != MATTER_WITHDRAWN ? n : 0;
}

/* Filters that need no more than the columns of the two indexes. */
static bool from_indexes(const struct scope *s, const struct matter_filter *f)
{
	return s->all && !f->unit && !f->import && !f->list.p && !f->text.p && !f->owes.p && !day_is(f->due_from) && !day_is(f->due_to);
}

static bool wanted(const struct matter_filter *f, const struct matter *m)
{
	bool over = m->state == MATTER_DRAFT || m->state == MATTER_CLOSED || m->state == MATTER_WITHDRAWN;
	return !(f->has_state && m->state != f->state) && !(f->has_kind && m->kind != f->kind) && !(f->owner && m->owner != f->owner) &&
	       !(f->open && over);
}

static enum rc count_all(struct ctx *cx, struct db *db, const struct matter_filter *f, struct day today, struct matter_count *c)
{
	enum rc rc;
	struct stmt *st = db_query(db, &count_resting);
	while (db_step(cx, st, &rc)) {
		struct matter m = { .owner = col_int(st, 2), .percent = PERCENT_NONE, .due = DAY_NONE };
		(void)matter_state_parse(col_peek(st, 0), &m.state);
		(void)matter_kind_parse(col_peek(st, 1), &m.kind);
		enum light light = matter_light_of(&m, today).light; /* told by the state alone */
		if (wanted(f, &m) && (!f->has_light || f->light == light))
			add(c, m.state, light, col_int(st, 3));
	}
	if (rc != RC_OK)
		return rc;
	st = db_query(db, &count_running);
	while (db_step(cx, st, &rc)) {
		struct matter m = { .owner = col_int(st, 0), .due = col_day(st, 4), .start_plan = col_day(st, 5), .start_actual = col_day(st, 6),
				    .issued_at = col_int(st, 7), .started = col_int(st, 8) != 0, .stopped = DAY_NONE,
				    .percent = col_null(st, 9) ? PERCENT_NONE : col_dec(st, 9) };
		(void)matter_state_parse(col_peek(st, 1), &m.state);
		(void)matter_kind_parse(col_peek(st, 2), &m.kind);
		(void)due_kind_parse(col_peek(st, 3), &m.due_kind);
		if (!wanted(f, &m))
			continue;
		enum light light = matter_light_of(&m, today).light;
		if (!f->has_light || f->light == light)
			add(c, m.state, light, 1);
	}
	return rc;
}

/* Does the scope hold all owners there are?  Then nobody's duties need to be looked at. */
static enum rc holds_all_owners(struct ctx *cx, struct db *db, const struct scope *s, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &owners_all);
	bool all = true;
	while (db_step(cx, st, &rc))
		all = all && scope_holds(s, col_peek(st, 0));
	*ret = all;
	return rc;
}

enum rc matter_counts(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      struct matter_count *ret)
{
	enum { CHUNK = 500 };
	struct matter_count c = { 0 };
	struct scope whole = *s;
	TRY(holds_all_owners(cx, db, s, &whole.all));
	if (from_indexes(&whole, f)) {
		TRY(count_all(cx, db, f, today, &c));
		*ret = c;
		return RC_OK;
	}
	int64_t after = 0;
	bool more = true;
	struct arena a;
	arena_init(&a, 256 << 20);
	enum rc rc = RC_OK;
	while (more && rc == RC_OK) {
		struct ctx sub = *cx;
		struct page p = { .max = CHUNK };
		sub.a = &a;
		rc = page_read(&sub, db, s, f, today, after, &p);
		for (size_t i = 0; rc == RC_OK && i < p.n; i++) {
			add(&c, p.row[i].m.state, p.row[i].light.light, 1);
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
		rc = page_consider(cx, db, s, &overdue, today, &m, &p);
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
