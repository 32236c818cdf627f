#include "store/rebuild.h"

#include "base/buf.h"

enum { BATCH = 2000, FINDINGS_MAX = 100 };

void report_init(struct report *r)
{
	*r = (struct report){ 0 };
	r->end = &r->findings;
}

void report_add(struct ctx *cx, struct report *r, struct sv where, const char *msgid, ...)
{
	if (r->n++ >= FINDINGS_MAX)
		return;
	va_list ap;
	va_start(ap, msgid);
	struct finding *f = NEW(cx->a, struct finding, 1);
	f->where = arena_sv(cx->a, where);
	f->text = arena_vprintf(cx->a, tr(cx->lang, msgid), ap);
	va_end(ap);
	*r->end = f;
	r->end = &f->next;
}

/* One row as bytes that differ whenever any column differs in kind or value. */
static struct sv row_bytes(struct buf *b, const struct stmt *st)
{
	b->n = 0;
	for (int i = 0; i < col_count(st); i++) {
		struct sv s = col_peek(st, i);
		buf_putc(b, col_kind(st, i));
		buf_int(b, (int64_t)s.n);
		buf_putc(b, ':');
		buf_put(b, s);
	}
	return buf_sv(b);
}

enum rc table_digest(struct ctx *cx, struct db *db, const struct table_def *t, struct digest *ret, int64_t *ret_rows)
{
	struct arena a;
	arena_init(&a, 64 << 20);
	struct ctx sub;
	ctx_init(&sub, &a, cx->now, cx->lang);
	struct hash_stream *h = hash_start(&a, HASH_SM3);
	struct buf b = buf_new(&a, 16 << 20);
	struct stmt *st = db_table_scan(&sub, db, t);
	enum rc rc = st ? RC_OK : fail(cx, RC_CHECK, "table.missing", N_("The table %s cannot be read."), t->name);
	int64_t n = 0;
	while (st && db_step(cx, st, &rc)) {
		hash_more(h, row_bytes(&b, st));
		n++;
	}
	struct digest d = hash_end(h);
	arena_release(&a);
	if (rc == RC_OK) {
		*ret = d;
		*ret_rows = n;
	}
	return rc;
}

/* All rows but the one numbered `without` (0: none). */
static enum rc replay_all(struct ctx *cx, const struct corridor *c, struct db *from, struct db *into, int64_t without,
			  struct report *r)
{
	int64_t last, at;
	TRY(journal_last_seq(cx, from, &last, &at));
	int64_t seq = 0;
	size_t n = 1;
	struct arena a;
	arena_init(&a, 512 << 20);
	enum rc rc = RC_OK;
	while (rc == RC_OK && n > 0) {
		struct ctx sub;
		struct journal_row *rows;
		ctx_init(&sub, &a, cx->now, cx->lang);
		rc = journal_read(&sub, from, seq, BATCH, &rows, &n);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			rc = rows[i].seq == without ? RC_OK : corridor_replay(&sub, c, into, &rows[i]);
			if (rc != RC_OK) {
				report_add(cx, r, arena_printf(cx->a, "journal %lld", (long long)rows[i].seq),
					   N_("This act cannot be replayed: %.*s"),
					   SV_ARG(sub.faults ? sub.faults->text : sub.trail));
				rc = RC_CHECK;
			}
			seq = rows[i].seq;
			r->acts++;
		}
		if (rc != RC_OK && rc != RC_CHECK)
			(void)because(cx, fail_again(cx, rc, &sub), "reading the journal after %lld", (long long)seq);
		arena_reset(&a);
		if (r->progress)
			r->progress(r->progress_arg, r->acts, last);
	}
	arena_release(&a);
	return rc == RC_CHECK ? RC_OK : rc;
}

/* The key of the row under the cursor, for a person: "unit 4096". */
static struct sv row_key(struct ctx *cx, const struct table_def *t, const struct stmt *st)
{
	struct buf b = buf_new(cx->a, 4096);
	buf_puts(&b, t->name);
	struct sv keys = sv_of(t->key), key;
	while (sv_split(&keys, ',', &key))
		for (int i = 0; i < col_count(st); i++)
			if (sv_is(sv_trim(key), col_name(st, i))) {
				struct sv v = col_peek(st, i);
				buf_putc(&b, ' ');
				if (col_kind(st, i) == 'b')
					v = hex_text(cx->a, v);
				buf_put(&b, sv_upto(v, 200));
			}
	return buf_sv(&b);
}

/* Both tables row by row in key order, until the first difference. */
static enum rc compare_table(struct ctx *cx, const struct table_def *t, struct db *live, struct db *fresh, struct report *r)
{
	struct stmt *x = db_table_scan(cx, live, t), *y = db_table_scan(cx, fresh, t);
	struct arena a;
	arena_init(&a, 64 << 20);
	struct buf bx = buf_new(&a, 16 << 20), by = buf_new(&a, 16 << 20);
	enum rc rx = RC_OK, ry = RC_OK;
	if (!x || !y) {
		report_add(cx, r, sv_of(t->name), N_("This table cannot be read."));
		arena_release(&a);
		return RC_OK;
	}
	for (;;) {
		bool hx = db_step(cx, x, &rx), hy = db_step(cx, y, &ry);
		if (rx != RC_OK || ry != RC_OK) {
			report_add(cx, r, sv_of(t->name), N_("This table is damaged and cannot be read to its end."));
			break;
		}
		if (!hx && !hy)
			break;
		r->rows++;
		if (!hx) {
			report_add(cx, r, row_key(cx, t, y), N_("This row is missing."));
			break;
		}
		if (!hy) {
			report_add(cx, r, row_key(cx, t, x), N_("No act made this row."));
			break;
		}
		if (!sv_eq(row_bytes(&bx, x), row_bytes(&by, y))) {
			report_add(cx, r, row_key(cx, t, x), N_("This row is not what the journal says it is."));
			break;
		}
	}
	r->tables++;
	arena_release(&a);
	return RC_OK;
}

static enum rc each_projection(struct ctx *cx, const struct registry *nouns, struct report *r, struct db *live,
			       struct db *fresh,
			       enum rc (*fn)(struct ctx *, const struct table_def *, struct db *, struct db *, struct report *))
{
	for (size_t i = 0; i < nouns->n; i++) {
		const struct noun *n = nouns->nouns[i];
		for (size_t k = 0; n->tables && k < *n->n_tables; k++)
			if (n->tables[k].cls == TABLE_PROJECTION)
				TRY(fn(cx, &n->tables[k], live, fresh, r));
	}
	return RC_OK;
}

static enum rc make_table(struct ctx *cx, const struct table_def *t, struct db *live, struct db *fresh, struct report *r)
{
	(void)live, (void)r;
	return db_create(cx, fresh, t, 1);
}

enum rc rebuild_check(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r)
{
	struct db *fresh;
	TRY(db_open(cx, "", DB_MEMORY, &fresh));
	enum rc rc = each_projection(cx, c->nouns, r, db, fresh, make_table);
	if (rc == RC_OK)
		rc = db_begin(cx, fresh);
	if (rc == RC_OK)
		rc = replay_all(cx, c, db, fresh, 0, r);
	if (rc == RC_OK)
		rc = each_projection(cx, c->nouns, r, db, fresh, compare_table);
	db_rollback(fresh);
	db_close(fresh);
	return rc;
}

enum rc rebuild_without(struct ctx *cx, const struct corridor *c, struct db *db, int64_t seq)
{
	struct db *fresh;
	struct report r;
	report_init(&r);
	TRY(db_open(cx, "", DB_MEMORY, &fresh));
	enum rc rc = each_projection(cx, c->nouns, &r, db, fresh, make_table);
	if (rc == RC_OK)
		rc = db_begin(cx, fresh);
	if (rc == RC_OK)
		rc = replay_all(cx, c, db, fresh, seq, &r);
	db_rollback(fresh);
	db_close(fresh);
	if (rc == RC_OK && r.n)
		return fail(cx, RC_CONFLICT, "rebuild.needed",
			    N_("Later acts rest on row %lld (%.*s), so its payload cannot go. Erase its sealed facts instead."),
			    (long long)seq, SV_ARG(r.findings->where));
	return rc;
}

static enum rc remake_table(struct ctx *cx, const struct table_def *t, struct db *live, struct db *fresh, struct report *r)
{
	(void)fresh, (void)r;
	TRY(db_exec(cx, live, arena_printf(cx->a, "DROP TABLE IF EXISTS %s", t->name).p));
	return db_create(cx, live, t, 1);
}

enum rc rebuild_within(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r)
{
	TRY(each_projection(cx, c->nouns, r, db, NULL, remake_table));
	TRY(replay_all(cx, c, db, db, 0, r));
	if (r->n)
		return fail(cx, RC_CHECK, "rebuild.failed", N_("The journal cannot be replayed; nothing was changed."));
	return RC_OK;
}

enum rc rebuild_replace(struct ctx *cx, const struct corridor *c, struct db *db, struct report *r)
{
	TRY(db_begin(cx, db));
	enum rc rc = rebuild_within(cx, c, db, r);
	if (rc == RC_OK)
		rc = db_commit(cx, db);
	if (rc != RC_OK)
		db_rollback(db);
	return rc;
}
