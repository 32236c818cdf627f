/* How many there are of what, and whom to call about the overdue. */
#include "app/matter/ledger.h"

#include "app/matter/queries.sql.h"
#include "app/person/person.h"

#include <pthread.h>

/* ---- counts ---------------------------------------------------------------------------------------------------- */

static void add(struct matter_count *c, enum matter_state st, enum light light, int64_t n)
{
	c->state[st] += n;
	c->light[light] += n;
	c->total += st != MATTER_DRAFT && st != MATTER_WITHDRAWN ? n : 0;
}

/* Filters that need no more than what a cell tells. */
static bool from_cells(const struct matter_filter *f)
{
	return !f->unit && !f->import && !f->list.p && !f->text.p && !f->owes.p && !day_is(f->due_from) && !day_is(f->due_to);
}

/* The whole ledger as numbers, from which every count by state, kind, owner and light is summed. */
struct cell {
	enum matter_state state;
	enum matter_kind kind;
	int64_t owner;
	int64_t light[LIGHT_COUNT_];
};
enum { CELLS_MAX = 600, KEPT = 8 };  /* 12 states, 3 kinds, and offices enough for a city; scopes */
struct cells {
	struct cell *cell;
	size_t n, last;
	bool full;                   /* did not fit: count one by one */
};

static bool wanted(const struct matter_filter *f, const struct cell *c)
{
	bool over = c->state == MATTER_DRAFT || c->state == MATTER_CLOSED || c->state == MATTER_WITHDRAWN;
	return !(f->has_state && c->state != f->state) && !(f->has_kind && c->kind != f->kind) && !(f->owner && c->owner != f->owner) &&
	       !(f->open && over);
}

static bool cell_is(const struct cell *c, const struct matter *m)
{
	return c->state == m->state && c->kind == m->kind && c->owner == m->owner;
}

/* Rows come in the order of the index, so that the cell is mostly the last one or near it. */
static void cell_add(struct cells *c, const struct matter *m, enum light light, int64_t n)
{
	size_t i = 0;
	if (c->n && cell_is(&c->cell[c->last], m))
		i = c->last;
	while (i < c->n && !cell_is(&c->cell[i], m))
		i++;
	if (i == CELLS_MAX) {
		c->full = true;
		return;
	}
	if (i == c->n)
		c->cell[c->n++] = (struct cell){ .state = m->state, .kind = m->kind, .owner = m->owner };
	c->last = i;
	c->cell[i].light[light] += n;
}

static enum rc count_grouped(struct ctx *cx, struct stmt *st, bool overdue, struct day today, struct cells *c)
{
	enum rc rc;
	while (db_step(cx, st, &rc)) {
		struct matter m = { .owner = col_int(st, 2), .percent = PERCENT_NONE, .due = DAY_NONE };
		(void)matter_state_parse(col_peek(st, 0), &m.state);
		(void)matter_kind_parse(col_peek(st, 1), &m.kind);
		cell_add(c, &m, overdue ? LIGHT_OVERDUE : matter_light_of(&m, today).light, col_int(st, 3));
	}
	return rc;
}

static enum rc count_single(struct ctx *cx, struct stmt *st, struct day today, struct cells *c)
{
	enum rc rc;
	while (db_step(cx, st, &rc)) {
		struct matter m = { .owner = col_int(st, 0), .due = col_day(st, 4), .start_plan = col_day(st, 5), .start_actual = col_day(st, 6),
				    .issued_at = col_int(st, 7), .started = col_int(st, 8) != 0, .stopped = DAY_NONE,
				    .percent = col_null(st, 9) ? PERCENT_NONE : col_dec(st, 9) };
		(void)matter_state_parse(col_peek(st, 1), &m.state);
		(void)matter_kind_parse(col_peek(st, 2), &m.kind);
		(void)due_kind_parse(col_peek(st, 3), &m.due_kind);
		cell_add(c, &m, matter_light_of(&m, today).light, 1);
	}
	return rc;
}

static enum rc cells_read(struct ctx *cx, struct db *db, struct day today, struct cells *c)
{
	TRY(count_grouped(cx, db_query(db, &count_resting), false, today, c));
	struct stmt *st = db_query(db, &count_overdue);
	bind_day(st, 1, today);
	TRY(count_grouped(cx, st, true, today, c));
	st = db_query(db, &count_running);
	bind_day(st, 1, today);
	return count_single(cx, st, today, c);
}

static enum rc cells_get(struct ctx *cx, struct db *db, const struct scope *s, struct day today, struct cells *c);

/* What offices of the scope own, it sees whole; of what others own, only where its units have a duty. */
static enum rc cells_of_part(struct ctx *cx, struct db *db, const struct scope *s, struct day today, struct cells *c)
{
	enum { OWNERS_MAX = 200 };
	static const struct scope everything = { .all = true };
	struct cells all = { 0 };
	int64_t own[OWNERS_MAX];
	size_t n_own = 0;
	bool foreign = false;
	enum rc rc;
	TRY(cells_get(cx, db, &everything, today, &all));
	struct stmt *st = db_query(db, &owners_all);
	while (db_step(cx, st, &rc))
		if (scope_holds(s, col_peek(st, 0)) && n_own < OWNERS_MAX)
			own[n_own++] = col_int(st, 1);
	if (rc != RC_OK)
		return rc;
	c->full = all.full || n_own == OWNERS_MAX;
	for (size_t i = 0; i < all.n && !c->full; i++) {
		size_t k = 0;
		while (k < n_own && own[k] != all.cell[i].owner)
			k++;
		if (k < n_own)
			c->cell[c->n++] = all.cell[i];
		else
			foreign |= all.cell[i].state != MATTER_DRAFT;
	}
	if (!foreign || c->full)
		return RC_OK;
	st = db_query(db, &count_foreign);
	scope_bind(st, 1, s);
	return count_single(cx, st, today, c);
}

/* The cells of the last questions, whoever asked them: they hold until the journal's next row or the next day.  One
 * walk over 100,000 matters takes tens of milliseconds, and every page of the ledger and of the leaders counts. */
static struct {
	pthread_mutex_t lock;
	size_t next;
	struct {
		bool used;
		struct digest key;
		size_t n;
		struct cell cell[CELLS_MAX];
	} at[KEPT];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* What the cells depend on: the journal's end, the day, the scope.  False where there is no journal. */
static enum rc cells_key(struct ctx *cx, struct db *db, const struct scope *s, struct day today, struct digest *ret, bool *ret_named)
{
	enum rc rc;
	struct sv leaf = SV_NONE;
	struct buf b = buf_new(cx->a, 8192);
	struct stmt *st = db_query(db, &count_as_of);
	while (db_step(cx, st, &rc))
		leaf = col_sv(st, 0, cx->a);
	if (rc != RC_OK)
		return rc;
	buf_printf(&b, "%d %d", (int)today.n, s->all);
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "|%.*s|%.*s", SV_ARG(s->range[i].lo), SV_ARG(s->range[i].hi));
	*ret_named = leaf.n == DIGEST_LEN;
	*ret = HASH(HASH_SHA256, leaf, buf_sv(&b));
	return RC_OK;
}

static bool cells_known(struct ctx *cx, const struct digest *key, struct cells *c)
{
	bool known = false;
	pthread_mutex_lock(&kept.lock);
	for (size_t i = 0; i < KEPT && !known; i++)
		if (kept.at[i].used && digest_eq(&kept.at[i].key, key)) {
			c->n = kept.at[i].n;
			c->cell = NEW(cx->a, struct cell, c->n + 1);
			memcpy(c->cell, kept.at[i].cell, c->n * sizeof(*c->cell));
			known = true;
		}
	pthread_mutex_unlock(&kept.lock);
	return known;
}

static enum rc cells_get(struct ctx *cx, struct db *db, const struct scope *s, struct day today, struct cells *c)
{
	struct digest key;
	bool named;
	TRY(cells_key(cx, db, s, today, &key, &named));
	if (named && cells_known(cx, &key, c))
		return RC_OK;
	c->cell = NEW(cx->a, struct cell, CELLS_MAX);
	if (s->all)
		TRY(cells_read(cx, db, today, c));
	else
		TRY(cells_of_part(cx, db, s, today, c));
	if (c->full || !named)
		return RC_OK;
	pthread_mutex_lock(&kept.lock);
	size_t at = kept.next++ % KEPT;
	kept.at[at].used = true;
	kept.at[at].key = key;
	kept.at[at].n = c->n;
	memcpy(kept.at[at].cell, c->cell, c->n * sizeof(*c->cell));
	pthread_mutex_unlock(&kept.lock);
	return RC_OK;
}

static void sum_up(const struct cells *cells, const struct matter_filter *f, struct matter_count *c)
{
	for (size_t i = 0; i < cells->n; i++)
		for (int k = 0; k < LIGHT_COUNT_ && wanted(f, &cells->cell[i]); k++)
			if (!f->has_light || (int)f->light == k)
				add(c, cells->cell[i].state, (enum light)k, cells->cell[i].light[k]);
}

static enum rc count_pages(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
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

enum rc matter_counts(struct ctx *cx, struct db *db, const struct scope *s, const struct matter_filter *f, struct day today,
		      struct matter_count *ret)
{
	struct cells cells = { 0 };
	struct matter_count c = { 0 };
	if (from_cells(f))
		TRY(cells_get(cx, db, s, today, &cells));
	if (!from_cells(f) || cells.full)
		return count_pages(cx, db, s, f, today, ret);
	sum_up(&cells, f, &c);
	*ret = c;
	return RC_OK;
}

/* The sums of units as last asked, each replaced as a whole: they hold until the journal's next row or the next day.  A hall of five hundred
 * opens the same fact sheet within a minute, and of 50,000 matters 30 sums take a quarter of a second. */
enum { SUMS = 512 };
static struct {
	pthread_mutex_t lock;
	struct {
		struct digest key;       /* all nought: nothing is kept here */
		struct matter_sum sum;
	} at[SUMS];
} sums = { .lock = PTHREAD_MUTEX_INITIALIZER };

enum rc matter_sum_of(struct ctx *cx, struct db *db, int64_t unit, struct day today, struct matter_sum *ret)
{
	enum rc rc;
	struct scope one = { .n = 1, .range[0] = { .lo = arena_printf(cx->a, "sum %lld", (long long)unit), .hi = SV("") } };
	struct digest key;
	bool named, known;
	TRY(cells_key(cx, db, &one, today, &key, &named));
	size_t at = (key.b[0] * 256u + key.b[1]) % SUMS;
	pthread_mutex_lock(&sums.lock);
	known = named && digest_eq(&sums.at[at].key, &key);
	*ret = known ? sums.at[at].sum : (struct matter_sum){ 0 };
	pthread_mutex_unlock(&sums.lock);
	if (known)
		return RC_OK;
	struct stmt *st = db_query(db, &count_of_unit);
	bind_int(st, 1, unit);
	bind_day(st, 2, today);
	while (db_step(cx, st, &rc))
		*ret = (struct matter_sum){ col_int(st, 0), col_int(st, 1), col_int(st, 2) };
	if (rc != RC_OK || !named)
		return rc;
	pthread_mutex_lock(&sums.lock);
	sums.at[at].key = key;
	sums.at[at].sum = *ret;
	pthread_mutex_unlock(&sums.lock);
	return RC_OK;
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
		matter_line_read(st, cx->a, page_room(cx->a, &p));
		rc = page_consider(cx, db, s, &overdue, today, &p);
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
