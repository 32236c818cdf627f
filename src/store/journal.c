#include "store/journal.h"

#include "base/bug.h"
#include "store/journal.sql.h"

#include <limits.h>

struct digest journal_digest(struct sv salt, struct sv body)
{
	return HASH(HASH_SM3, salt, body);
}

/* The members stand in canonical order already: act, actor, at, basis, cause, key, seq, subject, version. */
static struct sv header(struct arena *a, const struct journal_row *r)
{
	struct buf b = buf_new(a, 4096);
	buf_puts(&b, "{\"act\":");
	js_quote(&b, r->act);
	buf_puts(&b, ",\"actor\":");
	buf_int(&b, r->actor);
	buf_puts(&b, ",\"at\":");
	buf_int(&b, r->at);
	buf_puts(&b, ",\"basis\":");
	buf_int(&b, r->basis);
	buf_puts(&b, ",\"cause\":");
	buf_int(&b, r->cause);
	buf_puts(&b, ",\"key\":");
	if (r->key.p)
		js_quote(&b, r->key);
	else
		buf_puts(&b, "null");
	buf_puts(&b, ",\"seq\":");
	buf_int(&b, r->seq);
	buf_puts(&b, ",\"subject\":");
	buf_int(&b, r->subject);
	buf_puts(&b, ",\"version\":");
	buf_int(&b, r->version);
	buf_putc(&b, '}');
	return buf_sv(&b);
}

struct digest journal_leaf(struct arena *a, const struct journal_row *r)
{
	struct sv zero = sv_make("\0", 1);
	return HASH(HASH_SM3, zero, header(a, r), digest_sv(&r->digest));
}

enum rc journal_append(struct ctx *cx, struct db *db, struct journal_row *r)
{
	char *salt = NEW(cx->a, char, SALT_LEN);
	random_bytes(salt, SALT_LEN);
	r->salt = sv_make(salt, SALT_LEN);
	r->digest = journal_digest(r->salt, r->body);
	r->leaf = journal_leaf(cx->a, r);
	struct stmt *st = db_query(db, &journal_add);
	bind_int(st, 1, r->seq);
	bind_int(st, 2, r->at);
	bind_int(st, 3, r->actor);
	bind_sv(st, 4, r->act);
	bind_int(st, 5, r->version);
	bind_int(st, 6, r->subject);
	bind_int(st, 7, r->basis);
	bind_sv(st, 8, r->key);
	bind_int(st, 9, r->cause);
	bind_blob(st, 10, digest_sv(&r->digest));
	bind_blob(st, 11, digest_sv(&r->leaf));
	TRY(db_run(cx, st));
	st = db_query(db, &payload_add);
	bind_int(st, 1, r->seq);
	bind_blob(st, 2, r->salt);
	bind_sv(st, 3, r->body);
	return db_run(cx, st);
}

enum rc journal_last_seq(struct ctx *cx, struct db *db, int64_t *ret_seq, int64_t *ret_at)
{
	enum rc rc;
	struct stmt *st = db_query(db, &journal_last);
	int64_t seq = 0, at = 0;
	while (db_step(cx, st, &rc)) {
		seq = col_int(st, 0);
		at = col_int(st, 1);
	}
	*ret_seq = seq;
	*ret_at = at;
	return rc;
}

static bool is_of(struct sv act, const char *const *what)
{
	struct sv noun = act, rest = act;
	(void)sv_split(&rest, '.', &noun);
	while (*what && !sv_is(noun, *what) && !sv_is(act, *what))
		what++;
	return *what;
}

enum rc journal_moved(struct ctx *cx, struct db *db, int64_t since, const char *const *what, bool *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, &journal_acts_after);
	bind_int(st, 1, since);
	*ret = false;
	while (db_step(cx, st, &rc))
		*ret |= is_of(col_peek(st, 0), what);
	return rc;
}

enum rc journal_subject_seq(struct ctx *cx, struct db *db, int64_t subject, int64_t *ret_seq)
{
	enum rc rc;
	struct stmt *st = db_query(db, &journal_subject_last);
	bind_int(st, 1, subject);
	int64_t seq = 0;
	while (db_step(cx, st, &rc))
		seq = col_int(st, 0);
	*ret_seq = seq;
	return rc;
}

static void col_digest(const struct stmt *st, int n, struct digest *ret)
{
	struct sv s = col_peek(st, n);
	memset(ret, 0, sizeof(*ret));
	if (s.p && s.n == DIGEST_LEN) /* any other length is not a digest, and must not pass for one */
		memcpy(ret->b, s.p, DIGEST_LEN);
}

static enum rc read_rows(struct ctx *cx, struct stmt *st, int limit, struct journal_row **ret, size_t *ret_n)
{
	enum rc rc;
	struct journal_row *rows = NEW(cx->a, struct journal_row, (size_t)limit);
	size_t n = 0;
	while (db_step(cx, st, &rc)) {
		struct journal_row *r = &rows[n++];
		r->seq = col_int(st, 0);
		r->at = col_int(st, 1);
		r->actor = col_int(st, 2);
		r->act = col_sv(st, 3, cx->a);
		int64_t version = col_int(st, 4);
		r->version = version >= 0 && version <= INT_MAX ? (int)version : -1;
		r->subject = col_int(st, 5);
		r->basis = col_int(st, 6);
		r->key = col_sv(st, 7, cx->a);
		r->cause = col_int(st, 8);
		col_digest(st, 9, &r->digest);
		col_digest(st, 10, &r->leaf);
		r->salt = col_sv(st, 11, cx->a);
		r->body = col_sv(st, 12, cx->a);
		r->erased = !col_null(st, 13);
	}
	*ret = rows;
	*ret_n = n;
	return rc;
}

enum rc journal_read(struct ctx *cx, struct db *db, int64_t after, int limit, struct journal_row **ret, size_t *ret_n)
{
	struct stmt *st = db_query(db, &journal_from);
	bind_int(st, 1, after);
	bind_int(st, 2, limit);
	TRY(read_rows(cx, st, limit, ret, ret_n));
	/* On a damaged file the engine may give rows in any order, and a reader would go round for ever. */
	for (size_t i = 0; i < *ret_n; after = (*ret)[i++].seq)
		if ((*ret)[i].seq <= after && after != INT64_MIN)
			return fail(cx, RC_FAILED, "journal.order", N_("The journal's rows do not stand in order after row %lld: the file is damaged."),
				    (long long)after);
	return RC_OK;
}

enum rc journal_read_subject(struct ctx *cx, struct db *db, int64_t subject, int limit, struct journal_row **ret,
			     size_t *ret_n)
{
	struct stmt *st = db_query(db, &journal_of);
	bind_int(st, 1, subject);
	bind_int(st, 2, limit);
	return read_rows(cx, st, limit, ret, ret_n);
}

enum rc journal_keyed(struct ctx *cx, struct db *db, int64_t post, struct sv key, struct journal_row *ret, bool *ret_found)
{
	enum rc rc;
	struct stmt *st = db_query(db, &journal_by_key);
	bind_int(st, 1, post);
	bind_sv(st, 2, key);
	*ret_found = false;
	while (db_step(cx, st, &rc)) {
		*ret_found = true;
		*ret = (struct journal_row){ .seq = col_int(st, 0), .at = col_int(st, 1), .act = col_sv(st, 2, cx->a),
					     .actor = post, .subject = col_int(st, 3), .key = key, .body = col_sv(st, 4, cx->a) };
	}
	return rc;
}

struct js *journal_facts(struct arena *a, const struct journal_row *row)
{
	const char *why;
	int line, column;
	struct js *v = row->body.p ? js_parse(a, row->body, &why, &line, &column) : NULL;
	return v && v->kind == JS_OBJ ? v : NULL;
}

struct sv checkpoint_note(struct arena *a, int64_t size, const struct digest *root, int64_t at, struct sv before)
{
	struct digest d = HASH(HASH_SM3, before);
	return arena_printf(a, "bixue-checkpoint/1\nsm3\n%lld\n%.*s\n%.*s\n%.*s\n", (long long)size,
			    SV_ARG(hex_text(a, digest_sv(root))), SV_ARG(instant_text(a, at)),
			    SV_ARG(hex_text(a, digest_sv(&d))));
}

enum rc journal_edge_extend(struct ctx *cx, struct db *db, struct edge *e)
{
	enum rc rc;
	struct edge grown = *e;
	int64_t last, at;
	TRY(journal_last_seq(cx, db, &last, &at));
	struct stmt *st = db_query(db, &journal_leaves_after);
	bind_int(st, 1, grown.size);
	while (db_step(cx, st, &rc)) {
		struct digest leaf;
		col_digest(st, 0, &leaf);
		edge_add(&grown, &leaf);
	}
	if (rc != RC_OK)
		return rc;
	/* seq counts from 1 without gaps, so the size is also the last seq it holds. */
	if (grown.size < last)
		return fail(cx, RC_CHECK, "journal.gap", N_("The journal has a gap after row %lld."), (long long)grown.size);
	*e = grown;
	return RC_OK;
}

enum rc journal_edge(struct ctx *cx, struct db *db, struct edge *ret)
{
	enum rc rc;
	struct edge e = { 0 };
	int64_t last, at;
	TRY(journal_last_seq(cx, db, &last, &at));
	struct stmt *st = db_query(db, &edge_get);
	while (db_step(cx, st, &rc))
		if (!edge_read(&e, col_int(st, 0), col_peek(st, 1)) || e.size > last)
			e = (struct edge){ 0 };
	if (rc != RC_OK)
		return rc;
	TRY(journal_edge_extend(cx, db, &e));
	*ret = e;
	return RC_OK;
}

enum rc journal_edge_save(struct ctx *cx, struct db *db, const struct edge *e)
{
	struct stmt *st = db_query(db, &edge_put);
	bind_int(st, 1, e->size);
	bind_blob(st, 2, e->n ? edge_bytes(e) : SV(""));
	return db_run(cx, st);
}
